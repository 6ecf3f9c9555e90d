"""Small counts of people, and what would give them back: what stands in for them in observations, baselines and registers.
The rules are those of measures/disclosure.py; here they meet the lists of a tracker.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pc_workbook.boardpack.editions.reach import CONFIDENTIAL
from pc_workbook.boardpack.editions.rows import Hidden, Shown
from pc_workbook.measures.disclosure import (
    Count,
    Table,
    counts_of,
    counts_people,
    is_small,
    rounded_rate,
    to_nearest_5,
    untold,
)
from pc_workbook.measures.organisations import Organisations
from pc_workbook.measures.results import Level
from pc_workbook.measures.wording import counted
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.period import Period
from pc_workbook.model.row import column
from pc_workbook.model.wording import folded
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.list_reader import ReadList

Spot = tuple[str, int, str]  # list, row of the sheet, field
Instead = dict[Spot, object]
OBSERVATIONS, CONDITIONS, INDICATORS = "tblObservations", "tblConditions", "tblIndicators"
FINE = (Level.PRACTICE, Level.LOCALITY)


class SmallNumbers:
    """What becomes of the counts of people in one tracker."""

    def __init__(self, intake: Intake, shown: Mapping[str, Shown], hidden: Hidden) -> None:
        self.intake, self.hidden = intake, hidden
        self.organisations = Organisations(intake.tracker)
        self.locality_of = {p.code: p.locality for p in intake.tracker.practices if p.locality}
        self.places = frozenset(self.locality_of.values()) | {place.name for place in intake.tracker.localities}
        self.indicators: dict[int, Indicator] = {i.number: i for i in intake.tracker.indicators if counts_people(i)}
        self.measures = frozenset(one.key for one in self.indicators.values())
        self.instead: Instead = {}
        self.gone: dict[tuple[str, str], set[Period | None]] = defaultdict(set)  # periods, by measure and organisation
        self.small = self.beside = self.rounded = 0
        self._observations(intake.lists[OBSERVATIONS], frozenset(shown[OBSERVATIONS].places))
        self._baselines(intake.lists[INDICATORS])
        self._conditions(intake.lists[CONDITIONS], frozenset(shown[CONDITIONS].places))

    def words(self) -> Iterator[str]:
        """What was done, in counts."""
        if self.small:
            yield (f"{counted(self.small, 'figure')} about people {_is(self.small)} kept back: a count from 1 to 7, or a "
                   "base under 10.")  # fmt: skip
        if self.beside:
            yield f"{counted(self.beside, 'more figure')} {_is(self.beside)} kept back, so that no total gives those back."
        if self.rounded:
            yield f"{counted(self.rounded, 'figure')} about people {_is(self.rounded)} rounded to the nearest 5."

    def is_told_by(self, row: Any) -> bool:
        """Whether a figure of an earlier edition would tell a number that is kept back, or a small place's unrounded."""
        key = self.organisations.key(row.organisation)
        if row.measure in self.measures and self._level(key) in FINE:
            return True
        periods = self.gone.get((row.measure, key), ())
        return bool(periods) and (row.period is None or None in periods or row.period in periods)

    # observations

    def _observations(self, read: ReadList, shown: frozenset[int]) -> None:
        for indicator, rows in self._tables(read):
            gone = self._untold(_smallest((key, _count(row, indicator)) for key, row, _ in rows))
            for key, row, at in rows:
                if at in shown:
                    self._observation(key, row, at, indicator, gone)

    def _tables(self, read: ReadList) -> Iterator[tuple[Indicator, list[tuple[str, Any, int]]]]:
        """The rows that hold counts of people, a table for each indicator and period."""
        tables: dict[tuple[int, Any, Any], list[tuple[str, Any, int]]] = defaultdict(list)
        numbers = column(read.sound, "indicator")
        for n, number in enumerate(numbers):
            if number in self.indicators:
                row: Any = read.sound[n]
                if row.numerator is not None or row.denominator is not None:
                    key = self.organisations.key(row.organisation)
                    tables[number, row.period.start, row.period.end].append((key, row, read.places[n]))
        for (number, _, _), rows in tables.items():
            yield self.indicators[number], rows

    def _untold(self, counts: Mapping[str, Count]) -> frozenset[str]:
        """The organisations of one table whose counts are not told."""
        of = self._by_level(counts)
        area = next(iter(of[Level.AREA].values()), None)
        table = Table(area, of[Level.LOCALITY], of[Level.PRACTICE], self.locality_of)
        hidden = (code for code in of[Level.PRACTICE] if folded(code) in self.hidden.practices)
        found = untold(table, hidden)
        others = {key for level in (Level.PROVIDER, Level.ENGLAND) for key, c in of[level].items() if c.is_small}
        return found.practices | found.localities | others | (frozenset(of[Level.AREA]) if found.area else frozenset())

    def _by_level(self, counts: Mapping[str, Count]) -> dict[Level, dict[str, Count]]:
        found: dict[Level, dict[str, Count]] = {level: {} for level in Level}
        for key, count in counts.items():
            found[self._level(key)][key] = count
        return found

    def _level(self, key: str) -> Level:
        return Level.LOCALITY if key in self.places else self.organisations.level(key)

    def _observation(self, key: str, row: Any, at: int, indicator: Indicator, gone: frozenset[str]) -> None:
        if key in gone:
            is_small = _count(row, indicator).is_small
            self.small += is_small
            self.beside += not is_small
            self.gone[indicator.key, key].add(row.period)
            self._put(OBSERVATIONS, at, value=CONFIDENTIAL, numerator=None, denominator=None)
        elif self._level(key) in FINE:
            self._round(row, at, indicator)

    def _round(self, row: Any, at: int, indicator: Indicator) -> None:
        told: dict[str, object] = {
            name: to_nearest_5(number)
            for name in ("numerator", "denominator")
            if (number := getattr(row, name)) is not None
        }
        numerator, denominator = _count(row, indicator)
        if row.value is not None and numerator is not None and denominator is not None:
            told["value"] = _typed(rounded_rate(row.value, numerator, denominator), indicator)
        self.rounded += 1
        self._put(OBSERVATIONS, at, **told)

    # baselines and registers

    def _baselines(self, read: ReadList) -> None:
        for entry in read.entries:
            row: Any = entry.row
            if row.number not in self.indicators:
                continue
            if counts_of(row, row.baseline_numerator, row.baseline_denominator, row.baseline).is_small:
                self.small += 1
                self.gone[row.key, self.organisations.key(row.organisation)].add(row.baseline_period)
                self._put(INDICATORS, entry.at, baseline=None, baseline_numerator=None, baseline_denominator=None)

    def _conditions(self, read: ReadList, shown: frozenset[int]) -> None:
        tables: dict[tuple[str, Any, Any], list[tuple[Any, int]]] = defaultdict(list)
        for entry in read.entries:
            row: Any = entry.row
            if row.register_count is not None:
                tables[folded(row.condition), row.period.start, row.period.end].append((row, entry.at))
        for rows in tables.values():
            gone = self._untold(_smallest((row.practice, _register(row)) for row, _ in rows))
            for row, at in rows:
                if at in shown:
                    self._condition(row, at, row.practice in gone)

    def _condition(self, row: Any, at: int, gone: bool) -> None:
        if gone:
            self.small += _register(row).is_small
            self.beside += not _register(row).is_small
            self._put(CONDITIONS, at, register_count=None, achievement=None)
        else:
            self.rounded += 1
            self._put(CONDITIONS, at, register_count=to_nearest_5(row.register_count), achievement=_achievement(row))

    def _put(self, table: str, at: int, **values: object) -> None:
        self.instead |= {(table, at, field): value for field, value in values.items()}


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _count(row: Any, indicator: Indicator) -> Count:
    return counts_of(indicator, row.numerator, row.denominator, row.value)


def _smallest(counts: Iterable[tuple[str, Count]]) -> dict[str, Count]:
    """One count of each organisation: of several, such as revisions, one that is small, else the last."""
    found: dict[str, Count] = {}
    for key, count in counts:
        if key not in found or not found[key].is_small:
            found[key] = count
    return found


def _register(row: Any) -> Count:
    return Count(row.register_count, row.list_size)


def _typed(value: float, indicator: Indicator) -> object:
    """A value as it is typed: a percentage with its sign, so that half a per cent is not taken for half."""
    return f"{value:.15g}%" if indicator.kind is IndicatorKind.PERCENTAGE else value


def _achievement(row: Any) -> object:
    """What was achieved, of rounded counts; kept back where it is of few."""
    if row.achievement is None or not row.register_count:
        return None
    reached = round(row.register_count * row.achievement / 100)
    if is_small(reached):
        return None
    return f"{100 * to_nearest_5(reached) / to_nearest_5(row.register_count):.15g}%"
