"""What a computer says about itself, read here and nowhere else; what it means is judged in doctor.py.

Everything the judging needs is in a Machine, so a Windows computer can be described as data where there is none.
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
"""A key of the Windows registry, such as HKCU\\Software -> its values; names in small letters, none where it is not."""

DISTRIBUTION = "pc-workbook"
START_FLAGS = ("-I", "-B")  # as macros/Launcher.bas starts it
LOADS = "import pc_workbook.excel, pc_workbook.udfs, pc_workbook.app; print(pc_workbook.__version__)"
ANSWERS_WITHIN = 60  # seconds; the first start of a day, with an antivirus program looking on, may take ten


class Machine(NamedTuple):
    system: str
    """Windows, Linux, or Darwin, which is macOS."""
    environment: Mapping[str, str]
    python: Path
    """The Python that is running."""
    base: Path
    """The installation it belongs to: another folder than its own in a virtual environment."""
    version: tuple[int, int, int]
    packages: Mapping[str, str | None]
    """What the program needs -> the version that is there, None where it is missing."""
    registry: Registry
    fault: str
    """What Python says when it can't load the program the way the add-in starts it; nothing where it can."""


def this_machine() -> Machine:
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
    """Start a Python as macros/Launcher.bas does, and return the last line of its complaint; "" where it has none.

    Started isolated, it sees neither the user's own packages (pip install --user) nor those of PYTHONPATH.
    """
    command = [str(python), *START_FLAGS, "-c", LOADS]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=ANSWERS_WITHIN)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
    found = done.stdout.strip()
    return "" if found == __version__ else f"it finds version {found}, and this is {__version__}"


def excel_version(machine: Machine) -> str | None:
    """Such as 16.0: what Excel 2016 and every later one call themselves. None where there is no desktop Excel."""
    current = str(machine.registry(r"HKCR\Excel.Application\CurVer").get("", ""))
    return f"{current.rpartition('.')[2]}.0" if current else None


def _with_console(python: Path) -> Path:
    """pythonw.exe has no voice: what it can't do it can't say. Its brother beside it can."""
    return python.with_name("python.exe") if python.name.casefold() == "pythonw.exe" else python


def _needed() -> list[str]:
    """The packages the program is installed with, and on Windows the one that xlwings speaks to Excel through."""
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
        except OSError:  # not there, or not ours to read
            return {}
        return {name.casefold(): value for name, value, _ in values}

else:

    def _read_registry(key: str) -> Mapping[str, object]:
        return {}
