"""Names of parts and ids that a refresh gives: within Excel's limits, and nothing of somebody else's leads to them."""

import io
import os
import posixpath
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import openpyxl
import pytest

from pc_workbook import app
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.ooxml.graft.graft import graft
from pc_workbook.ooxml.package.free_names import next_number
from pc_workbook.ooxml.package.opening import open_content
from pc_workbook.ooxml.package.package import Package
from tests.breaking.planted_names import planted
from tests.ooxml import masters
from tests.support import SAMPLES, shared

FULL = os.environ.get("PC_WORKBOOK_FULL") == "1"
SEEDS, REFRESHES = (1_500, 90) if FULL else (72, 3)
NOW = datetime(2017, 3, 15, 9, 30)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MADE = ["plain", "rich", "listed relations", "macro book", "spilling"]
REAL = [
    path
    for path in masters.CORPUS
    if path.name not in masters.REFUSED and path.stat().st_size < 200_000 and path.suffix in (".xlsx", ".xlsm")
]


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}


# -- what must hold, looked up with nothing of ours


def led_to(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Owner and the name that each of its relations may lead to, in every way of reading it, folded."""
    for name, data in parts.items():
        folder, _, last = name.rpartition("/")
        if not folder.casefold().endswith("_rels") or not last.casefold().endswith(".rels"):
            continue
        owner = posixpath.join(posixpath.dirname(folder), last[:-5])
        for element in ElementTree.fromstring(data).iter(RELATION + "Relationship"):
            for target in {element.get("Target", ""), unquote(element.get("Target", ""))}:
                base = "/" if target.startswith("/") else "/" + posixpath.dirname(owner)
                yield owner, posixpath.normpath(posixpath.join(base, target)).lstrip("/").casefold()


def declared(parts: dict[str, bytes]) -> dict[str, set[str]]:
    """Folded name, in every way of reading it -> what it is declared to be."""
    found: dict[str, set[str]] = {}
    for element in ElementTree.fromstring(parts["[Content_Types].xml"]):
        name = element.get("PartName")
        for one in {name, unquote(name)} if name else ():
            key = posixpath.normpath("/" + one).lstrip("/").casefold()
            found.setdefault(key, set()).add(element.get("ContentType", ""))
    return found


def faults(
    before: dict[str, bytes], after: dict[str, bytes], added: Collection[str], replaced: Collection[str] = ()
) -> list[str]:
    """What is wrong with what was put into a workbook. `replaced`: sheets that were ours already, or blank."""
    ours = {name.casefold() for name in added}
    workbook = next(name for name in before if re.fullmatch(r"(?i)(xl/workbook|Book/Main)\.xml", name))
    found = [
        f"{owner} leads to {part}"
        for owner, part in led_to(after)
        if part in ours and owner.casefold() not in ours and owner not in (workbook, *replaced)
    ]
    old = {part for owner, part in led_to(before) if owner not in replaced}
    found += [f"{name} was led to before" for name in ours & old]
    found += [f"{name} was declared before" for name in ours & declared(before).keys()]
    found += [
        f"{name} is declared as {kinds}" for name, kinds in declared(after).items() if name in ours and len(kinds) > 1
    ]
    folders = {posixpath.dirname(name).casefold() for name in after}
    found += [f"{name} is a folder" for name in ours & folders]
    return found + list(number_faults(before, after, workbook))


def number_faults(before: dict[str, bytes], after: dict[str, bytes], workbook: str) -> Iterator[str]:
    tree = ElementTree.fromstring(after[workbook])
    sheets = tree.findall(f"{MAIN}sheets/{MAIN}sheet")
    numbers = [int(sheet.get("sheetId", "0")) for sheet in sheets]
    if len(set(numbers)) < len(numbers) or not all(1 <= number <= 65_534 for number in numbers):
        yield f"sheet numbers {numbers}"
    folder, _, name = workbook.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    old_ids, ids = relation_ids(before[relations]), relation_ids(after[relations])
    said = {
        value.casefold() for one in ElementTree.fromstring(before[workbook]).iter() for value in one.attrib.values()
    }
    for number, times in (Counter(ids) - Counter(old_ids)).items():
        if times > 1 or number in old_ids:
            yield f"{number} is the id of two relations"
        if number in said:
            yield f"{number} answers to an id that led nowhere"
    tables = [
        int(match[1])
        for part, data in after.items()
        if re.fullmatch(r"xl/tables/[^/]+\.xml", part)
        and (match := re.search(rb'<(?:\w+:)?table\b[^>]*?\sid="(\d+)"', data))
    ]
    if len(set(tables)) < len(tables) or not all(1 <= number < 2**31 for number in tables):
        yield f"table numbers {tables}"
    styles = ElementTree.fromstring(after["xl/styles.xml"])
    formats = [int(one.get("numFmtId", "0")) for one in styles.findall(f"{MAIN}numFmts/{MAIN}numFmt")]
    if len(set(formats)) < len(formats) or not all(0 <= number <= 65_535 for number in formats):
        yield f"number formats {formats}"


def relation_ids(data: bytes) -> list[str]:
    return [one.get("Id", "").casefold() for one in ElementTree.fromstring(data).iter(RELATION + "Relationship")]


def foreign_changes(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Parts that were there and are other now, beside those that a refresh writes."""
    written = re.compile(
        r"\[Content_Types\]\.xml|xl/(workbook|styles|metadata\d*|calcChain)\.xml|xl/_rels/workbook\.xml\.rels|docProps/app\.xml"
    )
    return {name for name, data in before.items() if after.get(name) != data and not written.fullmatch(name)}


# -- generated


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return masters.draw(tmp_path_factory.mktemp("drawn") / "first.xlsx")


@pytest.mark.parametrize("start", range(0, SEEDS, 24))
def test_no_name_or_id_that_is_given_meets_one_that_is_spoken_of(start: int, drawing: Path, tmp_path: Path) -> None:
    sources = [masters.make(name, tmp_path) for name in MADE] + REAL
    for seed in range(start, min(start + 24, SEEDS)):
        source = sources[seed % len(sources)]
        master, once, twice = (tmp_path / f"{name}{source.suffix}" for name in ("master", "once", "twice"))
        master.write_bytes(planted(source.read_bytes(), seed))
        report = graft(master, drawing, once)
        graft(once, drawing, twice)
        before, after = parts_of(master.read_bytes()), parts_of(once.read_bytes())
        assert faults(before, after, report.added) == [], (seed, source.name)
        assert foreign_changes(before, after) == set(), (seed, source.name)
        assert once.read_bytes() == twice.read_bytes(), (seed, source.name)
        if seed % 6 == 0:  # the outside checker takes most of the time
            assert masters.new_issues(once, master) == [], (seed, source.name)


@pytest.mark.parametrize("seed", range(REFRESHES))
def test_a_refresh_of_a_sample_holds_to_it_too(seed: int) -> None:
    source = SAMPLES / ("thurrock-2017.xlsx", "thurrock-2017-resolved.xlsx", "thurrock-open-data.xlsx")[seed % 3]
    content = planted(source.read_bytes(), seed)
    once = refreshed(content)
    before, after = parts_of(content), parts_of(once)
    replaced = [f"xl/worksheets/sheet{n}.xml" for n in range(1, 10)]  # the sample's own summary sheets, still blank
    assert faults(before, after, after.keys() - before.keys(), replaced) == []
    assert refreshed(once) == once


def refreshed(content: bytes) -> bytes:
    host = MemoryHost(content, "tracker.xlsx")
    app.refresh(host, now=NOW)
    return host.content


# -- the case


def test_a_sheet_that_points_at_an_absent_drawing_gets_none_of_ours(tmp_path: Path) -> None:
    content = (shared("cases", "a21-relation-to-a-drawing-that-is-not-there") / "input.xlsx").read_bytes()
    once = refreshed(content)
    assert "xl/drawings/drawing1.xml" not in parts_of(once)
    assert refreshed(once) == once
    empty = b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>'
    held = tmp_path / "once.xlsx"
    held.write_bytes(once)
    masters.repack(
        held, {"xl/drawings/drawing1.xml": empty}
    )  # else openpyxl opens neither it nor what it was made from
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(held)
    assert {name: len(book[name]._charts) for name in book.sheetnames if book[name]._charts}.keys() <= {
        "Dashboard", "Indicator summary", "Practice summary", "Locality summary", "CQC summary", "Action summary",
    }  # fmt: skip
    assert book["Localities"]._charts == []


# -- one by one


@pytest.mark.parametrize(
    "target",
    ["../drawings/drawing1.xml", "/xl/drawings/drawing1.xml", "/XL/Drawings/DRAWING1.xml", "../drawings/drawing%31.xml",
     "./../drawings/./drawing1.xml", "..\\drawings\\drawing1.xml", "../drawings/drawing1.xml#part", "drawing1.xml"],
)  # fmt: skip
def test_a_relation_however_it_is_spelled_keeps_its_name_from_ours(target: str) -> None:
    relations = (
        f'<Relationships xmlns="{RELATION[1:-1]}"><Relationship Id="rId1" Type="x" Target="{target}"/></Relationships>'
    )
    package = package_with({"xl/worksheets/_rels/sheet1.xml.rels": relations.encode()})
    like = "xl/worksheets/drawing1.xml" if target == "drawing1.xml" else "xl/drawings/drawing1.xml"
    assert package.free_name(like) == like.replace("1", "2")


@pytest.mark.parametrize(
    "name",
    [
        "/xl/drawings/drawing1.xml",
        "xl/drawings/drawing1.xml",
        "/XL/drawings/Drawing1.XML",
        "/xl/drawings/drawing%31.xml",
    ],
)
def test_a_declaration_however_it_is_spelled_keeps_its_name_from_ours(name: str) -> None:
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="{name}" ContentType="x/y"/></Types>'
    assert package_with({}, types).free_name("xl/drawings/drawing1.xml") == "xl/drawings/drawing2.xml"


def test_relations_that_wait_for_an_owner_and_folders_keep_their_names() -> None:
    waiting = {"xl/drawings/_rels/drawing1.xml.rels": b"<no relations", "xl/drawings/drawing2.xml/kept.dat": b""}
    assert package_with(waiting).free_name("xl/drawings/drawing1.xml") == "xl/drawings/drawing3.xml"


def test_a_name_is_free_again_once_what_spoke_of_it_is_gone() -> None:
    relations = f'<Relationships xmlns="{RELATION[1:-1]}"><Relationship Id="rId1" Type="x" Target="../drawings/drawing1.xml"/></Relationships>'
    package = package_with(
        {"xl/worksheets/_rels/sheet1.xml.rels": relations.encode(), "xl/worksheets/sheet1.xml": b"<a/>"}
    )
    assert package.free_name("xl/drawings/drawing1.xml") == "xl/drawings/drawing2.xml"
    package.drop_relations("xl/worksheets/sheet1.xml")
    assert package.free_name("xl/drawings/drawing1.xml") == "xl/drawings/drawing1.xml"


def package_with(parts: dict[str, bytes], types: str = "") -> Package:
    usual = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return Package.of_parts({"[Content_Types].xml": (types or usual).encode(), **parts}, "made.xlsx")


@pytest.mark.parametrize(
    ("used", "most", "given"), [((65_534,), 65_534, 1), ((1, 3, 65_534), 65_534, 2), ((0,), 9, 1), ((99,), 9, 1)]
)
def test_a_number_past_the_last_is_the_smallest_that_is_free(used: tuple[int, ...], most: int, given: int) -> None:
    assert next_number(used, most) == given


def test_a_code_name_with_an_entity_is_carried_over_as_it_is(drawing: Path, tmp_path: Path) -> None:
    master = masters.make("macro book", tmp_path)
    once, twice = tmp_path / "once.xlsm", tmp_path / "twice.xlsm"
    graft(master, drawing, once)
    part = masters.part_of(once, "Dashboard")
    masters.repack(once, {part: masters.replacing("<dimension", '<sheetPr codeName="A&amp;B"/><dimension')})
    assert b'codeName="A&amp;B"' in masters.parts(once)[part]
    graft(once, drawing, twice)
    assert re.findall(rb'codeName="([^"]*)"', masters.parts(twice)[part]) == [b"A&amp;B"]


@pytest.mark.parametrize("number", ["9" * 5_000, "-1", "1e3", ""])
def test_a_number_that_is_none_is_damage_and_no_crash(number: str, drawing: Path, tmp_path: Path) -> None:
    master = masters.make("plain", tmp_path)
    masters.repack(master, {"xl/workbook.xml": masters.replacing('sheetId="1"', f'sheetId="{number}"')})
    with pytest.raises(WorkbookProblem, match="is damaged"):
        graft(master, drawing, tmp_path / "out.xlsx")


def test_the_generator_plants_what_it_says(tmp_path: Path) -> None:
    """Else the tests above could pass because nothing was planted."""
    source = masters.make("rich", tmp_path).read_bytes()
    texts = [planted(source, seed) for seed in range(40)]
    joined = b"".join(data for content in texts for data in parts_of(content).values())
    for word in (b'sheetId="65534"', b"rId2147483647", b'id="2147483647"', b'numFmtId="65534"', b"rIdAbsent", b"%32"):
        assert word in joined, word
    assert all(open_content(content, "planted.xlsm") for content in texts)
