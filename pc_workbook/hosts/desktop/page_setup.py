"""Settings of a sheet that copying its cells leaves out, such as print settings, page breaks and frozen rows; PDF export."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from pc_workbook.hosts.desktop.com_errors import is_from_excel, is_gone
from pc_workbook.hosts.desktop.excel_state import opened_hidden
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.ooxml.graft.fingerprint import FingerprintReader
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import Element, is_true, whole_number

PAPER: Final = (
    "PaperSize", "Orientation", "Zoom", "FitToPagesWide", "FitToPagesTall", "LeftMargin", "RightMargin", "TopMargin",
    "BottomMargin", "HeaderMargin", "FooterMargin", "LeftHeader", "CenterHeader", "RightHeader", "LeftFooter",
    "CenterFooter", "RightFooter", "ScaleWithDocHeaderFooter", "AlignMarginsHeaderFooter", "CenterHorizontally",
    "PrintGridlines",
)  # fmt: skip
RANGES: Final = ("PrintArea", "PrintTitleRows", "PrintTitleColumns")
NO_PAPER: Final = (
    "The print settings of '{sheet}' could not be set, which happens where no printer is installed. Its content is "
    "complete; install a printer and refresh again before you print it."
)
AS_PDF: Final = 0  # xlTypePDF
VISIBLE: Final = -1  # xlSheetVisible
NORMAL_VIEW: Final = 1  # xlNormalView


class SheetSettings(NamedTuple):
    """Settings of one sheet, read from the file because Excel reports them only for the active sheet."""

    fingerprint: str
    frozen_rows: int
    frozen_columns: int
    zoom: int  # per cent
    gridlines: bool
    breaks: tuple[int, ...]  # the rows that begin a page


def read_sheet_settings(path: Path) -> dict[str, SheetSettings]:
    """Return the settings of every worksheet of a workbook file: sheet name -> settings. Raises WorkbookProblem."""
    workbook = Workbook(open_workbook(path))
    reader = FingerprintReader(workbook)
    return {
        sheet.name: _settings(workbook.package.tree(sheet.part), reader.fingerprint(sheet.part))
        for sheet in workbook.sheets()
        if sheet.is_worksheet
    }


def _settings(tree: Element, fingerprint: str) -> SheetSettings:
    view = tree.find(f"{SHEET_ML}sheetViews/{SHEET_ML}sheetView")
    pane = None if view is None else view.find(f"{SHEET_ML}pane")
    frozen = pane is not None and pane.get("state", "").startswith("frozen")
    breaks = tuple(whole_number(element, "id") + 1 for element in tree.iterfind(f"{SHEET_ML}rowBreaks/{SHEET_ML}brk"))
    return SheetSettings(
        fingerprint,
        whole_number(pane, "ySplit") if frozen and pane is not None else 0,
        whole_number(pane, "xSplit") if frozen and pane is not None else 0,
        100 if view is None else whole_number(view, "zoomScale", 100),
        view is None or is_true(view.get("showGridLines", "1")),
        breaks,
    )


def copy_sheet_settings(target: "xw.Sheet", source: "xw.Sheet", settings: SheetSettings) -> list[str]:
    """Copy the settings of the source sheet to the target, and return warnings. Raises Excel's errors."""
    target.api.Tab.Color = source.api.Tab.Color
    _set_window(target, settings)
    try:
        _set_print_settings(target, source, settings.breaks)
    except Exception as error:
        if not is_from_excel(error) or is_gone(error):
            raise
        return [NO_PAPER.format(sheet=target.name)]
    return []


def _set_print_settings(target: "xw.Sheet", source: "xw.Sheet", breaks: tuple[int, ...]) -> None:
    """Set the print settings that differ, all at once: Excel contacts the printer driver for each single setting."""
    wanted, page = source.api.PageSetup, target.api.PageSetup
    excel = target.book.app.api
    differing = _differing(page, wanted, PAPER)
    excel.PrintCommunication = not differing
    try:
        for name, value in differing.items():
            setattr(page, name, value)
    finally:
        excel.PrintCommunication = True
    for name, value in _differing(page, wanted, RANGES).items():
        setattr(page, name, value)
    target.api.ResetAllPageBreaks()
    for row in breaks:
        target.api.HPageBreaks.Add(target.range((row, 1)).api)


def _differing(page: Any, wanted: Any, names: tuple[str, ...]) -> dict[str, Any]:
    settings = {name: getattr(wanted, name) for name in names}
    return {name: value for name, value in settings.items() if getattr(page, name) != value}


def _set_window(sheet: "xw.Sheet", settings: SheetSettings) -> None:
    """Set frozen panes, zoom and gridlines. They belong to the window, so the sheet is activated; a hidden one is skipped."""
    if sheet.api.Visible != VISIBLE:
        return
    sheet.api.Activate()
    window: Any = sheet.book.api.Windows(1)
    window.View = NORMAL_VIEW  # the page layout view has no frozen panes
    window.FreezePanes = False
    window.ScrollRow = window.ScrollColumn = 1
    window.SplitRow, window.SplitColumn = settings.frozen_rows, settings.frozen_columns
    window.FreezePanes = bool(settings.frozen_rows or settings.frozen_columns)
    window.Zoom = settings.zoom
    window.DisplayGridlines = settings.gridlines


# -- PDF export


def pdf_exporter(app: "xw.App") -> Callable[[Path, Path, date], None]:
    """Return a function that exports a workbook file as a PDF by this Excel, and ignores the date it is given.

    Not verified in Excel: docs/verified.md lists it. The exporter raises Excel's errors.
    """

    def export(workbook: Path, out: Path, _: date) -> None:
        with opened_hidden(app, workbook) as book:
            book.api.ExportAsFixedFormat(AS_PDF, str(out), IncludeDocProperties=True, IgnorePrintAreas=False)

    return export
