"""Values of indicators that can't well be: jumps from their own history, values far from what they are held against,
values pasted into another row, counts of more people than there are.

P43 to P46. Like is held against like: a value against earlier values of the same kind of period, of the same organisation;
an area's values against the indicator's own baseline and comparator; a practice's against the other practices'.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import Any, NamedTuple

from pc_workbook.model.indicator import Indicator, IndicatorKind, Observation
from pc_workbook.model.period import PeriodKind
from pc_workbook.model.row import pairs, where
from pc_workbook.model.tracker import Tracker
from pc_workbook.stats.quartile import quantile
from pc_workbook.stats.robust import log_odds, median_and_spread
from pc_workbook.tracker import plausible_limits as limits
from pc_workbook.tracker.consistency import at
from pc_workbook.tracker.earlier_values import (
    Point,
    are_far_apart,
    figure,
    in_words,
    rate_jumps,
    share_jumps,
    sorted_points,
)
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake

OBSERVATIONS, INDICATORS, TRAJECTORY = "tblObservations", "tblIndicators", "tblTrajectory"
ENGLAND = "england"
Series = tuple[int, str, PeriodKind]  # an indicator, an organisation, and a kind of period


class Whose(NamedTuple):
    """Whose values are an area's (the indicator's own organisation, or England's), by indicator."""

    own: Mapping[int, frozenset[str]]
    area: frozenset[str]
    practices: frozenset[str]

    def is_own(self, indicator: int, organisation: str) -> bool:
        """Return whether an organisation is the one that the indicator measures."""
        return organisation.casefold() in self.own.get(indicator, frozenset())


class Seen(NamedTuple):
    """One observation that is looked at: its row by number, and the row itself."""

    n: int
    row: Observation


def values_are_plausible(intake: Intake) -> Iterator[Finding]:
    """P43 to P46 for observations. One finding a cell: the first that says it."""
    indicators = {row.number: row for row in intake.tracker.indicators if row.kind is not IndicatorKind.ORDINAL}
    if not indicators or not intake.tracker.observations:
        return
    whose = whose_values(intake.tracker)
    seen = _looked_at(intake, whose)
    series = _series(seen, indicators)
    told: set[int] = set()
    for rule in (_against_references, _against_history, _copies, _repeats, _populations):
        for n, found in rule(intake, indicators, whose, seen, series):
            if n not in told:
                told.add(n)
                yield found
    for n, found in _against_the_group(intake, indicators):
        if n not in told:
            yield found


Found = Iterator[tuple[int, Finding]]
Indicators = Mapping[int, Indicator]
AllSeries = Mapping[Series, Sequence[Point]]


def whose_values(tracker: Tracker) -> Whose:
    """Return whose values each indicator's figure is made of, all names folded."""
    area = frozenset(name.casefold() for name in (tracker.settings.area_name, tracker.settings.area_code) if name)
    alias = _provider_names(tracker)
    own = {
        row.number: alias.get(row.organisation.casefold(), frozenset({row.organisation.casefold()}))
        if row.organisation
        else area
        for row in tracker.indicators
    }
    own = {number: names | area if names & area else names for number, names in own.items()}
    return Whose(own, area, frozenset(practice.code.casefold() for practice in tracker.practices))


def _provider_names(tracker: Tracker) -> dict[str, frozenset[str]]:
    names = {}
    for one in tracker.providers:
        written = frozenset(name.casefold() for name in (one.code, one.name, one.short_name) if name)
        names.update(dict.fromkeys(written, written))
    return names


def _looked_at(intake: Intake, whose: Whose) -> list[Seen]:
    """Every observation of a short list; of a long one those that are not of practices, whose figures are shown."""
    rows = intake.tracker.observations
    if len(rows) <= limits.SHORT_LIST:
        return [Seen(n, row) for n, row in enumerate(rows)]
    found = where(rows, "organisation", lambda name: name is not None and name.casefold() not in whose.practices)
    return [Seen(n, rows[n]) for n in found]


def _series(seen: Sequence[Seen], indicators: Indicators) -> dict[Series, list[Point]]:
    found: dict[Series, list[Point]] = defaultdict(list)
    for n, row in seen:
        if row.value is not None and row.indicator in indicators:
            found[row.indicator, row.organisation.casefold(), row.period.kind].append(Point(row.period, row.value, n))
    return {key: sorted_points(points) for key, points in found.items()}


