"""Results for an audience: those of the whole tracker, and those that follow from the rows that the audience may see.

RAGs, ratings and actions follow from single rows, so a reader of some rows could work them out: they are made of those
rows alone. Which rows they are rests on what the practices reported, so both are measured in one pass.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from pc_workbook.measures.actions.action_results import measured_actions
from pc_workbook.measures.actions.sign_off import SignOff, sign_off
from pc_workbook.measures.cqc.ratings import rating_rows
from pc_workbook.measures.edition import results_of, values_by_organisation
from pc_workbook.measures.indicators.indicator_results import measured_indicators
from pc_workbook.measures.known_values import KnownValues, known_values
from pc_workbook.measures.results import (
    ActionResult,
    Association,
    Claim,
    CqcResult,
    IndicatorByOrganisation,
    IndicatorResult,
    PlaceResult,
    PracticeResult,
    Results,
    Spread,
)
from pc_workbook.measures.staff.staffing import Staffing, reported_staff
from pc_workbook.measures.variation.claims import association_with_deprivation, spreads, tested_claims
from pc_workbook.model.question import NO_QUESTIONS, Blocker, Questions
from pc_workbook.model.tracker import Tracker


class Places(NamedTuple):
    """Staff figures as they are shown: of the area, of the area over practices with a return, and of practices."""

    area: PlaceResult
    area_with_return: PlaceResult
    practices: tuple[PracticeResult, ...]


class RowResults(NamedTuple):
    """What a reader can work out from some rows: indicators, ratings of practices, actions, claims and approvals."""

    indicators: tuple[IndicatorResult, ...]
    ratings: CqcResult
    actions: tuple[ActionResult, ...]
    association: Association
    claims: tuple[Claim, ...]
    spreads: tuple[Spread, ...]
    sign_off: SignOff | None  # None without an as-at date
    by_organisation: tuple[IndicatorByOrganisation, ...]


class AudienceRows(Protocol):
    """What an audience may see of a tracker."""

    @property
    def tracker(self) -> Tracker:
        """The rows that it may see."""

    @property
    def places(self) -> Places:
        """The staff figures of the whole tracker, masked where they must be."""


Seen = TypeVar("Seen", bound=AudienceRows)


def measure_for_audience(
    tracker: Tracker,
    choose: Callable[[Results, Sequence[Staffing]], Seen],
    blocked: Mapping[int, Sequence[Blocker]],
    questions: Questions = NO_QUESTIONS,
) -> tuple[Results, Seen, RowResults]:
    """Return the results of a whole tracker, what an audience may see of it, and the results of those rows.

    `choose` is given the results and what each practice reported, and returns what the audience may see. `blocked` and
    `questions` are those of `measure_edition`.
    """
    reported = reported_staff(tracker, questions.practices)
    whole = results_of(tracker, known_values(tracker, blocked, questions.indicators), reported)
    shown = choose(whole, reported.staffing)
    known = known_values(shown.tracker, blocked, questions.indicators)
    return whole, shown, _row_results(shown.tracker, known, whole.cqc, shown.places)


def _row_results(tracker: Tracker, known: KnownValues, counts: CqcResult, places: Places) -> RowResults:
    """Return the results of some rows of a tracker.

    `counts` are the whole tracker's counts of ratings, for sums over practices don't follow from part of the rows.
    """
    rows = rating_rows(tracker, known)
    ratings = counts._replace(
        latest=rows.latest, history=rows.history, changes=rows.changes, special_measures=rows.special_measures
    )
    indicators = measured_indicators(tracker, known, ratings, (places.area, places.area_with_return))
    association = association_with_deprivation(places.practices)
    return RowResults(
        indicators,
        ratings,
        measured_actions(tracker),
        association,
        tested_claims(tracker, known, places.practices, association, indicators),
        spreads(places.practices),
        sign_off(tracker, tracker.settings.as_at) if tracker.settings.as_at else None,
        values_by_organisation(tracker, known, ratings),
    )
