"""A refreshed tracker as printed: LibreOffice makes a PDF, and the text of its pages is checked."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pc_workbook import app
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS
from tests.support import SAMPLES

needs_libreoffice = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice and poppler-utils are not installed: the printed pages are not checked",
)


def pages(workbook: Path, folder: Path) -> list[str]:
    """The text of each printed page."""
    profile = (folder / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, str(workbook)], check=True, capture_output=True, timeout=180)
    pdf = folder / f"{workbook.stem}.pdf"
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8").split("\f")


@needs_libreoffice
@pytest.mark.parametrize("sample", ["thurrock-2017.xlsx", "thurrock-open-data.xlsx"])
def test_no_page_shows_hashes_errors_or_nothing(sample: str, tmp_path: Path) -> None:
    out = tmp_path / "refreshed.xlsx"
    app.refresh(FileHost(SAMPLES / sample, out))
    read = pages(out, tmp_path)
    text = "\n".join(read)
    assert len(read) >= len(GENERATED_SHEETS)
    for title in ("primary care improvement, as at", "Indicators, as at", "Practices, as at", "Localities, as at",
                  "CQC ratings, as at", "Actions, as at", "Data quality", "Method notes"):  # fmt: skip
        assert title in text
    assert "###" not in text
    assert not re.search(r"Err:\d|#(?:REF|NAME|VALUE|DIV/0|N/A|NUM)", text)
    assert "nan" not in text.casefold().split()


@needs_libreoffice
def test_the_figures_of_the_papers_are_on_the_printed_pages(tmp_path: Path) -> None:
    out = tmp_path / "refreshed.xlsx"
    app.refresh(FileHost(SAMPLES / "thurrock-2017.xlsx", out))
    text = " ".join("\n".join(pages(out, tmp_path)).split())
    for words in ("2,072", "10 of 20", "10 of 33", "91.11%", "no agreed trajectory", "Overdue since 31"):
        assert words in text
