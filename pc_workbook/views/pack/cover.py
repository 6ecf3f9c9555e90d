"""The cover of a pack: its meeting, date, edition and state.

The facts are collected once; the template shows them in its own design, the accessible edition as a table.
"""

from datetime import date
from typing import NamedTuple

from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Style, Table
from pc_workbook.wording.numbers import day_words

NAME = "Cover"


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
        return f"{self.area}: {self.title[:1].lower()}{self.title[1:]}, as at {day_words(self.as_at)}"


class Fact(NamedTuple):
    """One line of the cover. `name` is also the name of the cell of the template that shows it."""

    name: str
    label: str
    words: str


def cover_facts(issue: Issue) -> tuple[Fact, ...]:
    """Return the lines of the cover, in reading order."""
    return (
        Fact("pack_area", "Area", issue.area),
        Fact("pack_title", "Document", issue.title),
        Fact("pack_body", "For", issue.body or "No meeting is listed for this pack"),
        Fact("pack_meeting", "Meeting", day_words(issue.meeting) if issue.meeting else "No date is set"),
        Fact("pack_as_at", "Figures as at", day_words(issue.as_at)),
        Fact("pack_edition", "Edition", issue.edition_words),
        Fact("pack_status", "Status", issue.status_words),
        Fact("pack_cycle", "Reported", issue.cycle[:1].upper() + issue.cycle[1:] if issue.cycle else "Not set"),
        Fact("pack_since", "Changes since", _since_words(issue.since)),
        Fact("pack_made", "Made", _made(issue)),
    )


def _since_words(since: date | None) -> str:
    return f"The issue of {day_words(since)}" if since else "There is no earlier issue"


def _made(issue: Issue) -> str:
    by = f" by pc_workbook {issue.version}" if issue.version else ""
    return f"{day_words(issue.run_date)}{by}{f' from {issue.tracker}' if issue.tracker else ''}"


COLUMNS = (Column("What", Style.TEXT, 24), Column("It says", Style.LONG_TEXT, 90))


def cover_sheet(issue: Issue) -> Sheet:
    """Return the cover as a sheet."""
    rows = tuple((fact.label, fact.words) for fact in cover_facts(issue))
    parts = (
        Heading(f"{issue.area}: {issue.title}", level=1),
        Paragraph(f"{issue.status_words}. {issue.edition_words}."),
        Table("pc_cover", COLUMNS, rows),
    )
    return Sheet(NAME, parts, "The pack's meeting, date, edition and state.")
