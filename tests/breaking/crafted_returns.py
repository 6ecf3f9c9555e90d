"""Returns whose hidden record was rewritten under a checksum that holds, made by a seeded generator.

Each seed gives one return of the locality North, damaged or forged in one way, and the same one each time.
"""

import copy
import hashlib
import json
import random
from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import Any

from pc_workbook.cells.change import CellValue, SetCell
from pc_workbook.ooxml.edit.cells import apply_changes
from pc_workbook.ooxml.package.opening import open_content
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.text import escape as escape_controls
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.read.areas import cell_address
from pc_workbook.returns.record import CHECK, LONGEST, ROW, SHEET, STAMP
from pc_workbook.returns.return_data import row_fingerprint
from pc_workbook.wording.returns import RECORD_TITLE

PROGRESS, MILESTONES = "tblActionProgress", "tblMilestones"
SHEETS = {PROGRESS: "Action progress", MILESTONES: "Milestones"}
KEY_COLUMNS = {PROGRESS: "AK", MILESTONES: "ABD"}  # of a return, in the order of the list's key
SAID_IN = {PROGRESS: "C", MILESTONES: "H"}
FORGED = "Forged by the test"
Line = tuple[str, str]
Held = list[tuple[str, Any]]

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, 10**15, 10**30, 10**400, float("nan"), float("inf"), "", " ", "\x00", "\x0b",
    "\ud800", "\ufffe", "\u202egnp", "=1+1", "_x0041_", "x" * 40_000, "../../x", "(no stamp)", [], {}, [[]], [None],
    {"day": "9999-12-31"}, {"day": "0001-01-01"}, {"day": "1899-12-31"}, {"day": "2017-02-30"}, {"day": 5},
    {"day": []}, {"day": None}, {"Day": "2017-03-01"}, {"day": "2017-03-01", "hour": 3}, {"day": "20170301"},
    "tblPractices", "tblNothing", "North", "South", "A", "V00001", "marking", "progress", "2017-03-01",
)  # fmt: skip


def record_lines(content: bytes) -> Held:
    """The kind and the value of each line of a return's record, without the checksum."""
    from io import BytesIO

    from pc_workbook.hosts.package_reader import read_sheets

    sheet = read_sheets(open_content(content, "return.xlsx"), BytesIO(content)).sheets[SHEET]
    lines = [(str(row[0]), "".join(str(piece) for piece in row[1:] if piece is not None)) for row in sheet.rows]
    return [(kind, json.loads(text)) for kind, text in lines if text and kind != CHECK]


def with_record(content: bytes, lines: Sequence[Line], changes: Sequence[SetCell] = ()) -> bytes:
    """The return with other lines in its record, under a checksum that holds, and with changed cells."""
    package = open_content(content, "return.xlsx")
    if changes:
        apply_changes(package, changes)
    package = open_content(package.packed(), "return.xlsx")
    joined = "\n".join(f"{kind} {text}" for kind, text in lines)
    check = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    _put_rows(package, [(RECORD_TITLE,), *((kind, *_pieces(text)) for kind, text in lines), (CHECK, check)])
    return package.packed()


def _put_rows(package: Package, rows: Sequence[Sequence[str]]) -> None:
    sheet = Workbook(package).sheet(SHEET)
    assert sheet is not None
    cells = "".join(
        f'<row r="{at}">' + "".join(
            f'<c r="{cell_address(at, column)}" t="inlineStr"><is><t xml:space="preserve">{_written(one)}</t></is></c>'
            for column, one in enumerate(row, 1)
        ) + "</row>" for at, row in enumerate(rows, 1)
    )  # fmt: skip
    text = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    package.put(sheet.part, text.encode())


def _written(text: str) -> str:
    return escape(escape_controls(text), quote=False)


def _pieces(text: str) -> list[str]:
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]


def dumped(held: Held) -> list[Line]:
    """The lines as the program writes them."""
    return [(kind, json.dumps(value, sort_keys=True).replace("_x", "\\u005fx")) for kind, value in held]


# -- one change of a record, by a seed


def crafted(content: bytes, seed: int) -> bytes:
    """The return of a seed."""
    source = random.Random(seed)
    ways: tuple[Callable[[bytes, random.Random], bytes], ...] = (
        _odd_value, _odd_value, _odd_value, _odd_lines, _odd_text, _forged_row, _forged_row, _forged_row, _odd_cells,
    )  # fmt: skip
    return ways[seed % len(ways)](content, source)


def _odd_value(content: bytes, source: random.Random) -> bytes:
    """One value, anywhere in the record, is of another kind or far out; one to three times."""
    held = record_lines(content)
    for _ in range(source.randint(1, 3)):
        spots = list(_spots(held))
        box, key = source.choice(spots)
        box[key] = source.choice(ODD)
    return with_record(content, dumped(held), _typed(source))


def _spots(held: Held) -> Any:
    for _, value in held:
        yield from _inside(value)


def _inside(value: Any) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        yield value, key
        yield from _inside(inner)


