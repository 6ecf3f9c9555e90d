"""Worksheet functions given empty cells, wrong entries and blocks of cells."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.udfs import values as f
from pc_workbook.udfs.catalogue import BY_NAME, FUNCTIONS
from pc_workbook.udfs.cell_values import ExcelError
from pc_workbook.udfs.tables import as_snapshot, findings, practice_summary
from pc_workbook.udfs.xlwings_functions import for_excel

NA, VALUE, DIV0 = ExcelError.NA, ExcelError.VALUE, ExcelError.DIV0
AS_AT = date(2017, 3, 15)
ON_VALUES = [one for one in FUNCTIONS if not one.is_table]

#: Valid arguments of each function; a test replaces one at a time.
VALID: dict[str, tuple[Any, ...]] = {
    "PC_PER_1000": (70.8, 168094.0),
    "PC_PATIENTS_PER_FTE": (168094.0, 70.8),
    "PC_TIMES_COMPARATOR": (2072.0, 1321.0),
    "PC_SHARE": (10.0, 33.0),
    "PC_WILSON": (10.0, 33.0, 0.95),
    "PC_PRACTICES_SHORT": (10.0, 33.0, 50.0, "Higher"),
    "PC_TARGET_GAP": (91.11, 95.0, "Higher"),
    "PC_GAP_WORDS": (91.11, 95.0, "Percentage", "the standard"),
    "PC_TRAJECTORY": (91.11, 2016.0, 95.0, 2021.0, 2017.0),
    "PC_RAG": (80.5, 81.0, "Higher", 1.0),
    "PC_RAG_REASON": (80.5, 81.0, "Higher", "Percentage", 2017.0, AS_AT, 1.0, 85.0, 2021.0),
    "PC_CQC_AT_LEAST": ([["Good"], ["Inadequate"]], "Good", "All"),
    "PC_CQC_STEPS": ("Good", "Inadequate"),
    "PC_ACTION_STATE": ("December 2016", AS_AT, AS_AT, AS_AT, 31.0),
    "PC_ACTION_REASON": ("December 2016", AS_AT, AS_AT, AS_AT, 31.0),
    "PC_DUE_WITHIN": ("March 2017", AS_AT, 31.0, AS_AT),
}
REPLACED = [(one.name, place) for one in ON_VALUES for place in range(len(one.arguments))]


def flat(answer: Any) -> list[Any]:
    return [cell for row in answer for cell in flat(row)] if isinstance(answer, list) else [answer]


def with_argument(name: str, place: int, cell: Any) -> list[Any]:
    given = list(VALID[name])
    given[place] = cell
    return flat(BY_NAME[name].function(*given))


def test_every_function_on_values_is_tested_here() -> None:
    assert set(VALID) == {one.name for one in ON_VALUES}
    for name, given in VALID.items():
        assert not {*flat(BY_NAME[name].function(*given))} & {NA, VALUE, DIV0}, name


@pytest.mark.parametrize(("name", "place"), REPLACED)
@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#NAME?"])
def test_an_error_in_an_argument_is_returned_unchanged(name: str, place: int, error: str) -> None:
    assert set(with_argument(name, place, error)) == {error}


@pytest.mark.parametrize(("name", "place"), REPLACED)
def test_an_error_newer_than_python_knows_is_never_taken_for_a_number(name: str, place: int) -> None:
    spill = -2146828288 + 2045  # as COM gives #SPILL!
    assert set(with_argument(name, place, spill)) == {VALUE}


@pytest.mark.parametrize(("name", "place"), REPLACED)
@pytest.mark.parametrize("wrong", [True, [[1.0, 2.0], [3.0, 4.0], [5.0, "x"]], float("nan"), float("inf")])
def test_the_wrong_kind_of_argument_is_value(name: str, place: int, wrong: Any) -> None:
    found = with_argument(name, place, wrong)
    assert VALUE in found
    assert not [cell for cell in found if isinstance(cell, float) and not isinstance(wrong, list)]


@pytest.mark.parametrize(("name", "place"), REPLACED)
def test_unknown_text_is_value(name: str, place: int) -> None:
    found = with_argument(name, place, "soonish")
    said = BY_NAME[name].arguments[place].name == "named"  # the one argument that is any words
    assert set(found) == ({"3.89 points below soonish (95%)"} if said else {VALUE})


NUMBERS_IN = {
    "PC_PER_1000": 2, "PC_PATIENTS_PER_FTE": 2, "PC_TIMES_COMPARATOR": 2, "PC_SHARE": 2, "PC_WILSON": 2,
    "PC_PRACTICES_SHORT": 3, "PC_TARGET_GAP": 2, "PC_GAP_WORDS": 2, "PC_TRAJECTORY": 5, "PC_CQC_STEPS": 2,
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS_IN)
@pytest.mark.parametrize("empty", [None, "", "  ", [[None]]])
def test_an_empty_cell_stays_empty(name: str, empty: Any) -> None:
    for place in range(NUMBERS_IN[name]):
        assert set(with_argument(name, place, empty)) == {None}


@pytest.mark.parametrize(
    ("name", "given", "shown"),
    [
        ("PC_PER_1000", (0.0, 2000.0), NA),  # 0 FTE usually means a missing return
        ("PC_PER_1000", (1.0, 0.0), DIV0),
        ("PC_PER_1000", (-1.0, 2000.0), VALUE),
        ("PC_PATIENTS_PER_FTE", (2000.0, 0.0), DIV0),
        ("PC_PATIENTS_PER_FTE", (0.0, 0.0), DIV0),
        ("PC_PATIENTS_PER_FTE", ("2,000", 1.0), VALUE),
        ("PC_TIMES_COMPARATOR", (2072.0, 0.0), DIV0),
        ("PC_SHARE", (0.0, 0.0), DIV0),
        ("PC_SHARE", (34.0, 33.0), VALUE),
        ("PC_WILSON", (1.0, 0.0), DIV0),
        ("PC_WILSON", (10.0, 33.0, 0.9), VALUE),
        ("PC_PRACTICES_SHORT", (10.0, 33.0, 1.0, "Higher"), VALUE),  # 1% or 100%?
        ("PC_PRACTICES_SHORT", (10.0, 33.0, 101.0, "Higher"), VALUE),
        ("PC_PRACTICES_SHORT", (10.5, 33.0, 50.0, "Higher"), VALUE),
        ("PC_PRACTICES_SHORT", (34.0, 33.0, 50.0, "Higher"), VALUE),
        ("PC_PRACTICES_SHORT", (0.0, 0.0, 50.0, "Higher"), DIV0),
        ("PC_PRACTICES_SHORT", (10.0, 33.0, 50.0, None), NA),
        ("PC_TARGET_GAP", (91.11, 95.0, None), NA),
        ("PC_TARGET_GAP", (91.11, 95.0, "Neutral"), NA),
        ("PC_GAP_WORDS", (0.91, 95.0, "Percentage"), VALUE),  # a share, or less than one per cent?
        ("PC_GAP_WORDS", (0.47, 0.61, None), NA),
        ("PC_GAP_WORDS", (0.47, 0.61, "Ordinal"), VALUE),
        ("PC_TRAJECTORY", (91.11, 2016.0, 95.0, 2021.0, 2022.0), NA),
        ("PC_TRAJECTORY", (91.11, 2021.0, 95.0, 2016.0, 2018.0), NA),
        ("PC_TRAJECTORY", (91.11, 2016.0, 95.0, 2021.0, 2017.5), VALUE),
        ("PC_RAG", (80.0, 81.0, "Higher", -1.0), VALUE),
        ("PC_RAG_REASON", (0.8, 81.0, "Higher", "Percentage", 2017.0, AS_AT), VALUE),
        ("PC_RAG_REASON", (80.0, 81.0, "Higher", None, 2017.0, AS_AT), NA),
        ("PC_CQC_AT_LEAST", ([["Good"], ["Fine"]], "Good", "All"), VALUE),
        ("PC_CQC_AT_LEAST", ([["Good"]], "Inadequate", "All"), VALUE),
        ("PC_CQC_AT_LEAST", ([["Good"]], "Good", None), NA),
        ("PC_CQC_AT_LEAST", ([["Not inspected"]], "Good", "Inspected"), DIV0),
        ("PC_CQC_STEPS", ("Good", "Not inspected"), NA),
        ("PC_DUE_WITHIN", ("Ongoing", AS_AT, 31.0), NA),
        ("PC_DUE_WITHIN", ("March 2017", None, 31.0), NA),
        ("PC_DUE_WITHIN", ("March 2017", AS_AT, 0.0), VALUE),
    ],
)
def test_what_has_no_value_gives_the_error_that_says_why(name: str, given: tuple[Any, ...], shown: str) -> None:
    assert set(flat(BY_NAME[name].function(*given))) == {shown}


def test_an_unknown_is_never_green() -> None:
    assert f.rag([[None], [82.0], [82.0]], [[81.0], [None], [81.0]], [["Higher"], ["Higher"], [None]]) == [
        ["Not rated"], ["Not rated"], ["Not rated"],
    ]  # fmt: skip
    assert f.rag(None, None, "Higher") is None
    assert f.rag_reason(None, 81.0, "Higher", "Percentage", 2017.0, AS_AT) == "Not rated – no value"
    assert f.rag_reason(80.0, 81.0, "Higher", "Percentage", 2017.0, None) == "Not rated – no as-at date"
    assert f.rag_reason(80.0, 81.0, None, "Percentage", 2017.0, AS_AT).startswith("Not rated – no direction")
    assert f.rag_reason(80.0, 81.0, "Higher", "Percentage", None, AS_AT) == "Not rated – the value has no period"


def test_the_target_sets_the_rag_only_once_its_year_is_reached() -> None:
    before = f.rag_reason(80.0, None, "Higher", "Percentage", 2017.0, AS_AT, None, 85.0, 2021.0)
    reached = f.rag_reason(80.0, None, "Higher", "Percentage", 2021.0, date(2021, 3, 1), None, 85.0, 2021.0)
    assert before == "Not rated – no agreed trajectory for 2017"
    assert reached == "Red – 5 points below the 2021 target (85%); no tolerance is set, so no Amber"


def test_one_cell_beside_a_column_is_used_for_every_row() -> None:
    assert f.share_of([[10.0], [20.0], [None]], [[33.0]]) == [
        [pytest.approx(10 / 33)], [pytest.approx(20 / 33)], [None],
    ]  # fmt: skip


def test_a_row_and_a_column_are_never_paired() -> None:
    assert f.share_of([[1.0, 2.0]], [[3.0], [4.0]]) == VALUE
    assert f.share_of([[1.0], [2.0]], [[3.0], [4.0], [5.0]]) == VALUE
    assert f.wilson_limits([[1.0, 2.0]], [[3.0, 4.0]]) == VALUE


def test_an_error_stays_in_its_own_row() -> None:
    assert f.patients_for_each_fte([[2000.0], [2000.0], ["?"], [None]], [[1.0], [0.0], [1.0], [1.0]]) == [
        [2000.0], [DIV0], [VALUE], [None],
    ]  # fmt: skip


def test_a_target_share_may_be_typed_either_way() -> None:
    assert f.practices_still_short(10.0, 33.0, 50.0, "Higher") == 7
    assert f.practices_still_short(10.0, 33.0, 0.5, "higher is better") == 7
    assert f.practices_still_short(20.0, 33.0, 0.5, "Lower") == 4


@pytest.mark.parametrize("day", [AS_AT, datetime(2017, 3, 15), 42809.0, 42809, "15/03/2017", "15 March 2017"])
def test_a_date_is_read_in_every_form_that_a_host_gives(day: Any) -> None:
    assert f.reason_of_action("December 2016", None, None, day) == "Overdue since 31 December 2016 (74 days)"
    assert f.reason_of_action(day, None, None, date(2017, 3, 16)) == "Overdue since 15 March 2017 (1 day)"


def test_a_delivery_year_is_no_day_of_1905() -> None:
    assert f.reason_of_action(2020.0, None, None, AS_AT) == "Not yet due: last day 31 December 2020"


def test_an_overdue_or_completed_action_is_not_due_within() -> None:
    assert f.due_within([["March 2017"], ["December 2016"], ["May 2017"]], AS_AT, 31.0) == [[True], [False], [False]]
    assert f.due_within("March 2017", AS_AT, 31.0, date(2017, 3, 1)) is False


def test_money_cells_come_over_com_as_decimals() -> None:
    assert f.share_of(Decimal("10"), Decimal("40")) == 0.25


def test_ratings_that_are_empty_count_nowhere_and_not_inspected_counts_among_all() -> None:
    ratings = [["Good"], ["Good"], ["RI"], ["Not inspected"], [None]]
    assert f.share_at_least(ratings, "Good", "Inspected") == pytest.approx(2 / 3)
    assert f.share_at_least(ratings, "Good", "All practices") == 0.5
    assert f.share_at_least([[None], [None]], "Good", "All") is None


# --- whole tables

PRACTICES = [["Practice code", "Practice name", "Locality", "Opened", "Closed", "Merged into", "Registered patients",
              "Weighted patients", "List size as at"],
             ["V00001", "Fictional practice 1", None, None, None, None, 2000.0, 2100.0, 2015.0]]  # fmt: skip
WORKFORCE = [["Practice code", "Period", "Staff group", "FTE", "Headcount"],
             ["V00001", datetime(2015, 9, 30), "All GPs", 1.0, 1.0]]  # fmt: skip
RATINGS = [["Organisation code", "Service", "Inspected on", "Published on", "Overall", "Safe", "Effective", "Caring",
            "Responsive", "Well-led"], [None] * 10]  # fmt: skip
SETTINGS = [["Setting", "Value", "What it needs"], ["As-at date", datetime(2015, 11, 27), None]]


def test_a_list_is_recognised_by_half_of_its_headings_and_its_cells_are_data() -> None:
    practices = [PRACTICES[0], [*PRACTICES[1]]]
    practices[1][1] = '=HYPERLINK("x")'
    heads, row = practice_summary(WORKFORCE, RATINGS, practices, SETTINGS)
    shown = dict(zip(heads, row, strict=True))
    assert (shown["Practice"], shown["Patients per FTE GP"]) == ('=HYPERLINK("x")', 2000.0)


def test_headings_alone_are_an_empty_list() -> None:
    heads, row = practice_summary(PRACTICES[:1], WORKFORCE, RATINGS, SETTINGS)
    assert row[0] == "No practice is open on the as-at date."
    assert len(row) == len(heads)


@pytest.mark.parametrize("wrong", [[["Fruit", "Price"], ["Pear", 1.0]], [[1.0]], "#REF!", 5.0, PRACTICES, [[None]]])
def test_a_range_that_is_no_list_or_given_twice_is_value(wrong: Any) -> None:
    assert practice_summary(PRACTICES, WORKFORCE, RATINGS, SETTINGS, wrong) == VALUE


def test_nothing_at_all_is_na() -> None:
    assert practice_summary() == practice_summary(None, None) == NA


def test_an_error_in_a_list_leaves_its_figure_out_and_is_a_finding() -> None:
    practices = [PRACTICES[0], [*PRACTICES[1]]]
    practices[1][6] = "#DIV/0!"
    heads, row = practice_summary(practices, WORKFORCE, RATINGS, SETTINGS)
    assert dict(zip(heads, row, strict=True))["Patients per FTE GP"] is None
    snapshot = as_snapshot([practices])
    assert snapshot.sheets["Practices"].errors == {(6, 7): "#DIV/0!"}


def by_heading(block: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(block[0], row, strict=True)) for row in block[1:]]


def headings(table: str) -> list[list[Any]]:
    return [[column.heading for column in BY_TABLE[table].columns]]


def test_text_that_quotes_an_error_stays_text() -> None:
    practices = [PRACTICES[0], [*PRACTICES[1]]]
    practices[1][6] = "#DIV/0!"
    found = for_excel(findings(practices, SETTINGS, headings("tblIndicators"), headings("tblActions")))
    (quoted,) = [row for row in by_heading(found) if row["Code"] == "R12"]
    assert quoted["Where"] == "Practices!G6"
    assert quoted["Current entry"] == "“#DIV/0!”"


def test_a_list_left_out_of_the_findings_is_reported_as_a_missing_sheet() -> None:
    found = findings(PRACTICES, SETTINGS, headings("tblIndicators"), headings("tblActions"))
    missing = [row["Where"] for row in by_heading(found) if row["Code"] == "R01"]
    assert "Workforce!A1" in missing
