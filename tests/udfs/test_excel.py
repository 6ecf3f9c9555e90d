"""The functions as Excel gets them: the wrappers, the help, the call over COM, and what is not imported."""

import inspect
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

import pc_workbook.udfs
from pc_workbook.tracker.lists.catalogue import LISTS, SETTINGS_TABLE
from pc_workbook.udfs.catalogue import BY_NAME, FUNCTIONS, Function
from pc_workbook.udfs.functions_page import with_functions
from pc_workbook.udfs.wrappers import module_text
from pc_workbook.udfs.xlwings_functions import for_excel
from tests.support import PROJECT, SAMPLES
from tests.support.excel_cells import Cells

WRAPPERS = PROJECT / "macros" / "Functions.bas"
PAGE = PROJECT / "docs" / "functions.md"
LONGEST_HELP, LONGEST_LINE = 255, 1023
LEFT_OUT = -2147352572  # as COM gives an argument that was left out
ERROR = -2146828288

# Reserved words of VBA, and words of the language that its editor treats as such.
RESERVED = """
addressof alias and any append as base binary boolean byref byte byval call case cbool cbyte ccur cdate cdbl cdec
cint clng clnglng clngptr close compare const csng cstr currency cvar cverr database date debug declare defbool
defbyte defcur defdate defdbl defdec defint deflng defobj defsng defstr defvar dim do doevents double each else
elseif empty end endif enum eqv erase error event exit explicit false fix for friend function get global gosub
goto if imp implements in input int integer is lbound len let lib like line lock long longlong longptr loop lset
me mid mod module name new next not nothing null object on open option optional or output paramarray preserve
print private property ptrsafe public put raiseevent random read redim rem resume return rset scale seek select
set sgn shared single spc static step stop string sub tab text then time to true type typeof ubound unlock until
variant vb_name wend while width with withevents write xor
"""


def test_the_wrappers_are_those_the_catalogue_makes() -> None:
    assert WRAPPERS.read_bytes() == module_text().encode("ascii"), "run: python macros/make_functions.py"


def test_the_page_describes_every_function_of_the_catalogue() -> None:
    page = PAGE.read_text("utf-8")
    assert page == with_functions(page), "run: python macros/make_functions.py"
    for one in FUNCTIONS:
        section = page.split(f"### {one.name}\n")[1].split("\n### ")[0]
        assert all(f"| {argument.name} |" in section for argument in one.arguments if not one.is_table)
        assert one.example in section
        assert f"Gives: {one.gives}." in section
        assert "Errors: " in section


def test_a_formula_to_paste_names_every_required_list() -> None:
    for one in FUNCTIONS:
        assert all(f"{table}[#All]" in one.example for table in one.required_lists)
    from_the_start = {one.table for one in LISTS if not one.may_be_absent} | {SETTINGS_TABLE}
    assert set(re.findall(r"(tbl\w+)\[#All\]", BY_NAME["PC_FINDINGS"].example)) == from_the_start


def test_vba_can_read_every_line() -> None:
    text = WRAPPERS.read_bytes().decode("ascii")
    lines = text.split("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(map(len, lines)) <= LONGEST_LINE
    opened = sum(line.startswith(("Public Function", "Private Function")) for line in lines)
    assert opened == lines.count("End Function") == len(FUNCTIONS) + 5
    assert all(text.count(f"Public Function {one.name}(") == 1 for one in FUNCTIONS)


@pytest.mark.parametrize("one", FUNCTIONS, ids=lambda one: one.name)
def test_names_and_help_fit_excel(one: Function) -> None:
    names = [argument.name for argument in one.arguments]
    assert names == list(inspect.signature(one.function).parameters)
    assert not {name.casefold() for name in names} & set(RESERVED.split())
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name) for name in names)
    assert re.fullmatch(r"PC_[A-Z0-9_]{1,28}", one.name)
    helps = [one.does, *(argument.help for argument in one.arguments)]
    assert all(0 < len(words) <= LONGEST_HELP and words.isascii() for words in helps)


def test_no_name_looks_like_a_cell_to_excel() -> None:
    assert not [one.name for one in FUNCTIONS if re.fullmatch(r"[A-Z]{1,3}[0-9]+", one.name)]


def test_the_module_that_excel_imports_holds_every_function_under_its_name() -> None:
    assert dir(pc_workbook.udfs) == sorted(BY_NAME)
    for name in BY_NAME:
        assert getattr(pc_workbook.udfs, name).__name__ == name
    with pytest.raises(AttributeError):
        _ = pc_workbook.udfs.PC_NOT_THERE


# --- examples


def typed(formula: str) -> tuple[str, list[Any]]:
    """Return the function of a formula and its arguments, as the page shows them."""
    name, given = re.fullmatch(r"=(\w+)\((.*)\)", formula).groups()  # type: ignore[union-attr]
    blocks = re.sub(r"\{(.*?)\}", lambda block: "[[" + block[1].replace(";", "],[") + "]]", given)
    return name, eval(f"[{blocks}]", {"DATE": date})


def shown(answer: Any) -> str:
    """Return an answer as the page prints it."""
    if isinstance(answer, list):
        return " ".join(shown(cell) for row in answer for cell in (row if isinstance(row, list) else [row]))
    if isinstance(answer, bool):
        return str(answer).upper()
    return str(answer)


