"""The action summary: the state of each action, its last reports, and which indicators and functions it serves."""

from collections.abc import Iterable, Iterator, Sequence

from pc_workbook.measures.results import ActionResult, IndicatorResult, ProgressLine, Results, ServedFunction
from pc_workbook.model.action import Milestone
from pc_workbook.model.programme import Programme
from pc_workbook.model.row import MarkedRow
from pc_workbook.views.parts import Column, Heading, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.wording import action_sheets as texts
from pc_workbook.wording import headings
from pc_workbook.wording.actions import flags_words, lead_words, served_words, state_words
from pc_workbook.wording.sentences import label, paragraph

Row = tuple[Value, ...]


def actions_sheet(results: Results) -> Sheet:
    """Return the sheet with every action of the plan."""
    parts: tuple[Part, ...] = (
        *action_parts(results),
        *served_parts(results),
        Heading(headings.PROGRAMMES),
        programme_table(results.programmes),
    )
    return Sheet(texts.ACTION_SUMMARY, parts, texts.ACTION_SUMMARY_DESCRIPTION)


def action_parts(results: Results) -> tuple[Part, ...]:
    """Return the actions with their last reports and the milestones still open."""
    return (
        Heading(texts.actions_title(results.as_at), level=1),
        Paragraph(texts.actions_overview(results)),
        *_not_for_publication(results),
        _action_table(results),
        Paragraph(texts.DUE_DATES_NOTE, quiet=True),
        Heading(texts.OPEN_MILESTONES),
        _milestone_table(results.actions),
        Heading(texts.LAST_TWO_REPORTS),
        _progress_table(results.actions),
    )  # fmt: skip


def served_parts(results: Results) -> tuple[Part, ...]:
    """Return which actions serve each indicator, and what serves each function of the group."""
    return (
        Heading(texts.ACTIONS_OF_INDICATORS),
        _indicator_table(results.indicators),
        Heading(texts.SERVICE_OF_FUNCTIONS),
        _function_table(results.functions),
    )


def _not_for_publication(results: Results) -> tuple[Paragraph, ...]:
    """Return a warning, where the sheet shows rows that may not be published."""
    rows: list[MarkedRow] = [*results.programmes]
    for result in results.actions:
        rows += [result.action, *result.by_locality, *result.milestones]
    words = texts.not_for_publication(rows)
    return (Paragraph(words),) if words else ()


ACTION_COLUMNS = (
    Column(headings.ACTION, Style.CODE),
    Column(headings.WHAT_IS_PROMISED, Style.LONG_TEXT, 42),
    Column(headings.STATE, Style.STATE, 22),
    Column(headings.NEXT_DATE, Style.DATE),
    Column(headings.LEAD, Style.TEXT, 20),
    Column(headings.POWER_TO_ACT, Style.TEXT, 13),
    Column(headings.INDICATORS, Style.CODE, 10),
    Column(headings.FUNCTIONS, Style.CODE, 10),
    Column(headings.WHAT_TO_CHECK, Style.LONG_TEXT, 36),
    Column(headings.MARKING, Style.TEXT, 11),
)


def _action_table(results: Results) -> Table:
    actions = results.actions
    rows = _by_objective(results) if results.objectives else map(_action_row, actions)
    return Table("pc_actions", ACTION_COLUMNS, tuple(rows), texts.NO_ACTIONS)


def _by_objective(results: Results) -> Iterator[Row]:
    """Yield each objective, then its actions; those of no listed objective come last."""
    blank = (None,) * (len(ACTION_COLUMNS) - 2)
    listed = {objective.reference for objective in results.objectives}
    for objective in results.objectives:
        yield (texts.objective_name(objective), objective.text, *blank)
        yield from (_action_row(one) for one in results.actions if one.action.objective == objective.reference)
    others = [_action_row(one) for one in results.actions if one.action.objective not in listed]
    if others:
        yield (texts.NO_OBJECTIVE, texts.NO_OBJECTIVE_WORDS, *blank)
    yield from others


def _action_row(result: ActionResult) -> Row:
    action = result.action
    return (
        action.letter,
        action.text,
        state_words(result.reason),
        result.next_date,
        label(lead_words(result)),
        str(action.power_to_act) if action.power_to_act else None,
        ", ".join(map(str, result.links)) or None,
        ", ".join(map(str, sorted(action.functions))) or None,
        paragraph(flags_words(result.flags)) or None,
        texts.marking_words(action),
    )


