"""The catalogue of findings about returns, besides cells that can't be read.

Cells that can't be read have the findings of tracker/findings.py, as in the tracker.
"""

from typing import Any

from pc_workbook.tracker.findings import Finding, Kind, Severity, finding_of

B, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# fmt: off
CATALOGUE = (
    Kind("T01", W, "No record of what was handed out", "The workbook that was handed out, filled in and sent back. Without its record each filled cell that differs from the tracker is listed on Conflicts."),
    Kind("T02", W, "The record of what was handed out is damaged", "The workbook that was handed out, filled in and sent back. Without its record each filled cell that differs from the tracker is listed on Conflicts."),
    Kind("T40", W, "The record of what was handed out is in a form that this version can't read", "The workbook that was handed out, filled in and sent back; if a newer version of the program handed it out, merge it with that version. Without its record each filled cell that differs from the tracker is listed on Conflicts."),
    Kind("T41", W, "{count} more of the same: {what}", "Look at this sheet of the return: only the first {listed} are listed one by one."),
    Kind("T03", W, "A list is missing", "The sheet “{wanted}” with its headings. The list was not read, and the tracker keeps its rows."),
    Kind("T04", W, "A column is missing, or its heading was changed", "A column headed “{heading}”.{suggestion} The column was not read."),
    Kind("T05", N, "A heading is written differently", "“{heading}”. It was read as that."),
    Kind("T06", W, "A column that the manager added", "Look at {cells}: the column was not read, and stays in the return."),
    Kind("T07", W, "A locked cell was changed", "{was} was handed out. The change was not taken: CCG staff fill this column."),
    Kind("T08", W, "A row that was handed out is missing", "Nothing, if it was removed by mistake: the tracker keeps its row for {key}."),
    Kind("T09", W, "A row that was not handed out", "Look at what it says about {key}: it is not merged without a pick."),
    Kind("T10", W, "The same row more than once", "One row for {key}. Row {others} has it too; values that differ are listed on Conflicts."),
    Kind("T11", W, "A row without its {what}", "The {what} it is about. It is not merged without a pick."),
    Kind("T12", W, "A formula in place of a value", "The value itself, typed. This is the result of {formula}; it is not merged without a pick."),
    Kind("T13", W, "Merged cells in a list", "One value per row. Only the first cell of {area} was read."),
    Kind("T14", W, "A comment", "Look at it: comments are not read, and stay in the return."),
    Kind("T15", W, "A picture or drawing", "Look at it: pictures are not read, and stay in the return."),
    Kind("T16", W, "A sheet that the manager added", "Look at it: the sheet was not read, and stays in the return. Cells filled: {cells}."),
    Kind("T17", W, "Something typed outside the lists", "Look at it: it was not read, and stays in the return."),
    Kind("T18", W, "A second copy of a list", "One list “{wanted}”. The one on the sheet “{kept}” was read; this one was not."),
    Kind("T19", W, "The whole tracker instead of a return", "The workbook that was handed out, filled in. Of this one only the lists that managers fill were read, and each filled cell that differs from the tracker is listed on Conflicts; what was typed elsewhere stays in it."),
)
# fmt: on
KINDS = {kind.code: kind for kind in CATALOGUE}


def return_finding(
    code: str, sheet: str, cell: str, holds: object, *, row: str = "", heading: str = "", **words: str
) -> Finding:
    """Return a finding of this catalogue, with its values filled in."""
    details: dict[str, Any] = dict(words)
    return finding_of(KINDS[code], sheet, cell, holds, row=row, heading=heading, **details)
