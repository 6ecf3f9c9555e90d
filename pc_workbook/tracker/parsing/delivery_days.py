"""The last day of a delivery, and its start: a time or a span with what people write before and after it."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from pc_workbook.model.action import DeliveryKind
from pc_workbook.tracker.parsing.date_text import (
    Dated,
    Tokens,
    after,
    day_before,
    maybe_after,
    spans,
    times,
    weeks,
    word,
)
from pc_workbook.tracker.parsing.delivery_phrases import (
    BEFORE,
    BESIDE,
    BETWEEN,
    BY,
    COLON,
    END_OF,
    ENDS_OR_LABELS,
    FROM,
    LABELS,
    LATEST,
    ON,
    TELLING,
)


class DeliveryText(NamedTuple):
    """A parsed delivery: its kinds, those with a last day first, the last day, and the earlier last day where it was moved."""

    kinds: tuple[DeliveryKind, ...]
    last_day: date | None = None
    moved_from: date | None = None


Found = Iterator[tuple[DeliveryText, int]]
K = DeliveryKind


def dated(t: Tokens, at: int) -> Found:
    """Yield a last day: a time or a span, with what people write before it ("due by the end of")."""
    for start in _after_labels(t, at):
        for span, end in chain(times_by(t, start), _spans_from(t, start)):
            for last in maybe_after(t, end, LATEST):
                yield span, last


def _after_labels(t: Tokens, at: int) -> Iterator[int]:
    for start in maybe_after(t, at, LABELS):
        yield from maybe_after(t, start, COLON) if start > at else (start,)
    place = at
    while is_plain(word(t, place)) and place < at + 5:  # First draft due by 23/12/16
        place += 1
        if place > at and word(t, place) == "due":
            yield place + 1


def is_plain(token: str) -> bool:
    """Return whether a word has no meaning for the date."""
    return token.isalpha() and token not in TELLING


def times_by(t: Tokens, at: int) -> Found:
    """Yield a last day: the end of a time, or the day before it begins."""
    yield from ((DeliveryText((span.kind,), span.last), end) for span, end in _times_by(t, at))


def _times_by(t: Tokens, at: int) -> Iterator[tuple[Dated, int]]:
    for start in maybe_after(t, at, BY):
        for place in maybe_after(t, start, END_OF):
            yield from times(t, place)
        yield from weeks(t, start)
    for start in after(t, at, BEFORE):
        yield from ((day_before(span), end) for span, end in times(t, start))
        for place in after(t, start, END_OF):
            yield from times(t, place)


def _spans_from(t: Tokens, at: int) -> Found:
    found = chain(_spans(t, at), _spans_between(t, at), _spans_in_words(t, at))
    yield from ((DeliveryText((span.kind,), span.last), end) for span, end in found)


def _spans(t: Tokens, at: int) -> Iterator[tuple[Dated, int]]:
    for start in maybe_after(t, at, FROM):
        for place in maybe_after(t, start, ON) if start > at else (at,):
            yield from spans(t, place)


def _spans_between(t: Tokens, at: int) -> Iterator[tuple[Dated, int]]:
    """Between April and June 2017, which is April to June 2017."""
    for place in after(t, at, BETWEEN):
        for joint in range(place + 1, min(place + 6, len(t))):
            if t[joint] == "and":
                yield from spans([*t[:joint], "to", *t[joint + 1 :]], place)


def _spans_in_words(t: Tokens, at: int) -> Iterator[tuple[Dated, int]]:
    """Started April 2016, due March 2018."""
    for began, end in _starts(t, at):
        for place in after(t, end, BESIDE):
            for begins in after(t, place, ENDS_OR_LABELS):
                yield from ((span, last) for span, last in _times_by(t, begins) if began.first < span.last)


def _starts(t: Tokens, at: int) -> Iterator[tuple[Dated, int]]:
    for start in after(t, at, FROM):
        for place in maybe_after(t, start, ON):
            yield from times(t, place)


def starts(t: Tokens, at: int) -> Found:
    """Yield a start and no end."""
    yield from ((DeliveryText((K.STARTS,)), end) for _, end in _starts(t, at))
