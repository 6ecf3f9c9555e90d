"""The sheets of a pack on sources, methods and terms: each figure with its source, period, extraction date and revision."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pc_workbook.measures.indicators.current_value import COMPUTED
from pc_workbook.measures.results import IndicatorResult, Results
from pc_workbook.model.comparator import ComparatorValue
from pc_workbook.model.indicator import Indicator, Observation
from pc_workbook.model.organisations import Organisations
from pc_workbook.model.period import Period
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.row import tally
from pc_workbook.model.tracker import Tracker
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Style, Table, Value
from pc_workbook.views.units import as_shown, shown_value, value_style
from pc_workbook.views.workbook.method_notes import (
    METHOD_HEADINGS,
    SYMBOL_HEADINGS,
    TERM_HEADINGS,
    explanation_table,
    settings_table,
    sources_by_name,
)
from pc_workbook.wording import headings
from pc_workbook.wording import overview_sheets as overview
from pc_workbook.wording import pack_sheets as texts
from pc_workbook.wording.indicator_sheets import indicator_name
from pc_workbook.wording.indicators import baseline_marked
from pc_workbook.wording.methods import shown_methods
from pc_workbook.wording.numbers import day_range, day_words
from pc_workbook.wording.terms import CONFIDENTIAL, SHORTHAND, shown_terms, terms_of

COLUMNS = (
    Column(headings.FIGURE, Style.LONG_TEXT, 44),
    Column(headings.VALUE, Style.RATE, 22.5),
    Column(headings.PERIOD, Style.TEXT, 24),
    Column(headings.SOURCE, Style.LONG_TEXT, 40),
    Column(headings.EXTRACTED_ON, Style.TEXT, 17),
    Column(headings.REVISION, Style.TEXT, 15),
)
PUBLICATION_COLUMNS = (
    Column(headings.PUBLICATION, Style.LONG_TEXT, 44),
    Column(headings.ROWS, Style.WHOLE, 22.5),
    Column(headings.LISTS, Style.TEXT, 24),
    Column(headings.PERIODS, Style.LONG_TEXT, 40),
    Column(headings.EXTRACTED, Style.TEXT, 17),
)
VALUE = 1


class Origin(NamedTuple):
    """The source of one figure."""

    figure: str
    value: Value
    style: Style
    period: str
    source: str
    extracted: str = overview.NOT_RECORDED
    revision: str = overview.NOT_RECORDED

    @property
    def row(self) -> tuple[Value, ...]:
        """Return the cells of the figure's row."""
        return self.figure, self.value, self.period or None, self.source, self.extracted, self.revision


def sources_sheet(results: Results, intake: Intake) -> Sheet:
    """Return the sheet with each publication, and the source of every figure."""
    tracker = intake.tracker
    origins = [*_indicators(results, tracker), *_lists(results, tracker)]
    table = Table(
        "pc_figure_sources", COLUMNS, tuple(origin.row for origin in origins), texts.NO_FIGURES,
        {(at, VALUE): origin.style for at, origin in enumerate(origins)},
    )  # fmt: skip
    parts = (
        Heading(texts.SOURCES_OF_FIGURES, level=1),
        Paragraph(_revised(results, tracker)),
        Heading(texts.PUBLICATIONS),
        _publications(tracker),
        Heading(texts.SOURCE_OF_EVERY_FIGURE),
        Paragraph(texts.BASELINES_NOTE),
        table,
    )
    return Sheet(texts.SOURCES, parts, texts.SOURCES_DESCRIPTION)


def _publications(tracker: Tracker) -> Table:
    rows = tuple(
        (
            name,
            source.rows,
            ", ".join(source.lists),
            overview.period_range(source.periods) or None,
            overview.extraction_range(source.extracted),
        )
        for name, source in sorted(sources_by_name(tracker).items())
    )
    return Table("pc_sources", PUBLICATION_COLUMNS, rows, overview.NO_SOURCES)


def methods_sheet(intake: Intake) -> Sheet:
    """Return the sheet that explains how each figure is calculated."""
    parts = (
        Heading(texts.METHODS, level=1),
        Paragraph(texts.HOW_CALCULATED),
        Heading(overview.MEANING_OF_NOT_RATED),
        Paragraph(overview.WHY_NOT_RATED),
        Heading(overview.SETTINGS_IN_FORCE),
        settings_table(intake),
        Heading(overview.CALCULATION_OF_FIGURES),
        Paragraph(overview.DECISIONS_OF_METHOD),
        explanation_table("pc_methods", METHOD_HEADINGS, shown_methods(intake.tracker)),
    )  # fmt: skip
    return Sheet(texts.METHODS, parts, texts.METHODS_DESCRIPTION)


def terms_sheet(intake: Intake) -> Sheet:
    """Return the sheet that explains terms and symbols."""
    parts = (
        Heading(texts.TERMS_AND_SYMBOLS, level=1),
        Paragraph(texts.TERMS_NOTE),
        Heading(texts.SYMBOLS),
        explanation_table("pc_shorthand", SYMBOL_HEADINGS, SHORTHAND),
        Heading(texts.TERMS),
        explanation_table("pc_terms", TERM_HEADINGS, shown_terms(terms_of(intake.tracker), intake.tracker)),
    )
    return Sheet(texts.TERMS_AND_SYMBOLS, parts, texts.TERMS_DESCRIPTION)


