"""Workbooks spoilt by chance, the same for the same seed, and the commands run on them in a process that may not grow.

    python -m tests.breaking.fuzzed_workbooks FIRST LAST [STEP]

prints one JSON object for each thing that went wrong, and one with the figures of the run. Needs a system that can fork.
"""

import contextlib
import io
import json
import os
import random
import re
import resource
import signal
import struct
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.support import SAMPLES

BASES = ("thurrock-2017-resolved.xlsx", "faulty.xlsx", "thurrock-2017.xlsx")
RETURN = "clean-north.xlsx"
MOST_MEMORY = 1 << 30  # bytes
LONGEST = 20  # seconds of one command
NS = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"

ODD_VALUES = [
    b"", b"x", b"-1", b"0", b"1", b"60", b"2958466", b"1e12", b"1e300", b"1e400", b"-1e308", b"1e-40", b"INF", b"-INF", b"NaN",
    b"0x1F", b"1_000", b" 5 ", b"-20170315093000", b"99999999999999999999", b"1.5.2", b"true", b"TRUE", b"2", b"#GETTING_DATA",
    b"#ERROR!", b"#SPILL!", b"#CALC!", b"Err:502", b"Loading...", b"#N/A", b"2017-03-15", b"2017-03-15T09:30:00Z", b"&#101;",
    b"&amp;", b"_xD800_", b"_x0000_", b"_x001B_", b"=1+1", b"A1:B2", b"$A$1:$B$2", b"a1:b2", b"A:A", b"1:1", b"XFD1048576",
    b"A1048576", b"XFE1", b"A0", b"A1048577", b"Sheet1!A1", b"../../x.xml", b"/xl/workbook.xml", b"rId999", b"9" * 5000,
    b"-" * 300, "é€漢😀".encode(), b"\xc3\x28", b"\x00", b"\x01", b"\xff\xfe",
]  # fmt: skip
ODD_TYPES = [b"s", b"e", b"b", b"n", b"str", b"inlineStr", b"d", b"q", b"", b"E"]
TAG = re.compile(rb"<[^>]*>")
ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')
CELL = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
ROW = re.compile(rb"<row [^>]*?(?:/>|>.*?</row>)", re.DOTALL)
ELEMENT = re.compile(rb"<(\w[\w:]*)(?:\s[^>]*)?(?:/>|>[^<]*</\1>)")

Spoil = Callable[[bytes, random.Random], bytes]


def replaced(data: bytes, found: re.Match[bytes], new: bytes) -> bytes:
    return data[: found.start()] + new + data[found.end() :]


def one_of(pattern: re.Pattern[bytes], data: bytes, chance: random.Random) -> re.Match[bytes] | None:
    found = list(pattern.finditer(data))
    return chance.choice(found) if found else None


# --- parts spoilt as bytes


def bytes_flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def piece_gone(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randint(1, 200) :]


# --- parts spoilt as XML


def value_swapped(data: bytes, chance: random.Random) -> bytes:
    found = one_of(ATTRIBUTE, data, chance)
    if found is None:
        return data
    return replaced(data, found, b' %b="%b"' % (found[1], chance.choice(ODD_VALUES)))


def attribute_gone(data: bytes, chance: random.Random) -> bytes:
    found = one_of(ATTRIBUTE, data, chance)
    return data if found is None else replaced(data, found, b"")


def element_gone(data: bytes, chance: random.Random) -> bytes:
    found = one_of(ELEMENT, data, chance)
    return data if found is None else replaced(data, found, b"")


def element_twice(data: bytes, chance: random.Random) -> bytes:
    found = one_of(ELEMENT, data, chance)
    return data if found is None else replaced(data, found, found[0] * chance.choice([2, 3, 50]))


def element_within(data: bytes, chance: random.Random) -> bytes:
    found, times = one_of(ELEMENT, data, chance), chance.choice([1, 3, 200, 1200])
    if found is None:
        return data
    return replaced(data, found, b"<%b>" % found[1] * times + found[0] + b"</%b>" % found[1] * times)


def very_deep(data: bytes, chance: random.Random) -> bytes:
    found, depth = one_of(TAG, data, chance), chance.choice([250, 1200, 100_000])
    return data if found is None else replaced(data, found, found[0] + b"<a>" * depth + b"</a>" * depth)


def tag_gone(data: bytes, chance: random.Random) -> bytes:
    found = one_of(TAG, data, chance)
    return data if found is None else replaced(data, found, b"")


