"""Nothing is lost when a workbook is written.

The new file is made beside the old one, forced to disk and then takes its place in one step, so whoever looks
finds the old workbook or the new one, whole. Before that the old one is copied into a folder of dated
snapshots. A workbook that somebody has changed since we read it, or has open, is not written at all, and of
two programs that write at the same moment one is told to wait.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, Generic, NamedTuple, TypeVar

from pc_workbook.errors import OurMistake, WorkbookProblem
from pc_workbook.hosts.dated import dated_name
from pc_workbook.ooxml.opening import A_FOLDER, NO_NAME, unreadable

T = TypeVar("T")

_BENCH: Final = "pc-workbook"  # in the names of what we put beside a workbook for a moment
_RECORD: Final = "snapshots made.txt"  # which files in the folder of snapshots are ours to delete

_NO_FOLDER = "There is no folder {folder}; make it, or choose another place for {name}."
_READ_ONLY = (
    "{name} is read-only; take that off (right-click, Properties, Read-only) or save a copy under another "
    "name, and try again."
)
_FOLDER_CLOSED = (
    "You can't write in the folder {folder}; ask its owner for access, or use a folder of your own for {name}, "
    "and try again."
)
_OPEN_IN = (
    "{name} is open in {program}{who}; close it there and try again. If it is open nowhere, delete the hidden "
    "file '{lock}' beside it."
)
_OPEN_SOMEWHERE = "{name} is held open by another program, so it can't be written; close it there and try again."
_CHANGED = (
    "{name} has been saved by somebody since it was read, so nothing was written; do the same again to work "
    "from what it holds now."
)
_APPEARED = "{name} has been made by somebody else meanwhile, so nothing was written; give another name."
_BEING_WRITTEN = "{name} is being written by another run of this program; try again when that has finished."


class Stamp(NamedTuple):
    """What a file held when it was read."""

    size: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> "Stamp":
        return cls(len(content), hashlib.sha256(content).hexdigest())


class Saved(NamedTuple, Generic[T]):
    result: T
    """What the writing function gave back."""
    snapshot: Path | None
    """The copy of what was there before; None when the new file is the same, and nothing was written."""


def stamp(path: str | Path) -> Stamp:
    """Taken when a workbook is read, and compared before it is written."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return Stamp(file.tell(), digest)
    except OSError as error:
        raise unreadable(path, error) from error


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
        raise WorkbookProblem(_FOLDER_CLOSED.format(folder=path.parent, name=path.name)) from error


def replace_workbook(
    path: str | Path, write: Callable[[Path], T], *, read_as: Stamp, keep: int, now: datetime
) -> Saved[T]:
    """Let `write` make the new workbook at the path it is given, and put it in place of the one at `path`.

    `read_as`: the stamp taken when the workbook was read; a workbook that has changed since is not written.
    `keep`: how many snapshots stay in "<name> snapshots", newest first; at least 1. `now` dates the snapshot.
    Whatever goes wrong, the workbook stays as it was; WorkbookProblem says why where its owner can help.
    """
    if keep < 1:
        raise OurMistake("a workbook was to be written without keeping a snapshot")
    path = Path(path).resolve()  # else a link to the workbook would be replaced by the workbook
    refuse_if_not_writable(path)
    with _only_writer(path), _bench(path) as bench:
        refuse_if_changed(path, read_as)
        new = bench / path.name
        result = write(new)
        if new.stat().st_size == read_as.size and stamp(new) == read_as:
            return Saved(result, None)
        _settle(new, like=path)
        snapshot = _take_snapshot(path, bench, now, read_as)
        _swap(new, path)
        _thin_out(snapshot.parent, keep)
    return Saved(result, snapshot)


def make_workbook(path: str | Path, write: Callable[[Path], T]) -> T:
    """Let `write` make a workbook at the path it is given, and put it at `path`, where nothing stands yet."""
    path = Path(path).resolve()
    refuse_if_not_writable(path)
    with _only_writer(path), _bench(path) as bench:
        new = bench / path.name
        result = write(new)
        _force_to_disk(new)
        if path.exists():
            raise WorkbookProblem(_APPEARED.format(name=path.name))
        _swap(new, path)
    return result


