"""Read the cell that names an action: a reference as the plan gives it, or why it is none.

Excel turns some references into numbers and dates. What it made of them is recognised, and asked about where two actions
could be meant.
"""

import re
from datetime import date, time, timedelta

from pc_workbook.model.reference import ALLOWED, parse_reference, same_reference
from pc_workbook.tracker.findings import told
from pc_workbook.tracker.parsing.cell_parsers import Desk, Unreadable
from pc_workbook.tracker.parsing.number_text import quoted

MOST_IN_A_RANGE = 20
AS_TEXT = "Format the column as Text, then type the reference again"
_RANGE = r"(.+?) ?(?:-|–|—|\bto\b) ?(.+)"
_SEVERAL = r" ?(?:[,;&+\n]|\band\b) ?"


def reference(raw: object, desk: Desk) -> str:
    """An action's reference, in capitals: C, 12, 1.1 or 4D-1.

    In a list that refers to actions, `desk.actions` holds the references that the plan has: one that is typed a little
    differently is read as the plan's, with a remark, and what could be two of them is refused.
    """
    if isinstance(raw, bool | date | time | timedelta):
        raise Unreadable("R16", needs=_made_by_excel(raw))
    if isinstance(raw, float | int):
        return _of_number(float(raw), desk)
    words = str(raw)
    found = parse_reference(words)
    if found is None:
        raise Unreadable("R16", needs=_refusal(words, desk))
    if found not in desk.actions and (parts := re.fullmatch(_RANGE, words.strip(), re.IGNORECASE)):
        _refuse_range(words, parts[1], parts[2], desk)
    return _as_in_the_plan(found, words, desk)


def _of_number(raw: float, desk: Desk) -> str:
    shown = f"{raw:.15g}"
    if raw < 0 and raw.is_integer():
        raise Unreadable("R16", needs=f"The cell holds {shown}, which Excel makes of ({shown[1:]}). Type {shown[1:]}")
    found = parse_reference(shown)
    if found is None or "E" in found:
        raise Unreadable("R16", needs=f"{shown} is no action's reference. Type {ALLOWED}")
    longer = sorted(one for one in desk.actions if _is_with_zeros(one, found))
    if longer:
        raise Unreadable(
            "R69", needs=f"{' or '.join((found, *longer))}: Excel turns {longer[0]} into the number {found}. {AS_TEXT}"
        )
    return _as_in_the_plan(found, shown, desk)


def _is_with_zeros(one: str, number: str) -> bool:
    """Whether Excel makes a number of a reference: 1.1 of 1.10, and 1 of 1.0.

    >>> _is_with_zeros("1.10", "1.1"), _is_with_zeros("1.0", "1"), _is_with_zeros("11", "1.1")
    (True, True, False)
    """
    return (
        one != number and "." in one and bool(re.fullmatch(r"\d+\.\d+", one)) and one.rstrip("0").rstrip(".") == number
    )


def _as_in_the_plan(found: str, words: str, desk: Desk) -> str:
    """A reference in the spelling of the plan, where the plan has it once in another."""
    if found not in desk.actions and desk.actions:
        alike = [one for one in desk.actions if same_reference(one) == same_reference(found)]
        found = alike[0] if len(alike) == 1 else found
    if found.casefold() != words.strip().casefold():
        desk.remark("R18", meant=f"action {found}")
    return found


def _refuse_range(words: str, first: str, last: str, desk: Desk) -> None:
    ends = [parse_reference(one) for one in (first, last)]
    if all(one in desk.actions for one in ends):
        raise Unreadable("R16", needs=f"{quoted(words)} can mean every action from {ends[0]} to {ends[1]}. "
                                      "Type one reference, and copy the row for each of the others")  # fmt: skip


def _refusal(words: str, desk: Desk) -> str:
    parts = [one for one in re.split(_SEVERAL, words.strip(), flags=re.IGNORECASE) if one]
    if len(parts) > 1 and all(parse_reference(one) for one in parts):
        return (
            f"{quoted(words)} names {len(parts)} actions. Type one reference, and copy the row for each of the others"
        )
    if found := re.fullmatch(_RANGE, words.strip(), re.IGNORECASE):
        _refuse_range(words, found[1], found[2], desk)
    return f"{quoted(words)} is no action's reference. Type {ALLOWED}"


def _made_by_excel(raw: bool | date | time | timedelta) -> str:
    if isinstance(raw, bool):
        return f"{told(raw)} is no action's reference. Type {ALLOWED}"
    if isinstance(raw, date):
        day, month = raw.day, raw.month
        return f"The cell holds the date {told(raw)}, which Excel makes of {day}.{month}, {day}-{month} and {day}/{month}. {AS_TEXT}"
    return f"The cell holds the time {told(raw)}, which Excel makes of numbers with a colon between them. {AS_TEXT}"


def numbers_fault(raw: object) -> str:
    """Why a cell is no list of whole numbers, such as an action's indicators.

    >>> numbers_fault("1-3"), numbers_fault("1 and two")
    ('“1-3” is a range. Type each number: 1, 2, 3', '“1 and two” holds more than numbers. Type the numbers alone, such as 1, 2, 5')
    """
    if isinstance(raw, date):
        day, month = raw.day, raw.month
        return (
            f"The cell holds the date {told(raw)}, which Excel makes of {day}/{month} and {day}-{month}. Format the cell as Text, "
            f"then type the numbers again, such as {day}, {month}"
        )
    words = raw if isinstance(raw, str) else told(raw)
    if found := re.fullmatch(r" *(\d{1,3}) ?(?:-|–|—|to) ?(\d{1,3}) *", words):
        first, last = int(found[1]), int(found[2])
        if first < last <= first + MOST_IN_A_RANGE:
            return f"{quoted(words)} is a range. Type each number: {', '.join(map(str, range(first, last + 1)))}"
    return f"{quoted(words)} holds more than numbers. Type the numbers alone, such as 1, 2, 5"
