"""Like with like: a value is held to what is of a period like its own and of the body that is named; practices that merged
stay in the sums of their time; two indicators of one measure are two figures.

The situations are those of ../shared/cases; what they do not hold is a small tracker made here.
"""

from datetime import date
from pathlib import Path

import pytest

from pc_workbook.app import Checked, check, compare, figures, measure
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import IndicatorResult, Results
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind, Observation, Rag
from pc_workbook.model.period import Period
from pc_workbook.model.practice import Practice, StaffGroup, Workforce
from pc_workbook.model.target import TargetKind, TrajectoryPoint
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.views.workbook.dashboard import indicator_table
from pc_workbook.views.workbook.trajectory_charts import yearly_table
from pc_workbook.wording.findings import message
from pc_workbook.wording.indicators import gap_words, notes_words
from pc_workbook.wording.rag import rag_reason, rag_words
from pc_workbook.wording.reasons import reason_words
from tests.support import shared
from tests.support.value_tracker import address_of, judged, sound_tracker

AREA = "Fictionshire"


def case(name: str, workbook: str = "input.xlsx") -> Path:
    return shared("cases", name, workbook)


def checked(name: str, workbook: str = "input.xlsx") -> tuple[Checked, Results]:
    found = check(FileHost(case(name, workbook)))
    return found, measure(found)


def coded(findings: tuple[Finding, ...], code: str) -> list[tuple[str, str]]:
    return [(found.where, message(found).text) for found in findings if found.code == code]


def indicator(**fields: object) -> Indicator:
    given = {"number": 1, "title": "Seen within four hours", "kind": IndicatorKind.PERCENTAGE, "organisation": AREA,
             "direction": Direction.HIGHER, "baseline": 91, "baseline_period": "2015/16"}  # fmt: skip
    return Indicator.model_validate({**given, **fields})


def result(
    of: Indicator,
    observed: dict[str, float],
    agreed: dict[int, float] | None = None,
    others: dict[str, dict[str, float]] | None = None,
    **settings: object,
) -> IndicatorResult:
    seen = {AREA: observed, **(others or {})}
    tracker = Tracker(
        settings=Settings.model_validate(
            {"area_name": AREA, "area_code": "Z9Z", "as_at": date(2018, 2, 15), "baseline_year": 2016, **settings}
        ),
        indicators=(of,),
        trajectory=tuple(
            TrajectoryPoint(indicator=1, year=year, value=value) for year, value in (agreed or {}).items()
        ),
        observations=tuple(
            Observation.model_validate({"indicator": 1, "organisation": whose, "period": period, "value": value})
            for whose, rows in seen.items()
            for period, value in rows.items()
        ),
    )
    return measure_edition(tracker, {}).indicators[0]


# ---------------------------------------------------------------------------- a value and the plan's year (b08)

STEPS = {2017: 92.0, 2018: 94.0, 2019: 95.0}


def test_an_in_year_value_is_never_held_to_last_years_step() -> None:
    _, results = checked("b08-in-year-value-against-last-years-step")
    assert rag_words(results.indicators[0].rag).startswith("Red – 1 point below this year's trajectory (94%)")


@pytest.mark.parametrize("period", ["Nov 2017", "Jan 2018", "15/11/2017", "30 April 2017"])
@pytest.mark.parametrize(("value", "rag"), [(93, Rag.RED), (94, Rag.GREEN)])
def test_a_month_and_a_day_belong_to_their_own_financial_year(period: str, value: float, rag: Rag) -> None:
    found = result(indicator(), {period: value}, STEPS)
    assert (found.rag.rag, found.gaps[1].reference) == (rag, 94)


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("Q1 2017/18", "Q1 2017/18 is a quarter"),
        ("Q3 2017/18", "Q3 2017/18 is a quarter"),
        ("Apr-Nov 2017", "April to November 2017 is a period of 8 months"),
        ("YTD Jan 2018", "April 2017 to January 2018 is a period of 10 months"),
        ("H1 2017/18", "April to September 2017 is a period of 6 months"),
        ("12 months to June 2017", "July 2016 to June 2017 is a period of 12 months"),
    ],
)
@pytest.mark.parametrize("value", [80, 93, 99.9])
def test_a_part_of_a_year_is_never_held_to_the_year(period: str, told: str, value: float) -> None:
    found = result(indicator(), {period: value}, STEPS)
    assert (found.value, found.rag.rag, found.gaps[1].value) == (value, Rag.NOT_RATED, None)
    assert rag_reason(found.rag) == f"{told}: the 2018 trajectory (94%) is for the whole of 2017/18".replace(
        "the 2018 trajectory", "this year's trajectory"
    )


