"""A VBA project and a ribbon put into a workbook: an .xlsx becomes an .xlsm or an .xlam, its cells untouched.

The project and the workbook find each other by code names: each sheet gets one, and the project a module of
that name. Only for workbooks of our own making: a project that somebody wrote is never replaced.
"""

from collections.abc import Sequence
from typing import Final

from pc_workbook.errors import OurMistake
from pc_workbook.ooxml.namespaces import SHEET_ML
from pc_workbook.ooxml.package import Package
from pc_workbook.ooxml.relations import append_relation, relations_part, relative
from pc_workbook.ooxml.vba import OF_THE_WORKBOOK, Module, sheet_module, vba_project, workbook_module
from pc_workbook.ooxml.workbook import ORDER, Sheet, Workbook
from pc_workbook.ooxml.xml import insert_in_order

_MICROSOFT: Final = "http://schemas.microsoft.com/office/"
_PROJECT_PART, _RIBBON_PART = "xl/vbaProject.bin", "customUI/customUI14.xml"
_PROJECT_CONTENT: Final = "application/vnd.ms-office.vbaProject"
_PROJECT_RELATION: Final = _MICROSOFT + "2006/relationships/vbaProject"
_RIBBON_RELATION: Final = _MICROSOFT + "2007/relationships/ui/extensibility"
MACRO_WORKBOOK: Final = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADD_IN: Final = "application/vnd.ms-excel.addin.macroEnabled.main+xml"


def put_project(package: Package, modules: Sequence[Module], name: str, kind: str) -> None:
    """Give a workbook a project called `name`, and make it what `kind` says, MACRO_WORKBOOK or ADD_IN."""
    if package.has(_PROJECT_PART):
        raise OurMistake(f"{package.name} has a VBA project already, which is not ours to replace")
    workbook = Workbook(package)
    own = [] if any(module.name == OF_THE_WORKBOOK for module in modules) else [workbook_module()]
    whole = [*own, *modules, *_code_names(package, workbook)]
    package.put(_PROJECT_PART, vba_project(whole, name))
    package.types.declare(_PROJECT_PART, _PROJECT_CONTENT, by_extension=True)
    package.types.declare(workbook.part, kind)
    workbook.store()
    _relate(package, workbook.part, _PROJECT_RELATION, _PROJECT_PART)


def put_ribbon(package: Package, ribbon: bytes) -> None:
    """Give a workbook a tab of its own, as [MS-CUSTOMUI] describes it."""
    package.put(_RIBBON_PART, ribbon)
    if package.types.of(_RIBBON_PART) is None:
        package.types.declare(_RIBBON_PART, "application/xml")
    _relate(package, "", _RIBBON_RELATION, _RIBBON_PART)


def _code_names(package: Package, workbook: Workbook) -> list[Module]:
    properties = workbook.tree.find(SHEET_ML + "workbookPr")
    if properties is None:
        properties = workbook.tree.makeelement(SHEET_ML + "workbookPr", nsmap=None)
        insert_in_order(workbook.tree, properties, ORDER)
    properties.set("codeName", OF_THE_WORKBOOK)
    return [_code_name(package, sheet) for sheet in workbook.sheets()]


def _code_name(package: Package, sheet: Sheet) -> Module:
    tree = package.tree(sheet.part)
    properties = tree.find(SHEET_ML + "sheetPr")
    if properties is None:
        properties = tree.makeelement(SHEET_ML + "sheetPr", nsmap=None)
        tree.insert(0, properties)
    name = f"Sheet{sheet.position + 1}"
    properties.set("codeName", name)
    package.put_tree(sheet.part, tree)
    return sheet_module(name)


def _relate(package: Package, owner: str, kind: str, part: str) -> None:
    tree = package.relation_tree(owner)
    append_relation(tree, kind, relative(owner, part))
    package.put_tree(relations_part(owner), tree)
