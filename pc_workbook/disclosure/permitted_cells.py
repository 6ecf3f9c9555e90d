"""A snapshot of a tracker with nothing in it but what an edition may show, made of permitted cells one by one.

Nothing is deleted from the whole snapshot: what is not named here as permitted is never put into the new one. It is then
read like any tracker, so rows, findings and sentences can only be made of permitted cells.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pc_workbook.disclosure.audience import Audience, column_rule, is_cell_permitted
from pc_workbook.disclosure.permitted_rows import HiddenKeys, PermittedRows
from pc_workbook.disclosure.small_numbers import CellKey
from pc_workbook.model.row import MarkingLevel
from pc_workbook.model.text import folded
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import OWN_COLUMNS, SETTINGS_TABLE
from pc_workbook.tracker.lists.layout import is_own
from pc_workbook.tracker.lists.location import heading_at
from pc_workbook.tracker.lists.settings_location import SettingsPlace, known_settings, settings_place
from pc_workbook.tracker.markings import FIELDS, MARKING, Cause, RowMarking, key_of, links
from pc_workbook.tracker.snapshot import ColumnCells, ListObject, SheetCells, Snapshot


def permitted_snapshot(
    intake: Intake,
    shown: Mapping[str, PermittedRows],
    hidden: HiddenKeys,
    audience: Audience,
    replacements: Mapping[CellKey, object],
) -> Snapshot:
    """Return the tracker's permitted cells in their places. `replacements`: what is shown for suppressed numbers."""
    sheets: dict[str, SheetCells] = {}
    by_list = _by_list(replacements)
    own = _own_in_packs(intake, shown)
    for rows in shown.values():
        read = rows.read
        if read.columns and read.sheet not in sheets:  # a second list on one sheet is not shown
            sheets[read.sheet] = _sheet(intake, rows, hidden, audience, by_list.get(read.of.table, {}), own)
    if settings := _settings_sheet(intake):
        sheets[settings.name] = settings
    lists = {name: place for name, place in intake.snapshot.lists.items() if name == SETTINGS_TABLE}
    lists |= {rows.read.of.table: _list_object(rows, own) for rows in shown.values() if rows.read.columns}
    return intake.snapshot._replace(sheets=sheets, lists=lists, other_lists=(), other_sheets={})


def _list_object(rows: PermittedRows, own: frozenset[tuple[str, str]]) -> ListObject:
    """Return a list object round every row that was read of a list, wherever the tracker's own one ends: blank rows in place
    of withheld ones must not part a row from its list.
    """
    read = rows.read
    columns = [n for field, n in read.columns.items() if not is_own(field) or (read.of.table, field) in own]
    last = max(read.filled_row_numbers, default=read.heading_row)
    return ListObject(read.of.table, read.sheet, read.heading_row, last, min(columns), max(columns))


def _own_in_packs(intake: Intake, shown: Mapping[str, PermittedRows]) -> frozenset[tuple[str, str]]:
    """Return the list and the field of each column of the area's own that is for packs, and for this audience."""
    listed = shown.get(OWN_COLUMNS.table)
    if listed is None or not listed.row_numbers:
        return frozenset()
    permitted = set(listed.row_numbers)
    chosen = {
        (entry.row.sheet, folded(entry.row.column))
        for entry in read_list(intake, OWN_COLUMNS).entries
        if entry.at in permitted and entry.row.in_pack
    }
    return frozenset(
        (table, column.field)
        for table, read in intake.lists.items()
        for column in read.of.columns
        if is_own(column.field) and (read.of.sheet, folded(column.heading)) in chosen
    )


def _by_list(replacements: Mapping[CellKey, object]) -> dict[str, dict[str, dict[int, object]]]:
    """Return the replacements by list, field and row."""
    found: dict[str, dict[str, dict[int, object]]] = {}
    for (table, row, field), value in replacements.items():
        found.setdefault(table, {}).setdefault(field, {})[row] = value
    return found


