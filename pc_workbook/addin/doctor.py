"""Whether a click on the ribbon will work on this computer: what is looked at, what it means, and how to mend it.

Each check gives verdicts; none changes anything. Settings that an organisation sets for all its computers are
told as they are, with whom to ask.
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
    """Every verdict on this computer, in the order a person would look."""
    verdicts = [*_python(machine), *_packages(machine)]
    if machine.system == "Windows":
        verdicts += [*_excel(machine), *_functions(machine), *_addin(machine)]
        verdicts += [*policy_checks(machine), *_places(machine)]
    else:
        verdicts += _addin(machine)
    return verdicts


# -- Python and what is installed with it


def _python(machine: Machine) -> Iterator[CheckResult]:
    version = ".".join(map(str, machine.version))
    if machine.version < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        yield failed(f"Python {version} is too old.", f"Install Python {needed} or later for yourself alone.")
    else:
        yield passed(f"Python {version} at {machine.python}")
    if machine.system == "Windows" and is_from_store(machine):
        yield failed(
            "This Python came from the Microsoft Store, which hides from Excel what it writes.",
            "Install Python from python.org for yourself alone, and pc-workbook with it.",
        )
    if has_percent_variable(machine.python):
        yield failed(
            f"{machine.python} holds percent signs, between which Windows puts other text.",
            "Install Python and pc-workbook in a folder without them, as in C:\\pc-workbook.",
        )
    for name in ("OneDrive", "OneDriveCommercial"):
        folder = machine.environment.get(name)
        if folder and str(machine.python).casefold().startswith(folder.casefold()):
            yield note(
                f"Python lies in OneDrive ({folder}), which may move its files to the cloud.",
                "Install it outside OneDrive, as in %LOCALAPPDATA%\\pc-workbook.",
            )
            return


def _packages(machine: Machine) -> Iterator[CheckResult]:
    missing = [name for name, version in machine.packages.items() if version is None]
    if missing:
        yield failed(
            f"Missing beside this Python: {', '.join(missing)}.",
            f'Run: "{machine.python}" -m pip install {" ".join(missing)}',
        )
    have = machine.packages.get("xlwings")
    if have is not None and have != XLWINGS:
        yield failed(
            f"The xlwings here is {have}, and the add-in was made for {XLWINGS}.",
            f'Run: "{machine.python}" -m pip install xlwings=={XLWINGS}',
        )
    if machine.fault and not missing:
        yield failed(
            f"Started as the add-in starts it, this Python can't load pc-workbook: {machine.fault}", MAKE_ENVIRONMENT
        )
    if not missing and not machine.fault and have == XLWINGS:
        yield passed(f"pc-workbook {__version__}, xlwings {have} and all that they need")


# -- Excel and the add-in


def _excel(machine: Machine) -> Iterator[CheckResult]:
    if excel_version(machine) is None:
        yield failed(
            "Excel for the desktop is not installed here.", "Ask the IT desk for it, or use pc-workbook refresh."
        )
    else:
        yield passed(f"Excel {excel_version(machine)}")


def _functions(machine: Machine) -> Iterator[CheckResult]:
    """Whether xlwings' library is beside Python, and can start it."""
    if not any((folder / _DLL).exists() for folder in (machine.python.parent, machine.python.parent.parent)):
        yield note(
            f"{_DLL} is not beside Python, so worksheet functions can't start; the buttons do not need it.",
            f'Run: "{machine.python}" -m pip install --force-reinstall --no-deps xlwings=={XLWINGS}',
        )
    if not _library_takes(str(machine.python)):
        yield note(
            f"{machine.python} holds characters that worksheet functions can't start from; the buttons can.",
            "Install Python and pc-workbook in a folder with a plain name, as in C:\\pc-workbook.",
        )


def _library_takes(path: str) -> bool:
    """xlwings' library takes $(NAME) for a setting of its own, and characters of code page 1252 alone."""
    try:
        path.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return "$(" not in path


def _addin(machine: Machine) -> Iterator[CheckResult]:
    try:
        target = start_folder(machine) / NAME
    except WorkbookProblem as problem:
        yield failed("The add-in can't work on this computer.", str(problem))
        return
    if not target.exists():
        yield failed(
            f"The add-in is not at {target}.",
            f"{INSTALL}; if it was there before, an antivirus program may have taken it: docs/it-desk.md",
        )
        return
    try:
        yield from _addin_at(target, machine)
    except WorkbookProblem as problem:
        yield failed(
            f"{target} is not an add-in of ours.", f"{problem} Then close Excel and run: pc-workbook addin install"
        )


def _addin_at(target: Path, machine: Machine) -> Iterator[CheckResult]:
    package = open_workbook(target)
    tells = addin_info(package)
    found = [
        *_its_version(tells),
        *_its_code(tells, package),
        *_its_python(tells, machine),
        *_where_it_came_from(target),
    ]
    yield from found
    if not any(verdict.grade is Grade.STOP for verdict in found):
        yield passed(f"The add-in is at {target} and starts {tells.python}")


def _its_version(tells: AddinInfo) -> Iterator[CheckResult]:
    if tells.version != __version__:
        yield failed(f"The add-in is of version {tells.version}, and the program is {__version__}.", INSTALL)


def _its_code(tells: AddinInfo, package: Package) -> Iterator[CheckResult]:
    """An add-in of this version holds the macros of this version, and nothing else."""
    made = Package(addin(functions=has_functions(package)), package.name)
    difference = next(differences(package, made), None)
    if tells.version == __version__ and difference is not None:
        yield failed(f"The add-in is not as this version of the program makes it: {difference}.", INSTALL)


def _its_python(tells: AddinInfo, machine: Machine) -> Iterator[CheckResult]:
    if not tells.python:
        yield failed("The add-in has not been told where Python is.", INSTALL)
    elif not Path(tells.python).is_file():
        yield failed(f"The add-in starts {tells.python}, which is no longer there.", INSTALL)
    elif PureWindowsPath(tells.python) != PureWindowsPath(machine.python):
        yield note(
            f"The add-in starts another Python than this one: {tells.python}", f"If you want this one: {INSTALL}"
        )


def _where_it_came_from(target: Path) -> Iterator[CheckResult]:
    """What came from the internet has a second, hidden stream on Windows that says so."""
    if Path(f"{target}:Zone.Identifier").exists():
        yield failed(
            "Windows marks the add-in as come from the internet, so Excel blocks its macros.",
            f"Right-click the file, Properties, tick Unblock. Or: {INSTALL}",
        )


def _places(machine: Machine) -> Iterator[CheckResult]:
    if any(machine.environment.get(name) for name in ("OneDrive", "OneDriveCommercial")):
        yield note(
            "OneDrive is in use; a tracker that is open from it may go by a web address, and others may write in it.",
            "If a button can't find the tracker's folder, save a copy outside OneDrive and work on that.",
        )
