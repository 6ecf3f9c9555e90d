"""The part of docs/functions.md that tells each function, from the catalogue: the page can't tell another story."""

from collections.abc import Iterator

from pc_workbook.tracker.lists.catalogue import BY_TABLE, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.udfs.catalogue import FUNCTIONS, Function

START = "<!-- from pc_workbook/udfs/catalogue.py on; made by macros/make_functions.py -->"


def with_functions(page: str) -> str:
    """The page with its last part made anew; what stands above the mark is somebody's own words and stays."""
    return "\n".join((page.partition(START)[0] + START, "", *_lines()))


def _lines() -> Iterator[str]:
    yield "## On values\n"
    for one in FUNCTIONS:
        if not one.is_table:
            yield from _told(one)
    yield "## Whole tables\n"
    for one in FUNCTIONS:
        if one.is_table:
            yield from _told(one)


def _told(one: Function) -> Iterator[str]:
    yield f"### {one.name}\n"
    yield f"{one.does}\n"
    if one.is_table:
        yield f"Rests on {_sheets(one)}. To paste:\n"
        yield f"```\n{one.example}\n```\n"
    else:
        yield f"`{_call(one)}`\n"
        yield "| Argument | What it is |\n|---|---|"
        yield "\n".join(f"| {argument.name} | {argument.help} |" for argument in one.arguments) + "\n"
        yield f"Example: `{one.example}` gives **{one.answer}**.\n"
    yield f"Gives: {one.gives}.\n"
    yield f"Errors: {one.errors}.\n"


def _call(one: Function) -> str:
    names = (f"[{a.name}]" if one.is_optional(a) else a.name for a in one.arguments)
    return f"={one.name}({', '.join(names)})"


def _sheets(one: Function) -> str:
    sheets = [SETTINGS_SHEET if table == SETTINGS_TABLE else BY_TABLE[table].sheet for table in one.rests_on]
    return f"{', '.join(sheets[:-1])} and {sheets[-1]}"
