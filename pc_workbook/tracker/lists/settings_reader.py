"""The settings of a tracker: each found by its name, its value under the heading Value."""

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
from pc_workbook.tracker.parsing.cell_parsers import Desk, Unreadable
from pc_workbook.tracker.parsing.parser_table import READERS
from pc_workbook.tracker.snapshot import NOT_IN_THE_FILE, Snapshot, a1

NEAR_A_NAME, NEAR_A_HEADING = 0.8, 0.6


def read_settings(snapshot: Snapshot, findings: list[Finding]) -> tuple[Settings, dict[str, str]]:
    """Return the settings and the cell of each; what is wrong with any goes to the findings."""
    place = settings_place(snapshot)
    if place is None:
        findings.append(finding("R01", SETTINGS_SHEET, "A1", None, wanted=SETTINGS_SHEET, suggestion=""))
        return Settings(), {}
    return _Reader(place, Desk(date_1904=snapshot.date_1904), findings).settings()


class _Reader:
    """Reads the settings of one sheet."""

    def __init__(self, place: SettingsPlace, desk: Desk, findings: list[Finding]) -> None:
        self.place, self.desk, self.findings = place, desk, findings
        self.sheet = place.sheet

    def settings(self) -> tuple[Settings, dict[str, str]]:
        if not self._is_placed():
            return Settings(), {}
        self._tell_own_columns()
        rows = self._rows()
        given: dict[str, Any] = {}
        cells: dict[str, str] = {}
        for setting in SETTINGS:
            if setting.field not in rows:
                continue
            row, spot = rows[setting.field], self.place.values or 0
            cell = cells[setting.field] = a1(row, spot)
            error = self.sheet.errors.get((row, spot))
            if error is not None:
                self._say("R47" if error in NOT_IN_THE_FILE else "R12", cell, error, setting.name, needs=setting.needs)
            elif (value := self._value(setting, cell, self.sheet.value(row, spot))) is not None:
                given[setting.field] = value
        return self._sound(given, cells), cells

    # --- the columns

    def _is_placed(self) -> bool:
        """Whether both columns are known; what is wrong with their headings is said."""
        place, (name, value, *_) = self.place, SETTINGS_HEADINGS
        if place.names is None:
            self._say("R75", "A1", None, SETTINGS_SHEET, headings=detail("headings", headings=(name, value)))
            return False
        if not place.is_headed:
            stands = self.sheet.value(place.heading_row, place.names)
            self._say(
                "R02",
                a1(place.heading_row, place.names),
                stands,
                name,
                Severity.WARNING,
                heading=name,
                suggestion=detail("settings_read_by_name"),
            )
        if place.values is None:
            near, at = self._near_value()
            hint = detail("no_setting_was_read", nearest=detail("nearest_heading", near=near) if near else "")
            self._say("R02", a1(place.heading_row, at), near or None, value, heading=value, suggestion=hint)
            return False
        if len(place.value_columns) > 1 and self._values_differ():
            first, second = (a1(place.heading_row, spot) for spot in place.value_columns[:2])
            stands = self.sheet.value(place.heading_row, place.value_columns[1])
            self._say(
                "R73",
                second,
                stands,
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
            str(self.sheet.value(place.heading_row, spot) or ""): spot for spot in place.spots if spot != place.names
        }
        spare = {heading: spot for heading, spot in words.items() if heading and folded(heading) not in known}
        near = next(iter(spare)) if len(spare) == 1 else nearest(SETTINGS_HEADINGS[1], spare, NEAR_A_HEADING) or ""
        return near, spare.get(near, place.names or 1)

    def _values_differ(self) -> bool:
        first, *others = (
            [self.sheet.errors.get((row, spot)) or self.sheet.value(row, spot) for row in self.place.rows()]
            for spot in self.place.value_columns
        )
        return any(other != first for other in others)

    def _tell_own_columns(self) -> None:
        known = {folded(heading) for heading in SETTINGS_HEADINGS}
        for spot in self.place.spots:
            heading = self.sheet.value(self.place.heading_row, spot)
            if heading is not None and folded(str(heading)) not in known and spot != self.place.names:
                self._say("R04", a1(self.place.heading_row, spot), heading, str(heading))

    # --- the rows

    def _rows(self) -> dict[str, int]:
        """The row of each setting that has one; the first where it has two."""
        found: dict[str, int] = {}
        unknown: list[tuple[int, str]] = []
        for row, words in self._named_rows():
            field = known_settings().get(folded(words))
            if field is None:
                unknown.append((row, words))
            elif field in found:
                self._say("R14", a1(row, self.place.names or 1), words, words, key=words, other=found[field])
            else:
                found[field] = row
        for row, words in unknown:
            self._tell_unknown(row, words, found)
        return found

    def _named_rows(self) -> Iterator[tuple[int, str]]:
        names = self.place.names or 1
        for row in self.place.rows():
            name = self.sheet.value(row, names)
            yield row, "" if name is None else str(name)

    def _tell_unknown(self, row: int, words: str, found: Mapping[str, int]) -> None:
        """R71: a line whose name no setting has; words alone are a note of whoever keeps the tracker."""
        place = self.place
        value = self.sheet.value(row, place.values or 0)
        if value is None and (row, place.values) not in self.sheet.errors:
            return
        missing = [setting.name for setting in SETTINGS if setting.field not in found]
        near = nearest(words, missing, NEAR_A_NAME) if words else None
        spot = (place.names if words else place.values) or 1
        severity = None if missing or not words else Severity.NOTE  # it may be the one that is missing
        needs = detail("no_such_setting", row=row, suggestion=detail("did_you_mean", name=near) if near else "")
        self._say("R71", a1(row, spot), words or value, words or str(row), severity, needs=needs)

    # --- one value

    def _value(self, setting: Setting, cell: str, raw: object) -> Any:
        if raw is None:
            return None
        args = (setting.choices,) if setting.choices else ()
        desk = Desk(date_1904=self.desk.date_1904)
        try:
            value = READERS[setting.reads](raw, desk, *args)
        except Unreadable as no:
            self._say(no.code, cell, raw, setting.name, **{"needs": setting.needs} | no.details)
            return None
        for code, details in desk.remarks:
            self._say(code, cell, raw, setting.name, **details)
        return value

    def _sound(self, given: dict[str, Any], cells: Mapping[str, str]) -> Settings:
        needs = {setting.field: setting for setting in SETTINGS}
        try:
            return Settings(**given)
        except ValidationError as no:
            for error in no.errors():
                name = str(error["loc"][0])
                self._say("R16", cells[name], given.pop(name), name, needs=needs[name].needs)
            return Settings(**given)

    def _say(
        self, code: str, cell: str, holds: object, row: str, severity: Severity | None = None, **details: Any
    ) -> None:
        self.findings.append(finding(code, self.sheet.name, cell, holds, row=row, severity=severity, **details))
