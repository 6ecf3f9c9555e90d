"""Sentences about how practices differ, the claims of the Board paper, and the association with deprivation."""

from collections.abc import Callable, Mapping, Sequence

from pc_workbook.disclosure.audience import MaskReason
from pc_workbook.measures.results import Association, Claim, ClaimKey, Spread
from pc_workbook.measures.variation.claims import AssociationReason, ClaimReason
from pc_workbook.wording.numbers import counted, exact, listed, number

CLAIMS: Mapping[ClaimKey, str] = {
    ClaimKey.ALL_BUT_FOUR_WORSE: "All but four practices have more patients per FTE GP than England",
    ClaimKey.WORST_OVER_FIVE_TIMES: "The worst practice has over five times England's patients per FTE GP",
    ClaimKey.CORRELATION_WITH_DEPRIVATION: "Strong positive correlation of patients per FTE GP with deprivation",
}
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


def _england_words(england: float | None, period: str | None) -> str:
    figure = "" if england is None else f"'s {exact(england)}"
    return f"England{figure}{f' ({period})' if period else ''}"


def _count_worse_words(worse: int, practices: int, england: float | None, period: str | None) -> str:
    are = "is" if worse == 1 else "are"
    return (
        f"{worse} of {counted(practices, 'practice')} with a value {are} worse than {_england_words(england, period)}"
    )


def _highest_words(practice: str, value: float, times: float, england: float | None, period: str | None) -> str:
    comparison = f"{number(times, 1)} times {_england_words(england, period)}"
    return f"{practice}: {number(value, 1)} patients per FTE GP, {comparison}"


def _without_value_words(practices: int) -> str:
    return f"{counted(practices, 'practice')} {'has' if practices == 1 else 'have'} no value"


def _little_fte_words(practices: Sequence[tuple[str, float]]) -> str:
    few = listed([f"{code} has {number(fte, 2)} FTE" for code, fte in practices])
    return f"{few}: this may be a gap in recording"


#: The sentence of each reason, made from its values.
CLAIM_SENTENCES: Mapping[str, Callable[..., str]] = {
    MaskReason.RESTS_ON_MORE: lambda: "not shown here, because it rests on rows that are not shown",
    ClaimReason.NO_ENGLAND: lambda: "no England figure of patients per FTE GP is set",
    ClaimReason.NO_VALUES: lambda: "no practice has a value",
    ClaimReason.COUNT_WORSE: _count_worse_words,
    ClaimReason.WITHOUT_VALUE: _without_value_words,
    ClaimReason.UNDECIDED: lambda without, practices: (
        f"{_without_value_words(without)}, so it can't be tested for all {practices}"
    ),
    ClaimReason.HIGHEST: _highest_words,
    ClaimReason.OVER_FIVE_TIMES: lambda practices: (
        f"{counted(practices, 'practice')} {'is' if practices == 1 else 'are'} above five times"
    ),
    ClaimReason.LITTLE_FTE: _little_fte_words,
    ClaimReason.CORRELATION: association_words,
    MaskReason.RESTS_ON_MORE: lambda: "not shown here, because it rests on rows that are not shown",
    AssociationReason.TOO_FEW: lambda: "no correlation was calculated: fewer than 5 practices have both figures",
    AssociationReason.NO_VARIATION: lambda: (
        "no correlation was calculated: all practices have the same deprivation score, or the same ratio"
    ),
}
