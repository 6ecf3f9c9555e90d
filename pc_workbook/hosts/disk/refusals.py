"""Checks before anything is written: the workbook is not open elsewhere, and it and its folder may be written."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

from pc_workbook.errors import NotWritten, WorkbookProblem
from pc_workbook.hosts.disk.write_errors import not_written
from pc_workbook.ooxml.package.opening import A_FOLDER, NO_NAME

_NO_FOLDER: Final = "There is no folder {folder}. Create it, or choose another folder for {name}."
_READ_ONLY: Final = "{name} is read-only. Clear that (right-click, Properties, Read-only) or save a copy under another name, and try again."
_READ_ONLY_DISK: Final = "{folder} is on a read-only disk. Choose another folder for {name}."
_NO_FILE_ACCESS: Final = "You may read {name}, but not change it. Ask its owner for access, or save a copy under another name, and try again."
_NO_FOLDER_ACCESS: Final = (
    "You can't write in the folder {folder}. Ask its owner for access, or use a folder of your own for {name}, and try "
    "again."
)
_OPEN_IN: Final = (
    "{name} is open in {program}{user}. Close it there and try again. If it is not open, delete the hidden file "
    "'{lock}' beside it."
)
_NOT_A_FILE: Final = "{name} is not a file. Give another name."
_LINK_LOOP: Final = "{path} is a link that leads back to itself. Give the name of the workbook."


def resolved(path: str | Path) -> Path:
    """Return the absolute path with all links resolved. Raises WorkbookProblem if the links form a loop."""
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError) as error:
        raise WorkbookProblem(_LINK_LOOP.format(path=path)) from error


def refuse_if_not_writable(path: str | Path) -> None:
    """Raise WorkbookProblem if a workbook is open in a program, or it or its folder may not be written.

    The workbook need not exist yet.
    """
    path = Path(path)
    if not path.name:
        raise WorkbookProblem(NO_NAME)
    try:
        _refuse_path(path)
    except PermissionError as error:  # the folder can't even be listed
        raise NotWritten(_NO_FOLDER_ACCESS.format(folder=path.parent, name=path.name)) from error
    except OSError as error:
        raise not_written(path, error) from error


def _refuse_path(path: Path) -> None:
    folder = path.parent
    if path.is_dir():
        raise WorkbookProblem(A_FOLDER.format(path=path))
    if not folder.is_dir():
        raise WorkbookProblem(_NO_FOLDER.format(folder=folder, name=path.name))
    _refuse_if_open(path)
    if path.exists():
        _refuse_file(path)
    if not os.access(folder, os.W_OK | os.X_OK):
        refusal = _READ_ONLY_DISK if _is_read_only_disk(folder) else _NO_FOLDER_ACCESS
        raise NotWritten(refusal.format(folder=folder, name=path.name))


def _refuse_file(path: Path) -> None:
    if not path.is_file():
        raise WorkbookProblem(_NOT_A_FILE.format(name=path.name))
    if not path.stat().st_mode & 0o222:
        raise NotWritten(_READ_ONLY.format(name=path.name))
    if not os.access(path, os.W_OK):
        refusal = _READ_ONLY_DISK if _is_read_only_disk(path.parent) else _NO_FILE_ACCESS
        raise NotWritten(refusal.format(folder=path.parent, name=path.name))


def _is_read_only_disk(folder: Path) -> bool:
    return sys.platform != "win32" and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _refuse_if_open(path: Path) -> None:
    lock_files = (
        ("Excel", path.with_name(f"~${path.name}"), _excel_user),
        ("LibreOffice", path.with_name(f".~lock.{path.name}#"), _libreoffice_user),
    )
    for program, lock, read_user in lock_files:
        if _exists(lock):
            name = read_user(lock)
            user = f" (by {name})" if name else ""
            raise NotWritten(_OPEN_IN.format(name=path.name, program=program, user=user, lock=lock.name))


def _exists(lock: Path) -> bool:
    """Return whether a lock file exists; False too if its name would be longer than the file system allows."""
    try:
        return lock.exists()
    except OSError:
        return False


def _excel_user(lock: Path) -> str:
    """Return the user that Excel's lock file names: one byte for the length, then the name padded with spaces."""
    with contextlib.suppress(OSError):
        data = lock.read_bytes()
        return data[1 : 1 + data[0]].decode("cp1252", "ignore").strip(" \0") if data else ""
    return ""


def _libreoffice_user(lock: Path) -> str:
    """Return the user that LibreOffice's lock file names: the first of its comma-separated values."""
    with contextlib.suppress(OSError):
        return lock.read_text("utf-8", "ignore").partition(",")[0].strip()
    return ""
