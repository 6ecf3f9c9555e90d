"""A tracker filled by a corrected mapping: what goes where, conflicts, and what is not understood."""

from datetime import date
from pathlib import Path

import pytest

from pc_workbook import api
from pc_workbook.adopt.fill_plan import Outcome
from pc_workbook.adopt.mapping_lists import MAPPING
from pc_workbook.adopt.mapping_reading import workbook_snapshot
from pc_workbook.adopt.old_tables import old_tables
from pc_workbook.app import Adopted
from pc_workbook.cells.addresses import cell_address
from pc_workbook.cells.change import SetCell
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.wording.findings import message
from tests.adopt.adopting import adopt, correct, entries, errors, propose, tracker, typed
from tests.adopt.old_workbooks import LAYOUTS, Book, grid
from tests.support import SAMPLES, problems_for_excel, shared

#: What a person types into the mapping of each layout.
FIXED = {
    "action_plan": {"Locality": "North"},
    "monthly_scorecard": {"Kind": "Rate", "Organisation": "Fictionshire"},
    "references_in_text": {"Locality": "North"},
}


#: What only grows by the program's own work, so that no workbook fills it.
NOT_FILLED_SHEETS = ("Progress history", "Approvals", "Accepted warnings", "Issued editions")


def filled(tmp_path: Path, name: str, **options: bool) -> tuple[Path, Adopted]:
    old = tmp_path / "old.xlsx"
    if not old.exists():
        LAYOUTS[name](old)
    into = tracker(tmp_path)
    mapping = propose(into, old)
    correct(mapping, fixed=FIXED.get(name))
    return into, adopt(into, old, mapping, **options)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_mapped_fill_leaves_no_error_in_the_tracker(name: str, tmp_path: Path) -> None:
    into, done = filled(tmp_path, name)
    assert done.plan.written
    assert errors(into) == []


