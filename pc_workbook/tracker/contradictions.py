"""The traps that the papers laid, found by rule wherever they occur: codes P01 to P27.

Each function names the code it raises. What can be seen in a single cell (P13, part of P12 and P19) is said
while the cell is read; what needs two cells is judged here.
"""

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from pc_workbook.model.action import Action, ActionProgress, DeliveryKind
from pc_workbook.model.cqc import SCALE
from pc_workbook.model.indicator import Boundary, Indicator, IndicatorKind
from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.model.programme import ProgrammeKind
from pc_workbook.model.row import column
from pc_workbook.model.target import TargetKind, TrajectoryPoint
from pc_workbook.model.wording import (
    bracket_open,
    looks_cut,
    nearly_the_same,
    relative_date,
    says_nothing,
    threshold_runs_up,
    word_of_two_meanings,
)
from pc_workbook.stats.line import straight_line
from pc_workbook.tracker.consistency import at, each
from pc_workbook.tracker.findings import Finding, Severity, finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.layout import Reads
from pc_workbook.tracker.lists import SETTINGS_SHEET

Rule = Callable[[Intake], Iterator[Finding]]

LEFTOVER = re.compile(
    r"\(?\ban example (?:might|may|would|could)[^).]*\)?|\btrajectory\?|\bto be (?:confirmed|completed)\b|\bxxx+\b",
    re.I,
)
HUBS = re.compile(r"\b(\d+|two|three|four|five|six)\b[\w -]{0,20}?\bhubs?\b", re.I)
COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
BY_YEAR = re.compile(r"\bby (20\d\d)\b", re.I)


def title_and_definition_agree(intake: Intake) -> Iterator[Finding]:
    """P01."""
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        title, definition = threshold_runs_up(row.title), threshold_runs_up(row.definition)
        if row.definition_ruling is None and None not in (title, definition) and title != definition:
            yield at(read, entry, "definition", "P01", row.definition, touches=(row.number,))


def denominator_is_declared(intake: Intake) -> Iterator[Finding]:
    """P02."""
    if intake.tracker.settings.cqc_denominator is not None:
        return
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        if _is_cqc_share(row) and row.cqc_denominator is None:
            yield at(read, entry, "cqc_denominator", "P02", None, touches=(row.number,))


