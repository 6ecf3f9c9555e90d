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

from pc_workbook.accessibility import formatting as words
from pc_workbook.accessibility import structure, tables
from pc_workbook.accessibility.workbook_reader import ReadWorkbook, read_workbook
from pc_workbook.errors import WorkbookProblem

REFUSED = (
    "{name} was not written: it does not meet every essential item of the accessibility checklist, as a public pack must. "
    "If the template was restyled, look there first."
)
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
    """One item of the checklist: its requirement, the fix, and the functions that find where it is not met or must be
    checked by a person.
    """

    section: str
    asks: str
    essential: bool
    fix: str
    broken: Check = _nowhere
    doubtful: Check = _nowhere  # places that a person must look at
    always_judged: bool = False


TABLES, NOTES, FORMAT, STRUCTURE, LAST = "Tables", "Notes", "Formatting", "Structure", "Before publishing"

RULES: tuple[Rule, ...] = (
    Rule(TABLES, "Every table is marked as a table", True,
         "Select the cells and choose Insert, Table, with headings.", tables.unmarked_tables),
    Rule(TABLES, "Tables have meaningful names", False,
         "Give the table a name of its own under Table Design, such as practices_by_rating.", tables.unnamed_tables),
    Rule(TABLES, "No cells are merged or split, and no table is inside another", True,
         "Unmerge the cells (Home, Merge & Center) and let the text wrap or overflow.", tables.merged_cells),
    Rule(TABLES, "Tables have no blank rows and no blank columns", True,
         "Delete the row or column; use its height or width to make room.", tables.blank_rows_and_columns),
    Rule(TABLES, "Every table has one row of headings, each of them unique", True,
         "Turn the header row on under Table Design, and give each column a heading that no other column has.",
         tables.missing_headers),
    Rule(TABLES, "Text wraps, so that none is cut off", True,
         "Choose Wrap Text, widen the column, or let the row find its height.", tables.cut_texts),
    Rule(TABLES, "There are no filters and no frozen panes", False,
         "Remove them (Data, Filter; View, Freeze Panes): they confuse screen readers and magnifiers.",
         tables.filters_and_frozen_panes),
    Rule(TABLES, "Cells are empty only where the sheet says why", True,
         "Write a mark such as [x], or say above the table what a blank cell means.", tables.unexplained_empty_cells),
    Rule(TABLES, "No rows, columns or sheets are hidden", False,
         "Show what is needed and delete what is not.", tables.hidden_rows_and_columns),
    Rule(NOTES, "No symbol or superscript number refers to a note", True,
         "Write [note 1] in the cell that the note is about.", words.note_symbols),
    Rule(NOTES, "Notes are called notes", False,
         "Write [note 1], not [1] and not footnote.", words.unnamed_notes),
    Rule(NOTES, "Notes are not marked inside the data", False,
         "Put the mark in the heading, the title or a column of notes.", words.notes_in_data),
    Rule(NOTES, "Notes are in a table on a sheet called Notes", False,
         "Add a sheet called Notes with a table that explains each mark.", words.notes_without_table),
    Rule(FORMAT, "The text is easy to understand", True,
         "Read it aloud: short sentences, plain words, abbreviations explained where they are first used.",
         always_judged=True),
    Rule(FORMAT, "Links describe where they lead", True,
         "Describe the target in the cell; no bare address, no 'click here', and no two links of the same words.",
         words.poor_links),
    Rule(FORMAT, "Text is easy to read", False,
         "Use a sans serif font of 12 points or more; no italics, no capitals for whole sentences, and underline links only.",
         words.hard_to_read),
    Rule(FORMAT, "Every sheet has a unique title, formatted as a title", True,
         "Write the sheet's title into A1 in bold, different on each sheet.", words.untitled_sheets),
    Rule(FORMAT, "Symbols are avoided", False,
         "Write it in words: a lone dash or star is skipped or misread.", words.symbols),
    Rule(FORMAT, "No information is only in headers, footers, text boxes or buttons", True,
         "Write it into a cell; headers and footers may hold page numbers and text that a cell has too.",
         words.words_outside_cells),
    Rule(FORMAT, "No borders or patterns divide the data", False,
         "Remove thick borders and hatching inside the table.", words.dividing_lines),
    Rule(FORMAT, "Cells have no fill colour", False,
         "Choose No Fill, and a table style without bands.", words.fills),
    Rule(FORMAT, "Colour is never the only way information is given", True,
         "Say it in words in the cell itself, such as Red – below target.", words.colour_alone, words.possible_colour_alone),
    Rule(FORMAT, "Text has enough contrast with its background", True,
         "Choose darker text or a lighter fill: a contrast of 4.5 to 1, or 3 to 1 for large text.",
         words.low_contrast_texts),
    Rule(FORMAT, "There are no images", False,
         "Give the figures in a table; a picture or chart that you keep needs alternative text (View Alt Text).",
         words.images),
    Rule(FORMAT, "There are no macros", False,
         "Save the workbook as an .xlsx file.", words.macros),
    Rule(STRUCTURE, "Every sheet has a unique name that describes its content", True,
         "Double-click the tab and type a short name.", structure.unnamed_sheets),
    Rule(STRUCTURE, "No sheet is blank", True,
         "Delete the sheet.", structure.blank_sheets),
    Rule(STRUCTURE, "Column A has the text that a reader needs first", True,
         "Begin in A1, and write what introduces the table into column A above it.", structure.texts_away_from_column_a),
    Rule(STRUCTURE, "Tables begin at the left edge", True,
         "Move the table to column A.", structure.tables_away_from_the_edge),
    Rule(STRUCTURE, "Nothing is below a table", False,
         "Move it above the table or onto a sheet of its own.", structure.texts_below_tables),
    Rule(STRUCTURE, "Each sheet has one table", False,
         "Give each table a sheet of its own.", structure.additional_tables),
    Rule(LAST, "Spelling and grammar were checked", True,
         "Run Review, Spelling on every sheet.", always_judged=True),
    Rule(LAST, "Excel's own accessibility checker was run", False,
         "Run Review, Check Accessibility, and look at each issue it lists.", always_judged=True),
    Rule(LAST, "The document has a title and a language", True,
         "Fill in File, Info: a title, and the language (en-GB) under the advanced properties.", structure.missing_properties),
    Rule(LAST, "The cursor is in A1 of the first sheet", True,
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
    fix = "" if state is State.MET else rule.fix
    return Item(number, rule.section, rule.asks, rule.essential, state, places, fix)


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
            REFUSED.format(name=name),
            *(f"{item.asks}: not met at {places_words(item.places)}. {item.fix}" for item in broken),
        ]
        raise WorkbookProblem("\n".join(lines))


def places_words(places: tuple[str, ...], most: int = 6) -> str:
    """Return the first places, and how many more there are.

    >>> places_words(("'A'!B2", "'A'!B3", "'A'!B4"), most=2)
    "'A'!B2, 'A'!B3 and 1 more"
    """
    named = ", ".join(places[:most])
    more = len(places) - most
    return named if more <= 0 else f"{named} and {more:,}{' or' if len(places) == MOST_PLACES else ''} more"
