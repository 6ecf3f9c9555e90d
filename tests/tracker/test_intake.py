"""A small sheet in; its rows, an address and a sentence out."""

from collections.abc import Sequence
from datetime import date

import pytest

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE, PRACTICE_LISTS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.rules.all_rules import completeness, find_all
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot, a1
from pc_workbook.wording.findings import current_entry, message

PRACTICES = """
| Practice code | Practice name | Locality | Registered patients |
| V00001        | First         | North    | 5000                |
| V00002        | Second        | North    | 6000                |
"""
SETTINGS = """
| Setting     | Value      | What it needs |
| As-at date  | 2017-03-15 |               |
"""


def sheet(name: str, table: str, **shown: object) -> SheetCells:
    """A sheet from a table in words; its headings stand in row 1."""
    rows = [[cell(part) for part in line.strip().strip("|").split("|")] for line in table.strip().splitlines()]
    return SheetCells(name, rows, **shown)  # type: ignore[arg-type]


def cell(words: str) -> object:
    """What Excel would hold: a number, a date (2017-03-15), words, or nothing. A quote in front makes words."""
    said = words.strip()
    if said.startswith("'"):
        return said[1:]
    for kind in (float, date.fromisoformat):
        try:
            return kind(said)
        except ValueError:
            continue
    return said


def framed(sheet: SheetCells, table: str) -> ListObject:
    rows = list(sheet.rows)
    return ListObject(table, sheet.name, 1, len(rows), 1, len(rows[0]))


def tracker(*sheets: SheetCells, unframed: Sequence[str] = ()) -> Snapshot:
    """A workbook of these sheets, each framed as its list object, with an as-at date unless Settings is given."""
    given = {one.name: one for one in sheets}
    given.setdefault(SETTINGS_SHEET, sheet(SETTINGS_SHEET, SETTINGS))
    tables = {one.sheet: name for name, one in BY_TABLE.items()} | {SETTINGS_SHEET: SETTINGS_TABLE}
    lists = {
        tables[name]: framed(one, tables[name])
        for name, one in given.items()
        if name in tables and name not in unframed
    }
    return Snapshot("a tracker", given, lists)


def practices(table: str = PRACTICES, **shown: object) -> SheetCells:
    return sheet("Practices", table, **shown)


def told(workbook: Snapshot, code: str) -> list[Finding]:
    return [finding for finding in find_all(read_tracker(workbook)) if finding.code == code]


def addresses(workbook: Snapshot, code: str) -> list[str]:
    return [finding.where for finding in told(workbook, code)]


def codes(intake: Intake) -> list[str]:
    return [practice.code for practice in intake.tracker.practices]


# ---------------------------------------------------------------------------- lists and their frames


def test_a_list_is_found_by_its_list_object_on_any_sheet() -> None:
    blank = ["", "", "", ""]
    moved = SheetCells("Our practices", [blank, blank, *practices().rows])
    place = ListObject("tblPractices", "Our practices", 3, 5, 1, 4)
    intake = read_tracker(Snapshot("a tracker", {"Our practices": moved}, {"tblPractices": place}))
    assert codes(intake) == ["V00001", "V00002"]
    read = intake.lists["tblPractices"]
    assert read.cell(next(iter(read.entries)), "name") == "B4"


def test_a_list_without_its_frame_is_found_by_its_headings() -> None:
    headings = [column.heading for column in BY_TABLE["tblPractices"].columns]
    row = ["V00001", "First", *[""] * (len(headings) - 2)]
    loose = SheetCells("Practices", [["Our practices"], headings, row])
    workbook = tracker(loose, unframed=["Practices"])
    assert codes(read_tracker(workbook)) == ["V00001"]
    assert addresses(workbook, "R26") == ["Practices!A2"]


def test_a_missing_sheet_blocks_where_nothing_can_be_made_without_it() -> None:
    missing = {finding.sheet: finding.severity for finding in told(tracker(), "R01")}
    assert missing["Indicators"] is missing["Actions"] is Severity.ERROR
    assert missing["Meetings"] is Severity.WARNING


def test_a_plan_without_practices_lacks_none_of_the_lists_about_them() -> None:
    assert {BY_TABLE[table].sheet for table in PRACTICE_LISTS}.isdisjoint(
        finding.sheet for finding in told(tracker(), "R01")
    )


@pytest.mark.parametrize("table", ["tblWorkforce", "tblConditions"])
def test_practices_are_missing_where_a_list_of_theirs_is_there(table: str) -> None:
    headings = [column.heading for column in BY_TABLE[table].columns]
    there = tracker(SheetCells(BY_TABLE[table].sheet, [headings]))
    assert {finding.sheet: finding.severity for finding in told(there, "R01")}["Practices"] is Severity.ERROR