def _odd_lines(content: bytes, source: random.Random) -> bytes:
    """Lines are doubled, left out, mixed, of an unknown kind, or hold something else altogether."""
    held = record_lines(content)
    for _ in range(source.randint(1, 3)):
        place = source.randrange(len(held))
        way = source.randrange(6)
        if way == 0:
            held.insert(place, copy.deepcopy(held[place]))
        elif way == 1 and len(held) > 1:
            del held[place]
        elif way == 2:
            source.shuffle(held)
        elif way == 3:
            held[place] = (source.choice(["stamp", "row", "texts", "check", "", "zip", "row "]), held[place][1])
        elif way == 4:
            held[place] = (held[place][0], source.choice(ODD))
        else:
            held += copy.deepcopy(held) * source.randint(1, 20)
    return with_record(content, dumped(held), _typed(source))


def _odd_text(content: bytes, source: random.Random) -> bytes:
    """A line is no JSON, or JSON that few readers survive."""
    lines = dumped(record_lines(content))
    place = source.randrange(len(lines))
    odd = source.choice(
        ["[" * 200_000, '{"a":' * 50_000, "NaN", "1e999", "9" * 10_000, '"\\ud800"', "{", "\x00", "]", "'", "null",
         '{"day": "2017-03-01", "day": 5}', "[1] [2]", "\ufeff[]", "x" * 100_000, '{"":' + "[]" * 9]
    )  # fmt: skip
    lines[place] = (lines[place][0], odd)
    return with_record(content, lines, _typed(source))


def _forged_row(content: bytes, source: random.Random) -> bytes:
    """The record claims a row that was not handed out, and the list holds the row with something new in it."""
    held = record_lines(content)
    places = {PROGRESS: [], MILESTONES: []}  # type: dict[str, list[int]]
    for place, (kind, value) in enumerate(held):
        if kind == ROW:
            places[value[0]].append(place)
    table = source.choice([PROGRESS, PROGRESS, MILESTONES])
    n = source.randrange(len(places[table]))
    row = held[places[table][n]][1]
    row[1] = _forged_key(table, source)
    names = ("action", "locality") if table == PROGRESS else ("action", "practice", "milestone")
    claimed: dict[str, Any] = {name: part for name, part in zip(names, row[1], strict=True) if part}
    if source.random() < 0.5:  # what the tracker holds is claimed to have been handed out
        claimed |= source.choice([{}, {"updated_on": date(2017, 3, 1)}, {"state": "Open"}])
    row[3] = {name: {"day": str(one)} if isinstance(one, date) else one for name, one in claimed.items()}
    row[4] = source.random() < 0.5
    row[2] = row_fingerprint(table, tuple(row[1]), claimed)
    if source.random() < 0.3:
        stamp = next(value for kind, value in held if kind == STAMP)
        stamp["locality"] = source.choice(["South", "East", "north", "Nowhere", "North"])
    said = f"{FORGED} {source.random()}"
    return with_record(content, dumped(held), typed_row(table, 6 + n, row[1], said))


def typed_row(table: str, row: int, key: Sequence[str], said: str) -> list[SetCell]:
    """A row of a return's list, with another key and with words where its manager reports."""
    columns = KEY_COLUMNS[table]
    cells = [SetCell(SHEETS[table], f"{letter}{row}", part or None) for letter, part in zip(columns, key, strict=True)]
    return [*cells, SetCell(SHEETS[table], f"{SAID_IN[table]}{row}", said)]


def _forged_key(table: str, source: random.Random) -> list[str]:
    if table == PROGRESS:
        return [source.choice("ABCDEFGZ"), source.choice(["North", "South", "East", "West", "NORTH", "Nowhere", ""])]
    known = [
        ["B", "V00001", "Improvement plan agreed with the practice"], ["A", "V00012", "Policies checked against the list"],
        ["C", "", "First draft out for comment"], ["A", "V00004", "Policies checked against the list"],
        ["A", "V99999", "Nothing"], ["Z", "V00004", "Nothing"],
    ]  # fmt: skip
    return list(source.choice(known))


def _odd_cells(content: bytes, source: random.Random) -> bytes:
    """The record is as it was handed out; cells of the list hold what no cell of a tracker may."""
    odd: tuple[CellValue, ...] = ("x" * 32_767, "\x0b\x01", "\ufffe", "=1+1", -5, 1e308, True, "31/11/2016", "#REF!")
    cells = [
        _set(PROGRESS, source.randint(6, 12), source.randint(1, 14), source.choice(odd))
        for _ in range(source.randint(1, 8))
    ]
    return with_record(content, dumped(record_lines(content)), cells)


def _typed(source: random.Random) -> list[SetCell]:
    """Something that a manager typed, so that there is something to lose."""
    return [_set(PROGRESS, source.randint(6, 10), 3, f"Typed {source.random()}")]


def _set(table: str, row: int, column: int, value: CellValue) -> SetCell:
    return SetCell(SHEETS[table], f"{'ABCDEFGHIJKLMNOP'[column - 1]}{row}", value)
