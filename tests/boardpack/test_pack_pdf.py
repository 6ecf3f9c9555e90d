"""The pack as a PDF, made by LibreOffice where there is one: what a reader's program is told, and what a reader sees."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from pc_workbook import app
from pc_workbook.boardpack.pdf import make_pdf, of_that_day
from pc_workbook.hosts.file import FileHost
from tests.boardpack.packs import NOON, RESOLVED
from tests.boardpack.test_pack import EVERY_SECTION

needs_libreoffice = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed: no PDF is made"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdf")
    app.board_pack(FileHost(RESOLVED), "public", folder / "pack.xlsx", pdf=True, now=NOON)
    assert sorted(path.name for path in folder.iterdir()) == ["pack.pdf", "pack.xlsx"]
    return folder / "pack.pdf"


@pytest.fixture(scope="module")
def pages(made: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(made).pages]


@needs_libreoffice
def test_the_pdf_has_a_title_a_language_tags_and_a_bookmark_for_each_section(made: Path) -> None:
    reader = PdfReader(made)
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Thurrock: primary care board pack, as at 15 March 2017"
    assert root["/Lang"] == "en-GB"
    assert bool(root["/MarkInfo"]["/Marked"]) is True
    assert "/StructTreeRoot" in root
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"]) is True
    assert [str(mark.title) for mark in reader.outline if not isinstance(mark, list)] == EVERY_SECTION
    assert not reader.metadata.author
    assert b"pdfuaid" not in made.read_bytes()  # tables are tagged as paragraphs: it must not claim more


@needs_libreoffice
def test_every_page_is_a4_landscape_and_says_its_number_and_edition(made: Path, pages: list[str]) -> None:
    for number, (page, text) in enumerate(zip(PdfReader(made).pages, pages, strict=True), 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
        assert f"Page {number} of {len(pages)}" in text
        assert "Public edition: nothing in it is exempt" in text


@needs_libreoffice
def test_no_page_shows_hashes_errors_or_nothing_and_the_summary_takes_one(pages: list[str]) -> None:
    whole = "\n".join(pages)
    assert "###" not in whole
    assert "Err:" not in whole
    assert all(len(text.split()) > 20 for text in pages)
    assert sum("primary care summary, as at" in text for text in pages) == 1
    summary = next(text for text in pages if "primary care summary, as at" in text)
    assert "2,072" in summary
    assert "10. Overall CQC rating" in summary
    assert "FTE means full-time equivalent" in summary  # the last line of the section


@needs_libreoffice
def test_long_tables_repeat_their_headings_on_each_page(pages: list[str]) -> None:
    practices = [text for text in pages if "V00020" in text or "V00024" in text]
    tables = [text for text in practices if "IMD" in text and "Nurse" in text]
    assert len(tables) >= 2


def test_two_runs_of_one_day_give_the_same_pdf() -> None:
    def pdf(second: int, mark: str) -> bytes:
        when = f"2026112123385{second}Z"
        return f"<xmp:CreateDate>2026-11-21T23:38:5{second}Z</xmp:CreateDate>/CreationDate(D:{when}')/ID [ <{mark}>\n<{mark}> ]".encode()

    one, other = pdf(2, "5B297E27D924AECBD661476BAEBDC8FC"), pdf(7, "0A297E27D924AECBD661476BAEBDC8FE")
    day = NOON.date()
    assert of_that_day(one, day) == of_that_day(other, day)
    assert len(of_that_day(one, day)) == len(one)
    assert b"20170320000000Z" in of_that_day(one, day)


@needs_libreoffice
def test_the_pdf_of_one_day_is_the_same_each_time(made: Path, tmp_path: Path) -> None:
    make_pdf(made.with_suffix(".xlsx"), tmp_path / "again.pdf", NOON.date())
    assert (tmp_path / "again.pdf").read_bytes() == made.read_bytes()


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler-utils is not installed")
@needs_libreoffice
def test_another_reader_opens_the_pdf_and_calls_it_tagged(made: Path) -> None:
    said = subprocess.run(["pdfinfo", str(made)], check=True, capture_output=True, text=True).stdout
    assert "Tagged:          yes" in said
    assert "Mon Mar 20" in said
