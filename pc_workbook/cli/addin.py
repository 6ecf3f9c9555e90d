"""Commands for the Excel add-in: build, install, remove, doctor."""

from argparse import SUPPRESS
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.cli.parser import Parser, add_quiet, described, set_command
from pc_workbook.errors import ExitCode

CODES: Final = "Exit code: 0 done; 3 it could not be done, and nothing was changed."
DOCTOR_CODES: Final = "Exit code: 0 no problem was found; 1 a problem was found."
GRADE_WIDTH: Final = 7  # of the longest grade


class BuildArguments(NamedTuple):
    """Arguments of `addin build`."""

    out: Path | None
    tracker: bool
    buttons_only: bool
    quiet: bool


class InstallArguments(NamedTuple):
    """Arguments of `addin install`."""

    source: Path | None
    buttons_only: bool
    quiet: bool


class RemoveArguments(NamedTuple):
    """Arguments of `addin remove`."""

    quiet: bool


class DoctorArguments(NamedTuple):
    """Arguments of `addin doctor`."""


def _add_addin(parser: Parser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, words: str, codes: str = CODES) -> Parser:
        added = commands.add_parser(name, help=words, description=described(words), epilog=codes)
        add_quiet(added, default=SUPPRESS)
        return added

    _add_build(add("build", "make the add-in, on any computer, without Excel"))
    _add_install(add("install", "put the add-in where your own Excel starts it"))
    set_command(add("remove", "remove the add-in from your Excel"), RemoveArguments, _remove)
    doctor = add("doctor", "find out why the buttons don't work, and what to do", DOCTOR_CODES)
    set_command(doctor, DoctorArguments, _doctor)


def _add_build(parser: Parser) -> None:
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to put it (pc_workbook.xlam in this folder)")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--tracker", action="store_true", help="make an empty tracker with buttons in it (.xlsm) instead")
    kind.add_argument("--buttons-only", action="store_true", help="leave out the worksheet functions")
    set_command(parser, BuildArguments, _build)


def _add_install(parser: Parser) -> None:
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--from", dest="source", type=Path, metavar="FILE", help="this add-in, such as a signed one")
    kind.add_argument("--buttons-only", action="store_true", help="leave out the worksheet functions")
    set_command(parser, InstallArguments, _install)


def _build(arguments: BuildArguments) -> ExitCode:
    from pc_workbook.addin.build import NAME, TRACKER_NAME, build_addin, build_tracker

    if arguments.tracker:
        out = arguments.out or Path(TRACKER_NAME)
        build_tracker(out)
        next_step = "Its buttons work where the add-in is installed: pc-workbook addin install"
    else:
        out = arguments.out or Path(NAME)
        build_addin(out, functions=not arguments.buttons_only)
        next_step = "On the computer that is to use it, run: pc-workbook addin install"
    if not arguments.quiet:
        print(f"Made {out}. {next_step}")
    return ExitCode.OK


def _install(arguments: InstallArguments) -> ExitCode:
    from pc_workbook.addin.computer import this_machine
    from pc_workbook.addin.install import install

    machine = this_machine()
    path = install(machine, functions=not arguments.buttons_only, given=arguments.source)
    if not arguments.quiet:
        print(f"The add-in is at {path} and starts {machine.python}.")
        print("Open Excel: there is a tab called Primary Care. If not, run: pc-workbook addin doctor")
    return ExitCode.OK


def _remove(arguments: RemoveArguments) -> ExitCode:
    from pc_workbook.addin.computer import this_machine
    from pc_workbook.addin.install import remove

    removed = remove(this_machine())
    if not arguments.quiet:
        print(f"Removed {removed}." if removed else "The add-in is not installed; nothing was removed.")
    return ExitCode.OK


def _doctor(_: DoctorArguments) -> ExitCode:
    from pc_workbook.addin.check_result import Grade
    from pc_workbook.addin.computer import this_machine
    from pc_workbook.addin.doctor import examine

    results = examine(this_machine())
    for result in results:
        print(f"{result.grade.value:<{GRADE_WIDTH}}  {result.message}")
        if result.fix:
            print(f"{'':<{GRADE_WIDTH}}  {result.fix}")
    problems = sum(result.grade is Grade.PROBLEM for result in results)
    print(f"Problems found: {problems}. See above." if problems else "No problem was found.")
    return ExitCode.FINDINGS if problems else ExitCode.OK


COMMANDS: Final[Mapping[str, Callable[[Parser], None]]] = {"addin": _add_addin}
