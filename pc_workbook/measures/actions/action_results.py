"""Where actions stand, and what their progress texts leave unsaid.

Overdue is judged from the last day of a date, a month or a year; ongoing work needs a review date. Nothing is
judged without an as-at date, and Unknown is never good news.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pc_workbook.measures.results import ActionResult, ActionState, ProgressLine, Results
from pc_workbook.model.action import (
    Action,
    ActionProgress,
    Delivery,
    DeliveryKind,
    Milestone,
    MilestoneState,
    ProgressEntry,
)
from pc_workbook.model.text import copies_of_earlier, says_nothing
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.wording.numbers import count_words, counted, day_words, listed, quoted

WITHOUT_END = (DeliveryKind.ONGOING, DeliveryKind.REPEATED)
#: What is said of a delivery without a last day, by its kind.
UNDATED = {
    DeliveryKind.NOT_SET: (ActionState.NO_DATE, "No delivery date yet: {quoted}"),
    DeliveryKind.RELATIVE: (ActionState.UNCLEAR, "Delivery date unclear: {quoted} gives no day to judge by"),
    DeliveryKind.STARTS: (ActionState.UNCLEAR, "Delivery date unclear: {quoted} is a start and names no end"),
    DeliveryKind.DONE: (
        ActionState.UNCLEAR,
        "Delivery date unclear: {quoted} says it is done, without a date under Completed on",
    ),
    DeliveryKind.UNREADABLE: (ActionState.UNCLEAR, "Delivery date can't be read"),
}
FALLBACK = "objective lead, no action lead named"
NO_LEAD = "no lead is named"
NO_OUTCOME = "no outcome is stated"
LINES_SHOWN = 2
_ASKED = (  # of every action: field, what it is called, what is said where the cell is empty
    ("outcome", "outcome", NO_OUTCOME),
    ("lead", "lead", NO_LEAD),
    ("links", "list of linked indicators", "it serves no indicator"),
)
FINISHED = (MilestoneState.DONE, MilestoneState.DROPPED)


def measured_actions(tracker: Tracker) -> tuple[ActionResult, ...]:
    """Every action with its state, next date, last progress and flags, in the order of the plan."""
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
    state, words = action_state(action, settings)
    lines = progress_lines(progress, history)
    flags = (
        *_plan_flags(action, settings),
        *_milestone_flags(milestones, settings.as_at),
        *(() if state is ActionState.COMPLETED else progress_flags(action, settings, progress, lines, copied)),
    )
    return ActionResult(
        action=action,
        state=state,
        words=words,
        last_day=action.delivery.last_day if action.delivery else None,
        next_date=next_date(action, progress, milestones, settings.as_at),
        lead=lead_of(action, settings),
        links=tuple(sorted(action.links)),
        last_two=lines[:LINES_SHOWN],
        by_locality=tuple(progress),
        flags=flags,
        milestones=tuple(milestones),
    )


def actions_left_out(results: Results) -> str:
    """How many rows of the list of actions no figure counts, because they can't be read; '' for none."""
    rows = counted(results.actions_left_out, "row")
    return f"leaves out {rows} of the list Actions that can't be read" if results.actions_left_out else ""


def dates_unclear(results: Results) -> str:
    """How many actions are neither overdue nor on time, because their delivery date leaves that open; '' for none."""
    unclear = [result.action.letter for result in results.actions if result.state is ActionState.UNCLEAR]
    verb = "is" if len(unclear) == 1 else "are"
    return f"{counted(len(unclear), 'delivery date')} {verb} unclear ({', '.join(unclear)})" if unclear else ""


