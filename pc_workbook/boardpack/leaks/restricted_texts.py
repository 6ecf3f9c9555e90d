"""What must not be in a file made for others: every string of the tracker that stands in a cell an edition may not show
and in none that it may; names; and numbers that are kept back. Each is told of by its place in the tracker, never by
what it says.
"""

from collections.abc import Iterator
from typing import Any

from pc_workbook.boardpack.leaks.program_texts import program_words
from pc_workbook.boardpack.leaks.quotations import quoted
from pc_workbook.boardpack.leaks.restricted_text import Secret, Secrets, strings_of
from pc_workbook.boardpack.leaks.text_search import all_strings, titled_names, words_of
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.disclosure.audience import CONFIDENTIAL
from pc_workbook.disclosure.edition import WANTED, Edition, Selected, selected
from pc_workbook.disclosure.people_counts import counted_by
from pc_workbook.disclosure.suppression import is_small
from pc_workbook.measures.organisations import Organisations
from pc_workbook.measures.staff.staffing import reported_staff
from pc_workbook.model.indicator import Indicator
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import INDICATORS, PRACTICES, PROGRAMMES, ROLES
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS
from pc_workbook.tracker.restricted_names import named_rows
from pc_workbook.tracker.snapshot import Snapshot, a1

SHORTEST_SURNAME = 4
#: Headings under which an indicator's own value stands, now or in an earlier year or edition.
OF_VALUES = ("Value", "Baseline", "Actual", "Then", "Now", "Numerator", "Denominator")
NAMED_BY = ("practice", "organisation", "code")
STAFF_WORDS = (("List size", "Registered patients"), ("Weighted list", "Weighted patients"), ("GP FTE",), ("Nurse FTE",),
               ("Patients per FTE GP",))  # fmt: skip
NOUNS = {PRACTICES.table: "practice", PROGRAMMES.table: "programme"}


def secrets(intake: Intake, edition: Edition, chosen: Selected | None = None) -> Secrets:
    """What an edition of a tracker may not hold; `chosen` is what it may, where that is known already."""
    chosen = chosen or selected(intake, edition)
    open_texts = tuple(_texts(chosen.intake.snapshot))
    found = (*_cells(intake.snapshot, chosen.intake.snapshot), *_people(intake), *_places(intake, chosen),
             *_numbers(intake, chosen), *_staff(intake, chosen), *quoted(intake, chosen, WANTED[edition]))  # fmt: skip
    return Secrets(found, open_texts, tuple(program_words()))


def _texts(snapshot: Snapshot) -> Iterator[str]:
    for sheet in snapshot.sheets.values():
        yield sheet.name
        for column in sheet.columns:
            yield from all_strings(set(column.values))


def _cells(whole: Snapshot, shown: Snapshot) -> Iterator[Secret]:
    """Every string of the tracker's own sheets that stands where nothing of the kind is shown, each once."""
    once: set[str] = set()
    for sheet in whole.sheets.values():
        if sheet.name in GENERATED_SHEETS:
            continue  # what they say comes from cells that are looked at here
        other = shown.sheets.get(sheet.name)
        for at, spot, text in strings_of(sheet):
            if text not in once and (other is None or other.value(at, spot) != text):
                once.add(text)
                about = f"what stands in {cell_reference(sheet.name, a1(at, spot))}"
                yield Secret(about, text=text)
                if names := titled_names(text):
                    yield Secret(f"a name that stands in {cell_reference(sheet.name, a1(at, spot))}", words=names)


def _people(intake: Intake) -> Iterator[Secret]:
    """The persons in roles: the whole name, whatever else may be shown; other spellings and the surname alone, where they
    stand in nothing that may be shown.
    """
    read = read_list(intake, ROLES)
    for entry in read.entries:
        role: Any = entry.row
        words = words_of(role.person or "")
        if words:
            others = [part.strip() for part in (role.also_written or "").split(";")]
            surname = [words[-1]] if len(words[-1]) >= SHORTEST_SURNAME else []
            about = f"the name that stands in {cell_reference(read.sheet, read.cell(entry, 'person'))}"
            yield Secret(about, words=(*others, *surname), names=(role.person,) if len(words) > 1 else ())


def _places(intake: Intake, chosen: Selected) -> Iterator[Secret]:
    """What names each practice and programme that is not shown, and none that is."""
    shown = {table: frozenset(rows.places) for table, rows in chosen.shown.items()}
    for row in named_rows(intake, lambda table, at: at not in shown[table]):
        where = cell_reference(intake.lists[row.table].sheet, row.cell)
        yield Secret(f"the {NOUNS[row.table]} that stands in {where}", words=row.common, names=row.names)


def _numbers(intake: Intake, chosen: Selected) -> Iterator[Secret]:
    """Each number that is kept back although its row is shown, with the words that would tell what it is."""
    names = {practice.code: practice.name for practice in intake.tracker.practices}
    indicators = {indicator.number: indicator for indicator in intake.tracker.indicators}
    organisations = Organisations(intake.tracker)
    untold = [spot for spot, told in chosen.kept.instead.items() if told in (None, CONFIDENTIAL)]
    numbers = {
        table: {at: n for n, at in enumerate(intake.lists[table].places)} for table in {spot[0] for spot in untold}
    }
    for table, at, field in untold:
        row: Any = intake.lists[table].sound[numbers[table][at]]
        number = getattr(row, field, None)
        if isinstance(number, float | int):
            code = str(next(filter(None, (getattr(row, name, None) for name in NAMED_BY)), ""))
            indicator = row if table == INDICATORS.table else indicators.get(getattr(row, "indicator", -1))
            labels = (indicator.title, indicator.key) if indicator else (getattr(row, "condition", ""),)
            read = intake.lists[table]
            about = f"the number that stands in {cell_reference(read.sheet, a1(at, read.columns[field]))}"
            if code and table != INDICATORS.table:
                yield Secret(about, number=number, whose=(code, names.get(code, code)), labels=labels)
            if (
                indicator
                and _is_own_count(indicator, number)
                and (organisations.key(indicator.organisation) == organisations.key(code or None))
            ):
                # The sheets of indicators name what is counted, and not whose it is.
                titles = (indicator.title, f"{indicator.number}. {indicator.title}")
                yield Secret(about, number=number, whose=titles, labels=OF_VALUES)


def _is_own_count(indicator: Indicator, number: float) -> bool:
    """Whether a number is a small count that an indicator's values are: no other year of it may show the same."""
    return is_small(number) and counted_by(indicator).value_is_count


def _staff(intake: Intake, chosen: Selected) -> Iterator[Secret]:
    """The staff figures of practices and localities that are kept back, as they are made of several cells."""
    kept = chosen.kept
    for one in reported_staff(intake.tracker).staffing if kept.hides else ():
        practice, per_gp = one.practice, one.registered / one.gp_fte if one.registered and one.gp_fte else None
        told_of = (practice.code, practice.name) if practice.code in kept.practices else ()
        for words, number in zip(
            STAFF_WORDS, (one.registered, one.weighted, one.gp_fte, one.nurse_fte, per_gp), strict=True
        ):
            if told_of and number is not None:
                about = f"a staff figure of the practice {practice.code}, which is kept back"
                yield Secret(about, number=number, whose=told_of, labels=words)
