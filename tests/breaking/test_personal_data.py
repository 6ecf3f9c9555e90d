"""Personal data: what is found in a text and in a tracker, which packs and returns it stops, and what a person accepts."""

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from pc_workbook.app import board_pack, check, draw_tracker, hand_out, merge_returns
from pc_workbook.cli import main
from pc_workbook.cli.merge_report import report_lines
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.hosts.program_files import program_file
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS, SETTINGS, SETTINGS_HEADINGS
from pc_workbook.tracker.lists.layout import OF_WORDS, EntryList
from pc_workbook.tracker.personal.personal_cells import personal_data
from pc_workbook.tracker.personal.personal_data import PersonalKind, found_in, is_nhs_number
from pc_workbook.tracker.personal.prefilter import may_contain_personal_data, plain_text
from pc_workbook.tracker.snapshot import SheetCells, Snapshot, a1
from pc_workbook.views.parts import Value
from pc_workbook.wording.findings import current_entry, message
from pc_workbook.wording.returns import return_fact_words
from tests.breaking import personal_texts as texts
from tests.support import SAMPLES

FULL = os.environ.get("PC_WORKBOOK_FULL") == "1"
NOW = datetime(2017, 3, 20, 9)
NHS, NHS_SPACED = "9990000018", "999 000 0018"
Row = dict[str, Any]
Rows = dict[str, list[Row]]


# --- texts


def kinds_in(text: str) -> list[PersonalKind]:
    return [one.kind for one in found_in(plain_text(text))]


POSITIVE = [
    (kind, text)
    for kind, of_kind in (
        (PersonalKind.NHS_NUMBER, texts.NHS_NUMBERS),
        (PersonalKind.DATE_OF_BIRTH, texts.DATES_OF_BIRTH),
        (PersonalKind.EMAIL, texts.EMAILS),
        (PersonalKind.TELEPHONE, texts.TELEPHONES),
        (PersonalKind.TITLED_NAME, texts.TITLED_NAMES),
    )
    for text in of_kind
]


@pytest.mark.parametrize(("kind", "text"), POSITIVE, ids=lambda one: ascii(one))
def test_it_is_found_in_the_text(kind: PersonalKind, text: str) -> None:
    assert kind in kinds_in(text)
    assert kind in kinds_in(f"At the meeting: {text}\nNothing else was said.")
    assert may_contain_personal_data((text,)), "the quick look passes over it"


@pytest.mark.parametrize("text", texts.NOTHING, ids=ascii)
def test_nothing_is_found_in_the_text(text: str) -> None:
    assert kinds_in(text) == []
    assert kinds_in(f"As agreed: {text}; and so on.") == []


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(POSITIVE) >= 120
    assert len(texts.NOTHING) >= 110


# --- any NHS number in any prose, and no other number of ten digits

SAID_ANYWHERE = (
    "the practice has seen two of its patients since 2016 and 33 practices wrote on 1 March, again (see note 4); by"
)
WORDS = SAID_ANYWHERE.split()
GAPS = ("", " ", "-", "\u00a0", "\u2009", "\u202f", "\u2013", "\u2011", ".", "  ", "\n", " - ", "\u200b", "/")
DIGITS = {"plain": "0123456789", "full width": "０１２３４５６７８９", "Arabic": "٠١٢٣٤٥٦٧٨٩"}


def number(random: Random, *, valid: bool) -> str:
    while True:
        digits = f"{random.randrange(10**9, 10**10)}"
        if is_nhs_number(digits) is valid:
            return digits


def dressed(digits: str, random: Random) -> str:
    """A number as people write it: in one, or in three groups, with any blank, dash and digit."""
    gap = random.choice(GAPS)
    told = gap.join((digits[:3], digits[3:6], digits[6:]))
    return told.translate(str.maketrans("0123456789", random.choice(list(DIGITS.values()))))


def prose(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.randrange(1, 9)))


def around(said: str, random: Random) -> str:
    before = prose(random) + random.choice((" ", " (", ": ", "\n", " no ", " NHS no. ", ", "))
    return f"{before if random.random() < 0.9 else ''}{said}{random.choice((' ', ')', '. ', ', ', chr(10)))}{prose(random)}"


