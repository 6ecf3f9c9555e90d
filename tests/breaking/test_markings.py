"""Who may see each row: one reading of markings for packs, hand-outs and all that comes.

A marking that is unclear in any way restricts its row and is a finding; nothing restricted is in a file made for others.
"""

import os
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import TableFormula

from pc_workbook.app import Checked, board_pack, check, draw_tracker, hand_out, merge_returns, refresh
from pc_workbook.cells.change import AppendRows, SetCell
from pc_workbook.disclosure.audience import LIST_RULES, Audience
from pc_workbook.disclosure.edition import Edition, Selection, results_for_edition
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.actions.to_chase import to_chase
from pc_workbook.model.names import Names
from pc_workbook.model.row import MarkedRow, MarkingLevel, column
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import read_changed_lists, read_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS
from pc_workbook.tracker.restricted_names import INTERNAL_LISTS
from pc_workbook.tracker.snapshot import NO_RESULT, ListObject, SheetCells, Snapshot, a1
from pc_workbook.wording.findings import message
from tests.breaking.planted_rows import (
    FIRST_ROW,
    TEXTS,
    Row,
    found_in,
    planted_tracker,
)
from tests.hosts.places import EVERY_PLACE, Kind, delivered, theirs
from tests.support import SAMPLES, shared

NOW = datetime(2017, 3, 20, 9, 0)
FULL = os.environ.get("PC_WORKBOOK_FULL") == "1"
PUBLIC, EXEMPT, INTERNAL = MarkingLevel.PUBLIC, MarkingLevel.EXEMPT, MarkingLevel.INTERNAL
SETTINGS: Mapping[str, Any] = {"area_name": "Sample area", "area_code": "V99", "as_at": date(2017, 3, 15)}


# --- a list as it is read, from cells

CODES = ("R35", "R36", "R37", "R38", "R39")
FILLED: Mapping[str, object] = {"code": "V90001", "name": "A practice", "letter": "A", "text": "A text", "action": "A",
                                "locality": "North", "milestone": "A step", "entered_on": date(2017, 2, 1), "received_on": date(2017, 2, 1),
                                "source": "A return", "sheet": "Actions", "row": "A", "column": "Note", "reference": "1"}  # fmt: skip
MARKED_LISTS = [one.table for one in LISTS if "marking" in one.by_field]


def snapshot_of(
    table: str,
    rows: Sequence[Mapping[str, object]],
    errors: Mapping[tuple[int, str], str] | None = None,
    empty: Sequence[tuple[int, str]] = (),
    merged: Sequence[tuple[int, str, int, str]] = (),
) -> Snapshot:
    """A tracker of one list, with its headings in row 1. Errors, empty results and merges by row and field."""
    of = BY_TABLE[table]
    spot = {c.field: at for at, c in enumerate(of.columns, 1)}
    cells = [[c.heading for c in of.columns], *([row.get(c.field) for c in of.columns] for row in rows)]
    sheet = SheetCells(
        of.sheet,
        cells,
        {(row, spot[field]): text for (row, field), text in (errors or {}).items()},
        merged=tuple((top, spot[left], bottom, spot[right]) for top, left, bottom, right in merged),
        empty_results=frozenset((row, spot[field]) for row, field in empty),
    )
    frame = ListObject(table, of.sheet, 1, len(rows) + 1, 1, len(of.columns))
    return Snapshot("tracker.xlsx", {of.sheet: sheet}, {table: frame})


def filled(table: str, number: int = 1, **more: object) -> dict[str, object]:
    """A row of a list with what it must hold, and a key of its own."""
    needed = {c.field: FILLED[c.field] for c in BY_TABLE[table].columns if c.required}
    own = {"code": f"V9000{number}", "letter": "ABCDEF"[number], "action": "ABCDEF"[number], "name": f"Name {number}"}
    return needed | {name: value for name, value in own.items() if name in needed} | more


def levels(snapshot: Snapshot, table: str) -> list[MarkingLevel | None]:
    """The marking of each row of the list, as the rows themselves have it."""
    intake = read_tracker(snapshot)
    read = intake.lists[table]
    held = list(column(read.valid_rows, "marking"))
    assert held == [intake.markings.level(table, at) for at in read.row_numbers]
    return held


