"""Where kits are: those that come with the program, folders of CSV files, and trackers that are used as a kit."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.errors import InternalError, WorkbookProblem
from pc_workbook.hosts.program_files import program_folder
from pc_workbook.kits.kit import DESCRIPTION_FILE, FILE_ENDING, Description, Kit
from pc_workbook.kits.reading import read_description, read_kit
from pc_workbook.tracker.findings import Finding
from pc_workbook.wording.kits import NO_KIT, NOT_READABLE, TOO_LARGE, refusal

LARGEST_FILE: Final = 64 << 20  # bytes; far more than any plan has
WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})


class ShippedKit(NamedTuple):
    """The name of a kit that comes with the program, and what it is for."""

    name: str
    about: Description


def shipped_kits() -> tuple[ShippedKit, ...]:
    """Return the kits that come with the program, in the order of their descriptions."""
    found = [ShippedKit(folder.name, _description(folder)) for folder in _shipped_folders()]
    return tuple(sorted(found, key=lambda kit: (kit.about.order, kit.name)))


@cache
def shipped_kit(name: str) -> Kit:
    """Return a kit that comes with the program. Raises InternalError where there is none, or it can't be used."""
    try:
        return kit_of_folder(program_folder("samples") / "kits" / name)
    except WorkbookProblem as problem:
        raise InternalError(str(problem)) from problem


def find_kit(given: str) -> Kit:
    """Return a kit by its name, or by the path of its folder or of a tracker. Raises WorkbookProblem."""
    names = [folder.name for folder in _shipped_folders()]
    if given in names:
        return shipped_kit(given)
    path = Path(given)
    if path.is_dir():
        return kit_of_folder(path)
    if path.suffix.casefold() in WORKBOOKS:
        return _kit_of_workbook(path)
    raise WorkbookProblem(NO_KIT.format(given=given, names=", ".join(sorted(names))))


def kit_of_folder(folder: Path) -> Kit:
    """Return the kit in a folder. Raises WorkbookProblem with every error, where it has any."""
    kit, errors = read_kit(folder.resolve().name, _files(folder))
    _refuse(folder.name, errors)
    return kit


def _kit_of_workbook(path: Path) -> Kit:
    """Return the plan of a tracker as a kit: its lists without observations, progress and history."""
    from pc_workbook.hosts.file import FileHost
    from pc_workbook.kits.saving import Scope, kit_of_tracker, refuse_unreadable
    from pc_workbook.tracker.intake import read_tracker

    saved = kit_of_tracker(read_tracker(FileHost(path).read()), path.stem, Scope.PLAN)
    refuse_unreadable(path.name, saved)
    return saved.kit


def _refuse(name: str, errors: tuple[Finding, ...]) -> None:
    if errors:
        raise WorkbookProblem(refusal(name, errors))


def _shipped_folders() -> Iterator[Path]:
    folder = program_folder("samples") / "kits"
    return (path for path in sorted(folder.iterdir()) if (path / DESCRIPTION_FILE).is_file())


def _description(folder: Path) -> Description:
    errors: list[Finding] = []
    about = read_description((folder / DESCRIPTION_FILE).read_bytes(), errors)
    if errors:
        raise InternalError(refusal(folder.name, errors))
    return about


def _files(folder: Path) -> Mapping[str, bytes]:
    """Return the description and the CSV files of a folder, by name."""
    try:
        wanted = [path for path in sorted(folder.iterdir()) if _is_of_kit(path)]
        for path in wanted:
            if path.stat().st_size > LARGEST_FILE:
                raise WorkbookProblem(TOO_LARGE.format(file=path))
        return {path.name: path.read_bytes() for path in wanted}
    except OSError as error:
        raise WorkbookProblem(NOT_READABLE.format(folder=folder)) from error


def _is_of_kit(path: Path) -> bool:
    is_wanted = path.name == DESCRIPTION_FILE or path.suffix.casefold() == FILE_ENDING
    return is_wanted and not path.name.startswith(".") and path.is_file()
