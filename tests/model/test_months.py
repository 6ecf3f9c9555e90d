"""Month names are English on every computer, whatever its language."""

from datetime import date

import pytest

from pc_workbook.model.period import MONTH_NAMES, Period, PeriodKind, last_day_of_month, month_and_year
from pc_workbook.tracker.parsing.cell_parsers import Desk, period
from pc_workbook.wording.numbers import day_words


class ElsewhereDay(date):
    """A day on a computer that speaks another language."""

    def __format__(self, wanted: str) -> str:
        return super().__format__(wanted.replace("%B", "'mois'").replace("%b", "'m.'"))


@pytest.mark.parametrize("month", range(1, 13))
def test_each_month_is_shown_and_read_by_its_english_name(month: int) -> None:
    first = ElsewhereDay(2015, month, 1)
    words = f"{MONTH_NAMES[month - 1]} 2015"
    assert month_and_year(first) == words
    assert period(first, Desk(month=True)) == Period.parse(words) == Period.parse(words[:3] + " 2015")
    assert Period(kind=PeriodKind.DAY, start=first, end=first).label == f"1 {words}"
    assert day_words(first) == f"1 {words}"


@pytest.mark.parametrize(("year", "month", "last"), [(2016, 2, 29), (2015, 2, 28), (2015, 12, 31), (2015, 4, 30)])
def test_the_last_day_of_a_month(year: int, month: int, last: int) -> None:
    assert last_day_of_month(year, month) == date(year, month, last)