def test_a_fill_gives_excel_nothing_to_repair(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    before = tracker(tmp_path / "new")
    into, _ = filled(tmp_path, "action_plan")
    assert problems_for_excel(into, before) == []


def test_an_action_plan_fills_two_lists_from_one_row(tmp_path: Path) -> None:
    into, _ = filled(tmp_path, "action_plan")
    first = entries(into, "tblActions")[0]
    assert first == {
        "letter": "1.1",
        "text": "Open an evening clinic",
        "outcome": "Fewer people wait",
        "lead": "Programme lead",
        "links": "1, 2",
        "delivery": date(2017, 9, 30),
    }
    assert entries(into, "tblActionProgress")[0] == {
        "action": "1.1",
        "locality": "North",
        "progress": "Two rooms are ready.",
        "rag": "Green",
    }


def test_years_across_become_the_trajectory(tmp_path: Path) -> None:
    into, _ = filled(tmp_path, "indicator_framework")
    points = {(row["indicator"], row["year"]): row["value"] for row in entries(into, "tblTrajectory")}
    assert points == {(1, 2017): 0.5, (1, 2018): 0.52, (2, 2017): "81%", (2, 2018): "82%"}
    assert [row["target_year"] for row in entries(into, "tblIndicators")] == [2021, 2021]
    assert [row["target"] for row in entries(into, "tblIndicators")] == [0.6, "85%"]


def test_months_across_become_observations_of_their_month(tmp_path: Path) -> None:
    into, _ = filled(tmp_path, "monthly_scorecard")
    values = {(row["indicator"], row["period"]): row["value"] for row in entries(into, "tblObservations")}
    assert values[1, "April 2016"] == 90.5
    assert values[2, "June 2016"] == 10
    assert len(values) == 6


def test_a_reference_merged_over_milestones_names_each(tmp_path: Path) -> None:
    into, _ = filled(tmp_path, "milestone_plan")
    assert [(row["action"], row["milestone"]) for row in entries(into, "tblMilestones")] == [
        ("1.1", "Rooms found"),
        ("1.1", "Staff in post"),
    ]


def test_a_reference_before_the_text_is_told_from_it(tmp_path: Path) -> None:
    into, _ = filled(tmp_path, "references_in_text")
    assert [(row["letter"], row["text"]) for row in entries(into, "tblActions")] == [
        ("1", "Open a clinic"),
        ("2", "Train staff"),
    ]
    assert [row["action"] for row in entries(into, "tblActionProgress")] == ["1", "2"]


def test_several_columns_go_to_one_note_each_after_its_heading(tmp_path: Path) -> None:
    old, into = tmp_path / "old.xlsx", tracker(tmp_path)
    LAYOUTS["action_plan"](old)
    mapping = propose(into, old)
    correct(mapping, {"Budget code": "Actions: Note", "KPIs": "Actions: Note"}, {"Locality": "North"})
    adopt(into, old, mapping)
    assert entries(into, "tblActions")[0]["note"] == "KPIs: 1, 2\nBudget code: B-7"


def test_the_workbook_is_not_changed_and_the_tracker_is_backed_up(tmp_path: Path) -> None:
    old = tmp_path / "old.xlsx"
    LAYOUTS["action_plan"](old)
    before = old.read_bytes()
    _, done = filled(tmp_path, "action_plan")
    assert old.read_bytes() == before
    assert done.delivered is not None
    assert done.delivered.backup is not None
    assert done.delivered.backup.exists()


def test_the_first_run_and_a_dry_run_change_nothing_in_the_tracker(tmp_path: Path) -> None:
    old, into = tmp_path / "old.xlsx", tracker(tmp_path)
    LAYOUTS["action_plan"](old)
    before = into.read_bytes()
    mapping = propose(into, old)
    assert into.read_bytes() == before
    correct(mapping, fixed=FIXED["action_plan"])
    mapped = mapping.read_bytes()
    done = adopt(into, old, mapping, dry_run=True)
    assert done.plan.written
    assert (into.read_bytes(), mapping.read_bytes()) == (before, mapped)


# --- entries of the tracker stay


def test_an_empty_cell_is_filled_and_another_entry_is_a_conflict(tmp_path: Path) -> None:
    old = tmp_path / "old.xlsx"
    LAYOUTS["action_plan"](old)
    into = tracker(
        tmp_path, {"tblActions": [{"letter": "1.1", "text": "Open two clinics"}], "tblLocalities": [{"name": "North"}]}
    )
    mapping = propose(into, old)
    correct(mapping, fixed=FIXED["action_plan"])
    done = adopt(into, old, mapping)
    conflicts = done.plan.fill.of(Outcome.CONFLICT)
    assert [(each.cell, each.before, each.after) for each in conflicts] == [
        ("B6", "Open two clinics", "Open an evening clinic")
    ]
    first = entries(into, "tblActions")[0]
    assert (first["text"], first["outcome"]) == ("Open two clinics", "Fewer people wait")


def test_the_same_entries_are_counted_and_not_written(tmp_path: Path) -> None:
    into, first = filled(tmp_path, "action_plan")
    again = adopt(into, tmp_path / "old.xlsx", tmp_path / "old-mapping.xlsx")
    assert again.delivered is None
    assert again.plan.written == ()
    assert len(again.plan.fill.of(Outcome.SAME)) == len(first.plan.written)


# --- what can't be read


CHOSEN = {
    "Ref": "Actions: Action",
    "Action": "Actions: What is promised",
    "Owner": "Actions: Action lead (role)",
    "Due date": "Actions: Delivery date",
    "RAG": "Action progress: RAG",
}


def rows_with(tmp_path: Path, *rows: tuple[object, ...]) -> tuple[Path, Adopted]:
    book = Book(tmp_path / "old.xlsx")
    headings = ("Ref", "Action", "Owner", "Due date", "RAG")
    book.sheet("Plan", grid([headings, *rows]))
    book.book.close()
    into = tracker(tmp_path)
    mapping = propose(into, tmp_path / "old.xlsx")
    correct(mapping, CHOSEN, {"Locality": "North"})
    return into, adopt(into, tmp_path / "old.xlsx", mapping)


GOOD = ("A", "Open a clinic", "Programme lead", date(2017, 5, 1), "Green")
OTHER = ("C", "Train staff", "Workforce lead", date(2017, 6, 1), "Amber")


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        (("B", "Visit", "Quality lead", "some time soon-ish", "Red"), "Plan!D3", "R07"),
        (("B", "Visit", "Quality lead", None, "Purple"), "Plan!E3", "R09"),
        (("total", "Visit", "Quality lead", None, None), "Plan!A3", "R16"),
        ((None, "Visit", "Quality lead", None, None), "Plan!B3", "A19"),
        (("A", "Visit", "Quality lead", None, None), "Plan!B3", "A18"),
        (("B", None, "Quality lead", None, None), "Plan!A3", "R05"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_left_out(
    row: tuple[object, ...], cell: str, code: str, tmp_path: Path
) -> None:
    into, done = rows_with(tmp_path, GOOD, row, OTHER)
    found = [each for each in done.plan.workbook_findings if each.where == cell]
    assert code in {each.code for each in found}, [(each.where, each.code) for each in done.plan.workbook_findings]
    assert all(message(each).problem for each in done.plan.workbook_findings)
    assert errors(into) == []
    assert {"A", "C"} <= {each["letter"] for each in entries(into, "tblActions")}


def test_personal_data_stays_flagged(tmp_path: Path) -> None:
    into, done = rows_with(tmp_path, GOOD, ("B", "Ring someone@example.org", "Quality lead", None, None))
    assert [(each.code, each.cell) for each in done.plan.personal] == [("R42", "B7")]
    assert "R42" in {each.code for each in api.check(into).findings}


def test_what_is_left_out_is_on_the_report(tmp_path: Path) -> None:
    _, done = filled(tmp_path, "action_plan")
    assert [(each.heading, len(each.cells)) for each in done.plan.left_out] == [("Budget code", 3)]
    assert "Nothing here is final." in {each.value for each in done.plan.loose}


def every_cell(old: Path) -> set[tuple[str, str]]:
    """Return the filled cells of a workbook that are no headings."""
    snapshot = workbook_snapshot(old)
    headings = {
        (table.sheet, cell_address(row, column.number))
        for table in old_tables(snapshot)
        for column in table.columns
        for row in range(table.top or table.heading_row, table.heading_row + 1)
    }
    filled = {
        (sheet.name, cell_address(row, column))
        for sheet in snapshot.sheets.values()
        for row in range(1, sheet.height + 1)
        for column in range(1, sheet.width + 1)
        if sheet.value(row, column) is not None
    }
    return filled - headings


def named_cells(done: Adopted) -> set[tuple[str, str]]:
    """Return the cells of the workbook that the result names, with what became of each."""
    plan = done.plan
    named = {(each.source.sheet, each.source.cell) for each in plan.fill.cells if each.source}
    named |= {(each.sheet, each.cell) for each in (*plan.workbook_findings, *plan.loose)}
    return named | {(cell.sheet, cell.cell) for each in plan.left_out for cell in each.cells}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_cell_is_adopted_or_reported(name: str, tmp_path: Path) -> None:
    _, done = filled(tmp_path, name)
    assert every_cell(tmp_path / "old.xlsx") - named_cells(done) == set()


def test_each_cell_of_rows_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    unnamed, unread = (None, "Visit", "Quality lead", None, "Red"), ("B", "Plan", "Quality lead", "??", None)
    _, done = rows_with(tmp_path, GOOD, unnamed, unread, ("??", "Plan", "Quality lead", None, "Amber"), OTHER)
    assert every_cell(tmp_path / "old.xlsx") - named_cells(done) == set()


def test_a_fixed_value_that_the_tracker_refuses_is_named_at_its_place_in_the_mapping(tmp_path: Path) -> None:
    old, into = tmp_path / "old.xlsx", tracker(tmp_path)
    LAYOUTS["monthly_scorecard"](old)
    mapping = propose(into, old)
    correct(mapping, fixed={"Kind": "percent", "Organisation": "Fictionshire"})
    done = adopt(into, old, mapping)
    assert [(each.code, each.where) for each in done.plan.workbook_findings] == [("R11", "'Fixed values'!E6")]
    assert errors(into) == []


def test_a_published_action_plan_is_adopted_whole(tmp_path: Path) -> None:
    old = tmp_path / "old.xlsx"
    old.write_bytes(shared("corpus", "Action_plan_table__WestSussex_smokefree_2022.xlsx").read_bytes())
    into = tracker(tmp_path)
    mapping = propose(into, old)
    notes = {"Description": "Actions: Note", "Which partners are involved": "Actions: Note", "Status": "Leave out"}
    correct(mapping, notes, {"Locality": "North"})
    done = adopt(into, old, mapping)
    assert len(entries(into, "tblActions")) == 88
    assert errors(into) == []
    assert [each.heading for each in done.plan.left_out] == ["Status"]


def test_typing_in_the_tracker_is_never_undone(tmp_path: Path) -> None:
    into, _ = filled(tmp_path, "action_plan")
    typed(into, "tblActions", "1.1", "lead", "Quality lead")
    done = adopt(into, tmp_path / "old.xlsx", tmp_path / "old-mapping.xlsx")
    assert [(each.field, each.before, each.after) for each in done.plan.fill.of(Outcome.CONFLICT)] == [
        ("lead", "Quality lead", "Programme lead")
    ]
    assert entries(into, "tblActions")[0]["lead"] == "Quality lead"


def test_a_whole_tracker_adopted_into_an_empty_one_reads_the_same(tmp_path: Path) -> None:
    """The sample's lists, with everything odd in them, come out row by row as they are read there."""
    old = tmp_path / "old.xlsx"
    old.write_bytes((SAMPLES / "thurrock-2017.xlsx").read_bytes())
    into = tracker(tmp_path, {})
    mapping = propose(into, old)
    table = workbook_snapshot(mapping).sheets[MAPPING.sheet]
    choice = 1 + [column.field for column in MAPPING.columns].index("choice")
    proposed = {"Providers": "Providers: Provider code", "Indicators": "Indicators: Baseline"}
    typed_in = []
    for at in range(6, table.height + 1):
        sheet, current = str(table.value(at, 2)), table.value(at, choice)
        if sheet in NOT_FILLED_SHEETS or current is None:
            typed_in.append(SetCell(MAPPING.sheet, cell_address(at, choice), proposed.get(sheet, "Leave out")))
    edit(mapping, typed_in, mapping)
    done = adopt(into, old, mapping)
    assert not done.plan.is_refused
    before, after = api.check(old).intake, api.check(into).intake
    for name, read in before.lists.items():
        if read.of.sheet not in NOT_FILLED_SHEETS:
            assert list(after.lists[name].valid_rows) == list(read.valid_rows), name


def test_a_list_that_the_tracker_lacks_gets_its_sheet(tmp_path: Path) -> None:
    import openpyxl

    old, into = tmp_path / "old.xlsx", tracker(tmp_path)
    book = openpyxl.load_workbook(into)
    del book["Meetings"], book["Programmes"]
    book.save(into)
    LAYOUTS["several_tables"](old)
    mapping = propose(into, old)
    done = adopt(into, old, mapping)
    assert done.delivered is not None
    assert set(done.delivered.added) == {"Meetings", "Programmes"}
    assert [row["body"] for row in entries(into, "tblMeetings")] == ["Programme board"]
    assert [row["name"] for row in entries(into, "tblProgrammes")] == ["Evening clinics"]
    assert adopt(into, old, mapping).delivered is None


def test_a_sheet_without_its_list_is_refused_with_a_sentence(tmp_path: Path) -> None:
    import openpyxl

    old, into = tmp_path / "old.xlsx", tracker(tmp_path)
    book = openpyxl.load_workbook(into)
    del book["Meetings"]
    book.create_sheet("Meetings")["A1"] = "To be filled in"
    book.save(into)
    LAYOUTS["several_tables"](old)
    done = adopt(into, old, propose(into, old))
    assert done.delivered is None
    assert [(each.code, each.where) for each in done.plan.mapping_findings] == [("A14", "Meetings!A1")]
