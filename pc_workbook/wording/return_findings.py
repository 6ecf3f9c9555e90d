"""The words of findings about a return, by their code. See `returns/return_findings.py` for the kinds."""

from collections.abc import Mapping
from typing import Final

from pc_workbook.wording.findings import NO_ACTION, Text

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
    "T07": Text("Changed locked cell", "A locked cell was changed: {was} was handed out. The change was not taken.", "Correct the tracker if the change is right: CCG staff fill this column."),
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
