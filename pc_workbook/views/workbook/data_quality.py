"""The data quality sheet: every finding with a link to its cell, how to accept a warning, and how full each column is."""

from collections import Counter
from collections.abc import Sequence

from pc_workbook.model.governance import Acceptance
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.rules.all_rules import Completeness, completeness
from pc_workbook.views.cell_links import jump_to_finding
from pc_workbook.views.drop_empty_columns import without_columns
from pc_workbook.views.parts import Column, Heading, KeyFigure, KeyFigures, Part, Sheet, Style, Table, Value, Words
from pc_workbook.wording.numbers import counted, day_words

NAME = "Data quality"
MOST_FINDINGS = 500
MEANINGS = {
    Severity.ERROR: "A figure can't be made, or would be a falsehood. It is left out until the cell is mended.",
    Severity.WARNING: "A person must look: mend the cell, or accept it with a reason.",
    Severity.NOTE: "Tidy up when there is time. No figure waits for it.",
}
HOW_TO_ACCEPT = (
    "To accept a warning, copy its mark to the sheet Accepted warnings, with a role, the date and the reason, and refresh. "
    "It stays accepted until the cell changes. A block can't be accepted: its cell must be mended."
)


def data_quality_sheet(intake: Intake, findings: Sequence[Finding]) -> Sheet:
    """What is wrong, and where to mend it."""
    parts: tuple[Part, ...] = (
        Heading("Data quality", level=1),
        Words(_summary(findings)),
        _tiles(findings),
        Words(HOW_TO_ACCEPT),
        Heading("What was found"),
        _finding_table(intake, findings),
        *_left_out(findings),
        Heading("How full each column is"),
        _completeness_table(completeness(intake)),
        Words("Only lists that hold rows are shown. An empty cell is a missing value, never zero.", quiet=True),
    )
    return Sheet(NAME, parts, "For who keeps the tracker: what to mend, cell by cell.")


def _summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Nothing was found. Every cell could be read, and no rule is broken."
    return (
        f"{counted(len(findings), 'finding')}, blocks first, then in the order of the sheets. A click on “Where” jumps to the "
        "cell; mend it, refresh, and the finding is gone."
    )


def _tiles(findings: Sequence[Finding]) -> KeyFigures:
    counts = Counter(found.severity for found in findings)
    return KeyFigures(
        tuple(
            KeyFigure(
                _label(severity), counts[severity], Style.WHOLE, MEANINGS[severity] + _accepted(severity, findings)
            )
            for severity in Severity
        )
    )


def _label(severity: Severity) -> str:
    return {Severity.ERROR: "Blocks", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}[severity]


def _accepted(severity: Severity, findings: Sequence[Finding]) -> str:
    count = sum(found.severity is severity and found.accepted is not None for found in findings)
    return f" {count:,} accepted." if count else ""


FINDING_COLUMNS = (
    Column("Severity", Style.SEVERITY),
    Column("Where", Style.LINK),
    Column("Code", Style.CODE),
    Column("Mark", Style.CODE, 13),
    Column("What is wrong", Style.LONG_TEXT, 26),
    Column("What stands there", Style.LONG_TEXT, 34),
    Column("What is needed", Style.LONG_TEXT, 44),
    Column("Accepted", Style.TEXT, 20),
)


def _finding_table(intake: Intake, findings: Sequence[Finding]) -> Table:
    rows = tuple(_finding_row(found, intake) for found in findings[:MOST_FINDINGS])
    return Table("pc_findings", FINDING_COLUMNS, rows, "Nothing was found.")


def _finding_row(found: Finding, intake: Intake) -> tuple[Value, ...]:
    mark = found.mark if found.severity is Severity.WARNING else None
    return (
        str(found.severity),
        jump_to_finding(found, intake),
        found.code,
        mark,
        found.what,
        found.holds,
        found.needs,
        _acceptance(found.accepted),
    )


