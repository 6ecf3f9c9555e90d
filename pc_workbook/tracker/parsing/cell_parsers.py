"""From what a person typed to what the model holds: one function a kind of cell.

A reader takes what stands in the cell and a desk: what is known about the cell, and where remarks go. It returns the value, says
on the desk what it had to take another way, and raises Unreadable where it would have to guess.
"""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import isfinite
from typing import Any

from pc_workbook.model.action import Delivery, DeliveryKind
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Denominator, Direction, IndicatorKind, PowerToAct, Rag
from pc_workbook.model.period import Period, last_day_of_month, month_and_year
from pc_workbook.model.plain_letters import is_unseen, plain_letters
from pc_workbook.model.practice import StaffGroup
from pc_workbook.model.scale import ANY_SCALE, Scale
from pc_workbook.model.target import TargetKind
from pc_workbook.model.text import folded, nearest
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.parsing.rating_text import NEGATED, TypedRating, parse_rating, rating_error


class Unreadable(Exception):
    """The cell would have to be guessed at. `code` and `details` make the finding."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class Desk:
    """What is known about the cell at hand, and the remarks made on it."""

    __slots__ = ("actions", "as_at", "date_1904", "month", "percent", "remarks", "scale")

    def __init__(
        self,
        percent: bool = False,
        scale: Scale = ANY_SCALE,
        as_at: date | None = None,
        *,
        month: bool = False,
        date_1904: bool = False,
        actions: frozenset[str] = frozenset(),
    ) -> None:
        self.percent = percent  # the cell is shown as a percentage
        self.scale = scale  # of the indicator the row belongs to
        self.as_at = as_at
        self.month = month  # the cell holds a date and shows no day
        self.date_1904 = date_1904  # the workbook counts its days from 1 January 1904
        self.actions = actions  # the references of the plan, for a list that names actions
        self.remarks: list[tuple[str, dict[str, Any]]] = []

    @property
    def kind(self) -> IndicatorKind | None:
        """The kind of the indicator the row belongs to."""
        return self.scale.kind

    def remark(self, code: str, **details: Any) -> None:
        """Say something about the cell without refusing it."""
        self.remarks.append((code, details))


MISSING = {
    "na": "not available", "n/a": "not available", "nd": "no return", "-": "not available", "–": "not available",
    ":": "not available", "*": "suppressed", "/": "suppressed", "tbc": "not available", "unknown": "not available",
    "not available": "not available", "no data": "not available", "[c]": "suppressed", "[x]": "not available",
    "[z]": "not applicable", "not applicable": "not applicable", "suppressed": "suppressed",
}  # fmt: skip

ALIASES: dict[type[StrEnum], dict[str, StrEnum]] = {
    Direction: {"higher": Direction.HIGHER, "lower": Direction.LOWER, "increase": Direction.HIGHER,
                "decrease": Direction.LOWER},
    Denominator: {"inspected": Denominator.INSPECTED, "all": Denominator.ALL},
    Rag: {"r": Rag.RED, "a": Rag.AMBER, "g": Rag.GREEN, "grey": Rag.NOT_RATED},
    StaffGroup: {"gps": StaffGroup.ALL_GPS, "gp": StaffGroup.ALL_GPS, "nurses": StaffGroup.ALL_NURSES,
                 "dpc": StaffGroup.DIRECT_PATIENT_CARE, "adminnonclinical": StaffGroup.ADMIN,
                 "salariedother": StaffGroup.GP_SALARIED, "locum": StaffGroup.GP_LOCUM},
    IndicatorKind: {"percent": IndicatorKind.PERCENTAGE, "rating": IndicatorKind.ORDINAL},
    PowerToAct: {"influence": PowerToAct.INFLUENCE, "nhse": PowerToAct.NHS_ENGLAND, "ccg": PowerToAct.CCG_BOARD},
    TargetKind: {"comparator": TargetKind.COMPARATOR_UNDECIDED},
}  # fmt: skip

LEFTOVERS = frozenset({"_", "__"})  # of a form to fill in: read as empty
LONGEST_WHOLE = 9  # digits of a number that names something
LARGEST, CLOSEST_TO_NOTHING = 1e12, 1e-9  # of numbers that anything is measured in
NO_NUMBERS = frozenset({"inf", "infinity", "nan", "#num!"})  # what programs write for a number that is none
FAR_OUT = re.compile(r"[+-]?\d+(?:\.\d+)?[eE]\+?\d{3,}")  # a number as programs write very large ones
BETWEEN_NUMBERS = str.maketrans(dict.fromkeys(",;&+/", " "))

FIRST_DAY = date(1899, 12, 30)  # the day 0 of Excel's count, but for its 29 February 1900
DAYS_TO_1904 = 1462  # the days by which a workbook that counts from 1904 is behind
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # October 1954 to January 2119: other numbers are no days of a tracker


def text(raw: object, desk: Desk) -> str:
    """Any words, character for character; a number typed as a name is given as it is shown."""
    return raw if isinstance(raw, str) else _shown(raw)


def name(raw: object, desk: Desk) -> str:
    """What something is called: blanks round it, double ones and signs that can't be seen are no part of it.

    >>> name("\xa0West  Essex\u200b ", Desk())
    'West Essex'
    """
    words = " ".join(_shown(raw).split())
    if not words.isascii():
        words = " ".join("".join(ch for ch in words if not is_unseen(ch)).split())
    if not words:
        raise Unreadable("R05")
    return words


def code(raw: object, desk: Desk) -> str:
    """An organisation's code, in capitals and without blanks around it. Letters of another alphabet
    that look like Latin ones are read as those, with a remark.

    >>> code(" v90001\xa0", Desk()), code("В90001", Desk())
    ('V90001', 'B90001')
    """
    words = _shown(raw).strip().upper()
    plain = words if words.isascii() else plain_letters(words).strip().upper()
    if plain == words or not plain.isascii():
        return words
    desk.remark("R18", meant=detail("other_alphabet", meant=plain))
    return plain


def day(raw: object, desk: Desk) -> date:
    """A day. Text is read day first; a bare number is read as the workbook counts days; both with a remark. So is a month
    that Excel keeps as its first day, and shows without one.
    """
    if isinstance(raw, date):
        found = raw.date() if isinstance(raw, datetime) else raw
        if desk.month and found.day == 1:
            desk.remark("R18", meant=detail("first_of_month", day=found))
        return found
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        found = _day_of_number(raw, desk)
    else:
        found = _day_from_words(raw)
    desk.remark("R18", meant=detail("day", day=found))
    return found


def _day_of_number(raw: float, desk: Desk) -> date:
    serial = raw + DAYS_TO_1904 if desk.date_1904 else raw
    if not FIRST_SERIAL < serial < LAST_SERIAL:
        raise Unreadable("R07", needs=detail("number_for_day", cell=raw))
    return FIRST_DAY + timedelta(days=int(serial))


def period(raw: object, desk: Desk) -> Period:
    """A period. Excel turns "Nov 2015" into the first of that month and shows the month alone: read back as the month, with
    a remark. A first of the month that is shown with its day is that day.
    """
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date) and raw.day == 1 and desk.month:
        found = period_in(month_and_year(raw), "R08")
        desk.remark("R18", meant=found.label)
        return found
    try:
        return Period.parse(raw)  # type: ignore[arg-type]  # whatever else it is, it names no period
    except ValueError:
        raise Unreadable("R08") from None


def yes_no(raw: object, desk: Desk) -> bool:
    """Yes or No."""
    answers = {
        "yes": True,
        "y": True,
        "true": True,
        "1": True,
        "no": False,
        "n": False,
        "false": False,
        "0": False,
    }
    found = answers.get(folded(_shown(raw)))
    if found is None:
        raise Unreadable("R09", choices="Yes, No")
    return found


def choice(raw: object, desk: Desk, choices: type[StrEnum]) -> StrEnum:
    """One of a list. Case, blanks and dashes don't matter; a listed alias is taken; near ones are only suggested."""
    words = _shown(raw).strip()
    if choices is Rating:
        if (rating := rating_of(words, parse_rating(words), desk)) is not None:
            return rating
        refuse_more_than_a_rating(words)
    given = "" if "?" in words else folded(words)  # a doubt is no choice
    for option in choices if choices is not Rating else ():
        if folded(option) == given:
            if option.casefold() != words.casefold():
                desk.remark("R11", meant=option)
            return option
    if alias := ALIASES.get(choices, {}).get(given):
        desk.remark("R11", meant=alias)
        return alias
    listed = ", ".join(choices)
    negated = not NEGATED.isdisjoint(words.casefold().split())
    if not negated and (near := nearest(words.casefold(), (option.casefold() for option in choices), 0.75)):
        suggestion = next(option for option in choices if option.casefold() == near)
        raise Unreadable("R10", suggestion=suggestion, choices=listed)
    raise Unreadable("R09", choices=listed)


