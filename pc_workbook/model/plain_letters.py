"""Text reduced to plain letters, so that two spellings of one name compare equal."""

from functools import lru_cache
from typing import Final

#: Letters of other alphabets that look like Latin ones, in lower case.
LOOK_ALIKES: Final = str.maketrans("аеорсухіјѕкмтнвгԁԛԝαορνικτχυе", "aeopcyxijskmthbrdqwaopviktxye")
_SIGNS: Final = str.maketrans(dict.fromkeys("-‐‑‒–—―−﹣－_", " ") | dict.fromkeys("'’‘‛ʼʻ`´′＇\"“”„«»", ""))
_NO_LETTERS: Final = ("Mn", "Me", "Cf")  # accents, and invisible characters


def plain_letters(text: str) -> str:
    """Return lower-case text without accents and invisible characters, with look-alike letters replaced.

    >>> plain_letters("Nоrth\\u200b"), plain_letters("Ｗｅｓｔ")
    ('north', 'west')
    """
    if text.isascii():
        return text.casefold()
    import unicodedata  # few names need it

    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in apart if unicodedata.category(letter) not in _NO_LETTERS)
    return kept.casefold().translate(LOOK_ALIKES)


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """Return a key that all spellings of one name share.

    Case, spaces, dashes, quotation marks and look-alike letters make no difference; other characters do. A name without
    anything else is its own key.

    >>> name_key(" WEST\xa0") == name_key("Wеst"), name_key("St John’s – East") == name_key("St Johns East")
    (True, True)
    >>> name_key("North/East") == name_key("North:East"), name_key("--")
    (False, '--')
    """
    words = plain_letters(name.translate(_SIGNS)).replace("&", " and ")
    return " ".join(words.split()).rstrip(".,;: ") or name.strip()


def is_unseen(letter: str) -> bool:
    """Return whether a character is invisible, such as a zero-width space.

    >>> is_unseen("\\u200b"), is_unseen("a")
    (True, False)
    """
    import unicodedata

    return unicodedata.category(letter) == "Cf"
