"""Staff ratios of practices, localities and the area, all for one period.

The ratio of a place is the sum of its practices' numerators over the sum of their denominators, never the mean of their
ratios. A practice that returned 0.0 FTE has no ratio of its own, but its patients count in the sum, and the same sum over
practices with a return is given beside it. What a sum leaves out is among its reasons.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import fsum

from pc_workbook.measures.cqc.ratings import locality_names, rating_of
from pc_workbook.measures.cqc.share import RatingReason
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import PlaceResult, PracticeResult, Ratio, StaffRatios
from pc_workbook.measures.staff.ratio import (
    NO_RETURN,
    StaffReason,
    omission,
    patients_per_fte,
    per_1000,
    times_ratio,
)
from pc_workbook.measures.staff.staffing import GP_FTE, NURSE_FTE, REGISTERED, WEIGHTED, Reported, Staffing
from pc_workbook.model.organisations import Level
from pc_workbook.model.period import Period
from pc_workbook.model.practice import Practice
from pc_workbook.model.tracker import Tracker

Reasons = tuple[Reason, ...]
Quantity = Callable[[Staffing], float | None]
Division = Callable[[float | None, float | None], Ratio]


# --- practices


def measured_practices(
    tracker: Tracker, known: KnownValues, reported: Reported, special: Iterable[str]
) -> tuple[PracticeResult, ...]:
    """Return every open practice, most patients per FTE GP first; those without a value last, by code.

    `special` gives the codes of the practices in special measures.
    """
    england = tracker.settings.staff_comparator_value
    in_special_measures = frozenset(special)
    still_open = (staff for staff in reported.staffing if not staff.closed_since)
    return ranked(_practice(staff, known, reported.label, england, in_special_measures) for staff in still_open)


def ranked(practices: Iterable[PracticeResult]) -> tuple[PracticeResult, ...]:
    """Return the practices with their rank, 1 = most patients per FTE GP.

    Equal values share a rank. Practices without a value have none and come last.
    """
    ordered = sorted(practices, key=_most_patients_first)
    ranks: dict[float | None, int] = {}
    for rank, result in enumerate(ordered, start=1):
        if result.staff.patients_per_gp_fte.value is not None:
            ranks.setdefault(result.staff.patients_per_gp_fte.value, rank)
    return tuple(result._replace(rank=ranks.get(result.staff.patients_per_gp_fte.value)) for result in ordered)


def _most_patients_first(result: PracticeResult) -> tuple[bool, float, str]:
    value = result.staff.patients_per_gp_fte.value
    return value is None, -(value or 0.0), result.practice.code


def _practice(
    staff: Staffing, known: KnownValues, period: str, england: float | None, special: frozenset[str]
) -> PracticeResult:
    practice, unread = staff.practice, known.unread_ratings.get(staff.practice.code)
    inspection = None if unread else known.latest_rating(practice.code)
    return PracticeResult(
        practice=practice,
        staff=_practice_staff(staff, period, england),
        has_return=staff.has_return,
        is_unread=staff.unread,
        rating=rating_of(inspection) if known.ratings_recorded and not unread else None,
        rated_on=inspection.dated if inspection else None,
        rating_inherited=inspection is not None and inspection.is_inherited,
        rating_reason=(reason(RatingReason.UNREAD, entry=unread),) if unread else (),
        in_special_measures=practice.code in special,
    )


def _practice_staff(staff: Staffing, period: str, england: float | None) -> StaffRatios:
    per_gp = _with_own_reason(staff, patients_per_fte(staff.registered, staff.gp_fte), GP_FTE, REGISTERED)
    nurses = _with_own_reason(staff, per_1000(staff.nurse_fte, staff.registered), NURSE_FTE, REGISTERED)
    return StaffRatios(
        period=period,
        registered_patients=staff.registered,
        weighted_patients=staff.weighted,
        gp_fte=staff.gp_fte,
        nurse_fte=staff.nurse_fte,
        patients_per_gp_fte=per_gp,
        gp_per_1000=_with_own_reason(staff, per_1000(staff.gp_fte, staff.registered), GP_FTE, REGISTERED),
        nurse_per_1000=nurses,
        gp_per_1000_weighted=_with_own_reason(staff, per_1000(staff.gp_fte, staff.weighted), GP_FTE, WEIGHTED),
        nurse_per_1000_weighted=_with_own_reason(staff, per_1000(staff.nurse_fte, staff.weighted), NURSE_FTE, WEIGHTED),
        times_england=_with_own_reason(staff, times_ratio(per_gp, england), GP_FTE, REGISTERED),
        quantity_reasons={
            REGISTERED: staff.registered_source + staff.in_question(REGISTERED),
            WEIGHTED: staff.weighted_source + staff.in_question(WEIGHTED),
            GP_FTE: (per_gp.why if staff.gp_fte is None else ()) + staff.in_question(GP_FTE),
            NURSE_FTE: (nurses.why if staff.nurse_fte is None else ()) + staff.in_question(NURSE_FTE),
        },
    )


def _with_own_reason(staff: Staffing, ratio: Ratio, *quantities: str) -> Ratio:
    """Return a ratio with the practice's own reason for having no FTE, or with what of it is in question."""
    if ratio.value is None:
        return ratio._replace(why=staff.why) if staff.why else ratio
    questions = staff.in_question(*quantities) if staff.questions else ()
    return ratio._replace(why=questions) if questions else ratio


