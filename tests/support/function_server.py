"""xlwings' own function server without Excel: run as a program, it answers calls as the COM server does.

What Windows brings, pywin32 and a few calls of the system, is stood in for by names that do nothing; what a call
runs through, xlwings' COM server, its conversion of cells and its dispatch, is the real thing. A program of its own,
so that no other test meets the names that stand in.
"""

import ctypes
import pickle
import sys
import types
from datetime import UTC, datetime
from typing import Any


class Anything(types.ModuleType):
    """A module or an object of which everything can be asked, and which does nothing."""

    def __init__(self, name: str = "anything") -> None:
        super().__init__(name)
        self.__file__ = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return Anything()

    def __getitem__(self, key: Any) -> Any:
        return Anything


def stand_in_for_windows() -> None:
    """The names that xlwings' Windows half imports."""
    for name in (
        "pythoncom", "pywintypes", "win32api", "win32con", "win32event", "win32gui", "win32process", "win32timezone",
        "win32com", "win32com.client", "win32com.client.dynamic", "win32com.server", "win32com.server.dispatcher",
        "win32com.server.policy", "win32com.server.util",
    ):  # fmt: skip
        sys.modules[name] = Anything(name)
        above, _, last = name.rpartition(".")
        if above:
            setattr(sys.modules[above], last, sys.modules[name])
    errors = {"com_error": type("com_error", (Exception,), {}), "TimeType": datetime}
    sys.modules["pywintypes"].__dict__.update(errors)
    sys.modules["pythoncom"].__dict__.update(errors)
    sys.modules["win32com.server.util"].__dict__["unwrap"] = _plain
    sys.modules["win32timezone"].__dict__["TimeZoneInfo"] = types.SimpleNamespace(utc=lambda: UTC)
    for name in ("PyDLL", "oledll", "windll"):
        setattr(ctypes, name, Anything(name))


def _plain(variant: Any) -> Any:
    raise TypeError(f"{variant!r} is no object of ours")  # as pywin32 says of every plain value


def main() -> None:
    """Answer calls from standard input until it ends."""
    stand_in_for_windows()
    import xlwings
    from xlwings import _xlwindows, udfs

    xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    xlwings._xlwindows = _xlwindows
    _xlwindows.is_range_instance = lambda given: False  # the wrappers hand over cells, never a range
    xlwings.engines.add(xlwings.Engine(impl=_xlwindows.engine))
    xlwings.engines.active = xlwings.engines["excel"]
    from xlwings.com_server import XLPython

    calls, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            name, given = pickle.load(calls)
        except EOFError:
            return
        pickle.dump(_answer(XLPython(), name, given), answers)
        answers.flush()


def _answer(server: Any, name: str, given: tuple[Any, ...]) -> Any:
    try:
        return True, server.CallUDF("pc_workbook.udfs", name, given)
    except Exception as error:  # whatever it is, the test is to see it
        return False, f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
