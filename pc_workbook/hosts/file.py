"""A workbook that is a file on disk: read by python-calamine, written by grafting the drawn sheets into it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.port import Delivered, Draw
from pc_workbook.hosts.saving import (
    Stamp,
    make_workbook,
    refuse_if_changed,
    refuse_if_not_writable,
    replace_workbook,
    stamp,
)
from pc_workbook.hosts.shipped import refuse_shipped
from pc_workbook.ooxml.address import Area
from pc_workbook.ooxml.cell_columns import cell_columns
from pc_workbook.ooxml.frames import frames_of
from pc_workbook.ooxml.generated_sheets import was_refreshed
from pc_workbook.ooxml.graft import GraftReport, graft
from pc_workbook.ooxml.marks import SheetMarks, cell_marks
from pc_workbook.ooxml.opening import open_workbook
from pc_workbook.ooxml.package import Package
from pc_workbook.ooxml.workbook import Sheet, Workbook
from pc_workbook.tracker.change import Change
from pc_workbook.tracker.lists import BY_TABLE, ENTRY_SHEETS, LISTS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.reading import folded
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot

LONG_SHEET = 1 << 18  # bytes of text from which a sheet is read as columns
DAMAGED = "{name} is damaged and can't be read. Open the newest copy in its snapshots folder, or repair it in Excel."
OTHER_ENDING = "{out} would not open, since the tracker is a {ending} file; give a name that ends in {ending}."
NOT_REFRESHED = (
    "{out} exists already, and this program has not refreshed it; give another name, so that nothing is lost."
)


class FileHost:
    """A tracker on disk. With `out` the refreshed workbook goes there and the tracker is left as it is; when
    `out` is the tracker itself, however it is spelled, it is written as without."""

    def __init__(self, path: Path, out: Path | None = None) -> None:
        self.path, self.out = Path(path), None if out is None else Path(out)
        self._read_as: Stamp | None = None
        self._package: Package | None = None  # as it was read: spares the delivery that follows the opening

    @property
    def name(self) -> str:
        return self.path.name

    def read(self) -> Snapshot:
        self._read_as = stamp(self.path)
        self._package = open_workbook(self.path)  # refuses, with a sentence, what can't be worked on
        return read_sheets(self.path, self._package, _may_hold_list)

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        target = self._target()
        refuse_if_not_writable(target)
        with tempfile.TemporaryDirectory() as folder:
            drawn = _drawn(draw, Path(folder))
            return self._put(drawn, changes, target, keep, now)

    def _put(self, drawn: Path | None, changes: Sequence[Change], target: Path, keep: int, now: datetime) -> Delivered:
        read_as = self._read_as or stamp(self.path)

        def write(temporary: Path) -> GraftReport:
            return self._write(drawn, changes, temporary, now)

        if target != self.path:
            refuse_if_changed(self.path, read_as)
        if not target.exists():
            return _told(target, make_workbook(target, write), changed=len(changes))
        there = read_as if target == self.path else stamp(target)
        saved = replace_workbook(target, write, read_as=there, keep=keep, now=now)
        return _told(target, saved.result, saved.snapshot, changed=len(changes))

    def _write(self, drawn: Path | None, changes: Sequence[Change], out: Path, now: datetime) -> GraftReport:
        """The workbook with the changes carried out and the drawn sheets in it."""
        workbook: Path | Package = self._package or self.path
        self._package = None  # a graft uses it up
        if changes:
            from pc_workbook.ooxml.cells import edit  # a refresh that has nothing to file does not pay for it

            edit(self.path, changes, out)
            workbook = out
        if drawn is None:
            return GraftReport()
        return graft(workbook, drawn, out, today=now.date(), given=ENTRY_SHEETS)

    def _target(self) -> Path:
        """Where the refreshed workbook goes. Refuses a place where it would spoil something or not open."""
        refuse_shipped(self.out or self.path)
        if self.out is None or _is_same_file(self.out, self.path):
            return self.path
        refuse_if_not_writable(self.out)
        if self.out.suffix.casefold() != self.path.suffix.casefold():
            raise WorkbookProblem(OTHER_ENDING.format(out=self.out.name, ending=self.path.suffix))
        if self.out.exists() and not _was_refreshed(self.out):
            raise WorkbookProblem(NOT_REFRESHED.format(out=self.out.name))
        return self.out


class PretendHost(FileHost):
    """The same file, but a delivery only says what it would do (--dry-run)."""

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        target = self._target()
        with tempfile.TemporaryDirectory() as folder:
            drawn, pretended = _drawn(draw, Path(folder)), Path(folder) / f"pretended{self.path.suffix}"
            report = self._write(drawn, changes, pretended, now)
            return _told(target, report, written=False, changed=len(changes))


def _drawn(draw: Draw | None, folder: Path) -> Path | None:
    if draw is None:
        return None
    drawn = folder / "drawn.xlsx"
    draw(drawn)
    return drawn


def read_sheets(
    path: Path, package: Package, wanted: Callable[[str, Iterable[ListObject]], bool] = lambda name, lists: True
) -> Snapshot:
    """The cells of a workbook's sheets, or of those wanted: judged by their name and the list objects."""
    workbook = Workbook(package)
    lists = {place.name: place for place in _list_objects(workbook)}
    chosen = [sheet for sheet in workbook.sheets() if sheet.is_worksheet and wanted(sheet.name, lists.values())]
    sheets = {sheet.name: cells for sheet in chosen if (cells := _long_cells(workbook, sheet)) is not None}
    others = [sheet.name for sheet in chosen if sheet.name not in sheets]
    marks = cell_marks(workbook, others)
    book = _opened(path)
    sheets |= {name: _cells(book.get_sheet_by_name(name), marks[name]) for name in others}
    return Snapshot(path.name, sheets, lists)


