"""The report of adopt: what each column seems to be; then what went where, what had no place, what was not understood."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cli.console import coloured_lines
from pc_workbook.wording import adopt as words
from pc_workbook.wording.findings import current_entry, grouped, message_lines
from pc_workbook.wording.numbers import counted

if TYPE_CHECKING:
    from pc_workbook.adopt.adoption import AdoptionPlan
    from pc_workbook.adopt.fill_plan import CellOutcome
    from pc_workbook.app import Adopted, ProposedMapping
    from pc_workbook.tracker.findings import Finding

MOST_LISTED: Final = 100  # rows added, or cells changed, that are printed one by one


def proposal_lines(proposed: "ProposedMapping", command: str) -> Iterator[str]:
    """Yield the lines that say what was proposed, and what to do next."""
    from pc_workbook.adopt.proposal import Sureness
    from pc_workbook.adopt.report_rows import proposal_rows

    found = proposed.proposal
    for row in proposal_rows(found):
        place = f"{row.list_name}: {row.column}" if row.list_name else "no place"
        yield f"{cell_reference(row.sheet, row.cell)}  {row.heading or '(no heading)'} -> {place} ({row.outcome})"
    counts = [
        counted(number, f"column {words.SURENESS[sure]}", f"columns {words.SURENESS[sure]}")
        for sure in Sureness
        if (number := sum(each.sureness is sure for each in found.columns))
    ]
    yield f"{'; '.join(counts)}; {counted(len(found.loose), 'cell')} outside all tables."
    if proposed.mapping is None:
        yield "Nothing was written: this was a dry run."
    else:
        yield f"Made {proposed.mapping}. The tracker is unchanged. Correct “Your choice” on the sheet Mapping, then run:"
        yield f"    {command}"


def adoption_lines(done: "Adopted", is_dry_run: bool) -> Iterator[str]:
    """Yield the lines that say what adopting did, or would do."""
    plan = done.plan
    yield from _findings(plan.mapping_findings, f"In {plan.mapping.name}:")
    if plan.is_refused:
        yield from _findings(plan.workbook_findings, f"In {plan.workbook}:")
        yield "Nothing was adopted: correct the errors above first."
        return
    yield from _changes(plan)
    yield from _kept(plan)
    yield from _findings(plan.workbook_findings, f"Look at these in {plan.workbook}:")
    yield from _findings((*plan.personal, *plan.raised), "Look at these in the tracker:")
    yield from _left_out(plan)
    yield _counts(plan)
    yield from _end(done, is_dry_run)


def adoption_warnings(done: "Adopted") -> Iterator[str]:
    """Yield what is printed with --quiet: errors of the mapping, conflicts and warnings."""
    plan = done.plan
    yield from _findings(plan.mapping_findings, f"In {plan.mapping.name}:")
    yield from _kept(plan)
    yield from () if done.delivered is None else done.delivered.warnings


def _findings(findings: Iterable["Finding"], heading: str) -> Iterator[str]:
    for n, group in enumerate(grouped(findings)):
        if n == 0:
            yield heading
        yield from (f"    {line}" for line in coloured_lines(message_lines(group), group.first.severity))


def _changes(plan: "AdoptionPlan") -> Iterator[str]:
    from pc_workbook.adopt.fill_plan import Outcome

    added: dict[tuple[str, int], list[CellOutcome]] = {}
    for cell in plan.fill.of(Outcome.ADDED):
        added.setdefault((cell.table, cell.row), []).append(cell)
    for n, cells in enumerate(islice(added.values(), MOST_LISTED)):
        if n == 0:
            yield "Rows added:"
        columns = ", ".join(cell.of.by_field[cell.field].heading for cell in cells)
        yield f"    {_place(cells[0])}  {columns}{_source(cells[-1])}"
    yield from _more(len(added))
    for outcome, heading in ((Outcome.FILLED, "Empty cells filled:"), (Outcome.UPDATED, "Brought up to date:")):
        yield from _listed(plan.fill.of(outcome), heading)


def _more(count: int) -> Iterator[str]:
    if count > MOST_LISTED:
        yield f"    and {count - MOST_LISTED:,} more; --report lists all of them."


def _listed(cells: Sequence["CellOutcome"], heading: str) -> Iterator[str]:
    for n, cell in enumerate(cells[:MOST_LISTED]):
        if n == 0:
            yield heading
        change = f"{current_entry(cell.before)} -> {current_entry(cell.after)}"
        yield f"    {_place(cell)}, {cell.of.by_field[cell.field].heading}: {change}{_source(cell)}"
    yield from _more(len(cells))


def _kept(plan: "AdoptionPlan") -> Iterator[str]:
    from pc_workbook.adopt.fill_plan import Outcome

    for n, cell in enumerate(plan.fill.of(Outcome.CONFLICT)):
        if n == 0:
            yield "Conflicts; the tracker keeps its entry. Change it there if the workbook is right:"
        yield f"    {_place(cell)}, {cell.of.by_field[cell.field].heading}{_source(cell)}"
        yield f"        Tracker:  {current_entry(cell.before)}"
        yield f"        Workbook: {current_entry(cell.after)}"
    for n, cell in enumerate(plan.fill.of(Outcome.EMPTIED, Outcome.ROW_GONE)):
        if n == 0:
            yield "No longer in the workbook; the tracker keeps them:"
        column = f", {cell.of.by_field[cell.field].heading}" if cell.outcome is Outcome.EMPTIED else ""
        yield f"    {_place(cell)}{column}"


def _place(cell: "CellOutcome") -> str:
    return f"{cell_reference(cell.of.sheet, cell.cell)}  {cell.label}"


def _source(cell: "CellOutcome") -> str:
    return f"  [{cell_reference(cell.source.sheet, cell.source.cell)}]" if cell.source else ""


def _left_out(plan: "AdoptionPlan") -> Iterator[str]:
    if plan.left_out or plan.loose:
        yield "Left out; --report writes these cells into a workbook:"
    for column in plan.left_out:
        filled = counted(len(column.cells), "filled cell")
        yield f"    {cell_reference(column.sheet, column.cell)}  {column.heading or '(no heading)'}: {filled}"
    for cell in plan.loose[:MOST_LISTED]:
        yield f"    {cell_reference(cell.sheet, cell.cell)}  {current_entry(cell.value)}"
    yield from _more(len(plan.loose))


def _counts(plan: "AdoptionPlan") -> str:
    from pc_workbook.adopt.fill_plan import Outcome

    cells = plan.fill.cells
    rows = len({(cell.table, cell.row) for cell in cells if cell.outcome is Outcome.ADDED})
    number = {outcome: sum(cell.outcome is outcome for cell in cells) for outcome in Outcome}
    counts = [
        f"{counted(rows, 'row')} added with {counted(number[Outcome.ADDED], 'cell')}",
        f"{counted(number[Outcome.FILLED], 'empty cell')} filled",
        f"{counted(number[Outcome.UPDATED], 'cell')} brought up to date",
        f"{counted(number[Outcome.CONFLICT], 'conflict')} listed",
        f"{counted(number[Outcome.SAME], 'cell')} already the same in the tracker",
    ]
    return f"{'; '.join(counts)}."


def _end(done: "Adopted", is_dry_run: bool) -> Iterator[str]:
    delivered = done.delivered
    if is_dry_run:
        yield "Nothing was written: this was a dry run."
    elif delivered is None:
        yield "There was nothing to write."
    if delivered is not None:
        yield from delivered.warnings
        if delivered.backup is not None:
            yield f"Backup saved: {delivered.backup}"
