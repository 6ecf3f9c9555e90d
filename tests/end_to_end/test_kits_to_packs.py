"""From a kit to a pack on the command line, for plans that have no practices: a council's and a trust's."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.end_to_end.filled_plans import COUNCIL, TRUST
from tests.end_to_end.test_command_line import pc_workbook
from tests.end_to_end.typed_rows import Row, type_rows
from tests.support import problems_for_excel

PLANS: Mapping[str, Mapping[str, Sequence[Row]]] = {"council-plan": COUNCIL, "trust": TRUST}
#: Words that only a plan about practices prints, in its titles, tiles, terms and methods.
OF_PRACTICES = ("GP practice", "FTE GP", "weighted patients", "open practices", "deprivation")


@pytest.fixture(scope="module", params=PLANS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Path]:
    """A plan's name, its tracker after a refresh, and its pack."""
    folder = tmp_path_factory.mktemp(request.param)
    tracker, pack = folder / "tracker.xlsx", folder / "pack.xlsx"
    assert pc_workbook("new", tracker, "--kit", request.param).returncode == 0
    type_rows(tracker, PLANS[request.param])
    checked = pc_workbook("check", tracker)
    assert checked.returncode == 0, checked.stdout
    assert pc_workbook("refresh", tracker).returncode == 0
    done = pc_workbook("board-pack", tracker, "--edition", "public", "--out", pack)
    assert done.returncode == 0, done.stderr
    return request.param, tracker, pack


def texts(path: Path, *sheets: str) -> list[str]:
    """Return the text of every cell of some sheets, or of all."""
    book = load_workbook(path)
    return [
        cell.value
        for name in sheets or book.sheetnames
        for row in book[name].iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


def test_each_goes_from_its_kit_to_a_pack_that_excel_opens(made: tuple[str, Path, Path]) -> None:
    _, tracker, pack = made
    assert problems_for_excel(pack) == []
    assert not {"Practices", "Workforce", "Long-term conditions"} & {*load_workbook(tracker).sheetnames}


def test_the_cover_names_the_plan_s_own_pack_body_and_meeting(made: tuple[str, Path, Path]) -> None:
    name, _, pack = made
    expected = {
        "council-plan": {"Corporate plan: quarterly performance report", "Cabinet", "12 November 2026"},
        "trust": {"Integrated performance report", "Board of Directors", "4 November 2026"},
    }[name]
    assert expected <= {*texts(pack, "Cover")}


def test_no_section_of_the_pack_is_empty_and_those_left_out_are_named(made: tuple[str, Path, Path]) -> None:
    _, _, pack = made
    sheets = load_workbook(pack).sheetnames
    left_out = {"Practices", "Localities", "CQC by practice", "CQC history", "Programmes"}
    assert left_out.isdisjoint(sheets)
    (sentence,) = [text for text in texts(pack, "Contents") if text.startswith("Left out")]
    assert all(name in sentence for name in left_out)


def test_only_a_plan_with_ratings_has_a_section_of_them(made: tuple[str, Path, Path]) -> None:
    name, _, pack = made
    assert ("CQC ratings" in load_workbook(pack).sheetnames) == (name == "trust")


def test_nothing_is_said_of_practices_where_there_are_none(made: tuple[str, Path, Path]) -> None:
    _, tracker, pack = made
    shown = [*texts(pack, "Summary", "Contents", "Terms and symbols"), *texts(tracker, "Dashboard")]
    assert [text for text in shown if any(words in text for words in OF_PRACTICES)] == []


def test_the_tiles_are_about_indicators_and_actions(made: tuple[str, Path, Path]) -> None:
    name, tracker, pack = made
    labels = {"Indicators that are Green", "Indicators that are Red", "Actions completed", "Actions overdue"}
    assert labels <= {*texts(pack, "Summary")}
    assert labels <= {*texts(tracker, "Dashboard")}
    red = {"council-plan": "Indicators 2 and 6.", "trust": "Indicators 12 and 14."}[name]
    assert red in texts(pack, "Summary")


def test_a_value_is_judged_by_the_step_of_its_own_period(made: tuple[str, Path, Path]) -> None:
    name, _, pack = made
    rags = {row[0].split(".")[0]: row[2] for row in summary_rows(pack)}
    expected = {
        "council-plan": {
            "1": "Slightly behind (counts as Amber) – 0.8 points below the trajectory for April to September 2026 (46%)",
            "7": "Slightly behind (counts as Amber) – 0.1 points below the trajectory for April to September 2026 (56%)",
            "2": "Behind (counts as Red) – 5.3 above the trajectory for Q2 2026/27",
            "10": "On target (counts as Green) – 1.5 points above the trajectory for Q2 2026/27 (78%)",
        },
        "trust": {
            "1": "Amber – 1 point below the trajectory for September 2026 (76%)",
            "4": "Green – 0.4 points above the trajectory for September 2026 (70%)",
            "2": "Not rated – no agreed trajectory for September 2026",
        },
    }[name]
    wrong = {number: rags[number] for number, words in expected.items() if not rags[number].startswith(words)}
    assert wrong == {}


def summary_rows(pack: Path) -> list[tuple[str, ...]]:
    """Return the rows of the table of indicators on the summary."""
    rows = [
        tuple(cell for cell in row if cell is not None)
        for row in load_workbook(pack)["Summary"].iter_rows(values_only=True)
    ]
    return [row for row in rows if len(row) >= 3 and str(row[0]).split(".")[0].isdigit()]  # type: ignore[misc]
