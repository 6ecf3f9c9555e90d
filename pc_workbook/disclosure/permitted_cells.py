"""A tracker with nothing in it but what an edition may show: a new snapshot, made of permitted cells one by one.

Nothing is deleted from the old one: what is not named here as permitted is never put in. It is then read like any
tracker, so rows, findings and sentences can only be made of permitted cells.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pc_workbook.disclosure.audience import Reach, goes_along, kept
from pc_workbook.disclosure.permitted_rows import Hidden, Shown
from pc_workbook.disclosure.small_numbers import Spot
from pc_workbook.model.row import MarkingLevel
from pc_workbook.model.text import folded
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import SETTINGS_TABLE
from pc_workbook.tracker.lists.location import heading_at
from pc_workbook.tracker.lists.settings_location import SettingsPlace, known_settings, settings_place
from pc_workbook.tracker.markings import FIELDS, MARKING, Cause, RowMarking, key_of, links
from pc_workbook.tracker.snapshot import ColumnCells, ListObject, SheetCells, Snapshot


def permitted_snapshot(
    intake: Intake, shown: Mapping[str, Shown], hidden: Hidden, wanted: Reach, instead: Mapping[Spot, object]
) -> Snapshot:
    """The tracker's permitted cells in their places. `instead` holds what stands in for numbers that are kept back."""
    sheets: dict[str, SheetCells] = {}
    by_list = _by_list(instead)
    for rows in shown.values():
        read = rows.read
        if read.columns and read.sheet not in sheets:  # a second list on one sheet is not shown
            sheets[read.sheet] = _sheet(intake, rows, hidden, wanted, by_list.get(read.of.table, {}))
    if settings := _settings_sheet(intake):
        sheets[settings.name] = settings
    frames = {name: place for name, place in intake.snapshot.lists.items() if name == SETTINGS_TABLE}
    frames |= {one.read.of.table: _frame(one) for one in shown.values() if one.read.columns}
    return intake.snapshot._replace(sheets=sheets, lists=frames, other_lists=(), other_sheets={})


def _frame(rows: Shown) -> ListObject:
    """The list object round all rows that were read of a list, wherever its own ends: blank ones, for those that are not
    shown, part none from the others."""
    read = rows.read
    columns, last = read.columns.values(), max(read.rows_at, default=read.heading_row)
    return ListObject(read.of.table, read.sheet, read.heading_row, last, min(columns), max(columns))


def _by_list(instead: Mapping[Spot, object]) -> dict[str, dict[str, dict[int, object]]]:
    """What stands in for cells, by list and field."""
    found: dict[str, dict[str, dict[int, object]]] = {}
    for (table, at, field), value in instead.items():
        found.setdefault(table, {}).setdefault(field, {})[at] = value
    return found


def _sheet(
    intake: Intake, rows: Shown, hidden: Hidden, wanted: Reach, instead: Mapping[str, Mapping[int, object]]
) -> SheetCells:
    read, table = rows.read, rows.read.of.table
    old = intake.snapshot.sheets[read.sheet]
    at = (read.heading_row, *rows.places)
    columns = {
        spot: _kept_cells(
            old.column(spot),
            at,
            old.height,
            heading_at(old, read.heading_row, spot),
            _treatment(rows, field, hidden, wanted, instead.get(field, {}), intake.markings.rows.get(table, {})),
        )
        for field, spot in read.columns.items()
    }
    there = frozenset(rows.places)
    spots = frozenset(read.columns.values())
    stand_ins = {
        (at, read.columns[field]) for field, values in instead.items() if field in read.columns for at in values
    }
    marking_spots = {read.columns[name] for name in FIELDS if name in read.columns and MARKING in read.of.by_field}
    spots -= marking_spots  # in their place stands what holds for the row
    errors = {
        (at, spot): text
        for (at, spot), text in old.errors.items()
        if at in there and spot in spots and (at, spot) not in stand_ins
    }
    percent = frozenset(one for one in old.percent if one[0] in there and one[1] in spots and one not in stand_ins)
    merged = tuple(
        one
        for one in old.merged
        if all(at in there for at in range(one[0], one[2] + 1))
        and not any(one[1] <= at <= one[3] for at in marking_spots)
    )
    empty_results = frozenset(
        one for one in old.empty_results if one[0] in there and one[1] in spots and one not in stand_ins
    )
    new = SheetCells(old.name, (), errors, percent, merged, empty_results=empty_results)
    new.columns = tuple(columns.get(spot, ColumnCells((), ())) for spot in range(1, max(columns) + 1))
    new.height, new.months = old.height, frozenset(one for one in old.months if one[0] in there)
    return new


