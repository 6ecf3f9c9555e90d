"""Two faster versions of the plain script: the same work by the fastest libraries that people know.

    python benchmarks/twins.py calamine TRACKER.xlsx OUT.xlsx     pandas, read by python-calamine, written by XlsxWriter, into a new file
    python benchmarks/twins.py wolfxl TRACKER.xlsx OUT.xlsx       read and modified by wolfxl: the sheets end up in a copy of the tracker

Validation, summaries and figures are those of plain.py; only reading, writing and formatting differ. wolfxl is not a
requirement of this project: install it to run its version.
"""

import sys
from datetime import date, datetime
from typing import Any

import pandas as pd
from plain import HEADING_ROW, RAG_FILLS, area_figure, summaries

HEADING_FILL = "1F3864"
CHARTS = (  # sheet, label column, value column
    ("Dashboard", "what", "figure"),
    ("Locality summary", "Locality", "patients_per_gp_fte"),
    ("CQC summary", "rating", "practices"),
    ("Practice summary", "Practice code", "patients_per_gp_fte"),
)


def widths(frame: pd.DataFrame) -> list[int]:
    """The width of each column: its longest text, at most 60 characters."""
    shown = [frame[name].map(str).str.len().max() if len(frame) else 0 for name in frame.columns]
    return [int(min(60, max(len(str(name)), most) + 2)) for name, most in zip(frame.columns, shown, strict=True)]


def with_calamine(source: str, out: str) -> str:
    """Read by python-calamine, write a new file by XlsxWriter; return the line that the plain script prints."""
    book = pd.read_excel(source, sheet_name=None, header=HEADING_ROW - 1, engine="calamine")
    sheets, unread = summaries(book)
    with pd.ExcelWriter(out, engine="xlsxwriter") as writer:
        workbook: Any = writer.book
        heading = workbook.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{HEADING_FILL}"})
        number = workbook.add_format({"num_format": "#,##0.00"})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        fills = {word: workbook.add_format({"bg_color": f"#{colour}"}) for word, colour in RAG_FILLS.items()}
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False)
            sheet = writer.sheets[name]
            for column, (title, width) in enumerate(zip(frame.columns, widths(frame), strict=True)):
                sheet.write(0, column, str(title), heading)
                kind = frame.dtypes.iloc[column].kind
                sheet.set_column(column, column, width, number if kind == "f" else day if kind == "M" else None)
            for word, fill in fills.items():
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": fill}
                sheet.conditional_format(1, 0, max(1, len(frame)), len(frame.columns) - 1, rule)
            sheet.freeze_panes(1, 0)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.repeat_rows(0)
        for name, label, value in CHARTS:
            columns, last = list(sheets[name].columns), len(sheets[name])
            chart = workbook.add_chart({"type": "column"})
            at = columns.index(label), columns.index(value)
            chart.add_series({"categories": [name, 1, at[0], last, at[0]], "values": [name, 1, at[1], last, at[1]]})
            writer.sheets[name].insert_chart(1, len(columns) + 1, chart)
        years = sheets["Trajectories"].reset_index(drop=True)
        for n, (number_of, rows) in enumerate(years.groupby("Indicator")):
            chart = workbook.add_chart({"type": "line"})
            first, last = int(rows.index[0]) + 1, int(rows.index[-1]) + 1
            for column in (2, 3):
                chart.add_series({
                    "categories": ["Trajectories", first, 1, last, 1],
                    "values": ["Trajectories", first, column, last, column],
                })  # fmt: skip
            chart.set_title({"name": f"Indicator {number_of}"})
            writer.sheets["Trajectories"].insert_chart(1 + 16 * n, 6, chart)
    return area_figure(sheets, unread)


def with_wolfxl(source: str, out: str) -> str:
    """Read the tracker by wolfxl and write the sheets into a copy of it; return the line that the plain script prints."""
    import wolfxl
    from wolfxl.chart import BarChart, LineChart, Reference
    from wolfxl.styles import Font, PatternFill

    def values_of(sheet: Any) -> pd.DataFrame:
        rows = list(sheet.iter_rows(min_row=HEADING_ROW, values_only=True))
        return pd.DataFrame(rows[1:], columns=rows[0]) if rows else pd.DataFrame()

    reader = wolfxl.load_workbook(source, read_only=True, data_only=True)
    sheets, unread = summaries({name: values_of(reader[name]) for name in reader.sheetnames})
    book = wolfxl.load_workbook(source, modify=True)
    heading = {"font": Font(bold=True, color="FFFFFF"), "fill": PatternFill("solid", fgColor=HEADING_FILL)}
    fills = {word: {"fill": PatternFill("solid", fgColor=colour)} for word, colour in RAG_FILLS.items()}

    def style(row: int, column: int, value: object) -> object:
        if row == 1:
            return heading
        if isinstance(value, float):
            return "#,##0.00"
        return "dd/mm/yyyy" if isinstance(value, date) else fills.get(value) if isinstance(value, str) else None

    for name, frame in sheets.items():
        if name in book.sheetnames:
            del book[name]
        sheet = book.create_sheet(name)
        rows = [[str(title) for title in frame.columns], *map(list, frame.itertuples(index=False))]
        sheet.write_styled_rows([[_plain(value) for value in row] for row in rows], style, copy=False)
        for column, width in enumerate(widths(frame)):
            sheet.column_dimensions[wolfxl.utils.get_column_letter(column + 1)].width = width
        # wolfxl 2.0 can't freeze panes or set up pages of a sheet that it adds to a workbook it modifies.
    for name, label, value in CHARTS:
        columns, last = list(sheets[name].columns), len(sheets[name]) + 1
        chart = BarChart()
        at = columns.index(label) + 1, columns.index(value) + 1
        chart.add_data(Reference(book[name], min_col=at[1], min_row=1, max_row=last), titles_from_data=True)
        chart.set_categories(Reference(book[name], min_col=at[0], min_row=2, max_row=last))
        book[name].add_chart(chart, f"{wolfxl.utils.get_column_letter(len(columns) + 2)}2")
    years = sheets["Trajectories"].reset_index(drop=True)
    for n, (number, rows_of) in enumerate(years.groupby("Indicator")):
        first, last = rows_of.index[0] + 2, rows_of.index[-1] + 2
        line = LineChart()
        line.title = f"Indicator {number}"
        for column in (3, 4):
            line.add_data(Reference(book["Trajectories"], min_col=column, min_row=first, max_row=last))
        line.set_categories(Reference(book["Trajectories"], min_col=2, min_row=first, max_row=last))
        book["Trajectories"].add_chart(line, f"G{2 + 16 * n}")
    book.save(out)
    return area_figure(sheets, unread)


def _plain(value: Any) -> object:
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, bool | int | float | str | date | datetime):
        return value
    return value.item() if hasattr(value, "item") else str(value)


if __name__ == "__main__":
    print({"calamine": with_calamine, "wolfxl": with_wolfxl}[sys.argv[1]](*sys.argv[2:4]))
