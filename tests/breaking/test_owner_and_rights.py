"""A refresh does not change who can read and write a tracker, tested with real accounts."""

import itertools
import os
import signal
import stat
import struct
import subprocess
import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from pc_workbook.errors import NotWritten
from pc_workbook.hosts.disk import journal, saving
from pc_workbook.hosts.disk import overwrite as in_place
from pc_workbook.hosts.disk.backups import backups_folder
from pc_workbook.hosts.disk.lock import lock_file
from pc_workbook.hosts.disk.overwrite import is_torn
from pc_workbook.hosts.disk.saving import clear_leftovers, replace_workbook, stamp
from tests.support.disk import acting_as, needs_linux, needs_posix, needs_root, open_folder, python

OWNER, COLLEAGUE, STRANGER, TEAM = 61001, 61002, 61003, 61100
GROUPS = {0: [0], OWNER: [61001, TEAM], COLLEAGUE: [61002, TEAM], STRANGER: [61003]}  # the first is the primary one
ACCOUNTS = {0: "root", OWNER: "the owner", COLLEAGUE: "a colleague"}
NOW = datetime(2017, 3, 15, 9, 30)
OLD, NEW = b"o" * 5000, b"n" * 7000
FEWER = b"f" * 3000

REFRESH = """
import sys
from datetime import datetime
from pathlib import Path
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.disk.saving import replace_workbook, stamp
path, content = Path(sys.argv[1]), sys.argv[2].encode()
try:
    saved = replace_workbook(path, lambda new: new.write_bytes(content), read_as=stamp(path), keep=2, now=datetime.now())
    print(saved.warning)
except WorkbookProblem as problem:
    sys.exit(f"refused: {problem}")
"""


class Place(NamedTuple):
    """A shared folder: its mode and owner."""

    mode: int
    owner: int = OWNER


class File(NamedTuple):
    """A tracker: its mode, and who is named in its access list."""

    mode: int
    named: int | None = None


PLACES = {
    "a folder of the team": Place(0o2775),
    "a folder of the team without its mark": Place(0o775),
    "a sticky folder of the team": Place(0o3775),
    "a folder open to all, as /tmp": Place(0o1777, owner=0),
}
FILES = {
    "for the team": File(0o660),
    "for all": File(0o666),
    "for the owner, and a colleague by name": File(0o600, named=COLLEAGUE),
    "for the team, and for others to read": File(0o664),
}


def access_list(owner: int, named: int, group: int, other: int) -> bytes:
    """POSIX access list 2: owner, a named account, group, mask, others."""
    everybody = 0xFFFFFFFF
    entries = [(1, owner, everybody), (2, 6, named), (4, group, everybody), (16, 6, everybody), (32, other, everybody)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def opens(path: Path, how: int) -> bool:
    try:
        os.close(os.open(path, how))
    except PermissionError:
        return False
    return True


def may(path: Path) -> dict[int, tuple[bool, bool]]:
    """Whether each account may read a file, and write it."""
    could = {}
    for account in (OWNER, COLLEAGUE, STRANGER):
        with acting_as(account, GROUPS[account]):
            could[account] = opens(path, os.O_RDONLY), opens(path, os.O_RDWR)
    return could


def facts(path: Path) -> tuple[object, ...]:
    found = path.stat()
    return (
        found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode),
        {name: os.getxattr(path, name) for name in os.listxattr(path)},
    )  # fmt: skip


@pytest.fixture
def shared() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


def tracker_in(folder: Path, place: Place, file: File) -> Path:
    team = folder / "team"
    team.mkdir()
    os.chown(team, place.owner, TEAM)
    team.chmod(place.mode)
    path = team / "tracker.xlsx"
    path.write_bytes(OLD)
    os.chown(path, OWNER, TEAM)
    path.chmod(file.mode)
    try:
        os.setxattr(path, "user.classification", b"internal")
        if file.named is not None:
            os.setxattr(path, "system.posix_acl_access", access_list(6, file.named, 0, 0))
    except OSError:
        pytest.skip("the disk here has no access lists or attributes")
    return path


def refreshed(path: Path, account: int, content: bytes = NEW) -> "subprocess.CompletedProcess[str]":
    return python(REFRESH, path, content.decode(), account=account, groups=GROUPS[account])


@needs_linux
@needs_root
@pytest.mark.parametrize("content", [NEW, FEWER], ids=["more", "less"])
@pytest.mark.parametrize(
    ("place", "file", "account"),
    list(itertools.product(PLACES, FILES, ACCOUNTS)),
    ids=lambda value: ACCOUNTS.get(value, value) if isinstance(value, int) else value,
)
def test_everything_about_the_file_but_its_content_is_preserved(
    place: str, file: str, account: int, content: bytes, shared: Path
) -> None:
    path = tracker_in(shared, PLACES[place], FILES[file])
    before, could = facts(path), may(path)
    told = refreshed(path, account, content)
    assert (told.returncode, told.stderr) == (0, "")
    assert path.read_bytes() == content
    assert facts(path) == before
    assert may(path) == could
    backups = list(backups_folder(path).glob("*.xlsx"))
    assert [one.read_bytes() for one in backups] == [OLD]
    for who, was_allowed in could.items():
        if not was_allowed[0]:
            assert not may(backups[0])[who][0], "the copy is open to somebody to whom the tracker is not"
    assert {one.name for one in path.parent.iterdir()} == {path.name, backups_folder(path).name}


