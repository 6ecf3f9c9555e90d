"""Returns merged into a tracker's file: what is written, what is unchanged, and what the report says."""

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pc_workbook import app
from pc_workbook.cells.change import CellValue, Change, SetCell
from pc_workbook.cli.merge_report import report_lines
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import DryRunHost, FileHost
from pc_workbook.model.returns import Pick
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.tracker.changed_tracker import with_changes
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.snapshot import a1
from tests.support import SAMPLES, parts_of, problems_for_excel
from tests.support.excel_rules import problems

HANDED_OUT, CAME_BACK, LATER = datetime(2017, 3, 16, 9), datetime(2017, 4, 6, 9), datetime(2017, 4, 7, 9)
POINTS = int(os.environ.get("PC_WORKBOOK_KILL_POINTS", "4"))
Typed = Mapping[tuple[str, str], CellValue]  # (action, heading) -> what the manager types


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))


def handed_out(tracker: Path, locality: str = "North") -> Path:
    folder = tracker.parent / "returns"
    folder.mkdir(exist_ok=True)
    return app.hand_out(FileHost(tracker), folder, locality, now=HANDED_OUT).returns[0].path


def filled_in(return_: Path, name: str, typed: Typed) -> Path:
    """The return as its manager sends it back, saved by another program under another name."""
    book = load_workbook(return_)
    sheet = book["Action progress"]
    at, heads = headings(sheet)
    rows = {sheet.cell(row, heads["Action"]).value: row for row in range(at + 1, sheet.max_row + 1)}
    for (action, heading), value in typed.items():
        cell = sheet.cell(rows[action], heads[heading], value)
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(return_.with_name(name))
    return return_.with_name(name)


def headings(sheet: Worksheet) -> tuple[int, dict[object, int]]:
    for row in range(1, 20):
        heads = {cell.value: cell.column for cell in sheet[row] if cell.value}
        if {"Action", "Progress"} <= heads.keys():
            return row, heads
    raise AssertionError("the return has no headings")


def taken_in(tracker: Path) -> Intake:
    return read_tracker(FileHost(tracker).read())


def progress(tracker: Path, action: str, locality: str = "North") -> object:
    rows = taken_in(tracker).tracker.progress
    return next(row for row in rows if (row.action, row.locality) == (action, locality))


def type_into(tracker: Path, table: str, n: int, **values: CellValue) -> None:
    """Somebody types into the n-th row of a list of the tracker."""
    read = taken_in(tracker).lists[table]
    changes: list[Change] = [
        SetCell(read.sheet, a1(read.row_numbers[n], read.columns[name]), value) for name, value in values.items()
    ]
    edit(tracker, changes, tracker)


def test_a_return_is_merged_into_its_cells_and_every_other_part_is_unchanged(tracker: Path) -> None:
    before = parts_of(tracker)
    came = filled_in(handed_out(tracker), "north.xlsx", {("C", "Progress"): "The draft is out.", ("C", "RAG"): "Amber"})
    done = app.merge_returns(FileHost(tracker), [came], now=CAME_BACK)
    row = progress(tracker, "C")
    assert (row.progress, row.rag, row.updated_on) == ("The draft is out.", "Amber", CAME_BACK.date())  # type: ignore[attr-defined]
    after = parts_of(tracker)
    book = load_workbook(tracker)
    sheets = {f"xl/worksheets/sheet{n}.xml" for n, name in enumerate(book.sheetnames, 1)
              if name in ("Action progress", "Progress history", "Returns register", "What came in")}  # fmt: skip
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert {name for name in changed if "worksheets/sheet" in name} == sheets
    assert all(name in sheets or name.startswith(("xl/tables/", "xl/styles", "xl/workbook.xml")) for name in changed)
    assert problems_for_excel(tracker) == []
    assert any("'Action progress'!C14" in line and "The draft is out." in line for line in report_lines(done))


TRICKY = ("=SUM(A1:A9)", "+44 1375 000000", "-", "@role", "two\nlines", " blanks ", "😀 visited", "שלום עולם", "_x0041_",
          "<b> & </b>", "x" * 32_767)  # fmt: skip


