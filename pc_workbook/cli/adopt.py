"""The command `adopt`: propose what an existing workbook contains, then fill a tracker from it by the corrected mapping."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.cli.console import Steps, as_typed, print_json, print_lines
from pc_workbook.cli.parser import Parser, set_command
from pc_workbook.errors import ExitCode, WorkbookProblem

ADOPT_CODES: Final = (
    "Exit code: 0 the mapping was written, or the tracker was filled, whatever is listed; 1 the mapping has errors, so "
    "nothing was adopted; 3 a workbook can't be read or written."
)
HOW: Final = (
    "Without a mapping nothing is put into the tracker: a mapping workbook is written, which says for each column what it "
    "seems to be. Correct it once, then run the command again with --mapping, this month and every month."
)
MAPPING_EXISTS: Final = (
    "{mapping} exists already. To adopt by it, add: --mapping {typed}. To make a new proposal, move it away first."
)

REPORT_EXISTS: Final = "{name} exists already. Give another name after --report, or move it away first."


class AdoptArguments(NamedTuple):
    """Arguments of `adopt`."""

    workbook: Path
    into: Path
    mapping: Path | None
    report: Path | None
    dry_run: bool
    json: bool
    quiet: bool


def _add_adopt(parser: Parser) -> None:
    parser.add_argument("workbook", type=Path, metavar="OLD.xlsx", help="the workbook to adopt; it is never changed")
    parser.add_argument("--into", type=Path, metavar="TRACKER.xlsx", required=True, help="the tracker to fill")
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="the corrected mapping; where there is none yet, it is written there",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write a workbook with all that went where, and all that was left out",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--json", action="store_true", help="as JSON: an object with a list of cells")
    parser.description = f"{parser.description} {HOW}"
    parser.epilog = ADOPT_CODES
    set_command(parser, AdoptArguments, _adopt)


def _adopt(arguments: AdoptArguments) -> ExitCode:
    if arguments.mapping is not None and arguments.mapping.exists():
        return _fill(arguments, arguments.mapping)
    return _propose(arguments)


def _propose(arguments: AdoptArguments) -> ExitCode:
    from pc_workbook.adopt.report_rows import proposal_rows
    from pc_workbook.api import propose_mapping
    from pc_workbook.cli.adopt_report import proposal_lines

    mapping = arguments.mapping or arguments.workbook.with_name(f"{arguments.workbook.stem}-mapping.xlsx")
    if arguments.mapping is None and mapping.exists():
        raise WorkbookProblem(MAPPING_EXISTS.format(mapping=mapping, typed=as_typed(mapping)))
    old, tracker = as_typed(arguments.workbook), as_typed(arguments.into)
    command = f"pc-workbook adopt {old} --into {tracker} --mapping {as_typed(mapping)}"
    with Steps(arguments.quiet) as steps:
        proposed = propose_mapping(
            arguments.into, arguments.workbook, mapping, command=command, dry_run=arguments.dry_run, progress=steps
        )
    if arguments.json:
        _print_json(proposal_rows(proposed.proposal))
    elif not arguments.quiet:
        print_lines(proposal_lines(proposed, command))
    return ExitCode.OK


def _fill(arguments: AdoptArguments, mapping: Path) -> ExitCode:
    from pc_workbook.adopt.report_rows import adoption_rows
    from pc_workbook.api import adopt
    from pc_workbook.cli.adopt_report import adoption_lines, adoption_warnings

    if arguments.report is not None and arguments.report.exists():
        raise WorkbookProblem(REPORT_EXISTS.format(name=arguments.report.name))
    with Steps(arguments.quiet) as steps:
        done = adopt(arguments.into, arguments.workbook, mapping, dry_run=arguments.dry_run, progress=steps)
    if arguments.report is not None:
        from pc_workbook.adopt.report_sheets import write_report

        write_report(done.plan, arguments.report)
    if arguments.json:
        _print_json(adoption_rows(done.plan))
    else:
        print_lines(adoption_warnings(done) if arguments.quiet else adoption_lines(done, arguments.dry_run))
    return ExitCode.FINDINGS if done.plan.is_refused else ExitCode.OK


def _print_json(rows: "tuple[NamedTuple, ...]") -> None:
    from pc_workbook.cli.json_documents import AdoptionDocument, AdoptionRow

    print_json(AdoptionDocument(adoption=tuple(AdoptionRow.model_validate(row._asdict()) for row in rows)))


COMMANDS: Final[Mapping[str, Callable[[Parser], None]]] = {"adopt": _add_adopt}
