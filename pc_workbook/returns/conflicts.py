"""The sheet Conflicts: cells on which a return and the tracker disagree, and what becomes of a person's picks.

A row is added once and never removed. The program fills it, a person picks; the next merge or refresh carries the
pick out and dates the row. A pick that no longer fits, since somebody changed the cell meanwhile, is not carried
out: the row shows what the tracker holds now, and asks again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, cast

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cells.change import CellValue, SetCell
from pc_workbook.cells.limits import cut
from pc_workbook.model.returns import Conflict, Pick
from pc_workbook.model.row import MarkedRow
from pc_workbook.returns.merge import Clash, Listed, Take, sameness
from pc_workbook.returns.return_data import RowName, Spot, TrackerRow, plain, same_value
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import BY_TABLE, CONFLICTS
from pc_workbook.tracker.snapshot import a1
from pc_workbook.views.sentences import sentence

TABLE: Final = CONFLICTS.table
BETWEEN: Final = " · "  # the parts of a row's key

KEPT: Final = "The tracker's was kept."
TAKEN: Final = "The return's was taken."
AGREES: Final = "The tracker holds what the return says."
OTHER_TAKEN: Final = "Another return's value was taken."
ASKED_AGAIN: Final = "Somebody changed the cell meanwhile: please pick again."
TWO_PICKS: Final = "Two values are picked for one cell: please leave one."
NO_ROW: Final = "The tracker no longer has this row: put it back, or keep the tracker's."


class Case(NamedTuple):
    """One row of the sheet, its cell by key, and its values as they stand in their cells."""

    row: Conflict
    at: int
    spot: Spot | None  # None where the tracker no longer has the row
    was: CellValue
    stands: CellValue
    returned: CellValue

    @property
    def is_open(self) -> bool:
        return self.row.settled_on is None


class Settled(NamedTuple):
    """What the picks come to: cells of the tracker that take a return's value, and what the sheet says of it."""

    takes: tuple[Take, ...] = ()
    marks: tuple[SetCell, ...] = ()
    closed: frozenset[int] = frozenset()  # rows of the sheet that wait no longer


def row_label(key: Sequence[str]) -> str:
    """A row's key as a person reads it.

    >>> row_label(("C", "North")), row_label(("", ""))
    ('C · North', '(names no row)')
    """
    return cut(BETWEEN.join(part for part in key if part)) or "(names no row)"


def cases(intake: Intake, names: Iterable[RowName]) -> tuple[Case, ...]:
    """Every row of the sheet; `names`: the rows that its words may mean. None where the sheet lacks a column."""
    read = intake.lists[TABLE]
    if any(
        column.field not in read.columns for column in read.of.columns if column.field not in MarkedRow.model_fields
    ):
        return ()
    sheet = intake.snapshot.sheets[read.sheet]
    named = {(BY_TABLE[table].sheet, row_label(key)): (table, key) for table, key in names} if read.sound else {}
    found = []
    for row, at in zip(cast(Sequence[Conflict], read.sound), read.places, strict=True):
        held = [plain(sheet.value(at, read.columns[name])) for name in ("handed_out", "stands", "returned")]
        found.append(Case(row, at, _spot(row, named), *held))
    return tuple(found)


def _spot(row: Conflict, named: Mapping[tuple[str, str], RowName]) -> Spot | None:
    name = named.get((row.sheet, row.row))
    if name is None:
        return None
    field = next((c.field for c in BY_TABLE[name[0]].columns if c.heading == row.column), None)
    return None if field is None else Spot(*name, field)


def listed(found: Iterable[Case]) -> frozenset[Listed]:
    """What was listed before, settled or not."""
    return frozenset(sameness(one.spot, one.was, one.returned) for one in found if one.spot is not None)


def waiting(found: Iterable[Case], closed: frozenset[int] = frozenset()) -> frozenset[Spot]:
    """The cells that nobody has picked for yet."""
    return frozenset(one.spot for one in found if one.spot is not None and one.is_open and one.at not in closed)


def asked_about(found: Iterable[Case], takes: Iterable[Take]) -> frozenset[Spot]:
    """The cells that wait for a person, or that the returns behind these changes also filled."""
    sources = {source for take in takes for source in take.sources}
    return frozenset(one.spot for one in found if one.spot is not None and (one.is_open or one.row.source in sources))


