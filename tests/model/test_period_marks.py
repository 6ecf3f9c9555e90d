"""The text of a period is part of the marks by which people accepted warnings, so it stays as it was."""

import pytest

from pc_workbook.model.period import Period


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Sep 2016", "kind=<PeriodKind.MONTH: 'month'> start=datetime.date(2016, 9, 1) end=datetime.date(2016, 9, 30)"),
        (
            "H1 2016/17",
            "kind=<PeriodKind.MONTHS: 'several months'> start=datetime.date(2016, 4, 1) end=datetime.date(2016, 9, 30)",
        ),
        (
            "YTD Nov 2016",
            "kind=<PeriodKind.MONTHS: 'several months'> start=datetime.date(2016, 4, 1) end=datetime.date(2016, 11, 30)",
        ),
    ],
)
def test_the_text_of_a_period_is_that_of_earlier_versions(typed: str, text: str) -> None:
    assert str(Period.parse(typed)) == text
