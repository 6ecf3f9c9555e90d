"""The grammar of delivery dates: any text in it is read to its last day or state, any other is asked about and never Overdue.

What is right is decided by tests/support/typed_deliveries.py, which shares no code with the program.
"""

import os
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import ActionResult, ActionState
from pc_workbook.model.action import DATED, Delivery, DeliveryKind
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, delivery
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.wording.actions import state_words
from pc_workbook.wording.cell_errors import quoted_cell
from tests.support.messages import needs_of
from tests.support.typed_deliveries import Typed, deliveries, mixed_texts, refused_texts
from tests.support.value_tracker import with_actions

EXAMPLES = 20_000 if os.environ.get("PC_WORKBOOK_FULL") else 400
many = settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
AS_AT = date(2017, 3, 15)
STATES = {
    "ongoing": DeliveryKind.ONGOING, "repeated": DeliveryKind.REPEATED, "starts": DeliveryKind.STARTS, "done": DeliveryKind.DONE,
    "not-set": DeliveryKind.NOT_SET, "relative": DeliveryKind.RELATIVE,
}  # fmt: skip


def said(found: Delivery) -> str:
    """What a delivery says, in the words of the generator."""
    words = {kind: word for word, kind in STATES.items()} | dict.fromkeys(DATED, "dated")
    return " ".join(words[kind] for kind in found.kinds)


def read(text: str) -> Delivery | None:
    try:
        return delivery(text, CellContext())
    except Unreadable as no:
        refused = no
    assert refused.code == "R07"
    assert quoted_cell(text.strip()) in needs_of(refused)
    return None


@many
@given(deliveries(), st.sampled_from([str, str.upper, str.lower]), st.sampled_from(["", " ", "\u00a0", "."]))
def test_a_text_of_the_grammar_is_read_to_its_last_day_or_state(typed: Typed, spell: type, around: str) -> None:
    found = read(f"{spell(typed.text)}{around}")
    assert found is not None
    assert (said(found), found.last_day) == (typed.says, typed.last)


@many
@given(refused_texts())
def test_a_text_outside_the_grammar_is_refused_with_the_cell_quoted(text: str) -> None:
    assert read(text) is None


@many
@given(mixed_texts())
def test_no_text_gets_a_last_day_while_a_later_one_stands_in_it(mixed: tuple[str, tuple[date, ...]]) -> None:
    """But for a date before which, or a start: the day before it, or none."""
    text, lasts = mixed
    found = read(text)
    if found is not None and found.has_passed(AS_AT):
        latest = max(lasts, default=date.min)
        assert found.last_day is not None
        assert found.last_day >= latest or ("before" in text and found.last_day >= latest - timedelta(days=370))


def judged(texts: Sequence[str]) -> tuple[list[ActionResult], tuple[Finding, ...]]:
    intake = read_tracker(with_actions(texts))
    return list(measure_edition(intake.tracker, {}).actions), find_all(intake)


@settings(max_examples=EXAMPLES // 40, deadline=None, derandomize=True)
@given(st.lists(st.one_of(refused_texts(), mixed_texts().map(lambda one: one[0])), min_size=40, max_size=40))
def test_what_is_not_read_is_asked_about_and_never_overdue(texts: list[str]) -> None:
    results, findings = judged(texts)
    asked = {found.cell for found in findings if found.sheet == "Actions"}
    for n, (text, result) in enumerate(zip(texts, results, strict=True)):
        if read(text) is None:
            assert result.state is ActionState.UNCLEAR
            assert "No delivery date" not in state_words(result.reason)
            assert f"G{n + 2}" in asked


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(st.text(max_size=40))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    if text.strip():
        read(text)
