"""The progress history: every progress text is an entry, added once and never changed.

What the tracker contains and the history lacks is recorded, whoever typed it, so a text that a return replaces has been
recorded before. Recording twice adds one entry.
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


class CurrentText(NamedTuple):
    """A progress text in the tracker: its action and organisation, and its date. A milestone's note goes by its
    practice.
    """

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
        """Return what the text is about: action, locality, practice."""
        return self.action, self.locality, self.practice


def current_texts(tracker: Tracker) -> list[CurrentText]:
    """Return every progress text and every note of a milestone in the tracker."""
    progress = [
        CurrentText(p.action, p.locality, None, p.progress, p.rag, p.updated_by, p.updated_on, marking_fields(p))
        for p in tracker.progress
        if p.progress
    ]
    notes = [
        CurrentText(m.action, None, m.practice, m.note, None, None, None, marking_fields(m), is_note=True)
        for m in tracker.milestones
        if m.note
    ]
    return progress + notes


def has_unrecorded_texts(tracker: Tracker, today: date) -> bool:
    """Return whether the tracker contains any text that the history lacks."""
    texts = current_texts(tracker)
    return bool(texts) and bool(unrecorded_entries(texts, tracker.history, today))


def marking_fields(row: MarkedRow) -> Mapping[str, CellValue]:
    """Return the marking of a row; the entry made of it has the same."""
    return {name: getattr(row, name) for name in MARKING}


def unrecorded_entries(
    texts: Iterable[CurrentText], history: Sequence[ProgressEntry], today: date
) -> list[ProgressEntry]:
    """Return entries for the texts that are not in the history yet, in their order."""
    recorded: dict[Subject, list[ProgressEntry]] = defaultdict(list)
    for entry in history:
        recorded[entry.action, entry.locality, entry.practice].append(entry)
    made: list[ProgressEntry] = []
    for text in texts:
        earlier = recorded[text.subject]
        if not _is_recorded(text, earlier):
            entry = _entry(text, earlier, today)
            earlier.append(entry)
            made.append(entry)
    return made


def _is_recorded(text: CurrentText, earlier: Sequence[ProgressEntry]) -> bool:
    """Return whether the newest entry, or one of the text's own date, says the same."""
    newest = _newest(earlier)
    return any(
        entry.text == text.text
        and (text.is_note or (entry.new_state is text.rag and (entry is newest or entry.entered_on == text.on)))
        for entry in earlier
    )


def _newest(earlier: Sequence[ProgressEntry]) -> ProgressEntry | None:
    """Return the entry of the latest date; of several, the last of the list."""
    return max(enumerate(earlier), key=lambda pair: (pair[1].entered_on, pair[0]))[1] if earlier else None


def _entry(text: CurrentText, earlier: Sequence[ProgressEntry], today: date) -> ProgressEntry:
    newest = _newest(earlier)
    seen = max(today, newest.entered_on) if newest else today  # an undated text is as new as the day it was seen
    values: dict[str, Any] = {
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
    return ProgressEntry.model_construct(**values)  # each value was judged when it was read


def history_rows(entries: Iterable[ProgressEntry], fields: Iterable[str]) -> tuple[Mapping[str, CellValue], ...]:
    """Return the entries by heading, with only the columns that the list has."""
    heads = {name: BY_TABLE[TABLE].by_field[name].heading for name in fields}
    return tuple({head: as_cell(getattr(entry, name)) for name, head in heads.items()} for entry in entries)


def as_cell(value: CellValue | Rag) -> CellValue:
    """Return a choice as its text."""
    return str(value) if isinstance(value, str) else value
