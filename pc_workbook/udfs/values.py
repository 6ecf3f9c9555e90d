"""Worksheet functions on values: each calls one function of measures or stats, and takes single cells or blocks.

Shares are returned as fractions, as in Excel: 0.303 is 30.3%. Values of indicators are in percentage points, as in the
tracker's lists: 91.11 is 91.11%. Each function returns None for empty cells, and an ExcelError instead of raising.
"""

from collections import Counter
from datetime import date
from typing import Any

from pc_workbook.measures.actions.action_results import action_state
from pc_workbook.measures.cqc.ordinal import steps_of_change
from pc_workbook.measures.cqc.share import AT_LEAST_GOOD, AT_LEAST_RI, cqc_shares, practices_short, share
from pc_workbook.measures.indicators.rag import not_rated, rag_of_value, rag_word
from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.indicators.trajectory import linear_value
from pc_workbook.measures.reasons import reason
from pc_workbook.measures.results import ActionState, RagResult, Ratio, find_share
from pc_workbook.measures.staff.ratio import patients_per_fte, per_1000, times_comparator
from pc_workbook.model.action import Action
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Denominator, Direction, Indicator, IndicatorKind
from pc_workbook.model.tracker import Settings
from pc_workbook.stats.wilson import wilson_interval
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, delivery
from pc_workbook.udfs.cell_values import (
    Cell,
    ExcelError,
    Given,
    NoValue,
    amount,
    as_date,
    cell_by_cell,
    cell_value,
    choice_named,
    day_of,
    flattened,
    is_block,
    number,
    required,
    returns_error,
    single_cell,
    text,
    whole_number,
)
from pc_workbook.wording.actions import state_words
from pc_workbook.wording.rag import distance_words, rag_words

SHARE_NAMES = {
    Rating.OUTSTANDING: "outstanding",
    Rating.GOOD: AT_LEAST_GOOD,
    Rating.REQUIRES_IMPROVEMENT: AT_LEAST_RI,
}


# --- staff


@cell_by_cell
def per_1000_patients(fte: Cell, patients: Cell) -> float | None:
    """Return full-time equivalent staff per 1,000 patients."""
    staff, people = amount(fte), amount(patients)
    return None if staff is None or people is None else _value_of(per_1000(staff, people))


@cell_by_cell
def patients_for_each_fte(patients: Cell, fte: Cell) -> float | None:
    """Return patients per full-time equivalent."""
    people, staff = amount(patients), amount(fte)
    return None if people is None or staff is None else _value_of(patients_per_fte(people, staff))


@cell_by_cell
def times_the_comparator(value: Cell, comparator: Cell) -> float | None:
    """Return a value as a multiple of a comparator."""
    own, other = amount(value), amount(comparator)
    return None if own is None or other is None else _value_of(times_comparator(own, other))


def _value_of(ratio: Ratio) -> float:
    """Return the value of a ratio.

    Raises NoValue: #DIV/0! for a denominator of 0, #N/A for 0 FTE, which usually means a missing return.
    """
    if ratio.value is None:
        raise NoValue(ExcelError.NA if ratio.denominator else ExcelError.DIV0)
    return ratio.value


# --- shares


@cell_by_cell
def share_of(count: Cell, total: Cell) -> float | None:
    """Return a count as a share of a total, as a fraction."""
    part, whole_amount = amount(count), _divisor(total)
    if part is None or whole_amount is None:
        return None
    percent = share("", Denominator.ALL, part, whole_amount).percent  # type: ignore[arg-type]  # FTE are no whole numbers
    return required(percent) / 100


def _divisor(cell: Cell) -> float | None:
    value = amount(cell)
    if value == 0:
        raise NoValue(ExcelError.DIV0)
    return value


@cell_by_cell
def _limits(count: Cell, total: Cell, level: Cell = None) -> tuple[float, float] | tuple[None, None]:
    part, whole_amount, confidence = amount(count), _divisor(total), number(level)
    if part is None or whole_amount is None:
        return None, None
    return required(wilson_interval(part, whole_amount, 0.95 if confidence is None else confidence))


