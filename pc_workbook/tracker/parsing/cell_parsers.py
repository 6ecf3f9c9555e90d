"""Parsers of cells, one for each kind: from what a person typed to what the model contains.

A parser takes the content of the cell and its context. It returns the value, notes in the context what it read in another
form, and raises Unreadable where it would have to guess. The parsers of numbers, values and references have modules of
their own.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from math import isfinite
from types import MappingProxyType
from typing import Any

from pc_workbook.model.action import Delivery, DeliveryKind
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Denominator, Direction, IndicatorKind, PowerToAct, Rag
from pc_workbook.model.period import FIRST_MONTH, AmbiguousPeriod, Month, Period, last_day_of_month, month_and_year
from pc_workbook.model.plain_letters import is_unseen, plain_letters
from pc_workbook.model.practice import StaffGroup
from pc_workbook.model.scale import ANY_SCALE, Scale
from pc_workbook.model.target import TargetKind
from pc_workbook.model.text import folded, nearest
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.lists.layout import Column, Reads, Setting
from pc_workbook.tracker.parsing.rating_text import NEGATED, TypedRating, parse_rating, rating_error


class Unreadable(Exception):
    """Raised for a cell whose value would have to be guessed. `code` and `details` make the finding."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


NO_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({})


class CellContext:
    """What the parsing of a cell depends on beside its value; `notes` collects the findings on it, as code and details."""

    __slots__ = ("actions", "as_at", "date_1904", "first_month", "month", "notes", "percent", "scale", "words")

    def __init__(
        self,
        percent: bool = False,
        scale: Scale = ANY_SCALE,
        as_at: date | None = None,
        *,
        month: bool = False,
        date_1904: bool = False,
        actions: frozenset[str] = frozenset(),
        first_month: int = FIRST_MONTH,
        words: Mapping[str, Mapping[str, str]] = NO_WORDS,
    ) -> None:
        self.percent = percent  # the cell is shown as a percentage
        self.scale = scale  # of the indicator the row belongs to
        self.as_at = as_at
        self.month = month  # the cell contains a date and shows no day
        self.date_1904 = date_1904  # the workbook counts its days from 1 January 1904
        self.actions = actions  # the references of the plan, for a list that names actions
        self.first_month = first_month  # of financial years
        self.words = words  # of the tracker's own, by use: folded -> as it is read
        self.notes: list[tuple[str, dict[str, Any]]] = []

    @property
    def kind(self) -> IndicatorKind | None:
        """The kind of the indicator the row belongs to."""
        return self.scale.kind

    def note(self, code: str, **details: Any) -> None:
        """Add a finding on the cell, whose value is used all the same."""
        self.notes.append((code, details))


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
    PowerToAct: {"influence": PowerToAct.INFLUENCE, "nhse": PowerToAct.NHS_ENGLAND},
    TargetKind: {"comparator": TargetKind.COMPARATOR_UNDECIDED},
    Month: {"sept": Month.SEPTEMBER, **{word: month for month in Month for word in (month[:3].lower(), str(month.number))}},
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


def parse_cell(column: Column | Setting, raw: object, context: CellContext) -> Any:
    """Return the value of a cell, as its column or setting takes it; None for a mark for missing data.

    Raises Unreadable for a cell that is not empty and can't be parsed.
    """
    if isinstance(column, Column) and column.words and column.choices:
        return word(raw, context, column)
    parse = parsers()[column.reads]
    return parse(raw, context, column.choices) if column.choices else parse(raw, context)


@cache
def parsers() -> Mapping[Reads, Callable[..., Any]]:
    """Return the parser of each kind of cell."""
    from pc_workbook.tracker.parsing import number_cells
    from pc_workbook.tracker.parsing.action_references import reference
    from pc_workbook.tracker.parsing.value_cells import measured, target

    return {
        Reads.TEXT: text,
        Reads.NAME: name,
        Reads.CODE: code,
        Reads.REFERENCE: reference,
        Reads.WHOLE: number_cells.whole,
        Reads.NUMBER: number_cells.number,
        Reads.PERCENT: number_cells.percent,
        Reads.DISTANCE: number_cells.distance,
        Reads.DATE: day,
        Reads.PERIOD: period,
        Reads.CHOICE: choice,
        Reads.YES_NO: yes_no,
        Reads.NUMBERS: numbers,
        Reads.DELIVERY: delivery,
        Reads.MEASURED: measured,
        Reads.TARGET: target,
    }


def text(raw: object, context: CellContext) -> str:
    """Return any words, character for character; a number typed as a name as it is shown."""
    return raw if isinstance(raw, str) else _shown(raw)