def test_any_nhs_number_is_found_in_any_prose_and_no_other_number_is() -> None:
    random = Random(12)
    missed, invented = [], []
    for _ in range(40_000 if FULL else 2_000):
        text = around(dressed(number(random, valid=True), random), random)
        if PersonalKind.NHS_NUMBER not in kinds_in(text) or not may_contain_personal_data((text,)):
            missed.append(text)
        text = around(dressed(number(random, valid=False), random), random)
        if PersonalKind.NHS_NUMBER in kinds_in(text):
            invented.append(text)
    assert missed == []
    assert invented == []


def test_the_check_digit_is_that_of_the_dictionary() -> None:
    """One number in eleven is valid; every slip of one digit, and every two digits that change places, is noticed."""
    random = Random(7)
    for _ in range(300):
        digits = number(random, valid=True)
        for at in range(10):
            slips = {f"{digits[:at]}{digit}{digits[at + 1 :]}" for digit in "0123456789"} - {digits}
            assert not any(map(is_nhs_number, slips))
        swapped = {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(9)} - {digits}
        assert not any(map(is_nhs_number, swapped))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 32_767,
        "9" * 32_767,
        "9 " * 16_383,
        "9434765919 " * 2_978,
        "0 1 " * 8_000,
        "dr " * 10_000,
        "Dr A " * 6_500,
        "12 A Dr " * 4_000,
        "a@" * 16_000,
        "a." * 16_000 + "@",
        "born " * 6_500,
        "1/2/" * 8_000,
        "(" * 32_767,
        "+44 " * 8_000,
        "tel " * 8_000,
        "a at b dot " * 2_900,
        "\u2013" * 32_767,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_the_longest_text_of_a_cell_takes_no_time(text: str) -> None:
    began = time.process_time()
    found_in(plain_text(text))
    may_contain_personal_data((text,))
    assert time.process_time() - began < 3


# --- every column of every list


def a_sheet(of: EntryList, field: str, value: object, above: Sequence[Sequence[object]] = ()) -> Snapshot:
    """A workbook with one list of one row, which holds a value in one column."""
    heads = [column.heading for column in of.columns]
    row = [value if column.field == field else None for column in of.columns]
    sheet = SheetCells(of.sheet, [*above, heads, row])
    return Snapshot("tracker.xlsx", {of.sheet: sheet}, {})


