"""Parse the cell that names an action: a reference as the plan has it, or why it is not one.

Excel turns some references into numbers and dates. What it made of them is recognised, and refused where two actions could
be meant.
"""

import re
from datetime import date, time, timedelta

from pc_workbook.model.reference import parse_reference, same_reference
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable

MOST_IN_A_RANGE = 20
_RANGE = r"(.+?) ?(?:-|–|—|\bto\b) ?(.+)"
_SEVERAL = r" ?(?:[,;&+\n]|\band\b) ?"


def reference(raw: object, context: CellContext) -> str:
    """Return an action's reference, in capitals: C, 12, 1.1 or 4D-1.

    In a list that refers to actions, `context.actions` has the references that the plan has: one that is typed a little
    differently is read as the plan's, with a note; one that could be two of them is refused.
    """
    if isinstance(raw, bool | date | time | timedelta):
        raise Unreadable("R16", needs=_made_by_excel(raw))
    if isinstance(raw, float | int):
        return _of_number(float(raw), context)
    words = str(raw)
    found = parse_reference(words)
    if found is None:
        raise Unreadable("R16", needs=_reference_error(words, context))
    if found not in context.actions and (parts := re.fullmatch(_RANGE, words.strip(), re.IGNORECASE)):
        _refuse_range(words, parts[1], parts[2], context)
    return _as_in_the_plan(found, words, context)


def _of_number(raw: float, context: CellContext) -> str:
    shown = f"{raw:.15g}"
    if raw < 0 and raw.is_integer():
        raise Unreadable("R16", needs=detail("reference_in_brackets", number=raw, typed=shown[1:]))
    found = parse_reference(shown)
    if found is None or "E" in found:
        raise Unreadable("R16", needs=detail("not_a_reference", cell=raw))
    longer = sorted(reference for reference in context.actions if _is_with_zeros(reference, found))
    if longer:
        raise Unreadable("R69", needs=detail("reference_lost_its_zero", number=found, actions=tuple(longer)))
    return _as_in_the_plan(found, shown, context)


def _is_with_zeros(reference: str, number: str) -> bool:
    """Return whether Excel makes a number of a reference: 1.1 of 1.10, and 1 of 1.0.

    >>> _is_with_zeros("1.10", "1.1"), _is_with_zeros("1.0", "1"), _is_with_zeros("11", "1.1")
    (True, True, False)
    """
    return (
        reference != number
        and "." in reference
        and bool(re.fullmatch(r"\d+\.\d+", reference))
        and reference.rstrip("0").rstrip(".") == number
    )


def _as_in_the_plan(found: str, words: str, context: CellContext) -> str:
    """Return a reference in the spelling of the plan, where the plan has it once in another."""
    if found not in context.actions and context.actions:
        alike = [reference for reference in context.actions if same_reference(reference) == same_reference(found)]
        found = alike[0] if len(alike) == 1 else found
    if found.casefold() != words.strip().casefold():
        context.note("R18", meant=detail("read_as_action", action=found))
    return found


def _refuse_range(words: str, first: str, last: str, context: CellContext) -> None:
    ends = [parse_reference(end) for end in (first, last)]
    if all(end in context.actions for end in ends):
        raise Unreadable("R16", needs=detail("range_of_actions", cell=words, first=ends[0], last=ends[1]))


def _reference_error(words: str, context: CellContext) -> Detail:
    """Return why a text is not one reference. Raises Unreadable for a range of actions."""
    parts = [part for part in re.split(_SEVERAL, words.strip(), flags=re.IGNORECASE) if part]
    if len(parts) > 1 and all(parse_reference(part) for part in parts):
        return detail("several_references", cell=words, count=len(parts))
    if match := re.fullmatch(_RANGE, words.strip(), re.IGNORECASE):
        _refuse_range(words, match[1], match[2], context)
    return detail("not_a_reference", cell=words)


def _made_by_excel(raw: bool | date | time | timedelta) -> Detail:
    """Return what Excel made of a reference that was typed."""
    if isinstance(raw, bool):
        return detail("not_a_reference", cell=raw)
    return detail("date_for_reference" if isinstance(raw, date) else "time_for_reference", cell=raw)


def numbers_error(raw: object) -> Detail:
    """Return why a cell is not a list of whole numbers, such as an action's indicators.

    >>> numbers_error("1-3").values["numbers"], numbers_error("1 and two").code
    ((1, 2, 3), 'more_than_numbers')
    """
    if isinstance(raw, date):
        return detail("date_for_numbers", cell=raw)
    if match := re.fullmatch(r" *(\d{1,3}) ?(?:-|–|—|to) ?(\d{1,3}) *", str(raw)):
        first, last = int(match[1]), int(match[2])
        if first < last <= first + MOST_IN_A_RANGE:
            return detail("range_for_numbers", cell=raw, numbers=tuple(range(first, last + 1)))
    return detail("more_than_numbers", cell=raw)
