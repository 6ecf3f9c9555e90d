"""A reader of any finished workbook for accessibility checks: cells with text and format, tables, and objects outside
cells.

Unlike the reader of trackers it also reads merged cells, frozen panes, headers and footers, pictures, and the
position of the cursor.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pc_workbook.accessibility.cell_styles import CellStyle, CellStyles, read_cell_styles
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.ooxml.package.namespaces import RELATION, SHEET_ML
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.text import unescape
from pc_workbook.ooxml.package.workbook import Sheet, Workbook
from pc_workbook.ooxml.package.xml import Element, children, is_true, local_name
from pc_workbook.ooxml.read.areas import LAST_COLUMN, LAST_ROW, Area, cell_address, is_area, row_and_column
from pc_workbook.ooxml.read.shared_strings import as_typed, text_of_runs
from pc_workbook.ooxml.read.sheet_cells import column_of
from pc_workbook.ooxml.read.sheet_rows import DamagedSheetError, SheetRows

USUAL_WIDTH, USUAL_HEIGHT = 9.14, 15.0
WIDEST = 512  # columns that may share one width setting: beyond, it is a setting for the rest of the sheet


class Cell(NamedTuple):
    """A cell that has content or a fill colour."""

    row: int
    column: int
    words: str  # without spaces around them; '' for an empty one
    is_text: bool
    look: CellStyle
    raised: bool = False  # some of its text is superscript


class ListTable(NamedTuple):
    """A list object: what Excel marks as a table."""

    name: str
    area: Area
    header_rows: int
    headers: tuple[str, ...]
    has_filter: bool
    has_stripes: bool

    @property
    def body(self) -> Area | None:
        """Return the rows below the heading."""
        top = self.area.top + self.header_rows
        return Area(top, self.area.left, self.area.bottom, self.area.right) if top <= self.area.bottom else None


class Hyperlink(NamedTuple):
    """A link: its cell and its target."""

    cell: str
    target: str


class FloatingObject(NamedTuple):
    """An object over the cells: 'picture', 'chart', 'shape' or 'control'."""

    kind: str
    cell: str
    words: str
    alt: str


class ReadSheet(NamedTuple):
    """One sheet."""

    name: str
    is_worksheet: bool
    is_hidden: bool
    cells: Mapping[tuple[int, int], Cell]
    filled: tuple[Cell, ...]  # those of them with content
    tables: tuple[ListTable, ...]
    merged: tuple[Area, ...]
    hidden: tuple[str, ...]  # rows and columns
    frozen: bool
    filtered: str  # the range of a filter that belongs to no table
    page_words: tuple[str, ...]  # headers and footers, with Excel's codes
    links: tuple[Hyperlink, ...]
    floating: tuple[FloatingObject, ...]
    rules: tuple[tuple[str, str], ...]  # kind and range of each conditional format
    widths: Mapping[int, float]  # characters, where a column is not of the usual width
    heights: Mapping[int, float]  # points, where a row's height is fixed
    usual_width: float
    cursor: str
    scrolled: bool
    chosen: bool  # its tab is selected

    def at(self, row: int, column: int) -> str:
        """Return an address as people read it: 'Practices'!F17."""
        return cell_reference(self.name, cell_address(row, column))

    def in_table(self, row: int, column: int) -> bool:
        """Return whether a cell belongs to a list object."""
        return any(table.area.contains(row, column) for table in self.tables)

    def within(self, area: Area | None) -> Iterator[Cell]:
        """Yield the cells of an area that have content or a fill colour."""
        if area is not None:
            yield from (cell for cell in self.cells.values() if area.contains(cell.row, cell.column))

    def words(self, row: int, column: int) -> str:
        """Yield the cells with text."""
        cell = self.cells.get((row, column))
        return cell.words if cell else ""


class ReadWorkbook(NamedTuple):
    """A whole workbook."""

    name: str
    sheets: tuple[ReadSheet, ...]
    title: str
    language: str
    has_macros: bool
    active: int  # which sheet opens first

    @property
    def visible(self) -> tuple[ReadSheet, ...]:
        """Return the sheets with cells that are not hidden."""
        return tuple(sheet for sheet in self.sheets if sheet.is_worksheet and not sheet.is_hidden)


def read_workbook(path: Path) -> ReadWorkbook:
    """Return any workbook that Excel opens. Raises WorkbookProblem where it can't be read."""
    workbook = Workbook(open_workbook(path))
    package = workbook.package
    looks = read_cell_styles(workbook)
    texts = list(_shared_texts(workbook))
    facts = _document_facts(package)
    return ReadWorkbook(
        name=path.name,
        sheets=tuple(_sheet(package, sheet, looks, texts) for sheet in workbook.sheets()),
        title=facts.get("title", ""),
        language=facts.get("language", ""),
        has_macros=any(name.casefold().endswith("vbaproject.bin") for name in package.names()),
        active=next((_whole(view, "activeTab") for view in workbook.tree.iter(SHEET_ML + "workbookView")), 0),
    )


