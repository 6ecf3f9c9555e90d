"""A cell that holds what was measured or is aimed at: a number or a rating, with its period in brackets, another
organisation's value, and whatever else people leave in such cells.
"""

import re
from typing import NamedTuple

from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.period import Period
from pc_workbook.model.target import OrdinalGoal
from pc_workbook.tracker.reading import (
    LEFTOVERS,
    MISSING,
    NUMBER,
    Desk,
    Unreadable,
    finite,
    number,
    percent,
    period_in,
    take_as_missing,
)

COMPARED = r"([A-Z][\w ]*?) average was (\d+(?:\.\d+)?%?) in (\d[\d/]*)"
EXPECTED = r"(?i)baseline expected by (?:the )?(?:end of )?([A-Za-z]+ \d{4})"


class Measured(NamedTuple):
    """A value in its indicator's unit, and what else stood in the cell."""

    number: float | None = None
    rating: Rating | None = None
    goal: OrdinalGoal | None = None
    period: Period | None = None
    comparator_name: str | None = None
    comparator: float | None = None
    comparator_period: Period | None = None
    suppressed: bool = False


def measured(raw: object, desk: Desk) -> Measured | None:
    """A value in its indicator's unit, with its period in brackets and whatever else people leave in such cells.

    >>> found = measured("0.47 (2015)", Desk(kind=IndicatorKind.RATE))
    >>> found.number, found.period.label
    (0.47, '2015')
    """
    if not isinstance(raw, str):
        if desk.kind is IndicatorKind.ORDINAL:
            raise Unreadable("R09", choices=", ".join(Rating))
        return Measured(number=_in_unit(raw, desk))
    words = raw.strip()
    if words in LEFTOVERS:
        desk.remark("P19", words=LEFTOVERS[words])
        return None
    if words.casefold() in MISSING:
        take_as_missing(words, desk)
        return Measured(suppressed=MISSING[words.casefold()] == "suppressed")
    words, when = _take_period(_take_expectation(words, desk), desk)
    if desk.kind is IndicatorKind.ORDINAL:
        return _rating_from(words, when, desk)
    return _number_from(words, when, desk)


def target(raw: object, desk: Desk) -> Measured | None:
    """A target: a value, another organisation's value, or a rating to reach or keep."""
    if isinstance(raw, str):
        if " average was " in raw and (compared := re.search(COMPARED, raw)):
            value = _in_unit_from_words(compared[2], desk)
            return Measured(
                number=value,
                comparator_name=compared[1],
                comparator=value,
                comparator_period=period_in(compared[3], "R08"),
            )
        if desk.kind is IndicatorKind.ORDINAL and raw.strip() not in LEFTOVERS:
            return Measured(goal=goal(raw, desk))
        is_mark = raw.strip() in LEFTOVERS or raw.strip().casefold() in MISSING
        if not is_mark and not NUMBER.search(raw):
            desk.remark("P19", words="There is no value in this cell, only words. It was read as a note.")
            return None
    return measured(raw, desk)


def goal(raw: str, desk: Desk) -> OrdinalGoal:
    """A rating to reach or keep: 'Retain "Good"', '"Good" or to be working towards "Good"'."""
    rating = _rating_in(raw)
    if rating is None:
        raise Unreadable("R09", choices="a rating to reach or keep, such as Good, or Retain Good")
    towards = "working toward" in " ".join(raw.casefold().split())
    return OrdinalGoal.model_construct(
        rating=rating,
        retain="retain" in raw.casefold(),
        or_working_towards=towards,
        words=" ".join(raw.split()),
    )


def _in_unit(raw: object, desk: Desk) -> float | None:
    signed = desk.kind is None and isinstance(raw, str) and raw.endswith("%")
    return percent(raw, desk) if desk.kind is IndicatorKind.PERCENTAGE or signed else number(raw, desk)


def _in_unit_from_words(value: str, desk: Desk) -> float | None:
    """A number out of a cell of words: no format of the cell makes it a percentage, only its sign or its size."""
    bare = Desk(kind=desk.kind)
    return _in_unit(value if value.endswith("%") else finite(float(value.replace(",", ""))), bare)


def _take_expectation(words: str, desk: Desk) -> str:
    found = re.search(EXPECTED, words) if "expected" in words.casefold() else None
    if found is None:
        return words
    due = period_in(found[1], "R08").end
    if desk.as_at is None or due <= desk.as_at:
        desk.remark("P19", words=f"Take out “{found[0]}”: that time has passed and the value stands beside it.")
    return words.replace(found[0], "").strip()


def _take_period(words: str, desk: Desk) -> tuple[str, Period | None]:
    when: Period | None = None
    for inside in re.findall(r"\(([^()]*)\)", words):
        try:
            when = Period.parse(inside)
        except ValueError:
            continue
        words = words.replace(f"({inside})", " ", 1)
    if words.count("(") != words.count(")"):
        desk.remark("P19", words="A bracket is opened and not closed, or closed and not opened.")
    return words.strip(), when


def _number_from(words: str, when: Period | None, desk: Desk) -> Measured:
    found = re.search(NUMBER.pattern + r"\s*%?", words)
    if found is None or words[: found.start()].strip():
        raise Unreadable("R06")  # "see note 4" is no 4
    rest = words[found.end() :].split()
    for stray in (part for part in rest if NUMBER.fullmatch(part)):
        desk.remark(
            "P19",
            severity="Warn",
            words=f"Take out the “{stray}” if it does not belong here. It was not read as anything.",
        )
    if others := " ".join(part for part in rest if not NUMBER.fullmatch(part)):
        desk.remark("P19", words=f"Take out “{others}”, or move it to Note. The value {found[0].strip()} was read.")
    value = "".join(found[0].split())
    return Measured(number=_in_unit_from_words(value, desk), period=when)


def _rating_from(words: str, when: Period | None, desk: Desk) -> Measured:
    rating = _rating_in(words)
    if rating is None:
        raise Unreadable("R09", choices=", ".join(Rating))
    aside = words.casefold().replace(rating.casefold(), "", 1)
    if _rating_in(aside) is not None:
        desk.remark(
            "P12",
            words=f"One rating: the overall one, {rating}. Give the service a row of its own on CQC ratings.",
        )
    return Measured(rating=rating, period=when)


def _rating_in(words: str) -> Rating | None:
    said = " ".join(words.casefold().replace('"', " ").split())
    places = {rating: said.find(rating.casefold()) for rating in Rating}
    found = [(at, rating) for rating, at in places.items() if at >= 0]
    return min(found)[1] if found else None
