"""Find the cells of a tracker that contain personal data (R40 to R46), in every column of every list and on Settings.

Each different value of a column is checked once, and only where a quick check of the whole column gave a hint. The
search takes cells, not rows: a row that can't be read, and a line typed above a list, can contain a person's data too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress, repeat
from operator import is_
from typing import Any, NamedTuple

from pc_workbook.cells.addresses import row_and_column
from pc_workbook.model.row import column, where
from pc_workbook.model.text import folded, nearest
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import LISTS, PRACTICES, ROLES, SETTINGS
from pc_workbook.tracker.lists.layout import OF_WORDS, Column
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.lists.settings_location import settings_sheet, settings_sheet_name
from pc_workbook.tracker.personal.prefilter import has_title, may_contain_personal_data, plain_text
from pc_workbook.tracker.snapshot import SheetCells, a1

NHS_NUMBER, DATE_OF_BIRTH, EMAIL, TELEPHONE, TITLED_NAME, UNLISTED_LEAD, NAME_FOR_ROLE = (f"R4{n}" for n in range(7))
OF_PATIENTS = (NHS_NUMBER, DATE_OF_BIRTH)  # they leave in nothing that is made for others
CONTACTS = (EMAIL, TELEPHONE)
NAMES = (TITLED_NAME, UNLISTED_LEAD, NAME_FOR_ROLE)  # a person decides whether they may be published

#: Fields that say who answers for something, and fields that say which role did something.
WHO_ANSWERS = frozenset({"lead", "manager", "owner"})
WHO_DID = frozenset({"role", "updated_by", "marked_by", "override_by", "accepted_by"})
#: Columns whose texts may be names: a practice is named after its doctor, a person beside the role.
NAME_COLUMNS = frozenset({(PRACTICES.table, "name"), (ROLES.table, "person")})
TEN_DIGITS = (10**9, 10**10)
NUMBERS: frozenset[type] = frozenset({int, float})
LARGE = 10**8  # numbers from here on are as large as those that look like an NHS number


class PersonalData(NamedTuple):
    """Personal data of one kind: a value, and the cells (row, column) of a sheet that have it.

    Numbers and addresses give a finding per cell. A name gives one for all cells of a column with the same text, since a
    person decides on it once.
    """

    code: str
    sheet: str
    cells: tuple[tuple[int, int], ...]
    heading: str
    row: str  # what names the row; of a name, the value itself
    value: object
    shown: str  # the value without what should not be spread
    texts: tuple[str, ...]  # the personal data as in the plain text
    suggestion: Detail | str = ""
    may_be_a_name: bool = True  # False for a lead that is a role, though not a listed one: nobody needs to accept it

    @property
    def finding(self) -> Finding:
        """Its finding. The mark changes when the cell does."""
        found = finding(
            self.code, self.sheet, a1(*self.cells[0]), self.value, row=self.row, heading=self.heading,
            more=_same_in([a1(*cell) for cell in self.cells[1:]]), suggestion=self.suggestion,
            accept=detail("accept_to_publish") if self.may_be_a_name else "",
        )  # fmt: skip
        return found._replace(entry=self.shown)


def _same_in(cells: Sequence[str]) -> Detail | str:
    return detail("same_in_cells", cells=tuple(cells)) if cells else ""


def personal_data_is_kept_out(intake: Intake) -> Iterator[Finding]:
    """Check every cell for personal data (R40 to R46). The entry of a finding is masked."""
    for item in personal_data(intake):
        yield item.finding


def personal_data(intake: Intake) -> tuple[PersonalData, ...]:
    """Return all personal data of a tracker."""
    names = _RegisteredNames(intake)
    found = [item for place, wanted in _worth_a_look(intake) for item in _in_column(place, wanted, names)]
    return (*found, *_Roles(intake).names_for_roles())


def by_kind(found: Iterable[PersonalData]) -> list[tuple[PersonalData, ...]]:
    """Return personal data in groups of one kind, in the order of their codes."""
    by_code: dict[str, list[PersonalData]] = defaultdict(list)
    for item in found:
        by_code[item.code].append(item)
    return [tuple(items) for _, items in sorted(by_code.items())]


# --- the columns


class _SheetColumn(NamedTuple):
    """One column of a sheet that has a list, or of Settings. `of` is which column of a list it is; None for an extra
    column, which is not read and goes nowhere."""

    sheet: SheetCells
    number: int
    of: tuple[ReadList, Column] | None = None
    settings: Mapping[int, str] | None = None  # row -> the setting's name

    @property
    def values(self) -> Sequence[object]:
        return self.sheet.column(self.number).values

    def hinted_texts(self) -> list[int]:
        """Return the numbers of the texts that may have personal data."""
        titles = self.field not in NAME_COLUMNS
        texts = [(n, value) for n, value in enumerate(self.values) if isinstance(value, str)]
        if not may_contain_personal_data((text for _, text in texts), titles=titles):
            return []
        return [n for n, text in texts if may_contain_personal_data((text,), titles=titles)]

    def rows_of(self, wanted: Sequence[int]) -> Mapping[int, list[int]]:
        """Return the rows of each of some values."""
        rows: dict[int, list[int]] = {n: [] for n in wanted}
        for row, code in enumerate(self.sheet.column(self.number).codes, start=1):
            if code in rows:
                rows[code].append(row)
        return rows

    @property
    def field(self) -> tuple[str, str]:
        return (self.of[0].of.table, self.of[1].field) if self.of else ("", "")

    @property
    def heading(self) -> str:
        return self.of[1].heading if self.of else ""

    @property
    def is_of_words(self) -> bool:
        return self.settings is not None or (self.of is not None and self.of[1].reads in OF_WORDS)

    def row_name(self, at: int) -> str:
        """Return what names a row: its key, so that a mark stays when rows are sorted; else the row's number."""
        if self.settings is not None:
            return self.settings.get(at, str(at))
        read = self.of[0] if self.of else None
        numbers = [read.columns[name] for name in read.of.key if name in read.columns] if read else []
        return "|".join(str(self.sheet.value(at, number)) for number in numbers) or str(at)


