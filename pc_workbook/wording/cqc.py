"""Sentences about CQC ratings: shares, changes in steps, and how far a share is from its target."""

from collections.abc import Mapping

from pc_workbook.measures.cqc.share import ALL, COUNTED_STATES, INSPECTED
from pc_workbook.measures.results import RatingChange, Share
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Denominator, Direction, IndicatorKind
from pc_workbook.model.period import month_and_year
from pc_workbook.wording.numbers import count_words, counted, number, percent, short_number, typed_value

INHERITED = "inherited from an earlier provider"
#: What a share counts, by its name.
SHARE_LABELS: Mapping[str, str] = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
    "at_least_good": "At least Good",
    "at_least_requires_improvement": "At least Requires improvement",
    "requires_improvement_or_below": "Requires improvement or below",
    **{name: str(state) for name, state in COUNTED_STATES},
}
BASIS_LABELS: Mapping[Denominator, str] = {INSPECTED: "inspected practices", ALL: "all practices"}


def share_label(share: Share) -> str:
    """Return what a share counts: "At least Good"."""
    return SHARE_LABELS[share.name]


def share_words(share: Share) -> str:
    """Return a share as counts and percentage with its interval.

    Such as "10 of 20 inspected practices (50.0%; 29.9 to 70.1)" and "10 of all 33 practices (30.3%; 17.4 to 47.3)".
    """
    words = f"{share.numerator} of {_practices(share)}"
    if share.percent is None or share.lower is None or share.upper is None:
        return words
    return f"{words} ({percent(share.percent)}; {number(share.lower, 1)} to {number(share.upper, 1)})"


def target_words(share: Share, target: float, direction: Direction) -> str:
    """Return a share with the practices that its target (in percentage points) still needs.

    Such as "10 of all 33 practices (30.3%; 17.4 to 47.3): 7 practices short of 50%".
    """
    level = typed_value(target, IndicatorKind.PERCENTAGE)
    if share.percent is None or share.short is None:
        return f"{share_words(share)}: nothing to compare with {level}"
    if not share.short:
        return f"{share_words(share)}: target level of {level} met"
    distance = "too many for" if direction is Direction.LOWER else "short of"
    return f"{share_words(share)}: {counted(share.short, 'practice')} {distance} {level}"


def target_progress_words(share: Share, short: int, direction: Direction) -> str:
    """Return how many practices meet a target, and how many more must: `short`.

    Such as "15 of the 20 inspected practices (75%) meet this. All 20 must: 5 to go".
    """
    the = "" if share.basis is ALL and share.denominator != 1 else "the "
    value = f" ({short_number(share.percent, 1)}%)" if share.percent is not None else ""
    count = f"{share.numerator} of {the}{_practices(share)}{value}"
    are, meet = ("is", "meets") if share.numerator == 1 else ("are", "meet")
    if direction is Direction.LOWER:
        return f"{count} {are}, {f'{short} too many' if short else 'so the target level is met'}"
    if not short:
        return f"{count} {meet} this, so the target level is met"
    needed = share.numerator + short
    must = f"All {needed}" if needed == share.denominator != 1 else needed
    return f"{count} {meet} this. {must} must: {short} to go"


def _practices(share: Share) -> str:
    """Return the practices that a share is of: "20 inspected practices", "all 33 practices"."""
    noun = "practice" if share.denominator == 1 else "practices"
    if share.basis is ALL:
        return f"all {share.denominator} {noun}" if share.denominator != 1 else f"1 {noun}"
    return f"{share.denominator} inspected {noun}"


def unread_ratings_words(practices: int) -> str:
    """Return how many practices no share counts because their rating can't be read; "" for none.

    >>> unread_ratings_words(1)
    "leaves out 1 practice whose rating can't be read"
    """
    return f"leaves out {counted(practices, 'practice')} whose rating can't be read" if practices else ""


def change_words(old: Rating | None, steps: int | None) -> str:
    """Return a change of rating in steps of the scale, up (+) or down (-); "" for None, as of a rating outside the scale.

    >>> change_words(Rating.GOOD, -1)
    'down one step from Good'
    """
    if steps is None:
        return ""
    if not steps:
        return f"unchanged at {old}"
    noun = "step" if abs(steps) == 1 else "steps"
    return f"{'up' if steps > 0 else 'down'} {count_words(abs(steps))} {noun} from {old}"


def rating_change_words(change: RatingChange) -> str:
    """Return a change with the month of the earlier rating: "down one step from Good (May 2015)"."""
    previous = change.previous
    month = f" ({month_and_year(previous.dated)})" if previous.dated else ""
    return change_words(previous.overall, change.steps) + month
