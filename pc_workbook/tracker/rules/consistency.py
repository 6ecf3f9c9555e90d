"""Rules for any tracker: links lead somewhere, totals equal their parts, dates run forward."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from pc_workbook.model.action import MilestoneState
from pc_workbook.model.cqc import SCALE, WITHDRAWN
from pc_workbook.model.indicator import FIXED_DIRECTIONS, Direction, Rag
from pc_workbook.model.practice import StaffGroup
from pc_workbook.model.row import MarkedRow, MarkingLevel, column, tally
from pc_workbook.model.target import TargetKind
from pc_workbook.model.text import nearest
from pc_workbook.model.words import groups_by_day
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import (
    ACTION_PROGRESS,
    ACTIONS,
    APPROVALS,
    CQC_RATINGS,
    GROUPS,
    INDICATORS,
    ISSUED_EDITIONS,
    MEMBERSHIPS,
    MILESTONES,
    PRACTICES,
    PROGRAMMES,
    PROVIDERS,
    ROLES,
    WORDS,
    WORKFORCE,
)
from pc_workbook.tracker.lists.list_reader import Entry, ReadList
from pc_workbook.tracker.lists.settings_location import settings_sheet_name
from pc_workbook.tracker.markings import Cause
from pc_workbook.tracker.rules.links import UnknownCell, UnknownName, unknown_name_finding, unknown_names
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding

NEEDED_SETTINGS = {"as_at": "no_as_at_date", "area_name": "no_area_name", "area_code": "no_area_code"}
NO_SETTINGS = frozenset({"R02", "R73", "R75"})  # on the sheet Settings: then the settings were not found
#: Figures of an issued edition that are named after an indicator's measure, and are none.
FURTHER_FIGURE = r"_(gap_to_\w+|of_all|of_inspected|practices_with_return)$"


def links_lead_somewhere(intake: Intake) -> Iterator[Finding]:
    """Check that every name and code of a link is on its list (R15)."""
    yield from unknown_names(intake)


def dates_run_forward(intake: Intake) -> Iterator[Finding]:
    """Check that a second date is not before the first: closing, publication, exit, end, due date (R22)."""
    pairs = (
        (PRACTICES, "opened", "closed", "closed_before_opened"),
        (CQC_RATINGS, "inspected_on", "published_on", "published_before_inspected"),
        (CQC_RATINGS, "special_measures_from", "special_measures_to", "exit_before_entry"),
        (PROVIDERS, "starts", "ends", "end_before_start"),
        (ROLES, "starts", "ends", "end_before_start"),
        (PROGRAMMES, "starts", "due", "due_before_start"),
        (GROUPS, "starts", "ends", "end_before_start"),
        (MEMBERSHIPS, "starts", "ends", "end_before_start"),
        (WORDS, "starts", "ends", "end_before_start"),
    )
    for entry_list, first, second, code in pairs:
        for read, entry, row in each_row(intake, entry_list):
            earlier, later = getattr(row, first), getattr(row, second)
            if earlier and later and later < earlier:
                yield row_finding(read, entry, second, "R22", later, needs=detail(code, first=earlier))


def nothing_is_from_the_future(intake: Intake) -> Iterator[Finding]:
    """Check that nothing was done, published or reported after the as-at date (R22).

    The history may be ahead: it is filed on the day a text comes in.
    """
    as_at = intake.tracker.settings.as_at
    if as_at is None:
        return
    fields = ((CQC_RATINGS, "published_on"), (ACTION_PROGRESS, "updated_on"), (ACTIONS, "completed_on"),
             (MILESTONES, "done"), (APPROVALS, "approved_on"), (INDICATORS, "override_on"))  # fmt: skip
    for entry_list, name in fields:
        for read, entry, row in each_row(intake, entry_list):
            day: date | None = getattr(row, name)
            if day is not None and day > as_at:
                yield row_finding(
                    read,
                    entry,
                    name,
                    "R22",
                    day,
                    needs=detail("after_as_at_date", as_at=as_at),
                )


def zero_staff_is_doubted(intake: Intake) -> Iterator[Finding]:
    """Check totals of GPs and nurses for 0.0 FTE: a missing return more often than no staff (R23)."""
    totals = (StaffGroup.ALL_GPS, StaffGroup.ALL_NURSES)
    for read, entry, row in each_row(intake, WORKFORCE):
        if row.staff_group in totals and row.fte == 0:
            yield row_finding(read, entry, "fte", "R23", row.fte)


def totals_equal_their_parts(intake: Intake) -> Iterator[Finding]:
    """Check that each "All" row equals the sum of its parts, to 0.05 FTE (R31)."""
    groups: dict[tuple[str, date], dict[str, tuple[ReadList, Entry, float]]] = defaultdict(dict)
    for read, entry, row in each_row(intake, WORKFORCE):
        if row.fte is not None:
            groups[row.practice, row.period.end][row.staff_group] = (read, entry, row.fte)
    of_day = groups_by_day(intake.tracker.words)
    for (_, day), found in groups.items():
        for total, *members in (of_day(day).gps, of_day(day).nurses):
            parts = [found[group][2] for group in members if group in found]
            if total in found and parts and abs(found[total][2] - sum(parts)) > 0.05:
                read, entry, fte = found[total]
                yield row_finding(read, entry, "fte", "R31", fte, total=total, parts=round(sum(parts), 2))


def open_practices_report_staff(intake: Intake) -> Iterator[Finding]:
    """Note open practices that the latest workforce period leaves out (R32)."""
    tracker = intake.tracker
    if not tracker.workforce:
        return
    returns = tally(tracker.workforce, "practice", "period")
    latest = max(period.end for _, period in returns)
    reported = {practice for practice, period in returns if period.end == latest}
    still_open = {practice.code for practice in tracker.open_practices()}
    for read, entry, row in each_row(intake, PRACTICES):
        if row.code in still_open and row.code not in reported:
            yield row_finding(read, entry, "code", "R32", row.code)


def overrides_are_complete(intake: Intake) -> Iterator[Finding]:
    """Check that a RAG that a person changed says who, when and why (R24)."""
    for read, entry, row in each_row(intake, INDICATORS):
        if row.rag_override and not (row.override_by and row.override_on and row.override_reason):
            yield row_finding(read, entry, "rag_override", "R24", row.rag_override)


def exempt_rows_give_a_reason(intake: Intake) -> Iterator[Finding]:
    """Check that an Exempt row has its paragraph, its reason and who decided (R28)."""
    for read in intake.lists.values():
        if issubclass(read.of.rows, MarkedRow):
            typed = intake.markings.rows.get(read.of.table, {})
            for entry in read.entries:
                row: Any = entry.row
                is_complete = row.exempt_paragraph and row.marking_reason and row.marked_by
                if row.marking is MarkingLevel.EXEMPT and not is_complete and typed[entry.at].cause is Cause.TYPED:
                    yield row_finding(read, entry, "marking", "R28", row.marking)


def states_and_dates_agree(intake: Intake) -> Iterator[Finding]:
    """Check that what is done has a date and the other way round; special measures too (R29)."""
    for read, entry, row in each_row(intake, MILESTONES):
        if row.state is MilestoneState.DONE and row.done is None:
            yield row_finding(read, entry, "state", "R29", row.state, needs=detail("done_without_date"))
        elif row.done is not None and row.state not in (MilestoneState.DONE, None):
            yield row_finding(
                read,
                entry,
                "state",
                "R29",
                row.state,
                needs=detail("date_without_done", done=row.done),
            )
    for read, entry, inspection in each_row(intake, CQC_RATINGS):
        if inspection.special_measures_to and not inspection.special_measures_from:
            yield row_finding(
                read,
                entry,
                "special_measures_to",
                "R29",
                inspection.special_measures_to,
                needs=detail("exit_without_entry"),
            )


def ratings_have_dates(intake: Intake) -> Iterator[Finding]:
    """Check that each overall rating has a date, without which it can't be put in order (R29)."""
    for read, entry, row in each_row(intake, CQC_RATINGS):
        if row.is_overall and row.overall in (*SCALE, *WITHDRAWN) and row.dated is None:
            yield row_finding(read, entry, "published_on", "R29", None, needs=detail("rating_without_date"))


