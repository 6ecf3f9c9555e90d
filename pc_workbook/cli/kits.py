"""Commands for new trackers and their kits: new, kit save, upgrade."""

from argparse import SUPPRESS, Action
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from pc_workbook.cli.console import Steps, as_typed, print_lines
from pc_workbook.cli.parser import Parser, add_quiet, described, name_among, set_command
from pc_workbook.errors import ExitCode

if TYPE_CHECKING:
    from pc_workbook.app import Upgraded
    from pc_workbook.kits.saving import LeftOut
    from pc_workbook.kits.upgrade import UpgradePlan

CODES: Final = "Exit code: 0 done; 3 it could not be done, and nothing was changed."
SCOPES: Final = ("plan", "all")  # of kits/saving.py, which is imported only when it is used


# --- new


class NewArguments(NamedTuple):
    """Arguments of `new`."""

    tracker: Path
    kit: str
    quiet: bool


class ListKits(Action):
    """Print the kits that come with the program, and end."""

    def __call__(
        self,
        parser: Parser,
        namespace: object,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> NoReturn:
        """Print one kit per line and raise SystemExit."""
        from pc_workbook.app import kits

        for kit in kits():
            print(f"{kit.name:<16} {kit.about.title}")
            print(f"{'':<16} {kit.about.description}")
        raise SystemExit(ExitCode.OK)


def _add_new(parser: Parser) -> None:
    from pc_workbook.app import BLANK

    parser.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    parser.add_argument(
        "--kit",
        default=BLANK,
        metavar="KIT",
        help=f"what it begins with: the name of a kit ({BLANK} if left out), a kit's folder, or a tracker",
    )
    parser.add_argument("--list-kits", action=ListKits, nargs=0, help="list the kits that come with the program")
    set_command(parser, NewArguments, _new)


def _new(arguments: NewArguments) -> ExitCode:
    from pc_workbook.app import new_tracker

    new_tracker(arguments.tracker, arguments.kit)
    if not arguments.quiet:
        from pc_workbook.wording.kits import MADE

        print(MADE.format(tracker=arguments.tracker, kit=arguments.kit, typed=as_typed(arguments.tracker)))
    return ExitCode.OK


# --- kit


class SaveArguments(NamedTuple):
    """Arguments of `kit save`."""

    tracker: Path
    out: Path
    scope: str
    quiet: bool


def _add_kit(parser: Parser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    words = "save the plan of a tracker as a kit, from which other trackers can be made"
    save = commands.add_parser("save", help=words, description=described(words), epilog=CODES)
    add_quiet(save, default=SUPPRESS)
    save.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    save.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="the folder of the kit, which is made")
    save.add_argument(
        "--with",
        dest="scope",
        type=name_among(SCOPES, "choice"),
        default="plan",
        metavar="{" + ",".join(SCOPES) + "}",
        help="plan: without observations, progress, history, returns, approvals and packs (if left out); all: every list",
    )
    set_command(save, SaveArguments, _save)


def _save(arguments: SaveArguments) -> ExitCode:
    from pc_workbook.app import save_kit
    from pc_workbook.hosts.file import FileHost
    from pc_workbook.kits.saving import Scope

    with Steps(arguments.quiet) as steps:
        saved = save_kit(FileHost(arguments.tracker), arguments.out, Scope(arguments.scope), steps)
    if not arguments.quiet:
        from pc_workbook.wording.kits import saved_words

        print(saved_words(str(arguments.out), [len(rows) for rows in saved.kit.rows.values()]))
    print_lines(_left_out(saved.left_out))
    return ExitCode.OK


def _left_out(left_out: "LeftOut") -> Iterator[str]:
    from pc_workbook.wording.kits import left_out_sentences

    return left_out_sentences(left_out.not_public, left_out.personal, left_out.own_columns)


# --- upgrade


class UpgradeArguments(NamedTuple):
    """Arguments of `upgrade`."""

    tracker: Path
    kit: str
    dry_run: bool
    quiet: bool


def _add_upgrade(parser: Parser) -> None:
    parser.add_argument("tracker", type=Path, metavar="TRACKER.xlsx")
    parser.add_argument(
        "--kit",
        default="",
        metavar="KIT",
        help="add the lists that this kit has rows for, if the tracker lacks them: its name, a kit's folder, or a tracker",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be added, and add nothing")
    parser.epilog = CODES
    set_command(parser, UpgradeArguments, _upgrade)


def _upgrade(arguments: UpgradeArguments) -> ExitCode:
    from pc_workbook.app import upgrade
    from pc_workbook.hosts.file import DryRunHost, FileHost

    host = (DryRunHost if arguments.dry_run else FileHost)(arguments.tracker)
    with Steps(arguments.quiet) as steps:
        done = upgrade(host, arguments.kit, progress=steps)
    print_lines(_not_added(done.plan) if arguments.quiet else _upgrade_report(done, arguments))
    return ExitCode.OK


def _upgrade_report(done: "Upgraded", arguments: UpgradeArguments) -> Iterator[str]:
    from pc_workbook.wording import kits as words

    plan, written = done.plan, not arguments.dry_run
    if done.delivered is None and not plan.not_added:
        yield words.UP_TO_DATE.format(name=arguments.tracker.name)
    for added in plan.lists:
        yield words.added_list(added.sheet, len(added.rows), written=written)
    for sheet, headings in plan.columns.items():
        yield words.added_columns(sheet, headings, written=written)
    if plan.settings:
        yield words.added_settings(plan.settings, written=written)
    yield from _not_added(plan)
    if done.delivered is not None:
        yield from done.delivered.warnings
        if done.delivered.backup is not None:
            yield words.BACKUP.format(backup=done.delivered.backup)


def _not_added(plan: "UpgradePlan") -> Iterator[str]:
    from pc_workbook.wording.kits import not_added

    for missing in plan.not_added:
        yield not_added(missing.sheet, missing.headings, missing.why)


COMMANDS: Final[Mapping[str, Callable[[Parser], None]]] = {
    "new": _add_new,
    "kit": _add_kit,
    "upgrade": _add_upgrade,
}
