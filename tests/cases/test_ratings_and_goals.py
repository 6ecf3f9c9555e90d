"""Ratings and goals as people type them: each is read whole, or is an error that quotes the cell.

The situations are those of ../shared/cases that concern ratings; the tracker is that of tests/support.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pc_workbook.app import check, measure
from pc_workbook.figures.table import figures
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.cqc.share import ALL, AT_LEAST_GOOD, INSPECTED
from pc_workbook.measures.results import Results, find_share
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.views.parts import Paragraph, Table
from pc_workbook.views.workbook.cqc import cqc_sheet
from pc_workbook.views.workbook.practices import practice_table
from pc_workbook.wording.figures import figure_reason
from pc_workbook.wording.findings import current_entry, message
from pc_workbook.wording.rag import rag_words
from tests.support import shared
from tests.support.rating_tracker import AREA, codes, edition, rated, snapshot_of

FIRST = date(2016, 2, 1)


def case(name: str) -> tuple[Results, tuple[Finding, ...]]:
    checked = check(FileHost(Path(shared("cases", name, "input.xlsx"))))
    return measure(checked), checked.findings


def blocks(findings: tuple[Finding, ...]) -> list[str]:
    return [found.code for found in findings if found.severity is Severity.ERROR]


# ---------------------------------------------------------------------------- the cases of the neighbour folder


def test_case_b05_a_goal_that_names_two_ratings_is_judged_by_the_one_to_reach() -> None:
    results, findings = case("b05-rating-goal-that-names-two-ratings")
    assert blocks(findings) == []
    assert [one.rag.rag for one in results.indicators] == [Rag.RED, Rag.RED, Rag.RED, Rag.RED, Rag.GREEN]


def test_case_b17_a_practice_without_a_rating_counts_among_all_practices() -> None:
    results, findings = case("b17-cqc-labels-that-are-no-rating")
    assert blocks(findings) == []
    found = find_share(results.cqc.shares, "good", ALL)
    assert found is not None
    assert (found.numerator, found.denominator, found.percent) == (1, 4, 25.0)


# ---------------------------------------------------------------------------- goals


@pytest.mark.parametrize("goal", ["Not Good", "Good or worse", "No change", "Good by 2020", "from Good to Inadequate", "Godd",
                                  "Good for caring", "Requires improvement or Good", "better than Outstanding", "Good?"])  # fmt: skip
def test_what_is_no_goal_is_an_error_that_quotes_it_and_nothing_is_judged(goal: str) -> None:
    result, findings = rated("Outstanding", goal)
    (found,) = [one for one in findings if one.code == "R64"]
    assert (found.severity, found.where, current_entry(found.entry)) == (Severity.ERROR, "Indicators!S2", goal)
    assert message(found).text.startswith(f"“{goal}” ")
    assert (
        "Type the goal in one of these forms: Good; at least Good; Good or better; Retain Good;" in message(found).text
    )
    assert result.rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize(("goal", "green"), [
    ("Not Inadequate", {"Requires improvement", "Good", "Outstanding"}), ("none at Inadequate", {"Requires improvement", "Good",
    "Outstanding"}), ("RETAIN\u00a0GООD", {"Good", "Outstanding"}), ("“Good”  or better", {"Good", "Outstanding"}),
    ("Outstanding", {"Outstanding"}), ("Good or working towards Good", {"Good", "Outstanding"}),
])  # fmt: skip
def test_a_goal_is_green_for_the_ratings_that_meet_it_and_no_other(goal: str, green: set[str]) -> None:
    found = {rating: rated(rating, goal)[0].rag.rag for rating in map(str, Rating)}
    assert {rating for rating, rag in found.items() if rag is Rag.GREEN} == green
    unrated = {rating for rating, rag in found.items() if rag is Rag.NOT_RATED}
    assert unrated == {str(rating) for rating in list(Rating)[4:]}


def test_a_goal_of_a_year_is_read_as_strictly() -> None:
    indicator = {"number": 1.0, "title": "Overall rating", "kind": "Ordinal", "organisation": "RZZ", "target": "Good"}
    ratings = [{"organisation": "RZZ", "published_on": FIRST, "overall": "Good"}]
    points = [{"indicator": 1.0, "year": 2017.0, "value": "Good or below"}]
    results, findings = edition(ratings=ratings, indicators=[indicator], trajectory=points)
    assert codes(findings, "Trajectory") == [("R64", "Error")]
    assert results.indicators[0].rag.rag is Rag.NOT_RATED


def test_a_mark_for_a_missing_goal_is_one() -> None:
    result, findings = rated("Good", "n/a")
    assert codes(findings, "Indicators") == [("R20", "Note")]
    assert result.rag.rag is Rag.NOT_RATED


# ---------------------------------------------------------------------------- goal and rating of one thing


@pytest.mark.parametrize("goal", ["No practice rated Inadequate", "no practices at Inadequate"])
def test_a_goal_for_practices_is_not_met_by_a_trust(goal: str) -> None:
    result, findings = rated("Good", goal)
    assert codes(findings, "Indicators") == [("R65", "Error")]
    assert result.rag.rag is Rag.NOT_RATED
    practice, findings = rated("Good", goal, organisation="V90001")
    assert codes(findings, "Indicators") == []
    assert practice.rag.rag is Rag.GREEN


def test_such_a_goal_of_a_year_is_not_met_by_a_trust_either() -> None:
    indicator = {"number": 1.0, "title": "Overall rating", "kind": "Ordinal", "organisation": "CHT", "target": "Good"}
    ratings = [{"organisation": "RZZ", "published_on": FIRST, "overall": "Good"}]
    points = [{"indicator": 1.0, "year": 2017.0, "value": "No practice rated Inadequate"}]
    results, findings = edition(ratings=ratings, indicators=[indicator], trajectory=points)
    assert codes(findings, "Trajectory") == [("R65", "Error")]
    assert results.indicators[0].rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize(
    ("title", "is_another"),
    [("CQC rating for Safe", True), ("Well-led rating of the trust", True), ("Rating of practices", True),
     ("Overall CQC rating", False), ("Rating of Caring Hands Trust", False), ("CHT: rating", False),
     ("Overall rating across all domains", False), ("Maternity rating", True), ("Overall rating (maternity apart)", False)],
)  # fmt: skip
def test_an_overall_rating_does_not_stand_for_a_domain_a_service_or_practices(title: str, is_another: bool) -> None:
    indicator = {
        "number": 1.0,
        "title": title,
        "kind": "Ordinal",
        "organisation": "RZZ",
        "target": "Good",
        "target_year": 2017.0,
    }
    ratings = [{"organisation": "RZZ", "published_on": FIRST, "overall": "Good"},
               {"organisation": "RZZ", "service": "Maternity", "published_on": FIRST, "overall": "Inadequate"}]  # fmt: skip
    results, findings = edition(ratings=ratings, indicators=[indicator])
    assert codes(findings, "Indicators") == ([("R65", "Error")] if is_another else [])
    assert results.indicators[0].rag.rag is (Rag.NOT_RATED if is_another else Rag.GREEN)


def test_the_rating_of_a_domain_may_be_typed_where_no_overall_one_would_stand_for_it() -> None:
    indicator = {"number": 1.0, "title": "CQC rating for Safe", "kind": "Ordinal", "organisation": "RZZ", "target": "Good",
                 "target_year": 2017.0, "baseline": "Inadequate (2016)"}  # fmt: skip
    results, findings = edition(indicators=[indicator])
    assert codes(findings, "Indicators") == []
    assert results.indicators[0].rag.rag is Rag.RED


def test_a_service_called_overall_is_no_service() -> None:
    rows = [{"organisation": "V90001", "service": "Overall", "published_on": FIRST, "overall": "Inadequate"}]
    assert edition(ratings=rows)[0].cqc.counts[Rating.INADEQUATE] == 1


# ---------------------------------------------------------------------------- ratings


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Not Inadequate", "says which rating it is not"),
        ("Good or Outstanding", "names two ratings"),
        ("Inadequate/Good", "names two ratings"),
        ("Good overall, Inadequate for safe", "names two ratings"),
        ("Good for caring", "names a domain"),
        ("at least Good", "says more than a rating. Type Good alone"),
        ("Good?", "says more than a rating"),
        ("Good (under appeal)", "says more than a rating"),
    ],
)
def test_what_is_more_than_a_rating_is_an_error_that_quotes_it(typed: str, words: str) -> None:
    result, findings = rated(typed, "Good")
    (found,) = [one for one in findings if one.sheet == "CQC ratings"]
    assert (found.code, found.severity, found.cell) == ("R63", Severity.ERROR, "E2")
    assert f"“{typed}” {words}" in message(found).text
    assert result.rag.rag is Rag.NOT_RATED
    value = {"number": 1.0, "title": "Overall rating", "kind": "Ordinal", "target": "Good", "target_year": 2017.0,
             "baseline": typed, "organisation": AREA}  # fmt: skip
    results, findings = edition(indicators=[value])
    assert codes(findings, "Indicators") == [("R63", "Error")]
    assert results.indicators[0].rag.rag is Rag.NOT_RATED


def test_an_unreadable_domain_is_a_warning_since_no_figure_rests_on_it() -> None:
    rows = [{"organisation": "V90001", "published_on": FIRST, "overall": "Good", "safe": "Good or Outstanding"}]
    results, findings = edition(ratings=rows)
    assert codes(findings, "CQC ratings") == [("R63", "Warning")]
    assert results.cqc.counts[Rating.GOOD] == 1


def test_an_observed_rating_is_read_as_strictly() -> None:
    indicator = {"number": 1.0, "title": "Overall rating", "kind": "Ordinal", "organisation": AREA, "target": "Good",
                 "target_year": 2017.0}  # fmt: skip
    row = {"indicator": 1.0, "organisation": AREA, "period": "Jan 2017", "value": "Not Inadequate"}
    results, findings = edition(indicators=[indicator], observations=[row])
    assert codes(findings, "Observations") == [("R63", "Error")]
    assert results.indicators[0].rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize(
    ("typed", "period", "code"),
    [('Good (maternity rated as "outstanding") (May 2016)', "May 2016", "P12"), ("Good (overall)", None, None),
     ("Overall rating: Good", None, "R11"), ("Good (community services only)", None, "P19"), ("RI (2016)", "2016", "R11")],
)  # fmt: skip
def test_what_may_stand_beside_a_rating_is_told(typed: str, period: str | None, code: str | None) -> None:
    indicator = {"number": 1.0, "title": "Overall rating", "kind": "Ordinal", "organisation": AREA, "baseline": typed}
    results, findings = edition(indicators=[indicator])
    assert results.indicators[0].rating in (Rating.GOOD, Rating.REQUIRES_IMPROVEMENT)
    found = results.indicators[0].period
    assert (found.label if found else None) == period
    assert [one for one, _ in codes(findings, "Indicators")] == ([code] if code else [])


LABELS = ["Inspected but not rated", "No published rating", "No rating", "Not yet inspected", "under appeal", "suspended",
          "Not rated", "Insufficient evidence to rate", "NOT\u00a0RATED", "Rating under appeal", "Unrated"]  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_words_of_cqc_outside_the_scale_are_states(label: str) -> None:
    rows: list[dict[str, Any]] = [
        {"organisation": "V90001", "published_on": FIRST, "overall": "Good"},
        {"organisation": "V90002", "published_on": FIRST, "overall": label},
    ]
    results, findings = edition(ratings=rows)
    assert blocks(findings) == []
    everyone, inspected = (find_share(results.cqc.shares, AT_LEAST_GOOD, basis) for basis in (ALL, INSPECTED))
    assert everyone is not None
    assert inspected is not None
    assert (everyone.percent, inspected.numerator, inspected.denominator) == (25.0, 1, 1)
    assert rated(label, "Good")[0].rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize(
    ("label", "stands"),
    [("suspended", Rating.SUSPENDED), ("No published rating", Rating.NO_PUBLISHED_RATING),
     ("Inspected but not rated", Rating.GOOD), ("Insufficient evidence", Rating.GOOD)],
)  # fmt: skip
def test_a_rating_that_is_no_longer_published_does_not_stand(label: str, stands: Rating) -> None:
    rows = [
        {"organisation": "RZZ", "published_on": FIRST, "overall": "Good"},
        {"organisation": "RZZ", "published_on": date(2017, 1, 9), "overall": label},
    ]
    indicator = {"number": 1.0, "title": "Overall rating", "kind": "Ordinal", "organisation": "RZZ", "target": "Good",
                 "target_year": 2017.0}  # fmt: skip
    result = edition(ratings=rows, indicators=[indicator])[0].indicators[0]
    assert result.rating is stands
    assert result.rag.rag is (Rag.GREEN if stands is Rating.GOOD else Rag.NOT_RATED)


@pytest.mark.parametrize(("period", "newest"), [("Jan 2017", "Inadequate"), ("2016", "Good"), ("2015", "Good")])
def test_the_newest_rating_stands_wherever_it_was_typed(period: str, newest: str) -> None:
    indicator = {"number": 1.0, "title": "Overall rating", "kind": "Ordinal", "organisation": "RZZ", "target": "Good",
                 "target_year": 2017.0}  # fmt: skip
    ratings = [{"organisation": "RZZ", "published_on": FIRST, "overall": "Good"}]
    rows = [{"indicator": 1.0, "organisation": "RZZ", "period": period, "value": "Inadequate"}]
    found = edition(ratings=ratings, indicators=[indicator], observations=rows)[0].indicators[0]
    assert found.rating == newest


# ---------------------------------------------------------------------------- inherited ratings


def test_an_inherited_rating_is_told_wherever_it_stands() -> None:
    rows: list[dict[str, Any]] = [
        {"organisation": "V90001", "published_on": FIRST, "overall": "Good", "inherited": "Yes"},
        {"organisation": "V90002", "published_on": FIRST, "overall": "Good", "inherited": "No"},
        {"organisation": "V90003", "published_on": FIRST, "overall": "Not inspected", "inherited": "Yes"},
    ]
    results, _ = edition(ratings=rows)
    intake = read_tracker(snapshot_of({"tblPractices": [{"code": "V90001", "name": "Fictional practice 01"}]}))
    parts = cqc_sheet(results, intake).parts
    said = " ".join(part.words for part in parts if isinstance(part, Paragraph))
    assert "2 of 4 practices have a rating (1 inherited from an earlier provider); 2 have none." in said
    tables = {part.name: part for part in parts if isinstance(part, Table)}
    tables["practices"] = practice_table(results.practices, intake.tracker.settings)
    for name, practice in (("pc_cqc_latest", 1), ("pc_cqc_history", 1), ("practices", 0)):
        assert tables[name].columns[-1].header == "Inherited rating"
        assert {row[practice]: row[-1] for row in tables[name].rows}["V90001"] == "Yes"
        assert [row[-1] for row in tables[name].rows].count("Yes") == 1
    assert tables["pc_special_measures"].columns[-1].header == "Since"
    reasons = [
        figure_reason(one.reason)
        for one in figures(results)
        if one.measure == "cqc_rating" and one.organisation == "V90001"
    ]
    assert reasons == ["rated on 1 February 2016; inherited from an earlier provider"]
    indicator = {"number": 1.0, "title": "Overall rating", "kind": "Ordinal", "organisation": "V90001", "target": "Good",
                 "target_year": 2017.0}  # fmt: skip
    words = rag_words(edition(ratings=rows, indicators=[indicator])[0].indicators[0].rag)
    assert words == "Green – Met: Good, 1 February 2016 (inherited from an earlier provider) meets “Good”"
