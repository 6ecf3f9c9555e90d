"""The tests that decide the claims of a tracker. Each takes a claim with its data and gives a verdict with its reasons.

A claim is decided only where the values that are missing could not change the verdict.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import Final, NamedTuple

from pc_workbook.measures.known_values import KnownValues, is_empty, newest_last
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import (
    Association,
    Claim,
    GapTo,
    IndicatorResult,
    PracticeResult,
    Verdict,
)
from pc_workbook.measures.variation.claims import FEWEST_PAIRS, AssociationReason, ClaimReason, no_association
from pc_workbook.model.claim import Bound, ClaimTest, ListedClaim, Relation, parse_bound
from pc_workbook.model.indicator import FIXED_DIRECTIONS, Direction, Observation
from pc_workbook.model.organisations import ENGLAND, Level
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.stats.correlation import pearson, spearman

STRONG: Final = 0.5  # J. Cohen (1988): a large correlation
#: Below this a practice's FTE may be a gap in recording rather than a shortage.
LITTLE_FTE: Final = 0.5
PATIENTS_PER_GP: Final = "patients_per_gp_fte"
DEPRIVATION: Final = "deprivation_score"
#: The measures that each practice has without an indicator, and their fields of StaffRatios.
OF_STAFF: Final[Mapping[str, str]] = {
    PATIENTS_PER_GP: "patients_per_gp_fte",
    "gp_fte_per_1000_patients": "gp_per_1000",
    "gp_fte_per_1000_weighted_patients": "gp_per_1000_weighted",
    "nurse_fte_per_1000_patients": "nurse_per_1000",
    "nurse_fte_per_1000_weighted_patients": "nurse_per_1000_weighted",
}


class Comparator(NamedTuple):
    """What values are compared with: a name, "" for a number that is typed, its value and its period."""

    name: str
    value: float
    period: str | None


class Values(NamedTuple):
    """The values of one measure by organisation, in their order, and how many practices have none."""

    measure: str  # its code, or the indicator's title
    by_organisation: tuple[tuple[str, float], ...]
    missing: int
    lower_is_better: bool | None
    of_practices: bool = True

    def is_worse(self, value: float, than: float) -> bool:
        """Return whether a value is strictly on the worse side of another."""
        return value > than if self.lower_is_better else value < than


class ClaimData(NamedTuple):
    """What claims are tested with."""

    tracker: Tracker
    known: KnownValues
    practices: Sequence[PracticeResult]
    association: Association
    indicators: Sequence[IndicatorResult]

    def indicator(self, measure: str) -> IndicatorResult | None:
        """Return the indicator that a claim names, by the name of its measure or by its number."""
        named = (each for each in self.indicators if measure in (each.indicator.key, str(each.indicator.number)))
        return next(named, None)

    def values(self, measure: str, claim: ListedClaim) -> Values:
        """Return the values of a measure by organisation."""
        found = self.indicator(measure)
        if measure in OF_STAFF:
            pairs = [(row.organisation, getattr(row.staff, OF_STAFF[measure]).value) for row in self.practices]
        elif measure == DEPRIVATION:
            pairs = [(row.organisation, row.deprivation_score) for row in self.practices]
        elif found is not None:
            return self._observed(found, claim)
        else:
            pairs = []
        valued = tuple((code, float(value)) for code, value in pairs if value is not None)
        lower = measure == DEPRIVATION or FIXED_DIRECTIONS.get(measure) is Direction.LOWER
        return Values(measure, valued, len(pairs) - len(valued), lower)

    def _observed(self, found: IndicatorResult, claim: ListedClaim) -> Values:
        """Return the newest value of each practice, or of each other organisation where no practice has one."""
        latest: dict[str, Observation] = {}
        for row in sorted(self._rows(found, claim, self.tracker.observations), key=newest_last):
            latest[self.known.organisations.key(row.organisation)] = row
        level = self.known.organisations.level
        of_practices = any(level(code) is Level.PRACTICE for code in latest)
        area = {self.known.organisations.area, ENGLAND}
        values = {
            code: row.value
            for code, row in latest.items()
            if row.value is not None and (level(code) is Level.PRACTICE if of_practices else code not in area)
        }
        ordered = tuple(sorted(((code, value) for code, value in values.items()), key=lambda pair: -pair[1]))
        missing = len({row.organisation for row in self.practices} - values.keys()) if of_practices else 0
        direction = found.indicator.direction
        lower = None if direction in (None, Direction.NEUTRAL) else direction is Direction.LOWER
        return Values(found.indicator.title, ordered, missing, lower, of_practices)

    def _listed(self) -> Iterator[Observation]:
        """Yield the values of the list of comparators."""
        return (row.as_observation for row in self.tracker.comparators)

    def _rows(
        self, found: IndicatorResult, claim: ListedClaim, observations: Iterable[Observation]
    ) -> Iterator[Observation]:
        as_at = self.tracker.settings.as_at
        for row in observations:
            is_of = row.indicator == found.indicator.number and not is_empty(row) and not row.suppressed
            is_over = row.period == claim.period if claim.period else as_at is None or row.period.end <= as_at
            if is_of and is_over:
                yield row

    def comparator(self, claim: ListedClaim) -> Comparator | None:
        """Return the value that a claim compares with; None where there is none."""
        typed = claim.comparator or ""
        if (bound := parse_bound(typed)) is not None and bound.relation is Relation.EXACTLY:
            return Comparator("", bound.number, None)
        settings, found = self.tracker.settings, self.indicator(claim.measure)
        if claim.measure == PATIENTS_PER_GP and (compared := _of_patients_per_gp(typed, settings)):
            return compared
        return self._compared(found, claim) if found is not None else None

    def _compared(self, found: IndicatorResult, claim: ListedClaim) -> Comparator | None:
        key = self.known.organisations.key
        name = key(claim.comparator)
        every = self._rows(found, claim, chain(self.tracker.observations, self._listed()))
        rows = [row for row in every if key(row.organisation) == name and row.value is not None]
        if rows:
            newest = max(rows, key=newest_last)
            return None if newest.value is None else Comparator(name, newest.value, newest.period.label)
        row = found.indicator
        if row.comparator is None or key(row.comparator_name or ENGLAND) != name:
            return None
        return Comparator(name, row.comparator, row.comparator_period.label if row.comparator_period else None)


def _of_patients_per_gp(name: str, settings: Settings) -> Comparator | None:
    """Return the listed comparator of patients per FTE GP, or the settings' of England, by its name; None for another."""
    of_list = settings.listed_staff_comparator is not None and name_key(name) == name_key(settings.staff_comparator)
    value, period = settings.england_patients_per_gp_fte, settings.england_patients_per_gp_fte_period
    if of_list:
        value, period = settings.staff_comparator_value, settings.staff_comparator_period
    if value is None or not (of_list or name_key(name) == name_key(ENGLAND)):
        return None
    return Comparator(settings.staff_comparator if of_list else ENGLAND, value, period.label if period else None)


