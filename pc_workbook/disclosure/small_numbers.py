"""Suppression of small counts of people, and of what would reveal them, in the lists of a tracker.

The lists are observations, baselines, registers and figures of earlier editions; the rules are those of
suppression.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from pc_workbook.disclosure.audience import CONFIDENTIAL
from pc_workbook.disclosure.people_counts import PeopleCounted, significant_words
from pc_workbook.disclosure.people_figures import (
    FINE,
    GAP,
    PeopleFigure,
    PeopleFigures,
)
from pc_workbook.disclosure.period_differences import DaySpan
from pc_workbook.disclosure.permitted_rows import HiddenKeys, PermittedRows
from pc_workbook.disclosure.published_counts import IndicatorCounts, OrganisationPeriod, suppressed_places
from pc_workbook.disclosure.suppression import Count, is_small, rounded_rate, to_nearest_5
from pc_workbook.measures.staff.staffing import Staffing
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.organisations import Level
from pc_workbook.model.period import POOLED, Period, PeriodKind
from pc_workbook.model.target import TargetKind
from pc_workbook.model.text import folded
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import COMPARATORS, CONDITIONS, INDICATORS, ISSUED_EDITIONS, OBSERVATIONS
from pc_workbook.tracker.lists.list_reader import ReadList

CellKey = tuple[str, int, str]  # list, row of the sheet, field
Replacements = dict[CellKey, object]
OF_WHICH = ("of which", "of whom", "of these", "of those", "of them")
COMPARED = (TargetKind.COMPARATOR_FIXED, TargetKind.COMPARATOR_MOVING, TargetKind.COMPARATOR_UNDECIDED)
WHOLE_STRETCHES = frozenset({PeriodKind.CALENDAR_YEAR, PeriodKind.TWELVE_MONTHS, *POOLED})  # never the year so far
ByPlace = Mapping[OrganisationPeriod, Sequence[PeopleFigure]]


class SuppressedCount(NamedTuple):
    """A suppressed count of people: its cell, its organisation, its numerator and its denominator."""

    table: str
    at: int
    field: str
    key: str
    is_fine: bool  # of a practice, locality or group
    few: float | None
    many: float | None
    indicator: int = 0
    condition: str = ""


class NamedCount(NamedTuple):
    """A count of people that another indicator may give too, with the words that say what is counted."""

    amount: float
    words: frozenset[str]
    indicator: int
    is_part: bool  # of what the indicator before counts

    def is_of_the_same(self, other: "NamedCount") -> bool:
        """Return whether another indicator's count may be of the same people."""
        if self.indicator == other.indicator:
            return False
        follows = {self.indicator: self.is_part, other.indicator: other.is_part}[max(self.indicator, other.indicator)]
        return bool(self.words & other.words) or (follows and abs(self.indicator - other.indicator) == 1)


