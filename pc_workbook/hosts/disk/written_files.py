"""The files that this run has written so far, so that an error message can say what is on disk now."""

from pathlib import Path
from typing import NamedTuple


class WrittenFile(NamedTuple):
    """A file that was written, and the backup of the file it replaced; None if it replaced none."""

    path: Path
    backup: Path | None


NOTHING = "Nothing was written; all files are unchanged."
COMPLETE = "Written completely before that: {names}."
BACKUP = "Backup of {name}: {backup}"

_written: list[WrittenFile] = []


def forget() -> None:
    """Start a new run with no files written."""
    _written.clear()


def add(path: Path, backup: Path | None) -> None:
    """Add a file; call this as soon as it is in place."""
    _written.append(WrittenFile(path, backup))


def remove(path: Path) -> None:
    """Remove a file whose writing was undone."""
    _written[:] = [file for file in _written if file.path != path]


def count() -> int:
    """Return how many files have been written."""
    return len(_written)


def summary() -> str:
    """Return the sentences about the files written, for an error message."""
    if not _written:
        return NOTHING
    names = ", ".join(str(file.path) for file in _written)
    backups = [BACKUP.format(name=file.path.name, backup=file.backup) for file in _written if file.backup is not None]
    return "\n".join([COMPLETE.format(names=names), *backups])
