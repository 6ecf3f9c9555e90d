"""Makes the sample returns: workbooks that samples/thurrock-2017.xlsx handed out, as their managers sent them back; and
findings.csv, what must be found in each, no more and no less; and changes.csv, what each says otherwise than it was
handed out.

Read the returns below down the page: each step says what the manager did and what it must lead to.

    python samples/returns/make_returns.py
"""

import base64
import csv
import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image

from pc_workbook.app import hand_out
from pc_workbook.cells.change import CellValue, SetCell
from pc_workbook.hosts.file import FileHost
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.returns.reading import MOST_OF_A_KIND
from pc_workbook.returns.return_findings import KINDS as OF_RETURNS
from pc_workbook.tracker.findings import KINDS as OF_CELLS
from pc_workbook.tracker.findings import Severity

HERE = Path(__file__).parent
TRACKER = HERE.parent / "thurrock-2017.xlsx"
HANDED_OUT = datetime(2017, 3, 20, 9, 0)
PROGRESS, STEPS, GUIDE, RECORD = "Action progress", "Milestones", "Start here", "pc_record"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Found(NamedTuple):
    """A finding that a return must give."""

    code: str
    sheet: str
    cell: str


class Changed(NamedTuple):
    """A cell that says otherwise than it was handed out; `waits` for a person where it may not go in by itself."""

    sheet: str
    cell: str
    row: str
    column: str
    now: CellValue
    waits: bool = False


@dataclass
class Sent:
    """A return as it was sent back: whose, what was done to it, and what must come of it."""

    name: str
    locality: str
    typed: tuple[Changed, ...] = ()
    doing: Callable[[Any], None] | None = None
    found: tuple[Found, ...] = ()
    changed: tuple[Changed, ...] = field(default=())

    @property
    def changes(self) -> tuple[Changed, ...]:
        return (*self.typed, *self.changed)


class Pasted(Image):  # type: ignore[misc]
    """A picture as one is pasted; the class it comes from would want a library for pictures to measure it."""

    def __init__(self, cell: str) -> None:
        self.width = self.height = 40
        self.format, self.anchor = "png", cell

    def _data(self) -> bytes:
        return DOT


# fmt: off
CLEAN = Sent("clean-north.xlsx", "North", typed=(
    Changed(PROGRESS, "C6", "A, North", "Progress", "All eight practices have gone through their policies; two are to be renewed by May.\n=> see the list"),
    Changed(PROGRESS, "D6", "A, North", "RAG", "Green"),
    Changed(PROGRESS, "E6", "A, North", "RAG reason", "Nothing is late"),
    Changed(PROGRESS, "F6", "A, North", "Per cent complete", 75),
    Changed(PROGRESS, "J6", "A, North", "Updated on", date(2017, 4, 3)),
    Changed(PROGRESS, "C10", "F, North", "Progress", "-1 hub: the one at the hospital closes at weekends from May."),
    Changed(PROGRESS, "H10", "F, North", "Next step date", date(2017, 5, 10)),
    Changed(STEPS, "F6", "A, V00004, Policies checked against the list", "Done", date(2017, 3, 30)),
    Changed(STEPS, "G6", "A, V00004, Policies checked against the list", "State", "Done"),
))

CONFLICTING = (
    Sent("conflict-south-1.xlsx", "South", typed=(
        Changed(PROGRESS, "C6", "A, South", "Progress", "Four of the five gaps are closed."),
        Changed(PROGRESS, "D6", "A, South", "RAG", "Green"),
        Changed(PROGRESS, "G7", "B, South", "Next step", "Read the report with the practice"),
    )),
    Sent("conflict-south-2.xlsx", "South", typed=(
        Changed(PROGRESS, "C6", "A, South", "Progress", "Two of the five gaps are closed; three wait for the landlord."),
        Changed(PROGRESS, "D6", "A, South", "RAG", "Green"),
        Changed(PROGRESS, "H7", "B, South", "Next step date", date(2017, 4, 12)),
    )),
)


def spoil(book: Any) -> None:
    """What can go wrong, all in one return."""
    lists, steps = book[PROGRESS], book[STEPS]
    del lists.tables["tblActionProgress"], steps.tables["tblMilestones"]
    lists["C5"], lists["E5"] = "PROGRESS", "RAG reasons"
    lists["C6"] = '=CONCATENATE("Done: ",5)'
    lists["D6"] = "A"
    lists["D7"], lists["F7"], lists["H7"] = "Ambre", 0.4, "some time in May"
    lists["F8"], lists["J8"] = 150, "3 April 2017"
    lists.delete_rows(10)
    repeat(lists, 7, 10)
    lists["C10"] = "The first of two rows for action B, or the second"
    for cell, value in {"A11": "Z", "C11": "An action of my own", "K11": "North", "C12": "Words about nothing in particular"}.items():
        lists[cell] = value
    lists["L5"], lists["L8"] = "Whom I rang", "The practice manager"
    lists["C8"].comment = Comment("Is this the right date?", "Locality manager, North")
    lists.add_image(Pasted("G15"), "G15")
    steps["E6"], steps["H6"] = date(2017, 6, 30), "One note for both"
    steps.merge_cells("H6:H7")
    book[GUIDE]["D40"] = "I could not open the second sheet at first"
    book.create_sheet("My notes")["B2"] = "Ring the landlord"


