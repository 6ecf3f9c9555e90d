"""Settings that shorten a process which handles one request and ends, as a command or a click does."""

import gc
import sys
from types import ModuleType
from typing import Any, Final

PLUGIN_SEARCH: Final = "pydantic.plugin._loader"
_begun = False


def begin() -> None:
    """Set the process up; call it before pydantic is imported.

    A request creates few reference cycles, and collecting them would take a tenth of its time.
    """
    global _begun
    _begun = True
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    _skip_plugin_search()


def end() -> None:
    """Exempt all objects from the last garbage collection: it would take another tenth of the time, and the process ends anyway."""
    gc.freeze()


def _skip_plugin_search() -> None:
    """Replace pydantic's plugin loader by one that finds no plugins.

    The search reads the metadata of every installed package and imports the email library: a fortieth of a refresh.
    """
    empty_loader = ModuleType(PLUGIN_SEARCH)
    empty_loader.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault(PLUGIN_SEARCH, empty_loader)


class _Fields(dict[str, Any]):
    """What a TypedDict is when the program runs: a dictionary. Its annotations are for type checkers."""

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__()


def import_pydantic_core() -> None:
    """Import pydantic_core with plain dictionaries for its 90 typed ones, where the process handles one request.

    Only type checkers read their annotations; Python would compile each of the 500: a fortieth of a refresh, a
    twentieth of a check. In any other process nothing is done, since other code there may use them.
    """
    if not _begun or "pydantic_core" in sys.modules:
        return
    import typing

    import typing_extensions

    usual = typing.TypedDict, typing_extensions.TypedDict
    try:
        typing.TypedDict = typing_extensions.TypedDict = _Fields  # type: ignore[assignment]  # a class in place of a special form
        import pydantic_core  # noqa: F401
    finally:
        typing.TypedDict, typing_extensions.TypedDict = usual
