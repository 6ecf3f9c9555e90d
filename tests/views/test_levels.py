"""The sheets about places show every level that practices belong to, with the words of the tracker."""

from datetime import date
from typing import Any

import pytest

from pc_workbook.measures.edition import measure_edition
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.snapshot import Snapshot
from pc_workbook.views.parts import Chart, Heading, Paragraph, Sheet, Table
from pc_workbook.views.workbook.cqc import cqc_sheet
from pc_workbook.views.workbook.localities import localities_sheet
from pc_workbook.views.workbook.practices import practices_sheet
from tests.support.group_tracker import LEVELS, group_tracker
from tests.support.list_tracker import listed_tracker
from tests.support.value_tracker import ROWS

PRACTICES: list[dict[str, Any]] = list(ROWS["tblPractices"])
RATED = [{"organisation": "V90001", "published_on": date(2016, 5, 1), "overall": "Good"}]


def drawn(snapshot: Snapshot, sheet: Any) -> Sheet:
    intake = read_tracker(snapshot)
    found: Sheet = sheet(measure_edition(intake.tracker, {}), intake)
    return found


def tables(sheet: Sheet) -> dict[str, Table]:
    return {part.name: part for part in sheet.parts if isinstance(part, Table)}


def words(sheet: Sheet) -> list[str]:
    return [part.words for part in sheet.parts if isinstance(part, Heading | Paragraph)]


def test_the_locality_summary_has_a_table_per_level_in_their_order() -> None:
    sheet = drawn(group_tracker(), localities_sheet)
    found = tables(sheet)
    assert [table.columns[0].header for table in found.values()] == ["Network", "Federation", "Place", "Board"]
    assert [row[0] for row in found["pc_level_1"].rows] == ["Stour", "Colne", "Blackwater", "Fictionshire, whole area"]
    said = words(sheet)
    assert said[0] == "Networks, Federation, Places and Boards, as at 15 March 2017"
    assert "2 practices are in no group of level Federation." in said
    assert not any("ocalit" in line for line in said)
    chart = next(part for part in sheet.parts if isinstance(part, Chart))
    assert (chart.table, chart.title) == ("pc_level_1", "Patients per FTE GP by Network")


def test_localities_are_one_of_the_levels() -> None:
    practices = [{**row, "locality": "North"} for row in PRACTICES]
    snapshot = group_tracker(tblPractices=practices, tblLocalities=[{"name": "North"}])
    assert list(tables(drawn(snapshot, localities_sheet))) == [
        "pc_localities",
        "pc_level_1",
        "pc_level_2",
        "pc_level_3",
        "pc_level_4",
    ]
    levels = [*LEVELS, {"level": "Locality", "plural": "Neighbourhoods", "order": 9.0}]
    sheet = drawn(
        group_tracker(tblPractices=practices, tblLocalities=[{"name": "North"}], tblLevels=levels), localities_sheet
    )
    assert list(tables(sheet))[-1] == "pc_localities"
    assert "Neighbourhoods" in words(sheet)


def test_practices_show_their_groups_of_today() -> None:
    table = tables(drawn(group_tracker(), practices_sheet))["pc_practices"]
    headers = [column.header for column in table.columns]
    assert headers[:6] == ["Code", "Practice", "Network", "Federation", "Place", "Board"]
    assert {row[0]: row[2:6] for row in table.rows} == {
        "V90001": ("Stour", "GP Together", "North place", "The board"),
        "V90002": ("Colne", None, "North place", "The board"),
        "V90003": ("Colne", "GP Together", "North place", "The board"),
        "V90004": ("Blackwater", None, "South place", "The board"),
    }


def test_ratings_are_shown_by_the_lowest_level_where_there_are_no_localities() -> None:
    sheet = drawn(group_tracker(tblCqcRatings=RATED), cqc_sheet)
    assert "Ratings by Network" in words(sheet)
    assert [row[0] for row in tables(sheet)["pc_cqc_places"].rows] == [
        "Stour",
        "Colne",
        "Blackwater",
        "Fictionshire, whole area",
    ]


@pytest.mark.parametrize("name", ["Code", "practice", "England", "GP FTE"])
def test_a_level_with_the_name_of_a_column_keeps_headings_apart(name: str) -> None:
    groups = [{"name": "Stour", "level": name}]
    snapshot = group_tracker(
        tblLevels=[{"level": name, "order": 1.0}],
        tblGroups=groups,
        tblMemberships=[{"member": "V90001", "group": "Stour"}],
    )
    for sheet in (localities_sheet, practices_sheet):
        for table in tables(drawn(snapshot, sheet)).values():
            headers = [column.header.casefold() for column in table.columns]
            assert len(headers) == len(set(headers))


def test_levels_that_no_practice_belongs_to_are_not_shown() -> None:
    snapshot = group_tracker(tblMemberships=[{"member": "V90001", "group": "Stour"}])
    assert [table.columns[0].header for table in tables(drawn(snapshot, localities_sheet)).values()] == ["Network"]


def test_a_tracker_without_groups_has_its_localities_as_before() -> None:
    sheet = drawn(listed_tracker(), localities_sheet)
    assert list(tables(sheet)) == ["pc_localities"]
    assert words(sheet)[0] == "Localities, as at 15 March 2017"
