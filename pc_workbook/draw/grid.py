"""Calculate the column widths of a sheet. Its tables are below each other, so a column takes the widest need.

The columns together are at least as wide as the page, so that titles, text and charts span it, and not so wide that print
becomes tiny where text could wrap instead.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import zip_longest
from types import UnionType
from typing import NamedTuple

from pc_workbook.draw.text_width import longest_word_width, text_width
from pc_workbook.draw.theme import LABEL_COLOURS, STYLES
from pc_workbook.views.parts import Column, Link, Style, Table, Value

PAGE = 990.0  # pixels of A4 landscape between the margins, at full size
SMALLEST_PRINT = 0.72  # of full size, as long as wrapping text makes room
PADDING = 22.0  # pixels of a cell beside its text: indent, Excel's margin and some space
FILLER = 90.0
COLUMNS_WITHOUT_TABLE = 12
HEADER_LINES = 4  # before a heading widens its column; two where the page has room
TALLEST_TEXT = 26  # lines in the 409 points of a row: a longer text needs a wider column
WIDEST_COLUMN = 1200.0


class Need(NamedTuple):
    """The width in pixels that a column needs: below `least` a word breaks or a number shows ####, at `full` nothing wraps."""

    least: float = 0
    wish: float = 0
    full: float = 0

    def __or__(self, other: "Need") -> "Need":
        return Need(max(self.least, other.least), max(self.wish, other.wish), max(self.full, other.full))


def sheet_widths(tables: Iterable[Table]) -> list[float]:
    """Return the width in pixels of each column of a sheet with these tables."""
    needs = [table_needs(table) for table in tables]
    if not needs:
        return [PAGE / COLUMNS_WITHOUT_TABLE] * COLUMNS_WITHOUT_TABLE
    return fit_to_page([_largest_need(column) for column in zip_longest(*needs)])


def _largest_need(needs: Sequence[Need | None]) -> Need:
    total = Need()
    for need in needs:
        total |= need or Need()
    return total


def fit_to_page(needs: Sequence[Need]) -> list[float]:
    """Return widths in pixels between `least` and `full` that fill the page without shrinking it much.

    >>> fit_to_page([Need(50, 100, 100), Need(60, 400, 4000)])
    [100.0, 890.0]
    """
    widths = [max(need.least, need.wish) for need in needs]
    if sum(widths) > PAGE / SMALLEST_PRINT:
        return _shrunk(needs, widths, PAGE / SMALLEST_PRINT)
    widths = _grown(needs, widths)
    spare = PAGE - sum(widths)
    if spare < FILLER / 2:
        return widths
    fillers = max(1, round(spare / FILLER))
    return [*widths, *[spare / fillers] * fillers]


def _shrunk(needs: Sequence[Need], widths: Sequence[float], limit: float) -> list[float]:
    slack = [width - need.least for need, width in zip(needs, widths, strict=True)]
    share = min(1.0, (sum(widths) - limit) / sum(slack)) if sum(slack) > 0 else 0.0
    return [width - shortfall * share for width, shortfall in zip(widths, slack, strict=True)]


def _grown(needs: Sequence[Need], widths: Sequence[float]) -> list[float]:
    """Return the widths with the remaining room of the page given to columns whose text wraps."""
    shortfalls = [max(0.0, need.full - width) for need, width in zip(needs, widths, strict=True)]
    spare = max(0.0, PAGE - sum(widths))
    share = min(1.0, spare / sum(shortfalls)) if sum(shortfalls) > 0 else 0.0
    return [width + shortfall * share for width, shortfall in zip(widths, shortfalls, strict=True)]


def table_needs(table: Table) -> list[Need]:
    """Return the need of each column of a table."""
    overrides: dict[int, set[Style]] = {}
    for (_, column), style in table.cell_styles.items():
        overrides.setdefault(column, set()).add(style)
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    return [
        _column_need(column, values, overrides.get(number, set()))
        for number, (column, values) in enumerate(zip(table.columns, columns, strict=True))
    ]


def has_filter(table: Table) -> bool:
    """Return whether a table gets filter buttons: in short tables they only cover the headings."""
    return table.filter_buttons and len(table.rows) > 10


def _column_need(column: Column, values: Sequence[Value], overrides: set[Style]) -> Need:
    styles = {column.style} | overrides
    kinds = set(map(type, values))
    header = header_need(column.header)
    numbers = _numbers_width(values, kinds, styles)
    if column.width is None:
        words = _words_need(_texts(values) if _any_is(kinds, str | Link) else [], styles)
        return header | Need(numbers, numbers, numbers) | words
    wished = column.width * 7 + 5
    stated = max(numbers, wished)
    return header | Need(stated, stated, stated)  # a stated width is kept: print gets smaller before words break


def _any_is(kinds: set[type], wanted: type | UnionType) -> bool:
    return any(issubclass(kind, wanted) for kind in kinds)


def _texts(values: Sequence[Value]) -> list[str]:
    return [value.words if isinstance(value, Link) else value for value in values if isinstance(value, (str, Link))]


def header_need(header: str) -> Need:
    """Return the need of a heading, which wraps before it widens its column."""
    word = longest_word_width(header, bold=True) + PADDING
    length = text_width(header, bold=True) * 1.15
    return Need(word, max(word, length / HEADER_LINES + PADDING), max(word, length / 2 + PADDING))


def _words_need(texts: Sequence[str], styles: set[Style]) -> Need:
    if not texts:
        return Need()
    bold = any(style in LABEL_COLOURS for style in styles)
    longest = max(map(len, texts))
    lines = [line for text in sorted(texts, key=len, reverse=True)[:12] for line in text.split("\n")]
    full = max(text_width(line, bold=bold) for line in lines) + PADDING
    words = sorted(set(" ".join(texts).split()), key=len, reverse=True)[:8]
    word = max((longest_word_width(word, bold=bold) for word in words), default=0) + PADDING
    tallest = longest * 6.2 / TALLEST_TEXT
    widest = max(STYLES[style].widest for style in styles)
    least = min(max(word, tallest), WIDEST_COLUMN)
    return Need(min(least, max(widest, tallest)), min(full, max(widest, least)), full)


def _numbers_width(values: Sequence[Value], kinds: set[type], styles: set[Style]) -> float:
    """Return the width of the widest number in the widest style of a column, since numbers never wrap."""
    numbers = [value for value in values if isinstance(value, (int, float))] if _any_is(kinds, int | float) else []
    shown = [number_text(value, style) for style in styles for value in (min(numbers), max(numbers))] if numbers else []
    if _any_is(kinds, date):
        shown.append("28 Mmm 2000")
    return max((text_width(text) + PADDING for text in shown), default=0)


def number_text(value: float, style: Style) -> str:
    """Return a text at least as wide as what the number format displays.

    >>> number_text(91.11, Style.PERCENT_2), number_text(168094, Style.WHOLE)
    ('+91.11%', '+168,094')
    """
    code = STYLES[style].number
    if code == "General":
        return f"{value:.10g}"
    decimals = len(code.split(";")[0].partition(".")[2].rstrip("%"))
    return f"{value:+,.{decimals}f}" + ("%" if "%" in code else "")
