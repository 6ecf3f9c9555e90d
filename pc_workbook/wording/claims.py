"""Sentences about how practices differ, the claims that a tracker lists, and the association with deprivation."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pc_workbook.disclosure.audience import MaskReason
from pc_workbook.measures.results import Association, Claim, Spread
from pc_workbook.measures.variation.claims import AssociationReason, ClaimReason
from pc_workbook.model.claim import ClaimTest
from pc_workbook.wording.numbers import count_words, counted, exact, listed, number

#: The name and decimals of each measure whose spread is reported.
SPREAD_MEASURES: Mapping[str, tuple[str, int]] = {
    "patients_per_gp_fte": ("patients per FTE GP", 0),
    "gp_per_1000_weighted": ("FTE GPs per 1,000 weighted patients", 2),
}
#: The names of correlations from these sizes upwards. Source: J. Cohen, Statistical Power Analysis (1988).
STRENGTHS: Sequence[tuple[float, str]] = ((0.5, "strong"), (0.3, "moderate"), (0.1, "weak"), (0.0, "very weak"))


def spread_words(spread: Spread) -> str:
    """Return how far practices differ in one measure."""
    name, decimals = SPREAD_MEASURES[spread.measure]
    low, high = number(spread.lower_quartile, decimals), number(spread.upper_quartile, decimals)
    lowest = f"{number(spread.lowest, decimals)} ({spread.lowest_practice})"
    highest = f"{number(spread.highest, decimals)} ({spread.highest_practice})"
    return (
        f"the middle half of {spread.practices} practices have between {low} and {high} {name}; "
        f"the range is from {lowest} to {highest}"
    )


def claim_words(claim: Claim) -> str:
    """Return the facts that decided a claim, or why it is not decided."""
    return "; ".join(CLAIM_SENTENCES[each.code](**dict(each.values)) for each in claim.reasons)


def association_words(association: Association) -> str:
    """Return the association of deprivation and patients per FTE GP with its coefficients, or why it has none."""
    r = association.pearson
    if r is None:
        refusal = association.refusal
        return CLAIM_SENTENCES[refusal.code](**dict(refusal.values)) if refusal else "no correlation was calculated"
    outliers = f"; outliers: {listed(association.outliers)}" if association.outliers else ""
    return f"{_trend(association)} ({_strength(r)} correlation: {_coefficients(association)}; {_basis(association)}){outliers}"


def _trend(association: Association) -> str:
    lower, upper = association.pearson_lower, association.pearson_upper
    if lower is None or upper is None or lower <= 0 <= upper:
        return "there is no clear link between deprivation and patients per FTE GP"
    more = "more" if lower > 0 else "fewer"
    return f"practices in more deprived areas tend to have {more} patients per FTE GP"


def _strength(r: float) -> str:
    return next(name for size, name in STRENGTHS if abs(r) >= size)


def _coefficients(association: Association) -> str:
    lower, upper = association.pearson_lower, association.pearson_upper
    interval = "" if lower is None or upper is None else f", 95% CI {number(lower, 2)} to {number(upper, 2)}"
    r = f"r = {number(association.pearson or 0, 2)}{interval}, p {_p_words(association.p_pearson)}"
    return f"{r}; \u03c1 = {number(association.spearman or 0, 2)}, p {_p_words(association.p_spearman)}"


def _p_words(p: float | None) -> str:
    if p is None:
        return "not known"
    return "< 0.001" if p < 0.001 else f"= {number(p, 3)}"


def _basis(association: Association) -> str:
    """Return how many practices a correlation rests on, and how many lack a figure."""
    practices = counted(association.n, "practice")
    return f"{practices}, {association.missing} without both figures" if association.missing else practices


#: The names of measures that no indicator has, as claims mention them.
MEASURE_NAMES: Mapping[str, str] = {
    "patients_per_gp_fte": "patients per FTE GP",
    "gp_fte_per_1000_patients": "FTE GPs per 1,000 patients",
    "gp_fte_per_1000_weighted_patients": "FTE GPs per 1,000 weighted patients",
    "nurse_fte_per_1000_patients": "FTE nurses per 1,000 patients",
    "nurse_fte_per_1000_weighted_patients": "FTE nurses per 1,000 weighted patients",
    "deprivation_score": "deprivation score",
}


def _measure(name: str) -> str:
    return MEASURE_NAMES.get(name, f"“{name}”")


def _comparator_words(name: str, value: float | None, period: str | None) -> str:
    if not name:
        return exact(value or 0)
    figure = "" if value is None else f"'s {exact(value)}"
    return f"{name}{figure}{f' ({period})' if period else ''}"


def _units(count: int, practices: bool) -> str:
    return counted(count, "practice" if practices else "organisation")


def _count_worse_words(
    worse: int, of: int, practices: bool, comparator: str, value: float | None, period: str | None
) -> str:
    are = "is" if worse == 1 else "are"
    than = _comparator_words(comparator, value, period)
    return f"{worse} of {_units(of, practices)} with a value {are} worse than {than}"


def _multiple_words(
    organisation: str, measure: str, value: float, times: float, comparator: str, level: float, period: str | None
) -> str:
    """Return how many times its comparator a value is; counts of patients in tenths, other values as they are."""
    comparison = f"{number(times, 1)} times {_comparator_words(comparator, level, period)}"
    if measure in MEASURE_NAMES:
        return f"{organisation}: {number(value, 1)} {_measure(measure)}, {comparison}"
    return f"{organisation}: {exact(value)}, {comparison}"


def _over_times_words(count: int, times: float, practices: bool) -> str:
    are = "is" if count == 1 else "are"
    multiple = count_words(int(times)) if times.is_integer() else exact(times)
    return f"{_units(count, practices)} {are} above {multiple} times"


def _correlated_words(first: str, second: str, association: Association) -> str:
    r = association.pearson
    if r is None:
        return association_words(association)
    size = f"{_strength(r)} correlation of {_measure(first)} and {_measure(second)}"
    return f"{size}: {_coefficients(association)}; {_pairs(association)}"


def _pairs(association: Association) -> str:
    pairs = counted(association.n, "organisation")
    return f"{pairs}, {association.missing} without both figures" if association.missing else pairs


def _ranked_words(organisation: str, rank: int, of: int, measure: str) -> str:
    return f"{organisation} has rank {rank} of {of} in {_measure(measure)}, where 1 is the worst"


def _changed_words(before: float, now: float, measure: str, since: str | None, until: str | None) -> str:
    first = f"{exact(before)}{f' ({since})' if since else ''}"
    return f"{_measure(measure)} went from {first} to {exact(now)}{f' ({until})' if until else ''}"


def _target_words(value: float, target: float | None, measure: str) -> str:
    return f"{_measure(measure)} is {exact(value)}, and the target is {exact(target or 0)}"


def comparator_counts(claims: Sequence[Claim]) -> Iterator[str]:
    """Yield, for each claim that counts practices by patients per FTE GP, what was counted."""
    for claim in claims:
        if claim.listed.test is ClaimTest.BEYOND and claim.listed.measure == "patients_per_gp_fte":
            yield claim_words(claim)


def _without_value_words(practices: int) -> str:
    return f"{counted(practices, 'practice')} {'has' if practices == 1 else 'have'} no value"


def _little_fte_words(practices: Sequence[tuple[str, float]]) -> str:
    few = listed([f"{code} has {number(fte, 2)} FTE" for code, fte in practices])
    return f"{few}: this may be a gap in recording"


#: The sentence of each reason, made from its values.
CLAIM_SENTENCES: Mapping[str, Callable[..., str]] = {
    MaskReason.RESTS_ON_MORE: lambda: "not shown here, because it rests on rows that are not shown",
    ClaimReason.NO_ENGLAND: lambda: "no England figure of patients per FTE GP is set",
    ClaimReason.NO_COMPARATOR: lambda comparator, measure: f"there is no value of {comparator} for {_measure(measure)}",
    ClaimReason.NO_VALUES: lambda measure: (
        "no practice has a value" if measure in MEASURE_NAMES else f"there is no value of {_measure(measure)}"
    ),
    ClaimReason.NO_VALUE: lambda organisation, measure: f"{organisation} has no value of {_measure(measure)}",
    ClaimReason.NO_DIRECTION: lambda measure: f"{_measure(measure)} has no direction, so nothing is better or worse",
    ClaimReason.NO_TEST: lambda: "the claim lacks what its test needs",
    ClaimReason.BLOCKED: lambda indicator: f"indicator {indicator} has errors",
    ClaimReason.COUNT_WORSE: _count_worse_words,
    ClaimReason.WITHOUT_VALUE: _without_value_words,
    ClaimReason.UNDECIDED: lambda without, practices: (
        f"{_without_value_words(without)}, so it can't be tested for all {practices}"
    ),
    ClaimReason.HIGHEST: _multiple_words,
    ClaimReason.OVER_TIMES: _over_times_words,
    ClaimReason.CORRELATED: _correlated_words,
    ClaimReason.RANKED: _ranked_words,
    ClaimReason.CHANGED: _changed_words,
    ClaimReason.TARGET: _target_words,
    ClaimReason.LITTLE_FTE: _little_fte_words,
    ClaimReason.CORRELATION: association_words,
    MaskReason.RESTS_ON_MORE: lambda: "not shown here, because it rests on rows that are not shown",
    AssociationReason.TOO_FEW: lambda: "no correlation was calculated: fewer than 5 practices have both figures",
    AssociationReason.NO_VARIATION: lambda: (
        "no correlation was calculated: all practices have the same deprivation score, or the same ratio"
    ),
}
