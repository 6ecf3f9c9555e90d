"""The sheets of a mapping workbook, made from a proposal: what a person looks at and corrects."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from pc_workbook.adopt.mapping import Target, fingerprint, target_choices
from pc_workbook.adopt.mapping_lists import FIXED_VALUES, MAPPING, MARKS
from pc_workbook.adopt.old_tables import LooseCell
from pc_workbook.adopt.proposal import ColumnProposal, FixedProposal, Proposal, Sureness
from pc_workbook.cells.plain_values import as_text, plain_value
from pc_workbook.tracker.lists.layout import Column, EntryList, Writer
from pc_workbook.tracker.personal.prefilter import may_contain_personal_data, plain_text
from pc_workbook.views import parts
from pc_workbook.views.entry.entry_sheets import entry_column
from pc_workbook.wording import adopt as words

LONGEST_EXAMPLE: Final = 60
MOST_CELLS: Final = 300  # outside all tables, that are listed one by one
YOU: Final = "You"


def mapping_workbook(proposal: Proposal, made_on: date, command: str) -> parts.Workbook:
    """Return the mapping workbook of a proposal. `command` is what a person runs when it is corrected."""
    sheets = (
        _how_to_use(proposal.workbook, command),
        _entry(MAPPING, [_mapping_row(each) for each in proposal.columns], workbook=proposal.workbook),
        _entry(FIXED_VALUES, [_fixed_row(each) for each in proposal.fixed]),
        _not_placed(proposal),
        _entry(MARKS, []),
    )
    return parts.Workbook(sheets, words.mapping_title(proposal.workbook), made_on)


def target_label(target: Target) -> str:
    """Return a target as the drop-down names it."""
    return words.target_words(target.of.sheet, target.column.heading, target.form)


def labels() -> dict[str, Target]:
    """Return what can be chosen, by its name in the drop-down."""
    return {target_label(target): target for target in target_choices()}


def _how_to_use(workbook: str, command: str) -> parts.Sheet:
    steps = (parts.Paragraph(step.format(workbook=workbook, command=command)) for step in words.HOW_TO)
    return parts.Sheet(words.HOW_TO_SHEET, (parts.Heading(words.mapping_title(workbook), 1), *steps))


def _entry(of: EntryList, rows: Sequence[tuple[parts.Value, ...]], workbook: str = "") -> parts.EntryList:
    columns = tuple(_column(column) for column in of.columns)
    return parts.EntryList(of.sheet, of.table, of.guide.format(workbook=workbook), columns, rows)


def _column(column: Column) -> parts.EntryColumn:
    drawn = entry_column(column)
    writer = drawn.writer if column.writer is Writer.FIXED else YOU
    choices = (words.LEAVE_OUT, *labels()) if column == MAPPING.by_field["choice"] else ()
    return drawn._replace(writer=writer, choices=choices, kind=parts.Kind.CHOICE if choices else drawn.kind)


def _mapping_row(found: ColumnProposal) -> tuple[parts.Value, ...]:
    target = found.target
    headings = (column.heading for column in found.table.columns)
    values: dict[str, parts.Value] = {
        "sheet": found.table.sheet,
        "heading": found.column.heading or None,
        "cell": found.table.heading_cell(found.column),
        "examples": "\n".join(map(example, found.examples)) or None,
        "period": found.period.label if found.period else None,
        "proposed_list": target.of.sheet if target else words.NO_COLUMN,
        "proposed_column": target_label(target).partition(": ")[2] if target else words.NO_COLUMN,
        "sure": found.sureness,
        "why": words.reason_words(found.reasons),
        "choice": _choice(found),
        "area": found.table.area,
        "fingerprint": fingerprint(headings),
    }
    return tuple(values[column.field] for column in MAPPING.columns)


def _choice(found: ColumnProposal) -> str | None:
    """Return the choice that is filled in for a person: none where the proposal is unsure."""
    if found.sureness is Sureness.UNSURE:
        return None
    return target_label(found.target) if found.target else words.LEAVE_OUT


def example(value: object) -> str:
    """Return a value as an example: short, on one line, and not shown where it may be personal data."""
    text = " ".join(as_text(plain_value(value)).split())
    if is_personal(text):
        return words.HIDDEN
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[: LONGEST_EXAMPLE - 1]}…"


def is_personal(text: str) -> bool:
    """Return whether a text contains an NHS number, a date of birth, contact details or a name after a title."""
    if not may_contain_personal_data((text,)):
        return False
    from pc_workbook.tracker.personal.personal_data import found_in  # few workbooks need it

    return any(True for _ in found_in(plain_text(text)))


def _fixed_row(found: FixedProposal) -> tuple[parts.Value, ...]:
    column = found.target.column
    value = None if found.value is None else str(found.value)
    values: dict[str, parts.Value] = {
        "sheet": found.table.sheet,
        "area": found.table.area,
        "list_name": found.target.of.sheet,
        "column": column.heading,
        "value": value,
        "needs": column.needs[:1].upper() + column.needs[1:],
    }
    return tuple(values[each.field] for each in FIXED_VALUES.columns)


def _not_placed(proposal: Proposal) -> parts.Sheet:
    columns = [each for each in proposal.columns if each.target is None]
    listed = proposal.loose[:MOST_CELLS]
    more = len(proposal.loose) - len(listed)
    rest = (parts.Paragraph(words.MORE_CELLS.format(count=f"{more:,}"), quiet=True),) if more else ()
    return parts.Sheet(
        words.NOT_PLACED_SHEET,
        (
            parts.Heading(words.NOT_PLACED_TITLE, 1),
            parts.Paragraph(words.NOT_PLACED_COLUMNS),
            _table("pc_not_placed_columns", "Column heading", _column_rows(columns), words.ALL_PLACED),
            parts.Paragraph(words.NOT_PLACED_CELLS),
            _table("pc_not_placed_cells", "Entry", _cell_rows(listed), words.NO_LOOSE_CELLS),
            *rest,
        ),
    )


def _table(name: str, what: str, rows: Iterable[tuple[parts.Value, ...]], empty: str) -> parts.Table:
    columns = (
        parts.Column("Sheet", width=20),
        parts.Column("Cell", parts.Style.CODE, 8),
        parts.Column(what, parts.Style.LONG_TEXT, 60),
        parts.Column("Cells filled", parts.Style.WHOLE, 10),
    )
    return parts.Table(name, columns, tuple(rows), empty)


def _column_rows(columns: Iterable[ColumnProposal]) -> Iterator[tuple[parts.Value, ...]]:
    for each in columns:
        yield each.table.sheet, each.table.heading_cell(each.column), each.column.heading, each.filled


def _cell_rows(cells: Iterable[LooseCell]) -> Iterator[tuple[parts.Value, ...]]:
    for each in cells:
        text = as_text(plain_value(each.value))
        yield each.sheet, each.cell, words.HIDDEN if is_personal(text) else text, 1
