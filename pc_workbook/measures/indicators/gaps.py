"""The four gaps of an indicator: to target, to trajectory, to comparator, to national standard.

A comparator that moves gives a fifth, to its newest value, so that the old aim stays in sight.
"""

from pc_workbook.measures.indicators.aims import (
    as_told,
    held_in,
    like_comparator,
    newest_comparator,
    place_of,
    target_level,
)
from pc_workbook.measures.indicators.comparable_periods import not_comparable
from pc_workbook.measures.indicators.current_value import SUPPRESSED, Reading, better_way
from pc_workbook.measures.indicators.judgement import why_not_held, why_unsaid
from pc_workbook.measures.indicators.rag import NO_DIRECTION, NO_VALUE, TO_BE_CHOSEN
from pc_workbook.measures.indicators.target_gap import gap_words, target_gap
from pc_workbook.measures.known_values import Evidence
from pc_workbook.measures.organisations import ENGLAND
from pc_workbook.measures.results import Gap
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.period import Period
from pc_workbook.model.target import TargetKind
from pc_workbook.wording.findings import blocked_words
from pc_workbook.wording.numbers import typed_value

TARGET, TRAJECTORY, COMPARATOR, STANDARD = "target", "trajectory", "comparator", "national standard"
NEWEST_COMPARATOR = "newest comparator"
NO_REFERENCE = {
    TARGET: "no target level is set",
    COMPARATOR: "no comparator is set",
    STANDARD: "no national standard is set",
}


def gaps_of(indicator: Indicator, reading: Reading, evidence: Evidence) -> tuple[Gap, ...]:
    """The gaps in the order target, trajectory, comparator, national standard, and newest comparator if it moves."""
    if indicator.kind is IndicatorKind.ORDINAL:
        return ()
    aim = target_level(indicator, evidence, reading)
    year = f"the {indicator.target_year} target" if indicator.target_year else "the target"
    return (
        _not_judged(_target_gap(indicator, reading, evidence, aim, year), indicator, evidence),
        _trajectory_gap(indicator, reading, evidence),
        _if_comparable(
            _gap(indicator, reading, COMPARATOR, indicator.comparator, comparator_words(indicator)),
            indicator,
            reading,
            indicator.comparator_period,
        ),
        _of_whole_year(
            _gap(indicator, reading, STANDARD, indicator.national_standard, "the national standard"),
            indicator,
            reading,
            evidence,
        ),
        *_newest_comparator_gap(indicator, reading, evidence),
    )


def _target_gap(indicator: Indicator, reading: Reading, evidence: Evidence, aim: float | None, to: str) -> Gap:
    """The gap to the target: a distance to an aim; to a body that moves, if its value is of a period like the reading's."""
    gap = _gap(indicator, reading, TARGET, aim, to)
    if indicator.target_kind is not TargetKind.COMPARATOR_MOVING:
        return _of_whole_year(gap, indicator, reading, evidence)
    moving = like_comparator(indicator, evidence, reading) or newest_comparator(indicator, evidence)
    return _if_comparable(gap, indicator, reading, moving.period if moving else indicator.comparator_period)


def comparator_words(indicator: Indicator) -> str:
    """'England, 2015'."""
    name = indicator.comparator_name or "the comparator"
    return f"{name}, {indicator.comparator_period.label}" if indicator.comparator_period else name


def _gap(indicator: Indicator, reading: Reading, name: str, reference: float | None, to: str) -> Gap:
    if reference is None:
        return Gap(name, None, None, _why_no_reference(indicator, name))
    if reading.value is None:
        return Gap(name, reference, None, SUPPRESSED if reading.suppressed else reading.why or NO_VALUE)
    direction = better_way(indicator)
    words = gap_words(reading.value, reference, indicator.kind, to, indicator.decimals)
    signed = target_gap(reading.value, reference, direction)
    return Gap(name, reference, signed, words if direction else f"{words}; {NO_DIRECTION}")


