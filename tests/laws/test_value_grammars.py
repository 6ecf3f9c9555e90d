"""The grammars of value cells: any text in one is read to its value, any other is an error that quotes the cell.

What is right is decided by tests/support/typed_values.py, which shares no code with the program.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.scale import SHARE, Scale, scale_of
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable
from pc_workbook.tracker.parsing.number_cells import number, percent
from pc_workbook.tracker.parsing.value_cells import measured
from pc_workbook.wording.cell_errors import quoted_cell
from tests.support.messages import needs_of
from tests.support.typed_values import TYPED, is_mark, meaning, number_of, share_of, usual_form, without_period

EXAMPLES = 20_000 if os.environ.get("PC_WORKBOOK_FULL") else 600
RATE = scale_of(IndicatorKind.RATE, decimals=2)
filled = TYPED.filter(lambda text: text.strip())
many = settings(max_examples=EXAMPLES, deadline=None, derandomize=True)


def outcome(read: Callable[[str, CellContext], Any], text: str, context: CellContext) -> tuple[Any, Unreadable | None]:
    """What a cell is read as, or why it is refused."""
    try:
        return read(text, context), None
    except Unreadable as refused:
        return None, refused


def quotes_it(refused: Unreadable, text: str) -> bool:
    """Whether a refusal is of a known kind, and has the cell in its sentence wherever it has one of its own."""
    needs = needs_of(refused)
    is_known = refused.code in ("R06", "R16", "R17", "R50")  # R50: what programs write for a number that is none
    return is_known and (refused.code != "R06" or not needs or quoted_cell(text) in needs)


def check_reading(expected: float | None, found: float | None, refused: Unreadable | None, text: str) -> None:
    """A mark is read as nothing, a value as itself, and anything else is refused."""
    if is_mark(text):
        assert (found, refused) == (None, None)
    elif expected is None:
        assert refused is not None
        assert quotes_it(refused, text)
    else:
        assert refused is None
        assert found == pytest.approx(expected, abs=1e-9)


@many
@given(filled)
def test_a_number_cell_is_read_whole_or_refused(text: str) -> None:
    check_reading(number_of(usual_form(text)), *outcome(number, text, CellContext()), text)


@many
@given(filled)
def test_a_percentage_cell_is_read_whole_or_refused(text: str) -> None:
    check_reading(share_of(usual_form(text)), *outcome(percent, text, CellContext()), text)


@many
@given(filled)
@pytest.mark.parametrize("scale", [SHARE, RATE], ids=["share", "rate"])
def test_a_value_with_its_period_is_read_whole_or_refused(scale: Scale, text: str) -> None:
    context = CellContext(scale=scale)
    found, refused = outcome(measured, text, context)
    if any(code == "P19" for code, _ in context.notes):
        return  # a page number or a drafting question beside a value: it is said, and has tests of its own
    before, _ = without_period(usual_form(text))
    if is_mark(before):
        text = before
    check_reading(meaning(text, share=scale is SHARE), found and found.number, refused, text)
