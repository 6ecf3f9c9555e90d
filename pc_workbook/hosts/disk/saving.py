"""Writing one workbook, or several that belong together, without loss: all of them or none.

New files are created in a working folder beside the old ones, flushed to disk, and replace them in one step each, so a
reader finds either the old workbook or the new one. The old one is backed up first. A workbook that is open, or was
changed since it was read, is not written; a second run that writes it at the same time is refused. The next run
completes or undoes what a killed one had begun (journal.py).
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pc_workbook.errors import InternalError, NotWritten
from pc_workbook.hosts.disk import journal, written_files
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
    """A file to be written."""

    path: Path
    write: Callable[[Path], T]
    """Writes the content to the path it is given."""
    read_as: Stamp | None = None
    """The content of the existing file when it was read; None if there is no file."""


class Saved(NamedTuple, Generic[T]):
    """A file that was written."""

    result: T
    """The return value of the writing function."""
    backup: Path | None
    """The backup of the replaced file; None if there was none, or the content is the same and nothing was written."""
    warning: str = ""
    """What failed while the backups were updated, though the file was written."""


def replace_workbook(
    path: str | Path, write: Callable[[Path], T], *, read_as: Stamp, keep: int, now: datetime
) -> Saved[T]:
    """Replace the workbook at `path` by the one that `write` creates at the path it is given.

    `read_as`: the stamp taken when the workbook was read; a workbook that has changed since is not written.
    `keep`: how many backups stay in the folder "<name> snapshots", at least 1. `now` dates the new backup.
    If anything fails, the workbook is left unchanged. Raises WorkbookProblem where its owner can help.
    """
    with written_together([NewFile(Path(path), write, read_as)], keep=keep, now=now) as (saved,):
        return saved


def make_workbook(path: str | Path, write: Callable[[Path], T]) -> T:
    """Create a workbook at `path`, where none exists, from what `write` creates at the path it is given.

    Raises WorkbookProblem if something exists there, or the file can't be written.
    """
    with written_together([NewFile(Path(path), write)], keep=1, now=datetime.now()) as (saved,):
        return saved.result


@contextmanager
def written_together(
    files: Sequence[NewFile[T]], *, keep: int, now: datetime, labels: Collection[str] = ()
) -> Iterator[tuple[Saved[T], ...]]:
    """Write several files of one folder, all of them or none; the block contains the work that depends on them.

    If the block fails, the files are restored, unless the block has written a file itself. `labels` identify the set to
    `clear_leftovers` after a killed run. Raises NotWritten.
    """
    if keep < 1:
        raise InternalError("a workbook was to be written without keeping a backup")
    files = [file._replace(path=resolved(file.path)) for file in files]
    for file in files:
        refuse_if_not_writable(file.path)
        if file.read_as is not None:
            refuse_unusable_folder(file.path)
    with ExitStack() as locks:
        folder = _begin(files, locks)
        drafts = [_draft(file, folder, number) for number, file in enumerate(files, 1)]
        count = written_files.count() + sum(not draft.is_same for draft in drafts)
        prepared: list[_Prepared] = []
        try:
            prepared.extend(_prepare(draft, now) for draft in drafts)
            _put_all_in_place(prepared, folder, labels)
            yield tuple(_finish(file, keep) for file in prepared)
        except BaseException:
            _undo_all(prepared, folder, unless_more_than=count)
            raise
        finally:
            with uninterrupted(), suppress(OSError):
                journal.close(folder)


def clear_after_killed_run(path: Path) -> None:
    """Delete what a killed run has left beside a workbook; for runs that write nothing, since writing does this too."""
    path = resolved(path)
    with suppress(NotWritten), write_lock(path):  # NotWritten: the files there belong to a run that is still at work
        clear_leftovers(path.parent)


def refuse_if_changed(path: Path, read_as: Stamp) -> None:
    """Raise NotWritten if the content of a workbook is not what was read.

    A file that was only touched, or restored from a copy, counts as unchanged.
    """
    if stamp(path) != read_as:
        raise NotWritten(CHANGED.format(name=path.name))


def make_backup(path: str | Path, *, keep: int, now: datetime) -> Path:
    """Back up a workbook file that is about to be changed in an open program; return the path of the backup.

    If the newest backup has the same content, its path is returned and no other is made. Raises NotWritten.
    """
    if keep < 1:
        raise InternalError("a workbook was to be changed without keeping a backup")
    path = resolved(path)
    refuse_unusable_folder(path)
    with write_lock(path), errors_as_not_written(backups_folder(path)), working_folder(path.parent) as folder:
        existing = newest_backup(path)
        if existing is not None:
            return existing
        state = copy_file(path, folder / "copy")
        backup = keep_backup(folder / "copy", path, state.stamp, now)
        delete_older_backups(path, keep)
    return backup.path


# -- the steps of writing


class _Draft(NamedTuple):
    """A new file in the working folder."""

    file: NewFile[Any]
    new: Path
    result: Any
    old: FileState | None = None  # the file to be replaced; its copy is beside the new one
    is_same: bool = False  # the old file has the same content, so nothing is to be done

    @property
    def copy(self) -> Path:
        return self.new.with_name(f"{self.new.stem} copy")


class _Prepared(NamedTuple):
    """A new file that can be put in place in one step."""

    draft: _Draft
    step: Step | None  # None: nothing is to be done
    backup: Path | None = None
    warning: str = ""


def _begin(files: Sequence[NewFile[T]], locks: ExitStack) -> Path:
    """Lock the files to be replaced, and return a new working folder."""
    first = files[0].path
    if any(file.path.parent != first.parent for file in files):
        raise InternalError("files that belong together were to be written into several folders")
    for file in files:
        if file.read_as is not None:
            locks.enter_context(write_lock(file.path))
            refuse_if_changed(file.path, file.read_as)
    with errors_as_not_written(first):
        return locks.enter_context(working_folder(first.parent))


def _draft(file: NewFile[Any], folder: Path, number: int) -> _Draft:
    """Write the new file to the working folder, and copy the file it is to replace."""
    draft = _Draft(file, folder / f"{number}{file.path.suffix}", None)
    with errors_as_not_written(file.path):
        draft = draft._replace(result=file.write(draft.new))
        force_to_disk(draft.new)
        if file.read_as is None:
            return draft
        if draft.new.stat().st_size == file.read_as.size and stamp_of_file(draft.new) == file.read_as:
            return draft._replace(is_same=True)
        draft = draft._replace(old=copy_file(file.path, draft.copy))
    if draft.old is not None and draft.old.stamp != file.read_as:
        raise NotWritten(CHANGED.format(name=file.path.name))
    return draft


def _prepare(draft: _Draft, now: datetime) -> _Prepared:
    """Move the copy of the old file to the backups, and decide whether the file is replaced or overwritten."""
    if draft.is_same:
        return _Prepared(draft, None)
    path = draft.file.path
    with errors_as_not_written(path):
        digest = stamp_of_file(draft.new).sha256
        if draft.old is None:
            return _Prepared(draft, Step(draft.new.name, path.name, digest, "", ""))
        can_be_replaced = may_be_replaced(path) and rights_kept(draft.new, path)
        backup = keep_backup(draft.copy, path, draft.old.stamp, now)
        relative = f"{backup.path.parent.name}/{backup.path.name}"
        in_place = "" if can_be_replaced else "yes"
        step = Step(draft.new.name, path.name, digest, draft.old.stamp.sha256, relative, in_place)
    return _Prepared(draft, step, backup.path, backup.warning)


def _put_all_in_place(prepared: Sequence[_Prepared], folder: Path, labels: Collection[str]) -> None:
    steps = [file.step for file in prepared if file.step is not None]
    if any(step.old_sha256 for step in steps) or len(steps) > 1:
        with errors_as_not_written(prepared[0].draft.file.path):
            journal.write(folder, steps, labels, durable=len(steps) > 1 or any(step.in_place for step in steps))
    for file in prepared:
        if file.step is not None:
            _put_in_place(file, file.step)
    with suppress(OSError):  # the files are in place, even if this protection against a power cut fails
        force_to_disk(folder.parent)
    for draft, step, *_ in prepared:
        if step is not None and draft.old is not None and not step.in_place:
            refuse_if_written_since(draft.new, draft.file.path, draft.old)


def _put_in_place(file: _Prepared, step: Step) -> None:
    """Put one file in place and add it to the files written."""
    draft, path = file.draft, file.draft.file.path
    with errors_as_not_written(path), uninterrupted():
        if draft.old is None:
            put_new(draft.new, path)
        elif step.in_place and file.backup is not None:
            write_over(path, draft.new.read_bytes(), draft.old, file.backup.read_bytes())
        else:
            try:
                replace(draft.new, path, draft.old)
            except NotWritten:
                _keep_overtaken_save(draft, draft.old, step)
                raise
        written_files.add(path, file.backup)


def _keep_overtaken_save(draft: _Draft, old: FileState, step: Step) -> None:
    """Keep the earlier of two saves that were made while names were exchanged; the later one is at the path."""
    left = displaced(draft.new)
    if left is not None and stamp_of_file(left).sha256 not in (step.sha256, old.stamp.sha256):
        keep_unlisted_copy(left, draft.file.path, datetime.now())


def _finish(file: _Prepared, keep: int) -> Saved[Any]:
    """Delete older backups, and return what was written."""
    if file.step is None or file.backup is None:
        return Saved(file.draft.result, None)
    warning = file.warning or delete_older_backups(file.draft.file.path, keep)
    return Saved(file.draft.result, file.backup, warning)


def _undo_all(prepared: Sequence[_Prepared], folder: Path, unless_more_than: int) -> None:
    """Restore all old files, unless the block has written further files that depend on the new ones."""
    with uninterrupted():
        if written_files.count() > unless_more_than:
            return
        for file in reversed(prepared):
            with suppress(OSError, NotWritten):  # if this fails, the file stays in the list of files written
                if file.step is not None and journal.undo(folder, file.step):
                    written_files.remove(file.draft.file.path)
                    if file.backup is not None:
                        delete_backup(file.backup)
