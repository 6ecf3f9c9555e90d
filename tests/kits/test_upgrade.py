"""An upgrade adds what an earlier version lacks, and changes nothing else."""

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pc_workbook import app
from pc_workbook.cli import main
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.kits.folders import shipped_kit
from pc_workbook.kits.reading import kit_of
from pc_workbook.model.indicator import Boundary
from pc_workbook.tracker.lists.catalogue import LISTS
from tests.kits.earlier_trackers import COLUMNS, SETTINGS, draw_earlier, upgrade
from tests.support import SAMPLES, parts_of, problems_for_excel

FIXTURES = Path(__file__).parent / "fixtures"
EARLIER = sorted(FIXTURES.glob("*.xlsx"))


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    draw_earlier(tmp_path / "tracker.xlsx")
    return tmp_path / "tracker.xlsx"


def headings(path: Path, sheet: str) -> list[str]:
    return [str(cell.value) for cell in load_workbook(path)[sheet][5]]


def edited(path: Path, change: Callable[[Worksheet], object], sheet: str = "Indicators") -> None:
    book = load_workbook(path)
    change(book[sheet])
    book.save(path)


# --- what it adds


def test_missing_columns_settings_and_lists_are_added(earlier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {sheet: headings(earlier, sheet) for sheet in COLUMNS}
    assert main(["upgrade", str(earlier), "--kit", "thurrock-2017"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:-1] == [
        "Sheet added: Workforce, with 66 rows of the kit.",
        "Sheet added: Programmes, with 9 rows of the kit.",
        "Columns added to Indicators: Tolerance, Boundary, Override on and Note.",
        "Column added to Trajectory: Note.",
        "Column added to Actions: Programme.",
        "Settings added, with the usual value: Months between reports and Snapshots to keep.",
    ]
    assert said[-1].startswith("Backup saved: ")
    for sheet, gone in COLUMNS.items():
        after = headings(earlier, sheet)
        assert after[: len(before[sheet])] == before[sheet]
        assert {*after[len(before[sheet]) :]} == gone
    intake = app.check(FileHost(earlier)).intake
    assert all(len(read.columns) == len(read.of.columns) for read in intake.lists.values() if read.columns)
    settings = [row[0].value for row in load_workbook(earlier)["Settings"].iter_rows(min_row=6)]
    assert [name for name in settings if name][-2:] == [*SETTINGS]


def test_every_entry_is_as_it_was(earlier: Path) -> None:
    before = app.check(FileHost(earlier)).intake
    upgrade(earlier)
    after = app.check(FileHost(earlier)).intake
    about = shipped_kit("thurrock-2017").about
    assert kit_of(after, "", about).rows == kit_of(before, "", about).rows
    had = kit_of(before, "", about).settings
    assert kit_of(after, "", about).settings.items() >= had.items()


def test_a_new_column_has_help_a_drop_down_and_the_format_of_its_kind(earlier: Path) -> None:
    upgrade(earlier)
    sheet = load_workbook(earlier)["Indicators"]
    place = {str(cell.value): cell for cell in sheet[5]}
    rules = {str(rule.promptTitle): rule for rule in sheet.data_validations.dataValidation}
    boundary = rules["Boundary"]
    assert boundary.type == "list"
    assert boundary.formula1 == f'"{",".join(Boundary)}"'
    assert str(boundary.sqref).startswith(f"{place['Boundary'].column_letter}6:")
    assert rules["Note"].prompt.startswith("Enter a note")
    assert sheet[f"{place['Override on'].column_letter}6"].number_format == "dd mmm yyyy"
    assert sheet.column_dimensions[place["Note"].column_letter].width > 40


def test_a_second_upgrade_does_nothing(earlier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    upgrade(earlier, kit="thurrock-2017")
    once = earlier.read_bytes()
    assert main(["upgrade", str(earlier), "--kit", "thurrock-2017"]) == 0
    assert earlier.read_bytes() == once
    assert "has every list, column and setting of this version. Nothing was written." in capsys.readouterr().out


def test_a_dry_run_says_the_same_and_writes_nothing(earlier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = earlier.read_bytes()
    assert main(["upgrade", str(earlier), "--dry-run"]) == 0
    assert "Columns that would be added to Indicators: Tolerance" in capsys.readouterr().out
    assert earlier.read_bytes() == before
    assert [path.name for path in earlier.parent.iterdir()] == ["tracker.xlsx"]


def test_excel_has_nothing_to_repair(earlier: Path) -> None:
    upgrade(earlier, kit="thurrock-2017")
    assert problems_for_excel(earlier) == []


def test_the_backup_is_the_tracker_as_it_was(earlier: Path) -> None:
    before = earlier.read_bytes()
    done = upgrade(earlier)
    assert done.delivered is not None
    assert done.delivered.backup is not None
    assert done.delivered.backup.read_bytes() == before


def test_only_the_parts_of_what_is_added_change(earlier: Path) -> None:
    """Every other part stays byte for byte the same."""
    edited(earlier, lambda sheet: sheet.parent.create_sheet("Our notes").append(["ours"]))
    before = parts_of(earlier)
    book = load_workbook(earlier)
    widened = {f"xl/worksheets/sheet{book.sheetnames.index(name) + 1}.xml" for name in (*COLUMNS, "Settings")}
    upgrade(earlier)
    after = parts_of(earlier)
    changed = {name for name in before if before[name] != after.get(name)}
    assert widened <= changed
    assert all(
        name in widened or name.startswith("xl/tables/") or name in ("xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "docProps/app.xml")
        for name in changed
    )  # fmt: skip
    assert not before.keys() - after.keys()


@pytest.mark.parametrize("fixture", EARLIER, ids=lambda path: path.stem)
def test_a_tracker_of_an_earlier_version_is_read_as_it_is_and_upgraded(fixture: Path, tmp_path: Path) -> None:
    path = Path(copyfile(fixture, tmp_path / "tracker.xlsx"))
    before = app.check(FileHost(path)).intake
    done = upgrade(path)
    assert done.plan.not_added == ()
    after = app.check(FileHost(path)).intake
    assert after.tracker._replace(settings=before.tracker.settings) == before.tracker
    assert all(len(read.columns) == len(read.of.columns) for read in after.lists.values() if read.columns)
    assert all(after.lists[of.table].columns for of in LISTS if not of.may_be_absent)
    assert not {f.code for f in after.findings} & {"R01", "R02"}
    assert upgrade(path).delivered is None
    assert problems_for_excel(path, fixture) == []


def test_one_of_the_earlier_trackers_lacks_something() -> None:
    assert any(upgrade(fixture, dry_run=True).plan.adds_anything for fixture in EARLIER)


def test_the_sample_lacks_nothing(tmp_path: Path) -> None:
    path = Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))
    assert upgrade(path).delivered is None
    assert path.read_bytes() == (SAMPLES / "thurrock-2017.xlsx").read_bytes()


# --- what it can't add


def test_columns_for_which_there_is_no_room_are_named(earlier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = len(headings(earlier, "Indicators")) + 2
    edited(earlier, lambda sheet: sheet.cell(9, at, "our own note"))
    assert main(["upgrade", str(earlier)]) == 0
    cell = load_workbook(earlier)["Indicators"].cell(9, at)
    assert cell.value == "our own note"
    said = capsys.readouterr().out
    assert (
        f"Not added: Tolerance, Boundary, Override on and Note of Indicators. {cell.coordinate} to the right of the list is in "
        "use. Move what is there further to the right or to another sheet, and upgrade again."
    ) in said
    assert "Column added to Trajectory: Note." in said


def test_a_column_under_another_heading_is_named_and_not_added_twice(earlier: Path) -> None:
    def misspell(sheet: Worksheet) -> None:
        sheet["C5"] = "Definitions"
        sheet.tables["tblIndicators"].tableColumns[2].name = "Definitions"

    edited(earlier, misspell)
    done = upgrade(earlier)
    assert [(missing.sheet, missing.headings, missing.why.code) for missing in done.plan.not_added] == [
        ("Indicators", ("Definition",), "upgrade_heading_near")
    ]
    assert "Definition" not in headings(earlier, "Indicators")


def test_a_list_that_is_no_table_is_named(earlier: Path) -> None:
    def plain(sheet: Worksheet) -> None:
        del sheet.tables["tblIndicators"]

    edited(earlier, plain)
    done = upgrade(earlier)
    assert [(missing.sheet, missing.why.code) for missing in done.plan.not_added] == [
        ("Indicators", "upgrade_no_table")
    ]


def test_a_sheet_of_that_name_without_the_list_is_named(earlier: Path) -> None:
    edited(earlier, lambda sheet: sheet.parent.create_sheet("Programmes").append(["ours"]))
    done = upgrade(earlier)
    assert ("Programmes", "upgrade_sheet_there") in [
        (missing.sheet, missing.why.code) for missing in done.plan.not_added
    ]
    assert load_workbook(earlier)["Programmes"]["A1"].value == "ours"


def test_a_workbook_that_is_no_tracker_is_refused(tmp_path: Path) -> None:
    book = load_workbook(SAMPLES / "thurrock-2017.xlsx")
    for name in book.sheetnames[1:]:
        del book[name]
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(WorkbookProblem, match=r"other\.xlsx is not a tracker"):
        upgrade(tmp_path / "other.xlsx")


def test_settings_of_columns_as_excel_writes_them_are_kept(earlier: Path) -> None:
    """One setting for many columns, the new ones among them, is divided; the width of the others stays."""

    def one_for_all(sheet: Worksheet) -> None:
        last = max(sheet.column_dimensions)
        sheet.column_dimensions.group(last, "XFD", hidden=False)

    edited(earlier, one_for_all, "Trajectory")
    upgrade(earlier)
    assert problems_for_excel(earlier) == []
    assert headings(earlier, "Trajectory")[-1] == "Note"
