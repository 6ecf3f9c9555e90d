"""The return of one locality: its rows of the two lists, its practices, what needs action, and the record of what was
handed out.

Nothing is handed out that counts as Exempt or Internal (tracker/markings.py), that names a practice or a programme
that does or repeats a restricted text, or that belongs to another locality, in any part of the file. A row without a marking is handed out, since
a return is for one officer and not for the public. An action without a progress row for the locality is offered as an
empty one. Milestones without a practice stay with the tracker's staff.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from pc_workbook.cells.change import CellValue
from pc_workbook.draw.workbook import draw
from pc_workbook.errors import NotWritten, WorkbookProblem
from pc_workbook.hosts.disk.saving import NewFile, clear_leftovers, private_folder, resolved, written_together
from pc_workbook.hosts.file_names import case_folded_name, file_name_part
from pc_workbook.hosts.package_reader import read_sheets
from pc_workbook.measures.actions.action_results import measured_actions
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import IndicatorByOrganisation
from pc_workbook.model.action import Action, ProgressEntry
from pc_workbook.model.locality import Locality
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.practice import Practice
from pc_workbook.model.row import Row
from pc_workbook.model.tracker import Tracker
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.returns.personal_data import personal_data_included
from pc_workbook.returns.record import Record, filled_cells, mark_of_text, record_sheet
from pc_workbook.returns.return_data import (
    TABLES,
    HandedRow,
    ReturnStamp,
    RowName,
    TrackerRow,
    key_of,
    own_returned,
    returned_columns,
    row_fingerprint,
    tracker_rows,
)
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import (
    ACTION_PROGRESS,
    ACTIONS,
    BY_TABLE,
    MILESTONES,
    PRACTICES,
    PROGRESS_HISTORY,
)
from pc_workbook.tracker.markings import FIELDS
from pc_workbook.tracker.restricted_names import naming_cells, rows_about_restricted
from pc_workbook.tracker.restricted_quotations import quoting_cells
from pc_workbook.tracker.snapshot import SheetCells
from pc_workbook.views.parts import Value, Workbook
from pc_workbook.views.returns.return_sheets import Form, return_sheets
from pc_workbook.wording.returns import return_title

PROGRESS = ACTION_PROGRESS.table
MARKED = (PRACTICES.table, ACTIONS.table, PROGRESS, MILESTONES.table, PROGRESS_HISTORY.table)

NO_LOCALITIES = "{name} lists no locality on its sheet Localities, and no group of this level on its sheet Groups. Add a row for each, and try again."
NO_SUCH_LOCALITY = "{name} lists no locality or group “{wanted}”; it lists {listed}."
NO_EDITION = "{name} has no as-at date, so a return can't say which edition it is for. Fill in the As-at date on the sheet Settings."
NO_MARKINGS = (
    "The sheet {sheet} of {name} has no column headed {heading}, so it isn't known which rows may be handed out. Put the "
    "column back (copy it from a new tracker), and try again."
)
NO_FOLDER = "The folder {folder} can't be created ({reason}). Name another folder for the returns."
FILES_EXIST = "{folder} holds {names} already, which may be a manager's work. Nothing was written. Move it, or name another folder."


class PreparedReturn(NamedTuple):
    """The content of one return, before it is written."""

    stamp: ReturnStamp
    form: Form
    rows: tuple[HandedRow, ...]
    kept_in: int  # rows of the locality that are restricted, or about what is
    without_action: int  # rows whose action is not listed, or can't be read
    naming: int  # of the rows kept in, those whose words name a restricted practice or programme
    quoting: tuple[str, ...] = ()  # the cells of rows kept in, or of their actions, that repeat a restricted text


class WrittenReturn(NamedTuple):
    """One return that was written."""

    path: Path
    stamp: ReturnStamp
    kept_in: int
    without_action: int
    naming: int
    personal: tuple[Reason, ...] = ()  # of ReturnFact: which personal data it contains
    quoting: tuple[str, ...] = ()


def requested_localities(intake: Intake, wanted: str | None, by: str | None = None) -> Sequence[Locality]:
    """Return the localities to hand out to: all, or the one asked for; or the groups of a level, in the same form.

    `by` is the level; None means the lowest one, or any level where one place is asked for. Raises WorkbookProblem where no
    return can be made.
    """
    name, listed = intake.snapshot.name, _listed_places(intake.tracker, wanted, by)
    if not listed:
        raise WorkbookProblem(NO_LOCALITIES.format(name=name))
    if intake.tracker.settings.as_at is None:
        raise WorkbookProblem(NO_EDITION.format(name=name))
    for table in MARKED:
        read = intake.lists[table]
        missing = next((field for field in FIELDS if field not in read.columns), None) if read.rows else None
        if missing:
            heading = read.of.by_field[missing].heading
            raise WorkbookProblem(NO_MARKINGS.format(name=name, sheet=read.sheet, heading=heading))
    chosen = [locality for locality in listed if wanted is None or name_key(locality.name) == name_key(wanted)]
    if not chosen:
        names = ", ".join(locality.name for locality in listed)
        raise WorkbookProblem(NO_SUCH_LOCALITY.format(name=name, wanted=wanted, listed=names))
    return chosen


def _listed_places(tracker: Tracker, wanted: str | None, by: str | None) -> Sequence[Locality]:
    """Return the places of the level asked for; most trackers have localities only, and load nothing for groups."""
    if by is None and not tracker.groups:
        return tracker.localities
    from pc_workbook.returns.places import places_of_level

    return places_of_level(tracker, wanted, by)


@contextmanager
def written_returns(
    intake: Intake, folder: Path, wanted: str | None, now: datetime, version: str, by: str | None = None
) -> Iterator[tuple[WrittenReturn, ...]]:
    """Write the return of each locality, or of the one wanted, into a folder. All of them are written or none; the
    block registers them, and where it is stopped before that they are taken back.

    A workbook of the same name is never written over: it may contain a manager's work. Returns that
    a killed run has made, and the tracker does not list, are made anew, unless somebody has worked in one.
    """
    returns = prepared_returns(intake, requested_localities(intake, wanted, by), now, version)
    personal = personal_data_included(intake, [partial(_all_texts, prepared) for prepared in returns])
    listed = {row.hand_out for row in intake.tracker.returns}
    clear_leftovers(resolved(folder), abandoned=lambda labels: bool(labels) and listed.isdisjoint(labels))
    targets = _targets(returns, folder)
    files = [
        NewFile(target, partial(draw_return, new_return)) for new_return, target in zip(returns, targets, strict=True)
    ]
    handed = tuple(
        WrittenReturn(
            at,
            new_return.stamp,
            new_return.kept_in,
            new_return.without_action,
            new_return.naming,
            notes,
            new_return.quoting,
        )
        for new_return, at, notes in zip(returns, targets, personal, strict=True)
    )
    marks = [new_return.stamp.return_id for new_return in returns]
    with _folder_made(folder), written_together(files, keep=1, now=now, labels=marks):
        yield handed


@contextmanager
def _folder_made(folder: Path) -> Iterator[None]:
    """Make a folder for the returns; where none can be written, no empty folder is left."""
    new: list[Path] = []
    try:
        try:
            new = [parent for parent in (folder, *folder.parents) if not parent.exists()]
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWritten(NO_FOLDER.format(folder=folder, reason=error.strerror)) from error
        yield
    finally:
        with suppress(OSError):  # there is something in it
            for parent in new:
                parent.rmdir()


def _targets(returns: Sequence[PreparedReturn], folder: Path) -> list[Path]:
    names = [file_name(prepared.stamp) for prepared in returns]
    often = Counter(map(case_folded_name, names))
    targets = [
        folder / (name if often[case_folded_name(name)] == 1 else f"{Path(name).stem} {prepared.stamp.return_id}.xlsx")
        for name, prepared in zip(names, returns, strict=True)
    ]
    there = [target.name for target in targets if os.access(target, os.F_OK)]
    if there:
        raise WorkbookProblem(FILES_EXIST.format(names=", ".join(there), folder=folder))
    return targets


def prepared_returns(
    intake: Intake, localities: Iterable[Locality], now: datetime, version: str
) -> list[PreparedReturn]:
    """Return the return of each locality."""
    source = ReleasableRows(intake)
    return [
        _prepared_return(source, LocalityRows.for_locality(source, locality), now, version) for locality in localities
    ]


class ReleasableRows:
    """A tracker's rows that may be handed out to anybody."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.naming = {(cell.table, cell.at) for cell in naming_cells(intake)}
        self.quoting = {(cell.table, cell.at): cell.cell for cell in quoting_cells(intake, MARKED)}
        self.about = {(table, at) for table in MARKED for at in rows_about_restricted(intake, table)}
        self.progress = list(tracker_rows(intake, PROGRESS).values())
        self.milestones = list(tracker_rows(intake, MILESTONES.table).values())
        self.actions: dict[str, Action] = {action.letter: action for action in self._free(ACTIONS.table)}
        self.practices: list[Practice] = self._free(PRACTICES.table)
        self.history: list[ProgressEntry] = self._free(PROGRESS_HISTORY.table)
        self._members: Mapping[str, frozenset[str]] | None = None  # by group; most trackers have none

    @cached_property
    def values_by_organisation(self) -> tuple[IndicatorByOrganisation, ...]:
        """The values of indicators by practice and locality that may be handed out."""
        if not self.intake.tracker.observations:
            return ()
        from pc_workbook.returns.organisation_values import releasable_values

        return releasable_values(self.intake)

    def _free(self, table: str) -> list[Any]:
        return [entry.row for entry in self.intake.lists[table].entries if self._is_free(table, entry.at)]

    def _is_free(self, table: str, at: int) -> bool:
        """Return whether a row is not restricted, and neither about, naming nor quoting anything that is."""
        is_restricted = self.intake.markings.is_restricted(table, at)
        return not is_restricted and not any((table, at) in found for found in (self.naming, self.about, self.quoting))

    def members_of(self, place: Locality) -> frozenset[str]:
        """Return the codes of the practices of a locality, or of those that belong to a group on the as-at date."""
        tracker, name = self.intake.tracker, name_key(place.name)
        if not tracker.groups or name in {name_key(locality.name) for locality in tracker.localities}:
            return frozenset(each.code for each in tracker.practices if name_key(each.locality or "") == name)
        if self._members is None:
            from pc_workbook.returns.places import members_of_groups

            self._members = members_of_groups(tracker)
        return self._members.get(name, frozenset())

    def may_go_out(self, row: TrackerRow) -> bool:
        """Return whether a row of progress or a milestone may be handed out: with its action, which must be listed."""
        return self._is_free(row.table, row.at) and row.values["action"] in self.actions

    def quoting_cells_of(self, given: Sequence[TrackerRow]) -> tuple[str, ...]:
        """Return the cells of some rows and of their actions that repeat a restricted text."""
        letters = {row.values["action"] for row in given}
        actions = read_list(self.intake, ACTIONS).entries
        places = [(ACTIONS.table, action.at) for action in actions if action.row.letter in letters]
        places += [(row.table, row.at) for row in given]
        return tuple(self.quoting[place] for place in places if place in self.quoting)


