"""Commands for finished workbooks: accessibility, and compare for what changed between two issues of a tracker."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pc_workbook.cli.console import Steps, print_json, print_lines, status
from pc_workbook.cli.parser import Parser, set_command
from pc_workbook.errors import ExitCode

if TYPE_CHECKING:
    from pc_workbook.accessibility.checklist import Item

ACCESSIBILITY_CODES: Final = (
    "Exit code: 0 every essential item is met, apart from those for a person to judge; 1 an essential item is not met; "
    "3 the workbook can't be read."
)
COMPARE_CODES: Final = "Exit code: 0 both were compared, whatever changed; 3 one can't be read or is no tracker."


# --- accessibility


class AccessibilityArguments(NamedTuple):
    """Arguments of `accessibility`."""

    workbook: Path
    json: bool
    quiet: bool


def _add_accessibility(parser: Parser) -> None:
    parser.add_argument("workbook", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="as JSON: an object with a list of items")
    parser.epilog = ACCESSIBILITY_CODES
    set_command(parser, AccessibilityArguments, _accessibility)


def _accessibility(arguments: AccessibilityArguments) -> ExitCode:
    from pc_workbook.accessibility.checklist import essentials_not_met
    from pc_workbook.api import accessibility

    with Steps(arguments.quiet) as steps:
        items = accessibility(arguments.workbook, progress=steps)
    if arguments.json:
        from pc_workbook.cli.json_documents import AccessibilityDocument, ItemRow

        print_json(AccessibilityDocument(items=tuple(ItemRow.model_validate(item._asdict()) for item in items)))
    else:
        print_lines(_item_lines(items))
    return ExitCode.FINDINGS if essentials_not_met(items) else ExitCode.OK


def _item_lines(items: "tuple[Item, ...]") -> Iterator[str]:
    from pc_workbook.accessibility.checklist import MOST_PLACES, State, essentials_not_met
    from pc_workbook.wording.accessibility import places_words
    from pc_workbook.wording.numbers import counted

    section = ""
    for item in items:
        if item.section != section:
            section = item.section
            yield section
        yield f"  {item.number:>2}  {status(item.state)}  {item.asks}{' (essential)' if item.essential else ''}"
        if item.places:
            yield f"        At: {places_words(item.places, limit=MOST_PLACES)}"
        if item.fix:
            yield f"        {'Do' if item.state is State.NOT_MET else 'Look'}: {item.fix}"
    count = {state: sum(item.state is state for item in items) for state in State}
    essential = counted(len(essentials_not_met(items)), "essential one", "essential ones")
    yield (
        f"Of {len(items)} items {count[State.MET]} are met, {count[State.NOT_MET]} are not ({essential}), and "
        f"{count[State.JUDGE]} are for a person to judge."
    )


# --- compare


class CompareArguments(NamedTuple):
    """Arguments of `compare`."""

    old: Path
    new: Path
    json: bool
    quiet: bool


def _add_compare(parser: Parser) -> None:
    parser.add_argument("old", type=Path, metavar="OLD.xlsx", help="the earlier tracker, such as a backup")
    parser.add_argument("new", type=Path, metavar="NEW.xlsx", help="the later tracker")
    parser.add_argument("--json", action="store_true", help="as JSON: an object with a list of changes")
    parser.epilog = COMPARE_CODES
    set_command(parser, CompareArguments, _compare)


def _compare(arguments: CompareArguments) -> ExitCode:
    from pc_workbook.api import compare

    with Steps(arguments.quiet) as steps:
        comparison = compare(arguments.old, arguments.new, progress=steps)
    if arguments.json:
        from pc_workbook.cli.json_documents import ChangeRow, ChangesDocument

        print_json(ChangesDocument(changes=tuple(ChangeRow.model_validate(m._asdict()) for m in comparison.moves)))
    else:
        from pc_workbook.wording.compare import comparison_lines

        print_lines(comparison_lines(comparison))
    return ExitCode.OK


COMMANDS: Final[Mapping[str, Callable[[Parser], None]]] = {
    "accessibility": _add_accessibility,
    "compare": _add_compare,
}
