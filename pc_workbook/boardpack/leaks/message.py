"""The message that refuses a pack: each restricted text by its cell in the tracker, and where the files would show
it.

Places are given as people know them, by sheet and cell, not by the part of the package.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from lxml import etree

from pc_workbook.boardpack.leaks.figures_in_rows import MAIN, STRINGS
from pc_workbook.boardpack.leaks.file_texts import PARSER
from pc_workbook.boardpack.leaks.scan import Leak
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.wording import pack_messages as messages

CELL = re.compile(r"[A-Z]{1,3}\d+")
SHARED = re.compile(r"text (\d+)")


def leak_message(leaks: Mapping[str, Sequence[Leak]]) -> str:
    """Return the message for the person who asked for the pack. `leaks`: those of each file, by its name."""
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for file, found in leaks.items():
        for leak in found:
            places[leak.secret].setdefault(messages.place_words(file, leak.part, leak.where))
    return messages.leaks_found({secret: tuple(where) for secret, where in places.items()})


def leaks_by_cell(leaks: Iterable[Leak], file: Path) -> tuple[Leak, ...]:
    """Return the leaks by sheet and cell where they are in one; others by the part of the file."""
    found = tuple(leaks)
    if not found or file.suffix != ".xlsx":
        return found
    package = Package.open(file)
    sheets = {sheet.part: sheet.name for sheet in Workbook(package).sheets()}
    strings = _cells_of_strings(package, sheets)
    return tuple(chain.from_iterable(_by_cell(leak, sheets, strings) for leak in found))


def _by_cell(leak: Leak, sheets: Mapping[str, str], strings: Mapping[int, Sequence[str]]) -> Sequence[Leak]:
    shared = SHARED.fullmatch(leak.where) if leak.part == STRINGS else None
    if shared and int(shared[1]) in strings:
        return [leak._replace(part="", where=cell) for cell in strings[int(shared[1])]]
    if leak.part not in sheets:
        return [leak]
    name = sheets[leak.part]
    if CELL.fullmatch(leak.where):
        return [leak._replace(part="", where=cell_reference(name, leak.where))]
    return [leak._replace(part=messages.sheet_place(name))]


def _cells_of_strings(package: Package, sheets: Mapping[str, str]) -> Mapping[int, Sequence[str]]:
    """Return the cells that show each shared string, by its number from 1."""
    found: dict[int, list[str]] = defaultdict(list)
    for part, name in sheets.items():
        for cell in etree.fromstring(package.read(part), PARSER).iter(f"{MAIN}c"):
            if cell.get("t") == "s" and (number := cell.findtext(f"{MAIN}v")):
                found[int(number) + 1].append(cell_reference(name, cell.get("r") or ""))
    return found
