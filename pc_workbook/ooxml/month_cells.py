"""Which cells of a sheet show a date as a month and its year: what Excel makes of "Nov 2015", and not of 01/11/2015."""

import re
from typing import Final

from pc_workbook.ooxml.address import column_number
from pc_workbook.ooxml.package import Package
from pc_workbook.ooxml.styles import StyleTable
from pc_workbook.ooxml.workbook import Workbook

_BUILT_IN_MONTH: Final = "17"  # mmm-yy
_NOT_SHOWN_AS_SUCH: Final = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]'
)  # of a format code: literals, padding, conditions
_CELL: Final = rb'<(?:\w+:)?c\s(?=[^>]*\br="([A-Z]+)(\d+)")(?=[^>]*\bs="(%b)")'


def shows_month(format_code: str) -> bool:
    """Whether a format shows the month and the year of a date, and neither its day nor a time.

    >>> shows_month("mmm-yy"), shows_month("dd/mm/yyyy"), shows_month('0.0" my"')
    (True, False, False)
    """
    shown = set(_NOT_SHOWN_AS_SUCH.sub("", format_code).casefold())
    return {"m", "y"} <= shown and shown.isdisjoint("dhs0#?")


def month_formats(workbook: Workbook) -> frozenset[bytes]:
    """The indexes of the cell formats that show a month, as cells write them."""
    part = workbook.related("styles")
    if part is None:
        return frozenset()
    table = StyleTable(workbook.package.tree(part), workbook.package.name)
    codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in table.records("numFmts")}
    months = {number for number, code in codes.items() if shows_month(code)} | ({_BUILT_IN_MONTH} - codes.keys())
    formats = enumerate(table.records("cellXfs"))
    return frozenset(b"%d" % place for place, one in formats if one.get("numFmtId") in months)


def month_cells(package: Package, part: str, formats: frozenset[bytes]) -> frozenset[tuple[int, int]]:
    """Row and column, both from 1, of the cells of a sheet in one of the formats."""
    found = re.findall(_CELL % b"|".join(sorted(formats)), package.read(part))
    return frozenset((int(row), column_number(letters.decode())) for letters, row, _ in found)
