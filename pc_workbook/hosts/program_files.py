"""Files that come with the program: beside the package in a checkout, inside it once it is installed."""

from pathlib import Path
from typing import Final

from pc_workbook.errors import InternalError, WorkbookProblem

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_ROOTS: Final = (_PACKAGE, _PACKAGE.parent)
_PROGRAM_FILE: Final = (
    "{name} comes with the program and is never changed, so nothing was written to it. Copy it to a folder of your own, "
    "and give the name of the copy."
)


def program_file(folder: str, name: str) -> Path:
    """Return the path of a file that comes with the program. Raises InternalError if it is missing."""
    path = program_folder(folder) / name
    if not path.is_file():
        raise InternalError(f"{folder}/{name} should have come with the program and is missing")
    return path


def program_folder(name: str) -> Path:
    """Return the path of a folder that comes with the program. Raises InternalError if it is missing."""
    for root in _ROOTS:
        if (root / name).is_dir():
            return root / name
    raise InternalError(f"the folder {name} should have come with the program and is missing")


def refuse_program_file(path: Path) -> None:
    """Raise WorkbookProblem if a path is that of a sample or template that comes with the program."""
    try:
        folder = path.resolve().parent
    except (OSError, RuntimeError):  # a loop of links leads to no file
        return
    if folder in [root / name for root in _ROOTS for name in ("samples", "templates")]:
        raise WorkbookProblem(_PROGRAM_FILE.format(name=path.name))
