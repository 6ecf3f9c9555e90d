"""Functions of single values that also take columns, so that a cell, a range and 7,000 practices run the same code."""

from collections.abc import Callable, Mapping, Sequence, Set
from functools import wraps
from types import NoneType
from typing import Any, ParamSpec, Protocol, TypeVar, cast, overload

P = ParamSpec("P")
R = TypeVar("R", covariant=True)
SINGLE = frozenset({int, float, str, bool, NoneType})  # types of value that can't be a column


class OnColumns(Protocol[P, R]):
    """A function of single values that also takes columns."""

    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R: ...
    @overload
    def __call__(self, *args: Any, **kwargs: Any) -> Sequence[R]: ...


def is_column(given: object) -> bool:
    """Return whether an argument is a column of values (a list, a tuple, an array) rather than one value."""
    return hasattr(given, "__len__") and not isinstance(given, str | bytes | Mapping | Set)


def on_columns(function: Callable[P, R]) -> OnColumns[P, R]:
    """Return the function extended to columns, for which it returns a column.

    A single value beside a column is used for every row. A tuple gives a tuple, any other column a list, a block of cells
    a list of rows. Raises ValueError for columns of different lengths.

    >>> @on_columns
    ... def half(x: float) -> float:
    ...     return x / 2
    >>> half(3), half([3, 5]), half((3, 5)), half([[2], [4]])
    (1.5, [1.5, 2.5], (1.5, 2.5), [[1.0], [2.0]])
    """

    @wraps(function)
    def either(*args: Any, **kwargs: Any) -> Any:
        if SINGLE.issuperset(map(type, args)) and not kwargs:
            return function(*args, **kwargs)
        positional = [_listed(given) for given in args]
        named = {name: _listed(given) for name, given in kwargs.items()}
        columns = [given for given in (*positional, *named.values()) if is_column(given)]
        if not columns:
            return function(*args, **kwargs)
        rows = [
            either(*(_item(given, i) for given in positional), **{k: _item(v, i) for k, v in named.items()})
            for i in range(_common_length(columns))
        ]
        return tuple(rows) if isinstance(columns[0], tuple) else rows

    return cast(OnColumns[P, R], either)


def _listed(given: Any) -> Any:
    return list(given) if is_column(given) and not isinstance(given, list | tuple) else given


def _common_length(columns: Sequence[Any]) -> int:
    lengths = {len(column) for column in columns}
    if len(lengths) > 1:
        raise ValueError(f"columns of unequal length: {sorted(lengths)}")
    return lengths.pop()


def _item(given: Any, i: int) -> Any:
    return given[i] if is_column(given) else given
