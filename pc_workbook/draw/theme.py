"""The theme: the format of each style by meaning. Colours are those of the NHS identity, the typeface is Arial.

Colour is never the only carrier of a meaning: a coloured cell has its word, a line its own dash or marker, a bar its own
pattern or a neighbour that differs in grey print. Every pair of text and background has a contrast of at least 4.5:1
(WCAG 2.1, 1.4.3), which a test calculates.
"""

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from pc_workbook.views.parts import Kind, Label, SeriesRole, Style

NHS_BLUE = "#005EB8"
DARK_BLUE = "#003087"
BRIGHT_BLUE = "#0072CE"
LIGHT_BLUE = "#41B6E6"
PALE_BLUE = "#E3EEF9"
BLACK = "#212B32"
DARK_GREY = "#425563"
MID_GREY = "#768692"
LINE_GREY = "#D8DDE0"
PALE_GREY = "#E8EDEE"
NEAR_WHITE = "#F4F6F7"
WHITE = "#FFFFFF"
BLACK_TEXT = "#000000"  # on colours that an area chose: with any of them it or white has a contrast of 4.5:1
WARM_YELLOW = "#FFB81C"
ORANGE = "#B35C00"
GREEN = "#008540"
DARK_GREEN = "#006747"
PALE_GREEN = "#DCEFE3"
RED = "#C8102E"
DARK_RED = "#8A1538"
PURPLE = "#330072"
DARK_PINK = "#7C2855"
BROWN = "#6B4A00"
TEAL = "#006C78"

FONT = "Arial"
BODY_SIZE = 10
QUIET_SIZE = 9

Properties = Mapping[str, object]  # of an XlsxWriter format


class Align(Enum):
    """Text starts at the left, numbers end at the right, so that a column can be read down."""

    LEFT = "left"
    RIGHT = "right"


class StyleLook(NamedTuple):
    """The format of a Style: number format, alignment, and the width at which its text wraps."""

    number: str = "General"
    align: Align = Align.LEFT
    widest: float = 260  # pixels
    divide_by: int = 1  # percentage points become the fraction that Excel's % formats expect


_RIGHT = Align.RIGHT
_SIGNED = '+0.00;"−"0.00;0.00'  # a true minus, as wide as the plus

