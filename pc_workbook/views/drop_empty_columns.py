"""Tables without columns that are empty in every row."""

from collections.abc import Sequence

from pc_workbook.views.parts import Table


def without_empty(table: Table, headers: Sequence[str]) -> Table:
    """Return the table without those of the named columns that are empty in every row."""
    empty = [
        column.header
        for place, column in enumerate(table.columns)
        if column.header in headers and not any(row[place] for row in table.rows)
    ]
    return without_columns(table, empty)


def without_columns(table: Table, headers: Sequence[str]) -> Table:
    """Return the table without the named columns; the styles and marks of single cells move with their column."""
    kept = [place for place, column in enumerate(table.columns) if column.header not in headers]
    moved = {old: new for new, old in enumerate(kept)}
    return table._replace(
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
        cell_styles={(r, moved[c]): style for (r, c), style in table.cell_styles.items() if c in moved},
        marks={(r, moved[c]): mark for (r, c), mark in table.marks.items() if c in moved},
    )
