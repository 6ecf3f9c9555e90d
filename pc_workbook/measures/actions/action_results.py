"""The state of each action, and what its progress texts leave out.

Overdue is judged from the last day of a date, a month or a year; ongoing work needs a review date. Nothing is
judged without an as-at date, and an unclear date is never good news.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pc_workbook.measures.actions.reason_codes import Flag, StateReason
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import ActionResult, ActionState, ProgressLine, ServedFunction
from pc_workbook.model.action import (
    Action,
    ActionProgress,
    Delivery,
    DeliveryKind,
    Milestone,
    ProgressEntry,
)
from pc_workbook.model.text import copies_of_earlier, is_uninformative
from pc_workbook.model.tracker import Settings, Tracker

WITHOUT_END = (DeliveryKind.ONGOING, DeliveryKind.REPEATED)
#: The state of an action whose delivery has no last day, by the kind of its delivery.
UNDATED = {
    DeliveryKind.NOT_SET: (ActionState.NO_DATE, StateReason.NOT_SET),
    DeliveryKind.RELATIVE: (ActionState.UNCLEAR, StateReason.RELATIVE),
    DeliveryKind.STARTS: (ActionState.UNCLEAR, StateReason.STARTS),
    DeliveryKind.DONE: (ActionState.UNCLEAR, StateReason.DONE),
    DeliveryKind.UNREADABLE: (ActionState.UNCLEAR, StateReason.DELIVERY_UNREAD),
}
LINES_SHOWN = 2
#: Fields that every action must have, with the flag for an empty cell.
REQUIRED = (("outcome", Flag.NO_OUTCOME), ("lead", Flag.NO_LEAD), ("links", Flag.NO_LINKS))


def measured_actions(tracker: Tracker) -> tuple[ActionResult, ...]:
    """Return every action with its state, next date, last progress and flags, in the order of the plan."""
    by_action: dict[str, list[ActionProgress]] = defaultdict(list)
    history: dict[str, list[ProgressEntry]] = defaultdict(list)
    milestones: dict[str, list[Milestone]] = defaultdict(list)
    for progress in tracker.progress:
        by_action[progress.action].append(progress)
    for entry in tracker.history:
        history[entry.action].append(entry)
    for milestone in tracker.milestones:
        milestones[milestone.action].append(milestone)
    copied = copied_from(tracker.progress)
    return tuple(
        _measured(
            action,
            tracker.settings,
            by_action.get(action.letter, []),
            history.get(action.letter, []),
            milestones.get(action.letter, []),
            copied.get(action.letter, ()),
        )
        for action in tracker.actions
    )


def _measured(
    action: Action,
    settings: Settings,
    progress: Sequence[ActionProgress],
    history: Sequence[ProgressEntry],
    milestones: Sequence[Milestone],
    copied: Sequence[str],
) -> ActionResult:
    state, why = action_state(action, settings)
    lines = progress_lines(progress, history)
    flags = (
        *_plan_flags(action, settings),
        *_milestone_flags(milestones, settings.as_at),
        *(() if state is ActionState.COMPLETED else progress_flags(action, settings, progress, lines, copied)),
    )
    return ActionResult(
        action=action,
        state=state,
        reason=why,
        last_day=action.delivery.last_day if action.delivery else None,
        next_date=next_date(action, progress, milestones, settings.as_at),
        lead=action.lead or settings.objective_lead or "",
        lead_is_fallback=not action.lead and bool(settings.objective_lead),
        links=tuple(sorted(action.links)),
        last_two=lines[:LINES_SHOWN],
        by_locality=tuple(progress),
        flags=flags,
        milestones=tuple(milestones),
    )


def action_state(action: Action, settings: Settings) -> tuple[ActionState, Reason]:
    """Return the state of an action on the as-at date, with the reason."""
    as_at, delivery = settings.as_at, action.delivery
    if action.completed_on and (as_at is None or action.completed_on <= as_at):
        return ActionState.COMPLETED, reason(StateReason.COMPLETED, on=action.completed_on)
    if "completed_on" in action.unread:
        return ActionState.UNCLEAR, reason(StateReason.COMPLETION_UNREAD)
    if delivery is None:
        return ActionState.NO_DATE, reason(StateReason.NO_DELIVERY)
    if delivery.kind in WITHOUT_END:
        return _ongoing(action, as_at)
    if delivery.kind in UNDATED or delivery.last_day is None:
        state, code = UNDATED.get(delivery.kind, UNDATED[DeliveryKind.UNREADABLE])
        return state, reason(code, delivery=delivery.words)
    if as_at is None:
        return ActionState.NO_DATE, reason(StateReason.NO_AS_AT, last_day=delivery.last_day)
    if delivery.has_passed(as_at) is None and delivery.last_day < as_at:
        return ActionState.UNCLEAR, reason(StateReason.PASSED_BUT_GOES_ON, last_day=delivery.last_day)
    return _dated(delivery.last_day, as_at, settings.due_within_days)


def _dated(last_day: date, as_at: date, due_within_days: int) -> tuple[ActionState, Reason]:
    left = (last_day - as_at).days
    if left < 0:
        return ActionState.OVERDUE, reason(StateReason.OVERDUE, last_day=last_day, days=-left)
    if left <= due_within_days:
        return ActionState.DUE_SOON, reason(StateReason.DUE_SOON, last_day=last_day, days=left)
    return ActionState.ON_COURSE, reason(StateReason.NOT_YET_DUE, last_day=last_day)


def _ongoing(action: Action, as_at: date | None) -> tuple[ActionState, Reason]:
    review = action.review_date
    if "review_date" in action.unread:
        return ActionState.ONGOING, reason(StateReason.REVIEW_UNREAD)
    if review is None:
        return ActionState.ONGOING_NO_REVIEW, reason(StateReason.NO_REVIEW)
    has_passed = as_at is not None and review < as_at
    return ActionState.ONGOING, reason(StateReason.REVIEW_WAS_DUE if has_passed else StateReason.REVIEW_DUE, on=review)


def _plan_flags(action: Action, settings: Settings) -> Iterator[Reason]:
    for field, missing in REQUIRED:
        if field in action.unread:
            yield reason(Flag.UNREAD, field=field)
        elif not getattr(action, field):
            yield reason(missing)
    yield from _two_kinds_of_date(action.delivery)
    if slipped := slip_of(action):
        yield slipped
    review, as_at = action.review_date, settings.as_at
    if review and as_at and review < as_at and not action.completed_on:
        yield reason(Flag.REVIEW_PASSED)


def _two_kinds_of_date(delivery: Delivery | None) -> Iterator[Reason]:
    if delivery is not None and len(set(delivery.kinds)) > 1:
        yield reason(Flag.TWO_KINDS_OF_DATE, kinds=delivery.kinds)


def slip_of(action: Action) -> Reason | None:
    """Return how often the delivery was postponed, and its first date; None where it never was."""
    first, now = action.first_delivery, action.delivery
    before = first.last_day if first else now.moved_from if now else None
    slips = action.slips or int(bool(before and now and now.last_day and now.last_day > before))
    return reason(Flag.SLIPPED, times=slips, first=first.words if first else before) if slips else None


def _milestone_flags(milestones: Sequence[Milestone], as_at: date | None) -> Iterator[Reason]:
    count = sum(bool(as_at and m.due and m.due < as_at and not m.is_finished) for m in milestones)
    if count:
        yield reason(Flag.MILESTONES_PASSED, count=count)


def progress_flags(
    action: Action,
    settings: Settings,
    progress: Sequence[ActionProgress],
    lines: Sequence[ProgressLine],
    copied: Sequence[str],
) -> tuple[Reason, ...]:
    """Return what is wrong with an action's progress: none, without content, copied, undated or stale.

    `copied` are the letters of the actions that have the same text.
    """
    if not lines:
        return (reason(Flag.NO_PROGRESS),)
    return tuple(_text_flags(action, settings, progress, lines, copied))


def _text_flags(
    action: Action,
    settings: Settings,
    progress: Sequence[ActionProgress],
    lines: Sequence[ProgressLine],
    copied: Sequence[str],
) -> Iterator[Reason]:
    delivery = action.delivery.words if action.delivery else ""
    empty = tuple(row.locality for row in progress if row.progress and is_uninformative(row.progress, delivery))
    if empty:
        yield reason(Flag.REPEATS_DELIVERY, localities=empty)
    if copied:
        yield reason(Flag.COPIED, actions=tuple(copied))
    newest = max((line.on for line in lines if line.on), default=None)
    if newest is None:
        yield reason(Flag.UNDATED)
    elif settings.as_at is not None and (settings.as_at - newest).days > settings.stale_after_days:
        yield reason(Flag.STALE, days=settings.stale_after_days, newest=newest)


def progress_lines(progress: Iterable[ActionProgress], history: Iterable[ProgressEntry]) -> tuple[ProgressLine, ...]:
    """Return every progress text of an action, newest first, undated last; a text that was filed appears once.

    A text without a date stays without one: the day it was filed on is not its date. History of a single practice is left
    out.
    """
    rows = list(progress)
    undated = {(row.locality, row.progress.strip()) for row in rows if row.progress and row.updated_on is None}
    filed = [
        ProgressLine(
            None if (entry.locality, entry.text.strip()) in undated else entry.entered_on,
            entry.locality or "",
            entry.role or "",
            entry.text,
            entry.new_state,
        )
        for entry in history
        if entry.locality or not entry.practice
    ]
    known = {(line.locality, line.text.strip()) for line in filed}
    current = [
        ProgressLine(row.updated_on, row.locality, row.updated_by or "", row.progress, row.rag)
        for row in rows
        if row.progress and (row.locality, row.progress.strip()) not in known
    ]
    latest_first = [*filed, *current][::-1]  # of one day's texts, the one filed last is the newest
    return tuple(sorted(latest_first, key=lambda line: line.on or date.min, reverse=True))


def next_date(
    action: Action, progress: Iterable[ActionProgress], milestones: Iterable[Milestone], as_at: date | None
) -> date | None:
    """Return the next day on which something is due, from the as-at date on; None once completed."""
    if action.completed_on and (as_at is None or action.completed_on <= as_at):
        return None
    days = [
        action.review_date,
        action.delivery.last_day if action.delivery else None,
        *(row.next_step_date for row in progress),
        *(milestone.due for milestone in milestones if not milestone.is_finished),
    ]
    return min((day for day in days if day and (as_at is None or day >= as_at)), default=None)


def copied_from(progress: Iterable[ActionProgress]) -> Mapping[str, tuple[str, ...]]:
    """Return, by action letter, the other actions whose progress begins with nearly the same sentence.

    Each copy names the first action with the text, and the first names every copy.
    """
    texts = sorted({(row.action, row.progress) for row in progress if row.progress})
    copied: dict[str, set[str]] = defaultdict(set)
    letters = [letter for letter, _ in texts]
    for earlier, later in copies_of_earlier([text for _, text in texts], letters):
        copied[letters[earlier]].add(letters[later])
        copied[letters[later]].add(letters[earlier])
    return {letter: tuple(sorted(others)) for letter, others in copied.items()}


def served_functions(tracker: Tracker) -> tuple[ServedFunction, ...]:
    """Return each function of the group with the actions and programmes that serve it."""
    actions: dict[int, list[str]] = defaultdict(list)
    programmes: dict[int, list[str]] = defaultdict(list)
    for action in tracker.actions:
        for number in sorted(action.functions):
            actions[number].append(action.letter)
    for programme in tracker.programmes:
        if programme.function is not None:
            programmes[programme.function].append(programme.name)
    return tuple(
        ServedFunction(
            row.number, row.function, tuple(actions.get(row.number, ())), tuple(programmes.get(row.number, ()))
        )
        for row in tracker.functions
    )
