"""What a person can ask for, one function each; its lines are the steps, at one height.

A door hands in the host: nothing here knows whether the workbook is a file or an open Excel.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pc_workbook import __version__
from pc_workbook.cells.change import AppendRows, CellValue
from pc_workbook.errors import NotWritten, WorkbookProblem
from pc_workbook.hosts.port import Delivered, Draw, Host
from pc_workbook.hosts.program_files import shipped
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import Intake, take_in
from pc_workbook.tracker.rules.all_rules import find_all

if TYPE_CHECKING:
    import pandas as pd

    from pc_workbook.accessibility.checklist import Item
    from pc_workbook.boardpack.build import PrintPdf
    from pc_workbook.compare.changes import Side
    from pc_workbook.compare.editions import Comparison
    from pc_workbook.measures.results import Results
    from pc_workbook.returns.handout import Handed
    from pc_workbook.returns.merge_plan import BroughtIn
    from pc_workbook.returns.return_data import Return
    from pc_workbook.views.entry.entry_sheets import Rows
    from pc_workbook.views.pack.cover import Issue
    from pc_workbook.views.parts import Value, Workbook
    from pc_workbook.views.workbook.generated_sheets import Run
    from pc_workbook.wording.figures import FigureRow

Progress = Callable[[str], None]

NOT_FILED = (
    "Nothing was filed in Progress history and no pick was carried out, though the summary sheets are new: {problem}"
)


def silent(step: str) -> None:
    """Says nothing about a step."""


class Checked(NamedTuple):
    """A tracker as it was read, and everything found in it."""

    intake: Intake
    findings: tuple[Finding, ...]


class Refreshed(NamedTuple):
    """What a refresh found and what it wrote."""

    findings: tuple[Finding, ...]
    delivered: Delivered
    brought_in: "BroughtIn | None" = None  # picks carried out and progress filed, where there was any


class MergedReturns(NamedTuple):
    """What a merge read, what it came to, and what it wrote; nothing where there was nothing to write."""

    returns: "tuple[Return, ...]"
    brought_in: "BroughtIn"
    delivered: Delivered | None
    unread: tuple[str, ...] = ()  # returns that could not be read at all, each in a sentence


def check(host: Host, progress: Progress = silent) -> Checked:
    """Read a tracker and find everything that is wrong with it, in one pass."""
    progress("Reading the tracker")
    intake = take_in(host.read())
    progress("Checking it")
    return Checked(intake, find_all(intake))


def refresh(host: Host, *, now: datetime | None = None, progress: Progress = silent) -> Refreshed:
    """Read, check, compute, draw, and put the summary sheets into the tracker. Picks on its sheet Conflicts are
    carried out and progress that is not in the history yet is filed; nothing else is touched."""
    return _refreshed(host, now or datetime.now(), progress, files=True)


def _refreshed(host: Host, when: datetime, progress: Progress, *, files: bool) -> Refreshed:
    from pc_workbook.draw.workbook import drawn
    from pc_workbook.views.workbook.generated_sheets import Run

    progress("Reading the tracker")
    intake = take_in(host.read())
    intake, brought_in = with_what_was_typed(intake, when) if files else (intake, None)
    progress("Checking it")
    checked = Checked(intake, find_all(intake))
    progress("Working out the figures")
    summary = _summary(checked, Run(when, __version__, host.name))
    keep, findings = intake.tracker.settings.snapshots_to_keep, checked.findings
    del intake, checked  # the cells of a national tracker and the drawing of it need not be there at once
    progress("Drawing the summary sheets and putting them into the tracker")
    changes = brought_in.changes if brought_in else ()
    try:
        delivered = host.deliver(partial(drawn, summary), changes=changes, keep=keep, now=when)
    except NotWritten:
        raise
    except WorkbookProblem as problem:
        if not changes:
            raise
        return _refreshed_without_filing(host, when, progress, problem)
    return Refreshed(findings, delivered, brought_in)


def _summary(checked: Checked, run: "Run") -> "Workbook":
    """The sheets of a refresh, as parts."""
    from pc_workbook.views.parts import Workbook
    from pc_workbook.views.workbook.generated_sheets import generated_sheets

    sheets = generated_sheets(measure(checked), checked.intake, checked.findings, run)
    title = f"{checked.intake.tracker.settings.area_name}: primary care improvement"
    return Workbook(sheets, title, run.refreshed_at.date())


def _refreshed_without_filing(host: Host, when: datetime, progress: Progress, problem: WorkbookProblem) -> Refreshed:
    """The sheets are worth having also where the history can't be written."""
    done = _refreshed(host, when, progress, files=False)
    warnings = (*done.delivered.warnings, NOT_FILED.format(problem=problem))
    return done._replace(delivered=done.delivered._replace(warnings=warnings))


