"""The words that are the program's own: headings, methods, terms, messages. What they say is no secret.

They are taken from the program itself, every text that stands in its modules, so that none is forgotten.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from pkgutil import walk_packages
from types import CodeType

ROOMS = tuple(
    f"pc_workbook.{room}"
    for room in ("views", "tracker", "measures", "model", "disclosure", "figures", "wording", "boardpack", "draw")
)


def program_words() -> Iterator[str]:
    """Every text that the program can say of itself."""
    for room in ROOMS:
        for module in walk_packages(import_module(room).__path__, f"{room}."):
            spec = find_spec(module.name)
            if spec is not None and isinstance(spec.loader, InspectLoader):
                yield from _texts(spec.loader.get_code(module.name))


def _texts(constant: object) -> Iterator[str]:
    if isinstance(constant, str):
        yield constant
    elif isinstance(constant, tuple | frozenset):
        for one in constant:
            yield from _texts(one)
    elif isinstance(constant, CodeType):
        yield from _texts(constant.co_consts)
