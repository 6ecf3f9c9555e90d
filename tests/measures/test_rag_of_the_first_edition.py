"""The first edition, as at 15 March 2017: what the two papers' ten indicators and six actions must show.

The numbers are those of the Board paper of 15 March 2017, item 11, and of the reporting template for
objective 4D. Practices are fictional: the papers' list of rated practices (Appendix A) was never published.
"""

from datetime import date

import pytest

from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import ActionState, IndicatorResult, OrdinalState, Results
from pc_workbook.model.action import Action, ActionProgress, Delivery, DeliveryKind
from pc_workbook.model.cqc import Inspection, Provider, Rating
from pc_workbook.model.indicator import DefinitionRuling, Denominator, Direction, Indicator, IndicatorKind, Rag
from pc_workbook.model.period import Period
from pc_workbook.model.practice import Practice
from pc_workbook.model.question import Blocker
from pc_workbook.model.target import OrdinalGoal, TargetKind, TrajectoryPoint
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.wording.actions import flags_words, state_words
from pc_workbook.wording.indicators import gap_words, notes_words, yearly_value_words
from pc_workbook.wording.rag import rag_reason, rag_words

AS_AT = date(2017, 3, 15)
GOOD, RI, INADEQUATE = Rating.GOOD, Rating.REQUIRES_IMPROVEMENT, Rating.INADEQUATE
RETAIN = OrdinalGoal(rating=GOOD, retain=True, words="Retain Good Rating overall")
TOWARDS = OrdinalGoal(rating=GOOD, or_working_towards=True, words="Good or to be working towards Good")
BLOCKED = {3: (Blocker("P01", "Indicators!C8"),), 4: (Blocker("P02", "Indicators!J9"),)}


def indicator(number: int, kind: IndicatorKind, **fields: object) -> Indicator:
    given = {"number": number, "title": f"Indicator {number}", "kind": kind, "target_year": 2021, **fields}
    if kind is not IndicatorKind.ORDINAL:
        given.setdefault("direction", Direction.HIGHER)
    return Indicator.model_validate(given)


def indicators() -> tuple[Indicator, ...]:
    rate, percentage, ordinal = IndicatorKind.RATE, IndicatorKind.PERCENTAGE, IndicatorKind.ORDINAL
    england = {"comparator_name": "England", "target_kind": TargetKind.COMPARATOR_UNDECIDED}
    rates = {**england, "baseline_period": "2015", "comparator_period": "2015", "decimals": 2}
    return (
        indicator(1, rate, baseline=0.47, comparator=0.61, **rates),
        indicator(2, rate, baseline=0.22, comparator=0.27, **rates),
        indicator(
            3, percentage, baseline=40, target=100, measure="cqc_share_at_least_requires_improvement", decimals=0
        ),
        indicator(4, percentage, baseline=37, target=50, measure="cqc_share_at_least_good", decimals=0),
        indicator(
            5, percentage, baseline=80, baseline_period="2015/16", comparator=85, comparator_period="2015/16", **england
        ),
        indicator(
            6,
            percentage,
            baseline=91.11,
            baseline_period="2015/16",
            target=95,
            target_kind=TargetKind.LEVEL,
            national_standard=95,
            decimals=2,
            organisation="BTUH",
        ),
        indicator(7, ordinal, baseline_rating=GOOD, baseline_period="May 2016", goal=RETAIN, organisation="BTUH"),
        indicator(8, ordinal, baseline_rating=RI, baseline_period="Sept. 2016", goal=TOWARDS, organisation="NELFT"),
        indicator(9, ordinal, baseline_rating=GOOD, baseline_period="November 2015", goal=RETAIN, organisation="SEPT"),
        indicator(10, ordinal, baseline_rating=RI, baseline_period="Aug. 2016", goal=TOWARDS, organisation="EEAST"),
    )


def trajectory() -> tuple[TrajectoryPoint, ...]:
    agreed = {5: {2017: 81, 2018: 82, 2019: 83, 2020: 84}, 6: {2017: 91.88, 2019: 93.44, 2020: 94.22}}
    numbers = [TrajectoryPoint(indicator=n, year=y, value=v) for n, years in agreed.items() for y, v in years.items()]
    goals = {7: RETAIN, 8: TOWARDS, 9: RETAIN, 10: TOWARDS}
    ratings = [TrajectoryPoint(indicator=n, year=y, goal=g) for n, g in goals.items() for y in range(2017, 2022)]
    return (*numbers, *ratings)