class LocalityRows(NamedTuple):
    """The rows of one locality, and its practices that may be handed out."""

    locality: Locality
    progress: Sequence[TrackerRow]
    milestones: Sequence[TrackerRow]
    practices: Mapping[str, Practice]

    @classmethod
    def for_locality(cls, source: ReleasableRows, locality: Locality) -> "LocalityRows":
        """Return the rows of a locality."""
        name = name_key(locality.name)
        codes = source.members_of(locality)
        return cls(
            locality,
            [row for row in source.progress if name_key(str(row.values["locality"] or "")) == name],
            [row for row in source.milestones if row.values["practice"] in codes],
            {practice.code: practice for practice in source.practices if practice.code in codes},
        )

    def includes_entry(self, entry: ProgressEntry) -> bool:
        """Return whether an entry of the history is of this locality, or of a practice of it that may be handed out."""
        if entry.practice:
            return entry.practice in self.practices
        return name_key(entry.locality or "") == name_key(self.locality.name)


def _prepared_return(source: ReleasableRows, share: LocalityRows, now: datetime, version: str) -> PreparedReturn:
    progress = _progress(source, share)
    milestones = [
        _handed(row) for row in share.milestones if source.may_go_out(row) and row.values["practice"] in share.practices
    ]
    stamp = _stamp(source.intake, share.locality, (*progress, *milestones), now, version)
    listed = {action.letter for action in source.intake.tracker.actions}
    given = [*share.progress, *share.milestones]
    without_action = sum(row.values["action"] not in listed for row in given)
    went_out = sum(row.in_tracker for row in (*progress, *milestones))
    return PreparedReturn(
        stamp,
        _form(source, share, stamp, progress, milestones),
        (*progress, *milestones),
        kept_in=len(given) - without_action - went_out,
        without_action=without_action,
        naming=sum((row.table, row.at) in source.naming for row in given),
        quoting=source.quoting_cells_of(given),
    )


