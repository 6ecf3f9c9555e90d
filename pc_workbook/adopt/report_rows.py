"""Everything that a proposal or an adoption says, one row for each cell or column: the report, as data and as text."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pc_workbook.adopt.adoption import AdoptionPlan, LeftOut
from pc_workbook.adopt.fill_plan import CellOutcome
from pc_workbook.adopt.mapping_sheets import target_label
from pc_workbook.adopt.old_tables import LooseCell
from pc_workbook.adopt.proposal import ColumnProposal, Proposal
from pc_workbook.cells.plain_values import as_text, plain_value
from pc_workbook.tracker.findings import Finding
from pc_workbook.wording import adopt as words
from pc_workbook.wording.findings import message


class ReportRow(NamedTuple):
    """One cell or column of the workbook, and what became of it."""

    outcome: str
    sheet: str  # of the workbook
    cell: str
    heading: str
    list_name: str  # of the tracker
    column: str
    row: str  # the key of the tracker's row
    tracker_cell: str
    before: str
    after: str
    why: str


def proposal_rows(proposal: Proposal) -> tuple[ReportRow, ...]:
    """Return a row for each column of the workbook."""
    return tuple(map(_proposal_row, proposal.columns))


def _proposal_row(found: ColumnProposal) -> ReportRow:
    target = found.target
    return ReportRow(
        outcome=found.sureness,
        sheet=found.table.sheet,
        cell=found.table.heading_cell(found.column),
        heading=found.column.heading,
        list_name=target.of.sheet if target else "",
        column=target_label(target).partition(": ")[2] if target else "",
        row="",
        tracker_cell="",
        before="",
        after="",
        why=words.reason_words(found.reasons),
    )


def adoption_rows(plan: AdoptionPlan) -> tuple[ReportRow, ...]:
    """Return a row for each cell that was read, changed, refused or left out."""
    return (
        *findings_rows(words.IN_THE_MAPPING, plan.mapping_findings),
        *map(cell_row, plan.fill.cells),
        *findings_rows(words.TO_LOOK_AT, plan.workbook_findings),
        *findings_rows(words.IN_THE_TRACKER, (*plan.personal, *plan.raised)),
        *left_out_rows(plan.left_out),
        *map(loose_row, plan.loose),
    )


def cell_row(cell: CellOutcome) -> ReportRow:
    """Return what became of one cell."""
    source = cell.source
    return ReportRow(
        outcome=cell.outcome,
        sheet=source.sheet if source else "",
        cell=source.cell if source else "",
        heading="",
        list_name=cell.of.sheet,
        column=cell.of.by_field[cell.field].heading if source else "",
        row=cell.label,
        tracker_cell=cell.cell,
        before=as_text(cell.before),
        after=as_text(cell.after),
        why=words.OUTCOMES.get(cell.outcome, ""),
    )


def findings_rows(outcome: str, findings: Iterable[Finding]) -> Iterator[ReportRow]:
    """Yield a row for each finding, with its message."""
    for found in findings:
        text = message(found)
        yield ReportRow(
            outcome, found.sheet, found.cell, found.heading, "", "", found.row, "", text.current_entry, "",
            f"{text.problem} {text.what_to_do}",
        )  # fmt: skip


def left_out_rows(columns: Iterable[LeftOut]) -> Iterator[ReportRow]:
    """Yield a row for each filled cell of the columns that are left out."""
    for column in columns:
        for cell in column.cells:
            yield loose_row(cell)._replace(heading=column.heading, why=words.LEFT_OUT_COLUMN)


def loose_row(cell: LooseCell) -> ReportRow:
    """Return the row of a cell that is in no table."""
    text = as_text(plain_value(cell.value))
    return ReportRow(words.LEFT_OUT, cell.sheet, cell.cell, "", "", "", "", "", text, "", words.OUTSIDE_TABLES)
