"""Columns that an area adds to the program's lists, and where their cells are shown."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from pc_workbook.model.row import MarkedRow


class ListWithOwnColumns(StrEnum):
    """A list whose own columns are shown, by its sheet."""

    PRACTICES = "Practices"
    INDICATORS = "Indicators"
    ACTIONS = "Actions"
    ACTION_PROGRESS = "Action progress"
    MILESTONES = "Milestones"
    PROGRAMMES = "Programmes"


#: Lists that a return has, so that their own columns can be in it.
HANDED_OUT = (ListWithOwnColumns.ACTION_PROGRESS, ListWithOwnColumns.MILESTONES)


class FilledBy(StrEnum):
    """Who fills a column of one's own."""

    STAFF = "Staff"
    MANAGER = "Manager"


class OwnColumn(MarkedRow):
    """One column that an area added. Without a marking it counts as Internal."""

    sheet: ListWithOwnColumns
    column: str
    in_summary: bool | None = None
    in_return: bool | None = None
    filled_by: FilledBy | None = None
    in_pack: bool | None = None
    note: str | None = None


class OwnValues(NamedTuple):
    """The own columns of one list, and what is in them: a row's key -> one value for each column, as typed."""

    headings: tuple[str, ...] = ()
    in_pack: frozenset[str] = frozenset()  # headings
    in_summary: frozenset[str] = frozenset()
    rows: Mapping[tuple[object, ...], Sequence[object]] = {}

    def only(self, wanted: frozenset[str]) -> "OwnValues":
        """Return the columns with some of the headings, in their order."""
        places = [n for n, heading in enumerate(self.headings) if heading in wanted]
        rows = {key: tuple(values[n] for n in places) for key, values in self.rows.items()}
        return self._replace(headings=tuple(self.headings[n] for n in places), rows=rows)


def in_summaries(own: Mapping[str, OwnValues]) -> Mapping[str, OwnValues]:
    """Return the columns that summary sheets show, by list; nothing of a list without any."""
    return {table: values.only(values.in_summary) for table, values in own.items() if values.in_summary}


def in_packs(own: Mapping[str, OwnValues]) -> Mapping[str, OwnValues]:
    """Return the columns that packs show, by list; nothing of a list without any."""
    return {table: values.only(values.in_pack) for table, values in own.items() if values.in_pack}
