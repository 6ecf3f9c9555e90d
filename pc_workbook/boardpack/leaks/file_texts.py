"""Every text in a finished file, in any part where a program or a person could find it.

A workbook is a zip of parts. Each is opened: XML text by run and joined, attributes (alt text, links, names,
drop-downs), XML comments, pictures and other binary parts as bytes in UTF-8 and UTF-16, packages inside packages, and
what the zip contains beside its parts. A PDF gives its pages, metadata, bookmarks and every string of its objects. This
reader is independent of ooxml/ on purpose: it must find what the writer did not mean to write.
"""

import html
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from lxml import etree

from pc_workbook.wording import pack_messages as messages

PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n"
ZIP = b"PK\x03\x04"
#: Elements whose text is one text for a reader, however many runs it is cut into.
WHOLE = frozenset({"si", "is", "p", "text", "comment", "threadedComment", "definedName", "f"})
HEADER_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Za-z])')
LETTER = re.compile(r"[^\W\d_]")
DECLARES = re.compile(rb"<\0?!")
SHORTEST_ATTRIBUTE = 4
#: In compressed bytes any four letters occur by chance; where words run together, a name can't be recognised.
IN_BYTES, NO_NAMES = 8, sys.maxsize
#: What the format says in its own words: "medium", "xl/worksheets/sheet1.xml".
OF_THE_FORMAT = re.compile(r"[a-z][\w./+-]*", re.ASCII)


class FileText(NamedTuple):
    """One text of a file, with its part and its place there.

    `shortest`: how many letters a name must have to be searched for in it, since short ones occur there by chance.
    """

    part: str
    where: str | Callable[[], str]  # worked out only where something is found
    text: str
    shortest: int = 0

    @property
    def place(self) -> str:
        """Return its place in the part."""
        return self.where if isinstance(self.where, str) else self.where()


class Unreadable(NamedTuple):
    """A part that can't be searched."""

    part: str
    why: str


Found = FileText | Unreadable


def file_texts(path: Path) -> Iterator[Found]:
    """Yield every text of a file, and the parts that can't be searched."""
    data = path.read_bytes()
    if data.startswith(b"%PDF"):
        yield from pdf_texts(data)
    elif data.startswith(ZIP):
        yield from package_texts(data, "")
    else:
        yield from bytes_texts(data, messages.WHOLE_FILE)


# --- packages


def package_texts(data: bytes, inside: str) -> Iterator[Found]:
    """Yield every text of a zip: what it contains beside its parts, then each part."""
    yield from bytes_texts(data, f"{inside}{messages.WHOLE_FILE}")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        yield FileText(f"{inside}{messages.WHOLE_FILE}", messages.ITS_COMMENT, _as_text(package.comment))
        for entry in package.infolist():
            yield from _of_entry(package, entry, inside)


def _of_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo, inside: str) -> Iterator[Found]:
    name = f"{inside}{entry.filename}"
    yield FileText(name, messages.ITS_NAME, unquote(entry.filename))
    yield FileText(name, messages.ITS_COMMENT, _as_text(entry.comment))
    yield FileText(name, messages.ITS_EXTRA_FIELD, _as_text(entry.extra))
    if entry.flag_bits & 1:
        yield Unreadable(name, messages.LOCKED)
    else:
        yield from part_texts(package.read(entry), name)


def part_texts(data: bytes, name: str) -> Iterator[Found]:
    """Yield every text of one part."""
    if data.startswith(ZIP):
        yield from package_texts(data, f"{name} > ")
    elif data.startswith(OLE):
        yield Unreadable(name, messages.COMPOUND_FILE)
    elif data.startswith(PNG):
        yield from bytes_texts(data, name)
        yield from _of_png(data, name)
    else:
        tree = _tree(data)
        yield from bytes_texts(data, name) if tree is None else _of_xml(tree, data, name)


