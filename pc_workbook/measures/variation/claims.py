"""How practices differ, and three claims of the Board paper (1.2) tested with the data to hand.

An association between practices is ecological: it says nothing of patients, and never names a cause.
"""

from collections.abc import Sequence

from pc_workbook.measures.results import Association, Claim, PlaceResult
from pc_workbook.model.tracker import Settings
from pc_workbook.stats.correlation import Correlation, pearson, spearman
from pc_workbook.stats.tukey_fences import quantile, tukey_fences
from pc_workbook.wording.numbers import count_words, counted, exact, listed, number

SUPPORTED, NOT_SUPPORTED, NOT_TESTED = "supported", "not supported", "not tested"
FEWEST_PAIRS = 5
STRONG = 0.5  # J. Cohen (1988): a large correlation
ALL_BUT = 4
TIMES = 5
#: Below this a practice's FTE may be a gap in recording rather than a shortage.
LITTLE_FTE = 0.5
SCALES = "deprivation score up = more deprived; patients per FTE GP up = worse"
NO_ENGLAND = "no England figure of patients per FTE GP is set"


def variation_words(practices: Sequence[PlaceResult]) -> tuple[str, ...]:
    """How far practices lie apart in either ratio: the middle half, and the two ends. '' never stands for a value."""
    by_gp = [(p.patients_per_gp_fte.value, p.organisation) for p in practices]
    by_1000 = [(p.gp_per_1000_weighted.value, p.organisation) for p in practices]
    told = (_spread("patients per FTE GP", by_gp, 0), _spread("FTE GPs per 1,000 weighted patients", by_1000, 2))
    return tuple(words for words in told if words)


def _spread(name: str, found: Sequence[tuple[float | None, str]], decimals: int) -> str:
    known = sorted((value, code) for value, code in found if value is not None)
    if len(known) < FEWEST_PAIRS:
        return ""
    values = [value for value, _ in known]
    low, high = (number(quantile(values, share), decimals) for share in (0.25, 0.75))
    (least, fewest), (most, greatest) = known[0], known[-1]
    return (
        f"the middle half of {len(known)} practices lies between {low} and {high} {name}; they run from "
        f"{number(least, decimals)} ({fewest}) to {number(most, decimals)} ({greatest})"
    )


def tested_claims(practices: Sequence[PlaceResult], association: Association, settings: Settings) -> tuple[Claim, ...]:
    """The paper's three claims on under-doctoring. `practices` run from the worst to the best, valueless ones last."""
    return (
        all_but_four_worse(practices, settings),
        worst_over_five_times(practices, settings),
        deprivation_claim(association),
    )


def all_but_four_worse(practices: Sequence[PlaceResult], settings: Settings) -> Claim:
    """ "All but four GP practices have levels of under-doctoring that are worse than the England average."

    Supported where exactly four open practices have no more patients per FTE GP than England. Not tested
    where practices without a value leave it open.
    """
    england = settings.england_patients_per_gp_fte
    times = _times(practices)
    missing = len(practices) - len(times)
    if england is None or not times:
        return _all_but_four(NOT_TESTED, NO_ENGLAND if england is None else "no practice has a value")
    worse = sum(value > 1 for value in times)
    others = len(times) - worse
    words = f"{worse} of {len(times)} practices with a value are worse than {_england(settings)}"
    if missing and others <= ALL_BUT:
        return _all_but_four(NOT_TESTED, f"{words}; {_without_value(missing)}: not to be tested for {len(practices)}")
    verdict = SUPPORTED if others == ALL_BUT else NOT_SUPPORTED
    return _all_but_four(verdict, f"{words}{f'; {_without_value(missing)}' if missing else ''}")


def _all_but_four(verdict: str, words: str) -> Claim:
    claim = "All but four practices have more patients per FTE GP than England"
    return Claim(claim, verdict, words, "claim_all_but_four_worse")


def worst_over_five_times(practices: Sequence[PlaceResult], settings: Settings) -> Claim:
    """ "The most under-doctored practice has a ratio that is over five times the England average."

    One practice above five times supports it, whatever others lack. A worst value that rests on less than
    half an FTE is said to: it may be a gap in recording.
    """
    known = [place for place in practices if place.times_england.value is not None]
    missing = len(practices) - len(known)
    if settings.england_patients_per_gp_fte is None or not known:
        return _over_five(NOT_TESTED, _no_worst(settings))
    above = [place for place in known if (place.times_england.value or 0) > TIMES]
    words = _worst_words(known[0], settings)
    if above:
        little = _little_fte(above)
        return _over_five(SUPPORTED, "; ".join(filter(None, (words, _above_words(above), little))))
    if missing:
        return _over_five(NOT_TESTED, f"{words}; {_without_value(missing)}")
    return _over_five(NOT_SUPPORTED, words)


