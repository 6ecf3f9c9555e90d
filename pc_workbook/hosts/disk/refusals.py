"""What is refused before anything is written: a workbook that is open, closed to you, or in no place to write in."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

from pc_workbook.errors import NotWritten, WorkbookProblem
from pc_workbook.hosts.disk.write_errors import not_written
from pc_workbook.ooxml.package.opening import A_FOLDER, NO_NAME

_NO_FOLDER: Final = "There is no folder {folder}; make it, or choose another place for {name}."
_READ_ONLY: Final = (
    "{name} is read-only; take that off (right-click, Properties, Read-only) or save a copy under another "
    "name, and try again."
)
_READ_ONLY_DISK: Final = "{folder} is on a disk that can only be read from; choose another place for {name}."
_NOT_YOURS: Final = "You may read {name}, but not change it; ask its owner for access, or save a copy under another name, and try again."
_FOLDER_CLOSED: Final = (
    "You can't write in the folder {folder}; ask its owner for access, or use a folder of your own for {name}, "
    "and try again."
)
_OPEN_IN: Final = (
    "{name} is open in {program}{who}; close it there and try again. If it is open nowhere, delete the hidden "
    "file '{lock}' beside it."
)
_NOT_A_FILE: Final = "{name} is not a file; give another name."
_CIRCLE: Final = "{path} is a link that leads back to itself; give the name of the workbook."


def resolved(path: str | Path) -> Path:
    """Return the file that a path means, through all links. Raises WorkbookProblem where they lead in a circle."""
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError) as error:
        raise WorkbookProblem(_CIRCLE.format(path=path)) from error


def refuse_if_not_writable(path: str | Path) -> None:
    """Raise WorkbookProblem, one plain sentence, when a workbook is open somewhere or may not be written.

    The workbook itself need not be there yet.
    """
    path = Path(path)
    if not path.name:
        raise WorkbookProblem(NO_NAME)
    try:
        _refuse_place(path)
    except PermissionError as error:  # the folder may not even be looked into
        raise NotWritten(_FOLDER_CLOSED.format(folder=path.parent, name=path.name)) from error
    except OSError as error:
        raise not_written(path, error) from error


def _refuse_place(path: Path) -> None:
    folder = path.parent
    if path.is_dir():
        raise WorkbookProblem(A_FOLDER.format(path=path))
    if not folder.is_dir():
        raise WorkbookProblem(_NO_FOLDER.format(folder=folder, name=path.name))
    _refuse_if_open(path)
    if path.exists():
        _refuse_file(path)
    if not os.access(folder, os.W_OK | os.X_OK):
        refusal = _READ_ONLY_DISK if _is_read_only_disk(folder) else _FOLDER_CLOSED
        raise NotWritten(refusal.format(folder=folder, name=path.name))


def _refuse_file(path: Path) -> None:
    if not path.is_file():
        raise WorkbookProblem(_NOT_A_FILE.format(name=path.name))
    if not path.stat().st_mode & 0o222:
        raise NotWritten(_READ_ONLY.format(name=path.name))
    if not os.access(path, os.W_OK):
        refusal = _READ_ONLY_DISK if _is_read_only_disk(path.parent) else _NOT_YOURS
        raise NotWritten(refusal.format(folder=path.parent, name=path.name))


def _is_read_only_disk(folder: Path) -> bool:
    return sys.platform != "win32" and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _refuse_if_open(path: Path) -> None:
    signs = (
        ("Excel", path.with_name(f"~${path.name}"), _excel_user),
        ("LibreOffice", path.with_name(f".~lock.{path.name}#"), _libreoffice_user),
    )
    for program, lock, read_user in signs:
        if _exists(lock):
            user = read_user(lock)
            who = f" (by {user})" if user else ""
            raise NotWritten(_OPEN_IN.format(name=path.name, program=program, who=who, lock=lock.name))


def _exists(lock: Path) -> bool:
    """A long workbook's name leaves no room for the sign of another program."""
    try:
        return lock.exists()
    except OSError:
        return False


def _excel_user(lock: Path) -> str:
    """Excel writes the length of the name, then the name padded with spaces."""
    with contextlib.suppress(OSError):
        data = lock.read_bytes()
        return data[1 : 1 + data[0]].decode("cp1252", "ignore").strip(" \0") if data else ""
    return ""


def _libreoffice_user(lock: Path) -> str:
    with contextlib.suppress(OSError):
        return lock.read_text("utf-8", "ignore").partition(",")[0].strip()
    return ""
