"""Write whole rows at a time, where XlsxWriter needs two calls for each cell.

The cells of a table go where XlsxWriter stores its own, equal cells of a column as one object, so that charts and links
find them; each row is then written as one text. Both use private names of XlsxWriter: a test compares every kind of cell
equal to what the public API writes, and pyproject.toml limits XlsxWriter to the minor version tested.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from io import StringIO
from math import isfinite
from typing import Any, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellBooleanTuple,
    CellDatetimeTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

from pc_workbook.cells.limits import cut
from pc_workbook.errors import InternalError
from pc_workbook.views.parts import Value

SPAN = 16  # rows that share one `spans` attribute
NUMBER = (int, float)  # a tuple, since `int | float` would be created for each cell

Cell: TypeAlias = Any  # one of XlsxWriter's named tuples

CELL_ENDS: Mapping[type, Callable[[Cell], str]] = {
    CellNumberTuple: lambda cell: f"><v>{cell.number:.16G}</v></c>",
    CellDatetimeTuple: lambda cell: f"><v>{cell.number:.16G}</v></c>",
    CellStringTuple: lambda cell: f' t="s"><v>{cell.string}</v></c>',
    CellBlankTuple: lambda cell: "/>",
    CellBooleanTuple: lambda cell: f' t="b"><v>{cell.boolean}</v></c>',
}


class FastRows(Worksheet):  # type: ignore[misc]  # XlsxWriter comes without types
    """A worksheet that takes and writes whole rows."""

    fh: Any  # where XlsxWriter writes the sheet's text

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] = []  # of the columns
        self._starts: dict[Hashable, str] = {}
        self._texts: dict[int, str] = {}  # of cells, by identity: cells of two kinds can be equal tuples

    def cell(self, value: Value, cell_format: Format) -> Cell:
        """Return the cell of a value. None is an empty cell with its format, never a zero; a link is its text.

        Raises OurMistake for a number that is not finite.
        """
        if isinstance(value, NUMBER) and not isinstance(value, bool):
            if not isfinite(value):
                raise InternalError(f"The workbook can't hold {value}.")
            return CellNumberTuple(value, cell_format)
        if value is None or value == "":
            return CellBlankTuple(cell_format)
        if isinstance(value, str):
            return CellStringTuple(self._string_index(value), cell_format)
        if isinstance(value, bool):
            return CellBooleanTuple(int(value), cell_format)
        if isinstance(value, date):
            return CellDatetimeTuple(self._convert_date_time(value), cell_format)
        return CellStringTuple(self._string_index(value.words), cell_format)

    def put_rows(self, first: int, rows: Iterable[list[Cell]]) -> None:
        """Put rows of cells, from column A. Raises OurMistake where they don't fit on a sheet."""
        row, cells = first, list[Cell]()
        for row, cells in enumerate(rows, first):
            self.table[row] = dict(enumerate(cells))
            self.str_table.count += list(map(type, cells)).count(CellStringTuple)
        if self._check_dimensions(first, 0) or self._check_dimensions(row, len(cells) - 1):
            raise InternalError(f"The workbook can't hold {row + 1:,} rows of {len(cells)} columns on a sheet.")

    def add_list(self, header: int, rows: int, options: dict[str, Any]) -> int:
        """Add a list object from column A; return XlsxWriter's result code.

        XlsxWriter gets only its first row: it would store every cell to find overlaps, which can't occur here.
        """
        last_column = len(options["columns"]) - 1
        outcome = int(self.add_table(header, 0, header + 1, last_column, options))
        if outcome == 0:
            used_columns = xl_range(header, 0, header + rows, last_column)
            table = self.tables[-1]
            table.update({name: used_columns for name in ("range", "a_range", "autofilter") if name in table})
        return outcome

    def link(self, row: int, column: int, target: str, words: str) -> int:
        """Add a hyperlink to a cell that was already put; return XlsxWriter's result code."""
        self.ignore_write_string = True
        try:
            cell_format = self.table[row][column].format
            return int(self.write_url(row, column, target, cell_format, string=cut(words)))
        finally:
            self.ignore_write_string = False

    def _write_string(self, row: int, column: int, words: str, cell_format: Format | None = None) -> int:
        """Write text cut to the length of a cell, since texts joined from several cells may be longer."""
        return int(super()._write_string(row, column, cut(words), cell_format))

    def _string_index(self, words: str) -> int:
        index = int(self.str_table._get_shared_string_index(cut(words)))
        self.str_table.count -= 1  # the table counts cells, and these are counted in put_rows
        return index

    def _write_rows(self) -> None:
        """Write all rows, in blocks of 16 that share one `spans` attribute."""
        self._names = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        for start in range(self.dim_rowmin // SPAN * SPAN, self.dim_rowmax + 1, SPAN):
            rows = range(start, start + SPAN)
            filled = {row: sorted(self.table[row]) for row in rows if self.table.get(row)}
            used_columns = [column for columns in filled.values() for column in (columns[0], columns[-1])]
            span = f"{min(used_columns) + 1}:{max(used_columns) + 1}" if used_columns else None
            for row in rows:
                if row in filled:
                    self.fh.write(f"{self._row_start(row, span)}{self._row_cells(row, filled[row])}</row>")
                elif row in self.row_info:
                    self._write_empty_row(row, span, self.row_info[row])
        self._texts.clear()

    def _row_start(self, row: int, span: str | None) -> str:
        """Return the start tag of a row; cached, since most rows differ only in their number."""
        info, address = self.row_info.get(row), f'<row r="{row + 1}"'
        key = (span, info and (info.height, info.row_format, info.hidden, info.level, info.collapsed))
        if key not in self._starts:
            self._starts[key] = self._captured(self._write_row, row, span, info).removeprefix(address)
        return address + self._starts[key]

    def _row_cells(self, row: int, columns: list[int]) -> str:
        names, texts, cells, number = self._names, self._texts, self.table[row], row + 1
        return "".join(
            [
                f'<c r="{names[column]}{number}"{texts.get(id(cells[column])) or self._text(row, column)}'
                for column in columns
            ]
        )

    def _text(self, row: int, column: int) -> str:
        """Return the text after a cell's address. XlsxWriter writes cells of other kinds and cells without a format, which may
        take the format of their row or column."""
        cell = self.table[row][column]
        write = CELL_ENDS.get(type(cell))
        if write is None or cell.format is None:
            address = f'<c r="{xl_rowcol_to_cell(row, column)}"'
            return self._captured(self._write_cell, row, column, cell).removeprefix(address)
        text = self._texts[id(cell)] = f' s="{cell.format._get_xf_index()}"{write(cell)}'
        return text

    def _captured(self, write: Callable[..., None], *what: object) -> str:
        """Return what XlsxWriter would write into the sheet."""
        sheet, captured = self.fh, StringIO()
        self.fh = captured
        write(*what)
        self.fh = sheet
        return captured.getvalue()