class SmallNumbers:
    """What replaces the counts of people in one tracker."""

    def __init__(
        self, intake: Intake, staffing: Sequence[Staffing], shown: Mapping[str, PermittedRows], hidden: HiddenKeys
    ) -> None:
        self.intake, self.hidden = intake, hidden
        self.figures = PeopleFigures(intake, staffing)
        self.replacements: Replacements = {}
        self.counts: list[SuppressedCount] = []
        self.suppressed_periods: dict[tuple[str, str], set[Period | None]] = defaultdict(
            set
        )  # periods, by measure and organisation
        self.small = self.secondary = self.rounded = 0
        self._shown = {table: frozenset(rows.row_numbers) for table, rows in shown.items()}
        by_place = {
            number: _by_place(figures, self.figures.counted[number], intake.tracker.settings.first_month)
            for number, figures in self.figures.by_indicator.items()
        }
        suppressed = self._suppressed_places(by_place)
        for number, figures in self.figures.by_indicator.items():
            self._mask_all(number, figures, by_place[number], suppressed[number])
        self._comparators(read_list(intake, INDICATORS))
        self._listed_comparators(read_list(intake, COMPARATORS))
        self._conditions(read_list(intake, CONDITIONS))
        self._suppress_derived_figures(read_list(intake, ISSUED_EDITIONS))

    # figures of indicators

    def _suppressed_places(self, by_place: Mapping[int, ByPlace]) -> Mapping[int, frozenset[OrganisationPeriod]]:
        """Return the suppressed organisations and periods of each indicator.

        Differences between indicators are looked at until nothing more is revealed that way.
        """
        named = self._named(by_place)
        differences = _nearly_equal_counts(named)
        suppressed = {number: self._of_indicator(places, differences[number]) for number, places in by_place.items()}
        while more := _revealed_places(named, suppressed):
            for number, places in more.items():
                differences[number] |= places
                suppressed[number] = self._of_indicator(by_place[number], differences[number])
        return suppressed

    def _of_indicator(self, by_place: ByPlace, differences: set[OrganisationPeriod]) -> frozenset[OrganisationPeriod]:
        of: dict[Level, dict[DaySpan, dict[str, Count]]] = {level: {} for level in Level}
        for (key, stretch), figures in by_place.items():
            of[self.figures.level(key)].setdefault(stretch, {})[key] = _count_in_force(figures)
        practices = {key for found in of[Level.PRACTICE].values() for key in found}
        hidden = frozenset(code for code in practices if folded(code) in self.hidden.practices)
        return suppressed_places(
            IndicatorCounts(of, self.figures.locality_of, hidden, frozenset(differences), self.figures.groups)
        )

    def _mask_all(
        self, number: int, figures: Sequence[PeopleFigure], by_place: ByPlace, suppressed: frozenset[OrganisationPeriod]
    ) -> None:
        for place, of_place in by_place.items():
            superseded = _near_duplicates(of_place)
            for figure in of_place:
                self._mask(number, figure, place in suppressed or figure in superseded)
        for figure in figures:
            if figure.stretch is None:
                self._mask(number, figure, figure.people.is_small)

    def _mask(self, number: int, figure: PeopleFigure, is_suppressed: bool) -> None:
        indicator = self.figures.indicators[number]
        fine = self.figures.level(figure.key) in FINE
        if is_suppressed or (fine and figure.table == ISSUED_EDITIONS.table):  # an earlier edition recorded it whole
            self.suppressed_periods[indicator.key, figure.key].add(figure.period)
            self._suppress(number, figure)
        elif fine and figure.table in (OBSERVATIONS.table, INDICATORS.table):
            self._round_counts(figure, indicator)

    def _suppress(self, number: int, figure: PeopleFigure) -> None:
        fine = self.figures.level(figure.key) in FINE
        few, many, _ = figure.people
        field = _field_of_count(figure)
        self.counts.append(SuppressedCount(figure.table, figure.at, field, figure.key, fine, few, many, number))
        if figure.at not in self._shown.get(figure.table, ()):
            return
        if figure.table != ISSUED_EDITIONS.table:
            self.small += figure.people.is_small
            self.secondary += not figure.people.is_small
        match figure.table:
            case OBSERVATIONS.table:
                self._put(OBSERVATIONS.table, figure.at, value=CONFIDENTIAL, numerator=None, denominator=None)
            case INDICATORS.table:
                period = figure.period.label if figure.period else None
                self._put(INDICATORS.table, figure.at, baseline=CONFIDENTIAL, baseline_period=period,
                          baseline_numerator=None, baseline_denominator=None)  # fmt: skip
            case _:
                self._put(ISSUED_EDITIONS.table, figure.at, value=None, rag=None, words=CONFIDENTIAL)

    def _round_counts(self, figure: PeopleFigure, indicator: Indicator) -> None:
        """Round the counts of a practice or locality to the nearest 5, and their rate with them; a rate alone is
        unchanged.
        """
        names = ("value", "numerator", "denominator") if figure.table == OBSERVATIONS.table else (
            "baseline", "baseline_numerator", "baseline_denominator")  # fmt: skip
        rounded = _rounded(figure, indicator, self.figures.counted[indicator.number])
        if rounded and figure.at in self._shown[figure.table]:
            self.rounded += 1
            fields = dict(zip(("value", "numerator", "denominator"), names, strict=True))
            self._put(figure.table, figure.at, **{fields[name]: value for name, value in rounded.items()})
            if figure.table == INDICATORS.table and figure.period:
                self._put(INDICATORS.table, figure.at, baseline_period=figure.period.label)

    # counts of one indicator that reveal another's

    def _named(self, by_place: Mapping[int, ByPlace]) -> Mapping[OrganisationPeriod, Sequence[NamedCount]]:
        """Return the counts of indicators that may count the same people, by organisation and period."""
        named: dict[OrganisationPeriod, list[NamedCount]] = defaultdict(list)
        for number in _related(self.figures.indicators):
            for place, figures in by_place.get(number, {}).items():
                named[place] += _named_counts(_count_in_force(figures), self.figures.indicators[number])
        return named

    # comparators and figures of earlier editions

    def _comparators(self, read: ReadList) -> None:
        """Suppress a comparator or target that is a small number of people of another organisation."""
        for entry in read.entries:
            row: Any = entry.row
            counted = self.figures.counted.get(row.number)
            if counted is None or not counted.value_is_count:
                continue
            aims_at_it = row.target_kind in COMPARED and is_small(row.target)
            if is_small(row.comparator) or aims_at_it:
                self.small += 1
                self._put(INDICATORS.table, entry.at, comparator=CONFIDENTIAL)
            if aims_at_it or (is_small(row.comparator) and self._is_typed_with_target(read, entry.at)):
                self._put(INDICATORS.table, entry.at, target=CONFIDENTIAL)

    def _listed_comparators(self, read: ReadList) -> None:
        """Suppress a value of the list of comparators that is a small number of people."""
        for entry in read.entries:
            row: Any = entry.row
            counted = self.figures.counted.get(row.indicator)
            if counted is not None and counted.value_is_count and is_small(row.value):
                self.small += 1
                self._put(COMPARATORS.table, entry.at, value=CONFIDENTIAL)

    def _is_typed_with_target(self, read: ReadList, at: int) -> bool:
        """Return whether a comparator is part of the target's cell, as in "[England average was 4 in 2015]"."""
        column = read.columns.get("comparator")
        return column is None or self.intake.snapshot.sheets[read.sheet].value(at, column) is None

    def _suppress_derived_figures(self, read: ReadList) -> None:
        """Suppress figures of earlier editions that reveal a value without being one: a gap beside its target, or
        words.
        """
        measures = {indicator.key for indicator in self.figures.indicators.values()}
        for entry in read.entries:
            row: Any = entry.row
            measure, _, target = row.measure.partition(GAP)
            if measure not in measures or not (target or row.value is None):
                continue
            key = self.figures.organisations.key(row.organisation)
            periods = self.suppressed_periods.get((measure, key), ())
            reveals = periods and (row.period is None or None in periods or row.period in periods)
            if reveals or self.figures.level(key) in FINE:
                self._put(ISSUED_EDITIONS.table, entry.at, value=None, rag=None, words=CONFIDENTIAL)

    # registers

    def _conditions(self, read: ReadList) -> None:
        tables: dict[tuple[str, DaySpan], list[tuple[Any, int]]] = defaultdict(list)
        for entry in read.entries:
            row: Any = entry.row
            if row.register_count is not None:
                stretch = DaySpan(row.period.start.toordinal(), row.period.end.toordinal() + 1)
                tables[folded(row.condition), stretch].append((row, entry.at))
        of_conditions: dict[str, dict[DaySpan, list[tuple[Any, int]]]] = defaultdict(dict)
        for (condition, stretch), rows in tables.items():
            of_conditions[condition][stretch] = rows
        for of_periods in of_conditions.values():
            suppressed = self._suppressed_registers(of_periods)
            for stretch, rows in of_periods.items():
                for row, at in rows:
                    if at in self._shown[CONDITIONS.table]:
                        self._condition(row, at, (row.practice, stretch) in suppressed)

    def _suppressed_registers(
        self, of_periods: Mapping[DaySpan, Sequence[tuple[Any, int]]]
    ) -> frozenset[OrganisationPeriod]:
        practices = {
            stretch: _smallest((row.practice, Count(row.register_count, row.list_size)) for row, _ in rows)
            for stretch, rows in of_periods.items()
        }
        hidden = frozenset(
            code for found in practices.values() for code in found if folded(code) in self.hidden.practices
        )
        return suppressed_places(
            IndicatorCounts({Level.PRACTICE: practices}, self.figures.locality_of, hidden, frozenset())
        )

    def _condition(self, row: Any, at: int, is_suppressed: bool) -> None:
        if is_suppressed:
            is_small_count = Count(row.register_count, row.list_size).is_small
            self.small += is_small_count
            self.secondary += not is_small_count
            self._put(CONDITIONS.table, at, register_count=None, achievement=None)
            self.counts.append(
                SuppressedCount(CONDITIONS.table, at, "register_count", row.practice, True, row.register_count, row.list_size,
                              condition=row.condition)
            )  # fmt: skip
        else:
            self.rounded += 1
            self._put(
                CONDITIONS.table, at, register_count=to_nearest_5(row.register_count), achievement=_achievement(row)
            )

    def _put(self, table: str, at: int, **values: object) -> None:
        self.replacements |= {(table, at, field): value for field, value in values.items()}


