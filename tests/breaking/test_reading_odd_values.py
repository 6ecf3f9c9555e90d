"""Whatever stands in a cell is read, or is an error on that cell: error values of any program, truths and numbers that
are none, days that no calendar has, texts that are not there."""

from datetime import date, datetime, time, timedelta

import pytest
from lxml import etree

from pc_workbook.app import figures
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.tracker.lists.catalogue import SETTINGS, SETTINGS_SHEET
from pc_workbook.tracker.lists.layout import Reads
from pc_workbook.tracker.snapshot import NO_RESULT, NO_TEXT, TOO_LONG, a1
from tests.breaking.sheets_by_hand import FORMATS, SOUND, checked, read, told, with_cell, with_cells, workbook_of

ERRORS = [
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!", "#ERROR!", "Err:502", "Loading...", "?",
]  # fmt: skip


def cell(inside: str, attributes: str = "") -> str:
    return f'<row r="2"><c r="B2"{attributes}>{inside}</c></row>'


def value(rows: str, **given: object) -> object:
    return read(workbook_of(rows, **given)).value(2, 2)  # type: ignore[arg-type]


def error(rows: str, **given: object) -> str | None:
    return read(workbook_of(rows, **given)).errors.get((2, 2))  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ERRORS)
def test_any_error_of_any_program_is_an_error_on_its_cell(words: str) -> None:
    assert error(cell(f"<v>{words}</v>", ' t="e"')) == words
    assert ("R12", "Error", "Workforce!D6", words) in told(with_cell(f'<c r="D6" t="e"><v>{words}</v></c>'))


@pytest.mark.parametrize("words", ["#GETTING_DATA", "#ERROR!", "#SPILL!", "Loading...", "Err:502", "#N/A"])
def test_a_result_that_another_program_stores_as_words_is_an_error_too(words: str) -> None:
    assert error(cell(f"<f>X()</f><v>{words}</v>", ' t="str"')) == words
    assert value(cell(f"<is><t>{words}</t></is>", ' t="inlineStr"')) == words  # typed by a person


@pytest.mark.parametrize("inside", ["<v/>", "<v></v>", ""])
def test_an_error_without_a_name_is_an_error(inside: str) -> None:
    assert error(cell(inside, ' t="e"')) == "an error"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("1", True), ("0", False), ("true", True), ("false", False), ("x", "x"), ("2", "2"), ("TRUE", "TRUE")],
)
def test_a_truth_that_is_none_is_read_as_the_words_that_stand_there(raw: str, expected: object) -> None:
    found = value(cell(f"<v>{raw}</v>", ' t="b"'))
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize("raw", ["INF", "-INF", "NaN", "1e400", "-1e999", "0x1F", "1_000", "1.5.2", "5 5", "abc"])
def test_a_number_that_is_none_is_read_as_words_and_refused(raw: str) -> None:
    assert value(cell(f"<v>{raw}</v>")) == raw
    assert any(finding[:3] in {("R06", "Error", "Workforce!D6"), ("R50", "Error", "Workforce!D6")}
               for finding in told(with_cell(f'<c r="D6"><v>{raw}</v></c>')))  # fmt: skip


def cells_of_numbers() -> dict[tuple[str, str], Reads]:
    """A cell of each column of the sample in which a number belongs, and of each such setting."""
    intake = checked(SOUND.read_bytes()).intake
    settings = {(SETTINGS_SHEET, intake.settings_cells[one.field]): one.reads for one in SETTINGS}
    lists = {
        (read.sheet, a1(read.row_numbers[0], read.columns[column.field])): column.reads
        for read in intake.lists.values()
        for column in read.of.columns
        if read.row_numbers and column.field in read.columns
    }
    return {place: reads for place, reads in (settings | lists).items() if reads in NUMBERS}


NUMBERS = {Reads.WHOLE, Reads.NUMBER, Reads.PERCENT, Reads.DISTANCE}


