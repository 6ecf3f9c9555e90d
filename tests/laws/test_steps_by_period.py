"""Laws of plans with steps by period: a RAG stands only against a step or target of the very days, or of one as long and of
the same kind that has come. The expectations are worked out here from the days alone, without the program's own rules.
"""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import IndicatorResult
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind, Observation, Rag
from pc_workbook.model.period import MONTH_NAMES, AmbiguousPeriod, Period
from pc_workbook.model.target import TrajectoryPoint, TrajectoryStatus
from pc_workbook.model.tracker import Settings, Tracker

AREA = "Fictionshire"
AS_AT = date(2023, 12, 31)
FIRST_MONTHS = (1, 4, 7, 8, 9)
MONTH, QUARTER, HALF, YEAR, CALENDAR, ROLLING, TO_DATE, POOLED, DAY = (
    "month", "quarter", "half-year", "year", "calendar", "rolling", "to date", "pooled", "day"
)  # fmt: skip
KINDS = (MONTH, QUARTER, HALF, YEAR, CALENDAR, ROLLING, TO_DATE, POOLED, DAY)


class Typed(NamedTuple):
    """A period as somebody types it, with the days that a person would count."""

    words: str
    start: date
    end: date

    def __repr__(self) -> str:
        return self.words


def first_of(year: int, month: int) -> date:
    """The first day of a month that is counted on from January of a year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def typed_period(kind: str, year: int, part: int, first: int) -> Typed:
    """One period of a kind. `part` picks which of a year, `first` is the month in which financial years begin."""
    label = f"{year}/{(year + 1) % 100:02d}"
    number = {QUARTER: part % 4, HALF: part % 2}.get(kind, 0)
    start_month = {MONTH: 1 + part, DAY: 1 + part, CALENDAR: 1, POOLED: 1, ROLLING: 2 + part}.get(kind)
    begins = first_of(year, start_month if start_month else first + {QUARTER: 3, HALF: 6}.get(kind, 0) * number)
    months = {MONTH: 1, QUARTER: 3, HALF: 6, DAY: 1, POOLED: 36, TO_DATE: 1 + part % 11}.get(kind, 12)
    ends = first_of(begins.year, begins.month + months) - timedelta(days=1)
    last = f"{MONTH_NAMES[ends.month - 1]} {ends.year}"
    words = {
        MONTH: last, QUARTER: f"Q{number + 1} {label}", HALF: f"H{number + 1} {label}", YEAR: label, CALENDAR: str(year),
        ROLLING: f"12 months to {last}", TO_DATE: f"YTD {last}", POOLED: f"{year} to {year + 2}", DAY: f"as at {ends:%d/%m/%Y}",
    }[kind]  # fmt: skip
    if first == 1 and kind in (QUARTER, YEAR):  # financial years are calendar years
        words = {QUARTER: f"Q{number + 1} {year}", YEAR: str(year)}[kind]
    if first == 1 and kind == HALF:
        words = f"{MONTH_NAMES[begins.month - 1]} to {last}"
    return Typed(words, ends if kind == DAY else begins, ends)


def periods(first: int) -> st.SearchStrategy[Typed]:
    """Periods of every kind, of a few years, so that many of them coincide."""
    return st.builds(typed_period, st.sampled_from(KINDS), st.integers(2018, 2020), st.integers(0, 11), st.just(first))


@st.composite
def plans(draw: st.DrawFn) -> tuple[int, Typed, list[tuple[Typed, float | None]], Typed | None]:
    """A first month, a value's period, steps (some without an agreed value), and the period of a target or None."""
    first = draw(st.sampled_from(FIRST_MONTHS))
    steps = draw(st.lists(periods(first), min_size=1, max_size=6, unique_by=lambda step: (step.start, step.end)))
    levels = [draw(st.none() | st.integers(10, 90).map(float)) for _ in steps]
    value = draw(st.sampled_from(steps) | periods(first))
    return first, value, list(zip(steps, levels, strict=True)), draw(st.none() | periods(first))


def judged(
    first: int,
    value: tuple[Typed, float],
    steps: list[tuple[Typed, float | None]],
    target: Typed | None,
    **more: object,
) -> IndicatorResult:
    """The result of one indicator with a value, steps by period and a target of 95."""
    read = lambda typed: Period.parse(typed.words, first)  # noqa: E731
    fields = {"number": 1, "title": "Seen in time", "kind": IndicatorKind.PERCENTAGE, "organisation": AREA,
              "direction": Direction.HIGHER, **more}  # fmt: skip
    if target is not None:
        fields |= {"target": 95, "target_period": read(target)}
    month = MONTH_NAMES[first - 1]
    tracker = Tracker(
        settings=Settings.model_validate({"area_name": AREA, "area_code": "Z9Z", "as_at": AS_AT, "financial_year_starts": month}),
        indicators=(Indicator.model_validate(fields),),
        trajectory=tuple(TrajectoryPoint(indicator=1, period=read(step), value=level) for step, level in steps),
        observations=(
            Observation.model_validate({"indicator": 1, "organisation": AREA, "period": read(value[0]), "value": value[1]}),
        ),
    )  # fmt: skip
    return measure_edition(tracker, {}).indicators[0]


def months_of(typed: Typed) -> int:
    return 0 if typed.start == typed.end else round((typed.end - typed.start).days / 30.44)


def kind_by_days(typed: Typed, first: int) -> tuple[int, str]:
    """The length of a period in months, and where it begins in a year, as far as that makes it another kind."""
    months, after = months_of(typed), (typed.start.month - first) % 12
    if months >= 12:
        return months, "calendar" if typed.start.month == 1 else "rolling" if after else "financial"
    if (months, after % 3) == (3, 0) or (months, after % 6) == (6, 0):
        return months, "part"
    return months, "any" if months < 2 else "other" if after else "to date"


