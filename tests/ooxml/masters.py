"""Workbooks for the tests: workbooks of users ("masters") in many layouts, and drawn sheets.

Everything is made here except the corpus: real files of other programs in a folder beside the repository. Its tests are
skipped where the folder is missing.
"""

import io
import re
import struct
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = sorted(path for path in (SHARED / "corpus").glob("*.xl*")) if SHARED.is_dir() else []
REFUSED = {  # of the corpus: file -> part of the message
    "NHSE_beds_timeseries.xls": "old .xls format",
    "open-xml-sdk__ActiveXControls-O12-XL-Controls.xlsx": "Strict Open XML",
    "phpspreadsheet__Zip-Windows-Directory-Separator.xlsx": "packed by another program",
    "poi__bug66682.xlsb": "Binary Workbook",
    "poi__clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx": "damaged",
    "poi__extenxls_pwd123.xlsx": "password",
}
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL = R + "/"
PIVOT = (
    f'<pivotTableDefinition xmlns="{S}" name="p" cacheId="7" dataCaption="Values"><location ref="I3:I4" '
    'firstHeaderRow="1" firstDataRow="1" firstDataCol="0"/><pivotFields count="3"><pivotField/><pivotField/>'
    "<pivotField/></pivotFields></pivotTableDefinition>"
)
PIVOT_CACHE = (
    f'<pivotCacheDefinition xmlns="{S}" refreshOnLoad="1" recordCount="0"><cacheSource type="worksheet">'
    '<worksheetSource ref="A3:C6" sheet="Plan"/></cacheSource><cacheFields count="3"><cacheField name="Ref">'
    '<sharedItems/></cacheField><cacheField name="What"><sharedItems/></cacheField><cacheField name="Cost">'
    "<sharedItems/></cacheField></cacheFields></pivotCacheDefinition>"
)
Change = bytes | None | Callable[[bytes], bytes]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def repack(path: Path, changes: Mapping[str, Change], out: Path | None = None) -> Path:
    """Return the workbook with parts changed, added or, for None, removed."""
    held = parts(path)
    for name, change in changes.items():
        if change is None:
            del held[name]
        else:
            held[name] = change(held[name]) if callable(change) else change
    out = out or path
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            info = zipfile.ZipInfo(name, (2016, 11, 5, 12, 34, 56))
            info.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".bin")) else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out


def replacing(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old.encode() in data, f"{old!r} is not in the part"
        return data.replace(old.encode(), new.encode(), 1)

    return change


def part_of(path: Path, sheet: str) -> str:
    """Return the part of a sheet, found without the code under test."""
    held = parts(path)
    rid = re.search(rf'<sheet [^>]*name="{re.escape(sheet)}"[^>]*r:id="(\w+)"', held["xl/workbook.xml"].decode())
    assert rid is not None, f"no sheet {sheet}"
    for relation in re.findall(r"<Relationship [^>]*>", held["xl/_rels/workbook.xml.rels"].decode()):
        if f'Id="{rid[1]}"' in relation:
            target = re.search(r'Target="/?(?:xl/)?([^"]+)"', relation)
            assert target is not None
            return "xl/" + target[1]
    raise AssertionError(sheet)


def png(colour: tuple[int, int, int] = (0, 0, 96)) -> io.BytesIO:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", 8, 4, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * 8) * 4
    body = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)


# -- drawn workbooks


