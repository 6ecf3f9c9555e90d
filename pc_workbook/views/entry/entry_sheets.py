"""The sheets people type into, made from the catalogue of lists, so that the two always agree."""

from collections.abc import Collection, Mapping, Sequence, Set
from contextlib import suppress
from datetime import date
from typing import Any

from pydantic import ValidationError

from pc_workbook.cells.change import CellValue
from pc_workbook.model.tracker import Settings
from pc_workbook.model.words import Word, owner_word, words_of
from pc_workbook.tracker.lists.catalogue import (
    BY_TABLE,
    LISTS,
    SETTINGS,
    SETTINGS_GUIDE,
    SETTINGS_HEADINGS,
    SETTINGS_SHEET,
    SETTINGS_TABLE,
    WORDS,
)
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS, START_HERE, Column, Reads, Setting, Writer
from pc_workbook.tracker.lists.layout import EntryList as CatalogueList
from pc_workbook.views.parts import BlankSheet, EntryColumn, EntryList, Kind, Value, Workbook
from pc_workbook.wording import entry_sheets as texts
from pc_workbook.wording.numbers import NO, YES

Rows = Mapping[str, Sequence[Mapping[str, Value]]]  # list object's name -> rows, each field -> value of its cell

KINDS = {
    Reads.TEXT: Kind.TEXT,
    Reads.NAME: Kind.TEXT,
    Reads.CODE: Kind.TEXT,
    Reads.REFERENCE: Kind.TEXT,
    Reads.WHOLE: Kind.WHOLE,
    Reads.NUMBER: Kind.NUMBER,
    Reads.PERCENT: Kind.PERCENT,
    Reads.DISTANCE: Kind.MEASURED,
    Reads.DATE: Kind.DATE,
    Reads.PERIOD: Kind.TEXT,
    Reads.CHOICE: Kind.CHOICE,
    Reads.YES_NO: Kind.CHOICE,
    Reads.NUMBERS: Kind.TEXT,
    Reads.DELIVERY: Kind.TEXT,
    Reads.MEASURED: Kind.MEASURED,
    Reads.TARGET: Kind.MEASURED,
}
LONGEST_LITERAL = 255  # characters of a drop-down that is stored beside its cells, Excel's limit
LONG_FROM = 30  # columns this wide contain sentences, and wrap


def entry_workbook(
    rows: Rows,
    settings: Mapping[str, Value],
    title: str,
    merges: Mapping[str, tuple[int, int, int]] | None = None,
    *,
    start_here: bool = False,
    without: Collection[str] = (),
) -> Workbook:
    """Return a whole tracker: blank sheets for the generated ones, then Settings, then every list with its rows.

    With `start_here` the sheet of that name has the first place. `without` names the list objects that aren't drawn.
    """
    merged = merges or {}
    blank = (START_HERE, *GENERATED_SHEETS) if start_here else GENERATED_SHEETS
    drawn = [
        entry_list
        for entry_list in LISTS
        if entry_list.table not in without and (not entry_list.is_optional or rows.get(entry_list.table))
    ]
    tables = frozenset(entry_list.table for entry_list in drawn)
    own_words, as_at = _typed_words(rows.get(WORDS.table, ())), _day(settings.get("as_at"))
    lists = [
        EntryList(
            sheet=entry_list.sheet,
            table=entry_list.table,
            guide=entry_list.guide,
            columns=tuple(
                entry_column(_linked(column, tables), own_words, as_at) for column in drawn_columns(entry_list, rows)
            ),
            rows=[
                tuple(row.get(column.field) for column in drawn_columns(entry_list, rows))
                for row in rows.get(entry_list.table, ())
            ],
            merges=(merged[entry_list.table],) if entry_list.table in merged else (),
        )
        for entry_list in drawn
    ]
    return Workbook((*map(BlankSheet, blank), _settings(settings, own_words), *lists), title, date(2017, 1, 1))


def _linked(column: Column, tables: Set[str]) -> Column:
    """Return a column without its link where the list that it leads to isn't drawn: it has no drop-down then."""
    is_drawn = column.links_to is None or column.links_to[0] in tables
    return column if is_drawn else column._replace(links_to=None)


def drawn_columns(entry_list: CatalogueList, rows: Rows) -> tuple[Column, ...]:
    """Return the columns of a list with these rows: an optional one where a row fills it, or where there are no rows."""
    given = rows.get(entry_list.table, ())
    return tuple(
        column
        for column in entry_list.columns
        if not column.is_optional or not given or any(column.field in row for row in given)
    )


