"""Small trackers whose sheets are written by hand, so that a test says each byte of them."""

import re
import zipfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from pc_workbook.app import Checked, check
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.tracker.snapshot import SheetCells
from pc_workbook.wording.findings import current_entry
from tests.support import SAMPLES

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SOUND = SAMPLES / "thurrock-2017-resolved.xlsx"
FTE = "D6"  # a cell of its sheet Workforce
FORMATS = {"general": 0, "percent": 1, "date": 2, "elapsed": 3, "month": 4}  # the cell formats of workbook_of


def with_parts(
    changes: Mapping[str, bytes | None], source: Path = SOUND, added: Mapping[str, bytes] | None = None
) -> bytes:
    """A workbook with some parts changed, taken away (None) or added."""
    out = BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = changes.get(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in (added or {}).items():
            new.writestr(name, data)
    return out.getvalue()


def part(name: str, source: Path = SOUND) -> bytes:
    with zipfile.ZipFile(source) as package:
        return package.read(name)


def with_cell(cell: str, address: str = FTE, sheet: str = "Workforce") -> bytes:
    """The sample with one cell written in another way."""
    return with_cells({(sheet, address): cell})


def with_cells(cells: Mapping[tuple[str, str], str]) -> bytes:
    """The sample with some cells (sheet, address) written in another way."""
    changed: dict[str, str] = {}
    for (sheet, address), cell in cells.items():
        name = parts_of_sheets()[sheet]
        text = changed.get(name) or part(name).decode()
        old = re.search(rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)', text)
        assert old is not None, (sheet, address)
        changed[name] = text.replace(old[0], cell)
    return with_parts({name: text.encode() for name, text in changed.items()})


@cache
def parts_of_sheets(path: Path = SOUND) -> Mapping[str, str]:
    """The name of each sheet of a workbook -> its part."""
    return {sheet.name: sheet.part for sheet in Workbook(open_workbook(path)).sheets()}


def workbook_of(rows: str | bytes, *, texts: str = "", after: str = "", name: str = "Practices", whole: bytes | None = None,
                counts_from_1904: bool = False, extra: Mapping[str, bytes] | None = None) -> bytes:  # fmt: skip
    """A workbook of one sheet with these rows; `whole` is the sheet's part, in place of the usual one round the rows."""
    rows = rows.encode() if isinstance(rows, str) else rows
    root = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="%b">' % MAIN.encode()
    sheet = (
        whole
        if whole is not None
        else root + b"<sheetData>" + rows + b"</sheetData>" + after.encode() + b"</worksheet>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{office}"><workbookPr date1904="{int(counts_from_1904)}"/><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="46"/><xf numFmtId="17"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for path, text in parts.items():
            new.writestr(path, text)
        new.writestr("xl/worksheets/sheet1.xml", sheet)
        for path, data in (extra or {}).items():
            new.writestr(path, data)
    return out.getvalue()


def read(content: bytes, name: str = "Practices") -> SheetCells:
    """A sheet as the file and the memory host read it."""
    return MemoryHost(content, "tracker.xlsx").read().sheets[name]


def checked(content: bytes) -> Checked:
    return check(MemoryHost(content, "tracker.xlsx"))


def told(content: bytes) -> set[tuple[str, str, str, str]]:
    """Code, severity, cell and content of every finding that the sound sample does not have."""
    sound = {one.mark for one in checked(SOUND.read_bytes()).findings}
    return {
        (one.code, str(one.severity), one.where, current_entry(one.entry))
        for one in checked(content).findings
        if one.mark not in sound
    }
