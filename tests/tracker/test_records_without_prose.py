"""What the tracker finds is facts: codes, numbers, labels and entries. The sentences are made in wording."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pc_workbook.tracker import rules

PACKAGE = Path(rules.__path__[0]).parent
SENTENCE = re.compile(r"[A-Za-z“][^.]{15,}\.( [A-Z].*)?$", re.S)
#: Modules whose texts are typed by people or shown as they are: guides and needs of the columns, words of roles and titles.
CATALOGUES = {"catalogue.py", "layout.py", "personal_names.py"}


def texts_in_code(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and text of each string in a module that is no docstring."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_no_module_of_the_tracker_writes_a_sentence() -> None:
    found = [
        f"{path.name}:{line} {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name not in CATALOGUES
        for line, text in texts_in_code(path.read_text(encoding="utf-8"))
        if SENTENCE.match(text) and "\\" not in text
    ]
    assert found == []


def test_no_module_of_the_tracker_imports_wording() -> None:
    importing = [p.name for p in PACKAGE.rglob("*.py") if "from pc_workbook.wording" in p.read_text(encoding="utf-8")]
    assert importing == []
