"""Texts of a pack that no cell can show whole: the cell contains their beginning, and they continue below the table.

A row of a sheet is at most 409 points tall, and on paper nobody can scroll, so what does not fit would be cut off.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Final, NamedTuple

from pc_workbook.draw.grid import sheet_widths
from pc_workbook.draw.table import EDGES
from pc_workbook.draw.text_width import line_count, text_width
from pc_workbook.views.parts import Paragraph, Part, Sheet, Table, Value
from pc_workbook.wording.pack_sheets import CONTINUED_BELOW, THIS_ROW, continued_label

MOST_LINES: Final = 24  # of a cell: its row is then well below the tallest that Excel allows
LONGEST_WORD: Final = 120  # characters; longer ones are broken before columns are made as wide as their words
PIECE: Final = 60  # characters of a broken one
LONGEST_PARAGRAPH: Final = 1_000  # characters: a cell that is not wrapped shows little more
LONGEST_OF_A_LANGUAGE: Final = 30  # characters: columns are made for words up to here


def with_continued_texts(sheet: Sheet) -> Sheet:
    """Return the sheet with no text longer than a cell can show; the rest of a long text follows below its table,
    word for word.
    """
    parts = [_with_broken_words(part) for part in sheet.parts]
    rooms = [ceil(width) - EDGES for width in sheet_widths([part for part in parts if isinstance(part, Table)])]
    return sheet._replace(parts=tuple([shown for part in parts for shown in _shown(part, rooms)]))


def _shown(part: Part, rooms: Sequence[float]) -> Iterator[Part]:
    """Yield a part; a table with texts that are too long is followed by the rest of them."""
    if not isinstance(part, Table):
        yield part
        return
    long = {
        (number, place)
        for number, row in enumerate(part.rows)
        for place, (value, room) in enumerate(zip(row, rooms, strict=False))
        if isinstance(value, str) and not _fits(value, room)
    }
    if not long:
        yield part
        return
    divided = {(number, place): _divided(str(part.rows[number][place]), rooms[place]) for number, place in sorted(long)}
    yield _cut(part, {place: divided_text.beginning for place, divided_text in divided.items()}, rooms)
    for (number, place), divided_text in divided.items():
        yield from _continued(part, number, place, divided_text.rest)


def _cut(table: Table, beginnings: Mapping[tuple[int, int], str], rooms: Sequence[float]) -> Table:
    """Return the table with its long texts shortened. Its columns stay as wide as the whole texts made them."""
    rows = tuple(
        tuple(beginnings.get((number, place), value) for place, value in enumerate(row))
        for number, row in enumerate(table.rows)
    )
    cut = {place for _, place in beginnings}
    columns = tuple(
        column._replace(width=(rooms[place] + EDGES - 5) / 7) if place in cut else column
        for place, column in enumerate(table.columns)
    )
    return table._replace(rows=rows, columns=columns)


def _continued(table: Table, number: int, place: int, rest: str) -> Iterator[Paragraph]:
    row = table.rows[number]
    others = (str(value) for at, value in enumerate(row) if at != place and value not in (None, ""))
    label = continued_label(table.columns[place].header, next(others, THIS_ROW)[:LONGEST_WORD])
    for paragraph in _paragraphs(rest):
        yield Paragraph(label + paragraph)


def _with_broken_words(part: Part) -> Part:
    if isinstance(part, Paragraph):
        return part._replace(words=_broken(part.words))
    if not isinstance(part, Table) or not any(_has_long_word(value) for row in part.rows for value in row):
        return part
    return part._replace(rows=tuple(tuple(map(_with_breaks, row)) for row in part.rows))


def _has_long_word(value: Value) -> bool:
    return (
        isinstance(value, str) and len(value) > LONGEST_WORD and max(map(len, value.split()), default=0) > LONGEST_WORD
    )


def _with_breaks(value: Value) -> Value:
    return _broken(value) if isinstance(value, str) else value


def _broken(text: str, longest: int = LONGEST_WORD, piece: int = PIECE) -> str:
    """Return a text in which no word is wider than a line of the cell.

    >>> _broken("a " + "b" * 7, longest=5, piece=3)
    'a bbb\\nbbb\\nb'
    """
    if len(text) <= longest:
        return text
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: re.sub(rf"\S{{{piece}}}(?!$)", r"\g<0>\n", word[0]), text)


def _fits(text: str, room: float) -> bool:
    """Return whether a cell shows a text whole, bold or not."""
    return line_count(text, room, bold=True) <= MOST_LINES and not any(
        _is_too_wide(word, room) for word in text.split()
    )


def _is_too_wide(word: str, room: float) -> bool:
    return len(word) > LONGEST_OF_A_LANGUAGE and text_width(word) > room


class _Divided(NamedTuple):
    """The beginning of a text, as much as a cell shows, and the rest."""

    beginning: str
    rest: str


def _divided(text: str, room: float) -> _Divided:
    """Return a text in two; words wider than the cell are broken."""
    piece = max(1, int(room / text_width("W", bold=True)))
    text = "\n".join(
        " ".join(_broken(word, piece, piece) if _is_too_wide(word, room) else word for word in words)
        for words in (line.split(" ") for line in text.split("\n"))
    )
    if line_count(text, room, bold=True) <= MOST_LINES:
        return _Divided(text, "")
    ends = [found.start() for found in re.finditer(r"\s", text)]
    fitting = bisect_left(
        ends, True, key=lambda end: line_count(text[:end] + CONTINUED_BELOW, room, bold=True) > MOST_LINES
    )
    end = ends[fitting - 1] if fitting else 0
    return _Divided(text[:end].rstrip() + CONTINUED_BELOW, text[end:].strip())


def _paragraphs(text: str) -> Iterator[str]:
    """Return a text in paragraphs that a line of cells can show, cut between words."""
    while len(text) > LONGEST_PARAGRAPH:
        end = max(text.rfind(" ", 0, LONGEST_PARAGRAPH), text.rfind("\n", 0, LONGEST_PARAGRAPH))
        end = end if end > 0 else LONGEST_PARAGRAPH
        yield text[:end].strip()
        text = text[end:].strip()
    if text:
        yield text
