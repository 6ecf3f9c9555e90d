"""The figures of a tracker that count people: observations, baselines and figures of earlier editions, by indicator."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from pc_workbook.disclosure.group_counts import GroupsOfPractices
from pc_workbook.disclosure.people_bases import Bases
from pc_workbook.disclosure.people_counts import PeopleCounted, people_counted
from pc_workbook.disclosure.period_differences import DaySpan
from pc_workbook.disclosure.suppression import Count
from pc_workbook.measures.known_values import REVISION_ORDER
from pc_workbook.measures.staff.staffing import Staffing
from pc_workbook.model.indicator import Indicator
from pc_workbook.model.memberships import Memberships
from pc_workbook.model.organisations import Level, Organisations
from pc_workbook.model.period import Period
from pc_workbook.model.row import column
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import INDICATORS, ISSUED_EDITIONS, OBSERVATIONS
from pc_workbook.tracker.lists.list_reader import ReadList

FINE = (Level.PRACTICE, Level.LOCALITY, Level.GROUP)
GAP = "_gap_to_"


class PeopleFigure(NamedTuple):
    """One figure of an indicator that counts people, with its row."""

    table: str
    at: int  # the row of the sheet
    key: str  # whose it is
    period: Period | None
    value: float | None
    numerator: float | None
    denominator: float | None
    people: Count
    from_elsewhere: bool  # the counts were worked out from a base in another row
    standing: tuple[int, int, date]  # of several of one period the greatest is in force
    stretch: DaySpan | None  # the days it covers


class PeopleFigures:
    """The figures that count people, by the number of their indicator."""

    def __init__(self, intake: Intake, staffing: Sequence[Staffing]) -> None:
        tracker = intake.tracker
        self.organisations = Organisations(tracker)
        self.locality_of = {p.code: p.locality for p in tracker.practices if p.locality}
        self.groups = GroupsOfPractices(tuple(tracker.practices), Memberships(tracker)) if tracker.groups else None
        self._places = frozenset(self.locality_of.values()) | {place.name for place in tracker.localities}
        self._providers = frozenset(provider.code for provider in tracker.providers)
        self._levels: dict[str, Level] = {}
        self._stretches: dict[int, tuple[Period, DaySpan]] = {}
        counted = {indicator.number: people_counted(indicator) for indicator in tracker.indicators}
        self.counted: Mapping[int, PeopleCounted] = {
            number: people for number, people in counted.items() if people.people
        }
        self.indicators: Mapping[int, Indicator] = {i.number: i for i in tracker.indicators if i.number in self.counted}
        self.bases = Bases(tracker, staffing, self.organisations, self.counted)
        self.by_indicator: dict[int, list[PeopleFigure]] = defaultdict(list)
        for read in (
            read_list(intake, INDICATORS),
            read_list(intake, OBSERVATIONS),
            read_list(intake, ISSUED_EDITIONS),
        ):
            for number, figure in self._of(read):
                self.by_indicator[number].append(figure)

    def level(self, key: str) -> Level:
        """Return the level of an organisation. A practice that no list contains is a practice all the same."""
        if key not in self._levels:
            level = Level.LOCALITY if key in self._places else self.organisations.level(key)
            strange = level is Level.PROVIDER and key not in self._providers and _is_practice_code(key)
            self._levels[key] = Level.PRACTICE if strange else level
        return self._levels[key]

    def _count(
        self, indicator: Indicator, key: str, period: Period | None, value: float | None,
        above: float | None, below: float | None,
    ) -> tuple[Count, bool]:  # fmt: skip
        """Return the people behind a figure, with those of the denominator who are not in the numerator."""
        count, elsewhere = self.bases.count(indicator, key, period, value, above, below)
        return count.with_left, elsewhere

    def _stretch(self, period: Period | None) -> DaySpan | None:
        """Return the days of a period, worked out once for each of the few periods that many rows share."""
        if period is None:
            return None
        if id(period) not in self._stretches:
            self._stretches[id(period)] = period, DaySpan(period.start.toordinal(), period.end.toordinal() + 1)
        return self._stretches[id(period)][1]

    def _of(self, read: ReadList) -> Iterator[tuple[int, PeopleFigure]]:
        match read.of.table:
            case OBSERVATIONS.table:
                return self._observations(read)
            case INDICATORS.table:
                return self._baselines(read)
            case _:
                return self._editions(read)

    def _observations(self, read: ReadList) -> Iterator[tuple[int, PeopleFigure]]:
        names = ("indicator", "organisation", "period", "value", "numerator", "denominator", "revision", "extracted_on")
        rows = zip(read.row_numbers, *(column(read.valid_rows, name) for name in names), strict=True)
        key = self.organisations.key
        for at, number, organisation, period, value, above, below, revision, extracted in rows:
            indicator = self.indicators.get(number)
            if indicator is None or (value is None and above is None and below is None):
                continue
            organisation = key(organisation)
            count, elsewhere = self._count(indicator, organisation, period, value, above, below)
            standing = (2, REVISION_ORDER[revision], extracted or date.min)
            yield (
                number,
                PeopleFigure(
                    OBSERVATIONS.table,
                    at,
                    organisation,
                    period,
                    value,
                    above,
                    below,
                    count,
                    elsewhere,
                    standing,
                    self._stretch(period),
                ),
            )

    def _baselines(self, read: ReadList) -> Iterator[tuple[int, PeopleFigure]]:
        for entry in read.entries:
            row: Any = entry.row
            numbers = (row.baseline, row.baseline_numerator, row.baseline_denominator)
            if row.number in self.indicators and numbers != (None, None, None):
                key, period = self.organisations.key(row.organisation), row.baseline_period
                count, elsewhere = self._count(row, key, period, *numbers)
                yield (
                    row.number,
                    PeopleFigure(
                        INDICATORS.table,
                        entry.at,
                        key,
                        period,
                        *numbers,
                        count,
                        elsewhere,
                        (1, 0, date.min),
                        self._stretch(period),
                    ),
                )

    def _editions(self, read: ReadList) -> Iterator[tuple[int, PeopleFigure]]:
        """Yield the figures of earlier editions. A rate has the base that the row of its own period gives."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, indicator in self.indicators.items():
            numbers[indicator.key].append(number)
        bases = self._bases_of_rows() if read.valid_rows else {}
        for entry in read.entries:
            row: Any = entry.row
            if row.value is None:
                continue
            key = self.organisations.key(row.organisation)
            for number in numbers.get(row.measure, ()):
                below = bases.get((number, key, row.period))
                count, elsewhere = self._count(self.indicators[number], key, row.period, row.value, None, below)
                standing, stretch = (0, 0, row.edition), self._stretch(row.period)
                yield (
                    number,
                    PeopleFigure(
                        ISSUED_EDITIONS.table,
                        entry.at,
                        key,
                        row.period,
                        row.value,
                        None,
                        None,
                        count,
                        elsewhere,
                        standing,
                        stretch,
                    ),
                )

    def _bases_of_rows(self) -> dict[tuple[int, str, Period | None], float]:
        return {
            (number, figure.key, figure.period): figure.denominator
            for number, figures in self.by_indicator.items()
            for figure in figures
            if figure.denominator is not None
        }


def _is_practice_code(key: str) -> bool:
    return len(key) == 6 and key[0].isalpha() and key[1:].isdigit()
