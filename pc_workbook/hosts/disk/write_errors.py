"""Messages for errors that the operating system reports when a file can't be written: the problem and the fix."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pc_workbook.errors import NotWritten

_MESSAGES: Final[Mapping[int, tuple[str, str]]] = {
    errno.ENOSPC: ("The disk is full", "Free some space, and try again."),
    errno.EDQUOT: ("Your disk quota is used up", "Free some space, or ask the IT desk for more, and try again."),
    errno.EFBIG: ("The file is larger than the disk or your account allows", "Ask the IT desk, or use another folder."),
    errno.EIO: ("The disk reported an error", "Try again; if it happens again, tell the IT desk."),
    errno.EROFS: ("The disk is read-only", "Use another folder, and try again."),
    errno.ENAMETOOLONG: ("The name is too long", "Give a shorter name, and try again."),
    errno.EACCES: ("You don't have permission", "Ask the owner of the folder for access, or use a folder of your own."),
    errno.EPERM: ("The system does not allow this", "Ask the owner of the file, or use a folder of your own."),
    errno.ENOENT: ("A file or folder is no longer there", "Check the folder, and try again."),
    errno.ESTALE: ("The network folder does not answer", "Try again when it does."),
    errno.ETIMEDOUT: ("The network folder does not answer", "Try again when it does."),
    errno.EMFILE: ("Too many files are open", "Close other programs, and try again."),
    errno.ENFILE: ("Too many files are open", "Close other programs, and try again."),
}
_OTHER: Final = ("The system reported “{reason}”", "Try again; if it happens again, tell the IT desk.")


def not_written(path: Path, error: OSError) -> NotWritten:
    """Return the exception that says why a file could not be written and what to do."""
    problem, fix = _problem_and_fix(error)
    return NotWritten(f"{problem}, so {path.name} could not be written. {fix}")


def error_message(error: OSError) -> str:
    """Return a message for an error that can't be related to one of the user's files."""
    problem, fix = _problem_and_fix(error)
    place = f" ({error.filename})" if error.filename else ""
    return f"{problem}{place}. {fix}"


@contextmanager
def errors_as_not_written(path: Path) -> Iterator[None]:
    """Raise NotWritten, which names the file to be written, in place of an OSError within the block."""
    try:
        yield
    except OSError as error:
        raise not_written(path, error) from error


def _problem_and_fix(error: OSError) -> tuple[str, str]:
    problem, fix = _MESSAGES.get(error.errno or 0, _OTHER)
    return problem.format(reason=error.strerror or error), fix
