"""Read what a sheet has beside values: comments, pictures, shapes and charts with their cell, and the formulas of cells."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pc_workbook.cells.addresses import LAST_COLUMN, LAST_ROW, cell_address
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Sheet
from pc_workbook.ooxml.package.xml import Element, children, local_name
from pc_workbook.ooxml.read.shared_strings import decoded
from pc_workbook.ooxml.read.sheet_cells import FORMULA_STARTS, has_formulas, raw_rows

_FORMULA = re.compile(rb"<f(?:\s[^>]*)?>([^<]*)</f>")
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_INDEX = re.compile(r"[0-9]{1,7}")  # of a row or a column, from 0
_SHAPES = ("pic", "sp", "cxnSp", "grpSp", "graphicFrame", "contentPart")


class Attached(NamedTuple):
    """A "comment" or "drawing", the cell it is anchored to, and its text."""

    kind: str
    cell: str
    words: str


def sheet_objects(package: Package, sheet: Sheet) -> list[Attached]:
    """Return the comments and drawings of a sheet in stored order. Raises WorkbookProblem where a part is damaged."""
    return [
        item
        for relation in package.relations(sheet.part)
        if relation.part is not None and package.has(relation.part)
        for item in _in_part(relation.kind, package.tree(relation.part))
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
    return next((item.get("descr") or item.get("name") or "" for item in _named(anchor, "cNvPr")), "")


def _anchor_cell(anchor: Element) -> str:
    start = next(_named(anchor, "from"), None)
    offsets = {local_name(child): child.text or "" for child in children(start)} if start is not None else {}
    row, column = (
        int(text) if _INDEX.fullmatch(text) else 0 for text in (offsets.get("row", ""), offsets.get("col", ""))
    )
    return cell_address(min(row, LAST_ROW - 1) + 1, min(column, LAST_COLUMN - 1) + 1)


def _cell_or_first(reference: str) -> str:
    """Return the cell of a comment, A1 where it has none."""
    return reference if _CELL.fullmatch(reference) else "A1"


def sheet_formulas(package: Package, sheet: Sheet) -> dict[str, str]:
    """Return the formulas of a sheet: cell -> formula as stored, with an equals sign; "=" alone for a cell that follows a
    shared formula."""
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
