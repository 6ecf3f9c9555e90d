"""The four gaps of an indicator: to target, to trajectory, to comparator, to national standard.

A comparator that moves gives a fifth, to its newest value, so that the old aim stays in sight.
"""

from pc_workbook.measures.evidence import Evidence
from pc_workbook.measures.rag import NO_DIRECTION, NO_VALUE, TO_BE_CHOSEN, trajectory_words
from pc_workbook.measures.reading import SUPPRESSED, Reading, better_way
from pc_workbook.measures.results import Gap
from pc_workbook.measures.target_gap import gap_words, target_gap
from pc_workbook.measures.wording import typed_value
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.target import TargetKind

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
    aim = target_level(indicator, evidence)
    year = f"the {indicator.target_year} target" if indicator.target_year else "the target"
    return (
        _not_judged(_gap(indicator, reading, TARGET, aim, year), indicator, evidence),
        _trajectory_gap(indicator, reading, evidence),
        _gap(indicator, reading, COMPARATOR, indicator.comparator, comparator_words(indicator)),
        _gap(indicator, reading, STANDARD, indicator.national_standard, "the national standard"),
        *_newest_comparator_gap(indicator, reading, evidence),
    )


def target_level(indicator: Indicator, evidence: Evidence) -> float | None:
    """The number an indicator is to end at; None while it is not settled which that is.

    A fixed comparator is its value of the year named, a moving one its newest value, zero tolerance is 0.
    """
    match indicator.target_kind:
        case TargetKind.ZERO_TOLERANCE:
            return indicator.target or 0.0
        case TargetKind.COMPARATOR_UNDECIDED:
            return None
        case TargetKind.COMPARATOR_FIXED:
            return _first_known(indicator.comparator, indicator.target)
        case TargetKind.COMPARATOR_MOVING:
            newest = newest_comparator(indicator, evidence)
            return _first_known(newest[0] if newest else None, indicator.comparator, indicator.target)
        case _:
            return indicator.target


def newest_comparator(indicator: Indicator, evidence: Evidence) -> tuple[float, str] | None:
    """England's newest observed value of an indicator and its period; None where nothing was observed."""
    rows = [row for row in evidence.england.get(indicator.number, []) if row.value is not None]
    if not rows or rows[-1].value is None:
        return None
    return rows[-1].value, rows[-1].period.label


def comparator_words(indicator: Indicator) -> str:
    """'England, 2015'."""
    name = indicator.comparator_name or "the comparator"
    return f"{name}, {indicator.comparator_period.label}" if indicator.comparator_period else name


def _first_known(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


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
    reason = evidence.blocked.get(indicator.number)
    return Gap(gap.to, gap.reference, gap.value, f"{gap.words}; not judged: {reason}") if reason else gap


def _trajectory_gap(indicator: Indicator, reading: Reading, evidence: Evidence) -> Gap:
    reason = evidence.blocked.get(indicator.number)
    if reason:
        return Gap(TRAJECTORY, None, None, f"not judged: {reason}")
    as_at, agreed = evidence.settings.as_at, evidence.agreed(indicator.number)
    year = reading.period.year if reading.period else None
    if year in agreed and as_at is not None and year is not None:
        return _gap(indicator, reading, TRAJECTORY, agreed[year], trajectory_words(year, as_at))
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
    name = indicator.comparator_name or "England"
    return (_gap(indicator, reading, NEWEST_COMPARATOR, newest[0], f"{name}, {newest[1]}"),)
