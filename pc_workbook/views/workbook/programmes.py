"""The programmes, and the key functions of the group with what serves each."""

from pc_workbook.measures.results import Results, ServedFunction
from pc_workbook.model.programme import Programme
from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Style, Table, Value
from pc_workbook.views.workbook.actions import programme_table
from pc_workbook.wording.actions import WITHHELD
from pc_workbook.wording.numbers import counted, listed
from pc_workbook.wording.sentences import numbered, paragraph

PROGRAMMES, FUNCTIONS = "Programmes", "Functions"
SERVED, UNSERVED = "Served", "Nothing serves it"
FUNCTION_COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("Function", Style.LONG_TEXT, 60),
    Column("State", Style.TEXT, 18),
    Column("Actions", Style.TEXT, 24),
    Column("Programmes", Style.LONG_TEXT, 50),
)


def programmes_sheet(results: Results) -> Sheet:
    """Return the sheet with the state of every programme."""
    parts = (
        Heading("Programmes", level=1),
        Paragraph(paragraph(_summary(results.programmes))),
        programme_table(results.programmes),
        Paragraph("The four Integrated Healthy Living Centres are not the four hubs of the actions; each programme names the "
              "function it serves.", quiet=True),
    )  # fmt: skip
    return Sheet(PROGRAMMES, parts, "State of each programme, and who has the power to act.")


def _summary(programmes: tuple[Programme, ...]) -> tuple[str, ...]:
    if not programmes:
        return ("no programme is listed",)
    silent = sum(not programme.progress for programme in programmes)
    return (
        f"{counted(len(programmes), 'programme')}",
        f"{silent} of them {'has' if silent == 1 else 'have'} no progress reported" if silent else "",
    )


def functions_sheet(results: Results) -> Sheet:
    """Return the sheet with each key function and what serves it."""
    parts = (
        Heading("The group's key functions", level=1),
        Paragraph(_served_words(results)),
        _function_table(results),
    )
    return Sheet(FUNCTIONS, parts, "What serves each key function of the group.")


def _served_words(results: Results) -> str:
    if not results.functions:
        return "No function is listed."
    alone = [str(function.number) for function in results.functions if not function.is_served]
    without = [str(result.indicator.number) for result in results.indicators if not result.actions]
    return paragraph(
        (
            f"{len(results.functions) - len(alone)} of {counted(len(results.functions), 'function')} are served by an "
            "action or a programme of this edition",
            f"nothing serves {numbered('function', alone)}" if alone else "",
            f"no action serves {numbered('indicator', without)}" if without else "",
        )
    )


def _function_table(results: Results) -> Table:
    rows = tuple(map(_row, results.functions))
    return Table("pc_served_functions", FUNCTION_COLUMNS, rows, "No function is listed.")


def _row(function: ServedFunction) -> tuple[Value, ...]:
    programmes = WITHHELD if function.has_withheld else "; ".join(function.programmes)
    state = SERVED if function.is_served else UNSERVED
    return function.number, function.function, state, listed(function.actions) or None, programmes or None
