"""The command lines that Excel starts Python with, as macros/Launcher.bas and xlwings' own RunPython write them.

The add-in's Python is isolated (-I): it takes nothing from PYTHONPATH, so the stand-in for Excel is put in its path by
the statement itself.
"""

import sys

from tests.support import PROJECT

RUNNING = PROJECT / "tests" / "support" / "excel_running"
FLAGS = ("-I", "-B", "-c")
STAND_IN = (
    f"import sys; sys.path[:0] = [{str(RUNNING)!r}, {str(PROJECT)!r}]; "
    f"exec(open({str(RUNNING / 'sitecustomize.py')!r}, encoding='utf-8').read()); "
)


def in_hexadecimal(name: str) -> str:
    """The name of a workbook as the launcher writes it."""
    return name.encode("utf-16-be", "surrogatepass").hex().upper()


def by_add_in(statement: str, book: str, window: str = "1") -> list[str]:
    """The add-in's command line, with the stand-in for Excel put before its statement."""
    return [sys.executable, *FLAGS, STAND_IN + statement, f"--book={in_hexadecimal(book)}", f"--hwnd={window}"]