def _field_of_count(figure: PeopleFigure) -> str:
    """Return the column of a figure's row that contains its count, or the rate that gives it."""
    if figure.table == INDICATORS.table:
        return "baseline" if figure.numerator is None else "baseline_numerator"
    return "value" if figure.numerator is None else "numerator"


def _by_place(figures: Sequence[PeopleFigure], counted_here: PeopleCounted, first_month: int) -> ByPlace:
    found: dict[OrganisationPeriod, list[PeopleFigure]] = defaultdict(list)
    for figure in figures:
        if figure.stretch is not None:
            found[figure.key, _whole_stretch(figure, counted_here, first_month)].append(figure)
    return found


def _whole_stretch(figure: PeopleFigure, counted_here: PeopleCounted, first_month: int) -> DaySpan:
    """Return the days a figure counts: those of its period, or from the start of the year where the indicator adds
    up.
    """
    stretch = figure.stretch or DaySpan(0, 0)
    if not counted_here.adds_up or figure.period is None or figure.period.kind in WHOLE_STRETCHES:
        return stretch
    last = figure.period.end
    year = last.year if last.month >= first_month else last.year - 1
    return DaySpan(date(year, first_month, 1).toordinal(), stretch.end)


def _count_in_force(figures: Sequence[PeopleFigure]) -> Count:
    """Return the count of one organisation and period: of several, such as revisions, a small one, else the one in
    force.
    """
    small = next((figure.people for figure in figures if figure.people.is_small), None)
    return small or max(figures, key=lambda figure: figure.standing).people


