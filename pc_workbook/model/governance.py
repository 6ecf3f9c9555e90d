"""Roles, meetings, approvals, key functions, accepted warnings and issued figures."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pc_workbook.model.indicator import Rag
from pc_workbook.model.period import Period
from pc_workbook.model.row import Row


class Audience(StrEnum):
    """The group a role belongs to, which decides what it may be sent."""

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

    def approves_on(self, day: date) -> bool:
        """Return whether an issue of a day needs this role's approval: a member in office."""
        in_office = (self.starts is None or self.starts <= day) and (self.ends is None or self.ends >= day)
        return in_office and self.audience is Audience.MEMBER


class Meeting(Row):
    """A dated meeting. Intervals are given in months, because "bi-monthly" has two meanings."""

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
    """A warning that a person has checked and accepts, until the cell changes."""

    finding: str
    accepted_by: str
    accepted_on: date
    reason: str


class EditionFigure(Row):
    """One figure as it was issued, so that changes since the last issue are exact."""

    edition: date
    measure: str
    organisation: str
    period: Period | None = None
    value: float | None = None
    rag: Rag | None = None
    words: str | None = None


class IssuedPack(Row):
    """One issued pack: its date, its audience and its file."""

    edition: date
    pack: str
    audience: str
    status: str | None = None
    issued_on: date | None = None
    file: str | None = None
    fingerprint: str | None = None
    note: str | None = None


def next_meeting(meetings: Iterable[Meeting], body: str, day: date) -> Meeting | None:
    """Return the first meeting of a body on a day or after it."""
    return min((m for m in meetings if _is_of(m, body) and m.held_on >= day), key=_held_on, default=None)


def last_meeting(meetings: Iterable[Meeting], body: str, day: date) -> Meeting | None:
    """Return the last meeting of a body before a day."""
    return max((m for m in meetings if _is_of(m, body) and m.held_on < day), key=_held_on, default=None)


def _is_of(meeting: Meeting, body: str) -> bool:
    return bool(body) and body.casefold() in (meeting.body or "").casefold()


def _held_on(meeting: Meeting) -> date:
    return meeting.held_on
