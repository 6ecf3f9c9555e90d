"""The leak scan finds a leak in each kind of part, says where it is, and never says what it is."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfWriter
from xlsxwriter import Workbook

from pc_workbook.app import board_pack, check, draw_tracker
from pc_workbook.boardpack.leaks import program_texts as program_texts_module
from pc_workbook.boardpack.leaks.file_texts import bytes_texts
from pc_workbook.boardpack.leaks.message import leak_message, leaks_by_cell
from pc_workbook.boardpack.leaks.program_texts import program_texts
from pc_workbook.boardpack.leaks.restricted_text import RestrictedText, RestrictedTexts
from pc_workbook.boardpack.leaks.restricted_texts import restricted_texts
from pc_workbook.boardpack.leaks.scan import Leak, scan, search_for
from pc_workbook.boardpack.leaks.text_search import TextSearch
from pc_workbook.boardpack.pdf import make_pdf
from pc_workbook.disclosure.edition import Edition, results_for_edition
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.views.parts import Value
from samples import make_thurrock_2017 as papers
from samples import make_thurrock_resolved as resolved
from tests.boardpack.plants import BESIDE_PARTS, IN_A_PDF, PLANT, planted, planted_pdf, words_for
from tests.support import SAMPLES

TRACKER = SAMPLES / "thurrock-2017-resolved.xlsx"
SHUT = {"a compound file", "macros"}
LOOKED_FOR = RestrictedTexts((RestrictedText("the text of Actions!B9", text=PLANT),))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pack") / "public.xlsx"
    board_pack(FileHost(TRACKER), "public", out, now=datetime(2017, 3, 20))
    return out


def not_for_the_public(tracker: Path) -> RestrictedTexts:
    checked = check(FileHost(tracker))
    chosen = results_for_edition(checked.intake, checked.findings, Edition.PUBLIC).permitted.selection
    return restricted_texts(checked.intake, Edition.PUBLIC, chosen)


def test_a_sound_pack_has_no_leak(pack: Path) -> None:
    assert scan(pack, LOOKED_FOR) == ()
    assert scan(pack, not_for_the_public(TRACKER)) == ()


def test_a_leak_in_any_kind_of_part_is_found_and_not_quoted(pack: Path, tmp_path: Path) -> None:
    """The scan's recall: every plant, or the part that it hides in where no scan can look into it."""
    path, words = planted(pack, tmp_path / "planted.xlsx")
    leaks = scan(path, RestrictedTexts(tuple(RestrictedText(kind, text=said) for kind, said in words.items())))
    found = {leak.secret for leak in leaks}
    shut = {leak.part for leak in leaks if "can't look into" in leak.secret}
    assert len(shut) == len(SHUT)
    assert words.keys() - found == SHUT
    assert not any("Orch" in str(leak) for leak in leaks if not leak.part.startswith("customXml/Talks"))


@pytest.mark.parametrize("plant", BESIDE_PARTS.values(), ids=BESIDE_PARTS.keys())
def test_a_leak_beside_the_parts_is_found(plant: Callable[[Path], None], pack: Path, tmp_path: Path) -> None:
    path = tmp_path / "planted.xlsx"
    path.write_bytes(pack.read_bytes())
    plant(path)
    assert scan(path, LOOKED_FOR)


def test_a_sound_pdf_has_no_leak(tmp_path: Path) -> None:
    assert scan(planted_pdf(tmp_path / "sound.pdf", None), LOOKED_FOR) == ()


@pytest.mark.parametrize("plant", IN_A_PDF.values(), ids=IN_A_PDF.keys())
def test_a_leak_in_any_part_of_a_pdf_is_found(plant: Callable[[PdfWriter], object], tmp_path: Path) -> None:
    assert scan(planted_pdf(tmp_path / "planted.pdf", plant), LOOKED_FOR)