def _progress(source: ReleasableRows, share: LocalityRows) -> list[HandedRow]:
    """Return the locality's rows in the order of the plan, an empty one for each open action without one."""
    given = {row.key: row for row in share.progress}
    rows = []
    for action in source.actions.values():
        values: dict[str, CellValue] = {
            column.field: None for column in returned_columns(PROGRESS, own_returned(source.intake, PROGRESS))
        }
        values |= {"action": action.letter, "locality": share.locality.name}
        key = key_of(BY_TABLE[PROGRESS], values)
        if key in given and source.may_go_out(given[key]):
            rows.append(_handed(given[key]))
        elif key not in given and not _is_done(action, source.intake.tracker.settings.as_at):
            rows.append(HandedRow(PROGRESS, key, row_fingerprint(PROGRESS, key, values), values, in_tracker=False))
    return rows


def _is_done(action: Action, as_at: date | None) -> bool:
    return action.completed_on is not None and as_at is not None and action.completed_on <= as_at


def _handed(row: TrackerRow) -> HandedRow:
    return HandedRow(row.table, row.key, row.fingerprint, row.values)


def _form(
    source: ReleasableRows,
    share: LocalityRows,
    stamp: ReturnStamp,
    progress: Sequence[HandedRow],
    milestones: Sequence[HandedRow],
) -> Form:
    seen = _as_seen(source, share, {(row.table, row.key) for row in (*progress, *milestones)})
    theirs = {row.values["action"] for row in progress}
    return Form(
        mark=stamp.return_id,
        locality=share.locality.name,
        manager=stamp.manager,
        as_at=stamp.edition,
        due_within_days=source.intake.tracker.settings.due_within_days,
        actions=[action for action in measured_actions(seen) if action.action.letter in theirs],
        practices=tuple(share.practices.values()),
        progress=[_drawn(row, source.actions[str(row.values["action"])].text) for row in progress],
        milestones=[_drawn(row, share.practices[str(row.values["practice"])].name) for row in milestones],
        words=source.intake.tracker.words,
        values=_values(source.values_by_organisation, share),
        own={table: own for table in TABLES if (own := own_returned(source.intake, table))},
    )


