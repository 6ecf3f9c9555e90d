"""Names of files: as a person can read them, and as every system can store them."""

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 100  # of a name's words: other words, a date and what a lock adds must fit into 143 or 255
_NOT_IN_NAMES: Final = frozenset('\\/:*?"<>|')
_UNSEEN: Final = ("Cc", "Cf", "Cn", "Co", "Cs")  # controls, marks of direction, what is no character
_MARKS: Final = 6  # characters of the sum that tells shortened names apart


def shown_name(path: Path) -> str:
    """The name of a file as text that can be written and printed: bytes that are no text become question marks.

    >>> shown_name(Path("returns/North.xlsx")), shown_name(Path("Nor\\udcffth.xlsx"))
    ('North.xlsx', 'Nor?th.xlsx')
    """
    return path.name.encode("utf-8", "replace").decode()


def is_valid_text(path: Path) -> bool:
    """Whether a path is text, as readers that are not written in Python ask."""
    try:
        os.fspath(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def words_for_name(words: str) -> str:
    """Words as a part of a file's name: at most 100 bytes, of characters that Windows, macOS and Linux all take.

    Words that had to be shortened, or of which nothing is left, end with a sum of the whole.

    >>> words_for_name("North/East"), words_for_name("../../x"), words_for_name("Nor\\nth ")
    ('North-East', '-..-x', 'Nor th')
    >>> len(words_for_name("Very long " * 100)), words_for_name("...")
    (100, 'AB5DF6')
    """
    plain = unicodedata.normalize("NFC", words)
    spaced = "".join(" " if letter.isspace() else letter for letter in plain)
    seen = "".join(letter for letter in spaced if unicodedata.category(letter) not in _UNSEEN)
    safe = " ".join("".join("-" if letter in _NOT_IN_NAMES else letter for letter in seen).split()).strip(" .")
    if safe and len(safe.encode()) <= MOST_BYTES:
        return safe
    mark = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_MARKS].upper()
    return f"{_shortened(safe, MOST_BYTES - _MARKS - 1)} {mark}".strip()


def folded_name(name: str) -> str:
    """What two names have in common that some system takes for one: capitals, accents made of one sign or two.

    >>> folded_name("Café.xlsx") == folded_name("CAFE\\u0301.XLSX")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _shortened(words: str, most: int) -> str:
    """As many whole characters, each with its accents, as the bytes hold."""
    kept = words.encode()[:most].decode(errors="ignore")
    if len(kept) < len(words) and unicodedata.combining(words[len(kept)]):
        kept = kept.rstrip("".join(letter for letter in kept if unicodedata.combining(letter)))[:-1]
    return kept.rstrip(" .")
