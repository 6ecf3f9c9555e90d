"""Replacing a file in one step, and never one that somebody else has saved meanwhile.

Linux exchanges two names, so the displaced file can be checked and restored: a colleague's save can't be lost at any
moment. Windows also returns the displaced file, and keeps the access rights of the path. Where neither is possible,
the file is checked directly before it is replaced.
"""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path
from typing import Final

from pc_workbook.errors import NotWritten
from pc_workbook.hosts.disk.file_state import CHANGED, FileState, Identity, stamp_of_file

APPEARED: Final = "Somebody else has created {name} meanwhile, so nothing was written to it. Give another name."
OPEN_SOMEWHERE: Final = "{name} is open in another program, so it can't be written. Close it there and try again."
NOT_SUPPORTED: Final = (
    errno.EINVAL,
    errno.ENOTSUP,
    errno.ENOSYS,
    errno.EBADF,
    errno.ENODEV,
)  # some network file systems
OLD: Final = ".old"  # suffix of the file that Windows has displaced


def put_new(new: Path, path: Path) -> None:
    """Move a file to a path where nothing exists. Raises NotWritten if something does, OSError for other failures."""
    try:
        _rename_to_free_name(new, path)
    except FileExistsError as error:
        raise NotWritten(APPEARED.format(name=path.name)) from error
    except PermissionError as error:
        raise _not_replaced(path, error) from error


def replace(new: Path, path: Path, state: FileState) -> None:
    """Replace the file at `path`, which was read with `state`, by `new`.

    Raises NotWritten if the file was changed or replaced since, OSError for other failures. The displaced file may
    remain beside `new`: see `displaced`.
    """
    refuse_if_another(path, state)
    new_status = new.stat()
    try:
        old = _exchanged(new, path)
    except PermissionError as error:
        raise _not_replaced(path, error) from error
    if old is None:
        return
    is_unchanged = False
    try:
        is_unchanged = _has_state(old, state)
    finally:
        if not is_unchanged:  # or the check failed
            _restore(old, path, new_status)
    if not is_unchanged:
        raise NotWritten(CHANGED.format(name=path.name))


def refuse_if_written_since(new: Path, path: Path, state: FileState) -> None:
    """Raise NotWritten if a program that had the displaced file open has written to it after it was displaced."""
    old = displaced(new)
    if old is not None and Identity.from_stat(old.stat()) != state.identity:
        raise NotWritten(CHANGED.format(name=path.name))


def refuse_if_another(path: Path, state: FileState) -> None:
    """Raise NotWritten if the file at a path is not, or no longer, the one that was read with `state`."""
    try:
        now = Identity.from_stat(path.stat())
    except FileNotFoundError as error:
        raise NotWritten(CHANGED.format(name=path.name)) from error
    if now != state.identity:
        raise NotWritten(CHANGED.format(name=path.name))


def displaced(new: Path) -> Path | None:
    """Return the file that was displaced when `new` took its place; None if it no longer exists."""
    return next((path for path in (new.with_name(f"{new.name}{OLD}"), new) if path.is_file()), None)


def force_to_disk(path: Path) -> None:
    """Flush a file to disk, or a folder where the system allows that, so that a power cut can't lose it. Raises OSError."""
    is_folder = path.is_dir()
    if is_folder and sys.platform == "win32":
        return
    file = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        force_open_file_to_disk(file)
    finally:
        os.close(file)


def force_open_file_to_disk(file: int) -> None:
    """Flush an open file to disk. Raises OSError if the disk reports a failure."""
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in NOT_SUPPORTED:
            raise


def _restore(old: Path, path: Path, expected: os.stat_result) -> None:
    """Move a displaced file back to its path.

    The file this displaces should be the new one; if it is not, somebody has saved again, and that save is restored.
    """
    while True:
        restored = old.stat()
        _exchanged_back(old, path)
        if not old.exists() or os.path.samestat(old.stat(), expected):
            return
        expected = restored


def _has_state(old: Path, state: FileState) -> bool:
    return Identity.from_stat(old.stat()) == state.identity and stamp_of_file(old) == state.stamp


def _not_replaced(path: Path, error: OSError) -> Exception:
    return NotWritten(OPEN_SOMEWHERE.format(name=path.name)) if sys.platform == "win32" else error


if sys.platform == "win32":
    import ctypes

    def _exchanged(new: Path, path: Path) -> Path | None:
        """Replace a file by ReplaceFile, which keeps its access rights, attributes and streams; return the old file."""
        old = new.with_name(f"{new.name}{OLD}")
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        if not kernel.ReplaceFileW(str(path), str(new), str(old), 0, None, None):
            error = ctypes.WinError(ctypes.get_last_error())
            if old.exists() and not path.exists():
                old.rename(path)
            raise error
        return old

    def _exchanged_back(old: Path, path: Path) -> None:
        old.replace(path)

    def _rename_to_free_name(new: Path, path: Path) -> None:
        new.rename(path)  # raises FileExistsError if the name is taken

elif sys.platform == "linux":
    _NO_REPLACE, _EXCHANGE, _HERE = 1, 2, -100  # RENAME_NOREPLACE, RENAME_EXCHANGE, AT_FDCWD

    def _exchanged(new: Path, path: Path) -> Path | None:
        if _renamed(new, path, _EXCHANGE):
            return new
        new.replace(path)
        return None

    def _exchanged_back(old: Path, path: Path) -> None:
        _renamed(old, path, _EXCHANGE)

    def _rename_to_free_name(new: Path, path: Path) -> None:
        if not _renamed(new, path, _NO_REPLACE):
            _link_to_free_name(new, path)

    def _renamed(old: Path, new: Path, flags: int) -> bool:
        """Rename by renameat2; return False if the kernel or the file system does not support it."""
        import ctypes

        try:
            rename = ctypes.CDLL(None, use_errno=True).renameat2
        except AttributeError:
            return False
        if rename(_HERE, os.fsencode(old), _HERE, os.fsencode(new), flags) == 0:
            return True
        number = ctypes.get_errno()
        if number in NOT_SUPPORTED:
            return False
        raise OSError(number, os.strerror(number), str(old), None, str(new))

else:

    def _exchanged(new: Path, path: Path) -> Path | None:
        new.replace(path)
        return None

    def _exchanged_back(old: Path, path: Path) -> None:
        old.replace(path)

    def _rename_to_free_name(new: Path, path: Path) -> None:
        _link_to_free_name(new, path)


if sys.platform != "win32":

    def _link_to_free_name(new: Path, path: Path) -> None:
        """Rename by a hard link, which fails if the name is taken, and delete the old name."""
        try:
            path.hardlink_to(new)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            new.rename(path)
            return
        with contextlib.suppress(OSError):
            new.unlink()


def may_be_replaced(path: Path) -> bool:
    """Return whether a file may be replaced by another.

    A file with several names must be overwritten instead, and in a sticky folder only the owner may replace a file.
    """
    status, folder = path.stat(), path.parent.stat()
    if status.st_nlink > 1:
        return False
    if sys.platform == "win32" or not folder.st_mode & stat.S_ISVTX:
        return True
    return os.geteuid() in (0, status.st_uid, folder.st_uid)
