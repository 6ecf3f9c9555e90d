"""The add-in's modules in LibreOffice, which compiles and runs VBA.

It opens no .xlam, so the modules are put into an .xlsm. The keyword PtrSafe, which 64-bit Excel requires in a Declare
statement, is removed because LibreOffice does not know it. Everything else must compile and give the launcher's results.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from pc_workbook.addin import sources
from pc_workbook.addin.build import build_tracker
from pc_workbook.addin.contents import SHEET
from pc_workbook.addin.doctor import XLWINGS
from pc_workbook.cells.change import SetCell
from pc_workbook.draw.workbook import draw
from pc_workbook.hosts.desktop.open_workbook import decode_workbook_name
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.vba.macros import MACRO_WORKBOOK, put_project
from pc_workbook.ooxml.vba.project import Kind, Module
from pc_workbook.views.parts import BlankSheet, Workbook
from tests.support.launched import in_hexadecimal

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")

# Opens a workbook with its macros allowed, writes down each module's text, runs a macro, writes down some cells.
FROM_OUTSIDE = """
Sub Look(source As String, script As String, folder As String)
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden"
  how(0).Value = True
  how(1).Name = "MacroExecutionMode"
  how(1).Value = 4
  On Error GoTo Failed
  book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, how())
  For Each project In book.BasicLibraries.ElementNames
    For Each piece In book.BasicLibraries.getByName(project).ElementNames
      WriteDown(folder & "/" & piece & ".txt", book.BasicLibraries.getByName(project).getByName(piece))
    Next
  Next
  If script <> "" Then
    book.getScriptProvider().getScript("vnd.sun.star.script:" & script & "?language=Basic&location=document").invoke(Array(), Array(), Array())
    For row = 0 To 9
      WriteDown(folder & "/cell" & row & ".txt", book.Sheets.getByIndex(0).getCellByPosition(3, row).String)
    Next
  End If
  StarDesktop.terminate()
  Exit Sub
Failed:
  WriteDown(folder & "/failed.txt", Err & " " & Error)
  StarDesktop.terminate()
End Sub

Sub WriteDown(path As String, what As String)
  number = FreeFile
  Open path For Output As #number
  Print #number, what
  Close #number
End Sub
"""

PROBE = """Attribute VB_Name = "Probe"
Option Explicit

Public Sub Run()
    Dim place As Object
    Set place = ThisWorkbook.Worksheets("Add-in")
    place.Range("D1").Value = CommandLine(PythonPath(), "import sys; print(sys.argv[1:], sys.flags.isolated, sys.path)", "Plan %TEMP% 50%.xlsm", "4711")
    place.Range("D2").Value = ServerCommand(PythonPath())
    place.Range("D3").Value = XlwingsVersion
    place.Range("D4").Value = InHexadecimal(CStr(place.Range("E1").Value))
    place.Range("D5").Value = CStr(HasVariable("C:\\%TEMP%\\p.exe")) & CStr(HasVariable("C:\\100% me\\p.exe")) & CStr(HasVariable("C:\\p.exe"))
    place.Range("D6").Value = Len(BlockedMessage(String(400, "p"), String(5000, "r"), String(255, "b")))
    place.Range("D7").Value = LoadedFrom(ThisWorkbook.Name, "/start") & LoadedFrom(ThisWorkbook.Name, "/start/")
    place.Range("D8").Value = "no" & LoadedFrom(ThisWorkbook.Name, "/elsewhere") & LoadedFrom("pc_workbook.xlam", "/elsewhere")
    place.Range("D9").Value = ">" & MacroOf("C:\\O'Brien\\pc_workbook.xlam", "PcWorkbookRefresh")
    place.Range("D10").Value = "done"
