"""Like with like, by generated periods: a RAG stands only where the kinds and lengths agree and what a value is held to
holds at its end. The expectations are worked out here from the days themselves, without the program's own rules.
"""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import IndicatorResult
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind, Observation, Rag
from pc_workbook.model.period import MONTH_NAMES, Period
from pc_workbook.model.practice import Practice, Workforce
from pc_workbook.model.target import TargetKind, TrajectoryPoint
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.wording.indicators import gap_words
from pc_workbook.wording.rag import rag_reason
from pc_workbook.wording.reasons import reason_words

AREA, REGION = "Fictionshire", "North region"
AS_AT = date(2022, 12, 31)
STEPS = {year: float(year - 1950) for year in range(2014, 2024)}  # each year its own, so that a wrong year shows
CALENDAR, FINANCIAL, QUARTER, MONTH, DAY, TO_DATE = "calendar", "financial", "quarter", "month", "day", "to date"
KINDS = (CALENDAR, FINANCIAL, QUARTER, MONTH, DAY, TO_DATE)


class Typed:
    """A period as somebody types it, with its kind, its last day and its length in months as a person would count them."""

    def __init__(self, kind: str, year: int, part: int) -> None:
        self.kind, label = kind, f"{year}/{(year + 1) % 100:02d}"
        first = {CALENDAR: 1, FINANCIAL: 4, TO_DATE: 4, QUARTER: 4 + 3 * (part % 4), MONTH: 1 + part, DAY: 1 + part}[
            kind
        ]
        self.months = {
            CALENDAR: 12,
            FINANCIAL: 12,
            QUARTER: 3,
            MONTH: 1,
            DAY: 0,
            TO_DATE: (2, 4, 5, 7, 8, 10, 11)[part % 7],
        }[kind]
        last = first + max(self.months, 1) - 1  # a month's number, counted on from January of the year
        self.end = date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
        month = MONTH_NAMES[self.end.month - 1]
        self.words = {
            CALENDAR: f"{year}", FINANCIAL: label, QUARTER: f"Q{part % 4 + 1} {label}",
            MONTH: f"{month[:3]} {self.end.year}", DAY: f"{self.end:%d/%m/%Y}",
            TO_DATE: f"YTD {month} {self.end.year}" if part % 2 else f"Apr {year} to {month} {self.end.year}",
        }[kind]  # fmt: skip

    def __repr__(self) -> str:
        return self.words

    @property
    def years(self) -> dict[str, int]:
        """The year its last day belongs to, among calendar years and among financial ones."""
        return {CALENDAR: self.end.year, FINANCIAL: self.end.year + (self.end.month > 3)}


typed = st.builds(Typed, st.sampled_from(KINDS), st.integers(2015, 2020), st.integers(0, 11))


def judged(
    one: dict[str, object], agreed: dict[int, float], observed: list[tuple[str, Typed, float]], **chosen: object
) -> IndicatorResult:
    fields = {"number": 1, "title": "Seen in time", "kind": IndicatorKind.PERCENTAGE, "direction": Direction.HIGHER}
    tracker = Tracker(
        settings=Settings.model_validate({"area_name": AREA, "area_code": "Z9Z", "as_at": AS_AT, **chosen}),
        indicators=(Indicator.model_validate({**fields, "organisation": AREA, **one}),),
        trajectory=tuple(TrajectoryPoint(indicator=1, year=year, value=value) for year, value in agreed.items()),
        observations=tuple(
            Observation.model_validate({"indicator": 1, "organisation": who, "period": period.words, "value": value})
            for who, period, value in observed
        ),
    )
    return measure_edition(tracker, {}).indicators[0]


@settings(max_examples=400, deadline=None)
@given(typed)
def test_a_typed_period_is_read_to_its_days(period: Typed) -> None:
    found = Period.parse(period.words)
    assert (found.end, found.months) == (period.end, period.months)
    assert Period.parse(found.label) == found


def year_held_to(value: Typed, plan: str | None) -> int | None:
    """The year whose level a value is held to; None where there is none, or nobody can tell which."""
    if value.kind in (CALENDAR, FINANCIAL):
        return value.end.year if plan in (None, value.kind) else None
    if value.kind in (QUARTER, TO_DATE):
        return None
    of = set(value.years.values()) if plan is None else {value.years[plan]}
    return of.pop() if len(of) == 1 else None