def with_what_was_typed(intake: Intake, when: datetime) -> "tuple[Intake, BroughtIn | None]":
    """The tracker with the picks on its sheet Conflicts carried out, and the changes of cells that this, and the
    filing of progress in the history, take."""
    from pc_workbook.returns.history import has_unfiled

    waits = any(row.settled_on is None for row in intake.tracker.conflicts)
    if not waits and not has_unfiled(intake.tracker, when.date()):
        return intake, None
    from pc_workbook.returns.apply_changes import carried_out
    from pc_workbook.returns.merge_plan import typed_since

    brought_in = typed_since(intake, when.date())
    return carried_out(intake, brought_in.changes) if brought_in.changes else intake, brought_in


def merge_returns(
    host: Host, returns: Sequence[Path], *, now: datetime | None = None, progress: Progress = silent
) -> MergedReturns:
    """Merge what locality managers sent back: cells nobody else changed are taken, the rest waits on Conflicts."""
    from pc_workbook.returns.merge_plan import bring_in
    from pc_workbook.returns.reading import read_return

    when = now or datetime.now()
    progress("Reading the returns")
    came, unread = [], []
    for path in returns:
        try:
            came.append(read_return(path))
        except WorkbookProblem as problem:  # the others are merged all the same
            unread.append(str(problem))
    progress("Reading the tracker")
    intake = take_in(host.read())
    progress("Merging")
    brought_in = bring_in(intake, came, when.date())
    drawing = _later_sheets(brought_in.new_lists, when)
    if drawing is None and not brought_in.changes:
        return MergedReturns(tuple(came), brought_in, None, tuple(unread))
    progress("Writing the tracker")
    keep = intake.tracker.settings.snapshots_to_keep
    delivered = host.deliver(drawing, changes=brought_in.changes, keep=keep, now=when)
    return MergedReturns(tuple(came), brought_in, delivered, tuple(unread))


class HandedOut(NamedTuple):
    """The returns that were written, and what the tracker was when they were."""

    intake: Intake
    returns: "tuple[Handed, ...]"
    registered: Delivered | None = None  # what was written into the tracker's Returns register
    not_registered: str = ""  # why it could not be


def hand_out(
    host: Host,
    folder: Path,
    locality: str | None = None,
    *,
    register: bool = False,
    now: datetime | None = None,
    progress: Progress = silent,
) -> HandedOut:
    """Read a tracker and write one return a locality, or the one asked for, into a folder. The tracker stays as it
    is, unless they are to be registered in it as expected."""
    from pc_workbook.returns.handout import written_returns

    when = now or datetime.now()
    progress("Reading the tracker")
    intake = take_in(host.read())
    progress("Making the returns")
    with written_returns(intake, folder, locality, when, __version__) as handed:
        done = HandedOut(intake, handed)
        return _registered(host, done, when) if register else done


