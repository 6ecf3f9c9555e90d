"""Values as people type them: each is read whole to its value, or is an error that quotes the cell and says what to type.

The situations are those of ../shared/cases that concern values; the tracker is the sound one of tests/support.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pc_workbook.app import check, figures, measure
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.results import IndicatorResult
from pc_workbook.measures.variation.intervals import has_interval
from pc_workbook.model.indicator import Indicator, IndicatorKind, Rag
from pc_workbook.model.scale import is_weighted, scale_of
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, day, period
from pc_workbook.tracker.parsing.number_cells import distance, number, percent, whole
from pc_workbook.tracker.parsing.value_cells import measured
from pc_workbook.wording.findings import current_entry, message
from tests.support import shared
from tests.support.messages import needs_of
from tests.support.value_tracker import address_of, judged, sound_tracker

PERCENTAGE, RATE = (
    scale_of(IndicatorKind.PERCENTAGE),
    scale_of(IndicatorKind.RATE, unit="FTE per 1,000 patients", decimals=2),
)


def case(name: str, workbook: str = "input.xlsx") -> Path:
    return shared("cases", name, workbook)


def findings_at(path: Path, where: str) -> list[Finding]:
    return [found for found in check(FileHost(path)).findings if found.where == where]


def results_of(path: Path) -> dict[int, IndicatorResult]:
    return {one.indicator.number: one for one in measure(check(FileHost(path))).indicators}


def refusal(read: Any, raw: object, context: CellContext) -> str:
    with pytest.raises(Unreadable) as no:
        read(raw, context)
    return f"{no.value.code}: {needs_of(no.value)}"


# ---------------------------------------------------------------------------- numbers in any other form

REFUSED_IN_A_RATE = {
    "1,23": "has a comma where a full stop seems meant. Type 1.23",
    "0,47 (2015)": "has a comma where a full stop seems meant. Type 0.47 (2015)",
    "0,123": "has a comma where a full stop seems meant. Type 0.123",
    "1.234,5": "has a comma where a full stop seems meant. Type 1234.5",
    "1,23,4": "are not between thousands",
    "75-80": "is a range",
    "75–80": "is a range",
    "75 to 80": "is a range",
    "between 0.4 and 0.5": "is a range",
    "10% reduction": "is a change",
    "2% increase p.a.": "is a change",
    "+2pp": "is a change",
    "+3": "is a change",
    "halve": "is a change",
    "reduce by 10%": "is a change",
    "12:30": "is a time",
    "12.30pm": "is a time",
    "15/03/2017": "is a date",
    "15 March 2017": "is a date",
    "2015/16": "is a period",
    "Q3 2016/17": "is a period",
    "8/20": "is a fraction. Type what it comes to: 0.4",
    "½": "is a fraction. Type what it comes to: 0.5",
    "3 1/2": "is a fraction. Type what it comes to: 3.5",
    "3½": "is a fraction. Type what it comes to: 3.5",
    "20/0": "divides by 0",
    "c. 45": "is not one exact value. Type 45",
    "~45": "is not one exact value. Type 45",
    "<5": "or * where it is suppressed",
    ">90%": "is not one exact value",
    "45+": "is not one exact value. Type 45",
    "45ish": "is not one exact value. Type 45",
    "about 45": "is not one exact value. Type 45",
    "at least 45": "is not one exact value. Type 45",
    "45?": "is not one exact value. Type 45",
    "£1,200": "has a currency sign",
    "1.2k": "is shortened. Type it out: 1200",
    "4.5m": "is shortened. Type it out: 4500000",
    "45 patients": "has “patients” after the number. Type 45",
    "45%": "is a percentage, and a number belongs here",
    "45%%": "more than one per cent sign",
    "(45)": "can mean minus. Type 45, or -45",
    "45-": "can mean minus. Type 45, or -45",
    "–45": "begins with a dash. Type 45, or -45",
    "4O": "has a letter where a digit seems meant. Type 40",
    "l5": "has a letter where a digit seems meant. Type 15",
    "О.47": "has a letter where a digit seems meant. Type 0.47",  # a Cyrillic letter
    "1.2E5": "is in scientific notation. Type it out: 120000",
    "'45": "so Excel keeps it as text. Type 45",
    "=45": "so Excel keeps it as text. Type 45",
    "45 50": "holds more than one number",
    "45/50/60": "holds more than one number",
    "45\n50": "holds more than one number",
    "45.6.7": "has more than one full stop",
    "45²": "carries a footnote mark. Type 45",
    "0.47 2015": "has its period without brackets. Type 0.47 (2015)",
    "0.47 in 2015": "has its period without brackets. Type 0.47 (2015)",
    "0.47 (last year)": "has brackets that hold no period",
    "0.47 (2015": "has brackets that hold no period",
    "4\u202e5": "holds an invisible sign",  # shown the other way round
}  # fmt: skip


@pytest.mark.parametrize("typed", REFUSED_IN_A_RATE)
def test_what_is_not_one_number_is_refused_with_its_own_sentence(typed: str) -> None:
    said = refusal(measured, typed, CellContext(scale=RATE))
    assert said.startswith("R06: ")
    assert REFUSED_IN_A_RATE[typed] in said
    assert " ".join(typed.split()) in said


@pytest.mark.parametrize("typed", [one for one in REFUSED_IN_A_RATE if "(20" not in one])
def test_a_count_is_read_as_strictly_as_a_rate(typed: str) -> None:
    assert refusal(number, typed, CellContext()).startswith("R06: ")


REFUSED_IN_A_SHARE = {
    "91,95%": "R06: “91,95%” has a comma where a full stop seems meant. Type 91.95%",
    "66,7%": "Type 66.7%",
    "75-80%": "is a range",
    "80–85%": "is a range",
    "10% reduction": "is a change",
    "5 pp": "is a change",
    "05/12": "is a fraction. Type what it comes to: 41.6667%",
    "1 in 5": "is a fraction. Type what it comes to: 20%",
    "½": "is a fraction. Type what it comes to: 50%",
    "33/20": "is more than the whole: 33 of 20",
    "20/33 (70%)": "contradict each other: 20 of 33 is 60.6%",
    "20/0": "divides by 0",
    "95% or above": "is not one exact value. Type 95%",
    "91.88% of plan": "has “of plan” after the number",
    "61.2 % (provisional)": "has brackets that hold no period and no percentage. Type 61.2 % alone",
    "911.1%": "R16: 911.1% is above 100%. Type a percentage from 0 to 100, such as 91.11%",
    "725": "R16: 725% is above 100%. Type a percentage from 0 to 100, such as 72.5%",
    "-5": "R16: -5% is below 0%",
    "−5%": "R16: -5% is below 0%",
    "1,234": "R16: 1234% is above 100%",
    "0.95": "R17: ",
    "1": "R17: ",
}  # fmt: skip


@pytest.mark.parametrize("typed", REFUSED_IN_A_SHARE)
def test_what_is_not_one_percentage_is_refused_with_its_own_sentence(typed: str) -> None:
    assert REFUSED_IN_A_SHARE[typed] in refusal(measured, typed, CellContext(scale=PERCENTAGE))


READ_IN_A_SHARE = {
    "91.1%": 91.1, "91.1 %": 91.1, "45 per cent": 45, "45 percent": 45, "20/33": 100 * 20 / 33, "10 of 33": 100 * 10 / 33,
    "10 out of 33": 100 * 10 / 33, "12 (36%)": 36, "12/33 (36%)": 36, "1,000/2,000": 50, "91.1% (2015/16)": 91.1,
    "20/33 (2015)": 100 * 20 / 33, "45\u200b%": 45, "４５％": 45, "٤٥%": 45, "45\u00a0%": 45, "80": 80, "0": 0, "100%": 100,
}  # fmt: skip


@pytest.mark.parametrize("typed", READ_IN_A_SHARE)
def test_a_share_is_read_in_each_of_its_forms(typed: str) -> None:
    found = measured(typed, CellContext(scale=PERCENTAGE))
    assert found is not None
    assert found.number == pytest.approx(READ_IN_A_SHARE[typed])


READ_IN_A_RATE = {
    "0.47 (2015)": 0.47, "1,234": 1234, "1,234.5": 1234.5, ".5": 0.5, "1\u00a0234": 1234, "12\u2009345\u2009678": 12345678,
    "0.47(Nov 2016)": 0.47, " 0.47 ": 0.47, "４５": 45, "0.22 (2015)\n4": 0.22,
}  # fmt: skip


@pytest.mark.parametrize("typed", READ_IN_A_RATE)
def test_a_rate_is_read_in_each_of_its_forms(typed: str) -> None:
    found = measured(typed, CellContext(scale=RATE))
    assert found is not None
    assert found.number == READ_IN_A_RATE[typed]


def test_a_minus_sign_is_one_however_it_is_typed() -> None:
    assert number("−3", CellContext()) == number("-3", CellContext()) == number("－3", CellContext()) == -3


def test_a_comma_before_three_digits_is_asked_about_where_three_decimals_are_usual() -> None:
    said = refusal(measured, "1,161", CellContext(scale=scale_of(IndicatorKind.RATE, decimals=3)))
    assert said == "R06: “1,161” can be 1161 or 1.161. Type it without a comma"


def test_counts_typed_as_a_value_are_kept_as_counts_so_that_small_ones_can_be_kept_back() -> None:
    typed = sound_tracker().changed([(*address_of("tblObservations", "value", 1), "20/33")])
    row = judged(typed)[0].tracker.observations[1]
    assert (row.value, row.numerator, row.denominator) == (pytest.approx(100 * 20 / 33), 20, 33)


# ---------------------------------------------------------------------------- dates and times that Excel made


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (date(1900, 4, 7), "The cell shows 07/04/1900, because a number in it is formatted as a date. Format the cell as Number"),
        (date(2017, 4, 3), "The cell holds the date 03/04/2017, which Excel makes of 3/4 and of 3.4. Format the cell as Text, "
                           "then type the value again, such as 3/4 or 75%"),
        (datetime(2017, 1, 1, 0, 0), "which Excel makes of 1/1 and of 1.1"),
        (time(12, 30), "12:30 is a time, not a number"),
        (timedelta(hours=36), "36:00 is a time, not a number"),
        (True, "TRUE is not a number"),
    ],
)  # fmt: skip
def test_a_cell_that_holds_no_number_says_what_excel_made_of_it(raw: object, words: str) -> None:
    assert words in refusal(measured, raw, CellContext(scale=PERCENTAGE))
    assert refusal(number, raw, CellContext()).startswith("R06: ")


def test_a_day_as_a_number_is_counted_as_the_workbook_counts() -> None:
    assert day(41347, CellContext(date_1904=True)) == day(42809, CellContext()) == date(2017, 3, 15)


def test_dates_of_a_long_sheet_are_counted_as_the_workbook_counts(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = "Practices"
    sheet.append(["Practice code", "Practice name", "Opened"])
    for n in range(6000):
        sheet.append([f"V{n:05d}", f"Practice {n}", date(2017, 3, 15)])
    book.save(tmp_path / "long.xlsx")
    snapshot = FileHost(tmp_path / "long.xlsx").read()
    assert snapshot.date_1904
    assert {snapshot.sheets["Practices"].value(row, 3) for row in range(2, 6002)} == {date(2017, 3, 15)}


def test_a_financial_year_is_no_year() -> None:
    assert (
        refusal(whole, "2017/18", CellContext())
        == "R06: “2017/18” is a financial year. Type one year: 2018, in which it ends"
    )
    assert refusal(whole, 3.5, CellContext()) == "R06: 3.5 is not a whole number. Type a whole number"


@pytest.mark.parametrize("raw", [time(12, 0), time(0, 0), timedelta(hours=30)])
def test_a_time_is_no_day(raw: object) -> None:
    assert refusal(day, raw, CellContext()).startswith("R07")


def test_a_first_of_the_month_is_the_month_only_where_its_day_is_not_shown() -> None:
    assert period(date(2017, 3, 1), CellContext()).label == "1 March 2017"
    assert period(date(2017, 3, 1), CellContext(month=True)).label == "March 2017"
    assert period(date(2017, 3, 2), CellContext(month=True)).label == "2 March 2017"


# ---------------------------------------------------------------------------- bounds


@pytest.mark.parametrize(
    ("title", "unit", "value", "is_possible"),
    [
        ("A&E attendances within four hours", "% of attendances", 725, False),
        ("Dementia diagnosis rate", "", 101, False),
        ("Dementia diagnosis rate", "% of estimated prevalence", 104, True),
        ("Dementia diagnosis rate", "% of the estimate", 950, False),
        ("Activity", "% of plan", 103, True),
        ("Patients with a care plan", "% of patients with a plan", 103, False),
        ("Screening", "% of target population", 103, False),
        ("Growth in emergency admissions", "%", -4, True),
        ("Percentage change in prescribing", "%", 120, True),
        ("Change in list size", "%", -4, True),
        ("Patients whose medication change was reviewed", "%", -4, False),
        ("Standardised mortality ratio", "%", 112, True),
        ("Standardised mortality ratio", "%", 725, False),
    ],
)
def test_a_percentage_lies_from_0_to_100_unless_the_indicator_says_what_else_it_is(
    title: str, unit: str, value: float, is_possible: bool
) -> None:
    scale = scale_of(IndicatorKind.PERCENTAGE, title, unit)
    assert scale.contains(value) is is_possible


def test_a_percentage_worked_out_by_a_formula_may_be_a_last_digit_above_100() -> None:
    found = measured(100.00000000000001, CellContext(scale=PERCENTAGE))
    assert found is not None


@pytest.mark.parametrize("field", ["baseline", "target", "comparator", "national_standard", "tolerance"])
def test_725_per_cent_is_an_error_in_every_column_of_an_indicator(field: str) -> None:
    where = address_of("tblIndicators", field, 0)
    for raw in (725.0, "725%"):
        _, findings, rags, _ = judged(sound_tracker().changed([(*where, raw)]))
        (found,) = [one for one in findings if (one.sheet, one.cell) == where and one.code == "R16"]
        assert (found.severity, found.touches) == (Severity.ERROR, (1,))
        assert rags[1] is Rag.NOT_RATED


@pytest.mark.parametrize(("table", "row"), [("tblObservations", 0), ("tblTrajectory", 0)])
def test_725_per_cent_is_an_error_in_observations_and_trajectory(table: str, row: int) -> None:
    where = address_of(table, "value", row)
    _, findings, rags, values = judged(sound_tracker().changed([(*where, 725.0)]))
    assert [one.code for one in findings if (one.sheet, one.cell) == where] == ["R16"]
    assert rags[1] is Rag.NOT_RATED
    assert values[1] != 725


def test_an_achievement_above_100_is_an_error() -> None:
    with pytest.raises(Unreadable) as no:
        percent(104.0, CellContext())
    assert no.value.code == "R16"


@pytest.mark.parametrize(("raw", "shown"), [("5%", False), (0.05, True)])
def test_a_tolerance_in_per_cent_is_refused_for_a_rate(raw: object, shown: bool) -> None:
    said = refusal(distance, raw, CellContext(percent=shown, scale=RATE))
    assert "5% is a percentage, and the indicator is not one" in said.replace("“", "").replace("”", "")
    assert distance(0.03, CellContext(scale=RATE)) == 0.03


@pytest.mark.parametrize("raw", ["1 point", "1pp", "1 percentage point", "1%", 1.0])
def test_a_tolerance_of_a_percentage_is_in_points(raw: object) -> None:
    assert distance(raw, CellContext(scale=PERCENTAGE)) == 1.0


def test_a_number_shown_as_a_percentage_is_no_rate() -> None:
    assert "61% is a percentage" in refusal(measured, 0.61, CellContext(percent=True, scale=RATE))


# ---------------------------------------------------------------------------- counts


def observed(numerator: object, denominator: object, value: object, row: int = 0) -> Any:
    """The tracker with one observation's value and counts."""
    typed = {"value": value, "numerator": numerator, "denominator": denominator}
    return judged(
        sound_tracker().changed([(*address_of("tblObservations", name, row), one) for name, one in typed.items()])
    )


