"""Long work says what it is doing, and short work says nothing."""

import time

import pytest

from pc_workbook.cli import console as telling


@pytest.fixture(autouse=True)
def quiet_for_a_tenth_of_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "QUIET_SECONDS", 0.1)


def test_the_step_that_is_on_when_it_takes_long_is_told_and_each_one_after(capsys: pytest.CaptureFixture[str]) -> None:
    with telling.Steps() as steps:
        steps("Reading")
        steps("Drawing")
        time.sleep(0.3)
        steps("Writing")
    assert capsys.readouterr().err.splitlines() == ["Drawing ...", "Writing ..."]


def test_short_work_says_nothing_not_even_later(capsys: pytest.CaptureFixture[str]) -> None:
    with telling.Steps() as steps:
        steps("Reading")
    time.sleep(0.3)
    assert capsys.readouterr().err == ""
