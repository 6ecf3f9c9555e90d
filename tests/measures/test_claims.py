"""Claims that a tracker lists: each test decides by its numbers, and says why where it can't."""

from datetime import date
from typing import Any

import pytest

from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import Claim, Verdict
from pc_workbook.model.claim import ClaimTest, ListedClaim, Relation, parse_bound
from pc_workbook.model.indicator import Indicator, Observation
from pc_workbook.model.practice import Practice, StaffGroup, Workforce
from pc_workbook.model.question import Blocker
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.wording.claims import claim_words
from pc_workbook.wording.practice_sheets import tested_claim as printed

SETTINGS = Settings(
    area_name="Fictionshire", area_code="Z9Z", as_at=date(2017, 3, 15), england_patients_per_gp_fte=1000
)
YES, NO, OPEN = Verdict.SUPPORTED, Verdict.NOT_SUPPORTED, Verdict.NOT_TESTED


def claim(test: ClaimTest, value: str | None = None, **more: Any) -> ListedClaim:
    given = {"measure": "patients_per_gp_fte", "comparator": "England", **more}
    return ListedClaim(number=1, claim="It is so.", test=test, value=value, **given)


def decided(row: ListedClaim, ratios: list[float | None], **more: Any) -> Claim:
    """The claim on practices V00000, V00001 ... with these patients per FTE GP."""
    codes = [f"V{n:05d}" for n in range(len(ratios))]
    tracker = Tracker(
        settings=SETTINGS,
        practices=tuple(
            Practice(code=code, name=code, registered_patients=ratio and 2 * ratio, deprivation_score=n)
            for n, (code, ratio) in enumerate(zip(codes, ratios, strict=True))
        ),
        workforce=tuple(
            Workforce.model_validate(
                {"practice": code, "period": "September 2016", "staff_group": StaffGroup.ALL_GPS, "fte": 2}
            )
            for code in codes
        ),
        claims=(row,),
        **more,
    )
    (found,) = measure_edition(tracker, {}).claims
    return found


def test_without_the_list_no_claim_is_tested() -> None:
    assert measure_edition(Tracker(settings=SETTINGS), {}).claims == ()


@pytest.mark.parametrize(
    ("typed", "relation", "number"),
    [
        ("4", Relation.EXACTLY, 4), ("all but 4", Relation.ALL_BUT, 4), ("At least 75%", Relation.AT_LEAST, 75),
        ("at most 1,000", Relation.AT_MOST, 1000), ("over 5 times", Relation.MORE_THAN, 5), ("below -2.5", Relation.LESS_THAN, -2.5),
        ("fewer than 3", Relation.LESS_THAN, 3), ("75 per cent", Relation.EXACTLY, 75),
    ],
)  # fmt: skip
def test_a_bound_is_read(typed: str, relation: Relation, number: float) -> None:
    assert parse_bound(typed) == (relation, number)


@pytest.mark.parametrize("typed", [None, "", "many", "about 4", "4 to 6", "at least"])
def test_what_is_no_bound_is_none(typed: str | None) -> None:
    assert parse_bound(typed) is None


@pytest.mark.parametrize(
    ("value", "ratios", "verdict"),
    [
        ("2", [1100, 1200, 900], YES), ("2", [1100, 900, 900], NO), ("2", [1100, 1200, None], OPEN),
        ("all but 1", [1100, 1200, 1000], YES), ("at least 1", [1100, 900, None], YES), ("at most 1", [1100, 1200, None], NO),
    ],
)  # fmt: skip
def test_a_count_is_decided_where_missing_values_change_nothing(
    value: str, ratios: list[float | None], verdict: Verdict
) -> None:
    assert decided(claim(ClaimTest.BEYOND, value), ratios).verdict is verdict


