"""The accessible edition: the parts of the pack laid out for screen readers.

Each sheet has one marked table, from column A, under a title in A1 and the text that belongs to it. What a chart
shows is described above the figures it is drawn from, key figures become a table, and no cell of a table is empty.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pc_workbook.views.pack.cover import Issue
from pc_workbook.views.parts import (
    Chart,
    ChartGrid,
    Column,
    Heading,
    KeyFigures,
    Link,
    Paragraph,
    Part,
    Sheet,
    Style,
    Table,
    Value,
    Workbook,
)
from pc_workbook.wording import headings
from pc_workbook.wording import pack_sheets as texts
from pc_workbook.wording.pack_sheets import CONTENTS, COVER, MARKS, NOTES

PUBLIC, DRAFT = "public", "Draft"
NOT_AVAILABLE, NOT_APPLICABLE, CONFIDENTIAL = "[x]", "[z]", "[c]"
STAR = "*"  # how hospital statistics mark a suppressed number; a screen reader skips it
#: Beginnings of headings under which an empty cell means that nothing applies: no target was set, nothing is to be said.
#: Under any other it means that a figure or a name is missing.
NOTHING_APPLIES = ("why", "note", "flag", "change", "accepted", "reason", "baseline", "agreed plan", "derived", "target",
                   "trajectory", "comparator", "national standard", "gap")  # fmt: skip
PRACTICE = "practice"  # a milestone of no practice is everybody's
LONGEST_NAME, RESERVED_NAME = 31, "history"  # Excel allows no sheet of that name
NOT_AT_THE_END = frozenset({"", "a", "an", "and", "are", "at", "by", "each", "for", "in", "is", "of", "on", "one", "or",
                            "that", "the", "to", "with"})  # fmt: skip
LONGEST_LINE = 110  # characters, before the next sentence begins a line of its own
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\d])")
ABBREVIATION = re.compile(r"(\b[A-Z]|\b(?:Dr|St|Mr|Mrs|Ms|No|Sept|Aug|Nov|Dec|Jan|Feb|Oct|Mar|Apr|vs|etc))\.$")


class Page(NamedTuple):
    """One sheet of the accessible edition, before it has its name."""

    source: str  # the pack's sheet
    heading: str  # the section it comes from; '' for the sheet's own
    title: str
    lines: tuple[str, ...]
    table: Table | None = None


def accessible_sheets(pack: Sequence[Sheet], on_each: str = "") -> tuple[Sheet, ...]:
    """Return the whole edition: cover, contents, notes, then one sheet for each table of the pack, in the pack's
    order.

    `on_each` is on every sheet, as the headers and footers of the pack do.
    """
    pages = [page for sheet in pack if sheet.name != CONTENTS for page in _pages(sheet)]
    front = [page for page in pages if page.source == COVER]
    body = [page for page in pages if page.source != COVER]
    named = _named([*front, _notes_page(), *body])
    lines = [line for sheet in pack if sheet.name == CONTENTS for line in _loose_words(sheet.parts)]
    sheets = [_as_sheet(name, page) for name, page in named]
    contents = _contents(lines, [(name, page) for name, page in named if page.source != COVER])
    whole = (*sheets[: len(front)], contents, *sheets[len(front) :])
    return tuple(_with_notes(sheet, on_each) for sheet in whole) if on_each else whole


def _with_notes(sheet: Sheet, words: str) -> Sheet:
    title, *rest = sheet.parts
    return sheet._replace(parts=(title, Paragraph(words), *rest))


def write_accessible(pack: Sequence[Sheet], issue: Issue, out: Path) -> None:
    """Write the accessible edition of a pack to `out`, a path in the working folder.

    The same pack and issue give the same bytes.
    """
    from pc_workbook.boardpack.accessibility_metadata import mark_titles_as_headings
    from pc_workbook.boardpack.assemble import state_document
    from pc_workbook.draw.accessible_edition import draw_accessible
    from pc_workbook.ooxml.package.package import Package

    final = issue.edition == PUBLIC and issue.status != DRAFT
    on_each = "" if final else texts.edition_and_status(issue.edition_words, issue.status_words)
    draw_accessible(Workbook(accessible_sheets(pack, on_each), issue.document, issue.run_date), out)
    package = Package.open(out)
    state_document(package, issue)
    mark_titles_as_headings(package)
    package.save(out)


def _pages(sheet: Sheet) -> list[Page]:
    """Return a sheet of the pack as pages of one table each; text goes with the table that follows it, the last with
    the last.
    """
    collected = _LinesOfText(sheet)
    for part in sheet.parts:
        collected.take(part)
    return collected.finished()


class _LinesOfText:
    """Collects the text and tables of one sheet of the pack, part by part."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        titles = [part.words for part in sheet.parts if isinstance(part, Heading) and part.level == 1]
        self.title = titles[0] if titles else sheet.name
        self.heading = ""
        self.waiting: list[str] = []  # paragraphs that no table followed yet
        self.pages: list[Page] = []
        self.sections: list[tuple[str, str]] = []  # heading and paragraph of sections that have no table
        self.sections_at = 0

    def take(self, part: Part) -> None:
        """Add the next part of the sheet."""
        match part:
            case Heading(level=1):
                pass
            case Heading():
                self.close_section()
                self.heading = part.words
            case Paragraph():
                self.waiting.append(part.words)
            case Chart():
                self.waiting.append(texts.chart_in_words(part.title, part.alt))
            case ChartGrid():
                self.waiting += [texts.chart_in_words(chart.title, chart.alt) for chart in part.charts]
            case KeyFigures():
                self.add(figures_table(part, f"pc_{_plain(self.sheet.name)}_{len(self.pages) + 1}"))
            case Table():
                self.add(part)

    def close_section(self) -> None:
        """Move the text below the section's table above it; a section without a table becomes rows of text."""
        if self.pages and self.pages[-1].heading == self.heading:
            self.pages[-1] = _with_lines(self.pages[-1], self.waiting)
        elif self.heading:
            self.sections_at = self.sections_at if self.sections else len(self.pages)
            self.sections += [(self.heading, words) for words in self.waiting]
        else:
            return  # what introduces the sheet waits for its first table
        self.waiting = []

    def add(self, table: Table) -> None:
        """Add a page."""
        number = 1 + sum(page.heading == self.heading for page in self.pages)
        title = texts.section_title(self.title, self.heading, number)
        self.pages.append(Page(self.sheet.name, self.heading, title, _in_lines(self.waiting), without_gaps(table)))
        self.waiting = []

    def finished(self) -> list[Page]:
        """Return the pages."""
        self.close_section()
        if self.sections:
            self.pages.insert(self.sections_at, self.page_of_words())
        if not self.pages:
            return [Page(self.sheet.name, "", self.title, _in_lines(self.waiting))]
        self.pages[-1] = _with_lines(self.pages[-1], self.waiting)
        return self.pages

    def page_of_words(self) -> Page:
        """Add the collected text as a page without a table."""
        columns = (Column(headings.ABOUT), Column(headings.WHAT_IS_SAID, Style.LONG_TEXT))
        table = Table(f"pc_{_plain(self.sheet.name)}_in_words", columns, tuple(self.sections))
        return Page(self.sheet.name, texts.sheet_in_words(self.sheet.name), texts.title_in_words(self.title), (), table)


