"""Putting a file in its place in one step, and never over a file that somebody else has put there.

Linux exchanges two names, so that what was displaced can be looked at and put back: no moment is left in which a
colleague's save could be lost. Windows hands the displaced file back too, and keeps the place's access rights. Where
neither can be done, the file is looked at directly before it is replaced.
"""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path
from typing import Final

from pc_workbook.errors import NotWritten
from pc_workbook.hosts.disk.file_state import CHANGED, Identity, Seen, held_by

APPEARED: Final = "{name} has been made by somebody else meanwhile, so nothing was written to it; give another name."
OPEN_SOMEWHERE: Final = "{name} is held open by another program, so it can't be written; close it there and try again."
NOT_SUPPORTED: Final = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.ENODEV)  # some network folders
OLD: Final = ".old"  # ends the name of a file that Windows has displaced


def put_new(new: Path, path: Path) -> None:
    """Give a file its name, where nothing stands. Raises NotWritten where something does."""
    try:
        _rename_to_free_name(new, path)
    except FileExistsError as error:
        raise NotWritten(APPEARED.format(name=path.name)) from error
    except PermissionError as error:
        raise _not_replaced(path, error) from error


def replace(new: Path, path: Path, seen: Seen) -> None:
    """Put a file in the place of the one that was seen there. Raises NotWritten where another stands there now.

    The displaced file may be left beside `new`: see `displaced`.
    """
    refuse_if_another(path, seen)
    ours = new.stat()
    try:
        old = _exchanged(new, path)
    except PermissionError as error:
        raise _not_replaced(path, error) from error
    if old is None:
        return
    is_what_was_seen = False
    try:
        is_what_was_seen = _is(old, seen)
    finally:
        if not is_what_was_seen:  # or it could not be found out
            _put_back(old, path, ours)
    if not is_what_was_seen:
        raise NotWritten(CHANGED.format(name=path.name))


def refuse_if_written_since(new: Path, path: Path, seen: Seen) -> None:
    """Raise NotWritten where a program that had the displaced file open has written into it after it was displaced."""
    old = displaced(new)
    if old is not None and Identity.of(old.stat()) != seen.identity:
        raise NotWritten(CHANGED.format(name=path.name))


def refuse_if_another(path: Path, seen: Seen) -> None:
    """Raise NotWritten where a path no longer leads to the file that was seen there, untouched."""
    try:
        now = Identity.of(path.stat())
    except FileNotFoundError as error:
        raise NotWritten(CHANGED.format(name=path.name)) from error
    if now != seen.identity:
        raise NotWritten(CHANGED.format(name=path.name))


def displaced(new: Path) -> Path | None:
    """Return the file that was displaced when `new` was put in its place, if it is still at hand."""
    return next((one for one in (new.with_name(f"{new.name}{OLD}"), new) if one.is_file()), None)


def force_to_disk(path: Path) -> None:
    """Force a file, or on systems that allow it a folder: after a power cut the name must lead to the content."""
    is_folder = path.is_dir()
    if is_folder and sys.platform == "win32":
        return
    file = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        force_open_file_to_disk(file)
    finally:
        os.close(file)


def force_open_file_to_disk(file: int) -> None:
    """Force what was written to an open file to disk. Raises OSError where the disk reports that it was lost."""
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in NOT_SUPPORTED:
            raise


def _put_back(old: Path, path: Path, expected: os.stat_result) -> None:
    """Give a displaced file its place back. What comes out should be ours; if it is not, somebody has saved once more,
    and that is to stand there."""
    while True:
        putting = old.stat()
        _exchanged_back(old, path)
        if not old.exists() or os.path.samestat(old.stat(), expected):
            return
        expected = putting


def _is(old: Path, seen: Seen) -> bool:
    return Identity.of(old.stat()) == seen.identity and held_by(old) == seen.stamp


def _not_replaced(path: Path, error: OSError) -> Exception:
    return NotWritten(OPEN_SOMEWHERE.format(name=path.name)) if sys.platform == "win32" else error


if sys.platform == "win32":
    import ctypes

    def _exchanged(new: Path, path: Path) -> Path | None:
        """ReplaceFile keeps the access rights, attributes and streams of the file it replaces."""
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
        new.rename(path)  # refused where something stands

elif sys.platform == "linux":
    _NO_REPLACE, _EXCHANGE, _HERE = 1, 2, -100  # of linux/fs.h and fcntl.h

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

    def _renamed(old: Path, new: Path, how: int) -> bool:
        """Rename by Linux's renameat2. False where the system or this kind of disk does not know it."""
        import ctypes

        try:
            rename = ctypes.CDLL(None, use_errno=True).renameat2
        except AttributeError:
            return False
        if rename(_HERE, os.fsencode(old), _HERE, os.fsencode(new), how) == 0:
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
        """A second name for the file is refused where the name is taken; then the first one goes."""
        try:
            path.hardlink_to(new)
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            new.rename(path)
            return
        with contextlib.suppress(OSError):
            new.unlink()


def may_be_replaced(path: Path) -> bool:
    """Return whether a file's name may be given to another file: in a sticky folder only its owner may do that, and
    a file with several names would lose the others."""
    found, folder = path.stat(), path.parent.stat()
    if found.st_nlink > 1:
        return False
    if sys.platform == "win32" or not folder.st_mode & stat.S_ISVTX:
        return True
    return os.geteuid() in (0, found.st_uid, folder.st_uid)
