"""Plan the adoption of a workbook by its mapping: what goes where, what has no place, and what was not understood."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.adopt.adopt_findings import adopt_finding
from pc_workbook.adopt.fill_plan import CHANGES, CellOutcome, FillPlan, changes_of, fill_plan, marks_of, new_rows
from pc_workbook.adopt.mapping import WorkbookMapping
from pc_workbook.adopt.mapping_lists import MARKS
from pc_workbook.adopt.mapping_reading import read_mapping, workbook_snapshot
from pc_workbook.adopt.mapping_sheets import mapping_workbook
from pc_workbook.adopt.matching import MatchedTable, matched_tables
from pc_workbook.adopt.old_tables import LooseCell, OldTable, content, loose_cells, old_tables
from pc_workbook.adopt.proposal import Proposal, propose
from pc_workbook.adopt.source_cells import Reading
from pc_workbook.adopt.source_rows import source_rows
from pc_workbook.adopt.trial import read_with_lists, tried
from pc_workbook.cells.addresses import cell_address
from pc_workbook.cells.change import AppendRows, CellValue, Change
from pc_workbook.errors import WorkbookProblem
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.list_reader import Units
from pc_workbook.tracker.snapshot import Snapshot

NOTHING_FOUND: Final = (
    "{name} has no table: a row of headings with entries below it. Look whether it is the workbook you meant."
)


class LeftOut(NamedTuple):
    """A column that is left out, with its filled cells."""

    sheet: str
    cell: str  # of its heading
    heading: str
    cells: tuple[LooseCell, ...]


class AdoptionPlan(NamedTuple):
    """What adopting a workbook changes, and what it does not take."""

    workbook: str
    mapping: WorkbookMapping
    intake: Intake  # the tracker before, with the lists that it lacks
    missing_lists: tuple[str, ...]
    mapping_findings: tuple[Finding, ...]  # about the mapping
    workbook_findings: tuple[Finding, ...] = ()  # about the workbook: changed layout, and cells not understood
    fill: FillPlan = FillPlan((), ())
    left_out: tuple[LeftOut, ...] = ()
    loose: tuple[LooseCell, ...] = ()
    raised: tuple[Finding, ...] = ()
    personal: tuple[Finding, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Return whether the mapping has errors, so that nothing is adopted."""
        return any(found.severity is Severity.ERROR for found in (*self.mapping_findings, *self.workbook_findings))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return the changes of lists that the tracker has."""
        every = changes_of(self.fill, self.intake)
        return tuple(each for each in every if not (isinstance(each, AppendRows) and each.table in self.missing_lists))

    @property
    def new_lists(self) -> Mapping[str, Sequence[Mapping[str, CellValue]]]:
        """Return the rows of lists that the tracker lacks."""
        return {table: rows for table, rows in new_rows(self.fill).items() if table in self.missing_lists}

    @property
    def written(self) -> tuple[CellOutcome, ...]:
        """Return the cells that are written."""
        return self.fill.of(*CHANGES)

    def mark_changes(self, today: date) -> tuple[Change, ...]:
        """Return the rows to add to the mapping, by which the next run knows what was adopted."""
        headings = [column.heading for column in MARKS.columns]
        rows = [
            dict(zip(headings, (f"{today:%d/%m/%Y}", came_from, cell, value), strict=True))
            for came_from, cell, value in marks_of(self.fill.cells)
            if value not in self.mapping.earlier.get(cell, ())
        ]
        return (AppendRows(MARKS.table, rows),) if rows else ()


def workbook_proposal(workbook: Path, as_at: date | None) -> Proposal:
    """Return the proposal for a workbook. Raises WorkbookProblem where it can't be read or has no table."""
    found = propose(workbook_snapshot(workbook), as_at)
    if not found.columns:
        raise WorkbookProblem(NOTHING_FOUND.format(name=found.workbook))
    return found


def write_mapping(proposal: Proposal, path: Path, made_on: date, command: str) -> None:
    """Write a proposal as a mapping workbook, to a path where nothing exists. Raises WorkbookProblem."""
    from pc_workbook.draw.workbook import draw
    from pc_workbook.hosts.disk.saving import make_workbook

    make_workbook(path, lambda new: draw(mapping_workbook(proposal, made_on, command), new))


def plan_adoption(tracker: Snapshot, intake: Intake, workbook: Path, mapping: Path) -> AdoptionPlan:
    """Return what a workbook changes in a tracker by a mapping. Raises WorkbookProblem where one can't be read."""
    read = read_mapping(mapping)
    old = workbook_snapshot(workbook)
    wanted = dict.fromkeys(name for table in read.mapping.tables for name in table.tables)
    missing = tuple(name for name in wanted if not intake.lists[name].columns)
    without_place = [_without_place(name) for name in missing if BY_TABLE[name].sheet in tracker.sheets]
    plan = AdoptionPlan(old.name, read.mapping, intake, missing, (*read.findings, *without_place))
    if plan.is_refused:
        return plan
    tables = old_tables(old)
    changed: list[Finding] = []
    matched = matched_tables(read.mapping, tables, changed)
    in_mapping = [found for found in changed if found.severity is Severity.ERROR]
    plan = plan._replace(
        mapping_findings=(*plan.mapping_findings, *in_mapping),
        workbook_findings=tuple(found for found in changed if found not in in_mapping),
        left_out=tuple(_left_out(old, tables, matched)),
        loose=loose_cells(old, tables),
    )
    return plan if plan.is_refused else _filled(plan, tracker, old, matched)


def _filled(plan: AdoptionPlan, tracker: Snapshot, old: Snapshot, matched: Sequence[MatchedTable]) -> AdoptionPlan:
    intake = read_with_lists(tracker, plan.missing_lists) if plan.missing_lists else plan.intake
    scales = Units(intake.lists["tblIndicators"].valid_rows, intake.tracker.settings.area_name).scales
    references = frozenset(action.letter for action in intake.tracker.actions)
    reading = Reading(intake.tracker.settings.as_at, old.date_1904, references)
    found = source_rows(old, matched, reading, scales)
    fill = fill_plan(intake, found.rows, plan.mapping.earlier, scales)
    trial = tried(fill, intake)
    return plan._replace(
        intake=intake,
        fill=trial.plan,
        workbook_findings=_each_once((*plan.workbook_findings, *found.findings, *fill.findings, *trial.refused)),
        raised=trial.raised,
        personal=trial.personal,
    )


def _each_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings, one of a kind for each cell: a cell may be read for several rows."""
    return tuple({(found.code, found.sheet, found.cell): found for found in findings}.values())


def _without_place(table: str) -> Finding:
    of = BY_TABLE[table]
    return adopt_finding("A14", of.sheet, "A1", None, wanted=of.sheet)


def _left_out(old: Snapshot, tables: Sequence[OldTable], matched: Sequence[MatchedTable]) -> Iterator[LeftOut]:
    """Yield the columns that nothing is read of, with their filled cells."""
    read = {(match.table, number) for match in matched for column, number in match.columns.items() if column.target}
    for table in tables:
        sheet = old.sheets[table.sheet]
        for column in table.columns:
            if (table, column.number) in read:
                continue
            cells = tuple(
                LooseCell(sheet.name, cell_address(row, column.number), value)
                for row in table.rows
                if (value := content(sheet, row, column.number)) is not None
            )
            if cells:
                yield LeftOut(sheet.name, table.heading_cell(column), column.heading, cells)
