"""What each open practice reported for the one workforce period of the staff figures, and the patients that go with it.

A cell that can't be read never silently changes a figure: its practice has no FTE here, with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from math import fsum
from types import MappingProxyType
from typing import NamedTuple

from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.staff.ratio import StaffReason
from pc_workbook.measures.staff.staff_period import staff_period
from pc_workbook.model.period import Period, months_between
from pc_workbook.model.practice import (
    Practice,
    StaffGroup,
    Workforce,
    are_two_totals,
)
from pc_workbook.model.question import StaffQuestion, UnreadEntry
from pc_workbook.model.row import where
from pc_workbook.model.tracker import Tracker
from pc_workbook.model.words import StaffGroups, staff_groups

#: A practice's own list may be used for a workforce period that is at most so many months away.
LIST_SIZE_MONTHS = 12
GP_FTE, NURSE_FTE, REGISTERED, WEIGHTED = "gp_fte", "nurse_fte", "registered_patients", "weighted_patients"

Reasons = tuple[Reason, ...]
FROM_RETURN: Reasons = (reason(StaffReason.FROM_RETURN),)


class SummedGroup(NamedTuple):
    """The group whose sum a practice is part of, and the group of which it is the successor; "" where it is of none."""

    name: str
    predecessor: str = ""


class Staffing(NamedTuple):
    """What one practice reported for the workforce period, and the patients that go with it."""

    practice: Practice
    gp_fte: float | None
    nurse_fte: float | None
    registered: float | None
    weighted: float | None
    registered_source: Reasons = ()
    weighted_source: Reasons = ()
    why: Reasons = ()  # why there is no FTE
    unread: bool = False  # a cell of its rows can't be read, or its rows contradict one another
    closed_since: bool = False  # open when the period ended, and part of an open practice on the as-at date
    questions: tuple[StaffQuestion, ...] = ()  # its values that a person must check
    groups: Mapping[str, SummedGroup] = MappingProxyType({})  # level -> the group whose sum it is part of

    def cells_in_question(self, *quantities: str) -> tuple[str, ...]:
        """Return the cells of the given quantities that a person must check."""
        return tuple(question.where for question in self.questions if question.quantity in quantities)

    def in_question(self, *quantities: str) -> Reasons:
        """Return the reason that values of the given quantities are in question; none where none is."""
        cells = self.cells_in_question(*quantities)
        return (reason(StaffReason.IN_QUESTION, cells=cells),) if cells else ()

    @property
    def has_return(self) -> bool:
        """Return whether any GP FTE was returned; a missing return looks like 0.0."""
        return bool(self.gp_fte)


class Reported(NamedTuple):
    """What the practices of a place reported, all for one period."""

    period: Period | None
    staffing: tuple[Staffing, ...]
    note: Reason | None = None  # why the period is not the latest one
    gone: tuple[Practice, ...] = ()  # reported for the period and closed since without a successor: in no sum

    @property
    def label(self) -> str:
        """Return the label of the period; "" where nobody reported."""
        return self.period.label if self.period else ""


def reported_staff(
    tracker: Tracker, questions: Mapping[str, tuple[StaffQuestion, ...]] = MappingProxyType({})
) -> Reported:
    """Return what the practices reported for the workforce period.

    `questions` gives, by practice code, the values that a person must check.

    The practices are those open on the as-at date and, where they reported, those that were open when the period ended
    and have merged into one of these since: a return describes the patients and the staff of its own day (decision).
    """
    period, note = staff_period(tracker)
    rows = _rows_by_practice(tracker, period)
    unread = tracker.unread.get("workforce", {})
    still_open = tracker.open_practices()
    groups = staff_groups(tracker.words, period.end if period else None)
    staffing = [_staffing(each, rows.get(each.code, []), period, unread, groups) for each in still_open]
    closed = [each for each in _closed_since(tracker, still_open, period) if each.code in rows or each.code in unread]
    successors = open_successors(tracker.practices, {practice.code for practice in still_open}) if closed else {}
    for practice in (each for each in closed if each.code in successors):
        closed_one = _staffing(practice, rows.get(practice.code, []), period, unread, groups)
        staffing.append(closed_one._replace(closed_since=True))
    with_questions = [_with_questions(staff, period, questions.get(staff.practice.code, ())) for staff in staffing]
    gone = tuple(practice for practice in closed if practice.code not in successors)
    return Reported(period, _with_groups(tracker, period, with_questions), note, gone)


def _with_groups(tracker: Tracker, period: Period | None, staffing: Sequence[Staffing]) -> tuple[Staffing, ...]:
    """Return the records with the groups they are summed in; most trackers have none, and load nothing for them."""
    if not tracker.groups:
        return tuple(staffing)
    from pc_workbook.measures.staff.group_sums import GroupSums

    sums = GroupSums(tracker, period)
    return tuple(staff._replace(groups=sums.summed_in(staff.practice)) for staff in staffing)


def _closed_since(tracker: Tracker, still_open: Sequence[Practice], period: Period | None) -> tuple[Practice, ...]:
    if period is None or len(still_open) == len(tracker.practices):
        return ()
    codes = {practice.code for practice in still_open}
    return tuple(practice for practice in tracker.open_practices(period.end) if practice.code not in codes)


def open_successors(practices: Iterable[Practice], still_open: Set[str]) -> dict[str, str]:
    """Return the open practice that each closed one became, directly or by a chain of mergers, by code."""
    into = {each.code: each.merged_into for each in practices if each.merged_into and each.code not in still_open}
    successors = {}
    for code in into:
        last, passed = code, {code}
        while (following := into.get(last)) is not None and following not in passed:
            passed.add(following)
            last = following
        if last in still_open:
            successors[code] = last
    return successors


def _rows_by_practice(tracker: Tracker, period: Period | None) -> dict[str, list[Workforce]]:
    """Return the rows that end with the period, by practice, the row of the longest period first."""
    grouped: dict[str, list[Workforce]] = defaultdict(list)
    end = period.end if period else None
    for n in where(tracker.workforce, "period", lambda each: each is not None and each.end == end):
        row = tracker.workforce[n]
        grouped[row.practice].append(row)
    return {code: sorted(rows, key=lambda row: row.period.start) for code, rows in grouped.items()}


def _with_questions(staff: Staffing, period: Period | None, questions: Sequence[StaffQuestion]) -> Staffing:
    """Return the record with the questions about this period, or about the practice's own list where that is used."""
    if not questions:
        return staff
    uses_list = {REGISTERED: _is_own_list(staff.registered_source), WEIGHTED: _is_own_list(staff.weighted_source)}

    def is_relevant(question: StaffQuestion) -> bool:
        from_list = uses_list.get(question.quantity, False)
        if question.period is None:
            return from_list
        return not from_list and period is not None and question.period.end == period.end

    return staff._replace(questions=tuple(filter(is_relevant, questions)))


