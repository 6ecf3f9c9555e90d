"""Commands killed or stopped by Ctrl-C at any moment: the originals are complete, messages are true, and the next run is
not blocked. PC_WORKBOOK_FULL=1 tries 200 moments of each command and signal."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from io import BytesIO
from pathlib import Path
from shutil import copytree, rmtree
from typing import NamedTuple
from zipfile import ZipFile

import pytest

from pc_workbook.draw.xlsxwriter_book import raising_refusals
from pc_workbook.interrupts import Stopped
from tests.support import PROJECT
from tests.support.disk import FULL, left_behind, needs_posix
from tests.support.excel_rules import problems
from tests.support.writing_scene import NOTHING, SCENES, Look, look, make_ready, untruth

MOMENTS = int(os.environ.get("PC_WORKBOOK_KILL_POINTS", "200" if FULL else "5"))
TRIED = ("merge", "hand-out", "board-pack again", "out", *(("board-pack", "out again") if FULL else ()))


class Ended(NamedTuple):
    """How a run ended, and how long it took, in seconds."""

    code: int
    said: str
    errors: str
    seconds: float


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ready(tmp_path_factory.mktemp("ready") / "place")


def run(scene: str, place: Path, end: tuple[float, int] | None = None) -> Ended:
    """Run a command in a folder; `end`: after so many seconds send it that signal."""
    temp = place.with_name("temp")
    temp.mkdir(exist_ok=True)
    arguments = [str(place / one) if "." in one or one == "returns" else one for one in SCENES[scene].command]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "TMPDIR": str(temp)}
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "pc_workbook", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment, cwd="/", preexec_fn=as_in_a_terminal,
    ) as child:  # fmt: skip
        if end is not None:
            time.sleep(end[0])
            child.send_signal(end[1])
        said, errors = child.communicate()
    return Ended(child.returncode, said, errors, time.monotonic() - began)


def as_in_a_terminal() -> None:
    """What is started in the background of a script has Ctrl-C switched off, and hands that on."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def moments(seconds: float, seed: int) -> list[float]:
    """Half of them anywhere, half near the end, where files are written."""
    chance = random.Random(seed)
    return [chance.uniform(0 if n % 2 else seconds * 0.6, seconds * 1.05) for n in range(MOMENTS)]


def everything(place: Path) -> dict[str, bytes | None]:
    return {str(one.relative_to(place)): one.read_bytes() if one.is_file() else None for one in place.rglob("*")}


def next_run_is_not_hindered(scene: str, place: Path, whole: Look, at_first: dict[str, bytes | None]) -> str:
    """The same again; what is wrong, if anything. A folder that is as it was at first, with all that is hidden in it, needs
    no trying: it would be the very first run once more."""
    if everything(place) == at_first and not left_behind(place.with_name("temp")):
        return ""
    again = run(scene, place)
    found, temp = look(place), place.with_name("temp")
    if left := left_behind(place, temp):
        return f"left behind: {left}"
    if set(found.sums) != set(whole.sums) or found.broken:
        return f"not whole: {set(whole.sums) ^ set(found.sums)} {found.broken}: {again.errors}"
    is_there = scene == "hand-out" and "already, which may be a manager's work" in again.errors
    if again.code != 0 and not is_there:
        return f"the next run failed: {again.errors}"
    return ""


def prepared(ready: Path, tmp_path: Path) -> Path:
    rmtree(tmp_path / "work", ignore_errors=True)
    return Path(copytree(ready, tmp_path / "work" / "place"))


@needs_posix
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
@pytest.mark.parametrize("scene", TRIED)
def test_at_any_moment(scene: str, number: int, ready: Path, tmp_path: Path) -> None:
    place = prepared(ready, tmp_path)
    before, at_first, timed = look(place), everything(place), run(scene, place)
    assert timed.code == 0, timed.errors
    whole, outcomes, wrong = look(place), Counter[str](), []
    seconds = min(timed.seconds, run(scene, prepared(ready, tmp_path)).seconds)  # the first may have had to wait
    for moment in moments(seconds, len(scene)):
        place = prepared(ready, tmp_path)
        ended = run(scene, place, (moment, number))
        found = (killed if number == signal.SIGKILL else stopped)(scene, before, look(place), whole, ended)
        outcomes["finished" if ended.code == 0 else "old" if look(place).sums == before.sums else "new"] += 1
        if found := found or next_run_is_not_hindered(scene, place, whole, at_first):
            wrong.append(f"after {moment:.3f} s: {found}")
    print(f"{scene}, signal {number}: {MOMENTS} moments of {seconds:.2f} s, {dict(outcomes)}, {len(wrong)} wrong")
    assert wrong == []
    assert outcomes["finished"] < MOMENTS, "no run was ended"


def killed(scene: str, before: Look, after: Look, whole: Look, ended: Ended) -> str:
    """An existing workbook is the old or the new one, complete; a set may be incomplete until the next run."""
    if after.broken:
        return f"broken: {after.broken}"
    touched = {name for name, digest in before.sums.items() if after.sums.get(name) != digest}
    meant = {name for name, digest in before.sums.items() if whole.sums[name] != digest}
    return f"touched: {touched - meant}" if touched - meant else ""


