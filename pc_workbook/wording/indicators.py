"""The sentences about an indicator: its gaps, its change, its yearly values and the notes on it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pc_workbook.measures.indicators.current_value import COMPUTED
from pc_workbook.measures.indicators.reason_codes import Line, Note, Why
from pc_workbook.measures.indicators.trajectory import DERIVED, MOST_DECIMALS
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import Change, ChangeKind, Gap, IndicatorResult, RagResult, Share, YearlyValue
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind, ShownIn
from pc_workbook.model.period import Period
from pc_workbook.stats.decimals import as_typed, decimals_typed, rounded
from pc_workbook.wording.cqc import change_words as rating_change_words
from pc_workbook.wording.cqc import share_label, share_words, target_words
from pc_workbook.wording.findings import blocked_words
from pc_workbook.wording.numbers import counted, day_words, listed, number, percent, quoted, short_number, typed_value
from pc_workbook.wording.rag import (
    KIND_UNDECIDED,
    indicator_reason_words,
    indicator_reasons_words,
    rag_words,
    unlike_periods,
)
from pc_workbook.wording.staff import unread_practices_words

TYPED_DECIMALS = 2  # a value with more of them was computed
DISTINCT_DECIMALS = 6  # two values that differ only beyond these are shown whole


def baseline_marked(period: str) -> str:
    """Return the period, or the name, of a value that is the baseline."""
    return f"{period} (baseline)"


def period_words(result: IndicatorResult) -> str | None:
    """Return the period of an indicator's value, marked where the value is the baseline; None without one."""
    period = result.period.label if result.period else None
    return baseline_marked(period) if period and result.is_baseline else period


def measured_gaps(result: IndicatorResult) -> tuple[str, ...]:
    """Return the gaps with a value in words, each once, without why they are not judged: the RAG says that."""
    return tuple(dict.fromkeys(gap_words_without_blocks(gap) for gap in result.gaps if gap.value is not None))


def range_ends(indicator: Indicator) -> str:
    """Return both ends of an indicator's range: "80% to 85%"."""
    ends = (indicator.range_from, indicator.range_to)
    return " to ".join(value_words(indicator, end) for end in ends if end is not None)


def target_with_year(indicator: Indicator, level: float | None) -> str:
    """Return the target with its year: 'target: 95% by 2021'; '' where neither is set. `level` is the target's value."""
    target = value_words(indicator, level) if level is not None else ""
    if indicator.is_within_range:
        target = range_ends(indicator)
    if indicator.goal:
        target = quoted(indicator.goal.words)
    year = indicator.target_time
    if not target:
        return f"target year: {year}" if year else ""
    return f"target: {target}{f' by {year}' if year else ''}"


def gap_words(gap: Gap) -> str:
    """Return a gap in words: the distance, else why there is none."""
    return indicator_reasons_words(gap.reasons)


def gap_words_without_blocks(gap: Gap) -> str:
    """Return a gap in words, without why it is not judged: the RAG says that."""
    return indicator_reasons_words(why for why in gap.reasons if why.code is not Why.NOT_JUDGED)


def why_words(result: IndicatorResult) -> str:
    """Return why an indicator has no value, what the value leaves out, or what is in question; '' for none of these."""
    return indicator_reasons_words(result.why)


def state_words(result: IndicatorResult) -> str:
    """Return why a rating meets its goal or not; '' for an indicator that is no rating."""
    return indicator_reasons_words(result.ordinal.reasons) if result.ordinal else ""


def value_words(indicator: Indicator, value: float, source: str = "") -> str:
    """Return a value in running text, with its unit: '91.11%', '0.47'."""
    if source != COMPUTED:
        return typed_value(value, indicator.shown_in)
    return (
        percent(value)
        if indicator.kind is IndicatorKind.PERCENTAGE
        else number(value, max(TYPED_DECIMALS, indicator.decimals or 0))
    )


# --- change


def change_words(indicator: Indicator, change: Change | None) -> str:
    """Return a change with its date: 'improved since 15 March 2017 (from 80% to 81%)'; '' for none."""
    return _change_words(indicator, change, f" since {day_words(change.since)}") if change else ""


