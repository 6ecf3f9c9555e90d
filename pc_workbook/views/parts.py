"""The parts a sheet is made of. A view returns them in reading order; draw/ renders them.

Styles are named by what a number means. Percentages are given in percentage points (91.11 for 91.11%),
gaps in their own unit, dates as dates. None is a missing value: it is shown as an empty cell, never as zero.

Parts are named tuples where they can be: a frozen dataclass takes a thousandth of a second to make at each start.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum, auto
from types import MappingProxyType
from typing import NamedTuple, Self

from pc_workbook.wording.headings import NOTHING_TO_SHOW


class Style(Enum):
    """What a value is, so that draw can choose how it looks."""

    TEXT = auto()
    LONG_TEXT = auto()  # wraps over several lines
    CODE = auto()  # ODS codes, letters, finding codes
    WHOLE = auto()  # counts of people and practices: 168,094
    FTE = auto()  # 70.83
    RATE = auto()  # per 1,000: 0.47
    RATE_3 = auto()  # of an indicator with three decimals: 1.161
    RATE_4 = auto()
    RATIO = auto()  # patients per FTE GP: 2,072
    TIMES = auto()  # times England: 1.57
    PERCENT_0 = auto()  # percentage points, shown 37%
    PERCENT_1 = auto()  # 45.5%
    PERCENT_2 = auto()  # 91.11%
    PERCENT_3 = auto()
    GAP_RATE = auto()  # signed, + is better: -0.14
    GAP_3 = auto()  # signed, of an indicator with three decimals: +0.001
    GAP_4 = auto()
    GAP_POINTS = auto()  # signed percentage points: -3.89
    MONEY = auto()  # pounds: £1,200
    MONEY_PENCE = auto()  # £12.50
    MONEY_K = auto()  # thousands of pounds, to the digits that there are: £12.5k
    MONEY_M = auto()  # £1.25m
    MONEY_BN = auto()
    SECONDS = auto()  # of time, in whole units: 12 days
    SECONDS_PARTS = auto()  # with up to two decimals: 2.5 days
    MINUTES = auto()
    MINUTES_PARTS = auto()
    HOURS = auto()
    HOURS_PARTS = auto()
    DAYS = auto()
    DAYS_PARTS = auto()
    WEEKS = auto()
    WEEKS_PARTS = auto()
    MONTHS = auto()
    MONTHS_PARTS = auto()
    YEARS = auto()
    YEARS_PARTS = auto()
    GAP_WHOLE = auto()  # signed, of a count: +5
    SCORE = auto()  # deprivation 25.8
    DATE = auto()
    YEAR = auto()  # 2017, never 2,017
    RAG = auto()  # text that starts with Red, Amber, Green or Not rated
    RATING = auto()  # a CQC rating in words
    SEVERITY = auto()  # Error, Warning, Note
    STATE = auto()  # an action's state: Overdue, Done, On course ...
    LINK = auto()  # a Link


class Link(NamedTuple):
    """Words that jump to a cell of the same workbook, such as sheet 'Practices', cell 'F17'."""

    words: str
    sheet: str
    cell: str = "A1"


class Label(str):
    """Words in the colours of an area's own RAG scheme: `colour` is the background, "#RRGGBB" or "" for that of `like`."""

    colour: str
    like: str

    def __new__(cls, words: str, like: str, colour: str = "") -> Self:
        made = super().__new__(cls, words)
        made.like, made.colour = like, colour
        return made


Value = str | int | float | bool | date | Link | None


class Column(NamedTuple):
    """One column of a table: its header, what its values are, and a width in characters (None: by content)."""

    header: str
    style: Style = Style.TEXT
    width: float | None = None


class Heading(NamedTuple):
    """The sheet's title (level 1, once, first) or a section heading (level 2)."""

    words: str
    level: int = 2


class Paragraph(NamedTuple):
    """A paragraph. `quiet` ones are notes under a table, in smaller grey type."""

    words: str
    quiet: bool = False


class KeyFigure(NamedTuple):
    """One tile of a dashboard: a label, a value with its style, and a line that says what it means."""

    label: str
    value: Value
    style: Style
    words: str = ""
    rag: str | None = None


class KeyFigures(NamedTuple):
    """A row of tiles (up to six)."""

    figures: tuple[KeyFigure, ...]


NO_STYLES: Mapping[tuple[int, int], Style] = MappingProxyType({})
NO_MARKS: Mapping[tuple[int, int], str] = MappingProxyType({})


