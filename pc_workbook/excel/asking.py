"""Questions to whoever clicked, in Excel's own dialogues. Nothing chosen is None: then nothing is done."""

from pathlib import Path
from typing import Any, Final

from pc_workbook.hosts.desktop.xlwings_alone import xw

WORKBOOKS: Final = "Excel workbooks (*.xlsx), *.xlsx"
RETURNS: Final = "Excel workbooks (*.xlsx; *.xlsm), *.xlsx; *.xlsm"
FOLDER: Final = 4  # msoFileDialogFolderPicker
TEXT: Final = 2  # of an InputBox
CHOSEN: Final = -1


def for_words(app: "xw.App", question: str, title: str, given: str) -> str | None:
    """A few words; `given` stands there already."""
    said: Any = app.api.InputBox(question, title, given, Type=TEXT)
    return str(said).strip() or None if said is not False else None


def for_new_file(app: "xw.App", name: str, title: str) -> Path | None:
    """Where to write a workbook."""
    said: Any = app.api.GetSaveAsFilename(name, WORKBOOKS, Title=title)
    return Path(said) if said else None


def for_files(app: "xw.App", title: str) -> list[Path] | None:
    """One workbook or several."""
    said: Any = app.api.GetOpenFilename(RETURNS, Title=title, MultiSelect=True)
    return [Path(one) for one in said] if said else None


def for_folder(app: "xw.App", title: str) -> Path | None:
    """A folder."""
    dialogue: Any = app.api.FileDialog(FOLDER)
    dialogue.Title = title
    return Path(dialogue.SelectedItems(1)) if dialogue.Show() == CHOSEN else None
