"""A run that does one thing and ends, as a command or a click does: what it need not pay for."""

import gc
import sys
from types import ModuleType
from typing import Final

PLUGIN_SEARCH: Final = "pydantic.plugin._loader"


def begin() -> None:
    """Before the work, and before pydantic is imported: it makes few cycles, and looking for them would cost a tenth of
    its time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    _seek_no_plugins()


def end() -> None:
    """After it: what is left ends with the process, and taking it apart first would cost another tenth."""
    gc.freeze()


def _seek_no_plugins() -> None:
    """pydantic would look through all that is installed for plugins, and load the e-mail library for it: a fortieth of
    a refresh. A module in place of the one that seeks finds none."""
    seeks_none = ModuleType(PLUGIN_SEARCH)
    seeks_none.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault(PLUGIN_SEARCH, seeks_none)