def something_between(data: bytes, chance: random.Random) -> bytes:
    found = one_of(TAG, data, chance)
    put = chance.choice(
        [
            b'<!-- <c r="A9"><v>9</v></c> -->',
            b"<![CDATA[ & < ]]>",
            b"<?pi x='1'?>",
            b"\n\t",
            b"text",
            b"&nbsp;",
            b"\x00",
        ]
    )
    return data if found is None else replaced(data, found, found[0] + put)


def entities(data: bytes, chance: random.Random) -> bytes:
    laughs = b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(10))
    start = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    declared = data[:start] + b"<!DOCTYPE x [" + laughs + b"]>" + data[start:]
    found = one_of(re.compile(rb">[^<]*<"), declared[start:], chance)
    return declared if found is None else declared[:start] + replaced(declared[start:], found, b">&l9;<")


def other_encoding(data: bytes, chance: random.Random) -> bytes:
    words = data.decode("utf-8", "replace")
    name = chance.choice(["utf-16", "utf-16-be", "utf-32", "latin-1", "utf-8-sig", "cp037"])
    declared = re.sub(r'encoding="[^"]*"', f'encoding="{name}"', words, count=1) if chance.random() < 0.7 else words
    return declared.encode(name, "replace")


def prefixed(data: bytes, chance: random.Random) -> bytes:
    changed = re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1x:\2", data)
    return changed.replace(b'xmlns="', b'xmlns:x="', 1)


def single_quotes(data: bytes, chance: random.Random) -> bytes:
    return re.sub(rb'="([^"\']*)"', rb"='\1'", data)


def lines_in_tags(data: bytes, chance: random.Random) -> bytes:
    return re.sub(rb"<(\w+) (\w+=)", rb"<\1\n\2", data)


def attributes_turned_round(data: bytes, chance: random.Random) -> bytes:
    return re.sub(rb'( [\w:]+="[^"]*")( [\w:]+="[^"]*")', rb"\2\1", data)


# --- cells


def cells_changed(change: Callable[[bytes, random.Random], bytes]) -> Spoil:
    """The same change made to some cells of a sheet."""

    def spoil(data: bytes, chance: random.Random) -> bytes:
        every = list(CELL.finditer(data))
        for found in sorted(chance.sample(every, min(len(every), chance.randint(1, 6))), key=lambda one: -one.start()):
            data = replaced(data, found, change(found[0], chance))
        return data

    return spoil


def other_number(cell: bytes, chance: random.Random) -> bytes:
    value = chance.choice(ODD_VALUES)
    return (
        re.sub(rb"<v>[^<]*</v>", lambda _: b"<v>%b</v>" % value, cell)
        if b"<v>" in cell
        else with_inside(cell, b"<v>%b</v>" % value)
    )


def with_inside(cell: bytes, inside: bytes) -> bytes:
    head = cell.split(b">", 1)[0].rstrip(b"/")
    return head + b">" + inside + b"</c>"


def other_type(cell: bytes, chance: random.Random) -> bytes:
    kind = chance.choice(ODD_TYPES)
    cell = re.sub(rb' t="[^"]*"', b"", cell, count=1)
    return cell.replace(b"<c ", b'<c t="%b" ' % kind, 1)


def other_place(cell: bytes, chance: random.Random) -> bytes:
    places = [b"XFD1048576", b"A1048576", b"A0", b"$A$1", b"a7", b"ZZZ9", b"C6", b"B99999", b"", b"KK3", b"A2000"]
    return re.sub(rb' r="[^"]*"', b' r="%b"' % chance.choice(places), cell, count=1)


def no_place(cell: bytes, chance: random.Random) -> bytes:
    return re.sub(rb' r="[^"]*"', b"", cell, count=1)


def other_style(cell: bytes, chance: random.Random) -> bytes:
    cell = re.sub(rb' s="[^"]*"', b"", cell, count=1)
    return cell.replace(b"<c ", b'<c s="%b" ' % chance.choice([b"0", b"1", b"7", b"25", b"60000", b"-1", b"x"]), 1)


def a_formula(cell: bytes, chance: random.Random) -> bytes:
    formula = chance.choice(
        [
            b"<f>1+1</f>",
            b'<f t="shared" ref="A1:B9" si="0">A1</f>',
            b'<f t="array" ref="x">1</f>',
            b"<f/>",
            b'<f t="shared" si="77"/>',
        ]
    )
    return with_inside(cell, formula + chance.choice([b"", b"<v/>", b"<v></v>", b"<v>5</v>", b"<v>#N/A</v>"]))


