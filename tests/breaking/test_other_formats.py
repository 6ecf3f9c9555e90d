"""A file of another kind is called what it is, and never damaged; sheets of other kinds in a workbook stay as they are."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from pc_workbook.app import check, refresh
from pc_workbook.cli import main
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.hosts.memory import MemoryHost
from tests.breaking.sheets_by_hand import SOUND, part, parts_of_sheets, with_parts
from tests.support import parts_of, shared

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def open_document(kind: str) -> bytes:
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": b"<x/>",
            "META-INF/manifest.xml": b"<x/>",
        }
    )


def office_document(main_part: str, root: str) -> bytes:
    return zipped({
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="{main_part}"/></Relationships>'.encode(),
        main_part: f'<w:{root} xmlns:w="urn:w"/>'.encode(),
    })  # fmt: skip


FILES: dict[str, tuple[bytes, str]] = {
    "OpenDocument spreadsheet": (open_document("spreadsheet"), "is an OpenDocument spreadsheet (.ods)"),
    "OpenDocument template": (open_document("spreadsheet-template"), "is an OpenDocument spreadsheet (.ods)"),
    "OpenDocument text": (open_document("text"), "is an OpenDocument text"),
    "flat OpenDocument": (b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>', "is a flat OpenDocument spreadsheet"),
    "Word document": (office_document("word/document.xml", "document"), "is a Word document"),
    "presentation": (office_document("ppt/presentation.xml", "presentation"), "is a PowerPoint presentation"),
    "old Word document": (COMPOUND + "WordDocument".encode("utf-16-le"), "is a Word document"),
    "old workbook": (COMPOUND + "Workbook".encode("utf-16-le"), "is in the old .xls format"),
    "older workbook": (COMPOUND + "Book".encode("utf-16-le"), "is in the old .xls format"),
    "locked": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "is locked by a password"),
    "any compound file": (COMPOUND, "is not an Excel workbook"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF"),
    "CSV": (b"Practice code,Practice\nV00001,One\n", "is a text file, such as .csv"),
    "CSV of Windows": ("Région;Année\n".encode("cp1252"), "is a text file, such as .csv"),
    "CSV in UTF-16": ("Code\tName\n".encode("utf-16"), "is a text file, such as .csv"),
    "web page called .xls": (b"\xef\xbb\xbf<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table></table></html>", "is a web page, whatever its name ends in"),
    "table of a web page": (b"  \n<TABLE border=1><tr><td>1</td></tr></TABLE>", "is a web page, whatever its name ends in"),
    "spreadsheet of 2003": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "is an XML Spreadsheet of 2003"),
    "rich text": (rb"{\rtf1\ansi}", "is a rich text document"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "is a picture"),
    "zip folder": (zipped({"tracker.xlsx": b"x"}), "is a zip folder and not a workbook"),
    "Numbers": (zipped({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"}), "is an Apple Numbers or Pages document"),
    "nothing": (b"", "is empty"),
    "any bytes": (bytes(range(256)) * 9, "is not an Excel workbook"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "words"), FILES.values(), ids=FILES.keys())
def test_a_file_of_another_kind_is_called_what_it_is(
    content: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, sound = tmp_path / "tracker.xlsx", tmp_path / "sound.xlsx"
    path.write_bytes(content)
    sound.write_bytes(SOUND.read_bytes())
    for arguments in (["check", path], ["refresh", path], ["figures", path], ["accessibility", path], ["compare", sound, path],
                      ["hand-out", path, "--out", tmp_path], ["merge", path, sound], ["board-pack", path, "--edition", "public", "--out", tmp_path / "p.xlsx"]):  # fmt: skip
        assert main([str(one) for one in arguments]) == 3, arguments
        said = capsys.readouterr().err
        assert said.count("tracker.xlsx " + words) == 1, (arguments, said)
        assert "damaged" not in said
    assert path.read_bytes() == content
    main(["merge", str(sound), str(path)])
    assert "tracker.xlsx " + words in "".join(capsys.readouterr())


def test_what_other_programs_wrote_is_called_what_it_is() -> None:
    """Real files of the corpus: an old workbook, a binary one, a Strict one, one with a password."""
    for name, words in {
        "NHSE_beds_timeseries.xls": "is in the old .xls format",
        "poi__bug66682.xlsb": "is an Excel Binary Workbook",
        "open-xml-sdk__ActiveXControls-O12-XL-Controls.xlsx": "Strict Open XML",
        "poi__extenxls_pwd123.xlsx": "is locked by a password",
    }.items():
        with pytest.raises(WorkbookProblem, match=words):
            FileHost(shared("corpus", name)).read()


def with_sheet(kind: str, folder: str, root: bytes) -> bytes:
    """The sample with a sheet of another kind behind its own."""
    name = f"{folder}/sheet1.xml"
    types = part("[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/xl/%b" ContentType="application/vnd.ms-excel.%b+xml"/></Types>'
        % (name.encode(), kind.encode()),
    )
    relations = part("xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        f'<Relationship Id="rId900" Type="{OFFICE}/{kind}" Target="{name}"/></Relationships>'.encode(),
    )
    workbook = part("xl/workbook.xml").replace(
        b"</sheets>", b'<sheet name="Another" sheetId="900" r:id="rId900"/></sheets>'
    )
    return with_parts({"[Content_Types].xml": types, "xl/_rels/workbook.xml.rels": relations, "xl/workbook.xml": workbook}, added={f"xl/{name}": root})  # fmt: skip


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEETS = {
    "xlMacrosheet": ("macrosheets", b'<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" ' + MAIN + b'><sheetData><row r="1"><c r="A1"><f>HALT()</f></c></row></sheetData></xm:macrosheet>'),
    "xlIntlMacrosheet": ("macrosheets", b"<macrosheet " + MAIN + b"/>"),
    "chartsheet": ("chartsheets", b"<chartsheet " + MAIN + b"><sheetViews/></chartsheet>"),
    "dialogsheet": ("dialogsheets", b"<dialogsheet " + MAIN + b"><sheetPr/></dialogsheet>"),
    "unheardOf": ("other", b"<other/>"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "folder", "root"), [(kind, *rest) for kind, rest in SHEETS.items()], ids=SHEETS.keys()
)
def test_a_sheet_of_another_kind_stays_byte_for_byte(kind: str, folder: str, root: bytes, tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(with_sheet(kind, folder, root))
    sound = check(MemoryHost(SOUND.read_bytes(), "tracker.xlsx"))
    assert check(FileHost(path)).findings == sound.findings
    assert refresh(FileHost(path)).delivered.replaced
    assert parts_of(path)[f"xl/{folder}/sheet1.xml"] == root
    once = path.read_bytes()
    assert check(FileHost(path)).findings == sound.findings
    assert b"Another" in parts_of(path)["xl/workbook.xml"]
    assert once == path.read_bytes()


def test_the_workbook_of_the_case_with_a_macro_sheet_is_refreshed(tmp_path: Path) -> None:
    source = shared("cases", "a22-excel4-macro-sheet", "input.xlsm")
    path = tmp_path / "input.xlsm"
    path.write_bytes(source.read_bytes())
    macro_sheets = {name: data for name, data in parts_of(path).items() if "macrosheets" in name}
    refresh(FileHost(path))
    assert macro_sheets
    assert {name: parts_of(path)[name] for name in macro_sheets} == macro_sheets


@pytest.mark.parametrize("sheet", ["Practices", "Settings", "Returns register", "Actions"])
def test_a_sheet_that_the_workbook_calls_no_worksheet_ends_no_run(sheet: str, tmp_path: Path) -> None:
    """Its relation is of a kind that nobody knows, so there are no cells of it, though its list object is there."""
    target = parts_of_sheets()[sheet].removeprefix("xl/").encode()
    rels = part("xl/_rels/workbook.xml.rels")
    usual = re.search(rb'<Relationship [^>]*Target="/?(?:xl/)?%b"[^>]*>' % re.escape(target), rels)
    assert usual is not None
    odd = re.sub(rb'Type="[^"]*"', b'Type="a1:b2"', usual[0])
    tracker = tmp_path / "tracker.xlsx"
    tracker.write_bytes(with_parts({"xl/_rels/workbook.xml.rels": rels.replace(usual[0], odd)}))
    assert main(["check", str(tracker)]) in (0, 1, 3)
    assert main(["figures", str(tracker), "--csv"]) in (0, 3)