def name(raw: object, context: CellContext) -> str:
    """Return a name: blanks round it, double ones and signs that can't be seen are no part of it.

    >>> name("\xa0West  Essex\u200b ", CellContext())
    'West Essex'
    """
    words = " ".join(_shown(raw).split())
    if not words.isascii():
        words = " ".join("".join(ch for ch in words if not is_unseen(ch)).split())
    if not words:
        raise Unreadable("R05")
    return words


def code(raw: object, context: CellContext) -> str:
    """Return an organisation's code, in capitals and without blanks around it. Letters of another alphabet
    that look like Latin ones are read as those, with a note. Raises Unreadable where no sign can be seen.

    >>> code(" v90001\xa0", CellContext()), code("В90001", CellContext())
    ('V90001', 'B90001')
    """
    plain = code_key(raw)
    if not plain:
        raise Unreadable("R05")
    if plain != _shown(raw).strip().upper():
        context.note("R18", meant=detail("other_alphabet", meant=plain))
    return plain


def code_key(raw: object) -> str:
    """Return the code that a cell contains, whatever it contains: empty where no sign can be seen."""
    words = _shown(raw).strip().upper()
    plain = words if words.isascii() else plain_letters(words).strip().upper()
    return plain if plain.isascii() else words


def day(raw: object, context: CellContext) -> date:
    """Return a day. Text is read day first; a bare number is read as the workbook counts days; both with a note. So is a month
    that Excel keeps as its first day, and shows without one.
    """
    if isinstance(raw, date):
        found = raw.date() if isinstance(raw, datetime) else raw
        if context.month and found.day == 1:
            context.note("R18", meant=detail("first_of_month", day=found))
        return found
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        found = _day_of_number(raw, context)
    else:
        found = _day_from_words(raw)
    context.note("R18", meant=detail("day", day=found))
    return found


def _day_of_number(raw: float, context: CellContext) -> date:
    serial = raw + DAYS_TO_1904 if context.date_1904 else raw
    if not FIRST_SERIAL < serial < LAST_SERIAL:
        raise Unreadable("R07", needs=detail("number_for_day", cell=raw))
    return FIRST_DAY + timedelta(days=int(serial))


def period(raw: object, context: CellContext) -> Period:
    """Return a period. Excel turns "Nov 2015" into the first of that month and shows the month alone: read back as the month, with
    a remark. A first of the month that is shown with its day is that day.
    """
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date) and raw.day == 1 and context.month:
        found = period_in(month_and_year(raw), "R08")
        context.note("R18", meant=found.label)
        return found
    try:
        return Period.parse(raw, context.first_month)  # type: ignore[arg-type]  # whatever else it is, it names no period
    except AmbiguousPeriod as no:
        raise Unreadable("R85", needs=detail("ambiguous_period", cell=raw, readings=no.readings)) from None
    except ValueError:
        raise Unreadable("R08") from None


def yes_no(raw: object, context: CellContext) -> bool:
    """Return True for Yes and False for No. Raises Unreadable for anything else."""
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


def choice(raw: object, context: CellContext, choices: type[StrEnum]) -> StrEnum:
    """Return one of a list. Case, blanks and dashes don't matter; a listed alias is taken; near ones are only suggested."""
    words = _shown(raw).strip()
    if choices is Rating:
        if (rating := rating_of(words, parse_rating(words), context)) is not None:
            return rating
        refuse_more_than_a_rating(words)
    given = "" if "?" in words else folded(words)  # a doubt is no choice
    for option in choices if choices is not Rating else ():
        if folded(option) == given:
            if option.casefold() != words.casefold():
                context.note("R11", meant=option)
            return option
    if alias := ALIASES.get(choices, {}).get(given):
        context.note("R11", meant=alias)
        return alias
    listed = ", ".join(choices)
    negated = not NEGATED.isdisjoint(words.casefold().split())
    if not negated and (near := nearest(words.casefold(), (option.casefold() for option in choices), 0.75)):
        suggestion = next(option for option in choices if option.casefold() == near)
        raise Unreadable("R10", suggestion=suggestion, choices=listed)
    raise Unreadable("R09", choices=listed)


def word(raw: object, context: CellContext, column: Column) -> str:
    """Return a general word or one of the tracker's own. Where it lists none of this use, and no figure is made from the
    column, any word is taken as it is typed, unless it is nearly a general one.
    """
    general: Any = column.choices
    own = context.words.get(column.words or "", {})
    typed = _shown(raw).strip()
    found = own.get(folded(typed)) if "?" not in typed else None
    if found is not None:
        if found.casefold() != typed.casefold():
            context.note("R11", meant=found)
        return found
    try:
        return str(choice(raw, context, general))
    except Unreadable as no:
        if own:
            listed = tuple(dict.fromkeys((*own.values(), *map(str, general))))
            raise Unreadable("R99", needs=detail("not_one_of_the_words", words=listed)) from None
        if column.figures or no.code == "R10" or "?" in typed or not typed:
            raise
        return name(raw, context)


