"""File names that can be displayed, and file names that every operating system can store."""

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 100  # leaves room for other words, a date and a lock file's affixes within 143 or 255 bytes
_NOT_IN_NAMES: Final = frozenset('\\/:*?"<>|')
_INVISIBLE: Final = ("Cc", "Cf", "Cn", "Co", "Cs")  # Unicode categories of controls, formats and non-characters
_CHECKSUM_LENGTH: Final = 6  # characters of the checksum that distinguishes shortened names


def display_name(path: Path) -> str:
    """Return the name of a file as text that can be printed: bytes that are not text become question marks.

    >>> display_name(Path("returns/North.xlsx")), display_name(Path("Nor\\udcffth.xlsx"))
    ('North.xlsx', 'Nor?th.xlsx')
    """
    return path.name.encode("utf-8", "replace").decode()


def is_valid_text(path: Path) -> bool:
    """Return whether a path can be encoded as UTF-8, which libraries not written in Python require."""
    try:
        os.fspath(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def file_name_part(words: str) -> str:
    """Return a text as part of a file name: at most 100 bytes, of characters that Windows, macOS and Linux all allow.

    A text that was shortened, or of which nothing is left, ends with a checksum of the original.

    >>> file_name_part("North/East"), file_name_part("../../x"), file_name_part("Nor\\nth ")
    ('North-East', '-..-x', 'Nor th')
    >>> len(file_name_part("Very long " * 100)), file_name_part("...")
    (100, 'AB5DF6')
    """
    plain = unicodedata.normalize("NFC", words)
    spaced = "".join(" " if letter.isspace() else letter for letter in plain)
    visible = "".join(letter for letter in spaced if unicodedata.category(letter) not in _INVISIBLE)
    safe = " ".join("".join("-" if letter in _NOT_IN_NAMES else letter for letter in visible).split()).strip(" .")
    if safe and len(safe.encode()) <= MOST_BYTES:
        return safe
    checksum = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_CHECKSUM_LENGTH].upper()
    return f"{_shortened(safe, MOST_BYTES - _CHECKSUM_LENGTH - 1)} {checksum}".strip()


def case_folded_name(name: str) -> str:
    """Return a form that is equal for names some file system treats as the same: case and composed accents are ignored.

    >>> case_folded_name("Café.xlsx") == case_folded_name("CAFE\\u0301.XLSX")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _shortened(words: str, most: int) -> str:
    """Return the beginning of a text, in whole characters with their accents, that fits `most` bytes of UTF-8."""
    kept = words.encode()[:most].decode(errors="ignore")
    if len(kept) < len(words) and unicodedata.combining(words[len(kept)]):
        kept = kept.rstrip("".join(letter for letter in kept if unicodedata.combining(letter)))[:-1]
    return kept.rstrip(" .")
