"""Changes in the lists of two trackers: practices, actions, the plan, and revised observations."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from pc_workbook.compare.changes import Kind, RowChange, RowFact, Section, Side, Subject, SubjectKind
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import ActionResult, ActionState, PracticeResult
from pc_workbook.model.indicator import Indicator, Observation
from pc_workbook.model.practice import Practice
from pc_workbook.model.target import TrajectoryPoint
from pc_workbook.model.tracker import Settings
from pc_workbook.stats.decimals import exact_decimal
from pc_workbook.tracker.lists.catalogue import INDICATORS, SETTINGS

UNCOMPARED_INDICATOR_FIELDS = {"number", "note", "rag_override", "override_by", "override_on", "override_reason"}
UNCOMPARED_SETTINGS = {"as_at", "snapshots_to_keep"}


# -- practices


def practice_changes(old: Side, new: Side) -> Iterator[RowChange]:
    """Yield practices that opened, closed, were renamed, moved to another locality, were rated anew, or entered or
    left special measures.
    """
    before = {place.organisation: place for place in old.results.practices}
    after = {place.organisation: place for place in new.results.practices}
    rows = {practice.code: practice for practice in new.tracker.practices}
    for code, place in sorted(after.items()):
        if code not in before:
            yield _practice(place, Kind.OPENED, _opened(place, old.results.as_at))
        else:
            yield from _practice_change(before[code], place)
    for code, place in sorted(before.items()):
        if code not in after:
            yield _practice(place, Kind.CLOSED, _closed(rows.get(code)))


def _opened(place: PracticeResult, since: date | None) -> Reason:
    opened = place.practice.opened
    if opened and since and opened > since:
        return reason(RowFact.OPENED, on=opened)
    return reason(RowFact.FIRST_LISTED)


def _closed(row: Practice | None) -> Reason:
    if row is None:
        return reason(RowFact.NOT_LISTED)
    return reason(RowFact.CLOSED, on=row.closed, into=row.merged_into)


def _practice_change(then: PracticeResult, now: PracticeResult) -> Iterator[RowChange]:
    if then.name != now.name:
        yield _practice(now, Kind.RENAMED, reason(RowFact.RENAMED, then=then.name))
    if then.locality != now.locality:
        yield _practice(now, Kind.MOVED, reason(RowFact.OTHER_LOCALITY, then=then.locality, now=now.locality))
    if then.rating is not now.rating:
        fact = reason(RowFact.RATED, then=then.rating, now=now.rating, on=now.rated_on)
        yield _practice(now, Kind.RATED, fact)
    if then.in_special_measures is not now.in_special_measures:
        entered = now.in_special_measures
        fact = reason(RowFact.ENTERED_SPECIAL_MEASURES if entered else RowFact.LEFT_SPECIAL_MEASURES)
        yield _practice(now, Kind.SPECIAL_MEASURES, fact)


def _practice(place: PracticeResult, kind: Kind, fact: Reason) -> RowChange:
    return RowChange(Section.PRACTICES, kind, Subject(SubjectKind.PRACTICE, place.organisation, place.name), fact)


# -- actions


def action_changes(old: Side, new: Side) -> Iterator[RowChange]:
    """Yield actions that are new, gone, completed, overdue, slipped or brought forward, and changes of their leads."""
    before = {result.action.letter: result for result in old.results.actions}
    for now in new.results.actions:
        then = before.pop(now.action.letter, None)
        if then is None:
            yield _action(now.action.letter, Kind.NEW, reason(RowFact.ACTION_ADDED, text=now.action.text))
        else:
            yield from _action_change(then, now)
    for gone in before.values():
        yield _action(gone.action.letter, Kind.GONE, reason(RowFact.ACTION_REMOVED))
    yield from _reported(old, new)


def _action_change(then: ActionResult, now: ActionResult) -> Iterator[RowChange]:
    letter = now.action.letter
    yield from _delivery_change(then, now)
    if then.state is not now.state:
        fact = reason(RowFact.STATE, then=then.reason, now=now.reason)
        yield _action(letter, KINDS.get(now.state, Kind.STATE), fact)
    if then.action.lead != now.action.lead:
        yield _action(letter, Kind.LEAD, reason(RowFact.LEAD, then=then.action.lead, now=now.action.lead))


KINDS = {ActionState.COMPLETED: Kind.COMPLETED, ActionState.OVERDUE: Kind.OVERDUE}


def _delivery_change(then: ActionResult, now: ActionResult) -> Iterator[RowChange]:
    """Yield a changed delivery date, even where the number of slips was not changed with it."""
    was, is_now = then.action.delivery, now.action.delivery
    if (was and was.words) == (is_now and is_now.words):
        return
    days, kind = 0, Kind.DELIVERY
    if then.last_day is not None and now.last_day is not None:
        days = (now.last_day - then.last_day).days
    if days:
        kind = Kind.SLIPPED if days > 0 else Kind.BROUGHT_FORWARD
    fact = reason(RowFact.DELIVERY, then=was, now=is_now, days_later=days)
    yield _action(now.action.letter, kind, fact)


def _reported(old: Side, new: Side) -> Iterator[RowChange]:
    known = {(entry.entered_on, entry.action, entry.text) for entry in old.tracker.history}
    fresh = [entry for entry in new.tracker.history if (entry.entered_on, entry.action, entry.text) not in known]
    for letter in sorted({entry.action for entry in fresh}):
        count = sum(entry.action == letter for entry in fresh)
        yield _action(letter, Kind.REPORTED, reason(RowFact.PROGRESS_REPORTED, count=count))


def _action(letter: str, kind: Kind, fact: Reason) -> RowChange:
    return RowChange(Section.ACTIONS, kind, Subject(SubjectKind.ACTION, letter), fact)


# -- the plan


def plan_changes(old: Side, new: Side) -> Iterator[RowChange]:
    """Yield changes of an indicator's definition or aims, of the agreed trajectory, and of the settings."""
    before = {row.number: row for row in old.tracker.indicators}
    for row in new.tracker.indicators:
        if row.number in before:
            yield from _cell_changes(before[row.number], row)
    yield from _trajectory_changes(old, new)
    yield from _setting_changes(old.tracker.settings, new.tracker.settings)


