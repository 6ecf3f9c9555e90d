"""Dynamic arrays: the mark on a cell that its formula may spill.

A cell's `cm` counts, from 1, the records of `cellMetadata`; the record we need is of type XLDAPR.
"""

import copy

from pc_workbook.errors import OurMistake
from pc_workbook.ooxml.package.namespaces import APP_PROPERTY, SHEET_ML, VARIANT
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
    content = drawn.types.content_type(_PART)
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


def list_new_sheets(workbook: Workbook) -> None:
    package = workbook.package
    part = package.related("", "extended-properties")
    if part is None:
        return
    tree = package.tree(part)
    counts, titles = _counts(tree), _titles(tree)
    if titles is None or not counts or sum(_number(one) for one in counts) != len(list(children(titles))):
        return
    _add_missing(counts[0], titles, [sheet.name for sheet in workbook.sheets()])
    package.put_tree(part, tree)


def _counts(tree: Element) -> list[Element]:
    """The elements that count the titles of each heading; the worksheets' comes first."""
    pairs = tree.find(APP_PROPERTY + "HeadingPairs")
    return [] if pairs is None else list(pairs.iter(VARIANT + "i4"))


def _number(count: Element) -> int:
    return int(count.text) if count.text and count.text.isdigit() else -1


def _titles(tree: Element) -> Element | None:
    titles = tree.find(APP_PROPERTY + "TitlesOfParts")
    return None if titles is None else titles.find(VARIANT + "vector")


def _add_missing(count: Element, titles: Element, sheets: list[str]) -> None:
    listed = {(title.text or "").casefold() for title in children(titles)}
    place = _number(count)
    for name in sheets:
        if name.casefold() not in listed:
            title = titles.makeelement(VARIANT + "lpstr", nsmap=None)
            title.text = name
            titles.insert(place, title)
            place += 1
    count.text = str(place)
    titles.set("size", str(len(list(children(titles)))))
