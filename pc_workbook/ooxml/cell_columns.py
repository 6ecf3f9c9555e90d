"""A long sheet, column by column, read from its text a bite at a time.

What a cell says after its address ('s="3" t="s"><v>12</v></c>') is kept once, however many cells say it, and turned
into a value once; a cell costs a number in its column. Where every row of a bite holds the same columns, as in
lists that programs and people write, a row is cut at its own number, which ends each address in it, and the cells of
a column are looked up as they were cut. A sheet written in any other way, or a cell that would need a guess, gives
None: the usual reader then reads it.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pc_workbook.ooxml.address import Area, column_letters, column_number
from pc_workbook.ooxml.marks import merged_after, percentage_formats, shows_percentage
from pc_workbook.ooxml.shared_texts import decoded, plain_text, shared_items
from pc_workbook.ooxml.styles import StyleTable
from pc_workbook.ooxml.workbook import Workbook

if TYPE_CHECKING:
    from pc_workbook.ooxml.cell_arrays import ColumnOfRows

_CELL_STARTS = b'<c r="'
_ADDRESS = re.compile(rb'<c r="[A-Z]+(\d+)"')
_OPENING = re.compile(rb'(?:<row)?[^<]*><c r="([A-Z]+)')  # of a row, as far as the letters of its first address
_HEAD = re.compile(rb'((?: [a-z]+="[^"]*")*) ?')
_VALUE_STARTS, _VALUE_ENDS = b"><v>", b"</v></c>"
_AROUND = len(_VALUE_STARTS) + len(_VALUE_ENDS)
_NO_VALUE = (b"/>", b"></c>")
_ATTRIBUTE = re.compile(rb' ([a-z]+)="([^"]*)"')
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?:\$[^\]]*|[A-Z][a-z]+\d*)\]')  # of a format: what shows no date
_OF_DATES = frozenset("dmyhs")
_ELAPSED = r"(?i)\[[hms]+\]"
VERY_LONG = 1 << 23  # bytes of a sheet's text from which numpy is worth its import
BITE, LARGE_BITE = 1 << 18, 1 << 21
BUILT_IN_DATES = frozenset({"14", "15", "16", "17", "22"})
BUILT_IN_TIMES = frozenset({"18", "19", "20", "21", "45", "46", "47"})
FIRST_DAY = datetime(1899, 12, 30)
LEAP_BUG_ENDS = 61  # 1 March 1900: from here on Excel and the calendar agree

Plain = str | float | bool | date | None


class CellColumns(NamedTuple):
    """`columns[3]` is column C: `values[codes[r - 1]]` stands in row r."""

    columns: Mapping[int, tuple[Sequence[int], Sequence[Plain]]]
    height: int
    errors: Mapping[tuple[int, int], str]
    percent: frozenset[tuple[int, int]]
    merged: tuple[Area, ...]


class _UnusualError(Exception):
    """The sheet is written in a way that this reader would have to guess at."""


class _Numbers(dict[bytes, int]):
    """The number of each different thing said, given out in the order they come; 0 is nothing."""

    def __missing__(self, said: bytes) -> int:
        number = self[said] = len(self)
        return number


class _DifferentError(Exception):
    """A row holds other columns than the one above it."""


class _Pieces(dict[bytes, int]):
    """The number of what a cell of one column says, by that with the beginning of the next column's address."""

    __slots__ = ("next", "numbers")

    def __init__(self, numbers: _Numbers, following: bytes) -> None:
        self.numbers, self.next = numbers, following

    def __missing__(self, piece: bytes) -> int:
        if not piece.endswith(self.next):
            raise _DifferentError
        number = self[piece] = self.numbers[piece[: len(piece) - len(self.next)]]
        return number


def cell_columns(workbook: Workbook, part: str) -> CellColumns | None:
    """The cells of a sheet as columns; None where it is written in another way than this reads.

    Raises WorkbookProblem where the part is damaged.
    """
    try:
        reader = _Reader(workbook)
        tail = reader.read(part)
        found = reader.finished(tail)
        workbook.package.note_formula_free(part)  # a formula would have been unusual
        return found
    except _UnusualError:
        return None


