"""Check a workbook by the rules whose breach makes Excel repair it.

The rules are those that writing into a workbook could break: content types and relations, unique names, valid indexes,
cells in order, list objects that agree with their cells. No schema is used. A user's file may break a rule itself, so a
result is compared with the file it was made from.
"""

import re
import zipfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeVar

from pc_workbook.cells.addresses import column_number, row_and_column
from pc_workbook.ooxml.graft.kept_sheets import LONGEST_SHEET_NAME
from pc_workbook.ooxml.package.defined_names import DefinedNames, sheet_pointed_at
from pc_workbook.ooxml.package.namespaces import RELATION, SHEET_ML
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.styles import MOST_CELL_FORMATS, StyleTable
from pc_workbook.ooxml.package.text import LONGEST_TEXT, length_in_excel
from pc_workbook.ooxml.package.workbook import Sheet, Workbook
from pc_workbook.ooxml.package.xml import Element, attributes, children, whole_number
from pc_workbook.ooxml.read import shared_strings
from pc_workbook.ooxml.read.areas import Area, element_area
from pc_workbook.ooxml.read.sheet_cells import attribute, raw_rows

T = TypeVar("T")

_FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\\/?*\[\]:]")
_LOOKS_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr](\d+)?([Cc](\d+)?)?|[Cc](\d+)?")
_BUILT_IN_NUMBER_FORMATS: Final = 164


def problems(path: str | Path) -> list[str]:
    """Return one line for each broken rule, with its part; none for a workbook that Excel opens without repairs.

    Raises WorkbookProblem where the workbook can't be opened at all (opening.py).
    """
    package = open_workbook(path)
    workbook = Workbook(package)
    styles = _styles(workbook)
    texts = _text_count(workbook)
    found = [*_package_rules(path, package), *_workbook_rules(workbook), *_style_rules(styles)]
    for sheet in workbook.sheets():
        if sheet.is_worksheet:
            found += [f"{sheet.part}: {line}" for line in _sheet_rules(workbook, sheet, styles, texts)]
    return [*found, *_table_rules(workbook)]


# -- the package


def _package_rules(path: str | Path, package: Package) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
    yield from (f"the part {name} is there twice" for name in _twice(name.casefold() for name in names))
    for name in names:
        if name != "[Content_Types].xml" and package.types.content_type(name) is None:
            yield f"{name}: has no content type"
    for owner in ["", *sorted(names)]:
        yield from (f"{owner or 'the package'}: {line}" for line in _relation_rules(package, owner))


def _relation_rules(package: Package, owner: str) -> Iterator[str]:
    relations = package.relations(owner)
    yield from (f"the relation {one} is there twice" for one in _twice(relation.id for relation in relations))
    for relation in relations:
        if relation.part is not None and not package.has(relation.part):
            yield f"the relation {relation.id} leads to {relation.part}, which is not there"
    if relations and owner.endswith(".xml") and package.has(owner):
        yield from _relation_ids(package.tree(owner), {relation.id for relation in relations})


def _relation_ids(tree: Element, known: set[str]) -> Iterator[str]:
    for element in tree.iter():
        for name, value in attributes(element).items():
            if name.startswith(RELATION) and value and value not in known:
                yield f"{value} is no relation of this part"


# -- the workbook


def _workbook_rules(workbook: Workbook) -> Iterator[str]:
    sheets = workbook.sheets()
    names = [sheet.name for sheet in sheets]
    yield from (f"two sheets are called {name}" for name in _twice(name.casefold() for name in names))
    yield from (f"the sheet name {name!r} is not allowed" for name in names if not _may_name_a_sheet(name))
    yield from (f"two sheets lie in {part}" for part in _twice(sheet.part.casefold() for sheet in sheets))
    ids = [element.get("sheetId") for element in workbook.tree.iter(SHEET_ML + "sheet")]
    yield from (f"two sheets have the number {number}" for number in _twice(ids))
    if all(sheet.state in ("hidden", "veryHidden") for sheet in sheets):
        yield "no sheet can be seen"
    yield from _name_rules(workbook, {name.casefold() for name in names})


def _may_name_a_sheet(name: str) -> bool:
    fits = 1 <= length_in_excel(name) <= LONGEST_SHEET_NAME and name.casefold() != "history"
    return fits and not _FORBIDDEN_IN_SHEET_NAMES.search(name) and not (name.startswith("'") or name.endswith("'"))


