"""Issuing a pack: what the tracker remembers of it, and that "since last time" is exact afterwards."""

import hashlib
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pc_workbook.app import board_pack, check, measure
from pc_workbook.boardpack.issue_record import edition_figures
from pc_workbook.cells.change import SetCell
from pc_workbook.errors import WorkbookProblem
from pc_workbook.figures.table import figures
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import Results
from pc_workbook.model.tracker import Tracker
from pc_workbook.views.parts import Table
from pc_workbook.views.workbook.changes import changes_sheet
from pc_workbook.wording.indicators import change_words
from tests.support import SAMPLES, problems_for_excel

NOW = datetime(2017, 3, 16, 9, 30)
AS_AT = date(2017, 3, 15)


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    path = tmp_path / "tracker.xlsx"
    shutil.copyfile(SAMPLES / "thurrock-2017-resolved.xlsx", path)
    return path


def issue(tracker: Path, edition: str = "public", name: str = "pack.xlsx", issued: bool = True) -> Path:
    out = tracker.with_name(name)
    board_pack(FileHost(tracker), edition, out, issued=issued, now=NOW)
    return out


def read(tracker: Path) -> tuple[Tracker, Results]:
    checked = check(FileHost(tracker))
    return checked.intake.tracker, measure(checked)


def set_cells(tracker: Path, *cells: SetCell) -> None:
    host = FileHost(tracker)
    host.read()
    host.deliver(None, changes=cells, keep=5, now=NOW)


def test_an_issue_names_the_file_by_its_fingerprint_and_keeps_the_edition_s_figures(tracker: Path) -> None:
    before, results = read(tracker)
    pack = issue(tracker)
    after, _ = read(tracker)
    [row] = after.issued_packs
    assert row.fingerprint == hashlib.sha256(pack.read_bytes()).hexdigest()
    assert (row.edition, row.audience, row.status, row.issued_on, row.file) == (
        AS_AT,
        "public",
        "Approved",
        NOW.date(),
        "pack.xlsx",
    )
    new = [figure for figure in after.edition_figures if figure.edition == AS_AT]
    assert len(new) == len(after.edition_figures) - len(before.edition_figures)
    assert new == list(edition_figures(results))


def test_the_recorded_figures_are_those_of_the_indicators_to_the_last_digit(tracker: Path) -> None:
    issue(tracker)
    after, results = read(tracker)
    kept = {(one.measure, one.organisation): one for one in after.edition_figures if one.edition == AS_AT}
    for one in results.indicators:
        recorded = kept[one.indicator.key, one.organisation]
        assert (recorded.value, recorded.rag) == (one.value, one.rag.rag)
        assert recorded.words == (str(one.rating) if one.rating else None)


def test_nothing_is_found_wrong_with_what_an_issue_wrote(tracker: Path) -> None:
    before = {found.mark for found in check(FileHost(tracker)).findings}
    issue(tracker)
    assert {found.mark for found in check(FileHost(tracker)).findings} == before


def test_the_next_edition_is_compared_with_the_issued_one(tracker: Path) -> None:
    issue(tracker)
    after, results = read(tracker)
    later = after._replace(settings=after.settings.model_copy(update={"as_at": date(2017, 5, 17)}))
    moved = measure_edition(later, {})
    assert moved.since == AS_AT
    assert results.since == date(2016, 11, 30)
    ratings = next(one for one in moved.indicators if one.indicator.number == 4)
    assert change_words(ratings.indicator, ratings.change) == "sustained since 15 March 2017 (at 50%)"
    changes = changes_sheet(moved, later, figures(moved), None)
    told = next(part for part in changes.parts if isinstance(part, Table) and part.name == "pc_changes")
    assert [row[2:4] for row in told.rows[:6]] == [(one.value, one.value) for one in results.indicators[:6]]


def test_a_public_pack_reports_no_fall_in_actions_because_it_shows_fewer(tracker: Path) -> None:
    issue(tracker)
    as_at = check(FileHost(tracker)).intake.settings_cells["as_at"]
    set_cells(tracker, SetCell("Settings", as_at, date(2017, 5, 17)))
    changes = load_workbook(issue(tracker, name="may.xlsx", issued=False))["Changes"]
    told = [str(value) for row in changes.iter_rows(values_only=True) for value in row]
    assert "Changes since the issue of 15 March 2017" in told
    assert not [words for words in told if words.startswith("Actions")]


def test_a_pack_that_is_not_issued_leaves_the_tracker_as_it_is(tracker: Path) -> None:
    before = tracker.read_bytes()
    issue(tracker, issued=False)
    assert tracker.read_bytes() == before


def test_issuing_the_same_pack_again_adds_nothing(tracker: Path) -> None:
    issue(tracker)
    before = tracker.read_bytes()
    issue(tracker)
    assert tracker.read_bytes() == before


def test_another_edition_of_the_same_figures_adds_its_pack_alone(tracker: Path) -> None:
    issue(tracker)
    recorded = len(read(tracker)[0].edition_figures)
    issue(tracker, "group", "group.xlsx")
    after, _ = read(tracker)
    assert [row.audience for row in after.issued_packs] == ["public", "group"]
    assert len(after.edition_figures) == recorded


def test_what_was_issued_is_not_issued_otherwise(tracker: Path) -> None:
    issue(tracker)
    entry = next(
        one for one in check(FileHost(tracker)).intake.lists["tblObservations"].entries if one.row.indicator == 6
    )
    cell = check(FileHost(tracker)).intake.lists["tblObservations"].cell(entry, "value")
    set_cells(tracker, SetCell("Observations", cell, 90.1))
    before = tracker.read_bytes()
    with pytest.raises(WorkbookProblem, match=r"15 March 2017 was issued already, and \d+ figures differ"):
        issue(tracker, name="other.xlsx")
    assert tracker.read_bytes() == before
    assert not tracker.with_name("other.xlsx").exists()


def test_a_tracker_from_before_there_was_a_list_of_packs_gets_one(tracker: Path) -> None:
    book = load_workbook(tracker)
    del book["Issued packs"]
    book.save(tracker)
    issue(tracker)
    assert [row.file for row in read(tracker)[0].issued_packs] == ["pack.xlsx"]
    assert problems_for_excel(tracker) == []


def test_a_public_draft_is_not_issued(tracker: Path) -> None:
    read_list = check(FileHost(tracker)).intake.lists["tblApprovals"]
    set_cells(tracker, SetCell("Approvals", read_list.cell(next(iter(read_list.entries)), "approved_on"), None))
    with pytest.raises(WorkbookProblem, match=r"can't be issued: Draft – 6 of 7 members have approved"):
        issue(tracker)
    assert not tracker.with_name("pack.xlsx").exists()
    issue(tracker, "group", "group.xlsx")
    assert [row.status for row in read(tracker)[0].issued_packs] == ["Draft"]
