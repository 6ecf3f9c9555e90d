"""R15: what a cell names, and no list holds. One finding a name, however many cells hold it: it is put right once.

A name that is nearly one of a list gets a hint. A code never does: the code next to it is another practice's, action's or
indicator's.
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
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import (
    ACTIONS,
    BY_TABLE,
    CQC_RATINGS,
    FUNCTIONS,
    INDICATORS,
    OBSERVATIONS,
    PRACTICES,
)
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.markings import key_of
from pc_workbook.tracker.snapshot import a1

CODED: Final = frozenset(
    {PRACTICES.table, ACTIONS.table, INDICATORS.table, FUNCTIONS.table}
)  # known by a code or a number


class Unknown(NamedTuple):
    """A cell that names what no list holds: the list it stands in, its row of that list, and its field."""

    read: ReadList
    row: int
    field: str

    @property
    def cell(self) -> str:
        """The address of the cell on its sheet."""
        return self.read.cell(self.read.entry(self.row), self.field)


class Named(NamedTuple):
    """A name that no list holds, the sheets where it should stand, and what names of that kind there are."""

    value: object
    wanted: str
    known: Set[Any] = frozenset()
    stands: str = ""  # the cell that holds it in a row that can't be read

    @property
    def needs(self) -> str:
        """What to do about it."""
        if self.stands:
            return f"“{self.value}” stands in {self.stands}, in a row that can't be read. Correct that row"
        return f"“{self.value}” is not on the sheet {self.wanted}. Correct it, or add a row for it there"


def unknown_names(intake: Intake) -> Iterator[Finding]:
    """R15 for everything that another list must hold: a locality, practice, action, indicator, function or organisation."""
    cells: dict[tuple[str, object], list[Unknown]] = defaultdict(list)
    names: dict[tuple[str, object], Named] = {}
    for table, named, cell in (*_linked(intake), *_organisations(intake)):
        cells[table, named.value].append(cell)
        names.setdefault((table, named.value), named)
    for key, found in cells.items():
        yield points_to_nothing(names[key], found)


def _linked(intake: Intake) -> Iterator[tuple[str, Named, Unknown]]:
    for read in intake.lists.values():
        for link in (one for one in read.of.columns if one.links_to is not None):
            table, name = link.links_to or ("", "")
            known = set(column(intake.lists[table].sound, name))
            hints: Set[Any] = frozenset() if table in CODED else known
            left_out = cache(partial(_left_out, intake, table, name))
            for n, value in _unknown(read, link.field, known):
                for one in sorted(value - known) if isinstance(value, frozenset) else [value]:
                    named = Named(one, f"“{BY_TABLE[table].sheet}”", hints, left_out().get(key_of(name)(one), ""))
                    yield table, named, Unknown(read, n, link.field)


def _left_out(intake: Intake, table: str, name: str) -> dict[str, str]:
    """What the rows of a list that can't be read are called, folded, and the cells that say so."""
    read = intake.lists[table]
    spot, sheet, kept = read.columns.get(name), intake.snapshot.sheets.get(read.sheet), set(read.places)
    if spot is None or sheet is None:
        return {}
    cells = ((at, sheet.value(at, spot)) for at in read.rows_at if at not in kept)
    return {key_of(name)(value): cell_reference(read.sheet, a1(at, spot)) for at, value in cells if value is not None}


def _organisations(intake: Intake) -> Iterator[tuple[str, Named, Unknown]]:
    """Ratings and observations of an organisation that no list holds."""
    tracker = intake.tracker
    coded = {p.code for p in tracker.practices} | {p.code for p in tracker.providers}
    settings = tracker.settings
    named = {loc.name for loc in tracker.localities} | {settings.area_name, "England"}
    also = {name for one in tracker.providers for name in (one.name, one.short_name) if name}  # whose code is a key too
    named |= {row.comparator_name for row in tracker.indicators if row.comparator_name}
    left_out = cache(partial(_left_out, intake, PRACTICES.table, "code"))
    for table, names, sheets in (
        (CQC_RATINGS.table, frozenset[str](), "“Practices” or “Providers”"),
        (OBSERVATIONS.table, named, "“Practices”, “Providers” or “Localities”"),
    ):
        read = intake.lists[table]
        known = coded | names | also | {*settings.area_names}
        spellings = {name_key(str(name)) for name in known}
        for n, value in _unknown(read, "organisation", known):
            if name_key(str(value)) in spellings:
                continue
            strange = Named(value, sheets, names, left_out().get(same_key(value), ""))
            yield PRACTICES.table, strange, Unknown(read, n, "organisation")


def _unknown(read: ReadList, name: str, known: set[Any]) -> Iterator[tuple[int, Any]]:
    """The rows of a column whose value, or some of whose values, no list holds."""

    def is_strange(value: Any) -> bool:
        return value is not None and not (value <= known if isinstance(value, frozenset) else value in known)

    for n in where(read.sound, name, is_strange):
        yield n, getattr(read.sound[n], name)


def points_to_nothing(named: Named, cells: list[Unknown]) -> Finding:
    """The finding for a name that no list holds: at its first cell, with the others told."""
    first, *others = cells
    read, entry = first.read, first.read.entry(first.row)
    near = nearest(str(named.value), map(str, named.known), 0.8)
    key = "|".join(str(getattr(entry.row, part)) for part in read.of.key) or str(entry.at)
    return finding(
        "R15", read.sheet, first.cell, named.value, heading=read.of.by_field[first.field].heading,
        row=str(named.value) if others else key,  # so that sorting leaves its mark alone
        needs=named.needs, suggestion=f" Did you mean “{near}”?" if near else "", more=_more(others),
    )  # fmt: skip


def _more(others: list[Unknown]) -> str:
    if not others:
        return ""
    last = others[-1]
    if len(others) == 1:
        return f" 1 other cell holds it: {cell_reference(last.read.sheet, last.cell)}."
    return f" {len(others):,} other cells hold it, the last of them {cell_reference(last.read.sheet, last.cell)}."