def stopped(scene: str, before: Look, after: Look, whole: Look, ended: Ended) -> str:
    """All together or nothing, and the words say which."""
    if (not ended.errors and ended.code == -signal.SIGINT) or is_before_the_program(ended.errors):
        return "" if after == before else "changed something before it had begun"
    if ended.code not in (0, 130):
        return f"exit code {ended.code}: {ended.errors}"
    if ended.code == 130 and not re.search(r"^Stopped\.$", ended.errors, re.MULTILINE):
        return f"did not say that it was stopped: {ended.errors}"
    if ended.code == 130 and (after == before) != (NOTHING in ended.errors):
        return f"said {ended.errors}"
    return untruth(SCENES[scene], before, after, whole, ended.code, ended.said, ended.errors)


def is_before_the_program(errors: str) -> bool:
    """Python itself was still starting: no line of the program had run that could have caught anything."""
    return "KeyboardInterrupt" in errors and "pc_workbook" not in errors


@needs_posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["SIGTERM", "SIGHUP"])
def test_a_request_to_end_is_answered_as_ctrl_c_is(number: int, code: int, ready: Path, tmp_path: Path) -> None:
    place = prepared(ready, tmp_path)
    before = look(place)
    ended = run("board-pack", place, (0.7, number))
    assert (ended.code, look(place)) == (code, before), ended.errors
    assert "Stopped.\n" + NOTHING in ended.errors
    assert left_behind(place, place.with_name("temp")) == []


@needs_posix
def test_libreoffice_and_what_it_has_started_end_with_the_run(ready: Path, tmp_path: Path) -> None:
    """Else it would go on for a minute, in a folder that is gone."""
    place, started = prepared(ready, tmp_path), tmp_path / "started"
    (tmp_path / "soffice").write_text(
        f"#!/bin/sh\nsleep 300 &\necho $! > '{started}.new'\nmv '{started}.new' '{started}'\nwait\n"
    )
    (tmp_path / "soffice").chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = [
        "board-pack",
        str(place / "tracker.xlsx"),
        "--edition",
        "group",
        "--pdf",
        "--out",
        str(place / "other.xlsx"),
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "pc_workbook", *command],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd="/",
        preexec_fn=as_in_a_terminal,
    ) as child:
        while not started.exists():
            assert child.poll() is None
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=20)
    assert (child.returncode, "Stopped.\n" + NOTHING in errors) == (130, True), errors
    assert not is_running(int(started.read_text()))


def is_running(process: int) -> bool:
    """Return whether a process is still running; a zombie is not."""
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] not in "ZX"


@needs_posix
def test_a_signal_that_was_switched_off_stays_off(ready: Path, tmp_path: Path) -> None:
    """As by nohup, or for what runs in the background of a script."""
    place = prepared(ready, tmp_path)
    script = f"trap '' INT HUP; exec {sys.executable} -m pc_workbook refresh '{place / 'plain.xlsx'}'"
    with subprocess.Popen(["sh", "-c", script], env={**os.environ, "PYTHONPATH": str(PROJECT)}, cwd="/") as child:
        for _ in range(20):
            time.sleep(0.03)
            child.send_signal(signal.SIGINT)
            child.send_signal(signal.SIGHUP)
    assert child.returncode == 0
    assert problems(place / "plain.xlsx") == []


@needs_posix
def test_pressing_ctrl_c_again_and_again_spoils_no_words(ready: Path, tmp_path: Path) -> None:
    for wait in (0.2, 0.35, 0.5):
        place = prepared(ready, tmp_path)
        before = look(place)
        with subprocess.Popen(
            [sys.executable, "-m", "pc_workbook", "refresh", str(place / "plain.xlsx")], stderr=subprocess.PIPE, text=True,
            stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(PROJECT)}, cwd="/", preexec_fn=as_in_a_terminal,
        ) as child:  # fmt: skip
            time.sleep(wait)
            while child.poll() is None:
                child.send_signal(signal.SIGINT)
                time.sleep(0.001)
            assert child.stderr is not None
            errors = child.stderr.read()
        assert "Traceback" not in errors
        assert child.returncode == 0 or errors.count("Stopped.") == 1
        assert child.returncode == 0 or (look(place) == before) == (NOTHING in errors)


@needs_posix
@pytest.mark.parametrize("moment", [0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2])
def test_ctrl_c_while_the_program_is_still_being_loaded(moment: float, ready: Path, tmp_path: Path) -> None:
    place = prepared(ready, tmp_path)
    ended = run("new", place, (moment, signal.SIGINT))
    assert stopped("new", look(ready), look(place), look(ready), ended) == "" or ended.code == 0


