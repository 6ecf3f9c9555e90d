"""Shares of CQC ratings on both denominators, and comparisons with a target."""

import csv
from datetime import date
from pathlib import Path

import pytest

from pc_workbook.figures.table import figures
from pc_workbook.measures.cqc.ratings import measured_ratings
from pc_workbook.measures.cqc.share import ALL, INSPECTED, cqc_shares, practices_short
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.known_values import known_values
from pc_workbook.measures.results import CqcResult, Share, find_share
from pc_workbook.model.cqc import STATES, Inspection, Rating
from pc_workbook.model.indicator import Denominator, Direction, Indicator, Rag
from pc_workbook.model.practice import Practice
from pc_workbook.model.question import UnreadEntry
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.wording.cqc import rating_change_words, share_words, target_progress_words, target_words
from pc_workbook.wording.figures import figure_reason
from pc_workbook.wording.indicators import notes_words, state_words
from pc_workbook.wording.rag import rag_reason
from pc_workbook.wording.reasons import reason_words

ORACLE = Path(__file__).parents[2].parent / "shared" / "oracles" / "papers" / "cqc_shares.csv"
#: Board paper 1.3: 20 inspected, 10 Good, five Requires improvement, five Inadequate; 33 practices (1.1).
PAPER = {
    Rating.GOOD: 10,
    Rating.REQUIRES_IMPROVEMENT: 5,
    Rating.INADEQUATE: 5,
    Rating.NOT_INSPECTED: 13,
}


def paper_share(name: str, basis: Denominator) -> Share:
    share = find_share(cqc_shares(PAPER), name, basis)
    assert share is not None
    return share


@pytest.mark.parametrize(
    ("name", "basis", "count", "of", "percent", "lower", "upper"),
    [
        ("good", INSPECTED, 10, 20, 50.0, 29.9, 70.1),
        ("good", ALL, 10, 33, 30.3, 17.4, 47.3),
        ("at_least_requires_improvement", INSPECTED, 15, 20, 75.0, 53.1, 88.8),
        ("at_least_requires_improvement", ALL, 15, 33, 45.5, 29.8, 62.0),
        ("requires_improvement_or_below", INSPECTED, 10, 20, 50.0, 29.9, 70.1),
        ("requires_improvement_or_below", ALL, 10, 33, 30.3, 17.4, 47.3),
        ("inadequate", INSPECTED, 5, 20, 25.0, 11.2, 46.9),
        ("inadequate", ALL, 5, 33, 15.2, 6.7, 30.9),
        ("not_inspected", ALL, 13, 33, 39.4, 24.7, 56.3),
        ("outstanding", ALL, 0, 33, 0.0, 0.0, 10.4),
    ],
)
def test_shares_of_the_papers_on_both_denominators(
    name: str, basis: Denominator, count: int, of: int, percent: float, lower: float, upper: float
) -> None:
    share = paper_share(name, basis)
    assert (share.numerator, share.denominator) == (count, of)
    assert (share.percent, share.lower, share.upper) == pytest.approx((percent, lower, upper), abs=0.051)


def test_the_shares_agree_with_the_oracle() -> None:
    if not ORACLE.is_file():
        pytest.skip("the oracle papers/cqc_shares.csv is not beside this checkout")
    names = {
        "Good (overall)": "good",
        "Requires Improvement": "requires_improvement",
        "Inadequate": "inadequate",
        "at least RI (10+5)": "at_least_requires_improvement",
        "RI or below (5+5)": "requires_improvement_or_below",
        "not yet inspected": "not_inspected",
    }
    with ORACLE.open(newline="") as file:
        for row in csv.DictReader(file):
            basis = INSPECTED if row["denominator_basis"] == "inspected" else ALL
            share = paper_share(names[row["group"]], basis)
            expected = [float(row[key]) for key in ("percent", "wilson95_low_pct", "wilson95_high_pct")]
            assert [share.percent, share.lower, share.upper] == pytest.approx(expected, abs=1e-3)


def test_half_good_is_met_on_inspected_practices_and_seven_short_on_all() -> None:
    assert practices_short(10, 20, 50, Direction.HIGHER) == 0
    assert practices_short(10, 33, 50, Direction.HIGHER) == 7
    words = target_words(paper_share("at_least_good", ALL)._replace(short=7), 50, Direction.HIGHER)
    assert words == "10 of all 33 practices (30.3%; 17.4 to 47.3): 7 practices short of 50%"


def test_lower_is_better_counts_the_practices_too_many() -> None:
    assert practices_short(5, 33, 0, Direction.LOWER) == 5
    inadequate = paper_share("inadequate", ALL)._replace(short=5)
    assert target_words(inadequate, 0, Direction.LOWER).endswith("5 practices too many for 0%")