def test_what_goes_with_practices_is_missing_where_they_are_there() -> None:
    missing = {finding.sheet: finding.severity for finding in told(tracker(practices(PRACTICES)), "R01")}
    others = [BY_TABLE[table].sheet for table in PRACTICE_LISTS - {"tblPractices"}]
    assert [missing[sheet] for sheet in others] == [Severity.WARNING] * 3


def test_a_workbook_without_anything_is_findings_and_not_a_failure() -> None:
    findings = find_all(read_tracker(Snapshot("empty", {}, {})))
    assert {finding.code for finding in findings} == {"R01", "R27"}


def test_rows_below_the_list_object_are_read_and_reported_once() -> None:
    whole = practices(PRACTICES + "| V00003 | Third | North | 100 |\n| V00004 | Fourth | North | 100 |")
    short = ListObject("tblPractices", "Practices", 1, 3, 1, 4)
    workbook = Snapshot("a tracker", {"Practices": whole}, {"tblPractices": short})
    assert codes(read_tracker(workbook)) == ["V00001", "V00002", "V00003", "V00004"]
    assert addresses(workbook, "R19") == ["Practices!A4"]


def test_words_far_below_a_list_are_not_rows_of_it() -> None:
    whole = practices(PRACTICES + "| | | | |\n| Source: the register | | | |")
    short = ListObject("tblPractices", "Practices", 1, 3, 1, 4)
    assert codes(read_tracker(Snapshot("a tracker", {"Practices": whole}, {"tblPractices": short}))) == [
        "V00001",
        "V00002",
    ]


# ---------------------------------------------------------------------------- headings


def test_columns_may_be_in_any_order() -> None:
    turned = practices("""
    | Registered patients | Locality | Practice name | Practice code |
    | 5000                | North    | First         | V00001        |
    """)
    (row,) = read_tracker(tracker(turned)).tracker.practices
    assert (row.code, row.name, row.locality, row.registered_patients) == ("V00001", "First", "North", 5000)


def test_a_heading_in_other_capitals_blanks_or_dots_is_read_with_a_note() -> None:
    workbook = tracker(practices(PRACTICES.replace("Registered patients", "REGISTERED.Patients")))
    assert read_tracker(workbook).tracker.practices[0].registered_patients == 5000
    (finding,) = told(workbook, "R03")
    assert (finding.where, current_entry(finding.entry)) == ("Practices!D1", "REGISTERED.Patients")
    assert message(finding).text == (
        "The heading “REGISTERED.Patients” was read as “Registered patients”. No action needed."
    )


def test_a_near_miss_of_a_heading_is_suggested_and_not_taken() -> None:
    workbook = tracker(practices(PRACTICES.replace("Registered patients", "Registered patient nos")))
    assert read_tracker(workbook).tracker.practices[0].registered_patients is None
    (finding,) = [one for one in told(workbook, "R02") if "Registered patients" in message(one).text]
    assert (finding.where, finding.severity) == ("Practices!D1", Severity.WARNING)
    assert "Is it the one headed “Registered patient nos”?" in message(finding).text
    assert not told(workbook, "R04")


def test_a_missing_required_column_is_one_error_and_its_rows_are_left_out() -> None:
    workbook = tracker(practices("| Practice code | Locality |\n| V00001 | North |\n| V00002 | North |"))
    assert codes(read_tracker(workbook)) == []
    blocks = [finding for finding in told(workbook, "R02") if finding.severity is Severity.ERROR]
    assert [(one.where, message(one).text) for one in blocks] == [
        ("Practices!A1", "There is no column headed “Practice name”. Add the column, or correct its heading.")
    ]
    assert not told(workbook, "R05")


def test_a_column_of_the_users_own_is_left_alone() -> None:
    workbook = tracker(
        practices("| Practice code | Parking spaces | Practice name |\n| V00001 | plenty, mostly | First |")
    )
    assert codes(read_tracker(workbook)) == ["V00001"]
    assert addresses(workbook, "R04") == ["Practices!B1"]


# ---------------------------------------------------------------------------- cells


def test_a_cell_that_cannot_be_parsed_is_a_finding_and_the_rest_of_its_row_is_kept() -> None:
    workbook = tracker(practices(PRACTICES.replace("5000 ", "'about 5000")))
    (finding,) = told(workbook, "R06")
    assert (finding.where, current_entry(finding.entry), finding.severity) == (
        "Practices!D2",
        "about 5000",
        Severity.ERROR,
    )
    assert message(finding).text == "“about 5000” is not one exact value. Type 5000 alone if that is the value."
    assert codes(read_tracker(workbook)) == ["V00001", "V00002"]


