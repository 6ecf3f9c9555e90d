"""What changed between two trackers, in sentences."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from pc_workbook.compare.changes import (
    Change,
    ComparedEdition,
    FigureChange,
    IndicatorChange,
    Kind,
    PracticeMerger,
    RemarkCode,
    RowChange,
    RowFact,
    Section,
    Subject,
    SubjectKind,
)
from pc_workbook.compare.editions import Comparison
from pc_workbook.measures.cqc.ordinal import steps_of_change
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import Figure, IndicatorResult
from pc_workbook.model.action import Delivery
from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import IndicatorKind, Observation
from pc_workbook.model.period import Period
from pc_workbook.model.target import OrdinalGoal
from pc_workbook.wording.actions import state_words
from pc_workbook.wording.cqc import change_words as rating_change_words
from pc_workbook.wording.figures import figure_reason
from pc_workbook.wording.indicators import value_words, why_words
from pc_workbook.wording.numbers import counted, day_words, exact, listed, percent, short_number
from pc_workbook.wording.rag import indicator_reason_words, rag_words

SECTION_HEADINGS: Final[Mapping[Section, str]] = {
    Section.INDICATORS: "Indicators",
    Section.FIGURES: "Other figures",
    Section.PRACTICES: "Practices",
    Section.ACTIONS: "Actions",
    Section.PLAN: "Targets, definitions and settings",
    Section.REVISIONS: "Revised since",
}
MEASURE_NAMES: Final[Mapping[str, str]] = {
    "patients_per_gp_fte": "patients per FTE GP",
    "nurse_fte_per_1000_weighted_patients": "FTE nurses per 1,000 weighted patients",
    "cqc_share_at_least_good_of_inspected": "at least Good, of inspected practices",
    "cqc_share_at_least_good_of_all": "at least Good, of all practices",
    "practices_open": "open practices",
    "practices_inspected": "inspected practices",
    "practices_in_special_measures": "practices in special measures",
    "practices_without_workforce_return": "practices without a workforce return",
    "actions_overdue": "overdue actions",
    "actions_without_lead": "actions without a lead",
    "indicators_without_action": "indicators without an action",
}
NOT_BETTER_OR_WORSE: Final = "so neither is called better or worse"
NO_VALUE: Final = "no value"
MOST_DECIMALS: Final = 6  # beyond those that are usually shown


class ChangeText(NamedTuple):
    """One change as people read it: its section, what it is about, its kind, and its sentence without a full stop."""

    section: str
    about: str  # "Indicator 5", "F81010", "Action C"
    kind: str  # "improved", "re-rated", "slipped" ...
    words: str


class ComparisonReport(NamedTuple):
    """What changed between two editions, in sentences."""

    old: str
    new: str
    remarks: tuple[str, ...]
    moves: tuple[ChangeText, ...]

    @property
    def moved(self) -> tuple[ChangeText, ...]:
        """Return the changes without figures that were sustained."""
        return tuple(move for move in self.moves if move.kind != Kind.SUSTAINED)

    def in_section(self, heading: str) -> tuple[ChangeText, ...]:
        """Return the changes under one heading of SECTION_HEADINGS."""
        return tuple(move for move in self.moves if move.section == heading)


def comparison_report(comparison: Comparison) -> ComparisonReport:
    """Return a comparison in sentences."""
    return ComparisonReport(
        edition_words(comparison.old),
        edition_words(comparison.new),
        tuple(REMARKS[remark.code](**dict(remark.values)) for remark in comparison.remarks),
        tuple(map(change_text, comparison.changes)),
    )


def comparison_lines(report: ComparisonReport) -> Iterator[str]:
    """Yield the lines of a report for a terminal."""
    yield f"From {report.old} to {report.new}."
    yield from report.remarks
    for heading in SECTION_HEADINGS.values():
        moves = report.in_section(heading)
        if moves:
            yield heading
        for move in moves:
            yield f"  {move.words}" if move.words.endswith((".", ".”")) else f"  {move.words}."
    if not report.moved:
        yield "Nothing changed."


def edition_words(edition: ComparedEdition) -> str:
    """Return what an edition is called.

    >>> edition_words(ComparedEdition("tracker.xlsx", date(2017, 3, 15)))
    'the issue of 15 March 2017 (tracker.xlsx)'
    """
    if edition.as_at is None:
        return f"{edition.name}, which has no as-at date"
    return f"the issue of {day_words(edition.as_at)} ({edition.name})"


REMARKS: Final[Mapping[str, Callable[..., str]]] = {
    RemarkCode.FIRST_IS_LATER: lambda: (
        "The first tracker is of a later date than the second. If that was not meant, swap them."
    ),
    RemarkCode.DIFFERENT_AREAS: lambda old, new: f"The trackers are of different areas: {old} and {new}.",
}


def change_text(change: Change) -> ChangeText:
    """Return one change as people read it."""
    match change:
        case IndicatorChange():
            about, words = _indicator_change(change)
        case FigureChange():
            about, words = change.now.organisation, _figure_change(change)
        case RowChange():
            about, words = _about(change.subject), _row_change(change)
    return ChangeText(SECTION_HEADINGS[change.section], about, str(change.kind), words)


# -- indicators


def _indicator_change(change: IndicatorChange) -> tuple[str, str]:
    """Return the name of an indicator, and the sentence of its change."""
    result = change.now or change.then
    assert result is not None  # one of the two trackers has it
    about = f"Indicator {result.indicator.number}"
    return about, f"{about}, {result.indicator.title}: {_development(change)}"


def _development(change: IndicatorChange) -> str:
    then, now = change.then, change.now
    if then is None:
        return "new"
    if now is None:
        return "no longer listed"
    if change.kind is Kind.RAG_CHANGED:
        return f"RAG from {then.rag.rag} to {rag_words(now.rag)}"
    if now.indicator.kind is IndicatorKind.ORDINAL:
        return f"{change.kind} {_from_rating_to(then, now)}"
    if then.value is None or now.value is None:
        return f"{change.kind} {_value_without_other(then, now)}"
    return f"{change.kind} {_from_value_to(then, now)}{_not_compared(change)}"


def _from_rating_to(then: IndicatorResult, now: IndicatorResult) -> str:
    if not isinstance(then.rating, Rating) or not isinstance(now.rating, Rating):
        return f"from {then.rating or 'no rating'} to {now.rating or 'no rating'}"
    steps = steps_of_change(then.rating, now.rating)
    if steps is None:
        return f"from {then.rating or 'no rating'} to {now.rating or 'no rating'}"
    return f"to {now.rating}, {rating_change_words(then.rating, steps)}" if steps else f"at {now.rating}"


def _value_without_other(then: IndicatorResult, now: IndicatorResult) -> str:
    if now.value is not None:
        return f"at {_value(now)}{_periods('', _label(now))}; there was no value before"
    if then.value is not None:
        return f"from {_value(then)} to {NO_VALUE}{_why(why_words(now))}"
    return "without a value"


def _from_value_to(then: IndicatorResult, now: IndicatorResult) -> str:
    start = "at" if then.value == now.value else f"from {_value(then)} to"
    return f"{start} {_value(now)}{_periods(_label(then), _label(now))}"


def _not_compared(change: IndicatorChange) -> str:
    """Return why a change is neither better nor worse; "" where the two values can be compared."""
    if change.is_redefined:
        return f"; what is counted was changed in between, {NOT_BETTER_OR_WORSE}"
    return f"; {indicator_reason_words(change.unlike)}, {NOT_BETTER_OR_WORSE}" if change.unlike else ""


def _value(result: IndicatorResult) -> str:
    return NO_VALUE if result.value is None else value_words(result.indicator, result.value, result.source)


def _label(result: IndicatorResult) -> str:
    return result.period.label if result.period else ""


def _periods(then: str, now: str) -> str:
    if not now or then == now:
        return f" ({now})" if now else ""
    return f" ({then} to {now})" if then else f" ({now})"


def _why(reason: str) -> str:
    return f": {reason}" if reason else ""


# -- other figures


def _figure_change(change: FigureChange) -> str:
    then, now = change.then, change.now
    start = f"{now.organisation}, {MEASURE_NAMES[now.measure]}: {change.kind}"
    if not isinstance(then.value, int | float) or not isinstance(now.value, int | float):
        return f"{start}, from {_shown(then)} to {_shown(now)}{_why(figure_reason(now.reason))}"
    periods = _periods(then.period, now.period) if now.unit != "count" else ""
    words = f"{start} {_from_to(then, now)}{periods}"
    return f"{words}; {_mergers(change.mergers)}" if change.mergers else words


def _mergers(mergers: tuple[PracticeMerger, ...]) -> str:
    return "; ".join(f"{listed(merger.codes)} merged into {merger.into}" for merger in mergers)


def _from_to(then: Figure, now: Figure) -> str:
    """Return both values with as many decimals as it takes to show a difference."""
    for more in range(MOST_DECIMALS):
        if _shown(then, more) != _shown(now, more):
            return f"from {_shown(then, more)} to {_shown(now, more)}"
    return f"by less than can be shown, at {_shown(now)}"


def _shown(figure: Figure, more: int = 0) -> str:
    if not isinstance(figure.value, int | float):
        return str(figure.value or NO_VALUE)
    if figure.unit == "%":
        return percent(figure.value, 1 + more)
    return short_number(figure.value, more + (0 if figure.measure == "patients_per_gp_fte" else 2))


# -- rows


def _row_change(change: RowChange) -> str:
    words = row_fact_words(change.fact)
    match change.subject.kind:
        case SubjectKind.PRACTICE:
            return f"{change.subject.key} {change.subject.name}: {words}"
        case SubjectKind.ACTION:
            return f"{_about(change.subject)}: {words}"
        case SubjectKind.INDICATOR:
            return f"{_about(change.subject)}, {words}"
        case SubjectKind.SETTING:
            return words


def _about(subject: Subject) -> str:
    match subject.kind:
        case SubjectKind.INDICATOR:
            return f"Indicator {subject.key}"
        case SubjectKind.ACTION:
            return f"Action {subject.key}"
        case SubjectKind.PRACTICE:
            return str(subject.key)
        case SubjectKind.SETTING:
            return "Settings"


def row_fact_words(fact: Reason) -> str:
    """Return what was changed in a row, without its subject."""
    return ROW_FACTS[fact.code](**dict(fact.values))


def _closed(on: date | None, into: str | None) -> str:
    closed = f"closed on {day_words(on)}" if on else "no longer open"
    return f"{closed}, merged into {into}" if into else closed


def _rated(then: Rating | None, now: Rating | None, on: date | None) -> str:
    when = f" ({day_words(on)})" if on else ""
    steps = steps_of_change(then, now)
    if steps is None:
        return f"rated {now or 'nothing'}{when}, was {then or 'nothing'}"
    return f"rated {now}{when}, {rating_change_words(then, steps)}"


def _delivery(then: Delivery | None, now: Delivery | None, days_later: int) -> str:
    words = f"delivery was {cell_text(then)}, is now {cell_text(now)}"
    if not days_later:
        return words
    kind = Kind.SLIPPED if days_later > 0 else Kind.BROUGHT_FORWARD
    return f"{kind} by {counted(abs(days_later), 'day')}: {words}"


def _observation(then: Observation, now: Observation) -> str:
    marked = f" ({now.revision})" if now.revision else ""
    return f"{now.organisation}, {now.period.label}: was {_observed(then)}, is now {_observed(now)}{marked}"


def _observed(row: Observation) -> str:
    if row.suppressed:
        return "a suppressed value"
    return exact(row.value) if row.value is not None else cell_text(row.rating)


ROW_FACTS: Final[Mapping[str, Callable[..., str]]] = {
    RowFact.OPENED: lambda on: f"opened on {day_words(on)}",
    RowFact.FIRST_LISTED: lambda: "listed now, and was not among the open practices before",
    RowFact.NOT_LISTED: lambda: "no longer on the Practices sheet",
    RowFact.CLOSED: _closed,
    RowFact.RENAMED: lambda then: f"called {then} before",
    RowFact.OTHER_LOCALITY: lambda then, now: f"in {now or 'no locality'}, was in {then or 'no locality'}",
    RowFact.RATED: _rated,
    RowFact.ENTERED_SPECIAL_MEASURES: lambda: "entered special measures",
    RowFact.LEFT_SPECIAL_MEASURES: lambda: "left special measures",
    RowFact.ACTION_ADDED: lambda text: f"new: {text}",
    RowFact.ACTION_REMOVED: lambda: "no longer listed",
    RowFact.STATE: lambda then, now: f"{state_words(now)}; was: {state_words(then)}",
    RowFact.LEAD: lambda then, now: f"lead was {cell_text(then)}, is now {cell_text(now)}",
    RowFact.DELIVERY: _delivery,
    RowFact.PROGRESS_REPORTED: lambda count: f"{counted(count, 'report')} on progress added",
    RowFact.CELL: lambda heading, then, now: f"{heading}: {before_and_after(then, now)}",
    RowFact.TRAJECTORY: lambda year, then, now: f"trajectory for {year}: {before_and_after(then, now)}",
    RowFact.OBSERVATION: _observation,
}


def before_and_after(then: object, now: object) -> str:
    """Return both values of a cell in words; typed text is in quotation marks.

    >>> before_and_after(85.0, 88.0), before_and_after(None, "Answers, weighted.")
    ('was 85, is now 88', 'was nothing, is now “Answers, weighted.”')
    """
    return f"was {_quoted(then)}, is now {_quoted(now)}"


def _quoted(value: object) -> str:
    return f"“{value}”" if type(value) is str and value else cell_text(value)


def cell_text(value: object) -> str:
    """Return a value of a row in words; a missing one is 'nothing'."""
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "Yes" if value else "No"
        case int() | float():
            return exact(value)
        case date():
            return day_words(value)
        case Period():
            return value.label
        case OrdinalGoal() | Delivery():
            return value.words
        case frozenset():
            return listed([str(item) for item in sorted(value)]) or "nothing"
        case _:
            return str(value)