def codes_at(findings: Any, field: str, row: int = 0) -> list[str]:
    where = address_of("tblObservations", field, row)
    return [one.code for one in findings if (one.sheet, one.cell) == where]


def test_counts_without_a_value_give_it_and_say_so() -> None:
    _, findings, rags, values = observed(750.0, 1000.0, None)
    assert (values[1], rags[1], codes_at(findings, "value")) == (75.0, Rag.GREEN, ["R61"])


def test_counts_of_a_rate_are_multiplied_by_what_the_unit_says() -> None:
    _, findings, _, values = observed(2.6, 5000.0, None, row=2)
    assert values[3] == pytest.approx(0.52)
    assert codes_at(findings, "value", 2) == ["R61"]


def test_counts_of_a_rate_whose_unit_does_not_say_per_how_many_are_asked_about() -> None:
    where = address_of("tblIndicators", "unit", 2)
    snapshot = sound_tracker().changed([(*where, "FTE")])
    cells = [(*address_of("tblObservations", name, 2), one) for name, one in
             {"value": None, "numerator": 2.6, "denominator": 5000.0}.items()]  # fmt: skip
    _, findings, rags, values = judged(snapshot.changed(cells))
    assert codes_at(findings, "value", 2) == ["R62"]
    assert rags[3] is Rag.NOT_RATED
    assert values[3] != pytest.approx(0.52)


