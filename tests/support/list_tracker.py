"""A sound tracker with every list that makes a figure, a return or a finding, and edits of its lists as people make them:
rows and columns put in, totals, source lines, names and headings changed. An edit moves cells; it changes no value."""

from collections.abc import Callable
from datetime import date
from functools import cache
from random import Random
from typing import Any, Final

from pc_workbook.figures.table import figures
from pc_workbook.measures.edition import measure_edition
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE, SETTINGS, SETTINGS_HEADINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot
from tests.support.value_tracker import ROWS as VALUES
from tests.support.value_tracker import SETTINGS_TYPED

HEADING_ROW: Final = 3
LOCALITIES: Final = ("North", "St John's East", "West")
ROWS: Final[dict[str, list[dict[str, Any]]]] = {
    **VALUES,
    "tblLocalities": [{"name": name, "manager": f"Locality manager, {name}"} for name in LOCALITIES],
    "tblPractices": [
        {**row, "locality": LOCALITIES[n % 3]} for n, row in enumerate(VALUES["tblPractices"])
    ],
    "tblCqcRatings": [
        {"organisation": f"V9000{n}", "published_on": date(2016, 5, n), "overall": "Good"} for n in (1, 2, 3)
    ],
    "tblProviders": [{"code": "V1X", "name": "A trust", "short_name": "AT"}],
    "tblActions": [
        {"letter": letter, "text": f"Promise {letter}", "outcome": "Better", "lead": "Head of care", "links": "1, 2",
         "delivery": "June 2017", "programme": "Quality"}
        for letter in "ABC"
    ],
    "tblActionProgress": [
        {"action": "A", "locality": name, "progress": f"All done in {name} by May.", "updated_on": date(2017, 3, 1),
         "rag": "Green"}
        for name in LOCALITIES
    ],
    "tblMilestones": [{"action": "B", "practice": "V90001", "milestone": "Plan agreed", "due": date(2017, 5, 1)}],
    "tblProgrammes": [{"name": "Quality", "kind": "Other"}],
    "tblRoles": [{"role": "Head of care", "organisation": "Fictionshire"}],
    "tblMeetings": [{"held_on": date(2017, 5, 1), "body": "Board"}],
    "tblFunctions": [{"number": 1.0, "function": "Watch over quality"}],
}  # fmt: skip


@cache
def listed_tracker() -> Snapshot:
    """The tracker: each list in a frame, its headings in row 3, a title above it."""
    sheets: dict[str, SheetCells] = {}
    lists: dict[str, ListObject] = {}
    for table, of in BY_TABLE.items():
        if of.comes_later:
            continue
        fields = [column.field for column in of.columns]
        typed = [[row.get(field) for field in fields] for row in ROWS.get(table, [])] or [[None] * len(fields)]
        sheets[of.sheet], lists[table] = _sheet(of.sheet, table, [column.heading for column in of.columns], typed)
    settings: list[list[Any]] = [[one.name, SETTINGS_TYPED.get(one.field), one.needs] for one in SETTINGS]
    sheets[SETTINGS_SHEET], lists[SETTINGS_TABLE] = _sheet(
        SETTINGS_SHEET, SETTINGS_TABLE, list(SETTINGS_HEADINGS), settings
    )
    return Snapshot("a tracker", sheets, lists)


def _sheet(name: str, table: str, headings: list[str], rows: list[list[Any]]) -> tuple[SheetCells, ListObject]:
    above: list[list[Any]] = [[name], ["How this list is filled in."]]
    cells = SheetCells(name, [*above, headings, *rows])
    return cells, ListObject(table, name, HEADING_ROW, HEADING_ROW + len(rows), 1, len(headings))


class Sheet:
    """One sheet of the tracker while it is edited: its rows, and the frame of its list."""

    def __init__(self, snapshot: Snapshot, table: str) -> None:
        self.snapshot, self.table = snapshot, table
        self.place = snapshot.lists[table]
        self.rows = [list(row) for row in snapshot.sheets[self.place.sheet].rows]
        self.is_framed = True
        self.name = table

    @property
    def width(self) -> int:
        return self.place.last_column - self.place.first_column + 1

    def at(self, row: int, spot: int) -> Any:
        held = self.rows[row - 1] if row <= len(self.rows) else []
        return held[spot - 1] if spot <= len(held) else None

    def put(self, row: int, spot: int, value: object) -> None:
        while len(self.rows) < row:
            self.rows.append([])
        held = self.rows[row - 1]
        held += [None] * (spot - len(held))
        held[spot - 1] = value

    def insert_row(self, before: int, values: list[object] | None = None) -> None:
        """Put a row in; a frame that it falls into grows by it."""
        place = self.place
        self.rows.insert(before - 1, [*[None] * (place.first_column - 1), *(values or [])])
        if before <= place.heading_row:
            self.place = place._replace(heading_row=place.heading_row + 1, last_row=place.last_row + 1)
        elif before <= place.last_row:
            self.place = place._replace(last_row=place.last_row + 1)

    def insert_column(self, before: int, heading: object = None) -> None:
        """Put a column in; a frame that it falls into grows by it."""
        place = self.place
        for number, row in enumerate(self.rows, 1):
            row += [None] * (before - 1 - len(row))
            row.insert(before - 1, heading if number == place.heading_row else None)
        first = place.first_column + (before <= place.first_column)
        last = place.last_column + (before <= place.last_column)
        self.place = place._replace(first_column=first, last_column=last)

    def finished(self, sheet_name: str | None = None) -> Snapshot:
        """The tracker with the sheet as it is now."""
        old, place = self.place.sheet, self.place
        name = sheet_name or old
        sheets = {name if one == old else one: cells for one, cells in self.snapshot.sheets.items()}
        sheets[name] = SheetCells(name, self.rows)
        lists = {table: one for table, one in self.snapshot.lists.items() if table != self.table}
        others: tuple[ListObject, ...] = ()
        place = place._replace(sheet=name, name=self.name)
        if self.is_framed and self.name == self.table:
            lists[self.table] = place
        elif self.is_framed:
            spots = range(place.first_column, place.last_column + 1)
            headings = tuple(str(self.at(place.heading_row, spot) or "") for spot in spots)
            others = (place._replace(headings=headings),)
        return self.snapshot._replace(sheets=sheets, lists=lists, other_lists=others)


Edit = Callable[[Sheet, Random], None]


def told_of(snapshot: Snapshot) -> tuple[Intake, tuple[Finding, ...], list[tuple[Any, ...]]]:
    """What was read of a tracker, what was found, and its figures."""
    intake = read_tracker(snapshot)
    findings = find_all(intake)
    results = measure_edition(intake.tracker, blocked_indicators(findings))
    return intake, findings, sorted(map(_figure, figures(results, intake.tracker)), key=str)


def _figure(one: Any) -> tuple[Any, ...]:
    return one.measure, one.organisation, one.period, one.value, one.numerator, one.denominator, one.rag
