"""Make a kit from a tracker: what was typed into the lists of the plan, without what must not travel.

A kit goes to other areas, so it has no row that is not Public, none about such a row, and no cell with personal data.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from pc_workbook.disclosure.audience import Audience
from pc_workbook.disclosure.permitted_rows import HiddenKeys, PermittedRows, about_hidden_rows, permitted_rows
from pc_workbook.errors import WorkbookProblem
from pc_workbook.kits.kit import CellValue, Description, Kit, KitRow
from pc_workbook.kits.reading import practice_lists, reading_errors, typed_rows, typed_settings
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import (
    ACCEPTED_WARNINGS,
    ACTION_PROGRESS,
    APPROVALS,
    CONDITIONS,
    CONFLICTS,
    CQC_RATINGS,
    ISSUED_EDITIONS,
    ISSUED_PACKS,
    OBSERVATIONS,
    PROGRESS_HISTORY,
    RECEIVED_LOG,
    RETURNS,
    ROLES,
    WORKFORCE,
)
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.lists.settings_location import settings_sheet_name
from pc_workbook.tracker.markings import MARKING
from pc_workbook.tracker.personal.personal_cells import UNLISTED_LEAD, personal_data
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import a1
from pc_workbook.wording.kits import SAVED_FROM, TRACKER_REFUSED, refusal

RESTRICTED_NAME: Final = "R39"
PERSON: Final = (ROLES.table, "person")
#: Lists of what was measured, reported and issued: they are no part of a plan.
RECORDS: Final = frozenset(
    entry_list.table
    for entry_list in (
        WORKFORCE, CQC_RATINGS, OBSERVATIONS, CONDITIONS, ACTION_PROGRESS, PROGRESS_HISTORY, RETURNS, RECEIVED_LOG,
        CONFLICTS, APPROVALS, ACCEPTED_WARNINGS, ISSUED_EDITIONS, ISSUED_PACKS,
    )
) | {"tblComparators"}  # fmt: skip

Cell = tuple[str, int, int]  # sheet, row and column


class Scope(StrEnum):
    """What of a tracker goes into a kit."""

    PLAN = "plan"
    ALL = "all"


class LeftOut(NamedTuple):
    """What of a tracker did not go into a kit."""

    not_public: Mapping[str, int]  # sheet -> rows that are not Public, or are about such a row
    personal: tuple[tuple[str, str], ...]  # (sheet, address) of cells with personal data
    own_columns: Mapping[str, int]  # sheet -> columns that are not part of the tracker


class SavedKit(NamedTuple):
    """A kit made from a tracker, what was left out of it, and the errors for which it can't be used."""

    kit: Kit
    left_out: LeftOut
    errors: tuple[Finding, ...]


def kit_of_tracker(intake: Intake, name: str, scope: Scope) -> SavedKit:
    """Return the kit of a tracker. Where the tracker has cells that can't be read, the result has errors."""
    findings = find_all(intake)
    shown, hidden = permitted_rows(intake, Audience.EVERYONE)
    personal = _personal_cells(intake)
    rows: dict[str, list[KitRow]] = {table: [] for table in practice_lists(intake)}
    not_public: Counter[str] = Counter()
    in_scope = [read for table, read in intake.lists.items() if scope is Scope.ALL or table not in RECORDS]
    named = _rows_that_name(findings)
    for read in in_scope:
        travelling = [
            at for at in _public_rows(intake, read, shown[read.of.table], hidden) if (read.sheet, at) not in named
        ]
        not_public[read.sheet] += len(read.filled_row_numbers) - len(travelling)
        if travelling:
            rows[read.of.table] = _without_personal(typed_rows(intake.snapshot, read, travelling), read, travelling, personal)  # fmt: skip
    sheets = {read.sheet for read in in_scope} | {settings_sheet_name(intake.snapshot)}
    left_out = LeftOut(
        {sheet: count for sheet, count in not_public.items() if count},
        tuple((sheet, a1(row, column)) for sheet, row, column in sorted(personal) if sheet in sheets),
        Counter(finding.sheet for finding in findings if finding.code == "R04" and finding.sheet in sheets),
    )
    kit = Kit(
        name, Description(name, SAVED_FROM.format(tracker=intake.snapshot.name)), rows, _settings(intake, personal)
    )
    return SavedKit(kit, left_out, reading_errors(intake, findings))


def refuse_unreadable(name: str, saved: SavedKit) -> None:
    """Raise WorkbookProblem with every error where a tracker has cells that can't be read."""
    if saved.errors:
        raise WorkbookProblem(refusal(name, saved.errors, TRACKER_REFUSED))


def _public_rows(intake: Intake, read: ReadList, shown: PermittedRows, hidden: HiddenKeys) -> Iterable[int]:
    """Return the rows of a list that may travel: of a list with markings those shown to everyone; of any other all but
    those about a row that is not shown."""
    if MARKING in read.of.by_field:
        return shown.row_numbers
    about_hidden = set(about_hidden_rows(intake, read, hidden))
    return [at for at in read.filled_row_numbers if at not in about_hidden]


def _rows_that_name(findings: Iterable[Finding]) -> set[tuple[str, int]]:
    """Return the rows, by sheet, in whose texts a restricted practice or programme is named."""
    found = (finding for finding in findings if finding.code == RESTRICTED_NAME)
    return {(finding.sheet, int(finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))) for finding in found}


def _personal_cells(intake: Intake) -> set[Cell]:
    """Return the cells with personal data; a lead that is a role, though not a listed one, is none."""
    items = (item for item in personal_data(intake) if item.code != UNLISTED_LEAD or item.may_be_a_name)
    cells = {(item.sheet, row, column) for item in items for row, column in item.cells}
    table, field = PERSON
    roles = intake.lists[table]
    if field in roles.columns:
        sheet, column = intake.snapshot.sheets[roles.sheet], roles.columns[field]
        rows = (at for at in roles.filled_row_numbers if sheet.value(at, column) is not None)
        cells |= {(roles.sheet, at, column) for at in rows}
    return cells


def _without_personal(
    rows: Iterable[KitRow], read: ReadList, row_numbers: Iterable[int], personal: set[Cell]
) -> list[KitRow]:
    """Return rows without their cells of personal data; a row whose required cell is one is left out."""
    required = {column.field for column in read.of.columns if column.required}
    kept: list[KitRow] = []
    for row, at in zip(rows, row_numbers, strict=True):
        gone = {field for field, column in read.columns.items() if (read.sheet, at, column) in personal}
        if not gone & required:
            kept.append({field: value for field, value in row.items() if field not in gone})
    return kept


def _settings(intake: Intake, personal: set[Cell]) -> dict[str, CellValue]:
    sheet = settings_sheet_name(intake.snapshot)
    gone = {a1(row, column) for name, row, column in personal if name == sheet}
    return {field: value for field, value in typed_settings(intake).items() if intake.settings_cells[field] not in gone}
