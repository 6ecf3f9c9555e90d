"""Bases of rates: list sizes, staff, numbers of practices, and counts of the same people elsewhere.

A rate of 25% reveals few people only where its base is known too, such as a register of 12 in the same paper.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.disclosure.people_counts import (
    SCALES,
    PeopleCounted,
    count_in,
    is_people,
    possible_counts,
    scales_of,
    significant_words,
    times_in,
)
from pc_workbook.disclosure.suppression import Count, is_small
from pc_workbook.measures.staff.staffing import Staffing
from pc_workbook.model.indicator import Indicator
from pc_workbook.model.organisations import Organisations
from pc_workbook.model.period import Period
from pc_workbook.model.row import column
from pc_workbook.model.tracker import Tracker

LISTED = ("patient", "list", "population", "people", "person", "head", "resident", "capita")


class OtherCount(NamedTuple):
    """A number of people of one organisation, given in another row."""

    amount: float
    period: Period
    words: frozenset[str]


class Bases:
    """The bases of one tracker's rates, where the row of a rate does not give them."""

    def __init__(
        self,
        tracker: Tracker,
        staffing: Sequence[Staffing],
        organisations: Organisations,
        counted: Mapping[int, PeopleCounted],
    ) -> None:
        self._tracker, self._staffing = tracker, staffing
        self._organisations, self._counted = organisations, counted
        self._by_number: Mapping[int, Indicator] = {indicator.number: indicator for indicator in tracker.indicators}
        self._lists: dict[str, set[float]] | None = None  # gathered when first asked for
        self._staff: dict[str, set[float]] = {}
        self._practices: dict[str, int] = {}
        self._others: dict[str, list[OtherCount]] = {}
        self._words: dict[int, tuple[frozenset[str], frozenset[str]]] = {}  # of the denominator, of the value
        self._others_gathered = False

    def count(
        self, indicator: Indicator, key: str, period: Period | None, value: float | None,
        numerator: float | None, denominator: float | None,
    ) -> tuple[Count, bool]:  # fmt: skip
        """Return the people behind a value of an organisation, and whether they were worked out from a base in
        another row.
        """
        counted = self._counted[indicator.number]
        above = numerator if counted.numerator else None
        below = denominator if counted.denominator else None
        if value is None:
            return Count(above, below), False
        both = numerator is not None and denominator is not None
        if counted.value_is_count and not (both and not indicator.unit and _is_rate_of(value, numerator, denominator)):
            return Count(_whole(value, counted, period, above), below), False
        if both:
            return Count(above, below), False
        if denominator is not None:
            if above is None and counted.numerator:
                above = count_in(value, denominator, scales_of(counted), indicator.decimals or 0)
            return Count(above, below), False
        if numerator is not None:
            scale = scales_of(counted)[0]
            below = round(numerator * scale / value) if value and counted.denominator else None
            return Count(above, below), False
        return self._from_elsewhere(indicator, counted, key, period, value), True

    def _from_elsewhere(
        self, indicator: Indicator, counted: PeopleCounted, key: str, period: Period | None, value: float
    ) -> Count:
        first = Count(None, None)
        for base in self._of(indicator, counted, key, period):
            people = count_in(value, base, scales_of(counted), indicator.decimals or 0)
            if people is None:
                continue
            found = Count(people if counted.numerator else None, base if counted.denominator else None).with_left
            if found.is_small:
                return found
            first = found if first.numerator is first.denominator is None else first
        return first

    def _of(self, indicator: Indicator, counted: PeopleCounted, key: str, period: Period | None) -> Iterator[float]:
        """Yield the bases that a value of an organisation may have, judged by the words of its indicator; every known
        base where those say nothing.
        """
        if not self._others_gathered:
            self._gather()
        counts_people, base = is_people(counted.base), counted.base.casefold()
        if not base or (counts_people is not False and any(word in base for word in LISTED)):
            yield from sorted(self._list_sizes().get(key, ()))
        if counts_people is False and ("practice" in base or "surger" in base) and key in self._practices:
            yield self._practices[key]
        if counts_people is False or "gp" in base or "nurse" in base or "staff" in base:
            yield from sorted(self._staff.get(key, ()))
        words = significant_words(counted.base, indicator.title, indicator.numerator)
        for other in self._others.get(key, ()):
            same_time = period is None or (other.period.start <= period.end and period.start <= other.period.end)
            if same_time and (not base or words & other.words):
                yield other.amount

    def _gather(self) -> None:
        self._others_gathered = True
        self._list_sizes()
        others = defaultdict(list)
        for key, other in (*self._of_observations(), *self._of_registers()):
            others[key].append(other)
        self._others = others

    def _list_sizes(self) -> Mapping[str, set[float]]:
        if self._lists is None:
            self._lists = self._gathered_lists()
        return self._lists

    def _gathered_lists(self) -> dict[str, set[float]]:
        lists: dict[str, set[float]] = defaultdict(set)
        staff: dict[str, set[float]] = defaultdict(set)
        area, tracker = self._organisations.area, self._tracker
        sums: dict[tuple[str, int], float] = defaultdict(float)
        places: dict[str, int] = defaultdict(int)
        for staffing in self._staffing:
            names = [staffing.practice.code, area, *filter(None, [staffing.practice.locality])]
            for place in names:
                places[place] += 1
                for n, amount in enumerate(
                    (staffing.registered, staffing.weighted, staffing.gp_fte, staffing.nurse_fte)
                ):
                    sums[place, n] += amount or 0
        for practice in tracker.practices:
            for n, amount in enumerate((practice.registered_patients, practice.weighted_patients), start=4):
                for place in filter(None, (practice.code, area, practice.locality)):
                    sums[place, n] += amount or 0
        for (place, n), amount in sums.items():
            (staff if n in (2, 3) else lists)[place].add(amount)
        for row in tracker.workforce:
            lists[row.practice] |= {size for size in (row.registered_patients, row.weighted_patients) if size}
        for condition in tracker.conditions:
            lists[condition.practice] |= {condition.list_size or 0}
        self._staff = {place: found - {0} for place, found in staff.items()}
        self._practices = places
        return {place: found - {0} for place, found in lists.items()}

    def _of_observations(self) -> Iterator[tuple[str, OtherCount]]:
        rows = self._tracker.observations
        names = ("indicator", "organisation", "period", "value", "denominator")
        for number, organisation, period, value, denominator in zip(
            *(column(rows, name) for name in names), strict=True
        ):
            counted = self._counted.get(number)
            if counted is None:
                continue
            of_denominator, of_value = self._words_of(number, counted)
            if denominator is not None:
                yield self._organisations.key(organisation), OtherCount(denominator, period, of_denominator)
            elif value is not None and counted.value_is_count:
                yield self._organisations.key(organisation), OtherCount(value, period, of_value)

    def _words_of(self, number: int, counted: PeopleCounted) -> tuple[frozenset[str], frozenset[str]]:
        if number not in self._words:
            indicator = self._by_number[number]
            self._words[number] = (
                significant_words(counted.base, indicator.title),
                significant_words(indicator.title, indicator.numerator, indicator.unit),
            )
        return self._words[number]

    def _of_registers(self) -> Iterator[tuple[str, OtherCount]]:
        for row in self._tracker.conditions:
            if row.register_count is not None:
                words = significant_words(row.condition, "register")
                yield row.practice, OtherCount(row.register_count, row.period, words)


def _is_rate_of(value: float, numerator: float | None, denominator: float | None) -> bool:
    """Return whether a value is the rate of the counts typed beside it, in one of the usual units."""
    return bool(numerator and denominator) and any(
        round(numerator or 0) in possible_counts(value, denominator or 0, scale) for scale in SCALES
    )


def _whole(value: float, counted: PeopleCounted, period: Period | None, typed: float | None) -> float | None:
    """Return the people that a value itself counts, or the count typed beside it, whichever is small."""
    times = times_in(period, counted.days) if counted.days and period else 1.0
    people = count_in(value, times, (1.0,))
    return people if typed is None or is_small(people) else typed