class _Reader:
    def __init__(self, workbook: Workbook) -> None:
        if workbook.counts_from_1904:
            raise _UnusualError
        self.package = workbook.package
        self.values = _Values(workbook)
        self.numbers: dict[bytes, _Numbers] = defaultdict(lambda: _Numbers({b"/>": 0}))
        self.codes: dict[bytes, array[int]] = defaultdict(lambda: array("I"))
        self.pieces: dict[tuple[bytes, bytes], _Pieces] = {}
        self.height = 0
        self.tail = b""

    def read(self, part: str) -> bytes:
        """Take in every row; what follows the cells comes back."""
        if self.package.size(part) >= VERY_LONG:
            self._take_by_array(self._rows(part, LARGE_BITE))
        else:
            for rows in self._rows(part, BITE):
                self._take(rows)
        return self.tail

    def _rows(self, part: str, size: int) -> Iterator[bytes]:
        """The text of whole rows, about so many bytes at a time."""
        bites = self.package.bites(part, overlap=0, size=size)
        waiting = next(bites, b"")
        start = waiting.find(b"<sheetData>")
        if start < 0 or b"<worksheet" not in waiting[:2000]:
            raise _UnusualError
        waiting = waiting[start + len(b"<sheetData>") :]
        while True:
            cut = waiting.rfind(b"</row>") + len(b"</row>")
            if cut >= len(b"</row>"):
                yield waiting[:cut]
                waiting = waiting[cut:]
            end = waiting.find(b"</sheetData>")  # in what follows the last row: to look through all takes a while
            if end >= 0:
                break
            bite = next(bites, None)
            if bite is None:
                raise _UnusualError
            waiting += bite
        if b"<c" in waiting[:end]:
            raise _UnusualError  # a row that is not closed
        self.tail = waiting[end:] + b"".join(bites)

    def _take(self, rows: bytes) -> None:
        if not self._take_alike(rows):
            self._take_one_by_one(rows)

    def _take_by_array(self, every_row: Iterator[bytes]) -> None:
        """Take rows of whatever columns, by numpy, while those that follow are unpacked and taken apart."""
        from pc_workbook.ooxml.ahead import made_ahead
        from pc_workbook.ooxml.cell_arrays import columns_of  # numpy takes as long to import as a small tracker to read

        with closing(made_ahead((rows, columns_of(rows)) for rows in every_row)) as apart:
            for rows, columns in apart:
                if columns is None:
                    self._take(rows)
                else:
                    self._take_columns(columns)

    def _take_columns(self, columns: "Iterator[ColumnOfRows]") -> None:
        above, last = self.height, 0
        for one in columns:
            name = column_letters(one.column).encode()
            if one.first_row <= above:
                raise _UnusualError  # rows out of order
            codes, numbers = self._column(name, above), self.numbers[name]
            codes.frombytes(one.numbers([numbers[said] for said in one.said], above))
            last = max(last, len(codes))
        self.height = last

    def _take_alike(self, rows: bytes) -> bool:
        """Take rows that all hold the same columns; False, with nothing taken, where they don't."""
        address = _ADDRESS.search(rows)
        *lines, rest = rows.split(b"</row>")
        if address is None or rest.strip():
            return False
        first = int(address[1])
        try:
            names, columns = _cut_alike(lines, first)
            taken = [self._numbered(*one) for one in zip(names, [*names[1:], b""], columns, strict=True)]
        except _DifferentError:
            return False
        for name, codes in zip(names, taken, strict=True):
            self._column(name, first - 1).extend(codes)
        self.height = first + len(lines) - 1
        return True

    def _numbered(self, name: bytes, following: bytes, column: Sequence[bytes]) -> "array[int]":
        """The numbers of what a column's cells say, where each goes on to the cell of the column that follows."""
        if (name, following) not in self.pieces:
            self.pieces[name, following] = _Pieces(self.numbers[name], following and _CELL_STARTS + following)
        return array("I", map(self.pieces[name, following].__getitem__, column))

    def _take_one_by_one(self, rows: bytes) -> None:
        for row in rows.split(b"</row>"):
            place = 0
            for piece in row.split(_CELL_STARTS)[1:]:
                address, _, said = piece.partition(b'"')
                name = address.rstrip(b"0123456789")
                row_of_cell = int(address[len(name) :] or 0)
                if not name or not row_of_cell or (place and row_of_cell != place):
                    raise _UnusualError
                place = row_of_cell
                self._column(name, place - 1).append(self.numbers[name][said])
            self.height = max(self.height, place)

    def _column(self, name: bytes, height: int) -> "array[int]":
        """A column, filled with nothing down to a row."""
        codes = self.codes[name]
        if len(codes) > height:
            raise _UnusualError  # rows out of order
        codes.extend([0] * (height - len(codes)))
        return codes

    def finished(self, tail: bytes) -> CellColumns:
        columns: dict[int, tuple[Sequence[int], Sequence[Plain]]] = {}
        errors: dict[tuple[int, int], str] = {}
        percent: set[tuple[int, int]] = set()
        for name, codes in self.codes.items():
            spot = column_number(name.decode())
            codes.extend([0] * (self.height - len(codes)))
            told, marked = self.values.told(self.numbers[name])
            columns[spot] = (codes, told)
            for row, code in enumerate(codes, 1) if marked else ():
                if code in marked:
                    if marked[code]:
                        errors[row, spot] = marked[code]
                    else:
                        percent.add((row, spot))
        return CellColumns(columns, self.height, errors, frozenset(percent), merged_after(tail))


