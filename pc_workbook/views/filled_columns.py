"""Columns that hold something: one that is empty in every row tells nothing, and takes room from the others."""

from collections.abc import Sequence

from pc_workbook.views.parts import Table


def without_empty(table: Table, headers: Sequence[str]) -> Table:
    """The table less those of the named columns that hold nothing in any row."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.header not in headers or any(row[place] for row in table.rows)
    ]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return table._replace(columns=tuple(table.columns[place] for place in kept), rows=rows)
