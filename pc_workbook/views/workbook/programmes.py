"""The programmes, and the key functions of the group with what serves each."""

from pc_workbook.measures.results import Results, ServedFunction
from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Style, Table, Value
from pc_workbook.views.workbook.actions import programme_table
from pc_workbook.wording import action_sheets as texts
from pc_workbook.wording import headings
from pc_workbook.wording.actions import WITHHELD
from pc_workbook.wording.numbers import listed

FUNCTION_COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.FUNCTION, Style.LONG_TEXT, 60),
    Column(headings.STATE, Style.TEXT, 18),
    Column(headings.ACTIONS, Style.TEXT, 24),
    Column(headings.PROGRAMMES, Style.LONG_TEXT, 50),
)


def programmes_sheet(results: Results) -> Sheet:
    """Return the sheet with the state of every programme."""
    parts = (
        Heading(headings.PROGRAMMES, level=1),
        Paragraph(texts.programmes_overview(results.programmes)),
        programme_table(results.programmes),
        Paragraph(texts.EACH_SERVES_A_FUNCTION, quiet=True),
    )  # fmt: skip
    return Sheet(headings.PROGRAMMES, parts, texts.PROGRAMMES_DESCRIPTION)


def functions_sheet(results: Results) -> Sheet:
    """Return the sheet with each key function and what serves it."""
    parts = (
        Heading(texts.KEY_FUNCTIONS, level=1),
        Paragraph(texts.functions_overview(results)),
        _function_table(results),
    )
    return Sheet(headings.FUNCTIONS, parts, texts.FUNCTIONS_DESCRIPTION)


def _function_table(results: Results) -> Table:
    rows = tuple(map(_row, results.functions))
    return Table("pc_served_functions", FUNCTION_COLUMNS, rows, texts.NO_FUNCTIONS)


def _row(function: ServedFunction) -> tuple[Value, ...]:
    programmes = WITHHELD if function.has_withheld else "; ".join(function.programmes)
    state = texts.SERVED if function.is_served else texts.UNSERVED
    return function.number, function.function, state, listed(function.actions) or None, programmes or None
