"""The words of findings about the files of a kit, by their code. See `kits/kit_findings.py` for the kinds."""

from collections.abc import Mapping
from typing import Final

from pc_workbook.wording.findings import DetailText, Text

# fmt: off
TEXTS: Final[Mapping[str, Text]] = {
    "R80": Text("File of no list", "{typed} is not the name of a list's file.", "Give it the name of its list's sheet in lower case with hyphens, such as cqc-ratings.csv, or take it out of the kit.{suggestion}"),
    "R81": Text("Heading that the list doesn't have", "", "{needs}{suggestion}"),
    "R82": Text("List that a kit needs", "The kit has no file for the list {wanted}.", "Add the file. It may have its headings only."),
    "R83": Text("File that can't be read", "", "{needs}"),
    "R84": Text("Kit without a description", "", "{needs}"),
}
DETAILS: Final[Mapping[str, DetailText]] = {
    "kit_heading_unknown": ("The list has no column headed “{heading}”.", "Correct the heading, or remove the column."),
    "kit_setting_unknown": ("No setting has this name.", "Correct the name, or remove the line."),
    "kit_line_no_row": ("The line is not a row of the list, so it would be left out.", "Correct it, or remove the line."),
    "kit_file_not_utf8": ("The file is not in UTF-8.", "Save it as “CSV UTF-8”."),
    "kit_file_no_csv": ("The file is not a table of comma-separated values: a quotation mark is out of place, or a text is far too long.", "Save it again as “CSV UTF-8”."),
    "kit_file_semicolons": ("The columns are separated by semicolons.", "Separate them by commas."),
    "kit_cell_without_heading": ("There is an entry to the right of the last heading.", "Put a text with commas in quotation marks, or add the heading."),
    "kit_cell_too_long": ("The text is longer than 32,767 characters, which is more than a cell of Excel takes.", "Shorten it."),
    "kit_description_missing": ("The kit has no description.", "Add a file kit.json with a title and a description."),
    "kit_description_no_json": ("The description can't be read as JSON.", "Correct it: samples/kits/README.md has an example."),
    "kit_description_lacks": ("The description has no {field}.", "Add \"{field}\" with some words."),
    "upgrade_sheet_there": ("There is a sheet of that name without the list.", "Rename that sheet, and upgrade again."),
    "upgrade_no_table": ("The list is not a table called {table}.", "Select it, choose Insert > Table, name it {table} (Table Design > Table Name), and upgrade again."),
    "upgrade_heading_near": ("The heading “{near}” may be this column.", "Correct the heading, or add the column yourself."),
    "upgrade_no_room": ("{cell} to the right of the list is in use.", "Move what is there further to the right or to another sheet, and upgrade again."),
}
# fmt: on
