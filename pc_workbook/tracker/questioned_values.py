"""Figures that rest on a value in question: a warning of plausibility that nobody has accepted yet."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from pc_workbook.model.question import NO_QUESTIONS, Question, Questions, StaffQuestion
from pc_workbook.model.words import StaffGroups, staff_groups
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import PRACTICES, WORKFORCE
from pc_workbook.tracker.lists.list_reader import ReadList

ASKS: Final = frozenset({"P40", "P41", "P42", "P43", "P44", "P45", "P46", "R76"})
PATIENTS: Final = ("registered_patients", "weighted_patients")


def questions_of(intake: Intake, findings: Iterable[Finding]) -> Questions:
    """Return the values in question: by indicator those of its own figure, by practice its staff and its list."""
    open_questions = [f for f in findings if f.code in ASKS and f.severity is Severity.WARNING and f.accepted is None]
    if not open_questions:
        return NO_QUESTIONS
    indicators: dict[int, list[Question]] = defaultdict(list)
    practices: dict[str, list[StaffQuestion]] = defaultdict(list)
    lists = {read.sheet: read for read in intake.lists.values()}
    for finding in open_questions:
        row: Any = _row(lists.get(finding.sheet), finding)
        where = f"{finding.sheet}, {finding.cell}"
        for number in finding.touches:
            indicators[number].append(Question(where, getattr(row, "period", None)))
        table = lists[finding.sheet].of.table if finding.sheet in lists else ""
        if row is not None and table == PRACTICES.table:
            practices[row.code] += _staff_questions(lists[finding.sheet], finding, where, StaffGroups())
        elif row is not None and table == WORKFORCE.table:
            groups = staff_groups(intake.tracker.words, row.period.end)
            practices[row.practice] += _staff_questions(lists[finding.sheet], finding, where, groups, row)
    return Questions(
        {number: tuple(questions) for number, questions in indicators.items()},
        {code: tuple(questions) for code, questions in practices.items()},
    )


def _staff_questions(
    read: ReadList, finding: Finding, where: str, groups: StaffGroups, returned: Any = None
) -> list[StaffQuestion]:
    """Return the quantity of a practice that a finding questions; nothing where no figure rests on its cell."""
    entry = read.entry(_row_index(read, finding))
    period = returned.period if returned is not None else None
    for name in PATIENTS:
        if finding.cell == read.cell(entry, name):
            return [StaffQuestion(where, period, name)]
    if returned is None or finding.cell != read.cell(entry, "fte"):
        return []
    group = returned.staff_group
    quantity = "gp_fte" if group in groups.gps else "nurse_fte" if group in groups.nurses else ""
    return [StaffQuestion(where, period, quantity)] if quantity else []


def _row(read: ReadList | None, finding: Finding) -> object:
    if read is None:
        return None
    n = _row_index(read, finding)
    return read.valid_rows[n] if n < len(read.row_numbers) and read.row_numbers[n] == _row_number(finding) else None


def _row_index(read: ReadList, finding: Finding) -> int:
    return bisect_left(read.row_numbers, _row_number(finding))


def _row_number(finding: Finding) -> int:
    return int(finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