def _tree(data: bytes) -> Any:
    if b"<" not in data[:200] and b"<\0" not in data[:200] and b"\0<" not in data[:200]:
        return None
    try:
        return etree.fromstring(data, PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return None


# --- bytes


def bytes_texts(data: bytes, name: str) -> Iterator[FileText]:
    """Yield the text that some bytes may contain, in UTF-8 and UTF-16."""
    yield FileText(name, messages.ITS_BYTES, _unescaped(data.decode("utf-8", "ignore")), IN_BYTES)
    if data.count(0) > len(data) // 8 or re.search(rb"(?:[\x20-\x7e]\0){6}", data):
        for start in (0, 1):
            yield FileText(name, messages.ITS_BYTES, data[start:].decode("utf-16-le", "ignore"), IN_BYTES)
            yield FileText(name, messages.ITS_BYTES, data[start:].decode("utf-16-be", "ignore"), IN_BYTES)


def _unescaped(text: str) -> str:
    return unquote(html.unescape(text)) if "&" in text or "%" in text else text


def _as_text(data: bytes) -> str:
    return " ".join((data.decode("utf-8", "ignore"), data.decode("utf-16-le", "ignore")))


def _of_png(data: bytes, name: str) -> Iterator[FileText]:
    """Yield the compressed texts of a picture."""
    at = len(PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind in (b"zTXt", b"iTXt"):
            body = data[at + 8 : at + 8 + length]
            for start in [n for n, byte in enumerate(body) if byte == 0x78]:
                yield FileText(name, messages.ITS_TEXT, _inflated(body[start:]).decode("utf-8", "ignore"))
        at += length + 12


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


# --- XML


def _of_xml(root: Any, data: bytes, name: str) -> Iterator[Found]:
    if DECLARES.search(data):
        yield from bytes_texts(data, name)  # comments, entities and what else a reader of XML passes over
    yield FileText(name, messages.ITS_TEXT, "".join(_texts(root)), NO_NAMES)
    for element in root.iter():
        yield from _of_element(element, name)


def _texts(root: Any) -> Iterator[str]:
    for element in root.iter():
        if element.text:
            yield element.text
        if element.tail:
            yield element.tail


def _of_element(element: Any, name: str) -> Iterator[FileText]:
    tag = element.tag
    if not isinstance(tag, str):
        yield FileText(name, messages.XML_COMMENT, _unescaped(str(element.text or "")))
        return
    local = tag.rpartition("}")[2]
    where = partial(_where, element, local)
    if local in WHOLE:
        yield FileText(name, where, "".join(element.itertext()))
    for text in (element.text, element.tail):
        if text and LETTER.search(text):
            yield from _plain_and_coded(name, where, text)
    is_font_of_a_script = local == "font" and "script" in element.attrib  # a theme lists "Mangal" and "Latha"
    for value in element.attrib.values():
        if len(value) >= SHORTEST_ATTRIBUTE and LETTER.search(value):
            if is_font_of_a_script or OF_THE_FORMAT.fullmatch(value):
                yield FileText(name, where, value, NO_NAMES)
            else:
                yield from _plain_and_coded(name, where, _unescaped(value))


def _plain_and_coded(name: str, where: Callable[[], str], text: str) -> Iterator[FileText]:
    yield FileText(name, where, text)
    if "&" in text:
        yield FileText(name, where, HEADER_CODES.sub("", text))


def _where(element: Any, local: str) -> str:
    """Return where an element is: its cell, else its number among its siblings, else its name."""
    for ancestor in (element, *element.iterancestors()):
        cell = ancestor.get("r") or ancestor.get("ref")
        if cell and re.fullmatch(r"[A-Z]{1,3}\d+", cell):
            return str(cell)
    for ancestor in (element, *element.iterancestors("{*}si")):
        if str(ancestor.tag).endswith("}si"):
            return f"text {1 + sum(1 for _ in ancestor.itersiblings('{*}si', preceding=True))}"
    return f"<{local}>"


# --- PDF


def pdf_texts(data: bytes) -> Iterator[Found]:
    """Yield every text of a PDF: its pages as they are read, then every string and stream of its objects."""
    from pypdf import PdfReader

    yield from bytes_texts(data, messages.WHOLE_FILE)
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        yield Unreadable(messages.WHOLE_FILE, messages.LOCKED)
        return
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        yield FileText(f"page {number}", messages.ITS_TEXT, text)
    for number in range(1, int(reader.trailer.get("/Size", 0))):
        yield from _of_object(reader, number)
    yield from (
        FileText(messages.TRAILER, messages.ITS_STRINGS, text) for text in _strings(reader.trailer.get("/Info"), 0)
    )


def _of_object(reader: Any, number: int) -> Iterator[FileText]:
    from pypdf.errors import PdfReadError
    from pypdf.generic import IndirectObject, StreamObject

    try:
        found = IndirectObject(number, 0, reader).get_object()
    except PdfReadError:
        return  # a number that no object has
    name = f"object {number}"
    for text in _strings(found, 0):
        yield FileText(name, messages.ITS_STRINGS, text)
    if isinstance(found, StreamObject):
        yield from bytes_texts(found.get_data(), name)


def _strings(found: Any, depth: int) -> Iterator[str]:
    """Yield the strings of an object itself; a referenced object has its own."""
    from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, TextStringObject

    if isinstance(found, TextStringObject | NameObject):
        yield unquote(str(found))
    elif isinstance(found, ByteStringObject):
        yield _as_text(bytes(found))
    elif isinstance(found, DictionaryObject) and depth < 20:
        for key, value in found.raw_get_items() if hasattr(found, "raw_get_items") else dict.items(found):
            yield str(key)
            yield from _strings(value, depth + 1)
    elif isinstance(found, ArrayObject) and depth < 20:
        for value in list.__iter__(found):
            yield from _strings(value, depth + 1)
