"""Keep personal data out of returns, and report cells where it came in with one.

What identifies a patient stops every return; contact details and names are reported.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.errors import WorkbookProblem
from pc_workbook.returns.merge import CellUpdate, MergeConflict
from pc_workbook.returns.return_data import CellKey, RowName, TrackerRow
from pc_workbook.tracker.findings import cell_text
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.personal.personal_cells import OF_PATIENTS, PersonalData, listed_by_kind, personal_data
from pc_workbook.tracker.personal.prefilter import may_hold_any, plain_text

NOT_HANDED_OUT = (
    "No return was written: they would hold data that identifies a patient. Take these out of {tracker}, and try again:"
)
GOES_OUT = "Personal data in this return. {line}"
CAME_IN = "Personal data was received: {cell} now holds {kinds}, and so do the rows that record it. Remove it from the tracker."
WAITS = (
    "Personal data was received: the value returned for {cell} holds {kinds}, and is listed on the sheet Conflicts. Take it out "
    "there."
)


def notes_of_personal_data(intake: Intake, texts_of: Sequence[Callable[[], Iterable[object]]]) -> list[tuple[str, ...]]:
    """Return for each return a sentence a kind of personal data in it; `texts_of` gives everything that a return says.
    Raise WorkbookProblem where one of them would hold an NHS number or a date of birth."""
    held = personal_data(intake)
    if not held:
        return [()] * len(texts_of)
    goes_out = [_said_in(held, texts()) for texts in texts_of]
    of_patients = [one for one in held if one.code in OF_PATIENTS and any(one in found for found in goes_out)]
    if of_patients:
        lines = [f"    {line}" for line in listed_by_kind(of_patients)]
        raise WorkbookProblem("\n".join((NOT_HANDED_OUT.format(tracker=intake.snapshot.name), *lines)))
    return [tuple(GOES_OUT.format(line=line) for line in listed_by_kind(found)) for found in goes_out]


def _said_in(held: Iterable[PersonalData], texts: Iterable[object]) -> list[PersonalData]:
    said = "\n".join(_in_one_line(cell_text(text)) for text in texts)
    return [one for one in held if any(_in_one_line(words) in said for words in one.said)]


def _in_one_line(text: str) -> str:
    return " ".join(plain_text(text).split())


def personal_data_that_came(
    takes: Iterable[CellUpdate], clashes: Iterable[MergeConflict], rows: Mapping[RowName, TrackerRow]
) -> tuple[str, ...]:
    """Return a sentence for each cell of the tracker that personal data of a return went into, or waits for."""
    taken = [(CAME_IN, take.spot, take.after) for take in takes]
    waiting = [(WAITS, clash.spot, clash.returned) for clash in clashes]
    return tuple(
        words.format(cell=_cell(spot, rows), kinds=kinds)
        for words, spot, value in (*taken, *waiting)
        if isinstance(value, str) and may_hold_any((value,)) and (kinds := _kinds_in(value))
    )


def _kinds_in(text: str) -> str:
    """Return the kinds of personal data in a text, in words; "" where there is none."""
    from pc_workbook.tracker.personal.personal_data import PersonalKind, found_in

    found = {one.kind for one in found_in(plain_text(text))}
    kinds = [f"{'an' if kind[0] in 'Ne' else 'a'} {kind}" for kind in PersonalKind if kind in found]
    return " and ".join(kinds)


def _cell(spot: CellKey, rows: Mapping[RowName, TrackerRow]) -> str:
    row = rows.get((spot.table, spot.key))
    if row is not None and spot.field in row.cells:
        return cell_reference(row.sheet, row.cells[spot.field])
    return f"a new row of {BY_TABLE[spot.table].sheet} ({', '.join(filter(None, spot.key))})"