def _ten_digit_numbers(values: Sequence[Any]) -> list[int]:
    """Return the numbers of those values that are whole numbers of ten digits."""
    low, high = TEN_DIGITS
    return [n for n, v in enumerate(values) if type(v) in NUMBERS and low <= v < high and v == v // 1]


def _worth_a_look(intake: Intake) -> Iterator[tuple[_SheetColumn, list[int]]]:
    """Yield the columns that may have personal data, with the numbers of those values. All texts are checked at once first."""
    sheets = [(_values_of(sheet), sheet, columns, settings) for sheet, columns, settings in _sheets(intake)]
    is_hinted = may_contain_personal_data(
        set(chain.from_iterable(texts for (texts, _), *_ in sheets)) - _texts_of_the_catalogue()
    )
    for (texts, is_numbered), sheet, columns, settings in sheets:
        has_hints = is_hinted and may_contain_personal_data(texts)
        for number in range(sheet.first_column, sheet.width + 1) if has_hints or is_numbered else ():
            place = _SheetColumn(sheet, number, columns.get(number), settings)
            numbers = _ten_digit_numbers(place.values) if is_numbered else ()
            if wanted := [*(place.hinted_texts() if has_hints else ()), *numbers]:
                yield place, wanted


def _values_of(sheet: SheetCells) -> tuple[list[str], bool]:
    """Return the texts of a sheet, and whether it has a number of ten digits or more. No value is checked by itself: a
    long list contains thousands of different figures."""
    values: list[Any] = list(chain.from_iterable(cells.values for cells in sheet.columns))
    kinds = list(map(type, values))
    largest = max(compress(values, map(NUMBERS.__contains__, kinds)), default=0)
    return list(compress(values, map(is_, kinds, repeat(str)))), largest >= TEN_DIGITS[0]


def _texts_of_the_catalogue() -> set[str]:
    """Return the headings and guides of every tracker: they name nobody."""
    headings = (column.heading for entry_list in LISTS for column in entry_list.columns)
    texts = (text for setting in SETTINGS for text in (setting.name, setting.needs))
    return {*headings, *texts, *(entry_list.guide for entry_list in LISTS)}


Columns = Mapping[int, tuple[ReadList, Column]]


def _sheets(intake: Intake) -> Iterator[tuple[SheetCells, Columns, Mapping[int, str] | None]]:
    """Yield each sheet that contains lists with what its columns are, and Settings with the names of its settings by row."""
    by_sheet: dict[str, dict[int, tuple[ReadList, Column]]] = defaultdict(dict)
    for read in intake.lists.values():
        for list_column in read.of.columns:
            if list_column.field in read.columns:
                by_sheet[read.sheet][read.columns[list_column.field]] = (read, list_column)
    for name, columns in by_sheet.items():
        yield intake.snapshot.sheets[name], columns, None
    settings = settings_sheet(intake.snapshot)
    if settings is not None and settings.name not in by_sheet:
        names = {setting.field: setting.name for setting in SETTINGS}
        yield settings, {}, {row_and_column(cell)[0]: names[field] for field, cell in intake.settings_cells.items()}


# --- what a column contains


def _in_column(place: _SheetColumn, wanted: Sequence[int], names: "_RegisteredNames") -> Iterator[PersonalData]:
    values = place.values
    found_by_code = {n: found for n in wanted if (found := _in_value(place, values[n], names))}
    rows = place.rows_of(tuple(found_by_code))
    for n, (shown, by_code) in found_by_code.items():
        for code, texts in by_code.items():
            cells = tuple((row, place.number) for row in rows[n])
            if code in NAMES and cells:
                yield PersonalData(
                    code, place.sheet.name, cells, place.heading, str(values[n]), values[n], shown, texts
                )
            elif code not in NAMES:
                for cell in cells:
                    named = place.row_name(cell[0])
                    yield PersonalData(code, place.sheet.name, (cell,), place.heading, named, values[n], shown, texts)


FoundByCode = tuple[
    str, Mapping[str, tuple[str, ...]]
]  # the value as it may be shown, and by code what of it is personal


def _in_value(place: _SheetColumn, value: object, names: "_RegisteredNames") -> FoundByCode | None:
    """Return the personal data of one value, by code; None where there is none."""
    from pc_workbook.tracker.personal.personal_data import PersonalKind, found_in, masked

    if not isinstance(value, str):
        return _in_number(place, value)
    text = plain_text(value)
    found = found_in(text)
    by_code: dict[str, tuple[str, ...]] = {}
    for code, kind in zip((NHS_NUMBER, DATE_OF_BIRTH, EMAIL, TELEPHONE), PersonalKind, strict=False):
        by_code[code] = tuple(text[match.start : match.end] for match in found if match.kind is kind)
    if any(match.kind is PersonalKind.TITLED_NAME for match in found) and _asks_for_names(place):
        by_code[TITLED_NAME] = names.others_in(text)
    kept = OF_PATIENTS if place.of is None and place.settings is None else by_code
    reported = {code: texts for code, texts in by_code.items() if texts and code in kept}
    return (masked(text, found), reported) if reported else None


def _asks_for_names(place: _SheetColumn) -> bool:
    return place.field not in NAME_COLUMNS and place.field[1] not in WHO_ANSWERS | WHO_DID  # those are R45 and R46


def _in_number(place: _SheetColumn, value: object) -> FoundByCode | None:
    """Return the personal data in a number of ten digits. In a column of words it is an NHS number by its check digit, or a mobile number. In a
    column of figures it is one unless most figures of its size there are not."""
    from pc_workbook.tracker.personal.personal_data import PersonalKind, is_mobile_without_zero, is_nhs_number

    digits = f"{value:.0f}"
    if is_nhs_number(digits) and (place.is_of_words or _most_are_nhs_numbers(place)):
        return f"[{PersonalKind.NHS_NUMBER}]", {NHS_NUMBER: (digits,)}
    if place.is_of_words and is_mobile_without_zero(digits):
        return f"[{PersonalKind.TELEPHONE}]", {TELEPHONE: (digits,)}
    return None


def _most_are_nhs_numbers(place: _SheetColumn) -> bool:
    from pc_workbook.tracker.personal.personal_data import is_nhs_number

    values = place.values
    large = [value for value in values if isinstance(value, int | float) and abs(value) >= LARGE]
    like = [n for n in _ten_digit_numbers(values) if is_nhs_number(f"{values[n]:.0f}")]
    return 2 * len(like) > len(large)


# --- names of organisations


class _RegisteredNames:
    """The names on the Practices list that contain a title, such as "Dr Example & Partners": names of organisations."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    @cached_property
    def _by_start(self) -> Mapping[str, list[str]]:
        """Return the names by the title and the first word after it."""
        from pc_workbook.tracker.personal.personal_names import titled_names

        read = self._intake.lists[PRACTICES.table]
        sheet = self._intake.snapshot.sheets.get(read.sheet)
        cells = sheet.column(read.columns["name"]).values if sheet and "name" in read.columns else ()
        by_start: dict[str, list[str]] = defaultdict(list)
        for name in (plain_text(value) for value in cells if isinstance(value, str)):
            for start, end in titled_names(name) if has_title(name) else ():
                by_start[_start_of(name[start:end])].append(name)
        return by_start

    def others_in(self, text: str) -> tuple[str, ...]:
        """Return the titled names of a plain text that are no part of a registered name. One that is nothing but a title and a
        name is the practice's only where the cell has no other words."""
        from pc_workbook.tracker.personal.personal_names import titled_names

        for start, end in list(titled_names(text)):
            for name in self._by_start.get(_start_of(text[start:end]), ()):
                pattern = r"\s+".join("(?:&|and)" if word in ("&", "and") else re.escape(word) for word in name.split())
                if re.fullmatch(rf"\s*{pattern}\s*", text, re.I):
                    return ()
                if (0, len(name)) not in titled_names(name):
                    text = re.sub(rf"(?<!\w){pattern}(?!\w)", "...", text, flags=re.I)
        return tuple(text[start:end] for start, end in titled_names(text))


def _start_of(titled: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", titled.casefold())[:2])


# --- roles


def is_signed_by_role(intake: Intake, accepted_by: str) -> bool:
    """Return whether who accepted something gave a role, and not the name of a person."""
    return _Roles(intake).may_be_a_role(accepted_by)


class _Roles:
    """The roles on People and roles, and the cells that name somebody else where a role belongs."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._roles = intake.tracker.roles
        self._listed = {folded(name): name for row in self._roles for name in (row.role, *_others(row.also_written))}

    def names_for_roles(self) -> Iterator[PersonalData]:
        """Yield leads that are not listed roles (R45), and names of persons where a role belongs (R46)."""
        for read in self._intake.lists.values():
            for list_column in read.of.columns:
                if list_column.field in WHO_ANSWERS and list_column.reads in OF_WORDS:
                    yield from self._in_list(read, list_column, UNLISTED_LEAD)
                elif list_column.field in WHO_DID and list_column.reads in OF_WORDS:
                    yield from self._in_list(read, list_column, NAME_FOR_ROLE)
        lead, cell = self._intake.tracker.settings.objective_lead, self._intake.settings_cells.get("objective_lead")
        if lead and cell and not self._is_listed(lead):
            name = next(setting.name for setting in SETTINGS if setting.field == "objective_lead")
            sheet = settings_sheet_name(self._intake.snapshot)
            yield self._personal_data(UNLISTED_LEAD, sheet, (row_and_column(cell),), name, lead)

    def _in_list(self, read: ReadList, column: Column, code: str) -> Iterator[PersonalData]:
        is_role = self._is_listed if code == UNLISTED_LEAD else self.may_be_a_role
        if (read.of.table, column.field) == (ROLES.table, "role"):
            is_role = self._is_no_name
        found: dict[str, list[int]] = defaultdict(list)
        for n in where(read.valid_rows, column.field, lambda value: bool(value) and not is_role(value)):
            found[getattr(read.valid_rows[n], column.field)].append(read.row_numbers[n])
        for value, rows in found.items():
            cells = tuple((row, read.columns[column.field]) for row in rows)
            yield self._personal_data(code, read.sheet, cells, column.heading, value)

    def _personal_data(
        self, code: str, sheet: str, cells: tuple[tuple[int, int], ...], heading: str, value: str
    ) -> PersonalData:
        near = nearest(folded(value), self._listed, 0.8) if code == UNLISTED_LEAD else None
        hint = detail("did_you_mean", name=self._listed[near]) if near else ""
        is_name = code != UNLISTED_LEAD or not self.may_be_a_role(value)
        return PersonalData(
            code, sheet, cells, heading, value, value, _masked(value), (plain_text(value),), hint, is_name
        )

    def _is_listed(self, value: str) -> bool:
        """Return whether a text names listed roles and nothing else but their organisations."""
        if folded(value) in self._listed:
            return True
        rest = value
        for name in self._names_longest_first:
            rest = re.sub(rf"(?<!\w){re.escape(name)}s?(?!\w)", " ", rest, flags=re.I)
        return rest != value and not re.search(r"\w", re.sub(r"(?i)\band\b", " ", rest))

    @cached_property
    def _names_longest_first(self) -> list[str]:
        organisations = {row.organisation for row in self._roles if row.organisation}
        return sorted({*self._listed.values(), *organisations}, key=len, reverse=True)

    def may_be_a_role(self, value: str) -> bool:
        """Return whether a text is a listed role, or does not look like the name of a person."""
        return self._is_listed(value) or self._is_no_name(value)

    def _is_no_name(self, value: str) -> bool:
        from pc_workbook.tracker.personal.personal_names import looks_like_a_name

        return folded(value) not in self._persons and not looks_like_a_name(plain_text(value), self._known_words)

    @cached_property
    def _persons(self) -> frozenset[str]:
        return frozenset(folded(row.person) for row in self._roles if row.person)

    @cached_property
    def _known_words(self) -> frozenset[str]:
        """Return the words of listed places and bodies: no person has these names here."""
        tracker = self._intake.tracker
        names = [tracker.settings.area_name, *column(tracker.localities, "name"), *column(tracker.providers, "name")]
        names += [row.organisation for row in self._roles if row.organisation]
        return frozenset(word for name in names for word in re.findall(r"\w+", name.casefold()))


def _masked(value: str) -> str:
    if not may_contain_personal_data((value,)):
        return value
    from pc_workbook.tracker.personal.personal_data import found_in, masked

    text = plain_text(value)
    return masked(text, found_in(text))


def _others(also_written: str | None) -> list[str]:
    return [name.strip() for name in (also_written or "").split(";") if name.strip()]