def place_new(source: Path, target: Path) -> None:
    """Put a workbook of ours where none stands yet. Never over another file."""
    if target.suffix.casefold() != source.suffix:
        raise WorkbookProblem(
            f"A new tracker can't be called '{target.name}'; give a name that ends in {source.suffix}."
        )
    if os.access(target, os.F_OK):  # unlike exists(), false where one may not look
        raise WorkbookProblem(f"{target.name} exists already. Give another name, or move it away first.")
    make_workbook(target, lambda new: shutil.copyfile(source, new))


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there, or may not be looked at
        return False


def _was_refreshed(path: Path) -> bool:
    try:
        return was_refreshed(Workbook(open_workbook(path)))
    except WorkbookProblem:
        return False


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        raise WorkbookProblem(DAMAGED.format(name=path.name)) from error
    except BaseException as error:  # the reader's own panic is no Exception; anything else goes on up
        if type(error).__name__ == "PanicException":
            raise WorkbookProblem(DAMAGED.format(name=path.name)) from error
        raise


def _long_cells(workbook: Workbook, sheet: Sheet) -> SheetCells | None:
    """A long sheet's cells, read as columns; None for a short one, and for one that the usual reader must read."""
    if workbook.package.size(sheet.part) < LONG_SHEET:
        return None
    found = cell_columns(workbook, sheet.part)
    if found is None:
        return None
    merged = _corners(found.merged)
    return SheetCells.of_columns(sheet.name, found.columns, found.height, found.errors, found.percent, merged)


def _cells(sheet: CalamineSheet, marks: SheetMarks) -> SheetCells:
    first_column = sheet.start[1] + 1 if sheet.start else 1
    return SheetCells(sheet.name, sheet.iter_rows(), marks.errors, marks.percent, _corners(marks.merged), first_column)


def _corners(areas: Iterable[Area]) -> tuple[tuple[int, int, int, int], ...]:
    return tuple((area.top, area.left, area.bottom, area.right) for area in areas)


def _list_objects(workbook: Workbook) -> Iterable[ListObject]:
    known = {table.casefold(): table for table in (*BY_TABLE, SETTINGS_TABLE)}
    for frame in frames_of(workbook):
        if frame.name.casefold() in known and frame.has_headings:
            area = frame.area
            last = area.bottom - frame.totals_rows
            yield ListObject(known[frame.name.casefold()], frame.sheet, area.top, last, area.left, area.right)


def _may_hold_list(name: str, lists: Iterable[ListObject]) -> bool:
    """Whether a sheet holds one of our lists, by its frame or by its name."""
    known = {folded(one.sheet) for one in LISTS} | {folded(SETTINGS_SHEET)}
    return folded(name) in known or any(place.sheet == name for place in lists)


def _told(
    where: Path, report: GraftReport, snapshot: Path | None = None, written: bool = True, changed: int = 0
) -> Delivered:
    return Delivered(
        where=str(where),
        replaced=report.replaced_sheets,
        added=report.added_sheets,
        kept=tuple(report.kept.items()),
        warnings=report.warnings,
        snapshot=snapshot,
        written=written,
        changed=changed,
    )
