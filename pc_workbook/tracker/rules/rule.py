"""What a rule is, and the two functions that rules read rows and make findings with."""

from collections.abc import Callable, Iterator
from typing import Any

from pc_workbook.tracker.findings import Finding, Severity, finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.layout import EntryList, RowT
from pc_workbook.tracker.lists.list_reader import Entry, ReadList

#: A function from a tracker to what it breaks.
Rule = Callable[[Intake], Iterator[Finding]]


def each_row(intake: Intake, entry_list: EntryList[RowT]) -> Iterator[tuple[ReadList, Entry, RowT]]:
    """Yield the rows of one list, each with its list and its place on the sheet."""
    read = read_list(intake, entry_list)
    for entry in read.entries:
        yield read, entry, entry.row


def row_finding(
    read: ReadList[Any],
    entry: Entry,
    field: str,
    code: str,
    value: object,
    *,
    severity: Severity | None = None,
    touches: tuple[int, ...] = (),
    **details: object,
) -> Finding:
    """Return a finding about one field of one row, marked by the row's key so that sorting leaves its mark alone."""
    others = (getattr(entry.row, part) for part in read.of.told_apart_by)
    parts = [str(getattr(entry.row, part)) for part in read.of.key]
    key = "|".join([*parts, *(other.label for other in others if other is not None)]) or str(entry.at)
    heading = read.of.by_field[field].heading if field in read.of.by_field else field
    return finding(
        code, read.sheet, read.cell(entry, field), value,
        row=key, heading=heading, severity=severity, touches=touches, **details,
    )  # fmt: skip
