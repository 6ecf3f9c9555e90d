"""No edit of any cell of a sound tracker stops a check, its figures, its sheets or the sheets of a pack."""

import os
import random
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from pc_workbook import app
from pc_workbook.boardpack.pack import issue_details, pack_sheets
from pc_workbook.boardpack.presets import presets
from pc_workbook.disclosure.edition import Edition, results_for_edition
from pc_workbook.draw.workbook import drawn_parts
from pc_workbook.errors import WorkbookProblem
from pc_workbook.figures.table import figures
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import a1
from pc_workbook.views.workbook.generated_sheets import Run
from tests.support import PROJECT

EDITS = 6_000 if os.environ.get("PC_WORKBOOK_FULL") == "1" else 80
ODD: Final = (
    0.0, -1.0, 1.0, 1999.0, 2016.0, 2017.0, 9999.0, 1e12, 1e-9, 0.5, True, False, "", "x", "x" * 300, "Good", "Inadequate",
    "Retain Good", "Not Inadequate", "2017", "2016/17", "Q1 2016/17", "March 2017", "01/03/2017", "31/11/2016", "ongoing",
    "by 2020", "*", "n/a", "_", "A", "Z", "North", "V00001", "=1+1", "0%", "100%", "-5%", "1e5", "5/0", "1,2,3", "1;2",
    "Public", "Exempt", "Percentage", "Rate", "Rating", "Lower is better", "٣", "½", 12345678901.0,
    date(1900, 1, 1), date(2017, 3, 15), date(9999, 12, 31), datetime(2017, 3, 15, 12, 30), time(12, 0),
)  # fmt: skip


@cache
def sound(name: str) -> Intake:
    return read_tracker(FileHost(PROJECT / "samples" / name).read())


def edited(chance: random.Random) -> tuple[Intake, list[tuple[str, str, object]]]:
    """A sample with one to three cells of its lists and settings changed."""
    intake = sound(chance.choice(("thurrock-2017.xlsx", "thurrock-2017-resolved.xlsx")))
    lists = [read for read in intake.lists.values() if read.columns and read.row_numbers]
    cells: list[tuple[str, str, object]] = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        read = chance.choice(lists)
        cell = a1(chance.choice(list(read.row_numbers)), chance.choice(list(read.columns.values())))
        place = (
            (read.sheet, cell)
            if chance.random() < 0.75
            else ("Settings", chance.choice(list(intake.settings_cells.values())))
        )
        cells.append((*place, chance.choice(ODD)))
    return read_tracker(intake.snapshot.changed(cells)), cells


def test_no_edit_stops_the_work() -> None:
    chance = random.Random(2017)
    for n in range(EDITS):
        intake, cells = edited(chance)
        checked = app.Checked(intake, find_all(intake))
        try:
            results = app.measure(checked)
            figures(results, intake.tracker)
            drawn_parts(app._summary(checked, Run(datetime(2017, 3, 15), "0", "tracker.xlsx")))
            if n % 3 == 0:
                shown = results_for_edition(intake, checked.findings, Edition.PUBLIC).permitted
                kind = presets(intake.tracker)[0]
                pack_sheets(shown, issue_details(shown, Edition.PUBLIC, kind, date(2017, 3, 15)), kind)
        except WorkbookProblem:
            continue
        except Exception as error:
            raise AssertionError(f"after {cells}") from error


@pytest.mark.parametrize("year", [1999.0, 2015.0, 2016.0, 2017.0])
def test_a_target_year_that_is_not_after_the_baseline_s_draws_no_line(year: float) -> None:
    """With a target, a baseline and agreed years beside it, as indicator 6 has them."""
    intake = sound("thurrock-2017.xlsx")
    read = intake.lists["tblIndicators"]
    at = next(entry.at for entry in read.entries if getattr(entry.row, "number", 0) == 6)
    cell = a1(at, read.columns["target_year"])
    changed = read_tracker(intake.snapshot.changed([(read.sheet, cell, year)]))
    checked = app.Checked(changed, find_all(changed))
    (six,) = [one for one in app.measure(checked).indicators if one.indicator.number == 6]
    assert [step.derived for step in six.yearly_values if step.year > max(year, 2016)] == [None] * sum(
        step.year > max(year, 2016) for step in six.yearly_values
    )


def test_the_case_of_a_target_year_that_is_the_baseline_s() -> None:
    path: Path = PROJECT.parent / "shared" / "cases" / "b01-target-year-not-after-baseline-year" / "input.xlsx"
    if not path.exists():
        pytest.skip("needs ../shared/cases, which is not here")
    assert app.figures(FileHost(path))
