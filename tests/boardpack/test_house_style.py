"""The house style: what the program needs of the template, and that the pack follows whatever else is changed in it."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.boardpack.house_style import SLOTS
from pc_workbook.boardpack.template import NEEDED, read_template
from pc_workbook.cells.change import SetCell
from pc_workbook.draw import theme as looks
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.ooxml.edit.cells import edit
from tests.boardpack.packs import NOON, RESOLVED, parts
from tests.support import PROJECT, problems_for_excel

TEMPLATE = PROJECT / "templates" / "board_pack.xlsx"
#: Where Excel writes the folder that a workbook was saved in.
FOLDER = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
    '<x15ac:absPath url="C:\\Users\\Somebody\\" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/>'
    "</mc:Choice></mc:AlternateContent>"
)
PINK, SERIF = "B80058", "Georgia"


def rewritten(source: Path, out: Path, change: Callable[[str, str], str]) -> Path:
    """A copy of a workbook with its parts changed as text."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(name, data.decode()).encode() if name.endswith((".xml", ".rels")) else data)
    return out


def restyled(name: str, xml: str) -> str:
    """What a communications officer does under Page Layout, Colors and Fonts, and in the footer."""
    if name == "xl/theme/theme1.xml":
        xml = re.sub(r"(<a:accent1>.*?val=\")[0-9A-F]{6}", rf"\g<1>{PINK}", xml)
        xml = xml.replace('typeface="Arial"', f'typeface="{SERIF}"')
    if name == "xl/worksheets/sheet1.xml":
        xml = xml.replace("Page &amp;P of &amp;N", "Thurrock Council, page &amp;P of &amp;N")
    return xml


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack in a restyled house style with words of the house's own on its cover."""
    folder = tmp_path_factory.mktemp("style")
    style = rewritten(TEMPLATE, folder / "style.xlsx", restyled)
    edit(style, [SetCell("Cover", "A14", "Questions: the Democratic Services team")], style)
    app.board_pack(FileHost(RESOLVED), "group", folder / "pack.xlsx", template=style, now=NOON)
    return folder / "pack.xlsx"


def test_the_template_holds_what_the_program_needs() -> None:
    names = set(load_workbook(TEMPLATE).defined_names)
    assert names >= set(NEEDED)
    read_template(TEMPLATE)


def test_the_template_s_theme_is_the_colours_the_sheets_are_drawn_in() -> None:
    """So an unchanged template changes nothing: each untinted colour of the house stands in its place in the theme."""
    theme = parts(TEMPLATE)["xl/theme/theme1.xml"]
    order = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)))
    told = [re.search(rf"<a:{name}>.*?val=\"([0-9A-F]{{6}})", theme)[1] for name in order]  # type: ignore[index]
    assert {told[slot.number] for colour, slot in SLOTS.items() if not slot.tint} == {
        colour[1:] for colour, slot in SLOTS.items() if not slot.tint
    }
    assert all(f"#{told[slot.number]}" == colour for colour, slot in SLOTS.items() if not slot.tint)


def test_the_pack_takes_colours_and_typefaces_of_the_theme(followed: Path) -> None:
    book = load_workbook(followed)
    title = book["Summary"]["A1"]
    assert (title.fill.fgColor.type, title.fill.fgColor.theme) == ("theme", 4)
    assert (title.font.name, title.font.scheme) == (SERIF, "major")
    assert (book["Summary"]["A5"].font.name, book["Summary"]["A5"].font.scheme) == (SERIF, "minor")
    assert book["Summary"].sheet_properties.tabColor.theme == 4
    assert PINK in parts(followed)["xl/theme/theme1.xml"]


def test_charts_follow_the_theme_and_keep_the_colours_that_mean_something(followed: Path) -> None:
    charts = " ".join(xml for name, xml in parts(followed).items() if name.startswith("xl/charts/chart"))
    house = {colour[1:] for colour in SLOTS}
    left = set(re.findall(r'srgbClr val="([0-9A-F]{6})"', charts))
    assert not left & house
    assert left >= {colour[1:] for colour in (looks.GREEN, looks.WARM_YELLOW, looks.DARK_RED)}
    assert 'typeface="Arial"' not in charts
    assert '<a:schemeClr val="accent1"/>' in charts


def test_red_stays_red_whatever_the_house_wears(followed: Path) -> None:
    rags = [row[2] for row in load_workbook(followed)["Summary"].iter_rows() if str(row[2].value).startswith("Red")]
    assert {cell.fill.fgColor.rgb for cell in rags} == {f"FF{looks.RED[1:]}"}