class _Kind(NamedTuple):
    """How cells that begin alike are read."""

    value: Callable[[bytes], Plain]
    shown_percent: bool = False
    is_error: bool = False


class _Values:
    """What a cell's words mean."""

    def __init__(self, workbook: Workbook) -> None:
        part = workbook.related("sharedStrings")
        self.texts = shared_items(workbook.package.read(part)) if part else []
        self.percent = percentage_formats(workbook)
        self.days, self.times = _date_formats(workbook)
        self.kinds: dict[bytes, _Kind] = {}  # by what stands before the value

    def told(self, sayings: Iterable[bytes]) -> tuple[list[Plain], dict[int, str]]:
        """The value of each thing said; and of those that are errors or shown as a percentage, by their place, the
        error or nothing."""
        values: list[Plain] = []
        marked: dict[int, str] = {}
        for n, said in enumerate(sayings):
            head, found, raw = said.removesuffix(_VALUE_ENDS).partition(_VALUE_STARTS)
            if not found:
                self._refuse_unless_empty(said)
                values.append(None)
                continue
            if b"<" in raw or len(head) + len(raw) + _AROUND != len(said):
                raise _UnusualError
            kind = self.kinds.get(head) or self._kind(head)
            values.append(kind.value(raw) if raw and not kind.is_error else None)
            if kind.shown_percent or (kind.is_error and raw):
                marked[n] = decoded(raw) if kind.is_error else ""
        return values, marked

    def _refuse_unless_empty(self, said: bytes) -> None:
        head = next((said[: -len(end)] for end in _NO_VALUE if said.endswith(end)), None)
        if head is None or _HEAD.fullmatch(head) is None:
            raise _UnusualError

    def _kind(self, head: bytes) -> _Kind:
        kind = self.kinds[head] = self._kind_of(head)
        return kind

    def _kind_of(self, head: bytes) -> _Kind:
        match = _HEAD.fullmatch(head)
        attributes = dict(_ATTRIBUTE.findall(match[1])) if match else {}
        if match is None or attributes.keys() - {b"s", b"t", b"ph"}:
            raise _UnusualError  # a picture in a cell, a spilled formula
        match attributes.get(b"t", b"n"):
            case b"n":
                return self._kind_of_numbers(attributes.get(b"s", b"0"))
            case b"s":
                return _Kind(lambda raw: plain_text(self.texts[int(raw)]))
            case b"str":
                return _Kind(decoded)
            case b"b":
                return _Kind(lambda raw: raw == b"1")
            case b"e":
                return _Kind(decoded, is_error=True)
        raise _UnusualError

    def _kind_of_numbers(self, style: bytes) -> _Kind:
        shown_percent = style in self.percent
        if style in self.times:
            return _Kind(_time, shown_percent)
        return _Kind(_day if style in self.days else float, shown_percent)


