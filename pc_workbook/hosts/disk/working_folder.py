"""Working folders, in which files are created before they are put in place, and the deletion of abandoned ones.

A folder is deleted only if it certainly is an abandoned working folder: its name contains check digits, it is a real
folder of this account, it contains the marker file, and the operating system's lock on that marker is free.
"""

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

from pc_workbook.errors import NotWritten
from pc_workbook.hosts.disk.lock import path_leads_to, try_lock
from pc_workbook.interrupts import uninterrupted

MARKER: Final = "pc-workbook.marker"
SIGNATURE: Final = b"A working folder of pc_workbook, which removes it when the run that made it has ended.\n"
_NAME: Final = re.compile(r"\.?pc-workbook-([0-9a-f]{16})-([0-9a-f]{8})")
_NO_TEMPORARY_FOLDER: Final = (
    "No folder for temporary files can be written to, or the disk is full. Free some space, or set the environment "
    "variable TMPDIR (on Windows: TEMP) to a folder you can write in, and try again."
)
_OPEN_FLAGS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@contextlib.contextmanager
def working_folder(place: Path) -> Iterator[Path]:
    """Create a hidden folder in `place`, on the same disk as the files to be written, and delete it after the block.

    Raises OSError.
    """
    clear_leftovers(place)
    # On Windows the workbook created in a private folder would inherit its narrow permissions.
    with _temporary(place, ".", 0o777 if sys.platform == "win32" else 0o700) as folder:
        yield folder


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """Create a folder in the system's temporary folder for files that nobody may see before they are checked.

    Beside a workbook, colleagues could open it, and a synchronised folder would upload it. The folder is deleted after
    the block. Raises NotWritten if there is no temporary folder, OSError for other failures.
    """
    place = _temporary_folder()
    clear_leftovers(place)
    with _temporary(place, "", 0o700) as folder:
        yield folder


def _temporary_folder() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError as error:  # raised also if all of them are full
        raise NotWritten(_NO_TEMPORARY_FOLDER) from error


@contextlib.contextmanager
def _temporary(place: Path, prefix: str, mode: int) -> Iterator[Path]:
    folder, marker = place, None
    try:
        with uninterrupted():
            folder, marker = _create(place, prefix, mode)
        yield folder
    finally:
        if marker is not None:
            with uninterrupted():
                _empty(folder)
                os.close(marker)
                _delete_emptied(folder)


def _create(place: Path, prefix: str, mode: int) -> tuple[Path, int]:
    """Create a folder and its marker; return both, the marker open and locked. Raises OSError, and leaves nothing then.

    Another run may delete a folder that has no signed marker yet. A folder that it has begun to delete is left to it,
    and the next attempt uses a new name.
    """
    while True:
        folder = place / f"{prefix}{_new_name()}"
        folder.mkdir(mode=mode)
        try:
            marker = _create_marker(folder / MARKER)
        except FileNotFoundError:
            continue
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if marker is not None:
            return folder, marker


def _create_marker(path: Path) -> int | None:
    """Return the signed marker, open and locked; None if another run has deleted it meanwhile.

    The lock is taken before the signature is written, so a signed marker without a lock is certainly abandoned.
    """
    marker = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _OPEN_FLAGS, 0o600)
    is_locked = False
    try:
        if try_lock(marker):
            os.write(marker, SIGNATURE)
            is_locked = path_leads_to(path, marker)
    finally:
        if not is_locked:
            os.close(marker)
    return marker if is_locked else None


# -- folders left by killed runs


Abandoned = Callable[[Collection[str]], bool]


def _never(labels: Collection[str]) -> bool:
    """Return False: a complete set of files is kept."""
    return False


def clear_leftovers(place: Path, abandoned: Abandoned = _never) -> bool:
    """Delete the working folders that killed runs of this account have left, after completing or undoing their work.

    A complete set of files is undone as well if `abandoned` returns True for its labels. Returns whether there was
    anything to complete or undo.
    """
    folders: list[Path] = []
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if is_working_folder_name(entry.name) and entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
    return sum(_clear(folder, abandoned) for folder in folders) > 0


def is_working_folder_name(name: str) -> bool:
    """Return whether a name is one of a working folder: its check digits match its token.

    >>> is_working_folder_name("pc-workbook-notes"), is_working_folder_name("pc-workbook-0123456789abcdef-00000000")
    (False, False)
    """
    parts = _NAME.fullmatch(name)
    return parts is not None and parts[2] == _check_digits(parts[1])


def _new_name() -> str:
    token = secrets.token_hex(8)
    return f"pc-workbook-{token}-{_check_digits(token)}"


def _check_digits(token: str) -> str:
    return hashlib.sha256(SIGNATURE + token.encode()).hexdigest()[:8]


def _clear(folder: Path, abandoned: Abandoned) -> bool:
    try:
        if sys.platform != "win32" and folder.lstat().st_uid != os.geteuid():
            return False
        with _locked_if_abandoned(folder) as is_abandoned:
            if not is_abandoned:
                return False
            was_unfinished = _finish_or_undo(folder, abandoned)
            _empty(folder)
        _delete_emptied(folder)
        return was_unfinished
    except OSError:  # deleted meanwhile, or no permission
        return False


@contextlib.contextmanager
def _locked_if_abandoned(folder: Path) -> Iterator[bool]:
    """Yield whether the folder contains the signed marker and no run works in it; lock the marker within the block.

    A run that was killed while it created the folder has left it empty, or with an empty marker. Such a folder is
    deleted at once, which fails if it contains anything else.
    """
    names = os.listdir(folder)  # noqa: PTH208  only names are needed
    if not names:
        folder.rmdir()
        yield False
        return
    marker = os.open(folder / MARKER, os.O_RDWR | _OPEN_FLAGS)
    try:
        is_regular = stat.S_ISREG(os.fstat(marker).st_mode)
        signature = os.read(marker, len(SIGNATURE) + 1) if is_regular else b"?"
        if signature == SIGNATURE:
            yield try_lock(marker) and path_leads_to(folder / MARKER, marker)
        else:
            if signature == b"" and names == [MARKER] and try_lock(marker):
                (folder / MARKER).unlink()
                folder.rmdir()
            yield False
    finally:
        os.close(marker)


def _finish_or_undo(folder: Path, abandoned: Abandoned) -> bool:
    from pc_workbook.hosts.disk.journal import finish_or_undo

    return finish_or_undo(folder, abandoned)


def _empty(folder: Path) -> None:
    """Delete everything but the marker, so that the folder of a run killed here is still recognised."""
    with contextlib.suppress(OSError):
        for path in list(folder.iterdir()):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != MARKER:
                with contextlib.suppress(OSError):
                    path.unlink()


def _delete_emptied(folder: Path) -> None:
    """Delete the folder with its marker, if it contains nothing else."""
    with contextlib.suppress(OSError):
        if os.listdir(folder) == [MARKER]:  # noqa: PTH208  only names are needed
            (folder / MARKER).unlink()
            folder.rmdir()
