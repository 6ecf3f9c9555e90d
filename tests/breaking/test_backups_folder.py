"""The folder of backups and its record in every state: refused before anything is written, or handled."""

import hashlib
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pc_workbook.errors import NotWritten
from pc_workbook.hosts.disk import saving
from pc_workbook.hosts.disk.backups import RECORD, backups_folder
from pc_workbook.hosts.disk.saving import Saved, make_backup, replace_workbook, stamp
from tests.support.disk import needs_posix, needs_root, open_folder, python

NOW = datetime(2017, 3, 15, 9, 30)
OLD, NEW = b"the old workbook", b"the new workbook"
State = Callable[[Path], None]


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(OLD)
    return path


def put(path: Path, content: bytes = NEW, keep: int = 2, now: datetime = NOW) -> Saved[int]:
    return replace_workbook(path, lambda new: new.write_bytes(content), read_as=stamp(path), keep=keep, now=now)


def copies(path: Path) -> list[bytes]:
    return [one.read_bytes() for one in sorted(backups_folder(path).glob("*.xlsx"))]


# -- the folder


def a_circle(folder: Path) -> None:
    folder.symlink_to(folder)


IN_THE_WAY: dict[str, tuple[State, str]] = {
    "a file": (lambda folder: folder.write_bytes(b"theirs") and None, "a file"),
    "a link that leads nowhere": (lambda folder: folder.symlink_to("nowhere"), "a broken link"),
    "a link to a file": (lambda folder: folder.symlink_to("tracker.xlsx"), "a file"),
    "a link to itself": (a_circle, "a broken link"),
    "a pipe": (os.mkfifo, "a file"),
}


@needs_posix
@pytest.mark.parametrize("state", IN_THE_WAY)
def test_what_blocks_the_backups_folder_is_named_before_anything_is_written(state: str, tracker: Path) -> None:
    make, says = IN_THE_WAY[state]
    make(backups_folder(tracker))
    drawn: list[Path] = []
    with pytest.raises(NotWritten, match=f"'tracker snapshots'.*{says}.*move it away"):
        replace_workbook(tracker, drawn.append, read_as=stamp(tracker), keep=2, now=NOW)
    with pytest.raises(NotWritten, match="'tracker snapshots'"):
        make_backup(tracker, keep=2, now=NOW)
    assert drawn == []
    assert tracker.read_bytes() == OLD
    assert {one.name for one in tracker.parent.iterdir()} == {"tracker.xlsx", "tracker snapshots"}


