"""The part of a sheet's used range that is worth reading: one stray cell makes Excel count the whole sheet as used."""

from typing import Final

from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.ooxml.read.areas import LAST_COLUMN, Area
from pc_workbook.tracker.snapshot import BLANK_ROWS, LAST_READ_COLUMN

MOST_CELLS: Final = 2_000_000  # of a used range that is read as it is

Place = tuple[int, int]


def near_cells(sheet: "xw.Sheet", used: Area) -> tuple[Area, tuple[Place, ...]]:
    """The range to read, and the first filled cell beyond it, if there is one.

    A range of usual size is read whole. Of a larger one, rows are read as far as the first thousand in which nothing
    stands, and columns as far as the five hundred and twelfth.
    """
    if (used.bottom - used.top + 1) * (used.right - used.left + 1) <= MOST_CELLS and used.right <= LAST_READ_COLUMN:
        return used, ()
    right = max(used.left, min(used.right, LAST_READ_COLUMN))
    bottom = used.top
    while bottom < used.bottom and _count(sheet, Area(bottom, used.left, min(bottom + BLANK_ROWS, used.bottom), right)):
        bottom = min(bottom + BLANK_ROWS, used.bottom)
    beside = Area(used.top, right + 1, used.bottom, LAST_COLUMN) if right < used.right else None
    below = Area(bottom + 1, used.left, used.bottom, right) if bottom < used.bottom else None
    found = [_first_filled(sheet, area) for area in (below, beside) if area is not None]
    return Area(used.top, used.left, bottom, right), tuple(sorted(place for place in found if place is not None))


def _first_filled(sheet: "xw.Sheet", area: Area) -> Place | None:
    """The first cell of an area that holds anything, by halving it."""
    if not _count(sheet, area):
        return None
    while area.top < area.bottom:
        middle = (area.top + area.bottom) // 2
        upper = area._replace(bottom=middle)
        area = upper if _count(sheet, upper) else area._replace(top=middle + 1)
    while area.left < area.right:
        middle = (area.left + area.right) // 2
        left = area._replace(right=middle)
        area = left if _count(sheet, left) else area._replace(left=middle + 1)
    return area.top, area.left


def _count(sheet: "xw.Sheet", area: Area) -> int:
    """How many cells of an area hold anything."""
    return int(sheet.book.app.api.WorksheetFunction.CountA(sheet.range(str(area)).api))
