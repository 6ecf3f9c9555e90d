"""Returns in words: findings about one, why a value waits for a person, what a merge did, the log on the sheet What
came in. The kinds of findings are in returns/return_findings.py.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cells.limits import cut
from pc_workbook.measures.reasons import Reason
from pc_workbook.model.return_codes import ChoiceResult, ConflictReason, ReturnFact
from pc_workbook.tracker.findings import Finding
from pc_workbook.wording.findings import NO_ACTION, Text, current_entry, message, title
from pc_workbook.wording.numbers import counted, listed
from pc_workbook.wording.sentences import sentence

if TYPE_CHECKING:
    from pc_workbook.tracker.personal.personal_cells import PersonalData
    from pc_workbook.tracker.personal.personal_data import PersonalKind

KEY_SEPARATOR: Final = " · "  # the parts of a row's key
RECORD_TITLE: Final = "What was handed out, for pc-workbook to compare with. Please leave this sheet as it is."
_SEND_BACK: Final = "Ask for the workbook that was handed out, filled in"
_ASKED: Final = "Until then each filled cell that differs from the tracker is listed as a question."

# fmt: off
TEXTS: Final[Mapping[str, Text]] = {
    "T01": Text("No record of what was handed out", "", f"{_SEND_BACK}. {_ASKED}"),
    "T02": Text("Damaged record of what was handed out", "The record of what was handed out is damaged.", f"{_SEND_BACK}. {_ASKED}"),
    "T40": Text("Unknown record of what was handed out", "The record of what was handed out is not one that this program writes.", f"{_SEND_BACK}; if a newer version of the program handed it out, merge it with that version. {_ASKED}"),
    "T41": Text("More of the same", "{count} more of the same: {what}.", "Look at this sheet of the return: the first {listed} are listed one by one."),
    "T03": Text("Missing list", "The list of the sheet “{wanted}” is missing. Nothing of it was read, and the tracker keeps its rows.", "Ask for the sheet with its headings."),
    "T04": Text("Missing column", "There is no column headed “{heading}”, so nothing was read for it.", "Add the column, or correct its heading.{suggestion}"),
    "T05": Text("Heading written differently", "The heading {typed} was read as “{heading}”.", NO_ACTION),
    "T06": Text("Extra column", "This column was added, and nothing of it was read.", "Look at {cells}: it stays in the return."),
    "T07": Text("Changed locked cell", "A locked cell was changed: {was} was handed out. The change was not taken.", "Correct the tracker if the change is right: returns do not fill this column."),
    "T08": Text("Missing row", "The row for {key} was handed out and is missing. The tracker keeps it.", "Delete it from the tracker if that was meant."),
    "T09": Text("Added row", "The row for {key} was not handed out. Nothing of it is taken automatically.", "Look at what it says, and add it to the tracker if it belongs there."),
    "T10": Text("Duplicate row", "The row for {key} is also in row {others}. Where they differ, each is listed as a question.", "Keep one row for {key}."),
    "T11": Text("Row that names nothing", "This row names no {what}, so nothing of it is taken automatically.", "Enter the {what} it is about."),
    "T12": Text("Formula in place of a value", "This came out of the formula {formula}, so it is not taken automatically.", "Type the value itself."),
    "T13": Text("Merged cells in a list", "Cells of this list are merged. Only the first cell of {area} was read.", "Unmerge them, and enter one value in each row."),
    "T14": Text("Comment", "There is a comment here. It stays in the return and was not read.", "Read it in the return."),
    "T15": Text("Picture or drawing", "There is a picture or drawing here. It stays in the return and was not read.", "Look at it in the return."),
    "T16": Text("Added sheet", "This sheet was added. It stays in the return and was not read. Cells filled: {cells}.", "Look at it in the return."),
    "T17": Text("Entry outside the lists", "Something was typed where nothing is read. It stays in the return.", "Look at it in the return."),
    "T18": Text("Second copy of a list", "There is a second list “{wanted}”, which was not read.", "Keep one. The list on the sheet “{kept}” was read."),
    "T19": Text("Whole tracker in place of a return", "This is the whole tracker and not a return. Only the lists that managers fill were read, and each filled cell that differs from the tracker is listed as a question.", f"{_SEND_BACK}."),
}
# fmt: on

#: The sentences of details of findings, by the code of a `Detail`.
DETAILS: Final[Mapping[str, Callable[..., str]]] = {
    "column_suggestion": lambda near: f" Is it the column headed “{near}”? It was not read as that." if near else "",
    "entry_handed_out": lambda entry: "Nothing" if entry is None else f"“{current_entry(entry)}”",
    "findings_beyond": lambda count: f"{count:,}",
    "kind_of_finding": lambda kind: title(kind).lower(),
    "cells_filled": lambda count: str(count or "None"),
    "cells_below": lambda cells, more: (", ".join(cells) + (f" and {more} more" if more else "")) or "its heading",
}


# --- conflicts and choices

CONFLICT_REASONS: Final[Mapping[str, str]] = {
    ConflictReason.BOTH_CHANGED: "the tracker's cell was changed too",
    ConflictReason.RETURNS_DIFFER: "the returns have different values",
    ConflictReason.ROW_GONE: "the tracker no longer has this row",
    ConflictReason.STILL_OPEN: "the cell waits for a pick already",
    ConflictReason.NO_RECORD: "what was handed out is not known",
    ConflictReason.NO_COLUMN: "the tracker has no column with that heading",
    ConflictReason.OTHER_AREA: "the return was handed out for another area",
    ConflictReason.OTHER_REFERENCE: "the return has the reference of another locality's return",
    ConflictReason.LOCALITY_NOT_LISTED: "the return's locality is not on the sheet Localities",
    ConflictReason.ROW_OF_OTHERS: "the row does not belong to this locality",
    ConflictReason.ROW_NOT_OFFERED: "the row is not in the tracker, and was not offered to this locality",
    ConflictReason.ROW_NOT_HANDED_OUT: "Its row was not handed out.",
    ConflictReason.DUPLICATE_ROW: "Its row is there more than once, and the rows differ.",
    ConflictReason.LOCKED_CELL: "The cell is locked: returns do not fill this column.",
    ConflictReason.FORMULA: "It is the result of a formula.",
}
CHOICE_RESULTS: Final[Mapping[str, str]] = {
    ChoiceResult.KEPT: "The tracker's value was kept.",
    ChoiceResult.TAKEN: "The return's value was taken.",
    ChoiceResult.AGREES: "The tracker has the return's value already.",
    ChoiceResult.OTHER_TAKEN: "Another return's value was taken.",
    ChoiceResult.ASKED_AGAIN: "The cell was changed meanwhile. Pick again.",
    ChoiceResult.TWO_PICKS: "Two values are picked for one cell. Leave one pick.",
    ChoiceResult.NO_ROW: "The tracker no longer has this row. Put it back, or keep the tracker's value.",
}


def conflict_reason_words(codes: Iterable[str]) -> str:
    """Return why a value waits for a person, from codes of `ConflictReason` and of findings of unreadable cells.

    >>> conflict_reason_words(["both_changed"]), conflict_reason_words(["R07"])
    ("the tracker's cell was changed too", 'Not a date.')
    """
    return "; ".join(sorted({CONFLICT_REASONS.get(code) or f"{title(code)}." for code in codes}))


def conflict_outcome(codes: Iterable[str]) -> str:
    """Return why a value waits for a person, as the sheet Conflicts shows it."""
    return sentence(conflict_reason_words(codes))


def row_label(key: Sequence[str]) -> str:
    """Return a row's key as people read it.

    >>> row_label(("C", "North")), row_label(("", ""))
    ('C · North', '(no row named)')
    """
    return cut(KEY_SEPARATOR.join(part for part in key if part)) or "(no row named)"


# --- the log of received returns


def logged_change(heading: str, before: object, after: object) -> str:
    """Return a change of one cell as the log shows it: 'RAG: Red → Amber'."""
    return f"{heading}: {current_entry(before)} → {current_entry(after)}"


def logged_finding(found: Finding) -> str:
    """Return a finding about a return as the log shows it."""
    text = message(found)
    return f"{text.problem} Current entry: {text.current_entry}. {text.what_to_do}"


# --- what is said about a return


def return_fact_words(fact: Reason) -> str:
    """Return something about a return as a sentence."""
    return RETURN_FACTS[fact.code](**dict(fact.values))


def return_title(area: str, locality: str) -> str:
    """Return the title in the properties of a return's file."""
    return f"{area}, {locality}: return of progress"


