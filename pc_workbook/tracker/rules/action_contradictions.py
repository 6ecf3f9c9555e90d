"""The traps that the papers laid in actions, their progress and the words around them: P12 and P14 to P27."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from pc_workbook.model.action import DeliveryKind
from pc_workbook.model.cqc import SCALE
from pc_workbook.model.programme import ProgrammeKind
from pc_workbook.model.row import where
from pc_workbook.model.text import (
    bracket_open,
    copies_of_earlier,
    looks_cut,
    relative_date,
    says_nothing,
    word_of_two_meanings,
)
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
from pc_workbook.tracker.rules.consistency import at, each

Rule = Callable[[Intake], Iterator[Finding]]

LEFTOVER = re.compile(
    r"\(?\ban example (?:might|may|would|could)[^).]*\)?|\btrajectory\?|\bto be (?:confirmed|completed)\b|\bxxx+\b",
    re.I,
)
HUBS = r"(?i)\b(\d+|two|three|four|five|six)\b[\w -]{0,20}?\bhubs?\b"
COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def outcomes_hold_one_target(intake: Intake) -> Iterator[Finding]:
    """P14."""
    for read, entry, row in each(intake, ACTIONS):
        said = (row.outcome or "").casefold()
        if "special measures" in said and any(rating.casefold() in said for rating in SCALE):
            yield at(read, entry, "outcome", "P14", row.outcome)


def actions_have_leads_and_outcomes(intake: Intake) -> Iterator[Finding]:
    """P15."""
    lead = intake.tracker.settings.objective_lead
    fallback = f"A role. Until then the objective lead ({lead}) is shown, and labelled." if lead else "A role."
    for read, entry, row in each(intake, ACTIONS):
        if not row.lead and "lead" not in row.unread:
            yield at(read, entry, "lead", "P15", None, article="a", missing="lead", needs=fallback)
        if not row.outcome and "outcome" not in row.unread:
            yield at(
                read,
                entry,
                "outcome",
                "P15",
                None,
                article="an",
                missing="outcome",
                needs="What will be different when it is done.",
            )


def deliveries_are_of_one_kind(intake: Intake) -> Iterator[Finding]:
    """P16."""
    as_at = intake.tracker.settings.as_at
    for read, entry, row in each(intake, ACTIONS):
        delivery = row.delivery
        if delivery is None or delivery.last_day is None or len(delivery.kinds) < 2:
            continue
        last = f"{delivery.last_day:%d/%m/%Y}"
        passed = as_at is not None and delivery.last_day < as_at
        meant = f"The dated one, {last}, has passed: whether the action is overdue or goes on can't be told, and it is judged by neither"
        yield at(read, entry, "delivery", "P16", delivery.words,
                 meant=f"{meant if passed else f'It was judged by the dated one: {last}'}.")  # fmt: skip


def deliveries_are_kept(intake: Intake) -> Iterator[Finding]:
    """P17, and P16's sister: ongoing without a review date is never judged, so it is asked for."""
    as_at = intake.tracker.settings.as_at
    needs = "A date to look at it again: an ongoing action without one can't be judged."
    for read, entry, row in each(intake, ACTIONS):
        if as_at is not None and row.overdue_on(as_at) and row.delivery is not None:
            yield at(read, entry, "delivery", "P17", row.delivery.words, meant=f"{row.delivery.last_day:%d/%m/%Y}")
        is_endless = row.delivery is not None and row.delivery.kind in (DeliveryKind.ONGOING, DeliveryKind.REPEATED)
        if is_endless and row.review_date is None and not row.completed_on and "review_date" not in row.unread:
            yield at(read, entry, "review_date", "P15", None, article="a", missing="review date", needs=needs)


ASKED = {
    DeliveryKind.NOT_SET: "P34",
    DeliveryKind.DONE: "P35",
    DeliveryKind.STARTS: "P36",
    DeliveryKind.RELATIVE: "P18",
}


def deliveries_name_a_last_day(intake: Intake) -> Iterator[Finding]:
    """P18 and P34 to P36: words that a last day can't be made of."""
    for read, entry, row in each(intake, ACTIONS):
        code = ASKED.get(row.delivery.kind) if row.delivery is not None and row.completed_on is None else None
        if code is not None and row.delivery is not None:
            yield at(read, entry, "delivery", code, row.delivery.words, words=row.delivery.words)


def relative_dates_have_a_day(intake: Intake) -> Iterator[Finding]:
    """P18 in progress."""
    for read, entry, row in each(intake, ACTION_PROGRESS):
        words = relative_date(row.progress or "")
        if words and row.updated_on is None:
            yield at(read, entry, "progress", "P18", row.progress, words=words)