def rich_text(cell: bytes, chance: random.Random) -> bytes:
    inside = chance.choice([
        b"<is><r><t>a</t></r><r><t>b</t></r><rPh sb=\"0\" eb=\"1\"><t>c</t></rPh></is>", b"<is/>", b"<is><t>" + b"w" * 40_000 + b"</t></is>",
        b"<is><t xml:space=\"preserve\"> _xD83D__xDE00_ _xDC00_ </t></is>", b"<is><t><![CDATA[<&>]]></t></is>", b"<is><t>" + b"word " * 7_000 + b"</t></is>",
    ])  # fmt: skip
    return (
        other_type(with_inside(cell, inside), random.Random(5))
        if chance.random() < 0.3
        else with_inside(re.sub(rb' t="[^"]*"', b"", cell, count=1).replace(b"<c ", b'<c t="inlineStr" ', 1), inside)
    )


def wrapped(cell: bytes, chance: random.Random) -> bytes:
    return chance.choice(
        [
            b"<!-- %b -->" % cell,
            b"<x>%b</x>" % cell,
            cell * 2,
            cell.replace(b"<v>", b"<v><!-- -->"),
            cell.replace(b"<v>", b"<v><![CDATA[", 1).replace(b"</v>", b"]]></v>", 1),
        ]
    )


def rows_shuffled(data: bytes, chance: random.Random) -> bytes:
    rows = [found[0] for found in ROW.finditer(data)]
    if len(rows) < 2:
        return data
    start, end = data.find(rows[0]), data.rfind(rows[-1]) + len(rows[-1])
    chance.shuffle(rows)
    return data[:start] + b"".join(rows) + data[end:]


def rows_added(data: bytes, chance: random.Random) -> bytes:
    many = chance.choice([
        b"".join(b'<row r="%d"/>' % n for n in range(500, 20_500)), b'<row r="1048576"><c r="A1048576"/><c r="XFD1048576" t="str"><v> </v></c></row>',
        b'<row r="900000"><c r="A900000"><v>5</v></c></row>', b"<row><c><v>1</v></c></row>" * 50, b'<row r="1048577"/>', b'<row r="x"/>',
        b"".join(b'<row r="%d"><c r="B%d"><v>1</v></c></row>' % (n, n) for n in range(1000, 1_040_000, 990)),
    ])  # fmt: skip
    return data.replace(b"</sheetData>", many + b"</sheetData>")


def merges_added(data: bytes, chance: random.Random) -> bytes:
    reference = chance.choice(
        [b"$A$6:$C$9", b"a6:c9", b"A6", b"A1:XFD1048576", b"B:B", b"6:6", b"", b"x", b"A6:C9 D1:D2", b"&#65;6:B7"]
    )
    return re.sub(
        rb"</sheetData>", b"</sheetData><mergeCells><mergeCell ref='%b'/></mergeCells>" % reference, data, count=1
    )


def lies_about_size(data: bytes, chance: random.Random) -> bytes:
    lie = chance.choice([b"A1:XFD1048576", b"A1", b"x", b"XFD1048576"])
    return re.sub(
        rb'<dimension ref="[^"]*"/>',
        b'<dimension ref="%b"/><cols><col min="1" max="16384" width="9" style="3"/></cols>' % lie,
        data,
    )


OF_ANY_PART: tuple[Spoil, ...] = (
    bytes_flipped, cut_off, piece_gone, value_swapped, value_swapped, value_swapped, attribute_gone, attribute_gone,
    element_gone, element_twice, element_within, very_deep, tag_gone, something_between, entities, other_encoding, prefixed,
    single_quotes, lines_in_tags, attributes_turned_round,
)  # fmt: skip
OF_SHEETS: tuple[Spoil, ...] = (
    *(cells_changed(one) for one in (other_number, other_number, other_type, other_place, no_place, other_style, a_formula, rich_text, wrapped)),
    rows_shuffled, rows_added, merges_added, lies_about_size,
)  # fmt: skip


# --- the package


def parts_of_file(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2017, 3, 15, 9, 30, 0)), data, kind)
    return out.getvalue()