# --- the area and its localities


def measured_area(tracker: Tracker, reported: Reported) -> PlaceResult:
    """Return the whole area: every practice of the period with a GP FTE, 0.0 included."""
    return measured_place(tracker, Level.AREA, tracker.settings.area, reported)


def measured_area_with_return(tracker: Tracker, reported: Reported) -> PlaceResult:
    """Return the area over the practices that returned any GP FTE."""
    with_return = tuple(staff for staff in reported.staffing if staff.has_return or staff.unread)
    place = measured_place(tracker, Level.AREA, tracker.settings.area, reported._replace(staffing=with_return))
    return place._replace(practices=place.practices - place.practices_unread)


def measured_localities(tracker: Tracker, reported: Reported) -> tuple[PlaceResult, ...]:
    """Return each locality, in the order of the list."""
    gone: dict[str | None, list[Practice]] = defaultdict(list)
    for practice in reported.gone:
        gone[practice.locality].append(practice)
    grouped: dict[str, list[Staffing]] = {name: [] for name in locality_names(tracker)}
    for staff in reported.staffing:
        if staff.practice.locality:
            grouped[staff.practice.locality].append(staff)
    return tuple(
        measured_place(tracker, Level.LOCALITY, name, reported._replace(staffing=tuple(group), gone=tuple(gone[name])))
        for name, group in grouped.items()
    )


def measured_place(tracker: Tracker, level: Level, name: str, reported: Reported) -> PlaceResult:
    """Return one place: the sums over the practices given, and how many they are."""
    everyone = reported.staffing
    read = [staff for staff in everyone if not staff.unread]
    return PlaceResult(
        level=level,
        name=name,
        staff=_place_staff(tracker, reported, read),
        practices=sum(not staff.closed_since for staff in everyone),
        practices_without_return=sum(not staff.has_return and not staff.closed_since for staff in read),
        practices_unread=sum(staff.unread and not staff.closed_since for staff in everyone),
        practices_closed_since=sum(staff.closed_since for staff in read),
    )


def _place_staff(tracker: Tracker, reported: Reported, read: Sequence[Staffing]) -> StaffRatios:
    per_gp = _ratio_of_sums(reported, _gp_fte, _registered, "registered", _patients_per_gp)
    nurses = _ratio_of_sums(reported, _nurse_fte, _registered, "registered", per_1000)
    with_fte = [staff for staff in read if staff.gp_fte is not None] or read
    gp_fte, nurse_fte = _total(map(_gp_fte, read)), _total(map(_nurse_fte, read))
    summed = _practices_summed(reported, read)
    return StaffRatios(
        period=reported.label,
        registered_patients=_total(map(_registered, with_fte)),
        weighted_patients=_total(map(_weighted, with_fte)),
        gp_fte=gp_fte,
        nurse_fte=nurse_fte,
        patients_per_gp_fte=per_gp,
        gp_per_1000=_ratio_of_sums(reported, _gp_fte, _registered, "registered", per_1000),
        nurse_per_1000=nurses,
        gp_per_1000_weighted=_ratio_of_sums(reported, _gp_fte, _weighted, "weighted", per_1000),
        nurse_per_1000_weighted=_ratio_of_sums(reported, _nurse_fte, _weighted, "weighted", per_1000),
        times_england=times_ratio(per_gp, tracker.settings.staff_comparator_value),
        quantity_reasons={
            REGISTERED: _patients_summed(tracker, reported, with_fte, _registered, "registered"),
            WEIGHTED: _patients_summed(tracker, reported, with_fte, _weighted, "weighted"),
            GP_FTE: summed if gp_fte is not None else per_gp.why,
            NURSE_FTE: summed if nurse_fte is not None else nurses.why,
        },
    )


