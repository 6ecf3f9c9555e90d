"""The RAG rules: Red, Amber, Green or Not rated, and always the reason."""

from datetime import date

import pytest

from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.reasons import reason
from pc_workbook.measures.results import IndicatorResult, OrdinalState
from pc_workbook.model.cqc import Inspection, Rating
from pc_workbook.model.governance import EditionFigure
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind, Observation, Rag
from pc_workbook.model.question import Blocker
from pc_workbook.model.target import OrdinalGoal, TargetKind, TrajectoryPoint, TrajectoryStatus
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.wording.indicators import change_words, gap_words, notes_words
from pc_workbook.wording.rag import rag_reason, rag_words

AS_AT = date(2017, 11, 15)
IN_CONFLICT = (Blocker("P01", "Indicators!C8"),)


def experience(**fields: object) -> Indicator:
    """Good experience of GP services: 80% in 2015/16, to reach 85% in 2021."""
    given = {
        "number": 5, "title": "Good experience of GP services", "kind": IndicatorKind.PERCENTAGE,
        "direction": Direction.HIGHER, "baseline": 80, "baseline_period": "2015/16", "target": 85,
        "target_year": 2021, "target_kind": TargetKind.LEVEL, "decimals": 0,
    }  # fmt: skip
    return Indicator.model_validate({**given, **fields})


def edition(
    indicator: Indicator, values: dict[str, float | None], agreed: dict[int, float | None], **settings: object
) -> Tracker:
    return Tracker(
        settings=Settings.model_validate(
            {"area_name": "Thurrock", "area_code": "07G", "as_at": AS_AT, "baseline_year": 2016, **settings}
        ),
        indicators=(indicator,),
        trajectory=tuple(TrajectoryPoint(indicator=5, year=year, value=value) for year, value in agreed.items()),
        observations=tuple(
            Observation.model_validate({"indicator": 5, "organisation": "Thurrock", "period": p, "value": v})
            for p, v in values.items()
        ),
    )


def judged(
    indicator: Indicator | None = None,
    values: dict[str, float | None] | None = None,
    agreed: dict[int, float | None] | None = None,
    blocked: tuple[Blocker, ...] = (),
    **settings: object,
) -> IndicatorResult:
    tracker = edition(indicator or experience(), values or {}, agreed or {}, **settings)
    return measure_edition(tracker, {5: blocked} if blocked else {}).indicators[0]


PLAN: dict[int, float | None] = {2017: 81, 2018: 82}


@pytest.mark.parametrize(
    ("value", "tolerance", "words"),
    [
        (81.4, 1, "Green – 0.4 points above this year's trajectory (81%)"),
        (81, None, "Green – level with this year's trajectory (81%)"),
        (80, 1, "Amber – 1 point below this year's trajectory (81%); within the tolerance of 1 point"),
        (78.9, 1, "Red – 2.1 points below this year's trajectory (81%); beyond the tolerance of 1 point"),
        (80.9, None, "Red – 0.1 points below this year's trajectory (81%); no tolerance is set, so no Amber"),
    ],
)
def test_a_value_is_judged_against_the_trajectory_of_its_own_year(
    value: float, tolerance: float | None, words: str
) -> None:
    assert rag_words(judged(experience(tolerance=tolerance), {"2016/17": value}, PLAN).rag) == words


def test_where_lower_is_better_a_lower_value_is_green() -> None:
    waits = experience(direction=Direction.LOWER, target=70)
    assert judged(waits, {"2016/17": 82}, PLAN).rag.rag is Rag.RED
    assert rag_words(judged(waits, {"2016/17": 80}, PLAN).rag) == "Green – 1 point below this year's trajectory (81%)"


def test_a_tolerance_in_tenths_is_not_missed_by_a_binary_fraction() -> None:
    found = judged(experience(tolerance=0.77), {"2016/17": 91.11}, {2017: 91.88})
    assert found.rag.rag is Rag.AMBER


