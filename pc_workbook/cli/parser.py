"""The commands and options of `pc-workbook`, parsed into one typed record per command.

Only the module of the command that was typed is imported, so that help and short commands start fast.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn, TypeVar

from pc_workbook import __version__
from pc_workbook.errors import ExitCode, WorkbookProblem

Arguments = TypeVar("Arguments", bound=NamedTuple)
Choice = TypeVar("Choice", bound=StrEnum)
Parser = argparse.ArgumentParser


class CommandEntry(NamedTuple):
    """A command: its name, the module of this package that runs it, and what it does."""

    name: str
    module: str
    help: str


COMMANDS: Final = (
    CommandEntry("new", "kits", "make a new tracker, empty or from a kit"),
    CommandEntry("kit", "kits", "save the plan of a tracker as a kit for other trackers"),
    CommandEntry("upgrade", "kits", "add what a tracker of an earlier version lacks: lists, columns and settings"),
    CommandEntry("check", "tracker", "list the errors, warnings and notes of a tracker, with their cells"),
    CommandEntry("refresh", "tracker", "write the summary sheets and charts into a tracker"),
    CommandEntry("figures", "tracker", "print every figure of a tracker"),
    CommandEntry("demo", "tracker", "make the sample tracker and refresh it"),
    CommandEntry("hand-out", "returns", "make one workbook per locality for its manager to fill in"),
    CommandEntry("merge", "returns", "merge completed returns into a tracker"),
    CommandEntry("board-pack", "boardpack", "make the pack for a meeting: values only, ready to print"),
    CommandEntry("pack-template", "boardpack", "make a copy of the pack's cover and house style, to restyle in Excel"),
    CommandEntry(
        "accessibility",
        "finished_workbooks",
        "check any workbook against the Analysis Function's accessibility checklist",
    ),
    CommandEntry("compare", "finished_workbooks", "list what changed between two issues of a tracker"),
    CommandEntry("addin", "addin", "make, install, remove or examine the Excel add-in"),
)
BY_NAME: Final = {entry.name: entry for entry in COMMANDS}
SHELLS: Final = ("bash", "zsh", "tcsh")
NO_SHTAB: Final = (
    "Shell completion needs the package shtab, which isn't installed. Install it with: "
    "pip install pc-workbook[completion]"
)


class CommandParser(argparse.ArgumentParser):
    """An argument parser that suggests the nearest choice for a misspelt one."""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Raise ArgumentError for a value that is no choice.

        argparse calls this for subcommands and for options alike; there is no public place for both.
        """
        if action.choices is None or value in action.choices:
            return
        if isinstance(action.choices, Mapping):  # the subcommands
            raise argparse.ArgumentError(None, unknown_choice("command", value, names_of_commands(self, action)))
        super()._check_value(action, value)


def names_of_commands(parser: Parser, action: argparse.Action) -> list[str]:
    """Return the names of all commands of a parser, whether they were added to it or not."""
    return [*BY_NAME] if parser.prog == PROGRAM else [*(action.choices or ())]


PROGRAM: Final = "pc-workbook"


def unknown_choice(kind: str, value: str, choices: Sequence[str]) -> str:
    """Return the message for a name that doesn't exist, with the nearest one that does.

    >>> unknown_choice("command", "refrehs", ["check", "refresh"])
    'there is no command “refrehs”. Did you mean refresh?'
    >>> unknown_choice("edition", "xyz", ["public", "group", "guest"])
    'there is no edition “xyz”. Choose from public, group, guest.'
    """
    from difflib import get_close_matches

    nearest = get_close_matches(value.casefold(), choices, n=1, cutoff=0.5)
    rest = f"Did you mean {nearest[0]}?" if nearest else f"Choose from {', '.join(choices)}."
    return f"there is no {kind} “{value}”. {rest}"


def member_of(choices: type[Choice], kind: str) -> Callable[[str], Choice]:
    """Return a converter for argparse's `type`: the member of an enum with the value that was typed.

    The converter raises ArgumentTypeError for any other text.
    """

    def convert(text: str) -> Choice:
        return choices(name_among([*choices], kind)(text))

    return convert


def name_among(choices: Sequence[str], kind: str) -> Callable[[str], str]:
    """Return a converter for argparse's `type`: one of some names. It raises ArgumentTypeError for any other text."""

    def convert(text: str) -> str:
        if text not in choices:
            raise argparse.ArgumentTypeError(unknown_choice(kind, text, choices))
        return text

    return convert


def folder(text: str) -> Path:
    """Return the folder that was typed. Raises ArgumentTypeError for an empty name, which would mean the current folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("no folder was named")
    return Path(text)


def set_command(parser: Parser, arguments: type[Arguments], run: Callable[[Arguments], ExitCode]) -> None:
    """Let a parser run a function on a record of its arguments; the record's fields are the arguments' names."""

    def run_parsed(parsed: argparse.Namespace) -> ExitCode:
        return run(arguments._make(getattr(parsed, field) for field in arguments._fields))

    parser.set_defaults(run=run_parsed)


def add_quiet(parser: Parser, default: bool | str) -> None:
    """Add the option --quiet, which every command has."""
    parser.add_argument(
        "-q", "--quiet", action="store_true", default=default, help="print results, warnings and errors only"
    )


def described(words: str) -> str:
    """Return the help of a command as a sentence."""
    return f"{words[:1].upper()}{words[1:]}."


def build_parser(typed: Sequence[str], complete: bool = False) -> CommandParser:
    """Return the parser for what was typed.

    Only the command among `typed` has its arguments; the others are known by name, for the help. With `complete` all
    of them have theirs.
    """
    parser = CommandParser(
        prog=PROGRAM,
        description="Finds errors in an NHS improvement tracker kept in Excel and writes its summary sheets, packs and returns.",
        epilog=f"For the arguments of a command: {PROGRAM} COMMAND --help",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    add_quiet(parser, default=False)
    parser.add_argument(
        "--print-completion",
        action=PrintCompletion,
        choices=SHELLS,
        help="print a completion script for this shell; needs pc-workbook[completion]",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = next((word for word in typed if not word.startswith("-")), "")
    wanted = [BY_NAME[command]] if command in BY_NAME and not complete else COMMANDS
    for entry in wanted:
        added = commands.add_parser(entry.name, help=entry.help, description=described(entry.help))
        if complete or entry.name == command:
            import_module(f"pc_workbook.cli.{entry.module}").COMMANDS[entry.name](added)
            add_quiet(added, default=argparse.SUPPRESS)  # without this the option before the command would be lost
    return parser


class PrintCompletion(argparse.Action):
    """Print a completion script for a shell, and end."""

    def __call__(
        self,
        parser: Parser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> NoReturn:
        """Print the script and raise SystemExit. Raises WorkbookProblem where shtab isn't installed."""
        print(completion_script(str(values)))
        raise SystemExit(ExitCode.OK)


def completion_script(shell: str) -> str:
    """Return a completion script of all commands for a shell. Raises WorkbookProblem where shtab isn't installed."""
    try:
        import shtab
    except ImportError:
        raise WorkbookProblem(NO_SHTAB) from None
    parser = build_parser((), complete=True)
    for action in actions_of(parser):
        if action.metavar and str(action.metavar).endswith((".xlsx", "FILE")):
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # shtab reads the attribute from the action
    return str(shtab.complete(parser, shell))


def actions_of(parser: Parser) -> Iterable[argparse.Action]:
    """Yield every argument of a parser and of its subcommands."""
    for action in parser._actions:
        yield action
        if isinstance(action.choices, Mapping):
            for inner in action.choices.values():
                yield from actions_of(inner)
