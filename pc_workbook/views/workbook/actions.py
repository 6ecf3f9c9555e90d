"""The action summary: the state of each action, its last reports, and which indicators and functions it serves."""

from collections import Counter
from collections.abc import Iterable, Sequence

from pc_workbook.measures.results import ActionResult, IndicatorResult, ProgressLine, Results, ServedFunction
from pc_workbook.model.action import Milestone
from pc_workbook.model.programme import Programme
from pc_workbook.model.row import MarkedRow, MarkingLevel
from pc_workbook.views.parts import Column, Heading, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.wording.actions import actions_left_out, flags_words, lead_words, served_words, state_words
from pc_workbook.wording.numbers import counted, day_words, listed
from pc_workbook.wording.sentences import label, paragraph, sentence

NAME = "Action summary"

Row = tuple[Value, ...]


def actions_sheet(results: Results) -> Sheet:
    """Return the sheet with every action of the plan."""
    parts: tuple[Part, ...] = (
        *action_parts(results),
        *served_parts(results),
        Heading("Programmes"),
        programme_table(results.programmes),
    )
    return Sheet(NAME, parts, "What is due on each action, what was last reported, and what it serves.")


def action_parts(results: Results) -> tuple[Part, ...]:
    """Return the actions with their last reports and the milestones still open."""
    return (
        Heading(f"Actions{f', as at {day_words(results.as_at)}' if results.as_at else ''}", level=1),
        Paragraph(_first_words(results)),
        *_not_for_publication(results),
        _action_table(results.actions),
        Paragraph("A date, a month or a year is overdue after its last day. Ongoing work needs a review date. The Delivery Group "
              "recommends and lobbies; power to act says who decides.", quiet=True),
        Heading("Milestones still open"),
        _milestone_table(results.actions),
        Heading("The last two reports on each action"),
        _progress_table(results.actions),
    )  # fmt: skip


def served_parts(results: Results) -> tuple[Part, ...]:
    """Return which actions serve each indicator, and what serves each function of the group."""
    return (
        Heading("Which actions serve each indicator"),
        _indicator_table(results.indicators),
        Heading("What serves each function of the group"),
        _function_table(results.functions),
    )


def _first_words(results: Results) -> str:
    left_out = sentence(actions_left_out(results))
    if not results.actions:
        return f"No action is listed. {left_out}".strip()
    states: dict[str, list[str]] = {}
    for result in results.actions:
        states.setdefault(str(result.state), []).append(result.action.letter)
    by_state = [f"{state}: {', '.join(letters)}" for state, letters in states.items()]
    return paragraph((counted(len(results.actions), "action"), *by_state, left_out))


def _not_for_publication(results: Results) -> tuple[Paragraph, ...]:
    """Return a warning, where the sheet shows rows that may not be published."""
    rows: list[MarkedRow] = [*results.programmes]
    for result in results.actions:
        rows += [result.action, *result.by_locality, *result.milestones]
    counts = Counter(row.marking for row in rows if row.marking is not MarkingLevel.PUBLIC)
    included = [
        f"{counts[level]} marked {level}" for level in (MarkingLevel.EXEMPT, MarkingLevel.INTERNAL) if counts[level]
    ]
    included += [f"{counts[None]} without a marking"] if counts[None] else []
    return (Paragraph(f"Not for publication: the rows shown here include {listed(included)}."),) if included else ()


def _marking(row: MarkedRow) -> str | None:
    paragraph_of = f" ({row.exempt_paragraph})" if row.exempt_paragraph else ""
    return f"{row.marking}{paragraph_of}" if row.marking else None


ACTION_COLUMNS = (
    Column("Action", Style.CODE),
    Column("What is promised", Style.LONG_TEXT, 42),
    Column("State", Style.STATE, 22),
    Column("Next date", Style.DATE),
    Column("Lead", Style.TEXT, 20),
    Column("Power to act", Style.TEXT, 13),
    Column("Indicators", Style.CODE, 10),
    Column("Functions", Style.CODE, 10),
    Column("What to check", Style.LONG_TEXT, 36),
    Column("Marking", Style.TEXT, 11),
)


def _action_table(actions: Sequence[ActionResult]) -> Table:
    return Table("pc_actions", ACTION_COLUMNS, tuple(map(_action_row, actions)), "No action is listed.")


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
        _marking(action),
    )


