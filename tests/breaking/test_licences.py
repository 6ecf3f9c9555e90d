"""The licence goes with the program, and the page for the IT desk lists everything that is installed with it.

The lists are made by docs/make_sbom.py; where one of these tests fails after a change of pyproject.toml, run it again.
"""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.support import PROJECT

DOCS = PROJECT / "docs"
NAMED = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
ASKED = [Requirement(line) for line in NAMED["dependencies"]]
PAGE = (DOCS / "it-desk.md").read_text("utf-8")
HASHED = (DOCS / "requirements-hashed.txt").read_text("utf-8")
BILL = json.loads((DOCS / "sbom.cdx.json").read_text("utf-8"))
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "python_version": "3.12",
    "python_full_version": "3.12.0",
    "extra": "",
}


class Listed(NamedTuple):
    """A line of the page's table."""

    version: str
    needed: str
    licence: str
    sha256: str


def table() -> dict[tuple[str, str], Listed]:
    """Package and version -> the line of the page."""
    rows = re.findall(
        r"^\| ([\w-]+) \| ([\w.]+)( \([^)]*\))? \| ([^|]+) \| ([^|]+) \| `(\w{64})` \|$", PAGE, re.MULTILINE
    )
    return {(name, version): Listed(version, needed, words, sha) for name, version, _, needed, words, sha in rows}


def hashed() -> dict[tuple[str, str], tuple[Requirement, set[str]]]:
    """Package and version -> the requirement, with its marker, and the hashes of its files."""
    found = {}
    for entry in re.split(r"\n(?=\w)", HASHED.partition("\n")[2].strip()):
        line, *rest = entry.split(" \\\n")
        wanted = Requirement(line)
        (pin,) = wanted.specifier
        hashes = {one.strip().removeprefix("--hash=sha256:") for one in rest}
        assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in hashes)
        found[canonicalize_name(wanted.name), pin.version] = (wanted, hashes)
    return found


def installed() -> Iterator[tuple[str, metadata.Distribution]]:
    """The packages that the program needs here, those that they need in turn included."""
    waiting, seen = [str(one) for one in ASKED], set()
    while waiting:
        wanted = Requirement(waiting.pop())
        name = canonicalize_name(wanted.name)
        if name in seen or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        package = metadata.distribution(name)
        yield name, package
        waiting += package.requires or []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = out.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_licence_is_in_the_wheel_and_named_there(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/licenses/LICENSE")]
    assert wheel.read(name).decode().split() == (PROJECT / "LICENSE").read_text("utf-8").split()
    told = wheel.read(next(name for name in wheel.namelist() if name.endswith("/METADATA"))).decode()
    assert "\nLicense-Expression: MIT\n" in told
    assert "\nLicense-File: LICENSE\n" in told


def test_the_licence_is_mit_and_says_whose() -> None:
    text = (PROJECT / "LICENSE").read_text("utf-8")
    assert text.startswith(
        "MIT License\n\nCopyright (c) 2026 the pc_workbook contributors\n\nPermission is hereby granted"
    )
    assert NAMED["license"] == "MIT"


def test_what_the_installed_program_reads_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    for folder in ("templates", "samples", "macros"):
        tracked = subprocess.run(
            ["git", "ls-files", "-z", folder], cwd=PROJECT, capture_output=True, text=True, check=False
        ).stdout.split("\0")
        names = [name for name in tracked if name] or [
            str(path.relative_to(PROJECT)) for path in (PROJECT / folder).glob("*.xl*")
        ]
        assert len(names) > 1
        assert [name for name in names if f"pc_workbook/{name}" not in inside] == []
    assert {"pc_workbook/py.typed", "pc_workbook/schemas/figures-1.json"} <= inside
    assert [name for name in inside if "/tests/" in name or "__pycache__" in name] == []


def test_the_page_the_hashes_and_the_bill_list_the_same_packages() -> None:
    assert table().keys() == hashed().keys()
    for_windows = {key for key, (wanted, _) in hashed().items() if not wanted.marker or wanted.marker.evaluate(WINDOWS)}
    assert {(canonicalize_name(one["name"]), one["version"]) for one in BILL["components"]} == for_windows
    assert any(name == "pywin32" for name, _ in for_windows)


def test_every_package_that_is_installed_here_is_listed() -> None:
    listed = {name for name, _ in table()}
    assert sorted(name for name, _ in installed() if name not in listed) == []


def test_each_version_is_one_that_the_program_asks_for() -> None:
    rows = table()
    for wanted in ASKED:
        name = canonicalize_name(wanted.name)
        versions = [version for listed, version in rows if listed == name]
        assert versions, name
        assert all(version in wanted.specifier for version in versions), name
        for version in versions:
            told = re.search(r"pc-workbook: ([^;]+)", rows[name, version].needed)
            assert told is not None, name
            assert SpecifierSet(told[1]) == wanted.specifier, name


def test_each_hash_on_the_page_and_in_the_bill_is_among_those_to_install_by() -> None:
    known = {key: hashes for key, (_, hashes) in hashed().items()}
    assert [key for key, row in table().items() if row.sha256 not in known[key]] == []
    for one in BILL["components"]:
        (stated,) = one["hashes"]
        assert stated["alg"] == "SHA-256"
        assert stated["content"] == table()[canonicalize_name(one["name"]), one["version"]].sha256


def test_each_package_has_a_licence_as_it_says_itself() -> None:
    assert [key for key, row in table().items() if not row.licence.strip()] == []
    assert [one["name"] for one in BILL["components"] if not one.get("licenses")] == []
    for name, package in installed():
        said = package.metadata.get("License-Expression")
        if said and (name, package.version) in table():
            assert table()[name, package.version].licence == said


def test_the_lists_name_no_place_where_they_were_made() -> None:
    for text in (HASHED, json.dumps(BILL)):
        found = set(re.findall(r"(?:https?|file|git\+\w+)://[^\s\"]+", text)) - {BILL["$schema"]}
        assert found == set()
        assert not re.search(r"(^|[\s\"])(/[a-z]+/|[A-Z]:\\)", text)
        assert "--index-url" not in text
        assert "--find-links" not in text
    assert not {"serialNumber"} & BILL.keys()
    assert "timestamp" not in BILL["metadata"]


def test_the_bill_says_what_needs_what() -> None:
    needs = {one["ref"]: one.get("dependsOn", []) for one in BILL["dependencies"]}
    names = {re.split(r"[=@ ]", one)[0] for one in needs["root-component"]}
    assert {canonicalize_name(name) for name in names} == {canonicalize_name(one.name) for one in ASKED}


def test_the_script_that_makes_the_lists_makes_the_table_in_its_place() -> None:
    import runpy

    made = runpy.run_path(str(Path(DOCS / "make_sbom.py")))
    again = made["with_table"](PAGE, [])
    assert again.count("| Package | Version |") == 1
    assert again.replace("\n", "").startswith(PAGE.partition(made["START"])[0].replace("\n", ""))
    assert again.endswith(PAGE.partition(made["END"])[2])
