"""What a fast reader of values does not tell about a cell: that it holds an error, that its number is shown
as a percentage, that it is part of a merged range. Read from the raw text of the sheets in one pass, and in
none where a sheet holds nothing of the kind."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from pc_workbook.ooxml.address import Area, column_number, is_area
from pc_workbook.ooxml.package import Package
from pc_workbook.ooxml.sheet_cells import FORMULA_STARTS, RawCell, attribute, raw_rows
from pc_workbook.ooxml.styles import StyleTable
from pc_workbook.ooxml.workbook import Workbook
from pc_workbook.tracker.snapshot import NO_RESULT

_BUILT_IN_PERCENTAGES: Final = frozenset({"9", "10"})  # 0% and 0.00%
_NOT_SHOWN_AS_SUCH = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # of a format code: literals, padding, conditions
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([^"]+)"')
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")


class SheetMarks(NamedTuple):
    errors: dict[tuple[int, int], str]
    """(row, column), both from 1 -> the error as Excel writes it, such as "#DIV/0!"; NO_RESULT for a formula whose
    result is not in the file."""
    percent: frozenset[tuple[int, int]]
    """Cells that hold a number and show it as a percentage."""
    merged: tuple[Area, ...]
    empty_results: frozenset[tuple[int, int]] = frozenset()
    """Formulas whose stored result is an empty text."""


def cell_marks(workbook: Workbook, sheet_names: Iterable[str]) -> dict[str, SheetMarks]:
    """The marks of each sheet asked for that the workbook has; names compare as Excel compares them."""
    package = workbook.package
    percentages = percentage_formats(workbook)
    sheets = {sheet.name.casefold(): sheet for sheet in reversed(workbook.sheets())}
    found = ((name, sheets.get(name.casefold())) for name in sheet_names)
    return {
        name: _marks_of(package, sheet.part, percentages)
        for name, sheet in found
        if sheet is not None and sheet.is_worksheet
    }


def shows_percentage(format_code: str) -> bool:
    """
    >>> shows_percentage("0.0%;[Red]-0.0%"), shows_percentage('0.0" % of list"')
    (True, False)
    """
    return "%" in _NOT_SHOWN_AS_SUCH.sub("", format_code)


def percentage_formats(workbook: Workbook) -> frozenset[bytes]:
    """The indexes of the cell formats that show a percentage, as cells write them."""
    part = workbook.related("styles")
    if part is None:
        return frozenset()
    table = StyleTable(workbook.package.tree(part), workbook.package.name)
    codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in table.records("numFmts")}
    own = {number for number, code in codes.items() if shows_percentage(code)}
    # A file may say what a built-in number means here; then that holds.
    percentages = own | (_BUILT_IN_PERCENTAGES - codes.keys())
    formats = enumerate(table.records("cellXfs"))
    return frozenset(b"%d" % place for place, one in formats if one.get("numFmtId") in percentages)


def _marks_of(package: Package, part: str, percentages: frozenset[bytes]) -> SheetMarks:
    words = _words_of_marks(percentages)
    after_cells = _after_cells_if_unmarked(package, part, words)
    if after_cells is not None:
        return SheetMarks({}, frozenset(), merged_after(after_cells))
    sheet = package.read(part)
    errors: dict[tuple[int, int], str] = {}
    percent: set[tuple[int, int]] = set()
    empty_results: set[tuple[int, int]] = set()
    kinds: dict[bytes, tuple[bool, bool]] = {}
    for cells in raw_rows(sheet):
        for cell in cells:
            kind = kinds.get(cell[2]) or kinds.setdefault(cell[2], _kind(cell[2], percentages))
            if cell[4] and not _value(cell) and any(start in cell[4] for start in FORMULA_STARTS):
                if attribute("t", cell[2]) == b"str":
                    empty_results.add(_place(cell))
                else:
                    errors[_place(cell)] = NO_RESULT
            elif kind[0]:
                errors[_place(cell)] = _value(cell)
            elif kind[1] and _value(cell):
                percent.add(_place(cell))
    merged = merged_after(sheet[max(0, sheet.rfind(b"sheetData")) :])
    return SheetMarks(errors, frozenset(percent), merged, frozenset(empty_results))


def _words_of_marks(percentages: frozenset[bytes]) -> list[bytes]:
    """What must stand in a sheet for any cell of it to hold an error or a formula, or show a percentage."""
    return [b't="e"', *FORMULA_STARTS, *(b's="%b"' % style for style in percentages)]


def _after_cells_if_unmarked(package: Package, part: str, words: list[bytes]) -> bytes | None:
    """What follows the cells of a sheet that holds none of the words; None for a sheet that holds one.

    None as well for a sheet that is written otherwise than usual, which is then read whole.
    """
    before = last = b""
    for bite in package.bites(part):
        if any(word in bite for word in words) or (not last and b"<worksheet" not in bite[:2000]):
            return None
        before, last = last, bite
    end = (before + last).rfind(b"</sheetData>")
    empty = b"<sheetData/>" in before + last
    unusual = b"='" in before + last
    return None if unusual or (end < 0 and not empty) else (before + last)[max(end, 0) :]


def _kind(attributes: bytes, percentages: frozenset[bytes]) -> tuple[bool, bool]:
    """Whether cells with these attributes hold an error, and whether they show a percentage."""
    kind = attribute("t", attributes) or b"n"
    return kind == b"e", kind == b"n" and attribute("s", attributes) in percentages


def _place(cell: RawCell) -> tuple[int, int]:
    return int(cell[1]), column_number(cell[0].decode())


def _value(cell: RawCell) -> str:
    value = cell[3]
    if not value and cell[4]:
        match = _VALUE.search(cell[4])
        value = match[1] if match else b""
    return value.decode()


def merged_after(after_cells: bytes) -> tuple[Area, ...]:
    """The merged ranges that stand in what follows a sheet's cells."""
    found = (reference.decode() for reference in _MERGED.findall(after_cells))
    return tuple(Area.parse(reference) for reference in found if is_area(reference))
