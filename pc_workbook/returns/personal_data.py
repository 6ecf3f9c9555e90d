"""Keep personal data out of returns, and report cells where it came in with one.

What identifies a patient stops every return; contact details and names are reported.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pc_workbook.errors import WorkbookProblem
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.model.return_codes import ReturnFact
from pc_workbook.returns.merge import CellUpdate, MergeConflict
from pc_workbook.returns.return_data import CellKey, RowName, TrackerRow
from pc_workbook.tracker.findings import cell_text
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.personal.personal_cells import OF_PATIENTS, PersonalData, by_kind, personal_data
from pc_workbook.tracker.personal.prefilter import may_contain_personal_data, plain_text

if TYPE_CHECKING:
    from pc_workbook.tracker.personal.personal_data import PersonalKind

NOT_HANDED_OUT = (
    "No return was written: they would hold data that identifies a patient. Take these out of {tracker}, and try again:"
)


def personal_data_included(
    intake: Intake, texts_of: Sequence[Callable[[], Iterable[object]]]
) -> list[tuple[Reason, ...]]:
    """Return for each return a fact per kind of personal data in it; `texts_of` gives everything that a return says.
    Raise WorkbookProblem where one of them would contain an NHS number or a date of birth."""
    known = personal_data(intake)
    if not known:
        return [()] * len(texts_of)
    goes_out = [_contained_in(known, texts()) for texts in texts_of]
    of_patients = [item for item in known if item.code in OF_PATIENTS and any(item in found for found in goes_out)]
    if of_patients:
        from pc_workbook.wording.personal_data import listed_by_kind

        lines = [f"    {line}" for line in listed_by_kind(of_patients)]
        raise WorkbookProblem("\n".join((NOT_HANDED_OUT.format(tracker=intake.snapshot.name), *lines)))
    return [
        tuple(reason(ReturnFact.PERSONAL_DATA_INCLUDED, found=items) for items in by_kind(found)) for found in goes_out
    ]


def _contained_in(known: Iterable[PersonalData], texts: Iterable[object]) -> list[PersonalData]:
    all_text = "\n".join(_single_line(cell_text(text)) for text in texts)
    return [item for item in known if any(_single_line(words) in all_text for words in item.texts)]


def _single_line(text: str) -> str:
    return " ".join(plain_text(text).split())


def personal_data_that_came(
    updates: Iterable[CellUpdate], conflicts: Iterable[MergeConflict], rows: Mapping[RowName, TrackerRow]
) -> tuple[Reason, ...]:
    """Return a fact for each cell of the tracker that personal data of a return went into, or waits for."""
    taken = [(ReturnFact.PERSONAL_DATA_TAKEN, update.cell_key, update.after) for update in updates]
    waiting = [(ReturnFact.PERSONAL_DATA_WAITS, conflict.cell_key, conflict.returned) for conflict in conflicts]
    return tuple(
        reason(code, kinds=kinds, **_place(cell_key, rows))
        for code, cell_key, value in (*taken, *waiting)
        if isinstance(value, str) and may_contain_personal_data((value,)) and (kinds := _kinds_in(value))
    )


def _kinds_in(text: str) -> "tuple[PersonalKind, ...]":
    """Return the kinds of personal data in a text."""
    from pc_workbook.tracker.personal.personal_data import PersonalKind, found_in

    found = {match.kind for match in found_in(plain_text(text))}
    return tuple(kind for kind in PersonalKind if kind in found)


def _place(cell_key: CellKey, rows: Mapping[RowName, TrackerRow]) -> dict[str, object]:
    """Return the sheet, the address ("" in a row that is new) and the row's key."""
    row = rows.get((cell_key.table, cell_key.key))
    if row is not None and cell_key.field in row.cells:
        return {"sheet": row.sheet, "cell": row.cells[cell_key.field], "key": cell_key.key}
    return {"sheet": BY_TABLE[cell_key.table].sheet, "cell": "", "key": cell_key.key}
