"""The sentence of a RAG, and of every reason why an indicator is rated as it is, or not rated, or not compared."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import Distance, GapTo, RagResult, Reference
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import IndicatorKind, ShownIn
from pc_workbook.model.own_scale import AnyRating
from pc_workbook.model.period import Period, PeriodKind, financial_year_label
from pc_workbook.model.question import UnreadEntry
from pc_workbook.stats.decimals import as_typed, decimals_of, decimals_typed, rounded
from pc_workbook.wording.cqc import INHERITED, unread_ratings_words
from pc_workbook.wording.findings import blocked_words
from pc_workbook.wording.numbers import (
    MINUS,
    PERIODS_OF_KIND,
    day_words,
    exact,
    listed,
    number,
    points,
    quoted,
    short_number,
    typed_value,
)
from pc_workbook.wording.reasons import reason_words
from pc_workbook.wording.staff import unread_entry_words

USUAL_DECIMALS, MOST_DECIMALS = 2, 6
KIND_UNDECIDED = "comparator kind to be chosen (fixed or moving)"
PERIOD_KINDS = {
    PeriodKind.DAY: "a day",
    PeriodKind.MONTH: "a month",
    PeriodKind.QUARTER: "a quarter",
    PeriodKind.CALENDAR_YEAR: "a calendar year",
    PeriodKind.FINANCIAL_YEAR: "a financial year",
    PeriodKind.POOLED_CALENDAR_YEARS: "several calendar years together",
    PeriodKind.POOLED_FINANCIAL_YEARS: "several financial years together",
}


def rag_words(result: RagResult) -> str:
    """Return a RAG with its reason: 'Red – 1.8 points below this year's trajectory (81%)'."""
    override = f" (overridden from {result.overridden_from})" if result.overridden_from else ""
    why = rag_reason(result)
    word = f"{result.word} (counts as {result.rag})" if result.word not in ("", result.rag) else result.rag
    return f"{word} – {why}{override}" if why else f"{word}{override}"


def rag_reason(result: RagResult) -> str:
    """Return the reasons for a RAG without its word."""
    return indicator_reasons_words(result.reasons)


def indicator_reasons_words(reasons: Iterable[Reason]) -> str:
    """Return several reasons one after the other, each once."""
    return "; ".join(dict.fromkeys(map(indicator_reason_words, reasons)))


def indicator_reason_words(reason: Reason) -> str:
    """Return the sentence of one reason about an indicator, without a capital and a full stop."""
    return SENTENCES[reason.code](**dict(reason.values))


def distance_words(value: float, reference: float, kind: ShownIn, to: str, decimals: int | None = None) -> str:
    """Return where a value lies by its reference: '3.89 points below the national standard (95%)'.

    Rates have no points; they show the signed distance and its share of the reference. `decimals` are the indicator's.

    >>> distance_words(91.11, 95, IndicatorKind.PERCENTAGE, "the national standard")
    '3.89 points below the national standard (95%)'
    >>> distance_words(0.47, 0.61, IndicatorKind.RATE, "England, 2015")
    '0.14 below England, 2015 (−0.14, 23.0% of 0.61)'
    >>> distance_words(1.160, 1.161, IndicatorKind.RATE, "the target", 3)
    '0.001 below the target (−0.001, 0.1% of 1.161)'
    """
    if kind is IndicatorKind.YES_NO:
        return str(_kinds().answers_apart(value, reference, to))
    above = as_typed(value) - as_typed(reference)
    level = _level(reference, kind, decimals)
    if not above:
        return f"level with {to} ({level})"
    side = "above" if above > 0 else "below"
    if not isinstance(kind, IndicatorKind):
        return f"{_kinds().in_unit(float(abs(above)), kind)} {side} {to} ({level})"
    amount = _amount(abs(above), kind, decimals)
    place = f"{points(amount) if kind is IndicatorKind.PERCENTAGE else amount} {side} {to}"
    if kind is IndicatorKind.PERCENTAGE or not reference:
        return f"{place} ({level})"
    return f"{place} ({'+' if above > 0 else MINUS}{amount}, {_relative(above, reference)} of {level})"


