"""The sheets people type into, made from the catalogue of lists, so that the two always agree."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pc_workbook.model.tracker import Settings
from pc_workbook.tracker.lists.catalogue import (
    BY_TABLE,
    LISTS,
    SETTINGS,
    SETTINGS_GUIDE,
    SETTINGS_HEADINGS,
    SETTINGS_SHEET,
    SETTINGS_TABLE,
)
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS, Column, Reads, Setting, Writer
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
LONG_FROM = 30  # columns this wide contain sentences, and wrap


def entry_workbook(
    rows: Rows, settings: Mapping[str, Value], title: str, merges: Mapping[str, tuple[int, int, int]] | None = None
) -> Workbook:
    """Return a whole tracker: blank sheets for the generated ones, then Settings, then every list with its rows."""
    merged = merges or {}
    lists = [
        EntryList(
            sheet=entry_list.sheet,
            table=entry_list.table,
            guide=entry_list.guide,
            columns=tuple(entry_column(column) for column in entry_list.columns),
            rows=[
                tuple(row.get(column.field) for column in entry_list.columns) for row in rows.get(entry_list.table, ())
            ],
            merges=(merged[entry_list.table],) if entry_list.table in merged else (),
        )
        for entry_list in LISTS
        if not entry_list.is_optional or rows.get(entry_list.table)
    ]
    return Workbook(
        (*(BlankSheet(name) for name in GENERATED_SHEETS), _settings(settings), *lists), title, date(2017, 1, 1)
    )


def later_sheets(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[EntryList, ...]:
    """Return entry sheets for a tracker that lacks them, with their first rows by heading. They refer to no other
    list.
    """
    lists = [BY_TABLE[table] for table in rows]
    return tuple(
        EntryList(
            sheet=entry_list.sheet,
            table=entry_list.table,
            guide=entry_list.guide,
            columns=tuple(entry_column(column._replace(links_to=None)) for column in entry_list.columns),
            rows=[tuple(row.get(column.heading) for column in entry_list.columns) for row in rows[entry_list.table]],
        )
        for entry_list in lists
    )


def entry_column(column: Column) -> EntryColumn:
    """Return a column of a list as a column people type into."""
    linked = BY_TABLE[column.links_to[0]] if column.links_to and column.reads is not Reads.NUMBERS else None
    kind = KINDS[column.reads]
    return EntryColumn(
        header=column.heading,
        kind=Kind.LONG_TEXT if kind is Kind.TEXT and column.width >= LONG_FROM else kind,
        width=column.width,
        required=column.required,
        writer=column.writer,
        help=_help(column),
        choices=_choices(column),
        choices_from=(linked.table, linked.by_field[column.links_to[1]].heading)
        if linked and column.links_to
        else None,
    )


def _help(column: Column) -> str:
    """Return what a person reads when a cell of the column is selected."""
    if column.writer is Writer.FIXED:
        return texts.filled_in_help(column.needs)
    has_choices = column.reads in (Reads.CHOICE, Reads.YES_NO)
    return texts.choice_help(column.needs) if has_choices else texts.entry_help(column.needs)


def _choices(column: Column | Setting) -> tuple[str, ...]:
    if column.choices is not None:
        return tuple(str(option) for option in column.choices)
    if column.reads is Reads.YES_NO:
        return (YES, NO)
    return column.suggests if isinstance(column, Column) else ()


def _settings(given: Mapping[str, Value]) -> EntryList:
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
        ),
        EntryColumn(needs, Kind.LONG_TEXT, 70, False, Writer.FIXED, texts.WHAT_TO_ENTER_HELP),
    )
    rows = [(setting.name, given.get(setting.field, _usual(setting)), _needs(setting)) for setting in SETTINGS]
    return EntryList(SETTINGS_SHEET, SETTINGS_TABLE, SETTINGS_GUIDE, columns, rows)


def _usual(setting: Setting) -> Value:
    usual = Settings.model_fields[setting.field].default
    return (YES if usual else NO) if isinstance(usual, bool) else usual


def _needs(setting: Setting) -> str:
    return setting.needs[:1].upper() + setting.needs[1:]
