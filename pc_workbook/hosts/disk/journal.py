"""A journal of the files that a run is about to replace, so that the next run can complete or undo a killed one.

A set of files that is only partly in place is undone; a complete set is kept. A workbook whose overwriting was
interrupted gets its old content back.
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
    """One file to be put in place: its name in the working folder and its final name in the parent folder."""

    new: str
    name: str
    sha256: str  # of the new content
    old_sha256: str  # of the file to be replaced; empty if there is none
    backup: str  # path of the backup, relative to the parent folder; empty if no file is replaced
    in_place: str = ""  # not empty: the existing file is overwritten instead of being replaced


def write(folder: Path, steps: Iterable[Step], labels: Iterable[str] = (), *, durable: bool) -> None:
    """Write the journal of a working folder. `labels` identify the set of files to the caller. Raises OSError."""
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
    """Delete the journal, when all files are in place or all are restored."""
    (folder / JOURNAL).unlink(missing_ok=True)


def finish_or_undo(folder: Path, abandoned: Callable[[Collection[str]], bool]) -> bool:
    """Complete or undo the files of a killed run; return whether there was a journal.

    A complete set is undone as well if `abandoned` returns True for its labels. Raises OSError.
    """
    labels, steps = _read(folder)
    if not steps:
        return False
    if all(_is_in_place(folder, step) for step in steps) and not abandoned(labels):
        _restore_overtaken_saves(folder, steps)
    else:
        for step in reversed(steps):
            undo(folder, step)
    close(folder)
    return True


def undo(folder: Path, step: Step) -> bool:
    """Remove one new file and restore the one it replaced; return whether the old state is restored.

    A file that somebody has changed since is left alone. Raises OSError.
    """
    path = folder.parent / step.name
    if step.in_place:
        return _restore_overwritten(folder, step, path)
    if not _is_in_place(folder, step):
        return True
    if not step.old_sha256:
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
    """Return whether the new file is in place: its content is at the final path and no longer in the working folder."""
    path, new = folder.parent / step.name, folder / step.new
    now = stamp_or_none(path)
    if now is None or now.sha256 != step.sha256:
        return False
    waiting = stamp_or_none(new)
    return bool(step.in_place) or waiting is None or waiting.sha256 != step.sha256 or new.samefile(path)


def _restore_overwritten(folder: Path, step: Step, path: Path) -> bool:
    old, new = (folder.parent / step.backup).read_bytes(), (folder / step.new).read_bytes()
    now = path.read_bytes()
    if now == new or is_torn(now, old, new):
        write_back(path, old)
        return True
    return now == old


def _restore_overtaken_saves(folder: Path, steps: Iterable[Step]) -> None:
    """Restore a file that a colleague saved in the moment before it was displaced, when the run was killed right after."""
    for step in steps:
        old = displaced(folder / step.new)
        if step.old_sha256 and not step.in_place and old is not None:
            stamp = stamp_or_none(old)
            if stamp is not None and stamp.sha256 != step.old_sha256:
                old.replace(folder.parent / step.name)
