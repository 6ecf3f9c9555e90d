"""A stand-in for Excel's own object model, over workbooks that openpyxl has read: what the desktop host's few calls of
`.api` reach in a test. Names are Excel's. It knows the consequences that matter here: a deleted sheet leaves #REF!
behind, a table that is turned into cells leaves addresses, a chart that is copied with its cells goes on pointing
where it came from, a whole sheet that is copied points at itself. It calculates nothing.

`Excel.fail` makes a step fail as Excel fails; `Excel.log` says what was done.
"""

from __future__ import annotations  # a class here has a property called Path, as Excel's has

import re
from collections.abc import Callable, Iterator
from copy import copy, deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table as XTable
from openpyxl.worksheet.worksheet import Worksheet

REFUSED, REJECTED, DISCONNECTED = -2147352567, -2147418111, -2147417848
UNKNOWN_NAME = -2147352570
ERRORS = {
    "#DIV/0!": -2146826281, "#N/A": -2146826246, "#NAME?": -2146826259, "#NULL!": -2146826288,
    "#NUM!": -2146826252, "#REF!": -2146826265, "#VALUE!": -2146826273, "#SPILL!": -2146826223,
}  # fmt: skip
VIEWS = ("normal", "pageBreakPreview", "pageLayout")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class ComError(Exception):
    """As pywintypes.com_error: a number, and inside it what Excel says."""

    def __init__(self, hresult: int, words: str = "") -> None:
        super().__init__(hresult, words)
        self.hresult, self.strerror = hresult, words
        self.excepinfo = (0, "Microsoft Excel", words, None, 0, -2146827284) if words else None


