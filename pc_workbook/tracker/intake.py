"""From a workbook's cells to sound rows of the model, and everything that is wrong with them, in one pass.

Lists are found by their list object, else by their headings; columns by their heading, never by position.
A reader takes each cell, pydantic judges each row, and a row that can't be read whole is a finding and not
a row. Nothing is guessed: what had to be read another way is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.row import Row
from pc_workbook.model.target import TargetKind
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.tracker.findings import Finding, Severity, finding
from pc_workbook.tracker.layout import Column, EntryList, Reads, Setting
from pc_workbook.tracker.lists import LISTS, SETTINGS, SETTINGS_HEADINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.reading import READERS, Desk, Measured, Unreadable, folded
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot, a1

SPREAD = {
    "baseline": {"number": "baseline", "rating": "baseline_rating", "period": "baseline_period"},
    "target": {
        "number": "target",
        "goal": "goal",
        "comparator_name": "comparator_name",
        "comparator": "comparator",
        "comparator_period": "comparator_period",
    },
    "comparator": {"number": "comparator", "period": "comparator_period"},
    "national_standard": {"number": "national_standard"},
    "value": {"number": "value", "rating": "rating", "goal": "goal", "suppressed": "suppressed"},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A sound row and the row of the sheet it stands in."""

    row: Row
    at: int


@dataclass(frozen=True, slots=True)
class ReadList:
    """One list as it was read: where its columns lie, its sound rows, and how many cells of each column are filled."""

    of: EntryList
    sheet: str
    columns: Mapping[str, int] = field(default_factory=dict)  # field -> column
    entries: tuple[Entry, ...] = ()
    rows: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)  # field -> cells filled
    heading_row: int = 1

    def cell(self, entry: Entry, name: str) -> str:
        """The address of one field of one row; its first cell where the column is missing."""
        return a1(entry.at, self.columns.get(name, min(self.columns.values(), default=1)))


@dataclass(frozen=True, slots=True)
class Intake:
    """A tracker as it was read: the edition, each list with its addresses, and the findings made on the way."""

    tracker: Tracker
    lists: Mapping[str, ReadList]  # by list object's name
    settings_cells: Mapping[str, str]  # field -> address on Settings
    findings: tuple[Finding, ...]
    snapshot: Snapshot


def take_in(snapshot: Snapshot) -> Intake:
    """Read every list of a tracker. All faults of all sheets come back together."""
    findings: list[Finding] = []
    settings, cells = _settings(snapshot, findings)
    desk = Desk(as_at=settings.as_at)
    read: dict[str, ReadList] = {}
    kinds: dict[int, IndicatorKind] = {}
    for entry_list in sorted(LISTS, key=lambda one: one.table != "tblIndicators"):
        read[entry_list.table] = _ListReader(entry_list, snapshot, desk, kinds, findings).read()
        if entry_list.table == "tblIndicators":
            kinds.update({e.row.number: e.row.kind for e in read["tblIndicators"].entries})  # type: ignore[attr-defined]
    rows: dict[str, Any] = {one.of.field: tuple(e.row for e in one.entries) for one in read.values()}
    return Intake(Tracker(settings=settings, **rows), read, cells, tuple(findings), snapshot)


