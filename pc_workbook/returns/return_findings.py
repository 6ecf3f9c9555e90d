"""The catalogue of findings about returns, besides cells that can't be read.

Cells that can't be read have the findings of tracker/findings.py, as in the tracker.
"""

from typing import Any

from pc_workbook.tracker.findings import Finding, Kind, Severity, finding_of

B, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# fmt: off
CATALOGUE = (
    Kind("T01", W, "No record of what was handed out", "The workbook that was handed out, filled in and sent back. Without its record each filled cell that differs from the tracker is asked about."),
    Kind("T02", W, "The record of what was handed out is damaged", "The workbook that was handed out, filled in and sent back. Without its record each filled cell that differs from the tracker is asked about."),
    Kind("T40", W, "The record of what was handed out is not one that this program writes", "The workbook that was handed out, filled in and sent back; if a newer version of the program handed it out, merge it with that version. Without its record each filled cell that differs from the tracker is asked about."),
    Kind("T41", W, "{count} more of the same: {what}", "A look at this sheet of the return: the first {listed} are listed one by one."),
    Kind("T03", W, "A list is missing", "The sheet “{wanted}” with its headings. Nothing of it was read, and the tracker keeps its rows."),
    Kind("T04", W, "A column is missing, or its heading was changed", "A column headed “{heading}”.{suggestion} Nothing was read for it."),
    Kind("T05", N, "A heading is written differently", "“{heading}”. It was read as that."),
    Kind("T06", W, "A column of the manager's own", "A look at {cells}: it stays in the return, and nothing of it was read."),
    Kind("T07", W, "A locked cell was changed", "{was} was handed out. The change was not taken: CCG staff fill this column."),
    Kind("T08", W, "A row that was handed out is missing", "Nothing, if it was taken out by mistake: the tracker keeps its row for {key}."),
    Kind("T09", W, "A row that was not handed out", "A look at what it says about {key}: nothing of it goes in by itself."),
    Kind("T10", W, "The same row more than once", "One row for {key}. It also stands in row {others}; where they differ, each is asked about."),
    Kind("T11", W, "A row that names no {what}", "The {what} it is about: nothing of it goes in by itself."),
    Kind("T12", W, "A formula stands where words or a value belong", "The value itself, typed. The formula {formula} came out as this; it does not go in by itself."),
    Kind("T13", W, "Merged cells in a list", "One value a row. Only the first cell of {area} was read."),
    Kind("T14", W, "A comment", "A look at it: comments stay in the return, and nothing of them was read."),
    Kind("T15", W, "A picture or drawing", "A look at it: pictures stay in the return, and nothing of them was read."),
    Kind("T16", W, "A sheet of the manager's own", "A look at it: it stays in the return, and nothing of it was read. Cells filled: {cells}."),
    Kind("T17", W, "Something typed where nothing is read", "A look at it: it stays in the return, and nothing of it was read."),
    Kind("T18", W, "A second copy of a list", "One list “{wanted}”. The one on the sheet “{kept}” was read; this one was not."),
    Kind("T19", W, "The whole tracker, and no return", "The workbook that was handed out, filled in. Of this one only the lists that managers fill were read, and each filled cell that differs from the tracker is asked about; what was typed elsewhere stays in it."),
)
# fmt: on
KINDS = {kind.code: kind for kind in CATALOGUE}


def return_finding(
    code: str, sheet: str, cell: str, holds: object, *, row: str = "", heading: str = "", **words: str
) -> Finding:
    """Return a finding of this catalogue, with its values filled in."""
    details: dict[str, Any] = dict(words)
    return finding_of(KINDS[code], sheet, cell, holds, row=row, heading=heading, **details)
