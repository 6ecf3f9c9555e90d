"""A small tracker, drawings for it, and the hosts it can be opened by, so that one test runs for each host.

The tests for every host are in tests/contracts; a new host is added by a line in PLACES. The memory host is the
reference.
"""

import atexit
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table, TableFormula

from pc_workbook.hosts.desktop.host import DesktopHost
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.hosts.file import FileHost
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.hosts.port import Delivered, Draw, Host
from pc_workbook.tracker.snapshot import NO_RESULT
from tests.support import parts_of
from tests.support.excel_in_files import Excel
from tests.support.file_engine import use

NOON = datetime(2017, 3, 15, 12, 0)
SUMMARY = "Practice summary"


class Place(NamedTuple):
    """A host, a function that saves its workbook to a file, and one that returns its backups, oldest first."""

    host: Host
    saved: Callable[[], Path]
    earlier: Callable[[], dict[str, bytes]]
    excel: Excel | None = None


Kind = Callable[[Path], Place]


def in_memory(path: Path) -> Place:
    host = MemoryHost(path.read_bytes(), path.name)

    def saved() -> Path:
        path.write_bytes(host.content)
        return path

    return Place(host, saved, lambda: dict(host.earlier_versions))


def as_file(path: Path) -> Place:
    return Place(FileHost(path), lambda: path, lambda: snapshots(path))


def snapshots(path: Path) -> dict[str, bytes]:
    """Return the backups of a file: name -> content, sorted by name and so by time."""
    backups = sorted(path.with_name(f"{path.stem} snapshots").glob("*.xlsx"))
    return {backup.name: backup.read_bytes() for backup in backups}


def in_excel(path: Path) -> Place:
    excel = Excel()
    use(excel)
    book = excel.open(path)

    def saved() -> Path:
        book.save(None)
        return path

    return Place(DesktopHost(xw.books[path.name]), saved, lambda: snapshots(path), excel)


def in_excel_itself(path: Path) -> Place:
    """Open a workbook in the real Excel on a Windows PC, in an instance of its own, so that no other work is touched."""
    xw.engines["excel"].activate()
    app = excel_of_the_tests()
    for book in list(app.books):
        book.close()
    opened = app.books.open(path)

    def saved() -> Path:
        opened.save()
        return path

    return Place(DesktopHost(opened), saved, lambda: snapshots(path))


@cache
def excel_of_the_tests() -> "xw.App":
    app = xw.App(visible=True, add_book=False)
    atexit.register(app.quit)
    return app


PLACES: dict[str, Kind] = {
    "memory": in_memory,
    "file": as_file,
    "open in Excel": in_excel,
    "open in Excel itself": in_excel_itself,
}
EVERY_PLACE = [
    pytest.param(kind, id=name, marks=[pytest.mark.excel] if kind is in_excel_itself else [])
    for name, kind in PLACES.items()
]
BYTE_FOR_BYTE = EVERY_PLACE[:2]  # Excel writes a workbook in its own way


def delivered(place: Place, draw: Draw | None, **more: object) -> Delivered:
    return place.host.deliver(draw, keep=5, now=NOON, **more)  # type: ignore[arg-type]


def theirs(path: Path, sheets: bool = False) -> Path:
    """A workbook with a list, and with formulas, a name and a chart that refer to a generated sheet.

    With `sheets` there is an empty sheet of ours already, between two of theirs.
    """
    book = Workbook()
    mine = book.active
    assert mine is not None
    mine.title = "Mine"
    if sheets:
        book.create_sheet(SUMMARY)
    lists = book.create_sheet("Practices")
    for row in (["Practice code", "List size", "Twice"], ["V00001", 1200, None], ["V00002", 3400, None]):
        lists.append(row)
    table = Table(displayName="tblPractices", ref="A1:C3")
    table._initialise_columns()
    for column, heading in zip(table.tableColumns, ("Practice code", "List size", "Twice"), strict=True):
        column.name = heading
    table.tableColumns[2].calculatedColumnFormula = TableFormula(attr_text="B2*2")
    lists.add_table(table)
    lists["C2"], lists["C3"] = "=B2*2", "=B3*2"
    lists["B2"].number_format = "#,##0"
    lists["A9"] = "=1+1"
    lists["E2"] = ArrayFormula("E2:E3", "=B2:B3*2")
    lists["G1"] = "merged"
    lists.merge_cells("G1:H1")
    mine["A1"] = f"='{SUMMARY}'!B2"
    mine["A2"] = "=1+1"
    book.defined_names["Sizes"] = DefinedName("Sizes", attr_text=f"'{SUMMARY}'!$B$2:$B$3")
    chart = BarChart()
    chart.add_data(Reference(lists, range_string=f"'{SUMMARY}'!$B$2:$B$3"))
    mine.add_chart(chart, "D2")
    book.save(path)
    return path


def with_results(errors: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """The errors of a sheet but for formulas without a result: an open Excel has calculated those."""
    return {place: error for place, error in errors.items() if error != NO_RESULT}


def two_sheets(values: tuple[int, int] = (12, 34)) -> Draw:
    """Draws a summary with a table, a chart and a link, and a sheet of words."""

    def draw() -> dict[str, bytes]:
        packed = BytesIO()
        book = xlsxwriter.Workbook(packed, {"in_memory": True})
        summary = book.add_worksheet(SUMMARY)
        summary.add_table(
            "A1:B3",
            {
                "name": "tblPracticeSummary",
                "columns": [{"header": "Practice"}, {"header": "Size"}],
                "data": [["V00001", values[0]], ["V00002", values[1]]],
            },
        )
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": [SUMMARY, 1, 1, 2, 1], "categories": [SUMMARY, 1, 0, 2, 0]})
        summary.insert_chart("D2", chart)
        summary.merge_range("A6:B6", "Sizes in thousands")
        summary.freeze_panes(1, 0)
        summary.set_landscape()
        summary.set_tab_color("#005EB8")
        summary.set_h_pagebreaks([4])
        words = book.add_worksheet("Notes on it")
        words.write_url("A1", f"internal:'{SUMMARY}'!A1", string="To the summary")
        words.set_column(0, 0, 40)
        book.close()
        return parts_of(packed)

    return draw


def said(path: Path) -> dict[str, object]:
    """Everything a workbook says: cells by address, tables, names, what charts read."""
    book = load_workbook(path)
    told: dict[str, object] = {"sheets": book.sheetnames}
    for name, defined in book.defined_names.items():
        told[f"name {name}"] = defined.attr_text
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    value = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                    told[f"{sheet.title}!{cell.coordinate}"] = value
        for table in sheet.tables.values():
            told[f"table {table.displayName}"] = f"{sheet.title}!{table.ref}"
        told[f"charts on {sheet.title}"] = [
            [series.val.numRef.f for part in chart._charts for series in part.series] for chart in sheet._charts
        ]
        told[f"merged on {sheet.title}"] = sorted(map(str, sheet.merged_cells.ranges))
        for name, defined in sheet.defined_names.items():
            told[f"name {sheet.title}!{name}"] = defined.attr_text
    return told
