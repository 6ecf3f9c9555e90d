"""Whose sheet is it? Ours carry a mark, with the fingerprint of what we delivered.

The mark is a hidden name, local to the sheet, whose value is a text. Excel, LibreOffice and openpyxl all
keep such names when they save, and a name moves with its sheet when someone renames or reorders it.
"""

import zlib
from typing import NamedTuple

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.graft.fingerprint import SheetReader
from pc_workbook.ooxml.package.defined_names import DefinedNames
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import relations_part
from pc_workbook.ooxml.package.workbook import Sheet, Workbook

MARK = "_pc_generated"
_VERSION = "1"  # of the way the fingerprint is taken

NOT_OURS = (
    "{workbook} already has a sheet called '{sheet}' that this program did not make; rename it, then refresh again."
)


class Delivered(NamedTuple):
    """What the mark says the sheet was when we last wrote it."""

    fingerprint: str
    checksum: str
    """Of the bytes: while it holds, nobody has saved the sheet and it need not be read."""


class Generated(NamedTuple):
    """A sheet of ours, or one that is empty and may become ours."""

    sheet: Sheet
    delivered: Delivered | None
    """None when there is nothing to lose on it."""

    def was_changed(self, reader: SheetReader) -> bool:
        """Whether somebody has put something on it since."""
        if self.delivered is None:
            return False
        if self.delivered.checksum == _checksum(reader.package, self.sheet.part):
            return False
        return self.delivered.fingerprint != reader.fingerprint(self.sheet.part)


def read_mark(workbook: Workbook, sheet: Sheet) -> Delivered | None:
    """None when the sheet bears no mark."""
    text = DefinedNames(workbook).local_text(MARK, sheet.position)
    return None if text is None else delivered_by(text)


def delivered_by(mark: str) -> Delivered:
    """What a mark's text says.

    >>> delivered_by('="1 22a178c18e0ca2ee b42a7a9e"').fingerprint
    '22a178c18e0ca2ee'
    """
    version, fingerprint, checksum, *_ = [*mark.strip('="').split(), "", "", ""]
    # A mark of another version can't be compared, so it never equals: the sheet counts as changed.
    return Delivered(fingerprint, checksum) if version == _VERSION else Delivered("", "")


def was_refreshed(workbook: Workbook) -> bool:
    """Whether any of its sheets is one of ours."""
    return any(read_mark(workbook, sheet) is not None for sheet in workbook.sheets())


def put_mark(names: DefinedNames, package: Package, sheet: Sheet, fingerprint: str) -> None:
    """To be put when the sheet and all that hangs on it stand as they will be written."""
    names.put_hidden(MARK, mark_text(fingerprint, _checksum(package, sheet.part)), sheet.position)


def mark_text(fingerprint: str, checksum: str = "unsaved") -> str:
    """The text of a mark. Without a checksum the sheet is read to learn whether it was changed."""
    return f'"{_VERSION} {fingerprint} {checksum}"'


def _checksum(package: Package, sheet_part: str) -> str:
    parts = [sheet_part, *sorted(package.reachable(sheet_part))]
    owned = [one for part in parts for one in (part, relations_part(part)) if package.has(one)]
    sums = b"".join(b"%08x" % package.checksum(part) for part in owned)
    return f"{zlib.crc32(sums):08x}"


def find_generated(workbook: Workbook, reader: SheetReader, name: str) -> Generated | None:
    """Our earlier sheet of that name, or an empty one; None when there is no such sheet.

    Raises WorkbookProblem when it is somebody else's.
    """
    sheet = workbook.sheet(name)
    if sheet is None:
        return None
    delivered = read_mark(workbook, sheet)
    if sheet.is_worksheet and (delivered is not None or reader.is_blank(sheet.part)):
        return Generated(sheet, delivered)
    raise WorkbookProblem(NOT_OURS.format(workbook=workbook.package.name, sheet=sheet.name))
