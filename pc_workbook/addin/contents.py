"""Reads an add-in file, and compares it with the add-in that this program builds.

The file's own statements are not trusted: its code is compared with the text in macros/.
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
LARGEST: Final = 2_000_000  # bytes of the largest part that is read; those of the add-in have about 20,000

NOT_AN_ADDIN = "{name} is not an add-in of this program. To build one, run: pc-workbook addin build"
WAS_CHANGED = "{path} was changed since this program wrote it, so it is left unchanged. Move it away, and try again."
_OTHER_FILE = "{path} is not an add-in of this program, so it is left unchanged. Move it away, and try again."

_UNREADABLE = "its macros can't be read"
_OTHER_TEXT = "its module {name} has a different text"
_EXTRA_MODULE = "it has the additional module {name}"
_NO_MODULE = "its module {name} is missing"
_COMPILED = (
    "its module {name} also has compiled code, which can't be compared with its text (sign the file without opening it "
    "in Excel: docs/it-desk.md)"
)
_OTHER_STREAM = "its VBA project differs in {stream}"
_EXTRA_PART = "it has the additional part {part}"
_NO_PART = "its part {part} is missing"
_OTHER_PART = "its part {part} has different content"
_OTHER_TYPE = "its part {part} has a different content type"
_EXTRA_SHEET = "it has the additional sheet '{name}'"
_EXTRA_NAME = "it defines the name {name}"
_FORMULA = "its sheet has a formula"
_EXTRA_RELATION = "it refers to {target}"


class AddinInfo(NamedTuple):
    """What an add-in states about itself on its sheet."""

    version: str
    python: str  # the path it starts; empty before installation
    digest: str  # of its sources


def read_addin_info(path: Path) -> AddinInfo:
    """Return what an add-in file states about itself. Raises WorkbookProblem for any other file."""
    return addin_info(open_workbook(path))


def addin_info(package: Package) -> AddinInfo:
    """Return what an opened add-in states about itself. Raises WorkbookProblem for any other package."""
    try:
        values = _values_by_heading(package) if package.has(PROJECT_PART) else {}
    except WorkbookProblem:  # a damaged file is not one that this program wrote
        values = {}
    if any(heading not in values for heading in HEADINGS):
        raise WorkbookProblem(NOT_AN_ADDIN.format(name=package.name))
    return AddinInfo(*(values[heading] for heading in HEADINGS))


def refuse_unless_unchanged(path: Path) -> None:
    """Raise WorkbookProblem unless a file is an unchanged add-in of any version: somebody may have added own macros."""
    try:
        package = open_workbook(path)
        digest = addin_info(package).digest
    except WorkbookProblem as problem:
        raise WorkbookProblem(_OTHER_FILE.format(path=path)) from problem
    if digest != _actual_digest(package):
        raise WorkbookProblem(WAS_CHANGED.format(path=path))


def _actual_digest(package: Package) -> str:
    """Return the digest of the modules and the ribbon in the file; "" if they can't be read."""
    project = _project(package)
    if project is None or not _is_small(package, RIBBON_PART):
        return ""
    texts = {name: _text(module.source) for name, module in project.modules.items()}
    return sources.digest_of(texts, package.read(RIBBON_PART))


def _text(source: bytes) -> str:
    return source.decode("cp1252", "replace").replace("\r\n", "\n")


def _values_by_heading(package: Package) -> dict[str, str]:
    """Return the add-in's sheet as heading -> value, however the program that saved it last has written the cells."""
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


# -- differences from the add-in of this version


def has_functions(package: Package) -> bool:
    """Return whether an add-in has the modules of the worksheet functions; True as well if its macros can't be read."""
    project = _project(package)
    return project is None or sources.FUNCTION_SERVER in project.modules


def differences(package: Package, reference: Package) -> Iterator[str]:
    """Yield the differences of a file from the reference, which was built from macros/; those of the macros come first.

    The cells of the sheet, a signature, and styles may differ.
    """
    yield from _in_project(package, reference)
    yield from _in_parts(package, reference)
    yield from _in_workbook(package)
    yield from _in_relations(package, reference)


def _in_project(package: Package, reference: Package) -> Iterator[str]:
    project, expected = _project(package), read_project(reference.read(PROJECT_PART))
    if project is None:
        yield _UNREADABLE
        return
    extra = [name for name in project.modules if name not in expected.modules]
    yield from (_EXTRA_MODULE.format(name=_printable(name)) for name in extra)
    for name, module in expected.modules.items():
        if name not in project.modules:
            yield _NO_MODULE.format(name=name)
        elif project.modules[name].source != module.source:
            yield _OTHER_TEXT.format(name=name)
        elif project.modules[name].compiled:
            yield _COMPILED.format(name=name)
    for stream in sorted(project.others.keys() | expected.others.keys()):
        if project.others.get(stream) != expected.others.get(stream):
            yield _OTHER_STREAM.format(stream=_printable(stream))


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
    expected = {part.casefold(): part for part in reference.names()}
    signed = {part.casefold() for part in (*SIGNATURE_PARTS, relations_part(PROJECT_PART))}
    for part in sorted(package.names()):
        if part.casefold() not in expected.keys() | signed:
            yield _EXTRA_PART.format(part=_printable(part))
        elif part.casefold() in signed and not _is_small(package, part):
            yield _OTHER_PART.format(part=part)
    for part in sorted(expected.values()):
        if not package.has(part):
            yield _NO_PART.format(part=part)
        elif part != CONTENT_TYPES and package.types.content_type(part) != reference.types.content_type(part):
            yield _OTHER_TYPE.format(part=part)
    if package.has(RIBBON_PART) and not _is_equal(package, reference, RIBBON_PART):
        yield _OTHER_PART.format(part=RIBBON_PART)


def _is_equal(package: Package, reference: Package, part: str) -> bool:
    return package.size(part) == reference.size(part) and package.read(part) == reference.read(part)


def _in_workbook(package: Package) -> Iterator[str]:
    workbook = Workbook(package)
    for sheet in workbook.sheets():
        if sheet.name != SHEET:
            yield _EXTRA_SHEET.format(name=_printable(sheet.name))
        elif not _is_small(package, sheet.part):
            yield _OTHER_PART.format(part=sheet.part)
        elif has_formulas(package.read(sheet.part)):
            yield _FORMULA
    yield from (
        _EXTRA_NAME.format(name=_printable(name.get("name", "")))
        for name in workbook.tree.iter(SHEET_ML + "definedName")
    )


def _in_relations(package: Package, reference: Package) -> Iterator[str]:
    for owner in ("", Workbook(package).part):
        expected = {(relation.type, relation.part) for relation in reference.relations(owner)}
        for relation in package.relations(owner):
            if (relation.type, relation.part) not in expected:
                yield _EXTRA_RELATION.format(target=_printable(relation.target))
    for relation in package.relations(PROJECT_PART):
        if (relation.type, relation.part) not in signature_relations():
            yield _EXTRA_RELATION.format(target=_printable(relation.target))


def _printable(text: str) -> str:
    """Return a name from an untrusted file in at most 100 printable characters."""
    return re.sub(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\uffff]", "?", text)[:100]
