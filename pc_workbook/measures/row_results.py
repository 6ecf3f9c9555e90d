"""Results that follow from single rows of a tracker, given the figures of the whole area: RAGs, ratings and actions.

An edition for an audience has them calculated from the rows that it may show.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pc_workbook.measures.actions.action_results import measured_actions
from pc_workbook.measures.cqc.ratings import measured_ratings
from pc_workbook.measures.indicators.indicator_results import measured_indicators
from pc_workbook.measures.known_values import known_values
from pc_workbook.measures.results import (
    ActionResult,
    Association,
    Claim,
    CqcResult,
    IndicatorResult,
    PlaceResult,
    PracticeResult,
)
from pc_workbook.measures.variation.claims import association_with_deprivation, tested_claims
from pc_workbook.model.question import NO_QUESTIONS, Blocker, Questions
from pc_workbook.model.tracker import Tracker


class Places(NamedTuple):
    """Staff figures as they are shown: of the area, of the area over practices with a return, and of practices."""

    area: PlaceResult
    area_with_return: PlaceResult
    practices: tuple[PracticeResult, ...]


class RowResults(NamedTuple):
    """What a reader can work out from some rows: indicators, ratings of practices, actions and claims."""

    indicators: tuple[IndicatorResult, ...]
    ratings: CqcResult
    actions: tuple[ActionResult, ...]
    association: Association
    claims: tuple[Claim, ...]


def measured_rows(
    tracker: Tracker,
    blocked: Mapping[int, Sequence[Blocker]],
    counts: CqcResult,
    places: Places,
    questions: Questions = NO_QUESTIONS,
) -> RowResults:
    """Return the results of some rows of a tracker, such as those that an edition may show.

    `counts` are the whole tracker's counts of ratings and `places` its staff figures, masked where they must be: sums over
    practices don't follow from part of the rows.
    """
    known = known_values(tracker, blocked, questions.indicators)
    of_rows = measured_ratings(tracker, known)
    ratings = counts._replace(
        latest=of_rows.latest,
        history=of_rows.history,
        changes=of_rows.changes,
        special_measures=of_rows.special_measures,
    )
    indicators = measured_indicators(tracker, known, ratings, (places.area, places.area_with_return))
    association = association_with_deprivation(places.practices)
    return RowResults(
        indicators,
        ratings,
        measured_actions(tracker),
        association,
        tested_claims(places.practices, association, tracker.settings),
    )
