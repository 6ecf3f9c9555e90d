"""The kinds of findings about a mapping, and about a workbook that has changed since its mapping was made.

The words are in wording/adopt_findings.py. Cells that can't be read have the kinds of tracker/findings.py.
"""

from typing import Any, Final

from pc_workbook.tracker.findings import Finding, Kind, Severity, finding_of

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE: Final = (
    Kind("A01", E, "unknown_choice"),
    Kind("A02", E, "chosen_twice"),
    Kind("A03", E, "needed_column"),
    Kind("A04", E, "period_missing"),
    Kind("A05", E, "unknown_fixed_value"),
    Kind("A06", E, "fixed_value_unreadable"),
    Kind("A07", E, "key_column_gone"),
    Kind("A08", W, "column_gone"),
    Kind("A09", N, "column_moved"),
    Kind("A10", W, "column_added"),
    Kind("A11", E, "table_gone"),
    Kind("A12", N, "table_on_other_sheet"),
    Kind("A13", W, "two_columns_of_one_heading"),
    Kind("A14", E, "list_without_place"),
    Kind("A15", E, "period_is_no_year"),
    Kind("A16", W, "table_added"),
    Kind("A17", W, "no_reference_first"),
    Kind("A18", W, "row_with_two_values"),
    Kind("A19", W, "row_without_name"),
    Kind("A20", W, "column_missing_in_tracker"),
    Kind("A21", W, "row_refused"),
)
KINDS: Final = {kind.code: kind for kind in CATALOGUE}


def adopt_finding(
    code: str, sheet: str, cell: str, entry: object, *, row: str = "", heading: str = "", **words: object
) -> Finding:
    """Return a finding of this catalogue, with its values filled in."""
    details: dict[str, Any] = dict(words)
    return finding_of(KINDS[code], sheet, cell, entry, row=row, heading=heading, **details)
