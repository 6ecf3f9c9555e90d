"""Scales of an area's own: the words that an indicator's values are, in their order, and the states outside it.

The scale of the Care Quality Commission is built in (see cqc.py) and is that of every ordinal indicator that names no other.
"""

from collections.abc import Iterable
from typing import Annotated, NamedTuple, Self

from pydantic import Field, InstanceOf

from pc_workbook.model.cqc import Rating
from pc_workbook.model.row import Row
from pc_workbook.model.text import folded

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


class ScaleRow(Row):
    """One word of a scale. A word without an order is a state outside the scale, such as "Not yet assessed"."""

    scale: str
    word: Annotated[str, Field(max_length=60)]
    order: float | None = None
    note: str | None = None


class ScaleWord(str):
    """One word of an area's own scale. It is the word itself, and knows its place: None for a state outside the scale."""

    order: float | None

    def __new__(cls, word: str, order: float | None = None) -> Self:
        made = super().__new__(cls, word)
        made.order = order
        return made

    def __reduce__(self) -> "tuple[type[ScaleWord], tuple[str, float | None]]":
        return ScaleWord, (str(self), self.order)


#: A word of the regulator's scale or of an area's own.
AnyRating = Rating | Annotated[ScaleWord, InstanceOf]


class OwnScale(NamedTuple):
    """A scale of an area's own. One without words stands for a name that is on no list: no value is one of it."""

    name: str
    words: tuple[ScaleWord, ...] = ()

    def find(self, typed: str) -> ScaleWord | None:
        """Return the word that a text is, whatever its case, blanks and dashes; None where it is anything else or more.

        Signs count: A+ and A- are two words.

        >>> OwnScale("Risk", (ScaleWord("Very high", 3), ScaleWord("Low", 1))).find(" very  HIGH")
        'Very high'
        """
        plain = plain_word(typed)
        return next((word for word in self.words if plain_word(word) == plain), None)


def plain_word(words: str) -> str:
    """Return a word of a scale in small letters, with single blanks and hyphens for dashes."""
    return " ".join(words.translate(_DASHES).casefold().split())


def own_scales(rows: Iterable[ScaleRow]) -> dict[str, OwnScale]:
    """Return the scales by their names, folded; the words of each by their order, states last."""
    words: dict[str, list[ScaleRow]] = {}
    for row in rows:
        words.setdefault(folded(row.scale), []).append(row)
    return {name: OwnScale(each[0].scale, _in_order(each)) for name, each in words.items()}


def _in_order(rows: list[ScaleRow]) -> tuple[ScaleWord, ...]:
    ordered = sorted(rows, key=lambda row: (row.order is None, row.order or 0))
    return tuple(ScaleWord(" ".join(row.word.split()), row.order) for row in ordered)
