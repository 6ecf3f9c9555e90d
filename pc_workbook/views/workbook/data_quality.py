"""The data quality sheet: findings grouped by cause, every finding with a link to its cell, how to accept a warning,
and how full each column is."""

from collections import Counter
from collections.abc import Sequence

from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTION_PROGRESS, ACTIONS
from pc_workbook.tracker.rules.all_rules import Completeness, completeness
from pc_workbook.views.cell_links import link_to_finding
from pc_workbook.views.drop_empty_columns import without_columns
from pc_workbook.views.parts import Column, Heading, KeyFigure, KeyFigures, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.wording import headings
from pc_workbook.wording import overview_sheets as texts
from pc_workbook.wording.findings import FindingGroup, grouped, message, title

MOST_FINDINGS = 500


def data_quality_sheet(intake: Intake, findings: Sequence[Finding]) -> Sheet:
    """Return the sheet with every finding of a tracker."""
    parts: tuple[Part, ...] = (
        Heading(texts.DATA_QUALITY, level=1),
        Paragraph(texts.findings_overview(findings)),
        _tiles(findings),
        Paragraph(texts.HOW_TO_ACCEPT),
        *_groups(intake, findings),
        Heading(texts.FINDINGS),
        _finding_table(intake, findings),
        *_left_out(findings),
        Heading(texts.COMPLETENESS),
        _completeness_table(completeness(intake)),
        Paragraph(texts.COMPLETENESS_NOTE, quiet=True),
    )
    return Sheet(texts.DATA_QUALITY, parts, texts.DATA_QUALITY_DESCRIPTION)


def _tiles(findings: Sequence[Finding]) -> KeyFigures:
    counts = Counter(finding.severity for finding in findings)
    return KeyFigures(
        tuple(
            KeyFigure(
                texts.LABELS[severity],
                counts[severity],
                Style.WHOLE,
                texts.severity_caption(severity, _accepted(severity, findings)),
            )
            for severity in Severity
        )
    )


def _accepted(severity: Severity, findings: Sequence[Finding]) -> int:
    return sum(finding.severity is severity and finding.accepted is not None for finding in findings)


# --- findings with one cause

GROUP_COLUMNS = (
    Column(headings.SEVERITY, Style.SEVERITY),
    Column(headings.FIRST_CELL, Style.LINK),
    Column(headings.CELLS, Style.WHOLE),
    Column(headings.WHAT_IS_WRONG, Style.LONG_TEXT, 34),
    Column(headings.CURRENT_ENTRY, Style.LONG_TEXT, 30),
    Column(headings.WHAT_TO_DO, Style.LONG_TEXT, 44),
    Column(headings.WHERE, Style.TEXT, 26),
    Column(headings.CODE, Style.CODE),
)


def _groups(intake: Intake, findings: Sequence[Finding]) -> tuple[Part, ...]:
    """Return the findings that have a cause in common; nothing where each has its own."""
    groups = [group for group in grouped(findings) if len(group.findings) > 1]
    if not groups:
        return ()
    rows = tuple(_group_row(group, intake) for group in groups)
    return (
        Heading(texts.SAME_CAUSE),
        Paragraph(texts.SAME_CAUSE_NOTE, quiet=True),
        Table("pc_finding_groups", GROUP_COLUMNS, rows),
    )


def _group_row(group: FindingGroup, intake: Intake) -> tuple[Value, ...]:
    first, text = group.first, group.message
    return (
        str(first.severity),
        link_to_finding(first, intake),
        len(group.findings),
        text.problem,
        text.current_entry,
        text.what_to_do,
        group.where,
        first.code,
    )


# --- each finding

FINDING_COLUMNS = (
    Column(headings.SEVERITY, Style.SEVERITY),
    Column(headings.WHERE, Style.LINK),
    Column(headings.WHAT_IS_WRONG, Style.LONG_TEXT, 34),
    Column(headings.CURRENT_ENTRY, Style.LONG_TEXT, 30),
    Column(headings.WHAT_TO_DO, Style.LONG_TEXT, 44),
    Column(headings.MARK, Style.CODE, 13),
    Column(headings.ACCEPTED, Style.TEXT, 20),
    Column(headings.CODE, Style.CODE),
)


