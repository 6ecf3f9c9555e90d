"""Each command that writes, ready to be run: trackers, earlier packs, a return that came back; and what it must leave."""

import hashlib
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.cells.change import SetCell
from pc_workbook.hosts.file import FileHost
from pc_workbook.ooxml.edit.cells import edit
from tests.support import SAMPLES

EARLIER = datetime(2017, 3, 15, 9, 0)
NOTHING = "Nothing was written; all files are unchanged."
WRITTEN = "Written completely before that: "
PACK = ("board-pack", "tracker.xlsx", "--edition", "group", "--accessible")


class Scene(NamedTuple):
    """A command as it is typed, and the beginnings of the names of files that appear together or not at all."""

    command: Sequence[str]
    together: str = "?"


SCENES: Mapping[str, Scene] = {
    "refresh": Scene(("refresh", "plain.xlsx")),
    "out": Scene(("refresh", "plain.xlsx", "--out", "new.xlsx")),
    "out again": Scene(("refresh", "plain.xlsx", "--out", "earlier.xlsx")),
    "hand-out": Scene(("hand-out", "tracker.xlsx", "--out", "returns"), "returns/"),
    "board-pack": Scene((*PACK, "--out", "other.xlsx"), "other"),
    "board-pack again": Scene((*PACK, "--out", "pack.xlsx", "--issue"), "pack"),
    "merge": Scene(("merge", "tracker.xlsx", "came back/north.xlsx")),
    "new": Scene(("new", "empty.xlsx")),
}


def make_ready(folder: Path) -> Path:
    """Make a folder in which every command of SCENES can be run."""
    folder.mkdir(exist_ok=True)
    tracker = Path(copyfile(SAMPLES / "thurrock-2017-resolved.xlsx", folder / "tracker.xlsx"))
    plain = Path(copyfile(SAMPLES / "thurrock-2017.xlsx", folder / "plain.xlsx"))
    other_area = folder / "other area.xlsx"
    edit(tracker, [SetCell("Settings", "B6", "Basildon")], other_area)
    app.board_pack(FileHost(other_area), "group", folder / "pack.xlsx", accessible=True, now=EARLIER)
    app.refresh(FileHost(other_area, folder / "earlier.xlsx"), now=EARLIER)
    other_area.unlink()
    returned = app.hand_out(FileHost(tracker), folder / "came back", "North", now=EARLIER).returns[0].path
    fill_in(returned, folder / "came back" / "north.xlsx")
    returned.unlink()
    assert plain.exists()
    return folder


def fill_in(return_: Path, path: Path) -> None:
    """Type progress into the first row of a return, and save it by another program."""
    book = load_workbook(return_)
    sheet = book["Action progress"]
    heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Progress")
    sheet.cell(heading.row + 1, heading.column, "The draft is out.")
    book.save(path)


class Look(NamedTuple):
    """The files that a person sees in a folder: a sum of each, and whether each workbook is whole."""

    sums: Mapping[str, str]
    broken: Sequence[str]


def look(folder: Path) -> Look:
    """Look at everything in a folder, but backups and what is hidden."""
    found = {
        path.relative_to(folder): path
        for path in folder.rglob("*")
        if path.is_file() and not re.search(r"(^|/)\.| snapshots/", path.relative_to(folder).as_posix())
    }
    sums = {name.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sorted(found.items())}
    backups = [path for path in folder.rglob("* snapshots/*.xlsx") if path.is_file()]
    return Look(sums, [str(path) for path in (*found.values(), *backups) if not is_whole(path)])


def is_whole(path: Path) -> bool:
    """Whether a workbook is a sound zip."""
    try:
        with zipfile.ZipFile(path) as package:
            return package.testzip() is None
    except zipfile.BadZipFile:
        return False


def changed(before: Look, after: Look) -> set[str]:
    """The names of files that were made, replaced or removed."""
    return {name for name in before.sums.keys() | after.sums.keys() if before.sums.get(name) != after.sums.get(name)}


def untruth(scene: Scene, before: Look, after: Look, whole: Look, code: int, said: str, errors: str) -> str:
    """What is wrong with how a run ended: nothing is an empty text. `whole` is what a run without a fault leaves."""
    moved, meant = changed(before, after), changed(before, whole)
    together = {name for name in meant if name.startswith(scene.together)}
    if "Traceback" in errors:
        return f"a traceback: {errors}"
    if after.broken:
        return f"broken: {after.broken}"
    if not (together <= moved or together.isdisjoint(moved)):
        return f"of the files that belong together only some were written: {moved}"
    if moved - meant:
        return f"touched, though it should not be: {moved - meant}"
    if code == 0:
        missing = meant - moved
        return (
            ""
            if not missing or "not in the tracker's Returns register" in said
            else f"ended well, but did not write {missing}"
        )
    if moved and not all(Path(name).name in errors.partition(WRITTEN)[2] for name in moved):
        return f"wrote {moved}, and said: {errors}"
    if moved and NOTHING in errors:
        return f"wrote {moved}, and said that nothing was: {errors}"
    return "" if errors.strip() else "said nothing"