def _values(values: Iterable[IndicatorByOrganisation], share: LocalityRows) -> tuple[IndicatorByOrganisation, ...]:
    """Return the values of a locality and of its practices, without ranks among organisations of other localities."""
    own = {*share.practices, share.locality.name}
    chosen = (
        each._replace(values=tuple(value._replace(rank=None) for value in each.values if value.organisation in own))
        for each in values
    )
    return tuple(each for each in chosen if each.values)


def _as_seen(source: ReleasableRows, share: LocalityRows, handed: set[RowName]) -> Tracker:
    """Return the tracker as this manager may see it, so that measures of it reveal nothing else."""
    return source.intake.tracker._replace(
        actions=tuple(source.actions.values()),
        progress=_rows_in(source.intake, PROGRESS, handed),
        milestones=_rows_in(source.intake, MILESTONES.table, handed),
        history=[entry for entry in source.history if share.includes_entry(entry)],
    )


def _rows_in(intake: Intake, table: str, handed: set[RowName]) -> tuple[Any, ...]:
    rows: Iterable[Row] = intake.lists[table].valid_rows
    return tuple(row for row in rows if (table, key_of(BY_TABLE[table], dict(row))) in handed)


def _stamp(intake: Intake, locality: Locality, rows: Sequence[HandedRow], now: datetime, version: str) -> ReturnStamp:
    settings, name = intake.tracker.settings, intake.snapshot.name
    content = [name, locality.name, str(settings.as_at), now.isoformat(), [row.fingerprint for row in rows]]
    return ReturnStamp(
        return_id=hashlib.sha256(json.dumps(content).encode()).hexdigest()[:8].upper(),
        tracker_name=name,
        area=settings.area_name,
        edition=settings.as_at,
        locality=locality.name,
        manager=locality.manager or "",
        handed_out_on=now.date(),
        version=version,
    )


