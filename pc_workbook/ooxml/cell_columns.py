"""A long sheet, column by column, read from its text a bite at a time.

What a cell says after its address ('s="3" t="s"><v>12</v></c>') is kept once, however many cells say it, and turned
into a value once; a cell costs a number in its column. Where every row of a bite holds the same columns, as in
lists that programs and people write, whole columns are taken at a stride. A sheet written in any other way, or a
cell that would need a guess, gives None: the usual reader then reads it.
"""

import re
from array import array
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from pc_workbook.ooxml.address import Area, column_letters, column_number
from pc_workbook.ooxml.marks import merged_after, percentage_formats, shows_percentage
from pc_workbook.ooxml.shared_texts import decoded, plain_text, shared_items
from pc_workbook.ooxml.styles import StyleTable
from pc_workbook.ooxml.workbook import Workbook

_CELL_STARTS = b'<c r="'
_LETTERS = re.compile(rb"[A-Z]*")
_ROW = re.compile(rb'[A-Z]+(\d+)"')
_HEAD = re.compile(rb'((?: [a-z]+="[^"]*")*) ?')
_VALUE_STARTS, _VALUE_ENDS = b"><v>", b"</v></c>"
_NO_VALUE = (b"/>", b"></c>")
_ATTRIBUTE = re.compile(rb' ([a-z]+)="([^"]*)"')
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?:\$[^\]]*|[A-Z][a-z]+\d*)\]')  # of a format: what shows no date
_OF_DATES = re.compile(r"[dmyhs]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
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
        self.numbers: dict[bytes, _Numbers] = {}
        self.codes: dict[bytes, array[int]] = {}
        self.height = 0
        self.by_array = False

    def read(self, part: str) -> bytes:
        """Take in every row; what follows the cells comes back."""
        self.by_array = self.package.size(part) >= VERY_LONG
        bites = self.package.bites(part, overlap=0, size=LARGE_BITE if self.by_array else BITE)
        waiting = next(bites, b"")
        start = waiting.find(b"<sheetData>")
        if start < 0 or b"<worksheet" not in waiting[:2000]:
            raise _UnusualError
        waiting = waiting[start + len(b"<sheetData>") :]
        while (end := waiting.find(b"</sheetData>")) < 0:
            cut = waiting.rfind(b"</row>") + len(b"</row>")
            if cut > len(b"</row>"):
                self._take(waiting[:cut])
                waiting = waiting[cut:]
            bite = next(bites, None)
            if bite is None:
                raise _UnusualError
            waiting += bite
        self._take(waiting[:end])
        return waiting[end:] + b"".join(bites)

    def _take(self, rows: bytes) -> None:
        if not (self.by_array and self._take_by_array(rows)) and not self._take_at_stride(rows):
            self._take_one_by_one(rows)

    def _take_by_array(self, rows: bytes) -> bool:
        """Take rows of whatever columns, by numpy; False, with nothing taken, where one is written otherwise."""
        from pc_workbook.ooxml.cell_arrays import columns_of  # numpy takes as long to import as a small tracker to read

        taken = columns_of(rows)
        if taken is None:
            return False
        above, last = self.height, 0
        for one in taken:
            name = column_letters(one.column).encode()
            if one.first_row <= above:
                raise _UnusualError  # rows out of order
            codes = self._column(name, above)
            codes.frombytes(one.numbers([self.numbers[name][said] for said in one.said], above))
            last = max(last, len(codes))
        self.height = last
        return True

    def _take_at_stride(self, rows: bytes) -> bool:
        """Take rows that all hold the same columns; False, with nothing taken, where they don't."""
        pieces = rows.split(_CELL_STARTS)[1:]  # 'A6" s="3"><v>12</v></c>', and what ends the row after its last
        width = rows.count(_CELL_STARTS, 0, rows.find(b"</row>"))
        if not width or len(pieces) % width:
            return False
        names = [_LETTERS.match(piece)[0] for piece in pieces[:width]]  # type: ignore[index]  # else no address follows
        first, last = (_row_of(pieces[n]) for n in (0, -1))
        if first <= self.height or last - first + 1 != len(pieces) // width:
            return False
        groups = _rows_alike(first, last)
        taken = [_said_at(pieces[n::width], name, groups, n == width - 1) for n, name in enumerate(names)]
        if any(said is None for said in taken):
            return False
        for name, said in zip(names, taken, strict=True):
            self._column(name, first - 1).extend(map(self.numbers[name].__getitem__, said or ()))
        self.height = last
        return True

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
        if name not in self.codes:
            self.codes[name] = array("I")
            self.numbers[name] = _Numbers({b"/>": 0})
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
            told = [self.values.of(said) for said in self.numbers[name]]
            columns[spot] = (codes, [value for value, _, _ in told])
            marked = {n: error for n, (_, error, shown) in enumerate(told) if error or shown}
            for row, code in enumerate(codes, 1) if marked else ():
                if code in marked:
                    if marked[code]:
                        errors[row, spot] = marked[code]
                    else:
                        percent.add((row, spot))
        return CellColumns(columns, self.height, errors, frozenset(percent), merged_after(tail))


class _Values:
    """What a cell's words mean: its value, its error if it holds one, whether it is shown as a percentage."""

    def __init__(self, workbook: Workbook) -> None:
        part = workbook.related("sharedStrings")
        self.texts = shared_items(workbook.package.read(part)) if part else []
        self.percent = percentage_formats(workbook)
        self.days, self.times = _date_formats(workbook)
        self.heads: dict[bytes, tuple[bytes, bytes]] = {}  # what stands before the value -> kind and style

    def of(self, said: bytes) -> tuple[Plain, str, bool]:
        head, found, rest = said.partition(_VALUE_STARTS)
        if not found:
            return self._of_nothing(said)
        raw = rest[: -len(_VALUE_ENDS)]
        if not rest.endswith(_VALUE_ENDS) or b"<" in raw:
            raise _UnusualError
        kind, style = self.heads.get(head) or self._read_head(head)
        match kind:
            case b"n":
                return self._number(raw, style), "", style in self.percent
            case b"s":
                return plain_text(self.texts[int(raw)]), "", False
            case b"str":
                return decoded(raw), "", False
            case b"b":
                return raw == b"1", "", False
            case b"e":
                return None, decoded(raw), False
        raise _UnusualError

    def _of_nothing(self, said: bytes) -> tuple[Plain, str, bool]:
        head = next((said[: -len(end)] for end in _NO_VALUE if said.endswith(end)), None)
        if head is None or _HEAD.fullmatch(head) is None:
            raise _UnusualError
        return None, "", False

    def _read_head(self, head: bytes) -> tuple[bytes, bytes]:
        match = _HEAD.fullmatch(head)
        if match is None:
            raise _UnusualError
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        if attributes.keys() - {b"s", b"t", b"ph"}:
            raise _UnusualError  # a picture in a cell, a spilled formula
        self.heads[head] = attributes.get(b"t", b"n"), attributes.get(b"s", b"0")
        return self.heads[head]

    def _number(self, raw: bytes, style: bytes) -> Plain:
        if not raw:
            return None
        value = float(raw)
        if style in self.times:
            raise _UnusualError
        if style not in self.days:
            return value
        if not value.is_integer() or value < LEAP_BUG_ENDS:
            raise _UnusualError
        return (FIRST_DAY + timedelta(days=int(value))).date()


def _rows_alike(first: int, last: int) -> list[list[bytes]]:
    """The ends of the addresses in rows `first` to `last`, rows of as many digits together: they are cut at one place.

    >>> _rows_alike(8, 11)
    [[b'8"', b'9"'], [b'10"', b'11"']]
    """
    groups = []
    while first <= last:
        end = min(last + 1, int(10 ** len(str(first))))
        groups.append([b'%d"' % row for row in range(first, end)])
        first = end
    return groups


def _said_at(pieces: list[bytes], name: bytes, groups: list[list[bytes]], ends_row: bool) -> list[bytes] | None:
    """What the cells of one column say, if they are just those of the rows asked for."""
    said: list[bytes] = []
    for places in groups:
        some = pieces[len(said) : len(said) + len(places)]
        cut = len(name) + len(places[0])
        if b"".join([piece[:cut] for piece in some]) != name + name.join(places):
            return None
        said += [piece[cut : piece.find(b"</row>")] if ends_row else piece[cut:] for piece in some]
    return said


def _row_of(piece: bytes) -> int:
    match = _ROW.match(piece)
    if match is None:
        raise _UnusualError
    return int(match[1])


def _date_formats(workbook: Workbook) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """The indexes of the cell formats that show a day, and of those that show a time: as cells write them."""
    part = workbook.related("styles")
    if part is None:
        return frozenset(), frozenset()
    table = StyleTable(workbook.package.tree(part), workbook.package.name)
    codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in table.records("numFmts")}
    elapsed = {number for number, code in codes.items() if _ELAPSED.search(code)} | BUILT_IN_TIMES - codes.keys()
    dates = {number for number, code in codes.items() if _shows_date(code)} | BUILT_IN_DATES - codes.keys()
    formats = [(b"%d" % place, one.get("numFmtId")) for place, one in enumerate(table.records("cellXfs"))]
    return (
        frozenset(place for place, number in formats if number in dates - elapsed),
        frozenset(place for place, number in formats if number in elapsed),
    )


def _shows_date(code: str) -> bool:
    """
    >>> _shows_date("dd mmm yyyy"), _shows_date('0.0" days"'), _shows_date("[Red]0.00"), _shows_date("General")
    (True, False, False, False)
    """
    shown = _LITERAL.sub("", code).replace("General", "")
    return bool(_OF_DATES.search(shown)) and not shows_percentage(code)
