"""One bad return never stops the good ones, and no record, however it was made, lets a manager write what is not theirs."""

import json
import os
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from shutil import copyfile

import pytest

from pc_workbook import app
from pc_workbook.cells.change import CellValue, SetCell
from pc_workbook.cli import main
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import DryRunHost, FileHost
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.return_codes import ConflictReason
from pc_workbook.ooxml.edit.cells import apply_changes
from pc_workbook.ooxml.package.opening import open_content
from pc_workbook.ooxml.package.text import LONGEST_TEXT
from pc_workbook.returns.reading import MOST_OF_A_KIND, read_return
from pc_workbook.returns.return_data import (
    Return,
    RowName,
    TrackerRow,
    manager_fields,
    row_fingerprint,
    tracker_rows,
)
from pc_workbook.returns.storable_values import fitting
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.markings import is_restricted
from pc_workbook.wording.findings import current_entry, message
from pc_workbook.wording.returns import return_fact_words
from tests.breaking.crafted_returns import (
    MILESTONES,
    PROGRESS,
    Held,
    crafted,
    dumped,
    record_lines,
    typed_row,
    with_record,
)
from tests.breaking.damaged_returns import damaged
from tests.support import SAMPLES, shared
from tests.support.excel_rules import problems

FULL = os.environ.get("PC_WORKBOOK_FULL") == "1"
CRAFTED, DAMAGED = (1_000, 2_000) if FULL else (45, 60)
HANDED_OUT, CAME_BACK = datetime(2017, 3, 16, 9), datetime(2017, 4, 6, 9)
TRACKER = SAMPLES / "thurrock-2017.xlsx"
GOOD = "The good return's words"


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What was handed out, by locality."""
    made = app.hand_out(FileHost(TRACKER), tmp_path_factory.mktemp("out"), now=HANDED_OUT).returns
    return {one.stamp.locality: one.path.read_bytes() for one in made}


@pytest.fixture
def good(handed: dict[str, bytes], tmp_path: Path) -> Path:
    """South's return, filled in as it should be."""
    return written(tmp_path / "good.xlsx", with_cells(handed["South"], {"C6": GOOD}))


def with_cells(content: bytes, cells: dict[str, CellValue], sheet: str = "Action progress") -> bytes:
    package = open_content(content, "return.xlsx")
    apply_changes(package, [SetCell(sheet, cell, value) for cell, value in cells.items()])
    return package.packed()


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def merged(*returns: Path) -> tuple[app.MergedReturns, MemoryHost]:
    host = MemoryHost(TRACKER.read_bytes(), "tracker.xlsx")
    return app.merge_returns(host, returns, now=CAME_BACK), host


def rows_of(intake: Intake) -> dict[RowName, TrackerRow]:
    return tracker_rows(intake, PROGRESS) | tracker_rows(intake, MILESTONES)


@cache
def before() -> Intake:
    return read_tracker(MemoryHost(TRACKER.read_bytes(), "tracker.xlsx").read())


def unpermitted(host: MemoryHost, claims: str = "North") -> list[str]:
    """Cells of the tracker that a merge of a bad return and South's good one may not have changed. `claims`: the locality
    that the bad one says it is of; it is believed there, since a return carries no password."""
    old, new = rows_of(before()), rows_of(read_tracker(host.read()))
    tracker = before().tracker
    mine = {one.code for one in tracker.practices if one.locality == claims}
    kept_in = {
        (MILESTONES, (one.action, one.practice, one.milestone))
        for one in tracker.milestones
        if is_restricted(one.marking)
    }
    found = [f"gone: {name}" for name in old.keys() - new.keys()]
    found += [f"new: {name}" for name in new.keys() - old.keys() if name[1] not in {("Z", claims)}]
    for name, row in old.items():
        is_mine = name[1][1] == claims if name[0] == PROGRESS else name[1][1] in mine
        free = manager_fields(name[0]) if is_mine and name not in kept_in and name[1][0] != "D" else set()
        for field, value in row.values.items():
            now = new[name].values[field] if name in new else None
            by_good = name == (PROGRESS, ("A", "South")) and field in ("progress", "updated_by", "updated_on")
            if now != value and field not in free and not by_good:
                found.append(f"{name} {field}: {value!r} -> {now!r}")
    return found


