"""Read the stored content of cells from the text of a sheet, by regular expression.

This is several times as fast as a tree, and needs the layout that Excel, LibreOffice, openpyxl and XlsxWriter all write.
Any other (prefixed elements, cells without an address, comments, CDATA, single quotes) is first rewritten in that layout
by way of a tree; a test holds both ways equal.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from pc_workbook.cells.addresses import column_letters, row_and_column
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.xml import Element, children, local_name, parse, whole_number

# Possessive quantifiers (++ and *+) avoid backtracking; a cell without content ends at the slash of its tag.
_CELL = re.compile(rb'<c r="([A-Z]++)(\d++)"([^>]*+)>(?:(?<=/>)|<v>([^<]*+)</v></c>|(.*?)</c>)', re.DOTALL)
_DATA, _DATA_ENDS, _NO_DATA = b"<sheetData>", b"</sheetData>", b"<sheetData/>"
_PROLOGUE_BYTES = 2000
_UNUSUAL = re.compile(  # a tag that is not in the usual layout; the elements inside a text may be any
    rb'<(?!/\w++>|c r="[A-Z]{1,3}[1-9]\d{0,6}"(?: \w++="[^"<>&]*+")*+ ?+/?+>|row[ />]|v>|f[ />]|is>|r>|t[ />]'
    rb"|(?:rPr|rPh|b|i|u|sz|color|rFont|family|scheme|charset|vertAlign|strike|phoneticPr)[ />])"
)

RawCell: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes]
"""Column letters, row number, the other attributes (with the slash of a tag without content), the text of a lone <v>, any
other content. A plain tuple: a named one would double the time for a million cells."""


def raw_rows(sheet: bytes) -> Iterator[list[RawCell]]:
    """Yield the cells of each row that has any, from top to bottom. Raises WorkbookProblem where the sheet is damaged."""
    return cells_by_row(in_usual_layout(sheet))


def cells_by_row(text: bytes) -> Iterator[list[RawCell]]:
    """Yield the cells of each row of a sheet in the usual layout."""
    start, end = 0, text.find(b"</row>")
    while end >= 0:
        yield _CELL.findall(text, start, end)
        start, end = end, text.find(b"</row>", end + 1)


FORMULA_STARTS = (b"<f>", b"<f ", b"<f/>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def has_formulas(sheet: bytes) -> bool:
    """Return whether a cell of a sheet has a formula; formulas of extensions after the cells, as of sparklines, don't count."""
    if b"<f" not in sheet and b":f" not in sheet:
        return False
    end = sheet.rfind(b"sheetData>")
    return _FORMULA.search(sheet, 0, end if end >= 0 else len(sheet)) is not None


def attribute(name: str, attributes: bytes) -> bytes | None:
    """Return the value of an attribute in the text of a tag, None where it is not there."""
    match = re.search(rb"(?:^|\s)" + name.encode() + rb'="([^"]*)"', attributes)
    return match[1] if match else None


def in_usual_layout(sheet: bytes) -> bytes:
    """Return the text of a sheet if it has the usual layout, else its cells rewritten in that layout."""
    return sheet if _has_usual_layout(sheet) else rewritten(parse(sheet))


def _has_usual_layout(sheet: bytes) -> bool:
    root, start, end = sheet.find(b"<worksheet", 0, _PROLOGUE_BYTES), sheet.find(_DATA), sheet.rfind(_DATA_ENDS)
    if root < 0 or not root < start < end or b"<!" in sheet[:start]:
        return _NO_DATA in sheet and b"<row" not in sheet
    return _UNUSUAL.search(sheet, start + len(_DATA), end) is None and b"<c " not in sheet[end:]


def rewritten(root: Element) -> bytes:
    """Return the cells of a sheet in the usual layout, by way of its tree."""
    data = root.find(SHEET_ML + "sheetData")
    rows = [] if data is None else list(children(data))
    out, number = [b"<worksheet><sheetData>"], 0
    for row in rows:
        number = whole_number(row, "r", number + 1)
        out.append(_rewritten_row(row, number))
    return b"".join([*out, b"</sheetData></worksheet>"])


def _rewritten_row(row: Element, number: int) -> bytes:
    out, column = [b'<row r="%d">' % number], 0
    for cell in children(row):
        if cell.tag == SHEET_ML + "c":
            column = column_of(cell, column)
            out.append(_rewritten_cell(cell, f"{column_letters(column)}{number}"))
    return b"".join([*out, b"</row>"])


def column_of(cell: Element, before: int) -> int:
    """Return the column of a cell; one without an address follows the column `before`."""
    try:
        return row_and_column(cell.get("r") or "")[1]
    except ValueError:
        return before + 1


def _rewritten_cell(cell: Element, address: str) -> bytes:
    clean = etree.Element("c", r=address)
    for name, value in cell.attrib.items():
        if name != "r":
            clean.set(name, value)
    for child in children(cell):
        clean.append(_without_namespace(child))
    return etree.tostring(clean, encoding="UTF-8").replace(b"<v></v>", b"")


def _without_namespace(element: Element) -> Element:
    clean = etree.Element(local_name(element) if element.tag.startswith(SHEET_ML) else "other")
    for name, value in element.attrib.items():
        clean.set(name, value)
    clean.text = element.text
    for child in children(element):
        clean.append(_without_namespace(child))
    return clean
