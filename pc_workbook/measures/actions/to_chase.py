"""Who is to be asked for what: returns that are out, and progress that says nothing new, locality by locality.

Rows that are marked Exempt or Internal are not handed out, so no manager is asked about them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pc_workbook.measures.actions.action_results import copied_from, progress_flags, progress_lines
from pc_workbook.model.action import Action, ActionProgress, ProgressEntry
from pc_workbook.model.returns import Registered
from pc_workbook.model.row import MarkedRow, MarkingLevel
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.numbers import counted, day_words

Flags = tuple[tuple[str, tuple[str, ...]], ...]  # (what to look at, letters of the actions)


class Chase(NamedTuple):
    """One locality: its manager, its return in words, and what is wrong with the progress of which actions."""

    locality: str
    role: str
    return_words: str
    is_out: bool  # a return is expected and not in
    is_late: bool
    flags: Flags


def to_chase(tracker: Tracker, today: date) -> tuple[Chase, ...]:
    """Every locality on which there is something to ask; those that are late come first."""
    newest = newest_returns(tracker.returns)
    flags = _flags(tracker)
    roles = {one.name: one.manager for one in tracker.localities}
    names = dict.fromkeys((*roles, *newest, *flags))
    found = [_chase(name, roles.get(name), newest.get(name), flags.get(name, ()), today) for name in names]
    wanted = [one for one in found if one.is_out or one.flags]
    return tuple(sorted(wanted, key=lambda one: (not one.is_late, not one.is_out)))


def newest_returns(returns: Sequence[Registered]) -> Mapping[str, Registered]:
    """What each locality was last asked for, and of its versions the last one."""
    newest: dict[str, Registered] = {}
    for row in returns:
        other = newest.get(row.locality)
        if other is None or _newness(row) >= _newness(other):
            newest[row.locality] = row
    return newest


def _newness(row: Registered) -> tuple[date, bool, int]:
    return row.handed_out_on or row.received_on or date.min, row.received_on is not None, row.version or 0


def _chase(
    name: str,
    role: str | None,
    newest: Registered | None,
    flags: Flags,
    today: date,
) -> Chase:
    is_out = newest is not None and newest.received_on is None
    is_late = is_out and newest is not None and newest.due_by is not None and newest.due_by < today
    asked = (newest.role if newest else None) or role or f"Locality manager, {name}"
    return Chase(name, role or asked, return_words(newest, today), is_out, is_late, flags)


def return_words(row: Registered | None, today: date) -> str:
    """Where a locality's return stands."""
    if row is None:
        return "nothing was handed out"
    if row.received_on is not None:
        late = f", {counted(row.days_late, 'day')} late" if row.days_late else ""
        version = f" (version {row.version})" if (row.version or 1) > 1 else ""
        return f"received on {day_words(row.received_on)}{late}{version}"
    if row.due_by is None:
        return "expected, without a date"
    if row.due_by < today:
        return f"late: was due by {day_words(row.due_by)}, {counted((today - row.due_by).days, 'day')} ago"
    return f"expected by {day_words(row.due_by)}"


def _flags(tracker: Tracker) -> Mapping[str, Flags]:
    """What is missing, stale, empty, undated or copied, by locality, then by what it is."""
    actions = {action.letter: action for action in tracker.actions}
    asked: dict[str, list[ActionProgress]] = defaultdict(list)
    for row in tracker.progress:
        action = actions.get(row.action)
        if action and not _is_done(action, tracker.settings.as_at) and _goes_out(action) and _goes_out(row):
            asked[row.locality].append(row)
    history: dict[tuple[str, str | None], list[ProgressEntry]] = defaultdict(list)
    for entry in tracker.history:
        history[entry.action, entry.locality].append(entry)
    return {locality: _flags_of(rows, actions, history, tracker) for locality, rows in asked.items()}


def _flags_of(
    rows: Sequence[ActionProgress],
    actions: Mapping[str, Action],
    history: Mapping[tuple[str, str | None], Sequence[ProgressEntry]],
    tracker: Tracker,
) -> Flags:
    copied = copied_from(rows)
    told: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        lines = progress_lines([row], history.get((row.action, row.locality), ()))
        for flag in progress_flags(actions[row.action], tracker.settings, [row], lines, copied.get(row.action, ())):
            told[flag].append(row.action)
    return tuple((flag, tuple(sorted(letters))) for flag, letters in told.items())


def _goes_out(row: MarkedRow) -> bool:
    """A row holds the marking that holds for it: tracker/markings.py has seen to that."""
    return row.marking not in (MarkingLevel.EXEMPT, MarkingLevel.INTERNAL)


def _is_done(action: Action, as_at: date | None) -> bool:
    return action.completed_on is not None and (as_at is None or action.completed_on <= as_at)
