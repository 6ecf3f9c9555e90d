"""Put the add-in where Excel starts it, for one user and without an administrator, and take it away again.

One file is written and nothing else: no registry, no settings, no list of what was done.
"""

import os
from pathlib import Path
from typing import Final

from pc_workbook.addin.build import NAME, addin, signed_addin
from pc_workbook.addin.check_result import MAKE_ENVIRONMENT
from pc_workbook.addin.computer import Machine
from pc_workbook.addin.contents import refuse_unless_unchanged
from pc_workbook.errors import WorkbookProblem

_NO_EXCEL = (
    "The add-in needs Excel on Windows, and this computer runs {system}. What its buttons do works here as well, with "
    "the tracker closed, as in: pc-workbook refresh TRACKER.xlsx. To make the add-in for another computer: "
    "pc-workbook addin build"
)
_SYSTEMS: Final = {"Darwin": "macOS"}
_NO_APPDATA = "Windows does not say where your own settings are (APPDATA is not set); sign in again, and try again."
_STORE = (
    "This Python came from the Microsoft Store, which hides from Excel what it writes. Install Python from "
    "python.org for yourself alone (no administrator is needed), install pc-workbook with it, and try again."
)
_EXCEL_OPEN = "{path} is in use; close Excel, every window of it, and try again."
_CLOSED = "You may not write in {folder}; ask the IT desk, or use pc-workbook refresh --live, which needs no add-in."
_CANNOT = "{path} can't be written or removed ({reason}: {place}). Mend that, or ask the IT desk, and try again."
_PERCENT_SIGNS = (
    "Excel can't start Python from {python}: between the percent signs Windows puts other text. Install Python and "
    "pc-workbook in a folder without them, as in C:\\pc-workbook, and try again."
)
_FAULT = "Started as the add-in starts it, this Python can't load pc-workbook ({fault}). {mend}"


def start_folder(machine: Machine) -> Path:
    """Where this user's Excel opens everything that lies in it. Raises WorkbookProblem where there is none."""
    if machine.system == "Windows":
        if not machine.environment.get("APPDATA"):
            raise WorkbookProblem(_NO_APPDATA)
        return Path(machine.environment["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART"
    raise WorkbookProblem(_NO_EXCEL.format(system=_SYSTEMS.get(machine.system, machine.system)))


def is_from_store(machine: Machine) -> bool:
    return any("windowsapps" in str(path).casefold() for path in (machine.python, machine.base))


def has_percent_variable(python: Path) -> bool:
    """Whether Windows may take a part of the path for %NAME%, and so start another program."""
    return str(python).count("%") > 1


def install(machine: Machine, functions: bool = True, given: Path | None = None) -> Path:
    """Put the add-in in place, told to start the Python that is running; gives where it is.

    `given`: an add-in to put there instead of a fresh one, such as one the IT desk has signed; its code stays.
    """
    folder = start_folder(machine)
    if is_from_store(machine):
        raise WorkbookProblem(_STORE)
    if has_percent_variable(machine.python):
        raise WorkbookProblem(_PERCENT_SIGNS.format(python=machine.python))
    if machine.fault:
        raise WorkbookProblem(_FAULT.format(fault=machine.fault, mend=MAKE_ENVIRONMENT))
    target, python = folder / NAME, str(machine.python)
    if os.path.lexists(target):
        refuse_unless_unchanged(target)
    data = addin(python, functions) if given is None else signed_addin(given, python)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _put(data, target)
    except OSError as error:
        raise _problem(error, target) from error
    return target


def remove(machine: Machine) -> Path | None:
    """Take the add-in away, if it is there and is ours; gives where it was."""
    target = start_folder(machine) / NAME
    if not os.path.lexists(target):
        return None
    refuse_unless_unchanged(target)
    try:
        target.unlink()
    except OSError as error:
        raise _problem(error, target) from error
    return target


def _problem(error: OSError, target: Path) -> WorkbookProblem:
    """Why the add-in could not be put there or taken away, from what the operating system said."""
    if not isinstance(error, PermissionError):
        return WorkbookProblem(_CANNOT.format(path=target, reason=error.strerror, place=error.filename))
    return WorkbookProblem((_EXCEL_OPEN if target.exists() else _CLOSED).format(path=target, folder=target.parent))


def _put(data: bytes, target: Path) -> None:
    """Made in the folder above: what a killed run left in the start folder, Excel would open each morning."""
    beside = target.parent.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
