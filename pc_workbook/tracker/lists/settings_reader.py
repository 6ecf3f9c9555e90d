"""Read the settings of a tracker: each by its name, its value under the heading Value."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from pc_workbook.model.text import folded, nearest
from pc_workbook.model.tracker import Settings
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding, Severity, finding
from pc_workbook.tracker.lists.catalogue import SETTINGS, SETTINGS_HEADINGS, SETTINGS_SHEET
from pc_workbook.tracker.lists.layout import Setting
from pc_workbook.tracker.lists.settings_location import SettingsPlace, known_settings, settings_place
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, parse_cell
from pc_workbook.tracker.snapshot import NOT_IN_THE_FILE, Snapshot, a1

NEAR_A_NAME, NEAR_A_HEADING = 0.8, 0.6

YEARS = "financial_year_starts"


def read_settings(snapshot: Snapshot, findings: list[Finding]) -> tuple[Settings, dict[str, str]]:
    """Return the settings and the cell of each; errors are added to the findings."""
    place = settings_place(snapshot)
    if place is None:
        findings.append(finding("R01", SETTINGS_SHEET, "A1", None, wanted=SETTINGS_SHEET, suggestion=""))
        return Settings(), {}
    return _Reader(place, CellContext(date_1904=snapshot.date_1904), findings).settings()


class _Reader:
    """Reads the settings of one sheet."""

    def __init__(self, place: SettingsPlace, context: CellContext, findings: list[Finding]) -> None:
        self.place, self.context, self.findings = place, context, findings
        self.sheet = place.sheet

    def settings(self) -> tuple[Settings, dict[str, str]]:
        if not self._is_placed():
            return Settings(), {}
        self._report_own_columns()
        rows = self._rows()
        given: dict[str, Any] = {}
        cells: dict[str, str] = {}
        for setting in sorted(SETTINGS, key=lambda setting: setting.field != YEARS):  # periods depend on it
            if setting.field not in rows:
                continue
            row, column_number = rows[setting.field], self.place.values or 0
            cell = cells[setting.field] = a1(row, column_number)
            error = self.sheet.errors.get((row, column_number))
            if error is not None:
                self._add("R47" if error in NOT_IN_THE_FILE else "R12", cell, error, setting.name, needs=setting.needs)
            elif (value := self._value(setting, cell, self.sheet.value(row, column_number))) is not None:
                given[setting.field] = value
                if setting.field == YEARS:
                    self.context.first_month = value.number
        return self._sound(given, cells), cells

    # --- the columns

    def _is_placed(self) -> bool:
        """Return whether both columns are found; errors in their headings are reported."""
        place, (name, value, *_) = self.place, SETTINGS_HEADINGS
        if place.names is None:
            self._add("R75", "A1", None, SETTINGS_SHEET, headings=detail("headings", headings=(name, value)))
            return False
        if not place.is_headed:
            entry = self.sheet.value(place.heading_row, place.names)
            self._add(
                "R02",
                a1(place.heading_row, place.names),
                entry,
                name,
                Severity.WARNING,
                heading=name,
                suggestion=detail("settings_read_by_name"),
            )
        if place.values is None:
            near, at = self._near_value()
            hint = detail("no_setting_was_read", nearest=detail("nearest_heading", near=near) if near else "")
            self._add("R02", a1(place.heading_row, at), near or None, value, heading=value, suggestion=hint)
            return False
        if len(place.value_columns) > 1 and self._values_differ():
            first, second = (a1(place.heading_row, column_number) for column_number in place.value_columns[:2])
            entry = self.sheet.value(place.heading_row, place.value_columns[1])
            self._add(
                "R73",
                second,
                entry,
                value,
                Severity.ERROR,
                needs=detail("two_value_columns", first=first, second=second),
            )
            return False
        return True

    def _near_value(self) -> tuple[str, int]:
        place = self.place
        known = {folded(heading) for heading in SETTINGS_HEADINGS}
        words = {
            str(self.sheet.value(place.heading_row, column_number) or ""): column_number
            for column_number in place.column_numbers
            if column_number != place.names
        }
        spare = {
            heading: column_number
            for heading, column_number in words.items()
            if heading and folded(heading) not in known
        }
        near = next(iter(spare)) if len(spare) == 1 else nearest(SETTINGS_HEADINGS[1], spare, NEAR_A_HEADING) or ""
        return near, spare.get(near, place.names or 1)

    def _values_differ(self) -> bool:
        first, *others = (
            [
                self.sheet.errors.get((row, column_number)) or self.sheet.value(row, column_number)
                for row in self.place.rows()
            ]
            for column_number in self.place.value_columns
        )
        return any(other != first for other in others)

    def _report_own_columns(self) -> None:
        known = {folded(heading) for heading in SETTINGS_HEADINGS}
        for column_number in self.place.column_numbers:
            heading = self.sheet.value(self.place.heading_row, column_number)
            if heading is not None and folded(str(heading)) not in known and column_number != self.place.names:
                self._add("R04", a1(self.place.heading_row, column_number), heading, str(heading))

    # --- the rows

    def _rows(self) -> dict[str, int]:
        """Return the row of each setting; the first where it has two."""
        found: dict[str, int] = {}
        unknown: list[tuple[int, str]] = []
        for row, words in self._named_rows():
            field = known_settings().get(folded(words))
            if field is None:
                unknown.append((row, words))
            elif field in found:
                self._add("R14", a1(row, self.place.names or 1), words, words, key=words, other=found[field])
            else:
                found[field] = row
        for row, words in unknown:
            self._report_unknown(row, words, found)
        return found

    def _named_rows(self) -> Iterator[tuple[int, str]]:
        names = self.place.names or 1
        for row in self.place.rows():
            name = self.sheet.value(row, names)
            yield row, "" if name is None else str(name)

    def _report_unknown(self, row: int, words: str, found: Mapping[str, int]) -> None:
        """Report a line whose name is not that of a setting (R71); words without a value are a remark and are ignored."""
        place = self.place
        value = self.sheet.value(row, place.values or 0)
        if value is None and (row, place.values) not in self.sheet.errors:
            return
        missing = [setting.name for setting in SETTINGS if setting.field not in found]
        near = nearest(words, missing, NEAR_A_NAME) if words else None
        column_number = (place.names if words else place.values) or 1
        severity = None if missing or not words else Severity.NOTE  # it may be the one that is missing
        needs = detail("no_such_setting", row=row, suggestion=detail("did_you_mean", name=near) if near else "")
        self._add("R71", a1(row, column_number), words or value, words or str(row), severity, needs=needs)

    # --- one value

    def _value(self, setting: Setting, cell: str, raw: object) -> Any:
        if raw is None:
            return None
        context = CellContext(date_1904=self.context.date_1904, first_month=self.context.first_month)
        try:
            value = parse_cell(setting, raw, context)
        except Unreadable as no:
            self._add(no.code, cell, raw, setting.name, **{"needs": setting.needs} | no.details)
            return None
        for code, details in context.notes:
            self._add(code, cell, raw, setting.name, **details)
        return value

    def _sound(self, given: dict[str, Any], cells: Mapping[str, str]) -> Settings:
        needs = {setting.field: setting for setting in SETTINGS}
        try:
            return Settings(**given)
        except ValidationError as no:
            for error in no.errors():
                name = str(error["loc"][0])
                self._add("R16", cells[name], given.pop(name), name, needs=needs[name].needs)
            return Settings(**given)

    def _add(
        self, code: str, cell: str, entry: object, row: str, severity: Severity | None = None, **details: Any
    ) -> None:
        self.findings.append(finding(code, self.sheet.name, cell, entry, row=row, severity=severity, **details))
