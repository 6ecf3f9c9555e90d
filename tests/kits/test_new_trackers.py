"""A new tracker has the rows of its kit and opens on Start here, which a refresh keeps up to date where it is there."""

from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.cli import main
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.kits.folders import find_kit, shipped_kits
from pc_workbook.kits.reading import kit_of
from pc_workbook.kits.saving import Scope
from pc_workbook.tracker.lists.catalogue import LISTS
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS, START_HERE
from pc_workbook.views.entry import entry_sheets
from tests.kits.kit_folders import kit_folder
from tests.support import SAMPLES, parts_of, problems_for_excel

NAMES = [kit.name for kit in shipped_kits()]
NOON = datetime(2026, 11, 30, 12)
LATER = datetime(2026, 11, 30, 14)


def start_here(path: Path) -> dict[str, tuple[str, str]]:
    """Return what is filled and what is missing, by sheet."""
    rows = load_workbook(path)[START_HERE].iter_rows(min_row=1, values_only=True)
    cells = [[str(cell) for cell in row if cell is not None] for row in rows]
    table = [row for row in cells if len(row) == 5]
    assert table[0] == ["Step", "Sheet", "What to do", "Filled so far", "Still missing"]
    return {row[1]: (row[3], row[4]) for row in table[1:]}


# --- new trackers


@pytest.mark.parametrize("name", NAMES)
def test_a_new_tracker_has_every_row_of_its_kit_as_it_is_there(name: str, tmp_path: Path) -> None:
    app.new_tracker(tmp_path / "new.xlsx", name)
    kit = find_kit(name)
    intake = app.check(FileHost(tmp_path / "new.xlsx")).intake
    assert kit_of(intake, name, kit.about).rows == kit.rows
    assert kit_of(intake, name, kit.about).settings.items() >= kit.settings.items()


@pytest.mark.parametrize("name", NAMES)
def test_a_new_tracker_opens_on_start_here_and_excel_has_nothing_to_repair(name: str, tmp_path: Path) -> None:
    app.new_tracker(tmp_path / "new.xlsx", name)
    book = load_workbook(tmp_path / "new.xlsx")
    assert book.sheetnames[: len(GENERATED_SHEETS) + 1] == [START_HERE, *GENERATED_SHEETS]
    assert book.active is not None
    assert book.active.title == START_HERE
    assert problems_for_excel(tmp_path / "new.xlsx") == []


def test_a_kit_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        app.new_tracker(tmp_path / name, "thurrock-2017")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_folder_is_a_kit_and_a_refresh_works_on_what_is_made_of_it(tmp_path: Path) -> None:
    app.new_tracker(tmp_path / "new.xlsx", str(kit_folder(tmp_path / "kit")))
    done = app.refresh(FileHost(tmp_path / "new.xlsx"), now=NOON)
    assert done.delivered.replaced == (START_HERE, *GENERATED_SHEETS)
    assert app.check(FileHost(tmp_path / "new.xlsx")).intake.tracker.actions[0].letter == "1.10"


def test_the_kits_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["new", "--list-kits"])
    assert ended.value.code == 0
    shown = [line.split()[0] for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert shown == NAMES
    assert NAMES[0] == "blank"


def test_a_kit_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match=r"There is no kit “blanck”\. Choose one of: blank, "):
        app.new_tracker(tmp_path / "new.xlsx", "blanck")
    assert not (tmp_path / "new.xlsx").exists()


@pytest.mark.parametrize("kit", ["blank", "thurrock-2017"])
def test_a_file_that_exists_is_never_replaced(kit: str, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("mine")
    with pytest.raises(WorkbookProblem, match="exists already"):
        app.new_tracker(tmp_path / "mine.xlsx", kit)
    with pytest.raises(WorkbookProblem, match=r"ends in \.xlsx"):
        app.new_tracker(tmp_path / "new.xls", kit)
    assert (tmp_path / "mine.xlsx").read_text() == "mine"


def test_a_refused_kit_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem):
        app.new_tracker(tmp_path / "new.xlsx", str(kit_folder(tmp_path / "kit", actions=None)))
    assert not (tmp_path / "new.xlsx").exists()


