"""The observations whose plausibility is checked, and whose they are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.period import POOLED, SEVERAL_MONTHS, Period
from pc_workbook.model.row import column, picked, where
from pc_workbook.model.tracker import Tracker
from pc_workbook.tracker.detail import Detail
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import OBSERVATIONS
from pc_workbook.tracker.rules import plausible_limits as limits
from pc_workbook.tracker.rules.earlier_values import Point, sorted_points
from pc_workbook.tracker.snapshot import a1

Series = tuple[int, str, str]  # an indicator, an organisation, and a kind of period with its length


class Owners(NamedTuple):
    """Whose values each indicator is made of: its own organisation, the area, practices. All names folded."""

    own: Mapping[int, frozenset[str]]
    area: frozenset[str]
    practices: frozenset[str]

    def is_own(self, indicator: int, organisation: str) -> bool:
        """Return whether an organisation is the one that the indicator measures."""
        return organisation.casefold() in self.own.get(indicator, frozenset())


class Seen(NamedTuple):
    """One observation that is checked, and its number in the list."""

    n: int
    indicator: int
    organisation: str  # folded
    period: Period
    value: float | None
    numerator: float | None
    denominator: float | None


class CheckedValues(NamedTuple):
    """Everything the rules check, and the rows that already have a finding."""

    intake: Intake
    indicators: Mapping[int, Indicator]
    owners: Owners
    seen: Sequence[Seen]
    series: Mapping[Series, Sequence[Point]]
    reported: set[int]


Found = Iterator[tuple[int, Finding]]


def values_to_check(intake: Intake) -> CheckedValues | None:
    """Return the observations to check; None where none is of an indicator with numbers."""
    indicators = {row.number: row for row in intake.tracker.indicators if row.kind is not IndicatorKind.ORDINAL}
    if not indicators or not intake.tracker.observations:
        return None
    owners = owners_of_values(intake.tracker)
    seen = _seen(intake, owners)
    return CheckedValues(intake, indicators, owners, seen, _series(seen, indicators), set())


def owners_of_values(tracker: Tracker) -> Owners:
    """Return whose values each indicator's figure is made of, all names folded."""
    area = frozenset(name.casefold() for name in (tracker.settings.area, tracker.settings.area_code) if name)
    alias = _provider_names(tracker)
    own = {
        row.number: alias.get(row.organisation.casefold(), frozenset({row.organisation.casefold()}))
        if row.organisation
        else area
        for row in tracker.indicators
    }
    own = {number: names | area if names & area else names for number, names in own.items()}
    return Owners(own, area, frozenset(code.casefold() for code in column(tracker.practices, "code")))


def _provider_names(tracker: Tracker) -> dict[str, frozenset[str]]:
    names = {}
    for provider in tracker.providers:
        written = frozenset(name.casefold() for name in (provider.code, provider.name, provider.short_name) if name)
        names.update(dict.fromkeys(written, written))
    return names


def _seen(intake: Intake, owners: Owners) -> list[Seen]:
    """Return every observation of a short list; of a long one those that are not of practices, whose figures are shown."""
    rows = intake.tracker.observations
    places: Sequence[int] = range(len(rows))
    if len(rows) > limits.SHORT_LIST:
        places = where(rows, "organisation", lambda name: name is not None and name.casefold() not in owners.practices)
    fields = picked(rows, places, "indicator", "organisation", "period", "value", "numerator", "denominator")
    return [
        Seen(n, number, organisation.casefold(), *others)
        for n, (number, organisation, *others) in zip(places, fields, strict=True)
    ]


def _series(seen: Sequence[Seen], indicators: Mapping[int, Indicator]) -> dict[Series, list[Point]]:
    found: dict[Series, list[Point]] = defaultdict(list)
    for value in seen:
        if value.value is not None and value.indicator in indicators:
            found[value.indicator, value.organisation, _kind(value.period)].append(
                Point(value.period, value.value, value.n)
            )
    return {key: sorted_points(points) if len(points) > 1 else points for key, points in found.items()}


def _kind(period: Period) -> str:
    """Return the kind of a period. Periods of several months or years are alike only where they are as long."""
    if period.kind in POOLED:
        return f"{period.kind} {period.months}"
    return f"{period.months} months" if period.kind in SEVERAL_MONTHS else period.kind


def observation_finding(
    checked: CheckedValues, n: int, code: str, needs: Detail, field: str = "value", *, history: Detail | str = ""
) -> Finding:
    """Return a finding about one observation; it touches the indicator whose own figure the row carries.

    No row is made for it: the first row of a long list takes longer than all these checks.
    """
    read = read_list(checked.intake, OBSERVATIONS)
    ((number, organisation, entry, *key),) = picked(
        read.valid_rows, (n,), "indicator", "organisation", field, *read.of.key
    )
    touches = (number,) if checked.owners.is_own(number, organisation) else ()
    cell = a1(read.row_numbers[n], read.columns.get(field, min(read.columns.values(), default=1)))
    heading = read.of.by_field[field].heading
    named = "|".join(map(str, key))
    return finding(
        code, read.sheet, cell, entry, row=named, heading=heading, touches=touches, needs=needs, history=history
    )


def has_shares(indicator: Indicator) -> bool:
    """Return whether the values of an indicator are percentages."""
    return indicator.kind is IndicatorKind.PERCENTAGE
