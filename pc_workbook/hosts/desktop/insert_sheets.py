"""Inserts drawn sheets into an open workbook.

An existing generated sheet is cleared and filled, never deleted, so that formulas, names, charts, links and macros keep
pointing at it. Excel copies its cells and charts from the drawn workbook; a missing sheet is copied as a whole. Each
existing sheet is first copied to a hidden workbook, to detect changes made by hand and to restore it if a step fails.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.excel_state import TEMPORARY_PREFIX, hide, made_copyable, new_workbook, opened_hidden
from pc_workbook.hosts.desktop.page_setup import SheetSettings, copy_sheet_settings, read_sheet_settings
from pc_workbook.hosts.desktop.references import repoint_to_book, table_formula_restorer
from pc_workbook.hosts.desktop.undo import UndoStack
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.ooxml.graft.generated_sheets import MARK, NOT_GENERATED, mark_text, parse_mark
from pc_workbook.ooxml.graft.graft import KEPT
from pc_workbook.ooxml.graft.kept_sheets import dated_name
from pc_workbook.ooxml.graft.table_register import NAME_CLASH, RENAMED_SHEET, TABLE_CLASH
from pc_workbook.tracker.lists.catalogue import ENTRY_SHEETS

PROTECTED: Final = (
    "'{sheet}' is protected, so it can't be refreshed. Unprotect it (Review, Unprotect Sheet), and try again."
)
STRUCTURE: Final = (
    "'{sheet}' can't be added, because the structure of {name} is protected. Unprotect it (Review, Protect Workbook), "
    "and try again."
)
NO_CHARTS: Final = (
    "Excel copied only {count} of the {wanted} charts of '{sheet}', so {name} was not changed. Close it, and run: "
    "pc-workbook refresh {name}"
)
FORM_CONTROL: Final = 8  # msoFormControl
DROP_DOWN: Final = 2  # xlDropDown


class ListFrame(NamedTuple):
    """The name and address of a list object (Excel's table) on a generated sheet."""

    name: str
    address: str


class Inserted(NamedTuple):
    """The sheets that were replaced and added, the copies that were kept (see Delivered), and warnings."""

    replaced: tuple[str, ...]
    added: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def insert_sheets(book: "xw.Book", drawn: Path, open_books: ExitStack, undo: UndoStack, today: date) -> Inserted:
    """Insert every sheet of the drawn workbook. Raises WorkbookProblem if one can't be inserted.

    `open_books` closes the temporary workbooks, which must happen after `undo` has used them.
    """
    insertion = _Insertion(book, open_books.enter_context(opened_hidden(book.app, drawn)), drawn, undo, today)
    insertion.refuse_clashes()
    if insertion.existing:
        insertion.copy_existing(drawn.with_name(f"{TEMPORARY_PREFIX}originals.xlsx"), open_books)
    insertion.keep_changed_sheets()
    insertion.insert()
    return insertion.result()


class _Insertion:
    def __init__(self, book: "xw.Book", drawn: "xw.Book", path: Path, undo: UndoStack, today: date) -> None:
        self.book, self.drawn, self.undo, self.today = book, drawn, undo, today
        self.settings = read_sheet_settings(path)
        by_name = {sheet.name.casefold(): sheet for sheet in book.sheets}
        matches = {sheet.name: by_name.get(sheet.name.casefold()) for sheet in drawn.sheets}
        self.existing: dict[str, xw.Sheet] = {name: sheet for name, sheet in matches.items() if sheet is not None}
        self.originals: dict[str, tuple[xw.Sheet, SheetSettings]] = {}
        self.kept: list[tuple[str, str]] = []
        self.warnings: list[str] = []

    # -- checks before any change

    def refuse_clashes(self) -> None:
        """Raise WorkbookProblem if a sheet, its protection or the name of a table prevents the insertion."""
        for name, sheet in self.existing.items():
            if mark_of(sheet) is None and not _is_blank(sheet):
                raise WorkbookProblem(NOT_GENERATED.format(workbook=self.book.name, sheet=name))
            if sheet.api.ProtectContents:
                raise WorkbookProblem(PROTECTED.format(sheet=name))
        missing = [sheet.name for sheet in self.drawn.sheets if sheet.name not in self.existing]
        if missing:
            self._refuse_protected_structure(missing[0])
        self._refuse_taken_names()

    def _refuse_protected_structure(self, sheet: str) -> None:
        if self.book.api.ProtectStructure:
            raise WorkbookProblem(STRUCTURE.format(name=self.book.name, sheet=sheet))

    def _refuse_taken_names(self) -> None:
        generated = {sheet.name for sheet in self.existing.values()}
        tables = {table.name.casefold(): sheet.name for sheet in self.book.sheets for table in sheet.tables}
        names = {name.name.casefold() for name in self.book.names}
        for sheet in self.drawn.sheets:
            for table in sheet.tables:
                owner = tables.get(table.name.casefold())
                details = {"name": table.name, "sheet": sheet.name, "owner": owner}
                if owner is not None and owner not in generated:
                    is_generated = mark_of(self.book.sheets[owner]) is not None
                    raise WorkbookProblem((RENAMED_SHEET if is_generated else TABLE_CLASH).format(**details))
                if table.name.casefold() in names:
                    raise WorkbookProblem(NAME_CLASH.format(**details))

    # -- copies of the existing sheets

    def copy_existing(self, path: Path, open_books: ExitStack) -> None:
        """Copy the existing sheets to a hidden workbook."""
        copies = open_books.enter_context(new_workbook(self.book.app, path))
        for sheet in self.existing.values():
            open_books.enter_context(made_copyable(sheet))
            sheet.copy(after=copies.sheets[-1])
        copies.save()
        hide(copies)
        settings = read_sheet_settings(path)
        self.originals = {
            name: (copies.sheets[sheet.name], settings[sheet.name]) for name, sheet in self.existing.items()
        }

    def keep_changed_sheets(self) -> None:
        """Add a dated copy of each generated sheet that somebody has changed by hand."""
        for name, sheet in self.existing.items():
            mark = mark_of(sheet)
            if mark is not None and parse_mark(mark).fingerprint != self.originals[name][1].fingerprint:
                self._refuse_protected_structure(f"{name} kept")
                taken = {other.name.casefold() for other in (*self.book.sheets, *self.drawn.sheets)}
                copy_name = dated_name(sheet.name, self.today, taken)
                copy = sheet.copy(after=self.book.sheets[-1], name=copy_name)
                self.undo.add(copy.delete)
                _delete_mark(copy)
                self.kept.append((name, copy_name))

    # -- inserting the sheets

    def insert(self) -> None:
        """Fill the existing sheets, add the missing ones, and restore the references to them."""
        generated = {sheet.name for sheet in self.existing.values()}
        others = [sheet for sheet in self.book.sheets if sheet.name not in generated]
        tables = [table.name for sheet in self.existing.values() for table in sheet.tables]
        restore_formulas = table_formula_restorer(others, self.book, tables)
        self.undo.add(restore_formulas)
        inserted = [self._inserted(sheet) for sheet in self.drawn.sheets]
        repoint_to_book(self.book, self.drawn, inserted)
        restore_formulas()
        for sheet, source in zip(inserted, self.drawn.sheets, strict=True):
            if source.name not in ENTRY_SHEETS:
                put_mark(sheet, self.settings[source.name].fingerprint)

    def _inserted(self, source: "xw.Sheet") -> "xw.Sheet":
        if source.name not in self.existing:
            return self._added(source)
        target = self.existing[source.name]
        self._prepare_undo(source.name, target)
        _fill(target, source, _frames(source))
        self.warnings += copy_sheet_settings(target, source, self.settings[source.name])
        return target

    def _added(self, source: "xw.Sheet") -> "xw.Sheet":
        added = source.copy(after=self.book.sheets[-1])
        self.undo.add(added.delete)
        if added.name != source.name:  # a sheet of another kind, such as a chart sheet, has the name
            raise WorkbookProblem(NOT_GENERATED.format(workbook=self.book.name, sheet=source.name))
        _name_tables(added, _frames(source))
        return added

    def _prepare_undo(self, name: str, target: "xw.Sheet") -> None:
        copy, settings = self.originals[name]
        frames, mark = _frames(target), mark_of(target)

        def restore() -> None:
            _fill(target, copy, frames)
            copy_sheet_settings(target, copy, settings)
            repoint_to_book(self.book, copy.book, [target])
            if mark is None:
                _delete_mark(target)
            else:
                put_mark(target, parse_mark(mark).fingerprint)

        self.undo.add(restore)

    def result(self) -> Inserted:
        """Return what was inserted, in the order of the drawn workbook."""
        names = [sheet.name for sheet in self.drawn.sheets]
        kept = [KEPT.format(name=sheet, kept=copy) for sheet, copy in self.kept]
        return Inserted(
            tuple(self.existing[name].name for name in names if name in self.existing),
            tuple(name for name in names if name not in self.existing),
            tuple(self.kept),
            (*kept, *self.warnings),
        )


def _fill(target: "xw.Sheet", source: "xw.Sheet", frames: Sequence[ListFrame]) -> None:
    """Clear a sheet and copy everything on another one to it."""
    _clear(target)
    target.api.StandardWidth = source.api.StandardWidth
    target.api.Cells.RowHeight = source.api.StandardHeight
    source.cells.copy(target.range("A1"))
    if len(target.charts) != len(source.charts):
        _copy_charts(target, source)
    _name_tables(target, frames)


def _copy_charts(target: "xw.Sheet", source: "xw.Sheet") -> None:
    """Copy charts one by one through the clipboard, if Excel did not copy them with their cells."""
    _delete_shapes(target)
    target.book.api.Activate()  # a shape can only be pasted into the active sheet
    target.api.Activate()
    for chart in source.charts:
        frame, _ = chart.api
        target.api.Range(frame.TopLeftCell.Address).Select()
        count = len(target.charts)
        frame.Copy()
        target.api.Paste()
        if len(target.charts) != count + 1:
            details = {"count": count, "wanted": len(source.charts), "sheet": target.name, "name": target.book.name}
            raise WorkbookProblem(NO_CHARTS.format(**details))
        pasted, _ = target.charts[-1].api
        for side in ("Left", "Top", "Width", "Height", "Name"):
            setattr(pasted, side, getattr(frame, side))


def _clear(sheet: "xw.Sheet") -> None:
    """Clear a sheet. Tables are converted to ranges first: they can't be pasted over, and formulas keep their addresses."""
    _delete_shapes(sheet)
    for table in list(sheet.tables):
        table.api.Unlist()
    sheet.api.Cells.UnMerge()
    sheet.api.Cells.Clear()
    sheet.api.Cells.Validation.Delete()


def _delete_shapes(sheet: "xw.Sheet") -> None:
    """Delete all shapes except the arrow of drop-down lists, which would then be missing on the whole sheet."""
    for shape in list(sheet.shapes):
        if shape.api.Type != FORM_CONTROL or shape.api.FormControlType != DROP_DOWN:
            shape.delete()


def _frames(sheet: "xw.Sheet") -> list[ListFrame]:
    return [ListFrame(table.name, table.range.address) for table in sheet.tables]


def _name_tables(sheet: "xw.Sheet", frames: Sequence[ListFrame]) -> None:
    """Give copied tables their names; Excel may have renamed them, or copied their cells without the table."""
    tables = {table.range.address: table for table in sheet.tables}
    for frame in frames:
        table = tables.get(frame.address)
        if table is None:
            table = sheet.tables.add(sheet.range(frame.address), has_headers=True, table_style_name="")
        if table.name != frame.name:
            table.name = frame.name


def _is_blank(sheet: "xw.Sheet") -> bool:
    used = sheet.used_range
    return used.address.count(":") == 0 and used.value is None and not len(sheet.shapes)


def mark_of(sheet: "xw.Sheet") -> str | None:
    """Return the text that marks a sheet as generated; None for other sheets."""
    for name in sheet.names:
        if name.name.rsplit("!", 1)[-1].casefold() == MARK.casefold():
            return str(name.refers_to)
    return None


def put_mark(sheet: "xw.Sheet", fingerprint: str) -> None:
    """Mark a sheet as generated, with the fingerprint of its content."""
    sheet.names.add(MARK, f"={mark_text(fingerprint)}").api.Visible = False


def _delete_mark(sheet: "xw.Sheet") -> None:
    for name in list(sheet.names):
        if name.name.rsplit("!", 1)[-1].casefold() == MARK.casefold():
            name.delete()