B_ROWS = "B, North"
SPOILT = Sent("spoilt-north.xlsx", "North", doing=spoil, found=(
    Found("T05", PROGRESS, "C5"),
    Found("T04", PROGRESS, "E5"), Found("T06", PROGRESS, "E5"),
    Found("T12", PROGRESS, "C6"),
    Found("R10", PROGRESS, "D7"), Found("R17", PROGRESS, "F7"), Found("R07", PROGRESS, "H7"),
    Found("R16", PROGRESS, "F8"), Found("R18", PROGRESS, "J8"),
    Found("T08", PROGRESS, "A5"), Found("T10", PROGRESS, "A10"),
    Found("R10", PROGRESS, "D10"), Found("R17", PROGRESS, "F10"), Found("R07", PROGRESS, "H10"),
    Found("T09", PROGRESS, "A11"), Found("T11", PROGRESS, "C12"),
    Found("T06", PROGRESS, "L5"), Found("T14", PROGRESS, "C8"), Found("T15", PROGRESS, "G15"),
    Found("T07", STEPS, "E6"), Found("T13", STEPS, "H6"),
    Found("T17", GUIDE, "D40"), Found("T16", "My notes", "B2"),
), changed=(
    Changed(PROGRESS, "C6", "A, North", "Progress", None, waits=True),
    Changed(PROGRESS, "D7", B_ROWS, "RAG", "Ambre", waits=True),
    Changed(PROGRESS, "F7", B_ROWS, "Per cent complete", 0.4, waits=True),
    Changed(PROGRESS, "H7", B_ROWS, "Next step date", "some time in May", waits=True),
    Changed(PROGRESS, "F8", "C, North", "Per cent complete", 150, waits=True),
    Changed(PROGRESS, "J8", "C, North", "Updated on", date(2017, 4, 3)),
    Changed(PROGRESS, "C10", B_ROWS, "Progress", "The first of two rows for action B, or the second", waits=True),
    Changed(PROGRESS, "C11", "Z, North", "Progress", "An action of my own", waits=True),
    Changed(PROGRESS, "C12", "", "Progress", "Words about nothing in particular", waits=True),
    Changed(STEPS, "E6", "A, V00004, Policies checked against the list", "Due", date(2017, 6, 30), waits=True),
    Changed(STEPS, "H6", "A, V00004, Policies checked against the list", "Note", "One note for both"),
))


def retype(book: Any) -> None:
    """The rows typed into a new workbook: the list, and nothing of what was handed out with it."""
    old = [[cell.value for cell in row] for row in book[PROGRESS].iter_rows(min_row=5)]
    for name in book.sheetnames:
        del book[name]
    new = book.create_sheet("Sheet1")
    for row in old[:3]:
        new.append(row)
    new["C2"] = "Three practices asked for help; two have had it."


RETYPED = Sent("retyped-west.xlsx", "West", doing=retype, found=(Found("T01", "Sheet1", "A1"),), changed=(
    Changed("Sheet1", "C2", "A, West", "Progress", "Three practices asked for help; two have had it."),
    Changed("Sheet1", "I2", "A, West", "Updated by (role)", "Locality manager, West"),
    Changed("Sheet1", "J2", "A, West", "Updated on", date(2017, 3, 1)),
    Changed("Sheet1", "C3", "B, West", "Progress", "The practice rated Inadequate has a plan; the next look is in April."),
    Changed("Sheet1", "I3", "B, West", "Updated by (role)", "Locality manager, West"),
    Changed("Sheet1", "J3", "B, West", "Updated on", date(2017, 3, 1)),
))


def send_tracker(book: Any) -> None:
    """What somebody sends who was given the tracker itself: here cut down to a few of its sheets and one row."""
    lists = book[PROGRESS]
    del lists.tables["tblActionProgress"]
    for name in set(book.sheetnames) - {PROGRESS}:
        del book[name]
    lists.delete_rows(7, lists.max_row)
    lists["C6"], lists["L5"], lists["L6"] = "One practice asked for help.", "Marking", "Public"
    for name in ("Settings", "Actions", "Practices"):
        book.create_sheet(name)["A1"] = name


WHOLE = Sent("tracker-west.xlsx", "West", doing=send_tracker, found=(Found("T19", PROGRESS, "A1"),), changed=(
    Changed(PROGRESS, "C6", "A, West", "Progress", "One practice asked for help."),
    Changed(PROGRESS, "I6", "A, West", "Updated by (role)", "Locality manager, West"),
    Changed(PROGRESS, "J6", "A, West", "Updated on", date(2017, 3, 1)),
))


