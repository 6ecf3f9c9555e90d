"""CQC ratings of practices: counts, shares on both denominators, history, and special measures, which no rating implies."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from pc_workbook.measures.cqc.ordinal import steps_of_change
from pc_workbook.measures.cqc.share import cqc_shares
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.results import CqcResult, RatingChange
from pc_workbook.model.cqc import SCALE, STATES, Inspection, Rating
from pc_workbook.model.practice import Practice
from pc_workbook.model.tracker import Tracker

Latest = tuple[Practice, Inspection | None]


class RatingRows(NamedTuple):
    """The ratings of single practices, without counts of them; `CqcResult` describes the fields."""

    latest: tuple[Latest, ...]
    history: tuple[Inspection, ...]
    changes: tuple[RatingChange, ...]
    special_measures: tuple[Inspection, ...]


def rating_rows(tracker: Tracker, known: KnownValues) -> RatingRows:
    """Return the latest rating of each open practice that can be read, and the history of every practice."""
    read = (practice for practice in tracker.open_practices() if practice.code not in known.unread_ratings)
    histories = [known.overall.get(practice.code, []) for practice in tracker.practices]
    return RatingRows(
        tuple((practice, known.latest_rating(practice.code)) for practice in read) if known.ratings_recorded else (),
        _newest_first(row for rows in histories for row in rows),
        _changes(histories),
        special_measures(tracker, known.settings.as_at),
    )


def measured_ratings(tracker: Tracker, known: KnownValues) -> CqcResult:
    """Return the ratings of the practices open on the as-at date, and the history of every practice.

    A practice whose rating can't be read is neither rated nor "not inspected": no share counts it.
    """
    everyone, rows = tracker.open_practices(), rating_rows(tracker, known)
    recorded, latest = known.ratings_recorded, rows.latest
    counts = counted_ratings(latest) if recorded else {}
    by_locality = _by_locality(tracker, latest) if recorded else ()
    return CqcResult(
        practices=len(everyone),
        recorded=recorded,
        inspected=sum(counts.get(rating, 0) for rating in SCALE),
        counts=counts,
        shares=cqc_shares(counts) if recorded else (),
        latest=latest,
        history=rows.history,
        changes=rows.changes,
        special_measures=rows.special_measures,
        by_locality=by_locality,
        shares_by_locality=tuple((name, cqc_shares(each)) for name, each in by_locality),
        unread=sum(practice.code in known.unread_ratings for practice in everyone),
        inherited=sum(row is not None and row.is_inherited for _, row in latest),
    )


def rating_of(inspection: Inspection | None) -> Rating:
    """Return the rating of an inspection; a practice without one is "Not inspected"."""
    return (inspection and inspection.overall) or Rating.NOT_INSPECTED


def counted_ratings(latest: Iterable[Latest]) -> dict[Rating, int]:
    """Return how many practices have each rating and state, zeros included."""
    counts = Counter(rating_of(inspection) for _, inspection in latest)
    return {rating: counts[rating] for rating in (*reversed(SCALE), *STATES)}


def in_special_measures(row: Inspection, as_at: date | None) -> bool:
    """Return whether the dates of a row put its organisation in special measures on a day, whatever its rating."""
    if row.special_measures_from is None or (as_at is not None and row.special_measures_from > as_at):
        return False
    return row.special_measures_to is None or (as_at is not None and row.special_measures_to > as_at)


def special_measures(tracker: Tracker, as_at: date | None) -> tuple[Inspection, ...]:
    """Return the newest row about special measures of each open practice that is in them."""
    open_codes = {practice.code for practice in tracker.open_practices()}
    rows = [row for row in tracker.inspections if row.organisation in open_codes and row.special_measures_from]
    newest = {row.organisation: row for row in sorted(rows, key=_special_measures_order)}
    return tuple(row for row in newest.values() if in_special_measures(row, as_at))


def _special_measures_order(row: Inspection) -> tuple[date, date]:
    return row.special_measures_from or date.min, row.dated or date.min


def _newest_first(rows: Iterable[Inspection]) -> tuple[Inspection, ...]:
    return tuple(sorted(rows, key=lambda row: (row.dated or date.min, row.organisation), reverse=True))


def _changes(histories: Iterable[Sequence[Inspection]]) -> tuple[RatingChange, ...]:
    changes = []
    for rows in histories:
        rated = [row for row in rows if row.overall in SCALE]
        changes += [
            RatingChange(after, before, steps_of_change(before.overall, after.overall))
            for before, after in pairwise(rated)
        ]
    return tuple(sorted(changes, key=lambda change: change.inspection.dated or date.min, reverse=True))


def _by_locality(tracker: Tracker, latest: Iterable[Latest]) -> tuple[tuple[str, dict[Rating, int]], ...]:
    grouped: dict[str, list[Latest]] = {name: [] for name in locality_names(tracker)}
    for practice, inspection in latest:
        if practice.locality:
            grouped[practice.locality].append((practice, inspection))
    return tuple((name, counted_ratings(pairs)) for name, pairs in grouped.items())


def locality_names(tracker: Tracker) -> tuple[str, ...]:
    """Return the localities in the order of their list, then any that only a practice names."""
    listed = (locality.name for locality in tracker.localities)
    named = (practice.locality for practice in tracker.practices if practice.locality)
    return tuple(dict.fromkeys((*listed, *named)))
