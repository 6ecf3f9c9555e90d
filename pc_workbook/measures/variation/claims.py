"""How practices differ, and three claims of the Board paper (section 1.2) tested with the data of the tracker.

An association between practices is ecological: it says nothing of patients, and never names a cause.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import Association, Claim, ClaimKey, PracticeResult, Ratio, Spread, Verdict
from pc_workbook.model.tracker import Settings
from pc_workbook.stats.correlation import pearson, spearman
from pc_workbook.stats.tukey_fences import quantile, tukey_fences

FEWEST_PAIRS = 5
STRONG = 0.5  # J. Cohen (1988): a large correlation
ALL_BUT = 4
TIMES = 5
#: Below this a practice's FTE may be a gap in recording rather than a shortage.
LITTLE_FTE = 0.5


class ClaimReason(StrEnum):
    """A fact that decides a claim, or why it is not decided. The comment of a code names its values."""

    NO_ENGLAND = "no_england_patients_per_gp_fte"
    NO_VALUES = "no_practice_has_a_value"
    COUNT_WORSE = "practices_worse_than_england"  # worse, practices: with a value, england, period
    WITHOUT_VALUE = "practices_without_value"  # practices
    UNDECIDED = "practices_undecided"  # without: practices without a value, practices: all
    HIGHEST = "practice_with_most_patients"  # practice, value, times, england, period
    OVER_FIVE_TIMES = "practices_over_five_times"  # practices
    LITTLE_FTE = "practices_with_little_fte"  # practices: pairs of code and FTE
    CORRELATION = "correlation"  # association


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
    practices: Sequence[PracticeResult], association: Association, settings: Settings
) -> tuple[Claim, ...]:
    """Return the paper's three claims on under-doctoring with their verdicts.

    `practices` are in the order of their rank, those without a value last.
    """
    return (
        all_but_four_worse(practices, settings),
        worst_over_five_times(practices, settings),
        deprivation_claim(association),
    )


def all_but_four_worse(practices: Sequence[PracticeResult], settings: Settings) -> Claim:
    """Return the claim that all but four practices have a ratio worse than the England average.

    Source: Board paper, section 1.2. Supported where exactly four open practices have no more patients per FTE GP than England. Not tested
    where practices without a value leave it open.
    """
    times = [row.staff.times_england.value for row in practices if row.staff.times_england.value is not None]
    missing = len(practices) - len(times)
    key = ClaimKey.ALL_BUT_FOUR_WORSE
    if settings.england_patients_per_gp_fte is None or not times:
        return Claim(key, Verdict.NOT_TESTED, (_no_comparison(settings),))
    worse = sum(value > 1 for value in times)
    others = len(times) - worse
    count = reason(ClaimReason.COUNT_WORSE, worse=worse, practices=len(times), **_england(settings))
    if missing and others <= ALL_BUT:
        undecided = reason(ClaimReason.UNDECIDED, without=missing, practices=len(practices))
        return Claim(key, Verdict.NOT_TESTED, (count, undecided))
    verdict = Verdict.SUPPORTED if others == ALL_BUT else Verdict.NOT_SUPPORTED
    return Claim(key, verdict, (count, *_without_value(missing)))


def worst_over_five_times(practices: Sequence[PracticeResult], settings: Settings) -> Claim:
    """Return the claim that the worst practice has a ratio over five times the England average.

    Source: Board paper, section 1.2. One practice above five times supports it, whatever others lack. Values that rest on less than half an FTE are
    named: they may be gaps in recording.
    """
    known = [row for row in practices if row.staff.times_england.value is not None]
    key = ClaimKey.WORST_OVER_FIVE_TIMES
    if settings.england_patients_per_gp_fte is None or not known:
        return Claim(key, Verdict.NOT_TESTED, (_no_comparison(settings),))
    above = [row for row in known if (row.staff.times_england.value or 0) > TIMES]
    highest = _highest(known[0], settings)
    if above:
        over = reason(ClaimReason.OVER_FIVE_TIMES, practices=len(above))
        return Claim(key, Verdict.SUPPORTED, (highest, over, *_little_fte(above)))
    without = _without_value(len(practices) - len(known))
    return Claim(key, Verdict.NOT_TESTED if without else Verdict.NOT_SUPPORTED, (highest, *without))


def _no_comparison(settings: Settings) -> Reason:
    no_england = settings.england_patients_per_gp_fte is None
    return reason(ClaimReason.NO_ENGLAND if no_england else ClaimReason.NO_VALUES)


def _england(settings: Settings) -> dict[str, object]:
    period = settings.england_patients_per_gp_fte_period
    return {"england": settings.england_patients_per_gp_fte, "period": period.label if period else None}


def _without_value(practices: int) -> tuple[Reason, ...]:
    return (reason(ClaimReason.WITHOUT_VALUE, practices=practices),) if practices else ()


def _highest(row: PracticeResult, settings: Settings) -> Reason:
    value, times = row.staff.patients_per_gp_fte.value or 0, row.staff.times_england.value or 0
    return reason(ClaimReason.HIGHEST, practice=row.organisation, value=value, times=times, **_england(settings))


def _little_fte(above: Sequence[PracticeResult]) -> tuple[Reason, ...]:
    few = tuple((row.organisation, row.staff.gp_fte) for row in above if 0 < (row.staff.gp_fte or 0) < LITTLE_FTE)
    return (reason(ClaimReason.LITTLE_FTE, practices=few),) if few else ()


def deprivation_claim(association: Association) -> Claim:
    """Return the claim of a strong positive correlation between under-doctoring and deprivation.

    Source: Board paper, section 1.2. Supported where both coefficients reach 0.5 (J. Cohen 1988) and the interval of
    Pearson's r is above 0 (decision).
    """
    correlation = reason(ClaimReason.CORRELATION, association=association)
    return Claim(ClaimKey.CORRELATION_WITH_DEPRIVATION, _strength(association), (correlation,))


def _strength(association: Association) -> Verdict:
    r, rho, lower = association.pearson, association.spearman, association.pearson_lower
    if r is None or rho is None or lower is None:
        return Verdict.NOT_TESTED
    return Verdict.SUPPORTED if min(r, rho) >= STRONG and lower > 0 else Verdict.NOT_SUPPORTED


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
