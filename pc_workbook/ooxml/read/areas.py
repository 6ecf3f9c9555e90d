"""Rectangles of cells, given by the addresses of two corners, and the merged ranges of a sheet."""

import re
from typing import Final, NamedTuple

from pc_workbook.cells.addresses import (
    LAST_COLUMN,
    LAST_ROW,
    cell_address,
    column_letters,
    column_number,
    row_and_column,
)
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.xml import DAMAGED, Element, parse

__all__ = [
    "LAST_COLUMN", "LAST_ROW", "Area", "cell_address", "column_letters", "column_number", "element_area", "is_area",
    "row_and_column",
]  # fmt: skip


class Area(NamedTuple):
    """A rectangle of cells; rows and columns count from 1, and both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, reference: str) -> "Area":
        """Return the area of a reference.

        >>> Area.parse("B2:D9")
        Area(top=2, left=2, bottom=9, right=4)

        Raises ValueError for whole rows and columns and for anything else that is not a rectangle.
        """
        first, _, last = reference.partition(":")
        top, left = row_and_column(first)
        bottom, right = row_and_column(last or first)
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def __str__(self) -> str:
        first, last = cell_address(self.top, self.left), cell_address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def contains(self, row: int, column: int) -> bool:
        """Return whether a cell is in the area."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def overlaps(self, other: "Area") -> bool:
        """Return whether the two areas have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def spanning(self, other: "Area") -> "Area":
        """Return the smallest area that contains both."""
        return Area(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


def is_area(reference: str) -> bool:
    """Return whether a reference is a rectangle of cells."""
    try:
        Area.parse(reference)
    except ValueError:
        return False
    return True


def element_area(element: Element) -> Area:
    """Return the area in the `ref` attribute of an element. Raises WorkbookProblem where it is not an area."""
    try:
        return Area.parse(element.get("ref", "A1"))
    except ValueError as error:
        raise WorkbookProblem(DAMAGED.format(name="The workbook")) from error


_PLAIN: Final = rb'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"/>'  # compiled when a sheet has any
_OPENING_AND_CLOSING: Final = 2  # tags of the element around them


def merged_ranges(head: bytes, tail: bytes) -> tuple[Area, ...]:
    """Return the merged ranges of a sheet: `head` is its text from the root element to its rows, `tail` the text after.

    Raises ValueError where the two are not XML, or a reference is not an area.

    >>> head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    >>> merged_ranges(head, b"</sheetData><mergeCells><mergeCell ref='$A$1:b2'/></mergeCells></worksheet>")
    (Area(top=1, left=1, bottom=2, right=2),)
    """
    if b"mergeCell" not in tail:
        return ()
    count = tail.count(b"mergeCell")
    plain = re.findall(_PLAIN, tail)
    if len(plain) + _OPENING_AND_CLOSING == count and b"<!" not in tail:
        return tuple([Area.parse(reference.decode()) for reference in plain])
    try:
        root = parse(head + tail)
    except WorkbookProblem as error:
        raise ValueError("not XML") from error
    return tuple([Area.parse(merge.get("ref", "")) for merge in root.iter(SHEET_ML + "mergeCell")])
