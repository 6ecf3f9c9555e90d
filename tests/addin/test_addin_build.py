"""Building the add-in: its contents, that builds are reproducible, and that Excel can open it."""

import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree

from pc_workbook import __version__, app
from pc_workbook.addin import sources
from pc_workbook.addin.build import NAME, addin, build_addin, build_tracker, signed_addin
from pc_workbook.addin.contents import HEADINGS, SHEET, read_addin_info
from pc_workbook.cli import main
from pc_workbook.errors import InternalError, WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.vba.macros import MACRO_WORKBOOK, put_project
from tests.support import PROJECT, parts_of, problems_for_excel
from tests.support.excel_rules import problems
from tests.support.vba_reader import modules_of

MACROS = PROJECT / "macros"
PYTHON = r"C:\Users\Łucja Nowak\pc-workbook\Scripts\python.exe"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / NAME
    build_addin(out, PYTHON)
    return out


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "tracker.xlsm"
    build_tracker(out)
    return out


def source_of(path: Path) -> str:
    """The text of a module as its file has it; the head of a class file stays outside the project."""
    text = path.read_text("utf-8")
    return text[text.index("Attribute VB_Name") :]


def test_each_module_reads_back_as_its_text_in_macros(built: Path) -> None:
    texts = {path.stem: source_of(path) for path in MACROS.iterdir() if path.suffix in (".bas", ".cls")}
    found = modules_of(built)
    sheet = found.pop("Sheet1")
    assert found == texts
    assert "Sub" not in sheet
    assert {"Ribbon", "Launcher", "Messages", "FunctionServer", "Functions", "ThisWorkbook"} <= set(found)


def test_the_ribbon_is_the_text_in_macros_and_hangs_where_excel_looks(built: Path) -> None:
    parts = parts_of(built)
    assert parts["customUI/customUI14.xml"] == (MACROS / "ribbon.xml").read_text("utf-8").encode()
    relations = etree.fromstring(parts["_rels/.rels"])
    kinds = {one.get("Target"): one.get("Type") for one in relations}
    assert kinds["customUI/customUI14.xml"] == "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


def test_it_is_an_add_in_with_a_project(built: Path) -> None:
    types = parts_of(built)["[Content_Types].xml"].decode()
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert "application/vnd.ms-office.vbaProject" in types


def test_two_processes_build_the_same_bytes(tmp_path: Path, built: Path) -> None:
    for name in ("one.xlam", "two.xlam"):
        command = (
            f"from pathlib import Path; from pc_workbook.addin.build import *; build_addin(Path({name!r}), {PYTHON!r})"
        )
        subprocess.run([sys.executable, "-c", command], cwd=tmp_path, check=True)
    assert (tmp_path / "one.xlam").read_bytes() == (tmp_path / "two.xlam").read_bytes() == built.read_bytes()


def test_the_built_add_in_of_the_project_is_of_its_sources(tmp_path: Path) -> None:
    """When it is not: pc-workbook addin build --out macros/pc_workbook.xlam"""
    build_addin(tmp_path / NAME)
    assert parts_of(MACROS / NAME) == parts_of(tmp_path / NAME)


def test_the_path_of_python_is_in_a_cell_in_any_script(built: Path) -> None:
    assert read_addin_info(built) == (__version__, PYTHON, sources.source_digest())


