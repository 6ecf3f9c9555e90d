"""Commands for one tracker: check, refresh, figures, demo."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pc_workbook.cli.console import Steps, coloured_lines, print_json, print_lines
from pc_workbook.cli.parser import Parser, folder, set_command
from pc_workbook.errors import ExitCode, WorkbookProblem

if TYPE_CHECKING:
    from pc_workbook.app import Checked, Refreshed
    from pc_workbook.tracker.findings import Finding
    from pc_workbook.wording.figures import FigureRow

CHECK_CODES: Final = "Exit code: 0 there is no error; 1 there are errors; 3 the tracker can't be read."
REFRESH_CODES: Final = (
    "Exit code: 0 the sheets were written, whatever was found: use check to learn by its exit code whether there are "
    "errors; 3 the tracker can't be read or the sheets can't be written."
)
FIGURES_CODES: Final = "Exit code: 0 the figures were printed; 3 the tracker can't be read."
LIVE_ALONE: Final = (
    "--live changes the workbook that is open in Excel and saves nothing. Leave out --dry-run and --out, or --live."
)
NO_FOLDER: Final = "There is no folder {folder}. Make it first, or leave it out."


# --- check


class CheckArguments(NamedTuple):
    """Arguments of `check`."""

    tracker: Path
    json: bool
    quiet: bool


def _add_tracker(parser: Parser) -> None:
    parser.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")


def _add_check(parser: Parser) -> None:
    _add_tracker(parser)
    parser.add_argument("--json", action="store_true", help="as JSON: an object with a list of findings")
    parser.epilog = CHECK_CODES
    set_command(parser, CheckArguments, _check)


def _check(arguments: CheckArguments) -> ExitCode:
    from pc_workbook.api import check

    with Steps(arguments.quiet) as steps:
        checked = check(arguments.tracker, progress=steps)
    if arguments.json:
        from pc_workbook.cli.json_documents import FindingRow, FindingsDocument

        rows = tuple(FindingRow.model_validate(_as_object(finding)) for finding in checked.findings)
        print_json(FindingsDocument(findings=rows))
    else:
        _print_findings(checked)
    return _code(checked)


def _code(checked: "Checked") -> ExitCode:
    from pc_workbook.tracker.findings import Severity

    has_errors = any(finding.severity is Severity.ERROR for finding in checked.findings)
    return ExitCode.FINDINGS if has_errors else ExitCode.OK


def _print_findings(checked: "Checked") -> None:
    from pc_workbook.wording.findings import group_lines, grouped, summary

    for group in grouped(checked.findings):
        print_lines(coloured_lines(group_lines(group), group.first.severity))
    print(f"{summary(checked.findings)}.")


def _as_object(found: "Finding") -> dict[str, object]:
    from pc_workbook.wording.findings import message

    accepted = found.accepted.model_dump(mode="json") if found.accepted else None
    words = message(found)
    return {
        "code": found.code, "severity": found.severity, "sheet": found.sheet, "cell": found.cell, "what": words.problem,
        "holds": words.current_entry, "needs": words.what_to_do, "mark": found.mark, "accepted": accepted,
    }  # fmt: skip


# --- refresh


class RefreshArguments(NamedTuple):
    """Arguments of `refresh`."""

    tracker: Path
    dry_run: bool
    out: Path | None
    live: bool
    quiet: bool


def _add_refresh(parser: Parser) -> None:
    _add_tracker(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the refreshed workbook there and leave the tracker unchanged"
    )
    parser.add_argument(
        "--live", action="store_true", help="refresh the workbook of that name that is open in Excel, without saving it"
    )
    parser.epilog = REFRESH_CODES
    set_command(parser, RefreshArguments, _refresh)


def _refresh(arguments: RefreshArguments) -> ExitCode:
    if arguments.live:
        return _refresh_open(arguments)
    from pc_workbook.api import refresh

    started = time.monotonic()
    with Steps(arguments.quiet) as steps:
        done = refresh(arguments.tracker, out=arguments.out, dry_run=arguments.dry_run, progress=steps)
    seconds = time.monotonic() - started
    print_lines(done.delivered.warnings if arguments.quiet else _refresh_report(done, seconds))
    return ExitCode.OK


def _refresh_open(arguments: RefreshArguments) -> ExitCode:
    if arguments.dry_run or arguments.out is not None:
        raise WorkbookProblem(LIVE_ALONE)
    from pc_workbook.excel import refresh_open

    return ExitCode(refresh_open(str(arguments.tracker)))


def _refresh_report(done: "Refreshed", seconds: float) -> Iterator[str]:
    from pc_workbook.wording.findings import summary
    from pc_workbook.wording.numbers import counted

    delivered = done.delivered
    sheets = (*delivered.replaced, *delivered.added)
    verb = "Refreshed" if delivered.written else "A refresh would write"
    yield f"{verb} {counted(len(sheets), 'sheet')} in {delivered.where}: {', '.join(sheets)}."
    yield from delivered.warnings
    yield from _changes_report(done)
    if delivered.backup is not None:
        yield f"Backup saved: {delivered.backup}"
    yield f"{summary(done.findings)}: see the Data quality sheet. ({seconds:.1f} s)"


def _changes_report(done: "Refreshed") -> Iterator[str]:
    from pc_workbook.wording.numbers import counted

    changes, written = done.plan, done.delivered.written
    if changes is not None and changes.history_added:
        updates = counted(changes.history_added, "update")
        yield f"{updates} {'added' if written else 'would be added'} to Progress history."
    if changes is not None and changes.choices:
        choices = counted(len(changes.choices), "choice")
        yield f"{choices} on the Conflicts sheet {'applied' if written else 'would be applied'}."


# --- figures


class FiguresArguments(NamedTuple):
    """Arguments of `figures`."""

    tracker: Path
    json: bool
    csv: bool
    quiet: bool


def _add_figures(parser: Parser) -> None:
    _add_tracker(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON: an object with a list of figures")
    form.add_argument("--csv", action="store_true", help="as comma-separated values")
    parser.epilog = FIGURES_CODES
    set_command(parser, FiguresArguments, _figures)


def _figures(arguments: FiguresArguments) -> ExitCode:
    from pc_workbook.app import figures
    from pc_workbook.hosts.file import FileHost

    rows = figures(FileHost(arguments.tracker))
    if arguments.json:
        from pc_workbook.cli.json_documents import FigureRow as FigureDocument
        from pc_workbook.cli.json_documents import FiguresDocument

        print_json(FiguresDocument(figures=tuple(FigureDocument.model_validate(row._asdict()) for row in rows)))
    elif arguments.csv:
        _print_csv(rows)
    else:
        print_lines(map(_figure_line, rows))
    return ExitCode.OK


def _print_csv(rows: "tuple[FigureRow, ...]") -> None:
    import csv

    from pc_workbook.measures.results import Figure

    writer = csv.writer(sys.stdout, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(Figure._fields)
    writer.writerows(rows)


def _figure_line(row: "FigureRow") -> str:
    value = f"{_value_text(row.value)} {row.unit}".rstrip()
    return f"{row.organisation:<12} {row.measure:<52} {row.period:<16} {value}"


def _value_text(value: float | str | None) -> str:
    if value is None:
        return "no value"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"
    return str(value)


# --- demo


class DemoArguments(NamedTuple):
    """Arguments of `demo`."""

    folder: Path
    quiet: bool


def _add_demo(parser: Parser) -> None:
    parser.add_argument("folder", nargs="?", type=folder, default=Path(), help="where to put it (this folder)")
    set_command(parser, DemoArguments, _demo)


def _demo(arguments: DemoArguments) -> ExitCode:
    from pc_workbook.app import demo_sample, sample
    from pc_workbook.hosts.file import copy_to_new_file

    if not arguments.folder.is_dir():
        raise WorkbookProblem(NO_FOLDER.format(folder=arguments.folder))
    shown = demo_sample()
    target = arguments.folder / shown.file
    if not target.exists():
        copy_to_new_file(sample(shown.file), target)
        if not arguments.quiet:
            print(f"Made the sample tracker: {target.resolve()}")
    code = _refresh(RefreshArguments(target, dry_run=False, out=None, live=False, quiet=arguments.quiet))
    if not arguments.quiet:
        print(shown.note)
    return code


COMMANDS: Final[Mapping[str, Callable[[Parser], None]]] = {
    "check": _add_check,
    "refresh": _add_refresh,
    "figures": _add_figures,
    "demo": _add_demo,
}
