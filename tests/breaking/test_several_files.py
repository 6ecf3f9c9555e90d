"""Files that belong together are written all together or not at all, and a killed run does not block the next one."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.errors import NotWritten, WorkbookProblem
from pc_workbook.hosts.disk import saving
from pc_workbook.hosts.disk import written_files as written
from pc_workbook.hosts.disk.saving import NewFile, Stamp, clear_leftovers, stamp, written_together
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker.intake import read_tracker
from tests.support import PROJECT, SAMPLES
from tests.support.disk import left_behind, needs_posix, visible_files

NOW, LATER = datetime(2017, 3, 20, 9), datetime(2017, 3, 21, 9)


@pytest.fixture(autouse=True)
def _a_run_of_its_own() -> None:
    written.forget()


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return Path(copyfile(SAMPLES / "thurrock-2017-resolved.xlsx", tmp_path / "tracker.xlsx"))


def to_write(path: Path, content: bytes, read_as: Stamp | None = None) -> NewFile[int]:
    return NewFile(path, lambda new: new.write_bytes(content), read_as)


def fails_at(number: int, module: Any, name: str, monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> None:
    step, calls = getattr(module, name), []

    def stepped(*arguments: Any, **more: Any) -> Any:
        calls.append(name)
        if len(calls) == number:
            raise fault
        return step(*arguments, **more)

    monkeypatch.setattr(module, name, stepped)


FAULTS = [OSError(28, "No space left on device"), OSError(122, "Disk quota exceeded"), KeyboardInterrupt()]


@pytest.mark.parametrize("fault", FAULTS, ids=["disk full", "quota", "Ctrl-C"])
@pytest.mark.parametrize("file", [1, 2, 3, 4])
def test_a_fault_at_any_of_the_returns_leaves_none(
    file: int, fault: BaseException, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = visible_files(tracker.parent)
    fails_at(file, saving, "put_new", monkeypatch, fault)
    with pytest.raises((NotWritten, KeyboardInterrupt)):
        app.hand_out(FileHost(tracker), tracker.parent / "new" / "returns", register=True, now=NOW)
    assert visible_files(tracker.parent) == before
    assert not (tracker.parent / "new").exists()
    assert written.summary() == written.NOTHING
    monkeypatch.undo()
    assert len(app.hand_out(FileHost(tracker), tracker.parent / "new" / "returns", register=True, now=NOW).returns) == 4


@pytest.mark.parametrize("there_already", [False, True], ids=["new", "replaced"])
@pytest.mark.parametrize("fault", FAULTS, ids=["disk full", "quota", "Ctrl-C"])
def test_an_error_at_the_second_file_of_a_pack_restores_the_first(
    fault: BaseException, there_already: bool, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tracker.with_name("pack.xlsx")
    if there_already:
        app.board_pack(FileHost(tracker), "group", out, accessible=True, now=NOW)
    before = visible_files(tracker.parent)
    fails_at(2, saving, "_put_in_place", monkeypatch, NotWritten("no") if isinstance(fault, OSError) else fault)
    with pytest.raises((NotWritten, KeyboardInterrupt)):
        app.board_pack(FileHost(tracker), "group", out, accessible=True, now=LATER)
    assert visible_files(tracker.parent) == before
    assert left_behind(tracker.parent) == []


def test_where_the_second_has_come_meanwhile_the_first_is_taken_back(tmp_path: Path) -> None:
    def theirs_comes(new: Path) -> None:
        new.write_bytes(b"second")
        (tmp_path / "b.xlsx").write_bytes(b"theirs")

    files = [to_write(tmp_path / "a.xlsx", b"first"), NewFile(tmp_path / "b.xlsx", theirs_comes)]
    with pytest.raises(NotWritten, match="Somebody else has created"), written_together(files, keep=1, now=NOW):
        pass
    assert visible_files(tmp_path) == {"b.xlsx": b"theirs"}


def test_another_file_with_the_same_content_is_not_deleted(tmp_path: Path) -> None:
    def theirs_comes(new: Path) -> None:
        new.write_bytes(b"the same")
        (tmp_path / "b.xlsx").write_bytes(b"the same")

    files = [to_write(tmp_path / "a.xlsx", b"first"), NewFile(tmp_path / "b.xlsx", theirs_comes)]
    with pytest.raises(NotWritten), written_together(files, keep=1, now=NOW):
        pass
    assert visible_files(tmp_path) == {"b.xlsx": b"the same"}


def stopped_while_registering(tracker: Path, is_registered: bool) -> None:
    files = [to_write(tracker.with_name(f"{name}.xlsx"), b"a return") for name in "ab"]
    with written_together(files, keep=1, now=NOW):
        if is_registered:
            saving.replace_workbook(
                tracker, lambda new: new.write_bytes(b"new"), read_as=stamp(tracker), keep=1, now=NOW
            )
        raise KeyboardInterrupt


def test_what_follows_on_them_decides_whether_they_stay(tmp_path: Path) -> None:
    """The returns are registered in the tracker: until it is written they can be taken back, and then no more."""
    tracker = tmp_path / "tracker.xlsx"
    tracker.write_bytes(b"old")
    for is_registered in (False, True):
        with pytest.raises(KeyboardInterrupt):
            stopped_while_registering(tracker, is_registered)
        assert set(visible_files(tmp_path)) == {"tracker.xlsx"} | ({"a.xlsx", "b.xlsx"} if is_registered else set())
    assert tracker.read_bytes() == b"new"


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from pc_workbook import app
from pc_workbook.hosts.disk import saving
from pc_workbook.hosts.disk import journal
from pc_workbook.hosts.file import FileHost

tracker, where, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
module, name = {"put": (saving, "_put_in_place"), "register": (app, "_register"), "close": (journal, "close")}[where]
step, calls = getattr(module, name), []
def stepped(*arguments, **more):
    calls.append(1)
    if len(calls) == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return step(*arguments, **more)
setattr(module, name, stepped)
app.hand_out(FileHost(tracker), tracker.parent / "returns", register=True, now=datetime(2017, 3, 20, 9))
"""


