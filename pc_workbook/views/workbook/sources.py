"""The sheets of a pack on sources, methods and terms: each figure with its source, period, extraction date and revision."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pc_workbook.measures.indicators.current_value import COMPUTED
from pc_workbook.measures.results import IndicatorResult, Results
from pc_workbook.model.indicator import Indicator, IndicatorKind, Observation, Revision
from pc_workbook.model.organisations import Organisations
from pc_workbook.model.period import Period
from pc_workbook.model.row import tally
from pc_workbook.model.tracker import Tracker
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Style, Table, Value
from pc_workbook.views.units import shown_value, value_style
from pc_workbook.views.workbook.method_notes import (
    DECISIONS,
    NOT_RATED,
    explanation_table,
    extraction_range,
    period_range,
    settings_table,
    sources_by_name,
)
from pc_workbook.wording.indicators import why_words
from pc_workbook.wording.methods import METHODS
from pc_workbook.wording.numbers import counted, day_words, typed_value
from pc_workbook.wording.rag import rag_reason
from pc_workbook.wording.sentences import numbered, sentence
from pc_workbook.wording.terms import CONFIDENTIAL, SHORTHAND, TERMS

SOURCES, METHODS_NAME, TERMS_NAME = "Sources", "Methods", "Terms and symbols"
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
    Column("Lists", Style.TEXT, 24),
    Column("Periods", Style.LONG_TEXT, 40),
    Column("Extracted", Style.TEXT, 17),
)
VALUE = 1


class Origin(NamedTuple):
    """The source of one figure."""

    figure: str
    value: Value
    style: Style
    period: str
    source: str
    extracted: str = NOT_RECORDED
    revision: str = NOT_RECORDED

    @property
    def row(self) -> tuple[Value, ...]:
        """Return the cells of the figure's row."""
        return self.figure, self.value, self.period or None, self.source, self.extracted, self.revision


def sources_sheet(results: Results, intake: Intake) -> Sheet:
    """Return the sheet with each publication, and the source of every figure."""
    tracker = intake.tracker
    origins = [*_indicators(results, tracker), *_lists(results, tracker)]
    table = Table(
        "pc_figure_sources", COLUMNS, tuple(origin.row for origin in origins), "No figure is shown.",
        {(at, VALUE): origin.style for at, origin in enumerate(origins)},
    )  # fmt: skip
    parts = (
        Heading("Sources of the figures", level=1),
        Paragraph(_revised(results, tracker)),
        Heading("Publications"),
        _publications(tracker),
        Heading("Source of every figure"),
        Paragraph("Baselines are taken from the plan, which does not record when they were extracted."),
        table,
    )
    return Sheet(SOURCES, parts, "Source, period and extraction date of each figure.")


def _publications(tracker: Tracker) -> Table:
    rows = tuple(
        (name, source.rows, ", ".join(source.lists), period_range(source) or None, extraction_range(source))
        for name, source in sorted(sources_by_name(tracker).items())
    )
    return Table("pc_sources", PUBLICATION_COLUMNS, rows, "No row names its source.")


def methods_sheet(intake: Intake) -> Sheet:
    """Return the sheet that explains how each figure is calculated."""
    parts = (
        Heading("Methods", level=1),
        Paragraph("How the figures of this pack are calculated. The sheets named here are those of the tracker behind the pack."),
        Heading("Meaning of Not rated"),
        Paragraph(NOT_RATED),
        Heading("Settings in force"),
        settings_table(intake),
        Heading("How each figure is calculated"),
        Paragraph(DECISIONS),
        explanation_table("pc_methods", ("Figure", "Calculation", "Data from"), METHODS),
    )  # fmt: skip
    return Sheet(METHODS_NAME, parts, "How each figure is calculated, and the settings in force.")


def terms_sheet() -> Sheet:
    """Return the sheet that explains terms and symbols."""
    parts = (
        Heading("Terms and symbols", level=1),
        Paragraph("The terms of this pack, and the symbols shown in place of a figure."),
        Heading("Symbols"),
        explanation_table("pc_shorthand", ("Symbol", "Meaning"), SHORTHAND),
        Heading("Terms"),
        explanation_table("pc_terms", ("Term", "Meaning"), TERMS),
    )
    return Sheet(TERMS_NAME, parts, "Meaning of the terms and symbols of this pack.")


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
    sentences = [
        sentence(f"{numbered('indicator', numbers)}: {words}")
        for mark, words in ((Revision.REVISED, "revised since first published"), (Revision.PROVISIONAL, "provisional"))
        if (numbers := marked[mark])
    ]
    return " ".join(sentences) or "No figure shown here is marked as revised or provisional."


def _observed(results: Results, tracker: Tracker) -> Iterable[tuple[IndicatorResult, Observation]]:
    """Yield the indicators whose value was observed, each with its observation."""
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
    indicator = result.indicator
    is_rating = indicator.kind is IndicatorKind.ORDINAL
    style = Style.RATING if is_rating else value_style(indicator, result.value, result.source)
    period = result.period.label if result.period else ""
    name = f"{indicator.number}. {indicator.title}"
    value = shown_value(result)
    if seen is not None:
        revision = str(seen.revision or NOT_RECORDED)
        return Origin(
            name,
            value,
            style,
            period,
            seen.source or indicator.source or NOT_RECORDED,
            _day(seen.extracted_on),
            revision,
        )
    if value is None:
        return Origin(name, None, style, period, why_words(result) or rag_reason(result.rag) or "no value", "", "")
    if result.source == COMPUTED:
        made_of = (
            f"{REGULATOR}: practices' ratings" if indicator.is_cqc_share else "the workforce returns of the practices"
        )
        return Origin(name, value, style, period, f"Calculated from {made_of}", "see below", "")
    if result.is_baseline:
        return Origin(f"{name} (baseline)", value, style, period, indicator.source or NOT_RECORDED)
    return Origin(name, value, style, period, result.source or indicator.source or NOT_RECORDED)


def _comparator(indicator: Indicator) -> Iterable[Origin]:
    if indicator.comparator is not None or indicator.comparator_suppressed:
        period = indicator.comparator_period.label if indicator.comparator_period else ""
        name = f"{indicator.number}. {indicator.title}: {indicator.comparator_name or 'comparator'}"
        value = CONFIDENTIAL if indicator.comparator_suppressed else indicator.comparator
        yield Origin(
            name, value, value_style(indicator, indicator.comparator), period, indicator.source or NOT_RECORDED
        )
    if indicator.national_standard is not None:
        name = f"{indicator.number}. {indicator.title}: national standard"
        words = f"{typed_value(indicator.national_standard, indicator.kind)} in every year"
        yield Origin(
            name,
            indicator.national_standard,
            value_style(indicator, indicator.national_standard),
            words,
            indicator.source or NOT_RECORDED,
        )


def _lists(results: Results, tracker: Tracker) -> Iterable[Origin]:
    """Yield the sources of the figures of practices, localities and the area."""
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
    rows = [row for row in tracker.workforce if row.period.label == results.area.staff.period]
    for (source, period, extracted), count in tally(rows, "source", "period", "extracted_on").items():
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