def _document_facts(package: Package) -> dict[str, str]:
    part = package.related("", "core-properties")
    tree = package.tree(part) if part else None
    return {
        local_name(element): (element.text or "").strip() for element in (children(tree) if tree is not None else ())
    }


def _shared_texts(workbook: Workbook) -> Iterator[tuple[str, bool]]:
    """Return each shared string, and whether some of it is superscript."""
    part = workbook.related("sharedStrings")
    if part is not None:
        for item in workbook.package.tree(part).iter(SHEET_ML + "si"):
            yield _text_of(item)


def _text_of(item: Element) -> tuple[str, bool]:
    raised = any(element.get("val") == "superscript" for element in item.iter(SHEET_ML + "vertAlign"))
    return as_typed(text_of_runs(item)).strip(), raised


def _sheet(package: Package, sheet: Sheet, looks: CellStyles, texts: list[tuple[str, bool]]) -> ReadSheet:
    tree, rows = _read(package, sheet.part, looks, texts)
    cells = {(cell.row, cell.column): cell for cell in rows.cells}
    form = tree.find(SHEET_ML + "sheetFormatPr")
    view = next(tree.iter(SHEET_ML + "sheetView"), None)
    pane = view.find(SHEET_ML + "pane") if view is not None else None
    widths, hidden_columns = _columns(tree)
    own_filter = tree.find(SHEET_ML + "autoFilter")
    return ReadSheet(
        name=sheet.name,
        is_worksheet=sheet.is_worksheet,
        is_hidden=sheet.state in ("hidden", "veryHidden"),
        cells=cells,
        filled=tuple(cell for cell in rows.cells if cell.words),
        tables=tuple(_tables(package, sheet.part)),
        merged=tuple(Area.parse(element.get("ref", "")) for element in tree.iter(SHEET_ML + "mergeCell")
                     if is_area(element.get("ref", ""))),
        hidden=(*rows.hidden, *hidden_columns),
        frozen=pane is not None and pane.get("state", "").startswith("frozen"),
        filtered=own_filter.get("ref", "") if own_filter is not None else "",
        page_words=tuple(element.text for part in tree.iter(SHEET_ML + "headerFooter") for element in children(part) if element.text),
        links=tuple(_links(package, sheet.part, tree)),
        floating=tuple(_floating(package, sheet.part, tree)),
        rules=tuple((rule.get("type", ""), part.get("sqref", "")) for part in tree.iter(SHEET_ML + "conditionalFormatting")
                    for rule in children(part) if local_name(rule) == "cfRule"),
        widths=widths,
        heights=rows.heights,
        usual_width=_decimal(form, "defaultColWidth", USUAL_WIDTH),
        cursor=_cursor(view),
        scrolled=view is not None and view.get("topLeftCell", "A1") != "A1",
        chosen=view is not None and is_true(view.get("tabSelected")),
    )  # fmt: skip


def _cursor(view: Element | None) -> str:
    """Return the active cell of the active pane."""
    if view is None:
        return "A1"
    pane = view.find(SHEET_ML + "pane")
    used = pane.get("activePane", "topLeft") if pane is not None else "topLeft"
    for selection in view.iter(SHEET_ML + "selection"):
        if selection.get("pane", "topLeft") == used:
            return selection.get("activeCell", "A1")
    return "A1"


def _columns(tree: Element) -> tuple[dict[int, float], list[str]]:
    widths: dict[int, float] = {}
    hidden: list[str] = []
    for column in tree.iter(SHEET_ML + "col"):
        first, last = _whole(column, "min", 1), min(_whole(column, "max", 1), LAST_COLUMN)
        rest_of_sheet = last - first > WIDEST
        if is_true(column.get("hidden")) and not rest_of_sheet:
            hidden.append(cell_address(1, first))
        for number in range(first, first if rest_of_sheet else last + 1):
            widths[number] = _decimal(column, "width", USUAL_WIDTH)
    return widths, hidden


class Rows(NamedTuple):
    """The content of a sheet's rows."""

    cells: list[Cell]
    heights: dict[int, float]
    hidden: list[str]


def _read(package: Package, part: str, looks: CellStyles, texts: list[tuple[str, bool]]) -> tuple[Element, Rows]:
    """Return a sheet without its rows, and the rows' content; elements are freed as they are read, since sheets may
    be long.
    """
    rows = Rows([], {}, [])
    sheet_rows = SheetRows(package, part)
    number = 0
    try:
        for row in sheet_rows:
            number = _whole(row, "r", number + 1)
            _take_row(row, number, rows, looks, texts)
    except DamagedSheetError as error:
        raise package.damaged() from error
    return sheet_rows.rest, rows


