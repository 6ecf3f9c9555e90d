"""What points where: formulas of the user's that name a table of ours, and copied charts that still point at the
workbook they were copied from."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.com_errors import has_property, is_from_excel, is_gone
from pc_workbook.hosts.desktop.read_sheets import area_of
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.ooxml.read.areas import cell_address

EXCEL_LINKS: Final = 1  # xlExcelLinks, xlLinkTypeExcelLinks
STILL_POINTS: Final = (
    "Excel left something on the new sheets pointing at a temporary workbook, so {name} was put back as it was. "
    "Close it, and run: pc-workbook refresh {name}"
)


def table_formula_restorer(sheets: Iterable["xw.Sheet"], book: "xw.Book", tables: Sequence[str]) -> Callable[[], None]:
    """Remember each formula and defined name that names one of these tables; gives what writes them again.

    When a table makes way Excel turns such formulas into plain addresses. Their text, written again once a table
    of the name stands there, follows the new table.
    """
    words = [f"{table.casefold()}[" for table in tables]
    found = [put for sheet in sheets for put in _naming(sheet, words)] if words else []
    named = [(name, str(name.refers_to)) for name in book.names if _names_one(name.refers_to, words)]

    def write_again() -> None:
        for put in found:
            put()
        for name, text in named:
            name.refers_to = text

    return write_again


def _names_one(text: object, words: Sequence[str]) -> bool:
    return isinstance(text, str) and text.startswith("=") and any(word in text.casefold() for word in words)


def _naming(sheet: "xw.Sheet", words: Sequence[str]) -> Iterable[Callable[[], None]]:
    used = sheet.used_range
    if used.api.HasFormula is False:  # neither all of its cells nor some, so that long lists are not read
        return
    area = area_of(used)
    for at, row in enumerate(formulas_of(used)):
        for place, text in enumerate(row):
            if _names_one(text, words):
                cell = sheet.range(cell_address(area.top + at, area.left + place))
                if not _is_filled_by_another(cell):
                    yield formula_restorer(cell)


def formulas_of(cells: "xw.Range") -> Sequence[Sequence[object]]:
    """Formulas and typed values as they were typed, in rows; "" for nothing."""
    return _in_rows(cells.formula)


def values_of(cells: "xw.Range") -> Sequence[Sequence[object]]:
    """What cells hold and formulas come to, in rows; None for nothing."""
    return _in_rows(cells.raw_value)


def _in_rows(found: Any) -> Sequence[Sequence[object]]:
    return found if isinstance(found, tuple | list) else ((found,),)


def _is_filled_by_another(cell: "xw.Range") -> bool:
    """Whether a formula elsewhere spills or fills into the cell."""
    if spills(cell):
        return bool(cell.api.SpillParent.Address != cell.api.Address)
    return bool(cell.has_array and cell.api.CurrentArray.Cells(1, 1).Address != cell.api.Address)


def spills(cell: "xw.Range") -> bool:
    """Whether a cell's formula, or one elsewhere, spills into it; no Excel before 365 lets any."""
    return has_property(cell.api, "HasSpill") and bool(cell.api.HasSpill)


def formula_restorer(cell: "xw.Range") -> Callable[[], None]:
    """What writes a cell's formula again as it was typed."""
    if cell.has_array and not spills(cell):
        array, formula = cell.api.CurrentArray, cell.api.FormulaArray

        def write_array() -> None:
            array.FormulaArray = formula

        return write_array
    kind = "Formula2" if has_property(cell.api, "Formula2") else "Formula"
    text = getattr(cell.api, kind)
    return lambda: setattr(cell.api, kind, text)


def repoint_to_book(book: "xw.Book", copied_from: "xw.Book", sheets: Sequence["xw.Sheet"]) -> None:
    """What was copied from another workbook points at this one's sheets of the same names.

    Excel changes the source of a link for a whole workbook in one step, charts included; what it leaves is
    changed in each series by its text, and anything left after that is refused.
    """
    name = copied_from.name
    if _links_to(book, name):
        book.api.ChangeLink(copied_from.api.FullName, book.api.FullName, EXCEL_LINKS)
    for sheet in sheets:
        for series in _series_of(sheet):
            if f"[{name}]" in (formula := _formula_of(series)):
                series.Formula = formula.replace(f"[{name}]", "")
        _point_hyperlinks_home(sheet, name)
    if _links_to(book, name):
        raise WorkbookProblem(STILL_POINTS.format(name=book.name))


def _links_to(book: "xw.Book", name: str) -> bool:
    sources = book.api.LinkSources(EXCEL_LINKS) or ()
    return any(str(source).replace("\\", "/").rsplit("/", 1)[-1] == name for source in sources)


def _series_of(sheet: "xw.Sheet") -> Iterable[Any]:
    for chart in sheet.charts:
        _, native = chart.api
        every = native.SeriesCollection()
        yield from (every(number) for number in range(1, every.Count + 1))


def _formula_of(series: Any) -> str:
    """Excel does not tell it of a series that has nothing to show; what such a one points at shows as a link."""
    try:
        return str(series.Formula)
    except Exception as error:
        if not is_from_excel(error) or is_gone(error):
            raise
        return ""


def _point_hyperlinks_home(sheet: "xw.Sheet", name: str) -> None:
    """A jump within the workbook; all of a sheet were copied alike, so the first one tells."""
    links = sheet.api.Hyperlinks
    if links.Count and name in (links(1).Address or ""):
        for number in range(1, links.Count + 1):
            links(number).Address = ""
