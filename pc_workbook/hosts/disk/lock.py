"""One writer of a workbook at a time, by the operating system's lock on a file beside it.

A program that dies lets go of the lock, so a file that is left behind locks nobody out. The lock is a courtesy: it
tells the second writer to wait. That nothing is lost is seen to when the file is put in place (swap.py).
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

BEING_WRITTEN: Final = "{name} is being written by another run of this program; try again when that has finished."
_LONGEST: Final = 200  # bytes of a name that a lock file's name repeats
_NOT_FOLLOWED: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@contextlib.contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the lock of a workbook for the length of a block. Raises NotWritten where another run holds it.

    Where no lock can be had (a folder that knows none, another account's lock file that may not be opened) the block
    runs without.
    """
    lock = lock_file(path)
    file = _take(lock, path)
    try:
        yield
    finally:
        if file is not None:
            _let_go(lock, file)


def lock_file(path: Path) -> Path:
    """Return where the lock of a workbook lies; a long name is abbreviated, since a file's name has its limit."""
    name = path.name
    if len(os.fsencode(name)) > _LONGEST:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return path.with_name(f".{name}.pc-workbook.lock")


def _take(lock: Path, path: Path) -> int | None:
    while True:
        file = _opened(lock)
        if file is None:
            return None
        if not locked(file):
            os.close(file)
            raise NotWritten(BEING_WRITTEN.format(name=path.name))
        if is_still(lock, file):
            return file
        os.close(file)  # the one before us deleted it between our opening and our locking


def _opened(lock: Path) -> int | None:
    """Open the lock file, or make it so that every colleague can open it; it holds nothing."""
    ways = ((os.O_RDWR, 0), (os.O_RDONLY, 0), (os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644))
    for flags, mode in ways:
        with contextlib.suppress(OSError):
            file = os.open(lock, flags | _NOT_FOLLOWED, mode)
            if not stat.S_ISREG(os.fstat(file).st_mode):
                os.close(file)
                return None
            if mode and sys.platform != "win32":
                os.fchmod(file, mode)  # whatever the account's own habit is
            return file
    return None


def is_still(path: Path, file: int) -> bool:
    """Return whether a path still leads to an open file."""
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def locked(file: int) -> bool:
        """Lock an open file; return whether it could be, that is, whether nobody else holds it."""
        os.lseek(file, 0, os.SEEK_SET)  # Windows locks from where the file is being read
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(lock: Path, file: int) -> None:
        os.close(file)
        with contextlib.suppress(OSError):  # the next writer may hold it already
            lock.unlink()

else:
    import fcntl

    def locked(file: int) -> bool:
        """Lock an open file; return whether it could be, that is, whether nobody else holds it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # some network folders know no locks
        return True

    def _let_go(lock: Path, file: int) -> None:
        with contextlib.suppress(OSError):  # another account's, in a folder where only its owner may delete it
            lock.unlink()  # while it is held: afterwards it may be the next writer's
        os.close(file)
