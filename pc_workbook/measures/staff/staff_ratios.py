"""Staff ratios of practices, localities and the area, all of one period.

A place's ratio is the sum of its practices' numerators over the sum of their denominators, never the mean of
their ratios. A practice that returned 0.0 FTE has no ratio of its own, but its patients count in the sum, and
the same sum over practices with a return is given beside it: the two readings frame the truth. What a sum
leaves out, it says.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import fsum

from pc_workbook.measures.cqc.ratings import locality_names, rating_of
from pc_workbook.measures.known_values import Evidence
from pc_workbook.measures.results import Level, PlaceResult, Ratio
from pc_workbook.measures.staff.ratio import (
    NO_RETURN,
    counts_in_question,
    includes_closed,
    leaves_out_closed,
    leaves_out_unread,
    left_out,
    patients_per_fte,
    per_1000,
    times_comparator,
)
from pc_workbook.measures.staff.staffing import GP_FTE, NURSE_FTE, REGISTERED, WEIGHTED, Reported, Staffing
from pc_workbook.model.period import Period
from pc_workbook.model.practice import Practice
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.numbers import counted


def measured_practices(
    tracker: Tracker, evidence: Evidence, reported: Reported, special: Iterable[str]
) -> tuple[PlaceResult, ...]:
    """Every open practice, most patients per FTE GP first; those without a value last, by code."""
    england = tracker.settings.england_patients_per_gp_fte
    in_special_measures = frozenset(special)
    label = reported.label
    open_ones = (one for one in reported.staffing if not one.closed_since)
    places = [_practice(one, evidence, label, england, in_special_measures) for one in open_ones]
    return ranked(places)


def ranked(places: Iterable[PlaceResult]) -> tuple[PlaceResult, ...]:
    """Places with their rank, 1 = most patients per FTE GP. Equals share a rank; no value has none, and is last."""
    ordered = sorted(places, key=_worst_first)
    ranks: dict[float, int] = {}
    for place, result in enumerate(ordered, start=1):
        if result.patients_per_gp_fte.value is not None:
            ranks.setdefault(result.patients_per_gp_fte.value, place)
    return tuple(r._replace(rank=ranks.get(_value_or_none(r))) for r in ordered)


def _value_or_none(result: PlaceResult) -> float:
    value = result.patients_per_gp_fte.value
    return -1.0 if value is None else value


def _worst_first(result: PlaceResult) -> tuple[bool, float, str]:
    value = result.patients_per_gp_fte.value
    return value is None, -(value or 0.0), result.organisation


def _practice(
    one: Staffing, evidence: Evidence, label: str, england: float | None, special: frozenset[str]
) -> PlaceResult:
    practice, unread = one.practice, evidence.unread_ratings.get(one.practice.code, "")
    inspection = None if unread else evidence.latest_rating(practice.code)
    per_gp = _because(one, patients_per_fte(one.registered, one.gp_fte), GP_FTE, REGISTERED)
    return PlaceResult(
        level=Level.PRACTICE,
        organisation=practice.code,
        name=practice.name,
        period=label,
        registered_patients=one.registered,
        weighted_patients=one.weighted,
        gp_fte=one.gp_fte,
        nurse_fte=one.nurse_fte,
        patients_per_gp_fte=per_gp,
        gp_per_1000=_because(one, per_1000(one.gp_fte, one.registered), GP_FTE, REGISTERED),
        nurse_per_1000=_because(one, per_1000(one.nurse_fte, one.registered), NURSE_FTE, REGISTERED),
        gp_per_1000_weighted=_because(one, per_1000(one.gp_fte, one.weighted), GP_FTE, WEIGHTED),
        nurse_per_1000_weighted=_because(one, per_1000(one.nurse_fte, one.weighted), NURSE_FTE, WEIGHTED),
        times_england=_because(one, times_comparator(per_gp.value, england, per_gp.why), GP_FTE, REGISTERED),
        deprivation_score=practice.deprivation_score,
        practices_without_return=int(not one.has_return and not one.unread),
        practice=practice,
        locality=practice.locality or "",
        rating=rating_of(inspection) if evidence.ratings_recorded and not unread else None,
        rated_on=inspection.dated if inspection else None,
        in_special_measures=practice.code in special,
        patients_from=one.registered_from,
        weighted_from=one.weighted_from,
        practices_unread=int(one.unread),
        rating_why=unread,
        asked={name: told for name in (GP_FTE, NURSE_FTE, REGISTERED, WEIGHTED) if (told := one.in_question(name))}
        if one.asked
        else {},
        rating_inherited=inspection is not None and inspection.is_inherited,
    )


def _because(one: Staffing, ratio: Ratio, *quantities: str) -> Ratio:
    """A ratio with the practice's own reason for having no FTE, where it has one, or with what of it is in question."""
    if ratio.value is None:
        return ratio._replace(why=one.why) if one.why else ratio
    asked = one.in_question(*quantities)
    return ratio._replace(why=f"in question, see {asked}") if asked else ratio


