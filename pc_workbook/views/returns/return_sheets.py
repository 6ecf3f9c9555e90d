"""The workbook that one locality manager fills: what needs action, the two lists with the manager's columns open, and
the practices.

It contains rows of that locality only (returns/handout.py decides which). What a column takes and its help come from the
list's columns, as in the tracker.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pc_workbook.measures.actions.reason_codes import PLAN_FLAGS, Flag
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import ActionResult, ActionState
from pc_workbook.model.action import Milestone
from pc_workbook.model.practice import Practice
from pc_workbook.tracker.lists.catalogue import ACTION_PROGRESS, BY_TABLE, MILESTONES
from pc_workbook.tracker.lists.layout import Column as ListColumn
from pc_workbook.tracker.lists.layout import EntryList as TrackedList
from pc_workbook.tracker.lists.layout import Writer
from pc_workbook.views.drop_empty_columns import without_empty
from pc_workbook.views.entry.entry_sheets import entry_column
from pc_workbook.views.parts import (
    Column,
    EntryColumn,
    EntryList,
    Heading,
    Kind,
    Paragraph,
    Part,
    Sheet,
    Style,
    Table,
    Value,
)
from pc_workbook.wording.actions import flag_words, state_words
from pc_workbook.wording.numbers import day_words
from pc_workbook.wording.sentences import sentence

GUIDE, PRACTICES = "Start here", "Your practices"
NEEDS_ACTION = (ActionState.OVERDUE, ActionState.DUE_SOON)
STALE, NOTHING_NEW = "Stale", "Nothing new"

NO_PRACTICE = "The tracker lists no practice in this locality."

ACTION_TEXT = EntryColumn("What is promised", Kind.LONG_TEXT, 32, False, Writer.STAFF, "The action in words.")
PRACTICE = EntryColumn("Practice name", Kind.LONG_TEXT, 28, False, Writer.STAFF, "The practice’s name.")
#: Columns that help to read a row and contain nothing of their own.
SHOWN: Mapping[str, EntryColumn] = {ACTION_PROGRESS.table: ACTION_TEXT, MILESTONES.table: PRACTICE}
#: The order in which a manager reads a row.
ORDER: Mapping[str, tuple[str, ...]] = {
    ACTION_PROGRESS.table: (
        "action", "", "progress", "rag", "rag_reason", "per_cent_complete", "next_step", "next_step_date",
        "updated_by", "updated_on", "locality",
    ),
    MILESTONES.table: ("action", "practice", "", "milestone", "due", "done", "state", "note"),
}  # fmt: skip
#: Narrower than in the tracker, so that a whole row fits the width of a page.
WIDTHS: Mapping[str, float] = {
    "progress": 48, "rag_reason": 24, "next_step": 28, "updated_by": 20, "locality": 12, "milestone": 40, "note": 36,
}  # fmt: skip
GUIDES: Mapping[str, str] = {
    ACTION_PROGRESS.table: "One row per action. Fill in the white cells; the grey ones are kept by CCG staff and can't be changed. "
    "Select a cell to see what to enter.",
    MILESTONES.table: "One row per dated step at one of your practices. Fill in the white cells when a step is done or its date changes.",
}
HOW = (
    "1. Fill in the white cells on the green sheets. Write what was done since your last return; a "
    "new text replaces the old one, which is kept in the tracker’s history. Give the reason with a RAG word.",
    "2. Sort, filter, hide rows or widen columns as you like: a row is identified by its action, not by its position. To "
    "sort, remove the protection first (Review > Unprotect Sheet; there is no password).",
    "3. Save this workbook and send it back. Don’t copy the rows into another one: it would have no record of what "
    "you were given, and every cell would have to be checked.",
    "Grey cells are protected against accidental changes. If something in them is wrong, say "
    "so in your e-mail: changes made there are reported and not merged.",
)


class Form(NamedTuple):
    """The content of one return."""

    mark: str  # of this return, "" for the empty form
    locality: str
    manager: str
    as_at: date | None
    due_within_days: int
    actions: Sequence[ActionResult]
    practices: Sequence[Practice]
    progress: Sequence[Mapping[str, Value]]  # rows, each field -> value of its cell; "" -> the shown column
    milestones: Sequence[Mapping[str, Value]]


def return_sheets(form: Form) -> tuple[Sheet | EntryList, ...]:
    """Return the sheets of a return, in the order of their tabs; none for milestones where the locality has none."""
    milestones = [return_list(MILESTONES.table, form.milestones)] if form.milestones or not form.mark else []
    progress = return_list(ACTION_PROGRESS.table, form.progress)
    return (_guide(form), progress, *milestones, _practices(form.practices))


def return_list(table: str, rows: Sequence[Mapping[str, Value]]) -> EntryList:
    """Return a list of the tracker with the managers' columns open."""
    of = BY_TABLE[table]
    return EntryList(
        sheet=of.sheet,
        table=of.table,
        guide=GUIDES[table],
        columns=tuple(_column(of, name) for name in ORDER[table]),
        rows=[tuple(row.get(name) for name in ORDER[table]) for row in rows],
        open_to=Writer.MANAGER,
    )


