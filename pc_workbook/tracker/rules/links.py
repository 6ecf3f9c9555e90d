"""Names and codes that are on no list (R15). One finding per name, however many cells have it: it is corrected once.

A name that is nearly one of a list gets a suggestion. A code never does: the code next to it is another practice's,
action's or indicator's.
"""

from collections import defaultdict
from collections.abc import Iterator, Set
from functools import cache, partial
from typing import Any, Final, NamedTuple

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.model.names import same_key
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.row import column, where
from pc_workbook.model.text import nearest
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import (
    ACTIONS,
    BY_TABLE,
    CQC_RATINGS,
    FUNCTIONS,
    GROUPS,
    INDICATORS,
    LEVELS,
    LOCALITIES,
    OBSERVATIONS,
    PRACTICES,
    PROVIDERS,
)
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.markings import key_of
from pc_workbook.tracker.snapshot import a1

CODED: Final = frozenset(
    {PRACTICES.table, ACTIONS.table, INDICATORS.table, FUNCTIONS.table}
)  # known by a code or a number
CHECKED_ELSEWHERE: Final = frozenset({LEVELS.table, GROUPS.table})  # group_rules.py


class UnknownCell(NamedTuple):
    """A cell that names what is on no list: its list, its row of that list, and its field."""

    read: ReadList
    row: int
    field: str

    @property
    def cell(self) -> str:
        """The address of the cell on its sheet."""
        return self.read.cell(self.read.entry(self.row), self.field)


class UnknownName(NamedTuple):
    """A name that is on no list: the sheets where it belongs (none for a measure), and the known names of its kind."""

    value: object
    sheets: tuple[str, ...]
    known: Set[Any] = frozenset()
    unreadable: str = ""  # the address of the cell that has it in a row that can't be read

    @property
    def problem(self) -> Detail:
        """What is wrong with it."""
        if self.unreadable:
            return detail("in_unreadable_row", name=self.value, cell=self.unreadable)
        if not self.sheets:
            return detail("not_a_measure", name=self.value)
        return detail("not_listed", name=self.value, sheets=self.sheets)


def unknown_names(intake: Intake) -> Iterator[Finding]:
    """Yield a finding for each name that its list lacks: of a locality, practice, action, indicator, function or
    organisation."""
    cells: dict[tuple[str, object], list[UnknownCell]] = defaultdict(list)
    names: dict[tuple[str, object], UnknownName] = {}
    for table, named, cell in (*_linked(intake), *_organisations(intake)):
        cells[table, named.value].append(cell)
        names.setdefault((table, named.value), named)
    for key, found in cells.items():
        yield unknown_name_finding(names[key], found)


def _linked(intake: Intake) -> Iterator[tuple[str, UnknownName, UnknownCell]]:
    for read in intake.lists.values():
        for link in (list_column for list_column in read.of.columns if list_column.links_to is not None):
            table, name = link.links_to or ("", "")
            if table in CHECKED_ELSEWHERE:
                continue
            known = set(column(intake.lists[table].valid_rows, name))
            if table == LOCALITIES.table and read.of.table != PRACTICES.table:
                known |= {group.name for group in intake.tracker.groups}
            hints: Set[Any] = frozenset() if table in CODED else known
            left_out = cache(partial(_left_out, intake, table, name))
            for n, value in _unknown(read, link.field, known):
                for unknown in sorted(value - known) if isinstance(value, frozenset) else [value]:
                    named = UnknownName(
                        unknown, (BY_TABLE[table].sheet,), hints, left_out().get(key_of(name)(unknown), "")
                    )
                    yield table, named, UnknownCell(read, n, link.field)


def _left_out(intake: Intake, table: str, name: str) -> dict[str, str]:
    """Return the names in rows of a list that can't be read, folded, each with the address of its cell."""
    read = intake.lists[table]
    number, sheet, kept = read.columns.get(name), intake.snapshot.sheets.get(read.sheet), set(read.row_numbers)
    if number is None or sheet is None:
        return {}
    cells = ((at, sheet.value(at, number)) for at in read.filled_row_numbers if at not in kept)
    return {key_of(name)(value): cell_reference(read.sheet, a1(at, number)) for at, value in cells if value is not None}


def _organisations(intake: Intake) -> Iterator[tuple[str, UnknownName, UnknownCell]]:
    """Yield the ratings and observations of an organisation that is on no list."""
    tracker = intake.tracker
    coded = {p.code for p in tracker.practices} | {p.code for p in tracker.providers}
    settings = tracker.settings
    named = {loc.name for loc in tracker.localities} | {settings.area, "England"}
    named |= {name for group in tracker.groups for name in (group.name, group.code) if name}
    also = {
        name for provider in tracker.providers for name in (provider.name, provider.short_name) if name
    }  # whose code is a key too
    named |= {row.comparator_name for row in tracker.indicators if row.comparator_name}
    named |= {row.comparator for row in tracker.comparators}
    left_out = cache(partial(_left_out, intake, PRACTICES.table, "code"))
    for table, names, sheets in (
        (CQC_RATINGS.table, frozenset[str](), (PRACTICES.sheet, PROVIDERS.sheet)),
        (OBSERVATIONS.table, named, (PRACTICES.sheet, PROVIDERS.sheet, LOCALITIES.sheet)),
    ):
        read = intake.lists[table]
        known = coded | names | also | {*settings.area_names}
        spellings = {name_key(str(name)) for name in known}
        for n, value in _unknown(read, "organisation", known):
            if name_key(str(value)) in spellings:
                continue
            strange = UnknownName(value, sheets, names, left_out().get(same_key(value), ""))
            yield PRACTICES.table, strange, UnknownCell(read, n, "organisation")


def _unknown(read: ReadList, name: str, known: set[Any]) -> Iterator[tuple[int, Any]]:
    """Yield the rows of a column whose value, or some of whose values, is on no list."""

    def is_strange(value: Any) -> bool:
        return value is not None and not (value <= known if isinstance(value, frozenset) else value in known)

    for n in where(read.valid_rows, name, is_strange):
        yield n, getattr(read.valid_rows[n], name)


def unknown_name_finding(name: UnknownName, cells: list[UnknownCell]) -> Finding:
    """Return the finding for a name that is on no list: at its first cell, with the number of the others."""
    first, *others = cells
    read, entry = first.read, first.read.entry(first.row)
    near = nearest(str(name.value), map(str, name.known), 0.8)
    key = "|".join(str(getattr(entry.row, part)) for part in read.of.key) or str(entry.at)
    return finding(
        "R15", read.sheet, first.cell, name.value, heading=read.of.by_field[first.field].heading,
        row=str(name.value) if others else key,  # so that sorting leaves its mark alone
        needs=name.problem, suggestion=detail("did_you_mean", name=near) if near else "", more=_other_cells(others),
    )  # fmt: skip


def _other_cells(others: list[UnknownCell]) -> Detail | str:
    if not others:
        return ""
    last = others[-1]
    return detail("other_cells", count=len(others), last=cell_reference(last.read.sheet, last.cell))
