"""The add-in and the tracker with buttons, made from text with no Excel; the same text gives the same bytes.

What differs between two computers, the Python to start, stands in a cell of the add-in's own sheet and not in
its code. So the code is the same everywhere, an IT desk can read or sign it once, and putting the add-in on a
computer changes one cell.
"""

import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from pc_workbook import __version__
from pc_workbook.addin import sources
from pc_workbook.draw.workbook import draw
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.saving import make_workbook, refuse_if_not_writable
from pc_workbook.ooxml.buttons import Button, put_buttons
from pc_workbook.ooxml.cells import edit
from pc_workbook.ooxml.macros import ADD_IN, MACRO_WORKBOOK, put_project, put_ribbon
from pc_workbook.ooxml.opening import open_workbook
from pc_workbook.ooxml.package import replace_file
from pc_workbook.tracker.change import SetCell
from pc_workbook.tracker.lists import SETTINGS_SHEET
from pc_workbook.views.parts import BlankSheet, Workbook

NAME: Final = "pc_workbook.xlam"
TRACKER_NAME: Final = "tracker.xlsm"
PROJECT: Final = "PcWorkbook"
SHEET: Final = "Add-in"  # macros/Launcher.bas reads B2 of it
BUTTONS: Final = (
    Button("Refresh", "RefreshTracker", "Button: refreshes the summary sheets of this tracker by the add-in"),
    Button("Check", "CheckTracker", "Button: finds what is wrong in this tracker by the add-in"),
)
_BUTTONS_IN, _BUTTONS_AT = 2, 2_300_000  # the right end of the title of Settings, in the third column
HEADINGS: Final = ("Add-in of pc_workbook", "Python it starts", "Made from")

_ENDING = "{out} would not open as an add-in; give a name that ends in .xlam."
_TRACKER_ENDING = "{out} would not open with its buttons; give a name that ends in .xlsm."
_THERE_ALREADY = "{out} is there already; give another name, so that nothing is lost."
_NOT_OURS = "{out} exists already and is not our add-in, so it stays; give another name."
_NOT_AN_ADDIN = "{name} is no add-in made by this program; make one: pc-workbook addin build"


class Said(NamedTuple):
    """What an add-in says about itself."""

    version: str
    python: str
    mark: str


def build_addin(out: Path, python: str = "", functions: bool = True) -> None:
    """Make the add-in at `out`; `python` is what it will start, nothing for one that is still to be installed."""
    _refuse_name(out)
    replace_file(out, addin(python, functions))


def addin(python: str = "", functions: bool = True) -> bytes:
    """The bytes of the add-in. Without `functions` it holds the buttons alone, and no call into Windows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        draw(Workbook((BlankSheet(SHEET),), "Primary care tracker: add-in"), path)
        package = open_workbook(path)
        left_out = () if functions else sources.FUNCTION_MODULES
        taken = [module for module in sources.modules() if module.name not in left_out]
        put_project(package, taken, PROJECT, ADD_IN)
        put_ribbon(package, sources.ribbon())
        package.save(path)
        edit(path, _about(python), path)
        return path.read_bytes()


def _about(python: str) -> list[SetCell]:
    said = (__version__, python, sources.mark())
    rows = enumerate(zip(HEADINGS, said, strict=True), 1)
    return [
        SetCell(SHEET, f"{column}{row}", value) for row, pair in rows for column, value in zip("AB", pair, strict=True)
    ]


def build_tracker(out: Path) -> None:
    """Make an empty tracker with buttons at `out`, where nothing stands yet. It holds no path and starts nothing."""
    if out.suffix.casefold() != ".xlsm":
        raise WorkbookProblem(_TRACKER_ENDING.format(out=out.name))
    refuse_if_not_writable(out)
    if out.exists():
        raise WorkbookProblem(_THERE_ALREADY.format(out=out.name))
    make_workbook(out, _write_tracker)


def _write_tracker(out: Path) -> None:
    package = open_workbook(sources.folder("templates") / "tracker.xlsx")
    put_project(package, sources.modules("tracker"), "PcTracker", MACRO_WORKBOOK)
    put_buttons(package, SETTINGS_SHEET, BUTTONS, _BUTTONS_IN, _BUTTONS_AT)
    package.save(out)


def with_python(path: Path, python: str) -> bytes:
    """An add-in that stands somewhere, signed perhaps, with another Python to start; its code stays byte for byte."""
    said(path)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / NAME
        edit(path, [SetCell(SHEET, "B2", python)], out)
        return out.read_bytes()


def said(path: Path) -> Said:
    """What an add-in says about itself. Raises WorkbookProblem for any other file."""
    has_project = open_workbook(path).has("xl/vbaProject.bin")
    told = _cells_beside_headings(path) if has_project else {}
    if any(heading not in told for heading in HEADINGS):
        raise WorkbookProblem(_NOT_AN_ADDIN.format(name=path.name))
    return Said(*(told[heading] for heading in HEADINGS))


def _cells_beside_headings(path: Path) -> dict[str, str]:
    """Read by values, so that an add-in which Excel has saved since, to sign it, says the same."""
    try:
        book = CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_name(SHEET).to_python() if SHEET in book.sheet_names else []
    except CalamineError:
        return {}
    return {str(row[0]): str(row[1]) for row in rows if len(row) > 1}


def _refuse_name(out: Path) -> None:
    refuse_if_not_writable(out)
    if out.suffix.casefold() != ".xlam":
        raise WorkbookProblem(_ENDING.format(out=out.name))
    if out.exists():
        try:
            said(out)
        except WorkbookProblem as problem:
            raise WorkbookProblem(_NOT_OURS.format(out=out.name)) from problem