def keep_snapshot(path: str | Path, *, keep: int, now: datetime) -> Path:
    """A dated copy of the file as it stands, for a workbook that is about to be changed in an open program.

    The newest copy is given back, and no other made, where it still says what the file says.
    """
    if keep < 1:
        raise OurMistake("a workbook was to be changed without keeping a snapshot")
    path = Path(path).resolve()
    with _only_writer(path), _bench(path) as bench:
        folder = _snapshot_folder(path)
        made = _recorded(folder) if (folder / _RECORD).is_file() else {}
        for name, digest in list(made.items())[-1:]:
            if digest == stamp(path).sha256 and (folder / name).is_file():
                return folder / name
        snapshot = _take_snapshot(path, bench, now)
        _thin_out(folder, keep)
    return snapshot


@contextlib.contextmanager
def private_bench() -> Iterator[Path]:
    """A folder in the system's own place for passing files, for what nobody may see before it has been looked through:
    beside a workbook others would look into it, and a shared folder would carry it away.

    What a run that was killed has left there is cleared; what another run is working on is not.
    """
    place = Path(tempfile.gettempdir())
    for left in place.glob(f"{_BENCH}-*"):
        with contextlib.suppress(WorkbookProblem), _only_writer(left):  # held by a run that is still at work
            shutil.rmtree(left, ignore_errors=True)
    bench = place / f"{_BENCH}-{secrets.token_hex(8)}"
    with _only_writer(bench):
        bench.mkdir(mode=0o700)
        try:
            yield bench
        finally:
            shutil.rmtree(bench, ignore_errors=True)


def refuse_if_changed(path: Path, read_as: Stamp) -> None:
    """By content: a file that was only touched, or copied back, is still the one we read."""
    if stamp(path) != read_as:
        raise WorkbookProblem(_CHANGED.format(name=path.name))


# -- refusals


def _refuse_place(path: Path) -> None:
    folder = path.parent
    if path.is_dir():
        raise WorkbookProblem(A_FOLDER.format(path=path))
    if not folder.is_dir():
        raise WorkbookProblem(_NO_FOLDER.format(folder=folder, name=path.name))
    _refuse_if_open(path)
    if path.exists() and not _may_write(path):
        raise WorkbookProblem(_READ_ONLY.format(name=path.name))
    if not os.access(folder, os.W_OK):
        raise WorkbookProblem(_FOLDER_CLOSED.format(folder=folder, name=path.name))


def _refuse_if_open(path: Path) -> None:
    signs = (
        ("Excel", path.with_name(f"~${path.name}"), _excel_user),
        ("LibreOffice", path.with_name(f".~lock.{path.name}#"), _libreoffice_user),
    )
    for program, lock, read_user in signs:
        if lock.exists():
            user = read_user(lock)
            who = f" (by {user})" if user else ""
            raise WorkbookProblem(_OPEN_IN.format(name=path.name, program=program, who=who, lock=lock.name))


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


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and bool(path.stat().st_mode & 0o222)


# -- one writer at a time


@contextlib.contextmanager
def _only_writer(path: Path) -> Iterator[None]:
    """A lock file beside the workbook, held by the operating system's lock: a program that dies lets go of
    it, so a file left behind locks nobody out."""
    lock = path.with_name(f".{path.name}.{_BENCH}.lock")
    file = _take_lock(lock, path)
    try:
        yield
    finally:
        _let_go(lock, file)


def _take_lock(lock: Path, path: Path) -> int:
    while True:
        file = _open_lock(lock, path)
        if not _locked(file):
            os.close(file)
            raise WorkbookProblem(_BEING_WRITTEN.format(name=path.name))
        if _is_still(lock, file):
            return file
        os.close(file)  # the one before us deleted it between our opening and our locking