def test_an_unreadable_value_is_not_replaced_by_its_counts() -> None:
    _, findings, rags, values = observed(750.0, 1000.0, "75,0%")
    assert codes_at(findings, "value") == ["R06"]
    assert (rags[1], values[1]) == (Rag.NOT_RATED, 60.0)


@pytest.mark.parametrize("value", ["65%", "65.0%", 65.0, "65.04%"])
def test_a_value_may_be_its_counts_as_far_as_it_is_printed(value: object) -> None:
    _, findings, _, _ = observed(6504.0, 10000.0, value) if value == "65.04%" else observed(6500.0, 10000.0, value)
    assert codes_at(findings, "value") == []


@pytest.mark.parametrize("value", ["65.0%", "65.1%", 66.0, "65.042%"])
def test_a_value_that_its_counts_contradict_as_printed_is_an_error(value: object) -> None:
    _, findings, rags, _ = observed(
        65060.0 if value == "65.0%" else 65043.0 if value == "65.042%" else 65000.0, 100000.0, value
    )
    assert codes_at(findings, "value") == ["R33"]
    assert rags[1] is Rag.NOT_RATED


@pytest.mark.parametrize("value", [12.0, 13.0])
def test_halves_may_be_rounded_either_way(value: float) -> None:
    _, findings, _, _ = observed(1.0, 8.0, value)
    assert codes_at(findings, "value") == []