@pytest.mark.skipif("PC_WORKBOOK_LEAKS_IN_PDF" not in os.environ, reason="takes LibreOffice and a few seconds")
def test_a_text_in_a_cell_is_found_in_the_pdf_that_is_printed_of_it(pack: Path, tmp_path: Path) -> None:
    book = load_workbook(pack)
    planted_in = {}
    for number, sheet in enumerate(book.worksheets):
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)]
        for place, cell in enumerate((cells[0], cells[len(cells) // 2], cells[-1])):
            cell.value = planted_in[f"{sheet.title}!{cell.coordinate}"] = words_for(3 * number + place)
    book.save(tmp_path / "planted.xlsx")
    make_pdf(tmp_path / "planted.xlsx", tmp_path / "planted.pdf", date(2017, 3, 20))
    secrets_ = RestrictedTexts(tuple(RestrictedText(where, text=said) for where, said in planted_in.items()))
    assert {leak.secret for leak in scan(tmp_path / "planted.pdf", secrets_)} == planted_in.keys()


# --- what counts as the same


@pytest.mark.parametrize(
    "said",
    [
        "the rent of alder house was put up",
        "THE RENT OF ALDER HOUSE WAS PUT UP",
        "It was said: the rent\u00a0of Alder\n House was put up, in March",
        "x.theRentOfAlderHouseWasPutUp.pdf",
        "The rent of Älder House was put up",
    ],
)
def test_a_restricted_text_is_found_in_any_form(said: str) -> None:
    search = TextSearch()
    search.add_text("The rent of Alder House was put up", 0)
    assert search.among(said) == {0}


def test_a_stretch_that_was_cut_out_of_a_long_secret_is_known() -> None:
    search = TextSearch()
    search.add_text("The partners asked in confidence whether the rent of Alder House could be met by the group", 0)
    assert search.among("confidence whether the rent of Alder House could") == {0}
    assert search.among("the rent of the group") == set()


def test_what_may_be_shown_elsewhere_is_not_restricted() -> None:
    secret = RestrictedText("here", text="Ask NHS England about the branch", names=("Alder Beech",))
    search = search_for(RestrictedTexts((secret,), ("Ask NHS England about the branch surgeries, says Alder Beech",)))
    assert search.among("Ask NHS England about the branch") == set()
    assert search.among("as Alder Beech told us") == {0}  # but a person's name is not to be printed at all


@pytest.mark.parametrize("common", ["Good", "3", "Ongoing", "by 2018", "PMS", "joint working"])
def test_a_common_word_is_not_restricted_on_its_own(common: str) -> None:
    assert (
        search_for(RestrictedTexts((RestrictedText("here", text=common),))).among(f"It is {common}, as is said.")
        == set()
    )


def public_pack(rows: Mapping[str, Sequence[Mapping[str, Value]]], folder: Path) -> str:
    """Return the message that refuses the public pack of a tracker; '' where it is made."""
    draw_tracker(folder / "tracker.xlsx", rows, papers.SETTINGS)
    try:
        board_pack(FileHost(folder / "tracker.xlsx"), "public", folder / "out.xlsx", now=datetime(2017, 3, 20))
    except WorkbookProblem as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("person", ["Vikram Mangal", "S. Latha", "A. Main", "Not known", "Vacant", "Mary Green"])
def test_a_name_that_the_file_format_or_the_program_uses_too_is_no_leak(person: str, tmp_path: Path) -> None:
    rows = resolved.rows()
    rows["tblRoles"] = [rows["tblRoles"][0] | {"person": person}, *rows["tblRoles"][1:]]
    assert public_pack(rows, tmp_path) == ""


@pytest.mark.parametrize(
    "text",
    ["Registered patients", "Requires improvement", "Derived, not agreed", "Delivery date", "Patients per FTE GP"],
)
def test_a_column_a_choice_a_term_and_a_heading_are_texts_of_the_program(text: str) -> None:
    """So a hidden cell that says no more than one of them stops no pack."""
    search = search_for(RestrictedTexts((RestrictedText("here", text=text),), own=tuple(program_texts())))
    assert search.among(f"The table says: {text}.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Milestones still open",  # the title of a table
        "Practices by CQC rating",  # of a chart
        "Changes since the last issue, and reports since the last meeting.",  # what a sheet is for
        "A practice enters and leaves special measures on set dates, whatever its rating.",  # a note
        "Indicators that are Green",  # a tile
    ],
)
def test_a_restricted_row_that_says_what_a_sheet_says_anyway_blocks_no_pack(text: str, tmp_path: Path) -> None:
    rows = resolved.rows()
    rows["tblActions"] = [*rows["tblActions"], {"letter": "K", "text": text, "delivery": "By 2020", **EXEMPT}]
    assert public_pack(rows, tmp_path) == ""


def test_a_docstring_of_the_program_makes_no_restricted_text_permitted() -> None:
    """Only what the catalogues declare is permitted: the source code holds many more sentences."""
    declared = tuple(program_texts())
    docstring = "a restricted text that merely resembles one"
    assert docstring in (program_texts_module.__doc__ or "")
    assert search_for(RestrictedTexts((RestrictedText("here", text=docstring),), own=declared)).among(
        f"As {docstring}."
    ) == {0}


def test_a_short_name_is_not_looked_for_in_packed_bytes_and_a_long_one_is() -> None:
    search = TextSearch()
    search.add_words("Lynn", 0)
    search.add_words("Alderina Beechley", 1)
    data = b"\x00\x9f Lynn \x03\x80 Alderina Beechley"
    assert [one for piece in bytes_texts(data, "a") for one in search.among(piece.text, piece.shortest)] == [1]


@pytest.mark.parametrize(("name", "is_refused"), [("The Surgery", False), ("Alder Surgery", True)])
def test_a_hidden_practice_is_known_by_its_name_unless_any_practice_is_called_so(
    name: str, is_refused: bool, tmp_path: Path
) -> None:
    rows = resolved.rows()
    rows["tblPractices"] = [*rows["tblPractices"], {"code": "V00099", "name": name, **EXEMPT}]
    rows["tblProgrammes"] = [rows["tblProgrammes"][0] | {"state": f"Manager, {name}"}, *rows["tblProgrammes"][1:]]
    assert ("the practice named in" in public_pack(rows, tmp_path).casefold()) is is_refused


# --- texts repeated in cells that may be shown

EXEMPT: Mapping[str, Value] = {"marking": "Exempt", "exempt_paragraph": "3"}
HIDDEN = (
    "The partners of the two surgeries on the hill will hand back their contract in June, and the list is dispersed."
)


def with_exempt_action(said: str) -> dict[str, list[dict[str, Value]]]:
    """The sample with an exempt action, and a Public milestone of another one that says something."""
    rows = resolved.rows()
    rows["tblActions"] = [*rows["tblActions"], {"letter": "K", "text": HIDDEN, "delivery": "By 2020", **EXEMPT}]
    milestone = {"action": "A", "milestone": said, "due": date(2017, 6, 1), "marking": "Public"}
    rows["tblMilestones"] = [*rows["tblMilestones"], milestone]
    return rows


@pytest.mark.parametrize(
    ("said", "is_refused"),
    [
        (HIDDEN, True),
        ("As told: two surgeries on the hill will hand back their contract in June, and the list goes.", True),
        ("The partners of the two surgeries on the hill were visited.", False),
        ("Two practices hand back their contract in June.", False),
    ],
)
def test_a_quotation_of_an_exempt_text_is_refused_and_an_ordinary_phrase_is_not(
    said: str, is_refused: bool, tmp_path: Path
) -> None:
    message = public_pack(with_exempt_action(said), tmp_path)
    assert ("repeated in Milestones!C" in message) is is_refused is bool(message)
    assert "hand back" not in message


def test_a_long_text_that_is_repeated_is_one_leak_and_not_one_for_each_of_its_parts(tmp_path: Path) -> None:
    long = " ".join(f"{word}{n}" for n in range(500) for word in ("contract", "list", "surgery"))
    rows = with_exempt_action(long)
    rows["tblActions"][-1]["text"] = long
    draw_tracker(tmp_path / "tracker.xlsx", rows, papers.SETTINGS)
    looked_for = not_for_the_public(tmp_path / "tracker.xlsx")
    assert len([text for text in looked_for.secrets if "repeated in Milestones!C" in text.about]) == 1


def test_small_counts_that_somebody_wrote_into_a_sentence_are_found(tmp_path: Path) -> None:
    rows = with_exempt_action("Only 4 of 61 people were happy.")
    code = rows["tblPractices"][0]["code"]
    seen = {"indicator": 5, "organisation": code, "period": "Jan 2017", "numerator": 4, "denominator": 61}
    rows["tblObservations"] = [*rows["tblObservations"], seen]
    assert "The text of Observations!E" in public_pack(rows, tmp_path)
    rows["tblMilestones"][-1]["milestone"] = "Only 4 of 62 people were happy."
    assert public_pack(rows, tmp_path) == ""


# --- suppressed numbers


def workbook(path: Path, rows: list[list[object]], chart: bool = False) -> Path:
    with Workbook(path) as book:
        sheet = book.add_worksheet("Experience")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if chart:
            drawn = book.add_chart({"type": "column"})
            drawn.add_series({"name": "Good experience", "categories": "=Experience!$A$1:$A$2", "values": "=Experience!$B$1:$B$2",
                              "categories_data": ["V00001", "V00002"], "values_data": [6, 33]})  # fmt: skip
            book.add_chartsheet().set_chart(drawn)
    return path


SIX = RestrictedText("the number in Observations!E6", number=6.0, owners=("V00001", "A practice"),
             labels=("Good experience", "good_experience"))  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([["Code", "Good experience"], ["V00001", 6]], ["B2"]),
        ([["Good experience"], ["A practice", "of", 6]], []),
        ([["Code", "Measure", "Value"], ["V00001", "Good experience", 6]], ["C2"]),
        ([["Code", "Rank"], ["V00001", 6]], []),
        ([["Code", "Good experience"], ["V00002", 6], ["V00001", "[c]"]], []),
    ],
)
def test_a_number_is_a_leak_where_its_row_names_the_organisation_and_the_measure(
    rows: list[list[object]], where: list[str], tmp_path: Path
) -> None:
    assert [leak.where for leak in scan(workbook(tmp_path / "a.xlsx", rows), RestrictedTexts((SIX,)))] == where


