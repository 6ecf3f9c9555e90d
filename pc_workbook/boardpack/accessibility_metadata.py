"""Accessibility metadata that XlsxWriter does not write: the document's language, and cells marked as titles.

The same file always gets the same bytes.
"""

from pathlib import Path

from lxml import etree

from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import Element, children

ENGLISH = "en-GB"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
TITLE_STYLE, TITLE_NUMBER = "Heading 1", "16"  # Excel's own number for it


def add_accessibility_metadata(path: Path, language: str = ENGLISH) -> None:
    """Write the language into the document's properties, and call the titles in A1 headings."""
    package = Package.open(path)
    _set_language(package, language)
    mark_titles_as_headings(package)
    package.save(path)


def _set_language(package: Package, language: str) -> None:
    part = package.related("", "core-properties")
    if part is None:
        return
    tree = package.tree(part)
    element = tree.find(DUBLIN_CORE + "language")
    if element is None:
        element = etree.SubElement(tree, DUBLIN_CORE + "language")
    element.text = language
    package.put_tree(part, tree)


def mark_titles_as_headings(package: Package) -> None:
    """Give the formats that the cells A1 have the style record Heading 1."""
    workbook = Workbook(package)
    part = workbook.related("styles")
    if part is None:
        return
    styles = workbook.package.tree(part)
    formats, records, names = (styles.find(SHEET_ML + tag) for tag in ("cellXfs", "cellStyleXfs", "cellStyles"))
    titles = _formats_of_titles(workbook)
    if formats is None or records is None or names is None or not titles or _has_heading(names):
        return
    listed = list(children(formats))
    first = listed[min(titles)]
    record = etree.SubElement(records, SHEET_ML + "xf")
    for name, value in first.attrib.items():
        if name != "xfId":
            record.set(name, value)
    number = str(len(list(children(records))) - 1)
    records.set("count", str(int(number) + 1))
    for place in titles:
        listed[place].set("xfId", number)
    named = etree.SubElement(names, SHEET_ML + "cellStyle")
    for name, value in (("name", TITLE_STYLE), ("xfId", number), ("builtinId", TITLE_NUMBER)):
        named.set(name, value)
    names.set("count", str(len(list(children(names)))))
    workbook.package.put_tree(part, styles)


def _formats_of_titles(workbook: Workbook) -> set[int]:
    found: set[int] = set()
    for sheet in workbook.sheets():
        cell = next(workbook.package.tree(sheet.part).iter(SHEET_ML + "c"), None) if sheet.is_worksheet else None
        if cell is not None and cell.get("r") == "A1" and cell.get("s", "").isdecimal() and cell.get("s") != "0":
            found.add(int(cell.get("s", "0")))
    return found


def _has_heading(names: Element) -> bool:
    return any(style.get("name") == TITLE_STYLE for style in children(names))
