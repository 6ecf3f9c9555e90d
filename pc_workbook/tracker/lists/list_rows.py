"""Find the rows of a list: those in its list object, those typed below it, and the lines that are not rows."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from pc_workbook.tracker.lists.layout import OF_WORDS, EntryList, Reads
from pc_workbook.tracker.lists.location import Place
from pc_workbook.tracker.snapshot import NO_RESULT, ColumnCells, ListObject, SheetCells

# row_kinds is imported where a line may be no row: few lists contain any.
if TYPE_CHECKING:
    from pc_workbook.tracker.lists.row_kinds import FilledCell, LeftOut, RowKind


FIRST_WORDS: Final = 3  # columns of a list in which lines that are no rows begin
BEGINNING_ONLY: Final = frozenset({*OF_WORDS, Reads.CHOICE})  # there "All GPs" says nothing behind another cell
#: Any of these begins or makes up a line of totals; distinguished from other words by what follows (_TOTAL).
_OF_TOTALS: Final = ("total", "all", "sum", "average", "mean", "median", "overall", "count")
_OF_REMARKS: Final = (
    "source", "note", "nb", "n.b", "data", "footnote", "key", "caveat", "produced", "prepared", "extracted", "downloaded",
    "updated", "last updated", "published", "figures", "copyright", "contains", "please note", "warning", "disclaimer",
    "accessed", "*", "†", "‡", "©", "^", "[1]", "(1)", "http", "www.",
)  # fmt: skip
_BEGINNINGS: Final = (*_OF_TOTALS, *_OF_REMARKS)


class Rows(NamedTuple):
    """The rows of the sheet that are rows of a list, and the other lines in its columns.

    `below` is the first row below the frame; `is_apart` is whether it follows a gap, or a line that is no row.
    """

    at: Sequence[int]
    left_out: "Sequence[LeftOut]" = ()
    below: int | None = None
    is_apart: bool = False


class RowFinder:
    """Finds the rows of one list. Cells in `others`, the sheet's other list objects, do not belong to it."""

    def __init__(
        self, of: EntryList, place: Place, sheet: SheetCells, columns: Mapping[str, int], others: Iterable[ListObject]
    ) -> None:
        self.of, self.place, self.sheet, self.columns = of, place, sheet, columns
        self.others = tuple(others)
        self.column_numbers = sorted(columns.values())
        self.errors: dict[int, dict[int, str]] = {}
        for (row, column_number), error in sheet.errors.items():
            if error != NO_RESULT and place.at.first_column <= column_number <= place.at.last_column:
                self.errors.setdefault(row, {})[column_number] = error

    def rows(self, unresolved: Set[int]) -> Rows:
        """Return the rows. `unresolved`: lines that contain something because a needed formula has no result."""
        place = self.place.at
        own = self._filled_in_frame(unresolved)
        end = place.last_row + place.totals
        outside: Iterator[int] = self._filled_outside(end + 1, unresolved) if self.place.is_framed else iter(())
        if not self.place.is_framed:
            own, apart = _first_stretch(own)
            outside = iter(apart)
            end = own[-1] if own else place.heading_row
        asked = self._may_be_no_rows(own)
        left_out = dict(self._no_rows(asked)) if asked else {}
        kept = [row for row in own if row not in left_out] if left_out else own
        taken, is_apart = self._taken_outside(outside, end, left_out)
        at = array("I", chain(kept, taken))
        below = taken[0] if taken and self.place.is_framed else None
        return Rows(at, self._stretches(left_out, end) if left_out else (), below, is_apart)

    # --- lines that contain anything

    def _filled_in_frame(self, unresolved: Set[int]) -> Sequence[int]:
        place = self.place.at
        inside = range(place.heading_row + 1, min(place.last_row, self.sheet.height) + 1)
        empty: Sequence[int] = inside
        for column_number in self.column_numbers:
            cells = self.sheet.column(column_number)
            if cells.codes and empty:
                blank = {n for n, value in enumerate(cells.values) if value is None}
                none = blank.isdisjoint(cells.codes[inside.start - 1 : inside.stop - 1])
                empty = [] if none else [row for row in empty if cells.codes[row - 1] in blank]
        own = {
            row
            for row, cells in self.errors.items()
            if any(column_number in cells for column_number in self.column_numbers)
        }
        left_out = set(empty) - own - unresolved
        filled = [row for row in inside if row not in left_out] if left_out else inside
        return (
            filled if self.place.is_framed or not self.others else [row for row in filled if not self._is_theirs(row)]
        )

    def _filled_outside(self, start: int, unresolved: Set[int]) -> Iterator[int]:
        place = self.place.at
        column_numbers = range(place.first_column, place.last_column + 1)
        columns = [self.sheet.column(column_number) for column_number in column_numbers]
        for row in range(start, self.sheet.height + 1):
            has_entry = row in unresolved or row in self.errors or any(cells.at(row) is not None for cells in columns)
            if has_entry and not self._is_theirs(row):
                yield row

    def _is_theirs(self, row: int) -> bool:
        """Return whether all filled cells of a line, in the list's columns, are in other list objects."""
        theirs = [place for place in self.others if place.heading_row <= row <= place.last_row + place.totals]
        if not theirs:
            return False
        column_numbers = range(self.place.at.first_column, self.place.at.last_column + 1)
        filled = [s for s in column_numbers if self.sheet.value(row, s) is not None or s in self.errors.get(row, {})]
        return all(any(place.contains(row, column_number) for place in theirs) for column_number in filled)

    # --- lines that are no rows

    def _may_be_no_rows(self, own: Sequence[int]) -> set[int]:
        """Return the lines of the list that begin like totals, headings or remarks."""
        headings = {column.heading.casefold() for column in self.of.columns}
        reads = {self.columns[column.field]: column.reads for column in self.of.columns if column.field in self.columns}
        asked: set[int] = set()
        for n, column_number in enumerate(self.column_numbers[:FIRST_WORDS] if own else ()):
            cells = self.sheet.column(column_number)
            odd = self._odd_values(cells, headings)
            if not odd:
                continue
            rows = [row for row in own if cells.codes[row - 1] in odd]
            if reads[column_number] in BEGINNING_ONLY:
                rows = [
                    row
                    for row in rows
                    if all(self.sheet.value(row, number) is None for number in self.column_numbers[:n])
                ]
            asked.update(rows)
        return asked

    def _no_rows(self, asked: Iterable[int]) -> "Iterator[tuple[int, RowKind]]":
        from pc_workbook.tracker.lists.row_kinds import kind_of

        for row in sorted(asked):
            kind = kind_of(self.of, self._filled_cells(row))
            if kind is not None:
                yield row, kind

    def _odd_values(self, cells: ColumnCells, headings: Set[str]) -> set[int]:
        """Return the codes of a column's values that may begin such a line, without the heading itself."""
        if not cells.codes:
            return set()
        odd = may_begin_no_row(cells.values, headings)
        heading = cells.codes[self.place.at.heading_row - 1] if self.place.at.heading_row <= len(cells.codes) else None
        if heading in odd and cells.codes.count(heading) == 1:
            odd.discard(heading)
        return odd

    def _taken_outside(
        self, outside: Iterable[int], end: int, left_out: "dict[int, RowKind]"
    ) -> tuple[list[int], bool]:
        """Return the lines outside the list that are rows of it, and whether a gap is before the first. `end`: the last row."""
        taken: list[int] = []
        last, is_apart = end, self.place.at.totals > 0 or not self.place.is_framed
        first_is_apart = False
        kinds = _KindsOutside(self, end)
        for row in outside:
            is_apart |= row > last + 1
            kind = kinds.kind(row, is_apart)
            if kind is None:
                first_is_apart = first_is_apart if taken else is_apart
                taken.append(row)
            else:
                left_out[row] = kind
                is_apart = True
            last = row
        return taken, first_is_apart

    def kind_outside(self, row: int, is_apart: bool) -> "RowKind | None":
        """Return the kind of a line outside the list; None where it is a row of it."""
        from pc_workbook.tracker.lists.row_kinds import RowKind, is_row, kind_of

        filled_cells = self._filled_cells(row)
        kind = kind_of(self.of, filled_cells)
        return kind or (None if is_row(self.of, filled_cells, is_apart=is_apart) else RowKind.NO_ROW)

    def _filled_cells(self, row: int) -> "list[FilledCell]":
        from pc_workbook.tracker.lists.row_kinds import cells_of

        values = {
            column_number: self.sheet.errors.get((row, column_number)) or self.sheet.value(row, column_number)
            for column_number in self.column_numbers
        }
        return cells_of(self.columns, self.of, values)

    def _stretches(self, left_out: "Mapping[int, RowKind]", end: int) -> "list[LeftOut]":
        """Return the lines that are not rows; consecutive lines of one kind are one entry."""
        from pc_workbook.tracker.lists.row_kinds import LeftOut

        found: list[LeftOut] = []
        for row in sorted(left_out):
            kind, inside = left_out[row], row <= end
            before = found[-1] if found else None
            if before and (before.kind, before.last + 1, before.inside) == (kind, row, inside):
                found[-1] = before._replace(last=row)
            else:
                found.append(LeftOut(kind, row, row, self._first_column(row), inside))
        return found

    def _first_column(self, row: int) -> int:
        column_numbers = range(self.place.at.first_column, self.place.at.last_column + 1)
        filled = (s for s in column_numbers if self.sheet.value(row, s) is not None or s in self.errors.get(row, {}))
        return next(filled, self.column_numbers[0] if self.column_numbers else self.place.at.first_column)


