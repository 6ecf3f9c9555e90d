"""Read cells in which a number belongs: plain numbers, percentages and shares, distances.

A cell is read whole or refused: what its text holds beside the number is never passed over.
"""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any, Final

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.model.scale import SHARE, SHARE_BOUNDS, Scale
from pc_workbook.tracker.findings import told
from pc_workbook.tracker.parsing.cell_parsers import (
    LEFTOVERS,
    MISSING,
    Desk,
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
    quoted,
)

PROBABLY_WITHOUT_ITS_POINT: Final = 200.0  # a percentage from here on was probably typed without its decimal point
#: Excel takes a day without a year as one of this year, and years 00 to 29 as 2000 to 2029: nobody's 7/4 is of 1900.
FIRST_TYPED_YEAR: Final = 1930
_POINTS: Final = rf"({NUMBER}) ?(?:pp|ppts?|(?:percentage )?points?)"


def number(raw: object, desk: Desk) -> float | None:
    """A number, or a mark for missing data. A number kept as text is taken, with a remark."""
    if not isinstance(raw, str):
        value = number_of_cell(raw)
        if desk.percent:
            desk.remark("R18", meant=f"{value:.15g}")
        return value
    if (words := unless_missing(raw, desk)) is None:
        return None
    found = number_of_text(raw, words)
    desk.remark("R18", meant=words)
    return found.value


def whole(raw: object, desk: Desk) -> int | None:
    """A whole number. A financial year in place of one is refused with the year it ends in."""
    if isinstance(raw, date):
        raise refused(
            f"The cell holds the date {told(raw)}, and a whole number belongs here. Format the cell as General, then type "
            "the number"
        )
    try:
        found = number(raw, desk)
    except Unreadable:
        if isinstance(raw, str) and (year := _end_of_financial_year(raw)):
            raise refused(f"{quoted(raw)} is a financial year. Type one year: {year}, in which it ends") from None
        raise
    if found is not None and not found.is_integer():
        raise refused(f"{_shown(raw)} is not a whole number. Type a whole number")
    return None if found is None else int(found)


def _end_of_financial_year(words: str) -> int | None:
    try:
        found = Period.parse(plain_text(words))
    except ValueError:
        return None
    return found.year if found.kind is PeriodKind.FINANCIAL_YEAR else None


def percent(raw: object, desk: Desk) -> float | None:
    """A percentage in percentage points. 95%, "95%" and 95 are one thing; 0.95 without a sign is asked about.

    >>> percent(0.95, Desk(percent=True)), percent(95.0, Desk()), percent("95%", Desk()), percent("19/20", Desk())
    (95.0, 95.0, 95.0, 95.0)
    """
    found = share(raw, desk, SHARE)
    return None if found is None else found.percent.value


def share(raw: object, desk: Desk, scale: Scale, cell: str = "") -> TypedShare | None:
    """A share as typed, in percentage points, with its counts where they stand in the cell; None for missing data.

    `cell` is the whole text of the cell, where `raw` is what was left of it. Raises Unreadable for what is not a share, and
    for a percentage that the scale does not hold.
    """
    if isinstance(raw, str):
        if (words := unless_missing(raw, desk)) is None:
            return None
        found = _share_of_text(cell or raw, words, desk, scale)
        if found.numerator is None and words != raw.strip():
            desk.remark("R18", meant=words)
    else:
        value = number_of_cell(raw, is_share=True)
        found = TypedShare(TypedNumber(round(value * 100, 10) if desk.percent else value), is_bare=not desk.percent)
    if found.is_bare and 0 < abs(found.percent.value) <= 1:
        raise Unreadable("R17", low=f"{found.percent.value:g}", high=f"{found.percent.value * 100:g}")
    refuse_out_of_bounds(found.percent.value, scale)
    return found


def distance(raw: object, desk: Desk) -> float | None:
    """A distance in the indicator's unit: for a percentage 1, "1%", "1 point" and 1 shown as 1% are one percentage point.

    A percentage of a rate is refused: it could be one of the target, of the value, or meant in the rate's own unit.

    >>> distance(1.0, Desk()), distance("1%", Desk()), distance(0.01, Desk(percent=True)), distance("1 point", Desk())
    (1.0, 1.0, 1.0, 1.0)
    """
    if desk.kind not in (IndicatorKind.PERCENTAGE, None):
        signed = isinstance(raw, str) and parse_percentage(plain_text(raw)) is not None
        if signed or (desk.percent and not isinstance(raw, str)):
            shown = quoted(raw) if isinstance(raw, str) else f"{100 * number_of_cell(raw):.15g}%"
            raise refused(
                f"{shown} is a percentage, and the indicator is not one. Type the distance in the indicator's unit: 5% of "
                "a target of 0.60 is 0.03"
            )
        return number(raw, desk)
    found = _points(raw, desk)
    if found is not None:
        refuse_out_of_bounds(found, desk.scale._replace(low=None, high=SHARE_BOUNDS[1]))
    return found


