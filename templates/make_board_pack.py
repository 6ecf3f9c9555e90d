"""Makes templates/board_pack.xlsx, the designed cover and house style of a pack. Made once: staff may restyle it.

    python templates/make_board_pack.py

The program needs only the named cells, a theme, and [edition] in a header or footer; a test holds that.
"""

import re
from io import StringIO
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.color import Color
from xlsxwriter.format import Format
from xlsxwriter.theme import THEME_XML_2007
from xlsxwriter.worksheet import Worksheet

COLOURS = {
    "dk1": "212B32", "lt1": "FFFFFF", "dk2": "003087", "lt2": "E8EDEE", "accent1": "005EB8", "accent2": "0072CE",
    "accent3": "425563", "accent4": "768692", "accent5": "41B6E6", "accent6": "B35C00", "hlink": "005EB8",
    "folHlink": "330072",
}  # fmt: skip
PAPER, INK, STRONG, BAND, QUIET = (Color.theme(n, 0) for n in (0, 1, 3, 4, 6))
PALE = Color.theme(2, 0)
FACTS = (
    ("For", "pack_body"),
    ("Meeting", "pack_meeting"),
    ("Figures as at", "pack_as_at"),
    ("Edition", "pack_edition"),
    ("Status", "pack_status"),
    ("Reported", "pack_cycle"),
    ("Changes since", "pack_since"),
)
WORDS = (
    "The Sources section gives the source, period and extraction date of each figure; the Methods section says how it is calculated.",
    "For large print or another format, ask whoever sent you this pack.",
)
HAND = '&"-,Regular"&8'


def theme() -> str:
    """The usual theme with the colours of the NHS identity, and Arial for headings and running text."""
    text = THEME_XML_2007
    for name, colour in COLOURS.items():
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>', text, flags=re.S
        )
    for of in ("majorFont", "minorFont"):
        text = re.sub(rf'(<a:{of}><a:latin typeface=")[^"]*', r"\1Arial", text)
    return text.replace('name="Office Theme"', 'name="Board pack"')


def make(path: Path) -> None:
    """Write the template. The same bytes each time."""
    usual = {"font_name": "Arial", "font_size": 10, "font_scheme": "minor"}
    book = Workbook(path, {"in_memory": True, "default_format_properties": usual})
    book.use_custom_theme(StringIO(theme()))
    _cover(book)
    book.close()


def _cover(book: Workbook) -> None:
    sheet = book.add_worksheet("Cover")
    sheet.set_column("A:A", 30)
    sheet.set_column("B:B", 111)
    _titles(book, sheet)
    _facts(book, sheet, 4)
    last = _words(book, sheet, 5 + len(FACTS) + 1)
    sheet.print_area(0, 0, last, 1)
    _page(sheet)


def _titles(book: Workbook, sheet: Worksheet) -> None:
    """The title on its band, the area below it; right of the area there is room for a logo."""
    band = {"bg_color": BAND, "font_color": PAPER, "valign": "vcenter"}
    title = book.add_format({**band, "font_size": 34, "bold": True, "font_scheme": "major", "indent": 1})
    area = book.add_format(
        {"font_size": 22, "font_color": STRONG, "font_scheme": "major", "valign": "vcenter", "indent": 1}
    )
    for row, height in enumerate((110, 80, 6, 6)):
        sheet.set_row(row, height)
    _named(book, sheet, "pack_title", 0, 0, title)
    sheet.write_blank(0, 1, None, title)
    _named(book, sheet, "pack_area", 1, 0, area)


def _facts(book: Workbook, sheet: Worksheet, row: int) -> None:
    """A marked table, so that a screen reader can walk through it."""
    line = {"bottom": 1, "bottom_color": Color.theme(2, 1), "valign": "vcenter", "font_size": 12, "indent": 1}
    head = book.add_format({**line, "font_color": STRONG, "bold": True, "bg_color": PALE})
    label = book.add_format({**line, "font_color": QUIET})
    words = book.add_format({**line, "font_color": INK, "text_wrap": True})
    loud = book.add_format({**line, "font_color": PAPER, "bg_color": BAND, "bold": True})
    columns = [{"header": said, "header_format": head} for said in ("This pack", "As issued")]
    options = {"name": "pack_facts", "style": None, "autofilter": False, "banded_rows": False, "columns": columns}
    sheet.add_table(row, 0, row + len(FACTS), 1, options)
    sheet.set_row(row, 24)
    for place, (said, name) in enumerate(FACTS, row + 1):
        sheet.set_row(place, 24)
        sheet.write_string(place, 0, said, label)
        _named(book, sheet, name, place, 1, loud if name == "pack_status" else words)


def _words(book: Workbook, sheet: Worksheet, row: int) -> int:
    about = book.add_format({"font_color": INK, "valign": "vcenter", "indent": 1})
    quiet = book.add_format({"font_color": QUIET, "font_size": 9, "valign": "vcenter", "indent": 1})
    for place, words in enumerate(WORDS, row):
        sheet.set_row(place, 16)
        sheet.write_string(place, 0, words, about)
    last = row + len(WORDS)
    sheet.set_row(last, 22)
    _named(book, sheet, "pack_made", last, 0, quiet)
    return last


def _named(book: Workbook, sheet: Worksheet, name: str, row: int, column: int, look: Format) -> None:
    sheet.write_blank(row, column, None, look)
    book.define_name(name, f"=Cover!${'AB'[column]}${row + 1}")


def _page(sheet: Worksheet) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.45, right=0.45, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 1)
    sheet.set_header(f"&L{HAND}[document]&R{HAND}[edition]", {"margin": 0.35, "scale_with_doc": False})
    sheet.set_footer(f"&L{HAND}[status]&C{HAND}&A&R{HAND}Page &P of &N", {"margin": 0.3, "scale_with_doc": False})


if __name__ == "__main__":
    make(Path(__file__).with_name("board_pack.xlsx"))
