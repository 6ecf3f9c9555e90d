"""What stands in a cell, and what is read out of it: every trap of the papers and of the published files."""

from datetime import date, datetime

import pytest

from pc_workbook.model.action import DeliveryKind
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import IndicatorKind, Rag
from pc_workbook.model.practice import StaffGroup
from pc_workbook.model.scale import scale_of
from pc_workbook.tracker.parsing.cell_parsers import (
    CellContext,
    Unreadable,
    choice,
    code,
    day,
    delivery,
    numbers,
    period,
    text,
    yes_no,
)
from pc_workbook.tracker.parsing.number_cells import number, percent, whole
from pc_workbook.tracker.parsing.value_cells import ParsedValue, measured, target

RATE, PERCENTAGE, ORDINAL = IndicatorKind.RATE, IndicatorKind.PERCENTAGE, IndicatorKind.ORDINAL
AS_AT = date(2017, 3, 15)


def of(kind: IndicatorKind | None) -> CellContext:
    return CellContext(scale=scale_of(kind), as_at=AS_AT)


def value_of(cell: object, kind: IndicatorKind, *, percent: bool = False) -> tuple[ParsedValue, list[str]]:
    """The value in a cell of an indicator of that kind, and the codes of what was remarked."""
    context = CellContext(scale=scale_of(kind), as_at=AS_AT, percent=percent)
    found = measured(cell, context)
    assert found is not None
    return found, remarks(context)


def remarks(context: CellContext) -> list[str]:
    return [f"{said} {details['severity']}" if "severity" in details else said for said, details in context.notes]


# ---------------------------------------------------------------------------- the baseline column


def test_a_value_carries_its_period_in_brackets() -> None:
    found, said = value_of("0.47 (2015)", RATE)
    assert (found.number, found.period and found.period.label, said) == (0.47, "2015", [])


def test_a_stray_number_under_a_value_is_warned_of_and_never_read() -> None:
    found, said = value_of("0.22 (2015)\n4", RATE)
    assert (found.number, said) == (0.22, ["P19 Warning"])


def test_a_financial_year_in_brackets_is_one() -> None:
    found, said = value_of("80% (2015/16)", PERCENTAGE)
    assert (found.number, found.period and found.period.label, said) == (80.0, "2015/16", [])


def test_a_drafting_note_beside_a_value_is_a_note() -> None:
    found, said = value_of("91.88% Description trajectory?", PERCENTAGE)
    assert (found.number, said) == (91.88, ["P19"])


def test_an_expectation_overtaken_by_its_value_is_a_note() -> None:
    found, said = value_of("Baseline expected by the end of November 2016\n40%", PERCENTAGE)
    assert (found.number, said) == (40.0, ["P19"])


def test_an_expectation_still_to_come_is_none() -> None:
    found, said = value_of("Baseline expected by the end of November 2017\n40%", PERCENTAGE)
    assert (found.number, said) == (40.0, [])


def test_an_overall_rating_beside_a_rating_of_one_service_is_split() -> None:
    found, said = value_of('Good (maternity department rated as "outstanding ") (May 2016)', ORDINAL)
    assert found.rating is Rating.GOOD
    assert found.period is not None
    assert found.period.label == "May 2016"
    assert said == ["P12"]


def test_an_unmatched_bracket_does_not_hide_the_rating_or_its_month() -> None:
    found, said = value_of(
        "Requires Improvement (Thurrock CCG only commissions Community Services (Sept. 2016)", ORDINAL
    )
    assert found.rating is Rating.REQUIRES_IMPROVEMENT
    assert found.period is not None
    assert found.period.label == "September 2016"
    assert said == ["P19"]


def test_a_number_is_no_rating() -> None:
    for cell in (3, "3", "better than last year"):
        with pytest.raises(Unreadable) as no:
            measured(cell, of(ORDINAL))
        assert no.value.code == "R09"


def test_an_underscore_is_an_empty_cell_with_a_note() -> None:
    context = of(PERCENTAGE)
    assert measured("_", context) is None
    assert remarks(context) == ["P19"]


