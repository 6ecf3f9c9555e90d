"""What lies on a sheet beside its cells: comments, pictures, shapes and charts, each with the cell it hangs on; and
which cells hold a formula."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from pc_workbook.ooxml.address import cell_address
from pc_workbook.ooxml.package import Package
from pc_workbook.ooxml.sheet_cells import FORMULA_STARTS, has_formulas, raw_rows
from pc_workbook.ooxml.workbook import Sheet
from pc_workbook.ooxml.xml import Element, children, local_name

_FORMULA = re.compile(rb"<f(?:\s[^>]*)?>([^<]*)</f>")
_SHAPES = ("pic", "sp", "cxnSp", "grpSp", "graphicFrame", "contentPart")


class Attached(NamedTuple):
    """One thing: "comment" or "drawing", the cell it hangs on, and the words in it."""

    kind: str
    cell: str
    words: str


def attached(package: Package, sheet: Sheet) -> list[Attached]:
    """Everything that lies on a sheet, in the order it is stored."""
    return [
        one
        for relation in package.relations(sheet.part)
        if relation.part is not None and package.has(relation.part)
        for one in _in_part(relation.kind, package.tree(relation.part))
    ]


def _in_part(kind: str, tree: Element) -> Iterator[Attached]:
    if kind == "comments":
        for comment in _named(tree, "comment"):
            yield Attached("comment", comment.get("ref", "A1"), _words(comment))
    elif kind == "drawing":
        for anchor in children(tree):
            if any(local_name(child) in _SHAPES for child in children(anchor)):
                yield Attached("drawing", _anchor_cell(anchor), _words(anchor) or _description(anchor))


def _named(tree: Element, name: str) -> Iterator[Element]:
    return (element for element in tree.iter() if isinstance(element.tag, str) and local_name(element) == name)


def _words(element: Element) -> str:
    return "".join(text.text or "" for text in _named(element, "t"))


def _description(anchor: Element) -> str:
    return next((one.get("descr") or one.get("name") or "" for one in _named(anchor, "cNvPr")), "")


def _anchor_cell(anchor: Element) -> str:
    start = next(_named(anchor, "from"), None)
    held = {local_name(child): int(child.text or 0) for child in children(start)} if start is not None else {}
    return cell_address(held.get("row", 0) + 1, held.get("col", 0) + 1)


def formulas(package: Package, sheet: Sheet) -> dict[str, str]:
    """Cell -> its formula as it is stored, with its equals sign; a cell that a neighbour's formula fills has none."""
    text = package.read(sheet.part)
    if not has_formulas(text):
        return {}
    return {
        f"{cell[0].decode()}{int(cell[1])}": _formula(cell[4])
        for cells in raw_rows(text)
        for cell in cells
        if any(start in cell[4] for start in FORMULA_STARTS)
    }


def _formula(content: bytes) -> str:
    match = _FORMULA.search(content)
    return "=" + html.unescape(match[1].decode()) if match else "="
