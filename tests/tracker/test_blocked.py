"""What can't be read takes its figure with it: nothing older, smaller or derived stands in its place unsaid."""

from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.hosts.file import FileHost
from pc_workbook.model.indicator import Rag
from pc_workbook.model.question import UnreadEntry
from pc_workbook.wording.rag import rag_reason
from tests.support import SAMPLES


def spoilt(tmp_path: Path, *cells: tuple[str, str, object]) -> app.Checked:
    """The sample of the papers with some cells changed."""
    path = Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "spoilt.xlsx"))
    book = load_workbook(path)
    for sheet, cell, value in cells:
        book[sheet][cell] = value
    book.save(path)
    return app.check(FileHost(path))


def test_a_rating_that_cannot_be_read_names_its_practice(tmp_path: Path) -> None:
    checked = spoilt(tmp_path, ("CQC ratings", "E6", "Goood"))
    assert checked.intake.tracker.unread["inspections"] == {"V00001": UnreadEntry("CQC ratings, E6", "Overall")}


def test_staff_that_cannot_be_read_names_its_practice(tmp_path: Path) -> None:
    checked = spoilt(tmp_path, ("Workforce", "D6", "one point one"))
    assert checked.intake.tracker.unread["workforce"] == {"V00001": UnreadEntry("Workforce, D6", "FTE")}


def test_a_needed_cell_that_is_empty_is_called_empty(tmp_path: Path) -> None:
    checked = spoilt(tmp_path, ("Workforce", "B6", None))
    assert checked.intake.tracker.unread["workforce"] == {
        "V00001": UnreadEntry("Workforce, B6", "Period", is_empty=True)
    }


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Observations", {"A": 5, "B": "Thurrock", "C": "2016/17", "D": "eighty"}),
        ("Observations", {"A": 5, "B": "07G", "C": "last year", "D": 82}),
        ("Trajectory", {"A": 5, "B": "next year", "C": 90, "D": "Agreed"}),
    ],
)
def test_an_indicator_whose_own_row_cannot_be_read_is_not_rated(
    tmp_path: Path, sheet: str, row: dict[str, object]
) -> None:
    at = 6 if sheet == "Observations" else 60
    for free in range(6, 80):
        if load_workbook(SAMPLES / "thurrock-2017.xlsx")[sheet][f"A{free}"].value is None:
            at = free
            break
    checked = spoilt(tmp_path, *((sheet, f"{column}{at}", value) for column, value in row.items()))
    result = next(r for r in app.measure(checked).indicators if r.indicator.number == 5)
    assert result.rag.rag is Rag.NOT_RATED
    assert f"{sheet}!" in rag_reason(result.rag)


def test_a_practices_own_unreadable_value_takes_nothing_from_the_area(tmp_path: Path) -> None:
    cells = {"A": 6, "B": "V00001", "C": "2016/17", "D": "none of your business"}
    checked = spoilt(tmp_path, *(("Observations", f"{column}6", value) for column, value in cells.items()))
    blocked = [found for found in checked.findings if found.code == "R06"]
    assert [found.touches for found in blocked] == [()]


def test_a_value_of_an_issued_edition_is_read_in_its_measures_unit(tmp_path: Path) -> None:
    cells = {"A": "15/12/2016", "B": "good_experience_of_gp_services", "C": "Thurrock", "E": "79%"}
    checked = spoilt(tmp_path, *(("Issued editions", f"{column}6", value) for column, value in cells.items()))
    assert [row.value for row in checked.intake.tracker.edition_figures] == [79.0]
    unclear = spoilt(
        tmp_path, *(("Issued editions", f"{column}6", value) for column, value in (cells | {"E": 0.79}).items())
    )
    assert any(found.code == "R17" and found.sheet == "Issued editions" for found in unclear.findings)


def test_a_measure_runs_one_way_whatever_is_typed(tmp_path: Path) -> None:
    checked = spoilt(tmp_path, ("Indicators", "G6", "Lower is better"))
    assert [found.touches for found in checked.findings if found.code == "R34"] == [(1,)]
