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
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from pc_workbook.cells.addresses import column_letters, column_number
from pc_workbook.cells.limits import is_too_long
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.xml import MAIN_NAMESPACE
from pc_workbook.ooxml.read.areas import Area, merged_ranges
from pc_workbook.ooxml.read.cell_values import FIRST_DAY, LAST_SERIAL, LEAP_BUG_ENDS, Plain, ReadCells
from pc_workbook.ooxml.read.shared_parts import SharedParts
from pc_workbook.ooxml.read.shared_strings import decoded, has_control_characters, plain_text
from pc_workbook.tracker.snapshot import BLANK_ROWS, BLANK_ROWS_EACH, LAST_READ_COLUMN, is_first_of_month

if TYPE_CHECKING:
    from pc_workbook.ooxml.read.long_sheets.cell_arrays import ColumnOfRows

_CELL_STARTS = b'<c r="'
_ADDRESS = re.compile(rb'<c r="[A-Z]+(\d+)"')
_OPENING = re.compile(rb'(?:<row)?[^<]*><c r="([A-Z]+)')  # of a row, as far as the letters of its first address
_HEAD = re.compile(rb'((?: [a-z]+="[^"]*")*) ?')
_VALUE_STARTS, _VALUE_ENDS = b"><v>", b"</v></c>"
_AROUND = len(_VALUE_STARTS) + len(_VALUE_ENDS)
_NO_VALUE = (b"/>", b"></c>")
_ATTRIBUTE = re.compile(rb' ([a-z]+)="([^"]*)"')
_BETWEEN_CELLS = re.compile(rb"(?:\s*<row[^<>]*/>)*\s*(?:<row[^<>]*>)?\s*")
_OF_NUMBERS = b"0123456789.-+eE"
VERY_LONG = 1 << 23  # bytes of a sheet's text from which numpy is worth its import
BITE, LARGE_BITE = 1 << 18, 1 << 21
_PROLOGUE_BYTES = 2000


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


def cell_columns(package: Package, part: str, shared: SharedParts) -> ReadCells | None:
    """The cells of a sheet as columns; None where it is written in another way than this reads.

    Raises WorkbookProblem where the part is damaged.
    """
    try:
        reader = _Reader(package, shared)
        tail = reader.read(part)
        found = reader.finished(merged_ranges(reader.head, tail))
        package.note_formula_free(part)  # a formula would have been unusual
        return found
    except (_UnusualError, ValueError):  # a merged range that is none
        return None


