"""Questions to the user in Excel's own dialogues. Each function returns None if the user cancels."""

from pathlib import Path
from typing import Any, Final

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.onedrive import URL_MARK, find_local_file
from pc_workbook.hosts.desktop.xlwings_import import xw

WORKBOOKS: Final = "Excel workbooks (*.xlsx),*.xlsx"
RETURNS: Final = "Excel workbooks (*.xlsx; *.xlsm),*.xlsx;*.xlsm"
FOLDER: Final = 4  # msoFileDialogFolderPicker
TEXT: Final = 2  # of an InputBox
ACCEPTED: Final = -1  # the result of FileDialog.Show after OK
NO_LOCAL_FILE: Final = (
    "{place} is a web address, which this program can't use. Choose a file or folder on this PC, for example in a "
    "folder that OneDrive synchronises."
)


def ask_text(app: "xw.App", question: str, title: str, default: str) -> str | None:
    """Return the text that the user types."""
    answer: Any = app.api.InputBox(question, title, default, Type=TEXT)
    return str(answer).strip() or None if answer is not False else None


def ask_new_file(app: "xw.App", name: str, title: str) -> Path | None:
    """Return the path for a new workbook. Raises WorkbookProblem for a web address."""
    answer: Any = app.api.GetSaveAsFilename(name, WORKBOOKS, Title=title)
    return _local_path(answer) if answer else None


def ask_files(app: "xw.App", title: str) -> list[Path] | None:
    """Return the paths of one or more workbooks. Raises WorkbookProblem for a web address without a local file."""
    answer: Any = app.api.GetOpenFilename(RETURNS, Title=title, MultiSelect=True)
    return [_local_path(place) for place in answer] if answer else None


def ask_folder(app: "xw.App", title: str) -> Path | None:
    """Return the path of a folder. Raises WorkbookProblem for a web address."""
    dialogue: Any = app.api.FileDialog(FOLDER)
    dialogue.Title = title
    return _local_path(dialogue.SelectedItems(1)) if dialogue.Show() == ACCEPTED else None


def _local_path(place: str) -> Path:
    """Return the local path of a place, for which Excel's dialogues may give a web address of SharePoint or OneDrive."""
    path = find_local_file(place) if URL_MARK in place else Path(place)
    if path is None:
        raise WorkbookProblem(NO_LOCAL_FILE.format(place=place))
    return path
