"""Rules for indicators, their targets and trajectories.

What can be seen in a single cell is found while the cell is read; what needs two cells is found here.
"""

import re
from collections.abc import Iterator

from pc_workbook.model.action import Action
from pc_workbook.model.cqc import SCALE
from pc_workbook.model.indicator import Boundary, Direction, Indicator, IndicatorKind
from pc_workbook.model.period import POOLED, Period, PeriodKind
from pc_workbook.model.row import where
from pc_workbook.model.target import TargetKind
from pc_workbook.model.text import threshold_runs_up
from pc_workbook.stats.interpolation import straight_line
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding, Severity, finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import ACTIONS, INDICATORS, TRAJECTORY
from pc_workbook.tracker.lists.settings_location import settings_sheet_name
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding

BY_YEAR = re.compile(r"\bby (20\d\d)\b", re.I)


def title_and_definition_agree(intake: Intake) -> Iterator[Finding]:
    """Check that title and definition do not run in opposite directions, unless somebody ruled on it (P01)."""
    for read, entry, row in each_row(intake, INDICATORS):
        title, definition = threshold_runs_up(row.title), threshold_runs_up(row.definition)
        if row.definition_ruling is None and None not in (title, definition) and title != definition:
            yield row_finding(read, entry, "definition", "P01", row.definition, touches=(row.number,))


def denominator_is_declared(intake: Intake) -> Iterator[Finding]:
    """Check that each share of CQC ratings has a declared denominator (P02)."""
    if intake.tracker.settings.cqc_denominator is not None:
        return
    for read, entry, row in each_row(intake, INDICATORS):
        if row.is_cqc_share and row.cqc_denominator is None:
            yield row_finding(read, entry, "cqc_denominator", "P02", None, touches=(row.number,))


def target_years_agree(intake: Intake) -> Iterator[Finding]:
    """Check that no action promises the indicator's target for another year (P03)."""
    actions = list(each_row(intake, ACTIONS))
    for read, entry, row in each_row(intake, INDICATORS):
        for _, _, action in actions:
            promised = _promise(action, row)
            if promised is not None and row.target_year not in (promised, None):
                yield row_finding(
                    read,
                    entry,
                    "target_year",
                    "P03",
                    row.target_year,
                    action=action.letter,
                    other=promised,
                    year=row.target_year,
                )


def _promise(action: Action, indicator: Indicator) -> int | None:
    if indicator.number not in action.links or indicator.target is None:
        return None
    for sentence in re.split(r"(?<=[.;])\s", action.outcome or ""):
        year = BY_YEAR.search(sentence)
        if year and re.search(rf"\b{indicator.target:g}\s*(?:%|per cent)", sentence):
            return int(year[1])
    return None


def percentages_come_from_counts(intake: Intake) -> Iterator[Finding]:
    """Check that some number of practices, inspected or all, gives every baseline of this kind (P04)."""
    tracker = intake.tracker
    practices = tracker.open_practices()
    codes = {practice.code for practice in practices}
    inspected = {row.organisation for row in tracker.inspections if row.is_overall and row.overall in SCALE}
    sizes = sorted({len(codes), len(codes & inspected)} - {0})
    unsure = [found for found in each_row(intake, INDICATORS) if _is_uncounted_share(found[2])]
    shares = {row.number: row.baseline or 0.0 for _, _, row in unsure}
    if not sizes or any(all(_fits(share, n) for share in shares.values()) for n in sizes):
        return
    for read, entry, row in unsure:
        others = [share for number, share in shares.items() if number != row.number]
        words = _no_whole_count(shares[row.number], others, sizes)
        yield row_finding(read, entry, "baseline", "P04", row.baseline, words=words)


def _no_whole_count(percent: float, others: list[float], sizes: list[int]) -> Detail:
    """Return which numbers of practices give no whole count: for the percentage, else for another one."""
    counts: list[tuple[int, int | None, float | None]] = [(n, None, None) for n in sizes if not _fits(percent, n)]
    counts += [
        (n, round(percent * n / 100), other)
        for n in sizes
        if _fits(percent, n)
        for other in others
        if not _fits(other, n)
    ]
    return detail("no_whole_count", percent=percent, counts=tuple(counts))


def _is_uncounted_share(row: Indicator) -> bool:
    return row.is_cqc_share and row.baseline is not None and row.baseline_numerator is None


def _fits(percent: float, n: int) -> bool:
    return any(abs(100 * count / n - percent) <= 0.5 for count in range(n + 1))


def gp_measures_are_kept_apart(intake: Intake) -> Iterator[Finding]:
    """Note where patients per FTE GP, turned over, differs from GPs per 1,000 weighted patients (P05)."""
    england = intake.tracker.settings.england_patients_per_gp_fte
    row = next((i for i in intake.tracker.indicators if i.measure == "gp_fte_per_1000_weighted_patients"), None)
    if england and row is not None and row.comparator and abs(1000 / england - row.comparator) > 0.005:
        words = detail("gp_measures", england=england, indicator=row.number, comparator=row.comparator)
        yield finding(
            "P05",
            settings_sheet_name(intake.snapshot),
            intake.settings_cells.get("england_patients_per_gp_fte", "A1"),
            england,
            words=words,
        )


