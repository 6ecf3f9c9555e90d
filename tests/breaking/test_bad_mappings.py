"""A mapping that a person broke: each fault is an error with its cell, and nothing is adopted."""

from pathlib import Path

import pytest

from pc_workbook import api
from pc_workbook.adopt.adopt_findings import CATALOGUE
from pc_workbook.adopt.mapping_reading import read_mapping
from pc_workbook.cells.change import SetCell
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.tracker.findings import Severity
from pc_workbook.wording.adopt_findings import TEXTS
from pc_workbook.wording.findings import message
from tests.adopt.adopting import adopt, correct, propose, tracker
from tests.adopt.old_workbooks import action_plan, indicator_framework, monthly_scorecard

CHOICE = "I"  # the column of the sheet Mapping
PERIOD = "J"


@pytest.fixture
def plan(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A tracker, an action plan, and its mapping, which is sound."""
    old, into = tmp_path / "old.xlsx", tracker(tmp_path)
    action_plan(old)
    mapping = propose(into, old)
    correct(mapping, fixed={"Locality": "North"})
    return into, old, mapping


def broken(plan: tuple[Path, Path, Path], *changes: tuple[str, str, str | None]) -> list[tuple[str, str]]:
    """Break the mapping; return the errors by code and cell, after asserting that nothing was adopted."""
    into, old, mapping = plan
    before = into.read_bytes()
    edit(mapping, [SetCell(*change) for change in changes], mapping)
    done = adopt(into, old, mapping)
    assert done.plan.is_refused
    assert done.delivered is None
    assert into.read_bytes() == before
    for each in done.plan.mapping_findings:
        words = message(each)
        assert words.problem.endswith((".", "”"))
        assert words.what_to_do.endswith((".", "”", "?"))
        assert "{" not in words.problem + words.what_to_do
    return [(each.code, each.where) for each in done.plan.mapping_findings if each.severity is Severity.ERROR]


def test_a_choice_that_is_no_column(plan: tuple[Path, Path, Path]) -> None:
    assert broken(plan, ("Mapping", f"{CHOICE}14", "Actions: Budget")) == [("A01", "Mapping!I14")]


def test_a_choice_with_a_slip_suggests_the_column(plan: tuple[Path, Path, Path]) -> None:
    into, old, mapping = plan
    edit(mapping, [SetCell("Mapping", f"{CHOICE}9", "Actions: Action leed (role)")], mapping)
    found = adopt(into, old, mapping).plan.mapping_findings[0]
    assert "Did you mean “Actions: Action lead (role)”?" in message(found).what_to_do


def test_a_column_chosen_twice(plan: tuple[Path, Path, Path]) -> None:
    assert broken(plan, ("Mapping", f"{CHOICE}14", "Actions: Outcome")) == [("A02", "Mapping!I14")]


def test_an_empty_choice(plan: tuple[Path, Path, Path]) -> None:
    assert broken(plan, ("Mapping", f"{CHOICE}14", None)) == [("R05", "Mapping!I14")]


def test_no_column_for_what_each_row_needs(plan: tuple[Path, Path, Path]) -> None:
    assert ("A03", "Mapping!I6") in broken(plan, ("Mapping", f"{CHOICE}7", "Leave out"))


def test_no_fixed_value_for_what_each_row_needs(plan: tuple[Path, Path, Path]) -> None:
    assert broken(plan, ("Fixed values", "E6", None)) == [("A03", "Mapping!I11")]


def test_a_fixed_value_of_an_unknown_list_or_column_or_table(plan: tuple[Path, Path, Path]) -> None:
    faults = {"A6": "A1:B2", "C6": "Actionz progress", "D6": "Localty"}
    for cell, typed in faults.items():
        mapping = plan[2]
        kept = mapping.read_bytes()
        assert ("A05", f"'Fixed values'!{cell}") in broken(plan, ("Fixed values", cell, typed))
        mapping.write_bytes(kept)


def test_a_fixed_value_that_cannot_be_read(tmp_path: Path) -> None:
    old, into = tmp_path / "old.xlsx", tracker(tmp_path)
    monthly_scorecard(old)
    mapping = propose(into, old)
    correct(mapping, fixed={"Kind": "Sort of a rate", "Organisation": "Fictionshire"})
    codes = broken((into, old, mapping))
    assert codes[0] == ("R09", "'Fixed values'!E6")


def test_a_period_that_is_none_or_no_year(tmp_path: Path) -> None:
    old, into = tmp_path / "old.xlsx", tracker(tmp_path)
    indicator_framework(old)
    mapping = propose(into, old)
    kept = mapping.read_bytes()
    assert broken((into, old, mapping), ("Mapping", f"{PERIOD}10", None)) == [("A04", "Mapping!I10")]
    mapping.write_bytes(kept)
    assert broken((into, old, mapping), ("Mapping", f"{PERIOD}10", "soon")) == [("A04", "Mapping!I10")]


def test_a_workbook_that_is_no_mapping_is_refused(plan: tuple[Path, Path, Path]) -> None:
    into, old, _ = plan
    with pytest.raises(WorkbookProblem, match=r"old\.xlsx is no mapping"):
        adopt(into, old, old)


def test_the_tracker_itself_is_refused(plan: tuple[Path, Path, Path]) -> None:
    into, _, mapping = plan
    with pytest.raises(WorkbookProblem, match="is the tracker itself"):
        api.adopt(into, into, mapping)


def test_a_mapping_is_not_overwritten_by_a_new_proposal(plan: tuple[Path, Path, Path]) -> None:
    into, old, mapping = plan
    before = mapping.read_bytes()
    with pytest.raises(WorkbookProblem):
        api.propose_mapping(into, old, mapping)
    assert mapping.read_bytes() == before


def test_a_sorted_mapping_without_its_list_object_is_read(plan: tuple[Path, Path, Path]) -> None:
    """LibreOffice saves sheets without their list objects, and people sort."""
    import openpyxl

    into, old, mapping = plan
    book = openpyxl.load_workbook(mapping)
    sheet = book["Mapping"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=14)]
    for at, values in enumerate(reversed(rows), 6):
        for column, value in enumerate(values, 1):
            sheet.cell(at, column, value)
    book.save(mapping)
    assert [each for each in read_mapping(mapping).findings if each.severity is Severity.ERROR] == []
    done = adopt(into, old, mapping)
    assert len(done.plan.written) > 20


def test_every_kind_has_words_and_no_words_lack_a_kind() -> None:
    assert TEXTS.keys() == {kind.code for kind in CATALOGUE}
