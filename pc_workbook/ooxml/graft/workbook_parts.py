"""Update two parts of the user's workbook that drawn sheets need: cell metadata and document properties.

A formula that spills (a dynamic array) has an attribute `cm`, an index from 1 of the records in `cellMetadata`; the record
is of type XLDAPR. docProps/app.xml lists the titles of all sheets.
"""

import copy

from pc_workbook.errors import InternalError
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


def spill_index(workbook: Workbook, drawn: Package) -> int:
    """Return the index of the metadata record for spilling formulas, adding it to the user's workbook if needed.

    Raises OurMistake where the drawn workbook lacks the metadata.
    """
    part = workbook.related("sheetMetadata")
    if part is None:
        return _copied_part(workbook, drawn)
    tree = workbook.package.tree(part)
    index = _existing_record(tree)
    if index is None:
        index = _added_record(tree, drawn.tree(_PART))
        workbook.package.put_tree(part, tree)
    return index


def _copied_part(workbook: Workbook, drawn: Package) -> int:
    part = _PART if workbook.package.is_free(_PART) else workbook.package.free_name(_PART)
    content = drawn.types.content_type(_PART)
    if content is None:
        raise InternalError("the drawn workbook has spilling formulas but no metadata")
    workbook.package.put(part, drawn.read(_PART))
    workbook.package.types.declare(part, content)
    workbook.relate("sheetMetadata", part)
    return 1


def _type_number(tree: Element) -> int | None:
    names = [element.get("name") for element in tree.iter(SHEET_ML + "metadataType")]
    return names.index(_SPILLS) + 1 if _SPILLS in names else None


def _existing_record(tree: Element) -> int | None:
    cells = tree.find(SHEET_ML + "cellMetadata")
    number = _type_number(tree)
    if cells is None or number is None:
        return None
    for index, block in enumerate(children(cells), start=1):
        records = list(children(block))
        if len(records) == 1 and records[0].get("t") == str(number):
            return index
    return None


def _added_record(tree: Element, drawn: Element) -> int:
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
        raise InternalError(f"the drawn workbook's metadata has no {tag}")
    return found


def _append(tree: Element, collection: str, record: Element) -> int:
    container = tree.find(SHEET_ML + collection)
    if container is None:
        container = insert_in_order(tree, tree.makeelement(SHEET_ML + collection, nsmap=None), _ORDER)
    container.append(record)
    count = sum(1 for _ in children(container))
    container.set("count", str(count))
    return count


def list_new_sheets(workbook: Workbook) -> None:
    """Add the titles of new sheets to docProps/app.xml; left unchanged where its counts are wrong, which Excel allows."""
    package = workbook.package
    part = package.related("", "extended-properties")
    if part is None:
        return
    tree = package.tree(part)
    counts, titles = _counts(tree), _titles(tree)
    if titles is None or not counts or sum(_number(count) for count in counts) != len(list(children(titles))):
        return
    _add_missing(counts[0], titles, [sheet.name for sheet in workbook.sheets()])
    package.put_tree(part, tree)


def _counts(tree: Element) -> list[Element]:
    """Return the elements that count the titles of each heading; that of the worksheets comes first."""
    pairs = tree.find(APP_PROPERTY + "HeadingPairs")
    return [] if pairs is None else list(pairs.iter(VARIANT + "i4"))


def _number(count: Element) -> int:
    return int(count.text) if count.text and count.text.isdigit() else -1


def _titles(tree: Element) -> Element | None:
    titles = tree.find(APP_PROPERTY + "TitlesOfParts")
    return None if titles is None else titles.find(VARIANT + "vector")


def _add_missing(count: Element, titles: Element, sheets: list[str]) -> None:
    listed = {(title.text or "").casefold() for title in children(titles)}
    position = _number(count)
    for name in sheets:
        if name.casefold() not in listed:
            title = titles.makeelement(VARIANT + "lpstr", nsmap=None)
            title.text = name
            titles.insert(position, title)
            position += 1
    count.text = str(position)
    titles.set("size", str(len(list(children(titles)))))
