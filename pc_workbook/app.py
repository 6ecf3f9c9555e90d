"""One function for each request; its lines are the steps.

Each takes a host, so none knows whether the workbook is a file, bytes in memory or open in Excel. `pc_workbook.api` has
the same requests for files.
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
from pc_workbook.hosts.program_files import program_file
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.rules.all_rules import find_all

if TYPE_CHECKING:
    from pc_workbook.accessibility.checklist import Item
    from pc_workbook.adopt.adoption import AdoptionPlan
    from pc_workbook.adopt.proposal import Proposal
    from pc_workbook.boardpack.build import PrintPdf
    from pc_workbook.compare.changes import Side
    from pc_workbook.disclosure.edition import Permitted
    from pc_workbook.kits.folders import ShippedKit
    from pc_workbook.kits.saving import SavedKit, Scope
    from pc_workbook.kits.upgrade import UpgradePlan
    from pc_workbook.measures.results import Results
    from pc_workbook.model.words import Word
    from pc_workbook.returns.handout import WrittenReturn
    from pc_workbook.returns.merge_plan import MergePlan
    from pc_workbook.returns.return_data import Return
    from pc_workbook.views.entry.entry_sheets import Rows
    from pc_workbook.views.pack.cover import Issue
    from pc_workbook.views.parts import Sheet, Value, Workbook
    from pc_workbook.views.workbook.generated_sheets import Run
    from pc_workbook.wording.compare import ComparisonReport
    from pc_workbook.wording.figures import FigureRow

Progress = Callable[[str], None]
BLANK = "blank"  # the kit that a new tracker is made from where none is named

NOT_FILED = (
    "The summary sheets are new, but nothing was added to Progress history and no choice on the Conflicts sheet was "
    "applied: {problem}"
)


def silent(step: str) -> None:
    """Report no step."""


class Checked(NamedTuple):
    """A tracker as read, with its findings."""

    intake: Intake
    findings: tuple[Finding, ...]


class Refreshed(NamedTuple):
    """The findings of a refresh, and what it wrote."""

    findings: tuple[Finding, ...]
    delivered: Delivered
    plan: "MergePlan | None" = None  # choices applied and progress added to the history, where there were any


class MergedReturns(NamedTuple):
    """The returns of a merge, what follows from them, and what was written (None: there was nothing to write)."""

    returns: "tuple[Return, ...]"
    plan: "MergePlan"
    delivered: Delivered | None
    unread: tuple[str, ...] = ()  # one message for each return that could not be read


def check(host: Host, progress: Progress = silent) -> Checked:
    """Read a tracker and return it with all its findings. Raises WorkbookProblem where it can't be read."""
    progress("Reading the tracker")
    intake = read_tracker(host.read())
    progress("Checking the tracker")
    return Checked(intake, find_all(intake))


def refresh(host: Host, *, now: datetime | None = None, progress: Progress = silent) -> Refreshed:
    """Write the summary sheets and charts of a tracker into it.

    Choices on its Conflicts sheet are applied, and progress that is not in Progress history yet is added there; nothing
    else is changed. Raises WorkbookProblem where the tracker can't be read or written.
    """
    return _refresh(host, now or datetime.now(), progress, apply_changes=True)


def _refresh(host: Host, when: datetime, progress: Progress, *, apply_changes: bool) -> Refreshed:
    from pc_workbook.draw.workbook import drawn_parts
    from pc_workbook.views.workbook.generated_sheets import Run

    progress("Reading the tracker")
    intake = read_tracker(host.read())
    intake, plan = _with_typed_changes(intake, when) if apply_changes else (intake, None)
    progress("Checking the tracker")
    checked = Checked(intake, find_all(intake))
    progress("Calculating the figures")
    summary = _summary(checked, Run(when, __version__, host.name))
    keep, findings = intake.tracker.settings.snapshots_to_keep, checked.findings
    del intake, checked  # the cells of a national tracker and its drawn sheets need not be in memory together
    progress("Writing the summary sheets into the tracker")
    changes = plan.changes if plan else ()
    try:
        delivered = host.deliver(partial(drawn_parts, summary), changes=changes, keep=keep, now=when)
    except NotWritten:
        raise
    except WorkbookProblem as problem:
        if not changes:
            raise
        return _refresh_sheets_only(host, when, progress, problem)
    return Refreshed(findings, delivered, plan)


