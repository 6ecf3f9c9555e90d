"""Plans with steps by month, quarter, year to date, rolling or pooled years and days: what each value is judged by, and what
is said where nothing is of its period. Bad input is an error with its cell.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pc_workbook import app
from pc_workbook.figures.lineage import Lineage
from pc_workbook.figures.table import figures
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import IndicatorResult
from pc_workbook.model.indicator import Rag
from pc_workbook.model.period import MONTH_NAMES
from pc_workbook.model.tracker import Tracker
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE, SETTINGS, SETTINGS_SHEET
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot
from pc_workbook.views.parts import ChartKind, Paragraph
from pc_workbook.views.workbook.indicators import indicators_sheet
from pc_workbook.views.workbook.trajectory_charts import trajectory_charts, yearly_table
from pc_workbook.wording.findings import message
from pc_workbook.wording.indicators import gap_words, notes_words, yearly_value_words
from pc_workbook.wording.rag import rag_words
from tests.support.columns import columns_of
from tests.support.value_tracker import AREA, address_of, judged, sound_tracker, with_rows

Fields = dict[str, Any]


def plan(
    indicator: Fields,
    steps: dict[Any, float | None],
    observed: dict[Any, float],
    as_at: date = date(2018, 1, 15),
    **chosen: Any,
) -> IndicatorResult:
    """The result of one indicator of a tracker as it is read: its steps and values by what is typed under Period."""
    _, findings, results = read_plan(indicator, steps, observed, as_at, **chosen)
    assert errors_of(findings) == []
    return results[0]


def errors_of(findings: tuple[Finding, ...]) -> list[Finding]:
    """The errors, without the sheets that the tracker of these tests has not."""
    return [found for found in findings if found.severity is Severity.ERROR and found.code != "R01"]


def read_plan(
    indicator: Fields, steps: dict[Any, float | None], observed: dict[Any, float], as_at: date, **chosen: Any
) -> tuple[Snapshot, tuple[Finding, ...], tuple[IndicatorResult, ...]]:
    fields = {"number": 1.0, "title": "Seen", "kind": "Percentage", "direction": "Higher is better", "organisation": AREA,
              **indicator}  # fmt: skip
    rows: dict[str, Sequence[Fields]] = {
        "tblIndicators": [fields],
        "tblTrajectory": [{"indicator": 1.0, ("year" if isinstance(time, float) else "period"): time, "value": level}
                          for time, level in steps.items()],
        "tblObservations": [{"indicator": 1.0, "organisation": AREA, "period": time, "value": value}
                            for time, value in observed.items()],
    }  # fmt: skip
    snapshot = sound_tracker()
    for table, given in rows.items():
        made = with_rows(table, given)
        sheet = BY_TABLE[table].sheet
        lists = {**snapshot.lists, table: made.lists[table]}
        snapshot = Snapshot("a plan", {**snapshot.sheets, sheet: made.sheets[sheet]}, lists)
    rows_of_settings = {setting.name: n for n, setting in enumerate(SETTINGS, 2)}
    typed = {"As-at date": as_at, **chosen}
    snapshot = snapshot.changed(
        [(SETTINGS_SHEET, f"B{rows_of_settings[name]}", value) for name, value in typed.items()]
    )
    intake, findings, _, _ = judged(snapshot)
    return snapshot, findings, measure_edition(intake.tracker, {}).indicators


MONTHLY = {"Sep 2017": 66.0, "Oct 2017": 67.0, "Nov 2017": 68.0, "Dec 2017": 69.0}
QUARTERLY = {"Q1 2017/18": 60.0, "Q2 2017/18": 65.0, "Q3 2017/18": 70.0}
PROFILE = {"YTD Apr 2017": 10.0, "YTD May 2017": 20.0, "YTD Jun 2017": 30.0, "YTD Nov 2017": 80.0, "2017/18": 95.0}
ROLLING = {"12 months to Oct 2017": 60.0, "12 months to Nov 2017": 61.0}
POOLED = {"2012-14": 70.0, "2013 to 2015": 72.0}
DAYS = {"30/06/2017": 55.0, date(2017, 12, 31): 60.0}


@pytest.mark.parametrize(
    ("steps", "period", "value", "rag"),
    [
        (MONTHLY, "Nov 2017", 68.0, "Green – level with the trajectory for November 2017 (68%)"),
        (MONTHLY, "Oct 2017", 66.5, "Red – 0.5 points below the trajectory for October 2017 (67%); no tolerance is set, so no Amber"),
        (MONTHLY, "Q3 2017/18", 99.0, "Not rated – no agreed trajectory for Q3 2017/18: Q3 2017/18 is a quarter, and the steps are for months"),
        (MONTHLY, "2016/17", 99.0, "Not rated – no 2018 value to judge"),
        (QUARTERLY, "Oct-Dec 2017", 71.0, "Green – 1 point above the trajectory for Q3 2017/18 (70%)"),
        (QUARTERLY, "Nov 2017", 99.0, "Not rated – no agreed trajectory for November 2017: November 2017 is a month, and the steps are for quarters"),
        (QUARTERLY, "Apr-Nov 2017", 99.0, "Not rated – no agreed trajectory for April to November 2017: April to November 2017 is a period of 8 months, and the steps are for quarters"),
        (PROFILE, "YTD Nov 2017", 79.0, "Red – 1 point below the trajectory for April to November 2017 (80%)"),
        (PROFILE, "YTD Oct 2017", 99.0, "Not rated – no agreed trajectory for April to October 2017; no April to November 2017 value to judge against the trajectory of 80%"),
        (PROFILE, "Nov 2017", 99.0, "Not rated – no agreed trajectory for November 2017"),
        (ROLLING, "12 months to Nov 2017", 60.0, "Red – 1 point below the trajectory for December 2016 to November 2017 (61%)"),
        (ROLLING, "Nov 2017", 99.0, "Not rated – no agreed trajectory for November 2017: November 2017 is a month, and the steps are for rolling 12 months"),
        (POOLED, "2013-15", 73.0, "Green – 1 point above the trajectory for 2013 to 2015 (72%)"),
        (POOLED, "2015", 99.0, "Not rated"),
        (DAYS, "as at 31 December 2017", 60.0, "Green – level with the trajectory for 31 December 2017 (60%)"),
        (DAYS, "15/11/2017", 56.0, "Green – 1 point above the trajectory for 30 June 2017 (55%)"),
        (DAYS, "01/06/2017", 99.0, "Not rated – no agreed trajectory for 1 June 2017"),
        (DAYS, "Dec 2017", 99.0, "Not rated – no agreed trajectory for December 2017: December 2017 is a month, and the steps are for days"),
    ],
)  # fmt: skip
def test_a_value_is_judged_by_the_step_of_its_own_period_alone(
    steps: dict[Any, float | None], period: str, value: float, rag: str
) -> None:
    found = plan({}, steps, {period: value})
    if rag == "Not rated – no 2018 value to judge":
        assert found.rag.rag is Rag.NOT_RATED
    else:
        assert rag_words(found.rag).startswith(rag)


@pytest.mark.parametrize(
    ("target_period", "period", "rag"),
    [
        ("Nov 2017", "Nov 2017", Rag.GREEN), ("Nov 2017", "Dec 2017", Rag.GREEN), ("Nov 2017", "Oct 2017", Rag.NOT_RATED),
        ("Nov 2017", "Q3 2017/18", Rag.NOT_RATED), ("Q2 2017/18", "Q3 2017/18", Rag.GREEN), ("Q2 2017/18", "2016/17", Rag.NOT_RATED),
        ("YTD Oct 2017", "YTD Oct 2017", Rag.GREEN), ("YTD Oct 2017", "YTD Nov 2017", Rag.NOT_RATED),
        ("2013-15", "2014-16", Rag.GREEN), ("2013-15", "2015", Rag.NOT_RATED), ("31/10/2017", "30/11/2017", Rag.GREEN),
        ("31/10/2017", "Nov 2017", Rag.NOT_RATED), ("12 months to Oct 2017", "12 months to Nov 2017", Rag.GREEN),
        ("12 months to Oct 2017", "2016/17", Rag.NOT_RATED), ("2016/17", "Q3 2017/18", Rag.NOT_RATED),
    ],
)  # fmt: skip
def test_a_target_by_period_applies_to_like_values_once_its_period_has_come(
    target_period: str, period: str, rag: Rag
) -> None:
    of = {
        "target": "50%",
        "target_period": target_period,
        "target_kind": "Level",
        "baseline": "40%",
        "baseline_period": "2015/16",
    }
    found = plan(of, {}, {period: 55.0})
    assert found.rag.rag is rag, rag_words(found.rag)


def test_a_target_by_a_year_of_the_plan_is_the_same_under_period_and_under_year() -> None:
    of = {"target": "50%", "target_kind": "Level", "baseline": "40%", "baseline_period": "2015/16"}
    by_year = plan({**of, "target_year": 2017.0}, {}, {"2016/17": 49.0, "Nov 2017": 51.0})
    by_period = plan({**of, "target_period": "2016/17"}, {}, {"2016/17": 49.0, "Nov 2017": 51.0})
    assert (by_period.rag, by_period.gaps, by_period.yearly_values) == (
        by_year.rag,
        by_year.gaps,
        by_year.yearly_values,
    )


def test_a_step_for_a_year_of_the_plan_is_the_same_under_period_and_under_year() -> None:
    of = {"baseline": "40%", "baseline_period": "2015/16"}
    by_year = plan(of, {2018.0: 50.0}, {"Nov 2017": 51.0})
    by_period = plan(of, {"2017/18": 50.0}, {"Nov 2017": 51.0})
    assert (by_period.rag, by_period.gaps, by_period.yearly_values) == (
        by_year.rag,
        by_year.gaps,
        by_year.yearly_values,
    )
    assert (
        plan(of, {"2018": 50.0}, {"Nov 2017": 51.0}).rag.rag is Rag.NOT_RATED
    )  # a calendar year, in a plan of financial ones


def test_a_step_of_a_day_holds_only_until_the_day_of_the_target() -> None:
    of = {"target": "55%", "target_period": "31/12/2017", "target_kind": "Level"}
    steps: dict[Any, float | None] = {"31/10/2017": 50.0}
    before, after = plan(of, steps, {"30/12/2017": 51.0}), plan(of, steps, {"05/01/2018": 51.0})
    assert rag_words(before.rag) == "Green – 1 point above the trajectory for 31 October 2017 (50%)"
    assert rag_words(after.rag).startswith("Red – 4 points below the target for 31 December 2017 (55%)")


def test_a_rate_has_no_gap_to_the_target_of_an_unlike_period() -> None:
    of = {"kind": "Rate", "target": 12.0, "target_period": "Q4 2017/18", "target_kind": "Level"}
    month, quarter = plan(of, {}, {"Nov 2017": 4.0}).gaps[0], plan(of, {}, {"Q3 2017/18": 11.0}).gaps[0]
    assert (month.value, quarter.value) == (None, -1.0)
    assert gap_words(month) == "not compared with 12: November 2017 is a month, Q4 2017/18 is a quarter"
    assert gap_words(quarter).startswith("1.00 below the target for Q4 2017/18")


def test_a_financial_year_starts_where_settings_says() -> None:
    of = {"baseline": "40%", "baseline_period": "2015/16"}
    september = {"Financial year starts in (month)": "September"}
    found = plan(of, {"Q1 2017/18": 50.0}, {"Sep-Nov 2017": 51.0}, **september)
    assert rag_words(found.rag) == "Green – 1 point above the trajectory for Q1 2017/18 (50%)"
    assert found.period
    assert (found.period.start, found.period.end) == (date(2017, 9, 1), date(2017, 11, 30))
    # April is of the school year that began in September, so it is judged by the level of the year that ends in August.
    by_month = plan(of, {2017.0: 45.0, 2018.0: 60.0}, {"Apr 2017": 51.0}, **september)
    assert by_month.gaps[1].reference == 45
    assert plan(of, {2017.0: 45.0, 2018.0: 60.0}, {"Apr 2017": 51.0}).gaps[1].reference == 60
    assert [year.ends for year in by_month.yearly_values if year.plan] == [date(2017, 8, 31), date(2018, 8, 31)]


@pytest.mark.parametrize("typed", ["sept", "9", 9.0, "SEPTEMBER"])
def test_the_month_is_read_in_its_usual_spellings(typed: object) -> None:
    found = plan({}, {"2017/18": 50.0}, {"Sep 2016 to Aug 2017": 51.0}, **{"Financial year starts in (month)": typed})
    assert found.period
    assert found.period.label == "2016/17"


def test_a_month_that_is_none_is_an_error_on_settings() -> None:
    _, findings, _ = read_plan(
        {}, {}, {"2016/17": 51.0}, date(2018, 1, 15), **{"Financial year starts in (month)": "Smarch"}
    )
    assert [(found.code, found.sheet) for found in errors_of(findings)] == [("R10", SETTINGS_SHEET)]


# ---------------------------------------------------------------------------- the line, the table and the charts


def test_a_derived_line_runs_by_quarters_and_by_months_and_nothing_is_judged_by_it() -> None:
    of = {
        "baseline": "60%",
        "baseline_period": "Q4 2016/17",
        "target": "68%",
        "target_period": "Q4 2017/18",
        "target_kind": "Level",
    }
    found = plan(of, {"Q1 2017/18": 62.5}, {"Q2 2017/18": 99.0})
    assert [(year.period.label, year.plan, year.derived) for year in found.yearly_values if year.period] == [
        ("Q4 2016/17", None, None), ("Q1 2017/18", 62.5, None), ("Q2 2017/18", None, 64.0), ("Q3 2017/18", None, 66.0),
        ("Q4 2017/18", 68.0, None),
    ]  # fmt: skip
    assert yearly_value_words(found.yearly_values[1]) == "differs from linear by 0.5"
    assert yearly_value_words(found.yearly_values[2]) == "derived, not agreed"
    assert found.rag.rag is Rag.NOT_RATED
    monthly = {**of, "baseline_period": "Dec 2016", "target_period": "Dec 2017"}
    assert [year.derived for year in plan(monthly, {}, {"Oct 2017": 99.0}).yearly_values if year.derived][:2] == [
        pytest.approx(60 + 8 / 12), pytest.approx(60 + 16 / 12)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("baseline", "target"), [("2016/17", "Q4 2017/18"), ("Q4 2017/18", "Q4 2016/17"), ("31/03/2017", "31/03/2018")]
)
def test_no_line_leads_between_unlike_periods_nor_backwards(baseline: str, target: str) -> None:
    of = {
        "baseline": "60%",
        "baseline_period": baseline,
        "target": "68%",
        "target_period": target,
        "target_kind": "Level",
    }
    assert not any(year.derived for year in plan(of, {}, {"Q2 2017/18": 99.0}, date(2019, 1, 1)).yearly_values)


def test_four_quarters_are_four_points_where_each_of_them_ends() -> None:
    of = {"baseline": "80%", "baseline_period": "2015/16"}
    quarters = {f"Q{n} 2016/17": 80.0 + n for n in (1, 2, 3, 4)}
    found = plan(of, {2017.0: 85.0, 2018.0: 86.0}, quarters)
    table = yearly_table([found])
    headers = [column.header for column in table.columns]
    points = {
        row[headers.index("Value ends on")]: row[headers.index("Actual")]
        for row in table.rows
        if row[headers.index("Actual")]
    }
    assert points == {date(2016, 6, 30): 81, date(2016, 9, 30): 82, date(2016, 12, 31): 83, date(2017, 3, 31): 84}
    plans = {
        row[headers.index("Ends on")]: row[headers.index("Agreed plan")]
        for row in table.rows
        if row[headers.index("Agreed plan")]
    }
    assert plans == {date(2017, 3, 31): 85, date(2018, 3, 31): 86}
    (chart,) = trajectory_charts([found], [found])
    assert chart.kind is ChartKind.TIME
    assert {(series.name, series.labels) for series in chart.series} == {
        ("Baseline", "Value ends on"), ("Actual", "Value ends on"), ("Agreed plan", "Ends on"),
    }  # fmt: skip


def test_the_table_of_a_plan_by_period_names_its_periods() -> None:
    table = yearly_table([plan({}, MONTHLY, {"Oct 2017": 67.5, "Nov 2017": 68.5})])
    assert table.columns[2].header == "Period"
    assert [row[2] for row in table.rows] == ["September 2017", "October 2017", "November 2017", "December 2017"]
    assert yearly_table([plan({}, {2018.0: 66.0}, {"Oct 2017": 67.5})]).columns[2].header == "Year"


def test_of_many_periods_the_last_three_years_are_shown_and_where_the_rest_are_is_said() -> None:
    months = {f"{name} {year}": 50.0 for year in (2014, 2015, 2016, 2017) for name in MONTH_NAMES}
    found = plan({}, {"Dec 2017": 51.0}, months)
    table = yearly_table([found])
    assert [table.rows[0][2], table.rows[-1][2], len(table.rows)] == ["January 2015", "December 2017", 36]
    (chart,) = trajectory_charts([found], [found])
    assert chart.rows == (0, 35)
    results = measure_edition(Tracker(), {})._replace(indicators=(found,))
    words = [part.words for part in indicators_sheet(results).parts if isinstance(part, Paragraph)]
    assert any("12 of indicator 1" in text for text in words)


def test_running_totals_are_not_called_unlike_each_other() -> None:
    of = {"kind": "Rate", "direction": "Lower is better"}
    found = plan(of, PROFILE, {"YTD Apr 2017": 11.0, "YTD May 2017": 19.0, "YTD Nov 2017": 77.0})
    assert not any("compared with each other" in note for note in notes_words(found))


def test_a_note_on_a_step_names_its_period() -> None:
    snapshot = with_rows(
        "tblTrajectory", [{"indicator": 1.0, "period": "Q3 2016/17", "value": "70%", "note": "agreed late"}]
    )
    result = measure_edition(read_tracker(snapshot).tracker, {}).indicators[0]
    assert "Note on the plan, Q3 2016/17: agreed late" in notes_words(result)


# ---------------------------------------------------------------------------- figures and their lineage


def test_figures_and_lineage_name_the_period_of_a_step(tmp_path: Path) -> None:
    rows = {
        "tblIndicators": [{"number": 1, "title": "Seen", "kind": "Percentage", "direction": "Higher is better", "organisation": AREA,
                           "baseline": 60, "baseline_period": "Q4 2016/17", "target": 68, "target_period": "Q4 2017/18",
                           "target_kind": "Level"}],
        "tblTrajectory": [{"indicator": 1, "period": "Q1 2017/18", "value": 62.5}],
        "tblObservations": [{"indicator": 1, "organisation": AREA, "period": "Q1 2017/18", "value": 63}],
    }  # fmt: skip
    path = tmp_path / "tracker.xlsx"
    app.draw_tracker(path, rows, {"area_name": AREA, "as_at": date(2018, 1, 15), "financial_year_starts": "April"})
    checked = app.check(FileHost(path))
    results = app.measure(checked)
    made = {(one.measure, one.period): one for one in figures(results, checked.intake.tracker)}
    assert made["indicator_1", "Q1 2017/18"].value == 63
    assert (
        made["indicator_1_trajectory", "Q1 2017/18"].value,
        made["indicator_1_trajectory", "Q1 2017/18"].source,
    ) == (62.5, "agreed")
    assert (
        made["indicator_1_trajectory", "Q2 2017/18"].value,
        made["indicator_1_trajectory", "Q2 2017/18"].source,
    ) == (64, "derived, not agreed")
    lineage = Lineage(checked.intake, results)
    agreed = lineage.inputs(made["indicator_1_trajectory", "Q1 2017/18"])
    assert [(each.field, each.rows) for each in agreed] == [("value", (0,))]
    derived = lineage.inputs(made["indicator_1_trajectory", "Q2 2017/18"])
    assert {each.field for each in derived} >= {"baseline", "target", "target_period"}


# ---------------------------------------------------------------------------- bad input

ONE = {"indicator": 1.0, "value": "70%"}


@pytest.mark.parametrize(
    ("rows", "code", "cell", "said"),
    [
        ([{**ONE}], "R05", "B2", "Enter a year, such as 2018, or a period instead of a year"),
        ([{**ONE, "period": "some time"}], "R08", "F2", "This is not a period."),
        ([{**ONE, "year": 2018.0, "period": "Q1 2014/15"}], "R86", "F2", "Year says 2018, and Period says Q1 2014/15, which is not of that year."),
        ([{**ONE, "period": "Q1 2016"}], "R85", "F2", "“Q1 2016” can be read in more than one way. Type Q1 2016/17 or January to March 2016."),
        ([{**ONE, "period": "as at March 2017"}], "R85", "F2", "Type 31 March 2017 or March 2017."),
        ([{**ONE, "period": "YTD 2016/17"}], "R85", "F2", "“YTD 2016/17” can be read in more than one way."),
        ([{**ONE, "period": "2009-12"}], "R85", "F2", "Type 2009 to 2012 or December 2009."),
        ([{**ONE, "year": 2017.0}, {**ONE, "period": "2016/17"}], "R87", "F3", "Row 2 already has a step for 2016/17, so neither counts."),
        ([{**ONE, "period": "Q3 2016/17"}, {**ONE, "period": "Oct-Dec 2016"}], "R14", "A3", "Row 2 already has 1, Q3 2016/17"),
    ],
)  # fmt: skip
def test_a_step_that_is_not_clear_is_an_error_with_its_cell(
    rows: list[Fields], code: str, cell: str, said: str
) -> None:
    _, findings, rags, _ = judged(with_rows("tblTrajectory", rows))
    errors = errors_of(findings)
    assert [(found.code, found.sheet, found.cell) for found in errors] == [(code, "Trajectory", cell)]
    assert said in message(errors[0]).text
    assert rags[1] is Rag.NOT_RATED


def test_a_year_and_a_period_that_agree_are_one_step() -> None:
    intake, findings, _, _ = judged(with_rows("tblTrajectory", [{**ONE, "year": 2017.0, "period": "Q3 2016/17"}]))
    assert not [found for found in findings if found.sheet == "Trajectory" and found.severity is Severity.ERROR]
    assert [step.period and step.period.label for step in intake.tracker.trajectory] == ["Q3 2016/17"]


def test_a_target_year_and_period_that_differ_are_an_error_and_nothing_is_judged() -> None:
    cell = address_of("tblIndicators", "target_period", 1)
    _, findings, rags, _ = judged(sound_tracker().changed([(*cell, "Q1 2014/15")]))
    errors = [(found.code, found.sheet, found.cell) for found in errors_of(findings)]
    assert ("R86", *cell) in errors
    assert rags[2] is Rag.NOT_RATED


def test_years_with_a_hyphen_are_asked_about_beside_pooled_years_and_nowhere_else() -> None:
    rows = [
        {"indicator": 1.0, "organisation": AREA, "period": period, "value": "65%"} for period in ("2013-15", "2015-16")
    ]
    _, findings, rags, _ = judged(with_rows("tblObservations", rows))
    errors = errors_of(findings)
    assert [(found.code, found.sheet, found.cell) for found in errors] == [("R88", "Observations", "C3")]
    assert message(errors[0]).text == (
        "“2015-16” may be the financial year 2015/16, or the years 2015 to 2016 together: this indicator has both financial years "
        "and years that are pooled. Write 2015/16, or 2015 to 2016."
    )
    assert rags[1] is Rag.NOT_RATED
    _, findings, _, _ = judged(with_rows("tblObservations", rows[1:]))
    assert errors_of(findings) == []


def test_values_that_no_step_is_like_are_a_warning() -> None:
    _, findings, _ = read_plan({}, QUARTERLY, {"Nov 2017": 99.0}, date(2018, 1, 15))
    (found,) = [found for found in findings if found.code == "P50"]
    assert found.severity is Severity.WARNING
    assert message(found).text == (
        "No value of indicator 1 is judged: its values are for months, and its steps are for quarters. "
        "Enter steps of the same kind of period, or values of the steps' periods."
    )


def without_columns(snapshot: Snapshot, table: str, *fields: str) -> Snapshot:
    """The tracker without some columns of a list."""
    of = BY_TABLE[table]
    kept = [n for n, column in enumerate(columns_of(table)) if column.field not in fields]
    sheet = snapshot.sheets[of.sheet]
    cells = [[sheet.value(row, n + 1) for n in kept] for row in range(1, sheet.height + 1)]
    place = ListObject(table, of.sheet, 1, len(cells), 1, len(kept))
    return Snapshot(
        "a tracker", {**snapshot.sheets, of.sheet: SheetCells(of.sheet, cells)}, {**snapshot.lists, table: place}
    )


def test_a_tracker_of_an_earlier_version_lacks_nothing() -> None:
    earlier = without_columns(with_rows("tblTrajectory", [{**ONE, "year": 2017.0}]), "tblTrajectory", "period")
    _, findings, rags, _ = judged(earlier)
    assert [found.code for found in findings if found.sheet == "Trajectory"] == []
    assert rags[1] is Rag.RED


def test_a_list_with_periods_alone_needs_no_years_and_one_with_neither_is_an_error() -> None:
    rows = [{**ONE, "period": "Jan 2017"}, {**ONE}]
    by_period = without_columns(with_rows("tblTrajectory", rows), "tblTrajectory", "year")
    _, findings, _, _ = judged(by_period)
    assert [(found.code, found.cell) for found in findings if found.sheet == "Trajectory"] == [("R05", "E3")]
    neither = without_columns(with_rows("tblTrajectory", rows), "tblTrajectory", "year", "period")
    _, findings, _, _ = judged(neither)
    assert [(found.code, found.severity) for found in findings if found.sheet == "Trajectory"] == [
        ("R02", Severity.ERROR)
    ]
