"""The data quality sheet: findings grouped by cause, every finding with a link to its cell, how to accept a warning,
and how full each column is."""

from collections import Counter
from collections.abc import Sequence

from pc_workbook.model.governance import Acceptance
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.rules.all_rules import Completeness, completeness
from pc_workbook.views.cell_links import link_to_finding
from pc_workbook.views.drop_empty_columns import without_columns
from pc_workbook.views.parts import Column, Heading, KeyFigure, KeyFigures, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.wording.findings import FindingGroup, grouped, message, summary, title
from pc_workbook.wording.numbers import counted, day_words

NAME = "Data quality"
MOST_FINDINGS = 500
NOTHING_FOUND = "No errors, warnings or notes. Every cell could be read."
LABELS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}
MEANINGS = {
    Severity.ERROR: "A figure can't be calculated, or would be false. It is left out until the cell is corrected.",
    Severity.WARNING: "A person should check the cell: correct it, or accept it with a reason.",
    Severity.NOTE: "Understood. Tidy up when convenient; no figure waits for it.",
}
HOW_TO_ACCEPT = (
    "To accept a warning, copy its mark to the Accepted warnings sheet, with a role, the date and the reason, and refresh. "
    "It stays accepted until the cell changes. An error can't be accepted: correct its cell."
)


def data_quality_sheet(intake: Intake, findings: Sequence[Finding]) -> Sheet:
    """Return the sheet with every finding of a tracker."""
    parts: tuple[Part, ...] = (
        Heading("Data quality", level=1),
        Paragraph(_summary(findings)),
        _tiles(findings),
        Paragraph(HOW_TO_ACCEPT),
        *_groups(intake, findings),
        Heading("Findings"),
        _finding_table(intake, findings),
        *_left_out(findings),
        Heading("How full each column is"),
        _completeness_table(completeness(intake)),
        Paragraph("Only lists that have rows are shown. An empty cell is a missing value, never zero.", quiet=True),
    )
    return Sheet(NAME, parts, "Errors, warnings and notes, with the cell of each.")


def _summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return NOTHING_FOUND
    return f"{summary(findings)}. Select a link under “Where” to go to the cell; correct it, and refresh."


def _tiles(findings: Sequence[Finding]) -> KeyFigures:
    counts = Counter(finding.severity for finding in findings)
    return KeyFigures(
        tuple(
            KeyFigure(
                LABELS[severity], counts[severity], Style.WHOLE, MEANINGS[severity] + _accepted(severity, findings)
            )
            for severity in Severity
        )
    )


def _accepted(severity: Severity, findings: Sequence[Finding]) -> str:
    count = sum(finding.severity is severity and finding.accepted is not None for finding in findings)
    return f" {count:,} accepted." if count else ""


# --- findings with one cause

GROUP_COLUMNS = (
    Column("Severity", Style.SEVERITY),
    Column("First cell", Style.LINK),
    Column("Cells", Style.WHOLE),
    Column("What is wrong", Style.LONG_TEXT, 34),
    Column("Current entry", Style.LONG_TEXT, 30),
    Column("What to do", Style.LONG_TEXT, 44),
    Column("Where", Style.TEXT, 26),
    Column("Code", Style.CODE),
)


def _groups(intake: Intake, findings: Sequence[Finding]) -> tuple[Part, ...]:
    """Return the findings that have a cause in common; nothing where each has its own."""
    groups = [group for group in grouped(findings) if len(group.findings) > 1]
    if not groups:
        return ()
    rows = tuple(_group_row(group, intake) for group in groups)
    return (
        Heading("Findings with the same cause"),
        Paragraph("Each of their cells has a row of its own under “Findings”, with its mark.", quiet=True),
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
    Column("Severity", Style.SEVERITY),
    Column("Where", Style.LINK),
    Column("What is wrong", Style.LONG_TEXT, 34),
    Column("Current entry", Style.LONG_TEXT, 30),
    Column("What to do", Style.LONG_TEXT, 44),
    Column("Mark", Style.CODE, 13),
    Column("Accepted", Style.TEXT, 20),
    Column("Code", Style.CODE),
)


