"""Find a list by its list object, or else by its headings on its own sheet; and find copies of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.model.text import folded
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding, Severity, finding
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.layout import EntryList
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot, a1

LOOKED_AT_FOR_HEADINGS = 50
OF_A_LIST, OF_A_COPY = 0.5, 0.75  # the share of its headings by which a list, or a second copy of it, is known
NAMED_HEADINGS = 3  # that a message lists


class Place(NamedTuple):
    """The position of a list, and whether it has a list object."""

    at: ListObject
    is_framed: bool = True


def find_list(of: EntryList, snapshot: Snapshot, findings: list[Finding]) -> Place | None:
    """Return the position of a list; errors in its name, list object or sheet are added to the findings."""
    framed = next((place for name, place in snapshot.lists.items() if name.casefold() == of.table.casefold()), None)
    if framed is not None:
        _report_copies(of, snapshot, framed, findings)
        return Place(framed)
    sheets = [snapshot.sheets[name] for name in _same_names(tuple(snapshot.sheets)).get(folded(of.sheet), ())]
    found = next((place for sheet in sheets if (place := _unnamed(of, sheet, snapshot))), None)
    if found is None:
        _report_missing(of, next(iter(sheets), None), snapshot, findings)
        return None
    code = "list_object_renamed" if found.is_framed else "list_object_missing"
    needs = detail(code, name=found.at.name, table=of.table)
    where = a1(found.at.heading_row, found.at.first_column)
    findings.append(finding("R26", found.at.sheet, where, found.at.name, needs=needs))
    _report_copies(of, snapshot, found.at, findings)
    return found


@lru_cache(maxsize=4)
def _same_names(names: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """Return the sheets by their folded names; cached, as every list of a workbook needs it."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(folded(name), []).append(name)
    return found


def _unnamed(of: EntryList, sheet: SheetCells, snapshot: Snapshot) -> Place | None:
    """Return a list on its own sheet that has no list object of its name."""
    renamed = [place for place in snapshot.other_lists if place.sheet == sheet.name and is_like(of, place.headings)]
    if renamed:
        return Place(max(renamed, key=lambda place: _share(of, place.headings)))
    found = by_headings(of, sheet)
    return Place(found, is_framed=False) if found else None


def _report_missing(of: EntryList, sheet: SheetCells | None, snapshot: Snapshot, findings: list[Finding]) -> None:
    if sheet is None and (of.may_be_absent or is_not_wanted(of, snapshot)):
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
    severity = Severity.WARNING if of.may_be_absent else severity
    findings.append(finding("R75", sheet.name, "A1", None, headings=headings, severity=severity, row=of.table))


def is_not_wanted(of: EntryList, snapshot: Snapshot) -> bool:
    """Return whether a tracker lacks nothing without a list, because it has none of the lists that this one goes with."""
    names = {name.casefold() for name in snapshot.lists}
    sheets = _same_names(tuple(snapshot.sheets))
    return bool(of.only_with) and not any(
        table.casefold() in names or folded(BY_TABLE[table].sheet) in sheets for table in of.only_with
    )


# --- copies


def _report_copies(of: EntryList, snapshot: Snapshot, kept: ListObject, findings: list[Finding]) -> None:
    """Report a second list with the same headings, which is not read (R74)."""
    cell = cell_reference(kept.sheet, a1(kept.heading_row, kept.first_column))
    for copy in _copies(of, snapshot, kept):
        where = a1(copy.heading_row, copy.first_column)
        findings.append(finding("R74", copy.sheet, where, copy.name, row=of.table, wanted=of.sheet, kept=cell))


