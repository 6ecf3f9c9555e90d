"""Columns of an area's own, added to the lists of a drawn tracker as a person adds them in Excel."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import TableColumn

from pc_workbook.tracker.lists.catalogue import BY_TABLE

Columns = Mapping[str, Mapping[str, Sequence[Any]]]  # list object -> heading -> a cell for each row


def add_columns(path: Path, columns: Columns) -> Path:
    """Add columns at the right end of lists, with the cells of their first rows."""
    book = load_workbook(path)
    for table, added in columns.items():
        sheet = book[BY_TABLE[table].sheet]
        framed = sheet.tables[table]
        first, last = framed.ref.split(":")
        top = int("".join(filter(str.isdigit, first)))
        number = len(framed.tableColumns)
        for n, (heading, cells) in enumerate(added.items(), start=number + 1):
            framed.tableColumns.append(TableColumn(id=n, name=heading))
            for at, value in enumerate((heading, *cells), start=top):
                sheet.cell(at, n, value)
        bottom = "".join(filter(str.isdigit, last))
        framed.ref = f"{first}:{get_column_letter(number + len(added))}{bottom}"
        framed.autoFilter = None
    book.save(path)
    return path