STYLES: Mapping[Style, StyleLook] = {
    Style.TEXT: StyleLook(widest=260),
    Style.LONG_TEXT: StyleLook(widest=430),
    Style.CODE: StyleLook(widest=120),
    Style.WHOLE: StyleLook("#,##0", _RIGHT),
    Style.FTE: StyleLook("#,##0.00", _RIGHT),
    Style.RATE: StyleLook("#,##0.00", _RIGHT),
    Style.RATE_3: StyleLook("#,##0.000", _RIGHT),
    Style.RATE_4: StyleLook("#,##0.0000", _RIGHT),
    Style.RATIO: StyleLook("#,##0", _RIGHT),
    Style.TIMES: StyleLook("#,##0.00", _RIGHT),
    Style.PERCENT_0: StyleLook("0%", _RIGHT, divide_by=100),
    Style.PERCENT_1: StyleLook("0.0%", _RIGHT, divide_by=100),
    Style.PERCENT_2: StyleLook("0.00%", _RIGHT, divide_by=100),
    Style.PERCENT_3: StyleLook("0.000%", _RIGHT, divide_by=100),
    Style.GAP_RATE: StyleLook(_SIGNED, _RIGHT),
    Style.GAP_3: StyleLook('+0.000;"−"0.000;0.000', _RIGHT),
    Style.GAP_4: StyleLook('+0.0000;"−"0.0000;0.0000', _RIGHT),
    Style.GAP_POINTS: StyleLook(_SIGNED, _RIGHT),
    Style.MONEY: StyleLook('"£"#,##0;"−£"#,##0', _RIGHT),
    Style.MONEY_PENCE: StyleLook('"£"#,##0.00;"−£"#,##0.00', _RIGHT),
    Style.MONEY_K: StyleLook('"£"#,##0.0"k";"−£"#,##0.0"k"', _RIGHT),
    Style.MONEY_M: StyleLook('"£"#,##0.00"m";"−£"#,##0.00"m"', _RIGHT),
    Style.MONEY_BN: StyleLook('"£"#,##0.00"bn";"−£"#,##0.00"bn"', _RIGHT),
    Style.SECONDS: StyleLook('[=1]0" second";#,##0" seconds"', _RIGHT),
    Style.SECONDS_PARTS: StyleLook('#,##0.0#" seconds"', _RIGHT),
    Style.MINUTES: StyleLook('[=1]0" minute";#,##0" minutes"', _RIGHT),
    Style.MINUTES_PARTS: StyleLook('#,##0.0#" minutes"', _RIGHT),
    Style.HOURS: StyleLook('[=1]0" hour";#,##0" hours"', _RIGHT),
    Style.HOURS_PARTS: StyleLook('#,##0.0#" hours"', _RIGHT),
    Style.DAYS: StyleLook('[=1]0" day";#,##0" days"', _RIGHT),
    Style.DAYS_PARTS: StyleLook('#,##0.0#" days"', _RIGHT),
    Style.WEEKS: StyleLook('[=1]0" week";#,##0" weeks"', _RIGHT),
    Style.WEEKS_PARTS: StyleLook('#,##0.0#" weeks"', _RIGHT),
    Style.MONTHS: StyleLook('[=1]0" month";#,##0" months"', _RIGHT),
    Style.MONTHS_PARTS: StyleLook('#,##0.0#" months"', _RIGHT),
    Style.YEARS: StyleLook('[=1]0" year";#,##0" years"', _RIGHT),
    Style.YEARS_PARTS: StyleLook('#,##0.0#" years"', _RIGHT),
    Style.GAP_WHOLE: StyleLook('+#,##0;"−"#,##0;0', _RIGHT),
    Style.SCORE: StyleLook("0.0", _RIGHT),
    Style.DATE: StyleLook("dd mmm yyyy", _RIGHT, widest=180),
    Style.YEAR: StyleLook("0", _RIGHT),
    Style.RAG: StyleLook(widest=200),
    Style.RATING: StyleLook(widest=170),
    Style.SEVERITY: StyleLook(widest=100),
    Style.STATE: StyleLook(widest=180),
    Style.LINK: StyleLook(widest=240),
}


class LabelColours(NamedTuple):
    """The colours of a cell whose text begins with `starts_with`."""

    starts_with: str
    background: str
    text_colour: str


_UNKNOWN = (PALE_GREY, DARK_GREY)

LABEL_COLOURS: Mapping[Style, tuple[LabelColours, ...]] = {
    Style.RAG: (
        LabelColours("Red", RED, WHITE),
        LabelColours("Amber", WARM_YELLOW, BLACK),
        LabelColours("Green", GREEN, WHITE),
        LabelColours("Not rated", *_UNKNOWN),
    ),
    Style.RATING: (
        LabelColours("Outstanding", DARK_BLUE, WHITE),
        LabelColours("Good", GREEN, WHITE),
        LabelColours("Requires improvement", WARM_YELLOW, BLACK),
        LabelColours("Inadequate", DARK_RED, WHITE),
        LabelColours("Not inspected", *_UNKNOWN),
        LabelColours("Not yet rated", *_UNKNOWN),
        LabelColours("Insufficient evidence", *_UNKNOWN),
        LabelColours("Inspected but not rated", *_UNKNOWN),
        LabelColours("No published rating", *_UNKNOWN),
        LabelColours("Under appeal or suspended", *_UNKNOWN),
        LabelColours("Unknown", *_UNKNOWN),
    ),
    Style.SEVERITY: (
        LabelColours("Error", RED, WHITE),
        LabelColours("Warning", WARM_YELLOW, BLACK),
        LabelColours("Note", PALE_BLUE, DARK_BLUE),
    ),
    Style.STATE: (
        LabelColours("Completed", GREEN, WHITE),
        LabelColours("Done", GREEN, WHITE),
        LabelColours("Met", GREEN, WHITE),
        LabelColours("Overdue", RED, WHITE),
        LabelColours("Not met", RED, WHITE),
        LabelColours("Due soon", WARM_YELLOW, BLACK),
        LabelColours("Working towards", WARM_YELLOW, BLACK),
        LabelColours("On course", PALE_GREEN, DARK_GREEN),
        LabelColours("Not yet due", PALE_GREEN, DARK_GREEN),
        LabelColours("Ongoing, no review", WARM_YELLOW, BLACK),
        LabelColours("Ongoing", PALE_BLUE, DARK_BLUE),
        LabelColours("No delivery date", *_UNKNOWN),
        LabelColours("Delivery date", *_UNKNOWN),
        LabelColours("Unknown", *_UNKNOWN),
    ),
}


