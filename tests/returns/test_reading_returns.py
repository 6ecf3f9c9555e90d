"""A return read: rows by key, columns by heading, text character for character; what is odd is named with its cell."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cells.change import SetCell
from pc_workbook.errors import WorkbookProblem
from pc_workbook.model.return_codes import ConflictReason
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.ooxml.package.text import LONGEST_TEXT
from pc_workbook.returns.reading import read_return
from pc_workbook.returns.record import FIRST_DAY, LONGEST, Record, read_record, record_sheet
from pc_workbook.returns.return_data import HandedRow, Return, ReturnStamp, key_of, row_fingerprint
from pc_workbook.returns.return_findings import CATALOGUE
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.snapshot import SheetCells
from pc_workbook.wording.findings import current_entry, message
from samples.returns.make_returns import make
from tests.support import SAMPLES
from tests.tracker.test_every_finding import OF_THE_LIBRARIES

RETURNS = SAMPLES / "returns"
NAMES = sorted(path.name for path in RETURNS.glob("*.xlsx"))
CLEAN = RETURNS / "clean-north.xlsx"
PROGRESS = "Action progress"


def listed(name: str) -> list[dict[str, str]]:
    with (RETURNS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(one: Return) -> dict[tuple[tuple[str, ...], str], object]:
    return {(edit.cell_key.key, edit.cell_key.field): edit.now for edit in one.edits}


def worked_on(source: Path, target: Path, doing: Callable[[Any], None]) -> Return:
    """The return after somebody worked on it with another program, which saved it its own way."""
    book = openpyxl.load_workbook(source)
    doing(book)
    book.save(target)
    return read_return(target)


# ---------------------------------------------------------------------------- the samples


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_gives_the_findings_listed_for_it_no_more_and_no_less(name: str) -> None:
    wanted = Counter(
        (row["code"], row["severity"], row["sheet"], row["cell"])
        for row in listed("findings.csv")
        if row["return"] == name
    )
    found = Counter((f.code, str(f.severity), f.sheet, f.cell) for f in read_return(RETURNS / name).findings)
    assert found == wanted


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_says_what_is_listed_for_it_no_more_and_no_less(name: str) -> None:
    wanted = Counter(
        (cell_reference(row["sheet"], row["cell"]), row["row"], row["column"], row["now"], row["waits"])
        for row in listed("changes.csv")
        if row["return"] == name
    )
    assert Counter(map(told, read_return(RETURNS / name).edits)) == wanted


def told(one: Any) -> tuple[str, str, str, str, str]:
    heading = BY_TABLE[one.cell_key.table].by_field[one.cell_key.field].heading
    now = "" if one.now is None else f"{one.now:g}" if isinstance(one.now, float) else str(one.now)
    return one.where, ", ".join(filter(None, one.cell_key.key)), heading, now, "yes" if one.suspicious else ""


def test_every_kind_of_remark_is_provoked_by_a_sample() -> None:
    assert {kind.code for kind in CATALOGUE} <= {row["code"] for row in listed("findings.csv")}


def test_each_finding_is_a_message_that_staff_can_act_on() -> None:
    for found in (found for name in NAMES for found in read_return(RETURNS / name).findings):
        assert re.fullmatch(r"[A-Z]{1,3}[1-9]\d*", found.cell), found
        assert message(found).text.endswith((".", "?", "”")), message(found).text
        for words in (message(found).problem, current_entry(found.entry), message(found).text):
            assert not OF_THE_LIBRARIES.search(words), words


def test_the_samples_are_what_their_script_makes(tmp_path: Path) -> None:
    make(tmp_path)
    assert (tmp_path / "findings.csv").read_bytes() == (RETURNS / "findings.csv").read_bytes()
    assert (tmp_path / "changes.csv").read_bytes() == (RETURNS / "changes.csv").read_bytes()
    for name in NAMES:
        made, stored = read_return(tmp_path / name), read_return(RETURNS / name)
        assert made[2:] == (
            stored.stamp and stored.stamp._replace(version=made.stamp.version if made.stamp else ""),
            *stored[3:],
        )


# ---------------------------------------------------------------------------- what does not matter


def sort_rows(book: Any) -> None:
    rows = [[cell.value for cell in row] for row in book[PROGRESS].iter_rows(min_row=6, max_row=10)]
    for at, values in enumerate(reversed(rows), 6):
        for column, value in enumerate(values, 1):
            book[PROGRESS].cell(at, column).value = value


def put_columns_between(book: Any) -> None:
    sheet = book[PROGRESS]
    del sheet.tables["tblActionProgress"]
    sheet.insert_cols(3)
    sheet.move_range("E5:E10", cols=12)


def hide_rows(book: Any) -> None:
    book[PROGRESS].row_dimensions[7].hidden = True
    book[PROGRESS].column_dimensions["D"].hidden = True
    book[PROGRESS].auto_filter.ref = "A5:K10"


def save_as_an_online_spreadsheet_does(book: Any) -> None:
    """No list objects, no protection, and the record merely hidden."""
    for sheet in book.worksheets:
        for name in list(sheet.tables):
            del sheet.tables[name]
        sheet.protection.sheet = False
    book["pc_record"].sheet_state = "hidden"


def rename_the_sheets(book: Any) -> None:
    for at, sheet in enumerate(book.worksheets):
        sheet.title = f"Sheet{at}"


def turn_the_sheets_round(book: Any) -> None:
    book._sheets.reverse()


@pytest.mark.parametrize(
    "doing",
    [sort_rows, put_columns_between, hide_rows, save_as_an_online_spreadsheet_does, rename_the_sheets, turn_the_sheets_round],
)  # fmt: skip
def test_positions_of_rows_and_columns_do_not_matter(doing: Callable[[Any], None], tmp_path: Path) -> None:
    before = read_return(CLEAN)
    after = worked_on(CLEAN, tmp_path / "return.xlsx", doing)
    assert said(after) == said(before)
    assert after.stamp == before.stamp
    assert after.findings == ()


def test_an_unchanged_return_has_no_edits(tmp_path: Path) -> None:
    handed = {cell_key: row.values for cell_key, row in read_return(CLEAN).handed.items()}
    back = [
        SetCell(PROGRESS, "C6", handed["tblActionProgress", ("A", "North")]["progress"]),
    ]
    edit(CLEAN, back, tmp_path / "return.xlsx")
    changed = said(read_return(tmp_path / "return.xlsx"))
    assert (("A", "North"), "progress") not in changed
    assert len(changed) == len(said(read_return(CLEAN))) - 1


# ---------------------------------------------------------------------------- text is text

TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufffe\uffff"), min_size=1, max_size=200
).filter(lambda words: words.strip() != "")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=TEXTS)
@example(words="0\r")
def test_text_comes_in_character_for_character(words: str, tmp_path: Path) -> None:
    """Line ends are compared as Excel shows them, however they are stored."""
    edit(CLEAN, [SetCell(PROGRESS, "C7", words)], tmp_path / "return.xlsx")
    read = str(said(read_return(tmp_path / "return.xlsx"))[("B", "North"), "progress"])
    assert with_line_feeds(read) == with_line_feeds(words)


def with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+44", "-", "@home", "a\nb", "😀👩🏽‍⚕️", "مرحبا بالعالم", "x" * LONGEST_TEXT, "_x000D_", " led ", "12/03/2017", "Green", "n/a"],
)  # fmt: skip
def test_the_texts_that_spreadsheets_trip_over_come_in_unchanged(words: str, tmp_path: Path) -> None:
    edit(CLEAN, [SetCell(PROGRESS, "C7", words)], tmp_path / "return.xlsx")
    back = read_return(tmp_path / "return.xlsx")
    assert said(back)[("B", "North"), "progress"] == words
    assert back.findings == ()


VALUES = st.none() | TEXTS | st.booleans() | st.dates(FIRST_DAY) | st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(["progress", "rag", "updated_on"]), VALUES), TEXTS, st.integers(0, 3))
def test_a_record_is_read_as_it_was_written(values: dict[str, Any], name: str, times: int) -> None:
    long = {"next_step": (name * LONGEST)[: times * LONGEST // 6], "rag_reason": "x" * LONGEST}
    stamp = ReturnStamp("1F", name, "Area", date(2017, 3, 15), name, "", date(2017, 3, 20), "0")
    table, keyed = "tblActionProgress", {"action": "A", "locality": name}
    held = keyed | {field: value for field, value in values.items() if value is not None} | long
    key = key_of(BY_TABLE[table], keyed)
    rows = (HandedRow(table, key, row_fingerprint(table, key, held), held, False),)
    record = Record(stamp, rows, {name: frozenset({"0123abcd"})})
    assert read_record(SheetCells("pc_record", record_sheet(record).rows)) == record


# ---------------------------------------------------------------------------- what is named


def test_a_formula_that_names_a_row_names_none(tmp_path: Path) -> None:
    def copy_keys(book: Any) -> None:
        book[PROGRESS]["A7"] = "=A6"

    back = worked_on(CLEAN, tmp_path / "return.xlsx", copy_keys)
    assert {found.code for found in back.findings} == {"T12", "T08", "T09"}
    assert all(
        edit.suspicious == ConflictReason.ROW_NOT_HANDED_OUT
        for edit in back.edits
        if edit.cell_key.key == ("", "North")
    )


def test_rows_of_one_key_that_say_the_same_are_one(tmp_path: Path) -> None:
    def repeat(book: Any) -> None:
        for cell in list(book[PROGRESS][6]):
            book[PROGRESS].cell(11, cell.column).value = cell.value

    back = worked_on(CLEAN, tmp_path / "return.xlsx", repeat)
    assert said(back) == said(read_return(CLEAN))
    assert not any(edit.suspicious for edit in back.edits)
    assert [found.code for found in back.findings] == ["T10"]


def test_a_copied_row_that_says_something_else_waits_for_a_person(tmp_path: Path) -> None:
    def copy(book: Any) -> None:
        for cell in list(book[PROGRESS][6]):
            book[PROGRESS].cell(11, cell.column).value = cell.value
        book[PROGRESS]["C11"] = "Something else"

    back = worked_on(CLEAN, tmp_path / "return.xlsx", copy)
    texts = [one for one in back.edits if one.cell_key.field == "progress" and one.cell_key.key == ("A", "North")]
    assert [one.suspicious for one in texts] == [ConflictReason.DUPLICATE_ROW, ConflictReason.DUPLICATE_ROW]
    assert {one.where for one in texts} == {"'Action progress'!C6", "'Action progress'!C11"}


def test_a_cleared_cell_is_a_change_and_a_deleted_row_is_none(tmp_path: Path) -> None:
    def clear(book: Any) -> None:
        book[PROGRESS]["C7"] = None
        book[PROGRESS].delete_rows(8)

    back = worked_on(CLEAN, tmp_path / "return.xlsx", clear)
    assert said(back)[("B", "North"), "progress"] is None
    assert not any(key == ("C", "North") for key, _ in said(back))
    assert [(found.code, current_entry(found.entry)) for found in back.findings] == [("T08", "C, North")]


def test_an_error_of_excels_waits_for_a_person(tmp_path: Path) -> None:
    def err(book: Any) -> None:
        book[PROGRESS]["F7"] = "#DIV/0!"

    back = worked_on(CLEAN, tmp_path / "return.xlsx", err)
    assert said(back)[("B", "North"), "per_cent_complete"] == "#DIV/0!"
    assert [found.code for found in back.findings] == ["R12"]


def test_a_percentage_typed_with_its_sign_is_points(tmp_path: Path) -> None:
    def sign(book: Any) -> None:
        book[PROGRESS]["F7"], book[PROGRESS]["F7"].number_format = 0.45, "0%"

    assert said(worked_on(CLEAN, tmp_path / "return.xlsx", sign))[("B", "North"), "per_cent_complete"] == 45


def test_where_the_column_that_names_rows_is_gone_all_that_is_new_waits_for_a_person(tmp_path: Path) -> None:
    def rename(book: Any) -> None:
        book[PROGRESS]["A5"] = "Letter"

    back = worked_on(CLEAN, tmp_path / "return.xlsx", rename)
    waiting = {one.now for one in back.edits if one.suspicious}
    assert waiting >= {now for (key, _), now in said(read_return(CLEAN)).items() if len(key) == 2}
    missing = next(found for found in back.findings if found.code == "T04")
    assert message(missing).text.startswith("There is no column headed “Action”, so nothing was read for it.")
    assert {found.cell[1:] for found in back.findings if found.code == "T11"} == {"6", "10"}


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked by a password"),
     (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "old .xls format"),
     (b"dear colleague", r"^return\.xlsx is a text file"),
     (b"PK\3\4 and no more", r"^return\.xlsx is damaged")],
)  # fmt: skip
def test_what_is_no_workbook_is_refused_with_a_sentence(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookProblem, match=words):
        read_return(path)


def test_another_workbook_altogether_is_named_and_nothing_of_it_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = "Rota for April"
    book.save(tmp_path / "rota.xlsx")
    found = read_return(tmp_path / "rota.xlsx")
    assert (found.edits, found.stamp) == ((), None)
    assert [one.code for one in found.findings] == ["T01", "T03", "T16"]


@pytest.mark.parametrize(
    ("name", "nameless"),
    [("thurrock-2017.xlsx", []), ("thurrock-open-data.xlsx", []), ("faulty.xlsx", ["Milestones!G9", "Milestones!A10"])],
)
def test_the_tracker_itself_sent_back_is_one_finding_and_not_one_per_sheet(name: str, nameless: list[str]) -> None:
    found = read_return(SAMPLES / name)
    assert found.stamp is None
    told = [(one.code, one.where) for one in found.findings if one.code.startswith("T")]
    assert [code for code, _ in told if code != "T11"] == ["T19"]
    assert [where for code, where in told if code == "T11"] == nameless  # rows that belong to no action
