"""A lock file beside a workbook, so that only one run at a time writes the workbook.

The operating system releases the lock of a killed process. The lock only makes a second writer wait; replace.py makes
sure that no saved change is lost. The filelock package (4.3.1) is not used: its import takes 38 ms, a fifth of a small
check. It also leaves the lock file in the user's folder, where our tests require that nothing stays.
"""

import contextlib
import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pc_workbook.errors import NotWritten

BEING_WRITTEN: Final = "{name} is being written by another run of this program. Try again when that has finished."
_MAX_NAME_BYTES: Final = 200  # of a workbook's name that is repeated in the name of its lock file
_OPEN_FLAGS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@contextlib.contextmanager
def write_lock(path: Path) -> Iterator[None]:
    """Hold the lock of a workbook within the block. Raises NotWritten if another run holds it.

    The block runs without a lock if none can be taken: on a file system without locks, or if the lock file is another
    account's and can't be opened.
    """
    lock = lock_file(path)
    file = _acquire(lock, path)
    try:
        yield
    finally:
        if file is not None:
            _release(lock, file)


def lock_file(path: Path) -> Path:
    """Return the path of a workbook's lock file, with a checksum in place of a name that would be too long."""
    name = path.name
    if len(os.fsencode(name)) > _MAX_NAME_BYTES:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return path.with_name(f".{name}.pc-workbook.lock")


def _acquire(lock: Path, path: Path) -> int | None:
    while True:
        file = _open(lock)
        if file is None:
            return None
        if not try_lock(file):
            os.close(file)
            raise NotWritten(BEING_WRITTEN.format(name=path.name))
        if path_leads_to(lock, file):
            return file
        os.close(file)  # the previous holder deleted it after it was opened here and before it was locked


def _open(lock: Path) -> int | None:
    """Open the lock file, or create an empty one that every account can open; return None if neither is possible."""
    attempts = ((os.O_RDWR, 0), (os.O_RDONLY, 0), (os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644))
    for flags, mode in attempts:
        with contextlib.suppress(OSError):
            file = os.open(lock, flags | _OPEN_FLAGS, mode)
            if not stat.S_ISREG(os.fstat(file).st_mode):
                os.close(file)
                return None
            if mode and sys.platform != "win32":
                os.fchmod(file, mode)  # whatever the account's umask is
            return file
    return None


def path_leads_to(path: Path, file: int) -> bool:
    """Return whether the file at a path is still the open file."""
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def try_lock(file: int) -> bool:
        """Lock an open file without waiting; return False if another process holds the lock."""
        os.lseek(file, 0, os.SEEK_SET)  # Windows locks from the current position
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(lock: Path, file: int) -> None:
        os.close(file)
        with contextlib.suppress(OSError):  # the next writer may have locked it already
            lock.unlink()

else:
    import fcntl

    def try_lock(file: int) -> bool:
        """Lock an open file without waiting; return False if another process holds the lock."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # some network file systems have no locks
        return True

    def _release(lock: Path, file: int) -> None:
        with contextlib.suppress(OSError):  # another account's file in a sticky folder can't be deleted
            lock.unlink()  # before the lock is released: afterwards it may be the next writer's file
        os.close(file)