def _near_duplicates(figures: Sequence[PeopleFigure]) -> Sequence[PeopleFigure]:
    """Return figures of one period that differ by few people from the one in force: revisions and earlier editions."""
    if len(figures) < 2:
        return ()
    standing = max(figures, key=lambda figure: figure.standing)
    return [figure for figure in figures if figure is not standing and _lie_close(figure.people, standing.people)]


def _lie_close(one: Count, other: Count) -> bool:
    pairs = zip(one, other, strict=True)
    return any(is_small(abs(a - b)) for a, b in pairs if a is not None and b is not None)


def _smallest(counts: Iterable[tuple[str, Count]]) -> dict[str, Count]:
    """Return one count of each practice: of several, such as revisions, a small one, else the last."""
    found: dict[str, Count] = {}
    for key, count in counts:
        if key not in found or not found[key].is_small:
            found[key] = count
    return found


def _related(indicators: Mapping[int, Indicator]) -> Iterator[int]:
    """Yield the numbers of the indicators that may count the same people as another one."""
    words = {number: _words_of(indicator) for number, indicator in indicators.items()}
    for number, indicator in indicators.items():
        others = (title_words for other, title_words in words.items() if other != number)
        following = indicators.get(number + 1)
        if (
            any(words[number] & title_words for title_words in others)
            or _is_part(indicator)
            or (following and _is_part(following))
        ):
            yield number


