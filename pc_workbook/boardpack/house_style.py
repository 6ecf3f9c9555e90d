"""The house style of a template, applied to drawn sheets: its theme's colours and typefaces, its headers and footers.

The sheets are drawn in fixed colours (draw/theme.py). Each colour that carries no meaning is replaced by its place in
the theme, so that a change of the template's theme restyles the pack.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pc_workbook.draw import theme as looks
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.namespaces import DRAWING_ML, SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import Element
from pc_workbook.wording.pack_messages import no_typefaces

HEADING_SIZE = 13  # points: from here on words are set in the typeface of headings


class Slot(NamedTuple):
    """A place in a theme: its number in cell formats, its name in charts, and how much lighter or darker."""

    number: int
    name: str
    tint: float = 0.0


PAPER, INK, PALE, STRONG = Slot(0, "bg1"), Slot(1, "tx1"), Slot(2, "bg2"), Slot(3, "tx2")
SLOTS: Mapping[str, Slot] = {
    looks.WHITE: PAPER,
    looks.PALE_GREY: PALE,
    looks.NEAR_WHITE: PALE._replace(tint=0.5),
    looks.LINE_GREY: PALE._replace(tint=-0.08),
    looks.DARK_BLUE: STRONG,
    looks.NHS_BLUE: Slot(4, "accent1"),
    looks.PALE_BLUE: Slot(4, "accent1", 0.85),
    looks.BRIGHT_BLUE: Slot(5, "accent2"),
    looks.DARK_GREY: Slot(6, "accent3"),
    looks.MID_GREY: Slot(7, "accent4"),
    looks.LIGHT_BLUE: Slot(8, "accent5"),
    looks.ORANGE: Slot(9, "accent6"),
    # Text colours that distinguish columns differ only slightly (theme.TEXT_COLOURS).
    **{ink: INK._replace(tint=place * 0.006) for place, ink in enumerate(looks.TEXT_COLOURS)},
}
_IN_CHART = re.compile(rb'<a:srgbClr val="([0-9A-F]{6})"/>')
_TAB = re.compile(rb'<tabColor rgb="FF([0-9A-F]{6})"/>')
_HEADERS = re.compile(rb"<headerFooter.*?</headerFooter>", re.S)


class HouseStyle(NamedTuple):
    """What a template sets for every sheet: its two typefaces, and its headers and footers."""

    headings: str
    body: str
    headers: bytes  # a headerFooter element, its placeholders filled


def typefaces(template: Workbook) -> tuple[str, str]:
    """Return the typefaces of headings and of running text in the template's theme. Raises WorkbookProblem without
    them.
    """
    part = template.related("theme")
    found = [] if part is None else [_typeface(template.package.tree(part), of) for of in ("majorFont", "minorFont")]
    if len(found) < 2 or not all(found):
        raise WorkbookProblem(no_typefaces(template.package.name))
    return found[0], found[1]


def _typeface(theme: Element, of: str) -> str:
    box = next(theme.iter(DRAWING_ML + of), None)
    latin = None if box is None else box.find(DRAWING_ML + "latin")
    return "" if latin is None else latin.get("typeface", "")


def apply_house_style(drawn: Path, style: HouseStyle) -> None:
    """Apply the house style to a drawn workbook, in place."""
    package = Package.open(drawn)
    tree = package.tree("xl/styles.xml")
    _apply_to_formats(tree, style)
    package.put_tree("xl/styles.xml", tree)
    for part in sorted(package.names()):
        if part.startswith("xl/charts/") and part.endswith(".xml"):
            package.put(part, _styled_chart(package.read(part)))
        elif part.startswith("xl/worksheets/") and part.endswith(".xml"):
            package.put(part, _styled_sheet(package.read(part), style.headers))
    package.save(drawn)


def _apply_to_formats(tree: Element, style: HouseStyle) -> None:
    for element in tree.iter():
        slot = SLOTS.get(f"#{element.get('rgb', '')[2:]}")
        if slot is not None:
            del element.attrib["rgb"]
            element.set("theme", str(slot.number))
            if slot.tint:
                element.set("tint", f"{slot.tint:g}")
    for font in tree.iter(SHEET_ML + "font"):
        _apply_to_font(font, style)


def _apply_to_font(font: Element, style: HouseStyle) -> None:
    """Set a font by its place in the theme and by its name: not every reader looks the place up."""
    name, size, scheme = (font.find(SHEET_ML + tag) for tag in ("name", "sz", "scheme"))
    if name is None or name.get("val") != looks.FONT:
        return
    heading = size is not None and float(size.get("val", "0")) >= HEADING_SIZE
    name.set("val", style.headings if heading else style.body)
    if scheme is None:
        scheme = font.makeelement(SHEET_ML + "scheme", nsmap=None)
        font.append(scheme)
    scheme.set("val", "major" if heading else "minor")


def _styled_chart(xml: bytes) -> bytes:
    themed = _IN_CHART.sub(_scheme_colour, xml)
    typeface = f'typeface="{looks.FONT}"'.encode()
    return themed.replace(typeface, b'typeface="+mn-lt"').replace(b'lang="en-US"', b'lang="en-GB"')


def _scheme_colour(found: re.Match[bytes]) -> bytes:
    slot = SLOTS.get(f"#{found[1].decode()}")
    if slot is None:
        return found[0]
    name, tint = slot.name.encode(), slot.tint
    if not tint:
        return b'<a:schemeClr val="%s"/>' % name
    keep, add = (1 + tint, 0.0) if tint < 0 else (1 - tint, tint)
    share = b'<a:lumMod val="%d"/>' % round(keep * 100_000)
    share += b'<a:lumOff val="%d"/>' % round(add * 100_000) if add else b""
    return b'<a:schemeClr val="%s">%s</a:schemeClr>' % (name, share)


def _styled_sheet(xml: bytes, headers: bytes) -> bytes:
    tab = _TAB.search(xml)
    slot = SLOTS.get(f"#{tab[1].decode()}") if tab else None
    if tab and slot:
        xml = xml.replace(tab[0], b'<tabColor theme="%d"/>' % slot.number, 1)
    return in_these_headers(xml, headers)


def in_these_headers(sheet: bytes, headers: bytes) -> bytes:
    """Return a sheet with its headers and footers replaced."""
    return _HEADERS.sub(lambda _: headers, sheet, count=1)