def _over_five(verdict: str, words: str) -> Claim:
    claim = "The worst practice has over five times England's patients per FTE GP"
    return Claim(claim, verdict, words, "claim_worst_over_five_times")


def _no_worst(settings: Settings) -> str:
    return NO_ENGLAND if settings.england_patients_per_gp_fte is None else "no practice has a value"


def _worst_words(worst: PlaceResult, settings: Settings) -> str:
    value, times = worst.patients_per_gp_fte.value or 0, worst.times_england.value or 0
    return (
        f"{worst.organisation}: {number(value, 1)} patients per FTE GP, {number(times, 1)} times {_england(settings)}"
    )


def _above_words(above: Sequence[PlaceResult]) -> str:
    verb = "lies" if len(above) == 1 else "lie"
    return f"{count_words(len(above))} {'practice' if len(above) == 1 else 'practices'} {verb} above five times"


def _little_fte(above: Sequence[PlaceResult]) -> str:
    few = [f"{p.organisation} on {number(p.gp_fte, 2)} FTE" for p in above if p.gp_fte and p.gp_fte < LITTLE_FTE]
    return f"{listed(few)}: this may be a gap in recording" if few else ""


def deprivation_claim(association: Association) -> Claim:
    """ "A strong positive correlation between under-doctoring and deprivation."

    Supported where both coefficients reach 0.5 and the interval of Pearson's r lies above 0 (a decision).
    """
    claim = "Strong positive correlation of patients per FTE GP with deprivation"
    return Claim(claim, _strength(association), association.words, "claim_correlation_with_deprivation")


def _strength(association: Association) -> str:
    r, rho, lower = association.pearson, association.spearman, association.pearson_lower
    if r is None or rho is None or lower is None:
        return NOT_TESTED
    return SUPPORTED if min(r, rho) >= STRONG and lower > 0 else NOT_SUPPORTED


def association_with_deprivation(practices: Sequence[PlaceResult]) -> Association:
    """Pearson and Spearman of deprivation score and patients per FTE GP, over practices that have both.

    Refused (no coefficients) under five pairs, or where a scale does not vary.
    """
    pairs = [
        (place.organisation, place.deprivation_score, place.patients_per_gp_fte.value)
        for place in practices
        if place.deprivation_score is not None and place.patients_per_gp_fte.value is not None
    ]
    scores, ratios = [float(x) for _, x, _ in pairs if x is not None], [y for _, _, y in pairs if y is not None]
    missing = len(practices) - len(pairs)
    r = pearson(scores, ratios) if len(pairs) >= FEWEST_PAIRS else None
    rho = spearman(scores, ratios) if len(pairs) >= FEWEST_PAIRS else None
    if r is None or rho is None:
        why = "refused under five practices" if len(pairs) < FEWEST_PAIRS else "one of the scales does not vary"
        words = f"{_basis(len(pairs), missing)}: {why}"
        return Association(len(pairs), missing, None, None, None, None, None, None, words)
    outliers = far_out([code for code, _, _ in pairs], ratios)
    words = f"{_basis(len(pairs), missing)}: {_coefficients(r, rho)}; {SCALES}{_outlier_words(outliers)}"
    return Association(len(pairs), missing, r.value, r.lower, r.upper, rho.value, r.p, rho.p, words, outliers)


def _basis(n: int, missing: int) -> str:
    return f"association, ecological, n = {n} ({missing} of {n + missing} missing)"


def _coefficients(r: Correlation, rho: Correlation) -> str:
    interval = "" if r.lower is None or r.upper is None else f" ({number(r.lower, 2)} to {number(r.upper, 2)})"
    return f"r = {number(r.value, 2)}{interval}, p {_p_words(r.p)}; ρ = {number(rho.value, 2)}, p {_p_words(rho.p)}"


def _p_words(p: float | None) -> str:
    if p is None:
        return "not known"
    return "< 0.001" if p < 0.001 else f"= {number(p, 3)}"


def far_out(codes: Sequence[str], ratios: Sequence[float]) -> tuple[str, ...]:
    """The practices outside Tukey's fences in patients per FTE GP, which may carry a correlation alone."""
    low, high = tukey_fences(ratios)
    return tuple(code for code, ratio in zip(codes, ratios, strict=True) if not low <= ratio <= high)


def _outlier_words(outliers: tuple[str, ...]) -> str:
    return f"; far from the rest: {listed(outliers)}" if outliers else ""


def _times(practices: Sequence[PlaceResult]) -> list[float]:
    return [place.times_england.value for place in practices if place.times_england.value is not None]


def _england(settings: Settings) -> str:
    period = settings.england_patients_per_gp_fte_period
    value = settings.england_patients_per_gp_fte
    figure = "" if value is None else f"'s {exact(value)}"
    return f"England{figure}{f' ({period.label})' if period else ''}"


def _without_value(missing: int) -> str:
    return f"{counted(missing, 'practice')} {'has' if missing == 1 else 'have'} no value"
