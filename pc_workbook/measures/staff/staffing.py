"""What each open practice reported for the edition's one workforce period, and the patients that go with it.

A figure whose cell can't be read is never silently another figure: its practice has no FTE here, and says why.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from math import fsum
from types import MappingProxyType
from typing import NamedTuple

from pc_workbook.measures.staff.staff_period import staff_period
from pc_workbook.model.period import Period, months_between
from pc_workbook.model.practice import (
    COUNTED_GROUPS,
    GP_PARTS,
    NURSE_PARTS,
    Practice,
    StaffGroup,
    Workforce,
    are_two_totals,
)
from pc_workbook.model.question import StaffQuestion
from pc_workbook.model.row import where
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.numbers import listed

LIST_SIZE_MONTHS = 12
OWN_LIST = "the practice's list"
GP_FTE, NURSE_FTE, REGISTERED, WEIGHTED = "gp_fte", "nurse_fte", "registered_patients", "weighted_patients"


class Staffing(NamedTuple):
    """What one practice reported for the edition's workforce period, and the patients that go with it."""

    practice: Practice
    gp_fte: float | None
    nurse_fte: float | None
    registered: float | None
    weighted: float | None
    registered_from: str = ""
    weighted_from: str = ""
    why: str = ""  # why there is no FTE, where the practice's rows do not say
    unread: bool = False  # a cell of its rows can't be read, or its rows contradict one another
    closed_since: bool = False  # open when the period ended, and part of an open practice on the as-at date
    asked: tuple[StaffQuestion, ...] = ()  # its values that a person must look at

    def in_question(self, *quantities: str) -> str:
        """Where the values stand that a person must look at, of some quantities; '' for none."""
        return listed([one.where for one in self.asked if one.quantity in quantities])

    @property
    def has_return(self) -> bool:
        """Whether any GP FTE was returned; 0.0 is what a missing return looks like."""
        return bool(self.gp_fte)


class Reported(NamedTuple):
    """What the practices of a place reported, all for one period."""

    period: Period | None
    staffing: tuple[Staffing, ...]
    note: str = ""  # where the period is not the latest one
    gone: tuple[Practice, ...] = ()  # reported for the period and closed since without a successor: in no sum

    @property
    def label(self) -> str:
        """The period in words; '' where nobody reported."""
        return self.period.label if self.period else ""

    def of(self, staffing: Iterable[Staffing]) -> "Reported":
        """The same of some of the practices."""
        return self._replace(staffing=tuple(staffing))


def reported_staff(
    tracker: Tracker, questions: Mapping[str, tuple[StaffQuestion, ...]] = MappingProxyType({})
) -> Reported:
    """What the practices reported for the edition's one workforce period. `questions`: by practice, its values that a
    person must look at.

    They are the practices open on the as-at date and, where they reported, those that were open when the period ended and
    have merged into one of these since: a return describes the patients and the staff of its own day (decision).
    """
    period, note = staff_period(tracker)
    rows = _rows_by_practice(tracker, period)
    unread = tracker.unread.get("workforce", {})
    still_open = tracker.open_practices()
    staffing = [_staffing(one, rows.get(one.code, []), period, unread.get(one.code, "")) for one in still_open]
    closed = [one for one in _closed_since(tracker, still_open, period) if one.code in rows or one.code in unread]
    successors = open_successors(tracker.practices, {practice.code for practice in still_open}) if closed else {}
    for one in (each for each in closed if each.code in successors):
        found = _staffing(one, rows.get(one.code, []), period, unread.get(one.code, ""))
        staffing.append(found._replace(closed_since=True))
    asked = [_with_questions(one, period, questions.get(one.practice.code, ())) for one in staffing]
    return Reported(period, tuple(asked), note, tuple(one for one in closed if one.code not in successors))


def _closed_since(tracker: Tracker, still_open: Sequence[Practice], period: Period | None) -> tuple[Practice, ...]:
    if period is None or len(still_open) == len(tracker.practices):
        return ()
    codes = {practice.code for practice in still_open}
    return tuple(one for one in tracker.open_practices(period.end) if one.code not in codes)


def open_successors(practices: Iterable[Practice], still_open: Set[str]) -> dict[str, str]:
    """The practices that live on in an open one, with it: that which they merged into, or which that merged into."""
    into = {one.code: one.merged_into for one in practices if one.merged_into and one.code not in still_open}
    found = {}
    for code in into:
        last, passed = code, {code}
        while (following := into.get(last)) is not None and following not in passed:
            passed.add(following)
            last = following
        if last in still_open:
            found[code] = last
    return found


