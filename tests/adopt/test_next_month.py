"""The same mapping on the next version of the workbook: what changed is brought up to date, what people typed stays."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pc_workbook.adopt.fill_plan import Outcome
from pc_workbook.app import Adopted
from pc_workbook.tracker.findings import Severity
from pc_workbook.wording.findings import message
from tests.adopt.adopting import adopt, correct, entries, errors, propose, tracker, typed
from tests.adopt.old_workbooks import action_plan, monthly_scorecard

Edit = Callable[[Any], None]


class Scene:
    """A tracker that was filled from an action plan, and the plan."""

    def __init__(self, folder: Path) -> None:
        self.old, self.into = folder / "old.xlsx", tracker(folder)
        action_plan(self.old)
        self.mapping = propose(self.into, self.old)
        correct(self.mapping, fixed={"Locality": "North"})
        adopt(self.into, self.old, self.mapping)

    def next_month(self, edit: Edit) -> Adopted:
        """Change the plan as its owner does, and adopt it again."""
        book = openpyxl.load_workbook(self.old)
        edit(book["Action plan"])
        book.save(self.old)
        return adopt(self.into, self.old, self.mapping)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def cells(done: Adopted, outcome: Outcome) -> list[tuple[str, str, object, object]]:
    return [(each.label, each.field, each.before, each.after) for each in done.plan.fill.of(outcome)]


def test_a_changed_cell_is_brought_up_to_date(scene: Scene) -> None:
    def edit(sheet: Any) -> None:
        sheet["G6"] = "The clinic is open."
        sheet["F7"] = "Green"

    done = scene.next_month(edit)
    assert cells(done, Outcome.UPDATED) == [
        ("1.1 · North", "progress", "Two rooms are ready.", "The clinic is open."),
        ("1.2 · North", "rag", "Amber", "Green"),
    ]
    assert entries(scene.into, "tblActionProgress")[0]["progress"] == "The clinic is open."
    assert errors(scene.into) == []


def test_a_new_row_is_added_and_rows_may_be_sorted_and_moved(scene: Scene) -> None:
    def edit(sheet: Any) -> None:
        sheet.insert_rows(6)
        for column, value in enumerate(("3.1", "Publish a booklet", "People know", "Quality lead"), 1):
            sheet.cell(6, column, value)

    done = scene.next_month(edit)
    assert [each[0] for each in cells(done, Outcome.ADDED)] == ["3.1"] * 4
    assert done.plan.fill.of(Outcome.CONFLICT, Outcome.UPDATED) == ()


def test_a_cell_that_somebody_changed_in_the_tracker_is_a_conflict(scene: Scene) -> None:
    typed(scene.into, "tblActionProgress", "1.1", "progress", "Delayed by a flood.")

    def edit(sheet: Any) -> None:
        sheet["G6"] = "The clinic is open."

    done = scene.next_month(edit)
    assert cells(done, Outcome.CONFLICT) == [("1.1 · North", "progress", "Delayed by a flood.", "The clinic is open.")]
    assert entries(scene.into, "tblActionProgress")[0]["progress"] == "Delayed by a flood."


def test_a_third_month_updates_what_the_second_one_wrote(scene: Scene) -> None:
    for words in ("April.", "May.", "June."):
        done = scene.next_month(lambda sheet, words=words: sheet.__setitem__("G6", words))
        assert [each[3] for each in cells(done, Outcome.UPDATED)] == [words]


def test_a_backup_put_back_in_place_of_the_tracker_is_filled_again(scene: Scene, tmp_path: Path) -> None:
    before = scene.into.read_bytes()
    scene.next_month(lambda sheet: sheet.__setitem__("G6", "April."))
    scene.into.write_bytes(before)
    done = adopt(scene.into, scene.old, scene.mapping)
    assert [each[3] for each in cells(done, Outcome.UPDATED)] == ["April."]


def test_an_emptied_cell_and_a_deleted_row_are_listed_and_the_tracker_keeps_them(scene: Scene) -> None:
    def edit(sheet: Any) -> None:
        sheet["G6"] = None
        sheet.delete_rows(8)

    done = scene.next_month(edit)
    assert [each[:3] for each in cells(done, Outcome.EMPTIED)] == [("1.1 · North", "progress", "Two rooms are ready.")]
    assert [each[0] for each in cells(done, Outcome.ROW_GONE)] == ["2.1", "2.1 · North"]
    assert done.delivered is None


# --- the headings have changed


def found(done: Adopted) -> list[tuple[str, str, str]]:
    return [(each.code, each.sheet, each.cell) for each in (*done.plan.mapping_findings, *done.plan.workbook_findings)]


def test_a_column_that_moved_is_read_where_it_is_and_named(scene: Scene) -> None:
    done = scene.next_month(lambda sheet: sheet.insert_cols(4))
    assert found(done)[0] == ("A09", "Action plan", "E5")
    assert {each.outcome for each in done.plan.fill.cells} == {Outcome.SAME}


def test_a_column_that_has_gone_is_named_and_the_others_are_read(scene: Scene) -> None:
    def edit(sheet: Any) -> None:
        sheet.delete_cols(7)
        sheet["F6"] = "Amber"

    done = scene.next_month(edit)
    assert ("A08", "Mapping", "I12") in found(done)
    assert [each[1] for each in cells(done, Outcome.UPDATED)] == ["rag"]
    assert entries(scene.into, "tblActionProgress")[0]["progress"] == "Two rooms are ready."


def test_a_renamed_column_is_named_with_its_new_heading_and_not_read(scene: Scene) -> None:
    def edit(sheet: Any) -> None:
        sheet["G5"] = "Where we are"
        sheet["G6"] = "The clinic is open."

    done = scene.next_month(edit)
    assert found(done) == [("A08", "Mapping", "I12"), ("A10", "Action plan", "G5")]
    gone = done.plan.workbook_findings[0]
    assert "Where we are" in message(gone).what_to_do
    assert done.plan.written == ()


def test_without_the_column_that_names_the_rows_nothing_is_adopted(scene: Scene) -> None:
    before = scene.into.read_bytes()
    done = scene.next_month(lambda sheet: sheet.__setitem__("A5", "Priority"))
    assert done.plan.is_refused
    assert done.plan.mapping_findings[0].code == "A07"
    assert scene.into.read_bytes() == before


def test_a_table_that_has_gone_is_named_and_nothing_is_adopted(scene: Scene) -> None:
    done = scene.next_month(lambda sheet: sheet.delete_rows(5, 20))
    assert [each.code for each in done.plan.mapping_findings if each.severity is Severity.ERROR] == ["A11"]


def test_a_renamed_sheet_is_known_by_the_fingerprint_of_its_headings(scene: Scene) -> None:
    def edit(sheet: Any) -> None:
        sheet.title = "Plan 2018"
        sheet["G6"] = "The clinic is open."

    done = scene.next_month(edit)
    assert found(done) == [("A12", "Plan 2018", "A5")]
    assert len(done.plan.fill.of(Outcome.UPDATED)) == 1


def test_a_month_more_across_is_not_in_the_mapping_and_is_named(tmp_path: Path) -> None:
    old, into = tmp_path / "old.xlsx", tracker(tmp_path)
    monthly_scorecard(old)
    mapping = propose(into, old)
    correct(mapping, fixed={"Kind": "Rate", "Organisation": "Fictionshire"})
    adopt(into, old, mapping)
    book = openpyxl.load_workbook(old)
    book["KPI data"]["F2"], book["KPI data"]["F3"] = "July 2016", 94
    book.save(old)
    done = adopt(into, old, mapping)
    assert found(done) == [("A10", "KPI data", "F2")]
    assert [(each.heading, len(each.cells)) for each in done.plan.left_out] == [("July 2016", 1)]