def test_text_survives_character_for_character(tracker: Path) -> None:
    cells = [(action, heading) for action in "ABCEF" for heading in ("Progress", "RAG reason", "Next step")]
    typed = dict(zip(cells, TRICKY, strict=False))
    written = {cell: text.replace("_x0041_", "_x005F_x0041_") for cell, text in typed.items()}
    app.merge_returns(FileHost(tracker), [filled_in(handed_out(tracker), "north.xlsx", written)], now=CAME_BACK)
    names = {"Progress": "progress", "RAG reason": "rag_reason", "Next step": "next_step"}
    for (action, heading), text in typed.items():
        assert getattr(progress(tracker, action), names[heading]) == text
    filed = {entry.text for entry in taken_in(tracker).tracker.history}
    assert {text for (_, heading), text in typed.items() if heading == "Progress"} <= filed
    assert b"<f>" not in b"".join(part for name, part in parts_of(tracker).items() if "worksheets/sheet" in name)


def test_what_a_return_replaces_is_in_the_history_without_a_refresh_before(tracker: Path) -> None:
    came = filled_in(handed_out(tracker), "north.xlsx", {("F", "Progress"): "Hubs open on Saturdays."})
    type_into(tracker, "tblActionProgress", 1, progress="Typed straight in.")
    app.merge_returns(FileHost(tracker), [came], now=CAME_BACK)
    entries = [(entry.action, entry.locality, entry.text) for entry in taken_in(tracker).tracker.history[-2:]]
    assert entries == [("A", "South", "Typed straight in."), ("F", "North", "Hubs open on Saturdays.")]


def test_a_refresh_adds_typed_progress_to_the_history_once(tracker: Path) -> None:
    before = len(taken_in(tracker).tracker.history)
    type_into(tracker, "tblActionProgress", 0, progress="=typed", rag="Red")
    done = app.refresh(FileHost(tracker), now=CAME_BACK)
    entry = taken_in(tracker).tracker.history[-1]
    assert (entry.text, entry.old_state, entry.new_state, entry.role) == (
        "=typed",
        "Amber",
        "Red",
        "Locality manager, North",
    )
    assert done.plan is not None
    assert done.plan.history_added == 1
    once = parts_of(tracker)
    app.refresh(FileHost(tracker), now=CAME_BACK)
    assert parts_of(tracker) == once
    assert len(taken_in(tracker).tracker.history) == before + 1


def test_an_exempt_text_is_in_the_history_with_its_marking(tracker: Path) -> None:
    at = next(n for n, row in enumerate(taken_in(tracker).tracker.progress) if row.action == "D")
    type_into(tracker, "tblActionProgress", at, progress="Terms are being talked about.")
    app.refresh(FileHost(tracker), now=CAME_BACK)
    entry = taken_in(tracker).tracker.history[-1]
    assert (entry.marking, entry.exempt_paragraph, entry.marked_by) == ("Exempt", "3", "Accountable Officer")


def test_a_refresh_goes_on_when_the_history_takes_no_rows(tracker: Path) -> None:
    book = load_workbook(tracker)
    del book["Progress history"].tables["tblProgressHistory"]
    book.save(tracker)
    type_into(tracker, "tblActionProgress", 0, progress="Typed.")
    done = app.refresh(FileHost(tracker), now=CAME_BACK)
    assert any(
        "tblProgressHistory" in words and "nothing was added to Progress history" in words
        for words in done.delivered.warnings
    )
    assert done.delivered.written


def conflicting(tracker: Path) -> list[Path]:
    out = handed_out(tracker)
    return [
        filled_in(out, f"{n}.xlsx", {("A", "Progress"): f"What {n} says.", (n, "Next step"): n}) for n in ("B", "C")
    ]


def test_a_conflict_stays_open_until_a_person_chooses_and_a_refresh_applies_the_choice(tracker: Path) -> None:
    handed = progress(tracker, "A").progress  # type: ignore[attr-defined]
    app.merge_returns(FileHost(tracker), conflicting(tracker), now=CAME_BACK)
    rows = taken_in(tracker).tracker.conflicts
    assert [(row.row, row.column, row.cell) for row in rows] == [("A · North", "Progress", "'Action progress'!C6")] * 2
    assert [(row.handed_out, row.current, row.returned) for row in rows] == [
        (handed, handed, "What B says."), (handed, handed, "What C says."),
    ]  # fmt: skip
    assert progress(tracker, "A").progress == handed  # type: ignore[attr-defined]
    type_into(tracker, "tblConflicts", 1, pick=str(Pick.TAKE))
    app.refresh(FileHost(tracker), now=LATER)
    assert progress(tracker, "A").progress == "What C says."  # type: ignore[attr-defined]
    rows = taken_in(tracker).tracker.conflicts
    assert [(row.settled_on, row.outcome) for row in rows] == [
        (LATER.date(), "Another return's value was taken."), (LATER.date(), "The return's value was taken."),
    ]  # fmt: skip
    entry = taken_in(tracker).tracker.history[-1]
    assert (entry.text, entry.entered_on) == (
        "What C says.",
        CAME_BACK.date(),
    )  # the day it came in, not that of the pick


