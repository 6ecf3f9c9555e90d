"""Changes in the lists of two trackers: practices, actions, the plan, and revised observations."""

from collections.abc import Iterator, Sequence
from datetime import date

from pc_workbook.compare.changes import ComparedRow, Section, Side, before_and_after, cell_text
from pc_workbook.measures.cqc.ordinal import steps_of_change
from pc_workbook.measures.results import ActionResult, ActionState, PracticeResult
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Indicator, Observation
from pc_workbook.model.practice import Practice
from pc_workbook.model.tracker import Settings
from pc_workbook.tracker.lists.catalogue import INDICATORS, SETTINGS
from pc_workbook.wording.actions import state_words
from pc_workbook.wording.cqc import change_words
from pc_workbook.wording.numbers import counted, day_words, exact

UNCOMPARED_INDICATOR_FIELDS = {"number", "note", "rag_override", "override_by", "override_on", "override_reason"}
UNCOMPARED_SETTINGS = {"as_at", "snapshots_to_keep"}


# -- practices


def practice_changes(old: Side, new: Side) -> Iterator[ComparedRow]:
    """Yield practices that opened, closed, were renamed, moved to another locality, were rated anew, or entered or
    left special measures.
    """
    before = {place.organisation: place for place in old.results.practices}
    after = {place.organisation: place for place in new.results.practices}
    rows = {practice.code: practice for practice in new.tracker.practices}
    for code, place in sorted(after.items()):
        if code not in before:
            yield _opened(place, old.results.as_at)
        else:
            yield from _practice_change(before[code], place)
    for code, place in sorted(before.items()):
        if code not in after:
            yield _closed(place, rows.get(code))


def _opened(place: PracticeResult, since: date | None) -> ComparedRow:
    opened = place.practice.opened
    if opened and since and opened > since:
        return _practice(place, "opened", f"opened on {day_words(opened)}")
    return _practice(place, "opened", "listed now, and was not among the open practices before")


def _closed(place: PracticeResult, row: Practice | None) -> ComparedRow:
    if row is None:
        return _practice(place, "closed", "no longer listed, and nothing says why")
    closed = f"closed on {day_words(row.closed)}" if row.closed else "no longer open"
    return _practice(place, "closed", f"{closed}{f', merged into {row.merged_into}' if row.merged_into else ''}")


def _practice_change(then: PracticeResult, now: PracticeResult) -> Iterator[ComparedRow]:
    if then.name != now.name:
        yield _practice(now, "renamed", f"called {then.name} before")
    if then.locality != now.locality:
        yield _practice(now, "moved", f"in {now.locality or 'no locality'}, was in {then.locality or 'no locality'}")
    if then.rating is not now.rating:
        yield _practice(now, "re-rated", _rated(then.rating, now.rating, now.rated_on))
    if then.in_special_measures is not now.in_special_measures:
        kind = "special measures"
        yield _practice(now, kind, "entered special measures" if now.in_special_measures else "left special measures")


def _rated(then: Rating | None, now: Rating | None, on: date | None) -> str:
    when = f" ({day_words(on)})" if on else ""
    steps = steps_of_change(then, now)
    if steps is None:
        return f"rated {now or 'nothing'}{when}, was {then or 'nothing'}"
    return f"rated {now}{when}, {change_words(then, steps)}"


def _practice(place: PracticeResult, kind: str, words: str) -> ComparedRow:
    return ComparedRow(Section.PRACTICES, place.organisation, kind, f"{place.organisation} {place.name}: {words}")


# -- actions


def action_changes(old: Side, new: Side) -> Iterator[ComparedRow]:
    """Yield actions that are new, gone, completed, overdue, slipped or brought forward, and changes of their leads."""
    before = {result.action.letter: result for result in old.results.actions}
    for now in new.results.actions:
        then = before.pop(now.action.letter, None)
        if then is None:
            yield _action(now, "new", f"new: {now.action.text}")
        else:
            yield from _action_change(then, now)
    for gone in before.values():
        yield _action(gone, "gone", "no longer listed")
    yield from _reported(old, new)


def _action_change(then: ActionResult, now: ActionResult) -> Iterator[ComparedRow]:
    yield from _delivery_change(then, now)
    if then.state is not now.state:
        kind = KINDS.get(now.state, "state")
        yield _action(now, kind, f"{state_words(now.reason)}; was: {state_words(then.reason)}")
    if then.action.lead != now.action.lead:
        yield _action(now, "lead", f"lead was {cell_text(then.action.lead)}, is now {cell_text(now.action.lead)}")


KINDS = {ActionState.COMPLETED: "completed", ActionState.OVERDUE: "overdue"}


