"""Cell formats: the drawn workbook's, brought into the user's table of styles.

Nothing there is changed or moved; a record is appended only when no equal one stands there already, so a
second refresh adds nothing. Records are compared by what they say, not by how they are written.
"""

import copy
from typing import Final

from pc_workbook.errors import OurMistake, WorkbookProblem
from pc_workbook.ooxml.package.free_names import MOST_NUMBER_FORMATS, next_number
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.xml import (
    Canonical,
    Element,
    attributes,
    canonical,
    children,
    insert_in_order,
    whole_number,
    without,
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
_RECORDS_OF_A_FORMAT: Final = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}

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


class StyleMerge:
    """Where the drawn workbook's formats are found in the user's."""

    def __init__(self, target: StyleTable, source: StyleTable) -> None:
        self.target = target
        self._source = source
        self._cell_formats: dict[int, int] = {0: 0}  # unformatted cells follow the user's Normal style
        self._differential: dict[int, int] = {}
        self._parts_of_formats: dict[tuple[str, int], int] = {}  # eighty formats share a dozen fonts and fills,
        self._number_formats: dict[str, str] = {}  # and half a dozen number formats

    def cell_format(self, index: int) -> int:
        """For c/@s, row/@s and col/@style."""
        if index not in self._cell_formats:
            self._cell_formats[index] = self._merged_cell_format(index)
        return self._cell_formats[index]

    def _merged_cell_format(self, index: int) -> int:
        record = copy.deepcopy(self._record("cellXfs", index))
        for attribute, collection in _RECORDS_OF_A_FORMAT.items():
            place = whole_number(record, attribute)
            # Record 0 of each kind is the default, and fill 1 is Excel's own; the user's stand for ours.
            if place:
                record.set(attribute, str(self._part_of_format(collection, place)))
        record.set("numFmtId", self._number_format(record.get("numFmtId", "0")))
        without(record, "xfId")
        if self.target.has_cell_styles():
            record.set("xfId", "0")
        return self.target.place_of("cellXfs", record)

    def _part_of_format(self, collection: str, index: int) -> int:
        key = (collection, index)
        if key not in self._parts_of_formats:
            self._parts_of_formats[key] = self.target.place_of(collection, self._record(collection, index))
        return self._parts_of_formats[key]

    def differential_format(self, index: int) -> int:
        """For every attribute called dxfId or ending in DxfId."""
        if index not in self._differential:
            record = copy.deepcopy(self._record("dxfs", index))
            for number_format in record.iter(SHEET_ML + "numFmt"):
                if whole_number(number_format, "numFmtId") >= FIRST_OWN_NUMBER_FORMAT:
                    code = number_format.get("formatCode", "")
                    number_format.set("numFmtId", self.target.number_format(code))
            self._differential[index] = self.target.place_of("dxfs", record)
        return self._differential[index]

    def point_differential_formats(self, tree: Element) -> None:
        """Conditional formats, tables, filters and sort keys of a drawn part, pointed at the user's table."""
        for element in tree.iter():
            for name in [name for name in attributes(element) if name == "dxfId" or name.endswith("DxfId")]:
                element.set(name, str(self.differential_format(whole_number(element, name))))

    def _record(self, collection: str, index: int) -> Element:
        records = self._source.records(collection)
        if index >= len(records):
            raise OurMistake(f"the drawn workbook has no {collection} record {index}")
        return records[index]

    def _number_format(self, number: str) -> str:
        if number not in self._number_formats:
            self._number_formats[number] = self._merged_number_format(number)
        return self._number_formats[number]

    def _merged_number_format(self, number: str) -> str:
        if int(number) < FIRST_OWN_NUMBER_FORMAT:
            return number
        code = self._source.number_format_code(number)
        if code is None:
            raise OurMistake(f"the drawn workbook has no number format {number}")
        return self.target.number_format(code)