def test_an_older_value_is_judged_on_its_own_year_and_says_so() -> None:
    found = judged(None, {"2016/17": 81}, PLAN, as_at=date(2018, 11, 1))
    assert rag_words(found.rag) == "Green – level with the 2017 trajectory (81%)"


@pytest.mark.parametrize(
    ("values", "agreed", "reason"),
    [
        ({}, PLAN, "no 2017 value to judge against the trajectory of 81%"),
        ({}, {2018: 82}, "no agreed trajectory for 2017"),
        ({"2016/17": 81}, {2017: None, 2018: 82}, "no agreed trajectory for 2017"),
    ],
)
def test_without_a_trajectory_of_its_year_a_value_is_not_rated(
    values: dict[str, float | None], agreed: dict[int, float | None], reason: str
) -> None:
    assert rag_words(judged(None, values, agreed).rag) == f"Not rated – {reason}"


def test_a_derived_value_is_no_agreed_trajectory() -> None:
    tracker = edition(experience(), {"2016/17": 81}, {})
    derived = TrajectoryPoint(indicator=5, year=2017, value=81, status=TrajectoryStatus.DERIVED)
    found = measure_edition(tracker._replace(trajectory=(derived,)), {}).indicators[0]
    assert rag_reason(found.rag) == "no agreed trajectory for 2017"


def test_a_value_is_judged_against_the_target_once_its_year_is_reached() -> None:
    found = judged(None, {"2020/21": 84}, PLAN, as_at=date(2021, 6, 1))
    assert rag_words(found.rag) == "Red – 1 point below the 2021 target (85%); no tolerance is set, so no Amber"


def test_a_target_without_a_year_is_never_reached() -> None:
    assert judged(experience(target_year=None), {"2016/17": 86}).rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize(
    ("fields", "values", "settings", "reason"),
    [
        ({}, {"2016/17": 81}, {"as_at": None}, "no as-at date"),
        ({"direction": None}, {"2016/17": 81}, {}, "no direction says which way is better"),
        ({"direction": Direction.NEUTRAL}, {"2016/17": 81}, {}, "no direction says which way is better"),
        ({"baseline": None}, {}, {}, "no value"),
    ],
)
def test_what_is_missing_is_named_and_not_rated(
    fields: dict[str, object], values: dict[str, float | None], settings: dict[str, object], reason: str
) -> None:
    assert rag_words(judged(experience(**fields), values, PLAN, **settings).rag) == f"Not rated – {reason}"


def test_a_suppressed_value_is_not_rated_and_not_shown() -> None:
    tracker = edition(experience(), {}, PLAN)
    hidden = Observation.model_validate(
        {"indicator": 5, "organisation": "Thurrock", "period": "2016/17", "value": 3, "suppressed": True}
    )
    found = measure_edition(tracker._replace(observations=(hidden,)), {}).indicators[0]
    assert (found.value, rag_words(found.rag)) == (None, "Not rated – the value is suppressed")


def test_a_contradiction_blocks_rag_and_trajectory_but_not_the_value() -> None:
    found = judged(None, {"2016/17": 81}, PLAN, blocked=IN_CONFLICT)
    assert (found.value, rag_words(found.rag)) == (81, "Not rated – title and definition disagree")
    assert gap_words(found.gaps[1]) == "not judged: title and definition disagree"
    assert all(step.plan is None and step.derived is None for step in found.yearly_values)


OVERRIDE = {"rag_override": Rag.GREEN, "override_by": "Chair", "override_on": date(2017, 11, 1)}


def test_an_override_shows_its_reason_and_what_it_replaced() -> None:
    ruled = experience(tolerance=1, override_reason="survey moved by a month", **OVERRIDE)
    found = judged(ruled, {"2016/17": 80.5}, PLAN)
    assert rag_words(found.rag) == "Green – survey moved by a month (Chair, 1 November 2017) (overridden from Amber)"


