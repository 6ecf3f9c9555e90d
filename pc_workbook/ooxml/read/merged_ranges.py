"""The merged ranges of a sheet, from what stands round its cells."""

import re
from typing import Final

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.xml import parse
from pc_workbook.ooxml.read.areas import Area

_PLAIN: Final = rb'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"/>'  # compiled where a sheet has any
_OPENING_AND_CLOSING: Final = 2  # of the element round them


def merged_ranges(head: bytes, tail: bytes) -> tuple[Area, ...]:
    """The merged ranges of a sheet: `head` is its text from the root element to its rows, `tail` what follows them.

    Raises ValueError where the two are no XML, or a range is none.

    >>> head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    >>> merged_ranges(head, b"</sheetData><mergeCells><mergeCell ref='$A$1:b2'/></mergeCells></worksheet>")
    (Area(top=1, left=1, bottom=2, right=2),)
    """
    if b"mergeCell" not in tail:
        return ()
    count = tail.count(b"mergeCell")
    plain = re.findall(_PLAIN, tail)
    if len(plain) + _OPENING_AND_CLOSING == count and b"<!" not in tail:
        return tuple([Area.parse(reference.decode()) for reference in plain])
    try:
        root = parse(head + tail)
    except WorkbookProblem as error:
        raise ValueError("not XML") from error
    return tuple([Area.parse(one.get("ref", "")) for one in root.iter(SHEET_ML + "mergeCell")])
