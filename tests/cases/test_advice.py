"""Advice that fits: one finding for one cause, and no hint from one code to another."""

from collections.abc import Sequence
from typing import Any

import pytest

from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import Snapshot
from pc_workbook.wording.findings import current_entry, message
from tests.support.value_tracker import ROWS, address_of, judged, sound_tracker, with_rows

STAFFED = ROWS["tblWorkforce"][0]


def unknown(snapshot: Snapshot) -> list[Finding]:
    return [one for one in find_all(read_tracker(snapshot)) if one.code == "R15"]


def staffed(*codes: str) -> Snapshot:
    periods = [f"{month} {year}" for year in range(2010, 2017) for month in ("March", "June", "September", "December")]
    rows = [{**STAFFED, "practice": code, "period": periods[n]} for n, code in enumerate(codes)]
    return with_rows("tblWorkforce", rows)


def test_a_wrong_practice_code_on_thirty_rows_is_one_finding() -> None:
    (told,) = unknown(staffed(*["V99999"] * 25))
    assert (told.where, current_entry(told.entry)) == ("Workforce!A2", "V99999")
    assert message(told).text == (
        "Practice V99999 is not on the Practices sheet. Correct the code, or add the practice. "
        "24 other cells have it, the last of them Workforce!A26."
    )


def test_each_wrong_code_has_its_own_finding_across_all_lists() -> None:
    rated = {"organisation": "V99999", "overall": "Good", "published_on": "01/02/2016"}
    ratings = with_rows("tblCqcRatings", [rated])
    staff = staffed("V99999", "V88888")
    told = unknown(
        Snapshot("both", {**ratings.sheets, "Workforce": staff.sheets["Workforce"]}, {**ratings.lists, **staff.lists})
    )
    assert [(one.where, current_entry(one.entry)) for one in told] == [
        ("Workforce!A2", "V99999"),
        ("Workforce!A3", "V88888"),
    ]
    assert "1 other cell has it: 'CQC ratings'!A2." in message(told[0]).text


@pytest.mark.parametrize("code", ["V90009", "V9001", "V90O01", "V900011", "VV90001", "V90010"])
def test_a_wrong_code_never_suggests_another_practices(code: str) -> None:
    cells = [
        (*address_of("tblWorkforce", "practice", 0), code),
        (*address_of("tblObservations", "organisation", 1), code),
    ]
    _, findings, _, _ = judged(sound_tracker().changed(cells))
    advice = [message(one).text for one in findings if current_entry(one.entry) == code]
    assert advice
    assert not any("Did you mean" in one or "V90001" in one.replace(code, "") for one in advice)


def test_a_name_that_is_nearly_one_of_a_list_gets_a_hint_and_a_number_none() -> None:
    localities: Sequence[dict[str, Any]] = [{"name": "North Town"}]
    practices = [{**row, "locality": "North Twon"} for row in ROWS["tblPractices"]]
    added = with_rows("tblLocalities", localities)
    other = with_rows("tblPractices", practices)
    (told,) = unknown(
        Snapshot("both", {**added.sheets, "Practices": other.sheets["Practices"]}, {**added.lists, **other.lists})
    )
    assert "Did you mean “North Town”? 3 other cells have it" in message(told).text
    cells = [(*address_of("tblObservations", "indicator", 0), 11.0)]
    (told,) = [one for one in judged(sound_tracker().changed(cells))[1] if one.code == "R15"]
    assert message(told).text == (
        "Indicator 11 is not on the Indicators sheet. Correct the number, or add the indicator."
    )


def test_the_mark_of_a_name_on_many_rows_stays_when_they_are_sorted() -> None:
    marks = [
        unknown(staffed(*codes))[0].mark for codes in (["V99999", "V90001", "V99999"], ["V90001", "V99999", "V99999"])
    ]
    assert marks[0] == marks[1]


def test_what_names_a_row_that_can_not_be_read_is_sent_to_that_row() -> None:
    cells = [(*address_of("tblPractices", "name", 1), None)]
    _, findings, _, _ = judged(sound_tracker().changed(cells))
    (told,) = [one for one in findings if one.code == "R15"]
    assert message(told).text == "“V90002” is in Practices!A3, in a row that can't be read. Correct that row."
