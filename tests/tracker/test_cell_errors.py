"""Every code that the parsing of cells can give has a sentence, and every sentence a code that gives it."""

import re
from pathlib import Path

import pytest

import pc_workbook
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.wording.cell_errors import TEXTS, entry_text
from pc_workbook.wording.findings import detail_text

TRACKER = Path(pc_workbook.__file__).parent / "tracker"
SOURCES = [*(TRACKER / "parsing").glob("*.py"), *(TRACKER / "lists").glob("*.py"), *(TRACKER / "columns").glob("*.py")]


def codes_in_the_source() -> set[str]:
    """Return the codes of details: a text in snake case as an argument of a call, or as a choice between two."""
    return {
        code for path in SOURCES for code in re.findall(r'"([a-z]+(?:_[a-z]+)*)"', path.read_text()) if code in TEXTS
    } | {code for path in SOURCES for code in re.findall(r'(?:detail|Detail)\(\s*"(\w+)"', path.read_text())}


def test_every_code_has_a_sentence() -> None:
    assert codes_in_the_source() - TEXTS.keys() == set()


def test_every_sentence_is_used() -> None:
    assert TEXTS.keys() - codes_in_the_source() == set()


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (detail("letter_for_digit", cell="1O", fixed="10"), "“1O” has a letter where a digit seems meant. Type 10"),
        (
            detail("no_such_day", cell="31/13/2016", why=detail("no_such_month", month=13)),
            "“31/13/2016” is not a day: there is no month 13, and the day comes first. "
            "Type the day that is meant, day first, such as 15/03/2017",
        ),
        (detail("not_a_number", cell=True), "TRUE is not a number. Type the value itself"),
    ],
)
def test_a_sentence_is_made_of_a_code_and_its_values(fact: Detail, sentence: str) -> None:
    assert detail_text(fact) == sentence


def test_a_long_entry_is_cut_and_put_on_one_line() -> None:
    assert entry_text("a\n" * 60) == f"“{'a ' * 29}a…”"