def held_by(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    return [(one.code, one.sheet, a1(*cell)) for one in personal_data(read_tracker(snapshot)) for cell in one.cells]


COLUMNS = [(of, column.field) for of in LISTS for column in of.columns]
SAID = {
    "R40": f"Asked about {NHS_SPACED} again",
    "R41": "A woman (DOB 3/4/1956)",
    "R42": "Write to clerk@example.org",
    "R43": "Ring 01632 960123",
}


@pytest.mark.parametrize("code", SAID)
def test_it_is_found_in_every_column_of_every_list(code: str) -> None:
    for of, field in COLUMNS:
        cell = a1(2, list(of.by_field).index(field) + 1)
        assert (code, of.sheet, cell) in held_by(a_sheet(of, field, SAID[code])), (of.sheet, field)


def test_a_number_cell_is_found_in_every_column_of_every_list() -> None:
    for of, field in COLUMNS:
        cell = a1(2, list(of.by_field).index(field) + 1)
        assert held_by(a_sheet(of, field, float(NHS))) == [("R40", of.sheet, cell)], (of.sheet, field)
        assert not held_by(a_sheet(of, field, float(NHS) + 1)), (of.sheet, field)


def test_a_title_with_a_name_is_found_in_every_column_but_those_of_names() -> None:
    for of, field in COLUMNS:
        found = [code for code, _, _ in held_by(a_sheet(of, field, "Dr Example, as agreed"))]
        is_text = of.by_field[field].reads in OF_WORDS
        if (of.table, field) in (("tblPractices", "name"), ("tblRoles", "person")):
            assert found == []
        elif field in ("lead", "manager", "role", "updated_by", "marked_by", "override_by", "accepted_by") and is_text:
            assert set(found) <= {"R45", "R46"}  # told by the row, where the row can be read
        else:
            assert found == ["R44"], (of.sheet, field)


def test_it_is_found_above_a_list_and_in_a_column_of_ones_own() -> None:
    of = BY_TABLE["tblActions"]
    above = [[SAID["R40"]], [None]]
    assert held_by(a_sheet(of, "text", "Nothing", above)) == [("R40", "Actions", "A1")]
    heads = [*(column.heading for column in of.columns), "My own"]
    rows: list[list[object]] = [heads, ["A", "Nothing", *[None] * (len(heads) - 3), SAID["R40"]]]
    own = Snapshot("tracker.xlsx", {of.sheet: SheetCells(of.sheet, rows)}, {})
    assert held_by(own) == [("R40", "Actions", a1(2, len(heads)))]
    rows[1][-1] = SAID["R43"]
    own = Snapshot("tracker.xlsx", {of.sheet: SheetCells(of.sheet, rows)}, {})
    assert held_by(own) == [], "a telephone number in a column of one's own goes nowhere"


@pytest.mark.parametrize("setting", [one for one in SETTINGS if one.reads in OF_WORDS], ids=lambda one: one.field)
def test_it_is_found_on_settings(setting: Any) -> None:
    rows = [list(SETTINGS_HEADINGS), [setting.name, f"Thurrock {NHS}"]]
    snapshot = Snapshot("tracker.xlsx", {"Settings": SheetCells("Settings", rows)}, {})
    assert ("R40", "Settings", "B2") in held_by(snapshot)


def observed(values: Iterable[object]) -> Snapshot:
    of = BY_TABLE["tblObservations"]
    heads = [column.heading for column in of.columns]
    at = list(of.by_field).index("numerator")
    rows = [[1, "V00001", "2016", *[None] * (at - 3), value] for value in values]
    return Snapshot("tracker.xlsx", {of.sheet: SheetCells(of.sheet, [heads, *rows])}, {})


def test_a_column_of_large_figures_is_no_column_of_patients() -> None:
    """One figure of ten digits in eleven passes the check by chance."""
    random = Random(5)
    figures = [float(random.randrange(10**9, 10**10)) for _ in range(60)]
    assert any(is_nhs_number(f"{figure:.0f}") for figure in figures)
    assert held_by(observed(figures)) == []
    patients = [float(number(random, valid=True)) for _ in range(60)]
    assert len(held_by(observed(patients))) == 60
    assert held_by(observed([float(NHS), 812.0, 33.0])) == [("R40", "Observations", "E2")]


def test_a_mobile_number_that_lost_its_zero_is_found_among_words_and_is_a_figure_among_figures() -> None:
    assert held_by(a_sheet(BY_TABLE["tblActions"], "note", 7700900123.0)) == [("R43", "Actions", "O2")]
    assert held_by(observed([7700900123.0])) == []


# --- a tracker with one thing in it


def base() -> Rows:
    return {
        "tblLocalities": [{"name": "North", "manager": "Locality manager, North"}],
        "tblPractices": [
            {"code": "V90001", "name": "Elm practice", "locality": "North", "registered_patients": 5000},
            {"code": "V90002", "name": "Dr Example & Partners", "locality": "North", "registered_patients": 4000},
        ],
        "tblActions": [
            {"letter": "A", "text": "Renew the policies.", "outcome": "Better care", "lead": "Head of primary care",
             "delivery": date(2018, 3, 1), "marking": "Public"},
            {"letter": "B", "text": "Buy what is secret.", "marking": "Exempt", "exempt_paragraph": "3",
             "marking_reason": "Prices", "marked_by": "Accountable officer"},
        ],
        "tblActionProgress": [
            {"action": "A", "locality": "North", "progress": "Half of them are renewed", "rag": "Green",
             "updated_by": "Locality manager, North", "updated_on": date(2017, 3, 1), "marking": "Public"},
        ],
        "tblRoles": [
            {"role": "Locality manager, North"},
            {"role": "Head of primary care", "organisation": "Sample CCG"},
            {"role": "Accountable officer"},
        ],
        "tblProgrammes": [{"name": "Centre", "lead": "Head of primary care"}],
        "tblAccepted": [],
    }  # fmt: skip


def tracker(folder: Path, rows: Rows, **settings: Value) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "tracker.xlsx"
    draw_tracker(path, rows, {"area_name": "Sample area", "area_code": "V99", "as_at": date(2017, 3, 15), **settings})
    return path


def with_cell(table: str, row: int, **values: Any) -> Rows:
    rows = base()
    rows[table][row] = rows[table][row] | values
    return rows


def findings(path: Path) -> tuple[Finding, ...]:
    return tuple(one for one in check(FileHost(path)).findings if one.code.startswith("R4"))


def refusal(path: Path, edition: str, **more: Any) -> str:
    out = path.parent / f"{edition}.xlsx"
    with pytest.raises(WorkbookProblem) as refused:
        board_pack(FileHost(path), edition, out, now=NOW, **more)
    assert not out.exists()
    return str(refused.value)


def made(path: Path, edition: str) -> tuple[str, ...]:
    out = path.parent / f"{edition}.xlsx"
    done = board_pack(FileHost(path), edition, out, now=NOW)
    assert out.is_file()
    return done.personal


def accepted(rows: Rows, mark: str, **more: Any) -> Rows:
    row = {"finding": mark, "accepted_by": "Accountable officer", "accepted_on": date(2017, 3, 2), "reason": "Agreed"}
    rows["tblAccepted"] = [*rows["tblAccepted"], row | more]
    return rows


def test_a_sound_tracker_gives_none_and_its_packs_and_returns_are_made(tmp_path: Path) -> None:
    path = tracker(tmp_path, base())
    assert findings(path) == ()
    assert [made(path, edition) for edition in ("public", "guest", "group")] == [(), (), ()]
    (one,) = hand_out(FileHost(path), tmp_path / "returns", now=NOW).returns
    assert one.personal == ()


@pytest.mark.parametrize("name", ["thurrock-2017", "thurrock-2017-resolved", "thurrock-open-data"])
def test_the_sound_samples_hold_no_personal_data(name: str) -> None:
    assert findings(SAMPLES / f"{name}.xlsx") == ()


@pytest.mark.parametrize(("code", "said"), [*SAID.items(), ("R40", float(NHS))])
def test_a_finding_names_the_cell_and_does_not_spread_what_stands_there(code: str, said: Value, tmp_path: Path) -> None:
    (found,) = findings(tracker(tmp_path, with_cell("tblActions", 0, note=said)))
    assert (found.code, found.where, found.severity) == (code, "Actions!O6", Severity.WARNING)
    assert "[" in current_entry(found.entry)
    assert not any(secret in current_entry(found.entry) for secret in (NHS, NHS_SPACED, "1956", "clerk", "960123"))


def test_the_mark_changes_with_the_cell_and_stays_when_rows_move(tmp_path: Path) -> None:
    rows = with_cell("tblActions", 0, outcome="Agreed with Dr Example")
    (first,) = findings(tracker(tmp_path, rows))
    rows["tblActions"].reverse()
    (moved,) = findings(tracker(tmp_path, rows))
    assert (first.mark == moved.mark, first.cell, moved.cell) == (True, "C6", "C7")
    (changed,) = findings(tracker(tmp_path, with_cell("tblActions", 0, outcome="Agreed with Dr Sample")))
    assert changed.mark != first.mark


# --- packs: refused

TEXTS = {"R40": "NHS number: ", "R41": "Date of birth: ", "R42": "E-mail address: ", "R43": "Telephone number: "}


@pytest.mark.parametrize("edition", ["public", "guest"])
@pytest.mark.parametrize("code", SAID)
def test_a_pack_for_others_is_refused_with_the_cell_and_not_with_the_number(
    code: str, edition: str, tmp_path: Path
) -> None:
    said = refusal(tracker(tmp_path, with_cell("tblActions", 0, outcome=SAID[code])), edition)
    assert f"    {TEXTS[code]}Actions!C6." in said.splitlines()
    assert SAID[code] not in said
    assert not any(secret in said for secret in (NHS, NHS_SPACED, "1956", "clerk@", "960123"))


def test_all_cells_of_all_kinds_are_in_one_message(tmp_path: Path) -> None:
    rows = with_cell("tblActions", 0, outcome=SAID["R40"], reference=SAID["R42"], text=f"{SAID['R40']} {SAID['R43']}")
    rows["tblProgrammes"].append({"name": "Dr Sample's centre", "lead": "Jane Example"})
    said = refusal(tracker(tmp_path, rows), "public").splitlines()
    marks = {one.code: one.mark for one in findings(tmp_path / "tracker.xlsx")}
    assert "    NHS numbers: Actions!B6, Actions!C6." in said
    assert "    E-mail address: Actions!L6." in said
    assert "    Telephone number: Actions!B6." in said
    assert f"    Name after a title: Programmes!A7 (mark {marks['R44']})." in said
    assert f"    Lead that is not a listed role: Programmes!C7 (mark {marks['R45']})." in said


@pytest.mark.parametrize("code", SAID)
def test_accepting_does_not_let_numbers_and_addresses_out(code: str, tmp_path: Path) -> None:
    rows = with_cell("tblActions", 0, outcome=SAID[code])
    (found,) = findings(tracker(tmp_path, rows))
    path = tracker(tmp_path, accepted(rows, found.mark))
    assert findings(path)[0].accepted is not None
    assert TEXTS[code] in refusal(path, "public")


def test_what_an_edition_does_not_show_does_not_stop_it(tmp_path: Path) -> None:
    """An exempt row, an internal one, a note, the persons in roles."""
    rows = with_cell("tblActions", 1, outcome=f"{SAID['R40']}, {SAID['R42']}; agreed with Dr Example")
    rows["tblRoles"][0]["person"] = "Dr Jane Example"
    rows["tblRoles"][1]["note"] = SAID["R43"]
    path = tracker(tmp_path, rows)
    assert made(path, "public") == ()
    assert "    NHS number: Actions!C7." in refusal(path, "group").splitlines()


@pytest.mark.parametrize("code", ["R40", "R41"])
def test_a_pack_for_members_is_refused_over_what_names_a_patient(code: str, tmp_path: Path) -> None:
    path = tracker(tmp_path, with_cell("tblActions", 1, outcome=SAID[code]))
    assert f"    {TEXTS[code]}Actions!C7." in refusal(path, "group").splitlines()


def test_a_pack_for_members_says_which_contacts_and_names_it_holds(tmp_path: Path) -> None:
    rows = with_cell("tblActions", 1, outcome=SAID["R42"], reference="Dr Sample's paper", lead="Jane Example")
    said = made(tracker(tmp_path, rows), "group")
    assert [line.partition(". ")[2] for line in said] == [
        "E-mail address: Actions!C7.",
        "Name after a title: Actions!L7.",
        "Lead that is not a listed role: Actions!D7.",
    ]


def test_settings_are_looked_at_as_well(tmp_path: Path) -> None:
    path = tracker(tmp_path, base(), area_name="Sample area, 01632 960123", objective_lead="Jane Example")
    said = refusal(path, "public")
    assert "Telephone number: Settings!B6." in said
    assert "Lead that is not a listed role: Settings!B14" in said


@pytest.mark.parametrize(
    ("code", "place"),
    [("R42", "cover"), ("R43", "cover"), ("R40", "footer"), ("R43", "header"), ("R41", "header"), ("R42", "property")],
)
def test_the_house_style_is_looked_at_as_well(code: str, place: str, tmp_path: Path) -> None:
    book = load_workbook(program_file("templates", "board_pack.xlsx"))
    cover = book["Cover"]
    if place == "cover":
        cover["A14"] = SAID[code]
    elif place == "property":
        book.properties.keywords = SAID[code]
    else:
        part = cover.oddFooter if place == "footer" else cover.oddHeader
        part.left.text = SAID[code]
    book.save(tmp_path / "style.xlsx")
    out = tmp_path / "public.xlsx"
    if place == "property":  # a property of the style does not go into the pack
        board_pack(FileHost(tracker(tmp_path, base())), "public", out, template=tmp_path / "style.xlsx", now=NOW)
        assert out.is_file()
        return
    said = refusal(tracker(tmp_path, base()), "public", template=tmp_path / "style.xlsx")
    assert "the house style" in said
    assert TEXTS[code].lower() in said.lower()
    assert SAID[code] not in said


def test_the_command_ends_with_3_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tracker(tmp_path, with_cell("tblActions", 0, text=SAID["R40"]))
    before = sorted(tmp_path.iterdir())
    asked = ["board-pack", str(path), "--edition", "public", "--out", str(tmp_path / "pack.xlsx"), "--accessible"]
    assert main(asked) == 3
    assert "Actions!B6" in capsys.readouterr().err
    assert main(["hand-out", str(path), "--out", str(tmp_path / "returns")]) == 3
    assert sorted(tmp_path.iterdir()) == before


# --- packs: asked about names

ASKED: Mapping[str, tuple[str, int, Row]] = {
    "R44": ("tblActions", 0, {"outcome": "Agreed with Dr Sample"}),
    "R45": ("tblActions", 0, {"lead": "Jane Example"}),
    "R46": ("tblActionProgress", 0, {"updated_by": "Jane Example"}),
}


@pytest.mark.parametrize("edition", ["public", "guest"])
@pytest.mark.parametrize("code", ASKED)
def test_a_name_is_asked_about_and_then_taken(code: str, edition: str, tmp_path: Path) -> None:
    table, row, values = ASKED[code]
    rows = with_cell(table, row, **values)
    (found,) = findings(tracker(tmp_path, rows))
    assert (found.code, found.severity) == (code, Severity.WARNING)
    said = refusal(tmp_path / "tracker.xlsx", edition)
    assert f"{found.where} (mark {found.mark})" in said
    assert "Accepted warnings" in said
    assert next(iter(values.values())) not in said
    assert made(tracker(tmp_path, accepted(rows, found.mark)), edition) == ()


@pytest.mark.parametrize("missing", [{"accepted_by": None}, {"accepted_on": None}, {"accepted_by": "  "}])
def test_an_acceptance_without_role_or_date_does_not_count(missing: Row, tmp_path: Path) -> None:
    rows = with_cell("tblActions", 0, outcome="Agreed with Dr Sample")
    (found,) = findings(tracker(tmp_path, rows))
    path = tracker(tmp_path, accepted(rows, found.mark, **missing))
    assert not any(one.accepted for one in findings(path))
    assert "'Accepted warnings'!" in refusal(path, "public")


def test_an_acceptance_by_a_name_and_no_role_does_not_count(tmp_path: Path) -> None:
    rows = with_cell("tblActions", 0, outcome="Agreed with Dr Sample")
    (found,) = findings(tracker(tmp_path, rows))
    path = tracker(tmp_path, accepted(rows, found.mark, accepted_by="Jane Example"))
    assert found.mark in refusal(path, "public")
    assert {one.code for one in findings(path)} == {"R44", "R46"}


def test_a_cell_that_changes_after_it_was_accepted_is_asked_about_again(tmp_path: Path) -> None:
    rows = with_cell("tblActions", 0, outcome="Agreed with Dr Sample")
    (found,) = findings(tracker(tmp_path, rows))
    changed = accepted(with_cell("tblActions", 0, outcome="Agreed with Dr Sample and Mrs Example"), found.mark)
    said = refusal(tracker(tmp_path, changed), "public")
    assert found.mark not in said
    assert "Actions!C6 (mark R44-" in said


def test_one_name_in_many_cells_of_a_column_is_one_question(tmp_path: Path) -> None:
    rows = base()
    rows["tblActions"] = [rows["tblActions"][0] | {"letter": letter, "lead": "Jane Example"} for letter in "ACDEFG"]
    (found,) = findings(tracker(tmp_path, rows))
    assert (found.code, found.cell) == ("R45", "D6")
    assert "The same text is in D7, D8, D9 and 2 more." in message(found).text
    assert made(tracker(tmp_path, accepted(rows, found.mark)), "public") == ()


def test_a_lead_that_is_a_role_which_is_not_listed_is_a_finding_and_stops_no_pack(tmp_path: Path) -> None:
    path = tracker(tmp_path, with_cell("tblActions", 0, lead="Head of something else"))
    (found,) = findings(path)
    assert (found.code, found.cell) == ("R45", "D6")
    assert "accept" not in message(found).text
    assert made(path, "public") == ()


def test_a_name_that_stands_first_in_a_hidden_row_is_asked_about_where_it_is_shown(tmp_path: Path) -> None:
    rows = base()
    rows["tblActions"].reverse()
    for row in rows["tblActions"]:
        row["lead"] = "Jane Example"
    path = tracker(tmp_path, rows)
    assert "Actions!D7 (mark R45-" in refusal(path, "public")


# --- names that may stand


@pytest.mark.parametrize(
    "text",
    [
        "Dr Example & Partners will merge with Elm practice.",
        "DR EXAMPLE & PARTNERS",
        "Visit to Dr Example and Partners, agreed",
        "Dr  Example &\nPartners",
    ],
)
def test_a_registered_practice_is_an_organisation_wherever_it_is_named(text: str, tmp_path: Path) -> None:
    assert findings(tracker(tmp_path, with_cell("tblActions", 0, outcome=text))) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Dr Example has left.",
        "Dr Example of Dr Example & Partners has left.",
        "Dr Sample & Partners",
        "Dr Example & Sons",
        "Dr Example-Jones & Partners",
    ],
)
def test_a_doctor_is_no_practice(text: str, tmp_path: Path) -> None:
    assert [one.code for one in findings(tracker(tmp_path, with_cell("tblActions", 0, outcome=text)))] == ["R44"]


