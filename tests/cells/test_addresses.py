"""References to cells, in the one spelling of the program."""

import re
from pathlib import Path

import pytest

import pc_workbook
from pc_workbook.cells.addresses import cell_reference, column_letters, column_number, row_and_column, sheet_reference
from pc_workbook.tracker.findings import finding

SOURCE = Path(pc_workbook.__file__).parent
#: XlsxWriter takes a sheet's name in quotation marks whether it needs them or not.
FOR_XLSXWRITER = {"draw/table.py", "draw/entry_list.py"}


@pytest.mark.parametrize(
    ("sheet", "reference"),
    [
        ("Actions", "Actions!C7"),
        ("Action progress", "'Action progress'!C7"),
        ("O'Brien's", "'O''Brien''s'!C7"),
        ("2016", "'2016'!C7"),
        ("Sheet_1", "Sheet_1!C7"),
        ("Q4", "'Q4'!C7"),  # the address of a cell
        ("R1C1", "'R1C1'!C7"),
        ("Übersicht", "'Übersicht'!C7"),
    ],
)
def test_a_reference_is_written_as_excel_writes_it(sheet: str, reference: str) -> None:
    assert cell_reference(sheet, "C7") == reference
    assert sheet_reference(sheet) == reference.removesuffix("!C7")


def test_a_finding_on_a_sheet_with_apostrophes_has_a_reference_that_excel_can_follow() -> None:
    assert finding("R05", "O'Brien's", "C7", None, needs="a date").where == "'O''Brien''s'!C7"


def test_no_other_module_spells_a_reference_itself() -> None:
    own_spelling = re.compile(r"""\}'?!\{""")
    spelt = {
        path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if own_spelling.search(path.read_text())
    }
    assert spelt - {"cells/addresses.py"} <= FOR_XLSXWRITER


@pytest.mark.parametrize("address", ["A0", "XFE1", "A1048577", "A1:B2", "", "1A"])
def test_what_is_not_the_address_of_one_cell_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not a cell address"):
        row_and_column(address)


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16_384)])
def test_letters_and_numbers_of_columns_agree(letters: str, number: int) -> None:
    assert (column_number(letters), column_letters(number)) == (number, letters)
