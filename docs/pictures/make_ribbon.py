"""Draw ribbon.svg, a sketch of the add-in's tab, from macros/ribbon.xml: its words and keys, in place of its icons.

python docs/pictures/make_ribbon.py
"""

from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape

HERE: Final = Path(__file__).parent
RIBBON: Final = HERE.parents[1] / "macros" / "ribbon.xml"
UI: Final = "{http://schemas.microsoft.com/office/2009/07/customui}"
GREEN, GREY, LINE, PAPER = "#006747", "#425563", "#d0d5d9", "#f7f8f8"
LARGE, SMALL, EDGE, TOP, HEIGHT = 108, 128, 14, 34, 104  # pixels


def main() -> None:
    (HERE / "ribbon.svg").write_text(sketch(), "utf-8")


def sketch() -> str:
    """The whole picture as SVG."""
    (tab,) = ElementTree.parse(RIBBON).iter(UI + "tab")
    left, drawn = 10, []
    for group in tab.iter(UI + "group"):
        shapes, width = _group(group, left)
        drawn += shapes
        left += width
    name = escape(tab.get("label", ""))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + 10}" height="{TOP + HEIGHT + 10}" font-family="Arial" '
        f'role="img" aria-label="Sketch of the tab {name}">'
        f'<rect width="{left + 10}" height="{TOP + HEIGHT + 10}" fill="#ffffff"/>'
        f'<rect x="10" y="{TOP}" width="{left - 10}" height="{HEIGHT}" fill="{PAPER}" stroke="{LINE}"/>'
        f'{_text(20, 22, name, GREEN, 14, "start", bold=True)}<rect x="20" y="28" width="86" height="3" fill="{GREEN}"/>'
    )
    return "\n".join([head, *drawn, "</svg>", ""])


def _group(group: ElementTree.Element, left: int) -> tuple[list[str], int]:
    buttons = list(group.iter(UI + "button"))
    large = [button for button in buttons if button.get("size") == "large"]
    small = [button for button in buttons if button.get("size") != "large"]
    shapes = [_large(button, left + EDGE + place * LARGE) for place, button in enumerate(large)]
    beside = left + EDGE + len(large) * LARGE
    shapes += [_small(button, beside, TOP + 14 + place * 28) for place, button in enumerate(small)]
    width = 2 * EDGE + len(large) * LARGE + (SMALL if small else 0)
    middle = left + width // 2
    shapes.append(_text(middle, TOP + HEIGHT - 7, escape(group.get("label", "")), GREY, 11))
    shapes.append(
        f'<line x1="{left + width}" x2="{left + width}" y1="{TOP + 6}" y2="{TOP + HEIGHT - 6}" stroke="{LINE}"/>'
    )
    return shapes, width


def _large(button: ElementTree.Element, left: int) -> str:
    middle = left + LARGE // 2
    return _key(button, middle - 16, TOP + 12, 32) + _text(
        middle, TOP + 66, escape(button.get("label", "")), "#000000", 12
    )


def _small(button: ElementTree.Element, left: int, top: int) -> str:
    return _key(button, left, top, 20) + _text(
        left + 28, top + 15, escape(button.get("label", "")), "#000000", 12, "start"
    )


def _key(button: ElementTree.Element, left: int, top: int, size: int) -> str:
    square = f'<rect x="{left}" y="{top}" width="{size}" height="{size}" rx="4" fill="{GREEN}"/>'
    key = escape(button.get("keytip", ""))
    return square + _text(left + size // 2, top + size * 7 // 10, key, "#ffffff", size // 2, bold=True)


def _text(x: int, y: int, words: str, colour: str, size: int, anchor: str = "middle", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{colour}" stroke="none" font-size="{size}" text-anchor="{anchor}"{weight}>{words}</text>'


if __name__ == "__main__":
    main()
