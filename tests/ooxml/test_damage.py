"""A damaged workbook gives a message, never a traceback. Damage is random with a fixed seed."""

import contextlib
import os
import random
import re
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from pc_workbook.cells.change import AppendRows, SetCell
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.package_reader import read_sheets
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.ooxml.graft.graft import graft
from pc_workbook.ooxml.package.opening import open_workbook
from tests.ooxml.masters import MASTERS, draw, make, parts, repack
from tests.support.excel_rules import problems

DAMAGES = int(os.environ.get("PC_WORKBOOK_DAMAGES", "60"))
WORDS = [b"", b"x", b"-1", b"1.5", b"99999999", b"A0:B"]


def without_a_piece(data: bytes, chance: random.Random) -> bytes:
    piece = chance.choice(list(re.finditer(rb"<[^>]*>|[^<>]+", data)))
    return data[: piece.start()] + data[piece.end() :]


def with_another_value(data: bytes, chance: random.Random) -> bytes:
    value = chance.choice(list(re.finditer(rb'(?<==")[^"]*', data)) or [re.search(rb"$", data)])
    assert value is not None
    return data[: value.start()] + chance.choice(WORDS) + data[value.end() :]


def cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def damaged(path: Path, chance: random.Random) -> Path:
    if chance.random() < 0.15:
        data = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data))
        return path
    name = chance.choice([name for name in sorted(parts(path)) if name.endswith((".xml", ".rels", ".vml"))])
    how = chance.choice([without_a_piece, with_another_value, with_another_value, cut_off])
    return repack(path, {name: lambda data: how(data, chance)})


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("drawn")
    return draw(folder / "1.xlsx"), draw(folder / "2.xlsx", edition=2)


@pytest.mark.parametrize("seed", range(DAMAGES))
def test_a_damaged_workbook_is_used_or_refused_with_a_message(
    seed: int, drawings: tuple[Path, Path], tmp_path: Path
) -> None:
    chance = random.Random(seed)
    path, out = make(chance.choice(list(MASTERS)), tmp_path), tmp_path / "out.xlsx"
    if chance.random() < 0.5:
        graft(path, drawings[0], path)
    damaged(path, chance)
    attempts: list[Callable[[], object]] = [
        lambda: graft(path, drawings[1], out),
        lambda: edit(path, [SetCell("Practices", "B2", "x"), AppendRows("tblPractices", [{"Code": "x"}])], out),
        lambda: problems(path),
        lambda: read_sheets(open_workbook(path), path),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for attempt in attempts:
            with contextlib.suppress(WorkbookProblem):
                attempt()
