"""Defined names: for the whole workbook, or local to the sheet at a position."""

import copy
import re

from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.workbook import ORDER, Workbook
from pc_workbook.ooxml.package.xml import Element, attributes, children, insert_in_order, whole_number, without

# The ones Excel keeps for itself: they belong to the sheet as drawn. A sheet's other names are its user's.
BUILT_IN = frozenset(
    f"_xlnm.{name}".casefold() for name in ("Print_Area", "Print_Titles", "_FilterDatabase", "Criteria", "Extract")
)
_SHEET_OF = r"^=?(?:'((?:[^']|'')+)'|([^'!(,]+))!"


def sheet_pointed_at(text: str) -> str | None:
    """
    >>> sheet_pointed_at("'My plan'!$A$1:$B$2")
    'My plan'
    """
    match = re.match(_SHEET_OF, text)
    return None if match is None else (match[1] or match[2]).replace("''", "'")


class DefinedNames:
    """The names in a workbook's tree, changed in place."""

    def __init__(self, workbook: Workbook) -> None:
        self._tree = workbook.tree
        self._known: dict[tuple[str, int | None], Element] = {}  # by folded name and scope
        for one in self._elements():
            self._known.setdefault(_scope(one), one)

    def _elements(self) -> list[Element]:
        box = self._tree.find(SHEET_ML + "definedNames")
        return [] if box is None else list(children(box))

    def of_workbook(self) -> dict[str, str]:
        """Folded name -> what it means."""
        return {_folded(one): one.text or "" for one in self._elements() if _position(one) is None}

    def of_sheet(self, position: int) -> list[Element]:
        return [one for one in self._elements() if _position(one) == position]

    def local_text(self, name: str, position: int) -> str | None:
        found = self._known.get((name.casefold(), position))
        return None if found is None else found.text or ""

    def put(self, model: Element, text: str, position: int | None) -> None:
        """Set a name like `model`, in the place of one of the same name and scope if there is one."""
        fresh = copy.deepcopy(model)
        fresh.text = text
        fresh.tail = None
        without(fresh, "localSheetId")
        if position is not None:
            fresh.set("localSheetId", str(position))
        present = self._known.get(_scope(fresh))
        if present is None:
            self._insert(fresh)
        elif attributes(present) != attributes(fresh) or present.text != text:
            _replace(present, fresh)
        else:
            return
        self._known[_scope(fresh)] = fresh

    def put_hidden(self, name: str, text: str, position: int) -> None:
        model = self._tree.makeelement(SHEET_ML + "definedName", nsmap=None)
        model.set("name", name)
        model.set("hidden", "1")
        self.put(model, text, position)

    def _insert(self, fresh: Element) -> None:
        """Excel keeps the list sorted."""
        box = self._tree.find(SHEET_ML + "definedNames")
        if box is None:
            empty = self._tree.makeelement(SHEET_ML + "definedNames", nsmap=None)
            box = insert_in_order(self._tree, empty, ORDER)
        for one in children(box):
            if _sort_key(one) > _sort_key(fresh):
                one.addprevious(fresh)
                return
        box.append(fresh)

    def remove(self, position: int, names: frozenset[str]) -> None:
        """Remove local names, given folded."""
        for one in self.of_sheet(position):
            if _folded(one) in names:
                _remove(one)
                self._known.pop(_scope(one), None)


def drawn_names(workbook: Workbook) -> list[tuple[Element, int | None]]:
    """The names of a drawn workbook, each with the position of its sheet there."""
    box = workbook.tree.find(SHEET_ML + "definedNames")
    return [] if box is None else [(one, _position(one)) for one in children(box)]


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
    box = element.getparent()
    if box is not None:
        box.remove(element)
        if not len(box):  # an empty list is against the schema
            parent = box.getparent()
            if parent is not None:
                parent.remove(box)