@needs_linux
@needs_root
@pytest.mark.parametrize("place", PLACES)
def test_the_owner_and_a_colleague_take_turns(place: str, shared: Path) -> None:
    """Neither is locked out by what the other has left: the tracker, its lock, the copies, or their record."""
    path = tracker_in(shared, PLACES[place], FILES["for the team"])
    for number, account in enumerate([COLLEAGUE, OWNER, COLLEAGUE, COLLEAGUE, OWNER, 0, COLLEAGUE, OWNER]):
        told = refreshed(path, account, b"edition %d" % number)
        assert (told.returncode, told.stderr) == (0, "")
        assert path.read_bytes() == b"edition %d" % number
    copies = [one.read_bytes() for one in backups_folder(path).glob("*.xlsx")]
    assert b"edition 6" in copies
    if not PLACES[place].mode & stat.S_ISVTX and PLACES[place].mode & stat.S_ISGID:
        assert len(copies) == 2  # older ones were cleared away, whoever had made them


@needs_linux
@needs_root
def test_a_folder_that_gives_its_own_access_list_to_new_files_adds_nothing_to_the_tracker(shared: Path) -> None:
    path = tracker_in(shared, PLACES["a folder of the team"], FILES["for the team"])
    os.setxattr(path.parent, "system.posix_acl_default", access_list(7, STRANGER, 7, 5))
    before = facts(path)
    for account in (OWNER, COLLEAGUE, 0):
        assert refreshed(path, account, b"by %d" % account).returncode == 0
        assert facts(path) == before
        assert may(path)[STRANGER] == (False, False)


@needs_posix
@pytest.mark.parametrize("content", [NEW, FEWER], ids=["more", "less"])
def test_a_file_of_two_names_stays_one_file(content: bytes, tmp_path: Path) -> None:
    path, other = tmp_path / "tracker.xlsx", tmp_path / "the same.xlsx"
    path.write_bytes(OLD)
    other.hardlink_to(path)
    saved = replace_workbook(path, lambda new: new.write_bytes(content), read_as=stamp(path), keep=1, now=NOW)
    assert other.read_bytes() == path.read_bytes() == content
    assert other.samefile(path)
    assert saved.backup is not None
    assert saved.backup.read_bytes() == OLD


