"""What a click on Refresh costs in Python: from the command line that Excel starts to the end of the process.

    python benchmarks/click.py [TRACKER.xlsx] [--rounds N]

Each round is a whole process, with the add-in's own command line and with xlwings' RunPython, over the stand-in for
Excel of tests/support, whose own time (it reads, copies and saves by openpyxl) is measured and taken off. Seconds are
the processor's: on a PC that does nothing else, as long by the clock. What Excel itself takes can only be measured
in Excel. Warm is a second refresh in the same process. The plain script people write (plain.py), on the same file and
with the same packages installed, stands beside it. Needs a system that tells what a finished process used
(not Windows).
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[1]
PLAIN = PROJECT / "benchmarks" / "plain.py"
RUNNING = PROJECT / "tests" / "support" / "excel_running"
BY_XLWINGS = ("--wb=tracker.xlsx", "--from_xl=1", "--app=Excel", "--hwnd=1")
BY_ADD_IN = (f"--book={'tracker.xlsx'.encode('utf-16-be').hex()}", "--hwnd=1")
STAND_IN = (  # for a Python that takes nothing from PYTHONPATH
    f"import sys; sys.path[:0] = [{str(RUNNING)!r}, {str(PROJECT)!r}]; "
    f"exec(open({str(RUNNING / 'sitecustomize.py')!r}, encoding='utf-8').read()); "
)
RUN_PYTHON = 'import xlwings.utils;xlwings.utils.prepare_sys_path("false;;;;;;"); '
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Click(NamedTuple):
    """Processor seconds of one process, without the stand-in's; the modules it loaded, and of which packages."""

    seconds: float
    modules: int
    packages: tuple[str, ...]


def statement(*buttons: str) -> str:
    """What the add-in has Python run; of several buttons, one after the other."""
    return "import pc_workbook.excel; " + "; ".join(f"pc_workbook.excel.{button}()" for button in buttons)


def by_add_in(run: str, *flags: str) -> list[str]:
    """The arguments of Python that the add-in gives it."""
    return ["-I", *flags, "-c", STAND_IN + run, *BY_ADD_IN]


def clicked(arguments: Sequence[str], tracker: Path) -> Click:
    """One process, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        book = shutil.copyfile(tracker, Path(folder) / "tracker.xlsx")
        times = Path(folder) / "times.json"
        environment = ENVIRONMENT | {
            "PYTHONPATH": os.pathsep.join((str(RUNNING), str(PROJECT))),
            "PC_WORKBOOK_TEST_BOOK": str(book),
            "PC_WORKBOOK_TEST_TIMES": str(times),
            "XDG_STATE_HOME": folder,
        }
        seconds = spent([sys.executable, *arguments], environment, folder)
        told = json.loads(times.read_text("utf-8"))
    return Click(seconds - told["stand_in"], told["modules"], tuple(told["packages"]))


def spent(command: Sequence[str], environment: dict[str, str], folder: str) -> float:
    """Processor seconds of one process."""
    child = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)} ended with {child.returncode}")
    return used.ru_utime + used.ru_stime


def plain(tracker: Path) -> float:
    """The plain script, its sheets put into the tracker as a refresh puts them."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(PLAIN), str(tracker), str(Path(folder) / "out.xlsx"), "--into-tracker"]
        return spent(command, ENVIRONMENT, folder)


def row(name: str, clicks: Sequence[Click]) -> str:
    seconds = [click.seconds for click in clicks]
    told = f"{statistics.median(seconds):.2f} | {min(seconds):.2f}"
    return f"| {name} | {told} | {clicks[0].modules} | {', '.join(clicks[0].packages)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tracker", nargs="?", type=Path, default=PROJECT / "samples" / "thurrock-2017.xlsx")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()

    def measured(arguments: Sequence[str]) -> list[Click]:
        return [clicked(arguments, asked.tracker) for _ in range(asked.rounds)]

    clicked(by_add_in(statement("refresh")), asked.tracker)  # without -B: leaves the byte code that an installation has
    print("| a click | processor seconds, median | least | modules | packages besides Python's own |")
    print("|---|---|---|---|---|")
    once = measured(by_add_in(statement("refresh"), "-B"))
    print(row("Refresh, by the add-in", once), flush=True)
    twice = measured(by_add_in(statement("refresh", "refresh"), "-B"))
    warm = [click.seconds - statistics.median(one.seconds for one in once) for click in twice]
    print(f"| Refresh again in that process | {statistics.median(warm):.2f} | {min(warm):.2f} | | |", flush=True)
    by_xlwings = ["-B", "-c", RUN_PYTHON + statement("refresh"), *BY_XLWINGS]
    print(row("Refresh, by xlwings' own RunPython", measured(by_xlwings)), flush=True)
    print(row("Check, by the add-in", measured(by_add_in(statement("check"), "-B"))), flush=True)
    print(row("About: start, imports and the message alone", measured(by_add_in(statement("about"), "-B"))), flush=True)
    scripts = [plain(asked.tracker.resolve()) for _ in range(asked.rounds)]
    print(f"| The plain script, into the tracker | {statistics.median(scripts):.2f} | {min(scripts):.2f} | | |")


if __name__ == "__main__":
    main()