def test_an_impossible_value_is_left_out_and_the_rest_of_its_row_is_kept() -> None:
    workbook = tracker(practices(PRACTICES.replace("5000", "-500")))
    assert addresses(workbook, "R16") == ["Practices!D2"]
    first, _ = read_tracker(workbook).tracker.practices
    assert (first.code, first.registered_patients) == ("V00001", None)


def test_a_row_without_a_required_cell_is_left_out_and_reported() -> None:
    workbook = tracker(practices(PRACTICES.replace("Second", "      ")))
    assert codes(read_tracker(workbook)) == ["V00001"]
    assert addresses(workbook, "R05") == ["Practices!B3"]


def test_the_second_row_of_one_key_is_left_out_and_names_the_first() -> None:
    workbook = tracker(practices(PRACTICES + "| v00001 | First again | North | 1 |"))
    (finding,) = told(workbook, "R14")
    assert finding.where == "Practices!A4"
    assert "Row 2 already has " in message(finding).text
    assert read_tracker(workbook).tracker.practices[0].name == "First"


def test_an_error_of_excel_is_not_a_value_and_not_an_empty_cell() -> None:
    workbook = tracker(practices(errors={(2, 4): "#DIV/0!"}))
    (finding,) = told(workbook, "R12")
    assert (finding.where, current_entry(finding.entry)) == ("Practices!D2", "#DIV/0!")
    assert message(finding).text == (
        "The cell shows an Excel error. Correct the formula, or type the value: a number of patients above 0."
    )


def test_an_excel_error_on_settings_is_reported() -> None:
    settings = sheet(SETTINGS_SHEET, SETTINGS + "| Baseline year | | |", errors={(3, 2): "#REF!"})
    (finding,) = told(tracker(settings), "R12")
    assert (finding.where, current_entry(finding.entry)) == ("Settings!B3", "#REF!")


def test_invalid_settings_are_reported_and_the_others_apply() -> None:
    settings = sheet(SETTINGS_SHEET, SETTINGS + "| Baseline year | '2016/17 | |\n| Snapshots to keep | 0 | |")
    intake = read_tracker(tracker(settings))
    assert [(one.code, one.where) for one in intake.findings if one.sheet == SETTINGS_SHEET] == [
        ("R06", "Settings!B3"),
        ("R16", "Settings!B4"),
    ]
    assert intake.tracker.settings.as_at == date(2017, 3, 15)
    assert intake.tracker.settings.snapshots_to_keep == 20


def test_merged_cells_are_one_note_and_not_a_value_for_each_row() -> None:
    trajectory = sheet(
        "Trajectory",
        """
        | Indicator | Year | Value | Status | Note                      |
        | 1         | 2017 |       | Agreed | Depends on other changes. |
        | 1         | 2018 |       | Agreed |                           |
        """,
        merged=((2, 5, 3, 5),),
    )
    workbook = tracker(trajectory, unframed=["Trajectory"])
    assert [point.note for point in read_tracker(workbook).tracker.trajectory] == ["Depends on other changes.", None]
    assert addresses(workbook, "R13") == ["Trajectory!E2"]


INDICATOR = """
| Number | Title   | Kind    | Baseline    | Target |
| 1      | A share | Percent | '80% (2015) | 0.85   |
"""


def test_a_percentage_shown_as_one_is_read_as_one_and_a_bare_share_is_asked_about() -> None:
    shown = read_tracker(tracker(sheet("Indicators", INDICATOR, percent=frozenset({(2, 5)})))).tracker.indicators[0]
    assert (shown.kind, shown.baseline, shown.target) == (IndicatorKind.PERCENTAGE, 80.0, 85.0)
    assert addresses(tracker(sheet("Indicators", INDICATOR)), "R17") == ["Indicators!E2"]


def test_free_text_that_looks_like_a_formula_is_text() -> None:
    progress = sheet(
        "Action progress",
        """
        | Action | Locality | Progress     |
        | A      | North    | '-2 GPs left |
        | B      | North    | '=SUM(A1)    |
        | C      | North    | '@home visit |
        """,
    )
    assert [row.progress for row in read_tracker(tracker(progress)).tracker.progress] == [
        "-2 GPs left",
        "=SUM(A1)",
        "@home visit",
    ]


# ---------------------------------------------------------------------------- marks and acceptances


def sorted_down(one: SheetCells) -> SheetCells:
    headings, *rows = one.rows
    return SheetCells(one.name, [headings, *reversed(rows)])


def marks(workbook: Snapshot) -> set[str]:
    return {finding.mark for finding in find_all(read_tracker(workbook)) if finding.sheet == "Practices"}