class Excel:
    """One running Excel."""

    def __init__(self, pid: int = 1) -> None:
        self.pid = self.Hwnd = pid
        self.books: list[Book] = []
        self.active: Book | None = None
        self.log: list[str] = []
        self.alerts: list[str] = []
        self.faults: list[tuple[str, int, ComError]] = []
        self.gone = self.editing = False
        self.before_365, self.says_it_is_ready = False, True
        self.ScreenUpdating = self.Interactive = self.DisplayAlerts = self.EnableEvents = True
        self.CopyObjectsWithCells = self.PrintCommunication = True
        self.Calculation, self.StatusBar = "automatic", False
        self.change_link_reaches_charts = True
        self.charts_travel_with_cells = self.clipboard_works = True
        self.clipboard: tuple[Any, str] | None = None
        self.has_printer = True
        self.chosen: dict[str, Any] = {}

    @property
    def WorksheetFunction(self) -> WorksheetFunctions:  # noqa: N802
        return WorksheetFunctions()

    def did(self, step: str) -> None:
        """Every step passes here, and here it fails when it was told to."""
        if self.gone:
            raise ComError(DISCONNECTED)
        if self.editing:
            raise ComError(REJECTED)
        self.log.append(step)
        for at, (pattern, left, error) in enumerate(self.faults):
            if re.search(pattern, step):
                self.faults[at] = (pattern, left - 1, error)
                if left <= 1:
                    del self.faults[at]
                    self.gone = error.hresult == DISCONNECTED
                    raise error

    def fail(self, step: str, at: int = 1, *, gone: bool = False) -> None:
        """The at-th step that matches fails; with `gone` Excel has closed from then on."""
        error = ComError(DISCONNECTED) if gone else ComError(REFUSED, f"{step} failed")
        self.faults.append((step, at, error))

    ActiveWorkbook = property(lambda s: s.active)

    @property
    def Ready(self) -> bool:  # noqa: N802
        self.did("Ready")
        return self.says_it_is_ready

    # Dialogues: `chosen` is what somebody types or picks; what is missing there was cancelled.

    def InputBox(self, *_: object, **__: object) -> object:  # noqa: N802
        return self.chosen.get("words", False)

    def GetSaveAsFilename(self, _: str, kinds: str, **__: object) -> object:  # noqa: N802
        assert " " not in kinds.rpartition(",")[2], "a pattern of file names holds no space"
        return self.chosen.get("new file", False)

    def GetOpenFilename(self, kinds: str, **__: object) -> object:  # noqa: N802
        assert " " not in kinds.rpartition(",")[2], "a pattern of file names holds no space"
        return self.chosen.get("files", False)

    def FileDialog(self, kind: int) -> FolderDialogue:  # noqa: N802
        assert kind == 4
        return FolderDialogue(self.chosen.get("folder"))

    def open(self, path: Path, read_only: bool = False) -> Book:
        self.did(f"Open {path.name}")
        book = Book(self, openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm"), path)
        book.ReadOnly = read_only
        self.books.append(book)
        self.active = book
        return book

    def add(self) -> Book:
        self.did("Add workbook")
        book = Book(self, openpyxl.Workbook(), None)
        book.name_unsaved = f"Book{len(self.books) + 1}"
        self.books.append(book)
        self.active = book
        return book


class FolderDialogue:
    def __init__(self, folder: str | None) -> None:
        self.folder, self.Title = folder, ""

    def Show(self) -> int:  # noqa: N802
        return -1 if self.folder else 0

    def SelectedItems(self, _: int) -> str:  # noqa: N802
        assert self.folder is not None
        return self.folder


class Window:
    """The one window of a workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.Visible = True
        self.ScrollRow = self.ScrollColumn = 1

    @property
    def RangeSelection(self) -> Cells:  # noqa: N802
        return Cells(self.book.ActiveSheet, self.book.ActiveSheet.selected)

    def _view(self) -> Any:
        return self.book.ActiveSheet.ws.sheet_view

    SplitRow = property(lambda s: s._split[0], lambda s, v: s._set_split(0, v))
    SplitColumn = property(lambda s: s._split[1], lambda s, v: s._set_split(1, v))
    Zoom = property(lambda s: s._view().zoomScale or 100, lambda s, v: setattr(s._view(), "zoomScale", v))
    View = property(
        lambda s: VIEWS.index(s._view().view or "normal") + 1, lambda s, v: setattr(s._view(), "view", VIEWS[v - 1])
    )
    DisplayGridlines = property(
        lambda s: s._view().showGridLines is not False, lambda s, v: setattr(s._view(), "showGridLines", v)
    )

    @property
    def _split(self) -> list[int]:
        return self.book.ActiveSheet.split

    def _set_split(self, place: int, value: int) -> None:
        self._split[place] = value

    @property
    def FreezePanes(self) -> bool:  # noqa: N802
        return self.book.ActiveSheet.ws.freeze_panes is not None

    @FreezePanes.setter
    def FreezePanes(self, value: bool) -> None:  # noqa: N802
        sheet = self.book.ActiveSheet
        if self.View == 3:
            raise ComError(REFUSED, "Unable to set the FreezePanes property of the Window class")
        rows, columns = sheet.split
        sheet.ws.freeze_panes = f"{get_column_letter(columns + 1)}{rows + 1}" if value else None


class Book:
    """A workbook."""

    def __init__(self, excel: Excel, wb: openpyxl.Workbook, path: Path | None) -> None:
        self.excel, self.wb, self.path = excel, wb, path
        self.name_unsaved = "Book1"
        self.told_path: str | None = None
        self.ReadOnly = self.ProtectStructure = self.MultiUserEditing = False
        self.sheets = [Sheet(self, ws) for ws in wb.worksheets]
        self.chart_sheets: set[str] = set()
        self._active = self.sheets[wb._active_sheet_index] if self.sheets else None
        self.window = Window(self)
        self._cached: openpyxl.Workbook | None = None
        self.Date1904 = wb.epoch.year == 1904

    Name = property(lambda s: s.FullName.rsplit("/", 1)[-1] if s.path else s.name_unsaved)
    FullName = property(lambda s: s.told_path or (str(s.path) if s.path else s.name_unsaved))
    Path = property(lambda s: s.FullName.rsplit("/", 1)[0] if s.path else "")
    ActiveSheet = property(lambda s: s._active)

    def Windows(self, _: int) -> Window:  # noqa: N802
        return self.window

    def Activate(self) -> None:  # noqa: N802
        self.excel.did(f"Activate {self.Name}")
        self.excel.active = self

    def cached(self, sheet: Sheet, address: str) -> object:
        """What a formula showed when the file was last calculated."""
        if self.path is None or not self.path.exists():
            return None
        self._cached = self._cached or openpyxl.load_workbook(self.path, data_only=True)
        return self._cached[sheet.Name][address].value if sheet.Name in self._cached.sheetnames else None

    def sheet(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.Name.casefold() == name.casefold())

    def rewrite(self, change: Callable[[str], str], charts: bool = True, but: Sheet | None = None) -> None:
        """Change the text of every formula, name and chart source."""
        for sheet in self.sheets:
            if sheet is not but:
                sheet.rewrite(change, charts)
        for name in self.wb.defined_names.values():
            name.attr_text = change(name.attr_text or "")

    def texts(self) -> Iterator[str]:
        for sheet in self.sheets:
            yield from sheet.texts()
        for name in self.wb.defined_names.values():
            yield name.attr_text or ""

    def LinkSources(self, _: int) -> tuple[str, ...] | None:  # noqa: N802
        self.excel.did("LinkSources")
        linked = {name for text in self.texts() for name in re.findall(r"\[([^\[\]]+\.xls[xm])\]", text)}
        paths = {book.Name: book.FullName for book in self.excel.books}
        return tuple(paths.get(name, name) for name in sorted(linked)) or None

    def ChangeLink(self, name: str, new_name: str, _: int) -> None:  # noqa: N802
        self.excel.did("ChangeLink")
        assert new_name == self.FullName
        old = f"[{name.rsplit('/', 1)[-1]}]"
        self.rewrite(lambda text: text.replace(old, ""), charts=self.excel.change_link_reaches_charts)

    def save(self, path: Path | None) -> None:
        self.excel.did(f"Save {path.name if path else self.Name}")
        self.wb._active_sheet_index = self.sheets.index(self._active) if self._active in self.sheets else 0
        self.path = path or self.path
        assert self.path is not None
        self.wb.save(self.path)

    def close(self) -> None:
        self.excel.did(f"Close {self.Name}")
        self.excel.books.remove(self)
        if self.excel.active is self:
            self.excel.active = self.excel.books[-1] if self.excel.books else None

    def free_table_name(self, like: str) -> str:
        taken = {table.displayName.casefold() for sheet in self.sheets for table in sheet.ws.tables.values()}
        number, name = 0, like
        while name.casefold() in taken:
            number += 1
            name = f"{like}{number}"
        return name


def quoted(name: str) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'" if re.search(r"\W", name) else name


def pointing(old: str, new: str) -> Callable[[str], str]:
    """Changes what points at a sheet to point at another, or at #REF!."""
    both = "|".join(re.escape(way) for way in {quoted(old), "'" + old.replace("'", "''") + "'"})
    pattern = re.compile(rf"(?<![\w\]'])(?:{both})!")
    return lambda text: pattern.sub(lambda _: f"{quoted(new)}!" if new != "#REF" else "#REF!", text)


class Sheet:
    """A worksheet."""

    def __init__(self, book: Book, ws: Worksheet) -> None:
        self.book, self.ws = book, ws
        self.selected = "$A$1"
        frozen = ws.freeze_panes
        column, row = (range_boundaries(frozen)[:2]) if frozen else (1, 1)
        self.split = [int(row or 1) - 1, int(column or 1) - 1]
        self.PageSetup = PageSetup(self)
        self.HPageBreaks = PageBreaks(self)
        self.breaks = [one.id + 1 for one in ws.row_breaks.brk]
        self.spills: dict[str, str] = {}
        self.arrows: list[ListArrow] = []

    Name = property(lambda s: s.ws.title)
    ProtectContents = property(lambda s: bool(s.ws.protection.sheet))
    Tab = property(lambda s: Tab(s))
    Cells = property(lambda s: WholeSheet(s))
    Hyperlinks = property(lambda s: Hyperlinks(s))
    StandardWidth = property(
        lambda s: s.ws.sheet_format.defaultColWidth or 8.43, lambda s, v: s._set("defaultColWidth", v)
    )
    StandardHeight = property(lambda s: s.ws.sheet_format.defaultRowHeight or 15)
    Visible = property(
        lambda s: {"visible": -1, "hidden": 0, "veryHidden": 2}[s.ws.sheet_state],
        lambda s, v: setattr(s.ws, "sheet_state", {-1: "visible", 0: "hidden", 2: "veryHidden"}[v]),
    )

    def _set(self, name: str, value: float) -> None:
        setattr(self.ws.sheet_format, name, value)

    def did(self, step: str) -> None:
        self.book.excel.did(f"{step} {self.book.Name}!{self.Name}")

    def rename(self, name: str) -> None:
        old = self.Name
        self.ws.title = name
        self.book.rewrite(pointing(old, name))

    def Activate(self) -> None:  # noqa: N802
        self.did("Activate")
        self.book._active = self

    def Range(self, address: str) -> Cells:  # noqa: N802
        return Cells(self, address)

    def PivotTables(self) -> Empty:  # noqa: N802
        return Empty()

    def Paste(self) -> None:  # noqa: N802
        self.did("Paste")
        assert self.book._active is self, "what is no range can only be pasted on the sheet that is shown"
        if self.book.excel.clipboard is not None and self.book.excel.clipboard_works:
            self.ws._charts.append(self.placed(*self.book.excel.clipboard))

    def placed(self, chart: Any, from_book: str) -> Any:
        """A copy of a chart from somewhere else, which goes on pointing there."""
        made = deepcopy(chart)
        if from_book != self.book.Name:
            for reference in self.chart_sources(made):
                reference.f = _outside(reference.f, from_book)
        return made

    def ResetAllPageBreaks(self) -> None:  # noqa: N802
        self.breaks.clear()
        self.HPageBreaks.store()

    # -- references

    def rewrite(self, change: Callable[[str], str], charts: bool = True) -> None:
        for cell in self.formula_cells():
            if isinstance(cell.value, ArrayFormula):
                cell.value.text = change(cell.value.text)
            else:
                cell.value = change(cell.value)
        for name in self.ws.defined_names.values():
            name.attr_text = change(name.attr_text or "")
        if charts:
            for source in self.chart_sources():
                source.f = change(source.f)

    def texts(self) -> Iterator[str]:
        for cell in self.formula_cells():
            yield cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
        yield from (name.attr_text or "" for name in self.ws.defined_names.values())
        yield from (source.f for source in self.chart_sources())

    def formula_cells(self) -> Iterator[Any]:
        return (cell for cell in self.ws._cells.values() if cell.data_type == "f")

    def chart_sources(self, chart: Any = None) -> Iterator[Any]:
        for one in [chart] if chart is not None else self.ws._charts:
            for part in one._charts:
                for series in part.series:
                    yield from _references(series)

    # -- the large steps

    def Delete(self) -> None:  # noqa: N802
        self.did("Delete")
        name = self.Name
        self.book.sheets.remove(self)
        self.book.wb.remove(self.ws)
        self.book.rewrite(pointing(name, "#REF"))
        if self.book._active is self:
            self.book._active = self.book.sheets[-1]

    def copy_after(self, after: Sheet) -> Sheet:
        """As Excel copies a whole sheet: it stands alone, and what pointed at itself points at the copy."""
        self.did("Copy sheet")
        if self.ws.sheet_state == "veryHidden":
            raise ComError(REFUSED, "Copy method of Worksheet class failed")
        book = after.book
        name, number = self.Name, 1
        while name.casefold() in {one.casefold() for one in (*book.chart_sheets, *(one.Name for one in book.sheets))}:
            number += 1
            name = f"{self.Name[:26]} ({number})"
        ws = book.wb.create_sheet(name, book.sheets.index(after) + 1)
        made = Sheet(book, ws)
        book.sheets.insert(book.sheets.index(after) + 1, made)
        _copy_cells(self, made)
        _copy_sheet_matters(self, made)
        _copy_tables(self, made)
        for chart in self.ws._charts:
            ws._charts.append(deepcopy(chart))
        other = f"[{self.book.Name}]" if book is not self.book else ""
        own = quoted(self.Name)
        outward = re.compile(r"(?<![\w\]'!])(?:'[^']+'|\w+)!")
        made.rewrite(lambda text: _away(text, outward, own, quoted(name), other))
        book._active = made
        book.excel.active = book
        return made


class Empty:
    Count = 0


class ListArrow:
    """The arrow that Excel lays on a sheet once a cell with a list to choose from was selected: one of its shapes."""

    Type, FormControlType = 8, 2


def _away(text: str, outward: re.Pattern[str], own: str, new: str, other: str) -> str:
    def to(match: re.Match[str]) -> str:
        sheet = match[0][:-1]
        if sheet in (own, f"'{own}'"):
            return f"{new}!"
        plain = sheet.strip("'")
        return f"'{other}{plain}'!" if other else match[0]

    return outward.sub(to, text)


def _references(series: Any) -> Iterator[Any]:
    for owner in (getattr(series, name, None) for name in ("tx", "cat", "val", "xVal", "yVal")):
        for kind in ("numRef", "strRef"):
            reference = getattr(owner, kind, None) if owner is not None else None
            if reference is not None and reference.f:
                yield reference


def _copy_cells(source: Sheet, target: Sheet) -> None:
    """Cells with their formats, sizes, merges, rules, links: what travels when cells are copied."""
    styles: dict[Any, Any] = {}
    for (row, column), cell in source.ws._cells.items():
        new = target.ws.cell(row, column)
        new.value = copy(cell.value) if isinstance(cell.value, ArrayFormula) else cell.value
        new.data_type = cell.data_type
        key = tuple(cell._style)
        if key not in styles:
            for name in ("font", "fill", "border", "alignment", "number_format", "protection"):
                setattr(new, name, copy(getattr(cell, name)))
            new.quotePrefix = bool(cell.quotePrefix)
            styles[key] = new._style
        new._style = copy(styles[key])
        if cell.hyperlink:
            new.hyperlink = copy(cell.hyperlink)
            new.hyperlink.ref = cell.coordinate
    for area in source.ws.merged_cells.ranges:
        target.ws.merge_cells(str(area))
    for letters, column in source.ws.column_dimensions.items():
        target.ws.column_dimensions[letters].width = column.width
        target.ws.column_dimensions[letters].min, target.ws.column_dimensions[letters].max = column.min, column.max
    for number, row in source.ws.row_dimensions.items():
        target.ws.row_dimensions[number].height = row.height
    for rules in source.ws.conditional_formatting:
        for rule in rules.rules:
            target.ws.conditional_formatting.add(str(rules.sqref), copy(rule))
    for rule in source.ws.data_validations.dataValidation:
        target.ws.add_data_validation(copy(rule))


def _copy_sheet_matters(source: Sheet, target: Sheet) -> None:
    old, new = source.ws, target.ws
    new.sheet_properties.tabColor = copy(old.sheet_properties.tabColor)
    new.page_setup, new.page_margins = copy(old.page_setup), copy(old.page_margins)
    new.sheet_properties.pageSetUpPr = copy(old.sheet_properties.pageSetUpPr)
    new.HeaderFooter, new.sheet_format = deepcopy(old.HeaderFooter), copy(old.sheet_format)
    new.sheet_view.showGridLines, new.sheet_view.zoomScale = old.sheet_view.showGridLines, old.sheet_view.zoomScale
    new.freeze_panes, target.split = old.freeze_panes, list(source.split)
    target.breaks = list(source.breaks)
    target.HPageBreaks.store()
    if old.print_area:
        new.print_area = old.print_area.split("!")[-1]
    new.print_title_rows, new.print_title_cols = old.print_title_rows, old.print_title_cols
    new.sheet_state = old.sheet_state
    for key, name in old.defined_names.items():
        new.defined_names[key] = copy(name)


def _copy_tables(source: Sheet, target: Sheet) -> None:
    for table in source.ws.tables.values():
        made = deepcopy(table)
        made.displayName = made.name = target.book.free_table_name(table.displayName)
        made.id = 1 + max((one.id for sheet in target.book.sheets for one in sheet.ws.tables.values()), default=0)
        target.ws.tables.add(made)


class WholeSheet:
    """Worksheet.Cells."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def RowHeight(self) -> float:  # noqa: N802
        return self.sheet.StandardHeight

    @RowHeight.setter
    def RowHeight(self, value: float) -> None:  # noqa: N802
        self.sheet._set("defaultRowHeight", value)

    @property
    def Validation(self) -> WholeSheet:  # noqa: N802
        return self

    def Delete(self) -> None:  # noqa: N802
        self.sheet.ws.data_validations.dataValidation.clear()

    def UnMerge(self) -> None:  # noqa: N802
        for area in list(self.sheet.ws.merged_cells.ranges):
            self.sheet.ws.unmerge_cells(str(area))

    def Clear(self) -> None:  # noqa: N802
        self.sheet.did("Clear")
        ws = self.sheet.ws
        for table in list(ws.tables.values()):
            old = re.compile(rf"\b{re.escape(table.displayName)}\[[^\]]*\]", re.IGNORECASE)
            self.sheet.book.rewrite(lambda text, old=old: old.sub("#REF!", text))  # type: ignore[misc]
            del ws.tables[table.displayName]
        ws._cells.clear()
        ws.conditional_formatting = type(ws.conditional_formatting)()

    def copy_to(self, target: Sheet) -> None:
        """Onto another sheet: cells and what lies on them, not what belongs to the sheet."""
        source = self.sheet
        source.did("Copy cells of")
        if target.ws.tables:
            raise ComError(REFUSED, "This won't work because it would move cells in a table on your worksheet.")
        _copy_cells(source, target)
        _copy_tables(source, target)
        excel = source.book.excel
        if excel.CopyObjectsWithCells and excel.charts_travel_with_cells:
            target.ws._charts += [target.placed(chart, source.book.Name) for chart in source.ws._charts]


def _outside(reference: str, book: str) -> str:
    sheet, _, cells = reference.rpartition("!")
    return f"'[{book}]{sheet.strip(chr(39))}'!{cells}"


class Tab:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    Color = property(
        lambda s: s.sheet.ws.sheet_properties.tabColor,
        lambda s, v: setattr(s.sheet.ws.sheet_properties, "tabColor", copy(v)),
    )


class PageBreaks:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def Add(self, before: Cells) -> None:  # noqa: N802
        self.sheet.breaks.append(before.bounds[1])
        self.store()

    def store(self) -> None:
        from openpyxl.worksheet.pagebreak import Break, RowBreak

        self.sheet.ws.row_breaks = RowBreak(brk=[Break(id=row - 1) for row in self.sheet.breaks])


class Hyperlinks:
    def __init__(self, sheet: Sheet) -> None:
        self.links = [cell.hyperlink for cell in sheet.ws._cells.values() if cell.hyperlink]

    Count = property(lambda s: len(s.links))

    def __call__(self, number: int) -> Any:
        return Hyperlink(self.links[number - 1])


class Hyperlink:
    def __init__(self, link: Any) -> None:
        self.link = link

    Address = property(lambda s: s.link.target or "", lambda s, v: setattr(s.link, "target", v or None))


def _header(part: str, side: str) -> property:
    def get(page: PageSetup) -> str:
        return str(getattr(getattr(page.sheet.ws.HeaderFooter, part), side).text or "")

    def put(page: PageSetup, value: str) -> None:
        page.check()
        getattr(getattr(page.sheet.ws.HeaderFooter, part), side).text = value or None

    return property(get, put)


def _on(owner: str, name: str) -> property:
    def get(page: PageSetup) -> Any:
        return getattr(getattr(page.sheet.ws, owner), name)

    def put(page: PageSetup, value: Any) -> None:
        page.check()
        setattr(getattr(page.sheet.ws, owner), name, value)

    return property(get, put)


class PageSetup:
    """How a sheet prints."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.AlignMarginsHeaderFooter = True

    def check(self) -> None:
        if not self.sheet.book.excel.has_printer:
            raise ComError(REFUSED, "Unable to set a property of the PageSetup class")

    PaperSize, Orientation = _on("page_setup", "paperSize"), _on("page_setup", "orientation")
    Zoom = _on("page_setup", "scale")
    FitToPagesWide, FitToPagesTall = _on("page_setup", "fitToWidth"), _on("page_setup", "fitToHeight")
    LeftMargin, RightMargin = _on("page_margins", "left"), _on("page_margins", "right")
    TopMargin, BottomMargin = _on("page_margins", "top"), _on("page_margins", "bottom")
    HeaderMargin, FooterMargin = _on("page_margins", "header"), _on("page_margins", "footer")
    LeftHeader, CenterHeader = _header("oddHeader", "left"), _header("oddHeader", "center")
    RightHeader, LeftFooter = _header("oddHeader", "right"), _header("oddFooter", "left")
    CenterFooter, RightFooter = _header("oddFooter", "center"), _header("oddFooter", "right")
    ScaleWithDocHeaderFooter = _on("HeaderFooter", "scaleWithDoc")
    CenterHorizontally, PrintGridlines = _on("print_options", "horizontalCentered"), _on("print_options", "gridLines")
    PrintTitleRows = property(
        lambda s: s.sheet.ws.print_title_rows or "", lambda s, v: setattr(s.sheet.ws, "print_title_rows", v or None)
    )
    PrintTitleColumns = property(
        lambda s: s.sheet.ws.print_title_cols or "", lambda s, v: setattr(s.sheet.ws, "print_title_cols", v or None)
    )

    @property
    def PrintArea(self) -> str:  # noqa: N802
        area = self.sheet.ws.print_area
        return area.split("!")[-1] if area else ""

    @PrintArea.setter
    def PrintArea(self, value: str) -> None:  # noqa: N802
        self.check()
        self.sheet.ws.print_area = value.replace("$", "") if value else None


class WorksheetFunctions:
    """What Excel works out for a program that asks."""

    def CountA(self, cells: Cells) -> float:  # noqa: N802
        cells.sheet.did("CountA")
        left, top, right, bottom = cells.bounds
        inside = (
            cell
            for (row, column), cell in cells.sheet.ws._cells.items()
            if top <= row <= bottom and left <= column <= right
        )
        return float(sum(cell.value is not None for cell in inside))


class Cells:
    """A range that is not a whole sheet."""

    def __init__(self, sheet: Sheet, address: str) -> None:
        self.sheet = sheet
        left, top, right, bottom = range_boundaries(address)
        self.bounds = (int(left or 1), int(top or 1), int(right or LAST_COLUMN), int(bottom or LAST_ROW))

    @property
    def Address(self) -> str:  # noqa: N802
        left, top, right, bottom = self.bounds
        first, last = f"${get_column_letter(left)}${top}", f"${get_column_letter(right)}${bottom}"
        return first if first == last else f"{first}:{last}"

    @property
    def cell(self) -> Any:
        """The first cell."""
        return self.sheet.ws.cell(self.bounds[1], self.bounds[0])

    def each(self) -> Iterator[list[Any]]:
        left, top, right, bottom = self.bounds
        cells = self.sheet.ws._cells
        for row in range(top, bottom + 1):
            yield [cells.get((row, column)) for column in range(left, right + 1)]

    def Select(self) -> None:  # noqa: N802
        self.sheet.did("Select")
        self.sheet.selected = self.Address

    def newer(self, name: str) -> None:
        """An Excel before 365 lacks a property, and xlwings hands on what it says: no AttributeError."""
        if self.sheet.book.excel.before_365:
            raise ComError(UNKNOWN_NAME, f"Unknown name: {name}")

    # -- what it holds

    @property
    def values(self) -> list[list[object]]:
        return [[self._value(cell) for cell in row] for row in self.each()]

    def _value(self, cell: Any) -> object:
        if cell is None:
            return None
        value = cell.value
        if cell.data_type == "f":
            value = self.sheet.book.cached(self.sheet, cell.coordinate)
            return ERRORS.get(value, value) if isinstance(value, str) else value  # type: ignore[arg-type]
        if cell.data_type == "e":
            return ERRORS[value]
        shown_as_date = type(value) in (int, float) and cell.is_date  # whoever put the number, the format decides
        return from_excel(value) if shown_as_date else value

    @property
    def formulas(self) -> list[list[object]]:
        return [[_formula(cell) for cell in row] for row in self.each()]

    Formula = property(lambda s: _formula(s.cell), lambda s, v: s.put(v))
    Formula2 = property(lambda s: s.newer("Formula2") or _formula(s.cell), lambda s, v: s.put(v))

    @property
    def HasFormula(self) -> bool | None:  # noqa: N802
        kinds = {cell is not None and cell.data_type == "f" for row in self.each() for cell in row}
        return kinds.pop() if len(kinds) == 1 else None

    HasArray = property(lambda s: s._array() is not None)
    HasSpill = property(lambda s: s.newer("HasSpill") or s.Address.replace("$", "") in s.sheet.spills)
    SpillParent = property(lambda s: Cells(s.sheet, s.sheet.spills[s.Address.replace("$", "")]))
    Locked = property(lambda s: s.cell.protection.locked)

    def _array(self) -> Any:
        row, column = self.bounds[1], self.bounds[0]
        for cell in self.sheet.formula_cells():
            if isinstance(cell.value, ArrayFormula):
                left, top, right, bottom = range_boundaries(cell.value.ref)
                if int(top or 0) <= row <= int(bottom or 0) and int(left or 0) <= column <= int(right or 0):
                    return cell
        return None

    @property
    def CurrentArray(self) -> Cells:  # noqa: N802
        return Cells(self.sheet, self._array().value.ref)

    def Cells(self, row: int, column: int) -> Cells:  # noqa: N802
        return Cells(self.sheet, f"{get_column_letter(self.bounds[0] + column - 1)}{self.bounds[1] + row - 1}")

    @property
    def FormulaArray(self) -> str:  # noqa: N802
        return str(self._array().value.text)

    @FormulaArray.setter
    def FormulaArray(self, text: str) -> None:  # noqa: N802
        self.cell.value = ArrayFormula(self.Address.replace("$", ""), text)

    @property
    def Value2(self) -> object:  # noqa: N802
        value = self._value(self.cell)
        return to_excel(value) if isinstance(value, date) else value

    @Value2.setter
    def Value2(self, value: object) -> None:  # noqa: N802
        self.put(value)

    def put(self, value: Any) -> None:
        """As Excel takes what is typed: an apostrophe keeps text as it is, all else is read for what it looks like."""
        self.sheet.did(f"Put {self.Address}")
        cell = self.cell
        cell.quotePrefix = isinstance(value, str) and value.startswith("'")
        if value in (None, ""):
            cell.value = None
        elif cell.quotePrefix:
            cell.value, cell.data_type = value[1:], "s"
        elif isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
            cell.value = float(value)
        elif isinstance(value, str) and re.fullmatch(r"\d\d?/\d\d?/\d{4}", value):
            cell.value = datetime.strptime(value, "%d/%m/%Y")
        elif isinstance(value, str) and value in ERRORS:
            cell.value, cell.data_type = value, "e"
        else:
            shown = cell.number_format
            cell.value = value
            if shown != "General":
                cell.number_format = shown

    def ClearContents(self) -> None:  # noqa: N802
        self.sheet.did(f"Put {self.Address}")
        for row in self.each():
            for cell in row:
                if cell is not None:
                    cell.value = None

    def Clear(self) -> None:  # noqa: N802
        self.sheet.did(f"Put {self.Address}")
        left, top, right, bottom = self.bounds
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.sheet.ws._cells.pop((row, column), None)

    # -- how it looks

    @property
    def number_format(self) -> str | None:
        shown = {cell.number_format if cell is not None else "General" for row in self.each() for cell in row}
        return shown.pop() if len(shown) == 1 else None

    @property
    def merge_cells(self) -> bool | None:
        left, top, right, bottom = self.bounds
        inside = 0
        for area in self.sheet.ws.merged_cells.ranges:
            wide = min(right, area.max_col) - max(left, area.min_col) + 1
            high = min(bottom, area.max_row) - max(top, area.min_row) + 1
            inside += max(0, wide) * max(0, high)
        if not inside:
            return False
        return True if inside == (right - left + 1) * (bottom - top + 1) else None

    @property
    def merge_area(self) -> Cells:
        for area in self.sheet.ws.merged_cells.ranges:
            if (self.bounds[1], self.bounds[0]) in {(row, column) for row, column in area.cells}:
                return Cells(self.sheet, area.coord)
        return self


def _formula(cell: Any) -> object:
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, ArrayFormula):
        return cell.value.text
    if isinstance(cell.value, date):
        return str(to_excel(cell.value))
    return cell.value if isinstance(cell.value, str) else str(cell.value)


