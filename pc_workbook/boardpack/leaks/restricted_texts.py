"""What must not be in a file for an audience: texts of cells that it may not see and that no permitted cell repeats,
names, and suppressed numbers.

Each is described by its place in the tracker, never by its content.
"""

from collections.abc import Iterator
from typing import Any

from pc_workbook.boardpack.leaks.program_texts import program_texts
from pc_workbook.boardpack.leaks.quotations import quoted_texts
from pc_workbook.boardpack.leaks.restricted_text import RestrictedText, RestrictedTexts, sheet_texts
from pc_workbook.boardpack.leaks.text_search import all_strings, titled_names
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.disclosure.audience import CONFIDENTIAL
from pc_workbook.disclosure.edition import AUDIENCE_OF_EDITION, Edition, Selection
from pc_workbook.disclosure.people_counts import people_counted
from pc_workbook.disclosure.suppression import is_small
from pc_workbook.model.indicator import Indicator
from pc_workbook.model.organisations import Organisations
from pc_workbook.model.search_terms import words_of
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import INDICATORS, OBSERVATIONS, PRACTICES, PROGRAMMES, ROLES
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS
from pc_workbook.tracker.restricted_names import named_rows
from pc_workbook.tracker.snapshot import Snapshot, a1
from pc_workbook.wording import headings
from pc_workbook.wording import pack_messages as messages
from pc_workbook.wording.indicator_sheets import indicator_name

SHORTEST_SURNAME = 4
#: Headings of columns with an indicator's own value, now or in an earlier year or edition.
OF_VALUES = (
    headings.VALUE,
    headings.BASELINE,
    headings.ACTUAL,
    headings.THEN,
    headings.NOW,
    OBSERVATIONS.by_field["numerator"].heading,
    OBSERVATIONS.by_field["denominator"].heading,
)
NAMED_BY = ("practice", "organisation", "code")
STAFF_WORDS = (
    (headings.LIST_SIZE, headings.REGISTERED_PATIENTS),
    (headings.WEIGHTED_LIST, headings.WEIGHTED_PATIENTS),
    (headings.GP_FTE,),
    (headings.NURSE_FTE,),
    (headings.PATIENTS_PER_FTE_GP,),
)
NOUNS = {PRACTICES.table: messages.PRACTICE, PROGRAMMES.table: messages.PROGRAMME}


def restricted_texts(intake: Intake, edition: Edition, chosen: Selection) -> RestrictedTexts:
    """Return what an edition of a tracker may not contain. `chosen` is what the edition may show."""
    open_texts = tuple(_texts(chosen.intake.snapshot))
    found = (*_cells(intake.snapshot, chosen.intake.snapshot), *_people(intake), *_hidden_rows(intake, chosen),
             *_numbers(intake, chosen), *_staff(chosen), *quoted_texts(intake, chosen, AUDIENCE_OF_EDITION[edition]))  # fmt: skip
    return RestrictedTexts(found, open_texts, tuple(program_texts()))


def _texts(snapshot: Snapshot) -> Iterator[str]:
    for sheet in snapshot.sheets.values():
        yield sheet.name
        for column in sheet.columns:
            yield from all_strings(set(column.values))


def _cells(whole: Snapshot, shown: Snapshot) -> Iterator[RestrictedText]:
    """Yield every text of the tracker's own sheets that no permitted cell in its place shows, each once."""
    once: set[str] = set()
    for sheet in whole.sheets.values():
        if sheet.name in GENERATED_SHEETS:
            continue  # what they say comes from cells that are looked at here
        other = shown.sheets.get(sheet.name)
        for row, column, text in sheet_texts(sheet):
            if text not in once and (other is None or other.value(row, column) != text):
                once.add(text)
                about = messages.text_of(cell_reference(sheet.name, a1(row, column)))
                yield RestrictedText(about, text=text)
                if names := titled_names(text):
                    yield RestrictedText(messages.names_in(cell_reference(sheet.name, a1(row, column))), words=names)


