"""Where a list stands: found by its list object, else by its headings on its own sheet; and where copies of it stand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.model.text import folded
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding, Severity, finding
from pc_workbook.tracker.lists.layout import EntryList
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot, a1

LOOKED_AT_FOR_HEADINGS = 50
OF_A_LIST, OF_A_COPY = 0.5, 0.75  # the share of its headings by which a list, or a second copy of it, is known
NAMED_HEADINGS = 3  # that a message lists


class Place(NamedTuple):
    """Where a list stands, and whether a list object says where it ends."""

    at: ListObject
    is_framed: bool = True


def find_list(of: EntryList, snapshot: Snapshot, findings: list[Finding]) -> Place | None:
    """Return where a list stands; what is wrong with its name, its frame or its sheet goes to the findings."""
    framed = next((one for name, one in snapshot.lists.items() if name.casefold() == of.table.casefold()), None)
    if framed is not None:
        _tell_copies(of, snapshot, framed, findings)
        return Place(framed)
    sheets = [snapshot.sheets[name] for name in _same_names(tuple(snapshot.sheets)).get(folded(of.sheet), ())]
    found = next((place for one in sheets if (place := _unnamed(of, one, snapshot))), None)
    if found is None:
        _tell_missing(of, next(iter(sheets), None), snapshot, findings)
        return None
    code = "list_object_renamed" if found.is_framed else "list_object_missing"
    needs = detail(code, name=found.at.name, table=of.table)
    where = a1(found.at.heading_row, found.at.first_column)
    findings.append(finding("R26", found.at.sheet, where, found.at.name, needs=needs))
    _tell_copies(of, snapshot, found.at, findings)
    return found


@lru_cache(maxsize=4)
def _same_names(names: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """Sheets by what their names have in common. Every list of a workbook asks."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(folded(name), []).append(name)
    return found


def _unnamed(of: EntryList, sheet: SheetCells, snapshot: Snapshot) -> Place | None:
    """A list on its own sheet that no list object of its name frames."""
    renamed = [one for one in snapshot.other_lists if one.sheet == sheet.name and is_like(of, one.headings)]
    if renamed:
        return Place(max(renamed, key=lambda one: _share(of, one.headings)))
    found = by_headings(of, sheet)
    return Place(found, is_framed=False) if found else None


def _tell_missing(of: EntryList, sheet: SheetCells | None, snapshot: Snapshot, findings: list[Finding]) -> None:
    if of.comes_later and sheet is None:
        return
    severity = Severity.ERROR if of.needed else Severity.WARNING
    if sheet is None:
        copy = next(_copies(of, snapshot, None), None)
        hint = detail("list_on_another_sheet", sheet=copy.sheet) if copy else ""
        findings.append(
            finding("R01", of.sheet, "A1", None, wanted=of.sheet, suggestion=hint, severity=severity, row=of.table)
        )
        return
    headings = detail("headings", headings=tuple(column.heading for column in of.columns[:NAMED_HEADINGS]))
    severity = Severity.WARNING if of.comes_later else severity
    findings.append(finding("R75", sheet.name, "A1", None, headings=headings, severity=severity, row=of.table))


# --- copies


def _tell_copies(of: EntryList, snapshot: Snapshot, kept: ListObject, findings: list[Finding]) -> None:
    """R74: a second list with the same headings, which is not read."""
    cell = cell_reference(kept.sheet, a1(kept.heading_row, kept.first_column))
    for copy in _copies(of, snapshot, kept):
        where = a1(copy.heading_row, copy.first_column)
        findings.append(finding("R74", copy.sheet, where, copy.name, row=of.table, wanted=of.sheet, kept=cell))


def _copies(of: EntryList, snapshot: Snapshot, kept: ListObject | None) -> Iterator[ListObject]:
    told: set[str] = set()
    for one in snapshot.other_lists:
        if one != kept and is_like(of, one.headings, OF_A_COPY):
            told.add(one.sheet)
            yield one
    names = _same_names(tuple(snapshot.sheets)).get(folded(of.sheet), ())
    others = [snapshot.sheets[name] for name in names]
    for sheet in (*snapshot.other_sheets.values(), *others):
        if sheet.name not in told and (kept is None or sheet.name != kept.sheet):
            yield from _by_headings_alone(of, sheet, range(1, sheet.width + 1))
    sheet_of_list = snapshot.sheets.get(kept.sheet) if kept else None
    if kept and sheet_of_list and kept.sheet not in told:
        if sheet_of_list.width > kept.last_column:
            yield from _by_headings_alone(of, sheet_of_list, range(kept.last_column + 1, sheet_of_list.width + 1))
        yield from _by_headings_alone(of, sheet_of_list, range(1, kept.first_column))


def _by_headings_alone(of: EntryList, sheet: SheetCells, spots: range) -> Iterator[ListObject]:
    found = by_headings(of, sheet, spots, OF_A_COPY)
    if found:
        yield found._replace(name=of.sheet)


# --- headings


def is_like(of: EntryList, headings: Sequence[str], share: float = OF_A_LIST) -> bool:
    """Whether headings are so many of a list's as to be those of that list."""
    return _share(of, headings) >= share


def _share(of: EntryList, headings: Sequence[str]) -> float:
    wanted = {folded(column.heading) for column in of.columns}
    return len(wanted & {folded(heading) for heading in headings}) / len(wanted)


def by_headings(
    of: EntryList, sheet: SheetCells, spots: range | None = None, share: float = OF_A_LIST
) -> ListObject | None:
    """A list by its headings, near the top of a sheet: the first row that holds so many of them."""
    wanted = {folded(column.heading) for column in of.columns}
    spots = range(1, sheet.width + 1) if spots is None else spots
    for at in range(1, min(sheet.height, LOOKED_AT_FOR_HEADINGS) + 1) if spots else ():
        row = [(spot, cell) for spot in spots if isinstance(cell := heading_at(sheet, at, spot), str)]
        met = [(spot, name) for spot, cell in row if (name := folded(cell)) in wanted]
        if len({name for _, name in met}) >= share * len(wanted):
            first = met[0][0]
            return ListObject(of.table, sheet.name, at, sheet.height, first, _last_column(sheet, at, first, spots.stop))
    return None


def _last_column(sheet: SheetCells, at: int, first: int, stop: int) -> int:
    """The last column of a list that no frame ends: where a heading comes again behind a column without one, a second
    list begins."""
    seen: set[str] = set()
    last, is_apart = first, False
    for spot in range(first, stop):
        cell = heading_at(sheet, at, spot)
        if cell is None:
            is_apart = True
            continue
        if is_apart and folded(str(cell)) in seen:
            break
        seen.add(folded(str(cell)))
        last, is_apart = spot, False
    return last


def heading_at(sheet: SheetCells, at: int, spot: int) -> object:
    """What stands in a heading's cell; in that of a merge that reaches down to the headings, what its first cell holds."""
    value = sheet.value(at, spot)
    if value is None and sheet.merged:
        over = (one for one in sheet.merged if one[1] == spot and one[0] < at <= one[2])
        value = next((sheet.value(top, left) for top, left, _, _ in over), None)
    return value


def first_cell(sheet: SheetCells, wanted: Callable[[object], bool]) -> tuple[int, int] | None:
    """Row and column of the first cell that is wanted, near the top of a sheet: row by row, from left to right."""
    rows = range(1, min(sheet.height, LOOKED_AT_FOR_HEADINGS) + 1)
    spots = range(1, sheet.width + 1)
    return next(((at, spot) for at in rows for spot in spots if wanted(sheet.value(at, spot))), None)
