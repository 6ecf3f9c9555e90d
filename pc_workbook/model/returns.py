"""Returns from localities: the register, what each return brought, and merge conflicts."""

from datetime import date
from enum import StrEnum

from pc_workbook.model.row import MarkedRow, Row


class Registered(Row):
    """One return, expected or received. A second return of the same hand-out is a row of its own, version 2."""

    hand_out: str
    locality: str
    edition: date | None = None
    role: str | None = None
    handed_out_on: date | None = None
    due_by: date | None = None
    received_on: date | None = None
    days_late: int | None = None
    version: int | None = None
    file: str | None = None
    fingerprint: str | None = None
    changes: int | None = None
    conflicts: int | None = None
    findings: int | None = None
    note: str | None = None


class Outcome(StrEnum):
    """The outcome of one item in a return."""

    TAKEN = "Taken"
    LOOK = "To look at"


class ReceivedItem(MarkedRow):
    """One row that a return changed in the tracker, or one item in a return that a person must check."""

    received_on: date
    source: str
    role: str | None = None
    kind: Outcome | None = None
    cell: str | None = None
    row: str | None = None
    words: str | None = None


class Pick(StrEnum):
    """A person's decision on a merge conflict."""

    KEEP = "Keep the tracker's"
    TAKE = "Take the return's"


class Conflict(MarkedRow):
    """One cell whose entries in the tracker and in a return differ, until a person decides."""

    sheet: str
    row: str
    column: str
    cell: str | None = None
    handed_out: str | None = None
    current: str | None = None
    returned: str | None = None
    pick: Pick | None = None
    source: str | None = None
    role: str | None = None
    received_on: date | None = None
    settled_on: date | None = None
    outcome: str | None = None
