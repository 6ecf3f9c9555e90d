"""Where the figures of a pack come from: each with its source, its period, when it was extracted, and revisions."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pc_workbook.measures.indicators.current_value import COMPUTED, is_cqc_share
from pc_workbook.measures.organisations import Organisations
from pc_workbook.measures.results import IndicatorResult, Results
from pc_workbook.model.indicator import Indicator, IndicatorKind, Observation, Revision
from pc_workbook.model.period import Period
from pc_workbook.model.row import tally
from pc_workbook.model.tracker import Tracker
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Column, Heading, Sheet, Style, Table, Value, Words
from pc_workbook.views.sentences import numbered, sentence
from pc_workbook.views.units import shown_value, value_style
from pc_workbook.views.workbook.method_notes import (
    DECISIONS,
    NOT_RATED,
    extracted_told,
    pairs,
    periods_told,
    settings_table,
    sources_of,
)
from pc_workbook.wording.indicators import why_words
from pc_workbook.wording.methods import METHODS
from pc_workbook.wording.numbers import counted, day_words, typed_value
from pc_workbook.wording.rag import rag_reason
from pc_workbook.wording.terms import CONFIDENTIAL, SHORTHAND, TERMS

SOURCES, METHODS_NAME, TERMS_NAME = "Sources", "Methods", "Words and marks"
REGULATOR = "Care Quality Commission"
NOT_RECORDED = "not recorded"
COLUMNS = (
    Column("Figure", Style.LONG_TEXT, 44),
    Column("Value", Style.RATE, 22.5),
    Column("Period", Style.TEXT, 24),
    Column("Source", Style.LONG_TEXT, 40),
    Column("Extracted on", Style.TEXT, 17),
    Column("Revision", Style.TEXT, 15),
)
PUBLICATION_COLUMNS = (
    Column("Publication", Style.LONG_TEXT, 44),
    Column("Rows", Style.WHOLE, 22.5),
    Column("Lists it fills", Style.TEXT, 24),
    Column("Periods", Style.LONG_TEXT, 40),
    Column("Extracted", Style.TEXT, 17),
)
VALUE = 1


class Origin(NamedTuple):
    """Where one figure comes from."""

    figure: str
    value: Value
    style: Style
    period: str
    source: str
    extracted: str = NOT_RECORDED
    revision: str = NOT_RECORDED

    @property
    def row(self) -> tuple[Value, ...]:
        return self.figure, self.value, self.period or None, self.source, self.extracted, self.revision


def sources_sheet(results: Results, intake: Intake) -> Sheet:
    """The source of every figure, then what each publication gave."""
    tracker = intake.tracker
    told = [*_indicators(results, tracker), *_lists(results, tracker)]
    table = Table(
        "pc_figure_sources", COLUMNS, tuple(one.row for one in told), "No figure is shown.",
        {(at, VALUE): one.style for at, one in enumerate(told)},
    )  # fmt: skip
    parts = (
        Heading("Where the figures come from", level=1),
        Words(_revised(results, tracker)),
        Heading("What each publication gave"),
        _publications(tracker),
        Heading("Every figure with its source"),
        Words("A baseline is as the plan gives it; when it was extracted was not recorded there."),
        table,
    )
    return Sheet(SOURCES, parts, "For who doubts a figure: its source, its period, and when it was extracted.")


def _publications(tracker: Tracker) -> Table:
    rows = tuple(
        (name, found.rows, ", ".join(found.lists), periods_told(found) or None, extracted_told(found))
        for name, found in sorted(sources_of(tracker).items())
    )
    return Table("pc_sources", PUBLICATION_COLUMNS, rows, "No row names its source.")


def methods_sheet(intake: Intake) -> Sheet:
    """How each figure is made, and by which choices."""
    parts = (
        Heading("Methods", level=1),
        Words("How the figures of this pack are made. The sheets named here are those of the tracker that it was made from."),
        Heading("What Not rated means"),
        Words(NOT_RATED),
        Heading("Settings in force"),
        settings_table(intake),
        Heading("How each figure is made"),
        Words(DECISIONS),
        pairs("pc_methods", ("Figure", "How it is made", "Where it comes from"), METHODS),
    )  # fmt: skip
    return Sheet(METHODS_NAME, parts, "For who doubts a figure: how it was made, and by which choices.")


def terms_sheet() -> Sheet:
    """What the words and the marks mean."""
    parts = (
        Heading("Words and marks", level=1),
        Words("What the words of this pack mean, and the marks that stand where a figure can't."),
        Heading("Marks"),
        pairs("pc_shorthand", ("Mark", "What the mark means"), SHORTHAND),
        Heading("Words"),
        pairs("pc_terms", ("Term", "What it means"), TERMS),
    )
    return Sheet(TERMS_NAME, parts, "For who meets a word for the first time.")


def _revised(results: Results, tracker: Tracker) -> str:
    marked = {
        mark: [
            n
            for result, seen in _observed(results, tracker)
            if seen.revision is mark
            for n in (result.indicator.number,)
        ]
        for mark in (Revision.REVISED, Revision.PROVISIONAL)
    }
    told = [
        sentence(f"{numbered('indicator', numbers)}: {words}")
        for mark, words in ((Revision.REVISED, "revised since first published"), (Revision.PROVISIONAL, "provisional"))
        if (numbers := marked[mark])
    ]
    return " ".join(told) or "No figure shown here is marked as revised or provisional."


def _observed(results: Results, tracker: Tracker) -> Iterable[tuple[IndicatorResult, Observation]]:
    """The indicators whose value was observed, each with the row it stands on."""
    organisations = Organisations(tracker)
    rows: dict[tuple[int, str, Period], list[Observation]] = {}
    wanted = {result.indicator.number for result in results.indicators}
    for row in tracker.observations:
        if row.indicator in wanted:
            rows.setdefault((row.indicator, organisations.key(row.organisation), row.period), []).append(row)
    for result in results.indicators:
        if result.period is None or result.is_baseline or result.source == COMPUTED:
            continue
        of_period = rows.get((result.indicator.number, result.organisation or organisations.area, result.period), [])
        same = [row for row in of_period if _shows(row, result)]
        if same:
            yield result, same[-1]


def _shows(row: Observation, result: IndicatorResult) -> bool:
    same = row.value == result.value and row.rating is result.rating
    return row.suppressed if result.suppressed else same and not row.suppressed


def _indicators(results: Results, tracker: Tracker) -> Iterable[Origin]:
    observed = {result.indicator.number: row for result, row in _observed(results, tracker)}
    for result in results.indicators:
        yield _origin(result, observed.get(result.indicator.number))
        yield from _comparator(result.indicator)


def _origin(result: IndicatorResult, seen: Observation | None) -> Origin:
    one = result.indicator
    style = Style.RATING if one.kind is IndicatorKind.ORDINAL else value_style(one, result.value, result.source)
    period = result.period.label if result.period else ""
    name = f"{one.number}. {one.title}"
    value = shown_value(result)
    if seen is not None:
        revision = str(seen.revision or NOT_RECORDED)
        return Origin(
            name, value, style, period, seen.source or one.source or NOT_RECORDED, _day(seen.extracted_on), revision
        )
    if value is None:
        return Origin(name, None, style, period, why_words(result) or rag_reason(result.rag) or "no value", "", "")
    if result.source == COMPUTED:
        made_of = f"{REGULATOR}: practices' ratings" if is_cqc_share(one) else "Workforce returns of the practices"
        return Origin(name, value, style, period, f"Worked out from: {made_of}", "see below", "")
    if result.is_baseline:
        return Origin(f"{name} (baseline)", value, style, period, one.source or NOT_RECORDED)
    return Origin(name, value, style, period, result.source or one.source or NOT_RECORDED)


def _comparator(one: Indicator) -> Iterable[Origin]:
    if one.comparator is not None or one.comparator_suppressed:
        period = one.comparator_period.label if one.comparator_period else ""
        name = f"{one.number}. {one.title}: {one.comparator_name or 'comparator'}"
        value = CONFIDENTIAL if one.comparator_suppressed else one.comparator
        yield Origin(name, value, value_style(one, one.comparator), period, one.source or NOT_RECORDED)
    if one.national_standard is not None:
        name = f"{one.number}. {one.title}: national standard"
        words = f"{typed_value(one.national_standard, one.kind)} in every year"
        yield Origin(
            name, one.national_standard, value_style(one, one.national_standard), words, one.source or NOT_RECORDED
        )


def _lists(results: Results, tracker: Tracker) -> Iterable[Origin]:
    """What the figures of practices, localities and the area stand on."""
    yield from _workforce(results, tracker)
    england = tracker.settings.england_patients_per_gp_fte
    if england is not None:
        period = tracker.settings.england_patients_per_gp_fte_period
        yield Origin(
            "England: patients per FTE GP",
            england,
            Style.RATIO,
            period.label if period else "",
            "Settings of the tracker",
        )
    for (period,), count in tally(tracker.practices, "list_as_at").items():
        if period is not None:
            name = f"List sizes of {counted(count, 'practice')}"
            yield Origin(name, None, Style.TEXT, period.label, "Practices (list size as at)")
    for (source,), count in tally(
        [p for p in tracker.practices if p.deprivation_score is not None], "deprivation_source"
    ).items():
        yield Origin(
            f"Deprivation scores of {counted(count, 'practice')}", None, Style.TEXT, "", source or NOT_RECORDED
        )
    yield from _ratings(results)


def _workforce(results: Results, tracker: Tracker) -> Iterable[Origin]:
    rows = [row for row in tracker.workforce if row.period.label == results.area.period]
    told = tally(rows, "source", "period", "extracted_on").items()
    for (source, period, extracted), count in told:
        name = f"Staff of practices: {counted(count, 'row')}"
        yield Origin(name, None, Style.TEXT, period.label, source or NOT_RECORDED, _day(extracted))


def _ratings(results: Results) -> Iterable[Origin]:
    days = sorted(row.dated for _, row in results.cqc.latest if row and row.dated)
    if days:
        when = day_words(days[0]) if days[0] == days[-1] else f"{day_words(days[0])} to {day_words(days[-1])}"
        yield Origin(
            f"Latest ratings of {counted(results.cqc.inspected, 'practice')}", None, Style.TEXT, when, REGULATOR
        )


def _day(day: date | None) -> str:
    return day_words(day) if day else NOT_RECORDED
