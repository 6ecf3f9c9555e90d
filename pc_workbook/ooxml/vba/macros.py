"""Put a VBA project and a ribbon into a workbook: an .xlsx becomes an .xlsm or .xlam, its cells unchanged.

Project and workbook are linked by code names: each sheet gets one, and the project a module of that name. This is only
for workbooks that the program made: a project that a person wrote is never replaced.
"""

import posixpath
from collections.abc import Mapping, Sequence
from typing import Final

from pc_workbook.errors import InternalError
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import append_relation, relations_part, relative
from pc_workbook.ooxml.package.workbook import ORDER, Sheet, Workbook
from pc_workbook.ooxml.package.xml import insert_in_order
from pc_workbook.ooxml.vba.project import WORKBOOK_MODULE, Module, sheet_module, vba_project, workbook_module

_MICROSOFT: Final = "http://schemas.microsoft.com/office/"
PROJECT_PART: Final = "xl/vbaProject.bin"
RIBBON_PART: Final = "customUI/customUI14.xml"
_PROJECT_CONTENT: Final = "application/vnd.ms-office.vbaProject"
_PROJECT_RELATION: Final = _MICROSOFT + "2006/relationships/vbaProject"
_RIBBON_RELATION: Final = _MICROSOFT + "2007/relationships/ui/extensibility"
MACRO_WORKBOOK: Final = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADD_IN: Final = "application/vnd.ms-excel.addin.macroEnabled.main+xml"

SIGNATURE_PARTS: Final = {
    "xl/vbaProjectSignature.bin": "2006/relationships/vbaProjectSignature",
    "xl/vbaProjectSignatureAgile.bin": "2014/relationships/vbaProjectSignatureAgile",
    "xl/vbaProjectSignatureV3.bin": "2020/07/relationships/vbaProjectSignatureV3",
}
"""Part of a signature -> relation type after Microsoft's address ([MS-OFFMACRO2] 2.1.2, 2.1.3; the third since 2020)."""


def signature_relations() -> set[tuple[str, str]]:
    """Return the relations of a signed project: type and part."""
    return {(_MICROSOFT + kind, part) for part, kind in SIGNATURE_PARTS.items()}


def signature_of(package: Package) -> dict[str, bytes]:
    """Return the parts of the signature of a workbook's project by name, none where it is not signed."""
    related = {(relation.type, relation.part) for relation in package.relations(PROJECT_PART)}
    named = sorted(part for kind, part in signature_relations() & related if package.has(part))
    return {part: package.read(part) for part in named}


def put_signature(package: Package, signature: Mapping[str, bytes]) -> None:
    """Add the signature of a project with the same code to a workbook."""
    for part, content in signature.items():
        package.put(part, content)
        package.types.declare(part, f"application/vnd.ms-office.{posixpath.basename(part).removesuffix('.bin')}")
        _relate(package, PROJECT_PART, _MICROSOFT + SIGNATURE_PARTS[part], part)


def put_project(package: Package, modules: Sequence[Module], name: str, kind: str) -> None:
    """Add a project called `name` to a workbook, and make it a `kind`: MACRO_WORKBOOK or ADD_IN.

    Raises OurMistake where it has a project already.
    """
    if package.has(PROJECT_PART):
        raise InternalError(f"{package.name} has a VBA project already, which is not replaced")
    workbook = Workbook(package)
    own = [] if any(module.name == WORKBOOK_MODULE for module in modules) else [workbook_module()]
    whole = [*own, *modules, *_code_names(package, workbook)]
    package.put(PROJECT_PART, vba_project(whole, name))
    package.types.declare(PROJECT_PART, _PROJECT_CONTENT, by_extension=True)
    package.types.declare(workbook.part, kind)
    workbook.store()
    _relate(package, workbook.part, _PROJECT_RELATION, PROJECT_PART)


def put_ribbon(package: Package, ribbon: bytes) -> None:
    """Add a tab of the ribbon to a workbook, as [MS-CUSTOMUI] describes it."""
    package.put(RIBBON_PART, ribbon)
    if package.types.content_type(RIBBON_PART) is None:
        package.types.declare(RIBBON_PART, "application/xml")
    _relate(package, "", _RIBBON_RELATION, RIBBON_PART)


def _code_names(package: Package, workbook: Workbook) -> list[Module]:
    properties = workbook.tree.find(SHEET_ML + "workbookPr")
    if properties is None:
        properties = workbook.tree.makeelement(SHEET_ML + "workbookPr", nsmap=None)
        insert_in_order(workbook.tree, properties, ORDER)
    properties.set("codeName", WORKBOOK_MODULE)
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
