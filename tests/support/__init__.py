"""What several tests need: where the samples are, and where the optional neighbour folder is."""

import sys
import zipfile
from pathlib import Path
from typing import IO

import pytest

PROJECT = Path(__file__).parents[2]
SAMPLES = PROJECT / "samples"
SHARED = PROJECT.parent / "shared"


def shared(*parts: str) -> Path:
    """A file of the neighbour folder; the test skips, saying so, where that is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs ../shared/{'/'.join(parts)}, which is not here")
    return path


def problems_for_excel(path: Path, against: Path | None = None) -> list[str]:
    """What Excel may want to repair in a workbook, by the checker of the neighbour folder; new ones against a master."""
    tools = str(shared("tools", "xlcheck_lib").parent)
    if tools not in sys.path:
        sys.path.insert(0, tools)
    from xlcheck_lib import rules

    known = {(i.rule, i.msg) for i in rules.check(against.read_bytes())} if against else set()
    return [
        f"{i.rule} {i.part}: {i.msg}"
        for i in rules.check(path.read_bytes())
        if i.level != "warn" and (i.rule, i.msg) not in known
    ]


def parts_of(path: Path | IO[bytes]) -> dict[str, bytes]:
    """The parts of a workbook by name: two files with the same parts are the same, however they were packed."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
