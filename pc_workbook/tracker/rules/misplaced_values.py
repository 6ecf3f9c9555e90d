"""Values in the wrong row (P46): another indicator's, or one carried forward; and more people than there are (P43)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import Final

from pc_workbook.model.indicator import Indicator
from pc_workbook.model.tracker import Tracker
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import read_list
from pc_workbook.tracker.lists.catalogue import OBSERVATIONS
from pc_workbook.tracker.rules import plausible_limits as limits
from pc_workbook.tracker.rules.checked_values import CheckedValues, Found, Seen, has_shares, observation_finding
from pc_workbook.tracker.rules.earlier_values import history_values

_PEOPLE: Final = frozenset(
    ["patient", "patients", "people", "person", "persons", "adult", "adults", "children", "women", "men", "register"]
)
_EVENTS: Final = ("attend", "appointment", "item", "episode", "visit", "contact", "admission", "referral", "call", "bed", "prescri",
                  "consultation", "respon", "thousand", "weighted", "fte", "gp", "nurse")  # fmt: skip
NOT_KNOWN = 0.5  # how far a value without one before it has moved: more than one that has not changed


def copies(checked: CheckedValues) -> Found:
    """Yield values that are another indicator's, of the same organisation and period (P46)."""
    by_time: dict[tuple[str, object, object], list[Seen]] = defaultdict(list)
    for seen in checked.seen:
        value = seen.value
        if value and seen.indicator in checked.indicators and digits(value) >= limits.FEWEST_DIGITS_OF_A_COPY:
            by_time[seen.organisation, seen.period.start, seen.period.end].append(seen)
    moves = _moves(checked) if by_time else {}
    for alike in by_time.values():
        for first, second in _equal_pairs(alike):
            same_figure = _are_same_figure(*(checked.indicators[seen.indicator] for seen in (first, second)))
            if same_figure or _counts_differ(first, second):
                continue
            wrong = _value_in_wrong_row(first, second, moves)
            if wrong is not None:
                right = second if wrong is first else first
                yield wrong.n, _copied(checked, wrong, right)


def _copied(checked: CheckedValues, wrong: Seen, right: Seen) -> Finding:
    meant = checked.indicators[right.indicator]
    needs = detail(
        "copy_of_indicator",
        value=wrong.value or 0,
        is_share=has_shares(meant),
        indicator=wrong.indicator,
        other=meant.number,
        title=meant.title,
        row=read_list(checked.intake, OBSERVATIONS).row_numbers[right.n],
    )
    return observation_finding(checked, wrong.n, "P46", needs)


def _equal_pairs(alike: Sequence[Seen]) -> Iterator[tuple[Seen, Seen]]:
    first: dict[float | None, Seen] = {}
    for seen in alike:
        other = first.setdefault(seen.value, seen)
        if other.indicator != seen.indicator:
            yield other, seen


def digits(value: float) -> int:
    """Return how many significant digits a number has.

    >>> digits(91.11), digits(0.47), digits(100.0)
    (4, 2, 1)
    """
    return len(f"{value:.10g}".replace(".", "").replace("-", "").strip("0"))


def _are_same_figure(one: Indicator, other: Indicator) -> bool:
    same_measure = one.measure is not None and one.measure == other.measure
    return same_measure or one.title.casefold() == other.title.casefold()


def _counts_differ(one: Seen, other: Seen) -> bool:
    counts = (one.numerator, one.denominator), (other.numerator, other.denominator)
    return None not in counts[0] and None not in counts[1] and counts[0] != counts[1]


def _moves(checked: CheckedValues) -> dict[int, float]:
    """Return, for each row, how far its value is from the one before (of the first: the baseline), in multiples of far."""
    found = {}
    for (number, _, _), points in checked.series.items():
        last, is_share = checked.indicators[number].baseline, has_shares(checked.indicators[number])
        for point in points:
            if last:
                far = limits.POINTS_OF_A_COPY if is_share else limits.JUMP_OF_A_COPY * abs(last)
                found[point.n] = abs(point.value - last) / far
            last = point.value
    return found


def _value_in_wrong_row(first: Seen, second: Seen, moves: Mapping[int, float]) -> Seen | None:
    """Return, of two equal values, the one further from its own value before. With few digits it must be far: they may be
    equal by chance."""
    one, other = moves.get(first.n, NOT_KNOWN), moves.get(second.n, NOT_KNOWN)
    wrong = first if one > other else second
    least, most = min(one, other), max(one, other)
    significant = digits(first.value or 0)
    if significant >= limits.DIGITS_OF_A_COPY:
        return wrong
    is_far = most >= 1 > least if significant >= limits.DIGITS_OF_A_COPY_THAT_JUMPS else most >= 2 and least < NOT_KNOWN
    return wrong if is_far else None


def repeats(checked: CheckedValues) -> Found:
    """Yield values that are exactly the same in period after period: carried forward more often than measured (P46)."""
    for (number, organisation, _), points in checked.series.items():
        if organisation in checked.owners.practices:
            continue
        run = 1
        for place in range(1, len(points)):
            point, last = points[place], points[place - 1]
            run = run + 1 if point.value == last.value and point.period.end != last.period.end else 1
            if run == limits.REPEATS and digits(point.value) >= limits.DIGITS_OF_A_COPY:
                is_share = has_shares(checked.indicators[number])
                needs = detail(
                    "carried_forward", period=point.period.label, is_share=is_share, **history_values(points, place)
                )
                yield point.n, observation_finding(checked, point.n, "P46", needs)


# ---------------------------------------------------------------------------- more people than there are


def populations_exceeded(checked: CheckedValues) -> Found:
    """Yield counts of more patients than are on the practice's list, or on all lists of the area (P43)."""
    counted = {number for number, indicator in checked.indicators.items() if counts_people(indicator)}
    if not counted:
        return
    known = populations(checked.intake.tracker, checked.owners.area)
    for seen in checked.seen:
        patients = known.get(seen.organisation)
        if seen.indicator not in counted or not patients:
            continue
        for field, count in (("denominator", seen.denominator), ("numerator", seen.numerator)):
            if count is not None and count > limits.POPULATION_APART * patients:
                needs = detail("more_people", count=count, patients=patients)
                yield seen.n, observation_finding(checked, seen.n, "P43", needs, field)
                break


def counts_people(indicator: Indicator) -> bool:
    """Return whether the denominator of an indicator is people, each counted once.

    >>> from pc_workbook.model.indicator import IndicatorKind
    >>> share = Indicator(number=1, title="Checks done", kind=IndicatorKind.PERCENTAGE, unit="% of patients with diabetes")
    >>> counts_people(share), counts_people(share.model_copy(update={"unit": "% of attendances"}))
    (True, False)
    """
    words = " ".join(filter(None, (indicator.unit, indicator.denominator, indicator.numerator))).casefold()
    if _PEOPLE.isdisjoint(words.split()):
        return False
    all_words = f"{words} {indicator.title.casefold()}".split()
    return not any(word.startswith(_EVENTS) for word in all_words)


def populations(tracker: Tracker, area: frozenset[str]) -> dict[str, float]:
    """Return the registered patients of each practice, and of the area where every open practice's are known."""
    known = {
        practice.code.casefold(): practice.registered_patients
        for practice in tracker.practices
        if practice.registered_patients
    }
    lists = [practice.registered_patients for practice in tracker.open_practices()]
    if lists and None not in lists:
        known.update(dict.fromkeys(area, fsum(size for size in lists if size is not None)))
    return known
