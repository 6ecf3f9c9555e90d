"""The action summary: where each action stands, what was last said of it, and what serves what, both ways."""

from collections import Counter
from collections.abc import Iterable, Sequence

from pc_workbook.measures.actions.action_results import actions_left_out
from pc_workbook.measures.results import ActionResult, IndicatorResult, ProgressLine, Results
from pc_workbook.model.action import Milestone, MilestoneState
from pc_workbook.model.programme import Programme
from pc_workbook.model.row import MarkedRow, MarkingLevel
from pc_workbook.views.parts import Column, Heading, Part, Sheet, Style, Table, Value, Words
from pc_workbook.views.sentences import paragraph, sentence
from pc_workbook.wording.numbers import counted, day_words, listed

NAME = "Action summary"
NOTHING = "nothing"
FINISHED = (MilestoneState.DONE, MilestoneState.DROPPED)

Row = tuple[Value, ...]


def actions_sheet(results: Results) -> Sheet:
    """Every action of the plan."""
    parts: tuple[Part, ...] = (
        *action_parts(results),
        *served_parts(results),
        Heading("Programmes"),
        programme_table(results.programmes),
    )
    return Sheet(NAME, parts, "For who leads an action: what is due, what was said, and what it serves.")


def action_parts(results: Results) -> tuple[Part, ...]:
    """The actions themselves, with what was last said of each and the steps still open."""
    return (
        Heading(f"Actions{f', as at {day_words(results.as_at)}' if results.as_at else ''}", level=1),
        Words(_first_words(results)),
        *_not_for_publication(results),
        _action_table(results.actions),
        Words("Overdue is judged from the last day of a date, a month or a year. Ongoing work needs a review date. The "
              "Delivery Group recommends and lobbies; power to act says who decides.", quiet=True),
        Heading("Milestones still open"),
        _milestone_table(results.actions),
        Heading("The last two reports on each action"),
        _progress_table(results.actions),
    )  # fmt: skip


def served_parts(results: Results) -> tuple[Part, ...]:
    """Which actions serve each indicator, and what serves each function of the group."""
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
    told = [f"{state}: {', '.join(letters)}" for state, letters in states.items()]
    return paragraph((counted(len(results.actions), "action"), *told, left_out))


def _not_for_publication(results: Results) -> tuple[Words, ...]:
    """A warning, where the sheet shows rows that may not leave in a public file."""
    rows: list[MarkedRow] = [*results.programmes]
    for result in results.actions:
        rows += [result.action, *result.by_locality, *result.milestones]
    held = Counter(row.marking for row in rows if row.marking is not MarkingLevel.PUBLIC)
    told = [f"{held[level]} marked {level}" for level in (MarkingLevel.EXEMPT, MarkingLevel.INTERNAL) if held[level]]
    told += [f"{held[None]} without a marking"] if held[None] else []
    return (Words(f"Not for publication as it stands: the rows shown here include {listed(told)}."),) if told else ()


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
    Column("What to look at", Style.LONG_TEXT, 36),
    Column("Marking", Style.TEXT, 11),
)


def _action_table(actions: Sequence[ActionResult]) -> Table:
    return Table("pc_actions", ACTION_COLUMNS, tuple(map(_action_row, actions)), "No action is listed.")


def _action_row(result: ActionResult) -> Row:
    one = result.action
    return (
        one.letter,
        one.text,
        result.words or str(result.state),
        result.next_date,
        sentence(result.lead).rstrip("."),
        str(one.power_to_act) if one.power_to_act else None,
        ", ".join(map(str, result.links)) or None,
        ", ".join(map(str, sorted(one.functions))) or None,
        paragraph(result.flags) or None,
        _marking(one),
    )


def _progress_table(actions: Sequence[ActionResult]) -> Table:
    columns = (
        Column("Action", Style.CODE),
        Column("What was said", Style.LONG_TEXT, 42),
        Column("RAG reported", Style.RAG),
        Column("On", Style.DATE),
        Column("By (role)", Style.TEXT, 20),
        Column("Locality", Style.TEXT, 13),
        Column("Marking", Style.TEXT, 10),
    )
    rows = tuple(_progress_row(result, line) for result in actions for line in result.last_two)
    return Table("pc_progress", columns, rows, "No progress is reported.")


def _progress_row(result: ActionResult, line: ProgressLine) -> Row:
    rag = f"{line.rag} – {_reason(result, line)}" if line.rag else None
    return (
        result.action.letter,
        line.text,
        rag,
        line.on,
        line.role or None,
        line.locality or None,
        _marking(result.action),
    )


def _reason(result: ActionResult, line: ProgressLine) -> str:
    """The reason that was reported with a RAG word."""
    told = (p for p in result.by_locality if p.locality == line.locality and p.rag is line.rag)
    return next((p.rag_reason for p in told if p.rag_reason), "no reason given")


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
    open_ones = [m for result in actions for m in result.milestones if m.done is None and m.state not in FINISHED]
    ordered = sorted(open_ones, key=lambda m: (m.due is None, m.due, m.action))
    return Table("pc_milestones", columns, tuple(map(_milestone_row, ordered)), "No milestone is open.")


def _milestone_row(one: Milestone) -> Row:
    state = str(one.state) if one.state else None
    return one.action, one.milestone, state, one.due, one.note, one.practice, _marking(one)


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


def _function_table(functions: Iterable[tuple[int, str, tuple[str, ...]]]) -> Table:
    columns = (Column("No.", Style.WHOLE), Column("Function", Style.LONG_TEXT, 42), Column("Served by", Style.TEXT, 22))
    rows = tuple((number, words, "; ".join(served) or NOTHING) for number, words, served in functions)
    return Table("pc_functions", columns, rows, "No function is listed.")


def programme_table(programmes: Sequence[Programme]) -> Table:
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


def _programme_row(one: Programme) -> Row:
    kind = f" ({one.kind})" if one.kind and str(one.kind) not in one.name else ""
    next_step = f"next: {one.next_step}" if one.next_step else ""
    return (
        one.function,
        f"{one.name}{kind}",
        one.state,
        one.due,
        one.lead,
        str(one.power_to_act) if one.power_to_act else None,
        one.starts,
        _marking(one),
        paragraph((one.progress or "", next_step)) or None,
    )
