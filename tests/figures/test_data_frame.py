"""The DataFrame of figures: numbers are numbers, text has its own column, periods have their days."""

import math
from datetime import date

import pandas as pd
import pytest

from pc_workbook.figures.data_frame import data_frame
from pc_workbook.measures.results import Figure
from pc_workbook.model.indicator import Rag
from pc_workbook.model.organisations import Level


@pytest.fixture
def frame() -> pd.DataFrame:
    return data_frame(
        (
            Figure(
                "good_experience", "Thurrock", Level.AREA, "2015/16", 80.5, 161, 200, "%", 74.4, 85.4, Rag.AMBER, "", 5
            ),
            Figure("cqc_rating", "A81001", Level.PRACTICE, "15 March 2017", "Good", unit="rating"),
            Figure("patients_per_gp_fte", "A81001", Level.PRACTICE, "", None, 4000, 0, reason="0 FTE"),
            Figure("practices_open", "Thurrock", Level.AREA, "Q3 2016/17", 33, unit="count"),
        )
    )


def test_columns_are_the_fields_of_a_figure_with_text_and_days_apart(frame: pd.DataFrame) -> None:
    assert [*frame.columns] == [
        "measure", "organisation", "level", "period", "period_start", "period_end", "value", "text_value", "numerator",
        "denominator", "unit", "lower", "upper", "rag", "reason", "indicator", "source",
    ]  # fmt: skip


def test_values_are_numbers_and_a_missing_one_is_never_0(frame: pd.DataFrame) -> None:
    assert frame.value.dtype == "float64"
    values = frame.value.tolist()
    assert (values[0], values[3]) == (80.5, 33.0)
    assert math.isnan(values[1])
    assert math.isnan(values[2])
    assert frame.denominator.tolist()[:1] + frame.denominator.tolist()[2:3] == [200.0, 0.0]


def test_text_values_are_in_a_column_of_their_own(frame: pd.DataFrame) -> None:
    assert frame.text_value.tolist() == [None, "Good", None, None]
    assert frame.rag.tolist() == ["Amber", None, None, None]


def test_a_period_has_its_first_and_last_day(frame: pd.DataFrame) -> None:
    days = [(start, end) for start, end in zip(frame.period_start, frame.period_end, strict=True)]
    assert [day.date() for day in days[0]] == [date(2015, 4, 1), date(2016, 3, 31)]
    assert [day.date() for day in days[1]] == [date(2017, 3, 15), date(2017, 3, 15)]
    assert all(pd.isna(day) for day in days[2])
    assert [day.date() for day in days[3]] == [date(2016, 10, 1), date(2016, 12, 31)]


def test_no_figures_are_an_empty_frame_with_the_same_types(frame: pd.DataFrame) -> None:
    empty = data_frame(())
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == frame.dtypes.to_dict()
