"""Rules that compare like with like: periods that are over, measures with one name each, comparators with a value,
and mergers that lead to a practice.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from pc_workbook.model.period import Period
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.practice import Practice
from pc_workbook.model.row import picked, where
from pc_workbook.model.target import TargetKind
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import INDICATORS, OBSERVATIONS, PRACTICES, WORKFORCE
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding

ENGLAND = "England"
#: Figures of an indicator that are named after its measure: another measure with such a name would be mistaken for one.
FURTHER_NAMES = (
    "_trajectory",
    "_gap_to_target",
    "_gap_to_trajectory",
    "_gap_to_comparator",
    "_gap_to_national_standard",
)


class Bodies:
    """The organisations of a tracker by code and name, so that two spellings of one are the same."""

    def __init__(self, intake: Intake) -> None:
        settings = intake.tracker.settings
        self.area = name_key(settings.area)
        self._keys = {"": self.area} | {name_key(name): self.area for name in settings.area_names}
        for provider in intake.tracker.providers:
            for written in (provider.name, provider.short_name):
                self._keys.setdefault(name_key(written or ""), name_key(provider.code))

    def key(self, written: str | None) -> str:
        """Return what all spellings of a body have in common; nothing written means the area."""
        plain = name_key(written or "")
        return self._keys.get(plain, plain)


def periods_are_over(intake: Intake) -> Iterator[Finding]:
    """Check that the values of an indicator's organisation and comparator are of periods before the as-at date (R22)."""
    as_at = intake.tracker.settings.as_at
    if as_at is None:
        return
    bodies, concerned = Bodies(intake), set()
    for read, entry, row in each_row(intake, INDICATORS):
        concerned |= {(row.number, bodies.key(name)) for name in (row.organisation, row.comparator_name or ENGLAND)}
        if row.baseline_period is not None and row.baseline_period.end > as_at:
            begun = row.baseline_period.start <= as_at
            needs = detail("period_not_over", as_at=as_at, use="baseline" if begun else "none")
            yield row_finding(read, entry, "baseline_period", "R22", row.baseline_period.label, needs=needs)
    observations, key = read_list(intake, OBSERVATIONS), cache(bodies.key)
    places = where(observations.valid_rows, "period", lambda period: period is not None and period.end > as_at)
    values = picked(
        observations.valid_rows, places, "indicator", "organisation", "period", "value", "rating", "suppressed"
    )
    for n, (number, organisation, period, *entries) in zip(places, values, strict=True):
        if (number, key(organisation)) in concerned and _has_value(*entries):
            needs = detail("period_not_over", as_at=as_at, use="none")
            yield row_finding(observations, observations.entry(n), "period", "R22", period.label, needs=needs)


def staff_periods_are_over(intake: Intake) -> Iterator[Finding]:
    """Check that staff figures are of periods before the as-at date; one finding per period (R22)."""
    as_at, read = intake.tracker.settings.as_at, read_list(intake, WORKFORCE)
    first: dict[Period, int] = {}
    count: Counter[Period] = Counter()
    for n in where(
        read.valid_rows, "period", lambda period: as_at is not None and period is not None and period.end > as_at
    ):
        period = next(iter(picked(read.valid_rows, [n], "period")))[0]
        first.setdefault(period, n)
        count[period] += 1
    for period, n in first.items():
        needs = detail("staff_period_not_over", as_at=as_at, rows=count[period])
        yield row_finding(read, read.entry(n), "period", "R22", period.label, needs=needs)


def _has_value(value: object, rating: object, suppressed: bool) -> bool:
    return value is not None or rating is not None or suppressed


def nothing_is_its_own_comparator(intake: Intake) -> Iterator[Finding]:
    """Check that no indicator is compared with the organisation that it measures (R16)."""
    bodies = Bodies(intake)
    for read, entry, row in each_row(intake, INDICATORS):
        name = row.comparator_name
        if name and bodies.key(name) == bodies.key(row.organisation):
            needs = detail("own_comparator", name=row.organisation or intake.tracker.settings.area)
            yield row_finding(read, entry, "comparator_name", "R16", name, needs=needs, touches=(row.number,))