End Sub
"""


STRANGE = """-Plan %TEMP% 50% ^ & ! 'it' =x; %20 "q" Łucja 数 \U0001f600.xlsx"""


class LibreOffice:
    """Return a LibreOffice profile with a macro that inspects a workbook."""

    def __init__(self, home: Path) -> None:
        self.command = ["soffice", f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore", "--nologo"]
        self._run("--terminate_after_init")  # the first start writes the profile
        basic = home / "user" / "basic" / "Standard"
        library = (basic / "script.xlb").read_text("utf-8")
        named = '<library:element library:name="Outside"/>'
        (basic / "script.xlb").write_text(
            library.replace("</library:library>", f"{named}</library:library>")
            if "</library:library>" in library
            else library.replace("/>", f">{named}</library:library>"),
            "utf-8",
        )
        (basic / "Outside.xba").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n<script:module xmlns:script="http://openoffice.org/2000/script" '
            f'script:name="Outside" script:language="StarBasic">{escape(FROM_OUTSIDE)}</script:module>',
            "utf-8",
        )

    def look(self, workbook: Path, script: str, out: Path) -> dict[str, str]:
        out.mkdir()
        self._run(f'macro:///Standard.Outside.Look("{workbook}","{script}","{out}")')
        found = {path.stem: path.read_text("utf-8") for path in out.iterdir()}
        assert "failed" not in found, found["failed"]
        return found

    def _run(self, *arguments: str) -> None:
        process = subprocess.Popen(
            [*self.command, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(90)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    return LibreOffice(tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="module")
def seen(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What LibreOffice saw in a workbook with the add-in's modules, and what they worked out in it."""
    folder = tmp_path_factory.mktemp("seen")
    book = folder / "addin.xlsm"
    draw(Workbook((BlankSheet(SHEET),), "Trial"), book)
    edit(book, [SetCell(SHEET, "B2", sys.executable), SetCell(SHEET, "E1", STRANGE)], book)
    package = open_workbook(book)
    put_project(
        package,
        [
            *map(for_libreoffice, [*sources.modules(), *sources.modules("tracker")]),
            Module("Probe", PROBE, Kind.STANDARD),
        ],
        "PcWorkbook",
        MACRO_WORKBOOK,
    )
    package.save(book)
    return libreoffice.look(book, "PcWorkbook.Probe.Run", folder / "out")


def for_libreoffice(module: Module) -> Module:
    """Its FullName of a workbook is the name alone, so a folder is put before it."""
    source = module.source.replace(" PtrSafe ", " ").replace("found.FullName", '("/start/" & found.Name)')
    return module._replace(source=source)


def code(text: str) -> list[str]:
    """The lines of a module without what LibreOffice leaves out, or adds."""
    return [
        line for line in text.splitlines() if line and not line.startswith(("Attribute ", "Rem ", "Option VBASupport"))
    ]


def test_libreoffice_reads_every_module_as_it_was_written(seen: dict[str, str]) -> None:
    for module in sources.modules():
        assert code(seen[module.name]) == code(for_libreoffice(module).source), module.name


def test_python_starts_isolated_and_sees_the_workbook_and_the_window(seen: dict[str, str], tmp_path: Path) -> None:
    """The command line is run in a folder with modules that must not be imported."""
    (tmp_path / "sys_path_trap.py").touch()
    done = subprocess.run(shlex.split(seen["cell0"]), cwd=tmp_path, capture_output=True, text=True, check=True)
    arguments, _, path = done.stdout.partition("] 1 [")
    assert arguments == f"['--book={in_hexadecimal('Plan %TEMP% 50%.xlsm')}', '--hwnd=4711'"
    assert str(tmp_path) not in path
    assert "''" not in path


def test_functions_are_served_by_the_python_of_the_add_in(seen: dict[str, str]) -> None:
    assert shlex.split(seen["cell1"])[:4] == [sys.executable, "-I", "-B", "-c"]
    assert "serve('$(CLSID)')" in seen["cell1"]


def test_the_module_that_calls_windows_compiles_too(seen: dict[str, str]) -> None:
    """A constant of it has a value only where the module was compiled."""
    assert seen["cell2"].strip() == XLWINGS


def test_every_character_of_a_name_comes_through_the_command_line(seen: dict[str, str]) -> None:
    encoded = seen["cell3"].strip()
    assert re.fullmatch(r"[0-9A-F]+", encoded)
    assert decode_workbook_name(encoded) == STRANGE


def test_a_python_between_percent_signs_is_not_started(seen: dict[str, str]) -> None:
    assert seen["cell4"].strip() == "TrueFalseFalse"


def test_a_message_fits_its_box_whatever_it_names(seen: dict[str, str]) -> None:
    assert 500 < int(seen["cell5"]) <= 1024


def test_a_tracker_asks_the_add_in_that_is_loaded_from_the_start_folder_and_no_other(seen: dict[str, str]) -> None:
    assert seen["cell6"].strip() == "/start/addin.xlsm/start/addin.xlsm"
    assert seen["cell7"].strip() == "no"
    assert seen["cell8"].strip() == r">'C:\O''Brien\pc_workbook.xlam'!PcWorkbookRefresh"
    assert seen["cell9"].strip() == "done"


def test_the_tracker_with_buttons_loads_with_its_module(libreoffice: LibreOffice, tmp_path: Path) -> None:
    build_tracker(tmp_path / "tracker.xlsm")
    found = libreoffice.look(tmp_path / "tracker.xlsm", "", tmp_path / "out")
    (module,) = sources.modules("tracker")
    assert code(found["Buttons"]) == code(module.source)