Outcome = tuple[Verdict, tuple[Reason, ...]]


def tested(row: ListedClaim, data: ClaimData) -> Claim:
    """Return a claim with its verdict."""
    found = data.indicator(row.measure) if row.measure not in OF_STAFF else None
    if found is not None and data.known.blocked.get(found.indicator.number):
        return Claim(row, *_not_tested(ClaimReason.BLOCKED, indicator=found.indicator.number))
    return Claim(row, *TESTS[row.test](row, data))


def _not_tested(code: StrEnum, *more: Reason, **values: object) -> Outcome:
    return Verdict.NOT_TESTED, (reason(code, **values), *more)


def _verdict(is_supported: bool) -> Verdict:
    return Verdict.SUPPORTED if is_supported else Verdict.NOT_SUPPORTED


def _no_comparator(claim: ListedClaim) -> Outcome:
    if claim.measure == PATIENTS_PER_GP and name_key(claim.comparator or "") == name_key(ENGLAND):
        return _not_tested(ClaimReason.NO_ENGLAND)
    return _not_tested(ClaimReason.NO_COMPARATOR, comparator=claim.comparator or "", measure=claim.measure)


def _without_value(practices: int) -> tuple[Reason, ...]:
    return (reason(ClaimReason.WITHOUT_VALUE, practices=practices),) if practices else ()


# --- counts and shares


