"""Workbooks as people keep them, before there is a tracker: made up, with roles in place of people."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Formats = Mapping[str, object]
ACTIONS: Final = (
    ("1.1", "Open an evening clinic", "Fewer people wait", "Programme lead", date(2017, 9, 30), "Green", "Two rooms are ready.", "1, 2"),
    ("1.2", "Train six care navigators", "Shorter calls", "Workforce lead", date(2017, 12, 31), "Amber", "Four of six have started.", "2"),
    ("2.1", "Visit each practice", "Same records everywhere", "Quality lead", "March 2018", "Red", "No visits yet.", "3"),
)  # fmt: skip


class Book:
    """A workbook that is being made: a sheet at a time, cells by row and column from 1."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
        self.month = self.book.add_format({"num_format": "mmm-yy"})
        self.percent = self.book.add_format({"num_format": "0%"})

    def sheet(self, name: str, rows: Mapping[tuple[int, int], object]) -> Worksheet:
        """Add a sheet with these cells."""
        sheet = self.book.add_worksheet(name)
        for (row, column), value in rows.items():
            self.write(sheet, row, column, value)
        return sheet

    def write(self, sheet: Worksheet, row: int, column: int, value: object, look: object = None) -> None:
        """Write one cell with its own type."""
        if isinstance(value, date):
            sheet.write_datetime(row - 1, column - 1, value, look)  # type: ignore[arg-type]
        elif isinstance(value, str):
            sheet.write_string(row - 1, column - 1, value, look)
        elif value is not None:
            sheet.write(row - 1, column - 1, value, look)


def grid(rows: "list[tuple[object, ...]]", top: int = 1, left: int = 1) -> dict[tuple[int, int], object]:
    """Return the cells of some rows."""
    return {
        (top + r, left + c): value for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None
    }


def action_plan(path: Path) -> None:
    """An action plan below a title and two lines about it, with notes beneath."""
    book = Book(path)
    headings = (
        "Ref",
        "Description of action",
        "Expected outcome",
        "Owner",
        "Due date",
        "RAG status",
        "Progress update",
        "KPIs",
        "Budget code",
    )
    rows = [headings, *((*row, "B-7") for row in ACTIONS)]
    cells = grid(list(rows), top=5) | {
        (1, 1): "Delivery plan 2017/18",
        (2, 1): "Owned by the programme board",
        (3, 1): "Prepared by",
    }
    cells |= {
        (3, 2): "Programme office",
        (10, 1): "RAG is set by the owner each month.",
        (11, 1): "Nothing here is final.",
    }
    book.sheet("Action plan", cells)
    book.book.close()


def indicator_framework(path: Path) -> None:
    """Indicators with headings on two levels: merged down, and merged across the planned years."""
    book = Book(path)
    rows = [
        (1, "GPs per 1,000 patients", "Rate", 0.47, 0.5, 0.52, 0.6, "0.61 (2015)"),
        (2, "Good experience", "Percentage"),
    ]
    sheet = book.sheet("Outcomes framework", {(1, 1): "Primary care framework"} | grid(list(rows), 4))
    for column, heading in enumerate(
        ("No.", "Indicator", "Type", "2016 Baseline", "", "", "2021 Target", "England average")
    ):
        if heading:
            sheet.merge_range(1, column, 2, column, heading)
    sheet.merge_range(1, 4, 1, 5, "Trajectory")
    book.write(sheet, 3, 5, 2017)
    book.write(sheet, 3, 6, 2018)
    for column, value in enumerate((0.8, 0.81, 0.82, 0.85, 0.85), 4):
        book.write(sheet, 5, column, value, book.percent)
    book.book.close()


def monthly_scorecard(path: Path) -> None:
    """Indicators with a column for each month, headed by dates that are shown as months."""
    book = Book(path)
    sheet = book.sheet("KPI data", grid([("KPI ref", "Measure name"), (1, "Calls answered"), (2, "Falls")], 2))
    for n, month in enumerate((date(2016, 4, 1), date(2016, 5, 1), date(2016, 6, 1))):
        book.write(sheet, 2, 3 + n, month, book.month)
        book.write(sheet, 3, 3 + n, 90.5 + n)
        book.write(sheet, 4, 3 + n, 12 - n)
    book.book.close()


def several_tables(path: Path) -> None:
    """Two tables side by side on one sheet, and a third below them."""
    book = Book(path)
    cells = grid(
        [("ODS code", "Surgery", "PCN"), ("V90001", "Mill Lane", "North"), ("V90002", "High Street", "South")], 3
    )
    cells |= grid([("Meeting date", "Committee"), (date(2017, 5, 1), "Programme board")], 3, left=5)
    cells |= grid(
        [("Programme name", "Programme lead", "Start date"), ("Evening clinics", "Programme lead", date(2017, 4, 1))], 8
    )
    book.sheet("Everything", cells | {(1, 1): "All we know"})
    book.book.close()


def practice_register(path: Path) -> None:
    """A register of practices as a list object."""
    book = Book(path)
    rows = [("V90001", "Mill Lane", "North", 7200, 21.5, "GMS"), ("V90002", "High Street", "South", 4100, 33.0, "PMS")]
    sheet = book.sheet("GP practices", grid(list(rows), 2))
    headings = ("Practice code", "GP practice", "Neighbourhood", "List size", "IMD score", "Contract")
    sheet.add_table(0, 0, 2, 5, {"name": "Register", "columns": [{"header": each} for each in headings]})
    book.book.close()


def milestone_plan(path: Path) -> None:
    """Milestones below their action, whose reference is merged over its milestones."""
    book = Book(path)
    sheet = book.sheet("Milestones", grid([("Action ref", "Key milestone", "Milestone due date", "Comments")], 1))
    sheet.merge_range(1, 0, 2, 0, "1.1")
    for row, values in enumerate(
        (("Rooms found", date(2017, 5, 1), None), ("Staff in post", date(2017, 7, 1), "Advert is out")), 2
    ):
        for column, value in enumerate(values, 2):
            book.write(sheet, row, column, value)
    book.book.close()


def references_in_text(path: Path) -> None:
    """Actions whose reference stands before the text, in one cell."""
    book = Book(path)
    rows = [
        ("Action", "Lead officer", "Latest update"),
        ("1 - Open a clinic", "Programme lead", "Rooms found."),
        ("2 - Train staff", "Workforce lead", "Begun."),
    ]
    book.sheet("Plan", grid(list(rows), 1))
    book.book.close()


def workforce_data(path: Path) -> None:
    """Workforce figures in a long table, with a note above and a source line beneath."""
    book = Book(path)
    rows: list[tuple[object, ...]] = [
        ("Practice code", "Period", "Staff group", "WTE"),
        ("V90001", "Sept 2016", "All GPs", 3.5),
        ("V90002", "Sept 2016", "All GPs", 2.0),
    ]
    book.sheet("Workforce", grid(rows, 3) | {(1, 1): "Staff in post", (7, 1): "Source: the practices' own returns."})
    book.book.close()


LAYOUTS: Final[Mapping[str, Callable[[Path], None]]] = {
    "action_plan": action_plan,
    "indicator_framework": indicator_framework,
    "monthly_scorecard": monthly_scorecard,
    "several_tables": several_tables,
    "practice_register": practice_register,
    "milestone_plan": milestone_plan,
    "references_in_text": references_in_text,
    "workforce_data": workforce_data,
}