def _patients_per_gp(fte: float | None, patients: float | None) -> Ratio:
    """Return `patients_per_fte` with its arguments in the order of `per_1000`."""
    return patients_per_fte(patients, fte)


def _registered(staff: Staffing) -> float | None:
    return staff.registered


def _weighted(staff: Staffing) -> float | None:
    return staff.weighted


def _gp_fte(staff: Staffing) -> float | None:
    return staff.gp_fte


def _nurse_fte(staff: Staffing) -> float | None:
    return staff.nurse_fte


QUANTITY_NAMES: dict[Quantity, str] = {_gp_fte: GP_FTE, _nurse_fte: NURSE_FTE}


def _total(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fsum(known) if known else None


def _ratio_of_sums(reported: Reported, fte: Quantity, patients: Quantity, which: str, divide: Division) -> Ratio:
    """Return the ratio of the sums over the practices with both figures, with what it leaves out.

    `which` names the patients: "registered" or "weighted".
    """
    everyone = reported.staffing
    read = [staff for staff in everyone if not staff.unread]
    both = [staff for staff in read if fte(staff) is not None and patients(staff) is not None]
    ratio = divide(_total(map(fte, both)), _total(map(patients, both)))
    if both:
        why = ratio.why + omission(StaffReason.OMITS_INCOMPLETE, len(read) - len(both))
    else:
        why = _why_no_sum(read, fte, which)
    names = QUANTITY_NAMES[fte], f"{which}_patients"
    questioned = sum(bool(staff.questions and staff.cells_in_question(*names)) for staff in both)
    return ratio._replace(
        why=why
        + omission(StaffReason.OMITS_UNREAD, len(everyone) - len(read))
        + _merged_since(both)
        + omission(StaffReason.COUNTS_QUESTIONED, questioned)
        + omission(StaffReason.OMITS_CLOSED, len(reported.gone))
    )


def _why_no_sum(read: Iterable[Staffing], fte: Quantity, which: str) -> Reasons:
    """Return why a sum has no value: the one reason that all practices have in common, else that nobody returned FTE."""
    without = {staff.why or NO_RETURN for staff in read if fte(staff) is None}
    if any(fte(staff) is not None for staff in read):
        return (reason(StaffReason.NOT_BOTH, patients=which),)
    return next(iter(without)) if len(without) == 1 else NO_RETURN


def _merged_since(summed: Iterable[Staffing]) -> Reasons:
    """Return the reason that a sum includes practices that merged after the period; none where it includes none."""
    return omission(StaffReason.INCLUDES_MERGED, sum(staff.closed_since for staff in summed))


def _practices_summed(reported: Reported, read: Sequence[Staffing]) -> Reasons:
    """Return which practices a sum of FTE leaves out or includes."""
    unread = sum(staff.unread and not staff.closed_since for staff in reported.staffing)
    return (
        *omission(StaffReason.OMITS_UNREAD, unread),
        *_merged_since(read),
        *omission(StaffReason.OMITS_CLOSED, len(reported.gone)),
    )


def _patients_summed(
    tracker: Tracker, reported: Reported, summed: Sequence[Staffing], patients: Quantity, which: str
) -> Reasons:
    """Return which practices a sum of patients leaves out or includes."""
    return (
        *_patients_missing(reported.staffing, summed, patients, which),
        *omission(StaffReason.OMITS_MERGED, _merged_since_list(tracker, reported)),
        *omission(StaffReason.OMITS_CLOSED, len(reported.gone)),
    )


def _patients_missing(
    everyone: Sequence[Staffing], summed: Sequence[Staffing], patients: Quantity, which: str
) -> Reasons:
    known = [staff for staff in summed if patients(staff) is not None]
    if not known:
        return ()
    unread = sum(staff.unread for staff in everyone)
    return (
        *omission(StaffReason.OMITS_MISSING, len(everyone) - unread - len(known), patients=which),
        *omission(StaffReason.OMITS_UNREAD, unread),
        *_merged_since(known),
    )


def _merged_since_list(tracker: Tracker, reported: Reported) -> int:
    """Return how many practices merged into one of the practices summed after its list was counted.

    0 where there is a workforce period: then the practices of that period are summed.
    """
    if reported.period is not None:
        return 0
    lists: dict[str, Period | None] = {staff.practice.code: staff.practice.list_as_at for staff in reported.staffing}
    merged = 0
    for row in tracker.practices:
        if row.merged_into in lists and row.code not in lists and row.closed and row.registered_patients:
            counted_on = lists[row.merged_into]
            merged += counted_on is None or counted_on.end < row.closed
    return merged
