"""The layout, the model and the empty tracker say the same."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pc_workbook.hosts.file import FileHost
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS, SETTINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS, START_HERE, EntryList
from pc_workbook.tracker.lists.validation import FIELDS_OF_VALUES
from templates.make_tracker import make
from tests.support import PROJECT, parts_of

TEMPLATE = PROJECT / "templates" / "tracker.xlsx"


@pytest.mark.parametrize("entry_list", LISTS, ids=lambda one: one.sheet)
def test_every_column_fills_a_field_and_every_field_has_a_column(entry_list: EntryList) -> None:
    fields = set(entry_list.rows.model_fields)
    spread = {name for part in FIELDS_OF_VALUES.values() for name in part.values()}
    columns = {column.field for column in entry_list.columns}
    assert columns <= fields
    assert fields - columns <= spread | {"unread"}  # what of a row can't be read
    assert set(entry_list.key) <= fields
    assert len({column.heading.casefold() for column in entry_list.columns}) == len(entry_list.columns)


@pytest.mark.parametrize("entry_list", LISTS, ids=lambda one: one.sheet)
def test_a_field_the_model_needs_is_a_needed_column(entry_list: EntryList) -> None:
    needed = {name for name, field in entry_list.rows.model_fields.items() if field.is_required()}
    assert needed <= {column.field for column in entry_list.columns if column.required}


def test_lists_have_names_of_their_own_and_fill_the_tracker() -> None:
    assert len(BY_TABLE) == len(LISTS)
    assert {one.field for one in LISTS} | {"settings", "own_values", "unread"} == set(Tracker._fields)
    follows = {"listed_staff_comparator"}  # from the list of comparators
    assert {setting.field for setting in SETTINGS} | follows == set(Settings.model_fields)


def test_links_lead_to_columns_that_exist() -> None:
    for entry_list in LISTS:
        for column in entry_list.columns:
            if column.links_to:
                table, field = column.links_to
                assert field in BY_TABLE[table].by_field


def test_the_template_is_what_the_layout_says(tmp_path: Path) -> None:
    make(tmp_path / "tracker.xlsx")
    assert parts_of(tmp_path / "tracker.xlsx") == parts_of(TEMPLATE), "run templates/make_tracker.py"


def test_the_template_holds_a_list_object_a_sheet_with_help_and_drop_downs() -> None:
    book = load_workbook(TEMPLATE)
    names = [name for name in book.sheetnames if book[name].sheet_state == "visible"]
    drawn = [one for one in LISTS if not one.is_optional]
    assert names == [START_HERE, *GENERATED_SHEETS, SETTINGS_SHEET, *(one.sheet for one in drawn)]
    assert list(book[SETTINGS_SHEET].tables) == [SETTINGS_TABLE]
    for one in drawn:
        sheet = book[one.sheet]
        table = sheet.tables[one.table]
        assert [column.name for column in table.tableColumns] == [column.heading for column in one.columns]
        assert sheet.freeze_panes is not None
        helped = [rule for rule in sheet.data_validations.dataValidation if rule.prompt]
        assert len(helped) >= len(one.columns)
        choices = [column for column in one.columns if column.choices]
        assert len([rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]) >= len(choices)


def test_an_empty_tracker_reads_as_empty() -> None:
    intake = read_tracker(FileHost(TEMPLATE).read())
    assert intake.tracker.practices == ()
    assert {found.code for found in intake.findings} == set()
