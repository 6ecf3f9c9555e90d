"""What is wrong with a cell, or what it needs, as a code with its values: `wording` makes the sentence."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

NO_VALUES: Mapping[str, object] = MappingProxyType({})


class Detail(NamedTuple):
    """A fact about a cell. `code` names a sentence of `wording`; `values` fill it, as they were read or computed."""

    code: str
    values: Mapping[str, object] = NO_VALUES


def detail(code: str, /, **values: object) -> Detail:
    """Return the fact with its values.

    >>> detail("letter_for_digit", fixed="10").values["fixed"]
    '10'
    """
    return Detail(code, values)
