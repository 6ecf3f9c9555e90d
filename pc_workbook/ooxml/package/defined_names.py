"""Read and change the defined names of a workbook, global or local to a sheet.

A local name counts its sheet by position in the list of sheets, from 0.
"""

import copy
import re

from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.workbook import ORDER, Workbook
from pc_workbook.ooxml.package.xml import Element, attributes, children, insert_in_order, remove_attribute, whole_number

# The names that Excel reserves: they belong to the sheet as drawn. The other names of a sheet are the user's.
BUILT_IN = frozenset(
    f"_xlnm.{name}".casefold() for name in ("Print_Area", "Print_Titles", "_FilterDatabase", "Criteria", "Extract")
)
_LEADING_SHEET = r"^=?(?:'((?:[^']|'')+)'|([^'!(,]+))!"


def sheet_pointed_at(text: str) -> str | None:
    """Return the sheet that a reference begins with, None where it begins with none.

    >>> sheet_pointed_at("'My plan'!$A$1:$B$2")
    'My plan'
    """
    match = re.match(_LEADING_SHEET, text)
    return None if match is None else (match[1] or match[2]).replace("''", "'")


class DefinedNames:
    """The names in a workbook's tree, changed in place."""

    def __init__(self, workbook: Workbook) -> None:
        self._tree = workbook.tree
        self._known: dict[tuple[str, int | None], Element] = {}  # by folded name and scope
        for element in self._elements():
            self._known.setdefault(_scope(element), element)

    def _elements(self) -> list[Element]:
        container = self._tree.find(SHEET_ML + "definedNames")
        return [] if container is None else list(children(container))

    def global_names(self) -> dict[str, str]:
        """Return the global names: case-folded name -> formula."""
        return {_folded(element): element.text or "" for element in self._elements() if _position(element) is None}

    def local_names(self, position: int) -> list[Element]:
        """Return the elements of the names local to a sheet."""
        return [element for element in self._elements() if _position(element) == position]

    def local_text(self, name: str, position: int) -> str | None:
        """Return the formula of a local name, None where there is no such name."""
        element = self._known.get((name.casefold(), position))
        return None if element is None else element.text or ""

    def put(self, model: Element, text: str, position: int | None) -> None:
        """Set a name with the attributes of `model`; it replaces one of the same name and scope."""
        new = copy.deepcopy(model)
        new.text = text
        new.tail = None
        remove_attribute(new, "localSheetId")
        if position is not None:
            new.set("localSheetId", str(position))
        current = self._known.get(_scope(new))
        if current is None:
            self._insert(new)
        elif attributes(current) != attributes(new) or current.text != text:
            _replace(current, new)
        else:
            return
        self._known[_scope(new)] = new

    def put_hidden(self, name: str, text: str, position: int) -> None:
        """Set a hidden local name."""
        model = self._tree.makeelement(SHEET_ML + "definedName", nsmap=None)
        model.set("name", name)
        model.set("hidden", "1")
        self.put(model, text, position)

    def _insert(self, new: Element) -> None:
        """Insert a name where Excel, which keeps the list sorted, expects it."""
        container = self._tree.find(SHEET_ML + "definedNames")
        if container is None:
            empty = self._tree.makeelement(SHEET_ML + "definedNames", nsmap=None)
            container = insert_in_order(self._tree, empty, ORDER)
        for element in children(container):
            if _sort_key(element) > _sort_key(new):
                element.addprevious(new)
                return
        container.append(new)

    def remove(self, position: int, names: frozenset[str]) -> None:
        """Remove local names, given case-folded."""
        for element in self.local_names(position):
            if _folded(element) in names:
                _remove(element)
                self._known.pop(_scope(element), None)


def drawn_names(workbook: Workbook) -> list[tuple[Element, int | None]]:
    """Return the names of a drawn workbook, each with the position of its sheet, None for global names."""
    container = workbook.tree.find(SHEET_ML + "definedNames")
    return [] if container is None else [(element, _position(element)) for element in children(container)]


def _folded(element: Element) -> str:
    return element.get("name", "").casefold()


def _position(element: Element) -> int | None:
    return None if element.get("localSheetId") is None else whole_number(element, "localSheetId")


def _scope(element: Element) -> tuple[str, int | None]:
    return _folded(element), _position(element)


def _sort_key(element: Element) -> tuple[str, int]:
    position = _position(element)
    return _folded(element), -1 if position is None else position


def _replace(old: Element, new: Element) -> None:
    old.addprevious(new)
    _remove(old)


def _remove(element: Element) -> None:
    container = element.getparent()
    if container is not None:
        container.remove(element)
        if not len(container):  # an empty list is against the schema
            parent = container.getparent()
            if parent is not None:
                parent.remove(container)