def _points(raw: object, desk: Desk) -> float | None:
    if not isinstance(raw, str):
        value = number_of_cell(raw)
        return round(value * 100, 10) if desk.percent else value
    if (words := unless_missing(raw, desk)) is None:
        return None
    named = re.fullmatch(_POINTS, words, re.IGNORECASE)
    found = parse_percentage(words) or (parse_number(named[1]) if named else None)
    return found.value if found else number(raw, desk)


def unless_missing(raw: str, desk: Desk) -> str | None:
    """The plain text of a cell; None, with a remark, where it is a mark for missing data or a leftover."""
    words = plain_text(raw)
    if words.casefold() in MISSING or words in LEFTOVERS:
        take_as_missing(words, desk)
        return None
    return words


def number_of_text(cell: str, words: str) -> TypedNumber:
    """The number that a plain text is. Raises Unreadable with what is wrong with the text of the cell."""
    found = parse_number(words)
    if found is None:
        refuse_no_number(words)
        raise refused(fault_of(cell))
    finite(found.value)
    return found


def number_of_cell(raw: object, is_share: bool = False) -> float:
    """The number that a cell holds as one. Raises Unreadable for a date, a time, TRUE and what is not finite."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return finite(float(raw))
    if isinstance(raw, date):
        raise refused(_turned_into_a_date(raw, is_share))
    if isinstance(raw, time | timedelta):
        raise refused(f"{told(raw)} is a time, not a number. Format the cell as General, then type the value")
    raise refused(f"{told(raw)} is not a number. Type the value itself")


def refuse_out_of_bounds(value: float, scale: Scale) -> None:
    """Raise Unreadable for a value that can't be one of the scale."""
    if scale.holds(value):
        return
    unit, noun = ("%", "percentage") if scale.is_share else ("", "value")
    low, high = (f"{bound:g}" if bound is not None else "" for bound in (scale.low, scale.high))
    asked = f"from {low} to {high}" if low and high else f"of {low or high} or {'more' if low else 'less'}"
    beyond = f"above {high}{unit}" if scale.high is not None and value > scale.high else f"below {low}{unit}"
    raise Unreadable("R16", needs=f"{value:.15g}{unit} is {beyond}. Type a {noun} {asked}{_hint(value, scale)}")


def _hint(value: float, scale: Scale) -> str:
    if (scale.low, scale.high) != SHARE_BOUNDS or value < 0:
        return ""
    moved = value
    while moved > SHARE_BOUNDS[1]:
        moved /= 10
    such_as = f", such as {moved:.15g}%" if value >= PROBABLY_WITHOUT_ITS_POINT else ""
    if scale is SHARE:  # of a column that has no Unit beside it
        return such_as
    return f"{such_as}. Where more than 100% is possible, say so in Unit: % change, or % of the estimate"


def fault_of(words: str, share: bool = False) -> str:
    """number_faults.fault_in, imported when a cell is wrong: most trackers hold no such cell."""
    from pc_workbook.tracker.parsing.number_errors import fault_in

    return fault_in(words, share)


def refused(sentence: str) -> Unreadable:
    """The refusal of a cell that holds no number: with its own sentence, else with what the column needs."""
    details: Mapping[str, Any] = {"needs": sentence} if sentence else {}
    return Unreadable("R06", **details)


def _share_of_text(cell: str, words: str, desk: Desk, scale: Scale) -> TypedShare:
    found = parse_share(words)
    if found is None:
        refuse_no_number(words)
        raise refused(fault_of(cell, share=True))
    finite(found.percent.value)
    part, of = found.numerator, found.denominator
    if part is not None and of is not None:
        if part > of and scale.high == SHARE_BOUNDS[1]:
            raise refused(f"{quoted(cell)} is more than the whole: {part:,.15g} of {of:,.15g}. Correct the counts")
        if not found.agrees:
            raise refused(
                f"The counts and the percentage of {quoted(cell)} contradict each other: {part:,.15g} of {of:,.15g} is {100 * part / of:.1f}%"
            )
        desk.remark("R18", meant=f"{found.percent.value:.6g}% ({part:,.15g} of {of:,.15g})")
    elif part is not None:
        desk.remark("R18", meant=f"{found.percent.value:.15g}%")
    return found


def _turned_into_a_date(raw: date, is_share: bool) -> str:
    if raw.year < FIRST_TYPED_YEAR:
        return (
            f"The cell shows {told(raw)}, because a number in it is formatted as a date. Format the cell as Number, then "
            "check the value"
        )
    day, month = raw.day, raw.month
    typed = f"{day}/{month} or {100 * day / month:.4g}%" if is_share and day <= month else f"{day}.{month}"
    return (
        f"The cell holds the date {told(raw)}, which Excel makes of {day}/{month} and of {day}.{month}. Format the cell as "
        f"Text, then type the value again, such as {typed}"
    )


def _shown(raw: object) -> str:
    return quoted(raw) if isinstance(raw, str) else told(raw)