def draw(
    path: Path,
    edition: int = 1,
    rows: int = 6,
    table: str = "tblBoard",
    names: tuple[str, str] = ("Dashboard", "Board actions"),
) -> Path:
    """Draw two sheets with everything that a view may contain. Another edition has other content."""
    board, actions = names
    book = xlsxwriter.Workbook(path)
    first, second = book.add_worksheet(board), book.add_worksheet(actions)
    head = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "white", "border": 1})
    percent = book.add_format({"num_format": "0.0%"})
    money = book.add_format({"num_format": "£#,##0.00;[Red]-£#,##0.00"})
    red = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
    first.write_string("A1", f"Edition {edition} & <more> “quoted”", head)
    first.write_row("A3", ["Locality", "Done", "Open", "Share", "Trend"], head)
    for row in range(4):
        first.write_row(3 + row, 0, [f"Locality {row}", edition * 10 + row, row])
        first.write_formula(3 + row, 3, f"=IFERROR(B{row + 4}/SUM(B{row + 4}:C{row + 4}),0)", percent, 0.5)
        first.add_sparkline(3 + row, 4, {"range": f"'{board}'!B{row + 4}:C{row + 4}", "type": "column"})
    first.write_string("A9", "=1+1 is text, so is @home")
    first.write_string("A10", "_x0041_ and a tab\tand\x0bmore")
    first.write_rich_string("A11", "plain ", book.add_format({"bold": True}), "bold")
    first.write_boolean("A12", True)
    first.write_dynamic_array_formula("H4", "=_xlfn._xlws.SORT(B4:B7)", None, 10)
    first.conditional_format("B4:B7", {"type": "data_bar", "data_bar_2010": True})
    first.conditional_format("D4:D7", {"type": "cell", "criteria": "<", "value": 0.4, "format": red})
    first.write_comment("A1", "a generated note")
    first.write_url("A14", "https://example.org/a?b=1&c=2", string="source")
    first.insert_image("J1", "logo.png", {"image_data": png()})
    first.insert_textbox("J8", "A text box")
    first.print_area("A1:K30")
    first.repeat_rows(2)
    first.set_header("&L&G", {"image_left": "head.png", "image_data_left": png((0, 96, 0))})
    for kind in ("column", "line"):
        chart = book.add_chart({"type": kind})
        chart.add_series({"categories": [board, 3, 0, 6, 0], "values": [board, 3, 1, 6, 1], "name": [board, 2, 1]})
        first.insert_chart(16, 0 if kind == "column" else 8, chart)
    data = [[f"A{row}", f"Action {row} of {edition}", row / (rows + 1), row * 10.5] for row in range(1, rows + 1)]
    columns = [
        {"header": "Ref"},
        {"header": "Action"},
        {"header": "Progress", "format": percent},
        {"header": "Cost", "format": money},
        {"header": "Left", "formula": f"=1-{table}[@[Progress]]", "format": percent},
    ]
    second.add_table(2, 0, 2 + rows, 4, {"name": table, "columns": columns, "data": data})
    second.data_validation(3, 1, 2 + rows, 1, {"validate": "list", "source": ["Open", "Closed"]})
    second.freeze_panes(3, 1)
    book.define_name("board_localities", f"='{board}'!$A$4:$A$7")
    first.activate()
    book.close()
    return path


# -- workbooks of users