def weighting_agrees(intake: Intake) -> Iterator[Finding]:
    """Check that the title does not say patients where the definition says weighted patients (P06)."""
    for read, entry, row in each_row(intake, INDICATORS):
        title, definition = row.title.casefold(), (row.definition or "").casefold()
        if "patients" in title and "weighted" not in title and "weighted patients" in definition:
            yield row_finding(read, entry, "title", "P06", row.title, meant=row.weighting or "weighted patients")


def baselines_are_of_their_year(intake: Intake) -> Iterator[Finding]:
    """Note baselines of another year than the baseline year (P07)."""
    year = intake.tracker.settings.baseline_year
    for read, entry, row in each_row(intake, INDICATORS):
        if year and row.baseline_period is not None and not _is_of(row.baseline_period, year):
            yield row_finding(
                read,
                entry,
                "baseline",
                "P07",
                f"{row.baseline_period.label} in the {year} baseline",
                meant=row.baseline_period.label,
            )


def _is_of(period: Period, year: int) -> bool:
    return period.kind is not PeriodKind.FINANCIAL_YEAR and period.start.year == year == period.end.year


def comparators_are_chosen(intake: Intake) -> Iterator[Finding]:
    """Check that it is decided whether a comparator is fixed or moving (P08)."""
    for read, entry, row in each_row(intake, INDICATORS):
        if row.target_kind is TargetKind.COMPARATOR_UNDECIDED:
            period = row.comparator_period.label if row.comparator_period else detail("its_year")
            yield row_finding(
                read,
                entry,
                "target_kind",
                "P08",
                row.target_kind,
                period=period,
                comparator=row.comparator_name or detail("the_comparator"),
            )


def standards_apply_every_year(intake: Intake) -> Iterator[Finding]:
    """Note years in which the agreed path is worse than the national standard (P09)."""
    for read, entry, row in each_row(intake, INDICATORS):
        standard, better = row.national_standard, row.better
        if standard is None or better is None:
            continue
        path, higher = _agreed(intake, row.number), better is Direction.HIGHER
        worse = [year for year, value in path.items() if (value < standard if higher else value > standard)]
        if worse:
            side = "below" if higher else "above"
            year = _year_that_meets(row, path, max(worse), higher)
            words = detail("path_misses_standard", standard=standard, side=side, year=year)
            yield row_finding(read, entry, "national_standard", "P09", standard, words=words)


def _year_that_meets(row: Indicator, path: dict[int, float], last_worse: int, higher: bool) -> int | None:
    """Return the first year after the last worse one: of the path, else the target's where the target meets the standard."""
    later = [year for year in path if year > last_worse]
    if later:
        return min(later)
    target, standard = row.target, row.national_standard
    reached = target is not None and standard is not None and (target >= standard if higher else target <= standard)
    return row.target_year if reached and row.target_year and row.target_year > last_worse else None


def _agreed(intake: Intake, number: int) -> dict[int, float]:
    rows = intake.tracker.trajectory
    steps = ((row.year, row.value) for row in rows if row.indicator == number and row.period is None)
    return {year: value for year, value in steps if year is not None and value is not None}


def targets_are_better_than_baselines(intake: Intake) -> Iterator[Finding]:
    """Check that the target is not worse than the baseline, as where the direction was left the wrong way (P28)."""
    for read, entry, row in each_row(intake, INDICATORS):
        is_level = row.target_kind in (TargetKind.LEVEL, None)  # a comparator may well be worse than the baseline
        if not is_level or row.baseline is None or row.target is None or row.better is None or row.baseline_suppressed:
            continue
        if row.target < row.baseline if row.better is Direction.HIGHER else row.target > row.baseline:
            yield row_finding(
                read,
                entry,
                "direction",
                "P28",
                row.direction,
                target=row.target,
                baseline=row.baseline,
            )


def limits_are_worded_once(intake: Intake) -> Iterator[Finding]:
    """Check that title and definition word the limit alike, unless a boundary is chosen (P10)."""
    for read, entry, row in each_row(intake, INDICATORS):
        title, definition = row.title.casefold(), (row.definition or "").casefold()
        or_less = [bool(re.search(r"\bor (?:less|fewer)\b|\bwithin\b", text)) for text in (title, definition)]
        under = [bool(re.search(r"\b(?:under|less than|fewer than)\b", text)) for text in (title, definition)]
        if row.boundary is None and ((or_less[0] and under[1]) or (under[0] and or_less[1])):
            yield row_finding(
                read,
                entry,
                "boundary",
                "P10",
                row.title,
                meant=detail("title_includes_limit", choice=Boundary.OR_LESS) if or_less[0] else "",
            )


