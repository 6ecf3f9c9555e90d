"""Read cells in which a number belongs: plain numbers, percentages and shares, distances.

A cell is read whole or refused: what its text contains beside the number is never passed over.
"""

import re
from datetime import date, time, timedelta
from typing import Final

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.model.scale import SHARE, SHARE_BOUNDS, Scale
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.parsing.cell_parsers import (
    LEFTOVERS,
    MISSING,
    CellContext,
    Unreadable,
    finite,
    refuse_no_number,
    take_as_missing,
)
from pc_workbook.tracker.parsing.number_text import (
    NUMBER,
    TypedNumber,
    TypedShare,
    parse_number,
    parse_percentage,
    parse_share,
    plain_text,
)

PROBABLY_WITHOUT_ITS_POINT: Final = 200.0  # a percentage from here on was probably typed without its decimal point
#: Excel takes a day without a year as one of this year, and years 00 to 29 as 2000 to 2029: nobody's 7/4 is of 1900.
FIRST_TYPED_YEAR: Final = 1930
_POINTS: Final = rf"({NUMBER}) ?(?:pp|ppts?|(?:percentage )?points?)"


def number(raw: object, context: CellContext) -> float | None:
    """Return a number, or a mark for missing data. A number kept as text is taken, with a note."""
    if not isinstance(raw, str):
        value = number_of_cell(raw)
        if context.percent:
            context.note("R18", meant=f"{value:.15g}")
        return value
    if (words := unless_missing(raw, context)) is None:
        return None
    found = number_of_text(raw, words)
    context.note("R18", meant=words)
    return found.value


def whole(raw: object, context: CellContext) -> int | None:
    """Return a whole number. A financial year in place of one is refused with the year it ends in."""
    if isinstance(raw, date):
        raise not_a_number(detail("date_for_whole_number", cell=raw))
    try:
        found = number(raw, context)
    except Unreadable:
        if isinstance(raw, str) and (year := _end_of_financial_year(raw)):
            raise not_a_number(detail("financial_year_for_year", cell=raw, year=year)) from None
        raise
    if found is not None and not found.is_integer():
        raise not_a_number(detail("not_a_whole_number", cell=raw))
    return None if found is None else int(found)


def _end_of_financial_year(words: str) -> int | None:
    try:
        found = Period.parse(plain_text(words))
    except ValueError:
        return None
    return found.year if found.kind is PeriodKind.FINANCIAL_YEAR else None


def percent(raw: object, context: CellContext) -> float | None:
    """Return a percentage in percentage points. 95%, "95%" and 95 are one thing; 0.95 without a sign is refused.

    >>> percent(0.95, CellContext(percent=True)), percent(95.0, CellContext()), percent("95%", CellContext()), percent("19/20", CellContext())
    (95.0, 95.0, 95.0, 95.0)
    """
    found = share(raw, context, SHARE)
    return None if found is None else found.percent.value


def share(raw: object, context: CellContext, scale: Scale, cell: str = "") -> TypedShare | None:
    """Return a share as typed, in percentage points, with its counts where the cell has them; None for missing data.

    `cell` is the whole text of the cell, where `raw` is what was left of it. Raises Unreadable for what is not a share, and
    for a percentage outside the scale.
    """
    if isinstance(raw, str):
        if (words := unless_missing(raw, context)) is None:
            return None
        found = _share_of_text(cell or raw, words, context, scale)
        if found.numerator is None and words != raw.strip():
            context.note("R18", meant=words)
    else:
        value = number_of_cell(raw, is_share=True)
        found = TypedShare(
            TypedNumber(round(value * 100, 10) if context.percent else value), is_bare=not context.percent
        )
    if found.is_bare and 0 < abs(found.percent.value) <= 1:
        raise Unreadable("R17", low=f"{found.percent.value:g}", high=f"{found.percent.value * 100:g}")
    refuse_out_of_bounds(found.percent.value, scale)
    return found


def distance(raw: object, context: CellContext) -> float | None:
    """Return a distance in the indicator's unit: for a percentage 1, "1%", "1 point" and 1 shown as 1% are one percentage point.

    A percentage of a rate is refused: it could be one of the target, of the value, or meant in the rate's own unit.

    >>> distance(1.0, CellContext()), distance("1%", CellContext()), distance(0.01, CellContext(percent=True)), distance("1 point", CellContext())
    (1.0, 1.0, 1.0, 1.0)
    """
    if context.kind in (IndicatorKind.MONEY, IndicatorKind.DURATION):
        return _distance_in_unit(raw, context)
    if context.kind not in (IndicatorKind.PERCENTAGE, None):
        signed = isinstance(raw, str) and parse_percentage(plain_text(raw)) is not None
        if signed or (context.percent and not isinstance(raw, str)):
            percent = None if isinstance(raw, str) else 100 * number_of_cell(raw)
            raise not_a_number(detail("percentage_for_distance", cell=raw, percent=percent))
        return number(raw, context)
    found = _points(raw, context)
    if found is not None:
        refuse_out_of_bounds(found, context.scale._replace(low=None, high=SHARE_BOUNDS[1]))
    return found


