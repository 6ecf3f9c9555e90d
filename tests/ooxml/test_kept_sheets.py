"""Changes of people on a generated sheet are detected, and the sheet is kept as a dated copy before it is replaced."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pc_workbook.ooxml.graft.fingerprint import FingerprintReader
from pc_workbook.ooxml.graft.graft import GraftReport, graft
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.workbook import Workbook
from tests.ooxml import masters
from tests.ooxml.masters import REL, draw, make, new_issues, part_of, parts, repack, replacing
from tests.support.excel_rules import problems

DAY = date(2017, 3, 15)
KEPT = "Dashboard kept 15 Mar 2017"
CELL = '<row r="40"><c r="B40" t="inlineStr"><is><t>{}</t></is></c></row></sheetData>'
Edit = Callable[[Path], object]


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(tmp_path_factory.mktemp("drawn") / "first.xlsx")


@pytest.fixture(scope="module")
def next_drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(tmp_path_factory.mktemp("drawn") / "second.xlsx", edition=2, rows=9)


@pytest.fixture
def tracker(tmp_path: Path, drawing: Path) -> Path:
    path = make("rich", tmp_path)
    graft(path, drawing, path)
    return path


def refresh(tracker: Path, drawing: Path) -> GraftReport:
    before = tracker.with_name("before.xlsm")
    shutil.copy(tracker, before)
    report = graft(tracker, drawing, tracker, today=DAY)
    assert new_issues(tracker, before) == []
    assert set(problems(tracker)) <= set(problems(before))
    return report


def values(path: Path, sheet: str) -> list[object]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return [value for row in rows for value in row if value != ""]


# -- what a user may do, done to the file by hand


def on_sheet(change: Callable[[bytes], bytes], sheet: str = "Dashboard") -> Edit:
    return lambda path: repack(path, {part_of(path, sheet): change})


def related_part(path: Path, sheet: str, kind: str) -> str:
    relations = parts(path)[part_of(path, sheet).replace("worksheets/", "worksheets/_rels/") + ".rels"].decode()
    target = re.search(rf'Type="[^"]*/{kind}" Target="\.\./([^"]+)"', relations)
    assert target is not None, f"no {kind} on {sheet}"
    return "xl/" + target[1]


def on_part(kind: str, change: Callable[[bytes], bytes]) -> Edit:
    return lambda path: repack(path, {related_part(path, "Dashboard", kind): change})


def again(tag: str) -> Callable[[bytes], bytes]:
    """The first of these drawn once more, as after copy and paste."""

    def change(data: bytes) -> bytes:
        anchor = next(
            one for one in re.findall(rb"<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", data) if tag.encode() in one
        )
        return data.replace(b"</xdr:wsDr>", anchor + b"</xdr:wsDr>")

    return change


def relate(path: Path, kind: str, name: str, content: bytes, content_type: str) -> None:
    part = part_of(path, "Dashboard").replace("worksheets/", "worksheets/_rels/") + ".rels"
    relation = f'<Relationship Id="rIdNew" Type="{kind}" Target="/{name}"/></Relationships>'
    override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    changes = {
        part: replacing("</Relationships>", relation),
        name: content,
        "[Content_Types].xml": replacing("</Types>", override),
    }
    repack(path, changes)


def threaded(path: Path) -> None:
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    name, content_type = "xl/threadedComments/threadedComment2.xml", "application/vnd.ms-excel.threadedcomments+xml"
    relate(path, kind, name, parts(path)["xl/threadedComments/threadedComment1.xml"], content_type)


def pivot(path: Path) -> None:
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml"
    relate(path, REL + "pivotTable", "xl/pivotTables/pivotTable2.xml", masters.PIVOT.encode(), content_type)
    repack(
        path,
        {"xl/pivotTables/_rels/pivotTable2.xml.rels": parts(path)["xl/pivotTables/_rels/pivotTable1.xml.rels"]},
    )


def control(path: Path) -> None:
    button = '<v:shape id="_x0000_s9001"><x:ClientData ObjectType="Checkbox"/></v:shape></xml>'
    repack(path, {related_part(path, "Dashboard", "vmlDrawing"): replacing("</xml>", button)})


def link(path: Path) -> None:
    on_sheet(replacing("<hyperlinks>", '<hyperlinks><hyperlink ref="B2" location="Plan!A1"/>'))(path)


EDITS: dict[str, Edit] = {
    "a text typed in an empty cell": on_sheet(replacing("</sheetData>", CELL.format("ring Dr Shah"))),
    "a figure typed over": on_sheet(replacing("<v>11</v>", "<v>12</v>")),
    "a text typed over": on_sheet(replacing("Locality 2", "Locality two")),
    "a formula changed": on_sheet(replacing("<f>IFERROR(B4/SUM(B4:C4),0)</f>", "<f>IFERROR(B4/SUM(B4:D4),0)</f>")),
    "a formula made a value": on_sheet(replacing("<f>IFERROR(B4/SUM(B4:C4),0)</f>", "")),
    "a truth changed": on_sheet(replacing('t="b"><v>1</v>', 't="b"><v>0</v>')),
    "a text in a delivered table": on_sheet(replacing("Action 3 of 1", "Action three"), "Board actions"),
    "a note": on_part("comments", replacing("a generated note", "a generated note, and mine")),
    "a threaded comment": threaded,
    "a chart": on_part("drawing", again("<c:chart ")),
    "a picture": on_part("drawing", again("<xdr:pic>")),
    "a shape": on_part("drawing", again("<xdr:sp ")),
    "words in our text box": on_part("drawing", replacing("A text box", "Our text box")),
    "a pivot table": pivot,
    "a form control": control,
    "a link": link,
}


@pytest.mark.parametrize("what", EDITS)
def test_a_changed_generated_sheet_is_kept(what: str, tracker: Path, next_drawing: Path) -> None:
    EDITS[what](tracker)
    sheet = "Board actions" if "table" in what and "pivot" not in what else "Dashboard"
    before = parts(tracker)[part_of(tracker, sheet)]
    hanging = set(parts(tracker))
    report = refresh(tracker, next_drawing)
    assert report.kept == {sheet: f"{sheet} kept 15 Mar 2017"}
    kept = parts(tracker)[part_of(tracker, report.kept[sheet])]
    assert len(kept) >= len(before) - 200  # all of it, but for the code name and the selection
    assert hanging - set(parts(tracker)) <= {"xl/calcChain.xml"}
    assert report.warnings == (
        f"'{sheet}' was changed since the last refresh. The changed sheet is kept as '{report.kept[sheet]}'. "
        f"Formulas on other sheets still refer to '{sheet}'.",
    )
    assert dict(refresh(tracker, next_drawing).kept) == {}


def test_the_copy_has_the_old_figures_and_the_sheet_the_new_ones(tracker: Path, next_drawing: Path) -> None:
    EDITS["a text typed in an empty cell"](tracker)
    refresh(tracker, next_drawing)
    assert "ring Dr Shah" in values(tracker, KEPT)
    assert "Edition 1 & <more> “quoted”" in values(tracker, KEPT)
    assert "ring Dr Shah" not in values(tracker, "Dashboard")
    assert "Edition 2 & <more> “quoted”" in values(tracker, "Dashboard")


def test_charts_and_sparklines_of_the_copy_point_at_the_copy_and_others_stay(tracker: Path, next_drawing: Path) -> None:
    EDITS["a text typed in an empty cell"](tracker)
    users_chart = parts(tracker)["xl/charts/chart1.xml"]
    refresh(tracker, next_drawing)
    held = parts(tracker)
    charts = [data.decode() for name, data in held.items() if name.startswith("xl/charts/")]
    assert sum(f"'{KEPT}'!$B$4:$B$7" in chart for chart in charts) == 2
    assert sum("<c:f>Dashboard!$B$4:$B$7" in chart for chart in charts) == 3  # two new ones, and the user's
    assert held["xl/charts/chart1.xml"] == users_chart
    assert f"'{KEPT}'!B4:C4" in held[part_of(tracker, KEPT)].decode()


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_copy_of_a_table_has_its_own_name_and_id(tracker: Path, next_drawing: Path) -> None:
    EDITS["a text in a delivered table"](tracker)
    refresh(tracker, next_drawing)
    tables = openpyxl.load_workbook(tracker)["Board actions kept 15 Mar 2017"].tables
    assert list(tables) == ["tblBoard_kept"]
    kept = parts(tracker)[part_of(tracker, "Board actions kept 15 Mar 2017")].decode()
    assert "tblBoard_kept[" in kept
    assert "tblBoard[" not in kept


def test_print_area_and_local_names_go_with_the_copy(tracker: Path, next_drawing: Path) -> None:
    EDITS["a text typed in an empty cell"](tracker)
    local = '<definedName name="mine" localSheetId="3">Dashboard!$C$4</definedName>'
    repack(tracker, {"xl/workbook.xml": replacing("</definedNames>", local + "</definedNames>")})
    refresh(tracker, next_drawing)
    book = parts(tracker)["xl/workbook.xml"].decode()
    position = re.findall(r'<sheet name="([^"]+)"', book).index(KEPT)
    names = dict(re.findall(rf'<definedName name="([^"]+)" localSheetId="{position}"[^>]*>([^<]+)<', book))
    assert names == {
        "_xlnm.Print_Area": f"'{KEPT}'!$A$1:$K$30",
        "_xlnm.Print_Titles": f"'{KEPT}'!$3:$3",
        "mine": f"'{KEPT}'!$C$4",
    }
    assert local in book


def test_the_code_name_and_the_selection_stay_with_the_sheet(tracker: Path, next_drawing: Path) -> None:
    def dress(data: bytes) -> bytes:
        data = data.replace(b"</sheetData>", CELL.format("mine").encode(), 1)
        data = re.sub(rb"<sheetPr[^>]*>", b'<sheetPr codeName="Sheet9">', data, count=1)
        return data.replace(b"<sheetView ", b'<sheetView tabSelected="1" ', 1)

    if b"<sheetPr" not in parts(tracker)[part_of(tracker, "Dashboard")]:
        on_sheet(replacing("<dimension", '<sheetPr><tabColor rgb="FF00FF00"/></sheetPr><dimension'))(tracker)
    on_sheet(dress)(tracker)
    refresh(tracker, next_drawing)
    live, kept = (parts(tracker)[part_of(tracker, name)] for name in ("Dashboard", KEPT))
    assert b'codeName="Sheet9"' in live
    assert b'tabSelected="1"' in live
    assert b"codeName" not in kept
    assert b"tabSelected" not in kept


def test_copies_of_one_day_get_different_names(tracker: Path, drawing: Path) -> None:
    names = []
    for word in ("one", "two", "three"):
        on_sheet(replacing("</sheetData>", CELL.format(word)))(tracker)
        names.append(refresh(tracker, drawing).kept["Dashboard"])
    assert names == [KEPT, f"{KEPT} (2)", f"{KEPT} (3)"]
    assert values(tracker, names[1])[-1] == "two"


def test_long_names_are_cut_to_what_excel_allows(tmp_path: Path) -> None:
    name = "Localities and their practices"
    first, second = (draw(tmp_path / f"{edition}.xlsx", edition, names=(name, "Other sheet")) for edition in (1, 2))
    out = make("plain", tmp_path)
    graft(out, first, out)
    on_sheet(replacing("</sheetData>", CELL.format("mine")), name)(out)
    kept = graft(out, second, out, today=DAY).kept[name]
    assert kept == "Localities and kept 15 Mar 2017"
    assert len(kept) <= 31


# -- and what is no change


def fingerprints(path: Path) -> dict[str, str]:
    workbook = Workbook(open_workbook(path))
    reader = FingerprintReader(workbook)
    return {sheet.name: reader.fingerprint(sheet.part) for sheet in workbook.sheets()}


def test_sorting_a_generated_table_is_not_a_change(tracker: Path, next_drawing: Path) -> None:
    def swap(data: bytes) -> bytes:
        first, second = (re.search(rb'<row r="%d".*?</row>' % row, data) for row in (5, 6))
        assert first is not None
        assert second is not None
        swapped = second[0].replace(b'"6"', b'"5"', 1), first[0].replace(b'"5"', b'"6"', 1)
        moved = [re.sub(rb'(r="[A-E])\d', rb"\g<1>%d" % row, text) for row, text in zip((5, 6), swapped, strict=True)]
        return data.replace(first[0] + second[0], b"".join(moved))

    before = parts(tracker)
    on_sheet(swap, "Board actions")(tracker)
    assert parts(tracker) != before
    assert dict(refresh(tracker, next_drawing).kept) == {}


def test_formats_widths_and_recalculated_results_are_not_changes(tracker: Path, next_drawing: Path) -> None:
    def reformat(data: bytes) -> bytes:
        data = re.sub(rb' s="\d+"', b' s="0"', data)
        data = data.replace(b"<v>0.5</v>", b"<v>0.7692307692307693</v>")
        spilled = b'<c r="H4" cm="1"><f t="array" ref="H4:H5">_xlfn._xlws.SORT(B4:B7)</f><v>10</v></c></row>'
        data = re.sub(rb'<c r="H4".*?</c></row>', spilled, data)
        return data.replace(b'<c r="D5"', b'<c r="D5"', 1)

    def spill(data: bytes) -> bytes:
        return re.sub(rb'(<row r="5".*?)</row>', rb'\1<c r="H5"><v>11</v></c></row>', data, count=1)

    on_sheet(reformat)(tracker)
    on_sheet(spill)(tracker)
    assert dict(refresh(tracker, next_drawing).kept) == {}


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_saving_with_openpyxl_changes_no_generated_cell(tmp_path: Path, next_drawing: Path) -> None:
    drawn = draw(tmp_path / "drawn.xlsx", names=("Dashboard", "Board actions"))
    out = make("plain", tmp_path)
    graft(out, drawn, out)
    before = fingerprints(out)
    book = openpyxl.load_workbook(out)
    book.save(out)
    assert fingerprints(out)["Board actions"] == before["Board actions"]
    # It drops the text box and pictures of the other sheet: that is a change, so a copy is kept.
    assert set(graft(out, next_drawing, out, today=DAY).kept) == {"Dashboard"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_saving_with_libreoffice_is_not_a_change(tmp_path: Path, drawing: Path, next_drawing: Path) -> None:
    out = make("plain", tmp_path)
    graft(out, drawing, out)
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), str(out)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    saved_file = saved / out.name
    assert fingerprints(saved_file) == fingerprints(out)
    assert "=1+1 is text, so is @home" in values(saved_file, "Dashboard")
    assert "_x0041_ and a tab\tand\x0bmore" in values(saved_file, "Dashboard")
    report = graft(saved_file, next_drawing, saved_file, today=DAY)
    assert dict(report.kept) == {}
    assert report.replaced_sheets == ("Dashboard", "Board actions")
    assert "Edition 2 & <more> “quoted”" in values(saved_file, "Dashboard")


def test_a_mark_of_another_version_counts_as_changed(tracker: Path, next_drawing: Path) -> None:
    repack(tracker, {"xl/workbook.xml": lambda data: re.sub(rb">\"1 ", b'>"9 ', data)})
    assert set(refresh(tracker, next_drawing).kept) == {"Dashboard", "Board actions"}