def _acceptance(accepted: Acceptance | None) -> str | None:
    if accepted is None:
        return None
    return f"{accepted.accepted_by}, {day_words(accepted.accepted_on)}: {accepted.reason}"


def _left_out(findings: Sequence[Finding]) -> tuple[Part, ...]:
    left = len(findings) - MOST_FINDINGS
    if left <= 0:
        return ()
    words = f"The first {MOST_FINDINGS} findings are shown; {left:,} more will move up as these are mended."
    return (Words(words, quiet=True),)


COMPLETENESS_COLUMNS = (
    Column("Sheet", Style.TEXT),
    Column("Column", Style.TEXT, 20),
    Column("Filled", Style.WHOLE),
    Column("Of", Style.WHOLE),
    Column("Per cent", Style.PERCENT_0),
)


def _completeness_table(columns: Sequence[Completeness]) -> Table:
    rows = tuple((c.sheet, c.heading, c.filled, c.rows, c.percent) for c in columns)
    return Table("pc_completeness", COMPLETENESS_COLUMNS, rows, "No list holds any rows.")


ACCEPTED = "Of these, accepted as they are"
BRIEF_COLUMNS = (
    Column("Severity", Style.SEVERITY),
    Column("Code", Style.CODE, 10),
    Column("What is wrong", Style.LONG_TEXT, 60),
    Column("Times found", Style.WHOLE),
    Column(ACCEPTED, Style.WHOLE),
    Column("Sheets of the tracker", Style.TEXT, 40),
)


def quality_in_brief(intake: Intake, findings: Sequence[Finding]) -> Sheet:
    """For readers who can't mend a cell: how much is wrong, of which kind, and how full the plan's columns are."""
    plan = [
        one
        for one in completeness(intake)
        if one.sheet in PLAN_SHEETS and one.filled < one.rows and one.heading not in NEED_NOT_BE_FULL
    ]
    parts: tuple[Part, ...] = (
        Heading("Data quality", level=1),
        Words(_brief_summary(findings)),
        *(Words(f"{_label(severity)}: {MEANINGS[severity]}", quiet=True) for severity in Severity),
        Heading("Columns of the plan that are not full"),
        _completeness_table(plan),
        Words(
            "Every other column of the plan is filled in each row. An empty cell is a missing value, never zero.",
            quiet=True,
        ),
        Heading("What was found, by kind"),
        Words("Each finding stands in the tracker with its cell, on the sheet Data quality."),
        _kind_table(findings),
    )
    return Sheet(NAME, parts, "For who relies on a figure: how sound the tracker behind it is.")


PLAN_SHEETS = ("Actions", "Action progress")
NEED_NOT_BE_FULL = (
    "Marking", "Exempt paragraph", "Marking reason", "Marked by", "Note", "Completed on", "Times slipped", "Programme",
    "First delivery date",
)  # fmt: skip


def _brief_summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Nothing was found. Every cell could be read, and no rule is broken."
    counts = Counter(found.severity for found in findings)
    warned, noted = counted(counts[Severity.WARNING], "warning"), counted(counts[Severity.NOTE], "note")
    return f"{warned} and {noted} stand in the tracker this pack was made from, and nothing that blocks a figure."


def _kind_table(findings: Sequence[Finding]) -> Table:
    alike: dict[tuple[Severity, str, str], list[Finding]] = {}
    for found in findings:
        alike.setdefault((found.severity, found.code, found.what), []).append(found)
    rows = tuple(
        (
            str(severity),
            code,
            what,
            len(group),
            sum(found.accepted is not None for found in group),
            ", ".join(dict.fromkeys(found.sheet for found in group)),
        )
        for (severity, code, what), group in alike.items()
    )
    table = Table("pc_kinds_of_finding", BRIEF_COLUMNS, rows, "Nothing was found.")
    return table if any(found.accepted for found in findings) else without_columns(table, (ACCEPTED,))