@pytest.mark.parametrize(
    ("mark", "suppressed"), [("*", True), ("[c]", True), ("n/a", False), (":", False), ("ND", False)]
)
def test_a_mark_for_missing_data_is_missing_and_never_zero(mark: str, suppressed: bool) -> None:
    found, said = value_of(mark, RATE)
    assert (found.number, found.suppressed, said) == (None, suppressed, ["R20"])


def test_words_alone_are_no_value() -> None:
    with pytest.raises(Unreadable) as no:
        measured("to be found", of(RATE))
    assert no.value.code == "R06"


# ---------------------------------------------------------------------------- targets


def test_another_organisations_value_as_a_target_is_a_comparator_with_its_period() -> None:
    found = target("[England average was 0.61 in 2015]", of(RATE))
    assert found is not None
    assert (found.comparator_name, found.number, found.comparator) == ("England", 0.61, 0.61)
    assert found.comparator_period is not None
    assert found.comparator_period.label == "2015"


def test_so_is_a_percentage_of_a_financial_year() -> None:
    found = target("[England average was 85% in 2015/16]", of(PERCENTAGE))
    assert found is not None
    assert found.comparator == 85.0
    assert found.comparator_period is not None
    assert found.comparator_period.label == "2015/16"


@pytest.mark.parametrize(
    ("cell", "refused"),
    [("England average was 85% in 2015/17", "R08"), ("England average was 0.85 in 2015/16", "R17")],
)
def test_a_comparator_that_makes_no_sense_is_asked_about(cell: str, refused: str) -> None:
    with pytest.raises(Unreadable) as no:
        target(cell, of(PERCENTAGE))
    assert no.value.code == refused


def test_words_in_place_of_a_target_are_a_note_and_a_mark_for_missing_data_is_one() -> None:
    context = of(RATE)
    assert target("Progress will partly depend on other changes", context) is None
    assert target("n/a", context) == ParsedValue()
    assert remarks(context) == ["P19", "R20"]


def test_a_rating_to_keep() -> None:
    found = target('Retain "Good" Rating overall', of(ORDINAL))
    assert found is not None
    assert found.goal is not None
    assert (found.goal.rating, found.goal.retain, found.goal.or_working_towards) == (Rating.GOOD, True, False)


def test_a_rating_to_reach_or_be_working_towards() -> None:
    found = target('"Good" or to be working towards\n"Good"', of(ORDINAL))
    assert found is not None
    assert found.goal is not None
    assert (found.goal.rating, found.goal.retain, found.goal.or_working_towards) == (Rating.GOOD, False, True)
    assert found.goal.words == '"Good" or to be working towards "Good"'


# ---------------------------------------------------------------------------- percentages and numbers


@pytest.mark.parametrize(
    ("cell", "formatted"), [(95, False), (95.0, False), ("95%", False), ("95 %", False), (0.95, True), ("95", True)]
)
def test_95_in_every_spelling_is_95_per_cent(cell: object, formatted: bool) -> None:
    assert percent(cell, CellContext(percent=formatted)) == 95.0


@pytest.mark.parametrize("cell", [0.95, 1, "0.95", 0.5, -0.2])
def test_a_share_without_a_sign_is_asked_about(cell: object) -> None:
    with pytest.raises(Unreadable) as no:
        percent(cell, CellContext())
    assert no.value.code == "R17"


def test_nought_is_nought_per_cent() -> None:
    assert percent(0, CellContext()) == 0


def test_words_in_a_percentage_cell_are_parsed_as_typed() -> None:
    found, said = value_of("80 (2015/16)", PERCENTAGE, percent=True)
    assert (found.number, said) == (80.0, [])
    with pytest.raises(Unreadable) as no:
        percent("0.95", CellContext(percent=True))
    assert no.value.code == "R17"


@pytest.mark.parametrize(
    ("cell", "value"), [("17,663", 17663), ("9.066666667", 9.066666667), (" 12322.5 ", 12322.5), ("-3", -3)]
)
def test_a_number_kept_as_text_is_parsed_with_a_note(cell: str, value: float) -> None:
    context = CellContext()
    assert number(cell, context) == value
    assert remarks(context) == ["R18"]


