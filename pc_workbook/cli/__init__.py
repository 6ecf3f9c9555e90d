"""The command line `pc-workbook`; `pc-workbook --help` lists its commands, errors.ExitCode its exit codes.

`refresh` ends with 0 whenever it wrote the sheets, whatever it found: `check` says by its exit code whether there are
errors.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, TextIO

from pc_workbook import interrupts, startup
from pc_workbook.errors import ExitCode, InternalError, NotWritten, WorkbookProblem
from pc_workbook.hosts.disk import written_files as written

PROGRAM_ERROR: Final = "This is an error in the program, not in your workbook: {mistake}"
STOPPED: Final = "Stopped."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Every problem becomes a message on the error stream here, and nowhere else. Raises SystemExit after --help and
    --version and for a command line that can't be parsed, and any exception that the program doesn't expect.
    """
    startup.begin()
    written.forget()
    typed = sys.argv[1:] if arguments is None else arguments
    with interrupts.listening():
        try:
            code = _run(typed)
            interrupts.disregard_signals()
            return code
        except (Exception, KeyboardInterrupt) as error:
            interrupts.disregard_signals()
            return _report_error(error)
        finally:
            startup.end()


def _run(typed: Sequence[str]) -> int:
    from pc_workbook.cli.parser import build_parser

    _use_utf8()
    try:
        parsed = build_parser(typed).parse_args(typed)
    except SystemExit:  # after --help, or a command line that can't be parsed
        _flush()
        raise
    code = int(parsed.run(parsed))
    _flush()
    return code


def _flush() -> None:
    """Flush standard output, so that a closed pipe or a full disk is noticed here and not when Python ends."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _report_error(error: BaseException) -> int:
    """Print why the run ended early and which files were written; return the exit code.

    Raises an error that nobody foresaw again.
    """
    try:
        _flush()
    except (OSError, ValueError):
        _discard(sys.stdout)
    if isinstance(error, BrokenPipeError):  # as in: pc-workbook figures TRACKER.xlsx | head
        return ExitCode.OUTPUT_CLOSED
    # Python 3.11 passes on as a RuntimeError what is raised while a class is created.
    stop = interrupts.stop_behind(error)
    if stop is None and not isinstance(error, (WorkbookProblem, OSError)):
        stop = interrupts.stop_given()
    if stop is not None:
        _print_error(STOPPED, written.summary())
        return interrupts.exit_code(stop)
    if isinstance(error, WorkbookProblem):
        _print_error(str(error), written.summary() if written.count() or isinstance(error, NotWritten) else "")
        return ExitCode.UNREADABLE
    if isinstance(error, InternalError):
        _print_error(PROGRAM_ERROR.format(mistake=error), written.summary())
        return ExitCode.INTERNAL_ERROR
    if isinstance(error, OSError):
        _print_error(_explained(error), written.summary())
        return ExitCode.UNREADABLE
    _print_error(written.summary())
    raise error


def _explained(error: OSError) -> str:
    from pc_workbook.hosts.disk.write_errors import error_message

    return error_message(error)


def _print_error(*messages: str) -> None:
    """Write messages to the error stream, if it is still open."""
    with suppress(OSError):
        for message in messages:
            if message:
                print(message, file=sys.stderr)
        if sys.stderr is not None:
            sys.stderr.flush()


def _discard(stream: TextIO | None) -> None:
    """Redirect a stream to the null device, so that Python doesn't complain about it when it ends."""
    with suppress(OSError, ValueError):
        if stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