def rating_of(words: str, typed: TypedRating | None, desk: Desk) -> Rating | None:
    """The rating that was parsed of some words, with a remark where they are other words than its own."""
    if typed is None:
        return None
    if typed.spelling == "excellent":
        desk.remark("P13", meant=typed.rating)
    elif typed.rating.casefold() not in (words.casefold(), words.strip('"').casefold()):
        desk.remark("R11", meant=typed.rating)
    return typed.rating


def refuse_more_than_a_rating(words: str) -> None:
    """Raise Unreadable for words that name a rating and are none: two of them, "not" one, or one with more beside it."""
    if fact := rating_error(words):
        raise Unreadable("R63", needs=fact)


def numbers(raw: object, desk: Desk) -> frozenset[int]:
    """An unordered set of whole numbers: "1, 2, 5", "1,2,5", "4 and 3" or a single number.

    >>> sorted(numbers("4, 3", Desk()))
    [3, 4]
    """
    if isinstance(raw, float | int) and not isinstance(raw, bool) and float(raw).is_integer():
        return frozenset({int(raw)})
    parts = (
        []
        if isinstance(raw, date)
        else [part for part in _shown(raw).translate(BETWEEN_NUMBERS).split() if part != "and"]
    )
    if isinstance(raw, date) or not all(part.isdecimal() and len(part) <= LONGEST_WHOLE for part in parts):
        from pc_workbook.tracker.parsing.action_references import numbers_error

        raise Unreadable("R06", needs=numbers_error(raw))
    return frozenset(map(int, parts))


