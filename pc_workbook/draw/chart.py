"""Draw native charts of the cells of a table on the same sheet, each series in the format of its role.

A missing value is a gap, never a zero. Every chart has an alternative text for screen readers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any, NamedTuple

from xlsxwriter import Workbook

from pc_workbook.cells.limits import cut
from pc_workbook.draw.chart_xml import write_defaults
from pc_workbook.draw.sheet_cursor import ChartPlace, Placed, SheetCursor, check_accepted
from pc_workbook.draw.theme import (
    BLACK,
    DARK_BLUE,
    DARK_GREY,
    FONT,
    LINE_GREY,
    MID_GREY,
    PLAIN_IN_TURN,
    SERIES,
    STYLES,
    WHITE,
    SeriesLook,
)
from pc_workbook.errors import InternalError
from pc_workbook.model.period import last_day_of_month
from pc_workbook.views.parts import Chart, ChartKind, Series, SeriesRole, Style, Table, Value

ROW_PIXELS = 20  # of the rows reserved for a chart
AROUND_BARS = 120  # pixels of title, axes and legend
LONGEST_NAME = 255  # characters of a title, an axis or a series
BAR_PIXELS = 13  # per bar with its label
LABEL_PIXELS = 11
EVERY_LABEL_UP_TO = 60  # bars; with more, only every nth has a label
SMALL_LABELS_FROM = 26
VALUES_BESIDE_UP_TO = 45
MOVE_WITH_CELLS = 2
CLEAR = 3  # pixels above and below, so that no frame is printed on the page before

Options = dict[str, Any]  # arguments of XlsxWriter

TYPES: Mapping[ChartKind, Options] = {
    ChartKind.BAR: {"type": "bar"},
    ChartKind.COLUMN: {"type": "column"},
    ChartKind.STACKED_BAR: {"type": "bar", "subtype": "stacked"},
    ChartKind.SCATTER: {"type": "scatter"},
    ChartKind.TIME: {
        "type": "scatter",
        "subtype": "straight_with_markers",
    },  # a line chart has one date a row, for all series
}
SIDEWAYS = (ChartKind.BAR, ChartKind.STACKED_BAR)
BARS = (ChartKind.BAR, ChartKind.STACKED_BAR, ChartKind.COLUMN)
SCATTERED = (SeriesRole.ACTUAL, SeriesRole.PLAIN, SeriesRole.BASELINE)  # drawn as points; other roles as lines
LABEL_NUMBERS: Mapping[Style, str] = {Style.YEAR: "0", Style.DATE: "mmm yyyy"}

LABEL_FONT: Options = {"name": FONT, "size": 9, "color": DARK_GREY}
AXIS_TITLE_FONT: Options = {"name": FONT, "size": 9, "color": DARK_GREY, "bold": False}
TITLE_FONT: Options = {"name": FONT, "size": 11, "color": DARK_BLUE, "bold": True}


def chart_height(chart: Chart, table: Table, tallest: float) -> float:
    """Return the height of a chart in pixels: each bar needs room, up to `tallest` in all."""
    requested = chart.height * ROW_PIXELS
    if chart.kind not in SIDEWAYS:
        return requested
    row_height = BAR_PIXELS if chart.kind is ChartKind.STACKED_BAR else max(BAR_PIXELS, 8 * len(chart.series))
    return max(requested, min(tallest, _row_count(chart, table) * row_height + AROUND_BARS))


def _row_count(chart: Chart, table: Table) -> int:
    return chart.rows[1] - chart.rows[0] + 1 if chart.rows else len(table.rows)


def as_words(name: str, most: int = LONGEST_NAME) -> str:
    """Return a name as the text of a chart, shortened to what Excel displays; a leading space keeps = from being a formula.

    >>> as_words("=1+1"), as_words("England")
    (' =1+1', 'England')
    """
    return cut(f" {name}" if name.startswith("=") else name, most)


def draw_charts(cursor: SheetCursor, book: Workbook) -> None:
    """Draw the charts of a sheet, after all its tables."""
    for place in cursor.charts:
        _draw_chart(cursor, book, place, cursor.tables[place.chart.table])


def _draw_chart(cursor: SheetCursor, book: Workbook, place: ChartPlace, placed: Placed) -> None:
    chart = place.chart
    if not chart.alt.strip():
        raise InternalError(f"Chart {chart.title!r} has no words for a screen reader.")
    native = write_defaults(book.add_chart({**TYPES[chart.kind], "name": as_words(chart.title, 200)}))
    source = Source(cursor.name, chart, placed)
    lines = [series for series in chart.series if _drawn_over(chart, series)]
    _add_series(native, source, [series for series in chart.series if series not in lines])
    if lines:
        over = write_defaults(book.add_chart({"type": "line"}))
        _add_series(over, source, lines, as_line=True)
        native.combine(over)
    _format_chart(native, chart, source, place)
    native.set_size({"width": round(place.width), "height": round(place.height) - 2 * CLEAR})
    where = {
        "x_offset": round(place.left),
        "y_offset": CLEAR,
        "description": cut(chart.alt),
        "object_position": MOVE_WITH_CELLS,
    }
    check_accepted(cursor.sheet.insert_chart(place.row, 0, native, where), chart.title)


def _drawn_over(chart: Chart, series: Series) -> bool:
    """Return whether a series is a line over columns, as a target or comparator beside other series is."""
    others = any(not SERIES[each.role].reference for each in chart.series)
    return chart.kind is ChartKind.COLUMN and others and SERIES[series.role].reference


class Source(NamedTuple):
    """The cells that a chart reads."""

    sheet: str
    chart: Chart
    placed: Placed

    @property
    def row_count(self) -> int:
        """The number of rows in the chart."""
        return _row_count(self.chart, self.placed.table)

    def column(self, header: str) -> int:
        """Return the number of a column, from 0. Raises InternalError where the table has none of that name."""
        for index, column in enumerate(self.placed.table.columns):
            if column.header == header:
                return index
        raise InternalError(f"Chart {self.chart.title!r}: table {self.placed.table.name} has no column {header!r}.")

    def cells(self, header: str) -> list[str | int]:
        """Return the range of a column in XlsxWriter's form. Raises OurMistake for rows that are not in the table."""
        first, last = self.chart.rows or (0, len(self.placed.table.rows) - 1)
        if not 0 <= first <= last < len(self.placed.table.rows):
            raise InternalError(f"Chart {self.chart.title!r}: rows {first} to {last} are not in its table.")
        top, column = self.placed.header_row + 1, self.column(header)
        return [self.sheet, top + first, column, top + last, column]

    def values(self, header: str) -> list[Value]:
        """Return the values of a column in the rows of the chart."""
        first, last = self.chart.rows or (0, len(self.placed.table.rows) - 1)
        index = self.column(header)
        return [row[index] for row in self.placed.table.rows[first : last + 1]]

    def style(self, header: str) -> Style:
        """Return the style of a column."""
        return self.placed.table.columns[self.column(header)].style


