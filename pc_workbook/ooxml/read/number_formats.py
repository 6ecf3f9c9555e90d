"""Which cell formats of a workbook show a number as a percentage, as a day or time, or as an elapsed time."""

import re
from typing import Final, NamedTuple

from pc_workbook.ooxml.package.styles import StyleTable
from pc_workbook.ooxml.package.workbook import Workbook

_BUILT_IN_PERCENTAGES: Final = frozenset({"9", "10"})  # 0% and 0.00%
_BUILT_IN_DATES: Final = frozenset(map(str, (*range(14, 23), *range(27, 37), 45, 47)))
_BUILT_IN_MONTHS: Final = frozenset({"17"})  # mmm-yy
_BUILT_IN_ELAPSED: Final = frozenset({"46"})  # [h]:mm:ss
_NOT_SHOWN_AS_SUCH: Final = r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]'  # of a format code: literals, padding, conditions
_NO_DATE: Final = r'"[^"]*"|\\.|_.|\*.|\[(?:\$[^\]]*|[A-Z][A-Za-z]+\d*)\]'  # of a format code: what shows no date
_BEGINS_EITHER: Final = frozenset('"\\_*[')
_OF_DATES: Final = frozenset("dmyhs")
_ELAPSED: Final = r"\[[hmsHMS]+\]"


class NumberFormats(NamedTuple):
    """The indexes of cell formats, as cells write them, by what they make of a number. A format is in one set at most,
    but for `months`: those dates that are shown as a month and its year, as Excel shows what it makes of "Nov 2015"."""

    percent: frozenset[bytes]
    dates: frozenset[bytes]
    elapsed: frozenset[bytes]
    months: frozenset[bytes]


def number_formats(workbook: Workbook) -> NumberFormats:
    """The formats of a workbook; empty sets where it has no styles."""
    part = workbook.related("styles")
    if part is None:
        return NumberFormats(frozenset(), frozenset(), frozenset(), frozenset())
    table = StyleTable(workbook.package.tree(part), workbook.package.name)
    codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in table.records("numFmts")}
    # A file may say what a built-in number means here; then that holds.
    elapsed = {number for number, code in codes.items() if _shows_elapsed(code)} | _BUILT_IN_ELAPSED - codes.keys()
    dates = {number for number, code in codes.items() if _shows_date(code)} | _BUILT_IN_DATES - codes.keys()
    months = {number for number, code in codes.items() if shows_month(code)} | _BUILT_IN_MONTHS - codes.keys()
    percent = {
        number for number, code in codes.items() if shows_percentage(code)
    } | _BUILT_IN_PERCENTAGES - codes.keys()
    formats = [(b"%d" % place, one.get("numFmtId")) for place, one in enumerate(table.records("cellXfs"))]
    return NumberFormats(
        frozenset(place for place, number in formats if number in percent),
        frozenset(place for place, number in formats if number in dates - elapsed),
        frozenset(place for place, number in formats if number in elapsed),
        frozenset(place for place, number in formats if number in months),
    )


def shows_percentage(format_code: str) -> bool:
    """Whether a number in this format is shown as a percentage.

    >>> shows_percentage("0.0%;[Red]-0.0%"), shows_percentage('0.0" % of list"')
    (True, False)
    """
    return "%" in format_code and "%" in _without(_NOT_SHOWN_AS_SUCH, format_code)


def shows_month(format_code: str) -> bool:
    """Whether a format shows the month and the year of a date, and neither its day nor a time.

    >>> shows_month("mmm-yy"), shows_month("dd/mm/yyyy"), shows_month('0.0" my"')
    (True, False, False)
    """
    if not {"m", "y"} <= set(format_code.casefold()):
        return False
    shown = set(_without(_NOT_SHOWN_AS_SUCH, format_code).casefold())
    return {"m", "y"} <= shown and shown.isdisjoint("dhs0#?")


def _without(pattern: str, code: str) -> str:
    """A format code without what a pattern finds in it, which is compiled where a code calls for it."""
    return code if _BEGINS_EITHER.isdisjoint(code) else re.sub(pattern, "", code)


def _shows_elapsed(code: str) -> bool:
    return "[" in code and re.search(_ELAPSED, code) is not None


def _shows_date(code: str) -> bool:
    """
    >>> _shows_date("dd mmm yyyy"), _shows_date('0.0" days"'), _shows_date("[Red]0.00"), _shows_date("General")
    (True, False, False, False)
    """
    if _OF_DATES.isdisjoint(code.casefold()):
        return False
    shown = _without(_NO_DATE, code).replace("General", "")
    return not _OF_DATES.isdisjoint(shown.casefold()) and not shows_percentage(code)
