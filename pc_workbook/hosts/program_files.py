"""Files that come with the program: beside the package in a checkout, inside it once installed."""

from pathlib import Path
from typing import Final

from pc_workbook.errors import OurMistake, WorkbookProblem

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_PLACES: Final = (_PACKAGE, _PACKAGE.parent)
_STAYS: Final = (
    "{name} comes with the program and stays as it is, so nothing was written into it; copy it into a folder of your own, "
    "and name the copy."
)


def shipped(folder: str, name: str) -> Path:
    """The path of one of them."""
    for place in _PLACES:
        path = place / folder / name
        if path.is_file():
            return path
    raise OurMistake(f"{folder}/{name} should have come with the program and is not there")


def refuse_program_file(path: Path) -> None:
    """Raise WorkbookProblem where a sample or a template of ours would be written over."""
    try:
        folder = path.resolve().parent
    except (OSError, RuntimeError):  # links in a circle, which lead to none of ours
        return
    if folder in [place / name for place in _PLACES for name in ("samples", "templates")]:
        raise WorkbookProblem(_STAYS.format(name=path.name))
