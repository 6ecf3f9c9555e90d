"""Find the cell formats that display a number as a percentage, a date or time, or an elapsed time."""

import re
from typing import Final, NamedTuple

from pc_workbook.ooxml.package.styles import StyleTable
from pc_workbook.ooxml.package.workbook import Workbook

_BUILT_IN_PERCENTAGES: Final = frozenset({"9", "10"})  # 0% and 0.00%
_BUILT_IN_DATES: Final = frozenset(map(str, (*range(14, 23), *range(27, 37), 45, 47)))
_BUILT_IN_MONTHS: Final = frozenset({"17"})  # mmm-yy
_BUILT_IN_ELAPSED: Final = frozenset({"46"})  # [h]:mm:ss
_LITERALS: Final = r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]'  # of a format code: literals, padding, conditions, colours
_LITERALS_BESIDE_TIMES: Final = (
    r'"[^"]*"|\\.|_.|\*.|\[(?:\$[^\]]*|[A-Z][A-Za-z]+\d*)\]'  # as above, without [h], [m] and [s]
)
_LITERAL_STARTS: Final = frozenset('"\\_*[')
_DATE_LETTERS: Final = frozenset("dmyhs")
_ELAPSED: Final = r"\[[hmsHMS]+\]"


class NumberFormats(NamedTuple):
    """Indexes of cell formats, as cells write them, by how they display a number.

    `months` are the dates displayed as a month and year, as Excel displays what it makes of "Nov 2015"; the other three
    sets have no format in common.
    """

    percent: frozenset[bytes]
    dates: frozenset[bytes]
    elapsed: frozenset[bytes]
    months: frozenset[bytes]


def number_formats(workbook: Workbook) -> NumberFormats:
    """Return the formats of a workbook; empty sets where it has no styles. Raises WorkbookProblem where they are damaged."""
    part = workbook.related("styles")
    if part is None:
        return NumberFormats(frozenset(), frozenset(), frozenset(), frozenset())
    table = StyleTable(workbook.package.tree(part), workbook.package.name)
    codes = {record.get("numFmtId", ""): record.get("formatCode", "") for record in table.records("numFmts")}
    # A workbook may redefine a built-in number.
    elapsed = {number for number, code in codes.items() if _shows_elapsed(code)} | _BUILT_IN_ELAPSED - codes.keys()
    dates = {number for number, code in codes.items() if _shows_date(code)} | _BUILT_IN_DATES - codes.keys()
    months = {number for number, code in codes.items() if shows_month(code)} | _BUILT_IN_MONTHS - codes.keys()
    percent = {
        number for number, code in codes.items() if shows_percentage(code)
    } | _BUILT_IN_PERCENTAGES - codes.keys()
    formats = [(b"%d" % index, record.get("numFmtId")) for index, record in enumerate(table.records("cellXfs"))]
    return NumberFormats(
        frozenset(index for index, number in formats if number in percent),
        frozenset(index for index, number in formats if number in dates - elapsed),
        frozenset(index for index, number in formats if number in elapsed),
        frozenset(index for index, number in formats if number in months),
    )


def shows_percentage(format_code: str) -> bool:
    """Return whether a format displays a number as a percentage.

    >>> shows_percentage("0.0%;[Red]-0.0%"), shows_percentage('0.0" % of list"')
    (True, False)
    """
    return "%" in format_code and "%" in _without(_LITERALS, format_code)


def shows_month(format_code: str) -> bool:
    """Return whether a format displays the month and year of a date, and neither its day nor a time.

    >>> shows_month("mmm-yy"), shows_month("dd/mm/yyyy"), shows_month('0.0" my"')
    (True, False, False)
    """
    if not {"m", "y"} <= set(format_code.casefold()):
        return False
    shown = set(_without(_LITERALS, format_code).casefold())
    return {"m", "y"} <= shown and shown.isdisjoint("dhs0#?")


def _without(pattern: str, code: str) -> str:
    """Return a format code without the matches of a pattern."""
    return code if _LITERAL_STARTS.isdisjoint(code) else re.sub(pattern, "", code)


def _shows_elapsed(code: str) -> bool:
    return "[" in code and re.search(_ELAPSED, code) is not None


def _shows_date(code: str) -> bool:
    """Return whether a format displays a number as a date or time.

    >>> _shows_date("dd mmm yyyy"), _shows_date('0.0" days"'), _shows_date("[Red]0.00"), _shows_date("General")
    (True, False, False, False)
    """
    if _DATE_LETTERS.isdisjoint(code.casefold()):
        return False
    shown = _without(_LITERALS_BESIDE_TIMES, code).replace("General", "")
    return not _DATE_LETTERS.isdisjoint(shown.casefold()) and not shows_percentage(code)