def _summary(checked: Checked, run: "Run") -> "Workbook":
    """Return the summary sheets, ready to be drawn."""
    from pc_workbook.views.parts import Workbook
    from pc_workbook.views.workbook.generated_sheets import generated_sheets
    from pc_workbook.wording.sentences import capital

    sheets: tuple[Sheet, ...] = generated_sheets(measure(checked), checked.intake, checked.findings, run)
    if checked.intake.snapshot.has_start_here:
        from pc_workbook.views.workbook.start_here import start_here_sheet

        sheets = (start_here_sheet(checked.intake, checked.findings), *sheets)
    title = f"{capital(checked.intake.tracker.settings.area)}: primary care improvement"
    return Workbook(sheets, title, run.refreshed_at.date())


def _refresh_sheets_only(host: Host, when: datetime, progress: Progress, problem: WorkbookProblem) -> Refreshed:
    """Write the summary sheets alone, where the changes of cells can't be written."""
    done = _refresh(host, when, progress, apply_changes=False)
    warnings = (*done.delivered.warnings, NOT_FILED.format(problem=problem))
    return done._replace(delivered=done.delivered._replace(warnings=warnings))


def _with_typed_changes(intake: Intake, when: datetime) -> "tuple[Intake, MergePlan | None]":
    """Return the tracker with the choices on its Conflicts sheet applied, and the changes of cells to write.

    The changes are those of the choices and the new rows of Progress history; None where there are neither.
    """
    from pc_workbook.returns.history import has_unrecorded_texts

    has_open_conflicts = any(row.settled_on is None for row in intake.tracker.conflicts)
    if not has_open_conflicts and not has_unrecorded_texts(intake.tracker, when.date()):
        return intake, None
    from pc_workbook.returns.merge_plan import plan_refresh
    from pc_workbook.tracker.changed_tracker import with_changes

    plan = plan_refresh(intake, when.date())
    return with_changes(intake, plan.changes) if plan.changes else intake, plan


def merge_returns(
    host: Host, returns: Sequence[Path], *, now: datetime | None = None, progress: Progress = silent
) -> MergedReturns:
    """Merge the returns of locality managers into a tracker.

    A cell that nobody else has changed is taken over; any other is listed on the Conflicts sheet. A return that can't be
    read is named in the result and the others are merged. Raises WorkbookProblem where the tracker can't be read or
    written.
    """
    from pc_workbook.returns.merge_plan import plan_merge
    from pc_workbook.returns.reading import read_return

    when = now or datetime.now()
    progress("Reading the returns")
    completed, unread = [], []
    for path in returns:
        try:
            completed.append(read_return(path))
        except WorkbookProblem as problem:
            unread.append(str(problem))
    progress("Reading the tracker")
    intake = read_tracker(host.read())
    progress("Merging")
    plan = plan_merge(intake, completed, when.date())
    drawing = _new_entry_sheets(plan.new_lists, when, intake.tracker.words)
    if drawing is None and not plan.changes:
        return MergedReturns(tuple(completed), plan, None, tuple(unread))
    progress("Writing the tracker")
    keep = intake.tracker.settings.snapshots_to_keep
    delivered = host.deliver(drawing, changes=plan.changes, keep=keep, now=when)
    return MergedReturns(tuple(completed), plan, delivered, tuple(unread))


class HandOut(NamedTuple):
    """The returns that were written, and the tracker they were made from."""

    intake: Intake
    returns: "tuple[WrittenReturn, ...]"
    registered: Delivered | None = None  # what was written into the tracker's Returns register
    not_registered: str = ""  # why nothing could be written there


