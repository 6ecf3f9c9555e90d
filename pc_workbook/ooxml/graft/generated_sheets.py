"""Recognise generated sheets by a mark with the fingerprint of the sheet as it was written.

The mark is a hidden defined name, local to the sheet, whose value is a text. Excel, LibreOffice and openpyxl keep such
names when they save, and a name stays with its sheet when somebody renames or moves it.
"""

import zlib
from typing import NamedTuple

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.graft.fingerprint import FingerprintReader
from pc_workbook.ooxml.package.defined_names import DefinedNames
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import relations_part
from pc_workbook.ooxml.package.workbook import Sheet, Workbook

MARK = "_pc_generated"
_VERSION = "1"  # of the method of the fingerprint

NOT_GENERATED = (
    "{workbook} already has a sheet called '{sheet}' that this program did not make. Rename it, then refresh again."
)


class SheetMark(NamedTuple):
    """The mark of a generated sheet: what it was when it was last written."""

    fingerprint: str
    checksum: str
    """Of the bytes: if it is the same, nobody saved the sheet and it need not be read."""


class ReplaceableSheet(NamedTuple):
    """A generated sheet, or an empty one that may become one."""

    sheet: Sheet
    mark: SheetMark | None
    """None for an empty sheet."""

    def was_changed(self, reader: FingerprintReader) -> bool:
        """Return whether somebody changed the sheet since it was written."""
        if self.mark is None:
            return False
        if self.mark.checksum == _checksum(reader.package, self.sheet.part):
            return False
        return self.mark.fingerprint != reader.fingerprint(self.sheet.part)


def read_mark(workbook: Workbook, sheet: Sheet) -> SheetMark | None:
    """Return the mark of a sheet, None where it has none."""
    text = DefinedNames(workbook).local_text(MARK, sheet.position)
    return None if text is None else parse_mark(text)


def parse_mark(mark: str) -> SheetMark:
    """Return the mark in a text.

    >>> parse_mark('="1 22a178c18e0ca2ee b42a7a9e"').fingerprint
    '22a178c18e0ca2ee'
    """
    version, fingerprint, checksum, *_ = [*mark.strip('="').split(), "", "", ""]
    # A mark of another version can't be compared, so the sheet counts as changed.
    return SheetMark(fingerprint, checksum) if version == _VERSION else SheetMark("", "")


def was_refreshed(workbook: Workbook) -> bool:
    """Return whether the workbook has a generated sheet."""
    return any(read_mark(workbook, sheet) is not None for sheet in workbook.sheets())


def put_mark(names: DefinedNames, package: Package, sheet: Sheet, fingerprint: str) -> None:
    """Mark a sheet as generated. Call it when the sheet and all parts it depends on are final."""
    names.put_hidden(MARK, mark_text(fingerprint, _checksum(package, sheet.part)), sheet.position)


def mark_text(fingerprint: str, checksum: str = "unsaved") -> str:
    """Return the text of a mark. Without a checksum the sheet must be read to find out whether it was changed."""
    return f'"{_VERSION} {fingerprint} {checksum}"'


def _checksum(package: Package, sheet_part: str) -> str:
    parts = [sheet_part, *sorted(package.reachable(sheet_part))]
    owned = [name for part in parts for name in (part, relations_part(part)) if package.has(name)]
    sums = b"".join(b"%08x" % package.checksum(part) for part in owned)
    return f"{zlib.crc32(sums):08x}"


def find_generated(workbook: Workbook, reader: FingerprintReader, name: str) -> ReplaceableSheet | None:
    """Return the generated or empty sheet of that name, None where there is no such sheet.

    Raises WorkbookProblem where a person made it and it is not empty.
    """
    sheet = workbook.sheet(name)
    if sheet is None:
        return None
    mark = read_mark(workbook, sheet)
    if sheet.is_worksheet and (mark is not None or reader.is_blank(sheet.part)):
        return ReplaceableSheet(sheet, mark)
    raise WorkbookProblem(NOT_GENERATED.format(workbook=workbook.package.name, sheet=sheet.name))
