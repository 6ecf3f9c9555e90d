"""Every measure of a tracker, computed once from its rows."""

from collections.abc import Mapping, Sequence

from pc_workbook.measures.actions.action_results import measured_actions, served_functions
from pc_workbook.measures.cqc.ratings import measured_ratings
from pc_workbook.measures.indicators.indicator_results import measured_indicators
from pc_workbook.measures.known_values import KnownValues, known_values
from pc_workbook.measures.results import CqcResult, IndicatorByOrganisation, LevelResult, Results
from pc_workbook.measures.staff.staff_ratios import (
    measured_area,
    measured_area_with_return,
    measured_localities,
    measured_practices,
)
from pc_workbook.measures.staff.staffing import Reported, reported_staff
from pc_workbook.measures.variation.claims import association_with_deprivation, spreads, tested_claims
from pc_workbook.model.objective import in_order
from pc_workbook.model.organisations import Level
from pc_workbook.model.own_column import in_summaries
from pc_workbook.model.question import NO_QUESTIONS, Blocker, Questions
from pc_workbook.model.row import where
from pc_workbook.model.tracker import Tracker

SINGLE_LEVELS = frozenset(
    {Level.PRACTICE, Level.LOCALITY, Level.GROUP}
)  # whose values of an indicator are shown one by one


def measure_edition(
    tracker: Tracker, blocked: Mapping[int, Sequence[Blocker]], questions: Questions = NO_QUESTIONS
) -> Results:
    """Return everything that the generated sheets show.

    `blocked` gives, by indicator number, why its figures can't be judged; `questions` the values that a person must check.
    """
    known = known_values(tracker, blocked, questions.indicators)
    return results_of(tracker, known, reported_staff(tracker, questions.practices))


def results_of(tracker: Tracker, known: KnownValues, reported: Reported) -> Results:
    """Return the results of a tracker, from its known values and from what its practices reported."""
    cqc = measured_ratings(tracker, known)
    area = measured_area(tracker, reported)
    practices = measured_practices(tracker, known, reported, (row.organisation for row in cqc.special_measures))
    association = association_with_deprivation(practices)
    with_return = measured_area_with_return(tracker, reported)
    indicators = measured_indicators(tracker, known, cqc, (area, with_return))
    return Results(
        area=area,
        area_with_return=with_return,
        localities=measured_localities(tracker, reported),
        practices=practices,
        indicators=indicators,
        cqc=cqc,
        actions=measured_actions(tracker),
        actions_left_out=len(tracker.unread.get("actions", ())),
        programmes=tuple(tracker.programmes),
        functions=served_functions(tracker),
        claims=tested_claims(tracker, known, practices, association, indicators),
        association=association,
        since=known.since,
        as_at=tracker.settings.as_at,
        staff_note=reported.note,
        spreads=spreads(practices),
        levels=_levels(tracker, reported, cqc),
        by_organisation=values_by_organisation(tracker, known, cqc),
        staff_comparator=tracker.settings.staff_comparator,
        objectives=in_order(tracker.objectives),
        own=in_summaries(tracker.own_values),
    )


def values_by_organisation(tracker: Tracker, known: KnownValues, cqc: CqcResult) -> tuple[IndicatorByOrganisation, ...]:
    """Return indicators by organisation; a tracker without observations of any practice, locality or group loads nothing."""
    organisations = known.organisations
    if not where(
        tracker.observations, "organisation", lambda name: organisations.level(organisations.key(name)) in SINGLE_LEVELS
    ):
        return ()
    from pc_workbook.measures.indicators.by_organisation import indicators_by_organisation

    return indicators_by_organisation(tracker, known, cqc)


def _levels(tracker: Tracker, reported: Reported, cqc: CqcResult) -> tuple[LevelResult, ...]:
    """Return the results of the groups at every level; most trackers have none, and load nothing for them."""
    if not tracker.groups:
        return ()
    from pc_workbook.measures.staff.staff_of_groups import measured_levels

    return measured_levels(tracker, reported, cqc)
