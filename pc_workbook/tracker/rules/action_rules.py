"""Rules for actions, their progress and the texts of the plan.

What can be seen in a single cell is found while the cell is read; what needs two cells or a whole text is found here.
"""

import re
from collections import Counter
from collections.abc import Iterator

from pc_workbook.model.action import ActionProgress, DeliveryKind
from pc_workbook.model.cqc import SCALE
from pc_workbook.model.row import picked, where
from pc_workbook.model.text import (
    bracket_open,
    copies_of_earlier,
    is_uninformative,
    looks_cut,
    relative_date,
    word_of_two_meanings,
)
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import (
    ACTION_PROGRESS,
    ACTIONS,
    APPROVALS,
    FUNCTIONS,
    INDICATORS,
    LOCALITIES,
    MEETINGS,
    PROGRAMMES,
    TRAJECTORY,
)
from pc_workbook.tracker.lists.layout import OF_WORDS
from pc_workbook.tracker.lists.list_reader import Entry, ReadList
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding

LEFTOVER = re.compile(
    r"\(?\ban example (?:might|may|would|could)[^).]*\)?|\btrajectory\?|\bto be (?:confirmed|completed)\b|\bxxx+\b",
    re.I,
)
HUBS = r"(?i)\b(\d+|two|three|four|five|six)\b[\w -]{0,20}?\bhubs?\b"
CENTRE = "centre"
NUMBER_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
NO_SENTENCES = frozenset({"unit", "numerator", "denominator", "weighting", "staff_groups"})  # may begin in lower case
NO_LAST_DAY = {
    DeliveryKind.NOT_SET: "P34",
    DeliveryKind.DONE: "P35",
    DeliveryKind.STARTS: "P36",
    DeliveryKind.RELATIVE: "P18",
}


def outcomes_have_one_target(intake: Intake) -> Iterator[Finding]:
    """Check that no outcome names both special measures and a CQC rating (P14)."""
    for read, entry, row in each_row(intake, ACTIONS):
        outcome = (row.outcome or "").casefold()
        if "special measures" in outcome and any(rating.casefold() in outcome for rating in SCALE):
            yield row_finding(read, entry, "outcome", "P14", row.outcome)


def actions_have_leads_and_outcomes(intake: Intake) -> Iterator[Finding]:
    """Check that every action has a lead and an outcome (P15)."""
    no_lead = detail("action_without_lead", objective_lead=intake.tracker.settings.objective_lead)
    for read, entry, row in each_row(intake, ACTIONS):
        if not row.lead and "lead" not in row.unread:
            yield row_finding(read, entry, "lead", "P15", None, missing="lead", needs=no_lead)
        if not row.outcome and "outcome" not in row.unread:
            no_outcome = detail("action_without_outcome")
            yield row_finding(read, entry, "outcome", "P15", None, missing="outcome", needs=no_outcome)


def deliveries_are_of_one_kind(intake: Intake) -> Iterator[Finding]:
    """Check that a delivery date is not both a date and ongoing (P16)."""
    as_at = intake.tracker.settings.as_at
    for read, entry, row in each_row(intake, ACTIONS):
        delivery = row.delivery
        if delivery is None or delivery.last_day is None or len(delivery.kinds) < 2:
            continue
        has_passed = as_at is not None and delivery.last_day < as_at
        words = detail("date_has_passed" if has_passed else "judged_by_date", day=delivery.last_day)
        yield row_finding(read, entry, "delivery", "P16", delivery.words, words=words)


def deliveries_are_kept(intake: Intake) -> Iterator[Finding]:
    """Check that no action is overdue (P17), and that ongoing ones have a review date (P15)."""
    as_at = intake.tracker.settings.as_at
    for read, entry, row in each_row(intake, ACTIONS):
        if as_at is not None and row.overdue_on(as_at) and row.delivery is not None:
            yield row_finding(read, entry, "delivery", "P17", row.delivery.words, meant=row.delivery.last_day)
        is_endless = row.delivery is not None and row.delivery.kind in (DeliveryKind.ONGOING, DeliveryKind.REPEATED)
        if is_endless and row.review_date is None and not row.completed_on and "review_date" not in row.unread:
            needs = detail("action_without_review_date")
            yield row_finding(read, entry, "review_date", "P15", None, missing="review date", needs=needs)


