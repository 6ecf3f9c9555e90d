"""Sheets of the tracker laid out for print and for screen readers.

They have no links into a tracker that is not there, no merged cells, no filter buttons and no empty columns; the last
table repeats its headings on each page, and a line explains empty cells.
"""

from collections.abc import Iterator, Set
from itertools import groupby
from typing import cast

from pc_workbook.boardpack.long_texts import with_continued_texts
from pc_workbook.disclosure.edition import Edition
from pc_workbook.views.drop_empty_columns import without_columns
from pc_workbook.views.parts import Chart, ChartGrid, Link, PageBreak, Paragraph, Part, Sheet, Table, Value
from pc_workbook.wording import headings
from pc_workbook.wording.pack_sheets import EMPTY_CELLS_NOTE

#: Columns of sheets made for a screen, as wide as they are on paper: mostly narrower, so that the print grows.
ON_PAPER = {
    "pc_indicators": {headings.INDICATOR: 25.0, headings.RAG_AND_WHY: 36.0, headings.CHANGE_SINCE_LAST_ISSUE: 19.0},
    "pc_rating_goals": {headings.INDICATOR: 25.0},
    "pc_practices": {headings.CQC_OVERALL: 22.5},
    "pc_cqc_history": {headings.CHANGE: 50.0},
    "pc_actions": {headings.WHAT_IS_PROMISED: 36.0, headings.STATE: 20.0, headings.WHAT_TO_CHECK: 32.0},
    "pc_milestones": {headings.MILESTONE: 36.0, headings.STATE: 20.0},
    "pc_progress": {headings.WHAT_WAS_REPORTED: 36.0},
    "pc_trajectories": {headings.INDICATOR: 25.0, headings.NOTE: 30.0},
}
SIDE_BY_SIDE = 12  # rows that charts beside each other take, so that two pairs fit on a page


def for_paper(sheet: Sheet, name: str, edition: str) -> Sheet:
    """Return the sheet under the pack's own name, laid out for print and for screen readers."""
    drawn_from = {
        (c.table, header) for c in _charts(sheet) for each in c.series for header in (each.labels, each.values)
    }
    kept = [part for part in sheet.parts if not isinstance(part, PageBreak)]  # a pack's pages are filled
    parts = [part for part, _ in groupby(_part_for_paper(part, drawn_from, edition) for part in kept)]
    last = max((place for place, part in enumerate(parts) if isinstance(part, Table)), default=None)
    if last is not None:
        parts[last] = cast(Table, parts[last])._replace(repeat_header=True)
    gap = next((place for place, part in enumerate(parts) if _has_gaps(part)), None)
    if gap is not None:
        parts.insert(
            min(gap, 2), Paragraph(EMPTY_CELLS_NOTE, quiet=True)
        )  # under the title, and above what it is said of
    return with_continued_texts(sheet._replace(name=name, parts=tuple(parts), merged=False))


def _charts(sheet: Sheet) -> Iterator[Chart]:
    for part in sheet.parts:
        yield from part.charts if isinstance(part, ChartGrid) else (part,) if isinstance(part, Chart) else ()


def _part_for_paper(part: Part, drawn_from: Set[tuple[str, str]], edition: str) -> Part:
    if isinstance(part, ChartGrid):
        return ChartGrid(tuple(chart._replace(height=SIDE_BY_SIDE) for chart in part.charts))
    if not isinstance(part, Table):
        return part
    if not part.rows and not any(name == part.name for name, _ in drawn_from):
        return Paragraph(part.empty)
    table = without_columns(_on_paper(part), (headings.MARKING,) if edition == Edition.PUBLIC else ())
    return without_columns(table, [header for header in _blank(table) if (part.name, header) not in drawn_from])


def _on_paper(table: Table) -> Table:
    """Return the table in widths that fit the page, without filter buttons and links."""
    widths = ON_PAPER.get(table.name, {})
    columns = tuple(column._replace(width=widths.get(column.header, column.width)) for column in table.columns)
    rows = tuple(tuple(map(_words, row)) for row in table.rows)
    return table._replace(columns=columns, rows=rows, filter_buttons=False, repeat_header=False)


def _blank(table: Table) -> Iterator[str]:
    """Return the headers of columns without any value; a zero is a value."""
    for place, column in enumerate(table.columns):
        if all(row[place] in (None, "") for row in table.rows):
            yield column.header


def _has_gaps(part: Part) -> bool:
    return isinstance(part, Table) and any(value is None or value == "" for row in part.rows for value in row)


def _words(value: Value) -> Value:
    return value.words if isinstance(value, Link) else value
