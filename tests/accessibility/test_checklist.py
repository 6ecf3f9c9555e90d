"""Each item of the checklist, broken on purpose by a small workbook that breaks it and nothing else."""

import csv
import json
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pc_workbook.accessibility.checklist import Item, State, checklist, essentials_not_met, refuse_inaccessible
from pc_workbook.boardpack.accessibility_metadata import add_accessibility_metadata
from pc_workbook.cli import main
from pc_workbook.errors import WorkbookProblem
from tests.support import SAMPLES, SHARED, shared

BODY = {"font_name": "Arial", "font_size": 12, "font_scheme": "none"}
JUDGED = {14, 32, 33}
EMPTY_MEANS = "A blank cell means that no rating was published."

Spoil = Callable[["Made"], object]


class Made:
    """A workbook that meets every item that a program can judge, ready to be spoilt before it is closed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = Workbook(path, {"default_format_properties": BODY})
        self.book.set_properties({"title": "Ratings in Thurrock"})
        self.table: dict[str, Any] = {"name": "ratings", "style": None, "autofilter": False}
        self.rows: list[list[Any]] = [["Good", 10], ["Requires improvement", 5], ["Inadequate", 5]]
        self.formats: dict[tuple[int, int], dict[str, Any]] = {}
        self.title: dict[str, Any] = {"bold": True, "font_size": 16}
        self.intro = "Practices by their newest overall rating."
        self.after: list[Callable[[Worksheet], object]] = []
        self.language = "en-GB"
        self.then: Callable[[Path], None] = lambda path: None

    def format(self, **properties: Any) -> Any:
        return self.book.add_format(properties)

    def sheet(self, name: str, title: str = "") -> Worksheet:
        sheet = self.book.add_worksheet(name)
        if title:
            sheet.write_string(0, 0, title, self.format(**self.title))
        sheet.set_column(0, 0, 34)
        return sheet

    def add_table(self, sheet: Worksheet, row: int, column: int, rows: list[list[Any]], **options: Any) -> None:
        headers = [{"header": name} for name in ("Rating", "Practices")]
        chosen = {**self.table, "columns": headers, **options}
        sheet.add_table(row, column, row + len(rows) - (not chosen.get("header_row", True)), column + 1, chosen)
        for at, cells in enumerate(rows, start=row + bool(chosen.get("header_row", True))):
            for place, value in enumerate(cells, start=column):
                look = self.formats.get((at - row - 1, place - column))
                sheet.write(at, place, value, self.format(**look) if look else None)

    def close(self) -> Path:
        sheet = self.sheet("Ratings", "Ratings of practices")
        sheet.write_string(1, 0, self.intro)
        self.add_table(sheet, 2, 0, self.rows)
        notes = self.sheet("Notes", "Notes to the ratings")
        self.add_table(notes, 1, 0, [["[note 1]", "As published."]], name="notes",
                       columns=[{"header": "Note"}, {"header": "Words"}])  # fmt: skip
        for step in self.after:
            step(sheet)
        self.book.close()
        if self.language:
            add_accessibility_metadata(self.path, self.language)
        self.then(self.path)
        return self.path


def spoilt(tmp_path: Path, spoil: Spoil) -> tuple[Item, ...]:
    made = Made(tmp_path / "spoilt.xlsx")
    spoil(made)
    return checklist(made.close())


def broken(items: tuple[Item, ...]) -> set[int]:
    return {item.number for item in items if item.state is State.NOT_MET}


def test_the_workbook_they_spoil_meets_every_item_a_program_can_judge(tmp_path: Path) -> None:
    items = spoilt(tmp_path, lambda made: None)
    assert {item.number for item in items if item.state is not State.MET} == JUDGED
    assert (len(items), sum(item.essential for item in items)) == (35, 20)


def _unmarked(made: Made) -> None:
    sheet = made.sheet("More", "More ratings")
    for row, cells in enumerate([("Rating", "Practices"), ("Good", 10)], start=1):
        sheet.write_row(row, 0, cells)


def _set(**attributes: Any) -> Spoil:
    def spoil(made: Made) -> None:
        for name, value in attributes.items():
            setattr(made, name, value)

    return spoil


def _then(step: Callable[[Made, Worksheet], object]) -> Spoil:
    return lambda made: made.after.append(lambda sheet: step(made, sheet))


def _with_macros(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"")


def _chart(made: Made, sheet: Worksheet) -> None:
    chart = made.book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Ratings!$B$4:$B$6"})
    sheet.insert_chart("D2", chart, {"description": "Bars of the three ratings"})


# fmt: off
SPOILS: dict[int, tuple[Spoil, str]] = {
    1: (_unmarked, "More!A2:B3"),
    2: (_set(table={"name": "Table1", "style": None, "autofilter": False}), "Ratings!A3"),
    3: (_then(lambda made, sheet: sheet.merge_range("A2:B2", made.intro)), "Ratings!A2:B2"),
    4: (_set(intro=EMPTY_MEANS, rows=[["Good", 10], [None, None], ["Inadequate", 5]]), "Ratings!A5"),
    5: (_set(table={"name": "ratings", "style": None, "autofilter": False, "header_row": False}), "Ratings!A3"),
    6: (_set(rows=[["Good in every one of the five domains that are looked at", 10]]), "Ratings!A4"),
    7: (_then(lambda made, sheet: sheet.freeze_panes(3, 0)), "Ratings!A1 (frozen)"),
    8: (_set(rows=[["Good", 10], ["Inadequate", None]]), "Ratings!B5"),
    9: (_then(lambda made, sheet: sheet.set_row(20, None, None, {"hidden": True})), "Ratings!A21"),
    10: (_set(intro="Practices by their newest rating†"), "Ratings!A2"),
    11: (_set(intro="Practices by their newest rating [1]."), "Ratings!A2"),
    12: (_set(rows=[["Good [note 1]", 10]]), "Ratings!A4"),
    13: (_set(intro="Practices by their newest rating [note 2]."), "Ratings!A2"),
    15: (_then(lambda made, sheet: sheet.write_url("A2", "internal:'Notes'!A1", string="click here")), "Ratings!A2"),
    16: (_then(lambda made, sheet: sheet.write_string("A2", made.intro, made.format(italic=True))), "Ratings!A2"),
    17: (_then(lambda made, sheet: sheet.write_string("A1", "Ratings of practices")), "Ratings!A1"),
    18: (_set(rows=[["Good", 10], ["Inadequate", "–"]]), "Ratings!B5"),
    19: (_then(lambda made, sheet: sheet.set_footer("&LNot for the press&RPage &P of &N")), "'Ratings' (header or footer)"),
    20: (_set(formats={(1, 0): {"bottom": 5}}), "Ratings!A5"),
    21: (_set(formats={(1, 0): {"bg_color": "#E8EDEE"}}), "Ratings!A5"),
    22: (_set(intro=EMPTY_MEANS, rows=[["Good", 10], ["Inadequate", ""]], formats={(1, 1): {"bg_color": "#C8102E"}}),
         "Ratings!B5"),
    23: (_set(formats={(1, 0): {"font_color": "#BBBBBB"}}), "Ratings!A5"),
    24: (_then(_chart), "Ratings!D2 (chart)"),
    25: (_set(then=_with_macros), "the workbook"),
    26: (lambda made: made.sheet("Sheet1", "More ratings"), "'Sheet1'"),
    27: (lambda made: made.sheet("More"), "'More'"),
    28: (lambda made: made.sheet("More", "More ratings").write_string("C3", "Read this first"),
         "More!C3"),
    29: (lambda made: made.add_table(made.sheet("More", "More ratings"), 2, 1, [["Good", 10]], name="more"), "More!B3"),
    30: (_then(lambda made, sheet: sheet.write_string("A8", "Source: the regulator")), "Ratings!A8"),
    31: (_then(lambda made, sheet: made.add_table(sheet, 8, 0, [["Good", 10]], name="again")), "Ratings!A9"),
    34: (_set(language=""), "document properties, language"),
    35: (_then(lambda made, sheet: made.book.worksheets()[1].activate()), "'Notes' (opens first)"),
}
# fmt: on
ALSO = {22: {21}}  # a coloured cell that says nothing is a coloured cell as well


@pytest.mark.parametrize("number", SPOILS)
def test_each_item_can_be_broken_alone_and_says_where(number: int, tmp_path: Path) -> None:
    spoil, place = SPOILS[number]
    items = spoilt(tmp_path, spoil)
    assert broken(items) == {number} | ALSO.get(number, set())
    assert place in items[number - 1].places
    assert items[number - 1].fix


def test_every_item_is_broken_once_or_left_to_a_person() -> None:
    assert set(SPOILS) | JUDGED == set(range(1, 36))


def test_a_number_on_a_coloured_ground_is_left_to_a_person(tmp_path: Path) -> None:
    items = spoilt(tmp_path, _set(formats={(1, 1): {"bg_color": "#C8102E", "font_color": "#FFFFFF"}}))
    assert items[21].state is State.JUDGE
    assert items[21].places == ("Ratings!B5",)


def test_headers_and_footers_may_repeat_a_cell_and_number_the_pages(tmp_path: Path) -> None:
    items = spoilt(
        tmp_path, _then(lambda made, sheet: sheet.set_header('&L&"Arial"&8Ratings of practices&RPage &P of &N'))
    )
    assert broken(items) == set()


def test_the_twenty_essential_items_are_those_of_the_guidance(tmp_path: Path) -> None:
    with shared("oracles", "a11y", "analysis_function_checklist_as_in_gptables.csv").open(encoding="utf-8-sig") as file:
        published = [row["essential"] == "Essential" for row in csv.DictReader(file)]
    items = spoilt(tmp_path, lambda made: None)
    assert [item.essential for item in items] == published
    assert sum(published) == 20


def test_a_public_pack_with_a_broken_essential_item_is_refused_by_name_and_cell(tmp_path: Path) -> None:
    made = Made(tmp_path / "pack.xlsx")
    SPOILS[23][0](made)
    with pytest.raises(WorkbookProblem, match=r"(?s)board\.xlsx was not written.*Ratings!A5"):
        refuse_inaccessible(made.close(), "board.xlsx")


def test_gptables_makes_of_the_same_tables_a_workbook_that_scores_no_higher(tmp_path: Path) -> None:
    """Its makers say themselves that title and language are left to the user."""
    pandas, gptables = pytest.importorskip("pandas"), pytest.importorskip("gptables")
    data = pandas.DataFrame({"Rating": ["Good", "Requires improvement", "Inadequate"], "Practices": [10, 5, 5]})
    table = gptables.GPTable(table=data, table_name="ratings", title="Ratings of practices",
                             subtitles=["Practices by their newest overall rating."], index_columns={})  # fmt: skip
    path = tmp_path / "gptables.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that there are no notes
        gptables.write_workbook(filename=path, sheets={"Ratings": table})
    theirs = checklist(path)
    assert {item.number for item in essentials_not_met(theirs)} >= {34}
    assert broken(spoilt(tmp_path, lambda made: None)) < broken(theirs)


REFUSED = {  # old, locked, Strict, damaged, or packed as only some programs read it
    "NHSE_beds_timeseries.xls",
    "open-xml-sdk__ActiveXControls-O12-XL-Controls.xlsx",
    "phpspreadsheet__Zip-Windows-Directory-Separator.xlsx",
    "poi__bug66682.xlsb",
    "poi__clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx",
    "poi__extenxls_pwd123.xlsx",
}


@pytest.mark.parametrize("name", [path.name for path in sorted(SHARED.glob("corpus/*.xl*"))] or ["(no corpus)"])
def test_any_workbook_gets_thirty_five_results_or_a_message(name: str) -> None:
    workbook = shared("corpus", name)
    if name in REFUSED:
        with pytest.raises(WorkbookProblem, match=re.escape(name)):
            checklist(workbook)
        return
    items = checklist(workbook)
    assert [item.number for item in items] == list(range(1, 36))
    assert all(item.places for item in items if item.state is State.NOT_MET)


def test_the_command_lists_items_and_its_exit_code_sums_them_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["accessibility", str(SAMPLES / "thurrock-2017.xlsx")]) == 1
    assert "Not met  Cells are empty only where the sheet says why (essential)" in capsys.readouterr().out
    good = Made(tmp_path / "good.xlsx").close()
    assert main(["accessibility", str(good), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["items"]) == 35
    assert main(["accessibility", str(tmp_path / "none.xlsx")]) == 3
