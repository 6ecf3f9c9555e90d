"""Commands for locality managers' returns: hand them out, merge them back."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pc_workbook.cli.console import Steps, print_lines
from pc_workbook.cli.parser import Parser, folder, set_command
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


# --- hand-out


class HandOutArguments(NamedTuple):
    """Arguments of `hand-out`."""

    tracker: Path
    out: Path
    locality: str | None
    by: str | None
    no_register: bool
    quiet: bool


def _add_hand_out(parser: Parser) -> None:
    parser.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    parser.add_argument("--out", type=folder, metavar="DIR", required=True, help="the folder to put them in")
    parser.add_argument("--locality", metavar="NAME", help="the return of this locality or group only")
    parser.add_argument(
        "--by", metavar="LEVEL", help="one return per group of this level of the sheet Levels; by default of the lowest"
    )
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
            by=arguments.by,
            register=not arguments.no_register,
            progress=steps,
        )
    print_lines(_hand_out_warnings(done) if arguments.quiet else _hand_out_report(done))
    return ExitCode.OK


def _hand_out_report(done: "HandOut") -> Iterator[str]:
    from pc_workbook.wording.returns import registered_words, send_words

    for handed in done.returns:
        yield from _return_report(handed)
    if done.registered is not None:
        yield registered_words(done.registered.where)
    yield from _hand_out_warnings(done)
    yield send_words(len(done.returns))


def _hand_out_warnings(done: "HandOut") -> Iterator[str]:
    from pc_workbook.wording.returns import not_registered_words

    if done.not_registered:
        yield not_registered_words(done.not_registered)


def _return_report(handed: "WrittenReturn") -> Iterator[str]:
    from pc_workbook.wording.returns import hand_out_lines, return_fact_words

    stamp = handed.stamp
    yield f"{stamp.locality}: {handed.path}"
    lines = hand_out_lines(
        stamp.manager, stamp.return_id, handed.kept_in, handed.naming, handed.without_action, handed.quoting
    )
    yield from (f"    {line}" for line in (*lines, *map(return_fact_words, handed.personal)))


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
