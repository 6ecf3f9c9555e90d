"""The worksheet functions. Excel imports this module and finds PC_SHARE and the others in it.

They are created when they are first used, so that the plain functions can be used and tested without xlwings.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return __dir__()
    if not name.startswith("PC_") or name not in __dir__():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pc_workbook.udfs.xlwings_functions import xlwings_function

    return xlwings_function(name)


def __dir__() -> list[str]:
    from pc_workbook.udfs.catalogue import BY_NAME

    return [*BY_NAME]
