"""Worksheet functions that return a whole summary, with its headings, from the lists of a tracker.

A list is recognised by its headings, so lists may come in any order. They are read, checked and measured by the same
steps as a refresh, and the rows are those of the table on the refreshed sheet.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from pc_workbook.app import Checked, measure
from pc_workbook.draw.theme import STYLES
from pc_workbook.measures.results import Results
from pc_workbook.model.text import folded
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.lists.catalogue import (
    ACTION_PROGRESS,
    ACTIONS,
    CQC_RATINGS,
    INDICATORS,
    ISSUED_EDITIONS,
    LISTS,
    LOCALITIES,
    MILESTONES,
    OBSERVATIONS,
    PRACTICES,
    PROGRESS_HISTORY,
    PROVIDERS,
    SETTINGS,
    SETTINGS_HEADINGS,
    SETTINGS_SHEET,
    SETTINGS_TABLE,
    TRAJECTORY,
    WORKFORCE,
)
from pc_workbook.tracker.lists.layout import Reads
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot
from pc_workbook.udfs.cell_values import COM_ERRORS, Cell, ExcelError, Given, NoValue, as_date, is_date, returns_error
from pc_workbook.views.parts import Link, Sheet, Table, Value
from pc_workbook.views.workbook.actions import actions_sheet
from pc_workbook.views.workbook.cqc import cqc_sheet
from pc_workbook.views.workbook.data_quality import data_quality_sheet
from pc_workbook.views.workbook.indicators import indicators_sheet
from pc_workbook.views.workbook.localities import localities_sheet
from pc_workbook.views.workbook.practices import practices_sheet

HEADING_ROW = 5  # of every list of a tracker; the cells of findings are counted from it
DATED = (Reads.DATE, Reads.PERIOD, Reads.DELIVERY)
FIRST_HEADING = folded(SETTINGS_HEADINGS[0])

Row = list[Cell]


class Known(NamedTuple):
    """A list of a tracker: its list object, its sheet, and its headings with how each column is parsed."""

    table: str
    sheet: str
    headings: dict[str, Reads]


KNOWN = (
    Known(SETTINGS_TABLE, SETTINGS_SHEET, {folded(heading): Reads.TEXT for heading in SETTINGS_HEADINGS}),
    *(
        Known(
            entry_list.table, entry_list.sheet, {folded(column.heading): column.reads for column in entry_list.columns}
        )
        for entry_list in LISTS
    ),
)
#: The settings whose value may be a date, by name.
DATED_SETTINGS = {folded(setting.name) for setting in SETTINGS if setting.reads in DATED}

#: What a function rests on: without one of these lists, a figure of it would be false.
PRACTICE_LISTS = (SETTINGS_TABLE, PRACTICES.table, WORKFORCE.table, CQC_RATINGS.table)
LOCALITY_LISTS = (*PRACTICE_LISTS, LOCALITIES.table)
CQC_LISTS = (SETTINGS_TABLE, PRACTICES.table, CQC_RATINGS.table)
ACTION_LISTS = (SETTINGS_TABLE, ACTIONS.table, ACTION_PROGRESS.table, MILESTONES.table, PROGRESS_HISTORY.table)
INDICATOR_LISTS = (
    SETTINGS_TABLE,
    INDICATORS.table,
    TRAJECTORY.table,
    OBSERVATIONS.table,
    PRACTICES.table,
    WORKFORCE.table,
    CQC_RATINGS.table,
    PROVIDERS.table,
    ACTIONS.table,
    ISSUED_EDITIONS.table,
)
FINDING_LISTS = (SETTINGS_TABLE, PRACTICES.table, INDICATORS.table, ACTIONS.table)


# --- the functions


class Edition(NamedTuple):
    """Lists of a tracker, read and checked."""

    checked: Checked

    @property
    def results(self) -> Results:
        """Results of all measures."""
        return measure(self.checked)


@returns_error
def indicator_summary(*lists: Given) -> list[Row]:
    """Return the first table of the Indicator summary."""
    return _table(lists, INDICATOR_LISTS, lambda edition: indicators_sheet(edition.results), "pc_indicators")


@returns_error
def practice_summary(*lists: Given) -> list[Row]:
    """Return the table of open practices."""
    return _table(lists, PRACTICE_LISTS, lambda e: practices_sheet(e.results, e.checked.intake), "pc_practices")


@returns_error
def locality_summary(*lists: Given) -> list[Row]:
    """Return the table of localities, with the area below them."""
    return _table(lists, LOCALITY_LISTS, lambda e: localities_sheet(e.results, e.checked.intake), "pc_localities")


@returns_error
def cqc_summary(*lists: Given) -> list[Row]:
    """Return the shares of practices by rating, with both denominators."""
    return _table(lists, CQC_LISTS, lambda e: cqc_sheet(e.results, e.checked.intake), "pc_cqc_shares")


@returns_error
def action_summary(*lists: Given) -> list[Row]:
    """Return the table of actions."""
    return _table(lists, ACTION_LISTS, lambda edition: actions_sheet(edition.results), "pc_actions")


@returns_error
def findings(*lists: Given) -> list[Row]:
    """Return the findings of the lists, as on the Data quality sheet."""
    return _table(
        lists, FINDING_LISTS, lambda e: data_quality_sheet(e.checked.intake, e.checked.findings), "pc_findings"
    )


# --- their steps


def _table(lists: Sequence[Given], required: Sequence[str], view: Callable[[Edition], Sheet], name: str) -> list[Row]:
    """Return the table of that name on a sheet. Raises NoValue (#N/A) where a required list is missing."""
    snapshot = as_snapshot(lists)
    if any(table not in snapshot.lists for table in required):
        raise NoValue(ExcelError.NA)
    intake = read_tracker(snapshot)
    sheet = view(Edition(Checked(intake, find_all(intake))))
    return as_block(next(part for part in sheet.parts if isinstance(part, Table) and part.name == name))


def as_snapshot(lists: Iterable[Given]) -> Snapshot:
    """Return ranges of cells, with their headings, as a workbook that was read.

    An argument that was left out is ignored. Raises NoValue (#VALUE!) where a range is no list of a tracker, or a list
    is given twice.
    """
    blocks = [[list(row) for row in given] for given in lists if given is not None and _is_block(given)]
    dates_are_numbers = not any(is_date(cell) for block in blocks for row in block for cell in row)
    sheets: dict[str, SheetCells] = {}
    list_objects: dict[str, ListObject] = {}
    for block in blocks:
        known = _recognised(block)
        if known.table in list_objects:
            raise NoValue(ExcelError.VALUE)
        width = max(map(len, block))
        rows = list(_with_dates(block, known)) if dates_are_numbers else block
        sheets[known.sheet] = _sheet(known.sheet, rows)
        last = HEADING_ROW + len(rows) - 1
        list_objects[known.table] = ListObject(known.table, known.sheet, HEADING_ROW, last, 1, width)
    return Snapshot("", sheets, list_objects)


def _is_block(given: Given) -> bool:
    if not isinstance(given, list | tuple) or not all(isinstance(row, list | tuple) for row in given):
        raise NoValue(ExcelError.VALUE)
    return bool(given)


def _recognised(block: Sequence[Row]) -> Known:
    """Return the list of which a range has most headings. Raises NoValue (#VALUE!) where it has less than half."""
    headings = {folded(cell) for cell in block[0] if isinstance(cell, str)}

    def match(known: Known) -> tuple[float, int]:
        count = len(headings & known.headings.keys())
        return count / len(known.headings), count

    best = max(KNOWN, key=match)
    if match(best)[0] < 0.5:
        raise NoValue(ExcelError.VALUE)
    return best


def _with_dates(block: Sequence[Row], known: Known) -> Iterator[Row]:
    """Yield the rows with dates as dates, for a host that gives all of them as serial numbers."""
    headings = [folded(str(cell)) for cell in block[0]]
    dated = [known.headings.get(heading) in DATED for heading in headings]
    yield block[0]
    for row in block[1:]:
        setting = headings[0] == FIRST_HEADING and folded(str(row[0])) in DATED_SETTINGS
        yield [as_date(cell) if setting or is_dated else cell for cell, is_dated in zip(row, dated, strict=True)]


def _sheet(name: str, rows: Sequence[Row]) -> SheetCells:
    errors = {
        (row_number, column): error
        for row_number, row in enumerate(rows, HEADING_ROW)
        for column, cell in enumerate(row, 1)
        if (error := _error_in(cell))
    }
    above: list[Row] = [[]] * (HEADING_ROW - 1)
    return SheetCells(name, [*above, *([_as_read(cell) for cell in row] for row in rows)], errors)


def _error_in(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell if cell in set(ExcelError) else ""
    newer = isinstance(cell, int) and not isinstance(cell, bool) and cell in COM_ERRORS
    return ExcelError.VALUE if newer else ""


def _as_read(cell: Cell) -> Cell:
    """Return a cell as it is read from a file: an error and an empty text are no value."""
    if cell == "" or _error_in(cell):
        return None
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date()
    is_number = isinstance(cell, int | Decimal) and not isinstance(cell, bool)
    return float(cell) if is_number else cell


def as_block(table: Table) -> list[Row]:
    """Return a table as cells: its headings, and below them the values of its cells on the sheet."""
    headings: Row = [column.header for column in table.columns]
    styles = [column.style for column in table.columns]
    rows = [
        [
            _shown(value, STYLES[table.cell_styles.get((row_number, column), styles[column])].divide_by)
            for column, value in enumerate(row)
        ]
        for row_number, row in enumerate(table.rows)
    ]
    return [headings, *(rows or [[table.empty, *[None] * (len(headings) - 1)]])]


def _shown(value: Value, divide_by: int) -> Cell:
    if isinstance(value, Link):
        return value.words
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value / divide_by if divide_by > 1 else value
    return value