def _copies(of: EntryList, snapshot: Snapshot, kept: ListObject | None) -> Iterator[ListObject]:
    reported: set[str] = set()
    for place in snapshot.other_lists:
        if place != kept and is_like(of, place.headings, OF_A_COPY):
            reported.add(place.sheet)
            yield place
    names = _same_names(tuple(snapshot.sheets)).get(folded(of.sheet), ())
    others = [snapshot.sheets[name] for name in names]
    for sheet in (*snapshot.other_sheets.values(), *others):
        if sheet.name not in reported and (kept is None or sheet.name != kept.sheet):
            yield from _by_headings_alone(of, sheet, range(1, sheet.width + 1))
    sheet_of_list = snapshot.sheets.get(kept.sheet) if kept else None
    if kept and sheet_of_list and kept.sheet not in reported:
        if sheet_of_list.width > kept.last_column:
            yield from _by_headings_alone(of, sheet_of_list, range(kept.last_column + 1, sheet_of_list.width + 1))
        yield from _by_headings_alone(of, sheet_of_list, range(1, kept.first_column))


def _by_headings_alone(of: EntryList, sheet: SheetCells, column_numbers: range) -> Iterator[ListObject]:
    found = by_headings(of, sheet, column_numbers, OF_A_COPY)
    if found:
        yield found._replace(name=of.sheet)


# --- headings


def is_like(of: EntryList, headings: Sequence[str], share: float = OF_A_LIST) -> bool:
    """Return whether enough of a list's headings are among these; of an optional list, all that must be filled in too."""
    return _share(of, headings) >= share and _has_required(of, {folded(heading) for heading in headings})


def _has_required(of: EntryList, headings: Set[str]) -> bool:
    """Return whether a list that others resemble has its own headings: Comparators are observations but for their name."""
    return not of.is_optional or all(folded(column.heading) in headings for column in of.columns if column.required)


def _share(of: EntryList, headings: Sequence[str]) -> float:
    wanted = {folded(column.heading) for column in of.columns}
    return len(wanted & {folded(heading) for heading in headings}) / len(wanted)


def by_headings(
    of: EntryList, sheet: SheetCells, column_numbers: range | None = None, share: float = OF_A_LIST
) -> ListObject | None:
    """Return a list by its headings: the first of the top rows of a sheet that has enough of them."""
    wanted = {folded(column.heading) for column in of.columns}
    column_numbers = range(1, sheet.width + 1) if column_numbers is None else column_numbers
    for at in range(1, min(sheet.height, LOOKED_AT_FOR_HEADINGS) + 1) if column_numbers else ():
        row = [
            (column_number, cell)
            for column_number in column_numbers
            if isinstance(cell := heading_at(sheet, at, column_number), str)
        ]
        matches = [(column_number, name) for column_number, cell in row if (name := folded(cell)) in wanted]
        names = {name for _, name in matches}
        if len(names) >= share * len(wanted) and _has_required(of, names):
            first = matches[0][0]
            return ListObject(
                of.table, sheet.name, at, sheet.height, first, _last_column(sheet, at, first, column_numbers.stop)
            )
    return None


def _last_column(sheet: SheetCells, at: int, first: int, stop: int) -> int:
    """Return the last column of a list without a list object: a heading that is repeated after an empty one begins a second
    list."""
    seen: set[str] = set()
    last, is_apart = first, False
    for column_number in range(first, stop):
        cell = heading_at(sheet, at, column_number)
        if cell is None:
            is_apart = True
            continue
        if is_apart and folded(str(cell)) in seen:
            break
        seen.add(folded(str(cell)))
        last, is_apart = column_number, False
    return last


def heading_at(sheet: SheetCells, at: int, column_number: int) -> object:
    """Return the value of a heading's cell; of cells merged down to the heading row, the value of the first."""
    value = sheet.value(at, column_number)
    if value is None and sheet.merged:
        over = (area for area in sheet.merged if area[1] == column_number and area[0] < at <= area[2])
        value = next((sheet.value(top, left) for top, left, _, _ in over), None)
    return value


def first_cell(sheet: SheetCells, wanted: Callable[[object], bool]) -> tuple[int, int] | None:
    """Return row and column of the first wanted cell in the top rows of a sheet."""
    rows = range(1, min(sheet.height, LOOKED_AT_FOR_HEADINGS) + 1)
    column_numbers = range(1, sheet.width + 1)
    return next(
        (
            (at, column_number)
            for at in rows
            for column_number in column_numbers
            if wanted(sheet.value(at, column_number))
        ),
        None,
    )
