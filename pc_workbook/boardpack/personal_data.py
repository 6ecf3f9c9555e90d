"""Keep personal data out of packs.

What identifies a patient is refused in every edition, and contact details in those for people outside the membership;
there a name must be accepted by a person first. Packs for members list what they contain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pc_workbook.boardpack.leaks.file_texts import NO_NAMES, FileText, file_texts
from pc_workbook.boardpack.leaks.message import leaks_by_cell
from pc_workbook.boardpack.leaks.scan import Leak
from pc_workbook.disclosure.edition import Edition
from pc_workbook.errors import WorkbookProblem
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.personal.personal_cells import (
    CONTACTS,
    NAMES,
    OF_PATIENTS,
    PersonalData,
    is_signed_by_role,
    personal_data,
)
from pc_workbook.tracker.personal.prefilter import may_contain_personal_data, plain_text
from pc_workbook.tracker.snapshot import Snapshot
from pc_workbook.wording import pack_messages as messages
from pc_workbook.wording.personal_data import listed_by_kind

#: Editions that are read by others than members.
LEAVES_THE_MEMBERS = frozenset({Edition.PUBLIC, Edition.GUEST})


def refuse_personal_data(
    intake: Intake, shown: Snapshot, findings: Sequence[Finding], edition: Edition
) -> tuple[str, ...]:
    """Raise WorkbookProblem where an edition would contain personal data that it may not, or names nobody has accepted.
    Return a sentence for each kind that it may contain and does. `shown` contains the cells that the edition may show."""
    there = tuple(_shown(personal_data(intake), shown))
    leaves = edition in LEAVES_THE_MEMBERS
    refused = [item for item in there if item.code in (*OF_PATIENTS, *(CONTACTS if leaves else ()))]
    names = [item for item in there if item.code in NAMES and item.may_be_a_name] if leaves else []
    asked = [item for item in names if not _is_accepted(item, intake, findings)]
    if refused or asked:
        raise WorkbookProblem(
            messages.personal_data_found(
                intake.snapshot.name, edition, listed_by_kind(refused), listed_by_kind(asked, with_marks=True)
            )
        )
    return () if leaves else tuple(messages.personal_data_included(line) for line in listed_by_kind(there))


def _shown(found: Iterable[PersonalData], shown: Snapshot) -> Iterator[PersonalData]:
    """Return the values of cells that may be shown, with those cells only."""
    for item in found:
        sheet = shown.sheets.get(item.sheet)
        cells = tuple(cell for cell in item.cells if sheet is not None and sheet.value(*cell) == item.value)
        if cells:
            yield item._replace(cells=cells)


def _is_accepted(item: PersonalData, intake: Intake, findings: Sequence[Finding]) -> bool:
    """Return whether a person accepted the name by its mark. An acceptance signed with a name instead of a role does
    not count.
    """
    mark = item.finding.mark
    accepted = next((found.accepted for found in findings if found.mark == mark and found.accepted), None)
    return accepted is not None and is_signed_by_role(intake, accepted.accepted_by)


def refuse_personal_data_in_files(made: Mapping[str, Path], tracker: str, edition: Edition) -> None:
    """Raise WorkbookProblem where a finished workbook contains what its edition may not, wherever it came from: the house
    style, or words of two cells that were put together. `made` contains the finished files by the name they will have."""
    places = [
        (leak.secret, messages.place_words(name, leak.part, leak.where))
        for name, path in made.items()
        for leak in dict.fromkeys(leaks_by_cell(_in_file(path, edition), path))
    ]
    if places:
        raise WorkbookProblem(messages.personal_data_in_files(tracker, places))


def _in_file(path: Path, edition: Edition) -> list[Leak]:
    from pc_workbook.tracker.personal.personal_data import PersonalKind, found_in

    kinds = {PersonalKind.NHS_NUMBER, PersonalKind.DATE_OF_BIRTH}
    if edition in LEAVES_THE_MEMBERS:
        kinds |= {PersonalKind.EMAIL, PersonalKind.TELEPHONE}
    found = [piece for piece in file_texts(path) if isinstance(piece, FileText) and _is_read(piece)]
    if not may_contain_personal_data({piece.text for piece in found}):
        return []
    hinted = [(piece, plain_text(piece.text)) for piece in found if may_contain_personal_data((piece.text,))]
    return [
        Leak(piece.part, piece.place, match.kind)
        for piece, text in hinted
        for match in found_in(text)
        if match.kind in kinds
    ]


def _is_read(piece: FileText) -> bool:
    """Return whether a text is one text for a reader: not bytes, nor the texts of many cells run together."""
    return piece.shortest < NO_NAMES and piece.where != messages.ITS_BYTES
