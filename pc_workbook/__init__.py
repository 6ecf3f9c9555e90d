"""Find the errors of an NHS improvement tracker kept in Excel, calculate its figures and write its sheets and packs.

The functions listed in `__all__` work on files; docs/python.md shows each with an example. They are imported when they
are first used, so that `import pc_workbook` is cheap.
"""

import sys

TYPE_CHECKING = False  # typing is not imported here: Ctrl-C must be handled before anything takes time
if TYPE_CHECKING:
    from pc_workbook.api import (
        accessibility,
        adopt,
        board_pack,
        check,
        compare,
        figures,
        hand_out,
        merge_returns,
        new_tracker,
        propose_mapping,
        refresh,
    )
    from pc_workbook.errors import NotWritten, WorkbookProblem

__version__ = "0.1.0"

__all__ = [
    "NotWritten",
    "WorkbookProblem",
    "__version__",
    "accessibility",
    "adopt",
    "board_pack",
    "check",
    "compare",
    "figures",
    "hand_out",
    "merge_returns",
    "new_tracker",
    "propose_mapping",
    "refresh",
]


class _Package(type(sys)):  # type: ignore[misc]
    """This package as a module whose functions keep their names.

    accessibility, adopt, compare and figures are sub-packages too. Python sets a sub-package as an attribute when it is
    imported, which would replace the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, type(sys))):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = import_module("pc_workbook.errors" if name in ("NotWritten", "WorkbookProblem") else "pc_workbook.api")
    value: object = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
