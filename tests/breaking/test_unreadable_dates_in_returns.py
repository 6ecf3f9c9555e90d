"""Nothing is filled in by itself beside a cell that a manager filled and that could not be read, or that waits."""

import os
import random
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from shutil import copyfile

import pytest

from pc_workbook import app
from pc_workbook.cells.change import CellValue, SetCell
from pc_workbook.hosts.file import FileHost
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.model.returns import Pick
from pc_workbook.ooxml.edit.cells import apply_changes
from pc_workbook.ooxml.package.opening import open_content
from pc_workbook.returns.return_data import CellKey, tracker_rows
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.snapshot import a1
from tests.support import SAMPLES, shared

HANDED_OUT, CAME_BACK, LATER = datetime(2017, 3, 16, 9), datetime(2017, 4, 6, 9), datetime(2017, 4, 20, 9)
TRACKER = SAMPLES / "thurrock-2017.xlsx"
PROGRESS = "tblActionProgress"
UNREADABLE = [
    "31/11/2016",
    "29/02/2017",
    "13/13/2017",
    "some time in May",
    "2017-03-32",
    "last week",
    "45",
    "0",
    -5,
    True,
    1e9,
]
ROUNDS = 120 if os.environ.get("PC_WORKBOOK_FULL") == "1" else 12
COLUMNS = {"progress": "C", "rag": "D", "next_step": "G", "updated_by": "I", "updated_on": "J"}
ROWS = {"A": 6, "B": 7, "C": 8}


