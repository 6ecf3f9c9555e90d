"""Whatever the names of the workbook and of Python's folder, a button starts the installed Python, isolated, on that workbook."""

import os
import re
import subprocess
import sys
import venv
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pc_workbook.addin.build import NAME, addin
from pc_workbook.addin.computer import START_FLAGS, start_error, this_machine
from pc_workbook.addin.contents import read_addin_info
from pc_workbook.addin.install import has_percent_variable, install
from pc_workbook.errors import WorkbookProblem
from pc_workbook.excel import run as answering
from pc_workbook.hosts.desktop.open_workbook import decode_workbook_name
from tests.hosts.places import theirs
from tests.support import PROJECT
from tests.support.launched import FLAGS, by_add_in, in_hexadecimal

MACROS = {path.name: path.read_text("utf-8") for path in (PROJECT / "macros").rglob("*.[bc]?s")}
CODE = {
    name: "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("'"))
    for name, text in MACROS.items()
}
NAMES = (
    "Plan %TEMP% 50%.xlsx",
    "%PATH%.xlsx",
    "-c import os.xlsx",
    "a ^ b & c ! (d) 'e' = f; g.xlsx",
    'the "true" plan.xlsx',
    "Plan%20for%202017 $(CLSID) `x`.xlsx",
    " leading and trailing .xlsx",
    "ŁUCJA ß İ 数 \U0001f600 e\u0301.xlsx",
)


def expanded(line: str, variables: dict[str, str]) -> str:
    """What WScript.Shell.Run makes of a line: each %NAME% of a variable that is set becomes its value."""
    known = {name.upper(): value for name, value in variables.items()}
    return re.sub(r"%([^%]+)%", lambda found: known.get(found[1].upper(), found[0]), line)


@given(st.text(st.characters(codec=None, exclude_characters="\0"), max_size=255))
def test_every_name_survives_the_command_line(name: str) -> None:
    """Half of a surrogate pair too, which a file of Windows may have in its name."""
    whole = name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    argument = in_hexadecimal(whole)
    assert re.fullmatch(r"(?:[0-9A-F]{4})*", argument)
    assert expanded(argument, dict(os.environ)) == argument
    assert decode_workbook_name(argument) == whole


@pytest.mark.skipif(sys.platform == "win32", reason="some of these names can't be files on Windows")
@pytest.mark.parametrize("name", NAMES)
def test_a_button_finds_the_workbook_whatever_its_name(name: str, tmp_path: Path) -> None:
    path, alerts = theirs(tmp_path / "plain.xlsx").rename(tmp_path / name), tmp_path / "alerts.txt"
    environment = os.environ | {
        "PC_WORKBOOK_TEST_BOOK": str(path),
        "PC_WORKBOOK_TEST_ALERTS": str(alerts),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    command = by_add_in("import pc_workbook.excel; pc_workbook.excel.about()", name)
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert f"Workbook: {path}" in alerts.read_text("utf-8")


def test_a_workbook_that_was_closed_meanwhile_is_named(tmp_path: Path) -> None:
    alerts = tmp_path / "alerts.txt"
    environment = os.environ | {
        "PC_WORKBOOK_TEST_BOOK": str(theirs(tmp_path / "other.xlsx")),
        "PC_WORKBOOK_TEST_ALERTS": str(alerts),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    command = by_add_in("import pc_workbook.excel; pc_workbook.excel.about()", "Plan %A%.xlsx")
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    told = done.stderr + alerts.read_text("utf-8")
    assert done.returncode == 0
    assert "'Plan %A%.xlsx') is no longer open" in told
    assert "Traceback" not in told


def test_a_name_that_no_text_can_be_encoded_in_is_logged_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    log = answering.write_to_log("Refresh", "half a pair: \ud800")
    assert log is not None
    assert r"half a pair: \ud800" in log.read_text("utf-8")


# -- which Python, and how it starts


def test_each_place_that_starts_python_starts_it_isolated() -> None:
    starts = re.findall(r'Quoted\(python\) & "([^"]*)"', "".join(CODE.values()))
    assert starts == [f" {' '.join(FLAGS)} "] * 2
    assert (*START_FLAGS, "-c") == FLAGS
    assert "shell.Run" in CODE["Launcher.bas"]
    starting = re.compile(r"(?<!Application)\.(Run|Exec)\b|\bShell\(")
    assert [name for name, text in CODE.items() if starting.search(text)] == ["Launcher.bas"]


def test_a_module_beside_the_workbook_or_in_pythonpath_is_never_run(tmp_path: Path) -> None:
    for folder in ("here", "path"):
        (tmp_path / folder).mkdir()
        for name in ("pc_workbook", "pydantic", "sitecustomize", "usercustomize", "json"):
            (tmp_path / folder / f"{name}.py").write_text("raise SystemExit('a stranger was run')")
    environment = os.environ | {
        "PYTHONPATH": str(tmp_path / "path"),
        "PYTHONSTARTUP": str(tmp_path / "path" / "json.py"),
        "PYTHONHOME": "",
        "PYTHONUSERBASE": str(tmp_path / "path"),
    }
    command = [sys.executable, *FLAGS, "import json, pydantic, pc_workbook.excel; print('ours')"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path / "here", check=False)
    assert (done.stdout.strip(), done.stderr) == ("ours", "")


def test_a_program_that_only_the_user_has_installed_is_found_out_before_the_first_click(tmp_path: Path) -> None:
    """As after pip install --user: seen by this Python as people start it, and not as the add-in starts it."""
    venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(tmp_path / "own")
    python = tmp_path / "own" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    usual = subprocess.run(
        [python, "-c", "import pc_workbook"], env=os.environ | {"PYTHONPATH": str(PROJECT)}, check=False
    )
    assert usual.returncode == 0
    assert start_error(python) == "ModuleNotFoundError: No module named 'pc_workbook'"
    machine = this_machine()._replace(
        system="Windows", environment={"APPDATA": str(tmp_path)}, python=python, fault=start_error(python)
    )
    with pytest.raises(WorkbookProblem, match=r"can't load pc-workbook when .*\(.*--user.*virtual environment"):
        install(machine)
    assert start_error(Path(sys.executable)) == ""


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        (r"C:\%TEMP%\python.exe", True),
        (r"C:\a%b\c%d\python.exe", True),
        (r"C:\100%\python.exe", False),
        (r"C:\Users\O'Brien & Łucja\python.exe", False),
    ],
)
def test_a_python_that_windows_could_take_for_another_is_refused(path: str, refused: bool, tmp_path: Path) -> None:
    assert has_percent_variable(Path(path)) is refused
    assert refused is (expanded(path, {"TEMP": "x", r"b\c": "x"}) != path)
    machine = this_machine()._replace(system="Windows", environment={"APPDATA": str(tmp_path)}, python=Path(path))
    if refused:
        with pytest.raises(WorkbookProblem, match="percent signs"):
            install(machine)
        assert list(tmp_path.iterdir()) == []
    else:
        assert install(machine).exists()


