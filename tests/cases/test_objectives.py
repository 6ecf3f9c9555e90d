"""Objectives are a tree, and actions are shown below theirs; what is not listed, or a part of itself, is an error at its cell."""

from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pc_workbook.app import board_pack, draw_tracker, refresh
from pc_workbook.hosts.file import FileHost
from pc_workbook.model.objective import Objective, circle_of, in_order
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.lists.catalogue import OBJECTIVES
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.wording.findings import message
from tests.returns.test_own_columns import ROWS, SETTINGS
from tests.support.typed_tracker import tracker_of

REFERENCES: Final = ("A", "1", "1.1", "1.1.1", "2B")


def found(*objectives: tuple[str, str | None], action: str | None = None) -> list[tuple[str, str, str]]:
    rows = [{"reference": name, "text": f"Objective {name}", "part_of": part_of} for name, part_of in objectives]
    actions = [{"letter": "A", "text": "Renew the policies.", "objective": action}]
    findings = find_all(read_tracker(tracker_of({"tblActions": actions, "tblObjectives": rows})))
    mine = [one for one in findings if one.code in ("R123", "R124", "R14")]
    assert all(message(one).text for one in mine)
    return [(one.code, str(one.severity), one.where) for one in mine]


@pytest.mark.parametrize(
    ("objectives", "expected"),
    [
        ([("1", "9")], [("R123", "Error", "Objectives!C2")]),
        ([("1", "1")], [("R124", "Error", "Objectives!C2")]),
        ([("1", "2"), ("2", "1")], [("R124", "Error", "Objectives!C2"), ("R124", "Error", "Objectives!C3")]),
        ([("1", None), ("1", None)], [("R14", "Error", "Objectives!A3")]),
        ([("1", None), ("1.1", "1"), ("A", "1.1")], []),
    ],
)
def test_what_is_no_tree_is_an_error_at_its_cell(
    objectives: list[tuple[str, str | None]], expected: list[tuple[str, str, str]]
) -> None:
    assert found(*objectives) == expected


def test_an_objective_that_is_not_listed_is_an_error_at_the_cell_of_its_action() -> None:
    assert [one[:2] for one in found(("1", None), action="1.2")] == [("R123", "Error")]
    assert found(("1", None), action="1") == []


def test_without_a_list_of_objectives_a_column_of_that_name_is_no_error() -> None:
    assert found(action="1") == []


@given(
    st.lists(st.tuples(st.sampled_from(REFERENCES), st.none() | st.sampled_from(REFERENCES)), unique_by=lambda p: p[0])
)
def test_every_objective_is_shown_once_and_after_what_it_is_part_of(pairs: list[tuple[str, str | None]]) -> None:
    rows = [Objective(reference=name, text="", part_of=part_of) for name, part_of in pairs]
    ordered = [row.reference for row in in_order(rows)]
    by_reference = {row.reference: row for row in rows}
    assert sorted(ordered) == sorted(by_reference)
    if not any(circle_of(row, by_reference) for row in rows):
        for row in rows:
            assert row.part_of not in by_reference or ordered.index(row.part_of or "") < ordered.index(row.reference)


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    actions: list[dict[str, Any]] = [
        {"letter": "A", "text": "Renew the policies.", "objective": "1.1"},
        {"letter": "B", "text": "Belongs nowhere."},
        {"letter": "1.1", "text": "Prepare visits.", "objective": "2"},
        {"letter": "C", "text": "Of an objective that is not public.", "objective": "3"},
    ]
    objectives = [
        {"reference": "1.1", "text": "Safer practices", "part_of": "1"}, {"reference": "2", "text": "Easier access"},
        {"reference": "1", "text": "Better care"}, {"reference": "3", "text": "Quiet closures", "marking": "Internal"},
    ]  # fmt: skip
    path = tmp_path / "tracker.xlsx"
    lists = {table: rows for table, rows in ROWS.items() if table not in ("tblOwnColumns", "tblActionProgress")}
    draw_tracker(path, {**lists, "tblActions": actions, OBJECTIVES.table: objectives}, dict(SETTINGS), "A tracker")
    return path


def first_columns(path: Path, sheet: str) -> list[tuple[Any, Any]]:
    rows = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[:2] == ("Action", "What is promised"))
    table = rows[start + 1 :]
    return [row[:2] for row in table[: next(n for n, row in enumerate(table) if row[1] is None)]]


def test_the_actions_are_below_their_objectives(tracker: Path) -> None:
    refresh(FileHost(tracker))
    assert first_columns(tracker, "Action summary") == [
        ("Objective 2", "Easier access"), ("1.1", "Prepare visits."),
        ("Objective 1", "Better care"), ("Objective 1.1", "Safer practices"), ("A", "Renew the policies."),
        ("Objective 3", "Quiet closures"), ("C", "Of an objective that is not public."),
        ("Others", "Actions of no listed objective."), ("B", "Belongs nowhere."),
    ]  # fmt: skip


def test_a_public_pack_does_not_show_an_objective_that_is_internal(tracker: Path, tmp_path: Path) -> None:
    board_pack(FileHost(tracker), "public", tmp_path / "pack.xlsx")
    rows = first_columns(tmp_path / "pack.xlsx", "Actions")
    assert ("Objective 1.1", "Safer practices") in rows
    assert "Quiet closures" not in [words for _, words in rows]
    assert ("C", "Of an objective that is not public.") in rows
