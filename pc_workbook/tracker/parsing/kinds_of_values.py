"""Parse values of money, of time, answers of Yes or No and words of an area's own scale: the whole cell, or an error.

Imported only for a tracker that has indicators of these kinds.
"""

import re
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Final

from pc_workbook.model.indicator import POUNDS, DurationUnit, IndicatorKind, MoneyUnit
from pc_workbook.model.own_scale import OwnScale, ScaleWord
from pc_workbook.model.target import OrdinalGoal
from pc_workbook.model.unit import noun_of_time, times_as_long
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, finite, refuse_no_number
from pc_workbook.tracker.parsing.number_cells import not_a_number, number_error, number_of_cell
from pc_workbook.tracker.parsing.number_text import NUMBER, parse_number

_MULTIPLE: Final = r"(?: ?(?P<multiple>k|m|mn|bn|b|thousand|million|billion))?"
_MONEY: Final = rf"(?P<minus>-)?(?P<pound>£ ?)?(?P<number>{NUMBER}){_MULTIPLE}"
_SUFFIXES: Final = {
    "k": "k", "thousand": "k", "m": "m", "mn": "m", "million": "m", "b": "bn", "bn": "bn", "billion": "bn"
}  # fmt: skip
_AND: Final = r"(?: ?, ?| ?and | ?)"
_PART: Final = rf"({NUMBER}) ?([a-z]+)"
_CLOCK: Final = r"(\d{1,4}):([0-5]\d)"
_ANSWERS: Final = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


def value_of_kind(raw: object, context: CellContext, cell: str = "") -> float:
    """Return a value of a count, of money, of time or an answer in the indicator's unit. `cell` is the text of the whole cell.

    Raises Unreadable for what is not such a value, whole.
    """
    quoted = cell or raw
    match context.kind:
        case IndicatorKind.YES_NO:
            return answer(raw, context, quoted)
        case IndicatorKind.MONEY:
            found = _money(raw, context, quoted)
        case IndicatorKind.DURATION:
            found = _duration(raw, context, quoted)
        case _:
            found = _plain(raw, context, quoted)
    if context.scale.is_whole and not found.is_integer():
        raise not_a_number(detail("not_a_whole_count", cell=quoted))
    return finite(found)


def answer(raw: object, context: CellContext, cell: object) -> float:
    """Return 1 for Yes and 0 for No.

    >>> answer("yes", CellContext(), "yes"), answer(False, CellContext(), False)
    (1.0, 0.0)
    """
    found = raw if isinstance(raw, bool) else _ANSWERS.get(raw.strip().casefold()) if isinstance(raw, str) else None
    if found is None:
        raise not_a_number(detail("neither_yes_nor_no", cell=cell))
    if isinstance(raw, str) and raw.strip().casefold() not in ("yes", "no"):
        context.note("R11", meant="Yes" if found else "No")
    return float(found)


def _plain(raw: object, context: CellContext, cell: object) -> float:
    """Return a number without a unit. Raises Unreadable where the cell is one shown as a percentage, or anything more."""
    if not isinstance(raw, str):
        value = number_of_cell(raw)
        if context.percent:
            raise not_a_number(detail("percentage_for_value", percent=100 * value))
        return value
    found = parse_number(raw)
    if found is None:
        refuse_no_number(raw)
        raise not_a_number(number_error(str(cell)) or detail("not_of_its_kind", cell=cell, kind=context.kind))
    return found.value


def _money(raw: object, context: CellContext, cell: object) -> float:
    """Return an amount in the indicator's unit: a bare number is in that unit, one with £ or a multiple in pounds."""
    unit = context.scale.unit if isinstance(context.scale.unit, MoneyUnit) else MoneyUnit()
    found = re.fullmatch(_MONEY, raw, re.IGNORECASE) if isinstance(raw, str) else None
    if found is None or (not found["pound"] and not found["multiple"] and not found["minus"]):
        return _plain(raw, context, cell)
    number = parse_number(found["number"])
    if number is None or (found["minus"] and found["number"].startswith("-")):
        raise not_a_number(detail("not_of_its_kind", cell=cell, kind=context.kind))
    value = -number.value if found["minus"] else number.value
    if not found["pound"] and not found["multiple"]:
        return value
    pounds = POUNDS[_SUFFIXES[found["multiple"].casefold()]] if found["multiple"] else 1.0
    meant = round(value * pounds / unit.pounds, 10)
    if meant != value:
        context.note("R18", meant=detail("money_in_unit", value=meant, suffix=unit.suffix))
    return meant


