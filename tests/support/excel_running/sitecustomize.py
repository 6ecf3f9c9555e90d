"""Put on a child process's path, this stands for an Excel that runs with one workbook open: the moment pc_workbook.excel is
looked for, the stand-in for Excel is registered with xlwings. What it shows in message boxes goes to a file; when the
process ends, the workbook is saved, as its owner would do, so that the test can look at it."""

import atexit
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import wraps
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

STAND_IN = {"openpyxl", "et_xmlfile", "tests", "sitecustomize"}  # packages that it loads and a click does not


class Starter:
    """Finds nothing itself."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name == "pc_workbook.excel":
            sys.meta_path.remove(Starter)  # type: ignore[arg-type]
            start()
        return None


def start() -> None:
    # A click pays for these in any case:
    import lxml.etree  # noqa: F401

    import pc_workbook.hosts.desktop.xlwings_import  # noqa: F401

    began, before = time.process_time(), set(sys.modules)
    sys.modules["numpy"] = None  # type: ignore[assignment]  # else openpyxl, which reads for the stand-in, loads it
    from tests.support.excel_in_files import Excel
    from tests.support.file_engine import use

    del sys.modules["numpy"]
    excel = Excel()
    use(excel)
    opened = excel.open(Path(os.environ["PC_WORKBOOK_TEST_BOOK"]))
    excel.editing = bool(os.environ.get("PC_WORKBOOK_TEST_EDITING"))
    if os.environ.get("PC_WORKBOOK_TEST_SAVE"):
        atexit.register(opened.wb.save, opened.path)
    if told := os.environ.get("PC_WORKBOOK_TEST_TIMES"):
        tell_times(Path(told), time.process_time() - began, set(sys.modules) - before)


def tell_times(out: Path, spent: float, loaded: set[str]) -> None:
    """For benchmarks/click.py: the seconds of the stand-in, which are no part of a click, and what the click loaded."""
    import json

    from tests.support import excel_in_files as model

    clock = Clock(spent)
    for owner, steps in (
        (model.Excel, ("open", "add")),
        (model.Book, ("save", "LinkSources", "ChangeLink", "close", "cached")),
        (model.Sheet, ("copy_after", "Delete")),
        (model.WholeSheet, ("copy_to", "Clear", "UnMerge")),
    ):
        for step in steps:
            setattr(owner, step, clock.around(getattr(owner, step)))

    def tell() -> None:
        ours = {name for name, module in sys.modules.items() if module is not None} - loaded
        roots = sorted({name.partition(".")[0] for name in ours} - sys.stdlib_module_names - STAND_IN)
        packages = [root for root in roots if not root.startswith(("_", "cython"))]
        out.write_text(json.dumps({"stand_in": clock.spent, "modules": len(ours), "packages": packages}))

    atexit.register(tell)


class Clock:
    """Adds up the processor time of steps, of one within another only once."""

    def __init__(self, spent: float) -> None:
        self.spent, self.within = spent, False

    def around(self, step: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(step)
        def timed(*given: Any, **named: Any) -> Any:
            if self.within:
                return step(*given, **named)
            self.within, began = True, time.process_time()
            try:
                return step(*given, **named)
            finally:
                self.within = False
                self.spent += time.process_time() - began

        return timed


if "PC_WORKBOOK_TEST_BOOK" in os.environ:
    sys.meta_path.insert(0, Starter)  # type: ignore[arg-type]
