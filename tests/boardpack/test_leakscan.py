"""The leak scan finds a leak in each kind of part, says where it is, and never says what it is."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfWriter
from xlsxwriter import Workbook

from pc_workbook.app import board_pack, check, draw_tracker
from pc_workbook.boardpack.editions.edition import Edition
from pc_workbook.boardpack.leaks.needles import Needles
from pc_workbook.boardpack.leaks.scan import Leak, Secret, Secrets, needles_of, scan, secrets, told
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from samples import make_thurrock_2017 as papers
from samples import make_thurrock_resolved as resolved
from tests.boardpack.plants import BESIDE_PARTS, IN_A_PDF, PLANT, planted, planted_pdf
from tests.support import SAMPLES

TRACKER = SAMPLES / "thurrock-2017-resolved.xlsx"
SHUT = {"a compound file", "macros"}
LOOKED_FOR = Secrets((Secret("what stands in Actions!B9", text=PLANT),))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pack") / "public.xlsx"
    board_pack(FileHost(TRACKER), "public", out, now=datetime(2017, 3, 20))
    return out


def test_a_sound_pack_has_no_leak(pack: Path) -> None:
    assert scan(pack, LOOKED_FOR) == ()
    assert scan(pack, secrets(check(FileHost(TRACKER)).intake, Edition.PUBLIC)) == ()


def test_a_leak_in_any_kind_of_part_is_found_and_not_told(pack: Path, tmp_path: Path) -> None:
    """The scan's recall: every plant, or the part that it hides in where no scan can look into it."""
    path, words = planted(pack, tmp_path / "planted.xlsx")
    leaks = scan(path, Secrets(tuple(Secret(kind, text=said) for kind, said in words.items())))
    found = {leak.secret for leak in leaks}
    shut = {leak.part for leak in leaks if "can't look into" in leak.secret}
    assert len(shut) == len(SHUT)
    assert words.keys() - found == SHUT
    assert not any("Orch" in leak.words for leak in leaks if not leak.part.startswith("customXml/Talks"))


@pytest.mark.parametrize("plant", BESIDE_PARTS.values(), ids=BESIDE_PARTS.keys())
def test_a_leak_beside_the_parts_is_found(plant: Callable[[Path], None], pack: Path, tmp_path: Path) -> None:
    path = tmp_path / "planted.xlsx"
    path.write_bytes(pack.read_bytes())
    plant(path)
    assert scan(path, LOOKED_FOR)


def test_a_sound_pdf_has_no_leak(tmp_path: Path) -> None:
    assert scan(planted_pdf(tmp_path / "sound.pdf", None), LOOKED_FOR) == ()


@pytest.mark.parametrize("plant", IN_A_PDF.values(), ids=IN_A_PDF.keys())
def test_a_leak_in_any_part_of_a_pdf_is_found(plant: Callable[[PdfWriter], object], tmp_path: Path) -> None:
    assert scan(planted_pdf(tmp_path / "planted.pdf", plant), LOOKED_FOR)


# --- what counts as the same


@pytest.mark.parametrize(
    "said",
    [
        "the rent of alder house was put up",
        "THE RENT OF ALDER HOUSE WAS PUT UP",
        "It was said: the rent\u00a0of Alder\n House was put up, in March",
        "x.theRentOfAlderHouseWasPutUp.pdf",
        "The rent of Älder House was put up",
    ],
)
def test_a_secret_is_known_in_any_dress(said: str) -> None:
    needles = Needles()
    needles.add_text("The rent of Alder House was put up", 0)
    assert needles.among(said) == {0}


def test_a_stretch_that_was_cut_out_of_a_long_secret_is_known() -> None:
    needles = Needles()
    needles.add_text("The partners asked in confidence whether the rent of Alder House could be met by the group", 0)
    assert needles.among("confidence whether the rent of Alder House could") == {0}
    assert needles.among("the rent of the group") == set()