def _open_lock(lock: Path, path: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise WorkbookProblem(_FOLDER_CLOSED.format(folder=path.parent, name=path.name)) from error


def _is_still(lock: Path, file: int) -> bool:
    try:
        return os.path.samestat(os.fstat(file), lock.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _locked(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(lock: Path, file: int) -> None:
        os.close(file)
        with contextlib.suppress(OSError):  # the next writer may hold it already
            lock.unlink()

else:
    import fcntl

    def _locked(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # some network folders know no locks; there the two looks at the stamp have to do
        return True

    def _let_go(lock: Path, file: int) -> None:
        lock.unlink(missing_ok=True)  # while it is ours: afterwards it may be the next writer's
        os.close(file)


# -- making the new one


@contextlib.contextmanager
def _bench(path: Path) -> Iterator[Path]:
    """A folder beside the workbook, on the same disk, for as long as the new one is made. What a run that
    was killed has left is cleared: under the lock it can be nobody else's."""
    start = f".{path.name}.{_BENCH}-"
    for left in path.parent.iterdir():
        if left.name.startswith(start) and left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
    bench = path.with_name(start + secrets.token_hex(4))
    # On Windows a private folder would hand its narrow permissions to the workbook made in it.
    bench.mkdir(mode=0o777 if sys.platform == "win32" else 0o700)
    try:
        yield bench
    finally:
        shutil.rmtree(bench, ignore_errors=True)


def _settle(new: Path, like: Path) -> None:
    """Give the new file the old one's permissions, and force it to disk."""
    shutil.copymode(like, new)
    _keep_owner(new, like)
    _force_to_disk(new)


def _keep_owner(new: Path, like: Path) -> None:
    if sys.platform != "win32":
        old, made = like.stat(), new.stat()
        if (old.st_uid, old.st_gid) != (made.st_uid, made.st_gid):
            with contextlib.suppress(OSError):  # only an administrator may give files away
                os.chown(new, old.st_uid, old.st_gid)


def _force_to_disk(path: Path) -> None:
    """A file, or on systems that allow it a folder: after a power cut the name must lead to the content."""
    if path.is_dir() and sys.platform == "win32":
        return
    file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        with contextlib.suppress(OSError):  # some network folders can't
            os.fsync(file)
    finally:
        os.close(file)


def _swap(new: Path, path: Path) -> None:
    try:
        new.replace(path)
    except PermissionError as error:
        raise WorkbookProblem(_OPEN_SOMEWHERE.format(name=path.name)) from error
    _force_to_disk(path.parent)


# -- snapshots


def _take_snapshot(path: Path, bench: Path, now: datetime, read_as: Stamp | None = None) -> Path:
    """Copied on the bench and then given its name, for half a snapshot would be taken for a whole one.

    The copy tells, too, whether the file is still what was read: making the new one took its time.
    """
    copy = bench / "snapshot"
    try:
        shutil.copyfile(path, copy)
    except (FileNotFoundError, PermissionError) as error:  # gone meanwhile, or held by another program
        raise unreadable(path, error) from error
    shutil.copymode(path, copy)
    taken = stamp(copy)
    if read_as is not None and taken != read_as:
        raise WorkbookProblem(_CHANGED.format(name=path.name))
    _force_to_disk(copy)
    folder = _snapshot_folder(path)
    folder.mkdir(exist_ok=True)
    snapshot = folder / dated_name(path.name, now, lambda name: (folder / name).exists())
    copy.rename(snapshot)
    with (folder / _RECORD).open("a", encoding="utf-8") as record:
        record.write(f"{taken.sha256}  {snapshot.name}\n")
    return snapshot


def _snapshot_folder(path: Path) -> Path:
    return path.with_name(f"{path.stem} snapshots")


def _thin_out(folder: Path, keep: int) -> None:
    """Delete our oldest snapshots. One that is not in our record, or that somebody has worked on since, is
    not ours to delete."""
    ours = [name for name in _recorded(folder) if (folder / name).is_file()]
    kept = ours[-keep:]
    for name in ours[:-keep]:
        if _recorded(folder)[name] == stamp(folder / name).sha256:
            with contextlib.suppress(OSError):  # open somewhere: next time, then
                (folder / name).unlink()
        else:
            kept.append(name)
    _write_record(folder, {name: digest for name, digest in _recorded(folder).items() if name in kept})


def _recorded(folder: Path) -> dict[str, str]:
    """Name -> sum of what we made, oldest first."""
    lines = (folder / _RECORD).read_text("utf-8").splitlines()
    pairs = [line.partition("  ") for line in lines]
    return {name: digest for digest, _, name in pairs if name}


def _write_record(folder: Path, made: dict[str, str]) -> None:
    fresh = folder / f"{_RECORD}.new"
    fresh.write_text("".join(f"{digest}  {name}\n" for name, digest in made.items()), encoding="utf-8")
    fresh.replace(folder / _RECORD)