def _with_lines(page: Page, more: Iterable[str]) -> Page:
    return page._replace(lines=(*page.lines, *_in_lines(more)))


def _in_lines(paragraphs: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for words in paragraphs for line in lines(words))


def figures_table(figures: KeyFigures, name: str) -> Table:
    """Return key figures as a table, one row each, without columns that none of them fills."""
    whole = [
        (figure.label, _shown(figure.value), figure.words or None, figure.rag or None) for figure in figures.figures
    ]
    columns = (
        Column(headings.FIGURE),
        Column(headings.VALUE),
        Column(headings.WHAT_IT_MEANS, Style.LONG_TEXT),
        Column(headings.RAG, Style.RAG),
    )
    kept = [place for place in range(len(columns)) if place < 2 or any(row[place] for row in whole)]
    return Table(
        name,
        tuple(columns[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in whole),
        cell_styles={(at, 1): figure.style for at, figure in enumerate(figures.figures)},
    )


def _shown(value: Value) -> Value:
    return value.words if isinstance(value, Link) else value


def without_gaps(table: Table) -> Table:
    """Return the table with a mark in each empty cell; an empty table says so in its one row."""
    if not table.rows:
        only = (table.empty, *[NOT_APPLICABLE] * (len(table.columns) - 1))
        return table._replace(rows=(only,), cell_styles=dict.fromkeys(((0, at) for at in range(len(only))), Style.TEXT))
    styles, rows = dict(table.cell_styles), []
    for number, row in enumerate(table.rows):
        marked = tuple(
            _marked(value, column, table.marks.get((number, at), ""))
            for at, (value, column) in enumerate(zip(row, table.columns, strict=True))
        )
        styles |= {
            (number, at): Style.TEXT for at, value in enumerate(marked) if isinstance(value, str) and value in KNOWN
        }
        rows.append(marked)
    return table._replace(rows=tuple(rows), cell_styles=styles)


KNOWN = {NOT_AVAILABLE, NOT_APPLICABLE, CONFIDENTIAL}


def _marked(value: Value, column: Column, mark: str = "") -> Value:
    if value is None or value == "":
        if mark:
            return mark
        heading = column.header.casefold()
        return NOT_APPLICABLE if heading == PRACTICE or heading.startswith(NOTHING_APPLIES) else NOT_AVAILABLE
    return CONFIDENTIAL if value == STAR else _shown(value)


def lines(words: str) -> list[str]:
    """Return a paragraph as lines of whole sentences, short enough to be seen without scrolling where the sentences
    are.

    >>> lines("One is here. Two is St. James.")
    ['One is here. Two is St. James.']
    """
    found: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for sentence in _sentences(paragraph.strip()):
            if line and len(line) + len(sentence) > LONGEST_LINE:
                found.append(line)
                line = ""
            line = f"{line} {sentence}".strip()
        found += [line] if line else []
    return found


def _sentences(paragraph: str) -> Iterator[str]:
    pending = ""
    for piece in SENTENCE.split(paragraph):
        pending = f"{pending} {piece}".strip()
        if not ABBREVIATION.search(pending):
            yield pending
            pending = ""
    if pending:
        yield pending


def _loose_words(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Paragraph):
            yield from lines(part.words)


def _named(pages: Sequence[Page]) -> list[tuple[str, Page]]:
    """Yield each page with the name of its tab, and a title that no other page has."""
    names, titles = {CONTENTS.casefold(), RESERVED_NAME}, set[str]()
    alone = {page.source for page in pages if sum(other.source == page.source for other in pages) == 1}
    found = []
    for page in pages:
        wanted = page.source if page.source in alone or not page.heading else page.heading
        found.append((_unique(sheet_name(wanted), names), page._replace(title=_unique(page.title, titles, 255))))
    return found


def sheet_name(words: str) -> str:
    """Return words as the name of a tab: at most 31 characters, none of those that Excel forbids.

    >>> sheet_name("Ratings by practice: each one, with its domains")
    'Ratings by practice'
    """
    allowed = re.sub(r"\s+", " ", re.sub(r"[\[\]*?/\\]", " ", words.replace(":", " -"))).strip(" '")
    if len(allowed) <= LONGEST_NAME:
        return allowed
    words_kept = allowed[: LONGEST_NAME + 1].split(" ")[:-1] or [allowed[:LONGEST_NAME]]
    while len(words_kept) > 1 and words_kept[-1].strip(",;.-'").casefold() in NOT_AT_THE_END:
        words_kept.pop()
    return " ".join(words_kept).rstrip(" ,;.-'")


def _unique(words: str, taken: set[str], longest: int = LONGEST_NAME) -> str:
    name, number = words, 1
    while name.casefold() in taken:
        number += 1
        name = f"{words[: longest - len(str(number)) - 1].rstrip()} {number}"
    taken.add(name.casefold())
    return name


def _as_sheet(name: str, page: Page) -> Sheet:
    if page.table is None:
        return Sheet(name, (Heading(page.title, 1), *map(Paragraph, page.lines)))
    intro = (texts.table_size(len(page.table.rows), len(page.table.columns)), *_marks_used(page))
    return Sheet(name, (Heading(page.title, 1), *map(Paragraph, (*intro, *page.lines)), page.table))


def _marks_used(page: Page) -> Iterator[str]:
    """Return the explanations of the marks used on a sheet."""
    if page.source == NOTES or page.table is None:
        return
    used = {value for row in page.table.rows for value in row if isinstance(value, str)}
    if words := texts.marks_used(used):
        yield words


def _notes_page() -> Page:
    table = Table(
        "pc_marks", (Column(headings.MARK, Style.TEXT), Column(headings.WHAT_THE_MARK_MEANS, Style.LONG_TEXT)), MARKS
    )
    return Page(NOTES, "", texts.NOTES_TITLE, (texts.NOTES_LINE,), table)


def _contents(lines: Sequence[str], pages: Sequence[tuple[str, Page]]) -> Sheet:
    rows = tuple((Link(name, name), page.title) for name, page in pages)
    table = Table("pc_contents", (Column(headings.SHEET, Style.LINK), Column(headings.CONTENT, Style.LONG_TEXT)), rows)
    intro = (texts.table_size(len(rows), len(table.columns)), *lines)
    return Sheet(CONTENTS, (Heading(CONTENTS, 1), *map(Paragraph, intro), table))


def _plain(name: str) -> str:
    return re.sub(r"\W+", "_", name.casefold()).strip("_")
