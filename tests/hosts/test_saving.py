"""Writing a workbook without loss: there is always the old or the new one, complete, and a backup of the old."""

import hashlib
import os
import random
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pc_workbook.errors import InternalError, NotWritten, WorkbookProblem
from pc_workbook.hosts.disk import replace as swap
from pc_workbook.hosts.disk import saving
from pc_workbook.hosts.disk.saving import Saved, make_workbook, refuse_if_not_writable, replace_workbook, stamp
from pc_workbook.ooxml.package.opening import open_workbook

NOW = datetime(2017, 3, 15, 9, 30)
KILL_POINTS = int(os.environ.get("PC_WORKBOOK_KILL_POINTS", "25"))
on_posix = pytest.mark.skipif(os.name == "nt", reason="permission bits as on Linux and macOS")


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    path = tmp_path / "thurrock.xlsx"
    path.write_bytes(b"the old workbook")
    return path


def put(path: Path, content: bytes = b"the new workbook", *, keep: int = 3, now: datetime = NOW) -> Saved[int]:
    return replace_workbook(path, lambda new: new.write_bytes(content), read_as=stamp(path), keep=keep, now=now)


def beside(path: Path) -> set[str]:
    return {one.name for one in path.parent.iterdir()} - {path.name}


def test_the_new_workbook_takes_the_place_of_the_old_and_a_dated_copy_is_kept(tracker: Path) -> None:
    saved = put(tracker)
    assert tracker.read_bytes() == b"the new workbook"
    assert saved.result == len(b"the new workbook")
    assert saved.backup == tracker.parent / "thurrock snapshots" / "2017-03-15 0930 thurrock.xlsx"
    assert saved.backup.read_bytes() == b"the old workbook"
    assert beside(tracker) == {"thurrock snapshots"}


def test_a_backup_never_overwrites_another_of_the_same_minute(tracker: Path) -> None:
    for content in (b"second", b"third"):
        put(tracker, content)
    names = sorted(path.name for path in (tracker.parent / "thurrock snapshots").glob("*.xlsx"))
    assert names == ["2017-03-15 0930 thurrock (2).xlsx", "2017-03-15 0930 thurrock.xlsx"]


def test_only_the_newest_backups_are_kept_and_only_recorded_ones_deleted(tracker: Path) -> None:
    folder = tracker.parent / "thurrock snapshots"
    folder.mkdir()
    (folder / "2001-01-01 0000 thurrock.xlsx").write_bytes(b"somebody's own copy")
    for day in range(5):
        put(tracker, b"edition %d" % day, keep=2, now=NOW + timedelta(days=day))
        if day == 0:
            (folder / "2017-03-15 0930 thurrock.xlsx").write_bytes(b"worked on since")
    assert sorted(path.name for path in folder.glob("*.xlsx")) == [
        "2001-01-01 0000 thurrock.xlsx",
        "2017-03-15 0930 thurrock.xlsx",
        "2017-03-18 0930 thurrock.xlsx",
        "2017-03-19 0930 thurrock.xlsx",
    ]


def test_a_new_workbook_that_equals_the_old_writes_nothing(tracker: Path) -> None:
    before = tracker.stat().st_mtime_ns
    saved = put(tracker, b"the old workbook")
    assert saved.backup is None
    assert tracker.stat().st_mtime_ns == before
    assert beside(tracker) == set()


def test_a_workbook_saved_by_somebody_since_it_was_read_is_not_written(tracker: Path) -> None:
    read = stamp(tracker)
    tracker.write_bytes(b"a colleague's work")
    with pytest.raises(WorkbookProblem, match="saved by somebody since it was read"):
        replace_workbook(tracker, lambda new: new.write_bytes(b"ours"), read_as=read, keep=3, now=NOW)
    assert tracker.read_bytes() == b"a colleague's work"


def test_a_workbook_saved_by_somebody_while_we_write_is_not_written(tracker: Path) -> None:
    def slow(new: Path) -> None:
        new.write_bytes(b"ours")
        tracker.write_bytes(b"a colleague's work")

    with pytest.raises(WorkbookProblem, match="nothing was written"):
        replace_workbook(tracker, slow, read_as=stamp(tracker), keep=3, now=NOW)
    assert tracker.read_bytes() == b"a colleague's work"
    assert not (tracker.parent / "thurrock snapshots").exists()
    assert beside(tracker) == set()


