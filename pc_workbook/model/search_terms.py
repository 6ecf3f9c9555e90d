"""What a text is searched for by: its letters and digits alone, whole or, where it is long, in parts."""

import re
import unicodedata
from collections.abc import Iterator

TERM_LENGTH = 32  # letters and digits, about six words
WORD = re.compile(r"[^\W_]+")
LATIN = re.compile(r"[^0-9a-z]+")


def letters_and_digits(text: str) -> str:
    """Return the letters and digits of a text, without case, accents, blanks and punctuation.

    >>> letters_and_digits("Dr. O’Néill –  Surgery_2")
    'droneillsurgery2'
    """
    if text.isascii():
        return LATIN.sub("", text.lower())
    return "".join(WORD.findall(plain(text)))


def plain(text: str) -> str:
    """Return a text without case, accents and typographic forms of letters."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(ch for ch in apart if not unicodedata.combining(ch))


def words_of(text: str) -> list[str]:
    """Return the words of a text, plain."""
    return WORD.findall(plain(text))


def search_terms(text: str, length: int = TERM_LENGTH) -> Iterator[str]:
    """Yield what a text is searched for by: itself or, where it is long, each part of it that begins with a word.

    >>> [len(part) for part in search_terms("a" * 20)], len(list(search_terms("word " * 20)))
    ([20], 14)
    """
    words = words_of(text)
    whole = "".join(words)
    if len(whole) <= length:
        yield whole
        return
    at = 0
    for word in words:
        if at + length > len(whole):
            break
        yield whole[at : at + length]
        at += len(word)
    yield whole[-length:]
