"""Write a set of three files again and again (a new one, one that is replaced, one that is written in place), and let
something happen at each call to the system in turn; without workbooks, so that every call can be tried.

    python -m tests.support.fault_walk_set WORK faults|stops|kills exchange|plain

faults: the call fails, with each fault. stops: Ctrl-C comes. kills: the process is killed. plain: as on systems that
can't exchange two names. Prints one line of JSON: how many runs there were, and what is wrong.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from errno import EACCES, EDQUOT, EIO, ENAMETOOLONG, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import Any

from pc_workbook import interrupts
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.disk import replace as swap
from pc_workbook.hosts.disk import written_files as written
from pc_workbook.hosts.disk.saving import NewFile, clear_leftovers, stamp, written_together
from tests.support.disk import FULL
from tests.support.fault_walk import Walk

FAULTS = (ENOSPC, EIO, EDQUOT, EROFS, EACCES, ENAMETOOLONG, EPERM)
NAMES = ("new.xlsx", "replaced.xlsx", "linked.xlsx")
OLD, NEW = ["old"] * len(NAMES), ["new"] * len(NAMES)


class SignalWalk(Walk):
    """Sends a signal to this process at one of its calls."""

    def reached(self, arguments: tuple[Any, ...]) -> None:
        os.kill(os.getpid(), self.fault)


def prepare(work: Path) -> None:
    """A folder in which one file can be made, one replaced, and one has two names."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    written.forget()
    for name in NAMES[1:]:
        (work / name).write_bytes(b"old " * 300 + name.encode())
    (work / "the same.xlsx").hardlink_to(work / "linked.xlsx")


def held(work: Path) -> list[str]:
    """Whether each file is the old one, the new one or something else."""
    found = []
    for name in NAMES:
        path = work / name
        content = path.read_bytes() if path.exists() else None
        old = None if name == "new.xlsx" else b"old " * 300 + name.encode()
        found.append("old" if content == old else "new" if content == b"new " * 500 + name.encode() else "broken")
    return found


def write(work: Path) -> str:
    """Write the set; what was said where it failed."""
    try:
        with written_together([to_write(work / name) for name in NAMES], keep=1, now=datetime(2017, 3, 15)):
            return ""
    except WorkbookProblem as problem:
        return str(problem)


def to_write(path: Path) -> NewFile[int]:
    """One of the set."""
    content = b"new " * 500 + path.name.encode()
    return NewFile(path, lambda new: new.write_bytes(content), stamp(path) if path.exists() else None)


def with_a_fault(walk: Walk, work: Path) -> str:
    """What is wrong after one run."""
    try:
        said = write(work)
    except Exception as error:
        return f"raised {error!r}"
    finally:
        walk.folder = ""
    return wrong_words(work, said) or ("names a folder of ours" if ".pc-workbook" in said else "")


def with_a_stop(walk: Walk, work: Path) -> str:
    """The same where Ctrl-C comes."""
    interrupts.listen()
    try:
        said = write(work)
    except KeyboardInterrupt:
        said = "stopped"
    finally:
        walk.folder = ""
    return wrong_words(work, said)


def wrong_words(work: Path, said: str) -> str:
    """Whether what stands is what is said, and what is counted as written."""
    names = [one for one in NAMES if str(work / one) in written.summary()]
    fine = (OLD, []) if said else (NEW, list(NAMES))
    stopped_after_all = said == "stopped" and (held(work), names) == (NEW, list(NAMES))
    return "" if (held(work), names) == fine or stopped_after_all else f"{held(work)}, said {said!r}, counted {names}"


def with_a_kill(walk: Walk, work: Path) -> str:
    """What is wrong after a run that was killed, and the next one."""
    child = os.fork()
    if child == 0:
        write(work)
        os._exit(0)
    os.waitpid(child, 0)
    walk.folder = ""
    halfway = held(work)
    clear_leftovers(work)
    if held(work) not in (OLD, NEW) or "broken" in halfway[:2]:
        return f"{halfway}, then {held(work)}"
    if left := sorted(one.name for one in work.glob(".pc-workbook*")):
        return f"left {left}"
    said = write(work)
    return f"the next run: {said or held(work)}" if said or held(work) != NEW else ""


WAYS: dict[str, tuple[type[Walk], Callable[[Walk, Path], str], tuple[int, ...]]] = {
    "faults": (Walk, with_a_fault, FAULTS),
    "stops": (SignalWalk, with_a_stop, (signal.SIGINT,)),
    "kills": (SignalWalk, with_a_kill, (signal.SIGKILL,)),
}


def walked(work: Path, way: str) -> dict[str, object]:
    """Every call, with every thing that may happen at it."""
    kind, tried_with, happenings = WAYS[way]
    walk = kind()
    prepare(work)
    walk.folder = str(work)
    write(work)
    walk.folder, calls = "", walk.count
    wrong = list(_each(walk, work, calls, tried_with, happenings))
    each = len(happenings) if FULL else 1
    return {"calls": calls, "tried": calls * each, "wrong": wrong}


def _each(
    walk: Walk, work: Path, calls: int, tried_with: Callable[[Walk, Path], str], happenings: tuple[int, ...]
) -> Iterator[str]:
    for at in range(1, calls + 1):
        for fault in happenings if FULL else happenings[at % len(happenings) :][:1]:
            prepare(work)
            walk.count, walk.fails_at, walk.fault, walk.folder = 0, at, fault, str(work)
            if found := tried_with(walk, work):
                yield f"call {at}, {fault}: {found}"
            clear_leftovers(work)
            if left := [one.name for one in work.iterdir() if one.name.startswith(".pc-workbook")]:
                yield f"call {at}, {fault}: left {left}"


if __name__ == "__main__":
    if sys.argv[3:] == ["plain"]:
        swap._renamed = lambda *_: False  # type: ignore[attr-defined]
    print(json.dumps(walked(Path(sys.argv[1]), sys.argv[2])))
