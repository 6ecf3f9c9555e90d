"""Undoing the steps taken in an open workbook if a later step fails."""

from collections.abc import Callable
from types import TracebackType

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.com_errors import is_gone

NOT_UNDONE = (
    "An error occurred while {name} was being changed, and Excel could not undo all changes. Close {name} without "
    "saving and open it again: the file on disk is unchanged."
)


class UndoStack:
    """Functions that undo steps, called in reverse order if the block ends with an exception."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._steps: list[Callable[[], object]] = []

    def add(self, step: Callable[[], object]) -> None:
        """Add the function that undoes the step about to be taken or just taken."""
        self._steps.append(step)

    def __enter__(self) -> "UndoStack":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Undo all steps after an exception; raise WorkbookProblem if some could not be undone."""
        if error is None or is_gone(error):
            return
        failures = [failure for step in reversed(self._steps) if (failure := _failure_of(step)) is not None]
        for failure in failures:
            error.add_note(f"Undoing a step failed as well: {failure!r}")
        if failures:
            raise WorkbookProblem(NOT_UNDONE.format(name=self._name)) from error


def _failure_of(step: Callable[[], object]) -> Exception | None:
    """Run a step and return its exception, so that the other steps still run."""
    try:
        step()
    except Exception as error:
        return error
    return None
