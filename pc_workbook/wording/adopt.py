"""The words of adopting a workbook: of the mapping workbook, of the reasons for a proposal, and of the report."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pc_workbook.tracker.detail import Detail

LEAVE_OUT: Final = "Leave out"
NO_COLUMN: Final = "(none)"
HIDDEN: Final = "(not shown here: it may be personal data)"

MAPPING_SHEET, FIXED_SHEET, NOT_PLACED_SHEET = "Mapping", "Fixed values", "Not placed"
HOW_TO_SHEET, MARKS_SHEET = "How to use it", "Adopted values"
MAPPING_GUIDE: Final = (
    "One row for each column of {workbook}. Look at each proposal and correct it under “Your choice”. An empty choice must be "
    "filled in before anything is adopted."
)
FIXED_GUIDE: Final = (
    "What the tracker needs in every row and no column of the workbook gives. Type under “Value” what holds for all rows of "
    "the table."
)
MARKS_GUIDE: Final = (
    "What was adopted, by its mark. By these marks the next run knows which cells of the tracker nobody has changed since. "
    "Leave this sheet as it is."
)
NOT_PLACED_TITLE: Final = "What has no place yet"
NOT_PLACED_COLUMNS: Final = (
    "Columns for which no list was found. They are left out unless you choose a list for them on the sheet “Mapping”."
)
NOT_PLACED_CELLS: Final = "Cells outside all tables: titles, notes, totals. They are not adopted."
ALL_PLACED: Final = "Every column has a proposal."
NO_LOOSE_CELLS: Final = "There are none."
MORE_CELLS: Final = "{count} more cells are not listed here."
HOW_TO: Final = (
    "Nothing has been put into the tracker yet. This workbook says what each column of {workbook} seems to be.",
    "1. On the sheet “Mapping”, look at each row. “Proposed list” and “Proposed column” say where the column seems to belong, "
    "“How sure” and “Why” say on what grounds.",
    "2. Where a proposal is wrong, choose another column of the tracker under “Your choice”, or “Leave out”. Proposals that are "
    "unsure have no choice yet: choose one.",
    "3. On the sheet “Fixed values”, type what holds for every row where the workbook has no column for it, such as the "
    "organisation or the kind of indicator. An action's reference is used for "
    "its progress and milestones as well: choose it once.",
    "4. Several columns may go to a column called Note: their texts are put one below the other, each after its heading.",
    "5. Save and close this workbook. Try first with --dry-run, which changes nothing and lists everything:",
    "{command} --dry-run",
    "6. Then run it without --dry-run. The tracker is backed up first. Cells of the tracker that people have filled are never "
    "overwritten: where they differ, both values are listed.",
    "7. Next month, run the same command on the new version of the workbook. Columns are found by their headings; one that has "
    "gone, moved or changed its heading is named.",
)  # fmt: skip


def mapping_title(workbook: str) -> str:
    """Return the title of a mapping workbook."""
    return f"Mapping of {workbook}"


def target_words(list_name: str, heading: str, form: str) -> str:
    """Return what a column can be chosen to be, as the drop-down lists it.

    >>> target_words("Actions", "Outcome", "whole_cell")
    'Actions: Outcome'
    """
    endings = {
        "of_period": ", for the period in the heading",
        "reference_first": " and What is promised, from one cell",
    }
    return f"{list_name}: {heading}{endings.get(form, '')}"


def _values_read(readable: int, of: int) -> str:
    if readable == of == 2:
        return "Both different values can be read as that."
    if readable == of:
        return f"{'Its only value' if of == 1 else f'All {of} different values'} can be read as that."
    if readable:
        return f"{readable} of its {of} different values can be read as that."
    return (
        "Its only value can't be read as that."
        if of == 1
        else f"None of its {of} different values can be read as that."
    )


def _period_in_heading(period: str, planned: bool) -> str:
    what = "a planned value" if planned else "an observed value"
    return f"The heading is the period {period}, so each cell is {what} of it."


_REASONS: Final[Mapping[str, str | Callable[..., str]]] = {
    "own_heading": "The tracker's column has the same heading.",
    "known_heading": "“{known}” is a usual heading for it.",
    "heading_contains": "The heading is like “{known}”.",
    "values_read": _values_read,
    "period_in_heading": _period_in_heading,
    "practice_codes": "The values look like practices' ODS codes.",
    "rag_words": "The values are RAG words.",
    "nothing_known": "No column of the tracker is known by this heading.",
    "column_is_empty": "The column has no entries.",
}


def reason_words(reasons: Iterable[Detail]) -> str:
    """Return why a column was proposed, in sentences."""
    return " ".join(_reason(each) for each in reasons)


def _reason(fact: Detail) -> str:
    text = _REASONS[fact.code]
    return text(**fact.values) if callable(text) else text.format_map(fact.values)


# --- the report

IN_THE_MAPPING, TO_LOOK_AT, IN_THE_TRACKER, LEFT_OUT = "In the mapping", "Not understood", "In the tracker", "Left out"
LEFT_OUT_COLUMN: Final = "The mapping leaves this column out."
OUTSIDE_TABLES: Final = "The cell is outside all tables."
OUTCOMES: Final[Mapping[str, str]] = {
    "Conflict": "The tracker has another entry, which was kept.",
    "Emptied": "The workbook's cell is empty now. The tracker's entry was kept.",
    "Row gone": "The workbook no longer has this row. The tracker's row was kept.",
    "Updated": "The workbook's cell has changed since it was adopted, and nobody had changed the tracker's.",
}


#: What is counted of each sureness: "3 columns sure".
SURENESS: Final[Mapping[str, str]] = {
    "Sure": "sure",
    "Likely": "likely",
    "Unsure": "unsure",
    "No place found": "without a place",
}
CHANGED_SHEET, KEPT_SHEET, FOUND_SHEET, LEFT_OUT_SHEET = "What went where", "Conflicts", "Look at these", "Left out"
NONE_LISTED: Final = "There are none."
ENTRY: Final = "Entry"
REPORT_HEADINGS: Final = {
    "outcome": "What became of it",
    "sheet": "Sheet",
    "cell": "Cell",
    "heading": "Column heading",
    "list_name": "Tracker's list",
    "column": "Tracker's column",
    "row": "Row",
    "tracker_cell": "Tracker's cell",
    "before": "Entry before",
    "after": "Entry after",
    "why": "In words",
}


def report_title(workbook: str) -> str:
    """Return the title of the report of adopting a workbook."""
    return f"What was adopted of {workbook}"
