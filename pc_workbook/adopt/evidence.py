"""What the headings and values of a column say about the column of a list that it may be."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from pc_workbook.adopt.mapping import Form, Target
from pc_workbook.adopt.old_tables import BETWEEN_LEVELS, OldColumn, OldTable
from pc_workbook.adopt.synonyms import ALL_HEADINGS, Meaning
from pc_workbook.model.period import Period
from pc_workbook.model.reference import parse_reference
from pc_workbook.model.text import folded, nearest
from pc_workbook.tracker.lists.layout import Column, Reads
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, parse_cell
from pc_workbook.tracker.snapshot import SheetCells

MOST_LOOKED_AT: Final = 200  # different values of a column
SHORTEST_CONTAINED: Final = 4  # letters of a known heading that is looked for within another
ALIKE: Final = 0.86
PRACTICE_CODE: Final = re.compile(r"[A-Z]\d{5}")
REFERENCE_THEN_TEXT: Final = re.compile(r"\s*([A-Za-z0-9][\w./]{0,9}(?:-\d+)?)\s*(?:[-–—:)]|\.)\s+(\S.*)", re.DOTALL)
_YEARS: Final = r"(?:20|19)\d\d"
_IN_A_HEADING: Final = (
    rf"Q[1-4],? {_YEARS} ?[/-] ?(?:20)?\d\d", rf"{_YEARS} ?[/-] ?(?:20)?\d\d(?!\d)", rf"[A-Za-z]{{3,9}}\.?[ -]{_YEARS}",
    r"[A-Z][a-z]{2}[ -]\d\d(?!\d)", _YEARS,
)  # fmt: skip


class NamedBy(NamedTuple):
    """A meaning of a heading, and how well the heading says it, from 0 to 1."""

    meaning: Meaning
    strength: float
    heading: str  # the heading that is known


OWN, SYNONYM, CONTAINED = 1.0, 0.8, 0.5


def meanings(heading: str) -> list[NamedBy]:
    """Return what a heading may mean. One merged above it is left aside where the lower one says it alone."""
    words = heading.rpartition(BETWEEN_LEVELS)[2]
    rest = without_period(words) if folded(words) not in ALL_HEADINGS else words
    for text, factor in ((words, 1.0), (rest, 0.95)):
        found = ALL_HEADINGS.get(folded(text), ())
        if found:
            return [NamedBy(each, (OWN if each.is_own else SYNONYM) * factor, text) for each in found]
    return [NamedBy(each, CONTAINED, known) for known in _known_within(rest) for each in ALL_HEADINGS[known]]


def _known_within(words: str) -> list[str]:
    """Return the longest known heading that occurs in a longer one, or the one that is most like it."""
    parts = [folded(part) for part in words.split()]
    runs = ("".join(parts[a:b]) for a in range(len(parts)) for b in range(len(parts), a, -1))
    within = [run for run in runs if len(run) >= SHORTEST_CONTAINED and run in ALL_HEADINGS]
    if within:
        return [max(within, key=len)]
    near = nearest(folded(words), ALL_HEADINGS, ALIKE) if words else None
    return [near] if near else []


def heading_period(heading: str) -> Period | None:
    """Return the period that a heading names, with other words or without.

    >>> heading_period("2021 Target").label, heading_period("Actual – Apr 2017").label, heading_period("Owner")
    ('2021', 'April 2017', None)
    """
    if not any(map(str.isdecimal, heading)):
        return None
    whole = heading.rpartition(BETWEEN_LEVELS)[2]
    candidates = [whole, *(match[0] for pattern in _IN_A_HEADING for match in re.finditer(pattern, heading))]
    return next(filter(None, map(_period, candidates)), None)


def _period(words: str) -> Period | None:
    try:
        return Period.parse(words)
    except ValueError:
        return None


def without_period(heading: str) -> str:
    """Return the words of a heading beside its period.

    >>> without_period("2021 Target"), without_period("Apr-17")
    ('Target', '')
    """
    for pattern in _IN_A_HEADING:
        heading = re.sub(pattern, " ", heading)
    return " ".join(heading.split()).strip(" -–:()")


def examples(sheet: SheetCells, table: OldTable, column: OldColumn, most: int) -> list[object]:
    """Return the first different values of a column as they are shown: a share that is shown as a percentage as one."""
    cells = ((row, sheet.value(row, column.number)) for row in table.rows)
    shown = (
        f"{value * 100:.15g}%" if (row, column.number) in sheet.percent and isinstance(value, float) else value
        for row, value in cells
        if value is not None
    )
    return list(islice(_once(shown), most))


def different_values(sheet: SheetCells, table: OldTable, column: OldColumn) -> list[object]:
    """Return the different values of a column, in the order in which they occur, as far as they are looked at."""
    cells = (sheet.value(row, column.number) for row in table.rows)
    return list(islice(_once(value for value in cells if value is not None), MOST_LOOKED_AT))


def _once(values: Iterator[object]) -> Iterator[object]:
    seen: set[tuple[type, object]] = set()
    for value in values:
        if (type(value), value) not in seen:
            seen.add((type(value), value))
            yield value


class Fit(NamedTuple):
    """How many of a column's different values its column of the list can read."""

    readable: int
    of: int

    @property
    def share(self) -> float:
        return self.readable / self.of if self.of else 1.0


def fit(values: Sequence[object], target: Target) -> Fit:
    """Return how many values the tracker's own parser of a column reads."""
    if target.form is Form.REFERENCE_FIRST:
        return Fit(sum(split_reference(value) is not None for value in values), len(values))
    column = target.column
    return Fit(sum(_is_readable(value, column) for value in values), len(values))


def _is_readable(value: object, column: Column) -> bool:
    if column.links_to == ("tblPractices", "code") or (column.reads is Reads.CODE and column.field == "code"):
        return isinstance(value, str) and (bool(PRACTICE_CODE.fullmatch(value.strip().upper())) or _is_code(value))
    if column.reads in (Reads.TEXT, Reads.NAME):
        return isinstance(value, str)
    if column.reads is Reads.REFERENCE and isinstance(value, str) and parse_reference(value) is None:
        return False
    if column.reads in (Reads.MEASURED, Reads.TARGET) and isinstance(value, date):
        return False
    try:
        parse_cell(column, value, CellContext(month=isinstance(value, date) and value.day == 1))
    except Unreadable:
        return False
    return True


def _is_code(value: str) -> bool:
    words = value.strip()
    return 3 <= len(words) <= 9 and words.isalnum() and words.upper() == words and not words.isalpha()


def split_reference(value: object) -> tuple[str, str] | None:
    """Return the reference at the start of a text, and the text after it; None where it does not begin with one.

    >>> split_reference("1 - Open a hub"), split_reference("4D-1: Visit each practice"), split_reference("Open a hub")
    (('1', 'Open a hub'), ('4D-1', 'Visit each practice'), None)
    """
    match = REFERENCE_THEN_TEXT.fullmatch(value) if isinstance(value, str) else None
    if match is None or (not any(map(str.isdecimal, match[1])) and len(match[1]) > 2):
        return None
    reference = parse_reference(match[1])
    return (reference, match[2].strip()) if reference else None
