"""The part of docs/functions.md that describes each function, generated from the catalogue."""

from collections.abc import Iterator

from pc_workbook.tracker.lists.catalogue import BY_TABLE, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.udfs.catalogue import FUNCTIONS, Function
from pc_workbook.wording.numbers import listed

START = "<!-- from pc_workbook/udfs/catalogue.py on; made by macros/make_functions.py -->"


def with_functions(page: str) -> str:
    """Return the page with the part after START generated again; the part before it is unchanged."""
    return "\n".join((page.partition(START)[0] + START, "", *_lines()))


def _lines() -> Iterator[str]:
    yield "## On values\n"
    for function in FUNCTIONS:
        if not function.is_table:
            yield from _section(function)
    yield "## Whole tables\n"
    for function in FUNCTIONS:
        if function.is_table:
            yield from _section(function)


def _section(function: Function) -> Iterator[str]:
    yield f"### {function.name}\n"
    yield f"{function.does}\n"
    if function.is_table:
        yield f"Needs {_required_sheets(function)}. To paste:\n"
        yield f"```\n{function.example}\n```\n"
    else:
        yield f"`{_call(function)}`\n"
        yield "| Argument | What it is |\n|---|---|"
        yield "\n".join(f"| {argument.name} | {argument.help} |" for argument in function.arguments) + "\n"
        yield f"Example: `{function.example}` gives **{function.answer}**.\n"
    yield f"Gives: {function.gives}.\n"
    yield f"Errors: {function.errors}.\n"


def _call(function: Function) -> str:
    names = (f"[{a.name}]" if function.is_optional(a) else a.name for a in function.arguments)
    return f"={function.name}({', '.join(names)})"


def _required_sheets(function: Function) -> str:
    return listed(
        [SETTINGS_SHEET if table == SETTINGS_TABLE else BY_TABLE[table].sheet for table in function.required_lists]
    )