def kill(tracker: Path, where: str, number: int) -> None:
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(tracker), where, str(number)]
    assert (
        subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(PROJECT)}).returncode
        == -signal.SIGKILL
    )


@needs_posix
@pytest.mark.parametrize(
    ("where", "number", "made"),
    [("put", 1, 0), ("put", 2, 1), ("put", 4, 3), ("register", 1, 4)],
    ids=["before the first", "after the first", "before the last", "before they were registered"],
)
def test_half_a_set_of_returns_is_no_hindrance_to_the_next_run(
    where: str, number: int, made: int, tracker: Path
) -> None:
    kill(tracker, where, number)
    assert len(list((tracker.parent / "returns").glob("Return*"))) == made
    done = app.hand_out(FileHost(tracker), tracker.parent / "returns", register=True, now=LATER)
    assert len(done.returns) == 4
    assert {one.path for one in done.returns} == set((tracker.parent / "returns").iterdir())
    listed = read_tracker(FileHost(tracker).read()).tracker.returns
    assert {row.hand_out for row in listed} == {one.stamp.return_id for one in done.returns}


@needs_posix
def test_returns_that_were_registered_before_the_run_was_killed_stay(tracker: Path) -> None:
    kill(tracker, "close", 2)  # the tracker's own journal is closed first
    there = visible_files(tracker.parent)
    with pytest.raises(WorkbookProblem, match=r"holds .* already"):
        app.hand_out(FileHost(tracker), tracker.parent / "returns", register=True, now=LATER)
    assert visible_files(tracker.parent) == there
    assert left_behind(tracker.parent) == []


@needs_posix
def test_a_return_in_which_somebody_has_worked_since_is_never_taken_away(tracker: Path) -> None:
    kill(tracker, "put", 3)
    worked_in = next((tracker.parent / "returns").glob("Return*"))
    book = load_workbook(worked_in)
    book["Action progress"]["A1"] = "worked in"
    book.save(worked_in)
    work = worked_in.read_bytes()
    with pytest.raises(WorkbookProblem, match=f"holds {worked_in.name} already"):
        app.hand_out(FileHost(tracker), tracker.parent / "returns", register=True, now=LATER)
    assert visible_files(tracker.parent / "returns") == {worked_in.name: work}


KILLED_AT_THE_END = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from pc_workbook import app
from pc_workbook.hosts.disk import journal
from pc_workbook.hosts.file import FileHost

journal.close = lambda folder: os.kill(os.getpid(), signal.SIGKILL)
tracker = Path(sys.argv[1])
app.board_pack(FileHost(tracker), "group", tracker.parent / "returns" / "pack.xlsx", accessible=True,
               now=datetime(2017, 3, 20, 9))
"""


@needs_posix
def test_a_pack_that_is_whole_is_left_so_by_a_hand_out_into_its_folder(tracker: Path) -> None:
    (tracker.parent / "returns").mkdir()
    command = [sys.executable, "-c", textwrap.dedent(KILLED_AT_THE_END), str(tracker)]
    assert (
        subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(PROJECT)}).returncode
        == -signal.SIGKILL
    )
    there = visible_files(tracker.parent / "returns")
    assert set(there) == {"pack.xlsx", "pack accessible.xlsx"}
    app.hand_out(FileHost(tracker), tracker.parent / "returns", now=LATER)
    assert visible_files(tracker.parent / "returns").items() >= there.items()


@needs_posix
def test_a_set_that_is_whole_is_left_so_by_any_other_run(tracker: Path) -> None:
    """A refresh of a workbook in the same folder clears up, and finds the returns complete."""
    kill(tracker, "register", 1)
    returns = tracker.parent / "returns"
    there = visible_files(returns)
    clear_leftovers(returns)
    assert visible_files(returns) == there
    assert len(there) == 4
