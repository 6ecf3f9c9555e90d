"""XlsxWriter's workbook as we use it: its sheets write whole rows, its parts are packed here, and its no is loud.

XlsxWriter says no by a warning or a negative number and leaves the thing out; here each of these is our mistake.
"""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager

from pc_workbook.cells.limits import LONGEST_PROPERTY, cut, printable
from pc_workbook.draw.theme import Properties
from pc_workbook.draw.xlsxwriter_fast.fast_rows import WholeRows
from pc_workbook.errors import OurMistake

UNDATED = date(2017, 1, 1)
PART_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: equal parts give equal bytes
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # with two more, which would take long to compile
_NO_CHARACTERS = ("\ufffe", "\uffff")
OPTIONS = {
    "in_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
}


class Parts(Packager):  # type: ignore[misc]  # XlsxWriter comes without types
    """The parts of a workbook, kept for us to pack; XlsxWriter packs none."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[tuple[StringIO, str, bool]] = []

    def _create_package(self) -> list[Any]:
        self.made = super()._create_package()
        return []


class Book(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook of one body font, and the document's own facts: no person's name, and no date of the run."""

    worksheet_class = WholeRows

    def __init__(self, title: str, created: date | None, font: dict[str, object]) -> None:
        super().__init__(BytesIO(), {**OPTIONS, "default_format_properties": {**font, "font_scheme": "none"}})
        self._parts = Parts()
        made = datetime.combine(created or UNDATED, time())
        self.set_properties(
            {
                "title": cut(printable(title), LONGEST_PROPERTY),
                "subject": "Primary care improvement",
                "author": "",
                "created": made,
            }
        )

    def _get_packager(self) -> Parts:
        return self._parts

    def finished(self) -> dict[str, bytes]:
        """Finish the workbook: its parts by name, in the order in which a file holds them."""
        self.close()
        found = {}
        for text, name, _ in self._parts.made:
            found[name] = _writable(text.getvalue(), name)
            text.close()  # a national sheet need not stand here twice
        return found


def _writable(text: str, name: str) -> bytes:
    """A part as bytes, without characters that XML can't hold. Cells and lists write them as escapes, which XlsxWriter
    does for cells alone; elsewhere, as in the words for a screen reader, nobody sees or hears them."""
    if name.startswith("xl/tables/"):
        text = _replaced(text, lambda found: f"_x{ord(found):04X}_")
    elif name != "xl/sharedStrings.xml" and not name.startswith("xl/worksheets/sheet"):
        text = _replaced(text, lambda found: " ")
    return text.encode("utf-8", "replace")  # half a character, which a cell's escape can stand for, becomes "?"


def _replaced(text: str, by: Callable[[str], str]) -> str:
    for character in _NO_CHARACTERS:
        text = text.replace(character, by(character))
    return _NOT_IN_XML.sub(lambda found: by(found[0]), text)


def pack(parts: Mapping[str, bytes], out: Path) -> None:
    """Write a workbook's parts to a file, at a path of ours."""
    packed = BytesIO()
    with ZipFile(packed, "w") as package:
        for name, content in parts.items():
            part = ZipInfo(name, PART_DATE)
            part.compress_type = ZIP_DEFLATED
            package.writestr(part, content)
    out.write_bytes(packed.getbuffer())


@contextmanager
def loud(title: str) -> Iterator[None]:
    """What XlsxWriter warns of or refuses is our mistake."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", module="xlsxwriter")
        try:
            yield
        except (XlsxWriterException, UserWarning, TypeError, ValueError) as error:
            raise OurMistake(f"Drawing {title!r}: {error}") from error


class Formats:
    """The formats of one workbook. Later looks overrule earlier ones."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[frozenset[tuple[str, object]], Format] = {}

    def __call__(self, *looks: Properties, **more: object) -> Format:
        properties = {name: value for look in (*looks, more) for name, value in look.items()}
        key = frozenset(properties.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]
