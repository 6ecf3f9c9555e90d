"""What moved in the lists of two trackers: practices, actions, the plan, and observations that were revised."""

from collections.abc import Iterator, Sequence
from datetime import date

from pc_workbook.compare.changes import Move, Section, Side, told, was_and_is
from pc_workbook.measures.cqc.ordinal import change_words, steps_of_change
from pc_workbook.measures.results import ActionResult, ActionState, PlaceResult
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Indicator, Observation
from pc_workbook.model.practice import Practice
from pc_workbook.model.tracker import Settings
from pc_workbook.tracker.lists.catalogue import INDICATORS, SETTINGS
from pc_workbook.wording.numbers import counted, day_words, exact

UNTOLD_OF_INDICATORS = {"number", "note", "rag_override", "override_by", "override_on", "override_reason"}
UNTOLD_SETTINGS = {"as_at", "snapshots_to_keep"}


# -- practices


def moved_practices(old: Side, new: Side) -> Iterator[Move]:
    """Opened, closed, renamed, moved to another locality, rated anew, in and out of special measures."""
    before = {place.organisation: place for place in old.results.practices}
    after = {place.organisation: place for place in new.results.practices}
    rows = {practice.code: practice for practice in new.tracker.practices}
    for code, place in sorted(after.items()):
        if code not in before:
            yield _opened(place, old.results.as_at)
        else:
            yield from _moved_practice(before[code], place)
    for code, place in sorted(before.items()):
        if code not in after:
            yield _closed(place, rows.get(code))


def _opened(place: PlaceResult, since: date | None) -> Move:
    opened = place.practice.opened if place.practice else None
    if opened and since and opened > since:
        return _practice(place, "opened", f"opened on {day_words(opened)}")
    return _practice(place, "opened", "listed now, and was not among the open practices before")


def _closed(place: PlaceResult, row: Practice | None) -> Move:
    if row is None:
        return _practice(place, "closed", "no longer listed, and nothing says why")
    closed = f"closed on {day_words(row.closed)}" if row.closed else "no longer open"
    return _practice(place, "closed", f"{closed}{f', merged into {row.merged_into}' if row.merged_into else ''}")


def _moved_practice(then: PlaceResult, now: PlaceResult) -> Iterator[Move]:
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
    if steps_of_change(then, now) is None:
        return f"rated {now or 'nothing'}{when}, was {then or 'nothing'}"
    return f"rated {now}{when}, {change_words(then, now)}"


def _practice(place: PlaceResult, kind: str, words: str) -> Move:
    return Move(Section.PRACTICES, place.organisation, kind, f"{place.organisation} {place.name}: {words}")


# -- actions


def moved_actions(old: Side, new: Side) -> Iterator[Move]:
    """New, gone, completed, overdue, slipped or brought forward, and a lead that was named or taken off."""
    before = {result.action.letter: result for result in old.results.actions}
    for now in new.results.actions:
        then = before.pop(now.action.letter, None)
        if then is None:
            yield _action(now, "new", f"new: {now.action.text}")
        else:
            yield from _moved_action(then, now)
    for gone in before.values():
        yield _action(gone, "gone", "no longer listed")
    yield from _reported(old, new)


def _moved_action(then: ActionResult, now: ActionResult) -> Iterator[Move]:
    yield from _moved_delivery(then, now)
    if then.state is not now.state:
        kind = KINDS.get(now.state, "state")
        yield _action(now, kind, f"{now.words or now.state}; was: {then.words or then.state}")
    if then.action.lead != now.action.lead:
        yield _action(now, "lead", f"lead was {told(then.action.lead)}, is now {told(now.action.lead)}")


KINDS = {ActionState.COMPLETED: "completed", ActionState.OVERDUE: "overdue"}


