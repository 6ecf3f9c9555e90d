"""Letters as they look: what two spellings of one name have in common, whichever keyboard or program typed them."""

from typing import Final

#: Letters of other alphabets that look like Latin ones, in small letters.
LOOK_ALIKES: Final = str.maketrans("аеорсухіјѕкмтнвгԁԛԝαορνικτχυе", "aeopcyxijskmthbrdqwaopviktxye")
_NO_LETTERS: Final = ("Mn", "Me", "Cf")  # accents, and signs that can't be seen


def plain_letters(text: str) -> str:
    """Small letters without accents and invisible signs; look-alikes as the letters they look like.

    >>> plain_letters("Nоrth\\u200b"), plain_letters("Ｗｅｓｔ")
    ('north', 'west')
    """
    if text.isascii():
        return text.casefold()
    import unicodedata  # for what few names hold

    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in apart if unicodedata.category(letter) not in _NO_LETTERS)
    return kept.casefold().translate(LOOK_ALIKES)


def is_unseen(letter: str) -> bool:
    """Whether a sign takes no room on paper, such as a zero-width blank.

    >>> is_unseen("\\u200b"), is_unseen("a")
    (True, False)
    """
    import unicodedata

    return unicodedata.category(letter) == "Cf"
