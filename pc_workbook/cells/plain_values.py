"""Values as a cell contains them: plain ones made of those of the model, compared and written as text."""

from datetime import date, datetime
from math import isclose

from pc_workbook.cells.change import CellValue


def plain_value(value: object) -> CellValue:
    """Return a value of the model as a cell contains it: a choice as its text, a time as its date."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, bool | int | float | date):
        return value
    return str(value) or None


def same_value(was: CellValue, now: CellValue) -> bool:
    """Return whether two cells have the same content.

    >>> same_value(40.0, 40), same_value("a\\r\\nb", "a\\nb"), same_value("", None), same_value(1, True)
    (True, True, True, False)
    """
    if isinstance(was, bool) or isinstance(now, bool):
        return was is now
    if isinstance(was, int | float) and isinstance(now, int | float):
        return isclose(was, now, rel_tol=1e-12)
    if isinstance(was, str) and isinstance(now, str):
        return was == now or with_line_feeds(was) == with_line_feeds(now)
    return (was or None) == (now or None)


def as_text(value: CellValue) -> str:
    """Return a value as text, the same however a cell stores it.

    >>> as_text(40.0), as_text(date(2017, 3, 15)), as_text(None)
    ('40', '15/03/2017', '')
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.15g}"
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def with_line_feeds(text: str) -> str:
    """Return a text with line feeds at the ends of its lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
