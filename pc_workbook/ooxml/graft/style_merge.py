"""Merge the cell formats of a drawn workbook into the user's table of styles."""

import copy
from typing import Final

from pc_workbook.errors import InternalError
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.styles import FIRST_OWN_NUMBER_FORMAT, StyleTable
from pc_workbook.ooxml.package.xml import Element, attributes, remove_attribute, whole_number

_RECORDS_OF_A_FORMAT: Final = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


class StyleMerge:
    """Maps the format indexes of a drawn workbook to those of the user's, adding formats where needed.

    Raises OurMistake where the drawn workbook refers to a format that it does not have.
    """

    def __init__(self, target: StyleTable, source: StyleTable) -> None:
        self.target = target
        self._source = source
        self._cell_formats: dict[int, int] = {0: 0}  # unformatted cells get the user's Normal style
        self._differential: dict[int, int] = {}

    def cell_format(self, index: int) -> int:
        """Return the user's index for a c/@s, row/@s or col/@style of the drawn workbook."""
        if index not in self._cell_formats:
            self._cell_formats[index] = self._merged_cell_format(index)
        return self._cell_formats[index]

    def _merged_cell_format(self, index: int) -> int:
        record = copy.deepcopy(self._record("cellXfs", index))
        for attribute, collection in _RECORDS_OF_A_FORMAT.items():
            part_index = whole_number(record, attribute)
            # Record 0 of each kind is the default, and fill 1 is reserved by Excel: the user's take their place.
            if part_index:
                part = self._record(collection, part_index)
                record.set(attribute, str(self.target.index_of(collection, part)))
        record.set("numFmtId", self._number_format(record.get("numFmtId", "0")))
        remove_attribute(record, "xfId")
        if self.target.has_cell_styles():
            record.set("xfId", "0")
        return self.target.index_of("cellXfs", record)

    def differential_format(self, index: int) -> int:
        """Return the user's index for an attribute called dxfId or ending in DxfId."""
        if index not in self._differential:
            record = copy.deepcopy(self._record("dxfs", index))
            for number_format in record.iter(SHEET_ML + "numFmt"):
                if whole_number(number_format, "numFmtId") >= FIRST_OWN_NUMBER_FORMAT:
                    code = number_format.get("formatCode", "")
                    number_format.set("numFmtId", self.target.number_format(code))
            self._differential[index] = self.target.index_of("dxfs", record)
        return self._differential[index]

    def renumber_differential_formats(self, tree: Element) -> None:
        """Change the indexes of differential formats in the conditional formats, tables, filters and sort keys of a part."""
        for element in tree.iter():
            for name in [name for name in attributes(element) if name == "dxfId" or name.endswith("DxfId")]:
                element.set(name, str(self.differential_format(whole_number(element, name))))

    def _record(self, collection: str, index: int) -> Element:
        records = self._source.records(collection)
        if index >= len(records):
            raise InternalError(f"the drawn workbook has no {collection} record {index}")
        return records[index]

    def _number_format(self, number: str) -> str:
        if int(number) < FIRST_OWN_NUMBER_FORMAT:
            return number
        code = self._source.number_format_code(number)
        if code is None:
            raise InternalError(f"the drawn workbook has no number format {number}")
        return self.target.number_format(code)