def hand_out(
    host: Host,
    folder: Path,
    locality: str | None = None,
    *,
    by: str | None = None,
    register: bool = False,
    now: datetime | None = None,
    progress: Progress = silent,
) -> HandOut:
    """Write one return per locality, or that of one locality, into a folder. `by` is the level of the groups to hand out
    to, by default the lowest.

    With `register` they are entered in the tracker's Returns register; otherwise the tracker isn't changed. Raises
    WorkbookProblem where the tracker can't be read, there is no such locality, or a return can't be written.
    """
    from pc_workbook.returns.handout import written_returns

    when = now or datetime.now()
    progress("Reading the tracker")
    intake = read_tracker(host.read())
    progress("Making the returns")
    with written_returns(intake, folder, locality, when, __version__, by) as handed:
        done = HandOut(intake, handed)
        return _register(host, done, when) if register else done


def _register(host: Host, done: HandOut, when: datetime) -> HandOut:
    """Enter the returns in the tracker's Returns register.

    A tracker that can't be written is reported in the result, since the returns are written already.
    """
    from pc_workbook.returns.register import TABLE, expected_returns

    intake = done.intake
    settings = intake.tracker.settings
    rows = expected_returns((handed.stamp for handed in done.returns), settings.return_within_days)
    has_register = bool(intake.lists[TABLE].columns)
    changes = [AppendRows(TABLE, rows)] if has_register else []
    drawing = None if has_register else _new_entry_sheets({TABLE: rows}, when, intake.tracker.words)
    try:
        delivered = host.deliver(drawing, changes=changes, keep=settings.snapshots_to_keep, now=when)
    except WorkbookProblem as problem:
        return done._replace(not_registered=str(problem))
    return done._replace(registered=delivered)


def _new_entry_sheets(
    rows: "Mapping[str, Sequence[Mapping[str, CellValue]]]",
    when: datetime,
    words: "Sequence[Word]",
    title: str = "Returns",
) -> Draw | None:
    """Return how to draw the entry sheets that a tracker lacks, with their first rows; None where it lacks none."""
    from pc_workbook.draw.workbook import drawn_parts
    from pc_workbook.views.entry.entry_sheets import later_sheets
    from pc_workbook.views.parts import Workbook

    sheets = Workbook(later_sheets(rows, words), title, when.date())
    return partial(drawn_parts, sheets) if sheets.sheets else None


def measure(checked: Checked) -> "Results":
    """Return the results of all measures of a tracker.

    An indicator with an error has no RAG and the reason in its place; a figure made of a questioned value says so.
    """
    from pc_workbook.measures.edition import measure_edition
    from pc_workbook.tracker.questioned_values import questions_of

    questions = questions_of(checked.intake, checked.findings)
    return measure_edition(checked.intake.tracker, blocked_indicators(checked.findings), questions)


class BoardPack(NamedTuple):
    """A pack that was written: its issue, its files, and counts of what it does not show."""

    issue: "Issue"
    files: tuple[Path, ...]
    left_out: tuple[str, ...]
    suppressed: tuple[str, ...]
    recorded: bool = False  # whether the tracker lists it as issued
    personal: tuple[str, ...] = ()  # the personal data in it, for an audience that may see it


