"""What an indicator is held to: the agreed value of a year, or the target once its year is reached.

A target that is a comparator is the value of the body that is named, and of no other.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pc_workbook.measures.indicators.comparable_periods import UNSAID, alike, kind_of_plan_years, plan_year
from pc_workbook.measures.indicators.current_value import Reading, is_at_a_day
from pc_workbook.measures.indicators.rag import target_reached, trajectory_words
from pc_workbook.measures.known_values import Evidence
from pc_workbook.model.indicator import Indicator, Observation
from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.model.target import TargetKind


class Held(NamedTuple):
    """What a value is held to, in words, and whether that is a target's level."""

    value: float
    to: str
    is_target: bool


class Place(NamedTuple):
    """Where a value stands in its indicator's plan: the years it may belong to, and why their levels don't hold for it."""

    kind: PeriodKind | None
    years: tuple[int, ...]
    why: str = ""
    is_part: bool = False  # of a year


def place_of(indicator: Indicator, period: Period, evidence: Evidence) -> Place:
    """The year of the plan that a value of a period belongs to."""
    kind = kind_of_plan_years(indicator, evidence.settings)
    return Place(kind, *plan_year(as_told(indicator, period), kind))


def as_told(indicator: Indicator, period: Period) -> Period:
    """A period as its value is to be read: a staff ratio of a month or quarter is a census of its last day."""
    is_part = is_at_a_day(indicator) and period.kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.MONTHS)
    return Period.parse(period.end) if is_part else period


def holds_for(
    indicator: Indicator, year: int, as_at: date, agreed: Mapping[int, float], target: float | None
) -> Held | None:
    """What holds for a year of the plan: its agreed value, else the target if its year has come, else nothing."""
    if year in agreed:
        return Held(agreed[year], trajectory_words(year, as_at), is_target=False)
    if target is not None and target_reached(indicator, year):
        return Held(target, f"the {indicator.target_year} target", is_target=True)
    return None


def held_in(
    indicator: Indicator, place: Place, as_at: date, agreed: Mapping[int, float], target: float | None
) -> tuple[Held | None, str]:
    """What holds for the year that a value belongs to; and why that can't be told, where it may belong to two years."""
    found = [holds_for(indicator, year, as_at, agreed, target) for year in place.years]
    if len({one.value if one else None for one in found}) > 1:
        return None, f"it may belong to {' or '.join(map(str, place.years))}; {UNSAID}"
    return found[-1], ""


def target_level(indicator: Indicator, evidence: Evidence, reading: Reading | None = None) -> float | None:
    """The number an indicator is to end at; None while it is not settled which that is.

    A fixed comparator is its value of the year named, a moving one its newest value (of a period like the reading's, where
    there is one), zero tolerance is 0.
    """
    match indicator.target_kind:
        case TargetKind.ZERO_TOLERANCE:
            return indicator.target or 0.0
        case TargetKind.COMPARATOR_UNDECIDED:
            return None
        case TargetKind.COMPARATOR_FIXED:
            return _first_known(indicator.comparator, indicator.target)
        case TargetKind.COMPARATOR_MOVING:
            found = like_comparator(indicator, evidence, reading) or newest_comparator(indicator, evidence)
            return _first_known(found.value if found else None, indicator.comparator, indicator.target)
        case _:
            return indicator.target


def newest_comparator(indicator: Indicator, evidence: Evidence) -> Observation | None:
    """The newest observed value of the body an indicator is compared with; None where nothing was observed of it."""
    rows = _values(indicator, evidence)
    return rows[-1] if rows else None


def like_comparator(indicator: Indicator, evidence: Evidence, reading: Reading | None) -> Observation | None:
    """The comparator's newest value of a period like the reading's, over when the reading's is; None without one."""
    if reading is None or reading.period is None:
        return None
    of, end = as_told(indicator, reading.period), reading.period.end
    like = [
        row
        for row in _values(indicator, evidence)
        if row.period.end <= end and alike(as_told(indicator, row.period), of)
    ]
    return like[-1] if like else None


def _values(indicator: Indicator, evidence: Evidence) -> list[Observation]:
    return [row for row in evidence.compared.get(indicator.number, []) if row.value is not None and not row.suppressed]


def _first_known(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)
