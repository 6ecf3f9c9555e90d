"""Every cell of a sheet, parsed as XML: whatever program wrote it, and in whatever way.

This is the reader that says what a cell means. The faster ones (cell_columns.py, and python-calamine for short ordinary
sheets) take only what is written as usual, give way to this one for anything else, and are held equal to it by tests.
"""

import math
import re
from array import array
from collections import defaultdict
from datetime import date, datetime, time
from typing import Final, NamedTuple, cast

from lxml import etree

from pc_workbook.cells.addresses import LAST_COLUMN, LAST_ROW, cell_address, row_and_column
from pc_workbook.cells.limits import is_too_long
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.xml import Element
from pc_workbook.ooxml.read.areas import Area, is_area
from pc_workbook.ooxml.read.cell_values import Place, Plain, ReadCells, elapsed, moment
from pc_workbook.ooxml.read.shared_parts import SharedParts
from pc_workbook.ooxml.read.shared_strings import as_typed, plain_text, text_of_runs
from pc_workbook.tracker.snapshot import (
    LAST_READ_COLUMN,
    NO_RESULT,
    NO_TEXT,
    TOO_LONG,
    is_first_of_month,
    last_near_row,
)

MOST_CELLS: Final = 50_000_000  # of a sheet, blank ones included: five times those of a national tracker
MOST_NAMED: Final = 100  # cells far away
_LONGEST_NUMBER: Final = 7  # digits of a row
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_ERROR_AS_TEXT = re.compile(r"#[A-Z0-9_/]+[!?]?|Err:\d{3}|Loading\.\.\.")  # what other programs store for a result
_TRUTHS: Final = {"1": True, "true": True, "0": False, "false": False}
_ROW, _CELL, _VALUE, _FORMULA, _INLINE = (SHEET_ML + name for name in ("row", "c", "v", "f", "is"))
_DATA, _MERGE = SHEET_ML + "sheetData", SHEET_ML + "mergeCell"

DAMAGED_SHEET = (
    "The sheet '{sheet}' of {name} is damaged {near} and can't be read; open it in Excel, let Excel repair it, save it, "
    "and try again, or go back to an earlier copy."
)
TWICE = (
    "The sheet '{sheet}' of {name} holds the cell {cell} twice, so it can't be read; open it in Excel, let Excel repair "
    "it, save it, and try again, or go back to an earlier copy."
)
TOO_WIDE = (
    "The filled cells of the sheet '{sheet}' of {name} lie so far apart that the range has {count:,} cells, the last of "
    "them {cell}; delete what stands far away from the list, save it, and try again."
)


def parse_sheet(package: Package, part: str, shared: SharedParts, name: str) -> ReadCells:
    """The cells of a sheet; `name` is what messages call it.

    Raises WorkbookProblem where the part is damaged, holds a cell twice, or reaches too far.
    """
    return _SheetParser(package, part, shared, name).read()


class _Codes(dict[object, int]):
    """The number of each different value, given out in the order they come; 0 is nothing."""

    def __missing__(self, value: object) -> int:
        number = self[value] = len(self)
        return number


class _Column:
    """The filled cells of a column, in the order they are written."""

    __slots__ = ("codes", "numbers", "rows")

    def __init__(self) -> None:
        self.rows, self.codes = array("I"), array("I")
        self.numbers = _Codes({None: 0})

    def put(self, row: int, value: Plain) -> None:
        # TRUE and 1 are equal to Python and not to a person
        self.codes.append(self.numbers[(value,) if value.__class__ is bool else value])
        self.rows.append(row)

    def sort(self) -> int:
        """Bring the rows into order; a row that stands twice comes back, or 0."""
        order = sorted(range(len(self.rows)), key=self.rows.__getitem__)
        self.rows = array("I", [self.rows[n] for n in order])
        self.codes = array("I", [self.codes[n] for n in order])
        twice = (row for row, following in zip(self.rows, self.rows[1:], strict=False) if row == following)
        return next(twice, 0)

    def as_dense(self, last: int) -> "tuple[array[int], list[Plain]]":
        """A code a row as far as `last`, and the values."""
        dense = array("I", bytes(4 * last))
        for row, code in zip(self.rows, self.codes, strict=True):
            if row > last:
                break
            dense[row - 1] = code
        return dense, [key[0] if key.__class__ is tuple else key for key in self.numbers]  # type: ignore[misc]


