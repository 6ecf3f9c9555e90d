"""How the sheets show indicators of every kind: with their units, no two kinds in one chart, and schemes in their colours."""

from collections.abc import Iterator

from pc_workbook.draw.theme import LABEL_COLOURS, STYLES, label_colours
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import Results
from pc_workbook.tracker.findings import blocked_indicators
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.views.parts import Chart, ChartGrid, Label, Style, Table
from pc_workbook.views.workbook.dashboard import indicator_table
from pc_workbook.views.workbook.indicators import indicators_sheet
from tests.support.kinds_tracker import INDICATORS, changed, kinds_tracker

BASELINES = (120.0, "£1.6m", "16 days", 100.0, "No", "None", "97%", 120.0, "40%", "11:15", 30.0, "No")
VALUES: dict[int, object] = {
    1: 150.0, 2: "£1.25m", 3: "2.5 days", 4: 101.5, 5: "No", 6: "Partial", 7: "93%", 8: 190.0, 9: "95%", 10: "8:29", 11: 15.0,
    12: "Yes",
}  # fmt: skip


def results() -> Results:
    indicators = [dict(row) for row in INDICATORS]
    for number, baseline in enumerate(BASELINES, 1):
        indicators = changed(indicators, number, baseline=baseline)
    intake = read_tracker(kinds_tracker(VALUES, indicators=indicators))
    return measure_edition(intake.tracker, blocked_indicators(find_all(intake)))


def charts() -> Iterator[Chart]:
    for part in indicators_sheet(results()).parts:
        yield from part.charts if isinstance(part, ChartGrid) else [part] if isinstance(part, Chart) else []


def test_each_value_is_shown_in_its_unit() -> None:
    table = indicator_table(results())
    shown = {row[0]: (row[2], STYLES[table.cell_styles[at, 2]].number) for at, row in enumerate(table.rows)}
    assert shown == {
        1: (150.0, "#,##0"), 2: (1.25, '"£"#,##0.00"m";"−£"#,##0.00"m"'), 3: (2.5, '#,##0.0#" days"'), 4: (101.5, "0.0"),
        5: ("No", "General"), 6: ("Partial", "General"), 7: (93.0, "0%"), 8: (190.0, "#,##0"), 9: (95.0, "0%"),
        10: ("8:29", "#,##0.00"), 11: (15.0, "#,##0"), 12: ("Yes", "General"),
    }  # fmt: skip
    assert [row[4] for row in table.rows if row[0] in (5, 7, 10, 11)] == ["Yes", "85% to 92%", "3:30", "10 to 20"]


def test_a_word_of_a_scheme_stands_in_its_cell_with_its_colour_and_what_it_counts_as() -> None:
    labels = {row[0]: row[-1] for row in indicator_table(results()).rows}
    assert [number for number, words in labels.items() if isinstance(words, Label)] == [8, 9, 10, 11, 12]
    marks = {number: label_colours(Style.RAG, words) for number, words in labels.items()}
    usual = {mark.starts_with: mark for mark in LABEL_COLOURS[Style.RAG]}
    assert marks[8] == usual["Amber"]
    assert marks[9] is not None
    assert (marks[9].background, marks[9].text_colour) == ("#005EB8", "#FFFFFF")
    assert str(labels[9]).startswith("Complete (counts as Green) – 95%")
    assert marks[12] == usual["Green"]


def test_charts_are_of_one_indicator_and_none_of_answers_or_words() -> None:
    titles = [chart.title for chart in charts()]
    assert titles == [
        f"{number}. {row['title']}" for number, row in enumerate(INDICATORS, 1) if number not in (5, 6, 12)
    ]


def test_the_figures_behind_the_charts_have_answers_in_words() -> None:
    tables = [part for part in indicators_sheet(results()).parts if isinstance(part, Table)]
    rows = [row for row in tables[-1].rows if row[0] == 12]
    assert [(row[3], row[4], row[7]) for row in rows] == [("No", None, "Yes"), (None, "Yes", "Yes")]
