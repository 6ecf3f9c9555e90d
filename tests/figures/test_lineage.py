"""Lineage: a figure changes only with the cells that it says it was made from."""

import copy
from array import array
from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from pc_workbook import app
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.figures.lineage import Lineage, Part
from pc_workbook.figures.table import figures
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.results import Figure
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists.catalogue import (
    CQC_RATINGS,
    INDICATORS,
    OBSERVATIONS,
    PRACTICES,
    TRAJECTORY,
    WORKFORCE,
)
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import ColumnCells, SheetCells, Snapshot, a1
from tests.support import SAMPLES

SAMPLE_NAMES = ("thurrock-2017.xlsx", "thurrock-2017-resolved.xlsx", "thurrock-open-data.xlsx")
EDITED = {
    WORKFORCE.table: ("fte", "registered_patients", "weighted_patients"),
    PRACTICES.table: ("registered_patients", "weighted_patients", "deprivation_score"),
    CQC_RATINGS.table: ("overall",),
    INDICATORS.table: ("baseline", "target", "tolerance", "comparator", "national_standard"),
    TRAJECTORY.table: ("value",),
    OBSERVATIONS.table: ("value",),
}
EDITS = 12  # of each field, for each sample


@cache
def measured(name: str) -> tuple[Intake, Lineage, dict[tuple[object, ...], Figure]]:
    checked = app.check(FileHost(SAMPLES / name))
    results = app.measure(checked)
    return checked.intake, Lineage(checked.intake, results), by_key(figures(results, checked.intake.tracker))


def by_key(found: tuple[Figure, ...]) -> dict[tuple[object, ...], Figure]:
    return {(each.measure, each.organisation, each.level, each.period, each.indicator): each for each in found}


def with_cell(snapshot: Snapshot, sheet: str, row: int, column: int, value: object) -> Snapshot:
    """The snapshot with one cell changed."""
    changed: SheetCells = copy.copy(snapshot.sheets[sheet])
    at = column - changed.first_column
    old = changed.columns[at]
    codes = array("I", old.codes)
    codes[row - 1] = len(old.values)
    new = ColumnCells(codes, (*old.values, value))
    changed.columns = (*changed.columns[:at], new, *changed.columns[at + 1 :])
    return snapshot._replace(sheets={**snapshot.sheets, sheet: changed})


def edits(intake: Intake) -> Iterator[tuple[str, int, int, object]]:
    """Cells of numbers and ratings, each with another value that can be right."""
    chance = Random(13)
    for table, fields in EDITED.items():
        read = intake.lists[table]
        for field in fields:
            column = read.columns.get(field)
            if column is None:
                continue
            sheet = intake.snapshot.sheets[read.sheet]
            filled = [row for row in read.places if sheet.value(row, column) is not None]
            for row in chance.sample(filled, min(EDITS, len(filled))):
                old = sheet.value(row, column)
                if isinstance(old, int | float):
                    yield read.sheet, row, column, round(float(old) * 0.96, 4)
                elif old in ("Good", "Requires improvement"):
                    yield read.sheet, row, column, "Requires improvement" if old == "Good" else "Good"


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_a_figure_changes_only_with_its_inputs(name: str) -> None:
    intake, lineage, before = measured(name)
    tried = figures_changed = 0
    for sheet, row, column, value in edits(intake):
        changed = read_tracker(with_cell(intake.snapshot, sheet, row, column, value))
        results = app.measure(app.Checked(changed, find_all(changed)))
        after = by_key(figures(results, changed.tracker))
        cell = cell_reference(sheet, a1(row, column))
        tried += 1
        for key, figure in after.items():
            old = before.get(key)
            if old is None or (old.value, old.rag) == (figure.value, figure.rag):
                continue
            figures_changed += 1
            inputs = lineage.inputs(old)
            value_cells = {each for given in inputs if given.part is Part.VALUE for each in lineage.cells(given)}
            all_cells = {each for given in inputs for each in lineage.cells(given)}
            assert cell in (value_cells if old.value != figure.value else all_cells), (cell, value, key)
    assert tried >= 20
    assert figures_changed >= 100


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_every_figure_with_a_value_has_inputs_and_each_is_a_cell_with_a_row_key(name: str) -> None:
    _, lineage, found = measured(name)
    for figure in found.values():
        inputs = lineage.inputs(figure)
        if figure.value not in (None, 0):
            assert any(given.part is Part.VALUE for given in inputs), figure
        for given in inputs:
            assert len(list(lineage.cells(given))) == (1 if given.of is None else len(given.rows)), (figure, given)
            assert all(any(key) for key in lineage.row_keys(given))