def _name_rules(workbook: Workbook, sheets: set[str]) -> Iterator[str]:
    elements = list(workbook.tree.iter(SHEET_ML + "definedName"))
    scoped = [(one.get("name", "").casefold(), one.get("localSheetId")) for one in elements]
    yield from (f"the name {name} is defined twice" for name, _ in _twice(scoped))
    for element in elements:
        name, place = element.get("name", ""), element.get("localSheetId")
        if place is not None and whole_number(element, "localSheetId") >= len(sheets):
            yield f"the name {name} is local to a sheet that is not there"
        if _LOOKS_LIKE_A_CELL.fullmatch(name):
            yield f"the name {name} looks like a cell"
        pointed = sheet_pointed_at(element.text or "")
        if name.startswith("_xlnm.Print") and pointed is not None and pointed.casefold() not in sheets:
            yield f"the name {name} points at the sheet {pointed}, which is not there"


# -- styles


def _styles(workbook: Workbook) -> StyleTable:
    part = workbook.related("styles")
    if part is None:
        raise workbook.package.damaged()
    return StyleTable(workbook.package.tree(part), workbook.package.name)


def _style_rules(styles: StyleTable) -> Iterator[str]:
    sizes = {name: len(styles.records(name)) for name in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs")}
    own = [one.get("numFmtId", "") for one in styles.records("numFmts")]
    points = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    for place, record in enumerate(styles.records("cellXfs")):
        for name, collection in points.items():
            if whole_number(record, name) >= max(sizes[collection], 1):
                yield f"styles: cell format {place} points at {collection} {record.get(name)}, which is not there"
        number = record.get("numFmtId", "0")
        if whole_number(record, "numFmtId") >= _BUILT_IN_NUMBER_FORMATS and number not in own:
            yield f"styles: cell format {place} has the number format {number}, which is not there"
    for collection in (*sizes, "dxfs"):
        box, held = styles.tree.find(SHEET_ML + collection), len(styles.records(collection))
        if box is not None and whole_number(box, "count", held) != held:
            yield f"styles: {collection} says {box.get('count')} and holds {held}"
    if sizes["cellXfs"] > MOST_CELL_FORMATS:
        yield "styles: more than 64,000 cell formats"
    yield from (f"styles: number format {one} is defined twice" for one in _twice(own))


# -- sheets


def _sheet_rules(workbook: Workbook, sheet: Sheet, styles: StyleTable, texts: int) -> Iterator[str]:
    data = workbook.package.read(sheet.part)
    yield from _cell_rules(data, len(styles.records("cellXfs")), texts)
    tree = workbook.package.tree(sheet.part)
    yield from _differential_rules(tree, len(styles.records("dxfs")))
    merged = [element_area(one) for one in tree.iter(SHEET_ML + "mergeCell")]
    tables = [area for area, _ in _tables_on(workbook, sheet)]
    yield from (f"{one} and {other} overlap" for one, other in _overlapping([*merged, *tables]))
    listed = {one.get(RELATION + "id") for one in tree.iter(SHEET_ML + "tablePart")}
    related = {one.id for one in workbook.package.relations(sheet.part) if one.kind == "table"}
    yield from (f"the table {one} is not listed on the sheet" for one in sorted(related - listed))


def _text_count(workbook: Workbook) -> int:
    part = workbook.related("sharedStrings")
    return 0 if part is None else len(shared_strings.shared_items(workbook.package, part))


def _cell_rules(data: bytes, styles: int, texts: int) -> Iterator[str]:
    last_row = 0
    for cells in raw_rows(data):
        columns = [column_number(cell[0].decode()) for cell in cells]
        if any(one >= other for one, other in pairwise(columns)) or any(int(cell[1]) <= last_row for cell in cells):
            yield f"the cells of row {int(cells[0][1])} are out of order"
        last_row = int(cells[0][1]) if cells else last_row
        for letters, row, attrs, value, inside in cells:
            address = (letters + row).decode()
            yield from (f"{address} {fault}" for fault in _faults_of(attrs, value, inside, styles, texts))


def _faults_of(attrs: bytes, value: bytes, inside: bytes, styles: int, texts: int) -> Iterator[str]:
    style, kind = attribute("s", attrs), attribute("t", attrs) or b"n"
    if style is not None and not _is_index(style, styles):
        yield f"has the format {style.decode()}, which is not there"
    if kind == b"s" and value and not _is_index(value, texts):
        yield f"has the text {value.decode()}, which is not there"
    if kind == b"n" and value and not _is_finite(value):
        yield f"holds {value.decode()!r}, which is no number"
    if kind == b"b" and value not in (b"", b"0", b"1"):
        yield f"holds {value.decode()!r}, which is neither true nor false"
    if kind == b"inlineStr" and length_in_excel(shared_strings.plain_text(inside)) > LONGEST_TEXT:
        yield "holds more text than a cell can"


def _is_index(value: bytes, size: int) -> bool:
    return value.isdigit() and int(value) < size


def _is_finite(value: bytes) -> bool:
    try:
        return abs(float(value)) < float("inf")
    except ValueError:
        return False


def _differential_rules(tree: Element, count: int) -> Iterator[str]:
    for element in tree.iter():
        for name, value in attributes(element).items():
            if (name == "dxfId" or name.endswith("DxfId")) and whole_number(element, name) >= count:
                yield f"the format {value} of a rule is not there"


def _overlapping(areas: list[Area]) -> Iterator[tuple[Area, Area]]:
    """Yield overlapping areas, from top to bottom. Areas that share a row without overlap are side by side, so a new one is
    compared with its two neighbours only: some workbooks have many thousand merged cells."""
    lefts: list[int] = []
    standing: list[Area] = []
    ends: list[tuple[int, int]] = []
    for area in sorted(areas, key=lambda one: one.top):
        while ends and ends[0][0] < area.top:
            place = bisect_left(lefts, heappop(ends)[1])
            del lefts[place], standing[place]
        place = bisect_left(lefts, area.left)
        near = [one for one in standing[max(place - 1, 0) : place + 1] if one.overlaps(area)]
        yield from ((one, area) for one in near)
        if not near:
            lefts.insert(place, area.left)
            standing.insert(place, area)
            heappush(ends, (area.bottom, area.left))


# -- tables


def _tables_on(workbook: Workbook, sheet: Sheet) -> list[tuple[Area, Element]]:
    trees = [workbook.package.tree(part) for part in workbook.package.related_parts(sheet.part, "table")]
    return [(element_area(tree), tree) for tree in trees]


def _table_rules(workbook: Workbook) -> Iterator[str]:
    tables = [(sheet, *one) for sheet in workbook.sheets() for one in _tables_on(workbook, sheet)]
    names = [tree.get("displayName", "").casefold() for _, _, tree in tables]
    yield from (f"two tables are called {name}" for name in _twice(names))
    yield from (f"two tables have the number {one}" for one in _twice(tree.get("id") for _, _, tree in tables))
    taken = DefinedNames(workbook).global_names()
    yield from (f"{name} is a table and a defined name" for name in names if name in taken)
    for sheet, area, tree in tables:
        name = tree.get("displayName", "")
        yield from (f"the table {name}: {line}" for line in _one_table(workbook, sheet, area, tree))


def _one_table(workbook: Workbook, sheet: Sheet, area: Area, tree: Element) -> Iterator[str]:
    box = tree.find(SHEET_ML + "tableColumns")
    columns = [] if box is None else list(children(box))
    names = [column.get("name", "") for column in columns]
    if len(columns) != area.right - area.left + 1:
        yield f"has {len(columns)} columns in {area}"
    yield from (f"two columns are called {name}" for name in _twice(name.casefold() for name in names))
    yield from (f"two columns have the number {one}" for one in _twice(column.get("id") for column in columns))
    if tree.get("headerRowCount", "1") != "0":
        heads = _texts_of_row(workbook, sheet, area)
        yield from (f"the heading {head!r} stands for the column {name!r}" for head, name in _differing(heads, names))
    filtered = tree.find(SHEET_ML + "autoFilter")
    if filtered is not None:
        totals = whole_number(tree, "totalsRowCount")
        if element_area(filtered) != Area(area.top, area.left, area.bottom - totals, area.right):
            yield "its filter covers other rows"


def _differing(heads: list[str], names: list[str]) -> Iterator[tuple[str, str]]:
    for head, name in zip(heads, names, strict=False):
        if " ".join(head.split()) != " ".join(shared_strings.decoded(name.encode()).split()):
            yield head, name


def _texts_of_row(workbook: Workbook, sheet: Sheet, area: Area) -> list[str]:
    part = workbook.related("sharedStrings")
    texts = [] if part is None else shared_strings.shared_items(workbook.package, part)
    found = dict.fromkeys(range(area.left, area.right + 1), "")
    for cells in raw_rows(workbook.package.read(sheet.part)):
        for letters, row, attrs, value, inside in cells:
            place = row_and_column((letters + row).decode())
            if place[0] == area.top and area.contains(*place):
                kind = attribute("t", attrs)
                item = texts[int(value)] if kind == b"s" and _is_index(value, len(texts)) else inside
                text = shared_strings.decoded(value) if kind == b"str" else shared_strings.plain_text(item)
                found[place[1]] = text
    return list(found.values())


def _twice(things: Iterable[T]) -> list[T]:
    return [thing for thing, count in Counter(things).items() if count > 1]
