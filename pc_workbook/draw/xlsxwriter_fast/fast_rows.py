"""Cells onto a sheet whole rows at a time, where XlsxWriter takes a call for each of them, and another to write it.

A table's cells are put where XlsxWriter keeps its own, equal ones of a column as one object, so that charts and links
find them there; each row then goes into the file as text. Both need XlsxWriter's private names: a test holds every
kind of cell equal to what XlsxWriter makes of it by itself, and pyproject.toml holds it to the minor tried.
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
from pc_workbook.errors import OurMistake
from pc_workbook.views.parts import Value

SPAN = 16  # rows that say together how far their cells reach
NUMBER = (int, float)  # a tuple: `int | float` would be made anew for each cell

Cell: TypeAlias = Any  # one of XlsxWriter's named tuples

AFTER_ITS_STYLE: Mapping[type, Callable[[Cell], str]] = {
    CellNumberTuple: lambda cell: f"><v>{cell.number:.16G}</v></c>",
    CellDatetimeTuple: lambda cell: f"><v>{cell.number:.16G}</v></c>",
    CellStringTuple: lambda cell: f' t="s"><v>{cell.string}</v></c>',
    CellBlankTuple: lambda cell: "/>",
    CellBooleanTuple: lambda cell: f' t="b"><v>{cell.boolean}</v></c>',
}


class WholeRows(Worksheet):  # type: ignore[misc]  # XlsxWriter comes without types
    """A sheet whose rows are put and written whole."""

    fh: Any  # where XlsxWriter writes the sheet's text

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] = []  # of the columns
        self._starts: dict[Hashable, str] = {}
        self._texts: dict[int, str] = {}  # of cells, by identity: equal tuples can be cells of two kinds

    def cell(self, value: Value, look: Format) -> Cell:
        """A value as what it is. None is an empty cell with its format, never a zero; a link is its words."""
        if isinstance(value, NUMBER) and not isinstance(value, bool):
            if not isfinite(value):
                raise OurMistake(f"The workbook can't hold {value}.")
            return CellNumberTuple(value, look)
        if value is None or value == "":
            return CellBlankTuple(look)
        if isinstance(value, str):
            return CellStringTuple(self._place_of_text(value), look)
        if isinstance(value, bool):
            return CellBooleanTuple(int(value), look)
        if isinstance(value, date):
            return CellDatetimeTuple(self._convert_date_time(value), look)
        return CellStringTuple(self._place_of_text(value.words), look)

    def put_rows(self, first: int, rows: Iterable[list[Cell]]) -> None:
        """Rows of cells from column A on."""
        row, cells = first, list[Cell]()
        for row, cells in enumerate(rows, first):
            self.table[row] = dict(enumerate(cells))
            self.str_table.count += list(map(type, cells)).count(CellStringTuple)
        if self._check_dimensions(first, 0) or self._check_dimensions(row, len(cells) - 1):
            raise OurMistake(f"The workbook can't hold {row + 1:,} rows of {len(cells)} columns on a sheet.")

    def add_list(self, header: int, rows: int, options: dict[str, Any]) -> int:
        """A list object from column A on. Only its first row is shown to XlsxWriter, which would remember every cell
        to refuse another list over it: ours stand one under the other."""
        last_column = len(options["columns"]) - 1
        outcome = int(self.add_table(header, 0, header + 1, last_column, options))
        if outcome == 0:
            reach = xl_range(header, 0, header + rows, last_column)
            made = self.tables[-1]
            made.update({name: reach for name in ("range", "a_range", "autofilter") if name in made})
        return outcome

    def link(self, row: int, column: int, target: str, words: str) -> int:
        """Make the words that were put there jump to `target`."""
        self.ignore_write_string = True
        try:
            look = self.table[row][column].format
            return int(self.write_url(row, column, target, look, string=cut(words)))
        finally:
            self.ignore_write_string = False

    def _write_string(self, row: int, column: int, words: str, look: Format | None = None) -> int:
        """Words that are put together from several cells may be longer than one holds."""
        return int(super()._write_string(row, column, cut(words), look))

    def _place_of_text(self, words: str) -> int:
        place = int(self.str_table._get_shared_string_index(cut(words)))
        self.str_table.count -= 1  # it counts cells, and these are counted when they are put
        return place

    def _write_rows(self) -> None:
        """Sixteen rows at a time: each says how far the cells of all sixteen reach."""
        self._names = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        for start in range(self.dim_rowmin // SPAN * SPAN, self.dim_rowmax + 1, SPAN):
            rows = range(start, start + SPAN)
            filled = {row: sorted(self.table[row]) for row in rows if self.table.get(row)}
            reach = [column for columns in filled.values() for column in (columns[0], columns[-1])]
            span = f"{min(reach) + 1}:{max(reach) + 1}" if reach else None
            for row in rows:
                if row in filled:
                    self.fh.write(f"{self._row_start(row, span)}{self._row_cells(row, filled[row])}</row>")
                elif row in self.row_info:
                    self._write_empty_row(row, span, self.row_info[row])
        self._texts.clear()

    def _row_start(self, row: int, span: str | None) -> str:
        """What stands before a row's cells; many rows begin alike but for their number."""
        info, address = self.row_info.get(row), f'<row r="{row + 1}"'
        alike = (span, info and (info.height, info.row_format, info.hidden, info.level, info.collapsed))
        if alike not in self._starts:
            self._starts[alike] = self._aside(self._write_row, row, span, info).removeprefix(address)
        return address + self._starts[alike]

    def _row_cells(self, row: int, columns: list[int]) -> str:
        names, texts, cells, number = self._names, self._texts, self.table[row], row + 1
        return "".join(
            [
                f'<c r="{names[column]}{number}"{texts.get(id(cells[column])) or self._text(row, column)}'
                for column in columns
            ]
        )

    def _text(self, row: int, column: int) -> str:
        """What follows a cell's address. One not known here XlsxWriter writes: it may take its look from its row or
        column."""
        cell = self.table[row][column]
        write = AFTER_ITS_STYLE.get(type(cell))
        if write is None or cell.format is None:
            address = f'<c r="{xl_rowcol_to_cell(row, column)}"'
            return self._aside(self._write_cell, row, column, cell).removeprefix(address)
        text = self._texts[id(cell)] = f' s="{cell.format._get_xf_index()}"{write(cell)}'
        return text

    def _aside(self, write: Callable[..., None], *what: object) -> str:
        """What XlsxWriter would write, written beside the sheet."""
        sheet, aside = self.fh, StringIO()
        self.fh = aside
        write(*what)
        self.fh = sheet
        return aside.getvalue()
