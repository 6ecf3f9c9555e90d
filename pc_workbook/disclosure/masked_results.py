"""Results as an edition may show them: the whole tracker's figures, without withheld rows and suppressed numbers.

Sums over practices stay those of the whole tracker. Results of single rows, such as the RAG of an indicator, are those
that measures made of the permitted rows alone, so a suppressed value has no RAG. A result that rests on more than the
permitted rows is withheld, so that it reveals nothing of them.
"""

from collections.abc import Sequence

from pc_workbook.disclosure.audience import CONFIDENTIAL, MaskReason
from pc_workbook.disclosure.suppressed import WITH_RETURN, Suppressed, group_total
from pc_workbook.disclosure.suppression import AREA
from pc_workbook.measures.audience_results import Places, RowResults
from pc_workbook.measures.reasons import reason
from pc_workbook.measures.results import (
    QUANTITIES,
    ActionResult,
    Association,
    Claim,
    IndicatorByOrganisation,
    IndicatorResult,
    LevelResult,
    OrganisationValue,
    PlaceResult,
    PracticeResult,
    Ratio,
    Results,
    ServedFunction,
    StaffRatios,
    Verdict,
)
from pc_workbook.model.objective import in_order
from pc_workbook.model.own_column import in_packs
from pc_workbook.model.tracker import Tracker

SUPPRESSED = (reason(MaskReason.SUPPRESSED),)
RESTS_ON_MORE = reason(MaskReason.RESTS_ON_MORE)


def masked_places(whole: Results, shown: Tracker, suppressed: Suppressed) -> Places:
    """Return the area's and the permitted practices' staff figures, without those that are suppressed."""
    return Places(
        _area(whole.area, AREA, suppressed),
        _area(whole.area_with_return, WITH_RETURN, suppressed),
        _practices(whole.practices, shown, suppressed),
    )


def masked_results(whole: Results, shown: Tracker, places: Places, rows: RowResults, suppressed: Suppressed) -> Results:
    """Return the results of an edition.

    `shown` contains the permitted rows, `places` the masked staff figures, and `rows` what follows from both. Each field
    is named: one that is not stays empty.
    """
    return Results(
        area=places.area,
        area_with_return=places.area_with_return,
        localities=tuple(_area(place, place.organisation, suppressed) for place in whole.localities),
        practices=places.practices,
        indicators=_indicators(rows.indicators, whole.indicators),
        cqc=rows.ratings,
        actions=_actions(rows.actions, whole.actions),
        programmes=tuple(shown.programmes),
        functions=_functions(whole, shown),
        claims=_claims(whole.claims, rows.claims),
        association=_association(whole.association, rows.association),
        since=whole.since,
        as_at=whole.as_at,
        actions_left_out=whole.actions_left_out,
        staff_note=whole.staff_note,
        levels=tuple(_level(level, shown, suppressed) for level in whole.levels),
        spreads=rows.spreads,
        by_organisation=_by_organisation(rows.by_organisation, whole.by_organisation),
        staff_comparator=shown.settings.staff_comparator,
        objectives=in_order(shown.objectives),
        own=in_packs(shown.own_values),
    )


def _area(place: PlaceResult, total: str, suppressed: Suppressed) -> PlaceResult:
    return place._replace(staff=masked_staff(place.staff)) if total in suppressed.totals else place


def _level(level: LevelResult, shown: Tracker, suppressed: Suppressed) -> LevelResult:
    """Return the groups of a level without suppressed sums, and the groups of the permitted practices."""
    codes = {practice.code for practice in shown.practices}
    name = level.level.level
    return level._replace(
        places=tuple(_area(place, group_total(name, place.name), suppressed) for place in level.places),
        of_practices={code: group for code, group in level.of_practices.items() if code in codes},
    )


def masked_staff(staff: StaffRatios) -> StaffRatios:
    """Return staff figures of the same period with every number suppressed."""
    nothing = Ratio(None, None, None, SUPPRESSED)
    return StaffRatios(
        period=staff.period,
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
        quantity_reasons=dict.fromkeys(QUANTITIES, SUPPRESSED),
    )