def undated_change_words(indicator: Indicator, change: Change | None) -> str:
    """Return a change without its date: 'improved (from 80% to 81%)'; '' for none."""
    return _change_words(indicator, change, "") if change else ""


def _change_words(indicator: Indicator, change: Change, since: str) -> str:
    if change.kind is ChangeKind.NOT_COMPARED:
        return f"{change.kind}{since}: {indicator_reason_words(change.why) if change.why else ''}"
    return f"{change.kind}{since} ({_from_to(indicator, change)})"


def _from_to(indicator: Indicator, change: Change) -> str:
    if isinstance(change.before, Rating) and isinstance(change.now, Rating):
        return rating_change_words(change.before, change.steps)
    if isinstance(change.before, str) and isinstance(change.now, str):
        return f"at {change.now}" if change.kind is ChangeKind.SUSTAINED else f"from {change.before} to {change.now}"
    if not isinstance(change.before, int | float) or not isinstance(change.now, int | float):
        return ""
    then, now = distinct_values(change.before, change.now, indicator.shown_in, indicator.decimals or 0)
    return f"at {now}" if change.kind is ChangeKind.SUSTAINED else f"from {then} to {now}"


def distinct_values(then: float, now: float, kind: ShownIn, decimals: int = 0) -> tuple[str, str]:
    """Return two values as typed; a computed one with as few decimals as distinguish it from the other, and with those of
    an indicator that has more than two.

    >>> distinct_values(44.4, 51.02739726, IndicatorKind.PERCENTAGE)
    ('44.4%', '51.0%')
    >>> distinct_values(0.4699, 0.4702, IndicatorKind.RATE)
    ('0.4699', '0.4702')
    """
    if kind is IndicatorKind.YES_NO or not isinstance(kind, IndicatorKind):
        return typed_value(then, kind), typed_value(now, kind)
    typed = max(TYPED_DECIMALS, decimals)
    fewest = decimals if decimals > TYPED_DECIMALS else 1 if kind is IndicatorKind.PERCENTAGE else 2
    for shown in range(fewest, max(DISTINCT_DECIMALS, fewest + 1)):
        pair = _value(then, shown, kind, typed), _value(now, shown, kind, typed)
        if then == now or pair[0] != pair[1]:
            return pair
    return typed_value(then, kind), typed_value(now, kind)


def _value(value: float, decimals: int, kind: ShownIn, typed: int) -> str:
    if decimals_typed(value) <= typed:
        return typed_value(value, kind)
    return percent(value, decimals) if kind is IndicatorKind.PERCENTAGE else number(value, decimals)


# --- yearly values


def yearly_value_words(value: YearlyValue) -> str:
    """Return the goal of a year, that its value is derived, or how the agreed value differs from the straight line."""
    if value.goal:
        return value.goal
    return DERIVED if value.derived is not None else line_words(value.line)


def line_words(line: Reason | None) -> str:
    """Return how an agreed value differs from the straight line; '' where it does not.

    The line is shown to three decimals at most: its own digits may have no end.
    """
    return LINES[line.code](**dict(line.values)) if line else ""


def _rounded(typed: float, line: float) -> str:
    return f"linear {short_number(line, MOST_DECIMALS)}, rounded"


def _cut_short(typed: float, line: float) -> str:
    whole = rounded(line, decimals_typed(typed))
    return f"{_differs(typed, line)} ({short_number(line, MOST_DECIMALS)} cut short; rounding gives {whole})"


def _differs(typed: float, line: float) -> str:
    away = rounded(abs(as_typed(line) - as_typed(typed)), MOST_DECIMALS)
    amount = short_number(away, MOST_DECIMALS) if away else f"less than {Decimal(1).scaleb(-MOST_DECIMALS)}"
    return f"differs from linear by {amount}"


LINES: dict[Any, Callable[..., str]] = {
    Line.ROUNDED: _rounded,
    Line.CUT_SHORT: _cut_short,
    Line.DIFFERS: _differs,
}


def earlier_periods_words(left_out: Mapping[int, int], shown: int) -> str:
    """Return which indicators have more periods than are shown, and where the earlier ones are.

    >>> earlier_periods_words({2: 24, 5: 1}, 36)
    'The last 36 periods are shown. The earlier ones are on the sheets Observations and Trajectory: 24 of indicator 2 and 1 of indicator 5.'
    """
    each = listed([f"{count} of indicator {number}" for number, count in left_out.items()])
    return (
        f"The last {shown} periods are shown. The earlier ones are on the sheets Observations and Trajectory: {each}."
    )


