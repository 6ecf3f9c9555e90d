"""Figures as a pandas DataFrame; the only module of the figures that needs pandas."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pc_workbook.measures.results import Figure

if TYPE_CHECKING:
    import pandas as pd

DTYPES = {**dict.fromkeys(("numerator", "denominator", "lower", "upper"), "float64"), "indicator": "Int64"}


def frame(rows: Iterable[object]) -> "pd.DataFrame":
    """Return figures as a pandas DataFrame: one row per figure, the fields of Figure as columns.

    `rows` are records with those fields, such as the rows of `wording.figures`. A missing number is empty, never 0. `value` has numbers and words, so its column has the type object.
    """
    import pandas as pd

    each = tuple(rows)
    columns = {name: [getattr(row, name) for row in each] for name in Figure._fields}
    return pd.DataFrame({name: pd.Series(column, dtype=DTYPES.get(name, "object")) for name, column in columns.items()})
