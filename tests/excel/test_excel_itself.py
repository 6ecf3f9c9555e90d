"""Tests that need Excel itself. On a Windows PC with Excel and pywin32 run:

    python -m pytest -m excel

which also runs tests/contracts/ in Excel. It starts its own instance of Excel and ends it; workbooks that are open in
another are not touched. Record the results in docs/verified.md.
"""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from pc_workbook import app
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.hosts.file import FileHost
from tests.hosts.places import Place, in_excel_itself
from tests.support import SAMPLES
from tests.support.excel_rules import problems

pytestmark = pytest.mark.excel
NOON = datetime(2017, 3, 15, 12, 0)
LATER = datetime(2017, 3, 15, 12, 1)


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))


@pytest.fixture
def place(tracker: Path) -> Place:
    return in_excel_itself(tracker)


def book_of(place: Place) -> "xw.Book":
    return place.host.book  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("name", ["thurrock-2017", "thurrock-open-data", "faulty"])
def test_excel_reads_what_the_file_says(name: str, tmp_path: Path) -> None:
    path = Path(copyfile(SAMPLES / f"{name}.xlsx", tmp_path / "tracker.xlsx"))
    file, live = FileHost(path).read(), in_excel_itself(path).host.read()
    assert live.lists == file.lists
    for sheet, cells in file.sheets.items():
        opened = live.sheets[sheet]
        assert opened.rows == cells.rows, sheet
        assert dict(opened.errors) == dict(cells.errors), sheet
        assert opened.percent == cells.percent, sheet


def test_a_second_refresh_finds_that_nobody_typed(place: Place) -> None:
    """Excel rewrites the sheets it copies, which must not change their fingerprint."""
    app.refresh(place.host, now=NOON)
    assert app.refresh(place.host, now=LATER).delivered.kept == ()


def test_after_saving_the_file_is_sound_and_a_file_refresh_knows_its_sheets(place: Place) -> None:
    app.refresh(place.host, now=NOON)
    saved = place.saved()
    assert problems(saved) == []
    book_of(place).close()
    assert app.refresh(FileHost(saved), now=LATER).delivered.kept == ()


def test_charts_read_this_workbook_and_nothing_is_linked(place: Place) -> None:
    done = app.refresh(place.host, now=NOON).delivered
    book = book_of(place)
    assert book.api.LinkSources(1) is None
    charts = [chart for name in (*done.replaced, *done.added) for chart in book.sheets[name].charts]
    assert len(charts) == 8
    for chart in charts:
        _, native = chart.api
        for number in range(1, native.SeriesCollection().Count + 1):
            assert "[" not in native.SeriesCollection(number).Formula


def test_the_view_and_the_settings_are_as_they_were(place: Place) -> None:
    book = book_of(place)
    book.app.calculation = "manual"
    book.sheets["Practices"].activate()
    book.sheets["Practices"].range("B6:C9").select()
    book.api.Windows(1).ScrollRow = 5
    before = seen(book)
    app.refresh(place.host, now=NOON)
    assert seen(book) == before


def seen(book: "xw.Book") -> dict[str, Any]:
    excel, window = book.app, book.api.Windows(1)
    settings = ("screen_updating", "interactive", "display_alerts", "enable_events", "calculation")
    return {name: getattr(excel, name) for name in settings} | {
        "sheet": book.sheets.active.name,
        "selection": book.selection.address if book.selection else None,
        "scroll": (window.ScrollRow, window.ScrollColumn),
        "books": [one.name for one in excel.books],
    }


def test_frozen_rows_print_areas_and_breaks_come_across(place: Place) -> None:
    app.refresh(place.host, now=NOON)
    sheet = book_of(place).sheets["Practice summary"]
    sheet.activate()
    window, page = book_of(place).api.Windows(1), sheet.api.PageSetup
    assert (window.FreezePanes, window.DisplayGridlines) == (True, False)
    assert (page.Orientation, page.FitToPagesWide, page.FitToPagesTall) == (2, 1, False)
    assert page.PrintArea.startswith("$A$1:")
    assert "Page &P of &N" in page.RightFooter
    assert sheet.api.HPageBreaks.Count >= 1


def test_the_same_from_outside(place: Place) -> None:
    """`refresh --live` in a process of its own; its message box has to be closed by hand."""
    command = [sys.executable, "-m", "pc_workbook", "refresh", "--live", book_of(place).fullname]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Refreshed" in done.stdout
