"""Units of money and of time, as an indicator's column Unit names them, and in what unit its values are shown."""

import re
from typing import Final

from pc_workbook.model.indicator import DurationUnit, Indicator, IndicatorKind, KindInUnit, MoneyUnit, ShownIn

_MULTIPLES: Final = (
    ("bn", r"£ ?(?:bn|b|billions?)\b|\bbillions?\b"),
    ("m", r"£ ?(?:m|mn|millions?)\b|\bmillions?\b"),
    ("k", r"£ ?(?:k|thousands?|'?000s?)\b|\bthousands?\b"),
)
_OF_EACH: Final = r"\bper\b|\bfor (?:every|each)\b|/"


#: How many of the smallest unit of its family a unit of time is. Families don't mix: a day of work is no 24 hours.
FAMILIES: Final = (
    {"second": 1.0, "minute": 60.0, "hour": 3600.0},
    {"day": 1.0, "week": 7.0},
    {"month": 1.0, "year": 12.0},
)
_TIMES: Final = {
    "second": r"seconds?|secs?", "minute": r"minutes?|mins?", "hour": r"hours?|hrs?", "day": r"days?", "week": r"weeks?|wks?",
    "month": r"months?", "year": r"years?|yrs?",
}  # fmt: skip
_CLOCK: Final = r"\bhours? ?(?::|and) ?min(?:ute)?s?\b|\bhh?:mm\b"


def unit_of_kind(kind: IndicatorKind | None, unit: str) -> MoneyUnit | DurationUnit | None:
    """Return the unit of money or time that an indicator's unit names; None where it is of another kind or names none.

    >>> unit_of_kind(IndicatorKind.MONEY, "£m"), unit_of_kind(IndicatorKind.DURATION, "working days").noun
    (MoneyUnit(suffix='m'), 'day')
    >>> unit_of_kind(IndicatorKind.DURATION, "hours:minutes").is_clock, unit_of_kind(IndicatorKind.COUNT, "days")
    (True, None)
    """
    plain = re.split(_OF_EACH, unit.casefold(), maxsplit=1)[0]
    if kind is IndicatorKind.MONEY:
        return MoneyUnit(next((suffix for suffix, pattern in _MULTIPLES if re.search(pattern, plain)), ""))
    if kind is not IndicatorKind.DURATION:
        return None
    if re.search(_CLOCK, plain):
        return DurationUnit("hour", is_clock=True)
    found = next((noun for noun, words in _TIMES.items() if re.search(rf"\b(?:{words})\b", plain)), None)
    return DurationUnit(found, is_working="working" in plain) if found else None


def noun_of_time(word: str) -> str | None:
    """Return the unit of time that a word names: "mins" is "minute"."""
    return next((noun for noun, words in _TIMES.items() if re.fullmatch(words, word.casefold())), None)


def times_as_long(noun: str, unit: DurationUnit) -> float | None:
    """Return how many of a unit one of another is; None where that is not fixed, as for days in hours.

    >>> times_as_long("week", DurationUnit("day")), times_as_long("day", DurationUnit("hour"))
    (7.0, None)
    """
    if noun == unit.noun:
        return 1.0
    family = next((family for family in FAMILIES if noun in family and unit.noun in family), None)
    return None if family is None or unit.is_working else family[noun] / family[unit.noun]


def kind_in_unit(indicator: Indicator) -> ShownIn:
    """Return the kind of an indicator's values with the unit that they are shown in; the kind alone where it has none."""
    unit = unit_of_kind(indicator.kind, indicator.unit or "")
    return indicator.kind if unit is None else KindInUnit(indicator.kind, unit)
