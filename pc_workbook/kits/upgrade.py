"""Bring a tracker of an earlier version to the lists of this one: add what is missing, and change nothing else.

Missing columns are added at the right end of their list, missing settings below the others, and missing lists on new
sheets: those that every tracker has, and those that a kit has rows for, with these rows. A list that is there keeps its
rows as they are.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from pc_workbook.cells.change import AddColumns, AppendRows, CellValue, Change, NewColumn
from pc_workbook.draw.entry_list import LONGEST_HELP, column_pixels, shortened
from pc_workbook.draw.theme import ENTRY_NUMBERS
from pc_workbook.errors import WorkbookProblem
from pc_workbook.kits.kit import Kit
from pc_workbook.model.text import folded
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import LISTS, SETTINGS, SETTINGS_HEADINGS, SETTINGS_TABLE
from pc_workbook.tracker.lists.layout import Column
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.lists.location import is_not_wanted
from pc_workbook.tracker.snapshot import ListObject, SheetCells, a1
from pc_workbook.views.entry.entry_sheets import KINDS, entry_column, usual_settings
from pc_workbook.wording.kits import NO_TRACKER

COLUMN_MISSING: Final = "R02"


class NewList(NamedTuple):
    """A list that is added: its sheet, its list object, and its rows by heading."""

    sheet: str
    table: str
    rows: Sequence[Mapping[str, CellValue]]


class NotAdded(NamedTuple):
    """Columns, or a list, that could not be added, and why."""

    sheet: str
    headings: tuple[str, ...]
    why: Detail


class UpgradePlan(NamedTuple):
    """What an upgrade adds to a tracker, and what it can't add."""

    lists: tuple[NewList, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = {}  # sheet -> headings
    settings: tuple[str, ...] = ()
    not_added: tuple[NotAdded, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def adds_anything(self) -> bool:
        """Return whether there is anything to write."""
        return bool(self.lists or self.changes)


def plan_upgrade(intake: Intake, kit: Kit | None) -> UpgradePlan:
    """Return what a tracker of an earlier version lacks."""
    lists, not_added = _new_lists(intake, kit)
    columns: dict[str, tuple[str, ...]] = {}
    changes: list[Change] = []
    for read in intake.lists.values():
        wanted, refused = _new_columns(intake, read)
        not_added += refused
        if wanted:
            columns[read.sheet] = tuple(column.heading for column in wanted)
            changes.append(AddColumns(read.of.table, tuple(_new_column(read, column) for column in wanted)))
    settings = _new_settings(intake)
    if settings:
        changes.append(AppendRows(SETTINGS_TABLE, settings))
    names = tuple(str(row[SETTINGS_HEADINGS[0]]) for row in settings)
    return UpgradePlan(tuple(lists), columns, names, tuple(not_added), tuple(changes))


def refuse_no_tracker(name: str, intake: Intake) -> None:
    """Raise WorkbookProblem for a workbook that has none of the lists that every tracker needs."""
    if not any(read.of.needed and read.columns for read in intake.lists.values()):
        raise WorkbookProblem(NO_TRACKER.format(name=name))


# --- lists


def _new_lists(intake: Intake, kit: Kit | None) -> tuple[list[NewList], list[NotAdded]]:
    lists: list[NewList] = []
    not_added: list[NotAdded] = []
    taken = {folded(name) for name in (*intake.snapshot.sheets, *intake.snapshot.other_sheets)}
    for of in LISTS:
        rows = kit.rows.get(of.table, ()) if kit else ()
        lacks_nothing = of.may_be_absent or is_not_wanted(of, intake.snapshot)
        if intake.lists[of.table].columns or (lacks_nothing and not rows):
            continue
        if folded(of.sheet) in taken:
            not_added.append(NotAdded(of.sheet, (), detail("upgrade_sheet_there")))
            continue
        headings = {column.field: column.heading for column in of.columns}
        lists.append(NewList(of.sheet, of.table, [{headings[field]: value for field, value in row.items()} for row in rows]))  # fmt: skip
    return lists, not_added


# --- columns


def _new_columns(intake: Intake, read: ReadList) -> tuple[list[Column], list[NotAdded]]:
    """Return the columns that a list lacks and can get, and those that a person must add."""
    lacking = (column for column in read.of.columns if column.field not in read.columns and not column.is_optional)
    missing = list(lacking) if read.columns else []
    place = intake.snapshot.lists.get(read.of.table)
    if not missing:
        return [], []
    if place is None:
        return [], [NotAdded(read.sheet, _headings(missing), detail("upgrade_no_table", table=read.of.table))]
    sheet = intake.snapshot.sheets[read.sheet]
    there = {folded(str(sheet.value(place.heading_row, at))) for at in range(1, sheet.width + 1)}
    near = _near_headings(intake.findings, read.sheet)
    odd = [column for column in missing if folded(column.heading) in there or column.heading in near]
    refused = [NotAdded(read.sheet, (column.heading,), detail("upgrade_heading_near", near=near.get(column.heading, column.heading)))
               for column in odd]  # fmt: skip
    wanted = [column for column in missing if column not in odd]
    in_the_way = _in_the_way(intake, place, sheet, len(wanted))
    if wanted and in_the_way:
        return [], [*refused, NotAdded(read.sheet, _headings(wanted), detail("upgrade_no_room", cell=in_the_way))]
    return wanted, refused


def _headings(columns: Sequence[Column]) -> tuple[str, ...]:
    return tuple(column.heading for column in columns)


def _near_headings(findings: Sequence[Finding], sheet: str) -> dict[str, str]:
    """Return missing headings for which there is a similar one: it may be the same column under another name."""
    found = (finding for finding in findings if finding.code == COLUMN_MISSING and finding.sheet == sheet)
    return {finding.heading: str(finding.entry) for finding in found if finding.details.get("suggestion")}


def _in_the_way(intake: Intake, place: ListObject, sheet: SheetCells, count: int) -> str:
    """Return the first filled cell to the right of a list, where it needs room; '' where there is none."""
    first, last = place.last_column + 1, place.last_column + count
    for row in range(place.heading_row, place.last_row + place.totals + 1):
        for column in range(first, last + 1):
            if sheet.value(row, column) is not None or (row, column) in sheet.errors:
                return a1(row, column)
    others = (*intake.snapshot.lists.values(), *intake.snapshot.other_lists)
    for other in others:
        is_beside = other.sheet == place.sheet and other.first_column <= last and other.last_column >= first
        if is_beside and other.heading_row <= place.last_row and other.last_row >= place.heading_row:
            return a1(other.heading_row, other.first_column)
    return ""


def _new_column(read: ReadList, column: Column) -> NewColumn:
    drawn = entry_column(column._replace(links_to=None))
    alike = (other for other in read.of.columns if other.field in read.columns and KINDS[other.reads] is KINDS[column.reads])  # fmt: skip
    like = next((other.heading for other in alike), "")
    above = f"{drawn.writer} · needed" if drawn.required else drawn.writer
    words = shortened(drawn.help, LONGEST_HELP)
    width = (column_pixels(drawn) - 5) / 7
    return NewColumn(column.heading, like, above, words, drawn.choices, width, ENTRY_NUMBERS[drawn.kind])


# --- settings


def _new_settings(intake: Intake) -> list[dict[str, CellValue]]:
    """Return the rows of the settings that a tracker lacks, with their usual values."""
    if SETTINGS_TABLE not in intake.snapshot.lists or not intake.settings_cells:
        return []
    missing = {setting.name for setting in SETTINGS if setting.field not in intake.settings_cells}
    rows = (dict(zip(SETTINGS_HEADINGS, row, strict=True)) for row in usual_settings())
    return [row for row in rows if row[SETTINGS_HEADINGS[0]] in missing]
