"""Letters as they look: what two spellings of one name have in common, whichever keyboard or program typed them."""

from functools import lru_cache
from typing import Final

#: Letters of other alphabets that look like Latin ones, in small letters.
LOOK_ALIKES: Final = str.maketrans("аеорсухіјѕкмтнвгԁԛԝαορνικτχυе", "aeopcyxijskmthbrdqwaopviktxye")
_SIGNS: Final = str.maketrans(dict.fromkeys("-‐‑‒–—―−﹣－_", " ") | dict.fromkeys("'’‘‛ʼʻ`´′＇\"“”„«»", ""))
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


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """What all spellings of one name have in common: case, blanks, dashes, quotation marks and letters that only look
    alike make no difference, and other signs do. The name itself where nothing is left of it.

    >>> name_key(" WEST\xa0") == name_key("Wеst"), name_key("St John’s – East") == name_key("St Johns East")
    (True, True)
    >>> name_key("North/East") == name_key("North:East"), name_key("--")
    (False, '--')
    """
    words = plain_letters(name.translate(_SIGNS)).replace("&", " and ")
    return " ".join(words.split()).rstrip(".,;: ") or name.strip()


def is_unseen(letter: str) -> bool:
    """Whether a sign takes no room on paper, such as a zero-width blank.

    >>> is_unseen("\\u200b"), is_unseen("a")
    (True, False)
    """
    import unicodedata

    return unicodedata.category(letter) == "Cf"
