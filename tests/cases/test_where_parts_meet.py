"""What went wrong where two parts of a tracker meet: no figure turns Green by what one of them does not know of the other."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from pc_workbook.app import check, measure
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import ActionState, IndicatorResult
from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.questioned_values import questions_of
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.wording.actions import flags_words, state_words
from pc_workbook.wording.findings import current_entry, message
from tests.support import SAMPLES
from tests.support.typed_tracker import SETTLED, tracker_of

AREA = "Fictionshire"
Row = Mapping[str, Any]
INDICATOR: Row = {
    "number": 1.0, "title": "Checks done", "kind": "Percentage", "decimals": 1, "direction": "Higher is better",
    "organisation": AREA, "baseline": "60%", "baseline_period": "2015/16", "target": "75%", "target_year": 2017.0,
    "target_kind": "Level",
}  # fmt: skip
AGREED: Row = {"indicator": 1.0, "year": 2017.0, "value": "70%", "status": "Agreed"}
PROVIDERS = [{"code": "X01", "name": "Fictional Hospital", "short_name": "FHT"}]


def seen(value: object, period: str = "Jan 2017", organisation: str = AREA) -> Row:
    return {"indicator": 1.0, "organisation": organisation, "period": period, "value": value}


def judged(
    observed: Sequence[Row], agreed: Row | None = AGREED, **changes: Any
) -> tuple[list[Finding], IndicatorResult]:
    """What was found, but for notes, and the indicator's figure."""
    rows = {
        "tblIndicators": [{**INDICATOR, **changes}],
        "tblTrajectory": [agreed] if agreed else [],
        "tblObservations": observed,
        "tblProviders": PROVIDERS,
    }
    intake = read_tracker(tracker_of(rows))
    findings = find_all(intake)
    results = measure_edition(intake.tracker, blocked_indicators(findings), questions_of(intake, findings))
    sheets = ("Indicators", "Trajectory", "Observations")
    return [one for one in findings if one.severity != "Note" and one.sheet in sheets], results.indicators[0]


def found(rows: Mapping[str, Sequence[Row]], settings: Mapping[str, Any] = SETTLED) -> list[Finding]:
    """What was found, but for notes and for sheets that are not there."""
    findings = find_all(read_tracker(tracker_of(rows, settings)))
    return [one for one in findings if one.severity != "Note" and one.code != "R01"]


def test_the_sound_tracker_of_these_tests_is_green_and_nothing_is_found() -> None:
    findings, result = judged([seen("80%")])
    assert not findings
    assert result.rag.rag is Rag.GREEN


# ---------------------------------------------------------------------------- a value's period, and its row's


@pytest.mark.parametrize(
    ("observed", "agreed", "changes", "said"),
    [
        (seen("80% (2018/19)"), AGREED, {}, "“80% (2018/19)” says 2018/19, and Period says January 2017"),
        (seen("80% (Dec 2016)"), AGREED, {}, "“80% (Dec 2016)” says December 2016, and Period says January 2017"),
        (seen("80%"), {**AGREED, "value": "70% (2018)"}, {}, "“70% (2018)” says 2018, and Year says 2017"),
        (seen("80%"), {**AGREED, "value": "70% (2017/18)"}, {}, "“70% (2017/18)” says 2017/18, and Year says 2017"),
        (seen("80%"), None, {"target": "75% (2020)"}, "“75% (2020)” says 2020, and Target year says 2017"),
        (seen("80%"), AGREED, {"baseline": "60% (2013/14)"}, "says 2013/14, and Baseline period says 2015/16"),
        (
            seen("80%"),
            AGREED,
            {"comparator": "85% (2013/14)", "comparator_name": "England", "comparator_period": "2015/16"},
            "says 2013/14, and Comparator period says 2015/16",
        ),
    ],
)
def test_a_value_whose_brackets_contradict_its_row_gives_no_figure(
    observed: Row, agreed: Row | None, changes: dict[str, Any], said: str
) -> None:
    findings, result = judged([observed], agreed, **changes)
    assert [(one.code, said in message(one).text) for one in findings] == [("R16", True)]
    assert result.rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize(
    ("observed", "agreed"),
    [
        (seen("80% (Jan 2017)"), AGREED),
        (seen("80% (2016/17)"), AGREED),
        (seen("80%"), {**AGREED, "value": "70% (2017)"}),
        (seen("80%"), {**AGREED, "value": "70% (2016/17)"}),
        (seen("80%"), {**AGREED, "value": "70% (March 2017)"}),
        (seen("80%"), {**AGREED, "value": "70% (Nov 2016)"}),  # of 2016/17
    ],
)
def test_brackets_that_fit_their_row_are_no_contradiction(observed: Row, agreed: Row) -> None:
    findings, result = judged([observed], agreed)
    assert not findings
    assert result.rag.rag is Rag.GREEN