def _time(raw: bytes) -> Plain:
    raise _UnusualError  # of an empty cell it is not asked


def _day(raw: bytes) -> Plain:
    value = float(raw)
    if not value.is_integer() or value < LEAP_BUG_ENDS:
        raise _UnusualError
    return (FIRST_DAY + timedelta(days=int(value))).date()


def _cut_alike(lines: Sequence[bytes], first: int) -> tuple[list[bytes], list[tuple[bytes, ...]]]:
    """The columns that rows from `first` on hold, and what the cells of each say with the beginning of the next cell.

    >>> _cut_alike([b'<row r="8"><c r="A8" s="8"/><c r="C8"><v>1</v></c>', b'<row r="9"><c r="A9"/><c r="C9"/>'], 8)
    ([b'A', b'C'], [(b' s="8"/><c r="C', b'/><c r="C'), (b'><v>1</v></c>', b'/>')])
    """
    pieces = [line.split(b'%d"' % row) for row, line in enumerate(lines, first)]
    pattern = _cut_with_care(lines[0], first)
    width = len(pattern)
    for place in [place for place, cut in enumerate(pieces) if len(cut) != width]:
        pieces[place] = _cut_with_care(lines[place], first + place)  # its number stands elsewhere in the row too
        if len(pieces[place]) != width:
            raise _DifferentError
    begins, openings, *columns = zip(*pieces, strict=True)
    names = [piece.rpartition(_CELL_STARTS)[2] for piece in pattern[1:-1]]
    opened = [_OPENING.fullmatch(opening) for opening in set(openings)]
    begun = {b"", b'<row r="'}.issuperset(begins) and {match and match[1] for match in opened} == {*names[:1]}
    if not begun or not b"".join(names).isalpha():
        raise _DifferentError
    return names, columns


def _cut_with_care(line: bytes, row: int) -> list[bytes]:
    """A row cut where its number ends an address, and nowhere else."""
    number = b'%d"' % row
    pieces = [b""]
    for piece in line.split(number):
        if len(pieces) > 1 and not pieces[-1][-1:].isupper():
            pieces[-1] += number + piece
        else:
            pieces.append(piece)
    return pieces


def _date_formats(workbook: Workbook) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """The indexes of the cell formats that show a day, and of those that show a time: as cells write them."""
    part = workbook.related("styles")
    if part is None:
        return frozenset(), frozenset()
    table = StyleTable(workbook.package.tree(part), workbook.package.name)
    codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in table.records("numFmts")}
    elapsed = {number for number, code in codes.items() if _shows_elapsed(code)} | BUILT_IN_TIMES - codes.keys()
    dates = {number for number, code in codes.items() if _shows_date(code)} | BUILT_IN_DATES - codes.keys()
    formats = [(b"%d" % place, one.get("numFmtId")) for place, one in enumerate(table.records("cellXfs"))]
    return (
        frozenset(place for place, number in formats if number in dates - elapsed),
        frozenset(place for place, number in formats if number in elapsed),
    )


def _shows_elapsed(code: str) -> bool:
    return "[" in code and re.search(_ELAPSED, code) is not None


def _shows_date(code: str) -> bool:
    """
    >>> _shows_date("dd mmm yyyy"), _shows_date('0.0" days"'), _shows_date("[Red]0.00"), _shows_date("General")
    (True, False, False, False)
    """
    shown = _LITERAL.sub("", code).replace("General", "")
    return not _OF_DATES.isdisjoint(shown.casefold()) and not shows_percentage(code)