def _add_series(native: Any, source: Source, chosen: Sequence[Series], as_line: bool = False) -> None:
    plain = iter(PLAIN_IN_TURN * 20)
    for series in chosen:
        look = next(plain) if series.role is SeriesRole.PLAIN else SERIES[series.role]
        options: Options = {
            "name": as_words(series.name),
            "categories": source.cells(series.labels),
            "values": source.cells(series.values),
        }
        native.add_series(options | _series_look(source, series, look, as_line))


def _series_look(source: Source, series: Series, look: SeriesLook, as_line: bool) -> Options:
    kind = source.chart.kind
    if kind in BARS and not as_line:
        return _bar_look(source, series, look)
    if kind is ChartKind.SCATTER:
        points = series.role in SCATTERED
        return _line_look(look, line=not points, marker=look.marker or "circle" if points else None)
    return _line_look(look, line=look.line, marker=look.marker)


def _line_look(look: SeriesLook, *, line: bool, marker: str | None) -> Options:
    drawn = {"color": look.colour, "width": look.width, "dash_type": look.dash} if line else {"none": True}
    size = 9 if marker == "diamond" else 7
    mark: Options = {"type": "none"}
    if marker:
        fill, border = (WHITE, look.colour) if look.hollow else (look.colour, WHITE)
        mark = {"type": marker, "size": size, "fill": {"color": fill}, "border": {"color": border}}
    return {"line": drawn, "marker": mark, "smooth": False}


