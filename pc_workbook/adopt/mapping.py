"""The mapping of a workbook to the lists of a tracker: what each column is, as proposed and as a person chose."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from pc_workbook.adopt.synonyms import lists_to_fill
from pc_workbook.model.text import folded
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.layout import Column, EntryList, Reads

#: The lists whose values may stand one period a column, and the field of such a value.
VALUE_BY_PERIOD: Final = {"tblTrajectory": "value", "tblObservations": "value", "tblWorkforce": "fte"}
YEAR, PERIOD = "year", "period"
REFERENCE, TEXT_OF_ACTION, NOTE = "letter", "text", "note"


class Form(StrEnum):
    """How a cell gives the value of its field."""

    WHOLE_CELL = "whole_cell"
    OF_PERIOD = "of_period"
    REFERENCE_FIRST = "reference_first"  # 1 - Open a hub: the reference 1 and what is promised


class Target(NamedTuple):
    """What a column is: a column of a list, and how its cells give the value."""

    table: str
    field: str
    form: Form = Form.WHOLE_CELL

    @property
    def of(self) -> EntryList:
        return BY_TABLE[self.table]

    @property
    def column(self) -> Column:
        return self.of.by_field[self.field]

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that its cells fill."""
        return (REFERENCE, TEXT_OF_ACTION) if self.form is Form.REFERENCE_FIRST else (self.field,)

    @property
    def takes_several(self) -> bool:
        """Return whether more than one column may go there: a note, and a value for each period."""
        return self.field == NOTE or self.form is Form.OF_PERIOD


class MappedColumn(NamedTuple):
    """One column of the workbook and what it is; `target` is None for one that is left out."""

    heading: str
    cell: str  # the address of the heading when the mapping was made
    period: str  # of the heading, "" where it names none
    target: Target | None
    chosen_at: str = ""  # the cell of the choice in the mapping


class FixedValue(NamedTuple):
    """A value that all rows of a table have, because no column of the workbook has it."""

    target: Target
    value: object
    typed_at: str = ""


class MappedTable(NamedTuple):
    """One table of the workbook, with its columns and fixed values."""

    sheet: str
    area: str
    fingerprint: str
    columns: tuple[MappedColumn, ...]
    fixed: tuple[FixedValue, ...] = ()

    @property
    def targets(self) -> Sequence[Target]:
        return [column.target for column in self.columns if column.target]

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the lists that it fills, those that others refer to first."""
        used = {target.table for target in self.targets}
        return tuple(of.table for of in lists_to_fill() if of.table in used)


class WorkbookMapping(NamedTuple):
    """A mapping as it was read: its tables, and what it filled in earlier."""

    name: str
    tables: tuple[MappedTable, ...]
    earlier: Mapping[str, frozenset[str]]  # mark of a cell -> marks of the values that it was given


def fingerprint(headings: Iterable[str]) -> str:
    """Return what names a table whatever its place: a digest of its headings in order.

    >>> fingerprint(["Action", "Due date"]) == fingerprint(["ACTION", "Due  date"])
    True
    """
    text = "\n".join(folded(heading) for heading in headings)
    return hashlib.sha256(text.encode()).hexdigest()[:8].upper()


def target_choices() -> tuple[Target, ...]:
    """Return everything that a column can be, in the order of the lists."""
    return tuple(target for of in lists_to_fill() for target in _targets_of(of))


def _targets_of(of: EntryList) -> Iterable[Target]:
    for column in of.columns:
        yield Target(of.table, column.field)
        if VALUE_BY_PERIOD.get(of.table) == column.field:
            yield Target(of.table, column.field, Form.OF_PERIOD)
        if (of.table, column.field) == ("tblActions", REFERENCE):
            yield Target(of.table, column.field, Form.REFERENCE_FIRST)


@cache
def implied_fields(table: str, others: frozenset[Target]) -> Mapping[str, Target]:
    """Return the fields of a list that another list's column of the same row gives, such as the action of its progress."""
    given: dict[str, Target] = {}
    own = {field for target in others if target.table == table for field in target.fields}
    for column in BY_TABLE[table].columns:
        if column.links_to is None or column.field in own or column.reads is Reads.NUMBERS:
            continue
        linked = (target for target in others if target.table == column.links_to[0])
        for target in linked:
            if column.links_to[1] in target.fields and target.table != table:
                given[column.field] = target
    return given


def period_field(of: EntryList, is_calendar_year: bool) -> str | None:
    """Return the field that the period of a heading fills: a year where it is one, else a period; None for neither."""
    if is_calendar_year and YEAR in of.by_field:
        return YEAR
    return PERIOD if PERIOD in of.by_field else None


def missing_fields(table: MappedTable, of: EntryList) -> tuple[Column, ...]:
    """Return the required columns of a list that nothing in a table gives."""
    targets = frozenset(table.targets)
    given = {field for target in targets if target.table == of.table for field in target.fields}
    given |= implied_fields(of.table, targets).keys()
    given |= {value.target.field for value in table.fixed if value.target.table == of.table}
    if any(target.table == of.table and target.form is Form.OF_PERIOD for target in targets):
        given |= {YEAR, PERIOD}
    return tuple(column for column in of.columns if column.required and column.field not in given)
