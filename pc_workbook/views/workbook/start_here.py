"""Start here: five steps from an empty tracker to the first pack, with what is filled so far and what is missing.

Only a tracker that has the sheet gets it refreshed; a new tracker begins with it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from pc_workbook.cells.addresses import row_and_column
from pc_workbook.model.action import Action
from pc_workbook.model.indicator import Indicator
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake, rows
from pc_workbook.tracker.lists.catalogue import ACTIONS, INDICATORS, SETTINGS, SETTINGS_TABLE
from pc_workbook.tracker.lists.layout import START_HERE
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.lists.settings_location import settings_sheet_name
from pc_workbook.views.cell_links import cell_link
from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Style, Table, Value
from pc_workbook.wording import start_here as words
from pc_workbook.wording.findings import summary
from pc_workbook.wording.overview_sheets import DATA_QUALITY

COLUMNS: Final = (
    Column(words.STEP, Style.TEXT, 28),
    Column(words.SHEET, Style.LINK, 20),
    Column(words.WHAT_TO_DO, Style.LONG_TEXT, 44),
    Column(words.FILLED, Style.LONG_TEXT, 26),
    Column(words.MISSING, Style.LONG_TEXT, 56),
)
#: The lists of each step after the settings; those that a tracker doesn't have are not shown.
LISTS_OF_STEPS: Final = (
    ("tblLevels", "tblGroups", "tblMemberships", "tblLocalities", "tblPractices", "tblProviders"),
    ("tblIndicators", "tblTrajectory", "tblScales", "tblRagSchemes"),
    ("tblActions", "tblObjectives", "tblRoles", "tblProgrammes"),
    ("tblMeetings", "tblPackKinds", "tblApprovals"),
)
#: Lists that no tracker can do without.
NEEDS_ROWS: Final = frozenset({INDICATORS.table, ACTIONS.table})

Row = tuple[Value, ...]


def start_here_sheet(intake: Intake, findings: Sequence[Finding]) -> Sheet:
    """Return the sheet of a tracker as it is now."""
    errors: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            errors.setdefault(finding.sheet, []).append(finding)
    parts = (
        Heading(words.TITLE, level=1),
        Paragraph(words.INTRODUCTION),
        Table("pc_start_here", COLUMNS, tuple(_rows(intake, findings, errors)), filter_buttons=False),
        Paragraph(words.HOW_TO_REFRESH),
        Paragraph(words.WHERE_THE_GUIDES_ARE),
        Paragraph(words.KEPT_UP_TO_DATE, quiet=True),
    )
    return Sheet(START_HERE, parts, words.DESCRIPTION)


def _rows(intake: Intake, findings: Sequence[Finding], errors: Mapping[str, Sequence[Finding]]) -> Iterator[Row]:
    settings, *others = words.STEPS
    sheet = settings_sheet_name(intake.snapshot)
    yield (
        settings,
        cell_link(sheet, sheet, "A1", intake),
        words.WHAT_TO_ENTER[SETTINGS_TABLE],
        words.settings_words(_filled_settings(intake), len(SETTINGS)),
        words.missing_words([words.error_words(errors.get(sheet, ()), in_full=True)]),
    )
    for step, tables in zip(others, LISTS_OF_STEPS, strict=True):
        if step == words.STEPS[-1]:
            yield _check_row(step, intake, findings, errors)
        for table in tables:
            read = intake.lists.get(table)
            if read is not None and read.columns:
                yield _list_row(step, intake, read, errors.get(read.sheet, ()))


def _filled_settings(intake: Intake) -> int:
    sheet = intake.snapshot.sheets.get(settings_sheet_name(intake.snapshot))
    cells = intake.settings_cells.values() if sheet else ()
    return sum(sheet is not None and sheet.value(*row_and_column(cell)) is not None for cell in cells)


def _list_row(step: str, intake: Intake, read: ReadList, errors: Sequence[Finding]) -> Row:
    have, lack = _OF_LISTS[read.of.table](intake) if read.of.table in _OF_LISTS else ([], "")
    no_rows = words.NO_ROWS if read.of.table in NEEDS_ROWS and not read.rows else ""
    return (
        step,
        cell_link(read.sheet, read.sheet, "A1", intake),
        words.WHAT_TO_ENTER.get(read.of.table, ""),
        words.filled_words(read.rows, have),
        words.missing_words([no_rows, lack, words.error_words(errors)]),
    )


def _check_row(step: str, intake: Intake, findings: Sequence[Finding], errors: Mapping[str, Sequence[Finding]]) -> Row:
    count = sum(map(len, errors.values()))
    return (
        step,
        cell_link(DATA_QUALITY, DATA_QUALITY, "A1", intake),
        words.CHECK,
        summary(findings),
        words.missing_words([words.errors_in([*errors], count)]),
    )


Facts = tuple[Sequence[tuple[int, str]], str]  # how many rows have what matters, and which rows lack it


def _indicator_facts(intake: Intake) -> Facts:
    indicators = rows(intake, INDICATORS)
    lacking = [indicator.number for indicator in indicators if not _has_target(indicator)]
    return [(len(indicators) - len(lacking), words.A_TARGET)], words.without_words("indicator", lacking, words.A_TARGET)


def _has_target(indicator: Indicator) -> bool:
    return indicator.target is not None or indicator.goal is not None or indicator.comparator_name is not None


def _action_facts(intake: Intake) -> Facts:
    actions = rows(intake, ACTIONS)
    lacking = [action.letter for action in actions if not _has_lead(action)]
    return [(len(actions) - len(lacking), words.A_LEAD)], words.without_words("action", lacking, words.A_LEAD)


def _has_lead(action: Action) -> bool:
    return bool(action.lead) or "lead" in action.unread


_OF_LISTS: Final[Mapping[str, Callable[[Intake], Facts]]] = {
    INDICATORS.table: _indicator_facts,
    ACTIONS.table: _action_facts,
}