def _bar_look(source: Source, series: Series, look: SeriesLook) -> Options:
    options: Options = {
        "border": {"color": WHITE, "width": 0.75} if source.row_count <= EVERY_LABEL_UP_TO else {"none": True},
        "fill": {"color": look.colour},
        "gap": 45 if source.row_count <= EVERY_LABEL_UP_TO else 15,
    }
    if look.pattern:
        del options["fill"]  # a bar has one or the other
        options["pattern"] = {"pattern": look.pattern, "fg_color": look.colour, "bg_color": WHITE}
        options["border"] = {"color": look.colour, "width": 0.75}
    return options | _value_labels(source, series, look)


def _value_labels(source: Source, series: Series, look: SeriesLook) -> Options:
    """Return the options for numbers on the bars, where there is room to read them."""
    chart = source.chart
    if source.row_count > VALUES_BESIDE_UP_TO:
        return {}
    number = STYLES[chart.style].number
    if chart.kind is ChartKind.STACKED_BAR:
        font = {"name": FONT, "size": 8, "bold": True, "color": look.text_colour}
        labels = {"value": True, "position": "center", "num_format": number, "font": font}
        labels["custom"] = [None if value else {"delete": True} for value in source.values(series.values)]
        if look.pattern:
            labels["fill"] = {
                "color": look.colour if look.text_colour == WHITE else WHITE
            }  # a number can't be read on a pattern
        return {"data_labels": labels}
    if len(chart.series) > 1 or (chart.kind is ChartKind.COLUMN and source.row_count > 16):
        return {}
    font = {"name": FONT, "size": 8, "color": BLACK}
    return {"data_labels": {"value": True, "position": "outside_end", "num_format": number, "font": font}}


def _format_chart(native: Any, chart: Chart, source: Source, place: ChartPlace) -> None:
    """Set title, axes and legend, in the same format for every chart."""
    values, labels = _value_axis(chart, source), _label_axis(chart, source, place)
    if chart.kind in SIDEWAYS:
        native.set_x_axis(values)
        native.set_y_axis(labels | {"reverse": True, "crossing": "max"})  # first row on top, values below
    else:
        native.set_x_axis(labels)
        native.set_y_axis(values)
    native.set_title({"name": as_words(chart.title), "name_font": TITLE_FONT, "overlay": False})
    native.set_legend({"position": "bottom", "font": LABEL_FONT} if len(chart.series) > 1 else {"none": True})
    native.set_chartarea({"border": {"color": LINE_GREY, "width": 0.75}, "fill": {"color": WHITE}})
    native.show_blanks_as("gap")


def _value_axis(chart: Chart, source: Source) -> Options:
    style = STYLES[chart.style]
    return {
        "name": as_words(chart.value_axis),
        "name_font": AXIS_TITLE_FONT,
        "num_font": LABEL_FONT,
        "num_format": _axis_number(chart, source),
        "min": None if chart.minimum is None else chart.minimum / style.divide_by,
        "max": None if chart.maximum is None else chart.maximum / style.divide_by,
        "line": {"none": True},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": {"color": LINE_GREY, "width": 0.75}},
    }


