"""Files that other readers stop on: each is read as Excel reads it, or one finding names the cell; nothing ends the run.

The situations are those of ../shared/cases that concern the file itself; tests/breaking holds more of each kind.
"""

from pathlib import Path

import pytest

from pc_workbook.app import check, figures
from pc_workbook.cli import main
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker.findings import Severity
from tests.support import SAMPLES, shared

SAMPLE = SAMPLES / "thurrock-2017-resolved.xlsx"
PATIENTS_PER_GP = "patients_per_gp_fte"
Mark = tuple[str, str, str]


def told(path: Path) -> set[Mark]:
    return {(one.code, one.severity.value, one.where) for one in check(FileHost(path)).findings}


def figures_of(path: Path) -> list[tuple[str, str, str, object]]:
    """The figures but those of claims: the cases' inputs are of a time before trackers listed them."""
    rows = [one for one in figures(FileHost(path)) if not one.measure.startswith("claim_")]
    return [(one.measure, one.organisation, one.period, one.value) for one in rows]


@pytest.mark.parametrize("name", ["a02-stray-cell-abort/input", "a02-stray-cell-abort/input_last_row",
                                  "a19-sheet-in-utf-16/input", "c02-reader-traceback/e-merge-dollar"])  # fmt: skip
def test_what_changes_nothing_is_read_as_the_sample(name: str) -> None:
    path = shared("cases", f"{name}.xlsx")
    assert told(path) == told(SAMPLE)
    assert figures_of(path) == figures_of(SAMPLE)


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("a03-formula-without-result/input", ("R47", "Error", "Workforce!D6")),
        ("a03-formula-without-result/input_as_at", ("R47", "Error", "Settings!B8")),
        ("c02-reader-traceback/a-error-getting-data", ("R12", "Warning", "Actions!C6")),
        ("c02-reader-traceback/b-error-spill", ("R12", "Warning", "Actions!C6")),
        ("c02-reader-traceback/f-date-minus-20170315093000", ("R07", "Error", "Meetings!A7")),
        ("c15-inf/england-tiny", ("R50", "Error", "Settings!B12")),
        ("c15-inf/inf-per-cent", ("R50", "Error", "'Action progress'!F8")),
    ],
)
def test_what_cannot_be_read_is_one_finding_at_its_cell(name: str, finding: Mark) -> None:
    assert told(shared("cases", f"{name}.xlsx")) - told(SAMPLE) == {finding}


def test_a_practice_whose_formula_has_no_result_is_named_as_unread() -> None:
    path = shared("cases", "a03-formula-without-result", "input.xlsx")
    (area, *_) = [one for one in figures(FileHost(path)) if one.measure == PATIENTS_PER_GP]
    assert "can't be read" in " ".join(map(str, area)), area


@pytest.mark.parametrize(
    "folder", ["a02-stray-cell-abort", "a03-formula-without-result", "c02-reader-traceback", "c15-inf"]
)
def test_no_file_ends_the_run(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted(shared("cases", folder).glob("*.xlsx")):
        errors = [one for one in check(FileHost(path)).findings if one.severity is Severity.ERROR]
        assert main(["check", str(path)]) == (1 if errors else 0), capsys.readouterr().err