def test_sorting_a_list_leaves_its_marks_alone() -> None:
    faulty = practices("""
    | Practice code | Practice name | Locality | Registered patients | Opened     | Deprivation score |
    | V00001        | First         | Nort     | '5,000              | '31/11/15  | n/a               |
    | V00002        |               | North    | '5,000              | 2016-01-01 | -3                |
    | V00003        | Third         | South    | 'many               | 2016-01-01 | 20                |
    """)
    before, after = tracker(faulty), tracker(sorted_down(faulty))
    assert marks(before) == marks(after)


def test_two_warnings_in_one_row_have_marks_of_their_own() -> None:
    ratings = sheet("CQC ratings", "| Organisation code | Overall | Safe |\n| V00001 | Excellent | Excellent |")
    first, second = told(tracker(practices(), ratings), "P13")
    assert (first.where, second.where) == ("'CQC ratings'!B2", "'CQC ratings'!C2")
    assert first.mark != second.mark


def accepting(mark: str) -> SheetCells:
    return sheet(
        "Accepted warnings",
        f"""
        | Finding | Accepted by (role)   | Accepted on | Reason              |
        | {mark}  | Head of primary care | 2017-03-01  | Agreed with the CQC |
        """,
    )


UNKNOWN_LOCALITY = PRACTICES.replace("Second        | North", "Second        | Nowhere")


def test_an_accepted_warning_says_who_when_and_why_until_its_cell_changes() -> None:
    mark = next(
        one.mark for one in told(tracker(practices(UNKNOWN_LOCALITY)), "R15") if current_entry(one.entry) == "Nowhere"
    )

    accepted = tracker(practices(UNKNOWN_LOCALITY), accepting(mark.lower()))
    (finding,) = [one for one in told(accepted, "R15") if current_entry(one.entry) == "Nowhere"]
    assert finding.accepted is not None
    assert finding.accepted.accepted_by == "Head of primary care"
    assert not told(accepted, "R25")

    moved = tracker(sorted_down(practices(UNKNOWN_LOCALITY)), accepting(mark))
    assert [one.accepted is not None for one in told(moved, "R15") if current_entry(one.entry) == "Nowhere"] == [True]

    changed = tracker(practices(UNKNOWN_LOCALITY.replace("Nowhere", "Elsewhere")), accepting(mark))
    assert [one.accepted for one in told(changed, "R15") if current_entry(one.entry) == "Elsewhere"] == [None]
    assert addresses(changed, "R25") == ["'Accepted warnings'!A2"]


def test_what_blocks_cannot_be_accepted() -> None:
    faulty = practices(PRACTICES.replace("5000 ", "'about 5000"))
    (block,) = told(tracker(faulty), "R06")
    workbook = tracker(faulty, accepting(block.mark))
    assert [finding.accepted for finding in told(workbook, "R06")] == [None]
    assert addresses(workbook, "R25") == ["'Accepted warnings'!A2"]


# ---------------------------------------------------------------------------- other names, completeness, addresses


@pytest.mark.parametrize(
    ("usual", "other", "typed", "found"),
    [
        ("Accountable Officer", "Acting Interim Accountable Officer", "Acting Interim Accountable Officer", True),
        ("Acting Interim Accountable Officer", "Accountable Officer", "Accountable Officer", True),
        ("Acting Interim Accountable Officer", "Accountable Officer", "Acting Interim Accountable Officer", False),
        ("Accountable Officer", "Acting Interim Accountable Officer", "Accountable Officer", False),
    ],
)
def test_a_listed_other_name_is_told_where_it_stands_for_the_usual_one(
    usual: str, other: str, typed: str, found: bool
) -> None:
    roles = sheet("People and roles", f"| Role | Also written as |\n| {usual} | {other} |")
    actions = sheet("Actions", f"| Action | What is promised | Action lead (role) |\n| A | Do it. | {typed} |")
    assert addresses(tracker(roles, actions), "P23") == (["Actions!C2"] if found else [])


def test_completeness_counts_filled_cells_of_the_rows_there_are() -> None:
    shares = {
        one.heading: one.percent for one in completeness(read_tracker(tracker(practices()))) if one.sheet == "Practices"
    }
    assert (shares["Practice name"], shares["Opened"]) == (100, 0)


@pytest.mark.parametrize(("sheet_name", "written"), [("Practices", "Practices!A1"), ("CQC ratings", "'CQC ratings'!A1"),
                                                     ("GP's list", "'GP''s list'!A1"), ("2017", "'2017'!A1")])  # fmt: skip
def test_an_address_is_written_as_excel_writes_it(sheet_name: str, written: str) -> None:
    finding = Finding("R05", Severity.ERROR, sheet_name, a1(1, 1), "", "", "", "")
    assert finding.where == written
