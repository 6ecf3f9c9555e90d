"""Everything there is to say of each indicator: its reading, gaps, RAG, way, change and notes."""

from itertools import pairwise

from pc_workbook.measures.cqc.ordinal import INHERITED, ordinal_state
from pc_workbook.measures.cqc.share import share_words, target_words
from pc_workbook.measures.indicators.change_since_issue import change_of
from pc_workbook.measures.indicators.comparable_periods import not_comparable
from pc_workbook.measures.indicators.current_value import (
    SUPPRESSED,
    Reading,
    better_way,
    computed_reading,
    declared_denominator,
    in_question,
    is_cqc_share,
    reading_of,
    readings_newest_first,
    share_name,
    shown_readings,
)
from pc_workbook.measures.indicators.gaps import gaps_of
from pc_workbook.measures.indicators.judgement import judged_before, not_over, rag_of_reading
from pc_workbook.measures.indicators.rag import (
    NO_AS_AT,
    NO_VALUE,
    TO_BE_CHOSEN,
    not_rated,
    override_ignored,
    rag_of_state,
    with_override,
)
from pc_workbook.measures.indicators.yearly_values import steps_of
from pc_workbook.measures.known_values import Evidence
from pc_workbook.measures.results import (
    CqcResult,
    IndicatorResult,
    OrdinalState,
    PlaceResult,
    RagResult,
    Share,
)
from pc_workbook.measures.staff.ratio import leaves_out_unread
from pc_workbook.model.cqc import Provider, Rating
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind
from pc_workbook.model.target import OrdinalGoal, TargetKind
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.findings import blocked_words
from pc_workbook.wording.numbers import counted, day_words, listed, number, typed_value

Areas = tuple[PlaceResult, PlaceResult]
UNDECLARED = "the share's denominator is not declared (inspected practices or all practices)"


def measured_indicators(
    tracker: Tracker, evidence: Evidence, cqc: CqcResult, areas: Areas
) -> tuple[IndicatorResult, ...]:
    """One result for each indicator, by number. `areas` are the area's ratios, of all practices and with a return."""
    ordered = sorted(tracker.indicators, key=lambda indicator: indicator.number)
    return tuple(_measured(indicator, evidence, cqc, areas) for indicator in ordered)


def _measured(indicator: Indicator, evidence: Evidence, cqc: CqcResult, areas: Areas) -> IndicatorResult:
    shares = tuple(s for s in cqc.shares if s.name in shown_readings(indicator))
    reading = reading_of(indicator, evidence, cqc)
    if reading.is_baseline and reading.value is None and reading.rating is None:
        reading = computed_reading(indicator, evidence, areas[0]) or reading
    state, state_words = _state(indicator, reading, evidence)
    organisation = evidence.organisations.key(indicator.organisation)
    return IndicatorResult(
        indicator=indicator,
        value=reading.value,
        rating=reading.rating,
        period=reading.period,
        is_baseline=reading.is_baseline,
        gaps=gaps_of(indicator, reading, evidence),
        rag=rag_of(indicator, reading, evidence),
        steps=steps_of(indicator, reading, evidence),
        state=state,
        state_words=state_words,
        shares=shares,
        service_ratings=_service_ratings(indicator, evidence),
        change=change_of(indicator, reading, evidence),
        actions=evidence.actions.get(indicator.number, ()),
        notes=tuple(_notes(indicator, reading, evidence, shares, areas)),
        numerator=reading.numerator,
        denominator=reading.denominator,
        source=reading.source,
        organisation=organisation,
        level=evidence.organisations.level(organisation),
        why="; ".join(filter(None, (reading.why, in_question(reading, evidence.questions.get(indicator.number, ()))))),
        suppressed=reading.suppressed,
    )


def rag_of(indicator: Indicator, reading: Reading, evidence: Evidence) -> RagResult:
    """The RAG of an indicator, with any override. What is blocked or has no value can't be overridden."""
    reason = unknown(indicator, reading, evidence)
    if reason:
        return not_rated(reason)
    rag = with_override(_computed_rag(indicator, reading, evidence), indicator, evidence.settings.as_at)
    asked = in_question(reading, evidence.questions.get(indicator.number, ()))
    return rag._replace(reason="; ".join(filter(None, (rag.reason, asked)))) if asked else rag


