"""Groups at several levels reveal neither the staff of a restricted practice nor a small count of people."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

import numpy as np
import pytest

from pc_workbook.disclosure.edition import Edition, results_for_edition
from pc_workbook.figures.table import figures
from pc_workbook.measures.results import Results
from pc_workbook.measures.staff.staffing import reported_staff
from pc_workbook.model.organisations import Level
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from tests.support.group_tracker import GROUPS, group_tracker
from tests.support.value_tracker import ROWS

HIDDEN = {"marking": "Internal", "marking_reason": "Not public", "marked_by": "Head of care"}


def published(intake: Intake) -> Results:
    return results_for_edition(intake, find_all(intake), Edition.PUBLIC).permitted.results


def some_tracker(seed: int) -> tuple[Intake, frozenset[str]]:
    """A tracker with practices in random networks of random places, a federation and localities, a few of them restricted."""
    random = Random(seed)
    codes = [f"V{90000 + n}" for n in range(random.randint(3, 14))]
    hidden = frozenset(random.sample(codes, random.choice((1, 1, 2))))
    networks, places = [f"Network {n}" for n in range(4)], [f"Place {n}" for n in range(2)]
    practices = [
        {"code": code, "name": f"Surgery {code}", "registered_patients": 5000.0, "weighted_patients": 5000.0, "list_as_at": "2016",
         "locality": random.choice(("North", "South", None)), **(HIDDEN if code in hidden else {"marking": "Public"})}
        for code in codes
    ]  # fmt: skip
    workforce = [
        {"practice": code, "period": "September 2016", "staff_group": group, "fte": random.choice((0.0, 1.5, 2.0, 3.5)),
         "registered_patients": 5000.0, "weighted_patients": 5000.0}
        for code in codes for group in ("All GPs", "All nurses")
    ]  # fmt: skip
    groups = [{"name": name, "level": "Network"} for name in networks] + [
        {"name": name, "level": "Place"} for name in places
    ]
    groups += [{"name": "GP Together", "level": "Federation"}, {"name": "The board", "level": "Board"}]
    memberships = [{"member": code, "group": random.choice(networks)} for code in codes if random.random() < 0.9]
    memberships += [{"member": code, "group": "GP Together"} for code in codes if random.random() < 0.5]
    memberships += [{"member": name, "group": random.choice(places)} for name in networks]
    memberships += [{"member": name, "group": "The board"} for name in places]
    snapshot = group_tracker(
        tblPractices=practices, tblWorkforce=workforce, tblGroups=groups, tblMemberships=memberships,
        tblLocalities=[{"name": "North"}, {"name": "South"}],
    )  # fmt: skip
    return read_tracker(snapshot), hidden


def sums(intake: Intake, shown: Results) -> Iterator[tuple[float | None, list[str]]]:
    """Every published GP FTE of a place, with the practices that it adds up."""
    staffing = reported_staff(intake.tracker).staffing
    yield shown.area.staff.gp_fte, [staff.practice.code for staff in staffing]
    yield shown.area_with_return.staff.gp_fte, [staff.practice.code for staff in staffing if staff.has_return]
    for place in shown.localities:
        yield place.staff.gp_fte, [staff.practice.code for staff in staffing if staff.practice.locality == place.name]
    for level in shown.levels:
        for place in level.places:
            members = [
                s.practice.code for s in staffing if (g := s.groups.get(level.level.level)) and g.name == place.name
            ]
            yield place.staff.gp_fte, members


@pytest.mark.parametrize("seed", range(80))
def test_no_sum_at_any_level_gives_the_staff_of_a_restricted_practice(seed: int) -> None:
    intake, hidden = some_tracker(seed)
    shown = published(intake)
    told = {place.organisation for place in shown.practices if place.staff.gp_fte is not None}
    assert not told & hidden
    unknown = sorted({practice.code for practice in intake.tracker.practices} - told)
    rows = [[float(code in members) for code in unknown] for value, members in sums(intake, shown) if value is not None]
    known = np.array([row for row in rows if any(row)]).reshape(-1, len(unknown))
    rank = np.linalg.matrix_rank(known) if len(known) else 0
    for code in hidden:
        alone = np.array([[float(other == code) for other in unknown]])
        assert np.linalg.matrix_rank(np.vstack([known, alone])) > rank, f"{code} follows from the published sums"


def test_a_network_of_one_restricted_practice_is_suppressed_at_every_level_that_would_give_it() -> None:
    practices: list[dict[str, Any]] = [{**row, "marking": "Public"} for row in ROWS["tblPractices"]]
    practices[3] |= HIDDEN
    shown = published(read_tracker(group_tracker(tblPractices=practices)))
    values = {place.name: place.staff.gp_fte for level in shown.levels for place in level.places}
    assert values["Blackwater"] is values["South place"] is None
    assert "V90004" not in {code for level in shown.levels for code in level.of_practices}
    assert not any(
        figure.value for figure in figures(shown) if figure.organisation == "Blackwater" and "fte" in figure.measure
    )


# --- small counts

COUNTED = {"number": 1.0, "title": "People seen", "kind": "Rate", "unit": "people", "numerator": "people seen",
           "denominator": "people referred", "organisation": "Fictionshire"}  # fmt: skip


def shown_counts(counts: Mapping[str, Sequence[float]], **lists: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The published numerators of some organisations, by organisation."""
    rows = [
        {
            "indicator": 1.0,
            "organisation": name,
            "period": "Jan 2017",
            "value": 100 * few / many,
            "numerator": few,
            "denominator": many,
        }
        for name, (few, many) in counts.items()
    ]
    kinds = [{**COUNTED, "kind": "Percentage", "unit": "%"}]
    intake = read_tracker(group_tracker(tblIndicators=kinds, tblObservations=rows, **lists))
    edition = results_for_edition(intake, find_all(intake), Edition.PUBLIC)
    shown = edition.permitted.intake.tracker.observations
    return {row.organisation: None if row.suppressed else row.numerator for row in shown}


