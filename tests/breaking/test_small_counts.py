"""Small counts of people are kept back wherever they stand, and nothing that is told gives one back.

One test a kind of place, then seeded worlds that an attacker reads (small_count_tables.py, small_count_attacker.py).
PC_WORKBOOK_FULL=1 reads 5,000 tables; without it, 300.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pc_workbook.app import board_pack, draw_tracker
from pc_workbook.boardpack.accessible_edition import accessible_sheets
from pc_workbook.boardpack.leaks.counts_in_words import counts_in_words
from pc_workbook.boardpack.pack import issue_details, pack_sheets
from pc_workbook.boardpack.presets import presets
from pc_workbook.disclosure.edition import Edition, Permitted, results_for_edition
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.model.indicator import Observation
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import Snapshot
from pc_workbook.views.parts import Chart, ChartGrid, Heading, Paragraph, Sheet, Table
from tests.breaking.small_count_attacker import close_values, learned, recovered
from tests.breaking.small_count_tables import AREA, World, snapshot, world
from tests.support import shared

Row = dict[str, Any]
FULL = "PC_WORKBOOK_FULL" in os.environ
TABLES_A_WORLD = 5
WORLDS, ON_PAPER = (1000, 100) if FULL else (60, 3)
NOW = datetime(2017, 7, 3, 12)
SETTINGS = {"area_name": AREA, "area_code": "V99", "as_at": date(2017, 6, 30), "baseline_year": 2016}
PRACTICES = [
    {"code": f"V9000{n}", "name": f"Fictional practice {n}", "locality": "North" if n < 4 else "South", "registered_patients": 3000}
    for n in range(1, 7)
]  # fmt: skip
PLACES: dict[str, list[Row]] = {
    "tblLocalities": [{"name": "North"}, {"name": "South"}],
    "tblPractices": PRACTICES,
    "tblProviders": [{"code": "RXX", "name": "A fictional trust"}],
}
COUNT = {"number": 1, "title": "Waiting for a memory clinic", "kind": "Rate", "unit": "patients", "measure": "waiting",
         "direction": "Lower is better", "target": 2, "target_year": 2018}  # fmt: skip
SHARE = {"number": 1, "title": "Learning disability health checks", "kind": "Percentage", "numerator": "Patients checked",
         "denominator": "Patients due for one", "measure": "ld_checks", "direction": "Higher is better", "decimals": 1,
         "target": "75%", "target_year": 2018}  # fmt: skip


def public(shot: Snapshot, edition: Edition = Edition.PUBLIC) -> Permitted:
    """What an edition may show of a tracker."""
    intake = read_tracker(shot)
    return results_for_edition(intake, find_all(intake), edition).permitted


def shown(
    indicators: Sequence[Row], observations: Sequence[Row], edition: Edition = Edition.PUBLIC, **more: list[Row]
) -> Permitted:
    """The same of some indicators and observations; an observation without an indicator is of the first."""
    rows = PLACES | {
        "tblIndicators": list(indicators),
        "tblObservations": [{"indicator": 1, "organisation": AREA, "period": "Jan 2017"} | row for row in observations],
        **more,
    }  # fmt: skip
    return public(snapshot(rows, SETTINGS), edition)


def sheets_of(seen: Permitted) -> tuple[Sheet, ...]:
    kind = presets(seen.intake.tracker)[0]
    return pack_sheets(seen, issue_details(seen, Edition.PUBLIC, kind, NOW.date()), kind)


def of(seen: Permitted, organisation: str = AREA, period: str = "January 2017", indicator: int = 1) -> Observation:
    (row,) = (
        row for row in seen.intake.tracker.observations
        if (row.organisation, row.period.label, row.indicator) == (organisation, period, indicator)
    )  # fmt: skip
    return row


def is_kept_back(row: Observation) -> bool:
    return (row.value, row.numerator, row.denominator, row.suppressed) == (None, None, None, True)


# --- the value itself


@pytest.mark.parametrize("organisation", [AREA, "RXX", "V90001", "North"])
@pytest.mark.parametrize(
    "unit",
    [
        "patients",
        "people",
        "checks",
        "referrals",
        "Number of deaths",
        "patients without a check",
        "patients a month",
        "patients per month",
        "patients in 2016/17",
        "patients/carers",
        "people with a high frailty score",
        "GP practice patients",
        "GPs",
        None,
    ],
)
def test_a_value_that_is_itself_a_small_count_of_people_is_kept_back(unit: str | None, organisation: str) -> None:
    seen = shown([COUNT | {"unit": unit}], [{"organisation": organisation, "value": 4}])
    assert is_kept_back(of(seen, organisation))


@pytest.mark.parametrize(
    "unit", ["practices", "practices that offer checks to patients", "FTE GPs", "points", "beds for patients", "£", "days", "% of patients",
             "GP practices", "patient participation groups"]
)  # fmt: skip
def test_a_small_number_of_what_is_not_people_is_told(unit: str) -> None:
    assert of(shown([COUNT | {"unit": unit, "title": "A thing"}], [{"value": 4}])).value == 4


@pytest.mark.parametrize(("value", "told"), [(0, 0), (4.5, 4.5), (8, 8)])
def test_nought_and_what_is_no_small_count_are_told(value: float, told: float) -> None:
    assert of(shown([COUNT], [{"value": value}])).value == told


def test_a_count_of_a_practice_is_told_to_the_nearest_five() -> None:
    assert of(shown([COUNT], [{"organisation": "V90001", "value": 12}]), "V90001").value == 10


def test_that_patients_are_those_of_practices_does_not_make_them_no_people() -> None:
    words = {"numerator": "Patients at practices with a clinic", "denominator": "Patients registered with a practice"}
    assert is_kept_back(of(shown([SHARE | words], [{"value": "25%", "numerator": 3, "denominator": 12}])))


def test_a_staff_ratio_is_no_count_of_people() -> None:
    ratio = COUNT | {"title": "Nurses", "unit": "FTE nurses per 1,000 registered patients"}
    row = {"organisation": "V90001", "value": 0.33, "numerator": 1, "denominator": 3003}
    assert of(shown([ratio], [row]), "V90001").denominator == 3003


def test_an_earlier_figure_is_judged_by_each_indicator_that_goes_by_its_measure() -> None:
    earlier = {
        "edition": date(2017, 3, 31),
        "measure": "waiting",
        "organisation": AREA,
        "period": "Jan 2017",
        "value": 4,
    }
    other = COUNT | {"number": 2, "unit": "% of patients"}
    assert shown([COUNT, other], [], tblEditions=[earlier]).intake.tracker.edition_figures[0].value is None


def test_members_are_shown_the_whole_number() -> None:
    assert of(shown([COUNT], [{"value": 4}], Edition.GROUP)).value == 4
    assert is_kept_back(of(shown([COUNT], [{"value": 4}], Edition.GUEST)))


def test_a_baseline_and_a_comparator_that_are_small_counts_are_kept_back() -> None:
    one = COUNT | {"baseline": "6 (2016)", "comparator_name": "Next door", "comparator": 5, "comparator_period": "2016"}
    seen = shown([one], [])
    (told,) = seen.intake.tracker.indicators
    assert (told.baseline, told.baseline_suppressed, told.comparator, told.comparator_suppressed) == (
        None,
        True,
        None,
        True,
    )
    (result,) = seen.results.indicators
    assert result.suppressed
    assert [step.derived for step in result.yearly_values] == [None] * len(
        result.yearly_values
    )  # a straight line would lead back to it


def test_a_comparator_inside_the_target_is_kept_back() -> None:
    seen = shown([COUNT | {"target": "[Nextdoor average was 4 in 2015]"}], [{"value": 30}])
    assert seen.intake.tracker.indicators[0].comparator is None
    aim = COUNT | {"target": 4, "target_kind": "Comparator, fixed", "comparator_name": "Next door", "comparator": 4}
    assert shown([aim], [{"value": 30}]).intake.tracker.indicators[0].target is None


# --- [c], and never [x]


def test_what_is_kept_back_is_marked_in_every_place_of_the_pack_and_of_the_accessible_edition() -> None:
    """The case of a tracker with 4 patients as a value, and 3 of 12 learning disability checks."""
    other = COUNT | {"number": 2, "baseline": "30 (2015)", "baseline_period": "2015"}
    seen = shown([SHARE, other], [{"value": "25%", "numerator": 3, "denominator": 12}, {"indicator": 2, "value": 4}])
    sheets = sheets_of(seen)
    for at in ("pc_summary", "pc_indicators", "pc_figure_sources"):
        assert [row["Value"] for row in rows_of(sheets, at)] == ["[c]", "[c]"], at
    assert [row["Gap to target"] for row in rows_of(sheets, "pc_indicators")] == ["[c]", "[c]"]
    for number, heading in ((1, "Actual"), (2, "Actual")):
        (year,) = (
            row
            for row in rows_of(accessible_sheets(sheets), "pc_trajectories")
            if (row["No."], row["Year"]) == (number, 2017)
        )
        assert year[heading] == "[c]"
    assert all(row["Value"] != "[x]" for row in rows_of(accessible_sheets(sheets), "pc_indicators"))


def test_the_case_of_a_small_count_as_the_value_itself(tmp_path: Path) -> None:
    tracker = shared("cases", "b26-small-count-as-the-value-itself", "input.xlsx")
    board_pack(FileHost(tracker), "public", tmp_path / "out.xlsx", accessible=True, now=datetime(2017, 3, 20))
    for path in sorted(tmp_path.glob("out*.xlsx")):
        values = [row["Value"] for table in tables_in(path) for row in table if {"No.", "Value"} <= row.keys()]
        assert values == ["[c]", "[c]"], path.name


def test_a_mark_that_was_typed_is_told_as_such_too() -> None:
    seen = shown([SHARE], [{"value": "[c]"}])
    assert [row["Value"] for row in rows_of(sheets_of(seen), "pc_indicators")] == ["[c]"]


def test_a_chart_draws_no_mark_as_nought() -> None:
    one = COUNT | {"baseline": "30 (2015)", "baseline_period": "2015"}
    seen = shown([one], [{"period": "2016", "value": 20}, {"value": 4}])
    table = next(t for t in tables_of(sheets_of(seen)) if t.name == "pc_trajectories")
    headings = [column.header for column in table.columns]
    at = [row[headings.index("Year")] for row in table.rows].index(2017)
    assert table.rows[at][headings.index("Actual")] is None
    assert table.marks[at, headings.index("Actual")] == "[c]"


# --- what follows from a value


def test_nothing_that_follows_from_a_value_is_told_without_it() -> None:
    """Gaps, RAG, change, the straight line, intervals, words and charts would each give the value back."""
    one = SHARE | {"baseline": "20.8% (2015)", "baseline_numerator": 5, "baseline_denominator": 24, "comparator_name": "England",
                   "comparator": "60%", "national_standard": "70%", "rag_override": "Amber", "override_on": date(2017, 5, 1)}  # fmt: skip
    earlier = [
        {"edition": date(2017, 3, 31), "measure": measure, "organisation": AREA, "period": "Jan 2017", "value": value, "rag": "Red"}
        for measure, value in (("ld_checks", 25), ("ld_checks_gap_to_target", -50))
    ]  # fmt: skip
    seen = shown([one], [{"value": "25%", "numerator": 3, "denominator": 12}], tblEditions=earlier)
    said = " ".join(texts_of(sheets_of(seen)))
    assert not re.search(r"\b(25|20\.8|50|35|45|54\.2|3 of 12|5 of 24)(\.0)?( points| ?%|\b)", said), said
    for row in seen.intake.tracker.edition_figures:
        assert (row.value, row.rag, row.words) == (None, None, "[c]")
    (change,) = rows_of(sheets_of(seen), "pc_changes")
    assert (change["Then"], change["Now"]) == ("[c]", "[c]")
    assert change["Change"] == "Can't be compared: a value is suppressed"


# --- a rate whose base stands elsewhere


PER_1000 = {"number": 1, "title": "Emergency admissions", "kind": "Rate", "unit": "admissions per 1,000 patients", "measure": "admitted",
            "direction": "Lower is better"}  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "value", "is_back"),
    [
        (PER_1000, 1.3, True),  # 3 or 4 of a list of 3,000
        (PER_1000, 4.0, False),
        (PER_1000 | {"unit": "admissions per thousand patients"}, 1.3, True),
        (PER_1000 | {"unit": "admissions per 10,000 patients"}, 13.3, True),
        (SHARE | {"denominator": "Registered patients"}, "0.13%", True),
        (SHARE | {"denominator": "Registered patients"}, "99.87%", True),  # all but 4
        (SHARE | {"denominator": "Registered patients"}, "1%", False),
        (SHARE | {"denominator": None, "title": "Vaccinated"}, "0.13%", True),  # nobody says of whom
        (SHARE | {"denominator": "Answers to the survey"}, "0.13%", False),  # nothing says how many answered
    ],
)
def test_a_rate_is_kept_back_where_its_base_is_in_the_tracker_and_the_count_is_small(
    indicator: Row, value: object, is_back: bool
) -> None:
    row = of(shown([indicator], [{"organisation": "V90001", "value": value}]), "V90001")
    assert is_kept_back(row) is is_back
    assert is_back or row.value is not None


def test_a_rate_is_kept_back_where_another_indicator_counts_its_base() -> None:
    register = COUNT | {"number": 2, "title": "On the learning disability register", "measure": "register"}
    share = SHARE | {"denominator": "Patients on the learning disability register"}
    seen = shown([share, register], [{"value": "25%"}, {"indicator": 2, "value": 12}])
    assert is_kept_back(of(seen))
    assert of(seen, indicator=2).value == 12


def test_a_rate_is_kept_back_where_a_register_of_conditions_is_its_base() -> None:
    share = SHARE | {"title": "Dementia reviews", "denominator": "Patients on the dementia register"}
    condition = {
        "practice": "V90001",
        "condition": "Dementia",
        "period": "2016/17",
        "register_count": 12,
        "list_size": 3000,
    }
    row = {"organisation": "V90001", "period": "2016/17", "value": "25%"}
    assert is_kept_back(of(shown([share], [row], tblConditions=[condition]), "V90001", "2016/17"))


def test_a_rate_for_each_practice_is_kept_back_where_there_are_few_of_them() -> None:
    per_practice = COUNT | {"unit": "referrals per practice", "title": "Referrals"}
    assert is_kept_back(of(shown([per_practice], [{"organisation": "V90001", "value": 4}]), "V90001"))
    assert of(shown([per_practice], [{"value": 4}])).value == 4  # 24 in six practices


# --- differences


@pytest.mark.parametrize("organisation", [AREA, "RXX", "V90001"])
def test_all_but_a_few_is_a_small_number_too(organisation: str) -> None:
    row = {"organisation": organisation, "value": "97%", "numerator": 97, "denominator": 100}
    assert is_kept_back(of(shown([SHARE], [row]), organisation))
    all_of_them = {"organisation": organisation, "value": "100%", "numerator": 100, "denominator": 100}
    assert of(shown([SHARE], [all_of_them]), organisation).value == 100


def test_what_the_area_counts_beyond_its_localities_is_a_small_number_too() -> None:
    rows = [{"organisation": "North", "value": 20}, {"organisation": "South", "value": 31}, {"value": 55}]
    seen = shown([COUNT], rows)
    kept = [is_kept_back(of(seen, name)) for name in ("North", "South", AREA)]
    assert any(kept), "the area less its localities is 4"


@pytest.mark.parametrize("organisation", [AREA, "RXX", "V90001"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_year_less_three_of_its_quarters_is_not_told(organisation: str, is_there: bool) -> None:
    counts = {"Q1 2016/17": 20, "Q2 2016/17": 18, "Q3 2016/17": 25, "2016/17": 67} | (
        {"Q4 2016/17": 4} if is_there else {}
    )
    rows = [{"organisation": organisation, "period": period, "value": value} for period, value in counts.items()]
    seen = shown([COUNT], rows)
    told = {row.period.label for row in seen.intake.tracker.observations if row.value is not None}
    assert told == {"2016/17"}


def test_periods_that_overlap_are_told_where_they_leave_nothing_small() -> None:
    counts = {"Q1 2016/17": 20, "Q2 2016/17": 18, "Q3 2016/17": 25, "Q4 2016/17": 30, "2016/17": 93}
    seen = shown([COUNT], [{"period": period, "value": value} for period, value in counts.items()])
    assert [row.value for row in seen.intake.tracker.observations] == list(counts.values())


def test_a_financial_and_a_calendar_year_do_not_tell_a_quarter() -> None:
    counts = {"2016": 100, "2016/17": 90, "Q4 2015/16": 14}  # so January to March 2017 has 4
    seen = shown([COUNT], [{"period": period, "value": value} for period, value in counts.items()])
    assert sum(row.value is not None for row in seen.intake.tracker.observations) < 3


def test_two_values_of_a_count_that_adds_up_do_not_tell_what_came_between() -> None:
    counts = {"Q1 2016/17": 20, "Q2 2016/17": 24, "Q3 2016/17": 40}
    seen = shown(
        [COUNT | {"title": "Referred so far, cumulative"}], [{"period": p, "value": v} for p, v in counts.items()]
    )
    told = [row.value for row in seen.intake.tracker.observations if row.value is not None]
    assert 40 in told
    assert not {20, 24} <= set(told)


def test_a_revision_does_not_tell_how_few_were_added() -> None:
    rows = [{"value": 40, "revision": "First published"}, {"value": 44, "revision": "Revised"}]
    seen = shown([COUNT], rows)
    assert [row.value for row in seen.intake.tracker.observations] == [None, 44]


def test_an_earlier_edition_does_not_tell_how_few_were_added() -> None:
    earlier = {
        "edition": date(2017, 3, 31),
        "measure": "waiting",
        "organisation": AREA,
        "period": "Jan 2017",
        "value": 40,
    }
    seen = shown([COUNT], [{"value": 44}], tblEditions=[earlier])
    assert seen.intake.tracker.edition_figures[0].value is None
    assert of(seen).value == 44


def test_a_register_and_those_of_it_who_were_seen_do_not_tell_who_was_not() -> None:
    register = COUNT | {"title": "On the dementia register"}
    seen_of_it = COUNT | {"number": 2, "title": "On the dementia register and seen", "measure": "seen"}
    told = shown([register, seen_of_it], [{"value": 40}, {"indicator": 2, "value": 36}])
    assert [row.value for row in told.intake.tracker.observations] == [40, None]


def test_of_whom_is_part_of_the_indicator_before() -> None:
    part = COUNT | {"number": 2, "title": "Of whom offered an appointment", "measure": "offered"}
    told = shown([COUNT, part], [{"value": 40}, {"indicator": 2, "value": 36}])
    assert [row.value for row in told.intake.tracker.observations] == [40, None]


def test_a_small_locality_is_not_told_by_the_other_and_the_practices_of_it() -> None:
    rows = [
        *({"organisation": f"V9000{n}", "value": value} for n, value in ((1, 9), (2, 12), (3, 0))),
        {"organisation": "North", "value": 21}, {"organisation": "South", "value": 3}, {"value": 24},
    ]  # fmt: skip
    seen = shown([COUNT], rows)
    told = {row.organisation: row.value for row in seen.intake.tracker.observations}
    assert told["South"] is None
    assert told["North"] is None or told[AREA] is None
    assert None in (told["V90001"], told["V90002"]) or told[AREA] is None


# --- words


def letter(text: str, folder: Path, observations: Sequence[Row], indicator: Row = SHARE) -> str:
    """Why the public pack is not made; '' where it is."""
    rows = PLACES | {
        "tblIndicators": [indicator],
        "tblObservations": [{"indicator": 1, "organisation": AREA, "period": "Jan 2017"} | row for row in observations],
        "tblActions": [{"letter": "A", "text": text, "delivery": "By 2020"}],
    }  # fmt: skip
    draw_tracker(folder / "tracker.xlsx", rows, SETTINGS)
    try:
        board_pack(FileHost(folder / "tracker.xlsx"), "public", folder / "out.xlsx", now=NOW)
    except WorkbookProblem as refused:
        return str(refused)
    return ""


FEW = {"value": "6.7%", "numerator": 4, "denominator": 60}
SAID_OF_60 = (
    "Only 4 of 60 were seen.", "Four of the 60 patients were seen.", "four of the sixty patients", "4/60 were seen",
    "4 patients out of 60", "Just 4 in 60.", "Of 60 patients only four were seen.", "among the 60 on the list, just 4 came",
    "60 were due and four of them came", "all but 56 of the 60", "fewer than five of the 60 came", "Up to 7 of 60 came.",
    "6.7% of the 60 patients",
)  # fmt: skip


@pytest.mark.parametrize("said", SAID_OF_60)
def test_a_part_and_its_whole_in_words_are_found_and_the_cell_is_named(said: str, tmp_path: Path) -> None:
    told = letter(said, tmp_path, [FEW])
    assert "The text of Observations!E6, which is repeated in Actions!B6" in told
    assert "60" not in told.replace("!E6", "").replace("!B6", "")


@pytest.mark.parametrize(
    "said", ["A quarter of the 12 were seen.", "25% of the 12 came", "25 per cent of twelve", "3 in 12"]
)
def test_a_share_of_the_whole_in_words_is_found(said: str, tmp_path: Path) -> None:
    assert "Actions!B6" in letter(said, tmp_path, [{"value": "25%", "numerator": 3, "denominator": 12}])


@pytest.mark.parametrize(
    ("said", "is_refused"),
    [
        ("Four patients are waiting for the memory clinic.", True),
        ("4 people wait for a memory clinic", True),
        ("Fewer than five patients wait for the memory clinic.", True),
        ("Up to six elderly patients wait for the clinic.", True),
        ("Five patients wait for the memory clinic.", False),
        ("Four practices run a memory clinic.", False),
        ("Four people came to the meeting of the group.", False),  # nothing says that it is of the same
        ("Fewer than four patients wait for the memory clinic.", False),
        ("Fewer than 50 patients wait for the memory clinic.", False),
    ],
)
def test_a_small_count_alone_is_found_where_the_text_says_what_was_counted(
    said: str, is_refused: bool, tmp_path: Path
) -> None:
    assert ("Actions!B6" in letter(said, tmp_path, [{"value": 4}], COUNT)) is is_refused


@pytest.mark.parametrize(
    ("said", "is_refused"),
    [
        ("Fictional practice 1 has four patients waiting for the clinic.", True),
        ("At V90001, 4 patients wait for a memory clinic.", True),
        ("Four patients wait for the memory clinic.", False),  # it does not say where
    ],
)
def test_a_small_count_of_a_practice_is_found_where_the_text_names_it(
    said: str, is_refused: bool, tmp_path: Path
) -> None:
    row = {"organisation": "V90001", "value": 4}
    assert ("Actions!B6" in letter(said, tmp_path, [row], COUNT)) is is_refused


def test_a_small_count_is_found_in_its_own_row_and_in_a_row_about_its_practice(tmp_path: Path) -> None:
    row = {"value": 4, "source": "Return of the trust: 4 patients"}
    assert "repeated in Observations!G6" in letter("Offer more.", tmp_path, [row], COUNT)
    steps = [
        {"action": "A", "practice": code, "milestone": "Four patients taken off the waiting list", "marking": "Public"}
        for code in ("V90001", "V90002")
    ]
    action = {"letter": "A", "text": "Offer more."}
    few = {"organisation": "V90001", "value": 4}
    seen = shown([COUNT], [few], tblActions=[action], tblMilestones=steps)
    found = counts_in_words(read_tracker(snapshot(PLACES | {"tblIndicators": [COUNT]}, SETTINGS)), seen.selection)
    assert [again for _, again, _ in found] == ["Milestones!C2"]


@pytest.mark.parametrize(
    "said", ["5 of 60 were seen", "4 of 61 were seen", "14 of 60", "4 of 600", "by 4/6/2017", "60 of 4"]
)
def test_other_numbers_are_no_leak(said: str, tmp_path: Path) -> None:
    assert letter(said, tmp_path, [FEW]) == ""


# --- seeded worlds


def read_by_the_attacker(made: World) -> list[str]:
    """The counts that the attacker works out of what may be shown of a world, and those that a sheet tells beyond it."""
    seen = public(made.snapshot())
    tracker = seen.intake.tracker
    told = {"observations": tracker.observations, "indicators": tracker.indicators, "editions": tracker.edition_figures}
    found, _ = recovered(made, learned(made, told))
    return [*found, *close_values(made, told), *told_by_sheets_alone(made, seen, sheets_of(seen))]


def test_no_small_count_can_be_worked_out_of_what_is_told() -> None:
    found = [words for seed in range(WORLDS) for words in read_by_the_attacker(world(seed, TABLES_A_WORLD))]
    assert found == []


def test_the_attacker_works_small_counts_out_where_they_are_not_kept_back() -> None:
    """Shown whole numbers, it finds what there is to find: so finding nothing says something."""
    found = []
    for made in map(world, range(10)):
        rows = public(made.snapshot(), Edition.GROUP).intake.tracker.observations
        told = [row for row in rows if not {row.value, row.numerator, row.denominator} & set(range(1, 8))]
        found.append(recovered(made, learned(made, {"observations": told, "indicators": (), "editions": ()}))[0])
    assert sum(map(bool, found)) >= 3


@pytest.mark.parametrize("seed", range(ON_PAPER))
def test_the_finished_workbooks_tell_no_more_than_the_records(seed: int, tmp_path: Path) -> None:
    made = world(seed, TABLES_A_WORLD)
    draw_tracker(tmp_path / "tracker.xlsx", made.rows, SETTINGS)  # type: ignore[arg-type]
    board_pack(FileHost(tmp_path / "tracker.xlsx"), "public", tmp_path / "out.xlsx", accessible=True, now=NOW)
    seen = public(made.snapshot())
    files = sorted(tmp_path.glob("out*.xlsx"))
    assert len(files) == 2
    for path in files:
        assert told_by_tables_alone(made, seen, list(tables_in(path))) == []


def told_by_sheets_alone(made: World, seen: Permitted, sheets: Iterable[Sheet]) -> list[str]:
    named = [([column.header for column in table.columns], table.rows) for table in tables_of(sheets)]
    found = told_by_tables_alone(
        made, seen, [[dict(zip(head, row, strict=True)) for row in rows] for head, rows in named]
    )
    return [*found, *told_by_words_alone(made, seen, sheets)]


def told_by_tables_alone(made: World, seen: Permitted, tables: Iterable[Sequence[Mapping[str, Any]]]) -> list[str]:
    """Values of indicators that a table of a pack gives, directly or by a gap or a straight line, and no permitted row does."""
    by_number, targets = known_values(made, seen), {row.number: row.target for row in seen.intake.tracker.indicators}
    found = []
    for table in tables:
        for row in table:
            number = row.get("No.")
            if number in by_number:
                for value in given_by(row, targets[number], number, seen):
                    if not any(abs(value - known) < 0.06 for known in by_number[number]):
                        found.append(f"world {made.seed}: indicator {number} is {value} by {dict(row)}")
    return found


def known_values(made: World, seen: Permitted) -> dict[int, set[float]]:
    """The values of each indicator that the permitted rows tell of the area."""
    tracker = seen.intake.tracker
    found: dict[int, set[float]] = {table.number: set() for table in made.tables}
    for row in tracker.observations:
        if row.organisation == AREA and row.value is not None:
            found[row.indicator].add(row.value)
    for one in tracker.indicators:
        found[one.number] |= {one.baseline} - {None}
    by_measure = {table.measure: table.number for table in made.tables}
    for figure in tracker.edition_figures:
        if figure.value is not None:
            found[by_measure[figure.measure]].add(figure.value)
    return found


def given_by(row: Mapping[str, Any], target: float | None, number: int, seen: Permitted) -> Iterator[float]:
    """The indicator's value as one row of a table gives it, in percentage points where it is a percentage."""
    percent = str(next(one.kind for one in seen.intake.tracker.indicators if one.number == number)) == "Percentage"
    higher = str(next(one.direction for one in seen.intake.tracker.indicators if one.number == number)).startswith(
        "Higher"
    )
    in_points = 100 if percent and row.get("_is_file") else 1
    for heading in ("Value", "Baseline", "Actual", "Then", "Now"):
        if isinstance(row.get(heading), int | float):
            yield row[heading] * in_points
    gap = row.get("Gap to target")
    if isinstance(gap, int | float) and target is not None:
        yield target + (gap if higher else -gap)
    derived = row.get("Derived, not agreed")
    if isinstance(derived, int | float) and target is not None and row.get("Year") == 2017:
        yield 2 * derived * in_points - target  # half-way from the baseline of 2016 to the target of 2018


