"""Masking of a tracker for one edition of the pack: public, for guests, or for the whole group.

Figures are measured once, of the whole tracker, so that a pack and the dashboard agree. Every record of an edition is
made of permitted rows and columns: what an edition may not show is never put into it.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from pc_workbook.disclosure.audience import Audience
from pc_workbook.disclosure.masked_results import masked_places, masked_results
from pc_workbook.disclosure.permitted_cells import permitted_snapshot
from pc_workbook.disclosure.permitted_rows import PermittedRows, WithheldRow, permitted_rows
from pc_workbook.disclosure.suppressed import Suppressed, SuppressionCounts, suppressed_numbers
from pc_workbook.measures.actions.sign_off import SignOff
from pc_workbook.measures.audience_results import Places, measure_for_audience
from pc_workbook.measures.results import Results
from pc_workbook.measures.staff.staffing import Staffing
from pc_workbook.model.tracker import Tracker
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists.catalogue import (
    ACTION_PROGRESS,
    ACTIONS,
    MILESTONES,
    PRACTICES,
    PROGRAMMES,
    PROGRESS_HISTORY,
)
from pc_workbook.tracker.questioned_values import questions_of
from pc_workbook.tracker.rules.all_rules import find_all


class Edition(StrEnum):
    """The audience that a pack is made for."""

    PUBLIC = "public"
    GROUP = "group"
    GUEST = "guest"


#: The smallest audience that a cell must have to be in an edition.
AUDIENCE_OF_EDITION = {
    Edition.PUBLIC: Audience.EVERYONE,
    Edition.GUEST: Audience.MEETING,
    Edition.GROUP: Audience.MEMBERS,
}
#: Editions that people outside the membership see: small numbers about people are suppressed.
SMALL_NUMBERS_SUPPRESSED = frozenset({Edition.PUBLIC, Edition.GUEST})
#: Lists whose withheld rows an edition counts.
COUNTED_LISTS = frozenset(
    list_of_rows.table
    for list_of_rows in (PRACTICES, ACTIONS, ACTION_PROGRESS, MILESTONES, PROGRESS_HISTORY, PROGRAMMES)
)


class Selection(NamedTuple):
    """A tracker as an edition may see it: the permitted rows, and the numbers suppressed in them."""

    intake: Intake
    rows: dict[str, PermittedRows]
    suppressed: Suppressed


class EditionRows(NamedTuple):
    """A selection with the staff figures of the whole tracker as the edition shows them."""

    selection: Selection
    places: Places

    @property
    def tracker(self) -> Tracker:
        """Return the permitted rows."""
        return self.selection.intake.tracker


class WithheldRows(NamedTuple):
    """How many rows are withheld for one reason, by list."""

    reason: WithheldRow
    counts: tuple[tuple[str, int], ...]


class Permitted(NamedTuple):
    """What one edition may show, in the records that the views take, and counts of what it may not."""

    intake: Intake
    results: Results
    findings: tuple[Finding, ...]
    selection: Selection
    withheld: tuple[WithheldRows, ...] = ()
    findings_withheld: int = 0
    suppression: SuppressionCounts = SuppressionCounts()
    sign_off: SignOff | None = None  # by the permitted approvals; None without an as-at date


class EditionResults(NamedTuple):
    """The results of a whole tracker, and what one edition may show of it."""

    whole: Results
    permitted: Permitted


def results_for_edition(intake: Intake, findings: tuple[Finding, ...], edition: Edition) -> EditionResults:
    """Return the results of a tracker, and what an edition may show of it, of its results and of its findings.

    An indicator with an error has no RAG and the reason in its place; a figure made of a questioned value says so.
    """
    blocked, questions = blocked_indicators(findings), questions_of(intake, findings)
    choose = partial(_choose, intake, edition)
    whole, shown, rows = measure_for_audience(intake.tracker, choose, blocked, questions)
    suppressed = shown.selection.suppressed
    results = masked_results(whole, shown.tracker, shown.places, rows, suppressed)
    return EditionResults(
        whole, _permitted(intake, findings, shown.selection, results)._replace(sign_off=rows.sign_off)
    )


def _choose(intake: Intake, edition: Edition, whole: Results, staffing: Sequence[Staffing]) -> EditionRows:
    selection = select_permitted(intake, staffing, edition)
    return EditionRows(selection, masked_places(whole, selection.intake.tracker, selection.suppressed))


def _permitted(intake: Intake, findings: tuple[Finding, ...], selection: Selection, masked: Results) -> Permitted:
    """Return what an edition may show. A finding is shown where the permitted cells alone give the very same one."""
    shown = selection.intake
    shown_findings = _unchanged(find_all(shown), findings)
    return Permitted(
        _with_row_counts(shown, intake)._replace(findings=_unchanged(shown.findings, findings)),
        masked,
        shown_findings,
        selection,
        _withheld_rows(selection.rows),
        max(0, len(findings) - len(shown_findings)),
        selection.suppressed.numbers,
    )


def select_permitted(intake: Intake, staffing: Sequence[Staffing], edition: Edition) -> Selection:
    """Return the tracker as an edition may see it, read again from permitted cells.

    `staffing` is what each practice reported.
    """
    audience = AUDIENCE_OF_EDITION[edition]
    rows, hidden = permitted_rows(intake, audience)
    suppressed = suppressed_numbers(intake, staffing, rows, hidden, edition in SMALL_NUMBERS_SUPPRESSED)
    rows = {table: suppressed.without_rows(shown) for table, shown in rows.items()}
    snapshot = permitted_snapshot(intake, rows, hidden, audience, suppressed.replacements)
    return Selection(read_tracker(snapshot), rows, suppressed)


def _with_row_counts(shown: Intake, whole: Intake) -> Intake:
    """Give the lists the completeness of the whole tracker: a column that is only masked must not be reported as empty."""
    lists = {
        table: read._replace(filled=whole.lists[table].filled, rows=whole.lists[table].rows)
        for table, read in shown.lists.items()
    }
    return shown._replace(lists=lists)


def _unchanged(shown: tuple[Finding, ...], whole: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings of the permitted cells that are findings of the whole tracker too, with the very same facts."""
    known = {_facts(finding) for finding in whole}
    return tuple(finding for finding in shown if _facts(finding) in known)


def _facts(finding: Finding) -> tuple[str, ...]:
    """Return what the message of a finding is made of."""
    details = sorted(finding.details.items())
    place = (finding.sheet, finding.cell, finding.heading)
    return finding.code, finding.severity, *place, repr(finding.entry), repr(details)


def _withheld_rows(rows: dict[str, PermittedRows]) -> tuple[WithheldRows, ...]:
    """Count the withheld rows of each reason and list; nothing of what they contain is in the counts."""
    counted = {table: shown.withheld for table, shown in rows.items() if table in COUNTED_LISTS}
    reasons = sorted({reason for withheld in counted.values() for reason, count in withheld.items() if count})
    return tuple(
        WithheldRows(reason, tuple((table, count[reason]) for table, count in counted.items() if count[reason]))
        for reason in reasons
    )
