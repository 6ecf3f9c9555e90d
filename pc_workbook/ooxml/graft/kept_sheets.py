"""A dated copy of a sheet on which somebody put something, before the sheet is replaced.

The old sheet goes on living under a new entry: its bytes and all that hangs on it, so nothing is lost on the
way. Only what must differ differs: it is no longer marked as ours, the code name stays with the live sheet,
its tables get names of their own, and what pointed at the live sheet by name points at the copy, so that its
charts and formulas go on showing the figures of that day.
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
_HOLD_FORMULAS = ("drawing+xml", "chart+xml", "chartex+xml", "vmldrawing", "table+xml", "controlproperties+xml")
_HEAD_BYTES = 4000


def dated_name(name: str, day: date, taken: set[str]) -> str:
    """A free sheet name of at most 31 characters; `taken` folded.

    >>> dated_name("Dashboard", date(2017, 3, 15), set())
    'Dashboard kept 15 Mar 2017'
    >>> dated_name("Dashboard", date(2017, 3, 15), {"dashboard kept 15 mar 2017"})
    'Dashboard kept 15 Mar 2017 (2)'
    """
    number = 1
    while True:
        ending = f" kept {day.day} {_MONTHS[day.month - 1]} {day.year}" + (f" ({number})" if number > 1 else "")
        found = name[: LONGEST_SHEET_NAME - len(ending)].rstrip(" '") + ending
        if found.casefold() not in taken:
            return found
        number += 1


def keep(workbook: Workbook, sheet: Sheet, tables: TableRegister, drawn_tables: set[str], name: str) -> Sheet:
    """Put the sheet as it stands under a new entry called `name`, and give that entry.

    The live sheet's own part still stands afterwards, but nothing hangs on it: the caller fills it anew.
    """
    package = workbook.package
    part = package.free_name(sheet.part)
    data = package.read(sheet.part)
    content = package.types.content_type(sheet.part)
    package.put(part, _bare_head(data))
    package.types.declare(part, content or "")
    _hand_over_relations(package, sheet.part, part)
    kept = workbook.add_sheet(name, part, sheet.state)
    renamed = _renamed_tables(tables, sheet.name, drawn_tables)
    _rename_tables(package, tables, sheet.name, renamed)
    _repoint(package, part, _repointing(sheet.name, name, renamed))
    _copy_local_names(workbook, sheet, kept)
    return kept


def _bare_head(data: bytes) -> bytes:
    head, rest = data[:_HEAD_BYTES], data[_HEAD_BYTES:]
    head = re.sub(rb'(<(?:\w+:)?sheetPr[^>]*?)\scodeName="[^"]*"', rb"\1", head)
    return re.sub(rb'(<(?:\w+:)?sheetView[^>]*?)\stabSelected="[^"]*"', rb"\1", head) + rest


def _hand_over_relations(package: Package, old: str, new: str) -> None:
    """Both parts lie in one folder, so the targets hold as they are."""
    if package.has(relations_part(old)):
        package.put(relations_part(new), package.read(relations_part(old)))


def _renamed_tables(tables: TableRegister, sheet: str, drawn_tables: set[str]) -> dict[str, str]:
    renamed: dict[str, str] = {}
    for found in tables.on(sheet):
        taken, name = drawn_tables | {name.casefold() for name in renamed.values()}, found.name
        renamed[name] = tables.free_name(f"{name}_kept", taken)
    return renamed


def _rename_tables(package: Package, tables: TableRegister, sheet: str, renamed: dict[str, str]) -> None:
    for found in tables.on(sheet):
        tree = package.tree(found.part)
        tree.set("id", str(tables.new_id()))
        for attribute in ("name", "displayName"):
            tree.set(attribute, renamed[found.name])
        package.put(found.part, dump(tree))


def _repointing(old: str, new: str, tables: dict[str, str]) -> Callable[[str], str]:
    def repoint(formula: str) -> str:
        formula = with_sheet_renamed(formula, old, new)
        for table, other in tables.items():
            formula = with_table_renamed(formula, table, other)
        return formula

    return repoint


def _repoint(package: Package, sheet_part: str, repoint: Callable[[str], str]) -> None:
    def in_text(match: re.Match[bytes]) -> bytes:
        return match[1] + html.escape(repoint(html.unescape(match[2].decode())), quote=False).encode()

    def in_attribute(match: re.Match[bytes]) -> bytes:
        value = html.escape(repoint(html.unescape(match[2].decode())), quote=False).replace('"', "&quot;")
        return match[1] + value.encode()

    for part in sorted(_parts_with_formulas(package, sheet_part)):
        data = package.read(part)
        changed = re.sub(_FORMULA_ATTRIBUTE, in_attribute, re.sub(_FORMULA, in_text, data))
        if changed != data:
            package.put(part, changed)


def _parts_with_formulas(package: Package, sheet_part: str) -> set[str]:
    hanging = {
        part
        for part in package.reachable(sheet_part)
        if (package.types.content_type(part) or "").casefold().endswith(_HOLD_FORMULAS)
    }
    return hanging | {sheet_part}


def _copy_local_names(workbook: Workbook, sheet: Sheet, kept: Sheet) -> None:
    names = DefinedNames(workbook)
    for one in names.local_names(sheet.position):
        if one.get("name", "").casefold() != MARK.casefold():
            text = with_sheet_renamed(one.text or "", sheet.name, kept.name)
            names.put(copy.deepcopy(one), text, kept.position)
