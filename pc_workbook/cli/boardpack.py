"""Commands for packs for a meeting: board-pack, and pack-template for a copy of its house style."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pc_workbook.cli.console import Steps, as_typed, print_lines
from pc_workbook.cli.parser import Parser, member_of, set_command
from pc_workbook.disclosure.edition import Edition
from pc_workbook.errors import ExitCode

if TYPE_CHECKING:
    from pc_workbook.app import BoardPack

PACK_CODES: Final = (
    "Exit code: 0 the pack was written; 3 it was not: the tracker has errors, the pack would show what the edition may "
    "not, or it can't be written."
)


# --- board-pack


class BoardPackArguments(NamedTuple):
    """Arguments of `board-pack`."""

    tracker: Path
    edition: Edition
    out: Path
    preset: str | None
    pdf: bool
    accessible: bool
    template: Path | None
    issue: bool
    quiet: bool


def _add_board_pack(parser: Parser) -> None:
    parser.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    parser.add_argument(
        "--edition",
        required=True,
        type=member_of(Edition, "edition"),
        choices=[*Edition],
        metavar="|".join(Edition),
        help="who may see it",
    )
    parser.add_argument("--out", required=True, type=Path, metavar="PACK.xlsx", help="where to write it")
    parser.add_argument(
        "--preset",
        metavar="PRESET",
        help="the kind of pack, by its name on the sheet Packs; without it, the first one there",
    )
    parser.add_argument("--pdf", action="store_true", help="also write a PDF beside it, with LibreOffice")
    parser.add_argument("--accessible", action="store_true", help="also write an accessible workbook beside it")
    parser.add_argument("--template", type=Path, metavar="STYLE.xlsx", help="your own house style")
    parser.add_argument("--issue", action="store_true", help="record it in the tracker as issued")
    parser.epilog = PACK_CODES
    set_command(parser, BoardPackArguments, _board_pack)


def _board_pack(arguments: BoardPackArguments) -> ExitCode:
    from pc_workbook.api import board_pack

    with Steps(arguments.quiet) as steps:
        made = board_pack(
            arguments.tracker,
            arguments.edition,
            arguments.out,
            preset=arguments.preset,
            pdf=arguments.pdf,
            accessible=arguments.accessible,
            template=arguments.template,
            issued=arguments.issue,
            progress=steps,
        )
    print_lines(made.personal if arguments.quiet else _pack_report(made))
    return ExitCode.OK


def _pack_report(made: "BoardPack") -> Iterator[str]:
    issue = made.issue
    yield f"{issue.title}, {issue.edition} edition: {', '.join(map(str, made.files))}."
    yield f"{issue.status_words}.{' Recorded in the tracker as issued.' if made.recorded else ''}"
    yield from made.left_out
    yield from made.suppressed
    yield from made.personal


# --- pack-template


class PackTemplateArguments(NamedTuple):
    """Arguments of `pack-template`."""

    template: Path
    quiet: bool


def _add_pack_template(parser: Parser) -> None:
    parser.add_argument("template", type=Path, metavar="STYLE.xlsx")
    set_command(parser, PackTemplateArguments, _pack_template)


def _pack_template(arguments: PackTemplateArguments) -> ExitCode:
    from pc_workbook.hosts.file import copy_to_new_file
    from pc_workbook.hosts.program_files import program_file

    template = arguments.template
    copy_to_new_file(program_file("templates", "board_pack.xlsx"), template)
    if not arguments.quiet:
        print(
            f"Made {template}. Restyle it in Excel, then run: pc-workbook board-pack ... --template {as_typed(template)}"
        )
    return ExitCode.OK


COMMANDS: Final[Mapping[str, Callable[[Parser], None]]] = {
    "board-pack": _add_board_pack,
    "pack-template": _add_pack_template,
}