def plain(path: Path) -> Path:
    """Make a simple tracker: one list object, and formulas that refer to the drawn sheets."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Practices")
    sheet.add_table(
        "A1:C4", {"name": "tblPractices", "columns": [{"header": "Code"}, {"header": "Name"}, {"header": "List"}]}
    )
    for row in range(3):
        sheet.write_row(row + 1, 0, [f"F8100{row}", f"Practice {row}", 1000 + row])
    book.close()
    return path


def rich(path: Path) -> Path:
    """Make a tracker with everything that other tools lose."""
    book = xlsxwriter.Workbook(path)
    plan = book.add_worksheet("Plan")
    money = book.add_format({"num_format": "£#,##0", "bold": True})
    plan.add_table(
        "A3:C6",
        {"name": "tblPlan", "columns": [{"header": "Ref"}, {"header": "What"}, {"header": "Cost", "format": money}]},
    )
    plan.write_string("A4", "P1")
    plan.write_comment("B4", "a note of the user's")
    plan.insert_textbox("E2", "Do not touch")
    plan.insert_image("E8", "u.png", {"image_data": png((9, 9, 9))})
    plan.insert_button("E12", {"macro": "Go", "caption": "Go"})
    plan.add_sparkline("G4", {"range": "Plan!A4:C4"})
    plan.conditional_format("C4:C6", {"type": "3_color_scale"})
    plan.data_validation("B4:B6", {"validate": "list", "source": ["a", "b"]})
    plan.protect("secret")
    plan.set_footer("&P of &N")
    sums = book.add_worksheet("Sums")
    sums.write_formula("A1", "=SUM(Dashboard!B4:B7)", None, 46)
    sums.write_formula("A2", "=COUNTA(tblBoard[Ref])", None, 6)
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"categories": "=Dashboard!$A$4:$A$7", "values": "=Dashboard!$B$4:$B$7"})
    sums.insert_chart("C3", chart)
    book.add_worksheet("Hidden list").very_hidden()
    book.define_name("shown_total", "=Dashboard!$B$4")
    book.define_name("Plan!local", "=Plan!$A$4")
    book.set_custom_property("Owner", "Mo")
    book.add_vba_project(io.BytesIO(b"not really a project, but nobody looks"), is_stream=True)
    with warnings.catch_warnings():  # the sheet its chart points at is still to be drawn
        warnings.simplefilter("ignore")
        book.close()
    return _with_foreign_parts(path)


def _with_foreign_parts(path: Path) -> Path:
    """Parts that XlsxWriter can't write: threaded comments, a pivot, a custom part, printer settings, x14 lists."""
    extension = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list" '
        "allowBlank=\"1\"><x14:formula1><xm:f>'Hidden list'!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>A4:A6</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext>"
    )
    person = "http://schemas.microsoft.com/office/2017/10/relationships/person"
    threaded = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    custom = REL + "customXml"
    types = (
        '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/>'
        '<Override PartName="/xl/threadedComments/threadedComment1.xml" '
        'ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
        '<Override PartName="/xl/pivotTables/pivotTable1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml"/>'
        '<Override PartName="/xl/pivotCache/definition1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"/>'
        '<Default Extension="dat" ContentType="application/octet-stream"/></Types>'
    )
    sheet = "xl/worksheets/sheet1.xml"
    return repack(
        path,
        {
            "[Content_Types].xml": replacing("</Types>", types),
            "xl/persons/person.xml": b'<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="Mo" id="{11111111-1111-1111-1111-111111111111}"/></personList>',
            "xl/threadedComments/threadedComment1.xml": b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B4" dT="2017-03-15T09:30:00.00" personId="{11111111-1111-1111-1111-111111111111}" id="{22222222-2222-2222-2222-222222222222}"><text>why?</text></threadedComment></ThreadedComments>',
            "xl/pivotTables/pivotTable1.xml": PIVOT.encode(),
            "xl/pivotTables/_rels/pivotTable1.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                f'Id="rId1" Type="{REL}pivotCacheDefinition" Target="/xl/pivotCache/definition1.xml"/></Relationships>'
            ).encode(),
            "xl/pivotCache/definition1.xml": PIVOT_CACHE.encode(),
            "xl/workbook.xml": replacing(
                "</workbook>", '<pivotCaches><pivotCache cacheId="7" r:id="rIdPC"/></pivotCaches></workbook>'
            ),
            "customXml/item1.xml": b"<kept exactly='as it is' />",
            "xl/printerSettings/settings1.dat": bytes(range(256)),
            "xl/orphan.xml": b"<nobody points='here'/>",
            "_rels/.rels": replacing(
                "</Relationships>",
                f'<Relationship Id="rIdX" Type="{custom}" Target="customXml/item1.xml"/></Relationships>',
            ),
            "xl/_rels/workbook.xml.rels": replacing(
                "</Relationships>",
                f'<Relationship Id="rIdP" Type="{person}" Target="persons/person.xml"/><Relationship Id="rIdPC" Type="{REL}pivotCacheDefinition" Target="pivotCache/definition1.xml"/></Relationships>',
            ),
            "xl/worksheets/_rels/sheet1.xml.rels": replacing(
                "</Relationships>",
                f'<Relationship Id="rIdT" Type="{threaded}" Target="../threadedComments/threadedComment1.xml"/><Relationship Id="rIdV" Type="{REL}pivotTable" Target="/xl/pivotTables/pivotTable1.xml"/><Relationship Id="rIdS" Type="{REL}printerSettings" Target="../printerSettings/settings1.dat"/></Relationships>',
            ),
            sheet: replacing("<extLst>", extension),
        },
    )


def odd_names(path: Path) -> Path:
    """The workbook part under another name in another folder, absolute targets, capitals that differ."""
    plain(path)
    held = parts(path)
    moved = {
        "xl/workbook.xml": None,
        "xl/_rels/workbook.xml.rels": None,
        "Book/Main.xml": held["xl/workbook.xml"],
        "Book/_rels/Main.xml.rels": re.sub(
            rb'Target="([^"/][^"]*)"', rb'Target="/XL/\1"', held["xl/_rels/workbook.xml.rels"]
        ),
        "_rels/.rels": replacing("xl/workbook.xml", "/book/MAIN.xml"),
        "[Content_Types].xml": replacing("/xl/workbook.xml", "/Book/main.xml"),
    }
    return repack(path, moved)