class _ListReader:
    """Reads one list of one workbook."""

    def __init__(
        self,
        of: EntryList,
        snapshot: Snapshot,
        desk: Desk,
        kinds: Mapping[int, IndicatorKind],
        findings: list[Finding],
    ) -> None:
        self.of, self.snapshot, self.desk, self.kinds, self.findings = of, snapshot, desk, kinds, findings
        self.filled: dict[str, int] = {}
        self.seen: dict[tuple[Any, ...], int] = {}
        self.columns: dict[str, int] = {}

    def read(self) -> ReadList:
        found = _find_list(self.of, self.snapshot, self.findings)
        if found is None:
            return ReadList(self.of, self.of.sheet)
        place, self.sheet = found, self.snapshot.sheets[found.sheet]
        self.columns = self._columns(place)
        self._merges(place)
        entries, rows = [], 0
        for at in _filled_rows(place, self.sheet, self.columns):
            rows += 1
            if at == place.last_row + 1:
                self._say("R19", at, min(self.columns.values()), None)
            if (row := self._row(at)) is not None:
                entries.append(Entry(row, at))
        return ReadList(
            self.of, place.sheet, self.columns, tuple(entries), rows, self.filled, heading_row=place.heading_row
        )

    def _columns(self, place: ListObject) -> dict[str, int]:
        headings: dict[str, int] = {}
        for at in range(place.first_column, place.last_column + 1):
            headings.setdefault(str(self.sheet.value(place.heading_row, at) or "").strip(), at)
        by_fold = {folded(heading): heading for heading in headings if heading}
        columns: dict[str, int] = {}
        for column in self.of.columns:
            heading = column.heading if column.heading in headings else by_fold.get(folded(column.heading))
            if heading is None:
                continue
            columns[column.field] = headings[heading]
            if heading != column.heading:
                self._say("R03", place.heading_row, headings[heading], heading, named=column.heading)
        self._unmatched(place, headings, columns)
        return columns

    def _unmatched(self, place: ListObject, headings: Mapping[str, int], columns: Mapping[str, int]) -> None:
        spare = {h: at for h, at in headings.items() if h and at not in columns.values()}
        suggested: set[str] = set()
        for column in self.of.columns:
            if column.field in columns:
                continue
            near = get_close_matches(column.heading, spare, 1, 0.7)
            suggested.update(near)
            hint = f" Is it the one headed “{near[0]}”? It was not taken for it." if near else ""
            self.findings.append(
                finding(
                    "R02", place.sheet, a1(place.heading_row, spare[near[0]] if near else place.first_column),
                    near[0] if near else None, row=column.heading, heading=column.heading, suggestion=hint,
                    severity=None if column.required else Severity.WARN,
                )
            )  # fmt: skip
        for heading, at in spare.items():
            if heading not in suggested:
                self._say("R04", place.heading_row, at, heading)

    def _merges(self, place: ListObject) -> None:
        for top, left, bottom, right in self.sheet.merged:
            inside = place.heading_row < bottom and left <= place.last_column and right >= place.first_column
            if inside and top <= place.last_row + 1:
                self._say("R13", top, left, self.sheet.value(top, left))

    def _row(self, at: int) -> Row | None:
        given: dict[str, Any] = {}
        lost = False
        self.desk.kind = self._kind_of_row(at) if self.of.table == "tblIndicators" else None
        for column in self.of.columns:
            place = self.columns.get(column.field)
            if place is None:
                lost |= column.required  # said once, at the headings
                continue
            raw = self._raw(at, place)
            if raw is None:
                lost |= column.required
                continue
            self.filled[column.field] = self.filled.get(column.field, 0) + 1
            value = self._value(column, at, place, raw)
            lost |= column.required and value is None
            self._give(given, column, value)
            if column.field == "indicator":
                self.desk.kind = self.kinds.get(value) if isinstance(value, int) else None
        if lost:
            self._needed_cells(at, given)
            return None
        return self._sound(at, given)

    def _raw(self, at: int, place: int) -> object:
        if error := self.sheet.errors.get((at, place)):
            return error
        return self.sheet.value(at, place)

    def _kind_of_row(self, at: int) -> IndicatorKind | None:
        place = self.columns.get("kind")
        said = self.sheet.value(at, place) if place else None
        try:
            return None if said is None else READERS[Reads.CHOICE](said, Desk(), IndicatorKind)
        except Unreadable:
            return None  # said when its own cell is read

    def _value(self, column: Column, at: int, place: int, raw: object) -> Any:
        if (at, place) in self.sheet.errors:
            self._say("R12", at, place, raw, column, needs=column.needs)
            return None
        desk = self.desk
        desk.percent = (at, place) in self.sheet.percent
        desk.remarks.clear()
        try:
            value = (
                READERS[column.reads](raw, desk, column.choices) if column.choices else READERS[column.reads](raw, desk)
            )
        except Unreadable as no:
            self._say(no.code, at, place, raw, column, needs=column.needs, **no.details)
            return None
        finally:
            for code, details in desk.remarks:
                severity = Severity(str(details.pop("severity"))) if "severity" in details else None
                self._say(code, at, place, raw, severity=severity, named=column.heading, **details)
        return value

    def _give(self, given: dict[str, Any], column: Column, value: Any) -> None:
        if isinstance(value, Measured):
            self._spread(given, SPREAD[column.field], value)
        elif value is not None:
            given[column.field] = value

    def _spread(self, given: dict[str, Any], fields: Mapping[str, str], value: Measured) -> None:
        for part, name in fields.items():
            found = getattr(value, part)
            if found is not None and found is not False and name in self.of.rows.model_fields:
                given.setdefault(name, found)
        if value.comparator is not None and "target_kind" in self.of.rows.model_fields:
            given.setdefault("target_kind", TargetKind.COMPARATOR_UNDECIDED)

    def _needed_cells(self, at: int, given: Mapping[str, Any]) -> None:
        for column in self.of.columns:
            place = self.columns.get(column.field)
            if column.required and column.field not in given and place and self._raw(at, place) is None:
                self._say("R05", at, place, None, needs=column.needs)

    def _sound(self, at: int, given: dict[str, Any]) -> Row | None:
        try:
            row = self.of.rows(**given)
        except ValidationError as no:
            wrong = {str(error["loc"][0]) for error in no.errors()}
            for name in wrong:
                self._refuse(at, name)
            if wrong & {column.field for column in self.of.columns if column.required}:
                return None
            row = self.of.rows(**{name: value for name, value in given.items() if name not in wrong})
        return None if self._is_twice(at, row) else row

    def _refuse(self, at: int, name: str) -> None:
        column = self.of.by_field.get(name) or self.of.by_field["value"]
        place = self.columns[column.field]
        self._say("R16", at, place, self._raw(at, place), column, needs=column.needs)

    def _is_twice(self, at: int, row: Row) -> bool:
        if not self.of.key:
            return False
        key = tuple(getattr(row, name) for name in self.of.key)
        if key not in self.seen:
            self.seen[key] = at
            return False
        words = ", ".join(str(getattr(part, "label", part)) for part in key if part is not None)
        self._say("R14", at, self.columns.get(self.of.key[0], 1), words, key=words, other=self.seen[key])
        return True

    def _say(
        self,
        code: str,
        at: int,
        place: int,
        holds: object,
        column: Column | None = None,
        severity: Severity | None = None,
        named: str = "",
        **details: Any,
    ) -> None:
        if column is not None and not column.figures and not column.required:
            severity = Severity.WARN
        heading = column.heading if column else named
        spots = [self.columns[name] for name in self.of.key if name in self.columns]
        key = "|".join(str(self.sheet.value(at, spot)) for spot in spots or [min(self.columns.values(), default=1)])
        self.findings.append(
            finding(code, self.sheet.name, a1(at, place), holds, row=key, heading=heading, severity=severity, **details)
        )


