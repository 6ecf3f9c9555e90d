"""A colleague's save is never overwritten, at whatever moment it comes between reading and replacing the file."""

import hashlib
import json
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from pc_workbook import app
from pc_workbook.boardpack import output_files as placing
from pc_workbook.errors import NotWritten, WorkbookProblem
from pc_workbook.hosts.disk import replace as swap
from pc_workbook.hosts.disk import saving
from pc_workbook.hosts.disk.backups import backups_folder
from pc_workbook.hosts.disk.saving import make_workbook, replace_workbook, stamp
from pc_workbook.hosts.file import FileHost
from tests.boardpack.packs import RESOLVED
from tests.support import PROJECT, SAMPLES
from tests.support.disk import FULL, needs_linux, needs_posix, visible_files

NOON = datetime(2017, 3, 15, 12)
OLD, OURS, THEIRS = b"the old workbook", b"our new workbook, longer", b"their new workbook"
Save = Callable[[Path], None]


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(OLD)
    return path


def put(path: Path) -> None:
    replace_workbook(path, lambda new: new.write_bytes(OURS), read_as=stamp(path), keep=3, now=NOON)


def by_replacing(path: Path) -> None:
    """As Excel saves: a new file takes the name."""
    path.with_name("theirs.tmp").write_bytes(THEIRS)
    path.with_name("theirs.tmp").replace(path)


def by_writing_into_it(path: Path) -> None:
    path.write_bytes(THEIRS)


def by_writing_as_much_at_the_same_time(path: Path) -> None:
    """Size, time and file are the same, so only the content shows the change."""
    found = path.stat()
    path.write_bytes(OLD.upper())
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def by_deleting(path: Path) -> None:
    path.unlink()


def by_linking(path: Path) -> None:
    path.with_name("theirs.xlsx").write_bytes(THEIRS)
    path.unlink()
    path.symlink_to(path.with_name("theirs.xlsx"))


SAVES: dict[str, Save] = {
    save.__name__: save
    for save in (by_replacing, by_writing_into_it, by_writing_as_much_at_the_same_time, by_deleting, by_linking)
}
MOMENTS = {
    "before the copy": (saving, "copy_file"),
    "before the rights are taken over": (saving, "rights_kept"),
    "before the snapshot": (saving, "keep_backup"),
    "before the journal": (saving.journal, "write"),
    "before the last look": (swap, "refuse_if_another"),
    "after the last look": (swap, "_exchanged"),
}