SAFE = {"Stour": (200.0, 500.0), "Colne": (300.0, 600.0), "Blackwater": (400.0, 900.0), "North place": (500.0, 1100.0),
        "South place": (400.0, 900.0)}  # fmt: skip


def test_counts_of_groups_are_rounded_where_nothing_is_small() -> None:
    assert shown_counts({**SAFE, "Stour": (203.0, 503.0), "North place": (503.0, 1103.0)}) == {
        "Stour": 205, "Colne": 300, "Blackwater": 400, "North place": 505, "South place": 400,
    }  # fmt: skip


@pytest.mark.parametrize(
    "counts",
    [
        {**SAFE, "Stour": (3.0, 500.0), "North place": (303.0, 1100.0)},
        {"Colne": (300.0, 600.0), "North place": (304.0, 1100.0)},  # the rest of the place is 4
        {**SAFE, "V90001": (3.0, 100.0)},
        {"Colne": (300.0, 600.0), "V90003": (296.0, 500.0)},
        {"Stour": (200.0, 500.0), "GP Together": (204.0, 700.0)},  # across each other
    ],
)
def test_groups_that_reveal_a_small_count_are_suppressed(counts: Mapping[str, Sequence[float]]) -> None:
    shown = shown_counts(counts)
    names = {group["name"] for group in GROUPS}
    assert {name: value for name, value in shown.items() if name in names} == {
        name: None for name in counts if name in names
    }


def test_memberships_of_a_restricted_practice_are_not_shown() -> None:
    practices: list[dict[str, Any]] = [{**row, "marking": "Public"} for row in ROWS["tblPractices"]]
    practices[0] |= HIDDEN
    intake = read_tracker(group_tracker(tblPractices=practices))
    shown = results_for_edition(intake, find_all(intake), Edition.PUBLIC).permitted.intake.tracker.memberships
    assert {row.member for row in intake.tracker.memberships} - {row.member for row in shown} == {"V90001"}


def test_figures_of_groups_are_of_their_own_level() -> None:
    found = [figure for figure in figures(published(read_tracker(group_tracker()))) if figure.level is Level.GROUP]
    assert {figure.organisation for figure in found} == {row["name"] for row in GROUPS} - {"Old Blackwater"}
