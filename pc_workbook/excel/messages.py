"""Texts of the message boxes about completed tasks: what was done, the main figures, and where to look."""

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
    from pc_workbook.app import BoardPack, Checked, HandOut, MergedReturns, Refreshed
    from pc_workbook.hosts.port import Delivered
    from pc_workbook.returns.merge_plan import MergePlan

MOST_ERRORS: Final = 5  # shown in a message box; Refresh lists all of them on a sheet
SHEET: Final = "Data quality"


def refresh_message(done: "Refreshed", seconds: float) -> str:
    """Return the message about a refresh that took so many seconds."""
    delivered = done.delivered
    sheets = (*delivered.replaced, *delivered.added)
    return _paragraphs(
        f"Refreshed {counted(len(sheets), 'sheet')} in {delivered.where}: {', '.join(sheets)}.",
        *delivered.warnings,
        _applied_entries(done.plan),
        f"{summary(done.findings)}: see the {SHEET} sheet. ({seconds:.1f} s)",
        _save_reminder(delivered),
    )


def check_message(result: "Checked") -> str:
    """Return the message about a check: the numbers of findings, and the first errors."""
    errors = [finding for finding in result.findings if finding.severity is Severity.ERROR and finding.accepted is None]
    shown = [f"{finding.where}: {message(finding).text}" for finding in errors[:MOST_ERRORS]]
    more = len(errors) - len(shown)
    return _paragraphs(
        f"{summary(result.findings)}.",
        *shown,
        f"... and {counted(more, 'more error')}." if more else "",
        f"Refresh lists all of them, with their cells, on the sheet {SHEET}." if result.findings else "",
    )


def board_pack_message(pack: "BoardPack") -> str:
    """Return the message about a board pack: its files, its status and what was left out."""
    issue = pack.issue
    files = ", ".join(map(str, pack.files))
    return _paragraphs(
        f"{issue.title}, {issue.edition} edition: {files}.",
        f"{issue.status_words}.",
        *pack.left_out,
        *pack.suppressed,
        *pack.personal,
    )


def hand_out_message(done: "HandOut") -> str:
    """Return the message about the returns that were written."""
    from pc_workbook.wording.returns import return_fact_words

    files = "\n".join(f"{handed.stamp.locality}: {handed.path}" for handed in done.returns)
    registered = "They were added to the Returns register." if done.registered is not None else done.not_registered
    return _paragraphs(
        f"Wrote {counted(len(done.returns), 'return')}. Send each to its manager.",
        files,
        *(
            f"{handed.stamp.locality}: {words}"
            for handed in done.returns
            for words in map(return_fact_words, handed.personal)
        ),
        registered,
        "" if done.registered is None else _save_reminder(done.registered),
    )


def merge_message(done: "MergedReturns") -> str:
    """Return the message about a merge: what was read and taken over, and the merge conflicts."""
    from pc_workbook.wording.returns import return_fact_words

    plan = done.plan
    counts = (
        f"{counted(len(done.returns), 'return')} read, {counted(len(plan.updates), 'cell')} updated, "
        f"{counted(len(plan.conflicts), 'merge conflict')}."
    )
    choose = "Choose a value for each conflict on the sheet Conflicts, then click Refresh." if plan.conflicts else ""
    delivered = done.delivered
    warnings = () if delivered is None else delivered.warnings
    end = "There was nothing to write." if delivered is None else _save_reminder(delivered)
    return _paragraphs(counts, choose, *map(return_fact_words, plan.personal), *done.unread, *warnings, end)


def about_message(book: "xw.Book") -> str:
    """Return the versions and paths that support staff ask for."""
    return "\n".join(
        (
            f"pc-workbook {__version__}",
            f"Python {sys.version.split()[0]}: {sys.executable}",
            f"xlwings {xw.__version__}, Excel {book.app.version}",
            f"Workbook: {book.api.FullName}",
            f"Log: {log_file()}",
        )
    )


def _applied_entries(plan: "MergePlan | None") -> str:
    """Return the sentences about progress and choices that people typed and the refresh applied."""
    if plan is None:
        return ""
    filed = f"{counted(plan.history_added, 'update')} added to Progress history." if plan.history_added else ""
    choices = f"{counted(len(plan.choices), 'choice')} from the sheet Conflicts applied." if plan.choices else ""
    return f"{filed} {choices}".strip()


def _save_reminder(delivered: "Delivered") -> str:
    backup = "" if delivered.backup is None else f" Backup saved: {delivered.backup}"
    return f"{NOT_SAVED_YET.format(name=delivered.where)}{backup}"


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