def test_no_practices_give_no_share_rather_than_zero() -> None:
    share = find_share(cqc_shares({}), "good", INSPECTED)
    assert share == Share("good", INSPECTED, 0, 0, None, None, None)
    assert "nothing to compare with 50%" in target_words(share, 50, Direction.HIGHER)


CODES = ("W90001", "W90002", "W90003", "W90004")


def rated(*inspections: dict[str, object], as_at: date | None = date(2017, 3, 15), **closed: date) -> CqcResult:
    tracker = edition(*inspections, as_at=as_at, **closed)
    return measured_ratings(tracker, known_values(tracker, {}))


def edition(*inspections: dict[str, object], as_at: date | None = date(2017, 3, 15), **closed: date) -> Tracker:
    return Tracker(
        settings=Settings(area_name="Thurrock", area_code="07G", as_at=as_at),
        practices=tuple(
            Practice(code=code, name=code, closed=closed.get(code), locality="Grays" if code < "W90003" else None)
            for code in CODES
        ),
        inspections=tuple(Inspection.model_validate(row) for row in inspections),
    )


def test_a_rating_counts_from_its_publication_and_the_newest_one_applies() -> None:
    result = rated(
        {"organisation": "W90001", "overall": "Good", "published_on": date(2015, 5, 1)},
        {"organisation": "W90001", "overall": "Requires improvement", "published_on": date(2017, 2, 1)},
        {
            "organisation": "W90002",
            "overall": "Good",
            "inspected_on": date(2017, 3, 1),
            "published_on": date(2017, 4, 1),
        },
    )
    assert (result.practices, result.inspected) == (4, 1)
    assert result.counts[Rating.REQUIRES_IMPROVEMENT] == 1
    assert result.counts[Rating.NOT_INSPECTED] == 3
    assert [rating_change_words(change) for change in result.changes] == ["down one step from Good (May 2015)"]
    assert [row.overall for row in result.history] == [Rating.REQUIRES_IMPROVEMENT, Rating.GOOD]
    assert dict(result.by_locality)["Grays"][Rating.NOT_INSPECTED] == 1


def test_states_outside_the_scale_are_distinguished_and_never_count_as_inspected() -> None:
    result = rated(
        {"organisation": "W90001", "overall": "Not yet rated", "published_on": date(2016, 5, 1)},
        {"organisation": "W90002", "overall": "Insufficient evidence", "published_on": date(2016, 5, 1)},
        {"organisation": "W90003", "overall": "Not inspected"},
    )
    assert result.inspected == 0
    assert [result.counts[state] for state in STATES] == [2, 1, 1, 0, 0, 0]
    names = {share.name for share in result.shares}
    assert {"not_inspected", "not_yet_rated", "insufficient_evidence"} <= names


def test_a_service_rating_is_not_the_overall_one() -> None:
    result = rated({"organisation": "W90001", "service": "maternity", "overall": "Outstanding"})
    assert result.inspected == 0


def test_closed_practices_are_counted_nowhere_but_in_the_history() -> None:
    result = rated(
        {"organisation": "W90001", "overall": "Good", "published_on": date(2015, 5, 1)}, W90001=date(2016, 1, 1)
    )
    assert (result.practices, result.inspected, len(result.history)) == (3, 0, 1)


def test_special_measures_have_dates_of_entry_and_exit() -> None:
    entered = {"organisation": "W90001", "overall": "Good", "special_measures_from": date(2016, 1, 1)}
    left = {
        "organisation": "W90002",
        "special_measures_from": date(2016, 1, 1),
        "special_measures_to": date(2017, 1, 1),
    }
    later = {"organisation": "W90003", "special_measures_from": date(2017, 4, 1)}
    result = rated(entered, left, later)
    assert [row.organisation for row in result.special_measures] == ["W90001"]
    assert [row.organisation for row in rated(entered, left, later, as_at=None).special_measures] == [
        "W90001",
        "W90003",
    ]


def test_shares_in_words() -> None:
    assert share_words(paper_share("good", INSPECTED)) == "10 of 20 inspected practices (50.0%; 29.9 to 70.1)"
    assert share_words(paper_share("good", ALL)) == "10 of all 33 practices (30.3%; 17.4 to 47.3)"