def _progress_table(actions: Sequence[ActionResult]) -> Table:
    columns = (
        Column(headings.ACTION, Style.CODE),
        Column(headings.WHAT_WAS_REPORTED, Style.LONG_TEXT, 42),
        Column(headings.RAG_REPORTED, Style.RAG),
        Column(headings.REPORTED_ON, Style.DATE),
        Column(headings.BY_ROLE, Style.TEXT, 20),
        Column(headings.LOCALITY, Style.TEXT, 13),
        Column(headings.MARKING, Style.TEXT, 10),
    )
    rows = tuple(_progress_row(result, line) for result in actions for line in result.last_two)
    return Table("pc_progress", columns, rows, texts.NO_PROGRESS)


def _progress_row(result: ActionResult, line: ProgressLine) -> Row:
    return (
        result.action.letter,
        line.text,
        texts.reported_rag_words(result, line),
        line.on,
        line.role or None,
        line.locality or None,
        texts.marking_words(result.action),
    )


def _milestone_table(actions: Sequence[ActionResult]) -> Table:
    columns = (
        Column(headings.ACTION, Style.CODE),
        Column(headings.MILESTONE, Style.LONG_TEXT, 42),
        Column(headings.STATE, Style.STATE, 22),
        Column(headings.DUE, Style.DATE),
        Column(headings.NOTE, Style.TEXT, 20),
        Column(headings.PRACTICE, Style.CODE),
        Column(headings.MARKING, Style.TEXT),
    )
    unfinished = [m for result in actions for m in result.milestones if not m.is_finished]
    ordered = sorted(unfinished, key=lambda m: (m.due is None, m.due, m.action))
    return Table("pc_milestones", columns, tuple(map(_milestone_row, ordered)), texts.NO_OPEN_MILESTONES)


def _milestone_row(row: Milestone) -> Row:
    state = str(row.state) if row.state else None
    return row.action, row.milestone, state, row.due, row.note, row.practice, texts.marking_words(row)


def _indicator_table(indicators: Sequence[IndicatorResult]) -> Table:
    columns = (
        Column(headings.NUMBER, Style.WHOLE),
        Column(headings.INDICATOR, Style.LONG_TEXT, 42),
        Column(headings.SERVED_BY, Style.TEXT, 22),
    )
    rows = tuple((r.indicator.number, r.indicator.title, texts.serving_actions(r.actions)) for r in indicators)
    return Table("pc_indicator_actions", columns, rows, headings.NO_INDICATORS)


def _function_table(functions: Iterable[ServedFunction]) -> Table:
    columns = (
        Column(headings.NUMBER, Style.WHOLE),
        Column(headings.FUNCTION, Style.LONG_TEXT, 42),
        Column(headings.SERVED_BY, Style.TEXT, 22),
    )
    rows = tuple((row.number, row.function, served_words(row)) for row in functions)
    return Table("pc_functions", columns, rows, texts.NO_FUNCTIONS)


def programme_table(programmes: Sequence[Programme]) -> Table:
    """Return the table of programmes with their state, lead and progress."""
    columns = (
        Column(headings.FUNCTION, Style.WHOLE),
        Column(headings.PROGRAMME, Style.LONG_TEXT, 42),
        Column(headings.STATE, Style.STATE, 22),
        Column(headings.DUE, Style.DATE),
        Column(headings.LEAD, Style.TEXT, 20),
        Column(headings.POWER_TO_ACT, Style.TEXT, 13),
        Column(headings.STARTS, Style.DATE),
        Column(headings.MARKING, Style.TEXT),
        Column(headings.PROGRESS_AND_NEXT_STEP, Style.LONG_TEXT, 36),
    )
    return Table("pc_programmes", columns, tuple(map(_programme_row, programmes)), texts.NO_PROGRAMMES)


def _programme_row(row: Programme) -> Row:
    return (
        row.function,
        texts.programme_name(row),
        row.state,
        row.due,
        row.lead,
        str(row.power_to_act) if row.power_to_act else None,
        row.starts,
        texts.marking_words(row),
        texts.programme_progress(row) or None,
    )
