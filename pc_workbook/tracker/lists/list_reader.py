"""Read one list of a tracker: from the cells of its sheet to valid rows and findings.

location.py finds the list, headings.py its columns, list_rows.py its rows; validation.py validates them.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, NamedTuple

from pc_workbook.model.own_scale import OwnScale
from pc_workbook.model.question import UnreadEntry
from pc_workbook.model.scale import ANY_SCALE, Scale, scale_of, scale_of_indicator
from pc_workbook.model.target import TargetKind
from pc_workbook.model.text import folded
from pc_workbook.tracker.columns.column_reader import (
    AS_USUAL,
    IN_UNITS,
    CellNote,
    ReadColumn,
    Scales,
    Shown,
    read_column,
)
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import KINDS, Finding, Severity, finding
from pc_workbook.tracker.lists.catalogue import ACTIONS, COMPARATORS, CQC_RATINGS, INDICATORS, WORKFORCE
from pc_workbook.tracker.lists.headings import CHECKED_WITH_MARKINGS, Headings
from pc_workbook.tracker.lists.layout import Column, EntryList, RowT
from pc_workbook.tracker.lists.list_rows import RowFinder, Rows
from pc_workbook.tracker.lists.location import OF_A_COPY, find_list, is_like
from pc_workbook.tracker.lists.validation import RowValidator
from pc_workbook.tracker.parsing.cell_parsers import CellContext, code_key
from pc_workbook.tracker.parsing.counted_values import fill_from_counts
from pc_workbook.tracker.rules.bracketed_periods import TIME_OF, refuse_other_periods
from pc_workbook.tracker.snapshot import NO_RESULT, ListObject, Snapshot, a1


class Entry(NamedTuple, Generic[RowT]):
    """A valid row and its row number on the sheet."""

    row: RowT
    at: int


class ReadList(NamedTuple, Generic[RowT]):
    """One list as read: its columns on the sheet, its valid rows, and how many cells of each column are filled."""

    of: EntryList[RowT]
    sheet: str
    columns: Mapping[str, int] = MappingProxyType({})  # field -> column
    valid_rows: Sequence[RowT] = ()
    row_numbers: Sequence[int] = ()  # the row of the sheet that each valid row is on
    rows: int = 0
    filled: Mapping[str, int] = MappingProxyType({})  # field -> cells filled
    heading_row: int = 1
    unread: Mapping[str, UnreadEntry] = MappingProxyType({})  # organisation's code -> what of it can't be read
    filled_row_numbers: Sequence[int] = ()  # the rows of the sheet with any entry of the list, valid or not

    @property
    def entries(self) -> Iterator[Entry[RowT]]:
        """Yield each valid row with its row number on the sheet."""
        return map(Entry, self.valid_rows, self.row_numbers)

    def has_row(self, at: int) -> bool:
        """Return whether a row of the sheet has any entry of the list."""
        n = bisect_left(self.filled_row_numbers, at)
        return n < len(self.filled_row_numbers) and self.filled_row_numbers[n] == at

    def entry(self, n: int) -> Entry[RowT]:
        """Return the n-th valid row with its row number on the sheet."""
        return Entry(self.valid_rows[n], self.row_numbers[n])

    def cell(self, entry: Entry, name: str) -> str:
        """Return the address of one field of one row; that of its first cell where the column is missing."""
        return a1(entry.at, self.columns.get(name, min(self.columns.values(), default=1)))


ENGLAND = "England"  # what a target moves with where no other body is named
#: Lists whose unreadable cells take a figure from one organisation, and the column that names it.
ORGANISATION_FIELDS = {WORKFORCE.table: "practice", CQC_RATINGS.table: "organisation"}


class Units:
    """The scales of the indicators, by number and by measure, and the organisations whose values each figure is made from:
    the one that is measured, and a comparator that moves the target.

    `bodies` gives the names of each body that goes by several, the area's among them; `own_scales` the scales of the area's
    own by their folded names.
    """

    def __init__(
        self,
        indicators: Iterable[Any] = (),
        area: str = "",
        bodies: Iterable[Iterable[str | None]] = (),
        own_scales: Mapping[str, OwnScale] = MappingProxyType({}),
    ) -> None:
        rows = list(indicators)
        self.own_scales = own_scales
        scales = {row.number: scale_of_indicator(row, self.scale_named(row.scale)) for row in rows}
        self.scales: dict[Any, Scale] = scales | {row.key: scales[row.number] for row in rows}
        groups = [frozenset(folded(name) for name in names if name) for names in bodies]
        names = {name: group for group in reversed(groups) for name in group}
        self.owners: dict[int, frozenset[str]] = {}
        for row in rows:
            rests_on = {folded(row.organisation or area)}
            if row.target_kind is TargetKind.COMPARATOR_MOVING:
                rests_on.add(folded(row.comparator_name or ENGLAND))
            self.owners[row.number] = frozenset().union(*(names.get(name, {name}) for name in rests_on))

    def scale_named(self, name: str | None) -> OwnScale | None:
        """Return a scale of the area's own by its name; one without words where the name is on no list."""
        return self.own_scales.get(folded(name)) or OwnScale(name) if name else None