class ListObject:
    """A table."""

    def __init__(self, sheet: Sheet, table: XTable) -> None:
        self.sheet, self.table = sheet, table

    Name = property(lambda s: s.table.displayName, lambda s, v: s._rename(v))
    Range = property(lambda s: Cells(s.sheet, s.table.ref))
    ShowHeaders = property(lambda s: s.table.headerRowCount != 0)
    ShowTotals = property(lambda s: bool(s.table.totalsRowCount))
    SourceType = property(lambda s: 1 if s.table.tableType in (None, "worksheet") else 3)
    ListRows = property(lambda s: ListRows(s))

    def _rename(self, name: str) -> None:
        tables = self.sheet.ws.tables
        tables.pop(self.table.displayName)
        old = re.compile(rf"\b{re.escape(self.table.displayName)}\[", re.IGNORECASE)
        self.table.displayName = self.table.name = name
        tables[name] = self.table
        self.sheet.book.rewrite(lambda text: old.sub(f"{name}[", text))

    def Unlist(self) -> None:  # noqa: N802
        """Its cells stay; formulas that name it become addresses."""
        self.sheet.did(f"Unlist {self.Name}")
        left, top, _, bottom = self.Range.bounds
        headings = [column.name for column in self.table.tableColumns]

        def address(match: re.Match[str]) -> str:
            letters = get_column_letter(left + headings.index(match[1]))
            return f"{quoted(self.sheet.Name)}!${letters}${top + 1}:${letters}${bottom}"

        pattern = re.compile(rf"\b{re.escape(self.Name)}\[([^\]]*)\]", re.IGNORECASE)
        self.sheet.book.rewrite(lambda text: pattern.sub(address, text))
        del self.sheet.ws.tables[self.table.displayName]

    def resize(self, cells: Cells) -> None:
        self.table.ref = cells.Address.replace("$", "")
        if self.table.autoFilter is not None:
            self.table.autoFilter.ref = self.table.ref

    def body(self) -> Cells | None:
        left, top, right, bottom = self.Range.bounds
        last = bottom - bool(self.ShowTotals)
        if last <= top:
            return None
        return Cells(self.sheet, f"{get_column_letter(left)}{top + 1}:{get_column_letter(right)}{last}")


