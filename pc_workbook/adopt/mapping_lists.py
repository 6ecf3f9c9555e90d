"""The lists of a mapping workbook: like the lists of a tracker, so that the same reader and the same drawing serve them."""

from typing import Final

from pc_workbook.model.row import Row
from pc_workbook.tracker.lists.layout import Column, EntryList, Reads, Writer
from pc_workbook.wording.adopt import FIXED_GUIDE, FIXED_SHEET, MAPPING_GUIDE, MAPPING_SHEET, MARKS_GUIDE, MARKS_SHEET

R, C, FIXED = Reads, Column, Writer.FIXED


class MappingRow(Row):
    """A row of the sheet Mapping: one column of the workbook."""

    sheet: str
    heading: str | None = None
    cell: str
    examples: str | None = None
    period: str | None = None
    proposed_list: str | None = None
    proposed_column: str | None = None
    sure: str | None = None
    why: str | None = None
    choice: str
    area: str
    fingerprint: str


class FixedRow(Row):
    """A row of the sheet Fixed values: what holds for all rows of a table."""

    sheet: str
    area: str
    list_name: str
    column: str
    value: str | None = None
    needs: str | None = None


class MarkRow(Row):
    """A row of the sheet Adopted values: one cell of the tracker and a value that it was given."""

    adopted_on: str
    cell_mark: str
    value_mark: str
    came_from: str | None = None


# The first column of each has no words of the workbook: a line that begins with “Total” is read as no row of a list.
# fmt: off
MAPPING: Final = EntryList(MAPPING_SHEET, "tblMapping", MappingRow, "mapping", MAPPING_GUIDE, (
    C("Cell", "cell", R.NAME, "the cell of the heading", FIXED, 6, required=True),
    C("Sheet", "sheet", R.NAME, "the sheet of the workbook", FIXED, 14, required=True),
    C("Column heading", "heading", R.TEXT, "the heading of the column", FIXED, 24),
    C("Examples", "examples", R.TEXT, "the first three different values", FIXED, 30),
    C("Proposed list", "proposed_list", R.TEXT, "the list it seems to belong to", FIXED, 13),
    C("Proposed column", "proposed_column", R.TEXT, "the column it seems to be", FIXED, 18),
    C("How sure", "sure", R.TEXT, "how sure the proposal is", FIXED, 8),
    C("Why", "why", R.TEXT, "the grounds of the proposal", FIXED, 28),
    C("Your choice", "choice", R.NAME, "a column of the tracker from the drop-down, or Leave out", width=34, required=True),
    C("Period", "period", R.TEXT, "the period of the heading, such as 2018 or Q1 2017/18, where the column has values of one", width=12),
    C("Table", "area", R.NAME, "the range of the table", FIXED, 12, required=True),
    C("Fingerprint", "fingerprint", R.NAME, "the fingerprint of the table's headings", FIXED, 12, required=True),
), key=("sheet", "cell"), needed=True)

FIXED_VALUES: Final = EntryList(FIXED_SHEET, "tblFixedValues", FixedRow, "fixed", FIXED_GUIDE, (
    C("Table", "area", R.NAME, "the range of the table, as on the sheet Mapping", width=14, required=True),
    C("Sheet", "sheet", R.NAME, "the sheet of the workbook", width=18, required=True),
    C("List", "list_name", R.NAME, "a list of the tracker, such as Indicators", width=20, required=True),
    C("Column", "column", R.NAME, "a column of that list, such as Kind", width=24, required=True),
    C("Value", "value", R.TEXT, "what holds for every row of the table", width=30),
    C("What it needs", "needs", R.TEXT, "what the column takes", FIXED, 60),
), key=("sheet", "area", "list_name", "column"))

MARKS: Final = EntryList(MARKS_SHEET, "tblAdopted", MarkRow, "marks", MARKS_GUIDE, (
    C("Adopted on", "adopted_on", R.TEXT, "the day", FIXED, 14, required=True),
    C("Came from", "came_from", R.TEXT, "the cell of the workbook", FIXED, 30),
    C("Mark of the cell", "cell_mark", R.NAME, "the mark of the cell of the tracker", FIXED, 22, required=True),
    C("Mark of the value", "value_mark", R.NAME, "the mark of the value", FIXED, 22, required=True),
))
# fmt: on

MAPPING_LISTS: Final = (MAPPING, FIXED_VALUES, MARKS)