def measures_have_names_of_their_own(intake: Intake) -> Iterator[Finding]:
    """Check that no two indicators of one organisation have one measure (R67)."""
    bodies = Bodies(intake)
    taken: dict[tuple[str, str], int] = {}
    for read, entry, row in each_row(intake, INDICATORS):
        organisation = bodies.key(row.organisation)
        names = [(name, organisation) for name in (row.key, *(f"{row.key}{further}" for further in FURTHER_NAMES))]
        other = next((taken[name] for name in names if name in taken), None)
        if other is not None:
            yield row_finding(read, entry, "measure", "R67", row.key, other=other)
        for name in names:
            taken.setdefault(name, row.number)


def moving_comparators_are_observed(intake: Intake) -> Iterator[Finding]:
    """Check that a target that moves with a comparator has an observed value of it (R15)."""
    bodies, as_at = Bodies(intake), intake.tracker.settings.as_at
    moving = [row for row in each_row(intake, INDICATORS) if row[2].target_kind is TargetKind.COMPARATOR_MOVING]
    if not moving:
        return
    wanted = {bodies.key(row.comparator_name or ENGLAND) for _, _, row in moving}
    rows = read_list(intake, OBSERVATIONS).valid_rows
    observed = {
        (row.indicator, bodies.key(row.comparator))
        for row in intake.tracker.comparators
        if row.value is not None and (as_at is None or row.period.end <= as_at)
    }
    for n in where(rows, "organisation", lambda name: bodies.key(name) in wanted):
        row = rows[n]
        if row.value is not None and (as_at is None or row.period.end <= as_at):
            observed.add((row.indicator, bodies.key(row.organisation)))
    for read, entry, indicator in moving:
        name = indicator.comparator_name or ENGLAND
        if (indicator.number, bodies.key(name)) not in observed:
            period = indicator.comparator_period.label if indicator.comparator_period else ""
            needs = detail("comparator_not_observed", name=name, target=indicator.comparator, period=period)
            yield row_finding(read, entry, "comparator_name", "R15", name, needs=needs)


def merged_practices_lead_somewhere(intake: Intake) -> Iterator[Finding]:
    """Check that a practice merged into another one that is on the list, and closed first (R66)."""
    read = read_list(intake, PRACTICES)
    merged = where(read.valid_rows, "merged_into", bool)
    rows = {row.code: row for row in intake.tracker.practices} if merged else {}
    for n in merged:
        row = read.valid_rows[n]
        if needs := _merger_problem(row, rows):
            yield row_finding(read, read.entry(n), "merged_into", "R66", row.merged_into, needs=needs)


def _merger_problem(row: Practice, rows: dict[str, Practice]) -> Detail | None:
    """Return what is wrong with a practice's merger; None where it is clear."""
    into = rows.get(row.merged_into or "")
    if row.merged_into == row.code:
        return detail("merged_into_itself")
    if into is None:
        return detail("merged_into_unknown", into=row.merged_into)
    if _in_a_circle(row, rows):
        return detail("merged_in_a_circle", into=row.merged_into, code=row.code)
    if row.closed is None:
        return detail("merged_and_open", code=row.code)
    if into.closed is not None and into.closed < row.closed:
        return detail("merged_into_closed", code=row.code, into=into.code, closed=into.closed)
    return None


def _in_a_circle(row: Practice, rows: dict[str, Practice]) -> bool:
    code, passed = row.merged_into, set()
    while code in rows and code not in passed and code != row.code:
        passed.add(code)
        code = rows[code].merged_into
    return code == row.code


def comparators_are_in_order(intake: Intake) -> Iterator[Finding]:
    """Check the list of comparators, and the indicators shown by organisation, where the tracker has any."""
    if not intake.tracker.comparators and not any(row.by_organisation for row in intake.tracker.indicators):
        return
    from pc_workbook.tracker.rules import comparator_rules

    for check in comparator_rules.CHECKS if intake.tracker.comparators else ():
        yield from check(intake)
    yield from comparator_rules.chosen_indicators_have_values(intake)


RULES: tuple[Rule, ...] = (
    periods_are_over,
    staff_periods_are_over,
    nothing_is_its_own_comparator,
    measures_have_names_of_their_own,
    moving_comparators_are_observed,
    comparators_are_in_order,
    merged_practices_lead_somewhere,
)