def _distance_in_unit(raw: object, context: CellContext) -> float | None:
    from pc_workbook.tracker.parsing.kinds_of_values import value_of_kind  # few trackers have such indicators

    words = unless_missing(raw, context) if isinstance(raw, str) else raw
    return None if words is None else value_of_kind(words, context)


def _points(raw: object, context: CellContext) -> float | None:
    if not isinstance(raw, str):
        value = number_of_cell(raw)
        return round(value * 100, 10) if context.percent else value
    if (words := unless_missing(raw, context)) is None:
        return None
    named = re.fullmatch(_POINTS, words, re.IGNORECASE)
    found = parse_percentage(words) or (parse_number(named[1]) if named else None)
    return found.value if found else number(raw, context)


def unless_missing(raw: str, context: CellContext) -> str | None:
    """Return the plain text of a cell; None, with a note, where it is a mark for missing data or a leftover."""
    words = plain_text(raw)
    if words.casefold() in MISSING or words in LEFTOVERS:
        take_as_missing(words, context)
        return None
    return words


def number_of_text(cell: str, words: str) -> TypedNumber:
    """Return the number that a plain text is. Raises Unreadable with what is wrong with the text of the cell."""
    found = parse_number(words)
    if found is None:
        refuse_no_number(words)
        raise not_a_number(number_error(cell))
    finite(found.value)
    return found


def number_of_cell(raw: object, is_share: bool = False) -> float:
    """Return the number that a cell contains as one. Raises Unreadable for a date, a time, TRUE and what is not finite."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return finite(float(raw))
    if isinstance(raw, date):
        code = "number_shown_as_date" if raw.year < FIRST_TYPED_YEAR else "number_became_a_date"
        raise not_a_number(detail(code, cell=raw, is_share=is_share))
    raise not_a_number(
        detail("clock_time_for_number" if isinstance(raw, time | timedelta) else "not_a_number", cell=raw)
    )


def refuse_out_of_bounds(value: float, scale: Scale) -> None:
    """Raise Unreadable for a value that can't be one of the scale."""
    if scale.contains(value):
        return
    add_decimal_point = (scale.low, scale.high) == SHARE_BOUNDS and value >= PROBABLY_WITHOUT_ITS_POINT
    fact = detail(
        "out_of_bounds",
        value=value,
        low=scale.low,
        high=scale.high,
        is_share=scale.is_share,
        suggested=_with_its_point(value) if add_decimal_point else None,
        unit_may_allow_it=(scale.low, scale.high) == SHARE_BOUNDS and value >= 0 and scale is not SHARE,
    )
    raise Unreadable("R16", needs=fact)


def _with_its_point(value: float) -> float:
    """Return the percentage that a number without its decimal point may be: 911 -> 91.1."""
    while value > SHARE_BOUNDS[1]:
        value /= 10
    return value


def number_error(words: str, share: bool = False) -> Detail | None:
    """Return number_errors.number_error(words, share); the module is imported here, as few cells have an error."""
    from pc_workbook.tracker.parsing import number_errors

    return number_errors.number_error(words, share)


def not_a_number(fact: Detail | None) -> Unreadable:
    """Return the exception for a cell that is not a number: with what is wrong, or else with what its column takes."""
    return Unreadable("R06", needs=fact) if fact else Unreadable("R06")


def _share_of_text(cell: str, words: str, context: CellContext, scale: Scale) -> TypedShare:
    found = parse_share(words)
    if found is None:
        refuse_no_number(words)
        raise not_a_number(number_error(cell, share=True))
    finite(found.percent.value)
    part, of = found.numerator, found.denominator
    if part is not None and of is not None:
        if part > of and scale.high == SHARE_BOUNDS[1]:
            raise not_a_number(detail("part_above_whole", cell=cell, part=part, whole=of))
        if not found.agrees:
            raise not_a_number(detail("counts_against_percentage", cell=cell, part=part, whole=of))
        context.note("R18", meant=detail("share_of_counts", percent=found.percent.value, part=part, whole=of))
    elif part is not None:
        context.note("R18", meant=detail("percentage", percent=found.percent.value))
    return found
