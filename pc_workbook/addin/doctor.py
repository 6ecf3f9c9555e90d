"""Checks whether the add-in's buttons will work on this computer, and says how to fix what prevents it.

The checks change nothing. Settings made by the organisation are reported, with whom to ask.
"""

from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from typing import Final

from pc_workbook import __version__
from pc_workbook.addin.build import NAME, addin
from pc_workbook.addin.check_result import INSTALL, MAKE_ENVIRONMENT, CheckResult, Grade, failed, note, passed
from pc_workbook.addin.computer import Machine, excel_version
from pc_workbook.addin.contents import AddinInfo, addin_info, differences, has_functions
from pc_workbook.addin.install import has_percent_variable, is_from_store, start_folder
from pc_workbook.addin.policies import policy_checks
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.package import Package

OLDEST_PYTHON: Final = (3, 11)
XLWINGS: Final = "0.37.8"  # macros/FunctionServer.bas names its library by version
_DLL = f"xlwings64-{XLWINGS}.dll"


def examine(machine: Machine) -> list[CheckResult]:
    """Return the results of all checks, from Python to Excel and the add-in."""
    results = [*_python(machine), *_packages(machine)]
    if machine.system == "Windows":
        results += [*_excel(machine), *_functions(machine), *_addin(machine)]
        results += [*policy_checks(machine), *_onedrive(machine)]
    else:
        results += _addin(machine)
    return results


# -- Python and its packages


def _python(machine: Machine) -> Iterator[CheckResult]:
    version = ".".join(map(str, machine.version))
    if machine.version < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        yield failed(f"Python {version} is too old.", f"Install Python {needed} or later for your own account.")
    else:
        yield passed(f"Python {version} at {machine.python}")
    if machine.system == "Windows" and is_from_store(machine):
        yield failed(
            "This Python is from the Microsoft Store, whose files Excel can't see.",
            "Install Python from python.org for your own account, and pc-workbook with it.",
        )
    if has_percent_variable(machine.python):
        yield failed(
            f"The path {machine.python} has percent signs, and Windows replaces the text between them.",
            "Install Python and pc-workbook in a folder without them, for example C:\\pc-workbook.",
        )
    for name in ("OneDrive", "OneDriveCommercial"):
        folder = machine.environment.get(name)
        if folder and str(machine.python).casefold().startswith(folder.casefold()):
            yield note(
                f"Python is in OneDrive ({folder}), which may move its files to the cloud.",
                "Install it outside OneDrive, for example in %LOCALAPPDATA%\\pc-workbook.",
            )
            return


def _packages(machine: Machine) -> Iterator[CheckResult]:
    missing = [name for name, version in machine.packages.items() if version is None]
    if missing:
        yield failed(
            f"Packages are missing from this Python: {', '.join(missing)}.",
            f'Run: "{machine.python}" -m pip install {" ".join(missing)}',
        )
    installed = machine.packages.get("xlwings")
    if installed is not None and installed != XLWINGS:
        yield failed(
            f"The installed xlwings is {installed}, but the add-in needs {XLWINGS}.",
            f'Run: "{machine.python}" -m pip install xlwings=={XLWINGS}',
        )
    if machine.fault and not missing:
        yield failed(f"This Python can't load pc-workbook when the add-in starts it: {machine.fault}", MAKE_ENVIRONMENT)
    if not missing and not machine.fault and installed == XLWINGS:
        yield passed(f"pc-workbook {__version__}, xlwings {installed} and all required packages")


# -- Excel and the add-in


def _excel(machine: Machine) -> Iterator[CheckResult]:
    if excel_version(machine) is None:
        yield failed("Excel for the desktop is not installed.", "Ask the IT desk for it, or use pc-workbook refresh.")
    else:
        yield passed(f"Excel {excel_version(machine)}")


def _functions(machine: Machine) -> Iterator[CheckResult]:
    """Check that xlwings' library, which the worksheet functions need, is beside Python and can start it."""
    if not any((folder / _DLL).exists() for folder in (machine.python.parent, machine.python.parent.parent)):
        yield note(
            f"{_DLL} is not beside Python, so worksheet functions do not work; the buttons do not need it.",
            f'Run: "{machine.python}" -m pip install --force-reinstall --no-deps xlwings=={XLWINGS}',
        )
    if not _is_valid_for_library(str(machine.python)):
        yield note(
            f"The path {machine.python} has characters with which worksheet functions do not work; the buttons do.",
            "Install Python and pc-workbook in a folder with a simple name, for example C:\\pc-workbook.",
        )


def _is_valid_for_library(path: str) -> bool:
    """Return whether xlwings' library accepts a path: it expands $(NAME), and supports only code page 1252."""
    try:
        path.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return "$(" not in path


def _addin(machine: Machine) -> Iterator[CheckResult]:
    try:
        target = start_folder(machine) / NAME
    except WorkbookProblem as problem:
        yield failed("The add-in does not work on this computer.", str(problem))
        return
    if not target.exists():
        yield failed(
            f"The add-in is not at {target}.",
            f"{INSTALL}. If it was installed before, an antivirus program may have removed it: docs/it-desk.md",
        )
        return
    try:
        yield from _addin_at(target, machine)
    except WorkbookProblem as problem:
        yield failed(
            f"{target} is not an add-in of this program.",
            f"{problem} Then close Excel and run: pc-workbook addin install",
        )


def _addin_at(target: Path, machine: Machine) -> Iterator[CheckResult]:
    package = open_workbook(target)
    info = addin_info(package)
    results = [
        *_addin_version(info),
        *_addin_code(info, package),
        *_addin_python(info, machine),
        *_addin_origin(target),
    ]
    yield from results
    if not any(result.grade is Grade.PROBLEM for result in results):
        yield passed(f"The add-in is at {target} and starts {info.python}")


def _addin_version(info: AddinInfo) -> Iterator[CheckResult]:
    if info.version != __version__:
        yield failed(f"The add-in has version {info.version}, and the program has {__version__}.", INSTALL)


def _addin_code(info: AddinInfo, package: Package) -> Iterator[CheckResult]:
    """Check that an add-in of this version has the macros of this version and no others."""
    reference = Package(addin(functions=has_functions(package)), package.name)
    difference = next(differences(package, reference), None)
    if info.version == __version__ and difference is not None:
        yield failed(f"The add-in differs from the one of this version: {difference}.", INSTALL)


def _addin_python(info: AddinInfo, machine: Machine) -> Iterator[CheckResult]:
    if not info.python:
        yield failed("The add-in has no path of Python.", INSTALL)
    elif not Path(info.python).is_file():
        yield failed(f"The add-in starts {info.python}, which no longer exists.", INSTALL)
    elif PureWindowsPath(info.python) != PureWindowsPath(machine.python):
        yield note(f"The add-in starts a different Python: {info.python}", f"To use this Python: {INSTALL}")


def _addin_origin(target: Path) -> Iterator[CheckResult]:
    """Check whether Windows has marked the file as downloaded, by an alternate data stream."""
    if Path(f"{target}:Zone.Identifier").exists():
        yield failed(
            "Windows marks the add-in as a file from the internet, so Excel blocks its macros.",
            f"Right-click the file, choose Properties and tick Unblock. Or: {INSTALL}",
        )


def _onedrive(machine: Machine) -> Iterator[CheckResult]:
    if any(machine.environment.get(name) for name in ("OneDrive", "OneDriveCommercial")):
        yield note(
            "OneDrive is in use: a tracker opened from it may have a web address, and others may change it meanwhile.",
            "If a button can't find the tracker's folder, save a copy outside OneDrive and work on that.",
        )