def unknown(indicator: Indicator, reading: Reading, evidence: Evidence) -> str:
    """Why an indicator can't be judged at all, whoever would rule on it; '' where it can."""
    if indicator.number in evidence.blocked:
        return blocked_words(evidence.blocked[indicator.number])
    if is_cqc_share(indicator) and declared_denominator(indicator, evidence) is None:
        return UNDECLARED
    if reading.suppressed:
        return SUPPRESSED
    if evidence.settings.as_at is None:
        return NO_AS_AT
    if ended := _ended(indicator, evidence):
        return ended
    known = reading.rating if indicator.kind is IndicatorKind.ORDINAL else reading.value
    return "" if known is not None else reading.why or NO_VALUE


def _computed_rag(indicator: Indicator, reading: Reading, evidence: Evidence) -> RagResult:
    if indicator.kind is IndicatorKind.ORDINAL:
        state, words = _state(indicator, reading, evidence)
        return rag_of_state(state or OrdinalState.UNKNOWN, words, evidence.settings.working_towards_is_amber)
    return rag_of_reading(indicator, reading, evidence)


def _state(indicator: Indicator, reading: Reading, evidence: Evidence) -> tuple[OrdinalState | None, str]:
    if indicator.kind is not IndicatorKind.ORDINAL:
        return None, ""
    as_at = evidence.settings.as_at
    goal = goal_of(indicator, evidence)
    if reading.rating is None and reading.why:
        return OrdinalState.UNKNOWN, reading.why
    if goal is None and as_at is not None and reading.rating is not None:
        return OrdinalState.UNKNOWN, f"no agreed goal for {as_at.year}"
    state, words = ordinal_state(reading.rating, goal, reading.inspection, as_at)
    when = f", {reading.period.label}" if reading.period else ""
    if reading.inspection is not None and reading.inspection.is_inherited:
        when += f" ({INHERITED})"
    return state, words.replace(str(reading.rating), f"{reading.rating}{when}", 1) if reading.rating else words


def goal_of(indicator: Indicator, evidence: Evidence) -> OrdinalGoal | None:
    """The rating goal of the as-at year: that year's own, else the indicator's once it holds.

    "Retain" and "be working towards" hold in every year; another goal from its target year on.
    """
    as_at, goal = evidence.settings.as_at, indicator.goal
    point = evidence.points.get(indicator.number, {}).get(as_at.year) if as_at else None
    if point is not None and point.goal is not None:
        return point.goal
    if goal is None or as_at is None or goal.retain or goal.or_working_towards:
        return goal
    return goal if indicator.target_year is None or as_at.year >= indicator.target_year else None


def _service_ratings(indicator: Indicator, evidence: Evidence) -> tuple[tuple[str, Rating], ...]:
    if indicator.kind is not IndicatorKind.ORDINAL:
        return ()
    rows = evidence.services.get(evidence.organisations.key(indicator.organisation), [])
    newest = {row.service: row.overall for row in rows if row.service and row.overall}
    return tuple(sorted(newest.items()))


def _notes(
    indicator: Indicator, reading: Reading, evidence: Evidence, shares: tuple[Share, ...], areas: Areas
) -> list[str]:
    blocked = blocked_words(evidence.blocked.get(indicator.number, ()))
    notes = [
        f"Not judged: {blocked}" if blocked else "",
        _period_note(reading, evidence),
        f"The value {reading.why}" if reading.why and reading.value is not None else "",
        _questions_note(indicator, evidence),
        left_out_note(indicator, evidence),
        unlike_values_note(indicator, evidence),
        "" if unknown(indicator, reading, evidence) else judged_before(indicator, reading, evidence),
        f"The target is a comparator: {TO_BE_CHOSEN}" if _undecided(indicator) else "",
        *_share_notes(indicator, shares),
        _standard_note(indicator, evidence),
        _succession_note(indicator, evidence),
        override_ignored(indicator, evidence.settings.as_at) or _powerless_override(indicator, reading, evidence),
        *_plan_notes(indicator, evidence),
        *ways_of_counting(indicator, *areas),
    ]
    return [note for note in notes if note]


def left_out_note(indicator: Indicator, evidence: Evidence) -> str:
    """Which values of the organisation measured are left out because their period is not over; '' where none is."""
    rows, as_at = evidence.not_over.get(indicator.number, []), evidence.settings.as_at
    if not rows or as_at is None:
        return ""
    told = dict.fromkeys(not_over(row.period, as_at) for row in rows)
    return f"Left out: {'; '.join(told)}"


def unlike_values_note(indicator: Indicator, evidence: Evidence) -> str:
    """That values which the chart shows side by side can't be compared, such as a quarter and a year; '' where all can."""
    if indicator.kind is IndicatorKind.ORDINAL:
        return ""
    periods = [reading.period for reading in readings_newest_first(indicator, evidence)]
    unlike = next(filter(None, (not_comparable(later, earlier) for later, earlier in pairwise(periods))), "")
    return f"Not all of its values can be compared with each other: {unlike}" if unlike else ""


