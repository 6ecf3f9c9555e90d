"""What an add-in file holds: what it says about itself, and where it is not what this program puts into an add-in.

Nothing that is read here is believed because the file says so: its code is compared with the text in macros/.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.addin import sources
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.content_types import PART as CONTENT_TYPES
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import relations_part
from pc_workbook.ooxml.package.text import unescape_units
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.read.areas import column_letters
from pc_workbook.ooxml.read.shared_strings import decoded, shared_items, stored_text
from pc_workbook.ooxml.read.sheet_cells import RawCell, attribute, has_formulas, raw_rows
from pc_workbook.ooxml.vba.macros import PROJECT_PART, RIBBON_PART, SIGNATURE_PARTS, signature_relations
from pc_workbook.ooxml.vba.project_reader import Project, read_project

SHEET: Final = "Add-in"  # macros/Launcher.bas reads B2 of it
HEADINGS: Final = ("Add-in of pc_workbook", "Python it starts", "Made from")
LARGEST: Final = 2_000_000  # bytes of a part that is looked into; ours have some 20,000

NOT_AN_ADDIN = "{name} is no add-in made by this program; make one: pc-workbook addin build"
WAS_CHANGED = "{path} was changed since this program made it, so it stays as it is; move it away, and try again."
_STAYS = "{path} is not our add-in, so it stays as it is; move it away, and try again."

_UNREADABLE = "its macros can't be read"
_OTHER_TEXT = "its module {name} has another text"
_EXTRA_MODULE = "its module {name} is not one of ours"
_NO_MODULE = "its module {name} is missing"
_COMPILED = (
    "its module {name} is also there in compiled form, which nobody can compare with its text (a signature can be put "
    "on without opening the file in Excel: docs/it-desk.md)"
)
_OTHER_STREAM = "its VBA project differs in {stream}"
_EXTRA_PART = "it holds {part}, which is no part of our add-in"
_NO_PART = "it lacks {part}"
_OTHER_PART = "its part {part} has other content"
_OTHER_TYPE = "its part {part} is declared as something else"
_EXTRA_SHEET = "it has a sheet '{name}'"
_EXTRA_NAME = "it defines the name {name}"
_FORMULA = "its sheet holds a formula"
_POINTS_AT = "it points at {target}"


class AddinInfo(NamedTuple):
    """What an add-in says about itself."""

    version: str
    python: str
    mark: str


def read_addin_info(path: Path) -> AddinInfo:
    """Return what an add-in says about itself. Raises WorkbookProblem for any other file."""
    return addin_info(open_workbook(path))


def addin_info(package: Package) -> AddinInfo:
    """The same of an add-in that was opened already."""
    try:
        found = _beside_headings(package) if package.has(PROJECT_PART) else {}
    except WorkbookProblem:  # damaged, and so none that this program made
        found = {}
    if any(heading not in found for heading in HEADINGS):
        raise WorkbookProblem(NOT_AN_ADDIN.format(name=package.name))
    return AddinInfo(*(found[heading] for heading in HEADINGS))


def refuse_unless_unchanged(path: Path) -> None:
    """Raise WorkbookProblem unless the file that is to be replaced or removed is an add-in just as this program made it,
    in this version or another: somebody may have added macros of their own."""
    try:
        package = open_workbook(path)
        mark = addin_info(package).mark
    except WorkbookProblem as problem:
        raise WorkbookProblem(_STAYS.format(path=path)) from problem
    if mark != _mark_of(package):
        raise WorkbookProblem(WAS_CHANGED.format(path=path))


def _mark_of(package: Package) -> str:
    """The mark of the modules and the ribbon that the file really holds; "" where they can't be read."""
    project = _project(package)
    if project is None or not _is_small(package, RIBBON_PART):
        return ""
    texts = {name: _text(module.source) for name, module in project.modules.items()}
    return sources.digest_of(texts, package.read(RIBBON_PART))


def _text(source: bytes) -> str:
    return source.decode("cp1252", "replace").replace("\r\n", "\n")


def _beside_headings(package: Package) -> dict[str, str]:
    """Read by values, so that an add-in which another program has saved since says the same."""
    sheet = Workbook(package).sheet(SHEET)
    if sheet is None or package.size(sheet.part) > LARGEST:
        return {}
    table = package.related(Workbook(package).part, "sharedStrings")
    texts = shared_items(package, table) if table and package.size(table) <= LARGEST else []
    rows = [{cell[0]: _cell_text(cell, texts) for cell in row} for row in raw_rows(package.read(sheet.part))]
    first, second = column_letters(1).encode(), column_letters(2).encode()
    return {row[first]: row[second] for row in rows if {first, second} <= row.keys()}


