"""The tracker made from open data holds what was published: figures of the September 2015 release and the register."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from pc_workbook.app import Checked, check
from pc_workbook.hosts.file import FileHost
from pc_workbook.model.practice import StaffGroup
from pc_workbook.tracker.findings import Severity
from pc_workbook.wording.findings import current_entry, message
from samples import make_open_data
from tests.support import PROJECT

SAMPLE = PROJECT / "samples" / "thurrock-open-data.xlsx"
RELEASES = PROJECT.parent / "shared" / "data"


@cache
def checked() -> Checked:
    return check(FileHost(SAMPLE))


def fte(group: StaffGroup) -> float:
    return sum(row.fte or 0 for row in checked().intake.tracker.workforce if row.staff_group == group)


def test_thirty_three_practices_were_open_on_27_november_2015() -> None:
    assert len(checked().intake.tracker.practices) == 33
    assert len(checked().intake.tracker.open_practices()) == 33


def test_thirty_two_of_them_made_a_workforce_return_of_168094_patients() -> None:
    patients = {row.practice: row.registered_patients for row in checked().intake.tracker.workforce}
    assert len(patients) == 32
    assert sum(value or 0 for value in patients.values()) == 168_094


def test_staff_add_up_to_the_published_full_time_equivalents() -> None:
    assert fte(StaffGroup.ALL_GPS) == pytest.approx(70.8316, abs=5e-5)
    assert fte(StaffGroup.ALL_NURSES) == pytest.approx(35.8267, abs=5e-5)


def test_list_sizes_are_those_of_the_payments_of_2015_16() -> None:
    practices = checked().intake.tracker.practices
    assert sum(practice.registered_patients or 0 for practice in practices) == 169_745
    assert sum(practice.weighted_patients or 0 for practice in practices) == pytest.approx(161_151.24, abs=0.005)


def test_registers_stand_over_the_list_they_are_drawn_from() -> None:
    rows = [row for row in checked().intake.tracker.conditions if row.condition == "Diabetes mellitus"]
    assert {row.list_type for row in rows} == {"17+"}
    assert sum(row.register_count or 0 for row in rows) == 9969
    assert sum(row.list_size or 0 for row in rows) == 139_708


def test_no_rating_locality_or_action_is_invented() -> None:
    tracker = checked().intake.tracker
    assert not tracker.inspections
    assert not tracker.localities
    assert not tracker.actions
    assert not any(practice.locality for practice in tracker.practices)


def test_what_is_doubted_is_five_literal_zeros_one_gap_in_a_return_and_the_practice_without_one() -> None:
    findings = checked().findings
    assert Counter(finding.code for finding in findings) == {"R23": 5, "R32": 1, "P05": 1, "P41": 1}
    assert not any(finding.severity is Severity.ERROR for finding in findings)
    assert [current_entry(finding.entry) for finding in findings if finding.code == "R32"] == ["F81719"]
    (gap,) = (finding for finding in findings if finding.code == "P41")
    assert "0.213 FTE for 5,815 patients is 27,258 patients for each" in message(gap).text


def cells_of(path: Path) -> dict[str, object]:
    """Every cell, mark and merge of each sheet that holds a list."""
    sheets = FileHost(path).read().sheets.values()
    return {
        one.name: ([list(row) for row in one.rows], dict(one.errors), one.percent, sorted(one.merged)) for one in sheets
    }


def test_the_sample_is_what_its_script_makes(tmp_path: Path) -> None:
    made, again = tmp_path / "made.xlsx", tmp_path / "again.xlsx"
    make_open_data.make(made)
    make_open_data.make(again)
    assert made.read_bytes() == again.read_bytes()
    assert cells_of(made) == cells_of(SAMPLE)


def test_the_extracts_are_cut_from_the_releases_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not RELEASES.is_dir():
        pytest.skip("the whole releases are not beside this project")
    shipped = {path.name: path.read_bytes() for path in make_open_data.EXTRACTS.glob("*.csv")}
    monkeypatch.setattr(make_open_data, "EXTRACTS", tmp_path)
    make_open_data.cut(RELEASES)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")} == shipped
