"""Formats of cells in a finished workbook, as far as they matter for accessibility."""

import colorsys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from pc_workbook.ooxml.package.namespaces import DRAWING_ML, SHEET_ML
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import Element, children, is_true, local_name

HEAVY = ("medium", "thick", "double", "mediumDashed", "mediumDashDot", "mediumDashDotDot", "slantDashDot")
HEADING_STYLES = ("heading", "title")
THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
               "hlink", "folHlink")  # fmt: skip
BLACK, WHITE = "000000", "FFFFFF"
T = TypeVar("T")


class CellStyle(NamedTuple):
    """One cell format. Colours are RRGGBB; None where the cell leaves them to the screen."""

    font: str = "Calibri"
    size: float = 11
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    raised: bool = False
    ink: str | None = None
    ground: str | None = None
    pattern: bool = False  # hatched, not plainly filled
    wraps: bool = False
    heavy_lines: bool = False
    heading: bool = False


class CellStyles(NamedTuple):
    """Every format of a workbook, by the number that cells refer to, and its colours."""

    formats: tuple[CellStyle, ...]
    colours: "Colours"

    def style(self, number: int) -> CellStyle:
        """Return the format of a number."""
        return self.formats[number] if number < len(self.formats) else CellStyle()


class Colours(NamedTuple):
    """The colours that a workbook refers to by number."""

    theme: Mapping[str, str]
    indexed: tuple[str, ...]

    def rgb(self, colour: Element | None) -> str | None:
        """Return the RRGGBB of a colour element; None for 'automatic'."""
        if colour is None or is_true(colour.get("auto")):
            return None
        tint = _number(colour.get("tint"), 0)
        if (direct := colour.get("rgb", "")) and len(direct) in (6, 8):
            return tinted(direct[-6:].upper(), tint)
        if (place := colour.get("theme", "")).isdecimal() and int(place) < len(THEME_ORDER):
            known = self.theme.get(THEME_ORDER[int(place)])
            return tinted(known, tint) if known else None
        if (place := colour.get("indexed", "")).isdecimal() and int(place) < len(self.indexed):
            return self.indexed[int(place)]
        return None


def tinted(rgb: str, tint: float) -> str:
    """Return a colour made lighter (above 0) or darker (below 0), as Excel does.

    >>> tinted("000000", 0.5), tinted("FFFFFF", -0.25)
    ('808080', 'BFBFBF')
    """
    if not tint:
        return rgb
    hue, light, depth = colorsys.rgb_to_hls(*(int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    made = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), depth)
    return "".join(f"{round(part * 255):02X}" for part in made)


@cache
def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.1, relative luminance).

    >>> contrast("000000", "FFFFFF"), round(contrast("777777", "FFFFFF"), 2)
    (21.0, 4.48)
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb: str) -> float:
    parts = [int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def read_cell_styles(workbook: Workbook) -> CellStyles:
    """Return the formats of a workbook's cells."""
    part = workbook.related("styles")
    styles = workbook.package.tree(part) if part else None
    colours = Colours(_theme(workbook), _indexed(styles))
    if styles is None:
        return CellStyles((), colours)
    fonts = [_font(font, colours) for font in _listed(styles, "fonts")]
    fills = [_fill(fill, colours) for fill in _listed(styles, "fills")]
    lines = [any(side.get("style") in HEAVY for side in children(border)) for border in _listed(styles, "borders")]
    headings = _heading_formats(styles)
    formats = tuple(_format(record, fonts, fills, lines, headings) for record in _listed(styles, "cellXfs"))
    return CellStyles(formats, colours)


def _format(
    record: Element, fonts: list[CellStyle], fills: list[CellStyle], lines: list[bool], headings: set[str]
) -> CellStyle:
    font, fill = _at(fonts, record.get("fontId"), CellStyle()), _at(fills, record.get("fillId"), CellStyle())
    alignment = record.find(SHEET_ML + "alignment")
    return font._replace(
        ground=fill.ground,
        pattern=fill.pattern,
        wraps=alignment is not None and is_true(alignment.get("wrapText")),
        heavy_lines=_at(lines, record.get("borderId"), False),
        heading=record.get("xfId", "") in headings,
    )


def _font(font: Element, colours: Colours) -> CellStyle:
    by_tag = {local_name(child): child for child in children(font)}
    name = by_tag["name"].get("val", "") if "name" in by_tag else ""
    return CellStyle(
        font=name or "Calibri",
        size=_number(by_tag["sz"].get("val"), 11) if "sz" in by_tag else 11,
        bold=_is_on(by_tag.get("b")),
        italic=_is_on(by_tag.get("i")),
        underlined="u" in by_tag and by_tag["u"].get("val") != "none",
        raised="vertAlign" in by_tag and by_tag["vertAlign"].get("val") == "superscript",
        ink=colours.rgb(by_tag.get("color")),
    )


def _fill(fill: Element, colours: Colours) -> CellStyle:
    for kind in children(fill):
        pattern = kind.get("patternType", "none") if local_name(kind) == "patternFill" else "gradient"
        if pattern == "none":
            return CellStyle()
        colour = kind.find(SHEET_ML + "fgColor")
        ground = colours.rgb(colour) if pattern == "solid" else None
        return CellStyle(ground=ground if ground != WHITE else None, pattern=pattern != "solid")
    return CellStyle()


def _heading_formats(styles: Element) -> set[str]:
    """Return the formats of cell styles named Title or Heading: a screen reader can tell them from ordinary cells."""
    named = _listed(styles, "cellStyles")
    return {style.get("xfId", "") for style in named if style.get("name", "").casefold().startswith(HEADING_STYLES)}


def _theme(workbook: Workbook) -> dict[str, str]:
    part = workbook.related("theme")
    if part is None:
        return {}
    scheme = next(workbook.package.tree(part).iter(DRAWING_ML + "clrScheme"), None)
    found: dict[str, str] = {}
    for colour in children(scheme) if scheme is not None else ():
        for kind in children(colour):
            found[local_name(colour)] = (kind.get("lastClr") or kind.get("val") or BLACK).upper()
    return {name: rgb for name, rgb in found.items() if len(rgb) == len(BLACK)}


def _indexed(styles: Element | None) -> tuple[str, ...]:
    own = (
        [] if styles is None else [colour.get("rgb", "")[-6:].upper() for colour in styles.iter(SHEET_ML + "rgbColor")]
    )
    if own:
        return tuple(own)
    from openpyxl.styles.colors import COLOR_INDEX

    return tuple(rgb[-6:].upper() for rgb in COLOR_INDEX[:64])  # 64 and 65 are the screen's own


def _listed(styles: Element, name: str) -> Iterator[Element]:
    found = styles.find(SHEET_ML + name)
    return children(found) if found is not None else iter(())


def _at(known: Sequence[T], number: str | None, usual: T) -> T:
    place = int(number) if number and number.isdecimal() else 0
    return known[place] if place < len(known) else usual


def _is_on(flag: Element | None) -> bool:
    return flag is not None and flag.get("val", "1") not in ("0", "false")


def _number(text: str | None, usual: float) -> float:
    try:
        return float(text or usual)
    except ValueError:
        return usual
