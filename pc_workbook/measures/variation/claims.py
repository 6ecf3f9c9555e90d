"""How practices differ, the association with deprivation, and the claims that a tracker lists (claim_tests.py).

An association between practices is ecological: it says nothing of patients, and never names a cause.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import Association, Claim, IndicatorResult, PracticeResult, Ratio, Spread
from pc_workbook.model.tracker import Tracker
from pc_workbook.stats.correlation import pearson, spearman
from pc_workbook.stats.tukey_fences import quantile, tukey_fences

FEWEST_PAIRS = 5


class ClaimReason(StrEnum):
    """A fact that decides a claim, or why it is not decided. The comment of a code names its values."""

    NO_ENGLAND = "no_england_patients_per_gp_fte"
    NO_COMPARATOR = "no_value_of_the_comparator"  # comparator, measure
    NO_VALUES = "no_organisation_has_a_value"  # measure
    NO_VALUE = "organisation_without_value"  # organisation, measure
    NO_DIRECTION = "measure_without_direction"  # measure
    NO_TEST = "claim_incomplete"
    BLOCKED = "indicator_blocked"  # indicator
    COUNT_WORSE = "organisations_worse_than_comparator"  # worse, of: with a value, practices: whether they are, comparator, value, period
    WITHOUT_VALUE = "practices_without_value"  # practices
    UNDECIDED = "practices_undecided"  # without: practices without a value, practices: all
    HIGHEST = "value_in_comparators"  # organisation, measure, value, times, comparator, level, period
    OVER_TIMES = "practices_over_times"  # count, times, practices
    LITTLE_FTE = "practices_with_little_fte"  # practices: pairs of code and FTE
    CORRELATION = "correlation"  # association
    CORRELATED = "correlation_of_measures"  # first, second, association
    RANKED = "rank_from_the_worst"  # organisation, rank, of, measure
    CHANGED = "change_from_baseline"  # before, now, since, until, measure
    TARGET = "value_and_target"  # value, target, measure


class AssociationReason(StrEnum):
    """Why an association has no coefficients."""

    TOO_FEW = "under_five_practices"
    NO_VARIATION = "a_scale_does_not_vary"


# --- how far practices differ


def spreads(practices: Sequence[PracticeResult]) -> tuple[Spread, ...]:
    """Return how far practices differ in patients per FTE GP, and in FTE GPs per 1,000 weighted patients.

    A measure that fewer than five practices have a value of is left out. Quartiles are interpolated (R's type 7).
    """
    measures = {
        "patients_per_gp_fte": [(row.staff.patients_per_gp_fte, row.organisation) for row in practices],
        "gp_per_1000_weighted": [(row.staff.gp_per_1000_weighted, row.organisation) for row in practices],
    }
    all_spreads = (_spread(measure, ratios) for measure, ratios in measures.items())
    return tuple(spread for spread in all_spreads if spread is not None)


def _spread(measure: str, ratios: Iterable[tuple[Ratio, str]]) -> Spread | None:
    known = sorted((ratio.value, code) for ratio, code in ratios if ratio.value is not None)
    if len(known) < FEWEST_PAIRS:
        return None
    values = [value for value, _ in known]
    return Spread(measure, len(known), quantile(values, 0.25), quantile(values, 0.75), *known[0], *known[-1])


# --- claims


def tested_claims(
    tracker: Tracker,
    known: KnownValues,
    practices: Sequence[PracticeResult],
    association: Association,
    indicators: Sequence[IndicatorResult],
) -> tuple[Claim, ...]:
    """Return the claims that the tracker lists, each with its verdict. Without the list there are none.

    `practices` are in the order of their rank, those without a value last.
    """
    if not tracker.claims:
        return ()
    from pc_workbook.measures.variation.claim_tests import ClaimData, tested

    data = ClaimData(tracker, known, practices, association, indicators)
    return tuple(tested(row, data) for row in tracker.claims)


# --- deprivation


def association_with_deprivation(practices: Sequence[PracticeResult]) -> Association:
    """Return Pearson's and Spearman's correlation of deprivation score and patients per FTE GP.

    Over the practices that have both figures. No coefficients under five pairs, or where a scale does not vary.
    Sources: see `stats.correlation` and `stats.tukey_fences`.
    """
    pairs = [
        (row.organisation, float(row.deprivation_score), row.staff.patients_per_gp_fte.value)
        for row in practices
        if row.deprivation_score is not None and row.staff.patients_per_gp_fte.value is not None
    ]
    codes, scores, ratios = [pair[0] for pair in pairs], [pair[1] for pair in pairs], [pair[2] for pair in pairs]
    n, missing = len(pairs), len(practices) - len(pairs)
    if n < FEWEST_PAIRS:
        return no_association(n, missing, reason(AssociationReason.TOO_FEW))
    r, rho = pearson(scores, ratios), spearman(scores, ratios)
    if r is None or rho is None:
        return no_association(n, missing, reason(AssociationReason.NO_VARIATION))
    outliers = outlying_practices(codes, ratios)
    return Association(n, missing, r.value, r.lower, r.upper, rho.value, r.p, rho.p, outliers=outliers)


def no_association(n: int, missing: int, refusal: Reason) -> Association:
    """Return an association without coefficients, with the reason."""
    return Association(n, missing, None, None, None, None, None, None, refusal)


def outlying_practices(codes: Sequence[str], ratios: Sequence[float]) -> tuple[str, ...]:
    """Return the practices outside Tukey's fences in patients per FTE GP; a few of them can make a correlation."""
    low, high = tukey_fences(ratios)
    return tuple(code for code, ratio in zip(codes, ratios, strict=True) if not low <= ratio <= high)
