"""The VBA in macros/: only callbacks and a launcher, and everything they call exists."""

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from pathlib import Path

import pytest
from lxml import etree

from pc_workbook.addin.doctor import XLWINGS
from tests.support import PROJECT

MACROS = PROJECT / "macros"
UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
TEXTS = {path.name: path.read_text("utf-8") for path in MACROS.rglob("*") if path.suffix in (".bas", ".cls")}
TARGETS = {
    target
    for text in TEXTS.values()
    for target in re.findall(r'RunPython "import pc_workbook\.excel; ([\w.]+)\(\)"', text)
}
RIBBON = etree.parse(MACROS / "ribbon.xml")
BUTTONS = list(RIBBON.iter(UI + "button"))


def installed_xlwings() -> Path:
    spec = find_spec("xlwings")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def test_every_function_a_button_runs_is_there() -> None:
    names = ("refresh", "check", "record_progress", "board_pack", "hand_out", "merge_returns", "about")
    assert {f"pc_workbook.excel.{name}" for name in names} == TARGETS
    module = import_module("pc_workbook.excel")
    for name in names:
        signature(getattr(module, name)).bind()  # a button passes no arguments


def test_what_serves_the_worksheet_functions_is_there() -> None:
    said = TEXTS["Launcher.bas"]
    assert "from pc_workbook.hosts.desktop.xlwings_import import xw; xw.serve('$(CLSID)')" in said
    assert hasattr(import_module("pc_workbook.hosts.desktop.xlwings_import").xw, "serve")


def test_each_button_of_the_ribbon_calls_a_macro_that_takes_it() -> None:
    assert len(BUTTONS) == len(TARGETS)
    for button in BUTTONS:
        assert f"Public Sub {button.get('onAction')}(Optional control As Object)" in TEXTS["Ribbon.bas"]


def test_each_button_can_be_seen_understood_and_reached_by_keyboard() -> None:
    for button in BUTTONS:
        for needed in ("label", "imageMso", "screentip", "supertip", "keytip"):
            assert button.get(needed), (button.get("id"), needed)
    keys = [button.get("keytip") for button in BUTTONS]
    assert len(set(keys)) == len(keys)
    assert [tab.get("keytip") for tab in RIBBON.iter(UI + "tab")] == ["K"]


def test_the_ribbon_keeps_to_the_lengths_of_its_format() -> None:
    """[MS-CUSTOMUI]: labels and tips have up to 1,024 characters, ids and keytips are short and unique."""
    elements = [element for element in RIBBON.iter() if isinstance(element.tag, str)]
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(set(ids)) == len(ids)
    for element in elements:
        assert all(len(str(value)) <= 1024 for value in element.attrib.values())
        assert len(element.get("keytip", "")) <= 3


def test_the_interpreter_comes_from_the_add_ins_own_sheet_and_from_nowhere_else() -> None:
    launcher = TEXTS["Launcher.bas"]
    assert 'ThisWorkbook.Worksheets("Add-in").Range("B2")' in launcher
    asks_elsewhere = re.compile(
        r"ActiveWorkbook\.(?!Name\b)\w+|Environ\(|GetSetting|\.conf\b|Workbooks\(|RegRead", re.IGNORECASE
    )
    tracker = {path.name for path in (MACROS / "tracker").iterdir()}  # it starts nothing, and asks for the add-in
    code = {
        name: "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("'"))
        for name, text in TEXTS.items()
        if name not in tracker
    }
    found = {name: set(asks_elsewhere.findall(text)) for name, text in code.items()}
    assert not any(found.values())


def test_the_command_line_names_workbook_and_window_and_encodes_what_others_chose() -> None:
    line = TEXTS["Launcher.bas"][TEXTS["Launcher.bas"].index("CommandLine = Quoted") :].split("End Function")[0]
    assert re.findall(r"--\w+=", line) == ["--book=", "--hwnd="]
    assert re.findall(r"\w+\(\w+\)|& (\w+)$", line, re.MULTILINE)[-1] == "window"
    assert "InHexadecimal(book)" in line


def test_the_libraries_version_is_the_one_that_is_pinned() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    pinned = [line for line in project["project"]["dependencies"] if line.startswith("xlwings")]
    assert pinned == [f"xlwings=={XLWINGS}"]
    named = {version for text in TEXTS.values() for version in re.findall(r"\d+\.\d+\.\d+", text)}
    assert named == {XLWINGS}


def test_the_library_is_entered_as_xlwings_itself_enters_it() -> None:
    theirs = (installed_xlwings() / "xlwings_custom_addin.bas").read_text("utf-8")
    declared = re.compile(r'Function XLPyDLLActivateAuto Lib "(xlwings(?:64|32)-[\d.]+\.dll)" \((.*?)\) As Long')

    def shape(text: str) -> set[tuple[str, str]]:
        kinds = re.compile(r"(Optional |ByRef |ByVal )*\w+ As (\w+)")
        return {(name, str([match[2] for match in kinds.finditer(given)])) for name, given in declared.findall(text)}

    assert shape(TEXTS["FunctionServer.bas"]) == shape(theirs)


def test_no_line_is_longer_than_the_editor_takes() -> None:
    assert max(len(line) for text in TEXTS.values() for line in text.splitlines()) <= 1023


def test_every_module_wants_its_variables_declared() -> None:
    assert [name for name, text in TEXTS.items() if "\nOption Explicit\n" not in text] == []


def test_the_folder_is_shipped_where_the_installed_program_looks_for_it() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    shipped = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert shipped["macros"] == "pc_workbook/macros"
    assert shipped["templates"] == "pc_workbook/templates"


# -- licences


def test_nothing_in_the_project_imports_xlwings_pro() -> None:
    """xlwings' modules server, reports and rest are excluded too, because they lead to its PRO code."""
    imported = {path.name: _imports(path) for path in (PROJECT / "pc_workbook").rglob("*.py")}
    barred = re.compile(r"xlwings\.(pro|server|reports|rest|ext)\b")
    assert {name: found for name, found in imported.items() if any(map(barred.match, found))} == {}
    assert not any(barred.search(text) or "LICENSE_KEY" in text for text in TEXTS.values())


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {
        f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def test_a_click_runs_nothing_of_the_pro_part() -> None:
    command = (
        "import sys, pc_workbook.excel; print([m for m in sys.modules if m[:11] == 'xlwings.pro' and sys.modules[m]])"
    )
    done = subprocess.run([sys.executable, "-I", "-B", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]"]


def test_no_text_of_xlwings_is_shipped_in_the_add_in() -> None:
    """Its BSD modules would let an open workbook choose the interpreter and reach into its PRO part: none is copied."""
    theirs = {
        line.strip()
        for path in installed_xlwings().rglob("*.bas")
        for line in path.read_text("utf-8", "replace").splitlines()
    }
    long = {line for line in theirs if len(line) > 60 and " Lib " not in line}
    ours = {line.strip() for text in TEXTS.values() for line in text.splitlines()}
    assert ours & long == set()


def test_the_commands_in_the_messages_exist(capsys: pytest.CaptureFixture[str]) -> None:
    from pc_workbook.cli import main

    for command in ("addin install", "addin doctor", "addin build", "refresh"):
        with pytest.raises(SystemExit) as stopped:
            main([*shlex.split(command), "--help"])
        assert stopped.value.code == 0
        assert capsys.readouterr().out
