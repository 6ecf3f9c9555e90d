"""A workbook file on disk: the memory host applies a delivery, and the result is written to disk."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pc_workbook.cells.change import Change
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file_names import display_name
from pc_workbook.hosts.memory import Applied, MemoryHost
from pc_workbook.hosts.package_reader import read_lists
from pc_workbook.hosts.port import Delivered, Draw
from pc_workbook.hosts.program_files import refuse_program_file
from pc_workbook.ooxml.package.opening import content_of, open_content
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.tracker.snapshot import Snapshot

if TYPE_CHECKING:
    from pc_workbook.hosts.disk.saving import Saved, Stamp

OTHER_ENDING = "{out} would not open, because the tracker is a {ending} file. Give a name that ends in {ending}."
NOT_REFRESHED = "{out} exists already and was not written by this program. Give another name, so that nothing is lost."
OTHER_TEMPLATE_ENDING = "A new workbook can't be called '{name}'. Give a name that ends in {ending}."
TRACKER_ENDING = ".xlsx"
EXISTS = "{name} exists already. Give another name, or move it away first."


class FileHost:
    """A tracker on disk.

    With `out` the refreshed workbook is written there and the tracker is not changed, unless `out` is the tracker's own
    path in another spelling.
    """

    def __init__(self, path: Path, out: Path | None = None) -> None:
        self.path, self.out = Path(path), None if out is None else Path(out)
        self._cached: MemoryHost | None = None  # the content last read or written

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return display_name(self.path)

    def read(self) -> Snapshot:
        """Return the cells of the sheets with lists. Raises WorkbookProblem."""
        try:
            return self._read()
        except WorkbookProblem:
            if not self._undo_killed_run():
                raise
            return self._read()

    def _read(self) -> Snapshot:
        cached = self._cached = self._from_disk()
        return read_lists(cached.package, self.path)

    def _undo_killed_run(self) -> bool:
        """Undo a run that was killed while it overwrote the workbook; return whether there was one.

        This is only tried when the workbook can't be read, so that reading usually costs nothing.
        """
        from pc_workbook.hosts.disk.saving import clear_leftovers, resolved

        return clear_leftovers(resolved(self.path).parent)

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        """Write the workbook with the changes applied and the drawn sheets inserted. Raises WorkbookProblem."""
        from pc_workbook.hosts.disk.saving import Stamp, refuse_if_not_writable  # imported late: a check writes nothing

        target, existing = self._target()
        refuse_if_not_writable(target)
        cached = self._cached or self._from_disk()

        def write(new: Path) -> Applied:
            applied = cached.apply(draw, changes, now)
            new.write_bytes(applied.content)
            return applied

        read_as = Stamp.of_content(cached.content)
        applied, backup, warning = self._save(target, write, read_as, existing, keep, now)
        if target == self.path:
            self._cached = MemoryHost(applied.content, self.name)
        delivered = applied.delivered
        warnings = (*delivered.warnings, warning) if warning else delivered.warnings
        return delivered._replace(where=str(target), backup=backup, warnings=warnings)

    def _from_disk(self) -> MemoryHost:
        return MemoryHost(content_of(self.path), self.name)

    def _save(
        self,
        target: Path,
        write: Callable[[Path], Applied],
        read_as: "Stamp",
        existing: "Stamp | None",
        keep: int,
        now: datetime,
    ) -> "Saved[Applied]":
        from pc_workbook.hosts.disk.saving import Saved, make_workbook, refuse_if_changed, replace_workbook

        if target == self.path:
            return replace_workbook(target, write, read_as=read_as, keep=keep, now=now)
        refuse_if_changed(self.path, read_as)
        if existing is None:
            return Saved(make_workbook(target, write), None)
        return replace_workbook(target, write, read_as=existing, keep=keep, now=now)

    def _target(self) -> "tuple[Path, Stamp | None]":
        """Return the path to write to, and the stamp of an existing output file that is not the tracker.

        Raises WorkbookProblem if the path is that of a file this program did not write, or has another ending.
        """
        from pc_workbook.hosts.disk.saving import refuse_if_not_writable

        refuse_program_file(self.out or self.path)
        if self.out is None or is_same_file(self.out, self.path):
            return self.path, None
        refuse_if_not_writable(self.out)
        if self.out.suffix.casefold() != self.path.suffix.casefold():
            raise WorkbookProblem(OTHER_ENDING.format(out=self.out.name, ending=self.path.suffix))
        return self.out, _refreshed_earlier(self.out) if self.out.exists() else None


class DryRunHost(FileHost):
    """A tracker on disk whose deliveries are only reported and not written (--dry-run)."""

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        """Return what a delivery would do, without writing anything. Raises WorkbookProblem."""
        target, _ = self._target()
        cached = self._cached or self._from_disk()
        return cached.apply(draw, changes, now).delivered._replace(where=str(target), written=False)


def copy_to_new_file(source: Path, target: Path) -> None:
    """Copy a workbook that comes with the program to a path where nothing exists. Raises WorkbookProblem."""
    from shutil import copyfile

    refuse_new_name(target, source.suffix)
    _make(target, lambda new: copyfile(source, new))


def write_new_file(content: bytes, target: Path) -> None:
    """Write a new tracker to a path where nothing exists. Raises WorkbookProblem."""
    refuse_new_name(target, TRACKER_ENDING)
    _make(target, lambda new: new.write_bytes(content))


def refuse_new_name(target: Path, ending: str = TRACKER_ENDING) -> None:
    """Raise WorkbookProblem where a new tracker can't be called that: another ending, or a file that exists."""
    if target.suffix.casefold() != ending:
        raise WorkbookProblem(OTHER_TEMPLATE_ENDING.format(name=target.name, ending=ending))
    if os.access(target, os.F_OK):  # exists() would raise PermissionError in a folder without access
        raise WorkbookProblem(EXISTS.format(name=target.name))


def _make(target: Path, write: Callable[[Path], object]) -> None:
    from pc_workbook.hosts.disk.saving import make_workbook

    make_workbook(target, write)


def is_same_file(first: Path, second: Path) -> bool:
    """Return whether two paths lead to the same file, whatever their spelling or links."""
    try:
        return first.samefile(second)
    except (OSError, ValueError):  # a path does not exist, can't be accessed, or is not a valid name
        return False


def _refreshed_earlier(path: Path) -> "Stamp":
    """Return the stamp of an output file that this program wrote, so that only this content is replaced later.

    Raises WorkbookProblem for any other file.
    """
    from pc_workbook.hosts.disk.saving import Stamp
    from pc_workbook.ooxml.graft.generated_sheets import was_refreshed

    try:
        content = content_of(path)
        is_refreshed = was_refreshed(Workbook(open_content(content, path.name)))
    except WorkbookProblem:
        is_refreshed = False
    if not is_refreshed:
        raise WorkbookProblem(NOT_REFRESHED.format(out=path.name))
    return Stamp.of_content(content)
