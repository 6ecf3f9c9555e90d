"""Exceptions that end a request, and the exit codes they become.

A finding (tracker/findings.py) is not an exception: the request continues past it. The command line turns these
exceptions into an exit code and a message on the error stream, Excel's buttons into a message box.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line and of a click in Excel.

    A run stopped by a signal ends with 128 plus the signal's number instead (interrupts.exit_code).
    """

    OK = 0
    FINDINGS = 1  # check: an error that is not accepted; accessibility: an essential item is not met
    USAGE = 2  # argparse uses this number for a command line it can't parse
    UNREADABLE = 3
    NOT_WRITTEN = 3  # an alias: scripts in use expect one number for every problem with a workbook
    INTERNAL_ERROR = 70  # EX_SOFTWARE of sysexits.h
    OUTPUT_CLOSED = 141  # 128 plus SIGPIPE, as a shell reports a program whose reader has gone


class WorkbookProblem(Exception):
    """The workbook can't be read, or can't be written as it is.

    The text is shown to the workbook's owner: one sentence about the problem and one about the fix.
    Exit code 3.
    """


class NotWritten(WorkbookProblem):
    """A file can't be written because of its location, not its content.

    Examples are a full disk, a folder without write access and a colleague who saved the file meanwhile.
    Writing less would not help.
    """


class InternalError(Exception):
    """A state that this program guarantees can't occur has occurred. The text says what was being done. Exit code 70."""
