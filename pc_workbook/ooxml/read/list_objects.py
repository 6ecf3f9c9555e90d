"""Read the list objects (Excel's tables) of a workbook from their parts."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import parse, whole_number
from pc_workbook.ooxml.read.areas import Area, element_area


class TablePart(NamedTuple):
    """The part of a list object."""

    name: str
    id: int
    area: Area
    """The whole range, with heading and totals rows."""
    heading_rows: int
    totals_rows: int
    column_ids: Mapping[str, int]
    """Column name as stored -> id, in the order of the columns."""
    part: str = ""
    sheet: str = ""
    """Name of its sheet."""

    @property
    def body(self) -> Area:
        """The range without heading rows."""
        return self.area._replace(top=self.area.top + self.heading_rows)


def table_parts(workbook: Workbook) -> list[TablePart]:
    """Return the list objects of a workbook, sheet by sheet. Raises WorkbookProblem where a part is damaged."""
    return [
        table._replace(sheet=sheet.name)
        for sheet in workbook.sheets()
        for table in table_parts_of_sheet(workbook.package, sheet.part)
    ]


def table_parts_of_sheet(package: Package, sheet_part: str) -> Iterator[TablePart]:
    """Yield the list objects of the sheet in a part, without its name. Raises WorkbookProblem where a part is damaged."""
    for part in package.related_parts(sheet_part, "table"):
        yield _table_part(package.read(part), package.name)._replace(part=part)


@lru_cache(maxsize=1024)
def _table_part(data: bytes, workbook: str) -> TablePart:
    """Return what a part says; cached by its content, since reading, grafting and the fingerprint need the same."""
    tree = parse(data, workbook)
    return TablePart(
        tree.get("displayName", ""),
        whole_number(tree, "id"),
        element_area(tree),
        whole_number(tree, "headerRowCount", 1),
        whole_number(tree, "totalsRowCount"),
        {column.get("name", ""): whole_number(column, "id") for column in tree.iter(SHEET_ML + "tableColumn")},
    )
