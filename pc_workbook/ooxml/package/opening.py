"""Open a user's workbook, or refuse it with a message that says why and what to do.

Everything that could damage a file is checked before anything is written.
"""

import stat
from pathlib import Path

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.xml import local_name, namespace, parse

_ZIP = b"PK"
_STRICT = "http://purl.oclc.org/ooxml/"

_MISSING = "There is no workbook at {path}. Check the name and the folder."
NO_NAME = "No workbook was named. Give a name that ends in .xlsx."
A_FOLDER = "{path} is a folder, not a workbook. Give the name of the workbook in it."
_LOCKED = "{name} is open in another program, so it can't be read. Close it there and try again."
_NO_ACCESS = "You may not read {path}. Ask its owner for access, and try again."
_UNREADABLE = "{path} can't be read ({reason}). Copy it to a folder on this computer, and try again."
_LOCKED_ON_WINDOWS = (32, 33)  # error numbers for a file, or a region of it, that another program has locked
_BINARY = (
    "{name} is an Excel Binary Workbook (.xlsb). Open it in Excel, save it as an Excel Workbook (.xlsx), and try again."
)
_STRICT_FILE = (
    "{name} was saved as a Strict Open XML Spreadsheet. Open it in Excel, save it as a normal Excel Workbook "
    "(.xlsx), and try again."
)
_BETA = (
    "{name} was saved by a trial version of Excel in a format that no longer counts. Open it in Excel, "
    "save it as an Excel Workbook (.xlsx), and try again."
)
_OTHER_PACKER = (
    "{name} was packed by another program in a way that only some programs read. Open it in Excel, "
    "save it as an Excel Workbook (.xlsx), and try again."
)
_NO_STYLES = "{name} holds no cell styles, so sheets can't be added to it. Open it in Excel, save it, and try again."
_NOT_A_WORKBOOK = "{name} is not an Excel workbook. Choose an .xlsx or .xlsm file."


def open_workbook(path: str | Path) -> Package:
    """Return the workbook as a package. Macro workbooks, add-ins and templates are accepted.

    Raises WorkbookProblem where the file is missing, locked, in an old, binary or Strict format, damaged, or not a
    workbook.
    """
    path = Path(path)
    return open_content(content_of(path), path.name)


def open_content(content: bytes, name: str) -> Package:
    """Return the package in the content of a workbook file; `name` is the file name in messages.

    Raises WorkbookProblem as open_workbook does.
    """
    package = _unpack(content, name)
    _refuse_other_kinds(package)
    return package


def content_of(path: Path) -> bytes:
    """Return the content of a file.

    Raises WorkbookProblem where it can't be read, and for a pipe or a device, which might never end.
    """
    try:
        if stat.S_IFMT(path.stat().st_mode) not in (stat.S_IFREG, stat.S_IFDIR):
            raise WorkbookProblem(_NOT_A_WORKBOOK.format(name=path.name))
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> WorkbookProblem:
    """Return the problem that stopped a file from being read, by the error of the operating system."""
    if not path.name:
        sentence = NO_NAME
    elif isinstance(error, (FileNotFoundError, NotADirectoryError)):
        sentence = _MISSING
    elif _is_folder(path):
        sentence = A_FOLDER  # Windows reports reading a folder as access denied
    elif getattr(error, "winerror", None) in _LOCKED_ON_WINDOWS:
        sentence = _LOCKED
    else:
        sentence = _NO_ACCESS if isinstance(error, PermissionError) else _UNREADABLE
    return WorkbookProblem(sentence.format(path=path, name=path.name, reason=error.strerror))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # in a folder without access, or with a name that is too long
        return False


def _unpack(data: bytes, name: str) -> Package:
    if not data.startswith(_ZIP):
        from pc_workbook.ooxml.package.other_formats import other_format

        raise WorkbookProblem(other_format(data).format(name=name))
    try:
        return Package(data, name)
    except WorkbookProblem as problem:
        from pc_workbook.ooxml.package.other_formats import other_package

        other = other_package(data)
        raise problem if other is None else WorkbookProblem(other.format(name=name)) from problem


def _refuse_other_kinds(package: Package) -> None:
    if package.has_backslashes():
        raise WorkbookProblem(_OTHER_PACKER.format(name=package.name))
    part = package.related("", "officeDocument")
    if part is None:
        raise WorkbookProblem(_NOT_A_WORKBOOK.format(name=package.name))
    content = package.types.content_type(part) or ""
    if "binary" in content.casefold() or part.casefold().endswith(".bin"):
        raise WorkbookProblem(_BINARY.format(name=package.name))
    _refuse_other_language(package, package.read(part))
    if package.related(part, "styles") is None:
        raise WorkbookProblem(_NO_STYLES.format(name=package.name))


def _refuse_other_language(package: Package, workbook: bytes) -> None:
    root = parse(workbook, package.name)
    if "{" + namespace(root) + "}" == SHEET_ML and local_name(root) == "workbook":
        return
    if local_name(root) != "workbook":
        from pc_workbook.ooxml.package.other_formats import other_document

        raise WorkbookProblem(other_document(local_name(root)).format(name=package.name))
    sentence = _STRICT_FILE if namespace(root).startswith(_STRICT) else _BETA
    raise WorkbookProblem(sentence.format(name=package.name))
