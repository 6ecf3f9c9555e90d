"""Reads the facts about a computer that the checks of doctor.py need.

They are collected in a Machine, so that tests can describe a Windows computer as data.
"""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple, TypeAlias

from pc_workbook import __version__

Registry: TypeAlias = Callable[[str], Mapping[str, object]]
"""A key of the Windows registry, such as HKCU\\Software -> its values by name in lower case; empty if there is no key."""

DISTRIBUTION = "pc-workbook"
START_FLAGS = ("-I", "-B")  # as macros/Launcher.bas starts it
START_TEST = "import pc_workbook.excel, pc_workbook.udfs, pc_workbook.app; print(pc_workbook.__version__)"
TIMEOUT = 60  # seconds; the first start of a day may take ten while an antivirus program checks the files


class Machine(NamedTuple):
    """The facts about a computer that the add-in depends on."""

    system: str
    """Windows, Linux, or Darwin (macOS)."""
    environment: Mapping[str, str]
    python: Path
    """The Python that is running."""
    base: Path
    """The folder of its base installation, which differs in a virtual environment."""
    version: tuple[int, int, int]
    packages: Mapping[str, str | None]
    """Required package -> installed version, None if it is missing."""
    registry: Registry
    fault: str
    """Python's error message if it can't load the program the way the add-in starts it; "" if it can."""


def this_machine() -> Machine:
    """Return the facts about this computer."""
    return Machine(
        system=platform.system(),
        environment=os.environ,
        python=_with_console(Path(sys.executable)),
        base=Path(sys.base_prefix),
        version=sys.version_info[:3],
        packages={name: _version(name) for name in _needed()},
        registry=_read_registry,
        fault=start_error(_with_console(Path(sys.executable))),
    )


def start_error(python: Path) -> str:
    """Start a Python as macros/Launcher.bas does, and return the last line of its error message; "" if there is none.

    It is started isolated, without packages of the user (pip install --user) or of PYTHONPATH.
    """
    command = [str(python), *START_FLAGS, "-c", START_TEST]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=TIMEOUT)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
    version = done.stdout.strip()
    return "" if version == __version__ else f"it loads version {version} instead of {__version__}"


def excel_version(machine: Machine) -> str | None:
    """Return the version of the desktop Excel, 16.0 for Excel 2016 and later; None if it is not installed."""
    current = str(machine.registry(r"HKCR\Excel.Application\CurVer").get("", ""))
    return f"{current.rpartition('.')[2]}.0" if current else None


def _with_console(python: Path) -> Path:
    """Return python.exe for pythonw.exe, which prints no error messages."""
    return python.with_name("python.exe") if python.name.casefold() == "pythonw.exe" else python


def _needed() -> list[str]:
    """Return the packages that the program requires, and on Windows pywin32, which xlwings needs."""
    required = metadata.requires(DISTRIBUTION) or []
    names = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in required if "extra ==" not in line]
    return [*names, "pywin32"] if sys.platform == "win32" else names


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


if sys.platform == "win32":
    import winreg

    _HIVES = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCR": winreg.HKEY_CLASSES_ROOT}

    def _read_registry(key: str) -> Mapping[str, object]:
        hive, _, path = key.partition("\\")
        try:
            with winreg.OpenKey(_HIVES[hive], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
                count = winreg.QueryInfoKey(opened)[1]
                values = [winreg.EnumValue(opened, number) for number in range(count)]
        except OSError:  # the key does not exist or can't be read
            return {}
        return {name.casefold(): value for name, value, _ in values}

else:

    def _read_registry(key: str) -> Mapping[str, object]:
        return {}
