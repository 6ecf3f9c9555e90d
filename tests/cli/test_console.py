"""Output of the command line: long work shows its steps, short work doesn't; colour only where a terminal shows it."""

import io
import sys
import time
from pathlib import Path

import pytest

from pc_workbook.cli import console, main
from pc_workbook.errors import ExitCode
from tests.support import SAMPLES


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def quiet_for_a_tenth_of_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "QUIET_SECONDS", 0.1)


def use_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make standard output a terminal with colour; called in the test, since pytest sets its own before."""
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


# --- steps


def test_the_current_step_is_written_when_work_takes_long_and_each_one_after_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with console.Steps() as steps:
        steps("Reading")
        steps("Drawing")
        time.sleep(0.3)
        steps("Writing")
    assert capsys.readouterr().err.splitlines() == ["Drawing ...", "Writing ..."]


def test_short_work_writes_no_step_not_even_later(capsys: pytest.CaptureFixture[str]) -> None:
    with console.Steps() as steps:
        steps("Reading")
    time.sleep(0.3)
    assert capsys.readouterr().err == ""


def test_quiet_work_writes_no_step_however_long_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    with console.Steps(quiet=True) as steps:
        steps("Reading")
        time.sleep(0.3)
        steps("Writing")
    assert capsys.readouterr().err == ""


# --- colour


def test_a_terminal_shows_an_error_in_red(monkeypatch: pytest.MonkeyPatch) -> None:
    use_terminal(monkeypatch)
    assert console.status("Error") == "\x1b[31mError\x1b[0m"


def test_other_words_have_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    use_terminal(monkeypatch)
    assert console.status("For a person to judge") == "For a person to judge"


def test_only_the_status_of_a_finding_has_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    use_terminal(monkeypatch)
    lines = ["Note  Actions!B7: Text", "    What to do: Nothing."]
    assert console.coloured_lines(lines, "Note") == [f"\x1b[36mNote\x1b[0m{lines[0][4:]}", lines[1]]


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_who_asks_for_no_colour_gets_none(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    use_terminal(monkeypatch)
    monkeypatch.setenv(name, value)
    assert console.status("Error") == "Error"


def test_an_empty_no_color_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    use_terminal(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "")
    assert console.status("Warning") == "\x1b[33mWarning\x1b[0m"


def test_a_file_or_pipe_gets_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert console.status("Error") == "Error"


@pytest.mark.parametrize(("variable", "has_colour"), [("WT_SESSION", True), ("ANSICON", True), (None, False)])
def test_on_windows_only_a_terminal_known_to_show_colour_gets_it(
    monkeypatch: pytest.MonkeyPatch, variable: str | None, has_colour: bool
) -> None:
    use_terminal(monkeypatch)
    monkeypatch.setattr("os.name", "nt")
    for name in ("TERM", "WT_SESSION", "ANSICON"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, "1")
    assert console.has_colour(Terminal()) is has_colour


# --- paths


@pytest.mark.parametrize(
    ("path", "system", "typed"),
    [
        ("tracker.xlsx", "posix", "tracker.xlsx"),
        ("our tracker.xlsx", "posix", "'our tracker.xlsx'"),
        ("our tracker.xlsx", "nt", '"our tracker.xlsx"'),
        ("tracker.xlsx", "nt", "tracker.xlsx"),
    ],
)
def test_a_path_is_quoted_where_the_shell_needs_it(
    path: str, system: str, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Path(path)
    monkeypatch.setattr("os.name", system)
    assert console.as_typed(given) == typed


@pytest.mark.parametrize("arguments", [("check", "-q"), ("figures",), ("check", "--json")])
def test_a_closed_output_stops_no_command(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)  # as after >&- in a shell, and under pythonw
    monkeypatch.setattr(sys, "stderr", None)
    command, *options = arguments
    assert main([command, str(SAMPLES / "faulty.xlsx"), *options]) in (ExitCode.OK, ExitCode.FINDINGS)