def _take_row(row: Element, number: int, rows: Rows, looks: CellStyles, texts: list[tuple[str, bool]]) -> None:
    if is_true(row.get("hidden")):
        rows.hidden.append(cell_address(number, 1))
    if is_true(row.get("customHeight")):
        rows.heights[number] = _decimal(row, "ht", USUAL_HEIGHT)
    column = 0
    for cell in row:
        if cell.tag != SHEET_ML + "c":
            continue
        column = column_of(cell, column)
        words, is_text, raised = _content(cell, texts)
        look = looks.style(_whole(cell, "s"))
        if words or look.ground or look.pattern:
            rows.cells.append(Cell(number, column, words, is_text, look, raised or (look.raised and bool(words))))


def _content(cell: Element, texts: list[tuple[str, bool]]) -> tuple[str, bool, bool]:
    kind, value = cell.get("t", "n"), cell.find(SHEET_ML + "v")
    raw = (value.text or "") if value is not None else ""
    if kind == "s":
        words, raised = texts[int(raw)] if raw.isdecimal() and int(raw) < len(texts) else ("", False)
        return words, True, raised
    if kind == "inlineStr":
        inside = cell.find(SHEET_ML + "is")
        words, raised = _text_of(inside) if inside is not None else ("", False)
        return words, True, raised
    return (unescape(raw).strip() if kind == "str" else raw), kind == "str", False


def _tables(package: Package, part: str) -> Iterator[ListTable]:
    for relation in package.relations(part):
        if relation.kind != "table" or relation.part is None or not package.has(relation.part):
            continue
        tree = package.tree(relation.part)
        if not is_area(tree.get("ref", "")):
            continue
        style = tree.find(SHEET_ML + "tableStyleInfo")
        yield ListTable(
            tree.get("displayName", ""),
            Area.parse(tree.get("ref", "")),
            _whole(tree, "headerRowCount", 1),
            tuple(unescape(column.get("name", "")) for column in tree.iter(SHEET_ML + "tableColumn")),
            tree.find(SHEET_ML + "autoFilter") is not None,
            style is not None and style.get("name") is not None and is_true(style.get("showRowStripes")),
        )


def _links(package: Package, part: str, tree: Element) -> Iterator[Hyperlink]:
    targets = {relation.id: relation.target for relation in package.relations(part)}
    for link in tree.iter(SHEET_ML + "hyperlink"):
        place = f"#{link.get('location')}" if link.get("location") else ""
        yield Hyperlink(link.get("ref", "A1").split(":")[0], targets.get(link.get(RELATION + "id", ""), "") + place)


def _floating(package: Package, part: str, tree: Element) -> Iterator[FloatingObject]:
    for relation in package.relations(part):
        if relation.kind == "drawing" and relation.part is not None and package.has(relation.part):
            yield from _drawn(package.tree(relation.part))
    for control in tree.iter(SHEET_ML + "control", SHEET_ML + "oleObject"):
        yield FloatingObject("control", "A1", control.get("name", "") or control.get("progId", ""), "")


KINDS = {"pic": "picture", "graphicFrame": "chart", "sp": "shape", "cxnSp": "line"}


def _drawn(drawing: Element) -> Iterator[FloatingObject]:
    for anchor in children(drawing):
        cell = _anchor_cell(anchor)
        for thing in anchor.iter():
            if isinstance(thing.tag, str) and local_name(thing) in KINDS and not _is_fallback(thing):
                facts = next(
                    (
                        element
                        for element in thing.iter()
                        if isinstance(element.tag, str) and local_name(element) == "cNvPr"
                    ),
                    None,
                )
                alt = (facts.get("descr") or facts.get("title") or "") if facts is not None else ""
                words = "".join(
                    element.text or ""
                    for element in thing.iter()
                    if isinstance(element.tag, str) and local_name(element) == "t"
                )
                yield FloatingObject(KINDS[local_name(thing)], cell, words, alt)


def _is_fallback(thing: Element) -> bool:
    return any(isinstance(parent.tag, str) and local_name(parent) == "Fallback" for parent in thing.iterancestors())


def _anchor_cell(anchor: Element) -> str:
    start = next((element for element in children(anchor) if local_name(element) == "from"), None)
    if start is None:
        return "A1"
    by_tag = {local_name(element): element.text or "0" for element in children(start)}
    row, column = (
        int(by_tag.get(name, "0")) + 1 if by_tag.get(name, "0").isdecimal() else 1 for name in ("row", "col")
    )
    return cell_address(min(row, LAST_ROW), min(column, LAST_COLUMN))


def column_width(sheet: ReadSheet, columns: Iterable[int]) -> float:
    """Return the width of some columns together, in pixels."""
    return sum(sheet.widths.get(column, sheet.usual_width) * 7 for column in columns)


def place_of(address: str) -> tuple[int, int]:
    """Return row and column of an address; those of A1 for an invalid one."""
    cleaned = re.sub(r"[^A-Za-z0-9]", "", address)
    return row_and_column(cleaned) if is_area(cleaned) else (1, 1)


def _whole(element: Element, name: str, usual: int = 0) -> int:
    value = element.get(name, "")
    return int(value) if value.isdecimal() else usual


def _decimal(element: Element | None, name: str, usual: float) -> float:
    try:
        return float(element.get(name, "")) if element is not None else usual
    except ValueError:
        return usual