def leftovers_are_taken_out(intake: Intake) -> Iterator[Finding]:
    """P19 in running text, P24 and P27: drafting notes, open brackets, "bi-" words, cells cut in two."""
    for entry_list in (
        INDICATORS,
        TRAJECTORY,
        ACTIONS,
        ACTION_PROGRESS,
        PROGRAMMES,
        MEETINGS,
        FUNCTIONS,
    ):
        for read, entry, row in each(intake, entry_list):
            for about in read.of.columns:
                said = getattr(row, about.field)
                if about.reads in OF_WORDS and isinstance(said, str):
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
    """P20: progress that repeats the date (Warning), or the words of another action (Note)."""
    words = {action.letter: action.delivery.words if action.delivery else "" for action in intake.tracker.actions}
    rows = [found for found in each(intake, ACTION_PROGRESS) if found[2].progress]
    for read, entry, row in rows:
        if says_nothing(row.progress or "", words.get(row.action, "")):
            yield at(
                read,
                entry,
                "progress",
                "P20",
                row.progress,
                words="What was done since last time: this only repeats the delivery date.",
            )
    firsts: dict[tuple[str, str | None], Any] = {}
    for found in rows:
        firsts.setdefault((found[2].action, found[2].progress), found)
    different = [found for found in firsts.values() if not says_nothing(found[2].progress)]
    letters = [found[2].action for found in different]
    for earlier, later in copies_of_earlier([found[2].progress for found in different], letters):
        read, entry, row = different[later]
        yield at(read, entry, "progress", "P20", row.progress, severity=Severity.NOTE,
                 words=f"Its own words: it begins like the progress of action {letters[earlier]}.")  # fmt: skip


def everything_is_served(intake: Intake) -> Iterator[Finding]:
    """P21: indicators that no action serves, functions that neither action nor indicator serves."""
    tracker = intake.tracker
    linked = {number for action in tracker.actions for number in action.links}
    served = {number for action in tracker.actions for number in action.functions}
    programmes = {programme.function: programme.name for programme in tracker.programmes if programme.function}
    for read, entry, row in each(intake, INDICATORS):
        if tracker.actions and row.number not in linked:
            yield at(
                read,
                entry,
                "number",
                "P21",
                row.number,
                words="An action that is linked to this indicator, or a reason why none is.",
            )
    for read, entry, function in each(intake, FUNCTIONS):
        number = function.number
        if tracker.actions and number not in served:
            beside = f" A programme serves it: {programmes[number]}." if number in programmes else ""
            yield at(read, entry, "number", "P21", number, words=f"An action for this function.{beside}")


def hubs_are_not_centres(intake: Intake) -> Iterator[Finding]:
    """P22."""
    centres = sum(p.kind is ProgrammeKind.HEALTHY_LIVING_CENTRE for p in intake.tracker.programmes)
    for read, entry, row in each(intake, ACTIONS):
        found = re.search(HUBS, row.text) if centres else None
        if found and (COUNTED.get(found[1].lower()) or int(found[1] if found[1].isdigit() else 0)) == centres:
            yield at(read, entry, "text", "P22", f"{found[0]} beside {centres} Integrated Healthy Living Centres")


def other_names_are_listed(intake: Intake) -> Iterator[Finding]:
    """P23: a listed other name stands where the usual one could."""
    named = [(row.role, row.also_written) for row in intake.tracker.roles]
    named += [(row.name, row.also_written) for row in intake.tracker.programmes]
    pairs = [(usual, other.strip()) for usual, others in named for other in (others or "").split(";") if other.strip()]
    spots = ((FUNCTIONS, "function"), (APPROVALS, "role"), (ACTIONS, "lead"), (ACTIONS, "text"),
             (LOCALITIES, "manager"), (PROGRAMMES, "lead"), (ACTION_PROGRESS, "updated_by"))  # fmt: skip
    for entry_list, name in spots:
        for read, entry, row in each(intake, entry_list):
            said = getattr(row, name) or ""
            for usual, other in pairs:
                alone = usual.casefold() in other.casefold() or usual.casefold() not in said.casefold()
                if alone and re.search(rf"(?<!\w){re.escape(other)}(?!\w)", said, re.I):
                    yield at(read, entry, name, "P23", other, words=other, meant=usual)


def missing_material_is_listed(intake: Intake) -> Iterator[Finding]:
    """P25: notes that begin with "Missing:"."""
    for read in intake.lists.values():
        if "note" in read.of.by_field:
            for n in where(read.sound, "note", lambda note: bool(note) and note.casefold().startswith("missing:")):
                row: Any = read.sound[n]
                words = "The material, or nothing: it is listed in the notes as missing."
                yield at(read, read.entry(n), "note", "P25", row.note, words=words)


def dates_lie_in_the_plan(intake: Intake) -> Iterator[Finding]:
    """P26."""
    plan = intake.tracker.settings.plan_period
    for read, entry, row in each(intake, ACTIONS):
        last = row.delivery.last_day if row.delivery else None
        if plan is not None and row.delivery is not None and last is not None and not plan.start <= last <= plan.end:
            yield at(read, entry, "delivery", "P26", row.delivery.words, period=plan.label)


RULES: tuple[Rule, ...] = (
    outcomes_hold_one_target,
    actions_have_leads_and_outcomes,
    deliveries_are_of_one_kind,
    deliveries_are_kept,
    deliveries_name_a_last_day,
    relative_dates_have_a_day,
    leftovers_are_taken_out,
    progress_says_something,
    everything_is_served,
    hubs_are_not_centres,
    other_names_are_listed,
    missing_material_is_listed,
    dates_lie_in_the_plan,
)