def test_the_newest_value_that_can_be_judged_is_told_beside_a_part_of_a_year() -> None:
    found = result(indicator(), {"2016/17": 91, "Q3 2017/18": 96}, STEPS)
    assert (found.value, found.rag.rag) == (96, Rag.NOT_RATED)
    assert (
        "The newest value that can be judged, 91% (2016/17): Red – 1 point below the 2017 trajectory (92%); "
        "no tolerance is set, so no Amber" in notes_words(found)
    )


@pytest.mark.parametrize("period", ["Q3 2017/18", "Apr-Dec 2017"])
def test_a_part_of_a_year_is_not_held_to_the_target_of_its_year(period: str) -> None:
    found = result(indicator(target=90, target_year=2018), {period: 99})
    assert found.rag.rag is Rag.NOT_RATED
    assert rag_reason(found.rag).endswith("the 2018 target (90%) is for the whole of 2017/18")


@pytest.mark.parametrize(
    ("period", "gap", "words"),
    [
        ("Q3 2017/18", None, "not compared with 85.7, which is for a whole year: Q3 2017/18 is a quarter"),
        ("2016/17", 62.6, "62.6 below the 2021 target (−62.6, 73.0% of 85.7)"),
    ],
)
def test_the_rate_of_a_part_of_a_year_is_no_distance_from_a_years_target(
    period: str, gap: float | None, words: str
) -> None:
    rate = {"kind": IndicatorKind.RATE, "unit": "admissions per 1,000 patients", "direction": Direction.LOWER}
    found = result(indicator(**rate, decimals=1, target=85.7, target_year=2021), {period: 23.1}).gaps[0]
    assert (found.value, gap_words(found)) == (gap, words)


def test_that_a_quarter_and_a_year_in_one_chart_can_not_be_compared_is_said() -> None:
    unlike = (
        "Not all of its values can be compared with each other: Q3 2017/18 is a quarter, 2016/17 is a financial year"
    )
    assert unlike in notes_words(result(indicator(), {"2016/17": 92.0, "Q3 2017/18": 88.0}))
    assert not any("compared with each other" in note for note in notes_words(result(indicator(), {"2016/17": 92.0})))


def test_a_financial_year_is_judged_against_the_year_it_ends_in() -> None:
    found = result(indicator(), {"2016/17": 93}, STEPS)
    assert rag_words(found.rag) == "Green – 1 point above the 2017 trajectory (92%)"


@pytest.mark.parametrize(
    ("baseline", "period", "reason"),
    [
        ("2015/16", "2016", "2016 is a calendar year, and the plan's years are financial years"),
        ("2015", "2016/17", "2016/17 is a financial year, and the plan's years are calendar years"),
    ],
)
def test_no_kind_of_year_is_held_to_the_other(baseline: str, period: str, reason: str) -> None:
    found = result(indicator(baseline_period=baseline), {period: 99}, {2016: 90, 2017: 90})
    assert found.rag.rag is Rag.NOT_RATED
    assert rag_reason(found.rag).startswith(reason)


def test_with_calendar_years_a_month_belongs_to_its_calendar_year() -> None:
    found = result(indicator(baseline_period="2015"), {"Nov 2017": 93}, STEPS)
    assert found.gaps[1].reference == 92


