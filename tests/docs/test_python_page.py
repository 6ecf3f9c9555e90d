"""docs/python.md: its examples run and it describes every public function."""

import doctest
import re
from pathlib import Path
from shutil import copyfile

import pytest

import pc_workbook
from pc_workbook.figures.data_frame import COLUMN_TYPES
from tests.support import PROJECT, SAMPLES

PAGE = PROJECT / "docs" / "python.md"
FUNCTIONS = [name for name in pc_workbook.__all__ if name.islower() and not name.startswith("_")]


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "earlier.xlsx")
    copyfile(SAMPLES / "thurrock-2017-resolved.xlsx", tmp_path / "tracker.xlsx")
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.failed == 0
    assert result.attempted > 20


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_has_a_section_with_an_example(name: str) -> None:
    section = PAGE.read_text("utf-8").partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert f"pc_workbook.{name}(" in section


def test_every_column_of_the_figures_is_described() -> None:
    section = PAGE.read_text("utf-8").partition("\n## figures\n")[2].partition("\n## ")[0]
    described = [
        name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    ]
    assert described == [*COLUMN_TYPES]


def test_every_schema_is_named() -> None:
    named = re.findall(r"`(schemas/[\w-]+\.json)`", PAGE.read_text("utf-8"))
    shipped = [f"schemas/{path.name}" for path in (PROJECT / "docs" / "schemas").glob("*.json")]
    assert sorted(named) == sorted(shipped)
