"""The command line: the door that needs no Excel.

    pc-workbook new TRACKER.xlsx        an empty tracker
    pc-workbook check TRACKER.xlsx      everything that is wrong in it, with its cells
    pc-workbook refresh TRACKER.xlsx    the summary sheets and charts, written into it
    pc-workbook refresh --live NAME     the same into the workbook that is open in Excel; nothing is saved
    pc-workbook hand-out TRACKER.xlsx   one workbook a locality, for its manager to fill in
    pc-workbook board-pack TRACKER.xlsx  the pack for a meeting: public, for the group, or for guests
    pc-workbook pack-template STYLE.xlsx  a copy of the pack's house style, to restyle in Excel
    pc-workbook merge TRACKER.xlsx RETURN.xlsx ...  what came back, merged into it
    pc-workbook figures TRACKER.xlsx    every figure, as a table
    pc-workbook accessibility FILE      any workbook, held against the checklist for accessible spreadsheets
    pc-workbook compare OLD NEW         what moved between two editions of a tracker, in words
    pc-workbook demo                    a sample tracker, made and refreshed

Exit codes: 0 done; 1 from check, when something blocks, and from accessibility, when an essential item is not met;
2 the command was not understood; 3 the workbook can't be read or written; 70 a mistake of ours. A refresh that wrote
is done, whatever it found: to learn from the exit code whether something blocks, run check.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from errno import ENOSPC
from importlib import import_module

from pc_workbook import __version__, short_run
from pc_workbook.cli.codes import INTERRUPTED, NOBODY_LISTENS, OUR_MISTAKE, UNREADABLE
from pc_workbook.errors import OurMistake, WorkbookProblem

FAMILIES = {  # a module of this room -> its commands, in the order of the help
    "tracker": ("new", "check", "refresh", "figures", "demo"),
    "returns": ("hand-out", "merge"),
    "boardpack": ("board-pack", "pack-template"),
    "finished": ("accessibility", "compare"),
    "addin": ("addin",),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code. Every problem becomes a letter here, and nowhere else."""
    short_run.begin()
    _speak_utf8()
    typed = sys.argv[1:] if arguments is None else arguments
    asked = _parser(typed).parse_args(typed)
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
        short_run.end()


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser(typed: Sequence[str]) -> argparse.ArgumentParser:
    """Knows the commands of the family that is asked for; every command where none is."""
    parser = argparse.ArgumentParser(
        prog="pc-workbook", description="Makes a primary care improvement tracker tell the truth, in Excel."
    )
    parser.add_argument("--version", action="version", version=f"pc-workbook {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    asked = [family for family, names in FAMILIES.items() if typed and typed[0] in names]
    for family in asked or FAMILIES:
        import_module(f"pc_workbook.cli.{family}").add(commands)
    return parser