# --- notes


def note_words(note: Reason) -> str:
    """Return the sentence of one note on an indicator, without a full stop."""
    return NOTES[note.code](**dict(note.values))


def notes_words(result: IndicatorResult) -> tuple[str, ...]:
    """Return the notes on an indicator, one sentence each."""
    return tuple(map(note_words, result.notes))


def _judged_before(value: float, kind: ShownIn, period: Period, rag: RagResult) -> str:
    return f"The newest value that can be judged, {typed_value(value, kind)} ({period.label}): {rag_words(rag)}"


def _share(share: Share, target: float | None, direction: Direction | None) -> str:
    if target is None or direction is None:
        return f"{share_label(share)}: {share_words(share)}"
    return f"{share_label(share)}: {target_words(share, target, direction)}"


def _provider_ends(provider: str, ends: Any, successor: str | None, starts: Any) -> str:
    follows = f"; its successor is {successor}" if successor else ""
    since = f" from {day_words(starts)}" if starts and follows else ""
    return f"{provider} ends on {day_words(ends)}{follows}{since}"


RULING_PARTS = {"by": "name", "on": "date", "reason": "reason"}


def _ruling_incomplete(rag: str, missing: tuple[str, ...]) -> str:
    return f"override to {rag} ignored: it has no {', no '.join(RULING_PARTS[part] for part in missing)}"


def _ways_of_counting(
    period: str,
    ratios: tuple[tuple[str, float], ...],
    unread: int,
    without_return: int,
    ratios_with_return: tuple[tuple[str, float], ...],
) -> str:
    left_out = f"; {unread_practices_words(unread)}" if unread else ""
    counts = f"Counted from the workforce rows, {period}: {_ratios(ratios)}{left_out}"
    if not without_return:
        return counts
    without = counted(without_return, "practice")
    return f"{counts}; leaving out the {without} without a return: {_ratios(ratios_with_return)}"


def _ratios(ratios: tuple[tuple[str, float], ...]) -> str:
    return ", ".join(f"{number(ratio, 4)} per 1,000 {patients} patients" for patients, ratio in ratios)


NOTES: dict[Any, Callable[..., str]] = {
    Note.NOT_JUDGED: lambda cause: f"Not judged: {blocked_words(cause)}",
    Note.OLDER_THAN_PLAN: lambda period, year: (
        f"The value is of {period.label}, older than the plan's baseline year {year}"
    ),
    Note.VALUE_LEAVES_OUT: lambda why: f"The value {indicator_reasons_words(why)}",
    Note.IN_QUESTION: lambda cells: f"In question, until somebody corrects or accepts it: {listed(cells)}",
    Note.NOT_OVER: lambda periods, as_at: (
        "Left out: "
        + "; ".join(dict.fromkeys(f"{period.label} is not over on {day_words(as_at)}" for period in periods))
    ),
    Note.UNLIKE_VALUES: lambda first, second: (
        f"Not all of its values can be compared with each other: {unlike_periods(first, second)}"
    ),
    Note.JUDGED_BEFORE: _judged_before,
    Note.COMPARATOR_UNDECIDED: lambda: f"The target is a comparator: {KIND_UNDECIDED}",
    Note.SHARE: _share,
    Note.BELOW_STANDARD: lambda standard, kind, year: (
        f"The local path stays short of the national standard ({typed_value(standard, kind)}, every year) up to {year}"
    ),
    Note.PROVIDER_ENDS: _provider_ends,
    Note.RULING_INCOMPLETE: _ruling_incomplete,
    Note.RULING_LATER: lambda rag, on: f"override to {rag} ignored: it is dated {day_words(on)}, after the as-at date",
    Note.RULING_WITHOUT_EFFECT: lambda rag, why: f"override to {rag} ignored: {indicator_reasons_words(why)}",
    Note.PLAN_NOTE: lambda year, note: f"Note on the plan, {year}: {note}",
    Note.WAYS_OF_COUNTING: _ways_of_counting,
}
