"""The cells of a sheet, read quickly from its XML text, whoever wrote it.

One regular expression is several times as fast as a tree. It needs text in the shape that Excel,
LibreOffice, openpyxl and XlsxWriter all write; what is written otherwise (prefixed elements, cells without
an address, comments, CDATA, single quotes) is first brought into that shape by way of a tree.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from pc_workbook.ooxml.address import column_letters, column_number
from pc_workbook.ooxml.namespaces import SHEET_ML
from pc_workbook.ooxml.xml import Element, children, local_name, parse, whole_number

# Nothing is tried twice (++ and *+), and a cell without content ends at the slash of its tag.
_CELL = re.compile(rb'<c r="([A-Z]++)(\d++)"([^>]*+)>(?:(?<=/>)|<v>([^<]*+)</v></c>|(.*?)</c>)', re.DOTALL)
_ADDRESS = re.compile(r"([A-Za-z]+)\d+")

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
_PREFIXED_FORMULA = re.compile(rb"<\w+:f[ >/]")


def has_formulas(sheet: bytes) -> bool:
    if b"<f" in sheet and any(start in sheet for start in FORMULA_STARTS):
        return True
    return b"<worksheet" not in sheet[:2000] and _PREFIXED_FORMULA.search(sheet) is not None


def attribute(name: str, attributes: bytes) -> bytes | None:
    match = re.search(rb"(?:^|\s)" + name.encode() + rb'="([^"]*)"', attributes)
    return match[1] if match else None


def regular(sheet: bytes) -> bytes:
    """The sheet's text if it is already in the shape the expressions want; else its cells in that shape."""
    return sheet if _is_regular(sheet) else _rewritten(parse(sheet))


def _is_regular(sheet: bytes) -> bool:
    if b"<worksheet" not in sheet[:2000] or b"<!--" in sheet or b"<![CDATA[" in sheet:
        return False
    return sheet.count(b'<c r="') == sheet.count(b"<c ") + sheet.count(b"<c>") + sheet.count(b"<c/>")


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
    match = _ADDRESS.fullmatch(cell.get("r") or "")
    return before + 1 if match is None else column_number(match[1])


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
