"""The program's own texts, which reveal nothing: list and column names, choices, headings, methods, terms and messages.

They are the constants that the catalogues declare, collected by importing their modules: wording has each fixed text
of a sheet as one. Docstrings, comments and texts inside functions don't count:
a restricted text that merely resembles one of those is still searched for.
"""

from collections.abc import Iterator, Mapping
from enum import EnumType
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

#: Packages and modules whose constants are texts that a reader of a pack may see.
CATALOGUES = (
    "pc_workbook.wording",
    "pc_workbook.tracker.lists",
    "pc_workbook.tracker.findings",
    "pc_workbook.model.period",  # months and kinds of period
)
#: Packages whose enumerations are the choices and states that cells show.
ENUMERATIONS = ("pc_workbook.model", "pc_workbook.measures")


@cache
def program_texts() -> frozenset[str]:
    """Return every text that the program's catalogues, choices and headings declare."""
    declared = (text for module in _modules(CATALOGUES) for value in _constants(module) for text in _texts(value))
    choices = (
        text
        for module in _modules(ENUMERATIONS)
        for value in _constants(module)
        if isinstance(value, EnumType)
        for text in _texts(value)
    )
    return frozenset((*declared, *choices))


def _modules(names: tuple[str, ...]) -> Iterator[ModuleType]:
    for name in names:
        module = import_module(name)
        yield module
        for found in walk_packages(getattr(module, "__path__", ()), f"{name}."):
            yield import_module(found.name)


def _constants(module: ModuleType) -> Iterator[object]:
    return (value for name, value in vars(module).items() if not name.startswith("__"))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, EnumType):
        yield from (str(member.value) for member in value)  # type: ignore[var-annotated]
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from _texts(pair)
    elif isinstance(value, tuple | list | frozenset | set):
        for part in value:
            yield from _texts(part)