def test_another_python_changes_the_cell_and_no_byte_of_anything_else(built: Path, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(signed_addin(built, r"D:\python.exe"))
    before, after = parts_of(built), parts_of(tmp_path / NAME)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    assert read_addin_info(tmp_path / NAME).python == r"D:\python.exe"


def test_an_add_in_as_built_for_everyone_names_no_python(tmp_path: Path) -> None:
    build_addin(tmp_path / NAME)
    assert read_addin_info(tmp_path / NAME).python == ""


def test_buttons_alone_call_nothing_in_windows(tmp_path: Path) -> None:
    build_addin(tmp_path / NAME, functions=False)
    found = modules_of(tmp_path / NAME)
    assert "Declare" in modules_source(addin(), tmp_path)
    assert not any("Declare" in source for source in found.values())
    assert "DescribeFunctions" not in "".join(found.values())
    assert "RunPython" in found["Ribbon"]


def modules_source(data: bytes, folder: Path) -> str:
    (folder / "whole.xlam").write_bytes(data)
    return "".join(modules_of(folder / "whole.xlam").values())


def test_excel_would_open_it_without_repair(built: Path, tracker: Path) -> None:
    assert problems(built) == []
    assert problems(tracker) == []


def test_an_independent_checker_finds_no_problem(built: Path, tracker: Path) -> None:
    assert problems_for_excel(built) == []
    assert problems_for_excel(tracker) == []


def test_code_names_and_modules_find_each_other(built: Path, tracker: Path) -> None:
    for path in (built, tracker):
        with zipfile.ZipFile(path) as package:
            sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
            trees = [etree.fromstring(package.read(name)) for name in ["xl/workbook.xml", *sheets]]
        named = [element.get("codeName") for tree in trees for element in tree if element.get("codeName")]
        assert len(named) == len(sheets) + 1
        assert set(named) <= set(modules_of(path))


# -- the tracker with buttons


def test_a_tracker_with_buttons_is_the_template_and_starts_no_program(tracker: Path) -> None:
    source = "".join(modules_of(tracker).values())
    assert 'AddIn As String = "pc_workbook.xlam"' in source
    assert not any(word in source for word in ("Shell", "Declare", "CreateObject", "python.exe"))
    template = parts_of(PROJECT / "templates" / "tracker.xlsx")
    tables = [name for name in template if name.startswith("xl/tables/")]
    assert [name for name in tables if parts_of(tracker)[name] != template[name]] == []


def test_each_button_calls_a_macro_that_is_there_and_says_what_it_does(tracker: Path) -> None:
    drawing = etree.fromstring(parts_of(tracker)["xl/drawings/drawing1.xml"])
    shapes = drawing.findall(".//{*}sp")
    macros = [shape.get("macro") for shape in shapes]
    assert macros == ["[0]!RefreshTracker", "[0]!CheckTracker"]
    assert all(f"Sub {macro[4:]}()" in modules_of(tracker)["Buttons"] for macro in macros)
    assert all(shape.find(".//{*}cNvPr").get("descr") for shape in shapes)


def test_the_buttons_of_a_tracker_call_macros_of_the_add_in(built: Path, tracker: Path) -> None:
    called = [line.split('"')[1] for line in modules_of(tracker)["Buttons"].splitlines() if 'CallAddin "' in line]
    assert called == ["PcWorkbookRefresh", "PcWorkbookCheck"]
    assert all(f"Public Sub {name}(" in modules_of(built)["Ribbon"] for name in called)


def test_a_refresh_leaves_the_project_and_the_buttons_of_a_tracker_as_they_were(tracker: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copyfile(tracker, tmp_path / "tracker.xlsm"))
    done = app.refresh(FileHost(copy), now=datetime(2017, 3, 15))
    assert done.delivered.written
    before, after = parts_of(tracker), parts_of(copy)
    for name in ("xl/vbaProject.bin", "xl/drawings/drawing1.xml"):
        assert before[name] == after[name]
    assert modules_of(copy) == modules_of(tracker)
    assert problems(copy) == []


# -- the command


def test_build_says_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "build", "--out", str(tmp_path / "mine.xlam")]) == 0
    assert "pc-workbook addin install" in capsys.readouterr().out
    assert read_addin_info(tmp_path / "mine.xlam").version == __version__


def test_building_again_replaces_our_own(tmp_path: Path) -> None:
    for _ in range(2):
        assert main(["addin", "build", "--out", str(tmp_path / NAME)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("ending", ["xlsx", "xla", ""])
def test_a_name_that_would_not_open_is_refused(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "build", "--out", str(tmp_path / f"mine.{ending}")]) == 3
    assert "Give a name that ends in .xlam" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_somebody_elses_add_in_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / NAME).write_bytes(b"mine")
    assert main(["addin", "build", "--out", str(tmp_path / NAME)]) == 3
    assert "is not an add-in of this program" in capsys.readouterr().err
    assert (tmp_path / NAME).read_bytes() == b"mine"


def test_a_tracker_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "tracker.xlsm"
    assert main(["addin", "build", "--tracker", "--out", str(out)]) == 0
    first = out.read_bytes()
    assert main(["addin", "build", "--tracker", "--out", str(out)]) == 3
    assert out.read_bytes() == first
    assert main(["addin", "build", "--tracker", "--out", str(tmp_path / "tracker.xlsx")]) == 3
    assert "ends in .xlsm" in capsys.readouterr().err


def test_a_missing_folder_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "build", "--out", str(tmp_path / "none" / NAME)]) == 3
    assert "There is no folder" in capsys.readouterr().err


def test_a_damaged_add_in_is_not_recognised(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / NAME, "w") as broken:
        for name, data in parts_of(built).items():
            broken.writestr(name, data[:200] if name == "xl/worksheets/sheet1.xml" else data)
    with pytest.raises(WorkbookProblem, match="is not an add-in of this program"):
        read_addin_info(tmp_path / NAME)


def test_an_add_in_that_was_saved_again_says_the_same(built: Path, tmp_path: Path) -> None:
    """As when Excel signs it: its texts then lie in the workbook's table of texts."""
    again, project = tmp_path / "again.xlsm", tmp_path / "vbaProject.bin"
    project.write_bytes(parts_of(built)["xl/vbaProject.bin"])
    with xlsxwriter.Workbook(again) as book:
        sheet = book.add_worksheet(SHEET)
        for row, pair in enumerate(zip(HEADINGS, read_addin_info(built), strict=True)):
            sheet.write_row(row, 0, pair)
        book.add_vba_project(project)
    assert "xl/sharedStrings.xml" in parts_of(again)
    assert read_addin_info(again) == read_addin_info(built)


def test_a_project_that_is_there_already_is_never_replaced(tracker: Path) -> None:
    with pytest.raises(InternalError, match="has a VBA project already"):
        put_project(open_workbook(tracker), [], "Another", MACRO_WORKBOOK)


def test_a_file_without_add_in_information_is_not_recognised() -> None:
    with pytest.raises(WorkbookProblem, match="is not an add-in of this program"):
        read_addin_info(PROJECT / "templates" / "tracker.xlsx")
