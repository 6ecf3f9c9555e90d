"""Checks of footnotes and formatting: text that a screen reader reads, and colours that carry meaning."""

import re
from collections.abc import Iterator

from pc_workbook.accessibility.cell_styles import BLACK, WHITE, contrast
from pc_workbook.accessibility.tables import tables_of
from pc_workbook.accessibility.workbook_reader import Cell, ReadSheet, ReadWorkbook, place_of
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.wording import accessibility as texts

NOTE_SYMBOL = re.compile(r"[†‡§¶]|(?<=[a-zA-Z0-9.,;)]{3})[¹²³⁰⁴-⁹]+|\w\*+$|^\*+\s*\w")
UNNAMED_NOTE = re.compile(r"\[\d+\]|\bfootnote\b", re.IGNORECASE)
NOTE = re.compile(r"\[note\s*\d+\]", re.IGNORECASE)
SHORTHAND = re.compile(r"\[\w+\]")
RAW_ADDRESS = re.compile(r"^(https?://|www\.|mailto:|file:)", re.IGNORECASE)
VAGUE_LINKS = {"here", "click here", "link", "more", "read more", "this", "this page", "open", "see", "details"}
DINGBAT = re.compile("[←-⇿■-➿⬀-⯿\U0001f000-\U0001faff]")
CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|[LCRPNDTZFABUEISXYGHO&])', re.IGNORECASE)
LETTERS = re.compile(r"[^\W_]")
PAGE_WORDS = {"page", "of"}
SERIFS = ("times", "georgia", "garamond", "cambria", "book antiqua", "palatino", "constantia", "century", "courier",
          "baskerville", "bookman")  # fmt: skip
SMALLEST, LARGE, LARGE_BOLD = 12, 18, 14  # points
READABLE, READABLE_LARGE = 4.5, 3.0  # WCAG 2.1, 1.4.3
CAPITALS = 12  # letters: shorter words in capitals are abbreviations
COLOUR_RULES = {"colorScale", "dataBar", "iconSet"}

Places = Iterator[str]


def _cells(book: ReadWorkbook) -> Iterator[tuple[ReadSheet, Cell]]:
    return ((sheet, cell) for sheet in book.visible for cell in sheet.filled)


def _texts(book: ReadWorkbook) -> Iterator[tuple[ReadSheet, Cell]]:
    return ((sheet, cell) for sheet, cell in _cells(book) if cell.is_text)


def note_symbols(book: ReadWorkbook) -> Places:
    """Yield cells in which a dagger, an asterisk or a superscript number refers to a note."""
    for sheet, cell in _texts(book):
        if cell.raised or NOTE_SYMBOL.search(cell.words):
            yield sheet.at(cell.row, cell.column)


def unnamed_notes(book: ReadWorkbook) -> Places:
    """Yield cells that refer to a note by a bare number, or by another word than "note"."""
    for sheet, cell in _texts(book):
        if UNNAMED_NOTE.search(cell.words):
            yield sheet.at(cell.row, cell.column)


def notes_in_data(book: ReadWorkbook) -> Places:
    """Yield note markers in the data of a table, unless the column is there for them."""
    for sheet, table in tables_of(book):
        for cell in sheet.within(table.body):
            header = sheet.words(table.area.top, cell.column).casefold()
            if cell.is_text and NOTE.search(cell.words) and "note" not in f"{header} {sheet.name}".casefold():
                yield sheet.at(cell.row, cell.column)


def notes_without_table(book: ReadWorkbook) -> Places:
    """Yield note markers where no sheet called Notes explains them in a table."""
    explained = " ".join(
        cell.words.casefold()
        for sheet in book.visible
        if "note" in sheet.name.casefold() and sheet.tables
        for cell in sheet.filled
    )
    for sheet, cell in _texts(book):
        if any(mark.casefold() not in explained for mark in NOTE.findall(cell.words)):
            yield sheet.at(cell.row, cell.column)


def poor_links(book: ReadWorkbook) -> Places:
    """Yield links that show an address or say nothing, that lead nowhere, or that say the same and lead elsewhere."""
    known = {sheet.name.casefold() for sheet in book.sheets}
    for sheet in book.visible:
        leads: dict[str, str] = {}
        for link in sheet.links:
            words = sheet.words(*place_of(link.cell)).casefold()
            inside = re.fullmatch(r"#'?(.*?)'?!.*", link.target)
            nowhere = bool(inside) and inside[1].replace("''", "'").casefold() not in known if inside else False
            elsewhere = leads.setdefault(words, link.target) != link.target
            if not words or words in VAGUE_LINKS or RAW_ADDRESS.match(words) or nowhere or elsewhere:
                yield cell_reference(sheet.name, link.cell)


def hard_to_read(book: ReadWorkbook) -> Places:
    """Yield small, italic, underlined or serif text, and sentences in capitals."""
    for sheet in book.visible:
        linked = {place_of(link.cell) for link in sheet.links}
        for cell in sheet.filled:
            look, letters = cell.look, [char for char in cell.words if char.isalpha()] if cell.is_text else []
            shouted = len(letters) > CAPITALS and all(char.isupper() for char in letters)
            lined = look.underlined and (cell.row, cell.column) not in linked
            if look.italic or lined or look.size < SMALLEST or look.font.casefold().startswith(SERIFS) or shouted:
                yield sheet.at(cell.row, cell.column)


