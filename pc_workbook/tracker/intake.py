"""Read a tracker: from the cells of a workbook to valid rows of the model and to findings, in one pass.

Lists are found by their list object, or else by their headings; columns by their heading, never by position. Each cell
is parsed and each row validated by pydantic; a row without a valid required cell is left out, with a finding. Nothing
is guessed: a value that was read in another form has a note.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from pc_workbook.model.own_column import OwnValues
from pc_workbook.model.own_scale import ScaleRow, own_scales
from pc_workbook.model.question import UnreadEntry
from pc_workbook.model.row import ColumnRows, column, picked
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.model.words import Word, words_by_use
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.lists.catalogue import (
    ACTIONS,
    BY_TABLE,
    INDICATORS,
    LISTS,
    OWN_COLUMNS,
    PROVIDERS,
    SCALES,
    WORDS,
)
from pc_workbook.tracker.lists.layout import EntryList, RowT
from pc_workbook.tracker.lists.list_reader import ListReader, ReadList, Units
from pc_workbook.tracker.lists.listed_names import with_listed_names
from pc_workbook.tracker.lists.settings_reader import read_settings
from pc_workbook.tracker.markings import Markings, adjusted_lists, read_markings, with_markings
from pc_workbook.tracker.parsing.cell_parsers import CellContext
from pc_workbook.tracker.snapshot import Snapshot, a1

#: Lists that others are read by.
FIRST_READ: Final = (WORDS.table, SCALES.table, INDICATORS.table)
#: Fields of an action that are reported where they are empty.
ASKED_OF_ACTIONS: Final = ("outcome", "lead", "links", "review_date", "completed_on")


class Intake(NamedTuple):
    """A tracker as read: its rows, each list with its addresses, and the findings of reading it."""

    tracker: Tracker
    lists: Mapping[str, ReadList]  # by list object's name
    settings_cells: Mapping[str, str]  # field -> address on Settings
    findings: tuple[Finding, ...]
    snapshot: Snapshot
    markings: Markings = Markings()  # who may see each row; the rows of the lists contain the same


def read_list(intake: Intake, of: EntryList[RowT]) -> ReadList[RowT]:
    """Return one list of a tracker as it was read, typed by its rows."""
    return cast("ReadList[RowT]", intake.lists[of.table])


def rows(intake: Intake, of: EntryList[RowT]) -> Sequence[RowT]:
    """Return the rows of one list, typed: `rows(intake, ACTIONS)` gives `Action`s."""
    return read_list(intake, of).valid_rows


def read_tracker(snapshot: Snapshot) -> Intake:
    """Return a tracker with the findings of all its sheets."""
    findings: list[Finding] = []
    settings, cells = read_settings(snapshot, findings)
    context = CellContext(as_at=settings.as_at, date_1904=snapshot.date_1904, first_month=settings.first_month)
    read: dict[str, ReadList] = {}
    units = Units()
    for entry_list in sorted(LISTS, key=_reading_order):
        read[entry_list.table] = ListReader(entry_list, snapshot, context, units, findings).read()
        if entry_list.table == SCALES.table:
            units = Units(own_scales=own_scales(cast("Sequence[ScaleRow]", read[SCALES.table].valid_rows)))
        elif entry_list.table in (INDICATORS.table, PROVIDERS.table):
            units = _units(read, settings)
        elif entry_list.table == ACTIONS.table:
            context.actions = _references(read)
        elif entry_list.table == WORDS.table:
            context.words = words_by_use(cast("Sequence[Word]", read[WORDS.table].valid_rows))
    read = _with_own_columns(read, snapshot, findings)
    read = with_listed_names(read, findings)
    read[ACTIONS.table] = _with_unread_cells(read[ACTIONS.table], findings)
    markings = read_markings(read, snapshot)
    read = {table: with_markings(read_rows, markings) for table, read_rows in read.items()}
    rows: dict[str, Any] = {read_rows.of.field: read_rows.valid_rows for read_rows in read.values()}
    unread = {read_rows.of.field: read_rows.unread for read_rows in read.values() if read_rows.unread}
    unread |= {
        read_rows.of.field: left_out for read_rows in (read[ACTIONS.table],) if (left_out := _left_out(read_rows))
    }
    tracker = Tracker(settings=settings, unread=unread, own_values=_own_values(read, snapshot), **rows)
    if tracker.comparators:
        from pc_workbook.tracker.staff_comparator import with_staff_comparator  # many areas have no such list

        tracker = with_staff_comparator(tracker)
    return Intake(tracker, read, cells, tuple(findings), snapshot, markings)


def read_changed_lists(intake: Intake, snapshot: Snapshot, tables: Iterable[str]) -> Intake:
    """Return the tracker after cells of a few lists have changed; only those lists are read again."""
    settings = intake.tracker.settings
    context = CellContext(as_at=settings.as_at, date_1904=snapshot.date_1904, first_month=settings.first_month)
    context.words = words_by_use(intake.tracker.words)
    units = _units(intake.lists, settings)
    # A row whose marking other rows decide may have another one now, so its list is read again as well.
    changed = [BY_TABLE[table] for table in dict.fromkeys((*tables, *adjusted_lists(intake.markings)))]
    sheets = {intake.lists[entry_list.table].sheet for entry_list in changed}
    findings = [found for found in intake.findings if found.sheet not in sheets]
    lists = dict(intake.lists)
    for entry_list in sorted(changed, key=lambda entry_list: entry_list.table != ACTIONS.table):
        context.actions = frozenset() if entry_list.table == ACTIONS.table else _references(lists)
        lists[entry_list.table] = ListReader(entry_list, snapshot, context, units, findings).read()
    lists = with_listed_names(_with_own_columns(lists, snapshot, findings), findings)
    lists[ACTIONS.table] = _with_unread_cells(lists[ACTIONS.table], findings)
    markings = read_markings(lists, snapshot)
    lists = {table: with_markings(read, markings) for table, read in lists.items()}
    rows: dict[str, Any] = {read.of.field: read.valid_rows for read in lists.values()}
    own = _own_values(lists, snapshot)
    return Intake(
        intake.tracker._replace(own_values=own, **rows),
        lists,
        intake.settings_cells,
        tuple(findings),
        snapshot,
        markings,
    )


def _with_own_columns(lists: dict[str, ReadList], snapshot: Snapshot, findings: list[Finding]) -> dict[str, ReadList]:
    """Return the lists with the columns that an area has added, where it lists any."""
    if not lists[OWN_COLUMNS.table].rows:
        return lists
    from pc_workbook.tracker.lists.own_columns import with_own_columns  # few trackers have any

    return with_own_columns(lists, snapshot, findings)


def _own_values(lists: Mapping[str, ReadList], snapshot: Snapshot) -> Mapping[str, OwnValues]:
    """Return what is in the columns that an area has added, by list."""
    if not lists[OWN_COLUMNS.table].rows:
        return {}
    from pc_workbook.tracker.lists.own_columns import own_values

    return own_values(lists, snapshot)


def _reading_order(entry_list: EntryList) -> int:
    """Return the place of a list: the words and the scales that others are read by come first."""
    return FIRST_READ.index(entry_list.table) if entry_list.table in FIRST_READ else len(FIRST_READ)


def _units(lists: Mapping[str, ReadList], settings: Settings) -> Units:
    """Return the scales of the indicators and, once the providers have been read, the names of organisations."""
    providers = lists[PROVIDERS.table].valid_rows if PROVIDERS.table in lists else ()
    bodies = [settings.area_names, *picked(providers, range(len(providers)), "code", "name", "short_name")]
    scales = own_scales(cast("Sequence[ScaleRow]", lists[SCALES.table].valid_rows))
    return Units(lists[INDICATORS.table].valid_rows, settings.area, bodies, scales)


def _with_unread_cells(read: ReadList, findings: Sequence[Finding]) -> ReadList:
    """Return the list of actions, with the fields of each that can't be read: they must not be reported as empty."""
    reported = {
        finding.cell for finding in findings if finding.sheet == read.sheet and finding.severity is not Severity.NOTE
    }
    column_numbers = {name: read.columns[name] for name in ASKED_OF_ACTIONS if name in read.columns} if reported else {}
    unread = [
        frozenset(
            name
            for name, column_number in column_numbers.items()
            if a1(at, column_number) in reported and not getattr(row, name)
        )
        for row, at in (zip(read.valid_rows, read.row_numbers, strict=True) if column_numbers else ())
    ]
    if not any(unread):
        return read
    if isinstance(read.valid_rows, ColumnRows):
        return read._replace(valid_rows=read.valid_rows.with_column("unread", unread))
    rows = (row.model_copy(update={"unread": names}) for row, names in zip(read.valid_rows, unread, strict=True))
    return read._replace(valid_rows=tuple(rows))


def _left_out(read: ReadList) -> dict[str, UnreadEntry]:
    """Return the rows of a list that are not valid, each by its address."""
    column_number = min(read.columns.values(), default=1)
    kept = set(read.row_numbers)
    names = {at: read.columns.get(read.of.key[0], column_number) for at in read.filled_row_numbers if at not in kept}
    return {a1(at, place): UnreadEntry(f"{read.sheet}, {a1(at, place)}") for at, place in names.items()}


def _references(lists: Mapping[str, ReadList]) -> frozenset[str]:
    return frozenset(column(lists[ACTIONS.table].valid_rows, "letter"))