def measures_have_one_direction(intake: Intake) -> Iterator[Finding]:
    """Check the direction of measures that run one way only, and of zero tolerance (R34)."""
    for read, entry, row in each_row(intake, INDICATORS):
        no_tolerance = row.target_kind is TargetKind.ZERO_TOLERANCE and not row.target
        right = Direction.LOWER if no_tolerance else FIXED_DIRECTIONS.get(row.measure or "")
        if right is not None and row.direction not in (None, right):
            yield row_finding(read, entry, "direction", "R34", row.direction, meant=right, touches=(row.number,))


def editions_name_known_measures(intake: Intake) -> Iterator[Finding]:
    """Check earlier issues for measures that are nearly an indicator's, and so are compared with nothing (R15)."""
    keys = {row.key for row in intake.tracker.indicators}
    read = read_list(intake, ISSUED_EDITIONS)
    strange: dict[str, list[UnknownCell]] = defaultdict(list)
    for n, name in enumerate(column(read.valid_rows, "measure")):
        meant = name in keys or name in FIXED_DIRECTIONS or re.search(FURTHER_FIGURE, name)
        if not meant and (name in strange or nearest(name, keys, 0.75)):
            strange[name].append(UnknownCell(read, n, "measure"))
    for name, cells in strange.items():
        yield unknown_name_finding(UnknownName(name, (), keys), cells)