def test_the_plan_period_tells_the_kind_of_years_where_no_baseline_does() -> None:
    found = result(indicator(baseline=None, baseline_period=None), {"Nov 2017": 93}, STEPS, plan_period="2017/18")
    assert found.gaps[1].reference == 94


def test_where_nobody_says_which_years_they_are_a_month_of_two_years_is_not_rated() -> None:
    one = indicator(baseline=None, baseline_period=None)
    found = result(one, {"Nov 2017": 93}, STEPS)
    assert found.rag.rag is Rag.NOT_RATED
    assert "may belong to 2017 or 2018" in rag_reason(found.rag)
    assert result(one, {"Jan 2018": 93}, STEPS).rag.rag is Rag.RED  # January is of 2018 either way
    assert result(one, {"Nov 2017": 93}, {2017: 94.0, 2018: 94.0}).rag.rag is Rag.RED  # the same holds in both


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Apr-Nov 2017", "April to November 2017"),
        ("April to Nov 2017", "April to November 2017"),
        ("YTD Nov 2017", "April to November 2017"),
        ("Q1-Q3 2017/18", "April to December 2017"),
        ("Oct 2016 - Mar 2017", "October 2016 to March 2017"),
        ("Apr 2016 to Mar 2017", "2016/17"),
        ("12 months to March 2017", "2016/17"),
        ("Jan-Dec 2017", "2017"),
        ("Oct-Dec 2017", "Q3 2017/18"),
    ],
)
def test_several_months_are_a_period_and_a_whole_year_is_a_year(typed: str, label: str) -> None:
    found = Period.parse(typed)
    assert (found.label, Period.parse(found.label)) == (label, found)


@pytest.mark.parametrize("typed", ["Apr-Mar 2017", "2017/18 YTD", "Q3-Q1 2017/18", "Apr-Sm 2017"])
def test_months_that_leave_the_year_open_are_no_period(typed: str) -> None:
    with pytest.raises(ValueError, match=r"begins in is missing|is not a period|ends before|is not a month"):
        Period.parse(typed)


def test_a_part_of_a_year_is_called_that_also_where_nobody_says_which_years_the_plan_has() -> None:
    found = result(indicator(baseline=None, baseline_period=None), {"Q3 2017/18": 99}, STEPS)
    assert rag_words(found.rag) == "Not rated – Q3 2017/18 is a quarter, and the plan is of whole years"


def test_the_dashboard_shows_the_years_level_that_a_value_is_held_to() -> None:
    found = result(indicator(), {"Nov 2017": 93}, STEPS, as_at=date(2017, 12, 15))
    results = measure_edition(Tracker(), {})._replace(indicators=(found,), as_at=date(2017, 12, 15))
    assert indicator_table(results).rows[0][5] == 94


# ---------------------------------------------------------------------------- what is shown and drawn (b10, b15)


def rows_of(found: IndicatorResult) -> list[tuple[object, ...]]:
    """Year, baseline, actual and plan of each row of the table that the chart reads."""
    return [(row[2], row[3], row[4], row[5]) for row in yearly_table([found]).rows]


def test_the_baseline_stays_beside_a_value_of_the_year_after() -> None:
    _, results = checked("b10-baseline-lost-behind-an-in-year-value")
    found = next(one for one in results.indicators if one.indicator.number == 6)
    assert rows_of(found)[:2] == [(2016, 91.11, None, None), (2017, None, 88.4, 91.88)]
    assert (found.period and found.period.label, found.rag.rag) == ("Q3 2016/17", Rag.NOT_RATED)