def test_a_practice_that_is_called_as_its_doctor_frees_that_cell_alone(tmp_path: Path) -> None:
    rows = with_cell("tblPractices", 0, name="Dr Sample")
    rows["tblActions"][0] |= {"outcome": "Dr Sample"}
    assert findings(tracker(tmp_path, rows)) == ()
    rows["tblActions"][0] |= {"outcome": "Dr Sample was ill"}
    assert [one.code for one in findings(tracker(tmp_path, rows))] == ["R44"]


@pytest.mark.parametrize(
    ("lead", "codes"),
    [
        ("Head of primary care", []),
        ("head of Primary Care ", []),
        ("Head of primary care (Sample CCG)", []),
        ("Head of primary care and Accountable officer", []),
        ("Accountable officer / Head of primary care", []),
        ("Jane Example", ["R45"]),
        ("Head of primary care, Jane Example", ["R45"]),
        ("Dr Example", ["R45"]),
        ("Hed of primary care", ["R45"]),
    ],
)
def test_who_answers_is_a_listed_role(lead: str, codes: list[str], tmp_path: Path) -> None:
    found = findings(tracker(tmp_path, with_cell("tblActions", 0, lead=lead)))
    assert [one.code for one in found] == codes
    if lead.startswith("Hed"):
        assert "Did you mean “Head of primary care”?" in message(found[0]).text


