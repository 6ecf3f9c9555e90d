"""The progress history: every text that ever stood is an entry, added and never changed.

What stands in the tracker and is not filed yet is filed, whoever typed it; what a return replaces was therefore
filed before it goes. Filing twice files once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from pc_workbook.cells.change import CellValue
from pc_workbook.model.action import ProgressEntry
from pc_workbook.model.indicator import Rag
from pc_workbook.model.row import MarkedRow
from pc_workbook.model.tracker import Tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE, PROGRESS_HISTORY

TABLE: Final = PROGRESS_HISTORY.table
MARKING: Final = tuple(MarkedRow.model_fields)

Subject = tuple[str, str | None, str | None]  # action, locality, practice


class Standing(NamedTuple):
    """A progress text as it stands: whose it is, and of when. The note of a milestone is told by its practice."""

    action: str
    locality: str | None
    practice: str | None
    text: str
    rag: Rag | None
    role: str | None
    on: date | None
    marking: Mapping[str, CellValue]
    is_note: bool = False

    @property
    def subject(self) -> Subject:
        return self.action, self.locality, self.practice


def standings(tracker: Tracker) -> list[Standing]:
    """Every progress text and every note of a milestone in the tracker."""
    progress = [
        Standing(p.action, p.locality, None, p.progress, p.rag, p.updated_by, p.updated_on, marking_of(p))
        for p in tracker.progress
        if p.progress
    ]
    notes = [
        Standing(m.action, None, m.practice, m.note, None, None, None, marking_of(m), is_note=True)
        for m in tracker.milestones
        if m.note
    ]
    return progress + notes


def has_unfiled(tracker: Tracker, today: date) -> bool:
    """Whether anything stands in the tracker that the history does not hold."""
    texts = standings(tracker)
    return bool(texts) and bool(unfiled(texts, tracker.history, today))


def marking_of(row: MarkedRow) -> Mapping[str, CellValue]:
    """Who may see a row; the entry made of it is seen by nobody else."""
    return {name: getattr(row, name) for name in MARKING}


def unfiled(texts: Iterable[Standing], history: Sequence[ProgressEntry], today: date) -> list[ProgressEntry]:
    """Entries for the texts that are not in the history yet, in their order."""
    filed: dict[Subject, list[ProgressEntry]] = defaultdict(list)
    for entry in history:
        filed[entry.action, entry.locality, entry.practice].append(entry)
    made: list[ProgressEntry] = []
    for text in texts:
        earlier = filed[text.subject]
        if not _is_filed(text, earlier):
            entry = _entry(text, earlier, today)
            earlier.append(entry)
            made.append(entry)
    return made


def _is_filed(text: Standing, earlier: Sequence[ProgressEntry]) -> bool:
    """Filed is what the newest entry says, or one of the day that the text itself names."""
    newest = _newest(earlier)
    return any(
        entry.text == text.text
        and (text.is_note or (entry.new_state is text.rag and (entry is newest or entry.entered_on == text.on)))
        for entry in earlier
    )


def _newest(earlier: Sequence[ProgressEntry]) -> ProgressEntry | None:
    """The entry of the latest day; of one day's, the one that stands lowest."""
    return max(enumerate(earlier), key=lambda pair: (pair[1].entered_on, pair[0]))[1] if earlier else None


def _entry(text: Standing, earlier: Sequence[ProgressEntry], today: date) -> ProgressEntry:
    newest = _newest(earlier)
    seen = max(today, newest.entered_on) if newest else today  # an undated text is as new as the day it was seen
    held: dict[str, Any] = {
        "entered_on": text.on or seen,
        "action": text.action,
        "locality": text.locality,
        "practice": text.practice,
        "role": text.role,
        "old_state": newest.new_state if newest and not text.is_note else None,
        "new_state": text.rag,
        "text": text.text,
        **text.marking,
    }
    return ProgressEntry.model_construct(**held)  # each value was judged when it was read


def as_rows(entries: Iterable[ProgressEntry], fields: Iterable[str]) -> tuple[Mapping[str, CellValue], ...]:
    """The entries by heading, as the list takes them; only its own columns that are there."""
    heads = {name: BY_TABLE[TABLE].by_field[name].heading for name in fields}
    return tuple({head: as_cell(getattr(entry, name)) for name, head in heads.items()} for entry in entries)


def as_cell(value: CellValue | Rag) -> CellValue:
    """A word of a list as its text."""
    return str(value) if isinstance(value, str) else value
