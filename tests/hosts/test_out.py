"""Writing the refreshed workbook to another file (--out): the tracker is unchanged, and no other file is damaged."""

import os
from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import Workbook as OpenpyxlWorkbook

from pc_workbook import app
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import DryRunHost, FileHost
from pc_workbook.hosts.port import Delivered
from tests.support import SAMPLES, parts_of

NOON = datetime(2017, 3, 15, 12, 0)
LATER = datetime(2017, 3, 16, 12, 0)
HOSTS = (FileHost, DryRunHost)
Kind = type[FileHost]


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))


def refresh_to(out: Path, tracker: Path, host: Kind = FileHost, now: datetime = NOON) -> Delivered:
    return app.refresh(host(tracker, out), now=now).delivered


def test_a_new_output_file_is_written_and_the_tracker_is_unchanged(tracker: Path) -> None:
    before = tracker.read_bytes()
    out = tracker.with_name("board.xlsx")
    told = refresh_to(out, tracker)
    assert (told.where, told.backup) == (str(out), None)
    assert tracker.read_bytes() == before
    assert {path.name for path in tracker.parent.iterdir()} == {"tracker.xlsx", "board.xlsx"}
    app.refresh(FileHost(tracker), now=NOON)
    assert parts_of(out) == parts_of(tracker)


def test_an_earlier_output_file_is_replaced_and_backed_up(tracker: Path) -> None:
    out = tracker.with_name("board.xlsx")
    refresh_to(out, tracker)
    earlier = out.read_bytes()
    told = refresh_to(out, tracker, now=LATER)
    assert out.read_bytes() != earlier
    assert told.backup is not None
    assert told.backup.parent.name == "board snapshots"
    assert told.backup.read_bytes() == earlier


@pytest.mark.parametrize("spelling", ["same", "roundabout", "link", "hard link"])
def test_the_tracker_itself_under_any_spelling_is_written_the_usual_way(tracker: Path, spelling: str) -> None:
    before = tracker.read_bytes()
    out = {"same": tracker, "roundabout": tracker.parent / "folder" / ".." / "tracker.xlsx"}.get(spelling)
    (tracker.parent / "folder").mkdir()
    if out is None:
        out = tracker.with_name("other.xlsx")
        out.symlink_to(tracker) if spelling == "link" else out.hardlink_to(tracker)
    lock = tracker.with_name("~$tracker.xlsx")
    lock.write_bytes(b"\x05owner")
    with pytest.raises(WorkbookProblem, match="open in Excel"):
        refresh_to(out, tracker)
    lock.unlink()
    told = refresh_to(out, tracker)
    assert told.where == str(tracker)
    assert told.backup is not None
    assert told.backup.read_bytes() == before


def _locked(out: Path) -> None:
    out.with_name(f"~${out.name}").write_bytes(b"\x05owner")


def _read_only(out: Path) -> None:
    copyfile(SAMPLES / "thurrock-2017.xlsx", out)
    out.chmod(0o444)


REFUSED = {
    "board": ("tracker is a .xlsx file. Give a name that ends in .xlsx", None),
    "board.csv": ("ends in .xlsx", None),
    "board.xlsm": ("ends in .xlsx", None),
    "nowhere/board.xlsx": ("There is no folder", None),
    "folder.xlsx": ("is a folder", Path.mkdir),
    "open.xlsx": ("open in Excel", _locked),
    "read-only.xlsx": ("read-only", _read_only),
    "words.xlsx": ("was not written by this program", lambda out: out.write_bytes(b"words")),
    "theirs.xlsx": ("was not written by this program", lambda out: OpenpyxlWorkbook().save(out)),
    "another.xlsx": ("Give another name", lambda out: copyfile(SAMPLES / "faulty.xlsx", out)),
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", REFUSED)
def test_a_place_where_it_would_spoil_something_or_not_open_is_refused(name: str, host: Kind, tracker: Path) -> None:
    said, prepare = REFUSED[name]
    out = tracker.parent / name
    if prepare is not None:
        prepare(out)
    before = {path: path.read_bytes() for path in tracker.parent.rglob("*") if path.is_file()}
    with pytest.raises(WorkbookProblem, match=said):
        refresh_to(out, tracker, host)
    assert {path: path.read_bytes() for path in tracker.parent.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("host", HOSTS)
def test_a_folder_that_may_not_be_written_in_is_refused(
    host: Kind, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tracker.parent / "closed"
    closed.mkdir()
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != closed and access(path, mode))
    with pytest.raises(WorkbookProblem, match="can't write in the folder"):
        refresh_to(closed / "board.xlsx", tracker, host)


def test_a_tracker_saved_since_it_was_read_is_refused_here_too(tracker: Path) -> None:
    out = tracker.with_name("board.xlsx")
    host = FileHost(tracker, out)
    host.read()
    tracker.write_bytes(tracker.read_bytes() + b" ")
    with pytest.raises(WorkbookProblem, match="since it was read"):
        host.deliver(dict, keep=5, now=NOON)
    assert not out.exists()


def test_a_dry_run_names_the_output_file_and_writes_nothing(tracker: Path) -> None:
    out = tracker.with_name("board.xlsx")
    told = refresh_to(out, tracker, DryRunHost)
    assert (told.where, told.written) == (str(out), False)
    assert list(tracker.parent.iterdir()) == [tracker]


@pytest.mark.parametrize("host", HOSTS)
def test_a_sample_that_comes_with_the_program_is_never_written_into(host: Kind, tmp_path: Path) -> None:
    sample = SAMPLES / "thurrock-2017.xlsx"
    before = sample.read_bytes()
    tracker = Path(copyfile(sample, tmp_path / "tracker.xlsx"))
    for given in (host(sample), host(tracker, sample)):
        with pytest.raises(WorkbookProblem, match=r"thurrock-2017\.xlsx comes with the program and is never changed"):
            app.refresh(given, now=NOON)
    assert sample.read_bytes() == before
    assert refresh_to(tmp_path / "elsewhere.xlsx", sample, host).where == str(tmp_path / "elsewhere.xlsx")
