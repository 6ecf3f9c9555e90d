"""Rules that hold for any tracker: links lead somewhere, totals equal their parts, dates run forward."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from pc_workbook.model.action import MilestoneState
from pc_workbook.model.cqc import SCALE, WITHDRAWN
from pc_workbook.model.indicator import ONE_WAY, Direction, Rag
from pc_workbook.model.practice import GP_PARTS, NURSE_PARTS, StaffGroup
from pc_workbook.model.row import MarkedRow, MarkingLevel, column, tally
from pc_workbook.model.target import TargetKind
from pc_workbook.model.text import nearest
from pc_workbook.tracker.findings import Finding, Severity, finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import (
    ACTION_PROGRESS,
    ACTIONS,
    APPROVALS,
    CQC_RATINGS,
    INDICATORS,
    ISSUED_EDITIONS,
    MILESTONES,
    PRACTICES,
    PROGRAMMES,
    PROVIDERS,
    ROLES,
    WORKFORCE,
)
from pc_workbook.tracker.lists.layout import EntryList, RowT
from pc_workbook.tracker.lists.list_reader import Entry, ReadList
from pc_workbook.tracker.lists.settings_location import settings_sheet_name
from pc_workbook.tracker.markings import Cause
from pc_workbook.tracker.rules.links import Named, Unknown, points_to_nothing, unknown_names

Rule = Callable[[Intake], Iterator[Finding]]
NO_SETTINGS = frozenset({"R02", "R73", "R75"})  # on the sheet Settings: then the settings were not found
#: Figures of an issued edition that are named after an indicator's measure, and are none.
FURTHER_FIGURE = r"_(gap_to_\w+|of_all|of_inspected|practices_with_return)$"


def at(read: ReadList, entry: Entry, name: str, code: str, holds: object, **details: Any) -> Finding:
    """A finding about one field of one row, marked by the row's key so that sorting leaves it alone."""
    key = "|".join(str(getattr(entry.row, part)) for part in read.of.key) or str(entry.at)
    heading = read.of.by_field[name].heading if name in read.of.by_field else name
    return finding(code, read.sheet, read.cell(entry, name), holds, row=key, heading=heading, **details)


def each(intake: Intake, of: EntryList[RowT]) -> Iterator[tuple[ReadList, Entry, RowT]]:
    """Yield the rows of one list, each with its list and its place on the sheet."""
    read = read_list(intake, of)
    for entry in read.entries:
        yield read, entry, entry.row


def links_lead_somewhere(intake: Intake) -> Iterator[Finding]:
    """R15: a locality, practice, action, indicator, function or organisation that no list holds."""
    yield from unknown_names(intake)


def dates_run_forward(intake: Intake) -> Iterator[Finding]:
    """R22: closed before opened, published before inspected, left before entered."""
    pairs = (
        (PRACTICES, "opened", "closed", "A closing date on or after the opening date"),
        (CQC_RATINGS, "inspected_on", "published_on", "A publication date on or after the inspection"),
        (CQC_RATINGS, "special_measures_from", "special_measures_to", "An exit date on or after the entry date"),
        (PROVIDERS, "starts", "ends", "An end on or after the start"),
        (ROLES, "starts", "ends", "An end on or after the start"),
        (PROGRAMMES, "starts", "due", "A due date on or after the start"),
    )
    for entry_list, first, second, needs in pairs:
        for read, entry, row in each(intake, entry_list):
            earlier, later = getattr(row, first), getattr(row, second)
            if earlier and later and later < earlier:
                yield at(read, entry, second, "R22", later, needs=needs)