def test_every_value_of_a_year_is_drawn_and_the_newest_stands_for_it() -> None:
    found = result(
        indicator(), {"Q1 2017/18": 92, "Q2 2017/18": 92.5, "Jan 2018": 93, "2016/17": 91.5, "May 2016": 91.2}, STEPS
    )
    assert rows_of(found)[:6] == [
        (2016, 91, None, None),
        ("May 2016", None, 91.2, None),
        (2017, None, 91.5, 92),
        ("Q1 2017/18", None, 92, None),
        ("Q2 2017/18", None, 92.5, None),
        (2018, None, 93, 94),
    ]
    assert [step.plan for step in found.yearly_values if not step.is_further] == [None, 92, 94, 95]


def test_a_value_of_the_baselines_own_year_stands_below_it_and_is_not_the_newest() -> None:
    found = result(indicator(), {"Q1 2015/16": 90, "Q3 2015/16": 92}, STEPS)
    assert (found.value, found.is_baseline) == (91, True)
    assert rows_of(found)[:3] == [
        (2016, 91, None, None),
        ("Q1 2015/16", None, 90, None),
        ("Q3 2015/16", None, 92, None),
    ]


def test_a_first_of_the_month_typed_as_a_day_is_known_on_that_day() -> None:
    _, results = checked("b15-first-of-the-month-is-a-day")
    found = results.indicators[0]
    assert (found.value, found.period and found.period.label, found.rag.rag) == (70, "1 March 2017", Rag.GREEN)


def test_a_value_of_a_period_that_is_not_over_is_left_out_and_that_is_said() -> None:
    found = result(indicator(), {"2016/17": 91, "2017/18": 97}, STEPS)
    assert (found.value, found.rag.rag) == (91, Rag.RED)
    assert "Left out: 2017/18 is not over on 15 February 2018" in notes_words(found)


def test_a_period_that_is_not_over_is_a_finding_for_whom_it_is_compared_with_too() -> None:
    own, other = address_of("tblObservations", "period", 0), address_of("tblObservations", "period", 5)
    _, findings, _, _ = judged(sound_tracker().changed([(*own, "2016/17"), (*other, "Mar 2017")]))
    found = [one for one in findings if one.code == "R22"]
    assert [(one.sheet, one.cell) for one in found] == [own, other]
    assert {one.severity for one in found} == {Severity.WARNING}
    assert message(found[0]).text == (
        "This period runs past the as-at date, 15/03/2017. Until it is over, the value is left out. "
        "Enter a period that ended by 15/03/2017, such as the months so far, or a later as-at date."
    )


# ---------------------------------------------------------------------------- whom it is compared with (b11)


def test_the_comparator_that_is_named_is_the_one_used() -> None:
    found, results = checked("b11-comparator-other-than-england-moving")
    one = results.indicators[0]
    gaps = {gap.to: gap for gap in one.gaps}
    assert (gaps["target"].reference, gaps["target"].value, one.rag.rag) == (71, -9, Rag.RED)
    assert gap_words(gaps["newest comparator"]) == "9 points below North region, January 2017 (71%)"
    assert not any("61" in gap_words(gap) for gap in one.gaps)
    assert coded(found.findings, "R15") == []


MOVING = {"target_kind": TargetKind.COMPARATOR_MOVING, "target_year": 2017, "comparator_name": "North region"}


def test_englands_value_never_stands_in_for_another_comparators() -> None:
    one = indicator(**MOVING, comparator=80, comparator_period="2015/16")
    found = result(one, {"2016/17": 70}, others={"England": {"2016/17": 60}})
    assert (found.gaps[0].reference, found.rag.rag) == (80, Rag.RED)
    assert "England" not in " ".join(gap_words(gap) for gap in found.gaps)


def test_a_comparator_is_found_however_its_name_is_written() -> None:
    found = result(indicator(**MOVING), {"2016/17": 70}, others={"north REGION ": {"2016/17": 60}})
    assert (found.gaps[0].reference, found.rag.rag) == (60, Rag.GREEN)


