"""The sentences of what is wrong with a single cell, by the code of its `Detail`."""

from collections.abc import Callable, Mapping
from typing import Final

TEXTS: Final[Mapping[str, str | Callable[..., str]]] = {}
