"""When an action is to be delivered, in the words of people: a grammar for the whole cell.

A text is read if the grammar takes all of it in one way; what it takes in two ways, or only in part, is refused. A cell may
name a last day (a day, month, quarter, year or span, also one that was revised), say that the work is ongoing or comes
again, and say what no day can be made of: TBC, a start alone, a length of time, that it is done.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import Final, NamedTuple

from pc_workbook.model.action import DATED, DeliveryKind
from pc_workbook.model.period import MONTHS
from pc_workbook.tracker.typed_dates import (
    WEEKDAYS,
    Tokens,
    after,
    day_before,
    maybe_after,
    phrases,
    spans,
    times,
    tokens_of,
    weeks,
    word,
)

LONGEST: Final = 60  # words and signs that are looked into


class DeliveryText(NamedTuple):
    """What a cell says of a delivery: its kinds, dated ones first, its last day, and the last day that held before."""

    kinds: tuple[DeliveryKind, ...]
    last_day: date | None = None
    moved_from: date | None = None


Found = Iterator[tuple[DeliveryText, int]]
Rule = Callable[[Tokens, int], Found]
K = DeliveryKind

THE: Final = phrases("the")
BY: Final = phrases("by", "in", "on", "at", "during", "for", "until", "till", "to", "up to", "no later than", "not later than", "within",
                    "in the course of", "by no later than", "on or before", "by or before")  # fmt: skip
BEFORE: Final = phrases("before", "prior to", "by before")
END_OF: Final = phrases("end", "end of", "the end of", "the end of the", "end of the", "the last day of", "month end", "the end of month")
LATEST: Final = phrases("at the latest", "latest", "or earlier", "or before", "or sooner")
LABELS: Final = phrases(
    "due", "due date", "due for completion", "deadline", "target", "target date", "delivery", "delivery date", "completion",
    "completion date", "completion due", "for completion", "to be completed", "to be done", "to be delivered", "to be in place",
    "to be implemented", "to be finished", "to complete", "to finish", "expected", "expected completion", "planned",
    "planned for", "planned completion", "scheduled for", "scheduled", "agreed date", "final date", "date", "end date",
)  # fmt: skip
ENDS: Final = phrases("end", "ends", "ending", "finish", "finishes", "finishing", "completion", "complete", "completing", "complete by",
                      "to")  # fmt: skip
FROM: Final = phrases(
    "from", "since", "start", "start date", "starts", "started", "starting", "starting from", "started from", "to start",
    "due to start", "begin", "begins", "began", "begun", "beginning", "to begin", "commence", "commences", "commenced",
    "commencing", "with effect from", "effective from", "effective", "wef", "not before", "after", "in place from",
    "in place since", "live from", "running from", "runs from", "running since",
)  # fmt: skip
ON: Final = phrases("in", "on", "from", ":", "the", "by")
BESIDE: Final = phrases(",", ";", ":", "-", "/", "and", "&", "then", "and then", ", then", ", and", "but", "- and", ".", "+", "- then")
ONGOING: Final = phrases("ongoing", "on-going", "on going", "continuous", "continuing", "continual", "continuously", "rolling",
                         "rolling programme", "open-ended", "no end date", "business as usual", "bau")  # fmt: skip
ONWARDS: Final = phrases("onwards", "onward", "and onwards", "and ongoing", "on", "and beyond")
THIS_IS: Final = phrases("this is", "this is an", "this is a", "it is", "it is an", "is", "is an", "will be", "work is", "which is", "as", "an",
                         "then", "thereafter", "but", "with")  # fmt: skip
UNTIL: Final = phrases("until", "till", "to", "up to", "through to", ", to be completed by", ", to be completed", "with completion by")
REVIEWED: Final = phrases("review", "reviewed", "review date", "to be reviewed", "with review", "next review", "for review", "review due")
DONE: Final = phrases("complete", "completed", "completed on", "done", "achieved", "delivered", "finished", "closed", "implemented",
                      "fully implemented", "in place", "action complete", "action completed", "now complete",
                      "now completed")  # fmt: skip
NOT_SET: Final = phrases(
    "tbc", "tba", "tbd", "t.b.c", "to be confirmed", "to be agreed", "to be determined", "to be decided", "to be advised",
    "to be set", "date tbc", "date to be confirmed", "date to be agreed", "timescale tbc", "timescales tbc", "not known", "unknown",
    "not yet known", "not yet agreed", "not yet set", "not set", "not agreed", "not yet confirmed", "awaiting date", "n/a", "na",
    "none", "no date", "no date set", "no date yet", "not applicable", "not available", "-", "?", "nil", "nd",
)  # fmt: skip
_MOVED: Final = ("revised", "moved", "changed", "slipped", "extended", "deferred", "postponed", "delayed", "rescheduled",
                 "re-scheduled", "amended", "pushed back", "put back", "carried forward", "carried over", "rolled forward",
                 "updated", "reprofiled", "re-profiled")  # fmt: skip
MOVED_TO: Final = phrases(
    *(f"{said}{one} {to}" for one in _MOVED for said in ("", "now ", "date ", "since ") for to in ("to", "until")),
    *(f"{one}:" for one in _MOVED), "now", "now due", "is now", "new date", "new date:", "revised date", "revised date:", "revised deadline",
    "new deadline", "new deadline:", "new target", "->", "=>", "→", "- now", "new date is",
)  # fmt: skip
BROUGHT_FORWARD: Final = phrases("brought forward to", "moved forward to", "now brought forward to")
MOVED_FROM: Final = phrases(*(f"{one} from" for one in _MOVED), "was", "originally", "previously", "formerly", "initially", "was originally",
                            "was previously", "original date", "original date:", "originally due", "previous date")  # fmt: skip
UNITS: Final = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years", "quarter", "quarters", "term", "terms", "yr",
                          "yrs", "mth", "mths"})  # fmt: skip
NUMBERS: Final = frozenset({"a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "eighteen",
                            "few", "several", "couple", "other", "second", "third"})  # fmt: skip
IN: Final = phrases("within", "in", "over", "by", "for", "during", "within the", "in the", "over the", "within the next", "in the next",
                    "over the next", "within the coming", "in the coming", "next", "the next", "within a period of")  # fmt: skip
SOON: Final = phrases(
    "immediate", "immediately", "with immediate effect", "asap", "a.s.a.p", "as soon as possible", "today", "tomorrow",
    "next week", "next month", "next quarter", "next year", "this week", "this month", "this quarter", "this year",
    "this financial year", "next financial year", "end of year", "end of the year", "year end", "end of the financial year",
    "end of financial year", "end of this year", "end of next year", "end of the month", "end of this month", "end of next month",
    "month end", "end of the quarter", "next meeting", "the next meeting", "in year", "in-year", "short term", "medium term",
    "long term", "short-term", "medium-term", "long-term",
)  # fmt: skip
OFTEN: Final = phrases(
    "daily", "weekly", "fortnightly", "monthly", "bi-monthly", "bimonthly", "two-monthly", "quarterly", "termly", "half-yearly",
    "six-monthly", "annually", "annual", "yearly", "bi-annually", "biannually", "biennially", "twice a year", "twice yearly",
    "on a monthly basis", "on a quarterly basis", "on a weekly basis", "on an annual basis", "each month", "each quarter",
    "each year", "every month", "every quarter", "every year", "every week", "each week", "per month", "per quarter", "per annum",
    "once a month", "once a quarter", "once a year", "at every meeting", "at each meeting", "every meeting", "each meeting",
)  # fmt: skip
OF_WHAT: Final = phrases("report", "reports", "reporting", "review", "reviews", "meeting", "meetings", "update", "updates", "monitoring",
                         "reported", "reviewed", "updated")  # fmt: skip
#: Words that say something of the date, so that a sentence with them is not passed over.
TELLING: Final = frozenset(MONTHS) | frozenset(WEEKDAYS) | UNITS | frozenset(
    "not no never until till by from before after since except unless if when once was were revised moved slipped delayed late overdue "
    "complete completed done finished closed stopped paused ended cancelled hold deferred postponed review reviewed expected start "
    "started starts due date deadline spring summer autumn winter q qtr early mid end ongoing tbc now new".split()
)  # fmt: skip


def parse_delivery(words: str) -> DeliveryText | None:
    """What a whole text says of a delivery; None where it is not in the grammar, or can be read in two ways.

    >>> parse_delivery("31/12/2016 (revised to 31/03/2017)").last_day, parse_delivery("by 2016-17").last_day
    (datetime.date(2017, 3, 31), datetime.date(2017, 3, 31))
    >>> parse_delivery("Quarterly from April 2016").kinds, parse_delivery("31/12/2016 and 31/03/2017")
    ((<DeliveryKind.REPEATED: 'repeated'>,), None)
    """
    t = tokens_of(words)
    if not 0 < len(t) <= LONGEST:
        return None
    found = {said for rule in RULES for said, end in rule(t, 0) if end == len(t)}
    return found.pop() if len(found) == 1 else None


def dated(t: Tokens, at: int) -> Found:
    """A last day: a time or a span, with what people write before it ("due by the end of")."""
    for start in _after_labels(t, at):
        for one, end in chain(_times_by(t, start), _spans_from(t, start)):
            for last in maybe_after(t, end, LATEST):
                yield one, last


def _after_labels(t: Tokens, at: int) -> Iterator[int]:
    for start in maybe_after(t, at, LABELS):
        yield from maybe_after(t, start, ((":",), ("-",))) if start > at else (start,)
    place = at
    while _is_plain(word(t, place)) and place < at + 5:  # First draft due by 23/12/16
        place += 1
        if place > at and word(t, place) == "due":
            yield place + 1


def _is_plain(one: str) -> bool:
    return one.isalpha() and one not in TELLING


def _times_by(t: Tokens, at: int) -> Found:
    for start in maybe_after(t, at, BY):
        for place in maybe_after(t, start, END_OF):
            for one, end in times(t, place):
                yield DeliveryText((one.kind,), one.last), end
        for one, end in weeks(t, start):
            yield DeliveryText((one.kind,), one.last), end
    for start in after(t, at, BEFORE):
        for place in after(t, start, END_OF):
            for one, end in times(t, place):
                yield DeliveryText((one.kind,), one.last), end
        for one, end in times(t, start):
            yield DeliveryText((one.kind,), day_before(one).last), end


def _spans_from(t: Tokens, at: int) -> Found:
    for start in maybe_after(t, at, FROM):
        for place in maybe_after(t, start, ON) if start > at else (at,):
            for one, end in spans(t, place):
                yield DeliveryText((one.kind,), one.last), end
    for place in after(t, at, (("between",),)):  # between April and June 2017 is April to June 2017
        for joint in range(place + 1, min(place + 6, len(t))):
            if t[joint] == "and":
                for one, end in spans([*t[:joint], "to", *t[joint + 1 :]], place):
                    yield DeliveryText((one.kind,), one.last), end
    for started, end in starts(t, at):  # started April 2016, due March 2018
        for place in after(t, end, BESIDE):
            for begins in after(t, place, (*ENDS, *LABELS)):
                for one, last in _times_by(t, begins):
                    if one.last_day is not None and started.moved_from is not None and started.moved_from < one.last_day:
                        yield one, last


def starts(t: Tokens, at: int) -> Found:
    """A start and no end. Its day stands as the one moved from, for those who look whether an end comes after it."""
    for start in after(t, at, FROM):
        for place in maybe_after(t, start, ON):
            for one, end in times(t, place):
                yield DeliveryText((K.STARTS,), None, one.first), end


def start_alone(t: Tokens, at: int) -> Found:
    """A start, as the whole of what a cell says."""
    yield from ((DeliveryText((K.STARTS,)), end) for _, end in starts(t, at))


def beside(t: Tokens, at: int, rule: Rule) -> Found:
    """What a rule takes after a comma, a dash, a bracket or nothing."""
    for start in maybe_after(t, at, BESIDE):
        yield from rule(t, start)
        if word(t, start) == "(":
            yield from ((said, end + 1) for said, end in rule(t, start + 1) if word(t, end) == ")")


def ongoing(t: Tokens, at: int) -> Found:
    """Work without an end, in a few words, with its start, how often it comes, and when it is looked at again."""
    said = DeliveryText((K.ONGOING,))
    for end in _after_ongoing(t, at):
        yield said, end
        for rule in (starts, _review, often):
            yield from ((said, last) for _, last in beside(t, end, rule))
    for rule in (starts, often):
        for _, end in rule(t, at):
            yield from ((said, last) for _, last in beside(t, end, _ongoing_words))
    for place in chain((at,), (place for start in after(t, at, FROM) for place in maybe_after(t, start, ON))):
        for _, end in times(t, place):
            yield from ((said, last) for last in after(t, end, ONWARDS) if place > at or word(t, end) != "and" or t[end + 1] != "ongoing")


def _after_ongoing(t: Tokens, at: int) -> Iterator[int]:
    for start in maybe_after(t, at, THIS_IS):
        for end in after(t, start, ONGOING):
            yield end
            place = end
            while _is_plain(word(t, place)) and place < end + 8:
                place += 1
                yield place


def _ongoing_words(t: Tokens, at: int) -> Found:
    yield from ((DeliveryText((K.ONGOING,)), end) for end in _after_ongoing(t, at))


def _review(t: Tokens, at: int) -> Found:
    for start in after(t, at, REVIEWED):
        for place in maybe_after(t, start, ((":",), ("-",))):
            yield from _times_by(t, place)


def ongoing_until(t: Tokens, at: int) -> Found:
    """Work that goes on, or comes again, until a last day."""
    for rule in (_ongoing_words, often):
        for _, end in rule(t, at):
            for place in after(t, end, UNTIL):
                for start in maybe_after(t, place, END_OF):
                    yield from ((DeliveryText((one.kind,), one.last), last) for one, last in times(t, start))
            for place in maybe_after(t, end, ((",",), ("-",))):
                for start in after(t, place, FROM):
                    yield from ((DeliveryText((one.kind,), one.last), last) for one, last in spans(t, start))


def with_ongoing(t: Tokens, at: int) -> Found:
    """A last day and the word that it is ongoing, or comes again: two kinds in one cell."""
    for one, end in dated(t, at):
        for rule in (_ongoing_words, often):
            yield from ((DeliveryText((*one.kinds, *said.kinds), one.last_day), last) for said, last in beside(t, end, rule))
    for rule in (_ongoing_words, often):
        for said, end in rule(t, at):
            for start in after(t, end, (*BESIDE, ("(",))):
                for one, last in dated(t, start):
                    close = last + (word(t, start - 1) == "(")
                    if close == last or word(t, last) == ")":
                        yield DeliveryText((*one.kinds, *said.kinds), one.last_day), close


def often(t: Tokens, at: int) -> Found:
    """How often a thing comes again: quarterly, every 6 months, monthly reports."""
    for end in chain(after(t, at, OFTEN), _after_every(t, at)):
        yield from ((DeliveryText((K.REPEATED,)), last) for last in maybe_after(t, end, OF_WHAT))


def _after_every(t: Tokens, at: int) -> Iterator[int]:
    number = at + (word(t, at) in ("every", "each"))
    if (word(t, number).isdigit() or word(t, number) in NUMBERS) and number > at and word(t, number + 1) in UNITS:
        yield number + 2
    if word(t, at).isdigit() and word(t, at + 1 + (word(t, at + 1) == "-")) in ("monthly", "weekly", "yearly"):
        yield at + 2 + (word(t, at + 1) == "-")


def repeated(t: Tokens, at: int) -> Found:
    """What comes again, with its start where one is named."""
    yield from often(t, at)
    for one, end in often(t, at):
        yield from ((one, last) for _, last in beside(t, end, starts))
    for _, end in starts(t, at):
        yield from beside(t, end, often)


def moved(t: Tokens, at: int) -> Found:
    """A delivery that was moved: the last of the dates holds. Each must be later, unless it was brought forward."""
    for one, end in dated(t, at):
        yield from _moved_on(t, end, one)
    for start in after(t, at, MOVED_FROM):
        for one, end in dated(t, start):
            yield from _moved_on(t, end, one)
            for place in after(t, end, (("to",), (",", "to"))):
                yield from _later(one, dated(t, place))
    for start in after(t, at, (*MOVED_TO, *BROUGHT_FORWARD)):
        yield from dated(t, start)
        yield from moved(t, start)
    for one, end in dated(t, at):
        for _, last in beside(t, end, _was):
            earlier = next((was for was, ends in beside(t, end, _was) if ends == last), one)
            yield from _later(earlier, iter([(one, last)]))


def _moved_on(t: Tokens, at: int, one: DeliveryText) -> Found:
    """What follows a date that no longer holds, once or several times over."""

    def then(t: Tokens, at: int) -> Found:
        for start in after(t, at, MOVED_TO):
            for said, end in chain(_later(one, dated(t, start)), ongoing(t, start), not_set(t, start)):
                kept = said._replace(moved_from=one.moved_from or one.last_day) if said.last_day else said
                yield kept, end
                yield from _moved_on(t, end, kept)
        for start in after(t, at, BROUGHT_FORWARD):
            yield from dated(t, start)

    yield from beside(t, at, then)


def _was(t: Tokens, at: int) -> Found:
    for start in after(t, at, MOVED_FROM):
        yield from dated(t, start)


def _later(earlier: DeliveryText, found: Found) -> Found:
    for said, end in found:
        if earlier.last_day is not None and said.last_day is not None and earlier.last_day < said.last_day:
            yield said._replace(moved_from=earlier.moved_from or earlier.last_day), end


def done(t: Tokens, at: int) -> Found:
    """That the action is done, with or without a date beside it."""
    said = DeliveryText((K.DONE,))
    for end in after(t, at, DONE):
        yield said, end
        yield from ((said, last) for _, last in beside(t, end, _times_by))
    for _, end in dated(t, at):
        yield from ((said, last) for _, last in beside(t, end, _done_words))


def _done_words(t: Tokens, at: int) -> Found:
    yield from ((DeliveryText((K.DONE,)), end) for end in after(t, at, DONE))


def not_set(t: Tokens, at: int) -> Found:
    """That no date has been set yet."""
    yield from ((DeliveryText((K.NOT_SET,)), end) for end in after(t, at, NOT_SET))


def relative(t: Tokens, at: int) -> Found:
    """A time that counts from a day the cell does not name: within the next 6 months."""
    said = DeliveryText((K.RELATIVE,))
    for start in maybe_after(t, at, (*BY, *LABELS, *phrases("by the"))):
        yield from ((said, end) for end in after(t, start, SOON))
    for start in maybe_after(t, at, LABELS):
        for place in maybe_after(t, start, IN):
            for end in _after_length(t, place):
                yield said, end
                if word(t, end) in ("of", "from", "after", "following"):
                    last = end + 1
                    while _is_plain(word(t, last)) and last < end + 7:
                        last += 1
                        yield said, last


def _after_length(t: Tokens, at: int) -> Iterator[int]:
    """The places after a length of time: 6 months, 12 - 18 months, a couple of weeks."""
    if not (word(t, at).isdigit() or word(t, at) in NUMBERS):
        return
    for end in maybe_after(t, at + 1, (("of",), ("working",), ("calendar",))):
        if word(t, end) in UNITS:
            yield end + 1
    if word(t, at + 1) in ("-", "to") and word(t, at + 2).isdigit() and word(t, at + 3) in UNITS:
        yield at + 4


RULES: Final[tuple[Rule, ...]] = (
    dated, ongoing, ongoing_until, with_ongoing, repeated, moved, start_alone, done, not_set, relative,
)  # fmt: skip


def is_judged(said: DeliveryText) -> bool:
    """Whether a delivery has a last day to be judged by."""
    return said.last_day is not None and said.kinds[0] in DATED