def zip_spoilt(content: bytes, chance: random.Random) -> bytes:
    parts = parts_of_file(content)
    name = chance.choice(sorted(parts))
    match chance.randrange(9):
        case 0:
            del parts[name]
        case 1:
            parts[chance.choice(["xl/other.xml", name.upper(), name + "x", "a\\b.xml", "/" + name])] = parts.pop(name)
        case 2:
            return bytes_flipped(content, chance)
        case 3:
            return cut_off(content, chance)
        case 4:
            return packed(parts, chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]))
        case 5:
            parts[name] = chance.choice([b"", b"\x00" * 1000, b"<a/>", b"not XML", zlib.compress(b"x")])
        case 6:
            return false_size(content, chance)
        case 7:
            parts |= {f"xl/media/image{n}.png": b"x" * 10 for n in range(3000)}
        case _:
            other = chance.choice(sorted(parts))
            parts[name], parts[other] = parts[other], parts[name]
    return packed(parts)


def false_size(content: bytes, chance: random.Random) -> bytes:
    """The list of parts says another size, checksum or way of packing of one of them."""
    places = [found.start() for found in re.finditer(rb"PK\x01\x02", content)]
    changed = bytearray(content)
    at = chance.choice(places) + chance.choice([10, 16, 20, 24, 42])
    struct.pack_into("<I", changed, at, chance.choice([0, 1, 10, 1 << 20, 1 << 31, (1 << 32) - 1]))
    return bytes(changed)


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """A workbook with one to three faults."""
    if chance.random() < 0.12:
        return zip_spoilt(content, chance)
    parts = parts_of_file(content)
    sheets = [name for name in parts if re.search(r"worksheets/sheet\d+\.xml$", name) and len(parts[name]) > 2000]
    xml = [name for name in parts if name.endswith((".xml", ".rels", ".vml"))]
    for _ in range(chance.choice([1, 1, 2, 3])):
        if chance.random() < 0.65:
            name, how = chance.choice(sheets), chance.choice(OF_SHEETS + OF_ANY_PART)
        else:
            name, how = chance.choice(xml), chance.choice(OF_ANY_PART)
        parts[name] = how(parts[name], chance)
    return packed(parts)


# --- the commands


class TooSlow(Exception):
    pass


def case_of(seed: int) -> tuple[bytes, bytes]:
    """A spoilt tracker and a spoilt return."""
    chance = random.Random(seed)
    tracker = (SAMPLES / chance.choice(BASES)).read_bytes()
    return spoilt(tracker, chance), spoilt((SAMPLES / "returns" / RETURN).read_bytes(), chance)


def commands(folder: Path) -> dict[str, tuple[list[str], set[int]]]:
    """Each command, and the exit codes it may end with."""
    tracker, sound, back, good, out = (
        str(folder / name) for name in ("t.xlsx", "sound.xlsx", "r.xlsx", "good.xlsx", "out.xlsx")
    )
    return {
        "check": (["check", tracker], {0, 1, 3}),
        "refresh": (["refresh", tracker], {0, 3}),
        "merge into it": (["merge", tracker, good], {0, 1, 3}),
        "merge it": (["merge", sound, back, good], {0, 1, 3}),
        "figures": (["figures", tracker, "--csv"], {0, 3}),
        "board-pack": (["board-pack", tracker, "--edition", "public", "--out", out], {0, 3}),
        "hand-out": (["hand-out", tracker, "--out", str(folder / "given")], {0, 3}),
        "accessibility": (["accessibility", tracker], {0, 1, 3}),
        "compare": (["compare", sound, tracker], {0, 3}),
    }


ROUND_ROBIN = "FUZZED_ROUND_ROBIN" in os.environ  # one command a case, in turn
USUAL = ("check", "refresh", "merge into it", "merge it")