@pytest.mark.parametrize(
    ("role", "is_name"),
    [
        ("Jane Example", True),
        ("J. Example", True),
        ("EXAMPLE, Jane", True),
        ("Jane O'Example-Smith", True),
        ("Mrs Example", True),
        ("Practice manager", False),
        ("Finance team", False),
        ("Public Health", False),
        ("NHS England", False),
        ("Locality Manager South", False),
        ("GP", False),
        ("Sample Area", False),
    ],
)
def test_a_name_where_a_role_belongs(role: str, is_name: bool, tmp_path: Path) -> None:
    found = findings(tracker(tmp_path, with_cell("tblActionProgress", 0, updated_by=role)))
    assert [one.code for one in found] == (["R46"] if is_name else [])


def test_a_name_is_no_role_because_it_is_listed_as_one(tmp_path: Path) -> None:
    rows = with_cell("tblRoles", 1, role="Jane Example")
    for row in (rows["tblActions"][0], rows["tblProgrammes"][0]):
        row["lead"] = "Jane Example"
    assert [(one.code, one.where) for one in findings(tracker(tmp_path, rows))] == [("R46", "'People and roles'!A7")]
    assert "'People and roles'!A7 (mark R46-" in refusal(tmp_path / "tracker.xlsx", "public")


# --- returns