def _progress_table(actions: Sequence[ActionResult]) -> Table:
    columns = (
        Column("Action", Style.CODE),
        Column("What was reported", Style.LONG_TEXT, 42),
        Column("RAG reported", Style.RAG),
        Column("On", Style.DATE),
        Column("By (role)", Style.TEXT, 20),
        Column("Locality", Style.TEXT, 13),
        Column("Marking", Style.TEXT, 10),
    )
    rows = tuple(_progress_row(result, line) for result in actions for line in result.last_two)
    return Table("pc_progress", columns, rows, "No progress is reported.")


def _progress_row(result: ActionResult, line: ProgressLine) -> Row:
    rag = f"{line.rag} – {_reported_reason(result, line)}" if line.rag else None
    return (
        result.action.letter,
        line.text,
        rag,
        line.on,
        line.role or None,
        line.locality or None,
        _marking(result.action),
    )


def _reported_reason(result: ActionResult, line: ProgressLine) -> str:
    rows = (row for row in result.by_locality if row.locality == line.locality and row.rag is line.rag)
    return next((row.rag_reason for row in rows if row.rag_reason), "no reason given")


def _milestone_table(actions: Sequence[ActionResult]) -> Table:
    columns = (
        Column("Action", Style.CODE),
        Column("Milestone", Style.LONG_TEXT, 42),
        Column("State", Style.STATE, 22),
        Column("Due", Style.DATE),
        Column("Note", Style.TEXT, 20),
        Column("Practice", Style.CODE),
        Column("Marking", Style.TEXT),
    )
    unfinished = [m for result in actions for m in result.milestones if not m.is_finished]
    ordered = sorted(unfinished, key=lambda m: (m.due is None, m.due, m.action))
    return Table("pc_milestones", columns, tuple(map(_milestone_row, ordered)), "No milestone is open.")


def _milestone_row(row: Milestone) -> Row:
    state = str(row.state) if row.state else None
    return row.action, row.milestone, state, row.due, row.note, row.practice, _marking(row)


def _indicator_table(indicators: Sequence[IndicatorResult]) -> Table:
    columns = (
        Column("No.", Style.WHOLE),
        Column("Indicator", Style.LONG_TEXT, 42),
        Column("Served by", Style.TEXT, 22),
    )
    rows = tuple((r.indicator.number, r.indicator.title, _letters(r.actions)) for r in indicators)
    return Table("pc_indicator_actions", columns, rows, "No indicator is listed.")


def _letters(letters: Sequence[str]) -> str:
    return f"{'action' if len(letters) == 1 else 'actions'} {', '.join(letters)}" if letters else "no action"


def _function_table(functions: Iterable[ServedFunction]) -> Table:
    columns = (Column("No.", Style.WHOLE), Column("Function", Style.LONG_TEXT, 42), Column("Served by", Style.TEXT, 22))
    rows = tuple((row.number, row.function, served_words(row)) for row in functions)
    return Table("pc_functions", columns, rows, "No function is listed.")


def programme_table(programmes: Sequence[Programme]) -> Table:
    """Return the table of programmes with their state, lead and progress."""
    columns = (
        Column("Function", Style.WHOLE),
        Column("Programme", Style.LONG_TEXT, 42),
        Column("State", Style.STATE, 22),
        Column("Due", Style.DATE),
        Column("Lead", Style.TEXT, 20),
        Column("Power to act", Style.TEXT, 13),
        Column("Starts", Style.DATE),
        Column("Marking", Style.TEXT),
        Column("Progress and next step", Style.LONG_TEXT, 36),
    )
    return Table("pc_programmes", columns, tuple(map(_programme_row, programmes)), "No programme is listed.")


def _programme_row(row: Programme) -> Row:
    kind = f" ({row.kind})" if row.kind and str(row.kind) not in row.name else ""
    next_step = f"next: {row.next_step}" if row.next_step else ""
    return (
        row.function,
        f"{row.name}{kind}",
        row.state,
        row.due,
        row.lead,
        str(row.power_to_act) if row.power_to_act else None,
        row.starts,
        _marking(row),
        paragraph((row.progress or "", next_step)) or None,
    )
