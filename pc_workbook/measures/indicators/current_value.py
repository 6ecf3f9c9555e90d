"""The value that stands for an indicator on the as-at date: what was observed last, else the baseline."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pc_workbook.measures.cqc.share import AT_LEAST_RI, INSPECTED, RI_OR_BELOW, chosen
from pc_workbook.measures.known_values import Evidence
from pc_workbook.measures.results import RATIO_MEASURES, CqcResult, PlaceResult, Ratio
from pc_workbook.model.cqc import Inspection, Rating
from pc_workbook.model.indicator import (
    SHARE_OF_RI,
    Denominator,
    Direction,
    Indicator,
    IndicatorKind,
    Observation,
)
from pc_workbook.model.period import Period
from pc_workbook.model.question import Question
from pc_workbook.wording.cqc import unread_ratings_words
from pc_workbook.wording.numbers import listed
from pc_workbook.wording.reasons import reason_words

SHARE_PREFIX = "cqc_share_"
BASELINE = "baseline"
COMPUTED = "computed"
NOT_YET = "no value yet at the as-at date"
SUPPRESSED = "the value is suppressed"


class Reading(NamedTuple):
    """One value or rating with where it comes from. Percentages in percentage points."""

    value: float | None = None
    rating: Rating | None = None
    period: Period | None = None
    is_baseline: bool = False
    numerator: float | None = None
    denominator: float | None = None
    source: str = ""
    suppressed: bool = False
    inspection: Inspection | None = None
    why: str = ""  # why there is no value, or what the value leaves out


def reading_of(indicator: Indicator, evidence: Evidence, cqc: CqcResult) -> Reading:
    """What stands for an indicator: a rating, a share on its declared denominator, or a value."""
    if indicator.kind is IndicatorKind.ORDINAL:
        return _rating_of(indicator, evidence)
    return _declared_share(indicator, evidence, cqc) or _value_of(indicator, evidence)


def is_cqc_share(indicator: Indicator) -> bool:
    """Whether an indicator is a share of practices by CQC rating."""
    return bool(indicator.measure and indicator.measure.startswith(SHARE_PREFIX))


def share_name(indicator: Indicator) -> str:
    """The reading that a CQC share indicator stands for: its title's, or its definition's where that was ruled."""
    if counts_failure(indicator):
        return RI_OR_BELOW
    return (indicator.measure or "").removeprefix(SHARE_PREFIX)


def shown_readings(indicator: Indicator) -> tuple[str, ...]:
    """The readings of the ratings that a reader of this indicator needs side by side."""
    if not is_cqc_share(indicator):
        return ()
    return (AT_LEAST_RI, RI_OR_BELOW) if indicator.measure == SHARE_OF_RI else (share_name(indicator),)


def counts_failure(indicator: Indicator) -> bool:
    """Whether somebody ruled that the definition "requires improvement or below" holds: then lower is better."""
    return indicator.counts_failure


def is_at_a_day(indicator: Indicator) -> bool:
    """Whether an indicator's values tell how things stand on the last day of their period: ratios of staff to patients."""
    return indicator.measure in RATIO_MEASURES.values()


def better_way(indicator: Indicator) -> Direction | None:
    """Which way is better; None where nobody said so, or the indicator is neutral."""
    return indicator.better


def declared_denominator(indicator: Indicator, evidence: Evidence) -> Denominator | None:
    """The practices a share stands on, by the indicator's own declaration or the edition's."""
    return indicator.cqc_denominator or evidence.settings.cqc_denominator


def _declared_share(indicator: Indicator, evidence: Evidence, cqc: CqcResult) -> Reading | None:
    denominator, as_at = declared_denominator(indicator, evidence), evidence.settings.as_at
    if not is_cqc_share(indicator) or denominator is None or as_at is None:
        return None
    inspected = chosen(cqc.shares, AT_LEAST_RI, INSPECTED)
    if indicator.number in evidence.blocked or inspected is None or not inspected.denominator:
        return None
    found = chosen(cqc.shares, share_name(indicator), denominator)
    if found is None:
        return None
    return Reading(
        value=found.percent,
        period=Period.parse(as_at),
        numerator=found.numerator,
        denominator=found.denominator,
        source=COMPUTED,
        why=unread_ratings_words(cqc.unread),
    )


def _value_of(indicator: Indicator, evidence: Evidence) -> Reading:
    rows = evidence.observed.get(indicator.number, [])
    newest = rows[-1] if rows else None
    if newest is None or _baseline_is_newer(indicator, newest.period, evidence):
        return _baseline(indicator, evidence)
    return _observed(newest)


