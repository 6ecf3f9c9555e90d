"""What lies on a sheet beside its cells: comments, pictures, shapes and charts, each with the cell it hangs on; and
which cells hold a formula."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Sheet
from pc_workbook.ooxml.package.xml import Element, children, local_name
from pc_workbook.ooxml.read.areas import LAST_COLUMN, LAST_ROW, cell_address
from pc_workbook.ooxml.read.shared_strings import decoded
from pc_workbook.ooxml.read.sheet_cells import FORMULA_STARTS, has_formulas, raw_rows

_FORMULA = re.compile(rb"<f(?:\s[^>]*)?>([^<]*)</f>")
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_PLACE = re.compile(r"[0-9]{1,7}")  # of a row or a column, from 0
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
            yield Attached("comment", _cell_or_first(comment.get("ref", "")), _words(comment))
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
    held = {local_name(child): child.text or "" for child in children(start)} if start is not None else {}
    row, column = (int(text) if _PLACE.fullmatch(text) else 0 for text in (held.get("row", ""), held.get("col", "")))
    return cell_address(min(row, LAST_ROW - 1) + 1, min(column, LAST_COLUMN - 1) + 1)


def _cell_or_first(reference: str) -> str:
    """The cell that a comment names; the sheet's first where it names none."""
    return reference if _CELL.fullmatch(reference) else "A1"


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
    return "=" + decoded(match[1]) if match else "="
