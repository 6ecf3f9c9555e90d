"""The contract of reading: the same workbook gives the same snapshot, or the same refusal, by every host.

The tests run for a workbook in memory, a file, one open in the simulation of Excel, and one open in Excel itself
(pytest -m excel, on a Windows PC).
"""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from shutil import copyfile

import openpyxl
import pytest

from pc_workbook import app
from pc_workbook.cells.change import SetCell
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import DryRunHost, FileHost
from pc_workbook.hosts.memory import MemoryHost
from tests.hosts.places import EVERY_PLACE, NOON, Kind, delivered, in_memory, theirs, two_sheets, with_results
from tests.support import SAMPLES

every_place = pytest.mark.parametrize("kind", EVERY_PLACE)
every_sample = pytest.mark.parametrize("sample", ["thurrock-2017", "thurrock-open-data", "faulty"])


def copy_of(sample: str, folder: Path) -> Path:
    return Path(copyfile(SAMPLES / f"{sample}.xlsx", folder / "tracker.xlsx"))


@every_place
def test_reading_gives_every_list_with_its_frame(kind: Kind, tmp_path: Path) -> None:
    snapshot = kind(copy_of("thurrock-2017", tmp_path)).host.read()
    assert snapshot.name == "tracker.xlsx"
    place = snapshot.lists["tblPractices"]
    assert snapshot.sheets[place.sheet].value(place.heading_row, place.first_column) == "Practice code"
    assert place.last_row - place.heading_row >= 33


@every_place
@every_sample
def test_the_same_is_read_everywhere(kind: Kind, sample: str, tmp_path: Path) -> None:
    """Cells, lists, errors, percentages; and merged ranges wherever they touch a list. Excel works out what the file
    holds no result of."""
    path = copy_of(sample, tmp_path)
    reference, read = in_memory(path).host.read(), kind(path).host.read()
    assert read.lists == reference.lists
    assert read.date_1904 == reference.date_1904
    assert read.sheets.keys() == reference.sheets.keys()
    headings = {place.sheet: place.heading_row for place in reference.lists.values()}
    for sheet, cells in reference.sheets.items():
        here, below = read.sheets[sheet], headings.get(sheet, 0)
        assert here.rows == cells.rows, sheet
        assert with_results(here.errors) == with_results(cells.errors), sheet
        assert here.percent == cells.percent, sheet
        assert here.months == cells.months, sheet
        assert {one for one in here.merged if one[2] >= below} == {one for one in cells.merged if one[2] >= below}, (
            sheet
        )


@every_place
@every_sample
def test_the_same_is_found_everywhere(kind: Kind, sample: str, tmp_path: Path) -> None:
    path = copy_of(sample, tmp_path)
    found, reference = (app.check(one(path).host).findings for one in (kind, in_memory))
    assert [one for one in found if one.code != "R47"] == [one for one in reference if one.code != "R47"]


@every_place
def test_what_was_delivered_is_read_next(kind: Kind, tmp_path: Path) -> None:
    place = kind(theirs(tmp_path / "tracker.xlsx"))
    assert place.host.read().sheets["Practices"].value(2, 2) == 1200
    for size in (1250, 1300):  # the second without a reading in between
        delivered(place, two_sheets(), changes=[SetCell("Practices", "B2", size)])
    assert place.host.read().sheets["Practices"].value(2, 2) == 1300


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_TAKEN: dict[str, Callable[[bytes], bytes]] = {
    "is a text file, such as .csv": lambda sound: b"Code,Name\nV00001,One\n",
    "is damaged": lambda sound: sound[:2000],
    "locked by a password": lambda sound: LOCKED + "EncryptedPackage".encode("utf-16-le"),
    "old .xls format": lambda sound: LOCKED + "Workbook".encode("utf-16-le"),
    "Strict Open XML": lambda sound: with_words(
        sound,
        "xl/workbook.xml",
        b"schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    "Excel Binary Workbook": lambda sound: with_words(
        sound,
        "[Content_Types].xml",
        b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"vnd.ms-excel.sheet.binary.macroEnabled.main",
    ),
}


def with_words(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as package, zipfile.ZipFile(changed, "w") as out:
        for name in package.namelist():
            data = package.read(name)
            assert name != part or old in data
            out.writestr(name, data.replace(old, new) if name == part else data)
    return changed.getvalue()


@pytest.mark.parametrize("words", NOT_TAKEN)
def test_content_that_cannot_be_worked_on_is_refused_alike(words: str, tmp_path: Path) -> None:
    """Excel can open some of these files itself, and then they are read."""
    path = theirs(tmp_path / "tracker.xlsx")
    content = NOT_TAKEN[words](path.read_bytes())
    path.write_bytes(content)
    held = MemoryHost(content, "tracker.xlsx")
    said = set()
    for host in (held, FileHost(path), DryRunHost(path)):
        for ask in (host.read, lambda host=host: host.deliver(two_sheets(), keep=5, now=NOON)):
            with pytest.raises(WorkbookProblem, match=words) as refused:
                ask()
            said.add(str(refused.value))
    assert len(said) == 1
    assert (held.content, path.read_bytes(), list(tmp_path.iterdir())) == (content, content, [path])


@every_place
def test_lists_of_other_names_are_given_with_their_headings(kind: Kind, tmp_path: Path) -> None:
    """So that a renamed list is known; and a totals row is no row of its list."""
    path = tmp_path / "tracker.xlsx"
    book = openpyxl.load_workbook(SAMPLES / "thurrock-2017.xlsx")
    sheet = book["Workforce"]
    table = sheet.tables.pop("tblWorkforce")
    table.displayName = table.name = "Workforce_2017"
    sheet.add_table(table)
    book["Localities"]["A11"] = "Total"
    totals = book["Localities"].tables["tblLocalities"]
    totals.ref, totals.totalsRowCount = "A5:C11", 1
    book.save(path)
    reference, read = in_memory(path).host.read(), kind(path).host.read()
    assert "tblWorkforce" not in read.lists
    assert read.lists == reference.lists
    assert (read.lists["tblLocalities"].last_row, read.lists["tblLocalities"].totals) == (10, 1)
    (renamed,) = [one for one in read.other_lists if one.sheet == "Workforce"]
    assert renamed in reference.other_lists
    assert (renamed.name, renamed.headings[:2]) == ("Workforce_2017", ("Practice code", "Period"))
