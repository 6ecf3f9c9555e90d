"""Merge the cell formats of a drawn workbook into the user's table of styles."""

import copy
from typing import Final

from pc_workbook.errors import OurMistake
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.styles import FIRST_OWN_NUMBER_FORMAT, StyleTable
from pc_workbook.ooxml.package.xml import Element, attributes, whole_number, without

_RECORDS_OF_A_FORMAT: Final = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


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