def settle(intake: Intake, found: Sequence[Case], rows: Mapping[RowName, TrackerRow], today: date) -> Settled:
    """Carry out the picks that can be carried out."""
    by_cell: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for one in found:
        if one.is_open:
            by_cell[one.row.sheet, one.row.row, one.row.column].append(one)
    takes: list[Take] = []
    fates: list[Fate] = []
    for group in by_cell.values():
        spot = group[0].spot
        row = rows.get((spot.table, spot.key)) if spot else None
        if spot is None or row is None or spot.field not in row.cells:
            fates += [fate for one in group if (fate := _fate_without_row(one))]
            continue
        stands = row.values.get(spot.field)
        taken = _taken(group, stands)
        if taken is not None:
            takes.append(Take(spot, stands, taken.returned, (taken.row.source or "",)))
        fates += [fate for one in group if (fate := _fate(one, taken, stands))]
    marks = tuple(mark for fate in fates for mark in _marks(intake, fate, today))
    return Settled(tuple(takes), marks, frozenset(fate.case.at for fate in fates if fate.is_settled))


class Fate(NamedTuple):
    """What becomes of one row of the sheet."""

    case: Case
    words: str
    is_settled: bool = True
    now_stands: CellValue = None  # what the tracker holds, where a person is asked again
    asks_again: bool = False


def _taken(group: Sequence[Case], stands: CellValue) -> Case | None:
    """The one pick to be carried out for a cell, if there is one and it still fits."""
    picked = [one for one in group if one.row.pick is Pick.TAKE]
    if not picked or any(not same_value(one.returned, picked[0].returned) for one in picked):
        return None
    fits = same_value(picked[0].stands, stands) and not same_value(picked[0].returned, stands)
    return picked[0] if fits else None


def _fate(one: Case, taken: Case | None, stands: CellValue) -> Fate | None:
    if taken is not None and same_value(one.returned, taken.returned):
        return Fate(one, TAKEN)
    if taken is None and same_value(one.returned, stands):
        return Fate(one, AGREES)
    if one.row.pick is Pick.KEEP:
        return Fate(one, KEPT)
    if taken is not None:
        return Fate(one, OTHER_TAKEN)
    if one.row.pick is not Pick.TAKE:
        return None
    if same_value(one.stands, stands):
        return Fate(one, TWO_PICKS, is_settled=False)
    return Fate(one, ASKED_AGAIN, is_settled=False, now_stands=stands, asks_again=True)


def _fate_without_row(one: Case) -> Fate | None:
    if one.row.pick is Pick.KEEP:
        return Fate(one, KEPT)
    return Fate(one, NO_ROW, is_settled=False) if one.row.pick is Pick.TAKE else None


def _marks(intake: Intake, fate: Fate, today: date) -> Iterator[SetCell]:
    """The cells of the sheet that say so."""
    read = intake.lists[TABLE]

    def cell(name: str, value: CellValue) -> SetCell:
        return SetCell(read.sheet, a1(fate.case.at, read.columns[name]), value)

    if fate.is_settled:
        yield cell("settled_on", today)
    if fate.asks_again:
        yield cell("stands", fate.now_stands)
        yield cell("pick", None)
    if fate.case.row.outcome != fate.words:
        yield cell("outcome", fate.words)


def as_row(
    clash: Clash, row: TrackerRow | None, role: str, today: date, marking: Mapping[str, CellValue]
) -> Mapping[str, CellValue]:
    """A new row of the sheet, by heading."""
    of = BY_TABLE[clash.spot.table]
    told: dict[str, CellValue] = {
        "sheet": of.sheet,
        "row": row_label(clash.spot.key),
        "column": of.by_field[clash.spot.field].heading,
        "cell": cell_reference(row.sheet, row.cells[clash.spot.field])
        if row and clash.spot.field in row.cells
        else None,
        "handed_out": clash.was,
        "stands": clash.stands,
        "returned": clash.returned,
        "source": "; ".join(clash.sources),
        "role": role or None,
        "received_on": today,
        "outcome": sentence(clash.why),
        **marking,
    }
    return {column.heading: told[column.field] for column in BY_TABLE[TABLE].columns if column.field in told}
