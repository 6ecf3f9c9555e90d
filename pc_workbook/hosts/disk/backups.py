"""The folder of dated copies beside a workbook, of which the newest are kept.

Its record says which copies this program made, and with which content. Only those are ever deleted, and only while
they still hold it. A record that can't be read or written costs nothing but the clearing away of older copies.
"""

import contextlib
import errno
import os
import re
import stat
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.errors import NotWritten
from pc_workbook.hosts.disk.backup_names import dated_name, is_dated, shortened
from pc_workbook.hosts.disk.file_state import Stamp, held_by, stamp_or_none
from pc_workbook.hosts.disk.permissions import give_rights, share_like_folder
from pc_workbook.hosts.disk.replace import force_to_disk, put_new
from pc_workbook.hosts.disk.write_errors import not_written

RECORD: Final = "snapshots made.txt"  # which files in the folder this program may delete

_IN_THE_WAY: Final = (
    "A copy of {name} is kept in the folder '{folder}' before each change, but what stands there under that name is {what}. "
    "Rename it or move it away, and try again."
)
_CLOSED: Final = (
    "A copy of {name} is kept in the folder '{folder}' before each change, but you may not write in that folder. Ask its "
    "owner for access, and try again."
)
NOT_RECORDED: Final = (
    "The list '{record}' in the folder '{folder}' can't be kept ({reason}), so older copies there are not cleared away."
)
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")
_SAFELY: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Backup(NamedTuple):
    """A dated copy that was made, and what could not be noted about it."""

    path: Path
    note: str = ""


def backups_folder(path: Path) -> Path:
    """Return the folder of a workbook's dated copies."""
    return path.with_name(f"{shortened(path.stem, len(' snapshots'))} snapshots")


def refuse_unusable(path: Path) -> None:
    """Raise NotWritten where no copy of a workbook could be kept."""
    folder = backups_folder(path)
    if os.path.lexists(folder) and not folder.is_dir():
        what = "a link that leads nowhere" if folder.is_symlink() and not folder.exists() else "a file"
        raise NotWritten(_IN_THE_WAY.format(name=path.name, folder=folder.name, what=what))
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        raise NotWritten(_CLOSED.format(name=path.name, folder=folder.name))


def newest(path: Path) -> Path | None:
    """Return the newest copy that this program made, if it still says what the workbook says."""
    folder = backups_folder(path)
    with contextlib.suppress(OSError):
        made = list(_recorded(folder, path.name).items())
        name, digest = made[-1] if made else ("", "")
        now = held_by(path)
        if digest == now.sha256 and stamp_or_none(folder / name) == now:
            return folder / name
    return None


def keep_for_good(file: Path, path: Path, now: datetime) -> Path:
    """Give a file its dated name among the copies of a workbook, never to be cleared away: it is a colleague's work.
    Raises NotWritten, OSError."""
    folder = backups_folder(path)
    _make(folder)
    return _named(file, folder, path.name, now)


def keep_backup(copy: Path, path: Path, held: Stamp, now: datetime) -> Backup:
    """Give a finished copy of a workbook its dated name, and note it in the record. Raises NotWritten, OSError."""
    give_rights(copy, path)
    force_to_disk(copy)
    backup = keep_for_good(copy, path, now)
    folder = backup.parent
    try:
        _note(folder, f"{held.sha256}  {backup.name}")
    except OSError as error:
        return Backup(backup, _not_recorded(folder, error))
    return Backup(backup)


def withdraw(backup: Path) -> None:
    """Delete a copy that was made for nothing: what it was made of stands as it was. Raises OSError."""
    backup.unlink()
    _strike_out(backup.parent, {backup.name})