def rating_of(words: str, typed: TypedRating | None, context: CellContext) -> Rating | None:
    """Return the rating that was parsed of some words, with a note where they are other words than its own."""
    if typed is None:
        return None
    if typed.spelling == "excellent":
        context.note("P13", meant=typed.rating)
    elif typed.rating.casefold() not in (words.casefold(), words.strip('"').casefold()):
        context.note("R11", meant=typed.rating)
    return typed.rating


def refuse_more_than_a_rating(words: str) -> None:
    """Raise Unreadable for words that name a rating and are none: two of them, "not" one, or one with more beside it."""
    if fact := rating_error(words):
        raise Unreadable("R63", needs=fact)


def numbers(raw: object, context: CellContext) -> frozenset[int]:
    """Return an unordered set of whole numbers: "1, 2, 5", "1,2,5", "4 and 3" or a single number.

    >>> sorted(numbers("4, 3", CellContext()))
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


def delivery(raw: object, context: CellContext) -> Delivery:
    """Return when an action is to be delivered: every kind of date that the cell names, those with a last day first.

    Raises Unreadable for a text that the grammar of deliveries does not take whole, in one way.
    """
    if isinstance(raw, date):
        return _delivery_on(raw.date() if isinstance(raw, datetime) else raw, context)
    if isinstance(raw, float | int) and not isinstance(raw, bool) and raw > FIRST_SERIAL:
        found = _day_of_number(raw, context)
        context.note("R18", meant=detail("day", day=found))
        return _delivery_on(found, context)
    from pc_workbook.tracker.parsing.delivery_text import parse_delivery  # where all are dates, none need be parsed

    words = _shown(raw).strip()
    parsed = None if isinstance(raw, bool) else parse_delivery(words)
    if parsed is None:
        from pc_workbook.tracker.parsing.delivery_errors import delivery_error

        raise Unreadable("R07", needs=delivery_error(words))
    return Delivery.model_construct(
        words=words, kinds=parsed.kinds, last_day=parsed.last_day, moved_from=parsed.moved_from
    )


def _delivery_on(found: date, context: CellContext) -> Delivery:
    """Return a delivery on the day of a date cell; in a month, where Excel made the date of a month and shows it as one."""
    if found.day == 1 and context.month:
        context.note("R18", meant=detail("month_to_its_last_day", day=found))
        last = last_day_of_month(found.year, found.month)
        return Delivery.model_construct(words=month_and_year(found), kinds=(DeliveryKind.MONTH,), last_day=last)
    if not FIRST_SERIAL < (found - FIRST_DAY).days < LAST_SERIAL:
        raise Unreadable("R07", needs=detail("day_outside_any_plan", day=found))
    return Delivery.model_construct(words=f"{found:%d/%m/%Y}", kinds=(DeliveryKind.DATE,), last_day=found)


#: The value of a delivery that can't be parsed, so that it is not taken for an empty cell. It does not keep the words of
#: the cell: only parsed text is shown outside the tracker.
UNREADABLE_DELIVERY = Delivery.model_construct(words="not readable", kinds=(DeliveryKind.UNREADABLE,), last_day=None)


def take_as_missing(words: str, context: CellContext) -> None:
    """Add the note on a mark for missing data, or on an underscore of a form."""
    if words in LEFTOVERS:
        context.note("P19", words=detail("underscore"))
    else:
        context.note("R20", meant=MISSING[words.casefold()])


def finite(value: float) -> float:
    """Return the number. Raises Unreadable for one so large or small that it must be a slip and would spoil any figure."""
    if not is_measurable(value):
        raise Unreadable("R50")
    return value


def refuse_no_number(words: str) -> None:
    """Raise Unreadable for what programs write in place of a number that is none, such as INF."""
    if words.lstrip("+-").casefold() in NO_NUMBERS or FAR_OUT.fullmatch(words):
        raise Unreadable("R50")


def is_measurable(value: float) -> bool:
    """Return whether anything can be measured in a number of this size.

    >>> is_measurable(0.47), is_measurable(1e-40), is_measurable(float("inf"))
    (True, False, False)
    """
    return isfinite(value) and (value == 0 or CLOSEST_TO_NOTHING <= abs(value) <= LARGEST)


def period_in(words: str, code: str, first_month: int = FIRST_MONTH) -> Period:
    """Return the period that a text names. Raises Unreadable with this code where it names none."""
    try:
        return Period.parse(words, first_month)
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