def _merged_before(on: date | None) -> str:
    return f"This return was merged before{f' on {on:%d/%m/%Y}' if on else ''}; it was not merged again."


def _other_edition(edition: date | None, as_at: date | None) -> str:
    return (
        f"It was handed out for the issue of {_day(edition)}, and the tracker is as at {_day(as_at)}. Each cell was "
        "still compared."
    )


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "no date"


def _personal_data_taken(kinds: "tuple[PersonalKind, ...]", sheet: str, cell: str, key: tuple[str, ...]) -> str:
    return (
        f"Personal data was received: {_place(sheet, cell, key)} now holds {_kinds(kinds)}, and so do the rows that record "
        "it. Remove it from the tracker."
    )


def _personal_data_waits(kinds: "tuple[PersonalKind, ...]", sheet: str, cell: str, key: tuple[str, ...]) -> str:
    return (
        f"Personal data was received: the value returned for {_place(sheet, cell, key)} holds {_kinds(kinds)}, and is "
        "listed on the sheet Conflicts. Take it out there."
    )


def _place(sheet: str, cell: str, key: tuple[str, ...]) -> str:
    return cell_reference(sheet, cell) if cell else f"a new row of {sheet} ({', '.join(filter(None, key))})"


def _kinds(kinds: "tuple[PersonalKind, ...]") -> str:
    return " and ".join(f"{'an' if kind[0] in 'Ne' else 'a'} {kind}" for kind in kinds)


