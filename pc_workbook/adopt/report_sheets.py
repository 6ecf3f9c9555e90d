"""The report of an adoption as a workbook: what went where, conflicts, what was not understood and what was left out."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.adopt.adoption import AdoptionPlan
from pc_workbook.adopt.report_rows import ReportRow, adoption_rows
from pc_workbook.views import parts
from pc_workbook.wording import adopt as words

LEFT_OUT_FIELDS: Final = ("sheet", "cell", "heading", "before", "why")
FINDING_FIELDS: Final = ("outcome", "sheet", "cell", "before", "why")
CELL_FIELDS: Final = (
    "outcome",
    "list_name",
    "row",
    "column",
    "tracker_cell",
    "before",
    "after",
    "sheet",
    "cell",
    "why",
)


class _Page(NamedTuple):
    """A sheet of the report: its name, the rows that it lists, and their fields."""

    name: str
    wanted: Callable[[ReportRow], bool]
    fields: tuple[str, ...]


_KEPT: Final = ("Conflict", "Emptied", "Row gone")
_FOUND: Final = (words.IN_THE_MAPPING, words.TO_LOOK_AT, words.IN_THE_TRACKER)
PAGES: Final = (
    _Page(words.CHANGED_SHEET, lambda row: row.outcome not in (*_KEPT, *_FOUND, words.LEFT_OUT), CELL_FIELDS),
    _Page(words.KEPT_SHEET, lambda row: row.outcome in _KEPT, CELL_FIELDS),
    _Page(words.FOUND_SHEET, lambda row: row.outcome in _FOUND, FINDING_FIELDS),
    _Page(words.LEFT_OUT_SHEET, lambda row: row.outcome == words.LEFT_OUT, LEFT_OUT_FIELDS),
)


def write_report(plan: AdoptionPlan, path: Path) -> None:
    """Write the report to a path where nothing exists. Raises WorkbookProblem."""
    from pc_workbook.draw.workbook import draw
    from pc_workbook.hosts.disk.saving import make_workbook

    rows = adoption_rows(plan)
    title = words.report_title(plan.workbook)
    sheets = tuple(_sheet(page, [row for row in rows if page.wanted(row)]) for page in PAGES)
    book = parts.Workbook(sheets, title, date.today())
    make_workbook(path, lambda new: draw(book, new))


def _sheet(page: _Page, rows: Sequence[ReportRow]) -> parts.Sheet:
    headings = words.REPORT_HEADINGS if "after" in page.fields else words.REPORT_HEADINGS | {"before": words.ENTRY}
    columns = tuple(parts.Column(headings[name], _style(name), _width(name)) for name in page.fields)
    values = tuple(tuple(getattr(row, name) or None for name in page.fields) for row in rows)
    name = f"pc_{page.name.casefold().replace(' ', '_')}"
    table = parts.Table(name, columns, values, words.NONE_LISTED, repeat_header=True)
    return parts.Sheet(page.name, (parts.Heading(page.name, 1), table))


def _style(field: str) -> parts.Style:
    return parts.Style.LONG_TEXT if field in ("before", "after", "why", "row", "heading") else parts.Style.TEXT


def _width(field: str) -> float:
    return {"before": 40, "after": 40, "why": 44, "row": 24, "heading": 24, "list_name": 16, "column": 18}.get(
        field, 12
    )
