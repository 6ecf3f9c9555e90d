"""What needs a person: blocks first, then values in question, overdue actions, decisions that wait, and work that nobody holds.

Like findings stand in one row, with a link to the first of their cells.
"""

from collections.abc import Iterable, Sequence

from pc_workbook.measures.results import ActionResult, ActionState, Results
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTIONS
from pc_workbook.tracker.questioned_values import ASKS
from pc_workbook.views.cell_links import concerned, jump, jump_to_finding, jump_to_row
from pc_workbook.views.parts import Column, Style, Table, Value
from pc_workbook.views.sentences import numbered, sentence
from pc_workbook.wording.findings import current_entry, message

#: Findings that wait for a choice, not for a mended cell: P02 and P01 block, and so stand first anyway.
DECISIONS = {
    "P03": "One target year for the indicator and the action.",
    "P08": "A choice under “Target kind”: fixed at its year, or moving.",
    "P16": "One kind of delivery date.",
    "P34": "A delivery date.",
    "P35": "The day it was done, under Completed on.",
    "P36": "The date it is to be done by, or Ongoing with a review date.",
    "P24": "“Every two months”, “twice a year” or “every two years”.",
}
OVERDUE, NO_ACTION, NO_LEAD = "P17", "P21", "P15"
MOST_OF_A_KIND = 8

COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("What needs a person", Style.LONG_TEXT, 27),
    Column("Kind", Style.STATE, 13),
    Column("Code", Style.CODE, 14),
    Column("Concerns", Style.TEXT, 17.5),
    Column("Where", Style.LINK, 17.5),
    Column("What stands there", Style.LONG_TEXT, 35),
    Column("What is needed", Style.LONG_TEXT, 45),
)

Row = tuple[Value, ...]


def attention_table(results: Results, intake: Intake, findings: Sequence[Finding]) -> Table:
    """One row for each thing that waits, in the order in which to see to it."""
    blocks = [found for found in findings if found.severity is Severity.ERROR]
    decisions = [found for found in findings if found.code in DECISIONS and _waits(found)]
    questions = [found for found in findings if found.code in ASKS and _waits(found)]
    rows = [
        *_finding_rows(blocks, "Error", intake),
        *_finding_rows(questions, "Question", intake),
        *_overdue_rows(results.actions, intake),
        *_finding_rows(decisions, "Decision", intake),
        *_without_action(results, intake),
        *_without_lead(results.actions, intake),
    ]
    numbered_rows = tuple((place, *row) for place, row in enumerate(rows, 1))
    styles = {(at, 2): Style.SEVERITY for at, row in enumerate(rows) if row[1] == "Error"}
    return Table("pc_attention", COLUMNS, numbered_rows, "Nothing waits for a person.", styles)


def _waits(found: Finding) -> bool:
    return found.accepted is None and found.severity is not Severity.ERROR


def _finding_rows(findings: Sequence[Finding], kind: str, intake: Intake) -> list[Row]:
    groups = list(_alike(findings))
    rows = [_group_row(group, kind, intake) for group in groups[:MOST_OF_A_KIND]]
    left = sum(map(len, groups[MOST_OF_A_KIND:]))
    return [*rows, _more_row(left, kind, intake)] if left else rows


def _alike(findings: Sequence[Finding]) -> Iterable[list[Finding]]:
    """Findings of one code that need the same, or the same decision, in their order."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for found in findings:
        groups.setdefault((found.code, _needed(found)), []).append(found)
    return groups.values()


def _needed(found: Finding) -> str:
    return DECISIONS.get(found.code, message(found).what_to_do)


def _group_row(group: Sequence[Finding], kind: str, intake: Intake) -> Row:
    first = group[0]
    said = message(first)
    held = tuple(dict.fromkeys(current_entry(found.entry) for found in group))
    holds = said.current_entry if len(held) == 1 else f"{said.current_entry}, and others"
    about = concerned(group, intake)
    uncounted = len(group) > 1 and about == first.sheet
    problem = said.problem.rstrip(".")
    what = f"{problem} ({len(group):,} cells)" if uncounted else problem
    return what, kind, first.code, about, jump_to_finding(first, intake), holds, _needed(first)


def _more_row(left: int, kind: str, intake: Intake) -> Row:
    where = jump("Data quality", "Data quality", "A1", intake)
    return f"{left:,} more of this kind", kind, None, None, where, None, "See the list of findings."


def _overdue_rows(actions: Sequence[ActionResult], intake: Intake) -> list[Row]:
    late = [result for result in actions if result.state is ActionState.OVERDUE]
    rows: list[Row] = [
        (
            sentence(result.words).rstrip("."),
            str(ActionState.OVERDUE),
            OVERDUE,
            f"Action {result.action.letter}",
            jump_to_row(result.action, ACTIONS.table, "delivery", intake),
            result.action.delivery.words if result.action.delivery else None,
            "A completion date, or a new delivery date.",
        )
        for result in late[:MOST_OF_A_KIND]
    ]
    left = len(late) - MOST_OF_A_KIND
    return [*rows, _more_row(left, str(ActionState.OVERDUE), intake)] if left > 0 else rows


def _without_action(results: Results, intake: Intake) -> list[Row]:
    alone = [result.indicator.number for result in results.indicators if not result.actions]
    if not alone or not results.actions:
        return []
    return [
        (
            "No action serves these indicators" if len(alone) > 1 else "No action serves this indicator",
            "No action",
            NO_ACTION,
            sentence(numbered("indicator", alone)).rstrip("."),
            jump("Action summary", "Action summary", "A1", intake),
            "(no action)",
            "An action linked to each, or a reason why none is.",
        )
    ]


def _without_lead(actions: Sequence[ActionResult], intake: Intake) -> list[Row]:
    without = [result.action for result in actions if not result.action.lead]
    if not without:
        return []
    return [
        (
            f"{len(without)} of {len(actions)} actions name no lead",
            "No lead",
            NO_LEAD,
            sentence(numbered("action", [action.letter for action in without])).rstrip("."),
            jump_to_row(without[0], ACTIONS.table, "lead", intake),
            "(empty)",
            "The role that leads each action.",
        )
    ]
