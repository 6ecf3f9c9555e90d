"""Shares of practices by CQC rating, always on both denominators: inspected practices, and all practices.

Which one a target is tested on must be declared: in March 2017 half of the inspected practices were Good,
but 30% of all.
"""

from collections.abc import Mapping
from math import ceil, floor

from pc_workbook.measures.results import Share
from pc_workbook.model.cqc import SCALE, STATES, Rating
from pc_workbook.model.indicator import Denominator, Direction, IndicatorKind
from pc_workbook.stats.decimals import as_typed
from pc_workbook.stats.wilson import wilson_interval
from pc_workbook.wording.numbers import count_words, counted, number, percent, typed_value

INSPECTED = "inspected practices"
ALL = "all practices"
BASIS = {Denominator.INSPECTED: INSPECTED, Denominator.ALL: ALL}

AT_LEAST_GOOD = "at_least_good"
AT_LEAST_RI = "at_least_requires_improvement"
RI_OR_BELOW = "requires_improvement_or_below"

#: name, words, the ratings it counts
READINGS: tuple[tuple[str, str, tuple[Rating, ...]], ...] = (
    ("outstanding", "Outstanding", (Rating.OUTSTANDING,)),
    ("good", "Good", (Rating.GOOD,)),
    ("requires_improvement", "Requires improvement", (Rating.REQUIRES_IMPROVEMENT,)),
    ("inadequate", "Inadequate", (Rating.INADEQUATE,)),
    (AT_LEAST_GOOD, "At least Good", (Rating.GOOD, Rating.OUTSTANDING)),
    (AT_LEAST_RI, "At least Requires improvement", SCALE[1:]),
    (RI_OR_BELOW, "Requires improvement or below", SCALE[:2]),
)

#: States outside the scale: shares of all practices only.
STATES_COUNTED: tuple[tuple[str, str, Rating], ...] = tuple(
    (state.casefold().replace(" ", "_"), str(state), state) for state in STATES
)


def share(name: str, words: str, basis: str, count: int, denominator: int) -> Share:
    """One share with its Wilson 95% interval, in percentage points; no percentage where nothing is counted.

    >>> s = share("good", "Good", "all practices", 10, 33)
    >>> round(s.percent, 1), round(s.lower, 1), round(s.upper, 1)
    (30.3, 17.4, 47.3)
    """
    interval = wilson_interval(count, denominator)
    if interval is None:
        return Share(name, words, basis, count, denominator, None, None, None)
    value = 100 * count / denominator
    # Multiplying by 100 may round differently here and there; the share never leaves its own interval.
    lower, upper = min(100 * interval[0], value), max(100 * interval[1], value)
    return Share(name, words, basis, count, denominator, value, lower, upper)


def cqc_shares(counts: Mapping[Rating, int]) -> tuple[Share, ...]:
    """Every reading of the ratings, each on inspected and on all practices, and the states on all.

    `counts` gives the number of practices in each rating and state.
    """
    everyone = sum(counts.values())
    inspected = sum(counts.get(rating, 0) for rating in SCALE)
    on_both = [
        share(name, words, basis, sum(counts.get(rating, 0) for rating in ratings), of)
        for name, words, ratings in READINGS
        for basis, of in ((INSPECTED, inspected), (ALL, everyone))
    ]
    states = [
        share(name, words, ALL, counts.get(state, 0), everyone)
        for name, words, state in STATES_COUNTED
        if state is Rating.NOT_INSPECTED or counts.get(state)
    ]
    return (*on_both, *states)


def chosen(shares: tuple[Share, ...], name: str, basis: str) -> Share | None:
    """The share of a name on a basis, or None."""
    return next((s for s in shares if s.name == name and s.basis == basis), None)


def share_words(found: Share) -> str:
    """'10 of 20 inspected practices (50.0%; 29.9 to 70.1)', '10 of all 33 practices (30.3%; 17.4 to 47.3)'."""
    of = f"all {found.denominator} practices" if found.basis == ALL else f"{found.denominator} {found.basis}"
    words = f"{found.numerator} of {of}"
    if found.percent is None or found.lower is None or found.upper is None:
        return words
    return f"{words} ({percent(found.percent)}; {number(found.lower, 1)} to {number(found.upper, 1)})"


def leaves_out_unread_ratings(practices: int) -> str:
    """How many practices stand in no share because their rating can't be read; '' for none.

    >>> leaves_out_unread_ratings(1)
    "leaves out 1 practice whose rating can't be read"
    """
    return f"leaves out {counted(practices, 'practice')} whose rating can't be read" if practices else ""


def practices_short(count: int, denominator: int, target: float, direction: Direction) -> int:
    """How many more practices (fewer, where lower is better) the target needs; 0 where it is met.

    `target` is in percentage points.

    >>> practices_short(10, 33, 50, Direction.HIGHER), practices_short(10, 20, 50, Direction.HIGHER)
    (7, 0)
    """
    needed = as_typed(target) * denominator / 100
    if direction is Direction.LOWER:
        return max(0, count - floor(needed))
    return max(0, ceil(needed) - count)


def target_words(found: Share, target: float, direction: Direction) -> str:
    """How a share stands to a target level, in practices: '30.3%: seven practices short of 50%'."""
    level = typed_value(target, IndicatorKind.PERCENTAGE)
    if found.percent is None:
        return f"{share_words(found)}: nothing to compare with {level}"
    short = practices_short(found.numerator, found.denominator, target, direction)
    if not short:
        return f"{share_words(found)}: target level of {level} met"
    noun = "practice" if short == 1 else "practices"
    way = "too many for" if direction is Direction.LOWER else "short of"
    return f"{share_words(found)}: {count_words(short)} {noun} {way} {level}"
