"""Numbers that are kept back although their row is shown: small counts of people, and what would give a hidden
practice's figures back. The rules are those of measures/disclosure.py; here they meet the lists of a tracker.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pc_workbook.boardpack.editions.reach import CONFIDENTIAL
from pc_workbook.boardpack.editions.rows import Hidden, Shown
from pc_workbook.measures.disclosure import (
    AREA,
    OF_QUANTITIES,
    Cell,
    Count,
    Table,
    counts_people,
    is_small,
    protected,
    rounded_rate,
    to_nearest_5,
    untold,
)
from pc_workbook.measures.organisations import Organisations
from pc_workbook.measures.results import Level
from pc_workbook.measures.staffing import Staffing, reported_staff
from pc_workbook.measures.wording import counted
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.row import column
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.list_reader import ReadList
from pc_workbook.tracker.reading import folded

Spot = tuple[str, int, str]  # list, row of the sheet, field
Instead = dict[Spot, object]
WITH_RETURN = "(practices with a return)"
OBSERVATIONS, CONDITIONS, INDICATORS = "tblObservations", "tblConditions", "tblIndicators"
FINE = (Level.PRACTICE, Level.LOCALITY)


class KeptBack(NamedTuple):
    """What stands in for numbers that are kept back, and whose staff figures are not told."""

    instead: Mapping[Spot, object] = {}
    practices: frozenset[str] = frozenset()  # shown, but their staff figures would give a hidden practice's back
    totals: frozenset[str] = frozenset()  # localities, AREA or WITH_RETURN, whose sums would
    hides: bool = False  # whether any practice is hidden
    measures: frozenset[str] = frozenset()  # measures that count people: of practices and localities not told again
    fine: frozenset[str] = frozenset()  # practices and localities
    words: tuple[str, ...] = ()

    def of(self, rows: Shown) -> Shown:
        """The rows that are left when staff figures that are kept back go, and old figures of small numbers."""
        table = rows.read.of.table
        if table == "tblWorkforce" and self.practices:
            return _without(rows, {"practice": self.practices})
        if table == "tblEditions" and (self.practices or self.measures):
            return _without_old(rows, self.practices, self.measures, self.fine)
        return rows


def _without(rows: Shown, unwanted: Mapping[str, frozenset[str]]) -> Shown:
    ((field, values),) = unwanted.items()
    there = set(rows.places)
    named = zip(rows.read.places, column(rows.read.sound, field), strict=True)
    return rows._replace(places=[at for at, value in named if at in there and value not in values])


def _without_old(rows: Shown, practices: frozenset[str], measures: frozenset[str], fine: frozenset[str]) -> Shown:
    there = set(rows.places)
    told = zip(rows.read.places, rows.read.sound, strict=True)
    return rows._replace(places=[at for at, row in told if at in there and not _is_old(row, practices, measures, fine)])


def _is_old(row: Any, practices: frozenset[str], measures: frozenset[str], fine: frozenset[str]) -> bool:
    return row.organisation in practices or (row.measure in measures and row.organisation in fine)


def kept_back(intake: Intake, shown: Mapping[str, Shown], hidden: Hidden, small_numbers: bool) -> KeptBack:
    """What an edition keeps back beside the rows it does not show."""
    found = _staff(intake, hidden)
    if not small_numbers:
        return found
    told = _SmallNumbers(intake, shown, hidden)
    return found._replace(
        instead={**found.instead, **told.instead},
        measures=frozenset(one.key for one in told.indicators.values()),
        fine=told.fine,
        words=(*found.words, *told.words()),
    )


# --- staff figures of a practice that is not shown


def _staff(intake: Intake, hidden: Hidden) -> KeptBack:
    staffing = reported_staff(intake.tracker).staffing
    back = {one.practice.code for one in staffing if folded(one.practice.code) in hidden.practices}
    if not back:
        return KeptBack()
    found = protected([_cell(one) for one in staffing if not one.unread], back, OF_QUANTITIES)
    practices = frozenset(str(code) for code in found.cells) - back
    return KeptBack(
        instead=dict.fromkeys(_patients_of(intake, practices)),
        practices=practices,
        totals=found.totals,
        hides=True,
        words=tuple(_staff_words(practices, found.totals)),
    )


def _cell(one: Staffing) -> Cell:
    locality = {one.practice.locality} if one.practice.locality else set()
    returned = {WITH_RETURN} if one.has_return else set()
    amounts = (one.registered, one.weighted, one.gp_fte, one.nurse_fte)
    return Cell(one.practice.code, amounts, frozenset({AREA, *returned, *locality}))


def _patients_of(intake: Intake, practices: frozenset[str]) -> Iterator[Spot]:
    read = intake.lists["tblPractices"]
    for entry in read.entries:
        if getattr(entry.row, "code", "") in practices:
            yield "tblPractices", entry.at, "registered_patients"
            yield "tblPractices", entry.at, "weighted_patients"


def _staff_words(practices: frozenset[str], totals: frozenset[str]) -> Iterator[str]:
    why = "so that those of a practice that is not shown can't be worked out"
    if practices:
        yield f"The staff figures of {counted(len(practices), 'practice')} are kept back, {why}."
    localities = len(totals - {AREA, WITH_RETURN})
    if localities:
        yield f"The staff figures of {counted(localities, 'locality', 'localities')} are kept back, {why}."
    if totals & {AREA, WITH_RETURN}:
        yield f"Staff figures of the whole area are kept back, {why}."


# --- small numbers about people


class _SmallNumbers:
    """What becomes of the counts of people in one tracker."""

    def __init__(self, intake: Intake, shown: Mapping[str, Shown], hidden: Hidden) -> None:
        self.intake, self.hidden = intake, hidden
        self.organisations = Organisations(intake.tracker)
        self.locality_of = {p.code: p.locality for p in intake.tracker.practices if p.locality}
        self.places = frozenset(self.locality_of.values()) | {place.name for place in intake.tracker.localities}
        self.fine = frozenset(self.locality_of) | {p.code for p in intake.tracker.practices}
        self.fine |= self.places
        self.indicators: dict[int, Indicator] = {i.number: i for i in intake.tracker.indicators if counts_people(i)}
        self.instead: Instead = {}
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

    # observations

    def _observations(self, read: ReadList, shown: frozenset[int]) -> None:
        for indicator, rows in self._tables(read):
            newest = {key: _count(row) for key, row, _ in rows}
            gone = self._untold(newest)
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
            self.small += _count(row).is_small
            self.beside += not _count(row).is_small
            self._put(OBSERVATIONS, at, value=CONFIDENTIAL, numerator=None, denominator=None)
        elif self._level(key) in FINE:
            self._round(row, at, indicator)

    def _round(self, row: Any, at: int, indicator: Indicator) -> None:
        told: dict[str, object] = {
            name: to_nearest_5(number)
            for name in ("numerator", "denominator")
            if (number := getattr(row, name)) is not None
        }
        if row.value is not None and len(told) == len(("numerator", "denominator")):
            told["value"] = _typed(rounded_rate(row.value, row.numerator, row.denominator), indicator)
        self.rounded += 1
        self._put(OBSERVATIONS, at, **told)

    # baselines and registers

    def _baselines(self, read: ReadList) -> None:
        for entry in read.entries:
            row: Any = entry.row
            count = Count(row.baseline_numerator, row.baseline_denominator)
            if row.number in self.indicators and count.is_small:
                self.small += 1
                self._put(INDICATORS, entry.at, baseline=None, baseline_numerator=None, baseline_denominator=None)

    def _conditions(self, read: ReadList, shown: frozenset[int]) -> None:
        tables: dict[tuple[str, Any, Any], list[tuple[Any, int]]] = defaultdict(list)
        for entry in read.entries:
            row: Any = entry.row
            if row.register_count is not None:
                tables[folded(row.condition), row.period.start, row.period.end].append((row, entry.at))
        for rows in tables.values():
            gone = self._untold({row.practice: _register(row) for row, _ in rows})
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


def _count(row: Any) -> Count:
    return Count(row.numerator, row.denominator)


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
