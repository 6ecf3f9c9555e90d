"""References between sheets: the user's formulas that name a generated table, and copied charts and hyperlinks that
still point to the workbook they were copied from."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.com_errors import has_property, is_from_excel, is_gone
from pc_workbook.hosts.desktop.read_sheets import area_of
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.ooxml.read.areas import cell_address

EXCEL_LINKS: Final = 1  # xlExcelLinks, xlLinkTypeExcelLinks
STILL_POINTS: Final = (
    "Something on the new sheets still refers to a temporary workbook, so {name} was not changed. Close it, and run: "
    "pc-workbook refresh {name}"
)


def table_formula_restorer(sheets: Iterable["xw.Sheet"], book: "xw.Book", tables: Sequence[str]) -> Callable[[], None]:
    """Record each formula and defined name that refers to one of these tables; return a function that writes them again.

    When a table is removed, Excel turns such formulas into plain addresses. Written again after a table of the same
    name was added, they refer to the new table.
    """
    prefixes = [f"{table.casefold()}[" for table in tables]
    restorers = [restore for sheet in sheets for restore in _restorers(sheet, prefixes)] if prefixes else []
    names = [(name, str(name.refers_to)) for name in book.names if _refers_to_any(name.refers_to, prefixes)]

    def restore_all() -> None:
        for restore in restorers:
            restore()
        for name, text in names:
            name.refers_to = text

    return restore_all


def _refers_to_any(text: object, prefixes: Sequence[str]) -> bool:
    return isinstance(text, str) and text.startswith("=") and any(prefix in text.casefold() for prefix in prefixes)


def _restorers(sheet: "xw.Sheet", prefixes: Sequence[str]) -> Iterable[Callable[[], None]]:
    used = sheet.used_range
    if used.api.HasFormula is False:  # no cell has a formula (None: some have), so long lists need not be read
        return
    area = area_of(used)
    for row, texts in enumerate(formulas_of(used), area.top):
        for column, text in enumerate(texts, area.left):
            if _refers_to_any(text, prefixes):
                cell = sheet.range(cell_address(row, column))
                if not _is_filled_by_another(cell):
                    yield formula_restorer(cell)


def formulas_of(cells: "xw.Range") -> Sequence[Sequence[object]]:
    """Return the rows of a range as typed, formulas as text; an empty cell is ""."""
    return _as_rows(cells.formula)


def values_of(cells: "xw.Range") -> Sequence[Sequence[object]]:
    """Return the rows of a range as values, with the results of formulas; an empty cell is None."""
    return _as_rows(cells.raw_value)


def _as_rows(content: Any) -> Sequence[Sequence[object]]:
    return content if isinstance(content, tuple | list) else ((content,),)


def _is_filled_by_another(cell: "xw.Range") -> bool:
    """Return whether a formula in another cell fills this one, by spilling or as an array."""
    if spills(cell):
        return bool(cell.api.SpillParent.Address != cell.api.Address)
    return bool(cell.has_array and cell.api.CurrentArray.Cells(1, 1).Address != cell.api.Address)


def spills(cell: "xw.Range") -> bool:
    """Return whether a cell belongs to a spilled range; there are none before Excel 365."""
    return has_property(cell.api, "HasSpill") and bool(cell.api.HasSpill)


def formula_restorer(cell: "xw.Range") -> Callable[[], None]:
    """Return a function that writes a cell's present formula again."""
    if cell.has_array and not spills(cell):
        array, formula = cell.api.CurrentArray, cell.api.FormulaArray

        def write_array() -> None:
            array.FormulaArray = formula

        return write_array
    attribute = "Formula2" if has_property(cell.api, "Formula2") else "Formula"
    text = getattr(cell.api, attribute)
    return lambda: setattr(cell.api, attribute, text)


def repoint_to_book(book: "xw.Book", copied_from: "xw.Book", sheets: Sequence["xw.Sheet"]) -> None:
    """Make everything that was copied from another workbook refer to the sheets of the same names in this one.

    Excel changes the source of a link for a whole workbook in one step, charts included; series that it leaves out are
    changed one by one. Raises WorkbookProblem if a link remains after that.
    """
    name = copied_from.name
    if _links_to(book, name):
        book.api.ChangeLink(copied_from.api.FullName, book.api.FullName, EXCEL_LINKS)
    for sheet in sheets:
        for series in _series_of(sheet):
            if f"[{name}]" in (formula := _formula_of(series)):
                series.Formula = formula.replace(f"[{name}]", "")
        _repoint_hyperlinks(sheet, name)
    if _links_to(book, name):
        raise WorkbookProblem(STILL_POINTS.format(name=book.name))


def _links_to(book: "xw.Book", name: str) -> bool:
    sources = book.api.LinkSources(EXCEL_LINKS) or ()
    return any(str(source).replace("\\", "/").rsplit("/", 1)[-1] == name for source in sources)


def _series_of(sheet: "xw.Sheet") -> Iterable[Any]:
    for chart in sheet.charts:
        _, native = chart.api
        collection = native.SeriesCollection()
        yield from (collection(number) for number in range(1, collection.Count + 1))


def _formula_of(series: Any) -> str:
    """Return the formula of a series; "" for a series without data, of which Excel reports none."""
    try:
        return str(series.Formula)
    except Exception as error:
        if not is_from_excel(error) or is_gone(error):
            raise
        return ""


def _repoint_hyperlinks(sheet: "xw.Sheet", name: str) -> None:
    """Remove the workbook from the hyperlinks of a sheet. All were copied in the same way, so only the first is checked."""
    links = sheet.api.Hyperlinks
    if links.Count and name in (links(1).Address or ""):
        for number in range(1, links.Count + 1):
            links(number).Address = ""
