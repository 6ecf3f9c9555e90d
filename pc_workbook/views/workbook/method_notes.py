"""The sheet Method notes: how each figure is calculated, the settings in force, sources, and missing material."""

from collections.abc import Iterable, Sequence
from datetime import date

from pc_workbook.measures.results import Results
from pc_workbook.model.period import Period
from pc_workbook.model.row import tally
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import CONDITIONS, CQC_RATINGS, INDICATORS, OBSERVATIONS, SETTINGS, WORKFORCE
from pc_workbook.tracker.lists.layout import Setting
from pc_workbook.tracker.lists.settings_location import settings_sheet_name
from pc_workbook.views.cell_links import cell_link, link_to_finding
from pc_workbook.views.parts import Column, Heading, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.wording import headings
from pc_workbook.wording import overview_sheets as texts
from pc_workbook.wording.findings import current_entry
from pc_workbook.wording.methods import shown_methods
from pc_workbook.wording.terms import SHORTHAND, shown_terms, terms_of

MISSING = "P25"

METHOD_HEADINGS = (headings.FIGURE, headings.CALCULATION, headings.DATA_FROM)
TERM_HEADINGS = (headings.TERM, headings.MEANING)
SYMBOL_HEADINGS = (headings.SYMBOL, headings.MEANING)
SETTING_HEADINGS = (headings.SETTING, headings.ALLOWED_VALUES, headings.VALUE_IN_FORCE)
SOURCE_HEADINGS = (headings.SOURCE, headings.DATA, headings.EXTRACTED_ON)
MISSING_HEADINGS = (headings.NOTED_IN, headings.MISSING)

Row = tuple[Value, ...]


def notes_sheet(results: Results, intake: Intake, findings: Sequence[Finding]) -> Sheet:
    """Return the sheet that explains every figure."""
    parts: tuple[Part, ...] = (
        Heading(texts.METHOD_NOTES, level=1),
        Paragraph(texts.HOW_CALCULATED),
        Heading(texts.CALCULATION_OF_FIGURES),
        Paragraph(texts.DECISIONS_OF_METHOD),
        explanation_table("pc_methods", METHOD_HEADINGS, shown_methods(intake.tracker)),
        Heading(texts.MEANING_OF_NOT_RATED),
        Paragraph(texts.WHY_NOT_RATED),
        Heading(texts.SETTINGS_IN_FORCE),
        settings_table(intake),
        Heading(texts.SOURCES),
        source_table(intake.tracker),
        Heading(texts.MISSING_MATERIAL),
        missing_table(intake, findings),
        Heading(texts.TERMS),
        explanation_table("pc_terms", TERM_HEADINGS, shown_terms(terms_of(intake.tracker), intake.tracker)),
        Heading(texts.SYMBOLS_IN_COPIES),
        explanation_table("pc_shorthand", SYMBOL_HEADINGS, SHORTHAND),
        Paragraph(texts.change_basis(results.since), quiet=True),
    )  # fmt: skip
    return Sheet(texts.METHOD_NOTES, parts, texts.METHOD_NOTES_DESCRIPTION)


def _columns(headers: Sequence[str]) -> tuple[Column, ...]:
    styles = ((Style.TEXT, 30.0), (Style.LONG_TEXT, 78.0), (Style.LONG_TEXT, 40.0))
    return tuple(Column(header, style, width) for header, (style, width) in zip(headers, styles, strict=False))


def explanation_table(name: str, headers: Sequence[str], rows: Sequence[Row], empty: str = "") -> Table:
    """Return a table of two or three columns of text; `empty` is shown where it has no rows."""
    table = Table(name, _columns(headers), tuple(rows))
    return table._replace(empty=empty) if empty else table


def settings_table(intake: Intake) -> Table:
    """Return each setting with its allowed values and its value in force."""
    rows = tuple(_setting_row(setting, intake) for setting in SETTINGS)
    return explanation_table("pc_settings", SETTING_HEADINGS, rows)


def _setting_row(setting: Setting, intake: Intake) -> Row:
    cell = intake.settings_cells.get(setting.field)
    name = cell_link(setting.name, settings_sheet_name(intake.snapshot), cell, intake) if cell else setting.name
    given = getattr(intake.tracker.settings, setting.field)
    takes = setting.needs[:1].upper() + setting.needs[1:]
    return name, takes, _setting_words(given, setting.field)


def _setting_words(given: object, field_name: str) -> str:
    is_default = isinstance(given, bool | int) and given == Settings.model_fields[field_name].default
    return texts.setting_words(given, is_default)


class Source:
    """The rows, lists, periods and extraction dates of one publication."""

    def __init__(self) -> None:
        self.rows = 0
        self.lists: dict[str, None] = {}
        self.periods: set[Period] = set()
        self.extracted: set[date] = set()


def source_table(tracker: Tracker) -> Table:
    """Return each publication with the lists and periods it provides."""
    rows = tuple(
        (
            name,
            texts.data_of_source(tuple(source.lists), source.rows, texts.period_range(source.periods)),
            texts.extraction_range(source.extracted),
        )
        for name, source in sorted(sources_by_name(tracker).items())
    )
    return explanation_table("pc_sources", SOURCE_HEADINGS, rows, texts.NO_SOURCES)


def sources_by_name(tracker: Tracker) -> dict[str, Source]:
    """Return the publications that the rows of a tracker name, by name."""
    sources: dict[str, Source] = {}
    for name, where, period, extracted, count in _named(tracker):
        source = sources.setdefault(name or texts.no_source_on(where), Source())
        source.rows += count
        source.lists[where] = None
        source.periods |= {period} if period else set()
        source.extracted |= {extracted} if extracted else set()
    return sources


def _named(tracker: Tracker) -> Iterable[tuple[str | None, str, Period | None, date | None, int]]:
    """Yield each publication with a list, a period, a day of extraction, and how many rows have all of these."""
    for rows, where in ((tracker.workforce, WORKFORCE.sheet), (tracker.observations, OBSERVATIONS.sheet)):
        for (name, period, extracted), count in tally(rows, "source", "period", "extracted_on").items():
            yield name, where, period, extracted, count
    for (name, period), count in tally(tracker.conditions, "source", "period").items():
        yield name, CONDITIONS.sheet, period, None, count
    for (name, period), count in tally(tracker.indicators, "source", "baseline_period").items():
        yield name, INDICATORS.sheet, period, None, count
    for practice in tracker.practices:
        if practice.deprivation_score is not None:
            yield practice.deprivation_source, texts.DEPRIVATION_LIST, None, None, 1
    for rating in tracker.inspections:
        yield texts.REGULATOR, CQC_RATINGS.sheet, Period.parse(rating.dated) if rating.dated else None, None, 1


def missing_material(findings: Sequence[Finding]) -> Iterable[Finding]:
    """Yield the findings about missing material."""
    return (finding for finding in findings if finding.code == MISSING)


def missing_table(intake: Intake, findings: Sequence[Finding]) -> Table:
    """Return the missing material with the cells that note it."""
    rows = tuple(
        (link_to_finding(finding, intake), texts.missing_words(current_entry(finding.entry)))
        for finding in missing_material(findings)
    )
    return explanation_table("pc_missing", MISSING_HEADINGS, rows, texts.NOTHING_MISSING)
