"""What the add-in is made from: the modules and the ribbon in macros/, which come with the program."""

import hashlib
from pathlib import Path
from typing import Final

from pc_workbook.errors import OurMistake
from pc_workbook.ooxml.vba import Module, read_module

FUNCTION_MODULES: Final = ("FunctionServer", "Functions", "ThisWorkbook")
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


def mark() -> str:
    """Twelve letters that change when a module or the ribbon does; the line ends of a checkout do not count."""
    texts = [f"{module.name}\n{module.source}" for module in modules()]
    ribbon_lines = ribbon().decode().splitlines()
    return hashlib.sha256("\0".join([*texts, *ribbon_lines]).encode()).hexdigest()[:12]