class _KindsOutside:
    """The kinds of the lines below row `end`, each different line examined once: formulas are filled down a long way."""

    def __init__(self, finder: RowFinder, end: int) -> None:
        self.finder, self.end, self.errors = finder, end, finder.sheet.errors
        self.known: dict[tuple[object, ...], RowKind | None] = {}

    @cached_property
    def columns(self) -> list[tuple[int, ColumnCells]]:
        """The columns of the list with a value or an error in these lines."""
        with_errors = {column_number for _, column_number in self.errors}
        columns = ((number, self.finder.sheet.column(number)) for number in self.finder.column_numbers)
        return [
            (number, cells) for number, cells in columns if number in with_errors or cells.has_value_below(self.end)
        ]

    def kind(self, row: int, is_apart: bool) -> "RowKind | None":
        """Return the kind of a line; None where it is a row of the list."""
        contents = [
            self.errors.get((row, number)) or (cells.codes[row - 1] if row <= len(cells.codes) else None)
            for number, cells in self.columns
        ]
        line = (is_apart, *contents)
        if line not in self.known:
            self.known[line] = self.finder.kind_outside(row, is_apart)
        return self.known[line]


def _first_stretch(filled: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Return the lines up to the first blank one, and those after it."""
    if isinstance(filled, range):
        return filled, ()
    place = next((n for n in range(1, len(filled)) if filled[n] > filled[n - 1] + 1), len(filled))
    return filled[:place], filled[place:]


def may_begin_no_row(values: Iterable[object], headings: Set[str]) -> set[int]:
    """Return the codes of values with which a line of totals, headings or remarks may begin: a quick first filter."""
    return {n for n, value in enumerate(values) if value.__class__ is str and _may_be_no_row(str(value), headings)}


def _may_be_no_row(value: str, headings: Set[str]) -> bool:
    low = value.strip().casefold()
    return "total" in low or low.startswith(_BEGINNINGS) or low in headings or "://" in low