def label_colours(style: Style, words: object) -> LabelColours | None:
    """Return the colours for the first words of a cell, None where the theme has no colour for them."""
    if style not in LABEL_COLOURS or not isinstance(words, str):
        return None
    if isinstance(words, Label):
        return (
            LabelColours("", words.colour, text_on(words.colour)) if words.colour else label_colours(style, words.like)
        )
    text = words.strip().casefold()
    return next((colours for colours in LABEL_COLOURS[style] if text.startswith(colours.starts_with.casefold())), None)


def text_on(background: str) -> str:
    """Return black or white, whichever has more contrast with a background: at least 4.5:1 with any.

    >>> text_on("#FFB81C") == BLACK_TEXT, text_on("#005EB8") == WHITE
    (True, True)
    """
    light = luminance(background) + 0.05
    return WHITE if 1.05 / light > light / 0.05 else BLACK_TEXT


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.1): 0 for black, 1 for white."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class SeriesLook(NamedTuple):
    """The format of a series as a line and as a bar. In grey print, lines differ by `dash` and `marker`, bars by `pattern`."""

    colour: str
    width: float = 2.25
    dash: str = "solid"
    marker: str | None = None
    line: bool = True
    hollow: bool = False
    pattern: str | None = None
    text_colour: str = WHITE  # of a number on the bar
    reference: bool = False  # something to hold the bars against: drawn as a line over columns


SERIES: Mapping[SeriesRole, SeriesLook] = {
    SeriesRole.ACTUAL: SeriesLook(DARK_BLUE, 2.75, marker="circle"),
    SeriesRole.PLAN: SeriesLook(BRIGHT_BLUE, 2.0, marker="square", pattern="wide_upward_diagonal", text_colour=BLACK),
    SeriesRole.DERIVED: SeriesLook(
        MID_GREY, 1.75, dash="dash", marker="circle", hollow=True, pattern="light_upward_diagonal", text_colour=BLACK
    ),
    SeriesRole.TARGET: SeriesLook(GREEN, 2.0, dash="long_dash", reference=True),
    SeriesRole.COMPARATOR: SeriesLook(ORANGE, 2.0, dash="dash_dot", reference=True),
    SeriesRole.STANDARD: SeriesLook(RED, 2.0, dash="round_dot", reference=True),
    SeriesRole.BASELINE: SeriesLook(BLACK, 1.0, marker="diamond", line=False, pattern="percent_50", text_colour=BLACK),
    SeriesRole.PLAIN: SeriesLook(NHS_BLUE, 2.25, marker="circle"),
    SeriesRole.RATING_OUTSTANDING: SeriesLook(DARK_BLUE, pattern="percent_90"),
    SeriesRole.RATING_GOOD: SeriesLook(GREEN),
    SeriesRole.RATING_REQUIRES_IMPROVEMENT: SeriesLook(WARM_YELLOW, text_colour=BLACK),
    SeriesRole.RATING_INADEQUATE: SeriesLook(DARK_RED),
    SeriesRole.RATING_NONE: SeriesLook(MID_GREY, pattern="light_upward_diagonal", text_colour=BLACK),
}

# Several plain series of a chart take these in turn, dark beside light.
PLAIN_IN_TURN = (
    SeriesLook(NHS_BLUE, marker="circle"),
    SeriesLook(WARM_YELLOW, marker="square", dash="dash", text_colour=BLACK),
    SeriesLook(DARK_GREEN, marker="triangle", dash="round_dot"),
    SeriesLook(LIGHT_BLUE, marker="diamond", dash="long_dash", text_colour=BLACK),
    SeriesLook(PURPLE, marker="x", dash="dash_dot"),
    SeriesLook(MID_GREY, marker="plus", pattern="light_upward_diagonal", text_colour=BLACK),
)

