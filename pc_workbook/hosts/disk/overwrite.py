"""Overwriting a file that can't be replaced by a new one, because it has several names or another owner.

Overwriting is not atomic, so a journal is written first (journal.py): the next run undoes one that was killed. If
writing fails, the old content is written back at once.
"""

import os
import sys
from pathlib import Path
from typing import Final

from pc_workbook.errors import NotWritten
from pc_workbook.hosts.disk.backups import backups_folder
from pc_workbook.hosts.disk.file_state import CHANGED, FileState, Identity
from pc_workbook.hosts.disk.replace import NOT_SUPPORTED, force_open_file_to_disk

DAMAGED: Final = (
    "The disk failed while {name} was being written, and it may be damaged. Use the newest backup in the folder "
    "'{folder}', which is complete."
)
_BLOCK: Final = 512  # bytes that a disk writes in one piece
_FLAGS: Final = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def write_over(path: Path, content: bytes, state: FileState, old: bytes) -> None:
    """Overwrite the file at `path` that was read with `state`; write the old content back if that fails.

    Raises NotWritten if the file was changed or replaced since, and OSError if it can't be written.
    """
    file = os.open(path, _FLAGS)
    try:
        if Identity.from_stat(os.fstat(file)) != state.identity:
            raise NotWritten(CHANGED.format(name=path.name))
        try:
            _write(file, content)
        except OSError:
            _write_back(file, old, path)
            raise
    finally:
        os.close(file)


def write_back(path: Path, old: bytes) -> None:
    """Write a file's old content into it again. Raises NotWritten if that fails too."""
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
    """Return whether `content` is what an interrupted overwriting of `old` by `new` leaves.

    Then each block of it is that of the old content, that of the new, or was never written.

    >>> old, new = b"o" * 2000, b"n" * 3000
    >>> is_torn(new[:512] + old[512:], old, new), is_torn(b"somebody's work", old, new)
    (True, False)
    """
    if content in (old, new) or not min(len(old), len(new)) <= len(content) <= max(len(old), len(new)):
        return False
    starts = range(0, len(content), _BLOCK)
    return all(
        _is_block_of_either(content[start : start + _BLOCK], old[start : start + _BLOCK], new[start : start + _BLOCK])
        for start in starts
    )


def _is_block_of_either(block: bytes, old: bytes, new: bytes) -> bool:
    size = len(block)
    return block in (new[:size], old[:size].ljust(size, b"\0"), bytes(size)) or _is_partly_new(block, old, new)


def _is_partly_new(block: bytes, old: bytes, new: bytes) -> bool:
    """Return whether a block begins as `new` and continues as `old` or unwritten: copying can stop between two bytes."""
    pairs = enumerate(zip(block, new, strict=False))
    same = next((place for place, (byte, new_byte) in pairs if byte != new_byte), len(new))
    return block[same:] in (old[same : len(block)].ljust(len(block) - same, b"\0"), bytes(len(block) - same))


def _write(file: int, content: bytes) -> None:
    """Overwrite an open file. Space is allocated first, so that a full disk is noticed before anything is changed."""
    if os.fstat(file).st_size < len(content):
        _allocate(file, len(content))
    os.lseek(file, 0, os.SEEK_SET)
    remaining = memoryview(content)
    while remaining:
        remaining = remaining[os.write(file, remaining) :]
    os.ftruncate(file, len(content))
    force_open_file_to_disk(file)


def _allocate(file: int, size: int) -> None:
    if sys.platform == "linux":
        try:
            os.posix_fallocate(file, 0, size)
        except OSError as error:
            if error.errno not in NOT_SUPPORTED:
                raise