def _registered(host: Host, done: HandedOut, when: datetime) -> HandedOut:
    """The returns are made already, so a tracker that can't be written is told and no more."""
    from pc_workbook.returns.register import TABLE, expected

    intake = done.intake
    settings = intake.tracker.settings
    rows = expected((one.stamp for one in done.returns), settings.return_within_days)
    there = bool(intake.lists[TABLE].columns)
    changes = [AppendRows(TABLE, rows)] if there else []
    drawing = None if there else _later_sheets({TABLE: rows}, when)
    try:
        delivered = host.deliver(drawing, changes=changes, keep=settings.snapshots_to_keep, now=when)
    except WorkbookProblem as problem:
        return done._replace(not_registered=str(problem))
    return done._replace(registered=delivered)


def _later_sheets(rows: "Mapping[str, Sequence[Mapping[str, CellValue]]]", when: datetime) -> Draw | None:
    """Entry sheets that a tracker lacks, to be drawn with their first rows."""
    from pc_workbook.draw.workbook import drawn
    from pc_workbook.views.entry.entry_sheets import later_sheets
    from pc_workbook.views.parts import Workbook

    sheets = Workbook(later_sheets(rows), "Returns", when.date())
    return partial(drawn, sheets) if sheets.sheets else None


def measure(checked: Checked) -> "Results":
    """Every measure of one edition; an indicator that a blocking finding touches gets no RAG and says why, and a figure
    that rests on a value in question says so."""
    from pc_workbook.measures.edition import measure_edition
    from pc_workbook.tracker.questioned_values import questions_of

    questions = questions_of(checked.intake, checked.findings)
    return measure_edition(checked.intake.tracker, blocked_indicators(checked.findings), questions)


class PackMade(NamedTuple):
    """A pack that was written: which issue it is, its files, and in counts what it does not show."""

    issue: "Issue"
    files: tuple[Path, ...]
    left_out: tuple[str, ...]
    suppressed: tuple[str, ...]
    recorded: bool = False  # as issued, in the tracker
    personal: tuple[str, ...] = ()  # which personal data it holds, where it may


def board_pack(
    host: Host,
    edition: str,
    out: Path,
    *,
    preset: str = "full",
    pdf: bool = False,
    accessible: bool = False,
    template: Path | None = None,
    issued: bool = False,
    print_pdf: "PrintPdf | None" = None,
    now: datetime | None = None,
    progress: Progress = silent,
) -> PackMade:
    """Make the pack of one edition as a workbook of its own, with a PDF and an accessible edition where asked for.

    Nothing is written where something blocks, where anything in the files may not leave (personal data among it), or
    where a file is not ours.
    `print_pdf`: Excel's own printing, where Excel is the door. `issued`: the pack goes out, and the tracker records it.
    """
    from pc_workbook.boardpack.build import finished_pack
    from pc_workbook.boardpack.issue_record import refuse_issue
    from pc_workbook.boardpack.leaks.restricted_texts import secrets
    from pc_workbook.boardpack.output_files import put, targets
    from pc_workbook.boardpack.pack import edition_named, issue_of, pack_sheets, refuse_unready
    from pc_workbook.boardpack.personal_data import refuse_personal_data
    from pc_workbook.boardpack.presets import preset_named
    from pc_workbook.disclosure.edition import permitted
    from pc_workbook.wording.disclosure import suppression_sentences, withheld_sentences

    when = now or datetime.now()
    whom, kind = edition_named(edition), preset_named(preset)
    places = targets(out, whom, pdf=pdf, accessible=accessible)
    checked = check(host, progress)
    refuse_unready(checked.intake, checked.findings)
    progress("Working out the figures")
    results = measure(checked)
    shown = permitted(checked.intake, results, checked.findings, whom)
    personal = refuse_personal_data(checked.intake, shown.intake.snapshot, checked.findings, whom)
    issue = issue_of(shown, whom, kind, when.date())
    if issued:
        refuse_issue(checked.intake, results, issue)
    progress("Drawing the pack, and looking for anything in it that may not leave")
    house = template or shipped("templates", "board_pack.xlsx")
    sheets, kept = pack_sheets(shown, issue, kind), secrets(checked.intake, whom, shown.selection)
    with finished_pack(sheets, issue, house, places, kept, print_pdf, tracker=host.name) as files:
        put(files, places.there, checked.intake.tracker.settings.snapshots_to_keep, when)
    if issued:
        progress("Recording the issue in the tracker")
        _record_issue(host, checked, results, issue, out, when)
    return PackMade(
        issue,
        places.all,
        withheld_sentences(shown),
        suppression_sentences(shown.suppression),
        recorded=issued,
        personal=personal,
    )