def later_sheets(
    rows: Mapping[str, Sequence[Mapping[str, Any]]], own_words: Sequence[Word] = ()
) -> tuple[EntryList, ...]:
    """Return entry sheets for a tracker that lacks them, with their first rows by heading. They refer to no other
    list.
    """
    lists = [BY_TABLE[table] for table in rows]
    return tuple(
        EntryList(
            sheet=entry_list.sheet,
            table=entry_list.table,
            guide=entry_list.guide,
            columns=tuple(_of_later_sheet(column, own_words) for column in entry_list.columns),
            rows=[tuple(row.get(column.heading) for column in entry_list.columns) for row in rows[entry_list.table]],
        )
        for entry_list in lists
    )


def _of_later_sheet(column: Column, own_words: Sequence[Word]) -> EntryColumn:
    """Return a column without what needs another sheet: a link, or a drop-down that doesn't fit into one text."""
    drawn = entry_column(column._replace(links_to=None), own_words)
    is_long = len(",".join(drawn.choices)) > LONGEST_LITERAL or any("," in choice for choice in drawn.choices)
    return drawn._replace(kind=Kind.TEXT, choices=()) if is_long else drawn


def entry_column(column: Column, own_words: Sequence[Word] = (), as_at: date | None = None) -> EntryColumn:
    """Return a column of a list as a column people type into, with the tracker's own words."""
    linked = BY_TABLE[column.links_to[0]] if column.links_to and column.reads is not Reads.NUMBERS else None
    kind = KINDS[column.reads]
    return EntryColumn(
        header=column.heading,
        kind=Kind.LONG_TEXT if kind is Kind.TEXT and column.width >= LONG_FROM else kind,
        width=column.width,
        required=column.required,
        writer=column.writer,
        help=_help(column),
        choices=_choices(column, own_words, as_at),
        choices_from=(linked.table, linked.by_field[column.links_to[1]].heading)
        if linked and column.links_to
        else None,
        called=owner_word(own_words, column.writer, as_at),
    )


def _typed_words(rows: Sequence[Mapping[str, Value]]) -> tuple[Word, ...]:
    """Return the words of the rows that are valid; the next check reports the others."""
    found = []
    for row in rows:
        with suppress(ValidationError):
            found.append(Word(**row))  # whatever was typed: the model decides
    return tuple(found)


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _help(column: Column) -> str:
    """Return what a person reads when a cell of the column is selected."""
    if column.writer is Writer.FIXED:
        return texts.filled_in_help(column.needs)
    has_choices = column.reads in (Reads.CHOICE, Reads.YES_NO)
    return texts.choice_help(column.needs) if has_choices else texts.entry_help(column.needs)


def _choices(column: Column | Setting, own_words: Sequence[Word] = (), as_at: date | None = None) -> tuple[str, ...]:
    general = tuple(map(str, column.choices or ()))
    if isinstance(column, Column) and column.words and column.writer is not Writer.FIXED:
        own = words_of(own_words, column.words, as_at)
        return tuple(dict.fromkeys((*map(texts.word_offered, own), *general)))
    if column.choices is not None:
        return general
    if column.reads is Reads.YES_NO:
        return (YES, NO)
    return column.suggests if isinstance(column, Column) else ()


def _settings(given: Mapping[str, Value], own_words: Sequence[Word] = ()) -> EntryList:
    name, value, needs = SETTINGS_HEADINGS
    columns = (
        EntryColumn(name, Kind.TEXT, 34, True, Writer.FIXED, texts.SETTING_HELP),
        EntryColumn(
            value,
            Kind.TEXT,
            26,
            False,
            Writer.STAFF,
            texts.VALUE_HELP,
            called=owner_word(own_words, Writer.STAFF, _day(given.get("as_at"))),
        ),
        EntryColumn(needs, Kind.LONG_TEXT, 70, False, Writer.FIXED, texts.WHAT_TO_ENTER_HELP),
    )
    rows = [
        (name, given.get(setting.field, usual), needs)
        for setting, (name, usual, needs) in zip(SETTINGS, usual_settings(), strict=True)
    ]
    return EntryList(SETTINGS_SHEET, SETTINGS_TABLE, SETTINGS_GUIDE, columns, rows)


def usual_settings() -> list[tuple[str, CellValue, str]]:
    """Return the rows of the Settings sheet with their usual values."""
    return [(setting.name, _usual(setting), _needs(setting)) for setting in SETTINGS]


def _usual(setting: Setting) -> CellValue:
    usual: CellValue = Settings.model_fields[setting.field].default
    return (YES if usual else NO) if isinstance(usual, bool) else usual


def _needs(setting: Setting) -> str:
    return setting.needs[:1].upper() + setting.needs[1:]
