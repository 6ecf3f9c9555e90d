"""Read a long sheet column by column from its text, a chunk at a time.

The content of a cell after its address ('s="3" t="s"><v>12</v></c>') is stored and parsed once for all cells that have
it; a cell costs one number in its column. Where all rows of a chunk have the same columns, as in most lists, a row is
split at its own number, which ends each address in it. A sheet in another layout, or a cell whose meaning is not certain,
gives None: sheet_parser.py then reads the sheet.
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
from pc_workbook.ooxml.read.cell_values import FIRST_DAY, LAST_SERIAL, LEAP_BUG_ENDS, MOST_CELLS, Plain, ReadCells
from pc_workbook.ooxml.read.shared_parts import SharedParts
from pc_workbook.ooxml.read.shared_strings import decoded, has_control_characters, plain_text
from pc_workbook.tracker.snapshot import BLANK_ROWS, BLANK_ROWS_EACH, LAST_READ_COLUMN, is_first_of_month

if TYPE_CHECKING:
    from pc_workbook.ooxml.read.long_sheets.cell_arrays import ColumnOfRows

_CELL_STARTS = b'<c r="'
_ADDRESS = re.compile(rb'<c r="[A-Z]+(\d+)"')
_OPENING = re.compile(rb'(?:<row)?[^<]*><c r="([A-Z]+)')  # of a row, up to the column letters of its first cell
_HEAD = re.compile(rb'((?: [a-z]+="[^"]*")*) ?')
_VALUE_STARTS, _VALUE_ENDS = b"><v>", b"</v></c>"
_AROUND = len(_VALUE_STARTS) + len(_VALUE_ENDS)
_NO_VALUE = (b"/>", b"></c>")
_ATTRIBUTE = re.compile(rb' ([a-z]+)="([^"]*)"')
_BETWEEN_CELLS = re.compile(rb"(?:\s*<row[^<>]*/>)*\s*(?:<row[^<>]*>)?\s*")
_OF_NUMBERS = b"0123456789.-+eE"
VERY_LONG = 1 << 23  # bytes of a sheet from which numpy saves more than its import costs
CHUNK, LARGE_CHUNK = 1 << 18, 1 << 21  # bytes
_PROLOGUE_BYTES = 2000


class _UnusualError(Exception):
    """The sheet has a layout that this reader does not know."""


class _Numbers(dict[bytes, int]):
    """The number of each distinct cell content, in order of first occurrence; 0 is an empty cell."""

    def __missing__(self, content: bytes) -> int:
        number = self[content] = len(self)
        return number


class _DifferentError(Exception):
    """A row has other columns than the one above it."""


class _Pieces(dict[bytes, int]):
    """The number of each content in one column, by the content with the beginning of the next column's address."""

    __slots__ = ("next", "numbers")

    def __init__(self, numbers: _Numbers, following: bytes) -> None:
        self.numbers, self.next = numbers, following

    def __missing__(self, piece: bytes) -> int:
        if not piece.endswith(self.next):
            raise _DifferentError
        number = self[piece] = self.numbers[piece[: len(piece) - len(self.next)]]
        return number


