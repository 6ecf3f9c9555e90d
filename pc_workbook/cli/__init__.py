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
2 the command was not understood; 3 the workbook can't be read or written; 70 a mistake of ours; 130 stopped by
Ctrl-C, and 128 and the signal's number by another request to end. A refresh that wrote
is done, whatever it found: to learn from the exit code whether something blocks, run check.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TextIO

from pc_workbook import __version__, interrupts
from pc_workbook import startup as short_run
from pc_workbook.cli.exit_codes import NOBODY_LISTENS, OUR_MISTAKE, UNREADABLE
from pc_workbook.errors import NotWritten, OurMistake, WorkbookProblem
from pc_workbook.hosts.disk import written_files as written

FAMILIES = {  # a module of this room -> its commands, in the order of the help
    "tracker": ("new", "check", "refresh", "figures", "demo"),
    "returns": ("hand-out", "merge"),
    "boardpack": ("board-pack", "pack-template"),
    "finished_workbooks": ("accessibility", "compare"),
    "addin": ("addin",),
}

OURS = "This is a mistake in the program, not in your workbook: {mistake}"
STOPPED = "Stopped."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Every problem becomes a message here, and nowhere else."""
    short_run.begin()
    written.forget()
    typed = sys.argv[1:] if arguments is None else arguments
    with interrupts.listening():
        try:
            code = _run(typed)
            interrupts.work_is_over()
            return code
        except (Exception, KeyboardInterrupt) as error:
            interrupts.work_is_over()
            return _ended_by(error)
        finally:
            short_run.end()


def _run(typed: Sequence[str]) -> int:
    _speak_utf8()
    try:
        asked = _parser(typed).parse_args(typed)
    except SystemExit:  # after the help, or a word that was not understood
        _flush()
        raise
    code = int(asked.run(asked))
    _flush()
    return code


def _flush() -> None:
    """So that a reader who has gone away, or a full disk, is noticed here and not at the very end."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _ended_by(error: BaseException) -> int:
    """Say why the run ended early and what stands on disk now; return the exit code. What nobody foresaw is raised."""
    try:
        _flush()
    except (OSError, ValueError):
        _silence(sys.stdout)
    if isinstance(error, BrokenPipeError):  # as in: pc-workbook figures TRACKER.xlsx | head
        return NOBODY_LISTENS
    # Python 3.11 hands on as a RuntimeError what is raised while a class is made.
    stop = error if isinstance(error, KeyboardInterrupt) else error.__cause__
    if isinstance(stop, KeyboardInterrupt):
        _say(STOPPED, written.summary())
        return interrupts.exit_code(stop)
    if isinstance(error, WorkbookProblem):
        _say(str(error), written.summary() if written.count() or isinstance(error, NotWritten) else "")
        return UNREADABLE
    if isinstance(error, OurMistake):
        _say(OURS.format(mistake=error), written.summary())
        return OUR_MISTAKE
    if isinstance(error, OSError):
        _say(_explained(error), written.summary())
        return UNREADABLE
    _say(written.summary())
    raise error


def _explained(error: OSError) -> str:
    from pc_workbook.hosts.disk.write_errors import explained

    return explained(error)


def _say(*words: str) -> None:
    """To the error stream, as far as anybody is there to read it."""
    with suppress(OSError):
        for said in words:
            if said:
                print(said, file=sys.stderr)
        if sys.stderr is not None:
            sys.stderr.flush()


def _silence(stream: TextIO | None) -> None:
    """What is left to be said there goes nowhere, and nothing is said of that when Python ends."""
    with suppress(OSError, ValueError):
        if stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


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