class Table(NamedTuple):
    """A real list object. `name` is unique in the workbook and starts with pc_; rows have one value a column.

    A column of mixed styles gives a style a row: `row_styles[row][column]` where it differs from the column's.
    With no rows, `empty` is the text of its only row.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str = NOTHING_TO_SHOW
    cell_styles: Mapping[tuple[int, int], Style] = NO_STYLES
    repeat_header: bool = False  # the rows repeated on every printed page; one table a sheet at most
    filter_buttons: bool = True  # in a long table; what is only read or printed has no use for them
    marks: Mapping[tuple[int, int], str] = NO_MARKS  # why a cell is empty that must be, for a chart reads it


class ChartKind(Enum):
    """Which native Excel chart."""

    BAR = auto()  # horizontal bars
    COLUMN = auto()
    STACKED_BAR = auto()
    SCATTER = auto()
    TIME = auto()  # lines over a time axis: each value is as far along it as the day in its column of labels


class SeriesRole(Enum):
    """What a series shows, so that it looks the same on every chart."""

    ACTUAL = auto()
    PLAN = auto()
    DERIVED = auto()  # worked out, not agreed
    TARGET = auto()
    COMPARATOR = auto()
    STANDARD = auto()  # national standard
    BASELINE = auto()
    PLAIN = auto()
    RATING_OUTSTANDING = auto()
    RATING_GOOD = auto()
    RATING_REQUIRES_IMPROVEMENT = auto()
    RATING_INADEQUATE = auto()
    RATING_NONE = auto()


class Series(NamedTuple):
    """One series of a chart: the columns (by header) of the chart's table that contain its labels and its values."""

    name: str
    labels: str
    values: str
    role: SeriesRole = SeriesRole.PLAIN


class Chart(NamedTuple):
    """A native chart over columns of one table of the same sheet, with the words a screen reader says.

    `rows` picks the table's rows it draws (first, last), counted from 0; None means all of them.
    `height` is in rows of ordinary height.
    """

    kind: ChartKind
    title: str
    alt: str
    table: str
    series: tuple[Series, ...]
    value_axis: str = ""
    label_axis: str = ""
    style: Style = Style.WHOLE
    rows: tuple[int, int] | None = None
    height: int = 18
    minimum: float | None = None
    maximum: float | None = None


class ChartGrid(NamedTuple):
    """Charts side by side, two a row."""

    charts: tuple[Chart, ...]


class PageBreak(NamedTuple):
    """What follows starts on a new printed page."""


Part = Heading | Paragraph | KeyFigures | Table | Chart | ChartGrid | PageBreak


class Sheet(NamedTuple):
    """One generated sheet. `prints_to` is what the reader prints it for; `parts` are in reading order."""

    name: str
    parts: tuple[Part, ...]
    description: str = ""
    locked: bool = False  # protected, without a password: a guard-rail against typing here
    merged: bool = True  # whether text may be in merged cells, which screen readers handle badly


class Kind(Enum):
    """What may be typed into a column of an entry list."""

    TEXT = auto()
    LONG_TEXT = auto()
    WHOLE = auto()
    NUMBER = auto()
    PERCENT = auto()
    MEASURED = auto()  # a value in whatever unit, or words: nothing is checked while typing
    DATE = auto()
    CHOICE = auto()


class EntryColumn(NamedTuple):
    """One column of an entry list: its header, what it takes, who may write it, and the help that pops up."""

    header: str
    kind: Kind
    width: float
    required: bool
    writer: str
    help: str
    choices: tuple[str, ...] = ()
    choices_from: tuple[str, str] | None = None  # (list name, header) of another entry list
    called: str = ""  # the tracker's word for its writer, where that is another


class EntryList(NamedTuple):
    """One entry sheet: a guide line, and one list object that people type into."""

    sheet: str
    table: str
    guide: str
    columns: tuple[EntryColumn, ...]
    rows: Sequence[Sequence[Value]] = ()
    merges: tuple[tuple[int, int, int], ...] = ()  # (first row, last row, column), counted from 0 in the list
    open_to: str = ""  # the one writer whose columns take typing; the rest is protected, and no row is added


class BlankSheet(NamedTuple):
    """An empty sheet that keeps a place among the tabs until a refresh fills it."""

    name: str


class RecordSheet(NamedTuple):
    """Texts for the program to read again, on a sheet that no menu shows; each row from its first column on."""

    name: str
    rows: tuple[tuple[str, ...], ...]


class Workbook(NamedTuple):
    """What is drawn in one go: generated sheets and entry lists, in tab order, and the document's own facts."""

    sheets: tuple[Sheet | EntryList | BlankSheet | RecordSheet, ...]
    title: str
    created: date | None = None
