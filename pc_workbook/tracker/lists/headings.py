"""Find the columns of a list by their headings, never by position, and report errors in the headings."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from pc_workbook.cells.addresses import column_letters
from pc_workbook.model.text import folded, nearest
from pc_workbook.tracker.columns.column_reader import CellNote
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.lists.layout import Column, EntryList
from pc_workbook.tracker.lists.location import heading_at
from pc_workbook.tracker.snapshot import ListObject, SheetCells, a1

#: Columns that markings.py checks, whole rows at a time; they are not reported here as well.
CHECKED_WITH_MARKINGS = frozenset({"marking", "exempt_paragraph"})
NEAR_A_HEADING = 0.7
NEAR_AN_OPTIONAL_HEADING = 0.85  # a column of one's own is not taken for one that the list may lack

AddFinding = Callable[[int, int, object, CellNote], None]  # row, column, current entry, note


class Headings:
    """The headings of one list and their columns."""

    def __init__(self, of: EntryList, place: ListObject, sheet: SheetCells, add: AddFinding) -> None:
        self.of, self.place, self.sheet, self.add = of, place, sheet, add
        self.row = place.heading_row
        self.column_numbers = range(place.first_column, place.last_column + 1)
        self.words = {
            column_number: str(heading_at(sheet, self.row, column_number) or "").strip()
            for column_number in self.column_numbers
        }
        usual = {column.heading for column in of.columns}
        self.exact: dict[str, list[int]] = defaultdict(list)
        self.others: dict[str, list[int]] = defaultdict(list)  # by what their spellings have in common
        for column_number, heading in self.words.items():
            if heading in usual:
                self.exact[heading].append(column_number)
            elif heading:
                self.others[folded(heading)].append(column_number)

    def columns(self) -> dict[str, int]:
        """Return the column of each field; errors in the headings are reported."""
        columns: dict[str, int] = {}
        known: set[int] = set()
        unsure: set[str] = set()
        for column in self.of.columns:
            column_numbers = self._columns_of(column)
            known.update(column_numbers)
            column_number = (
                self._most_likely(column, column_numbers)
                if len(column_numbers) > 1
                else next(iter(column_numbers), None)
            )
            if column_number is None:
                unsure |= {column.field} if column_numbers else set()
                continue
            columns[column.field] = column_number
            if self.words[column_number] != column.heading:
                self.add(
                    self.row, column_number, self.words[column_number], CellNote("R03", {"heading": column.heading})
                )
        found = {*columns, *unsure}
        missing = [column for column in self.of.columns if column.field not in found and column.or_else not in columns]
        self._report_unmatched(missing, known)
        self._report_unheaded()
        return columns

    def _columns_of(self, column: Column) -> list[int]:
        """Return the columns with a heading; for a marking only the one that is spelt exactly, or else the first."""
        column_numbers = [*self.exact.get(column.heading, ())]
        if self.others:
            column_numbers += self.others.get(folded(column.heading), ())
        return column_numbers[:1] if column.field in CHECKED_WITH_MARKINGS else column_numbers

    # --- two columns of one heading

    def _most_likely(self, column: Column, column_numbers: Sequence[int]) -> int | None:
        """Return which of several columns with one heading is read (R73); None where they differ and figures are made from it."""
        entries = {column_number: self._entries(column_number) for column_number in column_numbers}
        filled = [
            column_number
            for column_number in column_numbers
            if any(value is not None for value in entries[column_number])
        ]
        first = filled[0] if filled else column_numbers[0]
        differ = any(entries[column_number] != entries[first] for column_number in filled)
        matters = column.figures or column.required
        code = (
            "second_column_is_empty" if len(filled) < 2
            else "second_column_is_the_same" if not differ
            else "columns_differ_and_none_was_read" if matters
            else "second_column_was_not_read"
        )  # fmt: skip
        others = [column_number for column_number in column_numbers if column_number != first]
        severity = Severity.ERROR if differ and matters else None
        columns = {"first": column_letters(first), "others": tuple(map(column_letters, others))}
        needs = detail(code, heading=column.heading, **columns)
        self.add(self.row, others[0], self.words[others[0]], CellNote("R73", {"needs": needs}, severity))
        return None if differ and matters else first

    def _entries(self, column_number: int) -> list[object]:
        rows = range(self.row + 1, min(self.place.last_row, self.sheet.height) + 1)
        return [self.sheet.errors.get((row, column_number)) or self.sheet.value(row, column_number) for row in rows]

    # --- headings that no column goes by, and columns without one

    def _report_unmatched(self, missing: Sequence[Column], known: set[int]) -> None:
        spare = {
            words: column_number for column_number, words in self.words.items() if words and column_number not in known
        }
        beside = self._beside() if missing else {}
        suggested: set[str] = set()
        for column in missing:
            at, near = self.place.first_column, None
            hint: Detail | str = ""
            if column.heading in beside:
                at, near = beside[column.heading], column.heading
                hint = detail("heading_beside_the_list", cell=a1(self.row, at))
            elif near := nearest(
                column.heading, spare, NEAR_AN_OPTIONAL_HEADING if column.is_optional else NEAR_A_HEADING
            ):
                at, hint = spare[near], detail("nearest_heading", near=near)
                suggested.add(near)
            elif column.is_optional:
                continue
            severity = None if column.required else Severity.WARNING
            self.add(self.row, at, near, CellNote("R02", {"heading": column.heading, "suggestion": hint}, severity))
        for heading, column_number in spare.items():
            if heading not in suggested:
                self.add(self.row, column_number, heading, CellNote("R04", {}))

    def _beside(self) -> Mapping[str, int]:
        """Return headings of this list that are to the right of its list object."""
        found: dict[str, int] = {}
        wanted = {folded(column.heading): column.heading for column in self.of.columns}
        for column_number in range(self.place.last_column + 1, self.sheet.width + 1):
            cell = self.sheet.value(self.row, column_number)
            if not isinstance(cell, str):
                break
            if folded(cell) in wanted:
                found.setdefault(wanted[folded(cell)], column_number)
        return found

    def _report_unheaded(self) -> None:
        """Report a column with entries and without a heading (R04)."""
        for column_number, words in self.words.items():
            if not words and any(value is not None for value in self._entries(column_number)):
                self.add(self.row, column_number, None, CellNote("R04", {}))