Treatment = Callable[[int, object], object]


def _treatment(
    rows: Shown,
    field: str,
    hidden: Hidden,
    wanted: Reach,
    instead: Mapping[int, object],
    markings: Mapping[int, RowMarking],
) -> Treatment | None:
    """What becomes of the cells of one column; None where each stays as it is."""
    table = rows.read.of.table
    rule = kept(table, field)
    held_back = rule is not None and rule.reach <= wanted
    gone = next((hidden.of(to) for name, to in links(rows.read) if name == field), frozenset[str]())
    if not (held_back or gone or instead or field == MARKING):
        return None

    def treated(at: int, value: object) -> object:
        if at in instead:
            return instead[at]
        if field == MARKING:
            return _marking_shown(markings.get(at), value, wanted)
        if value is None or (gone and _is_gone(field, value, gone, hidden)):
            return None
        named = bool(hidden.named.found_in(str(value)))
        if rule is not None and not goes_along(table, field, value, at in rows.public, named, wanted):
            return rule.shown_as
        return value

    return treated


def _marking_shown(marking: RowMarking | None, typed: object, wanted: Reach) -> object:
    """A marking as it was typed, or the one that holds for the row where other cells decide on it.

    An unmarked row that is shown to everyone is Public by its list.
    """
    if wanted is Reach.EVERYONE:
        return str(MarkingLevel.PUBLIC)
    if marking is None or marking.cause in (Cause.TYPED, Cause.PARAGRAPH):
        return typed
    return str(marking.level)


def _is_gone(field: str, value: object, gone: frozenset[str], hidden: Hidden) -> bool:
    """Whether a link leads to a row that is not shown."""
    return key_of(field)(value) in gone or (gone is hidden.practices and bool(hidden.unseen.found_in(str(value))))


def _kept_cells(
    cells: ColumnCells, at: Sequence[int], height: int, heading: object, treat: Treatment | None
) -> ColumnCells:
    """The cells of some rows; the first is that of the heading."""
    codes = array("I", [0]) * height
    numbers: dict[tuple[type, Any], int] = {(type(None), None): 0}
    for place, row in enumerate(at):
        value = cells.at(row) if place else heading
        if treat is not None and place:
            value = treat(row, value)
        codes[row - 1] = numbers.setdefault((type(value), value), len(numbers))
    return ColumnCells(codes, tuple(value for _, value in numbers))


def _settings_sheet(intake: Intake) -> SheetCells | None:
    """The settings that the program knows, and nothing that stands beside them."""
    place = settings_place(intake.snapshot)
    if place is None:
        return None
    old = place.sheet
    rows: list[list[object]] = [[None] * max(2, old.width) for _ in range(old.height)]
    errors: dict[tuple[int, int], str] = {}
    for at, spot in _known_settings(place):
        rows[at - 1][spot - 1] = old.value(at, spot)
        if (at, spot) in old.errors:
            errors[at, spot] = old.errors[at, spot]
    return SheetCells(old.name, rows, errors, old.percent)


def _known_settings(place: SettingsPlace) -> Iterator[tuple[int, int]]:
    """The headings of the settings, and the names and values of those that the program knows."""
    if place.names is None or place.values is None:
        return
    for spot in (place.names, place.values):
        yield place.heading_row, spot
    for at in place.rows():
        if folded(str(place.sheet.value(at, place.names))) in known_settings():
            yield at, place.names
            yield at, place.values
