"""The XML namespaces of a workbook file.

Each constant is a namespace in lxml's braces, so that the name of an element reads `SHEET_ML + "sheet"`.
"""

from typing import Final

_OFFICE: Final = "http://schemas.openxmlformats.org/"

SHEET_ML: Final = "{" + _OFFICE + "spreadsheetml/2006/main}"
RELATION: Final = "{" + _OFFICE + "officeDocument/2006/relationships}"
PACKAGE_RELATION: Final = "{" + _OFFICE + "package/2006/relationships}"
CONTENT_TYPE: Final = "{" + _OFFICE + "package/2006/content-types}"
APP_PROPERTY: Final = "{" + _OFFICE + "officeDocument/2006/extended-properties}"
VARIANT: Final = "{" + _OFFICE + "officeDocument/2006/docPropsVTypes}"
CHART: Final = "{" + _OFFICE + "drawingml/2006/chart}"
DRAWING_ML: Final = "{" + _OFFICE + "drawingml/2006/main}"
SHEET_DRAWING: Final = "{" + _OFFICE + "drawingml/2006/spreadsheetDrawing}"
COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
EXCEL_MAIN: Final = "{http://schemas.microsoft.com/office/excel/2006/main}"
DRAWING_2010: Final = "{http://schemas.microsoft.com/office/drawing/2010/main}"
XML: Final = "{http://www.w3.org/XML/1998/namespace}"

RELATION_TYPE: Final = _OFFICE + "officeDocument/2006/relationships/"
RELATIONS_CONTENT: Final = "application/vnd.openxmlformats-package.relationships+xml"
WORKSHEET_CONTENT: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def plain(namespace: str) -> str:
    """Return the namespace without its braces, as an XML declaration needs it."""
    return namespace[1:-1]
