"""Commands about the Excel add-in: build, install, remove, doctor."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pc_workbook.cli.exit_codes import BLOCKED, FINE

if TYPE_CHECKING:
    from pc_workbook.cli.exit_codes import Commands

_CODES = "Exit code: 0 done; 3 it could not be done, and nothing was changed."
_DOCTOR_CODES = "Exit code: 0 nothing is in the way; 1 something is."
_FITTING = 7  # the longest grade


def add(commands: "Commands") -> None:
    """The commands of this family."""
    words = "the Excel add-in: make it, put it in place, find out why it does not work"
    family = commands.add_parser("addin", help=words, description=f"{words[:1].upper()}{words[1:]}.")
    inner = family.add_subparsers(required=True, metavar="COMMAND")

    building = _command(inner, "build", _build, "make the add-in, on any computer, with no Excel", _CODES)
    building.add_argument("--out", type=Path, metavar="FILE", help="where to put it (pc_workbook.xlam in this folder)")
    kind = building.add_mutually_exclusive_group()
    kind.add_argument("--tracker", action="store_true", help="make an empty tracker with buttons in it (.xlsm) instead")
    kind.add_argument("--buttons-only", action="store_true", help="leave out the worksheet functions")

    installing = _command(inner, "install", _install, "put the add-in where your own Excel starts it", _CODES)
    which = installing.add_mutually_exclusive_group()
    which.add_argument("--from", dest="given", type=Path, metavar="FILE", help="this add-in, such as a signed one")
    which.add_argument("--buttons-only", action="store_true", help="leave out the worksheet functions")

    _command(inner, "remove", _remove, "take the add-in away again", _CODES)
    _command(inner, "doctor", _doctor, "say what is in the way of a click, and how to mend it", _DOCTOR_CODES)


def _command(
    commands: "Commands", name: str, run: Callable[[argparse.Namespace], int], words: str, codes: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.", epilog=codes)
    parser.set_defaults(run=run)
    return parser


def _build(asked: argparse.Namespace) -> int:
    from pc_workbook.addin.build import NAME, TRACKER_NAME, build_addin, build_tracker

    if asked.tracker:
        out = asked.out or Path(TRACKER_NAME)
        build_tracker(out)
        print(f"Made {out}. Its buttons work where the add-in is installed: pc-workbook addin install")
        return FINE
    out = asked.out or Path(NAME)
    build_addin(out, functions=not asked.buttons_only)
    print(f"Made {out}. On the computer that is to use it, run: pc-workbook addin install")
    return FINE


def _install(asked: argparse.Namespace) -> int:
    from pc_workbook.addin.computer import this_machine
    from pc_workbook.addin.install import install

    machine = this_machine()
    path = install(machine, functions=not asked.buttons_only, given=asked.given)
    print(f"The add-in is at {path} and starts {machine.python}.")
    print("Open Excel: there is a tab called Primary Care. If not, run: pc-workbook addin doctor")
    return FINE


def _remove(asked: argparse.Namespace) -> int:
    from pc_workbook.addin.computer import this_machine
    from pc_workbook.addin.install import remove

    gone = remove(this_machine())
    print(f"Removed {gone}." if gone else "The add-in is not installed; nothing was removed.")
    return FINE


def _doctor(asked: argparse.Namespace) -> int:
    from pc_workbook.addin.check_result import Grade
    from pc_workbook.addin.computer import this_machine
    from pc_workbook.addin.doctor import examine

    verdicts = examine(this_machine())
    for verdict in verdicts:
        print(f"{verdict.grade.value:<{_FITTING}}  {verdict.message}")
        if verdict.fix:
            print(f"{'':<{_FITTING}}  {verdict.fix}")
    stops = sum(verdict.grade is Grade.PROBLEM for verdict in verdicts)
    print("Nothing known is in the way of a click." if not stops else f"{stops} in the way of a click: see above.")
    return BLOCKED if stops else FINE
