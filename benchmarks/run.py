"""Time a refresh beside other scripts that do the same, whole processes in turn; print a table of medians and ratios.

    python benchmarks/run.py FOLDER [SIZE ...] [--rounds N]

FOLDER holds the trackers of make_tracker.py. The plain script runs twice: writing its sheets into the tracker, which is what
a refresh does, and into a new file, which is less work. Two faster scripts follow (twins.py); the one on wolfxl runs only
where wolfxl is installed. Each must find every spoilt cell and give the same area figure as the refresh. Needs a system that
reports what a finished process used (not Windows).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
TWINS = HERE / "twins.py"
COMMAND = Path(sys.executable).with_name("pc-workbook")  # as it is installed beside this Python
MIB = 1024 if sys.platform == "linux" else 1024 * 1024
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Run:
    """What one process took: seconds by the clock, peak MiB, and what it printed."""

    seconds: float
    mebibytes: float
    said: str


def measured(command: list[str]) -> Run:
    """Run one command to its end."""
    with tempfile.TemporaryFile() as out:
        began = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.monotonic() - began
        out.seek(0)
        said = out.read().decode()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {child.returncode}")
    return Run(seconds, used.ru_maxrss / MIB, said)


def agree(tracker: Path, plain: str) -> None:
    """The plain script and ours give the same figure and find the same cells."""
    checked = json.loads(measured([sys.executable, "-m", "pc_workbook", "check", str(tracker), "--json"]).said)
    ours = checked["findings"] if isinstance(checked, dict) else checked
    unread = sum(found["sheet"] == "Observations" and found["code"] == "R06" for found in ours)
    row = figure_line(tracker, '"patients_per_gp_fte","Thurrock"')
    expected = f"patients per FTE GP {float(row.split(',')[4]):.1f}; {unread} cells that can't be read"
    if plain.strip() != expected:
        sys.exit(f"{tracker.name}: the plain script says {plain.strip()!r}, ours {expected!r}")


def figure_line(tracker: Path, start: str) -> str:
    """One line of all figures, which are not held together: what this process takes up counts as its children's."""
    command = [sys.executable, "-m", "pc_workbook", "figures", str(tracker), "--csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True) as telling:
        found = [line for line in telling.stdout or () if line.startswith(start)]
    return found[0]


def compared(tracker: Path, rounds: int) -> str:
    """Return the lines of the table for one tracker."""
    with tempfile.TemporaryDirectory() as folder:
        ours, plain = (str(Path(folder) / f"{name}.xlsx") for name in ("ours", "plain"))
        commands = {
            "ours": [str(COMMAND), "refresh", str(tracker), "--out", ours],
            "plain, into the tracker": [sys.executable, str(HERE / "plain.py"), str(tracker), plain, "--into-tracker"],
            "plain, new file": [sys.executable, str(HERE / "plain.py"), str(tracker), plain],
            "calamine and XlsxWriter, new file": [sys.executable, str(TWINS), "calamine", str(tracker), plain],
        }
        if find_spec("wolfxl"):
            commands["wolfxl, into the tracker"] = [sys.executable, str(TWINS), "wolfxl", str(tracker), plain]
        measured(commands["ours"])  # warm: byte code and the file cache
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                for written in (ours, plain):  # each writes a new file
                    Path(written).unlink(missing_ok=True)
                runs[name].append(measured(command))
    for name in commands:
        if name != "ours":
            agree(tracker, runs[name][0].said)
    seconds = {name: statistics.median(run.seconds for run in found) for name, found in runs.items()}
    memory = {name: statistics.median(run.mebibytes for run in found) for name, found in runs.items()}
    lines = [f"| {tracker.stem} | refresh | {seconds['ours']:.2f} s, {memory['ours']:.0f} MiB | |"]
    for name in list(commands)[1:]:
        ratios = f"**{seconds['ours'] / seconds[name]:.2f}**, {memory['ours'] / memory[name]:.2f}"
        lines.append(f"| {tracker.stem} | {name} | {seconds[name]:.2f} s, {memory[name]:.0f} MiB | {ratios} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sizes", nargs="*", default=["S", "M", "L", "N"])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print("| size | script | time, memory | refresh as a ratio of it: time, memory |")
    print("|---|---|---|---|")
    for size in asked.sizes:
        print(compared(asked.folder / f"{size}.xlsx", asked.rounds), flush=True)


if __name__ == "__main__":
    main()
