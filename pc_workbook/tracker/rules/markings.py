"""Rules for markings. What each fault does to its row is decided in tracker/markings.py."""

from collections.abc import Callable, Iterator

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.model.names import same_key
from pc_workbook.model.row import MarkingLevel
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import PRACTICES, PROGRAMMES
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.markings import MARKING, PARAGRAPH, Cause, Fault
from pc_workbook.tracker.snapshot import NO_RESULT, a1

#: Errors in spite of which a pack can be made: the row is left out, and no figure rests on its marking.
BLOCKS_NO_PACK = frozenset({"R35"})

NOUNS = {PRACTICES.table: "practice", PROGRAMMES.table: "programme"}


def markings_are_clear(intake: Intake) -> Iterator[Finding]:
    """Check that markings can be read (R35), paragraphs have the marking Exempt (R36), no marking is merged over rows
    (R37), and rows about one thing agree (R38)."""
    for fault in intake.markings.faults:
        read = intake.lists[fault.table]
        yield _finding(intake, read, fault)


def _finding(intake: Intake, read: ReadList, fault: Fault) -> Finding:
    code, needs = PROBLEMS[fault.cause](intake, read, fault)
    heading = read.of.by_field[_field(read, fault)].heading
    return finding(
        code, read.sheet, a1(fault.row, fault.column), fault.entry,
        row=_row_name(intake, read, fault.row), heading=heading, level=fault.level, needs=needs,
    )  # fmt: skip


def _field(read: ReadList, fault: Fault) -> str:
    return PARAGRAPH if read.columns.get(PARAGRAPH) == fault.column else MARKING


def _row_name(intake: Intake, read: ReadList, at: int) -> str:
    """Return what names a row, so that the mark of its finding stays the same when the list is sorted."""
    sheet = intake.snapshot.sheets[read.sheet]
    named = [sheet.value(at, read.columns[name]) for name in read.of.key if name in read.columns]
    return "|".join(map(str, named)) if any(part is not None for part in named) else str(at)


def _unreadable(intake: Intake, read: ReadList, fault: Fault) -> tuple[str, Detail | str]:
    if fault.entry in (None, NO_RESULT):
        return "R35", detail("open_in_excel")
    if _field(read, fault) == PARAGRAPH:
        return "R35", detail("type_paragraph")
    alike = next((level for level in MarkingLevel if same_key(level) == same_key(fault.entry)), None)
    looks_like = alike if alike and not str(fault.entry).isascii() else ""
    return "R35", detail("choose_marking", looks_like=looks_like)


def _paragraph(intake: Intake, read: ReadList, fault: Fault) -> tuple[str, Detail | str]:
    return "R36", ""


def _merged(intake: Intake, read: ReadList, fault: Fault) -> tuple[str, Detail | str]:
    return "R37", ""


def _different(intake: Intake, read: ReadList, fault: Fault) -> tuple[str, Detail | str]:
    row, number = fault.other or (0, 0)
    where = cell_reference(intake.lists[fault.other_table or fault.table].sheet, a1(row, number))
    if fault.row == read.heading_row:
        return "R38", detail("marking_column_twice", where=where)
    return "R38", detail("marked_otherwise", where=where, level=fault.level)


PROBLEMS: dict[Cause, Callable[[Intake, ReadList, Fault], tuple[str, Detail | str]]] = {
    Cause.UNREADABLE: _unreadable,
    Cause.PARAGRAPH: _paragraph,
    Cause.MERGED: _merged,
    Cause.DIFFERENT: _different,
}


def restricted_rows_are_not_named(intake: Intake) -> Iterator[Finding]:
    """Check that no text that others may see names a practice or a programme that is Exempt or Internal (R39)."""
    if not intake.markings.restricts_any:
        return
    from pc_workbook.tracker.restricted_names import naming_cells  # few trackers have anything restricted

    for found in naming_cells(intake):
        read, other = intake.lists[found.table], intake.lists[found.of.table]
        sheet = intake.snapshot.sheets[read.sheet]
        number = read.columns[found.field]
        yield finding(
            "R39", read.sheet, a1(found.at, number), sheet.value(found.at, number),
            row=_row_name(intake, read, found.at), heading=read.of.by_field[found.field].heading,
            noun=NOUNS[found.of.table], level=intake.markings.level(found.of.table, found.of.at),
            where=cell_reference(other.sheet, found.of.cell),
        )  # fmt: skip


RULES = (markings_are_clear, restricted_rows_are_not_named)