def _finding_table(intake: Intake, findings: Sequence[Finding]) -> Table:
    rows = tuple(_finding_row(finding, intake) for finding in findings[:MOST_FINDINGS])
    return Table("pc_findings", FINDING_COLUMNS, rows, NOTHING_FOUND)


def _finding_row(finding: Finding, intake: Intake) -> tuple[Value, ...]:
    text = message(finding)
    return (
        str(finding.severity),
        link_to_finding(finding, intake),
        text.problem,
        text.current_entry,
        text.what_to_do,
        finding.mark if finding.severity is Severity.WARNING else None,
        _acceptance(finding.accepted),
        finding.code,
    )


def _acceptance(accepted: Acceptance | None) -> str | None:
    if accepted is None:
        return None
    return f"{accepted.accepted_by}, {day_words(accepted.accepted_on)}: {accepted.reason}"


def _left_out(findings: Sequence[Finding]) -> tuple[Part, ...]:
    left = len(findings) - MOST_FINDINGS
    if left <= 0:
        return ()
    return (
        Paragraph(f"The first {MOST_FINDINGS} are shown. Correct these and refresh to see {left:,} more.", quiet=True),
    )


# --- how full each column is

COMPLETENESS_COLUMNS = (
    Column("Sheet", Style.TEXT),
    Column("Column", Style.TEXT, 20),
    Column("Filled", Style.WHOLE),
    Column("Of", Style.WHOLE),
    Column("Per cent", Style.PERCENT_0),
)


def _completeness_table(columns: Sequence[Completeness]) -> Table:
    rows = tuple((c.sheet, c.heading, c.filled, c.rows, c.percent) for c in columns)
    return Table("pc_completeness", COMPLETENESS_COLUMNS, rows, "No list has any rows.")


# --- the section of a pack

ACCEPTED = "Accepted"
BRIEF_COLUMNS = (
    Column("Severity", Style.SEVERITY),
    Column("What is wrong", Style.LONG_TEXT, 60),
    Column("Cells", Style.WHOLE),
    Column(ACCEPTED, Style.WHOLE),
    Column("Sheets of the tracker", Style.TEXT, 40),
    Column("Code", Style.CODE, 10),
)
PLAN_SHEETS = ("Actions", "Action progress")
OPTIONAL_COLUMNS = (
    "Marking", "Exempt paragraph", "Marking reason", "Marked by", "Note", "Completed on", "Times slipped", "Programme",
    "First delivery date",
)  # fmt: skip


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
        Heading("Data quality", level=1),
        Paragraph(_brief_summary(findings)),
        *(Paragraph(f"{LABELS[severity]}: {MEANINGS[severity]}", quiet=True) for severity in Severity),
        Heading("Columns of the plan that are not full"),
        _completeness_table(plan),
        Paragraph(
            "Every other column of the plan is filled in each row. An empty cell is a missing value, never zero.",
            quiet=True,
        ),
        Heading("Findings by kind"),
        Paragraph("The Data quality sheet of the tracker lists each finding with its cell."),
        _kind_table(findings),
    )
    return Sheet(NAME, parts, "How complete and reliable the tracker behind the figures is.")


def _brief_summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return NOTHING_FOUND
    counts = Counter(finding.severity for finding in findings)
    warnings, notes = counted(counts[Severity.WARNING], "warning"), counted(counts[Severity.NOTE], "note")
    return f"The tracker behind this pack has {warnings} and {notes}, and no error that affects a figure."


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
    table = Table("pc_kinds_of_finding", BRIEF_COLUMNS, rows, NOTHING_FOUND)
    return table if any(finding.accepted for finding in findings) else without_columns(table, (ACCEPTED,))