def test_a_rate_is_held_to_its_counts_as_well() -> None:
    _, findings, _, _ = observed(2.1, 5000.0, 0.52, row=2)
    assert codes_at(findings, "value", 2) == ["R33"]


@pytest.mark.parametrize(("value", "differs"), [(71.0, False), (95.0, True)])
def test_a_weighted_figure_may_differ_from_its_counts_but_not_beyond_reason(value: float, differs: bool) -> None:
    snapshot = sound_tracker().changed([(*address_of("tblIndicators", "unit", 0), "% of respondents, weighted")])
    _, findings, _, _ = judged(snapshot.changed([(*address_of("tblObservations", "value", 0), value)]))
    assert codes_at(findings, "value") == (["R33"] if differs else [])


def test_weighted_patients_are_a_count_like_any_other() -> None:
    assert is_weighted("weighted percentage")
    assert not is_weighted("FTE per 1,000 weighted patients", "Weighted list", "unweighted")


@pytest.mark.parametrize(
    ("numerator", "denominator", "field", "code"),
    [(5.0, 0.0, "denominator", "R60"), (None, 0.0, "denominator", "R60"), (1200.0, 1000.0, "numerator", "R21"),
     (650.0, -1000.0, "denominator", "R16"), (-650.0, 1000.0, "numerator", "R16")],
)  # fmt: skip
def test_counts_that_cannot_be_are_errors(numerator: object, denominator: object, field: str, code: str) -> None:
    _, findings, rags, _ = observed(numerator, denominator, 65.0)
    assert codes_at(findings, field) == [code]
    assert rags[1] is Rag.NOT_RATED


