"""Questions to whoever clicked, in Excel's own dialogues. Nothing chosen is None: then nothing is done."""

from pathlib import Path
from typing import Any, Final

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.onedrive import URL_MARK, find_local_file
from pc_workbook.hosts.desktop.xlwings_import import xw

WORKBOOKS: Final = "Excel workbooks (*.xlsx),*.xlsx"
RETURNS: Final = "Excel workbooks (*.xlsx; *.xlsm),*.xlsx;*.xlsm"
FOLDER: Final = 4  # msoFileDialogFolderPicker
TEXT: Final = 2  # of an InputBox
CHOSEN: Final = -1
ONLY_ON_THE_WEB: Final = (
    "{place} lies on the web, where this program can't reach it; choose a place on this PC, such as a folder that "
    "OneDrive keeps in step."
)


def ask_text(app: "xw.App", question: str, title: str, given: str) -> str | None:
    """A few words; `given` stands there already."""
    said: Any = app.api.InputBox(question, title, given, Type=TEXT)
    return str(said).strip() or None if said is not False else None


def ask_new_file(app: "xw.App", name: str, title: str) -> Path | None:
    """Where to write a workbook."""
    said: Any = app.api.GetSaveAsFilename(name, WORKBOOKS, Title=title)
    return _on_this_pc(said) if said else None


def ask_files(app: "xw.App", title: str) -> list[Path] | None:
    """One workbook or several."""
    said: Any = app.api.GetOpenFilename(RETURNS, Title=title, MultiSelect=True)
    return [_on_this_pc(one) for one in said] if said else None


def ask_folder(app: "xw.App", title: str) -> Path | None:
    """A folder."""
    dialogue: Any = app.api.FileDialog(FOLDER)
    dialogue.Title = title
    return _on_this_pc(dialogue.SelectedItems(1)) if dialogue.Show() == CHOSEN else None


def _on_this_pc(place: str) -> Path:
    """Excel's dialogues offer SharePoint and OneDrive too, and then give an address of the web."""
    found = find_local_file(place) if URL_MARK in place else Path(place)
    if found is None:
        raise WorkbookProblem(ONLY_ON_THE_WEB.format(place=place))
    return found
