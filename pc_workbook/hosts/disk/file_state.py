"""The state of a file when it was read: its size and checksum, and its identity for the operating system."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from pc_workbook.errors import NotWritten
from pc_workbook.ooxml.package.opening import unreadable

CHANGED = (
    "{name} has been saved by somebody since it was read, so nothing was written to it. Run the command again to work "
    "from its current content."
)
_CHUNK = 1 << 20  # bytes


class Stamp(NamedTuple):
    """Size and checksum of a file's content."""

    size: int  # bytes
    sha256: str

    @classmethod
    def of_content(cls, content: bytes) -> "Stamp":
        """Return the stamp of a file with this content."""
        return cls(len(content), hashlib.sha256(content).hexdigest())


class Identity(NamedTuple):
    """Which file is at a path, and when it was last written, as the operating system reports it."""

    device: int
    inode: int
    size: int
    modified: int  # nanoseconds

    @classmethod
    def from_stat(cls, status: os.stat_result) -> "Identity":
        """Return the identity that a file has as long as nobody replaces it or writes to it."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


class FileState(NamedTuple):
    """Identity and content of a file when it was read."""

    identity: Identity
    stamp: Stamp


def stamp(path: str | Path) -> Stamp:
    """Return the size and checksum of a file. Raises WorkbookProblem if it can't be read."""
    path = Path(path)
    try:
        return stamp_of_file(path)
    except OSError as error:
        raise unreadable(path, error) from error


def stamp_of_file(path: Path) -> Stamp:
    """Return the size and checksum of a temporary file. Raises OSError: its name means nothing to a user."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Stamp(file.tell(), digest)


def stamp_or_none(path: Path) -> Stamp | None:
    """Return the size and checksum of a file; None if there is none, or it is not a regular file. Raises OSError."""
    if path.is_symlink() or not path.is_file():
        return None
    return stamp_of_file(path)


def copy_file(path: Path, copy: Path) -> FileState:
    """Copy a file to a new path and return the state that was copied.

    Raises NotWritten if the file is saved while it is copied, and WorkbookProblem if it can't be read.
    """
    digest, size = hashlib.sha256(), 0
    try:
        file = path.open("rb")
    except OSError as error:  # deleted meanwhile, or opened exclusively by another program
        raise unreadable(path, error) from error
    with file, os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb") as out:
        before = Identity.from_stat(os.fstat(file.fileno()))
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        after = Identity.from_stat(os.fstat(file.fileno()))
    if before != after:
        raise NotWritten(CHANGED.format(name=path.name))
    return FileState(after, Stamp(size, digest.hexdigest()))


_BINARY = getattr(os, "O_BINARY", 0)