class _Reader:
    def __init__(self, package: Package, shared: SharedParts) -> None:
        if shared.first_day != FIRST_DAY:
            raise _UnusualError
        self.package = package
        self.values = _Values(shared)
        self.numbers: dict[bytes, _Numbers] = defaultdict(lambda: _Numbers({b"/>": 0}))
        self.codes: dict[bytes, array[int]] = defaultdict(lambda: array("I"))
        self.pieces: dict[tuple[bytes, bytes], _Pieces] = {}
        self.height = 0
        self.head = self.tail = b""

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
        bites = self.package.chunks(part, overlap=0, size=size)
        waiting = next(bites, b"")
        start = waiting.find(b"<sheetData>")
        root = waiting.find(b"<worksheet ", 0, _PROLOGUE_BYTES)
        if start < 0 or root < 0 or MAIN_NAMESPACE not in waiting[root:start] or b"<!" in waiting[:start]:
            raise _UnusualError
        self.head = waiting[root : start + len(b"<sheetData>")]
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
        if b"sheetData" in self.tail[len("</sheetData>") :]:
            raise _UnusualError

    def _take(self, rows: bytes) -> None:
        if not self._take_alike(rows):
            self._take_one_by_one(rows)

    def _take_by_array(self, every_row: Iterator[bytes]) -> None:
        """Take rows of whatever columns, by numpy, while those that follow are unpacked and taken apart."""
        from pc_workbook.ooxml.read.long_sheets.cell_arrays import (
            columns_of,  # numpy takes as long to import as a small tracker to read
            made_ahead,
        )

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
            opening, *pieces = row.split(_CELL_STARTS)
            if _BETWEEN_CELLS.fullmatch(opening) is None:
                raise _UnusualError
            for piece in pieces:
                address, _, said = piece.partition(b'"')
                name = address.rstrip(b"0123456789")
                row_of_cell = address[len(name) :]
                if (
                    not (name.isalpha() and name.isupper())
                    or not row_of_cell
                    or row_of_cell[:1] == b"0"
                    or len(row_of_cell) > 7
                ):
                    raise _UnusualError
                if place and int(row_of_cell) != place:
                    raise _UnusualError
                place = int(row_of_cell)
                self._column(name, place - 1).append(self.numbers[name][said])
            self.height = max(self.height, place)

    def _column(self, name: bytes, height: int) -> "array[int]":
        """A column, filled with nothing down to a row."""
        codes = self.codes[name]
        if len(codes) > height or height > self.height + BLANK_ROWS:
            raise _UnusualError  # rows out of order, or far apart
        codes.extend([0] * (height - len(codes)))
        return codes

    def finished(self, merged: tuple[Area, ...]) -> ReadCells:
        """The columns as far as the last row that holds more than blanks."""
        columns: dict[int, tuple[array[int], list[Plain]]] = {}
        errors: dict[tuple[int, int], str] = {}
        percent: set[tuple[int, int]] = set()
        months: set[tuple[int, int]] = set()
        height, is_dense = 0, False
        for name, codes in self.codes.items():
            spot = column_number(name.decode())
            if spot > LAST_READ_COLUMN:
                raise _UnusualError
            told, marked = self.values.told(self.numbers[name])
            columns[spot] = (codes, told)
            blank = {
                n for n, value in enumerate(told) if value is None or (value.__class__ is str and not value.strip())
            }
            blank -= marked.errors.keys()
            height = _last_filled(codes, blank, height)
            is_dense = is_dense or self._is_dense(codes, blank)
            errors |= {(row, spot): marked.errors[code] for row, code in _rows_with(marked.errors, codes)}
            percent.update((row, spot) for row, _ in _rows_with(marked.percent, codes))
            months.update((row, spot) for row, _ in _rows_with(marked.months, codes))
        if not is_dense and height > BLANK_ROWS:
            raise _UnusualError  # so many blank rows that what follows them may be far away
        for codes, _ in columns.values():
            del codes[height:]
            codes.extend([0] * (height - len(codes)))
        return ReadCells(columns, height, errors, frozenset(percent), merged, months=frozenset(months))

    def _is_dense(self, codes: "array[int]", blank: set[int]) -> bool:
        """Whether a column by itself is filled so often that no row of the sheet lies far from the others."""
        filled = len(codes) - sum(map(codes.count, blank))
        return self.height <= BLANK_ROWS + BLANK_ROWS_EACH * filled


def _rows_with(wanted: Container[int], codes: "array[int]") -> Iterator[tuple[int, int]]:
    """Each row whose code is wanted, with its code."""
    return ((row, code) for row, code in enumerate(codes, 1) if code in wanted) if wanted else iter(())


def _last_filled(codes: "array[int]", blank: set[int], above: int) -> int:
    """The last row in which a column holds more than blanks, if it lies below `above`."""
    last = len(codes)
    while last > above and codes[last - 1] in blank:
        last -= 1
    return max(last, above)


class _Kind(NamedTuple):
    """How cells that begin alike are read."""

    value: Callable[[bytes], Plain]
    shown_percent: bool = False
    shown_month: bool = False
    is_error: bool = False
    is_number: bool = False


class _Marked(NamedTuple):
    """Things said that are errors, shown as a percentage, or shown as a month, by their number."""

    errors: dict[int, str]
    percent: set[int]
    months: set[int]


