"""What a locality manager is given: their rows and nothing else, with their columns open."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pc_workbook.app import draw_tracker, hand_out
from pc_workbook.cli import main
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.returns.reading import read_return
from pc_workbook.returns.return_data import manager_fields, returned_columns
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.wording.entry_sheets import START_HERE, YOUR_PRACTICES
from templates.make_return import make
from tests.support import PROJECT, SAMPLES, parts_of, problems_for_excel

NOW = datetime(2017, 3, 20, 9, 0)
PROGRESS, MILESTONES = "Action progress", "Milestones"
SETTINGS: Mapping[str, Any] = {"area_name": "Sample area", "area_code": "V99", "as_at": date(2017, 3, 15)}
ROWS: dict[str, list[dict[str, Any]]] = {
    "tblLocalities": [{"name": "North", "manager": "Locality manager, North"}, {"name": "South"}],
    "tblPractices": [
        {"code": "V00001", "name": "Elm practice", "locality": "North", "registered_patients": 5000},
        {"code": "V00002", "name": "Oak practice", "locality": "South", "registered_patients": 6000},
        {"code": "V00003", "name": "Hidden practice", "locality": "North", "marking": "Internal"},
        {"code": "V00004", "name": "Smudged practice", "locality": "North", "marking": "Intrnal"},
    ],
    "tblActions": [
        {"letter": "A", "text": "Renew the policies.", "delivery": date(2017, 3, 1)},
        {"letter": "B", "text": "Prepare for inspections.", "delivery": date(2017, 3, 30)},
        {"letter": "C", "text": "Buy what is secret.", "marking": "Exempt"},
        {"letter": "D", "text": "Was finished long ago.", "completed_on": date(2016, 6, 1)},
        {"letter": "E", "text": "Nobody reports on this yet."},
    ],
    "tblActionProgress": [
        {"action": "A", "locality": "North", "progress": "=Half\nof them", "rag": "Amber", "updated_on": date(2016, 3, 1)},
        {"action": "A", "locality": "South", "progress": "Said in the south"},
        {"action": "B", "locality": "North", "progress": "Secretly going well", "marking": "Exempt"},
        {"action": "C", "locality": "North", "progress": "Of an action that is secret"},
    ],
    "tblMilestones": [
        {"action": "A", "practice": "V00001", "milestone": "Policies read", "due": date(2017, 3, 1)},
        {"action": "A", "practice": "V00002", "milestone": "Done in the south"},
        {"action": "A", "practice": "V00003", "milestone": "At the hidden practice"},
        {"action": "A", "milestone": "A step of the staff"},
    ],
    "tblProgressHistory": [
        {"entered_on": date(2016, 1, n), "action": "A", "locality": "North", "text": f"Text of January {n}"} for n in (1, 2, 3)
    ] + [
        {"entered_on": date(2016, 2, 1), "action": "A", "locality": "South", "text": "Earlier in the south"},
        {"entered_on": date(2016, 2, 1), "action": "A", "locality": "North", "text": "Kept inside", "marking": "Internal"},
    ],
    "tblRoles": [{"role": "Locality manager, North", "person": "A. Person"}],
}  # fmt: skip
NOT_FOR_NORTH = (
    "South", "Oak", "V00002", "south", "Hidden practice", "V00003", "Smudged", "V00004", "ecret", "Exempt", "Internal", "Marking",
    "Kept inside", "A. Person", "step of the staff",
)  # fmt: skip


def tracker(folder: Path, rows: Mapping[str, Sequence[Mapping[str, Any]]] = ROWS) -> Path:
    path = folder / "tracker.xlsx"
    draw_tracker(path, rows, SETTINGS)
    return path


@pytest.fixture
def north(tmp_path: Path) -> Path:
    return hand_out(FileHost(tracker(tmp_path)), tmp_path / "out", "north", now=NOW).returns[0].path


def cells(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return [row for row in load_workbook(path)[sheet].iter_rows(values_only=True) if any(v is not None for v in row)]


def test_nothing_of_others_and_nothing_kept_in_is_in_any_part_of_the_file(north: Path) -> None:
    with zipfile.ZipFile(north) as package:
        parts = {name: package.read(name).decode("utf-8") for name in package.namelist()}
    assert "Half" in parts["xl/sharedStrings.xml"]
    for words in NOT_FOR_NORTH:
        assert [name for name, text in parts.items() if words in text] == []


def test_every_locality_gets_a_workbook_of_its_own(tmp_path: Path) -> None:
    done = hand_out(FileHost(tracker(tmp_path)), tmp_path / "out", now=NOW)
    assert [one.path.name for one in done.returns] == ["Return North 2017-03-15.xlsx", "Return South 2017-03-15.xlsx"]
    assert [one.kept_in for one in done.returns] == [3, 0]


def test_a_row_a_locality_has_none_of_is_offered_unless_the_action_is_done_or_its_row_is_kept_in(north: Path) -> None:
    handed = read_return(north).handed
    assert [key for table, key in handed if table == "tblActionProgress"] == [("A", "North"), ("E", "North")]
    assert [row.in_tracker for row in handed.values()] == [True, False, True]
    assert [row[0] for row in cells(north, PROGRESS)[5:]] == ["A", "E"]


def test_texts_of_the_tracker_are_in_the_return_character_for_character(north: Path) -> None:
    assert cells(north, PROGRESS)[5][:4] == ("A", "Renew the policies.", "=Half\nof them", "Amber")


def test_managers_columns_are_open_and_everything_else_is_protected_without_a_password(north: Path) -> None:
    book = load_workbook(north)
    for table in ("tblActionProgress", "tblMilestones"):
        of, sheet = BY_TABLE[table], book[BY_TABLE[table].sheet]
        open_headings = {of.by_field[name].heading for name in manager_fields(table)}
        headings = {cell.column: cell.value for cell in sheet[5]}
        assert {column.heading for column in returned_columns(table)} <= set(headings.values())
        for row in sheet.iter_rows():
            for cell in row:
                is_open = cell.row > 5 and headings[cell.column] in open_headings
                assert cell.protection.locked is not is_open, (sheet.title, cell.coordinate)
    for sheet in book.worksheets:
        held = sheet.protection
        assert held.sheet
        assert not held.password
        # In the file, a 1 takes the right away.
        assert (held.autoFilter, held.sort, held.formatColumns, held.formatRows) == (False, False, False, False)


def test_each_open_cell_says_what_it_needs_and_offers_the_words_of_its_list(north: Path) -> None:
    book = load_workbook(north)
    for table in ("tblActionProgress", "tblMilestones"):
        rules = book[BY_TABLE[table].sheet].data_validations.dataValidation
        offered = {rule.promptTitle: rule for rule in rules}
        for name in manager_fields(table):
            column = BY_TABLE[table].by_field[name]
            assert column.needs[:40] in offered[column.heading].prompt
            if column.choices:
                assert offered[column.heading].formula1 == '"' + ",".join(column.choices) + '"'


def test_the_guide_says_what_is_overdue_and_stale_and_shows_the_last_two(north: Path) -> None:
    guide = cells(north, START_HERE)
    needs = {(row[0], row[1]): row[2] for row in guide if row[1] in ("A", "B", "E")}
    assert needs["Overdue", "A"] in (
        "Overdue since 1 March 2017 (14 days).",
        "Milestone at V00001, due 1 March 2017: Policies read.",
    )
    assert needs["Stale", "A"] == "Progress is older than 92 days (1 March 2016)."
    assert needs["Stale", "E"] == "No progress is reported."
    said = [row[2] for row in guide[[row[0] for row in guide].index("RAG reported") + 1 :] if row[1] == "A"]
    assert said == ["=Half\nof them", "Text of January 3"]


def test_the_practices_are_those_of_the_locality(north: Path) -> None:
    assert [row[:2] for row in cells(north, YOUR_PRACTICES)[3:]] == [("V00001", "Elm practice")]


def test_the_return_has_its_edition_and_locality_on_a_very_hidden_sheet(north: Path) -> None:
    stamp = read_return(north).stamp
    assert stamp is not None
    assert (stamp.locality, stamp.manager, stamp.edition) == ("North", "Locality manager, North", date(2017, 3, 15))
    assert (stamp.tracker_name, stamp.area, stamp.handed_out_on) == ("tracker.xlsx", "Sample area", NOW.date())
    assert re.fullmatch(r"[0-9A-F]{8}", stamp.return_id)
    assert load_workbook(north)["pc_record"].sheet_state == "veryHidden"
    assert any(f"Return {stamp.return_id}." in str(row[0]) for row in cells(north, START_HERE))


def test_a_locality_without_milestones_gets_no_sheet_for_them(tmp_path: Path) -> None:
    path = tracker(tmp_path, {**ROWS, "tblMilestones": []})
    written = hand_out(FileHost(path), tmp_path / "out", "North", now=NOW).returns[0].path
    assert MILESTONES not in load_workbook(written).sheetnames
    assert read_return(written).findings == ()


def test_excel_finds_nothing_to_repair(north: Path) -> None:
    assert problems_for_excel(north) == []


def test_nothing_goes_out_while_the_column_of_markings_is_missing(tmp_path: Path) -> None:
    path = tracker(tmp_path)
    book = load_workbook(path)
    book["Actions"]["P5"] = "Markings"
    book["Actions"].tables["tblActions"].tableColumns[15].name = "Markings"
    book.save(path)
    with pytest.raises(WorkbookProblem, match=r"The sheet Actions of tracker\.xlsx has no column headed Marking"):
        hand_out(FileHost(path), tmp_path / "out", now=NOW)
    assert not (tmp_path / "out").exists()


def test_an_existing_workbook_is_never_overwritten_and_then_nothing_is_written(tmp_path: Path) -> None:
    there = tmp_path / "Return South 2017-03-15.xlsx"
    there.write_text("a manager's work")
    with pytest.raises(WorkbookProblem, match=r"holds Return South 2017-03-15\.xlsx already"):
        hand_out(FileHost(tracker(tmp_path)), tmp_path, now=NOW)
    assert there.read_text() == "a manager's work"
    assert not list(tmp_path.glob("Return North*"))


def test_one_return_that_cannot_be_written_takes_the_others_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".~lock.Return South 2017-03-15.xlsx#").write_text("Somebody,")
    with pytest.raises(WorkbookProblem, match="open in LibreOffice"):
        hand_out(FileHost(tracker(tmp_path)), out, now=NOW)
    assert not list(out.glob("Return*"))


@pytest.mark.parametrize(
    ("rows", "locality", "words"),
    [
        (ROWS, "Nowhere", "lists no locality or group “Nowhere”; it lists North, South."),
        ({**ROWS, "tblLocalities": []}, None, "lists no locality on its sheet Localities"),
    ],
)
def test_what_cannot_be_handed_out_is_refused_with_a_sentence(
    rows: Any, locality: str | None, words: str, tmp_path: Path
) -> None:
    with pytest.raises(WorkbookProblem, match=words):
        hand_out(FileHost(tracker(tmp_path, rows)), tmp_path / "out", locality, now=NOW)


def test_localities_whose_names_make_the_same_file_name_get_files_of_their_own(tmp_path: Path) -> None:
    rows = {**ROWS, "tblLocalities": [{"name": "North/East"}, {"name": "North:East"}]}
    done = hand_out(FileHost(tracker(tmp_path, rows)), tmp_path / "out", now=NOW)
    assert len({one.path.name for one in done.returns}) == 2
    assert all(one.path.is_file() for one in done.returns)


def test_the_sample_is_handed_out_without_the_exempt_action() -> None:
    with zipfile.ZipFile(SAMPLES / "returns" / "clean-north.xlsx") as package:
        texts = "".join(package.read(name).decode("utf-8") for name in package.namelist())
    assert "teaching" not in texts
    assert "tender" not in texts


def test_the_template_is_what_the_layout_says(tmp_path: Path) -> None:
    make(tmp_path / "return.xlsx")
    assert parts_of(tmp_path / "return.xlsx") == parts_of(PROJECT / "templates" / "return.xlsx"), (
        "run templates/make_return.py"
    )


def test_the_command_lists_each_return_and_how_many_rows_were_withheld(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tracker(tmp_path)
    before = path.read_bytes()
    asked = ["hand-out", str(path), "--out", str(tmp_path / "out"), "--no-register"]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert f"North: {tmp_path / 'out' / 'Return North 2017-03-15.xlsx'}" in told
    assert "Left out: 3 rows marked Exempt or Internal, or of an action or practice marked so." in told
    assert path.read_bytes() == before
    assert main(asked) == 3
    assert "holds Return North 2017-03-15.xlsx, Return South 2017-03-15.xlsx already" in capsys.readouterr().err


def test_a_folder_that_cannot_be_created_is_reported_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkbookProblem, match="can't be created"):
        hand_out(FileHost(tracker(tmp_path)), tmp_path / "file", now=NOW)


WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufffe\uffff"), max_size=60)
TYPED = st.fixed_dictionaries(
    {},
    optional={
        "progress": WORDS,
        "rag": st.sampled_from(["Red", "amber", "G", "Ambre", "12"]),
        "per_cent_complete": st.sampled_from([40, 40.5, "45%", "about half", 0.4, 150, "n/a"]),
        "next_step_date": st.sampled_from([date(2017, 5, 1), "3 April 2017", "soon", 42826]),
        "next_step": st.sampled_from(["=1+1", "'quoted", " led ", "12", "1\r\n2", "_x000D_"]),
        "updated_by": WORDS,
    },
)


@settings(max_examples=12, deadline=None)
@given(typed=st.lists(TYPED, min_size=2, max_size=2))
def test_an_unchanged_return_changes_nothing_whatever_the_tracker_holds(
    typed: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [{"action": letter, "locality": "North"} | row for letter, row in zip("AE", typed, strict=True)]
    folder = tmp_path_factory.mktemp("return")
    path = tracker(folder, {**ROWS, "tblActionProgress": rows})
    back = read_return(hand_out(FileHost(path), folder / "out", "North", now=NOW).returns[0].path)
    assert back.edits == ()
    assert back.findings == ()
    assert len(back.handed) == 4  # with action B, offered, and a milestone