class ListReader:
    """Reads one list of one workbook."""

    def __init__(
        self, of: EntryList, snapshot: Snapshot, context: CellContext, units: Units, findings: list[Finding]
    ) -> None:
        self.of, self.snapshot, self.context, self.units, self.findings = of, snapshot, context, units, findings
        self.unread: dict[str, UnreadEntry] = {}
        self.columns: dict[str, int] = {}
        self.read_columns: dict[str, ReadColumn] = {}

    def read(self) -> ReadList:
        """Return the list with its valid rows; errors of the others are added to the findings."""
        found = find_list(self.of, self.snapshot, self.findings)
        if found is None:
            return ReadList(self.of, self.of.sheet)
        self.place = place = found.at
        self.sheet = self.snapshot.sheets[place.sheet]
        self.heading_row = place.heading_row
        self.columns = Headings(self.of, place, self.sheet, self._add).columns()
        self._report_far_away()
        rows = RowFinder(self.of, found, self.sheet, self.columns, self._other_lists()).rows(self._unresolved_rows())
        if rows.left_out or rows.below:
            self._report_rows(rows)
        self._report_lists_below()
        self._report_merges(place, {row for block in rows.left_out for row in range(block.first, block.last + 1)})
        at = rows.at
        self._read_columns(at)
        kept = self._whole_rows(at)
        valid_rows, places = RowValidator(self.of, self.read_columns, self._refuse, self._report_duplicate).sound_rows(
            kept, at
        )
        filled = {name: read.filled for name, read in self.read_columns.items()}
        return ReadList(
            self.of, place.sheet, self.columns, valid_rows, places, len(at), filled, place.heading_row, self.unread, at
        )

    # --- what is in and around the list

    def _other_lists(self) -> list[ListObject]:
        every = (*self.snapshot.lists.values(), *self.snapshot.other_lists)
        return [place for place in every if place.sheet == self.place.sheet and place != self.place]

    def _report_rows(self, rows: Rows) -> None:
        """Report the lines that are not rows of the list, and the first row below its list object."""
        from pc_workbook.tracker.lists.row_kinds import row_findings  # few lists have any

        for row, column_number, note in row_findings(
            rows, self.place, min(self.columns.values(), default=self.place.first_column)
        ):
            entry = (
                None
                if note.code == "R19"
                else self.sheet.errors.get((row, column_number)) or self.sheet.value(row, column_number)
            )
            self._add(row, column_number, entry, note)

    def _report_lists_below(self) -> None:
        """Report list objects of other names below the list (R71, as a note): their rows are not rows of this list."""
        place, shared = self.place, (self.place.first_column, self.place.last_column)
        for list_below in self.snapshot.other_lists:
            is_below = list_below.sheet == place.sheet and list_below.heading_row > place.last_row
            if (
                is_below
                and list_below.first_column <= shared[1]
                and list_below.last_column >= shared[0]
                and not is_like(self.of, list_below.headings, OF_A_COPY)
            ):
                needs = detail("list_of_your_own", name=list_below.name)
                self._add(
                    list_below.heading_row,
                    list_below.first_column,
                    list_below.name,
                    CellNote("R71", {"needs": needs}, Severity.NOTE),
                )

    def _report_merges(self, place: ListObject, no_rows: Set[int]) -> None:
        """Report merged cells (R13), except in lines that are reported already or are Excel's totals."""
        marking_columns = {
            column_number for name, column_number in self.columns.items() if name in CHECKED_WITH_MARKINGS
        }
        for top, left, bottom, right in self.sheet.merged:
            inside = place.heading_row < bottom and left <= place.last_column and right >= place.first_column
            reported_elsewhere = all(at in marking_columns for at in range(left, min(right, place.last_column) + 1))
            is_row = top not in no_rows and not place.last_row < top <= place.last_row + place.totals
            if inside and is_row and top <= place.last_row + 1 and not reported_elsewhere:
                self._add(top, left, self.sheet.value(top, left), CellNote("R13", {}))

    def _report_far_away(self) -> None:
        """Report cells far from all others (R49), once per sheet."""
        if self.sheet.far_away:
            at, place = self.sheet.far_away[0]
            count = len(self.sheet.far_away)
            self._add(at, place, f"{count} filled cells" if count > 1 else "1 filled cell", CellNote("R49", {}))

    # --- reading

    def _unresolved_rows(self) -> set[int]:
        """Return the rows in which a required cell is a formula without a result. In other columns the formula may be
        filled down over rows that are not used yet."""
        needed = {
            self.columns[column.field] for column in self.of.columns if column.required and column.field in self.columns
        }
        return {
            row
            for (row, column_number), error in self.sheet.errors.items()
            if error == NO_RESULT and column_number in needed
        }

    def _read_columns(self, at: Sequence[int]) -> None:
        scales: Scales | None = None
        for column in self.of.columns:
            place = self.columns.get(column.field)
            if place is None:
                continue
            if scales is None and column.reads in IN_UNITS and self.of.table == INDICATORS.table:
                scales = self._scales_of_indicators(at)
            read = read_column(column, self.sheet.column(place), at, scales, self._shown(place), self.context)
            self.read_columns[column.field] = read
            self._report_column(column, place, read, at)
            scales = self._scales_by(column, read) or scales
        if self.of.table in TIME_OF:
            refuse_other_periods(
                self.of.table,
                self.read_columns,
                self._heading,
                lambda name, n, note: self._add_to_column(name, at[n], note),
                self.context.first_month,
            )
        fill_from_counts(self.read_columns, scales, lambda name, n, note: self._add_to_column(name, at[n], note))

    def _heading(self, name: str) -> str:
        return self.of.by_field[name].heading

    def _add_to_column(self, name: str, at: int, note: CellNote) -> None:
        self._add(at, self.columns[name], self.sheet.value(at, self.columns[name]), note, self.of.by_field[name])

    def _shown(self, place: int) -> Shown:
        return self._shown_in.get(place, AS_USUAL)

    @cached_property
    def _shown_in(self) -> Mapping[int, Shown]:
        """The errors, percentages and months of each column that has any."""
        errors: dict[int, dict[int, str]] = defaultdict(dict)
        for (row, column_number), text in self.sheet.errors.items():
            errors[column_number][row] = text
        percent, months = _rows_by_column(self.sheet.percent), _rows_by_column(self.sheet.months)
        return {
            column_number: Shown(
                errors.get(column_number, {}), percent.get(column_number, set()), months.get(column_number, set())
            )
            for column_number in {*errors, *percent, *months}
        }

    def _scales_of_indicators(self, at: Sequence[int]) -> Scales:
        """Return the scale of each row of the list of indicators, from its own cells."""
        names = ("kind", "title", "unit", "denominator", "measure", "decimals")
        read = {name: self.read_columns[name] for name in names if name in self.read_columns}
        rows = [{name: entry for name in read if (entry := read[name].at(n)) is not None} for n in range(len(at))]
        if "scale" in self.columns:  # its own column comes later, and is reported then
            named = read_column(
                self.of.by_field["scale"],
                self.sheet.column(self.columns["scale"]),
                at,
                None,
                self._shown(self.columns["scale"]),
                self.context,
            )
            for n, row in enumerate(rows):
                row["words"] = self.units.scale_named(named.at(n))
        return Scales(range(len(at)), [scale_of(**({"kind": None} | row)) for row in rows])

    def _scales_by(self, column: Column, read: ReadColumn) -> Scales | None:
        """Return the scale of each row's indicator, once the column that names it has been read."""
        names_indicator = column.field == "indicator" or (
            column.field == "measure" and self.of.table != INDICATORS.table
        )
        if names_indicator:
            return Scales(read.codes, [self.units.scales.get(value, ANY_SCALE) for value in read.values])
        return None

    def _report_column(self, column: Column, place: int, read: ReadColumn, at: Sequence[int]) -> None:
        if column.field in CHECKED_WITH_MARKINGS:
            return
        for n in read.rows_of(read.notes.keys()) if read.notes else ():
            for note in read.notes[read.codes[n]]:
                self._add(at[n], place, read.raw[read.codes[n]], note, column)

    def _whole_rows(self, at: Sequence[int]) -> Sequence[int]:
        """Return the rows with every required value; report the required cells of the others that are empty."""
        lost: set[int] = set()
        for column in self.of.columns:
            if not column.required:
                continue
            read, instead = self.read_columns.get(column.field), self.read_columns.get(column.or_else)
            if read is None and instead is not None:
                read, instead, column = instead, None, self.of.by_field[column.or_else]
            if read is None:
                lost.update(range(len(at)))
                continue
            missing = _missing(read, instead)
            lost.update(missing)
            for n in missing:
                self._report_empty(n, at[n], column, read, instead)
        return [n for n in range(len(at)) if n not in lost] if lost else range(len(at))

    def _report_empty(self, n: int, at: int, column: Column, read: ReadColumn, instead: ReadColumn | None) -> None:
        """Report a required cell that is empty (R05); not where the cell that may be filled instead can't be read."""
        if read.is_empty(n) and (instead is None or instead.is_empty(n)):
            needs = column.needs if instead is None else f"{column.needs}, or {self.of.by_field[column.or_else].needs}"
            self._add(at, self.columns[column.field], None, CellNote("R05", {"needs": needs}), column)

    # --- what is wrong with a row

    def _refuse(self, at: int, name: str) -> None:
        column = self.of.by_field.get(name) or self.of.by_field["value"]
        place = self.columns[column.field]
        self._add(
            at, place, self.sheet.value(at, place), CellNote("R16", {"needs": column.needs}, by_column=True), column
        )

    def _report_duplicate(self, key: Sequence[Any], at: int, first: int) -> None:
        words = ", ".join(str(getattr(part, "label", part)) for part in key if part is not None)
        place = self.columns.get(self.of.key[0], 1)
        by_excel = self.of.table == ACTIONS.table and any(
            _has_decimals(self.sheet.value(row, place)) for row in (at, first)
        )
        self._add(at, place, words, CellNote("R68" if by_excel else "R14", {"key": words, "other": first}))

    def _touched(self, at: int) -> tuple[int, ...]:
        """Return the indicator whose figure is made from a row; none for the value of another organisation."""
        own = self.of.table == INDICATORS.table
        column_number, organisation = (
            self.columns.get("number" if own else "indicator"),
            self.columns.get("comparator" if self.of.table == COMPARATORS.table else "organisation"),
        )
        number = self.sheet.value(at, column_number) if column_number else None
        if not isinstance(number, int | float) or not float(number).is_integer():
            return ()
        if own:
            return (int(number),)
        if int(number) not in self.units.owners:
            return ()
        if (
            organisation is not None
            and folded(str(self.sheet.value(at, organisation))) not in self.units.owners[int(number)]
        ):
            return ()
        return (int(number),)

    def _note_unread(self, at: int, place: int, heading: str, is_empty: bool) -> None:
        column_number = self.columns.get(ORGANISATION_FIELDS.get(self.of.table, ""))
        if column_number is not None:
            where = f"{self.sheet.name}, {a1(at, place)}"
            organisation = code_key(self.sheet.value(at, column_number))
            self.unread.setdefault(organisation, UnreadEntry(where, heading, is_empty))

    def _add(self, at: int, place: int, entry: object, note: CellNote, column: Column | None = None) -> None:
        severity = note.severity
        if note.by_column and column is not None and not column.figures and not column.required:
            severity = Severity.WARNING
        column_numbers = [self.columns[name] for name in self.of.key if name in self.columns]
        parts = [
            self.sheet.value(at, column_number)
            for column_number in column_numbers or [min(self.columns.values(), default=1)]
        ]
        others = (self.sheet.value(at, self.columns[name]) for name in self.of.told_apart_by if name in self.columns)
        named = "|".join(map(str, [*parts, *(other for other in others if other is not None)]))
        blocks = (severity or KINDS[note.code].severity) is Severity.ERROR and at > self.heading_row
        if blocks and (column is None or column.figures):
            self._note_unread(at, place, column.heading if column else "", entry is None)
        details = {"heading": column.heading if column else "", **note.details}
        self.findings.append(
            finding(
                note.code,
                self.sheet.name,
                a1(at, place),
                entry,
                row=named,
                severity=severity,
                touches=self._touched(at) if blocks else (),
                **details,
            )
        )


def _rows_by_column(positions: Iterable[tuple[int, int]]) -> Mapping[int, set[int]]:
    by_column: dict[int, set[int]] = defaultdict(set)
    for row, column_number in positions:
        by_column[column_number].add(row)
    return by_column


def _missing(read: ReadColumn, instead: ReadColumn | None) -> Sequence[int]:
    """Return the rows without a value in a required column, and without one in the column that may be filled instead."""
    missing = read.rows_of(n for n in read.present if read.values[n] is None)
    if instead is None:
        return missing
    return [n for n in missing if not read.is_empty(n) or instead.at(n) is None]


def _has_decimals(value: object) -> bool:
    return isinstance(value, float) and not value.is_integer()