def test_every_received_change_is_logged_with_manager_return_and_date(tracker: Path) -> None:
    spoilt = SAMPLES / "returns" / "spoilt-north.xlsx"
    done = app.merge_returns(FileHost(tracker), [spoilt], now=CAME_BACK)
    rows = taken_in(tracker).tracker.received_items
    assert {(row.received_on, row.role) for row in rows} == {(CAME_BACK.date(), "Locality manager, North")}
    assert all(row.source.startswith("spoilt-north.xlsx (") for row in rows)
    looked_at = [row.cell for row in rows if row.kind == "To look at"]
    assert looked_at == [found.where for found in done.returns[0].findings]
    taken = {(take.cell_key.table, take.cell_key.key) for take in done.plan.updates}
    assert len(looked_at) + len(taken) == len(rows)


def test_the_file_has_what_the_plan_says(tracker: Path) -> None:
    """The laws of merging are tried on changes; here they are held against the file that the changes make."""
    before = taken_in(tracker)
    returns = sorted((SAMPLES / "returns").glob("*.xlsx"))
    done = app.merge_returns(FileHost(tracker), returns, now=CAME_BACK)
    assert taken_in(tracker).tracker == with_changes(before, done.plan.changes).tracker
    for n, _ in enumerate(taken_in(tracker).tracker.conflicts):
        type_into(tracker, "tblConflicts", n, pick=str((Pick.TAKE, Pick.KEEP)[n % 2]))
    picked = taken_in(tracker)
    refreshed = app.refresh(FileHost(tracker), now=LATER)
    assert refreshed.plan is not None
    assert taken_in(tracker).tracker == with_changes(picked, refreshed.plan.changes).tracker


def test_a_choice_does_not_replace_what_was_typed_after_it(tracker: Path) -> None:
    app.merge_returns(FileHost(tracker), conflicting(tracker), now=CAME_BACK)
    type_into(tracker, "tblConflicts", 0, pick=str(Pick.TAKE))
    type_into(tracker, "tblActionProgress", 0, progress="Newer words.")
    app.refresh(FileHost(tracker), now=LATER)
    row = taken_in(tracker).tracker.conflicts[0]
    assert (row.pick, row.current, row.settled_on) == (None, "Newer words.", None)
    assert row.outcome == "The cell was changed meanwhile. Pick again."
    assert progress(tracker, "A").progress == "Newer words."  # type: ignore[attr-defined]


def test_keeping_the_trackers_value_is_permanent(tracker: Path) -> None:
    returns = conflicting(tracker)
    app.merge_returns(FileHost(tracker), returns, now=CAME_BACK)
    for n in (0, 1):
        type_into(tracker, "tblConflicts", n, pick=str(Pick.KEEP))
    app.merge_returns(FileHost(tracker), returns, now=LATER)
    rows = taken_in(tracker).tracker.conflicts
    assert [row.outcome for row in rows] == ["The tracker's value was kept."] * 2
    again = filled_in(returns[0], "again.xlsx", {("B", "Next step"): "Another step"})  # version 2 says it once more
    done = app.merge_returns(FileHost(tracker), [again], now=LATER)
    assert (done.plan.known, done.plan.conflicts[0].cell_key.field) == (1, "next_step")
    assert len(taken_in(tracker).tracker.conflicts) == 3


def test_a_row_that_was_deleted_meanwhile_is_a_conflict(tracker: Path) -> None:
    came = filled_in(handed_out(tracker), "north.xlsx", {("A", "Progress"): "Written for nobody?"})
    type_into(tracker, "tblActionProgress", 0, locality="South-West")
    app.merge_returns(FileHost(tracker), [came], now=CAME_BACK)
    row = taken_in(tracker).tracker.conflicts[0]
    assert (row.returned, row.outcome) == ("Written for nobody?", "The tracker no longer has this row.")


