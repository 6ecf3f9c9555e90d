"""Parsers of values and targets: a number or a rating, with its period in brackets, another
organisation's value, and other content that people leave in such cells.
"""

import re
from typing import Final, NamedTuple

from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.own_scale import AnyRating, OwnScale
from pc_workbook.model.period import Period
from pc_workbook.model.target import OrdinalGoal
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.parsing.cell_parsers import (
    LEFTOVERS,
    MISSING,
    CellContext,
    Unreadable,
    period_in,
    rating_of,
    refuse_more_than_a_rating,
    take_as_missing,
)
from pc_workbook.tracker.parsing.number_cells import (
    not_a_number,
    number_error,
    number_of_cell,
    number_of_text,
    refuse_out_of_bounds,
    share,
    unless_missing,
)
from pc_workbook.tracker.parsing.number_text import parse_number, parse_percentage, plain_text
from pc_workbook.tracker.parsing.rating_text import Aside, parse_aside, parse_overall, rating_words

COMPARED: Final = r"\[?\s*([A-Z][\w ]*?) average was (\d+(?:\.\d+)?%?) in (\d[\d/]*)\s*\]?\.?"
EXPECTED: Final = r"(?i)baseline expected by (?:the )?(?:end of )?([A-Za-z]+ \d{4})"
PAGE_NUMBER: Final = r"(.*\))\s*\n\s*(\d{1,3})"  # on a line of its own, as in tables copied from a page
#: A question that drafting left beside a value, in words that name the row's columns and nothing else.
QUESTION: Final = (
    r"(.*[\d%)])\s+((?:(?:baseline|check|comparator|confirm|definition|description|direction|indicator|note|period|query|"
    r"source|target|trajectory|unit|value|year)\s*)+\?)"
)
RATING_WITH_ASIDES: Final = r"([^()]*)((?:\([^()]*\)\s*)*(?:\([^()]*)?)"  # a last bracket may be left open
THREE_DECIMALS: Final = r"-?[1-9]\d{0,2},\d{3}"  # thousands, and a decimal comma just as well

#: Kinds whose values have a grammar of their own, in kinds_of_values.py.
OTHER_KINDS: Final = (IndicatorKind.COUNT, IndicatorKind.MONEY, IndicatorKind.DURATION, IndicatorKind.YES_NO)


class ParsedValue(NamedTuple):
    """A value in its indicator's unit, and what else was in the cell."""

    number: float | None = None
    rating: AnyRating | None = None
    goal: OrdinalGoal | None = None
    period: Period | None = None
    comparator_name: str | None = None
    comparator: float | None = None
    comparator_period: Period | None = None
    suppressed: bool = False
    numerator: float | None = None  # counts that were typed in the place of the value, or with it
    denominator: float | None = None


def measured(raw: object, context: CellContext) -> ParsedValue | None:
    """Return a value in its indicator's unit, with its period in brackets and other content that people leave in such cells.

    Raises Unreadable for what is left over: a number is never taken out of a longer text.

    >>> from pc_workbook.model.scale import Scale
    >>> found = measured("0.47 (2015)", CellContext(scale=Scale(IndicatorKind.RATE)))
    >>> found.number, found.period.label
    (0.47, '2015')
    """
    if context.scale.words is not None:
        return _own_rating(raw, context.scale.words, context)
    if not isinstance(raw, str):
        if context.kind is IndicatorKind.ORDINAL:
            raise Unreadable("R09", choices=", ".join(Rating))
        return _value_of(raw, None, context)
    if (mark := plain_text(raw)) in LEFTOVERS:
        take_as_missing(mark, context)
        return None
    if mark.casefold() in MISSING:
        return _missing(mark, None, context)
    words = _take_expectation(raw.strip(), context)
    if context.kind is IndicatorKind.ORDINAL:
        return _rating_from(*_take_period(words, context), raw, context)
    typed = _take_asides(words, context)
    if (plain := plain_text(typed)) != " ".join(typed.split()):
        context.note("R18", meant=plain)
    value, when = _take_period_after(plain, context)
    return _missing(value, when, context) if value.casefold() in MISSING else _value_of(value, when, context, raw)


