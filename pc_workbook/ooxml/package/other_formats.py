"""Name the format of a file that is not a current Excel workbook, for the message that refuses it."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Final, NamedTuple

_SAVE_AS: Final = "Open it in Excel, save it as an Excel Workbook (.xlsx), and try again."
_CHOOSE: Final = "Choose an .xlsx or .xlsm file."
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD: Final = 4000  # bytes checked
_LONGEST_MIMETYPE: Final = 200  # bytes read of the part that names the type of a package
NOT_A_WORKBOOK: Final = "{name} is not an Excel workbook. " + _CHOOSE


class _Format(NamedTuple):
    """A format: a test for its files, and the message that refuses them."""

    matches: Callable[[bytes], bool]
    message: str


def _stream(*names: str) -> Callable[[bytes], bool]:
    """Return a test for compound files with a stream of one of these names."""
    return lambda data: data.startswith(_COMPOUND) and any(name.encode("utf-16-le") in data for name in names)


def _begins(*words: bytes) -> Callable[[bytes], bool]:
    """Return a test for files that begin with one of these, ignoring case, blanks and a byte order mark."""
    return lambda data: _start(data).startswith(words)


def _start(data: bytes) -> bytes:
    return data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()


def _is_text(data: bytes) -> bool:
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head) is None and not data.startswith(_COMPOUND)


_FORMATS: Final = (
    _Format(lambda data: not data, "{name} is empty. Choose the newest copy that is not."),
    _Format(_stream("EncryptedPackage"), (
        "{name} is locked by a password or an encrypting sensitivity label. Open it in Excel, take that off "
        "(File, Info, Protect Workbook), save it, and try again."
    )),
    _Format(_stream("Workbook", "Book"), "{name} is in the old .xls format. " + _SAVE_AS),
    _Format(_stream("WordDocument"), "{name} is a Word document. " + _CHOOSE),
    _Format(_stream("PowerPoint Document"), "{name} is a PowerPoint presentation. " + _CHOOSE),
    _Format(_begins(b"%pdf"), "{name} is a PDF. Choose the workbook it was made from."),
    _Format(_begins(b"{\\rtf"), "{name} is a rich text document. " + _CHOOSE),
    _Format(lambda data: b"excel.sheet" in _start(data) and _begins(b"<?xml", b"<?mso")(data),
            "{name} is an XML Spreadsheet of 2003. " + _SAVE_AS),
    _Format(lambda data: b"opendocument.spreadsheet" in _start(data) and _begins(b"<?xml")(data),
            "{name} is a flat OpenDocument spreadsheet. Open it in Excel or LibreOffice, save it as .xlsx, and try again."),
    _Format(_begins(b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"mime-version:"),
            "{name} is a web page, whatever its name ends in. " + _SAVE_AS),
    _Format(_begins(b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm"), "{name} is a picture. " + _CHOOSE),
    _Format(_is_text, "{name} is a text file, such as .csv. Open it in Excel, save it as an Excel Workbook (.xlsx), and try again."),
)  # fmt: skip

_OPEN_DOCUMENTS: Final = {
    "spreadsheet": "{name} is an OpenDocument spreadsheet (.ods). Open it in Excel or LibreOffice, save it as .xlsx, and "
    "try again.",
    "text": "{name} is an OpenDocument text. " + _CHOOSE,
    "presentation": "{name} is an OpenDocument presentation. " + _CHOOSE,
}
_MAIN_PARTS: Final = {
    "document": "a Word document",
    "presentation": "a PowerPoint presentation",
    "FixedDocument": "an XPS",
}


def other_format(data: bytes) -> str:
    """Return the message, with a place for {name}, that refuses a file that is not a zip."""
    return next((known.message for known in _FORMATS if known.matches(data)), NOT_A_WORKBOOK)


def other_package(data: bytes) -> str | None:
    """Return the message, with a place for {name}, that refuses a zip without Open XML parts; None where it may be a
    workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "[Content_Types].xml" in names:
                return None
            if "mimetype" in names:
                with package.open("mimetype") as mimetype:
                    return _open_document(mimetype.read(_LONGEST_MIMETYPE).decode("ascii", "replace"))
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    if any(name.casefold() in ("[content_types].xml", "xl/workbook.xml") for name in names):
        return None  # a workbook, whatever is wrong with it
    if "Index/Document.iwa" in names or any(name.endswith("/Document.iwa") for name in names):
        return "{name} is an Apple Numbers or Pages document. Export it to Excel (.xlsx), and try again."
    return "{name} is a zip folder and not a workbook. Unpack it, and choose the workbook in it."


def _open_document(kind: str) -> str:
    name = kind.strip().rpartition(".")[2].removesuffix("-template")
    return _OPEN_DOCUMENTS.get(name, NOT_A_WORKBOOK)


def other_document(root: str) -> str:
    """Return the message, with a place for {name}, that refuses a package by the root element of its main part."""
    known = _MAIN_PARTS.get(root)
    return f"{{name}} is {known}. {_CHOOSE}" if known else NOT_A_WORKBOOK
