"""Workbooks that use the last ids there are, and that point at or declare parts which are absent. Seeded."""

import io
import random
import re
import zipfile
from collections.abc import Callable

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
KINDS = {
    "drawing": ("xl/drawings/drawing{}.xml", "application/vnd.openxmlformats-officedocument.drawing+xml"),
    "chart": ("xl/charts/chart{}.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"),
    "table": ("xl/tables/table{}.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"),
    "comments": ("xl/comments{}.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"),
    "vmlDrawing": ("xl/drawings/vmlDrawing{}.vml", "application/vnd.openxmlformats-officedocument.vmlDrawing"),
    "image": ("xl/media/image{}.png", "image/png"),
    "worksheet": (
        "xl/worksheets/sheet{}.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    ),
}  # fmt: skip
Parts = dict[str, bytes]


def planted(content: bytes, seed: int) -> bytes:
    """The workbook of a seed, with two to six such things in it."""
    source = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        infos = {info.filename: info for info in package.infolist() if not info.is_dir()}
        parts = {name: package.read(name) for name in infos}
    for way in source.sample(WAYS, source.randint(2, len(WAYS) - 3)):
        way(parts, source)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2016, 11, 5, 12, 34, 56)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def absent(parts: Parts, source: random.Random) -> tuple[str, str, str]:
    """A kind, its content type, and a name of it that no part has: one of the next that a new part would get."""
    kind = source.choice(sorted(KINDS))
    pattern, content = KINDS[kind]
    there = {name.casefold() for name in parts}
    free = [pattern.format(n) for n in range(1, 60) if pattern.format(n).casefold() not in there]
    return kind, content, source.choice(free[:4])


def spelled(name: str, source: random.Random) -> str:
    """The name in one of the ways in which a reader takes it for the same."""
    digit = name[-5]
    return source.choice(
        [f"/{name}", f"/{name.upper()}", f"/{name[:-5]}%{ord(digit):02X}{name[-4:]}", f"/./{name}", f"/xl/../{name}"]
    )


def _dangling_relation(parts: Parts, source: random.Random) -> None:
    """A sheet, a drawing or the workbook points at a part that is absent."""
    owners = [
        name for name in parts if re.fullmatch(r"xl/(worksheets/sheet\d+|workbook|drawings/drawing\d+)\.xml", name)
    ]
    if not owners:
        return
    owner = source.choice(sorted(owners))
    folder, _, name = owner.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    kind, _, part = absent(parts, source)
    targets = [spelled(part, source), "/".join([".."] * folder.count("/")) + "/" + part.removeprefix("xl/")]
    target = targets[0] if folder == "xl" else source.choice(targets)
    element = f'<Relationship Id="rIdAbsent{source.randrange(10**6)}" Type="{REL}{kind}" Target="{target}"/>'
    _put_in(parts, relations, b"</Relationships>", element, RELATIONS)


def _dangling_declaration(parts: Parts, source: random.Random) -> None:
    _, content, part = absent(parts, source)
    name = source.choice([spelled(part, source), part])
    element = f'<Override PartName="{name}" ContentType="{content}"/>'
    _put_in(parts, "[Content_Types].xml", b"</Types>", element, b"")


def _relations_without_an_owner(parts: Parts, source: random.Random) -> None:
    _, _, part = absent(parts, source)
    folder, _, name = part.rpartition("/")
    element = f'<Relationship Id="rId1" Type="{REL}image" Target="../media/image77.png"/>'
    _put_in(parts, f"{folder}/_rels/{name}.rels", b"</Relationships>", element, RELATIONS)


def _last_sheet_number(parts: Parts, source: random.Random) -> None:
    found = re.findall(rb'sheetId="(\d+)"', parts.get("xl/workbook.xml", b""))
    if found:
        old = b'sheetId="%s"' % source.choice(found)
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(old, b'sheetId="65534"', 1)


