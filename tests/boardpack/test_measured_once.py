"""A pack enters measures once: every figure, masked or not, is made in that one call, and the rest reads records.

An entry is a call of a function of pc_workbook.measures by a function of another package. Not counted: imports; reading
or making a record (its properties and methods, and `reason`); and a function that measures hands to a package below it,
such as a condition for the rows of a list.
"""

import sys
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType

import pytest

import pc_workbook
from pc_workbook import app, measures
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.reasons import reason
from samples.make_thurrock_resolved import papers, rows
from tests.boardpack.packs import NOON, RESOLVED
from tests.support import SAMPLES

PROGRAM = Path(str(pc_workbook.__file__)).parent
MEASURES = str(Path(str(measures.__file__)).parent)
BELOW = tuple(str(PROGRAM / package) for package in ("cells", "model", "stats"))
EDITIONS = ("public", "guest", "group")


def is_function_of_measures(code: CodeType) -> bool:
    """Return whether code is a function, and neither a module, a method of a record nor the maker of a reason."""
    in_measures = code.co_filename.startswith(MEASURES) and code.co_name != "<module>"
    is_method = "." in code.co_qualname.replace(".<locals>.", "")
    return in_measures and not is_method and code is not reason.__code__


def caller(frame: FrameType) -> CodeType | None:
    """Return the code of the program that called, past the standard library and packages that measures may call."""
    outer = frame.f_back
    while outer is not None:
        name = outer.f_code.co_filename
        if name.startswith(str(PROGRAM)) and not name.startswith(BELOW):
            return outer.f_code
        outer = outer.f_back
    return None


def entries(tracker: Path, edition: str, out: Path) -> Counter[str]:
    """Return the functions of measures that a pack enters, with how often."""
    found: Counter[str] = Counter()

    def look(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and is_function_of_measures(frame.f_code):
            by = caller(frame)
            if by is None or not by.co_filename.startswith(MEASURES):
                found[frame.f_code.co_qualname] += 1

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        app.board_pack(FileHost(tracker), edition, out, accessible=True, now=NOON)
    finally:
        sys.setprofile(before)
    return found


def with_hidden_rows(path: Path) -> Path:
    """Every row Public, but some practices, observations, actions, milestones and ratings that are not."""
    marked = {
        table: [{**row, "marking": "Public"} if "marking" in row else dict(row) for row in found]
        for table, found in rows().items()
    }
    for table, every in {"tblPractices": 11, "tblActions": 4, "tblMilestones": 2, "tblActionProgress": 3}.items():
        for row in marked[table][::every]:
            row["marking"] = "Exempt"
    app.draw_tracker(path, marked, papers.SETTINGS)
    return path


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("tracker", [RESOLVED, SAMPLES / "thurrock-open-data.xlsx"], ids=lambda path: path.stem)
def test_a_pack_enters_measures_once(tracker: Path, edition: str, tmp_path: Path) -> None:
    assert entries(tracker, edition, tmp_path / "pack.xlsx") == {"measure_for_audience": 1}


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_pack_that_hides_rows_and_suppresses_figures_enters_measures_once(edition: str, tmp_path: Path) -> None:
    tracker = with_hidden_rows(tmp_path / "tracker.xlsx")
    assert entries(tracker, edition, tmp_path / "pack.xlsx") == {"measure_for_audience": 1}


def test_an_entry_from_outside_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pc_workbook.boardpack import pack
    from pc_workbook.measures.variation.claims import spreads

    make = pack.cover_sheet
    monkeypatch.setattr(pack, "cover_sheet", lambda issue: (spreads(()), make(issue))[1])
    assert entries(RESOLVED, "public", tmp_path / "pack.xlsx") == {"measure_for_audience": 1, "spreads": 1}