def is_as_shown(answer: Any, expected: str) -> bool:
    found, wanted = shown(answer).split(), expected.split()
    return len(found) == len(wanted) and all(map(_alike, found, wanted))


def _alike(found: str, wanted: str) -> bool:
    if re.fullmatch(r"-?\d+\.\d+", wanted):
        return abs(float(found) - float(wanted)) <= 0.5 * 10 ** -len(wanted.partition(".")[2])
    return found == wanted or found == f"{wanted}.0"


ON_VALUES = [one for one in FUNCTIONS if not one.is_table]


@pytest.mark.parametrize("one", ON_VALUES, ids=lambda one: one.name)
def test_an_example_gives_what_the_page_says(one: Function) -> None:
    name, given = typed(one.example)
    assert name == one.name
    assert is_as_shown(for_excel(one.function(*given)), one.answer)


# --- the call over COM, by xlwings' own function server

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def over_com() -> Iterator[Call]:
    """Return a call of a function as Excel's wrapper makes it, through xlwings' COM server in another process."""
    server = subprocess.Popen(
        [sys.executable, PROJECT / "tests" / "support" / "function_server.py"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    assert server.stdin
    assert server.stdout
    calls, answers = server.stdin, server.stdout

    def call(name: str, *given: Any) -> Any:
        pickle.dump((name, given), calls)
        calls.flush()
        worked, answer = pickle.load(answers)
        assert worked, answer
        return answer

    yield call
    calls.close()
    server.wait(10)
    answers.close()


def as_com(cell: Any) -> Any:
    """Return a value as COM passes it: tuples of tuples, floats, dates with a time."""
    if isinstance(cell, list):
        return tuple(map(as_com, cell))
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


@pytest.mark.parametrize("one", ON_VALUES, ids=lambda one: one.name)
def test_a_function_answers_over_com(over_com: Call, one: Function) -> None:
    name, given = typed(one.example)
    left_out = [LEFT_OUT] * (len(one.arguments) - len(given))
    assert is_as_shown(over_com(name, *map(as_com, given), *left_out), one.answer)


@pytest.mark.parametrize("one", [one for one in FUNCTIONS if one.is_table], ids=lambda one: one.name)
def test_a_whole_table_answers_over_com(over_com: Call, one: Function) -> None:
    lists = Cells(SAMPLES / "thurrock-2017.xlsx").tables("tbl")
    found = over_com(one.name, *(as_com(lists[table]) for table in one.required_lists), LEFT_OUT)
    pure = for_excel(one.function(*(lists[table] for table in one.required_lists)))
    assert found == [["" if cell is None else as_com_answer(cell) for cell in row] for row in pure]


def as_com_answer(cell: Any) -> Any:
    is_day = isinstance(cell, date) and not isinstance(cell, datetime)
    return datetime(cell.year, cell.month, cell.day, tzinfo=UTC) if is_day else cell


def test_a_column_goes_over_com_and_comes_back_cell_by_cell(over_com: Call) -> None:
    counts = ((10.0,), (None,), (1.0,), (ERROR + 2042,), (ERROR + 2045,), ("ten",), (True,))
    totals = ((33.0,), (2.0,), (0.0,), (1.0,), (1.0,), (20.0,), (1.0,))
    share, *others = over_com("PC_SHARE", counts, totals)
    assert share == [pytest.approx(10 / 33)]
    assert others == [[""], ["#DIV/0!"], ["#N/A"], ["#VALUE!"], ["#VALUE!"], ["#VALUE!"]]


def test_one_row_goes_over_com_as_a_row(over_com: Call) -> None:
    assert over_com("PC_SHARE", ((1.0, 2.0),), ((4.0, 4.0),)) == [0.25, 0.5]
    assert over_com("PC_WILSON", 10.0, 33.0, LEFT_OUT) == pytest.approx([0.17375531, 0.47338135])


def test_a_table_with_nothing_given_is_na_over_com(over_com: Call) -> None:
    assert over_com("PC_PRACTICE_SUMMARY") == "#N/A"
    assert over_com("PC_PRACTICE_SUMMARY", LEFT_OUT) == "#N/A"
    assert over_com("PC_PRACTICE_SUMMARY", ERROR + 2015) == "#VALUE!"


# --- what is not imported


def imported_by(statement: str, **environment: str) -> list[str]:
    """Return the modules that a new Python process has imported after a statement."""
    script = f"import sys; {statement}; print(*sys.modules)"
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XLWINGS")}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, env=kept | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_functions_themselves_need_no_xlwings() -> None:
    modules = imported_by(
        "import pc_workbook.udfs.catalogue, pc_workbook.udfs.wrappers, pc_workbook.udfs.xlwings_functions"
    )
    assert "pc_workbook.udfs.tables" in modules
    assert not [name for name in modules if name.partition(".")[0] in ("xlwings", "pandas", "numpy", "openpyxl")]


def test_creating_them_imports_nothing_of_xlwings_pro_beyond_its_search_for_a_key() -> None:
    modules = imported_by("import pc_workbook.udfs as u; [getattr(u, name) for name in dir(u)]")
    assert "xlwings" in modules
    assert {name for name in modules if name.startswith("xlwings.pro")} <= {"xlwings.pro.utils"}


def test_importing_the_module_imports_little_until_a_function_is_used() -> None:
    modules = imported_by("import pc_workbook.udfs")
    assert not [name for name in modules if name.partition(".")[0] in ("xlwings", "pydantic", "pandas", "xlsxwriter")]
