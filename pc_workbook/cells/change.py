"""A change of a tracker, as data: one cell set, or rows added to one of its lists. A host carries it out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

CellValue: TypeAlias = str | bool | int | float | date | datetime | None


class SetCell(NamedTuple):
    """One cell and what it is to hold."""

    sheet: str
    address: str  # such as "F17"
    value: CellValue  # None empties the cell; its format stays


class AppendRows(NamedTuple):
    """Rows to add under a list object."""

    table: str
    rows: Sequence[Mapping[str, CellValue]]  # heading -> value; a column left out is filled if it is calculated


Change: TypeAlias = SetCell | AppendRows