def _personal_data_included(found: "tuple[PersonalData, ...]") -> str:
    from pc_workbook.wording.personal_data import personal_data_line  # few returns contain any

    return f"Personal data in this return. {personal_data_line(found)}"


RETURN_FACTS: Final[Mapping[str, Callable[..., str]]] = {
    ReturnFact.MERGED_BEFORE: _merged_before,
    ReturnFact.SAME_AS: lambda name: f"This is the same return as {name}; it was merged once.",
    ReturnFact.NO_RECORD: lambda: (
        "It has no record of what was handed out, so everything that differs from the tracker is on the sheet Conflicts."
    ),
    ReturnFact.OTHER_EDITION: _other_edition,
    ReturnFact.LOCALITY_NOT_LISTED: lambda locality: f"Its locality, {locality}, is not on the sheet Localities.",
    ReturnFact.NOT_REGISTERED: lambda reference: (
        f"Its reference, {reference}, is not on the Returns register: it was handed out from another tracker, or not "
        "registered."
    ),
    ReturnFact.OTHER_AREA: lambda area, tracker: f"It was handed out for {area}, and this tracker is of {tracker}.",
    ReturnFact.PERSONAL_DATA_INCLUDED: _personal_data_included,
    ReturnFact.PERSONAL_DATA_TAKEN: _personal_data_taken,
    ReturnFact.PERSONAL_DATA_WAITS: _personal_data_waits,
}


# --- the report of a hand-out


def no_such_level(wanted: str, known: list[str]) -> str:
    """Return that a tracker has no level of that name, and which it has."""
    levels = f"its levels are {listed(known)}" if known else "its sheet Levels lists none"
    return f"The tracker has no level “{wanted}”; {levels}."


NO_MANAGER: Final = "a manager the tracker does not name"