@pytest.mark.parametrize(
    ("own", "other", "rag", "reason"),
    [
        ("Q3 2017/18", {"Q3 2017/18": 75}, Rag.RED, "5 points below the 2017 target (75%)"),
        ("Q3 2017/18", {"Q2 2017/18": 65, "2016/17": 99}, Rag.GREEN, "5 points above the 2017 target (65%)"),
        ("Q3 2017/18", {"2016/17": 65}, Rag.NOT_RATED, "no value of North region for a period like it: Q3 2017/18 is a quarter"),
        ("Apr-Nov 2017", {"Apr-Nov 2017": 65}, Rag.GREEN, "5 points above"),
        ("Apr-Nov 2017", {"Apr-Oct 2017": 65}, Rag.NOT_RATED, "no value of North region for a period like it"),
        ("2016/17", {"2016/17": 75, "Nov 2017": 60}, Rag.RED, "5 points below the 2017 target (75%)"),
        ("Oct 2017", {"Nov 2017": 60}, Rag.NOT_RATED, "North region's value is of November 2017, later than October 2017"),
        ("2016/17", {"2016": 60}, Rag.NOT_RATED, "2016/17 is a financial year, 2016 is a calendar year"),
    ],
)  # fmt: skip
def test_a_moving_comparator_is_one_of_a_period_like_the_values(
    own: str, other: dict[str, float], rag: Rag, reason: str
) -> None:
    found = result(indicator(**MOVING), {own: 70}, others={"North region": other})
    assert found.rag.rag is rag
    assert reason in rag_reason(found.rag)
    assert not any(note.startswith("The newest value that can be judged") for note in notes_words(found))


def test_a_gap_to_a_value_of_an_unlike_period_is_not_made() -> None:
    found = result(
        indicator(comparator_name="England", comparator=85, comparator_period="2015/16"), {"Q3 2017/18": 93}, STEPS
    )
    gap = found.gaps[2]
    assert (gap.reference, gap.value) == (85, None)
    assert gap_words(gap) == "not compared with 85%: Q3 2017/18 is a quarter, 2015/16 is a financial year"


def test_a_comparator_that_moves_and_was_not_observed_is_a_finding() -> None:
    where = address_of("tblIndicators", "comparator_name", 4)
    _, findings, _, _ = judged(sound_tracker().changed([(*where, "A region")]))
    (found,) = [one for one in findings if one.code == "R15"]
    assert (found.sheet, found.cell) == where
    assert "85 (2015/16), typed beside it, is the target" in message(found).text


# ---------------------------------------------------------------------------- two indicators of one measure (b12)


def test_two_indicators_of_one_measure_are_two_figures_and_a_finding() -> None:
    path = case("b12-two-indicators-one-measure-name")
    own = [one for one in figures(FileHost(path)) if one.measure == "dementia_diagnosis_rate"]
    assert [(one.indicator, one.value, one.rag) for one in own] == [(1, 70, Rag.GREEN), (2, 50, Rag.RED)]
    gaps = [one for one in figures(FileHost(path)) if one.measure == "dementia_diagnosis_rate_gap_to_target"]
    assert [(one.indicator, one.value) for one in gaps] == [(1, 3.3), (2, -16.7)]
    ((where, needs),) = coded(check(FileHost(path)).findings, "R67")
    assert where == "Indicators!N7"
    assert needs.startswith("Indicator 1 already has this measure")


def test_observations_of_two_indicators_of_one_measure_are_both_figures() -> None:
    changes = [
        (*address_of("tblIndicators", "measure", 0), "waits"),
        (*address_of("tblIndicators", "measure", 1), "waits"),
    ]
    intake, *_ = judged(sound_tracker().changed(changes))
    from pc_workbook.figures.table import observed_figures

    told = [(one.indicator, one.value) for one in observed_figures(intake.tracker) if one.measure == "waits"]
    assert told == [(1, 65), (2, 55)]


def test_one_measure_of_two_organisations_is_no_finding() -> None:
    changes = [
        (*address_of("tblIndicators", "measure", 0), "waits"),
        (*address_of("tblIndicators", "measure", 1), "waits"),
        (*address_of("tblIndicators", "organisation", 1), "England"),
    ]
    assert not [one for one in judged(sound_tracker().changed(changes))[1] if one.code == "R67"]


