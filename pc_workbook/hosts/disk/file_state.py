"""What a file held when it was looked at: its content, and which file it was."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from pc_workbook.errors import NotWritten
from pc_workbook.ooxml.package.opening import unreadable

CHANGED = (
    "{name} has been saved by somebody since it was read, so nothing was written to it; do the same again to work "
    "from what it holds now."
)
_CHUNK = 1 << 20  # bytes


class Stamp(NamedTuple):
    """What a file held when it was read."""

    size: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> "Stamp":
        """Return the stamp of a file with this content."""
        return cls(len(content), hashlib.sha256(content).hexdigest())


class Identity(NamedTuple):
    """Which file stands at a path, and when it was last written, as the operating system counts."""

    device: int
    inode: int
    size: int
    modified: int  # nanoseconds

    @classmethod
    def of(cls, found: os.stat_result) -> "Identity":
        """Return what two looks at a file must have in common."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


class Seen(NamedTuple):
    """A file that was looked at: which it was, and what it held."""

    identity: Identity
    stamp: Stamp


def stamp(path: str | Path) -> Stamp:
    """Return what a file holds now. Raises WorkbookProblem where it can't be read."""
    path = Path(path)
    try:
        return held_by(path)
    except OSError as error:
        raise unreadable(path, error) from error


def held_by(path: Path) -> Stamp:
    """Return what a file of ours holds. Raises OSError, for its name means nothing to a user."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Stamp(file.tell(), digest)


def stamp_or_none(path: Path) -> Stamp | None:
    """Return what a file holds; None where none stands there, or no plain file. Raises OSError."""
    if path.is_symlink() or not path.is_file():
        return None
    return held_by(path)


def copied(path: Path, copy: Path) -> Seen:
    """Copy a file and return what was copied. Raises NotWritten where somebody saves it meanwhile."""
    digest, size = hashlib.sha256(), 0
    try:
        file = path.open("rb")
    except OSError as error:  # gone meanwhile, or held by another program
        raise unreadable(path, error) from error
    with file, os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb") as out:
        before = Identity.of(os.fstat(file.fileno()))
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        after = Identity.of(os.fstat(file.fileno()))
    if before != after:
        raise NotWritten(CHANGED.format(name=path.name))
    return Seen(after, Stamp(size, digest.hexdigest()))


_BINARY = getattr(os, "O_BINARY", 0)