def practices() -> tuple[Practice, ...]:
    return tuple(Practice(code=f"W9{n:04d}", name=f"Practice {n}") for n in range(33))


def inspections() -> tuple[Inspection, ...]:
    """20 of 33 practices inspected: 10 Good, five Requires improvement, five Inadequate (paper 1.3)."""
    ratings = [GOOD] * 10 + [RI] * 5 + [INADEQUATE] * 5
    rows = zip(practices(), ratings, strict=False)
    of_practices = [Inspection(organisation=p.code, overall=r, published_on=date(2016, 6, 1)) for p, r in rows]
    maternity = Inspection(
        organisation="BTUH", service="maternity", overall=Rating.OUTSTANDING, published_on=date(2016, 5, 31)
    )
    return (*of_practices, maternity)


def actions() -> tuple[Action, ...]:
    ongoing = Delivery(words="Ongoing", kinds=(DeliveryKind.ONGOING,))
    by_2020 = Delivery(
        words="By 2020, this is an ongoing support to practices",
        kinds=(DeliveryKind.BY_YEAR, DeliveryKind.ONGOING),
        last_day=date(2020, 12, 31),
    )
    december = Delivery(words="December 2016", kinds=(DeliveryKind.MONTH,), last_day=date(2016, 12, 31))
    return (
        Action(letter="A", text="Update policies and practices", links={3, 4}, delivery=ongoing),
        Action(letter="B", text="CQC support", outcome="No practice Inadequate", links={3, 4}, delivery=by_2020),
        Action(letter="C", text="Primary Care Strategy", links={1, 2, 5}, delivery=december),
        Action(letter="D", text="Teaching practices", links={1, 2, 5}, delivery=ongoing),
        Action(letter="E", text="Skill mix", links={1, 2, 5}, delivery=ongoing),
        Action(letter="F", text="4 Hubs over the weekend", links={1, 2, 5}, delivery=ongoing),
    )


def progress() -> tuple[ActionProgress, ...]:
    texts = {
        "A": "Named locality managers are assigned to the practices of their locality and support them in updating policies.",
        "B": "Named locality managers are assigned to the practices of their locality and support them in preparing for visits.",
        "C": "First draft due by 23/12/16",
        "F": "On-going",
    }
    return tuple(ActionProgress(action=letter, locality="Grays", progress=text) for letter, text in texts.items())


def first_edition(**settings: object) -> Tracker:
    return Tracker(
        settings=Settings.model_validate(
            {"area_name": "Thurrock", "area_code": "07G", "as_at": AS_AT, "baseline_year": 2016, **settings}
        ),
        practices=practices(),
        inspections=inspections(),
        providers=(
            Provider(
                code="RWN",
                name="South Essex Partnership Trust",
                short_name="SEPT",
                ends=date(2017, 3, 31),
                successor="R1L",
            ),
            Provider(code="R1L", name="Essex Partnership University Trust", short_name="EPUT", starts=date(2017, 4, 1)),
        ),
        indicators=indicators(),
        trajectory=trajectory(),
        actions=actions(),
        progress=progress(),
    )


@pytest.fixture(scope="module")
def results() -> Results:
    return measure_edition(first_edition(), BLOCKED)


def line(results: Results, number: int) -> IndicatorResult:
    return results.indicators[number - 1]


def gap(result: IndicatorResult, to: str) -> float | None:
    return next(found.value for found in result.gaps if found.to == to)


def test_1_is_0_14_below_england_and_not_rated_without_a_trajectory(results: Results) -> None:
    one = line(results, 1)
    assert (one.value, one.is_baseline, gap(one, "comparator")) == (0.47, True, -0.14)
    assert gap_words(one.gaps[2]) == "0.14 below England, 2015 (−0.14, 23.0% of 0.61)"
    assert one.rag.rag is Rag.NOT_RATED
    assert (
        rag_words(one.rag)
        == "Not rated – no agreed trajectory for 2017; comparator kind to be chosen (fixed or moving)"
    )


