"""What a line in or below a list is where it is not a row: totals, repeated headings, a note or a source; and the
findings on it.

A line is recognised by a grammar of what people and programs write there; one that could be a row is taken as a row.
Imported only for a tracker that has such a line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from pc_workbook.model.names import COMMON_WORDS
from pc_workbook.model.row import Row
from pc_workbook.model.text import folded
from pc_workbook.tracker.columns.column_reader import CellNote
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.lists.layout import OF_WORDS, Column, EntryList, Reads
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, parse_cell
from pc_workbook.tracker.snapshot import ListObject

if TYPE_CHECKING:
    from pc_workbook.tracker.lists.list_rows import Rows

SENTENCE: Final = 4  # words that no code, number or date is made of

_COUNTED = r"practices?|localit(?:y|ies)|actions?|programmes?|providers?|indicators?|roles?|rows?|figures?|patients?|areas?|staff|fte"
_TOTAL = (
    r"(?:(?:grand|sub|overall|running|net|area|ccg|icb|list|column)[\s-]?)*totals?"
    rf"(?:$|\s*[:=(–-].*|\s+(?:of|for|in|by|all|to|number|{_COUNTED})\b.*)"
    rf"|(?:all|sum|average|mean|median|overall|count)\s*(?:$|[:=(].*|(?:of |for )?(?:the )?(?:{_COUNTED})$)"
    r"|[\w&'’. -]{1,40}\s(?:sub-?|grand )?totals?\s*:?|sub-?totals?\b.*"
)
_TOTAL_OF_A_NAME = r"totals?\s.*"  # where a code belongs: "Total North", but no practice's name
_REMARK = (
    r"(?:sources?|notes?|footnotes?|key|n\.?b\.?|please note|caveats?|disclaimer|warning)(?:\s*$|\s*[:–-].*)"
    r"|(?:data|produced|prepared|extracted|downloaded|(?:last )?updated|published|figures|copyright|accessed)"
    r"(?:\s*:.*|\s(?:are|is|from|by|on|at|as at|©|\d).*)"
    r"|(?:sources?|notes?)\s(?:for|of|to|from|by|on|\d|nhs\b).*|contains\s.*"
    r"|[*†‡©^].+|\[\d\]\s?\S.*|https?:.*|www\..*|.*(?:https?://|www\.).*"
)


class RowKind(Enum):
    """The kind of a line that is not a row."""

    TOTALS = auto()
    HEADINGS = auto()
    REMARK = auto()
    NO_ROW = auto()


class LeftOut(NamedTuple):
    """Consecutive lines that are not rows, with the first filled column; `inside` is whether they are in the list."""

    kind: RowKind
    first: int
    last: int
    column_number: int
    inside: bool


class FilledCell(NamedTuple):
    """One filled cell of a line: its column and its value."""

    column: Column
    value: object


def kind_of(of: EntryList, filled_cells: Sequence[FilledCell]) -> RowKind | None:
    """Return the kind of a line by its words; None where it may be a row."""
    if not filled_cells:
        return None
    if _is_headings(filled_cells):
        return RowKind.HEADINGS
    if _is_totals(of, filled_cells):
        return RowKind.TOTALS
    return RowKind.REMARK if _is_remark(of, filled_cells) else None


def _is_headings(filled_cells: Sequence[FilledCell]) -> bool:
    same = sum(
        isinstance(cell.value, str) and folded(cell.value) == folded(cell.column.heading) for cell in filled_cells
    )
    return same * 2 >= len(filled_cells) if same > 1 else same == len(filled_cells)


def _is_totals(of: EntryList, filled_cells: Sequence[FilledCell]) -> bool:
    """Return whether the first words of a line name a total; or, where its first cell can't name a row, whether words for a
    total are in a column of codes, dates or numbers."""
    first, *others = filled_cells
    is_named = is_readable(of, first.column, first.value) and first.column.reads not in OF_WORDS
    naming = [] if is_named else _naming(others)
    return any(_names_a_total(cell) for cell in (first, *naming) if isinstance(cell.value, str))


def _names_a_total(cell: FilledCell) -> bool:
    words = " ".join(str(cell.value).split()).casefold()
    if re.fullmatch(_TOTAL, words):
        return not _is_choice(cell)
    of_something = cell.column.reads not in OF_WORDS and re.fullmatch(_TOTAL_OF_A_NAME, words)
    return bool(of_something) and COMMON_WORDS.isdisjoint(words.split())


def _is_choice(cell: FilledCell) -> bool:
    """Return whether the entry is one of the choices of its column."""
    return cell.column.reads is Reads.CHOICE and is_readable(None, cell.column, cell.value)


def _is_remark(of: EntryList, filled_cells: Sequence[FilledCell]) -> bool:
    first = filled_cells[0]
    if not isinstance(first.value, str):
        return False
    words = " ".join(first.value.split()).casefold()
    in_words = first.column.reads in OF_WORDS
    if len(filled_cells) == 1 and not in_words and len(words.split()) >= SENTENCE:
        return True
    if not re.fullmatch(_REMARK, words):
        return False
    return len(filled_cells) == 1 or not (
        in_words or any(is_readable(of, cell.column, cell.value) for cell in _naming(filled_cells))
    )


# --- whether a line is a row


def is_row(of: EntryList, filled_cells: Sequence[FilledCell], *, is_apart: bool) -> bool:
    """Return whether a line outside a list is a row of it. Right below the list, half of the required cells must be filled;
    after a gap, half of the required cells that are not words must be valid."""
    needed = [column for column in of.columns if column.required]
    if not is_apart:
        filled = {cell.column.field for cell in filled_cells}
        return 2 * sum(column.field in filled for column in needed) >= len(needed)
    naming = [column for column in needed if column.reads not in OF_WORDS]
    if naming:
        read = sum(is_readable(of, cell.column, cell.value) for cell in _naming(filled_cells))
        return 2 * read >= len(naming)
    others = [cell for cell in filled_cells if cell.column.reads not in OF_WORDS and cell.column.words is None]
    named = any(cell.column.required for cell in filled_cells)
    return named and bool(others) and all(is_readable(of, cell.column, cell.value) for cell in others)


def _naming(filled_cells: Sequence[FilledCell]) -> list[FilledCell]:
    return [cell for cell in filled_cells if cell.column.required and cell.column.reads not in OF_WORDS]


def is_readable(of: EntryList | None, column: Column, value: object) -> bool:
    """Return whether a cell is valid for its column."""
    if value is None:
        return False
    try:
        read = parse_cell(column, value, CellContext())
        if of is not None and column.field in of.rows.model_fields:
            _judge(of.rows, column.field).validate_python(read)
    except (Unreadable, ValidationError):
        return False
    return True


@cache
def _judge(model: type[Row], name: str) -> TypeAdapter[Any]:
    about = model.model_fields[name]
    kind: Any = Annotated[(about.annotation, *about.metadata)] if about.metadata else about.annotation
    return TypeAdapter(kind)


def cells_of(columns: Mapping[str, int], of: EntryList, values: Mapping[int, object]) -> list[FilledCell]:
    """Return the filled cells of a line, from left to right. `values` are its entries by column number."""
    about = of.by_field
    column_numbers = sorted(
        (column_number, name) for name, column_number in columns.items() if values.get(column_number) is not None
    )
    return [FilledCell(about[name], values[column_number]) for column_number, name in column_numbers]


# --- findings


class _Advice(NamedTuple):
    """The code of the finding, the code of what to do, and the severity where it is not the usual one."""

    code: str
    needs: str = ""
    severity: Severity | None = None


_ADVICE: Final = {
    RowKind.TOTALS: _Advice("R70"),
    RowKind.HEADINGS: _Advice("R72"),
    RowKind.REMARK: _Advice("R71", "note_or_source", Severity.NOTE),
    RowKind.NO_ROW: _Advice("R71", "line_apart_from_the_list"),
}


def row_findings(rows: "Rows", place: ListObject, first_column: int) -> Iterator[tuple[int, int, CellNote]]:
    """Yield row, column and finding of each line that is not a row, and of the first row below the list object."""
    for line in rows.left_out:
        code, needs, severity = _ADVICE[line.kind]
        lines = detail("lines", first=line.first, last=line.last)
        values = {"lines": lines} | ({"needs": detail(needs, lines=lines)} if needs else {})
        yield line.first, line.column_number, CellNote(code, values, severity)
    if rows.below:
        needs = "below_totals" if place.totals else "below_a_gap" if rows.is_apart else "right_below"
        yield rows.below, first_column, CellNote("R19", {"needs": detail(needs, next=place.last_row + 1)})