def _find_list(of: EntryList, snapshot: Snapshot, findings: list[Finding]) -> ListObject | None:
    for name, framed in snapshot.lists.items():
        if name.casefold() == of.table.casefold():
            return framed
    sheet = next((s for s in snapshot.sheets.values() if folded(s.name) == folded(of.sheet)), None)
    place = _by_headings(of, sheet) if sheet else None
    if sheet is None or place is None:
        severity = Severity.BLOCK if of.needed else Severity.WARN
        findings.append(finding("R01", of.sheet, "A1", None, wanted=of.sheet, severity=severity))
        return None
    findings.append(finding("R26", sheet.name, a1(place.heading_row, place.first_column), of.table))
    return place


def _by_headings(of: EntryList, sheet: SheetCells) -> ListObject | None:
    wanted = {folded(column.heading) for column in of.columns}
    for at, row in enumerate(sheet.rows[:50], 1):
        places = [n for n, cell in enumerate(row, 1) if isinstance(cell, str) and folded(cell) in wanted]
        if len(places) * 2 >= len(wanted):
            last = max(n for n, cell in enumerate(row, 1) if cell not in ("", None))
            return ListObject(of.table, sheet.name, at, len(sheet.rows), places[0], last)
    return None


def _filled_rows(place: ListObject, sheet: SheetCells, columns: Mapping[str, int]) -> Iterator[int]:
    """Rows with anything in them: those of the list, and those typed on right below it."""
    spots = sorted(columns.values())
    for at in range(place.heading_row + 1, len(sheet.rows) + 1):
        row = sheet.rows[at - 1]
        filled = any(
            at_column <= len(row) and (row[at_column - 1] not in ("", None) or (at, at_column) in sheet.errors)
            for at_column in spots
        )
        if filled:
            yield at
        elif at > place.last_row:
            return


