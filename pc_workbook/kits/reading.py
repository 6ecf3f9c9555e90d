"""Read the files of a kit: CSV files become the cells of a tracker, which is then read and checked like any other."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Final, NamedTuple

from pc_workbook.cells.addresses import row_and_column
from pc_workbook.kits.kit import (
    DESCRIPTION_FILE,
    FILE_ENDING,
    LAST_IN_ORDER,
    SETTINGS_FILE,
    CellValue,
    Description,
    Kit,
    KitRow,
    cell_value,
    file_name,
    lists_by_file,
    reads_of,
)
from pc_workbook.kits.kit_findings import kit_finding
from pc_workbook.model.text import folded, nearest
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists.catalogue import (
    LISTS,
    PRACTICE_LISTS,
    PRACTICES,
    SETTINGS,
    SETTINGS_HEADINGS,
    SETTINGS_TABLE,
)
from pc_workbook.tracker.lists.layout import Reads
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.lists.settings_location import settings_sheet_name
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot, a1

LONGEST_TEXT: Final = 32_767  # characters, as many as a cell of Excel takes
NEAR: Final = 0.6
NO_ROW: Final = frozenset({"R70", "R71", "R72"})  # lines of a list that are not read as rows
DUPLICATE_HEADING: Final = "R73"
COLUMN_MISSING: Final = "R02"
#: Cells that can't be read, also where no figure is made from them and a tracker only warns.
CANT_BE_READ: Final = frozenset({"R06", "R07", "R08", "R09", "R10", "R12", "R16", "R17", "R47", "R50"})


class ReadKit(NamedTuple):
    """A kit as read, and the errors for which it can't be used."""

    kit: Kit
    errors: tuple[Finding, ...]


class _File(NamedTuple):
    """One CSV file: its name, the list object it fills, and its cells from the headings on."""

    name: str
    table: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def read_kit(name: str, files: Mapping[str, bytes]) -> ReadKit:
    """Return the kit in some files, by their names. Other files than CSV files and the description are ignored."""
    errors: list[Finding] = []
    about = read_description(files.get(DESCRIPTION_FILE), errors)
    tables = [file for given in sorted(files) if (file := _read_file(given, files[given], errors))]
    errors += _missing(tables, files)
    for file in tables:
        errors += _unknown_headings(file)
    intake = read_tracker(_snapshot(name, tables))
    errors += _unreadable(intake, find_all(intake))
    return ReadKit(kit_of(intake, name, about), tuple(errors))