def nothing_is_from_the_future(intake: Intake) -> Iterator[Finding]:
    """R22: something done, published or reported after the day the edition speaks of. The history may be ahead: it is
    filed on the day a text comes in."""
    as_at = intake.tracker.settings.as_at
    if as_at is None:
        return
    spots = ((CQC_RATINGS, "published_on"), (ACTION_PROGRESS, "updated_on"), (ACTIONS, "completed_on"),
             (MILESTONES, "done"), (APPROVALS, "approved_on"), (INDICATORS, "override_on"))  # fmt: skip
    for entry_list, name in spots:
        for read, entry, row in each(intake, entry_list):
            day: date | None = getattr(row, name)
            if day is not None and day > as_at:
                yield at(
                    read,
                    entry,
                    name,
                    "R22",
                    day,
                    needs=f"A date up to the as-at date, {as_at:%d/%m/%Y}, or a later as-at date",
                )


def zero_staff_is_doubted(intake: Intake) -> Iterator[Finding]:
    """R23: 0.0 FTE in a total of GPs or nurses is a missing return more often than a practice without staff."""
    totals = (StaffGroup.ALL_GPS, StaffGroup.ALL_NURSES)
    for read, entry, row in each(intake, WORKFORCE):
        if row.staff_group in totals and row.fte == 0:
            yield at(read, entry, "fte", "R23", row.fte)


def totals_equal_their_parts(intake: Intake) -> Iterator[Finding]:
    """R31: an "All" row beside parts that add up to something else."""
    groups: dict[tuple[str, date], dict[StaffGroup, tuple[ReadList, Entry, float]]] = defaultdict(dict)
    for read, entry, row in each(intake, WORKFORCE):
        if row.fte is not None:
            groups[row.practice, row.period.end][row.staff_group] = (read, entry, row.fte)
    for found in groups.values():
        for total, members in ((StaffGroup.ALL_GPS, GP_PARTS), (StaffGroup.ALL_NURSES, NURSE_PARTS)):
            parts = [found[group][2] for group in members if group in found]
            if total in found and parts and abs(found[total][2] - sum(parts)) > 0.05:
                read, entry, fte = found[total]
                yield at(read, entry, "fte", "R31", fte, total=total, parts=f"{sum(parts):.2f}")


def open_practices_report_staff(intake: Intake) -> Iterator[Finding]:
    """R32: an open practice that the latest workforce period leaves out."""
    tracker = intake.tracker
    if not tracker.workforce:
        return
    returns = tally(tracker.workforce, "practice", "period")
    latest = max(period.end for _, period in returns)
    reported = {practice for practice, period in returns if period.end == latest}
    still_open = {practice.code for practice in tracker.open_practices()}
    for read, entry, row in each(intake, PRACTICES):
        if row.code in still_open and row.code not in reported:
            yield at(read, entry, "code", "R32", row.code)


def overrides_are_complete(intake: Intake) -> Iterator[Finding]:
    """R24: a RAG that a person changed needs who, when and why."""
    for read, entry, row in each(intake, INDICATORS):
        if row.rag_override and not (row.override_by and row.override_on and row.override_reason):
            yield at(read, entry, "rag_override", "R24", row.rag_override)


def exempt_rows_say_why(intake: Intake) -> Iterator[Finding]:
    """R28: Exempt needs its paragraph, its reason and who decided."""
    for read in intake.lists.values():
        if issubclass(read.of.rows, MarkedRow):
            typed = intake.markings.rows.get(read.of.table, {})
            for entry in read.entries:
                row: Any = entry.row
                told = row.exempt_paragraph and row.marking_reason and row.marked_by
                if row.marking is MarkingLevel.EXEMPT and not told and typed[entry.at].cause is Cause.TYPED:
                    yield at(read, entry, "marking", "R28", row.marking)


def states_and_dates_agree(intake: Intake) -> Iterator[Finding]:
    """R29: done without a date, or a date without being done; special measures without an entry date."""
    for read, entry, row in each(intake, MILESTONES):
        if row.state is MilestoneState.DONE and row.done is None:
            yield at(read, entry, "state", "R29", row.state, needs="The date it was done, under Done")
        elif row.done is not None and row.state not in (MilestoneState.DONE, None):
            yield at(
                read,
                entry,
                "state",
                "R29",
                row.state,
                needs=f"Done, since it carries a date ({row.done:%d/%m/%Y}), or no date",
            )
    for read, entry, inspection in each(intake, CQC_RATINGS):
        if inspection.special_measures_to and not inspection.special_measures_from:
            yield at(
                read,
                entry,
                "special_measures_to",
                "R29",
                inspection.special_measures_to,
                needs="The date special measures began",
            )