def _words_of(indicator: Indicator) -> frozenset[str]:
    return significant_words(indicator.title, indicator.numerator, indicator.denominator)


def _is_part(indicator: Indicator) -> bool:
    """Return whether an indicator counts part of what the one before it counts."""
    return indicator.title.strip().casefold().startswith(OF_WHICH)


def _named_counts(count: Count, indicator: Indicator) -> Iterator[NamedCount]:
    is_part = _is_part(indicator)
    if count.numerator is not None:
        yield NamedCount(count.numerator, _words_of(indicator), indicator.number, is_part)
    if count.denominator is not None:
        words = significant_words(indicator.denominator, indicator.title)
        yield NamedCount(count.denominator, words, indicator.number, is_part)


def _nearly_equal_counts(
    named: Mapping[OrganisationPeriod, Sequence[NamedCount]],
) -> defaultdict[int, set[OrganisationPeriod]]:
    """Return the smaller of two counts of the same people that differ by 1 to 7, by the number of its indicator.

    An example is a register and those of it who were seen.
    """
    found: defaultdict[int, set[OrganisationPeriod]] = defaultdict(set)
    for place, same in named.items():
        for larger in same:
            for smaller in same:
                if is_small(larger.amount - smaller.amount) and larger.is_of_the_same(smaller):
                    found[smaller.indicator].add(place)
    return found


def _revealed_places(
    named: Mapping[OrganisationPeriod, Sequence[NamedCount]],
    suppressed_places: Mapping[int, frozenset[OrganisationPeriod]],
) -> Mapping[int, set[OrganisationPeriod]]:
    """Return further places to suppress, so that no two published counts add up to, or leave, a suppressed one."""
    found: dict[int, set[OrganisationPeriod]] = defaultdict(set)
    for place, same in named.items():
        suppressed = [count for count in same if place in suppressed_places[count.indicator]]
        published = sorted(
            (count for count in same if place not in suppressed_places[count.indicator]), key=lambda count: count.amount
        )
        for at, smaller in enumerate(published) if suppressed else ():
            for larger in published[at + 1 :]:
                gives = {larger.amount - smaller.amount, larger.amount + smaller.amount} - {0}
                if larger.is_of_the_same(smaller) and any(
                    count.amount in gives and count.is_of_the_same(smaller) for count in suppressed
                ):
                    found[smaller.indicator].add(place)
    return found


def _rounded(figure: PeopleFigure, indicator: Indicator, of: PeopleCounted) -> dict[str, object]:
    rounded: dict[str, object] = {}
    if figure.numerator is not None and of.numerator:
        rounded["numerator"] = to_nearest_5(figure.numerator)
    if figure.denominator is not None and of.denominator:
        rounded["denominator"] = to_nearest_5(figure.denominator)
    above, below = figure.numerator or figure.people.numerator, figure.denominator or figure.people.denominator
    if figure.value is None or figure.from_elsewhere:
        return rounded
    if of.value_is_count and figure.people.numerator == figure.value:
        rounded["value"] = to_nearest_5(figure.value)
    elif above is not None and below is not None:
        rounded["value"] = _typed(rounded_rate(figure.value, above, below, of), indicator)
    return rounded


def _typed(value: float, indicator: Indicator) -> object:
    """Return a value as it is typed: a percentage with its sign, so that half a per cent is not read as half."""
    return f"{value:.15g}%" if indicator.kind is IndicatorKind.PERCENTAGE else value


def _achievement(row: Any) -> object:
    """Return the achievement of rounded counts; None where few people achieved it."""
    if row.achievement is None or not row.register_count:
        return None
    reached = round(row.register_count * row.achievement / 100)
    if is_small(reached):
        return None
    return f"{100 * to_nearest_5(reached) / to_nearest_5(row.register_count):.15g}%"
