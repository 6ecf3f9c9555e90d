"""Commands about packs for a meeting: board-pack, and a copy of its house style."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pc_workbook.boardpack.presets import PRESETS
from pc_workbook.cli.console import Steps, as_typed
from pc_workbook.cli.exit_codes import FINE

if TYPE_CHECKING:
    from pc_workbook.app import PackMade
    from pc_workbook.cli.exit_codes import Commands

PACK_CODES = (
    "Exit code: 0 the pack was written; 3 it was refused: something blocks, may not leave, or can't be written."
)
EDITIONS = ("public", "group", "guest")


def add(commands: "Commands") -> None:
    """The commands of this family."""
    making = commands.add_parser(
        "board-pack",
        help="make the pack for a meeting: values only, ready to print",
        description="Make the pack for a meeting: values only, ready to print.",
        epilog=PACK_CODES,
    )
    making.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    making.add_argument("--edition", required=True, metavar="|".join(EDITIONS), help="who may see it")
    making.add_argument("--out", required=True, type=Path, metavar="PACK.xlsx", help="where to write it")
    presets = "; ".join(f"{preset.name}: {preset.words}" for preset in PRESETS)
    making.add_argument("--preset", default=PRESETS[0].name, metavar="PRESET", help=presets)
    making.add_argument("--pdf", action="store_true", help="a PDF beside it as well, by LibreOffice")
    making.add_argument("--accessible", action="store_true", help="an accessible edition beside it as well")
    making.add_argument("--template", type=Path, metavar="STYLE.xlsx", help="a house style of your own")
    making.add_argument("--issue", action="store_true", help="it goes out: record it in the tracker")
    making.set_defaults(run=_board_pack)
    styling = commands.add_parser(
        "pack-template",
        help="a copy of the pack's cover and house style, to restyle in Excel",
        description="Make a copy of the pack's cover and house style, to restyle in Excel.",
    )
    styling.add_argument("template", type=Path, metavar="STYLE.xlsx")
    styling.set_defaults(run=_template)


def _board_pack(asked: argparse.Namespace) -> int:
    from pc_workbook.app import board_pack
    from pc_workbook.hosts.file import FileHost

    with Steps() as steps:
        made = board_pack(
            FileHost(asked.tracker),
            asked.edition,
            asked.out,
            preset=asked.preset,
            pdf=asked.pdf,
            accessible=asked.accessible,
            template=asked.template,
            issued=asked.issue,
            progress=steps,
        )
    _tell_pack(made)
    return FINE


def _tell_pack(made: "PackMade") -> None:
    issue = made.issue
    print(f"{issue.title}, {issue.edition} edition: {', '.join(map(str, made.files))}.")
    print(f"{issue.status_words}.{' Recorded in the tracker as issued.' if made.recorded else ''}")
    for words in (*made.left_out, *made.suppressed, *made.personal):
        print(words)


def _template(asked: argparse.Namespace) -> int:
    from pc_workbook.hosts.file import place_new
    from pc_workbook.hosts.program_files import shipped

    place_new(shipped("templates", "board_pack.xlsx"), asked.template)
    print(
        f"Made {asked.template}. Restyle it in Excel, then: pc-workbook board-pack ... --template {as_typed(asked.template)}"
    )
    return FINE
