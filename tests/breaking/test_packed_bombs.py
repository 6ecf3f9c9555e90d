"""No file fills the memory by being unpacked: what a workbook would take is looked at before, and what a part says of its
size holds. Each is tried by each command in a process that may not take a gibibyte, nor ten seconds."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.ooxml.package.opening import open_content
from tests.breaking.sheets_by_hand import SOUND, part, with_parts, workbook_of
from tests.breaking.test_stray_cells import limited, linux_only
from tests.support import SAMPLES, parts_of

MB = 1_000_000
SHEET, TEXTS = "xl/worksheets/sheet12.xml", "xl/sharedStrings.xml"
ROW = b'<row r="1"/>'


def blown_up(name: str, filler: bytes, size: int) -> bytes:
    """The sample with a part that unpacks to about so many bytes."""
    text = part(name)
    at = text.find(b"<sheetData>") + len(b"<sheetData>") if b"<sheetData>" in text else text.rfind(b"</")
    return with_parts({name: text[:at] + filler * (size // len(filler)) + text[at:]})


def with_false_size(content: bytes, name: str, size: int) -> bytes:
    """The same file, in which the list of parts and the part's own head say another size."""
    changed = bytearray(content)
    info = zipfile.ZipFile(io.BytesIO(content)).getinfo(name)
    struct.pack_into("<I", changed, info.header_offset + 22, size)
    at = content.index(b"PK\x01\x02")
    while changed[at + 46 : at + 46 + len(name)] != name.encode():
        at = content.index(b"PK\x01\x02", at + 4)
    struct.pack_into("<I", changed, at + 24, size)
    return bytes(changed)


def overlapping(count: int, size: int) -> bytes:
    """A file whose parts are all unpacked from the same bytes."""
    whole = zipfile.ZipFile(io.BytesIO(with_parts({}, added={"xl/media/a.bin": b"\0" * size})))
    data = io.BytesIO(whole.fp.getvalue())  # type: ignore[union-attr]
    with zipfile.ZipFile(data, "a") as package:
        first = package.getinfo("xl/media/a.bin")
        for number in range(count):
            again = zipfile.ZipInfo(f"xl/media/a{number}.bin")
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(again, name, getattr(first, name))
            package.filelist.append(again)
            package.NameToInfo[again.filename] = again
        package._didModify = True  # type: ignore[attr-defined]
    return data.getvalue()


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a sheet of 2 GB": (lambda: with_false_size(blown_up(SHEET, ROW, 40 * MB), SHEET, 2_100 * MB), "would take 2,1"),
    "a sheet of 60 MB in a few kilobytes": (lambda: blown_up(SHEET, ROW, 60 * MB), "xl/worksheets/sheet12.xml would grow from"),
    "texts of 60 MB": (lambda: blown_up(TEXTS, b"<si/>", 60 * MB), "xl/sharedStrings.xml would grow from"),
    "styles of 60 MB": (lambda: blown_up("xl/styles.xml", b"<x/>", 60 * MB), "xl/styles.xml would grow from"),
    "a picture of 60 MB of nothing": (lambda: with_parts({}, added={"xl/media/a.png": b"\0" * 60 * MB}), "xl/media/a.png would grow from"),
    "many parts that are small": (lambda: with_parts({}, added={f"xl/media/{n}.png": b"\0" * 2 * MB for n in range(40)}), "the whole would grow from"),
    "many parts of the same bytes": (lambda: overlapping(400, 5 * MB), "would take"),
    "a sheet larger than it says": (lambda: with_false_size(blown_up(SHEET, ROW, 200 * MB), SHEET, 5_000), "damaged"),
    "texts larger than they say": (lambda: with_false_size(blown_up(TEXTS, b"<si/>", 200 * MB), TEXTS, 5_000), "damaged"),
    "a workbook part larger than it says": (lambda: with_false_size(blown_up("xl/workbook.xml", b" ", 200 * MB), "xl/workbook.xml", 900), "damaged"),
}  # fmt: skip


@linux_only
@pytest.mark.parametrize(("make", "words"), BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_before_it_is_unpacked(make: Callable[[], bytes], words: str, tmp_path: Path) -> None:
    bomb, sound = tmp_path / "bomb.xlsx", tmp_path / "sound.xlsx"
    bomb.write_bytes(make())
    sound.write_bytes(SOUND.read_bytes())
    for arguments in (["check", bomb], ["refresh", bomb], ["accessibility", bomb]):
        done = limited(*arguments)
        assert (done.returncode, words in done.stderr, "bomb.xlsx" in done.stderr) == (3, True, True), done.stderr
    done = limited("merge", sound, bomb, SAMPLES / "returns" / "clean-north.xlsx")
    assert words in done.stdout + done.stderr  # and the good one is merged
    assert sound.read_bytes() != SOUND.read_bytes()


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(kind: int) -> None:
    """Excel unpacks none of them, and what they take is not bounded."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as package:
        for name, data in parts_of(SOUND).items():
            package.writestr(name, data)
    with pytest.raises(WorkbookProblem, match="damaged"):
        open_content(out.getvalue(), "t.xlsx")


def test_a_national_tracker_is_far_from_the_limits() -> None:
    """285 MB in 31 MB are read; what is refused is three times that, or packed ten times as tightly."""
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d"><v>%d</v></c></row>' % (n, n, n * 7 % 9973, n, n)
        for n in range(1, 700_000)
    )
    content = workbook_of(rows)
    assert len(rows) > 40 * MB
    assert MemoryHost(content, "t.xlsx").read().sheets["Practices"].height == 699_999


@linux_only
def test_thousands_of_parts_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(with_parts({}, added={f"xl/media/image{n}.png": b"%d" % n for n in range(20_000)}))
    for arguments in (["check", path], ["refresh", path, "--out", tmp_path / "out.xlsx"]):
        done = limited(*arguments)
        assert done.returncode == 0, done.stderr


def test_a_second_list_of_parts_in_the_file_misleads_no_reader() -> None:
    """A comment behind the list of parts may hold another list, and what one reader follows another may not."""
    row = '<row r="1"><c r="A1"><v>{}</v></c></row>'
    one, other = (workbook_of(row.format(number)) for number in (1, 2))
    for content in (
        one + other,
        one[:-2] + struct.pack("<H", len(other)) + other,
        one + b"\0" * 100,
        b"\0" * 100 + one,
    ):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                found = package.read("xl/worksheets/sheet1.xml")
            value = MemoryHost(content, "t.xlsx").read().sheets["Practices"].value(1, 1)
        except (WorkbookProblem, zipfile.BadZipFile):
            continue
        assert b"<v>%d</v>" % value in found  # type: ignore[str-bytes-safe]


def test_looking_takes_no_time() -> None:
    began = process_time()
    for make, _ in list(BOMBS.values())[1:2]:
        content = make()
        began = process_time()
        with pytest.raises(WorkbookProblem):
            open_content(content, "t.xlsx")
    assert process_time() - began < 0.5
