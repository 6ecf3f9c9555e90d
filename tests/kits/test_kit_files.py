"""The files of a kit: what is read out of them is what was written, and what can't be read is refused with its cell."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.errors import WorkbookProblem
from pc_workbook.kits.folders import find_kit, kit_of_folder, shipped_kits
from pc_workbook.kits.kit import Description, Kit, cell_text, cell_value, file_name, lists_by_file
from pc_workbook.kits.kit_findings import CATALOGUE
from pc_workbook.kits.reading import read_kit
from pc_workbook.kits.writing import kit_files, write_kit
from pc_workbook.tracker.lists.layout import Reads
from pc_workbook.wording.findings import title
from tests.kits.kit_folders import GOOD, kit_folder

NAMES = [kit.name for kit in shipped_kits()]


# --- what comes back


@given(st.integers(-(10**14), 10**14) | st.floats(-1e12, 1e12, allow_subnormal=False).map(lambda n: round(n, 9)))
def test_a_number_comes_back_the_same(number: float) -> None:
    assert cell_value(Reads.NUMBER, cell_text(number)) == number


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from([Reads.DATE, Reads.PERIOD, Reads.DELIVERY]))
def test_a_day_comes_back_the_same(day: date, reads: Reads) -> None:
    assert cell_value(reads, cell_text(day)) == day


TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1).filter(str.strip)


@settings(deadline=None, max_examples=60)
@given(TYPED.filter(lambda text: "\r" not in text))
def test_a_text_comes_back_as_it_was_typed(text: str) -> None:
    """Blanks at its ends, quotation marks, line breaks, and a sign that Excel takes for a formula are kept."""
    rows: dict[str, Any] = {"tblIndicators": [{"number": 1, "title": "A", "kind": "Rate", "note": text}]}
    files = kit_files(Kit("a", Description("A", "B"), rows, {"area_name": "X"}))
    found = read_kit("a", {name: words.encode() for name, words in files.items()})
    assert found.errors == ()
    assert found.kit.rows["tblIndicators"] == rows["tblIndicators"]


@pytest.mark.parametrize("name", NAMES)
def test_a_kit_of_the_program_is_read_without_an_error_and_written_again_the_same(name: str, tmp_path: Path) -> None:
    kit = find_kit(name)
    write_kit(kit, tmp_path / name)
    assert kit_of_folder(tmp_path / name) == kit


def test_references_stay_text_and_values_keep_their_percent_sign_and_period(tmp_path: Path) -> None:
    kit = kit_of_folder(kit_folder(tmp_path / "kit"))
    assert kit.rows["tblActions"][0]["letter"] == "1.10"
    assert kit.rows["tblActions"][0]["delivery"] == date(2027, 3, 31)
    assert kit.rows["tblIndicators"][0]["baseline"] == "91.11% (2025/26)"
    assert kit.rows["tblIndicators"][0]["target_year"] == 2028
    assert kit.settings["as_at"] == date(2026, 11, 30)


def test_every_list_has_a_file_of_its_own() -> None:
    assert len(lists_by_file()) == len({file_name(of.sheet) for of in lists_by_file().values()})
    assert "settings.csv" not in lists_by_file()


# --- what is refused

INDICATORS = str(GOOD["indicators.csv"])
REFUSED: dict[str, tuple[dict[str, str | bytes | None], str]] = {
    "unknown list": ({"indicaters": "Number\n1\n"}, "indicaters.csv, A1: “indicaters.csv” is not the name of a list's file"),
    "unknown heading": ({"actions": "Action,What is promisd\nA,x\n"}, "actions.csv, B1: The list has no column headed “What is promisd”"),
    "no heading": ({"localities": "Locality,\nNorth,x\n"}, "localities.csv, B1: The list has no column headed “”"),
    "needed list missing": ({"actions": None}, "actions.csv, A1: The kit has no file for the list Actions. Add the file."),
    "needed column missing": ({"actions": "What is promised\nx\n"}, "actions.csv, A1: There is no column headed “Action”"),
    "not a number": ({"practices": "Practice code,Practice name,Registered patients\nV00001,F,lots\n"}, "practices.csv, C2: This is not a number"),
    "not a date": ({"practices": "Practice code,Practice name,Opened\nV00001,F,2017-02-30\n"}, "practices.csv, C2: "),
    "not a choice": ({"indicators": INDICATORS.replace("Percentage", "Percentages")}, "indicators.csv, C2: “Percentages” is not one of the choices"),
    "required cell empty": ({"actions": "Action,What is promised\n,x\n"}, "actions.csv, A2: This required cell is empty"),
    "duplicate row": ({"actions": "Action,What is promised\nA,x\nA,y\n"}, "actions.csv, A3: "),
    "line that is no row": ({"actions": "Action,What is promised\nA,x\nSource: the paper,\n"}, "actions.csv, A3: The line is not a row of the list"),
    "cell without heading": ({"localities": "Locality\nNorth,of the river\n"}, "localities.csv, B2: There is an entry to the right of the last heading"),
    "two columns of one heading": ({"localities": "Locality,Note,Note\nNorth,a,b\n"}, "localities.csv, C1: Column B and column C are headed “Note”"),
    "semicolons": ({"localities": "Locality;Note\nNorth;\n"}, "localities.csv, A1: The columns are separated by semicolons."),
    "not UTF-8": ({"localities": "Locality\nThirlestane Caf\xe9\n".encode("latin-1")}, "localities.csv, A1: The file is not in UTF-8"),
    "UTF-16": ({"localities": "Locality\nNorth\n".encode("utf-16")}, "localities.csv, A1: The file is not in UTF-8"),
    "quotation mark": ({"localities": 'Locality\n"North" and more\n'}, "localities.csv, A1: The file is not a table of comma-separated values"),
    "quotation mark left open": ({"localities": 'Locality\n"North\n'}, "localities.csv, A1: The file is not a table of comma-separated values"),
    "text too long": ({"localities": f"Locality,Note\nNorth,{'x' * 32_768}\n"}, "localities.csv, B2: The text is longer than 32,767 characters"),
    "unknown setting": ({"settings": "Setting,Value\nAria name,X\n"}, "settings.csv, A2: No setting has this name"),
    "setting that can't be read": ({"settings": "Setting,Value\nAs-at date,soon\n"}, "settings.csv, B2: “soon” is not a date"),
    "settings without values": ({"settings": "Setting\nArea name\n"}, "settings.csv, A1: There is no column headed “Value”"),
    "no description": ({"kit": None}, "kit.json, A1: The kit has no description. Add a file kit.json"),
    "description no JSON": ({"kit": "title = 1"}, "kit.json, A1: The description can't be read as JSON"),
    "description nested deeply": ({"kit": "[" * 100_000}, "kit.json, A1: The description can't be read as JSON"),
    "text far too long": ({"localities": f"Locality,Note\nNorth,{'x' * 200_000}\n"}, "localities.csv, A1: The file is not a table"),
    "description a list": ({"kit": "[]"}, "kit.json, A1: The description has no title"),
    "description without title": ({"kit": '{"description": "x"}'}, "kit.json, A1: The description has no title"),
    "description not UTF-8": ({"kit": b'{"title": "\xe9"}'}, "kit.json, A1: The description can't be read as JSON"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_kit_with_a_fault_is_refused_with_its_file_and_cell(kind: str, tmp_path: Path) -> None:
    files, words = REFUSED[kind]
    with pytest.raises(WorkbookProblem) as refused:
        find_kit(str(kit_folder(tmp_path / "kit", **files)))
    assert f"\n    {words}" in str(refused.value)
    assert str(refused.value).startswith("The kit kit can't be used: ")
    assert "Nothing was written." in str(refused.value)


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    given_files = {
        "actions": None,
        "localities": "Locality;\nNorth;\n",
        "indicators": INDICATORS.replace("Percentage", "Share"),
    }
    with pytest.raises(WorkbookProblem) as refused:
        find_kit(str(kit_folder(tmp_path / "kit", **given_files)))  # type: ignore[arg-type]
    assert str(refused.value).startswith("The kit kit can't be used: 3 errors.")


def test_what_a_plan_leaves_open_is_no_fault(tmp_path: Path) -> None:
    """An empty setting, a plan without a row, and a ruling still to be made are shown by the new tracker."""
    empty = {name: f"{text.splitlines()[0]}\n" for name, text in GOOD.items() if name.endswith(".csv") and isinstance(text, str)}  # fmt: skip
    folder = kit_folder(tmp_path / "kit")
    for name, text in empty.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert kit_of_folder(folder).rows == {"tblPractices": []}  # it has the list, without a row


def test_other_files_and_a_mark_of_the_byte_order_are_accepted(tmp_path: Path) -> None:
    folder = kit_folder(tmp_path / "kit", localities=b"\xef\xbb\xbfLocality\r\nNorth\r\n")
    (folder / "README.md").write_text("About this kit.")
    (folder / ".~lock.practices.csv").write_text("x")
    (folder / "indicators.csv").rename(folder / "Indicators.csv")
    kit = kit_of_folder(folder)
    assert [row["name"] for row in kit.rows["tblLocalities"]] == ["North"]
    assert len(kit.rows["tblIndicators"]) == 1


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([*GOOD, "claims.csv", "cqc-ratings.csv", "trajectory.csv", "people-and-roles.csv"]),
    st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | st.lists(st.sampled_from(
        ["Number", "Title", "Setting", "Value", ",", "\n", '"', "1", "As-at date", "Action", ";", "95%", "2017-03-15", "Locality", "\x00", "\r"]
    ), max_size=30).map(lambda parts: "".join(parts).encode()),
)  # fmt: skip
def test_any_bytes_are_read_or_refused(name: str, content: bytes) -> None:
    files = {given_name: text.encode() for given_name, text in GOOD.items() if isinstance(text, str)}
    found = read_kit("kit", files | {name: content})
    assert all(error.sheet and error.cell for error in found.errors)


def test_every_kind_of_fault_has_a_title() -> None:
    assert all(title(kind.code) for kind in CATALOGUE)
    shown = {kind.code for kind in CATALOGUE}
    assert shown == {"R80", "R81", "R82", "R83", "R84"}