def _column(of: TrackedList, name: str) -> EntryColumn:
    if not name:
        return SHOWN[of.table]
    column: ListColumn = of.by_field[name]
    width = WIDTHS.get(name, column.width)
    return entry_column(column)._replace(required=False, choices_from=None, width=width)


def _guide(form: Form) -> Sheet:
    as_at = f", as at {day_words(form.as_at)}" if form.as_at else ""
    parts: tuple[Part, ...] = (
        Heading(f"{form.locality or 'Locality'}: your return{as_at}", level=1),
        Paragraph(f"For: {form.manager or 'the locality manager'}."),
        *map(Paragraph, HOW),
        Heading("Needs action"),
        _needs_action_table(form),
        Heading("Latest progress"),
        _progress_table(form.actions),
        *(
            (Paragraph(f"Return {form.mark}. Quote this reference if you ask about this workbook.", quiet=True),)
            if form.mark
            else ()
        ),
    )
    return Sheet(GUIDE, parts, "What needs action, and how to fill in this return.", locked=True)


def _needs_action_table(form: Form) -> Table:
    columns = (
        Column("What", Style.STATE, 16),
        Column("Action", Style.CODE),
        Column("Why", Style.LONG_TEXT, 62),
        Column("What is promised", Style.LONG_TEXT, 46),
    )
    rows = [row for result in form.actions for row in _needs(result, form)]
    order = {word: n for n, word in enumerate((str(ActionState.OVERDUE), str(ActionState.DUE_SOON), STALE))}
    rows.sort(key=lambda row: order.get(str(row[0]), len(order)))
    return Table("pc_needs_you", columns, tuple(rows), "Nothing needs action.")


def _needs(result: ActionResult, form: Form) -> Iterable[tuple[Value, ...]]:
    action = result.action
    if result.state in NEEDS_ACTION:
        yield str(result.state), action.letter, sentence(state_words(result.reason)), action.text
    for milestone in result.milestones:
        state = _urgency(milestone.due, form) if not milestone.is_finished else ""
        if state and milestone.due:
            yield state, action.letter, _milestone_words(milestone, milestone.due), action.text
    for progress in result.by_locality:
        if progress.next_step_date and (state := _urgency(progress.next_step_date, form)):
            step = f": {progress.next_step}" if progress.next_step else ""
            yield state, action.letter, sentence(f"next step, {day_words(progress.next_step_date)}{step}"), action.text
    for flag in result.flags:
        yield from _flagged(flag, result)


def _flagged(flag: Reason, result: ActionResult) -> Iterable[tuple[Value, ...]]:
    """Yield what is wrong with a report; what is wrong with the plan is not for the manager to fix."""
    if flag.code not in PLAN_FLAGS:
        word = NOTHING_NEW if flag.code in (Flag.REPEATS_DELIVERY, Flag.COPIED) else STALE
        yield word, result.action.letter, sentence(flag_words(flag)), result.action.text


def _urgency(day: date | None, form: Form) -> str:
    if day is None or form.as_at is None:
        return ""
    left = (day - form.as_at).days
    return str(ActionState.OVERDUE if left < 0 else ActionState.DUE_SOON if left <= form.due_within_days else "")


def _milestone_words(milestone: Milestone, due: date) -> str:
    return sentence(f"milestone at {milestone.practice}, due {day_words(due)}: {milestone.milestone}")


def _progress_table(actions: Sequence[ActionResult]) -> Table:
    columns = (
        Column("RAG reported", Style.RAG, 16),
        Column("Action", Style.CODE),
        Column("Progress", Style.LONG_TEXT, 62),
        Column("By (role)", Style.TEXT, 46),
        Column("On", Style.DATE),
    )
    rows = [
        (str(line.rag) if line.rag else None, result.action.letter, line.text, line.role or None, line.on)
        for result in actions
        for line in result.last_two
    ]
    return Table("pc_last_said", columns, tuple(rows), "No progress has been reported yet.")


def _practices(practices: Sequence[Practice]) -> Sheet:
    columns = (
        Column("Code", Style.CODE),
        Column("Practice", Style.TEXT, 34),
        Column("Registered patients", Style.WHOLE),
        Column("Weighted patients", Style.WHOLE),
        Column("List size as at", Style.TEXT, 14),
        Column("IMD score", Style.SCORE),
        Column("Closed", Style.DATE),
    )
    rows = tuple(
        (
            practice.code,
            practice.name,
            practice.registered_patients,
            practice.weighted_patients,
            practice.list_as_at.label if practice.list_as_at else None,
            practice.deprivation_score,
            practice.closed,
        )
        for practice in practices
    )
    parts: tuple[Part, ...] = (
        Heading("Your practices", level=1),
        Paragraph("For reference. If something is wrong, tell CCG staff."),
        without_empty(Table("pc_your_practices", columns, rows, NO_PRACTICE, repeat_header=True), ("Closed",)),
    )
    return Sheet(PRACTICES, parts, "The practices of the locality.", locked=True)
