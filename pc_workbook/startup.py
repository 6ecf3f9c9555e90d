"""Settings that shorten a process which handles one request and ends, as a command or a click does."""

import gc
import sys
from types import ModuleType
from typing import Final

PLUGIN_SEARCH: Final = "pydantic.plugin._loader"


def begin() -> None:
    """Set the process up; call it before pydantic is imported.

    A request creates few reference cycles, and collecting them would take a tenth of its time.
    """
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
