"""Put the add-in where Excel starts it, for one user and without an administrator, and take it away again.

One file is written and nothing else: no registry, no settings, no list of what was done.
"""

import os
from pathlib import Path
from typing import Final

from pc_workbook.addin.build import NAME, addin, said, with_python
from pc_workbook.addin.machine import Machine
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
_NOT_OURS = "{path} is not our add-in, so it stays as it is; move it away, and try again."


def start_folder(machine: Machine) -> Path:
    """Where this user's Excel opens everything that lies in it. Raises WorkbookProblem where there is none."""
    if machine.system == "Windows":
        if not machine.environment.get("APPDATA"):
            raise WorkbookProblem(_NO_APPDATA)
        return Path(machine.environment["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART"
    raise WorkbookProblem(_NO_EXCEL.format(system=_SYSTEMS.get(machine.system, machine.system)))


def is_from_store(machine: Machine) -> bool:
    return any("windowsapps" in str(path).casefold() for path in (machine.python, machine.base))


def install(machine: Machine, functions: bool = True, given: Path | None = None) -> Path:
    """Put the add-in in place, told to start the Python that is running; gives where it is.

    `given`: an add-in to put there instead of a fresh one, such as one the IT desk has signed; its code stays.
    """
    folder = start_folder(machine)
    if is_from_store(machine):
        raise WorkbookProblem(_STORE)
    target, python = folder / NAME, str(machine.python)
    _refuse_other(target)
    data = addin(python, functions) if given is None else with_python(given, python)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _put(data, target)
    except PermissionError as error:
        message = _EXCEL_OPEN.format(path=target) if target.exists() else _CLOSED.format(folder=folder)
        raise WorkbookProblem(message) from error
    return target


def remove(machine: Machine) -> Path | None:
    """Take the add-in away, if it is there and is ours; gives where it was."""
    target = start_folder(machine) / NAME
    if not target.exists():
        return None
    _refuse_other(target)
    try:
        target.unlink()
    except PermissionError as error:
        raise WorkbookProblem(_EXCEL_OPEN.format(path=target)) from error
    return target


def _refuse_other(target: Path) -> None:
    if target.exists():
        try:
            said(target)
        except WorkbookProblem as problem:
            raise WorkbookProblem(_NOT_OURS.format(path=target)) from problem


def _put(data: bytes, target: Path) -> None:
    """Made in the folder above: what a killed run left in the start folder, Excel would open each morning."""
    beside = target.parent.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
