"""The returns register: which returns are expected, which were received, how late, and in which version.

A row is filled in or added, never removed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple, cast

from pc_workbook.cells.change import CellValue, SetCell
from pc_workbook.model.returns import Registered
from pc_workbook.returns.return_data import Return, ReturnStamp
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import BY_TABLE, RETURNS
from pc_workbook.tracker.snapshot import a1

TABLE: Final = RETURNS.table
UNSTAMPED: Final = "(no stamp)"
NOT_KNOWN: Final = "(not known)"
FIRST_CHARACTERS: Final = 12  # of a fingerprint: enough to distinguish returns

Row = Mapping[str, CellValue]


class ReceivedReturn(NamedTuple):
    """One return that was received, with the number of its changes and conflicts."""

    of: Return
    changes: int
    conflicts: int


class RegisterUpdate(NamedTuple):
    """Changes of the register: cells of rows that were waiting, and new rows."""

    cells: tuple[SetCell, ...]
    rows: tuple[Row, ...]


def expected_returns(stamps: Iterable[ReturnStamp], within_days: int) -> tuple[Row, ...]:
    """Return the rows of the returns that were handed out."""
    return tuple(_by_heading(_of_stamp(stamp, within_days)) for stamp in stamps)


def short_fingerprint(fingerprint: str) -> str:
    """Return a fingerprint as the register shows it."""
    return fingerprint[:FIRST_CHARACTERS]


def registered_returns(intake: Intake) -> Mapping[str, Registered]:
    """Return the returns that were received before, by their fingerprint."""
    return {row.fingerprint: row for row in intake.tracker.returns if row.fingerprint}


def register_received(intake: Intake, came: Iterable[ReceivedReturn], today: date) -> RegisterUpdate:
    """Register the returns that came in. The first of a hand-out fills its row; another is a row of its own."""
    read = intake.lists[TABLE]
    known = list(zip(cast(Sequence[Registered], read.valid_rows), read.row_numbers, strict=True))
    waiting = {(row.hand_out, row.locality): at for row, at in reversed(known) if row.received_on is None}
    due = {row.hand_out: row.due_by for row, _ in known if row.due_by}
    versions: dict[str, int] = {}
    for row, _ in known:
        versions[row.hand_out] = max(versions.get(row.hand_out, 0), row.version or 0)
    cells: list[SetCell] = []
    rows: list[Row] = []
    for received in sorted(came, key=_order):
        values = _of_return(received.of, intake.tracker.settings.return_within_days)
        mark = str(values["hand_out"])
        versions[mark] = versions.get(mark, 0) + 1
        values |= _outcome(received, versions[mark], due.get(mark) or cast(date | None, values.get("due_by")), today)
        at = waiting.pop((mark, str(values["locality"])), None)  # a return fills no row of another locality
        if at is None:
            rows.append(_by_heading(values))
        else:
            filled = {name: value for name, value in values.items() if name in OUTCOME and name in read.columns}
            cells += [SetCell(read.sheet, a1(at, read.columns[name]), value) for name, value in filled.items()]
    return RegisterUpdate(tuple(cells), tuple(rows))


OUTCOME: Final = ("received_on", "days_late", "version", "file", "fingerprint", "changes", "conflicts", "findings")


def _order(received: ReceivedReturn) -> tuple[str, str]:
    return (received.of.stamp.return_id if received.of.stamp else ""), received.of.fingerprint


def _of_return(received: Return, within_days: int) -> dict[str, CellValue]:
    if received.stamp is None:
        return {"hand_out": UNSTAMPED, "locality": NOT_KNOWN}
    return _of_stamp(received.stamp, within_days)


def _of_stamp(stamp: ReturnStamp, within_days: int) -> dict[str, CellValue]:
    return {
        "hand_out": stamp.return_id,
        "locality": stamp.locality,
        "edition": stamp.edition,
        "role": stamp.manager or None,
        "handed_out_on": stamp.handed_out_on,
        "due_by": stamp.handed_out_on + timedelta(days=within_days),
    }


def _outcome(received: ReceivedReturn, version: int, due: date | None, today: date) -> dict[str, CellValue]:
    return {
        "received_on": today,
        "days_late": max(0, (today - due).days) if due else None,
        "version": version,
        "file": received.of.name,
        "fingerprint": short_fingerprint(received.of.fingerprint),
        "changes": received.changes,
        "conflicts": received.conflicts,
        "findings": len(received.of.findings),
    }


def _by_heading(values: Mapping[str, CellValue]) -> Row:
    return {column.heading: values[column.field] for column in BY_TABLE[TABLE].columns if column.field in values}