def test_a_file_only_touched_since_reading_counts_as_unchanged(tracker: Path) -> None:
    read = stamp(tracker)
    os.utime(tracker, (1, 1))
    replace_workbook(tracker, lambda new: new.write_bytes(b"ours"), read_as=read, keep=3, now=NOW)
    assert tracker.read_bytes() == b"ours"


@pytest.mark.parametrize("fault", [RuntimeError("out of memory"), KeyboardInterrupt(), WorkbookProblem("no")])
def test_whatever_goes_wrong_the_old_workbook_stays_and_nothing_is_left_beside_it(
    tracker: Path, fault: BaseException
) -> None:
    def failing(new: Path) -> None:
        new.write_bytes(b"half a work")
        raise fault

    with pytest.raises(type(fault)):
        replace_workbook(tracker, failing, read_as=stamp(tracker), keep=3, now=NOW)
    assert tracker.read_bytes() == b"the old workbook"
    assert beside(tracker) == set()


def test_a_failure_at_the_last_step_leaves_the_old_workbook(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(new: Path, path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(swap, "_exchanged", refused)
    with pytest.raises(NotWritten, match=r"thurrock\.xlsx"):
        put(tracker)
    assert tracker.read_bytes() == b"the old workbook"
    assert beside(tracker) == {"thurrock snapshots"}


def test_no_partial_backup_is_left_behind(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def disk_full(source: Path, copy: Path) -> None:
        copy.write_bytes(b"the old")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "copy_file", disk_full)
    with pytest.raises(NotWritten, match=r"The disk is full, so thurrock\.xlsx could not be written"):
        put(tracker)
    assert tracker.read_bytes() == b"the old workbook"
    assert list(tracker.parent.glob("thurrock snapshots/*")) == []


@on_posix
def test_the_permissions_of_the_old_workbook_stay(tracker: Path) -> None:
    tracker.chmod(0o640)
    put(tracker)
    assert stat.S_IMODE(tracker.stat().st_mode) == 0o640


@on_posix
def test_a_link_to_the_tracker_stays_a_link(tracker: Path) -> None:
    link = tracker.with_name("shortcut.xlsx")
    link.symlink_to(tracker)
    put(link)
    assert link.is_symlink()
    assert tracker.read_bytes() == b"the new workbook"


def test_a_workbook_open_in_excel_is_not_written_and_the_sentence_says_by_whom(tracker: Path) -> None:
    lock = tracker.with_name("~$thurrock.xlsx")
    lock.write_bytes(bytes([10]) + b"Mo Tremain".ljust(54))
    with pytest.raises(WorkbookProblem, match=r"open in Excel \(by Mo Tremain\)\. Close it there"):
        put(tracker)
    assert tracker.read_bytes() == b"the old workbook"


def test_a_workbook_open_in_libreoffice_is_not_written(tracker: Path) -> None:
    tracker.with_name(".~lock.thurrock.xlsx#").write_text(",mo,desk,15.03.2017 09:00,file:///home/mo;")
    with pytest.raises(WorkbookProblem, match="open in LibreOffice"):
        refuse_if_not_writable(tracker)


def test_a_read_only_workbook_is_not_written(tracker: Path) -> None:
    tracker.chmod(0o444)
    with pytest.raises(WorkbookProblem, match="read-only"):
        refuse_if_not_writable(tracker)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="There is no folder"):
        refuse_if_not_writable(tmp_path / "nowhere" / "thurrock.xlsx")


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="is a folder"):
        refuse_if_not_writable(tmp_path)


def test_a_missing_workbook_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="There is no workbook at"):
        stamp(tmp_path / "thurrock.xlsx")


def test_a_new_workbook_never_replaces_another(tracker: Path) -> None:
    new = tracker.with_name("new.xlsx")
    assert make_workbook(new, lambda made: made.write_bytes(b"ours")) == 4
    assert new.read_bytes() == b"ours"
    with pytest.raises(WorkbookProblem, match="Somebody else has created"):
        make_workbook(tracker, lambda made: made.write_bytes(b"ours"))
    assert tracker.read_bytes() == b"the old workbook"
    assert beside(tracker) == {"new.xlsx"}