def reading_errors(intake: Intake, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return why a tracker can't be used as a kit: cells that can't be read, and errors of the lists.

    What the plan itself leaves open (the rules of the papers) and settings that are still empty are no such errors.
    """
    settings = settings_sheet_name(intake.snapshot)
    return tuple(
        finding
        for finding in findings
        if (finding.code in CANT_BE_READ or (finding.code.startswith("R") and finding.severity is Severity.ERROR))
        and not (finding.sheet == settings and finding.entry is None and finding.code != COLUMN_MISSING)
    )


def _unreadable(intake: Intake, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield every finding for which a kit of files is refused; a line that would be left out is one."""
    yield from reading_errors(intake, findings)
    for finding in findings:
        if finding.code in NO_ROW:
            code = "kit_setting_unknown" if finding.sheet == SETTINGS_FILE else "kit_line_no_row"
            yield kit_finding("R83", finding.sheet, finding.cell, finding.entry, needs=detail(code))
        elif finding.code == DUPLICATE_HEADING and finding.severity is not Severity.ERROR:
            yield finding


# --- the description


def read_description(content: bytes | None, errors: list[Finding]) -> Description:
    """Return the description of a kit; an empty one, and an error, where it has none that can be read."""
    try:
        given = json.loads((content or b"").decode("utf-8-sig"))
    except (ValueError, RecursionError):  # the second for brackets within brackets, thousands deep
        needs = detail("kit_description_missing" if content is None else "kit_description_no_json")
        errors.append(kit_finding("R84", DESCRIPTION_FILE, "A1", None, needs=needs))
        return Description("", "")
    fields = given if isinstance(given, dict) else {}
    for field in ("title", "description"):
        if not isinstance(fields.get(field), str) or not fields[field].strip():
            needs = detail("kit_description_lacks", field=field)
            errors.append(kit_finding("R84", DESCRIPTION_FILE, "A1", fields.get(field), needs=needs))
    order = fields.get("order")
    return Description(
        str(fields.get("title") or ""),
        str(fields.get("description") or ""),
        order if isinstance(order, int) else LAST_IN_ORDER,
    )


# --- CSV files


def _read_file(name: str, content: bytes, errors: list[Finding]) -> _File | None:
    """Return a CSV file of a list; None for another file, and where it can't be read, which is an error."""
    low = name.casefold()
    if not low.endswith(FILE_ENDING):
        return None
    known = {file: of.table for file, of in lists_by_file().items()} | {SETTINGS_FILE: SETTINGS_TABLE}
    if low not in known:
        hint = nearest(low, known, NEAR)
        suggestion = detail("did_you_mean", name=hint) if hint else ""
        errors.append(kit_finding("R80", name, "A1", name, suggestion=suggestion))
        return None
    try:
        lines = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError:
        errors.append(kit_finding("R83", name, "A1", None, needs=detail("kit_file_not_utf8")))
        return None
    except csv.Error:
        errors.append(kit_finding("R83", name, "A1", None, needs=detail("kit_file_no_csv")))
        return None
    headings = lines[0] if lines else []
    if len(headings) == 1 and ";" in headings[0]:
        errors.append(kit_finding("R83", name, "A1", headings[0], needs=detail("kit_file_semicolons")))
        return None
    errors += _misshapen(name, lines)
    return _File(name, known[low], headings, lines[1:])


def _misshapen(name: str, lines: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """Yield an error for each cell beyond the last heading, and for each that is too long."""
    width = len(lines[0]) if lines else 0
    for row, cells in enumerate(lines, 1):
        if any(cells[width:]):
            yield kit_finding("R83", name, a1(row, width + 1), cells[width], needs=detail("kit_cell_without_heading"))
        for column, text in enumerate(cells, 1):
            if len(text) > LONGEST_TEXT:
                yield kit_finding("R83", name, a1(row, column), text, needs=detail("kit_cell_too_long"))


def _missing(tables: Iterable[_File], files: Iterable[str]) -> Iterator[Finding]:
    """Yield an error for each list that every kit needs and this one lacks."""
    there = {file.table for file in tables} | {name.casefold() for name in files}
    for of in LISTS:
        name = file_name(of.sheet)
        is_wanted = of.needed and (not of.only_with or not there.isdisjoint(of.only_with))
        if is_wanted and of.table not in there and name not in there:
            yield kit_finding("R82", name, "A1", None, wanted=of.sheet)


def _unknown_headings(file: _File) -> Iterator[Finding]:
    known = [*SETTINGS_HEADINGS] if file.table == SETTINGS_TABLE else [*reads_of(file.table)]
    folded_known = {folded(heading) for heading in known}
    for column, heading in enumerate(file.headings, 1):
        if folded(heading) not in folded_known:
            hint = nearest(heading, known, NEAR) if heading else None
            suggestion = detail("did_you_mean", name=hint) if hint else ""
            needs = detail("kit_heading_unknown", heading=heading)
            yield kit_finding("R81", file.name, a1(1, column), heading or None, needs=needs, suggestion=suggestion)


def _snapshot(name: str, tables: Sequence[_File]) -> Snapshot:
    """Return the files as the sheets of a workbook, so that a kit is read by the same rules as a tracker."""
    given = [*tables]
    if all(file.table != SETTINGS_TABLE for file in given):
        given.append(_File(SETTINGS_FILE, SETTINGS_TABLE, SETTINGS_HEADINGS[:2], ()))
    given += [
        _File(file_name(of.sheet), of.table, [column.heading for column in of.columns], ())
        for of in LISTS
        if of.needed and not of.only_with and all(file.table != of.table for file in given)
    ]
    sheets = {file.name: SheetCells(file.name, _cells(file)) for file in given}
    lists = {
        file.table: ListObject(file.table, file.name, 1, len(file.rows) + 1, 1, max(len(file.headings), 1))
        for file in given
    }
    return Snapshot(name, sheets, lists)


def _cells(file: _File) -> list[list[CellValue]]:
    headings: list[CellValue] = [*file.headings]
    return [headings, *(_setting_cells(row) if file.table == SETTINGS_TABLE else _row(file, row) for row in file.rows)]


def _row(file: _File, row: Sequence[str]) -> list[CellValue]:
    kinds = {folded(heading): reads for heading, reads in reads_of(file.table).items()}
    cells = [
        cell_value(kinds.get(folded(heading), Reads.TEXT), text)
        for heading, text in zip(file.headings, row, strict=False)
    ]
    return [*cells, *[None] * (len(file.headings) - len(cells))]


def _setting_cells(row: Sequence[str]) -> list[CellValue]:
    kinds = {folded(name): reads for name, reads in reads_of(SETTINGS_TABLE).items()}
    name, value, *_ = [*row, "", ""]
    return [name, cell_value(kinds.get(folded(name), Reads.TEXT), value)]


# --- from what was read to a kit


def kit_of(intake: Intake, name: str, about: Description) -> Kit:
    """Return every row and setting of a tracker as a kit."""
    there = practice_lists(intake)
    rows = {
        table: typed_rows(intake.snapshot, read, read.filled_row_numbers)
        for table, read in intake.lists.items()
        if read.filled_row_numbers or table in there
    }
    return Kit(name, about, rows, typed_settings(intake))


def practice_lists(intake: Intake) -> frozenset[str]:
    """Return the lists about practices that a kit has though they are empty: Practices, or what there is without it."""
    there = frozenset(table for table in PRACTICE_LISTS if intake.lists[table].columns)
    return there & {PRACTICES.table} or there


def typed_rows(snapshot: Snapshot, read: ReadList, row_numbers: Iterable[int]) -> list[KitRow]:
    """Return some rows of a list as they were typed, without their empty cells."""
    sheet = snapshot.sheets[read.sheet]
    return [
        {
            field: value
            for field, column in read.columns.items()
            if (value := typed_value(sheet, row, column)) is not None
        }
        for row in row_numbers
    ]


def typed_value(sheet: SheetCells, row: int, column: int) -> CellValue:
    """Return a cell as a person reads it: 95% is not the number 0.95, and a month is not its first day."""
    value = sheet.value(row, column)
    if (row, column) in sheet.percent and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{100 * value:.12g}%"
    if (row, column) in sheet.months and hasattr(value, "strftime"):
        return f"{value:%B %Y}"
    return value if isinstance(value, CellValue) else str(value)


def typed_settings(intake: Intake) -> dict[str, CellValue]:
    """Return the settings of a tracker as they were typed, by field."""
    sheet = intake.snapshot.sheets.get(settings_sheet_name(intake.snapshot))
    if sheet is None:
        return {}
    fields = {setting.field for setting in SETTINGS}
    values = {
        field: typed_value(sheet, *row_and_column(cell))
        for field, cell in intake.settings_cells.items()
        if field in fields
    }
    return {field: value for field, value in values.items() if value is not None}
