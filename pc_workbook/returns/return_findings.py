"""The kinds of findings about a return, besides cells that can't be read: those have the kinds of tracker/findings.py.

The words are in wording/returns.py.
"""

from pc_workbook.tracker.findings import Finding, Kind, Severity, finding_of

W, N = Severity.WARNING, Severity.NOTE

CATALOGUE = (
    Kind("T01", W, "no_record"),
    Kind("T02", W, "damaged_record"),
    Kind("T40", W, "unknown_record"),
    Kind("T41", W, "more_of_the_same"),
    Kind("T03", W, "list_missing"),
    Kind("T04", W, "column_missing"),
    Kind("T05", N, "heading_written_differently"),
    Kind("T06", W, "extra_column"),
    Kind("T07", W, "locked_cell_changed"),
    Kind("T08", W, "row_missing"),
    Kind("T09", W, "row_added"),
    Kind("T10", W, "duplicate_row"),
    Kind("T11", W, "row_without_key"),
    Kind("T12", W, "formula"),
    Kind("T13", W, "merged_cells"),
    Kind("T14", W, "comment"),
    Kind("T15", W, "picture"),
    Kind("T16", W, "sheet_added"),
    Kind("T17", W, "entry_outside_lists"),
    Kind("T18", W, "second_list"),
    Kind("T19", W, "whole_tracker"),
)
KINDS = {kind.code: kind for kind in CATALOGUE}


def return_finding(
    code: str, sheet: str, cell: str, entry: object, *, row: str = "", heading: str = "", **details: object
) -> Finding:
    """Return a finding of this catalogue. `details` fill its message; a `Detail` among them has a sentence."""
    return finding_of(KINDS[code], sheet, cell, entry, row=row, heading=heading, severity=None, touches=(), **details)
