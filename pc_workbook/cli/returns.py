"""Commands about locality managers' returns: hand them out, merge them back."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pc_workbook.cli.console import Steps, many
from pc_workbook.cli.exit_codes import FINE, UNREADABLE
from pc_workbook.errors import WorkbookProblem

if TYPE_CHECKING:
    from pc_workbook.app import HandedOut, MergedReturns
    from pc_workbook.cli.exit_codes import Commands

HAND_OUT_CODES = "Exit code: 0 every return was written; 3 the tracker can't be read or a return can't be written."

MERGE_CODES = (
    "Exit code: 0 every return was read and merged, whatever waits on the sheet Conflicts; 3 the tracker can't be "
    "read or written, or a return can't be read at all or is the tracker itself (the others are merged)."
)


TRACKER_ITSELF = "{path} is the tracker itself; after it name the returns that came back."


def add(commands: "Commands") -> None:
    """The commands of this family."""
    words = "make one workbook a locality for its manager to fill in"
    handing = commands.add_parser(
        "hand-out", help=words, description=f"{words[:1].upper()}{words[1:]}.", epilog=HAND_OUT_CODES
    )
    handing.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    handing.add_argument("--out", type=Path, metavar="DIR", required=True, help="the folder to put them in")
    handing.add_argument("--locality", metavar="NAME", help="only this locality's")
    handing.add_argument(
        "--no-register", action="store_true", help="leave the tracker as it is: don't note them in its Returns register"
    )
    handing.set_defaults(run=_hand_out)
    words = "merge the returns that came back into a tracker"
    merging = commands.add_parser(
        "merge", help=words, description=f"{words[:1].upper()}{words[1:]}.", epilog=MERGE_CODES
    )
    merging.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    merging.add_argument("returns", type=Path, nargs="+", metavar="RETURN.xlsx", help="as they came back, in any order")
    merging.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    merging.set_defaults(run=_merge)


def _hand_out(asked: argparse.Namespace) -> int:
    from pc_workbook.app import hand_out
    from pc_workbook.hosts.file import FileHost

    with Steps() as steps:
        done = hand_out(
            FileHost(asked.tracker), asked.out, asked.locality, register=not asked.no_register, progress=steps
        )
    _tell_handed_out(done)
    return FINE


def _tell_handed_out(done: "HandedOut") -> None:
    for one in done.returns:
        print(f"{one.stamp.locality}: {one.path}")
        print(f"    For {one.stamp.manager or 'a manager the tracker does not name'}. Return {one.stamp.return_id}.")
        if one.kept_in:
            rows = many(one.kept_in, "row")
            print(f"    Kept in: {rows} marked Exempt or Internal, or whose action or practice is.")
        if one.naming:
            print(f"    Of these, {many(one.naming, 'row')} because of a name in the text; `check` lists them as R39.")
        if one.without_action:
            print(f"    Kept in: {many(one.without_action, 'row')} whose action is not listed on the sheet Actions.")
        for words in one.personal:
            print(f"    {words}")
    if done.registered is not None:
        print(f"Noted in the Returns register of {done.registered.where}, which shows when each is due.")
    if done.not_registered:
        print(f"They are not noted in the tracker's Returns register: {done.not_registered}")
    print(
        f"Made {many(len(done.returns), 'return')}. Send each to its manager; when they come back, run: "
        "pc-workbook merge TRACKER.xlsx RETURN.xlsx"
    )


def _merge(asked: argparse.Namespace) -> int:
    from pc_workbook.app import merge_returns
    from pc_workbook.hosts.disk.saving import clear_after_killed_run
    from pc_workbook.hosts.file import FileHost, PretendHost, is_same_file

    itself = [TRACKER_ITSELF.format(path=path) for path in asked.returns if is_same_file(path, asked.tracker)]
    returns = [path for path in asked.returns if not is_same_file(path, asked.tracker)]
    if not returns:
        raise WorkbookProblem(itself[0])
    with Steps() as steps:
        done = merge_returns((PretendHost if asked.dry_run else FileHost)(asked.tracker), returns, progress=steps)
    if done.delivered is None and not asked.dry_run:
        clear_after_killed_run(asked.tracker)
    done = done._replace(unread=(*itself, *done.unread))
    _tell_merged(done)
    return UNREADABLE if done.unread else FINE


def _tell_merged(done: "MergedReturns") -> None:
    from pc_workbook.cli.merge_report import letters

    for words in letters(done):
        print(words)
    for problem in done.unread:
        print(problem, file=sys.stderr)
