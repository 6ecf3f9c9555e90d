"""Whether a short sheet is written in the ordinary way, so that a fast reader of values may read it unwatched.

Such a reader says nothing of errors, percentages and merged ranges, keeps the last of two equal cells, makes room for
everything between the first cell and the last, and stops on a value it does not expect. A sheet is ordinary when its
text proves that none of this matters; anything else is for the parser (sheet_parser.py).
"""

import re
from typing import Final

from pc_workbook.ooxml.package.xml import MAIN_NAMESPACE
from pc_workbook.ooxml.read.areas import Area, merged_ranges
from pc_workbook.ooxml.read.number_formats import NumberFormats

_DATA, _DATA_ENDS = b"<sheetData>", b"</sheetData>"
_PROLOGUE_BYTES: Final = 2000
_NUMBER: Final = rb"\d{1,9}(?:\.\d{1,17})?(?:[eE]-\d\d?)?"
_ATTRIBUTE: Final = rb' [a-z0-9A-Z:]++="[^"<&>]*+"'
_CELL: Final = (  # of the first 999 rows and 512 columns: no cell of these is far away from the others
    rb'<c r="(?:[A-R]?[A-Z]|S[A-R])[1-9]\d{0,2}"(?: s="\d{1,5}")?+'
    rb'(?:(?: t="s")?+(?:/>|></c>)| t="s"><v>\d{1,7}</v></c>| t="b"><v>[01]</v></c>|(?: t="n")?+><v>'
    + _NUMBER
    + rb"</v></c>)"
)
_ROWS = re.compile(rb"\s*+(?:<row(?:" + _ATTRIBUTE + rb")*+(?: ?/>| ?>(?:" + _CELL + rb")*+</row>)\s*+)*+")
_ADDRESS = re.compile(rb'<c r="([A-Z]+\d+)"')


def ordinary_merges(sheet: bytes, formats: NumberFormats) -> tuple[Area, ...] | None:
    """The merged ranges of an ordinary sheet; None of any other.

    An ordinary sheet holds positive numbers, plain truths and shared texts only, each cell once and at its address, and
    close together, none shown as a percentage or as a month.
    """
    root, start = sheet.find(b"<worksheet ", 0, _PROLOGUE_BYTES), sheet.find(_DATA) + len(_DATA)
    end = sheet.find(_DATA_ENDS, start)
    if root < 0 or not root < start < end or b"<!" in sheet[:start] or MAIN_NAMESPACE not in sheet[root:start]:
        return None
    if b"sheetData" in sheet[end + len(_DATA_ENDS) :] or any(
        b' s="%b"' % style in sheet for style in formats.percent | formats.months
    ):
        return None
    rows = _ROWS.match(sheet, start, end)
    addresses = _ADDRESS.findall(sheet, start, end)
    if rows is None or rows.end() != end or len(set(addresses)) < len(addresses):
        return None
    try:
        return merged_ranges(sheet[root:start], sheet[end:])
    except ValueError:
        return None