def _axis_number(chart: Chart, source: Source) -> str:
    """Return the number format of the value axis: percentages need decimals only for steps below one point."""
    style = STYLES[chart.style]
    if style.divide_by == 1:
        return style.number
    numbers = [v for each in chart.series for v in source.values(each.values) if isinstance(v, int | float)]
    low = min(numbers, default=0) if chart.minimum is None else chart.minimum
    high = max(numbers, default=100) if chart.maximum is None else chart.maximum
    return "0%" if chart.kind in BARS or high - low >= 6 else "0.0%"


def _label_axis(chart: Chart, source: Source, place: ChartPlace) -> Options:
    options: Options = {
        "name": as_words(chart.label_axis),
        "name_font": AXIS_TITLE_FONT,
        "num_font": LABEL_FONT | ({"size": 8} if source.row_count >= SMALL_LABELS_FROM else {}),
        "label_position": "low",  # clear of bars below zero
        "line": {"color": MID_GREY},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "major_gridlines": {"visible": False},
    }
    if chart.kind is ChartKind.TIME:
        return options | _time_axis(source)
    if chart.kind is ChartKind.SCATTER:
        return options | {"num_format": STYLES[source.style(chart.series[0].labels)].number}
    style = source.style(chart.series[0].labels)
    if style in LABEL_NUMBERS:
        options["num_format"] = LABEL_NUMBERS[style]
    if chart.kind in SIDEWAYS:
        options["interval_unit"] = _label_every(source.row_count, place.height)
    return options | {"text_axis": True}


DAY_0 = date(1899, 12, 30)  # of Excel's count of days
MONTH_DAYS = 365.25 / 12
YEARS_FROM = 36 * MONTH_DAYS  # days from which an axis is labelled by years
BEFORE_THE_END = 2  # days, so that no label falls into the next month
MOST_MONTHS = 8  # that are labelled


def _time_axis(source: Source) -> Options:
    """Return the options of a time axis, with a label for each year, or for months where the chart covers less than three
    years.

    A label marks the end of its month or year. It is put a little before, as months differ in length and steps don't.
    """
    columns = [source.values(labels) for labels in dict.fromkeys(series.labels for series in source.chart.series)]
    days = sorted({day for column in columns for day in column if isinstance(day, date)})
    if not days:
        return {}
    ends = [day for day in source.values(source.chart.series[0].labels) if isinstance(day, date)]
    span = (days[-1] - days[0]).days
    is_yearly = span >= YEARS_FROM or _are_whole_years(ends)
    months = 12 if is_yearly else next((n for n in (1, 2, 3) if span <= n * MOST_MONTHS * MONTH_DAYS), 6)
    step, last = MONTH_DAYS * months, (_last_label(ends, is_yearly) - DAY_0).days - BEFORE_THE_END
    first = (days[0] - DAY_0).days
    return {
        "num_format": "yyyy" if is_yearly else "mmm yyyy",
        "min": last - max(1, ceil((last - first) / step)) * step,
        "max": max(last, (days[-1] - DAY_0).days),
        "major_unit": step,
    }


def _last_label(days: Sequence[date], is_yearly: bool) -> date:
    """Return the last day that a label is for. Years are labelled on the day that most rows are on: the end of the plan's."""
    common = Counter((day.month, day.day) for day in days).most_common(1)[0][0]
    last = max(day for day in days if not is_yearly or (day.month, day.day) == common)
    return last_day_of_month(last.year, last.month)


def _are_whole_years(days: Sequence[date]) -> bool:
    """Return whether some days are years apart."""
    return len({(day.month, day.day) for day in days}) == 1 and len(set(days)) > 1


def _label_every(bars: int, height: float) -> int:
    """Return n where every nth bar has a label: all of them up to 60, then as many as can be read.

    >>> _label_every(33, 560), _label_every(300, 600)
    (1, 7)
    """
    if bars <= EVERY_LABEL_UP_TO:
        return 1
    return ceil(bars * LABEL_PIXELS / (height - AROUND_BARS))
