"""The results of each indicator: its current value, gaps, RAG, yearly values, change and notes."""

from collections.abc import Iterator
from itertools import pairwise

from pc_workbook.measures.cqc.share import practices_short
from pc_workbook.measures.indicators.change_since_issue import change_of
from pc_workbook.measures.indicators.comparable_periods import not_comparable
from pc_workbook.measures.indicators.current_value import (
    computed_value,
    current_value,
    in_question,
    share_name,
    shares_to_show,
    values_newest_first,
)
from pc_workbook.measures.indicators.gaps import gaps_of
from pc_workbook.measures.indicators.rag import judged_before, not_judgeable, provider_of, rag_of, ruling_ignored
from pc_workbook.measures.indicators.rating_goals import ordinal_result
from pc_workbook.measures.indicators.reason_codes import Note
from pc_workbook.measures.indicators.yearly_values import yearly_values
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import CqcResult, CurrentValue, IndicatorResult, PlaceResult, Share
from pc_workbook.measures.variation.intervals import interval_of_value
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind
from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.model.target import TargetKind
from pc_workbook.model.tracker import Tracker

Areas = tuple[PlaceResult, PlaceResult]


def measured_indicators(
    tracker: Tracker, known: KnownValues, cqc: CqcResult, areas: Areas
) -> tuple[IndicatorResult, ...]:
    """Return one result for each indicator, by number.

    `areas` are the area's staff ratios, of all practices and of those with a return.
    """
    ordered = sorted(tracker.indicators, key=lambda indicator: indicator.number)
    return tuple(_measured(indicator, known, cqc, areas) for indicator in ordered)


def _measured(indicator: Indicator, known: KnownValues, cqc: CqcResult, areas: Areas) -> IndicatorResult:
    shares = _shares(indicator, cqc)
    current = current_value(indicator, known, cqc)
    if current.is_baseline and current.value is None and current.rating is None:
        current = computed_value(indicator, known, areas[0]) or current
    organisation = known.organisations.key(indicator.organisation)
    return IndicatorResult(
        indicator=indicator,
        organisation=organisation,
        level=known.organisations.level(organisation),
        current=current,
        gaps=gaps_of(indicator, current, known),
        rag=rag_of(indicator, current, known),
        yearly_values=yearly_values(indicator, current, known),
        ordinal=ordinal_result(indicator, current, known),
        shares=shares,
        change=change_of(indicator, current, known),
        actions=known.actions.get(indicator.number, ()),
        notes=tuple(_notes(indicator, current, known, shares, areas)),
        why=(*current.why, *in_question(current, known.questions.get(indicator.number, ()))),
        interval=interval_of_value(indicator, current),
    )


def _shares(indicator: Indicator, cqc: CqcResult) -> tuple[Share, ...]:
    """Return the shares of ratings that an indicator shows, with the practices that its target still needs."""
    name, direction, target = share_name(indicator), indicator.better, indicator.target
    shares = (share for share in cqc.shares if share.name in shares_to_show(indicator))
    if direction is None or target is None:
        return tuple(shares)
    return tuple(
        share._replace(short=practices_short(share.numerator, share.denominator, target, direction))
        if share.name == name
        else share
        for share in shares
    )


def _notes(
    indicator: Indicator, current: CurrentValue, known: KnownValues, shares: tuple[Share, ...], areas: Areas
) -> Iterator[Reason]:
    """Yield the notes on an indicator in the order in which they are shown."""
    cause = known.blocked.get(indicator.number)
    if cause:
        yield reason(Note.NOT_JUDGED, cause=cause)
    yield from _value_notes(indicator, current, known)
    if not not_judgeable(indicator, current, known) and (before := judged_before(indicator, current, known)):
        yield before
    if indicator.target_kind is TargetKind.COMPARATOR_UNDECIDED:
        yield reason(Note.COMPARATOR_UNDECIDED)
    yield from _share_notes(indicator, shares)
    yield from _standard_note(indicator, known)
    yield from _provider_note(indicator, known)
    yield from _ruling_note(indicator, current, known)
    yield from _plan_notes(indicator, known)
    yield from ways_of_counting(indicator, *areas)


