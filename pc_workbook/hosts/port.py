"""What every host can do: say what stands in the workbook, and take in the sheets that were drawn for it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from pc_workbook.cells.change import Change
from pc_workbook.tracker.snapshot import Snapshot

Draw = Callable[[], Mapping[str, bytes]]  # draws a finished workbook: its parts by name


class Delivered(NamedTuple):
    """What a delivery did, or would do."""

    where: str
    replaced: tuple[str, ...]
    added: tuple[str, ...]
    kept: tuple[tuple[str, str], ...] = ()  # (sheet, the dated copy of it that was kept)
    warnings: tuple[str, ...] = ()
    snapshot: Path | None = None  # the file of the dated copy, where it is one
    written: bool = True
    changed: int = 0  # changes of cells and rows that were carried out


class Host(Protocol):
    """A place where a workbook lives.

    memory.py is the plain meaning of it; tests/contracts/ ask it of every one.
    """

    @property
    def name(self) -> str:
        """The workbook's name, as its owner knows it."""
        ...

    def read(self) -> Snapshot:
        """Every cell, as values with their addresses. Raises WorkbookProblem."""
        ...

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        """Carry the changes out in their order and put the drawn sheets in, in one write; nothing else is touched.

        All of it is done or, where one part can't be, none of it, and the next request finds the workbook as it then
        stands. `draw` may be None: changes alone. Keeps so many dated copies, at least one. Raises WorkbookProblem.
        """
        ...