def told_by_words_alone(made: World, seen: Permitted, sheets: Iterable[Sheet]) -> list[str]:
    """Small counts that a sentence about an indicator gives as a number of people."""
    known = known_values(made, seen)
    found = []
    for words in texts_of(sheets):
        for table in made.tables:
            if table.denominator is None and f"Indicator {table.number}," in words:
                of_area = {table.numerator.of(made.leaves, atoms) for atoms in table.periods.values()}
                small = {count for count in of_area if 1 <= count <= 7} - known[table.number]
                found += [
                    f"world {made.seed}: {words}"
                    for n in small
                    if re.search(rf"(?:from|to|at|Actual|Baseline) {n}\b(?! points)", words)
                ]
    return found


def rows_of(sheets: Iterable[Sheet], name: str) -> list[dict[str, Any]]:
    (table,) = (table for table in tables_of(sheets) if table.name == name)
    return [dict(zip((column.header for column in table.columns), row, strict=True)) for row in table.rows]


def tables_of(sheets: Iterable[Sheet]) -> Iterator[Table]:
    for sheet in sheets:
        yield from (part for part in sheet.parts if isinstance(part, Table))


def texts_of(sheets: Iterable[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        for part in sheet.parts:
            match part:
                case Paragraph() | Heading():
                    yield part.words
                case Chart():
                    yield part.alt
                case ChartGrid():
                    yield from (chart.alt for chart in part.charts)
                case Table():
                    yield from (" ".join(str(value) for value in row if value is not None) for row in part.rows)


def tables_in(path: Path) -> Iterator[list[dict[str, Any]]]:
    """Every list object of a workbook; percentages are held as fractions there."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            head, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
            yield [{**dict(zip(head, row, strict=True)), "_is_file": True} for row in rows]
