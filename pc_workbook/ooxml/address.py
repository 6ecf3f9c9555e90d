"""Cell addresses: A1 to row and column (both from 1) and back, and the rectangles between two of them."""

import re
from dataclasses import dataclass
from functools import cache

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.xml import DAMAGED, Element

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


@cache
def column_number(letters: str) -> int:
    """
    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """
    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """
    >>> cell_address(17, 6)
    'F17'
    """
    return f"{column_letters(column)}{row}"


def row_and_column(address: str) -> tuple[int, int]:
    """
    >>> row_and_column("$F$17")
    (17, 6)

    Raises ValueError when it is not the address of one cell.
    """
    match = _CELL.fullmatch(address)
    if match is None or int(match[2]) > LAST_ROW or column_number(match[1]) > LAST_COLUMN:
        raise ValueError(f"not a cell address: {address!r}")
    return int(match[2]), column_number(match[1])


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, its ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, reference: str) -> "Area":
        """
        >>> Area.parse("B2:D9")
        Area(top=2, left=2, bottom=9, right=4)

        Raises ValueError for whole rows and columns and for anything that is no rectangle.
        """
        first, _, last = reference.partition(":")
        top, left = row_and_column(first)
        bottom, right = row_and_column(last or first)
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def __str__(self) -> str:
        first, last = cell_address(self.top, self.left), cell_address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def __contains__(self, cell: tuple[int, int]) -> bool:
        row, column = cell
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def overlaps(self, other: "Area") -> bool:
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def spanning(self, other: "Area") -> "Area":
        """The smallest rectangle that holds both."""
        return Area(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


def is_area(reference: str) -> bool:
    try:
        Area.parse(reference)
    except ValueError:
        return False
    return True


def area_of(element: Element) -> Area:
    """The range that an element of a sheet or table says it covers."""
    try:
        return Area.parse(element.get("ref", "A1"))
    except ValueError as error:
        raise WorkbookProblem(DAMAGED.format(name="The workbook")) from error