def test_digits_of_another_script_are_words() -> None:
    assert value(cell("<v>९</v>")) == "९"


@pytest.mark.parametrize("raw", ["INF", "NaN", "1e400", "1e300", "-1e300", "1e-40", "-1e-300", "1e13"])
def test_a_number_that_no_measure_has_is_an_error_wherever_a_number_belongs(raw: str) -> None:
    places = cells_of_numbers()
    content = with_cells({place: f'<c r="{place[1]}"><v>{raw}</v></c>' for place in places})
    found = {(one[2], one[1]) for one in told(content) if one[0] == "R50"}
    assert found == {(cell_reference(*place), "Error") for place in places}
    assert figures(MemoryHost(content, "tracker.xlsx"))  # and nothing is divided by it


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("42809", date(2017, 3, 15)), ("42809.5", datetime(2017, 3, 15, 12)), ("61", date(1900, 3, 1)), ("60", date(1900, 2, 28)),
        ("59", date(1900, 2, 28)), ("1", date(1900, 1, 1)), ("0", time()), ("0.25", time(6)), ("-1", -1.0), ("2958465", date(9999, 12, 31)),
        ("2958466", 2958466.0), ("1e12", 1e12), ("-20170315093000", -20170315093000.0), ("1e300", 1e300),
    ],
)  # fmt: skip
def test_a_day_is_read_where_the_calendar_has_it_and_else_the_number(raw: str, expected: object) -> None:
    found = value(cell(f"<v>{raw}</v>", f' s="{FORMATS["date"]}"'))
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize("raw", ["0", "1.5", "-1", "1e12", "1e300", "-20170315093000"])
def test_an_elapsed_time_of_any_length_is_read(raw: str) -> None:
    found = value(cell(f"<v>{raw}</v>", f' s="{FORMATS["elapsed"]}"'))
    assert found == (timedelta(days=float(raw)) if abs(float(raw)) < 1e9 else float(raw))


@pytest.mark.parametrize("raw", ["0", "1.5", "2957003.9", "2957004", "1e12"])
def test_the_other_calendar_ends_where_it_ends(raw: str) -> None:
    found = value(cell(f"<v>{raw}</v>", f' s="{FORMATS["date"]}"'), counts_from_1904=True)
    assert isinstance(found, date | time) == (float(raw) < 2957004)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("2017-03-15", date(2017, 3, 15)), ("2017-03-15T09:30:00", datetime(2017, 3, 15, 9, 30)), ("soon", "soon")],
)
def test_a_day_in_the_words_of_the_standard_is_read(raw: str, expected: object) -> None:
    assert value(cell(f"<v>{raw}</v>", ' t="d"')) == expected


@pytest.mark.parametrize("raw", ["1", "999", "-1", "x", "1.0", "99999999999999999999", "&#48;0x"])
def test_a_text_that_is_not_in_the_table_is_an_error_on_its_cell(raw: str) -> None:
    assert error(cell(f"<v>{raw}</v>", ' t="s"'), texts="<si><t>only one</t></si>") == NO_TEXT
    content = with_cell('<c r="D6" t="s"><v>999999</v></c>')
    assert ("R47", "Error", "Workforce!D6", NO_TEXT) in told(content)


