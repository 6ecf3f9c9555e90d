"""The command line: the door that needs no Excel.

    pc-workbook new TRACKER.xlsx        an empty tracker
    pc-workbook check TRACKER.xlsx      everything that is wrong in it, with its cells
    pc-workbook refresh TRACKER.xlsx    the summary sheets and charts, written into it
    pc-workbook figures TRACKER.xlsx    every figure, as a table
    pc-workbook demo                    a sample tracker, made and refreshed

Exit codes: 0 done; 1 from check alone, when something blocks; 2 the command was not understood; 3 the workbook
can't be read or written; 70 a mistake of ours. A refresh that wrote is done, whatever it found: to learn from
the exit code whether something blocks, run check.
"""

import argparse
import gc
import os
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from errno import ENOSPC
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from pc_workbook import __version__
from pc_workbook.errors import OurMistake, WorkbookProblem

if TYPE_CHECKING:
    from pc_workbook.app import Checked, Refreshed
    from pc_workbook.tracker.findings import Finding

FINE, BLOCKED, UNREADABLE, OUR_MISTAKE, INTERRUPTED, NOBODY_LISTENS = 0, 1, 3, 70, 130, 141
QUIET_SECONDS = 1.0
CHECK_CODES = "Exit code: 0 nothing blocks; 1 something blocks; 3 the tracker can't be read."
REFRESH_CODES = (
    "Exit code: 0 the sheets were written, whatever was found: check tells by its exit code whether something "
    "blocks; 3 the tracker can't be read or the sheets can't be written."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code. Every problem becomes a letter here, and nowhere else."""
    gc.freeze()  # a run is short and makes few cycles: looking for them would cost a tenth of its time
    gc.set_threshold(100_000, 50, 50)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else each start searches all that is installed
    _speak_utf8()
    asked = _parser().parse_args(arguments)
    try:
        code = int(asked.run(asked))
        sys.stdout.flush()  # so that a reader who has gone away is noticed here and not at the very end
        return code
    except BrokenPipeError:  # as in: pc-workbook figures TRACKER.xlsx | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to be told goes nowhere
        return NOBODY_LISTENS
    except WorkbookProblem as problem:
        print(problem, file=sys.stderr)
        return UNREADABLE
    except OurMistake as mistake:
        print(
            f"This is a mistake in the program, not in your workbook, and nothing was written: {mistake}",
            file=sys.stderr,
        )
        return OUR_MISTAKE
    except OSError as error:
        if error.errno != ENOSPC:
            raise
        print(
            "The disk is full, so nothing was written. Make room and try again; the tracker is as it was.",
            file=sys.stderr,
        )
        return UNREADABLE
    except KeyboardInterrupt:
        print("Stopped. The tracker is as it was.", file=sys.stderr)
        return INTERRUPTED
    finally:
        gc.freeze()  # what is left ends with the process: taking it apart first would cost another tenth


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pc-workbook", description="Makes a primary care improvement tracker tell the truth, in Excel."
    )
    parser.add_argument("--version", action="version", version=f"pc-workbook {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "new", _new, "make an empty tracker")
    checking = _command(commands, "check", _check, "find everything that is wrong in a tracker", CHECK_CODES)
    checking.add_argument("--json", action="store_true", help="as JSON, one object a finding")
    refreshing = _command(
        commands, "refresh", _refresh, "write the summary sheets and charts into a tracker", REFRESH_CODES
    )
    refreshing.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    refreshing.add_argument(
        "--out", type=Path, metavar="FILE", help="write the refreshed workbook there and leave the tracker as it is"
    )
    figures = _command(commands, "figures", _figures, "print every figure of a tracker")
    shape = figures.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="as JSON, one object a figure")
    shape.add_argument("--csv", action="store_true", help="as comma-separated values")
    demo = commands.add_parser("demo", help="make the sample tracker and refresh it")
    demo.add_argument("folder", nargs="?", type=Path, default=Path(), help="where to put it (this folder)")
    demo.set_defaults(run=_demo)
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    words: str,
    codes: str = "",
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.", epilog=codes)
    parser.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    parser.set_defaults(run=run)
    return parser


def _new(asked: argparse.Namespace) -> int:
    from pc_workbook.app import new_tracker

    new_tracker(asked.tracker)
    name = _as_typed(asked.tracker)
    print(f"Made {asked.tracker}. Fill in Settings and Practices first, then run: pc-workbook refresh {name}")
    return FINE


def _check(asked: argparse.Namespace) -> int:
    from pc_workbook.app import check
    from pc_workbook.hosts.file import FileHost

    with Steps() as steps:
        checked = check(FileHost(asked.tracker), steps)
    if asked.json:
        _print_json([_as_object(found) for found in checked.findings])
    else:
        _tell_findings(checked)
    return _code(checked)


def _refresh(asked: argparse.Namespace) -> int:
    from pc_workbook.app import refresh
    from pc_workbook.hosts.file import FileHost, PretendHost

    started = time.monotonic()
    host = (PretendHost if asked.dry_run else FileHost)(asked.tracker, asked.out)
    with Steps() as steps:
        done = refresh(host, progress=steps)
    _tell_refresh(done, time.monotonic() - started)
    return FINE


def _figures(asked: argparse.Namespace) -> int:
    from pc_workbook.app import figures
    from pc_workbook.hosts.file import FileHost

    rows = [figure._asdict() for figure in figures(FileHost(asked.tracker))]
    if asked.json:
        _print_json(rows)
    elif asked.csv:
        _print_csv(rows)
    else:
        for row in rows:
            print(
                f"{row['organisation']:<12} {row['measure']:<52} {row['period']:<16} {_plainly(row['value'], row['unit'])}"
            )
    return FINE


def _demo(asked: argparse.Namespace) -> int:
    from pc_workbook.app import refresh, sample
    from pc_workbook.hosts.file import FileHost, place_new

    if not asked.folder.is_dir():
        raise WorkbookProblem(f"There is no folder {asked.folder}. Make it first, or leave it out.")
    target = asked.folder / "thurrock-2017.xlsx"
    started = time.monotonic()
    if not target.exists():
        place_new(sample("thurrock-2017.xlsx"), target)
        print(f"Made the sample tracker: {target.resolve()}")
    with Steps() as steps:
        done = refresh(FileHost(target), progress=steps)
    _tell_refresh(done, time.monotonic() - started)
    print(
        "Open it in Excel and start with the sheet Dashboard. Its practices are fictional; its totals are those of the papers."
    )
    return FINE


def _as_typed(path: Path) -> str:
    """A path as it is typed after a command."""
    if os.name == "nt":
        return f'"{path}"' if " " in str(path) else str(path)
    return shlex.quote(str(path))


class Steps:
    """Says what is being done, once the work has taken longer than a second."""

    def __init__(self) -> None:
        self.quiet_until = time.monotonic() + QUIET_SECONDS
        self.waiting: Timer | None = None

    def __call__(self, step: str) -> None:
        self.stop()
        self.waiting = Timer(max(0.0, self.quiet_until - time.monotonic()), self._tell, (step,))
        self.waiting.daemon = True
        self.waiting.start()

    def _tell(self, step: str) -> None:
        print(f"{step} ...", file=sys.stderr, flush=True)

    def stop(self) -> None:
        """The work is done: a step that was too short to be told is not told any more."""
        if self.waiting is not None:
            self.waiting.cancel()

    def __enter__(self) -> "Steps":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _code(checked: "Checked") -> int:
    from pc_workbook.tracker.findings import Severity

    return BLOCKED if checked.count(Severity.BLOCK) else FINE


def _tell_findings(checked: "Checked") -> None:
    for found in checked.findings:
        accepted = f"\n    Accepted by {found.accepted.accepted_by}: {found.accepted.reason}" if found.accepted else ""
        print(f"{found.severity}  {found.where}  {found.what} [{found.mark}]")
        print(f"    Holds: {found.holds}\n    Needs: {found.needs}{accepted}")
    print(_counts(checked))


def _counts(checked: "Checked") -> str:
    from pc_workbook.tracker.findings import Severity

    block, warn, note = (checked.count(severity) for severity in Severity)
    accepted = sum(found.accepted is not None for found in checked.findings)
    told = f"{_many(block, 'finding blocks', 'findings block')}, {_many(warn, 'warning')}, {_many(note, 'note')}"
    return f"{told}; {_many(accepted, 'warning')} accepted." if accepted else f"{told}."


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"


def _tell_refresh(done: "Refreshed", seconds: float) -> None:
    told = done.delivered
    verb = "Refreshed" if told.written else "A refresh would write"
    print(
        f"{verb} {_many(len(told.replaced) + len(told.added), 'sheet')} in {told.where}: {', '.join((*told.replaced, *told.added))}."
    )
    for warning in told.warnings:
        print(warning)
    if told.snapshot is not None:
        print(f"The workbook as it was: {told.snapshot}")
    print(f"{_counts(done.checked)} They are on the sheet Data quality. It took {seconds:.1f} seconds.")


def _as_object(found: "Finding") -> dict[str, object]:
    accepted = found.accepted.model_dump(mode="json") if found.accepted else None
    return {
        "code": found.code, "severity": found.severity, "sheet": found.sheet, "cell": found.cell, "what": found.what,
        "holds": found.holds, "needs": found.needs, "mark": found.mark, "accepted": accepted,
    }  # fmt: skip


def _print_json(rows: list[dict[str, object]]) -> None:
    import json

    print(json.dumps(rows, ensure_ascii=False, indent=1, default=str))


def _print_csv(rows: list[dict[str, object]]) -> None:
    import csv

    writer = csv.DictWriter(
        sys.stdout, list(rows[0]) if rows else [], lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC
    )
    writer.writeheader()
    writer.writerows(rows)


def _plainly(value: object, unit: str) -> str:
    shown = (
        f"{value:,.4g}"
        if isinstance(value, float) and abs(value) < 1000
        else f"{value:,.1f}"
        if isinstance(value, float)
        else str(value)
    )
    return f"{'no value' if value is None else shown} {unit}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
