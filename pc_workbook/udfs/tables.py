"""Worksheet functions that give a whole summary, with its headings, from the lists of a tracker.

A list is known by its headings, so lists may come in any order. They are read, checked and measured by the same
steps as a refresh, and the rows are those of the table that the refreshed sheet shows: the two can't disagree.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from pc_workbook.app import Checked, measure
from pc_workbook.draw.theme import STYLES
from pc_workbook.measures.results import Results
from pc_workbook.model.text import folded
from pc_workbook.tracker.intake import take_in
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
from pc_workbook.udfs.cell_values import COM_ERRORS, Cell, ExcelError, Given, NoValue, as_date, is_date, whole_answer
from pc_workbook.views.parts import Link, Sheet, Table, Value
from pc_workbook.views.workbook.actions import actions_sheet
from pc_workbook.views.workbook.cqc import cqc_sheet
from pc_workbook.views.workbook.data_quality import data_quality_sheet
from pc_workbook.views.workbook.indicators import indicators_sheet
from pc_workbook.views.workbook.localities import localities_sheet
from pc_workbook.views.workbook.practices import practices_sheet

HEADING_ROW = 5  # where every list of a tracker has its headings: addresses of findings count from there
DATED = (Reads.DATE, Reads.PERIOD, Reads.DELIVERY)
FIRST_HEADING = folded(SETTINGS_HEADINGS[0])

Row = list[Cell]


class Known(NamedTuple):
    """A list that a tracker has: its list object, its sheet, and its headings with how each column is read."""

    table: str
    sheet: str
    headings: dict[str, Reads]


KNOWN = (
    Known(SETTINGS_TABLE, SETTINGS_SHEET, {folded(heading): Reads.TEXT for heading in SETTINGS_HEADINGS}),
    *(Known(one.table, one.sheet, {folded(column.heading): column.reads for column in one.columns}) for one in LISTS),
)
#: The settings whose value may be a day, by name.
DATED_SETTINGS = {folded(setting.name) for setting in SETTINGS if setting.reads in DATED}

#: What a function rests on: without one of these lists, a figure of it would be false.
PRACTICES_REST_ON = (SETTINGS_TABLE, PRACTICES.table, WORKFORCE.table, CQC_RATINGS.table)
LOCALITIES_REST_ON = (*PRACTICES_REST_ON, LOCALITIES.table)
CQC_RESTS_ON = (SETTINGS_TABLE, PRACTICES.table, CQC_RATINGS.table)
ACTIONS_REST_ON = (SETTINGS_TABLE, ACTIONS.table, ACTION_PROGRESS.table, MILESTONES.table, PROGRESS_HISTORY.table)
INDICATORS_REST_ON = (
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
FINDINGS_REST_ON = (SETTINGS_TABLE, PRACTICES.table, INDICATORS.table, ACTIONS.table)


# --- the functions


class Edition(NamedTuple):
    """Some lists of a tracker as they were read and checked."""

    checked: Checked

    @property
    def results(self) -> Results:
        """Every measure of them."""
        return measure(self.checked)


@whole_answer
def indicator_summary(*lists: Given) -> list[Row]:
    """The first table of the Indicator summary."""
    return _table(lists, INDICATORS_REST_ON, lambda edition: indicators_sheet(edition.results), "pc_indicators")


@whole_answer
def practice_summary(*lists: Given) -> list[Row]:
    """The table of every open practice."""
    return _table(lists, PRACTICES_REST_ON, lambda e: practices_sheet(e.results, e.checked.intake), "pc_practices")


@whole_answer
def locality_summary(*lists: Given) -> list[Row]:
    """The table of localities, with the area below them."""
    return _table(lists, LOCALITIES_REST_ON, lambda e: localities_sheet(e.results, e.checked.intake), "pc_localities")


@whole_answer
def cqc_summary(*lists: Given) -> list[Row]:
    """The shares of practices by rating, on both denominators."""
    return _table(lists, CQC_RESTS_ON, lambda e: cqc_sheet(e.results, e.checked.intake), "pc_cqc_shares")


@whole_answer
def action_summary(*lists: Given) -> list[Row]:
    """The table of actions."""
    return _table(lists, ACTIONS_REST_ON, lambda edition: actions_sheet(edition.results), "pc_actions")


@whole_answer
def findings(*lists: Given) -> list[Row]:
    """What is wrong in the lists, as the Data quality sheet tells it."""
    return _table(
        lists, FINDINGS_REST_ON, lambda e: data_quality_sheet(e.checked.intake, e.checked.findings), "pc_findings"
    )


# --- their steps


def _table(lists: Sequence[Given], rest_on: Sequence[str], view: Callable[[Edition], Sheet], name: str) -> list[Row]:
    """The table of a name on the sheet that the lists give; #N/A where a list it rests on is missing."""
    snapshot = as_snapshot(lists)
    if any(table not in snapshot.lists for table in rest_on):
        raise NoValue(ExcelError.NA)
    intake = take_in(snapshot)
    sheet = view(Edition(Checked(intake, find_all(intake))))
    return as_block(next(part for part in sheet.parts if isinstance(part, Table) and part.name == name))


