"""One column of a list, from cells to values: each different cell is read once, however often it occurs.

A cell's reading may depend on its row (the kind of its indicator) and on how Excel shows it (as a percentage):
cells that agree in all of that are read together. What is said of a value is then said of every row it stands in.
"""

from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.layout import Column, Reads
from pc_workbook.tracker.reading import READERS, Desk, Unreadable
from pc_workbook.tracker.snapshot import ColumnCells

IN_UNITS = (Reads.MEASURED, Reads.TARGET)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to say of a cell: the finding's code, whether its severity is set, and what fills its blanks."""

    code: str
    details: Mapping[str, Any]
    severity: Severity | None = None
    by_column: bool = False  # the column decides how much it matters


@dataclass(slots=True)
class ReadColumn:
    """A column as it was read: `values[codes[i]]` is what the i-th row gives, `said` what there is to say of it."""

    codes: Sequence[int]
    values: list[Any]
    raw: list[object]
    filled: int
    said: dict[int, list[Said]] = field(default_factory=dict)

    def at(self, n: int) -> Any:
        """The value of the n-th row."""
        return self.values[self.codes[n]]

    def rows_of(self, wanted: Set[int]) -> list[int]:
        """The rows whose value is one of these numbers."""
        return [n for n, code in enumerate(self.codes) if code in wanted]


def read_column(
    column: Column,
    cells: ColumnCells,
    at: Sequence[int],
    kinds: Sequence[IndicatorKind | None] | None,
    errors: Mapping[int, str],
    percent: Set[int],
    desk: Desk,
) -> ReadColumn:
    """Read one column of the rows `at`. `errors` and `percent` are given by row of the sheet."""
    keys = _keys(column, cells, at, kinds, errors, percent)
    numbers = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    read = ReadColumn([numbers[key] for key in keys], [], [], 0)
    for n, key in enumerate(numbers):
        raw, kind, shown_percent, error = _parts(key, cells)
        read.raw.append(error or raw)
        read.values.append(_read_one(column, n, raw, error, Desk(shown_percent, kind, desk.as_at), read))
    blank = {n for n, raw in enumerate(read.raw) if raw is None}
    read.filled = len(read.codes) - (len(read.rows_of(blank)) if blank else 0)
    return read


def _keys(
    column: Column,
    cells: ColumnCells,
    at: Sequence[int],
    kinds: Sequence[IndicatorKind | None] | None,
    errors: Mapping[int, str],
    percent: Set[int],
) -> Sequence[Hashable]:
    codes = [cells.codes[row - 1] for row in at] if cells.codes else list(repeat(-1, len(at)))
    in_units = column.reads in IN_UNITS
    if not errors and not percent and not in_units:
        return codes
    of = kinds if in_units and kinds is not None else repeat(None)
    return [
        (code, kind, row in percent, errors.get(row)) for code, kind, row in zip(codes, of, at, strict=False)
    ]  # `of` may go on for ever


def _parts(key: Any, cells: ColumnCells) -> tuple[object, IndicatorKind | None, bool, str | None]:
    code, kind, shown_percent, error = key if isinstance(key, tuple) else (key, None, False, None)
    return (cells.values[code] if code >= 0 else None), kind, shown_percent, error


def _read_one(column: Column, n: int, raw: object, error: str | None, desk: Desk, read: ReadColumn) -> Any:
    if error is not None:
        read.said[n] = [Said("R12", {"needs": column.needs}, by_column=True)]
        return None
    if raw is None:
        return None
    said: list[Said] = []
    value = None
    try:
        value = READERS[column.reads](raw, desk, *((column.choices,) if column.choices else ()))
    except Unreadable as no:
        said.append(Said(no.code, {"needs": column.needs, **no.details}, by_column=True))
    for code, details in desk.remarks:
        severity = details.pop("severity", None)
        said.append(Said(code, details, Severity(severity) if severity else None))
    if said:
        read.said[n] = said
    return value