def _missing(mark: str, when: Period | None, context: CellContext) -> ParsedValue:
    take_as_missing(mark, context)
    return ParsedValue(period=when, suppressed=MISSING[mark.casefold()] == "suppressed")


def target(raw: object, context: CellContext) -> ParsedValue | None:
    """Return a target: a value, another organisation's value, or a rating to reach or keep."""
    if not isinstance(raw, str):
        return measured(raw, context)
    words = plain_text(raw)
    if "average was" in words and (compared := re.fullmatch(COMPARED, words)):
        value = _value_of(compared[2], None, CellContext(scale=context.scale)).number
        when = period_in(compared[3], "R08", context.first_month)
        return ParsedValue(value, comparator_name=compared[1], comparator=value, comparator_period=when)
    is_mark = words in LEFTOVERS or words.casefold() in MISSING
    if context.scale.words is not None and not is_mark:
        from pc_workbook.tracker.parsing.kinds_of_values import own_goal  # few trackers have scales of their own

        return ParsedValue(goal=own_goal(raw, context.scale.words, context))
    if context.kind is IndicatorKind.ORDINAL and not is_mark:
        return ParsedValue(goal=goal(raw, context))
    if not is_mark and context.kind is not None:
        _refuse_goal(raw, words, context.kind)
    is_answer = context.kind is IndicatorKind.YES_NO  # a word, and a value all the same
    if not is_mark and not is_answer and not any(word.isnumeric() for word in words) and number_error(words) is None:
        context.note("P19", words=detail("words_without_value"))
        return None
    return measured(raw, context)


def _refuse_goal(raw: str, words: str, kind: IndicatorKind) -> None:
    """Raise Unreadable for a rating to reach in the place of a number: what is agreed there can't be judged."""
    if not words.isascii() or words[:1].isalpha() or words[:1] in "\"'":
        from pc_workbook.tracker.parsing.goal_text import parse_goal  # many trackers contain no such goal

        if parse_goal(raw) is not None:
            raise not_a_number(detail("rating_for_number", cell=raw, kind=kind))


def goal(raw: str, context: CellContext) -> OrdinalGoal:
    """Return a rating to reach or keep: 'Retain "Good"', '"Good" or to be working towards "Good"', 'Not Inadequate'."""
    from pc_workbook.tracker.parsing.goal_text import goal_error, parse_goal  # many trackers contain no such goal

    found = parse_goal(raw)
    if found is None:
        raise Unreadable("R64", needs=goal_error(raw))
    if "excellent" in rating_words(raw):
        context.note("P13", meant=Rating.OUTSTANDING)
    return found


def _value_of(raw: object, when: Period | None, context: CellContext, cell: str = "") -> ParsedValue:
    """Return a value in its indicator's unit, out of a cell's number or of what is left of its text."""
    if context.scale.is_share:
        found = share(raw, context, context.scale, cell)
        if found is None:
            return ParsedValue(period=when)
        return ParsedValue(found.percent.value, period=when, numerator=found.numerator, denominator=found.denominator)
    if context.kind in OTHER_KINDS:
        return ParsedValue(_value_of_kind(raw, context, cell), period=when)
    if not isinstance(raw, str) and context.percent and context.kind is not None:
        raise not_a_number(detail("percentage_for_value", percent=100 * number_of_cell(raw)))
    value = _number_from(raw, context, cell or raw) if isinstance(raw, str) else number_of_cell(raw)
    if value is not None:
        refuse_out_of_bounds(value, context.scale)
    return ParsedValue(value, period=when)


def _value_of_kind(raw: object, context: CellContext, cell: str) -> float | None:
    """Return a count, an amount of money, a length of time or an answer; None for missing data."""
    from pc_workbook.tracker.parsing.kinds_of_values import value_of_kind  # few trackers have such indicators

    words = unless_missing(raw, context) if isinstance(raw, str) else raw
    if words is None:
        return None
    value = value_of_kind(words, context, cell)
    refuse_out_of_bounds(value, context.scale)
    return value


