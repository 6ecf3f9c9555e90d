"""Disk errors during a click, and a log that can't be written: the message box is shown and its statements are true."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pc_workbook.errors import ExitCode, WorkbookProblem
from pc_workbook.excel import run as answering
from pc_workbook.hosts.disk.saving import make_workbook


@pytest.fixture
def boxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the message boxes say."""
    said: list[str] = []
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "log"))
    monkeypatch.setattr(answering, "_show", lambda book, task, words, mode, print_message: said.append(words))
    return said


def click(work: Callable[[Any], str | None]) -> int:
    book: Any = SimpleNamespace(name="Tracker.xlsx")
    return answering.run_task("Refresh", work, lambda: book)


def raising(error: Exception) -> Callable[[Any], str | None]:
    def work(_: Any) -> str | None:
        raise error

    return work


@pytest.mark.parametrize("number", [28, 5, 30, 122, 116])
def test_a_fault_of_the_disk_is_called_so_and_is_no_mistake_of_the_program(number: int, boxes: list[str]) -> None:
    assert click(raising(OSError(number, os.strerror(number), "a folder"))) == ExitCode.UNREADABLE
    assert "defect in this program" not in boxes[0]
    assert "a folder" in boxes[0]
    assert "Log: " in boxes[0]


@pytest.mark.parametrize("error", [WorkbookProblem("Close it."), ValueError("?"), OSError(28, "No space")])
def test_what_was_written_before_the_fault_is_said(error: Exception, boxes: list[str], tmp_path: Path) -> None:
    """An example is a click that wrote a pack whose issue could not be recorded then."""

    def work(_: Any) -> str | None:
        make_workbook(tmp_path / "pack.xlsx", lambda new: new.write_bytes(b"a pack"))
        raise error

    click(work)
    assert f"Written completely before that: {tmp_path / 'pack.xlsx'}." in boxes[0]
    click(raising(error))
    assert "pack.xlsx" not in boxes[1]


@pytest.mark.parametrize("error", [WorkbookProblem("Close it."), ValueError("?"), OSError(28, "No space")])
def test_a_log_that_cannot_be_written_takes_no_words_from_the_box(
    error: Exception, boxes: list[str], tmp_path: Path
) -> None:
    (tmp_path / "log").write_bytes(b"a file where the folder should be")
    assert click(raising(error)) in (ExitCode.UNREADABLE, ExitCode.INTERNAL_ERROR)
    assert len(boxes) == 1
    assert "could not be written" in boxes[0]