def expected_level(
    value: Typed, steps: list[tuple[Typed, float | None]], target: Typed | None, first: int
) -> float | None:
    """The level a value is judged against, by its days alone: that of its own step, or the target's once it has come."""
    if value.start == value.end:
        held = [(step.end, level) for step, level in steps if step.start == step.end <= value.end]
        held += [(target.end, 95.0)] if target and target.start == target.end <= value.end else []
        newest = max((day for day, _ in held), default=None)
        # Of a step and a target of one day the step comes first, as in a year that has both.
        return next(level for day, level in held if day == newest) if newest else None
    own = [level for step, level in steps if (step.start, step.end) == (value.start, value.end)]
    if own:
        return own[0]
    reached = target and kind_by_days(target, first) == kind_by_days(value, first) and target.end <= value.end
    return 95.0 if reached else None


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FIRST_MONTHS).flatmap(lambda first: st.tuples(st.just(first), periods(first))))
def test_a_period_of_any_kind_is_read_to_its_days_and_its_label_reads_back(typed: tuple[int, Typed]) -> None:
    first, period = typed
    found = Period.parse(period.words, first)
    assert (found.start, found.end) == (period.start, period.end)
    assert Period.parse(found.label, first) == found


WORDS = (
    "as at", "end of", "YTD", "year to date", "12 months to", "year ending", "rolling", "to", "-", "/", "Q1", "Q4", "H2", "Q1-Q3", "2016",
    "2016/17", "16/17", "2013-15", "31", "31/03/2017", "29/02/2017", "Feb", "March", "Smarch", "2009-12", "1900", "2099", ",", ".", "0",
)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=7), st.sampled_from(["", " "]), st.sampled_from(FIRST_MONTHS))
def test_any_words_are_one_period_or_none_and_a_period_reads_back(words: list[str], between: str, first: int) -> None:
    found = outcome(between.join(words), first)
    if isinstance(found, Period):
        assert found.start <= found.end
        assert Period.parse(found.label, first) == found
    else:
        days = {(one.start, one.end) for one in (Period.parse(reading, first) for reading in found)}
        assert len(days) == len(found) != 1  # each reading is one period, and each another one


def outcome(text: str, first: int) -> Period | tuple[str, ...]:
    """The period that a text means, or what it may mean; nothing for a text that is no period."""
    try:
        return Period.parse(text, first)
    except AmbiguousPeriod as no:
        return no.readings
    except ValueError:
        return ()


@pytest.mark.parametrize("words", ["as at ", "12 months to ", "YTD ", "2013-", "Q1 "])
def test_a_long_cell_is_no_period(words: str) -> None:
    with pytest.raises(ValueError, match=r"period|month|years"):
        Period.parse(words * 2500 + "31/03/2017")


@settings(max_examples=600, deadline=None)
@given(plans(), st.floats(0, 100).map(lambda n: round(n, 1)))
def test_a_value_is_judged_only_by_what_is_of_its_own_period(
    plan: tuple[int, Typed, list[tuple[Typed, float | None]], Typed | None], number: float
) -> None:
    first, value, steps, target = plan
    found = judged(first, (value, number), steps, target)
    level = expected_level(value, steps, target, first)
    wanted = Rag.NOT_RATED if level is None else Rag.GREEN if number >= level else Rag.RED
    assert found.rag.rag is wanted
    step = next((level for one, level in steps if (one.start, one.end) == (value.start, value.end)), None)
    if step is not None:
        assert found.gaps[1].reference == step


@settings(max_examples=200, deadline=None)
@given(plans())
def test_no_step_that_nobody_agreed_makes_a_figure_green(
    plan: tuple[int, Typed, list[tuple[Typed, float | None]], Typed | None],
) -> None:
    first, value, steps, _ = plan
    month = MONTH_NAMES[first - 1]
    read = [(Period.parse(step.words, first), level or 1.0) for step, level in steps]
    tracker = Tracker(
        settings=Settings.model_validate({"area_name": AREA, "as_at": AS_AT, "financial_year_starts": month}),
        indicators=(
            Indicator(number=1, title="Seen", kind=IndicatorKind.PERCENTAGE, organisation=AREA, direction=Direction.HIGHER),
        ),
        trajectory=tuple(
            TrajectoryPoint(indicator=1, period=step, value=level, status=TrajectoryStatus.DERIVED) for step, level in read
        ),
        observations=(
            Observation(indicator=1, organisation=AREA, period=Period.parse(value.words, first), value=100.0),
        ),
    )  # fmt: skip
    assert measure_edition(tracker, {}).indicators[0].rag.rag is Rag.NOT_RATED


@settings(max_examples=200, deadline=None)
@given(plans())
def test_every_step_and_value_is_among_the_values_by_period_once(
    plan: tuple[int, Typed, list[tuple[Typed, float | None]], Typed | None],
) -> None:
    first, value, steps, target = plan
    found = judged(first, (value, 50.5), steps, target).yearly_values
    assert [one.actual for one in found if one.actual is not None] == [50.5]
    plans_found = sorted(one.plan for one in found if one.plan is not None)
    days = {(step.start, step.end): level for step, level in steps if level is not None}
    if target is not None:
        days.setdefault((target.start, target.end), 95.0)
    assert plans_found == sorted(days.values())
    assert [one.ends for one in found] == sorted(one.ends for one in found if one.ends)
