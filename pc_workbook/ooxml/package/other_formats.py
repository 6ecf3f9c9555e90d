"""Files that are no Excel workbook of today's kind, called what they are."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Final, NamedTuple

_SAVE_AS: Final = "open it in Excel, save it as an Excel Workbook (.xlsx), and try again."
_CHOOSE: Final = "choose an .xlsx or .xlsm file."
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD: Final = 4000  # bytes looked at
_MOST_OF_A_MARK: Final = 200  # bytes of the part that says what a package is
NOT_A_WORKBOOK: Final = "{name} is not an Excel workbook; " + _CHOOSE


class _Format(NamedTuple):
    """A format, by how its files begin."""

    matches: Callable[[bytes], bool]
    sentence: str


def _stream(*names: str) -> Callable[[bytes], bool]:
    """Whether a compound file holds a stream of such a name."""
    return lambda data: data.startswith(_COMPOUND) and any(name.encode("utf-16-le") in data for name in names)


def _begins(*words: bytes) -> Callable[[bytes], bool]:
    """Whether a file begins with one of these, blanks and a byte order mark apart; capitals do not count."""
    return lambda data: _start(data).startswith(words)


def _start(data: bytes) -> bytes:
    return data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()


def _is_text(data: bytes) -> bool:
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head) is None and not data.startswith(_COMPOUND)


_FORMATS: Final = (
    _Format(lambda data: not data, "{name} is empty; choose the newest copy that is not."),
    _Format(_stream("EncryptedPackage"), (
        "{name} is locked by a password or an encrypting sensitivity label; open it in Excel, take that off "
        "(File, Info, Protect Workbook), save it, and try again."
    )),
    _Format(_stream("Workbook", "Book"), "{name} is in the old .xls format; " + _SAVE_AS),
    _Format(_stream("WordDocument"), "{name} is a Word document; " + _CHOOSE),
    _Format(_stream("PowerPoint Document"), "{name} is a PowerPoint presentation; " + _CHOOSE),
    _Format(_begins(b"%pdf"), "{name} is a PDF; choose the workbook it was made from."),
    _Format(_begins(b"{\\rtf"), "{name} is a rich text document; " + _CHOOSE),
    _Format(lambda data: b"excel.sheet" in _start(data) and _begins(b"<?xml", b"<?mso")(data),
            "{name} is an XML Spreadsheet of 2003; " + _SAVE_AS),
    _Format(lambda data: b"opendocument.spreadsheet" in _start(data) and _begins(b"<?xml")(data),
            "{name} is a flat OpenDocument spreadsheet; open it in Excel or LibreOffice, save it as .xlsx, and try again."),
    _Format(_begins(b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"mime-version:"),
            "{name} is a web page, whatever its name ends in; " + _SAVE_AS),
    _Format(_begins(b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm"), "{name} is a picture; " + _CHOOSE),
    _Format(_is_text, "{name} is a text file, such as .csv; open it in Excel, save it as an Excel Workbook (.xlsx), and try again."),
)  # fmt: skip

_OPEN_DOCUMENTS: Final = {
    "spreadsheet": "{name} is an OpenDocument spreadsheet (.ods); open it in Excel or LibreOffice, save it as .xlsx, and "
    "try again.",
    "text": "{name} is an OpenDocument text; " + _CHOOSE,
    "presentation": "{name} is an OpenDocument presentation; " + _CHOOSE,
}
_MAIN_PARTS: Final = {
    "document": "a Word document",
    "presentation": "a PowerPoint presentation",
    "FixedDocument": "an XPS",
}


def other_format(data: bytes) -> str:
    """What a file is that is no package of parts: a sentence about {name}."""
    return next((one.sentence for one in _FORMATS if one.matches(data)), NOT_A_WORKBOOK)


def other_package(data: bytes) -> str | None:
    """What a zip is that holds no Open XML parts: a sentence about {name}; None where it may be a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "[Content_Types].xml" in names:
                return None
            if "mimetype" in names:
                with package.open("mimetype") as mark:
                    return _open_document(mark.read(_MOST_OF_A_MARK).decode("ascii", "replace"))
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    if any(name.casefold() in ("[content_types].xml", "xl/workbook.xml") for name in names):
        return None  # a workbook, whatever is wrong with it
    if "Index/Document.iwa" in names or any(name.endswith("/Document.iwa") for name in names):
        return "{name} is an Apple Numbers or Pages document; export it to Excel (.xlsx), and try again."
    return "{name} is a zip folder and not a workbook; unpack it, and choose the workbook in it."


def _open_document(kind: str) -> str:
    found = kind.strip().rpartition(".")[2].removesuffix("-template")
    return _OPEN_DOCUMENTS.get(found, NOT_A_WORKBOOK)


def other_document(root: str) -> str:
    """What a package is whose main part has another root element than a workbook: a sentence about {name}."""
    known = _MAIN_PARTS.get(root)
    return f"{{name}} is {known}; {_CHOOSE}" if known else NOT_A_WORKBOOK
