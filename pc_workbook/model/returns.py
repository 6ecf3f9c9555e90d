"""What localities sent back: the register of returns, what each of them brought, and the cells on which a return and
the tracker disagree."""

from datetime import date
from enum import StrEnum

from pc_workbook.model.row import MarkedRow, Row


class Registered(Row):
    """One return that is expected or came in. A second one of the same hand-out is a row of its own, version 2."""

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
    """What became of something in a return."""

    TAKEN = "Taken"
    LOOK = "To look at"


class CameIn(MarkedRow):
    """One row that a return changed in the tracker, or one thing in a return that a person must look at."""

    received_on: date
    source: str
    role: str | None = None
    kind: Outcome | None = None
    cell: str | None = None
    row: str | None = None
    words: str | None = None


class Pick(StrEnum):
    """What a person decides about a cell in conflict."""

    KEEP = "Keep the tracker's"
    TAKE = "Take the return's"


class Conflict(MarkedRow):
    """One cell that stands otherwise in the tracker and in a return, until a person picks."""

    sheet: str
    row: str
    column: str
    cell: str | None = None
    handed_out: str | None = None
    stands: str | None = None
    returned: str | None = None
    pick: Pick | None = None
    source: str | None = None
    role: str | None = None
    received_on: date | None = None
    settled_on: date | None = None
    outcome: str | None = None
