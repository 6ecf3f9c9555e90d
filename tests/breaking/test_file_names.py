"""Names of localities in file names and elsewhere: any name works, or is refused with one message."""

import os
import re
import sys
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
from lxml import etree

from pc_workbook import app
from pc_workbook.boardpack.template import filled
from pc_workbook.cells.change import SetCell
from pc_workbook.cells.limits import length_in_excel
from pc_workbook.cli import main
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.hosts.file_names import MOST_BYTES, case_folded_name, file_name_part
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.model.plain_letters import name_key
from pc_workbook.ooxml.edit.cells import apply_changes
from pc_workbook.ooxml.package.opening import open_content
from pc_workbook.ooxml.package.text import unescape
from pc_workbook.returns.reading import read_return
from pc_workbook.views.pack.cover import Issue
from tests.breaking.odd_localities import LISTED, odd_name, with_localities, written
from tests.support import SAMPLES, shared
from tests.support.excel_rules import problems

FULL = os.environ.get("PC_WORKBOOK_FULL") == "1"
NOW, HANDED_OUT, CAME_BACK = datetime(2017, 3, 15, 9), datetime(2017, 3, 16, 9), datetime(2017, 4, 6, 9)
STEP = -(-len(LISTED) // 4)
FOURS = [LISTED[n::STEP] for n in range(STEP)]  # names that differ by their white space alone stand side by side in it
SEEDED = [[odd_name(4 * n + k) for k in range(4)] for n in range(50 if FULL else 3)]
HANDED = [*FOURS, *SEEDED] if FULL else [*FOURS[::6], *SEEDED]  # 300 names in full
SHOWN = [*FOURS, *SEEDED[:10]] if FULL else [["North\x0bSouth", "&P of &N &G &[Picture]", "=1+1" * 90, "a" * 32_767]]
NOT_ALLOWED = re.compile('[\\\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(\.|$)")


def refused_by_a_system(name: str) -> list[str]:
    """What Windows, macOS or Linux has against the name of a file."""
    return [
        fault
        for fault, is_so in {
            "longer than a system that encrypts names allows": len(name.encode()) > 143,
            "a character that is not allowed": NOT_ALLOWED.search(name) is not None,
            "a device of Windows": RESERVED.match(name) is not None,
            "ends in a dot or a blank": name != name.rstrip(" ."),
            "begins with a dot, a dash or a blank": name[:1] in ".- ~",
            "not composed": name != unicodedata.normalize("NFC", name),
        }.items()
        if is_so
    ]


def wrong_in(path: Path) -> list[str]:
    """Parts that are no XML, headers and properties that are too long, and what Excel would repair."""
    found = problems(path)
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            data = package.read(name)
            if not name.endswith((".xml", ".rels")):
                continue
            try:
                tree = etree.fromstring(data, etree.XMLParser(huge_tree=True))
            except etree.XMLSyntaxError as error:
                found.append(f"{name}: {error}")
                continue
            for element in tree.iter("{*}oddHeader", "{*}oddFooter", "{http://purl.org/dc/elements/1.1/}title"):
                if length_in_excel(unescape(element.text or "")) > 255:
                    found.append(f"{name}: {etree.QName(element).localname} has more than 255 characters")
            for element in tree.iter("{*}oddHeader", "{*}oddFooter"):
                codes = re.sub(r'&&|&[LCRPNA]|&"[^"]*"|&8', "", element.text or "")
                found += [f"{name}: a code in {element.text!r}"] if "&" in codes else []
    return found


# -- the words of a file's name


@pytest.mark.parametrize("words", LISTED, ids=lambda words: ascii(words[:20]))
def test_a_name_of_words_is_taken_by_every_system(words: str) -> None:
    name = f"Return {file_name_part(words)} 2017-03-15.xlsx"
    assert refused_by_a_system(name) == []
    assert len(file_name_part(words).encode()) <= MOST_BYTES
    assert file_name_part(words)


def test_a_thousand_odd_names_are_taken_by_every_system() -> None:
    for seed in range(1_000):
        words = odd_name(seed)
        name = f"Return {file_name_part(words)} 2017-03-15.xlsx"
        assert refused_by_a_system(name) == [], (seed, words)
        assert file_name_part(words) == file_name_part(words)


@pytest.mark.parametrize("end", ["A", "B", " ", "\u0301", "é", "😀"])
def test_names_that_begin_alike_stay_apart_when_they_are_shortened(end: str) -> None:
    names = {file_name_part("Locality " * 25 + other) for other in (end, "X", "Y", "")}
    assert len(names) == 4


@pytest.mark.parametrize(
    "words", ["é" * 80, "e\u0301" * 80, "x" + "é" * 80, "o\u0327\u0323" * 60, "😀" * 40, "x" + "😀" * 40]
)
def test_a_shortened_name_ends_between_characters(words: str) -> None:
    kept, _, mark = file_name_part(words).rpartition(" ")
    assert re.fullmatch("[0-9A-F]{6}", mark)
    composed = unicodedata.normalize("NFC", words)
    assert composed.startswith(kept)
    assert not unicodedata.combining(composed[len(kept)])
    assert len(kept.encode()) > MOST_BYTES - 20


@pytest.mark.parametrize(
    ("one", "other"), [("Café", "CAFE\u0301"), ("North.", "north "), ("North\u202e", "North"), ("ß", "SS")]
)
def test_names_that_differ_in_nothing_a_reader_sees_are_one_locality(one: str, other: str, tmp_path: Path) -> None:
    tracker = written(with_localities([one, other]), tmp_path)
    done = app.hand_out(FileHost(tracker), tmp_path / "out", now=HANDED_OUT)
    assert len(done.returns) == 3
    assert "Localities!A7" in [found.where for found in app.check(FileHost(tracker)).findings if found.code == "R14"]


@pytest.mark.parametrize(("one", "other"), [("a/b", "a\\b"), ("a:b", "a*b"), ("North (1)", "North <1>")])
def test_names_equal_on_some_file_system_get_separate_files(one: str, other: str, tmp_path: Path) -> None:
    tracker = written(with_localities([one, other]), tmp_path)
    done = app.hand_out(FileHost(tracker), tmp_path / "out", now=HANDED_OUT)
    names = [returned.path.name for returned in done.returns]
    assert len({case_folded_name(name) for name in names}) == 4, names
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(names)


# -- generated


@pytest.mark.parametrize("names", HANDED, ids=lambda names: ascii(names[0][:20]))
def test_hand_outs_of_oddly_named_localities_are_made_and_merged_back(names: list[str], tmp_path: Path) -> None:
    tracker = written(with_localities(names), tmp_path)
    done = app.hand_out(FileHost(tracker), tmp_path / "out", now=HANDED_OUT)
    listed = [one.name for one in done.intake.tracker.localities]
    back = []
    for n, one in enumerate(done.returns):
        assert refused_by_a_system(one.path.name) == []
        assert wrong_in(one.path) == []
        read = read_return(one.path)
        assert read.stamp is not None
        assert read.stamp.locality == listed[n]
        assert (read.edits, read.findings) == ((), ())
        package = open_content(one.path.read_bytes(), "return.xlsx")
        apply_changes(package, [SetCell("Action progress", "C6", f"Said by the manager of {n}")])
        back.append(tmp_path / f"back {n}.xlsx")
        back[-1].write_bytes(package.packed())
    assert len(done.returns) == len(listed) == 4 - len(names) + len(set(map(name_key, names))), listed
    host = MemoryHost(tracker.read_bytes(), "tracker.xlsx")
    merged = app.merge_returns(host, back, now=CAME_BACK)
    taken = {str(take.after) for take in merged.plan.updates if take.cell_key.field == "progress"}
    assert taken == {f"Said by the manager of {n}" for n in range(len(listed))}
    assert merged.plan.conflicts == ()
    (tmp_path / "merged.xlsx").write_bytes(host.content)
    assert problems(tmp_path / "merged.xlsx") == []


@pytest.mark.parametrize("names", SHOWN, ids=lambda names: ascii(names[0][:20]))
def test_summary_sheets_and_packs_of_oddly_named_localities_are_whole(names: list[str], tmp_path: Path) -> None:
    tracker = written(with_localities(names, SAMPLES / "thurrock-2017-resolved.xlsx"), tmp_path)
    app.refresh(FileHost(tracker), now=NOW)
    assert wrong_in(tracker) == []
    content = tracker.read_bytes()
    app.refresh(FileHost(tracker), now=NOW)
    assert tracker.read_bytes() == content
    app.board_pack(FileHost(tracker), "group", tmp_path / "pack.xlsx", now=NOW)
    assert wrong_in(tmp_path / "pack.xlsx") == []


@pytest.mark.parametrize(
    "area",
    [
        "Bath & North East",
        "&P of &N",
        "&G",
        "2017 area",
        "T\x0bhur\x00",
        "😀" * 60,
        "=1+1",
        "<b>&amp;</b>",
        "x" * 2_000,
    ],
)
def test_an_oddly_named_area_is_written_as_it_is_or_gets_one_sentence(area: str, tmp_path: Path) -> None:
    package = open_content((SAMPLES / "thurrock-2017-resolved.xlsx").read_bytes(), "tracker.xlsx")
    apply_changes(package, [SetCell("Settings", "B6", area)])
    tracker = written(package.packed(), tmp_path)
    assert FileHost(tracker).read().sheets["Settings"].value(6, 1) == "Area name"
    app.refresh(FileHost(tracker), now=NOW)
    assert wrong_in(tracker) == []
    done = app.hand_out(FileHost(tracker), tmp_path / "out", "North", now=HANDED_OUT)
    assert wrong_in(done.returns[0].path) == []
    if len(area) > 100:
        with pytest.raises(WorkbookProblem, match="take a mark out of it"):
            app.board_pack(FileHost(tracker), "group", tmp_path / "pack.xlsx", now=NOW)
        return
    app.board_pack(FileHost(tracker), "group", tmp_path / "pack.xlsx", now=NOW)
    assert wrong_in(tmp_path / "pack.xlsx") == []


@pytest.mark.parametrize(
    ("header", "printed"),
    [
        ("&L&8[area]", "&L&8 2017 & B"),
        ("&L&8 [area]", "&L&8 2017 & B"),
        ("&&8[area]", "&&82017 & B"),
        ("[area]", "2017 & B"),
    ],
)
def test_digits_after_a_size_of_letters_stay_words(header: str, printed: str) -> None:
    assert filled(header, issue()._replace(area="2017 & B")) == printed.replace(" & ", " && ")


def issue() -> Issue:
    words = {name: "" for name, kind in Issue.__annotations__.items() if kind is str}
    return Issue(**words, meeting=None, as_at=NOW.date(), run_date=NOW.date(), since=None, since_meeting=None)


def test_many_localities_each_get_their_return(tmp_path: Path) -> None:
    names = [f"Locality {n:03} of many" for n in range(300 if FULL else 24)]
    tracker = tmp_path / "tracker.xlsx"
    rows = {
        "tblLocalities": [{"name": name, "manager": f"Manager, {name}"} for name in names],
        "tblActions": [{"letter": "A", "text": "Something that is measured"}],
    }
    app.draw_tracker(tracker, rows, {"as_at": NOW.date(), "area_name": "Fictionshire", "area_code": "V99"})
    done = app.hand_out(FileHost(tracker), tmp_path / "out", now=HANDED_OUT, register=True)
    assert len({one.path.name for one in done.returns}) == len(names)
    assert done.not_registered == ""
    assert problems(tracker) == []


# -- the case, and names that a person gives


def test_a_very_long_locality_name_gets_a_shortened_file_name(tmp_path: Path) -> None:
    case = shared("cases", "a18-very-long-locality-name")
    tracker = Path(copyfile(case / "input.xlsx", tmp_path / "tracker.xlsx"))
    done = app.hand_out(FileHost(tracker), tmp_path / "out", now=HANDED_OUT)
    longest = max(len(one.stamp.locality.encode()) for one in done.returns)
    assert longest > 255
    assert all(refused_by_a_system(one.path.name) == [] for one in done.returns)
    assert len(done.returns) == len(done.intake.tracker.localities)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there, and can't be bytes")
@pytest.mark.parametrize("command", ["check", "figures", "hand-out", "merge"])
def test_a_tracker_with_a_name_that_is_not_text_is_read(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / os.fsdecode(b"f\xfflder")
    folder.mkdir()
    tracker = Path(copyfile(SAMPLES / "thurrock-2017-resolved.xlsx", folder / os.fsdecode(b"tr\xff\xfc.xlsx")))
    more = {
        "hand-out": ["--out", str(folder / os.fsdecode(b"\xfe")), "--no-register"],
        "merge": [str(SAMPLES / "returns" / "clean-north.xlsx"), "--dry-run"],
    }
    assert main([command, str(tracker), *more.get(command, [])]) == 0
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there, and can't be bytes")
def test_a_name_that_is_no_text_is_written_readably_on_the_sheets(tmp_path: Path) -> None:
    tracker = Path(copyfile(SAMPLES / "thurrock-2017-resolved.xlsx", tmp_path / os.fsdecode(b"tr\xff\xfc.xlsx")))
    assert FileHost(tracker).name == "tr??.xlsx"
    out = tmp_path / "out.xlsx"
    app.refresh(FileHost(tracker, out), now=NOW)
    assert wrong_in(out) == []


@pytest.mark.parametrize("name", ["x" * 256, "é" * 128, "a" * 5_000])
def test_a_folder_with_a_name_too_long_gets_one_message(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tracker = Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))
    assert main(["hand-out", str(tracker), "--out", str(tmp_path / name)]) == 3
    said = [line for line in capsys.readouterr().err.splitlines() if not line.endswith("...")]
    assert "File name too long" in said[0]
    assert said[1:] == ["Nothing was written; all files are unchanged."]
    assert tracker.read_bytes() == (SAMPLES / "thurrock-2017.xlsx").read_bytes()
