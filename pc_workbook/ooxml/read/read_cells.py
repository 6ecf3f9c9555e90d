"""The cells of one sheet, as the readers of sheets give them."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple, TypeAlias

from pc_workbook.ooxml.read.areas import Area

Plain: TypeAlias = str | float | bool | date | time | timedelta | None
Place: TypeAlias = tuple[int, int]
"""Row and column, both from 1."""


class ReadCells(NamedTuple):
    """The cells of one sheet. `columns[3]` is column C: `values[codes[r - 1]]` stands in row r. Cells with errors
    have no value."""

    columns: Mapping[int, tuple[Sequence[int], Sequence[Plain]]]
    height: int
    errors: Mapping[Place, str]
    percent: frozenset[Place]
    merged: tuple[Area, ...]
    empty_results: frozenset[Place] = frozenset()
    far_away: tuple[Place, ...] = ()  # cells that hold something, too far from all others to be read
    months: frozenset[Place] = frozenset()  # first days of a month that are shown as the month alone
