"""Change since the last issued edition: improved, sustained or deteriorated, with that edition's date."""

from pc_workbook.measures.cqc.ordinal import steps_of_change
from pc_workbook.measures.indicators.aims import as_told
from pc_workbook.measures.indicators.comparable_periods import not_comparable
from pc_workbook.measures.indicators.current_value import Reading, better_way
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.known_values import Evidence
from pc_workbook.model.cqc import Rating
from pc_workbook.model.governance import EditionFigure
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.stats.decimals import decimals_typed
from pc_workbook.wording.cqc import change_words
from pc_workbook.wording.numbers import day_words, number, percent, typed_value

IMPROVED, SUSTAINED, DETERIORATED = "improved", "sustained", "deteriorated"
TYPED_DECIMALS = 2  # a value with more of them was worked out
MOST_DECIMALS = 6  # from here on two values that differ are told whole


def change_of(indicator: Indicator, reading: Reading, evidence: Evidence) -> str:
    """'improved since 15 March 2017 (from 80% to 81%)'; '' without an edition, a value or a direction."""
    key = evidence.organisations.key(indicator.organisation)
    before = evidence.previous.get((indicator.key, key))
    if before is None or evidence.since is None:
        return ""
    ordinal = indicator.kind is IndicatorKind.ORDINAL
    if not ordinal and (why := _unlike(indicator, before, reading)):
        return f"not compared since {day_words(evidence.since)}: {why}"
    told = _rating_change(before, reading) if ordinal else _value_change(indicator, before, reading)
    if told is None:
        return ""
    better, words = told
    return f"{_change_word(better)} since {day_words(evidence.since)} ({words})"


def _unlike(indicator: Indicator, before: EditionFigure, reading: Reading) -> str:
    """Why two values of unlike periods are neither better nor worse; '' where they are alike, or one is missing."""
    if None in (before.value, reading.value, before.period, reading.period):
        return ""
    return not_comparable(
        *(as_told(indicator, period) for period in (before.period, reading.period) if period is not None)
    )


def _change_word(better: float) -> str:
    if better == 0:
        return SUSTAINED
    return IMPROVED if better > 0 else DETERIORATED


def _value_change(indicator: Indicator, before: EditionFigure, reading: Reading) -> tuple[float, str] | None:
    better = target_gap(reading.value, before.value, better_way(indicator))
    if better is None or reading.value is None or before.value is None:
        return None
    then, now = both_told(before.value, reading.value, indicator.kind, indicator.decimals or 0)
    return better, f"from {then} to {now}" if better else f"at {now}"


def both_told(then: float, now: float, kind: IndicatorKind, decimals: int = 0) -> tuple[str, str]:
    """Two values as they were typed; one that was worked out, with as few decimals as tell it from the other, and those of
    an indicator that has more than two.

    >>> both_told(44.4, 51.02739726, IndicatorKind.PERCENTAGE), both_told(0.4699, 0.4702, IndicatorKind.RATE)
    (('44.4%', '51.0%'), ('0.4699', '0.4702'))
    """
    typed = max(TYPED_DECIMALS, decimals)
    fewest = decimals if decimals > TYPED_DECIMALS else 1 if kind is IndicatorKind.PERCENTAGE else 2
    for shown in range(fewest, max(MOST_DECIMALS, fewest + 1)):
        told = _told(then, shown, kind, typed), _told(now, shown, kind, typed)
        if then == now or told[0] != told[1]:
            return told
    return typed_value(then, kind), typed_value(now, kind)


def _told(value: float, decimals: int, kind: IndicatorKind, typed: int) -> str:
    if decimals_typed(value) <= typed:
        return typed_value(value, kind)
    return percent(value, decimals) if kind is IndicatorKind.PERCENTAGE else number(value, decimals)


def _rating_change(before: EditionFigure, reading: Reading) -> tuple[float, str] | None:
    old = rating_in(before.words)
    steps = steps_of_change(old, reading.rating)
    return None if steps is None else (float(steps), change_words(old, reading.rating))


def rating_in(words: str | None) -> Rating | None:
    """The rating that some words name, whatever their case; None where they name none."""
    wanted = (words or "").strip().casefold()
    return next((rating for rating in Rating if rating.casefold() == wanted), None)