class ListRows:
    def __init__(self, owner: ListObject) -> None:
        self.owner = owner

    def Add(self, AlwaysInsert: bool = True) -> ListRow:  # noqa: N802, N803
        owner = self.owner
        owner.sheet.did(f"Add row to {owner.Name}")
        left, top, right, bottom = owner.Range.bounds
        ws = owner.sheet.ws
        for at, column in enumerate(range(left, right + 1)):
            above, new = ws.cell(bottom, column), ws.cell(bottom + 1, column)
            new._style = copy(above._style)
            if owner.table.tableColumns[at].calculatedColumnFormula is not None:
                new.value = above.value
        owner.resize(Cells(owner.sheet, f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom + 1}"))
        return ListRow(bottom + 1 - top)


class ListRow:
    def __init__(self, number: int) -> None:
        self.Index = number


class Chart:
    """A chart: its frame on the sheet and the chart in it."""

    def __init__(self, sheet: Sheet, chart: Any) -> None:
        self.sheet, self.chart = sheet, chart
        self.Left = self.Top = self.Width = self.Height = 0.0
        self.Name = "Chart 1"

    @property
    def TopLeftCell(self) -> Cells:  # noqa: N802
        corner = self.chart.anchor._from
        return Cells(self.sheet, f"{get_column_letter(corner.col + 1)}{corner.row + 1}")

    def Copy(self) -> None:  # noqa: N802
        self.sheet.did("Copy chart of")
        self.sheet.book.excel.clipboard = (self.chart, self.sheet.book.Name)

    def SeriesCollection(self) -> SeriesCollection:  # noqa: N802
        return SeriesCollection([Series(one) for part in self.chart._charts for one in part.series])


class SeriesCollection:
    def __init__(self, series: list[Series]) -> None:
        self.series = series

    Count = property(lambda s: len(s.series))

    def __call__(self, number: int) -> Series:
        return self.series[number - 1]


class Series:
    def __init__(self, series: Any) -> None:
        self.series = series

    @property
    def Formula(self) -> str:  # noqa: N802
        return "=SERIES(" + ",".join(reference.f for reference in _references(self.series)) + ",1)"

    @Formula.setter
    def Formula(self, text: str) -> None:  # noqa: N802
        sources = text.removeprefix("=SERIES(").removesuffix(",1)")
        for reference, new in zip(_references(self.series), sources.split(","), strict=True):
            reference.f = new


def defined_name(name: str, refers_to: str, hidden: bool = False) -> DefinedName:
    return DefinedName(name, attr_text=refers_to.lstrip("="), hidden=hidden or None)
