"""Rules about the list of comparators, and about indicators that are shown by organisation."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple

from pc_workbook.model.comparator import ComparatorValue
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.period import Period
from pc_workbook.model.row import where
from pc_workbook.model.target import TargetKind
from pc_workbook.model.text import nearest
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import COMPARATORS, INDICATORS, OBSERVATIONS
from pc_workbook.tracker.lists.list_reader import Entry, ReadList
from pc_workbook.tracker.rules.comparisons import ENGLAND, Bodies
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding

CLOSE_NAME: Final = 0.75


class _Place(NamedTuple):
    """What a value is of: a comparator by its key, an indicator and a period."""

    comparator: str
    indicator: int
    period: Period


class _Given(NamedTuple):
    """A value of a comparator, and the cell that gives it, such as Observations, D7."""

    value: object
    cell: str


def comparators_agree_with_other_sheets(intake: Intake) -> Iterator[Finding]:
    """Check that a comparator's value is that of the Observations and Indicators sheets, where these give one (R112)."""
    bodies = Bodies(intake)
    elsewhere = {**_of_observations(intake, bodies), **_of_indicators(intake, bodies)}
    moving = _moving(intake)
    for read, entry, row in each_row(intake, COMPARATORS):
        value = _value(row)
        other = elsewhere.get(_Place(bodies.key(row.comparator), row.indicator, row.period))
        if value is not None and other is not None and other.value != value:
            needs = detail("other_comparator_value", name=row.comparator, period=row.period.label, cell=other.cell)
            yield row_finding(read, entry, "value", "R112", value, touches=_touched(row, moving), needs=needs)


def _value(row: ComparatorValue) -> object:
    return row.value if row.value is not None else row.rating


def _moving(intake: Intake) -> frozenset[int]:
    """Return the indicators whose target moves with a comparator: their RAG rests on its values."""
    kind = TargetKind.COMPARATOR_MOVING
    return frozenset(row.number for row in intake.tracker.indicators if row.target_kind is kind)


def _touched(row: ComparatorValue, moving: Collection[int]) -> tuple[int, ...]:
    return (row.indicator,) if row.indicator in moving else ()


def _of_observations(intake: Intake, bodies: Bodies) -> Mapping[_Place, _Given]:
    """Return the observations of the comparators of the list; of several of one period, the last row."""
    named = {bodies.key(row.comparator) for row in intake.tracker.comparators}
    read = read_list(intake, OBSERVATIONS)
    found: dict[_Place, _Given] = {}
    for n in where(read.valid_rows, "organisation", lambda name: bodies.key(name) in named):
        row = read.valid_rows[n]
        if row.value is not None or row.rating is not None:
            cell = f"{read.sheet}, {read.cell(read.entry(n), 'value')}"
            value = row.value if row.value is not None else row.rating
            found[_Place(bodies.key(row.organisation), row.indicator, row.period)] = _Given(value, cell)
    return found


def _of_indicators(intake: Intake, bodies: Bodies) -> Mapping[_Place, _Given]:
    """Return the comparators' values typed on the Indicators sheet."""
    found: dict[_Place, _Given] = {}
    for read, entry, row in each_row(intake, INDICATORS):
        if row.comparator is not None and row.comparator_period is not None:
            place = _Place(bodies.key(row.comparator_name or ENGLAND), row.number, row.comparator_period)
            found[place] = _Given(row.comparator, f"{read.sheet}, {read.cell(entry, 'comparator')}")
    return found


def comparators_are_used(intake: Intake) -> Iterator[Finding]:
    """Warn about a comparator that its indicator does not name: nothing shows its values (R111)."""
    bodies = Bodies(intake)
    named = {row.number: row for row in intake.tracker.indicators}
    reported = set[tuple[str, int]]()
    for read, entry, row in each_row(intake, COMPARATORS):
        indicator, key = named.get(row.indicator), bodies.key(row.comparator)
        if indicator is None or (key, row.indicator) in reported:
            continue
        used = indicator.comparator_name or ENGLAND
        if key != bodies.key(used):
            reported.add((key, row.indicator))
            needs = _not_used(row, indicator, used)
            yield row_finding(read, entry, "comparator", "R111", row.comparator, needs=needs)


def _not_used(row: ComparatorValue, indicator: Indicator, used: str) -> object:
    near = used if nearest(row.comparator, [used], CLOSE_NAME) else ""
    named = indicator.comparator_name or ""
    return detail("comparator_not_used", name=row.comparator, indicator=row.indicator, named=named, near=near)


def comparators_have_a_value(intake: Intake) -> Iterator[Finding]:
    """Check that each row has a value (R113)."""
    ordinal = {row.number for row in intake.tracker.indicators if row.kind is IndicatorKind.ORDINAL}
    for read, entry, row in each_row(intake, COMPARATORS):
        if _value(row) is None and not row.suppressed and _is_empty(intake, read, entry):
            kind = "rating" if row.indicator in ordinal else "number"
            needs = detail("comparator_without_value", name=row.comparator, period=row.period.label, kind=kind)
            yield row_finding(read, entry, "value", "R113", None, needs=needs)


def _is_empty(intake: Intake, read: ReadList[Any], entry: Entry) -> bool:
    """Return whether a row's value is empty; one that can't be read is reported already."""
    column = read.columns.get("value")
    return column is None or intake.snapshot.sheets[read.sheet].value(entry.at, column) is None


def comparator_periods_are_over(intake: Intake) -> Iterator[Finding]:
    """Check that the values of comparators are of periods before the as-at date (R22)."""
    as_at = intake.tracker.settings.as_at
    for read, entry, row in each_row(intake, COMPARATORS):
        if as_at is not None and row.period.end > as_at:
            needs = detail("period_not_over", as_at=as_at, use="none")
            yield row_finding(read, entry, "period", "R22", row.period.label, needs=needs)


def chosen_indicators_have_values(intake: Intake) -> Iterator[Finding]:
    """Warn where an indicator is to be shown by organisation, and no organisation has a value (R114)."""
    chosen = [each for each in each_row(intake, INDICATORS) if each[2].by_organisation]
    if not chosen:
        return
    tracker, bodies = intake.tracker, Bodies(intake)
    places = {bodies.key(place.name) for place in tracker.localities}
    places |= {bodies.key(name) for group in tracker.groups for name in (group.name, group.code) if name}
    places |= {bodies.key(practice.code) for practice in tracker.practices}
    rows = tracker.observations
    observed = {rows[n].indicator for n in where(rows, "organisation", lambda name: bodies.key(name) in places)}
    for read, entry, row in chosen:
        if row.number not in observed:
            needs = detail("no_value_by_organisation", indicator=row.number)
            yield row_finding(read, entry, "by_organisation", "R114", "Yes", needs=needs)


CHECKS: Final[tuple[Rule, ...]] = (
    comparators_agree_with_other_sheets,
    comparators_are_used,
    comparators_have_a_value,
    comparator_periods_are_over,
)
