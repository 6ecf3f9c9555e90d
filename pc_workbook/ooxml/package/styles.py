"""Cell formats: the drawn workbook's, brought into the user's table of styles.

Nothing there is changed or moved; a record is appended only when no equal one stands there already, so a
second refresh adds nothing. Records are compared by what they say, not by how they are written.
"""

import copy
from typing import Final

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.free_names import MOST_NUMBER_FORMATS, next_number
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.xml import (
    Canonical,
    Element,
    canonical,
    children,
    insert_in_order,
    whole_number,
)

ORDER: Final = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
]
FIRST_OWN_NUMBER_FORMAT: Final = 164  # below it the numbers mean formats that are built into Excel
MOST_CELL_FORMATS: Final = 64_000

_TOO_MANY = (
    "{name} holds more than 64,000 cell formats, the most that Excel allows; delete sheets that are no "
    "longer needed, save it, and try again."
)


class StyleTable:
    """One workbook's styles, to be looked up and appended to."""

    def __init__(self, tree: Element, workbook: str) -> None:
        self.tree = tree
        self.has_grown = False
        self._workbook = workbook
        self._records: dict[str, list[Element]] = {}
        self._places: dict[str, dict[Canonical, int]] = {}

    def records(self, collection: str) -> list[Element]:
        if collection not in self._records:
            found = self.tree.find(SHEET_ML + collection)
            self._records[collection] = [] if found is None else list(children(found))
        return self._records[collection]

    def place_of(self, collection: str, record: Element) -> int:
        """The index of an equal record, appended if there was none: itself, or a copy where it stands in another table."""
        places = self._known_places(collection)
        key = canonical(record)
        if key not in places:
            places[key] = self._append(collection, record if record.getparent() is None else copy.deepcopy(record))
        return places[key]

    def _known_places(self, collection: str) -> dict[Canonical, int]:
        if collection not in self._places:
            places: dict[Canonical, int] = {}
            for place, record in enumerate(self.records(collection)):
                places.setdefault(canonical(record), place)
            self._places[collection] = places
        return self._places[collection]

    def _append(self, collection: str, record: Element) -> int:
        self.has_grown = True
        records = self.records(collection)
        box = self._box(collection)
        box.append(record)
        records.append(record)
        count = len(records)
        box.set("count", str(count))
        if collection == "cellXfs" and count > MOST_CELL_FORMATS:
            raise WorkbookProblem(_TOO_MANY.format(name=self._workbook))
        return count - 1

    def _box(self, collection: str) -> Element:
        found = self.tree.find(SHEET_ML + collection)
        if found is None:
            found = insert_in_order(self.tree, self.new(collection), ORDER)
        return found

    def new(self, tag: str) -> Element:
        return self.tree.makeelement(SHEET_ML + tag, nsmap=None)

    def number_format(self, code: str) -> str:
        """The id of a format code: an equal one's, or a new one above every id in use. Ids stand inside
        differential formats too."""
        for record in self.records("numFmts"):
            if record.get("formatCode") == code:
                return record.get("numFmtId", "0")
        used = {whole_number(one, "numFmtId") for one in self.tree.iter(SHEET_ML + "numFmt", SHEET_ML + "xf")}
        own = {number for number in used if number >= FIRST_OWN_NUMBER_FORMAT}
        number = str(next_number(own, MOST_NUMBER_FORMATS, FIRST_OWN_NUMBER_FORMAT))
        record = self.new("numFmt")
        record.set("numFmtId", number)
        record.set("formatCode", code)
        self._append("numFmts", record)
        return number

    def number_format_code(self, number: str) -> str | None:
        for record in self.records("numFmts"):
            if record.get("numFmtId") == number:
                return record.get("formatCode")
        return None

    def has_cell_styles(self) -> bool:
        return bool(self.records("cellStyleXfs"))
