"""The thirty-five items of the accessibility checklist, in the Analysis Function's order, and the places where a
workbook does not meet them."""

from typing import NamedTuple


class Requirement(NamedTuple):
    """One item: its section, what it asks for, whether it is essential, and what to do where it is not met."""

    section: str
    asks: str
    essential: bool
    fix: str


TABLES, NOTES, FORMAT, STRUCTURE, LAST = "Tables", "Notes", "Formatting", "Structure", "Before publishing"

# fmt: off
MARKED_TABLES = Requirement(TABLES, "Every table is marked as a table", True,
    "Select the cells and choose Insert, Table, with headings.")
NAMED_TABLES = Requirement(TABLES, "Tables have meaningful names", False,
    "Give the table a name of its own under Table Design, such as practices_by_rating.")
NO_MERGED_CELLS = Requirement(TABLES, "No cells are merged or split, and no table is inside another", True,
    "Unmerge the cells (Home, Merge & Center) and let the text wrap or overflow.")
NO_BLANK_ROWS = Requirement(TABLES, "Tables have no blank rows and no blank columns", True,
    "Delete the row or column; use its height or width to make room.")
HEADER_ROWS = Requirement(TABLES, "Every table has one row of headings, each of them unique", True,
    "Turn the header row on under Table Design, and give each column a heading that no other column has.")
WRAPPED_TEXTS = Requirement(TABLES, "Text wraps, so that none is cut off", True,
    "Choose Wrap Text, widen the column, or let the row find its height.")
NO_FILTERS = Requirement(TABLES, "There are no filters and no frozen panes", False,
    "Remove them (Data, Filter; View, Freeze Panes): they confuse screen readers and magnifiers.")
EXPLAINED_EMPTY_CELLS = Requirement(TABLES, "Cells are empty only where the sheet says why", True,
    "Write a mark such as [x], or say above the table what a blank cell means.")
NOTHING_HIDDEN = Requirement(TABLES, "No rows, columns or sheets are hidden", False,
    "Show what is needed and delete what is not.")
NO_NOTE_SYMBOLS = Requirement(NOTES, "No symbol or superscript number refers to a note", True,
    "Write [note 1] in the cell that the note is about.")
NOTES_CALLED_NOTES = Requirement(NOTES, "Notes are called notes", False,
    "Write [note 1], not [1] and not footnote.")
NO_NOTES_IN_DATA = Requirement(NOTES, "Notes are not marked inside the data", False,
    "Put the mark in the heading, the title or a column of notes.")
NOTES_TABLE = Requirement(NOTES, "Notes are in a table on a sheet called Notes", False,
    "Add a sheet called Notes with a table that explains each mark.")
PLAIN_TEXT = Requirement(FORMAT, "The text is easy to understand", True,
    "Read it aloud: short sentences, plain words, abbreviations explained where they are first used.")
DESCRIPTIVE_LINKS = Requirement(FORMAT, "Links describe where they lead", True,
    "Describe the target in the cell; no bare address, no 'click here', and no two links of the same words.")
READABLE_TEXT = Requirement(FORMAT, "Text is easy to read", False,
    "Use a sans serif font of 12 points or more; no italics, no capitals for whole sentences, and underline links only.")
SHEET_TITLES = Requirement(FORMAT, "Every sheet has a unique title, formatted as a title", True,
    "Write the sheet's title into A1 in bold, different on each sheet.")
NO_SYMBOLS = Requirement(FORMAT, "Symbols are avoided", False,
    "Write it in words: a lone dash or star is skipped or misread.")
WORDS_IN_CELLS = Requirement(FORMAT, "No information is only in headers, footers, text boxes or buttons", True,
    "Write it into a cell; headers and footers may hold page numbers and text that a cell has too.")
NO_DIVIDING_LINES = Requirement(FORMAT, "No borders or patterns divide the data", False,
    "Remove thick borders and hatching inside the table.")
NO_FILLS = Requirement(FORMAT, "Cells have no fill colour", False,
    "Choose No Fill, and a table style without bands.")
NOT_BY_COLOUR_ALONE = Requirement(FORMAT, "Colour is never the only way information is given", True,
    "Say it in words in the cell itself, such as Red – below target.")
