"""Numbers that are kept back although their row is shown: small counts of people, and what would give a hidden
practice's figures back, in this edition or by an earlier one.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pc_workbook.disclosure.permitted_rows import Hidden, Shown
from pc_workbook.disclosure.small_numbers import CountKeptBack, SmallNumbers, Spot
from pc_workbook.disclosure.suppression import AREA, OF_QUANTITIES, Cell, protected
from pc_workbook.measures.results import QUANTITIES, RATIO_MEASURES
from pc_workbook.measures.staff.staffing import Staffing, reported_staff
from pc_workbook.model.row import column
from pc_workbook.model.text import folded
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import ISSUED_EDITIONS, PRACTICES, WORKFORCE
from pc_workbook.wording.numbers import counted

WITH_RETURN = "(practices with a return)"
STAFF_MEASURES = (*RATIO_MEASURES.values(), *QUANTITIES)


class KeptBack(NamedTuple):
    """What stands in for numbers that are kept back, and whose staff figures are not told."""

    instead: Mapping[Spot, object] = {}
    practices: frozenset[str] = frozenset()  # shown, but their staff figures would give a hidden practice's back
    totals: frozenset[str] = frozenset()  # localities, AREA or WITH_RETURN, whose sums would
    hides: bool = False  # whether any practice is hidden
    old: frozenset[int] = frozenset()  # places of earlier editions' figures that would tell the same
    counts: tuple[CountKeptBack, ...] = ()  # of people, for the scan to look for them in words
    words: tuple[str, ...] = ()

    def of(self, rows: Shown) -> Shown:
        """The rows that are left when staff figures that are kept back go, and old figures of what is kept back."""
        read = rows.read
        if read.of.table == WORKFORCE.table and self.practices:
            named = dict(zip(read.places, column(read.sound, "practice"), strict=True))
            return rows._replace(places=[at for at in rows.places if named[at] not in self.practices])
        if read.of.table == ISSUED_EDITIONS.table and self.old:
            return rows._replace(places=[at for at in rows.places if at not in self.old])
        return rows


def kept_back(intake: Intake, shown: Mapping[str, Shown], hidden: Hidden, small_numbers: bool) -> KeptBack:
    """What an edition keeps back beside the rows it does not show."""
    found = _staff(intake, hidden)
    found = found._replace(old=_old_figures(intake, found))
    if not small_numbers:
        return found
    people = SmallNumbers(intake, shown, hidden)
    return found._replace(
        instead={**found.instead, **people.instead},
        counts=tuple(people.counts),
        words=(*found.words, *people.words()),
    )


def _old_figures(intake: Intake, staff: KeptBack) -> frozenset[int]:
    """The places of figures of earlier editions that would tell what is kept back: they were recorded whole."""
    read = read_list(intake, ISSUED_EDITIONS)
    area = intake.tracker.settings.area_name
    sums = {area if total in (AREA, WITH_RETURN) else total for total in staff.totals}

    def tells(row: Any) -> bool:
        return row.organisation in staff.practices or (
            row.organisation in sums and row.measure.startswith(STAFF_MEASURES)
        )

    return frozenset(at for at, row in zip(read.places, read.sound, strict=True) if tells(row))


# --- staff figures of a practice that is not shown


def _staff(intake: Intake, hidden: Hidden) -> KeptBack:
    staffing = reported_staff(intake.tracker).staffing
    back = {one.practice.code for one in staffing if folded(one.practice.code) in hidden.practices}
    if not back:
        return KeptBack()
    found = protected([_cell(one) for one in staffing if not one.unread], back, OF_QUANTITIES)
    practices = frozenset(str(code) for code in found.cells) - back
    return KeptBack(
        instead=dict.fromkeys(_patients_of(intake, practices)),
        practices=practices,
        totals=found.totals,
        hides=True,
        words=tuple(_staff_words(practices, found.totals)),
    )


def _cell(one: Staffing) -> Cell:
    locality = {one.practice.locality} if one.practice.locality else set()
    returned = {WITH_RETURN} if one.has_return else set()
    amounts = (one.registered, one.weighted, one.gp_fte, one.nurse_fte)
    return Cell(one.practice.code, amounts, frozenset({AREA, *returned, *locality}))


def _patients_of(intake: Intake, practices: frozenset[str]) -> Iterator[Spot]:
    read = read_list(intake, PRACTICES)
    for entry in read.entries:
        if getattr(entry.row, "code", "") in practices:
            yield PRACTICES.table, entry.at, "registered_patients"
            yield PRACTICES.table, entry.at, "weighted_patients"


def _staff_words(practices: frozenset[str], totals: frozenset[str]) -> Iterator[str]:
    why = "so that those of a practice that is not shown can't be worked out"
    if practices:
        yield f"The staff figures of {counted(len(practices), 'practice')} are kept back, {why}."
    localities = len(totals - {AREA, WITH_RETURN})
    if localities:
        yield f"The staff figures of {counted(localities, 'locality', 'localities')} are kept back, {why}."
    if totals & {AREA, WITH_RETURN}:
        yield f"Staff figures of the whole area are kept back, {why}."
