"""The sheet Summary of a pack: one page of key figures, sentences and indicators."""

from collections.abc import Iterable

from pc_workbook.measures.results import IndicatorResult, Results
from pc_workbook.model.tracker import Tracker
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Column, Heading, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.views.units import rag_label, shown_value, value_style
from pc_workbook.views.workbook.cqc import target_paragraphs
from pc_workbook.views.workbook.dashboard import key_figures
from pc_workbook.wording import headings
from pc_workbook.wording import pack_sheets as texts
from pc_workbook.wording.indicators import period_words
from pc_workbook.wording.overview_sheets import ERRORS_TILE

COLUMNS = (
    Column(headings.INDICATOR, Style.TEXT, 48),
    Column(headings.VALUE, Style.RATE, 22.5),
    Column(headings.RAG_AND_WHY, Style.RAG, 80),
    Column(headings.PERIOD, Style.TEXT, 25),
)
KEY_COLUMNS = (
    Column(headings.KEY_FIGURE, Style.TEXT, 48),
    Column(headings.FIGURE, Style.RATE, 22.5),
    Column(headings.EXPLANATION, Style.LONG_TEXT, 80),
)
VALUE = 1


def summary_sheet(results: Results, intake: Intake, findings: tuple[Finding, ...]) -> Sheet:
    """Return the one-page summary."""
    tracker = intake.tracker
    parts: tuple[Part, ...] = (
        Heading(texts.summary_title(results.area.name, results.as_at, tracker.has_practices), level=1),
        _key_table(results, tracker, findings),
        *(Paragraph(words) for words in _paragraphs(results, tracker)),
        _table(results),
        Paragraph(texts.summary_note(tracker.has_practices), quiet=True),
    )
    return Sheet(texts.SUMMARY, parts, texts.SUMMARY_DESCRIPTION)


def _key_table(results: Results, tracker: Tracker, findings: tuple[Finding, ...]) -> Table:
    tiles = [tile for tile in key_figures(results, tracker, findings).figures if tile.label != ERRORS_TILE]
    rows = tuple((tile.label, tile.value, tile.words or None) for tile in tiles)
    styles = {(at, VALUE): Style.WHOLE if isinstance(t.value, str) else t.style for at, t in enumerate(tiles)}
    return Table("pc_key_figures", KEY_COLUMNS, rows, cell_styles=styles)


def _paragraphs(results: Results, tracker: Tracker) -> Iterable[str]:
    """Return the paragraphs of the page; those without content are left out."""
    pieces = (
        texts.staff_paragraph(results, tracker.settings) if tracker.has_practices else "",
        " ".join(target_paragraphs(results, tracker.settings)),
        texts.plan_paragraph(results),
    )
    return filter(None, pieces)


def _table(results: Results) -> Table:
    rows = tuple(map(_row, results.indicators))
    styles = {
        (at, VALUE): value_style(result.indicator, result.value, result.source)
        for at, result in enumerate(results.indicators)
    }
    return Table("pc_summary", COLUMNS, rows, headings.NO_INDICATORS, styles)


def _row(result: IndicatorResult) -> tuple[Value, ...]:
    indicator = texts.indicator_row_label(result.indicator)
    return indicator, shown_value(result), rag_label(result.rag), period_words(result)