def test_an_offered_row_is_added_when_it_is_filled_in(tracker: Path) -> None:
    book = load_workbook(tracker)
    sheet = book["Action progress"]
    sheet.delete_rows(sheet.tables["tblActionProgress"].ref.count(":") + 28)  # the last row: F, West
    sheet.tables["tblActionProgress"].ref = "A5:N28"
    book.save(tracker)
    assert len(taken_in(tracker).tracker.progress) == 23
    came = filled_in(
        handed_out(tracker, "West"), "west.xlsx", {("F", "Progress"): "Two hubs open.", ("F", "RAG"): "Green"}
    )
    app.merge_returns(FileHost(tracker), [came], now=CAME_BACK)
    row = progress(tracker, "F", "West")
    assert (row.progress, row.rag, row.updated_by) == ("Two hubs open.", "Green", "Locality manager, West")  # type: ignore[attr-defined]


def test_a_tracker_made_before_these_lists_gets_them(tracker: Path) -> None:
    book = load_workbook(tracker)
    for name in ("Conflicts", "Returns register", "What came in", "To chase"):
        del book[name]
    book.save(tracker)
    assert [found.code for found in app.check(FileHost(tracker)).findings if found.code == "R01"] == []
    app.merge_returns(FileHost(tracker), conflicting(tracker), now=CAME_BACK)
    assert len(taken_in(tracker).tracker.conflicts) == 2
    type_into(tracker, "tblConflicts", 0, pick=str(Pick.TAKE))
    assert app.refresh(FileHost(tracker), now=LATER).delivered.kept == ()
    assert progress(tracker, "A").progress == "What B says."  # type: ignore[attr-defined]
    assert problems_for_excel(tracker) == []


def test_a_users_own_sheet_called_conflicts_is_never_replaced(tracker: Path) -> None:
    returns = conflicting(tracker)
    book = load_workbook(tracker)
    del book["Conflicts"]
    book.create_sheet("Conflicts")["A1"] = "Conflicts of interest"
    book.save(tracker)
    before = tracker.read_bytes()
    with pytest.raises(WorkbookProblem, match="already has a sheet called 'Conflicts'"):
        app.merge_returns(FileHost(tracker), returns, now=CAME_BACK)
    assert tracker.read_bytes() == before


def test_a_return_is_expected_after_handing_out_and_may_be_late(tracker: Path) -> None:
    folder = tracker.parent / "out"
    folder.mkdir()
    done = app.hand_out(FileHost(tracker), folder, register=True, now=HANDED_OUT)
    chase = sheet_words(tracker, app.refresh(FileHost(tracker), now=CAME_BACK))
    assert sum("late: was due by 30 March 2017".casefold() in words.casefold() for words in chase) == 4
    north = next(one.path for one in done.returns if "North" in one.path.name)
    app.merge_returns(FileHost(tracker), [filled_in(north, "n.xlsx", {("A", "RAG"): "Green"})], now=CAME_BACK)
    row = next(row for row in taken_in(tracker).tracker.returns if row.locality == "North")
    assert (row.days_late, row.version, row.changes, row.conflicts) == (7, 1, 1, 0)
    assert row.due_by is not None
    assert row.due_by.isoformat() == "2017-03-30"
    chase = sheet_words(tracker, app.refresh(FileHost(tracker), now=CAME_BACK))
    assert sum("late: was due by 30 March 2017".casefold() in words.casefold() for words in chase) == 3


def sheet_words(tracker: Path, _: object) -> list[str]:
    sheet = load_workbook(tracker)["To chase"]
    return [" ".join(str(cell) for cell in row if cell) for row in sheet.iter_rows(values_only=True)]


def test_a_dry_run_reports_the_same_and_writes_nothing(tracker: Path) -> None:
    returns = conflicting(tracker)
    before = tracker.read_bytes()
    planned = list(report_lines(app.merge_returns(DryRunHost(tracker), returns, now=CAME_BACK)))
    assert tracker.read_bytes() == before
    assert "Nothing was written: this was a dry run." in planned[-1]
    done = list(report_lines(app.merge_returns(FileHost(tracker), returns, now=CAME_BACK)))
    assert [line.replace("Would be merged", "Merged") for line in planned[:-1]] == done[: len(planned) - 1]


# -- as a process


