"""The message of a finding, made from its facts: what is wrong, the current entry, and what to do."""

from collections.abc import Callable, Mapping

from pc_workbook.tracker.detail import Detail

#: The sentence of a code: a template that the values fill, or a function that takes them by name.
Text = str | Callable[..., str]


def detail_text(fact: Detail) -> str:
    """Return the sentence of a fact about a cell. Raises KeyError for a code that no table has."""
    from pc_workbook.wording.cell_errors import TEXTS as CELL_ERRORS
    from pc_workbook.wording.rule_texts import TEXTS as RULES

    text = RULES[fact.code] if fact.code in RULES else CELL_ERRORS[fact.code]
    return filled(text, fact.values)


def filled(text: Text, values: Mapping[str, object]) -> str:
    """Return a text with its values in place; a value that is itself a fact is put in as its sentence.

    >>> filled("{low} to {high}", {"low": 0, "high": 100})
    '0 to 100'
    """
    given = {name: detail_text(value) if isinstance(value, Detail) else value for name, value in values.items()}
    return text.format_map(given) if isinstance(text, str) else text(**given)