@pytest.mark.parametrize("style", ["999", "-1", "x", "4294967296", ""])
def test_a_format_that_is_not_there_is_no_format(style: str) -> None:
    assert value(cell("<v>5</v>", f' s="{style}"')) == 5.0


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<is><t>a</t></is>", "a"), ("<is><r><t>a</t></r><r><t> b</t></r><rPh sb='0' eb='1'><t>c</t></rPh></is>", "a b"),
        ("<is><t>_xD83D__xDE00_</t></is>", "😀"), ("<is><t>_xD800_</t></is>", "\ufffd"), ("<is><t>_x0041_ _x005F_x0041_</t></is>", "A _x0041_"),
        ("<is><t>one&#13;&#10;two_x000D_\nthree</t></is>", "one\r\ntwo\r\nthree"), ("<is><t>one\r\ntwo\rthree</t></is>", "one\ntwo\nthree"), ("<is><t><![CDATA[<&>]]></t></is>", "<&>"),
        ("<is><t>a<!-- b -->c<?d?>e</t></is>", "ace"), ("<is/>", None), ("<is><t> </t></is>", None),
    ],
)  # fmt: skip
def test_a_text_in_its_cell_is_read_as_it_was_typed(inside: str, expected: object) -> None:
    assert value(cell(inside, ' t="inlineStr"')) == expected
    shared = inside.replace("<is>", "<si>").replace("</is>", "</si>").replace("<is/>", "<si/>")
    assert value(cell("<v>0</v>", ' t="s"'), texts=shared) == expected


@pytest.mark.parametrize("length", [32_767, 32_768, 1_000_000])
@pytest.mark.parametrize("word", ["word ", "x"])
def test_a_text_longer_than_a_cell_holds_is_an_error_on_its_cell(length: int, word: str) -> None:
    text = (word * length)[:length]
    for rows, texts in [
        (cell(f"<is><t>{text}</t></is>", ' t="inlineStr"'), ""),
        (cell("<v>0</v>", ' t="s"'), f"<si><t>{text}</t></si>"),
    ]:
        found = read(workbook_of(rows, texts=texts))
        if length <= 32_767:
            assert found.value(2, 2) == text
            assert not found.errors
        else:
            assert (found.value(2, 2), found.errors) == (None, {(2, 2): TOO_LONG})


@pytest.mark.parametrize("attributes", ["", ' t="n"', ' t="b"', ' t="s"', ' t="x"'])
@pytest.mark.parametrize("result", ["", "<v/>", "<v></v>", "<v> </v>", "<v><!-- 5 --></v>"])
def test_a_formula_without_a_result_is_an_error_on_its_cell(attributes: str, result: str) -> None:
    found = read(workbook_of(cell(f"<f>1+1</f>{result}", attributes)))
    assert (found.value(2, 2), found.errors, found.empty_results) == (None, {(2, 2): NO_RESULT}, frozenset())


@pytest.mark.parametrize("result", ["<v/>", "<v></v>", "", "<v> </v>"])
def test_a_formula_whose_result_is_an_empty_text_is_told_apart_from_both(result: str) -> None:
    rows = '<row r="3"><c r="A3"><v>1</v></c></row>'
    found = read(workbook_of(cell(f'<f>""</f>{result}', ' t="str"') + rows))
    assert (found.value(2, 2), found.errors, found.empty_results) == (None, {}, frozenset({(2, 2)}))


@pytest.mark.parametrize(
    "text",
    [
        "&#128;&#150;",
        "&#x41;&#66;",
        "&lt;b&gt; &amp;amp; &quot;x&apos;",
        "&amp;lt;",
        "&amp;#65;",
        "&#x1F600;",
        "&amp;copy; &amp;nbsp",
    ],
)
def test_a_reference_to_a_character_is_read_as_in_xml_and_not_as_in_html(text: str) -> None:
    expected = etree.fromstring(f"<t>{text}</t>").text
    assert value(cell("<v>0</v>", ' t="s"'), texts=f"<si><t>{text}</t></si>") == expected
    assert value(cell(f"<is><t>{text}</t></is>", ' t="inlineStr"')) == expected
    assert value(cell(f"<v>{text}</v>", ' t="str"')) == expected


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u2060 \ufeff"])
def test_a_code_of_signs_that_cannot_be_seen_is_an_empty_cell(unseen: str) -> None:
    content = with_cell(f'<c r="A6" t="inlineStr"><is><t xml:space="preserve">{unseen}</t></is></c>', "A6")
    assert {code for code, _, where, _ in told(content) if where == "Workforce!A6"} == {"R05"}