def deliveries_name_a_last_day(intake: Intake) -> Iterator[Finding]:
    """Check that the delivery date of an open action has a last day (P18 and P34 to P36)."""
    for read, entry, row in each_row(intake, ACTIONS):
        code = NO_LAST_DAY.get(row.delivery.kind) if row.delivery is not None and row.completed_on is None else None
        if code is not None and row.delivery is not None:
            yield row_finding(read, entry, "delivery", code, row.delivery.words, words=row.delivery.words)


def relative_dates_have_a_day(intake: Intake) -> Iterator[Finding]:
    """Check that progress with a relative date says on which day it was written (P18)."""
    for read, entry, row in each_row(intake, ACTION_PROGRESS):
        words = relative_date(row.progress or "")
        if words and row.updated_on is None:
            yield row_finding(read, entry, "progress", "P18", row.progress, words=words)


def texts_are_finished(intake: Intake) -> Iterator[Finding]:
    """Check texts for drafting notes and open brackets (P19), "bi-" words (P24) and cut sentences (P27)."""
    for entry_list in (INDICATORS, TRAJECTORY, ACTIONS, ACTION_PROGRESS, PROGRAMMES, MEETINGS, FUNCTIONS):
        for read, entry, row in each_row(intake, entry_list):
            for about in read.of.columns:
                text = getattr(row, about.field, None)
                if about.reads in OF_WORDS and isinstance(text, str):
                    yield from _text_findings(read, entry, about.field, text)


def _text_findings(read: ReadList, entry: Entry, field: str, text: str) -> Iterator[Finding]:
    if leftover := LEFTOVER.search(text):
        yield row_finding(read, entry, field, "P19", text, words=detail("take_out", words=leftover[0].strip()))
    if bracket_open(text):
        yield row_finding(read, entry, field, "P19", text, words=detail("open_bracket"))
    if word := word_of_two_meanings(text):
        yield row_finding(read, entry, field, "P24", word)
    if field not in NO_SENTENCES and looks_cut(text):
        yield row_finding(read, entry, field, "P27", text)


def progress_is_informative(intake: Intake) -> Iterator[Finding]:
    """Check that progress neither repeats the date (P20, Warning) nor the words of another action (P20, Note)."""
    deliveries = {action.letter: action.delivery.words if action.delivery else "" for action in intake.tracker.actions}
    rows = [(read, entry, row) for read, entry, row in each_row(intake, ACTION_PROGRESS) if row.progress]
    for read, entry, row in rows:
        if is_uninformative(row.progress or "", deliveries.get(row.action, "")):
            words = detail("repeats_delivery_date")
            yield row_finding(read, entry, "progress", "P20", row.progress, words=words)
    first_of: dict[tuple[str, str | None], tuple[ReadList, Entry, ActionProgress]] = {}
    for item in rows:
        first_of.setdefault((item[2].action, item[2].progress), item)
    different = [item for item in first_of.values() if not is_uninformative(item[2].progress or "")]
    references = [row.action for _, _, row in different]
    for earlier, later in copies_of_earlier([row.progress or "" for _, _, row in different], references):
        read, entry, row = different[later]
        words = detail("begins_like", action=references[earlier])
        yield row_finding(read, entry, "progress", "P20", row.progress, severity=Severity.NOTE, words=words)


