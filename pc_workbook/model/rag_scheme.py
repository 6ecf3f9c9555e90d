"""RAG schemes of an area's own: the words and colours that its plan uses, and by which rule a value gets one of them.

Without a scheme an indicator is judged as the default has it: Green at the reference or better, Amber within the
tolerance, else Red.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from pc_workbook.model.indicator import Rag
from pc_workbook.model.row import Row


class CountsAs(StrEnum):
    """What a word of a scheme counts as wherever Red, Amber and Green are counted. Complete counts as Green."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"
    COMPLETE = "Complete"
    NOT_RATED = "Not rated"

    @property
    def rag(self) -> Rag:
        """Return the RAG that it is counted with."""
        return Rag.GREEN if self is CountsAs.COMPLETE else Rag(self.value)


class SchemeRule(StrEnum):
    """What the bands of a scheme hold: From and including its From, up to its To."""

    DISTANCE = "Distance"  # from the target or trajectory, in the indicator's unit; + is better
    PER_CENT = "Per cent of target"  # 100 is at the target, 95 is 5% of the target worse, whichever way is better
    BAND = "Band"  # the value itself
    RANGE = "Range"  # from the nearer end of the indicator's range; + is inside


class SchemeRow(Row):
    """One word of a RAG scheme, with its band where a rule gives it."""

    scheme: str
    word: str
    counts_as: CountsAs
    colour: str | None = None
    rule: SchemeRule | None = None
    low: float | None = None
    high: float | None = None
    note: str | None = None


class Band(NamedTuple):
    """One word of a scheme and the values that get it: from `low` on, up to but not including `high`."""

    word: str
    counts_as: CountsAs
    colour: str  # "#RRGGBB"; "" for that of what it counts as
    low: float | None = None
    high: float | None = None


class RagScheme(NamedTuple):
    """A scheme: its rule (None: it only renames the words of the default), and its bands from the lowest."""

    name: str
    rule: SchemeRule | None
    bands: tuple[Band, ...]

    def band_of(self, measure: float) -> Band | None:
        """Return the band that a measure is in; the last one includes its end. None for one in no band."""
        for at, band in enumerate(self.bands, 1):
            is_below = band.high is None or measure < band.high or (at == len(self.bands) and measure == band.high)
            if (band.low is None or measure >= band.low) and is_below:
                return band
        return None

    def word_for(self, rag: Rag) -> Band | None:
        """Return the word that a scheme without a rule has for a RAG."""
        return next((band for band in self.bands if band.counts_as.value == rag.value), None)


#: Colours that a scheme may name. Any other is typed as six hexadecimal digits.
NAMED_COLOURS = {
    "red": "#C8102E", "amber": "#FFB81C", "green": "#008540", "blue": "#005EB8", "grey": "#E8EDEE", "yellow": "#FFEB3B",
    "orange": "#B35C00", "purple": "#330072", "black": "#212B32", "white": "#FFFFFF", "dark green": "#006747",
    "light green": "#78BE20", "dark red": "#8A1538", "light blue": "#41B6E6", "dark blue": "#003087",
}  # fmt: skip


def colour_code(words: str) -> str | None:
    """Return a colour as "#RRGGBB"; None for words that name none.

    >>> colour_code("Blue"), colour_code("00703c"), colour_code("greenish")
    ('#005EB8', '#00703C', None)
    """
    plain = " ".join(words.casefold().split())
    if re.fullmatch(r"#?[0-9a-f]{6}", plain):
        return f"#{plain.removeprefix('#').upper()}"
    return NAMED_COLOURS.get(plain)