def test_2_is_0_05_below_england_and_not_rated_either(results: Results) -> None:
    two = line(results, 2)
    assert gap(two, "comparator") == -0.05
    assert gap_words(two.gaps[2]) == "0.05 below England, 2015 (−0.05, 18.5% of 0.27)"
    assert two.rag == line(results, 1).rag


def test_3_is_not_rated_while_its_definition_is_in_conflict_and_has_both_shares(results: Results) -> None:
    three = line(results, 3)
    assert (three.value, rag_words(three.rag)) == (40, "Not rated – title and definition disagree")
    assert [(s.name, s.denominator, round(s.percent or 0, 1)) for s in three.shares] == [
        ("at_least_requires_improvement", 20, 75.0),
        ("at_least_requires_improvement", 33, 45.5),
        ("requires_improvement_or_below", 20, 50.0),
        ("requires_improvement_or_below", 33, 30.3),
    ]
    assert all(step.plan is None and step.derived is None for step in three.yearly_values)


def test_4_is_not_rated_until_its_denominator_is_declared_but_counts_the_practices_needed(results: Results) -> None:
    four = line(results, 4)
    assert (four.value, rag_words(four.rag)) == (37, "Not rated – CQC share without a denominator")
    assert [(s.numerator, s.denominator) for s in four.shares] == [(10, 20), (10, 33)]
    assert gap(four, "target") == -13
    assert any("10 of 20 inspected practices" in n and "target level of 50% met" in n for n in notes_words(four))
    assert any("10 of all 33 practices" in n and "7 practices short of 50%" in n for n in notes_words(four))


@pytest.mark.parametrize(
    ("denominator", "value", "words"),
    [(Denominator.INSPECTED, 50.0, "level with the 2021 target (50%)"),
     (Denominator.ALL, 1000 / 33, "19.7 points below the 2021 target (50%)")],
)  # fmt: skip
def test_4_takes_the_share_on_the_denominator_once_that_is_declared(
    denominator: Denominator, value: float, words: str
) -> None:
    found = line(measure_edition(first_edition(cqc_denominator=denominator), {3: BLOCKED[3]}), 4)
    assert found.value == pytest.approx(value)
    assert found.period == Period.parse(AS_AT)
    assert gap_words(found.gaps[0]) == words
    assert rag_words(found.rag) == "Not rated – no agreed trajectory for 2017"


def test_a_share_is_not_rated_without_a_denominator_even_when_nothing_else_blocks_it() -> None:
    found = line(measure_edition(first_edition(), {}), 4)
    assert found.rag.rag is Rag.NOT_RATED
    assert "denominator is not declared" in rag_reason(found.rag)


def test_3_counts_failure_with_lower_better_where_the_definition_is_ruled_to_hold() -> None:
    tracker = first_edition(cqc_denominator=Denominator.ALL)
    ruled = tracker.indicators[2].model_copy(update={"definition_ruling": DefinitionRuling.DEFINITION, "target": 0.0})
    rows = (*tracker.indicators[:2], ruled, *tracker.indicators[3:])
    found = line(measure_edition(replaced(tracker, indicators=rows), {}), 3)
    assert found.value == pytest.approx(1000 / 33)
    assert gap(found, "target") == pytest.approx(-1000 / 33)
    assert gap_words(found.gaps[0]) == "30.3 points above the 2021 target (0%)"


def test_5_is_5_points_below_england_and_has_no_2017_value_yet(results: Results) -> None:
    five = line(results, 5)
    assert (five.value, gap(five, "comparator")) == (80, -5)
    assert gap_words(five.gaps[2]) == "5 points below England, 2015/16 (85%)"
    assert rag_words(five.rag) == "Not rated – no 2017 value to judge against the trajectory of 81%"
    assert [step.line for step in five.yearly_values if step.plan is not None] == [None] * 4


def test_6_is_3_89_points_below_the_standard_and_has_no_2017_value_yet(results: Results) -> None:
    six = line(results, 6)
    assert (six.value, gap(six, "national standard")) == (91.11, -3.89)
    assert gap_words(six.gaps[3]) == "3.89 points below the national standard (95%)"
    assert rag_words(six.rag) == "Not rated – no 2017 value to judge against the trajectory of 91.88%"


