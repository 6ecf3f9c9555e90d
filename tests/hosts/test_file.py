"""The file host beyond the contract of all hosts: concurrent saves are respected, and a dry run writes nothing."""

from pathlib import Path
from shutil import copyfile

import pytest

from pc_workbook import app
from pc_workbook.cells.change import SetCell
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import DryRunHost, FileHost
from tests.hosts.places import NOON, said, snapshots, theirs, two_sheets
from tests.support import SAMPLES


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return theirs(tmp_path / "tracker.xlsx")


def test_a_delivery_says_where_the_workbook_is_and_where_its_copy(tracker: Path) -> None:
    before = tracker.read_bytes()
    told = FileHost(tracker).deliver(two_sheets(), keep=5, now=NOON)
    assert told.where == str(tracker)
    assert told.backup == tracker.parent / "tracker snapshots" / "2017-03-15 1200 tracker.xlsx"
    assert told.backup.read_bytes() == before


def test_a_dry_run_reports_the_same_and_writes_nothing(tmp_path: Path) -> None:
    tracker = Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))
    before = tracker.read_bytes()
    told = app.refresh(DryRunHost(tracker), now=NOON).delivered
    assert not told.written
    assert (tracker.read_bytes(), list(tmp_path.iterdir())) == (before, [tracker])
    done = app.refresh(FileHost(tracker), now=NOON).delivered
    assert told == done._replace(written=False, backup=None)


def test_a_dry_run_refuses_what_a_delivery_would(tracker: Path) -> None:
    before = tracker.read_bytes()
    for host in (FileHost(tracker), DryRunHost(tracker)):
        with pytest.raises(WorkbookProblem, match="no sheet called 'Nowhere'"):
            host.deliver(two_sheets(), changes=[SetCell("Nowhere", "A1", 1)], keep=5, now=NOON)
    assert (tracker.read_bytes(), list(tracker.parent.iterdir())) == (before, [tracker])


@pytest.mark.parametrize("deliveries", [0, 1])
def test_one_that_somebody_saved_since_it_was_read_or_written_is_refused(tracker: Path, deliveries: int) -> None:
    host = FileHost(tracker)
    host.read()
    for _ in range(deliveries):
        host.deliver(two_sheets(), keep=5, now=NOON)
    tracker.write_bytes(tracker.read_bytes() + b" ")
    changed = tracker.read_bytes()
    with pytest.raises(WorkbookProblem, match="since it was read"):
        host.deliver(two_sheets((56, 78)), keep=5, now=NOON)
    assert tracker.read_bytes() == changed
    assert len(snapshots(tracker)) == deliveries


def test_a_save_since_reading_is_reported_before_any_other_problem(tracker: Path) -> None:
    host = FileHost(tracker)
    host.read()
    tracker.write_bytes(tracker.read_bytes() + b" ")
    with pytest.raises(WorkbookProblem, match="since it was read"):
        host.deliver(None, changes=[SetCell("Made since", "A1", 1)], keep=5, now=NOON)


def test_one_that_is_open_elsewhere_is_refused(tracker: Path) -> None:
    tracker.with_name("~$tracker.xlsx").write_bytes(b"\x05owner")
    before = said(tracker)
    with pytest.raises(WorkbookProblem, match="open in Excel"):
        FileHost(tracker).deliver(two_sheets(), keep=5, now=NOON)
    assert said(tracker) == before
