"""Staff ratios of practices, localities and the area, all of one period.

A place's ratio is the sum of its practices' numerators over the sum of their denominators, never the mean of
their ratios. A practice that returned 0.0 FTE has no ratio of its own, but its patients count in the sum, and
the same sum over practices with a return is given beside it: the two readings frame the truth.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum

from pc_workbook.measures.cqc import locality_names, rating_of
from pc_workbook.measures.evidence import Evidence
from pc_workbook.measures.ratio import left_out, patients_per_fte, per_1000, times_comparator
from pc_workbook.measures.results import Level, PlaceResult, Ratio
from pc_workbook.model.period import Period, months_between
from pc_workbook.model.practice import GP_PARTS, NURSE_PARTS, Practice, StaffGroup, Workforce
from pc_workbook.model.tracker import Tracker

LIST_SIZE_MONTHS = 12
COUNTED_GROUPS = frozenset((StaffGroup.ALL_GPS, *GP_PARTS, StaffGroup.ALL_NURSES, *NURSE_PARTS))


@dataclass(frozen=True, slots=True)
class Staffing:
    """What one practice reported for the edition's workforce period, and the patients that go with it."""

    practice: Practice
    gp_fte: float | None
    nurse_fte: float | None
    registered: float | None
    weighted: float | None
    patients_from: str = ""

    @property
    def has_return(self) -> bool:
        """Whether any GP FTE was returned; 0.0 is what a missing return looks like."""
        return bool(self.gp_fte)


@dataclass(frozen=True, slots=True)
class Reported:
    """What the practices of a place reported, all for one period."""

    period: Period | None
    staffing: tuple[Staffing, ...]

    @property
    def label(self) -> str:
        """The period in words; '' where nobody reported."""
        return self.period.label if self.period else ""

    def of(self, staffing: Iterable[Staffing]) -> "Reported":
        """The same of some of the practices."""
        return Reported(self.period, tuple(staffing))


def workforce_period(tracker: Tracker) -> Period | None:
    """The newest period that any GP or nurse row has, ending on or before the as-at date."""
    as_at = tracker.settings.as_at
    periods = {row.period for row in tracker.workforce if row.staff_group in COUNTED_GROUPS}
    told = [period for period in periods if as_at is None or period.end <= as_at]
    return max(told, key=lambda period: (period.end, period.start), default=None)


def reported_staff(tracker: Tracker) -> Reported:
    """What every open practice reported for the edition's one workforce period."""
    period = workforce_period(tracker)
    rows: dict[str, list[Workforce]] = defaultdict(list)
    for row in tracker.workforce:
        # Days are compared before periods: cheaper, and there may be rows of many years.
        if period is not None and row.period.end == period.end and row.period == period:
            rows[row.practice].append(row)
    practices = tracker.open_practices()
    return Reported(period, tuple(_staffing(one, rows.get(one.code, []), period) for one in practices))


def _staffing(practice: Practice, rows: Sequence[Workforce], period: Period | None) -> Staffing:
    fte = {row.staff_group: row.fte for row in rows if row.fte is not None}
    own_list = list_is_of_about(practice.list_as_at, period)
    return Staffing(
        practice=practice,
        gp_fte=_total_or_parts(fte, StaffGroup.ALL_GPS, GP_PARTS),
        nurse_fte=_total_or_parts(fte, StaffGroup.ALL_NURSES, NURSE_PARTS),
        registered=_first([r.registered_patients for r in rows], practice.registered_patients if own_list else None),
        weighted=_first([r.weighted_patients for r in rows], practice.weighted_patients if own_list else None),
        patients_from=_patients_from(practice, rows, own_list),
    )


def _patients_from(practice: Practice, rows: Iterable[Workforce], own_list: bool) -> str:
    if any(row.registered_patients is not None for row in rows):
        return "the workforce return"
    if practice.registered_patients is None or not own_list:
        return ""
    return f"the practice's list, {practice.list_as_at.label if practice.list_as_at else 'no date given'}"


def _total_or_parts(fte: dict[StaffGroup, float], total: StaffGroup, parts: Iterable[StaffGroup]) -> float | None:
    if total in fte:
        return fte[total]
    given = [fte[part] for part in parts if part in fte]
    return fsum(given) if given else None


def _first(values: Iterable[float | None], otherwise: float | None) -> float | None:
    return next((value for value in values if value is not None), otherwise)


def list_is_of_about(list_as_at: Period | None, period: Period | None) -> bool:
    """Whether a practice's own list size may stand in for that of a workforce return: within 12 months of it.

    A list without a date is taken as of then.
    """
    if list_as_at is None or period is None:
        return True
    first, last = sorted((list_as_at.end, period.end))
    months = months_between(first, last)
    return months < LIST_SIZE_MONTHS or (months == LIST_SIZE_MONTHS and first.day == last.day)


def measured_practices(
    tracker: Tracker, evidence: Evidence, reported: Reported, special: Iterable[str]
) -> tuple[PlaceResult, ...]:
    """Every open practice, most patients per FTE GP first; those without a value last, by code."""
    england = tracker.settings.england_patients_per_gp_fte
    in_special_measures = frozenset(special)
    label = reported.label
    places = [_practice(one, evidence, label, england, in_special_measures) for one in reported.staffing]
    return ranked(places)


