"""The sources of the add-in: the VBA modules and the ribbon in macros/, which come with the program."""

import hashlib
from collections.abc import Mapping
from typing import Final

from pc_workbook.hosts.program_files import program_folder
from pc_workbook.ooxml.vba.project import Module, read_module

FUNCTION_SERVER: Final = "FunctionServer"
FUNCTION_MODULES: Final = (FUNCTION_SERVER, "Functions", "ThisWorkbook")
"""The modules of the worksheet functions; the buttons work without them."""


def modules(subfolder: str = "") -> list[Module]:
    """Return all modules of macros/, or of a subfolder, sorted by name. Raises OurMistake if the folder is missing."""
    paths = [path for path in (program_folder("macros") / subfolder).iterdir() if path.suffix in (".bas", ".cls")]
    return [read_module(path) for path in sorted(paths)]


def ribbon() -> bytes:
    """Return the ribbon's XML with line feeds, even in a checkout on Windows."""
    return (program_folder("macros") / "ribbon.xml").read_text("utf-8").encode()


def addin_modules(functions: bool) -> list[Module]:
    """Return the modules of an add-in with the worksheet functions, or with the buttons only."""
    left_out = () if functions else FUNCTION_MODULES
    return [module for module in modules() if module.name not in left_out]


def source_digest(functions: bool = True) -> str:
    """Return a digest of 12 characters that changes with the modules or the ribbon, but not with their line ends."""
    return digest_of({module.name: module.source for module in addin_modules(functions)}, ribbon())


def digest_of(texts: Mapping[str, str], ribbon: bytes) -> str:
    """Return the digest of modules (name -> text) and a ribbon. Modules without code are left out."""
    with_code = [f"{name}\n{text}" for name, text in sorted(texts.items()) if _has_code(text)]
    ribbon_lines = ribbon.decode("utf-8", "replace").splitlines()
    return hashlib.sha256("\0".join([*with_code, *ribbon_lines]).encode()).hexdigest()[:12]


def _has_code(text: str) -> bool:
    return any(line.strip() and not line.startswith("Attribute ") for line in text.splitlines())
