"""Build the files of a pack in a temporary folder: assemble, export to PDF, write the accessible edition, scan for
leaks.

Only files that have passed every check are handed on. The folder is removed whatever happens, after a killed run by
the next.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pc_workbook.accessibility.checklist import refuse_inaccessible
from pc_workbook.boardpack.accessible_edition import write_accessible
from pc_workbook.boardpack.assemble import assemble_pack
from pc_workbook.boardpack.leaks.message import leak_message, leaks_by_cell
from pc_workbook.boardpack.leaks.restricted_text import RestrictedTexts
from pc_workbook.boardpack.leaks.scan import scan
from pc_workbook.boardpack.output_files import OutputPaths
from pc_workbook.boardpack.pdf import make_pdf
from pc_workbook.boardpack.personal_data import refuse_personal_data_in_files
from pc_workbook.disclosure.edition import Edition
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.disk.saving import private_folder
from pc_workbook.views.pack.cover import Issue
from pc_workbook.views.parts import Sheet

PrintPdf = Callable[[Path, Path, date], None]  # the pack, where its pages go, the run date
Made = tuple[tuple[Path, Path], ...]  # each finished file and the place it is to take


@contextmanager
def finished_pack(
    sheets: Sequence[Sheet],
    issue: Issue,
    template: Path,
    places: OutputPaths,
    secrets: RestrictedTexts,
    print_pdf: PrintPdf | None = None,
    *,
    tracker: str = "the tracker",
) -> Iterator[Made]:
    """Yield the finished files of a pack. Raises WorkbookProblem where a check refuses one of them.

    `print_pdf` replaces LibreOffice.
    """
    with private_folder() as folder:
        files = tuple(_make(sheets, issue, template, places, folder, print_pdf or make_pdf))
        _refuse_leaks(files, secrets)
        workbooks = {place.name: finished for finished, place in files if finished.suffix == ".xlsx"}
        refuse_personal_data_in_files(workbooks, tracker, Edition(issue.edition))
        if issue.edition == Edition.PUBLIC:
            for finished, place in files:
                if finished.suffix == ".xlsx":
                    refuse_inaccessible(finished, place.name)
        yield files


def _make(
    sheets: Sequence[Sheet], issue: Issue, template: Path, places: OutputPaths, folder: Path, print_pdf: PrintPdf
) -> Iterator[tuple[Path, Path]]:
    pack = folder / "pack.xlsx"
    assemble_pack(sheets, issue, template, pack)
    yield pack, places.pack
    if places.accessible is not None:
        accessible = folder / "accessible.xlsx"
        write_accessible(sheets, issue, accessible)
        yield accessible, places.accessible
    if places.pdf is not None:
        printed = folder / "pack.pdf"
        print_pdf(pack, printed, issue.run_date)
        yield printed, places.pdf


def _refuse_leaks(files: Made, secrets: RestrictedTexts) -> None:
    leaks = {place.name: leaks_by_cell(scan(finished, secrets), finished) for finished, place in files}
    if any(leaks.values()):
        raise WorkbookProblem(leak_message(leaks))
