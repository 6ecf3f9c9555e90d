"""Places where a leak can sit in a finished workbook or PDF, one each: what the leak scan is measured on.

Each place gets words of its own, so that all of them can be planted in one file and told apart.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote

from pypdf import PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

PLANT = "Talks to hand back the Orchard contract & its <branch> sites"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DRAW = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
CHART = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
SHEET, STRINGS, BOOK = "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/workbook.xml"

Parts = dict[str, bytes]
Plant = Callable[[Parts], None]


def words_for(number: int) -> str:
    """The words of one plant, unlike those of any other."""
    return PLANT.replace("Orchard", "Orch" + "".join(chr(97 + number // 26**n % 26) for n in range(3)))


def into(part: str, before: str, put: str) -> Plant:
    """Put some XML into a part that is there, before the first of a mark."""

    def plant(parts: Parts) -> None:
        text = parts[part].decode()
        assert before in text, f"{part} has no {before}"
        parts[part] = text.replace(before, put + before, 1).encode()

    return plant


def replacing(part: str, old: str, new: str) -> Plant:
    """Put something in the place of a mark."""

    def plant(parts: Parts) -> None:
        text = parts[part].decode()
        assert old in text, f"{part} has no {old}"
        parts[part] = text.replace(old, new, 1).encode()

    return plant


def adding(part: str, data: str | bytes) -> Plant:
    """Add a part."""
    return lambda parts: parts.update({part: data.encode() if isinstance(data, str) else data})


def string(xml: str) -> Plant:
    """One more text among the shared ones."""
    return into(STRINGS, "</sst>", f"<si>{xml}</si>")


def row(xml: str, attributes: str = "") -> Plant:
    """One more row at the end of a sheet."""
    return into(SHEET, "</sheetData>", f'<row r="900" {attributes}>{xml}</row>')


def cell(xml: str, kind: str) -> str:
    return f'<c r="A900" t="{kind}">{xml}</c>'


def a_package(xml: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(STRINGS, f"<sst {MAIN}><si>{xml}</si></sst>")
    return data.getvalue()


def png(kind: bytes, body: bytes) -> bytes:
    chunk = len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk


def in_parts(words: str) -> Mapping[str, Plant]:
    """A way of planting some words in each kind of part of a workbook."""
    safe, t, joined = escape(words), f"<t>{escape(words)}</t>", words[:39].replace(" ", "_")

    def halves(open_tag: str, close_tag: str) -> str:
        """The words in two pieces, as a bold word in the middle of a sentence cuts them."""
        return f"{open_tag}{escape(words[:26])}{close_tag}{open_tag}{escape(words[26:])}{close_tag}"

    return {
        "a shared string": string(t),
        "a shared string cut into runs": string(halves("<r><rPr><b/></rPr><t>", "</t></r>")),
        "a shared string in capitals": string(f"<t>{escape(words.upper())}</t>"),
        "a shared string with other blanks": string(f"<t>{safe.replace(' ', ' &#10; ')}</t>"),
        "a shared string with the plant in the middle": string(f"<t>xx{safe.replace(' ', '')}yy</t>"),
        "a part of it in a longer string": string(f"<t>It is said that {escape(words[:45])} and more.</t>"),
        "the reading aid of a string": string(f'<t>x</t><rPh sb="0" eb="1"><t>{safe}</t></rPh>'),
        "a string written in numbers": string("<t>" + "".join(f"&#{ord(letter)};" for letter in words) + "</t>"),
        "a string in CDATA": string(f"<t><![CDATA[{words}]]></t>"),
        "an inline string": row(cell(f"<is>{halves('<r><t>', '</t></r>')}</is>", "inlineStr")),
        "the saved value of a formula": row(cell(f"<f>A1</f><v>{safe}</v>", "str")),
        "a formula": row(cell(f'<f>IF(A1="{safe}",1,0)</f><v>0</v>', "n")),
        "a hidden row": row(cell(f"<is>{t}</is>", "inlineStr"), 'hidden="1"'),
        "a hidden sheet": adding("xl/worksheets/sheet101.xml",
            f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is>{t}</is></c></row></sheetData></worksheet>'),
        "a sheet's name": replacing(BOOK, '<sheet name="', f'<sheet name="{safe} '),
        "a defined name's range": into(BOOK, "</definedNames>", f'<definedName name="x">"{safe}"</definedName>'),
        "a defined name": into(BOOK, "</definedNames>", f'<definedName name="{joined}">1</definedName>'),
        "a defined name's comment": into(BOOK, "</definedNames>", f'<definedName name="x" comment="{safe}">1</definedName>'),
        "print titles": into(BOOK, "</definedNames>", f"<definedName name=\"_xlnm.Print_Titles\">'{safe}'!$1:$1</definedName>"),
        "the list of a drop-down": into(SHEET, "</worksheet>",
            f'<dataValidations><dataValidation type="list"><formula1>"{safe},other"</formula1></dataValidation></dataValidations>'),
        "the help of a drop-down": into(SHEET, "</worksheet>", f'<dataValidations><dataValidation prompt="{safe}"/></dataValidations>'),
        "a conditional format": into(SHEET, "</worksheet>",
            f'<conditionalFormatting><cfRule type="containsText" text="{safe}"/></conditionalFormatting>'),
        "a header": into(SHEET, "</worksheet>",
            f'<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"{escape(words[:26])}&amp;B{escape(words[26:])}</oddHeader></headerFooter>'),
        "a footer": into(SHEET, "</worksheet>", f"<headerFooter><firstFooter>&amp;C{safe}</firstFooter></headerFooter>"),
        "a link's tip": into(SHEET, "</worksheet>", f'<hyperlinks><hyperlink ref="A1" tooltip="{safe}"/></hyperlinks>'),
        "a link's target": adding("xl/worksheets/_rels/sheet102.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="t" '
            f'TargetMode="External" Target="https://example.org/{quote(words[:39])}"/></Relationships>'),
        "a comment": adding("xl/comments103.xml", f"<comments {MAIN}><authors><author>x</author></authors><commentList>"
            f'<comment ref="B4" authorId="0"><text>{halves("<r><t>", "</t></r>")}</text></comment></commentList></comments>'),
        "a comment's author": adding("xl/comments104.xml", f"<comments {MAIN}><authors><author>{safe}</author></authors></comments>"),
        "a threaded comment": adding("xl/threadedComments/threadedComment105.xml",
            '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
            f'<threadedComment ref="C7"><text>{safe}</text></threadedComment></ThreadedComments>'),
        "who wrote a threaded comment": adding("xl/persons/person.xml",
            '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
            f'<person displayName="{safe}"/></personList>'),
        "a drawing in VML": adding("xl/drawings/vmlDrawing106.vml", f"<xml><textbox><div>{halves('<font>', '</font>')}</div></textbox></xml>"),
        "VML that is no sound XML": adding("xl/drawings/vmlDrawing107.vml", f"<xml><br><div>{safe}</div></xml>"),
        "a chart's title": adding("xl/charts/chart108.xml",
            f'<c:chart {CHART} {DRAW}><c:title><a:p>{halves("<a:r><a:t>", "</a:t></a:r>")}</a:p></c:title></c:chart>'),
        "what a chart keeps of its cells": adding("xl/charts/chart109.xml",
            f'<c:ser {CHART}><c:cat><c:strCache><c:pt idx="0"><c:v>{safe}</c:v></c:pt></c:strCache></c:cat></c:ser>'),
        "alt text": replacing("xl/drawings/drawing1.xml", 'descr="', f'descr="{safe} '),
        "a text box": adding("xl/drawings/drawing110.xml", f"<x {DRAW}><a:p>{halves('<a:r><a:t>', '</a:t></a:r>')}</a:p></x>"),
        "a SmartArt": adding("xl/diagrams/data111.xml", f"<x {DRAW}><a:p><a:r><a:t>{safe}</a:t></a:r></a:p></x>"),
        "the document's title": replacing("docProps/core.xml", "<dc:title>", f"<dc:title>{safe} "),
        "the document's author": into("docProps/core.xml", "</cp:coreProperties>", f"<dc:creator>{safe}</dc:creator>"),
        "the organisation in the properties": into("docProps/app.xml", "</Properties>", f"<Manager>{safe}</Manager>"),
        "a property of one's own": adding("docProps/custom.xml", f'<Properties><property name="x"><lpwstr>{safe}</lpwstr></property></Properties>'),
        "custom XML": adding("customXml/item112.xml", f"<notes><n a='{safe}'/></notes>"),
        "XML in UTF-16": adding("customXml/item113.xml", f'<?xml version="1.0" encoding="UTF-16"?><n>{safe}</n>'.encode("utf-16")),
        "a remark in XML": into(SHEET, "</worksheet>", f"<!-- {words} -->"),
        "an instruction in XML": into(SHEET, "</worksheet>", f"<?note {words}?>"),
        "a thumbnail": adding("docProps/thumbnail.jpeg", b"\xff\xd8\xff\xfe" + words.encode() + b"\xff\xd9"),
        "a thumbnail in Windows' own form": adding("docProps/thumbnail.emf", b"\x01\0\0\0" + words.encode("utf-16-le") + b"\0\0"),
        "a picture's text": adding("xl/media/image114.png", png(b"tEXt", b"Comment\0" + words.encode())),
        "a picture's packed text": adding("xl/media/image115.png", png(b"zTXt", b"Comment\0\0" + zlib.compress(words.encode()))),
        "a drawing in SVG": adding("xl/media/image116.svg", f"<svg><text>{halves('<tspan>', '</tspan>')}</text></svg>"),
        "the printer's settings": adding("xl/printerSettings/printerSettings117.bin", b"\x02" + words.encode("utf-16-le")),
        "a workbook inside": adding("xl/embeddings/Workbook118.xlsx", a_package(halves('<r><t>', '</t></r>'))),
        "a compound file": adding("xl/embeddings/oleObject119.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "macros": adding("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "what a pivot table keeps": adding("xl/pivotCache/pivotCacheRecords120.xml", f'<pivotCacheRecords {MAIN}><r><s v="{safe}"/></r></pivotCacheRecords>'),
        "a pivot table's items": adding("xl/pivotCache/pivotCacheDefinition121.xml",
            f'<pivotCacheDefinition {MAIN}><cacheFields><cacheField name="{safe}"/></cacheFields></pivotCacheDefinition>'),
        "what a link to a workbook keeps": adding("xl/externalLinks/externalLink122.xml",
            f'<externalLink {MAIN}><cell r="A1" t="str"><v>{safe}</v></cell></externalLink>'),
        "a connection": adding("xl/connections.xml", f'<connections {MAIN}><connection description="{safe}"/></connections>'),
        "a query": adding("xl/queryTables/queryTable123.xml", f'<queryTable {MAIN} name="{safe}"/>'),
        "a slicer": adding("xl/slicers/slicer124.xml", f'<slicers><slicer caption="{safe}"/></slicers>'),
        "a list's heading": replacing("xl/tables/table1.xml", '<tableColumn id="1" name="', f'<tableColumn id="1" name="{safe} '),
        "a list's alt text": adding("xl/tables/table125.xml", f'<table {MAIN} altTextSummary="{safe}"/>'),
        "a style's name": replacing("xl/styles.xml", '<cellStyle name="', f'<cellStyle name="{safe} '),
        "a number format": into("xl/styles.xml", "</styleSheet>", f'<x formatCode="0 &quot;{safe}&quot;"/>'),
        "the theme's name": replacing("xl/theme/theme1.xml", 'name="', f'name="{safe} '),
        "rich values": adding("xl/richData/rdrichvalue.xml", f"<rvData><rv><v>{safe}</v></rv></rvData>"),
        "the revision log": adding("xl/revisions/revisionLog126.xml", f"<revisions {MAIN}><nc><is>{t}</is></nc></revisions>"),
        "the name of a part": adding(f"customXml/{words[:39]}.xml", "<n/>"),
        "the list of content types": into("[Content_Types].xml", "</Types>", f'<Override PartName="/{safe}" ContentType="x"/>'),
    }  # fmt: skip


def planted(source: Path, target: Path) -> tuple[Path, Mapping[str, str]]:
    """A copy of a finished workbook with a plant in each kind of part, and the words of each by its kind."""
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    words = {kind: words_for(number) for number, kind in enumerate(in_parts(""))}
    for kind, said in words.items():
        in_parts(said)[kind](parts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target, words


def _zip_comment(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.comment = PLANT.encode()


def _entry(comment: bytes = b"", extra: bytes = b"") -> Callable[[Path], None]:
    def plant(path: Path) -> None:
        entry = zipfile.ZipInfo("customXml/item9.xml")
        entry.comment, entry.extra = comment, extra
        with zipfile.ZipFile(path, "a") as package:
            package.writestr(entry, "<n/>")

    return plant


def _off_the_list(path: Path) -> None:
    """A part that the zip holds and its list of parts does not name."""
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("gone.xml", PLANT)
        del package.NameToInfo[package.filelist.pop().filename]


BESIDE_PARTS: Mapping[str, Callable[[Path], None]] = {
    "the zip's comment": _zip_comment,
    "a part's comment": _entry(comment=PLANT.encode()),
    "a part's extra field": _entry(extra=b"\xfe\xca" + len(PLANT).to_bytes(2, "little") + PLANT.encode()),
    "a part that is off the list": _off_the_list,
    "after the end": lambda path: path.write_bytes(path.read_bytes() + PLANT.encode()) and None,
}


# --- PDF

FONT = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                         NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip


def _page_text(writer: PdfWriter) -> None:
    page = writer.pages[0]
    content = StreamObject()
    inside = PLANT.replace("(", "").replace(")", "")
    lines = (inside[:24], inside[24:])
    content.set_data(
        b"BT /F1 12 Tf 50 700 Td " + b" 0 -14 Td ".join(f"({line}) Tj".encode() for line in lines) + b" ET"
    )
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): FONT})}
    )


def _alt_text(writer: PdfWriter) -> None:
    element = DictionaryObject({NameObject("/S"): NameObject("/Figure"), NameObject("/Alt"): TextStringObject(PLANT)})
    writer.root_object[NameObject("/StructTreeRoot")] = DictionaryObject(
        {NameObject("/K"): writer._add_object(element)}
    )


def _xmp(writer: PdfWriter) -> None:
    stream = StreamObject()
    stream.set_data(f"<x:xmpmeta><dc:title>{escape(PLANT)}</dc:title></x:xmpmeta>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream.flate_encode())


def _link(writer: PdfWriter) -> None:
    url = f"https://example.org/{quote(PLANT[:39])}"
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url=url))


IN_A_PDF: Mapping[str, Callable[[PdfWriter], object]] = {
    "a page's text, over two lines": _page_text,
    "a bookmark": lambda writer: writer.add_outline_item(title=PLANT, page_number=0),
    "the metadata": lambda writer: writer.add_metadata({"/Subject": PLANT}),
    "the metadata in XML": _xmp,
    "a note on a page": lambda writer: writer.add_annotation(0, FreeText(text=PLANT, rect=(0, 0, 9, 9))),
    "a link": _link,
    "an attachment": lambda writer: writer.add_attachment("a.txt", PLANT.encode()),
    "the name of an attachment": lambda writer: writer.add_attachment(f"{PLANT}.txt", b"x"),
    "alt text": _alt_text,
    "the title of a page's number": lambda writer: writer.root_object.update(
        {NameObject("/Lang"): TextStringObject(PLANT)}
    ),
}


def planted_pdf(target: Path, plant: Callable[[PdfWriter], object] | None) -> Path:
    """A small PDF with a plant, or with none."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    if plant is not None:
        plant(writer)
    writer.write(target)
    return target