def _cell_changes(then: Indicator, now: Indicator) -> Iterator[RowChange]:
    for column in INDICATORS.columns:
        if column.field in UNCOMPARED_INDICATOR_FIELDS:
            continue
        was, is_now = getattr(then, column.field), getattr(now, column.field)
        if was != is_now:
            fact = reason(RowFact.CELL, heading=column.heading, then=was, now=is_now)
            yield RowChange(Section.PLAN, Kind.CHANGED, _indicator(now.number), fact)


def _indicator(number: int) -> Subject:
    return Subject(SubjectKind.INDICATOR, number)


def _trajectory_changes(old: Side, new: Side) -> Iterator[RowChange]:
    before = {(point.indicator, point.year): point for point in old.tracker.trajectory}
    after = {(point.indicator, point.year): point for point in new.tracker.trajectory}
    for number, year in sorted({*before, *after}):
        was, is_now = before.get((number, year)), after.get((number, year))
        if _shown_goal(was) != _shown_goal(is_now):
            goals = [(point.goal or point.value) if point else None for point in (was, is_now)]
            fact = reason(RowFact.TRAJECTORY, year=year, then=goals[0], now=goals[1])
            yield RowChange(Section.PLAN, Kind.CHANGED, _indicator(number), fact)


def _shown_goal(point: TrajectoryPoint | None) -> str | Decimal | None:
    """Return a point's goal as typed, or its value with the digits that are shown: values that read alike are alike."""
    if point is None:
        return None
    if point.goal:
        return point.goal.words
    return None if point.value is None else exact_decimal(point.value)


def _setting_changes(then: Settings, now: Settings) -> Iterator[RowChange]:
    for setting in SETTINGS:
        was, is_now = getattr(then, setting.field), getattr(now, setting.field)
        if was != is_now and setting.field not in UNCOMPARED_SETTINGS:
            subject = Subject(SubjectKind.SETTING, setting.name)
            fact = reason(RowFact.CELL, heading=setting.name, then=was, now=is_now)
            yield RowChange(Section.PLAN, Kind.CHANGED, subject, fact)


# -- revisions


def observation_changes(old: Side, new: Side) -> Iterator[RowChange]:
    """Yield values that differ for the same indicator, organisation and period."""
    before = _by_period(old.tracker.observations)
    for key, now in _by_period(new.tracker.observations).items():
        then = before.get(key)
        if then is not None and (then.value, then.rating, then.suppressed) != (now.value, now.rating, now.suppressed):
            fact = reason(RowFact.OBSERVATION, then=then, now=now)
            yield RowChange(Section.REVISIONS, Kind.REVISED, _indicator(now.indicator), fact)


def _by_period(rows: Sequence[Observation]) -> dict[tuple[int, str, str], Observation]:
    return {(row.indicator, row.organisation, row.period.label): row for row in rows}
