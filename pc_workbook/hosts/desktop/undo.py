"""The way back: what undoes each step that was taken in an open workbook, for when a later one fails."""

from collections.abc import Callable
from types import TracebackType

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.com_errors import is_gone

NOT_PUT_BACK = (
    "Something went wrong while {name} was being changed, and Excel would not put everything back. The file on disk "
    "is as it was: close {name} without saving and open it again."
)


class UndoStack:
    """Steps that undo others, taken last first when the block they belong to ends in a fault."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._steps: list[Callable[[], object]] = []

    def by(self, step: Callable[[], object]) -> None:
        """Say how the step that is about to be taken, or was just taken, is undone."""
        self._steps.append(step)

    def __enter__(self) -> "UndoStack":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None) -> None:
        if fault is None or is_gone(fault):
            return
        stopped = [error for step in reversed(self._steps) if (error := _stopped(step)) is not None]
        for error in stopped:
            fault.add_note(f"A step of the way back failed as well: {error!r}")
        if stopped:
            raise WorkbookProblem(NOT_PUT_BACK.format(name=self._name)) from fault


def _stopped(step: Callable[[], object]) -> Exception | None:
    """What stopped a step; whatever it is, the others are still taken."""
    try:
        step()
    except Exception as error:
        return error
    return None
