"""Commands about one tracker: new, check, refresh, figures, and the demo."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pc_workbook.cli.console import Steps, as_typed, many, print_json
from pc_workbook.cli.exit_codes import BLOCKED, FINE
from pc_workbook.errors import WorkbookProblem

if TYPE_CHECKING:
    from pc_workbook.app import Checked, Refreshed
    from pc_workbook.cli.exit_codes import Commands
    from pc_workbook.tracker.findings import Finding

CHECK_CODES = "Exit code: 0 nothing blocks; 1 something blocks; 3 the tracker can't be read."
REFRESH_CODES = (
    "Exit code: 0 the sheets were written, whatever was found: check tells by its exit code whether something "
    "blocks; 3 the tracker can't be read or the sheets can't be written."
)

LIVE_ALONE = (
    "--live changes the workbook that is open in Excel and saves nothing, so it goes with neither --dry-run nor --out."
)


def add(commands: "Commands") -> None:
    """The commands of this family."""
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
    refreshing.add_argument(
        "--live", action="store_true", help="refresh the workbook of that name that is open in Excel, and save nothing"
    )
    figures = _command(commands, "figures", _figures, "print every figure of a tracker")
    shape = figures.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="as JSON, one object a figure")
    shape.add_argument("--csv", action="store_true", help="as comma-separated values")
    demo = commands.add_parser("demo", help="make the sample tracker and refresh it")
    demo.add_argument("folder", nargs="?", type=Path, default=Path(), help="where to put it (this folder)")
    demo.set_defaults(run=_demo)


def _command(
    commands: "Commands",
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
    name = as_typed(asked.tracker)
    print(f"Made {asked.tracker}. Fill in Settings and Practices first, then run: pc-workbook refresh {name}")
    return FINE


def _check(asked: argparse.Namespace) -> int:
    from pc_workbook.app import check
    from pc_workbook.hosts.file import FileHost

    with Steps() as steps:
        checked = check(FileHost(asked.tracker), steps)
    if asked.json:
        print_json([_as_object(found) for found in checked.findings])
    else:
        _tell_findings(checked)
    return _code(checked)


def _refresh(asked: argparse.Namespace) -> int:
    if asked.live:
        return _refresh_open(asked)
    from pc_workbook.app import refresh
    from pc_workbook.hosts.file import FileHost, PretendHost

    started = time.monotonic()
    host = (PretendHost if asked.dry_run else FileHost)(asked.tracker, asked.out)
    with Steps() as steps:
        done = refresh(host, progress=steps)
    _tell_refresh(done, time.monotonic() - started)
    return FINE


def _refresh_open(asked: argparse.Namespace) -> int:
    if asked.dry_run or asked.out is not None:
        raise WorkbookProblem(LIVE_ALONE)
    from pc_workbook.excel import refresh_open

    return refresh_open(str(asked.tracker))


def _figures(asked: argparse.Namespace) -> int:
    from pc_workbook.app import figures
    from pc_workbook.hosts.file import FileHost

    rows = [figure._asdict() for figure in figures(FileHost(asked.tracker))]
    if asked.json:
        print_json(rows)
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


def _code(checked: "Checked") -> int:
    from pc_workbook.tracker.findings import Severity

    return BLOCKED if any(found.severity is Severity.ERROR for found in checked.findings) else FINE


def _tell_findings(checked: "Checked") -> None:
    from pc_workbook.wording.findings import group_lines, grouped, summary

    for group in grouped(checked.findings):
        for line in group_lines(group):
            print(line)
    print(f"{summary(checked.findings)}.")


def _tell_refresh(done: "Refreshed", seconds: float) -> None:
    from pc_workbook.wording.findings import summary

    told = done.delivered
    verb = "Refreshed" if told.written else "A refresh would write"
    print(
        f"{verb} {many(len(told.replaced) + len(told.added), 'sheet')} in {told.where}: {', '.join((*told.replaced, *told.added))}."
    )
    for warning in told.warnings:
        print(warning)
    if done.brought_in is not None and (done.brought_in.filed or done.brought_in.picks):
        filed, picks = many(done.brought_in.filed, "progress text"), many(len(done.brought_in.picks), "pick")
        print(f"{'Filed' if told.written else 'It would file'} {filed} in Progress history, and carried out {picks}.")
    if told.snapshot is not None:
        print(f"The workbook as it was: {told.snapshot}")
    print(f"{summary(done.findings)}: see the Data quality sheet. ({seconds:.1f} s)")


def _as_object(found: "Finding") -> dict[str, object]:
    from pc_workbook.wording.findings import message

    accepted = found.accepted.model_dump(mode="json") if found.accepted else None
    said = message(found)
    return {
        "code": found.code, "severity": found.severity, "sheet": found.sheet, "cell": found.cell, "what": said.problem,
        "holds": said.current_entry, "needs": said.what_to_do, "mark": found.mark, "accepted": accepted,
    }  # fmt: skip


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
