"""Where the list objects of a workbook lie: their name, their sheet, their range with its heading row."""

from dataclasses import dataclass

from pc_workbook.ooxml.address import Area
from pc_workbook.ooxml.workbook import Workbook


@dataclass(frozen=True)
class Frame:
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
            Area.parse(tree.get("ref", "A1")),
            tree.get("headerRowCount", "1") != "0",
            int(tree.get("totalsRowCount", "0")),
        )
        for sheet, tree in trees
    ]