def _why_no_reference(indicator: Indicator, name: str) -> str:
    if name == COMPARATOR and indicator.comparator_suppressed:
        return "the comparator is suppressed"
    undecided = name == TARGET and indicator.target_kind is TargetKind.COMPARATOR_UNDECIDED
    return TO_BE_CHOSEN if undecided else NO_REFERENCE[name]


def _not_judged(gap: Gap, indicator: Indicator, evidence: Evidence) -> Gap:
    reason = blocked_words(evidence.blocked.get(indicator.number, ()))
    if not reason:
        return gap
    # What blocks may be the very cell of the target, so nothing is said of there being none.
    words = "" if gap.words == NO_REFERENCE[TARGET] else f"{gap.words}; "
    return Gap(gap.to, gap.reference, gap.value, f"{words}not judged: {reason}")


def _trajectory_gap(indicator: Indicator, reading: Reading, evidence: Evidence) -> Gap:
    reason = blocked_words(evidence.blocked.get(indicator.number, ()))
    if reason:
        return Gap(TRAJECTORY, None, None, f"not judged: {reason}")
    as_at, agreed = evidence.settings.as_at, evidence.agreed(indicator.number)
    place = place_of(indicator, reading.period, evidence) if reading.period else None
    year = place.years[0] if place else None
    if place is not None and reading.period is not None and as_at is not None:
        held, unsaid = held_in(indicator, place, as_at, agreed, None)
        why = why_unsaid(reading.period, place, unsaid) if unsaid else ""
        if held is not None:
            why = why_not_held(indicator, reading, evidence, place, held)
        if why:
            return Gap(TRAJECTORY, held.value if held else None, None, why)
        if held is not None:
            return _gap(indicator, reading, TRAJECTORY, *held[:2])
    if as_at is not None and as_at.year in agreed:
        level = typed_value(agreed[as_at.year], indicator.kind)
        words = f"no {as_at.year} value to compare with the trajectory of {level}"
        return Gap(TRAJECTORY, agreed[as_at.year], None, words)
    when = as_at.year if as_at else year
    return Gap(TRAJECTORY, None, None, f"no agreed trajectory{f' for {when}' if when else ''}")


def _newest_comparator_gap(indicator: Indicator, reading: Reading, evidence: Evidence) -> tuple[Gap, ...]:
    newest = newest_comparator(indicator, evidence)
    if indicator.target_kind is not TargetKind.COMPARATOR_MOVING or newest is None:
        return ()
    name = f"{indicator.comparator_name or ENGLAND}, {newest.period.label}"
    gap = _gap(indicator, reading, NEWEST_COMPARATOR, newest.value, name)
    return (_if_comparable(gap, indicator, reading, newest.period),)


def _of_whole_year(gap: Gap, indicator: Indicator, reading: Reading, evidence: Evidence) -> Gap:
    """A gap to the level of a year, or why there is none: the rate of a part of a year counts fewer events than a year's.

    A percentage is a share of what happened in its own period, so its distance to an aim can be told at any time.
    """
    if gap.value is None or reading.period is None or indicator.kind is not IndicatorKind.RATE:
        return gap
    place = place_of(indicator, reading.period, evidence)
    why = f"not compared with {_level(gap, indicator)}, which is for a whole year: {place.why}"
    return Gap(gap.to, gap.reference, None, why) if place.is_part else gap


def _if_comparable(gap: Gap, indicator: Indicator, reading: Reading, period: Period | None) -> Gap:
    """A gap to a value of a period, or why there is none to a value of an unlike one."""
    if gap.value is None or reading.period is None or period is None:
        return gap
    unlike = not_comparable(as_told(indicator, reading.period), period)
    return Gap(gap.to, gap.reference, None, f"not compared with {_level(gap, indicator)}: {unlike}") if unlike else gap


def _level(gap: Gap, indicator: Indicator) -> str:
    return "" if gap.reference is None else typed_value(gap.reference, indicator.kind)
