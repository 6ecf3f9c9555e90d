"""The workbook that one locality manager fills: what needs action, the two lists with the manager's columns open, and
the practices.

It contains rows of that locality only (returns/handout.py decides which). What a column takes and its help come from the
list's columns, as in the tracker.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pc_workbook.measures.results import ActionResult, ActionState, IndicatorByOrganisation
from pc_workbook.model.practice import Practice
from pc_workbook.model.words import Word, owner_word
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
from pc_workbook.wording import entry_sheets as texts
from pc_workbook.wording import headings

NEEDS_ACTION = (ActionState.OVERDUE, ActionState.DUE_SOON)


ACTION_TEXT = EntryColumn(headings.WHAT_IS_PROMISED, Kind.LONG_TEXT, 32, False, Writer.STAFF, texts.ACTION_HELP)
PRACTICE = EntryColumn(headings.PRACTICE_NAME, Kind.LONG_TEXT, 28, False, Writer.STAFF, texts.PRACTICE_HELP)
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
    words: Sequence[Word] = ()  # the tracker's own
    values: Sequence[IndicatorByOrganisation] = ()  # of the locality and its practices, without suppressed numbers
    own: Mapping[str, tuple[ListColumn, ...]] = {}  # list object -> the columns that the area has added to it

    @property
    def staff(self) -> str:
        """What the tracker calls its staff."""
        return owner_word(self.words, Writer.STAFF, self.as_at)


def return_sheets(form: Form) -> tuple[Sheet | EntryList, ...]:
    """Return the sheets of a return, in the order of their tabs; none for milestones where the locality has none."""
    milestones = [return_list(MILESTONES.table, form.milestones, form)] if form.milestones or not form.mark else []
    progress = return_list(ACTION_PROGRESS.table, form.progress, form)
    return (_guide(form), progress, *milestones, _practices(form))


def return_list(table: str, rows: Sequence[Mapping[str, Value]], form: Form) -> EntryList:
    """Return a list of the tracker with the managers' columns open; the area's own columns come last."""
    of, own = BY_TABLE[table], form.own.get(table, ())
    names = (*ORDER[table], *(column.field for column in own))
    return EntryList(
        sheet=of.sheet,
        table=of.table,
        guide=texts.progress_guide(form.staff) if table == ACTION_PROGRESS.table else texts.MILESTONES_GUIDE,
        columns=(*(_column(of, name, form) for name in ORDER[table]), *(_own_column(column, form) for column in own)),
        rows=[tuple(row.get(name) for name in names) for row in rows],
        open_to=Writer.MANAGER,
    )


def _own_column(column: ListColumn, form: Form) -> EntryColumn:
    """Return a column of the area's own, which takes whatever is typed."""
    return entry_column(column, form.words, form.as_at)._replace(kind=Kind.MEASURED, help=texts.OWN_COLUMN_HELP)


def _column(of: TrackedList, name: str, form: Form) -> EntryColumn:
    if not name:
        return SHOWN[of.table]._replace(called=form.staff)
    column: ListColumn = of.by_field[name]
    width = WIDTHS.get(name, column.width)
    return entry_column(column, form.words, form.as_at)._replace(required=False, choices_from=None, width=width)


def _guide(form: Form) -> Sheet:
    parts: tuple[Part, ...] = (
        Heading(texts.return_title(form.locality, form.as_at), level=1),
        Paragraph(texts.addressed_to(form.manager)),
        *map(Paragraph, texts.HOW_TO_FILL_IN),
        Heading(headings.NEEDS_ACTION),
        _needs_action_table(form),
        Heading(texts.LATEST_PROGRESS),
        _progress_table(form.actions),
        *((Paragraph(texts.return_reference(form.mark), quiet=True),) if form.mark else ()),
    )
    return Sheet(texts.START_HERE, parts, texts.START_DESCRIPTION, locked=True)


def _needs_action_table(form: Form) -> Table:
    columns = (
        Column(headings.WHAT, Style.STATE, 16),
        Column(headings.ACTION, Style.CODE),
        Column(headings.WHY, Style.LONG_TEXT, 62),
        Column(headings.WHAT_IS_PROMISED, Style.LONG_TEXT, 46),
    )
    rows = [row for result in form.actions for row in _needs(result, form)]
    order = {word: n for n, word in enumerate((str(ActionState.OVERDUE), str(ActionState.DUE_SOON), texts.STALE))}
    rows.sort(key=lambda row: order.get(str(row[0]), len(order)))
    return Table("pc_needs_you", columns, tuple(rows), headings.NOTHING_NEEDS_ACTION)


def _needs(result: ActionResult, form: Form) -> Iterable[tuple[Value, ...]]:
    action = result.action
    if result.state in NEEDS_ACTION:
        yield str(result.state), action.letter, texts.action_state(result), action.text
    for milestone in result.milestones:
        state = _urgency(milestone.due, form) if not milestone.is_finished else ""
        if state and milestone.due:
            yield state, action.letter, texts.milestone_due(milestone, milestone.due), action.text
    for progress in result.by_locality:
        if progress.next_step_date and (state := _urgency(progress.next_step_date, form)):
            yield state, action.letter, texts.next_step_due(progress, progress.next_step_date), action.text
    for state, words in texts.report_flags(result.flags):
        yield state, action.letter, words, action.text


def _urgency(day: date | None, form: Form) -> str:
    if day is None or form.as_at is None:
        return ""
    left = (day - form.as_at).days
    return str(ActionState.OVERDUE if left < 0 else ActionState.DUE_SOON if left <= form.due_within_days else "")


def _progress_table(actions: Sequence[ActionResult]) -> Table:
    columns = (
        Column(headings.RAG_REPORTED, Style.RAG, 16),
        Column(headings.ACTION, Style.CODE),
        Column(headings.PROGRESS, Style.LONG_TEXT, 62),
        Column(headings.BY_ROLE, Style.TEXT, 46),
        Column(headings.REPORTED_ON, Style.DATE),
    )
    rows = [
        (str(line.rag) if line.rag else None, result.action.letter, line.text, line.role or None, line.on)
        for result in actions
        for line in result.last_two
    ]
    return Table("pc_last_said", columns, tuple(rows), texts.NO_PROGRESS)


def _practices(form: Form) -> Sheet:
    columns = (
        Column(headings.CODE, Style.CODE),
        Column(headings.PRACTICE, Style.TEXT, 34),
        Column(headings.REGISTERED_PATIENTS, Style.WHOLE),
        Column(headings.WEIGHTED_PATIENTS, Style.WHOLE),
        Column(headings.LIST_SIZE_AS_AT, Style.TEXT, 14),
        Column(headings.IMD_SCORE, Style.SCORE),
        Column(headings.CLOSED, Style.DATE),
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
        for practice in form.practices
    )
    parts: tuple[Part, ...] = (
        Heading(texts.YOUR_PRACTICES, level=1),
        Paragraph(texts.practices_note(form.staff)),
        without_empty(
            Table("pc_your_practices", columns, rows, texts.NO_PRACTICES, repeat_header=True), (headings.CLOSED,)
        ),
        *_values(form.values),
    )
    return Sheet(texts.YOUR_PRACTICES, parts, texts.PRACTICES_DESCRIPTION, locked=True)


def _values(values: Sequence[IndicatorByOrganisation]) -> tuple[Part, ...]:
    """Return the tables of the indicators measured at the practices or the locality; nothing where there are none."""
    if not values:
        return ()
    from pc_workbook.views.workbook.by_organisation import parts_of_a_locality

    return parts_of_a_locality(values)