def _duration(raw: object, context: CellContext, cell: object) -> float:
    """Return a length of time in the indicator's unit; "3:45" only where the unit is hours and minutes."""
    unit = context.scale.unit if isinstance(context.scale.unit, DurationUnit) else None
    if isinstance(raw, time | timedelta | datetime) and not (unit and unit.is_clock and not isinstance(raw, datetime)):
        raise not_a_number(detail("clock_time_for_duration", cell=cell))
    if isinstance(raw, time | timedelta):
        return round(_hours(raw), 10)
    if not isinstance(raw, str) or parse_number(raw) is not None:
        return _plain(raw, context, cell)
    if clock := re.fullmatch(_CLOCK, raw):
        if unit is None or not unit.is_clock:
            raise not_a_number(detail("clock_time_for_duration", cell=cell))
        return round(int(clock[1]) + int(clock[2]) / 60, 10)
    return _with_units(raw, unit, context, cell)


def _hours(clock: time | timedelta) -> float:
    if isinstance(clock, timedelta):
        return clock.total_seconds() / 3600
    return clock.hour + clock.minute / 60 + clock.second / 3600


def _with_units(words: str, unit: DurationUnit | None, context: CellContext, cell: object) -> float:
    """Return a length of time typed with its units: "12 days", "2 hours 15 min", each unit once, the longest first."""
    plain = words.casefold()
    is_working = re.search(r"\bworking (?=days?\b)", plain) is not None
    plain = re.sub(r"\bworking (?=days?\b)", "", plain)
    if not re.fullmatch(rf"{_PART}(?:{_AND}{_PART})*", plain):
        raise not_a_number(number_error(str(cell)) or detail("not_of_its_kind", cell=cell, kind=context.kind))
    parts = [(parse_number(number), noun_of_time(noun)) for number, noun in re.findall(_PART, plain)]
    factors = [times_as_long(noun, unit) if noun and unit else None for _, noun in parts]
    known = [factor for factor in factors if factor is not None]
    in_order = len(known) == len(parts) and all(one > other for one, other in pairwise(known))
    numbers = [number.value for number, _ in parts if number is not None]
    is_other_day = unit is not None and is_working and not unit.is_working
    if not in_order or is_other_day or len(numbers) < len(parts) or any(number < 0 for number in numbers[1:]):
        raise not_a_number(detail("other_unit_of_time", cell=cell, unit=unit.noun if unit else ""))
    value = round(sum(number * factor for number, factor in zip(numbers, known, strict=True)), 10)
    if len(parts) > 1 or known[0] != 1:
        context.note("R18", meant=detail("time_in_unit", value=value, unit=unit.noun if unit else ""))
    return value


def own_word(words: str, scale: OwnScale, context: CellContext) -> ScaleWord:
    """Return the word of a scale that a text is. Raises Unreadable with the words of the scale for any other."""
    found = scale.find(words)
    if found is None:
        needs = detail("not_on_own_scale", cell=words, scale=scale.name, words=tuple(map(str, scale.words)))
        raise Unreadable("R06", needs=needs)
    if found != words.strip() and found.casefold() != words.strip().casefold():
        context.note("R11", meant=str(found))
    return found


_KEEPS: Final = r"(?:(?P<keeps>retain|maintain|keep|remain|stay)(?: at)? )"
_REACH: Final = r"(?:(?:to )?(?:achieve|reach|be|become|move to|improve to)(?: at)? )"
_GOAL: Final = rf"(?:{_KEEPS}|{_REACH})?(?:at least )?(?P<word>.+?)(?P<better> or (?:better|above|higher|lower|below))?(?: overall)?"


def own_goal(words: str, scale: OwnScale, context: CellContext) -> OrdinalGoal:
    """Return a word of an area's own scale to reach or keep: "Strong", "Retain Strong", "at least Fair", "Fair or better"."""
    plain = " ".join(words.split()).strip("\"“”'‘’. ")
    if (alone := scale.find(plain)) is None and (found := re.fullmatch(_GOAL, plain, re.IGNORECASE)):
        alone, keeps = scale.find(found["word"].strip("\"“”'‘’")), bool(found["keeps"])
    else:
        keeps = False
    if alone is None:
        alone = own_word(words, scale, context)
    if alone.order is None:
        needs = detail("goal_outside_own_scale", cell=words, scale=scale.name, words=_steps(scale))
        raise Unreadable("R06", needs=needs)
    return OrdinalGoal.model_construct(rating=alone, retain=keeps, words=" ".join(words.split()))


def _steps(scale: OwnScale) -> tuple[str, ...]:
    return tuple(str(word) for word in scale.words if word.order is not None)