def saves_first(module: Any, name: str, save: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    step, done = getattr(module, name), []

    def stepped(*arguments: Any, **more: Any) -> Any:
        if not done:
            done.append(True)
            save()
        return step(*arguments, **more)

    monkeypatch.setattr(module, name, stepped)


@needs_linux
@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_save_at_any_moment_stays(moment: str, save: str, tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stands: dict[str, object] = {}

    def saved() -> None:
        SAVES[save](tracker)
        stands.update(link=tracker.is_symlink(), content=tracker.read_bytes() if tracker.exists() else None)

    saves_first(*MOMENTS[moment], saved, monkeypatch)
    with pytest.raises(WorkbookProblem, match=r"tracker\.xlsx"):
        put(tracker)
    assert stands == {"link": tracker.is_symlink(), "content": tracker.read_bytes() if tracker.exists() else None}
    assert stands["content"] != OLD
    assert not list(tracker.parent.glob(".*"))


@needs_linux
def test_a_save_by_a_program_that_had_it_open_all_along_stays(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tracker.open("r+b") as theirs:

        def saved() -> None:
            if tracker.read_bytes() == OURS:
                theirs.write(THEIRS)
                theirs.flush()

        force = saving.force_to_disk
        monkeypatch.setattr(saving, "force_to_disk", lambda path: (saved(), force(path))[1])
        with pytest.raises(NotWritten, match="saved by somebody"):
            put(tracker)
    assert tracker.read_bytes() == THEIRS


@needs_linux
def test_of_two_saves_during_the_exchange_the_later_one_wins(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange, later = swap._exchanged, b"saved once more"

    def between(new: Path, path: Path) -> Path | None:
        by_replacing(path)
        old = exchange(new, path)
        path.with_name("again.tmp").write_bytes(later)
        path.with_name("again.tmp").replace(path)
        return old

    monkeypatch.setattr(swap, "_exchanged", between)
    with pytest.raises(NotWritten, match="saved by somebody"):
        put(tracker)
    assert tracker.read_bytes() == later
    assert THEIRS in [one.read_bytes() for one in backups_folder(tracker).glob("*.xlsx")]  # and the earlier one is kept


@needs_posix
@pytest.mark.parametrize("save", [by_replacing, by_writing_into_it, by_deleting])
def test_where_names_cannot_be_exchanged_the_last_look_comes_directly_before(
    save: Save, tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_renamed", lambda *_: False, raising=False)
    saves_first(swap, "refuse_if_another", lambda: save(tracker), monkeypatch)
    with pytest.raises(NotWritten, match="saved by somebody"):
        put(tracker)
    assert not tracker.exists() or tracker.read_bytes() == THEIRS


@needs_posix
def test_without_an_exchange_a_workbook_is_written_all_the_same(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_renamed", lambda *_: False, raising=False)
    put(tracker)
    assert tracker.read_bytes() == OURS


@needs_posix
@pytest.mark.parametrize("way", ["no name to exchange", "no hard links", "as it is"])
def test_a_new_file_never_replaces_one_created_meanwhile(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new.xlsx"
    if way != "as it is":
        monkeypatch.setattr(swap, "_renamed", lambda *_: False, raising=False)
    if way == "no hard links":

        def no_links(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(Path, "hardlink_to", no_links)
    make_workbook(tmp_path / "other.xlsx", lambda made: made.write_bytes(OURS))
    saves_first(swap, "_rename_to_free_name", lambda: by_writing_into_it(new), monkeypatch)
    with pytest.raises(NotWritten, match="Somebody else has created"):
        make_workbook(new, lambda made: made.write_bytes(OURS))
    assert visible_files(tmp_path) == {"new.xlsx": THEIRS, "other.xlsx": OURS}
    assert not list(tmp_path.glob(".*"))


def test_the_output_file_replaced_is_the_one_that_was_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that replaces an earlier output file while the new one is drawn is kept."""
    tracker = Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))
    out = tmp_path / "board.xlsx"
    app.refresh(FileHost(tracker, out), now=NOON)
    saves_first(saving, "refuse_if_changed", lambda: by_replacing(out), monkeypatch)
    with pytest.raises(NotWritten, match=r"board\.xlsx"):
        app.refresh(FileHost(tracker, out), now=datetime(2017, 3, 16))
    assert out.read_bytes() == THEIRS


def test_the_pack_replaced_is_the_one_that_was_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes may lie between: LibreOffice makes a PDF."""
    out = tmp_path / "pack.xlsx"
    app.board_pack(FileHost(RESOLVED), "group", out, accessible=True, now=NOON)
    earlier = (tmp_path / "pack accessible.xlsx").read_bytes()
    saves_first(placing, "written_together", lambda: by_replacing(out), monkeypatch)
    with pytest.raises(NotWritten, match=r"pack\.xlsx has been saved by somebody"):
        app.board_pack(FileHost(RESOLVED), "group", out, accessible=True, now=datetime(2017, 3, 21))
    assert visible_files(tmp_path) == {"pack.xlsx": THEIRS, "pack accessible.xlsx": earlier}


def test_a_refresh_that_could_not_be_written_is_not_tried_again_with_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where cells can't be changed the sheets are written without them; a colleague's save is another matter."""
    tracker = Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))
    reads: list[Path] = []
    read = FileHost.read
    monkeypatch.setattr(FileHost, "read", lambda host: (reads.append(host.path), read(host))[1])
    saves_first(saving, "copy_file", lambda: by_replacing(tracker), monkeypatch)
    with pytest.raises(NotWritten, match="saved by somebody"):
        app.refresh(FileHost(tracker), now=NOON)
    assert reads == [tracker]
    assert tracker.read_bytes() == THEIRS


# -- two programs that write at once, for some time


OURS_IN_A_LOOP = """
import hashlib, json, sys
from datetime import datetime
from pathlib import Path
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.disk.file_state import Stamp
from pc_workbook.hosts.disk.saving import replace_workbook

path, log = Path(sys.argv[1]), open(sys.argv[2], "a")
number = 0
print("ready", flush=True)
while True:
    number += 1
    try:
        content = path.read_bytes()
        ours = json.dumps({"ours": number, "after": hashlib.sha256(content).hexdigest()}).encode()
        replace_workbook(path, lambda new: new.write_bytes(ours), read_as=Stamp.of_content(content), keep=1, now=datetime.now())
    except WorkbookProblem:
        continue
    print(hashlib.sha256(content).hexdigest(), file=log, flush=True)
"""


@needs_linux
def test_no_save_of_a_colleague_is_lost_between_two_programs_that_write_at_once(tmp_path: Path) -> None:
    """The colleague's program exchanges, so that it knows what it displaced. Each of its saves must have been displaced
    by itself, or by a run of ours that had read it, or stand there at the end, or be kept among the copies."""
    tracker, log = tmp_path / "tracker.xlsx", tmp_path / "log"
    tracker.write_bytes(OLD)
    log.touch()
    command = [sys.executable, "-c", textwrap.dedent(OURS_IN_A_LOOP), str(tracker), str(log)]
    saved: list[str] = []
    displaced: set[str] = set()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(PROJECT)}) as ours:
        assert ours.stdout is not None
        ours.stdout.readline()
        end = time.monotonic() + (60 if FULL else 3)
        while time.monotonic() < end:
            fresh = tmp_path / "theirs.tmp"
            fresh.write_bytes(b"%d of theirs" % len(saved))
            saved.append(hashlib.sha256(fresh.read_bytes()).hexdigest())
            assert swap._exchanged(fresh, tracker) == fresh
            displaced.add(hashlib.sha256(fresh.read_bytes()).hexdigest())
            time.sleep(0.003 * (len(saved) % 4))
        time.sleep(0.1)
        ours.kill()
    read_by_ours = set(log.read_text().split())
    stands = {hashlib.sha256(tracker.read_bytes()).hexdigest()}
    if tracker.read_bytes().startswith(b"{"):
        read_by_ours.add(json.loads(tracker.read_bytes())["after"])
    kept = {hashlib.sha256(one.read_bytes()).hexdigest() for one in backups_folder(tracker).glob("*.xlsx")}
    lost = [one for one in saved if one not in displaced | read_by_ours | stands | kept]
    print(f"{len(saved)} saves of theirs, {len(read_by_ours)} of ours, {len(lost)} lost")
    assert lost == []
    assert len(read_by_ours) > 3
