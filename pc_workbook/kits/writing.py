"""Write a kit: a folder with a description, its settings, and one CSV file for each list."""

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from io import StringIO
from pathlib import Path

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.disk.saving import NewFile, resolved, written_together
from pc_workbook.hosts.disk.write_errors import errors_as_not_written
from pc_workbook.kits.kit import DESCRIPTION_FILE, SETTINGS_FILE, CellValue, Kit, KitRow, cell_text, file_name
from pc_workbook.tracker.lists.catalogue import LISTS, SETTINGS, SETTINGS_HEADINGS
from pc_workbook.tracker.lists.layout import EntryList
from pc_workbook.wording.kits import FOLDER_IN_USE, NO_PARENT


def write_kit(kit: Kit, folder: Path) -> tuple[Path, ...]:
    """Write a kit into a folder that is new or empty, all of its files or none; return their paths.

    Raises WorkbookProblem where the folder has files already, or can't be written.
    """
    folder = resolved(folder)
    if not folder.parent.is_dir():
        raise WorkbookProblem(NO_PARENT.format(folder=folder.parent))
    with errors_as_not_written(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise WorkbookProblem(FOLDER_IN_USE.format(folder=folder))
        folder.mkdir(exist_ok=True)
    files = [NewFile(folder / name, partial(_write, text)) for name, text in kit_files(kit).items()]
    with written_together(files, keep=1, now=datetime.now()):
        return tuple(file.path for file in files)


def _write(text: str, path: Path) -> None:
    path.write_bytes(text.encode("utf-8"))


def kit_files(kit: Kit) -> dict[str, str]:
    """Return the text of each file of a kit, by its name."""
    about = {"title": kit.about.title, "description": kit.about.description, "order": kit.about.order}
    described = json.dumps(about, indent=2, ensure_ascii=False)
    settings = [(setting.name, kit.settings[setting.field]) for setting in SETTINGS if setting.field in kit.settings]
    files = {DESCRIPTION_FILE: f"{described}\n", SETTINGS_FILE: _csv([SETTINGS_HEADINGS[:2], *settings])}
    for of in LISTS:
        if kit.rows.get(of.table) or (of.needed and not of.only_with) or (of.only_with and of.table in kit.rows):
            files[file_name(of.sheet)] = _csv(_lines(of, kit.rows.get(of.table, ())))
    return files


def _lines(of: EntryList, rows: Sequence[KitRow]) -> Iterator[Sequence[CellValue]]:
    """Yield the headings of the columns that are required or filled, and the cells of each row."""
    filled: set[str] = {field for row in rows for field in row}
    columns = [column for column in of.columns if column.required or column.field in filled]
    yield [column.heading for column in columns]
    for row in rows:
        yield [row.get(column.field) for column in columns]


def _csv(lines: Sequence[Sequence[CellValue]] | Iterator[Sequence[CellValue]]) -> str:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for line in lines:
        writer.writerow([cell_text(value) for value in line])
    return text.getvalue()
