"""The parts of a tracker file after a refresh."""

from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS
from tests.support import SAMPLES, parts_of, problems_for_excel

NOON = datetime(2017, 3, 15, 12, 0)
LATER = datetime(2017, 3, 15, 12, 1)


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))


def test_cells_that_people_typed_are_unchanged(tracker: Path) -> None:
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


def test_every_generated_sheet_is_self_contained_and_its_charts_have_alt_text(tracker: Path) -> None:
    app.refresh(FileHost(tracker), now=NOON)
    book = load_workbook(tracker)
    assert book.sheetnames[: len(GENERATED_SHEETS)] == list(GENERATED_SHEETS)
    drawings = {name: part for name, part in parts_of(tracker).items() if name.startswith("xl/drawings/drawing")}
    assert drawings
    assert all(part.count(b"<xdr:graphicFrame") == part.count(b"descr=") for part in drawings.values())
    for name, part in parts_of(tracker).items():
        if name.startswith("xl/charts/chart"):
            assert b"[" not in part.replace(b"[0]", b"")  # no chart reads another file
