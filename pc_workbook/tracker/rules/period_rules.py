"""Rules for plans with steps by period, and for periods that can be told apart only beside others of their indicator."""

import re
from collections import defaultdict
from collections.abc import Iterator

from pc_workbook.model.indicator import Indicator
from pc_workbook.model.period import POOLED, Period, PeriodKind
from pc_workbook.model.plan_steps import kind_of_plan_years, target_step_of, year_of_plan
from pc_workbook.model.row import picked, where
from pc_workbook.model.target import TrajectoryPoint
from pc_workbook.model.text import folded
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import INDICATORS, OBSERVATIONS, TRAJECTORY
from pc_workbook.tracker.rules.rule import each_row, row_finding
from pc_workbook.tracker.snapshot import a1

HYPHENATED = re.compile(r"\s*((?:19|20)\d\d)\s*[-–]\s*(?:(?:19|20)?\d\d)\s*\.?")


def steps_apply_once(intake: Intake) -> Iterator[Finding]:
    """Check that no two rows are steps for one time, such as a row with the year 2018 and one with the period 2017/18 (R87)."""
    kinds = {row.number: kind_of_plan_years(row, intake.tracker.settings) for row in intake.tracker.indicators}
    first: dict[tuple[int, object], int] = {}
    for read, entry, row in each_row(intake, TRAJECTORY):
        at = first.setdefault((row.indicator, _time(row, kinds.get(row.indicator))), entry.at)
        if at != entry.at:
            time = row.period.label if row.period else row.year
            field = "period" if row.period else "year"
            needs = detail("two_steps", time=time, other=at)
            yield row_finding(read, entry, field, "R87", time, touches=(row.indicator,), needs=needs)


def _time(row: TrajectoryPoint, kind: PeriodKind | None) -> Period | int | None:
    if row.period is None:
        return row.year
    year = year_of_plan(row.period, kind)
    return row.period if year is None else year


def values_have_steps_like_them(intake: Intake) -> Iterator[Finding]:
    """Check that an indicator with steps by period has a value of the same kind of period as one of them (P50)."""
    settings = intake.tracker.settings
    steps: dict[int, set[PeriodKind]] = defaultdict(set)
    for row in intake.tracker.trajectory:
        if row.period is not None:
            steps[row.indicator].add(row.period.kind)
    for read, entry, indicator in each_row(intake, INDICATORS):
        target = target_step_of(indicator, settings)
        kinds = steps[indicator.number] | ({target.kind} if target else set())
        seen = _kinds_observed(intake, indicator) if kinds else set()
        if seen and not seen & kinds:
            needs = detail(
                "no_like_step", number=indicator.number, values=tuple(sorted(seen)), steps=tuple(sorted(kinds))
            )
            yield row_finding(read, entry, "target", "P50", indicator.target, needs=needs)


def _kinds_observed(intake: Intake, indicator: Indicator) -> set[PeriodKind]:
    """Return the kinds of the periods that an indicator's own values are of."""
    rows, areas = intake.tracker.observations, {folded(name) for name in intake.tracker.settings.area_names}
    own = {folded(indicator.organisation or "")}
    if own & areas or not indicator.organisation:
        own = areas
    places = where(rows, "indicator", lambda number: number == indicator.number)
    return {
        period.kind
        for organisation, period in picked(rows, places, "organisation", "period")
        if folded(organisation) in own
    }


def hyphenated_years_are_clear(intake: Intake) -> Iterator[Finding]:
    """Check for "2015-16" where an indicator has values of pooled years beside it: it may be two of those (R88)."""
    rows, read = intake.tracker.observations, read_list(intake, OBSERVATIONS)
    pooled = where(rows, "period", lambda period: period is not None and period.kind in POOLED)
    indicators = {number for (number,) in picked(rows, pooled, "indicator")}
    years = (
        where(rows, "period", lambda period: period is not None and period.kind is PeriodKind.FINANCIAL_YEAR)
        if indicators
        else ()
    )
    column = read.columns.get("period", 0)
    for n, (number, period) in zip(years, picked(rows, years, "indicator", "period"), strict=True):
        at = read.row_numbers[n]
        typed = intake.snapshot.sheets[read.sheet].value(at, column) if number in indicators else None
        if isinstance(typed, str) and HYPHENATED.fullmatch(typed):
            year = period.start.year
            needs = detail("hyphenated_years", cell=typed.strip(), financial=period.label, first=year, last=year + 1)
            yield finding(
                "R88", read.sheet, a1(at, column), typed, row=f"{number}|{typed}", touches=(number,), needs=needs
            )
