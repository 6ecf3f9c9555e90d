"""Programmes beside the actions, and the key functions of the group with what serves each."""

from pc_workbook.measures.results import Results
from pc_workbook.model.programme import Programme
from pc_workbook.views.parts import Column, Heading, Sheet, Style, Table, Value, Words
from pc_workbook.views.sentences import numbered, paragraph
from pc_workbook.views.workbook.actions import programme_table
from pc_workbook.wording.numbers import count_words, counted, listed

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
    """Every programme, with where it stands."""
    parts = (
        Heading("Programmes", level=1),
        Words(paragraph(_told(results.programmes))),
        programme_table(results.programmes),
        Words("The four Integrated Healthy Living Centres are not the four hubs of the actions; each programme names the "
              "function it serves.", quiet=True),
    )  # fmt: skip
    return Sheet(PROGRAMMES, parts, "For who leads a programme: where it stands and who has the power to act.")


def _told(programmes: tuple[Programme, ...]) -> tuple[str, ...]:
    if not programmes:
        return ("no programme is listed",)
    silent = sum(not one.progress for one in programmes)
    return (
        f"{counted(len(programmes), 'programme')}",
        f"{count_words(silent)} {'has' if silent == 1 else 'have'} no progress reported" if silent else "",
    )


def functions_sheet(results: Results) -> Sheet:
    """Each key function, and what serves it."""
    parts = (
        Heading("The group's key functions", level=1),
        Words(_served_words(results)),
        _function_table(results),
    )
    return Sheet(FUNCTIONS, parts, "For the chair: which functions were served, and which by nothing.")


def _served_words(results: Results) -> str:
    if not results.functions:
        return "No function is listed."
    alone = [str(number) for number, _, served in results.functions if not served]
    without = [str(one.indicator.number) for one in results.indicators if not one.actions]
    return paragraph(
        (
            f"{len(results.functions) - len(alone)} of {counted(len(results.functions), 'function')} are served by an "
            "action or a programme of this edition",
            f"nothing serves {numbered('function', alone)}" if alone else "",
            f"no action serves {numbered('indicator', without)}" if without else "",
        )
    )


def _function_table(results: Results) -> Table:
    rows = tuple(_row(number, words, served) for number, words, served in results.functions)
    return Table("pc_served_functions", FUNCTION_COLUMNS, rows, "No function is listed.")


def _row(number: int, words: str, served: tuple[str, ...]) -> tuple[Value, ...]:
    actions = [one for one in served if one.startswith("action ")]
    programmes = [one for one in served if one not in actions]
    letters = listed([one.removeprefix("action ") for one in actions])
    return number, words, SERVED if served else UNSERVED, letters or None, "; ".join(programmes) or None