def test_a_number_that_a_chart_keeps_is_found(tmp_path: Path) -> None:
    leaks = scan(workbook(tmp_path / "a.xlsx", [["V00001", "x"]], chart=True), RestrictedTexts((SIX,)))
    assert [(leak.part, leak.where) for leak in leaks] == [("xl/charts/chart1.xml", "point 1")]


# --- the message, and the file that is not written


def test_a_leak_is_reported_by_its_place_and_never_quoted() -> None:
    message = leak_message(
        {"public.xlsx": [Leak("xl/comments1.xml", "B4", "the text of Actions!C7")], "public.pdf": []}
    )
    first, second = message.splitlines()
    assert first.startswith("No pack was made")
    assert second == "The text of Actions!C7. It would be in public.xlsx, xl/comments1.xml, B4."


def test_a_leak_in_a_cell_is_reported_by_sheet_and_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Code"], ["x", f"It is said: {PLANT}"]])
    assert [(leak.part, leak.where) for leak in leaks_by_cell(scan(path, LOOKED_FOR), path)] == [("", "Experience!B2")]


def test_one_hit_and_no_file_is_written(tmp_path: Path) -> None:
    """The name of a person stands in a cell that everybody may see: only the scan can know."""
    rows = resolved.rows()
    rows["tblRoles"] = [rows["tblRoles"][0] | {"person": "Alderina Beechley"}, *rows["tblRoles"][1:]]
    rows["tblActions"] = [
        rows["tblActions"][0] | {"outcome": "Agreed with Alderina Beechley."},
        *rows["tblActions"][1:],
    ]
    rows["tblProgrammes"] = [rows["tblProgrammes"][0] | {"state": "ALDERINA  BEECHLEY"}, *rows["tblProgrammes"][1:]]
    draw_tracker(tmp_path / "tracker.xlsx", rows, papers.SETTINGS)
    with pytest.raises(WorkbookProblem) as refused:
        board_pack(
            FileHost(tmp_path / "tracker.xlsx"), "public", tmp_path / "out.xlsx", pdf=False, now=datetime(2017, 3, 20)
        )
    assert "The name in 'People and roles'!C6. It would be in out.xlsx, Programmes!" in str(refused.value)
    assert "Beechley" not in str(refused.value)
    assert not (tmp_path / "out.xlsx").exists()
