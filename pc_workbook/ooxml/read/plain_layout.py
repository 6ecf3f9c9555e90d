"""Check that a short sheet is written in the ordinary way, so that python-calamine can read it.

python-calamine does not report errors, percentages and merged ranges, keeps the last of two cells with one address,
allocates every cell between the first and the last, and stops on values it does not expect. A sheet is ordinary when its
text shows that none of this matters; any other is left to sheet_parser.py.
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
_CELL: Final = (  # in the first 999 rows and 512 columns, where no cell is far from the others
    rb'<c r="(?:[A-R]?[A-Z]|S[A-R])[1-9]\d{0,2}"(?: s="\d{1,5}")?+'
    rb'(?:(?: t="s")?+(?:/>|></c>)| t="s"><v>\d{1,7}</v></c>| t="b"><v>[01]</v></c>|(?: t="n")?+><v>'
    + _NUMBER
    + rb"</v></c>)"
)
_ROWS = re.compile(rb"\s*+(?:<row(?:" + _ATTRIBUTE + rb")*+(?: ?/>| ?>(?:" + _CELL + rb")*+</row>)\s*+)*+")
_ADDRESS = re.compile(rb'<c r="([A-Z]+\d+)"')


def ordinary_merges(sheet: bytes, formats: NumberFormats) -> tuple[Area, ...] | None:
    """Return the merged ranges of an ordinary sheet, None for any other sheet.

    An ordinary sheet has only positive numbers, booleans and shared texts; each cell is there once, with its address,
    near the others, and not displayed as a percentage or a month.
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