def test_what_may_be_shown_elsewhere_is_no_secret() -> None:
    secret = Secret("here", text="Ask NHS England about the branch", names=("Alder Beech",))
    needles = needles_of(Secrets((secret,), ("Ask NHS England about the branch surgeries, says Alder Beech",)))
    assert needles.among("Ask NHS England about the branch") == set()
    assert needles.among("as Alder Beech told us") == {0}  # but a person's name is not to be printed at all


@pytest.mark.parametrize("common", ["Good", "3", "Ongoing", "by 2018", "PMS", "joint working"])
def test_a_word_that_stands_anywhere_by_right_is_no_secret_on_its_own(common: str) -> None:
    assert needles_of(Secrets((Secret("here", text=common),))).among(f"It is {common}, as is said.") == set()


# --- numbers that were kept back


def workbook(path: Path, rows: list[list[object]], chart: bool = False) -> Path:
    with Workbook(path) as book:
        sheet = book.add_worksheet("Experience")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if chart:
            drawn = book.add_chart({"type": "column"})
            drawn.add_series({"name": "Good experience", "categories": "=Experience!$A$1:$A$2", "values": "=Experience!$B$1:$B$2",
                              "categories_data": ["V00001", "V00002"], "values_data": [6, 33]})  # fmt: skip
            book.add_chartsheet().set_chart(drawn)
    return path


SIX = Secret("the number that stands in Observations!E6", number=6.0, whose=("V00001", "A practice"),
             labels=("Good experience", "good_experience"))  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([["Code", "Good experience"], ["V00001", 6]], ["B2"]),
        ([["Good experience"], ["A practice", "of", 6]], []),
        ([["Code", "Measure", "Value"], ["V00001", "Good experience", 6]], ["C2"]),
        ([["Code", "Rank"], ["V00001", 6]], []),
        ([["Code", "Good experience"], ["V00002", 6], ["V00001", "[c]"]], []),
    ],
)
def test_a_number_is_a_leak_where_its_row_tells_whose_it_is_and_what(
    rows: list[list[object]], where: list[str], tmp_path: Path
) -> None:
    assert [leak.where for leak in scan(workbook(tmp_path / "a.xlsx", rows), Secrets((SIX,)))] == where


def test_a_number_that_a_chart_keeps_is_found(tmp_path: Path) -> None:
    leaks = scan(workbook(tmp_path / "a.xlsx", [["V00001", "x"]], chart=True), Secrets((SIX,)))
    assert [(leak.part, leak.where) for leak in leaks] == [("xl/charts/chart1.xml", "point 1")]


# --- the letter, and the file that is not written


def test_a_leak_is_told_by_its_place_and_never_by_its_words() -> None:
    letter = told([Leak("xl/comments1.xml", "B4", "what stands in Actions!C7")])
    assert letter.splitlines()[0].startswith("No pack was made")
    assert letter.splitlines()[1] == "xl/comments1.xml, B4: what stands in Actions!C7"


def test_one_hit_and_no_file_is_written(tmp_path: Path) -> None:
    """The name of a person stands in a cell that everybody may see: only the scan can know."""
    rows = resolved.rows()
    rows["tblRoles"] = [rows["tblRoles"][0] | {"person": "Alderina Beechley"}, *rows["tblRoles"][1:]]
    rows["tblActions"] = [
        rows["tblActions"][0] | {"outcome": "Agreed with Alderina Beechley."},
        *rows["tblActions"][1:],
    ]
    rows["tblProgrammes"] = [rows["tblProgrammes"][0] | {"lead": "ALDERINA  BEECHLEY"}, *rows["tblProgrammes"][1:]]
    draw_tracker(tmp_path / "tracker.xlsx", rows, papers.SETTINGS)
    with pytest.raises(WorkbookProblem) as refused:
        board_pack(
            FileHost(tmp_path / "tracker.xlsx"), "public", tmp_path / "out.xlsx", pdf=False, now=datetime(2017, 3, 20)
        )
    assert "the name that stands in 'People and roles'!C6" in str(refused.value)
    assert "Beechley" not in str(refused.value)
    assert not (tmp_path / "out.xlsx").exists()
