"""Try a plan on the tracker before anything is written: what it would make unreadable there is left out.

The tracker is read again with the changes made, by its own rules. A cell that becomes an error is taken out of the plan
and reported at its place in the workbook, until no error is left.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pc_workbook.adopt.adopt_findings import adopt_finding
from pc_workbook.adopt.fill_plan import CHANGES, CellOutcome, FillPlan, Outcome, changes_of, renumbered
from pc_workbook.cells.addresses import row_and_column
from pc_workbook.errors import InternalError
from pc_workbook.tracker.changed_tracker import changed_snapshot
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot

MOST_ROUNDS: Final = 6
PERSONAL: Final = frozenset(f"R4{n}" for n in range(7))
OF_READING: Final = "R"  # the codes of findings about entries, in contrast to what the plan says with them


Place = tuple[str, int, str]  # list, row and field of a cell to write


class Refused(NamedTuple):
    """A cell that is taken out of the plan; `error` is None for one whose row can't be without another."""

    cell: CellOutcome
    error: Finding | None


class Trial(NamedTuple):
    """A plan that can be carried out, and what would be found in the tracker afterwards."""

    plan: FillPlan
    refused: tuple[Finding, ...]  # cells of the workbook that the tracker's rules don't take
    raised: tuple[Finding, ...]  # new errors in the tracker, about what the adopted entries say
    personal: tuple[Finding, ...]  # personal data that goes into the tracker


def with_empty_lists(snapshot: Snapshot, tables: Iterable[str]) -> Snapshot:
    """Return a tracker with the lists that it lacks, each empty on a sheet of its own."""
    sheets, lists = dict(snapshot.sheets), dict(snapshot.lists)
    for table in tables:
        of = BY_TABLE[table]
        sheets[of.sheet] = SheetCells(of.sheet, [[column.heading for column in of.columns]])
        lists[table] = ListObject(table, of.sheet, 1, 1, 1, len(of.columns))
    return snapshot._replace(sheets=sheets, lists=lists)


def tried(plan: FillPlan, intake: Intake) -> Trial:
    """Return the plan without what would be an error in the tracker."""
    known = {_name(found) for found in find_all(intake)}
    refused: list[Finding] = []
    new: list[Finding] = []
    for _ in range(MOST_ROUNDS):
        changes = changes_of(plan, intake)
        after = read_tracker(changed_snapshot(intake, changes)) if changes else intake
        new = [found for found in find_all(after) if _name(found) not in known]
        out = _to_take_out(plan, intake, new)
        if not out:
            break
        refused += [_at_its_source(each) for each in out.values()]
        plan = renumbered(plan.without(out.keys()), intake)
    cells = {(intake.lists[each.table].sheet, each.cell) for each in plan.of(*CHANGES)}
    personal = [found for found in new if found.code in PERSONAL and (found.sheet, found.cell) in cells]
    raised = [found for found in new if found.severity is Severity.ERROR and found.code not in PERSONAL]
    return Trial(plan, tuple(dict.fromkeys(refused)), tuple(raised), tuple(personal))


def read_with_lists(snapshot: Snapshot, lists: Sequence[str]) -> Intake:
    """Return a tracker as it reads with lists that it lacks."""
    return read_tracker(with_empty_lists(snapshot, lists))


def _name(found: Finding) -> tuple[str, str, str]:
    return found.code, found.sheet, found.cell


def _to_take_out(plan: FillPlan, intake: Intake, new: Iterable[Finding]) -> dict[Place, Refused]:
    """Return the cells to take out with the error of each: those at an error, else all of its row that are written."""
    rows: dict[tuple[str, int], list[CellOutcome]] = {}
    for each in plan.of(*CHANGES):
        rows.setdefault((intake.lists[each.table].sheet, each.row), []).append(each)
    out: dict[Place, Refused] = {}
    for found in new:
        row = rows.get((found.sheet, row_and_column(found.cell)[0]), [])
        if not row or found.severity is not Severity.ERROR or not found.code.startswith(OF_READING):
            continue
        own = next((each for each in row if each.cell == found.cell), row[0])
        out[_place(own)] = Refused(own, found)
        for other in row if own.cell != found.cell or _names_new_row(own) else ():
            out.setdefault(_place(other), Refused(other, None))
    return out


def _place(cell: CellOutcome) -> Place:
    return cell.table, cell.row, cell.field


def _names_new_row(cell: CellOutcome) -> bool:
    """Return whether a new row can't be without a cell."""
    column = BY_TABLE[cell.table].by_field[cell.field]
    return cell.outcome is Outcome.ADDED and column.required


def _at_its_source(refused: Refused) -> Finding:
    """Return the error of a cell as a finding about the workbook, where it stops nothing."""
    source, found = refused.cell.source, refused.error
    column = BY_TABLE[refused.cell.table].by_field[refused.cell.field]
    if source is None:
        raise InternalError("a cell without a source was to be written")
    if found is None:
        return adopt_finding("A21", source.sheet, source.cell, source.raw, heading=column.heading)
    return found._replace(sheet=source.sheet, cell=source.cell, entry=source.raw, severity=Severity.WARNING)