class _Values:
    """What a cell's words mean."""

    def __init__(self, shared: SharedParts) -> None:
        self.texts, self.formats = shared.texts, shared.formats
        self.kinds: dict[bytes, _Kind] = {}  # by what stands before the value

    def told(self, sayings: Iterable[bytes]) -> tuple[list[Plain], _Marked]:
        """The value of each thing said, and what there is to note of them."""
        values: list[Plain] = []
        numbers: list[bytes] = []
        marked = _Marked({}, set(), set())
        for n, said in enumerate(sayings):
            head, found, raw = said.removesuffix(_VALUE_ENDS).partition(_VALUE_STARTS)
            if not found:
                self._refuse_unless_empty(said)
                values.append(None)
                continue
            if b"<" in raw or len(head) + len(raw) + _AROUND != len(said):
                raise _UnusualError
            kind = self.kinds.get(head) or self._kind(head)
            try:
                values.append(kind.value(raw) if raw and not kind.is_error else None)
                if kind.is_number:
                    numbers.append(raw)
            except (ValueError, LookupError) as error:
                raise _UnusualError from error
            if kind.is_error:
                marked.errors[n] = _error(raw)
            elif kind.shown_percent and raw:
                marked.percent.add(n)
            elif kind.shown_month and is_first_of_month(values[n]):
                marked.months.add(n)
        if b"".join(numbers).translate(None, _OF_NUMBERS) or inf in values or -inf in values:
            raise _UnusualError  # INF, a number with blanks round it, an entity, a number too large to hold
        return values, marked

    def _refuse_unless_empty(self, said: bytes) -> None:
        head = next((said[: -len(end)] for end in _NO_VALUE if said.endswith(end)), None)
        if head is None or _HEAD.fullmatch(head) is None or b' t="e"' in head:
            raise _UnusualError

    def _kind(self, head: bytes) -> _Kind:
        kind = self.kinds[head] = self._kind_of(head)
        return kind

    def _kind_of(self, head: bytes) -> _Kind:
        match = _HEAD.fullmatch(head)
        attributes = dict(_ATTRIBUTE.findall(match[1])) if match else {}
        if match is None or b"&" in head or attributes.keys() - {b"s", b"t", b"ph"}:
            raise _UnusualError  # a picture in a cell, a spilled formula
        match attributes.get(b"t", b"n"):
            case b"n":
                return self._kind_of_numbers(attributes.get(b"s", b"0"))
            case b"s":
                return _Kind(self._shared)
            case b"str":
                return _Kind(_words)
            case b"b":
                return _Kind({b"1": True, b"0": False}.__getitem__)
            case b"e":
                return _Kind(_error, is_error=True)
        raise _UnusualError

    def _shared(self, raw: bytes) -> Plain:
        if not raw.isdigit():
            raise _UnusualError
        text = plain_text(self.texts[int(raw)])
        if is_too_long(text):
            raise _UnusualError
        return text

    def _kind_of_numbers(self, style: bytes) -> _Kind:
        if style in self.formats.elapsed:
            return _Kind(_elapsed)
        if style in self.formats.dates:
            return _Kind(_day, shown_month=style in self.formats.months)
        return _Kind(float, style in self.formats.percent, is_number=True)


def _words(raw: bytes) -> str:
    if has_control_characters(raw):
        raise _UnusualError
    return decoded(raw)


def _elapsed(raw: bytes) -> Plain:
    raise _UnusualError  # of an empty cell it is not asked


def _day(raw: bytes) -> Plain:
    value = float(raw)
    if raw.translate(None, _OF_NUMBERS) or not value.is_integer() or not LEAP_BUG_ENDS <= value < LAST_SERIAL:
        raise _UnusualError
    return (FIRST_DAY + timedelta(days=int(value))).date()


def _error(raw: bytes) -> str:
    error = _words(raw).strip()
    if not error:
        raise _UnusualError
    return error


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