def _plan_notes(indicator: Indicator, evidence: Evidence) -> list[str]:
    points = evidence.points.get(indicator.number, {})
    return [f"Note on the plan, {year}: {point.note}" for year, point in sorted(points.items()) if point.note]


def _questions_note(indicator: Indicator, evidence: Evidence) -> str:
    asked = evidence.questions.get(indicator.number, ())
    return (
        f"In question, until somebody corrects or accepts it: {listed([one.where for one in asked])}" if asked else ""
    )


def _undecided(indicator: Indicator) -> bool:
    return indicator.target_kind is TargetKind.COMPARATOR_UNDECIDED


def _period_note(reading: Reading, evidence: Evidence) -> str:
    start, period = evidence.plan_start, reading.period
    if start is None or period is None or period.year >= start:
        return ""
    return f"The value is of {period.label}, older than the plan's baseline year {start}"


def _share_notes(indicator: Indicator, shares: tuple[Share, ...]) -> list[str]:
    name, direction = share_name(indicator), better_way(indicator)
    return [
        f"{s.words}: {share_words(s)}"
        if indicator.target is None or direction is None or s.name != name
        else f"{s.words}: {target_words(s, indicator.target, direction)}"
        for s in shares
    ]


def _standard_note(indicator: Indicator, evidence: Evidence) -> str:
    standard, direction = indicator.national_standard, better_way(indicator)
    if standard is None or direction is None or indicator.number in evidence.blocked:
        return ""
    higher = direction is Direction.HIGHER
    agreed = evidence.agreed(indicator.number)
    worse = [year for year, value in agreed.items() if (value < standard) == higher and value != standard]
    if not worse:
        return ""
    level = typed_value(standard, indicator.kind)
    return f"The local path stays short of the national standard ({level}, every year) up to {max(worse)}"


def _provider(indicator: Indicator, evidence: Evidence) -> Provider | None:
    return evidence.providers.get(evidence.organisations.key(indicator.organisation))


def _ended(indicator: Indicator, evidence: Evidence) -> str:
    provider, as_at = _provider(indicator, evidence), evidence.settings.as_at
    if provider is None or provider.ends is None or as_at is None or as_at <= provider.ends:
        return ""
    return f"{provider.short_name or provider.name} ended on {day_words(provider.ends)}"


def _succession_note(indicator: Indicator, evidence: Evidence) -> str:
    provider = _provider(indicator, evidence)
    if provider is None or provider.ends is None:
        return ""
    successor = evidence.providers.get(provider.successor or "")
    name = successor.name if successor else provider.successor
    begins = successor.starts if successor else None
    follows = f"; its successor is {name}" if name else ""
    since = f" from {day_words(begins)}" if begins and follows else ""
    return f"{provider.short_name or provider.name} ends on {day_words(provider.ends)}{follows}{since}"


def _powerless_override(indicator: Indicator, reading: Reading, evidence: Evidence) -> str:
    reason = unknown(indicator, reading, evidence)
    if not reason or indicator.rag_override is None:
        return ""
    return f"override to {indicator.rag_override} ignored: {reason}"


def ways_of_counting(indicator: Indicator, area: PlaceResult, with_return: PlaceResult) -> list[str]:
    """The computed staff ratios beside an indicator that publishes one of them: the way of counting moves the figure."""
    everyone = _per_1000_words(indicator, area)
    if not everyone:
        return []
    unread = f"; {leaves_out_unread(area.practices_unread)}" if area.practices_unread else ""
    words = f"Counted from the workforce rows, {area.period}: {everyone}{unread}"
    if not area.practices_without_return:
        return [words]
    without = counted(area.practices_without_return, "practice")
    return [f"{words}; leaving out the {without} without a return: {_per_1000_words(indicator, with_return)}"]


def _per_1000_words(indicator: Indicator, place: PlaceResult) -> str:
    ways = {
        "gp_fte": (place.gp_per_1000, place.gp_per_1000_weighted),
        "nurse_fte": (place.nurse_per_1000, place.nurse_per_1000_weighted),
    }
    staff = next((staff for staff in ways if (indicator.measure or "").startswith(f"{staff}_per_1000")), None)
    if staff is None:
        return ""
    named = zip(ways[staff], ("registered", "weighted"), strict=True)
    return ", ".join(f"{number(r.value, 4)} per 1,000 {name} patients" for r, name in named if r.value is not None)
