"""Sentences and paragraphs made of pieces of text."""

from collections.abc import Iterable

from pc_workbook.wording.numbers import listed


def sentence(words: str) -> str:
    """Return a piece of text as a sentence, with a capital and a full stop.

    >>> sentence("no agreed trajectory for 2017"), sentence("")
    ('No agreed trajectory for 2017.', '')
    """
    text = words.strip()
    if not text:
        return ""
    is_closed = text.endswith((".", "!", "?", "…", ".”"))
    return f"{text[0].upper()}{text[1:]}{'' if is_closed else '.'}"


def capital(words: str) -> str:
    """Return words with a capital at their beginning.

    >>> capital("the area")
    'The area'
    """
    return f"{words[:1].upper()}{words[1:]}"


def label(words: str) -> str:
    """Return a piece of text with a capital and without a full stop, for a cell or a heading.

    >>> label("actions C and E")
    'Actions C and E'
    """
    return sentence(words).rstrip(".")


def paragraph(pieces: Iterable[str]) -> str:
    """Return sentences one after the other, without empty pieces.

    >>> paragraph(("a value", "", "its source is not named"))
    'A value. Its source is not named.'
    """
    return " ".join(filter(None, map(sentence, pieces)))


def numbered(noun: str, items: Iterable[object]) -> str:
    """Return a noun with the numbers or letters of what it names: 'indicators 6, 7 and 8', 'action C'.

    >>> numbered("indicator", [6, 7, 8]), numbered("action", ["C"])
    ('indicators 6, 7 and 8', 'action C')
    """
    names = [str(item) for item in items]
    return f"{noun}{'' if len(names) == 1 else 's'} {listed(names)}"


def possessive(name: str) -> str:
    """Return the possessive of a name.

    >>> possessive("England"), possessive("Nearest neighbours")
    ("England's", "Nearest neighbours'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"
