"""What the operating system reports when a file can't be written, in words: what is wrong and what to do."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pc_workbook.errors import NotWritten

_WORDS: Final[Mapping[int, tuple[str, str]]] = {
    errno.ENOSPC: ("The disk is full", "Make room on it, and try again."),
    errno.EDQUOT: ("Your share of the disk is used up", "Make room, or ask the IT desk for more, and try again."),
    errno.EFBIG: ("The disk, or your account, allows no file of that size", "Ask the IT desk, or use another folder."),
    errno.EIO: ("The disk reported an error", "Try again; if it happens again, tell the IT desk."),
    errno.EROFS: ("The disk can only be read from", "Use another folder, and try again."),
    errno.ENAMETOOLONG: ("The name is too long", "Give a shorter name, and try again."),
    errno.EACCES: ("You don't have permission", "Ask the owner of the folder for access, or use a folder of your own."),
    errno.EPERM: ("The system does not allow it", "Ask the owner of the file, or use a folder of your own."),
    errno.ENOENT: ("A file or folder is no longer there", "Check the folder, and try again."),
    errno.ESTALE: ("The network folder does not answer", "Try again when it does."),
    errno.ETIMEDOUT: ("The network folder does not answer", "Try again when it does."),
    errno.EMFILE: ("Too many files are open", "Close other programs, and try again."),
    errno.ENFILE: ("Too many files are open", "Close other programs, and try again."),
}
_OTHER: Final = ("The system reported “{reason}”", "Try again; if it happens again, tell the IT desk.")


def not_written(path: Path, error: OSError) -> NotWritten:
    """Say of one file that it could not be written, and why."""
    problem, remedy = _words(error)
    return NotWritten(f"{problem}, so {path.name} could not be written. {remedy}")


def explained(error: OSError) -> str:
    """Say what went wrong where it is not known which of the user's files it was about."""
    problem, remedy = _words(error)
    where = f" ({error.filename})" if error.filename else ""
    return f"{problem}{where}. {remedy}"


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Turn a fault of the disk into NotWritten, which names the file that was to be written."""
    try:
        yield
    except OSError as error:
        raise not_written(path, error) from error


def _words(error: OSError) -> tuple[str, str]:
    problem, remedy = _WORDS.get(error.errno or 0, _OTHER)
    return problem.format(reason=error.strerror or error), remedy
