"""The wrappers run: LibreOffice reads macros/Functions.bas as VBA and works out cells with it.

Behind them stands a few lines of VBA in place of the function server, which give back what a case wants. Excel
itself may still differ; see docs/verified.md.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
import xlsxwriter

from pc_workbook.ooxml.vba.project import Module, read_module, sheet_module, vba_project, workbook_module
from tests.support import PROJECT

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")

SERVER = """\
Attribute VB_Name = "FunctionServer"
Option Explicit
Public Function XLPy() As Object
    Set XLPy = New StandIn
End Function
"""
STAND_IN = """\
VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "StandIn"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Option Explicit
Public Function CallUDF(ByVal module_name As String, ByVal function_name As String, ByVal given As Variant) As Variant
    Select Case function_name
        Case "PC_SHARE": CallUDF = given(0)
        Case "PC_WILSON": CallUDF = Array("#DIV/0!", given(2))
        Case "PC_PRACTICE_SUMMARY": CallUDF = module_name & " " & (UBound(given) + 1) & " " & TypeName(given(1))
        Case "PC_CQC_SUMMARY": CallUDF = UBound(given) + 1
        Case "PC_RAG": Err.Raise 1000
        Case Else: CallUDF = function_name
    End Select
End Function
"""
RUNNER = """\
Sub Main
  Dim a(1) As New com.sun.star.beans.PropertyValue
  a(0).Name = "Hidden" : a(0).Value = True
  a(1).Name = "MacroExecutionMode" : a(1).Value = 4
  d = StarDesktop.loadComponentFromURL("{book}", "_blank", 0, a())
  d.calculateAll()
  f = FreeFile : Open "{out}" For Output As #f
  s = d.Sheets(0)
  For r = 0 To 15
    Print #f, s.getCellByPosition(2, r).String & ";" & s.getCellByPosition(3, r).String
  Next
  Close #f
  d.close(True)
  StarDesktop.terminate()
End Sub
"""


def test_the_wrappers_hand_cells_over_and_make_error_values_of_errors(tmp_path: Path) -> None:
    book = tmp_path / "functions.xlsm"
    _make_book(book, tmp_path)
    cells = _worked_out(book, tmp_path)
    # LibreOffice writes an error value of VBA as "Error" with Excel's number of it.
    assert cells[:4] == ["5;", "Error 2007;", "Error 2042;", "n/a #N/A;"]  # one cell
    assert cells[4:8] == ["Error 2007;", "x;", "3.5;", "Error 2042;"]  # a column, cell by cell
    assert cells[8] == "Error 2007;0.95"  # one row
    assert cells[9] == "pc_workbook.udfs 2 Variant();"  # ranges arrive as blocks of cells
    assert cells[10] == "0;"  # no list at all
    assert cells[11] == "Error 2029;"  # the server fails: #NAME?, and no figure


def _make_book(book: Path, folder: Path) -> None:
    (folder / "project.bin").write_bytes(vba_project(_modules(folder), "Functions_"))
    workbook = xlsxwriter.Workbook(str(book))
    sheet = workbook.add_worksheet("Sheet1")
    workbook.add_vba_project(str(folder / "project.bin"))
    workbook.set_vba_name("ThisWorkbook")
    sheet.set_vba_name("Sheet1")
    sheet.write_column(0, 0, ["#DIV/0!", "x", 3.5, "#N/A"])
    single = ("=PC_SHARE(5,2)", '=PC_SHARE("#DIV/0!",2)', '=PC_SHARE("#N/A",2)', '=PC_SHARE("n/a #N/A",2)')
    for row, formula in enumerate(single):
        sheet.write_formula(row, 2, formula)
    sheet.write_array_formula(4, 2, 7, 2, "{=PC_SHARE(A1:A4,2)}")
    sheet.write_array_formula(8, 2, 8, 3, "{=PC_WILSON(1,2,0.95)}")
    sheet.write_formula(9, 2, "=PC_PRACTICE_SUMMARY(A1:A4,A1:A2)")
    sheet.write_formula(10, 2, "=PC_CQC_SUMMARY()")
    sheet.write_formula(11, 2, '=PC_RAG(1,2,"Higher",1)')
    workbook.close()


def _modules(folder: Path) -> list[Module]:
    (folder / "FunctionServer.bas").write_text(SERVER)
    (folder / "StandIn.cls").write_text(STAND_IN)
    written = (PROJECT / "macros" / "Functions.bas", folder / "FunctionServer.bas", folder / "StandIn.cls")
    return [workbook_module(), sheet_module("Sheet1"), *map(read_module, written)]


def _worked_out(book: Path, folder: Path) -> list[str]:
    """What the cells show once LibreOffice has worked them out, by a macro of its own profile."""
    out, profile = folder / "out.txt", folder / "profile"
    _office(profile, "--terminate_after_init")  # the first start lays out a profile over what stands there
    source = RUNNER.format(book=book.as_uri(), out=out)
    escaped = source.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    (profile / "user" / "basic" / "Standard" / "Module1.xba").write_text(MODULE.format(source=escaped))
    _office(profile, "macro:///Standard.Module1.Main")
    return out.read_text().splitlines()


def _office(profile: Path, what: str) -> None:
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", what],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        office.wait(60)
    except subprocess.TimeoutExpired:
        os.killpg(office.pid, signal.SIGKILL)  # it waits for somebody to read a message that nobody sees
        pytest.fail("LibreOffice stopped at the macros")


MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{source}</script:module>
"""
