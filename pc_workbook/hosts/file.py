"""A workbook that is a file on disk: what the memory host makes of it is put where files live."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pc_workbook.cells.change import Change
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file_names import shown_name
from pc_workbook.hosts.memory import Applied, MemoryHost
from pc_workbook.hosts.package_reader import read_lists
from pc_workbook.hosts.port import Delivered, Draw
from pc_workbook.hosts.program_files import refuse_program_file
from pc_workbook.ooxml.package.opening import content_of, open_content
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.tracker.snapshot import Snapshot

if TYPE_CHECKING:
    from pc_workbook.hosts.disk.saving import Saved, Stamp

OTHER_ENDING = "{out} would not open, since the tracker is a {ending} file; give a name that ends in {ending}."
NOT_REFRESHED = (
    "{out} exists already, and this program has not refreshed it; give another name, so that nothing is lost."
)


class FileHost:
    """A tracker on disk. With `out` the refreshed workbook goes there and the tracker is left as it is; when
    `out` is the tracker itself, however it is spelled, it is written as without."""

    def __init__(self, path: Path, out: Path | None = None) -> None:
        self.path, self.out = Path(path), None if out is None else Path(out)
        self._held: MemoryHost | None = None  # as it was read last, or as we wrote it

    @property
    def name(self) -> str:
        return shown_name(self.path)

    def read(self) -> Snapshot:
        try:
            return self._read()
        except WorkbookProblem:
            if not self._was_cut_short():
                raise
            return self._read()

    def _read(self) -> Snapshot:
        held = self._held = self._from_disk()
        return read_lists(held.package, self.path)

    def _was_cut_short(self) -> bool:
        """Whether a run that was killed while it wrote into the workbook had to be undone; looked for only where the
        workbook can't be read, so that reading costs nothing."""
        from pc_workbook.hosts.disk.saving import clear_leftovers, resolved

        return clear_leftovers(resolved(self.path).parent)

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        from pc_workbook.hosts.disk.saving import Stamp, refuse_if_not_writable  # check and figures write nothing

        target, there = self._target()
        refuse_if_not_writable(target)
        held = self._held or self._from_disk()

        def write(new: Path) -> Applied:
            made = held.made(draw, changes, now)
            new.write_bytes(made.content)
            return made

        read_as = Stamp.of_content(held.content)
        made, snapshot, note = self._saved(target, write, read_as, there, keep, now)
        if target == self.path:
            self._held = MemoryHost(made.content, self.name)
        warnings = (*made.told.warnings, note) if note else made.told.warnings
        return made.told._replace(where=str(target), snapshot=snapshot, warnings=warnings)

    def _from_disk(self) -> MemoryHost:
        return MemoryHost(content_of(self.path), self.name)

    def _saved(
        self,
        target: Path,
        write: Callable[[Path], Applied],
        read_as: "Stamp",
        there: "Stamp | None",
        keep: int,
        now: datetime,
    ) -> "Saved[Applied]":
        from pc_workbook.hosts.disk.saving import Saved, make_workbook, refuse_if_changed, replace_workbook

        if target == self.path:
            return replace_workbook(target, write, read_as=read_as, keep=keep, now=now)
        refuse_if_changed(self.path, read_as)
        if there is None:
            return Saved(make_workbook(target, write), None)
        return replace_workbook(target, write, read_as=there, keep=keep, now=now)

    def _target(self) -> "tuple[Path, Stamp | None]":
        """Where the refreshed workbook goes, and what stands there if it is not the tracker. Refuses a place where it
        would spoil something or not open."""
        from pc_workbook.hosts.disk.saving import refuse_if_not_writable

        refuse_program_file(self.out or self.path)
        if self.out is None or is_same_file(self.out, self.path):
            return self.path, None
        refuse_if_not_writable(self.out)
        if self.out.suffix.casefold() != self.path.suffix.casefold():
            raise WorkbookProblem(OTHER_ENDING.format(out=self.out.name, ending=self.path.suffix))
        return self.out, _refreshed_earlier(self.out) if self.out.exists() else None


class PretendHost(FileHost):
    """The same file, but what a delivery would make is only told of, and stays in memory (--dry-run)."""

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        target, _ = self._target()
        held = self._held or self._from_disk()
        return held.made(draw, changes, now).told._replace(where=str(target), written=False)


def place_new(source: Path, target: Path) -> None:
    """Put a workbook of ours where none stands yet. Never over another file."""
    from shutil import copyfile

    from pc_workbook.hosts.disk.saving import make_workbook

    if target.suffix.casefold() != source.suffix:
        raise WorkbookProblem(
            f"A new tracker can't be called '{target.name}'; give a name that ends in {source.suffix}."
        )
    if os.access(target, os.F_OK):  # unlike exists(), false where one may not look
        raise WorkbookProblem(f"{target.name} exists already. Give another name, or move it away first.")
    make_workbook(target, lambda new: copyfile(source, new))


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths, however they are spelled or linked, lead to one file."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there, may not be looked at, or can be no name
        return False


def _refreshed_earlier(path: Path) -> "Stamp":
    """What a workbook holds that this program has refreshed: looked at once, so that what is replaced later is what was
    judged here. Refuses any other."""
    from pc_workbook.hosts.disk.saving import Stamp
    from pc_workbook.ooxml.graft.generated_sheets import was_refreshed

    try:
        content = content_of(path)
        is_ours = was_refreshed(Workbook(open_content(content, path.name)))
    except WorkbookProblem:
        is_ours = False
    if not is_ours:
        raise WorkbookProblem(NOT_REFRESHED.format(out=path.name))
    return Stamp.of_content(content)
