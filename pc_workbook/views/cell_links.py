"""Links to cells of the tracker, and what the row of a cell is about.

Where the sheet is missing the address is given as text: a link would open a warning.
"""

import re
from collections.abc import Sequence

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.model.action import Action, ActionProgress
from pc_workbook.model.indicator import Indicator
from pc_workbook.model.row import Row
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS
from pc_workbook.views.parts import Link
from pc_workbook.wording.action_sheets import NOT_ON_A_SHEET, subject_words


def cell_link(words: str, sheet: str, cell: str, intake: Intake) -> Link | str:
    """Return a link to a cell of the tracker, or its text where the sheet is missing."""
    there = sheet in intake.snapshot.sheets or sheet in GENERATED_SHEETS
    return Link(words, sheet, cell) if there else words


def link_to_finding(found: Finding, intake: Intake) -> Link | str:
    """Return a link to the cell of a finding."""
    return cell_link(found.where, found.sheet, found.cell, intake)


def link_to_row(row: Row, table: str, field: str, intake: Intake) -> Link | str:
    """Return a link to one field of one row; to the list's sheet where the row can't be found."""
    read = intake.lists.get(table)
    entry = next((entry for entry in read.entries if entry.row == row), None) if read else None
    if read is None or entry is None:
        return cell_link(read.sheet, read.sheet, "A1", intake) if read else NOT_ON_A_SHEET
    cell = read.cell(entry, field)
    return cell_link(cell_reference(read.sheet, cell), read.sheet, cell, intake)


def subject_of(findings: Sequence[Finding], intake: Intake) -> str:
    """Return what some findings are about: 'Indicators 3 and 4', 'Action B', or the name of their sheet."""
    rows_with_findings = {(found.sheet, _row_of(found.cell)) for found in findings}
    met = [
        entry.row
        for read in intake.lists.values()
        if read.of.rows in (Indicator, Action, ActionProgress)
        for entry in read.entries
        if (read.sheet, entry.at) in rows_with_findings
    ]
    numbers = sorted({row.number for row in met if isinstance(row, Indicator)} | _touched(findings))
    letters = sorted(
        {
            row.letter if isinstance(row, Action) else row.action
            for row in met
            if isinstance(row, Action | ActionProgress)
        }
    )
    return subject_words(numbers, letters, findings[0].sheet)


def _touched(findings: Sequence[Finding]) -> set[int]:
    return {number for found in findings for number in found.touches}


def _row_of(cell: str) -> int:
    digits = re.search(r"\d+$", cell)
    return int(digits[0]) if digits else 0
