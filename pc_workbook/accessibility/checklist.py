"""The Analysis Function's checklist for accessible spreadsheets, applied to a finished workbook.

The checklist has thirty-five items, of which twenty are essential to meet the accessibility regulations ("Making
spreadsheets accessible: a brief checklist of the basics"). Each is a row of a table here, with the function that finds
where it is not met. What no program can decide, such as spelling, is left to a person; it is never reported as met.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pc_workbook.accessibility import formatting, structure, tables
from pc_workbook.accessibility.workbook_reader import ReadWorkbook, read_workbook
from pc_workbook.errors import WorkbookProblem
from pc_workbook.wording import accessibility as texts

MOST_PLACES = 1000  # more are not counted: such a workbook must be made again


class State(StrEnum):
    """Whether a workbook meets one item."""

    MET = "Met"
    NOT_MET = "Not met"
    JUDGE = "For a person to judge"


class Item(NamedTuple):
    """One item of the checklist with its result for one workbook. Its fields are the keys of `--json`, but for `fix`."""

    number: int
    section: str
    asks: str
    essential: bool
    state: State
    places: tuple[str, ...]  # "'Sheet'!F17"; up to a thousand
    fix: str  # what to do, or what to look at; '' where it is met; "mend" in `--json`


Check = Callable[[ReadWorkbook], Iterable[str]]  # the places that break an item


def _nowhere(_: ReadWorkbook) -> Iterator[str]:
    return iter(())


class Rule(NamedTuple):
    """One item of the checklist, and the functions that find where it is not met or must be checked by a person."""

    requirement: texts.Requirement
    broken: Check = _nowhere
    doubtful: Check = _nowhere  # places that a person must look at
    always_judged: bool = False


RULES: tuple[Rule, ...] = (
    Rule(texts.MARKED_TABLES, tables.unmarked_tables),
    Rule(texts.NAMED_TABLES, tables.unnamed_tables),
    Rule(texts.NO_MERGED_CELLS, tables.merged_cells),
    Rule(texts.NO_BLANK_ROWS, tables.blank_rows_and_columns),
    Rule(texts.HEADER_ROWS, tables.missing_headers),
    Rule(texts.WRAPPED_TEXTS, tables.cut_texts),
    Rule(texts.NO_FILTERS, tables.filters_and_frozen_panes),
    Rule(texts.EXPLAINED_EMPTY_CELLS, tables.unexplained_empty_cells),
    Rule(texts.NOTHING_HIDDEN, tables.hidden_rows_and_columns),
    Rule(texts.NO_NOTE_SYMBOLS, formatting.note_symbols),
    Rule(texts.NOTES_CALLED_NOTES, formatting.unnamed_notes),
    Rule(texts.NO_NOTES_IN_DATA, formatting.notes_in_data),
    Rule(texts.NOTES_TABLE, formatting.notes_without_table),
    Rule(texts.PLAIN_TEXT, always_judged=True),
    Rule(texts.DESCRIPTIVE_LINKS, formatting.poor_links),
    Rule(texts.READABLE_TEXT, formatting.hard_to_read),
    Rule(texts.SHEET_TITLES, formatting.untitled_sheets),
    Rule(texts.NO_SYMBOLS, formatting.symbols),
    Rule(texts.WORDS_IN_CELLS, formatting.words_outside_cells),
    Rule(texts.NO_DIVIDING_LINES, formatting.dividing_lines),
    Rule(texts.NO_FILLS, formatting.fills),
    Rule(texts.NOT_BY_COLOUR_ALONE, formatting.colour_alone, formatting.possible_colour_alone),
    Rule(texts.ENOUGH_CONTRAST, formatting.low_contrast_texts),
    Rule(texts.NO_IMAGES, formatting.images),
    Rule(texts.NO_MACROS, formatting.macros),
    Rule(texts.SHEET_NAMES, structure.unnamed_sheets),
    Rule(texts.NO_BLANK_SHEETS, structure.blank_sheets),
    Rule(texts.TEXT_IN_COLUMN_A, structure.texts_away_from_column_a),
    Rule(texts.TABLES_AT_THE_EDGE, structure.tables_away_from_the_edge),
    Rule(texts.NOTHING_BELOW_TABLES, structure.texts_below_tables),
    Rule(texts.ONE_TABLE_PER_SHEET, structure.additional_tables),
    Rule(texts.SPELLING_CHECKED, always_judged=True),
    Rule(texts.CHECKER_RUN, always_judged=True),
    Rule(texts.TITLE_AND_LANGUAGE, structure.missing_properties),
    Rule(texts.CURSOR_IN_A1, structure.cursor_elsewhere),
)


def checklist(path: Path) -> tuple[Item, ...]:
    """Return the thirty-five items with their results for any workbook. Raises WorkbookProblem where it can't be
    read.
    """
    book = read_workbook(path)
    return tuple(_item(number, rule, book) for number, rule in enumerate(RULES, start=1))


def _item(number: int, rule: Rule, book: ReadWorkbook) -> Item:
    state, places = _state(rule, book)
    asked = rule.requirement
    fix = "" if state is State.MET else asked.fix
    return Item(number, asked.section, asked.asks, asked.essential, state, places, fix)


def _state(rule: Rule, book: ReadWorkbook) -> tuple[State, tuple[str, ...]]:
    if rule.always_judged:
        return State.JUDGE, ()
    if broken := tuple(islice(rule.broken(book), MOST_PLACES)):
        return State.NOT_MET, broken
    if doubtful := tuple(islice(rule.doubtful(book), MOST_PLACES)):
        return State.JUDGE, doubtful
    return State.MET, ()


def essentials_not_met(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the essential items that are not met: a public pack with one of them is not written."""
    return tuple(item for item in items if item.essential and item.state is State.NOT_MET)


def refuse_inaccessible(path: Path, name: str) -> None:
    """Raise WorkbookProblem, every broken item at once, for a public pack that breaks an essential one."""
    broken = essentials_not_met(checklist(path))
    if broken:
        lines = [
            texts.refused(name),
            *(
                texts.not_met(item.asks, texts.places_words(item.places, limit=MOST_PLACES), item.fix)
                for item in broken
            ),
        ]
        raise WorkbookProblem("\n".join(lines))
