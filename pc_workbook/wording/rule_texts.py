"""The sentences of what the rules found between cells, by the code of its `Detail`."""

from collections.abc import Callable, Mapping
from typing import Final

TEXTS: Final[Mapping[str, str | Callable[..., str]]] = {}