def _practices(whole: Sequence[PracticeResult], shown: Tracker, suppressed: Suppressed) -> tuple[PracticeResult, ...]:
    """Return the permitted practices in the order of the whole, those with suppressed figures last.

    Where a practice is hidden nobody has a rank: a gap among ranks would reveal where it is.
    """
    rows = {practice.code: practice for practice in shown.practices}
    places = [
        place._replace(practice=rows[place.organisation], rank=None if suppressed.hides_practice else place.rank)
        for place in whole
        if place.organisation in rows
    ]
    masked = [
        place._replace(staff=masked_staff(place.staff), rank=None)
        for place in places
        if place.organisation in suppressed.practices
    ]
    return (
        *(place for place in places if place.organisation not in suppressed.practices),
        *sorted(masked, key=lambda place: place.organisation),
    )


def _association(whole: Association, shown: Association) -> Association:
    """Return the whole tracker's association where the practices shown have the very same one."""
    if whole == shown:
        return whole
    return Association(
        n=whole.n,
        missing=whole.missing,
        pearson=None,
        pearson_lower=None,
        pearson_upper=None,
        spearman=None,
        p_pearson=None,
        p_spearman=None,
        refusal=RESTS_ON_MORE,
    )


def _claims(whole: Sequence[Claim], shown: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims of the permitted rows."""
    by_number = {claim.listed.number: claim for claim in whole}
    return tuple(_claim(by_number[claim.listed.number], claim) for claim in shown if claim.listed.number in by_number)


def _claim(whole: Claim, shown: Claim) -> Claim:
    """Return a claim where the practices shown give the very same verdict, else the claim without one."""
    is_same = (whole.verdict, whole.reasons) == (shown.verdict, shown.reasons)
    return shown if is_same else shown._replace(verdict=Verdict.WITHHELD, reasons=(RESTS_ON_MORE,))


def _indicators(shown: Sequence[IndicatorResult], whole: Sequence[IndicatorResult]) -> tuple[IndicatorResult, ...]:
    """Mark an indicator that only withheld actions serve, so that it is not reported as one without an action."""
    served = {result.indicator.number for result in whole if result.actions}
    return tuple(
        result._replace(actions=(CONFIDENTIAL,)) if not result.actions and result.indicator.number in served else result
        for result in shown
    )


def _by_organisation(
    shown: Sequence[IndicatorByOrganisation], whole: Sequence[IndicatorByOrganisation]
) -> tuple[IndicatorByOrganisation, ...]:
    """Return the permitted values without ranks where a value is not shown: a gap among ranks would reveal where it is."""
    of_all = {each.indicator.number: each.values for each in whole}
    return tuple(_without_ranks(each, of_all.get(each.indicator.number, ())) for each in shown)


def _without_ranks(shown: IndicatorByOrganisation, whole: Sequence[OrganisationValue]) -> IndicatorByOrganisation:
    ranks = {each.organisation: each.rank for each in shown.values}
    if ranks == {each.organisation: each.rank for each in whole}:
        return shown
    return shown._replace(values=tuple(each._replace(rank=None) for each in shown.values))


def _functions(whole: Results, shown: Tracker) -> tuple[ServedFunction, ...]:
    """Return the permitted functions, each with the permitted actions and programmes that serve it."""
    letters = {action.letter for action in shown.actions}
    programmes = {programme.name for programme in shown.programmes}
    numbers = {row.number for row in shown.functions}
    return tuple(_function(function, letters, programmes) for function in whole.functions if function.number in numbers)


def _function(function: ServedFunction, letters: set[str], programmes: set[str]) -> ServedFunction:
    masked = function._replace(
        actions=tuple(letter for letter in function.actions if letter in letters),
        programmes=tuple(name for name in function.programmes if name in programmes),
    )
    return masked._replace(has_withheld=function.is_served and not masked.is_served)


def _actions(shown: Sequence[ActionResult], whole: Sequence[ActionResult]) -> tuple[ActionResult, ...]:
    """Return the permitted actions without the next date and flags that withheld rows would change."""
    by_letter = {result.action.letter: result for result in whole}
    return tuple(_action(result, by_letter[result.action.letter]) for result in shown)


def _action(shown: ActionResult, whole: ActionResult) -> ActionResult:
    return shown._replace(
        next_date=shown.next_date if shown.next_date == whole.next_date else None,
        flags=tuple(flag for flag in shown.flags if flag in whole.flags),
    )
