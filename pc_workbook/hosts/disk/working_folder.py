"""The folder in which a run makes its files, before they are put in place; and the clearing of those left behind.

A folder is cleared only if it is certainly one of ours that nobody works in: its name carries check digits, it is a
real folder of this account, it holds our marker, and the operating system's lock on that marker is free.
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
_NO_ROOM: Final = (
    "There is no folder for temporary files in which this program can write, or the disk is full. Make room, or name a "
    "folder in the environment variable TMPDIR (on Windows: TEMP), and try again."
)
_SAFELY: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@contextlib.contextmanager
def working_folder(place: Path) -> Iterator[Path]:
    """Make a hidden folder in `place`, on the same disk as the files to be written; it is removed after the block."""
    clear_leftovers(place)
    # On Windows a private folder would hand its narrow permissions to the workbook made in it.
    with _made(place, ".", 0o777 if sys.platform == "win32" else 0o700) as folder:
        yield folder


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """Make a folder in the system's own place for passing files, for what nobody may see before it was checked:
    beside a workbook others would look into it, and a shared folder would carry it away."""
    place = _temporary_folder()
    clear_leftovers(place)
    with _made(place, "", 0o700) as folder:
        yield folder


def _temporary_folder() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError as error:  # what Python raises also where all of them are full
        raise NotWritten(_NO_ROOM) from error


@contextlib.contextmanager
def _made(place: Path, prefix: str, mode: int) -> Iterator[Path]:
    folder, marker = place, None
    try:
        with uninterrupted():
            folder, marker = _make(place, prefix, mode)
        yield folder
    finally:
        if marker is not None:
            with uninterrupted():
                _empty(folder)
                os.close(marker)
                _remove_emptied(folder)


def _make(place: Path, prefix: str, mode: int) -> tuple[Path, int]:
    """Make a folder and its marker; return both, the marker open and locked. Raises OSError, and then leaves nothing.

    Another run may take a folder without a signed marker for one that was left behind. It removes it then, in its own
    time, so a folder that was lost to it is left to it, and the next try has a new name.
    """
    while True:
        folder = place / f"{prefix}{_new_name()}"
        folder.mkdir(mode=mode)
        try:
            marker = _make_marker(folder / MARKER)
        except FileNotFoundError:
            continue
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if marker is not None:
            return folder, marker


def _make_marker(path: Path) -> int | None:
    """Return the signed marker, or None where another run was quicker and removes it.

    The lock is taken before the signature is written, so that a signed marker without a lock is a left one.
    """
    marker = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _SAFELY, 0o600)
    is_ours = False
    try:
        if try_lock(marker):
            os.write(marker, SIGNATURE)
            is_ours = path_leads_to(path, marker)
    finally:
        if not is_ours:
            os.close(marker)
    return marker if is_ours else None


# -- what a killed run has left


Abandoned = Callable[[Collection[str]], bool]


def _never(labels: Collection[str]) -> bool:
    """A set of files that is whole stays."""
    return False


def clear_leftovers(place: Path, abandoned: Abandoned = _never) -> bool:
    """Clear what killed runs of this account have left in a folder, after finishing or undoing what they had begun.

    `abandoned` is given the labels of a set of files that is whole, and says whether it is to be undone all the same.
    Returns whether anything was found to finish or undo.
    """
    found: list[Path] = []
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        found = [Path(one.path) for one in entries if is_our_name(one.name) and one.is_dir(follow_symlinks=False)]
    return sum(_clear(folder, abandoned) for folder in found) > 0


def is_our_name(name: str) -> bool:
    """Return whether a name is one that `working_folder` gives: its last digits follow from the ones before.

    >>> is_our_name("pc-workbook-notes"), is_our_name("pc-workbook-0123456789abcdef-00000000")
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
        with _left_marker(folder) as is_left:
            if not is_left:
                return False
            was_unfinished = _finish_or_undo(folder, abandoned)
            _empty(folder)
        _remove_emptied(folder)
        return was_unfinished
    except OSError:  # gone meanwhile, or may not be touched
        return False


@contextlib.contextmanager
def _left_marker(folder: Path) -> Iterator[bool]:
    """Give whether the folder holds our marker and nobody works in it; the marker is held for the block.

    A run that was killed while it made the folder has left it empty, or with an empty marker: that is all there is to
    lose, and removing such a folder fails if there is anything else in it.
    """
    names = os.listdir(folder)  # noqa: PTH208  the names alone
    if not names:
        folder.rmdir()
        yield False
        return
    marker = os.open(folder / MARKER, os.O_RDWR | _SAFELY)
    try:
        is_plain = stat.S_ISREG(os.fstat(marker).st_mode)
        signed = os.read(marker, len(SIGNATURE) + 1) if is_plain else b"?"
        if signed == SIGNATURE:
            yield try_lock(marker) and path_leads_to(folder / MARKER, marker)
        else:
            if signed == b"" and names == [MARKER] and try_lock(marker):
                (folder / MARKER).unlink()
                folder.rmdir()
            yield False
    finally:
        os.close(marker)


def _finish_or_undo(folder: Path, abandoned: Abandoned) -> bool:
    from pc_workbook.hosts.disk.journal import finish_or_undo

    return finish_or_undo(folder, abandoned)


def _empty(folder: Path) -> None:
    """Remove everything but the marker: a run that is killed here leaves a folder that is still known for ours."""
    with contextlib.suppress(OSError):
        for one in list(folder.iterdir()):
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one, ignore_errors=True)
            elif one.name != MARKER:
                with contextlib.suppress(OSError):
                    one.unlink()


def _remove_emptied(folder: Path) -> None:
    """The marker goes last, and only with the folder."""
    with contextlib.suppress(OSError):
        if os.listdir(folder) == [MARKER]:  # noqa: PTH208  the names alone
            (folder / MARKER).unlink()
            folder.rmdir()
