"""Runs the task of a button and shows its outcome in one message box.

A problem with the workbook is shown with its fix, any other exception as an apology. In both cases the box names the
log file, which has the traceback.
"""

import os
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, TextIO

from pc_workbook import __version__, startup
from pc_workbook.errors import ExitCode, WorkbookProblem
from pc_workbook.hosts.desktop.open_workbook import calling_workbook
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.hosts.disk import written_files
from pc_workbook.hosts.disk.write_errors import error_message

TITLE: Final = "Primary care tracker: {task}"
APOLOGY: Final = (
    "Sorry, there is a defect in this program, not in your workbook, which was not saved. If the workbook looks wrong, "
    "close it without saving, and send the log file to the person who supports the program."
)
LOG: Final = "Log: {log}"
NO_LOG: Final = "The log could not be written."
LONGEST_LOG: Final = 1_000_000  # bytes; then a new log is started and the previous one is kept
MOST_LINES: Final = 24  # of a message box
LONGEST_BOX: Final = 1_024  # characters; a longer box would extend beyond the screen, with its button
CUT: Final = "... and {count} more, which are in the log."


def run_task(
    task: str,
    work: "Callable[[xw.Book], str | None]",
    find: "Callable[[], xw.Book]" = calling_workbook,
    print_message: bool = False,
) -> int:
    """Run one task on the workbook that `find` returns, show the outcome, and return an exit code.

    `work` returns the text of the message box, or None for no box. With `print_message` the text is printed as well.
    """
    startup.begin()
    written_files.forget()
    book = None
    try:
        book = find()
        text = _with_excel_errors(work, book)
        code, mode = ExitCode.OK, "info"
    except WorkbookProblem as problem:
        text = _problem_message(task, str(problem), with_traceback=problem.__cause__ is not None)
        code, mode = ExitCode.UNREADABLE, "critical"
    except (KeyboardInterrupt, SystemExit):
        raise
    except OSError as error:  # for example a full disk or a network folder that does not respond: not a defect
        text = _problem_message(task, error_message(error), with_traceback=True)
        code, mode = ExitCode.UNREADABLE, "critical"
    except BaseException:  # includes a panic of a reader library; above this function there is only Excel
        text, code, mode = _apology(task), ExitCode.INTERNAL_ERROR, "critical"
    if text is not None:
        _show(book, task, text, mode, print_message=print_message)
    startup.end()
    return code


def _with_excel_errors(work: "Callable[[xw.Book], str | None]", book: "xw.Book") -> str | None:
    from pc_workbook.hosts.desktop.com_errors import excel_errors_as_problems

    with excel_errors_as_problems(str(book.name)):
        return work(book)


def _problem_message(task: str, problem: str, *, with_traceback: bool) -> str:
    return _with_log(task, problem, traceback.format_exc() if with_traceback else problem)


def _apology(task: str) -> str:
    return _with_log(task, APOLOGY, traceback.format_exc())


def _with_log(task: str, message: str, logged: str) -> str:
    """Return the text of a message box: what happened, the files that were written anyway, and the path of the log."""
    files = written_files.summary() if written_files.count() else ""
    return "\n\n".join(filter(None, (message, files, _log_line(write_to_log(task, logged)))))


def _log_line(log: Path | None) -> str:
    return NO_LOG if log is None else LOG.format(log=log)


def _show(book: "xw.Book | None", task: str, text: str, mode: str, *, print_message: bool) -> None:
    """Show a message box in Excel; print the text if that is asked for, or if no Excel can show it."""
    if print_message or book is None:
        _print(text, sys.stdout if mode == "info" else sys.stderr)
    try:
        app = book.app if book is not None else _any_app()
        if app is not None:
            app.alert(fitted(task, text), TITLE.format(task=task), mode=mode)
    except Exception:  # most likely Excel was closed
        write_to_log(task, f"{text}\n{traceback.format_exc()}")
        _print(text, sys.stderr)


def _print(text: str, stream: TextIO) -> None:
    """Print a text, with escapes for what the stream can't encode: a file name may contain half a surrogate pair."""
    encoding = stream.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream)


def _any_app() -> "xw.App | None":
    return xw.apps.active if xw.engines.active is not None else None


def fitted(task: str, text: str) -> str:
    """Return a text shortened to what a message box can show; the full text of a shortened one is written to the log."""
    lines = text.splitlines()
    if len(lines) <= MOST_LINES and len(text) <= LONGEST_BOX:
        return text
    log_line = _log_line(write_to_log(task, text))
    body = [line for line in lines if line != log_line]
    remaining = LONGEST_BOX - len(CUT) - len(log_line) - len(str(len(body))) - len("lines") - 2
    kept: list[str] = []
    for line in body[: MOST_LINES - 2]:
        if len(line) + 1 > remaining:
            break
        kept.append(line)
        remaining -= len(line) + 1
    if not kept:
        return f"{body[0][: remaining - 1]}\n{CUT.format(count='words')}\n{log_line}"
    return "\n".join([*kept, CUT.format(count=f"{len(body) - len(kept)} lines"), log_line])


# -- the log


def log_file() -> Path:
    """Return the path of the log, in the user's own folder, because others could read it beside the workbook."""
    local = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME")
    return (Path(local) if local else Path.home() / ".local" / "state") / "pc-workbook" / "pc-workbook.log"


def write_to_log(task: str, text: str) -> Path | None:
    """Append to the log and return its path; return None if it can't be written, so that the message is still shown."""
    head = f"{datetime.now():%Y-%m-%d %H:%M:%S} pc-workbook {__version__}, {task}"
    try:
        log = log_file()
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        log.touch(mode=0o600)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{head}\n{text[:LONGEST_LOG].rstrip()}\n\n")
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        return None
    return log
