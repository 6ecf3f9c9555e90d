"""The base classes of tracked rows, and sequences of rows kept as columns."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, Generic, TypeVar, cast, overload

from pydantic import BaseModel, ConfigDict


class Row(BaseModel):
    """One row of one list of the tracker."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class MarkingLevel(StrEnum):
    """Who may see a row. Exempt follows Schedule 12A to the Local Government Act 1972."""

    PUBLIC = "Public"
    EXEMPT = "Exempt"
    INTERNAL = "Internal"


class MarkedRow(Row):
    """A row that may be sensitive. An unmarked row takes its sheet's default marking, never Public by accident."""

    marking: MarkingLevel | None = None
    exempt_paragraph: str | None = None
    marking_reason: str | None = None
    marked_by: str | None = None


R = TypeVar("R", bound=Row)


def build_row(model: type[R], values: Mapping[str, Any]) -> R:
    """Return a row of values that are valid already. Copying a row takes half the time of creating one."""
    return cast(R, _blank(model).model_copy(update=values))


@cache
def _blank(model: type[Row]) -> Row:
    """Return a row with every field at its default."""
    usual = {name: None if field.is_required() else field.default for name, field in model.model_fields.items()}
    return model.model_construct(**usual)


KEPT_ONCE_MADE = 50_000  # rows: beyond that, keeping each row beside its columns costs more memory than it saves time


class ColumnRows(Sequence[R], Generic[R]):
    """Rows of one model, kept as columns; a row is created when it is requested.

    `columns` contains, for each field, one number per row and the distinct values that these numbers refer to. The values
    are valid already.
    """

    __slots__ = ("_columns", "_length", "_made", "_model")

    def __init__(self, model: type[R], length: int, columns: Mapping[str, tuple[Sequence[int], Sequence[Any]]]) -> None:
        self._model, self._length, self._columns = model, length, columns
        self._made: dict[int, R] | None = {} if length <= KEPT_ONCE_MADE else None

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[R]: ...
    def __getitem__(self, place: int | slice) -> R | Sequence[R]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(self._length))]
        if not -self._length <= place < self._length:
            raise IndexError(place)
        if self._made is None:
            return self._make(place)
        row = self._made.get(place)
        if row is None:
            row = self._made[place] = self._make(place)
        return row

    def _make(self, place: int) -> R:
        return build_row(self._model, {name: values[codes[place]] for name, (codes, values) in self._columns.items()})

    def column(self, name: str) -> Sequence[Any]:
        """Return one field of every row."""
        if name not in self._columns:
            return [self._model.model_fields[name].default] * self._length
        codes, values = self._columns[name]
        return list(map(values.__getitem__, codes))

    def with_column(self, name: str, values: Iterable[Any]) -> "ColumnRows[R]":
        """Return the same rows with another value in one field, given row by row."""
        numbers: dict[Any, int] = {}
        codes = [numbers.setdefault(value, len(numbers)) for value in values]
        return ColumnRows(self._model, self._length, {**self._columns, name: (codes, list(numbers))})

    def where(self, name: str, wanted: Callable[[Any], bool]) -> Sequence[int]:
        """Return the places of the rows whose field is wanted; `wanted` is called once per distinct value."""
        if name not in self._columns:
            return range(self._length) if wanted(self._model.model_fields[name].default) else ()
        codes, values = self._columns[name]
        codes_wanted = {code for code, value in enumerate(values) if wanted(value)}
        return [n for n, code in enumerate(codes) if code in codes_wanted] if codes_wanted else ()

    def tally(self, *names: str) -> dict[tuple[Any, ...], int]:
        """Return how many rows have each combination of some fields."""
        usual = ([0] * self._length, [None])
        columns = [self._columns.get(name, usual) for name in names]
        counts = Counter(zip(*(codes for codes, _ in columns), strict=True))
        combinations: dict[tuple[Any, ...], int] = {}
        for combined, count in counts.items():
            key = tuple(values[code] for code, (_, values) in zip(combined, columns, strict=True))
            combinations[key] = combinations.get(key, 0) + count
        return combinations

    def picked(self, places: Sequence[int], *names: str) -> Iterator[tuple[Any, ...]]:
        """Yield some fields of some rows."""
        parts = []
        for name in names:
            codes, values = self._columns.get(name, (range(0), ()))
            usual = None if values else self._model.model_fields[name].default
            parts.append([values[codes[n]] for n in places] if values else [usual] * len(places))
        return zip(*parts, strict=True)


def picked(rows: Sequence[Row], places: Sequence[int], *names: str) -> Iterator[tuple[Any, ...]]:
    """Yield some fields of some rows, however the rows are kept; no row is created for them."""
    if isinstance(rows, ColumnRows):
        return rows.picked(places, *names)
    return (tuple(getattr(rows[n], name) for name in names) for n in places)


def column(rows: Sequence[Row], name: str) -> Sequence[Any]:
    """Return one field of every row, however the rows are kept."""
    return rows.column(name) if isinstance(rows, ColumnRows) else [getattr(row, name) for row in rows]


def where(rows: Sequence[Row], name: str, wanted: Callable[[Any], bool]) -> Sequence[int]:
    """Return the places of the rows whose field is wanted, however the rows are kept."""
    if isinstance(rows, ColumnRows):
        return rows.where(name, wanted)
    return [n for n, row in enumerate(rows) if wanted(getattr(row, name))]


def tally(rows: Sequence[Row], *names: str) -> Mapping[tuple[Any, ...], int]:
    """Return how many rows have each combination of some fields, however the rows are kept."""
    if isinstance(rows, ColumnRows):
        return rows.tally(*names)
    return Counter(tuple(getattr(row, name) for name in names) for row in rows)
