"""Where the files of a pack go: each whole or not at all, and never over anything but an earlier pack of ours."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

from pc_workbook.boardpack.binding import edition_of
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.saving import make_workbook, refuse_if_not_writable, replace_workbook, stamp

_ENDING = "A pack can't be called '{name}'; give a name that ends in .xlsx."
_NOT_OURS = "{name} exists already, and is not a pack of this program; give another name, so that nothing is lost."
_OTHER_EDITION = "{name} holds a pack of the {there} edition; give the {wanted} edition another name, so that nobody is sent the wrong one."


class Targets(NamedTuple):
    """The files of one pack; None for what was not asked for."""

    pack: Path
    pdf: Path | None = None
    accessible: Path | None = None

    @property
    def all(self) -> tuple[Path, ...]:
        return tuple(path for path in self if path is not None)


def targets(out: Path, edition: str, *, pdf: bool, accessible: bool) -> Targets:
    """Where the files go. Raises WorkbookProblem before any work is done, where one of them can't."""
    if out.suffix.casefold() != ".xlsx":
        raise WorkbookProblem(_ENDING.format(name=out.name or out))
    found = Targets(
        out,
        out.with_suffix(".pdf") if pdf else None,
        out.with_name(f"{out.stem} accessible.xlsx") if accessible else None,
    )
    for path in found.all:
        refuse_if_not_writable(path)
    for workbook in (found.pack, found.accessible):
        if workbook is not None and workbook.exists():
            _refuse_unless_earlier(workbook, edition)
    if found.pdf is not None and found.pdf.exists() and not out.exists():
        raise WorkbookProblem(_NOT_OURS.format(name=found.pdf.name))
    return found


def _refuse_unless_earlier(path: Path, edition: str) -> None:
    try:
        there = edition_of(path)
    except WorkbookProblem:
        there = None
    if there is None:
        raise WorkbookProblem(_NOT_OURS.format(name=path.name))
    if there != edition:
        raise WorkbookProblem(_OTHER_EDITION.format(name=path.name, there=there, wanted=edition))


def put(made: Sequence[tuple[Path, Path]], keep: int, now: datetime) -> None:
    """Put each finished file in its place; of an earlier one a dated copy is kept."""
    for finished, target in made:
        _put(finished, target, keep, now)


def _put(finished: Path, target: Path, keep: int, now: datetime) -> None:
    def copy(place: Path) -> None:
        copyfile(finished, place)

    if target.exists():
        replace_workbook(target, copy, read_as=stamp(target), keep=keep, now=now)
    else:
        make_workbook(target, copy)