def _kinds() -> Any:
    from pc_workbook.wording import kinds  # few trackers have values of these kinds

    return kinds


def distance_in_words(distance: Distance) -> str:
    """Return where an indicator's value lies by its reference."""
    reference = distance.reference
    return distance_words(distance.value, reference.level, distance.kind, reference_words(reference), distance.decimals)


def reference_words(reference: Reference) -> str:
    """Return the name of a reference: "this year's trajectory", "the 2021 target", "England, 2015"."""
    match reference.to:
        case GapTo.TRAJECTORY if reference.period is not None:
            return f"the trajectory for {reference.period.label}"
        case GapTo.TARGET if reference.period is not None:
            return f"the target for {reference.period.label}"
        case GapTo.TRAJECTORY:
            return "this year's trajectory" if reference.is_this_year else f"the {reference.year} trajectory"
        case GapTo.TARGET:
            return f"the {reference.year} target" if reference.year else "the target"
        case GapTo.STANDARD:
            return "the national standard"
        case _:
            name = reference.name or "the comparator"
            return f"{name}, {reference.period.label}" if reference.period else name


def _level(reference: float, kind: ShownIn, decimals: int | None) -> str:
    """Return a reference as typed; of an indicator with more than two decimals with all of them."""
    if not isinstance(kind, IndicatorKind):
        return typed_value(reference, kind)
    if decimals is None or not decimals_typed(reference) < decimals > USUAL_DECIMALS:
        return typed_value(reference, kind)
    return f"{number(reference, decimals)}{'%' if kind is IndicatorKind.PERCENTAGE else ''}"


def _amount(away: Decimal, kind: ShownIn, decimals: int | None) -> str:
    """Return a distance to the indicator's decimals; to two where it was typed or computed with more, and to as many as
    show that it is not 0.
    """
    usual = 0 if kind is IndicatorKind.COUNT else USUAL_DECIMALS
    shown = usual if decimals is None else decimals
    if decimals_of(away) > shown:
        shown = max(shown, USUAL_DECIMALS)
    while not rounded(away, shown) and shown < MOST_DECIMALS:
        shown += 1
    if not rounded(away, shown):
        return f"less than {Decimal(1).scaleb(-MOST_DECIMALS):f}"
    return short_number(away, shown) if kind is IndicatorKind.PERCENTAGE else number(away, shown)


def _relative(above: Decimal, reference: float) -> str:
    share = abs(above / as_typed(reference)) * 100
    return f"{number(share, 1)}%" if rounded(share, 1) else "less than 0.1%"


def period_kind_words(period: Period) -> str:
    """Return what kind of period one is: 'Q3 2017/18 is a quarter'."""
    return f"{period.label} is {PERIOD_KINDS.get(period.kind, f'a period of {period.months} months')}"


def unlike_periods(first: Period, second: Period) -> str:
    """Return that two periods are of different kinds: 'January 2017 is a month, 2015/16 is a financial year'."""
    return f"{period_kind_words(first)}, {period_kind_words(second)}"


def _year_unclear(period: Period, years: tuple[int, ...]) -> str:
    return (
        f"{period.label}: it may belong to {' or '.join(map(str, years))}; it is not said whether the plan's years are "
        "calendar or financial years: give the baseline its period, or Settings a plan period"
    )


def _other_period(
    why: Reason, reference: Reference, kind: ShownIn, year: int, year_kind: PeriodKind | None, is_part: bool
) -> str:
    label = financial_year_label(year - 1) if year_kind is PeriodKind.FINANCIAL_YEAR else str(year)
    whole = f"the whole of {label}" if is_part else f"the {year_kind} {label}"
    level = typed_value(reference.level, kind)
    return f"{indicator_reason_words(why)}: {reference_words(reference)} ({level}) is for {whole}"


