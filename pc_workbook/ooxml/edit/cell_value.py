"""Write a value or a formula into the element of a cell."""

import math
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from pc_workbook.errors import InternalError, WorkbookProblem
from pc_workbook.ooxml.package.namespaces import SHEET_ML, XML
from pc_workbook.ooxml.package.text import LONGEST_TEXT, escape, length_in_excel
from pc_workbook.ooxml.package.xml import Element, remove_attribute

Value: TypeAlias = bool | int | float | date | datetime | str | None

_FROM_1900: Final = datetime(1899, 12, 30)
_FROM_1904: Final = datetime(1904, 1, 1)
_LEAP_BUG_ENDS: Final = datetime(1900, 3, 1)  # Excel counts a 29 February 1900; dates before it are one less

_TOO_LONG = "The text for {where} has {length:,} characters. A cell holds at most 32,767, so shorten it."
_NO_NUMBER = "The value for {where} is not a number that a cell can hold ({value}). Leave the cell empty instead."
_NO_DATE = "The date for {where} is {value:%d/%m/%Y}, and this workbook can't hold dates before {first:%d/%m/%Y}."


def put_value(cell: Element, value: Value, where: str, counts_from_1904: bool) -> None:
    """Write a value into a cell, whose format stays; `where` names the cell in messages, such as "'Plan'!F17".

    An empty text empties the cell. Text is stored as text, whatever it starts with. Raises WorkbookProblem for a text that
    is too long, a number that is not finite, and a date before the first that the workbook can store.
    """
    written = as_stored(value, where, counts_from_1904)
    clear_cell(cell)
    if isinstance(value, str) and value:
        _put_text(cell, written)
    elif written:
        if isinstance(value, bool):
            cell.set("t", "b")
        _add(cell, "v").text = written


def put_formula(cell: Element, formula: str, fills: str | None = None) -> None:
    """Write a formula without a result, which Excel calculates on opening; `fills`: the range of an array formula."""
    clear_cell(cell)
    element = _add(cell, "f")
    element.text = formula
    if fills is not None:
        element.set("t", "array")
        element.set("ref", fills)


def remove_result(cell: Element) -> None:
    """Remove the stored result of a formula; a cell without a formula stays unchanged."""
    if cell.find(SHEET_ML + "f") is not None:
        for result in cell.findall(SHEET_ML + "v"):
            cell.remove(result)
        remove_attribute(cell, "t")


def clear_cell(cell: Element) -> None:
    """Remove the content of a cell; its format stays."""
    for child in list(cell):
        cell.remove(child)
    for name in ("t", "cm", "vm"):
        remove_attribute(cell, name)


def as_stored(value: Value, where: str, counts_from_1904: bool) -> str:
    """Return a value as a file stores it, "" for an empty cell. Raises WorkbookProblem as put_value does."""
    if value is None or isinstance(value, str):
        return _checked_text(value or "", where)
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return _checked_number(value, where)
    if isinstance(value, date):
        return _checked_number(serial(value, where, counts_from_1904), where)
    raise InternalError(f"{value!r} was to be written to {where}")


def _checked_text(text: str, where: str) -> str:
    if length_in_excel(text) > LONGEST_TEXT:
        raise WorkbookProblem(_TOO_LONG.format(where=where, length=length_in_excel(text)))
    return escape(text)


def _checked_number(number: float, where: str) -> str:
    if not math.isfinite(number):
        raise WorkbookProblem(_NO_NUMBER.format(where=where, value=number))
    return repr(int(number)) if number == int(number) and abs(number) < 1e15 else repr(float(number))


def serial(day: date, where: str, counts_from_1904: bool) -> float:
    """Return the serial number of a date, with the time of day as a fraction. Raises WorkbookProblem as put_value does.

    >>> serial(date(2017, 3, 15), "A1", False), serial(date(1900, 1, 1), "A1", False)
    (42809.0, 1.0)
    """
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    if moment.tzinfo is not None:
        raise InternalError(f"a time with a time zone was to be written to {where}")
    start = _FROM_1904 if counts_from_1904 else _FROM_1900
    days = (moment - start) / timedelta(days=1)
    if not counts_from_1904 and moment < _LEAP_BUG_ENDS:
        days -= 1
    if days < (0 if counts_from_1904 else 1):
        first = _FROM_1904 if counts_from_1904 else datetime(1900, 1, 1)
        raise WorkbookProblem(_NO_DATE.format(where=where, value=moment, first=first))
    return days


def _put_text(cell: Element, text: str) -> None:
    cell.set("t", "inlineStr")
    element = cell.makeelement(SHEET_ML + "t", nsmap=None)
    element.text = text
    element.set(XML + "space", "preserve")
    _add(cell, "is").append(element)


def _add(cell: Element, tag: str) -> Element:
    element = cell.makeelement(SHEET_ML + tag, nsmap=None)
    cell.append(element)
    return element
