"""What to say of lines in or below a list that are no rows of it, and of rows that stand below its frame."""

from collections.abc import Iterator
from typing import NamedTuple

from pc_workbook.tracker.columns.column_reader import Said
from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.lists.list_rows import Rows
from pc_workbook.tracker.lists.row_kinds import RowKind
from pc_workbook.tracker.snapshot import ListObject

BELOW = "Drag the list's corner down over them."
BELOW_A_GAP = "Move them up to row {next}, right below the list, then drag the list's corner down over them."
BELOW_TOTALS = "Insert rows above the totals row, and move them there."

OWN_LIST = "Nothing, if “{name}” is a list of your own. It was not read."


class Advice(NamedTuple):
    """The finding's code, what to do, and its severity where it is not the usual one."""

    code: str
    words: str = ""
    severity: Severity | None = None


ADVICE = {
    RowKind.TOTALS: Advice("R70"),
    RowKind.HEADINGS: Advice("R72"),
    RowKind.REMARK: Advice("R71", "Nothing, if this is a note or a source. {lines} not read.", Severity.NOTE),
    RowKind.NO_ROW: Advice(
        "R71",
        "If this belongs to the list, move it right below the list's last row and fill in every needed cell; if not, "
        "leave it. {lines} not read.",
    ),
}


def said_of(rows: Rows, place: ListObject, first_column: int) -> Iterator[tuple[int, int, Said]]:
    """Row, column and what is to be said of each line that is no row, and of the first row below the frame."""
    for one in rows.left_out:
        lines = f"Row {one.first} was" if one.first == one.last else f"Rows {one.first} to {one.last} were"
        code, words, severity = ADVICE[one.kind]
        yield one.first, one.spot, Said(code, {"needs": words.format(lines=lines), "lines": lines}, severity)
    if rows.below:
        advice = BELOW_TOTALS if place.totals else BELOW_A_GAP if rows.is_apart else BELOW
        yield rows.below, first_column, Said("R19", {"needs": advice.format(next=place.last_row + 1)})
