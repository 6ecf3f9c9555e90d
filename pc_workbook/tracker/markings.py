"""Who may see each row: the columns Marking and Exempt paragraph, read once for every output.

What is unclear restricts. A paragraph of Schedule 12A makes its row Exempt; a marking that can't be read, or that is
merged over rows, makes it Internal; rows of one action or practice that are marked differently all get the strictest
of their markings. Each of these is a fault, which rules/markings.py makes a finding of.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum, auto
from typing import Final, NamedTuple

from pc_workbook.model.names import same_key
from pc_workbook.model.reference import same_reference
from pc_workbook.model.row import ColumnRows, MarkingLevel, column
from pc_workbook.model.text import folded
from pc_workbook.tracker.lists.catalogue import (
    ACTION_PROGRESS,
    ACTIONS,
    CQC_RATINGS,
    ISSUED_EDITIONS,
    MEMBERSHIPS,
    MILESTONES,
    OBSERVATIONS,
    PRACTICES,
    PROGRAMMES,
    PROGRESS_HISTORY,
)
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.snapshot import ColumnCells, SheetCells, Snapshot

MARKING: Final = "marking"
PARAGRAPH: Final = "exempt_paragraph"
FIELDS: Final = (MARKING, PARAGRAPH)

HISTORY: Final = PROGRESS_HISTORY.table
SUBJECT: Final = ("action", "locality", "practice")  # whose text an entry of the history is

#: The lists whose rows others are about, and the field that names a row of them.
KEYS: Final[Mapping[str, str]] = {PRACTICES.table: "code", ACTIONS.table: "letter", PROGRAMMES.table: "name"}
NAMES_ACTION: Final = frozenset({"letter", "action"})
#: Fields that name a practice without being links.
ORGANISATIONS: Final[Mapping[str, str]] = {
    MEMBERSHIPS.table: "member",
    CQC_RATINGS.table: "organisation", OBSERVATIONS.table: "organisation", ISSUED_EDITIONS.table: "organisation",
}  # fmt: skip
#: Links that are left empty where they lead to a row that is not shown. Any other such link hides its row.
LOOSE_LINKS: Final = frozenset({(PRACTICES.table, "merged_into"), (ACTIONS.table, "programme")})
#: Fields that say which rows of a list are about one thing: the strictest of their markings applies to all of them.
SAME_SUBJECT: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    PRACTICES.table: (("code",),),
    ACTIONS.table: (("letter",),),
    PROGRAMMES.table: (("name",),),
    ACTION_PROGRESS.table: (("action",),),
    MILESTONES.table: (("action",), ("practice",)),
    HISTORY: (SUBJECT,),
}
#: Lists in which an unmarked row contradicts no other: earlier texts of an action had the markings of their time.
MAY_STAY_UNMARKED: Final = frozenset({HISTORY})
#: The history repeats earlier entries of these lists: the field that says whose they are, beside their action.
REPEATED_IN_HISTORY: Final[Mapping[str, str]] = {ACTION_PROGRESS.table: "locality", MILESTONES.table: "practice"}

_STRICTNESS: Final = {None: 0, MarkingLevel.PUBLIC: 1, MarkingLevel.EXEMPT: 2, MarkingLevel.INTERNAL: 3}
_BY_WORD: Final = {level.casefold(): level for level in MarkingLevel}
#: Compiled only where a marking is not plain ASCII.
_INVISIBLE: Final = (
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


CellPlace = tuple[int, int]  # row and column of a cell
Key = tuple[str, ...]  # what names what a row is about, folded


class Cause(Enum):
    """Why a row has the marking it has."""

    TYPED = auto()
    PARAGRAPH = auto()  # an exempt paragraph beside no marking, or beside Public
    UNREADABLE = auto()
    MERGED = auto()
    DIFFERENT = auto()  # another row about the same thing is marked more strictly
    NO_COLUMN = auto()  # one of the columns is missing


class RowMarking(NamedTuple):
    """The marking of one row, why it has it, and the field whose cell decided."""

    level: MarkingLevel
    cause: Cause
    field: str = MARKING


class Fault(NamedTuple):
    """Something about a marking that a person should correct: its cell, the current entry, and what follows.

    The row has the marking `level` until then; `other` is the cell that it does not agree with.
    """

    cause: Cause
    table: str
    row: int
    column: int
    entry: object
    level: MarkingLevel
    other: CellPlace | None = None
    other_table: str = ""  # where it is not the same list


class Markings(NamedTuple):
    """The marking of each row that has one, by list and by row of the sheet, including rows that are not read."""

    rows: Mapping[str, Mapping[int, RowMarking]] = {}
    faults: tuple[Fault, ...] = ()

    def level(self, table: str, at: int) -> MarkingLevel | None:
        """Return the marking of a row; None where it has none."""
        found = self.rows.get(table, {}).get(at)
        return found.level if found else None

    def is_restricted(self, table: str, at: int) -> bool:
        """Return whether a row is Exempt or Internal, whatever its cell says."""
        return is_restricted(self.level(table, at))

    @property
    def restricts_any(self) -> bool:
        """Return whether any row of the tracker is Exempt or Internal."""
        return any(is_restricted(marking.level) for rows in self.rows.values() for marking in rows.values())


def is_restricted(level: MarkingLevel | None) -> bool:
    """Return whether a marking keeps a row from the public."""
    return _STRICTNESS[level] > _STRICTNESS[MarkingLevel.PUBLIC]


def stricter(one: MarkingLevel | None, other: MarkingLevel | None) -> MarkingLevel | None:
    """Return the stricter of two markings; None is the least strict.

    >>> stricter(MarkingLevel.EXEMPT, MarkingLevel.PUBLIC)
    <MarkingLevel.EXEMPT: 'Exempt'>
    """
    return max(one, other, key=_STRICTNESS.__getitem__)


def marking_typed(value: object) -> MarkingLevel | None:
    """Return the marking in a cell, in any case and with any blanks round it; None for any other entry.

    >>> marking_typed(" EXEMPT\\xa0"), marking_typed("Pubic"), marking_typed("Public?")
    (<MarkingLevel.EXEMPT: 'Exempt'>, None, None)
    """
    if not isinstance(value, str):
        return None
    visible = "".join(value.split()) if value.isascii() else re.sub(_INVISIBLE, "", value)
    return _BY_WORD.get(visible.casefold())


def read_markings(lists: Mapping[str, ReadList], snapshot: Snapshot) -> Markings:
    """Return the markings of every list that has the columns, and what is wrong with them."""
    rows: dict[str, dict[int, RowMarking]] = {}
    faults: list[Fault] = []
    for table, read in lists.items():
        if MARKING in read.of.by_field and read.columns:
            sheet = snapshot.sheets[read.sheet]
            rows[table] = _Reader(read, sheet, faults).rows()
            _restrict_rows_of_same_subject(read, sheet, rows[table], faults)
    _restrict_history(lists, snapshot, rows, faults)
    return Markings(rows, tuple(faults))


class _Reader:
    """Reads the marking columns of one list."""

    def __init__(self, read: ReadList, sheet: SheetCells, faults: list[Fault]) -> None:
        self.read, self.sheet, self.faults = read, sheet, faults
        self.table = read.of.table
        self.found: dict[int, RowMarking] = {}

    def rows(self) -> dict[int, RowMarking]:
        """Return the marking of each row by its own cells."""
        missing = [name for name in FIELDS if name not in self.read.columns]
        if missing:
            gone = RowMarking(MarkingLevel.INTERNAL, Cause.NO_COLUMN, missing[0])
            return dict.fromkeys(range(self.read.heading_row + 1, self.sheet.height + 1), gone)
        for name in FIELDS:
            self._read_cells(name, self.read.columns[name])
        for name, number in self._further_columns():
            self._read_further(name, number)
        self._read_merges()
        return self.found

    def _read_cells(self, name: str, number: int) -> None:
        for at, marking in self._cell_markings(name, number).items():
            is_new = self._restrict(at, marking)
            if marking.cause is Cause.UNREADABLE or (marking.cause is Cause.PARAGRAPH and is_new):
                self._add_fault(marking.cause, at, number, self._entry(at, number), marking.level)

    def _cell_markings(self, name: str, number: int) -> dict[int, RowMarking]:
        """Return the marking that each filled cell of a column gives its row. A formula without a result counts as filled."""
        cells, head = self.sheet.column(number), self.read.heading_row
        meanings = {code: _marking_of(name, value) for code, value in enumerate(cells.values) if value is not None}
        codes = enumerate(cells.codes[head:], head + 1) if meanings else ()
        markings = {at: meanings[code] for at, code in codes if code in meanings}
        unreadable = RowMarking(MarkingLevel.INTERNAL, Cause.UNREADABLE, name)
        valueless = (
            at for at, place in (*self.sheet.errors, *self.sheet.empty_results) if place == number and at > head
        )
        return markings | dict.fromkeys(valueless, unreadable)

    def _entry(self, at: int, number: int) -> object:
        return self.sheet.errors.get((at, number)) or self.sheet.value(at, number)

    def _restrict(self, at: int, new: RowMarking) -> bool:
        """Give a row a marking that is stricter than the one it has. Return whether it is."""
        current = self.found.get(at)
        is_stricter = current is None or _STRICTNESS[new.level] > _STRICTNESS[current.level]
        if is_stricter:
            self.found[at] = new
        return is_stricter

    def _add_fault(
        self, cause: Cause, at: int, number: int, entry: object, level: MarkingLevel, other: CellPlace | None = None
    ) -> None:
        """Add a fault, unless its row is not read: such a row restricts others, and is no fault."""
        if self.read.has_row(at) or at == self.read.heading_row:
            self.faults.append(Fault(cause, self.table, at, number, entry, level, other))

    def _further_columns(self) -> Iterator[tuple[str, int]]:
        """Yield further columns with one of these headings, in the list or beside it. Excel calls a copy Marking2."""
        read, taken = self.read, frozenset(self.read.columns.values())
        headings = {folded(read.of.by_field[name].heading): name for name in FIELDS}
        for number in range(self.sheet.first_column, self.sheet.width + 1):
            heading = self.sheet.value(read.heading_row, number) if number not in taken else None
            name = headings.get(folded(heading).rstrip("0123456789")) if isinstance(heading, str) else None
            if name:
                yield name, number

    def _read_further(self, name: str, number: int) -> None:
        """Restrict rows by a further column. It never releases any."""
        restricted = {
            at: marking.level
            for at, marking in self._cell_markings(name, number).items()
            if is_restricted(marking.level)
        }
        for at, level in restricted.items():
            self._restrict(at, RowMarking(level, Cause.DIFFERENT, name))
        if restricted:
            head = self.read.heading_row
            strictest = max(restricted.values(), key=_STRICTNESS.__getitem__)
            usual = head, self.read.columns[name]
            self._add_fault(Cause.DIFFERENT, head, number, self.sheet.value(head, number), strictest, usual)

    def _read_merges(self) -> None:
        for top, left, bottom, right in self.sheet.merged:
            inside = [name for name in FIELDS if left <= self.read.columns[name] <= right]
            rows = range(max(top, self.read.heading_row + 1), min(bottom, self.sheet.height) + 1)
            if inside and rows:
                self._read_merge(inside, rows, self._entry(top, left))

    def _read_merge(self, names: Sequence[str], rows: Sequence[int], value: object) -> None:
        """Restrict the rows of a merge. Nothing says which of them its entry is for, so Public releases none."""
        levels = [_marking_of(name, value).level for name in names if value is not None]
        strictest = max(levels, key=_STRICTNESS.__getitem__, default=None)
        level = strictest if strictest and is_restricted(strictest) else MarkingLevel.INTERNAL
        for at in rows:
            self._restrict(at, RowMarking(level, Cause.MERGED, names[0]))
        first = next((at for at in rows if self.read.has_row(at)), rows[0])
        self._add_fault(Cause.MERGED, first, self.read.columns[names[0]], value, level)


def _marking_of(name: str, value: object) -> RowMarking:
    """Return the marking that a filled cell gives its row."""
    level = marking_typed(value) if name == MARKING else None
    if level is not None:
        return RowMarking(level, Cause.TYPED, name)
    if name == MARKING or isinstance(value, bool | date):
        return RowMarking(MarkingLevel.INTERNAL, Cause.UNREADABLE, name)
    return RowMarking(MarkingLevel.EXEMPT, Cause.PARAGRAPH, name)


# --- rows about one thing


def _restrict_rows_of_same_subject(
    read: ReadList, sheet: SheetCells, rows: dict[int, RowMarking], faults: list[Fault]
) -> None:
    """Give rows about one thing the strictest of their markings. A row that is raised so raises no other."""
    restricted = {at: found.level for at, found in rows.items() if is_restricted(found.level)}
    if not restricted:
        return
    for fields in SAME_SUBJECT.get(read.of.table, ()):
        keys = row_keys(read, sheet, fields)
        if read.of.table in MAY_STAY_UNMARKED:
            keys = {at: key for at, key in keys.items() if at in rows}
        _restrict_by_key(read, rows, keys, _strictest(keys, restricted), faults)


def _restrict_history(
    lists: Mapping[str, ReadList], snapshot: Snapshot, rows: dict[str, dict[int, RowMarking]], faults: list[Fault]
) -> None:
    """Mark entries of the history at least as strictly as the current entry of the same action and place."""
    history = lists.get(HISTORY)
    if history is None or not history.columns:
        return
    entries = None
    for table, place in REPEATED_IN_HISTORY.items():
        restricted = {at: marking.level for at, marking in rows.get(table, {}).items() if is_restricted(marking.level)}
        if not restricted:
            continue
        read = lists[table]
        now = row_keys(read, snapshot.sheets[read.sheet], ("action", place))
        entries = entries or row_keys(history, snapshot.sheets[history.sheet], SUBJECT)
        keys = {at: _without_other_place(key, place) for at, key in entries.items()}
        _restrict_by_key(history, rows[HISTORY], keys, _strictest(now, restricted), faults, read)


def _without_other_place(subject: Key, place: str) -> Key:
    """Return the action and one place of a history entry, as in the list it came from; its subject where that is empty."""
    named = dict(zip(SUBJECT, subject, strict=True))
    return (named["action"], named[place]) if named[place] or not any(subject[1:]) else subject


def _strictest(keys: Mapping[int, Key], restricted: Mapping[int, MarkingLevel]) -> dict[Key, tuple[MarkingLevel, int]]:
    """Return, for each key of a restricted row, its strictest marking and the first row that has it."""
    found: dict[Key, tuple[MarkingLevel, int]] = {}
    for at in sorted(restricted.keys() & keys.keys()):
        strictest = found.get(keys[at])
        if strictest is None or _STRICTNESS[restricted[at]] > _STRICTNESS[strictest[0]]:
            found[keys[at]] = restricted[at], at
    return found


def row_keys(read: ReadList, sheet: SheetCells, fields: Sequence[str]) -> dict[int, Key]:
    """Return the entries of some fields of each row below the heading, folded. Rows where all are empty are left out."""
    if any(name not in read.columns for name in fields):
        return {}
    rows = range(read.heading_row + 1, sheet.height + 1)
    columns = [_folded_cells(sheet.column(read.columns[name]), rows, key_of(name)) for name in fields]
    return {at: key for at, key in zip(rows, zip(*columns, strict=True), strict=True) if any(key)}


def key_of(field: str) -> Callable[[object], str]:
    """Return the function that folds the cells of a field, so that two spellings of one code or name are the same."""
    return same_reference if field in NAMES_ACTION else same_key


def _folded_cells(cells: ColumnCells, rows: range, folded_as: Callable[[object], str]) -> list[str]:
    keys = list(map(folded_as, cells.values))
    folded_cells = [keys[code] for code in cells.codes[rows.start - 1 :]]
    return folded_cells + [""] * (len(rows) - len(folded_cells))


def _restrict_by_key(
    read: ReadList,
    rows: dict[int, RowMarking],
    keys: Mapping[int, Key],
    strictest: Mapping[Key, tuple[MarkingLevel, int]],
    faults: list[Fault],
    of: ReadList | None = None,
) -> None:
    """Raise rows to the strictest marking of their key, with one fault per key. `of`: the list that has the marking."""
    reported: set[Key] = set()
    for at, key in keys.items() if strictest else ():
        level, other = strictest.get(key, (None, 0))
        current = rows.get(at)
        if level is None or _STRICTNESS[current.level if current else None] >= _STRICTNESS[level]:
            continue
        rows[at] = RowMarking(level, Cause.DIFFERENT)
        if key not in reported and read.has_row(at) and MARKING in read.columns:
            reported.add(key)
            entry, number = current.level if current else None, read.columns[MARKING]
            decided = of or read
            other_number = decided.columns.get(MARKING, min(decided.columns.values()))
            faults.append(
                Fault(Cause.DIFFERENT, read.of.table, at, number, entry, level, (other, other_number), decided.of.table)
            )


# --- rows as the markings leave them


def adjusted_lists(markings: Markings) -> list[str]:
    """Return the lists with rows whose marking is not simply what their own cell says."""
    return [
        table
        for table, rows in markings.rows.items()
        if any(marking.cause is not Cause.TYPED for marking in rows.values())
    ]


def with_markings(read: ReadList, markings: Markings) -> ReadList:
    """Return a list whose rows have the marking that applies to them, where it is not the one of their own cell."""
    found = markings.rows.get(read.of.table)
    if not found or not read.valid_rows or all(marking.cause is Cause.TYPED for marking in found.values()):
        return read
    levels = [marking.level if (marking := found.get(at)) else None for at in read.row_numbers]
    if isinstance(read.valid_rows, ColumnRows):
        return read._replace(valid_rows=read.valid_rows.with_column(MARKING, levels))
    rows = zip(read.valid_rows, column(read.valid_rows, MARKING), levels, strict=True)
    valid_rows = (row if level is current else row.model_copy(update={MARKING: level}) for row, current, level in rows)
    return read._replace(valid_rows=tuple(valid_rows))


# --- what rows are about


def links(read: ReadList) -> Iterator[tuple[str, str]]:
    """Yield the columns of a list that name a row of a list in KEYS: field and list."""
    for about in read.of.columns:
        if about.links_to and KEYS.get(about.links_to[0]) == about.links_to[1]:
            yield about.field, about.links_to[0]
    if read.of.table in ORGANISATIONS:
        yield ORGANISATIONS[read.of.table], PRACTICES.table
    if read.of.table == PRACTICES.table:
        yield "merged_into", PRACTICES.table
