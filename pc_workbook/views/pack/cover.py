"""The cover of a pack: its meeting, date, edition and state.

The facts are collected once; the template shows them in its own design, the accessible edition as a table.
"""

from datetime import date
from typing import NamedTuple

from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Style, Table
from pc_workbook.wording import headings
from pc_workbook.wording import pack_sheets as texts
from pc_workbook.wording.numbers import day_words


class Issue(NamedTuple):
    """One issue of a pack: everything its cover says. `edition` is its audience: public, group or guest."""

    area: str
    title: str  # "Primary care board pack"
    body: str  # who meets; "" where no meeting is listed
    meeting: date | None
    as_at: date
    edition: str
    edition_words: str  # "Public edition: holds nothing that is exempt"
    status: str  # "Draft" or "Approved"
    status_words: str  # "Draft – 2 of 7 members have approved"
    cycle: str  # "every two months", "twice a year"; "" where the months are not set
    run_date: date
    since: date | None  # the last issued edition before this one
    since_meeting: date | None  # the body's last meeting before the as-at date
    version: str = ""
    tracker: str = ""  # the tracker's name

    @property
    def document(self) -> str:
        """Return the document's own title: one line that distinguishes this pack from every other."""
        return texts.document_title(self.area, self.title, self.as_at)


class Fact(NamedTuple):
    """One line of the cover. `name` is also the name of the cell of the template that shows it."""

    name: str
    label: str
    words: str


def cover_facts(issue: Issue) -> tuple[Fact, ...]:
    """Return the lines of the cover, in reading order."""
    return (
        Fact("pack_area", texts.AREA, issue.area),
        Fact("pack_title", texts.DOCUMENT, issue.title),
        Fact("pack_body", texts.FOR, issue.body or texts.NO_MEETING),
        Fact("pack_meeting", texts.MEETING, day_words(issue.meeting) if issue.meeting else texts.NO_MEETING_DATE),
        Fact("pack_as_at", texts.FIGURES_AS_AT, day_words(issue.as_at)),
        Fact("pack_edition", texts.EDITION, issue.edition_words),
        Fact("pack_status", texts.STATUS, issue.status_words),
        Fact("pack_cycle", texts.REPORTED, texts.cycle_label(issue.cycle)),
        Fact("pack_since", texts.CHANGES_SINCE, texts.since_words(issue.since)),
        Fact("pack_made", texts.MADE, texts.made_words(issue.run_date, issue.version, issue.tracker)),
    )


COLUMNS = (Column(headings.WHAT, Style.TEXT, 24), Column(headings.IT_SAYS, Style.LONG_TEXT, 90))


def cover_sheet(issue: Issue) -> Sheet:
    """Return the cover as a sheet."""
    rows = tuple((fact.label, fact.words) for fact in cover_facts(issue))
    parts = (
        Heading(texts.cover_title(issue.area, issue.title), level=1),
        Paragraph(texts.status_and_edition(issue.status_words, issue.edition_words)),
        Table("pc_cover", COLUMNS, rows),
    )
    return Sheet(texts.COVER, parts, texts.COVER_DESCRIPTION)