def _own_rating(raw: object, scale: OwnScale, context: CellContext) -> ParsedValue | None:
    """Return a word of an area's own scale, with a period in brackets. A word of the scale is no mark for missing data."""
    from pc_workbook.tracker.parsing.kinds_of_values import own_word  # few trackers have scales of their own

    words = raw if isinstance(raw, str) else f"{raw:.15g}" if type(raw) is float else str(raw)
    if scale.find(words) is None:
        if (mark := plain_text(words)) in LEFTOVERS:
            take_as_missing(mark, context)
            return None
        if mark.casefold() in MISSING:
            return _missing(mark, None, context)
        words, when = _take_period_after(mark, context)
        return ParsedValue(rating=own_word(words, scale, context), period=when)
    return ParsedValue(rating=own_word(words, scale, context))


def _number_from(raw: str, context: CellContext, cell: str) -> float | None:
    if (words := unless_missing(raw, context)) is None:
        return None
    if (context.scale.decimals or 0) >= 3 and re.fullmatch(THREE_DECIMALS, words):
        thousands, decimals = words.replace(",", ""), words.replace(",", ".")
        raise not_a_number(detail("comma_of_two_meanings", cell=cell, thousands=thousands, decimals=decimals))
    of_no_indicator = context.kind is None and parse_number(words) is None
    found = (parse_percentage(words) if of_no_indicator else None) or number_of_text(cell, words)
    return found.value


def _take_expectation(words: str, context: CellContext) -> str:
    found = re.search(EXPECTED, words) if "expected" in words.casefold() else None
    if found is None:
        return words
    due = period_in(found[1], "R08", context.first_month).end
    if context.as_at is None or due <= context.as_at:
        context.note("P19", words=detail("expectation_has_passed", text=found[0]))
    return words.replace(found[0], "").strip()


def _take_asides(words: str, context: CellContext) -> str:
    """Return the text without a page number on a line of its own, and without a drafting question: both have a note."""
    if "\n" in words and (page := re.fullmatch(PAGE_NUMBER, words, re.DOTALL)):
        context.note("P19", severity="Warning", words=detail("page_number", text=page[2]))
        return page[1]
    if words.endswith("?") and (asked := re.fullmatch(QUESTION, words, re.IGNORECASE)):
        context.note("P19", words=detail("drafting_question", text=asked[2], value=asked[1].strip()))
        return asked[1]
    return words


def _take_period_after(words: str, context: CellContext) -> tuple[str, Period | None]:
    """Return the text before a period in brackets, and that period. Other brackets stay."""
    if words.endswith(")") and (bracketed := re.fullmatch(r"(.*\S)\s*\(([^()]*)\)", words, re.DOTALL)):
        try:
            return bracketed[1], Period.parse(bracketed[2], context.first_month)
        except ValueError:
            return words, None
    return words, None


def _take_period(words: str, context: CellContext) -> tuple[str, Period | None]:
    when: Period | None = None
    for inside in re.findall(r"\(([^()]*)\)", words) if "(" in words else ():
        try:
            found = Period.parse(inside, context.first_month)
        except ValueError:
            continue
        if when is None:  # of a second period it is unclear which applies: it is left over
            when, words = found, words.replace(f"({inside})", " ", 1)
    if words.count("(") != words.count(")"):
        context.note("P19", words=detail("unpaired_bracket"))
    return words.strip(), when


def _rating_from(words: str, when: Period | None, cell: str, context: CellContext) -> ParsedValue:
    """Return a rating, and after it in brackets the rating of one service, or which services are bought: each with a note."""
    found = re.fullmatch(RATING_WITH_ASIDES, words, re.DOTALL)
    rating = rating_of(found[1].strip(), parse_overall(found[1]), context) if found else None
    asides = [parse_aside(part) for part in re.split(r"[()]", found[2]) if part.strip()] if found else []
    if rating is None or None in asides:
        refuse_more_than_a_rating(cell)
        raise Unreadable("R09", choices=", ".join(Rating))
    if Aside.SERVICE in asides:
        context.note("P12", words=detail("rating_of_a_service_beside", rating=rating))
    elif Aside.SCOPE in asides and "P19" not in (code for code, _ in context.notes):
        context.note("P19", words=detail("words_beside_rating", rating=rating))
    return ParsedValue(rating=rating, period=when)