def _moved_delivery(then: ActionResult, now: ActionResult) -> Iterator[Move]:
    """A date that was moved is told as slipped, even where the count of slips was left as it was."""
    was, is_now = then.action.delivery, now.action.delivery
    if told(was) == told(is_now):
        return
    words = f"delivery was {told(was)}, is now {told(is_now)}"
    if then.last_day is None or now.last_day is None or then.last_day == now.last_day:
        yield _action(now, "delivery", words)
        return
    days = (now.last_day - then.last_day).days
    kind = "slipped" if days > 0 else "brought forward"
    yield _action(now, kind, f"{kind} by {counted(abs(days), 'day')}: {words}")


def _reported(old: Side, new: Side) -> Iterator[Move]:
    known = {(entry.entered_on, entry.action, entry.text) for entry in old.tracker.history}
    fresh = [entry for entry in new.tracker.history if (entry.entered_on, entry.action, entry.text) not in known]
    for letter in sorted({entry.action for entry in fresh}):
        count = sum(entry.action == letter for entry in fresh)
        words = f"Action {letter}: {counted(count, 'report')} on progress added"
        yield Move(Section.ACTIONS, f"Action {letter}", "reported", words)


def _action(result: ActionResult, kind: str, words: str) -> Move:
    about = f"Action {result.action.letter}"
    return Move(Section.ACTIONS, about, kind, f"{about}: {words}")


# -- the plan


def moved_plan(old: Side, new: Side) -> Iterator[Move]:
    """Every cell of an indicator that says what is counted or aimed at, the agreed way, and the settings."""
    before = {row.number: row for row in old.tracker.indicators}
    for row in new.tracker.indicators:
        if row.number in before:
            yield from _moved_cells(before[row.number], row)
    yield from _moved_trajectory(old, new)
    yield from _moved_settings(old.tracker.settings, new.tracker.settings)


def _moved_cells(then: Indicator, now: Indicator) -> Iterator[Move]:
    about = f"Indicator {now.number}"
    for column in INDICATORS.columns:
        if column.field in UNTOLD_OF_INDICATORS:
            continue
        was, is_now = getattr(then, column.field), getattr(now, column.field)
        if was != is_now:
            yield Move(Section.PLAN, about, "changed", f"{about}, {column.heading}: {was_and_is(was, is_now)}")


def _moved_trajectory(old: Side, new: Side) -> Iterator[Move]:
    before = {(point.indicator, point.year): point for point in old.tracker.trajectory}
    after = {(point.indicator, point.year): point for point in new.tracker.trajectory}
    for number, year in sorted({*before, *after}):
        was, is_now = before.get((number, year)), after.get((number, year))
        goals = [(point.goal or point.value) if point else None for point in (was, is_now)]
        if told(goals[0]) != told(goals[1]):
            about = f"Indicator {number}"
            words = f"{about}, trajectory for {year}: {was_and_is(*goals)}"
            yield Move(Section.PLAN, about, "changed", words)


def _moved_settings(then: Settings, now: Settings) -> Iterator[Move]:
    for setting in SETTINGS:
        was, is_now = getattr(then, setting.field), getattr(now, setting.field)
        if was != is_now and setting.field not in UNTOLD_SETTINGS:
            yield Move(Section.PLAN, "Settings", "changed", f"{setting.name}: {was_and_is(was, is_now)}")


# -- revisions


def revised_observations(old: Side, new: Side) -> Iterator[Move]:
    """A value that stands otherwise for the same indicator, organisation and period."""
    before = _by_period(old.tracker.observations)
    for key, now in _by_period(new.tracker.observations).items():
        then = before.get(key)
        if then is not None and (then.value, then.rating, then.suppressed) != (now.value, now.rating, now.suppressed):
            about = f"Indicator {now.indicator}"
            marked = f" ({now.revision})" if now.revision else ""
            words = f"{about}, {now.organisation}, {now.period.label}: was {_seen(then)}, is now {_seen(now)}{marked}"
            yield Move(Section.REVISIONS, about, "revised", words)


def _by_period(rows: Sequence[Observation]) -> dict[tuple[int, str, str], Observation]:
    return {(row.indicator, row.organisation, row.period.label): row for row in rows}


def _seen(row: Observation) -> str:
    if row.suppressed:
        return "a suppressed value"
    return exact(row.value) if row.value is not None else told(row.rating)
