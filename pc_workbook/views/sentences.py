"""Sentences out of the pieces that the measures put into words."""

from collections.abc import Iterable

from pc_workbook.wording.numbers import listed


def sentence(words: str) -> str:
    """A piece of words as a sentence: a capital first, a full stop last.

    >>> sentence("no agreed trajectory for 2017"), sentence("")
    ('No agreed trajectory for 2017.', '')
    """
    said = words.strip()
    if not said:
        return ""
    closed = said.endswith((".", "!", "?", "…", ".”"))
    return f"{said[0].upper()}{said[1:]}{'' if closed else '.'}"


def paragraph(pieces: Iterable[str]) -> str:
    """Sentences one after the other; empty pieces fall out.

    >>> paragraph(("a value", "", "its source is not named"))
    'A value. Its source is not named.'
    """
    return " ".join(filter(None, map(sentence, pieces)))


def numbered(noun: str, items: Iterable[object]) -> str:
    """A noun with the numbers or letters of what it names: 'indicators 6, 7 and 8', 'action C'.

    >>> numbered("indicator", [6, 7, 8]), numbered("action", ["C"])
    ('indicators 6, 7 and 8', 'action C')
    """
    names = [str(item) for item in items]
    return f"{noun}{'' if len(names) == 1 else 's'} {listed(names)}"
