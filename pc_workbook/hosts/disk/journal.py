"""What a run is about to put in place, written down before it begins, so that a killed run is finished or undone.

A set of files of which some are in place and some are not is undone. One that is whole stays. A workbook that was cut
short in the middle of being written over gets its old content back.
"""

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.hosts.disk.file_state import stamp_or_none
from pc_workbook.hosts.disk.overwrite import is_torn, write_back
from pc_workbook.hosts.disk.permissions import give_rights
from pc_workbook.hosts.disk.replace import displaced, force_to_disk

JOURNAL: Final = "journal"
_HEAD: Final = b"pc_workbook journal 1"
_FIELDS: Final = 6


class Step(NamedTuple):
    """One file that is to be put in place. Names are of the working folder, and of the folder it lies in."""

    new: str
    name: str
    sha256: str  # of the new content
    was: str  # sum of the content that stands there; empty where nothing does
    backup: str  # of that content, relative to the folder; empty where nothing stands there
    in_place: str = ""  # not empty: written into the file that stands there


def write(folder: Path, steps: Iterable[Step], labels: Iterable[str] = (), *, durable: bool) -> None:
    """Write the journal of a working folder. `labels` say what the set is to whoever made it."""
    fields = [field for step in steps for field in step]
    parts = [_HEAD, os.fsencode("\n".join(labels)), *map(os.fsencode, fields)]
    journal = folder / JOURNAL
    fresh = folder / f"{JOURNAL}.new"
    fresh.write_bytes(b"\0".join(parts))
    if durable:
        force_to_disk(fresh)
    fresh.rename(journal)
    if durable:
        force_to_disk(folder)


def close(folder: Path) -> None:
    """Take the journal away: everything is in place, or as it was."""
    (folder / JOURNAL).unlink(missing_ok=True)


def finish_or_undo(folder: Path, abandoned: Callable[[Collection[str]], bool]) -> bool:
    """Make a set of files whole, or undo it; return whether there was anything to do.

    `abandoned` is given the labels of a set that is whole, and says whether it is to be undone all the same.
    """
    labels, steps = _read(folder)
    if not steps:
        return False
    if all(_is_in_place(folder, step) for step in steps) and not abandoned(labels):
        _put_back_what_is_not_ours(folder, steps)
    else:
        for step in reversed(steps):
            undo(folder, step)
    close(folder)
    return True


def undo(folder: Path, step: Step) -> bool:
    """Take one file out of its place again, and put back what stood there; return whether it is as it was.

    A file that somebody has changed since is theirs, and stays. Raises OSError.
    """
    path = folder.parent / step.name
    if step.in_place:
        return _written_back(folder, step, path)
    if not _is_in_place(folder, step):
        return True
    if not step.was:
        path.unlink()
        return True
    old = displaced(folder / step.new)
    if old is None:
        old = folder / "restored"
        old.write_bytes((folder.parent / step.backup).read_bytes())
        give_rights(old, path)
    old.replace(path)
    return True


def _read(folder: Path) -> tuple[Collection[str], Sequence[Step]]:
    journal = folder / JOURNAL
    if not journal.is_file():
        return (), ()
    head, *parts = journal.read_bytes().split(b"\0")
    if head != _HEAD or len(parts) % _FIELDS != 1:
        return (), ()
    fields = [os.fsdecode(part) for part in parts]
    steps = [Step(*fields[at : at + _FIELDS]) for at in range(1, len(fields), _FIELDS)]
    return fields[0].splitlines(), steps


def _is_in_place(folder: Path, step: Step) -> bool:
    """Return whether the new file stands in its place: its content is there, and it no longer waits for it."""
    path, new = folder.parent / step.name, folder / step.new
    now = stamp_or_none(path)
    if now is None or now.sha256 != step.sha256:
        return False
    waits = stamp_or_none(new)
    return bool(step.in_place) or waits is None or waits.sha256 != step.sha256 or new.samefile(path)


def _written_back(folder: Path, step: Step, path: Path) -> bool:
    old, new = (folder.parent / step.backup).read_bytes(), (folder / step.new).read_bytes()
    now = path.read_bytes()
    if now == new or is_torn(now, old, new):
        write_back(path, old)
        return True
    return now == old


def _put_back_what_is_not_ours(folder: Path, steps: Iterable[Step]) -> None:
    """A colleague's file that was displaced in the very moment before the run was killed gets its place back."""
    for step in steps:
        old = displaced(folder / step.new)
        if step.was and not step.in_place and old is not None:
            found = stamp_or_none(old)
            if found is not None and found.sha256 != step.was:
                old.replace(folder.parent / step.name)
