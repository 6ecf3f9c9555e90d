"""Who decides, when they meet, what they signed off, and the nine functions they answer for."""

from datetime import date
from enum import StrEnum

from pc_workbook.model.indicator import Rag
from pc_workbook.model.period import Period
from pc_workbook.model.row import Row


class Audience(StrEnum):
    """What somebody may be sent."""

    MEMBER = "Member"
    GUEST = "Guest"
    OFFICER = "Officer"


class Role(Row):
    """A role over time. The tracker works by role; a person's name is optional and never printed."""

    role: str
    organisation: str | None = None
    person: str | None = None
    audience: Audience | None = None
    starts: date | None = None
    ends: date | None = None
    also_written: str | None = None
    note: str | None = None


class Meeting(Row):
    """A dated meeting. Dates are typed as a list; intervals are months, never "bi-" words."""

    held_on: date
    body: str | None = None
    item: str | None = None
    note: str | None = None


class Approval(Row):
    """One member's approval of one edition."""

    edition: date
    role: str
    approved_on: date | None = None
    note: str | None = None


class Function(Row):
    """One of the group's key functions."""

    number: int
    function: str
    note: str | None = None


class Acceptance(Row):
    """A warning that a person has looked at and accepts, until the cell changes."""

    finding: str
    accepted_by: str
    accepted_on: date
    reason: str


class EditionFigure(Row):
    """One figure as it stood in an issued edition, so that "since last time" is exact."""

    edition: date
    measure: str
    organisation: str
    period: Period | None = None
    value: float | None = None
    rag: Rag | None = None
    words: str | None = None


class IssuedPack(Row):
    """One pack that was issued: of which edition, for whom, and which file it was."""

    edition: date
    pack: str
    whom: str
    status: str | None = None
    issued_on: date | None = None
    file: str | None = None
    fingerprint: str | None = None
    note: str | None = None
