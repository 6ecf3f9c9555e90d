"""Saving a refreshed tracker with LibreOffice is not a change; what somebody adds to it is."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from pc_workbook import app
from pc_workbook.hosts.file import FileHost
from tests.ooxml.masters import REL, S, part_of, parts, repack, replacing
from tests.support import SAMPLES

NAMES = ("thurrock-2017.xlsx", "thurrock-open-data.xlsx", "faulty.xlsx")
BEFORE, AFTER = datetime(2017, 3, 15, 12, 0), datetime(2017, 3, 16, 9, 0)
CHARTED = "Indicator summary"

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every sample, refreshed and then saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("libreoffice")
    trackers = [Path(shutil.copyfile(SAMPLES / name, folder / name)) for name in NAMES]
    for tracker in trackers:
        app.refresh(FileHost(tracker), now=BEFORE)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "saved")]
    subprocess.run([*command, *map(str, trackers)], check=True, capture_output=True, timeout=240)
    return folder / "saved"


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_that_libreoffice_saved_again_gets_no_kept_copy(name: str, saved: Path, tmp_path: Path) -> None:
    tracker = Path(shutil.copyfile(saved / name, tmp_path / name))
    assert app.refresh(FileHost(tracker), now=AFTER).delivered.kept == ()


def _relations_of(path: Path, sheet: str) -> str:
    return part_of(path, sheet).replace("worksheets/", "worksheets/_rels/") + ".rels"


def type_a_cell(path: Path) -> None:
    cell = '<row r="4000"><c r="B4000" t="inlineStr"><is><t>ring Dr Shah</t></is></c></row></sheetData>'
    repack(path, {part_of(path, CHARTED): replacing("</sheetData>", cell)})


def add_a_note(path: Path) -> None:
    note = f'<comments xmlns="{S}"><authors><author>Mo</author></authors><commentList><comment ref="B4" authorId="0"><text><t>ring Dr Shah</t></text></comment></commentList></comments>'
    relation = f'<Relationship Id="rIdNew" Type="{REL}comments" Target="/xl/comments99.xml"/></Relationships>'
    kind = '<Override PartName="/xl/comments99.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/></Types>'
    repack(
        path,
        {
            "xl/comments99.xml": note.encode(),
            _relations_of(path, CHARTED): replacing("</Relationships>", relation),
            "[Content_Types].xml": replacing("</Types>", kind),
        },
    )


def _drawing_and_chart(path: Path) -> tuple[str, str]:
    held = parts(path)
    drawing = re.search(rb'Target="\.\./drawings/([^"]+)"', held[_relations_of(path, CHARTED)])
    assert drawing is not None
    chart = re.search(rb'Target="\.\./charts/([^"]+)"', held[f"xl/drawings/_rels/{drawing[1].decode()}.rels"])
    assert chart is not None
    return f"xl/drawings/{drawing[1].decode()}", f"xl/charts/{chart[1].decode()}"


def add_a_chart(path: Path) -> None:
    def once_more(data: bytes) -> bytes:
        anchor = re.search(rb"<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", data, re.DOTALL)
        assert anchor is not None
        return data.replace(b"</xdr:wsDr>", anchor[0] + b"</xdr:wsDr>")

    repack(path, {_drawing_and_chart(path)[0]: once_more})


def point_a_chart_elsewhere(path: Path) -> None:
    chart = _drawing_and_chart(path)[1]
    repack(
        path,
        {chart: lambda data: re.sub(rb"(<c:(?:val|yVal)>.*?<c:f>)[^<]*", rb"\1Practices!$A$1:$A$3", data, count=1)},
    )


@pytest.mark.parametrize("edit", [type_a_cell, add_a_note, add_a_chart, point_a_chart_elsewhere])
def test_changes_after_saving_are_kept(edit: Callable[[Path], None], saved: Path, tmp_path: Path) -> None:
    tracker = Path(shutil.copyfile(saved / NAMES[0], tmp_path / NAMES[0]))
    edit(tracker)
    kept = app.refresh(FileHost(tracker), now=AFTER).delivered.kept
    assert [sheet for sheet, _ in kept] == [CHARTED]
