"""Output files of a pack: written all or none, and never over anything but an earlier pack."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

from pc_workbook.boardpack.assemble import edition_of
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.disk.saving import (
    NewFile,
    Stamp,
    clear_leftovers,
    refuse_if_not_writable,
    resolved,
    stamp,
    written_together,
)
from pc_workbook.wording import pack_messages as messages


class OutputPaths(NamedTuple):
    """The paths of one pack's files; None for those not asked for."""

    pack: Path
    pdf: Path | None = None
    accessible: Path | None = None
    there: Mapping[Path, Stamp] = {}  # the files in their places when they were checked for replacement

    @property
    def all(self) -> tuple[Path, ...]:
        """Return the paths that are asked for."""
        return tuple(path for path in (self.pack, self.pdf, self.accessible) if path is not None)


def output_paths(out: Path, edition: str, *, pdf: bool, accessible: bool) -> OutputPaths:
    """Return the paths of a pack's files. Raises WorkbookProblem before any work is done where one can't be written."""
    if out.suffix.casefold() != ".xlsx":
        raise WorkbookProblem(messages.wrong_ending(out.name or str(out)))
    found = OutputPaths(
        out,
        out.with_suffix(".pdf") if pdf else None,
        out.with_name(f"{out.stem} accessible.xlsx") if accessible else None,
    )
    for path in found.all:
        refuse_if_not_writable(path)
    for folder in {resolved(path).parent for path in found.all}:
        clear_leftovers(folder)
    found = found._replace(there={path: stamp(path) for path in found.all if path.exists()})
    for workbook in (found.pack, found.accessible):
        if workbook is not None and workbook.exists():
            _refuse_unless_earlier(workbook, edition)
    if found.pdf is not None and found.pdf.exists() and not out.exists():
        raise WorkbookProblem(messages.not_a_pack(found.pdf.name))
    return found


def _refuse_unless_earlier(path: Path, edition: str) -> None:
    try:
        there = edition_of(path)
    except WorkbookProblem:
        there = None
    if there is None:
        raise WorkbookProblem(messages.not_a_pack(path.name))
    if there != edition:
        raise WorkbookProblem(messages.another_edition(path.name, there, edition))


def write_output_files(
    made: Sequence[tuple[Path, Path]], there: Mapping[Path, Stamp], keep: int, now: datetime
) -> None:
    """Put the finished files in their places, with a dated backup of an earlier one.

    Raises WorkbookProblem where one can't be written; then none is.
    """
    files = [NewFile(target, _copier(finished), there.get(target)) for finished, target in made]
    with written_together(files, keep=keep, now=now):
        pass


def _copier(finished: Path) -> Callable[[Path], object]:
    return lambda place: copyfile(finished, place)