def ratings_have_dates(intake: Intake) -> Iterator[Finding]:
    """R29: a rating without any date can't be put in order."""
    needs = "The date it was published: until then it counts as older than any rating with a date"
    for read, entry, row in each(intake, CQC_RATINGS):
        if row.is_overall and row.overall in (*SCALE, *WITHDRAWN) and row.dated is None:
            yield at(read, entry, "published_on", "R29", None, needs=needs)


def measures_run_one_way(intake: Intake) -> Iterator[Finding]:
    """R34: fewer patients per GP is better, whatever the cell says, and so is less of what is not tolerated at all."""
    for read, entry, row in each(intake, INDICATORS):
        no_tolerance = row.target_kind is TargetKind.ZERO_TOLERANCE and not row.target
        right = Direction.LOWER if no_tolerance else ONE_WAY.get(row.measure or "")
        if right is not None and row.direction not in (None, right):
            yield at(read, entry, "direction", "R34", row.direction, meant=right, touches=(row.number,))


def editions_name_known_measures(intake: Intake) -> Iterator[Finding]:
    """R15: a figure of an earlier edition under a name that is nearly an indicator's, and so is compared with nothing."""
    keys = {row.key for row in intake.tracker.indicators}
    read = read_list(intake, ISSUED_EDITIONS)
    strange: dict[str, list[Unknown]] = defaultdict(list)
    for n, name in enumerate(column(read.sound, "measure")):
        meant = name in keys or name in ONE_WAY or re.search(FURTHER_FIGURE, name)
        if not meant and (name in strange or nearest(name, keys, 0.75)):
            strange[name].append(Unknown(read, n, "measure"))
    for name, cells in strange.items():
        yield points_to_nothing(Named(name, "“Indicators”, under Measure", keys), cells)


def rag_words_have_reasons(intake: Intake) -> Iterator[Finding]:
    """R30: Red and Amber say why."""
    for read, entry, row in each(intake, ACTION_PROGRESS):
        if row.rag in (Rag.RED, Rag.AMBER) and not row.rag_reason:
            yield at(read, entry, "rag", "R30", row.rag)


def settings_are_there(intake: Intake) -> Iterator[Finding]:
    """R27: without an as-at date nothing that depends on time can be judged; without a name the area has another's."""
    settings, sheet = intake.tracker.settings, settings_sheet_name(intake.snapshot)
    told = [found for found in intake.findings if found.sheet == sheet]
    if any(found.code in NO_SETTINGS for found in told):
        return
    needed = {"as_at": "The as-at date: the day this edition speaks of, such as 15/03/2017"}
    if intake.settings_cells:
        needed["area_name"] = f"The area's name. Until then it is called {settings.area_name}"
    for field, needs in needed.items():
        cell = intake.settings_cells.get(field)
        if field not in settings.model_fields_set and all(found.cell != cell for found in told):
            severity = Severity.WARNING if field == "area_name" else None
            yield finding("R27", sheet, cell or "A1", None, row=field, severity=severity, needs=needs)


RULES: tuple[Rule, ...] = (
    settings_are_there,
    links_lead_somewhere,
    dates_run_forward,
    nothing_is_from_the_future,
    zero_staff_is_doubted,
    totals_equal_their_parts,
    open_practices_report_staff,
    overrides_are_complete,
    exempt_rows_say_why,
    states_and_dates_agree,
    rag_words_have_reasons,
    ratings_have_dates,
    measures_run_one_way,
    editions_name_known_measures,
)