def bare_cells(path: Path) -> Path:
    """Rows and cells that leave out their addresses, as the format allows."""
    plain(path)
    return repack(path, {"xl/worksheets/sheet1.xml": lambda data: re.sub(rb'<(row|c) r="[A-Z]*\d+"', rb"<\1", data)})


def prefixed(path: Path) -> Path:
    """Every element of the main language with a prefix, as the Open XML SDK writes."""
    plain(path)

    def prefix(data: bytes) -> bytes:
        data = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", data)
        return data.replace(b' xmlns="', b' xmlns:x="', 1)

    names = (
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/tables/table1.xml",
    )
    return repack(path, dict.fromkeys(names, prefix))


def listed_relations(path: Path) -> Path:
    """No default for .rels: each is declared by its name, as some programs do."""
    plain(path)
    names = [name for name in parts(path) if name.endswith(".rels")]
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name in names)

    def change(data: bytes) -> bytes:
        data = re.sub(rb'<Default Extension="rels"[^>]*/>', b"", data)
        return data.replace(b"</Types>", overrides.encode() + b"</Types>")

    return repack(path, {"[Content_Types].xml": change})


def macro_book(path: Path) -> Path:
    """A macro workbook with code names and an order of calculation."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    sheet.write_formula("A1", "=1+1", None, 2)
    book.add_vba_project(io.BytesIO(b"p-code, forms and passwords"), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    sheet.set_vba_name("Sheet1")
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    return repack(
        path,
        {
            "xl/calcChain.xml": f'<calcChain xmlns="{S}"><c r="A1" i="1"/></calcChain>'.encode(),
            "xl/_rels/workbook.xml.rels": replacing(
                "</Relationships>",
                f'<Relationship Id="rIdC" Type="{REL}calcChain" Target="calcChain.xml"/></Relationships>',
            ),
            "[Content_Types].xml": replacing(
                "</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>'
            ),
        },
    )


def spilling(path: Path) -> Path:
    """A workbook that has spilling formulas of its own."""
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Data").write_dynamic_array_formula("A1", "=_xlfn.SEQUENCE(3)", None, 1)
    book.close()
    return path


MASTERS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "plain": (".xlsx", plain),
    "rich": (".xlsm", rich),
    "odd names": (".xlsx", odd_names),
    "bare cells": (".xlsx", bare_cells),
    "prefixed": (".xlsx", prefixed),
    "listed relations": (".xlsx", listed_relations),
    "macro book": (".xlsm", macro_book),
    "spilling": (".xlsx", spilling),
}


def make(name: str, folder: Path) -> Path:
    ending, maker = MASTERS[name]
    return maker(folder / f"{name}{ending}")


def corpus_parameters() -> list[Any]:
    if not CORPUS:
        absent = pytest.mark.skip(reason="the corpus of real workbooks is not beside the repository")
        return [pytest.param(None, marks=absent, id="corpus")]
    return [pytest.param(path, id=path.name) for path in CORPUS if path.name not in REFUSED]


# -- the outside check


def new_issues(path: Path, master: Path) -> list[str]:
    """What an independent checker finds in the file and not in its master; nothing where it is absent."""
    tools = SHARED / "tools"
    if not (tools / "xlcheck_lib").is_dir():
        return []
    if str(tools) not in sys.path:
        sys.path.append(str(tools))
    sys.dont_write_bytecode = True
    from xlcheck_lib import rules  # type: ignore[import-not-found, unused-ignore]

    def key(issue: Any) -> tuple[str, str, str]:
        return issue.level, issue.rule, re.sub(r"^line \d+: | of \d+$|\[\d+\]", "", issue.msg)

    known = [key(issue) for issue in rules.check(master.read_bytes())]
    fresh = []
    for issue in rules.check(path.read_bytes()):
        if key(issue) in known:
            known.remove(key(issue))
        elif issue.level != "warn":
            fresh.append(f"{issue.rule} {issue.part}: {issue.msg}")
    return fresh


def unchanged(before: Path, after: Path) -> Iterator[str]:
    """Names of the parts that both have and that are the same in bytes, date and compression."""
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        held = {info.filename: info for info in new.infolist()}
        for info in old.infolist():
            other = held.get(info.filename)
            if (
                other is not None
                and (info.date_time, info.compress_type) == (other.date_time, other.compress_type)
                and old.read(info) == new.read(other)
            ):
                yield info.filename
