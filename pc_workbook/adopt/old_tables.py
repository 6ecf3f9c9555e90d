"""Find the tables of a workbook of any layout: below titles, with merged headings, several on a sheet, notes beneath.

A table is a row of headings with rows below it. What belongs to no table is a loose cell: a title, a note, a total of
its own. Nothing is interpreted here.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from pc_workbook.cells.addresses import cell_address
from pc_workbook.model.period import Period
from pc_workbook.model.text import folded
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot

LONGEST_HEADING: Final = 150  # characters; longer texts are entries or notes
SHARE_OF_HEADINGS: Final = 0.6  # of the filled width of a block that its heading row fills
SHARE_OF_A_ROW: Final = 0.5  # of a table's columns that the first row after a gap must fill to belong to it
WIDEST_GAP: Final = 2  # blank rows inside a table
BETWEEN_LEVELS: Final = " – "  # between a heading and the one merged above it


class OldColumn(NamedTuple):
    """One column of a table: its heading, with what is merged above it, and its number on the sheet."""

    heading: str
    number: int


class OldTable(NamedTuple):
    """One table of a workbook: its sheet, its row of headings, its last row and its columns."""

    sheet: str
    heading_row: int
    last_row: int
    columns: tuple[OldColumn, ...]
    top: int = 0  # the first row of its headings, where they are on several levels; 0 for the row of headings

    @property
    def area(self) -> str:
        """Return its range, such as B4:H92."""
        first, last = self.columns[0].number, self.columns[-1].number
        return f"{cell_address(self.heading_row, first)}:{cell_address(self.last_row, last)}"

    @property
    def rows(self) -> range:
        """Return the rows of the sheet that contain entries."""
        return range(self.heading_row + 1, self.last_row + 1)

    def heading_cell(self, column: OldColumn) -> str:
        """Return the address of a column's heading."""
        return cell_address(self.heading_row, column.number)


class LooseCell(NamedTuple):
    """A filled cell that is in no table."""

    sheet: str
    cell: str
    value: object


def old_tables(snapshot: Snapshot) -> tuple[OldTable, ...]:
    """Return the tables of all sheets, in the order of the tabs and from top to bottom."""
    return tuple(table for sheet in snapshot.sheets.values() for table in _SheetTables(sheet, snapshot).tables())


def loose_cells(snapshot: Snapshot, tables: Iterable[OldTable]) -> tuple[LooseCell, ...]:
    """Return the filled cells that are in no table and are no headings."""
    known = list(tables)
    found = []
    for sheet in snapshot.sheets.values():
        own = [table for table in known if table.sheet == sheet.name]
        for row, column in _filled_cells(sheet):
            if not any(_contains(table, row, column) for table in own):
                found.append(LooseCell(sheet.name, cell_address(row, column), content(sheet, row, column)))
    return tuple(found)


def content(sheet: SheetCells, row: int, column: int) -> object:
    """Return what a cell contains: its value, or the error that it shows."""
    return sheet.errors.get((row, column)) or sheet.value(row, column)


def _filled_cells(sheet: SheetCells) -> Iterator[tuple[int, int]]:
    for row in range(1, sheet.height + 1):
        for column in range(sheet.first_column, sheet.width + 1):
            if content(sheet, row, column) is not None:
                yield row, column


def _contains(table: OldTable, row: int, column: int) -> bool:
    return (table.top or table.heading_row) <= row <= table.last_row and any(
        column == each.number for each in table.columns
    )