def clear_older(path: Path, keep: int) -> str:
    """Delete this program's oldest copies of a workbook but the newest `keep`; return what to say where that failed.

    One that is not in the record, or that somebody has worked on since, is not ours to delete.
    """
    folder = backups_folder(path)
    try:
        made = _recorded(folder, path.name)
        ours = [name for name in made if (folder / name).is_file()]
        deleted = [name for name in ours[:-keep] if _deleted(folder / name, made[name])]
        _strike_out(folder, {*deleted, *(made.keys() - set(ours))})
    except OSError as error:
        return _not_recorded(folder, error)
    return ""


def _not_recorded(folder: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    return NOT_RECORDED.format(record=RECORD, folder=folder.name, reason=reason)


def _make(folder: Path) -> None:
    """With the permissions of the folder it lies in, so that whoever may change the workbook may keep a copy, too."""
    try:
        folder.mkdir()
    except FileExistsError:
        return
    except OSError as error:
        raise not_written(folder, error) from error
    share_like_folder(folder, 0o7777)


def _named(copy: Path, folder: Path, name: str, now: datetime) -> Path:
    taken: set[str] = set()
    while True:
        backup = folder / dated_name(name, now, lambda one: one in taken or os.path.lexists(folder / one))
        try:
            put_new(copy, backup)
        except NotWritten:  # another run took the name meanwhile
            taken.add(backup.name)
        else:
            return backup


def _deleted(backup: Path, digest: str) -> bool:
    found = stamp_or_none(backup)
    if found is None or found.sha256 != digest:
        return False
    with contextlib.suppress(OSError):  # open somewhere, or another account's: next time, then
        backup.unlink()
    return not os.path.lexists(backup)


# -- the record


def _recorded(folder: Path, name: str) -> Mapping[str, str]:
    """Return the copies of a workbook that are in the record, oldest first, each with the sum of its content."""
    found = (_LINE.fullmatch(line) for line in _lines(folder))
    return {line[2]: line[1] for line in found if line is not None and is_dated(line[2], name)}


def _lines(folder: Path) -> Sequence[str]:
    """The lines of the record. Whatever else somebody wrote into it is kept, in whatever encoding."""
    try:
        file = os.open(folder / RECORD, os.O_RDONLY | _SAFELY)
    except FileNotFoundError:
        return ()
    with os.fdopen(file, "rb") as record:
        _refuse_other_kinds(record.fileno())
        return record.read().decode(errors="surrogateescape").split("\n")


def _refuse_other_kinds(file: int) -> None:
    if not stat.S_ISREG(os.fstat(file).st_mode):
        raise OSError(errno.EINVAL, "it is not a plain file")


def _note(folder: Path, line: str) -> None:
    """Add a line, on a line of its own: what stood there last may have been cut short."""
    lines = _lines(folder)
    with os.fdopen(_opened_to_add(folder), "ab") as record:
        _refuse_other_kinds(record.fileno())
        record.write(f"{chr(10) if lines and lines[-1] else ''}{line}\n".encode(errors="surrogateescape"))


def _opened_to_add(folder: Path) -> int:
    record, flags = folder / RECORD, os.O_WRONLY | os.O_APPEND | _SAFELY
    try:
        return os.open(record, flags)
    except FileNotFoundError:
        return _made_for_all(record, flags)


def _made_for_all(path: Path, flags: int) -> int:
    """Make a file that whoever may add copies may write, whatever the account's own habit is."""
    file = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o666)
    share_like_folder(path, 0o666)
    return file


def _strike_out(folder: Path, names: set[str]) -> None:
    lines = _lines(folder)
    kept = [line for line in lines if (found := _LINE.fullmatch(line)) is None or found[2] not in names]
    if kept == lines:
        return
    fresh = folder / f"{RECORD}.new"
    fresh.unlink(missing_ok=True)
    try:
        with os.fdopen(_made_for_all(fresh, os.O_WRONLY | _SAFELY), "wb") as record:
            record.write("\n".join(kept).encode(errors="surrogateescape"))
        fresh.replace(folder / RECORD)
    finally:
        fresh.unlink(missing_ok=True)