@pytest.mark.parametrize("missing", ["override_by", "override_on", "override_reason"])
def test_an_override_needs_name_date_and_reason(missing: str) -> None:
    given = {**OVERRIDE, "override_reason": "because", missing: None}
    found = judged(experience(**given), {"2016/17": 79}, PLAN)
    assert found.rag.rag is Rag.RED
    name = missing.removeprefix("override_").replace("by", "name").replace("on", "date")
    name = "reason" if missing == "override_reason" else name
    assert f"override to Green ignored: it has no {name}" in notes_words(found)


def test_an_override_dated_after_the_as_at_date_is_not_applied() -> None:
    given = {**OVERRIDE, "override_on": date(2017, 11, 16), "override_reason": "because"}
    found = judged(experience(**given), {"2016/17": 79}, PLAN)
    assert found.rag.rag is Rag.RED
    assert "override to Green ignored: it is dated 16 November 2017, after the as-at date" in notes_words(found)
    on_the_day = judged(experience(**{**given, "override_on": AS_AT}), {"2016/17": 79}, PLAN)
    assert on_the_day.rag.rag is Rag.GREEN


def test_a_baseline_that_begins_after_the_as_at_date_is_no_value_yet() -> None:
    found = judged(experience(baseline_period="2018/19"), {}, PLAN)
    assert (found.value, found.period, found.why) == (None, None, (reason(Why.NOT_YET),))
    assert rag_words(found.rag) == "Not rated – no value yet at the as-at date"
    assert gap_words(found.gaps[0]) == "no value yet at the as-at date"
    assert all(step.actual is None and step.derived is None for step in found.yearly_values)
    seen = judged(experience(baseline_period="2018/19"), {"2016/17": 81}, PLAN)
    assert (seen.value, seen.is_baseline) == (81, False)


def test_an_override_can_not_turn_what_is_unknown_or_in_conflict_green() -> None:
    ruled = experience(baseline=None, override_reason="because", **OVERRIDE)
    found = judged(ruled, {}, PLAN)
    assert rag_words(found.rag) == "Not rated – no value"
    assert "override to Green ignored: no value" in notes_words(found)
    blocked = judged(ruled, {"2016/17": 90}, PLAN, blocked=IN_CONFLICT)
    assert blocked.rag.rag is Rag.NOT_RATED


def test_a_newer_value_than_the_as_at_date_is_not_known_yet() -> None:
    found = judged(None, {"2016/17": 81, "2017/18": 99}, PLAN)
    assert (found.value, found.is_baseline) == (81, False)


def test_an_observation_older_than_the_baseline_does_not_replace_it() -> None:
    found = judged(None, {"2013/14": 77}, PLAN)
    assert (found.value, found.is_baseline) == (80, True)


def test_a_moving_comparator_shows_both_gaps() -> None:
    moving = experience(
        target=None, target_kind=TargetKind.COMPARATOR_MOVING, comparator=85, comparator_name="England",
        comparator_period="2015/16",
    )  # fmt: skip
    tracker = edition(moving, {"2016/17": 81}, PLAN)
    england = Observation.model_validate(
        {"indicator": 5, "organisation": "England", "period": "2016/17", "value": 84.7}
    )
    found = measure_edition(tracker._replace(observations=(*tracker.observations, england)), {}).indicators[0]
    gaps = {gap.to: gap_words(gap) for gap in found.gaps}
    assert gaps["comparator"] == "4 points below England, 2015/16 (85%)"
    assert gaps["newest comparator"] == "3.7 points below England, 2016/17 (84.7%)"


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (80, 81, "improved since 15 March 2017 (from 80% to 81%)"),
        (81, 81, "sustained since 15 March 2017 (at 81%)"),
        (82.5, 81, "deteriorated since 15 March 2017 (from 82.5% to 81%)"),
    ],
)
def test_change_is_measured_since_the_last_issue(before: float, now: float, words: str) -> None:
    tracker = edition(experience(), {"2016/17": now}, PLAN)
    issued = [
        EditionFigure(edition=day, measure="indicator_5", organisation="Thurrock", value=value)
        for day, value in ((date(2016, 9, 1), 70), (date(2017, 3, 15), before), (AS_AT, 1))
    ]
    results = measure_edition(tracker._replace(edition_figures=tuple(issued)), {})
    assert results.since == date(2017, 3, 15)
    assert change_words(results.indicators[0].indicator, results.indicators[0].change) == words


