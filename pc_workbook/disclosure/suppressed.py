"""Numbers that are suppressed although their row is shown: small counts of people, and what would reveal the figures of a
hidden practice, in this edition or through an earlier one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pc_workbook.disclosure.permitted_rows import HiddenKeys, PermittedRows
from pc_workbook.disclosure.small_numbers import CellKey, SmallNumbers, SuppressedCount
from pc_workbook.disclosure.suppression import AREA, QUANTITIES_RANGE, Cell, protected
from pc_workbook.measures.results import QUANTITIES, RATIO_MEASURES
from pc_workbook.measures.staff.staffing import Staffing
from pc_workbook.model.row import column
from pc_workbook.model.text import folded
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import ISSUED_EDITIONS, PRACTICES, WORKFORCE

WITH_RETURN = "(practices with a return)"
GROUP_MARK = "\n"  # in the total of a group, which may have the name of a locality
STAFF_MEASURES = (*RATIO_MEASURES.values(), *QUANTITIES)


class SuppressionCounts(NamedTuple):
    """How many figures an edition suppresses, and of what kind."""

    practices: int = 0  # shown practices whose staff figures are suppressed
    localities: int = 0  # localities whose staff figures are suppressed
    groups: int = 0  # groups whose staff figures are suppressed
    area: bool = False  # whether staff figures of the whole area are
    small: int = 0  # figures about few people (primary suppression)
    secondary: int = 0  # figures that would reveal those
    rounded: int = 0  # figures about people that are rounded to the nearest 5


class Suppressed(NamedTuple):
    """What replaces the numbers that are suppressed, and whose staff figures are."""

    replacements: Mapping[CellKey, object] = {}
    practices: frozenset[str] = frozenset()  # shown practices whose staff figures would reveal a hidden one's
    staffing: tuple[Staffing, ...] = ()  # what those practices reported; the leak scan searches for it
    totals: frozenset[str] = frozenset()  # localities, groups (group_total), AREA or WITH_RETURN, whose sums would
    hides_practice: bool = False  # whether any practice is hidden
    edition_rows: frozenset[int] = frozenset()  # rows of earlier editions' figures that would reveal the same
    counts: tuple[SuppressedCount, ...] = ()  # of people; the leak scan searches texts for them
    numbers: SuppressionCounts = SuppressionCounts()

    def without_rows(self, rows: PermittedRows) -> PermittedRows:
        """Return the rows of a list without those that contain nothing but suppressed figures."""
        read = rows.read
        if read.of.table == WORKFORCE.table and self.practices:
            codes = dict(zip(read.row_numbers, column(read.valid_rows, "practice"), strict=True))
            return rows._replace(row_numbers=[row for row in rows.row_numbers if codes[row] not in self.practices])
        if read.of.table == ISSUED_EDITIONS.table and self.edition_rows:
            return rows._replace(row_numbers=[row for row in rows.row_numbers if row not in self.edition_rows])
        return rows


def suppressed_numbers(
    intake: Intake,
    staffing: Sequence[Staffing],
    shown: Mapping[str, PermittedRows],
    hidden: HiddenKeys,
    small_numbers: bool,
) -> Suppressed:
    """Return what an edition suppresses in the rows it shows.

    `staffing` is what each practice reported; `small_numbers` says whether small counts of people are suppressed.
    """
    staff = _staff(intake, staffing, hidden)
    staff = staff._replace(edition_rows=_edition_rows(intake, staff))
    if not small_numbers:
        return staff
    people = SmallNumbers(intake, staffing, shown, hidden)
    return staff._replace(
        replacements={**staff.replacements, **people.replacements},
        counts=tuple(people.counts),
        numbers=staff.numbers._replace(small=people.small, secondary=people.secondary, rounded=people.rounded),
    )


def _edition_rows(intake: Intake, staff: Suppressed) -> frozenset[int]:
    """Return the rows of earlier editions' figures that would reveal suppressed ones: they were recorded unmasked."""
    read = read_list(intake, ISSUED_EDITIONS)
    area = intake.tracker.settings.area
    sums = {area if total in (AREA, WITH_RETURN) else total.partition(GROUP_MARK)[0] for total in staff.totals}

    def reveals(row: Any) -> bool:
        return row.organisation in staff.practices or (
            row.organisation in sums and row.measure.startswith(STAFF_MEASURES)
        )

    return frozenset(at for at, row in zip(read.row_numbers, read.valid_rows, strict=True) if reveals(row))


def _staff(intake: Intake, staffing: Sequence[Staffing], hidden: HiddenKeys) -> Suppressed:
    """Suppress the staff figures from which those of a hidden practice could be worked out."""
    hidden_codes = {staff.practice.code for staff in staffing if folded(staff.practice.code) in hidden.practices}
    if not hidden_codes:
        return Suppressed()
    found = protected([_cell(staff) for staff in staffing if not staff.unread], hidden_codes, QUANTITIES_RANGE)
    practices = frozenset(str(code) for code in found.cells) - hidden_codes
    return Suppressed(
        replacements=dict.fromkeys(_list_size_cells(intake, practices)),
        practices=practices,
        staffing=tuple(staff for staff in staffing if staff.practice.code in practices),
        totals=found.totals,
        hides_practice=True,
        numbers=SuppressionCounts(
            practices=len(practices),
            localities=sum(GROUP_MARK not in total for total in found.totals - {AREA, WITH_RETURN}),
            groups=sum(GROUP_MARK in total for total in found.totals),
            area=bool(found.totals & {AREA, WITH_RETURN}),
        ),
    )


def group_total(level: str, group: str) -> str:
    """Return the name of the sum of one group."""
    return f"{group}{GROUP_MARK}{level}"


def _cell(staff: Staffing) -> Cell:
    locality = {staff.practice.locality} if staff.practice.locality else set()
    returned = {WITH_RETURN} if staff.has_return else set()
    groups = {group_total(level, group.name) for level, group in staff.groups.items()}
    amounts = (staff.registered, staff.weighted, staff.gp_fte, staff.nurse_fte)
    return Cell(staff.practice.code, amounts, frozenset({AREA, *returned, *locality, *groups}))


def _list_size_cells(intake: Intake, practices: frozenset[str]) -> Iterator[CellKey]:
    read = read_list(intake, PRACTICES)
    for entry in read.entries:
        if getattr(entry.row, "code", "") in practices:
            yield PRACTICES.table, entry.at, "registered_patients"
            yield PRACTICES.table, entry.at, "weighted_patients"