# ---------------------------------------------------------------------------- practices that merge (b16)


def practice(code: str, **fields: object) -> Practice:
    return Practice.model_validate({"code": code, "name": code, "locality": "Hill", **fields})


def staffed(*practices: Practice, fte: float = 2, **settings: object) -> Results:
    rows = [
        Workforce.model_validate(
            {"practice": one.code, "period": "Sept 2016", "staff_group": StaffGroup.ALL_GPS, "fte": fte,
             "registered_patients": 5000}
        )
        for one in practices
    ]  # fmt: skip
    given = {"area_name": AREA, "area_code": "Z9Z", "as_at": date(2017, 3, 15), **settings}
    return measure_edition(
        Tracker(settings=Settings.model_validate(given), practices=practices, workforce=tuple(rows)), {}
    )


def test_a_return_still_describes_the_practices_that_merged_since() -> None:
    _, results = checked("b16-merged-practice-vanishes")
    area = results.area
    assert area.staff.patients_per_gp_fte.value == pytest.approx(21000 / 8.5)
    assert (area.staff.registered_patients, area.staff.gp_fte, area.practices) == (21000, 8.5, 3)
    assert reason_words(area.staff.patients_per_gp_fte.why) == "includes 1 practice that has merged since"
    assert "V90002" not in [place.organisation for place in results.practices]


def test_a_merger_is_not_told_as_a_revision() -> None:
    old, new = (FileHost(case("b16-merged-practice-vanishes", name)) for name in ("before.xlsx", "input.xlsx"))
    told = [move.words for move in compare(old, new).moves]
    assert "V90002 Fictional surgery 2: closed on 31 December 2016, merged into V90001" in told
    assert not any("revised" in words for words in told)


def test_figures_rewritten_for_a_merger_are_told_as_merged() -> None:
    """The successor's rows of the same period, typed again with both practices' staff and patients."""
    from pc_workbook.compare.changes import Side
    from pc_workbook.compare.figures import figure_changes
    from pc_workbook.wording.compare import change_text

    first, second = practice("V90001"), practice("V90002")
    merged = practice("V90002", closed=date(2016, 12, 31), merged_into="V90001")
    was, now = (Tracker(practices=(first, other)) for other in (second, merged))
    sides = [Side("old", was, staffed(first, second)), Side("new", now, staffed(first, merged, fte=3))]
    told = {
        move.about: (move.kind, move.words)
        for move in map(change_text, figure_changes(*sides))
        if "patients per FTE GP" in move.words
    }
    assert told["V90001"][0] == told[AREA][0] == "merged"
    assert told["V90001"][1].endswith("(September 2016); V90002 merged into V90001")


@pytest.mark.parametrize("into", [None, "V90099", "V90002"])
def test_a_practice_that_closed_without_a_successor_is_left_out_and_that_is_said(into: str | None) -> None:
    found = staffed(practice("V90001"), practice("V90002", closed=date(2016, 12, 31), merged_into=into)).area
    assert (found.staff.registered_patients, found.staff.gp_fte) == (5000, 2)
    assert (
        reason_words(found.staff.patients_per_gp_fte.why)
        == reason_words(found.staff.quantity_reasons["registered_patients"])
        == "leaves out 1 practice that closed since"
    )


def test_a_merger_is_followed_through_a_second_one_and_not_for_ever() -> None:
    chain = staffed(
        practice("V90001"),
        practice("V90002", closed=date(2016, 12, 31), merged_into="V90003"),
        practice("V90003", closed=date(2017, 1, 31), merged_into="V90001"),
    ).area
    assert (chain.staff.registered_patients, chain.practices) == (15000, 1)
    circle = staffed(
        practice("V90001"),
        practice("V90002", closed=date(2016, 12, 31), merged_into="V90003"),
        practice("V90003", closed=date(2016, 12, 31), merged_into="V90002"),
    ).area
    assert (circle.staff.registered_patients, reason_words(circle.staff.quantity_reasons["registered_patients"])) == (
        5000,
        "leaves out 2 practices that closed since",
    )