def as_snapshot(lists: Iterable[Given]) -> Snapshot:
    """Ranges of cells, headings included, as a workbook that was read. An argument that was left out is passed over.

    #VALUE! where a range is no list of a tracker, or a list is given twice.
    """
    blocks = [[list(row) for row in one] for one in lists if one is not None and _is_block(one)]
    as_numbers = not any(is_date(cell) for block in blocks for row in block for cell in row)
    sheets: dict[str, SheetCells] = {}
    places: dict[str, ListObject] = {}
    for block in blocks:
        known = _recognised(block)
        if known.table in places:
            raise NoValue(ExcelError.VALUE)
        width = max(map(len, block))
        rows = list(_with_dates(block, known)) if as_numbers else block
        sheets[known.sheet] = _sheet(known.sheet, rows)
        last = HEADING_ROW + len(rows) - 1
        places[known.table] = ListObject(known.table, known.sheet, HEADING_ROW, last, 1, width)
    return Snapshot("", sheets, places)


def _is_block(one: Given) -> bool:
    if not isinstance(one, list | tuple) or not all(isinstance(row, list | tuple) for row in one):
        raise NoValue(ExcelError.VALUE)
    return bool(one)


def _recognised(block: Sequence[Row]) -> Known:
    """The list of which a range has most headings, and at least half."""
    heads = {folded(cell) for cell in block[0] if isinstance(cell, str)}

    def found(known: Known) -> tuple[float, int]:
        met = len(heads & known.headings.keys())
        return met / len(known.headings), met

    best = max(KNOWN, key=found)
    if found(best)[0] < 0.5:
        raise NoValue(ExcelError.VALUE)
    return best


def _with_dates(block: Sequence[Row], known: Known) -> Iterator[Row]:
    """The rows with days as days, where a host gives all of them as numbers."""
    heads = [folded(str(cell)) for cell in block[0]]
    dated = [known.headings.get(head) in DATED for head in heads]
    yield block[0]
    for row in block[1:]:
        setting = heads[0] == FIRST_HEADING and folded(str(row[0])) in DATED_SETTINGS
        yield [as_date(cell) if setting or is_dated else cell for cell, is_dated in zip(row, dated, strict=True)]


def _sheet(name: str, rows: Sequence[Row]) -> SheetCells:
    errors = {
        (at, place): error
        for at, row in enumerate(rows, HEADING_ROW)
        for place, cell in enumerate(row, 1)
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
    """A cell as a file holds it: an error is no value, and neither is an empty text."""
    if cell == "" or _error_in(cell):
        return None
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date()
    is_number = isinstance(cell, int | Decimal) and not isinstance(cell, bool)
    return float(cell) if is_number else cell


def as_block(table: Table) -> list[Row]:
    """A table as cells: its headings, and below them what its cells hold on the sheet."""
    heads: Row = [column.header for column in table.columns]
    styles = [column.style for column in table.columns]
    rows = [
        [_shown(value, STYLES[table.cell_styles.get((at, place), styles[place])].divide_by) for place, value in row]
        for at, row in ((at, list(enumerate(row))) for at, row in enumerate(table.rows))
    ]
    return [heads, *(rows or [[table.empty, *[None] * (len(heads) - 1)]])]


def _shown(value: Value, divide_by: int) -> Cell:
    if isinstance(value, Link):
        return value.words
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value / divide_by if divide_by > 1 else value
    return value
