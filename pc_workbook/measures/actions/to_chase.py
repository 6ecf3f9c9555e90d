"""Returns and progress to chase, by locality: returns that are out, and progress without news.

Rows that are marked Exempt or Internal are not handed out, so no manager is asked about them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pc_workbook.measures.actions.action_results import copied_from, progress_flags, progress_lines
from pc_workbook.measures.actions.reason_codes import ReturnState
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.model.action import Action, ActionProgress, ProgressEntry
from pc_workbook.model.returns import Registered
from pc_workbook.model.row import MarkedRow, MarkingLevel
from pc_workbook.model.tracker import Tracker
from pc_workbook.model.words import Owner, owner_word

Flags = tuple[tuple[Reason, tuple[str, ...]], ...]  # (what to look at, letters of the actions)


class Chase(NamedTuple):
    """One locality: the role to ask, the state of its return, and what is wrong with the progress of which actions."""

    locality: str
    role: str  # "" where no manager is named
    return_state: Reason
    flags: Flags
    manager: str = Owner.MANAGER  # what the tracker calls a manager

    @property
    def is_out(self) -> bool:
        """Return whether a return is expected and not received."""
        return self.return_state.code in (ReturnState.UNDATED, ReturnState.LATE, ReturnState.EXPECTED)

    @property
    def is_late(self) -> bool:
        """Return whether a return is expected and its date has passed."""
        return self.return_state.code is ReturnState.LATE


def to_chase(tracker: Tracker, today: date) -> tuple[Chase, ...]:
    """Return every locality with something to ask for, late returns first, then those that are out."""
    newest = newest_returns(tracker.returns)
    flags = _flags(tracker)
    roles = {locality.name: locality.manager for locality in tracker.places()}
    names = dict.fromkeys((*roles, *newest, *flags))
    manager = owner_word(tracker.words, Owner.MANAGER, today)
    localities = [_chase(name, roles.get(name), newest.get(name), flags.get(name, ()), today) for name in names]
    localities = [each._replace(manager=manager) for each in localities]
    to_ask = [locality for locality in localities if locality.is_out or locality.flags]
    return tuple(sorted(to_ask, key=lambda locality: (not locality.is_late, not locality.is_out)))


def newest_returns(returns: Sequence[Registered]) -> Mapping[str, Registered]:
    """Return the newest return of each locality, in its last version."""
    newest: dict[str, Registered] = {}
    for row in returns:
        other = newest.get(row.locality)
        if other is None or _recency(row) >= _recency(other):
            newest[row.locality] = row
    return newest


def _recency(row: Registered) -> tuple[date, bool, int]:
    return row.handed_out_on or row.received_on or date.min, row.received_on is not None, row.version or 0


def _chase(name: str, manager: str | None, newest: Registered | None, flags: Flags, today: date) -> Chase:
    role = manager or (newest.role if newest else None) or ""
    return Chase(name, role, return_state(newest, today), flags)


def return_state(row: Registered | None, today: date) -> Reason:
    """Return the state of a locality's newest return; `row` is None where nothing was handed out."""
    if row is None:
        return reason(ReturnState.NOT_HANDED_OUT)
    if row.received_on is not None:
        version = row.version or 1
        return reason(ReturnState.RECEIVED, on=row.received_on, days_late=row.days_late or 0, version=version)
    if row.due_by is None:
        return reason(ReturnState.UNDATED)
    if row.due_by < today:
        return reason(ReturnState.LATE, due_by=row.due_by, days=(today - row.due_by).days)
    return reason(ReturnState.EXPECTED, due_by=row.due_by)


def _flags(tracker: Tracker) -> Mapping[str, Flags]:
    """Return what is missing, stale, without content, undated or copied, by locality."""
    actions = {action.letter: action for action in tracker.actions}
    reported: dict[str, list[ActionProgress]] = defaultdict(list)
    for row in tracker.progress:
        action = actions.get(row.action)
        if action and not _is_done(action, tracker.settings.as_at) and _is_handed_out(action) and _is_handed_out(row):
            reported[row.locality].append(row)
    history: dict[tuple[str, str | None], list[ProgressEntry]] = defaultdict(list)
    for entry in tracker.history:
        history[entry.action, entry.locality].append(entry)
    return {locality: _flags_of(rows, actions, history, tracker) for locality, rows in reported.items()}


def _flags_of(
    rows: Sequence[ActionProgress],
    actions: Mapping[str, Action],
    history: Mapping[tuple[str, str | None], Sequence[ProgressEntry]],
    tracker: Tracker,
) -> Flags:
    copied = copied_from(rows)
    letters: dict[Reason, list[str]] = defaultdict(list)
    for row in rows:
        lines = progress_lines([row], history.get((row.action, row.locality), ()))
        for flag in progress_flags(actions[row.action], tracker.settings, [row], lines, copied.get(row.action, ())):
            letters[flag].append(row.action)
    return tuple((flag, tuple(sorted(marked))) for flag, marked in letters.items())


def _is_handed_out(row: MarkedRow) -> bool:
    """Return whether a row may be handed out; tracker/markings.py has given each row the marking that applies to it."""
    return row.marking not in (MarkingLevel.EXEMPT, MarkingLevel.INTERNAL)


def _is_done(action: Action, as_at: date | None) -> bool:
    return action.completed_on is not None and (as_at is None or action.completed_on <= as_at)