def cell_columns(package: Package, part: str, shared: SharedParts) -> ReadCells | None:
    """Return the cells of a sheet, None where its layout is not the usual one.

    Raises WorkbookProblem where the part is damaged.
    """
    try:
        reader = _Reader(package, shared)
        tail = reader.read(part)
        cells = reader.result(merged_ranges(reader.head, tail))
        package.note_formula_free(part)  # a sheet with a formula would have been refused above
        return cells
    except (_UnusualError, ValueError):  # a merged range that is not an area
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
        """Read every row; return the text after the cells."""
        if self.package.size(part) >= VERY_LONG:
            self._take_by_array(self._rows(part, LARGE_CHUNK))
        else:
            for rows in self._rows(part, CHUNK):
                self._take(rows)
                self._refuse_far_apart()
        return self.tail

    def _rows(self, part: str, size: int) -> Iterator[bytes]:
        """Yield the text of whole rows, about `size` bytes at a time."""
        chunks = self.package.chunks(part, overlap=0, size=size)
        waiting = next(chunks, b"")
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
            end = waiting.find(b"</sheetData>")  # after the last row only: searching all of it takes time
            if end >= 0:
                break
            chunk = next(chunks, None)
            if chunk is None:
                raise _UnusualError
            waiting += chunk
        if b"<c" in waiting[:end]:
            raise _UnusualError  # a row that is not closed
        self.tail = waiting[end:] + b"".join(chunks)
        if b"sheetData" in self.tail[len("</sheetData>") :]:
            raise _UnusualError

    def _take(self, rows: bytes) -> None:
        if not self._take_same_columns(rows):
            self._take_cell_by_cell(rows)

    def _take_by_array(self, chunks_of_rows: Iterator[bytes]) -> None:
        """Read rows with any columns by numpy, while a second thread unpacks and splits the following ones."""
        from pc_workbook.ooxml.read.long_sheets.cell_arrays import (
            columns_of,  # numpy takes as long to import as a small tracker to read
            prefetched,
        )

        with closing(prefetched((rows, columns_of(rows)) for rows in chunks_of_rows)) as splits:
            for rows, columns in splits:
                if columns is None:
                    self._take(rows)
                else:
                    self._take_columns(columns)
                self._refuse_far_apart()

    def _refuse_far_apart(self) -> None:
        if len(self.codes) * self.height > MOST_CELLS:
            raise _UnusualError

    def _take_columns(self, columns: "Iterator[ColumnOfRows]") -> None:
        above, last = self.height, 0
        for column in columns:
            name = column_letters(column.column).encode()
            if column.first_row <= above:
                raise _UnusualError  # rows out of order
            codes, numbers = self._column(name, above), self.numbers[name]
            codes.frombytes(column.numbers([numbers[content] for content in column.contents], above))
            last = max(last, len(codes))
        self.height = last

    def _take_same_columns(self, rows: bytes) -> bool:
        """Read rows that all have the same columns; return False, with nothing read, where they don't."""
        address = _ADDRESS.search(rows)
        *lines, rest = rows.split(b"</row>")
        if address is None or rest.strip():
            return False
        first = int(address[1])
        try:
            names, columns = _split_same_columns(lines, first)
            numbered = [self._numbered(*column) for column in zip(names, [*names[1:], b""], columns, strict=True)]
        except _DifferentError:
            return False
        for name, codes in zip(names, numbered, strict=True):
            self._column(name, first - 1).extend(codes)
        self.height = first + len(lines) - 1
        return True

    def _numbered(self, name: bytes, following: bytes, column: Sequence[bytes]) -> "array[int]":
        """Return the numbers of a column's contents, each cut off at the cell of the following column."""
        if (name, following) not in self.pieces:
            self.pieces[name, following] = _Pieces(self.numbers[name], following and _CELL_STARTS + following)
        return array("I", map(self.pieces[name, following].__getitem__, column))

    def _take_cell_by_cell(self, rows: bytes) -> None:
        for row in rows.split(b"</row>"):
            number = 0
            opening, *pieces = row.split(_CELL_STARTS)
            if _BETWEEN_CELLS.fullmatch(opening) is None:
                raise _UnusualError
            for piece in pieces:
                address, _, content = piece.partition(b'"')
                name = address.rstrip(b"0123456789")
                row_of_cell = address[len(name) :]
                if (
                    not (name.isalpha() and name.isupper())
                    or not row_of_cell
                    or row_of_cell[:1] == b"0"
                    or len(row_of_cell) > 7
                ):
                    raise _UnusualError
                if number and int(row_of_cell) != number:
                    raise _UnusualError
                number = int(row_of_cell)
                self._column(name, number - 1).append(self.numbers[name][content])
            self.height = max(self.height, number)

    def _column(self, name: bytes, height: int) -> "array[int]":
        """Return a column, filled with empty cells down to a row."""
        codes = self.codes[name]
        if len(codes) > height or height > self.height + BLANK_ROWS:
            raise _UnusualError  # rows out of order, or far apart
        codes.extend([0] * (height - len(codes)))
        return codes

    def result(self, merged: tuple[Area, ...]) -> ReadCells:
        """Return the columns down to the last row that has more than blanks."""
        columns: dict[int, tuple[array[int], list[Plain]]] = {}
        errors: dict[tuple[int, int], str] = {}
        percent: set[tuple[int, int]] = set()
        months: set[tuple[int, int]] = set()
        height, is_dense = 0, False
        for name, codes in self.codes.items():
            number = column_number(name.decode())
            if number > LAST_READ_COLUMN:
                raise _UnusualError
            values, flags = self.values.parsed(self.numbers[name])
            columns[number] = (codes, values)
            blank = {
                n for n, value in enumerate(values) if value is None or (value.__class__ is str and not value.strip())
            }
            blank -= flags.errors.keys()
            height = _last_filled(codes, blank, height)
            is_dense = is_dense or self._is_dense(codes, blank)
            errors |= {(row, number): flags.errors[code] for row, code in _rows_with(flags.errors, codes)}
            percent.update((row, number) for row, _ in _rows_with(flags.percent, codes))
            months.update((row, number) for row, _ in _rows_with(flags.months, codes))
        if not is_dense and height > BLANK_ROWS:
            raise _UnusualError  # so many blank rows that cells below them may be too far away
        for codes, _ in columns.values():
            del codes[height:]
            codes.extend([0] * (height - len(codes)))
        return ReadCells(columns, height, errors, frozenset(percent), merged, months=frozenset(months))

    def _is_dense(self, codes: "array[int]", blank: set[int]) -> bool:
        """Return whether a column alone has so many filled cells that no row of the sheet is far from the others."""
        filled = len(codes) - sum(map(codes.count, blank))
        return self.height <= BLANK_ROWS + BLANK_ROWS_EACH * filled