def _say(
    intake: Intake, n: int, code: str, needs: str, indicators: Indicators, whose: Whose, field: str = "value"
) -> Finding:
    read = intake.lists[OBSERVATIONS]
    row: Any = read.sound[n]
    touches = (row.indicator,) if whose.is_own(row.indicator, row.organisation) else ()
    return at(read, read.entry(n), field, code, getattr(row, field), touches=touches, needs=needs)


def _is_share(indicator: Indicator) -> bool:
    return indicator.kind is IndicatorKind.PERCENTAGE


def sign_of(indicator: Indicator) -> str:
    """Return what stands after the values of an indicator."""
    return "%" if _is_share(indicator) else ""


# ---------------------------------------------------------------------------- against its own history


def _against_history(intake: Intake, indicators: Indicators, whose: Whose, _seen: object, series: AllSeries) -> Found:
    """P44."""
    for (number, _, _), points in series.items():
        if len(points) > 1:
            indicator = indicators[number]
            values = [point.value for point in points]
            for place in (share_jumps if _is_share(indicator) else rate_jumps)(values):
                history = in_words(points, place, sign_of(indicator))
                needs = f"The value, checked against its source: {history}"
                yield points[place].n, _say(intake, points[place].n, "P44", needs, indicators, whose)


# ---------------------------------------------------------------------------- against the indicator's references


def _against_references(
    intake: Intake, indicators: Indicators, whose: Whose, _seen: object, series: AllSeries
) -> Found:
    """P45: an area's or England's value beside the baseline and comparator, and beside what the measure can be."""
    doubted: set[int] = set()
    for (number, organisation, _), points in series.items():
        is_own = whose.is_own(number, organisation)
        if not (is_own or organisation == ENGLAND):
            continue
        indicator = indicators[number]
        jumped = _jumped_from_baseline(indicator, points) if is_own else set()
        if -1 in jumped and number not in doubted:
            doubted.add(number)
            yield -number, _doubted_baseline(intake, indicator, points)
        for place, point in enumerate(points):
            words = outside_known(indicator, point.value)
            if not words and (place in jumped or not is_own or not indicator.baseline):
                words = _far_from_all(indicator, point.value)
            if words:
                history = in_words(points, place, sign_of(indicator))
                needs = f"{words}{f'. Its history: {history}' if history else ''}"
                yield point.n, _say(intake, point.n, "P45", needs, indicators, whose)


def _jumped_from_baseline(indicator: Indicator, points: Sequence[Point]) -> set[int]:
    """The places of values that jump in the series that begins with the baseline, which has the place -1."""
    if not indicator.baseline:
        return set()
    values = [indicator.baseline, *(point.value for point in points)]
    jumped = {place - 1 for place in (share_jumps if _is_share(indicator) else rate_jumps)(values)}
    is_share, comparator = _is_share(indicator), indicator.comparator
    fits = [comparator and not are_far_apart(point.value, comparator, is_share=is_share) for point in points]
    if len(points) == 1 and jumped == {0} and fits[0]:
        return {-1}  # the only value is like the comparator, and the baseline like neither
    return jumped


def _doubted_baseline(intake: Intake, indicator: Indicator, points: Sequence[Point]) -> Finding:
    read = intake.lists[INDICATORS]
    n = next(n for n, row in enumerate(intake.tracker.indicators) if row.number == indicator.number)
    sign = sign_of(indicator)
    beside = ", ".join(f"{figure(point.value)}{sign} in {point.period.label}" for point in points[:3])
    needs = f"The value in the indicator's unit{_unit(indicator)}: {figure(indicator.baseline or 0)}{sign} stands here, and {beside} was observed"
    return at(read, read.entry(n), "baseline", "P45", indicator.baseline, touches=(indicator.number,), needs=needs)