def tear(book: Any) -> None:
    """The record written over, the sheet of progress taken out, the sheet of milestones copied."""
    book[RECORD]["B3"] = "x"
    del book[PROGRESS]
    copy = book.copy_worksheet(book[STEPS])
    copy.title = "Milestones (2)"


TORN = Sent("torn-north.xlsx", "North", doing=tear, found=(
    Found("T02", RECORD, "A1"), Found("T03", GUIDE, "A1"), Found("T18", "Milestones (2)", "A5"),
), changed=(
    Changed(STEPS, "G7", "A, V00012, Policies checked against the list", "State", "In hand"),
    Changed(STEPS, "H7", "A, V00012, Policies checked against the list", "Note", "Half of them are done"),
))


def forge(book: Any) -> None:
    """A record that no program of ours wrote, under a checksum that holds; a text that no cell holds; 102 comments."""
    record, lists = book[RECORD], book[PROGRESS]
    record["B2"] = json.dumps(json.loads(record["B2"].value) | {"return_id": "not a mark"}, sort_keys=True)
    lines = [[str(cell.value) for cell in row if cell.value is not None] for row in record.iter_rows(min_row=2)]
    joined = "\n".join(f"{kind} {''.join(pieces)}" for kind, *pieces in lines[:-1])
    record.cell(record.max_row, 2).value = hashlib.sha256(joined.encode()).hexdigest()[:32]
    lists["C6"]._value = "No cell of Excel holds this. " * 1_200
    for row in range(20, 20 + COMMENTS):
        lists.cell(row, 3).comment = Comment("Pasted", "Locality manager, West")


COMMENTS = MOST_OF_A_KIND + 2
FORGED = Sent("forged-west.xlsx", "West", doing=forge, found=(
    Found("T40", RECORD, "A2"), Found("R47", PROGRESS, "C6"),
    *(Found("T14", PROGRESS, f"C{row}") for row in range(20, 20 + MOST_OF_A_KIND)),
    Found("T41", PROGRESS, f"C{20 + MOST_OF_A_KIND}"),
), changed=(
    Changed(PROGRESS, "C6", "A, West", "Progress", "a text of more than 32,767 characters", waits=True),
    Changed(PROGRESS, "I6", "A, West", "Updated by (role)", "Locality manager, West"),
    Changed(PROGRESS, "J6", "A, West", "Updated on", date(2017, 3, 1)),
    Changed(PROGRESS, "C7", "B, West", "Progress", "The practice rated Inadequate has a plan; the next look is in April."),
    Changed(PROGRESS, "I7", "B, West", "Updated by (role)", "Locality manager, West"),
    Changed(PROGRESS, "J7", "B, West", "Updated on", date(2017, 3, 1)),
))
# fmt: on

ALL = (CLEAN, *CONFLICTING, SPOILT, RETYPED, WHOLE, TORN, FORGED)


def repeat(sheet: Any, row: int, to: int) -> None:
    for cell in list(sheet[row]):
        sheet.cell(to, cell.column).value = cell.value


# ---------------------------------------------------------------------------- making them


def make(folder: Path) -> None:
    """Write every return, findings.csv and changes.csv. The same bytes each time."""
    with tempfile.TemporaryDirectory() as bench:
        handed = {
            one.stamp.locality: one.path
            for one in hand_out(FileHost(TRACKER), Path(bench) / "out", now=HANDED_OUT).returns
        }
        for sent in ALL:
            send_back(sent, handed[sent.locality], Path(bench), folder / sent.name)
    write_list(folder / "findings.csv", ("return", "code", "severity", "sheet", "cell"), listed_findings())
    write_list(folder / "changes.csv", ("return", "sheet", "cell", "row", "column", "now", "waits"), listed_changes())


def send_back(sent: Sent, handed: Path, bench: Path, target: Path) -> None:
    if sent.doing is None:
        edit(handed, [SetCell(one.sheet, one.cell, one.now) for one in sent.typed], target)
        return
    book = openpyxl.load_workbook(handed)
    sent.doing(book)
    book.save(bench / sent.name)
    undate(bench / sent.name, target)


def undate(source: Path, target: Path) -> None:
    """The same package without the time of saving in it."""
    modified = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = modified.sub(rb"\g<1>2017-04-03T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)


def listed_findings() -> Iterator[tuple[str, ...]]:
    kinds = OF_CELLS | OF_RETURNS
    for sent in ALL:
        for one in sorted(sent.found, key=lambda found: (found.sheet, found.cell, found.code)):
            severity = min(kinds[one.code].severity, Severity.WARNING, key=list(Severity)[::-1].index)
            yield sent.name, one.code, str(severity), one.sheet, one.cell


def listed_changes() -> Iterator[tuple[str, ...]]:
    for sent in ALL:
        for one in sent.changes:
            now = "" if one.now is None else str(one.now)
            yield sent.name, one.sheet, one.cell, one.row, one.column, now, "yes" if one.waits else ""


def write_list(path: Path, headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


if __name__ == "__main__":
    make(HERE)
