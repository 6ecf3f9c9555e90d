"""Drawn sheets are inserted into a user's workbook, and everything else stays."""

import re
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from pc_workbook.errors import InternalError, WorkbookProblem
from pc_workbook.ooxml.graft.graft import graft
from tests.ooxml import masters
from tests.ooxml.masters import draw, make, new_issues, part_of, parts, png, repack, replacing, unchanged
from tests.support.excel_rules import problems

DAY = date(2017, 3, 15)
MAY_CHANGE = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/metadata.xml",
    "xl/calcChain.xml",
    "docProps/app.xml",
    "Book/Main.xml",
    "Book/_rels/Main.xml.rels",
}
Change = Callable[[Path], Path]


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(tmp_path_factory.mktemp("drawn") / "first.xlsx")


@pytest.fixture(scope="module")
def next_drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(tmp_path_factory.mktemp("drawn") / "second.xlsx", edition=2, rows=9)


@pytest.fixture(params=list(masters.MASTERS))
def master(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return make(request.param, tmp_path)


@pytest.fixture
def readable(master: Path) -> Path:
    if master.stem == "odd names":
        pytest.skip("openpyxl finds parts by their exact names only")
    return master


@pytest.fixture
def delivered(tmp_path: Path, drawing: Path) -> Path:
    """A user's workbook with our sheets in it."""
    out = tmp_path / "tracker.xlsm"
    graft(make("rich", tmp_path), drawing, out)
    return out


def texts(path: Path, sheet: str) -> list[str]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return [value for row in rows for value in row if isinstance(value, str) and value]


def sheet_list(path: Path) -> list[str]:
    return re.findall(r"<sheet [^>]*>", parts(path)["xl/workbook.xml"].decode())


def same_foreign_parts(before: Path, after: Path) -> None:
    assert set(parts(before)) - set(unchanged(before, after)) <= MAY_CHANGE


# -- what is put in, and what is left alone


def test_all_other_parts_stay_byte_for_byte_the_same(master: Path, drawing: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out{master.suffix}"
    report = graft(master, drawing, out)
    same_foreign_parts(master, out)
    assert set(parts(master)) - set(unchanged(master, out)) == {*report.touched, *report.removed}
    assert set(parts(out)) - set(parts(master)) == set(report.added)
    assert report.added_sheets == ("Dashboard", "Board actions")
    assert new_issues(out, master) == []
    assert set(problems(out)) <= set(problems(master))


@pytest.mark.parametrize("master", masters.corpus_parameters())
def test_parts_of_real_workbooks_of_other_programs_stay_the_same(
    master: Path, drawing: Path, next_drawing: Path, tmp_path: Path
) -> None:
    once, twice, again = (tmp_path / f"{name}{master.suffix}" for name in ("once", "twice", "again"))
    report = graft(master, drawing, once)
    same_foreign_parts(master, once)
    assert set(parts(master)) - set(unchanged(master, once)) == {*report.touched, *report.removed}
    assert not any((graft(once, drawing, twice).touched, graft(once, drawing, twice).added))
    assert once.read_bytes() == twice.read_bytes()
    later = graft(once, next_drawing, again)
    assert (later.added, later.removed, dict(later.kept)) == ((), (), {})
    same_foreign_parts(master, again)
    assert new_issues(again, master) == []
    assert set(problems(again)) <= set(problems(master))
    assert "Edition 2 & <more> “quoted”" in texts(again, "Dashboard")


@pytest.mark.parametrize(
    "path", [path for path in masters.CORPUS if path.name in masters.REFUSED], ids=lambda path: path.name
)
def test_real_workbooks_that_cannot_be_used_are_refused_with_a_message(
    path: Path, drawing: Path, tmp_path: Path
) -> None:
    out = tmp_path / path.name
    with pytest.raises(WorkbookProblem) as refusal:
        graft(path, drawing, out)
    sentence = str(refusal.value)
    assert masters.REFUSED[path.name] in sentence
    assert sentence.count(". ") == 1  # a sentence for the problem and one for the fix
    assert sentence.endswith(".")
    assert not re.search(
        r"\b(zip|xml|ooxml|package|part|namespace)\b", sentence.replace(path.name, ""), re.IGNORECASE
    ) or (
        "Strict Open XML" in sentence  # what Excel itself calls the format
    )
    assert not out.exists()


def test_a_second_refresh_with_the_same_drawing_changes_no_byte(
    master: Path, drawing: Path, next_drawing: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"out{master.suffix}"
    graft(master, drawing, out)
    first = out.read_bytes()
    report = graft(out, drawing, out)
    assert out.read_bytes() == first
    assert (report.touched, report.added, report.removed) == ((), (), ())
    graft(out, next_drawing, out)
    assert out.read_bytes() != first
    graft(out, drawing, out)
    assert out.read_bytes() == first


def test_the_same_input_gives_the_same_bytes(delivered: Path, drawing: Path, tmp_path: Path) -> None:
    graft(tmp_path / "rich.xlsm", drawing, tmp_path / "other.xlsm")
    assert (tmp_path / "other.xlsm").read_bytes() == delivered.read_bytes()


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_other_readers_open_the_result(readable: Path, drawing: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out{readable.suffix}"
    graft(readable, drawing, out)
    book = openpyxl.load_workbook(out)
    assert book["Dashboard"]["A1"].value == "Edition 1 & <more> “quoted”"
    assert book["Dashboard"]["A9"].value == "=1+1 is text, so is @home"
    assert book["Dashboard"]["A9"].data_type == "s" or book["Dashboard"]["A9"].data_type == "inlineStr"
    assert book["Dashboard"]["D4"].number_format == "0.0%"
    assert book["Board actions"]["D4"].number_format == "£#,##0.00;[Red]-£#,##0.00"
    assert book["Board actions"].tables["tblBoard"].ref == "A3:E9"
    assert unescape(book["Dashboard"]["A10"].value) == "_x0041_ and a tab\tand\x0bmore"
    assert texts(out, "Dashboard")[0] == "Edition 1 & <more> “quoted”"


def test_out_may_be_the_workbook_itself(tmp_path: Path, drawing: Path) -> None:
    path = make("plain", tmp_path)
    graft(str(path), str(drawing), str(path))
    assert "Locality 1" in texts(path, "Dashboard")
    assert {one.name for one in tmp_path.iterdir()} == {path.name}


# -- a sheet that is replaced keeps what it is known by


def test_a_replaced_sheet_keeps_its_name_number_place_state_code_name_and_selection(
    delivered: Path, next_drawing: Path
) -> None:
    part = part_of(delivered, "Dashboard")

    def dress(data: bytes) -> bytes:
        data = re.sub(rb"<sheetPr[^>]*?/?>", b"", data.replace(b"</sheetPr>", b""))
        data = data.replace(b"<dimension", b'<sheetPr codeName="Sheet9"/><dimension', 1)
        return data.replace(b"<sheetView ", b'<sheetView tabSelected="1" ', 1)

    def reorder(data: bytes) -> bytes:
        (entry,) = re.findall(rb'<sheet name="Dashboard"[^>]*/>', data)
        hidden = entry.replace(b'name="Dashboard"', b'name="DASHBOARD" state="hidden"')
        return (
            data.replace(entry, b"")
            .replace(b"<sheets>", b"<sheets>" + hidden, 1)
            .replace(b'localSheetId="3"', b'localSheetId="0"')
        )

    repack(delivered, {part: dress, "xl/workbook.xml": reorder})
    before = sheet_list(delivered)
    report = graft(delivered, next_drawing, delivered)
    assert sheet_list(delivered) == before
    assert report.replaced_sheets == ("DASHBOARD", "Board actions")
    assert b'codeName="Sheet9"' in parts(delivered)[part]
    assert b'tabSelected="1"' in parts(delivered)[part]
    assert b"tabSelected" not in parts(delivered)[part_of(delivered, "Board actions")]
    assert "Edition 2 & <more> “quoted”" in texts(delivered, "DASHBOARD")


def test_references_to_a_generated_sheet_stay_valid(delivered: Path, next_drawing: Path) -> None:
    before = parts(delivered)
    graft(delivered, next_drawing, delivered)
    after = parts(delivered)
    assert b"<f>SUM(Dashboard!B4:B7)</f>" in after[part_of(delivered, "Sums")]
    assert b"Dashboard!$B$4:$B$7" in after["xl/charts/chart1.xml"]
    assert after["xl/charts/chart1.xml"] == before["xl/charts/chart1.xml"]
    assert b'<definedName name="shown_total">Dashboard!$B$4</definedName>' in after["xl/workbook.xml"]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]
    assert new_issues(delivered, delivered) == []


def test_a_table_keeps_its_id_and_the_ids_of_its_columns_by_name(delivered: Path, tmp_path: Path) -> None:
    def table() -> str:
        return next(data.decode() for name, data in parts(delivered).items() if b'displayName="tblBoard"' in data)

    def ids(text: str) -> dict[str, str]:
        return {name: number for number, name in re.findall(r'<tableColumn id="(\d+)" name="(\w+)"', text)}

    first = table()
    book = xlsxwriter.Workbook(tmp_path / "fewer.xlsx")
    sheet = book.add_worksheet("Board actions")
    columns = [{"header": name} for name in ("Cost", "Owner", "Ref")]
    sheet.add_table("A1:C3", {"name": "tblBoard", "columns": columns})
    book.close()
    graft(delivered, tmp_path / "fewer.xlsx", delivered)
    second = table()
    assert re.search(r'\sid="(\d+)"', first)[0] == re.search(r'\sid="(\d+)"', second)[0]  # type: ignore[index]
    assert ids(second) == {"Cost": ids(first)["Cost"], "Ref": ids(first)["Ref"], "Owner": "6"}
    assert problems(delivered) == problems(tmp_path / "rich.xlsm")


def test_local_names_of_the_users_stay_and_print_areas_are_as_drawn(delivered: Path, next_drawing: Path) -> None:
    local = '<definedName name="mine" localSheetId="3">Dashboard!$C$4</definedName>'
    old = '<definedName name="_xlnm.Print_Area" localSheetId="3">Dashboard!$A$1:$K$30</definedName>'
    changed = old.replace("$K$30", "$Z$99") + local
    repack(delivered, {"xl/workbook.xml": replacing(old, changed)})
    graft(delivered, next_drawing, delivered)
    book = parts(delivered)["xl/workbook.xml"].decode()
    assert local in book
    assert old in book
    assert "$Z$99" not in book


def test_styles_are_only_added_to(readable: Path, drawing: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out{readable.suffix}"
    graft(readable, drawing, out)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, after = openpyxl.load_workbook(readable), openpyxl.load_workbook(out)
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                other = after[sheet.title][cell.coordinate]
                assert cell.number_format == other.number_format
                assert (repr(cell.font), repr(cell.fill)) == (repr(other.font), repr(other.fill))


# -- formulas


def test_a_workbook_without_formulas_is_not_asked_to_calculate(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "drawn.xlsx")
    book.add_worksheet("Dashboard").write("A1", 1)
    book.close()
    out = repack(make("plain", tmp_path), {"xl/workbook.xml": replacing(' fullCalcOnLoad="1"', "")})
    graft(out, tmp_path / "drawn.xlsx", out)
    assert b"fullCalcOnLoad" not in parts(out)["xl/workbook.xml"]


def test_a_users_formula_is_recalculated_when_only_drawn_values_change(tmp_path: Path) -> None:
    for number in (1, 2):
        book = xlsxwriter.Workbook(tmp_path / f"{number}.xlsx")
        book.add_worksheet("Dashboard").write("A1", number)
        book.close()
    out = tmp_path / "macro book.xlsm"
    graft(make("macro book", tmp_path), tmp_path / "1.xlsx", out)
    assert "xl/calcChain.xml" in parts(out)  # none of its formulas went away
    repack(out, {"xl/workbook.xml": replacing(' fullCalcOnLoad="1"', "")})
    graft(out, tmp_path / "2.xlsx", out)
    assert b'fullCalcOnLoad="1"' in parts(out)["xl/workbook.xml"]


def test_the_calculation_chain_is_removed_when_formulas_change(tmp_path: Path, drawing: Path) -> None:
    out = make("macro book", tmp_path)
    report = graft(out, drawing, out)
    assert report.removed == ("xl/calcChain.xml",)
    assert b"calcChain" not in parts(out)["[Content_Types].xml"]


def test_spilling_formulas_get_the_metadata_record_that_they_need(tmp_path: Path, drawing: Path) -> None:
    for name in ("plain", "spilling"):
        out = make(name, tmp_path)
        graft(out, drawing, out)
        held = parts(out)
        assert held["xl/metadata.xml"].count(b"XLDAPR") >= 1
        assert b' cm="1"' in held[part_of(out, "Dashboard")]


# -- whose sheet is it?


@pytest.fixture
def made_by_a_person(tmp_path: Path) -> Callable[[Callable[[xlsxwriter.worksheet.Worksheet], object]], Path]:
    def made(fill: Callable[[xlsxwriter.worksheet.Worksheet], object]) -> Path:
        book = xlsxwriter.Workbook(tmp_path / "theirs.xlsx")
        book.add_worksheet("Other").write("A1", 1)
        fill(book.add_worksheet("dashboard"))
        book.close()
        return tmp_path / "theirs.xlsx"

    return made


@pytest.mark.parametrize(
    "fill",
    [
        lambda sheet: sheet.write("C7", "mine"),
        lambda sheet: sheet.write_formula("C7", "=1"),
        lambda sheet: sheet.insert_textbox("C7", "mine"),
        lambda sheet: sheet.write_comment("C7", "mine"),
        lambda sheet: sheet.add_table("A1:B3"),
    ],
)
def test_a_sheet_made_by_a_person_is_refused_and_nothing_is_written(
    made_by_a_person: Callable[[object], Path], fill: object, drawing: Path
) -> None:
    path = made_by_a_person(fill)
    before = path.read_bytes()
    with pytest.raises(
        WorkbookProblem, match=r"'dashboard' that this program did not make\. Rename it, then refresh again"
    ):
        graft(path, drawing, path)
    assert path.read_bytes() == before


def test_an_empty_sheet_of_that_name_is_replaced(made_by_a_person: Callable[[object], Path], drawing: Path) -> None:
    path = made_by_a_person(lambda sheet: sheet.set_column("A:A", 30))
    report = graft(path, drawing, path)
    assert report.replaced_sheets == ("dashboard",)
    assert "Locality 1" in texts(path, "dashboard")


def test_a_users_table_with_the_name_of_a_drawn_one_is_refused(tmp_path: Path) -> None:
    out = make("plain", tmp_path)
    draw(tmp_path / "drawn.xlsx", table="tblpractices")
    with pytest.raises(WorkbookProblem, match=r"a table on 'Practices' has that name\. Rename that table"):
        graft(out, tmp_path / "drawn.xlsx", out)


def test_a_users_name_that_a_drawn_table_needs_is_refused(tmp_path: Path) -> None:
    out = make("rich", tmp_path)
    draw(tmp_path / "drawn.xlsx", table="shown_total")
    with pytest.raises(WorkbookProblem, match="already uses that name"):
        graft(out, tmp_path / "drawn.xlsx", out)


def test_a_users_name_with_another_meaning_is_refused(tmp_path: Path, drawing: Path) -> None:
    out = make("rich", tmp_path)
    repack(out, {"xl/workbook.xml": replacing('name="shown_total">Dashboard!', 'name="board_localities">Plan!')})
    with pytest.raises(WorkbookProblem, match="'board_localities' is needed as a defined name"):
        graft(out, drawing, out)


def test_a_renamed_generated_sheet_is_recognised(delivered: Path, drawing: Path) -> None:
    repack(delivered, {"xl/workbook.xml": replacing('name="Board actions"', 'name="My actions"')})
    with pytest.raises(WorkbookProblem, match="'My actions' looks like an earlier 'Board actions'"):
        graft(delivered, drawing, delivered)


def test_a_drawing_that_cannot_be_copied_is_a_program_error(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "drawn.xlsx")
    book.add_worksheet("Dashboard").embed_image("A1", "x.png", {"image_data": png()})
    book.close()
    out = make("plain", tmp_path)
    with pytest.raises(InternalError, match="pictures in cells"):
        graft(out, tmp_path / "drawn.xlsx", out)


# -- warnings


def test_a_signature_that_becomes_invalid_is_reported(tmp_path: Path, drawing: Path) -> None:
    out = repack(make("plain", tmp_path), {"_xmlsignatures/origin.sigs": b""})
    report = graft(out, drawing, out)
    assert report.warnings == (
        "The digital signature of plain.xlsx no longer holds, because its contents have changed. Sign it again.",
    )
    assert graft(out, drawing, out).warnings == ()


def test_a_shared_workbook_of_the_old_kind_is_reported(tmp_path: Path, drawing: Path) -> None:
    out = repack(make("plain", tmp_path), {"xl/revisions/revisionHeaders.xml": b"<headers/>"})
    assert "shared workbook of the old kind" in graft(out, drawing, out).warnings[0]


# -- refusals of our own making


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"Code,Name\nF81001,One\n", "is a text file, such as .csv"),
        (b"PK\x03\x04 and then nothing", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked by a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "old .xls format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a Word file", "is not an Excel workbook"),
    ],
)
def test_other_files_are_refused_with_a_message(tmp_path: Path, drawing: Path, content: bytes, words: str) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookProblem, match=re.escape(words)):
        graft(path, drawing, path)
    assert path.read_bytes() == content