def locality_claimed(done: app.MergedReturns) -> str:
    """The locality that the bad return says it is of, as the tracker writes it; "" where the tracker lists none so."""
    listed = {name_key(one.name): one.name for one in before().tracker.localities}
    said = next((one.stamp.locality for one in done.returns if one.name == "bad.xlsx" and one.stamp), "North")
    return listed.get(name_key(said), "")


def claims_to_be_souths(done: app.MergedReturns) -> bool:
    """Whether the bad return says that it is of South, and something else of the good one's cell: then a person picks."""
    says = {one.stamp.locality for one in done.returns if one.name == "bad.xlsx" and one.stamp}
    waits = {
        str(conflict.returned) for conflict in done.plan.conflicts if conflict.why == (ConflictReason.RETURNS_DIFFER,)
    }
    return says == {"South"} and GOOD in waits


def good_is_in(done: app.MergedReturns, host: MemoryHost) -> bool:
    taken = any(take.after == GOOD for take in done.plan.updates)
    return taken and rows_of(read_tracker(host.read()))[PROGRESS, ("A", "South")].values["progress"] == GOOD


# -- crafted records under a checksum that holds


@pytest.mark.parametrize("start", range(0, CRAFTED, 45))
def test_no_crafted_record_stops_the_good_return_or_writes_what_it_may_not(
    start: int, handed: dict[str, bytes], good: Path, tmp_path: Path
) -> None:
    for seed in range(start, min(start + 45, CRAFTED)):
        bad = written(tmp_path / "bad.xlsx", crafted(handed["North"], seed))
        done, host = merged(bad, good)
        assert good_is_in(done, host) or claims_to_be_souths(done), seed
        assert unpermitted(host, locality_claimed(done)) == [], seed
    assert problems(written(tmp_path / "tracker.xlsx", host.content)) == []


def test_the_generator_makes_records_of_every_fate(handed: dict[str, bytes], tmp_path: Path) -> None:
    """Else the test above could pass because no record was ever read."""
    fates = set()
    for seed in range(45):
        one = read_return(written(tmp_path / "bad.xlsx", crafted(handed["North"], seed)))
        fates.add("read" if one.stamp else next(f.code for f in one.findings if f.code in ("T02", "T40")))
    assert fates == {"read", "T40"}