class _SheetTables:
    """Finds the tables of one sheet."""

    def __init__(self, sheet: SheetCells, snapshot: Snapshot) -> None:
        self.sheet = sheet
        places = (*snapshot.other_lists, *snapshot.lists.values())
        self.framed = [place for place in places if place.sheet == sheet.name]
        self.filled: dict[int, list[int]] = {}
        for row, column in _filled_cells(sheet):
            if not any(place.contains(row, column) for place in self.framed):
                self.filled.setdefault(row, []).append(column)

    def tables(self) -> list[OldTable]:
        """Return the list objects of the sheet, then what else looks like a table, from top to bottom."""
        found = [self._of_list_object(place) for place in self.framed]
        blocks = self._blocks()
        while blocks:
            rows = blocks.pop(0)
            heading_row = self._heading_row(rows)
            if heading_row is None:
                continue
            last = self._last_row(heading_row, rows, blocks)
            found += self._side_by_side(heading_row, last)
        return sorted((table for table in found if table.columns), key=lambda t: (t.heading_row, t.columns[0].number))

    def _of_list_object(self, place: ListObject) -> OldTable:
        return self._table(place.heading_row, place.last_row, range(place.first_column, place.last_column + 1))

    def _table(self, heading_row: int, last_row: int, numbers: Iterable[int]) -> OldTable:
        with_entries = (number for number in numbers if self._has_entries(number, heading_row, last_row))
        columns = tuple(OldColumn(self._heading(heading_row, number), number) for number in with_entries)
        return OldTable(self.sheet.name, heading_row, last_row, columns, self._top(heading_row, columns))

    def _top(self, heading_row: int, columns: Iterable[OldColumn]) -> int:
        """Return the first row of the headings: that of cells merged down to the row of headings or across above it."""
        tops = [heading_row]
        for column in columns:
            for top, left, bottom, right in self.sheet.merged:
                is_down = left == column.number and top < heading_row <= bottom
                if is_down or self._is_group((top, left, bottom, right), column.number, heading_row):
                    tops.append(top)
        return min(tops)

    def _has_entries(self, column: int, first: int, last: int) -> bool:
        return any(content(self.sheet, row, column) is not None for row in range(first, last + 1))

    # --- rows

    def _blocks(self) -> list[list[int]]:
        """Return the filled rows in stretches without a blank row between them."""
        blocks: list[list[int]] = []
        for row in sorted(self.filled):
            if blocks and row == blocks[-1][-1] + 1:
                blocks[-1].append(row)
            else:
                blocks.append([row])
        return blocks

    def _heading_row(self, rows: Sequence[int]) -> int | None:
        """Return the row of headings of a block: the first that fills most of its width with short texts or periods."""
        widest = max(len(self.filled[row]) for row in rows)
        for row in rows[:-1] if widest > 1 else ():
            headings = self._headings(row)
            if len(headings) >= SHARE_OF_HEADINGS * widest and len(headings) > 1 and all(map(is_heading, headings)):
                return self._lowest_of_merged(row, rows[-1])
        return None

    def _headings(self, row: int) -> list[object]:
        """Return the headings that a row has, with those merged down to it and once those merged across it."""
        own = [self._merged_value(row, column) for column in range(1, self.sheet.width + 1)]
        return [value for value in own if value is not None]

    def _merged_value(self, row: int, column: int) -> object:
        value = content(self.sheet, row, column)
        if value is not None or not self.sheet.merged:
            return value
        over = (area for area in self.sheet.merged if area[1] == column and area[0] < row <= area[2])
        return next((self.sheet.value(top, left) for top, left, _, _ in over), None)

    def _lowest_of_merged(self, row: int, last: int) -> int:
        """Return the last row of headings, where some are merged down or across cells that have their own below."""
        down = [area[2] for area in self.sheet.merged if area[0] <= row <= area[2] < last and area[0] != area[2]]
        across = [
            row + 1
            for top, left, bottom, right in self.sheet.merged
            if top == bottom == row and left < right and row + 1 < last and self._has_subheadings(row + 1, left, right)
        ]
        return max((row, *down, *across))

    def _has_subheadings(self, row: int, left: int, right: int) -> bool:
        values = [content(self.sheet, row, column) for column in range(left, right + 1)]
        return sum(value is not None for value in values) > 1 and all(map(is_heading, values))

    def _last_row(self, heading_row: int, rows: list[int], later: list[list[int]]) -> int:
        """Return the last row of a table; blocks below it that continue it are taken from `later`."""
        width = len(self._headings(heading_row))
        last = self._without_notes(rows, heading_row, width)
        while last == rows[-1] and later and self._continues(later[0], last, width):
            rows = later.pop(0)
            last = self._without_notes(rows, rows[0] - 1, width)
        if last < rows[-1]:
            later.insert(0, [row for row in rows if row > last])
        return last

    def _without_notes(self, rows: Sequence[int], above: int, width: int) -> int:
        """Return the last row of a block that is no line of notes: one cell of a wide table."""
        own = [row for row in rows if row > above]
        while len(own) > 1 and width > 2 and len(self.filled[own[-1]]) == 1:
            own.pop()
        return own[-1] if own else above

    def _continues(self, rows: Sequence[int], last: int, width: int) -> bool:
        is_near = rows[0] - last - 1 <= WIDEST_GAP
        is_wide = len(self.filled[rows[0]]) >= SHARE_OF_A_ROW * width and width > 1
        return is_near and is_wide and not self._begins_table(rows)

    def _begins_table(self, rows: Sequence[int]) -> bool:
        """Return whether a block has headings of its own: texts alone in its first row, and other entries below."""
        first = self._headings(rows[0])
        if len(rows) < 2 or not all(isinstance(value, str) and is_heading(value) for value in first):
            return False
        below = [content(self.sheet, row, column) for row in rows[1:] for column in self.filled[row]]
        is_known = {folded(str(value)) for value in first} & self._known_headings()
        return bool(is_known) or any(not isinstance(value, str) for value in below)

    def _known_headings(self) -> set[str]:
        from pc_workbook.adopt.synonyms import ALL_HEADINGS

        return set(ALL_HEADINGS)

    # --- columns

    def _side_by_side(self, heading_row: int, last: int) -> Iterator[OldTable]:
        """Yield the tables that share a row of headings, apart by a column without any entry.

        What follows such a column is a table of its own where its first heading can name rows; else it is the rest of the
        table before it.
        """
        parts: list[list[int]] = []
        for numbers in self._stretches(heading_row, last):
            if parts and not self._can_name_rows(self._heading(heading_row, numbers[0])):
                parts[-1] += numbers
            else:
                parts.append(numbers)
        for numbers in parts:
            yield self._table(heading_row, self._last_filled(numbers, heading_row, last), numbers)

    def _stretches(self, heading_row: int, last: int) -> Iterator[list[int]]:
        """Yield the columns with entries, in stretches without an empty column between them."""
        numbers: list[int] = []
        for column in range(1, self.sheet.width + 2):
            is_free = not any(place.contains(heading_row + 1, column) for place in self.framed)
            if is_free and column <= self.sheet.width and self._has_entries(column, heading_row, last):
                numbers.append(column)
            elif numbers:
                yield numbers
                numbers = []

    def _can_name_rows(self, heading: str) -> bool:
        from pc_workbook.adopt.synonyms import KEY_HEADINGS

        return folded(heading) in KEY_HEADINGS

    def _last_filled(self, numbers: Sequence[int], heading_row: int, last: int) -> int:
        rows = range(last, heading_row, -1)
        return next((row for row in rows if not set(numbers).isdisjoint(self.filled.get(row, ()))), heading_row)

    def _heading(self, heading_row: int, column: int) -> str:
        """Return a heading as text, after what is merged across it above."""
        own = self._merged_value(heading_row, column)
        above = [heading_text(value) for value in self._merged_above(heading_row, column)]
        return BETWEEN_LEVELS.join([*above, *([heading_text(own)] if own is not None else [])])

    def _merged_above(self, heading_row: int, column: int) -> Iterator[object]:
        """Yield the headings merged across a column above the row of headings. One alone in its row is a title."""
        for area in sorted(self.sheet.merged):
            if self._is_group(area, column, heading_row):
                yield self.sheet.value(area[0], area[1])

    def _is_group(self, area: tuple[int, int, int, int], column: int, heading_row: int) -> bool:
        """Return whether merged cells are a heading of several columns, a given one among them."""
        top, left, bottom, right = area
        is_above = left < right and left <= column <= right and bottom < heading_row
        if not is_above or not self._is_attached(bottom, heading_row) or len(self.filled.get(top, ())) < 2:
            return False
        value = self.sheet.value(top, left)
        return value is not None and is_heading(value)

    def _is_attached(self, row: int, heading_row: int) -> bool:
        return all(between in self.filled for between in range(row, heading_row))


def is_heading(value: object) -> bool:
    """Return whether a value can be a heading: a short text, a year or a date; or nothing.

    >>> is_heading("Due date"), is_heading(2016.0), is_heading(0.47), is_heading(None)
    (True, True, False, True)
    """
    if value is None or isinstance(value, date):
        return True
    if isinstance(value, str):
        return len(value.strip()) <= LONGEST_HEADING and not value.startswith("#")
    return isinstance(value, int | float) and not isinstance(value, bool) and period_of(value) is not None


def heading_text(value: object) -> str:
    """Return a heading as one line of text.

    >>> heading_text("Due\\n date"), heading_text(2016.0), heading_text(date(2016, 4, 1))
    ('Due date', '2016', 'April 2016')
    """
    if isinstance(value, date):
        return f"{value:%B %Y}" if value.day == 1 else f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def period_of(value: object) -> Period | None:
    """Return the period that a heading is, or None."""
    try:
        return Period.parse(value)  # type: ignore[arg-type]  # what is no text, number or day names no period
    except ValueError:
        return None