def _settings(snapshot: Snapshot, findings: list[Finding]) -> tuple[Settings, dict[str, str]]:
    rows = dict(_setting_rows(snapshot))
    if not rows:
        findings.append(finding("R01", SETTINGS_SHEET, "A1", None, wanted=SETTINGS_SHEET))
        return Settings(), {}
    given: dict[str, Any] = {}
    cells: dict[str, str] = {}
    for setting in SETTINGS:
        if folded(setting.name) in rows:
            cell, raw, is_error = rows[folded(setting.name)]
            cells[setting.field] = cell
            if is_error:
                findings.append(finding("R12", SETTINGS_SHEET, cell, raw, row=setting.name, needs=setting.needs))
                continue
            value = _setting(setting, cell, raw, findings)
            if value is not None:
                given[setting.field] = value
    return _sound_settings(given, cells, findings), cells


def _setting_rows(snapshot: Snapshot) -> Iterator[tuple[str, tuple[str, object, bool]]]:
    place = snapshot.lists.get(SETTINGS_TABLE)
    sheet = snapshot.sheets.get(place.sheet if place else SETTINGS_SHEET)
    if sheet is None:
        return
    heading = folded(SETTINGS_HEADINGS[0])
    start = next(
        ((r, c) for r, row in enumerate(sheet.rows, 1) for c, v in enumerate(row, 1) if folded(str(v)) == heading), None
    )
    if start is None:
        return
    for at in range(start[0] + 1, len(sheet.rows) + 1):
        name = sheet.value(at, start[1])
        if name is not None:
            where = (at, start[1] + 1)
            yield folded(str(name)), (a1(*where), sheet.errors.get(where) or sheet.value(*where), where in sheet.errors)


def _setting(setting: Setting, cell: str, raw: object, findings: list[Finding]) -> Any:
    if raw is None:
        return None
    desk = Desk()
    args = (setting.choices,) if setting.choices else ()
    try:
        value = READERS[setting.reads](raw, desk, *args)
    except Unreadable as no:
        findings.append(
            finding(no.code, SETTINGS_SHEET, cell, raw, row=setting.name, **{"needs": setting.needs} | no.details)
        )
        return None
    for code, details in desk.remarks:
        findings.append(finding(code, SETTINGS_SHEET, cell, raw, row=setting.name, **details))
    return value


def _sound_settings(given: dict[str, Any], cells: Mapping[str, str], findings: list[Finding]) -> Settings:
    needs = {setting.field: setting for setting in SETTINGS}
    try:
        return Settings(**given)
    except ValidationError as no:
        for error in no.errors():
            name = str(error["loc"][0])
            findings.append(
                finding("R16", SETTINGS_SHEET, cells[name], given.pop(name), row=name, needs=needs[name].needs)
            )
        return Settings(**given)


def needs_of(table: str, name: str) -> str:
    """What a column of a list needs, in words; for rules that judge a sound row."""
    entry_list = next(one for one in LISTS if one.table == table)
    return entry_list.by_field[name].needs


__all__ = ["Entry", "Intake", "ReadList", "Reads", "needs_of", "take_in"]