@pytest.mark.parametrize("code", ["R40", "R41"])
@pytest.mark.parametrize(
    ("table", "row", "field"),
    [
        ("tblActionProgress", 0, "progress"),
        ("tblActions", 0, "text"),
        ("tblPractices", 0, "name"),
        ("tblLocalities", 0, "manager"),
    ],
)
def test_no_return_is_written_that_would_name_a_patient(
    code: str, table: str, row: int, field: str, tmp_path: Path
) -> None:
    path = tracker(tmp_path, with_cell(table, row, **{field: SAID[code]}))
    before = path.read_bytes()
    with pytest.raises(WorkbookProblem) as refused:
        hand_out(FileHost(path), tmp_path / "returns", register=True, now=NOW)
    (found, *_) = findings(path)
    assert f"{TEXTS[code]}{found.where}." in str(refused.value)
    assert not (tmp_path / "returns").exists()
    assert path.read_bytes() == before


def test_a_patient_in_what_does_not_go_out_stops_no_return(tmp_path: Path) -> None:
    path = tracker(tmp_path, with_cell("tblActions", 1, text=SAID["R40"], outcome=SAID["R41"]))
    (one,) = hand_out(FileHost(path), tmp_path / "returns", now=NOW).returns
    assert one.personal == ()


def test_contacts_and_names_in_a_return_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = with_cell("tblActionProgress", 0, progress=f"{SAID['R42']}, {SAID['R43']}, or ask Dr Sample")
    path = tracker(tmp_path, rows)
    assert main(["hand-out", str(path), "--out", str(tmp_path / "returns"), "--no-register"]) == 0
    said = [line.strip() for line in capsys.readouterr().out.splitlines() if "Personal data" in line]
    assert [line.partition(". ")[2] for line in said] == [
        "E-mail address: 'Action progress'!C6.",
        "Telephone number: 'Action progress'!C6.",
        "Name after a title: 'Action progress'!C6.",
    ]