def test_none_of_none_is_no_value_and_no_error() -> None:
    _, findings, rags, _ = observed(0.0, 0.0, None)
    assert [code for field in ("value", "numerator", "denominator") for code in codes_at(findings, field)] == []
    assert rags[1] is not Rag.GREEN


@pytest.mark.parametrize(
    ("unit", "denominator", "has"),
    [("% of patients", None, True), ("% of practices", None, True), (None, None, True), ("%", "Patients on the register", True),
     ("% of attendances", None, False), ("% of items", None, False), ("% of respondents, weighted", None, False),
     ("%", "Points available", False)],
)  # fmt: skip
def test_only_counts_of_people_or_practices_have_an_interval(
    unit: str | None, denominator: str | None, has: bool
) -> None:
    indicator = Indicator(number=1, title="A share", kind=IndicatorKind.PERCENTAGE, unit=unit, denominator=denominator)
    assert has_interval(indicator) is has


# ---------------------------------------------------------------------------- the cases of the neighbour folder


@pytest.mark.parametrize(
    ("workbook", "cell", "holds"),
    [
        ("input_baseline.xlsx", "Indicators!O6", "0,47 (2015)"),
        ("input_comma.xlsx", "Observations!D8", "91,95%"),
        ("input_date.xlsx", "Observations!D6", "15/03/2017"),
        ("input_range.xlsx", "Observations!D6", "75-80%"),
        ("input_time.xlsx", "Observations!D6", "12:30"),
    ],
)
def test_case_a07_the_beginning_of_a_cell_is_no_value(workbook: str, cell: str, holds: str) -> None:
    (found,) = findings_at(case("a07-decimal-comma-and-other-beginnings", workbook), cell)
    assert (found.code, found.severity, current_entry(found.entry)) == ("R06", Severity.ERROR, holds)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("75 of 100 patients", "“75 of 100 patients” holds more than a number. Type the number alone"),
        ("7.5e1%", "is in scientific notation. Type it out: 75%"),
        ("100.1%", "100.1% is above 100%. Type a percentage from 0 to 100. Where"),
        ("by 5%", "is a change"),
    ],
)
def test_advice_never_names_a_number_that_is_only_part_of_what_was_typed(typed: str, words: str) -> None:
    assert words in refusal(measured, typed, CellContext(scale=PERCENTAGE))