ENOUGH_CONTRAST = Requirement(FORMAT, "Text has enough contrast with its background", True,
    "Choose darker text or a lighter fill: a contrast of 4.5 to 1, or 3 to 1 for large text.")
NO_IMAGES = Requirement(FORMAT, "There are no images", False,
    "Give the figures in a table; a picture or chart that you keep needs alternative text (View Alt Text).")
NO_MACROS = Requirement(FORMAT, "There are no macros", False,
    "Save the workbook as an .xlsx file.")
SHEET_NAMES = Requirement(STRUCTURE, "Every sheet has a unique name that describes its content", True,
    "Double-click the tab and type a short name.")
NO_BLANK_SHEETS = Requirement(STRUCTURE, "No sheet is blank", True,
    "Delete the sheet.")
TEXT_IN_COLUMN_A = Requirement(STRUCTURE, "Column A has the text that a reader needs first", True,
    "Begin in A1, and write what introduces the table into column A above it.")
TABLES_AT_THE_EDGE = Requirement(STRUCTURE, "Tables begin at the left edge", True,
    "Move the table to column A.")
NOTHING_BELOW_TABLES = Requirement(STRUCTURE, "Nothing is below a table", False,
    "Move it above the table or onto a sheet of its own.")
ONE_TABLE_PER_SHEET = Requirement(STRUCTURE, "Each sheet has one table", False,
    "Give each table a sheet of its own.")
SPELLING_CHECKED = Requirement(LAST, "Spelling and grammar were checked", True,
    "Run Review, Spelling on every sheet.")
CHECKER_RUN = Requirement(LAST, "Excel's own accessibility checker was run", False,
    "Run Review, Check Accessibility, and look at each issue it lists.")
TITLE_AND_LANGUAGE = Requirement(LAST, "The document has a title and a language", True,
    "Fill in File, Info: a title, and the language (en-GB) under the advanced properties.")
CURSOR_IN_A1 = Requirement(LAST, "The cursor is in A1 of the first sheet", True,
    "Go to A1 of the first sheet, and save.")
# fmt: on

MOST_NAMED = 6  # places


def refused(file: str) -> str:
    """Return that a public pack is not written."""
    return (
        f"{file} was not written: it does not meet every essential item of the accessibility checklist, as a public pack must. "
        "If the template was restyled, look there first."
    )


def not_met(requirement: str, places: str, fix: str) -> str:
    """Return an item that is not met, with its places (`places_words`) and the fix."""
    return f"{requirement}: not met at {places}. {fix}"


def places_words(places: tuple[str, ...], most: int = MOST_NAMED, limit: int = 0) -> str:
    """Return the first places, and how many more there are; at the limit of what is counted there may be others.

    >>> places_words(("'A'!B2", "'A'!B3", "'A'!B4"), most=2)
    "'A'!B2, 'A'!B3 and 1 more"
    """
    named = ", ".join(places[:most])
    more = len(places) - most
    return named if more <= 0 else f"{named} and {more:,}{' or' if len(places) == limit else ''} more"


def thing_at(cell: str, kind: str) -> str:
    """Return the place of a picture, shape or control."""
    return f"{cell} ({kind})"


def without_alternative(cell: str, kind: str) -> str:
    """Return the place of a picture or chart that nothing describes."""
    return f"{cell} ({kind} without alternative text)"


def in_header_or_footer(sheet: str) -> str:
    """Return the place of text that is in no cell."""
    return f"'{sheet}' (header or footer)"


def chart_sheet(sheet: str) -> str:
    """Return the place of a sheet that is a chart."""
    return f"'{sheet}' (chart sheet)"


def hidden_sheet(sheet: str) -> str:
    """Return the place of a hidden sheet."""
    return f"'{sheet}' (hidden sheet)"


def missing_property(name: str) -> str:
    """Return the place of a document property that is not set."""
    return f"document properties, {name}"


def opens_first(sheet: str) -> str:
    """Return the sheet at which a workbook opens."""
    return f"'{sheet}' (opens first)"


def selected_together(sheet: str, first: str) -> str:
    """Return a sheet that is selected together with the first."""
    return f"'{sheet}' (selected together with '{first}')"