def test_a_missing_workbook_is_named(tmp_path: Path, drawing: Path) -> None:
    with pytest.raises(WorkbookProblem, match="There is no workbook at"):
        graft(tmp_path / "nowhere.xlsx", drawing, tmp_path / "out.xlsx")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"xl/workbook.xml": replacing(masters.S, "http://purl.oclc.org/ooxml/spreadsheetml/main")}, "Strict"),
        (
            {"xl/workbook.xml": replacing(masters.S, "http://schemas.microsoft.com/office/excel/2006/2")},
            "trial version",
        ),
        ({"xl/workbook.xml": b"<not closed"}, "damaged"),
        ({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "damaged"),
        ({"xl/worksheets/sheet1.xml": None}, "damaged"),
        ({"xl/styles.xml": None}, "no cell styles"),
        ({"_rels/.rels": b'<Relationships xmlns="x"/>'}, "not an Excel workbook"),
        ({"[Content_Types].xml": None}, "damaged"),
        ({"XL/Workbook.xml": b"twice"}, "damaged"),
    ],
)
def test_workbooks_that_cannot_be_used_are_refused(
    tmp_path: Path, drawing: Path, changes: dict[str, masters.Change], words: str
) -> None:
    path = repack(make("plain", tmp_path), changes)
    before = path.read_bytes()
    with pytest.raises(WorkbookProblem, match=words):
        graft(path, drawing, path)
    assert path.read_bytes() == before


def test_a_cut_off_file_is_refused(tmp_path: Path, drawing: Path) -> None:
    path = make("rich", tmp_path)
    whole = path.read_bytes()
    for length in range(4, len(whole), len(whole) // 40):
        path.write_bytes(whole[:length])
        with pytest.raises(WorkbookProblem):
            graft(path, drawing, path)


# -- text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff\r"), min_size=1),
        min_size=1,
        max_size=8,
    )
)
def test_any_text_is_stored_as_it_was_drawn(tmp_path: Path, words: list[str]) -> None:
    book = xlsxwriter.Workbook(tmp_path / "drawn.xlsx")
    sheet = book.add_worksheet("Dashboard")
    for row, word in enumerate(words):
        sheet.write_string(row, 0, word)
    book.close()
    out = make("plain", tmp_path)
    graft(out, tmp_path / "drawn.xlsx", out)
    read = openpyxl.load_workbook(out)["Dashboard"]
    straight = openpyxl.load_workbook(tmp_path / "drawn.xlsx")["Dashboard"]
    for row in range(len(words)):
        assert read.cell(row + 1, 1).value == straight.cell(row + 1, 1).value
