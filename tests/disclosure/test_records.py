"""Records of disclosure hold keys, codes and numbers, and no sentence: sentences are made in wording."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_args, get_type_hints

import pc_workbook.disclosure
from pc_workbook.disclosure.edition import Permitted, WithheldRows
from pc_workbook.disclosure.permitted_rows import RowReason, WithheldRow
from pc_workbook.disclosure.suppressed import SuppressionCounts
from pc_workbook.wording.disclosure import REASONS, suppression_sentences, withheld_sentences

PACKAGE = Path(pc_workbook.disclosure.__file__).parent
#: Every field that holds text, with what the text is.
TEXTS = {
    "ColumnRule.replacement": "the mark [c]",
    "Suppressed.practices": "codes",
    "Suppressed.totals": "names of localities and groups, and marks of the area",
    "PeriodCounts.localities": "names",
    "PeriodCounts.groups": "names",
    "PeriodCounts.practices": "codes",
    "WithheldRow.paragraph": "the number of a paragraph",
    "WithheldRows.counts": "names of lists",
    "Selection.rows": "names of lists",
    "HiddenKeys.practices": "codes and names, folded",
    "HiddenKeys.actions": "letters, folded",
    "HiddenKeys.programmes": "names, folded",
    "PeopleCounted.base": "what a person wrote under Denominator",
    "PeopleFigure.table": "the name of a list",
    "PeopleFigure.key": "a code or a name",
    "OtherCount.words": "words of a title",
    "NamedCount.words": "words of a title",
    "SuppressedCount.table": "the name of a list",
    "SuppressedCount.field": "the name of a field",
    "SuppressedCount.key": "a code or a name",
    "SuppressedCount.condition": "the name of a condition",
    "IndicatorCounts.of": "codes and names",
    "IndicatorCounts.locality_of": "codes and names",
    "IndicatorCounts.hidden": "codes",
    "IndicatorCounts.differences": "codes and names",
    "Cell.totals": "names of totals",
    "Protected.totals": "names of totals",
    "Table.localities": "names",
    "Table.practices": "codes",
    "Table.locality_of": "codes and names",
    "SuppressedParts.localities": "names",
    "SuppressedParts.practices": "codes",
    "ListRule.columns": "names of fields",
    "Suppressed.replacements": "keys of cells",
}


def holds_text(hint: Any) -> bool:
    """Return whether a type is text, or a collection with text in it."""
    return hint is str or any(map(holds_text, get_args(hint)))


def fields_with_text() -> Iterator[str]:
    """Yield each field of a record of disclosure that holds text."""
    for found in iter_modules([str(PACKAGE)]):
        module = import_module(f"pc_workbook.disclosure.{found.name}")
        for name, record in vars(module).items():
            if isinstance(record, type) and record.__module__ == module.__name__ and hasattr(record, "_fields"):
                yield from (f"{name}.{field}" for field, hint in get_type_hints(record).items() if holds_text(hint))


def test_each_text_in_a_record_is_a_key_a_code_or_a_label() -> None:
    assert set(fields_with_text()) == TEXTS.keys()


def test_disclosure_imports_no_wording() -> None:
    imported = {
        node.module
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert not [module for module in imported if module and ".wording" in module]


def test_each_reason_why_a_row_is_withheld_has_its_words() -> None:
    assert REASONS.keys() == set(RowReason)


def test_what_is_withheld_is_counted_by_reason_with_nothing_of_its_content() -> None:
    rows = WithheldRows(WithheldRow(RowReason.EXEMPT, "3"), (("tblActions", 1), ("tblActionProgress", 2)))
    permitted = Permitted(None, None, (), None, (rows,), findings_withheld=1)  # type: ignore[arg-type]
    assert withheld_sentences(permitted) == (
        "1 action and 2 reports on progress are not shown: exempt information (paragraph 3).",
        "1 finding is not shown: about cells that are not in this edition.",
    )


def test_suppressed_figures_are_counted_by_kind() -> None:
    assert suppression_sentences(SuppressionCounts()) == ()
    assert suppression_sentences(SuppressionCounts(practices=1, area=True, small=2, secondary=1, rounded=7)) == (
        "The staff figures of 1 practice are suppressed, so that those of a practice that is not shown can't be worked out.",
        "Staff figures of the whole area are suppressed, so that those of a practice that is not shown can't be worked out.",
        "2 figures about people are suppressed: a count or a difference from 1 to 7, or a base under 10.",
        "1 more figure is suppressed, so that no total, other period or earlier edition reveals those.",
        "7 figures about people are rounded to the nearest 5.",
    )
