"""What needs action: errors first, then values in question, overdue actions, open decisions, and work without an owner.

Like findings are one row, with a link to the first of their cells.
"""

from collections.abc import Iterable, Sequence

from pc_workbook.measures.results import ActionResult, ActionState, Results
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTIONS
from pc_workbook.tracker.questioned_values import ASKS
from pc_workbook.views.cell_links import cell_link, link_to_finding, link_to_row, subject_of
from pc_workbook.views.parts import Column, Style, Table, Value
from pc_workbook.wording import action_sheets as texts
from pc_workbook.wording import headings
from pc_workbook.wording.actions import state_words
from pc_workbook.wording.findings import current_entry, message
from pc_workbook.wording.overview_sheets import DATA_QUALITY
from pc_workbook.wording.sentences import label

OVERDUE, NO_ACTION, NO_LEAD = "P17", "P21", "P15"
MOST_OF_A_KIND = 8

COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.NEEDS_ACTION, Style.LONG_TEXT, 27),
    Column(headings.KIND, Style.STATE, 13),
    Column(headings.CODE, Style.CODE, 14),
    Column(headings.CONCERNS, Style.TEXT, 17.5),
    Column(headings.WHERE, Style.LINK, 17.5),
    Column(headings.CURRENT_ENTRY, Style.LONG_TEXT, 35),
    Column(headings.WHAT_TO_DO, Style.LONG_TEXT, 45),
)
KIND = 2

Row = tuple[Value, ...]


def needs_action_table(results: Results, intake: Intake, findings: Sequence[Finding]) -> Table:
    """Return one row for each thing that needs action, most pressing first."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    decisions = [finding for finding in findings if finding.code in texts.DECISIONS and _is_open(finding)]
    questions = [finding for finding in findings if finding.code in ASKS and _is_open(finding)]
    rows = [
        *_finding_rows(errors, str(Severity.ERROR), intake),
        *_finding_rows(questions, texts.QUESTION, intake),
        *_overdue_rows(results.actions, intake),
        *_finding_rows(decisions, texts.DECISION, intake),
        *_without_action(results, intake),
        *_without_lead(results.actions, intake),
    ]
    numbered_rows = tuple((number, *row) for number, row in enumerate(rows, 1))
    styles = {(at, KIND): Style.SEVERITY for at, row in enumerate(rows) if row[1] == Severity.ERROR}
    return Table("pc_attention", COLUMNS, numbered_rows, headings.NOTHING_NEEDS_ACTION, styles)


def _is_open(finding: Finding) -> bool:
    return finding.accepted is None and finding.severity is not Severity.ERROR


def _finding_rows(findings: Sequence[Finding], kind: str, intake: Intake) -> list[Row]:
    groups = list(_alike(findings))
    rows = [_group_row(group, kind, intake) for group in groups[:MOST_OF_A_KIND]]
    left = sum(map(len, groups[MOST_OF_A_KIND:]))
    return [*rows, _more_row(left, kind, intake)] if left else rows


def _alike(findings: Sequence[Finding]) -> Iterable[list[Finding]]:
    """Return the findings of one code that need the same correction or decision, in their order."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, _what_to_do(finding)), []).append(finding)
    return groups.values()


def _what_to_do(finding: Finding) -> str:
    return texts.DECISIONS.get(finding.code, message(finding).what_to_do)


def _group_row(group: Sequence[Finding], kind: str, intake: Intake) -> Row:
    first = group[0]
    text = message(first)
    entries = {current_entry(finding.entry) for finding in group}
    entry = text.current_entry if len(entries) == 1 else texts.and_others(text.current_entry)
    about = subject_of(group, intake)
    is_uncounted = len(group) > 1 and about == first.sheet
    problem = text.problem.rstrip(".")
    shown = texts.problem_in_cells(problem, len(group)) if is_uncounted else problem
    return shown, kind, first.code, about, link_to_finding(first, intake), entry, _what_to_do(first)


def _more_row(left: int, kind: str, intake: Intake) -> Row:
    where = cell_link(DATA_QUALITY, DATA_QUALITY, "A1", intake)
    return texts.more_of_this_kind(left), kind, None, None, where, None, texts.SEE_THE_FINDINGS


def _overdue_rows(actions: Sequence[ActionResult], intake: Intake) -> list[Row]:
    late = [result for result in actions if result.state is ActionState.OVERDUE]
    rows: list[Row] = [
        (
            label(state_words(result.reason)),
            str(ActionState.OVERDUE),
            OVERDUE,
            texts.action_label(result.action.letter),
            link_to_row(result.action, ACTIONS.table, "delivery", intake),
            result.action.delivery.words if result.action.delivery else None,
            texts.ENTER_COMPLETION,
        )
        for result in late[:MOST_OF_A_KIND]
    ]
    left = len(late) - MOST_OF_A_KIND
    return [*rows, _more_row(left, str(ActionState.OVERDUE), intake)] if left > 0 else rows


def _without_action(results: Results, intake: Intake) -> list[Row]:
    unserved = [result.indicator.number for result in results.indicators if not result.actions]
    if not unserved or not results.actions:
        return []
    return [
        (
            texts.unserved_indicators(len(unserved)),
            texts.NO_ACTION,
            NO_ACTION,
            texts.indicators_named(unserved),
            cell_link(texts.ACTION_SUMMARY, texts.ACTION_SUMMARY, "A1", intake),
            texts.NO_ACTION_ENTERED,
            texts.LINK_AN_ACTION,
        )
    ]


def _without_lead(actions: Sequence[ActionResult], intake: Intake) -> list[Row]:
    without = [result.action for result in actions if not result.action.lead]
    if not without:
        return []
    return [
        (
            texts.without_lead(len(without), len(actions)),
            texts.NO_LEAD,
            NO_LEAD,
            texts.actions_named([action.letter for action in without]),
            link_to_row(without[0], ACTIONS.table, "lead", intake),
            texts.EMPTY_ENTRY,
            texts.ENTER_THE_LEADS,
        )
    ]