def test_a_link_to_an_optional_list_without_rows_has_no_drop_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An optional list is drawn only where a kit has rows for it; here Programmes stands for any."""
    lists = [of._replace(is_optional=of.sheet == "Programmes") for of in LISTS]
    monkeypatch.setattr(entry_sheets, "LISTS", lists)
    app.new_tracker(tmp_path / "new.xlsx", str(kit_folder(tmp_path / "kit")))
    assert "Programmes" not in load_workbook(tmp_path / "new.xlsx").sheetnames
    assert problems_for_excel(tmp_path / "new.xlsx") == []


# --- Start here


def test_start_here_says_what_is_filled_and_what_is_missing(tmp_path: Path) -> None:
    app.new_tracker(tmp_path / "new.xlsx", "thurrock-2017")
    shown = start_here(tmp_path / "new.xlsx")
    assert shown["Practices"] == ("33 rows", "Nothing")
    assert shown["Indicators"] == (
        "10 rows, 10 with a target",
        "3 errors: Title and definition disagree (C8); CQC share without a denominator (J8); CQC share without a denominator (J9).",
    )
    assert shown["Actions"] == ("6 rows, 0 with a lead", "Actions A, B, C, D, E and F have no lead.")
    assert shown["Data quality"] == ("3 errors, 47 warnings and 25 notes", "3 errors on Indicators.")


def test_an_empty_tracker_lacks_its_date_its_indicators_and_its_actions(tmp_path: Path) -> None:
    app.new_tracker(tmp_path / "new.xlsx")
    shown = start_here(tmp_path / "new.xlsx")
    assert "There is no as-at date" in shown["Settings"][1]
    assert shown["Indicators"] == shown["Actions"] == ("Empty", "No rows yet.")


def test_each_step_links_to_a_sheet_that_is_there(tmp_path: Path) -> None:
    app.new_tracker(tmp_path / "new.xlsx", "thurrock-2017")
    book = load_workbook(tmp_path / "new.xlsx")
    links = [cell.hyperlink.location for row in book[START_HERE].iter_rows() for cell in row if cell.hyperlink]
    assert {link.rpartition("!")[0].strip("'") for link in links} == {*start_here(tmp_path / "new.xlsx")}
    assert all(link.rpartition("!")[0].strip("'") in book.sheetnames for link in links)


def test_a_refresh_brings_start_here_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    app.new_tracker(path, "thurrock-2017")
    book = load_workbook(path)
    headings = [cell.value for cell in book["Indicators"][5]]
    book["Indicators"].cell(8, headings.index("Definition ruling") + 1, "The title holds")
    book.save(path)
    app.refresh(FileHost(path), now=NOON)
    assert start_here(path)["Indicators"][1].startswith("2 errors: CQC share without a denominator (J8)")
    assert start_here(path)["Data quality"][1] == "2 errors on Indicators."
    first = parts_of(path)
    app.refresh(FileHost(path), now=NOON)
    assert parts_of(path) == first


def test_a_tracker_without_the_sheet_does_not_get_it(tmp_path: Path) -> None:
    path = Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))
    app.refresh(FileHost(path), now=NOON)
    assert START_HERE not in load_workbook(path).sheetnames


def test_a_sheet_that_was_deleted_does_not_come_back(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    app.new_tracker(path, "thurrock-2017")
    book = load_workbook(path)
    del book[START_HERE]
    book.save(path)
    app.refresh(FileHost(path), now=NOON)
    assert START_HERE not in load_workbook(path).sheetnames


def test_a_persons_own_sheet_of_that_name_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    book = load_workbook(SAMPLES / "thurrock-2017.xlsx")
    book.create_sheet(START_HERE)["B2"] = "our own notes"
    book.save(path)
    done = app.refresh(FileHost(path), now=NOON)
    assert START_HERE not in (*done.delivered.replaced, *done.delivered.added)
    assert load_workbook(path)[START_HERE]["B2"].value == "our own notes"


def test_what_a_person_wrote_on_start_here_is_kept_as_a_dated_copy(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    app.new_tracker(path, "thurrock-2017")
    app.refresh(FileHost(path), now=NOON)
    book = load_workbook(path)
    book[START_HERE]["B30"] = "ask about indicator 3"
    book.save(path)
    done = app.refresh(FileHost(path), now=LATER)
    assert dict(done.delivered.kept) == {START_HERE: "Start here kept 30 Nov 2026"}
    assert load_workbook(path)["Start here kept 30 Nov 2026"]["B30"].value == "ask about indicator 3"


# --- plans without practices


def test_a_kit_without_practices_gives_a_tracker_without_their_lists_that_lacks_nothing(tmp_path: Path) -> None:
    app.new_tracker(tmp_path / "new.xlsx", str(kit_folder(tmp_path / "kit", practices=None)))
    sheets = load_workbook(tmp_path / "new.xlsx").sheetnames
    assert {"Practices", "Workforce", "CQC ratings", "Long-term conditions"}.isdisjoint(sheets)
    checked = app.check(FileHost(tmp_path / "new.xlsx"))
    assert {finding.code for finding in checked.findings} & {"R01", "R75"} == set()
    assert app.upgrade(FileHost(tmp_path / "new.xlsx")).plan.lists == ()


def test_a_list_about_practices_of_a_kit_without_practices_is_kept(tmp_path: Path) -> None:
    folder = kit_folder(tmp_path / "kit", practices=None, cqc_ratings="Organisation code,Published on\n")
    app.new_tracker(tmp_path / "new.xlsx", str(folder))
    sheets = load_workbook(tmp_path / "new.xlsx").sheetnames
    assert "CQC ratings" in sheets
    assert "Practices" not in sheets
    app.save_kit(FileHost(tmp_path / "new.xlsx"), tmp_path / "saved", Scope.PLAN)
    assert (tmp_path / "saved" / "cqc-ratings.csv").is_file()
    assert not (tmp_path / "saved" / "practices.csv").exists()


def test_a_kit_with_workforce_needs_practices(tmp_path: Path) -> None:
    folder = kit_folder(tmp_path / "kit", practices=None, workforce="Practice code,Period,Staff group\n")
    with pytest.raises(WorkbookProblem, match=r"practices\.csv, A1"):
        app.new_tracker(tmp_path / "new.xlsx", str(folder))