def _value_notes(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Iterator[Reason]:
    start, period = known.plan_start, current.period
    if start is not None and period is not None and period.year < start:
        yield reason(Note.OLDER_THAN_PLAN, period=period, year=start)
    if current.why and current.value is not None:
        yield reason(Note.VALUE_LEAVES_OUT, why=current.why)
    if asked := known.questions.get(indicator.number, ()):
        yield reason(Note.IN_QUESTION, cells=tuple(question.where for question in asked))
    rows, as_at = known.not_over.get(indicator.number, []), known.settings.as_at
    if rows and as_at is not None:
        yield reason(Note.NOT_OVER, periods=tuple(dict.fromkeys(row.period for row in rows)), as_at=as_at)
    yield from _unlike_values(indicator, known)


def _unlike_values(indicator: Indicator, known: KnownValues) -> Iterator[Reason]:
    """Yield a note where values shown on one chart can't be compared with each other, such as a quarter and a year."""
    if indicator.kind is IndicatorKind.ORDINAL:
        return
    periods = [earlier.period for earlier in values_newest_first(indicator, known)]
    adds_up = any(step.kind is PeriodKind.YEAR_TO_DATE for step in known.steps.get(indicator.number, ()))
    pairs = (
        (later, earlier) for later, earlier in pairwise(periods) if not adds_up or not _begin_together(later, earlier)
    )
    unlike = next(filter(None, (not_comparable(later, earlier) for later, earlier in pairs)), None)
    if unlike:
        yield Reason(Note.UNLIKE_VALUES, unlike.values)


def _begin_together(later: Period | None, earlier: Period | None) -> bool:
    """Return whether two periods are of one running total, as the year to date of two months is."""
    return later is not None and earlier is not None and later.start == earlier.start


def _share_notes(indicator: Indicator, shares: tuple[Share, ...]) -> Iterator[Reason]:
    direction, target = indicator.better, indicator.target
    for share in shares:
        is_aim = share.short is not None
        yield reason(
            Note.SHARE, share=share, target=target if is_aim else None, direction=direction if is_aim else None
        )


def _standard_note(indicator: Indicator, known: KnownValues) -> Iterator[Reason]:
    standard, direction = indicator.national_standard, indicator.better
    if standard is None or direction is None or indicator.number in known.blocked:
        return
    higher = direction is Direction.HIGHER
    agreed = known.agreed(indicator.number)
    worse = [year for year, value in agreed.items() if (value < standard) == higher and value != standard]
    if worse:
        yield reason(Note.BELOW_STANDARD, standard=standard, kind=indicator.shown_in, year=max(worse))


def _provider_note(indicator: Indicator, known: KnownValues) -> Iterator[Reason]:
    provider = provider_of(indicator, known)
    if provider is None or provider.ends is None:
        return
    successor = known.providers.get(provider.successor or "")
    yield reason(
        Note.PROVIDER_ENDS,
        provider=provider.short_name or provider.name,
        ends=provider.ends,
        successor=successor.name if successor else provider.successor,
        starts=successor.starts if successor else None,
    )


def _ruling_note(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Iterator[Reason]:
    """Yield why a person's ruling has no effect, where one is entered that has none."""
    if ignored := ruling_ignored(indicator, known.settings.as_at):
        yield ignored
    elif indicator.rag_override is not None and (why := not_judgeable(indicator, current, known)):
        yield reason(Note.RULING_WITHOUT_EFFECT, rag=indicator.rag_override, why=why)


def _plan_notes(indicator: Indicator, known: KnownValues) -> Iterator[Reason]:
    points = known.points.get(indicator.number, {})
    for year, point in sorted(points.items()):
        if point.note:
            yield reason(Note.PLAN_NOTE, year=year, note=point.note)
    steps = known.steps.get(indicator.number, {})
    for step in sorted(steps, key=lambda step: step.end):
        if note := steps[step].note:
            yield reason(Note.PLAN_NOTE, year=step.label, note=note)


def ways_of_counting(indicator: Indicator, area: PlaceResult, with_return: PlaceResult) -> Iterator[Reason]:
    """Yield the computed staff ratios beside an indicator that publishes one of them: each way of counting gives another.

    Ratios are full-time equivalents for each 1,000 patients, on registered and on weighted patients. `with_return` is the
    area over the practices that made a return.
    """
    ratios = _ratios_per_1000(indicator, area)
    if not ratios:
        return
    without = area.practices_without_return
    yield reason(
        Note.WAYS_OF_COUNTING,
        period=area.staff.period,
        ratios=ratios,
        unread=area.practices_unread,
        without_return=without,
        ratios_with_return=_ratios_per_1000(indicator, with_return) if without else (),
    )


def _ratios_per_1000(indicator: Indicator, place: PlaceResult) -> tuple[tuple[str, float], ...]:
    """Return the ratios of the staff group that an indicator measures, with the patients they are on."""
    by_staff = {
        "gp_fte": (place.staff.gp_per_1000, place.staff.gp_per_1000_weighted),
        "nurse_fte": (place.staff.nurse_per_1000, place.staff.nurse_per_1000_weighted),
    }
    staff = next((staff for staff in by_staff if (indicator.measure or "").startswith(f"{staff}_per_1000")), None)
    if staff is None:
        return ()
    named = zip(("registered", "weighted"), by_staff[staff], strict=True)
    return tuple((patients, ratio.value) for patients, ratio in named if ratio.value is not None)
