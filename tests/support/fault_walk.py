"""Run a command again and again in this process, with the first, second, ... of its calls to the system failing.

    python -m tests.support.fault_walk FOLDER SCENE HOW_MANY WORK

HOW_MANY of the calls are tried, spread over all of them; 0 is each of them.

Python's audit hooks see each call; the hook raises the fault in its place. What is written into an open file they do
not see: small disks and limits are for that. Prints one line of JSON: how many calls there were, what is wrong.
"""

import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from errno import EACCES, EDQUOT, EIO, ENAMETOOLONG, ENOSPC, EROFS
from itertools import cycle
from pathlib import Path
from typing import Any

from pc_workbook.cli import main
from tests.support.writing_scene import SCENES, Look, look, untruth

EVENTS = frozenset({"open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.chmod", "os.chown", "os.setxattr",
                    "os.removexattr", "os.listdir", "os.scandir", "os.truncate", "ctypes.dlsym"})  # fmt: skip
FAULTS = (ENOSPC, EIO, EDQUOT, EROFS, EACCES, ENAMETOOLONG)


class Walk:
    """Counts the calls that concern a folder, and lets one of them fail."""

    def __init__(self) -> None:
        self.folder, self.count, self.fails_at, self.fault = "", 0, 0, 0
        self.fsync = os.fsync
        os.fsync = self.forced  # type: ignore[assignment]
        sys.addaudithook(self.happens)

    def forced(self, file: int) -> None:
        """In place of os.fsync, which no audit hook sees."""
        self.happens("fsync", (self.folder,))
        self.fsync(file)

    def happens(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook."""
        if not self.folder or event not in EVENTS | {"fsync"}:
            return
        if event != "ctypes.dlsym" and not any(self.folder in str(one) for one in arguments[:2]):
            return
        self.count += 1
        if self.count == self.fails_at:
            self.reached(arguments)

    def reached(self, arguments: tuple[Any, ...]) -> None:
        """What happens at the call."""
        raise OSError(self.fault, os.strerror(self.fault), str(arguments[0]))


def run(walk: Walk, ready: Path, work: Path, name: str, fails_at: int, fault: int) -> tuple[Look, int, str, str]:
    """One run in a fresh folder: what it left, its exit code, what it said and what of errors."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(ready, work / "place")
    (work / "temp").mkdir()
    tempfile.tempdir = str(work / "temp")
    os.chdir(work / "place")
    out, err = io.StringIO(), io.StringIO()
    walk.count, walk.fails_at, walk.fault, walk.folder = 0, fails_at, fault, str(work)
    arguments = [str(work / "place" / one) if "." in one or one == "returns" else one for one in SCENES[name].command]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(arguments)
        finally:
            walk.folder = ""
    return look(work / "place"), code, out.getvalue(), err.getvalue()


def walked(ready: Path, name: str, how_many: int, work: Path) -> dict[str, object]:
    """Let one call after the other fail, each in a run of its own."""
    walk, faults = Walk(), cycle(FAULTS)
    before = look(ready)
    whole, code, said, errors = run(walk, ready, work, name, 0, 0)
    assert code == 0, errors
    calls, tried, wrong = walk.count, 0, []
    for at in range(1, calls + 1, max(1, calls // how_many) if how_many else 1):
        fault = next(faults)
        try:
            after, code, said, errors = run(walk, ready, work, name, at, fault)
            found = untruth(SCENES[name], before, after, whole, code, said, errors)
        except Exception as error:
            found = f"raised {error!r}"
        tried += 1
        if found:
            wrong.append(f"call {at}, {os.strerror(fault)}: {found}")
    return {"calls": calls, "tried": tried, "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(walked(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))))