def ranked(places: Iterable[PlaceResult]) -> tuple[PlaceResult, ...]:
    """Places with their rank, 1 = most patients per FTE GP. Equals share a rank; no value has none, and is last."""
    ordered = sorted(places, key=_worst_first)
    ranks: dict[float, int] = {}
    for place, result in enumerate(ordered, start=1):
        if result.patients_per_gp_fte.value is not None:
            ranks.setdefault(result.patients_per_gp_fte.value, place)
    return tuple(replace(r, rank=ranks.get(_value_or_none(r))) for r in ordered)


def _value_or_none(result: PlaceResult) -> float:
    value = result.patients_per_gp_fte.value
    return -1.0 if value is None else value


def _worst_first(result: PlaceResult) -> tuple[bool, float, str]:
    value = result.patients_per_gp_fte.value
    return value is None, -(value or 0.0), result.organisation


def _practice(
    one: Staffing, evidence: Evidence, label: str, england: float | None, special: frozenset[str]
) -> PlaceResult:
    practice, inspection = one.practice, evidence.latest_rating(one.practice.code)
    per_gp = patients_per_fte(one.registered, one.gp_fte)
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
        gp_per_1000=per_1000(one.gp_fte, one.registered),
        nurse_per_1000=per_1000(one.nurse_fte, one.registered),
        gp_per_1000_weighted=per_1000(one.gp_fte, one.weighted),
        nurse_per_1000_weighted=per_1000(one.nurse_fte, one.weighted),
        times_england=times_comparator(per_gp.value, england, per_gp.why),
        deprivation_score=practice.deprivation_score,
        practices_without_return=int(not one.has_return),
        practice=practice,
        locality=practice.locality or "",
        rating=rating_of(inspection) if evidence.ratings_recorded else None,
        rated_on=inspection.dated if inspection else None,
        in_special_measures=practice.code in special,
        patients_from=one.patients_from,
    )


def measured_area(tracker: Tracker, reported: Reported) -> PlaceResult:
    """The whole area: every open practice that has a GP FTE number, noughts included."""
    return _place(tracker, Level.AREA, tracker.settings.area_name, reported)


def measured_area_with_return(tracker: Tracker, reported: Reported) -> PlaceResult:
    """The area over the practices that returned any GP FTE."""
    with_return = reported.of(one for one in reported.staffing if one.has_return)
    return _place(tracker, Level.AREA, tracker.settings.area_name, with_return)


def measured_localities(tracker: Tracker, reported: Reported) -> tuple[PlaceResult, ...]:
    """Each locality, in the order of the list."""
    grouped: dict[str, list[Staffing]] = {name: [] for name in locality_names(tracker)}
    for one in reported.staffing:
        if one.practice.locality:
            grouped[one.practice.locality].append(one)
    return tuple(_place(tracker, Level.LOCALITY, name, reported.of(group)) for name, group in grouped.items())


def _place(tracker: Tracker, level: Level, name: str, reported: Reported) -> PlaceResult:
    everyone = reported.staffing
    counted = [one for one in everyone if one.gp_fte is not None] or everyone
    per_gp = _summed(counted, _registered, _gp_fte, patients_per_fte)
    return PlaceResult(
        level=level,
        organisation=name,
        name=name,
        period=reported.label,
        registered_patients=_total(map(_registered, counted)),
        weighted_patients=_total(map(_weighted, counted)),
        gp_fte=_total(map(_gp_fte, counted)),
        nurse_fte=_total(map(_nurse_fte, counted)),
        patients_per_gp_fte=per_gp,
        gp_per_1000=_summed(counted, _gp_fte, _registered, per_1000),
        nurse_per_1000=_summed(counted, _nurse_fte, _registered, per_1000),
        gp_per_1000_weighted=_summed(counted, _gp_fte, _weighted, per_1000),
        nurse_per_1000_weighted=_summed(counted, _nurse_fte, _weighted, per_1000),
        times_england=times_comparator(per_gp.value, tracker.settings.england_patients_per_gp_fte, per_gp.why),
        practices=len(everyone),
        practices_without_return=sum(not one.has_return for one in everyone),
        locality=name if level is Level.LOCALITY else "",
    )


Part = Callable[[Staffing], float | None]


def _registered(one: Staffing) -> float | None:
    return one.registered


def _weighted(one: Staffing) -> float | None:
    return one.weighted


def _gp_fte(one: Staffing) -> float | None:
    return one.gp_fte


def _nurse_fte(one: Staffing) -> float | None:
    return one.nurse_fte


def _total(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fsum(known) if known else None


def _summed(
    counted: Sequence[Staffing], above: Part, below: Part, ratio: Callable[[float | None, float | None], Ratio]
) -> Ratio:
    """Sum over sum of the practices that have both figures; `why` says how many had not."""
    both = [one for one in counted if above(one) is not None and below(one) is not None]
    found = ratio(_total(map(above, both)), _total(map(below, both)))
    return replace(found, why=left_out(found.why, len(counted) - len(both)))