def _baseline_is_newer(indicator: Indicator, observed: Period, evidence: Evidence) -> bool:
    """Whether the baseline tells of a later time than what was observed last: its period is over, or began after it."""
    baseline, as_at = indicator.baseline_period, evidence.settings.as_at
    if baseline is None or not (has_baseline(indicator) and baseline_is_known(indicator, evidence)):
        return False
    is_over = as_at is None or baseline.end <= as_at
    return observed.end < (baseline.end if is_over else baseline.start)


def readings_newest_first(indicator: Indicator, evidence: Evidence) -> Iterator[Reading]:
    """Every number that was observed of an indicator, the newest first, then its baseline; none that is kept back."""
    rows = evidence.observed.get(indicator.number, [])
    for reading in (*map(_observed, reversed(rows)), _baseline(indicator, evidence)):
        if reading.value is not None and reading.period is not None and not reading.suppressed:
            yield reading


def has_baseline(indicator: Indicator) -> bool:
    """Whether a baseline is typed, be it kept back."""
    return indicator.baseline is not None or indicator.baseline_suppressed


def baseline_is_known(indicator: Indicator, evidence: Evidence) -> bool:
    """Whether the baseline's period had begun by the as-at date; one without a period is taken to have."""
    period, as_at = indicator.baseline_period, evidence.settings.as_at
    return period is None or as_at is None or period.start <= as_at


def computed_reading(indicator: Indicator, evidence: Evidence, area: PlaceResult) -> Reading | None:
    """The area's own ratio, where the indicator names one as its measure and nothing was observed or typed of it."""
    field = next((field for field, name in RATIO_MEASURES.items() if name == indicator.measure), None)
    key = evidence.organisations.key
    if field is None or key(indicator.organisation) != key(area.organisation) or not area.staff.period:
        return None
    ratio: Ratio = getattr(area.staff, field)
    if ratio.value is None:
        return None
    period = Period.parse(area.staff.period)
    return Reading(
        ratio.value, None, period, False, ratio.numerator, ratio.denominator, COMPUTED, why=reason_words(ratio.why)
    )


def in_question(reading: Reading, questions: Iterable[Question]) -> str:
    """Whether the value that stands for an indicator, or something it is held against, is in question; '' where not."""
    label = reading.period.label if reading.period else ""
    asked = [one.where for one in questions if one.period is None or one.period.label == label]
    return f"in question, see {listed(asked)}" if asked and reading.value is not None else ""


def _baseline(indicator: Indicator, evidence: Evidence) -> Reading:
    if not baseline_is_known(indicator, evidence):
        return Reading(is_baseline=True, source=BASELINE, why=NOT_YET)
    return Reading(
        value=indicator.baseline,
        rating=indicator.baseline_rating,
        period=indicator.baseline_period,
        is_baseline=True,
        numerator=indicator.baseline_numerator,
        denominator=indicator.baseline_denominator,
        source=BASELINE,
        suppressed=indicator.baseline_suppressed,
    )


def _observed(row: Observation) -> Reading:
    return Reading(
        value=None if row.suppressed else row.value,
        rating=None if row.suppressed else row.rating,
        period=row.period,
        numerator=None if row.suppressed else row.numerator,
        denominator=None if row.suppressed else row.denominator,
        source=row.source or "observed",
        suppressed=row.suppressed,
    )


def _rating_of(indicator: Indicator, evidence: Evidence) -> Reading:
    key = evidence.organisations.key(indicator.organisation)
    if key in evidence.unread_ratings:
        return Reading(why=evidence.unread_ratings[key])
    inspection = evidence.latest_rating(key)
    rated = [row for row in evidence.observed.get(indicator.number, []) if row.rating or row.suppressed]
    newest = rated[-1] if rated else None
    if inspection is not None and not _is_overtaken(inspection, newest.period if newest else None):
        dated = inspection.inspected_on or inspection.dated
        return Reading(
            rating=inspection.overall,
            period=Period.parse(dated) if dated else None,
            source="Care Quality Commission",
            inspection=inspection,
        )
    return _observed(newest) if newest else _baseline(indicator, evidence)


def _is_overtaken(inspection: Inspection, observed: Period | None) -> bool:
    """Whether a rating that was observed is newer than the one on CQC ratings; within one period the latter holds."""
    return observed is not None and (inspection.dated is None or observed.start > inspection.dated)