# ---------------------------------------------------------------------------- whether a value is agreed, and its year


@pytest.mark.parametrize(
    "status", ["Not agreed", "Draft", "agreed?", "Agreed (draft)", "not yet agreed", "Agreed in principle"]
)
def test_a_value_of_which_it_is_not_clear_whether_it_is_agreed_judges_nothing(status: str) -> None:
    findings, result = judged([seen("80%")], {**AGREED, "status": status})
    assert [(one.code, one.severity, one.where) for one in findings] == [(findings[0].code, "Error", "Trajectory!D2")]
    assert "Did you mean “Agreed”" not in message(findings[0]).text or status == "agreed?"
    assert result.rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize("goal", ["Good", "At least Good", "Retain “Good”", "RI"])
def test_a_rating_agreed_for_a_year_of_percentages_is_no_note(goal: str) -> None:
    findings, result = judged([seen("80%")], {**AGREED, "value": goal})
    assert [(one.code, one.where) for one in findings] == [("R06", "Trajectory!C2")]
    assert "is a rating, and Kind is Percentage" in message(findings[0]).text
    assert result.rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize("year", [17.0, 2107.0, 20017.0])
def test_a_year_that_can_be_none_is_named_and_not_passed_over(year: float) -> None:
    findings, result = judged([seen("80%")], {**AGREED, "year": year})
    assert [(one.code, one.where) for one in findings] == [("R16", "Trajectory!B2")]
    assert result.rag.rag is Rag.NOT_RATED


def test_a_choice_with_a_question_mark_is_asked_about() -> None:
    findings, result = judged([seen("80%")], direction="Higher is better?")
    assert (findings[0].code, findings[0].where) == ("R10", "Indicators!G2")
    assert result.rag.rag is Rag.NOT_RATED


# ---------------------------------------------------------------------------- the names of a body


@pytest.mark.parametrize("measured", ["X01", "FHT", "Fictional Hospital"])
@pytest.mark.parametrize("typed", ["X01", "x01 ", "FHT", "Fictional  Hospital"])
@pytest.mark.parametrize("unread", [seen("20,5%", "Feb 2017"), seen("20.5%", "Febr 2017")])
def test_an_unreadable_newest_value_blocks_by_whichever_name_its_body_goes(
    measured: str, typed: str, unread: Row
) -> None:
    rows = [seen("80%", organisation=typed), {**unread, "organisation": typed}]
    findings, result = judged(rows, organisation=measured)
    assert [(one.severity, one.sheet) for one in findings] == [("Error", "Observations")]
    assert result.rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize("name", ["England", None, "Essex"])
def test_an_unreadable_value_of_what_a_target_moves_with_leaves_no_older_one_in_its_place(name: str | None) -> None:
    other = name or "England"
    rows = [
        seen("80%", "Q3 2016/17"),
        seen("70%", "Q2 2016/17", other),
        seen("90,5%", "Q3 2016/17", other),
    ]
    moving = {"target": None, "target_kind": "Comparator, moving", "comparator_name": name}
    findings, result = judged(rows, None, **moving)
    assert [(one.code, one.where) for one in findings] == [("R06", "Observations!D4")]
    assert result.rag.rag is Rag.NOT_RATED


def test_an_unreadable_value_of_england_takes_nothing_from_a_target_that_is_a_level() -> None:
    _, result = judged([seen("80%"), seen("90,5%", organisation="England")])
    assert result.rag.rag is Rag.GREEN


def test_a_comparator_in_letters_that_look_the_same_is_found() -> None:
    rows = [seen("80%", "Q3 2016/17"), seen("90%", "Q3 2016/17", "Englаnd")]  # with a Cyrillic letter
    findings, result = judged(rows, None, target=None, target_kind="Comparator, moving", comparator_name="England")
    assert not findings
    assert result.rag.rag is Rag.RED


@pytest.mark.parametrize(("measured", "comparator"), [(AREA, AREA), (AREA, "v9x"), (None, AREA), ("X01", "FHT")])
def test_nothing_is_its_own_comparator(measured: str | None, comparator: str) -> None:
    moving = {"target": None, "target_kind": "Comparator, moving", "comparator_name": comparator}
    findings, result = judged([seen("65%", organisation=measured or AREA)], None, organisation=measured, **moving)
    assert ("R16", "Indicators!V2") in [(one.code, one.where) for one in findings]
    assert result.rag.rag is Rag.NOT_RATED


# ---------------------------------------------------------------------------- advice


