"""The command `adopt`: the proposal, the fill, what is printed, exit codes."""

import json
from pathlib import Path

import pytest

from pc_workbook.cli import main
from pc_workbook.cli.json_documents import AdoptionDocument
from tests.adopt.adopting import correct, entries, tracker
from tests.adopt.old_workbooks import action_plan


class Scene:
    """A tracker and an action plan, and the command on them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys, self.folder = capsys, folder
        self.old, self.into = folder / "old plan.xlsx", tracker(folder)
        self.mapping = folder / "old plan-mapping.xlsx"
        action_plan(self.old)

    def run(self, *options: str) -> tuple[int, str, str]:
        code = main(["adopt", str(self.old), "--into", str(self.into), *options])
        return code, *self.capsys.readouterr()

    def fill(self, *options: str) -> tuple[int, str, str]:
        return self.run("--mapping", str(self.mapping), *options)


@pytest.fixture
def scene(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Scene:
    return Scene(tmp_path, capsys)


def test_the_first_run_writes_the_mapping_and_says_what_to_run_next(scene: Scene) -> None:
    before = scene.into.read_bytes()
    code, out, _ = scene.run()
    assert code == 0
    assert "'Action plan'!D5  Owner -> Actions: Action lead (role) (Likely)" in out
    assert f"--mapping '{scene.mapping}'" in out
    assert scene.mapping.exists()
    assert scene.into.read_bytes() == before


def test_the_first_run_can_write_the_mapping_elsewhere(scene: Scene) -> None:
    elsewhere = scene.folder / "ours.xlsx"
    code, out, _ = scene.run("--mapping", str(elsewhere))
    assert (code, elsewhere.exists(), scene.mapping.exists()) == (0, True, False)
    assert "Made " in out


def test_a_dry_first_run_writes_nothing(scene: Scene) -> None:
    code, out, _ = scene.run("--dry-run")
    assert (code, scene.mapping.exists()) == (0, False)
    assert out.endswith("Nothing was written: this was a dry run.\n")


def test_a_second_run_without_the_mapping_says_how_to_use_it(scene: Scene) -> None:
    scene.run()
    code, out, err = scene.run()
    assert (code, out) == (3, "")
    assert "add: --mapping" in err


def test_errors_of_the_mapping_are_listed_and_nothing_is_adopted(scene: Scene) -> None:
    scene.run()
    code, out, _ = scene.fill()
    assert code == 1
    assert "Mapping!I11: The list “Action progress” needs “Locality” in each row" in out
    assert out.endswith("Nothing was adopted: correct the errors above first.\n")
    assert entries(scene.into, "tblActions") == []


def test_the_fill_says_what_went_where_and_what_had_no_place(scene: Scene) -> None:
    scene.run()
    correct(scene.mapping, fixed={"Locality": "North"})
    code, out, _ = scene.fill()
    assert code == 0
    assert "Actions!A6  1.1  Action, What is promised, Outcome" in out
    assert "'Action plan'!I5  Budget code: 3 filled cells" in out
    assert "'Action plan'!A1  Delivery plan 2017/18" in out
    assert "6 rows added with 30 cells; 0 empty cells filled" in out
    assert "Backup saved: " in out


def test_a_quiet_fill_prints_nothing_when_all_went_well(scene: Scene) -> None:
    scene.run("--quiet")
    correct(scene.mapping, fixed={"Locality": "North"})
    assert scene.fill("--quiet") == (0, "", "")


def test_the_report_is_a_workbook_with_everything(scene: Scene) -> None:
    import openpyxl

    scene.run()
    correct(scene.mapping, fixed={"Locality": "North"})
    report = scene.folder / "report.xlsx"
    assert scene.fill("--report", str(report), "--dry-run")[0] == 0
    book = openpyxl.load_workbook(report)
    assert book.sheetnames == ["What went where", "Conflicts", "Look at these", "Left out"]
    texts = {cell.value for row in book["Left out"].iter_rows() for cell in row}
    assert {"B-7", "Budget code", "Nothing here is final."} <= texts
    before = scene.into.read_bytes()
    assert scene.fill("--report", str(report))[0] == 3, "an existing file is not overwritten"
    assert scene.into.read_bytes() == before, "and nothing is adopted that is on no report"


@pytest.mark.parametrize("is_fill", [False, True])
def test_json_has_a_row_for_each_column_or_cell(scene: Scene, is_fill: bool) -> None:
    if is_fill:
        scene.run()
        correct(scene.mapping, fixed={"Locality": "North"})
    code, out, _ = scene.fill("--json") if is_fill else scene.run("--json")
    assert code == 0
    document = AdoptionDocument.model_validate_json(out, strict=True)
    assert json.loads(out)["schema"] == "pc_workbook/adoption/1"
    outcomes = {row.outcome for row in document.adoption}
    assert outcomes == ({"Added", "Left out"} if is_fill else {"Likely", "No place found"})


def test_a_workbook_that_is_not_there_or_unreadable_is_named(scene: Scene) -> None:
    scene.old.write_bytes(b"no workbook")
    code, _, err = scene.run()
    assert code == 3
    assert "old plan.xlsx" in err
