"""Build a VBA project from the text of modules, as [MS-OVBA] describes it, without Excel.

Only the source is written. The compiled form that Excel stores beside it may be left out ([MS-OVBA] 2.3.4.1): Excel
compiles on opening. The same modules give the same bytes: the GUID and the seeds that Excel would choose at random are
fixed, so that anybody can build the file again and compare.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from pc_workbook.errors import InternalError
from pc_workbook.ooxml.vba.compound_file import compound_file
from pc_workbook.ooxml.vba.compression import compress

CODE_PAGE: Final = 1252
WORKBOOK_MODULE: Final = "ThisWorkbook"
_PROJECT_ID: Final = "{6D1F0C52-3B0E-4C57-9B0A-5D0C7A2E41B7}"  # chosen at random once
_SEEDS: Final = (0x5A, 0x33, 0x1C)  # of the three lines on who may see the project: everyone
_WORKBOOK, _WORKSHEET = "00020819-0000-0000-C000-000000000046", "00020820-0000-0000-C000-000000000046"
_CLASS: Final = "FCFB3D2A-A0FA-1068-A738-08002B3371B5"
_NAME = re.compile(r"[A-Za-z]\w{0,30}", re.ASCII)
_NAME_LINE = re.compile(r'^Attribute VB_Name = "([^"\n]+)"\n', re.MULTILINE)
_CLASS_HEAD = re.compile(r"\AVERSION [^\n]*\nBEGIN\n.*?\nEND\n", re.DOTALL)

_REFERENCES: Final = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
)  # every project has it; callbacks of the ribbon take plain objects, so Office need not be listed


class Kind(Enum):
    """The kind of a module, as the list of the project names it."""

    DOCUMENT = "Document"
    STANDARD = "Module"
    CLASS = "Class"


class Module(NamedTuple):
    """A module as text."""

    name: str
    source: str
    """As the editor exports it, the Attribute lines included; lines end in a line feed."""
    kind: Kind


def workbook_module() -> Module:
    """Return the empty module of the workbook itself."""
    return Module(WORKBOOK_MODULE, _document(WORKBOOK_MODULE, _WORKBOOK), Kind.DOCUMENT)


def sheet_module(name: str) -> Module:
    """Return the empty module of a sheet, named after its code name."""
    return Module(name, _document(name, _WORKSHEET), Kind.DOCUMENT)


def _document(name: str, base: str) -> str:
    return (
        f'Attribute VB_Name = "{name}"\nAttribute VB_Base = "0{{{base}}}"\nAttribute VB_GlobalNameSpace = False\n'
        "Attribute VB_Creatable = False\nAttribute VB_PredeclaredId = True\nAttribute VB_Exposed = True\n"
        "Attribute VB_TemplateDerived = False\nAttribute VB_Customizable = True\n"
    )


def read_module(path: Path) -> Module:
    """Return the module in a .bas or .cls file in UTF-8.

    Raises OurMistake for a character that VBA can't store and for a module without a name, and OSError.
    """
    text = path.read_text("utf-8-sig")
    _refuse_characters(text, path.name)
    is_class = path.suffix.lower() == ".cls"
    source = _class_source(text) if is_class else text
    named = _NAME_LINE.search(source)
    if named is None:
        raise InternalError(f"{path.name} does not say its name; it needs a line: Attribute VB_Name = ...")
    kind = Kind.DOCUMENT if named[1] == WORKBOOK_MODULE else Kind.CLASS if is_class else Kind.STANDARD
    return Module(named[1], source, kind)


def _class_source(text: str) -> str:
    """Return the source of an exported class without its header, with the attributes that the editor leaves out."""
    source = _CLASS_HEAD.sub("", text)
    if "Attribute VB_Base" not in source:
        base = f'Attribute VB_Base = "0{{{_CLASS}}}"\n'
        source = _NAME_LINE.sub(lambda found: found[0] + base, source, count=1)
    if "Attribute VB_TemplateDerived" not in source:
        more = "Attribute VB_TemplateDerived = False\nAttribute VB_Customizable = False\n"
        source = re.sub(r"^(Attribute VB_Exposed = \w+\n)", rf"\1{more}", source, count=1, flags=re.MULTILINE)
    return source


def _refuse_characters(text: str, name: str) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        for character in line:
            try:
                character.encode(f"cp{CODE_PAGE}")
            except UnicodeEncodeError as error:
                raise InternalError(
                    f"{name}, line {number}: VBA is kept in code page {CODE_PAGE}, which has no {character!r}; "
                    "write it another way"
                ) from error


def vba_project(modules: Iterable[Module], name: str) -> bytes:
    """Return the content of vbaProject.bin, with documents first, as in Excel, then standard modules, then classes.

    Raises OurMistake for a name or a character that VBA does not allow.
    """
    order = list(Kind)
    listed = sorted(modules, key=lambda module: order.index(module.kind))
    _refuse_names([name, *(module.name for module in listed)])
    streams = {module.name: compress(_bytes(module.source, module.name)) for module in listed}
    return compound_file(
        {
            "VBA": {**streams, "dir": compress(_dir(listed, name)), "_VBA_PROJECT": b"\xcc\x61\xff\xff\x00\x01\x00"},
            "PROJECTwm": b"".join(map(_name_twice, listed)) + b"\0\0",
            "PROJECT": _project(listed, name).encode("ascii"),
        }
    )


def _refuse_names(names: Sequence[str]) -> None:
    """Refuse names that are not allowed or used twice; project and modules share one namespace, without regard to case."""
    counts = Counter(name.casefold() for name in names)
    for name in names:
        if not _NAME.fullmatch(name) or counts[name.casefold()] > 1:
            raise InternalError(f"{name!r} can't name a module: VBA allows 31 letters and digits, and each name once")


def _bytes(source: str, name: str) -> bytes:
    _refuse_characters(source, name)
    return source.replace("\r\n", "\n").replace("\n", "\r\n").encode(f"cp{CODE_PAGE}")


def _name_twice(module: Module) -> bytes:
    return module.name.encode() + b"\0" + f"{module.name}\0".encode("utf-16-le")


# -- the stream "dir" ([MS-OVBA] 2.3.4.2): properties, references and modules of the project


def _dir(modules: Sequence[Module], name: str) -> bytes:
    return b"".join(
        [
            *_information(name),
            *(_reference(*reference) for reference in _REFERENCES),
            _record(0x0F, _short(len(modules))),
            _record(0x13, _short(0xFFFF)),
            *(_module(module) for module in modules),
            _record(0x10),
        ]
    )


def _information(name: str) -> list[bytes]:
    return [
        _record(0x01, _long(3)),  # made for 64-bit Windows; every Excel accepts it
        _record(0x02, _long(0x409)),  # the language of the project and its calls: English
        _record(0x14, _long(0x409)),
        _record(0x03, _short(CODE_PAGE)),
        _record(0x04, name.encode()),
        _record(0x05) + _record(0x40),  # no description
        _record(0x06) + _record(0x3D),  # no help file
        _record(0x07, _long(0)),
        _record(0x08, _long(0)),
        struct.pack("<HIIH", 0x09, 4, 1, 1),  # version 1.1; the size of this record leaves out its last two bytes
        _record(0x0C) + _record(0x3C),  # no constants
    ]


def _reference(name: str, library: str) -> bytes:
    content = struct.pack("<I", len(library)) + library.encode() + bytes(6)
    return _record(0x16, name.encode()) + _record(0x3E, name.encode("utf-16-le")) + _record(0x0D, content)


def _module(module: Module) -> bytes:
    ascii_name, wide_name = module.name.encode(), module.name.encode("utf-16-le")
    return b"".join(
        [
            _record(0x19, ascii_name) + _record(0x47, wide_name),
            _record(0x1A, ascii_name) + _record(0x32, wide_name),  # its stream has the same name
            _record(0x1C) + _record(0x48),
            _record(0x31, _long(0)),  # offset of the source: no compiled form before it
            _record(0x1E, _long(0)),
            _record(0x2C, _short(0xFFFF)),
            _record(0x21 if module.kind is Kind.STANDARD else 0x22),
            _record(0x2B),
        ]
    )


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _short(number: int) -> bytes:
    return struct.pack("<H", number)


def _long(number: int) -> bytes:
    return struct.pack("<I", number)


# -- the stream "PROJECT" ([MS-OVBA] 2.3.1): the same for the editor, as text


def _project(modules: Sequence[Module], name: str) -> str:
    listed = [f"{module.kind.value}={module.name}{_VERSION.get(module.kind, '')}" for module in modules]
    state, password, visible = (
        _encrypted(data, seed) for data, seed in zip((bytes(4), bytes(1), b"\xff"), _SEEDS, strict=True)
    )
    lines = [
        f'ID="{_PROJECT_ID}"',
        *listed,
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{state}"',
        f'DPB="{password}"',
        f'GC="{visible}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines)


_VERSION: Final = {Kind.DOCUMENT: "/&H00000000"}


def _encrypted(data: bytes, seed: int) -> str:
    """Return data encrypted with this project's GUID ([MS-OVBA] 2.4.3.2)."""
    key = sum(_PROJECT_ID.encode()) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]  # 2 is the version of this encryption
    plain, last, before = key, out[2], out[1]
    for byte in [*[7] * ((seed & 6) >> 1), *struct.pack("<I", len(data)), *data]:
        byte_out = byte ^ (before + plain & 0xFF)
        out.append(byte_out)
        before, last, plain = last, byte_out, byte
    return "".join(f"{byte:02X}" for byte in out)
