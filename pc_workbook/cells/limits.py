"""How much text a cell can contain, how Excel counts it, and which characters print."""

import re
from typing import Final

LONGEST_TEXT: Final = 32_767
LONGEST_PROPERTY: Final = 255  # of a property of the file
CUT: Final = "…"
_UNPRINTED: Final = "[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]"  # compiled where a text is first printed


def length_in_excel(text: str) -> int:
    """Return the length as Excel counts it, in UTF-16 units: a character beyond the first 65,536 counts twice."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)


def is_too_long(text: str, most: int = LONGEST_TEXT) -> bool:
    """Return whether a cell, or whatever else takes at most so much, is too small for the text."""
    return len(text) > most // 2 and length_in_excel(text) > most


def cut(text: str, most: int = LONGEST_TEXT) -> str:
    """Return the text, ended with a mark where it is longer than a cell can contain.

    >>> cut("some words", 6), cut("words", 6), cut("😀😀😀😀", 6)
    ('some …', 'words', '😀😀…')
    """
    if not is_too_long(text, most):
        return text
    units, end = text.encode("utf-16-le", "surrogatepass"), 2 * (most - 1)
    if end and units[end - 1] & 0xFC == 0xD8 and units[end + 1] & 0xFC == 0xDC:  # one character in two units
        end -= 2
    return units[:end].decode("utf-16-le", "surrogatepass") + CUT


def printable(text: str) -> str:
    """Return the text with a blank in place of each character that neither prints nor can occur in XML.

    >>> printable("North\\x0bSouth"), printable("one\\nline")
    ('North South', 'one line')
    """
    return text if text.isprintable() else re.sub(_UNPRINTED, " ", text)
