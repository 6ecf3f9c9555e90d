"""Commands for locality managers' returns: hand them out, merge them back."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pc_workbook.cli.console import Steps, print_lines
from pc_workbook.cli.parser import Parser, set_command
from pc_workbook.errors import ExitCode

if TYPE_CHECKING:
    from pc_workbook.app import HandOut
    from pc_workbook.returns.handout import WrittenReturn

HAND_OUT_CODES: Final = (
    "Exit code: 0 every return was written; 3 the tracker can't be read or a return can't be written."
)
MERGE_CODES: Final = (
    "Exit code: 0 every return was read and merged, whatever is listed on the Conflicts sheet; 3 the tracker can't be "
    "read or written, or a return can't be read or is the tracker itself (the others are merged)."
)
NO_MANAGER: Final = "a manager the tracker does not name"


# --- hand-out


class HandOutArguments(NamedTuple):
    """Arguments of `hand-out`."""

    tracker: Path
    out: Path
    locality: str | None
    no_register: bool
    quiet: bool


def _add_hand_out(parser: Parser) -> None:
    parser.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="the folder to put them in")
    parser.add_argument("--locality", metavar="NAME", help="the return of this locality only")
    parser.add_argument(
        "--no-register",
        action="store_true",
        help="leave the tracker unchanged: don't enter them in its Returns register",
    )
    parser.epilog = HAND_OUT_CODES
    set_command(parser, HandOutArguments, _hand_out)


def _hand_out(arguments: HandOutArguments) -> ExitCode:
    from pc_workbook.api import hand_out

    with Steps(arguments.quiet) as steps:
        done = hand_out(
            arguments.tracker,
            arguments.out,
            locality=arguments.locality,
            register=not arguments.no_register,
            progress=steps,
        )
    print_lines(_hand_out_warnings(done) if arguments.quiet else _hand_out_report(done))
    return ExitCode.OK


def _hand_out_report(done: "HandOut") -> Iterator[str]:
    from pc_workbook.wording.numbers import counted

    for handed in done.returns:
        yield from _return_report(handed)
    if done.registered is not None:
        yield f"Entered in the Returns register of {done.registered.where}, which shows when each is due."
    yield from _hand_out_warnings(done)
    yield (
        f"Made {counted(len(done.returns), 'return')}. Send each to its manager; when they come back, run: "
        "pc-workbook merge TRACKER.xlsx RETURN.xlsx"
    )


def _hand_out_warnings(done: "HandOut") -> Iterator[str]:
    if done.not_registered:
        yield f"The returns are not in the tracker's Returns register: {done.not_registered}"


def _return_report(handed: "WrittenReturn") -> Iterator[str]:
    from pc_workbook.wording.numbers import counted

    stamp = handed.stamp
    yield f"{stamp.locality}: {handed.path}"
    yield f"    For {stamp.manager or NO_MANAGER}. Return {stamp.return_id}."
    if handed.kept_in:
        yield (
            f"    Left out: {counted(handed.kept_in, 'row')} marked Exempt or Internal, or of an action or practice "
            "marked so."
        )
    if handed.naming:
        yield f"    Of these, {counted(handed.naming, 'row')} because of a name in the text; `check` lists them as R39."
    if handed.without_action:
        yield f"    Left out: {counted(handed.without_action, 'row')} whose action is not on the Actions sheet."
    for note in handed.personal:
        yield f"    {note}"


# --- merge


class MergeArguments(NamedTuple):
    """Arguments of `merge`."""

    tracker: Path
    returns: list[Path]
    dry_run: bool
    quiet: bool


def _add_merge(parser: Parser) -> None:
    parser.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    parser.add_argument("returns", type=Path, nargs="+", metavar="RETURN.xlsx", help="completed returns, in any order")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.epilog = MERGE_CODES
    set_command(parser, MergeArguments, _merge)


def _merge(arguments: MergeArguments) -> ExitCode:
    from pc_workbook.api import merge_returns
    from pc_workbook.cli.merge_report import merge_warnings, report_lines

    with Steps(arguments.quiet) as steps:
        done = merge_returns(arguments.tracker, arguments.returns, dry_run=arguments.dry_run, progress=steps)
    print_lines(merge_warnings(done) if arguments.quiet else report_lines(done))
    for problem in done.unread:
        print(problem, file=sys.stderr)
    return ExitCode.UNREADABLE if done.unread else ExitCode.OK


COMMANDS: Final[Mapping[str, Callable[[Parser], None]]] = {"hand-out": _add_hand_out, "merge": _add_merge}