def _record_issue(host: Host, checked: Checked, results: "Results", issue: "Issue", out: Path, when: datetime) -> None:
    """The pack is there already: whoever can't write the tracker now runs the same again, and gets the same pack."""
    from pc_workbook.boardpack.issue_record import record
    from pc_workbook.hosts.disk.saving import stamp

    recorded = record(checked.intake, results, issue, out.name, stamp(out).sha256)
    drawing = _later_sheets(recorded.new_lists, when)
    if drawing is not None or recorded.changes:
        keep = checked.intake.tracker.settings.snapshots_to_keep
        host.deliver(drawing, changes=recorded.changes, keep=keep, now=when)


def figures(host: Host) -> "tuple[FigureRow, ...]":
    """All figures of a tracker, one record each."""
    from pc_workbook.figures.table import figures as all_figures
    from pc_workbook.wording.figures import figure_rows

    checked = check(host)
    return figure_rows(all_figures(measure(checked), checked.intake.tracker))


def figures_frame(host: Host) -> "pd.DataFrame":
    """The same figures as one tidy pandas DataFrame: a row a figure, the keys of Figure as columns.

    Raises WorkbookProblem where the tracker can't be read.

    >>> from pc_workbook.hosts.file import FileHost
    >>> frame = figures_frame(FileHost(sample("thurrock-2017.xlsx")))
    >>> good = frame[(frame.measure == "cqc_share_at_least_good_of_all") & (frame.organisation == "Thurrock")]
    >>> good[["numerator", "denominator"]].iloc[0].tolist()
    [10.0, 33.0]
    """
    from pc_workbook.figures.frame import frame

    return frame(figures(host))


def compare(old: Host, new: Host, progress: Progress = silent) -> "Comparison":
    """What moved between two editions of the tracker, in words."""
    from pc_workbook.compare.editions import compare as held_together

    return held_together(_side(old, progress), _side(new, progress))


def _side(host: Host, progress: Progress) -> "Side":
    from pc_workbook.compare.changes import Side
    from pc_workbook.compare.editions import refuse_no_tracker

    checked = check(host, progress)
    refuse_no_tracker(host.name, checked.intake.tracker)
    return Side(host.name, checked.intake.tracker, measure(checked))


def accessibility(path: Path, progress: Progress = silent) -> "tuple[Item, ...]":
    """Any finished workbook, held against the checklist for accessible spreadsheets."""
    from pc_workbook.accessibility.checklist import checklist

    progress("Reading the workbook")
    return checklist(path)


def draw_tracker(
    path: Path,
    rows: "Rows | None" = None,
    settings: "Mapping[str, Value] | None" = None,
    title: str = "Primary care improvement tracker",
    merges: Mapping[str, tuple[int, int, int]] | None = None,
) -> None:
    """Draw a whole tracker at a path of ours, empty or with rows; templates and samples are made by it."""
    from pc_workbook.draw.workbook import draw
    from pc_workbook.views.entry.entry_sheets import entry_workbook

    draw(entry_workbook(rows or {}, settings or {}, title, merges), path)


def new_tracker(target: Path) -> None:
    """An empty tracker at a path where nothing stands yet."""
    from pc_workbook.hosts.file import place_new

    place_new(shipped("templates", "tracker.xlsx"), target)


def sample(name: str) -> Path:
    """The path of a sample that comes with the program."""
    return shipped("samples", name)
