"""Each code that the measures of indicators and actions give has a sentence."""

from datetime import date
from enum import StrEnum

import pytest

from pc_workbook.measures.actions.reason_codes import Flag, ReturnState, StateReason
from pc_workbook.measures.indicators.reason_codes import Line, Note, Why
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import (
    Change,
    ChangeKind,
    Distance,
    Gap,
    GapTo,
    RagResult,
    Reference,
)
from pc_workbook.model.indicator import Indicator, IndicatorKind, Rag
from pc_workbook.model.period import Period
from pc_workbook.model.question import Blocker
from pc_workbook.wording import actions, indicators, rag
from pc_workbook.wording.sentences import label

TABLES = [
    (Why, rag.SENTENCES), (Note, indicators.NOTES), (Line, indicators.LINES),
    (StateReason, actions.STATES), (Flag, actions.FLAGS), (ReturnState, actions.RETURNS),
]  # fmt: skip
PERCENTAGE = IndicatorKind.PERCENTAGE


@pytest.mark.parametrize(("codes", "sentences"), TABLES)
def test_each_code_has_a_sentence_and_no_sentence_is_without_a_code(
    codes: type[StrEnum], sentences: dict[StrEnum, object]
) -> None:
    assert set(sentences) == set(codes)


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        (Reference(GapTo.TRAJECTORY, 81, 2017, is_this_year=True), "this year's trajectory"),
        (Reference(GapTo.TRAJECTORY, 81, 2016), "the 2016 trajectory"),
        (Reference(GapTo.TARGET, 85, 2021), "the 2021 target"),
        (Reference(GapTo.TARGET, 85), "the target"),
        (Reference(GapTo.STANDARD, 95), "the national standard"),
        (Reference(GapTo.COMPARATOR, 85), "the comparator"),
        (Reference(GapTo.COMPARATOR, 85, name="England", period=Period.parse("2015")), "England, 2015"),
    ],
)
def test_a_reference_is_named_by_its_year_or_organisation(reference: Reference, words: str) -> None:
    assert rag.reference_words(reference) == words


def test_a_rag_names_its_rule_and_what_it_was_overridden_from() -> None:
    distance = Distance(80, Reference(GapTo.TRAJECTORY, 81, 2017, is_this_year=True), PERCENTAGE)
    within = reason(Why.WITHIN_TOLERANCE, tolerance=1.0, kind=PERCENTAGE)
    decided = RagResult(Rag.AMBER, (reason(Why.DISTANCE, distance=distance), within))
    assert rag.rag_words(decided) == (
        "Amber – 1 point below this year's trajectory (81%); within the tolerance of 1 point"
    )
    ruling = reason(Why.RULING, reason="survey moved", by="Chair", on=date(2017, 11, 1))
    assert rag.rag_words(RagResult(Rag.GREEN, (ruling,), Rag.AMBER)) == (
        "Green – survey moved (Chair, 1 November 2017) (overridden from Amber)"
    )
    assert rag.rag_words(RagResult(Rag.NOT_RATED)) == "Not rated"


def test_a_gap_that_is_not_judged_can_be_worded_without_that() -> None:
    distance = Distance(80, Reference(GapTo.TARGET, 85, 2021), PERCENTAGE)
    blocked = reason(Why.NOT_JUDGED, cause=(Blocker("P01", "Indicators!C8"),))
    gap = Gap(GapTo.TARGET, 85, -5, (reason(Why.DISTANCE, distance=distance), blocked))
    assert (
        indicators.gap_words(gap) == "5 points below the 2021 target (85%); not judged: title and definition disagree"
    )
    assert indicators.gap_words_without_blocks(gap) == "5 points below the 2021 target (85%)"


def test_a_change_is_worded_with_and_without_its_date() -> None:
    indicator = Indicator(number=5, title="Good experience", kind=PERCENTAGE)
    change = Change(ChangeKind.IMPROVED, date(2017, 3, 15), 80.0, 81.0)
    assert indicators.change_words(indicator, change) == "improved since 15 March 2017 (from 80% to 81%)"
    assert indicators.undated_change_words(indicator, change) == "improved (from 80% to 81%)"
    assert indicators.change_words(indicator, None) == ""
    unlike = reason(Why.UNLIKE_PERIODS, first=Period.parse("Q1 2017/18"), second=Period.parse("2016/17"))
    not_compared = Change(ChangeKind.NOT_COMPARED, date(2017, 3, 15), 80.0, 81.0, unlike)
    assert indicators.undated_change_words(indicator, not_compared) == (
        "not compared: Q1 2017/18 is a quarter, 2016/17 is a financial year"
    )


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        (reason(Flag.COPIED, actions=("C", "E", "J")), "same wording as actions C, E and J"),
        (reason(Flag.SLIPPED, times=2, first=date(2016, 12, 31)), "slipped twice, first date 31 December 2016"),
        (reason(Flag.MILESTONES_PASSED, count=2), "2 milestones past their due date"),
        (reason(Flag.UNREAD, field="links"), "its list of linked indicators can't be read"),
    ],
)
def test_a_flag_says_what_to_look_at(flag: Reason, words: str) -> None:
    assert actions.flag_words(flag) == words


def test_a_label_has_a_capital_and_no_full_stop() -> None:
    assert label("no value.") == "No value"