def _cell_text(cell: RawCell, texts: list[bytes]) -> str:
    _, _, attributes, value, content = cell
    kind = attribute("t", attributes)
    if kind == b"inlineStr":
        return unescape_units(stored_text(content))
    if kind != b"s":
        return decoded(value)
    return unescape_units(stored_text(texts[int(value)])) if value.isdigit() and int(value) < len(texts) else ""


# -- what differs from an add-in of this version


def has_functions(package: Package) -> bool:
    """Whether it holds the modules of the worksheet functions; True too where its macros can't be read."""
    project = _project(package)
    return project is None or sources.FUNCTION_SERVER in project.modules


def differences(package: Package, reference: Package) -> Iterator[str]:
    """Yield what a file holds otherwise than the reference, which was made from macros/, the macros first.

    The cells of the sheet, a signature, and parts that only style it may differ.
    """
    yield from _in_project(package, reference)
    yield from _in_parts(package, reference)
    yield from _in_workbook(package)
    yield from _in_relations(package, reference)


def _in_project(package: Package, reference: Package) -> Iterator[str]:
    found, ours = _project(package), read_project(reference.read(PROJECT_PART))
    if found is None:
        yield _UNREADABLE
        return
    yield from (_EXTRA_MODULE.format(name=_shown(name)) for name in found.modules if name not in ours.modules)
    for name, module in ours.modules.items():
        if name not in found.modules:
            yield _NO_MODULE.format(name=name)
        elif found.modules[name].source != module.source:
            yield _OTHER_TEXT.format(name=name)
        elif found.modules[name].compiled:
            yield _COMPILED.format(name=name)
    for stream in sorted(found.others.keys() | ours.others.keys()):
        if found.others.get(stream) != ours.others.get(stream):
            yield _OTHER_STREAM.format(stream=_shown(stream))


def _project(package: Package) -> Project | None:
    if not package.has(PROJECT_PART) or not _is_small(package, PROJECT_PART):
        return None
    try:
        return read_project(package.read(PROJECT_PART))
    except ValueError:
        return None


def _is_small(package: Package, part: str) -> bool:
    return package.has(part) and package.size(part) <= LARGEST


def _in_parts(package: Package, reference: Package) -> Iterator[str]:
    ours = {part.casefold(): part for part in reference.names()}
    signed = {part.casefold() for part in (*SIGNATURE_PARTS, relations_part(PROJECT_PART))}
    for part in sorted(package.names()):
        if part.casefold() not in ours.keys() | signed:
            yield _EXTRA_PART.format(part=_shown(part))
        elif part.casefold() in signed and not _is_small(package, part):
            yield _OTHER_PART.format(part=part)
    for part in sorted(ours.values()):
        if not package.has(part):
            yield _NO_PART.format(part=part)
        elif part != CONTENT_TYPES and package.types.content_type(part) != reference.types.content_type(part):
            yield _OTHER_TYPE.format(part=part)
    if package.has(RIBBON_PART) and not _is_as_in(package, reference, RIBBON_PART):
        yield _OTHER_PART.format(part=RIBBON_PART)


def _is_as_in(package: Package, reference: Package, part: str) -> bool:
    return package.size(part) == reference.size(part) and package.read(part) == reference.read(part)


def _in_workbook(package: Package) -> Iterator[str]:
    workbook = Workbook(package)
    for sheet in workbook.sheets():
        if sheet.name != SHEET:
            yield _EXTRA_SHEET.format(name=_shown(sheet.name))
        elif not _is_small(package, sheet.part):
            yield _OTHER_PART.format(part=sheet.part)
        elif has_formulas(package.read(sheet.part)):
            yield _FORMULA
    yield from (
        _EXTRA_NAME.format(name=_shown(name.get("name", ""))) for name in workbook.tree.iter(SHEET_ML + "definedName")
    )


def _in_relations(package: Package, reference: Package) -> Iterator[str]:
    for owner in ("", Workbook(package).part):
        ours = {(one.type, one.part) for one in reference.relations(owner)}
        for relation in package.relations(owner):
            if (relation.type, relation.part) not in ours:
                yield _POINTS_AT.format(target=_shown(relation.target))
    for relation in package.relations(PROJECT_PART):
        if (relation.type, relation.part) not in signature_relations():
            yield _POINTS_AT.format(target=_shown(relation.target))


def _shown(text: str) -> str:
    """A name out of somebody else's file, fit for one line of a message."""
    return re.sub(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\uffff]", "?", text)[:100]
