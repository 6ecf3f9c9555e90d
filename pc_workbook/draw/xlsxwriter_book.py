"""XlsxWriter's workbook with fast rows, parts returned instead of written, and errors for everything it would leave out.

XlsxWriter reports what it can't write by a warning or a negative number, and leaves it out. Here each of these raises
OurMistake.
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
from pc_workbook.draw.xlsxwriter_fast.fast_rows import FastRows
from pc_workbook.errors import InternalError
from pc_workbook.interrupts import stop_behind

UNDATED = date(2017, 1, 1)
PART_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest date of a zip: equal parts give equal bytes
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # plus _NO_CHARACTERS, which would be slow in the expression
_NO_CHARACTERS = ("\ufffe", "\uffff")
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_NO_CHARACTERS_IN_UTF8 = tuple(character.encode() for character in _NO_CHARACTERS)
OPTIONS = {
    "in_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
}


class PartCollector(Packager):  # type: ignore[misc]  # XlsxWriter comes without types
    """Collects the parts of a workbook instead of packing them."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[tuple[StringIO, str, bool]] = []

    def _create_package(self) -> list[Any]:
        self.files = super()._create_package()
        return []


class Book(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook with one body font and fixed document properties: no person's name and no date of the run."""

    worksheet_class = FastRows

    def __init__(self, title: str, created: date | None, font: dict[str, object]) -> None:
        super().__init__(BytesIO(), {**OPTIONS, "default_format_properties": {**font, "font_scheme": "none"}})
        self._parts = PartCollector()
        creation_time = datetime.combine(created or UNDATED, time())
        self.set_properties(
            {
                "title": cut(printable(title), LONGEST_PROPERTY),
                "subject": "Primary care improvement",
                "author": "",
                "created": creation_time,
            }
        )

    def _get_packager(self) -> PartCollector:
        return self._parts

    def finished(self) -> dict[str, bytes]:
        """Close the workbook and return its parts by name, in the order of a file."""
        self.close()
        parts = {}
        for text, name, _ in self._parts.files:
            parts[name] = _writable(text.getvalue(), name)
            text.close()  # frees the memory of a national sheet
        return parts


def _writable(text: str, name: str) -> bytes:
    """Return a part as bytes, without characters that XML forbids.

    In cells and list objects they are escaped; XlsxWriter does so for cells only. Elsewhere, as in alternative texts, they
    become spaces.
    """
    content = text.encode("utf-8", "replace")  # half of a surrogate pair becomes "?"
    if len(content.translate(None, _CONTROLS)) == len(content) and not any(
        map(content.__contains__, _NO_CHARACTERS_IN_UTF8)
    ):
        return content
    if name.startswith("xl/tables/"):
        text = _replaced(text, lambda character: f"_x{ord(character):04X}_")
    elif name != "xl/sharedStrings.xml" and not name.startswith("xl/worksheets/sheet"):
        text = _replaced(text, lambda character: " ")
    return text.encode("utf-8", "replace")


def _replaced(text: str, by: Callable[[str], str]) -> str:
    for character in _NO_CHARACTERS:
        text = text.replace(character, by(character))
    return _NOT_IN_XML.sub(lambda match: by(match[0]), text)


def pack(parts: Mapping[str, bytes], out: Path) -> None:
    """Write the parts of a workbook to a file. Raises OSError where it can't be written."""
    out.write_bytes(packed(parts))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the content of a workbook file with these parts."""
    content = BytesIO()
    with ZipFile(content, "w") as package:
        for name, part_content in parts.items():
            part = ZipInfo(name, PART_DATE)
            part.compress_type = ZIP_DEFLATED
            package.writestr(part, part_content)
    return content.getvalue()


@contextmanager
def raising_refusals(title: str) -> Iterator[None]:
    """Raise OurMistake for what XlsxWriter warns of or refuses while the workbook called `title` is drawn."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", module="xlsxwriter")
        try:
            yield
        except (XlsxWriterException, UserWarning, TypeError, ValueError) as error:
            stop = stop_behind(error)
            if stop is not None:
                raise stop from None
            raise InternalError(f"Drawing {title!r}: {error}") from error


class Formats:
    """XlsxWriter's Format objects of one workbook, one for each set of properties; later properties override earlier ones."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[frozenset[tuple[str, object]], Format] = {}

    def __call__(self, *groups: Properties, **more: object) -> Format:
        """Return the format with these properties."""
        properties = {name: value for group in (*groups, more) for name, value in group.items()}
        key = frozenset(properties.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]