def action_state(action: Action, settings: Settings) -> tuple[ActionState, str]:
    """Where an action stands on the as-at date, with its reason in words."""
    as_at, delivery = settings.as_at, action.delivery
    if action.completed_on and (as_at is None or action.completed_on <= as_at):
        return ActionState.COMPLETED, f"Completed on {day_words(action.completed_on)}"
    if "completed_on" in action.unread:
        return ActionState.UNCLEAR, "Not judged: the date under Completed on can't be read"
    if delivery is None:
        return ActionState.NO_DATE, "No delivery date"
    if delivery.kind in WITHOUT_END:
        return _ongoing(action, as_at)
    if delivery.kind in UNDATED or delivery.last_day is None:
        state, words = UNDATED.get(delivery.kind, UNDATED[DeliveryKind.UNREADABLE])
        return state, words.format(quoted=quoted(delivery.words))
    if as_at is None:
        return ActionState.NO_DATE, f"Not judged: no as-at date (last day {day_words(delivery.last_day)})"
    if delivery.has_passed(as_at) is None and delivery.last_day < as_at:
        return (
            ActionState.UNCLEAR,
            f"Delivery date unclear: {day_words(delivery.last_day)} has passed, and the cell says that the work goes on",
        )
    return _dated(delivery.last_day, as_at, settings.due_within_days)


def _dated(last_day: date, as_at: date, due_within_days: int) -> tuple[ActionState, str]:
    left = (last_day - as_at).days
    if left < 0:
        return ActionState.OVERDUE, f"Overdue since {day_words(last_day)} ({counted(-left, 'day')})"
    if left <= due_within_days:
        when = "today" if not left else f"in {counted(left, 'day')}"
        return ActionState.DUE_SOON, f"Due by {day_words(last_day)}, {when}"
    return ActionState.ON_COURSE, f"Not yet due: last day {day_words(last_day)}"


def _ongoing(action: Action, as_at: date | None) -> tuple[ActionState, str]:
    review = action.review_date
    if "review_date" in action.unread:
        return ActionState.ONGOING, "Ongoing; its review date can't be read"
    if review is None:
        return ActionState.ONGOING_NO_REVIEW, str(ActionState.ONGOING_NO_REVIEW)
    passed = as_at is not None and review < as_at
    return ActionState.ONGOING, f"Ongoing, review {'was due' if passed else 'due'} on {day_words(review)}"


def lead_of(action: Action, settings: Settings) -> str:
    """Who leads an action; the objective's lead stands in, and is labelled so."""
    if action.lead:
        return action.lead
    return f"{settings.objective_lead} ({FALLBACK})" if settings.objective_lead else NO_LEAD


def _plan_flags(action: Action, settings: Settings) -> list[str]:
    review, as_at = action.review_date, settings.as_at
    flags = [
        *(
            f"its {words} can't be read" if name in action.unread else "" if getattr(action, name) else none
            for name, words, none in _ASKED
        ),
        _two_dates(action.delivery),
        slip_words(action),
        "its review date has passed" if review and as_at and review < as_at and not action.completed_on else "",
    ]
    return [flag for flag in flags if flag]


def _two_dates(delivery: Delivery | None) -> str:
    if delivery is None or len(set(delivery.kinds)) < 2:
        return ""
    return f"its delivery date is of two kinds: {listed([str(kind) for kind in delivery.kinds])}"


def slip_words(action: Action) -> str:
    """'slipped twice, first date December 2016'; '' where the delivery never moved."""
    first, now = action.first_delivery, action.delivery
    before = first.last_day if first else now.moved_from if now else None
    slips = action.slips or int(bool(before and now and now.last_day and now.last_day > before))
    if not slips:
        return ""
    often = {1: "once", 2: "twice"}.get(slips, f"{count_words(slips)} times")
    when = first.words if first else day_words(before) if before else ""
    return f"slipped {often}{f', first date {when}' if when else ''}"


def _milestone_flags(milestones: Sequence[Milestone], as_at: date | None) -> list[str]:
    late = [m for m in milestones if as_at and m.due and m.due < as_at and not _finished(m)]
    return [f"{counted(len(late), 'milestone')} past {'its' if len(late) == 1 else 'their'} due date"] if late else []


def _finished(milestone: Milestone) -> bool:
    return milestone.done is not None or milestone.state in FINISHED


