"""What belongs to a sheet and not to its cells: how it prints, where its page breaks are, its frozen rows, its
zoom, the colour of its tab. Copying cells leaves it behind."""

from pathlib import Path
from typing import Any, Final, NamedTuple

from pc_workbook.hosts.desktop.com_errors import is_from_excel, is_gone
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
NO_PAPER: Final = "How '{sheet}' prints could not be set in Excel; that happens where no printer is installed. What it shows is right."
VISIBLE: Final = -1  # xlSheetVisible
NORMAL_VIEW: Final = 1  # xlNormalView


class AsSaved(NamedTuple):
    """What a workbook's file tells of one sheet, and Excel only of the sheet that is on show."""

    fingerprint: str
    frozen_rows: int
    frozen_columns: int
    zoom: int
    gridlines: bool
    breaks: tuple[int, ...]  # the rows that begin a page


def sheets_as_saved(path: Path) -> dict[str, AsSaved]:
    """Every worksheet of a workbook that was drawn, or that Excel saved."""
    workbook = Workbook(open_workbook(path))
    reader = FingerprintReader(workbook)
    return {
        sheet.name: _as_saved(workbook.package.tree(sheet.part), reader.fingerprint(sheet.part))
        for sheet in workbook.sheets()
        if sheet.is_worksheet
    }


def _as_saved(tree: Element, fingerprint: str) -> AsSaved:
    view = tree.find(f"{SHEET_ML}sheetViews/{SHEET_ML}sheetView")
    pane = None if view is None else view.find(f"{SHEET_ML}pane")
    frozen = pane is not None and pane.get("state", "").startswith("frozen")
    breaks = tuple(whole_number(one, "id") + 1 for one in tree.iterfind(f"{SHEET_ML}rowBreaks/{SHEET_ML}brk"))
    return AsSaved(
        fingerprint,
        whole_number(pane, "ySplit") if frozen and pane is not None else 0,
        whole_number(pane, "xSplit") if frozen and pane is not None else 0,
        100 if view is None else whole_number(view, "zoomScale", 100),
        view is None or is_true(view.get("showGridLines", "1")),
        breaks,
    )


def copy_paper_and_window(target: "xw.Sheet", source: "xw.Sheet", saved: AsSaved) -> list[str]:
    """Give a sheet what its source has besides cells. Returns what the owner should know."""
    target.api.Tab.Color = source.api.Tab.Color
    _set_window(target, saved)
    try:
        _set_paper(target, source, saved.breaks)
    except Exception as error:
        if not is_from_excel(error) or is_gone(error):
            raise
        return [NO_PAPER.format(sheet=target.name)]
    return []


def _set_paper(target: "xw.Sheet", source: "xw.Sheet", breaks: tuple[int, ...]) -> None:
    """Set in one go, and only what differs: each setting by itself is a word with the printer."""
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


def _set_window(sheet: "xw.Sheet", saved: AsSaved) -> None:
    """A window shows one sheet at a time, so the sheet is shown for it; a hidden one stays as it is."""
    if sheet.api.Visible != VISIBLE:
        return
    sheet.api.Activate()
    window: Any = sheet.book.api.Windows(1)
    window.View = NORMAL_VIEW  # the layout of pages has no frozen rows
    window.FreezePanes = False
    window.ScrollRow = window.ScrollColumn = 1
    window.SplitRow, window.SplitColumn = saved.frozen_rows, saved.frozen_columns
    window.FreezePanes = bool(saved.frozen_rows or saved.frozen_columns)
    window.Zoom = saved.zoom
    window.DisplayGridlines = saved.gridlines
