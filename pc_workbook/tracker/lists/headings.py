"""The columns of a list, by their headings and never by position; and what is wrong with the headings."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from pc_workbook.cells.addresses import column_letters
from pc_workbook.model.text import folded, nearest
from pc_workbook.tracker.columns.column_reader import Said
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.lists.layout import Column, EntryList
from pc_workbook.tracker.lists.location import heading_at
from pc_workbook.tracker.snapshot import ListObject, SheetCells, a1

#: Columns whose cells markings.py judges, whole rows at a time: what it says of them is not said here as well.
TOLD_BY_MARKINGS = frozenset({"marking", "exempt_paragraph"})
NEAR_A_HEADING = 0.7

Say = Callable[[int, int, object, Said], None]  # row, column, what stands there, what is to be said


class Headings:
    """The headings of one list and the columns that go by them."""

    def __init__(self, of: EntryList, place: ListObject, sheet: SheetCells, say: Say) -> None:
        self.of, self.place, self.sheet, self.say = of, place, sheet, say
        self.row = place.heading_row
        self.spots = range(place.first_column, place.last_column + 1)
        self.words = {spot: str(heading_at(sheet, self.row, spot) or "").strip() for spot in self.spots}
        usual = {column.heading for column in of.columns}
        self.exact: dict[str, list[int]] = defaultdict(list)
        self.others: dict[str, list[int]] = defaultdict(list)  # by what their spellings have in common
        for spot, heading in self.words.items():
            if heading in usual:
                self.exact[heading].append(spot)
            elif heading:
                self.others[folded(heading)].append(spot)

    def columns(self) -> dict[str, int]:
        """Return the column of each field; everything odd is said."""
        columns: dict[str, int] = {}
        known: set[int] = set()
        unsure: set[str] = set()
        for column in self.of.columns:
            spots = self._spots_of(column)
            known.update(spots)
            spot = self._one_of(column, spots) if len(spots) > 1 else next(iter(spots), None)
            if spot is None:
                unsure |= {column.field} if spots else set()
                continue
            columns[column.field] = spot
            if self.words[spot] != column.heading:
                self.say(self.row, spot, self.words[spot], Said("R03", {"heading": column.heading}))
        self._tell_unmatched([one for one in self.of.columns if one.field not in {*columns, *unsure}], known)
        self._tell_unheaded()
        return columns

    def _spots_of(self, column: Column) -> list[int]:
        """The columns that go by a heading; of markings the one that is written as it should be, or the first."""
        spots = [*self.exact.get(column.heading, ())]
        if self.others:
            spots += self.others.get(folded(column.heading), ())
        return spots[:1] if column.field in TOLD_BY_MARKINGS else spots

    # --- two columns of one heading

    def _one_of(self, column: Column, spots: Sequence[int]) -> int | None:
        """R73: the column that is read of several of one heading; none where they differ and a figure rests on them."""
        held = {spot: self._held(spot) for spot in spots}
        filled = [spot for spot in spots if any(value is not None for value in held[spot])]
        first = filled[0] if filled else spots[0]
        differ = any(held[spot] != held[first] for spot in filled)
        weighs = column.figures or column.required
        code = (
            "second_column_is_empty" if len(filled) < 2
            else "second_column_is_the_same" if not differ
            else "columns_differ_and_none_was_read" if weighs
            else "second_column_was_not_read"
        )  # fmt: skip
        others = [spot for spot in spots if spot != first]
        severity = Severity.ERROR if differ and weighs else None
        columns = {"first": column_letters(first), "others": tuple(map(column_letters, others))}
        needs = detail(code, heading=column.heading, **columns)
        self.say(self.row, others[0], self.words[others[0]], Said("R73", {"needs": needs}, severity))
        return None if differ and weighs else first

    def _held(self, spot: int) -> list[object]:
        rows = range(self.row + 1, min(self.place.last_row, self.sheet.height) + 1)
        return [self.sheet.errors.get((row, spot)) or self.sheet.value(row, spot) for row in rows]

    # --- headings that no column goes by, and columns without one

    def _tell_unmatched(self, missing: Sequence[Column], known: set[int]) -> None:
        spare = {words: spot for spot, words in self.words.items() if words and spot not in known}
        beside = self._beside() if missing else {}
        suggested: set[str] = set()
        for column in missing:
            at, near = self.place.first_column, None
            hint: Detail | str = ""
            if column.heading in beside:
                at, near = beside[column.heading], column.heading
                hint = detail("heading_beside_the_list", cell=a1(self.row, at))
            elif near := nearest(column.heading, spare, NEAR_A_HEADING):
                at, hint = spare[near], detail("nearest_heading", near=near)
                suggested.add(near)
            severity = None if column.required else Severity.WARNING
            self.say(self.row, at, near, Said("R02", {"heading": column.heading, "suggestion": hint}, severity))
        for heading, spot in spare.items():
            if heading not in suggested:
                self.say(self.row, spot, heading, Said("R04", {}))

    def _beside(self) -> Mapping[str, int]:
        """Headings of the list's own that stand next to its frame, which does not reach so far."""
        found: dict[str, int] = {}
        wanted = {folded(column.heading): column.heading for column in self.of.columns}
        for spot in range(self.place.last_column + 1, self.sheet.width + 1):
            cell = self.sheet.value(self.row, spot)
            if not isinstance(cell, str):
                break
            if folded(cell) in wanted:
                found.setdefault(wanted[folded(cell)], spot)
        return found

    def _tell_unheaded(self) -> None:
        """R04: a column of the list that has no heading and holds something."""
        for spot, words in self.words.items():
            if not words and any(value is not None for value in self._held(spot)):
                self.say(self.row, spot, None, Said("R04", {}))
