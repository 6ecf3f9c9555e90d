"""Packs to test with, each made once, and what a finished workbook holds, read by another program's reader."""

import atexit
import re
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.hosts.file import FileHost
from tests.support import SAMPLES

RESOLVED = SAMPLES / "thurrock-2017-resolved.xlsx"
NOON = datetime(2017, 3, 20, 12)

Cells = list[dict[str, Any]]


@cache
def folder() -> Path:
    path = Path(mkdtemp(prefix="packs-"))
    atexit.register(rmtree, path, ignore_errors=True)
    return path


@cache
def all_public() -> Path:
    """The resolved sample with every row marked Public, so that no edition leaves any out."""
    from samples.make_thurrock_resolved import papers, rows

    marked = {
        table: [{**row, "marking": "Public"} if "marking" in row else row for row in found]
        for table, found in rows().items()
    }
    app.draw_tracker(folder() / "all public.xlsx", marked, papers.SETTINGS)
    return folder() / "all public.xlsx"


@cache
def pack(edition: str = "group", preset: str = "full", tracker: Path = RESOLVED) -> Path:
    """A pack of the resolved sample."""
    out = folder() / f"{tracker.stem} {edition} {preset}.xlsx"
    app.board_pack(FileHost(tracker), edition, out, preset=preset, now=NOON)
    return out


@cache
def refreshed(tracker: Path = RESOLVED) -> Path:
    """The resolved sample, refreshed."""
    out = folder() / f"{tracker.stem} refreshed.xlsx"
    app.refresh(FileHost(tracker, out), now=NOON)
    return out


@cache
def tables(path: Path) -> dict[str, Cells]:
    """Every list object by its name: one record a row, heading -> value."""
    book = load_workbook(path)
    found: dict[str, Cells] = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            head, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
            found[table.name] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def parts(path: Path) -> dict[str, str]:
    """Every part of a workbook that is text."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: package.read(name).decode("utf-8") for name in names}


def charted(path: Path) -> list[list[float]]:
    """The numbers that each series of each chart holds beside its cells."""
    charts = [xml for name, xml in parts(path).items() if name.startswith("xl/charts/chart")]
    return [
        [float(value) for value in re.findall(r"<c:v>([-\d.eE]+)</c:v>", cache_)]
        for xml in charts
        for cache_ in re.findall(r"<c:(?:val|yVal)>.*?</c:(?:val|yVal)>", xml, re.S)
    ]
