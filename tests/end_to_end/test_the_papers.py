"""The two papers, line by line: what a refresh of the sample must say as at 15 March 2017.

Numbers come from the Board paper of 15 March 2017 (BP), the reporting template (T) and arithmetic on them.
"""

from collections.abc import Mapping

import pytest

from pc_workbook import app
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.cqc.share import ALL, INSPECTED
from pc_workbook.measures.results import ActionState, IndicatorResult, OrdinalState, Results
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Denominator, Rag
from pc_workbook.tracker.findings import CATALOGUE, Severity
from pc_workbook.wording.findings import message
from pc_workbook.wording.indicators import notes_words
from pc_workbook.wording.rag import rag_reason
from tests.support import SAMPLES


@pytest.fixture(scope="module")
def checked() -> app.Checked:
    return app.check(FileHost(SAMPLES / "thurrock-2017.xlsx"))


@pytest.fixture(scope="module")
def results(checked: app.Checked) -> Results:
    return app.measure(checked)


@pytest.fixture(scope="module")
def lines(results: Results) -> Mapping[int, IndicatorResult]:
    return {result.indicator.number: result for result in results.indicators}


def gap(line: IndicatorResult, to: str) -> float | None:
    return next(g.value for g in line.gaps if g.to == to)


def share(line: IndicatorResult, name: str, basis: Denominator) -> tuple[int, int, float]:
    found = next(s for s in line.shares if s.name == name and s.basis == basis)
    assert found.percent is not None
    return found.numerator, found.denominator, round(found.percent, 1)


def test_indicator_1_is_047_of_2015_and_short_of_england_by_014(lines: Mapping[int, IndicatorResult]) -> None:
    line = lines[1]
    assert line.value == 0.47
    assert line.period is not None
    assert line.period.label == "2015"
    assert gap(line, "comparator") == pytest.approx(-0.14)
    assert line.rag.rag is Rag.NOT_RATED
    assert "no agreed trajectory" in rag_reason(line.rag)


def test_indicator_2_is_022_of_2015_and_its_lone_4_is_a_finding_not_a_value(
    lines: Mapping[int, IndicatorResult], checked: app.Checked
) -> None:
    assert lines[2].value == 0.22
    assert gap(lines[2], "comparator") == pytest.approx(-0.05)
    assert lines[2].rag.rag is Rag.NOT_RATED
    assert any("“4”" in message(found).text and found.severity is Severity.WARNING for found in checked.findings)


def test_indicator_3_is_blocked_with_both_readings_on_both_denominators(lines: Mapping[int, IndicatorResult]) -> None:
    line = lines[3]
    assert line.value == 40
    assert line.rag.rag is Rag.NOT_RATED
    assert "title and definition disagree" in rag_reason(line.rag)
    assert share(line, "at_least_requires_improvement", INSPECTED) == (15, 20, 75.0)
    assert share(line, "at_least_requires_improvement", ALL) == (15, 33, 45.5)
    assert share(line, "requires_improvement_or_below", INSPECTED) == (10, 20, 50.0)
    assert share(line, "requires_improvement_or_below", ALL) == (10, 33, 30.3)


def test_indicator_4_waits_for_a_denominator_and_shows_both_shares(lines: Mapping[int, IndicatorResult]) -> None:
    line = lines[4]
    assert line.value == 37
    assert gap(line, "target") == pytest.approx(-13)
    assert line.rag.rag is Rag.NOT_RATED
    assert "denominator" in rag_reason(line.rag)
    assert share(line, "at_least_good", INSPECTED) == (10, 20, 50.0)
    assert share(line, "at_least_good", ALL) == (10, 33, 30.3)


def test_indicator_5_is_80_percent_five_points_below_england_and_not_rated(
    lines: Mapping[int, IndicatorResult],
) -> None:
    line = lines[5]
    assert line.value == 80
    assert line.period is not None
    assert line.period.label == "2015/16"
    assert gap(line, "comparator") == pytest.approx(-5)
    assert next(step.plan for step in line.yearly_values if step.year == 2017) == 81
    assert line.rag.rag is Rag.NOT_RATED


def test_indicator_6_is_389_points_below_the_standard_and_not_rated_on_the_local_path(
    lines: Mapping[int, IndicatorResult],
) -> None:
    line = lines[6]
    assert line.value == 91.11
    assert gap(line, "national standard") == pytest.approx(-3.89)
    steps = {step.year: step for step in line.yearly_values}
    assert steps[2017].plan == 91.88
    assert steps[2018].plan is None
    assert steps[2018].derived == pytest.approx(92.666)
    assert line.rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize(
    ("number", "rating", "state", "rag"),
    [
        (7, Rating.GOOD, OrdinalState.MET, Rag.GREEN),
        (8, Rating.REQUIRES_IMPROVEMENT, OrdinalState.NOT_MET, Rag.RED),
        (9, Rating.GOOD, OrdinalState.MET, Rag.GREEN),
        (10, Rating.REQUIRES_IMPROVEMENT, OrdinalState.NOT_MET, Rag.RED),
    ],
)
def test_ratings_of_trusts_are_met_or_not_and_never_working_towards_without_evidence(
    lines: Mapping[int, IndicatorResult], number: int, rating: Rating, state: OrdinalState, rag: Rag
) -> None:
    line = lines[number]
    assert (line.rating, line.state, line.rag.rag) == (rating, state, rag)


def test_the_maternity_rating_is_a_line_of_its_own(lines: Mapping[int, IndicatorResult]) -> None:
    assert [(service.casefold(), rating) for service, rating in lines[7].ordinal.service_ratings] == [
        ("maternity", Rating.OUTSTANDING)
    ]


def test_sept_names_its_successor(lines: Mapping[int, IndicatorResult]) -> None:
    assert any("Essex Partnership" in note for note in notes_words(lines[9]))


def test_the_board_papers_totals_and_claims_hold(results: Results) -> None:
    assert results.area.staff.patients_per_gp_fte.value == pytest.approx(2072)
    assert results.area.staff.times_england.value == pytest.approx(2072 / 1321)
    assert results.area.staff.gp_per_1000_weighted.value == pytest.approx(0.47, abs=0.0001)
    worse = [p for p in results.practices if (p.staff.times_england.value or 0) > 1]
    assert len(worse) == 29
    assert (results.practices[0].staff.times_england.value or 0) > 5
    assert {claim.verdict for claim in results.claims} == {"supported"}
    assert (results.association.pearson or 0) > 0.7


def test_the_cqc_counts_are_ten_five_five_and_thirteen_not_inspected(results: Results) -> None:
    counts = results.cqc.counts
    assert [counts[r] for r in (Rating.GOOD, Rating.REQUIRES_IMPROVEMENT, Rating.INADEQUATE, Rating.NOT_INSPECTED)] == [
        10,
        5,
        5,
        13,
    ]
    assert results.cqc.inspected == 20


def test_action_c_is_overdue_and_ongoing_ones_have_no_review_date(results: Results) -> None:
    states = {result.action.letter: result.state for result in results.actions}
    assert states["C"] is ActionState.OVERDUE
    assert {states[letter] for letter in "ADEF"} == {ActionState.ONGOING_NO_REVIEW}
    assert states["B"] is ActionState.ON_COURSE
    assert sum(bool(result.action.lead) for result in results.actions) == 0


def test_every_trap_of_the_papers_is_found(checked: app.Checked) -> None:
    found = {finding.code for finding in checked.findings}
    papers = {kind.code for kind in CATALOGUE if "P01" <= kind.code <= "P27"}  # later ones come from other plans
    assert papers - found == set()
