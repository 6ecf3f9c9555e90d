"""From a workbook's cells to sound rows of the model, and everything that is wrong with them, in one pass.

Lists are found by their list object, else by their headings; columns by their heading, never by position.
A reader takes each cell, pydantic judges each row, and a row that can't be read whole is a finding and not
a row. Nothing is guessed: what had to be read another way is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from pc_workbook.model.question import UnreadEntry
from pc_workbook.model.row import ColumnRows, column, picked
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.lists.catalogue import ACTIONS, BY_TABLE, INDICATORS, LISTS, PROVIDERS
from pc_workbook.tracker.lists.layout import EntryList, RowT
from pc_workbook.tracker.lists.list_reader import ListReader, ReadList, Units
from pc_workbook.tracker.lists.listed_names import with_listed_names
from pc_workbook.tracker.lists.settings_reader import read_settings
from pc_workbook.tracker.markings import Markings, adjusted_lists, read_markings, with_markings
from pc_workbook.tracker.parsing.cell_parsers import Desk
from pc_workbook.tracker.snapshot import Snapshot, a1

#: What is asked of every action: of these fields a reader is told where they are empty.
ASKED_OF_ACTIONS: Final = ("outcome", "lead", "links", "review_date", "completed_on")


class Intake(NamedTuple):
    """A tracker as it was read: the edition, each list with its addresses, and the findings made on the way."""

    tracker: Tracker
    lists: Mapping[str, ReadList]  # by list object's name
    settings_cells: Mapping[str, str]  # field -> address on Settings
    findings: tuple[Finding, ...]
    snapshot: Snapshot
    markings: Markings = Markings()  # who may see each row; the rows of the lists hold the same


def read_list(intake: Intake, of: EntryList[RowT]) -> ReadList[RowT]:
    """Return one list of a tracker as it was read, typed by its rows."""
    return cast("ReadList[RowT]", intake.lists[of.table])


def rows(intake: Intake, of: EntryList[RowT]) -> Sequence[RowT]:
    """Return the rows of one list, typed: `rows(intake, ACTIONS)` gives `Action`s."""
    return read_list(intake, of).sound


def take_in(snapshot: Snapshot) -> Intake:
    """Read every list of a tracker. All faults of all sheets come back together."""
    findings: list[Finding] = []
    settings, cells = read_settings(snapshot, findings)
    desk = Desk(as_at=settings.as_at, date_1904=snapshot.date_1904)
    read: dict[str, ReadList] = {}
    units = Units()
    for entry_list in sorted(LISTS, key=lambda one: one.table != INDICATORS.table):
        read[entry_list.table] = ListReader(entry_list, snapshot, desk, units, findings).read()
        if entry_list.table in (INDICATORS.table, PROVIDERS.table):
            units = _units(read, settings)
        elif entry_list.table == ACTIONS.table:
            desk.actions = _references(read)
    read = with_listed_names(read, findings)
    read[ACTIONS.table] = _with_unread_cells(read[ACTIONS.table], findings)
    markings = read_markings(read, snapshot)
    read = {table: with_markings(one, markings) for table, one in read.items()}
    rows: dict[str, Any] = {one.of.field: one.sound for one in read.values()}
    unread = {one.of.field: one.unread for one in read.values() if one.unread}
    unread |= {one.of.field: left_out for one in (read[ACTIONS.table],) if (left_out := _left_out(one))}
    return Intake(Tracker(settings=settings, unread=unread, **rows), read, cells, tuple(findings), snapshot, markings)


def take_in_again(intake: Intake, snapshot: Snapshot, tables: Iterable[str]) -> Intake:
    """The same tracker after cells of a few lists have changed: only those are read again."""
    settings = intake.tracker.settings
    desk = Desk(as_at=settings.as_at, date_1904=snapshot.date_1904)
    units = _units(intake.lists, settings)
    # A row whose marking other rows decide may have another one now, so its list is read again as well.
    changed = [BY_TABLE[table] for table in dict.fromkeys((*tables, *adjusted_lists(intake.markings)))]
    sheets = {intake.lists[one.table].sheet for one in changed}
    findings = [found for found in intake.findings if found.sheet not in sheets]
    lists = dict(intake.lists)
    for one in sorted(changed, key=lambda one: one.table != ACTIONS.table):
        desk.actions = frozenset() if one.table == ACTIONS.table else _references(lists)
        lists[one.table] = ListReader(one, snapshot, desk, units, findings).read()
    lists = with_listed_names(lists, findings)
    lists[ACTIONS.table] = _with_unread_cells(lists[ACTIONS.table], findings)
    markings = read_markings(lists, snapshot)
    lists = {table: with_markings(one, markings) for table, one in lists.items()}
    rows: dict[str, Any] = {one.of.field: one.sound for one in lists.values()}
    return Intake(intake.tracker._replace(**rows), lists, intake.settings_cells, tuple(findings), snapshot, markings)


def _units(lists: Mapping[str, ReadList], settings: Settings) -> Units:
    """What is known of the indicators and, once they have been read, of the names of providers."""
    providers = lists[PROVIDERS.table].sound if PROVIDERS.table in lists else ()
    bodies = [settings.area_names, *picked(providers, range(len(providers)), "code", "name", "short_name")]
    return Units(lists[INDICATORS.table].sound, settings.area_name, bodies)


def _with_unread_cells(read: ReadList, findings: Sequence[Finding]) -> ReadList:
    """The list of actions, each of which knows what of it can't be read: it must not be told of as empty."""
    told = {one.cell for one in findings if one.sheet == read.sheet and one.severity is not Severity.NOTE}
    spots = {name: read.columns[name] for name in ASKED_OF_ACTIONS if name in read.columns} if told else {}
    unread = [
        frozenset(name for name, spot in spots.items() if a1(at, spot) in told and not getattr(row, name))
        for row, at in (zip(read.sound, read.places, strict=True) if spots else ())
    ]
    if not any(unread):
        return read
    if isinstance(read.sound, ColumnRows):
        return read._replace(sound=read.sound.with_column("unread", unread))
    rows = (row.model_copy(update={"unread": names}) for row, names in zip(read.sound, unread, strict=True))
    return read._replace(sound=tuple(rows))


def _left_out(read: ReadList) -> dict[str, UnreadEntry]:
    """The rows of a list that are none of the model's, each by its address."""
    spot = min(read.columns.values(), default=1)
    kept = set(read.places)
    names = {at: read.columns.get(read.of.key[0], spot) for at in read.rows_at if at not in kept}
    return {a1(at, place): UnreadEntry(f"{read.sheet}, {a1(at, place)}") for at, place in names.items()}


def _references(lists: Mapping[str, ReadList]) -> frozenset[str]:
    return frozenset(column(lists[ACTIONS.table].sound, "letter"))
