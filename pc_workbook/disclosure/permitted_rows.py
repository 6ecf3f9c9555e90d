"""Rows of a tracker that an edition may show, by their marking and by what they are about.

A row about a practice or an action that is not shown is not shown either. A row that could not be read in full is not
shown: its content is unknown.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from pc_workbook.disclosure.audience import AUDIENCE_OF_MARKING, Audience, list_rule
from pc_workbook.model.names import Names, same_key
from pc_workbook.model.row import MarkingLevel
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTIONS, ISSUED_EDITIONS, PRACTICES, PROGRAMMES
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.markings import KEYS, LOOSE_LINKS, MARKING, PARAGRAPH, Cause, key_of, links
from pc_workbook.tracker.restricted_names import named_rows, rows_about

#: Other columns whose values name a row of the list in other lists.
OTHER_NAMES = {PRACTICES.table: ("name",)}


class RowReason(StrEnum):
    """Why a row is withheld."""

    ABOUT_HIDDEN = "about hidden"  # about a practice, an action or a programme that is not shown
    EXEMPT = "exempt"
    MARKING_UNREADABLE = "marking unreadable"
    INTERNAL = "internal"
    NOT_PUBLIC = "not public"


class WithheldRow(NamedTuple):
    """Why a row is withheld; for an exempt one with the paragraph of Schedule 12A, '' where none is given."""

    reason: RowReason
    paragraph: str = ""


class PermittedRows(NamedTuple):
    """The rows of one list that an edition shows: their rows on the sheet, and those of them marked Public."""

    read: ReadList
    row_numbers: Sequence[int]
    public: frozenset[int]  # of lists with a marking
    withheld: Counter[WithheldRow]  # how many rows are not shown, by reason


class HiddenKeys(NamedTuple):
    """What is not shown, by the folded keys that name it in other rows."""

    practices: frozenset[str]
    actions: frozenset[str]
    programmes: frozenset[str]
    organisations: Names = Names()  # names of all practices and providers, for finding them in running text
    hidden_practices: Names = Names()  # names of the hidden practices, for the same

    def keys_of(self, table: str) -> frozenset[str]:
        """Return the hidden keys of one of the lists that others link to."""
        return {PRACTICES.table: self.practices, ACTIONS.table: self.actions, PROGRAMMES.table: self.programmes}[table]


def permitted_rows(intake: Intake, audience: Audience) -> tuple[dict[str, PermittedRows], HiddenKeys]:
    """Return the rows of each list that an audience may see, and the keys of those it may not."""
    names = organisation_names(intake)
    audiences = {table: row_audiences(intake, read, names) for table, read in intake.lists.items()}
    practices, actions, programmes = (_hidden_keys(intake, table, audiences.get(table, {}), audience) for table in KEYS)
    hidden_practices = _hidden_practice_names(intake, audiences.get(PRACTICES.table, {}), audience)
    hidden = HiddenKeys(practices, actions, programmes, names, hidden_practices)
    rows = {table: _shown(intake, read, audiences[table], hidden, audience) for table, read in intake.lists.items()}
    return rows, hidden


def row_audiences(intake: Intake, read: ReadList, names: Names) -> Mapping[int, Audience]:
    """Return the audience of each row of a list, by its row on the sheet; {} where every row has that of the list."""
    rule = list_rule(read.of.table)
    unmarked, is_closed = rule.unmarked, rule.unmarked is Audience.NOBODY and not rule.opens_by_marking
    if MARKING not in read.of.by_field or not read.valid_rows or is_closed:
        return {}  # a list for nobody has no other audience, whatever its rows are marked
    return {row: _audience_of_row(intake, read, row, unmarked, names) for row in read.row_numbers}


def _audience_of_row(intake: Intake, read: ReadList, row: int, unmarked: Audience, names: Names) -> Audience:
    level = intake.markings.level(read.of.table, row)
    if level is not None:
        return AUDIENCE_OF_MARKING[level]
    has_restricted_name = unmarked is Audience.MEETING and any(map(names.found_in, _texts(intake, read, row)))
    return Audience.MEMBERS if has_restricted_name else unmarked


def _texts(intake: Intake, read: ReadList, row: int) -> Iterator[str]:
    sheet = intake.snapshot.sheets[read.sheet]
    values = (sheet.value(row, column) for column in read.columns.values())
    return (str(value) for value in values if value is not None)


def organisation_names(intake: Intake) -> Names:
    """Return what names a practice or a provider in running text: codes, names and short names."""
    tracker = intake.tracker
    names = {text for practice in tracker.practices for text in (practice.code, practice.name)}
    names |= {text for body in tracker.providers for text in (body.code, body.name, body.short_name) if text}
    return Names((name, 0) for name in names)


def _hidden_practice_names(intake: Intake, audiences: Mapping[int, Audience], audience: Audience) -> Names:
    unmarked = list_rule(PRACTICES.table).unmarked

    def is_hidden(table: str, row: int) -> bool:
        return table == PRACTICES.table and audiences.get(row, unmarked) < audience

    return Names((name, row.at) for row in named_rows(intake, is_hidden) for name in row.names)


def _hidden_keys(intake: Intake, table: str, audiences: Mapping[int, Audience], audience: Audience) -> frozenset[str]:
    """Return what names the hidden rows of a list: the keys of all its rows, readable or not, less those shown."""
    read = intake.lists[table]
    sheet = intake.snapshot.sheets.get(read.sheet)
    if sheet is None:
        return frozenset()
    shown_rows = {row for row in read.row_numbers if audiences.get(row, list_rule(table).unmarked) >= audience}
    shown: set[str] = set()
    hidden: set[str] = set()
    for field in (name for name in (KEYS[table], *OTHER_NAMES.get(table, ())) if name in read.columns):
        column, fold = read.columns[field], key_of(field)
        for row in range(read.heading_row + 1, sheet.height + 1):
            if (value := sheet.value(row, column)) is not None:
                (shown if row in shown_rows else hidden).add(fold(value))
    return frozenset(hidden - shown)


def _shown(
    intake: Intake, read: ReadList, audiences: Mapping[int, Audience], hidden: HiddenKeys, audience: Audience
) -> PermittedRows:
    withheld: Counter[WithheldRow] = Counter()
    unmarked = list_rule(read.of.table).unmarked
    if unmarked < audience and not audiences:
        reason = RowReason.INTERNAL if unmarked is Audience.NOBODY else RowReason.NOT_PUBLIC
        withheld[WithheldRow(reason)] += read.rows
        return PermittedRows(read, (), frozenset(), withheld)
    about_hidden = set(about_hidden_rows(intake, read, hidden))
    rows = []
    for row in read.row_numbers:
        if audiences.get(row, unmarked) < audience:
            withheld[_why_withheld(intake, read, row)] += 1
        elif row in about_hidden:
            withheld[WithheldRow(RowReason.ABOUT_HIDDEN)] += 1
        else:
            rows.append(row)
    levels = intake.markings.rows.get(read.of.table, {})
    public = frozenset(row for row, marking in levels.items() if marking.level is MarkingLevel.PUBLIC)
    return PermittedRows(read, rows if withheld else read.row_numbers, public, withheld)


def _why_withheld(intake: Intake, read: ReadList, row: int) -> WithheldRow:
    marking = intake.markings.rows[read.of.table].get(row)
    if marking is None:
        return WithheldRow(RowReason.NOT_PUBLIC)
    if marking.level is MarkingLevel.EXEMPT:
        return WithheldRow(RowReason.EXEMPT, paragraph_number(_paragraph(intake, read, row)))
    is_unreadable = marking.cause in (Cause.UNREADABLE, Cause.NO_COLUMN)
    return WithheldRow(RowReason.MARKING_UNREADABLE if is_unreadable else RowReason.INTERNAL)


def _paragraph(intake: Intake, read: ReadList, row: int) -> object:
    column = read.columns.get(PARAGRAPH)
    return None if column is None else intake.snapshot.sheets[read.sheet].value(row, column)


def paragraph_number(paragraph: object) -> str:
    """Return the number of the paragraph of Schedule 12A in what somebody typed; '' where there is none.

    >>> paragraph_number("3 (financial or business affairs)"), paragraph_number("Dr A's contract")
    ('3', '')
    """
    found = re.match(r"\s*(?:paragraph|para\.?)?\s*([1-9]\d?[A-Z]?)(?![\w.])", str(paragraph or ""), re.IGNORECASE)
    return found[1] if found else ""


def about_hidden_rows(intake: Intake, read: ReadList, hidden: HiddenKeys) -> Iterator[int]:
    """Yield the rows that link to a hidden row, or are figures of a hidden action."""
    for field, table in links(read):
        if (read.of.table, field) not in LOOSE_LINKS:
            names = hidden.hidden_practices if table == PRACTICES.table else None
            yield from rows_about(intake, read, field, hidden.keys_of(table), names)
    if read.of.table == ISSUED_EDITIONS.table:
        states = frozenset(same_key(f"action_{letter}_state") for letter in hidden.actions)
        yield from rows_about(intake, read, "measure", states)
