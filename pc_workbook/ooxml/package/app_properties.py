"""The list of sheet titles in docProps/app.xml: brought up to date where it is consistent, else left alone
(Excel does not mind)."""

from pc_workbook.ooxml.package.namespaces import APP_PROPERTY, VARIANT
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import Element, children


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
