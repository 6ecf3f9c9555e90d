"""The results told again: each figure is the whole tracker's, each sentence is made of permitted rows alone.

Sums over practices stay those of the whole. What is told of single rows is worked out from the rows an edition
shows, by the same measures. A sentence that rests on more than those rows gives way to one that says so: the same
words must follow from what is shown.
"""

from collections.abc import Mapping, Sequence

from pc_workbook.disclosure.audience import CONFIDENTIAL
from pc_workbook.disclosure.suppressed import WITH_RETURN, KeptBack
from pc_workbook.disclosure.suppression import AREA
from pc_workbook.measures.actions.action_results import measured_actions, served_functions
from pc_workbook.measures.cqc.ratings import measured_ratings
from pc_workbook.measures.edition import told_changes
from pc_workbook.measures.indicators.indicator_results import measured_indicators
from pc_workbook.measures.known_values import Evidence, gathered
from pc_workbook.measures.results import (
    ActionResult,
    Association,
    Claim,
    CqcResult,
    IndicatorResult,
    PlaceResult,
    Ratio,
    Results,
)
from pc_workbook.measures.staff.staff_ratios import measured_practices
from pc_workbook.measures.staff.staffing import reported_staff
from pc_workbook.measures.variation.claims import association_with_deprivation, tested_claims
from pc_workbook.model.question import NO_QUESTIONS, Blocker, Questions
from pc_workbook.model.tracker import Tracker

KEPT_BACK = f"{CONFIDENTIAL} kept back, so that the figures of what is not shown can't be worked out"
RESTS_ON_MORE = "not told here, for it rests on rows that are not shown"
NOT_SHOWN = f"{CONFIDENTIAL} what is not shown here"


def retold(
    whole: Results,
    seen: Tracker,
    blocked: Mapping[int, Sequence[Blocker]],
    kept: KeptBack,
    questions: Questions = NO_QUESTIONS,
) -> Results:
    """The results of an edition. `seen` holds the permitted rows; `blocked` is what waits in the whole tracker, and
    `questions` what of it a person must look at."""
    evidence = gathered(seen, blocked, questions.indicators)
    area, with_return = _area(whole.area, AREA, kept), _area(whole.area_with_return, WITH_RETURN, kept)
    cqc = _ratings(whole.cqc, seen, evidence)
    indicators = measured_indicators(seen, evidence, cqc, (area, with_return))
    practices = _practices(whole, seen, evidence, kept)
    association = _association(whole, practices)
    return whole._replace(
        area=area,
        area_with_return=with_return,
        localities=tuple(_area(place, place.organisation, kept) for place in whole.localities),
        practices=practices,
        indicators=_with_actions(indicators, whole),
        cqc=cqc,
        actions=_actions(whole.actions, seen),
        programmes=tuple(seen.programmes),
        functions=_functions(whole, seen),
        claims=_claims(whole, seen, practices, association),
        association=association,
        changes=told_changes(indicators),
        extra_figures=(),
    )


def _area(place: PlaceResult, total: str, kept: KeptBack) -> PlaceResult:
    return without_staff_figures(place) if total in kept.totals else place


def without_staff_figures(place: PlaceResult) -> PlaceResult:
    """A place whose staff figures are kept back: none of them, nor a rank among those that are told."""
    nothing = Ratio(None, None, None, KEPT_BACK)
    return place._replace(
        registered_patients=None,
        weighted_patients=None,
        gp_fte=None,
        nurse_fte=None,
        patients_per_gp_fte=nothing,
        gp_per_1000=nothing,
        nurse_per_1000=nothing,
        gp_per_1000_weighted=nothing,
        nurse_per_1000_weighted=nothing,
        times_england=nothing,
        rank=None,
        patients_from=KEPT_BACK,
        weighted_from=KEPT_BACK,
        asked={},
    )


def _ratings(whole: CqcResult, seen: Tracker, evidence: Evidence) -> CqcResult:
    """Counts of practices are the whole area's; what is told of each practice is of those shown."""
    shown = measured_ratings(seen, evidence)
    return whole._replace(
        latest=shown.latest, history=shown.history, changes=shown.changes, special_measures=shown.special_measures
    )


def _practices(whole: Results, seen: Tracker, evidence: Evidence, kept: KeptBack) -> tuple[PlaceResult, ...]:
    """The practices shown, in the order of the whole; those kept back last. A gap among ranks would tell of who is missing."""
    special = (row.organisation for row in whole.cqc.special_measures)
    shown = {place.organisation: place for place in measured_practices(seen, evidence, reported_staff(seen), special)}
    told = [
        place._replace(practice=shown[place.organisation].practice, rank=None if kept.hides else place.rank)
        for place in whole.practices
        if place.organisation in shown
    ]
    back = sorted((p for p in told if p.organisation in kept.practices), key=lambda place: place.organisation)
    return (
        *(place for place in told if place.organisation not in kept.practices),
        *(without_staff_figures(place) for place in back),
    )


def _with_actions(indicators: tuple[IndicatorResult, ...], whole: Results) -> tuple[IndicatorResult, ...]:
    """An indicator that only an action not shown serves is not said to be without one."""
    served = {result.indicator.number for result in whole.indicators if result.actions}
    return tuple(
        result._replace(actions=(CONFIDENTIAL,)) if not result.actions and result.indicator.number in served else result
        for result in indicators
    )


def _functions(whole: Results, seen: Tracker) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    served = {number for number, _, by in whole.functions if by}
    return tuple(
        (number, words, by or ((NOT_SHOWN,) if number in served else ()))
        for number, words, by in served_functions(seen)
    )


def _actions(whole: tuple[ActionResult, ...], seen: Tracker) -> tuple[ActionResult, ...]:
    """Each action shown, by what is shown of it; what is true of that alone, and not of the whole, is left out."""
    full = {result.action.letter: result for result in whole}
    return tuple(_action(told, full[told.action.letter]) for told in measured_actions(seen))


def _action(told: ActionResult, whole: ActionResult) -> ActionResult:
    return told._replace(
        next_date=told.next_date if told.next_date == whole.next_date else None,
        flags=tuple(flag for flag in told.flags if flag in whole.flags),
    )


def _association(whole: Results, practices: tuple[PlaceResult, ...]) -> Association:
    found = whole.association
    if association_with_deprivation(practices) == found:
        return found
    return Association(found.n, found.missing, None, None, None, None, None, None, RESTS_ON_MORE)


def _claims(
    whole: Results, seen: Tracker, practices: tuple[PlaceResult, ...], association: Association
) -> tuple[Claim, ...]:
    told = tested_claims(practices, association, seen.settings)
    return tuple(
        one if one == other else one._replace(verdict=CONFIDENTIAL, words=RESTS_ON_MORE)
        for one, other in zip(whole.claims, told, strict=True)
    )