# Who may write a column of an entry list. Any other writer gets one of OTHER_WRITERS.
WRITERS = (
    LabelColours("Staff", DARK_BLUE, WHITE),
    LabelColours("Manager", PURPLE, WHITE),
    LabelColours("Programme manager", DARK_PINK, WHITE),
    LabelColours("Do not change", DARK_GREY, WHITE),
)
OTHER_WRITERS = (
    LabelColours("", BLACK, WHITE),
    LabelColours("", BROWN, WHITE),
    LabelColours("", TEAL, WHITE),
)

# Number formats of entry cells. Text is stored as typed ("@"): a note that begins with - or = stays a note, and
# "1, 2" stays two numbers. Percentages are left as typed, because people type 95 and 95% alike.
ENTRY_NUMBERS: Mapping[Kind, str] = {
    Kind.TEXT: "@",
    Kind.LONG_TEXT: "@",
    Kind.WHOLE: "General",
    Kind.NUMBER: "General",
    Kind.PERCENT: "General",
    Kind.MEASURED: "General",
    Kind.DATE: "dd mmm yyyy",
    Kind.CHOICE: "General",
}

TITLE: Properties = {
    "bold": True, "font_size": 18, "font_color": WHITE, "bg_color": NHS_BLUE,
    "align": "left", "valign": "vcenter", "indent": 1, "text_wrap": True,
}  # fmt: skip
ENTRY_TITLE: Properties = {**TITLE, "bg_color": DARK_GREEN}
HEADING: Properties = {
    "bold": True, "font_size": 13, "font_color": DARK_BLUE, "valign": "bottom", "text_wrap": True,
    "bottom": 2, "bottom_color": NHS_BLUE,
}  # fmt: skip
WORDS: Properties = {"font_color": BLACK, "valign": "top", "text_wrap": True}
QUIET: Properties = {**WORDS, "font_size": QUIET_SIZE, "font_color": DARK_GREY}

TABLE_HEADER: Properties = {
    "bold": True, "font_color": DARK_BLUE, "bg_color": PALE_GREY, "text_wrap": True, "indent": 1,
    "bottom": 2, "bottom_color": NHS_BLUE,
}  # fmt: skip
TABLE_CELL: Properties = {"bottom": 1, "bottom_color": LINE_GREY}
# LibreOffice 7.4 drops the right indent of a number whose left neighbour has the same format, so columns take these in
# turn: enough of them that empty cells between two numbers make no difference.
TEXT_COLOURS = (BLACK, "#212B33", "#212B34", "#212B35", "#212C32", "#212C33")
EMPTY_TABLE: Properties = {
    **TABLE_CELL,
    "italic": True,
    "font_color": DARK_GREY,
    "align": "left",
    "valign": "vcenter",
    "indent": 1,
}
LINK: Properties = {"font_color": NHS_BLUE, "underline": 1}

TILE: Properties = {
    "bg_color": NEAR_WHITE, "align": "left", "indent": 1, "text_wrap": True,
    "right": 5, "right_color": WHITE,
}  # fmt: skip
TILE_EDGE: Properties = {"bg_color": NHS_BLUE, "right": 5, "right_color": WHITE}
TILE_LABEL: Properties = {**TILE, "bold": True, "font_color": DARK_GREY, "valign": "vcenter"}
TILE_VALUE: Properties = {**TILE, "bold": True, "font_color": DARK_BLUE, "valign": "vcenter"}
TILE_WORDS: Properties = {**TILE, "font_size": QUIET_SIZE, "font_color": BLACK, "valign": "top"}
TILE_RAG: Properties = {**TILE, "bold": True, "font_size": QUIET_SIZE, "valign": "vcenter"}

ENTRY_GUIDE: Properties = {**WORDS, "bg_color": PALE_GREEN, "align": "left", "indent": 1}
ENTRY_LEGEND: Properties = {**QUIET, "align": "left", "indent": 1}
ENTRY_WRITER: Properties = {"font_size": 8, "bold": True, "valign": "bottom", "text_wrap": True, "indent": 1}
ENTRY_HEADER: Properties = {"bold": True, "valign": "vcenter", "text_wrap": True, "indent": 1}
ENTRY_CELL: Properties = {"valign": "top", "text_wrap": True, "indent": 1, "border": 1, "border_color": LINE_GREY}
LOCKED_CELL: Properties = {"bg_color": PALE_GREY}
