"""When an action is to be delivered, in the words of people: a grammar for the whole cell.

A text is read if the grammar takes all of it in one way; what it takes in two ways, or only in part, is refused. A cell may
name a last day (a day, month, quarter, year or span, also one that was revised), say that the work is ongoing or comes
again, and say what no day can be made of: TBC, a start alone, a length of time, that it is done.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from pc_workbook.tracker.parsing.date_text import Tokens, after, maybe_after, spans, times, tokens_of, word
from pc_workbook.tracker.parsing.delivery_days import DeliveryText, Found, K, dated, is_plain, starts, times_by
from pc_workbook.tracker.parsing.delivery_phrases import (
    AFTER_MOVED,
    BEFORE_MOVED,
    BEFORE_SOON,
    BESIDE,
    BESIDE_OR_BRACKET,
    BROUGHT_FORWARD,
    COLON,
    COMMA,
    DONE,
    END_OF,
    FROM,
    IN,
    LABELS,
    MOVED,
    MOVED_AWAY,
    NOT_SET,
    NOW,
    NUMBERS,
    OF_LENGTH,
    OF_WHAT,
    OFTEN,
    ON,
    ONGOING,
    ONWARDS,
    REVIEWED,
    SOON,
    THEN_TO,
    THIS_IS,
    UNITS,
    UNTIL,
    WAS,
)

LONGEST: Final = 60  # words and signs that are looked into
Rule = Callable[[Tokens, int], Found]


@lru_cache(maxsize=1024)
def parse_delivery(words: str) -> DeliveryText | None:
    """Return the delivery that a whole text names; None where it is not in the grammar, or can be parsed in two ways.

    >>> parse_delivery("31/12/2016 (revised to 31/03/2017)").last_day, parse_delivery("by 2016-17").last_day
    (datetime.date(2017, 3, 31), datetime.date(2017, 3, 31))
    >>> parse_delivery("Quarterly from April 2016").kinds, parse_delivery("31/12/2016 and 31/03/2017")
    ((<DeliveryKind.REPEATED: 'repeated'>,), None)
    """
    t = tokens_of(words)
    if not 0 < len(t) <= LONGEST:
        return None
    found = {parsed for rule in RULES for parsed, end in rule(t, 0) if end == len(t)}
    return found.pop() if len(found) == 1 else None


def beside(t: Tokens, at: int, rule: Rule) -> Found:
    """Yield what a rule takes after a comma, a dash, a bracket or nothing."""
    for start in maybe_after(t, at, BESIDE):
        yield from rule(t, start)
        if word(t, start) == "(":
            yield from ((parsed, end + 1) for parsed, end in rule(t, start + 1) if word(t, end) == ")")


def ongoing(t: Tokens, at: int) -> Found:
    """Yield work without an end, in a few words, with its start, how often it comes, and when it is looked at again."""
    parsed = DeliveryText((K.ONGOING,))
    for end in _after_ongoing(t, at):
        yield parsed, end
        for rule in (starts, _review, often):
            yield from ((parsed, last) for _, last in beside(t, end, rule))
    for rule in (starts, often):
        for _, end in rule(t, at):
            yield from ((parsed, last) for _, last in beside(t, end, _ongoing_words))
    for place in chain((at,), (place for start in after(t, at, FROM) for place in maybe_after(t, start, ON))):
        for _, end in times(t, place):
            yield from (
                (parsed, last)
                for last in after(t, end, ONWARDS)
                if place > at or word(t, end) != "and" or t[end + 1] != "ongoing"
            )


def _after_ongoing(t: Tokens, at: int) -> Iterator[int]:
    for start in maybe_after(t, at, THIS_IS):
        for end in after(t, start, ONGOING):
            yield end
            place = end
            while is_plain(word(t, place)) and place < end + 8:
                place += 1
                yield place


def _ongoing_words(t: Tokens, at: int) -> Found:
    yield from ((DeliveryText((K.ONGOING,)), end) for end in _after_ongoing(t, at))


def _review(t: Tokens, at: int) -> Found:
    for start in after(t, at, REVIEWED):
        for place in maybe_after(t, start, COLON):
            yield from times_by(t, place)


def ongoing_until(t: Tokens, at: int) -> Found:
    """Yield work that goes on, or comes again, until a last day."""
    for rule in (_ongoing_words, often):
        for _, end in rule(t, at):
            for place in after(t, end, UNTIL):
                for start in maybe_after(t, place, END_OF):
                    yield from ((DeliveryText((span.kind,), span.last), last) for span, last in times(t, start))
            for place in maybe_after(t, end, COMMA):
                for start in after(t, place, FROM):
                    yield from ((DeliveryText((span.kind,), span.last), last) for span, last in spans(t, start))


def with_ongoing(t: Tokens, at: int) -> Found:
    """Yield a last day and the word that it is ongoing, or comes again: two kinds in one cell."""
    for delivery, end in dated(t, at):
        for rule in (_ongoing_words, often):
            yield from (
                (DeliveryText((*delivery.kinds, *parsed.kinds), delivery.last_day), last)
                for parsed, last in beside(t, end, rule)
            )
    for rule in (_ongoing_words, often):
        for parsed, end in rule(t, at):
            for start in after(t, end, BESIDE_OR_BRACKET):
                for delivery, last in dated(t, start):
                    close = last + (word(t, start - 1) == "(")
                    if close == last or word(t, last) == ")":
                        yield DeliveryText((*delivery.kinds, *parsed.kinds), delivery.last_day), close


def often(t: Tokens, at: int) -> Found:
    """Yield how often a thing comes again: quarterly, every 6 months, monthly reports."""
    for end in chain(after(t, at, OFTEN), _after_every(t, at)):
        yield from ((DeliveryText((K.REPEATED,)), last) for last in maybe_after(t, end, OF_WHAT))


def _after_every(t: Tokens, at: int) -> Iterator[int]:
    number = at + (word(t, at) in ("every", "each"))
    if (word(t, number).isdecimal() or word(t, number) in NUMBERS) and number > at and word(t, number + 1) in UNITS:
        yield number + 2
    if word(t, at).isdecimal() and word(t, at + 1 + (word(t, at + 1) == "-")) in ("monthly", "weekly", "yearly"):
        yield at + 2 + (word(t, at + 1) == "-")


def repeated(t: Tokens, at: int) -> Found:
    """Yield what comes again, with its start where one is named."""
    yield from often(t, at)
    for delivery, end in often(t, at):
        yield from ((delivery, last) for _, last in beside(t, end, starts))
    for _, end in starts(t, at):
        yield from beside(t, end, often)


def moved(t: Tokens, at: int) -> Found:
    """Yield a delivery that was moved: the last of the dates applies. Each must be later, unless it was brought forward."""
    for delivery, end in dated(t, at):
        yield from _moved_on(t, end, delivery)
    for start in (end for place in maybe_after(t, at, LABELS) for end in _after_was(t, place)):
        for delivery, end in dated(t, start):
            yield from _moved_on(t, end, delivery)
            for place in after(t, end, THEN_TO):
                yield from _later(delivery, dated(t, place))
    for start in chain(_after_now(t, at), after(t, at, BROUGHT_FORWARD)):
        yield from dated(t, start)
        yield from moved(t, start)
    for delivery, end in dated(t, at):
        for _, last in beside(t, end, _was):
            earlier = next((was for was, ends in beside(t, end, _was) if ends == last), delivery)
            yield from _later(earlier, iter([(delivery, last)]))


def _moved_on(t: Tokens, at: int, delivery: DeliveryText) -> Found:
    """Yield what follows a date that no longer applies, once or several times over."""

    def then(t: Tokens, at: int) -> Found:
        for start in _after_now(t, at):
            for parsed, end in chain(_later(delivery, dated(t, start)), ongoing(t, start), not_set(t, start)):
                kept = (
                    parsed._replace(moved_from=delivery.moved_from or delivery.last_day) if parsed.last_day else parsed
                )
                yield kept, end
                yield from _moved_on(t, end, kept)
        for start in after(t, at, BROUGHT_FORWARD):
            yield from dated(t, start)

    yield from beside(t, at, then)


def _after_now(t: Tokens, at: int) -> Iterator[int]:
    """Yield the positions after "now", "revised to" and the like."""
    yield from after(t, at, NOW)
    for start in maybe_after(t, at, BEFORE_MOVED):
        for end in after(t, start, MOVED):
            yield from after(t, end, AFTER_MOVED)


def _after_was(t: Tokens, at: int) -> Iterator[int]:
    """Yield the positions after "was", "revised from" and the like."""
    yield from after(t, at, WAS)
    for end in after(t, at, MOVED):
        yield from after(t, end, MOVED_AWAY)


def _was(t: Tokens, at: int) -> Found:
    for start in _after_was(t, at):
        yield from dated(t, start)


def _later(earlier: DeliveryText, found: Found) -> Found:
    for parsed, end in found:
        if earlier.last_day is not None and parsed.last_day is not None and earlier.last_day < parsed.last_day:
            yield parsed._replace(moved_from=earlier.moved_from or earlier.last_day), end


def done(t: Tokens, at: int) -> Found:
    """Yield a delivery that is done, with or without a date beside it."""
    parsed = DeliveryText((K.DONE,))
    for end in after(t, at, DONE):
        yield parsed, end
        yield from ((parsed, last) for _, last in beside(t, end, times_by))
    for _, end in dated(t, at):
        yield from ((parsed, last) for _, last in beside(t, end, _done_words))


def _done_words(t: Tokens, at: int) -> Found:
    yield from ((DeliveryText((K.DONE,)), end) for end in after(t, at, DONE))


def not_set(t: Tokens, at: int) -> Found:
    """Yield a delivery without a date so far."""
    yield from ((DeliveryText((K.NOT_SET,)), end) for end in after(t, at, NOT_SET))


def relative(t: Tokens, at: int) -> Found:
    """Yield a time that counts from a day the cell does not name: within the next 6 months."""
    parsed = DeliveryText((K.RELATIVE,))
    for start in maybe_after(t, at, BEFORE_SOON):
        yield from ((parsed, end) for end in after(t, start, SOON))
    for start in maybe_after(t, at, LABELS):
        for place in maybe_after(t, start, IN):
            for end in _after_length(t, place):
                yield parsed, end
                if word(t, end) in ("of", "from", "after", "following"):
                    last = end + 1
                    while is_plain(word(t, last)) and last < end + 7:
                        last += 1
                        yield parsed, last


def _after_length(t: Tokens, at: int) -> Iterator[int]:
    """Yield the positions after a length of time: 6 months, 12 - 18 months, a couple of weeks."""
    if not (word(t, at).isdecimal() or word(t, at) in NUMBERS):
        return
    for end in maybe_after(t, at + 1, OF_LENGTH):
        if word(t, end) in UNITS:
            yield end + 1
    if word(t, at + 1) in ("-", "to") and word(t, at + 2).isdecimal() and word(t, at + 3) in UNITS:
        yield at + 4


RULES: Final[tuple[Rule, ...]] = (
    dated, ongoing, ongoing_until, with_ongoing, repeated, moved, starts, done, not_set, relative,
)  # fmt: skip