def progress_flags(
    action: Action,
    settings: Settings,
    progress: Sequence[ActionProgress],
    lines: Sequence[ProgressLine],
    copied: Sequence[str],
) -> list[str]:
    """What is wrong with an action's progress: none, empty, copied, undated or stale."""
    if not lines:
        return ["no progress is reported"]
    delivery = action.delivery.words if action.delivery else ""
    empty = [p.locality for p in progress if p.progress and says_nothing(p.progress, delivery)]
    flags = [
        f"text repeats the delivery date ({listed(empty)})" if empty else "",
        f"text copied from action {listed(list(copied))}, or copied there" if copied else "",
        _staleness(lines, settings),
    ]
    return [flag for flag in flags if flag]


def _staleness(lines: Sequence[ProgressLine], settings: Settings) -> str:
    newest = max((line.on for line in lines if line.on), default=None)
    if newest is None:
        return "progress has no date"
    if settings.as_at is None or (settings.as_at - newest).days <= settings.stale_after_days:
        return ""
    return f"progress is older than {settings.stale_after_days} days ({day_words(newest)})"


def progress_lines(progress: Iterable[ActionProgress], history: Iterable[ProgressEntry]) -> tuple[ProgressLine, ...]:
    """Every progress text of the action, newest first, undated last; what was filed in the history is not told twice.

    A text that stands without a date stays without one: the day it was filed on says nothing of its age. What was
    said of one practice only stays in the history.
    """
    told = list(progress)
    undated = {(p.locality, p.progress.strip()) for p in told if p.progress and p.updated_on is None}
    filed = [
        ProgressLine(
            None if (e.locality, e.text.strip()) in undated else e.entered_on,
            e.locality or "",
            e.role or "",
            e.text,
            e.new_state,
        )
        for e in history
        if e.locality or not e.practice
    ]
    known = {(line.locality, line.text.strip()) for line in filed}
    current = [
        ProgressLine(p.updated_on, p.locality, p.updated_by or "", p.progress, p.rag)
        for p in told
        if p.progress and (p.locality, p.progress.strip()) not in known
    ]
    told_in_order = [*filed, *current][::-1]  # of one day's, what was filed last is the newest
    return tuple(sorted(told_in_order, key=lambda line: line.on or date.min, reverse=True))


def next_date(
    action: Action, progress: Iterable[ActionProgress], milestones: Iterable[Milestone], as_at: date | None
) -> date | None:
    """The next day on which something is to happen, from the as-at date on; None once completed."""
    if action.completed_on and (as_at is None or action.completed_on <= as_at):
        return None
    days = [
        action.review_date,
        action.delivery.last_day if action.delivery else None,
        *(p.next_step_date for p in progress),
        *(m.due for m in milestones if not _finished(m)),
    ]
    return min((day for day in days if day and (as_at is None or day >= as_at)), default=None)


def copied_from(progress: Iterable[ActionProgress]) -> Mapping[str, tuple[str, ...]]:
    """The other actions whose progress begins with nearly the same sentence, by action letter: of many copies the
    first is told, and at the first all of them."""
    texts = sorted({(p.action, p.progress) for p in progress if p.progress})
    copied: dict[str, set[str]] = defaultdict(set)
    letters = [letter for letter, _ in texts]
    for earlier, later in copies_of_earlier([text for _, text in texts], letters):
        copied[letters[earlier]].add(letters[later])
        copied[letters[later]].add(letters[earlier])
    return {letter: tuple(sorted(others)) for letter, others in copied.items()}


def served_functions(tracker: Tracker) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """Each function with the actions and programmes that serve it; an empty third part means that nothing does."""
    served: dict[int, list[str]] = defaultdict(list)
    for action in tracker.actions:
        for number in sorted(action.functions):
            served[number].append(f"action {action.letter}")
    for programme in tracker.programmes:
        if programme.function is not None:
            served[programme.function].append(programme.name)
    return tuple((f.number, f.function, tuple(served.get(f.number, ()))) for f in tracker.functions)
