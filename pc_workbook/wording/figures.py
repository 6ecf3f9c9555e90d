"""The exported table of figures: the reason of each figure as a sentence."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from pc_workbook.figures.table import FigureReason
from pc_workbook.measures.actions.reason_codes import StateReason
from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import Figure
from pc_workbook.model.indicator import Rag
from pc_workbook.model.organisations import Level
from pc_workbook.wording.actions import state_words
from pc_workbook.wording.claims import association_words, claim_words
from pc_workbook.wording.indicators import yearly_value_words
from pc_workbook.wording.numbers import counted
from pc_workbook.wording.rag import indicator_reason_words
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
    """Return the reasons of a figure as a sentence, each once; "" for none."""
    return "; ".join(filter(None, dict.fromkeys(map(_sentence, reasons)))) if reasons else ""


def _sentence(reason: Reason) -> str:
    of_measure = SENTENCES_OF_MEASURES.get(type(reason.code))
    if of_measure:
        return of_measure(reason)
    of_figure = SENTENCES.get(reason.code)
    return of_figure(**dict(reason.values)) if of_figure else reason_words((reason,))


#: The function that makes the sentence, by the kind of code.
SENTENCES_OF_MEASURES: Mapping[type[StrEnum], Callable[[Reason], str]] = {
    Why: indicator_reason_words,
    StateReason: state_words,
}
SENTENCES: Mapping[str, Callable[..., str]] = {
    FigureReason.NOT_KNOWN: lambda: "not known",
    FigureReason.SUPPRESSED: lambda: "the value is suppressed",
    FigureReason.YEARLY_VALUE: yearly_value_words,
    FigureReason.CLAIM: claim_words,
    FigureReason.ASSOCIATION: association_words,
    FigureReason.OMITS_ACTIONS: lambda rows: (
        f"leaves out {counted(rows, 'row')} of the list Actions that can't be read"
    ),
}
