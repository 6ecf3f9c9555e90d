"""Indicators by organisation in editions: small counts and hidden practices are in none of their cells, words or ranks."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from pc_workbook.app import board_pack, check, draw_tracker, hand_out
from pc_workbook.disclosure.edition import Edition, results_for_edition
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.results import OrganisationValue
from pc_workbook.model.indicator import Rag
from tests.support.organisation_tracker import SETTINGS, SHARE, listed, rows_of, seen

NOW: Final = datetime(2017, 3, 20)
PEOPLE: Final[dict[str, Any]] = {
    **SHARE, "title": "Patients invited to a check", "kind": "Rate", "unit": "patients", "decimals": 0, "tolerance": None,
    "baseline": None, "target": 100, "target_year": 2017,
}  # fmt: skip
COUNTS: Final = (seen("V00001", 143), seen("V00002", 121), seen("V00003", 5), seen("V00004", 167))


def counts_of(observed: Sequence[Any], comparators: Sequence[Any] = ()) -> dict[str, Any]:
    """The tracker with an indicator that counts people."""
    agreed = {"indicator": 1, "year": 2017, "value": 130, "status": "Agreed"}
    return rows_of(observed, [PEOPLE], comparators, tblTrajectory=[agreed])


def written(folder: Path, rows: dict[str, Any]) -> Path:
    path = folder / "tracker.xlsx"
    draw_tracker(path, rows, dict(SETTINGS))
    return path


def values_in(path: Path, edition: Edition) -> dict[str, OrganisationValue]:
    checked = check(FileHost(path))
    both = results_for_edition(checked.intake, checked.findings, edition)
    return {each.organisation: each for of in both.permitted.results.by_organisation for each in of.values}


def texts_of(path: Path) -> set[str]:
    book = load_workbook(path)
    return {str(value) for sheet in book for row in sheet.values for value in row if value is not None}


@pytest.mark.parametrize("edition", [Edition.PUBLIC, Edition.GUEST])
def test_a_small_count_has_no_value_rag_rank_or_trend(edition: Edition, tmp_path: Path) -> None:
    earlier = [{**row, "period": "Dec 2016", "value": row["value"] + 60} for row in COUNTS]
    values = values_in(written(tmp_path, counts_of([*COUNTS, *earlier])), edition)
    small = values["V00003"]
    assert small.current.suppressed
    assert (small.current.value, small.rag.rag, small.trend) == (None, Rag.NOT_RATED, None)
    assert {each.rank for each in values.values()} == {None}
    assert values["V00004"].rag.rag is Rag.GREEN


def test_members_see_the_values_whole(tmp_path: Path) -> None:
    values = values_in(written(tmp_path, counts_of(COUNTS)), Edition.GROUP)
    assert values["V00003"].current.value == 5
    assert sorted(each.rank or 0 for each in values.values()) == [1, 2, 3, 4]


@pytest.mark.parametrize("edition", list(Edition))
def test_an_internal_practice_is_in_no_edition_and_no_rank_reveals_it(edition: Edition, tmp_path: Path) -> None:
    rows = rows_of(
        [seen(code, value) for code, value in zip(("V00001", "V00002", "V00003"), ("75%", "70%", "65%"), strict=True)]
    )
    rows["tblPractices"][1]["marking"] = "Internal"
    values = values_in(written(tmp_path, rows), edition)
    assert "V00002" not in values
    assert {each.rank for each in values.values()} == {None}


@pytest.mark.parametrize("edition", [Edition.PUBLIC, Edition.GUEST])
def test_a_small_count_of_a_listed_comparator_is_suppressed(edition: Edition, tmp_path: Path) -> None:
    path = written(tmp_path, counts_of(COUNTS, [listed(4), listed(180, "Dec 2016")]))
    compared = {each.comparator.value for each in values_in(path, edition).values() if each.comparator}
    assert 4.0 not in compared


def packs(tmp_path: Path, observed: Sequence[Any]) -> tuple[set[str], set[str]]:
    """The texts of the public pack, and of the return of Vale, of a tracker with a small count."""
    path = written(tmp_path, counts_of(observed))
    pack = tmp_path / "pack.xlsx"
    board_pack(FileHost(path), "public", pack, now=NOW)
    hand_out(FileHost(path), tmp_path / "returns", "Vale", now=NOW)
    return texts_of(pack), texts_of(next((tmp_path / "returns").glob("*.xlsx")))


def test_packs_and_returns_show_the_values_and_not_the_small_one(tmp_path: Path) -> None:
    pack, given = packs(tmp_path, [*COUNTS[:2], seen("V00003", 7), COUNTS[3]])
    assert "Indicators by practice" in pack
    assert {"1. Patients invited to a check", "[c]"} <= pack & given
    assert not {"7", "7.0"} & given
    assert "V00001" not in given