def _no_step(period: Period, kinds: tuple[PeriodKind, ...]) -> str:
    if not kinds:
        return f"no agreed trajectory for {period.label}"
    steps = listed([PERIODS_OF_KIND[kind] for kind in kinds])
    return f"no agreed trajectory for {period.label}: {period_kind_words(period)}, and the steps are for {steps}"


def _name(name: str) -> str:
    return name or "the comparator"


def _tolerance(side: str) -> Callable[..., str]:
    def words(tolerance: float, kind: ShownIn) -> str:
        size = points(exact(tolerance)) if kind is IndicatorKind.PERCENTAGE else typed_value(tolerance, kind)
        return f"{side} the tolerance of {size}"

    return words


def _rating(rating: AnyRating | None, period: Period | None = None, is_inherited: bool = False) -> str:
    """Return a rating with its period, and whether it was inherited: 'Good, 27 September 2016'."""
    when = f", {period.label}" if period else ""
    return f"{rating}{when}{f' ({INHERITED})' if is_inherited else ''}"


def _not_on_scale(rating: AnyRating | None, **dated: Any) -> str:
    return f"no rating on the scale{f' ({_rating(rating, **dated)})' if rating else ''}"


def _evidence(rating: Rating, plan: str, on: Any, source: str, **dated: Any) -> str:
    return f"{_rating(rating, **dated)}; {plan} ({day_words(on)}, source: {source})"


def _no_evidence(rating: Rating, goal: Any, missing: Reason, **dated: Any) -> str:
    return (
        f"{_rating(rating, **dated)}; no evidence of working towards {goal.rating}: {indicator_reason_words(missing)}"
    )


def _unread_rating(cause: UnreadEntry) -> str:
    """Return why the rating of an organisation can't be read."""
    return unread_entry_words(cause)


def _ratio_reason(why: tuple[Reason, ...]) -> str:
    """Return why a staff ratio is missing or incomplete."""
    return reason_words(why)


