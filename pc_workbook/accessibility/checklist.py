"""The Analysis Function's checklist for accessible spreadsheets, looked up in a finished workbook.

The government's Analysis Function asks thirty-five things of a spreadsheet that is published, twenty of which are
essential to meet the accessibility regulations ("Making spreadsheets accessible: a brief checklist of the basics").
Each is a row of a table here, with the function that looks for what breaks it. What no program can judge, such as
spelling, is left to a person and said so; it is never called met.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pc_workbook.accessibility import formatting as words
from pc_workbook.accessibility import structure, tables
from pc_workbook.accessibility.workbook_reader import ReadWorkbook, read_workbook
from pc_workbook.errors import WorkbookProblem

REFUSED = (
    "{name} was not written: a public pack must meet every essential item of the accessibility checklist, and what "
    "follows does not. If the template was restyled, look there first."
)
MOST_PLACES = 1000  # more are not counted: the workbook has to be made anew


class State(StrEnum):
    """Whether a workbook meets one item."""

    MET = "Met"
    NOT_MET = "Not met"
    JUDGE = "For a person to judge"


class Item(NamedTuple):
    """One item of the checklist with its result for one workbook."""

    number: int
    section: str
    asks: str
    essential: bool
    state: State
    places: tuple[str, ...]  # "'Sheet'!F17"; up to a thousand
    mend: str  # what to do about it, or what to look at; '' where it is met


Check = Callable[[ReadWorkbook], Iterable[str]]  # the places that break an item


def _nowhere(_: ReadWorkbook) -> Iterator[str]:
    return iter(())


class Rule(NamedTuple):
    """One item of the checklist: its requirement, the function that finds where it is not met, and the fix."""

    section: str
    asks: str
    essential: bool
    mend: str
    broken: Check = _nowhere
    doubtful: Check = _nowhere  # places that a person must look at
    always_judged: bool = False


TABLES, NOTES, FORMAT, STRUCTURE, LAST = "Tables", "Notes", "Formatting", "Structure", "Before publishing"

RULES: tuple[Rule, ...] = (
    Rule(TABLES, "Every table is marked as a table", True,
         "Select the cells and choose Insert, Table, with headings.", tables.unmarked_tables),
    Rule(TABLES, "Tables have names that mean something", False,
         "Give the table a name of its own under Table Design, such as practices_by_rating.", tables.unnamed_tables),
    Rule(TABLES, "No cells are merged or split, and no table stands inside another", True,
         "Unmerge the cells (Home, Merge & Center) and let the words wrap or run on.", tables.merged_cells),
    Rule(TABLES, "Tables have no blank rows and no blank columns", True,
         "Delete the row or column; use its height or width to make room.", tables.blank_rows_and_columns),
    Rule(TABLES, "Every table has one row of headings, each with words of its own", True,
         "Turn the header row on under Table Design, and give each column a heading that no other column has.",
         tables.missing_headers),
    Rule(TABLES, "Words wrap, so that none are cut off", True,
         "Choose Wrap Text, widen the column, or let the row find its height.", tables.cut_texts),
    Rule(TABLES, "There are no filters and no frozen panes", False,
         "Take them off (Data, Filter; View, Freeze Panes): they confuse screen readers and magnifiers.",
         tables.filters_and_frozen_panes),
    Rule(TABLES, "Cells are empty only where the sheet says why", True,
         "Write a mark such as [x], or say above the table what a blank cell means.", tables.unexplained_empty_cells),
    Rule(TABLES, "No rows, columns or sheets are hidden", False,
         "Show what is needed and delete what is not.", tables.hidden_rows_and_columns),
    Rule(NOTES, "No symbol and no raised number points to a note", True,
         "Write [note 1] in the cell that the note is about.", words.position_references),
    Rule(NOTES, "Notes are called notes", False,
         "Write [note 1], not [1] and not footnote.", words.numbers_without_text),
    Rule(NOTES, "Notes are not marked inside the data", False,
         "Put the mark in the heading, the title or a column of notes.", words.notes_in_data),
    Rule(NOTES, "The words of notes stand in a table on a sheet of notes", False,
         "Add a sheet called Notes with a table that explains each mark.", words.notes_without_table),
    Rule(FORMAT, "All words are written so that everybody can understand them", True,
         "Read it aloud: short sentences, plain words, abbreviations explained where they first stand.",
         always_judged=True),
    Rule(FORMAT, "Links say where they lead", True,
         "Write where it leads into the cell; no bare address, no 'click here', and no two links of the same words.",
         words.poor_links),
    Rule(FORMAT, "Letters are easy to read", False,
         "Use letters without serifs of 12 points or more; no italics, no capitals for whole sentences, and underline links only.",
         words.hard_to_read),
    Rule(FORMAT, "Every sheet has a title of its own, written as one", True,
         "Write the sheet's title into A1 in bold, different on each sheet.", words.untitled_sheets),
    Rule(FORMAT, "Symbols are avoided", False,
         "Write it in words: a lone dash or star is skipped or misread.", words.symbols),
    Rule(FORMAT, "Nothing is said in headers, footers, text boxes or buttons alone", True,
         "Write it into a cell; headers and footers may hold page numbers and words that also stand in a cell.",
         words.words_outside_cells),
    Rule(FORMAT, "No lines or patterns divide the data", False,
         "Take off thick borders and hatching inside the table.", words.dividing_lines),
    Rule(FORMAT, "Cells have no coloured ground", False,
         "Choose No Fill, and a table style without bands.", words.fills),
    Rule(FORMAT, "Colour is never the only way something is told", True,
         "Say it in words in the cell itself, such as Red – below target.", words.colour_alone, words.possible_colour_alone),
    Rule(FORMAT, "Words stand out from what is behind them", True,
         "Choose darker words or a lighter ground: a contrast of 4.5 to 1, or 3 to 1 for large letters.",
         words.low_contrast_texts),
    Rule(FORMAT, "There are no images", False,
         "Give the figures in a table; a picture or chart that stays needs words for a screen reader (View Alt Text).",
         words.images),
    Rule(FORMAT, "There are no macros", False,
         "Save the workbook as an .xlsx file.", words.macros),
    Rule(STRUCTURE, "Every sheet has a name of its own that says what it holds", True,
         "Double-click the tab and type a short name.", structure.unnamed_sheets),
    Rule(STRUCTURE, "No sheet is blank", True,
         "Delete the sheet.", structure.blank_sheets),
    Rule(STRUCTURE, "Column A holds what a reader needs first", True,
         "Begin in A1, and write what introduces the table into column A above it.", structure.texts_away_from_column_a),
    Rule(STRUCTURE, "Tables begin at the left edge", True,
         "Move the table to column A.", structure.tables_away_from_the_edge),
    Rule(STRUCTURE, "Nothing stands below a table", False,
         "Move it above the table or onto a sheet of its own.", structure.texts_below_tables),
    Rule(STRUCTURE, "Each sheet has one table", False,
         "Give each table a sheet of its own.", structure.additional_tables),
    Rule(LAST, "Spelling and grammar were checked", True,
         "Run Review, Spelling on every sheet.", always_judged=True),
    Rule(LAST, "Excel's own accessibility checker was run", False,
         "Run Review, Check Accessibility, and look at each thing it lists.", always_judged=True),
    Rule(LAST, "The document says its title and its language", True,
         "Fill in File, Info: a title, and the language (en-GB) under the advanced properties.", structure.missing_properties),
    Rule(LAST, "The cursor stands in A1 of the first sheet", True,
         "Go to A1 of the first sheet, and save.", structure.cursor_elsewhere),
)  # fmt: skip


def checklist(path: Path) -> tuple[Item, ...]:
    """Return the thirty-five items with their results for any workbook. Raises WorkbookProblem where it can't be
    read.
    """
    book = read_workbook(path)
    return tuple(_item(number, rule, book) for number, rule in enumerate(RULES, start=1))


def _item(number: int, rule: Rule, book: ReadWorkbook) -> Item:
    state, places = _state(rule, book)
    mend = "" if state is State.MET else rule.mend
    return Item(number, rule.section, rule.asks, rule.essential, state, places, mend)


def _state(rule: Rule, book: ReadWorkbook) -> tuple[State, tuple[str, ...]]:
    if rule.always_judged:
        return State.JUDGE, ()
    if broken := tuple(islice(rule.broken(book), MOST_PLACES)):
        return State.NOT_MET, broken
    if doubtful := tuple(islice(rule.doubtful(book), MOST_PLACES)):
        return State.JUDGE, doubtful
    return State.MET, ()


def essentials_broken(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the essential items that are not met: a public pack with one of them is not written."""
    return tuple(item for item in items if item.essential and item.state is State.NOT_MET)


def refuse_inaccessible(path: Path, name: str) -> None:
    """Raise WorkbookProblem, every broken item at once, for a public pack that breaks an essential one."""
    broken = essentials_broken(checklist(path))
    if broken:
        letter = [
            REFUSED.format(name=name),
            *(f"{one.asks}: not met at {places_words(one.places)}. {one.mend}" for one in broken),
        ]
        raise WorkbookProblem("\n".join(letter))


def places_words(places: tuple[str, ...], most: int = 6) -> str:
    """Return the first places, and how many more there are.

    >>> places_words(("'A'!B2", "'A'!B3", "'A'!B4"), most=2)
    "'A'!B2, 'A'!B3 and 1 more"
    """
    named = ", ".join(places[:most])
    more = len(places) - most
    return named if more <= 0 else f"{named} and {more:,}{' or' if len(places) == MOST_PLACES else ''} more"
