"""A long list is judged column by column and kept as columns: the same rows and findings as row by row."""

import pytest

from pc_workbook.hosts import package_reader as reading
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists import validation as judging
from pc_workbook.tracker.rules.all_rules import find_all
from tests.support import SAMPLES


def read(sample: str, monkeypatch: pytest.MonkeyPatch, *, long: bool) -> Intake:
    monkeypatch.setattr(judging, "LONG", 0 if long else 10**9)
    monkeypatch.setattr(reading, "LONG_SHEET", 0 if long else 10**9)
    return read_tracker(FileHost(SAMPLES / sample).read())


@pytest.mark.parametrize("sample", ["thurrock-2017.xlsx", "thurrock-open-data.xlsx", "faulty.xlsx"])
def test_both_ways_give_the_same_rows_findings_and_counts(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = read(sample, monkeypatch, long=False)
    long = read(sample, monkeypatch, long=True)
    for table, one in short.lists.items():
        other = long.lists[table]
        assert list(one.valid_rows) == list(other.valid_rows), table
        assert (list(one.row_numbers), one.rows, dict(one.filled), one.columns) == (
            list(other.row_numbers),
            other.rows,
            dict(other.filled),
            other.columns,
        )
    assert find_all(short) == find_all(long)
