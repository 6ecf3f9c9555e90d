"""Which files this run has put in place so far, so that a message after a fault says what stands on disk now."""

from pathlib import Path
from typing import NamedTuple


class Written(NamedTuple):
    """A file that was put in place, and the backup of the one that stood there before."""

    path: Path
    backup: Path | None


NOTHING = "Nothing was written: every file is as it was."
WHOLE = "Written before that, and whole: {names}."
BACKUP = "Backup of {name}: {backup}"

_written: list[Written] = []


def forget() -> None:
    """Begin a new run."""
    _written.clear()


def note(path: Path, backup: Path | None) -> None:
    """Remember a file as soon as it is in place."""
    _written.append(Written(path, backup))


def take_back(path: Path) -> None:
    """Forget a file that was taken out of its place again."""
    _written[:] = [one for one in _written if one.path != path]


def count() -> int:
    """Return how many files stand in their place."""
    return len(_written)


def summary() -> str:
    """Say what this run has written, for a message that tells of a fault."""
    if not _written:
        return NOTHING
    names = ", ".join(str(one.path) for one in _written)
    backups = [BACKUP.format(name=one.path.name, backup=one.backup) for one in _written if one.backup is not None]
    return "\n".join([WHOLE.format(names=names), *backups])
