"""The statements of the pages for the IT desk and for the first click are true."""

import re
import runpy
import shlex
from pathlib import Path

import pytest
from lxml import etree

from pc_workbook.addin import doctor
from pc_workbook.addin import policies as allowed
from pc_workbook.cli import main
from tests.support import PROJECT

PAGES = {name: (PROJECT / "docs" / name).read_text("utf-8") for name in ("first-click.md", "it-desk.md")}
UI = "{http://schemas.microsoft.com/office/2009/07/customui}"


def commands() -> list[str]:
    text = "\n".join(PAGES.values())
    blocks = re.findall(r"^    (?:.*\\)?pc-workbook(?:\.exe)?\"? (.*)$", text, re.MULTILINE)
    return sorted({*blocks, *re.findall(r"`pc-workbook ([^`]+)`", text)})


@pytest.mark.parametrize("command", commands())
def test_every_command_on_the_pages_is_understood(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        word for word in shlex.split(command, posix=False) if word.startswith("-") or re.fullmatch(r"[a-z]+", word)
    ]
    plain = [word for word in words if not word.startswith("-")]
    with pytest.raises(SystemExit) as stopped:
        main([*plain, "--help"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    assert all(option in said for option in words if option.startswith("--"))


def test_the_table_of_buttons_is_the_ribbon() -> None:
    ribbon = etree.parse(PROJECT / "macros" / "ribbon.xml")
    buttons = [
        (group.get("label"), button.get("label"), f"Alt, K, {button.get('keytip')}")
        for group in ribbon.iter(UI + "group")
        for button in group.iter(UI + "button")
    ]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| (Alt, K, .) \|", PAGES["first-click.md"], re.MULTILINE)
    assert rows == buttons


def test_the_sketch_of_the_tab_is_drawn_from_the_ribbon(tmp_path: Path) -> None:
    """When it is not: python docs/pictures/make_ribbon.py"""
    pictures = PROJECT / "docs" / "pictures"
    drawn = runpy.run_path(str(pictures / "make_ribbon.py"))["sketch"]()
    assert (pictures / "ribbon.svg").read_text("utf-8") == drawn


def test_the_rules_and_versions_named_are_those_the_doctor_knows() -> None:
    page = PAGES["it-desk.md"].casefold()
    for known in (allowed.NO_CHILDREN, allowed.NO_WINDOWS_CALLS, f"xlwings64-{doctor.XLWINGS}.dll"):
        assert known in page


def test_the_launcher_is_what_the_page_says_it_is() -> None:
    macros = [path.read_text("utf-8") for path in (PROJECT / "macros").glob("*.[bc]?s")]
    for absent in ("cmd.exe", "powershell", "VBProject", "http"):
        assert not any(absent.casefold() in text.casefold() for text in macros), absent
    assert "-I -B -c" in PAGES["it-desk.md"]


@pytest.mark.parametrize("name", PAGES)
def test_every_file_the_pages_point_at_is_there(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGES[name]):
        assert (PROJECT / "docs" / target).exists(), target
    assert Path(PROJECT / "macros").is_dir()
