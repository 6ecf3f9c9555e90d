"""Each code of a comparison and of a return has its sentence, and no sentence is without a code."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import pytest

from pc_workbook.compare.changes import ComparedEdition, RemarkCode, RowFact, Section
from pc_workbook.compare.editions import Comparison
from pc_workbook.compare.figures import COMPARED_MEASURES
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.model.action import Delivery, DeliveryKind
from pc_workbook.model.cqc import Rating
from pc_workbook.model.return_codes import ChoiceResult, ConflictReason, ReturnFact
from pc_workbook.returns.return_findings import return_finding
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.personal.personal_data import PersonalKind
from pc_workbook.wording import compare, returns
from pc_workbook.wording.findings import detail_text, message
from pc_workbook.wording.returns import return_fact_words

TABLES = [
    (Section, compare.SECTION_HEADINGS), (RemarkCode, compare.REMARKS), (RowFact, compare.ROW_FACTS),
    (ConflictReason, returns.CONFLICT_REASONS), (ChoiceResult, returns.CHOICE_RESULTS), (ReturnFact, returns.RETURN_FACTS),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "sentences"), TABLES)
def test_each_code_has_a_sentence(codes: type[StrEnum], sentences: Mapping[str, object]) -> None:
    assert set(sentences) == set(codes)


def test_each_compared_measure_has_a_name() -> None:
    assert compare.MEASURE_NAMES.keys() == COMPARED_MEASURES.keys()


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (reason(RowFact.OPENED, on=date(2017, 4, 1)), "opened on 1 April 2017"),
        (reason(RowFact.CLOSED, on=None, into=None), "no longer open"),
        (reason(RowFact.CLOSED, on=date(2017, 4, 30), into="F81010"), "closed on 30 April 2017, merged into F81010"),
        (reason(RowFact.OTHER_LOCALITY, then="North", now=None), "in no locality, was in North"),
        (reason(RowFact.RATED, then=None, now=Rating.GOOD, on=None), "rated Good, was nothing"),
        (
            reason(RowFact.RATED, then=Rating.GOOD, now=Rating.INADEQUATE, on=date(2017, 5, 2)),
            "rated Inadequate (2 May 2017), down two steps from Good",
        ),
        (reason(RowFact.PROGRESS_REPORTED, count=2), "2 reports on progress added"),
        (reason(RowFact.CELL, heading="Target", then=85.0, now=None), "Target: was 85, is now nothing"),
        (reason(RowFact.CELL, heading="Title", then=None, now="Care."), "Title: was nothing, is now “Care.”"),
        (reason(RowFact.TRAJECTORY, year=2018, then=82.0, now=83.5), "trajectory for 2018: was 82, is now 83.5"),
    ],
)
def test_a_changed_row_in_words(fact: Reason, words: str) -> None:
    assert compare.row_fact_words(fact) == words


@pytest.mark.parametrize(
    ("days", "start"), [(1, "slipped by 1 day: "), (-31, "brought forward by 31 days: "), (0, "delivery was ")]
)
def test_a_changed_delivery_date_counts_its_days(days: int, start: str) -> None:
    then = Delivery(words="March 2017", kinds=(DeliveryKind.MONTH,), last_day=date(2017, 3, 31))
    words = compare.row_fact_words(reason(RowFact.DELIVERY, then=then, now=None, days_later=days))
    assert words.startswith(start)
    assert words.endswith("delivery was March 2017, is now nothing")


def test_remarks_name_the_areas_and_the_order() -> None:
    remarks = (reason(RemarkCode.FIRST_IS_LATER), reason(RemarkCode.DIFFERENT_AREAS, old="Thurrock", new="Elsewhere"))
    editions = ComparedEdition("a.xlsx", date(2017, 5, 17)), ComparedEdition("b.xlsx", None)
    report = compare.comparison_report(Comparison(*editions, remarks, ()))
    assert list(compare.comparison_lines(report)) == [
        "From the issue of 17 May 2017 (a.xlsx) to b.xlsx, which has no as-at date.",
        "The first tracker is of a later date than the second. If that was not meant, swap them.",
        "The trackers are of different areas: Thurrock and Elsewhere.",
        "Nothing changed.",
    ]


def test_reasons_of_one_conflict_are_said_once_each_in_a_fixed_order() -> None:
    codes = [ConflictReason.LOCKED_CELL, "R07", ConflictReason.FORMULA, "R07"]
    assert returns.conflict_reason_words(codes) == (
        "It is the result of a formula.; Not a date.; The cell is locked: returns do not fill this column."
    )
    assert returns.conflict_outcome([ConflictReason.BOTH_CHANGED]) == "The tracker's cell was changed too."


PLACE: dict[str, object] = {"sheet": "Action progress", "cell": "C6", "key": ("C", "North")}


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (
            reason(ReturnFact.MERGED_BEFORE, on=date(2017, 3, 20)),
            "This return was merged before on 20/03/2017; it was not merged again.",
        ),
        (reason(ReturnFact.MERGED_BEFORE, on=None), "This return was merged before; it was not merged again."),
        (
            reason(ReturnFact.OTHER_EDITION, edition=None, as_at=date(2017, 3, 15)),
            "It was handed out for the issue of no date, and the tracker is as at 15/03/2017. Each cell was still compared.",
        ),
        (
            reason(
                ReturnFact.PERSONAL_DATA_TAKEN, kinds=(PersonalKind.NHS_NUMBER, PersonalKind.DATE_OF_BIRTH), **PLACE
            ),
            "Personal data was received: 'Action progress'!C6 now holds an NHS number and a date of birth, and so do the "
            "rows that record it. Remove it from the tracker.",
        ),
        (
            reason(ReturnFact.PERSONAL_DATA_WAITS, kinds=(PersonalKind.EMAIL,), **(PLACE | {"cell": ""})),
            "Personal data was received: the value returned for a new row of Action progress (C, North) holds an e-mail "
            "address, and is listed on the sheet Conflicts. Take it out there.",
        ),
    ],
)
def test_what_is_said_about_a_return(fact: Reason, words: str) -> None:
    assert return_fact_words(fact) == words


@pytest.mark.parametrize(
    ("code", "values", "words"),
    [
        ("column_suggestion", {"near": ""}, ""),
        ("column_suggestion", {"near": "RAGs"}, " Is it the column headed “RAGs”? It was not read as that."),
        ("entry_handed_out", {"entry": None}, "Nothing"),
        ("entry_handed_out", {"entry": 40.0}, "“40”"),
        ("findings_beyond", {"count": 1234}, "1,234"),
        ("kind_of_finding", {"kind": "T14"}, "comment"),
        ("cells_filled", {"count": 0}, "None"),
        ("cells_below", {"cells": ("L8", "L9"), "more": 3}, "L8, L9 and 3 more"),
        ("cells_below", {"cells": (), "more": 0}, "its heading"),
    ],
)
def test_a_detail_of_a_finding_about_a_return(code: str, values: dict[str, object], words: str) -> None:
    assert detail_text(detail(code, **values)) == words


def test_a_finding_about_a_return_is_filled_with_its_details() -> None:
    count, kind = detail("findings_beyond", count=2), detail("kind_of_finding", kind="T14")
    found = return_finding("T41", "Action progress", "C120", None, count=count, listed=100, what=kind)
    assert message(found).text == (
        "2 more of the same: comment. Look at this sheet of the return: the first 100 are listed one by one."
    )


def test_a_hand_out_says_what_was_left_out() -> None:
    assert returns.hand_out_lines("", "9B938F50", kept_in=1, naming=0, without_action=2) == [
        "For a manager the tracker does not name. Return 9B938F50.",
        "Left out: 1 row marked Exempt or Internal, or of an action or practice marked so.",
        "Left out: 2 rows whose action is not on the Actions sheet.",
    ]


def test_a_hand_out_names_the_cells_that_repeat_a_restricted_text() -> None:
    lines = returns.hand_out_lines("A role", "9B938F50", 2, 0, 0, quoting=("Actions!C8", "Milestones!G6"))
    assert lines[-1].startswith("Of these, for repeating an Exempt or Internal text: Actions!C8 and Milestones!G6.")


def test_counts_of_a_merge_agree_with_their_nouns() -> None:
    words = returns.merge_counts(returns=1, updates=9, conflicts=0, choices=1, history=2, agreed=1, known=0)
    assert words == (
        "1 return read; 9 cells merged; 0 conflicts listed; 1 choice applied; 2 updates added to Progress history; "
        "1 cell already the same in the tracker."
    )