def _is_own_list(source: Reasons) -> bool:
    return any(each.code is StaffReason.FROM_LIST for each in source)


def _staffing(
    practice: Practice,
    rows: Sequence[Workforce],
    period: Period | None,
    unread: Mapping[str, UnreadEntry],
    groups: StaffGroups,
) -> Staffing:
    entry = unread.get(practice.code)
    wrong = (reason(StaffReason.UNREAD, entry=entry),) if entry else _contradiction(rows, groups)
    # Of two rows of one staff group the longer period's counts, so it is set last.
    fte = {} if wrong else {row.staff_group: row.fte for row in reversed(rows) if row.fte is not None}
    uses_list = is_list_usable(practice.list_as_at, period)
    own = (practice.registered_patients, practice.weighted_patients) if uses_list else (None, None)
    registered = _patients([row.registered_patients for row in rows], own[0], practice, wrong)
    weighted = _patients([row.weighted_patients for row in rows], own[1], practice, wrong)
    no_row = () if rows or period is None else (reason(StaffReason.NO_ROW, period=period.label),)
    return Staffing(
        practice=practice,
        gp_fte=_total_or_parts(fte, StaffGroup.ALL_GPS, groups.gp_parts),
        nurse_fte=_total_or_parts(fte, StaffGroup.ALL_NURSES, groups.nurse_parts),
        registered=registered[0],
        weighted=weighted[0],
        registered_source=registered[1],
        weighted_source=weighted[1],
        why=wrong or no_row,
        unread=bool(wrong),
    )


def _contradiction(rows: Sequence[Workforce], groups: StaffGroups) -> Reasons:
    """Return the reason that two rows of one staff group and day differ; none where none do."""
    first: dict[str, Workforce] = {}
    for row in rows if len(rows) > 1 else ():
        if row.fte is None or row.staff_group not in groups.counted or not row.period.kind.is_short:
            continue
        other = first.setdefault(row.staff_group, row)
        if other.fte is not None and are_two_totals(other.period, other.fte, row.period, row.fte):
            lower, higher = sorted((other.fte, row.fte))
            return (reason(StaffReason.TWO_TOTALS, group=row.staff_group, lower=lower, higher=higher),)
    return ()


def _patients(
    returned: Iterable[float | None], own: float | None, practice: Practice, wrong: Reasons
) -> tuple[float | None, Reasons]:
    """Return a number of patients with its source. Where the list is used for what can't be read, both are named."""
    given = next((value for value in returned if value is not None), None)
    if given is not None:
        return given, FROM_RETURN
    if own is None:
        return None, wrong
    period = practice.list_as_at.label if practice.list_as_at else None
    return own, (reason(StaffReason.FROM_LIST, period=period), *wrong)


def _total_or_parts(fte: dict[str, float], total: str, parts: Iterable[str]) -> float | None:
    """Return the total that was returned, else the sum of its parts: a total is never added to its parts."""
    if total in fte:
        return fte[total]
    given = [fte[part] for part in parts if part in fte]
    return fsum(given) if given else None


def is_list_usable(list_as_at: Period | None, period: Period | None) -> bool:
    """Return whether a practice's own list size may be used for a workforce return: within 12 months of it.

    A list without a date is taken to be of the same time (decision).
    """
    if list_as_at is None or period is None:
        return True
    first, last = sorted((list_as_at.end, period.end))
    months = months_between(first, last)
    return months < LIST_SIZE_MONTHS or (months == LIST_SIZE_MONTHS and first.day == last.day)
