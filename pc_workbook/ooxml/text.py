"""How a workbook file writes text: characters XML can't carry as _x000B_, and text that only looks like
that as _x005F_x000B_."""

import re

_LOOKS_ESCAPED = r"_(?=x[0-9A-Fa-f]{4}_)"
_ESCAPED = r"_x([0-9A-Fa-f]{4})_"
# A carriage return is legal in XML but a reader turns it into a line feed, so it is escaped too.
_UNWRITABLE = "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"
_SURROGATE = re.compile("[\ud800-\udfff]")

LONGEST_TEXT = 32_767


def escape(text: str) -> str:
    """What stands between <t> and </t>, before XML's own escapes.

    >>> escape("_x0041_"), escape("a\\x0bb")
    ('_x005F_x0041_', 'a_x000B_b')
    """
    return re.sub(_UNWRITABLE, lambda match: f"_x{ord(match[0]):04X}_", re.sub(_LOOKS_ESCAPED, "_x005F_", text))


def unescape(text: str) -> str:
    """The text as it was typed. A half of a surrogate pair without its other half, which is no character, becomes the
    replacement character.

    >>> unescape("_x005F_x0041_"), unescape("_xD83D__xDE00_"), unescape("_xD83D_")
    ('_x0041_', '😀', '\ufffd')
    """
    found = re.sub(_ESCAPED, lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(found):
        return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return found


def is_too_long(text: str) -> bool:
    """Whether a text is longer than a cell can hold."""
    return len(text) > LONGEST_TEXT // 2 and length_in_excel(text) > LONGEST_TEXT


def length_in_excel(text: str) -> int:
    """Excel counts UTF-16 units: a character beyond the first 65,536 counts twice."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)
