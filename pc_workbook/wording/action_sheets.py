"""Titles, notes and sentences of the sheets about the plan: actions, programmes, functions, what to chase, and what
needs action."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pc_workbook.measures.actions.to_chase import Chase
from pc_workbook.measures.results import ActionResult, ProgressLine, Results
from pc_workbook.model.objective import Objective
from pc_workbook.model.programme import Programme
from pc_workbook.model.row import MarkedRow, MarkingLevel
from pc_workbook.wording.actions import actions_left_out
from pc_workbook.wording.headings import NO_REASON_GIVEN
from pc_workbook.wording.numbers import as_at_words, counted, day_words, has_or_have, listed
from pc_workbook.wording.sentences import label, numbered, paragraph, sentence

# --- Action summary

ACTION_SUMMARY = "Action summary"
ACTION_SUMMARY_DESCRIPTION = "What is due on each action, what was last reported, and what it serves."
DUE_DATES_NOTE = (
    "A date, a month or a year is overdue after its last day. Ongoing work needs a review date. The group that "
    "oversees the plan recommends and lobbies; power to act says who decides."
)
OPEN_MILESTONES = "Milestones still open"
LAST_TWO_REPORTS = "The last two reports on each action"
ACTIONS_OF_INDICATORS = "Which actions serve each indicator"
SERVICE_OF_FUNCTIONS = "What serves each function of the group"
NO_ACTIONS = "No action is listed."
NO_PROGRESS = "No progress is reported."
NO_OPEN_MILESTONES = "No milestone is open."
NO_FUNCTIONS = "No function is listed."
NO_PROGRAMMES = "No programme is listed."
SERVED_BY_NO_ACTION = "no action"

NO_OBJECTIVE, NO_OBJECTIVE_WORDS = "Others", "Actions of no listed objective."


def objective_name(objective: Objective) -> str:
    """Return what an objective is called among the actions: "Objective 1.2"."""
    return f"Objective {objective.reference}"


def actions_title(as_at: date | None) -> str:
    """Return the title of the list of actions."""
    return f"Actions{as_at_words(as_at)}"


def actions_overview(results: Results) -> str:
    """Return how many actions there are, with the letters of those in each state."""
    left_out = sentence(actions_left_out(results))
    if not results.actions:
        return f"{NO_ACTIONS} {left_out}".strip()
    states: dict[str, list[str]] = {}
    for result in results.actions:
        states.setdefault(str(result.state), []).append(result.action.letter)
    by_state = [f"{state}: {', '.join(letters)}" for state, letters in states.items()]
    return paragraph((counted(len(results.actions), "action"), *by_state, left_out))


def not_for_publication(rows: Iterable[MarkedRow]) -> str:
    """Return a warning that counts the rows that may not be published; "" where there are none."""
    counts = Counter(row.marking for row in rows if row.marking is not MarkingLevel.PUBLIC)
    included = [
        f"{counts[level]} marked {level}" for level in (MarkingLevel.EXEMPT, MarkingLevel.INTERNAL) if counts[level]
    ]
    included += [f"{counts[None]} without a marking"] if counts[None] else []
    return f"Not for publication: the rows shown here include {listed(included)}." if included else ""


def marking_words(row: MarkedRow) -> str | None:
    """Return the marking of a row with its exempt paragraph; None without a marking."""
    paragraph_of = f" ({row.exempt_paragraph})" if row.exempt_paragraph else ""
    return f"{row.marking}{paragraph_of}" if row.marking else None


def reported_rag_words(result: ActionResult, line: ProgressLine) -> str | None:
    """Return the RAG that a report gives, with its reason; None where it gives none."""
    if not line.rag:
        return None
    rows = (row for row in result.by_locality if row.locality == line.locality and row.rag is line.rag)
    reason = next((row.rag_reason for row in rows if row.rag_reason), NO_REASON_GIVEN)
    return f"{line.rag} – {reason}"


def serving_actions(letters: Sequence[str]) -> str:
    """Return the actions that serve an indicator: "actions A, C", "no action"."""
    return f"{'action' if len(letters) == 1 else 'actions'} {', '.join(letters)}" if letters else SERVED_BY_NO_ACTION


def programme_name(row: Programme) -> str:
    """Return the name of a programme, with its kind where the name does not say it."""
    kind = f" ({row.kind})" if row.kind and str(row.kind) not in row.name else ""
    return f"{row.name}{kind}"


def programme_progress(row: Programme) -> str:
    """Return the progress of a programme and its next step; "" without either."""
    return paragraph((row.progress or "", f"next: {row.next_step}" if row.next_step else ""))


# --- Programmes and Functions, of a pack

PROGRAMMES_DESCRIPTION = "State of each programme, and who has the power to act."
EACH_SERVES_A_FUNCTION = (
    "Each programme names the function it serves. Programmes and actions of the same number are not joined by it."
)
KEY_FUNCTIONS = "The group's key functions"
FUNCTIONS_DESCRIPTION = "What serves each key function of the group."
SERVED, UNSERVED = "Served", "Nothing serves it"


def programmes_overview(programmes: Sequence[Programme]) -> str:
    """Return how many programmes there are, and how many have no progress reported."""
    silent = sum(not programme.progress for programme in programmes)
    without = f"{silent} of them {has_or_have(silent)} no progress reported" if silent else ""
    return paragraph((counted(len(programmes), "programme"), without)) if programmes else NO_PROGRAMMES


def functions_overview(results: Results) -> str:
    """Return how many functions are served, and which functions and indicators nothing serves."""
    if not results.functions:
        return NO_FUNCTIONS
    alone = [str(function.number) for function in results.functions if not function.is_served]
    without = [str(result.indicator.number) for result in results.indicators if not result.actions]
    return paragraph(
        (
            f"{len(results.functions) - len(alone)} of {counted(len(results.functions), 'function')} are served by an "
            "action or a programme of this edition",
            f"nothing serves {numbered('function', alone)}" if alone else "",
            f"no action serves {numbered('indicator', without)}" if without else "",
        )
    )


# --- To chase

TO_CHASE = "To chase"
TO_CHASE_DESCRIPTION = "Whom to ask for which return, with a message for each."
NOBODY_TO_CHASE = "There is nobody to chase."
NO_MESSAGE_IS_SENT = (
    "No message is sent: copy one into your mail. What to check is on the Action summary too; what was received, and when, is on "
    "the Returns register."
)


def chase_title(as_at: date) -> str:
    """Return the title of the sheet."""
    return f"To chase{as_at_words(as_at)}"


def chase_overview(localities: Sequence[Chase], conflicts: int) -> str:
    """Return how many returns are out and late, how many localities to ask, and how many conflicts wait."""
    late, out = sum(locality.is_late for locality in localities), sum(locality.is_out for locality in localities)
    return paragraph(
        (
            f"{counted(out, 'return')} still out, {late} late" if out else "no return is out",
            f"{counted(len(localities), 'locality', 'localities')} to ask" if localities else "",
            f"{counted(conflicts, 'cell')} to decide on the Conflicts sheet" if conflicts else "",
        )
    )


# --- Needs action, of the Dashboard

QUESTION, DECISION, NO_ACTION, NO_LEAD = "Question", "Decision", "No action", "No lead"
#: What to do about findings that need a decision rather than a correction, by their code.
DECISIONS: Mapping[str, str] = {
    "P03": "Agree one target year for the indicator and the action.",
    "P08": "Choose under “Target kind”: fixed at its year, or moving.",
    "P16": "Enter one kind of delivery date.",
    "P34": "Enter a delivery date.",
    "P35": "Enter the day it was done under Completed on.",
    "P36": "Enter the date it is to be done by, or Ongoing with a review date.",
    "P24": "Write “every two months”, “twice a year” or “every two years”.",
}
SEE_THE_FINDINGS = "See the list of findings."
ENTER_COMPLETION = "Enter the completion date, or a new delivery date."
LINK_AN_ACTION = "Link an action to each, or note why none is."
ENTER_THE_LEADS = "Enter the role that leads each action."
NOT_ON_A_SHEET = "Not on a sheet"
NO_ACTION_ENTERED, EMPTY_ENTRY = "(no action)", "(empty)"


def subject_words(indicators: Sequence[int], actions: Sequence[str], sheet: str) -> str:
    """Return what some findings are about: 'Indicators 3 and 4; action B', or the name of their sheet."""
    named = (("indicator", indicators), ("action", actions))
    words = "; ".join(numbered(noun, items) for noun, items in named if items) or sheet
    return words[0].upper() + words[1:]


def and_others(entry: str) -> str:
    """Return the entry of the first of several cells that differ."""
    return f"{entry}, and others"


def problem_in_cells(problem: str, cells: int) -> str:
    """Return a problem with the number of its cells."""
    return f"{problem} ({cells:,} cells)"


def more_of_this_kind(count: int) -> str:
    """Return how many rows of a kind are not shown."""
    return f"{count:,} more of this kind"


def action_label(letter: str) -> str:
    """Return an action by its letter."""
    return f"Action {letter}"


def actions_named(letters: Sequence[str]) -> str:
    """Return actions by their letters: "Actions C and E"."""
    return label(numbered("action", letters))


def indicators_named(numbers: Sequence[int]) -> str:
    """Return indicators by their numbers: "Indicators 3 and 4"."""
    return label(numbered("indicator", numbers))


def unserved_indicators(count: int) -> str:
    """Return that no action serves some indicators."""
    return "No action serves these indicators" if count > 1 else "No action serves this indicator"


def without_lead(count: int, actions: int) -> str:
    """Return how many of the actions name no lead."""
    return f"{count} of {actions} actions name no lead"


# --- reports since a meeting, on the sheet Changes

NO_REPORTS_SINCE = "Nothing has been reported since that meeting."


def reports_title(meeting: date) -> str:
    """Return the heading of the reports since a meeting."""
    return f"Reported since the meeting of {day_words(meeting)}"


def reports_overview(reports: int) -> str:
    """Return how many reports there are since the meeting."""
    return f"{counted(reports, 'report')} on actions. The two newest of each action are counted."
