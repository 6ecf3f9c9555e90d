"""Escape and unescape text as workbook files write it.

A character that XML can't contain is written as _x000B_, and text that looks like an escape as _x005F_x000B_.
"""

import re

from pc_workbook.cells.limits import LONGEST_TEXT, length_in_excel

__all__ = ["LONGEST_TEXT", "escape", "length_in_excel", "unescape"]

_LOOKS_ESCAPED = r"_(?=x[0-9A-Fa-f]{4}_)"
_ESCAPED = r"_x([0-9A-Fa-f]{4})_"
# XML allows a carriage return, but parsers turn it into a line feed, so it is escaped too.
_UNWRITABLE = "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"
_SURROGATE = "[\ud800-\udfff]"


def escape(text: str) -> str:
    """Return the text as stored between <t> and </t>, before XML's own escapes.

    >>> escape("_x0041_"), escape("a\\x0bb")
    ('_x005F_x0041_', 'a_x000B_b')
    """
    return re.sub(_UNWRITABLE, lambda match: f"_x{ord(match[0]):04X}_", re.sub(_LOOKS_ESCAPED, "_x005F_", text))


def unescape(text: str) -> str:
    """Return the text as it was typed. A lone half of a surrogate pair becomes the replacement character.

    >>> unescape("_x005F_x0041_"), unescape("_xD83D__xDE00_"), unescape("_xD83D_")
    ('_x0041_', '😀', '\ufffd')
    """
    unescaped = unescape_units(text)
    if re.search(_SURROGATE, unescaped):
        return unescaped.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unescaped


def unescape_units(text: str) -> str:
    """Return the text with each escape as the UTF-16 unit it stands for, halves of surrogate pairs too.

    >>> unescape_units("_x0041_"), len(unescape_units("_xD83D_"))
    ('A', 1)
    """
    return re.sub(_ESCAPED, lambda match: chr(int(match[1], 16)), text)
