"""The sentences about actions: their states, flags and leads, the returns to chase, sign-off and meeting cycles."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from pc_workbook.measures.actions.reason_codes import Flag, ReturnState, StateReason
from pc_workbook.measures.actions.sign_off import SignOff
from pc_workbook.measures.actions.to_chase import Chase
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import ActionResult, Results, ServedFunction
from pc_workbook.model.action import DeliveryKind
from pc_workbook.wording.numbers import count_words, counted, day_words, listed, quoted
from pc_workbook.wording.sentences import numbered, paragraph
from pc_workbook.wording.terms import CONFIDENTIAL

FALLBACK = "objective lead, no action lead named"
NO_LEAD = "no lead is named"
WITHHELD = f"{CONFIDENTIAL} what is not shown here"
CYCLES = {1: "every month", 6: "twice a year", 12: "once a year", 24: "every two years"}
FIELD_NAMES = {"outcome": "outcome", "lead": "lead", "links": "list of linked indicators"}


def state_words(reason: Reason) -> str:
    """Return the state of an action with its date: 'Overdue since 31 December 2016 (74 days)'."""
    return STATES[reason.code](**dict(reason.values))


def flag_words(flag: Reason) -> str:
    """Return what a person should look at in an action, without a capital and a full stop."""
    return FLAGS[flag.code](**dict(flag.values))


def flags_words(flags: Iterable[Reason]) -> tuple[str, ...]:
    """Return what a person should look at, one sentence for each flag."""
    return tuple(map(flag_words, flags))


def lead_words(result: ActionResult) -> str:
    """Return who leads an action; the objective's lead is marked as standing in."""
    if not result.lead:
        return NO_LEAD
    return f"{result.lead} ({FALLBACK})" if result.lead_is_fallback else result.lead


def served_words(function: ServedFunction) -> str:
    """Return what serves a function of the group: 'action C; Community hubs'."""
    if function.has_withheld:
        return WITHHELD
    return "; ".join((*(f"action {letter}" for letter in function.actions), *function.programmes)) or "nothing"


def actions_left_out(results: Results) -> str:
    """Return how many rows of the list of actions no figure counts, because they can't be read; '' for none."""
    rows = counted(results.actions_left_out, "row")
    return f"leaves out {rows} of the list Actions that can't be read" if results.actions_left_out else ""


def dates_unclear(results: Results) -> str:
    """Return how many actions are neither overdue nor on time, because their date leaves that open; '' for none."""
    letters = results.actions_with_unclear_date
    verb = "is" if len(letters) == 1 else "are"
    return f"{counted(len(letters), 'delivery date')} {verb} unclear ({', '.join(letters)})" if letters else ""


def _due_soon(last_day: date, days: int) -> str:
    when = f"in {counted(days, 'day')}" if days else "today"
    return f"Due by {day_words(last_day)}, {when}"


STATES: dict[Any, Callable[..., str]] = {
    StateReason.COMPLETED: lambda on: f"Completed on {day_words(on)}",
    StateReason.COMPLETION_UNREAD: lambda: "Not judged: the date under Completed on can't be read",
    StateReason.NO_DELIVERY: lambda: "No delivery date",
    StateReason.NOT_SET: lambda delivery: f"No delivery date yet: {quoted(delivery)}",
    StateReason.RELATIVE: lambda delivery: f"Delivery date unclear: {quoted(delivery)} gives no day to judge by",
    StateReason.STARTS: lambda delivery: f"Delivery date unclear: {quoted(delivery)} is a start and names no end",
    StateReason.DONE: lambda delivery: (
        f"Delivery date unclear: {quoted(delivery)} says it is done, without a date under Completed on"
    ),
    StateReason.DELIVERY_UNREAD: lambda delivery: "Delivery date can't be read",
    StateReason.NO_AS_AT: lambda last_day: f"Not judged: no as-at date (last day {day_words(last_day)})",
    StateReason.PASSED_BUT_GOES_ON: lambda last_day: (
        f"Delivery date unclear: {day_words(last_day)} has passed, and the cell says that the work goes on"
    ),
    StateReason.OVERDUE: lambda last_day, days: f"Overdue since {day_words(last_day)} ({counted(days, 'day')})",
    StateReason.DUE_SOON: _due_soon,
    StateReason.NOT_YET_DUE: lambda last_day: f"Not yet due: last day {day_words(last_day)}",
    StateReason.REVIEW_UNREAD: lambda: "Ongoing; its review date can't be read",
    StateReason.NO_REVIEW: lambda: "Ongoing, no review date",
    StateReason.REVIEW_DUE: lambda on: f"Ongoing, review due on {day_words(on)}",
    StateReason.REVIEW_WAS_DUE: lambda on: f"Ongoing, review was due on {day_words(on)}",
}