def everything_is_served(intake: Intake) -> Iterator[Finding]:
    """Check that an action serves each indicator and each function (P21)."""
    tracker = intake.tracker
    if not tracker.actions:
        return
    linked = {number for action in tracker.actions for number in action.links}
    served = {number for action in tracker.actions for number in action.functions}
    programmes = {programme.function: programme.name for programme in tracker.programmes if programme.function}
    for read, entry, row in each_row(intake, INDICATORS):
        if row.number not in linked:
            words = detail("indicator_without_action")
            yield row_finding(read, entry, "number", "P21", row.number, words=words)
    for read, entry, function in each_row(intake, FUNCTIONS):
        number = function.number
        if number not in served:
            words = detail("function_without_action", number=number, programme=programmes.get(number, ""))
            yield row_finding(read, entry, "number", "P21", number, words=words)


def hubs_are_not_centres(intake: Intake) -> Iterator[Finding]:
    """Note hubs that are as many as the centres of one kind, so that nobody joins them (P22)."""
    kinds = Counter(
        each.kind for each in intake.tracker.programmes if each.kind and each.kind.casefold().endswith(CENTRE)
    )
    for read, entry, row in each_row(intake, ACTIONS) if kinds else ():
        if hubs := re.search(HUBS, row.text):
            number = NUMBER_WORDS.get(hubs[1].lower()) or int(hubs[1])
            for kind in (each for each, centres in kinds.items() if centres == number):
                entry_words = f"{hubs[0]} beside {number} {kind}s"  # part of the mark: it stays
                yield row_finding(read, entry, "text", "P22", entry_words, centres=kind)


def other_names_are_listed(intake: Intake) -> Iterator[Finding]:
    """Note where a listed other name of a role or programme is used (P23)."""
    named = [(row.role, row.also_written) for row in intake.tracker.roles]
    named += [(row.name, row.also_written) for row in intake.tracker.programmes]
    pairs = [(usual, other.strip()) for usual, others in named for other in (others or "").split(";") if other.strip()]
    fields = ((FUNCTIONS, "function"), (APPROVALS, "role"), (ACTIONS, "lead"), (ACTIONS, "text"),
              (LOCALITIES, "manager"), (PROGRAMMES, "lead"), (ACTION_PROGRESS, "updated_by"))  # fmt: skip
    for entry_list, field in fields:
        for read, entry, row in each_row(intake, entry_list):
            text = getattr(row, field) or ""
            for usual, other in pairs:
                is_other = usual.casefold() in other.casefold() or usual.casefold() not in text.casefold()
                if is_other and re.search(rf"(?<!\w){re.escape(other)}(?!\w)", text, re.I):
                    yield row_finding(read, entry, field, "P23", other, words=other, meant=usual)


def missing_material_is_listed(intake: Intake) -> Iterator[Finding]:
    """List the notes that begin with "Missing:" (P25)."""
    for read in intake.lists.values():
        if "note" in read.of.by_field:
            rows = where(read.valid_rows, "note", lambda note: bool(note) and note.casefold().startswith("missing:"))
            for n, (note,) in zip(rows, picked(read.valid_rows, rows, "note"), strict=True):
                yield row_finding(read, read.entry(n), "note", "P25", note)


def dates_lie_in_the_plan(intake: Intake) -> Iterator[Finding]:
    """Check that delivery dates are within the period of the plan (P26)."""
    plan = intake.tracker.settings.plan_period
    for read, entry, row in each_row(intake, ACTIONS):
        last = row.delivery.last_day if row.delivery else None
        if plan is not None and row.delivery is not None and last is not None and not plan.start <= last <= plan.end:
            yield row_finding(read, entry, "delivery", "P26", row.delivery.words, period=plan.label)


RULES: tuple[Rule, ...] = (
    outcomes_have_one_target,
    actions_have_leads_and_outcomes,
    deliveries_are_of_one_kind,
    deliveries_are_kept,
    deliveries_name_a_last_day,
    relative_dates_have_a_day,
    texts_are_finished,
    progress_is_informative,
    everything_is_served,
    hubs_are_not_centres,
    other_names_are_listed,
    missing_material_is_listed,
    dates_lie_in_the_plan,
)
