"""Levels, groups and memberships: sums follow the membership on the date, and what contradicts itself is an error with
its cell."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pytest

from pc_workbook.figures.table import figures
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import LevelResult, PlaceResult
from pc_workbook.model.memberships import Memberships
from pc_workbook.model.organisations import Level
from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import Snapshot
from pc_workbook.wording.findings import message
from pc_workbook.wording.reasons import reason_words
from tests.support.group_tracker import FTE, GROUPS, LEVELS, MEMBERSHIPS, group_tracker
from tests.support.value_tracker import ROWS, sound_tracker

THEN, NOW = date(2016, 9, 30), date(2017, 3, 15)
OWN_RULES: Final = tuple(f"R10{n}" for n in range(9))


def levels(snapshot: Snapshot) -> dict[str, LevelResult]:
    return {level.level.level: level for level in measure_edition(read_tracker(snapshot).tracker, {}).levels}


def places(snapshot: Snapshot) -> dict[str, PlaceResult]:
    return {place.name: place for level in levels(snapshot).values() for place in level.places}


def errors(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    found = find_all(read_tracker(snapshot))
    return [(each.code, each.sheet, each.cell) for each in found if each.code in OWN_RULES or each.code == "R15"]


# --- sums


def test_a_sound_tracker_has_no_finding_about_groups() -> None:
    assert errors(group_tracker()) == []


def test_levels_are_in_their_order_and_groups_that_closed_are_left_out() -> None:
    found = levels(group_tracker())
    assert list(found) == ["Network", "Federation", "Place", "Board"]
    assert [place.name for place in found["Network"].places] == ["Stour", "Colne", "Blackwater"]


def test_a_sum_at_every_level_follows_the_membership_when_the_period_ended() -> None:
    found = places(group_tracker())
    assert {name: place.staff.gp_fte for name, place in found.items()} == {
        "Stour": 6.0, "Colne": 1.0, "Blackwater": 5.0, "GP Together": 3.0, "North place": 7.0, "South place": 5.0, "The board": 12.0,
    }  # fmt: skip
    stour = found["Stour"].staff.patients_per_gp_fte
    assert (stour.numerator, stour.denominator, stour.value) == (11000.0, 6.0, 11000 / 6)


def test_a_group_says_who_moved_and_whose_successor_it_is() -> None:
    found = places(group_tracker())
    words = {name: reason_words(place.staff.patients_per_gp_fte.why) for name, place in found.items()}
    assert words["Stour"] == "includes 1 practice that has left since"
    assert words["Colne"] == "leaves out 1 practice that joined since"
    assert words["Blackwater"] == "includes 1 practice of Old Blackwater, whose successor it is"
    assert words["North place"] == words["The board"] == ""
    assert (found["Stour"].practices, found["Colne"].practices) == (1, 2)


def test_a_practice_that_merged_stays_in_the_sum_of_its_group() -> None:
    practices: list[dict[str, Any]] = [dict(row) for row in ROWS["tblPractices"]]
    practices[2] |= {"closed": date(2016, 12, 31), "merged_into": "V90001"}
    found = places(group_tracker(tblPractices=practices))
    assert found["Colne"].staff.gp_fte == 1.0
    assert "merged since" in reason_words(found["Colne"].staff.patients_per_gp_fte.why)
    assert found["The board"].staff.gp_fte == sum(FTE.values())


def test_the_locality_of_a_practice_can_belong_to_a_group() -> None:
    practices = [{**row, "locality": "North"} for row in ROWS["tblPractices"]]
    rows = [{"member": "north", "group": "The board"}]
    found = places(group_tracker(tblPractices=practices, tblLocalities=[{"name": "North"}], tblMemberships=rows))
    assert found["The board"].staff.gp_fte == 12.0
    assert found["Stour"].staff.gp_fte is None
    assert reason_words(found["Stour"].staff.patients_per_gp_fte.why) == "no value (no practice belonged to it then)"


def test_ratings_are_counted_by_group_as_they_are_today() -> None:
    rows = [
        {"organisation": code, "published_on": date(2016, 5, 1), "overall": "Good"} for code in ("V90001", "V90002")
    ]
    snapshot = group_tracker(tblCqcRatings=rows)
    counts = levels(snapshot)["Network"].ratings
    assert {each.group: {str(rating): n for rating, n in each.counts.items() if n} for each in counts} == {
        "Stour": {"Good": 1}, "Colne": {"Good": 1, "Not inspected": 1}, "Blackwater": {"Not inspected": 1},
    }  # fmt: skip
    shares = {
        figure.organisation: figure.value
        for figure in figures(measure_edition(read_tracker(snapshot).tracker, {}))
        if figure.measure == "cqc_share_at_least_good_of_all" and figure.level is Level.GROUP
    }
    assert shares["Colne"] == 50.0


def test_a_practice_in_two_groups_of_one_level_is_in_neither() -> None:
    rows = [*MEMBERSHIPS, {"member": "V90003", "group": "Stour", "starts": date(2016, 1, 1)}]
    found = places(group_tracker(tblMemberships=rows))
    assert found["Stour"].staff.gp_fte == 6.0
    assert found["Colne"].staff.gp_fte is None
    assert "in two groups of one level" in reason_words(found["Stour"].staff.patients_per_gp_fte.why)


def test_a_tracker_without_groups_has_no_levels_and_the_same_figures() -> None:
    assert levels(sound_tracker()) == {}


def test_observations_of_a_group_are_figures_of_a_group() -> None:
    rows = [
        {"indicator": 1.0, "organisation": name, "period": "Jan 2017", "value": "65%"} for name in ("stour", "V10002")
    ]
    tracker = read_tracker(group_tracker(tblObservations=rows)).tracker
    table = [figure for figure in figures(measure_edition(tracker, {}), tracker) if figure.indicator == 1]
    assert {figure.organisation for figure in table if figure.level is Level.GROUP} == {"Stour", "Colne"}


def test_a_circle_ends() -> None:
    rows = [{"member": "V90001", "group": "Stour"}, {"member": "Stour", "group": "North place"},
            {"member": "North place", "group": "Stour"}]  # fmt: skip
    groups = Memberships(read_tracker(group_tracker(tblMemberships=rows)).tracker)
    assert groups.of("V90001", NOW).by_level["Network"] == "Stour"


# --- errors

CIRCLE: Final = [{"member": "Stour", "group": "North place"}, {"member": "North place", "group": "The board"},
                 {"member": "The board", "group": "Stour"}]  # fmt: skip
#: What is wrong: its code, the lists it is in, the cells where it is reported, and words of the message.
FAULTS: Final[dict[str, tuple[str, dict[str, list[dict[str, Any]]], list[str], str]]] = {
    "a member that does not exist": (
        "R100", {"tblMemberships": [{"member": "V99999", "group": "Stour"}]}, ["A2"], "“V99999” is not on the"),
    "a group that does not exist": (
        "R100", {"tblMemberships": [{"member": "V90001", "group": "Stuor"}]}, ["B2"], "Did you mean “Stour”"),
    "an unknown level": ("R101", {"tblGroups": [{"name": "Chelmer", "level": "Cluster"}]}, ["B2"], "Network, Federation, Place"),
    "a group in itself": ("R102", {"tblMemberships": [{"member": "V10001", "group": "Stour"}]}, ["B2"], "belong to itself"),
    "a circle": ("R102", {"tblMemberships": CIRCLE}, ["B2", "B3", "B4"], "in a circle: "),
    "no date where others have one": (
        "R103", {"tblMemberships": [{"member": "V90001", "group": "Stour"},
                                    {"member": "V90001", "group": "Colne", "starts": date(2017, 1, 1)}]}, ["C2"], "no dates"),
    "two groups of one level at once": (
        "R104", {"tblMemberships": [{"member": "V90001", "group": "Stour", "ends": date(2017, 1, 1)},
                                    {"member": "V90001", "group": "Colne", "starts": date(2017, 1, 1)}]}, ["C3"],
        "Stour and Colne on the same days"),
    "two groups of one level without dates": (
        "R104", {"tblMemberships": [{"member": "V90001", "group": "Stour"}, {"member": "V90001", "group": "Colne"}]}, ["B3"],
        "counts in neither"),
    "two places by way of two groups": (
        "R104", {"tblMemberships": [{"member": "V90001", "group": "Stour"}, {"member": "V90001", "group": "GP Together"},
                                    {"member": "Stour", "group": "North place"}, {"member": "GP Together", "group": "South place"}]},
        ["B2"], "By way of its groups"),
    "a name that is another's code": (
        "R105", {"tblGroups": [{"name": "Stour", "level": "Network", "code": "V10001"}, {"name": "V10001", "level": "Place"}]},
        ["A3"], "in C2"),
    "the name of a locality": (
        "R105", {"tblGroups": [{"name": "North", "level": "Place"}], "tblLocalities": [{"name": "North"}]}, ["A2"], "locality"),
    "a code twice": (
        "R105", {"tblGroups": [{"name": "Stour", "level": "Network", "code": "V10001"},
                               {"name": "Colne", "level": "Network", "code": "V10001"}]}, ["C3"], "in C2"),
    "a membership that outlasts its group": (
        "R106", {"tblMemberships": [{"member": "V90001", "group": "Old Blackwater"}]}, ["D2"], "closed on 31/12/2016"),
    "a membership before its group": (
        "R106", {"tblMemberships": [{"member": "V90001", "group": "Blackwater", "starts": date(2016, 1, 1)}]}, ["C2"],
        "since 01/01/2017"),
    "a successor that is not listed": (
        "R107", {"tblGroups": [{"name": "A", "level": "Place", "ends": date(2016, 1, 1), "successor": "B"}]}, ["G2"], "“B”"),
    "its own successor": (
        "R107", {"tblGroups": [{"name": "A", "level": "Place", "ends": date(2016, 1, 1), "successor": "A"}]}, ["G2"], "own successor"),
    "successors in a circle": (
        "R107", {"tblGroups": [{"name": "A", "level": "Place", "ends": date(2016, 1, 1), "successor": "B"},
                               {"name": "B", "level": "Place", "ends": date(2016, 2, 1), "successor": "A"}]}, ["G2", "G3"], "lead back"),
    "a successor of an open group": (
        "R107", {"tblGroups": [{"name": "A", "level": "Place", "successor": "B"}, {"name": "B", "level": "Place"}]}, ["G2"], "under To"),
    "a successor that had closed": (
        "R107", {"tblGroups": [{"name": "A", "level": "Place", "ends": date(2016, 2, 1), "successor": "B"},
                               {"name": "B", "level": "Place", "ends": date(2016, 1, 1)}]}, ["G2"], "01/01/2016"),
    "a successor of another level": (
        "R107", {"tblGroups": [{"name": "A", "level": "Place", "ends": date(2016, 2, 1), "successor": "B"},
                               {"name": "B", "level": "Board"}]}, ["G2"], "of level Board"),
    "a place in a network": ("R108", {"tblMemberships": [{"member": "North place", "group": "Stour"}]}, ["B2"], "not above it"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_an_error_in_its_cell(fault: str) -> None:
    code, lists, cells, words = FAULTS[fault]
    if "tblGroups" in lists:
        lists = {"tblMemberships": [], **lists}
    found = [each for each in find_all(read_tracker(group_tracker(**lists))) if each.code == code]
    assert [each.cell for each in found] == cells
    assert all(each.severity is Severity.ERROR for each in found)
    assert words in message(found[0]).text


@pytest.mark.parametrize("name", ["Stour", "STOUR", " stour."])
def test_two_groups_of_one_name_are_one_error(name: str) -> None:
    rows = [{"name": "Stour", "level": "Network"}, {"name": name, "level": "Place"}]
    found = find_all(read_tracker(group_tracker(tblGroups=rows, tblMemberships=[])))
    assert [(each.code, each.sheet) for each in found if each.sheet == "Groups"] == [("R14", "Groups")]


def test_every_rule_is_provoked() -> None:
    assert {fault[0] for fault in FAULTS.values()} == set(OWN_RULES)


def test_a_federation_beside_a_network_and_a_move_are_no_faults() -> None:
    assert errors(group_tracker(tblLevels=LEVELS, tblGroups=GROUPS, tblMemberships=MEMBERSHIPS)) == []


@pytest.mark.parametrize("spelling", ["stour", " STOUR ", "V10001", "v10001"])
def test_a_group_is_found_by_its_name_or_code_in_any_spelling(spelling: str) -> None:
    rows: Sequence[dict[str, Any]] = [{"member": "v90001", "group": spelling}]
    snapshot = group_tracker(tblMemberships=rows)
    assert errors(snapshot) == []
    assert places(snapshot)["Stour"].staff.gp_fte == 2.0
