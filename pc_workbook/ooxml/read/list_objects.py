"""What the list objects of a workbook say of themselves: name, place, rows of headings and totals, columns."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import parse, whole_number
from pc_workbook.ooxml.read.areas import Area, area_of


class Frame(NamedTuple):
    name: str
    id: int
    area: Area
    """The whole range, heading and totals rows included."""
    heading_rows: int
    totals_rows: int
    column_ids: Mapping[str, int]

    @property
    def body(self) -> Area:
        """Without its headings."""
        return self.area._replace(top=self.area.top + self.heading_rows)


class Framed(NamedTuple):
    """A list object where it was found."""

    frame: Frame
    part: str
    sheet: str


def frames_of(workbook: Workbook) -> list[Framed]:
    """Every list object of a workbook, sheet by sheet."""
    return [
        Framed(frame, part, sheet.name)
        for sheet in workbook.sheets()
        for part, frame in frames_on(workbook.package, sheet.part)
    ]


def frames_on(package: Package, sheet: str) -> Iterator[tuple[str, Frame]]:
    """The list objects of one sheet, each with its part."""
    for relation in package.relations(sheet):
        if relation.kind == "table" and relation.part is not None and package.has(relation.part):
            yield relation.part, _frame(package.read(relation.part), package.name)


@lru_cache(maxsize=1024)
def _frame(data: bytes, workbook: str) -> Frame:
    """Kept by its text: reading, grafting and the fingerprint ask for the same."""
    tree = parse(data, workbook)
    return Frame(
        tree.get("displayName", ""),
        whole_number(tree, "id"),
        area_of(tree),
        whole_number(tree, "headerRowCount", 1),
        whole_number(tree, "totalsRowCount"),
        {one.get("name", ""): whole_number(one, "id") for one in tree.iter(SHEET_ML + "tableColumn")},
    )