def _rows_with(wanted: Container[int], codes: "array[int]") -> Iterator[tuple[int, int]]:
    """Yield each row with one of the wanted codes, with its code."""
    return ((row, code) for row, code in enumerate(codes, 1) if code in wanted) if wanted else iter(())


def _last_filled(codes: "array[int]", blank: set[int], above: int) -> int:
    """Return the last row in which a column has more than blanks, at least `above`."""
    last = len(codes)
    while last > above and codes[last - 1] in blank:
        last -= 1
    return max(last, above)


class _Kind(NamedTuple):
    """How to parse cells with the same attributes."""

    value: Callable[[bytes], Plain]
    is_percent: bool = False
    is_month: bool = False
    is_error: bool = False
    is_number: bool = False


class _Flags(NamedTuple):
    """Numbers of contents that are errors (with the error), percentages or months."""

    errors: dict[int, str]
    percent: set[int]
    months: set[int]


class _Values:
    """Turns cell contents into values, for one workbook."""

    def __init__(self, shared: SharedParts) -> None:
        self.texts, self.formats = shared.texts, shared.formats
        self.kinds: dict[bytes, _Kind] = {}  # by the text before the value

    def parsed(self, contents: Iterable[bytes]) -> tuple[list[Plain], _Flags]:
        """Return the value of each content, and which of them are errors, percentages or months."""
        values: list[Plain] = []
        numbers: list[bytes] = []
        flags = _Flags({}, set(), set())
        for n, content in enumerate(contents):
            head, has_value, raw = content.removesuffix(_VALUE_ENDS).partition(_VALUE_STARTS)
            if not has_value:
                self._refuse_unless_empty(content)
                values.append(None)
                continue
            if b"<" in raw or len(head) + len(raw) + _AROUND != len(content):
                raise _UnusualError
            kind = self.kinds.get(head) or self._kind(head)
            try:
                values.append(kind.value(raw) if raw and not kind.is_error else None)
                if kind.is_number:
                    numbers.append(raw)
            except (ValueError, LookupError) as error:
                raise _UnusualError from error
            if kind.is_error:
                flags.errors[n] = _error(raw)
            elif kind.is_percent and raw:
                flags.percent.add(n)
            elif kind.is_month and is_first_of_month(values[n]):
                flags.months.add(n)
        if b"".join(numbers).translate(None, _OF_NUMBERS) or inf in values or -inf in values:
            raise _UnusualError  # INF, a number with blanks or an entity in it, a number too large for a float
        return values, flags

    def _refuse_unless_empty(self, content: bytes) -> None:
        head = next((content[: -len(end)] for end in _NO_VALUE if content.endswith(end)), None)
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
            return _Kind(_day, is_month=style in self.formats.months)
        return _Kind(float, style in self.formats.percent, is_number=True)


def _words(raw: bytes) -> str:
    if has_control_characters(raw):
        raise _UnusualError
    return decoded(raw)


def _elapsed(raw: bytes) -> Plain:
    raise _UnusualError  # not called for an empty cell


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


def _split_same_columns(lines: Sequence[bytes], first: int) -> tuple[list[bytes], list[tuple[bytes, ...]]]:
    """Return the columns of rows from number `first`, and the contents of each with the beginning of the next cell.

    >>> _split_same_columns([b'<row r="8"><c r="A8" s="8"/><c r="C8"><v>1</v></c>', b'<row r="9"><c r="A9"/><c r="C9"/>'], 8)
    ([b'A', b'C'], [(b' s="8"/><c r="C', b'/><c r="C'), (b'><v>1</v></c>', b'/>')])
    """
    pieces = [line.split(b'%d"' % row) for row, line in enumerate(lines, first)]
    pattern = _split_at_addresses(lines[0], first)
    width = len(pattern)
    for n in [n for n, cells in enumerate(pieces) if len(cells) != width]:
        pieces[n] = _split_at_addresses(lines[n], first + n)  # its number occurs elsewhere in the row too
        if len(pieces[n]) != width:
            raise _DifferentError
    begins, openings, *columns = zip(*pieces, strict=True)
    names = [piece.rpartition(_CELL_STARTS)[2] for piece in pattern[1:-1]]
    opened = [_OPENING.fullmatch(opening) for opening in set(openings)]
    has_usual_starts = {b"", b'<row r="'}.issuperset(begins) and {match and match[1] for match in opened} == {
        *names[:1]
    }
    if not has_usual_starts or not b"".join(names).isalpha():
        raise _DifferentError
    return names, columns


def _split_at_addresses(line: bytes, row: int) -> list[bytes]:
    """Return a row split where its number ends an address, and nowhere else."""
    number = b'%d"' % row
    pieces = [b""]
    for piece in line.split(number):
        if len(pieces) > 1 and not pieces[-1][-1:].isupper():
            pieces[-1] += number + piece
        else:
            pieces.append(piece)
    return pieces