def board_pack(
    host: Host,
    edition: str,
    out: Path,
    *,
    preset: str | None = None,
    pdf: bool = False,
    accessible: bool = False,
    template: Path | None = None,
    issued: bool = False,
    print_pdf: "PrintPdf | None" = None,
    now: datetime | None = None,
    progress: Progress = silent,
) -> BoardPack:
    """Write the pack of one edition as a workbook, with a PDF and an accessible workbook where asked for.

    `edition` is public, group or guest; `preset` is a kind of pack on the sheet Packs, by default the first. `print_pdf` prints with Excel instead of LibreOffice. With `issued` the tracker
    records the pack. Raises WorkbookProblem, and writes nothing, where the tracker has errors, where a file contains
    anything that the edition may not show (personal data included), or where another file would be overwritten.
    """
    from pc_workbook.boardpack.build import finished_pack
    from pc_workbook.boardpack.issue_record import refuse_issue
    from pc_workbook.boardpack.leaks.restricted_texts import restricted_texts
    from pc_workbook.boardpack.output_files import output_paths, write_output_files
    from pc_workbook.boardpack.pack import edition_named, issue_details, pack_sheets
    from pc_workbook.boardpack.personal_data import refuse_personal_data
    from pc_workbook.boardpack.presets import preset_named
    from pc_workbook.disclosure.edition import results_for_edition

    when = now or datetime.now()
    pack_edition = edition_named(edition)
    outputs = output_paths(out, pack_edition, pdf=pdf, accessible=accessible)
    checked = _ready_for_pack(host, progress)
    pack_preset = preset_named(checked.intake.tracker, preset, pack_edition)
    results, shown = results_for_edition(checked.intake, checked.findings, pack_edition)
    personal = refuse_personal_data(checked.intake, shown.intake.snapshot, checked.findings, pack_edition)
    issue = issue_details(shown, pack_edition, pack_preset, when.date())
    if issued:
        refuse_issue(checked.intake, results, issue)
    progress("Writing the pack and scanning it for leaks")
    restricted = restricted_texts(checked.intake, pack_edition, shown.selection)
    style = template or program_file("templates", "board_pack.xlsx")
    with finished_pack(
        pack_sheets(shown, issue, pack_preset), issue, style, outputs, restricted, print_pdf, tracker=host.name
    ) as files:
        write_output_files(files, outputs.there, checked.intake.tracker.settings.snapshots_to_keep, when)
    if issued:
        progress("Recording the issue in the tracker")
        _record_issue(host, checked, results, issue, out, when)
    return _pack_made(issue, outputs.all, shown, issued, personal)


def _ready_for_pack(host: Host, progress: Progress) -> Checked:
    """Check a tracker that a pack is to be made of. Raises WorkbookProblem where it has errors."""
    from pc_workbook.boardpack.pack import refuse_unready

    checked = check(host, progress)
    refuse_unready(checked.intake, checked.findings)
    progress("Calculating the figures")
    return checked


def _pack_made(
    issue: "Issue", files: tuple[Path, ...], shown: "Permitted", recorded: bool, personal: tuple[str, ...]
) -> BoardPack:
    from pc_workbook.wording.disclosure import suppression_sentences, withheld_sentences

    return BoardPack(
        issue, files, withheld_sentences(shown), suppression_sentences(shown.suppression), recorded, personal
    )


def _record_issue(host: Host, checked: Checked, results: "Results", issue: "Issue", out: Path, when: datetime) -> None:
    """List the pack on the tracker's Issued packs sheet.

    The pack is written already. Where the tracker can't be written, the same request again gives the same pack.
    """
    from pc_workbook.boardpack.issue_record import issue_record
    from pc_workbook.hosts.disk.saving import stamp

    recorded = issue_record(checked.intake, results, issue, out.name, stamp(out).sha256)
    drawing = _new_entry_sheets(recorded.new_lists, when, checked.intake.tracker.words)
    if drawing is not None or recorded.changes:
        keep = checked.intake.tracker.settings.snapshots_to_keep
        host.deliver(drawing, changes=recorded.changes, keep=keep, now=when)


def figures(host: Host) -> "tuple[FigureRow, ...]":
    """Return all figures of a tracker, one record each. Raises WorkbookProblem where it can't be read."""
    return figures_of(check(host))


def figures_of(checked: Checked) -> "tuple[FigureRow, ...]":
    """Return all figures of a tracker that was checked, one record each."""
    from pc_workbook.figures.table import figures as all_figures
    from pc_workbook.wording.figures import figure_rows

    return figure_rows(all_figures(measure(checked), checked.intake.tracker))