def measured_area(tracker: Tracker, reported: Reported) -> PlaceResult:
    """The whole area: every practice of the period that has a GP FTE number, noughts included."""
    return _place(tracker, Level.AREA, tracker.settings.area_name, reported)


def measured_area_with_return(tracker: Tracker, reported: Reported) -> PlaceResult:
    """The area over the practices that returned any GP FTE."""
    with_return = reported.of(one for one in reported.staffing if one.has_return or one.unread)
    place = _place(tracker, Level.AREA, tracker.settings.area_name, with_return)
    return place._replace(practices=place.practices - place.practices_unread)


def measured_localities(tracker: Tracker, reported: Reported) -> tuple[PlaceResult, ...]:
    """Each locality, in the order of the list."""
    gone: dict[str | None, list[Practice]] = defaultdict(list)
    for practice in reported.gone:
        gone[practice.locality].append(practice)
    grouped: dict[str, list[Staffing]] = {name: [] for name in locality_names(tracker)}
    for one in reported.staffing:
        if one.practice.locality:
            grouped[one.practice.locality].append(one)
    return tuple(
        _place(tracker, Level.LOCALITY, name, reported.of(group)._replace(gone=tuple(gone[name])))
        for name, group in grouped.items()
    )


def _place(tracker: Tracker, level: Level, name: str, reported: Reported) -> PlaceResult:
    everyone = reported.staffing
    read = [one for one in everyone if not one.unread]
    summed = [one for one in read if one.gp_fte is not None] or read
    per_gp = _summed(everyone, _gp_fte, _registered, "registered", patients_per_gp)
    merged = joined(_merged_words(tracker, everyone, reported.period), leaves_out_closed(len(reported.gone)))
    per_gp = _also(per_gp, reported)
    return PlaceResult(
        level=level,
        organisation=name,
        name=name,
        period=reported.label,
        registered_patients=_total(map(_registered, summed)),
        weighted_patients=_total(map(_weighted, summed)),
        gp_fte=_total(map(_gp_fte, read)),
        nurse_fte=_total(map(_nurse_fte, read)),
        patients_per_gp_fte=per_gp,
        gp_per_1000=_also(_summed(everyone, _gp_fte, _registered, "registered", per_1000), reported),
        nurse_per_1000=_also(_summed(everyone, _nurse_fte, _registered, "registered", per_1000), reported),
        gp_per_1000_weighted=_also(_summed(everyone, _gp_fte, _weighted, "weighted", per_1000), reported),
        nurse_per_1000_weighted=_also(_summed(everyone, _nurse_fte, _weighted, "weighted", per_1000), reported),
        times_england=times_comparator(per_gp.value, tracker.settings.england_patients_per_gp_fte, per_gp.why),
        practices=sum(not one.closed_since for one in everyone),
        practices_without_return=sum(not one.has_return and not one.closed_since for one in read),
        locality=name if level is Level.LOCALITY else "",
        patients_from=joined(_sum_leaves_out(everyone, summed, _registered, "registered"), merged),
        weighted_from=joined(_sum_leaves_out(everyone, summed, _weighted, "weighted"), merged),
        practices_unread=sum(one.unread and not one.closed_since for one in everyone),
        practices_closed_since=sum(one.closed_since for one in read),
        practices_gone=len(reported.gone),
    )