def test_what_comes_back_with_a_patient_in_it_is_named_with_its_cell(tmp_path: Path) -> None:
    path = tracker(tmp_path, base())
    (one,) = hand_out(FileHost(path), tmp_path / "returns", now=NOW).returns
    book = load_workbook(one.path)
    cell = next(
        cell for row in book["Action progress"].iter_rows() for cell in row if cell.value == "Half of them are renewed"
    )
    cell.value = f"Renewed; a complaint of {NHS_SPACED} is open"
    book.save(one.path)
    done = merge_returns(FileHost(path), [one.path], now=NOW)
    words = return_fact_words(done.plan.personal[0])
    assert words.startswith("Personal data was received: 'Action progress'!C6 now holds an NHS number, ")
    assert words in list(report_lines(done))
    assert {"'Action progress'!C6", "'Progress history'!H7"} <= {one.where for one in findings(path)}


def test_the_buttons_of_excel_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pc_workbook.excel as buttons
    from pc_workbook.hosts.desktop.xlwings_import import xw
    from tests.hosts.places import in_excel

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    path = tracker(tmp_path, with_cell("tblActions", 0, text=SAID["R40"]))
    excel = in_excel(path).excel
    assert excel is not None
    xw.books["tracker.xlsx"].set_mock_caller()
    excel.chosen = {"words": "public", "new file": str(tmp_path / "pack.xlsx"), "folder": str(tmp_path / "returns")}
    buttons.board_pack()
    buttons.hand_out()
    assert ["NHS number: Actions!B6." in said for said in excel.alerts] == [True, True]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["state", "tracker.xlsx"]