def hand_out_lines(
    manager: str, return_id: str, kept_in: int, naming: int, without_action: int, quoting: Sequence[str] = ()
) -> list[str]:
    """Return the lines about one return that was written: for whom it is, and how many rows were left out, and why."""
    lines = [f"For {manager or NO_MANAGER}. Return {return_id}."]
    if kept_in:
        rows = counted(kept_in, "row")
        lines.append(f"Left out: {rows} marked Exempt or Internal, or of an action or practice marked so.")
    if naming:
        lines.append(f"Of these, {counted(naming, 'row')} because of a name in the text; `check` lists them as R39.")
    if quoting:
        cells = listed([*quoting])
        lines.append(
            f"Of these, for repeating an Exempt or Internal text: {cells}. Mark the row like that text's, or reword it."
        )
    if without_action:
        lines.append(f"Left out: {counted(without_action, 'row')} whose action is not on the Actions sheet.")
    return lines


def registered_words(tracker: str) -> str:
    """Return the sentence that says that the returns are in the register."""
    return f"Entered in the Returns register of {tracker}, which shows when each is due."


def not_registered_words(problem: str) -> str:
    """Return the sentence that says why the returns are not in the register."""
    return f"The returns are not in the tracker's Returns register: {problem}"


def send_words(returns: int) -> str:
    """Return how many returns were made, and what to do with them."""
    return (
        f"Made {counted(returns, 'return')}. Send each to its manager; when they come back, run: "
        "pc-workbook merge TRACKER.xlsx RETURN.xlsx"
    )


# --- the report of a merge

MERGED: Final = "Merged:"
WOULD_BE_MERGED: Final = "Would be merged:"
CHOICES_APPLIED: Final = "Choices applied:"
CONFLICTS: Final = "Conflicts; the tracker is unchanged until somebody chooses on the Conflicts sheet:"
NOTHING_TO_WRITE: Final = "There was nothing to write."
DRY_RUN: Final = "Nothing was written: this was a dry run."


def received_words(name: str, sender: tuple[str, str] | None, edits: int) -> str:
    """Return whose a return is and how many cells were changed in it. `sender`: locality and manager, if known."""
    who = f"{sender[0]}, from {sender[1] or NO_MANAGER}" if sender else "not known"
    return f"{name}: {who}. {counted(edits, 'cell')} changed in it."


def changed_cell_words(before: object, after: object) -> str:
    """Return both values of a cell that a merge changes."""
    return f"{current_entry(before)} -> {current_entry(after)}"


def conflict_values(handed_out: object, tracker: object, returned: object) -> list[str]:
    """Return the three values of a conflict, a line each."""
    return [
        f"Handed out: {current_entry(handed_out)}",
        f"Tracker:    {current_entry(tracker)}",
        f"Return:     {current_entry(returned)}",
    ]


def cell_of_change(sheet: str, cell: str, key: Sequence[str], heading: str) -> str:
    """Return the cell of a change with its row and heading, as in: 'Action progress'!C7  C · North, Progress:"""
    where = cell_reference(sheet, cell) if cell else f"{sheet} (no cell yet)"
    return f"{where}  {row_label(key)}, {heading}:"


def merge_counts(
    *, returns: int, updates: int, conflicts: int, choices: int, history: int, agreed: int, known: int
) -> str:
    """Return what a merge did, in counts."""
    counts = [
        f"{counted(returns, 'return')} read",
        f"{counted(updates, 'cell')} merged",
        f"{counted(conflicts, 'conflict')} listed",
        f"{counted(choices, 'choice')} applied",
        f"{counted(history, 'update')} added to Progress history",
    ]
    if agreed:
        counts.append(f"{counted(agreed, 'cell')} already the same in the tracker")
    if known:
        counts.append(f"{counted(known, 'conflict')} listed before")
    return f"{'; '.join(counts)}."


def backup_words(path: str) -> str:
    """Return where the backup was saved."""
    return f"Backup saved: {path}"