def patients_per_gp(fte: float | None, patients: float | None) -> Ratio:
    """`patients_per_fte` with its parts in the order of `per_1000`."""
    return patients_per_fte(patients, fte)


Part = Callable[[Staffing], float | None]


def _registered(one: Staffing) -> float | None:
    return one.registered


def _weighted(one: Staffing) -> float | None:
    return one.weighted


def _gp_fte(one: Staffing) -> float | None:
    return one.gp_fte


def _nurse_fte(one: Staffing) -> float | None:
    return one.nurse_fte


QUANTITY_OF: dict[Part, str] = {_gp_fte: GP_FTE, _nurse_fte: NURSE_FTE}


def _total(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fsum(known) if known else None


def _summed(
    everyone: Sequence[Staffing],
    fte: Part,
    patients: Part,
    whose: str,
    ratio: Callable[[float | None, float | None], Ratio],
) -> Ratio:
    """Sum over sum of the practices that have both figures; `why` says how many had not.

    `whose` names the patients: "registered" or "weighted".
    """
    read = [one for one in everyone if not one.unread]
    both = [one for one in read if fte(one) is not None and patients(one) is not None]
    found = ratio(_total(map(fte, both)), _total(map(patients, both)))
    why = left_out(found.why, len(read) - len(both)) if both else _why_no_sum(read, fte, whose)
    asked = sum(bool(one.asked and one.in_question(QUANTITY_OF[fte], f"{whose}_patients")) for one in both)
    words = (why, leaves_out_unread(len(everyone) - len(read)), _closed_words(both), counts_in_question(asked))
    return found._replace(why="; ".join(filter(None, words)))


def _also(ratio: Ratio, reported: Reported) -> Ratio:
    """A ratio that says how many practices of its period are left out because they closed since."""
    return ratio._replace(why=joined(ratio.why, leaves_out_closed(len(reported.gone))))


def joined(*words: str) -> str:
    """Several remarks as one; those that are empty are left out."""
    return "; ".join(filter(None, words))


def _merged_words(tracker: Tracker, summed: Iterable[Staffing], period: Period | None) -> str:
    """How many practices a sum of lists leaves out because they merged into one of its practices after its list was counted.

    Where there is a workforce period, the practices of that period are summed, and none is left out.
    """
    if period is not None:
        return ""
    lists = {one.practice.code: one.practice.list_as_at for one in summed}
    merged = 0
    for row in tracker.practices:
        if row.merged_into in lists and row.code not in lists and row.closed and row.registered_patients:
            counted_on = lists[row.merged_into]
            merged += counted_on is None or counted_on.end < row.closed
    return (
        f"leaves out {counted(merged, 'practice')} that merged into another after its list was counted"
        if merged
        else ""
    )


def _closed_words(summed: Iterable[Staffing]) -> str:
    """How many practices a sum counts that closed after the day it is of; '' for none."""
    return includes_closed(sum(one.closed_since for one in summed))


def _why_no_sum(read: Iterable[Staffing], fte: Part, whose: str) -> str:
    without = [one.why or NO_RETURN for one in read if fte(one) is None]
    if any(fte(one) is not None for one in read):
        return f"no value (no practice has both FTE and {whose} patients)"
    return without[0] if len(set(without)) == 1 else NO_RETURN


def _sum_leaves_out(everyone: Sequence[Staffing], summed: Sequence[Staffing], patients: Part, whose: str) -> str:
    """What a sum of patients leaves out; '' where it leaves out nobody, or there is none."""
    known = sum(patients(one) is not None for one in summed)
    if not known:
        return ""
    unread = sum(one.unread for one in everyone)
    missing = len(everyone) - unread - known
    words = f"leaves out {counted(missing, 'practice')} without GP FTE or {whose} patients" if missing else ""
    closed = _closed_words(one for one in summed if patients(one) is not None)
    return "; ".join(filter(None, (words, leaves_out_unread(unread), closed)))