def compare(old: Host, new: Host, progress: Progress = silent) -> "ComparisonReport":
    """Return what changed between two issues of a tracker.

    Raises WorkbookProblem where one of them can't be read or is no tracker.
    """
    from pc_workbook.compare.editions import compare as compare_sides
    from pc_workbook.wording.compare import comparison_report

    return comparison_report(compare_sides(_side(old, progress), _side(new, progress)))


def _side(host: Host, progress: Progress) -> "Side":
    from pc_workbook.compare.changes import Side
    from pc_workbook.compare.editions import refuse_no_tracker

    checked = check(host, progress)
    refuse_no_tracker(host.name, checked.intake.tracker)
    return Side(host.name, checked.intake.tracker, measure(checked))


def accessibility(path: Path, progress: Progress = silent) -> "tuple[Item, ...]":
    """Check any finished workbook against the Analysis Function's checklist for accessible spreadsheets.

    Raises WorkbookProblem where it can't be read.
    """
    from pc_workbook.accessibility.checklist import checklist

    progress("Reading the workbook")
    return checklist(path)


class ProposedMapping(NamedTuple):
    """The proposal for a workbook, and the mapping that it was written to (None in a dry run)."""

    proposal: "Proposal"
    mapping: Path | None


def propose_mapping(
    host: Host,
    workbook: Path,
    mapping: Path,
    *,
    command: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = silent,
) -> ProposedMapping:
    """Propose for each column of a workbook the list and column of a tracker it seems to be.

    The proposal is written to a new mapping workbook, for a person to correct; the tracker isn't changed. `command` is
    the one to run then. Raises WorkbookProblem where one of the two can't be read or the mapping can't be written.
    """
    from pc_workbook.adopt.adoption import workbook_proposal, write_mapping

    when = now or datetime.now()
    progress("Reading the tracker")
    as_at = read_tracker(host.read()).tracker.settings.as_at
    progress("Reading the workbook")
    proposal = workbook_proposal(workbook, as_at)
    if dry_run:
        return ProposedMapping(proposal, None)
    progress("Writing the mapping")
    write_mapping(proposal, mapping, when.date(), command)
    return ProposedMapping(proposal, mapping)


class Adopted(NamedTuple):
    """What a workbook changes in a tracker, and what was written (None: there was nothing to write)."""

    plan: "AdoptionPlan"
    delivered: Delivered | None


def adopt(
    host: Host,
    workbook: Path,
    mapping: Path,
    marks: Host,
    *,
    now: datetime | None = None,
    progress: Progress = silent,
) -> Adopted:
    """Fill a tracker from a workbook by its mapping.

    Rows are added, empty cells filled, and cells brought up to date that nobody has changed since they were adopted; all
    other entries of the tracker stay, and conflicts are listed in the result. `marks` is the mapping's own host: what is
    adopted is recorded there first. Nothing is written where the mapping has errors. Raises WorkbookProblem.
    """
    from pc_workbook.adopt.adoption import plan_adoption

    when = now or datetime.now()
    progress("Reading the tracker")
    tracker = host.read()
    intake = read_tracker(tracker)
    progress("Reading the workbook by its mapping")
    plan = plan_adoption(tracker, intake, workbook, mapping)
    drawing = _new_entry_sheets(plan.new_lists, when, (), plan.workbook)
    if plan.is_refused or (drawing is None and not plan.changes):
        return Adopted(plan, None)
    progress("Writing the tracker")
    keep = intake.tracker.settings.snapshots_to_keep
    if recorded := plan.mark_changes(when.date()):
        marks.deliver(None, changes=recorded, keep=keep, now=when)
    return Adopted(plan, host.deliver(drawing, changes=plan.changes, keep=keep, now=when))


