"""What the message box says when a click has gone well: one message, the figures that matter, where to look."""

import sys
from typing import TYPE_CHECKING, Final

from pc_workbook import __version__
from pc_workbook.excel.run import log_file
from pc_workbook.hosts.desktop.host import NOT_SAVED_YET
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.tracker.findings import Severity
from pc_workbook.wording.findings import message, summary
from pc_workbook.wording.numbers import counted

if TYPE_CHECKING:
    from pc_workbook.app import Checked, HandedOut, MergedReturns, PackMade, Refreshed
    from pc_workbook.hosts.port import Delivered
    from pc_workbook.returns.merge_plan import BroughtIn

MOST_SHOWN: Final = 5  # findings in a box; Refresh lists all of them on a sheet
SHEET: Final = "Data quality"


def refreshed(done: "Refreshed", seconds: float) -> str:
    told = done.delivered
    sheets = (*told.replaced, *told.added)
    return _paragraphs(
        f"Refreshed {counted(len(sheets), 'sheet')} in {told.where}: {', '.join(sheets)}.",
        *told.warnings,
        _brought_in(done.brought_in),
        f"{summary(done.findings)}: see the {SHEET} sheet. ({seconds:.1f} s)",
        _as_it_stands(told),
    )


def checked(found: "Checked") -> str:
    """The counts, and the first of those that block."""
    blocks = [one for one in found.findings if one.severity is Severity.ERROR and one.accepted is None]
    shown = [f"{one.where}: {message(one).text}" for one in blocks[:MOST_SHOWN]]
    more = len(blocks) - len(shown)
    return _paragraphs(
        f"{summary(found.findings)}.",
        *shown,
        f"... and {counted(more, 'more error')}." if more else "",
        f"Refresh lists every one, with its cell, on the sheet {SHEET}." if found.findings else "",
    )


def pack_made(made: "PackMade") -> str:
    issue = made.issue
    files = ", ".join(map(str, made.files))
    return _paragraphs(
        f"{issue.title}, {issue.edition} edition: {files}.",
        f"{issue.status_words}.",
        *made.left_out,
        *made.suppressed,
        *made.personal,
    )


def handed_out(done: "HandedOut") -> str:
    files = "\n".join(f"{one.stamp.locality}: {one.path}" for one in done.returns)
    noted = "They are noted in the Returns register." if done.registered is not None else done.not_registered
    return _paragraphs(
        f"Made {counted(len(done.returns), 'return')}. Send each to its manager.",
        files,
        *(f"{one.stamp.locality}: {words}" for one in done.returns for words in one.personal),
        noted,
        "" if done.registered is None else _as_it_stands(done.registered),
    )


def merged(done: "MergedReturns") -> str:
    came = done.brought_in
    told = (
        f"{counted(len(done.returns), 'return')} read; {counted(len(came.takes), 'cell')} taken; "
        f"{counted(len(came.clashes), 'conflict')} listed."
    )
    pick = "Pick on the sheet Conflicts which value stands, then Refresh." if came.clashes else ""
    written = done.delivered
    warnings = () if written is None else written.warnings
    end = "Nothing was to be written." if written is None else _as_it_stands(written)
    return _paragraphs(told, pick, *came.personal, *done.unread, *warnings, end)


def versions(book: "xw.Book") -> str:
    return "\n".join(
        (
            f"pc-workbook {__version__}",
            f"Python {sys.version.split()[0]}: {sys.executable}",
            f"xlwings {xw.__version__}, Excel {book.app.version}",
            f"Workbook: {book.api.FullName}",
            f"Log: {log_file()}",
        )
    )


def _brought_in(came: "BroughtIn | None") -> str:
    if came is None:
        return ""
    filed = f"Filed {counted(came.filed, 'progress text')} in Progress history." if came.filed else ""
    picks = f"Carried out {counted(len(came.picks), 'pick')} of the sheet Conflicts." if came.picks else ""
    return f"{filed} {picks}".strip()


def _as_it_stands(told: "Delivered") -> str:
    copy = "" if told.snapshot is None else f" The file as it was: {told.snapshot}"
    return f"{NOT_SAVED_YET.format(name=told.where)}{copy}"


def _paragraphs(*words: str) -> str:
    return "\n\n".join(one for one in words if one)