def _delivery_change(then: ActionResult, now: ActionResult) -> Iterator[ComparedRow]:
    """Yield a changed delivery date, even where the number of slips was not changed with it."""
    was, is_now = then.action.delivery, now.action.delivery
    if cell_text(was) == cell_text(is_now):
        return
    words = f"delivery was {cell_text(was)}, is now {cell_text(is_now)}"
    if then.last_day is None or now.last_day is None or then.last_day == now.last_day:
        yield _action(now, "delivery", words)
        return
    days = (now.last_day - then.last_day).days
    kind = "slipped" if days > 0 else "brought forward"
    yield _action(now, kind, f"{kind} by {counted(abs(days), 'day')}: {words}")


def _reported(old: Side, new: Side) -> Iterator[ComparedRow]:
    known = {(entry.entered_on, entry.action, entry.text) for entry in old.tracker.history}
    fresh = [entry for entry in new.tracker.history if (entry.entered_on, entry.action, entry.text) not in known]
    for letter in sorted({entry.action for entry in fresh}):
        count = sum(entry.action == letter for entry in fresh)
        words = f"Action {letter}: {counted(count, 'report')} on progress added"
        yield ComparedRow(Section.ACTIONS, f"Action {letter}", "reported", words)


def _action(result: ActionResult, kind: str, words: str) -> ComparedRow:
    about = f"Action {result.action.letter}"
    return ComparedRow(Section.ACTIONS, about, kind, f"{about}: {words}")


# -- the plan


def plan_changes(old: Side, new: Side) -> Iterator[ComparedRow]:
    """Yield changes of an indicator's definition or aims, of the agreed trajectory, and of the settings."""
    before = {row.number: row for row in old.tracker.indicators}
    for row in new.tracker.indicators:
        if row.number in before:
            yield from _cell_changes(before[row.number], row)
    yield from _trajectory_changes(old, new)
    yield from _setting_changes(old.tracker.settings, new.tracker.settings)


def _cell_changes(then: Indicator, now: Indicator) -> Iterator[ComparedRow]:
    about = f"Indicator {now.number}"
    for column in INDICATORS.columns:
        if column.field in UNCOMPARED_INDICATOR_FIELDS:
            continue
        was, is_now = getattr(then, column.field), getattr(now, column.field)
        if was != is_now:
            yield ComparedRow(
                Section.PLAN, about, "changed", f"{about}, {column.heading}: {before_and_after(was, is_now)}"
            )


def _trajectory_changes(old: Side, new: Side) -> Iterator[ComparedRow]:
    before = {(point.indicator, point.year): point for point in old.tracker.trajectory}
    after = {(point.indicator, point.year): point for point in new.tracker.trajectory}
    for number, year in sorted({*before, *after}):
        was, is_now = before.get((number, year)), after.get((number, year))
        goals = [(point.goal or point.value) if point else None for point in (was, is_now)]
        if cell_text(goals[0]) != cell_text(goals[1]):
            about = f"Indicator {number}"
            words = f"{about}, trajectory for {year}: {before_and_after(*goals)}"
            yield ComparedRow(Section.PLAN, about, "changed", words)


def _setting_changes(then: Settings, now: Settings) -> Iterator[ComparedRow]:
    for setting in SETTINGS:
        was, is_now = getattr(then, setting.field), getattr(now, setting.field)
        if was != is_now and setting.field not in UNCOMPARED_SETTINGS:
            yield ComparedRow(Section.PLAN, "Settings", "changed", f"{setting.name}: {before_and_after(was, is_now)}")


# -- revisions


def observation_changes(old: Side, new: Side) -> Iterator[ComparedRow]:
    """Yield values that differ for the same indicator, organisation and period."""
    before = _by_period(old.tracker.observations)
    for key, now in _by_period(new.tracker.observations).items():
        then = before.get(key)
        if then is not None and (then.value, then.rating, then.suppressed) != (now.value, now.rating, now.suppressed):
            about = f"Indicator {now.indicator}"
            marked = f" ({now.revision})" if now.revision else ""
            words = f"{about}, {now.organisation}, {now.period.label}: was {_seen(then)}, is now {_seen(now)}{marked}"
            yield ComparedRow(Section.REVISIONS, about, "revised", words)


def _by_period(rows: Sequence[Observation]) -> dict[tuple[int, str, str], Observation]:
    return {(row.indicator, row.organisation, row.period.label): row for row in rows}


def _seen(row: Observation) -> str:
    if row.suppressed:
        return "a suppressed value"
    return exact(row.value) if row.value is not None else cell_text(row.rating)