@pytest.fixture(scope="module")
def west(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """West's return: its row C has no progress, role or date; its rows A and B have."""
    folder = tmp_path_factory.mktemp("out")
    return app.hand_out(FileHost(TRACKER), folder, "West", now=HANDED_OUT).returns[0].path.read_bytes()


def changed(content: bytes, changes: list[SetCell]) -> bytes:
    package = open_content(content, "workbook.xlsx")
    apply_changes(package, changes)
    return package.packed()


def filled(content: bytes, typed: Mapping[tuple[str, str], CellValue]) -> bytes:
    """The return with (action, field) typed into."""
    cells = [
        SetCell("Action progress", f"{COLUMNS[field]}{ROWS[action]}", typed[action, field]) for action, field in typed
    ]
    return changed(content, cells)


def merge(host: MemoryHost, *returns: bytes, folder: Path, now: datetime = CAME_BACK) -> app.MergedReturns:
    paths = []
    for n, content in enumerate(returns):
        path = folder / f"return {now:%d%m} {n}.xlsx"
        path.write_bytes(content)
        paths.append(path)
    return app.merge_returns(host, paths, now=now)


def tracker_with(*cells: tuple[str, str, CellValue]) -> MemoryHost:
    """The tracker, somebody having typed into West's rows: action, field, value."""
    content = TRACKER.read_bytes()
    rows = tracker_rows(read_tracker(MemoryHost(content, "tracker.xlsx").read()), PROGRESS)
    sets = [SetCell(rows[PROGRESS, (a, "West")].sheet, rows[PROGRESS, (a, "West")].cells[f], v) for a, f, v in cells]
    return MemoryHost(changed(content, sets) if sets else content, "tracker.xlsx")


def held(host: MemoryHost, action: str) -> Mapping[str, CellValue]:
    return tracker_rows(read_tracker(host.read()), PROGRESS)[PROGRESS, (action, "West")].values


@pytest.mark.parametrize("typed", UNREADABLE, ids=str)
def test_an_unreadable_date_waits_and_the_empty_cell_beside_it_stays_empty(
    typed: CellValue, west: bytes, tmp_path: Path
) -> None:
    host = tracker_with()
    done = merge(host, filled(west, {("C", "progress"): "New words", ("C", "updated_on"): typed}), folder=tmp_path)
    assert held(host, "C")["progress"] == "New words"
    assert held(host, "C")["updated_on"] is None
    assert held(host, "C")["updated_by"] == "Locality manager, West"  # that column was left, and is filled in
    assert [(conflict.cell_key.field, conflict.current) for conflict in done.plan.conflicts] == [("updated_on", None)]


@pytest.mark.parametrize("typed", UNREADABLE, ids=str)
def test_an_earlier_date_beside_an_unreadable_one_stays_and_dates_nothing(
    typed: CellValue, west: bytes, tmp_path: Path
) -> None:
    host = tracker_with()
    merge(host, filled(west, {("A", "progress"): "New words", ("A", "updated_on"): typed}), folder=tmp_path)
    assert held(host, "A")["updated_on"] == date(2017, 3, 1)
    entries = [entry for entry in read_tracker(host.read()).tracker.history if entry.text == "New words"]
    assert [entry.entered_on for entry in entries] == [CAME_BACK.date()]  # as a text without a date is filed
    app.refresh(host, now=LATER)
    assert len([entry for entry in read_tracker(host.read()).tracker.history if entry.text == "New words"]) == 1


def test_a_column_that_was_left_is_filled_in_as_before(west: bytes, tmp_path: Path) -> None:
    host = tracker_with()
    merge(host, filled(west, {("C", "progress"): "New words"}), folder=tmp_path)
    assert held(host, "C")["updated_on"] == CAME_BACK.date()


def test_a_date_that_staff_changed_meanwhile_is_not_stamped_over(west: bytes, tmp_path: Path) -> None:
    """Both changed it: it waits, so today's date may not take its place."""
    host = tracker_with(("A", "updated_on", date(2017, 3, 20)))
    merge(host, filled(west, {("A", "progress"): "New", ("A", "updated_on"): date(2017, 4, 1)}), folder=tmp_path)
    assert held(host, "A")["updated_on"] == date(2017, 3, 20)


def test_a_date_that_says_what_the_tracker_says_is_not_stamped_over(west: bytes, tmp_path: Path) -> None:
    host = tracker_with(("A", "updated_on", date(2017, 3, 20)))
    merge(host, filled(west, {("A", "progress"): "New", ("A", "updated_on"): date(2017, 3, 20)}), folder=tmp_path)
    assert held(host, "A")["updated_on"] == date(2017, 3, 20)


def test_a_role_that_waits_is_not_stamped_over(west: bytes, tmp_path: Path) -> None:
    host = tracker_with(("A", "updated_by", "Head of Nursing"))
    merge(host, filled(west, {("A", "progress"): "New", ("A", "updated_by"): "Practice manager lead"}), folder=tmp_path)
    assert held(host, "A")["updated_by"] == "Head of Nursing"
    entries = [entry for entry in read_tracker(host.read()).tracker.history if entry.text == "New"]
    assert [entry.role for entry in entries] == [None]


def test_two_returns_of_which_one_has_an_unreadable_date(west: bytes, tmp_path: Path) -> None:
    host = tracker_with()
    one = filled(west, {("C", "progress"): "New words", ("C", "updated_on"): "31/11/2016"})
    other = filled(west, {("C", "next_step"): "A step"})
    merge(host, one, other, folder=tmp_path)
    assert held(host, "C")["next_step"] == "A step"
    assert held(host, "C")["updated_on"] is None


def test_a_later_return_does_not_stamp_a_cell_that_still_waits(west: bytes, tmp_path: Path) -> None:
    host = tracker_with()
    merge(host, filled(west, {("C", "progress"): "New words", ("C", "updated_on"): "31/11/2016"}), folder=tmp_path)
    merge(host, filled(west, {("C", "next_step"): "A step"}), folder=tmp_path, now=LATER)
    assert held(host, "C")["next_step"] == "A step"
    assert held(host, "C")["updated_on"] is None


@pytest.mark.parametrize("also", [None, Pick.KEEP])
def test_a_pick_does_not_stamp_a_date_that_waits_or_was_kept(also: Pick | None, west: bytes, tmp_path: Path) -> None:
    host = tracker_with(("C", "progress", "Typed by staff"))
    merge(host, filled(west, {("C", "progress"): "New words", ("C", "updated_on"): "31/11/2016"}), folder=tmp_path)
    picks = {"Progress": Pick.TAKE} | ({"Updated on": also} if also else {})
    host = MemoryHost(changed(host.content, list(picked(read_tracker(host.read()), picks))), "tracker.xlsx")
    app.refresh(host, now=LATER)
    assert held(host, "C")["progress"] == "New words"
    assert held(host, "C")["updated_on"] is None


def picked(intake: Intake, picks: Mapping[str, Pick]) -> list[SetCell]:
    read = intake.lists["tblConflicts"]
    return [
        SetCell(read.sheet, a1(at, read.columns["pick"]), str(picks[row.column]))
        for row, at in zip(intake.tracker.conflicts, read.row_numbers, strict=True)
        if row.column in picks
    ]


def test_whatever_is_typed_only_a_column_that_was_left_is_filled_in(west: bytes, tmp_path: Path) -> None:
    """Generated: returns that fill some cells of some rows, readably or not, against a tracker changed in some cells."""
    for seed in range(ROUNDS):
        source = random.Random(seed)
        typed = {
            (action, field): source.choice(VALUES[field])
            for action in ROWS for field in COLUMNS if source.random() < 0.5
        }  # fmt: skip
        staff = [(a, f, source.choice(STAFF[f])) for a in ROWS for f in COLUMNS if source.random() < 0.2]
        host = tracker_with(*staff)
        before = {action: held(host, action) for action in ROWS}
        done = merge(host, filled(west, typed), folder=tmp_path, now=datetime(2017, 4, 6, 9, 0, seed % 60))
        waits = {conflict.cell_key for conflict in done.plan.conflicts}
        for action, field in typed:
            cell_key = CellKey(PROGRESS, (action, "West"), field)
            if cell_key in waits:
                assert held(host, action)[field] == before[action][field], (seed, cell_key)
        for action in ROWS:
            now = held(host, action)["updated_on"]
            was_filled = typed.get((action, "updated_on")) is not None or action != "C"  # C's was empty, and stays so
            if (action, "updated_on") in typed and was_filled and now == CAME_BACK.date():
                assert typed[action, "updated_on"] == CAME_BACK.date(), (seed, action)


VALUES: dict[str, list[CellValue]] = {
    "progress": ["Words", "Other words", None], "rag": ["Green", "Grene", "x", None], "next_step": ["A step", None],
    "updated_by": ["Practice manager lead", None],
    "updated_on": ["31/11/2016", "soon", date(2017, 4, 1), date(2017, 4, 6), None, -1],
}  # fmt: skip
STAFF: dict[str, list[CellValue]] = {
    "progress": ["By staff", None], "rag": ["Red"], "next_step": ["By staff"], "updated_by": ["Head of Nursing"],
    "updated_on": [date(2017, 3, 20), "30/02/2017"],
}  # fmt: skip


def test_progress_pasted_from_an_email_with_a_day_that_never_was(tmp_path: Path) -> None:
    case = shared("cases", "b25-unreadable-updated-on-is-stamped-today")
    tracker = Path(copyfile(case / "tracker_before_merge.xlsx", tmp_path / "tracker.xlsx"))
    hill = app.hand_out(FileHost(tracker), tmp_path / "out", "Hill", now=HANDED_OUT).returns[0].path.read_bytes()
    host = MemoryHost(tracker.read_bytes(), "tracker.xlsx")
    said = {("A", "progress"): "All four practices were visited", ("A", "updated_on"): "31/11/2016"}
    done = merge(host, filled(hill, said), folder=tmp_path)
    assert [(conflict.current, conflict.returned) for conflict in done.plan.conflicts] == [(None, "31/11/2016")]
    row = tracker_rows(read_tracker(host.read()), PROGRESS)[PROGRESS, ("A", "Hill")]
    assert (row.values["progress"], row.values["updated_on"]) == ("All four practices were visited", None)