def _sheet(
    intake: Intake,
    rows: PermittedRows,
    hidden: HiddenKeys,
    audience: Audience,
    replacements: Mapping[str, Mapping[int, object]],
    own: frozenset[tuple[str, str]],
) -> SheetCells:
    read, table = rows.read, rows.read.of.table
    old = intake.snapshot.sheets[read.sheet]
    kept_rows = (read.heading_row, *rows.row_numbers)
    markings = intake.markings.rows.get(table, {})
    shown_fields = {
        field: column for field, column in read.columns.items() if not is_own(field) or (table, field) in own
    }
    columns = {
        column: _permitted_cells(
            old.column(column),
            kept_rows,
            old.height,
            heading_at(old, read.heading_row, column),
            _masking(rows, field, hidden, audience, replacements.get(field, {}), markings),
        )
        for field, column in shown_fields.items()
    }
    shown_rows = frozenset(rows.row_numbers)
    replaced = {
        (row, read.columns[field]) for field, values in replacements.items() if field in read.columns for row in values
    }
    marking_columns = {read.columns[name] for name in FIELDS if name in read.columns and MARKING in read.of.by_field}
    shown_columns = frozenset(shown_fields.values()) - marking_columns  # markings are replaced by those that apply

    def is_shown(cell: tuple[int, int]) -> bool:
        return cell[0] in shown_rows and cell[1] in shown_columns and cell not in replaced

    errors = {cell: text for cell, text in old.errors.items() if is_shown(cell)}
    percent = frozenset(filter(is_shown, old.percent))
    merged = tuple(
        area
        for area in old.merged
        if all(row in shown_rows for row in range(area[0], area[2] + 1))
        and not any(area[1] <= column <= area[3] for column in marking_columns)
    )
    empty_results = frozenset(filter(is_shown, old.empty_results))
    new = SheetCells(old.name, (), errors, percent, merged, empty_results=empty_results)
    new.columns = tuple(columns.get(column, ColumnCells((), ())) for column in range(1, max(columns) + 1))
    new.height, new.months = old.height, frozenset(cell for cell in old.months if cell[0] in shown_rows)
    return new


#: What is shown for a cell, given its row on the sheet and its value.
Masking = Callable[[int, object], object]


def _masking(
    rows: PermittedRows,
    field: str,
    hidden: HiddenKeys,
    audience: Audience,
    replacements: Mapping[int, object],
    markings: Mapping[int, RowMarking],
) -> Masking | None:
    """Return the masking of one column; None where each cell is shown unchanged."""
    table = rows.read.of.table
    rule = column_rule(table, field)
    is_restricted = rule is not None and rule.audience <= audience
    hidden_keys = next((hidden.keys_of(to) for name, to in links(rows.read) if name == field), frozenset[str]())
    if not (is_restricted or hidden_keys or replacements or field == MARKING):
        return None

    def masked(row: int, value: object) -> object:
        if row in replacements:
            return replacements[row]
        if field == MARKING:
            return _marking_shown(markings.get(row), value, audience)
        if value is None or (hidden_keys and _is_hidden(field, value, hidden_keys, hidden)):
            return None
        names_organisation = bool(hidden.organisations.found_in(str(value)))
        if rule is not None and not is_cell_permitted(
            table, field, value, row in rows.public, names_organisation, audience
        ):
            return rule.replacement
        return value

    return masked


def _marking_shown(marking: RowMarking | None, typed: object, audience: Audience) -> object:
    """Return a marking as it was typed, or the one that applies to the row where other cells decide.

    An unmarked row that is shown to everyone is Public by its list.
    """
    if audience is Audience.EVERYONE:
        return str(MarkingLevel.PUBLIC)
    if marking is None or marking.cause in (Cause.TYPED, Cause.PARAGRAPH):
        return typed
    return str(marking.level)


def _is_hidden(field: str, value: object, keys: frozenset[str], hidden: HiddenKeys) -> bool:
    """Return whether a link leads to a row that is not shown."""
    in_words = keys is hidden.practices and bool(hidden.hidden_practices.found_in(str(value)))
    return key_of(field)(value) in keys or in_words


def _permitted_cells(
    cells: ColumnCells, rows: Sequence[int], height: int, heading: object, masking: Masking | None
) -> ColumnCells:
    """Return a column with the cells of some rows only; the first of the rows is that of the heading."""
    codes = array("I", [0]) * height
    numbers: dict[tuple[type, Any], int] = {(type(None), None): 0}
    for place, row in enumerate(rows):
        value = cells.at(row) if place else heading
        if masking is not None and place:
            value = masking(row, value)
        codes[row - 1] = numbers.setdefault((type(value), value), len(numbers))
    return ColumnCells(codes, tuple(value for _, value in numbers))


def _settings_sheet(intake: Intake) -> SheetCells | None:
    """Return the Settings sheet with the settings that the program knows, and nothing else of it."""
    place = settings_place(intake.snapshot)
    if place is None:
        return None
    old = place.sheet
    rows: list[list[object]] = [[None] * max(2, old.width) for _ in range(old.height)]
    errors: dict[tuple[int, int], str] = {}
    for row, column in _known_settings(place):
        rows[row - 1][column - 1] = old.value(row, column)
        if (row, column) in old.errors:
            errors[row, column] = old.errors[row, column]
    return SheetCells(old.name, rows, errors, old.percent)


def _known_settings(place: SettingsPlace) -> Iterator[tuple[int, int]]:
    """Yield the cells of the headings, and of the names and values of the settings that the program knows."""
    if place.names is None or place.values is None:
        return
    for column in (place.names, place.values):
        yield place.heading_row, column
    for row in place.rows():
        if folded(str(place.sheet.value(row, place.names))) in known_settings():
            yield row, place.names
            yield row, place.values
