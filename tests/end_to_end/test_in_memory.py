"""Every request gives the same result for a workbook in memory as for a file: for every sample, byte for byte."""

from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest

from pc_workbook import app
from pc_workbook.hosts.file import FileHost
from pc_workbook.hosts.memory import MemoryHost
from tests.support import SAMPLES

NOON, LATER = datetime(2017, 3, 15, 12, 0), datetime(2017, 4, 6, 9, 0)
RETURNS = sorted((SAMPLES / "returns").glob("*.xlsx"))


@pytest.fixture(params=["thurrock-2017", "thurrock-open-data", "faulty"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> FileHost:
    return FileHost(Path(copyfile(SAMPLES / f"{request.param}.xlsx", tmp_path / "tracker.xlsx")))


@pytest.fixture
def memory(file: FileHost) -> MemoryHost:
    return MemoryHost(file.path.read_bytes(), file.name)


def without_location(done: app.Refreshed | app.MergedReturns) -> object:
    delivered = done.delivered
    return done._replace(delivered=delivered and delivered._replace(where="", backup=None))


def test_a_check_has_the_same_findings(file: FileHost, memory: MemoryHost) -> None:
    before = memory.content
    assert app.check(memory).findings == app.check(file).findings
    assert memory.content == before


def test_a_refresh_writes_the_same_and_so_does_a_second(file: FileHost, memory: MemoryHost) -> None:
    for now in (NOON, LATER):
        here, there = app.refresh(memory, now=now), app.refresh(file, now=now)
        assert without_location(here) == without_location(there)
        assert memory.content == file.path.read_bytes()
    assert len(memory.earlier_versions) == 2


def test_merged_returns_give_the_same_and_only_once(file: FileHost, memory: MemoryHost) -> None:
    """Valid, conflicting and damaged returns; also into a tracker they do not belong to."""
    for _ in range(2):
        here, there = (app.merge_returns(host, RETURNS, now=LATER) for host in (memory, file))
        assert without_location(here) == without_location(there)
        assert memory.content == file.path.read_bytes()
    assert len(memory.earlier_versions) == 1


def test_no_file_is_needed_or_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = MemoryHost((SAMPLES / "thurrock-2017.xlsx").read_bytes(), "nowhere.xlsx")
    monkeypatch.chdir(tmp_path)
    done = app.refresh(memory, now=NOON).delivered
    assert (done.where, done.backup, done.written) == ("nowhere.xlsx", None, True)
    assert [edition.name for edition in memory.earlier_versions] == ["2017-03-15 1200 nowhere.xlsx"]
    assert list(tmp_path.iterdir()) == []
