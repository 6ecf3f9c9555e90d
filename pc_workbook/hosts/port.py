"""The interface of all hosts: read a workbook's cells, and deliver drawn sheets and changes to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from pc_workbook.cells.change import Change
from pc_workbook.tracker.snapshot import Snapshot

Draw = Callable[[], Mapping[str, bytes]]  # draws a workbook and returns its parts: name -> content


class Delivered(NamedTuple):
    """What a delivery did, or would do in a dry run."""

    where: str  # the workbook's name or path
    replaced: tuple[str, ...]  # names of generated sheets
    added: tuple[str, ...]  # names of generated sheets
    kept: tuple[tuple[str, str], ...] = ()  # (generated sheet that somebody had changed, the copy of it that was kept)
    warnings: tuple[str, ...] = ()
    backup: Path | None = None  # None if the host keeps none as a file
    written: bool = True
    changed: int = 0  # number of changes applied to cells and rows


class Host(Protocol):
    """Where a workbook lives.

    memory.py is the reference implementation; tests/contracts/ holds the tests that every host passes.
    """

    @property
    def name(self) -> str:
        """Return the workbook's name as its owner knows it."""
        ...

    def read(self) -> Snapshot:
        """Return the cells of the sheets with lists, as values with their addresses. Raises WorkbookProblem."""
        ...

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        """Apply the changes in order and insert the drawn sheets, in one write; nothing else is touched.

        Either everything is done or nothing. Without `draw` only the changes are applied. `keep`: the number of
        backups to keep, at least 1; `now` dates the new one. Raises WorkbookProblem.
        """
        ...