@pytest.mark.parametrize("look", [stamp, open_workbook, refuse_if_not_writable])
def test_a_folder_and_an_empty_name_are_called_what_they_are(look: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="is a folder, not a workbook"):
        look(tmp_path)
    with pytest.raises(WorkbookProblem, match="No workbook was named"):
        look(Path())


@pytest.mark.parametrize("look", [stamp, open_workbook])
def test_what_cannot_be_read_is_called_what_it_is(
    look: Callable[[Path], object], tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = PermissionError(13, "used by another process")
    held.winerror = 32  # type: ignore[attr-defined]
    for error, said in (
        (PermissionError(13, "Permission denied"), r"You may not read .*\. Ask its owner"),
        (OSError(5, "Input/output error"), r"can't be read \(Input/output error\)"),
        (held, "open (by|in) another program"),
    ):

        def failing(*_: object, error: OSError = error) -> None:
            raise error

        monkeypatch.setattr(Path, "open", failing)
        monkeypatch.setattr(Path, "read_bytes", failing)
        with pytest.raises(WorkbookProblem, match=said):
            look(tracker)


def test_a_closed_folder_is_named(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tracker.parent
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != closed and access(path, mode))
    with pytest.raises(WorkbookProblem, match="can't write in the folder"):
        refuse_if_not_writable(tracker)


def test_a_new_workbook_may_be_made_in_an_open_folder(tmp_path: Path) -> None:
    refuse_if_not_writable(tmp_path / "new.xlsx")


def test_writing_without_a_backup_is_an_internal_error(tracker: Path) -> None:
    with pytest.raises(InternalError):
        put(tracker, keep=0)


def test_of_two_concurrent_writers_one_is_refused_and_nothing_is_lost(tracker: Path) -> None:
    def first(new: Path) -> None:
        new.write_bytes(b"the first writer's")
        with pytest.raises(WorkbookProblem, match="being written by another run"):
            put(tracker, b"the second writer's")

    replace_workbook(tracker, first, read_as=stamp(tracker), keep=3, now=NOW)
    assert tracker.read_bytes() == b"the first writer's"
    put(tracker, b"the second writer's, later")
    assert tracker.read_bytes() == b"the second writer's, later"


def test_a_lock_file_left_by_a_killed_run_does_not_block(tracker: Path) -> None:
    tracker.with_name(".thurrock.xlsx.pc-workbook.lock").touch()
    put(tracker)
    assert beside(tracker) == {"thurrock snapshots"}


CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.disk.saving import replace_workbook, stamp

path = Path(sys.argv[1])
print("ready", flush=True)
number = 0
while True:
    number += 1
    body = (b"%012d" % number) * 40_000
    try:
        replace_workbook(path, lambda new: new.write_bytes(body), read_as=stamp(path), keep=2, now=datetime.now())
    except WorkbookProblem:
        pass
"""


def is_whole(content: bytes) -> bool:
    return len(content) == 480_000 and content == content[:12] * 40_000


@pytest.mark.skipif(os.name == "nt", reason="kills with a signal")
def test_killed_at_any_moment_the_tracker_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    tracker = tmp_path / "thurrock.xlsx"
    tracker.write_bytes(b"%012d" % 0 * 40_000)
    began = time.monotonic()
    put(tracker, b"%012d" % 0 * 40_001)
    put(tracker, b"%012d" % 0 * 40_000)
    longest = max(0.03, 3 * (time.monotonic() - began))  # some writes of a child, however slow the disk is today
    chance = random.Random(7)
    seen = set()
    for _ in range(KILL_POINTS):
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(CHILD), str(tracker)], stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(chance.uniform(0, longest))
            child.send_signal(signal.SIGKILL)
        content = tracker.read_bytes()
        assert is_whole(content)
        seen.add(hashlib.sha256(content).digest())
        for snapshot in (tmp_path / "thurrock snapshots").glob("*.xlsx"):
            assert is_whole(snapshot.read_bytes()) or len(snapshot.read_bytes()) == 12 * 40_001
    assert len(seen) > 1
    put(tracker, b"written after all that")
    assert beside(tracker) == {"thurrock snapshots"}
