"""Laws that hold for every number, not only for those of the papers."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pc_workbook.measures.cqc.share import ALL, INSPECTED, cqc_shares, practices_short, share
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.indicators.rag import rag_word
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.indicators.trajectory import compared_with_line, linear_value
from pc_workbook.measures.staff.ratio import patients_per_fte, per_1000, times_comparator
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Denominator, Direction, Indicator, IndicatorKind, Observation, Rag
from pc_workbook.model.practice import Practice, StaffGroup, Workforce
from pc_workbook.model.question import Blocker
from pc_workbook.model.target import TargetKind, TrajectoryPoint
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.stats.correlation import pearson, spearman
from pc_workbook.stats.decimals import rounded
from pc_workbook.stats.wilson import wilson_interval
from pc_workbook.wording.indicators import line_words
from pc_workbook.wording.rag import rag_reason

values = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 4))
maybe = st.none() | values
directions = st.sampled_from([None, *Direction])
tolerances = st.none() | st.floats(0, 100).map(lambda x: round(x, 3))
ftes = st.none() | st.just(0.0) | st.floats(0.01, 100)
lists = st.none() | st.floats(1, 100_000)


@given(values, values)
def test_a_gap_turns_its_sign_with_the_direction(value: float, reference: float) -> None:
    up, down = (target_gap(value, reference, d) for d in (Direction.HIGHER, Direction.LOWER))
    assert up is not None
    assert down is not None
    assert up == -down
    assert (up > 0) == (value > reference)


@given(maybe, maybe, directions, tolerances)
def test_the_unknown_is_never_green_and_never_red(
    value: float | None, reference: float | None, direction: Direction | None, tolerance: float | None
) -> None:
    rag = rag_word(value, reference, direction, tolerance)
    unknown = value is None or reference is None or direction in (None, Direction.NEUTRAL, Direction.WITHIN)
    assert (rag is Rag.NOT_RATED) == unknown
    assert rag is not Rag.AMBER or tolerance is not None


@given(st.lists(st.tuples(maybe, maybe, directions, tolerances)))
def test_a_column_is_judged_as_its_values_are(
    rows: list[tuple[float | None, float | None, Direction | None, float | None]],
) -> None:
    columns = [[row[i] for row in rows] for i in range(4)]
    assert list(rag_word(*columns)) == [rag_word(*row) for row in rows]
    gaps = target_gap(columns[0], columns[1], columns[2])
    assert list(gaps) == [target_gap(*row[:3]) for row in rows]


@given(st.lists(st.tuples(lists, ftes)))
def test_ratios_of_a_column_are_those_of_its_values_and_never_infinite(
    rows: list[tuple[float | None, float | None]],
) -> None:
    patients, fte = [row[0] for row in rows], [row[1] for row in rows]
    per_gp = patients_per_fte(patients, fte)
    assert list(per_gp) == [patients_per_fte(*row) for row in rows]
    for ratio in (*per_gp, *per_1000(fte, patients), *times_comparator([r.value for r in per_gp], 1321)):
        assert (ratio.value is None) == bool(ratio.why)
        assert ratio.value is None or 0 < ratio.value < float("inf")


counts = st.integers(0, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_a_share_lies_inside_its_interval_and_between_0_and_100(pair: tuple[int, int]) -> None:
    found = share("good", ALL, *pair)
    if found.percent is None or found.lower is None or found.upper is None:
        assert pair[1] == 0
    else:
        assert 0 <= found.lower <= found.percent <= found.upper <= 100


@given(counts, st.sampled_from([0.95, 0.998]))
def test_an_interval_of_the_rest_mirrors_that_of_the_part(pair: tuple[int, int], level: float) -> None:
    count, n = pair
    part, rest = wilson_interval(count, n, level), wilson_interval(n - count, n, level)
    if part is not None and rest is not None:
        assert abs(part[0] - (1 - rest[1])) < 1e-12


@given(st.dictionaries(st.sampled_from(list(Rating)), st.integers(0, 50)))
def test_shares_of_one_basis_add_up(by_rating: dict[Rating, int]) -> None:
    shares = {(s.name, s.basis): s for s in cqc_shares(by_rating)}
    for basis in Denominator:
        good, failing = (shares[name, basis] for name in ("at_least_good", "requires_improvement_or_below"))
        assert good.denominator == failing.denominator
        assert good.numerator + failing.numerator == shares["good", INSPECTED].denominator


@given(counts, st.floats(0, 100).map(lambda x: round(x, 1)))
def test_adding_the_practices_short_meets_the_target_and_one_fewer_does_not(
    pair: tuple[int, int], target: float
) -> None:
    count, n = pair
    short = practices_short(count, n, target, Direction.HIGHER)
    assert (count + short) * 1000 >= round(target * 10) * n
    assert short == 0 or (count + short - 1) * 1000 < round(target * 10) * n


practices = st.lists(st.tuples(st.integers(1, 30_000), ftes), min_size=1, max_size=12)


@given(practices)
def test_sum_over_sum_lies_between_the_smallest_and_the_largest_ratio(rows: list[tuple[int, float | None]]) -> None:
    codes = [f"W9{n:04d}" for n in range(len(rows))]
    tracker = Tracker(
        settings=Settings(area_name="Thurrock", area_code="07G", as_at=date(2017, 3, 15)),
        practices=tuple(Practice(code=c, name=c, registered_patients=r[0]) for c, r in zip(codes, rows, strict=True)),
        workforce=tuple(
            Workforce.model_validate(
                {"practice": c, "period": "2015/16", "staff_group": StaffGroup.ALL_GPS, "fte": fte}
            )
            for c, (_, fte) in zip(codes, rows, strict=True)
        ),
    )
    results = measure_edition(tracker, {})
    known = [
        p.staff.patients_per_gp_fte.value for p in results.practices if p.staff.patients_per_gp_fte.value is not None
    ]
    found = results.area_with_return.staff.patients_per_gp_fte.value
    assert (found is None) == (not known)
    if found is not None:
        assert min(known) * (1 - 1e-12) <= found <= max(known) * (1 + 1e-12)
    ranks = [p.rank for p in results.practices]
    assert [r is None for r in ranks] == sorted(r is None for r in ranks)
    assert results.practices == tuple(sorted(results.practices, key=lambda p: (p.rank is None, p.rank or 0)))


@given(values, values, st.integers(1, 10), st.data())
def test_a_straight_line_stays_between_its_ends_and_needs_no_word_of_difference(
    start: float, end: float, years: int, data: st.DataObject
) -> None:
    year = data.draw(st.integers(2016, 2016 + years))
    found = linear_value(start, 2016, end, 2016 + years, year)
    assert found is not None
    assert min(start, end) <= found <= max(start, end)
    assert compared_with_line(found, found) is None


@given(values.map(lambda x: round(x, 2)), st.floats(-1e6, 1e6))
def test_no_word_on_the_line_has_more_than_three_decimals(typed: float, line: float) -> None:
    told = re.findall(r"\.(\d+)", line_words(compared_with_line(typed, line)))
    assert all(len(decimals) <= 3 for decimals in told)


@given(values, st.integers(0, 4))
def test_rounding_is_odd_and_never_further_than_half_a_step(value: float, decimals: int) -> None:
    assert rounded(-value, decimals) == -rounded(value, decimals)
    assert abs(float(rounded(value, decimals)) - value) <= 0.5 * 10.0**-decimals + 1e-9


pairs = st.lists(st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)), min_size=2, max_size=12)


@given(pairs)
def test_a_correlation_stays_within_its_bounds_and_turns_with_its_scale(rows: list[tuple[int, int]]) -> None:
    x, y = [a for a, _ in rows], [b for _, b in rows]
    for method in (pearson, spearman):
        found, turned = method(x, y), method(x, [-b for b in y])
        if found is None:
            assert turned is None
            continue
        assert turned is not None
        assert -1 <= found.value <= 1
        assert abs(found.value + turned.value) < 1e-12
        assert found.p is None or 0 <= found.p <= 1


@given(
    value=maybe,
    baseline=maybe,
    direction=directions,
    tolerance=tolerances,
    kind=st.sampled_from([None, *TargetKind]),
    agreed=maybe,
    as_at=st.none() | st.dates(date(2014, 1, 1), date(2023, 1, 1)),
    period=st.sampled_from(["2015", "2016/17", "March 2017", "Q3 2016/17", "2021"]),
    suppressed=st.booleans(),
    blocked=st.booleans(),
)
def test_no_edition_fails_and_what_it_does_not_know_is_not_rated(
    value: float | None,
    baseline: float | None,
    direction: Direction | None,
    tolerance: float | None,
    kind: TargetKind | None,
    agreed: float | None,
    as_at: date | None,
    period: str,
    suppressed: bool,
    blocked: bool,
) -> None:
    indicator = Indicator.model_validate(
        {"number": 1, "title": "One", "kind": IndicatorKind.PERCENTAGE, "baseline": baseline,
         "baseline_period": "2015", "direction": direction, "target": 85, "target_year": 2021,
         "target_kind": kind, "tolerance": tolerance, "comparator": 85}
    )  # fmt: skip
    seen = Observation.model_validate(
        {"indicator": 1, "organisation": "Thurrock", "period": period, "value": value, "suppressed": suppressed}
    )
    tracker = Tracker(
        settings=Settings(area_name="Thurrock", area_code="07G", as_at=as_at),
        indicators=(indicator,),
        observations=(seen,),
        trajectory=(TrajectoryPoint(indicator=1, year=2017, value=agreed),),
    )
    result = measure_edition(tracker, {1: (Blocker("P01", "Indicators!C2"),)} if blocked else {}).indicators[0]
    assert rag_reason(result.rag)
    if blocked or as_at is None or result.value is None or direction in (None, Direction.NEUTRAL):
        assert result.rag.rag is Rag.NOT_RATED
