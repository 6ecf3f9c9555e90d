"""Drawn sheets, put into an open workbook.

A sheet of ours that is there already is emptied and filled, never deleted: so it keeps its place, and every
formula, name, chart, link and macro that points at it goes on pointing at it. What it is filled with is copied
by Excel from the drawn workbook, cells and charts together. A sheet that is not there yet is copied whole. Each
sheet is first copied into a hidden workbook: from there it is told whether somebody put something on it, and
from there it is brought back when a later step fails.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.excel_state import OURS, added, hide, opened_hidden, to_be_copied
from pc_workbook.hosts.desktop.page_setup import AsSaved, copy_paper_and_window, sheets_as_saved
from pc_workbook.hosts.desktop.references import formulas_naming, point_home
from pc_workbook.hosts.desktop.undo import WayBack
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.ooxml.graft.generated_sheets import MARK, NOT_OURS, mark_text, parse_mark
from pc_workbook.ooxml.graft.graft import KEPT
from pc_workbook.ooxml.graft.kept_sheets import dated_name
from pc_workbook.ooxml.graft.table_register import NAME_CLASH, RENAMED_SHEET, TABLE_CLASH
from pc_workbook.tracker.lists.catalogue import ENTRY_SHEETS

PROTECTED: Final = (
    "'{sheet}' is protected, so it can't be refreshed; unprotect it (Review, Unprotect Sheet), and try again."
)
STRUCTURE: Final = (
    "{name} is protected against adding sheets, and '{sheet}' has to be added; unprotect it (Review, Protect "
    "Workbook), and try again."
)
NO_CHARTS: Final = (
    "Excel brought {found} of the {wanted} charts of '{sheet}' across, so {name} was put back as it was. Close it, "
    "and run: pc-workbook refresh {name}"
)
FORM_CONTROL: Final = 8  # msoFormControl
DROP_DOWN: Final = 2  # xlDropDown


class Frame(NamedTuple):
    """A table of ours: its name and where it lies."""

    name: str
    address: str


class Put(NamedTuple):
    """What putting the sheets in came to."""

    replaced: tuple[str, ...]
    added: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def put_sheets(book: "xw.Book", drawn: Path, open_books: ExitStack, back: WayBack, today: date) -> Put:
    """Put every sheet of the drawn workbook in; raises WorkbookProblem where one can't be.

    `open_books` closes the hidden workbooks, and must do so after the way back was taken.
    """
    work = _Work(book, open_books.enter_context(opened_hidden(book.app, drawn)), drawn, back, today)
    work.refuse_clashes()
    if work.there:
        work.set_aside(drawn.with_name(f"{OURS}as it was.xlsx"), open_books)
    work.keep_changed_sheets()
    work.put()
    return work.done()


class _Work:
    def __init__(self, book: "xw.Book", drawn: "xw.Book", path: Path, back: WayBack, today: date) -> None:
        self.book, self.drawn, self.back, self.today = book, drawn, back, today
        self.saved = sheets_as_saved(path)
        by_name = {sheet.name.casefold(): sheet for sheet in book.sheets}
        found = {sheet.name: by_name.get(sheet.name.casefold()) for sheet in drawn.sheets}
        self.there: dict[str, xw.Sheet] = {name: sheet for name, sheet in found.items() if sheet is not None}
        self.as_it_was: dict[str, tuple[xw.Sheet, AsSaved]] = {}
        self.kept: list[tuple[str, str]] = []
        self.warnings: list[str] = []

    # -- refuse first

    def refuse_clashes(self) -> None:
        for name, sheet in self.there.items():
            if mark_of(sheet) is None and not _is_blank(sheet):
                raise WorkbookProblem(NOT_OURS.format(workbook=self.book.name, sheet=name))
            if sheet.api.ProtectContents:
                raise WorkbookProblem(PROTECTED.format(sheet=name))
        missing = [sheet.name for sheet in self.drawn.sheets if sheet.name not in self.there]
        if missing:
            self._refuse_closed_structure(missing[0])
        self._refuse_taken_names()

    def _refuse_closed_structure(self, sheet: str) -> None:
        if self.book.api.ProtectStructure:
            raise WorkbookProblem(STRUCTURE.format(name=self.book.name, sheet=sheet))

    def _refuse_taken_names(self) -> None:
        ours = {sheet.name for sheet in self.there.values()}
        tables = {table.name.casefold(): sheet.name for sheet in self.book.sheets for table in sheet.tables}
        names = {name.name.casefold() for name in self.book.names}
        for sheet in self.drawn.sheets:
            for table in sheet.tables:
                owner = tables.get(table.name.casefold())
                told = {"name": table.name, "sheet": sheet.name, "owner": owner}
                if owner is not None and owner not in ours:
                    is_ours = mark_of(self.book.sheets[owner]) is not None
                    raise WorkbookProblem((RENAMED_SHEET if is_ours else TABLE_CLASH).format(**told))
                if table.name.casefold() in names:
                    raise WorkbookProblem(NAME_CLASH.format(**told))

    # -- nothing of theirs is lost

    def set_aside(self, path: Path, open_books: ExitStack) -> None:
        aside = open_books.enter_context(added(self.book.app, path))
        for sheet in self.there.values():
            open_books.enter_context(to_be_copied(sheet))
            sheet.copy(after=aside.sheets[-1])
        aside.save()
        hide(aside)
        saved = sheets_as_saved(path)
        self.as_it_was = {name: (aside.sheets[sheet.name], saved[sheet.name]) for name, sheet in self.there.items()}

    def keep_changed_sheets(self) -> None:
        for name, sheet in self.there.items():
            mark = mark_of(sheet)
            if mark is not None and parse_mark(mark).fingerprint != self.as_it_was[name][1].fingerprint:
                self._refuse_closed_structure(f"{name} kept")
                taken = {one.name.casefold() for one in (*self.book.sheets, *self.drawn.sheets)}
                copy_name = dated_name(sheet.name, self.today, taken)
                copy = sheet.copy(after=self.book.sheets[-1], name=copy_name)
                self.back.by(copy.delete)
                _take_mark_off(copy)
                self.kept.append((name, copy_name))

    # -- the sheets

    def put(self) -> None:
        ours = {sheet.name for sheet in self.there.values()}
        theirs = [sheet for sheet in self.book.sheets if sheet.name not in ours]
        tables = [table.name for sheet in self.there.values() for table in sheet.tables]
        write_again = formulas_naming(theirs, self.book, tables)
        self.back.by(write_again)
        placed = [self._placed(sheet) for sheet in self.drawn.sheets]
        point_home(self.book, self.drawn, placed)
        write_again()
        for sheet, source in zip(placed, self.drawn.sheets, strict=True):
            if source.name not in ENTRY_SHEETS:
                put_mark(sheet, self.saved[source.name].fingerprint)

    def _placed(self, source: "xw.Sheet") -> "xw.Sheet":
        saved = self.saved[source.name]
        if source.name not in self.there:
            return self._added(source)
        target = self.there[source.name]
        self._prepare_way_back(source.name, target)
        _fill(target, source, _frames(source))
        self.warnings += copy_paper_and_window(target, source, saved)
        return target

    def _added(self, source: "xw.Sheet") -> "xw.Sheet":
        added = source.copy(after=self.book.sheets[-1])
        self.back.by(added.delete)
        if added.name != source.name:  # a sheet of another kind, such as a chart's, has the name
            raise WorkbookProblem(NOT_OURS.format(workbook=self.book.name, sheet=source.name))
        _name_tables(added, _frames(source))
        return added

    def _prepare_way_back(self, name: str, target: "xw.Sheet") -> None:
        copy, saved = self.as_it_was[name]
        frames, mark = _frames(target), mark_of(target)

        def bring_back() -> None:
            _fill(target, copy, frames)
            copy_paper_and_window(target, copy, saved)
            point_home(self.book, copy.book, [target])
            if mark is None:
                _take_mark_off(target)
            else:
                put_mark(target, parse_mark(mark).fingerprint)

        self.back.by(bring_back)

    def done(self) -> Put:
        names = [sheet.name for sheet in self.drawn.sheets]
        kept = [KEPT.format(name=sheet, kept=copy) for sheet, copy in self.kept]
        return Put(
            tuple(self.there[name].name for name in names if name in self.there),
            tuple(name for name in names if name not in self.there),
            tuple(self.kept),
            (*kept, *self.warnings),
        )


def _fill(target: "xw.Sheet", source: "xw.Sheet", frames: Sequence[Frame]) -> None:
    """Everything that is on one sheet, on another that is emptied for it."""
    _empty_out(target)
    target.api.StandardWidth = source.api.StandardWidth
    target.api.Cells.RowHeight = source.api.StandardHeight
    source.cells.copy(target.range("A1"))
    if len(target.charts) != len(source.charts):
        _bring_charts(target, source)
    _name_tables(target, frames)


def _bring_charts(target: "xw.Sheet", source: "xw.Sheet") -> None:
    """One by one over the clipboard, where Excel did not bring them with the cells they lie on."""
    _delete_shapes(target)
    target.book.api.Activate()  # what is no range can only be pasted where somebody could do it by hand
    target.api.Activate()
    for chart in source.charts:
        frame, _ = chart.api
        target.api.Range(frame.TopLeftCell.Address).Select()
        found = len(target.charts)
        frame.Copy()
        target.api.Paste()
        if len(target.charts) != found + 1:
            told = {"found": found, "wanted": len(source.charts), "sheet": target.name, "name": target.book.name}
            raise WorkbookProblem(NO_CHARTS.format(**told))
        pasted, _ = target.charts[-1].api
        for side in ("Left", "Top", "Width", "Height", "Name"):
            setattr(pasted, side, getattr(frame, side))


def _empty_out(sheet: "xw.Sheet") -> None:
    """Tables become plain cells first: a table can't be pasted over, and formulas that read it keep reading."""
    _delete_shapes(sheet)
    for table in list(sheet.tables):
        table.api.Unlist()
    sheet.api.Cells.UnMerge()
    sheet.api.Cells.Clear()
    sheet.api.Cells.Validation.Delete()