def _revised(results: Results, tracker: Tracker) -> str:
    marked = {
        mark: [
            n
            for result, seen in _observed(results, tracker)
            if seen.revision is mark
            for n in (result.indicator.number,)
        ]
        for mark in texts.REVISIONS
    }
    return texts.revised_words(marked)


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
    yield from _listed_comparators(tracker)


def _listed_comparators(tracker: Tracker) -> Iterable[Origin]:
    """Yield the newest value of each comparator that an indicator names, of the list of comparators."""
    as_at, named = tracker.settings.as_at, {i.number: i for i in tracker.indicators if i.comparator_name}
    newest: dict[int, ComparatorValue] = {}
    for row in sorted(tracker.comparators, key=lambda row: row.period.end):
        indicator = named.get(row.indicator)
        is_over = as_at is None or row.period.end <= as_at
        if indicator and is_over and name_key(indicator.comparator_name or "") == name_key(row.comparator):
            newest[row.indicator] = row
    for number, row in sorted(newest.items()):
        value: Value = CONFIDENTIAL if row.suppressed else str(row.rating) if row.rating else row.value
        style = Style.RATING if row.rating else value_style(named[number], row.value)
        source = row.source or overview.NOT_RECORDED
        yield Origin(
            texts.comparator_label(named[number]), value, style, row.period.label, source, _day(row.extracted_on)
        )


def _origin(result: IndicatorResult, seen: Observation | None) -> Origin:
    indicator = result.indicator
    style = value_style(indicator, result.value, result.source)
    period = result.period.label if result.period else ""
    name = indicator_name(indicator)
    value = shown_value(result)
    if seen is not None:
        revision = str(seen.revision or overview.NOT_RECORDED)
        return Origin(
            name,
            value,
            style,
            period,
            seen.source or indicator.source or overview.NOT_RECORDED,
            _day(seen.extracted_on),
            revision,
        )
    if value is None:
        return Origin(name, None, style, period, texts.missing_value_words(result), "", "")
    if result.source == COMPUTED:
        return Origin(name, value, style, period, texts.computed_from(indicator), texts.SEE_BELOW, "")
    if result.is_baseline:
        return Origin(baseline_marked(name), value, style, period, indicator.source or overview.NOT_RECORDED)
    return Origin(name, value, style, period, result.source or indicator.source or overview.NOT_RECORDED)


def _comparator(indicator: Indicator) -> Iterable[Origin]:
    if indicator.comparator is not None or indicator.comparator_suppressed:
        period = indicator.comparator_period.label if indicator.comparator_period else ""
        name = texts.comparator_label(indicator)
        value = CONFIDENTIAL if indicator.comparator_suppressed else as_shown(indicator, indicator.comparator)
        yield Origin(
            name, value, value_style(indicator, indicator.comparator), period, indicator.source or overview.NOT_RECORDED
        )
    if indicator.national_standard is not None:
        name = texts.standard_label(indicator)
        words = texts.standard_period(indicator, indicator.national_standard)
        yield Origin(
            name,
            as_shown(indicator, indicator.national_standard),
            value_style(indicator, indicator.national_standard),
            words,
            indicator.source or overview.NOT_RECORDED,
        )


def _source_of_staff_comparator(tracker: Tracker) -> str:
    row = tracker.settings.listed_staff_comparator
    return texts.SETTINGS_OF_TRACKER if row is None else row.source or texts.LIST_OF_COMPARATORS


def _lists(results: Results, tracker: Tracker) -> Iterable[Origin]:
    """Yield the sources of the figures of practices, localities and the area."""
    yield from _workforce(results, tracker)
    england = tracker.settings.staff_comparator_value
    if england is not None:
        period = tracker.settings.staff_comparator_period
        yield Origin(
            texts.staff_comparator_label(tracker.settings.staff_comparator),
            england,
            Style.RATIO,
            period.label if period else "",
            _source_of_staff_comparator(tracker),
        )
    for (period,), count in tally(tracker.practices, "list_as_at").items():
        if period is not None:
            name = texts.list_sizes(count)
            yield Origin(name, None, Style.TEXT, period.label, texts.LIST_SIZE_COLUMN)
    for (source,), count in tally(
        [p for p in tracker.practices if p.deprivation_score is not None], "deprivation_source"
    ).items():
        yield Origin(texts.deprivation_scores(count), None, Style.TEXT, "", source or overview.NOT_RECORDED)
    yield from _ratings(results)


def _workforce(results: Results, tracker: Tracker) -> Iterable[Origin]:
    rows = [row for row in tracker.workforce if row.period.label == results.area.staff.period]
    for (source, period, extracted), count in tally(rows, "source", "period", "extracted_on").items():
        name = texts.staff_rows(count)
        yield Origin(name, None, Style.TEXT, period.label, source or overview.NOT_RECORDED, _day(extracted))


def _ratings(results: Results) -> Iterable[Origin]:
    days = sorted(row.dated for _, row in results.cqc.latest if row and row.dated)
    if days:
        when = day_range(days[0], days[-1])
        yield Origin(texts.latest_ratings(results.cqc.inspected), None, Style.TEXT, when, overview.REGULATOR)


def _day(day: date | None) -> str:
    return day_words(day) if day else overview.NOT_RECORDED
