"""Changes of a tracker, as data: a cell to set, or rows or columns to add to a list. A host writes them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

CellValue: TypeAlias = str | bool | int | float | date | datetime | None


class SetCell(NamedTuple):
    """A cell and its new value."""

    sheet: str
    address: str  # such as "F17"
    value: CellValue  # None empties the cell; its format stays


class AppendRows(NamedTuple):
    """Rows to add at the end of a list object."""

    table: str
    rows: Sequence[Mapping[str, CellValue]]  # heading -> value; a column left out is filled if it is calculated


class NewColumn(NamedTuple):
    """A column to add: its heading, and what a person sees who fills it in."""

    heading: str
    like: str = ""  # the heading of a column whose cells have the same format; "" for the last column
    above: str = ""  # the text in the cell over the heading
    help: str = ""
    choices: tuple[str, ...] = ()
    width: float = 14  # in characters
    number_format: str = "General"  # of its cells


class AddColumns(NamedTuple):
    """Columns to add at the right end of a list object."""

    table: str
    columns: Sequence[NewColumn]


Change: TypeAlias = SetCell | AppendRows | AddColumns
