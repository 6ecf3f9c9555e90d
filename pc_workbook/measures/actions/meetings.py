"""The meetings of a body around a day."""

from collections.abc import Iterable
from datetime import date

from pc_workbook.model.governance import Meeting


def next_meeting(meetings: Iterable[Meeting], body: str, day: date) -> Meeting | None:
    """Return the first meeting of a body on a day or after it."""
    return min((m for m in meetings if _is_of(m, body) and m.held_on >= day), key=_held_on, default=None)


def last_meeting(meetings: Iterable[Meeting], body: str, day: date) -> Meeting | None:
    """Return the last meeting of a body before a day."""
    return max((m for m in meetings if _is_of(m, body) and m.held_on < day), key=_held_on, default=None)


def _is_of(meeting: Meeting, body: str) -> bool:
    return body.casefold() in (meeting.body or "").casefold()


def _held_on(meeting: Meeting) -> date:
    return meeting.held_on