def _slipped(times: int, first: str | date | None) -> str:
    often = {1: "once", 2: "twice"}.get(times, f"{count_words(times)} times")
    when = day_words(first) if isinstance(first, date) else first
    return f"slipped {often}{f', first date {when}' if when else ''}"


def _two_kinds(kinds: tuple[DeliveryKind, ...]) -> str:
    return f"its delivery date is of two kinds: {listed([str(kind) for kind in kinds])}"


FLAGS: dict[Any, Callable[..., str]] = {
    Flag.UNREAD: lambda field: f"its {FIELD_NAMES[field]} can't be read",
    Flag.NO_OUTCOME: lambda: "no outcome is stated",
    Flag.NO_LEAD: lambda: NO_LEAD,
    Flag.NO_LINKS: lambda: "it is linked to no indicator",
    Flag.TWO_KINDS_OF_DATE: _two_kinds,
    Flag.SLIPPED: _slipped,
    Flag.REVIEW_PASSED: lambda: "its review date has passed",
    Flag.MILESTONES_PASSED: lambda count: (
        f"{counted(count, 'milestone')} past {'its' if count == 1 else 'their'} due date"
    ),
    Flag.NO_PROGRESS: lambda: "no progress is reported",
    Flag.REPEATS_DELIVERY: lambda localities: f"text repeats the delivery date ({listed(localities)})",
    Flag.COPIED: lambda actions: f"same wording as {numbered('action', actions)}",
    Flag.UNDATED: lambda: "progress has no date",
    Flag.STALE: lambda days, newest: f"progress is older than {counted(days, 'day')} ({day_words(newest)})",
}


# --- returns to chase


def return_words(state: Reason) -> str:
    """Return the state of a locality's return: 'late: was due by 9 January 2017, 6 days ago'."""
    return RETURNS[state.code](**dict(state.values))


def role_to_ask(chase: Chase) -> str:
    """Return the role to ask for a locality's return."""
    return " ".join((chase.role or f"{chase.manager}, {chase.locality}").split())


def chase_flags(chase: Chase) -> list[str]:
    """Return what to look at in a locality's progress, each with the actions concerned."""
    return [f"{flag_words(flag)}: {numbered('action', letters)}" for flag, letters in chase.flags]


def chase_message(chase: Chase, as_at: date | None) -> str:
    """Return a message to the manager of one locality. It names actions by letter, and nothing that is restricted."""
    edition = f" as at {day_words(as_at)}" if as_at else ""
    pieces = [f"{role_to_ask(chase)}: this is about the action plan{edition}, locality {chase.locality}"]
    if chase.is_out:
        pieces.append(f"your return {_due(chase.return_state)}; please fill it in, save it and send it back")
    if chase.flags:
        pieces += ["please look at these", *chase_flags(chase)]
    return paragraph([*pieces, "thank you"])


def _due(state: Reason) -> str:
    values: dict[str, Any] = dict(state.values)
    return _was_due(**values) if state.code is ReturnState.LATE else f"is {return_words(state)}"


def _was_due(due_by: date, days: int) -> str:
    return f"was due by {day_words(due_by)}, {counted(days, 'day')} ago"


def _received(on: date, days_late: int, version: int) -> str:
    late = f", {counted(days_late, 'day')} late" if days_late else ""
    return f"received on {day_words(on)}{late}{f' (version {version})' if version > 1 else ''}"


RETURNS: dict[Any, Callable[..., str]] = {
    ReturnState.NOT_HANDED_OUT: lambda: "nothing was handed out",
    ReturnState.RECEIVED: _received,
    ReturnState.UNDATED: lambda: "expected, without a date",
    ReturnState.LATE: lambda due_by, days: f"late: {_was_due(due_by, days)}",
    ReturnState.EXPECTED: lambda due_by: f"expected by {day_words(due_by)}",
}


# --- sign-off and meetings


def sign_off_words(signed: SignOff) -> str:
    """Return who has approved an edition: 'Draft – 2 of 7 members have approved'."""
    members = len(signed.approved) + len(signed.waiting)
    if not members:
        return f"{signed.status} – nobody who approves is listed"
    if signed.complete:
        return f"{signed.status} by {'the one member' if members == 1 else f'all {count_words(members)} members'}"
    have = "has" if len(signed.approved) == 1 else "have"
    return f"{signed.status} – {len(signed.approved)} of {members} members {have} approved"


def cycle_words(months: int | None) -> str:
    """Return how often something happens, in words with one meaning (never "bi-monthly").

    >>> cycle_words(2), cycle_words(6), cycle_words(None)
    ('every two months', 'twice a year', '')
    """
    return "" if months is None else CYCLES.get(months, f"every {count_words(months)} months")
