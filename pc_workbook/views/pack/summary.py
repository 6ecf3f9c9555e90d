"""The sheet Summary of a pack: one page of key figures, sentences and indicators."""

from collections import Counter
from collections.abc import Iterable

from pc_workbook.measures.results import ActionState, ClaimKey, IndicatorResult, Results
from pc_workbook.model.indicator import IndicatorKind, Rag
from pc_workbook.model.tracker import Settings
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Column, Heading, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.views.units import shown_value, value_style
from pc_workbook.views.workbook.cqc import target_paragraphs
from pc_workbook.views.workbook.dashboard import ERRORS, key_figures
from pc_workbook.wording.actions import actions_left_out, dates_unclear
from pc_workbook.wording.claims import claim_words
from pc_workbook.wording.numbers import counted, day_words, exact, listed, number
from pc_workbook.wording.rag import rag_words
from pc_workbook.wording.reasons import reason_words
from pc_workbook.wording.sentences import numbered, paragraph, sentence
from pc_workbook.wording.terms import FTE, NOT_RATED

NAME = "Summary"
COLUMNS = (
    Column("Indicator", Style.TEXT, 48),
    Column("Value", Style.RATE, 22.5),
    Column("RAG and why", Style.RAG, 80),
    Column("Period", Style.TEXT, 25),
)
KEY_COLUMNS = (
    Column("Key figure", Style.TEXT, 48),
    Column("Figure", Style.RATE, 22.5),
    Column("Explanation", Style.LONG_TEXT, 80),
)
VALUE = 1


def summary_sheet(results: Results, intake: Intake, findings: tuple[Finding, ...]) -> Sheet:
    """Return the one-page summary."""
    settings = intake.tracker.settings
    parts: tuple[Part, ...] = (
        Heading(f"{results.area.name}: primary care summary{_as_at(results)}", level=1),
        _key_table(results, settings, findings),
        *(Paragraph(words) for words in _paragraphs(results, settings)),
        _table(results),
        Paragraph(f"{FTE} {NOT_RATED}", quiet=True),
    )
    return Sheet(NAME, parts, "Key figures and the RAG of every indicator, on one page.")


def _key_table(results: Results, settings: Settings, findings: tuple[Finding, ...]) -> Table:
    tiles = [tile for tile in key_figures(results, settings, findings).figures if tile.label != ERRORS]
    rows = tuple((tile.label, tile.value, tile.words or None) for tile in tiles)
    styles = {(at, VALUE): Style.WHOLE if isinstance(t.value, str) else t.style for at, t in enumerate(tiles)}
    return Table("pc_key_figures", KEY_COLUMNS, rows, cell_styles=styles)


def _as_at(results: Results) -> str:
    return f", as at {day_words(results.as_at)}" if results.as_at else ""


def _paragraphs(results: Results, settings: Settings) -> Iterable[str]:
    """Return the paragraphs of the page; those without content are left out."""
    pieces = (
        paragraph((*_staffing(results, settings), *_worse_than_england(results))),
        " ".join(target_paragraphs(results, settings)),
        paragraph((_rags(results.indicators), *_actions(results), _unserved(results))),
    )
    return filter(None, pieces)


def _staffing(results: Results, settings: Settings) -> Iterable[str]:
    ratio, times = results.area.staff.patients_per_gp_fte, results.area.staff.times_england.value
    if ratio.value is None or ratio.numerator is None or ratio.denominator is None:
        yield f"patients per FTE GP: {reason_words(ratio.why) or 'no value'}"
        return
    of = f" ({results.area.staff.period})" if results.area.staff.period else ""
    sums = f"{number(ratio.numerator, 0)} patients to {number(ratio.denominator, 2)} FTE GPs"
    yield f"{results.area.name} has {number(ratio.value, 0)} registered patients per FTE GP{of}: {sums}"
    if times is not None and settings.england_patients_per_gp_fte is not None:
        yield f"that is {number(times, 2)} times England's {exact(settings.england_patients_per_gp_fte)}"


def _worse_than_england(results: Results) -> Iterable[str]:
    return (claim_words(each) for each in results.claims if each.key is ClaimKey.ALL_BUT_FOUR_WORSE)


def _rags(indicators: tuple[IndicatorResult, ...]) -> str:
    if not indicators:
        return "no indicator is listed"
    counts = Counter(result.rag.rag for result in indicators)
    shown = [_rag_words(rag, counts[rag], indicators) for rag in Rag if counts[rag]]
    return f"of {counted(len(indicators), 'indicator')}, {listed(shown)}"


def _rag_words(rag: Rag, count: int, indicators: tuple[IndicatorResult, ...]) -> str:
    which = [str(result.indicator.number) for result in indicators if result.rag.rag is rag]
    verb = "is" if count == 1 else "are"
    return f"{count} {verb} {rag} ({', '.join(which)})"


def _actions(results: Results) -> Iterable[str]:
    if not results.actions:
        yield "no action is listed"
        yield actions_left_out(results)
        return
    overdue = [r.action.letter for r in results.actions if r.state is ActionState.OVERDUE]
    leads = sum(bool(r.action.lead) for r in results.actions)
    yield f"of {counted(len(results.actions), 'action')}, {_which(overdue)}"
    yield dates_unclear(results)
    yield actions_left_out(results)
    yield f"{leads} of {len(results.actions)} name a lead"


def _which(overdue: list[str]) -> str:
    if not overdue:
        return "none is overdue"
    return f"{len(overdue)} {'is' if len(overdue) == 1 else 'are'} overdue ({', '.join(overdue)})"


def _unserved(results: Results) -> str:
    alone = [str(function.number) for function in results.functions if not function.is_served]
    if not results.functions:
        return ""
    all_served = f"each of the {len(results.functions)} functions is served by an action or a programme"
    return f"nothing serves {numbered('function', alone)}" if alone else all_served


def _table(results: Results) -> Table:
    rows = tuple(map(_row, results.indicators))
    styles = {
        (at, VALUE): Style.RATING
        if result.indicator.kind is IndicatorKind.ORDINAL
        else value_style(result.indicator, result.value, result.source)
        for at, result in enumerate(results.indicators)
    }
    return Table("pc_summary", COLUMNS, rows, "No indicator is listed.", styles)


def _row(result: IndicatorResult) -> tuple[Value, ...]:
    period = result.period.label if result.period else None
    baseline = f"{period} (baseline)" if period and result.is_baseline else period
    title = sentence(result.indicator.title).rstrip(".")
    return f"{result.indicator.number}. {title}", shown_value(result), rag_words(result.rag), baseline
