"""A door may bring its own printer, as Excel does; what it prints is looked through like any other PDF."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest
from pypdf import PdfWriter

from pc_workbook.app import board_pack
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from tests.support import SAMPLES

EXEMPT = "Contract terms could harm a tender"  # the reason of an Exempt row of the sample


def printer(subject: str) -> Callable[[Path, Path, date], None]:
    def print_pdf(pack: Path, out: Path, day: date) -> None:
        page = PdfWriter()
        page.add_blank_page(200, 200)
        page.add_metadata({"/Subject": subject})
        page.write(out)

    return print_pdf


def made(folder: Path, subject: str) -> tuple[Path, ...]:
    tracker = Path(copyfile(SAMPLES / "thurrock-2017-resolved.xlsx", folder / "tracker.xlsx"))
    return board_pack(FileHost(tracker), "public", folder / "pack.xlsx", pdf=True, print_pdf=printer(subject)).files


def test_the_doors_own_printer_makes_the_pdf(tmp_path: Path) -> None:
    assert [path.name for path in made(tmp_path, "Primary care")] == ["pack.xlsx", "pack.pdf"]


def test_what_it_prints_is_looked_through_too(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="No pack was made"):
        made(tmp_path, EXEMPT)
    assert [path.name for path in tmp_path.iterdir()] == ["tracker.xlsx"]
