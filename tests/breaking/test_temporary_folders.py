"""Only folders that are certainly abandoned working folders are deleted, never any other folder."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copyfile

import pytest

from pc_workbook import app
from pc_workbook.cells.change import SetCell
from pc_workbook.cli import main
from pc_workbook.errors import NotWritten
from pc_workbook.hosts.disk import working_folder as folders
from pc_workbook.hosts.disk.working_folder import MARKER, SIGNATURE, clear_leftovers, private_folder, working_folder
from pc_workbook.hosts.file import FileHost
from pc_workbook.ooxml.edit.cells import edit
from tests.support import PROJECT
from tests.support.disk import FULL, needs_posix, needs_root

OUR_NAME = f"pc-workbook-0123456789abcdef-{folders._check_digits('0123456789abcdef')}"
Maker = Callable[[Path], None]


def with_file(folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("a colleague's notes")


def left(folder: Path, signature: bytes = SIGNATURE) -> None:
    """A folder as a killed run leaves it."""
    with_file(folder)
    (folder / MARKER).write_bytes(signature)


def linked(folder: Path) -> None:
    left(folder.with_name("theirs"))
    folder.symlink_to(folder.with_name("theirs"))


def linked_marker(folder: Path) -> None:
    with_file(folder)
    (folder.with_name("signature")).write_bytes(SIGNATURE)
    (folder / MARKER).symlink_to(folder.with_name("signature"))


def marked_by_a_pipe(folder: Path) -> None:
    with_file(folder)
    os.mkfifo(folder / MARKER)


def a_file(folder: Path) -> None:
    folder.write_text("a file of that name")


def empty_marker_among_others(folder: Path) -> None:
    left(folder, b"")


THEIRS: dict[str, tuple[str, Maker]] = {
    "a name of a person's own": ("pc-workbook-notes", with_file),
    "the beginning alone": ("pc-workbook-", with_file),
    "a name as earlier versions made": ("pc-workbook-0123456789abcdef", with_file),
    "digits that do not check": ("pc-workbook-0123456789abcdef-00000000", left),
    "capital letters": (OUR_NAME.upper(), left),
    "something after it": (f"{OUR_NAME} copy", left),
    "our very name, no marker": (OUR_NAME, with_file),
    "our very name, another marker": (OUR_NAME, lambda folder: left(folder, b"mine")),
    "our very name, more than the marker says": (OUR_NAME, lambda folder: left(folder, SIGNATURE + b"!")),
    "our very name, an empty marker, and a file": (OUR_NAME, empty_marker_among_others),
    "a file of our very name": (OUR_NAME, a_file),
    "a link of our very name": (OUR_NAME, linked),
    "a marker that is a link": (OUR_NAME, linked_marker),
    "a marker that is a pipe": (OUR_NAME, marked_by_a_pipe),
}


def everything(folder: Path) -> dict[str, bytes | None]:
    return {
        str(one.relative_to(folder)): one.read_bytes() if one.is_file() else None for one in sorted(folder.rglob("*"))
    }


@needs_posix
@pytest.mark.parametrize("hidden", [False, True], ids=["in the temporary folder", "beside a workbook"])
@pytest.mark.parametrize("kind", THEIRS)
def test_a_folder_of_somebody_else_stays(
    kind: str, hidden: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, make = THEIRS[kind]
    make(tmp_path / (f".{name}" if hidden else name))
    before = everything(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with private_folder(), working_folder(tmp_path):
        pass
    assert everything(tmp_path) == before


@pytest.mark.parametrize("hidden", [False, True])
def test_the_folder_of_a_killed_run_is_deleted(hidden: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left(tmp_path / (f".{OUR_NAME}" if hidden else OUR_NAME))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with private_folder():
        pass
    assert everything(tmp_path) == {}


@needs_posix
def test_links_in_a_folder_that_is_cleared_are_not_followed(tmp_path: Path) -> None:
    with_file(tmp_path / "theirs")
    left(tmp_path / OUR_NAME)
    (tmp_path / OUR_NAME / "a link").symlink_to(tmp_path / "theirs", target_is_directory=True)
    clear_leftovers(tmp_path)
    assert everything(tmp_path) == {"theirs": None, "theirs/notes.txt": b"a colleague's notes"}


@needs_root
def test_a_folder_of_another_account_stays(tmp_path: Path) -> None:
    left(tmp_path / OUR_NAME)
    os.chown(tmp_path / OUR_NAME, 61234, 61234)
    clear_leftovers(tmp_path)
    assert (tmp_path / OUR_NAME / "notes.txt").exists()


def test_a_folder_that_a_run_works_in_is_nobody_elses_to_clear(tmp_path: Path) -> None:
    with working_folder(tmp_path) as one:
        (one / "half").write_bytes(b"half")
        with working_folder(tmp_path) as other:
            assert other != one
        assert (one / "half").exists()
    assert everything(tmp_path) == {}


def test_without_a_folder_for_temporary_files_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.gettempdir", none)
    with pytest.raises(NotWritten, match=r"or the disk is full\. Free some space"), private_folder():
        pass


WORK = """
import sys
from pathlib import Path
from pc_workbook.hosts.disk.working_folder import working_folder
print("ready", flush=True)
number = 0
while True:
    number += 1
    with working_folder(Path(sys.argv[1])) as folder:
        for name in ("one", "two", "three"):
            (folder / name).write_text(f"{number}")
        for name in ("one", "two", "three"):
            assert (folder / name).read_text() == f"{number}", "another run cleared it"