def test_a_practice_that_closed_before_the_return_is_not_part_of_it() -> None:
    found = staffed(practice("V90001"), practice("V90002", closed=date(2016, 6, 30), merged_into="V90001")).area
    assert (found.staff.registered_patients, reason_words(found.staff.patients_per_gp_fte.why)) == (5000, "")


def test_a_merger_counts_in_its_own_locality_alone() -> None:
    vale = practice("V90003", locality="Vale")
    merged = practice("V90002", closed=date(2016, 12, 31), merged_into="V90001")
    hill, other = staffed(practice("V90001"), merged, vale).localities
    assert (hill.staff.registered_patients, hill.practices, hill.practices_closed_since) == (10000, 1, 1)
    assert (other.staff.registered_patients, reason_words(other.staff.patients_per_gp_fte.why)) == (5000, "")


def test_lists_counted_before_a_merger_say_whom_they_leave_out() -> None:
    rows = (
        practice("V90001", registered_patients=5100, list_as_at="Sept 2016"),
        practice("V90002", registered_patients=5200, closed=date(2016, 12, 31), merged_into="V90001"),
    )
    settings = Settings.model_validate({"area_name": AREA, "as_at": date(2017, 3, 15)})
    area = measure_edition(Tracker(settings=settings, practices=rows), {}).area
    assert (area.staff.registered_patients, reason_words(area.staff.quantity_reasons["registered_patients"])) == (
        5100,
        "leaves out 1 practice that merged into another after its list was counted",
    )


def test_a_merger_that_leads_nowhere_is_a_finding() -> None:
    found, results = checked("b16-merged-practice-vanishes", "merged_into_nowhere.xlsx")
    told = dict(coded(found.findings, "R66"))
    assert list(told) == ["Practices!F6", "Practices!F7", "Practices!F8"]
    assert "a row for V90099" in told["Practices!F6"]
    assert "can't merge into itself" in told["Practices!F7"]
    assert told["Practices!F8"] == (
        "V90003 has no closing date, and counts as open until it has. "
        "Enter a closing date for V90003, or no practice here."
    )
    assert reason_words(results.area.staff.patients_per_gp_fte.why) == "leaves out 2 practices that closed since"


def test_mergers_in_a_circle_and_into_one_that_had_closed_are_findings() -> None:
    def typed(row: int, closed: date, into: str) -> list[tuple[str, str, object]]:
        return [
            (*address_of("tblPractices", "closed", row), closed),
            (*address_of("tblPractices", "merged_into", row), into),
        ]

    circle = [*typed(0, date(2016, 6, 30), "V90002"), *typed(1, date(2016, 6, 30), "V90001")]
    needs = [message(one).text for one in judged(sound_tracker().changed(circle))[1] if one.code == "R66"]
    assert len(needs) == 2
    assert all("lead from" in one for one in needs)
    gone = [*typed(0, date(2016, 6, 30), "V90002"), (*address_of("tblPractices", "closed", 1), date(2016, 1, 31))]
    (found,) = [message(one).text for one in judged(sound_tracker().changed(gone))[1] if one.code == "R66"]
    assert found.startswith("V90002 closed on 31/01/2016, before V90001 merged into it.")


# ---------------------------------------------------------------------------- a target year that draws no line (b01)


def test_a_target_year_at_the_baselines_draws_no_line() -> None:
    for year in (2015, 2016):
        found = result(indicator(target=95, target_year=year), {"2016/17": 93})
        assert all(step.derived is None for step in found.yearly_values)
    found_in_case, results = checked("b01-target-year-not-after-baseline-year")
    assert all(one.severity is not Severity.ERROR for one in found_in_case.findings)
    assert results.indicators[0].gaps[0].reference == 66.7
