"""Nothing is lost when workbooks are written: one at a time or several that belong together, all of them or none.

The new files are made in a working folder beside the old ones, forced to disk, and then take their places in one step
each, so whoever looks finds the old workbook or the new one, whole. Before that the old one is copied into a folder of
dated snapshots. A workbook that somebody has changed since we read it, or has open, is not written at all, and of
two programs that write at the same moment one is told to wait. What a killed run had begun, the next one finishes or
undoes (disk/journal.py).
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pc_workbook.errors import NotWritten, OurMistake
from pc_workbook.hosts.disk import journal
from pc_workbook.hosts.disk import written_files as written
from pc_workbook.hosts.disk.backups import (
    backups_folder,
    delete_backup,
    delete_older_backups,
    keep_backup,
    keep_unlisted_copy,
    newest_backup,
    refuse_unusable_folder,
)
from pc_workbook.hosts.disk.file_state import CHANGED, FileState, Stamp, copy_file, stamp, stamp_of_file
from pc_workbook.hosts.disk.journal import Step
from pc_workbook.hosts.disk.lock import write_lock
from pc_workbook.hosts.disk.overwrite import write_over
from pc_workbook.hosts.disk.permissions import rights_kept
from pc_workbook.hosts.disk.refusals import refuse_if_not_writable, resolved
from pc_workbook.hosts.disk.replace import (
    displaced,
    force_to_disk,
    may_be_replaced,
    put_new,
    refuse_if_written_since,
    replace,
)
from pc_workbook.hosts.disk.working_folder import clear_leftovers, private_folder, working_folder
from pc_workbook.hosts.disk.write_errors import errors_as_not_written
from pc_workbook.interrupts import uninterrupted

__all__ = [
    "NewFile", "Saved", "Stamp", "clear_after_killed_run", "clear_leftovers", "make_backup", "make_workbook", "private_folder", "refuse_if_changed",
    "refuse_if_not_writable", "replace_workbook", "resolved", "stamp", "written_together",
]  # fmt: skip

T = TypeVar("T")


class NewFile(NamedTuple, Generic[T]):
    """A file to be written: where, by what, and what stands there now (None: nothing)."""

    path: Path
    write: Callable[[Path], T]
    read_as: Stamp | None = None


class Saved(NamedTuple, Generic[T]):
    """A file that was written."""

    result: T
    """What the writing function gave back."""
    snapshot: Path | None
    """The copy of what was there before; None when the new file is the same, and nothing was written."""
    note: str = ""
    """What could not be done for the snapshots, though the file was written."""


def replace_workbook(
    path: str | Path, write: Callable[[Path], T], *, read_as: Stamp, keep: int, now: datetime
) -> Saved[T]:
    """Let `write` make the new workbook at the path it is given, and put it in place of the one at `path`.

    `read_as`: the stamp taken when the workbook was read; a workbook that has changed since is not written.
    `keep`: how many snapshots stay in "<name> snapshots", newest first; at least 1. `now` dates the snapshot.
    Whatever goes wrong, the workbook stays as it was; WorkbookProblem says why where its owner can help.
    """
    with written_together([NewFile(Path(path), write, read_as)], keep=keep, now=now) as (saved,):
        return saved


def make_workbook(path: str | Path, write: Callable[[Path], T]) -> T:
    """Let `write` make a workbook at the path it is given, and put it at `path`, where nothing stands yet."""
    with written_together([NewFile(Path(path), write)], keep=1, now=datetime.now()) as (saved,):
        return saved.result


@contextmanager
def written_together(
    files: Sequence[NewFile[T]], *, keep: int, now: datetime, labels: Collection[str] = ()
) -> Iterator[tuple[Saved[T], ...]]:
    """Write several files of one folder, all of them or none; the block does what belongs to it.

    Where the block fails they are taken back, unless it has written a file of its own. `labels` say what the set is,
    to `clear_leftovers` after a run that was killed. Raises NotWritten.
    """
    if keep < 1:
        raise OurMistake("a workbook was to be written without keeping a snapshot")
    files = [file._replace(path=resolved(file.path)) for file in files]
    for file in files:
        refuse_if_not_writable(file.path)
        if file.read_as is not None:
            refuse_unusable_folder(file.path)
    with ExitStack() as held:
        folder = _begin(files, held)
        made = [_made(file, folder, number) for number, file in enumerate(files, 1)]
        count = written.count() + sum(not one.is_same for one in made)
        ready: list[_Ready] = []
        try:
            ready.extend(_ready(one, now) for one in made)
            _put_all(ready, folder, labels)
            done = tuple(_cleared(one, keep) for one in ready)
            yield done
        except BaseException:
            _take_back(ready, folder, unless_more_than=count)
            raise
        finally:
            with uninterrupted(), suppress(OSError):
                journal.close(folder)


def clear_after_killed_run(path: Path) -> None:
    """Clear what a killed run has left beside a workbook, where this run has nothing to write and so does not do it."""
    path = resolved(path)
    with suppress(NotWritten), write_lock(path):  # another run is at work: what lies there is its own
        clear_leftovers(path.parent)


def refuse_if_changed(path: Path, read_as: Stamp) -> None:
    """Raise NotWritten where a workbook holds something else than what was read.

    By content: a file that was only touched, or copied back, is still the one we read.
    """
    if stamp(path) != read_as:
        raise NotWritten(CHANGED.format(name=path.name))


def make_backup(path: str | Path, *, keep: int, now: datetime) -> Path:
    """Make a dated copy of the file as it stands, for a workbook that is about to be changed in an open program.

    The newest copy is given back, and no other made, where it still says what the file says.
    """
    if keep < 1:
        raise OurMistake("a workbook was to be changed without keeping a snapshot")
    path = resolved(path)
    refuse_unusable_folder(path)
    with write_lock(path), errors_as_not_written(backups_folder(path)), working_folder(path.parent) as folder:
        there = newest_backup(path)
        if there is not None:
            return there
        seen = copy_file(path, folder / "copy")
        backup = keep_backup(folder / "copy", path, seen.stamp, now)
        delete_older_backups(path, keep)
    return backup.path


# -- the steps of writing


class _Made(NamedTuple):
    """A file that stands finished in the working folder."""

    file: NewFile[Any]
    new: Path
    result: Any
    seen: FileState | None = None  # what stands in its place; its copy lies beside the new one
    is_same: bool = False  # as what stands there: nothing is to be done

    @property
    def copy(self) -> Path:
        return self.new.with_name(f"{self.new.stem} copy")


class _Ready(NamedTuple):
    """A file that can be put in its place in one step."""

    made: _Made
    step: Step | None  # None: nothing is to be done
    backup: Path | None = None
    note: str = ""


def _begin(files: Sequence[NewFile[T]], held: ExitStack) -> Path:
    """Lock what is to be replaced, and make the working folder."""
    first = files[0].path
    if any(file.path.parent != first.parent for file in files):
        raise OurMistake("files that belong together were to be written into several folders")
    for file in files:
        if file.read_as is not None:
            held.enter_context(write_lock(file.path))
            refuse_if_changed(file.path, file.read_as)
    with errors_as_not_written(first):
        return held.enter_context(working_folder(first.parent))


def _made(file: NewFile[Any], folder: Path, number: int) -> _Made:
    """Make the new file, and copy the one that stands in its place."""
    made = _Made(file, folder / f"{number}{file.path.suffix}", None)
    with errors_as_not_written(file.path):
        made = made._replace(result=file.write(made.new))
        force_to_disk(made.new)
        if file.read_as is None:
            return made
        if made.new.stat().st_size == file.read_as.size and stamp_of_file(made.new) == file.read_as:
            return made._replace(is_same=True)
        made = made._replace(seen=copy_file(file.path, made.copy))
    if made.seen is not None and made.seen.stamp != file.read_as:
        raise NotWritten(CHANGED.format(name=file.path.name))
    return made


def _ready(made: _Made, now: datetime) -> _Ready:
    """Keep the copy as a snapshot, and settle how the new file takes its place."""
    if made.is_same:
        return _Ready(made, None)
    path = made.file.path
    with errors_as_not_written(path):
        digest = stamp_of_file(made.new).sha256
        if made.seen is None:
            return _Ready(made, Step(made.new.name, path.name, digest, "", ""))
        can_be_replaced = may_be_replaced(path) and rights_kept(made.new, path)
        backup = keep_backup(made.copy, path, made.seen.stamp, now)
        where = f"{backup.path.parent.name}/{backup.path.name}"
        step = Step(made.new.name, path.name, digest, made.seen.stamp.sha256, where, "" if can_be_replaced else "yes")
    return _Ready(made, step, backup.path, backup.note)


def _put_all(ready: Sequence[_Ready], folder: Path, labels: Collection[str]) -> None:
    steps = [one.step for one in ready if one.step is not None]
    if any(step.was for step in steps) or len(steps) > 1:
        with errors_as_not_written(ready[0].made.file.path):
            journal.write(folder, steps, labels, durable=len(steps) > 1 or any(step.in_place for step in steps))
    for one in ready:
        if one.step is not None:
            _put(one, one.step)
    with suppress(OSError):  # it is in place, whatever a power cut may do
        force_to_disk(folder.parent)
    for one in ready:
        if one.step is not None and one.made.seen is not None and not one.step.in_place:
            refuse_if_written_since(one.made.new, one.made.file.path, one.made.seen)


def _put(ready: _Ready, step: Step) -> None:
    """Put one file in its place, and remember that it is."""
    made, path = ready.made, ready.made.file.path
    with errors_as_not_written(path), uninterrupted():
        if made.seen is None:
            put_new(made.new, path)
        elif step.in_place and ready.backup is not None:
            write_over(path, made.new.read_bytes(), made.seen, ready.backup.read_bytes())
        else:
            try:
                replace(made.new, path, made.seen)
            except NotWritten:
                _keep_an_overtaken_save(made, step)
                raise
        written.add(path, ready.backup)


def _keep_an_overtaken_save(made: _Made, step: Step) -> None:
    """Of two saves in the very moment of the exchange the later one stands; the earlier one is left in our hands."""
    left = displaced(made.new)
    if left is not None and made.seen is not None and stamp_of_file(left).sha256 not in (step.sha256, made.seen.stamp.sha256):
        keep_unlisted_copy(left, made.file.path, datetime.now())


def _cleared(ready: _Ready, keep: int) -> Saved[Any]:
    """Clear older snapshots away, and say what became of the file."""
    if ready.step is None or ready.backup is None:
        return Saved(ready.made.result, None)
    note = ready.note or delete_older_backups(ready.made.file.path, keep)
    return Saved(ready.made.result, ready.backup, note)


def _take_back(ready: Sequence[_Ready], folder: Path, unless_more_than: int) -> None:
    """Put everything back as it was, unless something has been written since on the strength of it."""
    with uninterrupted():
        if written.count() > unless_more_than:
            return
        for one in reversed(ready):
            path = one.made.file.path
            with suppress(OSError, NotWritten):  # then it counts as written, and the message says so
                if one.step is not None and journal.undo(folder, one.step):
                    written.remove(path)
                    if one.backup is not None:
                        delete_backup(one.backup)