def pc_workbook(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pc_workbook", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def test_the_other_returns_are_merged_when_one_file_is_no_return(tracker: Path, tmp_path: Path) -> None:
    good, rubbish = filled_in(handed_out(tracker), "n.xlsx", {("A", "RAG"): "Green"}), tmp_path / "rubbish.xlsx"
    rubbish.write_bytes(b"not a workbook")
    done = pc_workbook("merge", tracker, rubbish, good, tmp_path / "missing.xlsx")
    assert done.returncode == 3
    assert "rubbish.xlsx" in done.stderr
    assert "missing.xlsx" in done.stderr
    assert "1 return read" in done.stdout
    assert progress(tracker, "A").rag == "Green"  # type: ignore[attr-defined]


def test_the_tracker_itself_is_refused_as_a_return(tracker: Path) -> None:
    before = tracker.read_bytes()
    done = pc_workbook("merge", tracker, tracker)
    assert (done.returncode, tracker.read_bytes()) == (3, before)
    assert "is the tracker itself" in done.stderr


def test_a_percentage_is_written_into_a_cell_formatted_as_one(tracker: Path) -> None:
    book = load_workbook(tracker)
    cell = book["Action progress"]["F6"]
    cell.value, cell.number_format = 0.4, "0%"
    book.save(tracker)
    came = filled_in(handed_out(tracker), "n.xlsx", {("A", "Per cent complete"): 55})
    app.merge_returns(FileHost(tracker), [came], now=CAME_BACK)
    assert progress(tracker, "A").per_cent_complete == 55  # type: ignore[attr-defined]
    assert load_workbook(tracker)["Action progress"]["F6"].value == 0.55


def test_a_return_of_another_edition_is_named_and_compared_cell_by_cell(tracker: Path) -> None:
    came = filled_in(handed_out(tracker), "n.xlsx", {("A", "RAG"): "Green"})
    read = taken_in(tracker)
    edit(tracker, [SetCell("Settings", read.settings_cells["as_at"], datetime(2017, 4, 30))], tracker)
    done = pc_workbook("merge", tracker, came)
    assert "handed out for the issue of 15/03/2017, and the tracker is as at 30/04/2017" in done.stdout
    assert progress(tracker, "A").rag == "Green"  # type: ignore[attr-defined]


def test_of_two_simultaneous_merges_neither_is_lost(tracker: Path) -> None:
    returns = [
        filled_in(handed_out(tracker, place), f"{place}.xlsx", {("A", "RAG"): "Green"}) for place in ("North", "South")
    ]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "pc_workbook", "merge", str(tracker), str(one)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for one in returns
    ]
    for child, one in zip(running, returns, strict=True):
        errors = child.communicate()[1].decode()
        assert child.returncode == 0 or "being written" in errors or "since it was read" in errors, errors
        if child.returncode:
            assert pc_workbook("merge", tracker, one).returncode == 0
    assert [progress(tracker, "A", place).rag for place in ("North", "South")] == ["Green", "Green"]  # type: ignore[attr-defined]
    assert sorted(row.locality for row in taken_in(tracker).tracker.returns) == ["North", "South"]


@pytest.mark.skipif(os.name == "nt", reason="a process is killed as on Linux and macOS")
def test_a_killed_merge_leaves_the_old_tracker_or_the_new_one(tracker: Path) -> None:
    came = filled_in(handed_out(tracker), "n.xlsx", {("A", "Progress"): "After."})
    old = tracker.read_bytes()
    began = time.monotonic()
    assert pc_workbook("merge", tracker, came).returncode == 0
    seconds = time.monotonic() - began
    names, chance, outcomes = parts_of(tracker).keys(), random.Random(5), {"old": 0, "new": 0}
    for n in range(POINTS):
        tracker.write_bytes(old)
        child = subprocess.Popen(
            [sys.executable, "-m", "pc_workbook", "merge", str(tracker), str(came)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(seconds * (0.6 if n % 2 else 0), seconds * 1.1))
        child.send_signal(signal.SIGKILL)
        child.communicate()
        is_old = tracker.read_bytes() == old
        outcomes["old" if is_old else "new"] += 1
        assert is_old or (parts_of(tracker).keys() == names and progress(tracker, "A").progress == "After.")  # type: ignore[attr-defined]
        assert problems(tracker) == []
        for snapshot in tracker.parent.glob("* snapshots/*.xlsx"):
            assert zipfile.ZipFile(snapshot).testzip() is None
    print(f"killed {POINTS} times: {outcomes}")
