"""Writing new content into a file that must stay the same file: one of several names, or of another owner.

This is not one step, so a journal goes before it (journal.py): a run that is killed in the middle is undone by the
next. Where writing fails, the old content is written back at once.
"""

import os
import sys
from pathlib import Path
from typing import Final

from pc_workbook.errors import NotWritten
from pc_workbook.hosts.disk.backups import backups_folder
from pc_workbook.hosts.disk.file_state import CHANGED, Identity, Seen
from pc_workbook.hosts.disk.replace import NOT_SUPPORTED, force_open_file_to_disk

DAMAGED: Final = (
    "The disk failed while {name} was being written, and it may be damaged now. The newest copy in the folder '{folder}' is "
    "whole: use that one."
)
_BLOCK: Final = 512  # bytes that a disk writes whole
_FLAGS: Final = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def write_over(path: Path, content: bytes, seen: Seen, old: bytes) -> None:
    """Write new content into the file that was seen at `path`, and the old content back where that fails.

    Raises NotWritten where another file stands there now, and OSError where the file can't be written.
    """
    file = os.open(path, _FLAGS)
    try:
        if Identity.of(os.fstat(file)) != seen.identity:
            raise NotWritten(CHANGED.format(name=path.name))
        try:
            _write(file, content)
        except OSError:
            _write_back(file, old, path)
            raise
    finally:
        os.close(file)


def write_back(path: Path, old: bytes) -> None:
    """Write a file's old content into it again. Raises NotWritten where not even that can be done."""
    file = os.open(path, _FLAGS)
    try:
        _write_back(file, old, path)
    finally:
        os.close(file)


def _write_back(file: int, old: bytes, path: Path) -> None:
    try:
        _write(file, old)
    except OSError as error:
        raise NotWritten(DAMAGED.format(name=path.name, folder=backups_folder(path).name)) from error


def is_torn(content: bytes, old: bytes, new: bytes) -> bool:
    """Return whether a file is what writing `new` over `old` leaves when it is cut short: every block of it is the
    one's or the other's, or was never written.

    >>> old, new = b"o" * 2000, b"n" * 3000
    >>> is_torn(new[:512] + old[512:], old, new), is_torn(b"somebody's work", old, new)
    (True, False)
    """
    if content in (old, new) or not min(len(old), len(new)) <= len(content) <= max(len(old), len(new)):
        return False
    starts = range(0, len(content), _BLOCK)
    return all(_could_stand(content[at : at + _BLOCK], old[at : at + _BLOCK], new[at : at + _BLOCK]) for at in starts)


def _could_stand(block: bytes, old: bytes, new: bytes) -> bool:
    size = len(block)
    return block in (new[:size], old[:size].ljust(size, b"\0"), bytes(size)) or _begins_new(block, old, new)


def _begins_new(block: bytes, old: bytes, new: bytes) -> bool:
    """Copying stops between two bytes, too."""
    same = next((at for at, (one, other) in enumerate(zip(block, new, strict=False)) if one != other), len(new))
    return block[same:] in (old[same : len(block)].ljust(len(block) - same, b"\0"), bytes(len(block) - same))


def _write(file: int, content: bytes) -> None:
    """Room is made first, so that a full disk is noticed before anything is changed."""
    if os.fstat(file).st_size < len(content):
        _make_room(file, len(content))
    os.lseek(file, 0, os.SEEK_SET)
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]
    os.ftruncate(file, len(content))
    force_open_file_to_disk(file)


def _make_room(file: int, size: int) -> None:
    if sys.platform == "linux":
        try:
            os.posix_fallocate(file, 0, size)
        except OSError as error:
            if error.errno not in NOT_SUPPORTED:
                raise
