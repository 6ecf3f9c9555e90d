"""The one place where a click's outcome becomes a message box, and where a fault becomes a letter.

A letter tells what is wrong with the workbook and what to do. What nobody foresaw becomes an apology. Either way
the box names the log file, where the traceback goes; the box never shows one.
"""

import os
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, TextIO

from pc_workbook import __version__
from pc_workbook import startup as short_run
from pc_workbook.errors import ExitCode, WorkbookProblem
from pc_workbook.hosts.desktop.open_workbook import calling_workbook
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.hosts.disk import written_files as written
from pc_workbook.hosts.disk.write_errors import explained

TITLE: Final = "Primary care tracker: {task}"
APOLOGY: Final = (
    "Sorry: this is a mistake in the program, not in your workbook, which was not saved; if it looks wrong, "
    "close it without saving. Please send the log file to whoever looks after the program."
)
LOG_NAMED: Final = "Log: {log}"
NO_LOG: Final = "The log could not be written."
LONGEST_LOG: Final = 1_000_000  # bytes; then it begins anew and the one before is kept beside it
MOST_LINES: Final = 24  # of a message box
LONGEST_BOX: Final = 1_024  # characters; a box with more grows beyond the screen, and its button with it
CUT: Final = "... and {count} more, which are in the log."


def answer(
    task: str,
    work: "Callable[[xw.Book], str | None]",
    find: "Callable[[], xw.Book]" = calling_workbook,
    told_outside: bool = False,
) -> int:
    """Do one task on the workbook that is found, and tell how it went. Gives an exit code."""
    short_run.begin()
    written.forget()
    book = None
    try:
        book = find()
        said = _answered(work, book)
        code, mode = ExitCode.OK, "info"
    except WorkbookProblem as problem:
        said, code, mode = _letter(task, str(problem), problem.__cause__ is not None), ExitCode.UNREADABLE, "critical"
    except (KeyboardInterrupt, SystemExit):
        raise
    except OSError as error:  # a full disk, a network folder that does not answer: no mistake of anybody's
        said, code, mode = _letter(task, explained(error), True), ExitCode.UNREADABLE, "critical"
    except BaseException:  # the only place that may, a reader's panic included: beyond it there is nobody but Excel
        said, code, mode = _apology(task), ExitCode.INTERNAL_ERROR, "critical"
    if said is not None:
        _tell(book, task, said, mode, outside=told_outside)
    short_run.end()
    return code


def _answered(work: "Callable[[xw.Book], str | None]", book: "xw.Book") -> str | None:
    from pc_workbook.hosts.desktop.com_errors import answered

    with answered(str(book.name)):
        return work(book)


def _letter(task: str, problem: str, with_traceback: bool) -> str:
    return _with_log(task, problem, traceback.format_exc() if with_traceback else problem)


def _apology(task: str) -> str:
    return _with_log(task, APOLOGY, traceback.format_exc())


def _with_log(task: str, said: str, logged: str) -> str:
    """Return the words of a message box: what happened, the files that were written all the same, and where the log is."""
    stands = written.summary() if written.count() else ""
    return "\n\n".join(filter(None, (said, stands, _log_named(write_to_log(task, logged)))))


def _log_named(log: Path | None) -> str:
    return NO_LOG if log is None else LOG_NAMED.format(log=log)


def _tell(book: "xw.Book | None", task: str, said: str, mode: str, *, outside: bool) -> None:
    """In a box of Excel's; where there is no Excel to show one, or it has gone, on the way that is left."""
    if outside or book is None:
        _print(said, sys.stdout if mode == "info" else sys.stderr)
    try:
        app = book.app if book is not None else _any_app()
        if app is not None:
            app.alert(fitted(task, said), TITLE.format(task=task), mode=mode)
    except Exception:  # Excel has most likely gone
        write_to_log(task, f"{said}\n{traceback.format_exc()}")
        _print(said, sys.stderr)


def _print(said: str, stream: TextIO) -> None:
    """A name of a file may hold what the terminal's encoding lacks, and half of a surrogate pair besides."""
    encoding = stream.encoding or "utf-8"
    print(said.encode(encoding, "backslashreplace").decode(encoding), file=stream)


def _any_app() -> "xw.App | None":
    return xw.apps.active if xw.engines.active is not None else None


def fitted(task: str, said: str) -> str:
    """Return a message as far as a box takes it; where it is cut, the whole of it goes into the log."""
    lines = said.splitlines()
    if len(lines) <= MOST_LINES and len(said) <= LONGEST_BOX:
        return said
    named = _log_named(write_to_log(task, said))
    body = [line for line in lines if line != named]
    room = LONGEST_BOX - len(CUT) - len(named) - len(str(len(body))) - len("lines") - 2
    kept: list[str] = []
    for line in body[: MOST_LINES - 2]:
        if len(line) + 1 > room:
            break
        kept.append(line)
        room -= len(line) + 1
    if not kept:
        return f"{body[0][: room - 1]}\n{CUT.format(count='words')}\n{named}"
    return "\n".join([*kept, CUT.format(count=f"{len(body) - len(kept)} lines"), named])


# -- the log


def log_file() -> Path:
    """In the user's own folder for such things, not beside the workbook, where others would read it."""
    local = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME")
    return (Path(local) if local else Path.home() / ".local" / "state") / "pc-workbook" / "pc-workbook.log"


def write_to_log(task: str, text: str) -> Path | None:
    """Add to the log and return its path; None where it can't be written, which must not hide what was to be said."""
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
