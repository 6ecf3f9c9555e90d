"""`import pc_workbook`: cheap, typed, and its functions work on paths whatever else was imported."""

import inspect
import json
import subprocess
import sys
from pathlib import Path
from shutil import copyfile

import pytest

import pc_workbook
from pc_workbook import api
from tests.support import PROJECT, SAMPLES

FUNCTIONS = [name for name in pc_workbook.__all__ if name.islower() and not name.startswith("_")]
SHARED_NAMES = ("accessibility", "adopt", "compare", "figures")  # of a function and a sub-package


def run_python(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PROJECT)
    return done.stdout.strip()


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return Path(copyfile(SAMPLES / "thurrock-2017-resolved.xlsx", tmp_path / "tracker.xlsx"))


# --- names


def test_importing_the_package_imports_none_of_its_modules() -> None:
    program = "import sys, pc_workbook; print([name for name in sys.modules if name.startswith('pc_workbook.')])"
    assert run_python(program) == "[]"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_public_name_is_the_function_of_the_api(name: str) -> None:
    assert getattr(pc_workbook, name) is getattr(api, name)
    assert name in dir(pc_workbook)


def test_every_function_of_the_api_is_public() -> None:
    defined = [
        name for name, value in vars(api).items() if inspect.isfunction(value) and value.__module__ == api.__name__
    ]
    assert sorted(name for name in defined if not name.startswith("_")) == sorted(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_is_typed_and_says_what_it_raises(name: str) -> None:
    function = getattr(pc_workbook, name)
    parameters = inspect.signature(function)
    assert all(parameter.annotation is not inspect.Parameter.empty for parameter in parameters.parameters.values())
    assert parameters.return_annotation is not inspect.Signature.empty
    assert "Raises WorkbookProblem" in " ".join(str(function.__doc__).split())


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'pc_workbook' has no attribute 'retell'"):
        _ = pc_workbook.retell  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", SHARED_NAMES)
@pytest.mark.parametrize("first", ["function", "package"])
def test_a_function_keeps_its_name_when_the_sub_package_is_imported(name: str, first: str) -> None:
    load = f"from pc_workbook import {name}" if first == "function" else ""
    program = (
        f"import json, pc_workbook\n{load}\nimport pc_workbook.{name} as other\n"
        f"from importlib import import_module\npackage = import_module('pc_workbook.{name}')\n"
        f"print(json.dumps([callable(pc_workbook.{name}), callable(other), hasattr(package, '__path__')]))"
    )
    assert json.loads(run_python(program)) == [True, True, True]


def test_the_wheel_says_that_it_is_typed() -> None:
    assert (PROJECT / "pc_workbook" / "py.typed").read_bytes() == b""


# --- requests


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_may_be_text_or_a_path(kind: type, tracker: Path) -> None:
    given = kind(tracker)
    assert [finding.mark for finding in pc_workbook.check(given).findings]
    assert len(pc_workbook.figures(given)) == 585


def test_a_refresh_to_another_file_leaves_the_tracker_unchanged(tracker: Path) -> None:
    before = tracker.read_bytes()
    done = pc_workbook.refresh(tracker, out=tracker.with_name("copy.xlsx"))
    assert done.delivered.where == str(tracker.with_name("copy.xlsx"))
    assert tracker.read_bytes() == before


def test_a_dry_run_writes_nothing(tracker: Path) -> None:
    before = tracker.read_bytes()
    assert pc_workbook.refresh(tracker, dry_run=True).delivered.written is False
    assert [*tracker.parent.iterdir()] == [tracker]
    assert tracker.read_bytes() == before


def test_one_return_without_the_register_leaves_the_tracker_unchanged(tracker: Path) -> None:
    before = tracker.read_bytes()
    done = pc_workbook.hand_out(tracker, tracker.parent / "returns", locality="North", register=False)
    assert [handed.stamp.locality for handed in done.returns] == ["North"]
    assert done.registered is None
    assert tracker.read_bytes() == before


def test_the_tracker_among_the_returns_is_named_and_the_others_are_merged(tracker: Path) -> None:
    [handed] = pc_workbook.hand_out(tracker, tracker.parent / "returns", locality="North").returns
    done = pc_workbook.merge_returns(tracker, [tracker, handed.path], dry_run=True)
    assert done.unread == (f"{tracker} is the tracker itself. After the tracker, name the returns that came back.",)
    assert len(done.returns) == 1


def test_the_tracker_as_the_only_return_is_refused(tracker: Path) -> None:
    with pytest.raises(pc_workbook.WorkbookProblem, match="is the tracker itself"):
        pc_workbook.merge_returns(tracker, [str(tracker)])


def test_an_unknown_edition_is_refused_with_those_there_are(tracker: Path) -> None:
    with pytest.raises(pc_workbook.WorkbookProblem, match="public, group, guest"):
        pc_workbook.board_pack(tracker, "open", tracker.with_name("pack.xlsx"))
    assert [*tracker.parent.iterdir()] == [tracker]


def test_a_new_tracker_never_replaces_a_file(tracker: Path) -> None:
    before = tracker.read_bytes()
    with pytest.raises(pc_workbook.WorkbookProblem, match="exists already"):
        pc_workbook.new_tracker(tracker)
    assert tracker.read_bytes() == before


def test_steps_are_reported_in_their_order(tracker: Path) -> None:
    steps: list[str] = []
    pc_workbook.refresh(tracker, dry_run=True, progress=steps.append)
    assert steps == [
        "Reading the tracker",
        "Checking the tracker",
        "Calculating the figures",
        "Writing the summary sheets into the tracker",
    ]
