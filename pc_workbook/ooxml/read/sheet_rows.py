"""Parse a sheet row by row, so that a long one is never held in memory as a whole.

This is the one reader of a sheet's XML for cells and their meaning: sheet_parser.py and the accessibility checks use it.
edit/ needs the whole tree of a sheet (sheet_tree.py); the fast paths (long_sheets/, plain_layout.py, sheet_cells.py) are
held equal to this reader by tests; the leak scan reads files with its own code on purpose.
"""

from collections.abc import Iterator
from typing import Final, cast

from lxml import etree

from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.xml import Element

_DATA: Final = SHEET_ML + "sheetData"
_ROW: Final = SHEET_ML + "row"


class DamagedSheetError(Exception):
    """A sheet is not XML, or declares a document type. Readers turn it into a message of their own."""


class SheetRows:
    """The rows of a sheet, and the rest of it once they are read."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._parser = etree.XMLPullParser(
            ("start", "end"),
            tag=(_DATA, _ROW),
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        self.rest: Element
        """The sheet without its rows; set when all rows were read."""

    def __iter__(self) -> Iterator[Element]:
        """Yield the row elements, each emptied before the next.

        Raises DamagedSheetError for damaged XML and for a declared document type.
        """
        try:
            for chunk in self._package.chunks(self._part, overlap=0):
                self._parser.feed(chunk)
                yield from self._parsed_rows()
            self.rest = self._parser.close()
        except etree.XMLSyntaxError as error:
            raise DamagedSheetError(self._part) from error
        self._refuse_document_type(self.rest)
        yield from self._parsed_rows()

    def _parsed_rows(self) -> Iterator[Element]:
        data = None
        for event, parsed in self._parser.read_events():
            element = cast(Element, parsed)
            if event == "start":
                self._refuse_document_type(element)
            elif element.tag == _ROW and (owner := element.getparent()) is not None and owner.tag == _DATA:
                data = owner
                yield element
                element.clear()
        if data is not None:
            del data[:-1]  # the rows of a long sheet would take twenty times the size of its file

    def _refuse_document_type(self, element: Element) -> None:
        if element.tag != _ROW and element.getroottree().docinfo.internalDTD is not None:
            raise DamagedSheetError(self._part)
