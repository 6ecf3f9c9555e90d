"""The grammar of action references: any text in it is read in one form, any other is refused with the cell quoted."""

import os
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pc_workbook.model.reference import LONGEST, ActionReference, parse_reference, same_reference
from pc_workbook.tracker.parsing.action_references import reference
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable
from pc_workbook.wording.cell_errors import quoted_cell
from tests.support.messages import needs_of

many = settings(max_examples=20_000 if os.environ.get("PC_WORKBOOK_FULL") else 400, deadline=None, derandomize=True)
MODEL: TypeAdapter[str] = TypeAdapter(ActionReference)
numbers = st.integers(0, 99).map(str)
letters = st.text("ABCDEFGHJK", min_size=1, max_size=3).filter(lambda one: one not in ("NA", "ND", "ALL"))
parts = st.one_of(
    numbers, letters, st.builds("{}{}".format, letters, numbers), st.builds("{}{}".format, numbers, letters)
)
plain = st.lists(parts, min_size=1, max_size=4).flatmap(
    lambda some: st.lists(st.sampled_from(".-/"), min_size=len(some) - 1, max_size=len(some) - 1).map(
        lambda signs: "".join(a + b for a, b in zip(some, [*signs, ""], strict=True))
    )
)
references = plain.filter(lambda one: len(one) <= LONGEST and one not in ("N/A",))


@st.composite
def spelt(draw: st.DrawFn) -> tuple[str, str]:
    """A reference, and the same as somebody types it."""
    one = draw(references)
    label = draw(st.sampled_from(["", "", "Action ", "action no. ", "ACTION: ", "Action #"]))
    around = draw(st.sampled_from(["{}", " {} ", "{}.", "{})", "({})", "{}\u00a0", "{}:"]))
    return one, f"{label}{around.format(draw(st.sampled_from([one, one.lower(), one.replace('-', ' – ')])))}"


@many
@given(spelt())
def test_a_reference_is_read_in_one_form_however_it_is_typed(pair: tuple[str, str]) -> None:
    one, typed = pair
    assert parse_reference(typed) == one
    assert reference(typed, CellContext(actions=frozenset({one}))) == one
    assert same_reference(typed) == same_reference(one)


@many
@given(references, references)
def test_two_references_are_the_same_only_where_signs_between_letters_tell_them_apart(one: str, other: str) -> None:
    def without_signs(words: str) -> str:
        return re.sub(r"(?<![0-9])[.\-/]|[.\-/](?![0-9])", "", re.sub(r"[\-/]", ".", words))

    assert (same_reference(one) == same_reference(other)) == (without_signs(one) == without_signs(other))


@many
@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(st.one_of(references, st.sampled_from([",", " and ", " ", "Total", "=", "–"])), max_size=5).map(
            "".join
        ),
    )
)
def test_any_text_is_a_reference_of_the_model_or_is_refused(typed: str) -> None:
    found: Any = parse_reference(typed)
    if found is not None:
        assert MODEL.validate_python(found) == found
        assert parse_reference(found) == found
        return
    try:
        read = reference(typed, CellContext())
    except Unreadable as no:
        refused = no
    else:
        raise AssertionError(read)
    assert quoted_cell(typed) in needs_of(refused)