def test_a_column_that_takes_no_period_says_so() -> None:
    assert (
        refusal(number, "2.5 (2015)", CellContext())
        == "R06: “2.5 (2015)” carries its period, and this column takes none. Type 2.5"
    )


def test_case_a07_a_share_typed_as_counts_is_read_whole() -> None:
    path = case("a07-decimal-comma-and-other-beginnings", "input_fraction.xlsx")
    assert results_of(path)[5].value == 40.0


def test_case_a08_a_day_as_a_number_in_a_workbook_that_counts_from_1904() -> None:
    (found,) = [one for one in findings_at(case("a08-1904-day-as-number"), "Actions!J6") if one.code == "R18"]
    assert message(found).text == "This was read as 15 March 2017. No action needed if that is right."


def test_case_a17_a_time_is_told_as_a_time() -> None:
    (found,) = findings_at(case("a17-time-told-as-a-day"), "Workforce!D6")
    assert (found.code, current_entry(found.entry)) == ("R06", "12:00")


def test_case_b02_counts_without_a_value_give_it_with_its_interval() -> None:
    path = case("b02-counts-without-value")
    result = results_of(path)[1]
    assert (result.value, result.period and result.period.label, result.rag.rag) == (69.0, "January 2017", Rag.GREEN)
    (figure,) = [one for one in figures(FileHost(path)) if one.measure == "dementia_diagnosis_rate"]
    assert [round(limit, 1) for limit in (figure.lower, figure.upper) if limit is not None] == [66.1, 71.8]


def test_case_b03_fractions_are_shares_and_ranges_are_refused() -> None:
    results = results_of(case("b03-fraction-or-range-in-a-value"))
    assert {number: one.value and round(one.value, 1) for number, one in results.items()} == {
        1: 60.6, 2: 30.3, 3: 36.0, 4: None, 5: None,
    }  # fmt: skip
    assert [one.rag.rag for number, one in results.items() if number > 3] == [Rag.NOT_RATED] * 2


def test_case_b04_a_change_is_no_target() -> None:
    path = case("b04-target-is-a-change")
    results = results_of(path)
    assert results[1].rag.rag is results[2].rag.rag is Rag.NOT_RATED
    for cell in ("Indicators!S6", "Indicators!S7"):
        (found,) = [one for one in findings_at(path, cell) if one.severity is Severity.ERROR]
        assert "is a change, not a level" in message(found).text
    assert results[3].indicator.target == pytest.approx(100 * 20 / 33)


def test_case_b13_a_percentage_out_of_range_is_an_error_and_no_figure() -> None:
    path = case("b13-percentages-out-of-range")
    results = results_of(path)
    assert {one.rag.rag for one in results.values()} == {Rag.NOT_RATED}
    assert {one.value for one in results.values()} == {None}
    refused = [one for one in check(FileHost(path)).findings if one.code == "R16"]
    assert [current_entry(one.entry) for one in refused] == ["911.1%", "9111", "950", "-5", "1,234"]
    told = [one.value for one in figures(FileHost(path)) if one.unit == "%" and isinstance(one.value, float)]
    assert all(0 <= value <= 100 for value in told)


def test_case_b15_a_first_of_the_month_typed_as_a_day_is_known_on_that_day() -> None:
    result = results_of(case("b15-first-of-the-month-is-a-day"))[1]
    assert (result.value, result.rag.rag, result.period and result.period.label) == (70.0, Rag.GREEN, "1 March 2017")
