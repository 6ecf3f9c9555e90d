"""What an area's own columns contain, in tables at the end of the sheets about their lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from pc_workbook.measures.results import Results
from pc_workbook.model.own_column import OwnValues
from pc_workbook.model.pack import Section
from pc_workbook.model.row import Row
from pc_workbook.tracker.lists.catalogue import (
    ACTION_PROGRESS,
    ACTIONS,
    BY_TABLE,
    INDICATORS,
    MILESTONES,
    PRACTICES,
    PROGRAMMES,
)
from pc_workbook.views.parts import Column, Heading, Part, Sheet, Style, Table, Value
from pc_workbook.wording import own_columns as texts
from pc_workbook.wording.action_sheets import ACTION_SUMMARY
from pc_workbook.wording.indicator_sheets import INDICATOR_SUMMARY
from pc_workbook.wording.practice_sheets import PRACTICE_SUMMARY

OF_ACTIONS: Final = (ACTIONS.table, ACTION_PROGRESS.table, MILESTONES.table)
#: The lists whose own columns are on each summary sheet, and in each section of a pack.
ON_SHEET: Final[Mapping[str, Sequence[str]]] = {
    PRACTICE_SUMMARY: (PRACTICES.table,),
    INDICATOR_SUMMARY: (INDICATORS.table,),
    ACTION_SUMMARY: (*OF_ACTIONS, PROGRAMMES.table),
    Section.PRACTICES: (PRACTICES.table,),
    Section.INDICATORS: (INDICATORS.table,),
    Section.ACTIONS: OF_ACTIONS,
    Section.PROGRAMMES: (PROGRAMMES.table,),
}
#: What names a row for a reader.
SHOWN_WITH: Final[Mapping[str, tuple[str, ...]]] = {
    PRACTICES.table: ("code", "name"),
    INDICATORS.table: ("number", "title"),
    ACTIONS.table: ("letter", "text"),
    ACTION_PROGRESS.table: ("action", "locality"),
    MILESTONES.table: ("action", "practice", "milestone"),
    PROGRAMMES.table: ("name",),
}
LONG: Final = frozenset({"name", "title", "text", "milestone"})
MANY_LETTERS: Final = 30


def with_own_columns(sheet: Sheet, results: Results, about: str) -> Sheet:
    """Return a sheet with the tables of own columns that belong to it. `about`: a summary sheet, or a section."""
    in_pack = isinstance(about, Section)
    parts = [part for table in ON_SHEET.get(about, ()) for part in _parts(results, table, in_pack)]
    return sheet._replace(parts=(*sheet.parts, *parts)) if parts else sheet


def _parts(results: Results, table: str, in_pack: bool) -> Iterable[Part]:
    """Yield the table of a list, below its heading; a pack has none without rows, which may be withheld."""
    own = results.own.get(table)
    if own is None:
        return
    made = _table(table, own, tuple(_rows(results, table)))
    if made.rows or not in_pack:
        yield Heading(texts.own_columns_of(BY_TABLE[table].sheet))
        yield made


def _rows(results: Results, table: str) -> Iterator[Row]:
    """Yield the rows of a list that the sheet is about."""
    if table == PRACTICES.table:
        yield from (result.practice for result in results.practices)
    elif table == INDICATORS.table:
        yield from (result.indicator for result in results.indicators)
    elif table == PROGRAMMES.table:
        yield from results.programmes
    for result in results.actions if table in OF_ACTIONS else ():
        if table == ACTIONS.table:
            yield result.action
        else:
            yield from result.by_locality if table == ACTION_PROGRESS.table else result.milestones


def _table(table: str, own: OwnValues, rows: Sequence[Row]) -> Table:
    of, names = BY_TABLE[table], SHOWN_WITH[table]
    given = [(row, _values(own, of.key, row)) for row in rows]
    shown = [(row, values) for row, values in given if any(value is not None for value in values)]
    columns = [
        *(_column(of.by_field[name].heading, name in LONG) for name in names),
        *(_column(heading, _is_long(values[n] for _, values in shown)) for n, heading in enumerate(own.headings)),
    ]
    cells = tuple((*(getattr(row, name) for name in names), *values) for row, values in shown)
    return Table(f"pc_own_{table.removeprefix('tbl').casefold()}", tuple(columns), cells, texts.NOTHING_ENTERED,
                 _styles(cells))  # fmt: skip


def _column(heading: str, is_long: bool) -> Column:
    return Column(heading, Style.LONG_TEXT, 42) if is_long else Column(heading, Style.TEXT, 20)


def _is_long(values: Iterable[Value]) -> bool:
    return any(isinstance(value, str) and len(value) > MANY_LETTERS for value in values)


def _values(own: OwnValues, key: Sequence[str], row: Row) -> tuple[Value, ...]:
    values = own.rows.get(tuple(getattr(row, name) for name in key), ())
    return tuple(value if isinstance(value, Value) else str(value) for value in values)


def _styles(cells: Sequence[Sequence[Value]]) -> Mapping[tuple[int, int], Style]:
    return {
        (row, column): Style.DATE
        for row, values in enumerate(cells)
        for column, value in enumerate(values)
        if isinstance(value, date)
    }
