"""Why a figure is missing, incomplete or in question: a code with the values its sentence needs."""

from enum import StrEnum
from typing import NamedTuple


class Reason(NamedTuple):
    """One reason. `wording` makes the sentence."""

    code: StrEnum
    values: tuple[tuple[str, object], ...] = ()


def reason(code: StrEnum, **values: object) -> Reason:
    """Return a reason with its values."""
    return Reason(code, tuple(values.items()))