def _finding_table(intake: Intake, findings: Sequence[Finding]) -> Table:
    rows = tuple(_finding_row(finding, intake) for finding in findings[:MOST_FINDINGS])
    return Table("pc_findings", FINDING_COLUMNS, rows, texts.NOTHING_FOUND)


def _finding_row(finding: Finding, intake: Intake) -> tuple[Value, ...]:
    text = message(finding)
    return (
        str(finding.severity),
        link_to_finding(finding, intake),
        text.problem,
        text.current_entry,
        text.what_to_do,
        finding.mark if finding.severity is Severity.WARNING else None,
        texts.acceptance_words(finding.accepted),
        finding.code,
    )


def _left_out(findings: Sequence[Finding]) -> tuple[Part, ...]:
    left = len(findings) - MOST_FINDINGS
    if left <= 0:
        return ()
    return (Paragraph(texts.findings_left_out(MOST_FINDINGS, left), quiet=True),)


# --- how full each column is

COMPLETENESS_COLUMNS = (
    Column(headings.SHEET, Style.TEXT),
    Column(headings.COLUMN, Style.TEXT, 20),
    Column(headings.FILLED, Style.WHOLE),
    Column(headings.OF, Style.WHOLE),
    Column(headings.PER_CENT, Style.PERCENT_0),
)


def _completeness_table(columns: Sequence[Completeness]) -> Table:
    rows = tuple((c.sheet, c.heading, c.filled, c.rows, c.percent) for c in columns)
    return Table("pc_completeness", COMPLETENESS_COLUMNS, rows, texts.NO_ROWS)


# --- the section of a pack

BRIEF_COLUMNS = (
    Column(headings.SEVERITY, Style.SEVERITY),
    Column(headings.WHAT_IS_WRONG, Style.LONG_TEXT, 60),
    Column(headings.CELLS, Style.WHOLE),
    Column(headings.ACCEPTED, Style.WHOLE),
    Column(headings.SHEETS_OF_THE_TRACKER, Style.TEXT, 40),
    Column(headings.CODE, Style.CODE, 10),
)
PLAN_SHEETS = (ACTIONS.sheet, ACTION_PROGRESS.sheet)
OPTIONAL_FIELDS = (
    "marking",
    "exempt_paragraph",
    "marking_reason",
    "marked_by",
    "note",
    "completed_on",
    "slips",
    "programme",
    "first_delivery",
)
#: Columns that need no entry in every row.
OPTIONAL_COLUMNS = frozenset(
    column.heading for column in (*ACTIONS.columns, *ACTION_PROGRESS.columns) if column.field in OPTIONAL_FIELDS
)


def quality_in_brief(intake: Intake, findings: Sequence[Finding]) -> Sheet:
    """Return the section of a pack: findings counted by kind, and the columns of the plan that are not full.

    Its readers can't correct a cell, so no cell is named.
    """
    plan = [
        column
        for column in completeness(intake)
        if column.sheet in PLAN_SHEETS and column.filled < column.rows and column.heading not in OPTIONAL_COLUMNS
    ]
    parts: tuple[Part, ...] = (
        Heading(texts.DATA_QUALITY, level=1),
        Paragraph(texts.findings_in_brief(findings)),
        *(Paragraph(texts.severity_meaning(severity), quiet=True) for severity in Severity),
        Heading(texts.PLAN_COMPLETENESS),
        _completeness_table(plan),
        Paragraph(texts.PLAN_COMPLETENESS_NOTE, quiet=True),
        Heading(texts.FINDINGS_BY_KIND),
        Paragraph(texts.FINDINGS_BY_KIND_NOTE),
        _kind_table(findings),
    )
    return Sheet(texts.DATA_QUALITY, parts, texts.QUALITY_IN_BRIEF_DESCRIPTION)


def _kind_table(findings: Sequence[Finding]) -> Table:
    by_kind: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault((finding.severity, finding.code), []).append(finding)
    rows = tuple(
        (
            str(severity),
            title(code),
            len(group),
            sum(finding.accepted is not None for finding in group),
            ", ".join(dict.fromkeys(finding.sheet for finding in group)),
            code,
        )
        for (severity, code), group in by_kind.items()
    )
    table = Table("pc_kinds_of_finding", BRIEF_COLUMNS, rows, texts.NOTHING_FOUND)
    return table if any(finding.accepted for finding in findings) else without_columns(table, (headings.ACCEPTED,))
