"""The figures as a pandas DataFrame, for work in Python. The only module that needs pandas."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, Protocol

import pandas as pd

from pc_workbook.model.period import FIRST_MONTH, Period

COLUMN_TYPES: Final = {
    "measure": "str",
    "organisation": "str",
    "level": "str",
    "period": "str",
    "period_start": "datetime64[s]",
    "period_end": "datetime64[s]",
    "value": "float64",
    "text_value": "object",
    "numerator": "float64",
    "denominator": "float64",
    "unit": "str",
    "lower": "float64",
    "upper": "float64",
    "rag": "object",
    "reason": "str",
    "indicator": "Int64",
    "source": "str",
}


class ExportedFigure(Protocol):
    """A record with the fields of `measures.results.Figure`, its reason as a sentence."""

    @property
    def period(self) -> str: ...
    @property
    def value(self) -> float | str | None: ...
    def _asdict(self) -> dict[str, Any]: ...


def data_frame(figures: Iterable[ExportedFigure], first_month: int = FIRST_MONTH) -> pd.DataFrame:
    """Return figures as a DataFrame: one row per figure, the fields of Figure as columns.

    `value` has numbers only and is missing, never 0, where there is none; text is in `text_value`. `period_start` and
    `period_end` are the first and last day of the period, missing where the figure has no period. `first_month` is the month
    in which financial years begin.

    >>> from pc_workbook.measures.results import Figure
    >>> from pc_workbook.model.organisations import Level
    >>> frame = data_frame([Figure("cqc_rating", "A81001", Level.PRACTICE, "2015/16", "Good")])
    >>> frame[["value", "text_value", "period_start"]].values.tolist()
    [[nan, 'Good', Timestamp('2015-04-01 00:00:00')]]
    """
    records = [_record(figure, first_month) for figure in figures]
    return pd.DataFrame(
        {name: pd.Series([record[name] for record in records], dtype=kind) for name, kind in COLUMN_TYPES.items()}
    )


def _record(figure: ExportedFigure, first_month: int) -> dict[str, object]:
    fields = figure._asdict()
    is_text = isinstance(figure.value, str)
    start, end = _days(figure.period, first_month)
    return fields | {
        "level": str(fields["level"]),
        "rag": None if fields["rag"] is None else str(fields["rag"]),
        "value": None if is_text else figure.value,
        "text_value": figure.value if is_text else None,
        "period_start": start,
        "period_end": end,
    }


def _days(period: str, first_month: int) -> tuple[date | None, date | None]:
    try:
        parsed = Period.parse(period, first_month)
    except ValueError:  # no period, or a label that is none
        return None, None
    return parsed.start, parsed.end
