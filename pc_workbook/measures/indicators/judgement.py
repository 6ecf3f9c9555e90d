"""The judgement of an indicator's number: like is held to like, and where it can't be, the reason is told."""

from datetime import date

from pc_workbook.measures.indicators.aims import (
    Held,
    Place,
    as_told,
    held_in,
    like_comparator,
    newest_comparator,
    place_of,
    target_level,
)
from pc_workbook.measures.indicators.comparable_periods import not_alike, year_label
from pc_workbook.measures.indicators.current_value import Reading, better_way, readings_newest_first
from pc_workbook.measures.indicators.rag import NO_AS_AT, NO_DIRECTION, not_rated, nothing_to_judge_by, rag_against
from pc_workbook.measures.known_values import Evidence
from pc_workbook.measures.results import RagResult
from pc_workbook.model.indicator import Indicator, Rag
from pc_workbook.model.period import Period
from pc_workbook.model.target import TargetKind
from pc_workbook.wording.numbers import day_words, typed_value

NO_PERIOD = "the value has no period"


def rag_of_reading(indicator: Indicator, reading: Reading, evidence: Evidence) -> RagResult:
    """The RAG of a number: against the agreed value of its year, else against the target once its year is reached."""
    as_at, direction = evidence.settings.as_at, better_way(indicator)
    if direction is None:
        return not_rated(NO_DIRECTION)
    if reading.period is None or reading.value is None:
        return not_rated(NO_PERIOD)
    if as_at is None:
        return not_rated(NO_AS_AT)
    place = place_of(indicator, reading.period, evidence)
    agreed, target = evidence.agreed(indicator.number), target_level(indicator, evidence, reading)
    held, unsaid = held_in(indicator, place, as_at, agreed, target)
    if unsaid:
        return not_rated(why_unsaid(reading.period, place, unsaid))
    if held is None:
        return not_rated(nothing_to_judge_by(indicator, place.years[0], as_at, agreed))
    if why := why_not_held(indicator, reading, evidence, place, held):
        return not_rated(why)
    return rag_against(indicator, reading.value, held.value, direction, held.to)


def judged_before(indicator: Indicator, reading: Reading, evidence: Evidence) -> str:
    """How the newest value that can be judged is rated, where the value shown is of a part of a year; '' otherwise."""
    if reading.period is None or not place_of(indicator, reading.period, evidence).is_part:
        return ""
    if rag_of_reading(indicator, reading, evidence).rag is not Rag.NOT_RATED:
        return ""
    for one in readings_newest_first(indicator, evidence):
        found = rag_of_reading(indicator, one, evidence)
        if found.rag is not Rag.NOT_RATED and one.value is not None and one.period is not None:
            level = typed_value(one.value, indicator.kind)
            return f"The newest value that can be judged, {level} ({one.period.label}): {found.words}"
    return ""


def not_over(period: Period, as_at: date) -> str:
    """Why a value of a period that runs on after the as-at date is not shown."""
    return f"{period.label} is not over on {day_words(as_at)}"


def why_unsaid(period: Period, place: Place, unsaid: str) -> str:
    """Why a value is held to nothing where the year it belongs to can't be told; a part of a year would not be anyway."""
    return f"{place.why}, and the plan is of whole years" if place.is_part else f"{period.label}: {unsaid}"


def why_not_held(indicator: Indicator, reading: Reading, evidence: Evidence, place: Place, held: Held) -> str:
    """Why a value is not held to what holds for its year, which is not of a period like its own; '' where it is."""
    if held.is_target and indicator.target_kind is TargetKind.COMPARATOR_MOVING:
        return _why_not_to_comparator(indicator, reading, evidence)
    if not place.why:
        return ""
    level, year = typed_value(held.value, indicator.kind), year_label(place.years[-1], place.kind)
    whole = f"the whole of {year}" if place.is_part else f"the {place.kind} {year}"
    return f"{place.why}: {held.to} ({level}) is for {whole}"


def _why_not_to_comparator(indicator: Indicator, reading: Reading, evidence: Evidence) -> str:
    if reading.period is None or like_comparator(indicator, evidence, reading) is not None:
        return ""
    newest = newest_comparator(indicator, evidence)
    period = newest.period if newest else indicator.comparator_period
    name = indicator.comparator_name or "the comparator"
    if period is None:
        return f"the value of {name} has no period"
    unlike = not_alike(as_told(indicator, reading.period), as_told(indicator, period))
    if unlike:
        return f"no value of {name} for a period like it: {unlike}"
    return (
        f"{name}'s value is of {period.label}, later than {reading.period.label}"
        if period.end > reading.period.end
        else ""
    )