def untitled_sheets(book: ReadWorkbook) -> Places:
    """Yield sheets whose A1 is empty, is formatted as ordinary text, or repeats another sheet's A1."""
    seen: set[str] = set()
    for sheet in book.visible:
        if not any(sheet.filled):
            continue  # a blank sheet is reported as such
        cell = sheet.cells.get((1, 1))
        title = sheet.words(1, 1).casefold()
        is_emphasised = cell is not None and (cell.look.bold or cell.look.heading or cell.look.size >= LARGE_BOLD)
        if cell is None or not title or not cell.is_text or not is_emphasised or sheet.in_table(1, 1) or title in seen:
            yield sheet.at(1, 1)
        seen.add(title)


def symbols(book: ReadWorkbook) -> Places:
    """Yield cells of a table that contain symbols only, and pictograms anywhere."""
    for sheet, cell in _texts(book):
        alone = sheet.in_table(cell.row, cell.column) and not LETTERS.search(cell.words)
        if alone or DINGBAT.search(cell.words):
            yield sheet.at(cell.row, cell.column)


def words_outside_cells(book: ReadWorkbook) -> Places:
    """Yield text boxes, buttons, and headers or footers with text that no row of cells has."""
    cell_text = "\n".join(_row_texts(book))
    for sheet in book.sheets:
        for thing in sheet.floating:
            if thing.kind == "control" or (thing.kind == "shape" and thing.words.strip()):
                yield texts.thing_at(cell_reference(sheet.name, thing.cell), thing.kind)
        if any(_is_explained(words, cell_text) for words in sheet.page_words):
            yield texts.in_header_or_footer(sheet.name)


def _row_texts(book: ReadWorkbook) -> Iterator[str]:
    """Return the words of each row, cell after cell: "Figures as at" in one and the date in the next are read as one."""
    for sheet in book.visible:
        rows: dict[int, list[str]] = {}
        for cell in sorted(sheet.filled):
            rows.setdefault(cell.row, []).append(_folded(cell.words))
        yield from (" ".join(words) for words in rows.values())


def _is_explained(page_words: str, cell_text: str) -> bool:
    """Return whether a header or footer contains words beside page numbers and the content of a row of cells."""
    pieces = re.split(r"&[LCR]", page_words.replace("&&", "\0"))
    plain = [CODE.sub(" ", piece).replace("\0", "&") for piece in pieces]
    phrases = [_folded(phrase) for piece in plain for phrase in re.split(r":\s|\n", piece)]
    return any(not _is_page_number(phrase) and phrase not in cell_text for phrase in phrases if phrase)


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _is_page_number(piece: str) -> bool:
    return not set(re.findall(r"\w+", piece)) - PAGE_WORDS


def dividing_lines(book: ReadWorkbook) -> Places:
    """Yield thick lines and hatching between the data of a table."""
    for sheet, table in tables_of(book):
        for cell in sheet.within(table.body):
            if cell.look.heavy_lines or cell.look.pattern:
                yield sheet.at(cell.row, cell.column)


def fills(book: ReadWorkbook) -> Places:
    """Yield cells with a fill colour or pattern, and tables with banded rows."""
    for sheet in book.visible:
        yield from (
            sheet.at(cell.row, cell.column) for cell in sheet.cells.values() if cell.look.ground or cell.look.pattern
        )
        yield from (sheet.at(table.area.top, table.area.left) for table in sheet.tables if table.has_stripes)


def colour_alone(book: ReadWorkbook) -> Places:
    """Yield coloured cells of a table without a word: only the colour says something."""
    for sheet, table in tables_of(book):
        for cell in sheet.within(table.body):
            if not cell.words and cell.look.ground and not _is_grey(cell.look.ground):
                yield sheet.at(cell.row, cell.column)


def _is_grey(rgb: str) -> bool:
    parts = [int(rgb[at : at + 2], 16) for at in (0, 2, 4)]
    return max(parts) - min(parts) < 16


def possible_colour_alone(book: ReadWorkbook) -> Places:
    """Yield numbers on a coloured ground, colour scales and data bars: a person must check that words say it too."""
    for sheet in book.visible:
        yield from (
            cell_reference(sheet.name, area.split()[0]) for kind, area in sheet.rules if kind in COLOUR_RULES and area
        )
        for cell in sheet.filled:
            ground = cell.look.ground
            if not cell.is_text and ground and not _is_grey(ground) and sheet.in_table(cell.row, cell.column):
                yield sheet.at(cell.row, cell.column)


def low_contrast_texts(book: ReadWorkbook) -> Places:
    """Yield text with too little contrast to its background."""
    for sheet, cell in _cells(book):
        look = cell.look
        large = look.size >= LARGE or (look.bold and look.size >= LARGE_BOLD)
        if not look.pattern and contrast(look.ink or BLACK, look.ground or WHITE) < (
            READABLE_LARGE if large else READABLE
        ):
            yield sheet.at(cell.row, cell.column)


def images(book: ReadWorkbook) -> Places:
    """Yield pictures, charts and chart sheets, with those that lack alternative text."""
    for sheet in book.sheets:
        for thing in sheet.floating:
            if thing.kind in ("picture", "chart"):
                place = texts.thing_at if thing.alt else texts.without_alternative
                yield place(cell_reference(sheet.name, thing.cell), thing.kind)
        if not sheet.is_worksheet:
            yield texts.chart_sheet(sheet.name)


def macros(book: ReadWorkbook) -> Places:
    """Yield the macros of a workbook."""
    if book.has_macros:
        yield "the workbook"