def _delete_shapes(sheet: "xw.Sheet") -> None:
    """All but the arrow of cells with a list to choose from: once deleted, it comes back on no cell of the sheet."""
    for shape in list(sheet.shapes):
        if shape.api.Type != FORM_CONTROL or shape.api.FormControlType != DROP_DOWN:
            shape.delete()


def _frames(sheet: "xw.Sheet") -> list[Frame]:
    return [Frame(table.name, table.range.address) for table in sheet.tables]


def _name_tables(sheet: "xw.Sheet", frames: Sequence[Frame]) -> None:
    """Excel may name a copied table anew, or leave its cells without one."""
    there = {table.range.address: table for table in sheet.tables}
    for frame in frames:
        table = there.get(frame.address)
        if table is None:
            table = sheet.tables.add(sheet.range(frame.address), has_headers=True, table_style_name="")
        if table.name != frame.name:
            table.name = frame.name


def _is_blank(sheet: "xw.Sheet") -> bool:
    used = sheet.used_range
    return used.address.count(":") == 0 and used.value is None and not len(sheet.shapes)


def mark_of(sheet: "xw.Sheet") -> str | None:
    """The text by which a sheet is known as ours; None for somebody else's."""
    for name in sheet.names:
        if name.name.rsplit("!", 1)[-1].casefold() == MARK.casefold():
            return str(name.refers_to)
    return None


def put_mark(sheet: "xw.Sheet", fingerprint: str) -> None:
    """Mark a sheet as ours, with what it says."""
    sheet.names.add(MARK, f"={mark_text(fingerprint)}").api.Visible = False


def _take_mark_off(sheet: "xw.Sheet") -> None:
    for name in list(sheet.names):
        if name.name.rsplit("!", 1)[-1].casefold() == MARK.casefold():
            name.delete()
