"""Export of a pack to PDF by LibreOffice: tagged, with bookmarks, a title and its language.

Each run has its own profile, so that an open LibreOffice does not interfere, and a time limit.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from pc_workbook.errors import WorkbookProblem
from pc_workbook.wording.pack_messages import NO_LIBREOFFICE, no_pdf

SECONDS = 300
_CLOCK = re.compile(rb"(Date\(D:)\d{14}Z")
_CLOCK_IN_WORDS = re.compile(rb"(Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_MARKS = tuple(
    re.compile(before + rb"[0-9A-F]{32}")
    for before in (rb"(/ID \[ <)", rb"(/ID \[ <[0-9A-F]{32}>\s<)", rb"(/DocChecksum /)")
)
OPTIONS = {
    "ExportBookmarks": True,  # one a sheet
    "UseTaggedPDF": True,
    "PDFUACompliance": False,  # it would claim to be PDF/UA, and LibreOffice tags tables as paragraphs
    "ExportNotes": False,
    "InitialView": 1,  # the bookmarks beside the page
    "DisplayPDFDocumentTitle": True,
}
_USUAL_PLACES = {
    "win32": (r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files (x86)\LibreOffice\program\soffice.exe"),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}  # fmt: skip
_BRITISH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"><value>en-GB</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="DefaultLocale"><value>en-GB</value></prop></item>
</oor:items>
"""


def find_libreoffice() -> Path:
    """Return the path of LibreOffice. Raises WorkbookProblem where it is not installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    places = [named] if named else [place for place in _USUAL_PLACES.get(sys.platform, ()) if Path(place).is_file()]
    if not places:
        raise WorkbookProblem(NO_LIBREOFFICE)
    return Path(places[0])


def make_pdf(pack: Path, out: Path, run_date: date) -> None:
    """Write the pack's pages to `out`, a path in the working folder. Raises WorkbookProblem where that can't be done."""
    program = find_libreoffice()
    with tempfile.TemporaryDirectory(dir=out.parent, ignore_cleanup_errors=True) as working_folder:
        profile, folder = Path(working_folder, "profile"), Path(working_folder, "pdf")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_BRITISH, encoding="utf-8")
        _run(program, profile, folder, pack)
        made = folder / f"{pack.stem}.pdf"
        if not made.is_file():
            raise WorkbookProblem(no_pdf(pack.name))
        out.write_bytes(of_that_day(made.read_bytes(), run_date))


def of_that_day(pdf: bytes, run_date: date) -> bytes:
    """Return the PDF with the run date as its date and identifiers made from its content, so that equal runs give
    equal bytes.

    Every replacement is as long as what it replaces, or the places that a PDF lists of its own parts would be wrong.
    """
    clock = b"%s000000Z" % f"{run_date:%Y%m%d}".encode()
    timed = _CLOCK.sub(lambda found: found[1] + clock, pdf)
    timed = _CLOCK_IN_WORDS.sub(lambda found: found[1] + f"{run_date:%Y-%m-%d}T00:00:00Z".encode(), timed)
    unmarked = _marked(timed, b"0" * 32)
    return _marked(unmarked, hashlib.md5(unmarked, usedforsecurity=False).hexdigest().upper().encode())


def _marked(pdf: bytes, mark: bytes) -> bytes:
    """Return the PDF with another identifier in the three places where LibreOffice writes one."""
    for place in _MARKS:
        pdf = place.sub(lambda found: found[1] + mark, pdf)
    return pdf


def _run(program: Path, profile: Path, folder: Path, pack: Path) -> None:
    options = {
        name: {"type": "boolean" if isinstance(value, bool) else "long", "value": str(value).lower()}
        for name, value in OPTIONS.items()
    }
    command = [
        str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", f"pdf:calc_pdf_Export:{json.dumps(options)}", "--outdir", str(folder), str(pack),
    ]  # fmt: skip
    # Its temporary copies of the pack are removed with this program's.
    passing = dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(profile.parent))
    try:
        code = _ended(command, {**os.environ, **passing})
    except subprocess.TimeoutExpired as error:
        raise WorkbookProblem(no_pdf(pack.name, SECONDS)) from error
    except OSError as error:
        raise WorkbookProblem(no_pdf(pack.name)) from error
    if code:
        raise WorkbookProblem(no_pdf(pack.name))


def _ended(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run LibreOffice to its end and return its exit code. When this program is stopped, LibreOffice and its child
    processes are too.
    """
    quiet, group = subprocess.DEVNULL, None if sys.platform == "win32" else 0
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, process_group=group
    ) as running:
        try:
            return running.wait(SECONDS)
        except BaseException:
            with suppress(ProcessLookupError):
                running.kill() if sys.platform == "win32" else os.killpg(running.pid, signal.SIGKILL)
            raise
