"""Rules for observed values: far from their references, or from their own history (P43 to P46).

Like is compared with like: a value with earlier values of the same kind of period, of the same organisation; an area's
values with the indicator's own baseline and comparator; a practice's with the other practices'.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import exp, inf, log

from pc_workbook.model.indicator import Indicator
from pc_workbook.model.period import PeriodKind
from pc_workbook.model.row import picked, where
from pc_workbook.stats.robust import log_odds, median_and_spread, percent_of
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import INDICATORS, TRAJECTORY
from pc_workbook.tracker.rules import plausible_limits as limits
from pc_workbook.tracker.rules.checked_values import (
    CheckedValues,
    Found,
    has_shares,
    observation_finding,
    values_to_check,
)
from pc_workbook.tracker.rules.earlier_values import (
    Point,
    are_far_apart,
    history,
    history_values,
    rate_jumps,
    share_jumps,
)
from pc_workbook.tracker.rules.rule import row_finding

ENGLAND = "england"
MONTHS_OF_A_YEAR = 12
UsualRange = tuple[float, float, float]  # the lowest and highest usual value, and the lowest for which 0 is not far


def values_are_plausible(intake: Intake) -> Iterator[Finding]:
    """Check observations against references, group and history (P43 to P46). One finding per cell: the first."""
    checked = values_to_check(intake)
    if checked is None:
        return
    from pc_workbook.tracker.rules.misplaced_values import copies, populations_exceeded, repeats

    rules = (_against_references, _against_the_group, _against_history, copies, repeats, populations_exceeded)
    for rule in rules:
        for n, found in rule(checked):
            if n not in checked.reported:
                checked.reported.add(n)
                yield found


# ---------------------------------------------------------------------------- against its own history


def _against_history(checked: CheckedValues) -> Found:
    """Yield the values that jump from their history (P44), among those without a finding."""
    for (number, _, _), every in checked.series.items():
        points = [point for point in every if point.n not in checked.reported] if checked.reported else every
        if len(points) > 1:
            indicator = checked.indicators[number]
            values = [point.value for point in points]
            for place in (share_jumps if has_shares(indicator) else rate_jumps)(values):
                needs = detail("value_jump", is_share=has_shares(indicator), **history_values(points, place))
                yield points[place].n, observation_finding(checked, points[place].n, "P44", needs)


# ---------------------------------------------------------------------------- against the indicator's references


def _against_references(checked: CheckedValues) -> Found:
    """Yield an area's or England's values far from the baseline and comparator, or from what the measure can be (P45)."""
    questioned: set[int] = set()
    running_totals = _running_totals(checked.intake)
    for (number, organisation, _), points in checked.series.items():
        is_own = checked.owners.is_own(number, organisation)
        indicator = checked.indicators[number]
        is_part = number in running_totals and not has_shares(indicator) and points[0].period.months < MONTHS_OF_A_YEAR
        if not (is_own or organisation == ENGLAND) or is_part:  # a running total is far from that of a year
            continue
        jumped = _jumped_from_baseline(indicator, points) if is_own else set()
        if -1 in jumped and number not in questioned:
            questioned.add(number)
            yield -number, _baseline_finding(checked.intake, indicator, points)
        has_limits = indicator.measure in limits.KNOWN_MEASURES
        for place in range(len(points)) if has_limits or not (is_own and indicator.baseline) else sorted(jumped - {-1}):
            point = points[place]
            needs = outside_known(indicator, point.value)
            if needs is None and (place in jumped or not is_own or not indicator.baseline):
                needs = _far_from_all(indicator, point.value)
            if needs is not None:
                beside = history(points, place, is_share=has_shares(indicator)) if len(points) > 1 else ""
                yield point.n, observation_finding(checked, point.n, "P45", needs, history=beside)


def _running_totals(intake: Intake) -> frozenset[int]:
    """Return the indicators whose plan has steps for the year to date."""
    if "period" not in read_list(intake, TRAJECTORY).columns:
        return frozenset()
    steps = ((row.indicator, row.period) for row in intake.tracker.trajectory)
    return frozenset(number for number, step in steps if step is not None and step.kind is PeriodKind.YEAR_TO_DATE)


def _jumped_from_baseline(indicator: Indicator, points: Sequence[Point]) -> set[int]:
    """Return the places of values that jump in the series that begins with the baseline, whose place is -1."""
    if not indicator.baseline:
        return set()
    values = [indicator.baseline, *(point.value for point in points)]
    jumped = {place - 1 for place in (share_jumps if has_shares(indicator) else rate_jumps)(values)}
    is_share, comparator = has_shares(indicator), indicator.comparator
    fits = [comparator and not are_far_apart(point.value, comparator, is_share=is_share) for point in points]
    if len(points) == 1 and jumped == {0} and fits[0]:
        return {-1}  # the only value is like the comparator, and the baseline like neither
    return jumped


def _baseline_finding(intake: Intake, indicator: Indicator, points: Sequence[Point]) -> Finding:
    read = read_list(intake, INDICATORS)
    n = next(n for n, row in enumerate(intake.tracker.indicators) if row.number == indicator.number)
    needs = detail(
        "baseline_far_from_observed",
        value=indicator.baseline or 0,
        unit=indicator.unit or "",
        is_share=has_shares(indicator),
        observed=tuple((point.period.label, point.value) for point in points[:3]),
    )
    return row_finding(
        read, read.entry(n), "baseline", "P45", indicator.baseline, touches=(indicator.number,), needs=needs
    )


References = tuple[tuple[str, float], ...]  # what a value is compared with, with its value


def _far_from_all(indicator: Indicator, value: float) -> Detail | None:
    """Return why a value is far from the indicator's baseline and from its comparator; None where it is not.

    Where it has neither, its target and standard say of what size its values are.
    """
    named = (("baseline", indicator.baseline), ("comparator", indicator.comparator))
    known = tuple((name, other) for name, other in named if other)
    if not known:
        return _far_from_aims(indicator, value)
    if not all(are_far_apart(value, other, is_share=has_shares(indicator)) for _, other in known):
        return None
    return far_from_references(indicator, value, known)


def _far_from_aims(indicator: Indicator, value: float) -> Detail | None:
    named = (("target", indicator.target), ("national standard", indicator.national_standard))
    known = tuple((name, other) for name, other in named if other)
    far = limits.REFERENCE_SHARE if has_shares(indicator) else limits.REFERENCE_RATE
    if not known or not all(value * other > 0 and max(value / other, other / value) >= far for _, other in known):
        return None
    return far_from_references(indicator, value, known)


def far_from_references(indicator: Indicator, value: float, references: References) -> Detail:
    """Return a value beside the references that it is far from."""
    return detail(
        "far_from_references",
        value=value,
        unit=indicator.unit or "",
        is_share=has_shares(indicator),
        references=references,
    )


def outside_known(indicator: Indicator, value: float) -> Detail | None:
    """Return why a value of a measure that the program knows is not possible; None where it is."""
    known = limits.KNOWN_MEASURES.get(indicator.measure or "")
    if known is None or known.contains(value) or not value:
        return None
    return detail("outside_england", value=value, unit=indicator.unit or "", low=known.low, high=known.high)


# ---------------------------------------------------------------------------- against the other organisations


def _against_the_group(checked: CheckedValues) -> Found:
    """Yield values far from what the other organisations have, of all periods (P45).

    What is far is calculated from a sample of a long list; then each different value is compared with that.
    """
    rows = checked.intake.tracker.observations
    sample: dict[int, list[float]] = defaultdict(list)
    step = max(1, len(rows) // (limits.SAMPLE * len(checked.indicators)))
    for number, value in picked(rows, range(0, len(rows), step), "indicator", "value"):
        if value is not None:
            sample[number].append(value)
    usual = {
        number: _usual_range(sorted(set(values)), is_share=has_shares(checked.indicators[number]))
        for number, values in sample.items()
        if number in checked.indicators and len(set(values)) > limits.FEWEST_OTHERS
    }
    if usual:
        yield from _rows_outside(checked, usual, sample)


def _usual_range(values: Sequence[float], *, is_share: bool) -> UsualRange:
    """Return the lowest and the highest value that are not far from the median, and the lowest for which 0 is not far: 0
    is many times smaller than anything, and mostly not wrong, but no percentage where others have 90%."""
    low, high = _range_of([log(value) for value in values if value > 0], log(limits.TIMES_OF_A_GROUP))
    if not is_share:
        return exp(low), exp(high), 0.0
    odds_low, odds_high = _range_of([log_odds(value) for value in values], limits.ODDS_OF_A_GROUP)
    least = percent_of(odds_low) if log_odds(0) < odds_low else 0.0
    most = percent_of(odds_high) if log_odds(100) > odds_high else inf
    return max(exp(low), least), min(exp(high), most), least


def _range_of(moved: Sequence[float], limit: float) -> tuple[float, float]:
    """Return the range of logarithms or log odds around their median outside which a value is far."""
    if not moved:
        return -inf, inf
    middle, spread = median_and_spread(moved)
    far = max(limit, limits.SPREADS_OF_A_GROUP * spread)
    return middle - far, middle + far


def _rows_outside(
    checked: CheckedValues, usual: Mapping[int, UsualRange], sample: Mapping[int, Sequence[float]]
) -> Found:
    """Yield findings about values outside the usual range of their indicator: the first few of each, with the number left.

    A value inside the ranges of all indicators needs no check, whichever indicator it is of: most rows are of this kind.
    """
    rows = checked.intake.tracker.observations
    low, high = max(limits_of[0] for limits_of in usual.values()), min(limits_of[1] for limits_of in usual.values())
    places = where(rows, "value", lambda value: value is not None and not low <= value <= high)
    far: dict[int, list[tuple[int, float, str]]] = defaultdict(list)
    fields = picked(rows, places, "indicator", "value", "organisation")
    for n, (number, value, organisation) in zip(places, fields, strict=True):
        if number in usual and n not in checked.reported:
            least, most, lowest = usual[number]
            if not (least if value else lowest) <= value <= most:
                far[number].append((n, value, organisation))
    for number, found in far.items():
        yield from _far_out(checked, checked.indicators[number], found, sample[number])


def _far_out(
    checked: CheckedValues, indicator: Indicator, found: Sequence[tuple[int, float, str]], sample: Sequence[float]
) -> Found:
    from pc_workbook.stats.tukey_fences import quantile

    low, high = (round(quantile(sample, share), 2) for share in (0.25, 0.75))
    left = len(found) - limits.FAR_OUT_LISTED
    for place, (n, value, organisation) in enumerate(found[: limits.FAR_OUT_LISTED], 1):
        needs = detail(
            "far_from_the_group",
            organisation=organisation,
            value=value,
            indicator=indicator.number,
            unit=indicator.unit or "",
            is_share=has_shares(indicator),
            low=low,
            high=high,
            more=max(0, left) if place == limits.FAR_OUT_LISTED else 0,
        )
        yield n, observation_finding(checked, n, "P45", needs)


RULES = (values_are_plausible,)
