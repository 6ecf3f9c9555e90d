"""What every host promises, told once and asked of each: a file, a file that only pretends, and a workbook open in
Excel (through xlwings, with the stand-in for Excel of tests/support). What is asked of all is in the first half and in
test_contract_of_writing.py; the second half is what a file promises besides.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost, PretendHost
from pc_workbook.hosts.port import Host
from pc_workbook.tracker.layout import GENERATED_SHEETS
from tests.hosts.places import in_excel
from tests.support import SAMPLES, parts_of, problems_for_excel

NOON = datetime(2017, 3, 15, 12, 0)
LATER = datetime(2017, 3, 15, 12, 1)
HOSTS: tuple[Callable[[Path], Host], ...] = (FileHost, PretendHost, lambda path: in_excel(path).host)
SAMPLE_NAMES = ("thurrock-2017", "thurrock-open-data", "faulty")


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))


@pytest.mark.parametrize("host", HOSTS)
def test_reading_gives_every_list_with_its_frame(host: Callable[[Path], Host], tracker: Path) -> None:
    snapshot = host(tracker).read()
    assert snapshot.name == "tracker.xlsx"
    place = snapshot.lists["tblPractices"]
    assert snapshot.sheets[place.sheet].value(place.heading_row, place.first_column) == "Practice code"
    assert place.last_row - place.heading_row >= 33


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_an_open_workbook_reads_as_its_file_does(name: str, tmp_path: Path) -> None:
    """Cells, lists, errors, percentages; and merged ranges wherever they touch a list."""
    path = Path(copyfile(SAMPLES / f"{name}.xlsx", tmp_path / "tracker.xlsx"))
    file, live = FileHost(path).read(), in_excel(path).host.read()
    assert live.lists == file.lists
    assert live.sheets.keys() == file.sheets.keys()
    headings = {place.sheet: place.heading_row for place in file.lists.values()}
    for sheet, cells in file.sheets.items():
        opened = live.sheets[sheet]
        assert opened.rows == cells.rows, sheet
        assert dict(opened.errors) == dict(cells.errors), sheet
        assert opened.percent == cells.percent, sheet
        assert set(opened.merged) == {area for area in cells.merged if area[2] >= headings.get(sheet, 0)}, sheet


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_the_same_is_found_in_an_open_workbook_as_in_its_file(name: str, tmp_path: Path) -> None:
    path = Path(copyfile(SAMPLES / f"{name}.xlsx", tmp_path / "tracker.xlsx"))
    assert app.check(in_excel(path).host).findings == app.check(FileHost(path)).findings


@pytest.mark.parametrize("host", HOSTS)
def test_a_refresh_reports_the_sheets_it_filled(host: Callable[[Path], Host], tracker: Path) -> None:
    done = app.refresh(host(tracker), now=NOON).delivered
    assert (*done.replaced, *done.added) == GENERATED_SHEETS


def test_pretending_leaves_no_trace(tracker: Path) -> None:
    before = tracker.read_bytes()
    assert not app.refresh(PretendHost(tracker), now=NOON).delivered.written
    assert tracker.read_bytes() == before
    assert list(tracker.parent.iterdir()) == [tracker]


def test_what_people_typed_is_as_it_was(tracker: Path) -> None:
    before = parts_of(tracker)
    app.refresh(FileHost(tracker), now=NOON)
    after = parts_of(tracker)
    entry_sheets = {
        name for name in before if name.startswith("xl/worksheets/sheet") and b"<sheetData/>" not in before[name]
    }
    assert len(entry_sheets) >= 21
    assert {name for name in entry_sheets if before[name] != after[name]} == set()


def test_refreshing_again_changes_the_stated_time_and_nothing_else(tracker: Path) -> None:
    app.refresh(FileHost(tracker), now=NOON)
    once = parts_of(tracker)
    app.refresh(FileHost(tracker), now=NOON)
    assert parts_of(tracker) == once
    app.refresh(FileHost(tracker), now=LATER)
    twice = parts_of(tracker)
    changed = {name for name in once if once[name] != twice.get(name)} | (twice.keys() - once.keys())
    dashboard = next(name for name in once if b"12:00" in once[name])
    assert changed <= {dashboard, "xl/workbook.xml"}


def test_a_refreshed_tracker_passes_every_check_for_excel(tracker: Path) -> None:
    app.refresh(FileHost(tracker), now=NOON)
    assert problems_for_excel(tracker) == []


def test_every_generated_sheet_stands_alone_with_charts_that_speak(tracker: Path) -> None:
    app.refresh(FileHost(tracker), now=NOON)
    book = load_workbook(tracker)
    assert book.sheetnames[: len(GENERATED_SHEETS)] == list(GENERATED_SHEETS)
    drawings = {name: part for name, part in parts_of(tracker).items() if name.startswith("xl/drawings/drawing")}
    assert drawings
    assert all(part.count(b"<xdr:graphicFrame") == part.count(b"descr=") for part in drawings.values())
    for name, part in parts_of(tracker).items():
        if name.startswith("xl/charts/chart"):
            assert b"[" not in part.replace(b"[0]", b"")  # no chart reads another file


def test_a_tracker_changed_since_it_was_read_is_refused(tracker: Path) -> None:
    host = FileHost(tracker)
    host.read()
    tracker.write_bytes(tracker.read_bytes() + b" ")
    changed = tracker.read_bytes()
    with pytest.raises(WorkbookProblem, match="since it was read"):
        host.deliver(lambda path: Path(copyfile(SAMPLES / "thurrock-2017.xlsx", path)) and None, keep=5, now=NOON)
    assert tracker.read_bytes() == changed


def test_a_tracker_open_elsewhere_is_refused(tracker: Path) -> None:
    tracker.with_name("~$tracker.xlsx").write_bytes(b"\x05owner")
    before = tracker.read_bytes()
    with pytest.raises(WorkbookProblem, match="open"):
        app.refresh(FileHost(tracker), now=NOON)
    assert tracker.read_bytes() == before
