"""The kinds of findings about the files of a kit, besides cells that can't be read: those have the kinds of a tracker.

The words are in wording/kit_findings.py.
"""

from typing import Final

from pc_workbook.tracker.detail import Detail
from pc_workbook.tracker.findings import Finding, Kind, Severity, finding_of

CATALOGUE: Final = (
    Kind("R80", Severity.ERROR, "kit_file_of_no_list"),
    Kind("R81", Severity.ERROR, "kit_heading_unknown"),
    Kind("R82", Severity.ERROR, "kit_list_missing"),
    Kind("R83", Severity.ERROR, "kit_file_unreadable"),
    Kind("R84", Severity.ERROR, "kit_description_unreadable"),
)
KINDS: Final = {kind.code: kind for kind in CATALOGUE}


def kit_finding(
    code: str,
    file: str,
    cell: str,
    entry: object,
    *,
    needs: Detail | None = None,
    suggestion: Detail | str = "",
    wanted: str = "",
) -> Finding:
    """Return a finding about a file of a kit; its cell is that of the file as a spreadsheet shows it."""
    given = {} if needs is None else {"needs": needs}
    return finding_of(KINDS[code], file, cell, entry, row=cell)._replace(
        details={"suggestion": suggestion, "wanted": wanted, **given}
    )