def _beyond(claim: ListedClaim, data: ClaimData) -> Outcome:
    """Decide how many organisations are worse than the comparator, as a count or as a share of those with a value."""
    bound, comparator, values = parse_bound(claim.value), data.comparator(claim), data.values(claim.measure, claim)
    if bound is None:
        return _not_tested(ClaimReason.NO_TEST)
    if comparator is None:
        return _no_comparator(claim)
    if not values.by_organisation:
        return _not_tested(ClaimReason.NO_VALUES, measure=values.measure)
    if values.lower_is_better is None:
        return _not_tested(ClaimReason.NO_DIRECTION, measure=values.measure)
    of = len(values.by_organisation)
    worse = sum(values.is_worse(value, comparator.value) for _, value in values.by_organisation)
    count = reason(
        ClaimReason.COUNT_WORSE, worse=worse, of=of, practices=values.of_practices,
        comparator=comparator.name, value=comparator.value, period=comparator.period,
    )  # fmt: skip
    possible = {_holds(claim, bound, worse + more, of + values.missing) for more in range(values.missing + 1)}
    if len(possible) > 1:
        undecided = reason(ClaimReason.UNDECIDED, without=values.missing, practices=of + values.missing)
        return Verdict.NOT_TESTED, (count, undecided)
    return _verdict(possible.pop()), (count, *_without_value(values.missing))


def _holds(claim: ListedClaim, bound: Bound, worse: int, of: int) -> bool:
    others = bound.relation is Relation.ALL_BUT
    if claim.test is ClaimTest.SHARE:
        return bound.holds(round(100 * worse / of, 9))
    return bound.holds(of - worse if others else worse)


# --- multiples


def _times(claim: ListedClaim, data: ClaimData) -> Outcome:
    """Decide how many times its comparator a value is: that of an organisation, or the worst one."""
    bound, comparator, values = parse_bound(claim.value), data.comparator(claim), data.values(claim.measure, claim)
    if bound is None:
        return _not_tested(ClaimReason.NO_TEST)
    if comparator is None or not comparator.value:
        return _no_comparator(claim)
    if claim.organisation:
        return _times_of_one(claim, bound, comparator, data, values)
    if not values.by_organisation:
        return _not_tested(ClaimReason.NO_VALUES, measure=values.measure)
    worst = max(values.by_organisation, key=lambda pair: pair[1] if values.lower_is_better else -pair[1])
    highest = _multiple(values.measure, worst, comparator)
    above = [pair for pair in values.by_organisation if bound.holds(pair[1] / comparator.value)]
    if bound.holds(worst[1] / comparator.value):
        over = reason(ClaimReason.OVER_TIMES, count=len(above), times=bound.number, practices=values.of_practices)
        counted = (over,) if bound.relation is Relation.MORE_THAN else ()
        return Verdict.SUPPORTED, (highest, *counted, *_little_fte(claim, above, data))
    without = _without_value(values.missing)
    return Verdict.NOT_TESTED if without else Verdict.NOT_SUPPORTED, (highest, *without)


def _times_of_one(claim: ListedClaim, bound: Bound, comparator: Comparator, data: ClaimData, values: Values) -> Outcome:
    code = data.known.organisations.key(claim.organisation)
    value = _value_of(code, claim, data, values)
    if value is None:
        return _not_tested(ClaimReason.NO_VALUE, organisation=code, measure=values.measure)
    return _verdict(bound.holds(value / comparator.value)), (_multiple(values.measure, (code, value), comparator),)


def _value_of(code: str, claim: ListedClaim, data: ClaimData, values: Values) -> float | None:
    """Return the value of one organisation, which may be the area."""
    found = data.indicator(claim.measure)
    if found is not None and found.organisation == code:
        return found.value
    return dict(values.by_organisation).get(code)


def _multiple(measure: str, pair: tuple[str, float], comparator: Comparator) -> Reason:
    return reason(
        ClaimReason.HIGHEST, organisation=pair[0], measure=measure, value=pair[1], times=pair[1] / comparator.value,
        comparator=comparator.name, level=comparator.value, period=comparator.period,
    )  # fmt: skip


def _little_fte(claim: ListedClaim, above: Sequence[tuple[str, float]], data: ClaimData) -> tuple[Reason, ...]:
    if claim.measure != PATIENTS_PER_GP:
        return ()
    codes = {code for code, _ in above}
    few = tuple(
        (row.organisation, row.staff.gp_fte)
        for row in data.practices
        if row.organisation in codes and 0 < (row.staff.gp_fte or 0) < LITTLE_FTE
    )
    return (reason(ClaimReason.LITTLE_FTE, practices=few),) if few else ()


# --- ranks, correlations, changes and targets


