"""Every error of a click ends in one message box that fits the screen; tracebacks are written only to the log."""

import errno
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pc_workbook.errors import WorkbookProblem
from pc_workbook.excel import run as answering
from pc_workbook.excel.run import LONGEST_BOX, LONGEST_LOG, MOST_LINES, fitted, log_file, run_task, write_to_log
from pc_workbook.hosts.desktop.xlwings_import import xw
from tests.hosts.places import in_excel
from tests.support import SAMPLES
from tests.support.excel_in_files import Excel


class PanicException(BaseException):
    """An error like the panic of a library written in Rust, which is no Exception."""


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))


@pytest.fixture
def excel(tmp_path: Path) -> Excel:
    running = in_excel(Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))).excel
    assert running is not None
    return running


def clicked(work: Callable[[xw.Book], str | None]) -> int:
    return run_task("Check", work, lambda: xw.books["tracker.xlsx"])


def raising(error: BaseException) -> Callable[[xw.Book], str | None]:
    def work(_: xw.Book) -> str | None:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (WorkbookProblem("Plan, cell B7: 725% is above 100%."), 3, "Plan, cell B7"),
        (OSError(errno.ENOSPC, "No space left on device"), 3, "The disk is full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 3, "Your disk quota is used up"),
        (OSError(errno.EIO, "Input/output error"), 3, "The disk reported an error"),
        (ValueError("{braces} %s \x00 \ud800"), 70, "defect in this program"),
        (RecursionError("maximum recursion depth exceeded"), 70, "defect in this program"),
        (MemoryError(), 70, "defect in this program"),
        (PanicException("called `Option::unwrap()` on a `None` value"), 70, "defect in this program"),
    ],
)
def test_any_fault_is_one_box_without_a_traceback(
    error: BaseException, code: int, words: str, excel: Excel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert clicked(raising(error)) == code
    (box,) = excel.alerts
    assert words in box
    assert "Traceback" not in box
    assert capsys.readouterr() == ("", "")
    assert code != 70 or "Traceback" in log_file().read_text("utf-8")


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), SystemExit(2)])
def test_whoever_stops_the_program_stops_it(stop: BaseException, excel: Excel) -> None:
    with pytest.raises(type(stop)):
        clicked(raising(stop))


@pytest.mark.parametrize("error", [WorkbookProblem("Plan, cell B7 is empty."), ValueError("unforeseen")])
def test_a_log_that_can_not_be_written_hides_no_message(error: Exception, excel: Excel, tmp_path: Path) -> None:
    """A file where its folder should be; a folder in its place; no home."""
    (tmp_path / "state").write_text("a file")
    clicked(raising(error))
    (box,) = excel.alerts
    assert box.endswith("The log could not be written.")
    assert "Plan, cell B7" in box or "defect in this program" in box


def test_an_excel_that_has_gone_leaves_the_words_on_the_terminal(
    excel: Excel, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(_: xw.Book) -> str:
        excel.gone = True
        return "All is well \ud800."

    def gone(*_: object) -> None:
        raise OSError("the server is unavailable")

    excel.alerts = type("Gone", (), {"append": gone})()  # type: ignore[assignment]
    assert clicked(work) == 0
    assert "All is well" in capsys.readouterr().err


@given(st.text(st.characters(codec=None), max_size=3_000) | st.lists(st.text(max_size=200), max_size=60).map("\n".join))
def test_no_message_is_longer_than_its_box(said: str) -> None:
    box = fitted("Check", said)
    assert len(box) <= LONGEST_BOX
    assert len(box.splitlines()) <= MOST_LINES
    if box != said:
        assert "in the log" in box
        assert box.splitlines()[-1] == f"Log: {log_file()}"


@pytest.mark.parametrize("said", ["x" * 32_767, "\n".join(["y" * 900] * 40), "\n".join("abc") * 50])
def test_what_a_box_can_not_show_is_in_the_log(said: str) -> None:
    fitted("Check", said)
    assert said in log_file().read_text("utf-8")


def test_the_log_stays_small_and_is_for_its_owner_alone() -> None:
    for _ in range(12):
        write_to_log("Check", "z" * (LONGEST_LOG // 2))
    write_to_log("Check", "q" * (4 * LONGEST_LOG))
    kept = list(log_file().parent.iterdir())
    assert sorted(path.name for path in kept) == ["pc-workbook.log", "pc-workbook.old.log"]
    assert all(path.stat().st_size < 2.5 * LONGEST_LOG for path in kept)
    assert log_file().stat().st_mode & 0o077 == 0 or answering.os.name == "nt"