def trajectories_are_straight_and_whole(intake: Intake) -> Iterator[Finding]:
    """Note agreed values off the straight line, and years without a value (P11)."""
    start = intake.tracker.settings.baseline_year
    for _, _, row in each_row(intake, INDICATORS):
        path = _agreed(intake, row.number)
        first = start or (row.baseline_period.year if row.baseline_period else None)
        if len(path) < 2 or row.baseline is None or row.target is None or first is None or row.target_year is None:
            continue
        if row.target_year <= first:  # no line leads there
            continue
        line = dict(
            zip(
                range(first, row.target_year + 1),
                straight_line(row.baseline, row.target, row.target_year - first),
                strict=True,
            )
        )
        yield from _off_the_line(intake, row, path, line)
        yield from _missing_years(intake, row, path, line)


def _off_the_line(intake: Intake, row: Indicator, path: dict[int, float], line: dict[int, float]) -> Iterator[Finding]:
    for read, entry, point in each_row(intake, TRAJECTORY):
        year = point.year if point.period is None else None
        if point.indicator == row.number and year in line and year in path:
            off = abs(path[year] - line[year])
            if off > 0.5 * 10.0 ** -(row.decimals or 0):
                words = detail("off_the_line", straight=line[year], by=off, decimals=(row.decimals or 0) + 1)
                yield row_finding(read, entry, "value", "P11", point.value, words=words)


def _missing_years(intake: Intake, row: Indicator, path: dict[int, float], line: dict[int, float]) -> Iterator[Finding]:
    for read, entry, found in each_row(intake, INDICATORS):
        if found.number == row.number:
            for year in [year for year in list(line)[1:-1] if year not in path]:
                words = detail("year_without_value", year=year, straight=line[year], decimals=max(2, row.decimals or 0))
                entry_words = f"no value for {year}"  # part of the mark: it stays
                yield row_finding(read, entry, "target", "P11", entry_words, words=words)


def goals_can_be_measured(intake: Intake) -> Iterator[Finding]:
    """Check for "or be working towards", a third state that needs evidence (P12)."""
    for read, entry, row in each_row(intake, INDICATORS):
        if row.goal is not None and row.goal.or_working_towards:
            yield row_finding(
                read,
                entry,
                "target",
                "P12",
                row.goal.words,
                words=detail("goal_working_towards", rating=row.goal.rating),
            )
    for read, entry, action in each_row(intake, ACTIONS):
        if "working towards" in action.text.casefold():
            yield row_finding(
                read,
                entry,
                "text",
                "P12",
                action.text,
                words=detail("action_working_towards"),
            )


def kinds_are_whole(intake: Intake) -> Iterator[Finding]:
    """Check that each rate and percentage has a direction (R27)."""
    for read, entry, row in each_row(intake, INDICATORS):
        is_told_by_target = row.kind is IndicatorKind.YES_NO and row.target is not None
        if row.direction is None and row.kind is not IndicatorKind.ORDINAL and not is_told_by_target:
            needs = detail("no_direction")
            yield row_finding(read, entry, "direction", "R27", None, severity=Severity.WARNING, needs=needs)


def own_scales_and_schemes_are_clear(intake: Intake) -> Iterator[Finding]:
    """Check scales, ranges and RAG schemes of the area's own (R115 to R119, P58)."""
    filled = read_list(intake, INDICATORS).filled
    has_own = any(filled.get(field) for field in ("scale", "rag_scheme", "range_from", "range_to"))
    is_within = any(row.direction is Direction.WITHIN for row in intake.tracker.indicators)
    if not (has_own or is_within or intake.tracker.scales or intake.tracker.rag_schemes):
        return
    from pc_workbook.tracker.rules import kind_rules  # few trackers have any

    yield from kind_rules.scales_are_whole(intake)
    yield from kind_rules.scales_and_ranges_fit(intake)
    yield from kind_rules.schemes_are_whole(intake)
    yield from kind_rules.schemes_fit(intake)


def plans_by_period_are_clear(intake: Intake) -> Iterator[Finding]:
    """Check the steps and targets of plans by period, and values of pooled years (R87, R88, P50)."""
    by_period = (
        "period" in read_list(intake, TRAJECTORY).columns or "target_period" in read_list(intake, INDICATORS).columns
    )
    pooled = where(intake.tracker.observations, "period", lambda period: period is not None and period.kind in POOLED)
    if not by_period and not pooled:
        return
    from pc_workbook.tracker.rules import period_rules  # few trackers have such plans

    yield from period_rules.steps_apply_once(intake)
    yield from period_rules.values_have_steps_like_them(intake)
    yield from period_rules.hyphenated_years_are_clear(intake)


RULES: tuple[Rule, ...] = (
    title_and_definition_agree,
    denominator_is_declared,
    target_years_agree,
    percentages_come_from_counts,
    gp_measures_are_kept_apart,
    weighting_agrees,
    baselines_are_of_their_year,
    comparators_are_chosen,
    standards_apply_every_year,
    targets_are_better_than_baselines,
    limits_are_worded_once,
    trajectories_are_straight_and_whole,
    goals_can_be_measured,
    kinds_are_whole,
    plans_by_period_are_clear,
    own_scales_and_schemes_are_clear,
)
