"""Installs the add-in for one user, without administrator rights, and removes it.

One file is written to the folder from which Excel starts add-ins, and nothing else: no registry key, no setting.
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
    "The add-in needs Excel on Windows, and this computer runs {system}. Close the tracker and use the commands instead, "
    "for example: pc-workbook refresh TRACKER.xlsx. To build the add-in for another computer, run: pc-workbook addin build"
)
_SYSTEMS: Final = {"Darwin": "macOS"}
_NO_APPDATA = "The folder of your settings is unknown (APPDATA is not set). Sign in to Windows again, and try again."
_STORE = (
    "This Python is from the Microsoft Store, whose files Excel can't see. Install Python from python.org for your own "
    "account (no administrator is needed), install pc-workbook with it, and try again."
)
_EXCEL_OPEN = "{path} is in use. Close all windows of Excel, and try again."
_NO_ACCESS = "You can't write in {folder}. Ask the IT desk, or use pc-workbook refresh --live, which needs no add-in."
_OTHER_ERROR = (
    "{path} can't be written or removed ({reason}: {place}). Correct that, or ask the IT desk, and try again."
)
_PERCENT_SIGNS = (
    "Excel can't start Python from {python}, because Windows replaces the text between the percent signs. Install Python "
    "and pc-workbook in a folder without percent signs, for example C:\\pc-workbook, and try again."
)
_FAULT = "This Python can't load pc-workbook when the add-in starts it ({fault}). {fix}"


def start_folder(machine: Machine) -> Path:
    """Return the folder from which Excel opens every file for this user.

    Raises WorkbookProblem if the computer does not run Windows, or the folder is unknown.
    """
    if machine.system == "Windows":
        if not machine.environment.get("APPDATA"):
            raise WorkbookProblem(_NO_APPDATA)
        return Path(machine.environment["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART"
    raise WorkbookProblem(_NO_EXCEL.format(system=_SYSTEMS.get(machine.system, machine.system)))


def is_from_store(machine: Machine) -> bool:
    """Return whether Python was installed from the Microsoft Store."""
    return any("windowsapps" in str(path).casefold() for path in (machine.python, machine.base))


def has_percent_variable(python: Path) -> bool:
    """Return whether Windows could expand a part of the path as %NAME%, and so start another program."""
    return str(python).count("%") > 1


def install(machine: Machine, functions: bool = True, given: Path | None = None) -> Path:
    """Install the add-in, set to start the running Python, and return its path.

    `given`: an add-in whose signature is used, for example one that the IT desk has signed. Raises WorkbookProblem.
    """
    folder = start_folder(machine)
    if is_from_store(machine):
        raise WorkbookProblem(_STORE)
    if has_percent_variable(machine.python):
        raise WorkbookProblem(_PERCENT_SIGNS.format(python=machine.python))
    if machine.fault:
        raise WorkbookProblem(_FAULT.format(fault=machine.fault, fix=MAKE_ENVIRONMENT))
    target, python = folder / NAME, str(machine.python)
    if os.path.lexists(target):
        refuse_unless_unchanged(target)
    data = addin(python, functions) if given is None else signed_addin(given, python)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(data, target)
    except OSError as error:
        raise _problem(error, target) from error
    return target


def remove(machine: Machine) -> Path | None:
    """Delete the add-in and return its path; return None if it is not installed.

    Raises WorkbookProblem if the file is not an unchanged add-in of this program, or can't be deleted.
    """
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
    """Return the problem to raise for an error of the operating system."""
    if not isinstance(error, PermissionError):
        return WorkbookProblem(_OTHER_ERROR.format(path=target, reason=error.strerror, place=error.filename))
    return WorkbookProblem((_EXCEL_OPEN if target.exists() else _NO_ACCESS).format(path=target, folder=target.parent))


def _write(data: bytes, target: Path) -> None:
    """Write the file to the parent folder and move it: Excel would open a partial file in its start folder every day."""
    partial = target.parent.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(data)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
