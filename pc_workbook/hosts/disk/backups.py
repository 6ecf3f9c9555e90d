"""The folder of dated backups beside a workbook.

A record in the folder lists the backups that this program made, with the checksum of each. Only those are deleted, and
only while their content is unchanged. If the record can't be read or written, older backups are not deleted.
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
from pc_workbook.hosts.disk.backup_names import dated_name, is_dated, shorten_name
from pc_workbook.hosts.disk.file_state import Stamp, stamp_of_file, stamp_or_none
from pc_workbook.hosts.disk.permissions import give_rights, share_like_folder
from pc_workbook.hosts.disk.replace import force_to_disk, put_new
from pc_workbook.hosts.disk.write_errors import not_written

RECORD: Final = "snapshots made.txt"  # lists the files in the folder that this program may delete

_NOT_A_FOLDER: Final = (
    "Backups of {name} are kept in the folder '{folder}', but {what} has that name. Rename it or move it away, and try "
    "again."
)
_NO_ACCESS: Final = (
    "Backups of {name} are kept in the folder '{folder}', but you can't write in it. Ask its owner for access, and try "
    "again."
)
NOT_RECORDED: Final = (
    "Older backups in the folder '{folder}' were not deleted, because the list '{record}' there can't be updated "
    "({reason}). Delete backups you no longer need yourself."
)
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")
_OPEN_FLAGS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Backup(NamedTuple):
    """A backup that was made, and a warning if it could not be added to the record."""

    path: Path
    warning: str = ""


def backups_folder(path: Path) -> Path:
    """Return the folder of a workbook's backups."""
    return path.with_name(f"{shorten_name(path.stem, len(' snapshots'))} snapshots")


def refuse_unusable_folder(path: Path) -> None:
    """Raise NotWritten if no backup of a workbook could be written to its folder of backups."""
    folder = backups_folder(path)
    if os.path.lexists(folder) and not folder.is_dir():
        what = "a broken link" if folder.is_symlink() and not folder.exists() else "a file"
        raise NotWritten(_NOT_A_FOLDER.format(name=path.name, folder=folder.name, what=what))
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        raise NotWritten(_NO_ACCESS.format(name=path.name, folder=folder.name))


def newest_backup(path: Path) -> Path | None:
    """Return the newest backup that this program made, if its content is that of the workbook now."""
    folder = backups_folder(path)
    with contextlib.suppress(OSError):
        recorded = list(_recorded(folder, path.name).items())
        name, digest = recorded[-1] if recorded else ("", "")
        now = stamp_of_file(path)
        if digest == now.sha256 and stamp_or_none(folder / name) == now:
            return folder / name
    return None


def keep_unlisted_copy(file: Path, path: Path, now: datetime) -> Path:
    """Move a file to the backups of a workbook without listing it in the record, so that it is never deleted.

    This keeps a colleague's work that would be lost otherwise. Returns its new path. Raises NotWritten, OSError.
    """
    folder = backups_folder(path)
    _make_folder(folder)
    return _move_to_dated_name(file, folder, path.name, now)


def keep_backup(copy: Path, path: Path, content: Stamp, now: datetime) -> Backup:
    """Move a finished copy of a workbook to its backups and list it in the record. Raises NotWritten, OSError."""
    give_rights(copy, path)
    force_to_disk(copy)
    backup = keep_unlisted_copy(copy, path, now)
    folder = backup.parent
    try:
        _add_to_record(folder, f"{content.sha256}  {backup.name}")
    except OSError as error:
        return Backup(backup, _not_recorded(folder, error))
    return Backup(backup)


def delete_backup(backup: Path) -> None:
    """Delete a backup that is not needed, because the workbook was not changed after all. Raises OSError."""
    backup.unlink()
    _remove_from_record(backup.parent, {backup.name})