def rag_words_have_reasons(intake: Intake) -> Iterator[Finding]:
    """Check that Red and Amber have a reason (R30)."""
    for read, entry, row in each_row(intake, ACTION_PROGRESS):
        if row.rag in (Rag.RED, Rag.AMBER) and not row.rag_reason:
            yield row_finding(read, entry, "rag", "R30", row.rag)


def settings_are_there(intake: Intake) -> Iterator[Finding]:
    """Check that there is an as-at date, an area name and an area code (R27)."""
    settings, sheet = intake.tracker.settings, settings_sheet_name(intake.snapshot)
    on_settings = [finding for finding in intake.findings if finding.sheet == sheet]
    if any(finding.code in NO_SETTINGS for finding in on_settings):
        return
    for field, code in NEEDED_SETTINGS.items():
        cell = intake.settings_cells.get(field)
        if not getattr(settings, field) and all(finding.cell != cell for finding in on_settings):
            yield finding("R27", sheet, cell or "A1", None, row=field, needs=detail(code))


def somebody_approves(intake: Intake) -> Iterator[Finding]:
    """Check that an issue of the as-at date has somebody to approve it, where roles or meetings are listed (P54)."""
    tracker, as_at = intake.tracker, intake.tracker.settings.as_at
    if as_at is None or not (tracker.roles or tracker.meetings or tracker.approvals):
        return
    if not any(role.approves_on(as_at) for role in tracker.roles):
        read = read_list(intake, ROLES)
        yield finding("P54", read.sheet, "A1", None, row="audience")


RULES: tuple[Rule, ...] = (
    settings_are_there,
    somebody_approves,
    links_lead_somewhere,
    dates_run_forward,
    nothing_is_from_the_future,
    zero_staff_is_doubted,
    totals_equal_their_parts,
    open_practices_report_staff,
    overrides_are_complete,
    exempt_rows_give_a_reason,
    states_and_dates_agree,
    rag_words_have_reasons,
    ratings_have_dates,
    measures_have_one_direction,
    editions_name_known_measures,
)