def _drawn(row: HandedRow, shown: str) -> dict[str, Value]:
    return {**row.values, "": shown}


def file_name(stamp: ReturnStamp) -> str:
    """Return what a return is called; a locality's name is shortened or changed where a file name can't.

    >>> file_name(ReturnStamp("", "", "", None, "North/East", "", datetime(2017, 3, 20).date(), ""))
    'Return North-East 2017-03-20.xlsx'
    """
    return f"Return {file_name_part(stamp.locality)} {stamp.edition or stamp.handed_out_on:%Y-%m-%d}.xlsx"


def draw_return(prepared: PreparedReturn, out: Path) -> None:
    """Draw a return at a path in the working folder. It is drawn twice: the record lists the texts of the finished sheets."""
    sheets = return_sheets(prepared.form)
    title = return_title(prepared.stamp.area, prepared.stamp.locality)
    draw(Workbook(sheets, title, prepared.stamp.handed_out_on), out)
    drawn = read_sheets(open_workbook(out), out).sheets.values()
    texts = {sheet.name: frozenset(mark_of_text(value) for _, _, value in filled_cells(sheet)) for sheet in drawn}
    record = record_sheet(Record(prepared.stamp, prepared.rows, texts, prepared.form.own))
    draw(Workbook((*sheets, record), title, prepared.stamp.handed_out_on), out)


def _drawn_cells(workbook: Workbook) -> Sequence[SheetCells]:
    """Return the cells of a workbook as they are drawn."""
    with private_folder() as folder:
        bare = folder / "bare.xlsx"
        draw(workbook, bare)
        return tuple(read_sheets(open_workbook(bare), bare).sheets.values())


def _all_texts(prepared: PreparedReturn) -> Iterator[object]:
    """Yield everything that a return says: its drawn cells, its rows and its stamp."""
    for sheet in _drawn_cells(Workbook(return_sheets(prepared.form), "", prepared.stamp.handed_out_on)):
        yield from (value for _, _, value in filled_cells(sheet))
    yield from (value for row in prepared.rows for value in row.values.values())
    yield from prepared.stamp
