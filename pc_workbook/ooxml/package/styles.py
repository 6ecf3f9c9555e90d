"""The table of styles of a workbook: look up records and append new ones.

Records are never changed or moved. One is appended only where no equal record exists, so a second refresh adds nothing;
records are equal when their content is, however it is written.
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
FIRST_OWN_NUMBER_FORMAT: Final = 164  # lower numbers are formats built into Excel
MOST_CELL_FORMATS: Final = 64_000

_TOO_MANY = (
    "{name} holds more than 64,000 cell formats, the most that Excel allows. Delete sheets that are no "
    "longer needed, save it, and try again."
)


class StyleTable:
    """The styles of one workbook, named in messages as `workbook`."""

    def __init__(self, tree: Element, workbook: str) -> None:
        self.tree = tree
        self.has_grown = False
        self._workbook = workbook
        self._records: dict[str, list[Element]] = {}
        self._indexes: dict[str, dict[Canonical, int]] = {}

    def records(self, collection: str) -> list[Element]:
        """Return the records of a collection, such as "fonts" or "cellXfs", in order of their index."""
        if collection not in self._records:
            container = self.tree.find(SHEET_ML + collection)
            self._records[collection] = [] if container is None else list(children(container))
        return self._records[collection]

    def index_of(self, collection: str, record: Element) -> int:
        """Return the index of an equal record; where there is none, append the record, or a copy of one from a table.

        Raises WorkbookProblem where the workbook would have more cell formats than Excel allows.
        """
        indexes = self._known_indexes(collection)
        key = canonical(record)
        if key not in indexes:
            indexes[key] = self._append(collection, record if record.getparent() is None else copy.deepcopy(record))
        return indexes[key]

    def _known_indexes(self, collection: str) -> dict[Canonical, int]:
        if collection not in self._indexes:
            indexes: dict[Canonical, int] = {}
            for index, record in enumerate(self.records(collection)):
                indexes.setdefault(canonical(record), index)
            self._indexes[collection] = indexes
        return self._indexes[collection]

    def _append(self, collection: str, record: Element) -> int:
        self.has_grown = True
        records = self.records(collection)
        container = self._container(collection)
        container.append(record)
        records.append(record)
        count = len(records)
        container.set("count", str(count))
        if collection == "cellXfs" and count > MOST_CELL_FORMATS:
            raise WorkbookProblem(_TOO_MANY.format(name=self._workbook))
        return count - 1

    def _container(self, collection: str) -> Element:
        container = self.tree.find(SHEET_ML + collection)
        if container is None:
            container = insert_in_order(self.tree, self.new(collection), ORDER)
        return container

    def new(self, tag: str) -> Element:
        """Return a new element for the table, not inserted yet."""
        return self.tree.makeelement(SHEET_ML + tag, nsmap=None)

    def number_format(self, code: str) -> str:
        """Return the id of a format code: an existing one, or a new one above every id in use, also in differential
        formats."""
        for record in self.records("numFmts"):
            if record.get("formatCode") == code:
                return record.get("numFmtId", "0")
        used = {whole_number(element, "numFmtId") for element in self.tree.iter(SHEET_ML + "numFmt", SHEET_ML + "xf")}
        own = {number for number in used if number >= FIRST_OWN_NUMBER_FORMAT}
        number = str(next_number(own, MOST_NUMBER_FORMATS, FIRST_OWN_NUMBER_FORMAT))
        record = self.new("numFmt")
        record.set("numFmtId", number)
        record.set("formatCode", code)
        self._append("numFmts", record)
        return number

    def number_format_code(self, number: str) -> str | None:
        """Return the code of a number format that the workbook defines, None for built-in ones."""
        for record in self.records("numFmts"):
            if record.get("numFmtId") == number:
                return record.get("formatCode")
        return None

    def has_cell_styles(self) -> bool:
        """Return whether there are named cell styles, which cell formats then refer to."""
        return bool(self.records("cellStyleXfs"))
