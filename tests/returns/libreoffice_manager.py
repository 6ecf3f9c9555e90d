"""LibreOffice as a manager's spreadsheet: a return is opened, typed into, sorted, saved and sent back.

What the manager does is written in Basic, LibreOffice's own language, and runs without a window.
"""

import os
import signal
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Manager"/>
</library:library>"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Manager" script:language="StarBasic">{basic}</script:module>"""

AROUND = """
Sub Main
  On Error Goto Failed
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden" : how(0).Value = True
  book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, how())
{doing}
  Dim as_what(0) As New com.sun.star.beans.PropertyValue
  as_what(0).Name = "FilterName" : as_what(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("{target}", as_what())
  book.close(True)
  StarDesktop.terminate()
  Exit Sub
Failed:
  Open ConvertFromURL("{target}.txt") For Output As #1
  Print #1, Erl & ": " & Error$
  Close #1
  StarDesktop.terminate()
End Sub

Sub SortRows(sheet, area As String, column As Integer)
  Dim fields(0) As New com.sun.star.table.TableSortField
  fields(0).Field = column : fields(0).IsAscending = False
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "SortFields" : how(0).Value = fields()
  how(1).Name = "ContainsHeader" : how(1).Value = False
  sheet.getCellRangeByName(area).sort(how())
End Sub
"""


def sent_back(return_: Path, target: Path, doing: str, profile: Path) -> Path:
    """The return after its manager has worked on it: `doing` is Basic, with the workbook as `book`."""
    _make_profile(profile)
    basic = profile / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    program = AROUND.format(source=return_.as_uri(), target=target.as_uri(), doing=doing)
    (basic / "script.xlc").write_text(LIBRARIES, "utf-8")
    (basic / "Standard" / "script.xlb").write_text(LIBRARY, "utf-8")
    (basic / "Standard" / "Manager.xba").write_text(MODULE.format(basic=escape(program)), "utf-8")
    _run(profile, "macro:///Standard.Manager.Main")
    failed = Path(f"{target}.txt")
    assert not failed.exists(), failed.read_text("utf-8")
    return target


def _make_profile(profile: Path) -> None:
    """A first start makes the profile, and would overlook a program that lies in it already."""
    if not profile.exists():
        _run(profile, "--terminate_after_init")


def _run(profile: Path, what: str) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", what]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        try:
            running.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)  # a program that fails asks a question that nobody sees
            raise
