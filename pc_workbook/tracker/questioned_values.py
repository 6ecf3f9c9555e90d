"""Which figures rest on a value that a person must look at: warnings of plausibility that nobody accepted yet."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from pc_workbook.model.practice import GP_PARTS, NURSE_PARTS, StaffGroup
from pc_workbook.model.question import NO_QUESTIONS, Question, Questions, StaffQuestion
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import PRACTICES, WORKFORCE
from pc_workbook.tracker.lists.list_reader import ReadList

ASKS: Final = frozenset({"P40", "P41", "P42", "P43", "P44", "P45", "P46", "R76"})
GPS: Final = frozenset({StaffGroup.ALL_GPS, *GP_PARTS})
PATIENTS: Final = ("registered_patients", "weighted_patients")
NURSES: Final = frozenset({StaffGroup.ALL_NURSES, *NURSE_PARTS})


def questions_of(intake: Intake, findings: Iterable[Finding]) -> Questions:
    """Return the values in question: by indicator those of its own figure, by practice its staff and its list."""
    asked = [f for f in findings if f.code in ASKS and f.severity is Severity.WARNING and f.accepted is None]
    if not asked:
        return NO_QUESTIONS
    indicators: dict[int, list[Question]] = defaultdict(list)
    practices: dict[str, list[StaffQuestion]] = defaultdict(list)
    lists = {read.sheet: read for read in intake.lists.values()}
    for found in asked:
        row: Any = _row(lists.get(found.sheet), found)
        where = f"{found.sheet}, {found.cell}"
        for number in found.touches:
            indicators[number].append(Question(where, getattr(row, "period", None)))
        table = lists[found.sheet].of.table if found.sheet in lists else ""
        if row is not None and table == PRACTICES.table:
            practices[row.code] += _of_staff(lists[found.sheet], found, where)
        elif row is not None and table == WORKFORCE.table:
            practices[row.practice] += _of_staff(lists[found.sheet], found, where, row)
    return Questions(
        {number: tuple(held) for number, held in indicators.items()},
        {code: tuple(held) for code, held in practices.items()},
    )


def _of_staff(read: ReadList, found: Finding, where: str, returned: Any = None) -> list[StaffQuestion]:
    """Which quantity of a practice a finding asks about; none where no figure rests on its cell."""
    entry = read.entry(_place(read, found))
    period = returned.period if returned is not None else None
    for name in PATIENTS:
        if found.cell == read.cell(entry, name):
            return [StaffQuestion(where, period, name)]
    if returned is None or found.cell != read.cell(entry, "fte"):
        return []
    quantity = "gp_fte" if returned.staff_group in GPS else "nurse_fte" if returned.staff_group in NURSES else ""
    return [StaffQuestion(where, period, quantity)] if quantity else []


def _row(read: ReadList | None, found: Finding) -> object:
    if read is None:
        return None
    n = _place(read, found)
    return read.sound[n] if n < len(read.places) and read.places[n] == _row_number(found) else None


def _place(read: ReadList, found: Finding) -> int:
    return bisect_left(read.places, _row_number(found))


def _row_number(found: Finding) -> int:
    return int(found.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
