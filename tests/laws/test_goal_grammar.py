"""Ratings and goals: a text in the grammar is judged right for every rating of the scale, any other is an error that quotes it.

What is right is decided by tests/support/typed_goals.py, which shares no code with the program.
"""

import os
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pc_workbook.measures.indicators.rating_goals import ordinal_state
from pc_workbook.measures.results import OrdinalState
from pc_workbook.model.cqc import SCALE, Inspection, Rating
from pc_workbook.model.indicator import IndicatorKind, Rag
from pc_workbook.model.scale import Scale
from pc_workbook.model.target import OrdinalGoal
from pc_workbook.tracker.parsing.cell_parsers import LEFTOVERS, MISSING, CellContext, Unreadable, choice
from pc_workbook.tracker.parsing.number_text import plain_text
from pc_workbook.tracker.parsing.value_cells import measured, target
from pc_workbook.wording.cell_errors import quoted_cell
from tests.support.messages import needs_of
from tests.support.rating_tracker import rated
from tests.support.typed_goals import RATING_WORDS, goal_meaning, rating_meaning, typed

EXAMPLES = 20_000 if os.environ.get("PC_WORKBOOK_FULL") else 600
many = settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
AS_AT = date(2017, 3, 15)
PLAN = Inspection(organisation="RZZ", overall=Rating.INADEQUATE, improvement_plan="Plan", improvement_plan_date=date(2017, 1, 1),
                  improvement_plan_source="The Board")  # fmt: skip
FORMS = (
    "{}", "at least {}", "{} or better", "{} or above", "retain {}", "Maintain {} overall", "retain at least {}", "not {}",
    "none at {}", "none rated {}", "no practice rated {}", "no provider is rated {}", "better than {}", "above {}",
    "a rating of {}", "{} or to be working towards {}", "from {} to {}", "improve from {} to {}", "move from {} to at least {}",
    "{} or {}", "to be rated {} or better overall", "a minimum of {}",
)  # fmt: skip


def ordinal() -> CellContext:
    return CellContext(scale=Scale(IndicatorKind.ORDINAL), as_at=AS_AT)


def is_mark(text: str) -> bool:
    return plain_text(text).casefold() in MISSING or plain_text(text) in LEFTOVERS


def goal_in(text: str) -> tuple[OrdinalGoal | None, Unreadable | None]:
    try:
        found = target(text, ordinal())
    except Unreadable as refused:
        return None, refused
    return (found.goal if found else None), None


def check_goal(text: str) -> None:
    expected, (goal, refused) = goal_meaning(text), goal_in(text)
    if expected is None:
        assert refused is not None, f"read as {goal}"
        assert refused.code == "R64"
        assert needs_of(refused).startswith(quoted_cell(text))
        assert "at least Good; Good or better; Retain Good" in needs_of(refused)
        return
    assert goal is not None, refused and refused.details
    meets, towards = expected
    for step, rating in enumerate(SCALE):
        without = ordinal_state(rating, goal, None, AS_AT)[0]
        with_plan = ordinal_state(rating, goal, PLAN, AS_AT)[0]
        assert without is (OrdinalState.MET if step in meets else OrdinalState.NOT_MET)
        below = OrdinalState.WORKING_TOWARDS if towards else OrdinalState.NOT_MET
        assert with_plan is (OrdinalState.MET if step in meets else below)


@many
@given(typed())
def test_a_goal_is_judged_right_or_is_an_error_that_quotes_it(text: str) -> None:
    assume(not is_mark(text))
    check_goal(text)


@many
@given(st.sampled_from(FORMS), st.sampled_from(SCALE), st.sampled_from(SCALE))
def test_every_form_with_every_rating_is_judged_right_or_refused(form: str, one: Rating, other: Rating) -> None:
    check_goal(form.format(one, other) if form.count("{}") == 2 else form.format(one))


@many
@given(st.text(max_size=40))
def test_any_other_text_is_no_goal(text: str) -> None:
    assume(text.strip() and not is_mark(text) and goal_meaning(text) is None)
    check_goal(text)


def outcome(read: Callable[[], Any]) -> tuple[Any, Unreadable | None]:
    try:
        return read(), None
    except Unreadable as refused:
        return None, refused


@many
@given(typed(RATING_WORDS, 3))
def test_a_rating_is_read_whole_or_is_an_error(text: str) -> None:
    found, refused = outcome(lambda: choice(text, CellContext(), Rating))
    assert found == rating_meaning(text)
    if refused is not None:
        assert refused.code in ("R09", "R10", "R63")
        assert refused.code != "R63" or needs_of(refused).startswith(quoted_cell(text.strip()))


@many
@given(typed(RATING_WORDS, 3))
def test_a_rating_as_a_value_is_read_whole_or_is_an_error(text: str) -> None:
    """Beside what a column of ratings takes, the cell may say that its rating is the overall one."""
    assume(not is_mark(text))
    found, refused = outcome(lambda: measured(text, ordinal()))
    says_overall = "overall" in text.casefold().replace("о", "o").replace("е", "e")
    if refused is None and says_overall:
        assert found.rating in Rating
    else:
        assert (found and found.rating) == rating_meaning(text)


@settings(max_examples=EXAMPLES // 4, deadline=None, derandomize=True)
@given(typed(RATING_WORDS, 3), typed())
def test_no_text_turns_a_rating_green_without_being_one_that_meets_its_goal(overall: str, goal: str) -> None:
    """The law of a tracker: a cell is understood as it is meant, or its figure is not judged and the cell has a finding."""
    met = rating_meaning(overall) in ("Good", "Outstanding")
    result, findings = rated(overall, "Good")
    assert (result.rag.rag is Rag.GREEN) == met
    assert rating_meaning(overall) or any(one.where == "'CQC ratings'!E2" for one in findings)
    expected = goal_meaning(goal)
    result, findings = rated("Requires improvement", goal)
    told = [one for one in findings if one.where == "Indicators!S2"]
    assert result.rag.rag is not Rag.GREEN or (expected is not None and 1 in expected[0])
    assert (expected is not None or is_mark(goal)) or told
