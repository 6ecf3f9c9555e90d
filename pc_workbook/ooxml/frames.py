"""Where the list objects of a workbook lie: their name, their sheet, their range with its heading row."""

from typing import NamedTuple

from pc_workbook.ooxml.address import Area, area_of
from pc_workbook.ooxml.workbook import Workbook
from pc_workbook.ooxml.xml import whole_number


class Frame(NamedTuple):
    name: str
    sheet: str
    area: Area
    """The whole range, heading and totals rows included."""
    has_headings: bool
    totals_rows: int


def frames_of(workbook: Workbook) -> list[Frame]:
    """Every list object of a workbook, sheet by sheet."""
    package = workbook.package
    trees = (
        (sheet.name, package.tree(relation.part))
        for sheet in workbook.sheets()
        for relation in package.relations(sheet.part)
        if relation.kind == "table" and relation.part is not None and package.has(relation.part)
    )
    return [
        Frame(
            tree.get("displayName", ""),
            sheet,
            area_of(tree),
            tree.get("headerRowCount", "1") != "0",
            whole_number(tree, "totalsRowCount"),
        )
        for sheet, tree in trees
    ]