@needs_linux
@needs_root
@pytest.mark.parametrize("flag", ["i", "a"])
def test_a_file_that_the_system_protects_is_refused_with_a_sentence(flag: str, tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(OLD)
    if subprocess.run(["chattr", f"+{flag}", path], capture_output=True, check=False).returncode:
        pytest.skip("the disk here protects no files")
    try:
        with pytest.raises(NotWritten, match=r"tracker\.xlsx"):
            replace_workbook(path, lambda new: new.write_bytes(NEW), read_as=stamp(path), keep=1, now=NOW)
        assert path.read_bytes() == OLD
    finally:
        subprocess.run(["chattr", f"-{flag}", path], check=True)
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


@needs_linux
@needs_root
def test_an_account_that_may_only_read_is_refused(shared: Path) -> None:
    path = tracker_in(shared, PLACES["a folder of the team"], File(0o644))
    told = refreshed(path, COLLEAGUE)
    assert "You may read tracker.xlsx, but not change it. Ask its owner" in told.stderr
    assert path.read_bytes() == OLD


# -- lock files


def private(lock: Path) -> None:
    lock.touch()
    lock.chmod(0o600)
    os.chown(lock, OWNER, OWNER)


def pointing_at_a_colleagues_file(lock: Path) -> None:
    theirs = lock.with_name("theirs")
    theirs.write_bytes(b"work")
    lock.symlink_to(theirs)


LOCKS = {
    "private": private,
    "read-only": lambda lock: (private(lock), lock.chmod(0o444)),
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link": pointing_at_a_colleagues_file,
    "a link that leads nowhere": lambda lock: lock.symlink_to("nowhere"),
}


@needs_linux
@needs_root
@pytest.mark.parametrize("place", ["a folder of the team", "a sticky folder of the team"])
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_of_another_account_does_not_block(lock: str, place: str, shared: Path) -> None:
    path = tracker_in(shared, PLACES[place], FILES["for the team"])
    LOCKS[lock](lock_file(path))
    told = refreshed(path, COLLEAGUE)
    assert (told.returncode, told.stderr) == (0, "")
    assert path.read_bytes() == NEW
    assert not (path.parent / "theirs").exists() or (path.parent / "theirs").read_bytes() == b"work"
    assert not (path.parent / "nowhere").exists()


# -- written in place, and cut short


def in_place_setup(folder: Path) -> Path:
    path = folder / "tracker.xlsx"
    path.write_bytes(OLD)
    (folder / "the same.xlsx").hardlink_to(path)
    return path


@needs_posix
@pytest.mark.parametrize("content", [NEW, FEWER], ids=["more", "less"])
@pytest.mark.parametrize("fails_after", [0, 1, 700, 2999])
def test_a_disk_that_fails_while_a_file_is_written_in_place_leaves_the_old_content(
    fails_after: int, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = in_place_setup(tmp_path)
    write = os.write
    calls: list[str] = []

    def failing(file: int, data: bytes) -> int:
        if not os.fstat(file).st_nlink > 1 or "failed" in calls:
            return write(file, data)
        if fails_after and not calls:
            calls.append("written in part")
            return write(file, bytes(data)[:fails_after])
        calls.append("failed")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(in_place.os, "write", failing)
    with pytest.raises(NotWritten, match=r"The disk is full, so tracker\.xlsx could not be written"):
        replace_workbook(path, lambda new: new.write_bytes(content), read_as=stamp(path), keep=1, now=NOW)
    assert path.read_bytes() == OLD


CUT_SHORT = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from pc_workbook.hosts.disk import overwrite as in_place
from pc_workbook.hosts.disk.saving import replace_workbook, stamp

path, bytes_written, content = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode()
write = os.write
def cut_short(file, data):
    if os.fstat(file).st_nlink > 1:
        write(file, bytes(data)[:bytes_written])
        os.kill(os.getpid(), signal.SIGKILL)
    return write(file, data)
in_place.os.write = cut_short
replace_workbook(path, lambda new: new.write_bytes(content), read_as=stamp(path), keep=1, now=datetime.now())
"""


@needs_posix
@pytest.mark.parametrize("content", [NEW, FEWER], ids=["more", "less"])
@pytest.mark.parametrize("bytes_written", [0, 1, 512, 1000, 2999])
def test_a_run_killed_while_it_writes_in_place_is_undone_by_the_next(
    bytes_written: int, content: bytes, tmp_path: Path
) -> None:
    path = in_place_setup(tmp_path)
    told = python(textwrap.dedent(CUT_SHORT), path, str(bytes_written), content.decode())
    assert told.returncode == -signal.SIGKILL, told.stderr
    clear_leftovers(tmp_path)
    assert path.read_bytes() == OLD
    assert not [one for one in tmp_path.iterdir() if "pc-workbook" in one.name and one != lock_file(path)]


@needs_posix
def test_what_somebody_has_saved_since_a_run_was_killed_is_not_undone(tmp_path: Path) -> None:
    path = in_place_setup(tmp_path)
    python(textwrap.dedent(CUT_SHORT), path, "1000", NEW.decode())
    path.write_bytes(b"mended by Excel, and saved")
    clear_leftovers(tmp_path)
    assert path.read_bytes() == b"mended by Excel, and saved"


@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 4999, 5000, 6999])
def test_an_interrupted_write_is_distinguished_from_another_save(size: int) -> None:
    torn = (NEW[:size] + OLD[size:]).ljust(len(NEW), b"\0")
    assert is_torn(torn, OLD, NEW) or torn in (OLD, NEW)
    assert not is_torn(torn[:-1] + b"x", OLD, NEW)
    assert not is_torn(b"x" + torn[1:], OLD, NEW)


@needs_posix
def test_a_disk_that_fails_for_good_in_the_middle_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This is the only case in which neither the old nor the new workbook is complete."""
    path = in_place_setup(tmp_path)
    write = os.write

    def failing(file: int, data: bytes) -> int:
        if os.fstat(file).st_nlink > 1:
            raise OSError(5, "Input/output error")
        return write(file, data)

    monkeypatch.setattr(in_place.os, "write", failing)
    with pytest.raises(
        NotWritten, match=r"it may be damaged\. Use the newest backup in the folder 'tracker snapshots'"
    ):
        replace_workbook(path, lambda new: new.write_bytes(NEW), read_as=stamp(path), keep=1, now=NOW)
    assert [one.read_bytes() for one in backups_folder(path).glob("*.xlsx")] == [OLD]


def test_the_journal_is_written_before_anything_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(OLD)
    seen: list[bytes] = []
    write = journal.write

    def looked(*arguments: object, **more: object) -> None:
        seen.append(path.read_bytes())
        write(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(saving.journal, "write", looked)
    replace_workbook(path, lambda new: new.write_bytes(NEW), read_as=stamp(path), keep=1, now=NOW)
    assert seen == [OLD]