def wilson_limits(count: Given, total: Given, level: Given = None) -> Any:
    """Return the lower and upper Wilson limit of a share, side by side; for columns, two columns."""
    limits: Any = _limits(count, total, level)
    if not is_block(count) and not is_block(total):
        return [_pair(limits)]
    if isinstance(limits, ExcelError) or any(len(row) > 1 for row in limits):
        return ExcelError.VALUE
    return [_pair(row[0]) for row in limits]


def _pair(limits: Any) -> list[Any]:
    return [limits, limits] if isinstance(limits, ExcelError) else list(limits)


@cell_by_cell
def practices_still_short(count: Cell, total: Cell, target: Cell, direction: Cell) -> int | None:
    """Return how many more practices are needed for a target share."""
    practices, all_practices, percent = whole_number(count), whole_number(total), _percentage(target)
    if practices is None or all_practices is None or percent is None:
        return None
    if all_practices == 0:
        raise NoValue(ExcelError.DIV0)
    if practices > all_practices:
        raise NoValue(ExcelError.VALUE)
    return practices_short(practices, all_practices, percent, _direction(direction))


def _percentage(cell: Cell) -> float | None:
    """Return a target share in percentage points. 50 and 50% (0.5) are the same; 1 may mean 1% or 100%, so it is refused."""
    value = amount(cell)
    if value is None or value == 0:
        return value
    if value == 1 or value > 100:
        raise NoValue(ExcelError.VALUE)
    return value if value > 1 else round(value * 100, 10)


def _direction(cell: Cell) -> Direction:
    direction = required(choice_named(cell, Direction))
    if direction in (Direction.NEUTRAL, Direction.WITHIN):
        raise NoValue(ExcelError.NA)
    return direction


# --- indicators


@cell_by_cell
def gap_to_target(value: Cell, reference: Cell, direction: Cell) -> float | None:
    """Return how much better (+) or worse (-) a value is than its reference."""
    own, other = number(value), number(reference)
    return None if own is None or other is None else target_gap(own, other, _direction(direction))


@cell_by_cell
def gap_in_words(value: Cell, reference: Cell, kind: Cell, named: Cell = None) -> str | None:
    """Return the gap between a value and its reference, in words."""
    of = _measured_kind(kind)
    own, other, to = _in_unit(value, of), _in_unit(reference, of), text(named)
    return None if own is None or other is None else distance_words(own, other, of, to or "the target")


def _measured_kind(cell: Cell) -> IndicatorKind:
    kind = required(choice_named(cell, IndicatorKind))
    if kind in (IndicatorKind.ORDINAL, IndicatorKind.YES_NO):
        raise NoValue(ExcelError.VALUE)
    return kind


def _in_unit(cell: Cell, kind: IndicatorKind) -> float | None:
    """Return a value in its indicator's unit. Raises NoValue for a percentage of 1 or less, which may be a fraction."""
    value = number(cell)
    if kind is IndicatorKind.PERCENTAGE and value is not None and 0 < abs(value) <= 1:
        raise NoValue(ExcelError.VALUE)
    return value


@cell_by_cell
def straight_line(first_value: Cell, first_year: Cell, last_value: Cell, last_year: Cell, year: Cell) -> float | None:
    """Return the value of a year on the straight line between two other years."""
    first, last = number(first_value), number(last_value)
    start, end, wanted = whole_number(first_year), whole_number(last_year), whole_number(year)
    if first is None or last is None or start is None or end is None or wanted is None:
        return None
    return required(linear_value(first, start, last, end, wanted))


@cell_by_cell
def rag(value: Cell, reference: Cell, direction: Cell, tolerance: Cell = None) -> str | None:
    """Return Red, Amber, Green or Not rated."""
    own, other, near = number(value), number(reference), amount(tolerance)
    if own is None and other is None:
        return None
    return rag_word(own, other, choice_named(direction, Direction), near)


@cell_by_cell
def rag_reason(
    value: Cell,
    agreed: Cell,
    direction: Cell,
    kind: Cell,
    year: Cell,
    as_at: Cell,
    tolerance: Cell = None,
    target: Cell = None,
    target_year: Cell = None,
) -> str | None:
    """Return the RAG of a year's value with its reason, as on the Indicator summary."""
    of = _measured_kind(kind)
    own, plan, aim = (_in_unit(cell, of) for cell in (value, agreed, target))
    way, of_year, today = choice_named(direction, Direction), whole_number(year), day_of(as_at)
    indicator = Indicator(
        number=1, title="-", kind=of, tolerance=amount(tolerance), target_year=whole_number(target_year)
    )
    if own is None and plan is None and aim is None:
        return None
    return rag_words(_rag_of_year(indicator, own, of_year, today, plan, aim, way))