class _SheetParser:
    def __init__(self, package: Package, part: str, shared: SharedParts, name: str) -> None:
        self.package, self.part, self.name = package, part, name
        self.values = _Values(shared)
        self.columns: dict[int, _Column] = defaultdict(_Column)
        self.letters: dict[str, int] = {}
        self.errors: dict[Place, str] = {}
        self.percent: set[Place] = set()
        self.months: set[Place] = set()
        self.empty_results: set[Place] = set()
        self.merged: list[Area] = []
        self.far_right: list[Place] = []
        self.last_row = 0  # as the rows are written
        self.in_order = True

    def read(self) -> ReadCells:
        parser = etree.XMLPullParser(
            ("start", "end"),
            tag=(_DATA, _ROW, _MERGE),
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for bite in self.package.chunks(self.part, overlap=0):
                parser.feed(bite)
                self._take(parser)
            parser.close()
        except etree.XMLSyntaxError as error:
            raise self._damaged() from error
        self._take(parser)
        return self._finished()

    def _take(self, parser: etree.XMLPullParser) -> None:
        data = None
        for event, found in parser.read_events():
            element = cast(Element, found)
            if event == "start":
                self._refuse_entities(element)
            elif element.tag == _MERGE:
                self._take_merge(element.get("ref", ""))
            elif element.tag == _ROW and (owner := element.getparent()) is not None and owner.tag == _DATA:
                data = owner
                self._take_row(element)
        if data is not None:
            del data[:-1]  # a long sheet, all held, would take twenty times its file

    def _refuse_entities(self, element: Element) -> None:
        if element.tag == _DATA and element.getroottree().docinfo.internalDTD is not None:
            raise self._damaged()

    def _take_merge(self, reference: str) -> None:
        if not is_area(reference.strip()):
            raise self._damaged(f"at the merged range “{reference}”")
        self.merged.append(Area.parse(reference.strip()))

    def _take_row(self, row: Element) -> None:
        number = self._row_number(row.get("r"))
        column = 0
        for cell in row:
            if cell.tag == _CELL:
                at, column = self._place(cell.get("r"), number, column)
                self._take_cell(cell, at, column)
        row.clear()

    def _row_number(self, written: str | None) -> int:
        """A row that does not say where it stands is the one after the last. 0 where it says what is no row: its cells
        must then say where they stand."""
        if written is None:
            number = self.last_row + 1
        else:
            plain = written.isascii() and written.isdecimal() and len(written) <= _LONGEST_NUMBER
            number = int(written) if plain else 0
        if not 0 < number <= LAST_ROW:
            return 0
        self.in_order = self.in_order and number > self.last_row
        self.last_row = number
        return number

    def _place(self, address: str | None, row: int, before: int) -> Place:
        """Where a cell stands; one that does not say so stands right of the one before it."""
        if address is None:
            if before == LAST_COLUMN or not row:
                raise self._damaged()
            return row, before + 1
        letters = address.rstrip("0123456789")
        column = self.letters.get(letters)
        if column is None or address[len(letters) :] != str(row):
            try:
                at, column = row_and_column(address)
            except ValueError as error:
                raise self._damaged(f"at the cell “{address[:20]}” in row {row}") from error
            if at == row and letters.isalpha():
                self.letters[letters] = column
            self.in_order = self.in_order and at == row
            row = self.last_row = at
        self.in_order = self.in_order and column > before
        return row, column

    def _take_cell(self, cell: Element, row: int, column: int) -> None:
        value, formula, inline = cell.find(_VALUE), None, None
        if len(cell) != (value is not None):
            formula, inline = cell.find(_FORMULA), cell.find(_INLINE)
        kind = cell.get("t", "n")
        raw = text_of_runs(inline) if inline is not None else ((value.text or "") if value is not None else "")
        if not raw.strip():
            if formula is not None:
                self._without_result(kind, row, column)
            elif kind == "e":
                self._put_error(row, column, "an error")
            return
        kind = "str" if inline is not None and kind != "e" else kind
        style = cell.get("s", "0").encode("ascii", "replace")
        found = self.values.value(kind, style, raw, is_result=formula is not None)
        if found.error:
            self._put_error(row, column, found.error)
        elif found.value != "":
            self._put(row, column, found.value)
            if found.is_percent and column <= LAST_READ_COLUMN:
                self.percent.add((row, column))
            if found.is_month and column <= LAST_READ_COLUMN:
                self.months.add((row, column))

    def _without_result(self, kind: str, row: int, column: int) -> None:
        if kind not in ("str", "inlineStr"):
            self._put_error(row, column, NO_RESULT)
        elif column <= LAST_READ_COLUMN:
            self.empty_results.add((row, column))

    def _put_error(self, row: int, column: int, error: str) -> None:
        if column <= LAST_READ_COLUMN:
            self.errors[row, column] = error
        self._put(row, column, None)

    def _put(self, row: int, column: int, value: Plain) -> None:
        if column <= LAST_READ_COLUMN:
            self.columns[column].put(row, value)
        elif value.__class__ is not str or value.strip():
            self.far_right.append((row, column))

    # --- what comes of it

    def _finished(self) -> ReadCells:
        if not self.in_order:
            self._sort()
        last, below = self._last_row_read()
        held = {column: one for column, one in sorted(self.columns.items()) if one.rows[0] <= last}
        if last * len(held) > MOST_CELLS:
            corner = cell_address(last, max(held))
            raise WorkbookProblem(
                TOO_WIDE.format(sheet=self.name, name=self.package.name, count=last * max(held), cell=corner)
            )
        return ReadCells(
            {column: one.as_dense(last) for column, one in held.items()},
            last,
            {place: error for place, error in self.errors.items() if place[0] <= last},
            frozenset(place for place in self.percent if place[0] <= last),
            tuple(self.merged),
            frozenset(place for place in self.empty_results if place[0] <= last),
            tuple(sorted((*below, *self.far_right))[:MOST_NAMED]),
            frozenset(place for place in self.months if place[0] <= last),
        )

    def _sort(self) -> None:
        for column, cells in self.columns.items():
            if twice := cells.sort():
                where = cell_address(twice, column)
                raise WorkbookProblem(TWICE.format(sheet=self.name, name=self.package.name, cell=where))

    def _last_row_read(self) -> tuple[int, list[Place]]:
        """The last row that is near enough to the others, and the filled cells beyond it.

        Cells that hold nothing but blanks reach nowhere: somebody formatted them, or emptied them with the space bar.
        """
        filled = sorted({row for row, _ in self.errors}.union(*map(_filled_rows, self.columns.values())))
        last = last_near_row(filled)
        return last, self._filled_below(last) if filled and filled[-1] > last else []

    def _filled_below(self, last: int) -> list[Place]:
        errors = [place for place in self.errors if place[0] > last]
        cells = [(row, column) for column, one in self.columns.items() for row in _filled_rows(one) if row > last]
        return sorted({*errors, *cells})[:MOST_NAMED]

    def _damaged(self, near: str = "") -> WorkbookProblem:
        near = near or (f"near row {self.last_row}" if self.last_row else "before its first row")
        return WorkbookProblem(DAMAGED_SHEET.format(sheet=self.name, name=self.package.name, near=near))


def _filled_rows(cells: _Column) -> set[int]:
    """The rows in which a column holds more than blanks."""
    blank = {n for value, n in cells.numbers.items() if isinstance(value, str) and not value.strip()} | {0}
    if blank.isdisjoint(cells.codes):
        return set(cells.rows)
    return {row for row, code in zip(cells.rows, cells.codes, strict=True) if code not in blank}


class _Found(NamedTuple):
    """What a cell holds, or the error it shows."""

    value: Plain
    error: str = ""
    is_percent: bool = False
    is_month: bool = False


class _Values:
    """What the words of a cell mean in one workbook."""

    def __init__(self, shared: SharedParts) -> None:
        self.formats, self.first_day, self.items = shared.formats, shared.first_day, shared.texts
        self.texts: dict[int, str] = {}

    def value(self, kind: str, style: bytes, raw: str, *, is_result: bool) -> _Found:
        """What a cell holds, by its type, its format and its words; `is_result`: of a formula."""
        match kind:
            case "n":
                return self._number(raw.strip(), style)
            case "s":
                return self._shared(raw.strip())
            case "b":
                return _Found(_TRUTHS.get(raw.strip(), raw))
            case "e":
                return _Found(None, as_typed(raw).strip() or "an error")
            case "d":
                return _Found(_from_iso(raw.strip()))
        words = as_typed(raw)
        if is_too_long(words):
            return _Found(None, TOO_LONG)
        if is_result and _ERROR_AS_TEXT.fullmatch(words.strip()):
            return _Found(None, words.strip())
        return _Found(words)

    def _number(self, raw: str, style: bytes) -> _Found:
        if not _NUMBER.fullmatch(raw):
            return _Found(raw)
        number = float(raw)
        if not math.isfinite(number):
            return _Found(raw)  # more than any program calculates with: not a number, then
        if style in self.formats.dates:
            day = moment(number, self.first_day)
            return _Found(day, is_month=style in self.formats.months and is_first_of_month(day))
        if style in self.formats.elapsed:
            return _Found(elapsed(number))
        return _Found(number, is_percent=style in self.formats.percent)

    def _shared(self, raw: str) -> _Found:
        place = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= _LONGEST_NUMBER else len(self.items)
        if place >= len(self.items):
            return _Found(None, NO_TEXT)
        if place not in self.texts:
            self.texts[place] = plain_text(self.items[place])
        words = self.texts[place]
        return _Found(None, TOO_LONG) if is_too_long(words) else _Found(words)


def _from_iso(raw: str) -> Plain:
    """A day, a time or both, as the standard writes them; the words where they are none of these."""
    for read in (date.fromisoformat, datetime.fromisoformat, time.fromisoformat):
        try:
            return read(raw)
        except ValueError:
            continue
    return raw