IMPORTS = """
import builtins, os, signal, sys
name, module = sys.argv[1:3]
del sys.argv[1:3]
real = builtins.__import__
def importing(wanted, *arguments):
    if wanted == name:
        os.kill(os.getpid(), signal.SIGINT)
    return real(wanted, *arguments)
builtins.__import__ = importing
import runpy
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


@needs_posix
@pytest.mark.parametrize("name", [
    "pc_workbook.interrupts", "pc_workbook.cli", "argparse", "pc_workbook.cli.tracker", "pc_workbook.cli.console",
    "pc_workbook.hosts.disk", "pc_workbook.app", "pydantic", "enum", "python_calamine", "pc_workbook.hosts.memory",
])  # fmt: skip
def test_ctrl_c_at_an_import(name: str, ready: Path, tmp_path: Path) -> None:
    place = prepared(ready, tmp_path)
    told = subprocess.run(
        [sys.executable, "-c", IMPORTS, name, "pc_workbook", "check", place / "plain.xlsx"], capture_output=True, text=True,
        preexec_fn=as_in_a_terminal,
        env={**os.environ, "PYTHONPATH": str(PROJECT)}, cwd="/", check=False,
    )  # fmt: skip
    assert told.returncode in (130, 1), told.stderr  # 1: imported before, or not at all: the check's own answer
    if told.returncode == 130:
        assert told.stderr.split("\n")[:2] == ["Stopped.", NOTHING]


PROGRAM = """
import signal, sys, time
try:
    print("ready", flush=True)
    time.sleep(30)
except KeyboardInterrupt:
    print("Stopped.", file=sys.stderr)
    sys.exit(130)
"""


@needs_posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_start_py_hands_a_stop_on_and_leaves_the_words_to_the_program(number: int, tmp_path: Path) -> None:
    """Here only one process gets the signal; in a terminal, both get it."""
    (tmp_path / "start.py").write_bytes((PROJECT / "start.py").read_bytes())
    home = tmp_path / ".venv" / "bin"
    home.mkdir(parents=True)
    (home / "python").write_text(f"#!/bin/sh\nexec {sys.executable} -c '{PROGRAM}'\n")
    (home / "python").chmod(0o755)
    script = "import runpy, subprocess; subprocess.call = lambda *_, **__: 0; runpy.run_path('start.py', run_name='__main__')"
    (tmp_path / "pyproject.toml").touch()
    with subprocess.Popen(
        [sys.executable, "-c", script, "demo"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=as_in_a_terminal,
    ) as child:
        assert child.stdout is not None
        while child.stdout.readline() != "ready\n":
            assert child.poll() is None
        child.send_signal(number)
        _, errors = child.communicate()
    assert (child.returncode, errors) == (130, "Stopped.\n")


@needs_posix
def test_start_py_stopped_while_it_installs_says_so(tmp_path: Path) -> None:
    (tmp_path / "start.py").write_bytes((PROJECT / "start.py").read_bytes())
    (tmp_path / "pyproject.toml").touch()
    script = (
        "import os, runpy, signal, subprocess\n"
        "subprocess.call = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT)\n"
        "runpy.run_path('start.py', run_name='__main__')"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, "demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=as_in_a_terminal,
    )
    assert (told.returncode, told.stderr) == (
        130, "Stopped. Run the same again: what was installed so far is used again.\n"
    )  # fmt: skip


AT_THE_VERY_END = """
import os, signal, sys, types
class Late:
    def __del__(self, kill=os.kill, process=os.getpid(), number=signal.SIGINT):
        kill(process, number)
sys.modules["late"] = types.ModuleType("late")
sys.modules["late"].last = Late()
import runpy
runpy.run_module("pc_workbook", run_name="__main__", alter_sys=True)
"""


@needs_posix
def test_ctrl_c_while_python_ends_is_too_late_to_count(tmp_path: Path) -> None:
    """All is written and said; the exit code must not say otherwise."""
    told = subprocess.run(
        [sys.executable, "-c", AT_THE_VERY_END, "new", tmp_path / "new.xlsx"], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(PROJECT)}, cwd="/", preexec_fn=as_in_a_terminal,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")


def stopped_while_writing() -> None:
    package = ZipFile(BytesIO(), "w")
    half_written = package.open("part", "w")  # the signal comes between the opening and its block
    try:
        with raising_refusals("A title"), package:
            raise Stopped
    finally:
        half_written.close()
        package.close()


def test_a_stop_while_a_drawn_file_is_written_stays_a_stop() -> None:
    """The error of closing a half-written package comes after the signal, and would hide it."""
    with pytest.raises(Stopped):
        stopped_while_writing()


def test_a_stop_of_which_a_library_makes_another_error_stays_a_stop() -> None:
    """pydantic's core gives the text of what was raised while it built a model, and no cause."""
    script = (
        "import signal, sys\n"
        "from pc_workbook import cli\n"
        "def run(typed):\n"
        "    try:\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "    except KeyboardInterrupt:\n"
        "        pass\n"
        "    raise RuntimeError('Error building a model: Stopped: 2')\n"
        "cli._run = run\n"
        "sys.exit(cli.main(['check', 'x.xlsx']))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (130, False), done.stderr
