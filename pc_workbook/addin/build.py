"""The add-in and the tracker with buttons, made from text with no Excel; the same text gives the same bytes.

What differs between two computers, the Python to start, stands in a cell of the add-in's own sheet and not in
its code. So the code is the same everywhere, an IT desk can read or sign it once, and putting the add-in on a
computer changes one cell.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pc_workbook import __version__
from pc_workbook.addin import sources
from pc_workbook.addin.contents import (
    HEADINGS,
    SHEET,
    AddinInfo,
    addin_info,
    differences,
    has_functions,
    refuse_unless_unchanged,
)
from pc_workbook.cells.change import SetCell
from pc_workbook.draw.workbook import draw
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.disk.saving import make_workbook, refuse_if_not_writable
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.package import Package, replace_file
from pc_workbook.ooxml.vba.buttons import Button, put_buttons
from pc_workbook.ooxml.vba.macros import ADD_IN, MACRO_WORKBOOK, put_project, put_ribbon, put_signature, signature_of
from pc_workbook.tracker.lists.catalogue import SETTINGS_SHEET
from pc_workbook.views.parts import BlankSheet, Workbook

NAME: Final = "pc_workbook.xlam"
TRACKER_NAME: Final = "tracker.xlsm"
PROJECT: Final = "PcWorkbook"
BUTTONS: Final = (
    Button("Refresh", "RefreshTracker", "Button: refreshes the summary sheets of this tracker by the add-in"),
    Button("Check", "CheckTracker", "Button: finds what is wrong in this tracker by the add-in"),
)
_BUTTONS_IN, _BUTTONS_AT = 2, 2_300_000  # the right end of the title of Settings, in the third column

_ENDING = "{out} would not open as an add-in; give a name that ends in .xlam."
_TRACKER_ENDING = "{out} would not open with its buttons; give a name that ends in .xlsm."
_THERE_ALREADY = "{out} is there already; give another name, so that nothing is lost."
_OTHER_CODE = (
    "{name} does not hold the add-in of this version: {older}{difference}. Make it anew (pc-workbook addin build), sign "
    "that, and try again."
)
_OTHER_VERSION = "it is of version {version}, and "


def build_addin(out: Path, python: str = "", functions: bool = True) -> None:
    """Make the add-in at `out`; `python` is what it will start, nothing for one that is still to be installed."""
    _refuse_name(out)
    replace_file(out, addin(python, functions))


def addin(python: str = "", functions: bool = True, signature: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The bytes of the add-in. Without `functions` it holds the buttons alone, and no call into Windows.

    `signature`: the parts that hold it, by name, of a file with the same code.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        draw(Workbook((BlankSheet(SHEET),), "Primary care tracker: add-in"), path)
        package = open_workbook(path)
        put_project(package, sources.addin_modules(functions), PROJECT, ADD_IN)
        put_signature(package, signature)
        put_ribbon(package, sources.ribbon())
        package.save(path)
        edit(path, _about(AddinInfo(__version__, python, sources.source_digest(functions))), path)
        return path.read_bytes()


def _about(said: AddinInfo) -> list[SetCell]:
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


def signed_addin(given: Path, python: str) -> bytes:
    """Return the add-in of this version with the signature of a file that holds the same code, told which Python to start.

    Raises WorkbookProblem, one sentence, where the file holds anything else: its code is made anew from macros/, and
    nothing but the signature is taken over.
    """
    package = open_workbook(given)
    tells, functions = addin_info(package), has_functions(package)
    reference = Package(addin(functions=functions), given.name)
    difference = next(differences(package, reference), None)
    if difference is not None:
        older = _OTHER_VERSION.format(version=tells.version) if tells.version != __version__ else ""
        raise WorkbookProblem(_OTHER_CODE.format(name=given.name, older=older, difference=difference))
    return addin(python, functions, signature_of(package))


def _refuse_name(out: Path) -> None:
    refuse_if_not_writable(out)
    if out.suffix.casefold() != ".xlam":
        raise WorkbookProblem(_ENDING.format(out=out.name))
    if out.exists():
        refuse_unless_unchanged(out)
