"""The exported table of figures: the reason of each figure as a sentence."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pc_workbook.figures.table import FigureReason
from pc_workbook.measures.actions.action_results import actions_left_out
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import Figure, IndicatorResult, Level
from pc_workbook.model.indicator import Rag
from pc_workbook.wording.claims import association_words, claim_words
from pc_workbook.wording.reasons import reason_words


class FigureRow(NamedTuple):
    """One row of the exported table: the fields of Figure, with the reason as a sentence."""

    measure: str
    organisation: str
    level: Level
    period: str
    value: float | str | None
    numerator: float | None
    denominator: float | None
    unit: str
    lower: float | None
    upper: float | None
    rag: Rag | None
    reason: str
    indicator: int | None
    source: str


def figure_rows(figures: Iterable[Figure]) -> tuple[FigureRow, ...]:
    """Return figures as rows of the exported table."""
    at = Figure._fields.index("reason")
    return tuple(FigureRow._make((*row[:at], figure_reason(row.reason), *row[at + 1 :])) for row in figures)


def figure_reason(reasons: tuple[Reason, ...]) -> str:
    """Return the reasons of a figure as a sentence; "" for none."""
    return "; ".join(map(_sentence, reasons)) if reasons else ""


def _sentence(given: Reason) -> str:
    sentence = SENTENCES.get(given.code)
    return sentence(**dict(given.values)) if sentence else reason_words((given,))


def _rag_words(result: IndicatorResult) -> str:
    return "; ".join(dict.fromkeys(filter(None, (result.rag.reason, result.why))))


SENTENCES: Mapping[str, Callable[..., str]] = {
    FigureReason.NOT_KNOWN: lambda: "not known",
    FigureReason.SUPPRESSED: lambda: "the value is suppressed",
    FigureReason.GAP: lambda gap: gap.words,
    FigureReason.RAG: _rag_words,
    FigureReason.YEARLY_VALUE: lambda value: value.words,
    FigureReason.ACTION: lambda result: result.words,
    FigureReason.CLAIM: claim_words,
    FigureReason.ASSOCIATION: association_words,
    FigureReason.OMITS_ACTIONS: actions_left_out,
}