def test_words_headers_and_footers_are_the_template_s_on_every_sheet(followed: Path) -> None:
    book = load_workbook(followed)
    assert book["Cover"]["A14"].value == "Questions: the Democratic Services team"
    for sheet in book.worksheets:
        assert sheet.oddFooter.right.text == "Thurrock Council, page &P of &N"
        assert sheet.oddHeader.right.text == "Group edition: not for publication"
        assert sheet.oddHeader.left.text == "Thurrock: primary care board pack, as at 15 March 2017"


def test_excel_takes_the_restyled_pack(followed: Path) -> None:
    assert problems_for_excel(followed) == []


def test_a_logo_on_the_cover_goes_with_the_pack(tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(tmp_path / "style.xlsx") as book:
        sheet = book.add_worksheet("Cover")
        sheet.set_header("&R[edition]")
        sheet.insert_image(
            "C1", str(PROJECT / "docs" / "pictures" / "dashboard.png"), {"description": "The house's logo"}
        )
        for row, name in enumerate(NEEDED, 1):
            book.define_name(name, f"=Cover!$A${row}")
    app.board_pack(FileHost(RESOLVED), "group", tmp_path / "pack.xlsx", template=tmp_path / "style.xlsx", now=NOON)
    assert any(name.startswith("xl/media/") for name in zipfile.ZipFile(tmp_path / "pack.xlsx").namelist())
    assert "The house&apos;s logo" in " ".join(parts(tmp_path / "pack.xlsx").values()).replace("'", "&apos;")


def test_nothing_of_whoever_saved_the_template_goes_out(tmp_path: Path) -> None:
    def saved_by_somebody(name: str, xml: str) -> str:
        if name == "docProps/core.xml":
            return xml.replace("<dc:creator></dc:creator>", "<dc:creator>Somebody</dc:creator>").replace(
                "</cp:coreProperties>", "<cp:lastModifiedBy>Somebody</cp:lastModifiedBy></cp:coreProperties>"
            )
        if name == "xl/workbook.xml":
            return xml.replace("<bookViews>", FOLDER + "<bookViews>")
        return xml.replace("</Properties>", "<Company>Somebody</Company></Properties>")

    style = rewritten(TEMPLATE, tmp_path / "style.xlsx", saved_by_somebody)
    assert {name for name, xml in parts(style).items() if "Somebody" in xml} == {
        "docProps/app.xml", "docProps/core.xml", "xl/workbook.xml"
    }  # fmt: skip
    app.board_pack(FileHost(RESOLVED), "public", tmp_path / "pack.xlsx", template=style, now=NOON)
    assert "Somebody" not in " ".join(parts(tmp_path / "pack.xlsx").values())
    properties = load_workbook(tmp_path / "pack.xlsx").properties
    assert (properties.title, properties.language) == (
        "Thurrock: primary care board pack, as at 15 March 2017",
        "en-GB",
    )
    assert not properties.creator
    assert not properties.lastModifiedBy


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda name, xml: xml.replace("pack_status", "my_status"), "has no cell named pack_status"),
        (lambda name, xml: xml.replace("[edition]", ""), "shows the edition in no header or footer"),
        (
            lambda name, xml: xml.replace('name="Cover"', 'name="Front"').replace("Cover!", "Front!"),
            "must hold one sheet, called Cover",
        ),
    ],
)
def test_a_template_that_lacks_something_is_refused_with_what_it_lacks(
    change: Callable[[str, str], str], says: str, tmp_path: Path
) -> None:
    style = rewritten(TEMPLATE, tmp_path / "style.xlsx", change)
    with pytest.raises(WorkbookProblem, match=re.escape(says)):
        app.board_pack(FileHost(RESOLVED), "group", tmp_path / "pack.xlsx", template=style, now=NOON)
    assert not (tmp_path / "pack.xlsx").exists()


def test_a_template_with_comments_or_formulas_is_refused(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    for name, spoil in (
        ("comments", lambda cell: setattr(cell, "comment", Comment("to do", "Colleague"))),
        ("formulas", lambda cell: setattr(cell, "value", "=TODAY()")),
    ):
        book = load_workbook(TEMPLATE)
        spoil(book["Cover"]["A14"])  # type: ignore[no-untyped-call]
        book.save(tmp_path / "style.xlsx")
        with pytest.raises(WorkbookProblem, match=f"style.xlsx holds {name}, which must not go out"):
            read_template(tmp_path / "style.xlsx")


def test_an_ampersand_in_a_name_is_no_code_of_a_header(tmp_path: Path) -> None:
    tracker = Path(copyfile(RESOLVED, tmp_path / "tracker.xlsx"))
    edit(tracker, [SetCell("Settings", "B6", "Basildon & Brentwood")], tracker)
    app.board_pack(FileHost(tracker), "group", tmp_path / "pack.xlsx", now=NOON)
    sheet = load_workbook(tmp_path / "pack.xlsx")["Summary"]
    assert sheet.oddHeader.left.text.startswith("Basildon && Brentwood")