@settings(max_examples=500, deadline=None)
@given(typed, st.sampled_from([None, CALENDAR, FINANCIAL]), st.floats(0, 100).map(lambda n: round(n, 1)), st.booleans())
def test_a_value_is_held_to_its_own_year_or_to_nothing(
    value: Typed, plan: str | None, number: float, by_baseline: bool
) -> None:
    period = {None: None, CALENDAR: "2013", FINANCIAL: "2012/13"}[plan]
    baseline = {"baseline": 10, "baseline_period": period} if by_baseline else {}
    chosen = {} if by_baseline else {"plan_period": period}
    found = judged(baseline, STEPS, [(AREA, value, number)], **chosen)
    year = year_held_to(value, plan)
    assert (found.value, found.period and found.period.end) == (number, value.end)
    if year is None:
        assert found.rag.rag is Rag.NOT_RATED
        assert Period.parse(value.words).label in rag_reason(found.rag)
        assert found.gaps[1].value is None
    else:
        assert found.gaps[1].reference == STEPS[year]
        assert found.rag.rag is (Rag.GREEN if number >= STEPS[year] else Rag.RED)


@settings(max_examples=500, deadline=None)
@given(typed, st.lists(typed, max_size=5, unique_by=lambda one: Period.parse(one.words)))
def test_a_moving_comparator_is_judged_by_where_it_is_like_and_over(value: Typed, others: list[Typed]) -> None:
    observed = [(REGION, other, 20.0 + n) for n, other in enumerate(others)]
    one = {"target_kind": TargetKind.COMPARATOR_MOVING, "target_year": 2010, "comparator_name": REGION}
    found = judged(one, {}, [(AREA, value, 50.0), *observed, ("England", value, 99.0)])
    like = [
        (other.end, number)
        for _, other, number in observed
        if (other.kind, other.months) == (value.kind, value.months) and other.end <= value.end
    ]
    assert (found.rag.rag is Rag.GREEN) == bool(like)
    if like:
        assert found.gaps[0].reference == max(like)[1]
    else:
        assert found.rag.rag is Rag.NOT_RATED
        assert not any("99" in gap_words(gap) for gap in found.gaps)


@settings(max_examples=300, deadline=None)
@given(st.lists(typed, min_size=1, max_size=8, unique_by=lambda one: Period.parse(one.words)))
def test_every_value_seen_stands_among_the_years_once(periods: list[Typed]) -> None:
    observed = [(AREA, period, 20.0 + n) for n, period in enumerate(periods)]
    found = judged({"baseline": 10, "baseline_period": "2014/15"}, STEPS, observed)
    assert sorted(step.actual for step in found.yearly_values if step.actual is not None) == [
        10.0,
        *(n for _, _, n in observed),
    ]
    assert [step.plan for step in found.yearly_values if not step.is_further and step.plan] == list(STEPS.values())
    assert not any(step.plan or step.derived for step in found.yearly_values if step.is_further)


CODES = [f"V9000{n}" for n in range(1, 6)]
mergers = st.lists(
    st.tuples(st.booleans(), st.sampled_from([None, *CODES, "V99999"])), min_size=len(CODES), max_size=len(CODES)
)


@settings(max_examples=300, deadline=None)
@given(mergers)
def test_what_practices_reported_is_in_the_sum_or_said_to_be_left_out(rows: list[tuple[bool, str | None]]) -> None:
    """Any web of mergers, circles among them: each practice of the return's day is counted once, or said to be missing."""
    into = {code: merged for code, (_, merged) in zip(CODES, rows, strict=True)}
    still_open = {code for code, (is_open, _) in zip(CODES, rows, strict=True) if is_open}
    practices = [
        {
            "code": code,
            "name": code,
            "closed": None if code in still_open else date(2016, 12, 31),
            "merged_into": into[code],
        }
        for code in CODES
    ]
    staff = [
        {"practice": code, "period": "Sept 2016", "staff_group": "All GPs", "fte": 1, "registered_patients": 10**n}
        for n, code in enumerate(CODES)
    ]
    tracker = Tracker(
        settings=Settings.model_validate({"area_name": AREA, "as_at": date(2017, 3, 15)}),
        practices=tuple(map(Practice.model_validate, practices)),
        workforce=tuple(map(Workforce.model_validate, staff)),
    )
    area = measure_edition(tracker, {}).area
    counted = {code for code in CODES if _ends_in(code, into, still_open)}
    gone = len(CODES) - len(counted)
    assert (area.staff.registered_patients or 0) == sum(10**n for n, code in enumerate(CODES) if code in counted)
    assert area.practices == len(still_open)
    assert (f"leaves out {gone} practice" in reason_words(area.staff.patients_per_gp_fte.why)) == bool(gone)
    assert ("merged since" in reason_words(area.staff.patients_per_gp_fte.why)) == bool(counted - still_open)


def _ends_in(code: str | None, into: dict[str, str | None], still_open: set[str]) -> bool:
    for _ in range(len(into) + 1):
        if code in still_open or code not in into:
            break
        code = into[code]
    return code in still_open
