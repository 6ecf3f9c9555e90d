"""What an edition of the pack may show: public, for guests, or for the whole group.

The figures are worked out once, of the whole tracker, so that a pack and the dashboard can't disagree. Then every
record is made anew of permitted rows and columns: what an edition may not show is never put into it.
"""

from enum import StrEnum
from typing import NamedTuple

from pc_workbook.disclosure.audience import Reach
from pc_workbook.disclosure.masked_results import retold
from pc_workbook.disclosure.permitted_cells import permitted_snapshot
from pc_workbook.disclosure.permitted_rows import Shown, shown_rows
from pc_workbook.disclosure.suppressed import KeptBack, kept_back
from pc_workbook.measures.results import Results
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import Intake, take_in
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
from pc_workbook.wording.findings import message
from pc_workbook.wording.numbers import counted, listed


class Edition(StrEnum):
    """Whom a pack is made for."""

    PUBLIC = "public"
    GROUP = "group"
    GUEST = "guest"


#: How far a cell must go to stand in an edition.
WANTED = {Edition.PUBLIC: Reach.EVERYONE, Edition.GUEST: Reach.MEETING, Edition.GROUP: Reach.MEMBERS}
#: Editions in which small numbers about people are kept back: those that leave the circle of members.
SMALL_NUMBERS_KEPT = frozenset({Edition.PUBLIC, Edition.GUEST})

NOUNS = {
    PRACTICES.table: ("practice", "practices"),
    ACTIONS.table: ("action", "actions"),
    ACTION_PROGRESS.table: ("report on progress", "reports on progress"),
    MILESTONES.table: ("milestone", "milestones"),
    PROGRESS_HISTORY.table: ("earlier report on progress", "earlier reports on progress"),
    PROGRAMMES.table: ("programme", "programmes"),
}


class Selected(NamedTuple):
    """The permitted rows as they were read, and what was kept back on the way."""

    intake: Intake
    shown: dict[str, Shown]
    kept: KeptBack


class Permitted(NamedTuple):
    """What one edition may show, in the records that the views take; `left_out` counts what it does not."""

    intake: Intake
    results: Results
    findings: tuple[Finding, ...]
    chosen: Selected
    left_out: tuple[str, ...] = ()
    suppressed: tuple[str, ...] = ()


def permitted(intake: Intake, results: Results, findings: tuple[Finding, ...], edition: Edition) -> Permitted:
    """What an edition may show of a tracker, of its results and of what was found in it.

    A finding is shown where the permitted cells alone give the very same one; a figure is the whole tracker's.
    """
    chosen = selected(intake, edition)
    seen = _the_same(find_all(chosen.intake), findings)
    may_see = _with_counts(chosen.intake, intake)._replace(findings=_the_same(chosen.intake.findings, findings))
    questions = questions_of(intake, findings)
    told = retold(results, chosen.intake.tracker, blocked_indicators(findings), chosen.kept, questions)
    left_out = (*_left_out(chosen.shown), *_findings_left_out(len(findings) - len(seen)))
    return Permitted(may_see, told, seen, chosen, left_out, chosen.kept.words)


def selected(intake: Intake, edition: Edition) -> Selected:
    """The tracker as an edition may see it: read anew from permitted cells."""
    wanted = WANTED[edition]
    shown, hidden = shown_rows(intake, wanted)
    kept = kept_back(intake, shown, hidden, edition in SMALL_NUMBERS_KEPT)
    shown = {table: kept.of(rows) for table, rows in shown.items()}
    snapshot = permitted_snapshot(intake, shown, hidden, wanted, kept.instead)
    return Selected(take_in(snapshot), shown, kept)


def _with_counts(seen: Intake, whole: Intake) -> Intake:
    """How full each column is, is told of the whole list: an empty column that only looks so would be a falsehood."""
    lists = {
        table: read._replace(filled=whole.lists[table].filled, rows=whole.lists[table].rows)
        for table, read in seen.lists.items()
    }
    return seen._replace(lists=lists)


def _the_same(seen: tuple[Finding, ...], whole: tuple[Finding, ...]) -> tuple[Finding, ...]:
    true = {_content(found) for found in whole}
    return tuple(found for found in seen if _content(found) in true)


def _content(found: Finding) -> tuple[str, ...]:
    """Return what a reader of a finding is shown."""
    return found.code, found.severity, found.sheet, found.cell, *message(found)


def _left_out(shown: dict[str, Shown]) -> tuple[str, ...]:
    """Sentences that count the rows not shown, one for each reason, with nothing of what they hold."""
    not_shown = {table: rows.why_not for table, rows in shown.items() if table in NOUNS}
    reasons = sorted({why for why_not in not_shown.values() for why, count in why_not.items() if count})
    return tuple(_sentence(why, {t: w[why] for t, w in not_shown.items() if w[why]}) for why in reasons)


def _sentence(why: str, counts: dict[str, int]) -> str:
    told = listed([counted(count, *NOUNS[table]) for table, count in counts.items()])
    return f"{told} {'is' if sum(counts.values()) == 1 else 'are'} not shown: {why}."


def _findings_left_out(count: int) -> tuple[str, ...]:
    if count <= 0:
        return ()
    verb = "is" if count == 1 else "are"
    return (f"{counted(count, 'finding')} {verb} not shown: about cells that are not in this edition.",)