@pytest.mark.parametrize("start", range(0, DAMAGED, 60))
def test_no_damaged_file_stops_the_good_return(start: int, good: Path, tmp_path: Path) -> None:
    samples = [SAMPLES / "returns" / f"{name}.xlsx" for name in ("spoilt-north", "clean-north", "retyped-west")]
    for seed in range(start, min(start + 60, DAMAGED)):
        bad = written(tmp_path / "bad.xlsx", damaged(samples[seed // 10 % 3].read_bytes(), seed))
        done, host = merged(bad, good)
        assert good_is_in(done, host), seed
        assert len(done.returns) + len(done.unread) == 2, seed
        for sentence in done.unread:
            assert re.fullmatch(r".*\bbad\.xlsx\b.*\.", sentence), (seed, sentence)


def test_each_kind_of_line_is_held_to_what_the_program_writes(handed: dict[str, bytes], tmp_path: Path) -> None:
    north = handed["North"]

    def with_line(place: int, change: Callable[[Held], None]) -> Return:
        held = record_lines(north)
        change(held)
        return read_return(written(tmp_path / "bad.xlsx", with_record(north, dumped(held))))

    def stamp(**new: object) -> Callable[[Held], None]:
        return lambda held: held[0][1].update(new)

    def row(place: int, value: object) -> Callable[[Held], None]:
        return lambda held: held[1][1].__setitem__(place, value)

    changes = {
        "another shape": lambda held: held.__setitem__(1, ("row", {})),
        "not a mark": stamp(return_id="../../x"),
        "no locality": lambda held: held[0][1].pop("locality"),
        "a day that is none": stamp(handed_out_on={"day": "2017-02-30"}),
        "a day before any workbook's": stamp(edition={"day": "1066-10-14"}),
        "no day for what is due": stamp(handed_out_on={"day": "9999-12-31"}),
        "a list that managers don't fill": row(0, "tblPractices"),
        "a key that is not the row's": row(1, ["B", "South"]),
        "a key of numbers": row(1, [1, 2]),
        "another fingerprint": row(2, "0" * 16),
        "a column that is locked away": row(3, {"action": "A", "locality": "North", "marking": "Public"}),
        "neither yes nor no": row(4, "yes"),
        "a row twice": lambda held: held.insert(1, held[1]),
        "two stamps": lambda held: held.insert(0, held[0]),
        "no stamp": lambda held: held.pop(0),
        "a line of no kind": lambda held: held.insert(1, ("formula", "=1+1")),
        "marks that are none": lambda held: held.__setitem__(-1, ("texts", ["Start here", ["x"]])),
    }  # fmt: skip
    for what, change in changes.items():
        one = with_line(0, change)  # type: ignore[arg-type]  # dict.pop and list.pop give something back
        assert one.stamp is None, what
        assert [(found.code, found.sheet) for found in one.findings if found.code.startswith("T40")] == [
            ("T40", "pc_record")
        ], what
    assert with_line(0, stamp(unknown="of a later version")).stamp is not None


@pytest.mark.parametrize("text", ["NaN", "1e999", "9" * 10_000, "[" * 200_000, '"\\ud800"', "{", "\x00", "\ufeff[]"])
def test_a_line_that_is_no_json_or_that_few_readers_survive(
    text: str, handed: dict[str, bytes], good: Path, tmp_path: Path
) -> None:
    lines = dumped(record_lines(handed["North"]))
    bad = written(tmp_path / "bad.xlsx", with_record(handed["North"], [(lines[0][0], text), *lines[1:]]))
    done, host = merged(bad, good)
    assert good_is_in(done, host)
    assert [found.code for found in done.returns[0].findings] == ["T40"]


def test_a_record_of_ten_megabytes_is_read_and_its_findings_are_counted(
    handed: dict[str, bytes], good: Path, tmp_path: Path
) -> None:
    held = [record_lines(handed["North"])[0]]
    for n in range(30_000):
        values = {"action": "A", "locality": f"L{n}", "progress": "x" * 250}
        held.append(
            ("row", [PROGRESS, ["A", f"L{n}"], row_fingerprint(PROGRESS, ("A", f"L{n}"), values), values, True])
        )
    bad = written(tmp_path / "bad.xlsx", with_record(handed["North"], dumped(held)))
    assert sum(len(text) for _, text in dumped(held)) > 10_000_000
    done, host = merged(bad, good)
    assert good_is_in(done, host)
    codes = [found.code for found in done.returns[0].findings]
    assert (codes.count("T08"), codes.count("T41")) == (MOST_OF_A_KIND, 1)
    assert "29,900 more of the same" in next(message(f).problem for f in done.returns[0].findings if f.code == "T41")


# -- what a record may not claim


def claimed(content: bytes, table: str, key: list[str], in_tracker: bool, **stamp: object) -> bytes:
    """A return whose record says that a row was handed out as the tracker holds it, with something new typed in it."""
    held = record_lines(content)
    held[0][1].update(stamp)
    place = next(n for n, (kind, value) in enumerate(held) if kind == "row" and value[0] == table)
    names = ("action", "locality") if table == PROGRESS else ("action", "practice", "milestone")
    values: dict[str, CellValue] = {name: part for name, part in zip(names, key, strict=True) if part}
    there = rows_of(before()).get((table, tuple(key)))
    values |= {name: value for name, value in (there.values if there else {}).items() if value is not None}
    plain = {name: {"day": str(one)} if isinstance(one, date) else one for name, one in values.items()}
    held[place] = ("row", [table, key, row_fingerprint(table, tuple(key), values), plain, in_tracker])
    return with_record(content, dumped(held), typed_row(table, 6, key, "Not theirs to say"))


MILESTONE = "Improvement plan agreed with the practice"


@pytest.mark.parametrize(
    ("table", "key", "in_tracker", "stamp", "why"),
    [
        (
            PROGRESS,
            ["A", "South"],
            True,
            {},
            ConflictReason.ROW_OF_OTHERS,
        ),  # the cell that the good return changes, too
        (PROGRESS, ["B", "South"], True, {}, ConflictReason.ROW_OF_OTHERS),
        (PROGRESS, ["D", "North"], True, {}, ConflictReason.ROW_OF_OTHERS),
        (PROGRESS, ["Z", "North"], False, {}, ConflictReason.ROW_NOT_OFFERED),
        (PROGRESS, ["D", "Nowhere"], False, {}, ConflictReason.ROW_NOT_OFFERED),
        (MILESTONES, ["B", "V00001", MILESTONE], True, {}, ConflictReason.ROW_OF_OTHERS),
        (MILESTONES, ["C", "", "First draft out for comment"], True, {}, ConflictReason.ROW_OF_OTHERS),
        (MILESTONES, ["A", "V00004", "A milestone of their own"], False, {}, ConflictReason.ROW_NOT_OFFERED),
        (PROGRESS, ["A", "North"], True, {"area": "Elsewhere"}, ConflictReason.OTHER_AREA),
        (PROGRESS, ["A", "North"], True, {"locality": "Nowhere"}, ConflictReason.LOCALITY_NOT_LISTED),
        (PROGRESS, ["A", "North"], True, {"locality": "South"}, ConflictReason.ROW_OF_OTHERS),
    ],
)
def test_a_row_that_was_never_theirs_is_asked_about(
    table: str, key: list[str], in_tracker: bool, stamp: dict[str, object], why: str,
    handed: dict[str, bytes], good: Path, tmp_path: Path,
) -> None:  # fmt: skip
    bad = written(tmp_path / "bad.xlsx", claimed(handed["North"], table, key, in_tracker, **stamp))
    assert read_return(bad).stamp is not None  # the record is one that the program might have written
    done, host = merged(bad, good)
    assert good_is_in(done, host)
    assert unpermitted(host) == []
    asked = [conflict for conflict in done.plan.conflicts if conflict.returned == "Not theirs to say"]
    assert [(conflict.cell_key.table, conflict.cell_key.key, conflict.why) for conflict in asked] == [
        (table, tuple(key), (why,))
    ]


def test_a_row_of_their_own_is_taken_all_the_same(handed: dict[str, bytes], tmp_path: Path) -> None:
    done, _ = merged(written(tmp_path / "own.xlsx", claimed(handed["North"], PROGRESS, ["A", "North"], True)))
    assert [take.after for take in done.plan.updates if take.cell_key.field == "progress"] == ["Not theirs to say"]
    assert done.plan.conflicts == ()


def test_a_locked_cell_is_never_written(handed: dict[str, bytes], good: Path, tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.xlsx", with_cells(handed["North"], {"E6": "31/12/2017"}, "Milestones"))
    done, host = merged(bad, good)
    assert good_is_in(done, host)
    assert unpermitted(host) == []
    assert [found.code for found in done.returns[0].findings] == ["T07"]


def test_a_row_that_was_typed_but_not_handed_out_stops_nobody_who_was_given_it(
    handed: dict[str, bytes], good: Path, tmp_path: Path
) -> None:
    typed = with_cells(handed["North"], {"A11": "A", "C11": "What North says of South's action", "K11": "South"})
    done, host = merged(written(tmp_path / "bad.xlsx", typed), good)
    assert good_is_in(done, host)
    assert [(conflict.current, conflict.returned) for conflict in done.plan.conflicts] == [
        (GOOD, "What North says of South's action")
    ]


# -- values that no cell of the tracker can hold


@pytest.mark.parametrize(
    "cells",
    [
        {"J6": date(1901, 3, 15)},
        {"J6": datetime(1900, 1, 2)},
        {"K6": "x" * LONGEST_TEXT},
        {"A6": "x" * LONGEST_TEXT, "K6": "y" * LONGEST_TEXT, "C6": "z" * LONGEST_TEXT},
        {"C6": "\ufffe\x0b\x00_x0041_"},
        {"C6": "😀" * 16_383},
    ],
)
def test_values_at_the_edge_of_what_a_cell_holds(
    cells: dict[str, CellValue], handed: dict[str, bytes], good: Path, tmp_path: Path
) -> None:
    tracker = in_1904(TRACKER.read_bytes())
    bad = written(tmp_path / "bad.xlsx", with_cells(handed["North"], cells))
    host = MemoryHost(tracker, "tracker.xlsx")
    done = app.merge_returns(host, [bad, good], now=CAME_BACK)
    assert good_is_in(done, host)
    assert problems(written(tmp_path / "tracker.xlsx", host.content)) == []


def in_1904(content: bytes) -> bytes:
    """A tracker that counts its days from 1904, as those made on an old Mac do."""
    package = open_content(content, "tracker.xlsx")
    part = package.related("", "officeDocument")
    assert part is not None
    text = package.read(part)
    assert b"<workbookPr" in text
    package.put(part, text.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1))
    return package.packed()


def test_a_text_longer_than_a_cell_is_named_and_not_taken() -> None:
    one = read_return(SAMPLES / "returns" / "forged-west.xlsx")
    assert [found.cell for found in one.findings if found.code == "R47"] == ["C6"]
    assert [bool(edit.suspicious) for edit in one.edits if edit.where == "'Action progress'!C6"] == [True]


@pytest.mark.parametrize(
    ("value", "length"), [("x" * 40_000, LONGEST_TEXT), ("😀" * 20_000, 16_384), ("x" * 10 + "😀" * 20_000, 16_389)]
)
def test_a_text_is_cut_by_what_excel_counts(value: str, length: int) -> None:
    held = str(fitting(value))
    assert (len(held), held[-1]) == (length, "…")


# -- what is no return at all


def test_what_cannot_be_read_gets_one_sentence_each_and_the_good_return_is_merged(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tracker = Path(copyfile(TRACKER, tmp_path / "tracker.xlsx"))
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "empty.xlsx").touch()
    (tmp_path / "words.xlsx").write_text("no workbook")
    (tmp_path / "torn.xlsx").write_bytes(good.read_bytes()[:5_000])
    (tmp_path / "link.xlsx").symlink_to(tracker)
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    os.link(tracker, tmp_path / "hard link.xlsx")
    names = ["missing.xlsx", "folder.xlsx", "empty.xlsx", "words.xlsx", "torn.xlsx", "link.xlsx", "loop.xlsx",
             "hard link.xlsx", "tracker.xlsx", "x" * 300 + ".xlsx", "good.xlsx"]  # fmt: skip
    code = main(["merge", str(tracker), *(str(tmp_path / name) for name in names)])
    out, said = capsys.readouterr()
    sentences = [line for line in said.splitlines() if not line.endswith("...")]
    assert code == 3
    assert len(sentences) == len(names) - 1, sentences
    assert all(sentence.endswith(".") for sentence in sentences), sentences
    assert GOOD in out
    assert rows_of(read_tracker(FileHost(tracker).read()))[PROGRESS, ("A", "South")].values["progress"] == GOOD


def test_the_tracker_alone_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tracker = Path(copyfile(TRACKER, tmp_path / "tracker.xlsx"))
    assert main(["merge", str(tracker), str(tracker)]) == 3
    assert "is the tracker itself" in capsys.readouterr().err
    assert tracker.read_bytes() == TRACKER.read_bytes()


def test_one_return_given_twice_and_two_of_one_hand_out(handed: dict[str, bytes], good: Path, tmp_path: Path) -> None:
    again = written(tmp_path / "again.xlsx", good.read_bytes())
    other = written(tmp_path / "other.xlsx", with_cells(handed["South"], {"C6": GOOD, "G6": "A next step"}))
    done, host = merged(good, good, again, other)
    assert good_is_in(done, host)
    assert done.plan.conflicts == ()
    registered = read_tracker(host.read()).tracker.returns
    assert sorted(row.version or 0 for row in registered) == [1, 2]


def test_a_forged_mark_fills_no_row_of_another_locality_in_the_register(tmp_path: Path) -> None:
    tracker = Path(copyfile(TRACKER, tmp_path / "tracker.xlsx"))
    done = app.hand_out(FileHost(tracker), tmp_path / "out", register=True, now=HANDED_OUT)
    paths = {one.stamp.locality: one.path for one in done.returns}
    marks = {one.stamp.locality: one.stamp.return_id for one in done.returns}
    lines = record_lines(paths["North"].read_bytes())
    lines[0][1]["return_id"] = marks["South"]
    forged = written(tmp_path / "forged.xlsx", with_record(paths["North"].read_bytes(), dumped(lines)))
    lines[0][1]["return_id"] = "0BAD0BAD"
    unknown = written(tmp_path / "unknown.xlsx", with_record(paths["North"].read_bytes(), dumped(lines)))
    lines[0][1]["return_id"] = marks["South"]
    changes = [SetCell("Action progress", "C6", "Under another's mark")]
    changed = written(tmp_path / "changed.xlsx", with_record(paths["North"].read_bytes(), dumped(lines), changes))
    pretended = app.merge_returns(DryRunHost(tracker), [changed], now=CAME_BACK).plan
    assert [(conflict.returned, conflict.why) for conflict in pretended.conflicts] == [
        ("Under another's mark", (ConflictReason.OTHER_REFERENCE,))
    ]
    assert pretended.updates == ()
    merged_ = app.merge_returns(FileHost(tracker), [forged, unknown], now=CAME_BACK)
    rows = read_tracker(FileHost(tracker).read()).tracker.returns
    waiting = [(row.hand_out, row.locality) for row in rows if row.received_on is None]
    assert sorted(waiting) == sorted((mark, name) for name, mark in marks.items())
    assert [(row.hand_out, row.locality) for row in rows if row.received_on] == [
        ("0BAD0BAD", "North"), (marks["South"], "North"),
    ]  # fmt: skip
    said = [return_fact_words(remark.fact) for remark in merged_.plan.remarks if remark.name == "unknown.xlsx"]
    assert said == [
        "Its reference, 0BAD0BAD, is not on the Returns register: it was handed out from another tracker, or not registered."
    ]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there, and can't be bytes")
def test_a_return_whose_name_is_no_text_is_merged_under_a_name_that_can_be_written(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tracker = Path(copyfile(TRACKER, tmp_path / "tracker.xlsx"))
    odd = written(tmp_path / os.fsdecode(b"S\xfcd \xff.xlsx"), good.read_bytes())
    assert main(["merge", str(tracker), str(odd), str(tmp_path / os.fsdecode(b"\xff missing.xlsx"))]) == 3
    out, said = capsys.readouterr()
    assert "S?d ?.xlsx" in out
    assert "There is no workbook at" in said
    registered = read_tracker(FileHost(tracker).read()).tracker.returns
    assert [row.file for row in registered] == ["S?d ?.xlsx"]


# -- the case


def test_an_error_value_in_one_return_is_named_and_the_other_is_merged(tmp_path: Path) -> None:
    case = shared("cases", "a01-error-value-crash")
    host = MemoryHost((case / "tracker.xlsx").read_bytes(), "tracker.xlsx")
    done = app.merge_returns(host, [case / "returns" / "bad.xlsx", case / "returns" / "good.xlsx"], now=CAME_BACK)
    bad = next(one for one in done.returns if one.name == "bad.xlsx")
    assert [(found.code, found.cell, current_entry(found.entry)) for found in bad.findings if found.cell == "C6"]
    assert any(conflict.returned == "#ERROR!" for conflict in done.plan.conflicts)
    assert any(take.sources[0].startswith("good.xlsx") for take in done.plan.updates)
    assert done.unread == ()


def test_the_sentences_name_the_file(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match=r"^words\.xlsx is a text file"):
        read_return(written(tmp_path / "words.xlsx", json.dumps({}).encode()))