def _rows_by_practice(tracker: Tracker, period: Period | None) -> dict[str, list[Workforce]]:
    """Every row that ends with the period, the row of the longest period first."""
    found: dict[str, list[Workforce]] = defaultdict(list)
    ends = period.end if period else None
    for n in where(tracker.workforce, "period", lambda held: held is not None and held.end == ends):
        row = tracker.workforce[n]
        found[row.practice].append(row)
    return {code: sorted(rows, key=lambda row: row.period.start) for code, rows in found.items()}


def _with_questions(one: Staffing, period: Period | None, questions: Sequence[StaffQuestion]) -> Staffing:
    """The same with the questions that are of this period, or of the practice's own list where that stands in."""
    if not questions:
        return one
    own = {REGISTERED: OWN_LIST in one.registered_from, WEIGHTED: OWN_LIST in one.weighted_from}

    def bears_on(asked: StaffQuestion) -> bool:
        is_own = own.get(asked.quantity, False)
        if asked.period is None:
            return is_own
        return not is_own and period is not None and asked.period.end == period.end

    return one._replace(asked=tuple(filter(bears_on, questions)))


def _staffing(practice: Practice, rows: Sequence[Workforce], period: Period | None, unread: str) -> Staffing:
    unread = unread or _contradiction(rows)
    # Of two rows of one staff group the longer period's stands, so it is set last.
    fte = {} if unread else {row.staff_group: row.fte for row in reversed(rows) if row.fte is not None}
    stands_in = list_is_of_about(practice.list_as_at, period)
    own = (practice.registered_patients, practice.weighted_patients) if stands_in else (None, None)
    registered = _patients([r.registered_patients for r in rows], own[0], practice, unread)
    weighted = _patients([r.weighted_patients for r in rows], own[1], practice, unread)
    return Staffing(
        practice=practice,
        gp_fte=_total_or_parts(fte, StaffGroup.ALL_GPS, GP_PARTS),
        nurse_fte=_total_or_parts(fte, StaffGroup.ALL_NURSES, NURSE_PARTS),
        registered=registered[0],
        weighted=weighted[0],
        registered_from=registered[1],
        weighted_from=weighted[1],
        why=unread or ("" if rows or period is None else f"no value (no row for {period.label})"),
        unread=bool(unread),
    )


def _contradiction(rows: Sequence[Workforce]) -> str:
    """Why a practice has no FTE: two readings of one staff group and day that differ; '' where none do."""
    first: dict[StaffGroup, Workforce] = {}
    for row in rows if len(rows) > 1 else ():
        if row.fte is None or row.staff_group not in COUNTED_GROUPS or not row.period.kind.is_short:
            continue
        other = first.setdefault(row.staff_group, row)
        if other.fte is not None and are_two_totals(other.period, other.fte, row.period, row.fte):
            fte = sorted((other.fte, row.fte))
            return f"no value (two totals of {row.staff_group} of one day: {fte[0]:.15g} and {fte[1]:.15g} FTE)"
    return ""


def _patients(
    returned: Iterable[float | None], own: float | None, practice: Practice, unread: str
) -> tuple[float | None, str]:
    """A number of patients and where it is from. Where the list stands in for what can't be read, it says so."""
    given = next((value for value in returned if value is not None), None)
    if given is not None:
        return given, "the workforce return"
    if own is None:
        return None, unread
    of = practice.list_as_at.label if practice.list_as_at else "no date given"
    return own, "; ".join(filter(None, (f"{OWN_LIST}, {of}", unread)))


def _total_or_parts(fte: dict[StaffGroup, float], total: StaffGroup, parts: Iterable[StaffGroup]) -> float | None:
    if total in fte:
        return fte[total]
    given = [fte[part] for part in parts if part in fte]
    return fsum(given) if given else None


def list_is_of_about(list_as_at: Period | None, period: Period | None) -> bool:
    """Whether a practice's own list size may stand in for that of a workforce return: within 12 months of it.

    A list without a date is taken as of then.
    """
    if list_as_at is None or period is None:
        return True
    first, last = sorted((list_as_at.end, period.end))
    months = months_between(first, last)
    return months < LIST_SIZE_MONTHS or (months == LIST_SIZE_MONTHS and first.day == last.day)