"""


def working(place: Path, program: str = WORK) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", textwrap.dedent(program), str(place)]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(PROJECT)}
    )
    assert child.stdout is not None
    child.stdout.readline()
    return child


@needs_posix
def test_killed_at_any_moment_nothing_is_left_that_the_next_run_would_not_clear(tmp_path: Path) -> None:
    chance = random.Random(12)
    kills = 200 if FULL else 12
    for _ in range(kills):
        with working(tmp_path) as child:
            time.sleep(chance.uniform(0, 0.02))
            child.send_signal(signal.SIGKILL)
    print(f"{kills} runs were killed; left: {[one.name for one in tmp_path.iterdir()]}")
    clear_leftovers(tmp_path)
    assert everything(tmp_path) == {}


def all_go_on(place: Path, programs: Sequence[str], seconds: float) -> None:
    """Run programs at once for some time; none of them may end by itself."""
    runs = [working(place, program) for program in programs]
    try:
        time.sleep(seconds)
        ended = [run for run in runs if run.poll() is not None]
    finally:
        for run in runs:
            run.kill()
        said = {run: run.communicate()[1].decode() for run in runs}
    assert [said[run] for run in ended] == []


@needs_posix
def test_concurrent_runs_never_delete_each_others_folders(tmp_path: Path) -> None:
    all_go_on(tmp_path, [WORK] * 4, 20 if FULL else 2)
    clear_leftovers(tmp_path)
    assert everything(tmp_path) == {}


CLEAR = """
import sys
from pathlib import Path
from pc_workbook.hosts.disk.working_folder import clear_leftovers
print("ready", flush=True)
while True:
    clear_leftovers(Path(sys.argv[1]))
"""


@needs_posix
def test_a_folder_that_is_being_made_may_be_cleared_by_others_and_the_run_goes_on(tmp_path: Path) -> None:
    """A folder without a signed marker looks abandoned and may be deleted; the run that created it then creates another."""
    all_go_on(tmp_path, [WORK, WORK, CLEAR, CLEAR], 60 if FULL else 4)
    clear_leftovers(tmp_path)
    assert everything(tmp_path) == {}


def test_a_merge_with_nothing_to_write_clears_what_a_killed_run_left(tmp_path: Path) -> None:
    """A return that was merged before gives nothing to write, and so no other occasion to clear up."""
    tracker, sent = tmp_path / "tracker.xlsx", tmp_path / "sent.xlsx"
    copyfile(PROJECT / "samples" / "thurrock-2017.xlsx", tracker)
    (one,) = app.hand_out(FileHost(tracker), tmp_path / "returns", "East").returns
    edit(one.path, [SetCell("Action progress", "C6", "New words from the manager")], sent)
    assert main(["merge", str(tracker), str(sent)]) == 0
    held = tracker.read_bytes()
    left(tmp_path / f".{OUR_NAME}")
    (tmp_path / ".tracker.xlsx.pc-workbook.lock").touch()
    assert main(["merge", str(tracker), str(sent)]) == 0
    assert tracker.read_bytes() == held
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