# --- generated trackers: what is planted anywhere is found there, and never in a pack or return


def planted(random: Random, rows: Rows) -> tuple[str, str, int, str]:
    """Put a number, an address or a birthday into any cell of words of the rows; where it is now."""
    table = random.choice(["tblActions", "tblActionProgress", "tblProgrammes", "tblRoles", "tblLocalities"])
    row = random.randrange(len(rows[table]))
    fields = [one.field for one in BY_TABLE[table].columns if one.reads in OF_WORDS and one.field not in NOT_PLANTED]
    field = random.choice(fields)
    code, said = random.choice([("R40", dressed(number(random, valid=True), random)), *list(SAID.items())[1:]])
    rows[table][row] = rows[table][row] | {field: around(said, random)}
    return code, table, row, field


NOT_PLANTED = ("name", "locality")  # what other rows are found by


def test_what_is_planted_anywhere_is_found_there_and_in_no_public_pack(tmp_path: Path) -> None:
    random = Random(2017)
    for n in range(150 if FULL else 12):
        rows = base()
        code, table, row, field = planted(random, rows)
        path = tracker(tmp_path / str(n), rows)
        at = a1(6 + row, list(BY_TABLE[table].by_field).index(field) + 1)
        assert (code, BY_TABLE[table].sheet, at) in {(one.code, one.sheet, one.cell) for one in findings(path)}
        assert at in refusal(path, "public") if stops_public(path) else not in_pack(path)


def stops_public(path: Path) -> bool:
    """Whether no public pack is made of a tracker; where one is, it stands beside it."""
    try:
        board_pack(FileHost(path), "public", path.with_name("made.xlsx"), now=NOW)
    except WorkbookProblem:
        return True
    return False


def in_pack(path: Path) -> list[str]:
    """The texts of the public pack that hold a number, an address or a birthday."""
    held = strings_of(path.with_name("made.xlsx"))
    return [text for text in held if any(kind is not PersonalKind.TITLED_NAME for kind in kinds_in(text))]


def strings_of(path: Path) -> list[str]:
    book = load_workbook(path)
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