def _last_relation_id(parts: Parts, source: random.Random) -> None:
    """An id of the workbook becomes the last, or one in other capitals, and nothing loses its way."""
    relations = "xl/_rels/workbook.xml.rels"
    found = re.findall(rb'Id="(rId\d+)"', parts.get(relations, b""))
    if found:
        old, new = source.choice(found), source.choice([b"rId2147483647", b"RID1", b"rid2"])
        if new not in found:
            for name in (relations, "xl/workbook.xml"):
                parts[name] = parts[name].replace(b'"%s"' % old, b'"%s"' % new)


def _id_that_leads_nowhere(parts: Parts, source: random.Random) -> None:
    """The workbook speaks of ids for which there is no relation, among them those that a new one would get."""
    there = set(re.findall(rb'Id="rId(\d+)"', parts.get("xl/_rels/workbook.xml.rels", b"")))
    free = [n for n in range(1, 99) if str(n).encode() not in there][: source.randint(1, 3)]
    if (
        "xl/workbook.xml" in parts
        and b"<oleSize" not in parts["xl/workbook.xml"]
        and b"<pivotCaches" not in parts["xl/workbook.xml"]
    ):
        caches = "".join(f'<pivotCache cacheId="{900 + n}" r:id="rId{n}"/>' for n in free)
        marker = next((one for one in (b"<extLst", b"</workbook>") if one in parts["xl/workbook.xml"]), None)
        if marker and b"xmlns:r=" in parts["xl/workbook.xml"]:
            _put_in(parts, "xl/workbook.xml", marker, f"<pivotCaches>{caches}</pivotCaches>", b"")


def _last_table_number(parts: Parts, source: random.Random) -> None:
    tables = sorted(name for name in parts if re.fullmatch(r"xl/tables/table\d+\.xml", name))
    if tables:
        name = source.choice(tables)
        parts[name] = re.sub(rb'(<table\b[^>]*?\sid=")\d+"', rb'\g<1>2147483647"', parts[name], count=1)


def _last_number_format(parts: Parts, source: random.Random) -> None:
    styles = parts.get("xl/styles.xml", b"")
    if found := re.search(rb'<numFmt [^>]*numFmtId="(16[4-9]|1[7-9]\d)"', styles):
        parts["xl/styles.xml"] = styles.replace(b'numFmtId="%s"' % found[1], b'numFmtId="65534"')


def _last_part_number(parts: Parts, source: random.Random) -> None:
    """A part of the highest number that its folder could ask for, which nothing points at."""
    _, content, part = absent(parts, source)
    if part.endswith(".png"):
        return
    name = re.sub(r"\d+(\.\w+)$", r"2147483647\1", part)
    parts[name] = b"<nobody/>"
    _put_in(parts, "[Content_Types].xml", b"</Types>", f'<Override PartName="/{name}" ContentType="{content}"/>', b"")


def _folder_of_that_name(parts: Parts, source: random.Random) -> None:
    _, _, part = absent(parts, source)
    parts[f"{part}/kept.dat"] = b"kept"
    if b'Extension="dat"' not in parts["[Content_Types].xml"]:
        element = '<Default Extension="dat" ContentType="application/octet-stream"/>'
        _put_in(parts, "[Content_Types].xml", b"</Types>", element, b"")


def _put_in(parts: Parts, name: str, before: bytes, element: str, empty: bytes) -> None:
    data = parts.get(name, empty)
    start, marker, end = data.rpartition(before)
    if marker:
        parts[name] = start + element.encode() + marker + end


WAYS: tuple[Callable[[Parts, random.Random], None], ...] = (
    _dangling_relation, _dangling_relation, _dangling_relation, _dangling_declaration, _dangling_declaration,
    _relations_without_an_owner, _last_sheet_number, _last_relation_id, _id_that_leads_nowhere, _last_table_number,
    _last_number_format, _last_part_number, _folder_of_that_name,
)  # fmt: skip
