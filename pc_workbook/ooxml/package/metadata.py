"""Dynamic arrays: the mark on a cell that its formula may spill.

A cell's `cm` counts, from 1, the records of `cellMetadata`; the record we need is of type XLDAPR.
"""

import copy

from pc_workbook.errors import OurMistake
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import Element, children, insert_in_order

_ORDER = [
    "metadataTypes",
    "metadataStrings",
    "mdxMetadata",
    "futureMetadata",
    "cellMetadata",
    "valueMetadata",
    "extLst",
]
_SPILLS = "XLDAPR"
_PART = "xl/metadata.xml"


def spill_mark(workbook: Workbook, drawn: Package) -> int:
    """The index of a record that lets a formula spill, added to the user's workbook if need be."""
    part = workbook.related("sheetMetadata")
    if part is None:
        return _brought_over(workbook, drawn)
    tree = workbook.package.tree(part)
    found = _existing(tree)
    if found is None:
        found = _added(tree, drawn.tree(_PART))
        workbook.package.put_tree(part, tree)
    return found


def _brought_over(workbook: Workbook, drawn: Package) -> int:
    part = _PART if workbook.package.is_free(_PART) else workbook.package.free_name(_PART)
    content = drawn.types.of(_PART)
    if content is None:
        raise OurMistake("the drawn workbook has spilling formulas but no metadata")
    workbook.package.put(part, drawn.read(_PART))
    workbook.package.types.declare(part, content)
    workbook.relate("sheetMetadata", part)
    return 1


def _type_number(tree: Element) -> int | None:
    names = [one.get("name") for one in tree.iter(SHEET_ML + "metadataType")]
    return names.index(_SPILLS) + 1 if _SPILLS in names else None


def _existing(tree: Element) -> int | None:
    cells = tree.find(SHEET_ML + "cellMetadata")
    number = _type_number(tree)
    if cells is None or number is None:
        return None
    for place, block in enumerate(children(cells), start=1):
        records = list(children(block))
        if len(records) == 1 and records[0].get("t") == str(number):
            return place
    return None


def _added(tree: Element, drawn: Element) -> int:
    number = _type_number(tree)
    if number is None:
        number = _append(tree, "metadataTypes", copy.deepcopy(next(drawn.iter(SHEET_ML + "metadataType"))))
        future = copy.deepcopy(_required(drawn, "futureMetadata"))
        insert_in_order(tree, future, _ORDER)
    block = tree.makeelement(SHEET_ML + "bk", nsmap=None)
    record = tree.makeelement(SHEET_ML + "rc", nsmap=None)
    record.set("t", str(number))
    record.set("v", "0")
    block.append(record)
    return _append(tree, "cellMetadata", block)


def _required(tree: Element, tag: str) -> Element:
    found = tree.find(SHEET_ML + tag)
    if found is None:
        raise OurMistake(f"the drawn workbook's metadata has no {tag}")
    return found


def _append(tree: Element, collection: str, record: Element) -> int:
    box = tree.find(SHEET_ML + collection)
    if box is None:
        box = insert_in_order(tree, tree.makeelement(SHEET_ML + collection, nsmap=None), _ORDER)
    box.append(record)
    count = sum(1 for _ in children(box))
    box.set("count", str(count))
    return count
