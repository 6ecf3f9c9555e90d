"""The cells of a sheet, read quickly from its XML text, whoever wrote it.

One regular expression is several times as fast as a tree. It needs text in the shape that Excel,
LibreOffice, openpyxl and XlsxWriter all write; what is written otherwise (prefixed elements, cells without
an address, comments, CDATA, single quotes) is first brought into that shape by way of a tree.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.xml import Element, children, local_name, parse, whole_number
from pc_workbook.ooxml.read.areas import column_letters, row_and_column

# Nothing is tried twice (++ and *+), and a cell without content ends at the slash of its tag.
_CELL = re.compile(rb'<c r="([A-Z]++)(\d++)"([^>]*+)>(?:(?<=/>)|<v>([^<]*+)</v></c>|(.*?)</c>)', re.DOTALL)
_DATA, _DATA_ENDS, _NO_DATA = b"<sheetData>", b"</sheetData>", b"<sheetData/>"
_PROLOGUE_BYTES = 2000
_IRREGULAR = re.compile(  # a tag that is not written as usual; what stands within a text in its cell may be any
    rb'<(?!/\w++>|c r="[A-Z]{1,3}[1-9]\d{0,6}"(?: \w++="[^"<>&]*+")*+ ?+/?+>|row[ />]|v>|f[ />]|is>|r>|t[ />]'
    rb"|(?:rPr|rPh|b|i|u|sz|color|rFont|family|scheme|charset|vertAlign|strike|phoneticPr)[ />])"
)

RawCell: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes]
"""Column letters, row number, the other attributes (with the slash of a tag that has no content), the text of a
lone <v>, any other content. A plain tuple: naming the fields of a million cells would double the time."""


def raw_rows(sheet: bytes) -> Iterator[list[RawCell]]:
    """The cells of each row that has any, top to bottom."""
    text = regular(sheet)
    start, end = 0, text.find(b"</row>")
    while end >= 0:
        yield _CELL.findall(text, start, end)
        start, end = end, text.find(b"</row>", end + 1)


FORMULA_STARTS = (b"<f>", b"<f ", b"<f/>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def has_formulas(sheet: bytes) -> bool:
    """Whether a cell of a sheet holds a formula; extensions behind the cells, such as sparklines, have others."""
    if b"<f" not in sheet and b":f" not in sheet:
        return False
    end = sheet.rfind(b"sheetData>")
    return _FORMULA.search(sheet, 0, end if end >= 0 else len(sheet)) is not None


def attribute(name: str, attributes: bytes) -> bytes | None:
    match = re.search(rb"(?:^|\s)" + name.encode() + rb'="([^"]*)"', attributes)
    return match[1] if match else None


def regular(sheet: bytes) -> bytes:
    """The sheet's text if it is already in the shape the expressions want; else its cells in that shape."""
    return sheet if _is_regular(sheet) else _rewritten(parse(sheet))


def _is_regular(sheet: bytes) -> bool:
    root, start, end = sheet.find(b"<worksheet", 0, _PROLOGUE_BYTES), sheet.find(_DATA), sheet.rfind(_DATA_ENDS)
    if root < 0 or not root < start < end or b"<!" in sheet[:start]:
        return _NO_DATA in sheet and b"<row" not in sheet
    return _IRREGULAR.search(sheet, start + len(_DATA), end) is None and b"<c " not in sheet[end:]


def _rewritten(root: Element) -> bytes:
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
    """The column of a cell, which may be left out when it is the one after the cell before."""
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
