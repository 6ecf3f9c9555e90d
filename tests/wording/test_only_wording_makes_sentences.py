"""Packages whose records hold no prose make no sentence: `wording` makes all of them, from codes and values.

A sentence here is a string or an f-string of three words or more. What is not one: a docstring, an annotation, a regular
expression, a list of words that is split, and what an exception says; also as a constant that is used for nothing else.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import pc_workbook

ROOT = Path(pc_workbook.__file__).parent
#: Add a package here once its sentences are in wording.
PACKAGES = ("tracker", "measures", "disclosure", "figures", "compare", "returns", "views", "boardpack",
            "accessibility", "kits", "adopt")  # fmt: skip
FEWEST_WORDS = 3  # placeholders among them
_TYPED = "phrases that people type into cells, to be parsed"
_MARK = "part of the mark by which a person accepts the finding: it must stay the same"
_LABEL = "a label that is written into trackers and exports"
_KEY = "a key in brackets, which no name of a locality or practice can be"
_UNIT = "the name of a unit in the exported table"
#: Module -> name at its top level ("" for the whole module) -> why its words are no sentence that the program makes.
ALLOWED: Mapping[str, Mapping[str, str]] = {
    "tracker/lists/catalogue.py": {
        "": "the one table of lists, headings and help texts; templates and docs are made from it"
    },
    "tracker/lists/layout.py": {"Writer": _LABEL},
    "tracker/lists/list_reader.py": {"ListReader": _MARK},
    "tracker/parsing/date_text.py": dict.fromkeys(("WEEKDAYS", "QUARTER_ENDS", "FINANCIAL", "TO"), _TYPED),
    "tracker/parsing/delivery_phrases.py": {"": _TYPED},
    "tracker/personal/personal_data.py": {"PersonalKind": "replaces personal data where a cell is quoted"},
    "tracker/rules/action_rules.py": {"hubs_are_not_centres": _MARK},
    "tracker/rules/indicator_rules.py": {"baselines_are_of_their_year": _MARK, "_missing_years": _MARK},
    "tracker/snapshot.py": dict.fromkeys(("NO_RESULT", "NO_TEXT", "TOO_LONG"), "stands for content that a file lacks"),
    "measures/indicators/current_value.py": {"_rating_of": "the name of a body"},
    "measures/results.py": {"OrdinalState": _LABEL, "ActionState": _LABEL},
    "disclosure/suppressed.py": {"WITH_RETURN": _KEY},
    "disclosure/suppression.py": {"REST": _KEY},
    "figures/table.py": dict.fromkeys(("PER_GP", "PER_1000", "PER_1000_WEIGHTED"), _UNIT),
    "adopt/mapping_lists.py": {"": "the catalogue of a mapping's lists: headings and help texts"},
    "adopt/proposal.py": {"Sureness": _LABEL},
    "adopt/synonyms.py": {"": "headings that people type"},
    "returns/handout.py": {"file_name": "the name of a file"},
    "boardpack/assemble.py": dict.fromkeys(("_CORE", "_APP"), "XML of a workbook's properties"),
    "boardpack/pdf.py": {"_BRITISH": "XML of LibreOffice's settings"},
    "accessibility/checklist.py": {"State": _LABEL},
}

WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
REGULAR_EXPRESSION = re.compile(r"\\[bdswBDSW.()|/-]|\(\?|[\w)]\?|\w\|\w")


class Sentence(NamedTuple):
    """A string of a module that reads as a sentence."""

    name: str  # of the constant, function or class at the top level that it is in
    line: int
    words: str


def sentences_in(source: str) -> list[Sentence]:
    """Return the sentences of a module, in the order of its lines."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    exempt = _raised_or_split(tree, parents)
    found = []
    for node in ast.walk(tree):
        words = _text(node)
        if words is None or not _reads_as_sentence(words) or _is_exempt(node, parents):
            continue
        name = _top_level_name(node, parents)
        if name not in exempt:
            found.append(Sentence(name, node.lineno, words))  # type: ignore[attr-defined]
    return sorted(found, key=lambda sentence: sentence.line)