def test_the_words_of_a_share_agree_with_their_counts() -> None:
    one = {basis: Share("good", basis, 1, 1, 100.0, None, None) for basis in (ALL, INSPECTED)}
    assert [share_words(one[ALL]), share_words(one[INSPECTED])] == ["1 of 1 practice", "1 of 1 inspected practice"]
    met = target_progress_words(one[INSPECTED], practices_short(1, 1, 100, Direction.HIGHER), Direction.HIGHER)
    assert met == "1 of the 1 inspected practice (100%) meets this, so the target level is met"
    none = one[ALL]._replace(numerator=0, percent=0.0)
    short = practices_short(0, 1, 100, Direction.HIGHER)
    assert target_progress_words(none, short, Direction.HIGHER).endswith("1 must: 1 to go")
    too_many = practices_short(1, 20, 0, Direction.LOWER)
    few = target_progress_words(Share("good", ALL, 1, 20, 5.0, None, None), too_many, Direction.LOWER)
    assert few == "1 of all 20 practices (5%) is, 1 too many"


GOOD: dict[str, object] = {"organisation": "W90001", "overall": "Good", "published_on": date(2015, 5, 1)}
OTHER: dict[str, object] = {"organisation": "W90002", "overall": "Inadequate", "published_on": date(2016, 5, 1)}
UNREAD = UnreadEntry("CQC ratings, D6", "Overall")
WORDS = "its Overall can't be read (CQC ratings, D6)"


def test_a_practice_with_an_unreadable_rating_is_in_no_share_and_not_called_not_inspected() -> None:
    tracker = edition(GOOD, OTHER)._replace(unread={"inspections": {"W90001": UNREAD}})
    results = measure_edition(tracker, {})
    cqc = results.cqc
    assert (cqc.practices, cqc.inspected, cqc.unread) == (4, 1, 1)
    assert cqc.counts[Rating.GOOD] == 0
    assert cqc.counts[Rating.NOT_INSPECTED] == 2
    assert {share.denominator for share in cqc.shares} == {1, 3}
    assert sum(dict(cqc.by_locality)["Grays"].values()) == 1
    assert "W90001" not in {practice.code for practice, _ in cqc.latest}
    practice = next(row for row in results.practices if row.organisation == "W90001")
    assert (practice.rating, practice.rated_on, reason_words(practice.rating_reason)) == (None, None, WORDS)
    by_key = {(figure.measure, figure.organisation): figure for figure in figures(results)}
    rating = by_key["cqc_rating", "W90001"]
    assert (rating.value, figure_reason(rating.reason)) == (None, WORDS)
    left_out = "leaves out 1 practice whose rating can't be read"
    assert figure_reason(by_key["cqc_share_good_of_all", "Thurrock"].reason) == left_out
    assert figure_reason(by_key["cqc_share_good_of_all", "Grays"].reason) == left_out


def test_a_declared_share_counts_the_unreadable_ratings_it_leaves_out() -> None:
    four = Indicator.model_validate(
        {"number": 4, "title": "At least Good", "kind": "Percentage", "measure": "cqc_share_at_least_good",
         "cqc_denominator": "All practices"}
    )  # fmt: skip
    tracker = edition(GOOD, OTHER)._replace(unread={"inspections": {"W90002": UNREAD}}, indicators=(four,))
    result = measure_edition(tracker, {}).indicators[0]
    assert (result.current.numerator, result.current.denominator) == (1, 3)
    assert "The value leaves out 1 practice whose rating can't be read" in notes_words(result)


def test_a_provider_with_an_unreadable_rating_is_not_rated_on_an_older_one() -> None:
    eight = Indicator.model_validate(
        {"number": 8, "title": "NELFT", "kind": "Ordinal", "organisation": "RAT", "baseline_rating": "Good",
         "goal": {"rating": "Good", "retain": True, "words": "Retain Good"}}
    )  # fmt: skip
    tracker = edition({**GOOD, "organisation": "RAT"})._replace(
        unread={"inspections": {"RAT": UNREAD}}, indicators=(eight,)
    )
    result = measure_edition(tracker, {}).indicators[0]
    assert (result.rating, state_words(result)) == (None, WORDS)
    assert (result.rag.rag, rag_reason(result.rag)) == (Rag.NOT_RATED, WORDS)


def test_a_rating_without_a_date_counts_only_where_no_dated_one_exists() -> None:
    undated: dict[str, object] = {"organisation": "W90001", "overall": "Outstanding"}
    assert rated(GOOD, undated).counts[Rating.GOOD] == 1
    assert rated(undated, GOOD).counts[Rating.GOOD] == 1
    assert rated(undated).counts[Rating.OUTSTANDING] == 1
    result = rated(GOOD, undated)
    assert [row.overall for row in result.history] == [Rating.GOOD, Rating.OUTSTANDING]
    assert [rating_change_words(change) for change in result.changes] == ["down one step from Outstanding"]
