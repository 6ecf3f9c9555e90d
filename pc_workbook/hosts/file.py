"""A workbook that is a file on disk: read by python-calamine, written by grafting the drawn sheets into it."""

import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.port import Delivered, Draw
from pc_workbook.hosts.saving import Stamp, refuse_if_not_writable, replace_workbook, stamp
from pc_workbook.ooxml.address import Area
from pc_workbook.ooxml.cell_columns import cell_columns
from pc_workbook.ooxml.frames import frames_of
from pc_workbook.ooxml.graft import GraftReport, graft
from pc_workbook.ooxml.marks import SheetMarks, cell_marks
from pc_workbook.ooxml.opening import open_workbook
from pc_workbook.ooxml.workbook import Sheet, Workbook
from pc_workbook.tracker.lists import BY_TABLE, LISTS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.reading import folded
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot

LONG_SHEET = 1 << 18  # bytes of text from which a sheet is read as columns
DAMAGED = "{name} is damaged and can't be read. Open the newest copy in its snapshots folder, or repair it in Excel."


class FileHost:
    """A tracker on disk. With `out` the refreshed workbook goes there and the tracker is left as it is."""

    def __init__(self, path: Path, out: Path | None = None) -> None:
        self.path, self.out = Path(path), Path(out) if out else None
        self._read_as: Stamp | None = None

    @property
    def name(self) -> str:
        return self.path.name

    def read(self) -> Snapshot:
        self._read_as = stamp(self.path)
        workbook = Workbook(open_workbook(self.path))  # refuses, with a sentence, what can't be worked on
        lists = {place.name: place for place in _list_objects(workbook)}
        wanted = [
            sheet for sheet in workbook.sheets() if sheet.is_worksheet and _may_hold_list(sheet.name, lists.values())
        ]
        sheets = {sheet.name: cells for sheet in wanted if (cells := _long_cells(workbook, sheet)) is not None}
        others = [sheet.name for sheet in wanted if sheet.name not in sheets]
        marks = cell_marks(workbook, others)
        book = _opened(self.path)
        sheets |= {name: _cells(book.get_sheet_by_name(name), marks[name]) for name in others}
        return Snapshot(self.name, sheets, lists)

    def deliver(self, draw: Draw, *, keep: int, now: datetime) -> Delivered:
        with tempfile.TemporaryDirectory() as folder:
            drawn = Path(folder) / "drawn.xlsx"
            if self.out is not None:
                draw(drawn)
                return _told(self.out, graft(self.path, drawn, self.out, today=now.date()))
            refuse_if_not_writable(self.path)
            draw(drawn)
            read_as = self._read_as or stamp(self.path)
            saved = replace_workbook(
                self.path,
                lambda temporary: graft(self.path, drawn, temporary, today=now.date()),
                read_as=read_as,
                keep=keep,
                now=now,
            )
            return _told(self.path, saved.result, saved.snapshot)


class PretendHost(FileHost):
    """The same file, but a delivery only says what it would do (--dry-run)."""

    def deliver(self, draw: Draw, *, keep: int, now: datetime) -> Delivered:
        with tempfile.TemporaryDirectory() as folder:
            drawn, pretended = Path(folder) / "drawn.xlsx", Path(folder) / self.path.name
            draw(drawn)
            report = graft(self.path, drawn, pretended, today=now.date())
            return _told(self.path, report, written=False)


def place_new(source: Path, target: Path) -> None:
    """Put a workbook of ours where none stands yet. Never over another file."""
    if target.exists():
        raise WorkbookProblem(f"{target.name} exists already. Give another name, or move it away first.")
    if not target.parent.is_dir():
        raise WorkbookProblem(f"There is no folder {target.parent}. Make it first, or choose another.")
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise WorkbookProblem(f"{target.name} can't be written there. Choose a folder you may write in.") from error


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


def _told(where: Path, report: GraftReport, snapshot: Path | None = None, written: bool = True) -> Delivered:
    return Delivered(
        where=str(where),
        replaced=report.replaced_sheets,
        added=report.added_sheets,
        kept=tuple(report.kept.items()),
        warnings=report.warnings,
        snapshot=snapshot,
        written=written,
    )
