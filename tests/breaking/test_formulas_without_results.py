"""A formula whose result is not in the file is an error on its cell, in every column, setting and host; the tracker is not
blocked by columns that are filled down, or by rows that the program itself adds."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from pc_workbook.app import check, figures, merge_returns, refresh
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cli import main
from pc_workbook.hosts.file import FileHost
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.model.question import UnreadEntry
from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.lists.catalogue import BY_TABLE, SETTINGS, SETTINGS_SHEET
from pc_workbook.tracker.snapshot import NO_RESULT, a1
from pc_workbook.wording.findings import current_entry
from tests.breaking.sheets_by_hand import SOUND, checked, part, parts_of_sheets, told, with_cell, with_cells, with_parts
from tests.support import SAMPLES


def test_a_figure_is_not_made_without_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(with_cell('<c r="D6"><f>2*40</f></c>'))
    assert told(path.read_bytes()) == {("R47", "Error", "Workforce!D6", NO_RESULT)}
    assert main(["check", str(path)]) == 1
    capsys.readouterr()
    assert main(["refresh", str(path), "--out", str(tmp_path / "out.xlsx")]) == 0
    practice = checked(path.read_bytes()).intake
    organisation = practice.snapshot.sheets["Workforce"].value(6, practice.lists["tblWorkforce"].columns["practice"])
    unread = practice.tracker.unread["workforce"]
    assert unread[str(organisation)] == UnreadEntry("Workforce, D6", "FTE")


@pytest.mark.parametrize(
    "cell",
    [
        "<f>1+1</f><v/>",
        "<f>1+1</f><v></v>",
        '<f t="shared" ref="D6:D7" si="0">1</f>',
        '<f t="array" ref="D6">1</f>',
        '<f t="dataTable" ref="D6" r1="A1"/>',
        "<f/>",
    ],
)
@pytest.mark.parametrize("long", [False, True])
def test_however_it_is_written_and_however_long_the_list(cell: str, long: bool) -> None:
    name = parts_of_sheets()["Workforce"]
    content = with_cell(f'<c r="D6">{cell}</c>')
    if long:
        with zipfile.ZipFile(BytesIO(content)) as package:
            text = package.read(name)
        content = with_parts(
            {
                name: text.replace(
                    b"</sheetData>", b"".join(b'<row r="%d"/>' % n for n in range(5_000, 30_000)) + b"</sheetData>"
                )
            }
        )
    assert ("R47", "Error", "Workforce!D6", NO_RESULT) in told(content)


def test_every_column_and_every_setting_says_so() -> None:
    """One in each; where a column is needed the row is left out, and the finding says why."""
    intake = checked(SOUND.read_bytes()).intake
    places = {
        (SETTINGS_SHEET, intake.settings_cells[one.field]) for one in SETTINGS if one.field in intake.settings_cells
    }
    for read in intake.lists.values():
        if read.row_numbers:
            places |= {(read.sheet, a1(read.row_numbers[0], spot)) for spot in read.columns.values()}
    content = with_cells({(sheet, cell): f'<c r="{cell}"><f>1+1</f></c>' for sheet, cell in places})
    found = {one.where for one in checked(content).findings if current_entry(one.entry) == NO_RESULT}
    assert found == {cell_reference(*place) for place in places}
    assert figures(MemoryHost(content, "t.xlsx")) is not None


def test_an_unreadable_as_at_date_is_one_finding_and_not_two() -> None:
    content = with_cell('<c r="B8"><f>TODAY()</f></c>', "B8", "Settings")
    assert [one[:3] for one in told(content) if one[2] == "Settings!B8"] == [("R47", "Error", "Settings!B8")]


def test_a_column_filled_down_below_a_list_makes_no_rows() -> None:
    """Rows that are ready for use hold formulas already; they are rows when something is typed in them."""
    name = parts_of_sheets()["Workforce"]
    text = part(name)
    last = max(int(one) for one in re.findall(rb'<row r="(\d+)"', text))
    more = b"".join(b'<row r="%d"><c r="G%d"><f>D%d*2</f></c></row>' % (n, n, n) for n in range(last + 1, last + 200))
    found = told(with_parts({name: text.replace(b"</sheetData>", more + b"</sheetData>")}))
    assert {one[0] for one in found} <= {"R47"}
    assert len(found) <= 1


def test_what_a_program_wrote_that_does_not_calculate_is_named_cell_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    book = openpyxl.load_workbook(SOUND)
    for row in range(6, 12):
        book["Workforce"].cell(row, 4).value = f"={book['Workforce'].cell(row, 4).value}*1"
    book.save(path)
    found = [one for one in check(FileHost(path)).findings if one.code == "R47"]
    assert [one.cell for one in found] == [f"D{row}" for row in range(6, 12)]
    assert {one.severity for one in found} == {Severity.ERROR}


def test_a_merge_does_not_block_the_tracker_it_writes(tmp_path: Path) -> None:
    """Rows added below a calculated column hold formulas without results until Excel has calculated them."""
    path = tmp_path / "tracker.xlsx"
    table = next(
        name for name in (f"xl/tables/table{n}.xml" for n in range(1, 40)) if b'"tblProgressHistory"' in part(name)
    )
    text = part(table).decode()
    heading = BY_TABLE["tblProgressHistory"].by_field["marking"].heading
    column = re.search(rf'<tableColumn [^>]*name="{re.escape(heading)}"[^>]*?(/>|>)', text)
    assert column is not None
    calculated = (
        column[0].replace("/>", ">")
        + "<calculatedColumnFormula>1+1</calculatedColumnFormula>"
        + ("</tableColumn>" if column[1] == "/>" else "")
    )
    path.write_bytes(with_parts({table: text.replace(column[0], calculated).encode()}))
    before = {one.mark for one in check(FileHost(path)).findings if one.severity is Severity.ERROR}
    merge_returns(FileHost(path), [SAMPLES / "returns" / "clean-north.xlsx"])
    refresh(FileHost(path))
    after = {one.mark for one in check(FileHost(path)).findings if one.severity is Severity.ERROR}
    assert after <= before
    assert main(["merge", str(path), str(SAMPLES / "returns" / "clean-north.xlsx")]) == 0