@pytest.mark.parametrize("typed", ["80% (est.)", "80% (36/45)", "80% (1 year)", "80% (Q3)", "80% (n=45)"])
def test_a_percentage_with_brackets_is_not_told_to_be_none(typed: str) -> None:
    findings, _ = judged([seen(typed)])
    assert [one.code for one in findings] == ["R06"]
    assert "Type 80% alone" in message(findings[0]).text


@pytest.mark.parametrize("typed", ["5,000 (est)", "1,234,567 (about)"])
def test_commas_between_thousands_are_not_told_to_stand_elsewhere(typed: str) -> None:
    findings = found({"tblPractices": [{"code": "V90001", "name": "Practice 1", "registered_patients": typed}]})
    assert [one.code for one in findings if one.sheet == "Practices"] == ["R06"]
    assert "comma" not in message(findings[0]).text


def test_a_date_in_a_column_of_years_is_not_told_to_be_typed_as_its_day_and_month() -> None:
    findings, _ = judged([seen("80%")], target_year=date(2017, 3, 31))
    assert [one.code for one in findings] == ["R06"]
    assert "a whole number belongs here" in message(findings[0]).text
    assert "31.3" not in message(findings[0]).text


def test_staff_of_a_period_that_is_not_over_are_said_to_be_left_out() -> None:
    staff = [
        {"practice": f"V9000{n}", "period": period, "staff_group": "All GPs", "fte": 2.0}
        for n in (1, 2)
        for period in ("September 2016", "June 2017")
    ]
    practices = [{"code": f"V9000{n}", "name": f"Practice {n}", "registered_patients": 5000.0} for n in (1, 2)]
    told = [one for one in found({"tblPractices": practices, "tblWorkforce": staff}) if one.code == "R22"]
    assert [(one.where, current_entry(one.entry)) for one in told] == [("Workforce!B3", "June 2017")]
    assert "2 rows of it are left out" in message(told[0]).text


def test_an_area_without_a_name_is_asked_for_one() -> None:
    settings = {name: value for name, value in SETTLED.items() if name != "area_name"}
    told = [one for one in found({"tblPractices": []}, settings) if one.sheet == "Settings"]
    assert [(one.code, one.severity, one.where) for one in told] == [("R27", "Error", "Settings!B2")]


def test_how_far_an_action_is_has_no_unit_to_be_changed() -> None:
    actions = [{"letter": "A", "text": "Write the plan"}]
    progress = [{"action": "A", "locality": "North", "per_cent_complete": "120%"}]
    told = [one for one in found({"tblActions": actions, "tblActionProgress": progress}) if one.code == "R16"]
    assert [message(one).text for one in told] == ["120% is above 100%. Type a percentage from 0 to 100."]


@pytest.mark.parametrize("typed", ["3/7", "3 of 7", "3 (42.9%)"])
def test_a_comparator_typed_as_counts_is_refused_since_small_ones_could_not_be_kept_back(typed: str) -> None:
    findings, result = judged([seen("80%")], comparator=typed, comparator_name="England", comparator_period="Jan 2017")
    assert [(one.code, one.severity) for one in findings if current_entry(one.entry) == typed] == [("R06", "Error")]
    assert result.rag is not Rag.GREEN


@pytest.mark.parametrize(
    ("heading", "typed", "told"),
    [
        ("Linked indicators", "1-3", "its list of linked indicators can't be read"),
        ("Completed on", "31/11/2016", "Not judged: the date under Completed on can't be read"),
        ("Review date", "31/11/2017", "Ongoing; its review date can't be read"),
    ],
)
def test_a_cell_of_an_action_that_cannot_be_read_is_not_told_as_empty(
    heading: str, typed: str, told: str, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(SAMPLES / "thurrock-2017-resolved.xlsx")
    sheet = book["Actions"]
    (top,) = [row for row in sheet.iter_rows() if row[0].value == "Action"]
    (spot,) = [cell.column for cell in top if cell.value == heading]
    (row,) = [cell.row for cell in sheet["A"] if cell.value == ("A" if heading == "Review date" else "C")]
    sheet.cell(row, spot, typed)
    book.save(tmp_path / "tracker.xlsx")
    checked = check(FileHost(tmp_path / "tracker.xlsx"))
    cell = f"{get_column_letter(spot)}{row}"
    assert [current_entry(one.entry) for one in checked.findings if (one.sheet, one.cell) == ("Actions", cell)] == [
        typed
    ]
    (result,) = [one for one in measure(checked).actions if one.action.letter == sheet.cell(row, 1).value]
    assert told in (state_words(result.reason), *flags_words(result.flags))
    assert not {"it is linked to no indicator", "Overdue", "Ongoing, no review date"} & {
        state_words(result.reason),
        *flags_words(result.flags),
    }
    assert heading == "Linked indicators" or result.state is not ActionState.OVERDUE
