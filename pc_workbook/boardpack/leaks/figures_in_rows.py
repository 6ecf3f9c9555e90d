"""Numbers of a finished workbook with the words of their row and the headings above them.

A number alone reveals nothing; beside a practice's code and under a measure's heading it does. Rows are those of
sheets, hidden ones included, and of the values stored in charts.
"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from pc_workbook.boardpack.leaks.file_texts import PARSER

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
STRINGS = "xl/sharedStrings.xml"


class Number(NamedTuple):
    """One number, its place, and the headings above it."""

    where: str
    value: float
    headings: tuple[str, ...]


class FigureRow(NamedTuple):
    """One row of a sheet, or one point of a chart, with its words and its numbers."""

    part: str
    words: tuple[str, ...]
    numbers: tuple[Number, ...]


def figure_rows(path: Path) -> Iterator[FigureRow]:
    """Yield each row of a workbook that contains a number, with its words; nothing for other files."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        shared = _shared(package.read(STRINGS)) if STRINGS in names else []
        for name in names:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                yield from _of_sheet(package.read(name), name, shared)
            elif "/charts/" in name and name.endswith(".xml"):
                yield from _of_chart(package.read(name), name)


def _text(element: Any) -> str:
    return "".join(map(str, element.itertext()))


def _shared(data: bytes) -> list[str]:
    return [_text(item) for item in etree.fromstring(data, PARSER).iter(f"{MAIN}si")]


def _of_sheet(data: bytes, name: str, shared: Sequence[str]) -> Iterator[FigureRow]:
    headings: dict[str, tuple[str, ...]] = {}
    for row in etree.fromstring(data, PARSER).iter(f"{MAIN}row"):
        words: list[str] = []
        numbers: list[Number] = []
        for cell in row.iter(f"{MAIN}c"):
            value = _value(cell, shared)
            where = cell.get("r") or ""
            column = where.rstrip("0123456789")
            if isinstance(value, float):
                numbers.append(Number(where, value, headings.get(column, ())))
            elif value:
                words.append(value)
                headings[column] = (*headings.get(column, ())[-1:], value)
        if numbers:
            yield FigureRow(name, tuple(words), tuple(numbers))


def _value(cell: Any, shared: Sequence[str]) -> float | str | None:
    kind, text = cell.get("t"), cell.findtext(f"{MAIN}v")
    if kind == "inlineStr":
        return _text(cell.find(f"{MAIN}is"))
    if text is None:
        return None
    if kind == "s":
        return shared[int(text)]
    return text if kind in ("str", "e", "d") else float(text)


def _of_chart(data: bytes, name: str) -> Iterator[FigureRow]:
    for series in etree.fromstring(data, PARSER).iter(f"{CHART}ser"):
        title = " ".join(_text(text) for text in series.findall(f"{CHART}tx"))
        labels = dict(_points(series, ("cat", "xVal")))
        for at, text in _points(series, ("val", "yVal")):
            number = _number(text)
            if number is not None:
                yield FigureRow(name, (labels.get(at, ""), title), (Number(f"point {at + 1}", number, (title,)),))


def _points(series: Any, tags: Sequence[str]) -> Iterator[tuple[int, str]]:
    for tag in tags:
        for point in series.iterfind(f"{CHART}{tag}//{CHART}pt"):
            yield int(point.get("idx")), point.findtext(f"{CHART}v") or ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