def told(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The findings on markings: code and cell."""
    from pc_workbook.tracker.rules.all_rules import find_all

    return sorted((one.code, one.cell) for one in find_all(read_tracker(snapshot)) if one.code in CODES)


def cell(table: str, row: int, field: str) -> str:
    return a1(row, [c.field for c in BY_TABLE[table].columns].index(field) + 1)


UNREADABLE = ["Exmept", "Pubic", "\u0420ublic", "Publi\u0441", "Public?", "Public and Exempt", "\uff30ublic", "-", 3.0, date(2017, 3, 1),
              True, "\u200b"]  # fmt: skip
READ = {"Exempt": EXEMPT, "EXEMPT ": EXEMPT, "\u00a0exempt\u00a0": EXEMPT, "Ex\u00adempt": EXEMPT, "internal\n": INTERNAL,
        "Public": PUBLIC, "public ": PUBLIC}  # fmt: skip


@pytest.mark.parametrize("typed", UNREADABLE)
@pytest.mark.parametrize("table", MARKED_LISTS)
def test_a_marking_that_is_not_on_the_list_counts_as_internal_and_is_an_error(table: str, typed: object) -> None:
    snapshot = snapshot_of(table, [filled(table, marking=typed)])
    assert levels(snapshot, table) == [INTERNAL]
    assert told(snapshot) == [("R35", cell(table, 2, "marking"))]
    assert {one.code for one in check_of(snapshot) if one.cell == cell(table, 2, "marking")} == {"R35"}


def check_of(snapshot: Snapshot) -> tuple[Finding, ...]:
    from pc_workbook.tracker.rules.all_rules import find_all

    return find_all(read_tracker(snapshot))


@pytest.mark.parametrize(("typed", "level"), READ.items())
def test_case_and_blanks_make_no_difference(typed: str, level: MarkingLevel) -> None:
    snapshot = snapshot_of("tblActions", [filled("tblActions", marking=typed)])
    assert levels(snapshot, "tblActions") == [level]
    assert told(snapshot) == []


@pytest.mark.parametrize("field", ["marking", "exempt_paragraph"])
@pytest.mark.parametrize("text", ["#N/A", "#GETTING_DATA", "#SPILL!", NO_RESULT])
@pytest.mark.parametrize("marking", [None, "Public"])
def test_an_error_or_a_formula_without_a_result_counts_as_internal(field: str, text: str, marking: str | None) -> None:
    rows = [filled("tblPractices", marking=None if field == "marking" else marking)]
    snapshot = snapshot_of("tblPractices", rows, errors={(2, field): text})
    assert levels(snapshot, "tblPractices") == [INTERNAL]
    (found,) = [one for one in check_of(snapshot) if one.code in (*CODES, "R12", "R47")]
    assert (found.code, found.severity, found.cell) == ("R35", Severity.ERROR, cell("tblPractices", 2, field))


@pytest.mark.parametrize("field", ["marking", "exempt_paragraph"])
def test_a_formula_with_an_empty_result_counts_as_internal(field: str) -> None:
    snapshot = snapshot_of("tblPractices", [filled("tblPractices")], empty=[(2, field)])
    assert levels(snapshot, "tblPractices") == [INTERNAL]
    assert told(snapshot) == [("R35", cell("tblPractices", 2, field))]


@pytest.mark.parametrize("marking", [None, "Public"])
@pytest.mark.parametrize("paragraph", ["3", 3.0, "-", "\u200b", "Dr A's contract"])
def test_a_paragraph_makes_a_row_exempt_whatever_else_is_said(marking: str | None, paragraph: object) -> None:
    snapshot = snapshot_of("tblActions", [filled("tblActions", marking=marking, exempt_paragraph=paragraph)])
    assert levels(snapshot, "tblActions") == [EXEMPT]
    assert told(snapshot) == [("R36", cell("tblActions", 2, "exempt_paragraph"))]


@pytest.mark.parametrize("paragraph", [date(2017, 3, 4), True])
def test_a_paragraph_that_is_none_counts_as_internal(paragraph: object) -> None:
    snapshot = snapshot_of("tblActions", [filled("tblActions", exempt_paragraph=paragraph)])
    assert levels(snapshot, "tblActions") == [INTERNAL]
    assert told(snapshot) == [("R35", cell("tblActions", 2, "exempt_paragraph"))]


@pytest.mark.parametrize(
    ("value", "level"),
    [("Exempt", EXEMPT), ("Internal", INTERNAL), ("Public", INTERNAL), (None, INTERNAL), ("x", INTERNAL)],
)
def test_rows_under_a_merged_marking_are_all_restricted(value: str | None, level: MarkingLevel) -> None:
    rows = [filled("tblActions", 1, marking=value), filled("tblActions", 2), filled("tblActions", 3)]
    snapshot = snapshot_of("tblActions", rows, merged=[(2, "marking", 3, "marking")])
    assert levels(snapshot, "tblActions") == [level, level, None]
    assert ("R37", cell("tblActions", 2, "marking")) in told(snapshot)
    assert "R13" not in {one.code for one in check_of(snapshot)}


@pytest.mark.parametrize(
    ("merge", "restricted"),
    [
        ((1, "marking", 3, "marking"), [True, True, False]),  # from the heading down
        ((3, "note", 3, "marking"), [False, True, False]),  # with the column before it
        ((3, "exempt_paragraph", 4, "marked_by"), [False, True, True]),
        ((2, "letter", 4, "marked_by"), [True, True, True]),
        ((3, "note", 4, "note"), [False, False, False]),
    ],
)
def test_any_merge_that_touches_a_marking_restricts_the_rows_it_covers(merge: Any, restricted: list[bool]) -> None:
    rows = [filled("tblActions", n, marking="Public", note="A note") for n in (1, 2, 3)]
    intake = read_tracker(snapshot_of("tblActions", rows, merged=[merge]))
    assert [intake.markings.is_restricted("tblActions", at) for at in (2, 3, 4)] == restricted


MARKS_OF_ONE = [({"marking": "Exempt"}, {"marking": "Public"}), ({"marking": "Public"}, {"marking": "Internal"}),
                ({"exempt_paragraph": "3"}, {"marking": "Public"}), ({"marking": "Public"}, {"marking": "Pubic"})]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [*MARKS_OF_ONE, ({"marking": "Exempt"}, {}), ({}, {"marking": "Exempt"})])
@pytest.mark.parametrize(
    ("table", "same", "apart"),
    [
        ("tblPractices", {"code": "V90007"}, ({}, {"code": " v90007\u00a0"})),
        ("tblActions", {"letter": "F"}, ({}, {"letter": "f "})),
        ("tblProgrammes", {"name": "Riverside hub"}, ({}, {"name": "Riverside  Hub"})),
        ("tblActionProgress", {"action": "F"}, ({"locality": "North"}, {"locality": "South", "action": " f"})),
        ("tblMilestones", {"action": "F"}, ({"practice": "V90001"}, {"practice": "V90002"})),
        ("tblMilestones", {"practice": "V90007"}, ({"action": "B"}, {"action": "C", "practice": "v90007"})),
    ],
)
def test_the_strictest_marking_holds_for_all_rows_about_one_action_or_practice(
    table: str, same: Row, apart: tuple[Row, Row], first: Row, second: Row
) -> None:
    rows = [filled(table, 1, **{**same, **one, **marks}) for one, marks in zip(apart, (first, second), strict=True)]
    intake = read_tracker(snapshot_of(table, [*rows, filled(table, 3, marking="Public")]))
    found = [intake.markings.level(table, at) for at in (2, 3, 4)]
    strictest = INTERNAL if "Internal" in str((first, second)) or "Pubic" in str((first, second)) else EXEMPT
    assert found == [strictest, strictest, PUBLIC]
    assert "R38" in {one.code for one in check_of(intake.snapshot)}


@pytest.mark.parametrize(("first", "second"), MARKS_OF_ONE)
def test_it_holds_for_the_history_of_one_place_where_it_is_marked(first: Row, second: Row) -> None:
    place = {"action": "B", "locality": "North"}
    rows = [filled("tblProgressHistory", 1, **place, **marks) for marks in (first, second)]
    other = filled("tblProgressHistory", 1, action="B", locality="South", marking="Public")
    intake = read_tracker(snapshot_of("tblProgressHistory", [*rows, other]))
    assert [intake.markings.is_restricted("tblProgressHistory", at) for at in (2, 3, 4)] == [True, True, False]


def test_what_is_raised_raises_no_other_row_in_turn() -> None:
    rows = [
        filled("tblMilestones", action="A", practice="V90001", milestone="1", marking="Exempt"),
        filled("tblMilestones", action="A", practice="V90002", milestone="2", marking="Public"),
        filled("tblMilestones", action="B", practice="V90002", milestone="3", marking="Public"),
    ]
    assert levels(snapshot_of("tblMilestones", rows), "tblMilestones") == [EXEMPT, EXEMPT, PUBLIC]


def test_a_row_that_no_reader_takes_restricts_the_one_of_its_key() -> None:
    """Below the list, after an empty row: somebody moved it there, or a total was put in between."""
    rows: list[dict[str, object]] = [
        filled("tblPractices", 1, marking="Public"),
        {},
        filled("tblPractices", 1, marking="Exempt"),
    ]
    snapshot = snapshot_of("tblPractices", rows)
    place = snapshot.lists["tblPractices"]._replace(last_row=2)
    assert levels(snapshot._replace(lists={"tblPractices": place}), "tblPractices") == [EXEMPT]


@pytest.mark.parametrize("heading", ["Marking", "MARKING ", "Marking2", "Exempt paragraph 2"])
@pytest.mark.parametrize("offset", [0, 5])
def test_a_second_column_of_markings_restricts_and_never_releases(heading: str, offset: int) -> None:
    rows = [
        filled("tblActions", 1, marking="Public"),
        filled("tblActions", 2, marking="Exempt"),
        filled("tblActions", 3, marking="Public"),
    ]
    snapshot = snapshot_of("tblActions", rows)
    old = snapshot.sheets["Actions"]
    said = [heading, "Exempt", "Public", None]
    wider = [[*row, *[None] * offset, one] for row, one in zip(old.rows, said, strict=True)]
    seen = Snapshot("tracker.xlsx", {"Actions": SheetCells("Actions", wider)}, snapshot.lists)
    assert levels(seen, "tblActions") == [EXEMPT, EXEMPT, PUBLIC]
    assert ("R38", a1(1, len(wider[0]))) in told(seen)


@pytest.mark.parametrize("field", ["marking", "exempt_paragraph"])
@pytest.mark.parametrize("heading", [None, "Who may see it", "Mark"])
def test_a_list_without_one_of_the_columns_is_restricted_whole(field: str, heading: str | None) -> None:
    snapshot = snapshot_of("tblProgrammes", [filled("tblProgrammes", 1, marking="Public")])
    rows = snapshot.sheets["Programmes"].rows
    rows[0][[c.field for c in BY_TABLE["tblProgrammes"].columns].index(field)] = heading
    seen = Snapshot("tracker.xlsx", {"Programmes": SheetCells("Programmes", rows)}, snapshot.lists)
    assert levels(seen, "tblProgrammes") == [INTERNAL]
    assert "R02" in {one.code for one in check_of(seen)}


def test_a_frame_that_leaves_the_markings_out_restricts_the_list() -> None:
    snapshot = snapshot_of("tblProgrammes", [filled("tblProgrammes", 1, marking="Public")])
    place = snapshot.lists["tblProgrammes"]
    narrow = place._replace(last_column=place.last_column - 4)
    assert levels(snapshot._replace(lists={"tblProgrammes": narrow}), "tblProgrammes") == [INTERNAL]


def test_a_long_list_is_read_as_a_short_one_is() -> None:
    marks: list[dict[str, object]] = [{"marking": "Public"}, {}, {"exempt_paragraph": "3"}, {"marking": "Pubic"}]
    rows = [filled("tblPractices", code=f"V{n:05d}", name=f"Name {n}", **marks[n % 4]) for n in range(1, 2001)]
    found = levels(snapshot_of("tblPractices", rows), "tblPractices")
    assert Counter(found) == {PUBLIC: 500, None: 500, EXEMPT: 500, INTERNAL: 500}


def test_a_list_that_is_read_again_has_the_markings_of_what_stands_there_now() -> None:
    table = "tblActionProgress"
    rows = [filled(table, locality="North", marking="Exempt"), filled(table, locality="South", marking="Public")]
    intake = read_tracker(snapshot_of(table, rows))
    changed = intake.snapshot.changed([("Action progress", cell(table, 2, "marking"), "Public")])
    again = read_changed_lists(intake, changed, [])
    assert [row.marking for row in again.tracker.progress] == [PUBLIC, PUBLIC]


def test_lists_that_stay_inside_are_those_that_go_to_nobody() -> None:
    to_nobody = {
        table for table, held in LIST_RULES.items() if held.unmarked is Audience.NOBODY and not held.opens_by_marking
    }
    assert to_nobody == INTERNAL_LISTS


@pytest.mark.parametrize("sample", ["thurrock-2017.xlsx", "thurrock-2017-resolved.xlsx", "thurrock-open-data.xlsx"])
def test_the_sound_samples_lose_no_row_and_are_told_nothing(sample: str) -> None:
    checked = check(FileHost(SAMPLES / sample))
    assert [one for one in checked.findings if one.code in CODES] == []
    for table, read in checked.intake.lists.items():
        if issubclass(read.of.rows, MarkedRow) and read.columns:
            sheet = checked.intake.snapshot.sheets[read.sheet]
            typed = [sheet.value(at, read.columns["marking"]) for at in read.row_numbers]
            assert [one and str(one) for one in column(read.valid_rows, "marking")] == typed, table


# --- names in running text

NAME = "St John’s & Élm-Tree Surgery (Dr A)"
SPELLINGS = [
    "st johns and elm tree surgery", "Saint John's & Elm Tree Surgeries", "ST.  JOHN‘S\u00a0&\u00a0ELM‑TREE SURGERY’S", "St John's Élm–Tree Surgery",
    "St John's and Elmtree Surgery", "St Johns' and E\u00adlm Tr\u200bee Surgery", "the St. John`s+ Elm—tree\nsurgery", "St J\u043ehn's and Elm Tree Surgery",
    "v90003", "V 90003", "V-90003", "V90003's",
]  # fmt: skip
NO_SPELLINGS = ["St Johnson and Elm Tree Surgery", "St John's", "the surgery", "V900031", "Elm Tree"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_name_is_found_however_it_is_typed(spelling: str) -> None:
    names = Names([(NAME, 1), ("V90003", 1)])
    assert names.found_in(f"Talks with {spelling} were held.") == {1}
    assert names.found_in(spelling) == {1}


@pytest.mark.parametrize("spelling", NO_SPELLINGS)
def test_another_name_is_not(spelling: str) -> None:
    assert Names([(NAME, 1), ("V90003", 1)]).found_in(f"Talks with {spelling} were held.") == set()


def tracker_with(path: Path, rows: Mapping[str, Sequence[Row]]) -> Path:
    base: dict[str, Sequence[Row]] = {
        "tblLocalities": [{"name": "North", "manager": "Locality manager, North"}, {"name": "South"}],
        "tblRoles": [{"role": "Locality manager, North"}],
        "tblPractices": [{"code": "V90001", "name": "Oak practice", "locality": "North", "marking": "Public"}],
        "tblActions": [{"letter": "A", "text": "Something is promised.", "delivery": "By 2020", "marking": "Public"}],
    }
    whole = {table: [*base.get(table, ()), *rows.get(table, ())] for table in {**base, **rows}}
    draw_tracker(path / "tracker.xlsx", whole, SETTINGS)
    return path / "tracker.xlsx"


def test_no_row_that_names_an_exempt_practice_goes_out_to_a_locality(tmp_path: Path) -> None:
    hidden = {"code": "V90003", "name": NAME, "locality": "North", "marking": "Exempt"}
    actions = [{"letter": f"B{n}", "text": "Another promise.", "marking": "Public"} for n in range(len(SPELLINGS))]
    said = [
        {"action": f"B{n}", "locality": "North", "progress": f"mark{'abcdefghijklmnop'[n]}x {words}."}
        for n, words in enumerate(SPELLINGS)
    ]
    path = tracker_with(tmp_path, {
        "tblPractices": [hidden],
        "tblActions": [*actions, {"letter": "C", "text": f"markq Buy {SPELLINGS[0]}."}, {"letter": "D", "text": "Open promise."}],
        "tblActionProgress": [*said, {"action": "A", "locality": "North", "progress": "shownx", "next_step": NO_SPELLINGS[0]},
                              {"action": "D", "locality": "North", "progress": "shownyx", "rag_reason": f"markr {SPELLINGS[1]}"}],
        "tblMilestones": [{"action": "A", "practice": "V90001", "milestone": f"marks {SPELLINGS[2]}"}],
        "tblProgressHistory": [{"action": "A", "locality": "North", "entered_on": date(2017, 2, 1), "text": f"markt {SPELLINGS[3]}"}],
    })  # fmt: skip
    marks = {f"mark{letter}": letter for letter in "abcdefghijklqrst"}
    done = hand_out(FileHost(path), tmp_path / "out", now=NOW)
    for one in done.returns:
        assert found_in(one.path, marks) == {}
    assert len(found_in(done.returns[0].path, {"shownx": "", "openpromise": ""})) == 2 - 1  # of D the row is kept in
    named = [one.where for one in check(FileHost(path)).findings if one.code == "R39"]
    assert len(named) == len(SPELLINGS) + 4


QUOTED = "The lease of the old bakery ends in June, and its landlord has asked for sixty thousand pounds a year."


def test_no_row_that_repeats_an_exempt_text_goes_out_to_a_locality(tmp_path: Path) -> None:
    path = tracker_with(tmp_path, {
        "tblPractices": [{"code": "V90003", "name": "Elm practice", "locality": "North", "marking": "Public"}],
        "tblActions": [{"letter": "B", "text": QUOTED, "marking": "Exempt", "exempt_paragraph": "3"},
                       {"letter": "C", "text": "Third promise.", "outcome": QUOTED.upper(), "marking": "Public"},
                       {"letter": "D", "text": "Open promise."}, {"letter": "E", "text": "Fifth promise."}],
        "tblActionProgress": [{"action": "A", "locality": "North", "progress": "As said: " + QUOTED[:80], "marking": "Public"},
                              {"action": "C", "locality": "North", "progress": "hiddenwithitsaction", "marking": "Public"},
                              {"action": "D", "locality": "North", "progress": "shownx: the lease of the old bakery ends in June"},
                              {"action": "E", "locality": "South", "progress": QUOTED.replace(" ", "  ")}],
        "tblMilestones": [{"action": "A", "practice": "V90001", "milestone": "Ask", "note": QUOTED.replace(",", "\n")}],
        "tblProgressHistory": [{"action": "D", "locality": "North", "entered_on": date(2017, 2, 1), "text": QUOTED}],
    })  # fmt: skip
    done = hand_out(FileHost(path), tmp_path / "out", now=NOW)
    for one in done.returns:
        assert found_in(one.path, {"landlordhasasked": "", "hiddenwithitsaction": ""}) == {}
    assert len(found_in(done.returns[0].path, {"shownx": ""})) == 1  # a phrase that two texts share is no quotation
    cells = [one.quoting for one in done.returns]
    assert cells == [("Actions!C8", "'Action progress'!C6", "Milestones!G6"), ("'Action progress'!C9",)]


@pytest.mark.parametrize("spelling", [SPELLINGS[0], SPELLINGS[1], SPELLINGS[3], SPELLINGS[9]])
@pytest.mark.parametrize("edition", [Edition.PUBLIC, Edition.GUEST])
def test_no_pack_is_made_that_would_name_an_exempt_practice(spelling: str, edition: Edition, tmp_path: Path) -> None:
    path = tracker_with(tmp_path, {
        "tblPractices": [{"code": "V90003", "name": NAME, "locality": "South", "marking": "Exempt"}],
        "tblActions": [{"letter": "B", "text": f"Help {spelling} to prepare.", "marking": "Public"}],
    })  # fmt: skip
    with pytest.raises(WorkbookProblem, match=r"The practice named in Practices!A7"):
        board_pack(FileHost(path), edition, tmp_path / "pack.xlsx", now=NOW)
    assert not (tmp_path / "pack.xlsx").exists()


def test_a_restricted_programme_is_not_named_either(tmp_path: Path) -> None:
    path = tracker_with(tmp_path, {
        "tblProgrammes": [{"name": "Riverside Hub", "also_written": "The River-side Hubs; Qzhub", "marking": "Internal"}],
        "tblActions": [{"letter": "B", "text": "Open the riverside hubs.", "marking": "Public"},
                       {"letter": "C", "text": "Open QZ-Hubs.", "marking": "Public"}],
    })  # fmt: skip
    assert sorted(one.cell for one in check(FileHost(path)).findings if one.code == "R39") == ["B7", "B8"]
    for one in hand_out(FileHost(path), tmp_path / "out", now=NOW).returns:
        assert found_in(one.path, {"riverside": "", "qzhub": ""}) == {}


# --- rows that the program adds

CALCULATED = 'IF(tblActionProgress[[#This Row],[Locality]]="West","Exempt","Public")'
STORED = re.compile(rb'<c r="(\w+)"( s="\d+")?><f>IF\(tbl[^<]*</f><v ?/?>(?:</v>)?</c>')


def with_calculated_markings(path: Path, tables: Sequence[str]) -> None:
    """Make the Marking of these lists a calculated column, whose stored results are Public."""
    book = openpyxl.load_workbook(path)
    for table in tables:
        of = BY_TABLE[table]
        formula = CALCULATED.replace("tblActionProgress", table)
        sheet, at = book[of.sheet], [c.field for c in of.columns].index("marking") + 1
        frame = sheet.tables[table]
        frame.tableColumns[at - 1].calculatedColumnFormula = TableFormula(attr_text=formula)
        for row in range(FIRST_ROW, int(re.sub(r"\D", "", frame.ref.split(":")[1])) + 1):
            if sheet.cell(row, 1).value is not None:
                sheet.cell(row, at).value = f"={formula}"
    book.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            kept = re.sub(
                STORED,
                lambda found: (
                    found[0]
                    .replace(b'<c r="', b'<c t="str" r="')
                    .replace(b"<v></v>", b"<v>Public</v>")
                    .replace(b"<v />", b"<v>Public</v>")
                    .replace(b"<v/>", b"<v>Public</v>")
                ),
                data,
            )
            package.writestr(name, kept)


def test_rows_that_the_program_adds_under_a_calculated_marking_are_restricted_until_it_is_calculated(
    tmp_path: Path,
) -> None:
    path = tracker_with(tmp_path, {
        "tblActions": [{"letter": "B", "text": "Another promise.", "marking": "Public"}],
        "tblActionProgress": [{"action": "A", "locality": "North", "progress": "Said before", "rag": "Green"}],
        "tblProgressHistory": [{"entered_on": date(2017, 1, 1), "action": "A", "locality": "North", "text": "Said long ago"}],
    })  # fmt: skip
    with_calculated_markings(path, ["tblActionProgress", "tblProgressHistory"])
    before = check(FileHost(path)).intake
    assert [row.marking for row in before.tracker.progress] == [PUBLIC]
    (returned,) = (one.path for one in hand_out(FileHost(path), tmp_path / "out", "North", now=NOW).returns)
    book = openpyxl.load_workbook(returned)
    sheet = book["Action progress"]
    headings = {one.value: one.column for one in sheet[5]}
    for row in range(6, sheet.max_row + 1):
        if sheet.cell(row, headings["Action"]).value == "B":
            sheet.cell(row, headings["Progress"]).value = "plantedword was added"
    book.save(returned)
    merge_returns(FileHost(path), [returned], now=NOW)
    intake = check(FileHost(path)).intake
    assert [(row.action, row.marking) for row in intake.tracker.progress] == [("A", PUBLIC), ("B", INTERNAL)]
    assert {row.text: row.marking for row in intake.tracker.history}["plantedword was added"] is INTERNAL
    for edition in ("public", "guest"):
        board_pack(FileHost(path), edition, tmp_path / f"{edition}.xlsx", now=NOW)
        assert found_in(tmp_path / f"{edition}.xlsx", {"plantedword": ""}) == {}
    (again,) = hand_out(FileHost(path), tmp_path / "again", "North", now=NOW).returns
    assert found_in(again.path, {"plantedword": ""}) == {}


def test_a_calculated_marking_is_not_known_once_its_row_was_changed(tmp_path: Path) -> None:
    rows: list[Row] = [{"action": letter, "locality": "North", "progress": "Said before"} for letter in "AB"]
    path = tracker_with(tmp_path, {"tblActions": [{"letter": "B", "text": "B"}], "tblActionProgress": rows})
    with_calculated_markings(path, ["tblActionProgress"])
    change = SetCell("Action progress", cell("tblActionProgress", 6, "progress"), "Said now")
    FileHost(path).deliver(None, changes=[change], keep=5, now=NOW)
    intake = check(FileHost(path)).intake
    assert [(row.progress, row.marking) for row in intake.tracker.progress] == [
        ("Said now", INTERNAL),
        ("Said before", PUBLIC),
    ]


@pytest.mark.parametrize("kind", EVERY_PLACE)
def test_nothing_given_leaves_a_calculated_column_its_formula(kind: Kind, tmp_path: Path) -> None:
    place = kind(theirs(tmp_path / "theirs.xlsx"))
    row = {"Practice code": "V00003", "List size": 10.0, "Twice": None}
    delivered(place, None, changes=[AppendRows("tblPractices", [row])])
    assert str(openpyxl.load_workbook(place.saved())["Practices"]["C4"].value).startswith("=B")


def test_what_is_filed_of_a_restricted_text_is_filed_as_restricted(tmp_path: Path) -> None:
    path = tracker_with(tmp_path, {
        "tblActions": [{"letter": "B", "text": "Another promise."}, {"letter": "C", "text": "A third."}],
        "tblActionProgress": [
            {"action": "A", "locality": "North", "progress": "Exempt by its paragraph", "exempt_paragraph": "3", "marking": "Public"},
            {"action": "B", "locality": "North", "progress": "Can't be read", "marking": "Pubic"},
            {"action": "C", "locality": "North", "progress": "For the meeting"},
        ],
    })  # fmt: skip
    refresh(FileHost(path), now=NOW)
    sheet = openpyxl.load_workbook(path)["Progress history"]
    at = [c.field for c in BY_TABLE["tblProgressHistory"].columns]
    filed = {
        row[at.index("text")]: row[at.index("marking")]
        for row in sheet.iter_rows(min_row=6, max_row=8, values_only=True)
    }
    assert filed == {"Exempt by its paragraph": "Exempt", "Can't be read": "Internal", "For the meeting": None}


def test_nobody_is_asked_about_a_restricted_row(tmp_path: Path) -> None:
    path = tracker_with(tmp_path, {
        "tblActionProgress": [{"action": "A", "locality": "North", "progress": "On-going", "exempt_paragraph": "3"}],
    })  # fmt: skip
    assert to_chase(check(FileHost(path)).intake.tracker, date(2017, 3, 20)) == ()


# --- what becomes of the tracker


def test_a_marking_that_cannot_be_read_stops_no_pack_and_its_row_is_left_out(tmp_path: Path) -> None:
    path = tracker_with(
        tmp_path, {"tblActions": [{"letter": "B", "text": "plantedword is promised.", "marking": "Pubic"}]}
    )
    checked = check(FileHost(path))
    assert [(one.code, one.severity) for one in checked.findings if one.code in CODES] == [("R35", Severity.ERROR)]
    made = board_pack(FileHost(path), "public", tmp_path / "public.xlsx", now=NOW)
    assert made.left_out[0] == "1 action is not shown: the marking can't be read."
    assert found_in(tmp_path / "public.xlsx", {"plantedword": "", "somethingispromised": ""}) == {
        "somethingispromised": ""
    }


def test_look_alike_letters_are_named(tmp_path: Path) -> None:
    snapshot = snapshot_of("tblActions", [filled("tblActions", marking="\u0415xempt")])
    (found,) = [one for one in check_of(snapshot) if one.code == "R35"]
    assert "the letters here look like those of “Exempt”, but are not the same" in message(found).text


def selection(checked: Checked, edition: Edition) -> Selection:
    return results_for_edition(checked.intake, checked.findings, edition).permitted.selection


def shown_texts(checked: Checked, edition: Edition) -> str:
    sheets = selection(checked, edition).intake.snapshot.sheets.values()
    return " ".join(
        str(value) for sheet in sheets for one in sheet.columns for value in one.values if isinstance(value, str)
    )


def test_members_see_what_is_exempt_and_nobody_what_counts_as_internal(tmp_path: Path) -> None:
    path = tracker_with(tmp_path, {"tblActions": [
        {"letter": "B", "text": "exemptword", "exempt_paragraph": "3"}, {"letter": "C", "text": "unclearword", "marking": "Pubic"},
    ]})  # fmt: skip
    checked = check(FileHost(path))
    texts = shown_texts(checked, Edition.GROUP)
    assert "exemptword" in texts
    assert "unclearword" not in texts
    (exempt,) = [one.action for one in results_for_edition(checked.intake, checked.findings, Edition.GROUP).permitted.results.actions
                 if one.action.letter == "B"]  # fmt: skip
    assert exempt.marking is EXEMPT


# --- the case that was found


@pytest.mark.parametrize("edition", [Edition.PUBLIC, Edition.GUEST, Edition.GROUP])
def test_formulas_without_a_result_keep_their_rows_from_every_edition(edition: Edition) -> None:
    checked = check(FileHost(shared("cases", "c04-formula-marking", "input.xlsx")))
    told_of = {one.where for one in checked.findings if one.code == "R35" and one.severity is Severity.ERROR}
    assert told_of == {"Practices!N12", "Actions!P8", "'Action progress'!K7", "'Action progress'!L9", "Programmes!M6"}
    whole, seen = checked.intake, selection(checked, edition)
    for table, at in (
        ("tblPractices", 12),
        ("tblActions", 8),
        ("tblActionProgress", 7),
        ("tblActionProgress", 9),
        ("tblProgrammes", 6),
    ):
        assert whole.markings.level(table, at) is INTERNAL
        assert at not in seen.rows[table].row_numbers


@pytest.mark.parametrize("name", ["calc.xlsx", "calc2.xlsx"])
def test_calculated_markings_with_their_results_are_read_as_they_are(name: str) -> None:
    path = shared("cases", "c04-formula-marking", name)
    book = openpyxl.load_workbook(path, data_only=True)
    intake = check(FileHost(path)).intake
    read = intake.lists["tblActionProgress"]
    typed = {at: book[read.sheet].cell(at, read.columns["marking"]).value for at in read.row_numbers}
    of_one_action: dict[str, set[str | None]] = {}
    for row, at in zip(read.valid_rows, read.row_numbers, strict=True):
        markings = of_one_action.setdefault(dict(row)["action"], set())
        markings |= {typed[at], *(["Exempt"] if dict(row)["exempt_paragraph"] else [])}
    for row in read.valid_rows:
        markings = of_one_action[dict(row)["action"]]
        level = INTERNAL if None in markings else EXEMPT if "Exempt" in markings else PUBLIC
        assert dict(row)["marking"] is level


# --- planted texts

SEEDS = range(6 if FULL else 1)
TEXTS_EACH = 120


@pytest.mark.parametrize("seed", SEEDS)
def test_no_planted_text_is_in_a_file_made_for_others(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    planted = planted_tracker(path, seed, TEXTS_EACH)
    assert len(planted.hidden) >= TEXTS_EACH
    assert found_in(path, planted.hidden) == planted.hidden  # the search finds what is there
    board_pack(FileHost(path), "public", tmp_path / "public.xlsx", accessible=True, now=NOW)
    board_pack(FileHost(path), "guest", tmp_path / "guest.xlsx", now=NOW)
    made = [one.path for one in hand_out(FileHost(path), tmp_path / "out", now=NOW).returns]
    packs = [one for one in tmp_path.glob("*.xlsx") if one != path]
    assert (len(packs), len(made)) == (3, 3)
    for one in (*packs, *made):
        assert found_in(one, planted.hidden) == {}, one.name
    for one in packs:
        assert {place.split(".")[0] for place in found_in(one, planted.shown).values()} >= TEXTS.keys() - {
            "tblProgressHistory"
        }
    assert len({place.split(".")[0] for one in made for place in found_in(one, planted.shown).values()}) >= 4


@pytest.mark.parametrize("seed", range(100, 112 if FULL else 102))
def test_nor_where_rows_are_faulty_as_well(seed: int, tmp_path: Path) -> None:
    """Two rows of one key, codes that can't be read: no pack is made of such a tracker; what it would be made of is looked through."""
    path = tmp_path / "tracker.xlsx"
    planted = planted_tracker(path, seed, TEXTS_EACH, may_block=True)
    checked = check(FileHost(path))
    for edition in (Edition.PUBLIC, Edition.GUEST):
        texts = shown_texts(checked, edition).casefold()
        assert {word: place for word, place in planted.hidden.items() if word in texts} == {}
        assert any(word in texts for word in planted.shown)
    for one in hand_out(FileHost(path), tmp_path / "out", now=NOW).returns:
        assert found_in(one.path, planted.hidden) == {}


@pytest.mark.skipif(not FULL, reason="takes a minute and LibreOffice: PC_WORKBOOK_FULL=1")
@pytest.mark.parametrize("edition", ["public", "guest"])
def test_nor_in_its_pages(edition: str, tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    planted = planted_tracker(path, 7, 2 * TEXTS_EACH)
    board_pack(FileHost(path), edition, tmp_path / "pack.xlsx", pdf=True, now=NOW)
    assert found_in(tmp_path / "pack.pdf", planted.hidden) == {}
    assert len(found_in(tmp_path / "pack.pdf", planted.shown)) >= 5