@pytest.mark.parametrize("cell", ["about 5,000", "5k", "1.2.3", "12,34", True, date(2016, 1, 1)])
def test_what_is_no_number_is_refused(cell: object) -> None:
    with pytest.raises(Unreadable) as no:
        number(cell, CellContext())
    assert no.value.code == "R06"


@pytest.mark.parametrize(
    "cell", [float("inf"), float("nan"), "INF", "NaN", "1e400", "1E+999", "9" * 400, 1e300, 1e-40, -1e-300]
)
def test_a_number_that_nothing_is_measured_in_is_refused(cell: object) -> None:
    with pytest.raises(Unreadable) as no:
        number(cell, CellContext())
    assert no.value.code == "R50"


def test_a_whole_number_has_no_fraction() -> None:
    assert whole(3.0, CellContext()) == 3
    with pytest.raises(Unreadable):
        whole(3.5, CellContext())


@pytest.mark.parametrize("cell", ["1, 2, 5", "1,2,5", "5;2;1", "1 2 5", "5, 2 and 1", "1, 2, 5, 5"])
def test_links_are_a_set_in_any_spelling(cell: str) -> None:
    assert numbers(cell, CellContext()) == {1, 2, 5}


def test_the_order_of_links_says_nothing() -> None:
    assert numbers("4, 3", CellContext()) == numbers("3,4", CellContext()) == {3, 4}
    assert numbers(4.0, CellContext()) == {4}


@pytest.mark.parametrize("cell", ["1 and two", "²", "1.2", "all", True, "9" * 5000])
def test_links_that_are_no_numbers_are_refused(cell: object) -> None:
    with pytest.raises(Unreadable) as no:
        numbers(cell, CellContext())
    assert no.value.code == "R06"


# ---------------------------------------------------------------------------- dates and periods


@pytest.mark.parametrize(
    "cell", ["23/12/16", "23/12/2016", "23.12.2016", "23 December 2016", "23rd Dec 2016", "2016-12-23", 42727]
)
def test_days_come_before_months(cell: object) -> None:
    context = CellContext()
    assert day(cell, context) == date(2016, 12, 23)
    assert remarks(context) == ["R18"]


def test_a_real_date_needs_no_remark() -> None:
    context = CellContext()
    assert day(datetime(2016, 12, 23, 9, 30), context) == day(date(2016, 12, 23), context) == date(2016, 12, 23)
    assert remarks(context) == []


@pytest.mark.parametrize("cell", ["31/11/2015", "December 2016", "2016", 2016, "soon", True, float("nan")])
def test_what_names_no_day_is_refused(cell: object) -> None:
    with pytest.raises(Unreadable) as no:
        day(cell, CellContext())
    assert no.value.code == "R07"


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        (2015, "2015"), (2015.0, "2015"), ("2015", "2015"), ("2015/16", "2015/16"), ("2015-2016", "2015/16"),
        ("2015–16", "2015/16"), ("Nov 2015", "November 2015"), ("Sept. 2016", "September 2016"),
        ("Q3 2016/17", "Q3 2016/17"), ("15/03/2017", "15 March 2017"),
    ],
)  # fmt: skip
def test_a_period_is_known_in_its_usual_spellings(cell: object, label: str) -> None:
    assert period(cell, CellContext()).label == label


def test_the_first_of_a_month_that_shows_no_day_is_what_excel_makes_of_a_month() -> None:
    context = CellContext(month=True)
    assert period(datetime(2015, 11, 1), context).label == "November 2015"
    assert remarks(context) == ["R18"]


def test_the_first_of_a_month_that_shows_its_day_is_that_day() -> None:
    context = CellContext()
    assert period(datetime(2015, 11, 1), context).label == "1 November 2015"
    assert remarks(context) == []


@pytest.mark.parametrize("cell", ["2015/17", "some time in 2016", "Q5 2016/17", "", 42.5, True])
def test_what_names_no_period_is_refused(cell: object) -> None:
    with pytest.raises(Unreadable) as no:
        period(cell, CellContext())
    assert no.value.code == "R08"