def _far_from_all(indicator: Indicator, value: float) -> str:
    """What is wrong with a value that is far from the indicator's baseline and from its comparator; '' where it is not."""
    named = (("baseline", indicator.baseline), ("comparator", indicator.comparator))
    known = [(name, other) for name, other in named if other]
    is_share, sign = _is_share(indicator), sign_of(indicator)
    if not known or not all(are_far_apart(value, other, is_share=is_share) for _, other in known):
        return ""
    beside = " and ".join(f"the {name} is {figure(other)}{sign}" for name, other in known)
    return f"The value in the indicator's unit{_unit(indicator)}: {figure(value)}{sign} stands here, where {beside}"


def _unit(indicator: Indicator) -> str:
    return f" ({indicator.unit})" if indicator.unit else ""


def outside_known(indicator: Indicator, value: float) -> str:
    """Return what is wrong with a value of a measure that the program knows; '' where it can be."""
    known = limits.KNOWN_MEASURES.get(indicator.measure or "")
    if known is None or known.holds(value) or not value:
        return ""
    return (
        f"The value in the indicator's unit{_unit(indicator)}: {figure(value)} stands here, and areas in England have from "
        f"{figure(known.low)} to {figure(known.high)}"
    )


# ---------------------------------------------------------------------------- against the other organisations


def _against_the_group(intake: Intake, indicators: Indicators) -> Found:
    """P45: a value far from what the other organisations have, of all periods."""
    by_indicator: dict[int, list[float]] = defaultdict(list)
    rows = intake.tracker.observations
    for number, value in pairs(rows, "indicator", "value"):
        if value is not None:
            by_indicator[number].append(value)
    for number, values in by_indicator.items():
        if number not in indicators or len(values) <= limits.FEWEST_OTHERS:
            continue
        indicator = indicators[number]
        far = _far_from_group(values, _is_share(indicator))
        if far:
            quarters = f"{figure(round(quantile(values, 0.25), 2))} to {figure(round(quantile(values, 0.75), 2))}"
            yield from _rows_of(intake, indicator, far, quarters, indicators)


def _far_from_group(values: Sequence[float], is_share: bool) -> set[float]:
    if is_share:
        moved = list(map(log_odds, values))
        limit = limits.ODDS_OF_A_GROUP
    else:
        values = [value for value in values if value > 0]
        if len(values) <= limits.FEWEST_OTHERS:
            return set()
        moved = list(map(log, values))
        limit = log(limits.RATE_OF_A_GROUP)
    if max(moved) - min(moved) < limit:
        return set()
    middle, spread = median_and_spread(moved)
    far = max(limit, limits.SPREADS_OF_A_GROUP * spread)
    return {value for value, one in zip(values, moved, strict=True) if abs(one - middle) > far}


def _rows_of(intake: Intake, indicator: Indicator, far: set[float], quarters: str, indicators: Indicators) -> Found:
    rows = intake.tracker.observations
    whose = whose_values(intake.tracker)
    sign = sign_of(indicator)
    for n in where(rows, "value", far.__contains__):
        row = rows[n]
        if row.indicator == indicator.number:
            needs = (
                f"The value in the indicator's unit{_unit(indicator)}: {row.organisation} has {figure(row.value or 0)}{sign}, and "
                f"half of all values of indicator {indicator.number} lie from {quarters}{sign}"
            )
            yield n, _say(intake, n, "P45", needs, indicators, whose)


# ---------------------------------------------------------------------------- in the wrong row


def _copies(intake: Intake, indicators: Indicators, whose: Whose, seen: Sequence[Seen], series: AllSeries) -> Found:
    """P46: the value of another indicator, of the same organisation and period."""
    held: dict[tuple[str, object, object], list[Seen]] = defaultdict(list)
    for one in seen:
        row = one.row
        if row.value and row.indicator in indicators and digits(row.value) >= limits.DIGITS_OF_A_COPY_THAT_JUMPS:
            held[row.organisation.casefold(), row.period.start, row.period.end].append(one)
    moves = _moves(series, indicators) if held else {}
    for alike in held.values():
        for first, second in _equal_pairs(alike):
            one, other = indicators[first.row.indicator], indicators[second.row.indicator]
            if _are_one_figure(one, other) or _counts_differ(first.row, second.row):
                continue
            wrong = _one_in_the_wrong_row(first, second, moves)
            if wrong is not None:
                right = second if wrong is first else first
                meant = indicators[right.row.indicator]
                needs = (
                    f"The value of indicator {wrong.row.indicator}: {figure(wrong.row.value or 0)}{sign_of(meant)} is that of "
                    f"indicator {meant.number} ({meant.title}) of the same time, in row {intake.lists[OBSERVATIONS].places[right.n]}"
                )
                yield wrong.n, _say(intake, wrong.n, "P46", needs, indicators, whose)