@pytest.mark.parametrize(
    ("test", "value", "more", "ratios", "verdict"),
    [
        (ClaimTest.SHARE, "at least 50%", {}, [1100, 900], YES),
        (ClaimTest.SHARE, "50%", {}, [1100, 1100, 900], NO),
        (ClaimTest.SHARE, "over 50%", {}, [1100, None], OPEN),
        (ClaimTest.TIMES, "over 2", {}, [2000, 1000], NO),
        (ClaimTest.TIMES, "over 2", {}, [2001, 1000, None], YES),
        (ClaimTest.TIMES, "at least 1.5", {"organisation": "V00001"}, [3000, 1500], YES),
        (ClaimTest.TIMES, "at least 1.5", {"organisation": "V00001"}, [3000, 1499], NO),
        (ClaimTest.TIMES, "2", {"comparator": "500"}, [1000], YES),
        (ClaimTest.RANK, "2", {"organisation": "V00001"}, [3000, 2000, 1000], YES),
        (ClaimTest.RANK, "at most 2", {"organisation": "V00002"}, [3000, 2000, 1000], NO),
        (ClaimTest.RANK, "1", {"organisation": "V00000"}, [3000, None], OPEN),
        (ClaimTest.RANK, "1", {"organisation": "V00009"}, [3000, 2000], OPEN),
        (ClaimTest.CORRELATION, None, {"second_measure": "deprivation_score"}, [1, 2, 3, 4, 5], YES),
        (ClaimTest.CORRELATION, "-0.5", {"second_measure": "deprivation_score"}, [5, 4, 3, 2, 1], YES),
        (ClaimTest.CORRELATION, "0.5", {"second_measure": "deprivation_score"}, [5, 4, 3, 2, 1], NO),
        (ClaimTest.CORRELATION, None, {"second_measure": "deprivation_score"}, [1, 2, 3, 4], OPEN),
        (ClaimTest.BEYOND, "2", {"comparator": "Wales"}, [1100, 1200], OPEN),
        (ClaimTest.BEYOND, "2", {"measure": "no_such_measure"}, [1100, 1200], OPEN),
    ],
)  # fmt: skip
def test_each_test_decides_by_its_numbers(
    test: ClaimTest, value: str | None, more: dict[str, Any], ratios: list[float | None], verdict: Verdict
) -> None:
    found = decided(claim(test, value, **more), ratios)
    assert found.verdict is verdict
    assert claim_words(found)


INDICATOR = {
    "number": 7, "title": "Checks done", "kind": "Percentage", "direction": "Higher is better", "measure": "checks",
    "baseline": 60, "baseline_period": "2015/16", "target": 75, "target_year": 2017, "organisation": "Fictionshire",
    "comparator": 70, "comparator_name": "England", "comparator_period": "2015/16",
}  # fmt: skip


def of_indicator(row: ListedClaim, value: float, **changes: Any) -> Claim:
    observed = {"Fictionshire": value, "V00000": 50.0, "V00001": 80.0, "V00002": 72.0}
    observations = tuple(
        Observation.model_validate({"indicator": 7, "organisation": name, "period": "Jan 2017", "value": figure})
        for name, figure in observed.items()
    )
    given = Indicator.model_validate({**INDICATOR, **changes})
    return decided(row, [1100, 1100, 1100], indicators=(given,), observations=observations)


@pytest.mark.parametrize(
    ("test", "value", "observed", "verdict"),
    [
        (ClaimTest.TARGET, None, 75, YES), (ClaimTest.TARGET, None, 74.9, NO), (ClaimTest.CHANGE, "at least 10", 70, YES),
        (ClaimTest.CHANGE, "over 10", 70, NO), (ClaimTest.BEYOND, "1", 70, YES), (ClaimTest.BEYOND, "2", 70, NO),
    ],
)  # fmt: skip
def test_an_own_indicator_is_tested_too(test: ClaimTest, value: str | None, observed: float, verdict: Verdict) -> None:
    for measure in ("checks", "7"):
        assert of_indicator(claim(test, value, measure=measure), observed).verdict is verdict


def test_without_a_direction_nothing_is_worse() -> None:
    found = of_indicator(claim(ClaimTest.BEYOND, "1", measure="checks"), 70, direction=None, target=None)
    assert (found.verdict, claim_words(found)) == (
        OPEN,
        "“Checks done” has no direction, so nothing is better or worse",
    )


def test_an_indicator_with_errors_decides_nothing() -> None:
    row = claim(ClaimTest.TARGET, measure="checks")
    tracker = Tracker(settings=SETTINGS, indicators=(Indicator.model_validate(INDICATOR),), claims=(row,))
    (found,) = measure_edition(tracker, {7: (Blocker("P01", "Indicators!B6"),)}).claims
    assert (found.verdict, claim_words(found)) == (OPEN, "indicator 7 has errors")


def test_a_claim_is_printed_as_it_is_typed() -> None:
    assert printed(decided(claim(ClaimTest.BEYOND, "2"), [1100, 1200, 900])) == (
        "It is so: supported. 2 of 3 practices with a value are worse than England's 1,000."
    )


@pytest.mark.parametrize(
    ("short_name", "key"), [(None, "claim_1"), ("All but four", "claim_all_but_four"), ("a-b", "claim_a_b")]
)
def test_a_claim_has_a_name_among_the_figures(short_name: str | None, key: str) -> None:
    assert claim(ClaimTest.TARGET, short_name=short_name).key == key