def run(arguments: list[str]) -> tuple[int, str]:
    """The exit code of a command, and what it printed."""
    from pc_workbook.cli import main

    said = io.StringIO()
    signal.setitimer(signal.ITIMER_PROF, LONGEST)  # of work: whatever else the machine does does not count
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            return main(arguments), said.getvalue()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def faults_of(seed: int, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """What goes wrong with one case."""
    content, back = case_of(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in names:
            arguments, codes = commands(folder)[name]
            (folder / "t.xlsx").write_bytes(content)
            (folder / "r.xlsx").write_bytes(back)
            (folder / "sound.xlsx").write_bytes((SAMPLES / BASES[0]).read_bytes())
            (folder / "good.xlsx").write_bytes((SAMPLES / "returns" / RETURN).read_bytes())
            (folder / "out.xlsx").unlink(missing_ok=True)
            (folder / "given").mkdir(exist_ok=True)
            try:
                code, said = run(arguments)
            except BaseException as error:  # a panic, an exit, a signal: all are faults here
                trace = "".join(traceback.format_exception(error)[-3:])
                yield {"seed": seed, "command": name, "fault": f"{type(error).__name__}: {trace}"}
                continue
            if code not in codes:
                yield {"seed": seed, "command": name, "fault": f"exit {code}: {said[-300:]}"}
            if code == 3 and len(said.strip()) < 10:
                yield {"seed": seed, "command": name, "fault": "no sentence"}
            if code == 3 and name != "merge it" and (folder / "t.xlsx").read_bytes() != content:
                yield {"seed": seed, "command": name, "fault": "the original was changed"}
    yield from differences(seed, content)


def differences(seed: int, content: bytes) -> Iterator[dict[str, Any]]:
    """Where a fast reader finds something else than the parser does."""
    from pc_workbook.errors import WorkbookProblem
    from pc_workbook.hosts import package_reader as reading
    from pc_workbook.ooxml.package.opening import open_content
    from pc_workbook.ooxml.package.workbook import Workbook
    from pc_workbook.ooxml.read.shared_parts import shared_parts
    from pc_workbook.ooxml.read.sheet_parser import parse_sheet
    from pc_workbook.tracker.snapshot import SheetCells

    try:
        package = open_content(content, "t.xlsx")
        snapshot = reading.read_lists(package, io.BytesIO(content))
        workbook = Workbook(package)
        shared = shared_parts(workbook)
    except WorkbookProblem:
        return
    sheets = {sheet.name: sheet.part for sheet in reversed(workbook.sheets())}
    for name, cells in snapshot.sheets.items():
        try:
            parsed = SheetCells.of_columns(name, *parse_sheet(package, sheets[name], shared, name))
        except WorkbookProblem:
            continue  # the parser refuses what is no XML, or holds a cell twice
        if seen(cells) != seen(parsed):
            yield {"seed": seed, "command": "read", "fault": f"{name} is read in two ways"}


def seen(sheet: Any) -> tuple[object, ...]:
    every = ((at, spot) for at in range(1, sheet.height + 1) for spot in range(1, sheet.width + 1))
    filled = {place: (type(value), value) for place in every if (value := sheet.value(*place)) is not None}
    return filled, dict(sheet.errors), sheet.percent, set(sheet.merged), sheet.empty_results, sheet.far_away


def main(arguments: list[str]) -> None:
    """Run the cases of some seeds, each in a process of its own: what one case does to the memory, or an abort, is told
    of that case."""
    first, last, step = (*map(int, arguments), 1)[:3]
    names = tuple(os.environ.get("FUZZED_COMMANDS", ",".join(USUAL)).split(","))
    for arguments_of, _ in list(commands(SAMPLES).values())[:1]:
        run([arguments_of[0], str(SAMPLES / BASES[0])])  # what is imported here need not be in each process
    count, slowest, most = 0, 0.0, 0
    for seed in range(first, last, step):
        began = time.monotonic()
        memory, faults = in_a_process(seed, tuple(names[seed % len(names) :][:1]) if ROUND_ROBIN else names)
        for fault in faults:
            print(json.dumps(fault), flush=True)
        count, slowest, most = count + 1, max(slowest, time.monotonic() - began), max(most, memory)
    print(json.dumps({"cases": count, "commands": list(names), "slowest": round(slowest, 1), "mebibytes": most >> 20}))


def in_a_process(seed: int, names: tuple[str, ...]) -> tuple[int, list[dict[str, Any]]]:
    """The most memory that a case took, in bytes, and what went wrong."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        limit(names)
        with os.fdopen(writing, "w") as told:
            for fault in faults_of(seed, names):
                told.write(json.dumps(fault) + "\n")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        faults = [json.loads(line) for line in lines]
    _, status, used = os.wait4(child, 0)
    memory = used.ru_maxrss * (1024 if sys.platform == "linux" else 1)
    if status:
        faults.append({"seed": seed, "command": "any", "fault": f"ended with {os.waitstatus_to_exitcode(status)}"})
    if memory > MOST_MEMORY:
        faults.append({"seed": seed, "command": "any", "fault": f"{memory >> 20} MiB"})
    return memory, faults


def limit(names: tuple[str, ...]) -> None:
    """A case that goes on or grows without end is ended by the system, if nothing else ends it."""
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    seconds = LONGEST * (len(names) + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    signal.signal(signal.SIGPROF, _too_slow)


def _too_slow(*_: object) -> None:
    raise TooSlow


if __name__ == "__main__":
    main(sys.argv[1:])
