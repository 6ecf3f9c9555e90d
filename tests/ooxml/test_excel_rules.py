"""The Excel rules find each fault that Excel would repair, made by hand in a valid file."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.ooxml.masters import REL, draw, parts, repack, replacing
from tests.support.excel_rules import problems

BOOK, SHEET, OTHER = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
TABLE, STYLES, TYPES = "xl/tables/table1.xml", "xl/styles.xml", "[Content_Types].xml"
RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
A_TABLE = f'<Relationship Id="rId99" Type="{REL}table" Target="../tables/table9.xml"/></Relationships>'
TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"


def after(old: str, new: str) -> Callable[[bytes], bytes]:
    return replacing(old, old + new)


def another_table(number: str, name: str) -> dict[str, object]:
    def renamed(data: bytes) -> bytes:
        return data.replace(
            b'id="1" name="tblBoard" displayName="tblBoard"',
            f'id="{number}" name="{name}" displayName="{name}"'.encode(),
        )

    return {
        RELATIONS: replacing("</Relationships>", A_TABLE),
        TYPES: replacing(
            "</Types>", f'<Override PartName="/xl/tables/table9.xml" ContentType="{TABLE_TYPE}"/></Types>'
        ),
        "xl/tables/table9.xml": renamed,
    }


FAULTS: dict[str, tuple[Mapping[str, object], str]] = {
    "a part twice": ({"XL/Charts/chart1.xml": b"<a/>"}, "damaged"),
    "a part without a type": ({"xl/odd.thing": b""}, "xl/odd.thing: has no content type"),
    "a relation to nowhere": ({"xl/media/image1.png": None}, "leads to xl/media/image1.png, which is not there"),
    "a relation twice": ({RELATIONS: replacing('Id="rId2"', 'Id="rId1"')}, "the relation rId1 is there twice"),
    "an unknown relation id": (
        {SHEET: replacing('<drawing r:id="', '<drawing r:id="rId77')},
        "is no relation of this part",
    ),
    "two sheets of one name": (
        {BOOK: replacing('name="Board actions"', 'name="DASHBOARD"')},
        "two sheets are called dashboard",
    ),
    "a forbidden sheet name": ({BOOK: replacing('name="Board actions"', 'name="a/b"')}, "'a/b' is not allowed"),
    "a long sheet name": ({BOOK: replacing('name="Board actions"', f'name="{"x" * 32}"')}, "is not allowed"),
    "two sheets of one number": ({BOOK: replacing('sheetId="2"', 'sheetId="1"')}, "two sheets have the number 1"),
    "all sheets hidden": (
        {BOOK: lambda data: data.replace(b" sheetId=", b' state="hidden" sheetId=')},
        "no sheet can be seen",
    ),
    "a name twice": (
        {BOOK: after("<definedNames>", '<definedName name="BOARD_localities">1</definedName>')},
        "the name board_localities is defined twice",
    ),
    "a name of a sheet that is not there": (
        {BOOK: after("<definedNames>", '<definedName name="lost" localSheetId="9">1</definedName>')},
        "the name lost is local to a sheet that is not there",
    ),
    "a name like a cell": (
        {BOOK: after("<definedNames>", '<definedName name="AB12">1</definedName>')},
        "AB12 looks like a cell",
    ),
    "a print area elsewhere": (
        {BOOK: replacing(">Dashboard!$A$1:$K$30<", ">Nowhere!$A$1<")},
        "points at the sheet Nowhere",
    ),
    "a name that is a table's": (
        {BOOK: after("<definedNames>", '<definedName name="tblBoard">1</definedName>')},
        "tblboard is a table and a defined name",
    ),
    "a font that is not there": ({STYLES: replacing('fontId="1"', 'fontId="99"')}, "points at fonts 99"),
    "a number format that is not there": (
        {STYLES: replacing('numFmtId="164" fontId', 'numFmtId="199" fontId')},
        "number format 199",
    ),
    "a wrong count": ({STYLES: replacing("<fonts count=", '<fonts count="9" was=')}, "fonts says 9"),
    "a format that is not there": ({SHEET: replacing('<c r="A1" s="1"', '<c r="A1" s="99"')}, "A1 has the format 99"),
    "a text that is not there": ({SHEET: replacing('t="s"><v>0<', 't="s"><v>999<')}, "has the text 999"),
    "a number that is none": ({SHEET: replacing("<v>11</v>", "<v>NaN</v>")}, "holds 'NaN', which is no number"),
    "a truth that is none": ({SHEET: replacing('t="b"><v>1<', 't="b"><v>yes<')}, "neither true nor false"),
    "cells out of order": ({SHEET: replacing('r="A3"', 'r="Z3"')}, "cells of row 3 are out of order"),
    "a rule's format that is not there": (
        {SHEET: replacing('dxfId="0"', 'dxfId="9"')},
        "the format 9 of a rule is not there",
    ),
    "merged cells that overlap": (
        {
            SHEET: after(
                "</sheetData>",
                '<mergeCells count="2"><mergeCell ref="A20:B25"/><mergeCell ref="B22:C30"/></mergeCells>',
            )
        },
        "A20:B25 and B22:C30 overlap",
    ),
    "merged cells in a table": (
        {OTHER: after("</sheetData>", '<mergeCells count="1"><mergeCell ref="A5:B5"/></mergeCells>')},
        "overlap",
    ),
    "a table not listed": ({OTHER: replacing("<tablePart ", "<other ")}, "is not listed on the sheet"),
    "a heading that differs": (
        {TABLE: replacing('name="Action"', 'name="Task"')},
        "the heading 'Action' stands for the column 'Task'",
    ),
    "two columns of one name": ({TABLE: replacing('name="Action"', 'name="Ref"')}, "two columns are called ref"),
    "two columns of one number": (
        {TABLE: replacing('id="2" name="Action"', 'id="1" name="Action"')},
        "two columns have the number 1",
    ),
    "a column too few": ({TABLE: replacing('ref="A3:E9"', 'ref="A3:F9"')}, "has 5 columns in A3:F9"),
    "a filter over other rows": (
        {TABLE: replacing('<autoFilter ref="A3:E9"', '<autoFilter ref="A3:E8"')},
        "its filter covers other rows",
    ),
    "two tables of one name": (another_table("2", "TBLBOARD"), "two tables are called tblboard"),
    "two tables of one number": (another_table("1", "tblOther"), "two tables have the number 1"),
}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return draw(tmp_path / "good.xlsx")


def test_a_valid_workbook_has_no_faults(good: Path) -> None:
    assert problems(good) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(fault: str, good: Path) -> None:
    changes, words = FAULTS[fault]
    held = parts(good)
    made = {
        name: change(held.get(name) or held[TABLE]) if callable(change) else change for name, change in changes.items()
    }
    repack(good, made)  # type: ignore[arg-type]
    try:
        found = problems(good)
    except Exception as refusal:
        found = [str(refusal)]
    assert any(words in line for line in found), found