def delete_older_backups(path: Path, keep: int) -> str:
    """Delete the recorded backups of a workbook except the newest `keep`; return a warning if that failed, else "".

    A file that is not in the record, or was changed since it was made, is never deleted.
    """
    folder = backups_folder(path)
    try:
        recorded = _recorded(folder, path.name)
        existing = [name for name in recorded if (folder / name).is_file()]
        deleted = [name for name in existing[:-keep] if _delete_if_unchanged(folder / name, recorded[name])]
        _remove_from_record(folder, {*deleted, *(recorded.keys() - set(existing))})
    except OSError as error:
        return _not_recorded(folder, error)
    return ""


def _not_recorded(folder: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    return NOT_RECORDED.format(record=RECORD, folder=folder.name, reason=reason)


def _make_folder(folder: Path) -> None:
    """Create the folder with the permissions of its parent, so that everyone who may change the workbook may add backups."""
    try:
        folder.mkdir()
    except FileExistsError:
        return
    except OSError as error:
        raise not_written(folder, error) from error
    share_like_folder(folder, 0o7777)


def _move_to_dated_name(copy: Path, folder: Path, name: str, now: datetime) -> Path:
    taken: set[str] = set()
    while True:
        backup = folder / dated_name(name, now, lambda dated: dated in taken or os.path.lexists(folder / dated))
        try:
            put_new(copy, backup)
        except NotWritten:  # another process has taken the name meanwhile
            taken.add(backup.name)
        else:
            return backup


def _delete_if_unchanged(backup: Path, digest: str) -> bool:
    """Delete a backup if its checksum is `digest`; return whether it is gone."""
    stamp = stamp_or_none(backup)
    if stamp is None or stamp.sha256 != digest:
        return False
    with contextlib.suppress(OSError):  # open in a program, or another account's: the next run tries again
        backup.unlink()
    return not os.path.lexists(backup)


# -- the record


def _recorded(folder: Path, name: str) -> Mapping[str, str]:
    """Return the backups of a workbook that are in the record, oldest first: name -> checksum."""
    matches = (_LINE.fullmatch(line) for line in _record_lines(folder))
    return {match[2]: match[1] for match in matches if match is not None and is_dated(match[2], name)}


def _record_lines(folder: Path) -> Sequence[str]:
    """Return the lines of the record. Other text in it is preserved, whatever its encoding."""
    try:
        file = os.open(folder / RECORD, os.O_RDONLY | _OPEN_FLAGS)
    except FileNotFoundError:
        return ()
    with os.fdopen(file, "rb") as record:
        _refuse_special_file(record.fileno())
        return record.read().decode(errors="surrogateescape").split("\n")


def _refuse_special_file(file: int) -> None:
    if not stat.S_ISREG(os.fstat(file).st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")


def _add_to_record(folder: Path, line: str) -> None:
    """Append a line to the record, after a line break if the last line was cut short."""
    lines = _record_lines(folder)
    with os.fdopen(_open_to_append(folder), "ab") as record:
        _refuse_special_file(record.fileno())
        record.write(f"{chr(10) if lines and lines[-1] else ''}{line}\n".encode(errors="surrogateescape"))


def _open_to_append(folder: Path) -> int:
    record, flags = folder / RECORD, os.O_WRONLY | os.O_APPEND | _OPEN_FLAGS
    try:
        return os.open(record, flags)
    except FileNotFoundError:
        return _create_shared(record, flags)


def _create_shared(path: Path, flags: int) -> int:
    """Create and open a file that everyone who may write in the folder may write, whatever the account's umask."""
    file = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o666)
    share_like_folder(path, 0o666)
    return file


def _remove_from_record(folder: Path, names: set[str]) -> None:
    lines = _record_lines(folder)
    kept = [line for line in lines if (match := _LINE.fullmatch(line)) is None or match[2] not in names]
    if kept == lines:
        return
    fresh = folder / f"{RECORD}.new"
    fresh.unlink(missing_ok=True)
    try:
        with os.fdopen(_create_shared(fresh, os.O_WRONLY | _OPEN_FLAGS), "wb") as record:
            record.write("\n".join(kept).encode(errors="surrogateescape"))
        fresh.replace(folder / RECORD)
    finally:
        fresh.unlink(missing_ok=True)
