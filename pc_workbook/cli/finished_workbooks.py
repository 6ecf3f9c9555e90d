"""Commands about finished workbooks: whether everybody can read one, and what moved between two editions."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pc_workbook.cli.console import Steps, many, print_json
from pc_workbook.cli.exit_codes import BLOCKED, FINE

if TYPE_CHECKING:
    from pc_workbook.accessibility.checklist import Item
    from pc_workbook.cli.exit_codes import Commands
    from pc_workbook.compare.editions import Comparison

ACCESSIBILITY_CODES = (
    "Exit code: 0 every essential item is met, those left to a person apart; 1 an essential item is not met; "
    "3 the workbook can't be read."
)

COMPARE_CODES = "Exit code: 0 whatever moved; 3 one of the two can't be read, or is no tracker."


def add(commands: "Commands") -> None:
    """The commands of this family."""
    words = "hold any workbook against the Analysis Function's accessibility checklist"
    asking = commands.add_parser(
        "accessibility", help=words, description=f"{words[:1].upper()}{words[1:]}.", epilog=ACCESSIBILITY_CODES
    )
    asking.add_argument("workbook", type=Path, metavar="FILE")
    asking.add_argument("--json", action="store_true", help="as JSON, one object an item")
    asking.set_defaults(run=_accessibility)
    words = "tell what moved between two editions of the tracker"
    holding = commands.add_parser(
        "compare", help=words, description=f"{words[:1].upper()}{words[1:]}.", epilog=COMPARE_CODES
    )
    holding.add_argument("old", type=Path, metavar="OLD.xlsx", help="the earlier tracker, such as one of its snapshots")
    holding.add_argument("new", type=Path, metavar="NEW.xlsx", help="the later tracker")
    holding.add_argument("--json", action="store_true", help="as JSON, one object a move")
    holding.set_defaults(run=_compare)


def _accessibility(asked: argparse.Namespace) -> int:
    from pc_workbook.accessibility.checklist import essentials_broken
    from pc_workbook.app import accessibility

    with Steps() as steps:
        items = accessibility(asked.workbook, steps)
    if asked.json:
        print_json([item._asdict() for item in items])
    else:
        _tell_items(items)
    return BLOCKED if essentials_broken(items) else FINE


def _tell_items(items: "tuple[Item, ...]") -> None:
    from pc_workbook.accessibility.checklist import State, essentials_broken, places_words

    section = ""
    for item in items:
        if item.section != section:
            section = item.section
            print(section)
        print(f"  {item.number:>2}  {item.state}  {item.asks}{' (essential)' if item.essential else ''}")
        if item.places:
            print(f"        At: {places_words(item.places)}")
        if item.mend:
            print(f"        {'Do' if item.state is State.NOT_MET else 'Look'}: {item.mend}")
    count = {state: sum(item.state is state for item in items) for state in State}
    broken = len(essentials_broken(items))
    print(
        f"Of {len(items)} items {count[State.MET]} are met, {count[State.NOT_MET]} are not "
        f"({many(broken, 'essential one', 'essential ones')}), and {count[State.JUDGE]} are for a person to judge."
    )


def _compare(asked: argparse.Namespace) -> int:
    from pc_workbook.app import compare
    from pc_workbook.hosts.file import FileHost

    with Steps() as steps:
        found = compare(FileHost(asked.old), FileHost(asked.new), steps)
    if asked.json:
        print_json([move._asdict() for move in found.moves])
    else:
        _tell_moves(found)
    return FINE


def _tell_moves(found: "Comparison") -> None:
    from pc_workbook.compare.changes import Section

    print(f"From {found.old} to {found.new}.")
    for remark in found.remarks:
        print(remark)
    for section in Section:
        moves = found.of(section)
        if moves:
            print(section)
        for move in moves:
            print(f"  {move.words}" if move.words.endswith((".", ".”")) else f"  {move.words}.")
    if not found.moved:
        print("Nothing moved.")