def _equal_pairs(alike: Sequence[Seen]) -> Iterator[tuple[Seen, Seen]]:
    first: dict[float | None, Seen] = {}
    for one in alike:
        other = first.setdefault(one.row.value, one)
        if other.row.indicator != one.row.indicator:
            yield other, one


def digits(value: float) -> int:
    """Return how many significant digits a number has.

    >>> digits(91.11), digits(0.47), digits(100.0)
    (4, 2, 1)
    """
    return len(f"{value:.10g}".replace(".", "").replace("-", "").strip("0"))


def _are_one_figure(one: Indicator, other: Indicator) -> bool:
    same_measure = one.measure is not None and one.measure == other.measure
    return same_measure or one.title.casefold() == other.title.casefold()


def _counts_differ(one: Observation, other: Observation) -> bool:
    counts = (one.numerator, one.denominator), (other.numerator, other.denominator)
    return None not in counts[0] and None not in counts[1] and counts[0] != counts[1]


def _moves(series: AllSeries, indicators: Indicators) -> dict[int, float]:
    """For each row how far its value is from the one before (of the first: the baseline), in multiples of what is far."""
    found = {}
    for (number, _, _), points in series.items():
        last, is_share = indicators[number].baseline, _is_share(indicators[number])
        for point in points:
            if last:
                far = limits.POINTS_OF_A_COPY if is_share else limits.JUMP_OF_A_COPY * abs(last)
                found[point.n] = abs(point.value - last) / far
            last = point.value
    return found


def _one_in_the_wrong_row(first: Seen, second: Seen, moves: Mapping[int, float]) -> Seen | None:
    """Of two equal values the one further from its own value before. Few digits may be chance: then it must be far."""
    one, other = moves.get(first.n, 0.0), moves.get(second.n, 0.0)
    wrong = first if one > other else second
    if digits(first.row.value or 0) >= limits.DIGITS_OF_A_COPY:
        return wrong
    return wrong if max(one, other) >= 1 > min(one, other) else None


def _repeats(intake: Intake, indicators: Indicators, whose: Whose, _seen: object, series: AllSeries) -> Found:
    """P46: exactly one value in period after period, which is carried forward more often than measured."""
    for (number, organisation, _), points in series.items():
        if organisation in whose.practices:
            continue
        run = 1
        for place in range(1, len(points)):
            point, last = points[place], points[place - 1]
            run = run + 1 if point.value == last.value and point.period.end != last.period.end else 1
            if run == limits.REPEATS and digits(point.value) >= limits.DIGITS_OF_A_COPY:
                told = in_words(points, place, sign_of(indicators[number]))
                needs = f"The value of {point.period.label}, if the one before was only carried forward: {told}"
                yield point.n, _say(intake, point.n, "P46", needs, indicators, whose)


# ---------------------------------------------------------------------------- more people than there are


def _populations(intake: Intake, indicators: Indicators, whose: Whose, seen: Sequence[Seen], _series: object) -> Found:
    """P43: more patients counted than are on the practice's list, or on all lists of the area."""
    from pc_workbook.tracker.counts_of_people import counts_people, populations

    counted = {number for number, indicator in indicators.items() if counts_people(indicator)}
    if not counted:
        return
    known = populations(intake.tracker, whose.area)
    for n, row in seen:
        people = known.get(row.organisation.casefold())
        if row.indicator not in counted or not people:
            continue
        for field in ("denominator", "numerator"):
            held = getattr(row, field)
            if held is not None and held > limits.POPULATION_APART * people:
                needs = f"A number of people: {figure(held)} are more than the {figure(people)} registered patients of {row.organisation}"
                yield n, _say(intake, n, "P43", needs, indicators, whose, field)
                break


RULES = (values_are_plausible,)
