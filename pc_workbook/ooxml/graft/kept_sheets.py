"""Keep a dated copy of a generated sheet that somebody changed, before the sheet is replaced.

The old sheet gets a new entry in the list of sheets, with its bytes and the parts it depends on. The copy differs only
where it must: it is not marked as generated, the code name stays with the live sheet, its list objects get new names, and
its references to the live sheet point at the copy, so that its charts and formulas still show the figures of that day.
"""

import copy
import html
import re
from collections.abc import Callable
from datetime import date
from typing import Final

from pc_workbook.ooxml.edit.formula_text import with_sheet_renamed, with_table_renamed
from pc_workbook.ooxml.graft.generated_sheets import MARK
from pc_workbook.ooxml.graft.table_register import TableRegister
from pc_workbook.ooxml.package.defined_names import DefinedNames
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import relations_part
from pc_workbook.ooxml.package.workbook import Sheet, Workbook
from pc_workbook.ooxml.package.xml import dump

LONGEST_SHEET_NAME: Final = 31
_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_FORMULA = (
    rb"(<(?:\w+:)?(?:f|formula[12]?|calculatedColumnFormula|totalsRowFormula|FmlaLink|FmlaRange)(?:\s[^>]*)?>)"
    rb"([^<]+)(?=</)"
)
_FORMULA_ATTRIBUTE = rb'(\s(?:textlink|location|fmlaLink|fmlaRange)=")([^"]+)(?=")'
_WITH_FORMULAS = ("drawing+xml", "chart+xml", "chartex+xml", "vmldrawing", "table+xml", "controlproperties+xml")
_HEAD_BYTES = 4000


def dated_name(name: str, day: date, taken: set[str]) -> str:
    """Return a free sheet name of at most 31 characters; `taken` is case-folded.

    >>> dated_name("Dashboard", date(2017, 3, 15), set())
    'Dashboard kept 15 Mar 2017'
    >>> dated_name("Dashboard", date(2017, 3, 15), {"dashboard kept 15 mar 2017"})
    'Dashboard kept 15 Mar 2017 (2)'
    """
    number = 1
    while True:
        ending = f" kept {day.day} {_MONTHS[day.month - 1]} {day.year}" + (f" ({number})" if number > 1 else "")
        dated = name[: LONGEST_SHEET_NAME - len(ending)].rstrip(" '") + ending
        if dated.casefold() not in taken:
            return dated
        number += 1


def keep_copy(workbook: Workbook, sheet: Sheet, tables: TableRegister, drawn_tables: set[str], name: str) -> Sheet:
    """Give the sheet a second entry called `name`, and return that entry.

    The part of the live sheet stays, without the parts it depended on: the caller must fill it again.
    """
    package = workbook.package
    part = package.free_name(sheet.part)
    data = package.read(sheet.part)
    content = package.types.content_type(sheet.part)
    package.put(part, _without_identity(data))
    package.types.declare(part, content or "")
    _move_relations(package, sheet.part, part)
    kept = workbook.add_sheet(name, part, sheet.state)
    renamed = _renamed_tables(tables, sheet.name, drawn_tables)
    _rename_tables(package, tables, sheet.name, renamed)
    _redirect(package, part, _redirection(sheet.name, name, renamed))
    _copy_local_names(workbook, sheet, kept)
    return kept


def _without_identity(data: bytes) -> bytes:
    head, rest = data[:_HEAD_BYTES], data[_HEAD_BYTES:]
    head = re.sub(rb'(<(?:\w+:)?sheetPr[^>]*?)\scodeName="[^"]*"', rb"\1", head)
    return re.sub(rb'(<(?:\w+:)?sheetView[^>]*?)\stabSelected="[^"]*"', rb"\1", head) + rest


def _move_relations(package: Package, old: str, new: str) -> None:
    """Copy the relations of a part to another in the same folder, so that relative targets stay right."""
    if package.has(relations_part(old)):
        package.put(relations_part(new), package.read(relations_part(old)))


def _renamed_tables(tables: TableRegister, sheet: str, drawn_tables: set[str]) -> dict[str, str]:
    renamed: dict[str, str] = {}
    for table in tables.on_sheet(sheet):
        taken, name = drawn_tables | {name.casefold() for name in renamed.values()}, table.name
        renamed[name] = tables.free_name(f"{name}_kept", taken)
    return renamed


def _rename_tables(package: Package, tables: TableRegister, sheet: str, renamed: dict[str, str]) -> None:
    for table in tables.on_sheet(sheet):
        tree = package.tree(table.part)
        tree.set("id", str(tables.new_id()))
        for attribute in ("name", "displayName"):
            tree.set(attribute, renamed[table.name])
        package.put(table.part, dump(tree))


def _redirection(old: str, new: str, tables: dict[str, str]) -> Callable[[str], str]:
    def redirect(formula: str) -> str:
        formula = with_sheet_renamed(formula, old, new)
        for table_name, other in tables.items():
            formula = with_table_renamed(formula, table_name, other)
        return formula

    return redirect


def _redirect(package: Package, sheet_part: str, redirect: Callable[[str], str]) -> None:
    def in_text(match: re.Match[bytes]) -> bytes:
        return match[1] + html.escape(redirect(html.unescape(match[2].decode())), quote=False).encode()

    def in_attribute(match: re.Match[bytes]) -> bytes:
        value = html.escape(redirect(html.unescape(match[2].decode())), quote=False).replace('"', "&quot;")
        return match[1] + value.encode()

    for part in sorted(_parts_with_formulas(package, sheet_part)):
        data = package.read(part)
        changed = re.sub(_FORMULA_ATTRIBUTE, in_attribute, re.sub(_FORMULA, in_text, data))
        if changed != data:
            package.put(part, changed)


def _parts_with_formulas(package: Package, sheet_part: str) -> set[str]:
    dependent = {
        part
        for part in package.reachable(sheet_part)
        if (package.types.content_type(part) or "").casefold().endswith(_WITH_FORMULAS)
    }
    return dependent | {sheet_part}


def _copy_local_names(workbook: Workbook, sheet: Sheet, kept: Sheet) -> None:
    names = DefinedNames(workbook)
    for name_element in names.local_names(sheet.position):
        if name_element.get("name", "").casefold() != MARK.casefold():
            text = with_sheet_renamed(name_element.text or "", sheet.name, kept.name)
            names.put(copy.deepcopy(name_element), text, kept.position)
