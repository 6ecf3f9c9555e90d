"""What moved between two editions, in words: each kind provoked by one change of the tracker."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pc_workbook.app import check, measure
from pc_workbook.cli import main
from pc_workbook.compare.changes import Side
from pc_workbook.compare.editions import compare
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.edition import measure_edition
from pc_workbook.model.action import Delivery, DeliveryKind, ProgressEntry
from pc_workbook.model.cqc import Inspection, Rating
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.compare import ChangeText, comparison_report
from tests.support import SAMPLES

MAY = date(2017, 5, 17)


@pytest.fixture(scope="module")
def before() -> Side:
    checked = check(FileHost(SAMPLES / "thurrock-2017-resolved.xlsx"))
    return Side("march.xlsx", checked.intake.tracker, measure(checked))


def changed(rows: Any, which: Callable[[Any], bool], **fields: Any) -> tuple[Any, ...]:
    return tuple(row.model_copy(update=fields) if which(row) else row for row in rows)


def moved(before: Side, as_at: date | None = None, **lists: Any) -> list[ChangeText]:
    tracker: Tracker = before.tracker._replace(**lists)
    if as_at:
        tracker = tracker._replace(settings=tracker.settings.model_copy(update={"as_at": as_at}))
    return list(comparison_report(compare(before, Side("may.xlsx", tracker, measure_edition(tracker, {})))).moved)


def words(moves: list[ChangeText], kind: str) -> list[str]:
    return [move.words for move in moves if move.kind == kind]


def test_nothing_moves_between_a_tracker_and_itself(before: Side) -> None:
    assert comparison_report(compare(before, before)).moved == ()


def test_a_value_of_a_later_period_is_reported_by_its_direction(before: Side) -> None:
    newest = next(row for row in before.tracker.observations if row.indicator == 5 and row.organisation == "Thurrock")
    later = newest.model_copy(update={"value": 83.5, "period": newest.period.parse("April 2017")})
    moves = moved(before, MAY, observations=(*before.tracker.observations, later))
    assert words(moves, "improved") == [
        "Indicator 5, Patients with a good experience of GP services: improved from 79% to 83.5% (January 2017 to April 2017)"
    ]
    [rag] = [told for told in words(moves, "RAG changed") if told.startswith("Indicator 5")]
    assert "RAG from Red to Green – " in rag


def test_a_value_of_the_same_period_is_revised_and_not_improved(before: Side) -> None:
    observations = changed(before.tracker.observations, lambda row: row.indicator == 6, value=92.4)
    moves = moved(before, observations=observations)
    assert words(moves, "improved") == []
    assert words(moves, "revised") == [
        "Indicator 6, A&E attendances that last four hours or less: revised from 92.3% to 92.4% (February 2017)",
        "Indicator 6, RDD, February 2017: was 92.3, is now 92.4 (Revised)",
    ]


def test_a_changed_definition_makes_better_and_worse_untellable(before: Side) -> None:
    lists = {
        "observations": changed(before.tracker.observations, lambda row: row.indicator == 6, value=95.0),
        "indicators": changed(before.tracker.indicators, lambda row: row.number == 6, definition="Under four hours"),
    }
    moves = moved(before, **lists)
    assert words(moves, "improved") == []
    assert any("neither is called better or worse" in told for told in words(moves, "moved"))
    assert any(
        told.startswith("Indicator 6, Definition: ") and told.endswith("is now “Under four hours”")
        for told in words(moves, "changed")
    )


def test_the_same_value_under_another_definition_did_not_move(before: Side) -> None:
    indicators = changed(before.tracker.indicators, lambda row: row.number == 6, definition="Under four hours")
    [told] = words(moved(before, indicators=indicators), "redefined")
    assert "redefined at 92.3% (February 2017); what is counted was changed" in told


def test_a_small_revision_is_reported_with_the_decimals_that_show_it(before: Side) -> None:
    """Ten more patients among 180,000 leave 0.22 nurses as they were, to two decimals."""
    first = before.tracker.practices[0]
    heavier = first.model_copy(update={"weighted_patients": (first.weighted_patients or 0) + 10})
    told = words(moved(before, practices=(heavier, *before.tracker.practices[1:])), "revised")
    assert told
    assert all(len(set(one.split(" revised from ")[1].split(" (")[0].split(" to "))) == 2 for one in told)


def test_practices_open_close_move_and_are_rated_anew(before: Side) -> None:
    first, second, third = before.tracker.practices[:3]
    new = first.model_copy(update={"code": "V00099", "name": "New Practice", "opened": date(2017, 4, 1)})
    closed = second.model_copy(update={"closed": date(2017, 4, 30), "merged_into": first.code})
    renamed = third.model_copy(update={"name": "Renamed Practice", "locality": "Elsewhere"})
    moves = moved(before, MAY, practices=(first, closed, renamed, *before.tracker.practices[3:], new))
    assert words(moves, "opened") == ["V00099 New Practice: opened on 1 April 2017"]
    assert words(moves, "closed") == [f"{second.code} {second.name}: closed on 30 April 2017, merged into {first.code}"]
    assert words(moves, "renamed") == [f"{third.code} Renamed Practice: called {third.name} before"]
    assert words(moves, "moved")[-1].startswith(f"{third.code} Renamed Practice: in Elsewhere, was in ")


def test_a_new_rating_is_reported_in_steps(before: Side) -> None:
    good = next(place for place in before.results.practices if place.rating is Rating.GOOD)
    worse = Inspection(organisation=good.organisation, published_on=date(2017, 5, 2), overall=Rating.INADEQUATE,
                       special_measures_from=date(2017, 5, 2))  # fmt: skip
    moves = moved(before, MAY, inspections=(*before.tracker.inspections, worse))
    assert words(moves, "re-rated") == [
        f"{good.organisation} {good.name}: rated Inadequate (2 May 2017), down two steps from Good"
    ]
    assert words(moves, "special measures") == [f"{good.organisation} {good.name}: entered special measures"]


def test_actions_are_completed_slip_get_leads_and_reports(before: Side) -> None:
    later = Delivery(words="31 August 2017", kinds=(DeliveryKind.DATE,), last_day=date(2017, 8, 31))
    actions: Any = changed(
        before.tracker.actions, lambda row: row.letter == "C", delivery=later, lead="Head of Primary Care"
    )
    actions = changed(actions, lambda row: row.letter == "A", completed_on=date(2017, 5, 1))
    entry = ProgressEntry(entered_on=date(2017, 5, 3), action="C", text="Done in half.")
    moves = moved(before, MAY, actions=actions[:-1], history=(*before.tracker.history, entry))
    [slipped] = words(moves, "slipped")
    assert slipped == "Action C: slipped by 243 days: delivery was December 2016, is now 31 August 2017"
    [completed] = words(moves, "completed")
    assert completed.startswith("Action A: ")
    assert words(moves, "lead") == ["Action C: lead was nothing, is now Head of Primary Care"]
    assert words(moves, "gone") == [f"Action {before.tracker.actions[-1].letter}: no longer listed"]
    assert words(moves, "reported") == ["Action C: 1 report on progress added"]


def test_an_action_that_became_overdue_says_since_when(before: Side) -> None:
    due = Delivery(words="30 April 2017", kinds=(DeliveryKind.DATE,), last_day=date(2017, 4, 30))
    earlier = before.tracker._replace(
        actions=changed(before.tracker.actions, lambda row: row.letter == "D", delivery=due)
    )
    side = Side("march.xlsx", earlier, measure_edition(earlier, {}))
    [overdue] = words(moved(side, MAY), "overdue")
    assert overdue.startswith("Action D: ")
    assert "Overdue since 30 April 2017" in overdue


def test_targets_trajectories_and_settings_are_compared_cell_by_cell(before: Side) -> None:
    lists = {
        "indicators": changed(before.tracker.indicators, lambda row: row.number == 5, target=88.0),
        "trajectory": changed(
            before.tracker.trajectory, lambda row: (row.indicator, row.year) == (5, 2018), value=83.0
        ),
        "settings": before.tracker.settings.model_copy(update={"due_within_days": 62}),
    }
    assert words(moved(before, **lists), "changed") == [
        "Indicator 5, Target: was 85, is now 88",
        "Indicator 5, trajectory for 2018: was 82, is now 83",
        "Due soon means within (days): was 31, is now 62",
    ]


def test_the_command_names_both_editions_and_refuses_what_is_no_tracker(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = SAMPLES / "thurrock-2017.xlsx", SAMPLES / "thurrock-2017-resolved.xlsx"
    assert main(["compare", str(old), str(new)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("From the issue of 15 March 2017 (thurrock-2017.xlsx) to ")
    assert "  Indicator 6, Boundary: was nothing, is now Up to and including the limit.\n" in told
    assert main(["compare", str(old), str(new), "--json"]) == 0
    assert {"section", "about", "kind", "words"} == set(json.loads(capsys.readouterr().out)["changes"][0])
    empty = tmp_path / "empty.xlsx"
    shutil.copyfile(SAMPLES.parent / "templates" / "tracker.xlsx", empty)
    assert main(["compare", str(empty), str(new)]) == 3
    assert "has no practices, indicators or actions" in capsys.readouterr().err


def test_two_editions_in_the_wrong_order_are_compared_with_a_note(before: Side) -> None:
    later = before.tracker._replace(settings=before.tracker.settings.model_copy(update={"as_at": MAY}))
    [remark] = comparison_report(compare(Side("may.xlsx", later, measure_edition(later, {})), before)).remarks
    assert "swap them" in remark
