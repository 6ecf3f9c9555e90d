"""The grammars of value cells: any text in one is read to its value, any other is an error that quotes the cell.

What is right is decided by tests/support/typed_values.py, which shares no code with the program.
"""

import os

import pytest
from hypothesis import given, settings

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.scale import SHARE, scale_of
from pc_workbook.tracker.measured import measured
from pc_workbook.tracker.number_cells import number, percent
from pc_workbook.tracker.number_faults import SHOWN, quoted
from pc_workbook.tracker.reading import Desk, Unreadable
from tests.support.typed_values import TYPED, is_mark, meaning, number_of, share_of, usual_form

EXAMPLES = 20_000 if os.environ.get("PC_WORKBOOK_FULL") else 600
RATE = scale_of(IndicatorKind.RATE, decimals=2)
filled = TYPED.filter(lambda text: text.strip())
many = settings(max_examples=EXAMPLES, deadline=None)


def refusal_of(refused: Unreadable, text: str) -> None:
    """A refusal names a kind of error, and quotes the cell wherever it has a sentence of its own."""
    assert refused.code in ("R06", "R16", "R17")
    needs = str(refused.details.get("needs", ""))
    if refused.code == "R06" and needs:
        assert needs.startswith(quoted(text)) or quoted(text)[: SHOWN // 2] in needs


@many
@given(filled)
def test_a_number_cell_is_read_whole_or_refused(text: str) -> None:
    expected = None if is_mark(text) else number_of(usual_form(text))
    try:
        found = number(text, Desk())
    except Unreadable as refused:
        assert not is_mark(text)
        assert expected is None or refused.code != "R06"
        refusal_of(refused, text)
    else:
        assert found == (None if is_mark(text) else pytest.approx(expected, abs=1e-9))


@many
@given(filled)
def test_a_percentage_cell_is_read_whole_or_refused(text: str) -> None:
    expected = None if is_mark(text) else share_of(usual_form(text))
    try:
        found = percent(text, Desk())
    except Unreadable as refused:
        assert not is_mark(text)
        assert expected is None
        refusal_of(refused, text)
    else:
        assert found == (None if is_mark(text) else pytest.approx(expected, abs=1e-9))


@many
@given(filled)
@pytest.mark.parametrize("scale", [SHARE, RATE], ids=["share", "rate"])
def test_a_value_with_its_period_is_read_whole_or_refused(scale: object, text: str) -> None:
    desk = Desk(scale=scale)  # type: ignore[arg-type]
    expected = None if is_mark(text) else meaning(text, share=scale is SHARE)
    try:
        found = measured(text, desk)
    except Unreadable as refused:
        assert not is_mark(text)
        assert expected is None
        refusal_of(refused, text)
        return
    aside = [
        code for code, _ in desk.remarks if code == "P19"
    ]  # a drafting question or a page number, said and left out
    if is_mark(text):
        assert found is None or found.number is None
    elif not aside:
        assert found is not None
        assert found.number == pytest.approx(expected, abs=1e-9)