@pytest.mark.parametrize(
    "path",
    [
        r"C:\a & b\'x'\_x0041_\<y>\python.exe",
        "=1+1",
        "'quoted",
        "C:\\Ł\U0001f600\\p.exe",
        " C:\\before",
        "C:\\\ud800\\p.exe",
    ],
)
def test_the_path_of_python_is_unchanged_in_its_cell(path: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(addin(path))
    assert read_addin_info(tmp_path / NAME).python == path


# -- the file whose macros are run


def test_a_macro_is_called_by_the_full_path_of_its_file() -> None:
    """Asked by a name alone, Excel opens the file of that name in the folder it works in, and runs what is there."""
    asked = [line.strip() for text in CODE.values() for line in text.splitlines() if _runs_a_macro(line)]
    assert sorted(asked) == [
        'Application.OnTime Now, "\'" & Replace(ThisWorkbook.FullName, "\'", "\'\'") & "\'!DescribeFunctions"',
        "Application.Run MacroOf(path, macro)",
    ]
    assert "path = LoadedFrom(AddIn, Application.StartupPath)" in CODE["Buttons.bas"]
    assert not any(re.search(r"xlam'?!", text) for text in CODE.values())


def _runs_a_macro(line: str) -> bool:
    return bool(re.search(r"Application\.(Run|OnTime|OnKey|ExecuteExcel4Macro)|Workbooks\.Open", line))


def test_python_asks_excel_to_run_no_macro() -> None:
    texts = {path.name: path.read_text("utf-8") for path in (PROJECT / "pc_workbook").rglob("*.py")}
    asks = re.compile(r"\.(macro|Run|OnTime|ExecuteExcel4Macro|RunAutoMacros)\(")
    assert [name for name, text in texts.items() if asks.search(text)] == []


def test_start_py_runs_nothing_from_the_folder_it_is_typed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    spec = spec_from_file_location("start", PROJECT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    start = module_from_spec(spec)
    spec.loader.exec_module(start)
    (tmp_path / "pydantic.py").write_text("raise SystemExit('a stranger was run')")
    (tmp_path / "argparse.py").write_text("raise SystemExit('a stranger was run')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(start, "install", lambda what: 0)
    monkeypatch.setattr(start, "PYTHON", sys.executable)
    monkeypatch.setattr(sys, "argv", ["start.py", "check-nothing", "x.xlsx"])
    start.main()
    told = capfd.readouterr().err
    assert "stranger" not in told
    assert "there is no command “check-nothing”" in told