def _rag_of_year(
    indicator: Indicator,
    value: float | None,
    year: int | None,
    as_at: date | None,
    plan: float | None,
    target: float | None,
    direction: Direction | None,
) -> RagResult:
    if as_at is None:
        return not_rated(reason(Why.NO_AS_AT))
    if value is None:
        return not_rated(reason(Why.NO_VALUE))
    if direction not in (Direction.HIGHER, Direction.LOWER):
        return not_rated(reason(Why.NO_DIRECTION))
    if year is None:
        return not_rated(reason(Why.NO_PERIOD))
    agreed = {} if plan is None else {year: plan}
    return rag_of_value(indicator, value, year, as_at, agreed=agreed, target=target, direction=direction)


# --- ratings


@returns_error
def share_at_least(ratings: Given, level: Cell, practices: Cell) -> float | None:
    """Return the share of practices rated at a level or better, as a fraction of the chosen practices."""
    known_ratings = [choice_named(cell, Rating) for cell in flattened(ratings)]
    counts = Counter(rating for rating in known_ratings if rating is not None)
    name = SHARE_NAMES.get(required(choice_named(single_cell(level), Rating)))
    basis = required(choice_named(single_cell(practices), Denominator))
    if name is None:
        raise NoValue(ExcelError.VALUE)
    if not counts:
        return None
    found = find_share(cqc_shares(counts), name, basis)
    if found is None or found.percent is None:
        raise NoValue(ExcelError.DIV0)
    return found.percent / 100


@cell_by_cell
def rating_steps(earlier: Cell, later: Cell) -> int | None:
    """Return how many steps of the scale a rating went up (+) or down (-)."""
    old, new = choice_named(earlier, Rating), choice_named(later, Rating)
    return None if old is None or new is None else required(steps_of_change(old, new))


# --- actions


@cell_by_cell
def state_of_action(
    delivered_by: Cell, completed_on: Cell, review_on: Cell, as_at: Cell, due_soon_days: Cell = None
) -> str:
    """Return the state of an action on a date."""
    return _state(delivered_by, completed_on, review_on, as_at, due_soon_days)[0]


@cell_by_cell
def reason_of_action(
    delivered_by: Cell, completed_on: Cell, review_on: Cell, as_at: Cell, due_soon_days: Cell = None
) -> str:
    """Return the state of an action on a date with its reason."""
    return _state(delivered_by, completed_on, review_on, as_at, due_soon_days)[1]


@cell_by_cell
def due_within(delivered_by: Cell, as_at: Cell, days: Cell, completed_on: Cell = None) -> bool | None:
    """Return whether an action falls due within a number of days; an overdue one does not."""
    limit, today = required(whole_number(days)), required(day_of(as_at))
    if cell_value(delivered_by) is None:
        return None
    if limit == 0:
        raise NoValue(ExcelError.VALUE)
    state, _ = _state(delivered_by, completed_on, None, today, limit)
    if state in (ActionState.NO_DATE, ActionState.UNCLEAR, ActionState.ONGOING, ActionState.ONGOING_NO_REVIEW):
        raise NoValue(ExcelError.NA)
    return state is ActionState.DUE_SOON


def _state(by: Cell, completed_on: Cell, review_on: Cell, as_at: Cell, soon: Cell) -> tuple[ActionState, str]:
    days = whole_number(soon)
    settings = Settings(as_at=day_of(as_at)) if days is None else Settings(as_at=day_of(as_at), due_within_days=days)
    action = Action(
        letter="A",
        text="-",
        delivery=_delivery(cell_value(by)),
        completed_on=day_of(completed_on),
        review_date=day_of(review_on),
    )
    state, why = action_state(action, settings)
    return state, state_words(why)


def _delivery(raw: Cell) -> Any:
    try:
        return None if raw is None else delivery(as_date(raw), CellContext())
    except Unreadable:
        raise NoValue(ExcelError.VALUE) from None
