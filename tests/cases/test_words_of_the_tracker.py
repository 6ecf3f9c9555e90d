"""A tracker has words of its own: they are accepted, offered, counted and shown; what is wrong with them is found."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from pc_workbook.app import Checked, check, draw_tracker, measure, refresh
from pc_workbook.disclosure.edition import Edition, select_permitted
from pc_workbook.figures.lineage import Lineage
from pc_workbook.figures.table import figures
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.actions.to_chase import to_chase
from pc_workbook.model.row import MarkingLevel
from pc_workbook.model.words import WordUse
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.wording.actions import role_to_ask
from pc_workbook.wording.findings import message
from pc_workbook.wording.terms import terms_of
from tests.support.typed_tracker import Rows, tracker_of

ICB: Final[tuple[dict[str, Any], ...]] = (
    {"use": "Power to act", "word": "ICB Board"},
    {"use": "Power to act", "word": "Place committee", "means": "No lever"},
    {"use": "Programme kind", "word": "Neighbourhood team"},
    {"use": "Staff group", "word": "Clinical pharmacist", "means": "Counted in neither"},
    {"use": "Staff group", "word": "GP fellow", "means": "Counts as GP"},
    {"use": "Staff group", "word": "Nursing associate", "means": "Counts as nurse"},
    {"use": "Staff group", "word": "GPs (headline)", "means": "Total of GPs"},
    {"use": "Exempt information", "word": "Section 43", "means": "commercial interests"},
    {"use": "Owner of columns", "word": "ICB staff", "means": "Staff"},
    {"use": "Owner of columns", "word": "Clinical director", "means": "Manager"},
    {"use": "Term", "word": "Place", "means": "the area of one local authority"},
)
PRACTICES: Final = [
    {"code": code, "name": f"Practice {code}", "registered_patients": 5000.0, "weighted_patients": 5000.0,
     "list_as_at": "September 2016"}
    for code in ("V00001", "V00002")
]  # fmt: skip
#: Each column of words with a row that has one, but for the word.
USED: Final[Mapping[tuple[str, str], Mapping[str, Any]]] = {
    ("tblIndicators", "power_to_act"): {"number": 1.0, "title": "FTE GPs", "kind": "Rate"},
    ("tblActions", "power_to_act"): {"letter": "A", "text": "Hire."},
    ("tblProgrammes", "power_to_act"): {"name": "Teams"},
    ("tblProgrammes", "kind"): {"name": "Teams"},
    ("tblWorkforce", "staff_group"): {"practice": "V00001", "period": "September 2016", "fte": 1.0},
}
OPEN: Final = [place for place in USED if place[0] != "tblWorkforce"]


def use_of(place: tuple[str, str]) -> WordUse:
    use = BY_TABLE[place[0]].by_field[place[1]].words
    assert use is not None
    return use


def read(rows: Rows, words: Sequence[Mapping[str, Any]] = ()) -> Intake:
    listed: Rows = {"tblWords": list(words)} if words else {}
    return read_tracker(tracker_of({"tblPractices": PRACTICES, **rows, **listed}))


def found(intake: Intake, *codes: str) -> list[Finding]:
    return [finding for finding in find_all(intake) if finding.code in codes]


def with_word(place: tuple[str, str], word: object, words: Sequence[Mapping[str, Any]] = ()) -> Intake:
    return read({place[0]: [{**USED[place], place[1]: word}]}, words)


def value(intake: Intake, place: tuple[str, str]) -> object:
    rows = intake.lists[place[0]].valid_rows
    return getattr(rows[0], place[1]) if rows else None


def own(use: WordUse, **more: object) -> dict[str, Any]:
    means = {WordUse.STAFF_GROUP: "Counted in neither"}.get(use)
    return {"use": str(use), "word": "Own word", "means": means, **more}


def columns_of_words() -> Iterator[tuple[str, str]]:
    for entry_list in LISTS:
        yield from ((entry_list.table, c.field) for c in entry_list.columns if c.words and c.choices)


def test_every_column_of_words_is_tried() -> None:
    assert {*columns_of_words()} == {*USED}


# --- words that are accepted


@pytest.mark.parametrize("place", USED)
@pytest.mark.parametrize(("typed", "codes"), [("Own word", []), (" own  WORD", ["R11"]), ("Own-word", ["R11"])])
def test_a_word_of_the_tracker_is_read_as_the_tracker_spells_it(
    place: tuple[str, str], typed: str, codes: list[str]
) -> None:
    intake = with_word(place, typed, [own(use_of(place))])
    assert value(intake, place) == "Own word"
    assert [finding.code for finding in find_all(intake) if finding.code in {"R09", "R10", "R11", "R99"}] == codes


@pytest.mark.parametrize("place", USED)
def test_the_general_words_stay_beside_the_words_of_the_tracker(place: tuple[str, str]) -> None:
    for word in BY_TABLE[place[0]].by_field[place[1]].choices or ():
        intake = with_word(place, str(word), [own(use_of(place))])
        assert value(intake, place) == str(word)
        assert found(intake, "R09", "R10", "R99", "R11") == []


@pytest.mark.parametrize("place", USED)
@pytest.mark.parametrize(
    "typed", ["Nobody knows", "Own wort", "Own word?", "not Own word", 7.0, True, date(2017, 3, 1)]
)
def test_any_other_word_is_an_error_with_its_cell_and_the_words_there_are(
    place: tuple[str, str], typed: object
) -> None:
    intake = with_word(place, typed, [own(use_of(place))])
    (wrong,) = found(intake, "R99")
    assert (wrong.severity, wrong.sheet, wrong.cell[-1]) == (Severity.ERROR, BY_TABLE[place[0]].sheet, "2")
    assert "Own word" in message(wrong).what_to_do
    assert "sheet Words" in message(wrong).what_to_do
    assert value(intake, place) is None


@pytest.mark.parametrize("place", OPEN)
@pytest.mark.parametrize("typed", ["CCG Board", "Integrated Healthy Living Centre", "Anything else"])
def test_a_tracker_that_lists_no_words_keeps_its_words_as_they_are_typed(place: tuple[str, str], typed: str) -> None:
    intake = with_word(place, typed)
    assert value(intake, place) == typed
    assert [finding for finding in find_all(intake) if finding.cell != "A2" and finding.entry == typed] == []


def test_a_staff_group_is_never_taken_for_one_that_nobody_listed() -> None:
    place = ("tblWorkforce", "staff_group")
    (wrong,) = found(with_word(place, "Clinical pharmacist"), "R09")
    assert wrong.severity is Severity.ERROR


@pytest.mark.parametrize("place", OPEN)
def test_of_two_words_that_are_nearly_the_same_the_rarer_is_noted(place: tuple[str, str]) -> None:
    table, field = place
    key = BY_TABLE[table].key[0]
    rows = [
        {**USED[place], key: name, field: word}
        for name, word in zip(
            (1.0, 2.0, 3.0) if key == "number" else "ABC", ("CCG Board", "CCG Boad", "CCG Board"), strict=True
        )
    ]
    (note,) = found(read({table: rows}), "P57")
    assert (note.severity, note.entry) == (Severity.NOTE, "CCG Boad")
    assert "“CCG Board”" in message(note).problem
    for row, word in zip(rows, ("Phase 1", "Phase 2", "Phase 3"), strict=True):
        row[field] = word
    assert found(read({table: rows}), "P57") == []


# --- what is wrong with the list itself


@pytest.mark.parametrize(
    ("rows", "code", "field"),
    [
        ([own(WordUse.POWER_TO_ACT), own(WordUse.POWER_TO_ACT, starts=date(2017, 1, 1))], "R95", "starts"),
        ([own(WordUse.POWER_TO_ACT, ends=date(2017, 1, 1)), own(WordUse.POWER_TO_ACT, starts=date(2017, 1, 1))], "R95", "starts"),
        ([own(WordUse.STAFF_GROUP, means="Counts as dentist")], "R96", "means"),
        ([own(WordUse.STAFF_GROUP, word="GP locum", means="Counts as nurse")], "R96", "means"),
        ([own(WordUse.POWER_TO_ACT, means="Everything")], "R96", "means"),
        ([own(WordUse.OWNER, means="Cleaner")], "R96", "means"),
        ([own(WordUse.OWNER)], "R96", "means"),
        ([own(WordUse.EXEMPT)], "R96", "means"),
        ([own(WordUse.TERM)], "R96", "means"),
        ([{"use": "Powers", "word": "Board"}], "R09", "use"),
        ([{"use": "Term", "word": "Place", "means": "x"}, {"use": "Term", "word": "place", "means": "x"}], "R14", "use"),
        ([{"use": "Power to act"}], "R05", "word"),
        ([{"word": "Board"}], "R05", "use"),
        ([own(WordUse.POWER_TO_ACT, starts=date(2017, 2, 1), ends=date(2017, 1, 1))], "R22", "ends"),
        ([own(WordUse.POWER_TO_ACT, starts="soon")], "R07", "starts"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_word_is_found_at_its_cell(rows: list[dict[str, Any]], code: str, field: str) -> None:
    column = [c.field for c in BY_TABLE["tblWords"].columns].index(field)
    wrong = found(read({}, rows), code)
    assert [(each.sheet, each.cell) for each in wrong] == [("Words", f"{'ABCDEF'[column]}{len(rows) + 1}")]
    assert message(wrong[0]).what_to_do


def test_a_word_may_change_its_meaning_in_time() -> None:
    before = own(WordUse.STAFF_GROUP, means="Counts as GP", ends=date(2016, 12, 31))
    assert found(read({}, [before, own(WordUse.STAFF_GROUP, starts=date(2017, 1, 1))]), "R95", "R96", "R14") == []


@pytest.mark.parametrize("place", USED)
@pytest.mark.parametrize("dates", [{"ends": date(2015, 1, 1)}, {"starts": date(2018, 1, 1)}])
def test_a_word_outside_its_time_is_a_warning(place: tuple[str, str], dates: Mapping[str, date]) -> None:
    (warning,) = found(with_word(place, "Own word", [own(use_of(place), **dates)]), "R97")
    assert (warning.severity, warning.entry) == (Severity.WARNING, "Own word")
    assert found(with_word(place, "Own word", [own(use_of(place), starts=date(2010, 1, 1))]), "R97") == []


# --- staff groups


def staffed(*groups: tuple[str, float]) -> Intake:
    rows = [
        {"practice": "V00001", "period": "September 2016", "staff_group": group, "fte": fte} for group, fte in groups
    ]
    return read({"tblWorkforce": rows}, ICB)


@pytest.mark.parametrize(
    ("groups", "gps", "nurses"),
    [
        ([("GP provider", 2.0), ("GP fellow", 0.5), ("Clinical pharmacist", 4.0)], 2.5, None),
        ([("All GPs", 3.0), ("GP provider", 2.5), ("GP fellow", 0.5)], 3.0, None),
        ([("GPs (headline)", 3.0), ("GP fellow", 3.0)], 3.0, None),
        ([("Practice nurse", 1.0), ("Nursing associate", 0.25)], None, 1.25),
        ([("Clinical pharmacist", 1.0)], None, None),
    ],
)
def test_a_staff_group_counts_as_the_tracker_says(
    groups: list[tuple[str, float]], gps: float | None, nurses: float | None
) -> None:
    intake = staffed(*groups)
    assert found(intake, "R09", "R99", "R31", "R97") == []
    results = measure(Checked(intake, find_all(intake)))
    by_measure = {f.measure: f for f in figures(results) if f.organisation == "V00001"}
    assert by_measure["gp_fte"].value == gps
    assert by_measure["nurse_fte"].value == nurses
    if gps is not None and ("GP fellow", 0.5) in groups and groups[0][0] != "All GPs":
        (fte,) = [each for each in Lineage(intake, results).inputs(by_measure["gp_fte"]) if each.field == "fte"]
        assert [intake.tracker.workforce[n].staff_group for n in fte.rows] == ["GP provider", "GP fellow"]


def test_a_total_is_checked_with_the_groups_that_count() -> None:
    (differs,) = found(staffed(("All GPs", 3.0), ("GP provider", 2.5), ("GP fellow", 1.5)), "R31")
    assert differs.details["parts"] == 4.0


def test_two_values_of_a_group_that_counts_contradict_one_another() -> None:
    rows = [
        {"practice": "V00001", "period": period, "staff_group": "GP fellow", "fte": fte}
        for period, fte in (("September 2016", 1.0), ("30/09/2016", 4.0))
    ]
    (wrong,) = found(read({"tblWorkforce": rows}, ICB), "R76")
    assert wrong.severity is Severity.ERROR


# --- exempt information


@pytest.mark.parametrize(
    ("typed", "is_listed"),
    [("43", True), ("s.43(2)", True), ("Section 43", True), ("section 43 (commercial interests)", True), ("3", False),
     ("431", False), ("whatever", False)],
)  # fmt: skip
def test_a_paragraph_restricts_whether_it_is_listed_or_not(typed: str, is_listed: bool) -> None:
    rows: Rows = {
        "tblActions": [
            {"letter": "A", "text": "Secret terms.", "marking": "Exempt", "exempt_paragraph": typed, "marking_reason": "x", "marked_by": "y"},
            {"letter": "B", "text": "More of it.", "exempt_paragraph": typed},
        ]
    }  # fmt: skip
    intake = read(rows, ICB)
    number = [column.field for column in BY_TABLE["tblActions"].columns].index("exempt_paragraph")
    cells = [f"{get_column_letter(number + 1)}{row}" for row in (2, 3)]
    assert [finding.cell for finding in found(intake, "R98")] == ([] if is_listed else cells)
    assert {row.marking for row in intake.tracker.actions} == {MarkingLevel.EXEMPT}
    assert found(read(rows), "R98") == []


# --- what is drawn


def drawn(folder: Path, words: Sequence[Mapping[str, Any]]) -> Any:
    rows = {"tblWords": words, "tblPractices": [{"code": "V00001", "name": "One"}]}
    draw_tracker(folder / "t.xlsx", rows, {"area_name": "Fictionshire", "area_code": "V9X", "as_at": date(2017, 3, 15)})
    return openpyxl.load_workbook(folder / "t.xlsx")


def offered(book: Any, table: str, field: str) -> list[str]:
    entry_list = BY_TABLE[table]
    number = [column.field for column in entry_list.columns].index(field)
    sheet = book[entry_list.sheet]
    rules = sheet.data_validations.dataValidation
    rule = next(r for r in rules for part in r.sqref.ranges if part.min_col <= number + 1 <= part.max_col)
    formula = rule.formula1
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    name, area = formula.split("!")
    return [cell.value for (cell,) in book[name][area.replace("$", "")]]


def test_the_words_of_a_tracker_are_offered_and_name_who_fills_in_each_column(tmp_path: Path) -> None:
    book = drawn(tmp_path, [*ICB, {"use": "Power to act", "word": "Abolished body", "ends": date(2016, 1, 1)}])
    for table in ("tblIndicators", "tblActions", "tblProgrammes"):
        powers = offered(book, table, "power_to_act")
        assert powers[:2] == ["ICB Board", "Place committee"]
        assert "Council" in powers
        assert "Abolished body" not in powers
    assert offered(book, "tblProgrammes", "kind")[0] == "Neighbourhood team"
    assert "Clinical pharmacist" in offered(book, "tblWorkforce", "staff_group")
    assert offered(book, "tblActions", "exempt_paragraph") == ["Section 43 (commercial interests)"]
    texts = {str(cell.value) for row in book["Action progress"]["A3:L4"] for cell in row}
    assert any("ICB staff" in text for text in texts)
    assert any("Clinical director" in text for text in texts)


def test_a_tracker_without_words_has_no_sheet_for_them_and_offers_the_general_ones(tmp_path: Path) -> None:
    book = drawn(tmp_path, [])
    assert "Words" not in book.sheetnames
    assert offered(book, "tblActions", "power_to_act") == [
        "NHS England",
        "Commissioner",
        "Council",
        "Provider",
        "Influence only",
    ]
    assert found(check(FileHost(tmp_path / "t.xlsx")).intake, "R01", "R75") == []


def test_words_survive_a_refresh_and_terms_are_explained(tmp_path: Path) -> None:
    drawn(tmp_path, ICB)
    host = FileHost(tmp_path / "t.xlsx")
    refresh(host)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    notes = {str(cell.value) for cell in chain.from_iterable(book["Method notes"].iter_rows())}
    assert {"Place", "The area of one local authority."} <= notes
    assert len(check(host).intake.tracker.words) == len(ICB)


def test_a_term_of_the_tracker_replaces_the_general_meaning() -> None:
    intake = read({}, [{"use": "Term", "word": "Locality", "means": "one of our four districts"}])
    assert dict(terms_of(intake.tracker))["Locality"] == "One of our four districts."


def test_the_manager_to_ask_is_called_as_the_tracker_calls_managers() -> None:
    rows: Rows = {
        "tblLocalities": [{"name": "North"}],
        "tblActions": [{"letter": "A", "text": "Hire."}],
        "tblActionProgress": [{"action": "A", "locality": "North", "progress": "x", "updated_on": date(2016, 1, 1)}],
    }
    for words, role in (((), "Manager, North"), (ICB, "Clinical director, North")):
        (chase,) = to_chase(read(rows, words).tracker, date(2017, 3, 15))
        assert role_to_ask(chase) == role


def test_the_public_may_see_the_words_and_nobody_their_notes_for_members() -> None:
    intake = read({}, [{**ICB[0], "note": "Agreed in private."}])
    public = select_permitted(intake, (), Edition.PUBLIC)
    assert [word.word for word in public.intake.tracker.words] == ["ICB Board"]
    assert [word.note for word in public.intake.tracker.words] == [None]
