"""The same sheet written in another way says the same: prefixes, quotes, line ends, comments, encodings, entities."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from pc_workbook.app import refresh
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.ooxml.package.opening import open_content
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.read.areas import Area
from pc_workbook.ooxml.read.long_sheets import cell_columns
from pc_workbook.ooxml.read.shared_parts import shared_parts
from pc_workbook.ooxml.read.sheet_cells import has_formulas
from pc_workbook.ooxml.read.sheet_objects import sheet_formulas
from pc_workbook.ooxml.read.sheet_parser import parse_sheet
from pc_workbook.tracker.snapshot import SheetCells, Snapshot
from tests.breaking.sheets_by_hand import SOUND, part, parts_of_sheets, read, told, with_parts, workbook_of
from tests.support import parts_of, shared

OTHER_PREFIX = [(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1x:\2"), (rb'xmlns="', rb'xmlns:x="')]


def replaced(*pairs: tuple[bytes, bytes]) -> Callable[[bytes], bytes]:
    def change(text: bytes) -> bytes:
        for old, new in pairs:
            text = re.sub(old, new, text)
        return text

    return change


def in_encoding(name: str, declared: str | None = None) -> Callable[[bytes], bytes]:
    def change(text: bytes) -> bytes:
        words = text.decode()
        return re.sub(r'encoding="[^"]*"', f'encoding="{declared or name}"', words, count=1).encode(name)

    return change


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "prefixes": replaced(*OTHER_PREFIX),
    "single quotes": replaced((rb'="([^"\']*)"', rb"='\1'")),
    "line ends in tags": replaced((rb"<(c|row|v|mergeCell|si|t) ", rb"<\1\n\t")),
    "blanks in tags": replaced((rb'"(/?)>', rb'"  \1>'), (rb'="', rb' = "')),
    "comments": replaced((rb"</c>", rb'</c><!-- <c r="A7" t="e"><v>#N/A</v></c> -->')),
    "comments in values": replaced((rb"<v>", rb"<v><!-- 9 -->"), (rb"<t>", rb"<t><!-- not this -->")),
    "processing instructions": replaced((rb"<c ", rb"<?now <row/>?><c "), (rb"</si>", rb"<?x?></si>")),
    "CDATA": replaced((rb"<v>([^<]*)</v>", rb"<v><![CDATA[\1]]></v>"), (rb"<t>([^<&]*)</t>", rb"<t><![CDATA[\1]]></t>")),
    "a false sheet in a comment": replaced((rb"<sheetData>", rb'<!-- <sheetData><row r="9"><c r="A9"><v>9</v></c></row></sheetData> --><sheetData>')),
    "attributes turned round": replaced((rb'<c( r="[^"]*")((?: \w+="[^"]*")+)', rb"<c\2\1")),
    "another attribute": replaced((rb"<c ", rb'<c ph="0" ')),
    "entities in attributes": replaced((rb' t="s"', b' t="&#115;"'), (rb' r="A', b' r="&#x41;')),
    "no addresses": lambda text: re.sub(rb'<c r="[^"]*"', b"<c", text) if b"<c r=" in text and is_gapless(text) else text,
    "lower-case addresses": replaced((rb'<c r="([A-Z]+)', lambda found: b'<c r="' + found[1].lower())),  # type: ignore[arg-type]
    "dollars in addresses": replaced((rb'<c r="([A-Z]+)(\d+)"', rb'<c r="$\1$\2"'), (rb'mergeCell ref="([A-Z]+)', rb'mergeCell ref="$\1$')),
    "empty rows between": replaced((rb"</sheetData>", b"".join(b'<row r="%d"/>' % n for n in range(60_000, 90_000)) + b"</sheetData>")),
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text,
    "UTF-16": in_encoding("utf-16"),
    "UTF-16, the other way": lambda text: b"\xfe\xff" + in_encoding("utf-16-be", "UTF-16")(text),
    "UTF-16 that says nothing": lambda text: re.sub(r"<\?xml[^>]*\?>", "", text.decode()).encode("utf-16"),
    "UTF-32": in_encoding("utf-32"),
    "Latin 1": lambda text: in_encoding("iso-8859-1")(text) if text.decode().isascii() else text,
    "Windows": lambda text: in_encoding("windows-1252")(text) if text.decode().isascii() else text,
}  # fmt: skip


def is_gapless(sheet: bytes) -> bool:
    """Whether no cell of a sheet is left out between two others, so that none needs its address."""
    from pc_workbook.ooxml.read.areas import row_and_column

    for row in re.findall(rb"<row .*?(?:</row>|/>)", sheet, re.DOTALL):
        columns = [row_and_column(one.decode())[1] for one in re.findall(rb'<c r="([A-Z]+\d+)"', row)]
        if columns != list(range(1, len(columns) + 1)):
            return False
    return True


def seen(snapshot: Snapshot) -> dict[str, object]:
    return {name: seen_of(sheet) for name, sheet in snapshot.sheets.items()}


def seen_of(sheet: SheetCells) -> tuple[object, ...]:
    every = ((at, spot) for at in range(1, sheet.height + 1) for spot in range(1, sheet.width + 1))
    filled = {place: (type(value), value) for place in every if (value := sheet.value(*place)) is not None}
    return filled, dict(sheet.errors), sheet.percent, sorted(sheet.merged), sheet.empty_results


@pytest.mark.parametrize("source", ["thurrock-2017-resolved", "faulty"])
@pytest.mark.parametrize("way", WAYS)
def test_a_sheet_written_in_another_way_says_the_same(way: str, source: str) -> None:
    path = SOUND.with_name(f"{source}.xlsx")
    original = parts_of(path)
    names = [name for name in (*parts_of_sheets(path).values(), "xl/sharedStrings.xml") if name in original]
    content = with_parts({name: WAYS[way](original[name]) for name in names}, path)
    assert any(WAYS[way](original[name]) != original[name] for name in names) or way in (
        "Latin 1",
        "Windows",
        "no addresses",
    )
    assert seen(MemoryHost(content, "t.xlsx").read()) == seen(MemoryHost(path.read_bytes(), "t.xlsx").read())


@pytest.mark.parametrize("way", WAYS)
def test_a_part_written_in_another_way_goes_over_byte_for_byte(way: str, tmp_path: Path) -> None:
    """A refresh reads it, and leaves it as it was."""
    names = [*parts_of_sheets().values()]
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(with_parts({name: WAYS[way](part(name)) for name in names}))
    before = parts_of(path)
    host = FileHost(path)
    kept = {
        sheet.part
        for sheet in Workbook(open_content(path.read_bytes(), "t.xlsx")).sheets()
        if sheet.name in host.read().sheets
    }
    refresh(host)
    after = parts_of(path)
    assert {name: before[name] for name in kept} == {name: after[name] for name in kept}


MERGES = {
    "plain": '<mergeCells count="1"><mergeCell ref="B6:B8"/></mergeCells>',
    "single quotes": "<mergeCells><mergeCell ref='B6:B8'/></mergeCells>",
    "line ends": '<mergeCells><mergeCell\nref="B6:B8"\n/></mergeCells>',
    "lower case": '<mergeCells><mergeCell ref="b6:b8"/></mergeCells>',
    "dollars": '<mergeCells><mergeCell ref="$B$6:$B$8"/></mergeCells>',
    "turned round": '<mergeCells><mergeCell ref="B8:B6"/></mergeCells>',
    "entities": '<mergeCells><mergeCell ref="&#66;6:B8"/></mergeCells>',
    "a prefix": '<x:mergeCells xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:mergeCell ref="B6:B8"/></x:mergeCells>',
    "a pair of tags": '<mergeCells><mergeCell ref="B6:B8"></mergeCell></mergeCells>',
    "another attribute first": '<mergeCells><mergeCell id="1" ref="B6:B8"/></mergeCells>',
    "blanks": '<mergeCells><mergeCell ref = " B6:B8 " /></mergeCells>',
    "a comment before": '<!-- <mergeCell ref="A1:A2"/> --><mergeCells><mergeCell ref="B6:B8"/></mergeCells>',
}  # fmt: skip


@pytest.mark.parametrize("after", MERGES.values(), ids=MERGES.keys())
@pytest.mark.parametrize("long", [False, True])
def test_a_merged_range_is_found_however_it_is_written(after: str, long: bool) -> None:
    count = 12_000 if long else 9
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, count))
    assert read(workbook_of(rows, after=after)).merged == (Area(6, 2, 8, 2),)


@pytest.mark.parametrize(
    "reference", ["", "x", "B:B", "6:8", "B0:B8", "A1:XFE9", "B6:B8 C1:C2", "B6:B8:B9", "B1048577"]
)
def test_a_merged_range_that_is_none_is_named(reference: str) -> None:
    with pytest.raises(WorkbookProblem, match=r"The sheet 'Practices' of tracker.xlsx is damaged at the merged range"):
        read(
            workbook_of(
                '<row r="1"><c r="A1"><v>1</v></c></row>',
                after=f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>',
            )
        )


ERRORS = {
    "plain": '<c r="B6" t="e"><v>#N/A</v></c>',
    "single quotes": "<c r='B6' t='e'><v>#N/A</v></c>",
    "line ends": '<c\nr="B6"\nt="e"\n><v>#N/A</v></c>',
    "entities": '<c r="B6" t="&#101;"><v>#N/A</v></c>',
    "CDATA": '<c r="B6" t="e"><v><![CDATA[#N/A]]></v></c>',
    "a comment": '<c r="B6" t="e"><!-- <v>5</v> --><v>#N/A</v></c>',
    "turned round": '<c t="e" s="0" r="B6"><v>#N/A</v></c>',
    "lower case": '<c r="b6" t="e"><v>#N/A</v></c>',
    "a value with an attribute": '<c r="B6" t="e"><v xml:space="preserve">#N/A</v></c>',
    "a formula": '<c r="B6" t="e"><f>NA()</f><v>#N/A</v></c>',
    "extensions": '<c r="B6" t="e"><v>#N/A</v><extLst><ext><v>5</v></ext></extLst></c>',
}


@pytest.mark.parametrize("cell", ERRORS.values(), ids=ERRORS.keys())
@pytest.mark.parametrize("long", [False, True])
def test_an_error_is_found_however_it_is_written(cell: str, long: bool) -> None:
    more = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>1</v></c></row>'
        for n in range(7, 12_000 if long else 9)
    )
    sheet = read(workbook_of(f'<row r="6"><c r="A6"><v>1</v></c>{cell}</row>{more}'))
    assert (sheet.errors, sheet.value(6, 2), sheet.value(7, 1)) == ({(6, 2): "#N/A"}, None, 7)


ODD_PLACES = {
    "twice": ('<row r="6"><c r="B6"><v>1</v></c><c r="B6"><v>2</v></c></row>', "has the cell B6 twice"),
    "twice, in two rows": (
        '<row r="6"><c r="B6"><v>1</v></c></row><row r="6"><c r="B6"><v>2</v></c></row>',
        "has the cell B6 twice",
    ),
    "no such column": ('<row r="6"><c r="XFE6"><v>1</v></c></row>', "damaged at the cell “XFE6” in row 6"),
    "no such row": ('<row r="6"><c r="B0"><v>1</v></c></row>', "damaged at the cell “B0” in row 6"),
    "no address": ('<row r="6"><c r=""><v>1</v></c></row>', "damaged at the cell “” in row 6"),
    "another sheet's": ('<row r="6"><c r="X!B6"><v>1</v></c></row>', "damaged at the cell “X!B6” in row 6"),
    "a row of words": ('<row r="six"><c><v>1</v></c></row>', "damaged before its first row"),
    "a row of digits": (f'<row r="5"/><row r="{"9" * 5000}"><c><v>1</v></c></row>', "damaged near row 5"),
    "a row too many": ('<row r="1048577"><c><v>1</v></c></row>', "damaged before its first row"),
    "not XML": ('<row r="6"><c r="B6"><v>1</c></row>', "is damaged"),
    "an entity": ('<row r="6"><c r="B6"><v>&x;</v></c></row>', "is damaged"),
    "a control character": ('<row r="6"><c r="B6" t="str"><v>\x01</v></c></row>', "is damaged"),
    "half a character": (b'<row r="6"><c r="B6" t="str"><v>\xc3\x28</v></c></row>', "is damaged"),
    "NUL": (b'<row r="6"><c r="B6" t="str"><v>a\x00b</v></c></row>', "is damaged"),
}


@pytest.mark.parametrize(("rows", "words"), ODD_PLACES.values(), ids=ODD_PLACES.keys())
def test_what_would_have_to_be_guessed_is_refused_with_sheet_and_place(rows: str | bytes, words: str) -> None:
    with pytest.raises(WorkbookProblem) as refused:
        read(workbook_of(rows))
    assert words in str(refused.value)
    assert str(refused.value).startswith("The sheet 'Practices' of tracker.xlsx ")


@pytest.mark.parametrize("number", ["six", "-1", "0", "1048577", "9" * 5000, "7"])
def test_cells_that_say_where_they_stand_are_read_whatever_their_row_says(number: str) -> None:
    sheet = read(workbook_of(f'<row r="{number}"><c r="B6"><v>1</v></c></row>'))
    assert (sheet.value(6, 2), sheet.height) == (1, 6)


def test_rows_and_cells_out_of_order_are_read_where_they_say() -> None:
    rows = '<row r="7"><c r="C7"><v>3</v></c><c r="A7"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row><row><c><v>4</v></c></row>'
    sheet = read(workbook_of(rows))
    assert [sheet.value(7, 3), sheet.value(7, 1), sheet.value(2, 2), sheet.value(3, 1)] == [3, 1, 2, 4]


@pytest.mark.parametrize("depth", [200, 1_200, 100_000])
def test_a_part_of_any_depth_is_read_or_refused(depth: int) -> None:
    deep = "<a>" * depth + "</a>" * depth
    for name in (
        "xl/worksheets/sheet12.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "[Content_Types].xml",
        "xl/tables/table3.xml",
    ):
        text = part(name).decode()
        end = text.rfind("</")
        content = with_parts({name: (text[:end] + deep + text[end:]).encode()})
        refused = refusal(lambda content=content: told(content))
        assert "damaged" in refused or (not refused and told(content) == set()), name
        assert "damaged" in refusal(lambda content=content: refresh(MemoryHost(content, "t.xlsx"))) or not refused


def refusal(ask: Callable[[], object]) -> str:
    """The sentence with which something is refused; "" where it is done."""
    try:
        ask()
    except WorkbookProblem as problem:
        return str(problem)
    return ""


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)


@pytest.mark.parametrize(
    "name",
    ["xl/worksheets/sheet12.xml", "xl/styles.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"],
)
@pytest.mark.parametrize("where", [">", '="'])
def test_entities_are_refused_and_not_multiplied(name: str, where: str) -> None:
    text = part(name).decode()
    start = text.find("?>") + 2
    body = (
        text[start:].replace(where, f"{where}&a11;", 2)
        if where == '="'
        else re.sub(r"<(v|t|font|sheets|Default)>", r"<\1>&a11;", text[start:], count=1)
    )
    with pytest.raises(WorkbookProblem, match="damaged"):
        MemoryHost(with_parts({name: (text[:start] + " " * 3000 + LAUGHS + body).encode()}), "t.xlsx").read()


def test_both_fast_readers_give_way_to_the_parser_or_agree_with_it() -> None:
    """On every sheet of the corpus, of whatever program."""
    for path in sorted(shared("corpus").glob("*.xls[xm]")):
        content = path.read_bytes()
        try:
            package = open_content(content, path.name)
            workbook = Workbook(package)
            parts = shared_parts(workbook)
        except WorkbookProblem:
            continue
        from pc_workbook.hosts.package_reader import read_sheets

        by_calamine = read_sheets(package, BytesIO(content)).sheets
        for sheet in (one for one in workbook.sheets() if one.is_worksheet):
            parsed = seen_of(SheetCells.of_columns(sheet.name, *parse_sheet(package, sheet.part, parts, sheet.name)))
            assert seen_of(by_calamine[sheet.name]) == parsed, (path.name, sheet.name)
            found = cell_columns.cell_columns(package, sheet.part, parts)
            assert found is None or seen_of(SheetCells.of_columns(sheet.name, *found)) == parsed, (
                path.name,
                sheet.name,
            )


def test_formulas_are_found_however_the_sheet_is_written() -> None:
    """A return's formula does not go in by itself, so each must be seen."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><f>B{n}&amp;"x"</f><v>{n}</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, 9)
    )
    rows += '<row r="9"><c r="A9"><f t="shared" ref="A9:A10" si="0">B9*2</f><v>2</v></c></row><row r="10"><c r="A10"><f t="shared" si="0"/><v>2</v></c></row>'
    plain = workbook_of(rows)
    sheet = parts_of(BytesIO(plain))["xl/worksheets/sheet1.xml"]
    expected = formulas_of(plain)
    assert expected["A3"] == '=B3&"x"'
    assert len(expected) == 10
    for way, change in WAYS.items():
        assert formulas_of(workbook_of("", whole=change(sheet))) == expected, way


def formulas_of(content: bytes) -> dict[str, str]:
    package = open_content(content, "t.xlsx")
    sheet = Workbook(package).sheets()[0]
    assert has_formulas(package.read(sheet.part))
    return dict(sheet_formulas(package, sheet))


def test_a_month_is_found_however_the_sheet_is_written() -> None:
    """What Excel makes of "Nov 2015" is the month, and 01/11/2015 is the day."""
    rows = '<row r="1"><c r="A1" s="2"><v>42309</v></c><c r="B1" s="4"><v>42309</v></c><c r="C1" s="4"><v>42310</v></c></row>'
    content = workbook_of(rows)
    sheet = parts_of(BytesIO(content))["xl/worksheets/sheet1.xml"]
    for way, change in WAYS.items():
        assert read(workbook_of("", whole=change(sheet))).months == {(1, 2)}, way
