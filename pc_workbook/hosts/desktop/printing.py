"""A finished workbook as a PDF, by Excel's own export. Never seen in Excel: docs/verified.md lists it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pc_workbook.hosts.desktop.excel_state import opened_hidden

if TYPE_CHECKING:
    from pc_workbook.hosts.desktop.xlwings_import import xw

AS_PDF: Final = 0  # Excel's xlTypePDF


def pdf_exporter(app: "xw.App") -> Callable[[Path, Path, date], None]:
    """What prints a workbook in this Excel, which opens it hidden and closes it again; its clock is Excel's own."""

    def print_pdf(workbook: Path, out: Path, _: date) -> None:
        with opened_hidden(app, workbook) as book:
            book.api.ExportAsFixedFormat(AS_PDF, str(out), IncludeDocProperties=True, IgnorePrintAreas=False)

    return print_pdf
