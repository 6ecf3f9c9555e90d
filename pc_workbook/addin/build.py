"""Builds the add-in and the tracker with buttons from text, without Excel; the same text gives the same bytes.

The path of Python, which differs between computers, is in a cell of the add-in's own sheet and not in its code. So the
code is the same everywhere, an IT desk can review or sign it once, and installing the add-in changes one cell.
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
from pc_workbook.hosts.program_files import program_file
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
_BUTTONS_IN, _BUTTONS_AT = 2, 2_300_000  # column (from 0) and offset in EMU: to the right of the title of Settings

_ENDING = "{out} would not open as an add-in. Give a name that ends in .xlam."
_TRACKER_ENDING = "{out} would not open with its buttons. Give a name that ends in .xlsm."
_EXISTS = "{out} exists already. Give another name, so that nothing is lost."
_OTHER_CODE = (
    "{name} is not the add-in of this version: {older}{difference}. Build it again (pc-workbook addin build), sign it, "
    "and try again."
)
_OTHER_VERSION = "its version is {version}, and "


def build_addin(out: Path, python: str = "", functions: bool = True) -> None:
    """Write the add-in to `out`. `python`: the path it starts, empty for an add-in that is installed later.

    Raises WorkbookProblem if the name is unsuitable, or the file is not an unchanged add-in of this program.
    """
    _refuse_name(out)
    replace_file(out, addin(python, functions))


def addin(python: str = "", functions: bool = True, signature: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """Return the bytes of the add-in. Without `functions` it has only the buttons, and no calls to Windows libraries.

    `signature`: the signature's parts from a file with the same code, name -> content.
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


def _about(info: AddinInfo) -> list[SetCell]:
    rows = enumerate(zip(HEADINGS, info, strict=True), 1)
    return [
        SetCell(SHEET, f"{column}{row}", value) for row, pair in rows for column, value in zip("AB", pair, strict=True)
    ]


def build_tracker(out: Path) -> None:
    """Write an empty tracker with buttons to `out`. It contains no path; its buttons call the installed add-in.

    Raises WorkbookProblem if the file exists, or its name does not end in .xlsm.
    """
    if out.suffix.casefold() != ".xlsm":
        raise WorkbookProblem(_TRACKER_ENDING.format(out=out.name))
    refuse_if_not_writable(out)
    if out.exists():
        raise WorkbookProblem(_EXISTS.format(out=out.name))
    make_workbook(out, _write_tracker)


def _write_tracker(out: Path) -> None:
    package = open_workbook(program_file("templates", "tracker.xlsx"))
    put_project(package, sources.modules("tracker"), "PcTracker", MACRO_WORKBOOK)
    put_buttons(package, SETTINGS_SHEET, BUTTONS, _BUTTONS_IN, _BUTTONS_AT)
    package.save(out)


def signed_addin(given: Path, python: str) -> bytes:
    """Return the add-in of this version with the signature of a file that has the same code, set to start `python`.

    The code is built from macros/ and only the signature is copied. Raises WorkbookProblem if the file has other code.
    """
    package = open_workbook(given)
    info, functions = addin_info(package), has_functions(package)
    reference = Package(addin(functions=functions), given.name)
    difference = next(differences(package, reference), None)
    if difference is not None:
        older = _OTHER_VERSION.format(version=info.version) if info.version != __version__ else ""
        raise WorkbookProblem(_OTHER_CODE.format(name=given.name, older=older, difference=difference))
    return addin(python, functions, signature_of(package))


def _refuse_name(out: Path) -> None:
    refuse_if_not_writable(out)
    if out.suffix.casefold() != ".xlam":
        raise WorkbookProblem(_ENDING.format(out=out.name))
    if out.exists():
        refuse_unless_unchanged(out)