def draw_tracker(
    path: Path,
    rows: "Rows | None" = None,
    settings: "Mapping[str, Value] | None" = None,
    title: str = "Primary care improvement tracker",
    merges: Mapping[str, tuple[int, int, int]] | None = None,
) -> None:
    """Write a whole tracker to a new file, empty or with rows, as for templates and samples.

    `rows` are by list object and heading, `settings` by name; `merges` are merged cells by sheet.
    """
    from pc_workbook.draw.workbook import draw
    from pc_workbook.views.entry.entry_sheets import entry_workbook

    draw(entry_workbook(rows or {}, settings or {}, title, merges), path)


def new_tracker(target: Path, kit: str = BLANK) -> None:
    """Write a new tracker from a kit: its name, or the path of its folder or of a tracker.

    Raises WorkbookProblem where the kit can't be used, or the file exists already or can't be written.
    """
    from pc_workbook.hosts.file import copy_to_new_file, refuse_new_name, write_new_file

    if kit == BLANK:  # it comes with the program as a workbook too
        copy_to_new_file(program_file("templates", "tracker.xlsx"), target)
        return
    from pc_workbook.kits.folders import find_kit

    refuse_new_name(target)
    found = find_kit(kit)
    from pc_workbook.kits.new_tracker import tracker_of_kit

    write_new_file(tracker_of_kit(found), target)


def kits() -> "tuple[ShippedKit, ...]":
    """Return the kits that come with the program."""
    from pc_workbook.kits.folders import shipped_kits

    return shipped_kits()


def save_kit(host: Host, folder: Path, scope: "Scope", progress: Progress = silent) -> "SavedKit":
    """Write the plan of a tracker, or all of it, as a kit into a new folder; return it with what was left out.

    Raises WorkbookProblem where the tracker can't be read, has cells that can't be read, or the folder is in use.
    """
    from pc_workbook.kits.saving import kit_of_tracker, refuse_unreadable
    from pc_workbook.kits.writing import write_kit

    progress("Reading the tracker")
    saved = kit_of_tracker(read_tracker(host.read()), folder.resolve().name, scope)
    refuse_unreadable(host.name, saved)
    progress("Writing the kit")
    write_kit(saved.kit, folder)
    return saved


class Upgraded(NamedTuple):
    """What an upgrade added, or would add, and what was written (None: there was nothing to add)."""

    plan: "UpgradePlan"
    delivered: Delivered | None


def upgrade(host: Host, kit: str = "", *, now: datetime | None = None, progress: Progress = silent) -> Upgraded:
    """Add the lists, columns and settings that a tracker of an earlier version lacks; nothing else is changed.

    With a kit, optional lists that it has rows for are added with these rows. Raises WorkbookProblem where the tracker
    can't be read or written, or the kit can't be used.
    """
    from pc_workbook.kits.folders import find_kit
    from pc_workbook.kits.upgrade import plan_upgrade, refuse_no_tracker

    when = now or datetime.now()
    progress("Reading the tracker")
    intake = read_tracker(host.read())
    refuse_no_tracker(host.name, intake)
    plan = plan_upgrade(intake, find_kit(kit) if kit else None)
    if not plan.adds_anything:
        return Upgraded(plan, None)
    progress("Writing the tracker")
    drawing = _new_entry_sheets({added.table: added.rows for added in plan.lists}, when, intake.tracker.words)
    keep = intake.tracker.settings.snapshots_to_keep
    return Upgraded(plan, host.deliver(drawing, changes=plan.changes, keep=keep, now=when))


class DemoSample(NamedTuple):
    """The sample that the command demo shows: its file, and what to say of it."""

    file: str
    note: str


def demo_sample() -> DemoSample:
    """Return the sample that the samples' folder names for a demonstration."""
    import json

    return DemoSample(**json.loads(sample("demo.json").read_text(encoding="utf-8")))


def sample(name: str) -> Path:
    """Return the path of a sample that comes with the program."""
    return program_file("samples", name)