def _text(node: ast.AST) -> str | None:
    """Return the text of a string, with {} for each value in it; None for another node."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)  # type: ignore[misc]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _reads_as_sentence(words: str) -> bool:
    typed = WORD.findall(PLACEHOLDER.sub(" ", words))
    count = len(typed) + len(PLACEHOLDER.findall(words))
    is_spaced = len(words.split()) >= FEWEST_WORDS
    return bool(typed) and is_spaced and count >= FEWEST_WORDS and not REGULAR_EXPRESSION.search(words)


def _ancestors(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield each node above a node, with the child through which it was reached."""
    while node in parents:
        yield parents[node], node
        node = parents[node]


def _is_exempt(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a string is a docstring, an annotation, part of an f-string, raised, or split into words."""
    for above, below in _ancestors(node, parents):
        if isinstance(above, ast.JoinedStr) or (isinstance(above, ast.Expr) and below is node):
            return True
        if _is_raise_or_split(above) or below in (getattr(above, "annotation", None), getattr(above, "returns", None)):
            return True
    return False


def _is_raise_or_split(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) or (isinstance(node, ast.Attribute) and node.attr == "split")


def _raised_or_split(tree: ast.Module, parents: dict[ast.AST, ast.AST]) -> set[str]:
    """Return the constants of a module that are used in `raise` statements, or split into words, and nowhere else."""
    uses: dict[str, list[bool]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            is_exempt = any(_is_raise_or_split(above) for above, _ in _ancestors(node, parents))
            uses.setdefault(node.id, []).append(is_exempt)
    return {name for name, found in uses.items() if name.isupper() and all(found)}


def _top_level_name(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    *_, (_, statement) = _ancestors(node, parents)
    match statement:
        case ast.Assign(targets=[ast.Name(id=name), *_]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case _:
            return ""


@cache
def sentences_by_module() -> dict[str, list[Sentence]]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): sentences_in(path.read_text("utf-8")) for path in paths}


def is_allowed(module: str, sentence: Sentence) -> bool:
    return not {"", sentence.name}.isdisjoint(ALLOWED.get(module, {}))


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_makes_no_sentence(package: str) -> None:
    found = [
        f"pc_workbook/{module}:{sentence.line}: {sentence.words!r}"
        for module, sentences in sentences_by_module().items()
        for sentence in sentences
        if module.startswith(f"{package}/") and not is_allowed(module, sentence)
    ]
    assert not found, "Make these in pc_workbook/wording, from a code and its values:\n" + "\n".join(found)


def test_each_exception_is_needed_and_gives_its_reason() -> None:
    for module, names in ALLOWED.items():
        there = {sentence.name for sentence in sentences_by_module()[module]}
        for name, reason in names.items():
            assert name in there or (not name and there), f"{module}: {name} has no sentence any more"
            assert reason


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('def words(n: int) -> str:\n    return f"{n} rows were changed"', ["{} rows were changed"]),
        ('KEPT = "The value was kept."\nrow = {"outcome": KEPT}', ["The value was kept."]),
        ('WHY = {Code.GONE: "the row is gone"}', ["the row is gone"]),
        ('def label(a: str, b: str) -> str:\n    return "was {}, is now {}".format(a, b)', ["was {}, is now {}"]),
        ('class Note(NamedTuple):\n    words: str = "Nothing was written"', ["Nothing was written"]),
        ('NO_ROW = "There is no row {row}."\nlog(NO_ROW)\nraise WorkbookProblem(NO_ROW)', ["There is no row {row}."]),
    ],
)  # fmt: skip
def test_a_sentence_that_somebody_adds_is_found(source: str, found: list[str]) -> None:
    assert [sentence.words for sentence in sentences_in(source)] == found


@pytest.mark.parametrize(
    "source",
    [
        '"""Return the rows that were changed."""',
        'def rows() -> "dict[str, list of rows]":\n    """Return the rows that were changed."""',
        'raise WorkbookProblem(f"{name} has no as-at date.")',
        'NO_DATE = "{name} has no as-at date."\nraise WorkbookProblem(NO_DATE.format(name=name))',
        'WORDS = "of per with in at"\nSTOP = WORDS.split()',
        'DATE = re.compile(r"\\bby (20\\d\\d) or later")',
        'where = f"{sheet}!{cell}"',
        'kind = "brought forward"',
        'line = f"{a} {b} {c}"',
    ],
)
def test_what_is_no_sentence_is_let_through(source: str) -> None:
    assert sentences_in(source) == []


def test_the_walk_reaches_sub_packages() -> None:
    assert {
        "compare/rows.py",
        "returns/merge.py",
        "tracker/rules/action_rules.py",
        "views/workbook/cqc.py",
    } <= sentences_by_module().keys()