SENTENCES: dict[Any, Callable[..., str]] = {
    Why.NO_AS_AT: lambda: "no as-at date",
    Why.NO_VALUE: lambda: "no value",
    Why.NOT_YET: lambda: "no value yet at the as-at date",
    Why.NO_PERIOD: lambda: "the value has no period",
    Why.NO_DIRECTION: lambda: "no direction says which way is better",
    Why.SUPPRESSED: lambda: "the value is suppressed",
    Why.BLOCKED: lambda cause: blocked_words(cause),
    Why.NOT_JUDGED: lambda cause: f"not judged: {blocked_words(cause)}",
    Why.UNDECLARED: lambda: "the share's denominator is not declared (inspected practices or all practices)",
    Why.ENDED: lambda provider, ends: f"{provider} ended on {day_words(ends)}",
    Why.UNREAD_RATING: _unread_rating,
    Why.UNREAD_RATINGS: unread_ratings_words,
    Why.RATIO: _ratio_reason,
    Why.IN_QUESTION: lambda cells: f"in question, see {listed(cells)}",
    Why.KIND_UNDECIDED: lambda: KIND_UNDECIDED,
    Why.NO_TARGET: lambda: "no target level is set",
    Why.NO_COMPARATOR: lambda: "no comparator is set",
    Why.NO_STANDARD: lambda: "no national standard is set",
    Why.COMPARATOR_SUPPRESSED: lambda: "the comparator is suppressed",
    Why.NO_TRAJECTORY: lambda year: f"no agreed trajectory{f' for {year}' if year else ''}",
    Why.NO_STEP: _no_step,
    Why.TARGET_OF_OTHER_PERIOD: lambda why: f"the target is for another kind of period: {indicator_reason_words(why)}",
    Why.NO_VALUE_TO_JUDGE: lambda year, level, kind: (
        f"no {year} value to judge against the trajectory of {typed_value(level, kind)}"
    ),
    Why.NO_VALUE_TO_COMPARE: lambda year, level, kind: (
        f"no {year} value to compare with the trajectory of {typed_value(level, kind)}"
    ),
    Why.UNLIKE_PERIODS: unlike_periods,
    Why.PART_OF_YEAR: period_kind_words,
    Why.OTHER_KIND_OF_YEAR: lambda period, kind: f"{period_kind_words(period)}, and the plan's years are {kind}s",
    Why.PLAN_OF_WHOLE_YEARS: lambda period, why: f"{indicator_reason_words(why)}, and the plan is of whole years",
    Why.YEAR_UNCLEAR: _year_unclear,
    Why.REFERENCE_OF_OTHER_PERIOD: _other_period,
    Why.NOT_COMPARED_WITH: lambda level, kind, why: (
        f"not compared with {typed_value(level, kind)}: {indicator_reason_words(why)}"
    ),
    Why.NOT_COMPARED_WITH_YEAR: lambda level, kind, why: (
        f"not compared with {typed_value(level, kind)}, which is for a whole year: {indicator_reason_words(why)}"
    ),
    Why.COMPARATOR_WITHOUT_PERIOD: lambda name: f"the value of {_name(name)} has no period",
    Why.NO_COMPARATOR_LIKE_IT: lambda name, why: (
        f"no value of {_name(name)} for a period like it: {indicator_reason_words(why)}"
    ),
    Why.COMPARATOR_IS_LATER: lambda name, later, period: (
        f"{_name(name)}'s value is of {later.label}, later than {period.label}"
    ),
    Why.DISTANCE: distance_in_words,
    Why.NO_TOLERANCE: lambda: "no tolerance is set, so no Amber",
    Why.WITHIN_TOLERANCE: _tolerance("within"),
    Why.BEYOND_TOLERANCE: _tolerance("beyond"),
    Why.STATE: lambda state, why: f"{state}: {indicator_reasons_words(why)}",
    Why.COUNTED_AS_NOT_MET: lambda: "counted as not met by the settings",
    Why.BY_RANGE: lambda **values: _kinds().range_words(**values),
    Why.NO_RANGE: lambda: "no range is set: Range from and Range to",
    Why.IN_BAND: lambda **values: _kinds().band_words(**values),
    Why.IN_NO_BAND: lambda **values: _kinds().no_band_words(**values),
    Why.SCHEME_OF_NUMBERS: lambda scheme: f"the scheme {scheme} measures numbers, and the values are words",
    Why.SCHEME_OF_OTHER_RULE: lambda scheme, rule: (
        f"the scheme {scheme} measures a {rule.lower()}, which does not fit how this indicator is judged"
    ),
    Why.NO_PER_CENT_OF_NOTHING: lambda scheme: f"the target is 0, and the scheme {scheme} needs a per cent of it",
    Why.RULING: lambda reason, by, on: f"{reason} ({by}, {day_words(on)})",
    Why.NOT_ON_SCALE: _not_on_scale,
    Why.NO_GOAL: lambda rating, **dated: f"{_rating(rating, **dated)}; no goal is set",
    Why.NO_GOAL_FOR_YEAR: lambda year: f"no agreed goal for {year}",
    Why.GOAL_NOT_ON_SCALE: lambda rating, goal, **dated: (
        f"{_rating(rating, **dated)}; the goal {goal.rating} is not on the scale"
    ),
    Why.MEETS_GOAL: lambda rating, goal, **dated: f"{_rating(rating, **dated)} meets {quoted(goal.words)}",
    Why.BELOW_GOAL: lambda rating, goal, **dated: f"{_rating(rating, **dated)} is below {goal.rating}",
    Why.NO_EVIDENCE: _no_evidence,
    Why.EVIDENCE: _evidence,
    Why.NO_PLAN: lambda: "no improvement plan",
    Why.NO_PLAN_DATE: lambda: "no date",
    Why.PLAN_DATE_TOO_FAR: lambda on: f"the plan's date, {day_words(on)}, is more than a year away",
    Why.NO_PLAN_SOURCE: lambda: "no named source",
}