GOOD, RI = Rating.GOOD, Rating.REQUIRES_IMPROVEMENT
TOWARDS = OrdinalGoal(rating=GOOD, or_working_towards=True, words="Good or working towards Good")
PLAN_FIELDS = {
    "improvement_plan": "Quality plan", "improvement_plan_date": date(2017, 6, 1), "improvement_plan_source": "Board",
}  # fmt: skip


def rated(
    goal: OrdinalGoal, rating: Rating, settings: dict[str, object] | None = None, **plan: object
) -> IndicatorResult:
    nelft = Indicator(number=8, title="NELFT", kind=IndicatorKind.ORDINAL, goal=goal, organisation="RAT")
    seen = Inspection.model_validate(
        {"organisation": "RAT", "overall": rating, "published_on": date(2016, 9, 27), **plan}
    )
    given = Settings.model_validate({"area_name": "Thurrock", "area_code": "07G", "as_at": AS_AT, **(settings or {})})
    return measure_edition(Tracker(settings=given, indicators=(nelft,), inspections=(seen,)), {}).indicators[0]


def test_working_towards_with_plan_date_and_source_is_amber_and_not_met() -> None:
    found = rated(TOWARDS, RI, **PLAN_FIELDS)
    assert (found.state, found.rag.rag) == (OrdinalState.WORKING_TOWARDS, Rag.AMBER)
    assert rag_reason(found.rag) == (
        "Working towards (evidenced): Requires improvement, 27 September 2016; "
        "Quality plan (1 June 2017, source: Board)"
    )


def test_the_settings_may_count_working_towards_as_not_met() -> None:
    found = rated(TOWARDS, RI, {"working_towards_is_amber": False}, **PLAN_FIELDS)
    assert (found.state, found.rag.rag) == (OrdinalState.WORKING_TOWARDS, Rag.RED)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"improvement_plan": None}, "no improvement plan"),
        ({"improvement_plan_date": None}, "no date"),
        ({"improvement_plan_date": date(2016, 11, 14)}, "the plan's date, 14 November 2016, is more than a year away"),
        ({"improvement_plan_source": None}, "no named source"),
    ],
)
def test_incomplete_evidence_does_not_count(change: dict[str, object], missing: str) -> None:
    found = rated(TOWARDS, RI, **{**PLAN_FIELDS, **change})
    assert found.rag.rag is Rag.RED
    assert rag_reason(found.rag).endswith(f"no evidence of working towards Good: {missing}")


def test_outstanding_meets_a_goal_of_good() -> None:
    assert rated(TOWARDS, Rating.OUTSTANDING).rag.rag is Rag.GREEN


@pytest.mark.parametrize("state", [Rating.NOT_YET_RATED, Rating.INSUFFICIENT_EVIDENCE, Rating.NOT_INSPECTED])
def test_a_state_outside_the_scale_is_not_rated(state: Rating) -> None:
    found = rated(TOWARDS, state)
    assert (found.state, found.rag.rag) == (OrdinalState.UNKNOWN, Rag.NOT_RATED)


def test_a_goal_for_a_later_year_is_not_judged_before_it() -> None:
    later = OrdinalGoal(rating=GOOD, words="Good")
    nelft = Indicator(
        number=8, title="NELFT", kind=IndicatorKind.ORDINAL, goal=later, target_year=2021, baseline_rating=RI
    )
    found = measure_edition(
        Tracker(settings=Settings(area_name="Thurrock", area_code="07G", as_at=AS_AT), indicators=(nelft,)), {}
    ).indicators[0]
    assert rag_words(found.rag) == "Not rated – no agreed goal for 2017"