D = DeliveryKind


@pytest.mark.parametrize(
    ("cell", "kinds", "last_day"),
    [
        ("December 2016", (D.MONTH,), date(2016, 12, 31)),
        ("On-going ", (D.ONGOING,), None),
        ("Ongoing", (D.ONGOING,), None),
        ("By 2020, this is an ongoing support to practices", (D.BY_YEAR, D.ONGOING), date(2020, 12, 31)),
        ("First draft due by 23/12/16", (D.DATE,), date(2016, 12, 23)),
        ("within the next 6 months", (D.RELATIVE,), None),
        (2020, (D.BY_YEAR,), date(2020, 12, 31)),
        ("by 2016/17", (D.BY_YEAR,), date(2017, 3, 31)),
        ("by the end of 2017/18", (D.BY_YEAR,), date(2018, 3, 31)),
        (datetime(2016, 12, 23), (D.DATE,), date(2016, 12, 23)),
    ],
)
def test_a_delivery_date_is_read_in_each_of_its_kinds(
    cell: object, kinds: tuple[DeliveryKind, ...], last_day: date | None
) -> None:
    found = delivery(cell, CellContext())
    assert (found.kinds, found.last_day) == (kinds, last_day)


@pytest.mark.parametrize("cell", ["soon", "31/11/2016", "December 0000", "by 2016/18", 42.5])
def test_what_is_no_delivery_date_is_refused(cell: object) -> None:
    with pytest.raises(Unreadable) as no:
        delivery(cell, CellContext())
    assert no.value.code == "R07"


# ---------------------------------------------------------------------------- words and choices


def test_words_are_kept_as_they_are() -> None:
    for words in ("-2 GPs left", "=not a formula", "+1", "@home", "  two blanks  ", "a\nb"):
        assert text(words, CellContext()) == words
    assert text(2017.0, CellContext()) == "2017"


def test_a_code_is_in_capitals_without_blanks_around_it() -> None:
    assert code(" f81010 ", CellContext()) == "F81010"


@pytest.mark.parametrize(
    "cell", ["Requires Improvement", "requires improvement", " Requires  improvement", "REQUIRES-IMPROVEMENT"]
)
def test_case_blanks_and_dashes_do_not_matter(cell: str) -> None:
    assert choice(cell, CellContext(), Rating) is Rating.REQUIRES_IMPROVEMENT


@pytest.mark.parametrize(
    ("cell", "choices", "meant", "told"),
    [
        ("Excellent", Rating, Rating.OUTSTANDING, "P13"),
        ("RI", Rating, Rating.REQUIRES_IMPROVEMENT, "R11"),
        ("Not Rated", Rating, Rating.NOT_YET_RATED, "R11"),
        ("GPs", StaffGroup, StaffGroup.ALL_GPS, "R11"),
        ("g", Rag, Rag.GREEN, "R11"),
    ],
)
def test_a_listed_other_spelling_is_parsed_with_a_note(
    cell: str, choices: type[Rating], meant: Rating, told: str
) -> None:
    context = CellContext()
    assert choice(cell, context, choices) is meant
    assert remarks(context) == [told]


def test_a_near_miss_is_suggested_and_not_taken() -> None:
    with pytest.raises(Unreadable) as no:
        choice("Inadequat", CellContext(), Rating)
    assert (no.value.code, no.value.details["suggestion"]) == ("R10", "Inadequate")


def test_an_entry_far_from_every_choice_is_refused_with_the_choices() -> None:
    with pytest.raises(Unreadable) as no:
        choice("Gud", CellContext(), Rag)
    assert (no.value.code, no.value.details["choices"]) == ("R09", "Red, Amber, Green, Not rated")


def test_yes_and_no() -> None:
    assert yes_no("Yes", CellContext()) is yes_no(True, CellContext()) is yes_no("y", CellContext()) is True
    assert yes_no("No", CellContext()) is yes_no(0.0, CellContext()) is False
    with pytest.raises(Unreadable):
        yes_no("perhaps", CellContext())
