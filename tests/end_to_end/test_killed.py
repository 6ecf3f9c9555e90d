"""A refresh that is killed at any moment leaves the old tracker or the new one, complete.

A real process is killed, half of the time anywhere in its run and half of the time near its end, where it
writes. PC_WORKBOOK_KILL_POINTS says how often (6), PC_WORKBOOK_KILL_MEGABYTES how large the tracker is (0: the
sample as it is, else with a picture of that size in it).
"""

import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from shutil import copyfile

import pytest

from tests.support import SAMPLES, parts_of
from tests.support.excel_rules import problems

POINTS = int(os.environ.get("PC_WORKBOOK_KILL_POINTS", "6"))
MEGABYTES = int(os.environ.get("PC_WORKBOOK_KILL_MEGABYTES", "0"))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a process is killed as on Linux and macOS")


def test_a_killed_refresh_leaves_the_old_tracker_or_the_new_one(tmp_path: Path) -> None:
    tracker = tmp_path / "tracker.xlsx"
    copyfile(SAMPLES / "thurrock-2017.xlsx", tracker)
    add_picture(tracker, MEGABYTES)
    old, entry = tracker.read_bytes(), entry_sheets(tracker)
    seconds = run_whole(tracker)
    chance = random.Random(15)
    outcomes = {"old": 0, "new": 0}
    for n in range(POINTS):
        tracker.write_bytes(old)
        after = chance.uniform(0, seconds * 1.1) if n % 2 else chance.uniform(seconds * 0.7, seconds * 1.1)
        kill_after(tracker, after)
        is_old = tracker.read_bytes() == old
        outcomes["old" if is_old else "new"] += 1
        if not is_old:
            assert problems(tracker) == []
            assert {name: part for name, part in parts_of(tracker).items() if name in entry} == entry
        for snapshot in tmp_path.glob("* snapshots/*.xlsx"):
            assert zipfile.ZipFile(snapshot).testzip() is None
    print(f"killed {POINTS} times: {outcomes}")
    tracker.write_bytes(old)
    run_whole(tracker)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["tracker.xlsx"]


def add_picture(path: Path, megabytes: int) -> None:
    if megabytes:
        with zipfile.ZipFile(path) as package:
            types = package.read("[Content_Types].xml").replace(
                b"<Default", b'<Default Extension="jpeg" ContentType="image/jpeg"/><Default', 1
            )
            parts = {name: package.read(name) for name in package.namelist()} | {"[Content_Types].xml": types}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                package.writestr(name, data)
            package.writestr("xl/media/photo.jpeg", random.Random(1).randbytes(megabytes << 20), zipfile.ZIP_STORED)


def entry_sheets(path: Path) -> dict[str, bytes]:
    return {
        name: part
        for name, part in parts_of(path).items()
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name) and b"<sheetData/>" not in part
    }


def start(tracker: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "pc_workbook", "refresh", str(tracker)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def run_whole(tracker: Path) -> float:
    began = time.monotonic()
    with start(tracker) as child:
        errors = child.communicate()[1]
    assert child.returncode == 0, errors
    return time.monotonic() - began


def kill_after(tracker: Path, seconds: float) -> None:
    with start(tracker) as child:
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        child.communicate()