def test_6_compares_agreed_years_with_the_line_and_derives_the_missing_year(results: Results) -> None:
    steps = {step.year: step for step in line(results, 6).yearly_values}
    assert (steps[2016].actual, steps[2016].actual_period) == (91.11, "2015/16")
    assert (steps[2017].plan, steps[2017].derived) == (91.88, None)
    assert yearly_value_words(steps[2017]).startswith("differs from linear by 0.008")
    assert (steps[2018].plan, steps[2018].derived, yearly_value_words(steps[2018])) == (
        None,
        92.666,
        "derived, not agreed",
    )
    assert [steps[year].plan for year in (2019, 2020, 2021)] == [93.44, 94.22, 95]


def test_1_has_a_derived_line_to_englands_value_that_is_never_called_agreed(results: Results) -> None:
    steps = [step for step in line(results, 1).yearly_values if step.year > 2016]
    assert [step.derived for step in steps] == [0.498, 0.526, 0.554, 0.582, 0.61]
    assert all(step.plan is None and yearly_value_words(step) == "derived, not agreed" for step in steps)


def test_7_is_met_and_maternity_is_rated_separately(results: Results) -> None:
    seven = line(results, 7)
    assert (seven.state, seven.rag.rag) == (OrdinalState.MET, Rag.GREEN)
    assert rag_words(seven.rag) == "Green – Met: Good, May 2016 meets “Retain Good Rating overall”"
    assert seven.ordinal.service_ratings == (("maternity", Rating.OUTSTANDING),)


@pytest.mark.parametrize("number", [8, 10])
def test_8_and_10_are_not_met_without_evidence_of_working_towards(results: Results, number: int) -> None:
    found = line(results, number)
    assert (found.rating, found.state, found.rag.rag) == (RI, OrdinalState.NOT_MET, Rag.RED)
    assert "no evidence of working towards Good: no improvement plan" in rag_reason(found.rag)


def test_9_is_met_and_notes_that_its_rating_is_old_and_the_trust_will_end(results: Results) -> None:
    nine = line(results, 9)
    assert nine.state is OrdinalState.MET
    assert "The value is of November 2015, older than the plan's baseline year 2016" in notes_words(nine)
    assert any(
        "its successor is Essex Partnership University Trust from 1 April 2017" in note for note in notes_words(nine)
    )


def test_9_is_no_longer_rated_once_the_trust_has_ended() -> None:
    found = line(measure_edition(first_edition(as_at=date(2018, 3, 15)), BLOCKED), 9)
    assert rag_words(found.rag) == "Not rated – SEPT ended on 31 March 2017"


def test_c_is_overdue_since_the_last_day_of_december(results: Results) -> None:
    assert (results.actions[2].state, state_words(results.actions[2].reason)) == (
        ActionState.OVERDUE,
        "Overdue since 31 December 2016 (74 days)",
    )


def test_a_d_e_and_f_are_ongoing_without_a_review_date_and_b_is_due_by_2020(results: Results) -> None:
    states = {found.action.letter: found.state for found in results.actions}
    assert {states[letter] for letter in "ADEF"} == {ActionState.ONGOING_NO_REVIEW}
    assert states["B"] is ActionState.ON_COURSE
    assert "its delivery date is of two kinds: by year and ongoing" in flags_words(results.actions[1].flags)


def test_no_action_has_a_lead_and_five_have_no_outcome(results: Results) -> None:
    assert sum("no lead is named" in flags_words(found.flags) for found in results.actions) == 6
    assert sum("no outcome is stated" in flags_words(found.flags) for found in results.actions) == 5


def test_progress_that_only_repeats_the_date_is_flagged(results: Results) -> None:
    assert "text repeats the delivery date (Grays)" in flags_words(results.actions[5].flags)


def test_the_progress_of_a_and_b_begins_with_nearly_the_same_sentence(results: Results) -> None:
    assert "same wording as action B" in flags_words(results.actions[0].flags)
    assert "same wording as action A" in flags_words(results.actions[1].flags)


def test_indicators_6_to_10_have_no_action(results: Results) -> None:
    assert [found.indicator.number for found in results.indicators if not found.actions] == [6, 7, 8, 9, 10]
    assert line(results, 1).actions == ("C", "D", "E", "F")


def replaced(tracker: Tracker, **fields: object) -> Tracker:
    return tracker._replace(**fields)  # type: ignore[arg-type]