def _people(intake: Intake) -> Iterator[RestrictedText]:
    """Yield the persons in roles: the full name always; other spellings and the surname alone, unless a permitted
    text has them.
    """
    read = read_list(intake, ROLES)
    for entry in read.entries:
        role: Any = entry.row
        words = words_of(role.person or "")
        if words:
            others = [part.strip() for part in (role.also_written or "").split(";")]
            surname = [words[-1]] if len(words[-1]) >= SHORTEST_SURNAME else []
            about = messages.person_in(cell_reference(read.sheet, read.cell(entry, "person")))
            yield RestrictedText(about, words=(*others, *surname), names=(role.person,) if len(words) > 1 else ())


def _hidden_rows(intake: Intake, chosen: Selection) -> Iterator[RestrictedText]:
    """Yield what names each practice and programme that is not shown, and none that is."""
    shown = {table: frozenset(rows.row_numbers) for table, rows in chosen.rows.items()}
    for row in named_rows(intake, lambda table, row: row not in shown[table]):
        where = cell_reference(intake.lists[row.table].sheet, row.cell)
        yield RestrictedText(messages.named_in(NOUNS[row.table], where), words=row.common, names=row.names)


def _numbers(intake: Intake, chosen: Selection) -> Iterator[RestrictedText]:
    """Yield each number that is suppressed although its row is shown, with the words that would say what it is."""
    names = {practice.code: practice.name for practice in intake.tracker.practices}
    indicators = {indicator.number: indicator for indicator in intake.tracker.indicators}
    organisations = Organisations(intake.tracker)
    suppressed = [
        cell for cell, replacement in chosen.suppressed.replacements.items() if replacement in (None, CONFIDENTIAL)
    ]
    numbers = {
        table: {row: n for n, row in enumerate(intake.lists[table].row_numbers)}
        for table in {cell[0] for cell in suppressed}
    }
    for table, sheet_row, field in suppressed:
        row: Any = intake.lists[table].valid_rows[numbers[table][sheet_row]]
        number = getattr(row, field, None)
        if isinstance(number, float | int):
            code = str(next(filter(None, (getattr(row, name, None) for name in NAMED_BY)), ""))
            indicator = row if table == INDICATORS.table else indicators.get(getattr(row, "indicator", -1))
            labels = (indicator.title, indicator.key) if indicator else (getattr(row, "condition", ""),)
            read = intake.lists[table]
            about = messages.number_in(cell_reference(read.sheet, a1(sheet_row, read.columns[field])))
            if code and table != INDICATORS.table:
                yield RestrictedText(about, number=number, owners=(code, names.get(code, code)), labels=labels)
            if (
                indicator
                and _is_own_count(indicator, number)
                and (organisations.key(indicator.organisation) == organisations.key(code or None))
            ):
                # The sheets of indicators name what is counted, and not whose it is.
                titles = (indicator.title, indicator_name(indicator))
                yield RestrictedText(about, number=number, owners=titles, labels=OF_VALUES)


def _is_own_count(indicator: Indicator, number: float) -> bool:
    """Return whether a number is a small count that the indicator's values are: no other year of it may show the
    same.
    """
    return is_small(number) and people_counted(indicator).value_is_count


def _staff(chosen: Selection) -> Iterator[RestrictedText]:
    """Yield the suppressed staff figures of practices, which are made of several cells."""
    for staff in chosen.suppressed.staffing:
        practice = staff.practice
        per_gp = staff.registered / staff.gp_fte if staff.registered and staff.gp_fte else None
        for words, number in zip(
            STAFF_WORDS, (staff.registered, staff.weighted, staff.gp_fte, staff.nurse_fte, per_gp), strict=True
        ):
            if number is not None:
                about = messages.suppressed_staff_figure(practice.code)
                yield RestrictedText(about, number=number, owners=(practice.code, practice.name), labels=words)
