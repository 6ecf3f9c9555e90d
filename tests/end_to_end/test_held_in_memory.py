"""What a person asks for comes to the same in a workbook held in memory as in a file: over every sample, byte for byte."""

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
def held(file: FileHost) -> MemoryHost:
    return MemoryHost(file.path.read_bytes(), file.name)


def but_for_the_place(done: app.Refreshed | app.MergedReturns) -> object:
    told = done.delivered
    return done._replace(delivered=told and told._replace(where="", backup=None))


def test_a_check_finds_the_same(file: FileHost, held: MemoryHost) -> None:
    before = held.content
    assert app.check(held).findings == app.check(file).findings
    assert held.content == before


def test_a_refresh_makes_the_same_and_a_second_goes_on_from_it(file: FileHost, held: MemoryHost) -> None:
    for now in (NOON, LATER):
        here, there = app.refresh(held, now=now), app.refresh(file, now=now)
        assert but_for_the_place(here) == but_for_the_place(there)
        assert held.content == file.path.read_bytes()
    assert len(held.earlier_versions) == 2


def test_returns_merged_make_the_same_and_once_only(file: FileHost, held: MemoryHost) -> None:
    """Sound ones, conflicting ones and torn ones; into a tracker they do not belong to as well."""
    for _ in range(2):
        here, there = (app.merge_returns(host, RETURNS, now=LATER) for host in (held, file))
        assert but_for_the_place(here) == but_for_the_place(there)
        assert held.content == file.path.read_bytes()
    assert len(held.earlier_versions) == 1


def test_no_file_is_needed_or_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = MemoryHost((SAMPLES / "thurrock-2017.xlsx").read_bytes(), "nowhere.xlsx")
    monkeypatch.chdir(tmp_path)
    done = app.refresh(held, now=NOON).delivered
    assert (done.where, done.backup, done.written) == ("nowhere.xlsx", None, True)
    assert [version.name for version in held.earlier_versions] == ["2017-03-15 1200 nowhere.xlsx"]
    assert list(tmp_path.iterdir()) == []