def target_years_agree(intake: Intake) -> Iterator[Finding]:
    """P03: an action promises the indicator's target for another year."""
    actions = list(each(intake, "tblActions", Action))
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        for _, _, action in actions:
            promised = _promise(action, row)
            if promised is not None and row.target_year not in (promised, None):
                yield at(
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
    """P04: no number of practices, inspected or all, gives every baseline of this kind."""
    tracker = intake.tracker
    practices = tracker.open_practices()
    codes = {practice.code for practice in practices}
    inspected = {row.organisation for row in tracker.inspections if row.service is None and row.overall in SCALE}
    sizes = sorted({len(codes), len(codes & inspected)} - {0})
    unsure = [found for found in each(intake, "tblIndicators", Indicator) if _is_uncounted_share(found[2])]
    if not sizes or any(all(_fits(row.baseline, n) for _, _, row in unsure) for n in sizes):
        return
    for read, entry, row in unsure:
        others = [other.baseline for _, _, other in unsure if other.number != row.number]
        yield at(read, entry, "baseline", "P04", row.baseline, words=_counts_in_words(row.baseline, others, sizes))


def _counts_in_words(percent: float, others: list[float], sizes: list[int]) -> str:
    told = [f"no count of {n} practices gives {percent:g}%" for n in sizes if not _fits(percent, n)]
    told += [
        f"{round(percent * n / 100)} of {n} gives {percent:g}%, but no count of {n} gives {other:g}%"
        for n in sizes
        if _fits(percent, n)
        for other in others
        if not _fits(other, n)
    ]
    return "; ".join(told)


def _is_cqc_share(row: Indicator) -> bool:
    return (row.measure or "").startswith("cqc_share_")


def _is_uncounted_share(row: Indicator) -> bool:
    return _is_cqc_share(row) and row.baseline is not None and row.baseline_numerator is None


def _fits(percent: float, n: int) -> bool:
    return any(abs(100 * count / n - percent) <= 0.5 for count in range(n + 1))


def gp_measures_are_kept_apart(intake: Intake) -> Iterator[Finding]:
    """P05: patients per FTE GP, turned over, is not the other measure."""
    england = intake.tracker.settings.england_patients_per_gp_fte
    row = next((i for i in intake.tracker.indicators if i.measure == "gp_fte_per_1000_weighted_patients"), None)
    if england and row is not None and row.comparator and abs(1000 / england - row.comparator) > 0.005:
        words = f"1,000 ÷ {england:,.0f} = {1000 / england:.3f} is the arithmetical equivalent, indicator {row.number} says {row.comparator:g}"
        yield finding(
            "P05", SETTINGS_SHEET, intake.settings_cells.get("england_patients_per_gp_fte", "A1"), england, words=words
        )


def weighting_is_said_once(intake: Intake) -> Iterator[Finding]:
    """P06."""
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        title, definition = row.title.casefold(), (row.definition or "").casefold()
        if "patients" in title and "weighted" not in title and "weighted patients" in definition:
            yield at(read, entry, "title", "P06", row.title, meant=row.weighting or "weighted patients")


def baselines_are_of_their_year(intake: Intake) -> Iterator[Finding]:
    """P07."""
    year = intake.tracker.settings.baseline_year
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        if year and row.baseline_period is not None and not _is_of(row.baseline_period, year):
            yield at(
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
    """P08."""
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        if row.target_kind is TargetKind.COMPARATOR_UNDECIDED:
            when = row.comparator_period.label if row.comparator_period else "its year"
            yield at(
                read,
                entry,
                "target_kind",
                "P08",
                row.target_kind,
                period=when,
                comparator=row.comparator_name or "the comparator",
            )


def standards_hold_every_year(intake: Intake) -> Iterator[Finding]:
    """P09."""
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        path = _agreed(intake, row.number)
        if row.national_standard is None or not any(value < row.national_standard for value in path.values()):
            continue
        reached = [year for year, value in sorted(path.items()) if value >= row.national_standard]
        yield at(read, entry, "national_standard", "P09", row.national_standard, standard=f"{row.national_standard:g}",
                 year=reached[0] if reached else row.target_year or "no year")  # fmt: skip


def _agreed(intake: Intake, number: int) -> dict[int, float]:
    rows = intake.tracker.trajectory
    return {row.year: row.value for row in rows if row.indicator == number and row.value is not None}


def limits_are_worded_once(intake: Intake) -> Iterator[Finding]:
    """P10."""
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        title, definition = row.title.casefold(), (row.definition or "").casefold()
        or_less = [bool(re.search(r"\bor (?:less|fewer)\b|\bwithin\b", said)) for said in (title, definition)]
        under = [bool(re.search(r"\b(?:under|less than|fewer than)\b", said)) for said in (title, definition)]
        if row.boundary is None and ((or_less[0] and under[1]) or (under[0] and or_less[1])):
            yield at(
                read,
                entry,
                "boundary",
                "P10",
                row.title,
                meant=f" “{Boundary.OR_LESS}” is what the title says." if or_less[0] else "",
            )


def trajectories_are_straight_and_whole(intake: Intake) -> Iterator[Finding]:
    """P11: a missing year stays missing; a typed value off the line is told."""
    start = intake.tracker.settings.baseline_year
    for _, _, row in each(intake, "tblIndicators", Indicator):
        path = _agreed(intake, row.number)
        first = start or (row.baseline_period.year if row.baseline_period else None)
        if len(path) < 2 or row.baseline is None or row.target is None or first is None or row.target_year is None:
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
    for read, entry, point in each(intake, "tblTrajectory", TrajectoryPoint):
        if point.indicator == row.number and point.year in line and point.year in path:
            off = abs(path[point.year] - line[point.year])
            if off > 0.5 * 10.0 ** -(row.decimals or 0):
                words = f"Nothing if it is meant: it differs from the straight line ({line[point.year]:.3f}) by {off:.3f}, and is kept as agreed."
                yield at(read, entry, "value", "P11", point.value, words=words)


def _missing_years(intake: Intake, row: Indicator, path: dict[int, float], line: dict[int, float]) -> Iterator[Finding]:
    for read, entry, found in each(intake, "tblIndicators", Indicator):
        if found.number == row.number:
            for year in [year for year in list(line)[1:-1] if year not in path]:
                words = f"An agreed value for {year}, or nothing: the year stays empty. On a straight line it would be {line[year]:.2f} (derived, not agreed)."
                yield at(read, entry, "target", "P11", f"no value for {year}", words=words)


def goals_can_be_measured(intake: Intake) -> Iterator[Finding]:
    """P12: "or be working towards" is a third state that needs evidence."""
    words = "Good, or a plan with its date and source on CQC ratings: “working towards” counts only when evidenced, and is never Green."
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        if row.goal is not None and row.goal.or_working_towards:
            yield at(read, entry, "target", "P12", row.goal.words, words=words)
    for read, entry, row in each(intake, "tblActions", Action):
        if "working towards" in row.text.casefold():
            yield at(
                read,
                entry,
                "text",
                "P12",
                row.text,
                words="One promise: “working towards” can't be measured without evidence of it.",
            )


def outcomes_hold_one_target(intake: Intake) -> Iterator[Finding]:
    """P14."""
    for read, entry, row in each(intake, "tblActions", Action):
        said = (row.outcome or "").casefold()
        if "special measures" in said and any(rating.casefold() in said for rating in SCALE):
            yield at(read, entry, "outcome", "P14", row.outcome)


def actions_have_leads_and_outcomes(intake: Intake) -> Iterator[Finding]:
    """P15."""
    lead = intake.tracker.settings.objective_lead
    fallback = f"A role. Until then the objective lead ({lead}) is shown, and labelled." if lead else "A role."
    for read, entry, row in each(intake, "tblActions", Action):
        if not row.lead:
            yield at(read, entry, "lead", "P15", None, missing="lead", needs=fallback)
        if not row.outcome:
            yield at(
                read, entry, "outcome", "P15", None, missing="outcome", needs="What will be different when it is done."
            )


def deliveries_are_of_one_kind(intake: Intake) -> Iterator[Finding]:
    """P16."""
    for read, entry, row in each(intake, "tblActions", Action):
        if row.delivery is not None and len(row.delivery.kinds) > 1:
            last = row.delivery.last_day
            yield at(
                read,
                entry,
                "delivery",
                "P16",
                row.delivery.words,
                meant=f"{last:%d/%m/%Y}" if last else row.delivery.kind,
            )


def deliveries_are_kept(intake: Intake) -> Iterator[Finding]:
    """P17, and P16's sister: ongoing without a review date is never judged, so it is asked for."""
    as_at = intake.tracker.settings.as_at
    for read, entry, row in each(intake, "tblActions", Action):
        if as_at is not None and row.overdue_on(as_at) and row.delivery is not None:
            yield at(read, entry, "delivery", "P17", row.delivery.words, meant=f"{row.delivery.last_day:%d/%m/%Y}")
        if (
            row.delivery is not None
            and row.delivery.kinds == (DeliveryKind.ONGOING,)
            and row.review_date is None
            and not row.completed_on
        ):
            yield at(
                read,
                entry,
                "review_date",
                "P15",
                None,
                missing="review date",
                needs="A date to look at it again: an ongoing action without one can't be judged.",
            )


def relative_dates_have_a_day(intake: Intake) -> Iterator[Finding]:
    """P18."""
    for read, entry, row in each(intake, "tblActions", Action):
        if row.delivery is not None and row.delivery.kind is DeliveryKind.RELATIVE:
            yield at(read, entry, "delivery", "P18", row.delivery.words, words=row.delivery.words)
    for read, entry, row in each(intake, "tblActionProgress", ActionProgress):
        words = relative_date(row.progress or "")
        if words and row.updated_on is None:
            yield at(read, entry, "progress", "P18", row.progress, words=words)


def leftovers_are_taken_out(intake: Intake) -> Iterator[Finding]:
    """P19 in running text, P24 and P27: drafting notes, open brackets, "bi-" words, cells cut in two."""
    for table in (
        "tblIndicators",
        "tblTrajectory",
        "tblActions",
        "tblActionProgress",
        "tblProgrammes",
        "tblMeetings",
        "tblFunctions",
    ):
        for read, entry, row in each(intake, table):
            for about in read.of.columns:
                said = getattr(row, about.field)
                if about.reads is Reads.TEXT and isinstance(said, str):
                    yield from _text_faults(read, entry, about.field, said)


def _text_faults(read: Any, entry: Any, name: str, said: str) -> Iterator[Finding]:
    if found := LEFTOVER.search(said):
        yield at(read, entry, name, "P19", said, words=f"Take out “{found[0].strip()}”, or write what was meant.")
    if bracket_open(said):
        yield at(read, entry, name, "P19", said, words="A bracket is opened and not closed, or closed and not opened.")
    if word := word_of_two_meanings(said):
        yield at(read, entry, name, "P24", word)
    if looks_cut(said):
        yield at(read, entry, name, "P27", said)


def progress_says_something(intake: Intake) -> Iterator[Finding]:
    """P20: progress that repeats the date (Warn), or the words of another action (Note)."""
    words = {action.letter: action.delivery.words if action.delivery else "" for action in intake.tracker.actions}
    rows = [found for found in each(intake, "tblActionProgress", ActionProgress) if found[2].progress]
    for read, entry, row in rows:
        if says_nothing(row.progress, words.get(row.action, "")):
            yield at(
                read,
                entry,
                "progress",
                "P20",
                row.progress,
                words="What was done since last time: this only repeats the delivery date.",
            )
    firsts: dict[tuple[str, str], Any] = {}
    for found in rows:
        firsts.setdefault((found[2].action, found[2].progress), found)
    for one, other in combinations(firsts.values(), 2):
        if (
            one[2].action != other[2].action
            and not says_nothing(one[2].progress)
            and nearly_the_same(one[2].progress, other[2].progress)
        ):
            yield at(other[0], other[1], "progress", "P20", other[2].progress, severity=Severity.NOTE,
                     words=f"Its own words: it begins like the progress of action {one[2].action}.")  # fmt: skip


def everything_is_served(intake: Intake) -> Iterator[Finding]:
    """P21: indicators that no action serves, functions that neither action nor indicator serves."""
    tracker = intake.tracker
    linked = {number for action in tracker.actions for number in action.links}
    served = {number for action in tracker.actions for number in action.functions}
    programmes = {programme.function: programme.name for programme in tracker.programmes if programme.function}
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        if tracker.actions and row.number not in linked:
            yield at(
                read,
                entry,
                "number",
                "P21",
                row.number,
                words="An action that is linked to this indicator, or a reason why none is.",
            )
    for read, entry, row in each(intake, "tblFunctions"):
        if tracker.actions and row.number not in served:
            beside = f" A programme serves it: {programmes[row.number]}." if row.number in programmes else ""
            yield at(read, entry, "number", "P21", row.number, words=f"An action for this function.{beside}")


def hubs_are_not_centres(intake: Intake) -> Iterator[Finding]:
    """P22."""
    centres = sum(p.kind is ProgrammeKind.HEALTHY_LIVING_CENTRE for p in intake.tracker.programmes)
    for read, entry, row in each(intake, "tblActions", Action):
        found = HUBS.search(row.text)
        if (
            found
            and centres
            and (COUNTED.get(found[1].lower()) or int(found[1] if found[1].isdigit() else 0)) == centres
        ):
            yield at(read, entry, "text", "P22", f"{found[0]} beside {centres} Integrated Healthy Living Centres")


def other_names_are_listed(intake: Intake) -> Iterator[Finding]:
    """P23: a listed other name stands where the usual one could."""
    named = [(row.role, row.also_written) for row in intake.tracker.roles]
    named += [(row.name, row.also_written) for row in intake.tracker.programmes]
    pairs = [(usual, other.strip()) for usual, others in named for other in (others or "").split(";") if other.strip()]
    spots = (("tblFunctions", "function"), ("tblApprovals", "role"), ("tblActions", "lead"), ("tblActions", "text"),
             ("tblLocalities", "manager"), ("tblProgrammes", "lead"), ("tblActionProgress", "updated_by"))  # fmt: skip
    for table, name in spots:
        for read, entry, row in each(intake, table):
            said = getattr(row, name) or ""
            for usual, other in pairs:
                alone = usual.casefold() in other.casefold() or usual.casefold() not in said.casefold()
                if alone and re.search(rf"(?<!\w){re.escape(other)}(?!\w)", said, re.I):
                    yield at(read, entry, name, "P23", other, words=other, meant=usual)


def missing_material_is_listed(intake: Intake) -> Iterator[Finding]:
    """P25: notes that begin with "Missing:"."""
    for read in intake.lists.values():
        if "note" in read.of.by_field:
            for n, note in enumerate(column(read.sound, "note")):
                if note and note.casefold().startswith("missing:"):
                    entry = read.entry(n)
                    yield at(
                        read,
                        entry,
                        "note",
                        "P25",
                        note,
                        words="The material, or nothing: it is listed in the notes as missing.",
                    )


def dates_lie_in_the_plan(intake: Intake) -> Iterator[Finding]:
    """P26."""
    plan = intake.tracker.settings.plan_period
    for read, entry, row in each(intake, "tblActions", Action):
        last = row.delivery.last_day if row.delivery else None
        if plan is not None and last is not None and not plan.start <= last <= plan.end:
            yield at(read, entry, "delivery", "P26", row.delivery.words, period=plan.label)


def kinds_are_whole(intake: Intake) -> Iterator[Finding]:
    """R27 for indicators: a rate or percentage without a direction can't be judged."""
    for read, entry, row in each(intake, "tblIndicators", Indicator):
        if row.direction is None and row.kind is not IndicatorKind.ORDINAL:
            needs = "A direction: without one the indicator gets no RAG"
            yield at(read, entry, "direction", "R27", None, severity=Severity.WARN, needs=needs)


RULES: tuple[Rule, ...] = (
    title_and_definition_agree,
    denominator_is_declared,
    target_years_agree,
    percentages_come_from_counts,
    gp_measures_are_kept_apart,
    weighting_is_said_once,
    baselines_are_of_their_year,
    comparators_are_chosen,
    standards_hold_every_year,
    limits_are_worded_once,
    trajectories_are_straight_and_whole,
    goals_can_be_measured,
    outcomes_hold_one_target,
    actions_have_leads_and_outcomes,
    deliveries_are_of_one_kind,
    deliveries_are_kept,
    relative_dates_have_a_day,
    leftovers_are_taken_out,
    progress_says_something,
    everything_is_served,
    hubs_are_not_centres,
    other_names_are_listed,
    missing_material_is_listed,
    dates_lie_in_the_plan,
    kinds_are_whole,
)
