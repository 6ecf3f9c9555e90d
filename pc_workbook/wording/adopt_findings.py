"""The words of findings about a mapping and the workbook it is of, by their code: see `adopt/adopt_findings.py`."""

from collections.abc import Mapping
from typing import Final

from pc_workbook.wording.findings import NO_ACTION, DetailText, Text

# fmt: off
TEXTS: Final[Mapping[str, Text]] = {
    "A01": Text("Choice that is no column of the tracker", "{typed} is no column of the tracker.", "Choose one of the drop-down, or “Leave out”.{suggestion}"),
    "A02": Text("Column chosen twice", "“{choice}” is chosen for the column at {first} as well.", "Keep one of the two, and choose another column or “Leave out” for the other."),
    "A03": Text("Column that a list needs", "The list “{wanted}” needs “{heading}” in each row, and no column of this table gives it.", "Choose “{choice}” for the column that has it{fixed}."),
    "A04": Text("Choice that needs a period", "This choice is for a column that is headed by a period.", "Type the period under “Period”, such as 2018 or 2017/18, or choose another column."),
    "A05": Text("Fixed value of no column", "{typed} is no {what}.", "Correct the name, or delete the row.{suggestion}"),
    "A06": Text("Fixed value that can't be read", "", "{needs}"),
    "A07": Text("Missing column that names the rows", "The column “{heading}” of the sheet “{tab}” is no longer in the workbook. Without it, {wanted} can't be read.", "Put the heading back, or correct the mapping.{suggestion}"),
    "A08": Text("Column that has gone", "The column “{heading}” of the sheet “{tab}” is no longer in the workbook. Nothing was read for it, and the tracker keeps its values.", "Put the heading back, or correct the mapping.{suggestion}"),
    "A09": Text("Column that moved", "The column “{heading}” was at {was}, and is here now. It was read here.", NO_ACTION),
    "A10": Text("Column that the mapping does not have", "The column “{heading}” is not in the mapping, so nothing of it was read.", "Make a new mapping if it should be read. To do so, run adopt without --mapping."),
    "A11": Text("Table that has gone", "The table at {area} of the sheet “{tab}” is no longer in the workbook.", "Put its headings back, or delete its rows from the mapping."),
    "A12": Text("Table on another sheet", "The table of the sheet “{tab}” is on this sheet now, with the same headings. It was read here.", NO_ACTION),
    "A13": Text("Columns with one heading", "Two columns are headed “{heading}”, and the table has changed since the mapping was made. Neither was read.", "Give each a heading of its own, and make a new mapping."),
    "A14": Text("List that can't take rows", "The sheet “{wanted}” of the tracker has no list that rows can be added to.", "Put its headings back, as in a new tracker."),
    "A15": Text("Period that is no year", "{period} is no calendar year, and this list takes years.", "Type a year under “Period”, such as 2018, or choose another column."),
    "A16": Text("Table that the mapping does not have", "The table at {area} is not in the mapping, so nothing of it was read.", "Make a new mapping if it should be read. To do so, run adopt without --mapping."),
    "A17": Text("Text that does not begin with a reference", "{typed} does not begin with a reference, such as “1 - ” or “4D-1: ”.", "Put the reference and a dash before the text."),
    "A18": Text("Row with two values", "The row for {key} is there more than once, with different entries. The first was read: “{first}”.", "Keep one row for {key}."),
    "A19": Text("Row that can't be named", "This row has no {heading}, so nothing of it was read.", "Enter its {heading}."),
    "A20": Text("Column that the tracker lacks", "The tracker's sheet “{wanted}” has no column headed “{heading}”.", "Add the column to the tracker, or choose “Leave out”."),
    "A21": Text("Cell of a row that can't be taken", "Its row can't be taken into the tracker, so this entry for {heading} is left out as well.", "See the other entry of the row that is listed."),
}
# fmt: on

#: Parts of these sentences, by the code of a `Detail`.
DETAILS: Final[Mapping[str, DetailText]] = {
    "or_fixed_value": ", or type it on the sheet “Fixed values”",
    "list_of_tracker": "list of the tracker",
    "column_of_list": "column of {wanted}",
    "table_of_mapping": "table of the sheet Mapping",
    "now_headed": " Is it the column now headed “{near}” at {cell}? It was not read as that.",
}
