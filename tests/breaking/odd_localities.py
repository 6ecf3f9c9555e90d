"""Trackers whose localities have names that files, formulas, headers and XML trip over."""

import random
from collections.abc import Sequence
from pathlib import Path

from pc_workbook.cells.change import SetCell
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.ooxml.edit.cells import apply_changes
from pc_workbook.ooxml.package.opening import open_content
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.snapshot import a1
from tests.support import SAMPLES

TRACKER = SAMPLES / "thurrock-2017.xlsx"
COLUMNS = {"tblLocalities": "name", "tblPractices": "locality", "tblActionProgress": "locality"}

LISTED = [
    "N", "CON", "con.", "NUL", "LPT1", "aux.xlsx", "COM¹", "..", "...", ".hidden", "-rf", "--out", "~$North", "../../x",
    "/etc/passwd", "C:\\North", "\\\\server\\share", "a/b:c*d?e\"f<g>h|i", "North.", "North. . .", "'North'", "'", "''''",
    '"North"', "North & South", "&P of &N &D &G", "&&&", "<b>North</b>", "]]>", "&amp;", "&#x0;", "=1+1", "+North",
    "-North", "@North", "=HYPERLINK(\"http://x\")", "North\nSouth", "North\r\nSouth", "North\tSouth", "North\x0bSouth",
    "\x01\x02\x1f", "_x000B_", "_x0041_North", "\ufffe", "\uffff", "North\u202eSouth", "\u200fشمال", "שמאל", "\ufeffNorth",
    "e\u0301" * 90, "\u00e9" * 90, "😀" * 80, "👩🏽‍⚕️ North", "👩🏽‍⚕️" * 30, "北" * 200, "\u0301North", "İstanbul", "ſ", "ﬀ",
    "North\u00a0East", "North\u2028South", "History", "Settings", "Dashboard", "R1C1", "A1", "TRUE", "#N/A", "#REF!",
    "{=1}", "[North]", "tbl[#All]", "%PATH%", "$HOME", "${x}", "`id`", "North;South", "North,South", "a" * 31, "a" * 32,
    "a" * 98, "a" * 99, "a" * 100, "a" * 101, "a" * 254, "a" * 255, "a" * 256, "a" * 8_192, "a" * 32_767, "& " * 200,
    "\"" * 300, "word " * 400, "x" * 250 + "😀", "\U000e0001North", "\u00ad", "North \u0000", "None", "nan", "0", "1.5",
]  # fmt: skip


def with_localities(names: Sequence[str], sample: Path = TRACKER) -> bytes:
    """The sample, its first localities called otherwise wherever they stand."""
    content = sample.read_bytes()
    intake = read_tracker(MemoryHost(content, "tracker.xlsx").read())
    new = dict(zip((one.name for one in intake.tracker.localities), names, strict=False))
    changes = [
        SetCell(read.sheet, a1(entry.at, read.columns[field]), new[getattr(entry.row, field)])
        for table, field in COLUMNS.items()
        for read in [intake.lists[table]]
        for entry in read.entries
        if getattr(entry.row, field) in new
    ]
    package = open_content(content, "tracker.xlsx")
    apply_changes(package, changes)
    return package.packed()


def odd_name(seed: int) -> str:
    """A name made of pieces of odd ones, from one character to 32,767."""
    source = random.Random(seed)
    pieces = [source.choice(LISTED)[: source.randint(1, 40)] for _ in range(source.randint(1, 4))]
    name = source.choice(["", " ", "-", "."]).join(pieces) * source.choice([1, 1, 1, 1, 3, 30, 700])
    return name[:16_000] if name.strip() else f"x{seed}"


def written(content: bytes, folder: Path) -> Path:
    path = folder / "tracker.xlsx"
    path.write_bytes(content)
    return path