def _rank(claim: ListedClaim, data: ClaimData) -> Outcome:
    """Decide the rank of an organisation, 1 being the worst; equal values share the lower rank number."""
    bound, values = parse_bound(claim.value), data.values(claim.measure, claim)
    code = data.known.organisations.key(claim.organisation)
    value = dict(values.by_organisation).get(code)
    if bound is None or values.lower_is_better is None:
        return _not_tested(ClaimReason.NO_TEST)
    if value is None:
        return _not_tested(ClaimReason.NO_VALUE, organisation=code, measure=values.measure)
    rank = 1 + sum(values.is_worse(other, value) for _, other in values.by_organisation)
    ranked = reason(
        ClaimReason.RANKED, organisation=code, rank=rank, of=len(values.by_organisation), measure=values.measure
    )
    possible = {bound.holds(rank + more) for more in range(values.missing + 1)}
    if len(possible) > 1:
        return Verdict.NOT_TESTED, (ranked, *_without_value(values.missing))
    return _verdict(possible.pop()), (ranked, *_without_value(values.missing))


def _correlation(claim: ListedClaim, data: ClaimData) -> Outcome:
    """Decide whether two measures are correlated: both coefficients reach the bound, and 0 is outside the interval.

    The bound is 0.5 (J. Cohen 1988: strong) unless one is given; a negative one means a negative correlation (decision).
    """
    bound = parse_bound(claim.value)
    least = bound.number if bound else STRONG
    if {claim.measure, claim.second_measure} == {PATIENTS_PER_GP, DEPRIVATION}:
        association = data.association
        why = reason(ClaimReason.CORRELATION, association=association)
    else:
        first, second = data.values(claim.measure, claim), data.values(claim.second_measure or "", claim)
        association = _association(first, second)
        why = reason(ClaimReason.CORRELATED, first=first.measure, second=second.measure, association=association)
    return _strength(association, least), (why,)


def _association(first: Values, second: Values) -> Association:
    others = dict(second.by_organisation)
    pairs = [(value, others[code]) for code, value in first.by_organisation if code in others]
    missing = len({code for code, _ in first.by_organisation} ^ others.keys())
    if len(pairs) < FEWEST_PAIRS:
        return no_association(len(pairs), missing, reason(AssociationReason.TOO_FEW))
    xs, ys = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    r, rho = pearson(xs, ys), spearman(xs, ys)
    if r is None or rho is None:
        return no_association(len(pairs), missing, reason(AssociationReason.NO_VARIATION))
    return Association(len(pairs), missing, r.value, r.lower, r.upper, rho.value, r.p, rho.p)


def _strength(association: Association, least: float) -> Verdict:
    r, rho = association.pearson, association.spearman
    lower, upper = association.pearson_lower, association.pearson_upper
    if r is None or rho is None or lower is None or upper is None:
        return Verdict.NOT_TESTED
    if least < 0:
        return _verdict(max(r, rho) <= least and upper < 0)
    return _verdict(min(r, rho) >= least and lower > 0)


def _change(claim: ListedClaim, data: ClaimData) -> Outcome:
    """Decide how far an indicator has moved from its baseline, in its unit."""
    bound, found = parse_bound(claim.value), data.indicator(claim.measure)
    if bound is None:
        return _not_tested(ClaimReason.NO_TEST)
    if found is None or found.value is None or found.is_baseline or found.indicator.baseline is None:
        return _not_tested(ClaimReason.NO_VALUES, measure=found.indicator.title if found else claim.measure)
    before, row = found.indicator.baseline, found.indicator
    changed = reason(
        ClaimReason.CHANGED, before=before, now=found.value, measure=row.title,
        since=row.baseline_period.label if row.baseline_period else None,
        until=found.period.label if found.period else None,
    )  # fmt: skip
    return _verdict(bound.holds(round(found.value - before, 9))), (changed,)


def _target(claim: ListedClaim, data: ClaimData) -> Outcome:
    """Decide whether an indicator is at its target or better."""
    found = data.indicator(claim.measure)
    gap = next((gap for gap in found.gaps if gap.to is GapTo.TARGET), None) if found else None
    if found is None or found.value is None or gap is None or gap.value is None:
        return _not_tested(ClaimReason.NO_VALUES, measure=found.indicator.title if found else claim.measure)
    met = reason(ClaimReason.TARGET, value=found.value, target=gap.reference, measure=found.indicator.title)
    return _verdict(gap.value >= 0), (met,)


TESTS: Final[Mapping[ClaimTest, Callable[[ListedClaim, ClaimData], Outcome]]] = {
    ClaimTest.BEYOND: _beyond,
    ClaimTest.SHARE: _beyond,
    ClaimTest.TIMES: _times,
    ClaimTest.RANK: _rank,
    ClaimTest.CORRELATION: _correlation,
    ClaimTest.CHANGE: _change,
    ClaimTest.TARGET: _target,
}