@needs_posix
def test_a_link_to_another_folder_is_followed(tracker: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    backups_folder(tracker).symlink_to(tmp_path / "elsewhere")
    assert put(tracker).backup is not None
    assert [one.read_bytes() for one in (tmp_path / "elsewhere").glob("*.xlsx")] == [OLD]


REFRESH = """
import sys
from datetime import datetime
from pathlib import Path
from pc_workbook.hosts.disk.saving import replace_workbook, stamp
path = Path(sys.argv[1])
replace_workbook(path, lambda new: sys.exit("it was drawn"), read_as=stamp(path), keep=2, now=datetime.now())
"""


@needs_posix
@needs_root
def test_a_folder_that_may_not_be_written_in_is_named_before_anything_is_written() -> None:
    with open_folder() as folder:
        tracker = folder / "tracker.xlsx"
        tracker.write_bytes(OLD)
        backups_folder(tracker).mkdir()
        folder.chmod(0o777)
        tracker.chmod(0o666)
        told = python(REFRESH, tracker, account=61002, groups=[61002])
        assert "you can't write in it. Ask its owner" in told.stderr
        assert tracker.read_bytes() == OLD


# -- the record


def record(path: Path) -> Path:
    return backups_folder(path) / RECORD


RECORDS: dict[str, State] = {
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link that leads nowhere": lambda record: record.symlink_to("nowhere"),
    "a link to a file of theirs": lambda record: record.symlink_to("../theirs.txt"),
    "a link to itself": a_circle,
}


@needs_posix
@pytest.mark.parametrize("state", RECORDS)
def test_a_record_that_cannot_be_kept_is_made_do_with_and_said(state: str, tracker: Path) -> None:
    (tracker.parent / "theirs.txt").write_bytes(b"theirs")
    backups_folder(tracker).mkdir()
    RECORDS[state](record(tracker))
    contents = [OLD, b"second", b"third", b"fourth"]
    for day, content in enumerate(contents[1:]):
        saved = put(tracker, content, keep=1, now=NOW + timedelta(days=day))
        assert saved.backup is not None
        assert f"the list '{RECORD}' there can't be updated" in saved.warning
        assert tracker.read_bytes() == content
    assert copies(tracker) == contents[:-1]  # only recorded backups are deleted
    assert (tracker.parent / "theirs.txt").read_bytes() == b"theirs"
    assert not (tracker.parent / "nowhere").exists()
    assert not (backups_folder(tracker) / "nowhere").exists()
    assert make_backup(tracker, keep=1, now=NOW + timedelta(days=9)).read_bytes() == contents[-1]


FOREIGN = {
    "not UTF-8": b"\xff\xfe caf\xe9\n",
    "a person's note": b"Please keep the copy of March. Ann\n",
    "cut short": b"0123456789abc",
    "cut short in the middle of a line": hashlib.sha256(b"x").hexdigest().encode() + b"  2017-03-1",
    "null bytes": b"\0\0\0\n",
    "Windows line ends": b"one\r\ntwo\r\n",
    "a very long line": b"x" * 1_000_000 + b"\n",
    "nothing": b"",
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN.keys())
def test_what_somebody_wrote_into_the_record_stays_and_does_no_harm(content: bytes, tracker: Path) -> None:
    backups_folder(tracker).mkdir()
    record(tracker).write_bytes(content)
    for day in range(4):
        assert put(tracker, b"edition %d" % day, now=NOW + timedelta(days=day)).warning == ""
    assert copies(tracker) == [b"edition 1", b"edition 2"]
    assert record(tracker).read_bytes().startswith(content)
    assert len(record(tracker).read_bytes()[len(content) :].split()) <= 2 * (1 + 4)


def test_the_record_never_leads_out_of_the_folder_or_to_what_is_not_a_copy(tracker: Path) -> None:
    """Whatever the record says, only a dated copy of this workbook is deleted."""
    folder = backups_folder(tracker)
    (folder / "sub").mkdir(parents=True)
    theirs = {
        tracker.parent / "theirs.xlsx": "../theirs.xlsx",
        folder / "sub" / "2001-01-01 0000 tracker.xlsx": "sub/2001-01-01 0000 tracker.xlsx",
        folder / "2001-01-01 0000 other.xlsx": "2001-01-01 0000 other.xlsx",
        folder / "tracker.xlsx": "tracker.xlsx",
        tracker.parent / "absolute.xlsx": str(tracker.parent / "absolute.xlsx"),
    }
    digest = hashlib.sha256(OLD).hexdigest()
    for path in theirs:
        path.write_bytes(OLD)
    record(tracker).write_text("".join(f"{digest}  {name}\n" for name in (*theirs.values(), "../tracker.xlsx")))
    for day in range(3):
        put(tracker, b"edition %d" % day, keep=1, now=NOW + timedelta(days=day))
    assert [path for path in theirs if not path.exists()] == []
    assert tracker.read_bytes() == b"edition 2"


def test_workbooks_with_one_stem_have_separate_backups(tracker: Path) -> None:
    other = tracker.with_suffix(".xlsm")
    other.write_bytes(b"with macros")
    put(other, b"with macros, again")
    for day in range(5):
        put(tracker, b"edition %d" % day, keep=2, now=NOW + timedelta(days=day))
    kept = {one.name: one.read_bytes() for one in backups_folder(tracker).glob("2017*")}
    assert kept["2017-03-15 0930 tracker.xlsm"] == b"with macros"
    assert len(kept) == 3


def test_copies_do_not_pile_up_where_nothing_can_be_written(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tracker, b"first")

    def failing(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(saving, "replace", failing)
    held = record(tracker).read_bytes()
    for _ in range(5):
        with pytest.raises(NotWritten):
            put(tracker, b"second")
    assert copies(tracker) == [OLD]
    assert record(tracker).read_bytes() == held


FAILING = ["_recorded", "_remove_from_record", "_delete_if_unchanged", "_add_to_record"]


@pytest.mark.parametrize("step", FAILING)
@pytest.mark.parametrize("number", [5, 13, 28, 30])
def test_a_fault_of_the_disk_at_the_record_is_no_fault_of_the_refresh(
    step: str, number: int, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pc_workbook.hosts.disk import backups

    put(tracker, b"first", keep=1)

    def failing(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(backups, step, failing)
    saved = put(tracker, b"second", keep=1)
    assert tracker.read_bytes() == b"second"
    assert os.strerror(number) in saved.warning


@pytest.mark.parametrize("length", [200, 228, 229, 232, 235, 238, 239, 245, 250, 255])
@pytest.mark.parametrize("letter", ["x", "ü", "表"])
def test_a_workbook_with_a_long_name_is_written_as_any_other(letter: str, length: int, tmp_path: Path) -> None:
    stem = letter * ((length - 5) // len(letter.encode()))
    tracker = tmp_path / f"{stem}.xlsx"
    tracker.write_bytes(OLD)
    for number in range(12):
        put(tracker, b"edition %d" % number, keep=3)
    assert tracker.read_bytes() == b"edition 11"
    assert sorted(copies(tracker)) == [b"edition 10", b"edition 8", b"edition 9"]
    assert len(list(tmp_path.iterdir())) == 2
