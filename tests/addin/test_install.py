"""Installing and removing the add-in: one complete file, and nothing else."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pc_workbook import __version__
from pc_workbook.addin.build import NAME, build_addin
from pc_workbook.addin.computer import Machine, this_machine
from pc_workbook.addin.contents import read_addin_info
from pc_workbook.addin.install import install, remove, start_folder
from pc_workbook.cli import main
from pc_workbook.errors import WorkbookProblem
from tests.support import parts_of


def machine(home: Path, system: str = "Windows", **changes: object) -> Machine:
    """A computer of which only the folders are real."""
    plain = Machine(
        system=system,
        environment={"APPDATA": str(home / "AppData" / "Roaming")} if system == "Windows" else {},
        python=Path("C:/Users/analyst/pc-workbook/Scripts/python.exe"),
        base=Path("C:/Users/analyst/Python312"),
        version=(3, 12, 4),
        packages={},
        registry=lambda key: {},
        fault="",
    )
    return plain._replace(**changes)


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_on_windows_it_lands_in_the_users_own_start_folder_and_nowhere_else(tmp_path: Path) -> None:
    placed = install(machine(tmp_path))
    assert files_in(tmp_path) == ["AppData/Roaming/Microsoft/Excel/XLSTART/pc_workbook.xlam"]
    assert read_addin_info(placed)[:2] == (__version__, str(machine(tmp_path).python))


@pytest.mark.parametrize(("system", "called"), [("Linux", "Linux"), ("Darwin", "macOS")])
def test_on_other_systems_the_message_says_what_works(system: str, called: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match=rf"this computer runs {called}\. .*pc-workbook refresh TRACKER\.xlsx"):
        install(machine(tmp_path, system))
    assert files_in(tmp_path) == []


def test_windows_without_appdata_is_reported(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="APPDATA is not set"):
        start_folder(machine(tmp_path, environment={}))


def test_python_from_the_store_is_refused_since_excel_would_not_see_the_file(tmp_path: Path) -> None:
    store = Path("C:/Program Files/WindowsApps/PythonSoftwareFoundation.Python.3.12_3.12.1008.0_x64__qbz5n2kfra8p0")
    with pytest.raises(WorkbookProblem, match=r"Microsoft Store.*no administrator is needed"):
        install(machine(tmp_path, base=store))
    assert files_in(tmp_path) == []


def test_installing_again_replaces_our_own(tmp_path: Path) -> None:
    install(machine(tmp_path))
    placed = install(machine(tmp_path, python=Path("D:/python.exe")))
    assert read_addin_info(placed).python == "D:/python.exe"
    assert len(files_in(tmp_path)) == 1


def test_a_signed_add_in_is_put_there_with_its_code_untouched(tmp_path: Path) -> None:
    given = tmp_path / "from IT" / NAME
    given.parent.mkdir()
    build_addin(given)
    placed = install(machine(tmp_path), given=given)
    before, after = parts_of(given), parts_of(placed)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    assert read_addin_info(placed).python == str(machine(tmp_path).python)


def test_only_an_add_in_of_this_program_is_installed(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="There is no workbook at"):
        install(machine(tmp_path), given=tmp_path / "none.xlam")
    assert files_in(tmp_path) == []


def test_somebody_elses_file_of_that_name_is_neither_replaced_nor_removed(tmp_path: Path) -> None:
    there = start_folder(machine(tmp_path)) / NAME
    there.parent.mkdir(parents=True)
    there.write_bytes(b"theirs")
    for act in (install, remove):
        with pytest.raises(WorkbookProblem, match="is not an add-in of this program, so it is left unchanged"):
            act(machine(tmp_path))
    assert there.read_bytes() == b"theirs"


def test_remove_deletes_only_the_add_in(tmp_path: Path) -> None:
    placed = install(machine(tmp_path))
    (placed.parent / "PERSONAL.XLSB").write_bytes(b"theirs")
    assert remove(machine(tmp_path)) == placed
    assert [path.name for path in placed.parent.iterdir()] == ["PERSONAL.XLSB"]
    assert remove(machine(tmp_path)) is None


def at_the_last_step(monkeypatch: pytest.MonkeyPatch, folder: Path, happens: Callable[[], None]) -> None:
    """Let something happen when the finished add-in is about to take its place in the start folder, or to leave it."""
    really = {"replace": Path.replace, "unlink": Path.unlink}

    def replace(path: Path, target: Path) -> Path:
        if Path(target).parent == folder:
            happens()
        return really["replace"](path, target)

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.parent == folder:
            happens()
        really["unlink"](path, missing_ok)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(Path, "unlink", unlink)


def test_an_add_in_open_in_excel_is_reported_and_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = install(machine(tmp_path))
    before = placed.read_bytes()

    def held() -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    at_the_last_step(monkeypatch, placed.parent, held)
    for act in (install, remove):
        with pytest.raises(WorkbookProblem, match=r"is in use\. Close all windows of Excel"):
            act(machine(tmp_path))
    assert placed.read_bytes() == before
    assert files_in(tmp_path) == ["AppData/Roaming/Microsoft/Excel/XLSTART/pc_workbook.xlam"]


def test_no_partial_file_is_ever_in_excels_start_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = start_folder(machine(tmp_path))
    lay_there: list[list[Path]] = []

    def stopped() -> None:
        lay_there.append(list(folder.iterdir()))
        raise KeyboardInterrupt

    at_the_last_step(monkeypatch, folder, stopped)
    with pytest.raises(KeyboardInterrupt):
        install(machine(tmp_path))
    assert lay_there == [[]]
    assert files_in(tmp_path) == []


def test_the_running_python_is_the_one_it_would_start() -> None:
    assert str(this_machine().python) == sys.executable
    assert this_machine().packages["xlwings"] == "0.37.8"


@pytest.mark.skipif(sys.platform == "win32", reason="there is an Excel to install it for here")
@pytest.mark.parametrize("command", ["install", "remove"])
def test_without_excel_the_commands_end_with_three_and_a_message(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["addin", command]) == 3
    assert "The add-in needs Excel on Windows" in capsys.readouterr().err