def delivery(raw: object, desk: Desk) -> Delivery:
    """When an action is to be delivered, in whatever words: every kind that the cell holds, dated ones first.

    Raises Unreadable for a text that the grammar of deliveries does not take whole, in one way.
    """
    if isinstance(raw, date):
        return _delivery_on(raw.date() if isinstance(raw, datetime) else raw, desk)
    if isinstance(raw, float | int) and not isinstance(raw, bool) and raw > FIRST_SERIAL:
        found = _day_of_number(raw, desk)
        desk.remark("R18", meant=detail("day", day=found))
        return _delivery_on(found, desk)
    from pc_workbook.tracker.parsing.delivery_text import parse_delivery  # where all are dates, none need be parsed

    words = _shown(raw).strip()
    said = None if isinstance(raw, bool) else parse_delivery(words)
    if said is None:
        from pc_workbook.tracker.parsing.delivery_errors import delivery_error

        raise Unreadable("R07", needs=delivery_error(words))
    return Delivery.model_construct(words=words, kinds=said.kinds, last_day=said.last_day, moved_from=said.moved_from)


def _delivery_on(found: date, desk: Desk) -> Delivery:
    """A delivery on a day that the cell holds as a date; a month, where Excel made that of one and shows it as one."""
    if found.day == 1 and desk.month:
        desk.remark("R18", meant=detail("month_to_its_last_day", day=found))
        last = last_day_of_month(found.year, found.month)
        return Delivery.model_construct(words=month_and_year(found), kinds=(DeliveryKind.MONTH,), last_day=last)
    if not FIRST_SERIAL < (found - FIRST_DAY).days < LAST_SERIAL:
        raise Unreadable("R07", needs=detail("day_outside_any_plan", day=found))
    return Delivery.model_construct(words=f"{found:%d/%m/%Y}", kinds=(DeliveryKind.DATE,), last_day=found)


#: What is kept of a delivery that can't be read, so that no one takes it for one that was left out. Its words are not: only
#: what the grammar takes is shown outside the tracker.
UNREADABLE_DELIVERY = Delivery.model_construct(words="not readable", kinds=(DeliveryKind.UNREADABLE,), last_day=None)


def take_as_missing(words: str, desk: Desk) -> None:
    if words in LEFTOVERS:
        desk.remark("P19", words=detail("underscore"))
    else:
        desk.remark("R20", meant=MISSING[words.casefold()])


def finite(value: float) -> float:
    """The number, if anything can be measured in it: what is larger or smaller is a slip, and would spoil any figure."""
    if not is_measurable(value):
        raise Unreadable("R50")
    return value


def refuse_no_number(words: str) -> None:
    """Raise Unreadable for what programs write in place of a number that is none, such as INF."""
    if words.lstrip("+-").casefold() in NO_NUMBERS or FAR_OUT.fullmatch(words):
        raise Unreadable("R50")


def is_measurable(value: float) -> bool:
    """
    >>> is_measurable(0.47), is_measurable(1e-40), is_measurable(float("inf"))
    (True, False, False)
    """
    return isfinite(value) and (value == 0 or CLOSEST_TO_NOTHING <= abs(value) <= LARGEST)


def period_in(words: str, code: str) -> Period:
    try:
        return Period.parse(words)
    except ValueError:
        raise Unreadable(code) from None


def _day_from_words(raw: object) -> date:
    from pc_workbook.tracker.parsing.date_text import day_in  # few days are typed as text

    found = day_in(raw) if isinstance(raw, str) else None
    if found is None and isinstance(raw, str):
        from pc_workbook.tracker.parsing.delivery_errors import day_error

        raise Unreadable("R07", needs=day_error(raw))
    if found is None:
        raise Unreadable("R07")
    return found


def _shown(raw: object) -> str:
    return f"{raw:.15g}" if isinstance(raw, float) else f"{raw:%d/%m/%Y}" if isinstance(raw, date) else str(raw)
