"""A law: whatever is done to the shape of a list, its figures stay as they are, or a finding on that list says why.

Rows and columns put in, totals, source lines, names, frames and headings changed, on every list and on Settings. What
harms nothing changes no figure and needs no more than a note; of anything else a line is read or it is named. The full
size (PC_WORKBOOK_FULL=1) makes 3,000 edits.
"""

import os
import re
from collections import Counter
from functools import cache
from random import Random

import pytest

from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import SETTINGS_TABLE
from pc_workbook.wording.findings import current_entry, message
from tests.support.list_edits import HARMLESS, OTHERS
from tests.support.list_tracker import ROWS, Edit, Sheet, listed_tracker, told_of

EACH = 9 if os.environ.get("PC_WORKBOOK_FULL") else 1  # edits of each kind of each list
COMBINED = 1_000 if os.environ.get("PC_WORKBOOK_FULL") else 100
TABLES = (*ROWS, SETTINGS_TABLE)
LINES = re.compile(r"Rows? (\d+)(?: to (\d+))? w")
#: Lists that rows are taken from below a frame and apart from it only where more than words names them.
AS_IT_WAS = cache(lambda: told_of(listed_tracker()))
WITHOUT_SENSE = {(SETTINGS_TABLE, name) for name in ("frame_smaller", "columns_swapped")}


def counted(findings: tuple[Finding, ...]) -> Counter[tuple[str, str, str]]:
    return Counter((one.code, current_entry(one.entry), message(one).problem) for one in findings)


def new_findings(findings: tuple[Finding, ...], sheet: str) -> list[Finding]:
    known = counted(AS_IT_WAS()[1])
    new = []
    for one in findings:
        key = one.code, current_entry(one.entry), message(one).problem
        known[key] -= 1
        if known[key] < 0 and one.sheet == sheet:
            new.append(one)
    return new


def edited(table: str, edits: list[Edit], chance: Random) -> tuple[Sheet, Intake, tuple[Finding, ...], list[object]]:
    sheet = Sheet(listed_tracker(), table)
    for edit in edits:
        edit(sheet, chance)
    intake, findings, figures = told_of(sheet.finished())
    return sheet, intake, findings, list(figures)


def lost(sheet: Sheet, intake: Intake, findings: tuple[Finding, ...]) -> list[int]:
    """The lines below the headings that hold something in the list's columns and are neither read nor named."""
    if sheet.table == SETTINGS_TABLE:
        return []
    read, place = intake.lists[sheet.table], sheet.place
    if not read.columns:
        return []
    named: set[int] = set(range(place.last_row + 1, place.last_row + place.totals + 1))
    for one in findings:
        for first, last in LINES.findall(message(one).text) if one.sheet == place.sheet else ():
            named.update(range(int(first), int(last or first) + 1))
    spots = sorted(read.columns.values())
    filled = [
        row
        for row in range(read.heading_row + 1, len(sheet.rows) + 1)
        if any(sheet.at(row, s) is not None for s in spots)
    ]
    return [row for row in filled if not read.has_row(row) and row not in named]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", HARMLESS)
def test_what_harms_nothing_changes_no_figure_and_blocks_nothing(name: str, table: str) -> None:
    if (table, name) in WITHOUT_SENSE:
        pytest.skip("makes no sense of this list")
    for n in range(EACH):
        chance = Random(f"{name} {table} {n}")
        sheet, intake, findings, figures = edited(table, [HARMLESS[name]], chance)
        assert figures == AS_IT_WAS()[2]
        new = new_findings(findings, sheet.place.sheet)
        assert [one for one in new if one.severity is not Severity.NOTE] == []
        assert not lost(sheet, intake, findings)
        assert name != "excels_totals" or not new


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", OTHERS)
def test_what_may_harm_is_told_on_its_list(name: str, table: str) -> None:
    for n in range(EACH):
        sheet, intake, findings, figures = edited(table, [OTHERS[name]], Random(f"{name} {table} {n}"))
        new = new_findings(findings, sheet.place.sheet)
        assert figures == AS_IT_WAS()[2] or any(one.severity is not Severity.NOTE for one in new)
        assert not lost(sheet, intake, findings)


@pytest.mark.parametrize("part", range(10))
def test_edits_upon_edits_are_told_on_their_list(part: int) -> None:
    every = [*HARMLESS.values(), *OTHERS.values()]
    for n in range(COMBINED // 10):
        chance = Random(f"{part} {n}")
        table = chance.choice(TABLES)
        chosen = [chance.choice(every) for _ in range(chance.choice((2, 2, 3)))]
        sheet, intake, findings, figures = edited(table, chosen, chance)
        new = new_findings(findings, sheet.place.sheet)
        names = [one.__name__ for one in chosen]
        assert figures == AS_IT_WAS()[2] or any(one.severity is not Severity.NOTE for one in new), (
            part,
            n,
            table,
            names,
        )
        assert not lost(sheet, intake, findings), (part, n, table, names)
