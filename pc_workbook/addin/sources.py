"""What the add-in is made from: the modules and the ribbon in macros/, which come with the program."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pc_workbook.errors import OurMistake
from pc_workbook.ooxml.vba.project import Module, read_module

FUNCTION_SERVER: Final = "FunctionServer"
FUNCTION_MODULES: Final = (FUNCTION_SERVER, "Functions", "ThisWorkbook")
"""The modules behind the worksheet functions; the buttons work without them."""


def folder(name: str) -> Path:
    """A folder that comes with the program: inside the package once installed, beside it in a checkout."""
    here = Path(__file__).parents[1]
    for path in (here / name, here.parent / name):
        if path.is_dir():
            return path
    raise OurMistake(f"the folder {name} should have come with the program and is not there")


def modules(inside: str = "") -> list[Module]:
    """All modules of macros/, or of a folder inside it, by name."""
    found = [path for path in (folder("macros") / inside).iterdir() if path.suffix in (".bas", ".cls")]
    return [read_module(path) for path in sorted(found)]


def ribbon() -> bytes:
    """Its line ends are always the same, whatever a checkout on Windows made of them."""
    return (folder("macros") / "ribbon.xml").read_text("utf-8").encode()


def addin_modules(functions: bool) -> list[Module]:
    """The modules of an add-in with the worksheet functions, or with the buttons alone."""
    left_out = () if functions else FUNCTION_MODULES
    return [module for module in modules() if module.name not in left_out]


def source_digest(functions: bool = True) -> str:
    """Twelve characters that change when a module or the ribbon does; the line ends of a checkout do not count."""
    return digest_of({module.name: module.source for module in addin_modules(functions)}, ribbon())


def digest_of(texts: Mapping[str, str], ribbon: bytes) -> str:
    """The mark of modules, name -> text, with a ribbon. The modules that every workbook has count when they hold code."""
    held = [f"{name}\n{text}" for name, text in sorted(texts.items()) if _holds_code(text)]
    ribbon_lines = ribbon.decode("utf-8", "replace").splitlines()
    return hashlib.sha256("\0".join([*held, *ribbon_lines]).encode()).hexdigest()[:12]


def _holds_code(text: str) -> bool:
    return any(line.strip() and not line.startswith("Attribute ") for line in text.splitlines())
