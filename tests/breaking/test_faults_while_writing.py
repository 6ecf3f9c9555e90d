"""After a disk error at any step every file is the old or the new one, complete, and the message says which. The errors
are real where possible (small disks, limits, read-only disks), and otherwise raised by Python's audit hooks at each
system call in turn."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

import pytest

from pc_workbook.hosts.disk import write_errors as faults
from tests.support import PROJECT, SAMPLES
from tests.support.disk import FULL, left_behind, needs_linux, needs_posix, small_disk, visible_files
from tests.support.writing_scene import NOTHING, SCENES, WRITTEN, look, make_ready, untruth


def pc_workbook(*arguments: str | Path, **more: Any) -> "subprocess.CompletedProcess[str]":
    options = {"capture_output": True, "text": True, "cwd": "/", "timeout": 300, "check": False} | more
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), **options.pop("env", {})}
    return subprocess.run([sys.executable, "-m", "pc_workbook", *map(str, arguments)], env=environment, **options)


def walked(module: str, *arguments: str | Path) -> dict[str, Any]:
    told = subprocess.run(
        [sys.executable, "-m", f"tests.support.{module}", *map(str, arguments)],
        cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found: dict[str, Any] = json.loads(told.stdout)
    print(f"{module} {arguments[1]}: {found['tried']} runs over {found['calls']} calls, {len(found['wrong'])} wrong")
    return found


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ready(tmp_path_factory.mktemp("ready") / "place")


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    (tmp_path / "ours").mkdir()
    return Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "ours" / "tracker.xlsx"))


# -- each call in turn


@needs_linux
@pytest.mark.parametrize("system", ["exchange", "plain"])
@pytest.mark.parametrize("way", ["faults", "stops", "kills"])
def test_whatever_happens_at_any_call_a_set_of_files_is_all_old_or_all_new(
    way: str, system: str, tmp_path: Path
) -> None:
    found = walked("fault_walk_set", tmp_path / "work", way, system)
    assert found["wrong"] == []
    assert found["calls"] > 60


@needs_linux
@pytest.mark.parametrize("scene", SCENES)
def test_a_command_with_a_fault_at_its_calls_in_turn(scene: str, ready: Path, tmp_path: Path) -> None:
    found = walked("fault_walk", ready, scene, "0" if FULL else "4", tmp_path / "work")
    assert found["wrong"] == []
    assert found["tried"] >= 4


# -- disks that are full


@needs_linux
@pytest.mark.parametrize("scene", [one for one in SCENES if FULL or one in ("refresh", "board-pack again", "hand-out")])
def test_a_disk_that_fills_up_anywhere_on_the_way(scene: str, ready: Path, tmp_path: Path) -> None:
    command = [
        one if one.startswith("-") or ("." not in one and one != "returns") else f"{{}}/{one}"
        for one in SCENES[scene].command
    ]
    whole = copytree(ready, tmp_path / "whole")
    assert pc_workbook(*(one.format(whole) for one in command)).returncode == 0
    after = look(Path(whole))
    codes = []
    with small_disk(6000, tmp_path) as disk:
        for room in range(0, 900 if FULL else 640, 10 if FULL else 160):
            place = Path(copytree(ready, disk / "place"))
            before = look(place)
            filled_to(disk, room)
            told = pc_workbook(*(one.format(place) for one in command))
            found = untruth(SCENES[scene], before, look(place), after, told.returncode, told.stdout, told.stderr)
            assert not found, f"{room} kB free: {found}"
            codes.append(told.returncode)
            subprocess.run(["rm", "-rf", place, disk / "filler"], check=True)
    print(f"{scene}: {codes.count(3)} of {len(codes)} disks were too full")
    assert 3 in codes


def filled_to(disk: Path, room: int) -> None:
    """Leave so many kilobytes free."""
    free = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - room * 1024)))


@needs_linux
def test_a_full_temporary_folder_is_no_fault_of_the_pack(ready: Path, tmp_path: Path) -> None:
    place = Path(copytree(ready, tmp_path / "place"))
    before = visible_files(place)
    with small_disk(64, tmp_path) as disk:
        told = pc_workbook(
            "board-pack",
            place / "tracker.xlsx",
            "--edition",
            "group",
            "--out",
            place / "other.xlsx",
            env={"TMPDIR": str(disk)},
        )
        assert left_behind(disk) == []
    assert told.returncode == 3
    assert "The disk is full" in told.stderr
    assert NOTHING in told.stderr
    assert visible_files(place) == before


@needs_posix
def test_a_file_larger_than_the_account_may_make(tracker: Path) -> None:
    before = tracker.read_bytes()
    import resource  # Windows has none

    told = pc_workbook("refresh", tracker, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)))
    assert told.returncode == 3
    assert (
        "The file is larger than the disk or your account allows, so tracker.xlsx could not be written" in told.stderr
    )
    assert NOTHING in told.stderr
    assert tracker.read_bytes() == before
    assert [one.name for one in tracker.parent.iterdir()] == ["tracker.xlsx"]


@needs_linux
@pytest.mark.parametrize("command", ["refresh", "check", "figures"])
def test_what_is_said_can_not_be_written_out(command: str, tracker: Path) -> None:
    """The output goes to a full disk; what became of the tracker is said all the same."""
    with Path("/dev/full").open("w") as full:
        told = pc_workbook(command, tracker, stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert told.returncode == 3
    assert "Traceback" not in told.stderr
    assert "Exception ignored" not in told.stderr
    if command == "refresh":
        assert tracker.read_bytes() != (SAMPLES / "thurrock-2017.xlsx").read_bytes()
        assert f"{WRITTEN}{tracker}" in told.stderr
        assert "Backup of tracker.xlsx: " in told.stderr
    else:
        assert NOTHING in told.stderr


@needs_posix
@pytest.mark.parametrize("closed", [(1,), (2,), (1, 2), (0, 1, 2)])
def test_a_program_with_its_output_closed_does_its_work(closed: tuple[int, ...], tracker: Path) -> None:
    told = pc_workbook("refresh", tracker, preexec_fn=lambda: [os.close(one) for one in closed], capture_output=False)
    assert told.returncode == 0
    assert tracker.read_bytes() != (SAMPLES / "thurrock-2017.xlsx").read_bytes()


@needs_linux
def test_a_disk_that_can_only_be_read(ready: Path, tmp_path: Path) -> None:
    with small_disk(6000, tmp_path) as disk:
        copyfile(SAMPLES / "thurrock-2017.xlsx", disk / "tracker.xlsx")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        for command in (
            ("refresh", disk / "tracker.xlsx"),
            ("refresh", SAMPLES / "thurrock-2017.xlsx", "--out", disk / "new.xlsx"),
            ("new", disk / "new.xlsx"),
            ("hand-out", disk / "tracker.xlsx", "--out", disk / "returns"),
            ("hand-out", ready / "tracker.xlsx", "--out", disk / "returns"),
            ("merge", disk / "tracker.xlsx", ready / "came back" / "north.xlsx"),
            ("board-pack", ready / "tracker.xlsx", "--edition", "group", "--out", disk / "pack.xlsx"),
        ):
            told = pc_workbook(*command)
            assert (told.returncode, "Traceback" in told.stderr) == (3, False), told.stderr
            assert "read" in told.stderr.casefold()  # "can only be read from", "Read-only file system"
        assert [one.name for one in disk.iterdir()] == ["tracker.xlsx"]


@needs_posix
@pytest.mark.parametrize("command", [
    ("new", "{}.xlsx"), ("check", "{}.xlsx"), ("refresh", "{}.xlsx"), ("refresh", "TRACKER", "--out", "{}.xlsx"),
    ("hand-out", "TRACKER", "--out", "{}"), ("merge", "TRACKER", "{}.xlsx"), ("merge", "{}.xlsx", "TRACKER"),
    ("board-pack", "READY", "--edition", "group", "--out", "{}.xlsx"), ("pack-template", "{}.xlsx"), ("demo", "{}"),
    ("compare", "{}.xlsx", "TRACKER"), ("accessibility", "{}.xlsx"), ("addin", "build", "--out", "{}.xlam"),
], ids=" ".join)  # fmt: skip
@pytest.mark.parametrize(
    "name", ["x" * 300, "ü" * 200, "folder/" * 700 + "x"], ids=["long", "long in bytes", "a long way"]
)
def test_a_name_that_is_too_long_is_called_so(name: str, command: tuple[str, ...], ready: Path, tracker: Path) -> None:
    words = [
        {"TRACKER": str(tracker), "READY": str(ready / "tracker.xlsx")}.get(one, one.format(name)) for one in command
    ]
    told = pc_workbook(*words, cwd=tracker.parent)
    assert told.returncode == 3
    assert "Traceback" not in told.stderr
    assert told.stderr.strip()
    assert visible_files(tracker.parent) == {"tracker.xlsx": (SAMPLES / "thurrock-2017.xlsx").read_bytes()}


@needs_posix
@pytest.mark.parametrize("make", [
    lambda path: path.symlink_to(path), lambda path: path.symlink_to("nowhere/at all.xlsx"), os.mkfifo, Path.mkdir,
    lambda path: path.symlink_to("/dev/null"), lambda path: (path.parent / "file").write_bytes(b"") and None,
], ids=["a circle", "a link that leads nowhere", "a pipe", "a folder", "a device", "nothing"])  # fmt: skip
@pytest.mark.parametrize("command", [
    ("new", "ODD"), ("refresh", "ODD"), ("check", "ODD"), ("refresh", "TRACKER", "--out", "ODD"),
    ("hand-out", "TRACKER", "--out", "ODD"), ("board-pack", "READY", "--edition", "group", "--out", "ODD"),
    ("merge", "ODD", "TRACKER"), ("refresh", "TRACKER", "--out", "file/odd.xlsx"), ("new", "file/odd.xlsx"),
], ids=" ".join)  # fmt: skip
def test_odd_places_are_refused_with_a_sentence_or_written_as_any_other(
    command: tuple[str, ...], make: Callable[[Path], None], ready: Path, tracker: Path
) -> None:
    odd = tracker.with_name("odd.xlsx")
    make(odd)
    words = [
        {"TRACKER": str(tracker), "READY": str(ready / "tracker.xlsx"), "ODD": str(odd)}.get(one, one)
        for one in command
    ]
    told = pc_workbook(*words, cwd=tracker.parent, timeout=60)
    assert told.returncode in (0, 1, 3)
    assert "Traceback" not in told.stderr
    assert told.returncode != 3 or told.stderr.strip()
    assert left_behind(tracker.parent) == []
    assert command[1] == "TRACKER" or tracker.read_bytes() == (SAMPLES / "thurrock-2017.xlsx").read_bytes()


@pytest.mark.parametrize("number", sorted({*faults._MESSAGES, 1000, 42}))
def test_every_fault_is_said_in_two_sentences_with_what_to_do(number: int) -> None:
    said = str(faults.not_written(Path("folder/tracker.xlsx"), OSError(number, os.strerror(number))))
    assert "so tracker.xlsx could not be written. " in said
    assert said.endswith(".")
    assert said.count(". ") >= 1
